//! Floors beside the minimum score: what a pair must bring to each side, or be as good as absent.

use std::fmt;

use super::Points;

/// A floor that a pair does not reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Floor {
    /// The senior would learn too little.
    SeniorGain,
    /// The junior would learn too little in return.
    JuniorGain,
    /// Too little of the score is about what the senior learns from the junior.
    TeachingShare,
}

impl Floor {
    /// Returns the name by which documents and reports call the floor.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SeniorGain => "senior_gain",
            Self::JuniorGain => "junior_gain",
            Self::TeachingShare => "teaching_share",
        }
    }
}

impl fmt::Display for Floor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The floors of a scoring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Floors {
    pub(super) senior_gain: Option<Points>,
    pub(super) junior_gain: Option<Points>,
    /// In per cent of the score.
    pub(super) teaching_share: Option<u32>,
}

/// What a pair brings, as floors look at it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Brought {
    /// Of what the senior and what the junior learns: weights times points, and the weights.
    pub(super) gains: [(i64, i64); 2],
    pub(super) teaching: i64,
    pub(super) score: i64,
}

impl Floors {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the first floor that a pair does not reach.
    pub(super) fn missed(&self, brought: &Brought) -> Option<Floor> {
        let [senior, junior] = brought.gains;
        let too_little = |floor: Option<Points>, (gain, weight): (i64, i64)| {
            floor.is_some_and(|floor| gain < i64::from(floor.get()) * weight)
        };
        if too_little(self.senior_gain, senior) {
            return Some(Floor::SeniorGain);
        }
        if too_little(self.junior_gain, junior) {
            return Some(Floor::JuniorGain);
        }
        let share = i64::from(self.teaching_share?);
        (100 * brought.teaching < share * brought.score).then_some(Floor::TeachingShare)
    }
}
