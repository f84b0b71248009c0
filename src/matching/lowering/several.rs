//! Several seats: the assignment problem within limits and its certificate.
//!
//! Capacities and minima are limits. Coverage is a goal of 1, so that nobody has a second pair at the cost of
//! another's first; a seat that stays empty costs nothing, so that no pair is made that takes from the total.

use super::outcome::{Outcome, Price};
use super::source::Lowered;
use crate::Error;
use crate::assignment::{
    Bottleneck, Column, Holder, Limits, LimitsError, Question, RankedCost, Row, SeatAssignment,
    SeatCertificate, SeatCertificateError, Shortage, Solver, verify_within,
};
use crate::matching::hall::{hall_sets_among, refusal, refuse_lone_shortages};
use crate::matching::prepared::{Prepared, Seats};
use crate::matching::{Objective, VerifyError};
use crate::programme::Role;
use crate::scoring::Score;
use crate::work::Work;

/// Finds the pairs that cover the most people, and among these the largest total.
pub(super) fn solve(
    prepared: &Prepared<'_>,
    objective: &Objective,
    least: Option<Score>,
    work: &Work<'_>,
) -> Result<Outcome, Error> {
    refuse_lone_shortages(prepared)?;
    let source = Lowered::new(prepared, least);
    let limits = limits(prepared, objective).map_err(|error| refused(prepared, error))?;
    let solver = Solver::new().with_work(work.clone());
    let assignment = solver
        .solve_within(&source, &limits)
        .map_err(|error| refused(prepared, error))?;
    let certificate = assignment.certificate();
    let prices = |potentials: &[RankedCost]| -> Vec<Price> {
        potentials.iter().copied().map(Price::of).collect()
    };
    let pairs = assignment.pairs();
    let pairs = pairs.map(|(row, column)| (row.index(), column.into()));
    Ok(Outcome::new(
        prepared.pins.merge(assignment.rows(), pairs),
        prices(certificate.row_potentials()),
        prices(certificate.column_potentials()),
    ))
}

/// Capacities, minima, and a goal of 1 for everybody whose coverage is asked for.
pub(super) fn limits(
    prepared: &Prepared<'_>,
    objective: &Objective,
) -> Result<Limits, LimitsError> {
    // Who has no seat left has no candidate either, and a row without candidates may keep a seat.
    let capacities = |role| prepared.seats(role).map(|seats| seats.left().max(1));
    let (rows, columns) = (prepared.places(Role::Senior), prepared.places(Role::Junior));
    let mut limits = Limits::builder(rows, columns)
        .with_row_capacities(capacities(Role::Senior))
        .with_column_capacities(capacities(Role::Junior));
    for (row, seats) in (0..).map(Row::from).zip(prepared.seats(Role::Senior)) {
        limits = limits.with_row_minimum(row, seats.must()).with_exit(row, 0);
        if objective.covers(Role::Senior) && seats.pinned == 0 {
            limits = limits.with_row_goal(row, 1);
        }
    }
    for (column, seats) in (0..).map(Column::from).zip(prepared.seats(Role::Junior)) {
        limits = limits.with_column_minimum(column, seats.must());
        if objective.covers(Role::Junior) && seats.pinned == 0 {
            limits = limits.with_column_goal(column, 1);
        }
    }
    limits.build()
}

/// Says in terms of people why there is no answer.
pub(super) fn refused(prepared: &Prepared<'_>, error: LimitsError) -> Error {
    match error {
        LimitsError::Infeasible { bottleneck } => shortage(prepared, &bottleneck),
        LimitsError::Assignment(error) => error.into(),
        LimitsError::Invalid { .. } | LimitsError::WrongSize { .. } => {
            unreachable!(
                "the programme has checked its capacities, and the limits are of its sizes"
            )
        }
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
    let (sets, _) = hall_sets_among(prepared, role, &needs);
    // The line may run around others too, whose minima are just met.
    refusal(
        sets.into_iter()
            .filter(|set| set.needed > set.possible)
            .collect(),
    )
}

/// Checks the certificate.
pub(super) fn verify(
    prepared: &Prepared<'_>,
    objective: &Objective,
    claim: &Outcome,
    total: i128,
) -> Result<u64, VerifyError> {
    let not_optimal = |reason| VerifyError::NotOptimal { reason };
    let [rows, columns] = [Role::Senior, Role::Junior].map(|role| &claim.on(role).prices);
    for (role, prices) in [(Role::Senior, rows), (Role::Junior, columns)] {
        if let Some(place) = prices.iter().position(|price| price.essential) {
            let person = prepared.person_at(role, place);
            return Err(not_optimal(format!(
                "\"{person}\" as a {role} is essential, but some have several seats"
            )));
        }
    }
    let potentials = |prices: &[Price]| -> Vec<RankedCost> {
        prices.iter().map(|price| price.potential()).collect()
    };
    let limits = limits(prepared, objective).map_err(|error| not_optimal(error.to_string()))?;
    let seniors = &claim.on(Role::Senior).partners;
    let columns_of: Vec<Vec<Column>> = (0..rows.len())
        .map(|senior| {
            let juniors = seniors.of(senior).iter();
            let open = juniors.filter(|&&junior| !prepared.pins.is_made(senior, junior as usize));
            open.map(|&junior| junior.into()).collect()
        })
        .collect();
    let empty = (0..).map(Row::from).zip(&columns_of).map(|(row, columns)| {
        let pairs = u32::try_from(columns.len()).unwrap_or(u32::MAX);
        limits.row_seats(row).saturating_sub(pairs)
    });
    let assignment = SeatAssignment::from_parts(
        Question::EveryRow,
        columns.len(),
        columns_of.clone(),
        empty.collect(),
        -total,
        SeatCertificate::from_parts(
            potentials(rows),
            potentials(columns),
            Vec::new(),
            Vec::new(),
        ),
    );
    let verified = verify_within(
        &Lowered::new(prepared, claim.least_score()),
        &limits,
        &assignment,
    );
    Ok(verified
        .map_err(|error| not_optimal(explain(prepared, &error)))?
        .pairs_checked())
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
