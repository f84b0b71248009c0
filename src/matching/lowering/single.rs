//! One seat each: the plain assignment problem and its certificate.

use super::face::Place;
use super::outcome::{Outcome, Price, Prices};
use super::source::Lowered;
use crate::Error;
use crate::assignment::{
    self, Assignment, Certificate, CertificateError, Column, Cost, CostSource, Row, Solver,
};
use crate::matching::prepared::Prepared;
use crate::programme::Role;
use crate::work::Work;

/// Finds the most pairs that pins leave open, and among these the largest total; also the prices that prove it.
pub(super) fn solve(
    prepared: &Prepared<'_>,
    work: &Work<'_>,
) -> Result<(Vec<Place>, Prices), Error> {
    let source = Lowered::new(prepared, None);
    let assignment = Solver::new().with_work(work.clone()).solve_max(&source)?;
    Ok(answer(prepared, &assignment))
}

/// Brings an assignment back to places, without the pairs that pins make, and its certificate to prices.
pub(in crate::matching) fn answer(
    prepared: &Prepared<'_>,
    assignment: &Assignment,
) -> (Vec<Place>, Prices) {
    let certificate = assignment.certificate();
    let prices = |covers: &[bool], potentials: &[Cost]| -> Vec<Price> {
        let places = covers.iter().zip(potentials);
        places
            .map(|(&essential, potential)| Price {
                essential,
                rank: 0,
                // The range proof keeps potentials well inside i64, so turning their sign is exact.
                worth: potential.saturating_neg(),
            })
            .collect()
    };
    let pairs = assignment.pairs();
    let pairs = pairs.map(|(row, column)| (row.index(), column.into()));
    let people = [
        prices(certificate.column_cover(), certificate.column_potentials()),
        prices(certificate.row_cover(), certificate.row_potentials()),
    ];
    let prices = Prices {
        people,
        ..Prices::none(prepared)
    };
    (pairs.collect(), prices)
}

/// Checks the certificate; returns how many permitted pairs were looked at, or where it fails.
pub(super) fn verify(
    prepared: &Prepared<'_>,
    claim: &Outcome,
    prices: &Prices,
) -> Result<u64, String> {
    let [(column_cover, v), (row_cover, u)] = prices.people.each_ref().map(|prices| {
        let split = prices
            .iter()
            .map(|price| (price.essential, price.worth.saturating_neg()));
        split.unzip::<_, _, Vec<_>, Vec<_>>()
    });
    for (role, prices) in [Role::Junior, Role::Senior].into_iter().zip(&prices.people) {
        if let Some(place) = prices.iter().position(|price| price.rank != 0) {
            let person = prepared.person_at(role, place);
            return Err(format!(
                "\"{person}\" as a {role} has a rank, but everybody has one seat"
            ));
        }
    }
    let source = Lowered::new(prepared, None);
    let seniors = claim.partners(Role::Senior);
    let column_of: Vec<Option<Column>> = (0..prepared.places(Role::Senior))
        .map(|senior| {
            let mut juniors = seniors.of(senior).iter();
            let open = juniors.find(|&&junior| !prepared.pins.is_made(senior, junior as usize));
            open.map(|&junior| Column::from(junior))
        })
        .collect();
    let rows = (0..).map(Row::from).zip(&column_of);
    let costs = rows.filter_map(|(row, column)| source.cost(row, (*column)?));
    let assignment = Assignment::from_parts(
        prepared.places(Role::Junior),
        column_of.clone(),
        costs.map(i128::from).sum(),
        Certificate::from_parts(row_cover, column_cover, u, v),
    );
    let verified = assignment::verify(&source, &assignment);
    Ok(verified
        .map_err(|error| explain(prepared, &error))?
        .pairs_checked())
}

/// Says in terms of people where a proof fails.
fn explain(prepared: &Prepared<'_>, error: &CertificateError) -> String {
    let senior = |row: Row| prepared.person_at(Role::Senior, row.index());
    let junior = |column: Column| prepared.person_at(Role::Junior, column.index());
    match *error {
        CertificateError::Uncovered { row, column } => format!(
            "junior \"{}\" and senior \"{}\" may meet, but neither is essential",
            junior(column),
            senior(row)
        ),
        CertificateError::CoverSize { cover, pairs } => {
            format!("{cover} people are essential, expected {pairs}")
        }
        CertificateError::NegativeReducedCost {
            row,
            column,
            cost,
            u,
            v,
        }
        | CertificateError::SlackPair {
            row,
            column,
            cost,
            u,
            v,
        } => format!(
            "junior \"{}\" and senior \"{}\" score {}, but are worth {} together",
            junior(column),
            senior(row),
            -i128::from(cost),
            -i128::from(u) - i128::from(v)
        ),
        CertificateError::PositivePotential { side, potential }
        | CertificateError::IdlePotential { side, potential } => {
            let (role, person) = match side {
                assignment::Side::Row(row) => (Role::Senior, senior(row)),
                assignment::Side::Column(column) => (Role::Junior, junior(column)),
            };
            format!(
                "\"{person}\" as a {role} is worth {}",
                -i128::from(potential)
            )
        }
        ref other => other.to_string(),
    }
}
