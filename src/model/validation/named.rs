//! The skills that rows of people name.

use std::collections::HashMap;

use super::input::PeopleTable;
use crate::model::forest::{NONE, narrow};

/// Every skill that some row names, numbered in the order of first mention.
///
/// Millions of mentions name some thousand skills, so each is looked up by its text once.
pub(super) struct NamedSkills<'a> {
    numbers: HashMap<&'a str, u32>,
    ids: Vec<&'a str>,
    /// The row that named each skill last.
    last_row: Vec<usize>,
    /// What the rows list, one after the other, by number; `NONE` for what cannot be an id.
    listed: Vec<u32>,
    /// Where the list of each row begins.
    begins: Vec<usize>,
}

impl<'a> NamedSkills<'a> {
    pub(super) fn new(people: PeopleTable<'_>) -> Self {
        Self {
            numbers: HashMap::new(),
            ids: Vec::new(),
            last_row: Vec::new(),
            listed: Vec::with_capacity(people.skill_total()),
            begins: Vec::with_capacity(people.len()),
        }
    }

    /// Begins the list of the next row.
    pub(super) fn begin(&mut self, row: usize) {
        debug_assert_eq!(row, self.begins.len(), "rows come in order");
        self.begins.push(self.listed.len());
    }

    /// Takes the next skill of a row, and tells whether the row has not named it before.
    pub(super) fn add(&mut self, row: usize, skill: &'a str) -> bool {
        let next = narrow(self.ids.len());
        let number = *self.numbers.entry(skill).or_insert(next);
        self.listed.push(number);
        if number == next {
            self.ids.push(skill);
            self.last_row.push(row);
            return true;
        }
        std::mem::replace(&mut self.last_row[number as usize], row) != row
    }

    /// Passes over a skill that cannot be an id.
    pub(super) fn skip(&mut self) {
        self.listed.push(NONE);
    }

    /// Returns the numbers of what a row lists.
    pub(super) fn of(&self, row: usize) -> &[u32] {
        let end = self.begins.get(row + 1).copied();
        &self.listed[self.begins[row]..end.unwrap_or(self.listed.len())]
    }

    /// Returns the ids of all skills, by number.
    pub(super) fn ids(&self) -> &[&'a str] {
        &self.ids
    }

    /// Returns the ids of the skills that some rows name, each once.
    pub(super) fn of_rows(
        &self,
        rows: impl Iterator<Item = usize>,
    ) -> impl Iterator<Item = &'a str> {
        let mut named = vec![false; self.ids.len()];
        for row in rows {
            for &number in self.of(row).iter().filter(|&&number| number != NONE) {
                named[number as usize] = true;
            }
        }
        let ids = self.ids.iter().zip(named);
        ids.filter(|(_, named)| *named).map(|(&id, _)| id)
    }
}
