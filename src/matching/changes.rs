//! How far a matching is from an earlier one.

use std::collections::BTreeSet;

use super::lowering::{self, Outcome};
use super::prepared::Prepared;
use super::{Objective, Pair, Rung, VerifyError, Worth};
use crate::Error;
use crate::canonical::canonical;
use crate::model::PersonId;
use crate::work::Work;

/// How far a matching is from an earlier one, and the proof that none as good is nearer.
///
/// A *change* is a pair that is in one of the two matchings alone: gained or lost. Some changes cannot be helped: people leave, rules
/// bar what they did not bar before, and every matching that is as good has pairs that the earlier one does not have.
///
/// The worths of the [`Matching`](super::Matching) say what all matchings as good have in common: pairs that the two ends are worth more than
/// are in none of them, and whoever has a worth other than nothing has as many pairs in each. Among the pairs that are left, one that
/// the earlier matching has saves a change, and any other is one. The worths here prove that no choice among them makes fewer, as
/// those of a matching do where somebody has several seats, with 1 and -1 for scores.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[must_use]
pub struct Changes {
    earlier: Vec<Pair>,
    count: u64,
    #[cfg_attr(feature = "serde", serde(rename = "certificate"))]
    worths: Vec<Worth>,
}

canonical! { Changes { earlier, count, worths } }

impl Changes {
    /// Returns the pairs of the earlier matching, in order of senior, then of junior.
    #[must_use]
    pub fn earlier(&self) -> &[Pair] {
        &self.earlier
    }

    /// Returns how many pairs are in one of the two matchings alone: no matching that is as good has fewer.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Returns the proof that there cannot be fewer, person by person.
    #[must_use]
    pub fn worths(&self) -> &[Worth] {
        &self.worths
    }

    /// Finds the nearest of all matchings that are as good as an outcome.
    pub(super) fn fewest(
        prepared: &Prepared<'_>,
        objective: &Objective,
        proved: Outcome,
        earlier: &[Pair],
        work: &Work<'_>,
    ) -> Result<(Outcome, Self), Error> {
        // A matching that was read from a file is in any order, and may say things twice.
        let mut earlier = earlier.to_vec();
        earlier.sort_by(|one, other| people(one).cmp(&people(other)));
        earlier.dedup_by(|one, other| people(one) == people(other));
        let (outcome, [juniors, seniors]) =
            lowering::nearest(prepared, objective, proved, &earlier, work)?;
        let (pairs, _) = outcome.pairs(prepared)?;
        let changes = Self {
            count: count(&pairs, &earlier),
            earlier,
            worths: lowering::worths(prepared, [&juniors, &seniors]),
        };
        Ok((outcome, changes))
    }

    /// Checks the count and the proof; the pairs must be proved to be as good as any.
    pub(super) fn verify(
        &self,
        prepared: &Prepared<'_>,
        objective: &Objective,
        claim: &Outcome,
        pairs: &[Pair],
    ) -> Result<(), VerifyError> {
        if !objective.has(Rung::FewestChanges) {
            let reason = format!("the objective is [{}]", objective.names());
            return Err(VerifyError::Earlier { reason });
        }
        let mut pairs_in_turn = self.earlier.iter().zip(self.earlier.iter().skip(1));
        let out_of_order = pairs_in_turn.find(|(one, next)| people(one) >= people(next));
        if let Some((_, next)) = out_of_order {
            let (senior, junior) = people(next);
            let reason =
                format!("junior \"{junior}\" and senior \"{senior}\" come twice or too late");
            return Err(VerifyError::Earlier { reason });
        }
        let expected = count(pairs, &self.earlier);
        if self.count != expected {
            let found = self.count;
            return Err(VerifyError::WrongChanges { found, expected });
        }
        let prices = lowering::claimed_prices(prepared, &self.worths)?;
        lowering::verify_nearest(prepared, objective, claim, &self.earlier, &prices)
    }
}

fn people(pair: &Pair) -> (&PersonId, &PersonId) {
    (&pair.senior, &pair.junior)
}

/// Counts the pairs that are in one list alone.
fn count(pairs: &[Pair], earlier: &[Pair]) -> u64 {
    let now: BTreeSet<_> = pairs.iter().map(people).collect();
    let before: BTreeSet<_> = earlier.iter().map(people).collect();
    now.symmetric_difference(&before).count() as u64
}
