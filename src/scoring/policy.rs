//! What makes a pair good: criteria with their weights, or a platform's own scores.

use super::floor::Floors;
use super::{Criterion, OwnScores, Points, Score, ScoringError, ScoringFault, Weights, weights};
use crate::model::{AttributeName, ProtectedOverride, protected_characteristic};
use crate::programme::Role;

/// How pairs are scored, for any organisation.
///
/// By default target skills weigh 50, the distance between units 30 and the seniority gap 20. That is an assumption:
/// learning what one came to learn matters most, and far apart teaches more than next door. Whoever knows better
/// declares other weights.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::scoring::{Criterion, LevelGap, Score, Scoring};
///
/// let scoring = Scoring::builder()
///     .criterion(Criterion::target_skills(), 3)
///     .criterion(LevelGap::default().with_ideal(3..=6), 1)
///     .build()?
///     .with_minimum_score(Score::new(200_000));
/// assert_eq!(scoring.weights().unwrap().get("target_skills"), 75);
/// # Ok::<(), reverse_mentoring::scoring::ScoringError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Scoring {
    pub(super) method: Method,
    pub(super) minimum: Option<Score>,
    pub(super) floors: Floors,
    pub(super) overrides: Vec<ProtectedOverride>,
}

/// Where scores come from.
#[derive(Clone, Debug)]
pub(super) enum Method {
    /// Criteria in the order of their weights, none of them switched off.
    Criteria(Vec<Criterion>, Weights),
    Own(OwnScores),
}

/// Builds a [`Scoring`] out of criteria.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ScoringBuilder {
    criteria: Vec<(Criterion, i64)>,
    overrides: Vec<ProtectedOverride>,
}

impl Scoring {
    /// Starts a scoring without criteria.
    pub fn builder() -> ScoringBuilder {
        ScoringBuilder::default()
    }

    /// Takes a platform's own scores instead of criteria.
    pub fn own(scores: OwnScores) -> Self {
        Self {
            method: Method::Own(scores),
            minimum: None,
            floors: Floors::default(),
            overrides: Vec::new(),
        }
    }

    /// Makes a pair of a lower score as good as absent: better nobody than such a partner.
    pub fn with_minimum_score(mut self, minimum: Score) -> Self {
        self.minimum = Some(minimum);
        self
    }

    /// Makes a pair as good as absent in which a side would learn too little.
    ///
    /// What a side learns are the points of the criteria about it, as their weights weigh them, each direction by itself: where
    /// two become one, before they do. [`Role::Senior`] is about what the senior learns from the junior, and
    /// [`Role::Junior`] about what the junior learns in return.
    pub fn with_minimum_gain(mut self, learner: Role, points: Points) -> Self {
        match learner {
            Role::Senior => self.floors.senior_gain = Some(points),
            Role::Junior => self.floors.junior_gain = Some(points),
        }
        self
    }

    /// Makes a pair as good as absent in which the senior's learning carries less of the score: the direction lock.
    ///
    /// `per_cent` is at most 100. What carries the score is what [`Breakdown::teaching`](super::Breakdown::teaching) says.
    pub fn with_teaching_share(mut self, per_cent: u32) -> Self {
        self.floors.teaching_share = Some(per_cent);
        self
    }

    /// Tells whether the score of a pair is told by the two people, the organisation and what is configured: no rarity looks at what others
    /// offer, and no platform scores by what nobody knows.
    pub(crate) fn is_told_by_the_pair(&self) -> bool {
        let by_rarity = |criterion: &Criterion| match criterion {
            Criterion::Product(product) => product.rarity > Points::NONE,
            Criterion::Class(_) | Criterion::Exception(_) => false,
        };
        match &self.method {
            Method::Criteria(criteria, _) => !criteria.iter().any(by_rarity),
            Method::Own(_) => false,
        }
    }

    /// Returns which protected characteristics criteria may look at all the same, and why.
    #[must_use]
    pub fn protected_overrides(&self) -> &[ProtectedOverride] {
        &self.overrides
    }

    /// Returns the criteria that are not switched off, in the order of the weights; own scores have none.
    #[must_use]
    pub fn criteria(&self) -> &[Criterion] {
        match &self.method {
            Method::Criteria(criteria, _) => criteria,
            Method::Own(_) => &[],
        }
    }

    /// Returns the weights; own scores have none.
    #[must_use]
    pub fn weights(&self) -> Option<&Weights> {
        match &self.method {
            Method::Criteria(_, weights) => Some(weights),
            Method::Own(_) => None,
        }
    }

    /// Returns the score below which a pair is as good as absent.
    #[must_use]
    pub fn minimum_score(&self) -> Option<Score> {
        self.minimum
    }
}

impl Default for Scoring {
    fn default() -> Self {
        Self::builder()
            .criterion(Criterion::target_skills(), 50)
            .criterion(Criterion::unit_distance(), 30)
            .criterion(Criterion::seniority_gap(), 20)
            .build()
            .expect("the defaults are in order, see the tests")
    }
}

impl ScoringBuilder {
    /// Adds a criterion with a weight of any size; what counts is its share of the sum of all.
    pub fn criterion(mut self, criterion: impl Into<Criterion>, weight: i64) -> Self {
        self.criteria.push((criterion.into(), weight));
        self
    }

    /// Allows an attribute or a criterion whose name speaks of a protected characteristic; the reason goes into the record.
    pub fn allow_protected(
        mut self,
        name: impl Into<AttributeName>,
        reason: impl Into<String>,
    ) -> Self {
        self.overrides.push(ProtectedOverride {
            attribute: name.into(),
            reason: reason.into(),
        });
        self
    }

    /// Brings the weights to a sum of 100 and drops criteria that weigh nothing.
    ///
    /// # Errors
    ///
    /// [`ScoringError::Faults`] lists weights and settings that make no sense; [`ScoringError::AllWeightsZero`] if no
    /// weight is above zero.
    pub fn build(self) -> Result<Scoring, ScoringError> {
        self.build_after(Vec::new())
    }

    /// Builds unless there have been faults before; if so, it lists its own behind them.
    pub(super) fn build_after(
        self,
        mut faults: Vec<ScoringFault>,
    ) -> Result<Scoring, ScoringError> {
        for (criterion, _) in &self.criteria {
            criterion.check(&mut faults);
            self.check_protected(criterion, &mut faults);
        }
        let unexplained = self
            .overrides
            .iter()
            .filter(|allowed| allowed.reason.is_empty());
        faults.extend(
            unexplained.map(|allowed| ScoringFault::OverrideWithoutReason {
                attribute: allowed.attribute.clone(),
            }),
        );
        let declared = self.criteria.iter();
        let declared: Vec<(&str, i64)> = declared
            .map(|(criterion, weight)| (criterion.name(), *weight))
            .collect();
        faults.extend(weights::faults(&declared));
        ScoringError::check(faults)?;

        let weights = Weights::try_new(declared)?;
        let criteria = self.criteria.into_iter();
        let criteria = criteria.filter(|&(_, weight)| weight > 0);
        Ok(Scoring {
            method: Method::Criteria(criteria.map(|(criterion, _)| criterion).collect(), weights),
            minimum: None,
            floors: Floors::default(),
            overrides: self.overrides,
        })
    }

    /// Lists names that speak of what must not decide.
    fn check_protected(&self, criterion: &Criterion, faults: &mut Vec<ScoringFault>) {
        let own = AttributeName::new(criterion.name());
        let mut names = criterion.attributes();
        if !names.contains(&&own) {
            names.push(&own);
        }
        for name in names {
            let is_allowed = self
                .overrides
                .iter()
                .any(|allowed| allowed.attribute == *name);
            if let Some(characteristic) =
                protected_characteristic(name.as_str()).filter(|_| !is_allowed)
            {
                faults.push(ScoringFault::ProtectedCharacteristic {
                    criterion: criterion.name().to_owned(),
                    name: name.clone(),
                    characteristic,
                });
            }
        }
    }
}
