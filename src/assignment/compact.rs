//! Contests over lists that leave nothing out, in as little memory as they take.

use std::hint::black_box;

use super::cardinality::Mates;
use super::lists::{Entry, Lists};
use super::reader::Reader;
use super::search::State;
use super::{AssignmentError, Cost, CostSource};

/// All pairs of all rows, for contests.
///
/// A contest over long lists in which every row has few pairs waits for memory most of the time: who bids next is known when the
/// bid before is made, and its list, the prices and the owners are anywhere. So a pair takes 8 bytes here, and
/// so does what a contest knows of a column.
#[derive(Debug)]
pub(super) struct CompactLists {
    /// Row `i` has the pairs `starts[i]..starts[i + 1]`, ascending by rise.
    starts: Vec<u32>,
    pairs: Vec<Pair>,
    /// The prices for which the lists were made.
    prices: Vec<Cost>,
}

/// A pair, by how far its floor lies above the least floor of its row.
#[derive(Debug, Clone, Copy)]
struct Pair {
    column: u32,
    rise: u32,
}

/// Rises and falls are below this, so that 32 bits hold their sums.
const END: u32 = 1 << 30;

/// Rows have few pairs up to this many.
const FEW: u64 = 32;

/// Says whether rows have so few of all pairs there are that they are listed whole.
pub(super) fn lists_are_whole(source: &dyn CostSource) -> bool {
    let (rows, columns) = (source.rows() as u64, source.columns() as u64);
    let pairs_of_a_row = source.most_pairs() / rows.max(1);
    rows == columns && pairs_of_a_row <= FEW.min(columns / 64)
}

/// Counts the bytes of the lists and of a contest.
pub(super) fn bytes(rows: u64, columns: u64, pairs: u64) -> u64 {
    // A start, a mate and a place among the free; a price, a fall and an owner.
    pairs * size_of::<Pair>() as u64 + rows * (4 + 4 + 4) + columns * (8 + 4 + 4)
}

impl CompactLists {
    /// Copies lists that were made for these prices; `None` if one leaves something out, or its costs are too far apart.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the number of pairs fits u32"
    )]
    pub(super) fn copy(
        lists: &Lists,
        prices: &[Cost],
        reader: &mut Reader<'_>,
    ) -> Result<Option<Self>, AssignmentError> {
        let rows = reader.rows();
        let total = (0..rows).map(|row| lists.of(row).len()).sum();
        if u32::try_from(total).is_err() {
            return Ok(None);
        }
        let mut compact = Self {
            starts: Vec::with_capacity(rows + 1),
            pairs: Vec::with_capacity(total),
            prices: prices.to_vec(),
        };
        compact.starts.push(0);
        for row in 0..rows {
            let list = lists.of(row);
            reader.spend(list.len() + 1)?;
            // Ascending, so the last rises highest.
            let highest = list.last().map_or(0, Entry::rise);
            if !lists.is_whole(row) || highest >= END {
                return Ok(None);
            }
            compact.pairs.extend(list.iter().map(|entry| Pair {
                column: entry.column,
                rise: entry.rise(),
            }));
            compact.starts.push(compact.pairs.len() as u32);
        }
        Ok(Some(compact))
    }

    fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    fn of(&self, row: u32) -> &[Pair] {
        let row = row as usize;
        &self.pairs[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// Rows that bid for columns, by the rules of [`Contest`](super::bid::Contest).
pub(super) struct CompactContest<'a> {
    lists: &'a CompactLists,
    columns: Vec<Place>,
    /// No price falls farther; see `cost.rs`.
    farthest: u32,
}

/// A column, by how far its price has fallen since the lists were made, and the row that has it.
#[derive(Debug, Clone, Copy)]
struct Place {
    fall: u32,
    row: u32,
}

/// No row, and no column: sizes are below 2^32.
const NOBODY: u32 = u32::MAX;

/// How many bids are read for at once.
const AHEAD: usize = 32;

/// The two least of what the pairs of a row cost now, and the column of the least.
struct Best {
    column: u32,
    least: u32,
    /// That of `least` if the row has no other pair.
    second: u32,
}

impl<'a> CompactContest<'a> {
    /// Opens a contest at the prices and pairs of a state; `None` if prices have fallen too far.
    pub(super) fn open(
        lists: &'a CompactLists,
        state: &State,
        reader: &Reader<'_>,
    ) -> Option<Self> {
        let mut columns = Vec::with_capacity(lists.prices.len());
        for (column, (before, now)) in lists.prices.iter().zip(state.v.iter()).enumerate() {
            let fall = u32::try_from(before - now).ok();
            let row = state.mates.row_of(column).map(u32::try_from);
            columns.push(Place {
                fall: fall.filter(|&fall| fall < END)?,
                row: row.map_or(Some(NOBODY), Result::ok)?,
            });
        }
        // Prices were no lower when the lists were made.
        let lowest = state.v.iter().copied().min().unwrap_or(0);
        let fall = lowest.saturating_sub(reader.lowest_price(&state.v));
        Some(Self {
            lists,
            columns,
            farthest: u32::try_from(fall).unwrap_or(END).min(END - 1),
        })
    }

    /// Counts the rows that have a column.
    pub(super) fn served(&self) -> usize {
        let rows = self.columns.iter().map(|place| place.row);
        rows.filter(|&row| row != NOBODY).count()
    }

    /// Lets free rows bid until each has a column, has no pair to bid for, or `bids` are made.
    pub(super) fn hold(
        &mut self,
        epsilon: Cost,
        mut bids: usize,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let epsilon = u32::try_from(epsilon).unwrap_or(END);
        let mut free = Vec::with_capacity(self.lists.rows() - self.served());
        let mates = (0..).zip(self.columns_of_rows());
        free.extend(mates.filter_map(|(row, column)| (column == NOBODY).then_some(row)));
        // The first rows bid first.
        free.reverse();
        let mut next = Vec::with_capacity(AHEAD);
        while !free.is_empty() {
            next.extend(free.drain(free.len().saturating_sub(AHEAD)..));
            self.look_ahead(&next);
            while let Some(row) = next.pop() {
                reader.spend(8)?;
                if bids == 0 {
                    return Ok(());
                }
                let Some(best) = self.best(row) else {
                    continue;
                };
                bids -= 1;
                let place = &mut self.columns[best.column as usize];
                let step = (best.second - best.least).saturating_add(epsilon);
                let fall = place.fall.saturating_add(step);
                if step == 0 && place.row != NOBODY || fall > self.farthest {
                    continue;
                }
                if place.row != NOBODY {
                    free.push(place.row);
                }
                *place = Place { fall, row };
            }
        }
        Ok(())
    }

    /// Sets free each row whose column is not within `epsilon` of its best.
    pub(super) fn keep_within(
        &mut self,
        epsilon: Cost,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        for (row, column) in (0..).zip(self.columns_of_rows()) {
            reader.spend(8)?;
            if column != NOBODY {
                self.keep(row, column, epsilon);
            }
        }
        Ok(())
    }

    /// Keeps the column of a row if none is better by more than `epsilon`; gives what the best costs.
    fn keep(&mut self, row: u32, column: u32, epsilon: Cost) -> u32 {
        let (mut own, mut least) = (u32::MAX, u32::MAX);
        for pair in self.lists.of(row) {
            let now = pair.rise + self.columns[pair.column as usize].fall;
            least = least.min(now);
            if pair.column == column {
                own = now;
            }
        }
        if column != NOBODY && Cost::from(own) > Cost::from(least) + epsilon {
            self.columns[column as usize].row = NOBODY;
        }
        least
    }

    /// Makes a state of what has come of it, as a search expects it: no reduced cost negative, pairs tight.
    pub(super) fn settle(
        mut self,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        for (row, column) in (0..).zip(self.columns_of_rows()) {
            reader.spend(8)?;
            let least = self.keep(row, column, 0);
            // A row without any pair is found infeasible, whatever its potential.
            state.u[row as usize] = match least {
                u32::MAX => 0,
                least => state.lists.base(row as usize) + Cost::from(least),
            };
        }
        state.mates = Mates::new(reader.rows(), reader.columns());
        for (column, (place, before)) in self.columns.iter().zip(&self.lists.prices).enumerate() {
            state.v.set(column, before - Cost::from(place.fall));
            if place.row != NOBODY {
                state.mates.link(place.row as usize, column);
            }
        }
        Ok(())
    }

    fn best(&self, row: u32) -> Option<Best> {
        let (first, others) = self.lists.of(row).split_first()?;
        let (mut column, mut place) = (first.column, self.columns[first.column as usize]);
        let mut least = first.rise + place.fall;
        let mut second = u32::MAX;
        for pair in others {
            if pair.rise > second {
                break;
            }
            let other = self.columns[pair.column as usize];
            let now = pair.rise + other.fall;
            // Of equal columns a free one displaces nobody.
            if now < least || now == least && other.row == NOBODY && place.row != NOBODY {
                second = second.min(least);
                (column, place, least) = (pair.column, other, now);
            } else {
                second = second.min(now);
            }
        }
        let second = if others.is_empty() { least } else { second };
        Some(Best {
            column,
            least,
            second,
        })
    }

    /// Reads what the next bids will read, so that they wait for memory together and not one after the other.
    fn look_ahead(&self, rows: &[u32]) {
        const PAIRS: usize = 8;
        let starts = rows.iter().map(|&row| self.lists.starts[row as usize]);
        black_box(starts.fold(0, u32::max));
        let lists = rows.iter().map(|&row| {
            let lines = self.lists.of(row).iter().step_by(PAIRS);
            lines.fold(0, |most, pair| pair.rise.max(most))
        });
        black_box(lists.fold(0, u32::max));
        let columns = rows.iter().map(|&row| {
            let pairs = self.lists.of(row).iter().take(PAIRS);
            pairs.fold(0, |most, pair| {
                self.columns[pair.column as usize].fall.max(most)
            })
        });
        black_box(columns.fold(0, u32::max));
    }

    /// Gives the column of each row, or [`NOBODY`].
    fn columns_of_rows(&self) -> Vec<u32> {
        let mut columns = vec![NOBODY; self.lists.rows()];
        for (column, place) in (0..).zip(&self.columns) {
            if place.row != NOBODY {
                columns[place.row as usize] = column;
            }
        }
        columns
    }
}
