//! The tree of shortest paths, and what changes along the one that is taken.

use super::nodes::Nodes;
use super::seats::{Mate, Seats};
use super::state::State;
use crate::assignment::{Cost, Row};

/// What a node of the flow stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Column,
    Row,
    /// What the columns of a group pass on.
    ColumnPool,
    /// The exits of the rows of a group.
    RowPool,
}

/// All kinds, each at its own number.
pub(super) const KINDS: [Kind; 4] = [Kind::Column, Kind::Row, Kind::ColumnPool, Kind::RowPool];

/// The row or column before a node on the shortest path to it, if it is neither.
pub(super) const FROM_POOL: u32 = u32::MAX;

/// The last node of a path, which has room for one more.
pub(super) type End = (Kind, usize);

/// What a search knows of the nodes of each kind, in the order of [`KINDS`].
#[derive(Debug)]
pub(super) struct Tree([Nodes; 4]);

impl Tree {
    pub(super) fn new(state: &State<'_>) -> Self {
        let limits = state.problem.limits;
        Self([
            Nodes::new(limits.columns()),
            Nodes::new(limits.rows()),
            Nodes::new(limits.column_groups().len()),
            Nodes::new(limits.row_groups().len()),
        ])
    }

    pub(super) fn clear(&mut self) {
        for nodes in &mut self.0 {
            nodes.clear();
        }
    }

    pub(super) fn of(&self, kind: Kind) -> &Nodes {
        &self.0[kind as usize]
    }

    pub(super) fn of_mut(&mut self, kind: Kind) -> &mut Nodes {
        &mut self.0[kind as usize]
    }

    /// Exchanges the pairs along the path, from its end back to the root.
    pub(super) fn augment(&self, root: usize, (kind, node): End, state: &mut State<'_>) {
        let [columns, rows, column_pools, row_pools] = &self.0;
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
                    if let Some(row) = lost.take() {
                        state.columns.remove(node, row);
                    }
                    let Some(pool) = state.problem.column_group(node) else {
                        // The path began with a seat that is to stay empty.
                        return;
                    };
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
    pub(super) fn raise(&self, length: Cost, state: &mut State<'_>) {
        let [columns, rows, column_pools, row_pools] = &self.0;
        for (row, nearer) in rows.settled() {
            state.u[row] += length - nearer;
        }
        for (column, nearer) in columns.settled() {
            state.v.set(column, state.v[column] - (length - nearer));
        }
        let falling = [
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
fn exchange(seats: &mut Seats, member: usize, old: Option<u32>, new: Option<Mate>) {
    match (old, new) {
        (Some(old), Some(new)) => seats.replace(member, old, new),
        (Some(old), None) => seats.remove(member, old),
        (None, Some(new)) => seats.push(member, new),
        (None, None) => {}
    }
}

pub(super) fn number(index: usize) -> u32 {
    u32::from(Row::at(index))
}
