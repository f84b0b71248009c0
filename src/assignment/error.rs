//! What can be wrong with a question, or with what a source answers.

use super::{Column, Cost, Row, Side};
use crate::work::Cancelled;

/// A question the room cannot answer, and what would have to change.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AssignmentError {
    /// The permitted pairs cannot serve every row at once.
    ///
    /// The rows together permit one column fewer than they are, and no smaller set of them shows
    /// it: without any one of these rows, the others could be served.
    #[error("no assignment exists: {}", competition(rows, columns))]
    Infeasible {
        /// Rows that compete for too few columns, ascending.
        rows: Vec<Row>,
        /// All the columns that these rows permit, ascending.
        columns: Vec<Column>,
    },
    /// The potentials that prove the optimum leave 64 bits.
    #[error(
        "costs from {lowest} to {highest} over {rows} rows and {columns} columns need a number of {bound}, \
         expected at most {max} (bring the costs closer together)",
        max = Cost::MAX
    )]
    RangeTooLarge {
        /// How many rows the source has.
        rows: usize,
        /// How many columns the source has.
        columns: usize,
        /// The smallest cost of a permitted pair.
        lowest: Cost,
        /// The largest cost of a permitted pair.
        highest: Cost,
        /// A number that is needed.
        bound: i128,
    },
    /// An answer would take more memory than the caller allows.
    #[error(
        "an answer needs about {needed} bytes, expected at most {limit} (raise the limit, or ask about fewer rows)"
    )]
    MemoryLimit {
        /// How many bytes an answer needs beyond the source, about.
        needed: u64,
        /// The most that the caller allows.
        limit: u64,
    },
    /// An answer was begun within the memory that the caller allows, and outgrew it: rows compete harder for columns than was foreseen.
    #[error(
        "an answer outgrew {limit} bytes on the way (raise the limit, or ask about fewer rows)"
    )]
    MemoryOutgrown {
        /// The most that the caller allows.
        limit: u64,
    },
    /// The system refuses the memory for a matrix.
    #[error("there is no memory for {bytes} bytes more (ask about fewer rows or pairs)")]
    OutOfMemory {
        /// How many bytes were asked for.
        bytes: u64,
    },
    /// Rows or columns cannot be numbered in 32 bits.
    #[error("found {rows} rows and {columns} columns, expected at most {max} of either", max = u32::MAX)]
    TooManyIndices {
        /// How many rows were found.
        rows: usize,
        /// How many columns were found.
        columns: usize,
    },
    /// A row of a matrix is longer or shorter than the first.
    #[error("row {row} has {found} costs, expected {expected}")]
    RaggedRow {
        /// The row, from 0.
        row: usize,
        /// How many costs it has.
        found: usize,
        /// How many costs the first row has.
        expected: usize,
    },
    /// A flat matrix has not one cost for each row and column.
    #[error("found {found} costs, expected {expected} ({rows} rows of {columns})")]
    WrongLength {
        /// How many costs were given.
        found: usize,
        /// Rows times columns.
        expected: u128,
        /// How many rows the matrix is to have.
        rows: usize,
        /// How many columns the matrix is to have.
        columns: usize,
    },
    /// A cost is NaN or infinite.
    #[error(
        "the cost of {row} and {column} is {value}, expected a finite number (leave the pair out instead)"
    )]
    NotFinite {
        /// The row of the cost.
        row: Row,
        /// The column of the cost.
        column: Column,
        /// The cost.
        value: f64,
    },
    /// All costs differ by less than the smallest step that the integers of this size can tell.
    #[error(
        "costs from {lowest} to {highest} differ by less than the resolution {resolution} \
         (subtract a common amount from every cost)"
    )]
    BelowResolution {
        /// The smallest cost.
        lowest: f64,
        /// The largest cost.
        highest: f64,
        /// The smallest step.
        resolution: f64,
    },
    /// The starts of the rows in a compressed matrix do not cut its pairs into rows.
    #[error("start {position} is {found}, expected at least {least} and at most {most}")]
    InvalidStarts {
        /// The position of the first start that is wrong, from 0.
        position: usize,
        /// The start.
        found: usize,
        /// The start before it; all pairs for the last one.
        least: usize,
        /// All pairs; 0 for the first start.
        most: usize,
    },
    /// The columns and the costs of a compressed matrix are not equally many.
    #[error("found {columns} columns and {costs} costs, expected as many of one as of the other")]
    UnequalParts {
        /// How many columns were given.
        columns: usize,
        /// How many costs were given.
        costs: usize,
    },
    /// A pair names a row that does not exist.
    #[error("{row} is out of range, expected a row below {rows}")]
    RowOutOfRange {
        /// The row.
        row: Row,
        /// How many rows there are.
        rows: usize,
    },
    /// A pair names a column that does not exist.
    #[error("{row} names {column}, expected a column below {columns}")]
    ColumnOutOfRange {
        /// The row of the pair.
        row: Row,
        /// The column.
        column: Column,
        /// How many columns there are.
        columns: usize,
    },
    /// A pair is given twice.
    #[error("{row} names {column} twice, expected once")]
    DuplicatePair {
        /// The row of the pair.
        row: Row,
        /// The column of the pair.
        column: Column,
    },
    /// A source gave a cost that cannot be, after what it said before.
    #[error(
        "the cost of {row} and {column} is {cost}, which contradicts what the source said before \
         (a source must give the same answer each time)"
    )]
    Contradiction {
        /// The row of the pair.
        row: Row,
        /// The column of the pair.
        column: Column,
        /// The cost it has now.
        cost: Cost,
    },
    /// A change speaks of more rows or columns than the source has.
    #[error(
        "the change speaks of {found} {what}, expected at most {expected} (it belongs to another source)"
    )]
    ChangeTooLong {
        /// "rows" or "columns".
        what: &'static str,
        /// Of how many the change speaks.
        found: usize,
        /// How many the source has.
        expected: usize,
    },
    /// A row or column is said to have been one that the earlier assignment does not have.
    #[error("{side} is said to have been {origin}, expected one below {count}")]
    UnknownOrigin {
        /// The row or column.
        side: Side,
        /// What it is said to have been.
        origin: Side,
        /// How many of these the earlier assignment has.
        count: usize,
    },
    /// Two rows or two columns are said to have been the same one.
    #[error("{first} and {second} are both said to have been {origin}, expected one of them")]
    SharedOrigin {
        /// What they are said to have been.
        origin: Side,
        /// The first that is.
        first: Side,
        /// The next that is.
        second: Side,
    },
    /// A part of the earlier assignment does not fit the others.
    #[error("the {part} of the earlier assignment has {found} entries, expected {expected}")]
    UnfitStart {
        /// The part.
        part: &'static str,
        /// How many entries it has.
        found: usize,
        /// How many rows or columns the assignment has.
        expected: usize,
    },
    /// A pair does not cost what the earlier assignment says, and is not said to have changed.
    #[error(
        "{row} and {column} do not cost what they cost in the earlier assignment (name the row or the column as new)"
    )]
    UnnamedChange {
        /// The row of the pair.
        row: Row,
        /// The column of the pair.
        column: Column,
    },
    /// The caller's token or deadline stopped the work; nothing of it is kept.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// Says which rows compete for which columns, as in "rows 2 and 5 permit only column 1".
fn competition(rows: &[Row], columns: &[Column]) -> String {
    let rows_are_one = rows.len() == 1;
    let verb = if rows_are_one { "permits" } else { "permit" };
    let rows = enumeration(if rows_are_one { "row" } else { "rows" }, rows);
    match columns.len() {
        0 => format!("{rows} {verb} no column"),
        1 => format!("{rows} {verb} only {}", enumeration("column", columns)),
        _ => format!("{rows} {verb} only {}", enumeration("columns", columns)),
    }
}

/// Lists numbers after a word, as in "rows 0, 1 and 2".
pub(super) fn enumeration<N: Copy + Into<u32>>(word: &str, numbers: &[N]) -> String {
    // 8: about what fits on a line; the fields hold all of them.
    const SHOWN: usize = 8;
    let mut shown: Vec<String> = numbers
        .iter()
        .take(SHOWN)
        .map(|&number| number.into().to_string())
        .collect();
    let last = match numbers.len().checked_sub(SHOWN) {
        Some(more @ 1..) => Some(format!("{more} more")),
        _ => shown.pop(),
    };
    match last {
        Some(last) if shown.is_empty() => format!("{word} {last}"),
        Some(last) => format!("{word} {} and {last}", shown.join(", ")),
        None => String::from(word),
    }
}
