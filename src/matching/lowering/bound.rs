//! What prices prove of every matching, without one at hand.
//!
//! Weak duality: whatever the prices are, no matching within the limits costs less than the sum of what each pair, each row, each
//! column and each group costs at least. This file shares no code with the solver.

use super::outcome::Prices;
use crate::assignment::{Candidate, Column, CostSource, Group, Limits, RankedCost, Row};
use crate::programme::Role;

/// A cost of two ranks: people without a pair whom the limits wish one, then whatever the source counts.
pub(super) type Ranked = (i128, i128);

/// Adds up the least that a matching within limits costs by some prices; also returns how many permitted pairs were looked at.
///
/// Every row must have an exit at no cost.
///
/// # Algorithm
///
/// The dual bound of the module [`assignment`](crate::assignment#limits), term by term.
pub(super) fn least_cost(
    source: &dyn CostSource,
    limits: &Limits,
    prices: &Prices,
) -> (Ranked, u64) {
    let (mut bound, mut checked) = ((0, 0), 0);
    let mut add = |(rank, cost): Ranked, units: u64| {
        bound.0 += rank * i128::from(units);
        bound.1 += cost * i128::from(units);
    };
    let potentials = |role: Role| -> (Vec<Ranked>, Vec<Ranked>) {
        let wide = |prices: &[super::outcome::Price]| {
            let potentials = prices.iter().map(|price| wide(price.potential()));
            potentials.collect()
        };
        let side = role as usize;
        (wide(&prices.people[side]), wide(&prices.groups[side]))
    };
    let ((u, row_groups), (v, column_groups)) =
        (potentials(Role::Senior), potentials(Role::Junior));
    let own = |potential: Ranked, of_group: Option<&Ranked>| {
        of_group.map_or(potential, |of_group| {
            (potential.0 - of_group.0, potential.1 - of_group.1)
        })
    };
    let mut candidates = Vec::new();
    for (row, &u) in (0..).map(Row::from).zip(&u) {
        source.permitted(row, &mut candidates);
        for &Candidate { column, cost } in &candidates {
            let Some(v) = v.get(column.index()) else {
                continue;
            };
            checked += 1;
            let reduced = (-u.0 - v.0, i128::from(cost) - u.1 - v.1);
            add(reduced.min((0, 0)), 1);
        }
        let seats = [
            limits.row_minimum(row),
            limits.row_goal(row),
            limits.row_seats(row),
        ];
        let group = limits.group_of_row(row).map(|group| &row_groups[group]);
        for (units, each) in terms(own(u, group), seats, limits.row_goal_weight(row)) {
            add(each, units.into());
        }
    }
    for (column, &v) in (0..).map(Column::from).zip(&v) {
        let seats = [
            limits.column_minimum(column),
            limits.column_goal(column),
            limits.column_seats(column),
        ];
        let group = limits.group_of_column(column);
        let group = group.map(|group| &column_groups[group]);
        for (units, each) in terms(own(v, group), seats, limits.column_goal_weight(column)) {
            add(each, units.into());
        }
    }
    // A group without a cap has one beyond all pairs.
    let seats = (0..).map(Row::from).take(u.len());
    let most = seats.map(|row| u64::from(limits.row_seats(row))).sum();
    for (group, &w) in limits.row_groups().iter().zip(&row_groups) {
        add(w, least_count(group, w, most));
    }
    for (group, &w) in limits.column_groups().iter().zip(&column_groups) {
        add(w, least_count(group, w, most));
    }
    (bound, checked)
}

/// What the pairs of a row or a column cost at least: those that must be made cost the potential; each up to the goal costs that, or
/// its weight if it is not made; each other one costs that, or nothing.
fn terms(potential: Ranked, [least, goal, most]: [u32; 3], weight: u32) -> [(u32, Ranked); 3] {
    let wanted = goal.max(least);
    [
        (least, potential),
        (wanted - least, potential.min((weight.into(), 0))),
        (most - wanted, potential.min((0, 0))),
    ]
}

/// How many pairs of a group cost least, of so many that there can be.
fn least_count<I>(group: &Group<I>, potential: Ranked, most: u64) -> u64 {
    if potential < (0, 0) {
        group.cap().min(most)
    } else {
        group.floor()
    }
}

fn wide(ranked: RankedCost) -> Ranked {
    (ranked.rank().into(), ranked.cost().into())
}
