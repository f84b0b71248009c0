//! What can be wrong with an organisation.

use super::PersonId;

/// Something wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// A post reports to itself.
    #[error(
        "row {row}: \"{person}\" reports to itself (leave the manager empty for the head of the organisation)"
    )]
    SelfReport {
        /// The row.
        row: u64,
        /// The post.
        person: PersonId,
    },
}

/// Why an organisation cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// Rows are at fault.
    #[error("{total} faults in the organisation")]
    Faults {
        /// The first 100 of them.
        faults: Vec<Fault>,
        /// How many there are.
        total: usize,
    },
}
