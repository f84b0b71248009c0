//! A scoring as a plain document.

use super::error::{ScoringError, ScoringFault};
use super::floor::Floors;
use super::policy::Method;
use super::product_document::fractions;
use super::{
    ClassTermDocument, Criterion, Floor, LevelGap, NamedPairsDocument, Points, ProductDocument,
    Score, Scoring, SparseProduct, Trapezoid, UnitDistance,
};
use crate::keys::{UnknownKeys, did_you_mean, shown};
use crate::model::ProtectedOverride;

/// A scoring as plain data; nothing in it has been checked.
///
/// Whatever a document does not state has its default, so an empty one is [`Scoring::default`]. `Scoring::try_from`
/// validates it and lists every fault at once.
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "json")] {
/// use reverse_mentoring::scoring::{Scoring, ScoringDocument};
///
/// let text = r#"{ "weights": { "target_skills": 3, "seniority_gap": 1 }, "seniority_gap": { "ideal_to": 6 } }"#;
/// let document: ScoringDocument = serde_json::from_str(text)?;
/// let scoring = Scoring::try_from(document)?;
/// assert_eq!(scoring.weights().unwrap().get("target_skills"), 75);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct ScoringDocument {
    /// The weight of each criterion; by default target skills 50, unit distance 30 and seniority gap 20.
    ///
    /// A criterion that the list leaves out weighs nothing.
    pub weights: WeightsDocument,
    /// The settings of `target_skills`.
    pub target_skills: TargetSkillsDocument,
    /// The settings of `unit_distance`.
    pub unit_distance: UnitDistanceDocument,
    /// The settings of `seniority_gap`.
    pub seniority_gap: SeniorityGapDocument,
    /// Criteria over facts of both sides; by default none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub class_terms: Vec<ClassTermDocument>,
    /// Criteria over what one side wants and the other offers; by default none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub products: Vec<ProductDocument>,
    /// Lists of pairs, each a criterion of its own; by default none.
    pub named_pairs: Vec<NamedPairsDocument>,
    /// The score below which a pair is as good as absent, 0 to 1 000 000; by default there is none.
    pub minimum_score: Option<i64>,
    /// What the senior must learn at least, 0 to 10 000; by default there is no such floor.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub senior_gain: Option<i64>,
    /// What the junior must learn in return at least, 0 to 10 000; by default there is no such floor.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub junior_gain: Option<i64>,
    /// How much of the score must be about what the senior learns, in per cent; by default there is no such floor.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub teaching_share: Option<i64>,
    /// Protected characteristics that criteria may look at all the same, each with the reason; by default none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub protected_overrides: Vec<ProtectedOverride>,
    /// Keys that this form does not know; they are refused.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown_keys: UnknownKeys,
}

/// Names of criteria and their weights, in the order declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightsDocument(pub Vec<(String, i64)>);

/// The settings of `target_skills`; see [`SparseProduct`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct TargetSkillsDocument {
    /// What related skills earn, from one step of the taxonomy on, 0 to 10 000 each; by default 5 000 and 2 500.
    pub related: Vec<i64>,
    /// What a pair earns where the senior has no targets, 0 to 10 000; by default 5 000.
    pub unknown: i64,
    /// Keys that this form does not know; they are refused.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown_keys: UnknownKeys,
}

/// The settings of `unit_distance`; see [`UnitDistance`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct UnitDistanceDocument {
    /// The distance from which on a pair earns full points, at least 1; by default twice the depth of the unit forest.
    pub scale: Option<i64>,
    /// What a pair earns where a unit is unknown, 0 to 10 000; by default 5 000.
    pub unknown: i64,
    /// Keys that this form does not know; they are refused.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown_keys: UnknownKeys,
}

/// The settings of `seniority_gap`; see [`LevelGap`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct SeniorityGapDocument {
    /// The gap up to which a pair earns nothing; by default 0.
    pub zero_at: i64,
    /// The smallest gap at which a pair earns full points; by default 2.
    pub ideal_from: i64,
    /// The largest gap at which a pair earns full points; by default 4.
    pub ideal_to: i64,
    /// The gap from which on a pair earns `tail`; by default 8.
    pub fade_to: i64,
    /// What a pair earns from `fade_to` on, 0 to 10 000; by default 5 000.
    pub tail: i64,
    /// What a pair earns where a level is unknown, 0 to 10 000; by default 5 000.
    pub unknown: i64,
    /// Keys that this form does not know; they are refused.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown_keys: UnknownKeys,
}

impl TryFrom<ScoringDocument> for Scoring {
    type Error = ScoringError;

    fn try_from(document: ScoringDocument) -> Result<Self, ScoringError> {
        let mut check = Check(Vec::new());
        check.keys("scoring", &document.unknown_keys, KEYS);
        let mut criteria: Vec<Criterion> = vec![
            document.target_skills.read(&mut check).into(),
            document.unit_distance.read(&mut check).into(),
            document.seniority_gap.read(&mut check).into(),
        ];
        let of_their_own = criteria.len();
        let terms = document.class_terms.into_iter().enumerate();
        criteria
            .extend(terms.filter_map(|(place, term)| Some(term.read(place, &mut check)?.into())));
        let products = document.products.into_iter().enumerate();
        criteria.extend(products.map(|(place, product)| product.read(place, &mut check).into()));
        let lists = document.named_pairs.into_iter().enumerate();
        criteria.extend(lists.map(|(place, list)| list.read(place, &mut check).into()));
        for place in of_their_own..criteria.len() {
            let name = criteria[place].name();
            if criteria[..place].iter().any(|other| other.name() == name) {
                check.add(ScoringFault::DuplicateCriterion {
                    criterion: name.to_owned(),
                });
            }
        }
        let minimum = document.minimum_score.map(|score| {
            let most = Score::FULL.get();
            Score::new(check.range("minimum_score", score, 0, most))
        });
        let mut gain =
            |floor: Floor, found: Option<i64>| found.map(|found| check.points(floor.name(), found));
        let floors = Floors {
            senior_gain: gain(Floor::SeniorGain, document.senior_gain),
            junior_gain: gain(Floor::JuniorGain, document.junior_gain),
            teaching_share: document.teaching_share.and_then(|found| {
                let share = check.range(Floor::TeachingShare.name(), found, 0, 100);
                u32::try_from(share).ok()
            }),
        };

        let mut builder = Self::builder();
        for allowed in document.protected_overrides {
            builder = builder.allow_protected(allowed.attribute, allowed.reason);
        }
        let mut weighed = vec![false; criteria.len()];
        for (name, weight) in document.weights.0 {
            let place = criteria
                .iter()
                .position(|criterion| criterion.name() == name);
            if let Some(place) = place {
                weighed[place] = true;
                builder = builder.criterion(criteria[place].clone(), weight);
            } else {
                let known: Vec<&str> = criteria.iter().map(Criterion::name).collect();
                check.unknown_key("weights", &name, &known);
            }
        }
        // What weighs nothing is checked all the same, but for repeated names, and the recipes that every document has.
        for place in of_their_own..criteria.len() {
            let name = criteria[place].name();
            weighed[place] |= criteria[..place].iter().any(|other| other.name() == name);
        }
        let idle = criteria.into_iter().zip(weighed).skip(of_their_own);
        for (criterion, _) in idle.filter(|(_, weighed)| !weighed) {
            builder = builder.criterion(criterion, 0);
        }
        let scoring = builder.build_after(check.0)?;
        Ok(Self {
            minimum,
            floors,
            ..scoring
        })
    }
}

/// The keys of a [`ScoringDocument`].
const KEYS: &[&str] = &[
    "weights",
    TARGETS,
    DISTANCE,
    GAP,
    "class_terms",
    "products",
    "named_pairs",
    "minimum_score",
    "senior_gain",
    "junior_gain",
    "teaching_share",
    "protected_overrides",
];

impl Scoring {
    /// Returns the document that declares this scoring, with weights that sum to 100; own scores are code and have none.
    #[must_use]
    pub fn to_document(&self) -> Option<ScoringDocument> {
        let Method::Criteria(criteria, weights) = &self.method else {
            return None;
        };
        let weights = weights
            .iter()
            .map(|(name, weight)| (name.to_owned(), weight.into()));
        let points = |points: Points| i64::from(points.get());
        let mut document = ScoringDocument {
            weights: WeightsDocument(weights.collect()),
            minimum_score: self.minimum.map(Score::get),
            senior_gain: self.floors.senior_gain.map(points),
            junior_gain: self.floors.junior_gain.map(points),
            teaching_share: self.floors.teaching_share.map(Into::into),
            protected_overrides: self.overrides.clone(),
            ..ScoringDocument::default()
        };
        for criterion in criteria {
            match criterion {
                Criterion::Class(term) => {
                    if let Some(distance) = UnitDistance::of(term) {
                        document.unit_distance = (&distance).into();
                    } else if let Some(gap) = LevelGap::of(term) {
                        document.seniority_gap = (&gap).into();
                    } else {
                        document.class_terms.push(term.into());
                    }
                }
                Criterion::Product(product) if product.is_target_skills() => {
                    document.target_skills = product.into();
                }
                Criterion::Product(product) => document.products.push(product.into()),
                Criterion::Exception(pairs) => document.named_pairs.push(pairs.into()),
            }
        }
        Some(document)
    }
}

const TARGETS: &str = SparseProduct::NAME;
const DISTANCE: &str = UnitDistance::NAME;
const GAP: &str = LevelGap::NAME;

/// Reads values and keeps what is wrong with them.
pub(super) struct Check(Vec<ScoringFault>);

impl Check {
    pub(super) fn add(&mut self, fault: ScoringFault) {
        self.0.push(fault);
    }

    pub(super) fn keys(&mut self, place: &str, unknown: &UnknownKeys, known: &[&str]) {
        for key in unknown.iter() {
            self.unknown_key(place, key, known);
        }
    }

    fn unknown_key(&mut self, place: &str, key: &str, known: &[&str]) {
        self.0.push(ScoringFault::UnknownKey {
            place: place.to_owned(),
            key: shown(key),
            suggestion: did_you_mean(key, known).map(str::to_owned),
        });
    }

    /// Gives the value, or the nearest that is allowed.
    pub(super) fn range(&mut self, setting: &str, found: i64, least: i64, most: i64) -> i64 {
        if !(least..=most).contains(&found) {
            self.0.push(ScoringFault::OutOfRange {
                setting: setting.to_owned(),
                found,
                least,
                most,
            });
        }
        found.clamp(least, most)
    }

    pub(super) fn points(&mut self, setting: &str, found: i64) -> Points {
        let most = Points::FULL.get().into();
        Points::new(self.range(setting, found, 0, most)).unwrap_or_default()
    }
}

impl TargetSkillsDocument {
    fn read(self, check: &mut Check) -> SparseProduct {
        let path = TARGETS;
        check.keys(path, &self.unknown_keys, &["related", "unknown"]);
        SparseProduct {
            related: fractions(path, self.related, check),
            unknown: check.points(&format!("{path}.unknown"), self.unknown),
            ..SparseProduct::default()
        }
    }
}

impl UnitDistanceDocument {
    fn read(self, check: &mut Check) -> UnitDistance {
        let path = DISTANCE;
        check.keys(path, &self.unknown_keys, &["scale", "unknown"]);
        UnitDistance {
            scale: self.scale.and_then(|scale| {
                let field = format!("{path}.scale");
                u32::try_from(check.range(&field, scale, 1, u32::MAX.into())).ok()
            }),
            unknown: check.points(&format!("{path}.unknown"), self.unknown),
        }
    }
}

impl SeniorityGapDocument {
    fn read(self, check: &mut Check) -> LevelGap {
        let path = GAP;
        let known = [
            "zero_at",
            "ideal_from",
            "ideal_to",
            "fade_to",
            "tail",
            "unknown",
        ];
        check.keys(path, &self.unknown_keys, &known);
        let mut gap = |field: &str, value: i64| {
            let field = format!("{path}.{field}");
            check.range(&field, value, i32::MIN.into(), i32::MAX.into())
        };
        LevelGap {
            shape: Trapezoid {
                zero_at: gap("zero_at", self.zero_at),
                ideal_from: gap("ideal_from", self.ideal_from),
                ideal_to: gap("ideal_to", self.ideal_to),
                fade_to: gap("fade_to", self.fade_to),
                tail: check.points(&format!("{path}.tail"), self.tail),
            },
            unknown: check.points(&format!("{path}.unknown"), self.unknown),
        }
    }
}

impl From<&SparseProduct> for TargetSkillsDocument {
    fn from(product: &SparseProduct) -> Self {
        Self {
            related: product
                .related
                .iter()
                .map(|points| points.get().into())
                .collect(),
            unknown: product.unknown.get().into(),
            unknown_keys: UnknownKeys::default(),
        }
    }
}

impl From<&UnitDistance> for UnitDistanceDocument {
    fn from(term: &UnitDistance) -> Self {
        Self {
            scale: term.scale.map(Into::into),
            unknown: term.unknown.get().into(),
            unknown_keys: UnknownKeys::default(),
        }
    }
}

impl From<&LevelGap> for SeniorityGapDocument {
    fn from(term: &LevelGap) -> Self {
        Self {
            zero_at: term.shape.zero_at,
            ideal_from: term.shape.ideal_from,
            ideal_to: term.shape.ideal_to,
            fade_to: term.shape.fade_to,
            tail: term.shape.tail.get().into(),
            unknown: term.unknown.get().into(),
            unknown_keys: UnknownKeys::default(),
        }
    }
}

impl Default for WeightsDocument {
    fn default() -> Self {
        let weights = [(TARGETS, 50), (DISTANCE, 30), (GAP, 20)];
        Self(
            weights
                .map(|(name, weight)| (name.to_owned(), weight))
                .to_vec(),
        )
    }
}

impl Default for TargetSkillsDocument {
    fn default() -> Self {
        (&SparseProduct::default()).into()
    }
}

impl Default for UnitDistanceDocument {
    fn default() -> Self {
        (&UnitDistance::default()).into()
    }
}

impl Default for SeniorityGapDocument {
    fn default() -> Self {
        (&LevelGap::default()).into()
    }
}
