//! Sources that watch the solver, or get in its way.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use reverse_mentoring::assignment::{Bound, Candidate, Column, Cost, CostSource, Prices, Row};

/// Counts what is asked of a source.
#[derive(Debug)]
pub(crate) struct Counted<S> {
    source: S,
    rows: AtomicU64,
    costs: AtomicU64,
}

impl<S: CostSource> Counted<S> {
    pub(crate) fn new(source: S) -> Self {
        Self {
            source,
            rows: AtomicU64::new(0),
            costs: AtomicU64::new(0),
        }
    }

    /// Counts the rows that were read: whole, for their cheapest pairs, or for the least cost of each column.
    pub(crate) fn rows_read(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Counts the pairs whose cost was asked for alone.
    pub(crate) fn costs_read(&self) -> u64 {
        self.costs.load(Ordering::Relaxed)
    }

    fn count_rows(&self, rows: usize) {
        self.rows.fetch_add(rows as u64, Ordering::Relaxed);
    }
}

impl<S: CostSource> CostSource for Counted<S> {
    fn rows(&self) -> usize {
        self.source.rows()
    }

    fn columns(&self) -> usize {
        self.source.columns()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        self.costs.fetch_add(1, Ordering::Relaxed);
        self.source.cost(row, column)
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        self.count_rows(1);
        self.source.permitted(row, out);
    }

    fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
        self.count_rows(1);
        self.source.cheapest(row, prices, k, out)
    }

    fn lower_to_minima(&self, rows: Range<usize>, minima: &mut [Cost]) {
        self.count_rows(rows.len());
        self.source.lower_to_minima(rows, minima);
    }

    fn most_pairs(&self) -> u64 {
        self.source.most_pairs()
    }

    fn cost_range(&self, rows: Range<usize>) -> Option<(Cost, Cost)> {
        self.count_rows(rows.len());
        self.source.cost_range(rows)
    }
}
