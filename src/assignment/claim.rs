//! How a claim of a certificate can fail.

use std::fmt;

use super::{Column, Cost, Row};
use crate::work::Cancelled;

/// A row or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A row.
    Row(Row),
    /// A column.
    Column(Column),
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(row) => row.fmt(f),
            Self::Column(column) => column.fmt(f),
        }
    }
}

/// A claim that fails, at the first row or column where it does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// The assignment or its certificate is of another size than the source.
    #[error("the {part} has {found} entries, expected {expected} (it belongs to another source)")]
    WrongSize {
        /// The part of the assignment or its certificate.
        part: &'static str,
        /// How many entries it has.
        found: usize,
        /// How many rows or columns the source has.
        expected: usize,
    },
    /// A pair is not permitted, or does not exist.
    #[error("{row} has {column}, but the source does not permit this pair")]
    BarredPair {
        /// The row.
        row: Row,
        /// The column.
        column: Column,
    },
    /// Two rows have the same column.
    #[error("{column} is given to {first} and to {second}, expected one row")]
    SharedColumn {
        /// The column.
        column: Column,
        /// The first row that has it.
        first: Row,
        /// The next row that has it.
        second: Row,
    },
    /// A permitted pair has neither its row nor its column in the cover.
    #[error(
        "{row} permits {column}, but neither is in the cover (there may be an assignment with more pairs)"
    )]
    Uncovered {
        /// The row.
        row: Row,
        /// The column.
        column: Column,
    },
    /// The cover is larger than the assignment, so it does not show that there cannot be more
    /// pairs.
    #[error("the cover has {cover} members, expected as many as there are pairs, {pairs}")]
    CoverSize {
        /// How many rows and columns are in the cover.
        cover: usize,
        /// How many pairs the assignment has.
        pairs: usize,
    },
    /// A pair that an assignment might use costs less than its potentials.
    #[error(
        "{row} and {column} cost {cost}, less than their potentials {u} and {v} (there may be a cheaper assignment)"
    )]
    NegativeReducedCost {
        /// The row.
        row: Row,
        /// The column.
        column: Column,
        /// What the pair costs.
        cost: Cost,
        /// The potential of the row.
        u: Cost,
        /// The potential of the column.
        v: Cost,
    },
    /// A pair of the assignment costs more than its potentials.
    #[error("{row} has {column} at {cost}, expected the sum of their potentials {u} and {v}")]
    SlackPair {
        /// The row.
        row: Row,
        /// The column.
        column: Column,
        /// What the pair costs.
        cost: Cost,
        /// The potential of the row.
        u: Cost,
        /// The potential of the column.
        v: Cost,
    },
    /// A row or column that need not be served has a potential above 0.
    #[error("{side} is not in the cover and has potential {potential}, expected at most 0")]
    PositivePotential {
        /// The row or column.
        side: Side,
        /// Its potential.
        potential: Cost,
    },
    /// A row or column that is not served has a potential other than 0.
    #[error("{side} has no partner and has potential {potential}, expected 0")]
    IdlePotential {
        /// The row or column.
        side: Side,
        /// Its potential.
        potential: Cost,
    },
    /// The total cost that is claimed, that of the pairs, and the bound from the potentials are not
    /// the same.
    #[error(
        "the total cost is said to be {claimed}, the pairs cost {primal}, and the potentials add up to {dual}"
    )]
    Gap {
        /// The total cost as claimed.
        claimed: i128,
        /// The costs of all pairs, added up.
        primal: i128,
        /// All potentials, added up.
        dual: i128,
    },
    /// The caller wants no more of it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
