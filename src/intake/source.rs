//! Where tables come from, and how much of them is taken.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use super::{IntakeError, IntakeFault, Reason, Table, scan};

/// Where the bytes of a table come from.
pub struct Source<'a>(Origin<'a>);

enum Origin<'a> {
    File(PathBuf),
    Reader(Box<dyn Read + 'a>),
}

impl<'a> Source<'a> {
    /// Names a file, which is opened when it is read.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self(Origin::File(path.into()))
    }

    /// Takes any reader: a file, a socket, a slice of bytes. It is read whole, so it needs no buffer.
    #[must_use]
    pub fn reader(reader: impl Read + 'a) -> Self {
        Self(Origin::Reader(Box::new(reader)))
    }

    /// Reads the text and checks that it can be taken apart into cells.
    pub(super) fn read(self, table: Table, limits: &Limits) -> Result<String, Unreadable> {
        let (path, bytes) = match self.0 {
            Origin::File(path) => {
                let bytes = File::open(&path).and_then(|file| read_up_to(file, limits.file_bytes));
                (Some(path), bytes)
            }
            Origin::Reader(reader) => (None, read_up_to(reader, limits.file_bytes)),
        };
        let bytes = bytes.map_err(|source| {
            Unreadable::Error(IntakeError::Read {
                table,
                path,
                source,
            })
        })?;
        scan::checked_text(bytes, limits).map_err(|(line, reason)| {
            Unreadable::Fault(IntakeFault {
                table,
                line,
                id: None,
                column: None,
                reason,
            })
        })
    }
}

impl<'a> From<&'a [u8]> for Source<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::reader(bytes)
    }
}

impl<'a> From<&'a str> for Source<'a> {
    /// Takes the text of a table, not the name of a file.
    fn from(text: &'a str) -> Self {
        Self::reader(text.as_bytes())
    }
}

impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Origin::File(path) => f.debug_tuple("File").field(path).finish(),
            Origin::Reader(_) => f.debug_tuple("Reader").finish_non_exhaustive(),
        }
    }
}

/// Why there is no text to take rows from.
pub(super) enum Unreadable {
    /// The source gives no bytes.
    Error(IntakeError),
    /// The bytes are no table.
    Fault(IntakeFault),
}

/// Reads a byte more than the limit at most, so that an endless source ends.
fn read_up_to(reader: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// How large a table and its cells may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file; 4 GiB by default.
    pub file_bytes: u64,
    /// Bytes of a cell; 1 MiB by default.
    pub field_bytes: usize,
    /// Lines a quoted cell may span; 100 by default. A quote that is still open then is taken for one never closed.
    pub field_lines: u64,
    /// Cells of a row; 4096 by default.
    pub columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 4 << 30,
            field_bytes: 1 << 20,
            field_lines: 100,
            columns: 4096,
        }
    }
}

impl Limits {
    /// Gives the reason to refuse this many bytes, if there is one.
    pub(super) fn refuse_size(&self, bytes: usize) -> Option<Reason> {
        (bytes as u64 > self.file_bytes).then_some(Reason::FileTooLarge {
            limit: self.file_bytes,
        })
    }
}
