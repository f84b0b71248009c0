//! What can be wrong with a configuration, a run, or a matching that is checked.

use super::Rung;
use crate::model::PersonId;
use crate::programme::{PinKind, Role};
use crate::rules::{RuleError, Violation};
use crate::scoring::{Score, ScoringError};

/// Why a configuration is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The document is of a version that this crate does not read.
    #[error("the configuration has version {version}, expected 1")]
    UnknownVersion {
        /// The version found.
        version: u32,
    },
    /// A key that the document does not know.
    #[error("unknown key \"{}\" in the configuration{}", field.escape_debug(), suggestion(did_you_mean.as_deref()))]
    UnknownField {
        /// The key.
        field: String,
        /// The key that was probably meant.
        did_you_mean: Option<String>,
    },
    /// A ladder of objectives without a rung.
    #[error("the objective is empty, expected at least one rung (leave it out for the usual ones)")]
    NoRung,
    /// A rung comes twice.
    #[error("the objective is [{rungs}], with \"{}\" twice, expected each rung once", rung.name())]
    RepeatedRung {
        /// The rung.
        rung: Rung,
        /// All rungs, separated by commas.
        rungs: String,
    },
    /// A rung is first for which it would be best to make no pair, or no new one.
    #[error(
        "the objective is [{rungs}], but to make no {} at all is best for \"{}\" (put a coverage rung or the total before it)",
        if *rung == Rung::FewestChanges { "new pair" } else { "pair" },
        rung.name()
    )]
    RungTooEarly {
        /// The rung.
        rung: Rung,
        /// All rungs, separated by commas.
        rungs: String,
    },
    /// A loss is stated, and the ladder does not say of what.
    #[error(
        "the objective is [{rungs}] with changes within {points} points, expected \"total\" and then \"fewest_changes\" at its end (the loss is of that total)"
    )]
    LossOutOfPlace {
        /// The points.
        points: u64,
        /// The rungs, separated by commas.
        rungs: String,
    },
    /// An earlier matching is given, and no rung looks at it.
    #[error(
        "the objective is [{rungs}], expected \"fewest_changes\" among its rungs (an earlier matching has no say without it)"
    )]
    NoFewestChanges {
        /// The rungs, separated by commas.
        rungs: String,
    },
    /// The rules are at fault.
    #[error(transparent)]
    Rules(#[from] RuleError),
    /// The criteria or their weights are at fault.
    #[error(transparent)]
    Scoring(#[from] ScoringError),
    /// The text is not JSON of the right form.
    #[cfg(feature = "json")]
    #[error(transparent)]
    Json(#[from] crate::JsonError),
}

/// How a matching fails to be what it claims.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The matching was made from another organisation.
    #[error("the matching is of organisation {found}, expected {expected}")]
    AnotherOrganisation {
        /// The digest in the matching's record.
        found: String,
        /// The digest of the organisation given.
        expected: String,
    },
    /// Somebody who enrolled has no status, has one twice, or has one without having enrolled.
    #[error("\"{person}\" as a {role} has {found} statuses, expected {expected}")]
    Seats {
        /// The person.
        person: PersonId,
        /// The side.
        role: Role,
        /// How many statuses the matching has.
        found: usize,
        /// How many it must have: one for each enrolment on that side.
        expected: usize,
    },
    /// Somebody's status is not the right one.
    #[error("\"{person}\" as a {role} is {found}, expected {expected}")]
    WrongStatus {
        /// The person.
        person: PersonId,
        /// The side.
        role: Role,
        /// The name of the status in the matching, or more of it where the names agree.
        found: String,
        /// The same of the status that follows from the organisation.
        expected: String,
    },
    /// A pair that may not exist.
    #[error("junior \"{junior}\" and senior \"{senior}\" are a pair, but may not meet: {reason}")]
    BarredPair {
        /// Who teaches.
        junior: PersonId,
        /// Who learns.
        senior: PersonId,
        /// The first rule broken, or the floor.
        reason: String,
    },
    /// A pair whose score is another.
    #[error(
        "junior \"{junior}\" and senior \"{senior}\" score {found} in the matching, expected {expected}"
    )]
    WrongScore {
        /// Who teaches.
        junior: PersonId,
        /// Who learns.
        senior: PersonId,
        /// The score in the matching.
        found: i64,
        /// The score that follows from the organisation.
        expected: i64,
    },
    /// A scorer of the caller's own answered differently than before.
    #[error(
        "the scorer gives junior \"{junior}\" and senior \"{senior}\" {found}, but gave {expected} before (a scorer must give one pair one score)"
    )]
    ScorerNotDeterministic {
        /// Who teaches.
        junior: PersonId,
        /// Who learns.
        senior: PersonId,
        /// The score now.
        found: i64,
        /// The score in the matching.
        expected: i64,
    },
    /// Two people are a pair twice.
    #[error("junior \"{junior}\" and senior \"{senior}\" are a pair twice, expected once")]
    RepeatedPair {
        /// Who teaches.
        junior: PersonId,
        /// Who learns.
        senior: PersonId,
    },
    /// Somebody is in more pairs than they can be in, or in fewer than they must be in.
    #[error("\"{person}\" as a {role} is in {found} {}, expected {least} to {most}", if *found == 1 { "pair" } else { "pairs" })]
    PairCount {
        /// The person.
        person: PersonId,
        /// The side.
        role: Role,
        /// How many pairs the person is in.
        found: usize,
        /// The minimum.
        least: u32,
        /// The capacity.
        most: u32,
    },
    /// A pair that a pin makes is missing.
    #[error("junior \"{junior}\" and senior \"{senior}\" are no pair, but a pin makes them one")]
    PinBroken {
        /// Who teaches.
        junior: PersonId,
        /// Who learns.
        senior: PersonId,
    },
    /// The total is not the sum of the scores.
    #[error("the total is {found}, expected {expected}")]
    WrongTotal {
        /// The total in the matching.
        found: i64,
        /// The sum of the scores.
        expected: i128,
    },
    /// The grid of float scores is another.
    #[error("the scores are in steps of another size than those of the scorer")]
    WrongResolution,
    /// The proof of optimality does not hold.
    #[error("the proof of optimality does not hold: {reason}")]
    NotOptimal {
        /// The first person or pair where it fails, with the numbers.
        reason: String,
    },
    /// The matching counts other changes than there are.
    #[error("the changes against the earlier matching are {found}, expected {expected}")]
    WrongChanges {
        /// The count in the matching.
        found: u64,
        /// How many pairs are in one of the two matchings alone.
        expected: u64,
    },
    /// What is given up of the total for fewer changes is not what it says.
    #[error("the stated loss does not hold: {reason}")]
    StatedLoss {
        /// What is wrong with it.
        reason: String,
    },
    /// The earlier matching cannot be compared with.
    #[error("the earlier matching has no say: {reason}")]
    Earlier {
        /// What is wrong with it.
        reason: String,
    },
    /// A set of people who compete for too few seats is not what it says.
    #[error("hall set {index} does not prove that somebody must wait: {reason}")]
    HallSet {
        /// Its position.
        index: usize,
        /// What is wrong.
        reason: String,
    },
}

/// Why a pair that a pin makes may not be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PinFault {
    /// Rules bar the pair.
    #[error(
        "pin row {row}: junior \"{junior}\" and senior \"{senior}\" are {kind}, but barred by {rule}: {}",
        listed(violations)
    )]
    Barred {
        /// The row of the pin, counted from 1.
        row: u64,
        /// What it decides.
        kind: PinKind,
        /// Who teaches.
        junior: PersonId,
        /// Who learns.
        senior: PersonId,
        /// The name of the first rule broken.
        rule: String,
        /// Everything the two break, that rule first.
        violations: Vec<Violation>,
    },
    /// The score is below the minimum.
    #[error(
        "pin row {row}: junior \"{junior}\" and senior \"{senior}\" are {kind}, but score {score}, expected at least {minimum}"
    )]
    BelowMinimum {
        /// The row of the pin, counted from 1.
        row: u64,
        /// What it decides.
        kind: PinKind,
        /// Who teaches.
        junior: PersonId,
        /// Who learns.
        senior: PersonId,
        /// The score of the pair.
        score: Score,
        /// The minimum that is configured.
        minimum: Score,
    },
    /// The pair has no score.
    #[error(
        "pin row {row}: junior \"{junior}\" and senior \"{senior}\" are {kind}, but have no score"
    )]
    NoScore {
        /// The row of the pin, counted from 1.
        row: u64,
        /// What it decides.
        kind: PinKind,
        /// Who teaches.
        junior: PersonId,
        /// Who learns.
        senior: PersonId,
    },
}

fn listed(violations: &[Violation]) -> String {
    let violations: Vec<_> = violations.iter().map(Violation::to_string).collect();
    violations.join("; ")
}

fn suggestion(did_you_mean: Option<&str>) -> String {
    did_you_mean.map_or_else(String::new, |key| format!(" (did you mean \"{key}\"?)"))
}
