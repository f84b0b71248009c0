//! Numbers for pairs of numbers, in the order in which they first come.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Numbers the pairs of two small numbers, from 0 on, in the order in which they first come.
#[derive(Debug)]
pub(crate) struct Numbering {
    known: Known,
    pairs: Vec<(u32, u32)>,
}

#[derive(Debug)]
enum Known {
    /// One row for each first number, [`NONE`] where a pair has not come yet.
    Table {
        width: usize,
        numbers: Vec<u32>,
    },
    Map(HashMap<(u32, u32), u32, BuildHasherDefault<PairHasher>>),
}

/// Fibonacci hashing: numbers are given in order, and so hardly ever meet.
#[derive(Debug, Default)]
struct PairHasher(u64);

impl Hasher for PairHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(byte.into());
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0.rotate_left(32) ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        // A table looks at the lowest bits, which are mixed least.
        self.0 ^ self.0 >> 32
    }
}

const NONE: u32 = u32::MAX;

/// 2^16: a table of so many numbers fits a cache, however few pairs there are.
const TABLE_ENTRIES: usize = 1 << 16;

impl Numbering {
    /// Prepares to number about `count` pairs with first numbers below `height` and second ones below `width`.
    pub(crate) fn new(height: usize, width: usize, count: usize) -> Self {
        let entries = height.checked_mul(width);
        let known = match entries.filter(|&entries| entries <= count.max(TABLE_ENTRIES)) {
            Some(entries) => Known::Table {
                width,
                numbers: vec![NONE; entries],
            },
            None => Known::Map(HashMap::default()),
        };
        Self {
            known,
            pairs: Vec::new(),
        }
    }

    /// Gives the number of a pair.
    pub(crate) fn number(&mut self, one: u32, other: u32) -> u32 {
        // Fewer than 2^32 pairs come: one a person at most.
        let next = u32::try_from(self.pairs.len()).unwrap_or(NONE);
        let number = match &mut self.known {
            Known::Table { width, numbers } => {
                let number = &mut numbers[one as usize * *width + other as usize];
                if *number == NONE {
                    *number = next;
                }
                *number
            }
            Known::Map(known) => *known.entry((one, other)).or_insert(next),
        };
        if number == next {
            self.pairs.push((one, other));
        }
        number
    }

    /// Returns the pairs by number.
    pub(crate) fn into_pairs(self) -> Vec<(u32, u32)> {
        self.pairs
    }
}

#[cfg(test)]
mod tests {
    use super::Numbering;

    #[test]
    fn a_table_and_a_map_number_pairs_alike() {
        let pairs = (0..500_u32).map(|at| (at * at % 7, at * 3 % 11));
        let mut table = Numbering::new(7, 11, 100);
        let mut map = Numbering::new(usize::MAX, 11, 100);
        for (one, other) in pairs {
            assert_eq!(table.number(one, other), map.number(one, other));
        }
        let numbered = table.into_pairs();
        assert_eq!(numbered.len(), 44, "squares leave 0, 1, 2 or 4 of 7");
        assert_eq!(numbered, map.into_pairs());
    }
}
