//! The organisation as a whole, and how it is built.

use super::{
    Attribute, AttributeIndex, ChainOfCommand, Fault, LevelScale, ModelError, OrganisationDocument,
    Person, PersonIndex, PersonRow, RelationKind, Relations, Taxonomy, UnitGraph,
};

/// An organisation: validated once, immutable afterwards.
#[derive(Clone, Debug)]
pub struct Organisation {
    pub(crate) people: Vec<Person>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) level_scale: LevelScale,
    pub(crate) units: UnitGraph,
    pub(crate) taxonomy: Taxonomy,
    pub(crate) relations: Relations,
    pub(crate) chain: ChainOfCommand,
}

/// The SHA-256 digest of an organisation's content, which does not depend on the order of its rows.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub(crate) [u8; 32]);

/// What lenient loading gives: an organisation, and everything that was mended or set aside to get it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LenientOrganisation {
    /// The organisation.
    pub organisation: Organisation,
    /// What was wrong, in order of row; nothing else was changed.
    pub faults: Vec<Fault>,
}

/// Builds an [`Organisation`] by hand.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct OrganisationBuilder {
    document: OrganisationDocument,
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
    #[must_use]
    pub fn person(&self, _id: &str) -> Option<&Person> {
        todo!()
    }

    /// Returns the declared attributes, in order of name.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// Finds a declared attribute by name.
    #[must_use]
    pub fn attribute(&self, _name: &str) -> Option<AttributeIndex> {
        todo!()
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

    /// Returns the digest of the content.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        todo!()
    }
}

impl std::ops::Index<PersonIndex> for Organisation {
    type Output = Person;

    fn index(&self, index: PersonIndex) -> &Person {
        &self.people[index.index()]
    }
}

impl OrganisationBuilder {
    /// Adds a unit under its parent; `None` for a root.
    pub fn unit(self, _id: &str, _parent: Option<&str>) -> Self {
        todo!()
    }

    /// Adds a lateral link between two units.
    pub fn link(self, _one: &str, _other: &str, _length: u32) -> Self {
        todo!()
    }

    /// Adds a post and who holds it.
    pub fn person(mut self, row: PersonRow) -> Self {
        self.document.people.push(row);
        self
    }

    /// Adds a relation: what `to` is to `from`.
    pub fn relation(self, _from: &str, _to: &str, _kind: RelationKind) -> Self {
        todo!()
    }

    /// Validates everything and refuses at any fault.
    ///
    /// # Errors
    ///
    /// [`ModelError::Faults`] lists all of them.
    pub fn build(self) -> Result<Organisation, ModelError> {
        todo!()
    }

    /// Validates everything, mends or sets aside what is faulty, and says what.
    ///
    /// # Errors
    ///
    /// [`ModelError`] for what cannot be mended, such as a document of another version.
    pub fn build_lenient(self) -> Result<LenientOrganisation, ModelError> {
        todo!()
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
