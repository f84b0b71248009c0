//! Fewest changes within a stated loss of the total, with a bound on how few there can be.
//!
//! Two sums that pull against each other, one of them bounded: no polynomial algorithm is known that is exact. But for any weights of the
//! two, the best matching is an assignment problem, and its prices bound what any matching can do (Lagrangian duality).

use super::aim::{Aim, Measure};
use super::face::{Face, Place};
use super::outcome::{Outcome, Prices};
use super::several;
use crate::Error;
use crate::assignment::{Cost, CostSource};
use crate::matching::prepared::Partners;
use crate::programme::Role;
use crate::work::Work;

/// A matching of the best total, and the weights and prices that bound the changes of every matching within the loss.
#[derive(Clone, Debug)]
pub(in crate::matching) struct Within {
    /// What may be lost.
    pub(in crate::matching) allowed: u64,
    /// The partners of each senior in a matching of the best total.
    pub(in crate::matching) best: Partners,
    /// What proves that no total is larger.
    pub(in crate::matching) best_prices: Prices,
    /// What a change weighs, and what a point of the total does.
    pub(in crate::matching) weights: (Cost, Cost),
    /// What proves that no matching is better by these weights.
    pub(in crate::matching) prices: Prices,
}

/// A matching of the face: its free pairs, its total without the pairs in common, and its changes up to a constant.
#[derive(Clone, Debug)]
struct Point {
    pairs: Vec<Place>,
    total: i128,
    changes: i128,
}

/// Finds a matching of a face that loses no more of the total than allowed, with few changes: its free pairs, and what bounds the
/// changes of others.
///
/// # Algorithm
///
/// The matchings that are best for some weights are the corners of the lower hull of all (loss, changes). Start from the
/// best total and from the fewest changes; weigh so that the two are equally good, and ask for the best. A better one takes the place
/// of the end on its side of the allowed loss; if there is none, the two ends are neighbours on the hull, and the one within the loss is
/// the answer (the secant method on the Lagrangian dual).
///
/// # Complexity
///
/// That of [`Solver::solve_within`](crate::assignment::Solver::solve_within), as often as corners are met, and four times more.
pub(super) fn solve(
    face: &Face<'_>,
    earlier: &[Place],
    allowed: u64,
    work: &Work<'_>,
) -> Result<(Vec<Place>, Within), Error> {
    let prepared = face.prepared;
    let point = |pairs: Vec<Place>| Point {
        total: sum(face, &pairs, Measure::Score).saturating_neg(),
        changes: sum(face, &pairs, Measure::Changes(earlier)),
        pairs,
    };
    let lexicographic = |first: Measure<'_>, then: Measure<'_>| -> Result<_, Error> {
        let aim = Aim::of_pairs(prepared, first);
        let (_, prices) = several::solve(face, &aim, work)?;
        let narrow = face.narrowed(&aim, &prices);
        let narrow = narrow.map_err(super::solve::contradiction)?;
        let (pairs, _) = several::solve(&narrow, &Aim::of_pairs(prepared, then), work)?;
        // What the narrower face has in common is free in the wider one.
        let common = narrow.common.iter().copied();
        let new = common.filter(|place| face.common.binary_search(place).is_err());
        Ok((point(pairs.into_iter().chain(new).collect()), prices))
    };
    let changes = Measure::Changes(earlier);
    let (mut inside, best_prices) = lexicographic(Measure::Score, changes)?;
    let best = inside.clone();
    let loss = |point: &Point| best.total - point.total;
    let (mut outside, fewest_prices) = lexicographic(changes, Measure::Score)?;
    let (weights, prices) = if loss(&outside) <= i128::from(allowed) {
        inside = outside;
        ((1, 0), fewest_prices)
    } else {
        loop {
            let weights = weights(&inside, &outside)?;
            let exchange = Measure::Exchange {
                earlier,
                change: weights.0,
                point: weights.1,
            };
            let aim = Aim::of_pairs(prepared, exchange);
            let (pairs, prices) = several::solve(face, &aim, work)?;
            let found = point(pairs);
            let [of_found, of_inside] =
                [&found, &inside].map(|point| sum(face, &point.pairs, exchange));
            let is_inside = loss(&found) <= i128::from(allowed);
            if of_found == of_inside {
                if is_inside && found.changes < inside.changes {
                    inside = found;
                }
                break (weights, prices);
            }
            if is_inside {
                inside = found;
            } else {
                outside = found;
            }
        }
    };
    let common = face.common.iter().copied();
    let best = prepared
        .pins
        .merge(face.rows(), best.pairs.into_iter().chain(common));
    let within = Within {
        allowed,
        best,
        best_prices,
        weights,
        prices,
    };
    Ok((inside.pairs, within))
}

/// Adds up what free pairs cost; 128 bits hold the sum.
fn sum(face: &Face<'_>, pairs: &[Place], measure: Measure<'_>) -> i128 {
    let costs = pairs.iter().filter_map(|&(senior, junior)| {
        let negated = face.cost(super::face::row(senior), junior.into())?;
        Some(i128::from(measure.of((senior, junior), negated)))
    });
    costs.sum()
}

/// Weighs changes and points so that two matchings are equally good, by numbers as small as can be.
fn weights(inside: &Point, outside: &Point) -> Result<(Cost, Cost), Error> {
    let change = inside.total - outside.total;
    let point = inside.changes - outside.changes;
    let (mut divisor, mut rest) = (change, point);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    let narrow = |weight: i128| {
        let weight = weight / divisor.max(1);
        Cost::try_from(weight).map_err(|_| Error::TotalTooLarge { total: weight })
    };
    Ok((narrow(change)?, narrow(point)?))
}

impl Within {
    /// Checks that no total is larger than that of the best matching, and that none is better by the weights than the claim; returns
    /// how many permitted pairs were looked at, or where it fails.
    pub(super) fn verify(&self, face: &Face<'_>, claim: &Outcome) -> Result<u64, String> {
        let prepared = face.prepared;
        let (change, point) = self.weights;
        if change < 1 || point < 0 {
            return Err(format!(
                "a change weighs {change} and a point {point}, expected at least 1 and 0"
            ));
        }
        let exchange = Measure::Exchange {
            earlier: &claim.earlier,
            change,
            point,
        };
        if !exchange.fits(face.cost_range(0..face.rows())) {
            return Err(format!(
                "a change weighs {change} and a point {point}, beyond what 64 bits hold with these scores"
            ));
        }
        check_best(face, &self.best)?;
        let aim = Aim::of_pairs(prepared, Measure::Score);
        several::verify(face, &aim, &self.best, &self.best_prices)?;
        let aim = Aim::of_pairs(prepared, exchange);
        several::verify(face, &aim, claim.partners(Role::Senior), &self.prices)
    }
}

/// The pairs of pins, and those that the earlier stages settle, are in every matching.
fn check_best(face: &Face<'_>, best: &Partners) -> Result<(), String> {
    let prepared = face.prepared;
    let common = face.common.iter();
    let common = common.map(|&(senior, junior)| (senior, junior as usize));
    let missing = prepared
        .pins
        .made()
        .chain(common)
        .find(|&(senior, junior)| {
            let mut partners = best.of(senior).iter();
            partners.all(|&partner| partner as usize != junior)
        });
    match missing {
        None => Ok(()),
        Some((senior, junior)) => Err(format!(
            "the best matching lacks junior \"{}\" and senior \"{}\", who are a pair in every matching",
            prepared.person_at(Role::Junior, junior),
            prepared.person_at(Role::Senior, senior)
        )),
    }
}
