//! Points over a number: rising, full, falling.

use std::ops::RangeInclusive;

use super::Points;
use super::error::ScoringFault;

/// Points over a number, in straight lines between four bends.
///
/// | number | points |
/// | --- | --- |
/// | up to `zero_at` | 0 |
/// | from there to the ideal range | rising in a straight line |
/// | in the ideal range | 10 000 |
/// | from there to `fade_to` | falling in a straight line |
/// | from `fade_to` on | `tail` |
///
/// Points are rounded half up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Trapezoid {
    pub(super) zero_at: i64,
    pub(super) ideal_from: i64,
    pub(super) ideal_to: i64,
    pub(super) fade_to: i64,
    pub(super) tail: Points,
}

impl Trapezoid {
    /// Rises from `zero_at` to `full_at` and stays full.
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::scoring::Trapezoid;
    ///
    /// let rising = Trapezoid::rising(0, 4);
    /// assert_eq!([-1, 1, 4, 99].map(|number| rising.at(number).get()), [0, 2_500, 10_000, 10_000]);
    /// ```
    pub fn rising(zero_at: i64, full_at: i64) -> Self {
        Self {
            zero_at,
            ideal_from: full_at,
            ideal_to: i64::MAX,
            fade_to: i64::MAX,
            tail: Points::FULL,
        }
    }

    /// Is full up to `full_to` and falls to nothing at `zero_from`.
    pub fn falling(full_to: i64, zero_from: i64) -> Self {
        Self {
            zero_at: i64::MIN,
            ideal_from: i64::MIN,
            ideal_to: full_to,
            fade_to: zero_from,
            tail: Points::NONE,
        }
    }

    /// Sets the numbers with full points.
    pub fn with_ideal(mut self, numbers: RangeInclusive<i64>) -> Self {
        (self.ideal_from, self.ideal_to) = numbers.into_inner();
        self
    }

    /// Sets the number from which on there are `tail` points.
    pub fn with_fade(mut self, number: i64, tail: Points) -> Self {
        (self.fade_to, self.tail) = (number, tail);
        self
    }

    /// Returns the points of a number.
    #[must_use]
    pub fn at(&self, number: i64) -> Points {
        self.of(number.into())
    }

    /// Returns the points of a difference of two numbers.
    pub(super) fn of(&self, number: i128) -> Points {
        let [zero_at, ideal_from, ideal_to, fade_to] =
            [self.zero_at, self.ideal_from, self.ideal_to, self.fade_to].map(i128::from);
        let full = u128::from(Points::FULL.get());
        // A bend at the end of the type stands for none.
        let number = number.clamp(i64::MIN.into(), i64::MAX.into());
        // Each difference is taken where it is positive, and fits 66 bits.
        if number < ideal_from {
            let risen = (number - zero_at).max(0).unsigned_abs();
            Points::wide_ratio(full * risen, (ideal_from - zero_at).unsigned_abs())
        } else if number <= ideal_to {
            Points::FULL
        } else if number < fade_to {
            let (behind, ahead) = (number.abs_diff(ideal_to), number.abs_diff(fade_to));
            let sum = full * ahead + u128::from(self.tail.get()) * behind;
            Points::wide_ratio(sum, behind + ahead)
        } else {
            self.tail
        }
    }

    /// Lists bends that are out of order, under the path of the settings.
    pub(super) fn check(&self, path: &str, faults: &mut Vec<ScoringFault>) {
        let bends = [
            ("zero_at", self.zero_at),
            ("ideal_from", self.ideal_from),
            ("ideal_to", self.ideal_to),
            ("fade_to", self.fade_to),
        ];
        for ((lower, lower_value), (upper, upper_value)) in bends.iter().zip(&bends[1..]) {
            if lower_value > upper_value {
                faults.push(ScoringFault::InvalidRange {
                    lower: format!("{path}.{lower}"),
                    lower_value: *lower_value,
                    upper: format!("{path}.{upper}"),
                    upper_value: *upper_value,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Points, Trapezoid};
    use crate::scoring::LevelGap;

    #[test]
    fn the_trapezoid_has_the_points_its_table_states() {
        let shape = LevelGap::default().shape;
        let points = |gap| shape.at(gap).get();
        assert_eq!([-3, 0, 1, 2, 4].map(points), [0, 0, 5_000, 10_000, 10_000]);
        assert_eq!(
            [5, 6, 7, 8, 1_000].map(points),
            [8_750, 7_500, 6_250, 5_000, 5_000]
        );
    }

    #[test]
    fn a_trapezoid_of_no_width_is_a_single_peak() {
        let peak = Trapezoid::rising(3, 3)
            .with_ideal(3..=3)
            .with_fade(3, Points::NONE);
        assert_eq!([2, 3, 4].map(|gap| peak.at(gap).get()), [0, 10_000, 0]);
    }

    #[test]
    fn the_extremes_of_numbers_and_of_settings_do_not_overflow() {
        let widest = Trapezoid::rising(i64::MIN, i64::MAX);
        let farthest = i128::from(i64::MAX) - i128::from(i64::MIN);
        assert_eq!(widest.of(-farthest).get(), 0);
        assert_eq!(widest.at(0).get(), 5_000);
        assert_eq!(widest.of(farthest).get(), 10_000);
        let falling = Trapezoid::falling(i64::MIN, i64::MAX);
        assert_eq!(falling.at(0).get(), 5_000);
        assert_eq!(falling.of(-farthest).get(), 10_000);
    }
}
