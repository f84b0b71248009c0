//! A matching that is kept open for late changes.

use super::late::{Anew, Late, Touched, goes_on};
use super::lowering::{self, Asked, Lowered};
use super::prepared::Prepared;
use super::{Changes, Engine, Matching, Record, Rung};
use crate::Error;
use crate::assignment::{Assignment, Change, RunningProof, Solver, WarmStart};
use crate::model::{Organisation, PersonIndex};
use crate::parallel;
use crate::programme::{Programme, Role};
use crate::scoring::Score;
use crate::work::Work;

/// A matching with what the engine knows of how it came about, so that a late change costs a small part of a run.
///
/// People join and leave, decline partners, and change their minds. [`Self::change`] takes the programme as it is now, finds out who differs, scores
/// the pairs of those people alone, and goes on from the prices of before: the new matching is as good as that of a
/// run, by a proof that is checked where the change may have undone it. Nothing is claimed by the caller.
///
/// Of several matchings that are as good, a change may end in another one than a run would. Its record says what went in, as ever;
/// a replay finds another matching then, and says so.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::matching::{Engine, Way};
/// use reverse_mentoring::model::{Organisation, PersonRow};
/// use reverse_mentoring::programme::{EnrolmentRow, PinKind, Programme, Role};
///
/// let organisation = Organisation::builder()
///     .unit("sales", None)
///     .unit("lab", None)
///     .person(PersonRow::new("grace").in_unit("sales").at_level(5))
///     .person(PersonRow::new("ada").in_unit("lab").at_level(2).with_skill("rust", 4))
///     .person(PersonRow::new("tim").in_unit("lab").at_level(2).with_skill("rust", 2))
///     .build()?;
/// let monday = Programme::builder()
///     .enrol(EnrolmentRow::senior("grace").wants_at("rust", 1, 4))
///     .enrol(EnrolmentRow::junior("ada"))
///     .enrol(EnrolmentRow::junior("tim"));
/// let engine = Engine::builder().build()?;
/// let mut open = engine.open(&organisation, &monday.clone().build(&organisation)?)?;
/// assert_eq!(open.matching().pair("grace", Role::Senior).unwrap().junior().as_str(), "ada");
///
/// // Grace declines Ada.
/// let tuesday = monday.pin(PinKind::Forbidden, "ada", "grace").build(&organisation)?;
/// let late = open.change(&organisation, &tuesday)?;
/// assert_eq!((late.way(), late.people()), (Way::WentOn, 1));
/// assert_eq!(open.matching().pair("grace", Role::Senior).unwrap().junior().as_str(), "tim");
/// assert_eq!(engine.verify(&organisation, &tuesday, open.matching())?.pairs(), 1);
/// # Ok::<(), reverse_mentoring::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct OpenMatching {
    engine: Engine,
    programme: Programme,
    matching: Matching,
    /// Why there is none, where the engine does not go on.
    known: Result<Known, Anew>,
}

/// What the engine knows of a matching.
#[derive(Clone, Debug)]
struct Known {
    warm: WarmStart,
    proof: RunningProof,
    /// Who has which place: of juniors, then of seniors.
    people: [Vec<PersonIndex>; 2],
}

impl OpenMatching {
    /// Returns the matching as it is now.
    pub fn matching(&self) -> &Matching {
        &self.matching
    }

    /// Closes the matching.
    pub fn into_matching(self) -> Matching {
        self.matching
    }

    /// Matches again after a late change: with the programme as it is now.
    ///
    /// Where the objective has [`Rung::FewestChanges`], the result has the fewest changes against the matching of before, with the
    /// proof. Where it has not, a change moves whoever is on a shortest way to the new optimum, which is few people, and not
    /// the fewest for certain.
    ///
    /// # Algorithm
    ///
    /// Participants, blocks, past pairs and pins are compared with those of before. Whoever differs has their pairs scored anew; of others the
    /// search and the proof ask a [`CandidateIndex`](crate::candidates::CandidateIndex) for the best few pairs at the prices of the moment; no table is
    /// made. The assignment goes on by [`Solver::go_on_max`], and [`RunningProof`] checks it.
    ///
    /// # Complexity
    ///
    /// `O(n + m)` for people, their rules and criteria, the index over the juniors, the scores of `n + m` pairs for each person who differs,
    /// and a question to the index for each of some others whose prices move. Whoever has no pair is scored with everybody, for their status. [`Late::way`] says where it is a full run instead.
    ///
    /// # Errors
    ///
    /// Those of [`Engine::run`]; the matching is then what it was. [`Error::Proof`] if the proof of the new matching fails,
    /// which no input should bring about.
    pub fn change(
        &mut self,
        organisation: &Organisation,
        programme: &Programme,
    ) -> Result<Late, Error> {
        self.change_with(organisation, programme, &Work::default())
    }

    /// Matches again after a late change, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`change`](Self::change), and `Cancelled` if the work was stopped.
    pub fn change_with(
        &mut self,
        organisation: &Organisation,
        programme: &Programme,
        work: &Work<'_>,
    ) -> Result<Late, Error> {
        let touched = Touched::find(self.engine.config(), &self.programme, programme);
        let way = match touched {
            Ok(touched) => self.go_on(organisation, programme, &touched, work)?,
            Err(reason) => Err(reason),
        };
        let reason = match way {
            Ok(late) => return Ok(late),
            Err(reason) => reason,
        };
        let earlier = &self.matching;
        let rung = self.engine.config().objective().has(Rung::FewestChanges);
        let earlier = rung.then_some(earlier);
        *self = self
            .engine
            .open_after(organisation, programme, earlier, work)?;
        Ok(Late::anew(reason))
    }

    /// Goes on from what is known, or says why not.
    fn go_on(
        &mut self,
        organisation: &Organisation,
        programme: &Programme,
        touched: &Touched,
        work: &Work<'_>,
    ) -> Result<Result<Late, Anew>, Error> {
        let config = self.engine.config();
        if let Err(reason) = &self.known {
            return Ok(Err(*reason));
        }
        let mut prepared = Prepared::without_table(config, organisation, programme, work)?;
        if !prepared.has_single_seats() {
            return Ok(Err(Anew::SeveralSeats));
        }
        // From here on half a change leaves nothing to go on from.
        let mut known = match std::mem::replace(&mut self.known, Err(Anew::Interrupted)) {
            Ok(known) => known,
            Err(reason) => return Ok(Err(reason)),
        };
        let people = [Role::Junior, Role::Senior].map(|role| prepared.people(role).collect());
        let change = touched.change(&known.people, &people);
        let Some(index) = prepared.index(work)? else {
            return Ok(Err(Anew::Scores));
        };
        let source = Asked::new(&prepared, &index);
        let changes = config.objective().has(Rung::FewestChanges);
        let earlier = changes.then(|| Changes::in_order(self.matching.pairs()));
        let earlier = earlier.as_deref();
        let solver = Solver::new().with_work(work.clone());
        let (went_on, record) = parallel::join(
            || solver.go_on_max(&source, &change, &mut known.warm),
            || Record::open(&self.engine, organisation, programme, earlier),
        );
        if !went_on? {
            return Ok(Err(Anew::Block));
        }
        let assignment = known.warm.assignment();
        let verified = known
            .proof
            .follow(&source, assignment.clone(), &change)
            .map_err(Error::Proof)?;
        let mut pairs = pairs_at_hand(&prepared, assignment, work)?;
        if changes {
            // The matchings that are as good have no other pairs than these.
            let tight = known.proof.tight_pairs(&source).into_iter();
            pairs.extend(tight.map(|(row, pair)| {
                let score = Score::new(pair.cost.saturating_neg());
                (row.index(), pair.column.into(), score)
            }));
        }
        prepared.set_table(pairs);
        let objective = config.objective();
        let outcome = lowering::solve_from(&prepared, objective, earlier, Some(assignment), work)?;
        self.matching = self.engine.finish(&prepared, &outcome, earlier, record)?;
        self.programme = programme.clone();
        self.known = Ok(Known { people, ..known });
        let late = Late::went_on(touched.len(), verified.pairs_checked());
        Ok(Ok(late))
    }
}

/// Lists the pairs that statuses speak of: those that are made, and all of whoever is in none.
fn pairs_at_hand(
    prepared: &Prepared<'_>,
    assignment: &Assignment,
    work: &Work<'_>,
) -> Result<Vec<(usize, u32, Score)>, Error> {
    let found = assignment.pairs();
    let found = found.map(|(row, column)| (row.index(), column.into()));
    let of_seniors = prepared.pins.merge(prepared.places(Role::Senior), found);
    let made: Vec<_> = of_seniors.pairs().collect();
    let scored = parallel::map(made.len(), |pair| {
        let (senior, junior) = made[pair];
        let score = prepared.ask(senior, junior)?;
        Some((senior, u32::try_from(junior).ok()?, score))
    });
    let mut pairs: Vec<_> = scored.into_iter().flatten().collect();
    let of_juniors = of_seniors.turned_around(prepared.places(Role::Junior));
    for (role, partners) in [(Role::Junior, &of_juniors), (Role::Senior, &of_seniors)] {
        let idle = (0..prepared.places(role)).filter(|&place| partners.of(place).is_empty());
        pairs.extend(prepared.ask_all(role, &idle.collect::<Vec<_>>(), work)?);
    }
    Ok(pairs)
}

impl Engine {
    /// Matches a programme, and keeps what late changes need.
    ///
    /// The matching is that of [`run`](Self::run). The rest takes another look at every pair, and some kilobytes for each senior; nothing is
    /// kept, and each change is a run, where [`Late::way`] says that it would be.
    ///
    /// # Errors
    ///
    /// Those of [`run`](Self::run).
    pub fn open(
        &self,
        organisation: &Organisation,
        programme: &Programme,
    ) -> Result<OpenMatching, Error> {
        self.open_with(organisation, programme, &Work::default())
    }

    /// Matches a programme and keeps what late changes need, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open), and `Cancelled` if the work was stopped.
    pub fn open_with(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        work: &Work<'_>,
    ) -> Result<OpenMatching, Error> {
        self.open_after(organisation, programme, None, work)
    }

    fn open_after(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        earlier: Option<&Matching>,
        work: &Work<'_>,
    ) -> Result<OpenMatching, Error> {
        let prepared = self.prepare(organisation, programme, work)?;
        let objective = self.config().objective();
        let earlier = earlier.map(|earlier| Changes::in_order(earlier.pairs()));
        let earlier = earlier.as_deref();
        let goes_on = goes_on(self.config(), programme).and_then(|()| {
            let single = prepared.has_single_seats();
            single.then_some(()).ok_or(Anew::SeveralSeats)
        });
        let (outcome, known) = if let Err(reason) = goes_on {
            (
                lowering::solve(&prepared, objective, earlier, work)?,
                Err(reason),
            )
        } else {
            let source = Lowered::new(&prepared, None);
            let solver = Solver::new().with_work(work.clone());
            let mut warm = WarmStart::default();
            solver.resume_max(&source, &Change::default(), &mut warm)?;
            solver.prepare(&source, &mut warm)?;
            let assignment = warm.assignment();
            let (proof, _) = RunningProof::of(&source, assignment.clone()).map_err(Error::Proof)?;
            let outcome =
                lowering::solve_from(&prepared, objective, earlier, Some(assignment), work)?;
            let people = [Role::Junior, Role::Senior].map(|role| prepared.people(role).collect());
            let known = Known {
                warm,
                proof,
                people,
            };
            (outcome, Ok(known))
        };
        let record = Record::open(self, organisation, programme, earlier);
        Ok(OpenMatching {
            matching: self.finish(&prepared, &outcome, earlier, record)?,
            engine: self.clone(),
            programme: programme.clone(),
            known,
        })
    }
}
