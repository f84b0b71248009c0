//! The fewest changes: of all matchings as good, the one that is nearest to an earlier one.
//!
//! A free pair that the earlier matching has saves a change, and one that it does not have is a change; all else is the same in every
//! matching of the face. So this is an assignment problem of its own with costs -1 and 1, and has a proof of its own.

use super::face::{Face, Place};
use super::outcome::{Outcome, Price, Prices};
use crate::Error;
use crate::assignment::{
    Column, Cost, CostSource, Limits, LimitsError, Question, RankedCost, Row, SeatAssignment,
    SeatCertificate, Solver, SparseCosts, verify_within,
};
use crate::matching::prepared::Prepared;
use crate::matching::{Objective, Pair, VerifyError};
use crate::programme::Role;
use crate::work::Work;

/// Finds the nearest of the matchings that the prices of an outcome prove, and the prices that prove it to be that.
pub(in crate::matching) fn nearest(
    prepared: &Prepared<'_>,
    objective: &Objective,
    proved: Outcome,
    earlier: &[Pair],
    work: &Work<'_>,
) -> Result<(Outcome, Prices), Error> {
    let problem = Problem::new(prepared, objective, &proved, earlier).map_err(refused)?;
    let solver = Solver::new().with_work(work.clone());
    let found = solver.solve_within(&problem.costs, &problem.limits);
    let found = found.map_err(refused)?;
    let certificate = found.certificate();
    let prices = [
        certificate.column_potentials(),
        certificate.row_potentials(),
    ];
    let prices = prices.map(|potentials| {
        potentials
            .iter()
            .copied()
            .map(Price::of)
            .collect::<Vec<_>>()
    });
    let pairs = found.pairs();
    let pairs = pairs
        .map(|(row, column)| (row.index(), column.into()))
        .chain(problem.face.common);
    let seniors = prepared.pins.merge(prepared.places(Role::Senior), pairs);
    Ok((proved.with_partners(seniors), prices))
}

/// Checks that of all matchings as good none is nearer; the claim must be proved to be as good as any.
pub(in crate::matching) fn verify_nearest(
    prepared: &Prepared<'_>,
    objective: &Objective,
    claim: &Outcome,
    earlier: &[Pair],
    [juniors, seniors]: &Prices,
) -> Result<(), VerifyError> {
    let not_nearest = |reason: String| VerifyError::NotOptimal {
        reason: format!("there may be fewer changes: {reason}"),
    };
    for (role, prices) in [(Role::Junior, juniors), (Role::Senior, seniors)] {
        if let Some(place) = prices.iter().position(|price| price.essential) {
            let person = prepared.person_at(role, place);
            return Err(not_nearest(format!(
                "\"{person}\" as a {role} is essential, but changes make nobody so"
            )));
        }
    }
    let problem = Problem::new(prepared, objective, claim, earlier)
        .map_err(|error| not_nearest(error.to_string()))?;
    let of_seniors = &claim.on(Role::Senior).partners;
    let columns_of: Vec<Vec<Column>> = (0..seniors.len())
        .map(|senior| {
            let partners = of_seniors.of(senior).iter().copied();
            let free = partners.filter(|&junior| {
                !prepared.pins.is_made(senior, junior as usize)
                    && problem
                        .face
                        .common
                        .binary_search(&(senior, junior))
                        .is_err()
            });
            free.map(Column::from).collect()
        })
        .collect();
    let rows = || (0..).map(Row::from).zip(&columns_of);
    let empty = rows().map(|(row, columns)| {
        let pairs = u32::try_from(columns.len()).unwrap_or(u32::MAX);
        problem.limits.row_seats(row).saturating_sub(pairs)
    });
    let empty = empty.collect();
    // A pair that has no cost is not of the face, which the verifier says.
    let pairs = rows().flat_map(|(row, columns)| columns.iter().map(move |&column| (row, column)));
    let costs = pairs.filter_map(|(row, column)| problem.costs.cost(row, column));
    let total = costs.map(i128::from).sum();
    let potentials = |prices: &[Price]| -> Vec<RankedCost> {
        prices.iter().map(|price| price.potential()).collect()
    };
    let assignment = SeatAssignment::from_parts(
        Question::EveryRow,
        juniors.len(),
        columns_of,
        empty,
        total,
        SeatCertificate::from_parts(
            potentials(seniors),
            potentials(juniors),
            Vec::new(),
            Vec::new(),
        ),
    );
    verify_within(&problem.costs, &problem.limits, &assignment)
        .map(drop)
        .map_err(|error| not_nearest(error.to_string()))
}

/// What a free pair adds to the changes.
const KEPT: Cost = -1;
const NEW: Cost = 1;

/// The face as an assignment problem.
struct Problem {
    face: Face,
    costs: SparseCosts,
    limits: Limits,
}

impl Problem {
    fn new(
        prepared: &Prepared<'_>,
        objective: &Objective,
        proved: &Outcome,
        earlier: &[Pair],
    ) -> Result<Self, LimitsError> {
        let face = Face::new(prepared, objective, proved)?;
        let earlier = places(prepared, earlier);
        let pairs = face.free.iter().map(|&(senior, junior)| {
            let is_kept = earlier.binary_search(&(senior, junior)).is_ok();
            let cost = if is_kept { KEPT } else { NEW };
            (row(senior), Column::from(junior), cost)
        });
        let (rows, columns) = (prepared.places(Role::Senior), prepared.places(Role::Junior));
        let costs = SparseCosts::try_from_pairs(rows, columns, pairs)?;
        let [of_juniors, of_seniors] = &face.counts;
        // Whoever must have no free pair has none in the costs, and may keep a seat.
        let capacities = |counts: &[(u32, u32)]| -> Vec<u32> {
            counts.iter().map(|&(_, most)| most.max(1)).collect()
        };
        let mut limits = Limits::builder(rows, columns)
            .with_row_capacities(capacities(of_seniors))
            .with_column_capacities(capacities(of_juniors));
        for (row, &(fewest, _)) in (0..).map(Row::from).zip(of_seniors) {
            limits = limits.with_row_minimum(row, fewest).with_exit(row, 0);
        }
        for (column, &(fewest, _)) in (0..).map(Column::from).zip(of_juniors) {
            limits = limits.with_column_minimum(column, fewest);
        }
        Ok(Self {
            limits: limits.build()?,
            face,
            costs,
        })
    }
}

fn row(senior: usize) -> Row {
    Row::from(u32::try_from(senior).expect("a table of pairs numbers seniors by 32 bits"))
}

/// Finds the pairs whose people both have places, in order.
fn places(prepared: &Prepared<'_>, pairs: &[Pair]) -> Vec<Place> {
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

fn refused(error: LimitsError) -> Error {
    match error {
        LimitsError::Assignment(error) => error.into(),
        LimitsError::Infeasible { .. }
        | LimitsError::Invalid { .. }
        | LimitsError::WrongSize { .. } => {
            unreachable!("the matching that was found keeps to what its prices say")
        }
    }
}
