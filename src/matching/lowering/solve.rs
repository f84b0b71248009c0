//! The choice between the plain problem and the one within limits.

use super::{Outcome, several, single};
use crate::Error;
use crate::matching::prepared::Prepared;
use crate::matching::{Objective, VerifyError};
use crate::programme::Role;
use crate::work::Work;

/// Finds the best pairs, with the prices that prove it.
pub(in crate::matching) fn solve(
    prepared: &Prepared<'_>,
    objective: &Objective,
    work: &Work<'_>,
) -> Result<Outcome, Error> {
    if prepared.has_single_seats() {
        single::solve(prepared, work)
    } else {
        several::solve(prepared, objective, work)
    }
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
    if prepared.has_single_seats() {
        single::verify(prepared, claim, open)
    } else {
        several::verify(prepared, objective, claim, open)
    }
}
