//! Sums of ranked costs as the verifier adds them up: 128 bits wide, so that nothing is assumed of the costs.

use std::ops::{Add, AddAssign, Mul, Sub};

use super::RankedCost;
use crate::assignment::Cost;

/// A sum of ranked costs, compared by the rank first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sum {
    pub(super) rank: i128,
    pub(super) cost: i128,
}

impl Sum {
    pub(super) const ZERO: Self = Self { rank: 0, cost: 0 };

    /// What a pair that lacks to a goal of a weight costs.
    pub(super) fn missed(weight: u32) -> Self {
        Self {
            rank: weight.into(),
            cost: 0,
        }
    }

    /// Narrows a difference of two potentials, for a message.
    pub(super) fn ranked(self) -> RankedCost {
        let narrow =
            |part: i128| i64::try_from(part).unwrap_or(if part < 0 { i64::MIN } else { i64::MAX });
        RankedCost::new(narrow(self.rank), narrow(self.cost))
    }
}

impl From<RankedCost> for Sum {
    fn from(ranked: RankedCost) -> Self {
        Self {
            rank: ranked.rank().into(),
            cost: ranked.cost().into(),
        }
    }
}

impl From<Cost> for Sum {
    fn from(cost: Cost) -> Self {
        Self {
            rank: 0,
            cost: cost.into(),
        }
    }
}

impl Add for Sum {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            rank: self.rank + other.rank,
            cost: self.cost + other.cost,
        }
    }
}

impl AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Sum {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            rank: self.rank - other.rank,
            cost: self.cost - other.cost,
        }
    }
}

impl Mul<u64> for Sum {
    type Output = Self;

    fn mul(self, count: u64) -> Self {
        Self {
            rank: self.rank * i128::from(count),
            cost: self.cost * i128::from(count),
        }
    }
}
