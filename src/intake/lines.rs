//! Reporting lines as a table states them, circles included.

use std::collections::HashMap;

use super::PostRow;
use crate::model::LevelRow;

/// A post among the distinct ids of the people table, in order of their first rows.
pub(super) type Node = usize;

/// A step of a walk down all reporting lines: between `Enter` and `Leave` of a post, its reports are walked.
///
/// The members of a circle are entered one after the other, then all their other reports are walked, then the members
/// are left. So at any step, the posts entered and not left are those above the one that is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The walk comes to a post.
    Enter(Node),
    /// The walk is done with a post and all below it.
    Leave(Node),
}

/// Who reports to whom among the distinct ids.
#[derive(Clone, Debug)]
pub(super) struct Lines<'t> {
    /// The first row of each id.
    pub(super) rows: Vec<&'t PostRow>,
    /// The manager of each; `None` where none is stated or the one stated has no row.
    pub(super) manager: Vec<Option<Node>>,
    /// The circles, each member followed by its manager; a post that reports to itself is a circle of one.
    pub(super) circles: Vec<Vec<Node>>,
    node_of: HashMap<&'t str, Node>,
}

impl<'t> Lines<'t> {
    /// Reads the lines of a table.
    ///
    /// # Complexity
    ///
    /// `O(n)` expected time and space.
    pub(super) fn of(people: &'t [PostRow]) -> Self {
        let mut rows: Vec<&PostRow> = Vec::new();
        let mut node_of = HashMap::new();
        for row in people {
            node_of.entry(row.post.id.as_str()).or_insert_with(|| {
                rows.push(row);
                rows.len() - 1
            });
        }
        let manager: Vec<Option<Node>> = rows
            .iter()
            .map(|row| node_of.get(row.post.manager.as_deref()?).copied())
            .collect();
        let circles = circles(&manager);
        Self {
            rows,
            manager,
            circles,
            node_of,
        }
    }

    /// Finds the post of an id.
    pub(super) fn node(&self, id: &str) -> Option<Node> {
        self.node_of.get(id).copied()
    }

    /// Returns the rank of a post, or `None` where it cannot be ranked.
    pub(super) fn rank(&self, node: Node) -> Option<i64> {
        rank(self.rows[node])
    }

    /// Counts the direct reports of each post; no post reports to itself.
    pub(super) fn direct_reports(&self) -> Vec<u64> {
        let mut counts = vec![0; self.rows.len()];
        for (node, manager) in self.manager.iter().enumerate() {
            if let Some(manager) = manager.filter(|&manager| manager != node) {
                counts[manager] += 1;
            }
        }
        counts
    }

    /// Walks down all lines.
    ///
    /// # Complexity
    ///
    /// `O(n)` time and space; no recursion.
    pub(super) fn walk(&self) -> Vec<Step> {
        let mut on_circle = vec![false; self.rows.len()];
        for &member in self.circles.iter().flatten() {
            on_circle[member] = true;
        }
        let mut reports: Vec<Vec<Node>> = vec![Vec::new(); self.rows.len()];
        let mut to_do = Vec::new();
        for (node, manager) in self.manager.iter().enumerate() {
            match manager {
                Some(manager) if !on_circle[node] => reports[*manager].push(node),
                Some(_) => {}
                None => to_do.push(Step::Enter(node)),
            }
        }
        for circle in &self.circles {
            // Taken from the end: the members come in, their other reports follow, the members go.
            to_do.extend(circle.iter().map(|&member| Step::Leave(member)));
            let below = circle.iter().flat_map(|&member| &reports[member]);
            to_do.extend(below.map(|&node| Step::Enter(node)));
            to_do.extend(circle.iter().map(|&member| Step::Enter(member)));
        }
        let mut steps = Vec::with_capacity(2 * self.rows.len());
        while let Some(step) = to_do.pop() {
            steps.push(step);
            if let Step::Enter(node) = step
                && !on_circle[node]
            {
                to_do.push(Step::Leave(node));
                to_do.extend(reports[node].iter().map(|&report| Step::Enter(report)));
            }
        }
        steps
    }
}

/// Returns the rank a row states.
pub(super) fn rank(row: &PostRow) -> Option<i64> {
    match row.post.level {
        Some(LevelRow::Rank(rank)) => Some(rank),
        _ => None,
    }
}

/// Finds the circles, following each line up until it ends or comes to a post followed before.
fn circles(manager: &[Option<Node>]) -> Vec<Vec<Node>> {
    /// By which start a post was come to.
    const NEVER: usize = usize::MAX;
    let mut come_by = vec![NEVER; manager.len()];
    let mut circles = Vec::new();
    for start in 0..manager.len() {
        let mut here = Some(start);
        while let Some(node) = here {
            if come_by[node] != NEVER {
                if come_by[node] == start {
                    let above = |&member: &Node| manager[member].filter(|&next| next != node);
                    circles.push(std::iter::successors(Some(node), above).collect());
                }
                break;
            }
            come_by[node] = start;
            here = manager[node];
        }
    }
    circles
}
