//! An organisation as columns, and the way in.

use super::{
    Bits, CheckedPeople, CheckedRelations, ColumnCheck, ColumnFault, Lists, Numbers, Texts,
    WordLists,
};
use crate::model::validation::{Input, PeopleTable, RelationTable, assemble};
use crate::model::{
    AttributeRow, Holders, LenientOrganisation, LinkRow, ModelError, Organisation, RelationKind,
    SkillRow, UnitRow,
};

/// An organisation as borrowed columns; nothing in it has been checked.
///
/// What there is for each person comes in columns. What an organisation declares once comes in the rows of its
/// [document](crate::model::OrganisationDocument), for there are few of these. Columns know no unknown keys, and all levels
/// of an organisation are stated in one way; everything else that rows can say, columns can.
#[derive(Clone, Copy, Debug, Default)]
pub struct OrganisationColumns<'a> {
    /// What posts that name one holder are.
    pub holders: Holders,
    /// Grade names, the most junior first; empty where levels are integers.
    pub level_scale: &'a [String],
    /// Declared attributes.
    pub attributes: &'a [AttributeRow],
    /// Units.
    pub units: &'a [UnitRow],
    /// Lateral links between units.
    pub links: &'a [LinkRow],
    /// The skill taxonomy.
    pub skills: &'a [SkillRow],
    /// People, one row a post.
    pub people: PersonColumns<'a>,
    /// Relations beyond the line manager named in a person's row.
    pub relations: RelationColumns<'a>,
}

/// The columns of people, one row a post; `None` is a column that says nothing of anybody.
///
/// Each is what the [row of a person](crate::model::PersonRow) says under the same name.
#[derive(Clone, Copy, Debug, Default)]
pub struct PersonColumns<'a> {
    /// The ids of the posts; there are as many people as these.
    pub id: Texts<'a>,
    /// The ids of the people, where several posts share one.
    pub holder: Option<Texts<'a>>,
    /// The ids of the posts reported to.
    pub manager: Option<Texts<'a>>,
    /// The ids of the units.
    pub unit: Option<Texts<'a>>,
    /// The levels.
    pub level: Levels<'a>,
    /// The skills held.
    pub skills: Option<SkillLevelColumns<'a>>,
    /// The values of declared attributes, a column each.
    pub attributes: &'a [AttributeColumn<'a>],
    /// The lines of the file the rows came from, for messages; without them rows are counted from 1.
    pub line: Option<&'a [u64]>,
}

/// A column of levels.
#[derive(Clone, Copy, Debug, Default)]
pub enum Levels<'a> {
    /// No post has one.
    #[default]
    Unstated,
    /// Ranks; a larger one is more senior.
    Ranks(Numbers<'a>),
    /// Grade names of the level scale.
    Grades(Texts<'a>),
}

/// Lists of skills, each with how well it is mastered.
#[derive(Clone, Copy, Debug, Default)]
pub struct SkillLevelColumns<'a> {
    /// Which skills belong to each row.
    pub lists: Lists<'a>,
    /// The ids of the skills.
    pub skill: Texts<'a>,
    /// How well each of these is mastered, 1 to 100 on the organisation's own scale.
    pub proficiency: &'a [i64],
}

/// The values of an attribute.
#[derive(Clone, Copy, Debug)]
pub struct AttributeColumn<'a> {
    /// The name of the attribute.
    pub name: &'a str,
    /// Its values.
    pub values: AttributeValues<'a>,
}

/// The values of an attribute, with a place for every row, whether it states one or not.
#[derive(Clone, Copy, Debug)]
pub enum AttributeValues<'a> {
    /// True where a bit is set.
    Flags {
        /// A bit for each row.
        values: Bits<'a>,
        /// Which rows state a flag; `None` means all.
        valid: Option<Bits<'a>>,
    },
    /// Whole numbers, or days since 1970-01-01.
    Numbers(Numbers<'a>),
    /// A word each.
    Categories(Texts<'a>),
    /// Several words each.
    Sets(WordLists<'a>),
    /// The first and the last number of a range.
    Ranges {
        /// The first numbers.
        from: Numbers<'a>,
        /// The last numbers; those of rows without a first one do not count.
        to: &'a [i64],
    },
    /// Several words each, with level and weight.
    Vectors {
        /// The words.
        words: WordLists<'a>,
        /// The level of each word of all rows; `None` means that none states one.
        level: Option<Numbers<'a>>,
        /// The weight of each word of all rows.
        weight: Option<Numbers<'a>>,
    },
}

/// The columns of relations.
///
/// Each is what the [row of a relation](crate::model::RelationRow) says under the same name.
#[derive(Clone, Copy, Debug, Default)]
pub struct RelationColumns<'a> {
    /// The ids of those who report, are assessed, or are related; there are as many relations as these.
    pub from: Texts<'a>,
    /// The ids of the others.
    pub to: Texts<'a>,
    /// What `to` is to `from`.
    pub kind: &'a [RelationKind],
    /// The first days on which the relations hold, in days since 1970-01-01.
    pub valid_from: Option<Numbers<'a, i32>>,
    /// The last days on which they hold, these included.
    pub valid_to: Option<Numbers<'a, i32>>,
    /// The lines of the file the rows came from, for messages; without them rows are counted from 1.
    pub line: Option<&'a [u64]>,
}

impl Organisation {
    /// Validates columns and refuses at any fault.
    ///
    /// The organisation is the one that rows of the same content make, and faults are the same. An id that is not stated is
    /// an empty one.
    ///
    /// # Complexity
    ///
    /// `O(n log n)` comparisons of ids for `n` rows of people; of their texts, none is copied but the ids and attributes of the people kept.
    ///
    /// # Errors
    ///
    /// [`ModelError::Columns`] for columns that do not fit together; otherwise as for a document, see [`ModelError`].
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::model::Organisation;
    /// use reverse_mentoring::model::columns::{
    ///     Bits, Levels, Numbers, OrganisationColumns, PersonColumns, Texts,
    /// };
    ///
    /// let people = PersonColumns {
    ///     id: Texts::new(&[0, 5, 8], b"graceada"),
    ///     // Grace reports to nobody.
    ///     manager: Some(Texts { valid: Some(Bits::new(&[0b10])), ..Texts::new(&[0, 0, 5], b"grace") }),
    ///     level: Levels::Ranks(Numbers { values: &[7, 2], valid: None }),
    ///     ..PersonColumns::default()
    /// };
    /// let columns = OrganisationColumns { people, ..OrganisationColumns::default() };
    /// let organisation = Organisation::from_columns(&columns)?;
    /// let [ada, grace] = ["ada", "grace"].map(|id| organisation.person(id).unwrap());
    /// assert_eq!(organisation.chain().lines_above(grace, ada), Some(1));
    ///
    /// let unit = Some(Texts::new(&[0, 5], b"sales"));
    /// let people = PersonColumns { unit, ..people };
    /// let error = Organisation::from_columns(&OrganisationColumns { people, ..columns }).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "1 fault in the columns\n  column \"people.unit\" is 1 long, expected 2",
    /// );
    /// # Ok::<(), reverse_mentoring::model::ModelError>(())
    /// ```
    pub fn from_columns(columns: &OrganisationColumns<'_>) -> Result<Self, ModelError> {
        let lenient = Self::from_columns_lenient(columns)?;
        lenient.strict()
    }

    /// Validates columns, mends or sets aside what is faulty, and says what, as
    /// [`load_lenient`](crate::model::OrganisationDocument::load_lenient) does.
    ///
    /// # Errors
    ///
    /// [`ModelError`] for what cannot be mended, such as columns that do not fit together.
    pub fn from_columns_lenient(
        columns: &OrganisationColumns<'_>,
    ) -> Result<LenientOrganisation, ModelError> {
        let (people, relations) = check(columns).map_err(ModelError::of_columns)?;
        let (organisation, faults) = assemble(&Input {
            holders: columns.holders,
            level_scale: columns.level_scale,
            attributes: columns.attributes,
            units: columns.units,
            links: columns.links,
            skills: columns.skills,
            people: PeopleTable::Columns(&people),
            relations: RelationTable::Columns(&relations),
            unknown: None,
        })?;
        Ok(LenientOrganisation {
            organisation,
            faults,
        })
    }
}

/// Checks the form of all columns.
fn check<'a>(
    columns: &OrganisationColumns<'a>,
) -> Result<(CheckedPeople<'a>, CheckedRelations<'a>), Vec<ColumnFault>> {
    let mut check = ColumnCheck::default();
    let people = check.people(&columns.people);
    let relations = check.relations(&columns.relations);
    check.finish()?;
    Ok((people, relations))
}
