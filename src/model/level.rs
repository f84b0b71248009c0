//! Seniority: integer levels, or an ordered scale of named grades.

use super::forest::narrow;

/// A rank in the organisation; a larger level is more senior.
///
/// Only differences and comparisons mean anything. They are taken in `i64`, so they cannot overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(i32);

impl Level {
    /// Makes a level of its rank.
    #[must_use]
    pub const fn new(rank: i32) -> Self {
        Self(rank)
    }

    /// Returns the rank.
    #[must_use]
    pub const fn rank(self) -> i32 {
        self.0
    }

    /// Returns how many levels `self` stands above `other`; negative where it stands below.
    #[must_use]
    pub fn above(self, other: Self) -> i64 {
        i64::from(self.0) - i64::from(other.0)
    }
}

/// An ordered list of grade names, the most junior first; the first has level 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelScale {
    names: Vec<String>,
    /// The positions of the names, in order of name.
    by_name: Vec<u32>,
}

impl LevelScale {
    /// Takes distinct names, the most junior first.
    pub(super) fn new(names: Vec<String>) -> Self {
        let mut by_name: Vec<u32> = (0..narrow(names.len())).collect();
        by_name.sort_unstable_by_key(|&position| names[position as usize].as_str());
        Self { names, by_name }
    }

    /// Returns the level of a grade, or `None` if the scale does not list it.
    #[must_use]
    pub fn level(&self, name: &str) -> Option<Level> {
        let place = self
            .by_name
            .binary_search_by_key(&name, |&position| self.names[position as usize].as_str())
            .ok()?;
        i32::try_from(self.by_name[place])
            .ok()
            .map(|position| Level(position + 1))
    }

    /// Returns the name of a level, or `None` if the scale does not reach it.
    #[must_use]
    pub fn name(&self, level: Level) -> Option<&str> {
        let position = usize::try_from(i64::from(level.0) - 1).ok()?;
        self.names.get(position).map(String::as_str)
    }

    /// Returns the grade names, the most junior first.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }
}
