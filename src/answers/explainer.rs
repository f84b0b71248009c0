//! The one who answers.

use super::{Objection, Why, WhyNot, WhyUnmatched};
use crate::Error;
use crate::matching::{Engine, Matching, Pair, WorstOff};
use crate::model::{Organisation, PersonId};
use crate::programme::{Participant, Pin, Programme, Role};
use crate::rules::{Rules, Violation};
use crate::scoring::{Floor, Score, Scorer, Standing};

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
    pub(super) engine: Engine,
    pub(super) organisation: &'a Organisation,
    pub(super) programme: &'a Programme,
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
            engine: engine.clone(),
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

    /// Says why two people are not a pair of a matching, however good they look: the rule that bars it, or what the matching would lose.
    ///
    /// The loss is a bound that the proof of optimality gives at once; [`with_pair`](Self::with_pair) finds it exactly, by a second run.
    /// `None` if the two are a pair, or one of them does not take part.
    ///
    /// # Complexity
    ///
    /// Linear in the size of the matching.
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::answers::{Explainer, Objection};
    /// use reverse_mentoring::matching::{Config, Engine};
    /// use reverse_mentoring::model::{Organisation, PersonRow};
    /// use reverse_mentoring::programme::{EnrolmentRow, Programme};
    /// use reverse_mentoring::rules::RuleSet;
    /// use reverse_mentoring::scoring::{OwnScores, Scoring};
    ///
    /// let people = ["ada", "tim", "grace", "alan"];
    /// let organisation = people.iter().fold(Organisation::builder(), |builder, id| builder.person(PersonRow::new(*id)));
    /// let organisation = organisation.build()?;
    /// let programme = Programme::builder()
    ///     .enrol(EnrolmentRow::junior("ada"))
    ///     .enrol(EnrolmentRow::junior("tim"))
    ///     .enrol(EnrolmentRow::senior("grace"))
    ///     .enrol(EnrolmentRow::senior("alan"))
    ///     .build(&organisation)?;
    /// // With Grace and with Alan: Ada 9 and 8, Tim 7 and 1.
    /// let scores = [9, 8, 7, 1].map(Some).to_vec();
    /// let scores = OwnScores::integer_matrix(["ada", "tim"], ["grace", "alan"], scores)?;
    /// let config = Config::default().with_rules(RuleSet::new([])?).with_scoring(Scoring::own(scores));
    /// let engine = Engine::builder().config(config).build()?;
    /// let matching = engine.run(&organisation, &programme)?;
    ///
    /// // Ada and Grace are the best pair there is.
    /// let explainer = Explainer::new(&engine, &organisation, &programme)?;
    /// let why_not = explainer.why_not(&matching, &"ada".into(), &"grace".into()).expect("no pair");
    /// assert!(matches!(why_not.objection(), Objection::Loss { .. }));
    /// // But 9 and 1 are less than 8 and 7.
    /// let with_pair = explainer.with_pair(&"ada".into(), &"grace".into())?;
    /// assert_eq!((matching.total(), with_pair.total()), (15, 10));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn why_not(
        &self,
        matching: &Matching,
        junior: &PersonId,
        senior: &PersonId,
    ) -> Option<WhyNot> {
        let (j, s) = (
            self.participant(junior, Role::Junior)?,
            self.participant(senior, Role::Senior)?,
        );
        // Ids of posts become those of the people.
        let [junior, senior] = [j, s].map(|of| self.organisation[of.person()].id());
        let mut pairs = matching.pairs_of(junior.as_str(), Role::Junior);
        if pairs.any(|pair| pair.senior() == senior) {
            return None;
        }
        // Float scores are on the grid of the matching.
        let standing = match matching.resolution() {
            Some(resolution) => self.scorer.standing_on(resolution, j, s),
            None => self.scorer.standing(j, s),
        };
        let score = match standing {
            Standing::Unscored => None,
            Standing::BelowMinimum(score) | Standing::Kept(score) => Some(score),
            Standing::BelowFloor(_) => self.scorer.score(j, s),
        };
        let objection = self.objection(matching, [j, s], standing)?;
        Some(WhyNot::new(matching, [junior, senior], score, objection))
    }

    fn objection(
        &self,
        matching: &Matching,
        [junior, senior]: [&Participant; 2],
        standing: Standing,
    ) -> Option<Objection> {
        let pin = self.programme.pin(junior.person(), senior.person());
        if let Some(pin) = pin.filter(|pin| !pin.kind().is_made()) {
            return Some(Objection::Forbidden(*pin));
        }
        let violations = self.rules.violations(junior, senior);
        if !violations.is_empty() {
            return Some(Objection::Barred(violations));
        }
        let score = match standing {
            Standing::Unscored => return Some(Objection::NoScore),
            Standing::BelowMinimum(_) => {
                let minimum = self.scorer.minimum_score().unwrap_or_default();
                return Some(Objection::BelowMinimum(minimum));
            }
            Standing::BelowFloor(floor) => return Some(Objection::BelowFloor(floor)),
            Standing::Kept(score) => score,
        };
        for (role, who) in [(Role::Junior, junior), (Role::Senior, senior)] {
            let made = self.programme.pins().iter().filter(|pin| {
                let person = match role {
                    Role::Junior => pin.junior(),
                    Role::Senior => pin.senior(),
                };
                pin.kind().is_made() && person == who.person()
            });
            if made.count() >= who.capacity().on(role) as usize {
                let person = self.organisation[who.person()].id().clone();
                return Some(Objection::SeatsPinned { person, role });
            }
        }
        if let Some(least) = matching.worst_off().map(WorstOff::score)
            && score < least
        {
            return Some(Objection::BelowWorstOff(least));
        }
        let worth = |who: &Participant, role| {
            let person = self.organisation[who.person()].id();
            let mut worths = matching.worths().iter();
            worths.find(|worth| worth.role == role && worth.person == *person)
        };
        let (junior, senior) = (worth(junior, Role::Junior)?, worth(senior, Role::Senior)?);
        Some(Objection::priced(junior, senior, score))
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
