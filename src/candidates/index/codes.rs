//! How well juniors speak about each topic of a set, and their order by it.

use super::topics::Code;

/// A code for each topic of a set, in order of topic, from the highest bits on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Codes(u32);

impl Codes {
    /// Puts together the code of each topic, 0 where there is none.
    pub(super) fn of(codes: [Code; 3]) -> Self {
        Self(u32::from_be_bytes([0, codes[0], codes[1], codes[2]]))
    }

    /// Returns the code of each topic, 0 where there is none.
    pub(super) fn get(self) -> [Code; 3] {
        let [_, first, second, third] = self.0.to_be_bytes();
        [first, second, third]
    }

    /// Puts the codes above the rank of a junior, so that sorting makes groups.
    pub(super) fn above(self, rank: u32) -> u64 {
        u64::from(self.0) << 32 | u64::from(rank)
    }

    /// Takes apart what [`above`](Self::above) puts together.
    #[expect(clippy::cast_possible_truncation, reason = "they are the two halves")]
    pub(super) fn and_rank(both: u64) -> (Self, u32) {
        (Self((both >> 32) as u32), both as u32)
    }
}

/// Sorts codes above ranks, where ranks ascend already.
pub(super) struct Sorter {
    /// By code: its place among those that occur; 0 stands for no code.
    places: [u16; 256],
    /// How many places there are.
    base: usize,
    /// By places: where the next of them goes.
    next: Vec<u32>,
    sorted: Vec<u64>,
}

impl Sorter {
    /// So many kinds of groups are counted faster than compared.
    const MOST_KINDS: usize = 1 << 12;

    pub(super) fn new(occurring: &[Code]) -> Self {
        let mut places = [0; 256];
        for (&code, place) in occurring.iter().zip(1..) {
            places[code as usize] = place;
        }
        Self {
            places,
            base: occurring.len() + 1,
            next: Vec::new(),
            sorted: Vec::new(),
        }
    }

    pub(super) fn sort<'s>(&'s mut self, found: &'s mut [u64]) -> &'s [u64] {
        let kinds = self.base.pow(3);
        if kinds > Self::MOST_KINDS.min(found.len()) {
            found.sort_unstable();
            return found;
        }
        let (places, base) = (&self.places, self.base);
        let kind = |found: u64| {
            let codes = Codes::and_rank(found).0.get();
            let places = codes.map(|code| usize::from(places[code as usize]));
            (places[0] * base + places[1]) * base + places[2]
        };
        self.next.clear();
        self.next.resize(kinds + 1, 0);
        for &found in &*found {
            self.next[kind(found) + 1] += 1;
        }
        for place in 0..kinds {
            self.next[place + 1] += self.next[place];
        }
        self.sorted.resize(found.len(), 0);
        for &found in &*found {
            let next = &mut self.next[kind(found)];
            self.sorted[*next as usize] = found;
            *next += 1;
        }
        &self.sorted[..found.len()]
    }
}
