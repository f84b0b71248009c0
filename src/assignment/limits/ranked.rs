//! Costs of two ranks, and the proof that one integer can hold both.

use std::fmt;

use super::{Limits, Question};
use crate::assignment::{AssignmentError, Cost};

/// A cost of two ranks, compared by the rank first.
///
/// The rank of a total counts empty seats that have no exit price, and pairs that lack to goals; no cost, however large,
/// outweighs one.
/// Sums and differences are taken part by part, so ranked costs are an ordered group, and linear programming
/// duality holds for them as it does for numbers.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::RankedCost;
///
/// assert!(RankedCost::new(0, 1_000_000) < RankedCost::new(1, -1_000_000));
/// assert_eq!(RankedCost::new(2, 5).to_string(), "5 at rank 2");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RankedCost {
    rank: i64,
    cost: Cost,
}

impl RankedCost {
    /// Puts a rank before a cost.
    #[must_use]
    pub const fn new(rank: i64, cost: Cost) -> Self {
        Self { rank, cost }
    }

    /// Gives the part that is compared first.
    #[must_use]
    pub const fn rank(self) -> i64 {
        self.rank
    }

    /// Gives the part that is compared among equal ranks.
    #[must_use]
    pub const fn cost(self) -> Cost {
        self.cost
    }
}

impl fmt::Display for RankedCost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rank {
            0 => write!(f, "{}", self.cost),
            rank => write!(f, "{} at rank {rank}", self.cost),
        }
    }
}

/// How ranked costs are kept in one integer: as `rank · unit + cost`.
///
/// The unit is so large that for every number of the solver the cost is less than half of it. So integers
/// are ordered as the ranked costs are, and each can be taken apart again. This is a way to *store* a
/// pair: what the certificate says, and what its verifier compares, are the pairs.
///
/// # Range proof
///
/// Let `s` be the span of the costs and exit prices, and `m` their largest magnitude. A simple path of the
/// search enters each row at most once, so it goes forward over at most `k` pairs or exits, where `k` is the
/// number of rows, or of columns, row groups and the sink if these are fewer. Forward and backward steps take turns. So:
///
/// 1. A path from a row adds up to a cost within `m + k·s`, one from a column to one within `k·s`. Every
///    potential is the length of such a path at the time it was set; the start keeps its own
///    within `(k+1)·s` and gives up where it would not.
/// 2. A reduced cost lies within `(2k+3)·s`, and a distance telescopes into a path and two potentials,
///    so it lies within `m + (5k+8)·s`; with a reduced cost on top that is less than `m + (6k+12)·s`, half of the unit.
///    Where potentials float, a path may end at a column with the potential of the start and not with 0. Columns then lie between
///    `-(2k+1)·s` and 0, so a reduced cost lies within `(2k+2)·s`, and a distance within `(5k+4)·s`.
/// 3. A simple path passes each group once and the sink once, and meets at most two minima, two exits without a price, or two goals of
///    the largest weight at each of them. That limits its rank, and a number of the solver is the sum of at most four such ranks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    unit: Cost,
    /// The rank of an unmet minimum.
    unmet: i64,
    /// No price of the start has a cost beyond this.
    farthest: Cost,
    /// No number of the solver lies beyond this.
    largest: Cost,
}

impl Scale {
    /// Proves that no number of the search leaves `i64`, or refuses.
    pub(super) fn prove(
        limits: &Limits,
        question: Question,
        range: Option<(Cost, Cost)>,
    ) -> Result<Self, AssignmentError> {
        let mut range = range;
        let mut widen = |cost: Cost| {
            range = Some(range.map_or((cost, cost), |(low, high)| (low.min(cost), high.max(cost))));
        };
        let mut ranks = false;
        for exit in limits.exits() {
            match exit {
                Some(price) => widen(price),
                None => ranks |= question == Question::MostPairs,
            }
        }
        let (row_goals, column_goals) = limits.heaviest_goals();
        if ranks {
            widen(0);
        }
        let (lowest, highest) = range.unwrap_or((0, 0));
        let (rows, columns) = (limits.rows(), limits.columns());
        let (row_groups, column_groups) = (limits.row_groups().len(), limits.column_groups().len());
        let k = rows.min(columns + row_groups + 1) as i128;
        let span = i128::from(highest) - i128::from(lowest);
        let magnitude = i128::from(lowest).abs().max(i128::from(highest).abs());
        let half = magnitude + (6 * k + 12) * span;
        let unit = 2 * half + 2;
        // What an exit and what a pair of a column changes of the rank; a simple path passes at most so many of each, one more
        // or less than back.
        let of_exit = i128::from(ranks) + i128::from(row_goals);
        let of_pair = i128::from(column_goals);
        let empties = of_exit * (row_groups as i128 + 2) + of_pair * (column_groups as i128 + 2);
        // So one unmet minimum less is worth whatever a path does to the empty seats.
        let unmet = if limits.bind() { empties.max(1) } else { 0 };
        let farthest_rank = empties + unmet * (2 * (row_groups + column_groups) as i128 + 6);
        let largest = half + 4 * farthest_rank * unit;
        match (
            Cost::try_from(largest),
            Cost::try_from(unit),
            Cost::try_from((k + 1) * span),
        ) {
            (Ok(largest), Ok(unit), Ok(farthest)) => Ok(Self {
                unit,
                unmet: i64::try_from(unmet).expect("the product with the unit fits"),
                farthest,
                largest,
            }),
            _ => Err(AssignmentError::RangeTooLarge {
                rows,
                columns,
                lowest,
                highest,
                bound: largest.max(unit),
            }),
        }
    }

    /// Gives the integer for a rank; a cost may be added to it.
    pub(super) fn of_rank(&self, rank: i64) -> Cost {
        rank * self.unit
    }

    /// Gives the integer for one unmet minimum.
    pub(super) fn unmet(&self) -> Cost {
        self.of_rank(self.unmet)
    }

    /// Takes an integer apart.
    pub(super) fn ranked(&self, packed: Cost) -> RankedCost {
        let half = self.unit / 2;
        let rank = packed.div_euclid(self.unit);
        let cost = packed.rem_euclid(self.unit);
        if cost > half {
            RankedCost::new(rank + 1, cost - self.unit)
        } else {
            RankedCost::new(rank, cost)
        }
    }

    /// Says whether the start may set such a price.
    pub(super) fn allows(&self, price: Cost) -> bool {
        self.ranked(price).cost().saturating_abs() <= self.farthest
            && price.saturating_abs() <= self.largest / 4
    }

    /// Gives the lowest price that the start may set where there are no ranks.
    pub(super) fn lowest(&self) -> Cost {
        -self.farthest
    }

    /// Gives what no number of the solver exceeds.
    pub(super) fn largest(&self) -> Cost {
        self.largest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assignment::Column;

    #[test]
    fn a_stored_pair_keeps_its_order_and_is_taken_apart_again() {
        let limits = Limits::builder(3, 3)
            .with_column_minimum(Column::from(0), 1)
            .build()
            .expect("limits");
        let scale = Scale::prove(&limits, Question::MostPairs, Some((-5, 9))).expect("small costs");
        let pairs = [
            (-2, 40),
            (-1, -40),
            (-1, 0),
            (0, -9),
            (0, 0),
            (0, 9),
            (1, -40),
            (2, 3),
        ];
        let stored = pairs.map(|(rank, cost)| scale.of_rank(rank) + cost);
        assert!(stored.is_sorted());
        let ranked = stored.map(|packed| scale.ranked(packed));
        assert_eq!(
            ranked,
            pairs.map(|(rank, cost)| RankedCost::new(rank, cost))
        );
        assert!(ranked.is_sorted());
    }
}
