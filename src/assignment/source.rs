//! The one trait a solver reads costs through.

use std::ops::Range;

use super::key::Origin;
use super::paths::{Unchecked, WholeRows};
use super::reader::first_column;
use super::{Column, Cost, Prices, Row};

/// A permitted pair, seen from its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Candidate {
    /// The column of the pair.
    pub column: Column,
    /// What the pair costs.
    pub cost: Cost,
}

/// What a list of candidates leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Nothing: every permitted pair of the row is listed.
    Complete,
    /// Pairs whose cost less the price of their column is at least this.
    AtLeast(Cost),
}

/// An assignment problem: some pairs of a row and a column are permitted, and each of these has a
/// cost.
///
/// A pair that is not permitted is absent. There is no cost that means "forbidden", however large.
///
/// Solvers and verifiers take a `&dyn CostSource`: they ask for whole rows wherever they can, so what a call through a table
/// takes does not matter, and they are compiled once, for all sources.
///
/// A source gives the same answers each time it is asked. One that does not gets an error or an
/// assignment that [`verify`](super::verify) rejects, but no panic and no overflow.
///
/// # Implementing a source
///
/// Three methods suffice. The others have a default that goes through [`cost`](Self::cost), pair by
/// pair; a source that can do better should.
///
/// ```
/// use reverse_mentoring::assignment::{Column, Cost, CostSource, Row, solve};
///
/// /// People on a line, and the places they walk to.
/// struct Line {
///     people: Vec<i64>,
///     places: Vec<i64>,
/// }
///
/// impl CostSource for Line {
///     fn rows(&self) -> usize {
///         self.people.len()
///     }
///
///     fn columns(&self) -> usize {
///         self.places.len()
///     }
///
///     fn cost(&self, row: Row, column: Column) -> Option<Cost> {
///         let person = self.people.get(row.index())?;
///         let place = self.places.get(column.index())?;
///         Some((person - place).abs())
///     }
/// }
///
/// // 0 to 1, 5 to 4 and 6 to 9: one step, one step and three.
/// let line = Line { people: vec![0, 5, 6], places: vec![4, 1, 9] };
/// assert_eq!(solve(&line)?.total_cost(), 5);
/// # Ok::<(), reverse_mentoring::assignment::AssignmentError>(())
/// ```
pub trait CostSource: Sync {
    /// Counts the rows.
    fn rows(&self) -> usize;

    /// Counts the columns.
    fn columns(&self) -> usize;

    /// Gives the cost of a pair, or `None` if the pair is not permitted or does not exist.
    fn cost(&self, row: Row, column: Column) -> Option<Cost>;

    /// Fills `out` with every permitted pair of `row`, by ascending column; a row that does not
    /// exist has none.
    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        out.clear();
        let columns = (0..self.columns()).map(Column::at);
        out.extend(columns.filter_map(|column| {
            Some(Candidate {
                column,
                cost: self.cost(row, column)?,
            })
        }));
    }

    /// Fills `out` with `k` permitted pairs of `row` whose reduced costs, the cost less the price
    /// of the column, are smallest, in any order; fewer only if there are no more.
    ///
    /// The bound says what the pairs left out have in common. Which of several equal pairs are left
    /// out is up to the source, as long as the same question gets the same answer. A column
    /// beyond the end of `prices` has price 0. Prices are such that no difference leaves `i64`.
    ///
    /// ```
    /// use reverse_mentoring::assignment::{Bound, Candidate, Column, CostSource, DenseCosts, Prices, Row};
    ///
    /// let costs = DenseCosts::try_from_rows(vec![vec![10_u8, 20, 30]])?;
    /// let mut out = Vec::new();
    /// // With prices 0, 15 and 0 the reduced costs are 10, 5 and 30.
    /// let bound = costs.cheapest(Row::from(0), &Prices::from(vec![0, 15, 0]), 1, &mut out);
    /// assert_eq!(out, [Candidate { column: Column::from(1), cost: 20 }]);
    /// assert_eq!(bound, Bound::AtLeast(10));
    /// # Ok::<(), reverse_mentoring::assignment::AssignmentError>(())
    /// ```
    fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
        self.permitted(row, out);
        let first = first_column(row.index(), self.rows(), self.columns());
        keep_cheapest(first, prices, k, out)
    }

    /// Does the same for who asks whether there is any pair whose reduced cost is below a limit: pairs that are not may be left out,
    /// as long as the bound says no more than the limit then.
    ///
    /// In a proof many pairs cost just what is claimed of the row, and none less; a source that can pass over what is not below the limit answers at
    /// once.
    fn cheaper(
        &self,
        row: Row,
        prices: &Prices,
        limit: Cost,
        k: usize,
        out: &mut Vec<Candidate>,
    ) -> Bound {
        let _ = limit;
        self.cheapest(row, prices, k, out)
    }

    /// Lowers each of `minima` to the least cost of its column in `rows`, where that is lower.
    ///
    /// Columns beyond the end of `minima` are left out.
    fn lower_to_minima(&self, rows: Range<usize>, minima: &mut [Cost]) {
        let mut candidates = Vec::new();
        for row in rows.map(Row::at) {
            self.permitted(row, &mut candidates);
            for pair in &candidates {
                if let Some(least) = minima.get_mut(pair.column.index()) {
                    *least = pair.cost.min(*least);
                }
            }
        }
    }

    /// Gives the matrix that the costs are; only this crate has the key to it, since what a matrix says is not checked.
    ///
    /// Searches that go through most of a matrix read its rows at the pace of memory.
    #[doc(hidden)]
    fn matrix(&self, _: Unchecked) -> Option<&dyn WholeRows> {
        None
    }

    /// Counts the permitted pairs, or gives a number that they do not exceed; an [indexed](Self::is_indexed) source counts
    /// those that take as long to look at as it takes to find the cheapest.
    ///
    /// Nothing depends on it but the choice between equally right ways to an answer.
    fn most_pairs(&self) -> u64 {
        // 2^32 times 2^32 is the most a solver accepts.
        (self.rows() as u64).saturating_mul(self.columns() as u64)
    }

    /// Says whether it takes far longer to read a row than to find its cheapest pairs, as by an index.
    ///
    /// Then a solver reads none unless it must. Nothing else depends on it.
    fn is_indexed(&self) -> bool {
        false
    }

    /// Gives the rows, each once, in an order in which it is quickest to ask for all of them, if that is not the order of their numbers.
    ///
    /// No answer depends on it, but where several claims of a proof fail at a glance, which of them is told.
    fn reading_order(&self) -> Option<&[u32]> {
        None
    }

    /// Gives the smallest and the largest cost of a permitted pair in `rows`, or `None` if no pair is
    /// permitted there.
    ///
    /// A wider range is allowed; from it follows whether all sums fit 64 bits. A solver asks for a few rows at a time, so that
    /// its caller is heard in between.
    fn cost_range(&self, rows: Range<usize>) -> Option<(Cost, Cost)> {
        let mut candidates = Vec::new();
        let mut range = None;
        for row in rows.map(Row::at) {
            self.permitted(row, &mut candidates);
            range = widen(range, candidates.iter().map(|candidate| candidate.cost));
        }
        range
    }
}

/// Lists all of so many rows of a source in its [order](CostSource::reading_order); those that it forgets come last.
pub(super) fn rows_in_order(source: &dyn CostSource, rows: usize) -> Vec<usize> {
    let Some(order) = source.reading_order() else {
        return (0..rows).collect();
    };
    let mut is_missing = vec![true; rows];
    let named = order.iter().map(|&row| row as usize);
    let mut all: Vec<usize> = named
        .filter(|&row| row < rows && std::mem::take(&mut is_missing[row]))
        .collect();
    all.extend((0..rows).filter(|&row| is_missing[row]));
    all
}

impl<S: CostSource + ?Sized> CostSource for &S {
    fn rows(&self) -> usize {
        (**self).rows()
    }

    fn columns(&self) -> usize {
        (**self).columns()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        (**self).cost(row, column)
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        (**self).permitted(row, out);
    }

    fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
        (**self).cheapest(row, prices, k, out)
    }

    fn cheaper(
        &self,
        row: Row,
        prices: &Prices,
        limit: Cost,
        k: usize,
        out: &mut Vec<Candidate>,
    ) -> Bound {
        (**self).cheaper(row, prices, limit, k, out)
    }

    fn lower_to_minima(&self, rows: Range<usize>, minima: &mut [Cost]) {
        (**self).lower_to_minima(rows, minima);
    }

    fn matrix(&self, key: Unchecked) -> Option<&dyn WholeRows> {
        (**self).matrix(key)
    }

    fn most_pairs(&self) -> u64 {
        (**self).most_pairs()
    }

    fn is_indexed(&self) -> bool {
        (**self).is_indexed()
    }

    fn reading_order(&self) -> Option<&[u32]> {
        (**self).reading_order()
    }

    fn cost_range(&self, rows: Range<usize>) -> Option<(Cost, Cost)> {
        (**self).cost_range(rows)
    }
}

/// Widens a range so that it holds all of `costs`.
pub(super) fn widen(
    range: Option<(Cost, Cost)>,
    costs: impl Iterator<Item = Cost>,
) -> Option<(Cost, Cost)> {
    costs.fold(range, |range, cost| match range {
        None => Some((cost, cost)),
        Some((lowest, highest)) => Some((lowest.min(cost), highest.max(cost))),
    })
}

/// Reduces the list of a whole row to its `k` cheapest pairs at the prices.
///
/// Of equal pairs those from column `first` on come before the others: rows with the same taste then
/// list different columns.
pub(crate) fn keep_cheapest(
    first: usize,
    prices: &Prices,
    k: usize,
    candidates: &mut Vec<Candidate>,
) -> Bound {
    if candidates.len() <= k {
        return Bound::Complete;
    }
    // Saturating: a caller's prices may be anything, and a panic is no answer to that.
    let reduced = |candidate: &Candidate| {
        let price = prices.get(candidate.column.index());
        candidate.cost.saturating_sub(price.copied().unwrap_or(0))
    };
    let first = u32::try_from(first).unwrap_or(u32::MAX);
    let Some(origin) = Origin::of(first, candidates.iter().map(reduced)) else {
        let turned = |candidate: &Candidate| u32::from(candidate.column).wrapping_sub(first);
        let rank = |candidate: &Candidate| (reduced(candidate), turned(candidate));
        let (_, left_out, _) = candidates.select_nth_unstable_by_key(k, rank);
        let bound = reduced(left_out);
        candidates.truncate(k);
        return Bound::AtLeast(bound);
    };
    let key = |candidate: &Candidate| origin.key_of(reduced(candidate), candidate.column);
    let mut keys: Vec<_> = candidates.iter().map(key).collect();
    let (kept, &mut left_out, _) = keys.select_nth_unstable(k);
    candidates.clear();
    candidates.extend(kept.iter().map(|&key| origin.pair(key, prices)));
    Bound::AtLeast(origin.reduced(left_out))
}

/// A source whose costs a closure computes, pair by pair.
///
/// The closure is asked for each pair several times, so it should be quick, and it must give the
/// same answer each time. Where there is memory for a matrix, building one first is faster.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{ComputedCosts, solve};
///
/// // Nobody takes the seat of their own number.
/// let costs = ComputedCosts::new(3, 3, |row, column| {
///     (u32::from(row) != u32::from(column)).then(|| i64::from(u32::from(row) * u32::from(column)))
/// });
/// assert_eq!(solve(&costs)?.total_cost(), 2); // 0·1 + 1·2 + 2·0
/// # Ok::<(), reverse_mentoring::assignment::AssignmentError>(())
/// ```
#[derive(Clone, Copy)]
pub struct ComputedCosts<F> {
    rows: usize,
    columns: usize,
    cost: F,
}

impl<F: Fn(Row, Column) -> Option<Cost> + Sync> ComputedCosts<F> {
    /// Makes a source of the given size; `cost` gives the cost of a pair, or `None` where it is not
    /// permitted.
    #[must_use]
    pub const fn new(rows: usize, columns: usize, cost: F) -> Self {
        Self {
            rows,
            columns,
            cost,
        }
    }
}

impl<F: Fn(Row, Column) -> Option<Cost> + Sync> CostSource for ComputedCosts<F> {
    fn rows(&self) -> usize {
        self.rows
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        (row.index() < self.rows && column.index() < self.columns)
            .then(|| (self.cost)(row, column))?
    }
}

impl<F> std::fmt::Debug for ComputedCosts<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ComputedCosts")
            .field("rows", &self.rows)
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}
