//! The candidates of an index as costs.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::FirstLists;
use super::source::to_cost;
use crate::assignment::{
    Bound, Candidate, Column, Cost, CostSource, Prices, PricesState as State, Row, first_column,
};
use crate::candidates::{CandidateIndex, Lanes, Method, Question};
use crate::scoring::Score;

/// The pairs of a programme as an assignment problem that is never written down: seniors are rows, juniors are columns.
#[derive(Debug)]
pub(in crate::matching) struct Indexed<'a> {
    index: &'a CandidateIndex<'a>,
    /// What the index says of each row when it is asked for the first time, if that is known.
    lists: Option<&'a FirstLists<'a>>,
    /// The pairs that are looked at to list a row, as far as choices depend on it.
    pairs_of_a_row: u64,
    /// How often the index was asked, on all threads.
    asked: AtomicU64,
    /// The last prices as a scan reads them, and which they were.
    lanes: Mutex<Vec<(State, Arc<Lanes>)>>,
}

/// A proof is checked at two prices in turn.
const PRICES_KEPT: usize = 2;

thread_local! {
    /// What an answer takes is kept from one to the next.
    static FOUND: RefCell<Vec<(usize, Score)>> = const { RefCell::new(Vec::new()) };
}

impl<'a> Indexed<'a> {
    pub(in crate::matching) fn new(index: &'a CandidateIndex<'a>) -> Self {
        let juniors = index.juniors() as u64;
        Self {
            index,
            lists: None,
            // A list takes about as long as a look at a 64th of the row.
            pairs_of_a_row: juniors.min(1024.max(juniors / 64 + 1)),
            asked: AtomicU64::new(0),
            lanes: Mutex::new(Vec::new()),
        }
    }

    /// Takes the first answer of each row from lists, if it is asked for what they hold.
    pub(in crate::matching) fn with_lists(mut self, lists: &'a FirstLists<'a>) -> Self {
        self.lists = Some(lists);
        self
    }

    /// Counts the questions beyond the first for each row.
    pub(in crate::matching) fn renewals(&self) -> u64 {
        let asked = self.asked.load(Ordering::Relaxed);
        asked.saturating_sub(self.index.seniors() as u64)
    }

    /// Gives prices the form in which a scan reads them, if there is one; the same prices once, whoever asks.
    fn lanes(&self, state: State, question: Question<'_>) -> Option<Arc<Lanes>> {
        if self.index.method() != Method::Scan {
            return None;
        }
        let known = || self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, lanes)) = known().iter().find(|known| known.0 == state) {
            return Some(Arc::clone(lanes));
        }
        let lanes = Arc::new(self.index.lanes(question));
        let mut known = known();
        known.insert(0, (state, Arc::clone(&lanes)));
        known.truncate(PRICES_KEPT);
        Some(lanes)
    }

    /// Asks the index for the cheapest pairs of a row, below a limit if there is one.
    fn ask(
        &self,
        row: Row,
        prices: &Prices,
        limit: Option<Cost>,
        k: usize,
        out: &mut Vec<Candidate>,
    ) -> Bound {
        out.clear();
        self.asked.fetch_add(1, Ordering::Relaxed);
        if let Some(bound) = self.listed(row, prices, k, out) {
            return bound;
        }
        // Columns beyond the end of the prices have price 0.
        let highest = prices.highest();
        let question = Question {
            count: k,
            // To look up a price that everybody has takes as long as to look at the junior.
            prices: if prices.level() == Some(0) {
                &[]
            } else {
                prices
            },
            highest_price: if prices.len() < self.columns() {
                highest.max(0)
            } else {
                highest
            },
            first: first_column(row.index(), self.rows(), self.columns()),
        };
        let floor = limit.map(Cost::saturating_neg);
        let lanes = self.lanes(prices.state(), question);
        FOUND.with_borrow_mut(|found| {
            let bound =
                self.index
                    .best_above(floor, row.index(), question, lanes.as_deref(), found);
            out.extend(found.drain(..).map(candidate));
            bound.map_or(Bound::Complete, |worth| {
                Bound::AtLeast(worth.saturating_neg())
            })
        })
    }

    /// Answers from the lists, if they hold what is asked.
    fn listed(
        &self,
        row: Row,
        prices: &Prices,
        k: usize,
        out: &mut Vec<Candidate>,
    ) -> Option<Bound> {
        let lists = self.lists?;
        let level = prices.level().filter(|_| prices.len() == self.columns())?;
        lists.cheapest(row, level, k, out)
    }
}

impl CostSource for Indexed<'_> {
    fn rows(&self) -> usize {
        self.index.seniors()
    }

    fn columns(&self) -> usize {
        self.index.juniors()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        self.index.score(column.index(), row.index()).map(to_cost)
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        out.clear();
        if row.index() < self.rows() {
            FOUND.with_borrow_mut(|found| {
                // Whoever may not meet anyhow is left out without a look.
                self.index.best(row.index(), Question::all(), found);
                out.extend(found.drain(..).map(candidate));
            });
            out.sort_unstable();
        }
    }

    fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
        self.ask(row, prices, None, k, out)
    }

    fn cheaper(
        &self,
        row: Row,
        prices: &Prices,
        limit: Cost,
        k: usize,
        out: &mut Vec<Candidate>,
    ) -> Bound {
        self.ask(row, prices, Some(limit), k, out)
    }

    fn most_pairs(&self) -> u64 {
        (self.rows() as u64).saturating_mul(self.pairs_of_a_row)
    }

    fn is_indexed(&self) -> bool {
        true
    }

    fn reading_order(&self) -> Option<&[u32]> {
        Some(self.index.seniors_in_order())
    }

    fn cost_range(&self, _rows: Range<usize>) -> Option<(Cost, Cost)> {
        Some((-Score::FULL.get(), 0))
    }
}

fn candidate((junior, score): (usize, Score)) -> Candidate {
    Candidate {
        column: Column::from(u32::try_from(junior).unwrap_or(u32::MAX)),
        cost: to_cost(score),
    }
}

#[cfg(test)]
mod tests {
    use super::Indexed;
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
            let glance = verify_at_a_glance(&Indexed::new(&index), claim).is_ok();
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
