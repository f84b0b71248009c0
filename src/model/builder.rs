//! From rows to an organisation and back: the builder, and the conversions of documents.

use std::collections::BTreeMap;

use super::document::VERSION;
use super::validation::{Input, assemble};
use super::{
    AttributeKind, AttributeRow, Holders, LenientOrganisation, LevelRow, LinkRow, ModelError,
    Organisation, OrganisationDocument, Person, PersonRow, Post, PostIndex, RelationKind,
    RelationRow, SkillLevelRow, SkillRow, UnitRow,
};
use crate::UnknownKeys;

/// Builds an [`Organisation`] by hand.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::model::{Organisation, PersonRow, RelationKind};
///
/// let person = |id: &str, manager: Option<&str>| PersonRow {
///     id: id.into(),
///     manager: manager.map(Into::into),
///     ..PersonRow::default()
/// };
/// let organisation = Organisation::builder()
///     .person(person("grace", None))
///     .person(person("ada", Some("grace")))
///     .person(person("bob", Some("ada")))
///     .relation("bob", "grace", RelationKind::Dotted)
///     .build()?;
/// let [grace, bob] = ["grace", "bob"].map(|id| organisation.person(id).unwrap());
/// assert_eq!(organisation.chain().lines_above(grace, bob), Some(2));
/// # Ok::<(), reverse_mentoring::model::ModelError>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct OrganisationBuilder {
    document: OrganisationDocument,
}

impl OrganisationBuilder {
    /// Says what posts that name one holder are.
    pub fn holders(mut self, holders: Holders) -> Self {
        self.document.holders = holders;
        self
    }

    /// Sets the grade names, the most junior first.
    pub fn level_scale<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.document.level_scale = names.into_iter().map(Into::into).collect();
        self
    }

    /// Declares an attribute.
    pub fn attribute(mut self, name: &str, kind: AttributeKind) -> Self {
        self.document.attributes.push(AttributeRow::new(name, kind));
        self
    }

    /// Adds a unit under its parent; `None` for a root.
    pub fn unit(mut self, id: &str, parent: Option<&str>) -> Self {
        self.document.units.push(UnitRow {
            id: id.to_owned(),
            parent: parent.map(str::to_owned),
            ..UnitRow::default()
        });
        self
    }

    /// Adds a lateral link between two units.
    pub fn link(mut self, one: &str, other: &str, length: u32) -> Self {
        self.document.links.push(LinkRow::new(one, other, length));
        self
    }

    /// Adds a skill of the taxonomy.
    pub fn skill(mut self, row: SkillRow) -> Self {
        self.document.skills.push(row);
        self
    }

    /// Adds a post and who holds it.
    pub fn person(mut self, row: PersonRow) -> Self {
        self.document.people.push(row);
        self
    }

    /// Adds a relation: what `to` is to `from`.
    pub fn relation(mut self, from: &str, to: &str, kind: RelationKind) -> Self {
        self.document
            .relations
            .push(RelationRow::new(from, to, kind));
        self
    }

    /// Adds a relation with whatever its row states, such as days.
    pub fn relation_row(mut self, row: RelationRow) -> Self {
        self.document.relations.push(row);
        self
    }

    /// Validates everything and refuses at any fault.
    ///
    /// # Errors
    ///
    /// [`ModelError::Faults`] lists them, and the variants beside it what no list of rows can be: see [`ModelError`].
    pub fn build(self) -> Result<Organisation, ModelError> {
        Organisation::try_from(&self.document)
    }

    /// Validates everything, mends or sets aside what is faulty, and says what.
    ///
    /// # Errors
    ///
    /// [`ModelError`] for what cannot be mended, such as a table with too many rows.
    pub fn build_lenient(self) -> Result<LenientOrganisation, ModelError> {
        self.document.load_lenient()
    }
}

impl TryFrom<&OrganisationDocument> for Organisation {
    type Error = ModelError;

    /// Validates everything and refuses at any fault; the document stays as it was.
    fn try_from(document: &OrganisationDocument) -> Result<Self, ModelError> {
        document.load_lenient()?.strict()
    }
}

impl TryFrom<OrganisationDocument> for Organisation {
    type Error = ModelError;

    fn try_from(document: OrganisationDocument) -> Result<Self, ModelError> {
        Self::try_from(&document)
    }
}

impl OrganisationDocument {
    /// Validates everything, mends or sets aside what is faulty, and says what.
    ///
    /// Of a repeated id the first row is kept. A post that reports to itself is kept without a manager. A manager without
    /// a row becomes somebody outside the organisation, so that two of their reports still share a manager; so does
    /// whoever else a relation leads to without a row of people that was kept. The members of a reporting circle stand
    /// above each other and above all below. A unit or skill that belongs to an unknown one, or to itself in a circle, is
    /// kept without that parent. Keys the form does not know are left out. Any other fault sets its row aside; reporting
    /// lines through a row of people that was set aside still count.
    ///
    /// # Errors
    ///
    /// [`ModelError`] for what cannot be mended, such as a document of another version.
    pub fn load_lenient(&self) -> Result<LenientOrganisation, ModelError> {
        if self.version != VERSION {
            return Err(ModelError::UnknownVersion {
                found: self.version,
                expected: VERSION,
            });
        }
        let (organisation, faults) = assemble(&Input::from(self))?;
        Ok(LenientOrganisation {
            organisation,
            faults,
        })
    }
}

impl From<&Organisation> for OrganisationDocument {
    /// Writes an organisation out, everything in order of id.
    ///
    /// Read back strictly it gives an equal organisation. One that was loaded leniently must be read leniently again, and
    /// then lacks the lines between strangers.
    fn from(organisation: &Organisation) -> Self {
        Self {
            version: VERSION,
            holders: Holders::Merged,
            level_scale: organisation.level_scale().names().to_vec(),
            attributes: organisation
                .attributes()
                .iter()
                .map(|attribute| AttributeRow::new(attribute.name().as_str(), attribute.kind()))
                .collect(),
            units: unit_rows(organisation),
            links: organisation
                .units()
                .links()
                .map(|(one, other, length)| {
                    let id = |unit| organisation.units()[unit].id().as_str();
                    LinkRow::new(id(one), id(other), length)
                })
                .collect(),
            skills: skill_rows(organisation),
            people: organisation
                .people()
                .iter()
                .flat_map(|person| person_rows(organisation, person))
                .collect(),
            relations: relation_rows(organisation),
            unknown: UnknownKeys::default(),
        }
    }
}

fn unit_rows(organisation: &Organisation) -> Vec<UnitRow> {
    let units = organisation.units();
    let rows = units.units().iter().map(|unit| UnitRow {
        id: unit.id().as_str().to_owned(),
        parent: unit
            .parent()
            .map(|parent| units[parent].id().as_str().to_owned()),
        name: unit.name().map(str::to_owned),
        ..UnitRow::default()
    });
    rows.collect()
}

fn skill_rows(organisation: &Organisation) -> Vec<SkillRow> {
    let taxonomy = organisation.taxonomy();
    let rows = taxonomy.skills().iter().map(|skill| SkillRow {
        id: skill.id().as_str().to_owned(),
        category: skill
            .category()
            .map(|category| taxonomy.category_id(category).as_str().to_owned()),
        parents: skill
            .parents()
            .iter()
            .map(|parent| taxonomy.skills()[parent.index()].id().as_str().to_owned())
            .collect(),
        ..SkillRow::default()
    });
    rows.collect()
}

/// Writes the posts of a person; skills and attributes go with the most senior one, which speaks first when read.
fn person_rows<'a>(
    organisation: &'a Organisation,
    person: &'a Person,
) -> impl Iterator<Item = PersonRow> + 'a {
    let most_senior = Post::most_senior(person.posts());
    person.posts().iter().enumerate().map(move |(place, post)| {
        let level = post.level().map(|level| {
            let name = organisation.level_scale().name(level);
            name.map_or(LevelRow::Rank(level.rank().into()), |name| {
                LevelRow::Name(name.to_owned())
            })
        });
        let mut row = PersonRow {
            id: post.id().as_str().to_owned(),
            holder: (post.id() != person.id()).then(|| person.id().as_str().to_owned()),
            manager: manager_id(organisation, post),
            unit: post
                .unit()
                .map(|unit| organisation.units()[unit].id().as_str().to_owned()),
            level,
            ..PersonRow::default()
        };
        if place == most_senior {
            row.skills = skill_level_rows(organisation, person);
            row.attributes = attribute_values(organisation, person);
        }
        row
    })
}

fn relation_rows(organisation: &Organisation) -> Vec<RelationRow> {
    let relations = organisation.relations();
    let id = |person| organisation[person].id();
    let within = relations
        .iter()
        .map(|(from, to, kind, validity)| (from, id(to), kind, validity));
    let rows = within.chain(relations.external());
    let rows = rows.map(|(from, to, kind, validity)| {
        RelationRow::new(id(from).as_str(), to.as_str(), kind).valid(validity.from, validity.to)
    });
    rows.collect()
}

fn manager_id(organisation: &Organisation, post: &Post) -> Option<String> {
    let chain = organisation.chain();
    let node = chain.manager_node(post.index().0)?;
    let id = match chain.stranger(node) {
        Some(stranger) => &stranger.id,
        None => organisation.post_id(PostIndex(node)),
    };
    Some(id.as_str().to_owned())
}

fn skill_level_rows(organisation: &Organisation, person: &Person) -> Vec<SkillLevelRow> {
    let skills = organisation.taxonomy().skills();
    let rows = person.skills().iter().map(|held| {
        let skill = skills[held.skill().index()].id().as_str();
        SkillLevelRow::new(skill, held.proficiency().get().into())
    });
    rows.collect()
}

fn attribute_values(
    organisation: &Organisation,
    person: &Person,
) -> BTreeMap<String, super::AttributeValue> {
    let declared = organisation.attributes();
    let values = person.attributes.iter().map(|(attribute, value)| {
        let name = declared[attribute.0 as usize].name().as_str();
        (name.to_owned(), value.clone())
    });
    values.collect()
}
