//! Points for named pairs, as an exception.

use super::Points;
use super::error::ScoringFault;
use crate::model::{PersonId, RelationKind};
use crate::programme::Role;

/// Gives points to the pairs of a finite list, and the same points to all others.
///
/// Pairs are named here one by one, or taken from what the programme and the organisation say: wishes, earlier pairs,
/// relations. Where several of these name a pair, the first of them counts, in the order just given. Who is listed but
/// does not take part has no say.
///
/// # Fading
///
/// With [`with_fade`](Self::with_fade), what a pair earns moves in a straight line from its points on its day to what
/// others earn `fade` days later: `points + (otherwise - points) · min(age, fade) / fade`, rounded half up, where `age` counts
/// days from its day to the day of the run, and is 0 for days to come. A pair without a day does not fade.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::model::RelationKind;
/// use reverse_mentoring::scoring::{Criterion, NamedPairs, Points};
///
/// // New faces: who has met before earns nothing at first, and is new again after three years.
/// let novelty = NamedPairs::new::<&str, &str>("novelty", [])
///     .with_past_pairs(Points::NONE)
///     .with_related(RelationKind::Knows, Points::NONE)
///     .with_otherwise(Points::FULL)
///     .with_fade(3 * 365);
/// assert_eq!(Criterion::from(novelty).name(), "novelty");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct NamedPairs {
    pub(super) name: String,
    pub(super) pairs: Vec<NamedPair>,
    pub(super) wishes: Option<Wishes>,
    pub(super) past: Option<Points>,
    pub(super) related: Vec<(RelationKind, Points)>,
    pub(super) otherwise: Points,
    pub(super) fade: Option<u32>,
}

/// A pair of a list, with what it earns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedPair {
    pub(super) junior: PersonId,
    pub(super) senior: PersonId,
    pub(super) points: Points,
    pub(super) day: Option<i32>,
}

/// What wishes earn, by rank.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Wishes {
    pub(super) ranks: Vec<Points>,
    pub(super) of: Option<Role>,
}

impl Wishes {
    /// States what the first wish of a person earns, the second, and so on; later ones earn nothing.
    ///
    /// A pair earns half of what the junior's wish for the senior earns and half of the other way round, rounded half up.
    pub fn new(ranks: impl IntoIterator<Item = Points>) -> Self {
        Self {
            ranks: ranks.into_iter().collect(),
            of: None,
        }
    }

    /// Counts the wishes of one side alone, and those in full.
    pub fn of(mut self, role: Role) -> Self {
        self.of = Some(role);
        self
    }
}

impl Default for Wishes {
    /// The first wish earns 10 000, then 7 500, 5 000 and 2 500.
    fn default() -> Self {
        let third = Points::new(7_500).unwrap_or_default();
        Self::new([Points::FULL, third, Points::HALF, Points::QUARTER])
    }
}

impl NamedPairs {
    /// Lists pairs, each a junior, a senior and the points they earn; all others earn none.
    pub fn new<J: Into<PersonId>, S: Into<PersonId>>(
        name: impl Into<String>,
        pairs: impl IntoIterator<Item = (J, S, Points)>,
    ) -> Self {
        let pairs = pairs.into_iter();
        Self {
            name: name.into(),
            pairs: pairs
                .map(|(junior, senior, points)| NamedPair {
                    junior: junior.into(),
                    senior: senior.into(),
                    points,
                    day: None,
                })
                .collect(),
            wishes: None,
            past: None,
            related: Vec::new(),
            otherwise: Points::NONE,
            fade: None,
        }
    }

    /// Adds a pair as of a day, in whole days since 1970-01-01.
    pub fn with_dated(
        mut self,
        junior: impl Into<PersonId>,
        senior: impl Into<PersonId>,
        points: Points,
        day: i32,
    ) -> Self {
        self.pairs.push(NamedPair {
            junior: junior.into(),
            senior: senior.into(),
            points,
            day: Some(day),
        });
        self
    }

    /// Adds the pairs for whom one of the two wishes.
    pub fn with_wishes(mut self, wishes: Wishes) -> Self {
        self.wishes = Some(wishes);
        self
    }

    /// Adds the pairs of earlier cycles, in the same roles, as of the last day they ended.
    pub fn with_past_pairs(mut self, points: Points) -> Self {
        self.past = Some(points);
        self
    }

    /// Adds the pairs of whom one has a relation to the other, whichever way; relations do not fade.
    pub fn with_related(mut self, kind: RelationKind, points: Points) -> Self {
        self.related.push((kind, points));
        self
    }

    /// Sets what pairs earn that are not listed.
    pub fn with_otherwise(mut self, points: Points) -> Self {
        self.otherwise = points;
        self
    }

    /// Sets after how many days a pair earns what others do, at least 1.
    pub fn with_fade(mut self, days: u32) -> Self {
        self.fade = Some(days);
        self
    }

    pub(super) fn check(&self, faults: &mut Vec<ScoringFault>) {
        if self.fade == Some(0) {
            faults.push(ScoringFault::OutOfRange {
                setting: format!("{}.fade_days", self.name),
                found: 0,
                least: 1,
                most: u32::MAX.into(),
            });
        }
        // Other lists are fine by themselves; their people are looked up where the organisation is at hand.
    }
}
