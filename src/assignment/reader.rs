//! How the solver reads rows: checked, counted, and with an ear for the caller.

use super::{AssignmentError, Candidate, Column, Cost, CostSource, Row};
use crate::work::Work;

/// Reads the rows of a source on behalf of the solver.
///
/// It is the only door between the two. It refuses pairs that contradict what the source said at
/// the start, so the range proof holds for what comes through; and it asks the caller at a bounded
/// interval whether to go on.
pub(super) struct Reader<'a, S: ?Sized> {
    source: &'a S,
    rows: usize,
    columns: usize,
    range: (Cost, Cost),
    work: &'a Work<'a>,
    phase: &'static str,
    done: usize,
    total: usize,
    /// Pairs that may still be read before the caller is asked again.
    allowance: usize,
    candidates: Vec<Candidate>,
}

/// A pair read costs about a nanosecond, so the caller is heard about every 100 microseconds.
const PAIRS_BETWEEN_CHECKS: usize = 1 << 17;

impl<'a, S: CostSource + ?Sized> Reader<'a, S> {
    /// Opens a source; `range` holds all of its costs.
    pub(super) fn new(source: &'a S, range: (Cost, Cost), work: &'a Work<'a>) -> Self {
        Self {
            source,
            rows: source.rows(),
            columns: source.columns(),
            range,
            work,
            phase: "reading rows",
            done: 0,
            total: 0,
            allowance: 0,
            candidates: Vec::new(),
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

    /// Reads the permitted pairs of a row.
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "nearly every pair of nearly every source is sound, so a branch for each is wasted"
    )]
    pub(super) fn read(&mut self, row: usize) -> Result<&[Candidate], AssignmentError> {
        self.source.permitted(Row::at(row), &mut self.candidates);
        // The 1 makes empty rows count as work too.
        let read = self.candidates.len() + 1;
        match self.allowance.checked_sub(read) {
            Some(rest) => self.allowance = rest,
            None => self.report(self.phase, self.done, self.total)?,
        }
        let (lowest, highest) = self.range;
        let columns = self.columns;
        let sound = |pair: &Candidate| {
            (pair.column.index() < columns) & (lowest <= pair.cost) & (pair.cost <= highest)
        };
        if self
            .candidates
            .iter()
            .fold(true, |all, pair| all & sound(pair))
        {
            return Ok(&self.candidates);
        }
        let unsound = self
            .candidates
            .iter()
            .find(|pair| !sound(pair))
            .expect("not all are sound");
        Err(contradiction(row, unsound.column, unsound.cost))
    }
}

/// Accuses a source of a pair that cannot be.
pub(super) fn contradiction(row: usize, column: Column, cost: Cost) -> AssignmentError {
    AssignmentError::Contradiction {
        row: Row::at(row),
        column,
        cost,
    }
}
