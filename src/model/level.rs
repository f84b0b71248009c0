//! Seniority: integer levels, or an ordered scale of named grades.

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
    pub(crate) names: Vec<String>,
}

impl LevelScale {
    /// Returns the level of a grade, or `None` if the scale does not list it.
    #[must_use]
    pub fn level(&self, name: &str) -> Option<Level> {
        let position = self.names.iter().position(|listed| listed == name)?;
        i32::try_from(position + 1).ok().map(Level)
    }

    /// Returns the grade names, the most junior first.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }
}
