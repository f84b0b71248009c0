//! Rows, columns and costs, and the proof that no sum of them overflows.

use std::fmt;

use super::AssignmentError;

/// What a pair costs; less is better, and it may be negative.
pub type Cost = i64;

macro_rules! index_type {
    ($(#[$meta:meta])* $name:ident, $word:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// Gives the number as an index into a slice.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            /// Makes the one at `index` of a source, whose size [`check_size`] has accepted.
            pub(super) const fn at(index: usize) -> Self {
                #[expect(clippy::cast_possible_truncation, reason = "sizes fit u32, see check_size")]
                Self(index as u32)
            }
        }

        impl From<u32> for $name {
            fn from(number: u32) -> Self {
                Self(number)
            }
        }

        impl From<$name> for u32 {
            fn from(place: $name) -> Self {
                place.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($word, " {}"), self.0)
            }
        }
    };
}

index_type! {
    /// The number of a row, from 0.
    Row, "row"
}
index_type! {
    /// The number of a column, from 0.
    Column, "column"
}

/// Refuses sizes whose rows or columns cannot be numbered by `u32`.
pub(super) fn check_size(rows: usize, columns: usize) -> Result<(), AssignmentError> {
    if u32::try_from(rows).is_err() || u32::try_from(columns).is_err() {
        return Err(AssignmentError::TooManyIndices { rows, columns });
    }
    Ok(())
}

/// How many spans (largest cost less smallest) a number of the search may lie beyond the costs.
///
/// Let `s` be the span and `k` the smaller side. A path that alternates between rows and columns
/// adds at most `k` costs and subtracts at most `k`, so its two ends differ by at most `k·s` more
/// than their potentials explain. From that, in the order in which the search makes its numbers:
///
/// 1. Row potentials start at the row's least cost and only rise; column potentials start at 0, only
///    fall, and are 0 on free columns. So `u >= lowest` and `v <= 0` always.
/// 2. When a search ends, tight pairs lead from each row of its tree to the free column it found, whose
///    potential is 0. So `u` is an alternating sum of costs: `u <= highest + (k-1)·s`.
/// 3. A column's potential is `c - u` of its matched pair: `v >= -k·s`.
/// 4. A reduced cost is `c - u - v <= (k+1)·s`.
/// 5. The distance of a row is the alternating sum along its path, less `u` of the root, plus its own
///    `u`: at most `k·s + k·s`. One more reduced cost on top makes `(3k+1)·s`, the largest of all.
///
/// A start moves potentials before the first search: those of columns begin within two spans of one another, and are
/// lowered by at most `k` spans (see `Reader::lowest_price`). A free column may be among them, so all that
/// follows from its 0 is `k+2` spans farther: `k+2` for each of the two potentials that a distance adds up, and once more for the
/// reduced cost on top, which makes twice the numbers above and a few spans.
///
/// The argument needs each cost only to be within the range when it is read, and no reduced cost to
/// be negative; the search checks both, so even a source that changes its mind cannot make a sum
/// overflow.
fn spans_beyond(rows: usize, columns: usize) -> i128 {
    2 * (3 * rows.min(columns) as i128 + 10)
}

/// Proves that every number of the search is below the largest `i64`, which stands for none, or says that it cannot.
pub(super) fn fits(rows: usize, columns: usize, (lowest, highest): (Cost, Cost)) -> bool {
    let span = i128::from(highest) - i128::from(lowest);
    let magnitude = i128::from(lowest).abs().max(i128::from(highest).abs());
    // At most 2^63 + (6·2^32 + 20)·2^64 < 2^100.
    magnitude + spans_beyond(rows, columns) * span < i128::from(Cost::MAX)
}

/// Proves that no number of a search leaves `i64` which starts from potentials of up to `potential`, as in
/// `warm.rs`, or says that it cannot.
///
/// Let `m` be the largest magnitude of a cost, `s` the span, `k` the smaller side and `p` that of the potentials at the start, where pairs are tight.
///
/// 1. New columns get `c - u` or 0, and new rows `c - v`: all potentials begin within `p + 2m`.
/// 2. When a search ends, tight pairs lead from each row of its tree to the free column it found, whose potential no search has
///    changed. So potentials are alternating sums of costs besides: within `q = p + 4m + k·s`.
/// 3. Levelling leads tight pairs to the ceiling instead. It begins within `q` and never falls below a free column, so
///    potentials stay within `q + 2m + k·s`; call this `r`.
/// 4. A distance is an alternating sum and two potentials, and one more reduced cost is added to it: `k·s + 2m + 4r`, which is at most
///    `4p + 26m + 9k·s`, the largest number of all.
///
/// That half of the type suffices leaves the other half for bounds, which may say more than is ever needed.
pub(super) fn fits_from(
    rows: usize,
    columns: usize,
    (lowest, highest): (Cost, Cost),
    potential: u64,
) -> bool {
    let span = i128::from(highest) - i128::from(lowest);
    let magnitude = i128::from(lowest.unsigned_abs().max(highest.unsigned_abs()));
    let side = rows.min(columns) as i128;
    4 * i128::from(potential) + 26 * magnitude + 9 * side * span <= i128::from(Cost::MAX / 2)
}

/// Gives what a cost less a price of the search never exceeds: see fact 3 of [`spans_beyond`].
pub(super) fn largest_difference(
    rows: usize,
    columns: usize,
    (lowest, highest): (Cost, Cost),
) -> Cost {
    let span = i128::from(highest) - i128::from(lowest);
    // Potentials of columns may start at negative costs, which takes these off.
    let difference = i128::from(highest.max(0)) + spans_beyond(rows, columns) * span;
    // A range that was proved fits; any other is solved in wider numbers.
    Cost::try_from(difference).unwrap_or(Cost::MAX - 1)
}

/// Gives the largest `b` such that costs from `-b` to `b` are known to [fit](fits) at this size.
pub(super) fn largest_magnitude(rows: usize, columns: usize) -> Cost {
    let largest = i128::from(Cost::MAX - 1) / (1 + 2 * spans_beyond(rows, columns));
    Cost::try_from(largest).expect("a positive part of i64::MAX fits i64")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_magnitude_passes_the_range_proof_and_one_more_does_not() {
        for (rows, columns) in [
            (0, 0),
            (1, 1),
            (3, 7),
            (5_000, 5_000),
            (u32::MAX as usize, 2),
        ] {
            let largest = largest_magnitude(rows, columns);
            assert!(fits(rows, columns, (-largest, largest)));
            let above = largest + 1;
            assert!(!fits(rows, columns, (-above, above)));
        }
    }

    #[test]
    fn costs_that_the_search_takes_for_none_do_not_pass() {
        assert!(fits(16, 17, (Cost::MAX - 1, Cost::MAX - 1)));
        assert!(!fits(16, 17, (Cost::MAX, Cost::MAX)));
    }
}
