//! The one who answers.

use super::{Why, WhyUnmatched};
use crate::Error;
use crate::matching::{Engine, Matching, Pair};
use crate::model::{Organisation, PersonId};
use crate::programme::{Participant, Pin, Programme, Role};
use crate::rules::{Rules, Violation};
use crate::scoring::{Floor, Score, Scorer};

/// Answers questions about pairs and people of a programme, under the configuration of an engine.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::answers::Explainer;
/// use reverse_mentoring::matching::Engine;
/// use reverse_mentoring::model::{Organisation, PersonRow};
/// use reverse_mentoring::programme::{EnrolmentRow, Programme, Role};
///
/// let organisation = Organisation::builder()
///     .unit("company", None)
///     .unit("sales", Some("company"))
///     .unit("lab", Some("company"))
///     .person(PersonRow::new("grace").in_unit("sales").at_level(5))
///     .person(PersonRow::new("ada").in_unit("lab").at_level(2).with_skill("rust", 4))
///     .build()?;
/// let programme = Programme::builder()
///     .enrol(EnrolmentRow::senior("grace").wants("rust"))
///     .enrol(EnrolmentRow::junior("ada"))
///     .build(&organisation)?;
/// let engine = Engine::builder().build()?;
/// let matching = engine.run(&organisation, &programme)?;
///
/// let explainer = Explainer::new(&engine, &organisation, &programme)?;
/// let why = explainer.why(&matching.pairs()[0]).expect("both take part");
/// assert_eq!(why.score(), matching.pairs()[0].score());
/// assert!(why.to_string().contains("sales"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Explainer<'a> {
    organisation: &'a Organisation,
    programme: &'a Programme,
    rules: Rules<'a>,
    scorer: Scorer<'a>,
}

impl<'a> Explainer<'a> {
    /// Makes ready to answer.
    ///
    /// # Errors
    ///
    /// [`Error`] where the engine could not run this programme either.
    pub fn new(
        engine: &Engine,
        organisation: &'a Organisation,
        programme: &'a Programme,
    ) -> Result<Self, Error> {
        let config = engine.config();
        let rules = Rules::on_day(config.rules(), organisation, programme, config.run_day())?;
        let scorer = Scorer::on_day(config.scoring(), organisation, programme, config.run_day())?;
        Ok(Self {
            organisation,
            programme,
            rules,
            scorer,
        })
    }

    /// Says why a pair has its score, or `None` if one of the two does not take part or the pair has no score.
    #[must_use]
    pub fn why(&self, pair: &Pair) -> Option<Why> {
        let junior = self.participant(pair.junior(), Role::Junior)?;
        let senior = self.participant(pair.senior(), Role::Senior)?;
        let breakdown = self.scorer.breakdown(junior, senior)?;
        Some(Why::new(
            pair.junior().clone(),
            pair.senior().clone(),
            breakdown,
            self.programme
                .pin(junior.person(), senior.person())
                .copied(),
        ))
    }

    /// Returns what people have decided of a pair; `None` where nothing is, or where one of the two does not take part.
    #[must_use]
    pub fn pin(&self, junior: &PersonId, senior: &PersonId) -> Option<&'a Pin> {
        let junior = self.participant(junior, Role::Junior)?;
        let senior = self.participant(senior, Role::Senior)?;
        self.programme.pin(junior.person(), senior.person())
    }

    /// Returns the score two people would have as a pair, whether the rules permit it or not; `None` if one of the two does
    /// not take part or the pair has no score.
    #[must_use]
    pub fn score(&self, junior: &PersonId, senior: &PersonId) -> Option<Score> {
        let junior = self.participant(junior, Role::Junior)?;
        let senior = self.participant(senior, Role::Senior)?;
        self.scorer.score(junior, senior)
    }

    /// Says which rules bar two people from being a pair, or `None` if one of the two does not take part.
    ///
    /// The list is empty where the pair is permitted.
    #[must_use]
    pub fn barriers(&self, junior: &PersonId, senior: &PersonId) -> Option<Vec<Violation>> {
        let junior = self.participant(junior, Role::Junior)?;
        let senior = self.participant(senior, Role::Senior)?;
        Some(self.rules.violations(junior, senior))
    }

    /// Returns the floor that two people would not reach as a pair, where there is one; `None` too if one of the two does not
    /// take part.
    #[must_use]
    pub fn missed_floor(&self, junior: &PersonId, senior: &PersonId) -> Option<Floor> {
        let junior = self.participant(junior, Role::Junior)?;
        let senior = self.participant(senior, Role::Senior)?;
        self.scorer.missed_floor(junior, senior)
    }

    /// Says why a person has no pair on a side, or seats left; `None` if all their seats are filled or they did not enrol there.
    #[must_use]
    pub fn why_unmatched<'m>(
        &self,
        matching: &'m Matching,
        person: &PersonId,
        role: Role,
    ) -> Option<WhyUnmatched<'m>> {
        WhyUnmatched::find(matching, person, role)
    }

    fn participant(&self, person: &PersonId, role: Role) -> Option<&'a Participant> {
        let person = self.organisation.person(person.as_str())?;
        self.programme
            .participant(person.index())
            .filter(|found| found.takes_part_as(role))
    }
}
