//! Pairs and their proof for programmes of a million people, where not every pair can be looked at.

use super::lowering::{self, Indexed};
use super::memory::Room;
use super::prepared::Prepared;
use super::{Engine, Objective, Pair, VerifyError};
use crate::Error;
use crate::assignment::{
    Assignment, AssignmentError, CertificateError, Column, Row, SeatAssignment,
    SeatCertificateError, Solver, pairs_of_a_list, pairs_of_a_list_within, verify_at_a_glance_with,
    verify_within_at_a_glance_with,
};
use crate::candidates::{CandidateIndex, CandidatesError, Method};
use crate::model::Organisation;
use crate::parallel;
use crate::programme::Programme;
use crate::scoring::Score;
use crate::work::Work;

/// The best pairs of a programme with their proof: what a [`Matching`](super::Matching) says, but for who has none and why, which
/// [`Engine::pairing_statuses`] says of whoever is asked about.
///
/// [`Engine::pairing`] finds it and checks its proof without looking at all pairs; [`Engine::verify_pairing`] checks one that comes from
/// anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Pairing {
    pairs: Vec<Pair>,
    total: i64,
    pub(super) answer: Answer,
    renewals: u64,
    method: Method,
}

/// The assignment behind the pairs: seniors are rows and juniors are columns, both in the order of the lottery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Everybody has one seat a side.
    Single(Assignment),
    Several(SeatAssignment),
}

impl Pairing {
    /// Returns the pairs, in order of senior and junior.
    #[must_use]
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Returns the sum of the scores of all pairs.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.total
    }

    /// Counts how often the best juniors of a senior were asked for again: what contention costs.
    #[must_use]
    pub fn renewals(&self) -> u64 {
        self.renewals
    }

    /// Tells how the best juniors of a senior were found, which is chosen by how many seniors there are.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }
}

/// A programme that asks for pairs alone, compiled once for the search and for its proof.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub(super) prepared: Prepared<'a>,
    has_single_seats: bool,
    pub(super) objective: &'a Objective,
    /// What it may take, if there is a limit.
    room: Option<Room>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(
        engine: &'a Engine,
        organisation: &'a Organisation,
        programme: &'a Programme,
        work: &Work<'_>,
    ) -> Result<Self, Error> {
        if !programme.pins().is_empty() {
            return Err(not_pairable("there are pins"));
        }
        if !programme.groups().is_empty() {
            return Err(not_pairable("there are groups with a floor or a cap"));
        }
        let objective = engine.config().objective();
        if !objective.is_coverage_and_total() {
            return Err(not_pairable(
                "the objective is not coverage and then the total",
            ));
        }
        let room = engine.check_memory(organisation, programme, work)?;
        let prepared = Prepared::compiled(engine.config(), organisation, programme, work)?;
        if prepared.scorer.outline().is_none() {
            return Err(not_pairable("the scores are the platform's own"));
        }
        let has_single_seats = prepared.has_single_seats();
        if !has_single_seats && prepared.any_seats(|capacity, role| capacity.minimum(role) > 0) {
            return Err(not_pairable("somebody has a minimum"));
        }
        Ok(Self {
            prepared,
            has_single_seats,
            objective,
            room,
        })
    }

    pub(super) fn index(&self, work: &Work<'_>) -> Result<CandidateIndex<'_>, Error> {
        let index = self.prepared.index(work)?;
        Ok(index.expect(CRITERIA))
    }

    /// Builds an index that looks at everybody in each question.
    fn scan(&self, work: &Work<'_>) -> Result<CandidateIndex<'_>, Error> {
        let index = self.prepared.scan(work)?;
        Ok(index.expect(CRITERIA))
    }

    /// Counts the juniors that the solver asks for when it asks for those of a senior for the first time.
    pub(super) fn juniors_of_a_list(&self, index: &CandidateIndex<'_>) -> Result<usize, Error> {
        if self.has_single_seats {
            return Ok(pairs_of_a_list(&Indexed::new(index)));
        }
        let limits = lowering::terms(&self.prepared, self.objective)?;
        Ok(pairs_of_a_list_within(&limits))
    }

    /// Finds the best pairs by the answers of a source, and checks their proof by those of the index.
    pub(super) fn best_pairs(
        &self,
        index: &CandidateIndex<'_>,
        source: &Indexed<'_>,
        work: &Work<'_>,
    ) -> Result<Pairing, Error> {
        let answer = self.solve(source, work)?;
        let found = (source.renewals(), index.method());
        self.check(index, &answer, work)?;
        let (pairs, total) = match &answer {
            Answer::Single(proved) => {
                let proof = proved.certificate();
                let (of_seniors, of_juniors) = (proof.row_potentials(), proof.column_potentials());
                // The check has scored each pair, and found that it costs what its two potentials add up to.
                let score = |junior: usize, senior: usize| {
                    Some(Score::new(-(of_seniors[senior] + of_juniors[junior])))
                };
                self.named(score, &answer, work)?
            }
            Answer::Several(_) => {
                let score = |junior, senior| index.score(junior, senior);
                self.named(score, &answer, work)?
            }
        };
        let (renewals, method) = found;
        Ok(Pairing {
            pairs,
            total,
            answer,
            renewals,
            method,
        })
    }

    fn solve(&self, source: &Indexed<'_>, work: &Work<'_>) -> Result<Answer, Error> {
        let mut solver = Solver::new().with_work(work.clone());
        let Some(Room { limit, of_lists }) = self.room else {
            return self.solve_by(&solver, source);
        };
        solver = solver.with_memory_for_lists(of_lists);
        self.solve_by(&solver, source).map_err(|error| match error {
            Error::Assignment(AssignmentError::MemoryOutgrown { .. }) => {
                CandidatesError::MemoryOutgrown { limit }.into()
            }
            error => error,
        })
    }

    fn solve_by(&self, solver: &Solver<'_>, source: &Indexed<'_>) -> Result<Answer, Error> {
        if self.has_single_seats {
            return Ok(Answer::Single(solver.solve_max(source)?));
        }
        let limits = lowering::terms(&self.prepared, self.objective)?;
        let found = solver.solve_within(source, &limits);
        let found = found.map_err(|error| lowering::refused(&self.prepared, error))?;
        Ok(Answer::Several(found))
    }

    /// Checks that there is no better answer, by the best juniors of each senior at its prices.
    fn check(
        &self,
        index: &CandidateIndex<'_>,
        answer: &Answer,
        work: &Work<'_>,
    ) -> Result<(), Error> {
        let not_optimal = |reason: String| VerifyError::NotOptimal { reason }.into();
        let source = Indexed::new(index);
        match answer {
            Answer::Single(found) => {
                let verified = verify_at_a_glance_with(&source, found, work);
                verified.map(drop).map_err(|error| match error {
                    CertificateError::Cancelled(cancelled) => cancelled.into(),
                    error => not_optimal(error.to_string()),
                })
            }
            Answer::Several(found) => {
                let limits = lowering::terms(&self.prepared, self.objective)?;
                let verified = verify_within_at_a_glance_with(&source, &limits, found, work);
                verified.map(drop).map_err(|error| match error {
                    SeatCertificateError::Cancelled(cancelled) => cancelled.into(),
                    error => not_optimal(error.to_string()),
                })
            }
        }
    }

    /// Confirms that a pairing says just what its answer does, by the scores of pairs, junior first.
    fn confirm(
        &self,
        pairing: &Pairing,
        score: impl Fn(usize, usize) -> Option<Score> + Sync + Send,
        work: &Work<'_>,
    ) -> Result<(), Error> {
        let (pairs, total) = self.named(score, &pairing.answer, work)?;
        if pairs == pairing.pairs && total == pairing.total {
            return Ok(());
        }
        let reason = "the pairs are not those that the proof is about".to_owned();
        Err(VerifyError::NotOptimal { reason }.into())
    }

    /// Brings rows and columns back to people, with the scores of pairs, junior first, and their sum.
    fn named(
        &self,
        score: impl Fn(usize, usize) -> Option<Score> + Sync + Send,
        answer: &Answer,
        work: &Work<'_>,
    ) -> Result<(Vec<Pair>, i64), Error> {
        let places: Vec<(Row, Column)> = match answer {
            Answer::Single(found) => found.pairs().collect(),
            Answer::Several(found) => found.pairs().collect(),
        };
        let may_go_on = |done| work.check("naming pairs", done as u64, places.len() as u64);
        let scored = parallel::try_rows(places.len(), may_go_on, |pair, scored| {
            let (senior, junior) = (places[pair].0.index(), places[pair].1.index());
            let score = score(junior, senior);
            scored.extend(score.map(|score| (senior, junior, score)));
        })?;
        may_go_on(places.len())?;
        lowering::named(&self.prepared, scored.into_iter())
    }
}

const CRITERIA: &str = "scores that an index cannot be made of are refused";

fn not_pairable(reason: &'static str) -> Error {
    Error::NotPairable { reason }
}

impl Engine {
    /// Finds the best pairs of a programme that is too large for a look at every pair.
    ///
    /// The pairs are as many, and score as much in total, as those of [`run`](Engine::run); where several sets of pairs are
    /// equally good, it may be another of them. Nobody may have a minimum; there must be no pins and no groups, the
    /// objective must be coverage and then the total, and scores must come from criteria.
    ///
    /// # Algorithm
    ///
    /// The same solver asks a [`CandidateIndex`] for the best few juniors of a senior at the prices of the moment, with a bound for all
    /// others, and again whenever the bound comes to matter. So the optimum is that over all permitted pairs, few of which are ever scored.
    ///
    /// Before the pairs are returned their proof is checked, by code that the solver has no part in: against each senior's best junior at the
    /// final prices, as the same index names it. [`verify_pairing`](Self::verify_pairing) compiles everything anew for that.
    ///
    /// # Complexity
    ///
    /// That of the [index](CandidateIndex), and in the usual case a few dozen scores a senior. Where there are no more juniors than seniors, searches go
    /// through most of the people, which still takes less time than [`run`](Engine::run). Around seniors who cannot be served for
    /// another reason than that, all pairs are looked at.
    ///
    /// # Errors
    ///
    /// [`Error::NotPairable`] if the programme or the configuration asks for more than that; [`Error::Candidates`] if it would take
    /// [more memory than allowed](super::EngineBuilder::memory_limit); otherwise those of [`run`](Engine::run).
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::matching::Engine;
    /// use reverse_mentoring::model::{Organisation, PersonRow};
    /// use reverse_mentoring::programme::{EnrolmentRow, Programme};
    ///
    /// let organisation = Organisation::builder()
    ///     .unit("sales", None)
    ///     .unit("lab", None)
    ///     .person(PersonRow::new("grace").in_unit("sales").at_level(5))
    ///     .person(PersonRow::new("ada").in_unit("lab").at_level(2).with_skill("rust", 4))
    ///     .build()?;
    /// let programme = Programme::builder()
    ///     .enrol(EnrolmentRow::senior("grace").wants("rust"))
    ///     .enrol(EnrolmentRow::junior("ada"))
    ///     .build(&organisation)?;
    /// let engine = Engine::builder().build()?;
    /// let pairing = engine.pairing(&organisation, &programme)?;
    /// assert_eq!(pairing.total(), engine.run(&organisation, &programme)?.total());
    /// engine.verify_pairing(&organisation, &programme, &pairing)?;
    /// engine.audit_pairing(&organisation, &programme, &pairing)?;
    /// # Ok::<(), reverse_mentoring::Error>(())
    /// ```
    pub fn pairing(
        &self,
        organisation: &Organisation,
        programme: &Programme,
    ) -> Result<Pairing, Error> {
        self.pairing_with(organisation, programme, &Work::default())
    }

    /// Finds the best pairs, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`pairing`](Self::pairing), and `Cancelled` if the work was stopped; nothing of it is kept then.
    pub fn pairing_with(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        work: &Work<'_>,
    ) -> Result<Pairing, Error> {
        let ground = Ground::new(self, organisation, programme, work)?;
        let index = ground.index(work)?;
        ground.best_pairs(&index, &Indexed::new(&index), work)
    }

    /// Checks the best pairs against the organisation and the programme, at a glance.
    ///
    /// Every pair is permitted and scores what it says, nobody is in two, and by the prices of the proof no senior has a junior with whom
    /// anything could be gained: for that the index names the best junior of each senior. [`verify`](Self::verify) looks at all pairs instead.
    ///
    /// # Errors
    ///
    /// [`Error::Verify`] with the first thing that does not hold; those of [`pairing`](Self::pairing) if there is nothing to check
    /// against.
    pub fn verify_pairing(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        pairing: &Pairing,
    ) -> Result<(), Error> {
        self.verify_pairing_with(organisation, programme, pairing, &Work::default())
    }

    /// Checks the best pairs, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`verify_pairing`](Self::verify_pairing), and `Cancelled` if the work was stopped.
    pub fn verify_pairing_with(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        pairing: &Pairing,
        work: &Work<'_>,
    ) -> Result<(), Error> {
        let ground = Ground::new(self, organisation, programme, work)?;
        let index = ground.index(work)?;
        ground.check(&index, &pairing.answer, work)?;
        ground.confirm(pairing, |junior, senior| index.score(junior, senior), work)
    }

    /// Checks the best pairs against the organisation and the programme by a look at every pair.
    ///
    /// For each eligible senior all eligible juniors are gone through, by [`Method::Scan`], in bounds that add up all criteria; whoever
    /// might be worth more than the prices of the proof say is looked at closely. So nobody is passed over by a list, and no
    /// junior's bound stands for another's. What people want and offer is read as the index reads it. [`verify_pairing`](Self::verify_pairing) says
    /// the same in a small part of the time; [`run`](Self::run) and [`verify`](Self::verify) share none of this.
    ///
    /// # Complexity
    ///
    /// Each pair once for a senior who has juniors, twice for one who has not, in parallel over seniors: a nanosecond or less for a pair and thread, several
    /// times that under criteria that tell all juniors apart. On two cores half a second for 10,000 seniors and 90,000 juniors, and 35 for ten times
    /// as many of both.
    ///
    /// # Errors
    ///
    /// Those of [`verify_pairing`](Self::verify_pairing).
    pub fn audit_pairing(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        pairing: &Pairing,
    ) -> Result<(), Error> {
        self.audit_pairing_with(organisation, programme, pairing, &Work::default())
    }

    /// Looks at every pair, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`audit_pairing`](Self::audit_pairing), and `Cancelled` if the work was stopped.
    pub fn audit_pairing_with(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        pairing: &Pairing,
        work: &Work<'_>,
    ) -> Result<(), Error> {
        let ground = Ground::new(self, organisation, programme, work)?;
        let index = ground.scan(work)?;
        ground.check(&index, &pairing.answer, work)?;
        let score = |junior, senior| ground.prepared.ask(senior, junior);
        ground.confirm(pairing, score, work)
    }
}
