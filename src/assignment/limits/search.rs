//! Shortest augmenting paths through seats, groups and exits.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::state::State;
use super::tree::{End, FROM_POOL, KINDS, Kind, Tree, number};
use crate::assignment::lists::NOTHING_LEFT_OUT;
use crate::assignment::reader::{Reader, contradiction};
use crate::assignment::turns::{Turn, Turns};
use crate::assignment::{AssignmentError, Column, Cost};

/// Listed pairs that a row relaxes before it waits for its turn to relax more.
const PAIRS_OF_A_TURN: usize = 8;

/// Something that happens at a distance: a node is reached, or a row wants to go on.
///
/// The node is in the lower 32 bits, its kind above.
type Event = u64;

/// The kind of the event that a row goes on with its list.
const GOES_ON: Event = KINDS.len() as Event;

fn event_of(kind: Event, node: usize) -> Event {
    kind << 32 | node as Event
}

/// The working memory of searches.
#[derive(Debug)]
pub(super) struct Search {
    tree: Tree,
    /// The distance the search has come to.
    now: Cost,
    /// The shortest path found so far to an end, and its length.
    target: Option<(Cost, End)>,
    /// Nodes at the distance the search has come to.
    ready: Vec<Event>,
    /// What happens farther away.
    events: BinaryHeap<Reverse<(Cost, Event)>>,
    turns: Turns,
    /// Columns with this potential are no end; none has, in a search for a row.
    ceiling: Cost,
    relaxed: u64,
}

/// The root of a path that begins with a seat that is to stay empty.
const NO_ROOT: usize = usize::MAX;

impl Search {
    pub(super) fn new(state: &State<'_>) -> Self {
        Self {
            tree: Tree::new(state),
            now: 0,
            target: None,
            ready: Vec::new(),
            events: BinaryHeap::new(),
            turns: Turns::new(state.problem.limits.rows()),
            ceiling: Cost::MAX,
            relaxed: 0,
        }
    }

    /// Counts the listed pairs that searches have read: what they cost.
    pub(super) fn relaxed(&self) -> u64 {
        self.relaxed
    }

    /// Serves one more seat of a row, along a shortest path to whatever has room; says whether there is one.
    ///
    /// This is the algorithm of E. W. Dijkstra (1959) on the reduced costs of the residual network: forward over
    /// pairs not in use, and backward over those in use, over members of a group that have something to give, and over exits
    /// taken. Rows read their lists in turns and renew them as in the search for the plain problem.
    pub(super) fn serve(
        &mut self,
        root: usize,
        state: &mut State<'_>,
        reader: &mut Reader<'_>,
    ) -> Result<bool, AssignmentError> {
        self.clear();
        self.reach(Kind::Row, root, 0, FROM_POOL);
        self.explore(state, reader)?;
        let Some((length, end)) = self.target else {
            return Ok(false);
        };
        self.tree.augment(root, end, state);
        self.tree.raise(length, state);
        Ok(true)
    }

    /// Brings all columns with room to the largest potential of any column, as the certificate demands.
    ///
    /// This is [`Search::level`](crate::assignment::search::Search::level) of the plain problem: the seats that are to stay empty are as good as rows
    /// that are missing, each of which costs the same with every column. So they like all columns best that are at the
    /// *ceiling*, the largest potential of all; and a seat below it that nobody has is one that a shortest path from them leads to.
    pub(super) fn level(
        &mut self,
        state: &mut State<'_>,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let columns = reader.columns();
        self.ceiling = state.ceiling();
        let total = usize::try_from(state.room_below(self.ceiling)).unwrap_or(usize::MAX);
        let mut done = 0;
        while state.room_below(self.ceiling) > 0 {
            reader.report("levelling columns", done, total)?;
            done += 1;
            self.clear();
            for column in 0..columns {
                let length = self.ceiling - state.v[column];
                if length > 0 && state.room(column) > 0 {
                    if length < self.limit() {
                        let nodes = self.tree.of_mut(Kind::Column);
                        nodes.shorten(column, length, FROM_POOL);
                        self.target = Some((length, (Kind::Column, column)));
                    }
                } else if state.columns.len(column) > 0 {
                    self.reach(Kind::Column, column, length, FROM_POOL);
                }
            }
            reader.spend(columns)?;
            self.explore(state, reader)?;
            let Some((length, end)) = self.target else {
                break;
            };
            self.tree.augment(NO_ROOT, end, state);
            self.tree.raise(length, state);
            self.ceiling -= length;
            for column in 0..columns {
                if state.v[column] > self.ceiling {
                    state.v.set(column, self.ceiling);
                }
            }
        }
        self.ceiling = Cost::MAX;
        Ok(())
    }

    /// Lets things happen in their order until an end is as near as the next.
    fn explore(
        &mut self,
        state: &mut State<'_>,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        while let Some((distance, event)) = self.next() {
            self.now = distance;
            let (kind, node) = (event >> 32, index_of(event));
            if kind == GOES_ON {
                if self.has_every_column() {
                    continue;
                }
                if self.turns.of(node).relaxed < state.lists.of(node).len() {
                    self.relax(node, state, reader)?;
                    continue;
                }
                let limit = self.limit();
                let State { rows, lists, v, .. } = state;
                let in_use = |row| rows.len(row) as usize;
                let turns = &mut self.turns;
                for row in turns.renew_next(node, limit, in_use, lists, v, reader)? {
                    self.relax(row, state, reader)?;
                }
                continue;
            }
            let kind = KINDS[index_of(kind)];
            if !self.tree.of_mut(kind).settle(node, distance) {
                continue;
            }
            match kind {
                Kind::Column => self.leave_column(node, state),
                Kind::Row => {
                    self.turns.visit(node, distance);
                    self.try_exit(node, state);
                    self.relax(node, state, reader)?;
                }
                Kind::ColumnPool => self.leave_column_pool(node, state),
                Kind::RowPool => self.leave_row_pool(node, state),
            }
            reader.spend(1)?;
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.tree.clear();
        self.now = 0;
        self.target = None;
        self.ready.clear();
        self.events.clear();
        self.turns.clear();
    }

    /// The length from which on paths are of no use.
    fn limit(&self) -> Cost {
        self.target.map_or(Cost::MAX, |(length, _)| length)
    }

    /// Takes what happens next, unless an end is as near.
    fn next(&mut self) -> Option<(Cost, Event)> {
        if let Some(event) = self.ready.pop() {
            return (self.now < self.limit()).then_some((self.now, event));
        }
        let nearest = self.events.peek().map_or(Cost::MAX, |next| next.0.0);
        let next = match self.turns.next_before(nearest) {
            Some((distance, row)) => (distance, event_of(GOES_ON, row)),
            None => self.events.pop()?.0,
        };
        (next.0 < self.limit()).then_some(next)
    }

    /// Says whether a shortest path to every column is known, so that rows have nowhere else to go.
    fn has_every_column(&self) -> bool {
        self.tree.of(Kind::Column).all_settled()
    }

    /// Notes a path to a node, if it is shorter than those known.
    fn reach(&mut self, kind: Kind, node: usize, length: Cost, from: u32) {
        if length < self.limit() && self.tree.of_mut(kind).shorten(node, length, from) {
            let event = event_of(kind as Event, node);
            if length <= self.now {
                self.ready.push(event);
            } else {
                self.events.push(Reverse((length, event)));
            }
        }
    }

    /// Notes a path to an end, if it is shorter than those known.
    fn end_at(&mut self, length: Cost, end: End) {
        if length < self.limit() {
            self.target = Some((length, end));
        }
    }

    /// Goes on from a column: to its group, and to its rows, which would be served elsewhere.
    fn leave_column(&mut self, column: usize, state: &State<'_>) {
        let v = state.v[column];
        if let Some(pool) = state.problem.column_group(column)
            && let Some(worth) = state.column_next(column)
        {
            let length = self.now + v - worth - state.column_pools.prices[pool];
            self.reach(Kind::ColumnPool, pool, length, number(column));
        }
        for mate in state.columns.of(column) {
            let row = mate.index as usize;
            let length = self.now + state.u[row] + v - mate.cost;
            self.reach(Kind::Row, row, length, number(column));
        }
    }

    /// Goes on from a row by leaving the seat empty.
    fn try_exit(&mut self, row: usize, state: &State<'_>) {
        let Some(cost) = state.exit_to_sink(row) else {
            return;
        };
        let length = self.now + cost - state.u[row];
        match state.problem.row_group(row) {
            None => self.end_at(length, (Kind::Row, row)),
            Some(pool) => self.reach(Kind::RowPool, pool, length, number(row)),
        }
    }

    /// Goes on from a group: to whoever of its columns could make one pair less.
    fn leave_column_pool(&mut self, pool: usize, state: &State<'_>) {
        let price = state.column_pools.prices[pool];
        if let Some(worth) = state.column_pools.next(pool) {
            self.end_at(self.now + price - worth, (Kind::ColumnPool, pool));
        }
        for column in state.problem.limits.column_groups()[pool].members() {
            let column = column.index();
            if let Some(worth) = state.column_last(column) {
                let length = self.now + worth + price - state.v[column];
                self.reach(Kind::Column, column, length, FROM_POOL);
            }
        }
    }

    /// Goes on from the exits of a group: to whoever of its rows could have one empty seat less.
    fn leave_row_pool(&mut self, pool: usize, state: &State<'_>) {
        let price = state.row_pools.prices[pool];
        if let Some(worth) = state.row_pools.next(pool) {
            self.end_at(self.now + price - worth, (Kind::RowPool, pool));
        }
        for row in state.problem.limits.row_groups()[pool].members() {
            let row = row.index();
            if let Some(cost) = state.exit_last(row) {
                let length = self.now - cost + price + state.u[row];
                self.reach(Kind::Row, row, length, FROM_POOL);
            }
        }
    }

    /// Finds the columns to which a row of the tree opens a shorter path, as far as its turn goes.
    fn relax(
        &mut self,
        row: usize,
        state: &State<'_>,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let Turn {
            distance, relaxed, ..
        } = self.turns.of(row);
        let (u, now) = (state.u[row], self.now);
        let goes_on = event_of(GOES_ON, row);
        let entries = &state.lists.of(row)[relaxed..];
        // The distance before which nothing from a floor on can be.
        let least = |floor: Cost| {
            distance
                .saturating_add(floor.saturating_sub(u).max(0))
                .max(now)
        };
        if self.has_every_column() {
            return Ok(());
        }
        let mut read = 0;
        for entry in entries {
            let wait = least(state.lists.floor(row, entry));
            if wait >= self.limit() {
                // Nor will it be of use later: the limit only falls.
                break;
            }
            if read >= PAIRS_OF_A_TURN && wait > now {
                self.events.push(Reverse((wait, goes_on)));
                break;
            }
            read += 1;
            let column = entry.column as usize;
            let reduced = entry.cost - u - state.v[column];
            let length = distance + reduced;
            if length
                >= self
                    .limit()
                    .min(self.tree.of(Kind::Column).distance(column))
            {
                continue;
            }
            if reduced <= 0 {
                if state.rows.has(row, entry.column) {
                    continue;
                }
                if reduced < 0 {
                    return Err(contradiction(row, Column::at(column), entry.cost));
                }
            }
            self.enter_column(column, length, row, state);
        }
        self.turns.relax(row, read);
        self.relaxed += read as u64;
        if read == entries.len() {
            let bound = state.lists.bound(row);
            if bound != NOTHING_LEFT_OUT {
                let wait = least(bound);
                if wait < self.limit() {
                    self.turns.wait(row, wait);
                }
            }
        }
        reader.spend(read)
    }

    /// Reaches a column from a row; if the column has room, the path may end there.
    fn enter_column(&mut self, column: usize, length: Cost, row: usize, state: &State<'_>) {
        if state.problem.column_group(column).is_none()
            && state.v[column] < self.ceiling
            && let Some(worth) = state.column_next(column)
        {
            let end = length + state.v[column] - worth;
            if end < self.limit() {
                // Also where the column itself need not be left: the path is followed back through it.
                self.tree
                    .of_mut(Kind::Column)
                    .shorten(column, length, number(row));
                self.target = Some((end, (Kind::Column, column)));
                if end > length {
                    let event = event_of(Kind::Column as Event, column);
                    self.events.push(Reverse((length, event)));
                }
                return;
            }
        }
        self.reach(Kind::Column, column, length, number(row));
    }
}

/// The node of an event.
fn index_of(event: Event) -> usize {
    usize::try_from(event & u64::from(u32::MAX)).expect("32 bits fit")
}
