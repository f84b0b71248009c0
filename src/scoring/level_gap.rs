//! The gap in seniority, as a class term: a trapezoid over the difference of two levels.

use std::ops::RangeInclusive;

use super::Points;
use super::breakdown::{Evidence, Unknown, Whose};
use super::compiled::{at, person};
use super::error::ScoringFault;
use crate::model::{Level, Organisation};
use crate::programme::{Participant, Programme};

/// Gives most points where the senior stands neither too little nor too far above the junior.
///
/// Over the gap, the senior's level less the junior's:
///
/// | gap | points | by default |
/// | --- | --- | --- |
/// | up to `zero_at` | 0 | up to 0 |
/// | from there to `ideal_from` | rising in a straight line | 1: 5 000 |
/// | `ideal_from` to `ideal_to` | 10 000 | 2 to 4 |
/// | from there to `fade_to` | falling in a straight line | 5 to 7: 8 750, 7 500, 6 250 |
/// | from `fade_to` on | `tail` | from 8 on: 5 000 |
///
/// More is not always better: a new joiner and a chief executive have less of each other's work to talk about than
/// people a few levels apart, so the points fade. They do not vanish, because such a pair can be a very good one.
/// Points are rounded half up. A person without a level may stand anywhere, so the pair earns 5 000, the middle,
/// unless configured otherwise.
///
/// Levels are ranks of the organisation's own scale. One with twenty grades will want a wider band than the default.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct LevelGap {
    pub(super) zero_at: i32,
    pub(super) ideal_from: i32,
    pub(super) ideal_to: i32,
    pub(super) fade_to: i32,
    pub(super) tail: Points,
    pub(super) unknown: Points,
}

impl LevelGap {
    /// The name of the criterion.
    pub const NAME: &'static str = "seniority_gap";

    /// Sets the gap up to which a pair earns nothing.
    pub fn with_zero_at(mut self, gap: i32) -> Self {
        self.zero_at = gap;
        self
    }

    /// Sets the gaps at which a pair earns full points.
    pub fn with_ideal(mut self, gaps: RangeInclusive<i32>) -> Self {
        (self.ideal_from, self.ideal_to) = gaps.into_inner();
        self
    }

    /// Sets the gap from which on a pair earns `tail` points.
    pub fn with_fade(mut self, gap: i32, tail: Points) -> Self {
        (self.fade_to, self.tail) = (gap, tail);
        self
    }

    /// Sets what a pair earns where a level is unknown.
    pub fn with_unknown(mut self, points: Points) -> Self {
        self.unknown = points;
        self
    }

    pub(super) fn check(&self, faults: &mut Vec<ScoringFault>) {
        let bends = [
            ("zero_at", self.zero_at),
            ("ideal_from", self.ideal_from),
            ("ideal_to", self.ideal_to),
            ("fade_to", self.fade_to),
        ];
        for ((lower, lower_value), (upper, upper_value)) in bends.iter().zip(&bends[1..]) {
            if lower_value > upper_value {
                faults.push(ScoringFault::InvalidRange {
                    lower: format!("{}.{lower}", Self::NAME),
                    lower_value: (*lower_value).into(),
                    upper: format!("{}.{upper}", Self::NAME),
                    upper_value: (*upper_value).into(),
                });
            }
        }
    }

    fn at(&self, gap: i64) -> Points {
        let [zero_at, ideal_from, ideal_to, fade_to] =
            [self.zero_at, self.ideal_from, self.ideal_to, self.fade_to].map(i64::from);
        let full = u64::from(Points::FULL.get());
        // Each difference is taken where it is positive, and fits 33 bits.
        if gap < ideal_from {
            let risen = (gap - zero_at).max(0).unsigned_abs();
            Points::ratio(full * risen, (ideal_from - zero_at).unsigned_abs())
        } else if gap <= ideal_to {
            Points::FULL
        } else if gap < fade_to {
            let (behind, ahead) = (gap.abs_diff(ideal_to), gap.abs_diff(fade_to));
            let sum = full * ahead + u64::from(self.tail.get()) * behind;
            Points::ratio(sum, behind + ahead)
        } else {
            self.tail
        }
    }
}

impl Default for LevelGap {
    /// Nothing at a gap of 0, full points from 2 to 4, half of them from 8 on.
    fn default() -> Self {
        Self {
            zero_at: 0,
            ideal_from: 2,
            ideal_to: 4,
            fade_to: 8,
            tail: Points::HALF,
            unknown: Points::HALF,
        }
    }
}

/// A [`LevelGap`] over the participants.
#[derive(Debug)]
pub(super) struct CompiledLevelGap {
    term: LevelGap,
    /// By participant.
    level: Vec<Option<Level>>,
    /// The points of each gap from `-widest` to `widest`, unless levels are too far apart to list.
    points: Vec<Points>,
    widest: i64,
}

/// 1 024: few organisations have more levels, and the table then stays in the nearest cache.
const WIDEST_LISTED: i64 = 1_024;

impl CompiledLevelGap {
    pub(super) fn new(term: &LevelGap, organisation: &Organisation, programme: &Programme) -> Self {
        let level: Vec<Option<Level>> = programme
            .participants()
            .iter()
            .map(|participant| person(organisation, participant)?.level())
            .collect();
        let (lowest, highest) = (level.iter().flatten().min(), level.iter().flatten().max());
        let widest = highest
            .zip(lowest)
            .map_or(0, |(highest, lowest)| highest.above(*lowest));
        let points = if widest <= WIDEST_LISTED {
            (-widest..=widest).map(|gap| term.at(gap)).collect()
        } else {
            Vec::new()
        };
        Self {
            term: term.clone(),
            level,
            points,
            widest,
        }
    }

    pub(super) fn points(&self, junior: &Participant, senior: &Participant) -> Points {
        let (Some(junior), Some(senior)) = (self.level(junior), self.level(senior)) else {
            return self.term.unknown;
        };
        let gap = senior.above(junior);
        let place = usize::try_from(gap + self.widest).ok();
        let listed = place.and_then(|place| self.points.get(place));
        listed.copied().unwrap_or_else(|| self.term.at(gap))
    }

    pub(super) fn evidence(&self, junior: &Participant, senior: &Participant) -> Evidence {
        match (self.level(junior), self.level(senior)) {
            (Some(junior), Some(senior)) => Evidence::LevelGap {
                junior,
                senior,
                gap: senior.above(junior),
            },
            (junior, senior) => Evidence::Unknown(Unknown::Level(Whose::missing(junior, senior))),
        }
    }

    fn level(&self, participant: &Participant) -> Option<Level> {
        at(&self.level, participant).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::{LevelGap, Points};

    #[test]
    fn the_trapezoid_has_the_points_its_table_states() {
        let term = LevelGap::default();
        let points = |gap| term.at(gap).get();
        assert_eq!([-3, 0, 1, 2, 4].map(points), [0, 0, 5_000, 10_000, 10_000]);
        assert_eq!(
            [5, 6, 7, 8, 1_000].map(points),
            [8_750, 7_500, 6_250, 5_000, 5_000]
        );
    }

    #[test]
    fn a_trapezoid_of_no_width_is_a_single_peak() {
        let peak = LevelGap::default()
            .with_zero_at(3)
            .with_ideal(3..=3)
            .with_fade(3, Points::NONE);
        assert_eq!([2, 3, 4].map(|gap| peak.at(gap).get()), [0, 10_000, 0]);
    }

    #[test]
    fn the_extremes_of_levels_and_of_settings_do_not_overflow() {
        let widest = LevelGap::default()
            .with_zero_at(i32::MIN)
            .with_ideal(i32::MAX..=i32::MAX);
        let farthest = i64::from(i32::MAX) - i64::from(i32::MIN);
        assert_eq!(widest.at(-farthest).get(), 0);
        assert_eq!(widest.at(0).get(), 5_000);
        assert_eq!(widest.at(farthest).get(), 5_000, "the tail");
    }
}
