//! What prices prove of every matching, without one at hand.
//!
//! Weak duality: whatever the prices are, no matching within the limits costs less than the sum of what each pair, each row and
//! each column costs at least. This file shares no code with the solver.

use crate::assignment::{Candidate, Column, CostSource, Limits, RankedCost, Row};

/// A cost of two ranks: people without a pair whom the objective covers, then whatever the source counts.
pub(super) type Ranked = (i128, i128);

/// Adds up the least that a matching within limits costs by some potentials; also returns how many permitted pairs were looked at.
///
/// Every row must have an exit at no cost, and there must be no groups.
///
/// # Algorithm
///
/// The dual bound of the module [`assignment`](crate::assignment#limits), term by term.
pub(super) fn least_cost<S: CostSource>(
    source: &S,
    limits: &Limits,
    [v, u]: [&[RankedCost]; 2],
) -> (Ranked, u64) {
    let (mut bound, mut checked) = ((0, 0), 0);
    let mut add = |(rank, cost): Ranked, units: u32| {
        bound.0 += rank * i128::from(units);
        bound.1 += cost * i128::from(units);
    };
    let mut candidates = Vec::new();
    for (row, &u) in (0..).map(Row::from).zip(u) {
        source.permitted(row, &mut candidates);
        for &Candidate { column, cost } in &candidates {
            let Some(&v) = v.get(column.index()) else {
                continue;
            };
            checked += 1;
            let (u, v) = (wide(u), wide(v));
            let reduced = (-u.0 - v.0, i128::from(cost) - u.1 - v.1);
            add(reduced.min((0, 0)), 1);
        }
        let seats = [
            limits.row_minimum(row),
            limits.row_goal(row),
            limits.row_seats(row),
        ];
        for (units, each) in terms(wide(u), seats) {
            add(each, units);
        }
    }
    for (column, &v) in (0..).map(Column::from).zip(v) {
        let seats = [
            limits.column_minimum(column),
            limits.column_goal(column),
            limits.column_seats(column),
        ];
        for (units, each) in terms(wide(v), seats) {
            add(each, units);
        }
    }
    (bound, checked)
}

/// What the pairs of a row or a column cost at least: those that must be made cost the potential; each up to the goal costs that, or
/// a rank if it is not made; each other one costs that, or nothing.
fn terms(potential: Ranked, [least, goal, most]: [u32; 3]) -> [(u32, Ranked); 3] {
    let wanted = goal.max(least);
    [
        (least, potential),
        (wanted - least, potential.min((1, 0))),
        (most - wanted, potential.min((0, 0))),
    ]
}

fn wide(ranked: RankedCost) -> Ranked {
    (ranked.rank().into(), ranked.cost().into())
}
