//! The candidates of an index that contradict a claim.

use std::ops::Range;

use super::Indexed;
use crate::assignment::{Bound, Candidate, Certificate, Column, Cost, CostSource, Prices, Row};
use crate::candidates::CandidateIndex;

/// The pairs of an index, for who checks a certificate against the cheapest pair of each row and nothing else.
///
/// Of a row in the cover it is claimed that no pair costs less than the potential above the price of its column. So pairs that cost
/// no less are not looked for, which makes the answer cheap where, as in every proof, many cost just as much.
#[derive(Debug)]
pub(in crate::matching) struct Claimed<'a> {
    indexed: Indexed<'a>,
    certificate: &'a Certificate,
}

impl<'a> Claimed<'a> {
    pub(in crate::matching) fn new(
        index: &'a CandidateIndex<'a>,
        certificate: &'a Certificate,
    ) -> Self {
        Self {
            indexed: Indexed::new(index),
            certificate,
        }
    }

    /// What no pair of a row costs less than above the price of its column, if that is claimed.
    fn potential(&self, row: Row) -> Option<Cost> {
        let is_covered = self.certificate.row_cover().get(row.index()) == Some(&true);
        let potential = self.certificate.row_potentials().get(row.index());
        potential.copied().filter(|_| is_covered)
    }
}

impl CostSource for Claimed<'_> {
    fn rows(&self) -> usize {
        self.indexed.rows()
    }

    fn columns(&self) -> usize {
        self.indexed.columns()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        self.indexed.cost(row, column)
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        self.indexed.permitted(row, out);
    }

    fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
        self.indexed
            .cheapest_below(self.potential(row), row, prices, k, out)
    }

    fn most_pairs(&self) -> u64 {
        self.indexed.most_pairs()
    }

    fn is_indexed(&self) -> bool {
        true
    }

    fn cost_range(&self, rows: Range<usize>) -> Option<(Cost, Cost)> {
        self.indexed.cost_range(rows)
    }
}
