//! The configuration: one document from which an engine is built.

use super::{ConfigError, Objective, Rung};
use crate::UnknownKeys;
use crate::canonical::canonical;
use crate::keys::did_you_mean;
#[cfg(feature = "serde")]
use crate::model::serde_forms;
use crate::model::{Fingerprint, ProtectedOverride};
use crate::rules::{RuleSet, RulesDocument};
use crate::scoring::{Scoring, ScoringDocument};

/// Which rules are hard, which criteria weigh how much, what the matching is for, and the seed of the lottery.
///
/// The default is the one each part documents: [`RuleSet::default`], [`Scoring::default`], [`Objective::default`] and
/// seed 0.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::matching::Config;
///
/// let config = Config::default().with_seed(2026);
/// assert_eq!(config.seed(), 2026);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Config {
    rules: RuleSet,
    scoring: Scoring,
    objective: Objective,
    seed: u64,
    run_day: Option<i32>,
}

/// A configuration as plain data; nothing in it has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct ConfigDocument {
    /// The version of this form: 1.
    pub version: u32,
    /// Which pairs may exist.
    pub rules: RulesDocument,
    /// How good a permitted pair is.
    pub scoring: ScoringDocument,
    /// The ladder of objectives, the most important first.
    pub objective: Vec<Rung>,
    /// How many points of the total may be given up for fewer changes; none means none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub changes_within: Option<u64>,
    /// The seed of the lottery among equals.
    pub seed: u64,
    /// The day of the run, in whole days since 1970-01-01; it goes into the record.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "serde_forms::day_if_any"))]
    pub run_day: Option<i32>,
    /// Keys that this form does not know; they are refused.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

canonical! { Config { rules, scoring, objective, seed, run_day } }

/// The keys of a [`ConfigDocument`].
const KEYS: &[&str] = &[
    "version",
    "rules",
    "scoring",
    "objective",
    "changes_within",
    "seed",
    "run_day",
];

impl Config {
    /// Replaces the rules.
    pub fn with_rules(mut self, rules: RuleSet) -> Self {
        self.rules = rules;
        self
    }

    /// Replaces the criteria and their weights.
    pub fn with_scoring(mut self, scoring: Scoring) -> Self {
        self.scoring = scoring;
        self
    }

    /// Replaces the ladder of objectives.
    pub fn with_objective(mut self, objective: Objective) -> Self {
        self.objective = objective;
        self
    }

    /// Sets the seed of the lottery among equals.
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the day of the run, in whole days since 1970-01-01.
    pub fn with_run_day(mut self, day: i32) -> Self {
        self.run_day = Some(day);
        self
    }

    /// Returns the rules.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Returns the criteria and their weights.
    pub fn scoring(&self) -> &Scoring {
        &self.scoring
    }

    /// Returns the ladder of objectives.
    #[must_use]
    pub fn objective(&self) -> &Objective {
        &self.objective
    }

    /// Returns the seed of the lottery.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Returns the day of the run, where one is set.
    #[must_use]
    pub fn run_day(&self) -> Option<i32> {
        self.run_day
    }

    /// Returns which protected characteristics rules and criteria may look at, and why; each once.
    #[must_use]
    pub fn protected_overrides(&self) -> Vec<ProtectedOverride> {
        let mut overrides = self.rules.protected_overrides().to_vec();
        for allowed in self.scoring.protected_overrides() {
            if !overrides.contains(allowed) {
                overrides.push(allowed.clone());
            }
        }
        overrides
    }

    /// Returns the digest of the whole configuration.
    ///
    /// Rules count in their order, since a pair is counted against the first that bars it. A closure for own scores is code, of which
    /// the digest says no more than that there is one.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::digest("reverse-mentoring configuration 1", self)
    }

    /// Returns the document that declares this configuration.
    ///
    /// There is none for own scores, which are code, nor for two gaps between levels that contradict each other (see
    /// [`RuleSet::to_document`]).
    #[must_use]
    pub fn to_document(&self) -> Option<ConfigDocument> {
        Some(ConfigDocument {
            rules: self.rules.to_document()?,
            scoring: self.scoring.to_document()?,
            objective: self.objective.rungs().to_vec(),
            changes_within: self.objective.changes_within(),
            seed: self.seed,
            run_day: self.run_day,
            ..ConfigDocument::default()
        })
    }

    /// Reads a configuration from JSON.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] names the path of whatever is wrong.
    #[cfg(feature = "json")]
    pub fn from_json(text: &str) -> Result<Self, ConfigError> {
        crate::json::read::<ConfigDocument>(text)?.try_into()
    }
}

impl Default for ConfigDocument {
    fn default() -> Self {
        Self {
            version: 1,
            rules: RulesDocument::default(),
            scoring: ScoringDocument::default(),
            objective: Objective::default().rungs().to_vec(),
            changes_within: None,
            seed: 0,
            run_day: None,
            unknown: UnknownKeys::default(),
        }
    }
}

impl TryFrom<ConfigDocument> for Config {
    type Error = ConfigError;

    fn try_from(document: ConfigDocument) -> Result<Self, ConfigError> {
        if let Some(key) = document.unknown.iter().next() {
            let meant = did_you_mean(key, KEYS).map(str::to_owned);
            return Err(ConfigError::UnknownField {
                field: key.to_owned(),
                did_you_mean: meant,
            });
        }
        if document.version != 1 {
            return Err(ConfigError::UnknownVersion {
                version: document.version,
            });
        }
        let mut objective = Objective::new(document.objective)?;
        if let Some(points) = document.changes_within {
            objective = objective.with_changes_within(points)?;
        }
        Ok(Self {
            rules: document.rules.try_into()?,
            scoring: document.scoring.try_into()?,
            objective,
            seed: document.seed,
            run_day: document.run_day,
        })
    }
}
