//! What can be wrong with a column.

/// Something wrong with the form of a column, which leaves no row to trust.
///
/// A column is named by its path, such as `people.skills.proficiency`; rows and offsets are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnFault {
    /// A column is not as long as its table.
    #[error("column \"{}\" is {found} long, expected {expected}", column.escape_debug())]
    WrongLength {
        /// The column.
        column: String,
        /// How many values it has.
        found: usize,
        /// How many there are in the table.
        expected: usize,
    },
    /// The bits that say which rows state a value end before the rows do.
    #[error("column \"{}\" has {found} bits, expected at least {expected}", column.escape_debug())]
    TooFewBits {
        /// The column.
        column: String,
        /// How many bits there are.
        found: usize,
        /// How many rows there are.
        expected: usize,
    },
    /// An offset falls behind the one before it, or points beyond the end; the first of the column.
    #[error("column \"{}\": offset {place} is {found}, expected {least} to {most}", column.escape_debug())]
    BadOffset {
        /// The column.
        column: String,
        /// Which offset it is.
        place: usize,
        /// The offset.
        found: i64,
        /// The offset before it, or 0.
        least: i64,
        /// The end of what the offsets point into.
        most: usize,
    },
    /// A text is not UTF-8; the first of the column.
    #[error("column \"{}\", row {row}: the text is not UTF-8", column.escape_debug())]
    NotUtf8 {
        /// The column.
        column: String,
        /// The row.
        row: usize,
    },
    /// A word of a list is not stated; the first of the column.
    #[error("column \"{}\", row {row}: no word is stated, expected text", column.escape_debug())]
    MissingWord {
        /// The column.
        column: String,
        /// The row of the column of words.
        row: usize,
    },
    /// The list of a vector names a word twice; the first of the column.
    #[error("column \"{}\", row {row}: the word \"{}\" comes twice", column.escape_debug(), word.escape_debug())]
    RepeatedWord {
        /// The column.
        column: String,
        /// The row of the column of lists.
        row: usize,
        /// The word, its first 100 characters.
        word: String,
    },
    /// Two columns hold the values of one attribute.
    #[error("column \"{}\" comes twice, expected one column for each attribute", column.escape_debug())]
    RepeatedColumn {
        /// The column.
        column: String,
    },
}
