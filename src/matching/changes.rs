//! How far a matching is from an earlier one.

use std::collections::BTreeSet;

use super::{GroupWorth, Objective, Pair, Rung, StatedLoss, VerifyError, Worth};
use crate::canonical::canonical;
use crate::model::PersonId;

/// How far a matching is from an earlier one, and the proof that none as good is nearer.
///
/// A *change* is a pair that is in one of the two matchings alone: gained or lost. Some changes cannot be helped: people leave, rules
/// bar what they did not bar before, and every matching that is as good has pairs that the earlier one does not have.
///
/// The proofs of the rungs before say what all matchings as good have in common: pairs that the two ends are worth more than
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
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    groups: Vec<GroupWorth>,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    stated_loss: Option<StatedLoss>,
}

canonical! { Changes { earlier, count, worths, groups, stated_loss } }

impl Changes {
    /// Returns the pairs of the earlier matching, in order of senior, then of junior.
    #[must_use]
    pub fn earlier(&self) -> &[Pair] {
        &self.earlier
    }

    /// Returns how many pairs are in one of the two matchings alone: no matching that is as good has fewer, unless a
    /// [loss](Self::stated_loss) is stated.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Returns the proof that there cannot be fewer, person by person.
    #[must_use]
    pub fn worths(&self) -> &[Worth] {
        &self.worths
    }

    /// Returns what that proof says of groups, in the order of the programme, those of juniors first.
    #[must_use]
    pub fn group_worths(&self) -> &[GroupWorth] {
        &self.groups
    }

    /// Puts the pairs of an earlier matching in order, each once: one that was read from a file is in any order, and may say things
    /// twice.
    pub(super) fn in_order(earlier: &[Pair]) -> Vec<Pair> {
        let mut earlier = earlier.to_vec();
        earlier.sort_by(|one, other| people(one).cmp(&people(other)));
        earlier.dedup_by(|one, other| people(one) == people(other));
        earlier
    }

    /// Counts the changes against an earlier matching, whose pairs are in order.
    pub(super) fn new(
        pairs: &[Pair],
        earlier: &[Pair],
        (worths, groups): (Vec<Worth>, Vec<GroupWorth>),
    ) -> Self {
        Self {
            earlier: earlier.to_vec(),
            count: count(pairs, earlier),
            worths,
            groups,
            stated_loss: None,
        }
    }

    /// Adds what is given up for fewer changes.
    pub(super) fn with_loss(mut self, stated: StatedLoss) -> Self {
        self.stated_loss = Some(stated);
        self
    }

    /// Returns what is given up of the total for fewer changes; `None` where the objective allows nothing.
    #[must_use]
    pub fn stated_loss(&self) -> Option<&StatedLoss> {
        self.stated_loss.as_ref()
    }

    /// Checks the earlier matching, the count and what is given up; the proof is checked with those of the other rungs.
    pub(super) fn verify(&self, objective: &Objective, pairs: &[Pair]) -> Result<(), VerifyError> {
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
        match (&self.stated_loss, objective.changes_within()) {
            (Some(stated), Some(allowed)) => stated.verify(allowed, self.count, pairs),
            (None, None) => Ok(()),
            (Some(_), None) => Err(VerifyError::StatedLoss {
                reason: "the objective allows none".to_owned(),
            }),
            (None, Some(allowed)) => Err(VerifyError::StatedLoss {
                reason: format!("the objective allows {allowed}, and it says nothing of it"),
            }),
        }
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
