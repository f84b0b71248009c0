//! What can be wrong with scores.

use std::fmt;

use super::{Floor, Score};
use crate::faults::{FAULT_LIMIT, Listed, first_of};
use crate::keys::DidYouMean;
use crate::model::{
    AttributeKind, AttributeName, CategoryId, Fingerprint, ModelError, PersonId, UnitId,
};
use crate::programme::Role;
use crate::work::Cancelled;

/// Something wrong with the declaration of scores.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScoringFault {
    /// A document has a key that its form does not know.
    #[error("{place}: unknown key {key:?}{}", DidYouMean(suggestion.as_deref()))]
    UnknownKey {
        /// The object that has the key.
        place: String,
        /// The key, its first 100 characters.
        key: String,
        /// The key that was probably meant.
        suggestion: Option<String>,
    },
    /// A setting is outside the values it can have.
    #[error("{setting} is {found}, expected {least} to {most}")]
    OutOfRange {
        /// The path of the setting in the document.
        setting: String,
        /// Its value.
        found: i64,
        /// The smallest value it can have.
        least: i64,
        /// The largest value it can have.
        most: i64,
    },
    /// Two settings that must be in order are not.
    #[error("{lower} is {lower_value}, expected at most {upper}, which is {upper_value}")]
    InvalidRange {
        /// The path of the setting that must not be the larger.
        lower: String,
        /// Its value.
        lower_value: i64,
        /// The path of the setting that must not be the smaller.
        upper: String,
        /// Its value.
        upper_value: i64,
    },
    /// A weight is negative.
    #[error("criterion {criterion:?} has weight {weight}, expected at least 0 (0 switches it off)")]
    InvalidWeight {
        /// The name of the criterion.
        criterion: String,
        /// Its weight.
        weight: i64,
    },
    /// Two criteria have one name.
    #[error("criterion {criterion:?} is stated twice, expected once")]
    DuplicateCriterion {
        /// The name.
        criterion: String,
    },
    /// A criterion has a name that stands for another.
    #[error("criterion {criterion:?} is not what that name stands for (give it a name of its own)")]
    ReservedName {
        /// The name.
        criterion: String,
    },
    /// A criterion names or looks at a characteristic that must not decide who meets whom.
    #[error(
        "criterion {criterion:?}: {:?} speaks of {characteristic}, which must not decide who meets whom (allow it by name, with the reason)",
        name.as_str()
    )]
    ProtectedCharacteristic {
        /// The name of the criterion.
        criterion: String,
        /// The attribute, or the criterion's own name.
        name: AttributeName,
        /// What it speaks of.
        characteristic: &'static str,
    },
    /// A protected characteristic is allowed without a reason.
    #[error("{:?} is allowed without a reason, expected one for the record", attribute.as_str())]
    OverrideWithoutReason {
        /// The attribute.
        attribute: AttributeName,
    },
    /// A criterion looks at an attribute that the organisation does not declare.
    #[error(
        "criterion {criterion:?}: \"{attribute}\" is unknown, expected a declared attribute{}",
        DidYouMean(suggestion.as_ref().map(AttributeName::as_str))
    )]
    UnknownAttribute {
        /// The name of the criterion.
        criterion: String,
        /// The attribute as given.
        attribute: AttributeName,
        /// The attribute that was probably meant.
        suggestion: Option<AttributeName>,
    },
    /// A criterion asks of an attribute what its type does not have.
    #[error("criterion {criterion:?}: \"{attribute}\" is a {kind}, expected {expected}")]
    AttributeMismatch {
        /// The name of the criterion.
        criterion: String,
        /// The attribute.
        attribute: AttributeName,
        /// The type it is declared with.
        kind: AttributeKind,
        /// What the criterion takes.
        expected: &'static str,
    },
    /// A criterion asks of a fact what it does not have.
    #[error("criterion {criterion:?} looks at {fact}, expected {expected}")]
    WrongFact {
        /// The name of the criterion.
        criterion: String,
        /// The fact.
        fact: String,
        /// What the criterion takes.
        expected: &'static str,
    },
    /// A document does not say which facts a criterion looks at.
    #[error("{place}: expected either fact, or both junior and senior")]
    FactsNotStated {
        /// The path of the criterion in the document.
        place: String,
    },
    /// A criterion compares facts that have nothing to do with each other.
    #[error(
        "criterion {criterion:?} compares \"{junior}\" with \"{senior}\", expected facts of one type"
    )]
    UnlikeFacts {
        /// The name of the criterion.
        criterion: String,
        /// The junior's fact.
        junior: String,
        /// The senior's fact.
        senior: String,
    },
    /// A table states a pair twice.
    #[error("criterion {criterion:?} states {junior:?} with {senior:?} twice, expected once")]
    DuplicateEntry {
        /// The name of the criterion.
        criterion: String,
        /// The junior's category or unit.
        junior: String,
        /// The senior's.
        senior: String,
    },
    /// A table names a unit that is not there.
    #[error("criterion {criterion:?}: no unit \"{unit}\" is listed")]
    UnknownUnit {
        /// The name of the criterion.
        criterion: String,
        /// The unit as given.
        unit: UnitId,
    },
    /// A criterion names a topic category that no skill is in.
    #[error("criterion {criterion:?}: no skill is in the topic category \"{category}\"")]
    UnknownCategory {
        /// The name of the criterion.
        criterion: String,
        /// The category as given.
        category: CategoryId,
    },
    /// A criterion counts days, and nobody said which day it is.
    #[error(
        "criterion {criterion:?} counts days, expected a run day (state it in the configuration)"
    )]
    NoRunDay {
        /// The name of the criterion.
        criterion: String,
    },
    /// A floor is about something that no criterion looks at.
    #[error("{floor} is set, expected a criterion about what the {learner} learns")]
    FloorWithoutCriterion {
        /// The floor.
        floor: Floor,
        /// Who would learn.
        learner: Role,
    },
    /// Points or scores are stated for somebody who does not exist.
    #[error("{criterion:?} names \"{person}\", expected a person of the organisation")]
    UnknownPerson {
        /// The name of the criterion.
        criterion: String,
        /// The id as given.
        person: PersonId,
    },
    /// A list of pairs has a pair twice.
    #[error(
        "{criterion:?} lists junior \"{junior}\" with senior \"{senior}\" twice, expected once"
    )]
    DuplicatePair {
        /// The name of the criterion.
        criterion: String,
        /// Who would teach.
        junior: PersonId,
        /// Who would learn.
        senior: PersonId,
    },
    /// A matrix does not have one entry for each pair.
    #[error(
        "the matrix of {juniors} juniors and {seniors} seniors has {found} entries, expected {expected}"
    )]
    RaggedMatrix {
        /// How many juniors there are.
        juniors: usize,
        /// How many seniors there are.
        seniors: usize,
        /// How many entries there are.
        found: usize,
        /// How many there should be.
        expected: u128,
    },
    /// A matrix has two rows or two columns for one person.
    #[error("the matrix lists {} \"{person}\" twice, expected once", word(*role))]
    DuplicateMatrixPerson {
        /// The side.
        role: Role,
        /// The person.
        person: PersonId,
    },
}

/// Why scores cannot be had.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScoringError {
    /// The declaration is at fault.
    #[error("{}", Listed { faults, total: *total, whole: "the scoring" })]
    Faults {
        /// The first 100 of the faults.
        faults: Vec<ScoringFault>,
        /// How many there are.
        total: usize,
    },
    /// No weight is above zero.
    #[error(
        "every weight is zero, so no pair is better than another (set at least one weight above zero)"
    )]
    AllWeightsZero,
    /// The programme was checked against another organisation.
    #[error("the programme was checked against organisation {found}, expected {expected}")]
    OtherOrganisation {
        /// The fingerprint of the organisation the programme was checked against.
        found: Fingerprint,
        /// The fingerprint of the organisation given.
        expected: Fingerprint,
    },
    /// The distances between units cannot be prepared.
    #[error("the distances between units cannot be prepared")]
    UnitDistances {
        /// Why not.
        #[from]
        source: ModelError,
    },
    /// The caller wants no more of it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A platform's scores are not finite numbers.
    #[error(
        "{total} {} not finite, the first {} (leave such a pair without a score)",
        if *total == 1 { "score is" } else { "scores are" },
        First(pairs)
    )]
    NonFiniteScore {
        /// The first 100 of them.
        pairs: Vec<NonFinitePair>,
        /// How many there are.
        total: usize,
    },
    /// A platform's score is the lowest 64-bit integer, which has no counterpart of the other sign.
    #[error(
        "junior \"{junior}\" with senior \"{senior}\" scores {}, expected at least {} (leave such a pair without a score)",
        i64::MIN, -i64::MAX
    )]
    LowestScore {
        /// Who would teach.
        junior: PersonId,
        /// Who would learn.
        senior: PersonId,
    },
    /// A platform's scores differ, but by less than one step of the finest grid that fits, so that all would be equal.
    #[error(
        "scores from {lowest:e} to {highest:e} differ by less than {resolution:e}, the finest step that fits (take the same amount off each score)"
    )]
    ScoresBelowResolution {
        /// The smallest score.
        lowest: f64,
        /// The largest score.
        highest: f64,
        /// The step of the grid.
        resolution: f64,
    },
    /// A platform's scorer answered the same question in two ways.
    #[error(
        "junior \"{junior}\" with senior \"{senior}\" was scored {} and then {}, expected one answer each time",
        Shown(*first), Shown(*second)
    )]
    ScorerNotDeterministic {
        /// Who would teach.
        junior: PersonId,
        /// Who would learn.
        senior: PersonId,
        /// The first answer.
        first: Option<Score>,
        /// The second answer.
        second: Option<Score>,
    },
}

/// A pair whose score is not a finite number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NonFinitePair {
    /// Who would teach.
    pub junior: PersonId,
    /// Who would learn.
    pub senior: PersonId,
    /// What the score is instead.
    pub found: NonFinite,
}

/// A float that is not a finite number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NonFinite {
    /// Not a number.
    NaN,
    /// Above all numbers.
    Infinity,
    /// Below all numbers.
    MinusInfinity,
}

impl ScoringError {
    /// Refuses at any fault; keeps the first and the number of all.
    pub(super) fn check(faults: Vec<ScoringFault>) -> Result<(), Self> {
        if faults.is_empty() {
            return Ok(());
        }
        let (faults, total) = first_of(faults);
        Err(Self::Faults { faults, total })
    }

    /// Refuses at any pair; keeps the first and the number of all.
    pub(crate) fn check_finite(mut pairs: impl Iterator<Item = NonFinitePair>) -> Result<(), Self> {
        let kept: Vec<NonFinitePair> = pairs.by_ref().take(FAULT_LIMIT).collect();
        if kept.is_empty() {
            return Ok(());
        }
        let total = kept.len() + pairs.count();
        Err(Self::NonFiniteScore { pairs: kept, total })
    }

    /// Returns the faults it carries, the first 100; none where the error is of another kind.
    #[must_use]
    pub fn faults(&self) -> &[ScoringFault] {
        match self {
            Self::Faults { faults, .. } => faults,
            _ => &[],
        }
    }
}

impl NonFinite {
    /// Says what a float is, if it is not a finite number.
    #[must_use]
    pub fn of(value: f64) -> Option<Self> {
        match value {
            _ if value.is_finite() => None,
            f64::INFINITY => Some(Self::Infinity),
            f64::NEG_INFINITY => Some(Self::MinusInfinity),
            _ => Some(Self::NaN),
        }
    }
}

impl fmt::Display for NonFinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NaN => "NaN",
            Self::Infinity => "infinity",
            Self::MinusInfinity => "minus infinity",
        })
    }
}

fn word(role: Role) -> &'static str {
    match role {
        Role::Junior => "junior",
        Role::Senior => "senior",
    }
}

struct First<'a>(&'a [NonFinitePair]);

impl fmt::Display for First<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(pair) = self.0.first() else {
            return Ok(());
        };
        write!(
            f,
            "{} for junior \"{}\" with senior \"{}\"",
            pair.found, pair.junior, pair.senior
        )
    }
}

struct Shown(Option<Score>);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(score) => score.fmt(f),
            None => f.write_str("absent"),
        }
    }
}
