//! The one door through which floating-point numbers become integers.
//!
//! All numbers of a problem are multiplied by one power of two and rounded to the nearest integer.
//! A power of two changes only the exponent of a float, so the rounding is all that can be lost,
//! and nothing is lost where every number is a multiple of the step. No arithmetic here is
//! floating-point: a finite float *is* an integer times a power of two, and is taken apart as such.

/// One step of the integers, as a power of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Quantum {
    /// An integer `i` stands for the number `i · 2^exponent`.
    exponent: i32,
    exact: bool,
}

/// Why numbers cannot become integers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Fault {
    /// A number is NaN or infinite.
    NotFinite {
        /// How many numbers (present or not) come before it.
        position: usize,
        value: f64,
    },
    /// The numbers differ, but by less than a step, so that all would become equal.
    BelowResolution {
        lowest: f64,
        highest: f64,
        resolution: f64,
    },
}

/// A finite float as `±mantissa · 2^exponent`, with an odd mantissa; zero has mantissa 0.
#[derive(Clone, Copy)]
struct Parts {
    negative: bool,
    mantissa: u64,
    exponent: i32,
}

impl Parts {
    fn of(value: f64) -> Self {
        const FRACTION_BITS: u32 = f64::MANTISSA_DIGITS - 1;
        let bits = value.to_bits();
        let fraction = bits & ((1 << FRACTION_BITS) - 1);
        let biased = i32::try_from((bits >> FRACTION_BITS) & 0x7ff).expect("eleven bits fit i32");
        // Biased exponent 0 marks subnormals, which lack the implicit leading bit.
        let (mantissa, biased) = if biased == 0 {
            (fraction, 1)
        } else {
            (fraction | 1 << FRACTION_BITS, biased)
        };
        let negative = value.is_sign_negative();
        if mantissa == 0 {
            return Self {
                negative,
                mantissa,
                exponent: 0,
            };
        }
        let zeros = mantissa.trailing_zeros();
        Self {
            negative,
            mantissa: mantissa >> zeros,
            exponent: biased - 1075 + zeros.cast_signed(),
        }
    }

    /// The exponent of the power of two just above the magnitude.
    fn ceiling(self) -> i32 {
        self.exponent + (u64::BITS - self.mantissa.leading_zeros()).cast_signed()
    }

    /// Rounds the magnitude to a multiple of `2^step`, ties to even; `None` if the multiple leaves
    /// `i64`.
    fn steps(self, step: i32) -> Option<i64> {
        if self.mantissa == 0 {
            return Some(0);
        }
        let mantissa = i64::try_from(self.mantissa).expect("53 bits fit i64");
        let shift = self.exponent - step;
        if shift >= 0 {
            let room = mantissa.leading_zeros().cast_signed() - 1;
            return (shift <= room).then(|| mantissa << shift);
        }
        // 54: a mantissa of 53 bits, that far right, is below half a step.
        let shift = shift.unsigned_abs().min(54);
        let (whole, rest, half) = (
            mantissa >> shift,
            mantissa & ((1 << shift) - 1),
            1 << (shift - 1),
        );
        Some(whole + i64::from(rest > half || (rest == half && whole & 1 == 1)))
    }
}

impl Quantum {
    /// Chooses the step for these numbers, none of whose multiples shall exceed `largest` in
    /// magnitude.
    ///
    /// That is 1, or else the largest step, that represents every number exactly; if none does, the
    /// smallest that `largest` allows. Absent numbers (`None`) have no say.
    pub(crate) fn choose(
        values: impl IntoIterator<Item = Option<f64>>,
        largest: i64,
    ) -> Result<Self, Fault> {
        let (mut lowest, mut highest) = (f64::INFINITY, f64::NEG_INFINITY);
        let mut finest = i32::MAX;
        for (position, value) in values.into_iter().enumerate() {
            let Some(value) = value else { continue };
            if !value.is_finite() {
                return Err(Fault::NotFinite { position, value });
            }
            (lowest, highest) = (lowest.min(value), highest.max(value));
            let parts = Parts::of(value);
            if parts.mantissa != 0 {
                finest = finest.min(parts.exponent);
            }
        }
        if finest == i32::MAX {
            // No number, or only zeros.
            return Ok(Self {
                exponent: 0,
                exact: true,
            });
        }
        let widest = Parts::of(if -lowest > highest { lowest } else { highest });
        let fits = |step: i32| widest.steps(step).is_some_and(|steps| steps <= largest);
        // Step 1 where it is fine enough: whole numbers keep their value, with or without a decimal point.
        if let Some(exponent) = [finest.min(0), finest].into_iter().find(|&step| fits(step)) {
            return Ok(Self {
                exponent,
                exact: true,
            });
        }
        // 2^(ceiling - bits of largest) is within a factor of two of the step: start below, and coarsen.
        let bits = (i64::BITS - largest.leading_zeros()).cast_signed();
        let mut exponent = widest.ceiling() - bits;
        while !fits(exponent) {
            exponent += 1;
        }
        let quantum = Self {
            exponent,
            exact: false,
        };
        if lowest < highest && quantum.quantise(lowest) == quantum.quantise(highest) {
            return Err(Fault::BelowResolution {
                lowest,
                highest,
                resolution: quantum.resolution(),
            });
        }
        Ok(quantum)
    }

    /// Gives the integer nearest to `value` in steps; `value` is one of those the step was chosen
    /// for.
    pub(crate) fn quantise(self, value: f64) -> i64 {
        let parts = Parts::of(value);
        let steps = parts.steps(self.exponent).unwrap_or(i64::MAX);
        if parts.negative { -steps } else { steps }
    }

    /// Gives the step, or 0 if it represents every number exactly.
    pub(crate) fn resolution(self) -> f64 {
        if self.exact {
            0.0
        } else {
            power_of_two(self.exponent)
        }
    }

    /// Gives the number that a sum of integers stands for.
    pub(crate) fn restore(self, sum: i128) -> f64 {
        // Two factors: one alone may be below the smallest float where the product is not.
        let half = self.exponent / 2;
        #[expect(
            clippy::cast_precision_loss,
            reason = "the nearest float is what is asked for"
        )]
        let sum = sum as f64;
        sum * power_of_two(half) * power_of_two(self.exponent - half)
    }
}

/// Gives `2^exponent`, or 0 or infinity where that is beyond the floats.
///
/// `powi` would go through the reciprocal of an infinity for the smallest of them.
fn power_of_two(exponent: i32) -> f64 {
    match exponent {
        1024.. => f64::INFINITY,
        -1022..=1023 => f64::from_bits(u64::from((exponent + 1023).unsigned_abs()) << 52),
        -1074..=-1023 => f64::from_bits(1 << (exponent + 1074)),
        _ => 0.0,
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "what is exact is compared exactly")]
mod tests {
    use super::*;

    fn quantised(values: &[f64], largest: i64) -> (Vec<i64>, Quantum) {
        let quantum = Quantum::choose(values.iter().copied().map(Some), largest).unwrap();
        (
            values
                .iter()
                .map(|&value| quantum.quantise(value))
                .collect(),
            quantum,
        )
    }

    #[test]
    fn whole_numbers_keep_their_value() {
        let (integers, quantum) = quantised(&[-3.0, 0.0, -0.0, 4.0, 100.0], 100);
        assert_eq!(integers, [-3, 0, 0, 4, 100]);
        assert_eq!(
            quantum,
            Quantum {
                exponent: 0,
                exact: true
            }
        );
    }

    #[test]
    fn fractions_of_a_power_of_two_are_exact() {
        let (integers, quantum) = quantised(&[0.25, -1.5, 3.0], 1 << 40);
        assert_eq!(integers, [1, -6, 12]);
        assert!(quantum.resolution() == 0.0 && quantum.restore(7) == 1.75);
    }

    #[test]
    fn large_multiples_of_a_power_of_two_are_exact() {
        let (integers, quantum) = quantised(&[3.0 * 2.0_f64.powi(900), 2.0_f64.powi(899)], 1 << 40);
        assert_eq!(
            (integers, quantum.exponent, quantum.exact),
            (vec![6, 1], 899, true)
        );
    }

    #[test]
    fn inexact_numbers_take_the_smallest_step_that_fits() {
        // 0.1 is no multiple of a large power of two; 0.3 · 2^4 = 4.8 rounds to 5 and 0.3 · 2^5 to 10 > 7.
        let (integers, quantum) = quantised(&[0.1, 0.3, -0.2], 7);
        assert_eq!(integers, [2, 5, -3]);
        assert!(quantum.resolution() == 0.0625);
    }

    #[test]
    fn halves_of_a_step_round_to_even() {
        // 7.5 and 8.5 need the step 1/2, which would make 17.
        let (integers, quantum) = quantised(&[7.5, 8.5, 0.5, 1.5], 16);
        assert_eq!(
            (integers, quantum.exponent, quantum.exact),
            (vec![8, 8, 0, 2], 0, false)
        );
    }

    #[test]
    fn the_smallest_subnormals_stay_apart() {
        let tiny = f64::from_bits(1);
        let (integers, quantum) = quantised(&[tiny, 3.0 * tiny, 0.0], 1 << 30);
        assert_eq!((integers, quantum.exact), (vec![1, 3, 0], true));
        assert!(quantum.restore(3) == 3.0 * tiny);
    }

    #[test]
    fn the_largest_floats_fit() {
        let (integers, quantum) = quantised(&[f64::MAX, -f64::MAX, 1.0], 1000);
        assert_eq!(integers, [512, -512, 0]);
        assert!(quantum.resolution() == 2.0_f64.powi(1015));
    }

    #[test]
    fn every_magnitude_of_the_step_is_a_float() {
        assert!(power_of_two(-1074) == f64::from_bits(1));
        assert!(power_of_two(-1023) == f64::MIN_POSITIVE / 2.0);
        assert!(power_of_two(-1022) == f64::MIN_POSITIVE);
        assert!(power_of_two(1023) == 2.0_f64.powi(1023));
        assert!(power_of_two(-1075) == 0.0 && power_of_two(1024) == f64::INFINITY);
    }

    #[test]
    fn what_is_not_finite_is_refused_with_its_position() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let fault = Quantum::choose([Some(1.0), None, Some(value)], 10).unwrap_err();
            assert!(matches!(fault, Fault::NotFinite { position: 2, .. }));
        }
    }

    #[test]
    fn numbers_that_would_all_become_equal_are_refused() {
        let fault = Quantum::choose([Some(1.0), Some(1.0 + f64::EPSILON)], 1 << 20).unwrap_err();
        let expected = Fault::BelowResolution {
            lowest: 1.0,
            highest: 1.0 + f64::EPSILON,
            resolution: 2.0_f64.powi(-20),
        };
        assert_eq!(fault, expected);
        // Equal numbers are equal, not confused.
        assert!(Quantum::choose([Some(0.1), Some(0.1)], 1 << 20).is_ok());
    }
}
