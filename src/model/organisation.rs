//! The organisation as a whole.

use std::sync::OnceLock;

use super::codes::Codes;
use super::forest::narrow;
use super::{
    Attribute, AttributeIndex, ChainOfCommand, Fault, Fingerprint, LevelScale, ModelError,
    OrganisationBuilder, Person, PersonId, PersonIndex, PostIndex, Relations, Taxonomy, UnitGraph,
    Warning,
};

/// An organisation: validated once, immutable afterwards.
#[derive(Clone, Debug)]
pub struct Organisation {
    pub(super) people: Vec<Person>,
    /// In order of id.
    pub(super) names: Vec<Name>,
    pub(super) attributes: Vec<Attribute>,
    /// By attribute.
    pub(super) codes: Vec<Codes>,
    pub(super) level_scale: LevelScale,
    pub(super) units: UnitGraph,
    pub(super) taxonomy: Taxonomy,
    pub(super) relations: Relations,
    pub(super) chain: ChainOfCommand,
    pub(super) fingerprint: OnceLock<Fingerprint>,
}

/// What lenient loading gives: an organisation, and everything that was mended or set aside to get it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LenientOrganisation {
    /// The organisation.
    pub organisation: Organisation,
    /// What was wrong, in order of table and row; nothing else was changed.
    pub faults: Vec<Fault>,
}

impl LenientOrganisation {
    /// Returns the organisation if nothing was wrong.
    pub(super) fn strict(self) -> Result<Organisation, ModelError> {
        if self.faults.is_empty() {
            Ok(self.organisation)
        } else {
            Err(ModelError::of(self.faults))
        }
    }
}

/// Whom an id names.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) id: PersonId,
    pub(super) person: PersonIndex,
}

impl Name {
    /// Returns the names of all posts and people, in order of id.
    pub(super) fn all(people: &[Person]) -> Vec<Self> {
        let mut names = Vec::new();
        for person in people {
            names.extend(person.posts.iter().map(|post| Self {
                id: post.id.clone(),
                person: person.index,
            }));
            if person.posts.iter().all(|post| post.id != person.id) {
                names.push(Self {
                    id: person.id.clone(),
                    person: person.index,
                });
            }
        }
        names.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        names
    }
}

impl Organisation {
    /// Starts an organisation.
    pub fn builder() -> OrganisationBuilder {
        OrganisationBuilder::default()
    }

    /// Returns the people, in order of id.
    #[must_use]
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Finds a person by their own id or by that of a post they hold.
    ///
    /// # Complexity
    ///
    /// `O(log n)` comparisons of ids.
    #[must_use]
    pub fn person(&self, id: &str) -> Option<&Person> {
        let place = self
            .names
            .binary_search_by(|name| name.id.as_str().cmp(id))
            .ok()?;
        Some(&self[self.names[place].person])
    }

    /// Returns all ids of people and posts, in order, each with whom it names.
    pub(crate) fn ids(&self) -> impl ExactSizeIterator<Item = (&str, PersonIndex)> {
        let names = self.names.iter();
        names.map(|name| (name.id.as_str(), name.person))
    }

    /// Returns the id of a post.
    pub(super) fn post_id(&self, post: PostIndex) -> &PersonId {
        let after = |person: &Person| person.posts[0].index <= post;
        let person = &self.people[self.people.partition_point(after) - 1];
        &person.posts[(post.0 - person.posts[0].index.0) as usize].id
    }

    /// Returns the declared attributes, in order of name.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// Finds a declared attribute by name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<AttributeIndex> {
        let place = self
            .attributes
            .binary_search_by(|attribute| attribute.name.as_str().cmp(name))
            .ok()?;
        Some(AttributeIndex(narrow(place)))
    }

    /// Returns the grade names, where levels have any.
    #[must_use]
    pub fn level_scale(&self) -> &LevelScale {
        &self.level_scale
    }

    /// Returns the units.
    #[must_use]
    pub fn units(&self) -> &UnitGraph {
        &self.units
    }

    /// Returns the skills.
    #[must_use]
    pub fn taxonomy(&self) -> &Taxonomy {
        &self.taxonomy
    }

    /// Returns the relations beyond the reporting lines.
    #[must_use]
    pub fn relations(&self) -> &Relations {
        &self.relations
    }

    /// Returns the reporting lines.
    #[must_use]
    pub fn chain(&self) -> &ChainOfCommand {
        &self.chain
    }

    /// Returns the digest of the content; computed when first asked for.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        *self.fingerprint.get_or_init(|| Fingerprint::of(self))
    }

    /// Returns what is legal but probably not meant.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        super::warning::look_alikes(&self.names)
    }
}

impl std::ops::Index<PersonIndex> for Organisation {
    type Output = Person;

    fn index(&self, index: PersonIndex) -> &Person {
        &self.people[index.index()]
    }
}

/// Two organisations are equal if their content is, whatever the order of the rows they came from.
impl PartialEq for Organisation {
    fn eq(&self, other: &Self) -> bool {
        self.people == other.people
            && self.attributes == other.attributes
            && self.level_scale == other.level_scale
            && self.units == other.units
            && self.taxonomy == other.taxonomy
            && self.relations == other.relations
            && self.chain == other.chain
    }
}

impl Eq for Organisation {}
