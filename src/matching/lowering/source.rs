//! The scored pairs as costs.

use crate::assignment::{Candidate, Column, Cost, CostSource, Row};
use crate::candidates::CandidateTable;
use crate::scoring::Score;

/// The scored pairs of a programme as an assignment problem.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lowered<'a> {
    table: &'a CandidateTable,
}

impl<'a> Lowered<'a> {
    pub(super) fn new(table: &'a CandidateTable) -> Self {
        Self { table }
    }

    /// Where in the table the pairs of a row are; nowhere for a row that does not exist.
    fn run(self, row: Row) -> std::ops::Range<usize> {
        match self.table.starts().get(row.index()..row.index() + 2) {
            Some(&[start, end]) => start..end,
            _ => 0..0,
        }
    }
}

fn to_cost(score: Score) -> Cost {
    // Saturating: the one score without a counterpart is far outside what the range proof accepts.
    score.get().saturating_neg()
}

impl CostSource for Lowered<'_> {
    fn rows(&self) -> usize {
        self.table.seniors().len()
    }

    fn columns(&self) -> usize {
        self.table.juniors().len()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        self.table.score(column.index(), row.index()).map(to_cost)
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        out.clear();
        let run = self.run(row);
        let pairs = self.table.partners()[run.clone()]
            .iter()
            .zip(&self.table.scores()[run]);
        out.extend(pairs.map(|(&junior, &score)| Candidate {
            column: Column::from(junior),
            cost: to_cost(Score::new(score)),
        }));
    }

    fn most_pairs(&self) -> u64 {
        self.table.partners().len() as u64
    }
}
