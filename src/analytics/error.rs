//! What can be wrong with groups to be audited.

use crate::faults::{Listed, first_of};
use crate::model::PersonId;

/// What is wrong with one row of groups.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditFault {
    /// The organisation does not know the person.
    #[error("row {row}: \"{person}\" is unknown, expected a person of the organisation")]
    UnknownPerson {
        /// The row, counted from 1.
        row: u64,
        /// The person, as given.
        person: PersonId,
    },
    /// A person is in two groups of one grouping, perhaps under the ids of two posts.
    #[error(
        "row {row}: \"{person}\" has a second group, expected one (the first is in row {first})"
    )]
    SecondGroup {
        /// The row, counted from 1.
        row: u64,
        /// The person.
        person: PersonId,
        /// The row of the first.
        first: u64,
    },
}

/// Why groups to be audited are refused. It names people and rows, but no group.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// Rows are at fault.
    #[error("{}", Listed { faults, total: *total, whole: "the audit groups" })]
    Faults {
        /// The first 100 of them.
        faults: Vec<AuditFault>,
        /// How many there are.
        total: usize,
    },
}

impl AuditError {
    /// Refuses at any fault; keeps the first and the number of all.
    pub(super) fn check(faults: Vec<AuditFault>) -> Result<(), Self> {
        if faults.is_empty() {
            return Ok(());
        }
        let (faults, total) = first_of(faults);
        Err(Self::Faults { faults, total })
    }
}
