//! One seat each: the plain assignment problem and its certificate.

use super::outcome::{Outcome, Price};
use super::source::Lowered;
use crate::Error;
use crate::assignment::{
    self, Assignment, Certificate, CertificateError, Column, Cost, Row, Solver,
};
use crate::matching::VerifyError;
use crate::matching::prepared::Prepared;
use crate::programme::Role;
use crate::scoring::Score;
use crate::work::Work;

/// Finds the most pairs, and among these the largest total.
pub(super) fn solve(
    prepared: &Prepared<'_>,
    least: Option<Score>,
    work: &Work<'_>,
) -> Result<Outcome, Error> {
    let source = Lowered::new(prepared, least);
    let assignment = Solver::new().with_work(work.clone()).solve_max(&source)?;
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
    Ok(Outcome::new(
        prepared.pins.merge(assignment.rows(), pairs),
        prices(certificate.row_cover(), certificate.row_potentials()),
        prices(certificate.column_cover(), certificate.column_potentials()),
    ))
}

/// Checks the certificate.
pub(super) fn verify(
    prepared: &Prepared<'_>,
    claim: &Outcome,
    total: i128,
) -> Result<u64, VerifyError> {
    let [(row_cover, u), (column_cover, v)] = [Role::Senior, Role::Junior].map(|role| {
        let prices = claim.on(role).prices.iter();
        let split = prices.map(|price| (price.essential, price.worth.saturating_neg()));
        split.unzip::<_, _, Vec<_>, Vec<_>>()
    });
    for role in [Role::Junior, Role::Senior] {
        let ranked = claim
            .on(role)
            .prices
            .iter()
            .position(|price| price.rank != 0);
        if let Some(place) = ranked {
            let person = prepared.person_at(role, place);
            return Err(VerifyError::NotOptimal {
                reason: format!("\"{person}\" as a {role} has a rank, but everybody has one seat"),
            });
        }
    }
    let seniors = &claim.on(Role::Senior).partners;
    let column_of = (0..prepared.places(Role::Senior))
        .map(|senior| {
            let mut juniors = seniors.of(senior).iter();
            let open = juniors.find(|&&junior| !prepared.pins.is_made(senior, junior as usize));
            open.map(|&junior| Column::from(junior))
        })
        .collect();
    let assignment = Assignment::from_parts(
        prepared.places(Role::Junior),
        column_of,
        -total,
        Certificate::from_parts(row_cover, column_cover, u, v),
    );
    let verified = assignment::verify(&Lowered::new(prepared, claim.least_score()), &assignment);
    Ok(verified
        .map_err(|error| explain(prepared, &error))?
        .pairs_checked())
}

/// Says in terms of people where a proof fails.
fn explain(prepared: &Prepared<'_>, error: &CertificateError) -> VerifyError {
    let senior = |row: Row| prepared.person_at(Role::Senior, row.index());
    let junior = |column: Column| prepared.person_at(Role::Junior, column.index());
    let reason = match *error {
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
    };
    VerifyError::NotOptimal { reason }
}
