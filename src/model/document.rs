//! The organisation as a plain, versioned document.

use std::collections::BTreeMap;

use super::{AttributeKind, AttributeValue, RelationKind};

/// An organisation as plain data: what a platform sends and what it gets back.
///
/// Nothing in it has been checked. `Organisation::try_from` validates it and lists every fault at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct OrganisationDocument {
    /// The version of this form: 1.
    pub version: u32,
    /// Grade names, the most junior first; empty where levels are integers.
    pub level_scale: Vec<String>,
    /// Declared attributes.
    pub attributes: Vec<AttributeRow>,
    /// Units.
    pub units: Vec<UnitRow>,
    /// Lateral links between units.
    pub links: Vec<LinkRow>,
    /// The skill taxonomy.
    pub skills: Vec<SkillRow>,
    /// People, one row a post.
    pub people: Vec<PersonRow>,
    /// Relations beyond the line manager named in a person's row.
    pub relations: Vec<RelationRow>,
}

/// The declaration of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AttributeRow {
    /// Its name.
    pub name: String,
    /// The type of its values.
    pub kind: AttributeKind,
}

/// A unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct UnitRow {
    /// Its id.
    pub id: String,
    /// The id of the unit it belongs to; none at a root.
    pub parent: Option<String>,
    /// A name for people to read.
    pub name: Option<String>,
}

/// A lateral link: two units that stand closer than the tree says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LinkRow {
    /// One unit.
    pub from: String,
    /// The other unit; the link holds both ways.
    pub to: String,
    /// Its length, where a step between a unit and its parent has length 1.
    pub length: u32,
}

/// A skill of the taxonomy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct SkillRow {
    /// Its id.
    pub id: String,
    /// Its topic category, such as technology or customer.
    pub category: Option<String>,
    /// The ids of the broader skills it belongs to.
    pub parents: Vec<String>,
}

/// A post and who holds it; one row a person unless somebody holds several posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct PersonRow {
    /// The id of the post.
    pub id: String,
    /// The id of the person, where several posts share one; none means the post's own id.
    pub holder: Option<String>,
    /// The id of the post reported to.
    pub manager: Option<String>,
    /// The id of the unit.
    pub unit: Option<String>,
    /// The level; none where the post cannot be ranked.
    pub level: Option<LevelRow>,
    /// The skills held.
    pub skills: Vec<SkillLevelRow>,
    /// Values of declared attributes.
    pub attributes: BTreeMap<String, AttributeValue>,
    /// The line of the file the row came from, for messages; a row without one is counted from 1.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub line: Option<u64>,
}

/// A level as a number or as a grade name of the level scale.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
pub enum LevelRow {
    /// A rank; a larger one is more senior.
    Rank(i64),
    /// A grade name.
    Name(String),
}

/// A skill with how well it is mastered or wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SkillLevelRow {
    /// The id of the skill.
    pub skill: String,
    /// How well, 1 to 100 on the organisation's own scale.
    pub proficiency: i64,
}

/// A relation between two people.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RelationRow {
    /// The id of the person who reports, is assessed, or (where the kind has no direction) is related.
    pub from: String,
    /// The id of the other person.
    pub to: String,
    /// What `to` is to `from`.
    pub kind: RelationKind,
    /// The line of the file the row came from, for messages.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub line: Option<u64>,
}
