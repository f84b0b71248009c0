//! What an answer takes in memory, told before any of it is taken, and held to what the caller allows.

use super::compact::{self, lists_are_whole};
use super::lists::Lists;
use super::{AssignmentError, Candidate, CostSource};

/// Counts the bytes that a solver takes beyond the source at its peak.
///
/// Lists have room to grow in, which is part of it. What rows take that compete so hard that they outgrow it, and blocks of pairs
/// that are copied where not every row can be served, is not foreseen, but see [`Allowance`].
pub(super) fn estimate(source: &dyn CostSource, k: usize) -> u64 {
    Lists::room_bytes(source) + beside_lists(source, k)
}

/// Counts the bytes that a solver takes at its peak, all but the room that lists have.
fn beside_lists(source: &dyn CostSource, k: usize) -> u64 {
    let (rows, columns) = (source.rows() as u64, source.columns() as u64);
    let pairs_of_a_row = source.most_pairs().div_ceil(rows.max(1)).min(columns);
    let (heads, first) = Lists::bytes_beside_room(source, k);
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
    heads + of_the_start.max(of_the_search + of_contests) + scratch
}

/// Counts what an answer with seats takes for people beyond what one to a plain question does.
pub(super) fn of_seats(rows: usize, columns: usize) -> u64 {
    // Seats and their prices, exits, stairs, and what a search knows of either side's nodes.
    108 * rows as u64 + 48 * columns as u64
}

/// What lists and copies of pairs may take, since how far they grow is not known before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    /// What the caller allows.
    limit: u64,
    /// What is left of it.
    left: u64,
}

impl Allowance {
    pub(super) const UNLIMITED: Self = Self::of(u64::MAX);

    /// Allows so many bytes, and a tenth, by which what is foreseen may be wrong.
    pub(super) const fn of(limit: u64) -> Self {
        let left = limit.saturating_add(limit / 10);
        Self { limit, left }
    }

    /// Allows so many bytes less what the solver takes beside lists of this source.
    pub(super) fn beside(limit: u64, source: &dyn CostSource, k: usize) -> Self {
        Self::of(limit).less(beside_lists(source, k))
    }

    /// Takes away bytes that are held.
    pub(super) fn less(self, bytes: u64) -> Self {
        Self {
            left: self.left.saturating_sub(bytes),
            ..self
        }
    }

    /// Refuses to hold so many bytes if they are too many.
    pub(super) fn check(self, bytes: usize) -> Result<(), AssignmentError> {
        if bytes as u64 <= self.left {
            return Ok(());
        }
        let Self { limit, .. } = self;
        Err(AssignmentError::MemoryOutgrown { limit })
    }
}
