//! The choice between the plain problem and the one within limits.

use super::{Outcome, several, single, worst_off};
use crate::Error;
use crate::matching::prepared::Prepared;
use crate::matching::{Objective, Rung, VerifyError};
use crate::programme::Role;
use crate::work::Work;

/// Finds the best pairs, with the prices that prove it.
pub(in crate::matching) fn solve(
    prepared: &Prepared<'_>,
    objective: &Objective,
    work: &Work<'_>,
) -> Result<Outcome, Error> {
    let mut least = None;
    if objective.has(Rung::WorstOff) {
        least = worst_off::find(prepared, objective, work)?;
    }
    let score = least.as_ref().map(|least| least.score);
    let mut found = if prepared.has_single_seats() {
        single::solve(prepared, score, work)?
    } else {
        several::solve(prepared, objective, score, work)?
    };
    found.least = least;
    Ok(found)
}

/// Checks that pairs are the best there are, by the prices claimed for people; returns how many permitted pairs were looked
/// at.
pub(in crate::matching) fn verify(
    prepared: &Prepared<'_>,
    objective: &Objective,
    claim: &Outcome,
    total: i64,
) -> Result<u64, VerifyError> {
    // The proof is of what pins leave open.
    let mut open = i128::from(total);
    for (senior, junior) in prepared.pins.made() {
        let partners = claim.on(Role::Senior).partners.of(senior);
        if partners.iter().all(|&partner| partner as usize != junior) {
            return Err(VerifyError::PinBroken {
                junior: prepared.person_at(Role::Junior, junior).clone(),
                senior: prepared.person_at(Role::Senior, senior).clone(),
            });
        }
        let score = prepared.table.score(junior, senior);
        open -= score.map_or(0, |score| i128::from(score.get()));
    }
    // Where no pair below a score is permitted, the other proofs say nothing of those below, and this one does.
    let mut checked = 0;
    if objective.has(Rung::WorstOff) {
        checked = worst_off::verify(prepared, objective, claim)?;
    } else if claim.least.is_some() {
        let reason = format!(
            "it is about a worst-off pair, but the objective is [{}]",
            objective.names()
        );
        return Err(VerifyError::NotOptimal { reason });
    }
    let pairs = if prepared.has_single_seats() {
        single::verify(prepared, claim, open)?
    } else {
        several::verify(prepared, objective, claim, open)?
    };
    Ok(checked.max(pairs))
}
