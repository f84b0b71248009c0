//! What an answer takes in memory, told before any of it is taken.

use super::compact::{self, lists_are_whole};
use super::lists::Lists;
use super::{Candidate, CostSource};

/// Counts the bytes that a solver takes beyond the source at its peak.
///
/// Lists have room to grow in, which is part of it. What rows take that compete so hard that they outgrow it, and blocks of pairs
/// that are copied where not every row can be served, is not foreseen.
pub(super) fn estimate(source: &dyn CostSource, k: usize) -> u64 {
    let (rows, columns) = (source.rows() as u64, source.columns() as u64);
    let pairs_of_a_row = source.most_pairs().div_ceil(rows.max(1)).min(columns);
    let (lists, first) = Lists::bytes(source, k);
    // While the first lists are made: a price in both widths and a mate. What comes before that takes less than what comes after.
    let of_the_start = first + columns * (8 + 4 + 4);
    // While rows are served: a potential, a mate and the column it is matched at, what a search knows of the row, and a
    // place among the free; the same as above, the distance and the row before in a search, and that it is reached.
    let of_the_search = rows * (8 + 4 + 8 + 24 + 8) + columns * (8 + 4 + 4 + 8 + 4 + 4);
    let of_contests = if lists_are_whole(source) {
        compact::bytes(rows, columns, source.most_pairs())
    } else {
        0
    };
    // A row that is read whole.
    let scratch = pairs_of_a_row * size_of::<Candidate>() as u64;
    lists + of_the_start.max(of_the_search + of_contests) + scratch
}
