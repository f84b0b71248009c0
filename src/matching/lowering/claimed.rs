//! The candidates of an index that contradict a claim.

use std::ops::Range;

use super::Indexed;
use crate::assignment::{Bound, Candidate, Certificate, Column, Cost, CostSource, Prices, Row};
use crate::candidates::CandidateIndex;

/// The pairs of an index, for who checks a certificate against the cheapest pair of each row and nothing else.
///
/// Of a row in the cover it is claimed that no pair costs less than the potential above the price of its column. So pairs that cost
/// no less are not looked for, which makes the answer cheap where, as in every proof, many cost just as much.
#[derive(Debug)]
pub(in crate::matching) struct Claimed<'a> {
    indexed: Indexed<'a>,
    certificate: &'a Certificate,
}

impl<'a> Claimed<'a> {
    pub(in crate::matching) fn new(
        index: &'a CandidateIndex<'a>,
        certificate: &'a Certificate,
    ) -> Self {
        Self {
            indexed: Indexed::new(index),
            certificate,
        }
    }

    /// What no pair of a row costs less than above the price of its column, if that is claimed.
    fn potential(&self, row: Row) -> Option<Cost> {
        let is_covered = self.certificate.row_cover().get(row.index()) == Some(&true);
        let potential = self.certificate.row_potentials().get(row.index());
        potential.copied().filter(|_| is_covered)
    }
}

impl CostSource for Claimed<'_> {
    fn rows(&self) -> usize {
        self.indexed.rows()
    }

    fn columns(&self) -> usize {
        self.indexed.columns()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        self.indexed.cost(row, column)
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        self.indexed.permitted(row, out);
    }

    fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
        self.indexed
            .cheapest_below(self.potential(row), row, prices, k, out)
    }

    fn most_pairs(&self) -> u64 {
        self.indexed.most_pairs()
    }

    fn is_indexed(&self) -> bool {
        true
    }

    fn cost_range(&self, rows: Range<usize>) -> Option<(Cost, Cost)> {
        self.indexed.cost_range(rows)
    }
}

#[cfg(test)]
mod tests {
    use super::{Claimed, Indexed};
    use crate::assignment::{Assignment, Certificate, Solver, verify, verify_at_a_glance};
    use crate::candidates::CandidateIndex;
    use crate::model::{Organisation, PersonRow};
    use crate::programme::{EnrolmentRow, Participant, Programme, Role};
    use crate::rules::{RuleSet, Rules};
    use crate::scoring::{Scorer, Scoring};
    use crate::work::Work;

    /// Forty juniors of four levels, each with one of three skills, and six seniors who want two.
    fn world() -> (Organisation, Programme) {
        let mut organisation = Organisation::builder().unit("one", None).unit("two", None);
        let mut programme = Programme::builder();
        let skill = |number: i64| format!("skill {}", number % 3);
        for number in 0..40 {
            let id = format!("junior {number:02}");
            let row = PersonRow::new(id.clone()).in_unit("one");
            let row = row.at_level(1 + number % 4);
            organisation = organisation.person(row.with_skill(skill(number), 1 + number % 5));
            programme = programme.enrol(EnrolmentRow::junior(id));
        }
        for number in 0..6 {
            let id = format!("senior {number}");
            let row = PersonRow::new(id.clone()).in_unit("two").at_level(6);
            organisation = organisation.person(row);
            let row = EnrolmentRow::senior(id).wants_at(skill(0), 3, 5);
            programme = programme.enrol(row.wants_at(skill(1 + number % 2), 1, 4));
        }
        let organisation = organisation.build().expect("in order");
        let programme = programme.build(&organisation).expect("in order");
        (organisation, programme)
    }

    /// The same pairs with another proof.
    fn with_proof(assignment: &Assignment, change: impl FnOnce(&mut Proof)) -> Assignment {
        let certificate = assignment.certificate();
        let mut proof = Proof {
            covers: [certificate.row_cover(), certificate.column_cover()].map(<[bool]>::to_vec),
            potentials: [
                certificate.row_potentials().to_vec(),
                certificate.column_potentials().to_vec(),
            ],
        };
        change(&mut proof);
        let Proof {
            covers: [row_cover, column_cover],
            potentials: [u, v],
        } = proof;
        let rows = 0..u32::try_from(assignment.rows()).expect("few");
        let column_of = rows.map(|row| assignment.column_of(row.into())).collect();
        Assignment::from_parts(
            assignment.columns(),
            column_of,
            assignment.total_cost(),
            Certificate::from_parts(row_cover, column_cover, u, v),
        )
    }

    struct Proof {
        covers: [Vec<bool>; 2],
        potentials: [Vec<i64>; 2],
    }

    #[test]
    fn a_look_at_what_contradicts_a_claim_accepts_what_a_look_at_every_pair_does() {
        let (organisation, programme) = world();
        let (rules, scoring) = (RuleSet::default(), Scoring::default());
        let rules = Rules::new(&rules, &organisation, &programme).expect("in order");
        let scorer = Scorer::new(&scoring, &organisation, &programme).expect("in order");
        let side = |role| -> Vec<&Participant> {
            let all = programme.participants().iter();
            all.filter(|one| one.takes_part_as(role)).collect()
        };
        let (juniors, seniors) = (side(Role::Junior), side(Role::Senior));
        let index = CandidateIndex::new(&rules, &scorer, &juniors, &seniors, &Work::new());
        let index = index.expect("nobody stops it").expect("criteria");
        let every_pair = Indexed::new(&index);
        let assignment = Solver::new().solve_max(&every_pair).expect("solved");
        let is_accepted = |claim: &Assignment| {
            let source = Claimed::new(&index, claim.certificate());
            let glance = verify_at_a_glance(&source, claim).is_ok();
            assert_eq!(glance, verify(&every_pair, claim).is_ok());
            glance
        };
        assert_eq!(assignment.len(), 6);
        assert!(is_accepted(&assignment));
        for (side, len) in [6, 40].into_iter().enumerate() {
            for place in 0..len {
                for by in [-100_000, -1, 1, 100_000] {
                    let claim =
                        with_proof(&assignment, |proof| proof.potentials[side][place] += by);
                    assert!(!is_accepted(&claim), "side {side}, place {place}, by {by}");
                }
                let claim = with_proof(&assignment, |proof| proof.covers[side][place] ^= true);
                assert!(!is_accepted(&claim), "side {side}, place {place}");
            }
        }
        // Lower prices of everybody that the sums do not show.
        let claim = with_proof(&assignment, |proof| {
            proof.potentials[0].iter_mut().for_each(|u| *u += 20);
            proof.potentials[1][..6].iter_mut().for_each(|v| *v -= 20);
        });
        assert!(!is_accepted(&claim));
    }
}
