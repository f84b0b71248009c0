//! The candidates of an index as costs.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use super::source::to_cost;
use crate::assignment::{Bound, Candidate, Column, Cost, CostSource, Prices, Row, first_column};
use crate::candidates::{CandidateIndex, Question};
use crate::scoring::Score;

/// The pairs of a programme as an assignment problem that is never written down: seniors are rows, juniors are columns.
#[derive(Debug)]
pub(in crate::matching) struct Indexed<'a> {
    index: &'a CandidateIndex<'a>,
    /// The pairs that are looked at to list a row, as far as choices depend on it.
    pairs_of_a_row: u64,
    /// How often the index was asked, on all threads.
    asked: AtomicU64,
}

thread_local! {
    /// What an answer takes is kept from one to the next.
    static FOUND: RefCell<Vec<(usize, Score)>> = const { RefCell::new(Vec::new()) };
}

impl<'a> Indexed<'a> {
    pub(in crate::matching) fn new(index: &'a CandidateIndex<'a>) -> Self {
        let juniors = index.juniors() as u64;
        Self {
            index,
            // A list takes about as long as a look at a 64th of the row.
            pairs_of_a_row: juniors.min(1024.max(juniors / 64 + 1)),
            asked: AtomicU64::new(0),
        }
    }

    /// Counts the questions beyond the first for each row.
    pub(in crate::matching) fn renewals(&self) -> u64 {
        let asked = self.asked.load(Ordering::Relaxed);
        asked.saturating_sub(self.index.seniors() as u64)
    }

    /// Fills `out` with the `k` cheapest of those pairs of a row that cost less than `most` above the price of their column, if there is
    /// such a limit; the limit bounds all others then.
    pub(super) fn cheapest_below(
        &self,
        most: Option<Cost>,
        row: Row,
        prices: &Prices,
        k: usize,
        out: &mut Vec<Candidate>,
    ) -> Bound {
        out.clear();
        self.asked.fetch_add(1, Ordering::Relaxed);
        // Columns beyond the end of the prices have price 0.
        let highest = prices.highest();
        let question = Question {
            count: k,
            prices,
            highest_price: if prices.len() < self.columns() {
                highest.max(0)
            } else {
                highest
            },
            first: first_column(row.index(), self.rows(), self.columns()),
        };
        let floor = most.map(Cost::saturating_neg);
        FOUND.with_borrow_mut(|found| {
            let bound = self.index.best_above(floor, row.index(), question, found);
            out.extend(found.drain(..).map(candidate));
            bound.map_or(Bound::Complete, |worth| {
                Bound::AtLeast(worth.saturating_neg())
            })
        })
    }
}

impl CostSource for Indexed<'_> {
    fn rows(&self) -> usize {
        self.index.seniors()
    }

    fn columns(&self) -> usize {
        self.index.juniors()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        self.index.score(column.index(), row.index()).map(to_cost)
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        out.clear();
        if row.index() < self.rows() {
            FOUND.with_borrow_mut(|found| {
                // Whoever may not meet anyhow is left out without a look.
                self.index.best(row.index(), Question::all(), found);
                out.extend(found.drain(..).map(candidate));
            });
            out.sort_unstable();
        }
    }

    fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
        self.cheapest_below(None, row, prices, k, out)
    }

    fn most_pairs(&self) -> u64 {
        (self.rows() as u64).saturating_mul(self.pairs_of_a_row)
    }

    fn is_indexed(&self) -> bool {
        true
    }

    fn cost_range(&self, _rows: Range<usize>) -> Option<(Cost, Cost)> {
        Some((-Score::FULL.get(), 0))
    }
}

fn candidate((junior, score): (usize, Score)) -> Candidate {
    Candidate {
        column: Column::from(u32::try_from(junior).unwrap_or(u32::MAX)),
        cost: to_cost(score),
    }
}
