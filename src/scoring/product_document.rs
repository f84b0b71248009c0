//! A sparse product as a plain document.

use super::document::Check;
use super::{Exchange, Fusion, Points, SparseProduct, Topics};
use crate::keys::UnknownKeys;
use crate::model::CategoryId;

/// A criterion over what one side wants and the other offers; see [`SparseProduct`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct ProductDocument {
    /// The name of the criterion, under which it is weighed and explained.
    pub name: String,
    /// The declared set or vector of what is wanted; none means the targets of the programme.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub wants: Option<String>,
    /// The declared set or vector of what is offered; none means the offers of the programme.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub offers: Option<String>,
    /// Who learns from whom; by default the senior from the junior.
    pub exchange: ExchangeDocument,
    /// Which topic categories count; by default all.
    pub topics: TopicsDocument,
    /// What related skills earn, from one step of the taxonomy on, 0 to 10 000 each; by default 5 000 and 2 500.
    pub related: Vec<i64>,
    /// How much more weighs what few can teach, 0 to 10 000; by default 0.
    pub rarity: i64,
    /// What a direction earns where nothing is wanted, 0 to 10 000; by default 5 000.
    pub unknown: i64,
    /// Keys that this form does not know; they are refused.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown_keys: UnknownKeys,
}

/// An [`Exchange`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ExchangeDocument {
    /// [`Exchange::Teaching`].
    #[default]
    Teaching,
    /// [`Exchange::Return`].
    Return,
    /// [`Exchange::Both`].
    Both(FusionDocument),
}

/// A [`Fusion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum FusionDocument {
    /// [`Fusion::Minimum`].
    Minimum,
    /// [`Fusion::Harmonic`].
    Harmonic,
    /// [`Fusion::Weighted`], with the share of what the senior learns, 0 to 100.
    Weighted(u32),
}

/// [`Topics`], by the ids of categories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum TopicsDocument {
    /// [`Topics::All`].
    #[default]
    All,
    /// [`Topics::Only`].
    Only(Vec<String>),
    /// [`Topics::Except`].
    Except(Vec<String>),
}

impl ProductDocument {
    pub(super) fn read(self, place: usize, check: &mut Check) -> SparseProduct {
        let path = format!("products[{place}]");
        let known = [
            "name", "wants", "offers", "exchange", "topics", "related", "rarity", "unknown",
        ];
        check.keys(&path, &self.unknown_keys, &known);
        let ids = |of: Vec<String>| of.into_iter().map(CategoryId::from).collect();
        SparseProduct {
            name: self.name,
            wants: self.wants.map(Into::into),
            offers: self.offers.map(Into::into),
            exchange: self.exchange.into(),
            topics: match self.topics {
                TopicsDocument::All => Topics::All,
                TopicsDocument::Only(of) => Topics::Only(ids(of)),
                TopicsDocument::Except(of) => Topics::Except(ids(of)),
            },
            related: fractions(&path, self.related, check),
            rarity: check.points(&format!("{path}.rarity"), self.rarity),
            unknown: check.points(&format!("{path}.unknown"), self.unknown),
        }
    }
}

/// Reads what related skills earn.
pub(super) fn fractions(path: &str, related: Vec<i64>, check: &mut Check) -> Vec<Points> {
    let related = related.into_iter().enumerate();
    related
        .map(|(place, value)| check.points(&format!("{path}.related[{place}]"), value))
        .collect()
}

impl From<ExchangeDocument> for Exchange {
    fn from(exchange: ExchangeDocument) -> Self {
        match exchange {
            ExchangeDocument::Teaching => Self::Teaching,
            ExchangeDocument::Return => Self::Return,
            ExchangeDocument::Both(fusion) => Self::Both(match fusion {
                FusionDocument::Minimum => Fusion::Minimum,
                FusionDocument::Harmonic => Fusion::Harmonic,
                FusionDocument::Weighted(teaching) => Fusion::Weighted { teaching },
            }),
        }
    }
}

impl From<Exchange> for ExchangeDocument {
    fn from(exchange: Exchange) -> Self {
        match exchange {
            Exchange::Teaching => Self::Teaching,
            Exchange::Return => Self::Return,
            Exchange::Both(fusion) => Self::Both(match fusion {
                Fusion::Minimum => FusionDocument::Minimum,
                Fusion::Harmonic => FusionDocument::Harmonic,
                Fusion::Weighted { teaching } => FusionDocument::Weighted(teaching),
            }),
        }
    }
}

impl From<&SparseProduct> for ProductDocument {
    fn from(product: &SparseProduct) -> Self {
        let ids = |of: &[CategoryId]| of.iter().map(|id| id.as_str().to_owned()).collect();
        let related = product.related.iter();
        Self {
            name: product.name.clone(),
            wants: product.wants.as_ref().map(|name| name.as_str().to_owned()),
            offers: product.offers.as_ref().map(|name| name.as_str().to_owned()),
            exchange: product.exchange.into(),
            topics: match &product.topics {
                Topics::All => TopicsDocument::All,
                Topics::Only(of) => TopicsDocument::Only(ids(of)),
                Topics::Except(of) => TopicsDocument::Except(ids(of)),
            },
            related: related.map(|points| points.get().into()).collect(),
            rarity: product.rarity.get().into(),
            unknown: product.unknown.get().into(),
            unknown_keys: UnknownKeys::default(),
        }
    }
}

impl Default for ProductDocument {
    /// [`SparseProduct::default`], without a name.
    fn default() -> Self {
        (&SparseProduct::named("")).into()
    }
}
