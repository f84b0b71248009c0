//! How far apart units stand.

use pathfinding::prelude::dijkstra_all;

use super::forest::{Forest, NONE, narrow};
use super::{ModelError, UnitGraph, UnitIndex};

/// The most entries a table of distances may have: 2^28 of them take one gibibyte.
const MOST_ENTRIES: u64 = 1 << 28;

/// Shortest path lengths between units.
///
/// A step between a unit and its parent has length 1; a lateral link has the length it declares.
#[derive(Clone, Debug)]
pub struct UnitDistances {
    /// For each unit its position among the hosts, or `NONE`.
    hosts: Vec<u32>,
    lengths: Lengths,
}

#[derive(Clone, Debug)]
enum Lengths {
    Tree(HeavyPaths),
    /// One row and one column a host; `NONE` where there is no path.
    Table {
        width: usize,
        entries: Vec<u32>,
    },
}

impl UnitGraph {
    /// Prepares the distances between the given units.
    ///
    /// # Algorithm
    ///
    /// Where no lateral link is declared, two units are joined by the path over their lowest common ancestor, found along
    /// heavy paths. Otherwise Dijkstra's algorithm (of the `pathfinding` crate) runs once for each host.
    ///
    /// # Complexity
    ///
    /// For `n` units: `O(n)` time without links, then `O(log n)` a question; with `m` links and `h` hosts
    /// `O(h (n + m) log n)` time and `O(h²)` space, then constant time a question.
    ///
    /// # Errors
    ///
    /// [`ModelError::TooManyDistances`] if links are declared and the table would have more than 2^28 entries.
    pub fn distances(&self, hosts: &[UnitIndex]) -> Result<UnitDistances, ModelError> {
        let mut listed: Vec<UnitIndex> = hosts.to_vec();
        listed.sort_unstable();
        listed.dedup();
        let lengths = if self.links.is_empty() {
            Lengths::Tree(HeavyPaths::new(self))
        } else {
            self.table(&listed)?
        };
        let mut hosts = vec![NONE; self.len()];
        for (position, unit) in listed.iter().enumerate() {
            hosts[unit.index()] = narrow(position);
        }
        Ok(UnitDistances { hosts, lengths })
    }

    fn table(&self, hosts: &[UnitIndex]) -> Result<Lengths, ModelError> {
        let width = hosts.len();
        // Units number at most 2^30, so their square fits.
        let needed = (width as u64) * (width as u64);
        if needed > MOST_ENTRIES {
            return Err(ModelError::TooManyDistances {
                hosts: width,
                entries: needed,
                limit: MOST_ENTRIES,
            });
        }
        let mut neighbours: Vec<Vec<(u32, u64)>> = vec![Vec::new(); self.len()];
        let tree = self.units.iter().enumerate().filter_map(|(node, unit)| {
            let parent = unit.parent?;
            Some((narrow(node), parent.0, 1))
        });
        let links = self
            .links
            .iter()
            .map(|&(one, other, length)| (one.0, other.0, length));
        for (one, other, length) in tree.chain(links) {
            neighbours[one as usize].push((other, u64::from(length)));
            neighbours[other as usize].push((one, u64::from(length)));
        }
        let mut entries = Vec::new();
        for host in hosts {
            let reached = dijkstra_all(&host.0, |&node| neighbours[node as usize].iter().copied());
            entries.extend(hosts.iter().map(|other| match reached.get(&other.0) {
                _ if other == host => 0,
                // A path longer than a u32 tells is as far as a path can be.
                Some(&(_, length)) => u32::try_from(length).map_or(NONE - 1, |l| l.min(NONE - 1)),
                None => NONE,
            }));
        }
        Ok(Lengths::Table { width, entries })
    }
}

impl UnitDistances {
    /// Stands for the length of a path where there is none.
    pub(crate) const NO_PATH: u32 = NONE;

    /// Fills `out` with the lengths of the shortest paths from a unit, each at the [place](Self::place) of the other unit;
    /// [`NO_PATH`](Self::NO_PATH) where there is none.
    pub(crate) fn all_from(&self, one: UnitIndex, out: &mut Vec<u32>) {
        out.clear();
        match (&self.lengths, self.hosts.get(one.index())) {
            (Lengths::Tree(paths), _) => paths.distances(one.0, out),
            (Lengths::Table { width, entries }, Some(&row)) if row != NONE => {
                out.extend_from_slice(&entries[row as usize * width..][..*width]);
            }
            (Lengths::Table { width, .. }, _) => out.resize(*width, NONE),
        }
    }

    /// Returns the place of a unit among the lengths from another.
    pub(crate) fn place(&self, unit: UnitIndex) -> u32 {
        match &self.lengths {
            Lengths::Tree(paths) => paths.forest.interval(unit.0).start,
            Lengths::Table { .. } => self.hosts[unit.index()],
        }
    }

    /// Returns the length of the shortest path, or `None` where there is none.
    ///
    /// Both units must be among the hosts the distances were prepared for; others have no path.
    #[must_use]
    pub fn between(&self, one: UnitIndex, other: UnitIndex) -> Option<u32> {
        let host = |unit: UnitIndex| {
            let position = self.hosts.get(unit.index()).copied();
            position.filter(|&position| position != NONE)
        };
        let (row, column) = (host(one)?, host(other)?);
        match &self.lengths {
            Lengths::Tree(paths) => paths.distance(one.0, other.0),
            Lengths::Table { width, entries } => {
                let length = entries[row as usize * width + column as usize];
                (length != NONE).then_some(length)
            }
        }
    }
}

/// The forest cut into paths, each node on that of the child with the largest tree: a walk to the root changes the path
/// at most log2 n times.
#[derive(Clone, Debug)]
struct HeavyPaths {
    parents: Vec<u32>,
    forest: Forest,
    /// The topmost node of each node's path.
    heads: Vec<u32>,
    /// In preorder.
    depths: Vec<u32>,
}

impl HeavyPaths {
    fn new(graph: &UnitGraph) -> Self {
        let parent_of = |unit: &super::Unit| unit.parent.map_or(NONE, |parent| parent.0);
        let parents: Vec<u32> = graph.units.iter().map(parent_of).collect();
        let mut heavy = vec![NONE; parents.len()];
        for node in 0..narrow(parents.len()) {
            let parent = parents[node as usize];
            if parent != NONE {
                let best = &mut heavy[parent as usize];
                if *best == NONE || graph.forest.size(node) > graph.forest.size(*best) {
                    *best = node;
                }
            }
        }
        let mut heads: Vec<u32> = (0..narrow(parents.len())).collect();
        let preorder = graph.forest.preorder();
        for &node in &preorder {
            let child = heavy[node as usize];
            if child != NONE {
                heads[child as usize] = heads[node as usize];
            }
        }
        let depth = |&node: &u32| graph.forest.depth(node);
        Self {
            parents,
            forest: graph.forest.clone(),
            heads,
            depths: preorder.iter().map(depth).collect(),
        }
    }

    /// Finds all distances from a node, in preorder.
    ///
    /// Who stands below an ancestor, and not below the one before, is as far away as the ancestor and as they are below it.
    fn distances(&self, from: u32, out: &mut Vec<u32>) {
        out.resize(self.depths.len(), NONE);
        let start = self.forest.interval(from).start as usize;
        let (mut above, mut steps, mut done) = (from, 0_u32, start..start);
        while above != NONE {
            let below = self.forest.interval(above);
            let below = below.start as usize..below.end as usize;
            let depth = self.forest.depth(above);
            for part in [below.start..done.start, done.end..below.end] {
                let depths = &self.depths[part.clone()];
                for (distance, of_node) in out[part].iter_mut().zip(depths) {
                    *distance = steps + (of_node - depth);
                }
            }
            (above, done) = (self.parents[above as usize], below);
            steps += 1;
        }
    }

    fn distance(&self, one: u32, other: u32) -> Option<u32> {
        let depth = |node: u32| self.forest.depth(node);
        let head = |node: u32| self.heads[node as usize];
        let (mut low, mut high) = (one, other);
        while head(low) != head(high) {
            if depth(head(low)) < depth(head(high)) {
                (low, high) = (high, low);
            }
            low = self.parents[head(low) as usize];
            if low == NONE {
                return None;
            }
        }
        let ancestor = depth(low).min(depth(high));
        Some(depth(one) - ancestor + depth(other) - ancestor)
    }
}
