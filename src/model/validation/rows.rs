//! Rows under their ids.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use crate::model::forest::narrow;

/// The first row of each id, and the rows that repeat one.
///
/// Ids come from outside, so they are hashed by `SipHash` with keys that nobody outside knows.
pub(super) struct Firsts<I> {
    first: HashMap<I, usize>,
    is_first: Vec<bool>,
    repeats: BTreeMap<usize, Vec<usize>>,
}

impl<I: Copy + Ord + Hash> Firsts<I> {
    /// Takes the ids in order of row; rows without a usable id have none.
    pub(super) fn new(ids: impl Iterator<Item = Option<I>>) -> Self {
        let (rows, _) = ids.size_hint();
        let mut first = HashMap::with_capacity(rows);
        let mut is_first = Vec::with_capacity(rows);
        let mut repeats: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (row, id) in ids.enumerate() {
            let earliest = id.map(|id| *first.entry(id).or_insert(row));
            is_first.push(earliest == Some(row));
            if let Some(earliest) = earliest.filter(|&earliest| earliest != row) {
                repeats.entry(earliest).or_default().push(row);
            }
        }
        Self {
            first,
            is_first,
            repeats,
        }
    }

    /// Tells whether a row has an id and is the first that has it.
    pub(super) fn is_first(&self, row: usize) -> bool {
        self.is_first[row]
    }

    pub(super) fn row(&self, id: I) -> Option<usize> {
        self.first.get(&id).copied()
    }

    /// Returns each repeated id with all its rows.
    pub(super) fn repeated(&self) -> impl Iterator<Item = Vec<usize>> + '_ {
        self.repeats.iter().map(|(&first, later)| {
            let mut rows = vec![first];
            rows.extend(later);
            rows
        })
    }

    /// Returns the ids with their first rows, in order of id.
    pub(super) fn in_order(&self) -> Vec<(I, usize)> {
        let mut firsts: Vec<_> = self.first.iter().map(|(&id, &row)| (id, row)).collect();
        firsts.sort_unstable();
        firsts
    }
}

/// Returns how messages number a row.
pub(super) fn number(line: Option<u64>, position: usize) -> u64 {
    line.unwrap_or(u64::from(narrow(position)) + 1)
}

/// Turns a circle round so that it starts at its smallest member.
pub(super) fn from_smallest<T: Ord>(circle: &mut [T]) {
    let smallest = (0..circle.len()).min_by(|&a, &b| circle[a].cmp(&circle[b]));
    circle.rotate_left(smallest.unwrap_or(0));
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::hash::{Hash, Hasher};

    use super::Firsts;

    thread_local! {
        static COMPARED: Cell<u64> = const { Cell::new(0) };
    }

    /// An id that counts how often it is compared.
    #[derive(Clone, Copy, Eq, PartialOrd, Ord)]
    struct Counted<'a>(&'a str);

    impl PartialEq for Counted<'_> {
        fn eq(&self, other: &Self) -> bool {
            COMPARED.set(COMPARED.get() + 1);
            self.0 == other.0
        }
    }

    impl Hash for Counted<'_> {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }

    fn comparisons(ids: &[String]) -> u64 {
        COMPARED.set(0);
        let firsts = Firsts::new(ids.iter().map(|id| Some(Counted(id))));
        let found = |(row, id): (usize, &String)| firsts.row(Counted(id)) == Some(row);
        assert!(ids.iter().enumerate().all(found));
        COMPARED.get()
    }

    #[test]
    fn h_13_a_million_ids_that_collide_elsewhere_are_compared_no_more_often_than_others() {
        // "Aa" and "BB" weigh the same where each character is worth 31 times the next.
        let word = |number: u32| -> String {
            let part = |bit: u32| if number >> bit & 1 == 0 { "Aa" } else { "BB" };
            (0..20).map(part).collect()
        };
        let weak = |id: &str| {
            id.bytes().fold(0_u32, |sum, byte| {
                sum.wrapping_mul(31).wrapping_add(byte.into())
            })
        };
        let colliding: Vec<String> = (0..1_000_000).map(word).collect();
        assert!(colliding.iter().all(|id| weak(id) == weak(&colliding[0])));
        let others: Vec<String> = (0..1_000_000_u64)
            .map(|number| format!("{:040x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .collect();
        let (colliding, others) = (comparisons(&colliding), comparisons(&others));
        // Each is found again by one comparison at least.
        assert!(others >= 1_000_000);
        assert!(
            colliding <= 2 * others,
            "{colliding} comparisons, {others} of others"
        );
    }
}
