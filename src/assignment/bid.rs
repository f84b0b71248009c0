//! What a row bids for, and contests in which rows outbid each other.

use super::lists::NOTHING_LEFT_OUT;
use super::reader::Reader;
use super::search::State;
use super::{AssignmentError, Cost};

/// The two least reduced costs of a row at zero `u`, as far as its list tells, and where the least is.
pub(super) struct Best {
    pub(super) column: usize,
    pub(super) cost: Cost,
    pub(super) least: Cost,
    /// The least of the others, of those left out of the list at least the bound; `least` if
    /// there are none.
    pub(super) second: Cost,
}

impl Best {
    /// Reads the list of a row; `None` if it is empty.
    pub(super) fn listed(row: usize, state: &State) -> Option<Self> {
        // Narrow prices take half the cache, and rows look for them all over it.
        match state.v.narrow() {
            Some(v) => Self::listed_at(row, state, |column| v[column as usize].into()),
            None => Self::listed_at(row, state, |column| state.v[column as usize]),
        }
    }

    #[inline]
    fn listed_at(row: usize, state: &State, price: impl Fn(u32) -> Cost) -> Option<Self> {
        let lists = &state.lists;
        let free = |column: u32| state.mates.row_of(column as usize).is_none();
        let (mut best, entries) = lists.of(row).split_first()?;
        let mut least = best.cost - price(best.column);
        let mut second = lists.bound(row);
        for entry in entries {
            if lists.floor(row, entry) > second {
                break;
            }
            let other = entry.cost - price(entry.column);
            // Of equal columns a free one displaces nobody.
            if other < least || other == least && free(entry.column) && !free(best.column) {
                second = second.min(least);
                (best, least) = (entry, other);
            } else {
                second = second.min(other);
            }
        }
        Some(Self {
            column: best.column as usize,
            cost: best.cost,
            least,
            second: if second == NOTHING_LEFT_OUT {
                least
            } else {
                second.max(least)
            },
        })
    }
}

/// Rows that bid for columns, and what each has paid so far.
pub(super) struct Contest {
    /// The cost of each row's pair.
    own: Vec<Cost>,
    /// No potential is lowered beyond this; see `cost.rs`.
    lowest: Cost,
    /// How many pairs a new list holds, and how many epsilons the best listed pair may lie above one left out, and still be bid for.
    lasting: Lasting,
    /// Rows that wait for a new list.
    waiting: Vec<usize>,
}

/// How lists are used in a contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lasting {
    /// They hold some pairs, and last for about as many bids.
    ///
    /// A contest with an epsilon is a start, not an answer, so a bid need not be the best there is.
    Long,
    /// They hold one pair and last for one bid, which is the best there is: for costs that make all rows like
    /// the same columns.
    OneBid,
    /// They hold more pairs each time, for rows that are asked: to ask takes far longer than to go through a list.
    Longer,
}

impl Lasting {
    /// Gives how many pairs a new list holds, after one of so many.
    pub(super) fn pairs(self, before: usize) -> usize {
        match self {
            Self::Long => LONG,
            Self::OneBid => 1,
            Self::Longer => (2 * before).clamp(SHORTEST_ASKED, LONGEST_ASKED),
        }
    }

    /// Gives how many epsilons a bid may be off.
    pub(super) fn tolerance(self) -> Cost {
        match self {
            Self::Long => TOLERANCE,
            Self::OneBid => 0,
            // What such a bid is off lowers prices too far, and they do not rise again.
            Self::Longer => TOLERANCE / 2,
        }
    }

    /// Gives how far potentials are lowered at most.
    fn lowest_price(self, state: &State, reader: &Reader<'_>) -> Cost {
        let lowest = reader.lowest_price(&state.v);
        match self {
            Self::Long | Self::OneBid => lowest,
            // Among rows that are asked may be some that cannot all be served, and would bid on and on.
            Self::Longer => {
                let (least, most) = reader.range();
                let start = state.v.iter().copied().min().unwrap_or(0);
                lowest.max(start.saturating_sub((most - least).saturating_mul(MOST_RANGES)))
            }
        }
    }

    /// Gives how many lists are renewed together at most.
    fn batch(self) -> usize {
        match self {
            Self::Long | Self::OneBid => BATCH,
            Self::Longer => 8 * BATCH,
        }
    }
}

/// How many pairs a list holds that lasts.
pub(super) const LONG: usize = 16;

/// How many pairs lists hold that become longer.
const SHORTEST_ASKED: usize = 32;
const LONGEST_ASKED: usize = 256;

/// As many times the range of costs a row that is asked pays at most for a column.
const MOST_RANGES: Cost = 4;

/// How many epsilons a bid of a list that lasts may be off.
const TOLERANCE: Cost = 10;

/// How many lists are renewed at once while there are enough bids for them, on all threads.
///
/// A list that is renewed early may be stale when its turn comes; so few that this is rare.
const BATCH: usize = 64;

/// How many lists are renewed together, by how many bids there are between two renewals.
pub(super) struct Pace {
    most: usize,
    batch: usize,
    /// How many bids were left at the renewal before.
    left: usize,
}

impl Pace {
    pub(super) fn new(lasting: Lasting, bids: usize) -> Self {
        Self {
            most: lasting.batch(),
            batch: lasting.batch(),
            left: bids,
        }
    }

    /// Chooses how many lists are renewed now that so many bids are left.
    pub(super) fn next(&mut self, bids: usize) -> usize {
        let made = std::mem::replace(&mut self.left, bids) - bids;
        self.batch = if made < self.batch / 2 {
            (self.batch / 2).max(1)
        } else {
            (self.batch * 2).min(self.most)
        };
        self.batch
    }
}

impl Contest {
    /// Opens a contest among the rows of a state whose pairs are tight.
    pub(super) fn new(lasting: Lasting, state: &State, reader: &Reader<'_>) -> Self {
        let own = |row| match state.mates.column_of(row) {
            Some(column) => state.u[row] + state.v[column],
            None => 0,
        };
        Self {
            own: (0..reader.rows()).map(own).collect(),
            lowest: lasting.lowest_price(state, reader),
            lasting,
            waiting: Vec::new(),
        }
    }

    /// Lets free rows bid until each has a column, has no pair to bid for, or `bids` are made.
    ///
    /// A row lowers the potential of the column it likes best until it likes that column less than the
    /// second best by `epsilon`, and sets free the row that had it. Without an epsilon, a row that
    /// likes two taken columns equally stays free, or it would gain nothing.
    pub(super) fn hold(
        &mut self,
        epsilon: Cost,
        mut bids: usize,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let mut free = state.mates.free_rows();
        // The first rows bid first.
        free.reverse();
        let mut pace = Pace::new(self.lasting, bids);
        loop {
            while let Some(row) = free.pop() {
                reader.spend(8)?;
                if bids == 0 {
                    self.waiting.clear();
                    return Ok(());
                }
                let bound = state.lists.bound(row);
                let best = match Best::listed(row, state) {
                    Some(best)
                        if best.least
                            <= bound.saturating_add(epsilon * self.lasting.tolerance()) =>
                    {
                        best
                    }
                    None if bound == NOTHING_LEFT_OUT => continue,
                    _ => {
                        self.waiting.push(row);
                        continue;
                    }
                };
                bids -= 1;
                let owner = state.mates.row_of(best.column);
                let lowered = state.v[best.column] - (best.second - best.least) - epsilon;
                if lowered == state.v[best.column] && owner.is_some() || lowered < self.lowest {
                    continue;
                }
                if let Some(owner) = owner {
                    state.mates.release(owner);
                    free.push(owner);
                }
                state.v.set(best.column, lowered);
                self.own[row] = best.cost;
                state.mates.link(row, best.column);
            }
            if self.waiting.is_empty() {
                return Ok(());
            }
            let last = self.waiting.len().saturating_sub(pace.next(bids));
            let pairs = |before| self.lasting.pairs(before);
            state
                .lists
                .renew_by(&self.waiting[last..], pairs, &state.v, reader)?;
            free.extend(self.waiting.drain(last..));
        }
    }

    /// Lowers every potential above `ceiling` to it, and sets free rows whose column is no longer within `epsilon` of their
    /// best.
    pub(super) fn lower_ceiling(
        &mut self,
        ceiling: Cost,
        epsilon: Cost,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        reader.spend(reader.columns())?;
        let mut lowered = Vec::new();
        for column in 0..reader.columns() {
            if state.v[column] > ceiling {
                state.v.set(column, ceiling);
                lowered.extend(state.mates.row_of(column));
            }
        }
        self.keep_within(epsilon, lowered, state, reader)
    }

    /// Sets free each of some rows whose column is not within `epsilon` of its best.
    pub(super) fn keep_within(
        &mut self,
        epsilon: Cost,
        rows: impl IntoIterator<Item = usize>,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        self.waiting.clear();
        for row in rows {
            reader.spend(8)?;
            if let Some(column) = state.mates.column_of(row) {
                let own = self.own[row] - state.v[column];
                let bound = state.lists.bound(row);
                let kept = self.keep(row, column, epsilon, state);
                if kept && own > bound.saturating_add(epsilon * self.lasting.tolerance()) {
                    self.waiting.push(row);
                }
            }
        }
        let pairs = |before| self.lasting.pairs(before).max(LONG);
        state
            .lists
            .renew_by(&self.waiting, pairs, &state.v, reader)?;
        for row in std::mem::take(&mut self.waiting) {
            if let Some(column) = state.mates.column_of(row) {
                self.keep(row, column, epsilon, state);
            }
        }
        Ok(())
    }

    /// Keeps the column of a row if its list knows of none that is better by more than `epsilon`.
    fn keep(&mut self, row: usize, column: usize, epsilon: Cost, state: &mut State) -> bool {
        let own = self.own[row] - state.v[column];
        // What the list was made for is often enough to tell.
        let kept = own <= state.lists.base(row).saturating_add(epsilon)
            || Best::listed(row, state)
                .is_none_or(|best| own <= best.least.saturating_add(epsilon));
        if !kept {
            state.mates.unlink(row, column);
        }
        kept
    }

    /// Makes potentials of rows and pairs what a search expects: no reduced cost negative, pairs tight.
    pub(super) fn settle(
        mut self,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        self.keep_within(0, 0..reader.rows(), state, reader)?;
        for row in 0..reader.rows() {
            state.u[row] = match state.mates.column_of(row) {
                Some(column) => self.own[row] - state.v[column],
                None => lowest_known(row, state),
            };
        }
        Ok(())
    }
}

/// Gives a potential that is low enough for a row, as far as its list tells.
fn lowest_known(row: usize, state: &State) -> Cost {
    let listed = Best::listed(row, state).map_or(Cost::MAX, |best| best.least);
    match listed.min(state.lists.bound(row)) {
        // A row without any pair is found infeasible, whatever its potential.
        Cost::MAX => 0,
        least => least,
    }
}
