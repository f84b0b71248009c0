//! The worst-off pair: the largest score below which no pair need be.

use super::aim::{Aim, Measure, Measured};
use super::bound::least_cost;
use super::face::Face;
use super::outcome::{Least, Outcome, Prices};
use super::several::refused;
use crate::Error;
use crate::assignment::Solver;
use crate::programme::Role;
use crate::scoring::Score;
use crate::work::Work;

/// Finds the largest score such that some matching of a face has no pair of less, with the proof; `None` where one needs no
/// pair.
///
/// # Algorithm
///
/// Bisection over the scores that occur. Whether a pair up to a score is needed is an assignment within limits in which such pairs cost 1
/// and all others nothing; where one is, the prices are the proof.
///
/// # Complexity
///
/// That of [`Solver::solve_within`], as often as the number of different scores can be halved.
pub(super) fn find(face: &Face<'_>, work: &Work<'_>) -> Result<Option<Least>, Error> {
    if face.may_be_empty() {
        return Ok(None);
    }
    let prepared = face.prepared;
    let limits = face
        .limits(&Aim::of_pairs(prepared, Measure::Nothing).wanted)
        .map_err(|error| refused(prepared, error))?;
    let solver = Solver::new().with_work(work.clone());
    // The prices that prove that a pair up to the score is needed, if one is.
    let needed = |score: Score| -> Result<Option<Least>, Error> {
        let source = Measured {
            face,
            measure: Measure::UpTo(score),
        };
        let found = solver.solve_within(&source, &limits);
        let found = found.map_err(|error| refused(prepared, error))?;
        let prices = Prices::of(found.certificate());
        Ok((found.total_cost() > 0).then_some(Least { score, prices }))
    };
    let in_common = lowest_in_common(face);
    let scores = scores(face, in_common);
    // A pair up to the score beyond the last is needed, since one of those in common has it; or else one up to the last.
    let end = in_common.map_or(scores.len().saturating_sub(1), |_| scores.len());
    let (mut first, mut last) = (0, end);
    let mut found = None;
    while first < last {
        let middle = first.midpoint(last);
        if let Some(least) = needed(scores[middle])? {
            (last, found) = (middle, Some(least));
        } else {
            first = middle + 1;
        }
    }
    if found.is_some() {
        return Ok(found);
    }
    match (scores.get(last), in_common) {
        (Some(&score), _) => needed(score),
        (None, in_common) => Ok(in_common.map(|score| Least {
            score,
            prices: Prices::none(prepared),
        })),
    }
}

/// The least score of the pairs that every matching of a face has.
fn lowest_in_common(face: &Face<'_>) -> Option<Score> {
    let table = &face.prepared.table;
    let common = face.common.iter();
    let scores = common.filter_map(|&(senior, junior)| table.score(junior as usize, senior));
    scores.min()
}

/// Lists the scores of the free pairs below one, each once, ascending.
fn scores(face: &Face<'_>, below: Option<Score>) -> Vec<Score> {
    let mut scores = Vec::new();
    face.each_free(|_, negated| scores.push(Score::new(negated.saturating_neg())));
    scores.retain(|&score| below.is_none_or(|below| score < below));
    scores.sort_unstable();
    scores.dedup();
    scores
}

/// Checks that no pair scores less than is claimed, and that no matching of a face can do without a pair up to that; returns how many
/// permitted pairs were looked at, or where it fails.
pub(super) fn verify(
    face: &Face<'_>,
    claim: &Outcome,
    least: Option<&Least>,
) -> Result<u64, String> {
    let prepared = face.prepared;
    let least = match (least, face.may_be_empty()) {
        (Some(least), false) => least,
        (None, true) => return Ok(0),
        (Some(_), true) => return Err("no pair is needed at all".to_owned()),
        (None, false) => return Err("it has no score and no proof".to_owned()),
    };
    let open = claim.partners(Role::Senior).pairs();
    let open = open.filter(|&(senior, junior)| !prepared.pins.is_made(senior, junior));
    let found = open
        .filter_map(|(senior, junior)| prepared.table.score(junior, senior))
        .min();
    if found != Some(least.score) {
        let found = found.map_or("nothing".to_owned(), |score| score.to_string());
        return Err(format!("it scores {found}, expected {}", least.score));
    }
    least.prices.have_nobody_essential(prepared)?;
    if lowest_in_common(face).is_some_and(|score| score <= least.score) {
        return Ok(0);
    }
    let limits = face
        .limits(&Aim::of_pairs(prepared, Measure::Nothing).wanted)
        .map_err(|error| error.to_string())?;
    let source = Measured {
        face,
        measure: Measure::UpTo(least.score),
    };
    let (bound, checked) = least_cost(&source, &limits, &least.prices);
    if bound < (0, 1) {
        return Err(format!(
            "the prices prove {} pairs up to {}, expected at least 1",
            bound.1, least.score
        ));
    }
    Ok(checked)
}
