//! What is validated, rows and columns alike.

use std::borrow::Cow;

use super::rows::number;
use crate::UnknownKeys;
use crate::model::columns::{CheckedPeople, CheckedRelations};
use crate::model::{
    AttributeRow, AttributeValue, Holders, LevelRow, LinkRow, OrganisationDocument, PersonRow,
    RelationKind, RelationRow, SkillLevelRow, SkillRow, UnitRow, Validity,
};

/// An organisation that nobody has checked, whichever way it came.
pub(in crate::model) struct Input<'a> {
    pub(in crate::model) holders: Holders,
    pub(in crate::model) level_scale: &'a [String],
    pub(in crate::model) attributes: &'a [AttributeRow],
    pub(in crate::model) units: &'a [UnitRow],
    pub(in crate::model) links: &'a [LinkRow],
    pub(in crate::model) skills: &'a [SkillRow],
    pub(in crate::model) people: PeopleTable<'a>,
    pub(in crate::model) relations: RelationTable<'a>,
    pub(in crate::model) unknown: Option<&'a UnknownKeys>,
}

/// The table of people.
#[derive(Clone, Copy)]
pub(in crate::model) enum PeopleTable<'a> {
    Rows(&'a [PersonRow]),
    Columns(&'a CheckedPeople<'a>),
}

/// The table of relations.
#[derive(Clone, Copy)]
pub(in crate::model) enum RelationTable<'a> {
    Rows(&'a [RelationRow]),
    Columns(&'a CheckedRelations<'a>),
}

/// A level as a row of people states it.
#[derive(Clone, Copy)]
pub(in crate::model) enum LevelView<'a> {
    Rank(i64),
    Name(&'a str),
}

/// A skill as a row of people states it.
#[derive(Clone, Copy)]
pub(super) struct SkillView<'a> {
    pub(super) skill: &'a str,
    pub(super) proficiency: i64,
    pub(super) unknown: Option<&'a UnknownKeys>,
}

/// A row of relations.
#[derive(Clone, Copy)]
pub(super) struct RelationView<'a> {
    /// How messages number it.
    pub(super) number: u64,
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) kind: RelationKind,
    pub(super) days: Validity,
    pub(super) unknown: Option<&'a UnknownKeys>,
}

impl<'a> From<&'a OrganisationDocument> for Input<'a> {
    fn from(document: &'a OrganisationDocument) -> Self {
        Self {
            holders: document.holders,
            level_scale: &document.level_scale,
            attributes: &document.attributes,
            units: &document.units,
            links: &document.links,
            skills: &document.skills,
            people: PeopleTable::Rows(&document.people),
            relations: RelationTable::Rows(&document.relations),
            unknown: Some(&document.unknown),
        }
    }
}

impl<'a> PeopleTable<'a> {
    pub(super) fn len(self) -> usize {
        match self {
            Self::Rows(rows) => rows.len(),
            Self::Columns(columns) => columns.id.len(),
        }
    }

    /// Returns how messages number a row.
    pub(super) fn number(self, row: usize) -> u64 {
        let line = match self {
            Self::Rows(rows) => rows[row].line,
            Self::Columns(columns) => columns.line.map(|lines| lines[row]),
        };
        number(line, row)
    }

    pub(super) fn id(self, row: usize) -> &'a str {
        match self {
            Self::Rows(rows) => &rows[row].id,
            Self::Columns(columns) => columns.id.text(row),
        }
    }

    pub(super) fn holder(self, row: usize) -> Option<&'a str> {
        match self {
            Self::Rows(rows) => rows[row].holder.as_deref(),
            Self::Columns(columns) => columns.holder?.get(row),
        }
    }

    pub(super) fn manager(self, row: usize) -> Option<&'a str> {
        match self {
            Self::Rows(rows) => rows[row].manager.as_deref(),
            Self::Columns(columns) => columns.manager?.get(row),
        }
    }

    pub(super) fn unit(self, row: usize) -> Option<&'a str> {
        match self {
            Self::Rows(rows) => rows[row].unit.as_deref(),
            Self::Columns(columns) => columns.unit?.get(row),
        }
    }

    pub(super) fn level(self, row: usize) -> Option<LevelView<'a>> {
        match self {
            Self::Rows(rows) => rows[row].level.as_ref().map(LevelView::from),
            Self::Columns(columns) => columns.level(row),
        }
    }

    /// Returns how many skills all rows list.
    pub(super) fn skill_total(self) -> usize {
        match self {
            Self::Rows(rows) => rows.iter().map(|row| row.skills.len()).sum(),
            Self::Columns(columns) => columns.skill_total(),
        }
    }

    pub(super) fn skills(self, row: usize) -> impl Iterator<Item = SkillView<'a>> {
        let (rows, columns) = self.either();
        let of_rows = rows.into_iter().flat_map(move |rows| &rows[row].skills);
        let of_columns = columns
            .into_iter()
            .flat_map(move |columns| columns.skills(row));
        let of_columns = of_columns.map(|(skill, proficiency)| SkillView {
            skill,
            proficiency,
            unknown: None,
        });
        of_rows.map(SkillView::from).chain(of_columns)
    }

    /// Returns what a row states of attributes, in order of name.
    pub(super) fn attributes(
        self,
        row: usize,
    ) -> impl Iterator<Item = (&'a str, Cow<'a, AttributeValue>)> {
        let (rows, columns) = self.either();
        let of_rows = rows.into_iter().flat_map(move |rows| &rows[row].attributes);
        let of_rows = of_rows.map(|(name, value)| (name.as_str(), Cow::Borrowed(value)));
        let of_columns = columns
            .into_iter()
            .flat_map(move |columns| columns.attributes(row));
        of_rows.chain(of_columns)
    }

    /// Returns the keys of a row that its form does not know.
    pub(super) fn unknown(self, row: usize) -> Option<&'a UnknownKeys> {
        match self {
            Self::Rows(rows) => Some(&rows[row].unknown),
            Self::Columns(_) => None,
        }
    }

    fn either(self) -> (Option<&'a [PersonRow]>, Option<&'a CheckedPeople<'a>>) {
        match self {
            Self::Rows(rows) => (Some(rows), None),
            Self::Columns(columns) => (None, Some(columns)),
        }
    }
}

impl<'a> RelationTable<'a> {
    pub(super) fn len(self) -> usize {
        match self {
            Self::Rows(rows) => rows.len(),
            Self::Columns(columns) => columns.from.len(),
        }
    }

    pub(super) fn iter(self) -> impl Iterator<Item = RelationView<'a>> {
        (0..self.len()).map(move |row| self.get(row))
    }

    fn get(self, row: usize) -> RelationView<'a> {
        match self {
            Self::Rows(rows) => {
                let relation = &rows[row];
                RelationView {
                    number: number(relation.line, row),
                    from: &relation.from,
                    to: &relation.to,
                    kind: relation.kind,
                    days: Validity {
                        from: relation.valid_from,
                        to: relation.valid_to,
                    },
                    unknown: Some(&relation.unknown),
                }
            }
            Self::Columns(columns) => RelationView {
                number: number(columns.line.map(|lines| lines[row]), row),
                from: columns.from.text(row),
                to: columns.to.text(row),
                kind: columns.kind[row],
                days: Validity {
                    from: columns.valid_from.and_then(|days| days.get(row)),
                    to: columns.valid_to.and_then(|days| days.get(row)),
                },
                unknown: None,
            },
        }
    }
}

impl<'a> From<&'a LevelRow> for LevelView<'a> {
    fn from(level: &'a LevelRow) -> Self {
        match level {
            LevelRow::Rank(rank) => Self::Rank(*rank),
            LevelRow::Name(name) => Self::Name(name),
        }
    }
}

impl<'a> From<&'a SkillLevelRow> for SkillView<'a> {
    fn from(row: &'a SkillLevelRow) -> Self {
        Self {
            skill: &row.skill,
            proficiency: row.proficiency,
            unknown: Some(&row.unknown),
        }
    }
}
