//! Criteria: the three mechanisms by which a pair can be found good.

use super::error::ScoringFault;
use super::{LevelGap, NamedPairs, Points, SparseProduct, UnitDistance};
use crate::model::PersonId;

/// One way in which a pair can be good, worth 0 to 10 000 [`Points`].
///
/// The variants are the three shapes a criterion can have. What a shape may depend on is what lets the best partners
/// of a person be found without visiting everybody; whatever else practice asks for is a recipe over one of the three.
///
/// | recipe | shape | name |
/// | --- | --- | --- |
/// | [`Criterion::unit_distance`] | class term | `unit_distance` |
/// | [`Criterion::seniority_gap`] | class term | `seniority_gap` |
/// | [`Criterion::target_skills`] | sparse product | `target_skills` |
/// | [`Criterion::named_pairs`] | exception | the caller's own |
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Criterion {
    /// Depends on a few small attributes of each side.
    Class(ClassTerm),
    /// Depends on the keys that two sparse vectors share.
    Product(SparseProduct),
    /// Depends on whether a finite list names the pair.
    Exception(NamedPairs),
}

/// A criterion over a few small attributes of each side.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClassTerm {
    /// Over the home units.
    UnitDistance(UnitDistance),
    /// Over the levels.
    LevelGap(LevelGap),
}

impl Criterion {
    /// Favours people whose units stand far apart; see [`UnitDistance`].
    #[must_use]
    pub fn unit_distance() -> Self {
        UnitDistance::default().into()
    }

    /// Favours juniors who offer what the senior wants to learn; see [`SparseProduct`].
    #[must_use]
    pub fn target_skills() -> Self {
        SparseProduct::default().into()
    }

    /// Favours seniors who stand a few levels above the junior; see [`LevelGap`].
    #[must_use]
    pub fn seniority_gap() -> Self {
        LevelGap::default().into()
    }

    /// Favours the pairs of a list; see [`NamedPairs`].
    #[must_use]
    pub fn named_pairs<J: Into<PersonId>, S: Into<PersonId>>(
        name: impl Into<String>,
        pairs: impl IntoIterator<Item = (J, S, Points)>,
    ) -> Self {
        NamedPairs::new(name, pairs).into()
    }

    /// Returns the name, under which the criterion is weighed and explained.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Class(ClassTerm::UnitDistance(_)) => UnitDistance::NAME,
            Self::Class(ClassTerm::LevelGap(_)) => LevelGap::NAME,
            Self::Product(_) => SparseProduct::NAME,
            Self::Exception(pairs) => &pairs.name,
        }
    }

    pub(super) fn check(&self, faults: &mut Vec<ScoringFault>) {
        match self {
            Self::Class(ClassTerm::UnitDistance(term)) => term.check(faults),
            Self::Class(ClassTerm::LevelGap(term)) => term.check(faults),
            Self::Product(product) => product.check(faults),
            // Any list is fine by itself; its people are looked up where the organisation is at hand.
            Self::Exception(_) => {}
        }
    }
}

impl From<UnitDistance> for Criterion {
    fn from(term: UnitDistance) -> Self {
        Self::Class(ClassTerm::UnitDistance(term))
    }
}

impl From<LevelGap> for Criterion {
    fn from(term: LevelGap) -> Self {
        Self::Class(ClassTerm::LevelGap(term))
    }
}

impl From<SparseProduct> for Criterion {
    fn from(product: SparseProduct) -> Self {
        Self::Product(product)
    }
}

impl From<NamedPairs> for Criterion {
    fn from(pairs: NamedPairs) -> Self {
        Self::Exception(pairs)
    }
}
