//! A scoring compiled for one programme: the score of a pair in tens of nanoseconds.

use super::breakdown::{Breakdown, Contribution, Evidence};
use super::compiled::person;
use super::criterion::ClassTerm;
use super::level_gap::CompiledLevelGap;
use super::named_pairs::CompiledPairs;
use super::own::{CompiledOwn, OwnScore};
use super::policy::Method;
use super::targets::CompiledTargets;
use super::unit_distance::CompiledUnitDistance;
use super::{Criterion, OwnScores, Points, Resolution, Score, Scoring, ScoringError, ScoringFault};
use crate::model::{Organisation, PersonId};
use crate::programme::{Participant, Programme};

/// Scores the pairs of one programme.
///
/// Participants are those of this programme; one of another is scored as the participant who has the position here, or
/// as a person of whom nothing is known.
///
/// # Complexity
///
/// With criteria, a score takes constant time for each class term, the logarithm of the list for an exception, and for
/// `a` wants and `b` offers `O(min(a, b) · log(max(a, b)))`; it allocates nothing unless a senior has more
/// than 32 targets. Own scores take what the platform takes.
#[derive(Debug)]
pub struct Scorer<'a> {
    organisation: &'a Organisation,
    method: Compiled<'a>,
    minimum: Option<Score>,
    resolution: Option<Resolution>,
}

/// How a pair stands to the minimum score.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Standing {
    Unscored,
    BelowMinimum(Score),
    Kept(Score),
}

#[derive(Debug)]
enum Compiled<'a> {
    Criteria(Vec<Term<'a>>),
    Own(CompiledOwn<'a>),
}

#[derive(Debug)]
struct Term<'a> {
    name: String,
    weight: u32,
    criterion: CompiledCriterion<'a>,
}

#[derive(Debug)]
enum CompiledCriterion<'a> {
    UnitDistance(CompiledUnitDistance<'a>),
    LevelGap(CompiledLevelGap),
    Targets(CompiledTargets<'a>),
    Pairs(CompiledPairs),
}

impl<'a> Scorer<'a> {
    /// Compiles a scoring for a programme of an organisation.
    ///
    /// # Errors
    ///
    /// [`ScoringError::OtherOrganisation`] if the programme was checked against another organisation;
    /// [`ScoringError::Faults`] lists who is named and unknown or named twice; [`ScoringError::UnitDistances`] if too
    /// many units have lateral links.
    pub fn new(
        scoring: &Scoring,
        organisation: &'a Organisation,
        programme: &'a Programme,
    ) -> Result<Self, ScoringError> {
        let (found, expected) = (programme.organisation(), organisation.fingerprint());
        if found != expected {
            return Err(ScoringError::OtherOrganisation { found, expected });
        }
        let method = match &scoring.method {
            Method::Own(own) => Compiled::Own(CompiledOwn::new(own, organisation, programme)?),
            Method::Criteria(criteria, weights) => {
                let mut terms = Vec::new();
                let mut faults = Vec::new();
                for (criterion, (name, weight)) in criteria.iter().zip(weights.iter()) {
                    terms.push(Term {
                        name: name.to_owned(),
                        weight,
                        criterion: CompiledCriterion::new(
                            criterion,
                            organisation,
                            programme,
                            &mut faults,
                        )?,
                    });
                }
                ScoringError::check(faults)?;
                Compiled::Criteria(terms)
            }
        };
        let has_floats = matches!(&method, Compiled::Own(own) if own.has_floats());
        Ok(Self {
            organisation,
            method,
            minimum: scoring.minimum,
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
            Compiled::Criteria(terms) => {
                let value = |term: &Term<'_>| {
                    i64::from(term.weight) * i64::from(term.criterion.points(junior, senior).get())
                };
                Some(Score::new(terms.iter().map(value).sum()))
            }
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
            Compiled::Criteria(terms) => terms
                .iter()
                .map(|term| Contribution {
                    criterion: term.name.clone(),
                    weight: term.weight,
                    points: term.criterion.points(junior, senior).get().into(),
                    evidence: term.criterion.evidence(junior, senior),
                })
                .collect(),
            Compiled::Own(_) => vec![Contribution {
                criterion: OwnScores::NAME.to_owned(),
                weight: 1,
                points: self.score(junior, senior)?.get(),
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
            Some(score) => Standing::Kept(score),
        }
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

impl<'a> CompiledCriterion<'a> {
    fn new(
        criterion: &Criterion,
        organisation: &'a Organisation,
        programme: &'a Programme,
        faults: &mut Vec<ScoringFault>,
    ) -> Result<Self, ScoringError> {
        Ok(match criterion {
            Criterion::Class(ClassTerm::UnitDistance(term)) => {
                Self::UnitDistance(CompiledUnitDistance::new(term, organisation, programme)?)
            }
            Criterion::Class(ClassTerm::LevelGap(term)) => {
                Self::LevelGap(CompiledLevelGap::new(term, organisation, programme))
            }
            Criterion::Product(product) => {
                Self::Targets(CompiledTargets::new(product, organisation, programme))
            }
            Criterion::Exception(pairs) => {
                Self::Pairs(CompiledPairs::new(pairs, organisation, programme, faults))
            }
        })
    }

    fn points(&self, junior: &Participant, senior: &Participant) -> Points {
        match self {
            Self::UnitDistance(term) => term.points(junior, senior),
            Self::LevelGap(term) => term.points(junior, senior),
            Self::Targets(product) => product.points(junior, senior),
            Self::Pairs(pairs) => pairs.points(junior, senior),
        }
    }

    fn evidence(&self, junior: &Participant, senior: &Participant) -> Evidence {
        match self {
            Self::UnitDistance(term) => term.evidence(junior, senior),
            Self::LevelGap(term) => term.evidence(junior, senior),
            Self::Targets(product) => product.evidence(junior, senior),
            Self::Pairs(pairs) => pairs.evidence(junior, senior),
        }
    }
}
