//! What can be wrong with limits, and what happens if they cannot be met.

use std::fmt;

use super::Bottleneck;
use crate::assignment::{AssignmentError, Column, Row};
use crate::faults::Listed;

/// Limits that make no sense, or that no assignment meets.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LimitsError {
    /// Some limits contradict each other or name what does not exist.
    #[error("{}", Listed { faults, total: *total, whole: "the limits" })]
    Invalid {
        /// The faults, up to 100.
        faults: Vec<LimitFault>,
        /// How many faults there are.
        total: usize,
    },
    /// The limits are for another problem.
    #[error(
        "the limits are for {rows} rows and {columns} columns, \
         expected {expected_rows} rows and {expected_columns} columns"
    )]
    WrongSize {
        /// How many rows the limits are for.
        rows: usize,
        /// How many columns the limits are for.
        columns: usize,
        /// How many rows the source has.
        expected_rows: usize,
        /// How many columns the source has.
        expected_columns: usize,
    },
    /// The permitted pairs cannot meet the limits.
    #[error("no assignment meets the limits: {bottleneck}")]
    Infeasible {
        /// What shows it.
        bottleneck: Box<Bottleneck>,
    },
    /// The problem itself cannot be solved.
    #[error(transparent)]
    Assignment(#[from] AssignmentError),
}

/// Who has limits: a row, a column, or a group of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A row.
    Row(Row),
    /// A column.
    Column(Column),
    /// A group of rows, by its position.
    RowGroup(usize),
    /// A group of columns, by its position.
    ColumnGroup(usize),
}

impl Holder {
    /// The word for its kind.
    fn word(self) -> &'static str {
        match self {
            Self::Row(_) => "row",
            Self::Column(_) => "column",
            Self::RowGroup(_) => "row group",
            Self::ColumnGroup(_) => "column group",
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(row) => row.fmt(f),
            Self::Column(column) => column.fmt(f),
            Self::RowGroup(group) | Self::ColumnGroup(group) => {
                write!(f, "{} {group}", self.word())
            }
        }
    }
}

/// One thing that is wrong with limits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LimitFault {
    /// There are more or fewer capacities than members of a side.
    #[error("found {found} {side} capacities, expected {expected}")]
    WrongLength {
        /// "row" or "column".
        side: &'static str,
        /// How many capacities were given; at most one too many is counted.
        found: usize,
        /// How many members the side has.
        expected: usize,
    },
    /// A row or column that does not exist has a limit.
    #[error("{holder} is out of range, expected a {word} below {count}", word = holder.word())]
    OutOfRange {
        /// The row or column.
        holder: Holder,
        /// How many there are.
        count: usize,
    },
    /// A row or column has no seat.
    #[error("{holder} has capacity 0, expected at least 1 (leave the {word} out instead)", word = holder.word())]
    ZeroCapacity {
        /// The row or column.
        holder: Holder,
    },
    /// A row or column must make more pairs than it can.
    #[error(
        "{holder} has minimum {minimum}, expected at most {most} (its capacity, or all it could meet)"
    )]
    MinimumTooLarge {
        /// The row or column.
        holder: Holder,
        /// How many pairs it must make.
        minimum: u32,
        /// How many it can make: its capacity, or the number of members of the other side.
        most: u32,
    },
    /// A row or column is in two groups, or twice in one.
    #[error("{holder} is in {first} and again in {second}, expected one group")]
    Overlap {
        /// The row or column.
        holder: Holder,
        /// The first group that names it.
        first: Holder,
        /// The next group that names it.
        second: Holder,
    },
    /// A group must make more pairs than it may.
    #[error("{holder} has floor {floor} and cap {cap}, expected a floor of at most the cap")]
    FloorAboveCap {
        /// The group.
        holder: Holder,
        /// The fewest pairs its members may make.
        floor: u64,
        /// The most pairs its members may make.
        cap: u64,
    },
    /// A group must make more pairs than its members have seats.
    #[error("{holder} has floor {floor}, expected at most {most} (the seats of its members)")]
    FloorTooLarge {
        /// The group.
        holder: Holder,
        /// The fewest pairs its members may make.
        floor: u64,
        /// How many seats they have.
        most: u64,
    },
    /// A group may make fewer pairs than its members must.
    #[error("{holder} has cap {cap}, expected at least {least} (the minima of its members)")]
    CapTooSmall {
        /// The group.
        holder: Holder,
        /// The most pairs its members may make.
        cap: u64,
        /// How many they must make.
        least: u64,
    },
}
