//! Shortest paths to all columns, as searches find them that read rows whole.
//!
//! The loops have no branches for single columns, so that compilers turn them into vector instructions; see [`scan`](super::scan).

#![expect(
    clippy::inline_always,
    reason = "a loop is compiled for a level of instructions only where it is inlined"
)]
#![expect(
    clippy::needless_bitwise_bool,
    reason = "a loop without branches becomes vector instructions"
)]

use fearless_simd::{Level, Simd, dispatch};

use super::integer::CostInteger;
use super::{Candidate, Column, Cost, CostSource, Prices, Row};

/// The key to rows that are read unchecked; nobody beyond this crate can name it.
#[derive(Debug, Clone, Copy)]
pub struct Unchecked(());

/// The rows of a matrix in memory, which are read whole at the pace of memory.
///
/// Sources beyond this crate have none, so there is no need to check what comes out of it.
pub trait WholeRows: Sync {
    /// Shortens the paths to the columns of a row where those over the row are shorter, and gives the length of the shortest of these;
    /// [`UNREACHED`] if there is none.
    fn shorten(&self, row: Row, step: Step, prices: &[Cost], paths: &mut Paths) -> Cost;

    /// Adds the tight columns of a row to `out`.
    fn tight(&self, row: Row, tight: Tight, prices: &[Cost], out: &mut Vec<u32>);

    /// Fills `out` with the first `k` pairs that cost just the price of their column, where it is known that none costs less, and gives what
    /// every other pair costs more at least: 0, or 1 where these are all of them, which are fewer than `k`, but many.
    ///
    /// `None` where they are too few for a list, and `out` means nothing.
    fn first_ties(
        &self,
        row: Row,
        prices: &Prices,
        k: usize,
        out: &mut Vec<Candidate>,
    ) -> Option<Cost>;
}

impl Unchecked {
    /// Gives the matrix that the costs of a source are.
    pub(super) fn matrix_of(source: &dyn CostSource) -> Option<&dyn WholeRows> {
        source.matrix(Self(()))
    }
}

/// The distance of a column that the search has not reached; the range proof keeps all others
/// below.
pub(super) const UNREACHED: Cost = Cost::MAX;

/// The distance of a column to which a shortest path is known, so that no path is shorter.
pub(super) const SETTLED: Cost = Cost::MIN;

/// To each column the shortest path that a search has found so far.
#[derive(Debug)]
pub struct Paths {
    /// The length of the path, in reduced costs.
    pub(super) distance: Vec<Cost>,
    /// The last row on that path.
    pub(super) from: Vec<u32>,
}

/// The step from a row of a search to its columns.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub(super) row: u32,
    /// The distance of the row, less its potential.
    pub(super) start: Cost,
}

/// Which tight columns of a row are sought.
#[derive(Debug, Clone, Copy)]
pub struct Tight {
    /// The potential of the row: a tight column costs so much more than its price.
    pub(super) potential: Cost,
    /// Only columns whose price is below this.
    pub(super) below: Cost,
    /// The column from which to look for them, round the end.
    pub(super) first: usize,
    /// How many there are at most.
    pub(super) most: usize,
}

impl Paths {
    pub(super) fn new(columns: usize) -> Self {
        Self {
            distance: vec![UNREACHED; columns],
            from: vec![0; columns],
        }
    }

    /// Forgets all paths.
    pub(super) fn clear(&mut self) {
        self.distance.fill(UNREACHED);
    }

    /// Notes a path to one column if it is shorter than the one before, and gives its length then.
    pub(super) fn shorten_one(&mut self, column: usize, length: Cost, row: u32) -> Option<Cost> {
        let is_shorter = length < self.distance[column];
        is_shorter.then(|| {
            self.distance[column] = length;
            self.from[column] = row;
            length
        })
    }

    /// Gives how far the nearest column is that is not settled.
    pub(super) fn nearest(&self) -> Cost {
        let level = Level::new();
        dispatch!(level, simd => nearest_with(simd, &self.distance))
    }

    /// Settles every column at this distance, and adds it to `settled`.
    pub(super) fn settle(&mut self, distance: Cost, settled: &mut Vec<u32>) {
        let level = Level::new();
        dispatch!(level, simd => settle_with(simd, &mut self.distance, distance, settled));
    }
}

#[inline(always)]
fn nearest_with<S: Simd>(_: S, distances: &[Cost]) -> Cost {
    let unsettled = |&distance: &Cost| match distance {
        SETTLED => UNREACHED,
        distance => distance,
    };
    distances.iter().map(unsettled).fold(UNREACHED, Cost::min)
}

/// Columns that are compared at once before those among them are listed that are sought.
const COLUMNS_OF_A_GLANCE: usize = 32;

#[inline(always)]
fn settle_with<S: Simd>(_: S, distances: &mut [Cost], sought: Cost, settled: &mut Vec<u32>) {
    let starts = (0..).step_by(COLUMNS_OF_A_GLANCE);
    for (start, distances) in starts.zip(distances.chunks_mut(COLUMNS_OF_A_GLANCE)) {
        let found = distances
            .iter()
            .map(|&distance| u32::from(distance == sought));
        if found.sum::<u32>() == 0 {
            continue;
        }
        for (column, distance) in (start..).zip(distances) {
            if *distance == sought {
                *distance = SETTLED;
                settled.push(column);
            }
        }
    }
}

/// Does what [`WholeRows::shorten`] says for a dense row.
pub(super) fn shorten<T: CostInteger>(
    row: &[T],
    absent: Option<T>,
    step: Step,
    prices: &[Cost],
    paths: &mut Paths,
) -> Cost {
    let level = Level::new();
    dispatch!(level, simd => match absent {
        None => shorten_with(simd, row, |_| false, step, prices, paths),
        Some(absent) => shorten_with(simd, row, |cost| cost == absent, step, prices, paths),
    })
}

#[inline(always)]
fn shorten_with<T: CostInteger, S: Simd>(
    _: S,
    row: &[T],
    is_absent: impl Fn(T) -> bool,
    step: Step,
    prices: &[Cost],
    paths: &mut Paths,
) -> Cost {
    let mut nearest = UNREACHED;
    let pairs = row.iter().zip(prices);
    let paths = paths.distance.iter_mut().zip(&mut paths.from);
    for ((&cost, &price), (distance, from)) in pairs.zip(paths) {
        // Wrapping: the code of an absent pair may be anything.
        let length = step.start.wrapping_add(cost.into()).wrapping_sub(price);
        let is_shorter = !is_absent(cost) & (length < *distance);
        *distance = if is_shorter { length } else { *distance };
        *from = if is_shorter { step.row } else { *from };
        nearest = nearest.min(if is_shorter { length } else { UNREACHED });
    }
    nearest
}

/// Does what [`WholeRows::tight`] says for a dense row; the prices are as many as the costs.
pub(super) fn tight<T: CostInteger>(
    row: &[T],
    absent: Option<T>,
    tight: Tight,
    prices: &[Cost],
    out: &mut Vec<u32>,
) {
    let level = Level::new();
    dispatch!(level, simd => tight_with(simd, row, absent, tight, prices, out));
}

#[inline(always)]
fn tight_with<T: CostInteger, S: Simd>(
    _: S,
    row: &[T],
    absent: Option<T>,
    tight: Tight,
    prices: &[Cost],
    out: &mut Vec<u32>,
) {
    let mut left = tight.most;
    let first = tight.first.min(row.len());
    for part in [first..row.len(), 0..first] {
        for start in part.clone().step_by(COLUMNS_OF_A_GLANCE) {
            let columns = start..part.end.min(start + COLUMNS_OF_A_GLANCE);
            let pairs = row[columns.clone()].iter().zip(&prices[columns.clone()]);
            // Wrapping: the code of an absent pair may be anything.
            let is_tight = |(&cost, &price): (&T, &Cost)| {
                (cost.into().wrapping_sub(price) == tight.potential) & (price < tight.below)
            };
            let found = pairs.clone().map(|pair| u32::from(is_tight(pair)));
            if found.sum::<u32>() == 0 {
                continue;
            }
            for (column, pair) in columns.zip(pairs) {
                if is_tight(pair) && absent != Some(*pair.0) {
                    if left == 0 {
                        return;
                    }
                    left -= 1;
                    out.push(Column::at(column).into());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::super::{ComputedCosts, CostSource, DenseCosts, Prices};
    use super::*;
    use crate::assignment::reader::Reader;
    use crate::work::Work;

    /// Compares what a matrix says of its rows with what their pairs say, read one by one.
    fn compare<T: CostInteger + From<u8>>(absent: T, seed: u64) {
        let mut random = Random::new(seed);
        for case in 0..200 {
            let columns = 1 + random.index(150);
            let below = |random: &mut Random, end| u8::try_from(random.below(end)).expect("small");
            let costs: Vec<T> = (0..2 * columns)
                .map(|_| {
                    let cost = T::from(below(&mut random, 12));
                    if random.once_in(6) { absent } else { cost }
                })
                .collect();
            let dense = DenseCosts::try_new(2, columns, costs).expect("the right length");
            let dense = dense.with_absent(absent);
            let computed = ComputedCosts::new(2, columns, |row, column| dense.cost(row, column));
            let prices = Prices::from(
                (0..columns)
                    .map(|_| -i64::from(below(&mut random, 5)))
                    .collect::<Vec<_>>(),
            );
            let distances: Vec<Cost> = (0..columns)
                .map(|_| [SETTLED, 3, 9, UNREACHED][random.index(4)])
                .collect();
            let step = Step { row: 1, start: 4 };
            let tight = Tight {
                potential: below(&mut random, 10).into(),
                below: [Cost::MAX, 0, -1][case % 3],
                first: random.index(columns),
                most: 1 + random.index(columns),
            };
            let work = Work::new();
            let [matrix, pairs] = [&dense as &dyn CostSource, &computed].map(|source| {
                let reader = Reader::new(source, (0, 11), &work);
                let mut paths = Paths {
                    distance: distances.clone(),
                    from: vec![7; columns],
                };
                let (mut columns, mut scratch) = (vec![99], Vec::new());
                let nearest = reader.shorten(1, step, &prices, &mut paths, &mut scratch);
                reader
                    .tight(1, tight, &prices, &mut columns, &mut scratch)
                    .expect("sound");
                let next = paths.nearest();
                let mut settled = Vec::new();
                paths.settle(next, &mut settled);
                let told = (nearest.expect("sound"), next, settled, columns);
                (told, paths.distance, paths.from)
            });
            assert_eq!(matrix, pairs, "case {case}");
            let (next, settled) = (matrix.0.1, matrix.0.2);
            assert!(
                settled
                    .iter()
                    .all(|&column| matrix.1[column as usize] == SETTLED)
            );
            assert!(
                matrix
                    .1
                    .iter()
                    .all(|&distance| distance == SETTLED || distance > next || next == UNREACHED)
            );
        }
    }

    #[test]
    fn a_matrix_says_of_its_rows_what_their_pairs_say() {
        compare::<u8>(u8::MAX, 1);
        compare::<u16>(u16::MAX, 2);
        compare::<u32>(u32::MAX, 3);
        compare::<i32>(i32::MIN, 4);
        compare::<i64>(i64::MAX, 5);
    }
}
