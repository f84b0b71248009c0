//! How the values of a column lie in memory.

/// Where each of some values ends: value `i` reaches from offset `i` to offset `i + 1`, so there is one offset more than
/// values; none at all means no values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offsets<'a> {
    /// In 32 bits.
    Narrow(&'a [i32]),
    /// In 64 bits.
    Wide(&'a [i64]),
}

/// One bit a row, the lowest of each byte first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bits<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// How many bits come before that of the first row.
    pub offset: usize,
}

/// A column of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Texts<'a> {
    /// Where in the bytes each text ends.
    pub offsets: Offsets<'a>,
    /// The texts in UTF-8, end to end.
    pub bytes: &'a [u8],
    /// Which rows state a text; `None` means all.
    pub valid: Option<Bits<'a>>,
}

/// A column of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers<'a, T = i64> {
    /// A number for each row; where none is stated, any will do.
    pub values: &'a [T],
    /// Which rows state a number; `None` means all.
    pub valid: Option<Bits<'a>>,
}

/// Which values of other columns belong to each row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lists<'a> {
    /// Where in those columns the list of each row ends.
    pub offsets: Offsets<'a>,
    /// Which rows have a list; `None` means all. A row without one has an empty list.
    pub valid: Option<Bits<'a>>,
}

/// A column of lists of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordLists<'a> {
    /// Which texts belong to each row.
    pub lists: Lists<'a>,
    /// The texts of all rows.
    pub words: Texts<'a>,
}

impl Default for Offsets<'_> {
    fn default() -> Self {
        Self::Narrow(&[])
    }
}

impl<T> Default for Numbers<'_, T> {
    fn default() -> Self {
        Self {
            values: &[],
            valid: None,
        }
    }
}

impl<'a> From<&'a [i32]> for Offsets<'a> {
    fn from(offsets: &'a [i32]) -> Self {
        Self::Narrow(offsets)
    }
}

impl<'a> From<&'a [i64]> for Offsets<'a> {
    fn from(offsets: &'a [i64]) -> Self {
        Self::Wide(offsets)
    }
}

impl Offsets<'_> {
    /// Returns how many values there are.
    pub(crate) fn values(self) -> usize {
        self.len().saturating_sub(1)
    }

    pub(super) fn len(self) -> usize {
        match self {
            Self::Narrow(offsets) => offsets.len(),
            Self::Wide(offsets) => offsets.len(),
        }
    }

    pub(super) fn get(self, place: usize) -> i64 {
        match self {
            Self::Narrow(offsets) => offsets[place].into(),
            Self::Wide(offsets) => offsets[place],
        }
    }

    /// Returns an offset that has been checked.
    pub(super) fn at(self, place: usize) -> usize {
        usize::try_from(self.get(place)).unwrap_or(0)
    }
}

impl<'a> Bits<'a> {
    /// Takes bits from the first of the first byte on.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0 }
    }

    /// Returns how many bits there are.
    pub(super) fn len(self) -> usize {
        let all = self.bytes.len().saturating_mul(8);
        all.saturating_sub(self.offset)
    }

    /// Returns the bit of a row.
    pub(crate) fn get(self, row: usize) -> bool {
        let place = self.offset + row;
        self.bytes[place / 8] >> (place % 8) & 1 == 1
    }
}

impl<'a> Texts<'a> {
    /// Takes texts that every row states, with offsets in 32 bits.
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::model::columns::{Bits, Texts};
    ///
    /// let ids = Texts::new(&[0, 5, 8], b"graceada");
    /// // The first row states none, the second "grace".
    /// let managers = Texts { valid: Some(Bits::new(&[0b10])), ..Texts::new(&[0, 0, 5], b"grace") };
    /// assert_eq!(ids.bytes.len() - managers.bytes.len(), 3);
    /// ```
    #[must_use]
    pub const fn new(offsets: &'a [i32], bytes: &'a [u8]) -> Self {
        Self {
            offsets: Offsets::Narrow(offsets),
            bytes,
            valid: None,
        }
    }
}

impl<T: Copy> Numbers<'_, T> {
    /// Returns the number of a row that has been checked.
    pub(crate) fn get(self, row: usize) -> Option<T> {
        let stated = self.valid.is_none_or(|valid| valid.get(row));
        stated.then(|| self.values[row])
    }
}
