//! The chain of command.

use super::forest::{Forest, NONE, circles};
use super::{Manager, Person, PersonId, PersonIndex, Post};

/// Who reports to whom, directly or through others.
///
/// It knows the posts of the organisation and, beside them, whoever the data names as a manager without holding them:
/// two people who report to the same stranger share a manager, and a row that was set aside still joins those below it
/// to those above it.
///
/// # Algorithm
///
/// Circles are contracted, the rest is a forest; preorder numbers make "above" a comparison of two intervals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChainOfCommand {
    /// The manager of each node; nodes are the posts, then the strangers.
    managers: Vec<u32>,
    /// The person who holds each post.
    holders: Vec<PersonIndex>,
    /// In order of id.
    strangers: Vec<PersonId>,
    /// For each node the first member of its circle, or the node itself.
    groups: Vec<u32>,
    forest: Forest,
}

impl ChainOfCommand {
    /// Takes the manager of each node, posts first.
    pub(super) fn new(
        managers: Vec<u32>,
        holders: Vec<PersonIndex>,
        strangers: Vec<PersonId>,
    ) -> Self {
        let mut groups: Vec<u32> = (0..super::forest::narrow(managers.len())).collect();
        let mut above = managers.clone();
        for circle in circles(&managers) {
            for &member in &circle {
                groups[member as usize] = circle[0];
                above[member as usize] = NONE;
            }
        }
        for manager in above.iter_mut().filter(|manager| **manager != NONE) {
            *manager = groups[*manager as usize];
        }
        let forest = Forest::new(&above);
        Self {
            managers,
            holders,
            strangers,
            groups,
            forest,
        }
    }

    /// Returns how many lines `superior` stands above `report`, the fewest over all their posts; `None` where not above.
    ///
    /// The members of a circle stand one line above each other, and above everybody below the circle.
    ///
    /// # Complexity
    ///
    /// Constant time per pair of posts.
    #[must_use]
    pub fn lines_above(&self, superior: &Person, report: &Person) -> Option<u32> {
        if superior.index == report.index {
            return None;
        }
        let group = |post: &Post| self.groups[post.index.0 as usize];
        superior
            .posts
            .iter()
            .flat_map(|above| report.posts.iter().map(move |below| (above, below)))
            .filter_map(|(above, below)| self.between(group(above), group(below)))
            .min()
    }

    fn between(&self, above: u32, below: u32) -> Option<u32> {
        if above == below {
            Some(1)
        } else {
            self.forest
                .covers(above, below)
                .then(|| self.forest.depth(below) - self.forest.depth(above))
        }
    }

    /// Returns how many lines lead up from a post; a circle is at depth 0.
    #[must_use]
    pub fn depth(&self, post: &Post) -> u32 {
        self.forest.depth(self.groups[post.index.0 as usize])
    }

    /// Returns the line manager of a post.
    #[must_use]
    pub fn manager(&self, post: &Post) -> Option<Manager> {
        self.manager_node(post.index.0).map(|node| self.known(node))
    }

    /// Returns the line managers the data names without holding them, in order of id.
    pub fn strangers(&self) -> impl Iterator<Item = &PersonId> {
        self.strangers.iter()
    }

    /// Returns a line manager the two have in common, inside the organisation or out of it.
    ///
    /// Of several, it is the one with the smallest position, people before strangers.
    #[must_use]
    pub fn shared_manager(&self, one: &Person, other: &Person) -> Option<Manager> {
        let managers = |person: &Person| -> Vec<(bool, u32)> {
            let posts = person.posts.iter();
            let nodes = posts.filter_map(|post| self.manager_node(post.index.0));
            let mut keys: Vec<_> = nodes.map(|node| self.key(node)).collect();
            keys.sort_unstable();
            keys
        };
        let others = managers(other);
        let (stranger, index) = managers(one)
            .into_iter()
            .find(|key| others.binary_search(key).is_ok())?;
        Some(if stranger {
            self.known(index)
        } else {
            Manager::Person(PersonIndex(index))
        })
    }

    /// Returns the manager of a node; nodes from the number of posts on are strangers.
    pub(super) fn manager_node(&self, node: u32) -> Option<u32> {
        let manager = self.managers[node as usize];
        (manager != NONE).then_some(manager)
    }

    /// Returns the manager of every node, posts first, then strangers.
    pub(super) fn managers(&self) -> &[u32] {
        &self.managers
    }

    /// Returns who a node is.
    pub(super) fn known(&self, node: u32) -> Manager {
        let node = node as usize;
        match self.holders.get(node) {
            Some(&person) => Manager::Person(person),
            None => Manager::External(self.strangers[node - self.holders.len()].clone()),
        }
    }

    /// Returns a person's index, or a stranger's node.
    fn key(&self, node: u32) -> (bool, u32) {
        match self.holders.get(node as usize) {
            Some(person) => (false, person.0),
            None => (true, node),
        }
    }
}
