//! The chain of command.

use std::ops::Range;

use super::forest::{Forest, NONE, circles, narrow};
use super::person::{run_of, starts_of};
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
    /// The person who holds each post, ascending.
    holders: Vec<PersonIndex>,
    /// By person, and one more: where their posts start.
    starts: Vec<u32>,
    /// In order of id.
    strangers: Vec<Stranger>,
    /// The strangers who are people of the organisation all the same, in order of person.
    aside: Vec<(PersonIndex, u32)>,
    /// For each node the first member of its circle, or the node itself.
    groups: Vec<u32>,
    forest: Forest,
}

/// A manager's id that is no post: there is no row of it, or the row was set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stranger {
    pub(super) id: PersonId,
    /// The holder of the row that was set aside, where other rows make them a person of the organisation.
    pub(super) person: Option<PersonIndex>,
}

impl ChainOfCommand {
    /// Takes the manager of each node, posts first, those of one person after the other.
    pub(super) fn new(
        managers: Vec<u32>,
        holders: Vec<PersonIndex>,
        strangers: Vec<Stranger>,
    ) -> Self {
        let mut groups: Vec<u32> = (0..narrow(managers.len())).collect();
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
        let nodes = narrow(holders.len())..;
        let mut aside: Vec<_> = nodes
            .zip(&strangers)
            .filter_map(|(node, stranger)| Some((stranger.person?, node)))
            .collect();
        aside.sort_unstable();
        Self {
            managers,
            starts: starts_of(holders.iter().copied()),
            holders,
            strangers,
            aside,
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
        self.nodes(superior)
            .flat_map(|above| self.nodes(report).map(move |below| (above, below)))
            .filter_map(|(above, below)| self.between(above, below))
            .min()
    }

    /// Returns the nodes at which a person stands: the posts, and posts whose rows were set aside.
    fn nodes(&self, person: &Person) -> impl Iterator<Item = u32> {
        let first = self.aside.partition_point(|entry| entry.0 < person.index);
        let aside = self.aside[first..].iter();
        let aside = aside.take_while(move |entry| entry.0 == person.index);
        // Not read from the person, whose posts lie elsewhere in memory.
        let posts = run_of(&self.starts, person.index);
        posts.chain(aside.map(|&(_, node)| node))
    }

    fn between(&self, above: u32, below: u32) -> Option<u32> {
        let (above, below) = (self.groups[above as usize], self.groups[below as usize]);
        if above == below {
            Some(1)
        } else {
            self.forest
                .covers(above, below)
                .then(|| self.forest.depth(below) - self.forest.depth(above))
        }
    }

    /// Returns where a person stands, if at one node alone, as nearly everybody does: the numbers of all at or below it, its
    /// own first, and its depth.
    pub(crate) fn only_place(&self, person: &Person) -> Option<(Range<u32>, u32)> {
        let mut nodes = self.nodes(person);
        let group = self.groups[nodes.next()? as usize];
        let alone = nodes.next().is_none();
        alone.then(|| (self.forest.interval(group), self.forest.depth(group)))
    }

    /// Returns the line managers of a person, over all their posts and those that were set aside.
    pub(crate) fn managers_of(&self, person: &Person) -> impl Iterator<Item = Manager> {
        let managers = self
            .nodes(person)
            .filter_map(|node| self.manager_node(node));
        managers.map(|node| self.named(self.key(node)))
    }

    /// Returns how many lines lead up from a post; a circle is at depth 0.
    #[must_use]
    pub fn depth(&self, post: &Post) -> u32 {
        self.forest.depth(self.groups[post.index.0 as usize])
    }

    /// Returns the line manager of a post.
    #[must_use]
    pub fn manager(&self, post: &Post) -> Option<Manager> {
        let node = self.manager_node(post.index.0)?;
        Some(self.named(self.key(node)))
    }

    /// Returns the ids of line managers that are no posts of the organisation, in order.
    pub fn strangers(&self) -> impl Iterator<Item = &PersonId> {
        self.strangers.iter().map(|stranger| &stranger.id)
    }

    /// Returns a line manager the two have in common, inside the organisation or out of it.
    ///
    /// Of several, it is the one with the smallest position, people before strangers.
    #[must_use]
    pub fn shared_manager(&self, one: &Person, other: &Person) -> Option<Manager> {
        let managers = |person: &Person| -> Vec<(bool, u32)> {
            let managers = self
                .nodes(person)
                .filter_map(|node| self.manager_node(node));
            let mut keys: Vec<_> = managers.map(|node| self.key(node)).collect();
            keys.sort_unstable();
            keys
        };
        let others = managers(other);
        managers(one)
            .into_iter()
            .find(|key| others.binary_search(key).is_ok())
            .map(|key| self.named(key))
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

    /// Returns all strangers, in order of id.
    pub(super) fn all_strangers(&self) -> &[Stranger] {
        &self.strangers
    }

    /// Returns who a node is that is no post.
    pub(super) fn stranger(&self, node: u32) -> Option<&Stranger> {
        let place = (node as usize).checked_sub(self.holders.len())?;
        self.strangers.get(place)
    }

    /// Returns whether a node is a stranger, with the index of the person it is or else its own.
    fn key(&self, node: u32) -> (bool, u32) {
        let person = match self.stranger(node) {
            Some(stranger) => stranger.person,
            None => Some(self.holders[node as usize]),
        };
        person.map_or((true, node), |person| (false, person.0))
    }

    /// Returns who a key is.
    fn named(&self, (is_stranger, index): (bool, u32)) -> Manager {
        match self.stranger(index) {
            Some(stranger) if is_stranger => Manager::External(stranger.id.clone()),
            _ => Manager::Person(PersonIndex(index)),
        }
    }
}
