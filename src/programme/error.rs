//! What can be wrong with a programme.

/// Something wrong with one enrolment, block or past pair.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnrolmentFault {
    /// An enrolment names nobody of the organisation.
    #[error("row {row}: no person \"{person}\" in the organisation")]
    UnknownPerson {
        /// The row.
        row: u64,
        /// The id as given.
        person: crate::model::PersonId,
    },
}

/// Why a programme cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProgrammeError {
    /// Rows are at fault.
    #[error("{total} faults in the programme")]
    Faults {
        /// The first 100 of them.
        faults: Vec<EnrolmentFault>,
        /// How many there are.
        total: usize,
    },
}
