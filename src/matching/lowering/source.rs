//! The scored pairs as costs.

use crate::assignment::{Candidate, Column, Cost, CostSource, Row};
use crate::matching::prepared::Prepared;
use crate::programme::Role;
use crate::scoring::Score;

/// The scored pairs of a programme as an assignment problem, without those that pins settle and those below a least score.
#[derive(Clone, Debug)]
pub(in crate::matching) struct Lowered<'a> {
    prepared: &'a Prepared<'a>,
    /// Of juniors, then of seniors: who has no seat left by pins.
    full: [Vec<bool>; 2],
    /// No pair below it is permitted.
    least: Option<Score>,
}

impl<'a> Lowered<'a> {
    pub(in crate::matching) fn new(prepared: &'a Prepared<'a>, least: Option<Score>) -> Self {
        Self {
            prepared,
            full: [Role::Junior, Role::Senior].map(|role| prepared.full(role)),
            least,
        }
    }

    /// Tells whether pins and the least score leave a pair to the solver.
    fn is_open(&self, senior: usize, junior: usize, score: Score) -> bool {
        let [juniors, seniors] = &self.full;
        let is_full = |side: &[bool], place: usize| side.get(place).copied().unwrap_or(false);
        if self.least.is_some_and(|least| score < least) {
            return false;
        }
        self.prepared.pins.is_empty()
            || !is_full(seniors, senior)
                && !is_full(juniors, junior)
                && !self.prepared.pins.is_made(senior, junior)
    }
}

pub(super) fn to_cost(score: Score) -> Cost {
    // Saturating: the one score without a counterpart is in no table.
    score.get().saturating_neg()
}

impl CostSource for Lowered<'_> {
    fn rows(&self) -> usize {
        self.prepared.table.seniors().len()
    }

    fn columns(&self) -> usize {
        self.prepared.table.juniors().len()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        let (senior, junior) = (row.index(), column.index());
        let score = self.prepared.table.score(junior, senior)?;
        self.is_open(senior, junior, score).then(|| to_cost(score))
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        out.clear();
        let senior = row.index();
        let table = &self.prepared.table;
        let run = match table.starts().get(senior..senior + 2) {
            Some(&[start, end]) => start..end,
            _ => return,
        };
        let pairs = table.partners()[run.clone()]
            .iter()
            .zip(&table.scores()[run]);
        let open = pairs
            .filter(|&(&junior, &score)| self.is_open(senior, junior as usize, Score::new(score)));
        out.extend(open.map(|(&junior, &score)| Candidate {
            column: Column::from(junior),
            cost: to_cost(Score::new(score)),
        }));
    }

    fn most_pairs(&self) -> u64 {
        self.prepared.table.partners().len() as u64
    }
}
