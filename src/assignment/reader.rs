//! How the solver reads rows: checked, counted, and with an ear for the caller.

use super::cost::{fits, largest_difference};
use super::memory::Allowance;
use super::parallel::{rows_worth_a_thread, try_map_blocks};
use super::paths::{Paths, Step, Tight, UNREACHED, Unchecked, WholeRows};
use super::source::widen;
use super::strategy::Strategy;
use super::{AssignmentError, Bound, Candidate, Column, Cost, CostSource, Prices, Row};
use crate::work::Work;

/// Reads the rows of a source on behalf of the solver.
///
/// It is the only door between the two. It refuses pairs that contradict what the source said at
/// the start, so the range proof holds for what comes through; and it asks the caller at a bounded
/// interval whether to go on.
pub(super) struct Reader<'a> {
    source: &'a dyn CostSource,
    matrix: Option<&'a dyn WholeRows>,
    strategy: Strategy,
    rows: usize,
    columns: usize,
    range: (Cost, Cost),
    /// No cost less a price is larger.
    largest: Cost,
    pairs_of_a_row: u64,
    work: &'a Work<'a>,
    allowed: Allowance,
    phase: &'static str,
    done: usize,
    total: usize,
    /// Pairs that may still be read before the caller is asked again.
    allowance: usize,
    candidates: Vec<Candidate>,
}

/// A pair read costs about a nanosecond, so the caller is heard about every 100 microseconds.
const PAIRS_BETWEEN_CHECKS: usize = 1 << 17;

/// Pairs that are read in parallel before all threads wait for the last one: few such waits, since a thread that shares its core may be late.
const PAIRS_OF_A_BATCH: u64 = 1 << 27;

/// How many blocks a batch has, each with minima of its own; the fewer rows there are for each column, the fewer.
const BLOCKS_OF_A_BATCH: (usize, usize) = (4, 16);

/// Pairs whose costs are read for their range, or for minima, between two questions to the caller: a closure may take ten nanoseconds for
/// each.
const PAIRS_OF_A_RANGE: u64 = 1 << 21;

impl<'a> Reader<'a> {
    /// Opens a source; `range` holds all of its costs.
    pub(super) fn new(source: &'a dyn CostSource, range: (Cost, Cost), work: &'a Work<'a>) -> Self {
        let (rows, columns) = (source.rows(), source.columns());
        Self {
            source,
            matrix: Unchecked::matrix_of(source),
            strategy: Strategy::of(source),
            rows,
            columns,
            range,
            largest: largest_difference(rows, columns, range),
            pairs_of_a_row: (source.most_pairs() / rows.max(1) as u64)
                .min(columns as u64)
                .max(1),
            work,
            allowed: Allowance::UNLIMITED,
            phase: "reading rows",
            done: 0,
            total: 0,
            allowance: 0,
            candidates: Vec::new(),
        }
    }

    pub(super) fn source(&self) -> &'a dyn CostSource {
        self.source
    }

    /// Opens another source with the same costs, of so many bytes, on behalf of the same caller.
    pub(super) fn of_source<'s>(&self, source: &'s dyn CostSource, bytes: usize) -> Reader<'s>
    where
        'a: 's,
    {
        Reader::new(source, self.range, self.work).with_allowance(self.allowed.less(bytes as u64))
    }

    /// Holds lists and copies of pairs to what the caller allows.
    pub(super) fn with_allowance(mut self, allowed: Allowance) -> Self {
        self.allowed = allowed;
        self
    }

    /// Gives what lists and copies of pairs may take.
    pub(super) fn allowed(&self) -> Allowance {
        self.allowed
    }

    /// Says how the source is gone about.
    pub(super) fn strategy(&self) -> Strategy {
        self.strategy
    }

    /// Makes room for prices that are farther away, which a range proof of the caller's own allows.
    pub(super) fn with_largest(mut self, largest: Cost) -> Self {
        self.largest = largest;
        self
    }

    /// Says whether sums of the costs could leave 64 bits.
    pub(super) fn is_wide(&self) -> bool {
        !fits(self.rows, self.columns, self.range)
    }

    /// Refuses costs for which a number of this magnitude is needed.
    pub(super) fn range_too_large(&self, bound: i128) -> AssignmentError {
        let (lowest, highest) = self.range;
        AssignmentError::RangeTooLarge {
            rows: self.rows,
            columns: self.columns,
            lowest,
            highest,
            bound,
        }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn range(&self) -> (Cost, Cost) {
        self.range
    }

    /// Gives how far a start may lower the potential of a column.
    pub(super) fn lowest_price(&self, start: &[Cost]) -> Cost {
        let (lowest, highest) = self.range;
        let side = i128::from(self.rows.min(self.columns) as u64);
        let fall = side * (i128::from(highest) - i128::from(lowest));
        let from = start.iter().copied().min().unwrap_or(0);
        // Within the type, see `cost.rs`.
        Cost::try_from(i128::from(from) - fall).unwrap_or(from)
    }

    /// Finds the least cost of each column; `Cost::MAX` for one without a pair.
    pub(super) fn column_minima(&mut self) -> Result<Vec<Cost>, AssignmentError> {
        let rows = self.rows;
        let mut minima = vec![Cost::MAX; self.columns];
        let rows_of = |pairs: u64| usize::try_from(pairs / self.pairs_of_a_row).unwrap_or(rows);
        let (fewest, most) = BLOCKS_OF_A_BATCH;
        let blocks = (64 * rows / self.columns.max(1)).clamp(fewest, most);
        let least = rows_worth_a_thread(self.pairs_of_a_row).max(8);
        let batch = rows_of(PAIRS_OF_A_BATCH).max(least * blocks);
        let step = rows_of(PAIRS_OF_A_RANGE).max(1);
        for start in (0..rows).step_by(batch) {
            self.report("reading columns", start, rows)?;
            let end = rows.min(start + batch);
            let block = (end - start).div_ceil(blocks).max(least);
            let reader = &*self;
            let parts = try_map_blocks(start..end, block, |rows| {
                let mut minima = vec![Cost::MAX; reader.columns];
                for start in rows.clone().step_by(step) {
                    reader.may_go_on()?;
                    let end = rows.end.min(start + step);
                    reader.source.lower_to_minima(start..end, &mut minima);
                }
                Ok::<_, AssignmentError>(minima)
            })?;
            for part in parts {
                for (least, cost) in minima.iter_mut().zip(part) {
                    *least = cost.min(*least);
                }
            }
        }
        let (lowest, highest) = self.range;
        let sound = |&cost: &Cost| cost == Cost::MAX || (lowest..=highest).contains(&cost);
        match minima.iter().position(|cost| !sound(cost)) {
            None => Ok(minima),
            Some(column) => {
                let column_at = Column::at(column);
                let row = (0..rows).find(|&row| {
                    let cost = self.source.cost(Row::at(row), column_at);
                    cost.is_some_and(|cost| !sound(&cost))
                });
                Err(contradiction(row.unwrap_or(0), column_at, minima[column]))
            }
        }
    }

    /// Gives how far reduced costs at zero `u` lie apart in one row, judged by some rows.
    ///
    /// That is twice the distance from the least to the middle one, so that a few huge costs do not count.
    pub(super) fn sample_range(&mut self, prices: &Prices) -> Result<Cost, AssignmentError> {
        // 32: one stray row more or less does not matter for a choice of epsilon.
        let step = (self.rows / 32).max(1);
        let mut widest = 0;
        for row in (0..self.rows).step_by(step) {
            if let Some((least, middle)) = self.spread(row, prices)? {
                widest = widest.max(middle.saturating_sub(least).saturating_mul(2));
            }
        }
        // A whole row, which is of no use to what comes after.
        self.candidates = Vec::new();
        Ok(widest)
    }

    /// Gives the least reduced cost of a row at zero `u` and the middle one, if there are two.
    pub(super) fn spread(
        &mut self,
        row: usize,
        prices: &Prices,
    ) -> Result<Option<(Cost, Cost)>, AssignmentError> {
        let pairs = self.read(row)?.iter();
        let reduced = pairs.map(|pair| pair.cost - prices[pair.column.index()]);
        let mut reduced: Vec<Cost> = reduced.collect();
        let middle = reduced.len() / 2;
        if middle == 0 {
            return Ok(None);
        }
        let (below, &mut middle, _) = reduced.select_nth_unstable(middle);
        let least = below.iter().copied().min().unwrap_or(middle);
        Ok(Some((least, middle)))
    }

    /// Tells the caller what is going on from here.
    pub(super) fn report(
        &mut self,
        phase: &'static str,
        done: usize,
        total: usize,
    ) -> Result<(), AssignmentError> {
        (self.phase, self.done, self.total) = (phase, done, total);
        self.allowance = PAIRS_BETWEEN_CHECKS;
        Ok(self.work.check(phase, done as u64, total as u64)?)
    }

    /// Asks the caller whether to go on, from any thread.
    pub(super) fn may_go_on(&self) -> Result<(), AssignmentError> {
        let (done, total) = (self.done as u64, self.total as u64);
        Ok(self.work.check(self.phase, done, total)?)
    }

    /// Goes on to the next step of what is going on, which the caller hears of now and then.
    pub(super) fn advance(&mut self, done: usize) -> Result<(), AssignmentError> {
        self.done = done;
        // About as long as a short search takes in pairs, so that many of them are heard of.
        self.spend(256)
    }

    /// Counts work, and asks the caller now and then whether to go on.
    pub(super) fn spend(&mut self, pairs: usize) -> Result<(), AssignmentError> {
        match self.allowance.checked_sub(pairs) {
            Some(rest) => {
                self.allowance = rest;
                Ok(())
            }
            None => self.report(self.phase, self.done, self.total),
        }
    }

    /// Counts rows that are read for their cheapest pairs.
    pub(super) fn spend_rows(&mut self, rows: usize) -> Result<(), AssignmentError> {
        // A pair that is passed over costs about a quarter of one that is kept.
        let pairs = rows as u64 * (self.pairs_of_a_row / 4 + 1);
        self.spend(usize::try_from(pairs).unwrap_or(usize::MAX))
    }

    /// Gives how many pairs a row has on average, and 1 at least.
    pub(super) fn pairs_of_a_row(&self) -> u64 {
        self.pairs_of_a_row
    }

    /// The column from which a row looks for the first of several equal ones.
    ///
    /// Rows start evenly spread over the columns, so that those with the same taste do not compete.
    pub(super) fn first_column(&self, row: usize) -> u32 {
        u32::from(Column::at(first_column(row, self.rows, self.columns)))
    }

    /// Fills `out` with the `k` cheapest pairs of a row, and gives the bound of those left out:
    /// `Cost::MAX` if there are none.
    pub(super) fn cheapest(
        &self,
        row: usize,
        prices: &Prices,
        k: usize,
        out: &mut Vec<Candidate>,
    ) -> Result<Cost, AssignmentError> {
        if k > 0
            && prices.are_least()
            && let Some(matrix) = self.matrix
            && let Some(left_out) = matrix.first_ties(Row::at(row), prices, k, out)
        {
            return Ok(left_out.min(self.largest));
        }
        let bound = self.source.cheapest(Row::at(row), prices, k, out);
        if let Some(unsound) = self.unsound(out) {
            return Err(contradiction(row, unsound.column, unsound.cost));
        }
        let reduced = out
            .iter()
            .map(|pair| pair.cost - prices[pair.column.index()]);
        let dearest = reduced.max().unwrap_or(Cost::MAX);
        if let Bound::AtLeast(bound) = bound
            && bound < dearest
        {
            // A bound below what is listed tells nothing, so the row is read whole.
            self.source.permitted(Row::at(row), out);
            return match self.unsound(out) {
                None => Ok(Cost::MAX),
                Some(unsound) => Err(contradiction(row, unsound.column, unsound.cost)),
            };
        }
        Ok(match bound {
            Bound::Complete => Cost::MAX,
            // Whoever was asked for all has no more, whatever it says.
            Bound::AtLeast(_) if k >= self.columns => Cost::MAX,
            // No difference is larger than what the range proof allows, so a larger bound is no news. It never is
            // below what is listed, or the list would seem to be of no use.
            Bound::AtLeast(bound) => bound.min(self.largest).max(dearest),
        })
    }

    /// Says whether rows are read, and have most of the pairs that there could be.
    pub(super) fn is_dense(&self) -> bool {
        self.strategy == Strategy::Read && self.pairs_of_a_row >= self.columns as u64 / 2
    }

    /// Says whether rows are those of a matrix in memory.
    pub(super) fn is_matrix(&self) -> bool {
        self.matrix.is_some()
    }

    /// Shortens the paths to the columns of a row where those over the row are shorter, and gives the length of the shortest of these.
    pub(super) fn shorten(
        &self,
        row: usize,
        step: Step,
        prices: &Prices,
        paths: &mut Paths,
        scratch: &mut Vec<Candidate>,
    ) -> Result<Cost, AssignmentError> {
        if let Some(matrix) = self.matrix {
            return Ok(matrix.shorten(Row::at(row), step, prices, paths));
        }
        self.read_into(row, scratch)?;
        let lengths = scratch.iter().filter_map(|pair| {
            let column = pair.column.index();
            let length = step.start + (pair.cost - prices[column]);
            paths.shorten_one(column, length, step.row)
        });
        Ok(lengths.min().unwrap_or(UNREACHED))
    }

    /// Adds the tight columns of a row to `out`.
    pub(super) fn tight(
        &self,
        row: usize,
        tight: Tight,
        prices: &Prices,
        out: &mut Vec<u32>,
        scratch: &mut Vec<Candidate>,
    ) -> Result<(), AssignmentError> {
        if let Some(matrix) = self.matrix {
            matrix.tight(Row::at(row), tight, prices, out);
            return Ok(());
        }
        self.read_into(row, scratch)?;
        let first = scratch.partition_point(|pair| pair.column.index() < tight.first);
        let pairs = scratch[first..].iter().chain(&scratch[..first]);
        let tight_pairs = pairs.filter(|pair| {
            let price = prices[pair.column.index()];
            pair.cost - price == tight.potential && price < tight.below
        });
        out.extend(
            tight_pairs
                .take(tight.most)
                .map(|pair| u32::from(pair.column)),
        );
        Ok(())
    }

    /// Finds a pair that cannot be.
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "nearly every pair of nearly every source is sound, so a branch for each is wasted"
    )]
    fn unsound(&self, pairs: &[Candidate]) -> Option<Candidate> {
        let (lowest, highest) = self.range;
        let columns = self.columns;
        let sound = |pair: &Candidate| {
            (pair.column.index() < columns) & (lowest <= pair.cost) & (pair.cost <= highest)
        };
        if pairs.iter().fold(true, |all, pair| all & sound(pair)) {
            return None;
        }
        pairs.iter().copied().find(|pair| !sound(pair))
    }

    /// Reads the permitted pairs of a row.
    pub(super) fn read(&mut self, row: usize) -> Result<&[Candidate], AssignmentError> {
        let mut candidates = std::mem::take(&mut self.candidates);
        self.read_into(row, &mut candidates)?;
        self.candidates = candidates;
        // The 1 makes empty rows count as work too.
        self.spend(self.candidates.len() + 1)?;
        Ok(&self.candidates)
    }

    /// Reads the permitted pairs of a row into `out`.
    fn read_into(&self, row: usize, out: &mut Vec<Candidate>) -> Result<(), AssignmentError> {
        self.source.permitted(Row::at(row), out);
        match self.unsound(out) {
            None => Ok(()),
            Some(unsound) => Err(contradiction(row, unsound.column, unsound.cost)),
        }
    }
}

/// Finds a range that holds all costs of a source, if it has any.
pub(super) fn cost_range(
    source: &dyn CostSource,
    work: &Work<'_>,
) -> Result<Option<(Cost, Cost)>, AssignmentError> {
    let rows = source.rows();
    let pairs_of_a_row = (source.most_pairs() / rows.max(1) as u64).max(1);
    let batch = usize::try_from(PAIRS_OF_A_RANGE / pairs_of_a_row).unwrap_or(rows);
    let mut range = None;
    for start in (0..rows).step_by(batch.max(1)) {
        work.check("reading costs", start as u64, rows as u64)?;
        if let Some((lowest, highest)) = source.cost_range(start..rows.min(start + batch.max(1))) {
            range = widen(range, [lowest, highest].into_iter());
        }
    }
    Ok(range)
}

/// The column from which a row looks for the first of several equal ones.
pub(crate) fn first_column(row: usize, rows: usize, columns: usize) -> usize {
    // 2^32 times 2^32 at most, see `check_size`; saturating for a row that does not exist.
    let first = (row as u64).saturating_mul(columns as u64) / rows.max(1) as u64;
    usize::try_from(first).unwrap_or(columns)
}

/// Accuses a source of a pair that cannot be.
pub(super) fn contradiction(row: usize, column: Column, cost: Cost) -> AssignmentError {
    AssignmentError::Contradiction {
        row: Row::at(row),
        column,
        cost,
    }
}
