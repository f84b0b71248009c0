//! What is given up of the total for fewer changes.

use super::lowering::Within;
use super::{Pair, VerifyError};
use crate::canonical::canonical;

/// How much of the total is given up for fewer changes, and how few changes there can be within the loss that is allowed.
///
/// To find the fewest changes within a loss is to bound one sum while another is made small; over matchings, no fast exact method is known for
/// that. What is known (Lagrangian duality): whatever a change and a point of the total weigh, the best matching by these weights is an
/// assignment problem with a proof. The matching is one of these, and the proof bounds all others within the loss: what they save in
/// changes they lose in points. Where [`at_least`](Self::at_least) is the number of changes, the matching is proved to have the fewest.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[must_use]
pub struct StatedLoss {
    allowed: u64,
    loss: u64,
    at_least: u64,
    change_weight: i64,
    point_weight: i64,
    best: Vec<Pair>,
}

canonical! { StatedLoss { allowed, loss, at_least, change_weight, point_weight, best } }

impl StatedLoss {
    /// States what is given up: the points by which the total is below that of the best pairs.
    pub(super) fn new(within: &Within, best: Vec<Pair>, changes: u64, pairs: &[Pair]) -> Self {
        let loss = total(&best) - total(pairs);
        let (change_weight, point_weight) = within.weights;
        let mut stated = Self {
            allowed: within.allowed,
            loss: u64::try_from(loss).unwrap_or(0),
            at_least: 0,
            change_weight,
            point_weight,
            best,
        };
        stated.at_least = stated.bound(changes);
        stated
    }

    /// Returns how many points of the total may be given up.
    #[must_use]
    pub fn allowed(&self) -> u64 {
        self.allowed
    }

    /// Returns how many points of the total are given up.
    #[must_use]
    pub fn loss(&self) -> u64 {
        self.loss
    }

    /// Returns how many changes every matching that is as good on the rungs before the total and loses no more than is allowed has at
    /// least.
    #[must_use]
    pub fn at_least(&self) -> u64 {
        self.at_least
    }

    /// Returns the pairs of a matching that loses nothing.
    #[must_use]
    pub fn best(&self) -> &[Pair] {
        &self.best
    }

    /// Returns what a change weighs, and what a point of the total does, in the proof.
    #[must_use]
    pub fn weights(&self) -> (i64, i64) {
        (self.change_weight, self.point_weight)
    }

    /// The fewest changes that a matching within the loss can have, given what this one has.
    ///
    /// By the weights no matching is better: what another saves in changes it loses in points, and it may lose no more than is left.
    fn bound(&self, changes: u64) -> u64 {
        let left = i128::from(self.allowed.saturating_sub(self.loss));
        let saved = left * i128::from(self.point_weight.max(0));
        let saved = saved / i128::from(self.change_weight.max(1));
        u64::try_from(i128::from(changes).saturating_sub(saved)).unwrap_or(0)
    }

    /// Checks the figures; the proofs behind them are checked with those of the other rungs.
    pub(super) fn verify(
        &self,
        allowed: u64,
        changes: u64,
        pairs: &[Pair],
    ) -> Result<(), VerifyError> {
        let differs = |what: &str, found: i128, expected: i128| VerifyError::StatedLoss {
            reason: format!("{what} {found}, expected {expected}"),
        };
        if self.allowed != allowed {
            return Err(differs("it allows", self.allowed.into(), allowed.into()));
        }
        let people = |pair: &Pair| (pair.senior.clone(), pair.junior.clone());
        if !self
            .best
            .windows(2)
            .all(|two| people(&two[0]) < people(&two[1]))
        {
            return Err(VerifyError::StatedLoss {
                reason: "some of the best pairs come twice or too late".to_owned(),
            });
        }
        let loss = total(&self.best) - total(pairs);
        if i128::from(self.loss) != loss {
            return Err(differs("it is", self.loss.into(), loss));
        }
        if self.loss > allowed {
            return Err(VerifyError::StatedLoss {
                reason: format!("it is {}, expected at most {allowed}", self.loss),
            });
        }
        let bound = self.bound(changes);
        if self.at_least != bound {
            let found = self.at_least.into();
            return Err(differs("its bound on the changes is", found, bound.into()));
        }
        Ok(())
    }
}

fn total(pairs: &[Pair]) -> i128 {
    pairs.iter().map(|pair| i128::from(pair.score.get())).sum()
}
