//! Which nodes a search has reached, how far away they are, and from where.

use crate::assignment::Cost;

/// A node that the search has not reached is farther than any that it has.
const UNREACHED: Cost = Cost::MAX;

/// What a search knows of a node.
#[derive(Debug, Clone, Copy)]
struct Label {
    /// The length, in reduced costs, of the shortest path found so far.
    distance: Cost,
    /// The node before it on that path.
    from: u32,
    settled: bool,
}

const BLANK: Label = Label {
    distance: UNREACHED,
    from: 0,
    settled: false,
};

/// The labels of all nodes of one kind.
#[derive(Debug)]
pub(super) struct Nodes {
    labels: Vec<Label>,
    /// Nodes with a distance, to be forgotten after the search.
    reached: Vec<u32>,
    /// Nodes to which a shortest path is known.
    settled: Vec<u32>,
}

impl Nodes {
    pub(super) fn new(count: usize) -> Self {
        Self {
            labels: vec![BLANK; count],
            reached: Vec::new(),
            settled: Vec::new(),
        }
    }

    pub(super) fn clear(&mut self) {
        for node in self.reached.drain(..) {
            self.labels[node as usize] = BLANK;
        }
        self.settled.clear();
    }

    pub(super) fn distance(&self, node: usize) -> Cost {
        self.labels[node].distance
    }

    pub(super) fn from(&self, node: usize) -> usize {
        self.labels[node].from as usize
    }

    /// Notes a path to a node, if it is shorter than those known; says whether it is.
    pub(super) fn shorten(&mut self, node: usize, distance: Cost, from: u32) -> bool {
        let label = &mut self.labels[node];
        if distance >= label.distance {
            return false;
        }
        if label.distance == UNREACHED {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "sizes fit u32, see check_size"
            )]
            self.reached.push(node as u32);
        }
        (label.distance, label.from) = (distance, from);
        true
    }

    /// Notes that no path to a node is shorter; says no if that is known, or if there is one that is.
    pub(super) fn settle(&mut self, node: usize, distance: Cost) -> bool {
        let label = &mut self.labels[node];
        if label.settled || label.distance != distance {
            return false;
        }
        label.settled = true;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "sizes fit u32, see check_size"
        )]
        self.settled.push(node as u32);
        true
    }

    /// Says whether a shortest path to every node is known.
    pub(super) fn all_settled(&self) -> bool {
        self.settled.len() == self.labels.len()
    }

    /// Lists the nodes to which a shortest path is known, and how long it is.
    pub(super) fn settled(&self) -> impl Iterator<Item = (usize, Cost)> + '_ {
        self.settled.iter().map(|&node| {
            let node = node as usize;
            (node, self.labels[node].distance)
        })
    }
}
