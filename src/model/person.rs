//! People and the posts they hold.

use std::ops::Range;

use super::{AttributeIndex, AttributeValue, HeldSkill, Level, PersonId, UnitIndex};

/// The position of a person in [`Organisation::people`](super::Organisation::people), which is in order of id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonIndex(pub(crate) u32);

impl PersonIndex {
    /// Returns the position as an index into a slice of people.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Gives where the items of each person start in a list of the people whom they belong to, which ascends; and, one more, where the last end. Empty where there are none.
pub(super) fn starts_of(ascending: impl Iterator<Item = PersonIndex>) -> Vec<u32> {
    let (mut starts, mut count) = (Vec::new(), 0);
    for person in ascending {
        if starts.len() <= person.index() {
            starts.resize(person.index() + 1, count);
        }
        count += 1;
    }
    if count > 0 {
        starts.push(count);
    }
    starts
}

/// Gives where the items of a person are, by where those of each [start](starts_of); nowhere for who is beyond the last.
pub(super) fn run_of(starts: &[u32], person: PersonIndex) -> Range<u32> {
    match starts.get(person.index()..) {
        Some(&[start, end, ..]) => start..end,
        _ => 0..0,
    }
}

/// The position of a post among all posts of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostIndex(pub(crate) u32);

/// A person: one human being, whatever the number of posts held.
///
/// Level and home unit are those of the most senior post (ties: the smallest post id).
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    pub(crate) index: PersonIndex,
    pub(crate) id: PersonId,
    pub(crate) level: Option<Level>,
    pub(crate) unit: Option<UnitIndex>,
    pub(crate) posts: Vec<Post>,
    pub(crate) skills: Vec<HeldSkill>,
    pub(crate) attributes: Vec<(AttributeIndex, AttributeValue)>,
}

/// A post: a place in the organisation that a person holds.
#[derive(Clone, PartialEq, Eq)]
pub struct Post {
    pub(crate) index: PostIndex,
    pub(crate) id: PersonId,
    pub(crate) level: Option<Level>,
    pub(crate) unit: Option<UnitIndex>,
}

impl Person {
    /// Returns the position in the organisation.
    #[must_use]
    pub fn index(&self) -> PersonIndex {
        self.index
    }

    /// Returns the id: the holder's where several posts name one, else the id of the only post.
    #[must_use]
    pub fn id(&self) -> &PersonId {
        &self.id
    }

    /// Returns the level, or `None` where the person cannot be ranked.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.level
    }

    /// Returns the home unit, or `None` where none is stated.
    #[must_use]
    pub fn unit(&self) -> Option<UnitIndex> {
        self.unit
    }

    /// Returns the posts held, at least one, in order of id.
    #[must_use]
    pub fn posts(&self) -> &[Post] {
        &self.posts
    }

    /// Returns the skills held, in order of skill.
    #[must_use]
    pub fn skills(&self) -> &[HeldSkill] {
        &self.skills
    }

    /// Returns the value of an attribute, or `None` where it is unknown.
    #[must_use]
    pub fn attribute(&self, attribute: AttributeIndex) -> Option<&AttributeValue> {
        // They ascend, so where all are known each is at its own place.
        let own_place = self.attributes.get(attribute.0 as usize);
        if let Some((_, value)) = own_place.filter(|entry| entry.0 == attribute) {
            return Some(value);
        }
        let place = self
            .attributes
            .binary_search_by_key(&attribute, |entry| entry.0)
            .ok()?;
        Some(&self.attributes[place].1)
    }
}

/// Shows the id alone: what else is known of a person does not belong in a log.
impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Person")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Post {
    /// Returns the place of the most senior of some posts; of several such, that of the first.
    pub(super) fn most_senior(posts: &[Self]) -> usize {
        let mut most = 0;
        for place in 1..posts.len() {
            // A post that cannot be ranked is below all that can.
            if posts[place].level > posts[most].level {
                most = place;
            }
        }
        most
    }

    /// Returns the position among all posts.
    #[must_use]
    pub fn index(&self) -> PostIndex {
        self.index
    }

    /// Returns the id of the post.
    #[must_use]
    pub fn id(&self) -> &PersonId {
        &self.id
    }

    /// Returns the level of the post, or `None` where it cannot be ranked.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.level
    }

    /// Returns the unit of the post, or `None` where none is stated.
    #[must_use]
    pub fn unit(&self) -> Option<UnitIndex> {
        self.unit
    }
}

/// Shows the id alone, as for a person.
impl std::fmt::Debug for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Post")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
