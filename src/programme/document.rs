//! The programme as a plain, versioned document.

use super::OptIn;
use crate::model::SkillLevelRow;

/// A programme as plain data; nothing in it has been checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
}

/// One person's enrolment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct EnrolmentRow {
    /// The id of the person, or of a post they hold.
    pub person: String,
    /// The sides on which the person takes part.
    pub roles: RolesRow,
    /// Whether the person has agreed to take part.
    pub opt_in: OptIn,
    /// Whether whoever must consent to the person's taking part has done so.
    pub consent: bool,
    /// What the person wants to learn as a senior.
    pub targets: Vec<TargetRow>,
    /// What the person offers to teach as a junior; empty means every skill the organisation says the person holds.
    pub offers: Vec<SkillLevelRow>,
    /// Skills or topic categories the person will not speak about, on either side.
    pub off_limits: Vec<String>,
    /// People the person does not want to meet, on either side; the reason stays private.
    pub vetoes: Vec<String>,
    /// How many pairs the person can be in, on each side.
    pub capacity: CapacityRow,
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
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct TargetRow {
    /// The id of the skill.
    pub skill: String,
    /// How much it matters beside the other targets, 1 to 1000; none means 1.
    #[cfg_attr(feature = "serde", serde(default))]
    pub weight: Option<i64>,
    /// The proficiency the teacher should have, 1 to 100; none means any.
    #[cfg_attr(feature = "serde", serde(default))]
    pub proficiency: Option<i64>,
}

/// How many pairs a person can be in, on each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct CapacityRow {
    /// Pairs as a junior.
    pub junior: i64,
    /// Pairs as a senior.
    pub senior: i64,
}

impl Default for CapacityRow {
    fn default() -> Self {
        Self {
            junior: 1,
            senior: 1,
        }
    }
}

/// Two people who must not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct BlockRow {
    /// One person.
    pub one: String,
    /// The other person; a block holds whoever is the junior.
    pub other: String,
}

/// A pair of an earlier cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PastPairRow {
    /// Who taught.
    pub junior: String,
    /// Who learnt.
    pub senior: String,
}
