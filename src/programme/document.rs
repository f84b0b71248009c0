//! The programme as a plain, versioned document.

use super::{OptIn, PinKind, Role};
use crate::UnknownKeys;
use crate::model::SkillLevelRow;
#[cfg(feature = "serde")]
use crate::model::serde_forms;

/// A programme as plain data; nothing in it has been checked.
///
/// [`ProgrammeDocument::check`] validates it against an organisation and lists every fault at once.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct ProgrammeDocument {
    /// The version of this form: 1.
    pub version: u32,
    /// What the programme is called.
    pub name: Option<String>,
    /// What the programme is for, in the organisation's own words.
    pub objective: Option<String>,
    /// Who takes part.
    pub enrolments: Vec<EnrolmentRow>,
    /// Pairs that must not meet; the reason stays private.
    pub blocks: Vec<BlockRow>,
    /// Pairs of earlier cycles.
    pub history: Vec<PastPairRow>,
    /// Pairs that are decided: made, or never to be made.
    pub pins: Vec<PinRow>,
    /// Groups of people who make at least or at most so many pairs together.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub groups: Vec<GroupRow>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// One person's enrolment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct EnrolmentRow {
    /// The id of the person, or of a post they hold.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub person: String,
    /// The sides on which the person takes part.
    pub roles: RolesRow,
    /// Whether the person has agreed to take part.
    pub opt_in: OptIn,
    /// Whether whoever must consent to the person's taking part has done so; none said means yes.
    pub consent: bool,
    /// What the person wants to learn: as a senior, or in return as a junior.
    pub targets: Vec<TargetRow>,
    /// What the person offers to teach: as a junior, or in return as a senior; empty means every skill the organisation says the person holds.
    pub offers: Vec<SkillLevelRow>,
    /// Skills or topic categories the person will not speak about, on either side.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::ids"))]
    pub off_limits: Vec<String>,
    /// People the person does not want to meet, on either side; the reason stays private.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::ids"))]
    pub vetoes: Vec<String>,
    /// People the person would like to meet, the most wanted first; on the other side, whichever that is.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "serde_forms::ids",
            skip_serializing_if = "Vec::is_empty"
        )
    )]
    pub wishes: Vec<String>,
    /// How many pairs the person can and must be in, on each side.
    pub capacity: CapacityRow,
    /// For how many cycles the person has waited for a pair, on each side.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "CyclesRow::is_default")
    )]
    pub cycles_waited: CyclesRow,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
    /// The line of the file the row came from, for messages; a row without one is counted from 1.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub line: Option<u64>,
}

/// The sides of a programme that a person takes part on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum RolesRow {
    /// Teaches.
    Junior,
    /// Learns.
    Senior,
    /// Teaches in one pair and may learn in another.
    #[default]
    Both,
}

/// What a senior wants to learn; the order of the list is kept for explanations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct TargetRow {
    /// The id of the skill.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub skill: String,
    /// How much it matters beside the other targets, 1 to 1000; none means 1.
    pub weight: Option<i64>,
    /// The proficiency the teacher should have, 1 to 100; none means any.
    pub proficiency: Option<i64>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// How many pairs a person can and must be in, on each side; a side the person does not take part on does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct CapacityRow {
    /// The most pairs as a junior.
    pub junior: i64,
    /// The most pairs as a senior.
    pub senior: i64,
    /// The fewest pairs as a junior: 0 unless the person takes part only with so many.
    pub junior_minimum: i64,
    /// The fewest pairs as a senior.
    pub senior_minimum: i64,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// For how many cycles a person has waited, on each side; a side the person does not take part on does not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct CyclesRow {
    /// As a junior, 0 to 100.
    pub junior: i64,
    /// As a senior, 0 to 100.
    pub senior: i64,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// People of one side who make at least and at most so many pairs together.
///
/// Members are listed, or they are all who take part on the side and share what an attribute says: a flag that is true, or a category or
/// set that holds the word.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct GroupRow {
    /// What the group is called.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub name: String,
    /// The side whose pairs count.
    pub side: Role,
    /// The ids of the members, who agreed to be.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "serde_forms::ids",
            skip_serializing_if = "Vec::is_empty"
        )
    )]
    pub members: Vec<String>,
    /// The declared attribute that members share.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub attribute: Option<String>,
    /// The word that the attribute of members holds; none for a flag.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub word: Option<String>,
    /// The fewest pairs.
    pub floor: i64,
    /// The most pairs; none means any number.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cap: Option<i64>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// Two people who must not meet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct BlockRow {
    /// One person.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub one: String,
    /// The other person; a block holds whoever is the junior.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub other: String,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// A pair of an earlier cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct PastPairRow {
    /// Who taught.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub junior: String,
    /// Who learnt.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub senior: String,
    /// The day on which they stopped meeting, in whole days since 1970-01-01; none means it is not known.
    #[cfg_attr(
        feature = "serde",
        serde(
            deserialize_with = "serde_forms::day_if_any",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub ended_on: Option<i32>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// A pair that is decided, whatever the scores say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct PinRow {
    /// Who teaches.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub junior: String,
    /// Who learns.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::id"))]
    pub senior: String,
    /// What is decided.
    pub kind: PinKind,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

impl ProgrammeDocument {
    /// The version of the form that this crate reads and writes.
    pub const VERSION: u32 = 1;

    pub(super) const KEYS: &[&str] = &[
        "version",
        "name",
        "objective",
        "enrolments",
        "blocks",
        "history",
        "pins",
        "groups",
    ];
}

impl EnrolmentRow {
    pub(super) const KEYS: &[&str] = &[
        "person",
        "roles",
        "opt_in",
        "consent",
        "targets",
        "offers",
        "off_limits",
        "vetoes",
        "wishes",
        "capacity",
        "cycles_waited",
    ];

    /// Enrols a person on the given sides, with nothing else said.
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::programme::{EnrolmentRow, RolesRow};
    ///
    /// let row = EnrolmentRow::new("ada", RolesRow::Junior);
    /// assert!(row.consent);
    /// assert_eq!(row.capacity.junior, 1);
    /// ```
    #[must_use]
    pub fn new(person: impl Into<String>, roles: RolesRow) -> Self {
        Self {
            person: person.into(),
            roles,
            ..Self::default()
        }
    }
}

impl TargetRow {
    pub(super) const KEYS: &[&str] = &["skill", "weight", "proficiency"];

    /// Wants a skill at any proficiency, with weight 1.
    #[must_use]
    pub fn new(skill: impl Into<String>) -> Self {
        Self {
            skill: skill.into(),
            ..Self::default()
        }
    }
}

impl CapacityRow {
    pub(super) const KEYS: &[&str] = &["junior", "senior", "junior_minimum", "senior_minimum"];
}

impl CyclesRow {
    pub(super) const KEYS: &[&str] = &["junior", "senior"];

    /// Tells whether nothing is said.
    #[cfg(feature = "serde")]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl GroupRow {
    pub(super) const KEYS: &[&str] = &[
        "name",
        "side",
        "members",
        "attribute",
        "word",
        "floor",
        "cap",
    ];

    /// Makes a group of a side, without members, floor or cap.
    #[must_use]
    pub fn new(name: impl Into<String>, side: Role) -> Self {
        Self {
            name: name.into(),
            side,
            ..Self::default()
        }
    }

    /// Adds a member.
    #[must_use]
    pub fn with_member(mut self, person: impl Into<String>) -> Self {
        self.members.push(person.into());
        self
    }

    /// Makes members of all who take part on the side and whose attribute holds the word; none for a flag.
    #[must_use]
    pub fn with_attribute(mut self, attribute: impl Into<String>, word: Option<&str>) -> Self {
        self.attribute = Some(attribute.into());
        self.word = word.map(str::to_owned);
        self
    }

    /// Sets the fewest pairs.
    #[must_use]
    pub fn with_floor(mut self, pairs: i64) -> Self {
        self.floor = pairs;
        self
    }

    /// Sets the most pairs.
    #[must_use]
    pub fn with_cap(mut self, pairs: i64) -> Self {
        self.cap = Some(pairs);
        self
    }
}

impl BlockRow {
    pub(super) const KEYS: &[&str] = &["one", "other"];
}

impl PastPairRow {
    pub(super) const KEYS: &[&str] = &["junior", "senior", "ended_on"];
}

impl PinRow {
    pub(super) const KEYS: &[&str] = &["junior", "senior", "kind"];
}

impl Default for ProgrammeDocument {
    fn default() -> Self {
        Self {
            version: Self::VERSION,
            name: None,
            objective: None,
            enrolments: Vec::new(),
            blocks: Vec::new(),
            history: Vec::new(),
            pins: Vec::new(),
            groups: Vec::new(),
            unknown: UnknownKeys::default(),
        }
    }
}

impl Default for EnrolmentRow {
    fn default() -> Self {
        Self {
            person: String::new(),
            roles: RolesRow::default(),
            opt_in: OptIn::default(),
            consent: true,
            targets: Vec::new(),
            offers: Vec::new(),
            off_limits: Vec::new(),
            vetoes: Vec::new(),
            wishes: Vec::new(),
            capacity: CapacityRow::default(),
            cycles_waited: CyclesRow::default(),
            unknown: UnknownKeys::default(),
            line: None,
        }
    }
}

impl Default for GroupRow {
    fn default() -> Self {
        Self {
            name: String::new(),
            side: Role::Senior,
            members: Vec::new(),
            attribute: None,
            word: None,
            floor: 0,
            cap: None,
            unknown: UnknownKeys::default(),
        }
    }
}

impl Default for CapacityRow {
    fn default() -> Self {
        Self {
            junior: 1,
            senior: 1,
            junior_minimum: 0,
            senior_minimum: 0,
            unknown: UnknownKeys::default(),
        }
    }
}
