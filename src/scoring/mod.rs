//! Soft criteria: how good a permitted pair is, in exact integers that can be taken apart.
//!
//! A [`Scoring`] declares what is good: [`Criterion`]s with [`Weights`], or a platform's [`OwnScores`]. A [`Scorer`]
//! is a scoring compiled for one programme; it gives each pair a [`Score`], and on request the [`Breakdown`] that adds
//! up to it. This room reads `model` and `programme`; whether a pair may exist at all is the business of `rules`,
//! which it never asks: a weight never forbids.

mod breakdown;
mod compiled;
mod criterion;
mod document;
mod error;
mod level_gap;
mod named_pairs;
mod own;
mod policy;
mod resolution;
mod score;
mod scorer;
mod sparse_product;
mod targets;
mod unit_distance;
mod weights;
#[cfg(feature = "serde")]
mod weights_document;

pub use breakdown::{
    Breakdown, Contribution, Evidence, OfferEvidence, TargetEvidence, Unknown, Whose,
};
pub use criterion::{ClassTerm, Criterion};
pub use document::{
    NamedPairRow, NamedPairsDocument, ScoringDocument, SeniorityGapDocument, TargetSkillsDocument,
    UnitDistanceDocument, WeightsDocument,
};
pub use error::{NonFinite, NonFinitePair, ScoringError, ScoringFault};
pub use level_gap::LevelGap;
pub use named_pairs::NamedPairs;
pub use own::OwnScores;
pub use policy::{Scoring, ScoringBuilder};
pub use resolution::Resolution;
pub use score::{Points, Score};
pub use scorer::Scorer;
pub use sparse_product::SparseProduct;
pub use unit_distance::UnitDistance;
pub use weights::Weights;

pub(crate) use scorer::Standing;
