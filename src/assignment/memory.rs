//! What an answer takes in memory, told before any of it is taken.

use super::lists::Lists;
use super::{Candidate, Cost, CostSource};

/// Counts the bytes that a solver takes beyond the source at its peak.
///
/// Lists that grow while rows compete hard, and blocks of pairs that are copied where not every row can be
/// served, are not foreseen.
pub(super) fn estimate<S: CostSource + ?Sized>(source: &S, k: usize) -> u64 {
    let (rows, columns) = (source.rows() as u64, source.columns() as u64);
    let pairs_of_a_row = source.most_pairs() / rows.max(1);
    let lists = Lists::bytes(source.rows(), pairs_of_a_row, k);
    // A potential, a mate and the column it is matched at, and what a search knows of the row.
    let of_a_row = 8 + 4 + 8 + 24;
    // A price in both widths, a mate, and the distance and the row before in a search.
    let of_a_column = 8 + 4 + 4 + 8 + 4;
    // Side by side at the end: the answer, with both mates, covers and potentials.
    let of_an_answer = rows * (8 + 1 + 8) + columns * (8 + 1 + 8);
    let scratch =
        pairs_of_a_row * size_of::<Candidate>() as u64 + size_of::<Cost>() as u64 * columns;
    lists + rows * of_a_row + columns * of_a_column + of_an_answer + scratch
}
