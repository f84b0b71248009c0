//! The gap in seniority, as a class term: a trapezoid over the difference of two levels.

use std::ops::RangeInclusive;

use super::{ClassTerm, Fact, Measure, Points, Trapezoid};

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
/// It is a [`ClassTerm`] over levels with the measure [`Measure::Difference`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct LevelGap {
    pub(super) shape: Trapezoid,
    pub(super) unknown: Points,
}

impl LevelGap {
    /// The name of the criterion.
    pub const NAME: &'static str = "seniority_gap";

    /// Sets the gap up to which a pair earns nothing.
    pub fn with_zero_at(mut self, gap: i32) -> Self {
        self.shape.zero_at = gap.into();
        self
    }

    /// Sets the gaps at which a pair earns full points.
    pub fn with_ideal(mut self, gaps: RangeInclusive<i32>) -> Self {
        let (from, to) = gaps.into_inner();
        self.shape = self.shape.with_ideal(from.into()..=to.into());
        self
    }

    /// Sets the gap from which on a pair earns `tail` points.
    pub fn with_fade(mut self, gap: i32, tail: Points) -> Self {
        self.shape = self.shape.with_fade(gap.into(), tail);
        self
    }

    /// Sets what a pair earns where a level is unknown.
    pub fn with_unknown(mut self, points: Points) -> Self {
        self.unknown = points;
        self
    }

    /// Returns the settings of a term that is this recipe.
    pub(super) fn of(term: &ClassTerm) -> Option<Self> {
        match term {
            ClassTerm {
                name,
                junior: Fact::Level,
                senior: Fact::Level,
                measure:
                    Measure::Difference {
                        shape,
                        signed: true,
                    },
                unknown,
            } if name == Self::NAME => Some(Self {
                shape: shape.clone(),
                unknown: *unknown,
            }),
            _ => None,
        }
    }
}

impl Default for LevelGap {
    /// Nothing at a gap of 0, full points from 2 to 4, half of them from 8 on.
    fn default() -> Self {
        Self {
            shape: Trapezoid {
                zero_at: 0,
                ideal_from: 2,
                ideal_to: 4,
                fade_to: 8,
                tail: Points::HALF,
            },
            unknown: Points::HALF,
        }
    }
}

impl From<LevelGap> for ClassTerm {
    fn from(gap: LevelGap) -> Self {
        let measure = Measure::Difference {
            shape: gap.shape,
            signed: true,
        };
        Self::new(LevelGap::NAME, Fact::Level, measure).with_unknown(gap.unknown)
    }
}
