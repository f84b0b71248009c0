//! The choice between the plain problem and the one within limits.

use super::{Outcome, several, single};
use crate::Error;
use crate::matching::prepared::Prepared;
use crate::matching::{Objective, VerifyError};
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
    if prepared.has_single_seats() {
        single::verify(prepared, claim, total)
    } else {
        several::verify(prepared, objective, claim, total)
    }
}
