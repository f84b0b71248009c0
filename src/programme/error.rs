//! What can be wrong with a programme.

use std::fmt;

use super::{GroupFault, PinKind, Role};
use crate::faults::{Listed, first_of};
use crate::keys::DidYouMean;
use crate::model::columns::ColumnFault;
use crate::model::{Fingerprint, PersonId, SkillId};

/// Where in a programme document something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The document itself.
    Document,
    /// An enrolment, by line of its file or counted from 1.
    Enrolment(u64),
    /// A block, counted from 1.
    Block(u64),
    /// A past pair, counted from 1.
    PastPair(u64),
    /// A pin, counted from 1.
    Pin(u64),
    /// A group, counted from 1.
    Group(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => f.write_str("document"),
            Self::Enrolment(row) => write!(f, "enrolment row {row}"),
            Self::Block(row) => write!(f, "block row {row}"),
            Self::PastPair(row) => write!(f, "past pair row {row}"),
            Self::Pin(row) => write!(f, "pin row {row}"),
            Self::Group(row) => write!(f, "group row {row}"),
        }
    }
}

/// Something wrong with one enrolment, block, past pair, pin or group.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnrolmentFault {
    /// A row names nobody of the organisation.
    #[error("{place}: {field} \"{person}\" is unknown, expected somebody of the organisation")]
    UnknownPerson {
        /// The row.
        place: Place,
        /// The key that holds the id.
        field: &'static str,
        /// The id as given.
        person: PersonId,
    },
    /// A person has a second enrolment, perhaps under the id of another post.
    #[error(
        "{place}: \"{id}\" is \"{person}\", whom enrolment row {first} enrols already (keep one row)"
    )]
    EnrolledTwice {
        /// The later row.
        place: Place,
        /// The id as given.
        id: PersonId,
        /// The person it names.
        person: PersonId,
        /// The row that counts.
        first: u64,
    },
    /// An id is empty.
    #[error("{place}: {field} is empty, expected an id")]
    EmptyId {
        /// The row.
        place: Place,
        /// The key that holds the id.
        field: &'static str,
    },
    /// An id is too long.
    #[error("{place}: {field} has {length} bytes, expected at most {limit}")]
    IdTooLong {
        /// The row.
        place: Place,
        /// The key that holds the id.
        field: &'static str,
        /// The length of the id in bytes.
        length: usize,
        /// The longest id allowed, in bytes.
        limit: usize,
    },
    /// A proficiency is out of range.
    #[error(
        "{place}: {field} \"{skill}\" of \"{person}\" has proficiency {proficiency}, expected 1 to 100"
    )]
    InvalidProficiency {
        /// The row.
        place: Place,
        /// The person, as given.
        person: PersonId,
        /// The key of the list.
        field: &'static str,
        /// The skill.
        skill: SkillId,
        /// The proficiency as given.
        proficiency: i64,
    },
    /// The weight of a target is out of range.
    #[error(
        "{place}: targets \"{skill}\" of \"{person}\" has weight {weight}, expected 1 to {limit}"
    )]
    InvalidWeight {
        /// The row.
        place: Place,
        /// The person, as given.
        person: PersonId,
        /// The skill.
        skill: SkillId,
        /// The weight as given.
        weight: i64,
        /// The largest weight allowed.
        limit: u32,
    },
    /// A list of targets or offers names a skill twice.
    #[error("{place}: {field} of \"{person}\" lists \"{skill}\" twice (keep one)")]
    DuplicateSkill {
        /// The row.
        place: Place,
        /// The person, as given.
        person: PersonId,
        /// The key of the list.
        field: &'static str,
        /// The skill.
        skill: SkillId,
    },
    /// A person takes part on a side without a seat on it.
    #[error(
        "{place}: {role} \"{person}\" has capacity {capacity}, expected at least 1 (opt the person out instead)"
    )]
    InvalidCapacity {
        /// The row.
        place: Place,
        /// The side.
        role: Role,
        /// The person, as given.
        person: PersonId,
        /// The capacity as given.
        capacity: i64,
    },
    /// A person must be in more pairs than they can be in.
    #[error(
        "{place}: {role} \"{person}\" has minimum {minimum}, expected 0 to {capacity} (their capacity)"
    )]
    InvalidMinimum {
        /// The row.
        place: Place,
        /// The side.
        role: Role,
        /// The person, as given.
        person: PersonId,
        /// The minimum as given.
        minimum: i64,
        /// The capacity as given.
        capacity: i64,
    },
    /// A number of cycles is out of range.
    #[error("{place}: {role} \"{person}\" has waited for {cycles} cycles, expected 0 to {limit}")]
    InvalidCycles {
        /// The row.
        place: Place,
        /// The side.
        role: Role,
        /// The person, as given.
        person: PersonId,
        /// The number as given.
        cycles: i64,
        /// The largest number allowed.
        limit: u32,
    },
    /// A person wishes for somebody twice, perhaps under the ids of two posts.
    #[error("{place}: wishes of \"{person}\" list \"{wish}\" twice (keep one)")]
    DuplicateWish {
        /// The row.
        place: Place,
        /// The person, as given.
        person: PersonId,
        /// The later wish, as given.
        wish: PersonId,
    },
    /// An off-limit topic is neither a skill nor a topic category.
    #[error(
        "{place}: off_limits \"{topic}\" of \"{person}\" is unknown, expected a skill or a topic category"
    )]
    UnknownTopic {
        /// The row.
        place: Place,
        /// The person, as given.
        person: PersonId,
        /// The topic as given.
        topic: SkillId,
    },
    /// A veto, a block, a past pair or a pin names one person on both sides.
    #[error("{place}: \"{person}\" is paired with \"{person}\", expected two people")]
    SamePerson {
        /// The row.
        place: Place,
        /// The person.
        person: PersonId,
    },
    /// Two pins are about one pair.
    #[error(
        "{place}: junior \"{junior}\" and senior \"{senior}\" are {kind}, and {first_kind} already by pin row {first} (keep one row)"
    )]
    PinnedTwice {
        /// The later row.
        place: Place,
        /// Who would teach.
        junior: PersonId,
        /// Who would learn.
        senior: PersonId,
        /// What the later row decides.
        kind: PinKind,
        /// The earlier row.
        first: u64,
        /// What the earlier row decides.
        first_kind: PinKind,
    },
    /// A pair that must be made is of somebody who does not take part in this role.
    #[error(
        "{place}: \"{person}\" is in a {kind} pair as a {role}, expected somebody who is enrolled as a {role}"
    )]
    PinNotEnrolled {
        /// The row.
        place: Place,
        /// What the row decides.
        kind: PinKind,
        /// The person.
        person: PersonId,
        /// The side.
        role: Role,
    },
    /// More pairs must be made of a person than they have seats.
    #[error(
        "{place}: {role} \"{person}\" is in {pins} forced or locked pairs, expected at most {capacity} (their capacity)"
    )]
    PinsAboveCapacity {
        /// The row that is one too many.
        place: Place,
        /// The person.
        person: PersonId,
        /// The side.
        role: Role,
        /// How many such pairs there are up to this row.
        pins: u64,
        /// How many seats the person has.
        capacity: u32,
    },
    /// A group is at fault.
    #[error("{place}: group {group:?} {fault}")]
    Group {
        /// The row.
        place: Place,
        /// The name of the group, its first 100 characters.
        group: String,
        /// What is wrong.
        fault: GroupFault,
    },
    /// A row has a key that its form does not know.
    #[error("{place}: unknown key {key:?}{}", DidYouMean(*suggestion))]
    UnknownKey {
        /// The row, or the document.
        place: Place,
        /// The key, its first 100 characters.
        key: String,
        /// The key that was probably meant.
        suggestion: Option<&'static str>,
    },
}

/// Why a programme cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProgrammeError {
    /// Rows are at fault.
    #[error("{}", Listed { faults, total: *total, whole: "the programme" })]
    Faults {
        /// The first 100 of them, in order of list and row.
        faults: Vec<EnrolmentFault>,
        /// How many there are.
        total: usize,
    },
    /// Columns do not fit together, so that no row can be read.
    #[error("{}", Listed { faults, total: *total, whole: "the columns" })]
    Columns {
        /// The first 100 of what is wrong, one a column.
        faults: Vec<ColumnFault>,
        /// How much is wrong.
        total: usize,
    },
    /// The document is of a version this crate does not read.
    #[error("the programme has version {found}, expected {expected}")]
    UnknownVersion {
        /// The version as given.
        found: u32,
        /// The version this crate reads.
        expected: u32,
    },
    /// The programme was checked against another organisation.
    #[error("the programme was checked against organisation {found}, expected {expected}")]
    OtherOrganisation {
        /// The fingerprint of the organisation the programme was checked against.
        found: Fingerprint,
        /// The fingerprint of the organisation given.
        expected: Fingerprint,
    },
    /// The text is not JSON, or not that of a programme.
    #[cfg(feature = "json")]
    #[error(transparent)]
    Json(#[from] crate::JsonError),
}

impl ProgrammeError {
    /// Keeps the first faults and the number of all.
    pub(super) fn of(faults: Vec<EnrolmentFault>) -> Self {
        let (faults, total) = first_of(faults);
        Self::Faults { faults, total }
    }

    /// Keeps the first faults of columns and the number of all.
    pub(super) fn of_columns(faults: Vec<ColumnFault>) -> Self {
        let (faults, total) = first_of(faults);
        Self::Columns { faults, total }
    }

    /// Returns the faults it carries, the first 100; none where the error is of another kind.
    #[must_use]
    pub fn faults(&self) -> &[EnrolmentFault] {
        match self {
            Self::Faults { faults, .. } => faults,
            _ => &[],
        }
    }
}
