//! The loops that read dense rows, as fast as the processor reads memory.
//!
//! Values only, no branches, positions sought afterwards. The loop that most of the time goes to is written in the vectors of
//! `fearless_simd`; the others are plain Rust in a form that compilers turn into vector instructions. `fearless_simd` compiles
//! them once for each level of vector instructions there is, and picks the best at run time; every level gives the same integers.

#![expect(
    clippy::inline_always,
    reason = "a loop is compiled for a level of instructions only where it is inlined"
)]

use fearless_simd::{Level, Simd, SimdBase, SimdMask, dispatch, i32x16};

use super::blocks::{BLOCKS, Blocks, LANES, Lane, block_length};
use super::integer::CostInteger;
use super::key::Origin;
use super::{Bound, Candidate, Column, Cost, Prices};

/// Fills `out` with the `k` cheapest pairs of a row; `None` if reading the whole row is better.
///
/// The least reduced cost of each block of columns is found first. The `k`-th smallest of these is at
/// least the `k`-th smallest of the row, so only blocks that reach it can hold what is sought. Of equal
/// pairs those from the first column in question on are taken first, and blocks that hold nothing but more of them are not
/// read again.
pub(super) fn cheapest<T: CostInteger>(
    row: &[T],
    absent: Option<T>,
    prices: &Prices,
    sought: Sought,
    out: &mut Vec<Candidate>,
) -> Option<Bound> {
    let k = sought.k;
    if k == 0 || k > BLOCKS / 8 || row.len() < 8 * k || prices.len() < row.len() {
        return None;
    }
    dispatch!(Level::new(), simd => cheapest_with(simd, row, absent, prices, sought, out))
}

/// As many pairs of a row that cost as little as any can are worth a list of their own.
pub(super) const MANY_TIES: usize = 8;

/// Does what [`WholeRows::first_ties`](super::paths::WholeRows::first_ties) says for a dense row; the prices are as many as the costs.
pub(super) fn first_ties<T: CostInteger>(
    row: &[T],
    absent: Option<T>,
    prices: &Prices,
    sought: Sought,
    out: &mut Vec<Candidate>,
) -> Option<Cost> {
    dispatch!(Level::new(), simd => first_ties_with(simd, row, absent, prices, sought, out))
}

#[inline(always)]
fn first_ties_with<T: CostInteger, S: Simd>(
    simd: S,
    row: &[T],
    absent: Option<T>,
    prices: &Prices,
    Sought { first, k }: Sought,
    out: &mut Vec<Candidate>,
) -> Option<Cost> {
    out.clear();
    let first = first.min(row.len());
    for part in [first..row.len(), 0..first] {
        let mut take = |column: usize| {
            let (cost, price) = (row[column], prices[column]);
            if cost.into() == price && absent != Some(cost) {
                out.push(Candidate {
                    column: Column::at(column),
                    cost: price,
                });
            }
            out.len() == k
        };
        let vectors = part.clone().step_by(LANES);
        let costs = row[part.clone()].as_chunks::<LANES>().0;
        for (start, costs) in vectors.zip(costs) {
            let columns = start..start + LANES;
            let mut hits = if let (Some(_), Some(prices)) = (T::RANGE, prices.narrow()) {
                let costs = i32x16::from_slice(simd, &costs.map(T::narrow));
                let prices = i32x16::from_slice(simd, &prices[columns]);
                costs.simd_eq(prices).to_bitmask()
            } else {
                let pairs = costs.iter().zip(&prices[columns]).enumerate();
                pairs.fold(0, |hits, (lane, (&cost, &price))| {
                    hits | (u64::from(cost.into() == price) << lane)
                })
            };
            while hits != 0 {
                let lane = hits.trailing_zeros() as usize;
                hits &= hits - 1;
                if take(start + lane) {
                    return Some(0);
                }
            }
        }
        if (part.end - part.len() % LANES..part.end).any(take) {
            return Some(0);
        }
    }
    (out.len() >= MANY_TIES.max(k / 2)).then_some(1)
}

/// What is sought in a row.
#[derive(Debug, Clone, Copy)]
pub struct Sought {
    /// The column from which to look for the first of equal pairs.
    pub(super) first: usize,
    /// How many pairs are sought.
    pub(super) k: usize,
}

#[inline(always)]
fn cheapest_with<T: CostInteger, S: Simd>(
    simd: S,
    row: &[T],
    absent: Option<T>,
    prices: &Prices,
    sought: Sought,
    out: &mut Vec<Candidate>,
) -> Option<Bound> {
    let length = block_length(row.len(), sought.k);
    // Costs of a wide type all stray.
    if let (Some(narrow), Some(_)) = (prices.narrow(), T::RANGE) {
        let blocks = Blocks {
            row,
            absent,
            prices: &narrow[..row.len()],
            length,
        };
        let mut minima = [i32::NONE; BLOCKS];
        if blocks.find_narrow_minima(simd, prices, &mut minima) {
            let reduce = |cost: T, price: i32| cost.narrow().wrapping_sub(price);
            return match sought.k {
                1 => blocks.cheapest_one(&minima, sought.first, out, reduce),
                _ => blocks.cheapest_narrow(simd, &minima, sought, out),
            };
        }
    }
    let blocks = Blocks {
        row,
        absent,
        prices: &prices[..row.len()],
        length,
    };
    let mut minima = [Cost::NONE; BLOCKS];
    // Wrapping: a caller's prices may be anything, and a panic is no answer to that.
    let reduce = |cost: T, price: Cost| cost.into().wrapping_sub(price);
    blocks.find_minima(reduce, &mut minima);
    blocks.cheapest(&minima, sought, out, reduce)
}

impl<T: CostInteger, L: Lane + Into<Cost>> Blocks<'_, T, L> {
    /// Takes the cheapest pair from the block that holds it.
    #[inline(always)]
    fn cheapest_one(
        &self,
        minima: &[L; BLOCKS],
        first: usize,
        out: &mut Vec<Candidate>,
        reduce: impl Fn(T, L) -> L,
    ) -> Option<Bound> {
        let minima = &minima[..self.count()];
        let (mut least, mut second) = (L::NONE, L::NONE);
        for &minimum in minima {
            second = second.min(minimum.max(least));
            least = least.min(minimum);
        }
        if least == L::NONE {
            return None;
        }
        let first_block = self.first_block(first);
        let holds = |minima: &[L]| minima.iter().position(|&minimum| minimum == least);
        let block = match holds(&minima[first_block..]) {
            Some(behind) => first_block + behind,
            None => holds(&minima[..first_block])?,
        };
        let mut best = None;
        for column in self.columns_of(block) {
            let cost = self.row[column];
            if self.absent == Some(cost) {
                continue;
            }
            let reduced = reduce(cost, self.prices[column]);
            if reduced == least && best.is_none() {
                best = Some(Candidate {
                    column: Column::at(column),
                    cost: cost.into(),
                });
            } else {
                second = second.min(reduced);
            }
        }
        // Nothing else, or nothing that can be told from it.
        if second == L::NONE {
            return None;
        }
        out.clear();
        out.push(best?);
        Some(Bound::AtLeast(second.into()))
    }
}

impl<T: CostInteger> Blocks<'_, T, Cost> {
    /// Takes the `k` cheapest pairs from the blocks whose minimum lets them hold any.
    #[inline(always)]
    fn cheapest(
        &self,
        minima: &[Cost; BLOCKS],
        Sought { first, k }: Sought,
        out: &mut Vec<Candidate>,
        reduce: impl Fn(T, Cost) -> Cost + Copy,
    ) -> Option<Bound> {
        if k == 1 {
            return self.cheapest_one(minima, first, out, reduce);
        }
        let count = self.count();
        let minima = &minima[..count];
        let mut sorted = [Cost::NONE; BLOCKS];
        let sorted = &mut sorted[..count];
        sorted.copy_from_slice(minima);
        let (_, &mut threshold, _) = sorted.select_nth_unstable(k - 1);
        if threshold == Cost::NONE {
            return None;
        }
        out.clear();
        let mut at_threshold = 0;
        let first_block = self.first_block(first);
        for block in (first_block..count).chain(0..first_block) {
            // What is cheaper than the threshold is all needed; of what costs as much, only `k`.
            if minima[block] > threshold {
                continue;
            }
            if minima[block] == threshold && at_threshold > k {
                continue;
            }
            for column in self.columns_of(block) {
                let cost = self.row[column];
                if self.absent == Some(cost) {
                    continue;
                }
                let reduced = reduce(cost, self.prices[column]);
                if reduced <= threshold {
                    at_threshold += usize::from(reduced == threshold);
                    out.push(Candidate {
                        column: Column::at(column),
                        cost: reduced,
                    });
                }
            }
        }
        let bound = if out.len() > k {
            // Columns count from `first` on, round the end, so that of equal pairs the earlier ones come
            // first.
            let rank = |pair: &Candidate| (pair.cost, pair.column.index() < first, pair.column);
            let (_, left_out, _) = out.select_nth_unstable_by_key(k, rank);
            let bound = left_out.cost;
            out.truncate(k);
            bound
        } else {
            threshold.saturating_add(1)
        };
        for pair in out {
            pair.cost = self.row[pair.column.index()].into();
        }
        Some(Bound::AtLeast(bound))
    }
}

impl<T: CostInteger> Blocks<'_, T, i32> {
    /// Takes the `k` cheapest pairs, as [`cheapest`](Self::cheapest) does, but looks at a whole vector of columns at once.
    #[inline(always)]
    fn cheapest_narrow<S: Simd>(
        &self,
        simd: S,
        minima: &[i32; BLOCKS],
        Sought { first, k }: Sought,
        out: &mut Vec<Candidate>,
    ) -> Option<Bound> {
        let minima = &minima[..self.count()];
        let mut sorted = [i32::NONE; BLOCKS];
        let sorted = &mut sorted[..minima.len()];
        sorted.copy_from_slice(minima);
        let (below, &mut threshold, _) = sorted.select_nth_unstable(k - 1);
        if threshold == i32::NONE {
            return None;
        }
        let least = below.iter().copied().min().unwrap_or(threshold);
        let origin = Origin {
            base: least.into(),
            first: Column::at(first).into(),
        };
        let key = |column: usize, reduced: i32| {
            let column = u32::from(Column::at(column));
            origin.key(reduced.abs_diff(least), column)
        };
        let mut keys = Vec::with_capacity(4 * k);
        let mut at_threshold = 0;
        let (stretches, _) = minima.as_chunks::<LANES>();
        let first_stretch = first / self.stretch() % stretches.len();
        for at in (first_stretch..stretches.len()).chain(0..first_stretch) {
            // What is cheaper than the threshold is all needed; of what costs as much, only `k`.
            let limit = if at_threshold > k {
                threshold - 1
            } else {
                threshold
            };
            let limits = i32x16::splat(simd, limit);
            let minima = i32x16::from_slice(simd, &stretches[at]);
            if !minima.simd_le(limits).any_true() {
                continue;
            }
            let mut take = |column: usize, cost: T, price: i32| {
                let reduced = cost.narrow().wrapping_sub(price);
                if self.absent != Some(cost) && reduced <= limit {
                    // The first stretch may begin before the first column.
                    let counts = reduced == threshold && (at != first_stretch || column >= first);
                    at_threshold += usize::from(counts);
                    keys.push(key(column, reduced));
                }
            };
            let start = at * self.stretch();
            let end = self.row.len().min(start + self.stretch());
            let (costs, last_costs) = self.row[start..end].as_chunks::<LANES>();
            let (prices, last_prices) = self.prices[start..end].as_chunks::<LANES>();
            let vectors = (start..).step_by(LANES).zip(costs.iter().zip(prices));
            for (start, (costs, prices)) in vectors {
                let narrow = i32x16::from_slice(simd, &costs.map(T::narrow));
                let reduced = narrow - i32x16::from_slice(simd, prices);
                let mut hits = reduced.simd_le(limits).to_bitmask();
                while hits != 0 {
                    let lane = hits.trailing_zeros() as usize;
                    hits &= hits - 1;
                    take(start + lane, costs[lane], prices[lane]);
                }
            }
            let beyond = last_costs.iter().zip(last_prices);
            for (column, (&cost, &price)) in (end - last_costs.len()..).zip(beyond) {
                take(column, cost, price);
            }
        }
        let bound = if keys.len() > k {
            let (_, &mut left_out, _) = keys.select_nth_unstable(k);
            keys.truncate(k);
            origin.reduced(left_out)
        } else {
            Cost::from(threshold) + 1
        };
        out.clear();
        out.extend(keys.iter().map(|&key| {
            let column = origin.column(key);
            Candidate {
                column,
                cost: self.row[column.index()].into(),
            }
        }));
        Some(Bound::AtLeast(bound))
    }
}

/// Lowers each of `minima` to the cost of its column in a row; `highest` stands for no cost.
pub(super) fn lower_to_minima<T: CostInteger + Ord>(
    row: &[T],
    absent: Option<T>,
    minima: &mut [T],
) {
    let level = Level::new();
    dispatch!(level, simd => lower_to_minima_with(simd, row, absent, minima));
}

#[inline(always)]
fn lower_to_minima_with<T: CostInteger + Ord, S: Simd>(
    _: S,
    row: &[T],
    absent: Option<T>,
    minima: &mut [T],
) {
    match absent {
        None => {
            for (least, &cost) in minima.iter_mut().zip(row) {
                *least = cost.min(*least);
            }
        }
        Some(absent) => {
            for (least, &cost) in minima.iter_mut().zip(row) {
                let lower = cost.min(*least);
                *least = if cost == absent { *least } else { lower };
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

#[cfg(test)]
mod tests {
    use super::super::paths::Unchecked;
    use super::super::{
        Candidate, Column, ComputedCosts, CostInteger, CostSource, DenseCosts, Prices, Row, Solver,
        verify,
    };
    use super::MANY_TIES;
    use crate::assignment::random::Random;

    /// Compares the first ties of a row with those that a look at each pair finds.
    fn compare<T: CostInteger + From<u8>>(absent: T, seed: u64) {
        let mut random = Random::new(seed);
        let (mut enough, mut many) = (0, 0);
        for case in 0..400 {
            let columns = 300 + random.index(900);
            let rows = 3;
            let floors: Vec<u8> = (0..columns)
                .map(|_| u8::try_from(random.below(50)).expect("small"))
                .collect();
            let highest = 1 + random.below(40);
            let costs: Vec<T> = (0..rows * columns)
                .map(|at| {
                    if random.once_in(8) {
                        return absent;
                    }
                    let rise = u8::try_from(random.below(highest)).expect("small");
                    T::from(floors[at % columns] + rise)
                })
                .collect();
            let source = DenseCosts::try_new(rows, columns, costs).expect("the right length");
            let source = source.with_absent(absent);
            let prices = Prices::from(floors.iter().map(|&floor| floor.into()).collect::<Vec<_>>());
            let matrix = Unchecked::matrix_of(&source).expect("a matrix");
            let k = 1 + random.index(60);
            let mut found: Vec<Candidate> = Vec::new();
            for row in 0..rows {
                let first = row * columns / rows;
                let ties = (first..columns).chain(0..first).filter_map(|column| {
                    let column = Column::at(column);
                    let cost = source.cost(Row::at(row), column)?;
                    (cost == prices[column.index()]).then_some(Candidate { column, cost })
                });
                let ties: Vec<Candidate> = ties.take(k).collect();
                let left_out = matrix.first_ties(Row::at(row), &prices, k, &mut found);
                let expected = if ties.len() == k {
                    enough += 1;
                    Some(0)
                } else if ties.len() >= MANY_TIES.max(k / 2) {
                    many += 1;
                    Some(1)
                } else {
                    None
                };
                assert_eq!(left_out, expected, "case {case}");
                if expected.is_some() {
                    assert_eq!(found, ties, "case {case}");
                }
            }
        }
        assert!((300..900).contains(&enough), "{enough} of 1 200");
        assert!((200..900).contains(&many), "{many} of 1 200");
    }

    #[test]
    fn the_first_of_many_ties_are_those_that_a_look_at_the_whole_row_finds() {
        compare::<u8>(u8::MAX, 1);
        compare::<u16>(u16::MAX, 2);
        compare::<i32>(i32::MIN, 3);
        compare::<u32>(u32::MAX, 4);
        compare::<i64>(-1, 5);
    }

    #[test]
    fn squares_with_many_ties_are_served_at_the_total_of_rows_that_are_read_whole() {
        let mut random = Random::new(6);
        for case in 0..6 {
            let side = 260 + 40 * case;
            let costs: Vec<u8> = (0..side * side)
                .map(|_| {
                    let cost = u8::try_from(random.below(4)).expect("small");
                    if random.once_in(10) { u8::MAX } else { cost }
                })
                .collect();
            let computed = ComputedCosts::new(side, side, |row, column| {
                let cost = costs[row.index() * side + column.index()];
                (cost != u8::MAX).then_some(cost.into())
            });
            let dense = DenseCosts::try_new(side, side, costs.clone()).expect("the right length");
            let dense = dense.with_absent(u8::MAX);
            let [dense_answer, computed_answer] = [&dense as &dyn CostSource, &computed]
                .map(|source| Solver::new().solve(source).expect("feasible"));
            verify(&computed, &dense_answer).expect("the certificate proves it");
            assert_eq!(dense_answer.total_cost(), computed_answer.total_cost());
        }
    }

    #[test]
    fn rows_whose_ties_do_not_serve_them_get_their_other_pairs() {
        for side in [250, 256, 512] {
            let mut random = Random::new(7);
            let mut costs: Vec<u8> = (0..side * side)
                .map(|_| u8::try_from(1 + random.below(6)).expect("small"))
                .collect();
            // Thirty rows like the same twelve columns, and most of them must take dearer ones.
            for (row, costs) in costs.chunks_mut(side).enumerate() {
                if row < 30 {
                    costs[..12].fill(0);
                } else {
                    costs[row] = 0;
                    for _ in 0..11 {
                        costs[12 + random.index(side - 12)] = 0;
                    }
                }
            }
            let computed = ComputedCosts::new(side, side, |row, column| {
                Some(costs[row.index() * side + column.index()].into())
            });
            let dense = DenseCosts::try_new(side, side, costs.clone()).expect("the right length");
            let [dense_answer, computed_answer] = [&dense as &dyn CostSource, &computed]
                .map(|source| Solver::new().solve(source).expect("feasible"));
            verify(&computed, &dense_answer).expect("the certificate proves it");
            assert_eq!(dense_answer.total_cost(), computed_answer.total_cost());
        }
    }
}
