//! A table as rows of named cells.

use std::collections::HashSet;
use std::fmt;

use csv::{Reader, ReaderBuilder, StringRecord};

use super::error::excerpt;
use super::scan::LineCounter;
use super::{IntakeFault, Reason, Table};
use crate::keys::{DidYouMean, did_you_mean};

/// A column of a file that its table does not have: dropped, unread.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DroppedColumn {
    /// The table.
    pub table: Table,
    /// The name of the column.
    pub name: String,
    /// The optional column that was perhaps meant.
    pub did_you_mean: Option<&'static str>,
}

impl fmt::Display for DroppedColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: column \"{}\" dropped",
            self.table,
            excerpt(&self.name)
        )?;
        DidYouMean(self.did_you_mean).fmt(f)
    }
}

/// What a table gives: the rows accepted, and why each of the others is not.
pub(super) struct Accepted<T> {
    /// The rows accepted, in order of line.
    pub(super) rows: Vec<T>,
    /// Columns outside the schema, in order.
    pub(super) dropped_columns: Vec<DroppedColumn>,
    /// What is wrong with each row that is not accepted, in order of line.
    pub(super) set_aside: Vec<IntakeFault>,
}

/// A column of the schema: its name, and where the file has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    name: &'static str,
    place: Option<usize>,
}

/// The rows of a table, one at a time.
struct Rows<'t> {
    table: Table,
    text: &'t [u8],
    parser: Reader<&'t [u8]>,
    record: StringRecord,
    expected: usize,
    /// How far lines have been counted.
    passed: usize,
    lines: LineCounter,
}

/// The header, matched with the schema.
pub(super) struct Header<'t, const R: usize, const O: usize> {
    rows: Rows<'t>,
    pub(super) required: [Column; R],
    pub(super) optional: [Column; O],
    dropped: Vec<DroppedColumn>,
}

impl<const R: usize, const O: usize> Header<'_, R, O> {
    /// Reads all rows; `accept` makes something of each, or says what is wrong with it.
    pub(super) fn accept<T>(
        mut self,
        mut accept: impl FnMut(Row<'_>) -> Result<T, IntakeFault>,
    ) -> Accepted<T> {
        let (mut rows, mut set_aside) = (Vec::new(), Vec::new());
        while let Some(row) = self.rows.next() {
            match row.and_then(&mut accept) {
                Ok(row) => rows.push(row),
                Err(fault) => set_aside.push(fault),
            }
        }
        Accepted {
            rows,
            dropped_columns: self.dropped,
            set_aside,
        }
    }
}

/// Separators that spreadsheets write where they do not write commas.
const OTHER_SEPARATORS: [char; 3] = [';', '\t', '|'];

/// Reads the header of a checked text; lists everything that is wrong with it.
pub(super) fn open<'t, const R: usize, const O: usize>(
    table: Table,
    text: &'t str,
    required: [&'static str; R],
    optional: [&'static str; O],
) -> Result<Header<'t, R, O>, Vec<IntakeFault>> {
    let mut rows = Rows::new(table, text);
    let Some(line) = rows.advance() else {
        return Err(vec![rows.fault_at(1, None, Reason::NoHeader)]);
    };
    let header: Vec<String> = rows.record.iter().map(str::to_owned).collect();
    rows.expected = header.len();

    let mut faults = Vec::new();
    let mut names = HashSet::new();
    for name in &header {
        if !names.insert(name.as_str()) && !name.is_empty() {
            faults.push(rows.fault_at(line, Some(name), Reason::DuplicateColumn));
        }
    }
    let find = |name: &'static str| Column {
        name,
        place: header.iter().position(|found| found == name),
    };
    let required_columns = required.map(find);
    for column in &required_columns {
        if column.place.is_none() {
            let reason = missing(column.name, &header);
            faults.push(rows.fault_at(line, Some(column.name), reason));
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let unused: Vec<&str> = (optional.iter().copied())
        .filter(|name| !names.contains(name))
        .collect();
    let dropped = header
        .iter()
        .filter(|name| !required.contains(&name.as_str()) && !optional.contains(&name.as_str()))
        .map(|name| DroppedColumn {
            table,
            name: name.clone(),
            did_you_mean: did_you_mean(&name.to_lowercase(), &unused)
                .and_then(|meant| optional.iter().copied().find(|&name| name == meant)),
        })
        .collect();
    Ok(Header {
        rows,
        required: required_columns,
        optional: optional.map(find),
        dropped,
    })
}

/// Says why a required column may be missing from a header.
fn missing(name: &str, header: &[String]) -> Reason {
    let separator = OTHER_SEPARATORS.into_iter().find(|&separator| {
        (header.iter())
            .any(|cell| cell.contains(separator) && cell.split(separator).any(|part| part == name))
    });
    let did_you_mean = header
        .iter()
        .find(|found| did_you_mean(&found.trim().to_lowercase(), &[name]).is_some())
        .filter(|_| separator.is_none())
        .cloned();
    Reason::MissingColumn {
        separator,
        did_you_mean,
    }
}

impl<'t> Rows<'t> {
    fn new(table: Table, text: &'t str) -> Self {
        let parser = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        Self {
            table,
            text: text.as_bytes(),
            parser,
            record: StringRecord::new(),
            expected: 0,
            passed: 0,
            lines: LineCounter::default(),
        }
    }

    /// Reads the next record and returns the line it starts on.
    fn advance(&mut self) -> Option<u64> {
        let found = self
            .parser
            .read_record(&mut self.record)
            .expect("the text is in memory, in UTF-8, and rows may have any length");
        if !found {
            return None;
        }
        let offset = self.record.position().map_or(0, csv::Position::byte);
        let offset =
            usize::try_from(offset).map_or(self.text.len(), |byte| byte.min(self.text.len()));
        // The parser starts a record where the one before it ended, ahead of empty lines.
        let blank = self.text[offset..]
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        let start = offset + blank;
        self.lines.pass(&self.text[self.passed..start]);
        self.passed = start;
        Some(self.lines.line())
    }

    /// Reads the next row, or says why it is none.
    fn next(&mut self) -> Option<Result<Row<'_>, IntakeFault>> {
        let line = self.advance()?;
        let (found, expected) = (self.record.len(), self.expected);
        if found != expected {
            let reason = Reason::RaggedRow { found, expected };
            return Some(Err(self.fault_at(line, None, reason)));
        }
        Some(Ok(Row {
            table: self.table,
            line,
            record: &self.record,
        }))
    }

    fn fault_at(&self, line: u64, column: Option<&str>, reason: Reason) -> IntakeFault {
        IntakeFault {
            table: self.table,
            line,
            id: None,
            column: column.map(str::to_owned),
            reason,
        }
    }
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct Row<'r> {
    table: Table,
    pub(super) line: u64,
    record: &'r StringRecord,
}

impl<'r> Row<'r> {
    /// Returns a cell; an absent column is empty throughout.
    pub(super) fn cell(&self, column: Column) -> &'r str {
        column
            .place
            .and_then(|place| self.record.get(place))
            .unwrap_or_default()
    }

    /// Returns a cell, or `None` where it is empty.
    pub(super) fn stated(&self, column: Column) -> Option<&'r str> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty())
    }

    /// Returns a cell that must not be empty.
    pub(super) fn id(&self, column: Column) -> Result<&'r str, IntakeFault> {
        self.stated(column)
            .ok_or_else(|| self.fault(column, None, Reason::EmptyId))
    }

    /// Returns a cell as an integer within a range, or `None` where it is empty.
    pub(super) fn integer(
        &self,
        column: Column,
        id: &str,
        least: i64,
        most: i64,
    ) -> Result<Option<i64>, IntakeFault> {
        let Some(cell) = self.stated(column) else {
            return Ok(None);
        };
        match cell.parse() {
            Ok(value) if (least..=most).contains(&value) => Ok(Some(value)),
            _ => {
                let found = excerpt(cell);
                Err(self.fault(column, Some(id), Reason::OutOfRange { found, least, most }))
            }
        }
    }

    /// Says what is wrong with a cell of this row.
    pub(super) fn fault(&self, column: Column, id: Option<&str>, reason: Reason) -> IntakeFault {
        IntakeFault {
            table: self.table,
            line: self.line,
            id: id.map(str::to_owned),
            column: Some(column.name.to_owned()),
            reason,
        }
    }
}
