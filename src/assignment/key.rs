//! Pairs of one row as numbers that are sorted and selected several times faster than pairs.

use super::{Candidate, Column, Cost, Prices};

/// A pair of a row as one number: how far its reduced cost lies above a *base*, and then its column, counted from a *first* one on.
///
/// Of equal pairs those from the first column on come before the others, so rows with the same taste like different columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64);

/// What the keys of one row are counted from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) base: Cost,
    pub(super) first: u32,
}

impl Key {
    pub(super) fn rise(self) -> u32 {
        // The upper half fits.
        u32::try_from(self.0 >> 32).unwrap_or(u32::MAX)
    }
}

impl Origin {
    /// Chooses the base of reduced costs; `None` if some are too far apart for keys, or anywhere near the ends of the type.
    pub(super) fn of(first: u32, reduced: impl Iterator<Item = Cost>) -> Option<Self> {
        let ends = (Cost::MAX, Cost::MIN);
        let (base, highest) = reduced.fold(ends, |(base, highest), reduced| {
            (base.min(reduced), highest.max(reduced))
        });
        let is_exact = base > Cost::MIN && highest < Cost::MAX;
        let fits = is_exact && u32::try_from(highest.abs_diff(base)).is_ok();
        fits.then_some(Self { base, first })
    }

    /// Makes the key of a pair.
    pub(super) fn key(self, rise: u32, column: u32) -> Key {
        Key(u64::from(rise) << 32 | u64::from(column.wrapping_sub(self.first)))
    }

    /// Makes the key of a pair whose reduced cost lies between those it was chosen for.
    pub(super) fn key_of(self, reduced: Cost, column: Column) -> Key {
        let rise = u32::try_from(reduced.abs_diff(self.base)).unwrap_or(u32::MAX);
        self.key(rise, column.into())
    }

    pub(super) fn column(self, key: Key) -> Column {
        let turned = u32::try_from(key.0 & u64::from(u32::MAX)).unwrap_or(u32::MAX);
        Column::from(turned.wrapping_add(self.first))
    }

    pub(super) fn reduced(self, key: Key) -> Cost {
        self.base + Cost::from(key.rise())
    }

    /// Makes a pair of its key again; a column beyond the end of the prices has price 0.
    pub(super) fn pair(self, key: Key, prices: &Prices) -> Candidate {
        let column = self.column(key);
        let price = prices.get(column.index()).copied().unwrap_or(0);
        Candidate {
            column,
            cost: self.reduced(key) + price,
        }
    }
}
