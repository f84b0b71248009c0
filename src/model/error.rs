//! Why an organisation cannot be had.

use std::fmt;

use super::columns::ColumnFault;
use super::{Fault, Table};
use crate::faults::{Listed, first_of};

/// Why an organisation cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// Rows are at fault.
    #[error("{}", Listed { faults, total: *total, whole: "the organisation" })]
    Faults {
        /// The first 100 of them, in order of table and row.
        faults: Vec<Fault>,
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
    #[error("the document has version {found}, expected {expected}")]
    UnknownVersion {
        /// The version as given.
        found: u32,
        /// The version this crate reads.
        expected: u32,
    },
    /// A table has more rows than can be told apart.
    #[error("there are {count} {table}, expected at most {limit}")]
    TooManyRows {
        /// The table.
        table: Table,
        /// How many rows it has; skills held count as rows of the skills.
        count: usize,
        /// How many it may have.
        limit: usize,
    },
    /// A table of unit distances would not fit.
    #[error(
        "{hosts} units with lateral links need {entries} distances, expected at most {limit} (declare fewer units or no links)"
    )]
    TooManyDistances {
        /// How many units the distances were asked for.
        hosts: usize,
        /// How many distances there are between them.
        entries: u64,
        /// How many there may be.
        limit: u64,
    },
    /// The text is not JSON, or not that of an organisation.
    #[cfg(feature = "json")]
    #[error(transparent)]
    Json(#[from] crate::JsonError),
}

impl ModelError {
    /// Keeps the first faults and the number of all.
    pub(super) fn of(faults: Vec<Fault>) -> Self {
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
    pub fn faults(&self) -> &[Fault] {
        match self {
            Self::Faults { faults, .. } => faults,
            _ => &[],
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Document => "documents",
            Self::LevelScale => "grades",
            Self::Attributes => "attributes",
            Self::Units => "units",
            Self::Links => "links",
            Self::Skills => "skills",
            Self::People => "people",
            Self::Relations => "relations",
        })
    }
}
