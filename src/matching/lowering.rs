//! People to rows and columns, scores to costs, and the way back: the only place where either happens.
//!
//! Seniors are rows, juniors are columns, both in the order of the lottery. A pair's cost is its score with the sign
//! turned, so a person's worth is their potential with the sign turned. A pair that may not exist is absent.

use super::prepared::Prepared;
use super::{Matching, Pair, VerifyError, Worth};
use crate::Error;
use crate::assignment::{
    self, Assignment, Candidate, Certificate, CertificateError, Column, Cost, CostSource, Row,
};
use crate::candidates::CandidateTable;
use crate::model::PersonId;
use crate::programme::Role;
use crate::scoring::Score;

/// The scored pairs of a programme as an assignment problem.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lowered<'a> {
    table: &'a CandidateTable,
}

impl<'a> Lowered<'a> {
    pub(super) fn new(table: &'a CandidateTable) -> Self {
        Self { table }
    }

    /// Where in the table the pairs of a row are; nowhere for a row that does not exist.
    fn run(self, row: Row) -> std::ops::Range<usize> {
        match self.table.starts().get(row.index()..row.index() + 2) {
            Some(&[start, end]) => start..end,
            _ => 0..0,
        }
    }
}

fn to_cost(score: Score) -> Cost {
    // Saturating: the one score without a counterpart is far outside what the range proof accepts.
    score.get().saturating_neg()
}

impl CostSource for Lowered<'_> {
    fn rows(&self) -> usize {
        self.table.seniors().len()
    }

    fn columns(&self) -> usize {
        self.table.juniors().len()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        self.table.score(column.index(), row.index()).map(to_cost)
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        out.clear();
        let run = self.run(row);
        let pairs = self.table.partners()[run.clone()]
            .iter()
            .zip(&self.table.scores()[run]);
        out.extend(pairs.map(|(&junior, &score)| Candidate {
            column: Column::from(junior),
            cost: to_cost(Score::new(score)),
        }));
    }

    fn most_pairs(&self) -> u64 {
        self.table.partners().len() as u64
    }
}

/// One side of an assignment, by place: the partner of each, and the worth of each.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) partner: Vec<Option<u32>>,
    pub(super) worth: Vec<i64>,
}

/// Both sides of an assignment.
#[derive(Clone, Debug)]
pub(super) struct Sides {
    pub(super) seniors: Side,
    pub(super) juniors: Side,
}

/// Brings an assignment back to the two sides.
pub(super) fn sides(assignment: &Assignment) -> Sides {
    let (rows, columns) = assignment.potentials();
    let mut sides = Sides {
        seniors: Side {
            partner: vec![None; assignment.rows()],
            worth: to_worths(rows),
        },
        juniors: Side {
            partner: vec![None; assignment.columns()],
            worth: to_worths(columns),
        },
    };
    for (row, column) in assignment.pairs() {
        sides.seniors.partner[row.index()] = Some(column.into());
        sides.juniors.partner[column.index()] = Some(row.into());
    }
    sides
}

fn to_worths(potentials: &[Cost]) -> Vec<i64> {
    // The range proof keeps potentials well inside i64, so turning their sign is exact.
    potentials
        .iter()
        .map(|potential| potential.saturating_neg())
        .collect()
}

/// Brings the pairs back to people, in order of senior, with the total score.
pub(super) fn pairs(
    prepared: &Prepared<'_>,
    assignment: &Assignment,
) -> Result<(Vec<Pair>, i64), Error> {
    let mut pairs: Vec<Pair> = assignment
        .pairs()
        .filter_map(|(row, column)| {
            let score = prepared.table.score(column.index(), row.index())?;
            let junior = prepared.person_at(Role::Junior, column.index()).clone();
            let senior = prepared.person_at(Role::Senior, row.index()).clone();
            Some(Pair {
                junior,
                senior,
                score,
            })
        })
        .collect();
    pairs.sort_unstable_by(|one, other| one.senior.cmp(&other.senior));
    let total: i128 = pairs.iter().map(|pair| i128::from(pair.score.get())).sum();
    let total = i64::try_from(total).map_err(|_| Error::TotalTooLarge { total })?;
    Ok((pairs, total))
}

/// Brings the proof of optimality back to people, in order of person, the junior side first.
pub(super) fn worths(prepared: &Prepared<'_>, assignment: &Assignment) -> Vec<Worth> {
    let certificate = assignment.certificate();
    let side = |role, covers: &[bool], potentials: &[Cost]| -> Vec<Worth> {
        let worths = to_worths(potentials).into_iter().zip(covers).enumerate();
        let of = |(place, (worth, &essential))| {
            let person = prepared.person_at(role, place).clone();
            Worth {
                person,
                role,
                essential,
                worth,
            }
        };
        worths.map(of).collect()
    };
    let mut all = side(
        Role::Junior,
        certificate.column_cover(),
        certificate.column_potentials(),
    );
    all.extend(side(
        Role::Senior,
        certificate.row_cover(),
        certificate.row_potentials(),
    ));
    all.sort_unstable_by(|one, other| (&one.person, one.role).cmp(&(&other.person, other.role)));
    all
}

/// Turns a matching into the assignment that it claims to be, with the certificate that it claims to have.
///
/// The pairs must be of people with places; whether anything else is true is for the verifier to say.
pub(super) fn lower(
    prepared: &Prepared<'_>,
    matching: &Matching,
) -> Result<Assignment, VerifyError> {
    let (rows, columns) = (
        prepared.table.seniors().len(),
        prepared.table.juniors().len(),
    );
    let place = |person: &PersonId, role| -> Option<usize> {
        prepared.place(role, prepared.participant(person)?)
    };

    let mut column_of = vec![None; rows];
    for pair in matching.pairs() {
        if let (Some(row), Some(column)) = (
            place(&pair.senior, Role::Senior),
            place(&pair.junior, Role::Junior),
        ) {
            column_of[row] = u32::try_from(column).ok().map(Column::from);
        }
    }
    let mut row_claims = vec![None; rows];
    let mut column_claims = vec![None; columns];
    for Worth {
        person,
        role,
        essential,
        worth,
    } in matching.worths()
    {
        let claims = match role {
            Role::Senior => &mut row_claims,
            Role::Junior => &mut column_claims,
        };
        let claim = place(person, *role)
            .map(|place| claims[place].replace((*essential, worth.saturating_neg())));
        if claim != Some(None) {
            let problem = if claim.is_none() {
                "is not eligible"
            } else {
                "has a second worth"
            };
            return Err(VerifyError::NotOptimal {
                reason: format!("\"{person}\" as a {role} {problem}"),
            });
        }
    }
    let split =
        |role, claims: Vec<Option<(bool, Cost)>>| -> Result<(Vec<bool>, Vec<Cost>), VerifyError> {
            let stated = claims.into_iter().enumerate().map(|(place, claim)| {
                claim.ok_or_else(|| {
                    let person = prepared.person_at(role, place);
                    VerifyError::NotOptimal {
                        reason: format!("\"{person}\" as a {role} has no worth"),
                    }
                })
            });
            stated.collect()
        };
    let (row_cover, u) = split(Role::Senior, row_claims)?;
    let (column_cover, v) = split(Role::Junior, column_claims)?;
    let certificate = Certificate::from_parts(row_cover, column_cover, u, v);
    Ok(Assignment::from_parts(
        columns,
        column_of,
        -i128::from(matching.total()),
        certificate,
    ))
}

/// Says in terms of people where a proof fails.
pub(super) fn explain(prepared: &Prepared<'_>, error: &CertificateError) -> VerifyError {
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
