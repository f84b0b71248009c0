//! Several seats: the assignment problem within limits and its certificate.
//!
//! Capacities, minima and the floors and caps of groups are limits. Coverage is a goal of 1, so that nobody has a second pair at the cost
//! of another's first; a seat that stays empty costs nothing, so that no pair is made that takes from the total.

use super::aim::{Aim, Measure, Measured};
use super::face::{Face, Pairs, Place};
use super::outcome::Prices;
use super::plan::Stage;
use crate::Error;
use crate::assignment::{
    Bottleneck, Column, CostSource, Holder, Limits, LimitsError, Question, RankedCost, Row,
    SeatAssignment, SeatCertificateError, Shortage, Solver, verify_within,
};
use crate::matching::hall::{hall_sets_among, refusal};
use crate::matching::prepared::{Partners, Prepared, Seats};
use crate::matching::{GroupShortage, Objective};
use crate::model::PersonId;
use crate::programme::Role;
use crate::work::Work;

/// Finds the matching of a face that serves an aim best: its free pairs, and the prices that prove it.
pub(super) fn solve(
    face: &Face<'_>,
    aim: &Aim<'_>,
    work: &Work<'_>,
) -> Result<(Vec<Place>, Prices), Error> {
    let refused = |error| refused(face.prepared, error);
    let limits = face.limits(&aim.wanted).map_err(refused)?;
    let solver = Solver::new().with_work(work.clone());
    let found = match (face.free(), aim.measure) {
        (Pairs::All(pairs), Measure::Score) => solver.solve_within(pairs, &limits),
        (Pairs::Left(pairs), Measure::Score) => solver.solve_within(pairs, &limits),
        (_, measure) => solver.solve_within(&Measured { face, measure }, &limits),
    };
    Ok(answer(&found.map_err(refused)?))
}

/// Brings an assignment back to places, and its certificate to prices.
pub(in crate::matching) fn answer(found: &SeatAssignment) -> (Vec<Place>, Prices) {
    let pairs = found.pairs();
    let pairs = pairs.map(|(row, column)| (row.index(), column.into()));
    (pairs.collect(), Prices::of(found.certificate()))
}

/// The terms of a programme in which somebody has several seats, nobody has a minimum, and coverage and the total are asked for.
pub(in crate::matching) fn terms(
    prepared: &Prepared<'_>,
    objective: &Objective,
) -> Result<Limits, Error> {
    let plan = Stage::of(prepared, objective, false);
    let wanted = plan.first().map(|stage| stage.aim(prepared, &[]).wanted);
    let wanted = wanted.unwrap_or_else(|| Aim::of_pairs(prepared, Measure::Score).wanted);
    let limits = Face::whole(prepared).limits(&wanted);
    limits.map_err(|error| refused(prepared, error))
}

/// Says in terms of people why there is no answer.
pub(in crate::matching) fn refused(prepared: &Prepared<'_>, error: LimitsError) -> Error {
    match error {
        LimitsError::Infeasible { bottleneck } if !is_of_groups(&bottleneck) => {
            shortage(prepared, &bottleneck)
        }
        LimitsError::Infeasible { bottleneck } => group_shortage(prepared, &bottleneck),
        LimitsError::Assignment(error) => error.into(),
        LimitsError::Invalid { .. } | LimitsError::WrongSize { .. } => {
            unreachable!(
                "the programme has checked its capacities and groups, and the limits are of its sizes"
            )
        }
    }
}

fn is_of_groups(bottleneck: &Bottleneck) -> bool {
    !bottleneck.row_groups().is_empty() || !bottleneck.column_groups().is_empty()
}

/// Names the groups and the people whose floors and minima cannot be met together.
fn group_shortage(prepared: &Prepared<'_>, bottleneck: &Bottleneck) -> Error {
    let people = |role, places: Vec<usize>| -> Vec<PersonId> {
        let people = places
            .into_iter()
            .map(|place| prepared.person_at(role, place));
        let mut people: Vec<_> = people.cloned().collect();
        people.sort_unstable();
        people
    };
    let groups = |role, groups: &[usize]| -> Vec<String> {
        let of_side = prepared.groups(role);
        groups
            .iter()
            .map(|&group| of_side[group].name.clone())
            .collect()
    };
    let mut names = groups(Role::Junior, bottleneck.column_groups());
    names.extend(groups(Role::Senior, bottleneck.row_groups()));
    let rows = bottleneck.rows().iter().map(|row| row.index());
    let columns = bottleneck.columns().iter().map(|column| column.index());
    Error::GroupsNotMet {
        shortages: vec![GroupShortage {
            role: match bottleneck.lacking() {
                Shortage::OfColumns => Role::Senior,
                Shortage::OfRows => Role::Junior,
            },
            groups: names,
            juniors: people(Role::Junior, columns.collect()),
            seniors: people(Role::Senior, rows.collect()),
            needed: bottleneck.needed(),
            possible: bottleneck.possible(),
        }],
        total: 1,
    }
}

/// Names those whose minima cannot be met together.
fn shortage(prepared: &Prepared<'_>, bottleneck: &Bottleneck) -> Error {
    let (role, inside): (_, Vec<usize>) = match bottleneck.lacking() {
        Shortage::OfColumns => {
            let rows = bottleneck.rows().iter();
            (Role::Senior, rows.map(|row| row.index()).collect())
        }
        Shortage::OfRows => {
            let columns = bottleneck.columns().iter();
            (Role::Junior, columns.map(|column| column.index()).collect())
        }
    };
    let minima: Vec<u32> = prepared.seats(role).map(Seats::must).collect();
    let mut needs = vec![0; minima.len()];
    for place in inside {
        needs[place] = minima[place].into();
    }
    let (sets, _) = hall_sets_among(prepared, role, &prepared.partners(role), &needs);
    // The line may run around others too, whose minima are just met.
    refusal(
        sets.into_iter()
            .filter(|set| set.needed > set.possible)
            .collect(),
    )
}

/// Checks that a matching, given as the partners of each senior, is in a face and serves an aim best; returns how many permitted pairs were looked at, or where
/// it fails.
pub(super) fn verify(
    face: &Face<'_>,
    aim: &Aim<'_>,
    seniors: &Partners,
    prices: &Prices,
) -> Result<u64, String> {
    let prepared = face.prepared;
    prices.have_nobody_essential(prepared)?;
    let limits = face
        .limits(&aim.wanted)
        .map_err(|error| error.to_string())?;
    let source = Measured {
        face,
        measure: aim.measure,
    };
    let columns_of = free_pairs(face, seniors);
    let rows = || (0..).map(Row::from).zip(&columns_of);
    let empty = rows().map(|(row, columns)| {
        let pairs = u32::try_from(columns.len()).unwrap_or(u32::MAX);
        limits.row_seats(row).saturating_sub(pairs)
    });
    let empty = empty.collect();
    // A pair that has no cost is not of the face, which the verifier says.
    let pairs = rows().flat_map(|(row, columns)| columns.iter().map(move |&column| (row, column)));
    let costs = pairs.filter_map(|(row, column)| source.cost(row, column));
    let total = costs.map(i128::from).sum();
    let assignment = SeatAssignment::from_parts(
        Question::EveryRow,
        prepared.places(Role::Junior),
        columns_of,
        empty,
        total,
        prices.certificate(),
    );
    let verified = verify_within(&source, &limits, &assignment);
    let verified = verified.map_err(|error| match aim.measure {
        Measure::Score => explain(prepared, &error),
        _ => error.to_string(),
    })?;
    Ok(verified.pairs_checked())
}

/// Lists for each senior the juniors that neither pins nor earlier stages settle.
fn free_pairs(face: &Face<'_>, seniors: &Partners) -> Vec<Vec<Column>> {
    let places = 0..face.prepared.places(Role::Senior);
    let free = places.map(|senior| {
        let partners = seniors.of(senior).iter().copied();
        let free = partners.filter(|&junior| {
            !face.prepared.pins.is_made(senior, junior as usize)
                && face.common.binary_search(&(senior, junior)).is_err()
        });
        free.map(Column::from).collect()
    });
    free.collect()
}

/// Says in terms of people where a proof fails.
fn explain(prepared: &Prepared<'_>, error: &SeatCertificateError) -> String {
    let senior = |row: Row| prepared.person_at(Role::Senior, row.index());
    let junior = |column: Column| prepared.person_at(Role::Junior, column.index());
    let worth = |potential: RankedCost| Worthy {
        rank: -i128::from(potential.rank()),
        worth: -i128::from(potential.cost()),
    };
    match *error {
        SeatCertificateError::NegativeReducedCost {
            row,
            column,
            cost,
            u,
            v,
        }
        | SeatCertificateError::SlackPair {
            row,
            column,
            cost,
            u,
            v,
        } => format!(
            "junior \"{}\" and senior \"{}\" score {}, but are worth {} and {}",
            junior(column),
            senior(row),
            -i128::from(cost),
            worth(v),
            worth(u)
        ),
        SeatCertificateError::SlackLimit {
            holder: Holder::Column(column),
            found,
            expected,
            potential,
        } => format!(
            "\"{}\" as a junior is worth {} and in {found} pairs, expected {expected}",
            junior(column),
            worth(potential)
        ),
        SeatCertificateError::SlackExit {
            row,
            found,
            expected,
            potential,
            ..
        } => format!(
            "\"{}\" as a senior is worth {} and has {found} seats left, expected {expected}",
            senior(row),
            worth(potential)
        ),
        ref other => other.to_string(),
    }
}

/// A worth of two ranks, for a message.
struct Worthy {
    rank: i128,
    worth: i128,
}

impl std::fmt::Display for Worthy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.rank {
            0 => write!(f, "{}", self.worth),
            rank => write!(f, "{} at rank {rank}", self.worth),
        }
    }
}
