//! Criteria: the three mechanisms by which a pair can be found good.

use super::error::ScoringFault;
use super::{ClassTerm, LevelGap, NamedPairs, Points, SparseProduct, UnitDistance};
use crate::model::{AttributeName, PersonId};

/// One way in which a pair can be good, worth 0 to 10 000 [`Points`].
///
/// The variants are the three shapes a criterion can have. What a shape may depend on is what lets the best partners
/// of a person be found without visiting everybody; whatever else practice asks for is a recipe over one of the three.
///
/// | recipe | shape | name |
/// | --- | --- | --- |
/// | [`Criterion::unit_distance`] | class term | `unit_distance` |
/// | [`Criterion::seniority_gap`] | class term | `seniority_gap` |
/// | [`ClassTerm`] over declared attributes | class term | the caller's own |
/// | [`Criterion::target_skills`] | sparse product | `target_skills` |
/// | [`SparseProduct`] in either direction or both | sparse product | the caller's own |
/// | [`Criterion::named_pairs`], [`NamedPairs`] | exception | the caller's own |
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
            Self::Class(term) => &term.name,
            Self::Product(product) => &product.name,
            Self::Exception(pairs) => &pairs.name,
        }
    }

    /// Returns the declared attributes it looks at.
    #[must_use]
    pub fn attributes(&self) -> Vec<&AttributeName> {
        let mut attributes: Vec<&AttributeName> = match self {
            Self::Class(term) => term.attributes().collect(),
            Self::Product(product) => product.attributes().collect(),
            Self::Exception(_) => Vec::new(),
        };
        attributes.sort_unstable();
        attributes.dedup();
        attributes
    }

    pub(super) fn check(&self, faults: &mut Vec<ScoringFault>) {
        match self {
            Self::Class(term) => term.check(faults),
            Self::Product(product) => product.check(faults),
            Self::Exception(pairs) => pairs.check(faults),
        }
        // Under these names a document has settings of its own, which could not say what else this criterion is.
        let is_recipe = match self {
            Self::Class(term) => UnitDistance::of(term).is_some() || LevelGap::of(term).is_some(),
            Self::Product(product) => product.is_target_skills(),
            Self::Exception(_) => false,
        };
        let reserved = [SparseProduct::NAME, UnitDistance::NAME, LevelGap::NAME];
        if reserved.contains(&self.name()) && !is_recipe {
            let criterion = self.name().to_owned();
            faults.push(ScoringFault::ReservedName { criterion });
        }
    }
}

impl From<UnitDistance> for Criterion {
    fn from(term: UnitDistance) -> Self {
        Self::Class(term.into())
    }
}

impl From<LevelGap> for Criterion {
    fn from(term: LevelGap) -> Self {
        Self::Class(term.into())
    }
}

impl From<ClassTerm> for Criterion {
    fn from(term: ClassTerm) -> Self {
        Self::Class(term)
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
