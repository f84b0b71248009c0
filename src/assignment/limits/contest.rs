//! Contests in which rows outbid each other for the seats of columns.

use super::bids::Bids;
use super::seats::{Mate, Seats};
use super::state::State;
use super::tree::number;
use crate::assignment::auction::next_ceiling;
use crate::assignment::bid::{LONG, Lasting, Pace};
use crate::assignment::lists::NOTHING_LEFT_OUT;
use crate::assignment::reader::Reader;
use crate::assignment::{AssignmentError, Cost};

/// Rows that bid for seats, and what each seat that is taken was bid for.
///
/// A column with room keeps its potential, whoever sits there. A full one has that of the highest bid it keeps: whoever bids
/// less takes this seat, and the potential falls to the bid that is then the highest. So a row that
/// sits anywhere is content with the potential there, and the seats of a column, which are all alike, make no contest among themselves.
pub(super) struct Contest {
    bids: Bids,
    /// No potential is lowered beyond this.
    lowest: Cost,
    /// How many pairs a new list holds, beyond the seats of its row, and how far a bid may be off.
    lasting: Lasting,
    /// Rows that wait for a new list.
    waiting: Vec<usize>,
    /// Whether a row bids no more.
    aside: Vec<bool>,
    /// The last row that looked at a column and had it already, by the number of the look.
    used: Vec<u64>,
    looks: u64,
    /// The pairs that a row bids for.
    wanted: Vec<Wanted>,
}

/// A pair, and what it costs at zero `u`.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    reduced: Cost,
    cost: Cost,
    column: u32,
}

/// Seats below the ceiling that are left to searches: to lower it for the last few would set free many a row that comes back.
pub(super) const FEW_VACANT: u64 = 64;

impl Contest {
    /// Opens a contest among the rows of a state.
    pub(super) fn new(lasting: Lasting, state: &State<'_>) -> Self {
        let columns = state.v.len();
        let mut bids = Bids::new(columns);
        for column in 0..columns {
            for mate in state.columns.of(column) {
                bids.push(column, mate.index, state.v[column]);
            }
        }
        Self {
            bids,
            lowest: state.problem.scale.lowest(),
            lasting,
            waiting: Vec::new(),
            aside: vec![false; state.u.len()],
            used: vec![0; columns],
            looks: 0,
            wanted: Vec::new(),
        }
    }

    /// Lets rows bid until all their seats are served, they have no pair to bid for, or no `bids` are left.
    ///
    /// A row with several seats left bids for all of them at once, each time as if it had the others: what it compares with is the best pair
    /// that it does not bid for.
    pub(super) fn hold(
        &mut self,
        epsilon: Cost,
        bids: &mut usize,
        state: &mut State<'_>,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let mut left = state.rows_left();
        left.retain(|&row| !self.aside[row]);
        // The first rows bid first.
        left.reverse();
        let mut pace = Pace::new(self.lasting, *bids);
        loop {
            while let Some(row) = left.pop() {
                reader.spend(8)?;
                let seats = state.unserved(row) as usize;
                if seats == 0 {
                    continue;
                }
                if *bids == 0 {
                    self.waiting.clear();
                    return Ok(());
                }
                let bound = state.lists.bound(row);
                let within = bound.saturating_add(epsilon * self.lasting.tolerance());
                let second = self.choose(row, seats, state);
                let known = self.wanted.partition_point(|pair| pair.reduced <= within);
                if known == 0 {
                    if bound != NOTHING_LEFT_OUT {
                        self.waiting.push(row);
                    }
                    continue;
                }
                let again = known < self.wanted.len();
                self.wanted.truncate(known);
                *bids = bids.saturating_sub(known);
                self.bid(row, second, epsilon, state, &mut left);
                if again {
                    self.waiting.push(row);
                }
            }
            if self.waiting.is_empty() {
                return Ok(());
            }
            let last = self.waiting.len().saturating_sub(pace.next(*bids));
            self.renew(last, self.lasting.pairs(0), state, reader)?;
            left.extend(self.waiting.drain(last..));
        }
    }

    /// Sets the rows aside that have seats left: those that have outbid each other for so long have too few seats among them, most likely,
    /// and it is up to a search to say who goes without.
    pub(super) fn set_aside(&mut self, state: &State<'_>) {
        for row in state.rows_left() {
            self.aside[row] = true;
        }
    }

    /// Finds the best pairs for so many seats of a row, ascending; gives the next one, of those left out of the list at least the bound.
    fn choose(&mut self, row: usize, seats: usize, state: &State<'_>) -> Cost {
        self.looks += 1;
        let own = state.rows.of(row);
        for mate in own {
            self.used[mate.index as usize] = self.looks;
        }
        self.wanted.clear();
        let lists = &state.lists;
        let mut second = lists.bound(row);
        let narrow = state.v.narrow();
        for entry in lists.of(row) {
            if lists.floor(row, entry) > second {
                break;
            }
            let column = entry.column as usize;
            if !own.is_empty() && self.used[column] == self.looks {
                continue;
            }
            // Narrow prices take half the cache, and rows look for them all over it.
            let price = match narrow {
                Some(v) => v[column].into(),
                None => state.v[column],
            };
            let pair = Wanted {
                reduced: entry.cost - price,
                cost: entry.cost,
                column: entry.column,
            };
            let not_after = |other: &Wanted| !self.is_better(&pair, other, state);
            let at = self.wanted.partition_point(not_after);
            if at == seats {
                second = second.min(pair.reduced);
                continue;
            }
            if self.wanted.len() == seats
                && let Some(worst) = self.wanted.pop()
            {
                second = second.min(worst.reduced);
            }
            self.wanted.insert(at, pair);
        }
        match self.wanted.last() {
            // A row without another pair gains nothing by a low bid.
            Some(last) if second == NOTHING_LEFT_OUT => last.reduced,
            _ => second,
        }
    }

    /// Says whether a row wants one pair more than another: of equal columns one with room displaces nobody.
    fn is_better(&self, one: &Wanted, other: &Wanted, state: &State<'_>) -> bool {
        one.reduced < other.reduced
            || one.reduced == other.reduced
                && self.has_room(one.column as usize, state)
                && !self.has_room(other.column as usize, state)
    }

    fn has_room(&self, column: usize, state: &State<'_>) -> bool {
        self.bids.len(column) < state.problem.column_seats(column)
    }

    /// Bids for all pairs that a row wants, and sets free the seats of those it outbids.
    fn bid(
        &mut self,
        row: usize,
        second: Cost,
        epsilon: Cost,
        state: &mut State<'_>,
        left: &mut Vec<usize>,
    ) {
        for at in 0..self.wanted.len() {
            let Wanted {
                reduced,
                cost,
                column,
                ..
            } = self.wanted[at];
            let offer = cost - second.max(reduced) - epsilon;
            if offer < self.lowest {
                continue;
            }
            let place = column as usize;
            let seats = state.problem.column_seats(place);
            if self.bids.len(place) < seats {
                self.bids.push(place, number(row), offer);
            } else {
                let outbid = self.bids.outbid(place, number(row), offer);
                state.rows.remove(outbid as usize, column);
                left.push(outbid as usize);
            }
            if self.bids.len(place) == seats
                && let Some(highest) = self.bids.highest(place)
            {
                state.v.set(place, highest);
            }
            state.rows.push(
                row,
                Mate {
                    index: column,
                    cost,
                },
            );
        }
    }

    /// Renews the lists of the rows that wait, from one on.
    fn renew(
        &self,
        first: usize,
        k: usize,
        state: &mut State<'_>,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let rows = &self.waiting[first..];
        // Pairs in use are listed too, and are of no use.
        let length = |at: usize| k.saturating_add(state.problem.row_seats(rows[at]) as usize);
        state.lists.renew_all(rows, length, &state.v, reader)
    }

    /// Chooses a lower ceiling while some column with room is farther below it than `epsilon`.
    pub(super) fn next_ceiling(&self, epsilon: Cost, state: &State<'_>) -> Option<Cost> {
        let ceiling = state.ceiling();
        let room = |column| state.problem.column_seats(column) - self.bids.len(column);
        let below = (0..state.v.len()).filter(|&column| state.v[column] < ceiling - epsilon);
        let vacant: u64 = below.clone().map(|column| u64::from(room(column))).sum();
        if vacant <= FEW_VACANT {
            return None;
        }
        let open = below.filter(|&column| room(column) > 0);
        next_ceiling(ceiling, open.map(|column| state.v[column]), epsilon)
    }

    /// Lowers every potential above `ceiling` to it, and sets free pairs that are no longer within `epsilon` of the best of their row.
    pub(super) fn lower_ceiling(
        &mut self,
        ceiling: Cost,
        epsilon: Cost,
        state: &mut State<'_>,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        reader.spend(reader.columns())?;
        let mut lowered = Vec::new();
        for column in 0..reader.columns() {
            if state.v[column] > ceiling {
                state.v.set(column, ceiling);
                self.bids.lower(column, ceiling);
                lowered.extend(self.bids.rows(column).map(|row| row as usize));
            }
        }
        lowered.sort_unstable();
        lowered.dedup();
        self.keep_within(epsilon, lowered, state, reader)
    }

    /// Sets free each pair of some rows that is not within `epsilon` of the best that the row has not.
    pub(super) fn keep_within(
        &mut self,
        epsilon: Cost,
        rows: impl IntoIterator<Item = usize>,
        state: &mut State<'_>,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        self.waiting.clear();
        let mut left_by = Vec::new();
        for row in rows {
            reader.spend(8)?;
            let within = state
                .lists
                .bound(row)
                .saturating_add(epsilon * self.lasting.tolerance());
            let farthest = self.keep(row, epsilon, state, &mut left_by);
            if farthest.is_some_and(|farthest| farthest > within) {
                self.waiting.push(row);
            }
        }
        self.renew(0, LONG, state, reader)?;
        for row in std::mem::take(&mut self.waiting) {
            self.keep(row, epsilon, state, &mut left_by);
        }
        left_by.sort_unstable();
        left_by.dedup();
        for column in left_by {
            let rows = &state.rows;
            self.bids
                .retain(column as usize, |row| rows.has(row as usize, column));
        }
        Ok(())
    }

    /// Keeps the pairs of a row if its list knows of none that is better by more than `epsilon`; gives what the farthest one
    /// kept costs, if any is.
    fn keep(
        &mut self,
        row: usize,
        epsilon: Cost,
        state: &mut State<'_>,
        left_by: &mut Vec<u32>,
    ) -> Option<Cost> {
        let reduced = |mate: &Mate, state: &State<'_>| mate.cost - state.v[mate.index as usize];
        let farthest = |state: &State<'_>| {
            let own = state.rows.of(row).iter();
            own.map(|mate| reduced(mate, state)).max()
        };
        let before = farthest(state)?;
        // What the list was made for is often enough to tell.
        if before <= state.lists.base(row).saturating_add(epsilon) {
            return Some(before);
        }
        self.choose(row, 1, state);
        let Some(least) = self.wanted.first().map(|best| best.reduced) else {
            return Some(before);
        };
        let most = least.saturating_add(epsilon);
        if before <= most {
            return Some(before);
        }
        let own = state.rows.of(row).iter();
        left_by.extend(
            own.filter(|mate| reduced(mate, state) > most)
                .map(|mate| mate.index),
        );
        let State { rows, v, .. } = state;
        rows.retain(row, |mate| mate.cost - v[mate.index as usize] <= most);
        farthest(state)
    }

    /// Makes a state of what has come of it, as a search expects it: no reduced cost negative but of pairs in use, and
    /// none of these positive.
    pub(super) fn settle(
        mut self,
        state: &mut State<'_>,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        self.keep_within(0, 0..reader.rows(), state, reader)?;
        let mut columns = Seats::new(reader.columns());
        for row in 0..reader.rows() {
            self.choose(row, 1, state);
            let listed = self.wanted.first().map_or(Cost::MAX, |best| best.reduced);
            let mut u = None;
            for mate in state.rows.of(row) {
                let column = mate.index as usize;
                u = u.max(Some(mate.cost - state.v[column]));
                columns.push(
                    column,
                    Mate {
                        index: number(row),
                        cost: mate.cost,
                    },
                );
            }
            match listed.min(state.lists.bound(row)) {
                // A row that has all it may have.
                Cost::MAX if state.empty[row] == 0 => state.u[row] = u.unwrap_or(0),
                Cost::MAX => {}
                least => {
                    state.u[row] = least;
                    state.empty[row] = 0;
                }
            }
        }
        state.columns = columns;
        Ok(())
    }
}
