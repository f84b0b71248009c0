//! Criteria over small facts of each side: which facts, and what they are worth together.

use std::fmt;

use super::error::ScoringFault;
use super::{Points, Trapezoid};
use crate::model::{AttributeKind, AttributeName};

/// A criterion over one small fact of each side.
///
/// Points depend on nothing but the two facts, so people with the same facts are one class, and the points of every two
/// classes are worked out once. A person of whom the fact is unknown is a class too: the pair earns 5 000, the middle,
/// unless configured otherwise.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::scoring::{ClassTerm, Criterion, Fact, Measure, Points, Trapezoid};
///
/// // The same site is best; whoever is elsewhere is half as good.
/// let site = Measure::Equal { equal: Points::FULL, different: Points::HALF };
/// let site = ClassTerm::new("site", Fact::attribute("site"), site);
/// // Full points where two hours of the day are common to both.
/// let hours = ClassTerm::new("hours", Fact::attribute("hours"), Measure::Overlap { full_at: 2 });
/// // The longer ago the last cancellation the better, up to half a year; who never cancelled earns all.
/// let reliable = Measure::Difference { shape: Trapezoid::rising(0, 182), signed: false };
/// let reliable = ClassTerm::between("attendance", Fact::RunDay, Fact::attribute("last_cancelled"), reliable)
///     .with_unknown(Points::FULL);
/// assert_eq!(Criterion::from(reliable).name(), "attendance");
/// # let _ = (site, hours);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct ClassTerm {
    pub(super) name: String,
    pub(super) junior: Fact,
    pub(super) senior: Fact,
    pub(super) measure: Measure,
    pub(super) unknown: Points,
}

/// A small fact of one side.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fact {
    /// The home unit.
    Unit,
    /// The level, as a number.
    Level,
    /// The value of a declared attribute.
    Attribute(AttributeName),
    /// The day of the run, whoever it is.
    RunDay,
    /// A number, whoever it is.
    Number(i64),
}

/// What two facts are worth together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Measure {
    /// Units: the farther apart, the more points, and full ones from `scale` on; see [`UnitDistance`](super::UnitDistance).
    Distance {
        /// The distance from which on a pair earns full points, at least 1; by default twice the depth of the unit forest.
        scale: Option<u32>,
    },
    /// Anything: whether the two are the same.
    Equal {
        /// What a pair earns where they are.
        equal: Points,
        /// What it earns where they differ.
        different: Points,
    },
    /// Words or ranges: how much they have in common, in words or whole numbers.
    ///
    /// `points = 10 000 · min(n, full_at) / full_at`, rounded half up. One category counts as a set of one word.
    Overlap {
        /// How much in common earns full points, at least 1.
        full_at: u32,
    },
    /// Numbers and days: the senior's less the junior's.
    Difference {
        /// The points of each difference.
        shape: Trapezoid,
        /// Whether it counts who has more; otherwise a difference is never negative.
        signed: bool,
    },
    /// Categories or units: what a table says.
    Table(PointsTable),
}

/// Points for named pairs of categories or units, such as how much two functions can learn from each other.
///
/// A unit that the table does not name stands under the nearest unit above it that it does name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct PointsTable {
    pub(super) entries: Vec<(String, String, Points)>,
    pub(super) otherwise: Points,
    pub(super) both_ways: bool,
}

impl ClassTerm {
    /// Compares the same fact of both sides.
    pub fn new(name: impl Into<String>, fact: Fact, measure: Measure) -> Self {
        Self::between(name, fact.clone(), fact, measure)
    }

    /// Compares a fact of the junior with one of the senior.
    pub fn between(name: impl Into<String>, junior: Fact, senior: Fact, measure: Measure) -> Self {
        Self {
            name: name.into(),
            junior,
            senior,
            measure,
            unknown: Points::HALF,
        }
    }

    /// Returns the distance that earns full points, where units are so deep, if it is about the distance between units.
    pub(crate) fn scale(&self, depth: u32) -> Option<u32> {
        match self.measure {
            Measure::Distance { scale } => {
                Some(scale.unwrap_or_else(|| depth.saturating_mul(2)).max(1))
            }
            _ => None,
        }
    }

    /// Sets what a pair earns where a fact is unknown.
    pub fn with_unknown(mut self, points: Points) -> Self {
        self.unknown = points;
        self
    }

    /// Returns the facts of the junior and of the senior.
    #[must_use]
    pub fn facts(&self) -> [&Fact; 2] {
        [&self.junior, &self.senior]
    }

    /// Returns the declared attributes it looks at.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &AttributeName> {
        self.facts().into_iter().filter_map(|fact| match fact {
            Fact::Attribute(name) => Some(name),
            _ => None,
        })
    }

    pub(super) fn check(&self, faults: &mut Vec<ScoringFault>) {
        let name = &self.name;
        let least_one = |setting: &str, found: u32| {
            (found == 0).then(|| ScoringFault::OutOfRange {
                setting: format!("{name}.{setting}"),
                found: 0,
                least: 1,
                most: u32::MAX.into(),
            })
        };
        match &self.measure {
            Measure::Distance { scale } => {
                faults.extend(scale.and_then(|scale| least_one("scale", scale)));
            }
            Measure::Overlap { full_at } => faults.extend(least_one("full_at", *full_at)),
            Measure::Difference { shape, .. } => shape.check(name, faults),
            Measure::Table(table) => faults.extend(table.repeated(name)),
            Measure::Equal { .. } => {}
        }
        // Attributes show their type where the organisation is at hand; whatever else a fact is, is known here.
        let fits = |fact: &&Fact| match fact {
            Fact::Attribute(_) => true,
            Fact::Unit => self.measure.takes(Sort::Unit),
            Fact::Level | Fact::RunDay | Fact::Number(_) => self.measure.takes(Sort::Number),
        };
        for fact in self.facts().into_iter().filter(|fact| !fits(fact)) {
            faults.push(ScoringFault::WrongFact {
                criterion: name.clone(),
                fact: fact.to_string(),
                expected: self.measure.expected(),
            });
        }
    }
}

/// What a fact is, as far as measures care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Unit,
    Number,
    Category,
    Words,
    Range,
    Flag,
    Vector,
}

impl Sort {
    pub(super) fn of(kind: AttributeKind) -> Self {
        match kind {
            AttributeKind::Flag => Self::Flag,
            AttributeKind::Category => Self::Category,
            AttributeKind::Set => Self::Words,
            AttributeKind::Number | AttributeKind::Day => Self::Number,
            AttributeKind::Range => Self::Range,
            AttributeKind::Vector => Self::Vector,
        }
    }

    /// Tells whether facts of the two sorts can be compared with each other.
    pub(super) fn goes_with(self, other: Self) -> bool {
        let word = |sort| matches!(sort, Self::Category | Self::Words);
        self == other || word(self) && word(other)
    }
}

impl Measure {
    pub(super) fn takes(&self, sort: Sort) -> bool {
        match self {
            Self::Distance { .. } => sort == Sort::Unit,
            Self::Equal { .. } => sort != Sort::Vector,
            Self::Overlap { .. } => matches!(sort, Sort::Words | Sort::Category | Sort::Range),
            Self::Difference { .. } => sort == Sort::Number,
            Self::Table(_) => matches!(sort, Sort::Category | Sort::Unit),
        }
    }

    /// Says what it takes.
    pub(super) fn expected(&self) -> &'static str {
        match self {
            Self::Distance { .. } => "units",
            Self::Equal { .. } => "facts other than vectors",
            Self::Overlap { .. } => "sets, categories or ranges",
            Self::Difference { .. } => "numbers or days",
            Self::Table(_) => "categories or units",
        }
    }
}

impl PointsTable {
    /// Lists pairs of a junior's and a senior's category or unit with what they earn; the table holds both ways.
    pub fn new<J: Into<String>, S: Into<String>>(
        entries: impl IntoIterator<Item = (J, S, Points)>,
    ) -> Self {
        let entries = entries.into_iter();
        Self {
            entries: entries
                .map(|(junior, senior, points)| (junior.into(), senior.into(), points))
                .collect(),
            otherwise: Points::NONE,
            both_ways: true,
        }
    }

    /// Sets what pairs earn that are not listed.
    pub fn with_otherwise(mut self, points: Points) -> Self {
        self.otherwise = points;
        self
    }

    /// Tells juniors and seniors apart: an entry says nothing of the two turned around.
    pub fn one_way(mut self) -> Self {
        self.both_ways = false;
        self
    }

    fn repeated(&self, criterion: &str) -> Vec<ScoringFault> {
        let key = |(junior, senior, _): &(String, String, Points)| {
            if self.both_ways && junior > senior {
                (senior.clone(), junior.clone())
            } else {
                (junior.clone(), senior.clone())
            }
        };
        let mut keys: Vec<(String, String)> = self.entries.iter().map(key).collect();
        keys.sort_unstable();
        let repeated = keys.chunk_by(|a, b| a == b).filter(|run| run.len() > 1);
        repeated
            .map(|run| ScoringFault::DuplicateEntry {
                criterion: criterion.to_owned(),
                junior: run[0].0.clone(),
                senior: run[0].1.clone(),
            })
            .collect()
    }
}

impl Fact {
    /// Looks at a declared attribute.
    #[must_use]
    pub fn attribute(name: impl Into<AttributeName>) -> Self {
        Self::Attribute(name.into())
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => f.write_str("unit"),
            Self::Level => f.write_str("level"),
            Self::Attribute(name) => name.fmt(f),
            Self::RunDay => f.write_str("run_day"),
            Self::Number(number) => number.fmt(f),
        }
    }
}
