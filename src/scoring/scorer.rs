//! A scoring compiled for one programme: the score of a pair in tens of nanoseconds.

use super::breakdown::{Breakdown, Contribution, Evidence};
use super::class::CompiledClass;
use super::class_table::{ClassTable, Tabled};
use super::compiled::{Faults, Setting, person};
use super::floor::{Brought, Floors};
use super::narrow::NarrowProduct;
use super::own::{CompiledOwn, OwnScore};
use super::pairs::CompiledPairs;
use super::policy::Method;
use super::product::CompiledProduct;
use super::{
    Criterion, Floor, OwnScores, Points, Resolution, Score, Scoring, ScoringError, ScoringFault,
};
use crate::model::{Organisation, PersonId};
use crate::parallel;
use crate::programme::{Participant, Programme, Role};
use crate::work::{COMPILING, Work};

/// Scores the pairs of one programme.
///
/// Participants are those of this programme; one of another is scored as the participant who has the position here, or
/// as a person of whom nothing is known.
///
/// # Complexity
///
/// With criteria, a score takes constant time for all class terms together, the logarithm of the list for an exception, and for
/// `a` wants and `b` offers `O(min(a, b) · log(max(a, b)))`; it allocates nothing unless a senior has more
/// than 32 targets. Own scores take what the platform takes.
#[derive(Debug)]
pub struct Scorer<'a> {
    organisation: &'a Organisation,
    pub(super) method: Compiled<'a>,
    minimum: Option<Score>,
    floors: Floors,
    resolution: Option<Resolution>,
}

/// How a pair stands to the minimum score.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Standing {
    Unscored,
    BelowMinimum(Score),
    BelowFloor(Floor),
    Kept(Score),
}

#[derive(Debug)]
pub(super) enum Compiled<'a> {
    Criteria(Criteria<'a>),
    Own(CompiledOwn<'a>),
}

#[derive(Debug)]
pub(super) struct Criteria<'a> {
    pub(super) terms: Vec<Term<'a>>,
    /// What class terms and narrow products give, as far as tables hold it.
    pub(super) tables: Vec<ClassTable>,
    /// The terms that are asked pair by pair.
    pub(super) asked: Vec<usize>,
    /// The product that weighs most of those in which the senior learns; it is asked.
    pub(super) lead: Option<usize>,
    /// The weights of the products in which the senior and in which the junior learns.
    learning: [i64; 2],
}

#[derive(Debug)]
pub(super) struct Term<'a> {
    name: String,
    pub(super) weight: u32,
    pub(super) criterion: CompiledCriterion<'a>,
}

#[derive(Debug)]
pub(super) enum CompiledCriterion<'a> {
    Class(Box<CompiledClass<'a>>),
    Product(Box<CompiledProduct<'a>>),
    Pairs(CompiledPairs),
}

impl<'a> Scorer<'a> {
    /// Compiles a scoring for a programme of an organisation, where it does not matter which day it is.
    ///
    /// # Errors
    ///
    /// As [`Self::on_day`].
    pub fn new(
        scoring: &Scoring,
        organisation: &'a Organisation,
        programme: &'a Programme,
    ) -> Result<Self, ScoringError> {
        Self::on_day(scoring, organisation, programme, None)
    }

    /// Compiles a scoring for a programme of an organisation on a day, in whole days since 1970-01-01.
    ///
    /// # Errors
    ///
    /// [`ScoringError::OtherOrganisation`] if the programme was checked against another organisation;
    /// [`ScoringError::Faults`] lists who or what is named and unknown, of the wrong type or named twice, and criteria that
    /// count days where no day is given; [`ScoringError::UnitDistances`] if too many units have lateral links.
    pub fn on_day(
        scoring: &Scoring,
        organisation: &'a Organisation,
        programme: &'a Programme,
        run_day: Option<i32>,
    ) -> Result<Self, ScoringError> {
        Self::on_day_with(scoring, organisation, programme, run_day, &Work::default())
    }

    /// Compiles a scoring, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`Self::on_day`], and [`ScoringError::Cancelled`] if the work was stopped.
    pub fn on_day_with(
        scoring: &Scoring,
        organisation: &'a Organisation,
        programme: &'a Programme,
        run_day: Option<i32>,
        work: &Work<'_>,
    ) -> Result<Self, ScoringError> {
        let setting = Setting {
            organisation,
            programme,
            run_day,
        };
        setting.check()?;
        let method = match &scoring.method {
            Method::Own(own) => {
                let mut faults = Vec::new();
                check_floors(&scoring.floors, &[], &mut faults);
                ScoringError::check(faults)?;
                Compiled::Own(CompiledOwn::new(own, organisation, programme)?)
            }
            Method::Criteria(criteria, weights) => {
                let mut faults = Vec::new();
                let compiled = parallel::map(criteria.len(), |place| {
                    let mut faults = Vec::new();
                    let criterion =
                        CompiledCriterion::new(&criteria[place], setting, &mut faults, work);
                    (criterion, faults)
                });
                let mut terms = Vec::with_capacity(compiled.len());
                for ((criterion, found), (name, weight)) in compiled.into_iter().zip(weights.iter())
                {
                    faults.extend(found);
                    terms.push(Term {
                        name: name.to_owned(),
                        weight,
                        criterion: criterion?,
                    });
                }
                work.check(COMPILING, 0, 1)?;
                check_floors(&scoring.floors, &terms, &mut faults);
                ScoringError::check(faults)?;
                let criteria = Criteria::new(terms, programme.participants(), work);
                work.check(COMPILING, 1, 1)?;
                Compiled::Criteria(criteria)
            }
        };
        let has_floats = matches!(&method, Compiled::Own(own) if own.has_floats());
        Ok(Self {
            organisation,
            method,
            minimum: scoring.minimum,
            floors: scoring.floors,
            resolution: has_floats.then(Resolution::whole),
        })
    }

    /// Puts float scores on a grid; without floats it changes nothing.
    ///
    /// A new scorer takes whole numbers. The grid that fits is found by whoever has seen all scores.
    #[must_use]
    pub fn with_resolution(mut self, resolution: Resolution) -> Self {
        self.resolution = self.resolution.map(|_| resolution);
        self
    }

    /// Returns the grid of float scores; integers have none.
    #[must_use]
    pub fn resolution(&self) -> Option<Resolution> {
        self.resolution
    }

    /// Returns the score of a pair, or `None` where a platform gives none.
    #[must_use]
    pub fn score(&self, junior: &Participant, senior: &Participant) -> Option<Score> {
        match &self.method {
            Compiled::Criteria(criteria) => Some(Score::new(criteria.score(junior, senior))),
            Compiled::Own(own) => match own.score(junior, senior)? {
                OwnScore::Integer(score) => Some(Score::new(score)),
                OwnScore::Float(score) => self.on_grid(score),
            },
        }
    }

    /// Returns the score of a pair, taken apart, or `None` where a platform gives none.
    #[must_use]
    pub fn breakdown(&self, junior: &Participant, senior: &Participant) -> Option<Breakdown> {
        let contributions = match &self.method {
            Compiled::Criteria(criteria) => {
                let terms = criteria.terms.iter();
                terms
                    .map(|term| term.contribution(junior, senior))
                    .collect()
            }
            Compiled::Own(_) => vec![Contribution {
                criterion: OwnScores::NAME.to_owned(),
                weight: 1,
                points: self.score(junior, senior)?.get(),
                directions: [0, 0],
                evidence: Evidence::OwnScore,
            }],
        };
        Some(Breakdown { contributions })
    }

    /// Returns the score below which a pair is as good as absent.
    ///
    /// For float scores it is stated in steps of their grid, as they are.
    #[must_use]
    pub fn minimum_score(&self) -> Option<Score> {
        match self.resolution {
            None => self.minimum,
            Some(_) => self.on_grid(self.minimum_float()?),
        }
    }

    /// Checks that a pair is still scored as it was.
    ///
    /// # Errors
    ///
    /// [`ScoringError::ScorerNotDeterministic`] if it is not.
    pub fn confirm(
        &self,
        junior: &Participant,
        senior: &Participant,
        before: Option<Score>,
    ) -> Result<(), ScoringError> {
        let now = self.score(junior, senior);
        if now == before {
            return Ok(());
        }
        let id = |participant| match person(self.organisation, participant) {
            Some(person) => person.id().clone(),
            None => PersonId::new(""),
        };
        Err(ScoringError::ScorerNotDeterministic {
            junior: id(junior),
            senior: id(senior),
            first: before,
            second: now,
        })
    }

    /// Scores a pair and compares it with the minimum, float scores before they are put on the grid.
    pub(crate) fn standing(&self, junior: &Participant, senior: &Participant) -> Standing {
        let (score, is_below) = if self.resolution.is_some() {
            let float = self.float(junior, senior);
            let is_below = float < self.minimum_float();
            (float.and_then(|float| self.on_grid(float)), is_below)
        } else {
            let score = self.score(junior, senior);
            (score, score < self.minimum)
        };
        match score {
            None => Standing::Unscored,
            Some(score) if is_below => Standing::BelowMinimum(score),
            Some(score) => match self.missed_floor_at(score, junior, senior) {
                Some(floor) => Standing::BelowFloor(floor),
                None => Standing::Kept(score),
            },
        }
    }

    /// Does the same with float scores on another grid than the scorer's.
    pub(crate) fn standing_on(
        &self,
        resolution: Resolution,
        junior: &Participant,
        senior: &Participant,
    ) -> Standing {
        let standing = self.standing(junior, senior);
        let on_grid = self
            .float(junior, senior)
            .map(|float| Score::new(resolution.quantise(float)));
        match (standing, on_grid) {
            (Standing::Kept(_), Some(score)) => Standing::Kept(score),
            (Standing::BelowMinimum(_), Some(score)) => Standing::BelowMinimum(score),
            _ => standing,
        }
    }

    /// Tells whether there is a minimum score or another floor.
    pub(crate) fn has_floors(&self) -> bool {
        self.minimum.is_some() || !self.floors.is_empty()
    }

    /// Returns the first floor beside the minimum score that a pair does not reach, and is as good as absent for.
    #[must_use]
    pub fn missed_floor(&self, junior: &Participant, senior: &Participant) -> Option<Floor> {
        match &self.method {
            Compiled::Criteria(criteria) if !self.floors.is_empty() => {
                let score = criteria.score(junior, senior);
                self.missed_floor_at(Score::new(score), junior, senior)
            }
            _ => None,
        }
    }

    /// Does the same for a pair whose score is known.
    fn missed_floor_at(
        &self,
        score: Score,
        junior: &Participant,
        senior: &Participant,
    ) -> Option<Floor> {
        match &self.method {
            Compiled::Criteria(criteria) if !self.floors.is_empty() => {
                let brought = criteria.brought(score.get(), junior, senior);
                self.floors.missed(&brought)
            }
            _ => None,
        }
    }

    /// Tells whether a pair with this score, which comes from criteria, reaches the minimum score and all other floors.
    pub(crate) fn keeps(&self, score: Score, junior: &Participant, senior: &Participant) -> bool {
        Some(score) >= self.minimum && self.missed_floor_at(score, junior, senior).is_none()
    }

    /// Tells whether a pair with this score does so whatever else the two bring, as the senior learns so much by the leading product, in which the
    /// junior learns nothing.
    pub(crate) fn keeps_by_lead(&self, score: Score, lead: u32) -> bool {
        let Compiled::Criteria(criteria) = &self.method else {
            return false;
        };
        let brought = criteria.brought_by_lead(score.get(), lead.into());
        Some(score) >= self.minimum && self.floors.missed(&brought).is_none()
    }

    /// Returns a pair's score before it is put on the grid; `None` as well where scores are no floats.
    pub(crate) fn float(&self, junior: &Participant, senior: &Participant) -> Option<f64> {
        match &self.method {
            Compiled::Own(own) => match own.score(junior, senior)? {
                OwnScore::Float(score) => Some(score),
                OwnScore::Integer(_) => None,
            },
            Compiled::Criteria(_) => None,
        }
    }

    /// Returns the minimum score on the scale of float scores.
    pub(crate) fn minimum_float(&self) -> Option<f64> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "the floor of float scores is a float, as they are"
        )]
        self.minimum.map(|minimum| minimum.get() as f64)
    }

    fn on_grid(&self, score: f64) -> Option<Score> {
        // What is not finite has no place on the grid; the scan names it in an error.
        let grid = self.resolution.filter(|_| score.is_finite())?;
        Some(Score::new(grid.quantise(score)))
    }
}

impl<'a> Criteria<'a> {
    fn new(terms: Vec<Term<'a>>, participants: &[Participant], work: &Work<'_>) -> Self {
        let teaches = |term: &usize| {
            let criterion = &terms[*term].criterion;
            matches!(criterion, CompiledCriterion::Product(product) if product.teaches())
        };
        // The first of those that weigh the same.
        let lead = (0..terms.len()).filter(teaches).rev();
        let lead = lead.max_by_key(|&term| terms[term].weight);
        let narrow = parallel::map(terms.len(), |term| match &terms[term].criterion {
            CompiledCriterion::Product(product) if lead != Some(term) => {
                NarrowProduct::new(product, participants, work)
            }
            _ => None,
        });
        let (mut tabled, mut asked) = (Vec::<(u32, &dyn Tabled)>::new(), Vec::new());
        for (place, (term, narrow)) in terms.iter().zip(&narrow).enumerate() {
            match (&term.criterion, narrow) {
                (CompiledCriterion::Class(class), _) if class.is_tabled() => {
                    tabled.push((term.weight, &**class));
                }
                (_, Some(narrow)) => tabled.push((term.weight, narrow)),
                _ => asked.push(place),
            }
        }
        let weight = |learns: fn(&CompiledProduct<'a>) -> bool| {
            let products = terms.iter().filter_map(|term| match &term.criterion {
                CompiledCriterion::Product(product) => Some((product, i64::from(term.weight))),
                CompiledCriterion::Class(_) | CompiledCriterion::Pairs(_) => None,
            });
            let products = products.filter(|(product, _)| learns(product));
            products.map(|(_, weight)| weight).sum()
        };
        Self {
            tables: ClassTable::join(&tabled, work),
            asked,
            lead,
            learning: [
                weight(CompiledProduct::teaches),
                weight(CompiledProduct::returns),
            ],
            terms,
        }
    }

    fn score(&self, junior: &Participant, senior: &Participant) -> i64 {
        let tables = self.tables.iter().map(|table| table.value(junior, senior));
        let asked = self.asked.iter().map(|&term| {
            let term = &self.terms[term];
            i64::from(term.weight) * i64::from(term.criterion.points(junior, senior).get())
        });
        tables.sum::<i64>() + asked.sum::<i64>()
    }

    /// Returns what floors look at, of a pair with this score.
    fn brought(&self, score: i64, junior: &Participant, senior: &Participant) -> Brought {
        let mut brought = Brought {
            gains: self.learning.map(|weight| (0, weight)),
            teaching: 0,
            score,
        };
        for term in &self.terms {
            let CompiledCriterion::Product(product) = &term.criterion else {
                continue;
            };
            let weight = i64::from(term.weight);
            let gains = product.gains(junior, senior);
            for (gain, points) in brought.gains.iter_mut().zip(gains) {
                gain.0 += weight * i64::from(points.get());
            }
            let value = weight * i64::from(product.of_gains(gains).get());
            brought.teaching += product.divide(value, gains)[0];
        }
        brought
    }

    /// Returns the least that floors can look at, of a pair with this score to which the lead gives so much for what the senior learns.
    fn brought_by_lead(&self, score: i64, lead: i64) -> Brought {
        let [teaching, back] = self.learning;
        Brought {
            gains: [(lead, teaching), (0, back)],
            teaching: lead,
            score,
        }
    }
}

impl Term<'_> {
    fn contribution(&self, junior: &Participant, senior: &Participant) -> Contribution {
        let points = i64::from(self.criterion.points(junior, senior).get());
        let directions = match &self.criterion {
            CompiledCriterion::Product(product) => {
                let value = i64::from(self.weight) * points;
                product.divide(value, product.gains(junior, senior))
            }
            _ => [0, 0],
        };
        Contribution {
            criterion: self.name.clone(),
            weight: self.weight,
            points,
            directions,
            evidence: self.criterion.evidence(junior, senior),
        }
    }
}

/// Lists floors out of range, and those about what no criterion looks at.
fn check_floors(floors: &Floors, terms: &[Term<'_>], faults: &mut Faults) {
    if let Some(found) = floors.teaching_share.filter(|&share| share > 100) {
        faults.push(ScoringFault::OutOfRange {
            setting: Floor::TeachingShare.name().to_owned(),
            found: found.into(),
            least: 0,
            most: 100,
        });
    }
    let (mut teaches, mut returns) = (false, false);
    for term in terms {
        if let CompiledCriterion::Product(product) = &term.criterion {
            teaches |= product.teaches();
            returns |= product.returns();
        }
    }
    for (is_set, is_served, floor, learner) in [
        (
            floors.senior_gain.is_some(),
            teaches,
            Floor::SeniorGain,
            Role::Senior,
        ),
        (
            floors.junior_gain.is_some(),
            returns,
            Floor::JuniorGain,
            Role::Junior,
        ),
        (
            floors.teaching_share.is_some(),
            teaches,
            Floor::TeachingShare,
            Role::Senior,
        ),
    ] {
        if is_set && !is_served {
            faults.push(ScoringFault::FloorWithoutCriterion { floor, learner });
        }
    }
}

impl<'a> CompiledCriterion<'a> {
    fn new(
        criterion: &Criterion,
        setting: Setting<'a>,
        faults: &mut Faults,
        work: &Work<'_>,
    ) -> Result<Self, ScoringError> {
        Ok(match criterion {
            Criterion::Class(term) => {
                let class = CompiledClass::new(term, setting, faults, work)?;
                Self::Class(Box::new(class))
            }
            Criterion::Product(product) => {
                let product = CompiledProduct::new(product, setting, faults, work);
                Self::Product(Box::new(product))
            }
            Criterion::Exception(pairs) => {
                Self::Pairs(CompiledPairs::new(pairs, setting, faults, work))
            }
        })
    }

    fn points(&self, junior: &Participant, senior: &Participant) -> Points {
        match self {
            Self::Class(term) => term.points(junior, senior),
            Self::Product(product) => product.points(junior, senior),
            Self::Pairs(pairs) => pairs.points(junior, senior),
        }
    }

    fn evidence(&self, junior: &Participant, senior: &Participant) -> Evidence {
        match self {
            Self::Class(term) => term.evidence(junior, senior),
            Self::Product(product) => product.evidence(junior, senior),
            Self::Pairs(pairs) => pairs.evidence(junior, senior),
        }
    }
}
