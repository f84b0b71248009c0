//! Why somebody has no candidates.

use crate::rules::RuleIndex;
use crate::scoring::{Floor, Score};

/// What stands between a person and each of the partners they could have had.
///
/// Each partner is counted once: under the first rule that bars the pair, or else for the lack of a score, or else for
/// a score below the minimum, or else for another floor that the pair does not reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct Obstacles {
    pub(super) by_rule: Vec<(RuleIndex, u64)>,
    pub(super) unscored: u64,
    pub(super) below_minimum: u64,
    pub(super) best_below_minimum: Option<Score>,
    pub(super) by_floor: Vec<(Floor, u64)>,
}

impl Obstacles {
    /// Returns how many partners each rule bars, in order of rule; rules that bar nobody are left out.
    #[must_use]
    pub fn by_rule(&self) -> &[(RuleIndex, u64)] {
        &self.by_rule
    }

    /// Returns how many partners a platform gave no score.
    #[must_use]
    pub fn unscored(&self) -> u64 {
        self.unscored
    }

    /// Returns how many partners score below the minimum.
    #[must_use]
    pub fn below_minimum(&self) -> u64 {
        self.below_minimum
    }

    /// Returns the best score below the minimum, if there is one.
    #[must_use]
    pub fn best_below_minimum(&self) -> Option<Score> {
        self.best_below_minimum
    }

    /// Returns how many partners each other floor bars, in order of floor; floors that bar nobody are left out.
    #[must_use]
    pub fn by_floor(&self) -> &[(Floor, u64)] {
        &self.by_floor
    }

    pub(super) fn missed(&mut self, floor: Floor) {
        match self.by_floor.binary_search_by_key(&floor, |entry| entry.0) {
            Ok(place) => self.by_floor[place].1 += 1,
            Err(place) => self.by_floor.insert(place, (floor, 1)),
        }
    }

    pub(super) fn barred_by(&mut self, rule: RuleIndex) {
        match self.by_rule.binary_search_by_key(&rule, |entry| entry.0) {
            Ok(place) => self.by_rule[place].1 += 1,
            Err(place) => self.by_rule.insert(place, (rule, 1)),
        }
    }

    pub(super) fn below(&mut self, score: Score) {
        self.below_minimum += 1;
        self.best_below_minimum = self.best_below_minimum.max(Some(score));
    }
}
