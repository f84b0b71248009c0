//! Why not that pair.

use std::fmt;

use super::text;
use crate::matching::{Matching, Pair, Worth};
use crate::model::PersonId;
use crate::programme::{Pin, Role};
use crate::rules::Violation;
use crate::scoring::{Floor, Score};

/// Why two people are not a pair, with the pairs that they have instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct WhyNot {
    junior: PersonId,
    senior: PersonId,
    score: Option<Score>,
    instead: Vec<Pair>,
    objection: Objection,
}

/// What speaks against a pair; the first that applies, in this order.
///
/// The last three rest on the proof of optimality, and are what it says of the pair; the loss itself may be larger.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Objection {
    /// A pin forbids it.
    Forbidden(Pin),
    /// Rules bar it, or one of the two is not eligible.
    Barred(Vec<Violation>),
    /// The platform gives it no score.
    NoScore,
    /// It is below the minimum score.
    BelowMinimum(Score),
    /// It misses another floor.
    BelowFloor(Floor),
    /// Pins take all seats of one of the two.
    SeatsPinned {
        /// Who has no seat left.
        person: PersonId,
        /// On which side.
        role: Role,
    },
    /// It would be worse than the worst-off pair of the matching, which the objective puts before the total.
    BelowWorstOff(Score),
    /// With it, an objective before the total would be missed: fewer people could have a pair, or the worst-off pair would be worse.
    BeforeTotal,
    /// With it, no matching is better; and where one is as good before the total, its total is less.
    Loss {
        /// By how much at least; at 0 the two may be equally good, so that the lottery or the fewest changes decided.
        at_least: u64,
    },
}

impl WhyNot {
    pub(super) fn new(
        matching: &Matching,
        [junior, senior]: [&PersonId; 2],
        score: Option<Score>,
        objection: Objection,
    ) -> Self {
        let of_junior = matching.pairs_of(junior.as_str(), Role::Junior);
        let of_senior = matching.pairs_of(senior.as_str(), Role::Senior);
        Self {
            junior: junior.clone(),
            senior: senior.clone(),
            score,
            instead: of_junior.chain(of_senior).cloned().collect(),
            objection,
        }
    }

    /// Returns who would teach.
    #[must_use]
    pub fn junior(&self) -> &PersonId {
        &self.junior
    }

    /// Returns who would learn.
    #[must_use]
    pub fn senior(&self) -> &PersonId {
        &self.senior
    }

    /// Returns the score the two would have as a pair, whether it may be or not.
    #[must_use]
    pub fn score(&self) -> Option<Score> {
        self.score
    }

    /// Returns the pairs that the two have instead: those of the junior as a junior, then those of the senior as a senior.
    #[must_use]
    pub fn instead(&self) -> &[Pair] {
        &self.instead
    }

    /// Returns what speaks against the pair.
    #[must_use]
    pub fn objection(&self) -> &Objection {
        &self.objection
    }
}

impl Objection {
    /// Reads off the proof what a permitted pair with free seats would cost.
    ///
    /// # Algorithm
    ///
    /// The worths of two people who are no pair add up to at least its score, and the difference is the reduced cost: a matching
    /// with the pair is worse by at least that much (weak duality). Where worths have ranks, these come first. Where
    /// everybody has one seat, a pair of two people who are both essential is in no matching with as many pairs.
    pub(super) fn priced(junior: &Worth, senior: &Worth, score: Score) -> Self {
        let rank = i128::from(junior.rank) + i128::from(senior.rank);
        if rank > 0 || junior.essential && senior.essential {
            return Self::BeforeTotal;
        }
        let loss = i128::from(junior.worth) + i128::from(senior.worth) - i128::from(score.get());
        let at_least = u64::try_from(loss.max(0)).unwrap_or(u64::MAX);
        Self::Loss { at_least }
    }
}

/// Writes a line for the pair, one for each pair that the two have instead, and one for what speaks against it, without a
/// final line break.
impl fmt::Display for WhyNot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { junior, senior, .. } = self;
        write!(f, "{junior} does not teach {senior}")?;
        if let Some(score) = self.score {
            write!(f, ", which would score {score}")?;
        }
        for pair in &self.instead {
            let (junior, senior) = (pair.junior(), pair.senior());
            write!(f, "\n  {junior} teaches {senior}, score {}", pair.score())?;
        }
        write!(f, "\n  {}", text::objection(&self.objection))
    }
}
