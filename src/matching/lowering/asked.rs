//! The pairs of an index as costs, without those that pins settle: for who looks at few of them.

use std::ops::Range;

use super::Indexed;
use crate::assignment::{Bound, Candidate, Column, Cost, CostSource, Prices, Row, keep_cheapest};
use crate::candidates::CandidateIndex;
use crate::matching::prepared::Prepared;
use crate::programme::Role;

/// The pairs of a programme as an assignment problem, without those that pins settle; no table is read.
#[derive(Debug)]
pub(in crate::matching) struct Asked<'a> {
    indexed: Indexed<'a>,
    /// Of juniors, then of seniors: who has no seat left by pins.
    full: [Vec<bool>; 2],
    /// Places of senior and junior that a pin keeps apart, in order.
    apart: Vec<(usize, usize)>,
}

/// The price of columns that are not to be seen while there are others.
const OUT_OF_SIGHT: Cost = Cost::MIN / 2;

impl<'a> Asked<'a> {
    /// Takes the programme, and an index over everybody who has a place in it.
    pub(in crate::matching) fn new(prepared: &Prepared<'_>, index: &'a CandidateIndex<'a>) -> Self {
        Self {
            indexed: Indexed::new(index),
            full: [Role::Junior, Role::Senior].map(|role| prepared.full(role)),
            apart: prepared.places_apart(),
        }
    }

    /// Lists who is kept apart from a senior, each with the senior.
    fn apart_from(&self, senior: usize) -> &[(usize, usize)] {
        let from = self.apart.partition_point(|&(other, _)| other < senior);
        let len = self.apart[from..].partition_point(|&(other, _)| other == senior);
        &self.apart[from..from + len]
    }

    /// Tells whether pins leave the pair to the solver.
    fn is_open(&self, senior: usize, junior: usize) -> bool {
        let [juniors, seniors] = &self.full;
        // Whoever has no seat left has no pair left, made ones among them.
        juniors.get(junior) == Some(&false)
            && seniors.get(senior) == Some(&false)
            && self.apart.binary_search(&(senior, junior)).is_err()
    }
}

impl CostSource for Asked<'_> {
    fn rows(&self) -> usize {
        self.indexed.rows()
    }

    fn columns(&self) -> usize {
        self.indexed.columns()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        let is_open = self.is_open(row.index(), column.index());
        is_open.then(|| self.indexed.cost(row, column))?
    }

    fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
        out.clear();
        let [juniors, seniors] = &self.full;
        if seniors.get(row.index()) != Some(&false) {
            return Bound::Complete;
        }
        let without_full = juniors.contains(&true).then(|| {
            let price = |(column, &is_full): (usize, &bool)| match prices.get(column) {
                _ if is_full => OUT_OF_SIGHT,
                price => price.copied().unwrap_or(0),
            };
            Prices::from(juniors.iter().enumerate().map(price).collect::<Vec<_>>())
        });
        let prices = without_full.as_ref().unwrap_or(prices);
        // As many more as may have to be left out again.
        let more = k.saturating_add(self.apart_from(row.index()).len());
        let bound = self.indexed.cheapest(row, prices, more, out);
        out.retain(|pair| self.is_open(row.index(), pair.column.index()));
        match keep_cheapest(0, prices, k, out) {
            Bound::Complete => bound,
            beyond @ Bound::AtLeast(_) => beyond,
        }
    }

    fn most_pairs(&self) -> u64 {
        self.indexed.most_pairs()
    }

    fn is_indexed(&self) -> bool {
        true
    }

    fn reading_order(&self) -> Option<&[u32]> {
        self.indexed.reading_order()
    }

    fn cost_range(&self, rows: Range<usize>) -> Option<(Cost, Cost)> {
        self.indexed.cost_range(rows)
    }
}
