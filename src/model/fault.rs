//! What can be wrong with one row.

use super::wording::{At, Circle, DidYouMean, Rows, SkillCircle};
use super::{AttributeKind, AttributeName, PersonId, RelationKind, SkillId, UnitId};

/// The most bytes an id or another name may have.
pub const ID_LIMIT: usize = 1024;

/// The greatest length of a lateral link.
pub const LINK_LIMIT: u32 = 1 << 20;

/// A table of an [`OrganisationDocument`](super::OrganisationDocument), in the order faults are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Table {
    /// The document itself.
    Document,
    /// The level scale.
    LevelScale,
    /// The declared attributes.
    Attributes,
    /// The units.
    Units,
    /// The lateral links.
    Links,
    /// The skill taxonomy.
    Skills,
    /// The people.
    People,
    /// The relations.
    Relations,
}

/// Something wrong with one row, or with several rows together.
///
/// A row is the line of the file where the reader stated one, else its position in its table, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A row has a key that its form does not know. Lenient loading keeps the row without it.
    #[error("{}unknown key \"{}\"{}", At(*table, *row), key.escape_debug(), DidYouMean(*suggestion))]
    UnknownKey {
        /// The table.
        table: Table,
        /// The row; 0 for the document itself.
        row: u64,
        /// The key, its first 100 characters.
        key: String,
        /// The key that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// An id or a name is empty. Lenient loading sets the row aside.
    #[error("{}the {field} is empty, expected text (an optional key can be left out)", At(*table, *row))]
    EmptyId {
        /// The table.
        table: Table,
        /// The row.
        row: u64,
        /// The key of the row.
        field: &'static str,
    },
    /// An id or a name is too long. Lenient loading sets the row aside.
    #[error("{}the {field} has {length} bytes, expected at most {limit}", At(*table, *row))]
    IdTooLong {
        /// The table.
        table: Table,
        /// The row.
        row: u64,
        /// The key of the row.
        field: &'static str,
        /// How many bytes it has.
        length: usize,
        /// How many it may have.
        limit: usize,
    },
    /// A grade is listed twice. Lenient loading keeps the first.
    #[error("{} of the level scale say \"{}\", expected each grade once", Rows(rows), name.escape_debug())]
    DuplicateGrade {
        /// The grade.
        name: String,
        /// The positions, from 1.
        rows: Vec<u64>,
    },
    /// An attribute is declared twice. Lenient loading keeps the first.
    #[error("attribute {} declare \"{name}\", expected each name once", Rows(rows))]
    DuplicateAttribute {
        /// The name.
        name: AttributeName,
        /// The rows.
        rows: Vec<u64>,
    },
    /// Several units have one id. Lenient loading keeps the first.
    #[error("unit {} have the id \"{id}\", expected each id once", Rows(rows))]
    DuplicateUnit {
        /// The id.
        id: UnitId,
        /// The rows.
        rows: Vec<u64>,
    },
    /// A unit belongs to a unit that is not listed. Lenient loading makes it a root.
    #[error(
        "unit row {row}: \"{unit}\" belongs to \"{parent}\", which is not listed (add the unit, or leave the parent out)"
    )]
    UnknownParent {
        /// The row.
        row: u64,
        /// The unit.
        unit: UnitId,
        /// The parent as given.
        parent: UnitId,
    },
    /// Units belong to each other in a circle. Lenient loading makes each of them a root.
    #[error("units belong to each other in a circle of {}: {} (correct the parent of one of them)", members.len(), Circle(members))]
    UnitCycle {
        /// The units, each followed by the one it belongs to, from the smallest id on.
        members: Vec<UnitId>,
        /// Their rows.
        rows: Vec<u64>,
    },
    /// A lateral link names a unit that is not listed. Lenient loading sets the link aside.
    #[error("link row {row}: no unit \"{unit}\" is listed")]
    UnknownLinkUnit {
        /// The row.
        row: u64,
        /// The unit as given.
        unit: UnitId,
    },
    /// A lateral link joins a unit with itself. Lenient loading sets the link aside.
    #[error("link row {row}: \"{unit}\" is linked with itself, expected two units")]
    SelfLink {
        /// The row.
        row: u64,
        /// The unit.
        unit: UnitId,
    },
    /// A lateral link has a length out of range. Lenient loading sets the link aside.
    #[error("link row {row}: \"{from}\" and \"{to}\" are {length} apart, expected 1 to {limit}")]
    BadLinkLength {
        /// The row.
        row: u64,
        /// One unit.
        from: UnitId,
        /// The other.
        to: UnitId,
        /// The length.
        length: u32,
        /// The greatest there may be.
        limit: u32,
    },
    /// Several skills have one id. Lenient loading keeps the first.
    #[error("skill {} have the id \"{id}\", expected each id once", Rows(rows))]
    DuplicateSkill {
        /// The id.
        id: SkillId,
        /// The rows.
        rows: Vec<u64>,
    },
    /// A skill belongs to a skill that is not listed. Lenient loading keeps the skill without that parent.
    #[error(
        "skill row {row}: \"{skill}\" belongs to \"{parent}\", which is not listed (add the skill, or leave the parent out)"
    )]
    UnknownSkillParent {
        /// The row.
        row: u64,
        /// The skill.
        skill: SkillId,
        /// The parent as given.
        parent: SkillId,
    },
    /// Skills belong to each other in a circle. Lenient loading keeps them without the parents within it.
    #[error("{}", SkillCircle(members))]
    SkillCycle {
        /// The skills, in order of id.
        members: Vec<SkillId>,
        /// Their rows.
        rows: Vec<u64>,
    },
    /// Several rows have one id. Lenient loading keeps the first.
    #[error(
        "{} have the id \"{id}\", expected each id once (posts of one person have ids of their own and share the holder)",
        Rows(rows)
    )]
    DuplicateId {
        /// The id.
        id: PersonId,
        /// The rows.
        rows: Vec<u64>,
    },
    /// A row names as its holder an id that is also a post of somebody else. Lenient loading sets the row aside.
    #[error(
        "row {row}: \"{person}\" is held by \"{holder}\", which is also a post that somebody else holds in row {other_row} (rename one of them)"
    )]
    AmbiguousId {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
        /// The holder as given.
        holder: PersonId,
        /// The row of the post of that id.
        other_row: u64,
    },
    /// A row names a manager who has no row. Lenient loading keeps the manager as somebody outside the organisation.
    #[error(
        "row {row}: \"{person}\" reports to \"{manager}\", who has no row (add the row, or leave the manager out)"
    )]
    UnknownManager {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
        /// The manager as given.
        manager: PersonId,
    },
    /// A post reports to itself. Lenient loading keeps it without a manager.
    #[error(
        "row {row}: \"{person}\" reports to itself (leave the manager out at the head of the organisation)"
    )]
    SelfReport {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
    },
    /// Posts report to each other in a circle. Lenient loading keeps all lines: the members are superiors of each other.
    #[error("{} report to each other in a circle of {}: {} (correct the manager of one of them)", Rows(rows), members.len(), Circle(members))]
    ReportingCycle {
        /// The posts, each followed by its manager, from the smallest id on.
        members: Vec<PersonId>,
        /// Their rows, in the same order.
        rows: Vec<u64>,
    },
    /// A relation gives a second line manager. Lenient loading keeps the first.
    #[error(
        "relation row {row}: \"{person}\" has the line managers \"{first}\" and \"{second}\", expected one (make the other a dotted line)"
    )]
    SeveralManagers {
        /// The row of the relation.
        row: u64,
        /// The post.
        person: PersonId,
        /// The line manager stated first.
        first: PersonId,
        /// The other.
        second: PersonId,
    },
    /// A row names a unit that is not listed. Lenient loading sets the row aside.
    #[error(
        "row {row}: \"{person}\" is in the unit \"{unit}\", which is not listed (add the unit, or leave it out)"
    )]
    UnknownUnit {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
        /// The unit as given.
        unit: UnitId,
    },
    /// A row names a grade that is not in the level scale. Lenient loading sets the row aside.
    #[error("row {row}: \"{person}\" has the level \"{}\", which the level scale does not list (add the grade, or leave the level out)", level.escape_debug())]
    UnknownLevel {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
        /// The level as given.
        level: String,
    },
    /// A row has a level out of range. Lenient loading sets the row aside.
    #[error(
        "row {row}: \"{person}\" has the level {level}, expected {} to {}",
        i32::MIN,
        i32::MAX
    )]
    LevelOutOfRange {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
        /// The level as given.
        level: i64,
    },
    /// A row states a skill with a proficiency out of range. Lenient loading sets the row aside.
    #[error(
        "row {row}: \"{person}\" has the skill \"{skill}\" at {proficiency}, expected 1 to 100"
    )]
    BadProficiency {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
        /// The skill.
        skill: SkillId,
        /// The proficiency as given.
        proficiency: i64,
    },
    /// A row states a skill twice. Lenient loading sets the row aside.
    #[error("row {row}: \"{person}\" has the skill \"{skill}\" twice, expected each skill once")]
    RepeatedSkill {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
        /// The skill.
        skill: SkillId,
    },
    /// A row has a value of an attribute that is not declared. Lenient loading sets the row aside.
    #[error(
        "row {row}: \"{person}\" has a value of the attribute \"{attribute}\", which is not declared (declare it, or leave it out)"
    )]
    UndeclaredAttribute {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
        /// The attribute.
        attribute: AttributeName,
    },
    /// A row has a value of another type than the attribute was declared with. Lenient loading sets the row aside.
    #[error(
        "row {row}: \"{person}\" has a {found} as \"{attribute}\", expected a {expected}{}",
        form_of(*expected)
    )]
    WrongAttributeKind {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
        /// The attribute.
        attribute: AttributeName,
        /// The type of the value.
        found: AttributeKind,
        /// The type declared.
        expected: AttributeKind,
    },
    /// A row states a range that ends before it begins. Lenient loading sets the row aside.
    #[error(
        "row {row}: \"{person}\" has {from} to {to} as \"{attribute}\", expected the smaller number first (swap them)"
    )]
    InvertedRange {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
        /// The attribute.
        attribute: AttributeName,
        /// Where the range begins.
        from: i64,
        /// Where it ends.
        to: i64,
    },
    /// A vector has a level or a weight out of range. Lenient loading sets the row aside.
    #[error(
        "row {row}: \"{person}\" has {word:?} in \"{attribute}\" with {field} {found}, expected 1 to {limit}"
    )]
    BadVectorEntry {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
        /// The attribute.
        attribute: AttributeName,
        /// The word, its first 100 characters.
        word: String,
        /// Whether the level or the weight.
        field: &'static str,
        /// Its value.
        found: i64,
        /// The largest there may be.
        limit: i64,
    },
    /// A reporting line has days between which it holds. Lenient loading keeps the line without them.
    #[error(
        "relation row {row}: the reporting line of \"{person}\" has days, expected none (give only the lines that hold on the day of the run)"
    )]
    DatedLine {
        /// The row of the relation.
        row: u64,
        /// The person.
        person: PersonId,
    },
    /// A relation ends before it begins. Lenient loading lets it hold on every day.
    #[error(
        "relation row {row}: the relation of \"{person}\" is valid from {from} to {to}, expected the earlier day first (swap them)"
    )]
    InvertedValidity {
        /// The row of the relation.
        row: u64,
        /// The person.
        person: PersonId,
        /// The first day.
        from: i32,
        /// The last day.
        to: i32,
    },
    /// A relation names nobody of the organisation. Lenient loading keeps whom it leads to as somebody outside the
    /// organisation, and sets it aside where it leads from nobody.
    #[error("relation row {row}: nobody has the id \"{person}\"")]
    UnknownRelative {
        /// The row of the relation.
        row: u64,
        /// The id as given.
        person: PersonId,
    },
    /// A relation leads from a person to the same person. Lenient loading sets it aside.
    #[error(
        "relation row {row}: \"{person}\" has the relation \"{kind}\" to itself, expected two people"
    )]
    SelfRelation {
        /// The row of the relation.
        row: u64,
        /// The person.
        person: PersonId,
        /// The kind of the relation.
        kind: RelationKind,
    },
}

/// Says how values of a kind are written where that is not plain.
fn form_of(kind: AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Day => " (whole days since 1970-01-01; 2026-01-31 is 20484)",
        _ => "",
    }
}

impl Fault {
    /// Returns the table in which the rows are.
    #[must_use]
    pub fn table(&self) -> Table {
        match self {
            Self::UnknownKey { table, .. }
            | Self::EmptyId { table, .. }
            | Self::IdTooLong { table, .. } => *table,
            Self::DuplicateGrade { .. } => Table::LevelScale,
            Self::DuplicateAttribute { .. } => Table::Attributes,
            Self::DuplicateUnit { .. } | Self::UnknownParent { .. } | Self::UnitCycle { .. } => {
                Table::Units
            }
            Self::UnknownLinkUnit { .. } | Self::SelfLink { .. } | Self::BadLinkLength { .. } => {
                Table::Links
            }
            Self::DuplicateSkill { .. }
            | Self::UnknownSkillParent { .. }
            | Self::SkillCycle { .. } => Table::Skills,
            Self::SeveralManagers { .. }
            | Self::UnknownRelative { .. }
            | Self::DatedLine { .. }
            | Self::InvertedValidity { .. }
            | Self::SelfRelation { .. } => Table::Relations,
            _ => Table::People,
        }
    }

    /// Returns the rows concerned, at least one; 0 stands for the document itself.
    #[must_use]
    pub fn rows(&self) -> &[u64] {
        match self {
            Self::DuplicateGrade { rows, .. }
            | Self::DuplicateAttribute { rows, .. }
            | Self::DuplicateUnit { rows, .. }
            | Self::UnitCycle { rows, .. }
            | Self::DuplicateSkill { rows, .. }
            | Self::SkillCycle { rows, .. }
            | Self::DuplicateId { rows, .. }
            | Self::ReportingCycle { rows, .. } => rows,
            Self::UnknownKey { row, .. }
            | Self::EmptyId { row, .. }
            | Self::IdTooLong { row, .. }
            | Self::UnknownParent { row, .. }
            | Self::UnknownLinkUnit { row, .. }
            | Self::SelfLink { row, .. }
            | Self::BadLinkLength { row, .. }
            | Self::UnknownSkillParent { row, .. }
            | Self::AmbiguousId { row, .. }
            | Self::UnknownManager { row, .. }
            | Self::SelfReport { row, .. }
            | Self::SeveralManagers { row, .. }
            | Self::UnknownUnit { row, .. }
            | Self::UnknownLevel { row, .. }
            | Self::LevelOutOfRange { row, .. }
            | Self::BadProficiency { row, .. }
            | Self::RepeatedSkill { row, .. }
            | Self::UndeclaredAttribute { row, .. }
            | Self::WrongAttributeKind { row, .. }
            | Self::InvertedRange { row, .. }
            | Self::BadVectorEntry { row, .. }
            | Self::DatedLine { row, .. }
            | Self::InvertedValidity { row, .. }
            | Self::UnknownRelative { row, .. }
            | Self::SelfRelation { row, .. } => std::slice::from_ref(row),
        }
    }
}
