//! Shortest augmenting paths through seats, groups and exits.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::nodes::Nodes;
use super::seats::Mate;
use super::state::State;
use crate::assignment::lists::{NOTHING_LEFT_OUT, longest_calm_list};
use crate::assignment::reader::{Reader, contradiction};
use crate::assignment::{AssignmentError, Column, Cost, CostSource, Row};

/// Listed pairs that a row relaxes before it waits for its turn to relax more.
const PAIRS_OF_A_TURN: usize = 8;

/// Something that happens at a distance: a node is reached, or a row wants to go on.
///
/// The node is in the lower 32 bits, its kind above.
type Event = u64;

/// What a node of the flow stands for; the position of its labels, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Column = 0,
    Row = 1,
    ColumnPool = 2,
    RowPool = 3,
}

const KINDS: [Kind; 4] = [Kind::Column, Kind::Row, Kind::ColumnPool, Kind::RowPool];

/// The kind of the event that a row goes on with its list.
const GOES_ON: Event = KINDS.len() as Event;

fn event_of(kind: Event, node: usize) -> Event {
    kind << 32 | node as Event
}

/// The row or column before a node on the shortest path to it, if it is neither.
const FROM_POOL: u32 = u32::MAX;

/// The last node of a path, which has room for one more.
type End = (Kind, usize);

/// The working memory of searches.
#[derive(Debug)]
pub(super) struct Search {
    /// The nodes of each kind, by its position in [`KINDS`].
    nodes: [Nodes; 4],
    /// The distance the search has come to.
    now: Cost,
    /// The shortest path found so far to an end, and its length.
    target: Option<(Cost, End)>,
    /// Nodes at the distance the search has come to.
    ready: Vec<Event>,
    /// What happens farther away.
    events: BinaryHeap<Reverse<(Cost, Event)>>,
    turns: Vec<Turn>,
    searches: usize,
}

/// How far a row of the tree is with its list.
#[derive(Debug, Clone, Copy, Default)]
struct Turn {
    /// The length of the shortest path to the row.
    distance: Cost,
    /// How many of its listed pairs are relaxed.
    relaxed: usize,
    /// The last search that renewed the list; 0 if none did.
    renewed: usize,
}

impl Search {
    pub(super) fn new(state: &State<'_>) -> Self {
        let limits = state.problem.limits;
        Self {
            nodes: [
                Nodes::new(limits.columns()),
                Nodes::new(limits.rows()),
                Nodes::new(limits.column_groups().len()),
                Nodes::new(limits.row_groups().len()),
            ],
            now: 0,
            target: None,
            ready: Vec::new(),
            events: BinaryHeap::new(),
            turns: vec![Turn::default(); limits.rows()],
            searches: 0,
        }
    }

    /// Serves one more seat of a row, along a shortest path to whatever has room; says whether there is one.
    ///
    /// This is the algorithm of E. W. Dijkstra (1959) on the reduced costs of the residual network: forward over
    /// pairs not in use, and backward over those in use, over members of a group that have something to give, and over exits
    /// taken. Rows read their lists in turns and renew them as in the search for the plain problem.
    pub(super) fn serve<S: CostSource + ?Sized>(
        &mut self,
        root: usize,
        state: &mut State<'_>,
        reader: &mut Reader<'_, S>,
    ) -> Result<bool, AssignmentError> {
        self.clear();
        self.reach(Kind::Row, root, 0, FROM_POOL);
        while let Some((distance, event)) = self.next() {
            self.now = distance;
            let (kind, node) = (event >> 32, index_of(event));
            if kind == GOES_ON {
                if self.has_every_column() {
                    continue;
                }
                if self.turns[node].relaxed == state.lists.of(node).len() {
                    self.renew(node, state, reader)?;
                }
                self.relax(node, state, reader)?;
                continue;
            }
            let kind = KINDS[index_of(kind)];
            if !self.nodes[kind as usize].settle(node, distance) {
                continue;
            }
            match kind {
                Kind::Column => self.leave_column(node, state),
                Kind::Row => {
                    let turn = &mut self.turns[node];
                    (turn.distance, turn.relaxed) = (distance, 0);
                    self.try_exit(node, state);
                    self.relax(node, state, reader)?;
                }
                Kind::ColumnPool => self.leave_column_pool(node, state),
                Kind::RowPool => self.leave_row_pool(node, state),
            }
            reader.spend(1)?;
        }
        let Some((length, end)) = self.target else {
            return Ok(false);
        };
        self.augment(root, end, state);
        self.raise(length, state);
        Ok(true)
    }

    fn clear(&mut self) {
        for nodes in &mut self.nodes {
            nodes.clear();
        }
        self.now = 0;
        self.target = None;
        self.ready.clear();
        self.events.clear();
        self.searches += 1;
    }

    /// The length from which on paths are of no use.
    fn limit(&self) -> Cost {
        self.target.map_or(Cost::MAX, |(length, _)| length)
    }

    /// Takes what happens next, unless an end is as near.
    fn next(&mut self) -> Option<(Cost, Event)> {
        let next = match self.ready.pop() {
            Some(event) => (self.now, event),
            None => self.events.pop()?.0,
        };
        (next.0 < self.limit()).then_some(next)
    }

    /// Says whether a shortest path to every column is known, so that rows have nowhere else to go.
    fn has_every_column(&self) -> bool {
        self.nodes[Kind::Column as usize].all_settled()
    }

    /// Notes a path to a node, if it is shorter than those known.
    fn reach(&mut self, kind: Kind, node: usize, length: Cost, from: u32) {
        if length < self.limit() && self.nodes[kind as usize].shorten(node, length, from) {
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

    /// Makes the list of a row longer, at the prices of today.
    fn renew<S: CostSource + ?Sized>(
        &mut self,
        row: usize,
        state: &mut State<'_>,
        reader: &mut Reader<'_, S>,
    ) -> Result<(), AssignmentError> {
        let turn = &mut self.turns[row];
        let first = std::mem::replace(&mut turn.renewed, self.searches) != self.searches;
        turn.relaxed = 0;
        let k = state.lists.k(row);
        let double = k.saturating_mul(2);
        // Pairs in use are listed too, and are of no use.
        let calm = longest_calm_list(reader.columns()) + state.rows.len(row) as usize;
        let k = if first {
            double.min(calm).max(k)
        } else {
            double
        };
        state.lists.renew(row, k.max(1), &state.v, reader)
    }

    /// Finds the columns to which a row of the tree opens a shorter path, as far as its turn goes.
    fn relax<S: CostSource + ?Sized>(
        &mut self,
        row: usize,
        state: &State<'_>,
        reader: &mut Reader<'_, S>,
    ) -> Result<(), AssignmentError> {
        let Turn {
            distance, relaxed, ..
        } = self.turns[row];
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
            let wait = least(entry.floor);
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
            if length >= self.limit().min(self.nodes[0].distance(column)) {
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
        self.turns[row].relaxed += read;
        if read == entries.len() {
            let bound = state.lists.bound(row);
            if bound != NOTHING_LEFT_OUT {
                let wait = least(bound);
                if wait < self.limit() {
                    self.events.push(Reverse((wait, goes_on)));
                }
            }
        }
        reader.spend(read)
    }

    /// Reaches a column from a row; if the column has room, the path may end there.
    fn enter_column(&mut self, column: usize, length: Cost, row: usize, state: &State<'_>) {
        if state.problem.column_group(column).is_none()
            && let Some(worth) = state.column_next(column)
        {
            let end = length + state.v[column] - worth;
            if end < self.limit() {
                // Also where the column itself need not be left: the path is followed back through it.
                self.nodes[0].shorten(column, length, number(row));
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

    /// Exchanges the pairs along the path, from its end back to the root.
    fn augment(&self, root: usize, (kind, node): End, state: &mut State<'_>) {
        let [columns, rows, column_pools, row_pools] = &self.nodes;
        let (mut kind, mut node) = (kind, node);
        match kind {
            Kind::ColumnPool => {
                state.column_pools.counts[node] += 1;
                (kind, node) = (Kind::Column, column_pools.from(node));
            }
            Kind::RowPool => {
                state.row_pools.counts[node] += 1;
                (kind, node) = (Kind::Row, row_pools.from(node));
                state.empty[node] += 1;
            }
            Kind::Row => state.empty[node] += 1,
            Kind::Column => {}
        }
        // What the node before takes on, and what it gave up to the node after it.
        let mut gained: Option<Mate> = None;
        let mut lost: Option<u32> = None;
        loop {
            let from = match kind {
                Kind::Column => columns.from(node),
                _ if node == root => FROM_POOL as usize,
                _ => rows.from(node),
            };
            let by_pool = from == FROM_POOL as usize;
            if kind == Kind::Column {
                if by_pool {
                    let row = lost.take().expect("a group asks a column to give up a row");
                    state.columns.remove(node, row);
                    let pool = state
                        .problem
                        .column_group(node)
                        .expect("the column was reached from its group");
                    node = column_pools.from(pool);
                    continue;
                }
                let cost =
                    columns.distance(node) - rows.distance(from) + state.u[from] + state.v[node];
                let mate = Mate {
                    index: number(from),
                    cost,
                };
                exchange(&mut state.columns, node, lost.take(), Some(mate));
                gained = Some(Mate {
                    index: number(node),
                    cost,
                });
                (kind, node) = (Kind::Row, from);
            } else if by_pool {
                exchange(&mut state.rows, node, None, gained.take());
                if node == root {
                    return;
                }
                state.empty[node] -= 1;
                let pool = state
                    .problem
                    .row_group(node)
                    .expect("the row was reached from the exits of its group");
                node = row_pools.from(pool);
                state.empty[node] += 1;
            } else {
                exchange(&mut state.rows, node, Some(number(from)), gained.take());
                lost = Some(number(node));
                (kind, node) = (Kind::Column, from);
            }
        }
    }

    /// Moves the potentials of the tree, so that the path becomes tight.
    fn raise(&self, length: Cost, state: &mut State<'_>) {
        let [columns, rows, column_pools, row_pools] = &self.nodes;
        for (row, nearer) in rows.settled() {
            state.u[row] += length - nearer;
        }
        let falling = [
            (columns, &mut state.v),
            (column_pools, &mut state.column_pools.prices),
            (row_pools, &mut state.row_pools.prices),
        ];
        for (nodes, prices) in falling {
            for (node, nearer) in nodes.settled() {
                prices[node] -= length - nearer;
            }
        }
    }
}

/// Puts a partner in the place of another, where there are such.
fn exchange(seats: &mut super::seats::Seats, member: usize, old: Option<u32>, new: Option<Mate>) {
    match (old, new) {
        (Some(old), Some(new)) => seats.replace(member, old, new),
        (Some(old), None) => seats.remove(member, old),
        (None, Some(new)) => seats.push(member, new),
        (None, None) => {}
    }
}

/// The node of an event.
fn index_of(event: Event) -> usize {
    usize::try_from(event & u64::from(u32::MAX)).expect("32 bits fit")
}

fn number(index: usize) -> u32 {
    u32::from(Row::at(index))
}
