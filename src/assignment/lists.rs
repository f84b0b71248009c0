//! The cheapest pairs of each row, and a bound for all the others.

use std::ops::Range;

use super::key::{Key, Origin};
use super::memory::Allowance;
use super::parallel::{rows_worth_a_thread, try_map_blocks};
use super::reader::Reader;
use super::source::rows_in_order;
use super::strategy::Strategy;
use super::{AssignmentError, Candidate, Cost, CostSource, Prices};

/// The bound of a row that has no other pairs.
pub(super) const NOTHING_LEFT_OUT: Cost = Cost::MAX;

/// A listed pair.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) cost: Cost,
    pub(super) column: u32,
    /// How far the floor of the pair lies above the base of the list, or as far as the type goes.
    rise: u32,
}

impl Entry {
    /// Gives how far the floor of the pair lies above the base of the list, or as far as the type goes.
    pub(super) fn rise(&self) -> u32 {
        self.rise
    }
}

/// Where a row's list is, and what it leaves out.
#[derive(Debug, Clone, Copy)]
struct Head {
    /// The chunk of the arena, and the first entry there.
    chunk: u32,
    len: u32,
    start: usize,
    /// How many pairs were asked for.
    k: usize,
    /// The least floor of the list.
    base: Cost,
    /// No pair left out costs less than this above its price.
    bound: Cost,
}

/// A short list for each row, ascending by floor.
///
/// The *floor* of a pair is its cost less the price its column had when the list was made. Prices only
/// fall, so the difference is at least this ever after.
///
/// The price of a column is its potential `v`. Two facts make a short list as good as the whole row:
/// a pair left out had `c - v >= bound` when the list was made, and `v` only falls, so it still has.
/// The static ancestor of this is the core problem of A. Volgenant, "Linear and semi-assignment
/// problems: a core oriented approach", Computers & Operations Research 23 (1996), pp. 917-932, who
/// prices out what was left out at the end; here a list is renewed the moment its bound matters, as
/// in L. H. U, K. Mouratidis, M. L. Yiu and N. Mamoulis, "Optimal matching between spatial datasets
/// under capacity constraints", ACM Transactions on Database Systems 35 (2010), article 9.
#[derive(Debug, Clone)]
pub(super) struct Lists {
    heads: Vec<Head>,
    /// The lists of all rows, and gaps where one has moved away; no list is in two chunks, and no chunk outgrows its room.
    arena: Vec<Vec<Entry>>,
    /// How many entries of the arena are in no list.
    gaps: usize,
    spare: NewLists,
}

/// Entries for which each row has room, if it has as many pairs: ten first lists.
const ROOM_OF_A_ROW: usize = 160;

/// The same where lists are asked for: these are short until a search needs them to be longer.
const ROOM_OF_AN_ASKED_ROW: usize = 16;

/// 2^12: a chunk of the arena beyond the first takes 64 KiB at least.
const ENTRIES_OF_A_CHUNK: usize = 1 << 12;

/// Pairs that one thread reads at a time.
const PAIRS_OF_A_BLOCK: u64 = 1 << 17;

/// Pairs that are read before all threads wait for the last one, which may be late where it shares its core: so few that their lists take
/// little room before they take their places, or more if they belong to few rows.
const PAIRS_OF_A_BATCH: u64 = 1 << 22;
const PAIRS_OF_A_LARGE_BATCH: u64 = 1 << 26;
const ROWS_OF_A_LARGE_BATCH: u64 = 1 << 14;

/// 2^18: as many entries, 4 MiB, are listed before they take their places, however long the lists, but for those of a few blocks.
const ENTRIES_OF_A_BATCH: usize = 1 << 18;

/// The longest list of a row that is asked for the first time in a search: to ask again takes as long as to go through some thousand pairs.
const CALM_ASKED: usize = 512;

/// Rows that one thread asks at most before it takes the next.
const MOST_ASKED_ROWS: usize = 8;

impl Head {
    /// Tells where the list is in its chunk.
    fn range(&self) -> Range<usize> {
        self.start..self.start + self.len()
    }

    fn len(&self) -> usize {
        self.len as usize
    }
}

impl Lists {
    /// Lists the `k` cheapest pairs of every row.
    pub(super) fn build(
        reader: &mut Reader<'_>,
        prices: &Prices,
        k: usize,
    ) -> Result<Self, AssignmentError> {
        let rows = reader.rows();
        let empty = Head {
            chunk: 0,
            len: 0,
            start: 0,
            k: 0,
            base: 0,
            bound: Cost::MIN,
        };
        let mut lists = Self {
            heads: vec![empty; rows],
            arena: vec![Vec::with_capacity(Self::room(reader.source()))],
            gaps: 0,
            spare: NewLists::default(),
        };
        let all = rows_in_order(reader.source(), rows);
        reader.report("listing candidates", 0, rows)?;
        lists.renew_all(&all, |_| k, prices, reader)?;
        Ok(lists)
    }

    /// Takes it that no row has a pair below these bounds, and lists none.
    ///
    /// Whoever has potentials without a negative reduced cost needs no more: a search renews the lists of the rows it visits,
    /// the first time to twice `k` pairs.
    pub(super) fn unlisted(bounds: &[Cost], k: usize) -> Self {
        let head = |&bound: &Cost| Head {
            chunk: 0,
            len: 0,
            start: 0,
            k,
            base: bound,
            bound,
        };
        Self {
            heads: bounds.iter().map(head).collect(),
            arena: vec![Vec::new()],
            gaps: 0,
            spare: NewLists::default(),
        }
    }

    /// Takes over the lists of rows whose prices and costs are the same but for some columns.
    ///
    /// `origins` says which row of `before` each row was; `now` gives the number that each column of `before` has, if
    /// it is still there and the same.
    pub(super) fn take_over(
        &mut self,
        before: Self,
        origins: &[Option<usize>],
        now: &[Option<u32>],
    ) {
        (self.arena, self.spare) = (before.arena, before.spare);
        let mut places = now.iter().zip(0..);
        let moved = !places.all(|(&now, column)| now == Some(column));
        let mut listed = 0;
        for (head, origin) in self.heads.iter_mut().zip(origins) {
            let Some(origin) = *origin else { continue };
            *head = before.heads[origin];
            if moved {
                let entries = &mut self.arena[head.chunk as usize][head.range()];
                head.len = number(relabel(entries, now));
            }
            listed += head.len();
        }
        self.gaps = self.used() - listed;
    }

    /// Lowers the bound of a row to what a pair left out has come to; listed pairs beyond it are left out as well.
    pub(super) fn lower_bound(&mut self, row: usize, reduced: Cost) {
        let head = &mut self.heads[row];
        if reduced >= head.bound {
            return;
        }
        head.bound = reduced;
        let entries = &self.arena[head.chunk as usize][head.range()];
        let within = |entry: &Entry| head.base.saturating_add(entry.rise.into()) <= reduced;
        let len = entries.partition_point(within);
        self.gaps += head.len() - len;
        head.len = number(len);
    }

    /// Follows prices that all fall by `shift`.
    pub(super) fn shift(&mut self, shift: Cost) {
        for head in &mut self.heads {
            // Saturating: the floor of a row without a pair is the largest number there is.
            head.base = head.base.saturating_add(shift);
            if head.bound != NOTHING_LEFT_OUT {
                head.bound = head.bound.saturating_add(shift);
            }
        }
    }

    /// Gives how many entries have room: lists of common problems never need more, however they grow and move.
    ///
    /// Room that is not used is reserved and not touched, so it is no memory but for those who count what is reserved.
    fn room(source: &dyn CostSource) -> usize {
        let rows = source.rows();
        let room = match Strategy::of(source) {
            Strategy::Read => ROOM_OF_A_ROW,
            Strategy::Ask => ROOM_OF_AN_ASKED_ROW,
        };
        let pairs = source.most_pairs().div_ceil(rows.max(1) as u64) + 1;
        let pairs = usize::try_from(pairs).unwrap_or(usize::MAX);
        // Sparse rows are listed whole, and half as much again is for those that move.
        let of_a_row = pairs.saturating_add(pairs / 2).min(room);
        rows.saturating_mul(of_a_row)
    }

    /// Counts the bytes of the room that lists have at first.
    pub(super) fn room_bytes(source: &dyn CostSource) -> u64 {
        Self::room(source) as u64 * size_of::<Entry>() as u64
    }

    /// Counts the bytes of what is known of all lists, and of a batch of first ones, of `k` pairs, before they take their places.
    pub(super) fn bytes_beside_room(source: &dyn CostSource, k: usize) -> (u64, u64) {
        let (entry, head) = (size_of::<Entry>() as u64, size_of::<Head>() as u64);
        let rows = source.rows() as u64;
        let pairs_of_a_row = source.most_pairs().div_ceil(rows.max(1));
        let pairs_of_a_row = pairs_of_a_row.min(source.columns() as u64);
        let batch = rows_of_a_batch(pairs_of_a_row.max(1)).clamp(1, rows.max(1));
        let first = batch * (pairs_of_a_row.min(k as u64) * entry + head);
        (rows * head, first)
    }

    /// Lists the cheapest pairs of some rows at the prices of today, on all threads; `length` says how many of the row at
    /// a place.
    pub(super) fn renew_all(
        &mut self,
        rows: &[usize],
        length: impl Fn(usize) -> usize + Sync + Send,
        prices: &Prices,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        if let [row] = *rows {
            return self.renew(row, length(0), prices, reader);
        }
        let pairs_of_a_row = reader.pairs_of_a_row();
        let block = match rows_worth_a_thread(pairs_of_a_row) {
            _ if reader.strategy() == Strategy::Ask => (rows.len() / 16).clamp(1, MOST_ASKED_ROWS),
            enough if rows.len() < enough => rows.len().max(1),
            _ => usize::try_from(PAIRS_OF_A_BLOCK / pairs_of_a_row)
                .map_or(256, |rows| rows.clamp(1, 256)),
        };
        // Some blocks for each thread, however long the rows are.
        let batch = usize::try_from(rows_of_a_batch(pairs_of_a_row)).unwrap_or(1);
        let batch = batch.max(32 * block);
        let longest = (0..rows.len()).map(&length).max().unwrap_or(0);
        let batch = batch.min((ENTRIES_OF_A_BATCH / longest.max(1)).max(4 * block));
        let most = usize::try_from(reader.pairs_of_a_row() + 1).unwrap_or(usize::MAX);
        for start in (0..rows.len()).step_by(batch) {
            let end = rows.len().min(start + batch);
            reader.spend_rows(end - start)?;
            let source = &*reader;
            let parts = try_map_blocks(start..end, block, |part| {
                source.may_go_on()?;
                let mut lists = NewLists::with_room(part.len(), length(part.start).min(most));
                for at in part {
                    lists.add(rows[at], length(at), prices, source)?;
                }
                Ok::<_, AssignmentError>((lists.heads, lists.entries))
            })?;
            let mut listed = rows[start..end].iter();
            for (heads, entries) in parts {
                for (head, &row) in heads.iter().zip(&mut listed) {
                    self.put(row, *head, &entries[head.range()], reader.allowed())?;
                }
            }
        }
        Ok(())
    }

    /// Lists the cheapest pairs of some rows at the prices of today, on all threads; `length` says how many, after a list of so many.
    pub(super) fn renew_by(
        &mut self,
        rows: &[usize],
        length: impl Fn(usize) -> usize,
        prices: &Prices,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let lengths: Vec<usize> = rows.iter().map(|&row| length(self.k(row))).collect();
        self.renew_all(rows, |at| lengths[at], prices, reader)
    }

    /// Lists the `k` cheapest pairs of a row at the prices of today.
    pub(super) fn renew(
        &mut self,
        row: usize,
        k: usize,
        prices: &Prices,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        reader.spend_rows(1)?;
        let mut lists = std::mem::take(&mut self.spare);
        lists.clear();
        lists.add(row, k, prices, reader)?;
        self.put(row, lists.heads[0], &lists.entries, reader.allowed())?;
        self.spare = lists;
        Ok(())
    }

    /// Chooses how long the next list of a row is: twice as long as the last.
    ///
    /// A row that asks for the first time in a search gets no more than it takes for most; one that asks `again` gets
    /// more, up to all there are. Short against the row: a source that selects from a dense row does so much faster if it need not
    /// sort much of it. Pairs `in_use` are listed too, and are of no use.
    pub(super) fn longer(
        &self,
        row: usize,
        again: bool,
        in_use: usize,
        reader: &Reader<'_>,
    ) -> usize {
        let k = self.heads[row].k;
        let double = k.saturating_mul(2).max(1);
        match (again, reader.strategy()) {
            (true, _) => double,
            (false, Strategy::Read) => {
                let calm = (reader.columns() / 64).clamp(16, 256) + in_use;
                double.min(calm).max(k)
            }
            // What made the list so long was an earlier search at other prices.
            (false, Strategy::Ask) => double.min(CALM_ASKED + in_use),
        }
    }

    /// Puts a new list of a row in the place of the old one, if all lists may take so much.
    fn put(
        &mut self,
        row: usize,
        head: Head,
        entries: &[Entry],
        allowed: Allowance,
    ) -> Result<(), AssignmentError> {
        self.gaps += self.heads[row].len();
        self.heads[row].len = 0;
        if self.room_left() < entries.len() {
            let used = self.used();
            if self.gaps > used / 8 {
                self.close_gaps();
            }
            // Another chunk, since to move all that is there takes twice the memory.
            if self.room_left() < entries.len() {
                let more = entries.len().max(used / 8).max(ENTRIES_OF_A_CHUNK);
                allowed.check(self.bytes() + more * size_of::<Entry>())?;
                self.arena.push(Vec::with_capacity(more));
            }
        }
        let chunk = self.arena.len() - 1;
        let start = self.arena[chunk].len();
        self.arena[chunk].extend_from_slice(entries);
        let chunk = number(chunk);
        self.heads[row] = Head {
            chunk,
            start,
            ..head
        };
        Ok(())
    }

    /// Counts the bytes for which the arena has room.
    pub(super) fn bytes(&self) -> usize {
        let entries: usize = self.arena.iter().map(Vec::capacity).sum();
        entries * size_of::<Entry>()
    }

    /// Counts the entries for which the last chunk has room.
    fn room_left(&self) -> usize {
        self.arena
            .last()
            .map_or(0, |last| last.capacity() - last.len())
    }

    /// Counts the entries of all chunks, gaps included.
    fn used(&self) -> usize {
        self.arena.iter().map(Vec::len).sum()
    }

    /// Moves the lists together, in the order in which they lie.
    fn close_gaps(&mut self) {
        let mut rows: Vec<usize> = (0..self.heads.len()).collect();
        rows.sort_unstable_by_key(|&row| (self.heads[row].chunk, self.heads[row].start));
        // No list moves back: where it lay there was room for it and for all before it.
        let (mut to, mut end) = (0, 0);
        for row in rows {
            let head = &mut self.heads[row];
            let from = head.chunk as usize;
            if end + head.len() > self.arena[to].capacity() {
                self.arena[to].truncate(end);
                (to, end) = (to + 1, 0);
            }
            let (before, others) = self.arena.split_at_mut(from);
            if let Some(chunk) = before.get_mut(to) {
                chunk.truncate(end);
                chunk.extend_from_slice(&others[0][head.range()]);
            } else {
                others[0].copy_within(head.range(), end);
            }
            (head.chunk, head.start) = (number(to), end);
            end += head.len();
        }
        self.arena[to].truncate(end);
        self.arena.truncate(to + 1);
        self.gaps = 0;
    }

    /// Gives the list of a row, ascending by floor.
    pub(super) fn of(&self, row: usize) -> &[Entry] {
        let head = &self.heads[row];
        &self.arena[head.chunk as usize][head.range()]
    }

    /// Gives what a listed pair of a row never falls below.
    pub(super) fn floor(&self, row: usize, entry: &Entry) -> Cost {
        self.heads[row].base.saturating_add(entry.rise.into())
    }

    /// Gives what no listed pair of a row ever falls below.
    pub(super) fn base(&self, row: usize) -> Cost {
        self.heads[row].base
    }

    /// Gives what no pair left out falls below.
    pub(super) fn bound(&self, row: usize) -> Cost {
        self.heads[row].bound
    }

    /// Says whether the list of a row leaves no pair out.
    pub(super) fn is_whole(&self, row: usize) -> bool {
        self.heads[row].bound == NOTHING_LEFT_OUT
    }

    /// Tells how many pairs the list was made for.
    pub(super) fn k(&self, row: usize) -> usize {
        self.heads[row].k
    }
}

/// Gives a number of entries of a list, or of chunks, in 32 bits.
fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a row has fewer than 2^32 columns")
}

/// Counts the rows of so many pairs that are listed before the lists take their places.
fn rows_of_a_batch(pairs_of_a_row: u64) -> u64 {
    let large = (PAIRS_OF_A_LARGE_BATCH / pairs_of_a_row).min(ROWS_OF_A_LARGE_BATCH);
    large.max(PAIRS_OF_A_BATCH / pairs_of_a_row)
}

/// Gives the entries of a list the numbers that their columns have `now`, and moves those that are left to the front.
fn relabel(entries: &mut [Entry], now: &[Option<u32>]) -> usize {
    let mut len = 0;
    for at in 0..entries.len() {
        if let Some(column) = now[entries[at].column as usize] {
            entries[len] = Entry {
                column,
                ..entries[at]
            };
            len += 1;
        }
    }
    len
}

/// Lists of some rows, before they take their places.
#[derive(Debug, Clone, Default)]
struct NewLists {
    heads: Vec<Head>,
    entries: Vec<Entry>,
    candidates: Vec<Candidate>,
    keys: Vec<Key>,
}

impl NewLists {
    /// Makes room for lists of `pairs` each, if these are few.
    fn with_room(rows: usize, pairs: usize) -> Self {
        Self {
            heads: Vec::with_capacity(rows),
            entries: Vec::with_capacity(rows * pairs.min(ROOM_OF_A_ROW)),
            ..Self::default()
        }
    }

    fn clear(&mut self) {
        self.heads.clear();
        self.entries.clear();
    }

    fn add(
        &mut self,
        row: usize,
        k: usize,
        prices: &Prices,
        reader: &Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let bound = reader.cheapest(row, prices, k, &mut self.candidates)?;
        // Ties in a rotated order: rows that like the same columns do not all ask for the same one.
        let first = reader.first_column(row);
        let floor = |pair: &Candidate| pair.cost - prices[pair.column.index()];
        let floors = self.candidates.iter().map(floor);
        let base = floors.clone().min().unwrap_or(bound);
        let start = self.entries.len();
        if let Some(origin) = Origin::of(first, floors) {
            self.keys.clear();
            let keys = self.candidates.iter();
            self.keys
                .extend(keys.map(|pair| origin.key_of(floor(pair), pair.column)));
            self.keys.sort_unstable();
            self.entries.extend(self.keys.iter().map(|&key| {
                let pair = origin.pair(key, prices);
                Entry {
                    cost: pair.cost,
                    column: pair.column.into(),
                    rise: key.rise(),
                }
            }));
        } else {
            self.candidates.sort_unstable_by_key(|pair| {
                (floor(pair), u32::from(pair.column).wrapping_sub(first))
            });
            self.entries
                .extend(self.candidates.iter().map(|pair| Entry {
                    cost: pair.cost,
                    column: u32::from(pair.column),
                    rise: u32::try_from(floor(pair).abs_diff(base)).unwrap_or(u32::MAX),
                }));
        }
        self.heads.push(Head {
            chunk: 0,
            len: number(self.entries.len() - start),
            start,
            k,
            base,
            bound,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Allowance, ENTRIES_OF_A_CHUNK, Entry, Head, Lists, number};

    #[test]
    fn lists_stay_what_they_are_however_others_grow_and_move() {
        const ROWS: usize = 40;
        let mut lists = Lists::unlisted(&[0; ROWS], 1);
        let mut expected: Vec<Vec<u32>> = vec![Vec::new(); ROWS];
        let (mut state, mut chunks, mut closed) = (1_usize, 0, 0);
        for _ in 0..4_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let row = (state >> 33) % ROWS;
            let len = (state >> 40)
                % if row == 0 {
                    3 * ENTRIES_OF_A_CHUNK
                } else {
                    900
                };
            let columns: Vec<u32> = (0..len).map(|at| number(at + state % 1_000)).collect();
            let entry = |&column: &u32| Entry {
                cost: i64::from(column),
                column,
                rise: column,
            };
            let entries: Vec<Entry> = columns.iter().map(entry).collect();
            let head = Head {
                chunk: 0,
                len: number(len),
                start: 0,
                k: len,
                base: 0,
                bound: 0,
            };
            let gaps = lists.gaps;
            let put = lists.put(row, head, &entries, Allowance::UNLIMITED);
            put.expect("nobody limits it");
            expected[row] = columns;
            closed += usize::from(lists.gaps < gaps);
            chunks = chunks.max(lists.arena.len());
            for (row, expected) in expected.iter().enumerate() {
                let found = lists.of(row).iter().map(|entry| entry.column);
                assert!(found.eq(expected.iter().copied()), "row {row}");
            }
        }
        assert!(
            chunks > 3 && closed > 3,
            "{chunks} chunks, closed {closed} times"
        );
        let listed: usize = expected.iter().map(Vec::len).sum();
        assert_eq!(lists.used() - lists.gaps, listed);
    }
}
