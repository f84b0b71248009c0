//! The organisation as a plain, versioned document.

use std::collections::BTreeMap;

use super::{AttributeKind, AttributeValue, RelationKind};
use crate::UnknownKeys;

#[cfg(feature = "serde")]
use super::serde_forms;

/// The version of the form that this crate reads and writes.
pub(super) const VERSION: u32 = 1;

/// An organisation as plain data: what a platform sends and what it gets back.
///
/// Nothing in it has been checked. `Organisation::try_from` validates it and lists every fault at once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, expecting = "an organisation"))]
pub struct OrganisationDocument {
    /// The version of this form: 1, also where none is stated.
    pub version: u32,
    /// Whether posts that name one holder are one person.
    pub holders: Holders,
    /// Grade names, the most junior first; empty where levels are integers.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub level_scale: Vec<String>,
    /// Declared attributes.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub attributes: Vec<AttributeRow>,
    /// Units.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub units: Vec<UnitRow>,
    /// Lateral links between units.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub links: Vec<LinkRow>,
    /// The skill taxonomy.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub skills: Vec<SkillRow>,
    /// People, one row a post.
    pub people: Vec<PersonRow>,
    /// Relations beyond the line manager named in a person's row.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub relations: Vec<RelationRow>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

impl Default for OrganisationDocument {
    fn default() -> Self {
        Self {
            version: VERSION,
            holders: Holders::default(),
            level_scale: Vec::new(),
            attributes: Vec::new(),
            units: Vec::new(),
            links: Vec::new(),
            skills: Vec::new(),
            people: Vec::new(),
            relations: Vec::new(),
            unknown: UnknownKeys::default(),
        }
    }
}

/// What posts that name one holder are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Holders {
    /// One person.
    #[default]
    Merged,
    /// A person each; holders are not looked at.
    Ignored,
}

/// The declaration of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(expecting = "an attribute"))]
pub struct AttributeRow {
    /// Its name.
    pub name: String,
    /// The type of its values.
    pub kind: AttributeKind,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// A unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, expecting = "a unit"))]
pub struct UnitRow {
    /// Its id.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub id: String,
    /// The id of the unit it belongs to; none at a root.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "serde_forms::id_if_any",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub parent: Option<String>,
    /// A name for people to read.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub name: Option<String>,
    /// The line of the file the row came from, for messages; a row without one is counted from 1.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub line: Option<u64>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// A lateral link: two units that stand closer than the tree says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(expecting = "a link between two units"))]
pub struct LinkRow {
    /// One unit.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub from: String,
    /// The other unit; the link holds both ways.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub to: String,
    /// Its length, where a step between a unit and its parent has length 1.
    pub length: u32,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// A skill of the taxonomy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, expecting = "a skill"))]
pub struct SkillRow {
    /// Its id.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub id: String,
    /// Its topic category, such as technology or customer.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "serde_forms::id_if_any",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub category: Option<String>,
    /// The ids of the broader skills it belongs to.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "serde_forms::ids",
            skip_serializing_if = "Vec::is_empty"
        )
    )]
    pub parents: Vec<String>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// A post and who holds it; one row a person unless somebody holds several posts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, expecting = "a person"))]
pub struct PersonRow {
    /// The id of the post.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub id: String,
    /// The id of the person, where several posts share one; none means the post's own id.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "serde_forms::id_if_any",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub holder: Option<String>,
    /// The id of the post reported to; a person's id stands for the most senior of their posts.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "serde_forms::id_if_any",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub manager: Option<String>,
    /// The id of the unit.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "serde_forms::id_if_any",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub unit: Option<String>,
    /// The level; none where the post cannot be ranked.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub level: Option<LevelRow>,
    /// The skills held.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub skills: Vec<SkillLevelRow>,
    /// Values of declared attributes.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "serde_forms::distinct",
            skip_serializing_if = "BTreeMap::is_empty"
        )
    )]
    pub attributes: BTreeMap<String, AttributeValue>,
    /// The line of the file the row came from, for messages; a row without one is counted from 1.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub line: Option<u64>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// A level as a number or as a grade name of the level scale.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
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
#[cfg_attr(feature = "serde", serde(expecting = "a skill with its proficiency"))]
pub struct SkillLevelRow {
    /// The id of the skill.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub skill: String,
    /// How well, 1 to 100 on the organisation's own scale.
    pub proficiency: i64,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// A relation between two people.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(expecting = "a relation"))]
pub struct RelationRow {
    /// The id of the person who reports, is assessed, or (where the kind has no direction) is related.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub from: String,
    /// The id of the other person.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub to: String,
    /// What `to` is to `from`.
    pub kind: RelationKind,
    /// The first day on which the relation holds, in whole days since 1970-01-01; none means as long as anybody knows.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "serde_forms::day_if_any",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub valid_from: Option<i32>,
    /// The last day on which the relation holds; none means until further notice.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "serde_forms::day_if_any",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub valid_to: Option<i32>,
    /// The line of the file the row came from, for messages; a row without one is counted from 1.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub line: Option<u64>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

impl AttributeRow {
    /// Declares an attribute.
    pub fn new(name: impl Into<String>, kind: AttributeKind) -> Self {
        Self {
            name: name.into(),
            kind,
            unknown: UnknownKeys::default(),
        }
    }
}

impl LinkRow {
    /// Links two units.
    pub fn new(from: impl Into<String>, to: impl Into<String>, length: u32) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            length,
            unknown: UnknownKeys::default(),
        }
    }
}

impl SkillLevelRow {
    /// States a skill with how well it is mastered or wanted.
    pub fn new(skill: impl Into<String>, proficiency: i64) -> Self {
        Self {
            skill: skill.into(),
            proficiency,
            unknown: UnknownKeys::default(),
        }
    }
}

impl RelationRow {
    /// States what `to` is to `from`.
    pub fn new(from: impl Into<String>, to: impl Into<String>, kind: RelationKind) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            kind,
            valid_from: None,
            valid_to: None,
            line: None,
            unknown: UnknownKeys::default(),
        }
    }
}

impl RelationRow {
    /// States the first and the last day on which the relation holds, in whole days since 1970-01-01.
    #[must_use]
    pub fn valid(mut self, from: Option<i32>, to: Option<i32>) -> Self {
        (self.valid_from, self.valid_to) = (from, to);
        self
    }
}

/// The keys each form knows, for suggestions.
pub(super) mod keys {
    pub(in super::super) const DOCUMENT: &[&str] = &[
        "version",
        "holders",
        "level_scale",
        "attributes",
        "units",
        "links",
        "skills",
        "people",
        "relations",
    ];
    pub(in super::super) const ATTRIBUTE: &[&str] = &["name", "kind"];
    pub(in super::super) const UNIT: &[&str] = &["id", "parent", "name"];
    pub(in super::super) const LINK: &[&str] = &["from", "to", "length"];
    pub(in super::super) const SKILL: &[&str] = &["id", "category", "parents"];
    pub(in super::super) const PERSON: &[&str] = &[
        "id",
        "holder",
        "manager",
        "unit",
        "level",
        "skills",
        "attributes",
    ];
    pub(in super::super) const SKILL_LEVEL: &[&str] = &["skill", "proficiency"];
    pub(in super::super) const RELATION: &[&str] =
        &["from", "to", "kind", "valid_from", "valid_to"];
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use serde::Serialize;
    use serde_json::Value;

    use super::*;

    #[track_caller]
    fn assert_keys(known: &[&str], written: impl Serialize) {
        let Ok(Value::Object(written)) = serde_json::to_value(written) else {
            panic!("a form is an object");
        };
        let mut keys: Vec<_> = written.keys().map(String::as_str).collect();
        let mut known = known.to_vec();
        keys.sort_unstable();
        known.sort_unstable();
        assert_eq!(keys, known);
    }

    #[test]
    fn the_known_keys_of_every_form_are_its_fields() {
        let text = || Some(String::from("x"));
        let attribute = AttributeRow::new("site", AttributeKind::Category);
        let unit = UnitRow {
            parent: text(),
            name: text(),
            ..UnitRow::default()
        };
        let link = LinkRow::new("a", "b", 1);
        let skill = SkillRow {
            category: text(),
            parents: vec![String::from("x")],
            ..SkillRow::default()
        };
        let skill_level = SkillLevelRow::new("rust", 70);
        let person = PersonRow {
            holder: text(),
            manager: text(),
            unit: text(),
            level: Some(LevelRow::Rank(3)),
            skills: vec![skill_level.clone()],
            attributes: BTreeMap::from([(String::from("x"), AttributeValue::Flag(true))]),
            ..PersonRow::default()
        };
        let relation = RelationRow::new("a", "b", RelationKind::Knows).valid(Some(1), Some(2));
        assert_keys(keys::ATTRIBUTE, &attribute);
        assert_keys(keys::UNIT, &unit);
        assert_keys(keys::LINK, &link);
        assert_keys(keys::SKILL, &skill);
        assert_keys(keys::SKILL_LEVEL, &skill_level);
        assert_keys(keys::PERSON, &person);
        assert_keys(keys::RELATION, &relation);
        let document = OrganisationDocument {
            level_scale: vec![String::from("x")],
            attributes: vec![attribute],
            units: vec![unit],
            links: vec![link],
            skills: vec![skill],
            people: vec![person],
            relations: vec![relation],
            ..OrganisationDocument::default()
        };
        assert_keys(keys::DOCUMENT, &document);
    }
}
