//! Checks the bytes of a table before a row is taken from them.
//!
//! The parser underneath reads anything: an unclosed quote makes the rest of the file one cell, without a word. So
//! the text is walked once before, with the same grammar, and refused where the grammar is bent.

use super::{Format, Limits, Reason};

/// First bytes that give a foreign format away.
const SIGNATURES: [(&[u8], Format); 5] = [
    (b"\x1f\x8b", Format::Gzip),
    (b"PK\x03\x04", Format::Zip),
    (b"\xd0\xcf\x11\xe0", Format::Compound),
    (b"\xff\xfe", Format::Utf16),
    (b"\xfe\xff", Format::Utf16),
];

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Makes text of the bytes, without a byte order mark, or gives the first line at fault.
pub(super) fn checked_text(bytes: Vec<u8>, limits: &Limits) -> Result<String, (u64, Reason)> {
    if let Some(reason) = limits.refuse_size(bytes.len()) {
        return Err((1, reason));
    }
    for (signature, format) in SIGNATURES {
        if bytes.starts_with(signature) {
            return Err((1, Reason::ForeignFormat { format }));
        }
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = line_after(&error.as_bytes()[..valid]);
        (line, Reason::NotUtf8 { byte: valid as u64 })
    })?;
    if let Some(place) = text.find('\0') {
        let line = line_after(&text.as_bytes()[..place]);
        return Err((line, Reason::NulByte { byte: place as u64 }));
    }
    if text.starts_with(BYTE_ORDER_MARK) {
        text.drain(..BYTE_ORDER_MARK.len());
    }
    check_cells(&text, limits)?;
    Ok(text)
}

/// Returns the number of the line that starts or goes on after some text.
fn line_after(text: &[u8]) -> u64 {
    let mut lines = LineCounter::default();
    lines.pass(text);
    lines.line()
}

/// Counts lines that end in LF, CR LF or CR.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineCounter {
    ends: u64,
    after_return: bool,
}

impl LineCounter {
    /// Passes over some text.
    pub(super) fn pass(&mut self, text: &[u8]) {
        for &byte in text {
            // The LF of a CR LF ends no second line.
            self.ends += u64::from(byte == b'\r' || byte == b'\n' && !self.after_return);
            self.after_return = byte == b'\r';
        }
    }

    /// Returns the number of the line reached, counted from 1.
    pub(super) fn line(&self) -> u64 {
        self.ends + 1
    }
}

/// Where in a cell the walk is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Plain,
    Quoted,
    AfterQuote,
}

/// Walks the text, cell by cell, and gives the first line at fault.
fn check_cells(text: &str, limits: &Limits) -> Result<(), (u64, Reason)> {
    let unclosed = Reason::UnclosedQuote {
        limit: limits.field_lines,
    };
    let mut place = Place::Start;
    let (mut cell, mut length) = (1, 0);
    let (mut lines, mut opened) = (LineCounter::default(), 1);
    for (offset, &byte) in text.as_bytes().iter().enumerate() {
        match (place, byte) {
            (Place::Quoted, b'"') => place = Place::AfterQuote,
            (Place::AfterQuote, b'"') => {
                place = Place::Quoted;
                length += 1;
            }
            (Place::Start, b'"') => {
                place = Place::Quoted;
                opened = lines.line();
            }
            (Place::Quoted, _) => length += 1,
            (_, b',') => {
                place = Place::Start;
                cell += 1;
                length = 0;
            }
            (_, b'\r' | b'\n') => {
                check_columns(cell, limits).map_err(|reason| (lines.line(), reason))?;
                place = Place::Start;
                (cell, length) = (1, 0);
            }
            (Place::AfterQuote, _) => {
                let found = text[offset..].chars().next().unwrap_or_default();
                return Err((lines.line(), Reason::TextAfterQuote { found, cell }));
            }
            (Place::Start | Place::Plain, _) => {
                place = Place::Plain;
                length += 1;
            }
        }
        lines.pass(&[byte]);
        if length > limits.field_bytes {
            let limit = limits.field_bytes;
            return Err((lines.line(), Reason::FieldTooLong { cell, limit }));
        }
        if place == Place::Quoted && lines.line() - opened >= limits.field_lines {
            return Err((opened, unclosed));
        }
    }
    if place == Place::Quoted {
        return Err((opened, unclosed));
    }
    check_columns(cell, limits).map_err(|reason| (lines.line(), reason))
}

fn check_columns(found: usize, limits: &Limits) -> Result<(), Reason> {
    let limit = limits.columns;
    if found > limit {
        return Err(Reason::TooManyColumns { found, limit });
    }
    Ok(())
}
