//! A list of pairs as a plain document.

use super::document::Check;
use super::named_pairs::NamedPair;
use super::{NamedPairs, Points, Wishes};
use crate::keys::UnknownKeys;
use crate::model::RelationKind;
#[cfg(feature = "serde")]
use crate::model::serde_forms;
use crate::programme::Role;

/// A list of pairs; see [`NamedPairs`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct NamedPairsDocument {
    /// The name of the criterion, under which it is weighed and explained.
    pub name: String,
    /// What pairs earn that are not listed, 0 to 10 000; by default 0.
    pub otherwise: i64,
    /// The pairs.
    pub pairs: Vec<NamedPairRow>,
    /// What wishes earn; none means that they do not count.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub wishes: Option<WishesRow>,
    /// What pairs of earlier cycles earn, 0 to 10 000; none means that they do not count.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub past_pairs: Option<i64>,
    /// What pairs earn of whom one has a relation to the other.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub related: Vec<RelatedRow>,
    /// After how many days a pair earns what others do, at least 1; none means never.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub fade_days: Option<i64>,
    /// Keys that this form does not know; they are refused.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown_keys: UnknownKeys,
}

/// A pair of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct NamedPairRow {
    /// Who would teach.
    pub junior: String,
    /// Who would learn.
    pub senior: String,
    /// What the pair earns, 0 to 10 000.
    pub points: i64,
    /// The day as of which it does, in whole days since 1970-01-01; none means that it does not fade.
    #[cfg_attr(
        feature = "serde",
        serde(
            default,
            deserialize_with = "serde_forms::day_if_any",
            skip_serializing_if = "Option::is_none"
        )
    )]
    pub day: Option<i32>,
}

/// What wishes earn; see [`Wishes`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct WishesRow {
    /// What the first wish of a person earns, the second and so on, 0 to 10 000 each.
    pub ranks: Vec<i64>,
    /// Whose wishes count, in full; none means those of both sides, half each.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub of: Option<Role>,
}

/// What a kind of relation earns.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct RelatedRow {
    /// The kind.
    pub kind: RelationKind,
    /// What the pair earns, 0 to 10 000.
    pub points: i64,
}

impl NamedPairsDocument {
    pub(super) fn read(self, place: usize, check: &mut Check) -> NamedPairs {
        let path = format!("named_pairs[{place}]");
        let known = [
            "name",
            "otherwise",
            "pairs",
            "wishes",
            "past_pairs",
            "related",
            "fade_days",
        ];
        check.keys(&path, &self.unknown_keys, &known);
        let mut points = |setting: String, found| check.points(&format!("{path}.{setting}"), found);
        let pairs = self.pairs.into_iter().enumerate();
        let related = self.related.into_iter().enumerate();
        NamedPairs {
            name: self.name,
            otherwise: points("otherwise".to_owned(), self.otherwise),
            pairs: pairs
                .map(|(row, pair)| NamedPair {
                    points: points(format!("pairs[{row}].points"), pair.points),
                    junior: pair.junior.into(),
                    senior: pair.senior.into(),
                    day: pair.day,
                })
                .collect(),
            wishes: self.wishes.map(|wishes| {
                let ranks = wishes.ranks.into_iter().enumerate();
                let ranks =
                    ranks.map(|(rank, found)| points(format!("wishes.ranks[{rank}]"), found));
                Wishes {
                    ranks: ranks.collect(),
                    of: wishes.of,
                }
            }),
            past: self
                .past_pairs
                .map(|found| points("past_pairs".to_owned(), found)),
            related: related
                .map(|(row, related)| {
                    let setting = format!("related[{row}].points");
                    (related.kind, points(setting, related.points))
                })
                .collect(),
            fade: self.fade_days.and_then(|days| {
                let setting = format!("{path}.fade_days");
                u32::try_from(check.range(&setting, days, 1, u32::MAX.into())).ok()
            }),
        }
    }
}

impl From<&NamedPairs> for NamedPairsDocument {
    fn from(pairs: &NamedPairs) -> Self {
        let number = |points: Points| i64::from(points.get());
        let row = |pair: &NamedPair| NamedPairRow {
            junior: pair.junior.as_str().to_owned(),
            senior: pair.senior.as_str().to_owned(),
            points: number(pair.points),
            day: pair.day,
        };
        let related = |&(kind, points): &(RelationKind, Points)| RelatedRow {
            kind,
            points: number(points),
        };
        Self {
            name: pairs.name.clone(),
            otherwise: number(pairs.otherwise),
            pairs: pairs.pairs.iter().map(row).collect(),
            wishes: pairs.wishes.as_ref().map(WishesRow::from),
            past_pairs: pairs.past.map(number),
            related: pairs.related.iter().map(related).collect(),
            fade_days: pairs.fade.map(Into::into),
            unknown_keys: UnknownKeys::default(),
        }
    }
}

impl From<&Wishes> for WishesRow {
    fn from(wishes: &Wishes) -> Self {
        let ranks = wishes.ranks.iter();
        Self {
            ranks: ranks.map(|points| points.get().into()).collect(),
            of: wishes.of,
        }
    }
}

impl Default for WishesRow {
    /// [`Wishes::default`].
    fn default() -> Self {
        (&Wishes::default()).into()
    }
}
