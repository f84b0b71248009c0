//! The integers that a dense matrix may hold.

use super::prices::{NARROW_LIMIT, Prices};
use super::scan::{self, Sought};
use super::{Bound, Candidate, Cost};

pub(super) mod sealed {
    use super::{Bound, Candidate, Cost, Prices, Sought};

    pub trait Sealed: Sized {
        /// The largest value of the type.
        const HIGHEST: Self;

        /// A range that holds every cost of the type, if that is narrow enough for every range proof.
        const RANGE: Option<(Cost, Cost)>;

        /// The cost in 32 bits, which is right unless it [strays](Self::stray).
        fn narrow(self) -> i32;

        /// A number that is negative if the cost is below `-NARROW_LIMIT`, or not below `NARROW_LIMIT`.
        fn stray(self) -> i32;

        // The loops over rows, compiled once for each type and not in every crate that has a matrix:

        fn cheapest(
            row: &[Self],
            absent: Option<Self>,
            prices: &Prices,
            sought: Sought,
            out: &mut Vec<Candidate>,
        ) -> Option<Bound>;

        fn lower_to_minima(row: &[Self], absent: Option<Self>, minima: &mut [Self]);

        fn range(costs: &[Self], absent: Option<Self>) -> Option<(Cost, Cost)>;
    }
}

/// An integer that a matrix may hold: `u8`, `u16`, `u32`, `i32` or `i64`.
pub trait CostInteger:
    Copy + Ord + Into<Cost> + Send + Sync + std::fmt::Debug + sealed::Sealed
{
}

macro_rules! cost_integers {
    ($($integer:ty: range $range:expr, narrow $narrow:expr, stray $stray:expr;)*) => {$(
        impl sealed::Sealed for $integer {
            const HIGHEST: Self = Self::MAX;
            const RANGE: Option<(Cost, Cost)> = $range;

            fn narrow(self) -> i32 {
                let narrow: fn(Self) -> i32 = $narrow;
                narrow(self)
            }

            fn stray(self) -> i32 {
                let stray: fn(Self) -> i32 = $stray;
                stray(self)
            }

            fn cheapest(
                row: &[Self],
                absent: Option<Self>,
                prices: &Prices,
                sought: Sought,
                out: &mut Vec<Candidate>,
            ) -> Option<Bound> {
                scan::cheapest(row, absent, prices, sought, out)
            }

            fn lower_to_minima(row: &[Self], absent: Option<Self>, minima: &mut [Self]) {
                scan::lower_to_minima(row, absent, minima);
            }

            fn range(costs: &[Self], absent: Option<Self>) -> Option<(Cost, Cost)> {
                scan::range(costs, absent)
            }
        }
        impl CostInteger for $integer {}
    )*};
}

cost_integers! {
    u8: range Some((0, 255)), narrow |cost| cost.into(), stray |_| 0;
    u16: range Some((0, 65_535)), narrow |cost| cost.into(), stray |_| 0;
    // Either of the two highest bits is one too many.
    u32: range Some((0, 4_294_967_295)),
        narrow |cost| cost.cast_signed(),
        stray |cost| (cost | cost << 1).cast_signed();
    // From -2^30 to 2^30 - 1 the sum is within 0 and 2^31 - 1.
    i32: range Some((-2_147_483_648, 2_147_483_647)),
        narrow |cost| cost,
        stray |cost| cost.wrapping_add(NARROW_LIMIT);
    // Wide costs are all read wide: it is rare that each of them is small.
    i64: range None, narrow |_| 0, stray |_| -1;
}
