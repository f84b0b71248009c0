//! The least reduced cost of each block of a dense row: the loop that most of the time goes to.

#![expect(
    clippy::inline_always,
    reason = "a loop is compiled for a level of instructions only where it is inlined"
)]

use std::array;

use fearless_simd::{Select, Simd, SimdBase, i32x16};

use super::Cost;
use super::Prices;
use super::integer::CostInteger;
use super::prices::NARROW_LIMIT;

/// Columns that are compared at once: two vectors of 32-bit numbers at the common level.
///
/// Column `j` belongs to lane `j % LANES`; a *block* is a lane of a stretch of columns, so that the
/// minima of blocks come out of the vectors as they are.
pub(super) const LANES: usize = 16;

/// How many blocks a row is cut into at most.
pub(super) const BLOCKS: usize = 1024;

/// Stretches that are read side by side: a processor fetches what comes next of each, and waits for none of them.
const STREAMS: usize = 4;

/// A number that reduced costs are computed in.
pub(super) trait Lane: Copy + Ord {
    /// Larger than every reduced cost.
    const NONE: Self;
}

impl Lane for i32 {
    const NONE: Self = Self::MAX;
}

impl Lane for Cost {
    const NONE: Self = Self::MAX;
}

/// Chooses how long blocks are: the more there are, the longer it takes to tell which matter, and the
/// fewer, the longer to read those that do.
pub(super) fn block_length(columns: usize, k: usize) -> usize {
    // Telling a block costs about as much as reading one and a half columns.
    let even = (k * columns * 2 / 3).isqrt().max(4 * k);
    let fewest = columns.div_ceil(BLOCKS - LANES);
    (columns / even.max(1)).max(fewest).max(1)
}

/// A row and the prices of its columns, cut into blocks.
pub(super) struct Blocks<'a, T, L> {
    pub(super) row: &'a [T],
    pub(super) absent: Option<T>,
    pub(super) prices: &'a [L],
    /// How many columns a block has; `LANES` blocks share a stretch.
    pub(super) length: usize,
}

impl<T: CostInteger, L: Lane> Blocks<'_, T, L> {
    pub(super) fn stretch(&self) -> usize {
        self.length * LANES
    }

    /// Counts the blocks, those beyond the end of the row included.
    pub(super) fn count(&self) -> usize {
        self.row.len().div_ceil(self.stretch()) * LANES
    }

    /// The block from which a row looks for equal pairs: the one that holds the first column in question.
    pub(super) fn first_block(&self, first: usize) -> usize {
        (first / self.stretch() * LANES + first % LANES) % self.count()
    }

    /// Lists the columns of a block.
    pub(super) fn columns_of(&self, block: usize) -> impl Iterator<Item = usize> {
        let start = block / LANES * self.stretch() + block % LANES;
        let end = (block / LANES + 1) * self.stretch();
        (start..end.min(self.row.len())).step_by(LANES)
    }

    /// Finds the least reduced cost of each block.
    #[inline(always)]
    pub(super) fn find_minima(&self, reduce: impl Fn(T, L) -> L, minima: &mut [L]) {
        match self.absent {
            None => self.minima_of(reduce, minima),
            Some(absent) => self.minima_of(
                |cost, price| {
                    let reduced = reduce(cost, price);
                    if cost == absent { L::NONE } else { reduced }
                },
                minima,
            ),
        }
    }

    #[inline(always)]
    fn minima_of(&self, reduce: impl Fn(T, L) -> L, minima: &mut [L]) {
        let stretches = self
            .row
            .chunks(self.stretch())
            .zip(self.prices.chunks(self.stretch()));
        for ((costs, prices), minima) in stretches.zip(minima.as_chunks_mut::<LANES>().0) {
            let mut least = [L::NONE; LANES];
            let (costs, last_costs) = costs.as_chunks::<LANES>();
            let (prices, last_prices) = prices.as_chunks::<LANES>();
            for (costs, prices) in costs.iter().zip(prices) {
                for lane in 0..LANES {
                    least[lane] = least[lane].min(reduce(costs[lane], prices[lane]));
                }
            }
            for (lane, (&cost, &price)) in last_costs.iter().zip(last_prices).enumerate() {
                least[lane] = least[lane].min(reduce(cost, price));
            }
            *minima = least;
        }
    }
}

impl<T: CostInteger> Blocks<'_, T, i32> {
    /// Finds the least reduced cost of each block in 32 bits; `false` if a cost is too low or too
    /// high for that, in which case the minima mean nothing.
    ///
    /// Differences wrap, and the minima tell. Prices are within [`NARROW_LIMIT`] of 0, so a difference that is too large is below
    /// `-NARROW_LIMIT` once wrapped; one that is not, is not, if no cost is below `highest - NARROW_LIMIT`, where `highest` is that
    /// of the prices. Where all prices are 0 there is nothing to take off, and half as much to read.
    #[inline(always)]
    pub(super) fn find_narrow_minima<S: Simd>(
        &self,
        simd: S,
        prices: &Prices,
        minima: &mut [i32],
    ) -> bool {
        let lowest = if prices.level() == Some(0) {
            self.permitted_minima_of::<true, S>(simd, minima);
            minima[..self.count()]
                .iter()
                .copied()
                .min()
                .unwrap_or(i32::NONE)
        } else {
            self.permitted_minima_of::<false, S>(simd, minima)
        };
        let limit = prices.highest() - Cost::from(NARROW_LIMIT);
        let least = minima[..self.count()].iter().min();
        Cost::from(lowest) >= limit.max(T::LOWEST_NARROW.into())
            && least.is_none_or(|&least| least >= -NARROW_LIMIT)
    }

    /// Finds the least difference of each block among permitted pairs, and gives the lowest cost, unless all prices are known to be 0: `FREE`.
    #[inline(always)]
    fn permitted_minima_of<const FREE: bool, S: Simd>(&self, simd: S, minima: &mut [i32]) -> i32 {
        match self.absent.map(T::narrow) {
            None => self.narrow_minima_of::<FREE, S>(simd, |_, number| number, minima),
            Some(absent) => {
                let (absent, none) = (i32x16::splat(simd, absent), i32x16::splat(simd, i32::NONE));
                let permitted =
                    |costs: i32x16<S>, numbers| costs.simd_eq(absent).select(none, numbers);
                self.narrow_minima_of::<FREE, S>(simd, permitted, minima)
            }
        }
    }

    /// Finds the least difference of each block, and gives the lowest cost; `permitted` puts [`Lane::NONE`] in the place of a number
    /// of an absent pair, given the costs.
    #[inline(always)]
    fn narrow_minima_of<const FREE: bool, S: Simd>(
        &self,
        simd: S,
        permitted: impl Fn(i32x16<S>, i32x16<S>) -> i32x16<S> + Copy,
        minima: &mut [i32],
    ) -> i32 {
        let mut lowest = i32x16::splat(simd, i32::NONE);
        let minima = minima.as_chunks_mut::<LANES>().0;
        let whole = self.row.len() / self.stretch();
        let of_a_stream = whole / STREAMS;
        for at in 0..of_a_stream {
            let stretches: [usize; STREAMS] = array::from_fn(|stream| stream * of_a_stream + at);
            let starts = stretches.map(|at| at * self.stretch());
            let least = self.least_of::<FREE, STREAMS, S>(
                simd,
                starts,
                self.length,
                permitted,
                &mut lowest,
            );
            for (at, least) in stretches.into_iter().zip(least) {
                minima[at].copy_from_slice(least.as_slice());
            }
        }
        let rest = minima.iter_mut().enumerate().skip(STREAMS * of_a_stream);
        for (at, minima) in rest.take_while(|&(at, _)| at * self.stretch() < self.row.len()) {
            let start = at * self.stretch();
            // The last stretch may be shorter, and end within a vector.
            let length = self.length.min((self.row.len() - start) / LANES);
            let [least] =
                self.least_of::<FREE, 1, S>(simd, [start], length, permitted, &mut lowest);
            minima.copy_from_slice(least.as_slice());
        }
        let mut lowest = lowest
            .as_slice()
            .iter()
            .fold(i32::NONE, |one, &other| one.min(other));
        let end = self.row.len() / LANES * LANES;
        if let Some(minima) = minima.get_mut(end / self.stretch()) {
            let last = self.row[end..].iter().zip(&self.prices[end..]);
            for (least, (&cost, price)) in minima.iter_mut().zip(last) {
                if self.absent != Some(cost) {
                    *least = cost.narrow().wrapping_sub(*price).min(*least);
                    lowest = cost.narrow().min(lowest);
                }
            }
        }
        lowest
    }

    /// Finds the least difference of each lane over `length` vectors from each of some columns on, read side by side, and lowers
    /// `lowest` to their lowest cost.
    #[inline(always)]
    fn least_of<const FREE: bool, const N: usize, S: Simd>(
        &self,
        simd: S,
        starts: [usize; N],
        length: usize,
        permitted: impl Fn(i32x16<S>, i32x16<S>) -> i32x16<S>,
        lowest: &mut i32x16<S>,
    ) -> [i32x16<S>; N] {
        let columns = length * LANES;
        let costs = starts.map(|start| self.row[start..][..columns].as_chunks::<LANES>().0);
        let prices = starts.map(|start| self.prices[start..][..columns].as_chunks::<LANES>().0);
        let mut least = [i32x16::splat(simd, i32::NONE); N];
        for at in 0..length {
            for stream in 0..N {
                let costs = i32x16::from_slice(simd, &costs[stream][at].map(T::narrow));
                if FREE {
                    least[stream] = least[stream].min(permitted(costs, costs));
                    continue;
                }
                let reduced = costs - i32x16::from_slice(simd, &prices[stream][at]);
                least[stream] = least[stream].min(permitted(costs, reduced));
                *lowest = lowest.min(permitted(costs, costs));
            }
        }
        least
    }
}
