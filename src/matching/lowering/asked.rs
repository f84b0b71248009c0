//! Pairs as costs, each scored when it is asked for: for who looks at few of them.

use super::source::to_cost;
use crate::assignment::{Column, Cost, CostSource, Row};
use crate::matching::prepared::Prepared;
use crate::programme::Role;

/// The pairs of a programme as an assignment problem, without those that pins settle; no table is read.
#[derive(Clone, Debug)]
pub(in crate::matching) struct Asked<'a> {
    prepared: &'a Prepared<'a>,
    /// Of juniors, then of seniors: who has no seat left by pins.
    full: [Vec<bool>; 2],
}

impl<'a> Asked<'a> {
    pub(in crate::matching) fn new(prepared: &'a Prepared<'a>) -> Self {
        let full = [Role::Junior, Role::Senior].map(|role| {
            let seats = prepared.seats(role);
            seats.map(|seats| seats.left() == 0).collect()
        });
        Self { prepared, full }
    }
}

impl CostSource for Asked<'_> {
    fn rows(&self) -> usize {
        self.prepared.places(Role::Senior)
    }

    fn columns(&self) -> usize {
        self.prepared.places(Role::Junior)
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        let (senior, junior) = (row.index(), column.index());
        let [juniors, seniors] = &self.full;
        // Whoever has no seat left has no pair left, made ones among them.
        if *juniors.get(junior)? || *seniors.get(senior)? {
            return None;
        }
        Some(to_cost(self.prepared.ask(senior, junior)?))
    }
}
