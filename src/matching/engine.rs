//! The front door: what a platform builds once and runs as often as it likes.

use super::lowering::{self, Outcome};
use super::prepared::Prepared;
use super::statuses::Statuses;
use super::{Changes, Config, ConfigError, Matching, Pair, Record, Rung};
use crate::Error;
use crate::model::Organisation;
use crate::parallel;
use crate::programme::Programme;
use crate::work::Work;

/// Matches programmes: scores every permitted pair, finds the best set of pairs, and proves that none is better.
///
/// An engine holds a configuration and no data. It can be shared between threads and run any number of times; the same
/// organisation, programme and configuration give the same matching on any number of threads.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::matching::{Config, Engine};
/// use reverse_mentoring::model::{Organisation, PersonRow};
/// use reverse_mentoring::programme::{EnrolmentRow, Programme, Role};
///
/// let organisation = Organisation::builder()
///     .unit("company", None)
///     .unit("sales", Some("company"))
///     .unit("lab", Some("company"))
///     .person(PersonRow::new("grace").in_unit("sales").at_level(7))
///     .person(PersonRow::new("ada").in_unit("lab").at_level(2).with_skill("rust", 4))
///     .person(PersonRow::new("linus").in_unit("lab").at_level(9))
///     .build()?;
/// let programme = Programme::builder()
///     .enrol(EnrolmentRow::senior("grace").wants("rust"))
///     .enrol(EnrolmentRow::junior("ada"))
///     .enrol(EnrolmentRow::junior("linus"))
///     .build(&organisation)?;
///
/// let engine = Engine::builder().config(Config::default().with_seed(7)).build()?;
/// let matching = engine.run(&organisation, &programme)?;
/// assert_eq!(matching.pair("grace", Role::Senior).unwrap().junior().as_str(), "ada");
/// // Linus is the more senior of the two and offers nothing that Grace wants.
/// assert_eq!(matching.status("linus", Role::Junior).unwrap().name(), "no_permitted_partner");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Engine {
    config: Config,
    pub(super) memory_limit: Option<u64>,
}

/// Builds an [`Engine`].
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct EngineBuilder {
    config: Config,
    memory_limit: Option<u64>,
}

impl EngineBuilder {
    /// Sets the configuration; without one the documented defaults hold.
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// Sets how many bytes a run or a pairing may take; one that needs more is refused with the bytes it would need.
    ///
    /// For a [run](Engine::run) that is the table of pairs. Its size is known once every pair has been looked at, and the table may take up to three
    /// times as much while it grows.
    ///
    /// A [pairing](Engine::pairing) is refused before anything is taken. What counts is all that it
    /// takes beyond the organisation and the programme at its peak, as foreseen from counts of people, skills and what seniors want together: where
    /// there are several juniors for each senior and many skills, within a quarter. Where seniors outnumber juniors, or most want
    /// what few offer, lists of pairs grow as the search goes on: it stops with
    /// [`CandidatesError::MemoryOutgrown`](crate::candidates::CandidatesError::MemoryOutgrown) when these come to more than is left for them, a tenth of which, and some MiB of
    /// lists that are being made, it may be beyond. What attributes say of skills is not counted. The parts of a pairing, as [shards](Engine::shards) and [components](Engine::components), are held to what the whole takes.
    /// A matching that is [open](Engine::open) for changes is not held to it.
    pub fn memory_limit(mut self, bytes: u64) -> Self {
        self.memory_limit = Some(bytes);
        self
    }

    /// Builds the engine.
    ///
    /// # Errors
    ///
    /// None today; parts that contradict each other will be refused here.
    pub fn build(self) -> Result<Engine, Error> {
        let Self {
            config,
            memory_limit,
        } = self;
        Ok(Engine {
            config,
            memory_limit,
        })
    }
}

impl Engine {
    /// Starts an engine.
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// Returns the configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Matches a programme.
    ///
    /// The rung [`Rung::FewestChanges`] has no say: there is no earlier matching.
    ///
    /// # Complexity
    ///
    /// For `n` eligible seniors and `m` eligible juniors: `O(n·m)` rule checks and scores in parallel, 12 bytes for each
    /// permitted pair, and the assignment of [`Solver::solve_max`](crate::assignment::Solver::solve_max), or of
    /// [`Solver::solve_within`](crate::assignment::Solver::solve_within) where somebody has several seats or a minimum. The rung
    /// [`Rung::WorstOff`] takes one of these more for each time that the number of different scores can be halved.
    ///
    /// # Errors
    ///
    /// [`Error`] if the programme is of another organisation, scores are out of range, the table of pairs needs more
    /// memory than allowed, or minima cannot be met. A programme in which nobody can be matched is a result, not an error.
    pub fn run(
        &self,
        organisation: &Organisation,
        programme: &Programme,
    ) -> Result<Matching, Error> {
        self.run_with(organisation, programme, &Work::default())
    }

    /// Matches a programme, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`run`](Self::run), and `Cancelled` if the work was stopped; nothing of it is kept then.
    pub fn run_with(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        work: &Work<'_>,
    ) -> Result<Matching, Error> {
        self.match_all(organisation, programme, None, work)
    }

    /// Matches a programme again, with the fewest changes against an earlier matching.
    ///
    /// Nothing that comes before [`Rung::FewestChanges`] in the objective is given up: of all matchings that are as good, this is one that
    /// differs from the earlier one in the fewest pairs. People may have joined or left since, and rules, scores, pins and the
    /// configuration may have changed; of the earlier matching only its pairs count. The result carries them, with
    /// [the proof](Changes) that no matching as good is nearer.
    ///
    /// # Algorithm
    ///
    /// The prices that prove one optimal matching say what all of them look like (complementary slackness). Among these, the fewest changes are an
    /// assignment problem of its own over the pairs that are left, with costs of -1 and 1.
    ///
    /// # Complexity
    ///
    /// That of [`run`](Self::run), and one more assignment, of
    /// [`Solver::solve_within`](crate::assignment::Solver::solve_within).
    ///
    /// # Errors
    ///
    /// Those of [`run`](Self::run), and [`ConfigError::NoFewestChanges`] if the objective does not have that rung.
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::matching::{Config, Engine, Objective, Rung};
    /// use reverse_mentoring::model::{Organisation, PersonRow};
    /// use reverse_mentoring::programme::{EnrolmentRow, PinKind, Programme, Role};
    ///
    /// let organisation = Organisation::builder()
    ///     .unit("sales", None)
    ///     .unit("lab", None)
    ///     .person(PersonRow::new("grace").in_unit("sales").at_level(5))
    ///     .person(PersonRow::new("ada").in_unit("lab").at_level(2).with_skill("rust", 4))
    ///     .person(PersonRow::new("tim").in_unit("lab").at_level(2).with_skill("rust", 4))
    ///     .build()?;
    /// let programme = Programme::builder()
    ///     .enrol(EnrolmentRow::senior("grace").wants("rust"))
    ///     .enrol(EnrolmentRow::junior("ada"))
    ///     .enrol(EnrolmentRow::junior("tim"));
    /// let ladder = [Rung::SeniorsCovered, Rung::Total, Rung::FewestChanges];
    /// let config = Config::default().with_objective(Objective::new(ladder)?);
    /// let engine = Engine::builder().config(config).build()?;
    ///
    /// // Ada and Tim are as good as one another, so whoever it was stays.
    /// for kept in ["ada", "tim"] {
    ///     let pinned = programme.clone().pin(PinKind::Forced, kept, "grace").build(&organisation)?;
    ///     let earlier = engine.run(&organisation, &pinned)?;
    ///     let programme = programme.clone().build(&organisation)?;
    ///     let matching = engine.run_after(&organisation, &programme, &earlier)?;
    ///     assert_eq!(matching.pair("grace", Role::Senior).unwrap().junior().as_str(), kept);
    ///     assert_eq!(engine.verify(&organisation, &programme, &matching)?.changes(), Some(0));
    /// }
    /// # Ok::<(), reverse_mentoring::Error>(())
    /// ```
    pub fn run_after(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        earlier: &Matching,
    ) -> Result<Matching, Error> {
        self.run_after_with(organisation, programme, earlier, &Work::default())
    }

    /// Matches a programme again, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`run_after`](Self::run_after), and `Cancelled` if the work was stopped; nothing of it is kept then.
    pub fn run_after_with(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        earlier: &Matching,
        work: &Work<'_>,
    ) -> Result<Matching, Error> {
        let objective = self.config.objective();
        if !objective.has(Rung::FewestChanges) {
            let rungs = objective.names();
            return Err(ConfigError::NoFewestChanges { rungs }.into());
        }
        self.match_all(organisation, programme, Some(earlier), work)
    }

    pub(super) fn match_all(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        earlier: Option<&Matching>,
        work: &Work<'_>,
    ) -> Result<Matching, Error> {
        let prepared = self.prepare(organisation, programme, work)?;
        let earlier = earlier.map(|earlier| Changes::in_order(earlier.pairs()));
        let earlier = earlier.as_deref();
        let (outcome, record) = parallel::join(
            || lowering::solve(&prepared, self.config.objective(), earlier, work),
            || Record::open(self, organisation, programme, earlier),
        );
        self.finish(&prepared, &outcome?, earlier, record)
    }

    /// Brings what was found back to people, with a status for everyone, and the proofs; pairs of an earlier matching are in order.
    pub(super) fn finish(
        &self,
        prepared: &Prepared<'_>,
        outcome: &Outcome,
        earlier: Option<&[Pair]>,
        record: Record,
    ) -> Result<Matching, Error> {
        let objective = self.config.objective();
        let (pairs, total) = outcome.pairs(prepared)?;
        let Statuses { seats, hall_sets } = Statuses::find(prepared, objective, outcome);
        let mut matching = Matching {
            pairs,
            seats,
            hall_sets,
            total,
            resolution: prepared.table.resolution(),
            worths: Vec::new(),
            groups: Vec::new(),
            coverage: Vec::new(),
            worst_off: None,
            changes: None,
            record,
        };
        for (stage, proved) in &outcome.stages {
            matching.add_proof(prepared, *stage, proved, earlier);
        }
        Ok(matching.with_closed_record())
    }

    pub(super) fn prepare<'a>(
        &self,
        organisation: &'a Organisation,
        programme: &'a Programme,
        work: &Work<'_>,
    ) -> Result<Prepared<'a>, Error> {
        Prepared::new(
            &self.config,
            self.memory_limit,
            organisation,
            programme,
            work,
        )
    }
}
