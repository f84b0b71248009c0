//! Columns whose form has been checked, so that every row of them can be read.

use std::ops::Range;

use super::{Bits, ColumnFault, Lists, Numbers, Offsets, Texts};

/// Checks columns and collects what is wrong; of each column the first fault.
///
/// A column at fault is returned without rows: whoever checks refuses all columns before any row is read.
#[derive(Debug, Default)]
pub(crate) struct ColumnCheck {
    pub(super) faults: Vec<ColumnFault>,
}

/// Texts that are there and in UTF-8.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct TextColumn<'a> {
    offsets: Offsets<'a>,
    /// What lies between the first and the last offset.
    text: &'a str,
    valid: Option<Bits<'a>>,
}

/// Lists that are there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ListColumn<'a>(Lists<'a>);

impl<'a> TextColumn<'a> {
    pub(crate) fn len(self) -> usize {
        self.offsets.values()
    }

    /// Returns the text of a row, if it states one.
    pub(crate) fn get(self, row: usize) -> Option<&'a str> {
        let stated = self.valid.is_none_or(|valid| valid.get(row));
        let first = self.offsets.at(0);
        stated.then(|| &self.text[self.offsets.at(row) - first..self.offsets.at(row + 1) - first])
    }

    /// Returns the text of a row, which is empty where it states none.
    pub(crate) fn text(self, row: usize) -> &'a str {
        self.get(row).unwrap_or_default()
    }
}

impl ListColumn<'_> {
    /// Returns which values of the other columns are those of a row.
    pub(crate) fn range(self, row: usize) -> Range<usize> {
        let Lists { offsets, valid } = self.0;
        if valid.is_none_or(|valid| valid.get(row)) {
            offsets.at(row)..offsets.at(row + 1)
        } else {
            0..0
        }
    }

    /// Returns how many values all rows have together, at most.
    pub(crate) fn total(self) -> usize {
        let offsets = self.0.offsets;
        match offsets.values() {
            0 => 0,
            rows => offsets.at(rows) - offsets.at(0),
        }
    }
}

impl ColumnCheck {
    /// Refuses if anything was wrong.
    pub(crate) fn finish(self) -> Result<(), Vec<ColumnFault>> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(self.faults)
        }
    }

    /// Checks that a column has a value for each row, and tells whether it does.
    pub(crate) fn length(&mut self, column: &str, found: usize, expected: usize) -> bool {
        if found != expected {
            self.faults.push(ColumnFault::WrongLength {
                column: column.to_owned(),
                found,
                expected,
            });
        }
        found == expected
    }

    /// Checks that there is a bit for each row, and tells whether there is.
    pub(crate) fn bits(&mut self, column: &str, bits: Option<Bits<'_>>, rows: usize) -> bool {
        let Some(found) = bits.map(Bits::len).filter(|&found| found < rows) else {
            return true;
        };
        self.faults.push(ColumnFault::TooFewBits {
            column: column.to_owned(),
            found,
            expected: rows,
        });
        false
    }

    pub(crate) fn numbers<T: Copy>(&mut self, column: &str, numbers: Numbers<'_, T>, rows: usize) {
        let _ = self.length(column, numbers.values.len(), rows)
            && self.bits(column, numbers.valid, rows);
    }

    pub(crate) fn texts<'a>(
        &mut self,
        column: &str,
        texts: Texts<'a>,
        rows: usize,
    ) -> TextColumn<'a> {
        let Texts {
            offsets,
            bytes,
            valid,
        } = texts;
        let sound = self.length(column, offsets.values(), rows)
            && self.bits(column, valid, rows)
            && self.offsets(column, offsets, bytes.len());
        if !sound || rows == 0 {
            return TextColumn::default();
        }
        let (first, last) = (offsets.at(0), offsets.at(rows));
        let row = match std::str::from_utf8(&bytes[first..last]) {
            Ok(text) => {
                let splits = |&row: &usize| !text.is_char_boundary(offsets.at(row) - first);
                match (0..rows).find(splits) {
                    None => {
                        return TextColumn {
                            offsets,
                            text,
                            valid,
                        };
                    }
                    Some(row) => row,
                }
            }
            Err(error) => {
                let place = first + error.valid_up_to();
                // The row whose text holds the byte: the first that ends behind it.
                (1..rows)
                    .find(|&end| offsets.at(end) > place)
                    .unwrap_or(rows)
            }
        };
        self.faults.push(ColumnFault::NotUtf8 {
            column: column.to_owned(),
            row,
        });
        TextColumn::default()
    }

    /// Checks texts that no row may leave out.
    pub(crate) fn words<'a>(&mut self, column: &str, texts: Texts<'a>) -> TextColumn<'a> {
        let rows = texts.offsets.values();
        let checked = self.texts(column, texts, rows);
        let missing = (0..checked.len()).find(|&row| checked.get(row).is_none());
        if let Some(row) = missing {
            self.faults.push(ColumnFault::MissingWord {
                column: column.to_owned(),
                row: row + 1,
            });
        }
        checked
    }

    /// Checks lists of values of which there are so many.
    pub(crate) fn lists<'a>(
        &mut self,
        column: &str,
        lists: Lists<'a>,
        rows: usize,
        values: usize,
    ) -> ListColumn<'a> {
        let Lists { offsets, valid } = lists;
        let sound = self.length(column, offsets.values(), rows)
            && self.bits(column, valid, rows)
            && self.offsets(column, offsets, values);
        if sound && rows > 0 {
            ListColumn(lists)
        } else {
            ListColumn::default()
        }
    }

    /// Checks that offsets rise, and point at most to the end.
    fn offsets(&mut self, column: &str, offsets: Offsets<'_>, most: usize) -> bool {
        let mut least = 0;
        for place in 0..offsets.len() {
            let found = offsets.get(place);
            if found < least || usize::try_from(found).map_or(true, |found| found > most) {
                self.faults.push(ColumnFault::BadOffset {
                    column: column.to_owned(),
                    place: place + 1,
                    found,
                    least,
                    most,
                });
                return false;
            }
            least = found;
        }
        true
    }
}
