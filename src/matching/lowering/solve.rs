//! Goes through the stages of a ladder: each chooses from what the ones before it leave.

use super::aim::{Aim, Measure};
use super::face::{Face, Place};
use super::outcome::{Outcome, Prices, Proved};
use super::plan::Stage;
use super::{several, single, within, worst_off};
use crate::Error;
use crate::assignment::{Assignment, LimitsError};
use crate::matching::hall::refuse_lone_shortages;
use crate::matching::prepared::Prepared;
use crate::matching::{Objective, Pair, VerifyError};
use crate::programme::Role;
use crate::work::Work;

/// Finds the best pairs, stage by stage, with the prices that prove it.
///
/// # Algorithm
///
/// The prices that prove one stage say what all matchings look like that are as good (complementary slackness). That is an assignment
/// problem within limits again, over the pairs that are left, from which the next stage chooses. So no stage gives up anything
/// on one before it, no rung is weighed against another, and every rung has a proof of its own.
pub(in crate::matching) fn solve(
    prepared: &Prepared<'_>,
    objective: &Objective,
    earlier: Option<&[Pair]>,
    work: &Work<'_>,
) -> Result<Outcome, Error> {
    solve_from(prepared, objective, earlier, None, work)
}

/// Does the same where the answer to the plain problem, of coverage and the total, may be known.
pub(in crate::matching) fn solve_from(
    prepared: &Prepared<'_>,
    objective: &Objective,
    earlier: Option<&[Pair]>,
    known: Option<&Assignment>,
    work: &Work<'_>,
) -> Result<Outcome, Error> {
    refuse_lone_shortages(prepared)?;
    let plan = Stage::of(prepared, objective, earlier.is_some());
    let earlier = places(prepared, earlier.unwrap_or_default());
    let mut face = Face::whole(prepared);
    let mut stages = Vec::new();
    let mut chosen = None;
    for (number, &stage) in plan.iter().enumerate() {
        let is_last = number + 1 == plan.len();
        if let Stage::ChangesWithin(allowed) = stage {
            let (pairs, within) = within::solve(&face, &earlier, allowed, work)?;
            chosen = Some(pairs);
            stages.push((stage, Proved::Within(Box::new(within))));
            continue;
        }
        if stage == Stage::WorstOff {
            let least = worst_off::find(&face, work)?;
            if let Some(least) = &least {
                face = face
                    .without_pairs_below(least.score)
                    .map_err(contradiction)?;
                chosen = None;
            }
            stages.push((stage, Proved::WorstOff(least)));
            continue;
        }
        let aim = stage.aim(prepared, &earlier);
        let (pairs, prices) = choose(&face, &aim, known, work)?;
        if !is_last {
            face = face.narrowed(&aim, &prices).map_err(contradiction)?;
        }
        // Of a face that is narrowed, the pairs in common are no longer free.
        chosen = is_last.then_some(pairs);
        stages.push((stage, Proved::Sum(prices)));
    }
    let chosen = match chosen {
        Some(pairs) => pairs,
        None => any(&face, work)?,
    };
    let pairs = chosen.into_iter().chain(face.common.iter().copied());
    let seniors = prepared.pins.merge(prepared.places(Role::Senior), pairs);
    Ok(Outcome::new(prepared, seniors, stages, earlier))
}

/// Puts together the outcome of coverage and the total from pairs and prices that were found in another way.
pub(in crate::matching) fn outcome_of(
    prepared: &Prepared<'_>,
    objective: &Objective,
    (pairs, prices): (Vec<Place>, Prices),
) -> Outcome {
    let plan = Stage::of(prepared, objective, false).into_iter().take(1);
    let stages = plan.map(|stage| (stage, Proved::Sum(prices.clone())));
    let places = prepared.places(Role::Senior);
    let seniors = prepared.pins.merge(places, pairs.into_iter());
    Outcome::new(prepared, seniors, stages.collect(), Vec::new())
}

/// Solves a stage.
fn choose(
    face: &Face<'_>,
    aim: &Aim<'_>,
    known: Option<&Assignment>,
    work: &Work<'_>,
) -> Result<(Vec<Place>, Prices), Error> {
    if face.is_solved_by_cover(aim) {
        match known {
            Some(assignment) => Ok(single::answer(face.prepared, assignment)),
            None => single::solve(face.prepared, work),
        }
    } else {
        several::solve(face, aim, work)
    }
}

/// Chooses any matching of a face.
fn any(face: &Face<'_>, work: &Work<'_>) -> Result<Vec<Place>, Error> {
    let aim = Aim::of_pairs(face.prepared, Measure::Nothing);
    Ok(several::solve(face, &aim, work)?.0)
}

/// Checks that pairs are the best there are, by the prices claimed for people; returns how many permitted pairs were looked
/// at.
pub(in crate::matching) fn verify(
    prepared: &Prepared<'_>,
    claim: &Outcome,
) -> Result<u64, VerifyError> {
    for (senior, junior) in prepared.pins.made() {
        let partners = claim.partners(Role::Senior).of(senior);
        if partners.iter().all(|&partner| partner as usize != junior) {
            return Err(VerifyError::PinBroken {
                junior: prepared.person_at(Role::Junior, junior).clone(),
                senior: prepared.person_at(Role::Senior, senior).clone(),
            });
        }
    }
    let mut face = Face::whole(prepared);
    let mut checked = 0;
    for (number, (stage, proved)) in claim.stages.iter().enumerate() {
        let not_optimal = |reason: String| VerifyError::NotOptimal {
            reason: format!("{}{reason}", stage.doubt()),
        };
        let is_last = number + 1 == claim.stages.len();
        // A matching that is as good as any for a stage is one of those that its prices leave for the next.
        match proved {
            Proved::WorstOff(least) => {
                let pairs = worst_off::verify(&face, claim, least.as_ref()).map_err(not_optimal)?;
                checked = checked.max(pairs);
                if let Some(least) = least.as_ref().filter(|_| !is_last) {
                    face = face
                        .without_pairs_below(least.score)
                        .map_err(|error| not_optimal(error.to_string()))?;
                }
            }
            Proved::Within(within) => {
                let pairs = within.verify(&face, claim).map_err(not_optimal)?;
                checked = checked.max(pairs);
            }
            Proved::Sum(prices) => {
                let aim = stage.aim(prepared, &claim.earlier);
                let pairs = if face.is_solved_by_cover(&aim) {
                    single::verify(prepared, claim, prices)
                } else {
                    several::verify(&face, &aim, claim.partners(Role::Senior), prices)
                };
                checked = checked.max(pairs.map_err(not_optimal)?);
                if !is_last {
                    face = face
                        .narrowed(&aim, prices)
                        .map_err(|error| not_optimal(error.to_string()))?;
                }
            }
        }
    }
    Ok(checked)
}

/// Finds the pairs whose people both have places, in order.
pub(in crate::matching) fn places(prepared: &Prepared<'_>, pairs: &[Pair]) -> Vec<Place> {
    let place = |person, role| prepared.place(role, prepared.participant(person)?);
    let mut places: Vec<Place> = pairs
        .iter()
        .filter_map(|pair| {
            let junior = place(&pair.junior, Role::Junior)?;
            Some((
                place(&pair.senior, Role::Senior)?,
                u32::try_from(junior).ok()?,
            ))
        })
        .collect();
    places.sort_unstable();
    places
}

pub(super) fn contradiction(error: LimitsError) -> Error {
    match error {
        LimitsError::Assignment(error) => error.into(),
        LimitsError::Infeasible { .. }
        | LimitsError::Invalid { .. }
        | LimitsError::WrongSize { .. } => {
            unreachable!("the matching that was found keeps to what its prices say")
        }
    }
}
