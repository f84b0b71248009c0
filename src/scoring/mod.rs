//! Soft criteria: how good a permitted pair is, in exact integers that can be taken apart.
//!
//! A [`Scoring`] declares what is good: [`Criterion`]s with [`Weights`], or a platform's [`OwnScores`]. A [`Scorer`]
//! is a scoring compiled for one programme; it gives each pair a [`Score`], and on request the [`Breakdown`] that adds
//! up to it. This room reads `model` and `programme`; whether a pair may exist at all is the business of `rules`,
//! which it never asks: a weight never forbids.

mod breakdown;
mod canonical;
mod class;
mod class_document;
mod class_facts;
mod class_table;
mod class_term;
mod compiled;
mod criterion;
mod direction;
mod document;
mod error;
mod floor;
mod level_gap;
mod named_pairs;
mod narrow;
mod outline;
mod own;
mod pairs;
mod pairs_document;
mod policy;
mod product;
mod product_document;
mod resolution;
mod score;
mod scorer;
mod sparse_product;
mod trapezoid;
mod unit_distance;
mod vectors;
mod weights;
#[cfg(feature = "serde")]
mod weights_document;

pub use breakdown::{
    Breakdown, Contribution, Evidence, Finding, OfferEvidence, TargetEvidence, Unknown, Whose,
};
pub use class_document::{ClassTermDocument, FactDocument, MeasureDocument, TableEntryDocument};
pub use class_term::{ClassTerm, Fact, Measure, PointsTable};
pub use criterion::Criterion;
pub use document::{
    ScoringDocument, SeniorityGapDocument, TargetSkillsDocument, UnitDistanceDocument,
    WeightsDocument,
};
pub use error::{NonFinite, NonFinitePair, ScoringError, ScoringFault};
pub use floor::Floor;
pub use level_gap::LevelGap;
pub use named_pairs::{NamedPairs, Wishes};
pub use own::OwnScores;
pub use pairs_document::{NamedPairRow, NamedPairsDocument, RelatedRow, WishesRow};
pub use policy::{Scoring, ScoringBuilder};
pub use product_document::{ExchangeDocument, FusionDocument, ProductDocument, TopicsDocument};
pub use resolution::Resolution;
pub use score::{Points, Score};
pub use scorer::Scorer;
pub use sparse_product::{Exchange, Fusion, SparseProduct, Topics};
pub use trapezoid::Trapezoid;
pub use unit_distance::UnitDistance;
pub use weights::Weights;

pub(crate) use class::bytes_of_distances;
pub(crate) use class_table::Values;
pub(crate) use outline::{Facet, Lead, Outline};
pub(crate) use scorer::Standing;
