//! The loops that read dense rows, as fast as the processor reads memory.
//!
//! Each is plain Rust in a form that compilers turn into vector instructions: values only, no
//! branches, positions sought afterwards. `fearless_simd` compiles it once for each level of vector
//! instructions there is, and picks the best at run time; every level gives the same integers.

#![expect(
    clippy::inline_always,
    reason = "a loop is compiled for a level of instructions only where it is inlined"
)]

use fearless_simd::{Level, Simd, dispatch};

use super::dense::CostInteger;
use super::{Bound, Candidate, Column, Cost};

/// How many blocks a row is cut into at most.
const BLOCKS: usize = 512;

/// The smallest block.
const SHORTEST_BLOCK: usize = 16;

/// Fills `out` with the `k` cheapest pairs of a row; `None` if reading the whole row is better.
///
/// The least reduced cost of each block of columns is found first. The `k`-th smallest of these is at
/// least the `k`-th smallest of the row, so only blocks that reach it can hold what is sought. Of equal pairs those
/// from column `first` on are taken first, and the blocks behind the last one that is needed are not read
/// again.
pub(super) fn cheapest<T: CostInteger>(
    row: &[T],
    absent: Option<T>,
    prices: &[Cost],
    first: usize,
    k: usize,
    out: &mut Vec<Candidate>,
) -> Option<Bound> {
    // A block for each pair that is sought, and some more, or the threshold is too high.
    let length = (row.len() / BLOCKS.min(k.saturating_mul(16).max(1)))
        .next_power_of_two()
        .max(SHORTEST_BLOCK);
    let blocks = row.len().div_ceil(length);
    if k == 0 || blocks < 2 * k || blocks > BLOCKS || prices.len() < row.len() {
        return None;
    }
    let prices = &prices[..row.len()];
    let mut minima = [Cost::MAX; BLOCKS];
    let minima = &mut minima[..blocks];
    block_minima(row, absent, prices, length, minima);
    let mut sorted = [Cost::MAX; BLOCKS];
    let sorted = &mut sorted[..blocks];
    sorted.copy_from_slice(minima);
    let (_, &mut threshold, _) = sorted.select_nth_unstable(k - 1);
    if threshold == Cost::MAX {
        return None;
    }
    // Columns count from `first` on, round the end, so that of equal pairs the earlier ones come first.
    let mut found: Vec<(Cost, usize)> = Vec::with_capacity(4 * k);
    let mut at_threshold = 0;
    let mut all_seen = true;
    let first_block = first / length % blocks;
    for block in (first_block..blocks).chain(0..first_block) {
        // What is cheaper than the threshold is all needed; of what costs as much, only `k`.
        if minima[block] > threshold {
            continue;
        }
        if minima[block] == threshold && at_threshold > k {
            all_seen = false;
            continue;
        }
        let columns = block * length..row.len().min((block + 1) * length);
        let pairs = row[columns.clone()].iter().zip(&prices[columns.clone()]);
        for (column, (&cost, &price)) in columns.zip(pairs) {
            let reduced = cost.into().wrapping_sub(price);
            if reduced <= threshold && absent != Some(cost) {
                at_threshold += usize::from(reduced == threshold);
                let behind = if column < first { row.len() } else { 0 };
                found.push((reduced, column + behind));
            }
        }
    }
    let bound = if found.len() > k {
        let (_, &mut (bound, _), _) = found.select_nth_unstable(k);
        found.truncate(k);
        bound
    } else if all_seen {
        threshold.saturating_add(1)
    } else {
        threshold
    };
    out.clear();
    out.extend(found.into_iter().map(|(_, place)| {
        let column = place % row.len();
        Candidate {
            column: Column::at(column),
            cost: row[column].into(),
        }
    }));
    Some(Bound::AtLeast(bound))
}

/// Finds the least reduced cost of each block of columns; `Cost::MAX` where there is no pair.
fn block_minima<T: CostInteger>(
    row: &[T],
    absent: Option<T>,
    prices: &[Cost],
    length: usize,
    minima: &mut [Cost],
) {
    let level = Level::new();
    dispatch!(level, simd => block_minima_with(simd, row, absent, prices, length, minima));
}

#[inline(always)]
fn block_minima_with<T: CostInteger, S: Simd>(
    _: S,
    row: &[T],
    absent: Option<T>,
    prices: &[Cost],
    length: usize,
    minima: &mut [Cost],
) {
    let blocks = row.chunks(length).zip(prices.chunks(length));
    for (least, (costs, prices)) in minima.iter_mut().zip(blocks) {
        // Wrapping: a caller's prices may be anything, and a panic is no answer to that.
        *least = match absent {
            None => costs
                .iter()
                .zip(prices)
                .fold(Cost::MAX, |least, (&cost, &price)| {
                    least.min(cost.into().wrapping_sub(price))
                }),
            Some(absent) => costs
                .iter()
                .zip(prices)
                .fold(Cost::MAX, |least, (&cost, &price)| {
                    let reduced = cost.into().wrapping_sub(price);
                    least.min(if cost == absent { Cost::MAX } else { reduced })
                }),
        };
    }
}

/// Lowers each of `minima` to the cost of its column in a row.
pub(super) fn lower_to_minima<T: CostInteger>(row: &[T], absent: Option<T>, minima: &mut [Cost]) {
    let level = Level::new();
    dispatch!(level, simd => lower_to_minima_with(simd, row, absent, minima));
}

#[inline(always)]
fn lower_to_minima_with<T: CostInteger, S: Simd>(
    _: S,
    row: &[T],
    absent: Option<T>,
    minima: &mut [Cost],
) {
    match absent {
        None => {
            for (least, &cost) in minima.iter_mut().zip(row) {
                *least = cost.into().min(*least);
            }
        }
        Some(absent) => {
            for (least, &cost) in minima.iter_mut().zip(row) {
                let permitted = if cost == absent {
                    Cost::MAX
                } else {
                    cost.into()
                };
                *least = permitted.min(*least);
            }
        }
    }
}

/// Finds the smallest and the largest cost of a permitted pair.
pub(super) fn range<T: CostInteger>(costs: &[T], absent: Option<T>) -> Option<(Cost, Cost)> {
    // Blocks small enough to be read in one go, large enough to be worth a thread.
    const BLOCK: usize = 1 << 16;
    let parts = super::parallel::map_blocks(0..costs.len(), BLOCK, |part| {
        let level = Level::new();
        dispatch!(level, simd => range_with(simd, &costs[part.start..part.end], absent))
    });
    let (lowest, highest) = parts
        .into_iter()
        .fold((Cost::MAX, Cost::MIN), |(lowest, highest), (low, high)| {
            (lowest.min(low), highest.max(high))
        });
    // Exchanged only where there is no pair: the code for absent ones is not both ends of the type.
    (lowest <= highest).then_some((lowest, highest))
}

#[inline(always)]
fn range_with<T: CostInteger, S: Simd>(_: S, costs: &[T], absent: Option<T>) -> (Cost, Cost) {
    let (mut lowest, mut highest) = (Cost::MAX, Cost::MIN);
    for &cost in costs {
        let permitted = absent != Some(cost);
        let cost = cost.into();
        lowest = lowest.min(if permitted { cost } else { Cost::MAX });
        highest = highest.max(if permitted { cost } else { Cost::MIN });
    }
    (lowest, highest)
}
