//! The cheapest pairs of each row, and a bound for all the others.

use super::parallel::map_blocks;
use super::reader::Reader;
use super::{AssignmentError, Candidate, Cost, CostSource};

/// The bound of a row that has no other pairs.
pub(super) const NOTHING_LEFT_OUT: Cost = Cost::MAX;

/// How long a list may become when it is renewed once in a while.
///
/// A row that asks again in the same search gets more, up to all there are. Short against the row: a
/// source that selects from a dense row does so much faster if it need not sort much of it.
pub(super) fn longest_calm_list(columns: usize) -> usize {
    (columns / 64).clamp(16, 256)
}

/// A listed pair.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// The cost less the price the column had when the list was made. Prices only fall, so the
    /// difference is at least this ever after.
    pub(super) floor: Cost,
    pub(super) cost: Cost,
    pub(super) column: u32,
}

/// Where a row's list is, and what it leaves out.
#[derive(Debug, Clone, Copy)]
struct Head {
    start: usize,
    len: usize,
    /// How many pairs were asked for.
    k: usize,
    /// No pair left out costs less than this above its price; see [`Entry::floor`].
    bound: Cost,
}

/// A short list for each row, ascending by floor.
///
/// The price of a column is its potential `v`. Two facts make a short list as good as the whole row:
/// a pair left out had `c - v >= bound` when the list was made, and `v` only falls, so it still has.
/// The static ancestor of this is the core problem of A. Volgenant, "Linear and semi-assignment
/// problems: a core oriented approach", Computers & Operations Research 23 (1996), pp. 917-932, who
/// prices out what was left out at the end; here a list is renewed the moment its bound matters, as
/// in L. H. U, K. Mouratidis, M. L. Yiu and N. Mamoulis, "Optimal matching between spatial datasets
/// under capacity constraints", ACM Transactions on Database Systems 35 (2010), article 9.
#[derive(Debug)]
pub(super) struct Lists {
    heads: Vec<Head>,
    /// The lists of all rows, and gaps where one has moved away.
    arena: Vec<Entry>,
    /// How many entries of the arena are in no list.
    gaps: usize,
    renewals: usize,
}

/// Rows that one thread lists at a time.
const ROWS_OF_A_BLOCK: usize = 16;

/// Pairs that are read between two questions to the caller.
const PAIRS_OF_A_BATCH: usize = 1 << 24;

impl Lists {
    /// Lists the `k` cheapest pairs of every row.
    pub(super) fn build<S: CostSource + ?Sized>(
        reader: &mut Reader<'_, S>,
        prices: &[Cost],
        k: usize,
    ) -> Result<Self, AssignmentError> {
        let rows = reader.rows();
        let mut lists = Self {
            heads: Vec::with_capacity(rows),
            arena: Vec::with_capacity(rows.saturating_mul(k.min(reader.columns()))),
            gaps: 0,
            renewals: 0,
        };
        // At least some blocks for each thread, however long the rows are.
        let batch = (PAIRS_OF_A_BATCH / reader.columns().max(1)).max(64 * ROWS_OF_A_BLOCK);
        for start in (0..rows).step_by(batch) {
            reader.report("listing candidates", start, rows)?;
            let source = &*reader;
            let blocks = map_blocks(start..rows.min(start + batch), ROWS_OF_A_BLOCK, |rows| {
                Self::of_rows(rows, source, prices, k)
            });
            for block in blocks {
                let block = block?;
                let shift = lists.arena.len();
                lists.arena.extend_from_slice(&block.arena);
                lists.heads.extend(block.heads.iter().map(|head| Head {
                    start: head.start + shift,
                    ..*head
                }));
            }
        }
        reader.report("listing candidates", rows, rows)?;
        Ok(lists)
    }

    fn of_rows<S: CostSource + ?Sized>(
        rows: std::ops::Range<usize>,
        reader: &Reader<'_, S>,
        prices: &[Cost],
        k: usize,
    ) -> Result<Self, AssignmentError> {
        let mut lists = Self {
            heads: Vec::with_capacity(rows.len()),
            arena: Vec::with_capacity(rows.len() * k.min(reader.columns())),
            gaps: 0,
            renewals: 0,
        };
        let mut candidates = Vec::new();
        for row in rows {
            let bound = reader.cheapest(row, prices, k, &mut candidates)?;
            let start = lists.arena.len();
            lists.append(row, &candidates, reader, prices);
            let len = lists.arena.len() - start;
            lists.heads.push(Head {
                start,
                len,
                k,
                bound,
            });
        }
        Ok(lists)
    }

    /// Appends the list of a row to the arena, in order.
    fn append<S: CostSource + ?Sized>(
        &mut self,
        row: usize,
        candidates: &[Candidate],
        reader: &Reader<'_, S>,
        prices: &[Cost],
    ) {
        let start = self.arena.len();
        self.arena.extend(candidates.iter().map(|pair| Entry {
            floor: pair.cost - prices[pair.column.index()],
            cost: pair.cost,
            column: pair.column.into(),
        }));
        let first = reader.first_column(row);
        // Ties in a rotated order: rows that like the same columns do not all ask for the same one.
        self.arena[start..]
            .sort_unstable_by_key(|entry| (entry.floor, entry.column < first, entry.column));
    }

    /// Lists the `k` cheapest pairs of a row at the prices of today.
    pub(super) fn renew<S: CostSource + ?Sized>(
        &mut self,
        row: usize,
        k: usize,
        prices: &[Cost],
        reader: &mut Reader<'_, S>,
    ) -> Result<(), AssignmentError> {
        reader.spend(reader.columns() / 4 + 1)?;
        let mut candidates = reader.take_buffer();
        let bound = reader.cheapest(row, prices, k, &mut candidates)?;
        self.renewals += 1;
        self.gaps += self.heads[row].len;
        self.heads[row].len = 0;
        if self.gaps > self.arena.len() / 2 + 1024 {
            self.close_gaps();
        }
        let start = self.arena.len();
        self.append(row, &candidates, reader, prices);
        let len = self.arena.len() - start;
        self.heads[row] = Head {
            start,
            len,
            k,
            bound,
        };
        reader.return_buffer(candidates);
        Ok(())
    }

    fn close_gaps(&mut self) {
        let mut arena = Vec::with_capacity(self.arena.len() - self.gaps);
        for head in &mut self.heads {
            let start = arena.len();
            arena.extend_from_slice(&self.arena[head.start..head.start + head.len]);
            head.start = start;
        }
        self.arena = arena;
        self.gaps = 0;
    }

    /// Gives the list of a row, ascending by floor.
    pub(super) fn of(&self, row: usize) -> &[Entry] {
        let head = &self.heads[row];
        &self.arena[head.start..head.start + head.len]
    }

    /// Gives what no pair left out falls below.
    pub(super) fn bound(&self, row: usize) -> Cost {
        self.heads[row].bound
    }

    /// Counts the lists made anew.
    pub(super) fn renewals(&self) -> usize {
        self.renewals
    }

    /// Tells how many pairs the list was made for.
    pub(super) fn k(&self, row: usize) -> usize {
        self.heads[row].k
    }
}
