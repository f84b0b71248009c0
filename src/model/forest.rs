//! Forests given by the parent of each node: where the circles are, and who stands below whom.

/// Stands for "no parent".
pub(super) const NONE: u32 = u32::MAX;

/// Narrows a position to the width indices are kept in.
pub(super) fn narrow(position: usize) -> u32 {
    u32::try_from(position).expect("tables are refused above 2^30 rows")
}

/// Takes leaf after leaf away; returns the nodes taken, children before parents, and for each node how many of its
/// children are left, which is above zero on circles and nowhere else.
fn peel(parents: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut left = vec![0_u32; parents.len()];
    for &parent in parents.iter().filter(|&&parent| parent != NONE) {
        left[parent as usize] += 1;
    }
    let mut taken: Vec<u32> = (0..narrow(parents.len()))
        .filter(|&node| left[node as usize] == 0)
        .collect();
    let mut next = 0;
    while next < taken.len() {
        let parent = parents[taken[next] as usize];
        next += 1;
        if parent != NONE {
            left[parent as usize] -= 1;
            if left[parent as usize] == 0 {
                taken.push(parent);
            }
        }
    }
    (taken, left)
}

/// Finds the circles, each from its smallest node on, in the order in which parents follow.
pub(super) fn circles(parents: &[u32]) -> Vec<Vec<u32>> {
    let (_, mut left) = peel(parents);
    let mut circles = Vec::new();
    for start in 0..narrow(parents.len()) {
        let mut circle = Vec::new();
        let mut node = start;
        while left[node as usize] > 0 {
            left[node as usize] = 0;
            circle.push(node);
            node = parents[node as usize];
        }
        if !circle.is_empty() {
            circles.push(circle);
        }
    }
    circles
}

/// A forest whose nodes are numbered so that everybody below a node has a number in one interval.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Forest {
    enter: Vec<u32>,
    leave: Vec<u32>,
    depth: Vec<u32>,
}

impl Forest {
    /// Numbers the nodes in preorder.
    ///
    /// # Algorithm
    ///
    /// Sizes come from the leaves up; then each node, parents first, takes the next free interval of its parent. Nothing
    /// recurses, so a chain may be as long as memory allows. Nodes on circles must have been taken out before.
    pub(super) fn new(parents: &[u32]) -> Self {
        let (taken, _) = peel(parents);
        debug_assert_eq!(taken.len(), parents.len(), "circles are contracted before");
        let mut size = vec![1_u32; parents.len()];
        for &node in &taken {
            if parents[node as usize] != NONE {
                size[parents[node as usize] as usize] += size[node as usize];
            }
        }
        let mut enter = vec![0; parents.len()];
        let mut depth = vec![0; parents.len()];
        let mut free = vec![0; parents.len()];
        let mut free_root = 0;
        for &node in taken.iter().rev() {
            let (node, parent) = (node as usize, parents[node as usize]);
            let place = if parent == NONE {
                &mut free_root
            } else {
                depth[node] = depth[parent as usize] + 1;
                &mut free[parent as usize]
            };
            enter[node] = *place;
            *place += size[node];
            free[node] = enter[node] + 1;
        }
        let leave = enter.iter().zip(&size).map(|(e, s)| e + s).collect();
        Self {
            enter,
            leave,
            depth,
        }
    }

    /// Tells whether `below` is `above` or stands below it.
    pub(super) fn covers(&self, above: u32, below: u32) -> bool {
        let (above, below) = (above as usize, below as usize);
        self.enter[above] <= self.enter[below] && self.enter[below] < self.leave[above]
    }

    /// Returns the numbers of a node and of everybody below it, its own first.
    pub(super) fn interval(&self, node: u32) -> std::ops::Range<u32> {
        self.enter[node as usize]..self.leave[node as usize]
    }

    /// Returns how many steps a node is below its root.
    pub(super) fn depth(&self, node: u32) -> u32 {
        self.depth[node as usize]
    }

    /// Returns how many nodes there are in the tree that starts at a node.
    pub(super) fn size(&self, node: u32) -> u32 {
        self.leave[node as usize] - self.enter[node as usize]
    }

    /// Returns all nodes, parents before children.
    pub(super) fn preorder(&self) -> Vec<u32> {
        let mut order = vec![0; self.enter.len()];
        for (node, &place) in self.enter.iter().enumerate() {
            order[place as usize] = narrow(node);
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::{Forest, NONE, circles};

    #[test]
    fn circles_are_found_from_their_smallest_node_on_and_tails_are_not() {
        // 4 -> 1 -> 3 -> 2 -> 1, 0 -> 0, 5 is a root.
        assert_eq!(
            circles(&[0, 3, 1, 2, 1, NONE]),
            vec![vec![0], vec![1, 3, 2]]
        );
        assert_eq!(circles(&[NONE, 0, 1]), Vec::<Vec<u32>>::new());
    }

    #[test]
    fn a_node_covers_itself_and_everything_below_it() {
        // 1 and 2 below 0, 3 below 1, 4 a root.
        let forest = Forest::new(&[NONE, 0, 0, 1, NONE]);
        let covered = |above| {
            (0..5)
                .filter(|&b| forest.covers(above, b))
                .collect::<Vec<_>>()
        };
        assert_eq!(covered(0), [0, 1, 2, 3]);
        assert_eq!(covered(1), [1, 3]);
        assert_eq!(covered(2), [2]);
        assert_eq!(covered(4), [4]);
        assert_eq!((forest.depth(3), forest.size(0)), (2, 4));
        let order = forest.preorder();
        let place = |node| order.iter().position(|&n| n == node);
        assert!(place(0) < place(1) && place(1) < place(3));
    }
}
