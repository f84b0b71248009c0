//! A programme as columns, and the way in.

use super::check::Check;
use super::input::{Enrolments, Input};
use super::{
    BlockRow, CapacityRow, CyclesRow, EnrolmentRow, GroupRow, LenientProgramme, OptIn, PastPairRow,
    PinRow, Programme, ProgrammeError, RolesRow, TargetRow,
};
use crate::model::columns::{
    Bits, ColumnCheck, ColumnFault, ListColumn, Lists, Numbers, SkillLevelColumns, TextColumn,
    Texts, WordLists,
};
use crate::model::{Organisation, SkillLevelRow};

/// A programme as borrowed columns; nothing in it has been checked.
///
/// What there is for each participant comes in columns, laid out as
/// [those of an organisation](crate::model::columns::OrganisationColumns); the rest comes in the rows of the
/// [document](super::ProgrammeDocument).
#[derive(Clone, Copy, Debug, Default)]
pub struct ProgrammeColumns<'a> {
    /// What the programme is called.
    pub name: Option<&'a str>,
    /// What the programme is for, in the organisation's own words.
    pub objective: Option<&'a str>,
    /// Who takes part.
    pub enrolments: EnrolmentColumns<'a>,
    /// Pairs that must not meet.
    pub blocks: &'a [BlockRow],
    /// Pairs of earlier cycles.
    pub history: &'a [PastPairRow],
    /// Pairs that are decided.
    pub pins: &'a [PinRow],
    /// Groups with a floor or a cap.
    pub groups: &'a [GroupRow],
}

/// The columns of enrolments; where one is `None`, every row has the default.
///
/// Each is what the [row of an enrolment](super::EnrolmentRow) says under the same name.
#[derive(Clone, Copy, Debug, Default)]
pub struct EnrolmentColumns<'a> {
    /// The ids of the people, or of posts they hold; there are as many enrolments as these.
    pub person: Texts<'a>,
    /// The sides on which they take part.
    pub roles: Option<&'a [RolesRow]>,
    /// Whether they have agreed to take part.
    pub opt_in: Option<&'a [OptIn]>,
    /// Whether whoever must consent has done so: a set bit means yes.
    pub consent: Option<Bits<'a>>,
    /// What they want to learn.
    pub targets: Option<TargetColumns<'a>>,
    /// What they offer to teach.
    pub offers: Option<SkillLevelColumns<'a>>,
    /// Skills or topic categories they will not speak about.
    pub off_limits: Option<WordLists<'a>>,
    /// People they do not want to meet.
    pub vetoes: Option<WordLists<'a>>,
    /// People they would like to meet.
    pub wishes: Option<WordLists<'a>>,
    /// How many pairs they can and must be in.
    pub capacity: CapacityColumns<'a>,
    /// For how many cycles they have waited.
    pub cycles_waited: CyclesColumns<'a>,
    /// The lines of the file the rows came from, for messages; without them rows are counted from 1.
    pub line: Option<&'a [u64]>,
}

/// Lists of skills that people want to learn.
#[derive(Clone, Copy, Debug, Default)]
pub struct TargetColumns<'a> {
    /// Which targets belong to each row.
    pub lists: Lists<'a>,
    /// The ids of the skills.
    pub skill: Texts<'a>,
    /// How much each matters, 1 to 1000.
    pub weight: Option<Numbers<'a>>,
    /// The proficiency the teacher should have, 1 to 100.
    pub proficiency: Option<Numbers<'a>>,
}

/// How many pairs people can and must be in, on each side.
#[derive(Clone, Copy, Debug, Default)]
pub struct CapacityColumns<'a> {
    /// The most pairs as a junior.
    pub junior: Option<&'a [i64]>,
    /// The most pairs as a senior.
    pub senior: Option<&'a [i64]>,
    /// The fewest pairs as a junior.
    pub junior_minimum: Option<&'a [i64]>,
    /// The fewest pairs as a senior.
    pub senior_minimum: Option<&'a [i64]>,
}

/// For how many cycles people have waited, on each side.
#[derive(Clone, Copy, Debug, Default)]
pub struct CyclesColumns<'a> {
    /// As a junior.
    pub junior: Option<&'a [i64]>,
    /// As a senior.
    pub senior: Option<&'a [i64]>,
}

impl Programme {
    /// Checks columns against the organisation and refuses at any fault.
    ///
    /// The programme is the one that rows of the same content make, and faults are the same.
    ///
    /// # Errors
    ///
    /// [`ProgrammeError::Columns`] for columns that do not fit together; otherwise as
    /// [`ProgrammeDocument::check`](super::ProgrammeDocument::check).
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::model::columns::Texts;
    /// use reverse_mentoring::model::{Organisation, PersonRow};
    /// use reverse_mentoring::programme::{EnrolmentColumns, Programme, ProgrammeColumns, RolesRow};
    ///
    /// let organisation = Organisation::builder()
    ///     .person(PersonRow::new("ada"))
    ///     .person(PersonRow::new("grace"))
    ///     .build()?;
    /// let enrolments = EnrolmentColumns {
    ///     person: Texts::new(&[0, 5, 8], b"graceada"),
    ///     roles: Some(&[RolesRow::Senior, RolesRow::Junior]),
    ///     ..EnrolmentColumns::default()
    /// };
    /// let columns = ProgrammeColumns { enrolments, ..ProgrammeColumns::default() };
    /// let programme = Programme::from_columns(&columns, &organisation)?;
    /// assert_eq!(programme.participants().len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_columns(
        columns: &ProgrammeColumns<'_>,
        organisation: &Organisation,
    ) -> Result<Self, ProgrammeError> {
        Self::from_columns_lenient(columns, organisation)?.strict()
    }

    /// Checks columns against the organisation and sets faulty rows aside.
    ///
    /// # Errors
    ///
    /// [`ProgrammeError::Columns`] for columns that do not fit together.
    pub fn from_columns_lenient(
        columns: &ProgrammeColumns<'_>,
        organisation: &Organisation,
    ) -> Result<LenientProgramme, ProgrammeError> {
        let enrolments =
            CheckedEnrolments::new(&columns.enrolments).map_err(ProgrammeError::of_columns)?;
        let input = Input {
            name: columns.name,
            objective: columns.objective,
            enrolments: Enrolments::Columns(&enrolments),
            blocks: columns.blocks,
            history: columns.history,
            pins: columns.pins,
            groups: columns.groups,
            unknown: None,
        };
        Check::run(&input, organisation)
    }
}

/// The columns of enrolments, checked.
pub(super) struct CheckedEnrolments<'a> {
    columns: EnrolmentColumns<'a>,
    person: TextColumn<'a>,
    targets: Option<(ListColumn<'a>, TextColumn<'a>)>,
    offers: Option<(ListColumn<'a>, TextColumn<'a>)>,
    /// Off limits, vetoes, wishes.
    words: [Option<(ListColumn<'a>, TextColumn<'a>)>; 3],
}

impl<'a> CheckedEnrolments<'a> {
    /// Checks the form of all columns.
    fn new(columns: &EnrolmentColumns<'a>) -> Result<Self, Vec<ColumnFault>> {
        let rows = columns.person.offsets.values();
        let mut check = ColumnCheck::default();
        let person = check.texts("enrolments.person", columns.person, rows);
        let capacity = &columns.capacity;
        let lengths = [
            ("enrolments.roles", columns.roles.map(<[_]>::len)),
            ("enrolments.opt_in", columns.opt_in.map(<[_]>::len)),
            (
                "enrolments.capacity.junior",
                capacity.junior.map(<[_]>::len),
            ),
            (
                "enrolments.capacity.senior",
                capacity.senior.map(<[_]>::len),
            ),
            (
                "enrolments.capacity.junior_minimum",
                capacity.junior_minimum.map(<[_]>::len),
            ),
            (
                "enrolments.capacity.senior_minimum",
                capacity.senior_minimum.map(<[_]>::len),
            ),
            (
                "enrolments.cycles_waited.junior",
                columns.cycles_waited.junior.map(<[_]>::len),
            ),
            (
                "enrolments.cycles_waited.senior",
                columns.cycles_waited.senior.map(<[_]>::len),
            ),
            ("enrolments.line", columns.line.map(<[_]>::len)),
        ];
        for (column, length) in lengths {
            if let Some(length) = length {
                check.length(column, length, rows);
            }
        }
        check.bits("enrolments.consent", columns.consent, rows);
        let targets = columns.targets.map(|targets| {
            let values = targets.skill.offsets.values();
            let numbers = [
                ("enrolments.targets.weight", targets.weight),
                ("enrolments.targets.proficiency", targets.proficiency),
            ];
            for (column, numbers) in numbers {
                if let Some(numbers) = numbers {
                    check.numbers(column, numbers, values);
                }
            }
            (
                check.lists("enrolments.targets", targets.lists, rows, values),
                check.texts("enrolments.targets.skill", targets.skill, values),
            )
        });
        let offers = columns.offers.map(|offers| {
            let values = offers.skill.offsets.values();
            let column = "enrolments.offers.proficiency";
            check.length(column, offers.proficiency.len(), values);
            (
                check.lists("enrolments.offers", offers.lists, rows, values),
                check.texts("enrolments.offers.skill", offers.skill, values),
            )
        });
        let words = [
            ("enrolments.off_limits", columns.off_limits),
            ("enrolments.vetoes", columns.vetoes),
            ("enrolments.wishes", columns.wishes),
        ];
        let words = words.map(|(column, words)| {
            words.map(|WordLists { lists, words }| {
                let values = words.offsets.values();
                let lists = check.lists(column, lists, rows, values);
                (lists, check.words(&format!("{column}.words"), words))
            })
        });
        check.finish()?;
        Ok(Self {
            columns: *columns,
            person,
            targets,
            offers,
            words,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.person.len()
    }

    /// Returns every skill that some row wants or offers, as often as it does.
    pub(super) fn skills(&self) -> impl Iterator<Item = &'a str> {
        let both = self.targets.iter().chain(&self.offers);
        both.flat_map(|(lists, skills)| {
            (0..self.len()).flat_map(|row| lists.range(row).map(|place| skills.text(place)))
        })
    }

    /// Makes a row.
    pub(super) fn row(&self, row: usize) -> EnrolmentRow {
        let columns = &self.columns;
        let [off_limits, vetoes, wishes] = &self.words;
        let words = |words: &Option<(ListColumn<'_>, TextColumn<'_>)>| {
            let lists = words.iter();
            let texts = lists.flat_map(|(lists, words)| {
                let places = lists.range(row);
                places.map(|place| words.text(place).to_owned())
            });
            texts.collect()
        };
        let default = EnrolmentRow::default();
        EnrolmentRow {
            person: self.person.text(row).to_owned(),
            roles: columns.roles.map_or(default.roles, |roles| roles[row]),
            opt_in: columns.opt_in.map_or(default.opt_in, |opt_in| opt_in[row]),
            consent: columns
                .consent
                .map_or(default.consent, |consent| consent.get(row)),
            targets: self.targets(row),
            offers: self.offers(row),
            off_limits: words(off_limits),
            vetoes: words(vetoes),
            wishes: words(wishes),
            capacity: columns.capacity.row(row),
            cycles_waited: columns.cycles_waited.row(row),
            line: columns.line.map(|lines| lines[row]),
            unknown: default.unknown,
        }
    }

    fn targets(&self, row: usize) -> Vec<TargetRow> {
        let (Some(columns), Some((lists, skills))) = (&self.columns.targets, &self.targets) else {
            return Vec::new();
        };
        let targets = lists.range(row).map(|place| TargetRow {
            weight: columns.weight.and_then(|weight| weight.get(place)),
            proficiency: columns
                .proficiency
                .and_then(|proficiency| proficiency.get(place)),
            ..TargetRow::new(skills.text(place))
        });
        targets.collect()
    }

    fn offers(&self, row: usize) -> Vec<SkillLevelRow> {
        let (Some(columns), Some((lists, skills))) = (&self.columns.offers, &self.offers) else {
            return Vec::new();
        };
        let offers = lists
            .range(row)
            .map(|place| SkillLevelRow::new(skills.text(place), columns.proficiency[place]));
        offers.collect()
    }
}

impl CapacityColumns<'_> {
    fn row(&self, row: usize) -> CapacityRow {
        let default = CapacityRow::default();
        let stated = |column: Option<&[i64]>, default| column.map_or(default, |found| found[row]);
        CapacityRow {
            junior: stated(self.junior, default.junior),
            senior: stated(self.senior, default.senior),
            junior_minimum: stated(self.junior_minimum, default.junior_minimum),
            senior_minimum: stated(self.senior_minimum, default.senior_minimum),
            unknown: default.unknown,
        }
    }
}

impl CyclesColumns<'_> {
    fn row(&self, row: usize) -> CyclesRow {
        CyclesRow {
            junior: self.junior.map_or(0, |cycles| cycles[row]),
            senior: self.senior.map_or(0, |cycles| cycles[row]),
            ..CyclesRow::default()
        }
    }
}
