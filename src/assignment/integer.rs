//! The integers that a dense matrix may hold.

use super::paths::{self, Paths, Step, Tight};
use super::scan::{self, Sought};
use super::{Bound, Candidate, Cost, Prices};

pub(super) mod sealed {
    use super::{Bound, Candidate, Cost, Paths, Prices, Sought, Step, Tight};

    pub trait Sealed: Sized {
        /// The largest value of the type.
        const HIGHEST: Self;

        /// A range that holds every cost of the type, if that is narrow enough for every range proof.
        const RANGE: Option<(Cost, Cost)>;

        /// The lowest cost of the type in 32 bits.
        const LOWEST_NARROW: i32;

        /// The cost in 32 bits, which is right if it is not below [`LOWEST_NARROW`](Self::LOWEST_NARROW).
        fn narrow(self) -> i32;

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

        fn shorten(
            row: &[Self],
            absent: Option<Self>,
            step: Step,
            prices: &[Cost],
            paths: &mut Paths,
        ) -> Cost;

        fn tight(
            row: &[Self],
            absent: Option<Self>,
            tight: Tight,
            prices: &[Cost],
            out: &mut Vec<u32>,
        );

        fn first_ties(
            row: &[Self],
            absent: Option<Self>,
            prices: &Prices,
            sought: Sought,
            out: &mut Vec<Candidate>,
        ) -> Option<Cost>;
    }
}

/// An integer that a matrix may hold: `u8`, `u16`, `u32`, `i32` or `i64`.
pub trait CostInteger:
    Copy + Ord + Into<Cost> + Send + Sync + std::fmt::Debug + sealed::Sealed
{
}

macro_rules! cost_integers {
    ($($integer:ty: range $range:expr, narrow $narrow:expr, from $lowest:expr;)*) => {$(
        impl sealed::Sealed for $integer {
            const HIGHEST: Self = Self::MAX;
            const RANGE: Option<(Cost, Cost)> = $range;
            const LOWEST_NARROW: i32 = $lowest;

            fn narrow(self) -> i32 {
                let narrow: fn(Self) -> i32 = $narrow;
                narrow(self)
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

            fn shorten(
                row: &[Self],
                absent: Option<Self>,
                step: Step,
                prices: &[Cost],
                paths: &mut Paths,
            ) -> Cost {
                paths::shorten(row, absent, step, prices, paths)
            }

            fn tight(
                row: &[Self],
                absent: Option<Self>,
                tight: Tight,
                prices: &[Cost],
                out: &mut Vec<u32>,
            ) {
                paths::tight(row, absent, tight, prices, out);
            }

            fn first_ties(
                row: &[Self],
                absent: Option<Self>,
                prices: &Prices,
                sought: Sought,
                out: &mut Vec<Candidate>,
            ) -> Option<Cost> {
                scan::first_ties(row, absent, prices, sought, out)
            }
        }
        impl CostInteger for $integer {}
    )*};
}

cost_integers! {
    u8: range Some((0, 255)), narrow |cost| cost.into(), from 0;
    u16: range Some((0, 65_535)), narrow |cost| cost.into(), from 0;
    // The upper half comes out negative.
    u32: range Some((0, 4_294_967_295)), narrow |cost| cost.cast_signed(), from 0;
    i32: range Some((-2_147_483_648, 2_147_483_647)), narrow |cost| cost, from i32::MIN;
    // Wide costs are all read wide: it is rare that each of them is small.
    i64: range None, narrow |_| 0, from 0;
}
