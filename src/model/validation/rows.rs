//! Rows under their ids.

use std::collections::{BTreeMap, HashMap};

use crate::model::forest::narrow;

/// The first row of each id, and the rows that repeat one.
pub(super) struct Firsts<'a> {
    first: HashMap<&'a str, usize>,
    is_first: Vec<bool>,
    repeats: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Firsts<'a> {
    /// Takes the ids in order of row; rows without a usable id have none.
    pub(super) fn new(ids: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut first = HashMap::new();
        let mut is_first = Vec::new();
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

    pub(super) fn row(&self, id: &str) -> Option<usize> {
        self.first.get(id).copied()
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
    pub(super) fn in_order(&self) -> Vec<(&'a str, usize)> {
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
