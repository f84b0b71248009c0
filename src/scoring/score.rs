//! Exact integers: the points a criterion gives, and the score a pair ends up with.

use std::fmt;

/// How good a pair is; a larger score is better.
///
/// Criteria add up to a score of 0 to 1 000 000: weights sum to 100, and each weighs [`Points`] of 0 to 10 000.
/// A platform's own scores may be any integer above the lowest one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Score(i64);

impl Score {
    /// The largest score that criteria add up to.
    pub const FULL: Self = Self(1_000_000);

    /// Makes a score of its value.
    #[must_use]
    pub const fn new(value: i64) -> Self {
        Self(value)
    }

    /// Returns the value.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What one criterion gives a pair: 0 to 10 000.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(u16);

impl Points {
    /// The least there is.
    pub const NONE: Self = Self(0);
    /// A quarter.
    pub const QUARTER: Self = Self(2_500);
    /// The middle.
    pub const HALF: Self = Self(5_000);
    /// The most there is.
    pub const FULL: Self = Self(10_000);

    /// Makes points, or `None` outside 0 to 10 000.
    #[must_use]
    pub const fn new(value: i64) -> Option<Self> {
        if value >= 0 && value <= Self::FULL.0 as i64 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "0 to 10 000 fits"
            )]
            let value = value as u16;
            Some(Self(value))
        } else {
            None
        }
    }

    /// Returns the value, 0 to 10 000.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// Gives `sum / whole` rounded half up, where `sum` is at most 10 000 times `whole`; a `whole` of 0 gives none.
    pub(super) fn ratio(sum: u64, whole: u64) -> Self {
        // Both halves are below 2^63, see the callers; `checked_div` answers for the empty whole.
        let rounded = (2 * sum + whole).checked_div(2 * whole).unwrap_or(0);
        u16::try_from(rounded).map_or(Self::FULL, |points| Self(points).min(Self::FULL))
    }
}

impl Points {
    /// Does the same for sums beyond 64 bits, but below 2^126.
    pub(super) fn wide_ratio(sum: u128, whole: u128) -> Self {
        let rounded = (2 * sum + whole).checked_div(2 * whole).unwrap_or(0);
        u16::try_from(rounded).map_or(Self::FULL, |points| Self(points).min(Self::FULL))
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Points;

    #[test]
    fn a_ratio_is_rounded_half_up() {
        let of_three = |part: u64| Points::ratio(part * 10_000, 3).get();
        assert_eq!(
            [0, 1, 2, 3].map(of_three),
            [0, 3_333, 6_667, 10_000],
            "thirds"
        );
        assert_eq!(Points::ratio(1, 2).get(), 1, "a half goes up");
        assert_eq!(
            Points::ratio(0, 0),
            Points::NONE,
            "of nothing comes nothing"
        );
    }
}
