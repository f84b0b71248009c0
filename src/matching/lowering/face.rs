//! All matchings that are as good as one that is proved.
//!
//! The prices that prove one matching prove every other that is as good, and say what it looks like (complementary slackness): which
//! pairs it may have, which it must, and how many each person has. In the language of linear programming this is the optimal face.

use std::cmp::Ordering;

use super::outcome::{Outcome, Price};
use super::several;
use super::source::Lowered;
use crate::assignment::{Candidate, Column, CostSource, LimitsError, Row};
use crate::matching::Objective;
use crate::matching::prepared::Prepared;
use crate::programme::Role;

/// A pair that pins leave open: the places of senior and junior.
pub(super) type Place = (usize, u32);

/// The matchings that are as good as one that is proved: exactly those that take all of `common`, take the rest from `free`,
/// and keep to `counts`.
#[derive(Debug)]
pub(super) struct Face {
    /// The pairs that every such matching has, in order.
    pub(super) common: Vec<Place>,
    /// The pairs that it may have besides, in order.
    pub(super) free: Vec<Place>,
    /// By place, of juniors, then of seniors: the fewest and the most free pairs.
    pub(super) counts: [Vec<(u32, u32)>; 2],
}

impl Face {
    /// Reads the face off the prices of an outcome, which must be proved to be optimal.
    ///
    /// # Complexity
    ///
    /// `O(n + m + p)` time for `n` seniors, `m` juniors and `p` permitted pairs.
    pub(super) fn new(
        prepared: &Prepared<'_>,
        objective: &Objective,
        proved: &Outcome,
    ) -> Result<Self, LimitsError> {
        let is_single = prepared.has_single_seats();
        let mut counts = if is_single {
            [Role::Junior, Role::Senior].map(|role| {
                let prices = proved.on(role).prices.iter();
                prices.copied().map(of_single).collect()
            })
        } else {
            of_several(prepared, objective, proved)?
        };
        let (juniors, seniors) = (proved.on(Role::Junior), proved.on(Role::Senior));
        let source = Lowered::new(prepared, proved.least_score());
        let (mut common, mut free, mut candidates) = (Vec::new(), Vec::new(), Vec::new());
        for (row, &of_senior) in (0..).map(Row::from).zip(&seniors.prices) {
            source.permitted(row, &mut candidates);
            for &Candidate { column, cost } in &candidates {
                let of_junior = juniors.prices[column.index()];
                if is_single && of_senior.essential == of_junior.essential {
                    // No matching with as many pairs has one of two essential people.
                    continue;
                }
                match slack(of_senior, of_junior, cost).cmp(&(0, 0)) {
                    Ordering::Less => common.push((row.index(), column.into())),
                    Ordering::Equal => free.push((row.index(), column.into())),
                    Ordering::Greater => {}
                }
            }
        }
        for &(senior, junior) in &common {
            for (role, place) in [(Role::Senior, senior), (Role::Junior, junior as usize)] {
                let (fewest, most) = &mut counts[role as usize][place];
                (*fewest, *most) = (fewest.saturating_sub(1), most.saturating_sub(1));
            }
        }
        let [of_juniors, of_seniors] = &counts;
        free.retain(|&(senior, junior)| {
            of_seniors[senior].1 > 0 && of_juniors[junior as usize].1 > 0
        });
        Ok(Self {
            common,
            free,
            counts,
        })
    }
}

/// By how much two people are worth more than their pair scores: above 0, the pair is in none of the matchings, below, in all.
fn slack(senior: Price, junior: Price, cost: i64) -> (i128, i128) {
    // As the verifiers reckon, so that the most negative numbers mean the same to both.
    let (u, v) = (senior.potential(), junior.potential());
    (
        -i128::from(u.rank()) - i128::from(v.rank()),
        i128::from(cost) - i128::from(u.cost()) - i128::from(v.cost()),
    )
}

/// Where everybody has one seat, whoever is essential or worth something has a pair.
fn of_single(price: Price) -> (u32, u32) {
    (u32::from(price.essential || price.worth > 0), 1)
}

/// Within limits, a seat is filled if it is worth something, empty if it is worth less than nothing, and may be either if it is
/// worth nothing; a seat up to the goal is worth a rank more than the prices say.
fn of_several(
    prepared: &Prepared<'_>,
    objective: &Objective,
    proved: &Outcome,
) -> Result<[Vec<(u32, u32)>; 2], LimitsError> {
    let limits = several::limits(prepared, objective)?;
    let counts = |price: Price, least: u32, goal: u32, most: u32| {
        let wanted = goal.max(least);
        let worth = (i128::from(price.rank), price.worth);
        let steps = [
            ((worth.0 + 1, worth.1), wanted - least),
            (worth, most - wanted),
        ];
        let filled = |may_be: fn((i128, i64)) -> bool| -> u32 {
            let filled = steps.iter().filter(|&&(worth, _)| may_be(worth));
            least + filled.map(|&(_, seats)| seats).sum::<u32>()
        };
        (
            filled(|worth| worth > (0, 0)),
            filled(|worth| worth >= (0, 0)),
        )
    };
    let juniors = (0..).map(Column::from).zip(&proved.on(Role::Junior).prices);
    let of_juniors = juniors.map(|(column, &price)| {
        let (least, goal) = (limits.column_minimum(column), limits.column_goal(column));
        counts(price, least, goal, limits.column_seats(column))
    });
    let seniors = (0..).map(Row::from).zip(&proved.on(Role::Senior).prices);
    let of_seniors = seniors.map(|(row, &price)| {
        let (least, goal) = (limits.row_minimum(row), limits.row_goal(row));
        counts(price, least, goal, limits.row_seats(row))
    });
    Ok([of_juniors.collect(), of_seniors.collect()])
}
