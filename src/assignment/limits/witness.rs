//! Finds out why no assignment meets the limits.

use super::bottleneck::{Line, row_limits};
use super::state::State;
use super::{Bottleneck, LimitsError, Shortage};
use crate::assignment::reader::Reader;
use crate::assignment::{AssignmentError, Row};

/// Somewhere a unit passes.
#[derive(Debug, Clone, Copy)]
enum Node {
    Outside,
    Row(usize),
    Column(usize),
    RowGroup(usize),
    ColumnGroup(usize),
}

/// Names what keeps a row, which no path leads from, without all its columns.
pub(super) fn unserved(
    row: usize,
    state: &State<'_>,
    reader: &mut Reader<'_>,
) -> Result<LimitsError, AssignmentError> {
    bottleneck(Node::Row(row), state, reader)
}

/// Names what keeps a limit from being met, if one is not.
///
/// The search leaves as few units unmet as there can be, so no path that would meet one more leads from here.
pub(super) fn unmet(
    state: &State<'_>,
    reader: &mut Reader<'_>,
) -> Result<Option<LimitsError>, AssignmentError> {
    let limits = state.problem.limits;
    let row = (0..limits.rows()).find(|&row| {
        let stairs = state.problem.exit_stairs(row);
        !stairs.holds(state.empty[row].into())
    });
    let column = (0..limits.columns()).find(|&column| {
        let stairs = state.problem.column_stairs(column);
        !stairs.holds(state.columns.len(column).into())
    });
    let pools = &state.row_pools;
    let too_few =
        (0..pools.counts.len()).find(|&pool| pools.counts[pool] > pools.stairs[pool].limit.cap);
    let too_many =
        (0..pools.counts.len()).find(|&pool| pools.counts[pool] < pools.stairs[pool].limit.floor);
    let pools = &state.column_pools;
    let below =
        (0..pools.counts.len()).any(|pool| pools.counts[pool] < pools.stairs[pool].limit.floor);
    let start = match (row, column, too_few) {
        (Some(row), ..) => Node::Row(row),
        (_, Some(column), _) => state
            .problem
            .column_group(column)
            .map_or(Node::Outside, Node::ColumnGroup),
        (_, _, Some(group)) => Node::RowGroup(group),
        _ if too_many.is_some() || below => Node::Outside,
        _ => return Ok(None),
    };
    bottleneck(start, state, reader).map(Some)
}

/// Draws the line around what can be reached from a node that gets too few units or, from the outside, too many.
///
/// Ways go forward where a unit more may pass, and backward where one less may. At the end none leads
/// out, so all that leads out is full and all that leads in is at its minimum; and the way that is not as it should be
/// makes the difference.
fn bottleneck(
    start: Node,
    state: &State<'_>,
    reader: &mut Reader<'_>,
) -> Result<LimitsError, AssignmentError> {
    let problem = &state.problem;
    let (limits, question) = (problem.limits, problem.question);
    let mut line = Line::new(limits);
    let mut outside = false;
    let mut queue = Vec::new();
    let mut found = vec![start];
    loop {
        for node in found.drain(..) {
            let new = match node {
                Node::Outside => !std::mem::replace(&mut outside, true),
                Node::Row(row) => line.rows.set(row),
                Node::Column(column) => line.columns.set(column),
                Node::RowGroup(group) => line.row_groups.set(group),
                Node::ColumnGroup(group) => line.column_groups.set(group),
            };
            if new {
                queue.push(node);
            }
        }
        let Some(node) = queue.pop() else { break };
        if let Node::Row(row) = node {
            for pair in reader.read(row)? {
                if !state.rows.has(row, pair.column.into()) {
                    found.push(Node::Column(pair.column.index()));
                }
            }
        }
        leave(node, state, &mut found);
    }
    let mut lacking = Shortage::OfColumns;
    if outside {
        // What is outside of everything is not named, so the other side of the line is.
        lacking = Shortage::OfRows;
        line.invert();
    }
    let (needed, possible) = line.count(question, lacking, limits, |row, out| {
        out.extend_from_slice(reader.read(row.index())?);
        Ok(())
    })?;
    Ok(LimitsError::Infeasible {
        bottleneck: Box::new(Bottleneck::around(
            &line,
            question,
            lacking,
            (needed, possible),
        )),
    })
}

/// Finds where a unit more could go from a node, or a unit less come from; permitted pairs aside.
fn leave(node: Node, state: &State<'_>, found: &mut Vec<Node>) {
    let problem = &state.problem;
    let (limits, question) = (problem.limits, problem.question);
    let row_has = |row: usize| u64::from(state.rows.len(row));
    let row_bounds = |row: usize| row_limits(question, limits, Row::at(row));
    let column_has = |column: usize| u64::from(state.columns.len(column));
    let column_stairs = |column: usize| problem.column_stairs(column);
    let group_has = |group: usize| -> u64 {
        let members = limits.row_groups()[group].members().iter();
        members.map(|row| row_has(row.index())).sum()
    };
    match node {
        Node::Row(row) => {
            if row_has(row) > row_bounds(row).0 {
                found.push(problem.row_group(row).map_or(Node::Outside, Node::RowGroup));
            }
        }
        Node::Column(column) => {
            let mates = state.columns.of(column).iter();
            found.extend(mates.map(|mate| Node::Row(mate.index as usize)));
            if column_has(column) < column_stairs(column).limit.cap {
                let group = problem.column_group(column);
                found.push(group.map_or(Node::Outside, Node::ColumnGroup));
            }
        }
        Node::RowGroup(group) => {
            let members = limits.row_groups()[group]
                .members()
                .iter()
                .map(|row| row.index());
            let room = members.filter(|&row| row_has(row) < row_bounds(row).1);
            found.extend(room.map(Node::Row));
            if group_has(group) > limits.row_groups()[group].floor() {
                found.push(Node::Outside);
            }
        }
        Node::ColumnGroup(pool) => {
            let group = &limits.column_groups()[pool];
            let members = group.members().iter().map(|column| column.index());
            let spare =
                members.filter(|&column| column_has(column) > column_stairs(column).limit.floor);
            found.extend(spare.map(Node::Column));
            if state.column_pools.counts[pool] < group.cap() {
                found.push(Node::Outside);
            }
        }
        Node::Outside => {
            for row in 0..limits.rows() {
                if problem.row_group(row).is_none() && row_has(row) < row_bounds(row).1 {
                    found.push(Node::Row(row));
                }
            }
            for (number, group) in limits.row_groups().iter().enumerate() {
                if group_has(number) < group.cap() {
                    found.push(Node::RowGroup(number));
                }
            }
            for column in 0..limits.columns() {
                let spare = column_has(column) > column_stairs(column).limit.floor;
                if problem.column_group(column).is_none() && spare {
                    found.push(Node::Column(column));
                }
            }
            for (number, group) in limits.column_groups().iter().enumerate() {
                if state.column_pools.counts[number] > group.floor() {
                    found.push(Node::ColumnGroup(number));
                }
            }
        }
    }
}
