//! What can be wrong with a table.

use std::fmt;
use std::path::PathBuf;

use crate::faults::{Listed, first_of};
use crate::keys::DidYouMean;

/// One of the tables an organisation is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Table {
    /// Posts, one row each.
    People,
    /// Units.
    Departments,
    /// Further departments of people.
    Memberships,
    /// What people offer and want.
    Skills,
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::People => "people",
            Self::Departments => "departments",
            Self::Memberships => "memberships",
            Self::Skills => "skills",
        })
    }
}

/// Something wrong with a table: where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IntakeFault {
    /// The table.
    pub table: Table,
    /// The line of the file, counted from 1, on which the row starts; 1 where the whole file is meant.
    pub line: u64,
    /// The id of the row, where it has one.
    pub id: Option<String>,
    /// The name of the column, where one is to blame.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: Reason,
}

impl fmt::Display for IntakeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}", self.table, self.line)?;
        if let Some(id) = &self.id {
            write!(f, " (\"{}\")", excerpt(id))?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column \"{}\"", excerpt(column))?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// What is wrong at one place of a table.
///
/// Those for which [`spoils_the_table`](Self::spoils_the_table) holds leave no row to trust, so they refuse the
/// table in lenient mode too; the others set one row aside.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The file is larger than the limit.
    #[error("found more than {limit} bytes, expected at most {limit}")]
    FileTooLarge {
        /// The limit.
        limit: u64,
    },
    /// The file is not text at all.
    #[error("found {format}")]
    ForeignFormat {
        /// What it is.
        format: Format,
    },
    /// The text is not UTF-8.
    #[error(
        "the byte at offset {byte} is not UTF-8 (the file may be Latin-1 or Windows-1252; save it as CSV in UTF-8)"
    )]
    NotUtf8 {
        /// The offset of the first byte that is not, counted from 0.
        byte: u64,
    },
    /// The text holds a NUL byte.
    #[error("the byte at offset {byte} is NUL, expected text (save the file as CSV in UTF-8)")]
    NulByte {
        /// The offset of the first one, counted from 0.
        byte: u64,
    },
    /// There is no header.
    #[error("found nothing, expected a header that names the columns")]
    NoHeader,
    /// A quoted cell does not end.
    #[error(
        "a quoted cell opens here and is not closed within {limit} lines or by the end of the file (inside a quoted cell a quote is written twice)"
    )]
    UnclosedQuote {
        /// The number of lines a cell may span.
        limit: u64,
    },
    /// A quoted cell goes on after its closing quote.
    #[error(
        "found \"{}\" after the closing quote of cell {cell}, expected \",\" or the end of the line (inside a quoted cell a quote is written twice)",
        found.escape_debug()
    )]
    TextAfterQuote {
        /// The character found.
        found: char,
        /// The number of the cell in its row, counted from 1.
        cell: usize,
    },
    /// A cell is longer than the limit.
    #[error("cell {cell} has more than {limit} bytes, expected at most {limit}")]
    FieldTooLong {
        /// The number of the cell in its row, counted from 1.
        cell: usize,
        /// The limit.
        limit: usize,
    },
    /// A row has more cells than the limit.
    #[error("found {found} columns, expected at most {limit}")]
    TooManyColumns {
        /// The number of cells.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// The header does not name a required column.
    #[error("missing from the header{}", hint(*separator, did_you_mean.as_deref()))]
    MissingColumn {
        /// What separates the cells, where it seems not to be a comma.
        separator: Option<char>,
        /// The column of the header that was probably meant.
        did_you_mean: Option<String>,
    },
    /// The header names a column twice.
    #[error("named twice by the header, expected once")]
    DuplicateColumn,
    /// A row has fewer or more cells than the header.
    #[error("found {found} cells, expected {expected}")]
    RaggedRow {
        /// The number of cells of the row.
        found: usize,
        /// The number of cells of the header.
        expected: usize,
    },
    /// A cell that must name something is empty.
    #[error("found nothing, expected an id")]
    EmptyId,
    /// A level is not an integer.
    #[error("found \"{found}\", expected an integer, or nothing where the post cannot be ranked")]
    BadLevel {
        /// The cell, escaped and cut after 60 characters.
        found: String,
    },
    /// A status is none of the three.
    #[error("found \"{found}\", expected \"filled\", \"vacant\" or \"undisclosed\"")]
    BadStatus {
        /// The cell, escaped and cut after 60 characters.
        found: String,
    },
    /// A direction is neither of the two.
    #[error("found \"{found}\", expected \"offers\" or \"wants\"")]
    BadDirection {
        /// The cell, escaped and cut after 60 characters.
        found: String,
    },
    /// A cell is not an integer within its range.
    #[error("found \"{found}\", expected an integer from {least} to {most}, or nothing")]
    OutOfRange {
        /// The cell, escaped and cut after 60 characters.
        found: String,
        /// The smallest value allowed.
        least: i64,
        /// The largest value allowed.
        most: i64,
    },
    /// A row is about somebody whom the people table does not have.
    #[error("no such person in the people table")]
    UnknownPerson,
    /// A row names a department that the departments table does not have.
    #[error("no department \"{found}\" in the departments table")]
    UnknownDepartment {
        /// The cell, escaped and cut after 60 characters.
        found: String,
    },
    /// A row says again what an earlier row says of the same person, direction and skill.
    #[error("skill \"{found}\" is stated on line {line} already (keep one of the two rows)")]
    RepeatedSkill {
        /// The cell, escaped and cut after 60 characters.
        found: String,
        /// The line of the earlier row.
        line: u64,
    },
}

impl Reason {
    /// Tells whether no row of the table can be trusted.
    #[must_use]
    pub fn spoils_the_table(&self) -> bool {
        match self {
            Self::FileTooLarge { .. }
            | Self::ForeignFormat { .. }
            | Self::NotUtf8 { .. }
            | Self::NulByte { .. }
            | Self::NoHeader
            | Self::UnclosedQuote { .. }
            | Self::TextAfterQuote { .. }
            | Self::FieldTooLong { .. }
            | Self::TooManyColumns { .. }
            | Self::MissingColumn { .. }
            | Self::DuplicateColumn => true,
            Self::RaggedRow { .. }
            | Self::EmptyId
            | Self::BadLevel { .. }
            | Self::BadStatus { .. }
            | Self::BadDirection { .. }
            | Self::OutOfRange { .. }
            | Self::UnknownPerson
            | Self::UnknownDepartment { .. }
            | Self::RepeatedSkill { .. } => false,
        }
    }
}

/// The remedy for a missing column.
fn hint(separator: Option<char>, did_you_mean: Option<&str>) -> String {
    match (separator, did_you_mean) {
        (Some(separator), _) => format!(
            " (the cells are separated by \"{}\", expected \",\")",
            separator.escape_debug()
        ),
        (None, meant) => DidYouMean(meant).to_string(),
    }
}

/// A form of data that is known by its first bytes and is not CSV in UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Format {
    /// Compressed with gzip.
    #[error("gzip data, expected CSV text (unpack the file first)")]
    Gzip,
    /// A zip archive, which modern spreadsheets are.
    #[error("a zip archive or a spreadsheet, expected CSV text (save the sheet as CSV in UTF-8)")]
    Zip,
    /// A spreadsheet of the older, compound form.
    #[error("a spreadsheet, expected CSV text (save the sheet as CSV in UTF-8)")]
    Compound,
    /// Text in UTF-16, by its byte order mark.
    #[error("text in UTF-16, expected UTF-8 (save the file as CSV in UTF-8)")]
    Utf16,
}

/// A key of a document that its form does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownKey {
    /// The key, with its path.
    pub key: String,
    /// The key that was probably meant.
    pub did_you_mean: Option<&'static str>,
}

impl fmt::Display for UnknownKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suggestion = DidYouMean(self.did_you_mean);
        write!(f, "unknown key \"{}\"{suggestion}", excerpt(&self.key))
    }
}

/// Why tables cannot be read, or an export cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IntakeError {
    /// A source gives no bytes.
    #[error("{table}: cannot read {}", named(path.as_ref()))]
    Read {
        /// The table.
        table: Table,
        /// The file, where the source is one.
        path: Option<PathBuf>,
        /// What the system says.
        source: std::io::Error,
    },
    /// Tables are at fault.
    #[error("{}", Listed { faults, total: *total, whole: "the tables" })]
    Faults {
        /// The first 100 of them, by table and line.
        faults: Vec<IntakeFault>,
        /// How many there are.
        total: usize,
    },
    /// A document has keys that its form does not know.
    #[error("{}", keys.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    UnknownKeys {
        /// The keys, in the order they came.
        keys: Vec<UnknownKey>,
    },
    /// A target takes no bytes; nothing was left in its place.
    #[error("cannot write {}", named(path.as_ref()))]
    Write {
        /// The file, where the target is one.
        path: Option<PathBuf>,
        /// What the system says.
        source: std::io::Error,
    },
}

impl IntakeError {
    /// Makes the error that lists faults, the first 100 of them.
    pub(super) fn of_faults(faults: Vec<IntakeFault>) -> Self {
        let (faults, total) = first_of(faults);
        Self::Faults { faults, total }
    }
}

/// Escapes text for a message, and cuts it after 60 characters.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown: String = text.chars().take(60).flat_map(char::escape_debug).collect();
    if text.chars().nth(60).is_some() {
        shown.push('…');
    }
    shown
}

fn named(path: Option<&PathBuf>) -> String {
    path.map_or_else(
        || "the stream".to_owned(),
        |path| format!("\"{}\"", excerpt(&path.to_string_lossy())),
    )
}
