//! The worst-off pair: the largest score below which no pair need be.

use super::bound::least_cost;
use super::outcome::{Least, Outcome, Price};
use super::several::{limits, refused};
use super::source::Lowered;
use crate::Error;
use crate::assignment::{Candidate, Column, Cost, CostSource, RankedCost, Row, Solver};
use crate::matching::hall::refuse_lone_shortages;
use crate::matching::prepared::Prepared;
use crate::matching::{Objective, VerifyError};
use crate::programme::Role;
use crate::scoring::Score;
use crate::work::Work;

/// Pairs up to a score cost 1, better ones nothing: what a matching costs is how many such pairs it has.
struct UpTo<'a> {
    pairs: Lowered<'a>,
    score: Score,
}

impl UpTo<'_> {
    fn counts(&self, cost: Cost) -> Cost {
        Cost::from(cost >= self.score.get().saturating_neg())
    }
}

impl CostSource for UpTo<'_> {
    fn rows(&self) -> usize {
        self.pairs.rows()
    }

    fn columns(&self) -> usize {
        self.pairs.columns()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        Some(self.counts(self.pairs.cost(row, column)?))
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        self.pairs.permitted(row, out);
        for pair in out {
            pair.cost = self.counts(pair.cost);
        }
    }

    fn most_pairs(&self) -> u64 {
        self.pairs.most_pairs()
    }
}

/// Tells whether coverage or a minimum asks for a pair that pins do not make; if not, there is no worst-off pair.
fn needs_a_pair(prepared: &Prepared<'_>, objective: &Objective) -> bool {
    let mut sides = [Role::Junior, Role::Senior].into_iter();
    let must = sides.any(|role| prepared.seats(role).any(|seats| seats.must() > 0));
    let wanted = |role| -> Vec<bool> {
        let seats = prepared.seats(role);
        seats
            .map(|seats| objective.covers(role) && seats.pinned == 0)
            .collect()
    };
    let (seniors, juniors) = (wanted(Role::Senior), wanted(Role::Junior));
    let (source, mut candidates) = (Lowered::new(prepared, None), Vec::new());
    must || (0..).map(Row::from).zip(&seniors).any(|(row, &senior)| {
        source.permitted(row, &mut candidates);
        let mut columns = candidates.iter().map(|pair| pair.column.index());
        columns.any(|junior| senior || juniors[junior])
    })
}

/// Finds the largest score such that as many people as ever can be covered by pairs of no less, with the proof; `None` where no
/// pair is needed.
///
/// # Algorithm
///
/// Bisection over the scores that occur. Whether the best coverage needs a pair up to a score is an assignment within limits, in which
/// such pairs cost 1 and coverage comes first; where it does, the prices are the proof.
///
/// # Complexity
///
/// That of [`Solver::solve_within`], as often as the number of different scores can be halved.
pub(super) fn find(
    prepared: &Prepared<'_>,
    objective: &Objective,
    work: &Work<'_>,
) -> Result<Option<Least>, Error> {
    refuse_lone_shortages(prepared)?;
    if !needs_a_pair(prepared, objective) {
        return Ok(None);
    }
    let limits = limits(prepared, objective).map_err(|error| refused(prepared, error))?;
    let solver = Solver::new().with_work(work.clone());
    // The prices that prove that a pair up to the score is needed, if one is.
    let needed = |score: Score| -> Result<Option<Least>, Error> {
        let source = UpTo {
            pairs: Lowered::new(prepared, None),
            score,
        };
        let found = solver.solve_within(&source, &limits);
        let found = found.map_err(|error| refused(prepared, error))?;
        let certificate = found.certificate();
        let prices = [
            certificate.column_potentials(),
            certificate.row_potentials(),
        ];
        let prices = prices.map(|potentials| potentials.iter().copied().map(Price::of).collect());
        Ok((found.total_cost() > 0).then_some(Least { score, prices }))
    };
    let scores = scores(prepared);
    // A pair up to the last score is needed, since one is.
    let (mut first, mut last) = (0, scores.len().saturating_sub(1));
    let mut found = None;
    while first < last {
        let middle = first.midpoint(last);
        if let Some(least) = needed(scores[middle])? {
            (last, found) = (middle, Some(least));
        } else {
            first = middle + 1;
        }
    }
    match (found, scores.get(last)) {
        (None, Some(&score)) => needed(score),
        (found, _) => Ok(found),
    }
}

/// Lists the scores of pairs that pins leave open, each once, ascending.
fn scores(prepared: &Prepared<'_>) -> Vec<Score> {
    let (source, mut candidates) = (Lowered::new(prepared, None), Vec::new());
    let mut scores = Vec::new();
    for row in (0..).map(Row::from).take(prepared.places(Role::Senior)) {
        source.permitted(row, &mut candidates);
        scores.extend(candidates.iter().map(|pair| pair.cost.saturating_neg()));
    }
    scores.sort_unstable();
    scores.dedup();
    scores.into_iter().map(Score::new).collect()
}

/// Checks that no pair scores less than is claimed, and that no matching that covers as many can do without a pair up to that;
/// returns how many permitted pairs were looked at.
pub(super) fn verify(
    prepared: &Prepared<'_>,
    objective: &Objective,
    claim: &Outcome,
) -> Result<u64, VerifyError> {
    let not_optimal = |reason: String| VerifyError::NotOptimal {
        reason: format!("the worst-off pair may be better: {reason}"),
    };
    let least = match (&claim.least, needs_a_pair(prepared, objective)) {
        (Some(least), true) => least,
        (None, false) => return Ok(0),
        (Some(_), false) => return Err(not_optimal("no pair is needed at all".to_owned())),
        (None, true) => return Err(not_optimal("it has no score and no proof".to_owned())),
    };
    let pairs = claim.on(Role::Senior).partners.pairs();
    let open = pairs.filter(|&(senior, junior)| !prepared.pins.is_made(senior, junior));
    let found = open
        .filter_map(|(senior, junior)| prepared.table.score(junior, senior))
        .min();
    if found != Some(least.score) {
        let found = found.map_or("nothing".to_owned(), |score| score.to_string());
        return Err(not_optimal(format!(
            "it scores {found}, expected {}",
            least.score
        )));
    }
    for (role, prices) in [Role::Junior, Role::Senior].into_iter().zip(&least.prices) {
        if let Some(place) = prices.iter().position(|price| price.essential) {
            let person = prepared.person_at(role, place);
            return Err(not_optimal(format!(
                "\"{person}\" as a {role} is essential, but this rung makes nobody so"
            )));
        }
    }
    let limits = limits(prepared, objective).map_err(|error| not_optimal(error.to_string()))?;
    let source = UpTo {
        pairs: Lowered::new(prepared, None),
        score: least.score,
    };
    let [v, u] = least.prices.each_ref().map(|prices| -> Vec<RankedCost> {
        prices.iter().map(|price| price.potential()).collect()
    });
    let (bound, checked) = least_cost(&source, &limits, [&v, &u]);
    let uncovered = |role| {
        let seats = prepared.seats(role).enumerate();
        let partners = &claim.on(role).partners;
        let uncovered = seats.filter(|&(place, seats)| {
            objective.covers(role) && seats.pinned == 0 && partners.of(place).is_empty()
        });
        uncovered.count() as i128
    };
    let expected = (uncovered(Role::Senior) + uncovered(Role::Junior), 1);
    if bound < expected {
        return Err(not_optimal(format!(
            "the prices prove {} people without a pair and {} pairs up to {}, expected {} and at least {}",
            bound.0, bound.1, least.score, expected.0, expected.1
        )));
    }
    Ok(checked)
}
