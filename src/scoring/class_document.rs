//! A class term as a plain document.

use super::document::Check;
use super::error::ScoringFault;
use super::{ClassTerm, Fact, Measure, Points, PointsTable, Trapezoid};
use crate::keys::UnknownKeys;

/// A criterion over a fact of each side; see [`ClassTerm`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ClassTermDocument {
    /// The name of the criterion, under which it is weighed and explained.
    pub name: String,
    /// The fact of both sides; or else both keys below.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub fact: Option<FactDocument>,
    /// The junior's fact.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub junior: Option<FactDocument>,
    /// The senior's fact.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub senior: Option<FactDocument>,
    /// What the two are worth together.
    pub measure: MeasureDocument,
    /// What a pair earns where a fact is unknown, 0 to 10 000; none means 5 000.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub unknown: Option<i64>,
    /// Keys that this form does not know; they are refused.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown_keys: UnknownKeys,
}

/// A [`Fact`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum FactDocument {
    /// [`Fact::Unit`].
    Unit,
    /// [`Fact::Level`].
    Level,
    /// [`Fact::Attribute`], by name.
    Attribute(String),
    /// [`Fact::RunDay`].
    RunDay,
    /// [`Fact::Number`].
    Number(i64),
}

/// A [`Measure`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum MeasureDocument {
    /// [`Measure::Distance`].
    Distance {
        /// The distance from which on a pair earns full points; none means twice the depth of the unit forest.
        #[cfg_attr(feature = "serde", serde(default))]
        scale: Option<u32>,
    },
    /// [`Measure::Equal`].
    Equal {
        /// What a pair earns where the facts are the same, 0 to 10 000.
        equal: i64,
        /// What it earns where they differ, 0 to 10 000.
        different: i64,
    },
    /// [`Measure::Overlap`].
    Overlap {
        /// How much in common earns full points.
        full_at: u32,
    },
    /// [`Measure::Difference`] over a [`Trapezoid`].
    Difference {
        /// The difference up to which a pair earns nothing; none means that points do not rise.
        #[cfg_attr(feature = "serde", serde(default))]
        zero_at: Option<i64>,
        /// The smallest difference with full points; none means any, however small.
        #[cfg_attr(feature = "serde", serde(default))]
        ideal_from: Option<i64>,
        /// The largest difference with full points; none means any, however large.
        #[cfg_attr(feature = "serde", serde(default))]
        ideal_to: Option<i64>,
        /// The difference from which on a pair earns `tail`; none means that points do not fall.
        #[cfg_attr(feature = "serde", serde(default))]
        fade_to: Option<i64>,
        /// What a pair earns from `fade_to` on, 0 to 10 000; none means 0.
        #[cfg_attr(feature = "serde", serde(default))]
        tail: Option<i64>,
        /// Whether it counts who has more: the senior's number less the junior's, instead of how far apart they are.
        signed: bool,
    },
    /// [`Measure::Table`].
    Table {
        /// The entries.
        entries: Vec<TableEntryDocument>,
        /// What pairs earn that are not listed, 0 to 10 000.
        otherwise: i64,
        /// Whether an entry holds for the two turned around.
        both_ways: bool,
    },
}

/// An entry of a [`PointsTable`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TableEntryDocument {
    /// The junior's category or unit.
    pub junior: String,
    /// The senior's.
    pub senior: String,
    /// What the pair earns, 0 to 10 000.
    pub points: i64,
}

impl ClassTermDocument {
    /// Reads a term, or `None` where it does not say what it looks at.
    pub(super) fn read(self, place: usize, check: &mut Check) -> Option<ClassTerm> {
        let path = format!("class_terms[{place}]");
        let known = ["name", "fact", "junior", "senior", "measure", "unknown"];
        check.keys(&path, &self.unknown_keys, &known);
        let measure = self.measure.read(&path, check);
        let unknown = self.unknown.map_or(Points::HALF, |unknown| {
            check.points(&format!("{path}.unknown"), unknown)
        });
        let (junior, senior) = match (self.fact, self.junior, self.senior) {
            (Some(fact), None, None) => (fact.clone(), fact),
            (None, Some(junior), Some(senior)) => (junior, senior),
            _ => {
                check.add(ScoringFault::FactsNotStated { place: path });
                return None;
            }
        };
        let term = ClassTerm::between(self.name, junior.into(), senior.into(), measure);
        Some(term.with_unknown(unknown))
    }
}

impl MeasureDocument {
    fn read(self, path: &str, check: &mut Check) -> Measure {
        let mut points = |setting: &str, found| check.points(&format!("{path}.{setting}"), found);
        match self {
            Self::Distance { scale } => Measure::Distance { scale },
            Self::Equal { equal, different } => Measure::Equal {
                equal: points("equal", equal),
                different: points("different", different),
            },
            Self::Overlap { full_at } => Measure::Overlap { full_at },
            Self::Difference {
                zero_at,
                ideal_from,
                ideal_to,
                fade_to,
                tail,
                signed,
            } => {
                let ideal_from = ideal_from.unwrap_or(i64::MIN);
                let ideal_to = ideal_to.unwrap_or(i64::MAX);
                let shape = Trapezoid {
                    zero_at: zero_at.unwrap_or(ideal_from),
                    ideal_from,
                    ideal_to,
                    fade_to: fade_to.unwrap_or(ideal_to),
                    tail: points("tail", tail.unwrap_or(0)),
                };
                Measure::Difference { shape, signed }
            }
            Self::Table {
                entries,
                otherwise,
                both_ways,
            } => {
                let entries = entries.into_iter().enumerate().map(|(row, entry)| {
                    let points = points(&format!("entries[{row}].points"), entry.points);
                    (entry.junior, entry.senior, points)
                });
                Measure::Table(PointsTable {
                    entries: entries.collect(),
                    otherwise: points("otherwise", otherwise),
                    both_ways,
                })
            }
        }
    }
}

impl From<FactDocument> for Fact {
    fn from(fact: FactDocument) -> Self {
        match fact {
            FactDocument::Unit => Self::Unit,
            FactDocument::Level => Self::Level,
            FactDocument::Attribute(name) => Self::attribute(name),
            FactDocument::RunDay => Self::RunDay,
            FactDocument::Number(number) => Self::Number(number),
        }
    }
}

impl From<&Fact> for FactDocument {
    fn from(fact: &Fact) -> Self {
        match fact {
            Fact::Unit => Self::Unit,
            Fact::Level => Self::Level,
            Fact::Attribute(name) => Self::Attribute(name.as_str().to_owned()),
            Fact::RunDay => Self::RunDay,
            Fact::Number(number) => Self::Number(*number),
        }
    }
}

impl From<&ClassTerm> for ClassTermDocument {
    fn from(term: &ClassTerm) -> Self {
        let [junior, senior] = term.facts().map(FactDocument::from);
        let is_one = junior == senior;
        Self {
            name: term.name.clone(),
            fact: is_one.then(|| junior.clone()),
            junior: (!is_one).then_some(junior),
            senior: (!is_one).then_some(senior),
            measure: (&term.measure).into(),
            unknown: Some(term.unknown.get().into()),
            unknown_keys: UnknownKeys::default(),
        }
    }
}

impl From<&Measure> for MeasureDocument {
    fn from(measure: &Measure) -> Self {
        match measure {
            Measure::Distance { scale } => Self::Distance { scale: *scale },
            Measure::Equal { equal, different } => Self::Equal {
                equal: equal.get().into(),
                different: different.get().into(),
            },
            Measure::Overlap { full_at } => Self::Overlap { full_at: *full_at },
            Measure::Difference { shape, signed } => Self::Difference {
                zero_at: Some(shape.zero_at),
                ideal_from: Some(shape.ideal_from),
                ideal_to: Some(shape.ideal_to),
                fade_to: Some(shape.fade_to),
                tail: Some(shape.tail.get().into()),
                signed: *signed,
            },
            Measure::Table(table) => {
                let entries = table.entries.iter();
                let entries = entries.map(|(junior, senior, points)| TableEntryDocument {
                    junior: junior.clone(),
                    senior: senior.clone(),
                    points: points.get().into(),
                });
                Self::Table {
                    entries: entries.collect(),
                    otherwise: table.otherwise.get().into(),
                    both_ways: table.both_ways,
                }
            }
        }
    }
}
