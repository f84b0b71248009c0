//! What one side wants times what the other offers, as a product of two sparse vectors.

use super::Points;
use super::error::ScoringFault;
use crate::model::{AttributeName, CategoryId};

/// Gives more points the better what is offered meets what is wanted.
///
/// By default the senior's targets are what is wanted and the junior's offers are what is offered; that is the criterion
/// `target_skills`. Declared attributes can take the place of either list, and [`Exchange`] says who learns.
///
/// `points = Σ weight · credit / Σ weight` over what is wanted, rounded half up. The credit of a target is the
/// best that any offer earns, and an offer earns
///
/// `credit = fraction · min(offered, wanted) / wanted`, rounded half up,
///
/// where `fraction` is 10 000 for the target itself, and for related skills what the list `related` states: by
/// default 5 000 at one step of the taxonomy and 2 500 at two. Where no proficiency is wanted, any offer earns its
/// whole fraction. A higher offered proficiency never lowers the points, nor, without rarity, does one more offer.
///
/// A skill that either of the two keeps off limits earns nothing, as a target or as an offer. A senior without
/// targets could learn anything: every pair of theirs earns 5 000, the middle, unless configured otherwise. A junior
/// without offers is not unknown: whoever offers nothing meets no target, or else adding an offer could lower points.
///
/// # Examples
///
/// A senior wants Python at 60 with weight 2 and, at any proficiency, writing with weight 1. A junior who offers
/// Python at 30 earns `10 000 · 30 / 60 = 5 000` for it and nothing for writing: `(2 · 5 000 + 0) / 3 = 3 333`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct SparseProduct {
    pub(super) name: String,
    /// `None` stands for the targets of the programme.
    pub(super) wants: Option<AttributeName>,
    /// `None` stands for the offers of the programme.
    pub(super) offers: Option<AttributeName>,
    pub(super) exchange: Exchange,
    pub(super) topics: Topics,
    pub(super) related: Vec<Points>,
    pub(super) rarity: Points,
    pub(super) unknown: Points,
}

/// Who learns from whom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Exchange {
    /// The senior from the junior.
    #[default]
    Teaching,
    /// The junior from the senior, in return.
    Return,
    /// Each from the other, and the points of the two directions become one.
    Both(Fusion),
}

/// How the points of two directions become one, rounded half up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fusion {
    /// The lower of the two.
    Minimum,
    /// The harmonic mean, `2ab / (a + b)`: near the lower of the two.
    Harmonic,
    /// A share of one and the rest of the other.
    Weighted {
        /// The share of what the senior learns, 0 to 100.
        teaching: u32,
    },
}

/// Which topic categories count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Topics {
    /// All of them.
    #[default]
    All,
    /// What is in one of these.
    Only(Vec<CategoryId>),
    /// What is in none of these.
    Except(Vec<CategoryId>),
}

impl SparseProduct {
    /// The name of the criterion over the programme's own targets and offers.
    pub const NAME: &'static str = "target_skills";

    /// Starts a criterion of another name, with everything else as by default.
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// Takes what is wanted from a declared set or vector instead of the targets.
    pub fn with_wants(mut self, attribute: impl Into<AttributeName>) -> Self {
        self.wants = Some(attribute.into());
        self
    }

    /// Takes what is offered from a declared set or vector instead of the offers.
    pub fn with_offers(mut self, attribute: impl Into<AttributeName>) -> Self {
        self.offers = Some(attribute.into());
        self
    }

    /// Sets who learns from whom.
    pub fn with_exchange(mut self, exchange: Exchange) -> Self {
        self.exchange = exchange;
        self
    }

    /// Leaves out what is wanted of other topic categories.
    pub fn with_topics(mut self, topics: Topics) -> Self {
        self.topics = topics;
        self
    }

    /// Sets what related skills earn, from one step of the taxonomy on; none beyond the end of the list.
    pub fn with_related(mut self, fractions: impl IntoIterator<Item = Points>) -> Self {
        self.related = fractions.into_iter().collect();
        self
    }

    /// Lets what few can teach weigh more among all that one person wants.
    ///
    /// A weight is multiplied by `10 000 + rarity · (n - f) / n`, rounded half up, where `f` of the `n` people who could teach
    /// offer the very skill; so at 10 000 what nobody offers weighs twice as much as what all offer.
    pub fn with_rarity(mut self, rarity: Points) -> Self {
        self.rarity = rarity;
        self
    }

    /// Sets what a direction earns where nothing is wanted.
    pub fn with_unknown(mut self, points: Points) -> Self {
        self.unknown = points;
        self
    }

    /// Returns who learns from whom.
    #[must_use]
    pub fn exchange(&self) -> Exchange {
        self.exchange
    }

    /// Returns the declared attributes it looks at.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &AttributeName> {
        self.wants.iter().chain(&self.offers)
    }

    /// Tells whether nothing but what `target_skills` can set is set.
    pub(crate) fn is_target_skills(&self) -> bool {
        let Self {
            name,
            related,
            unknown,
            ..
        } = self;
        let recipe = Self {
            name: name.clone(),
            related: related.clone(),
            unknown: *unknown,
            ..Self::default()
        };
        name == Self::NAME && *self == recipe
    }

    pub(super) fn check(&self, faults: &mut Vec<ScoringFault>) {
        let name = &self.name;
        for (place, pair) in self.related.windows(2).enumerate() {
            if pair[1] > pair[0] {
                faults.push(ScoringFault::InvalidRange {
                    lower: format!("{name}.related[{}]", place + 1),
                    lower_value: pair[1].get().into(),
                    upper: format!("{name}.related[{place}]"),
                    upper_value: pair[0].get().into(),
                });
            }
        }
        if let Exchange::Both(Fusion::Weighted { teaching }) = self.exchange
            && teaching > 100
        {
            faults.push(ScoringFault::OutOfRange {
                setting: format!("{name}.teaching"),
                found: teaching.into(),
                least: 0,
                most: 100,
            });
        }
    }
}

impl Default for SparseProduct {
    /// What the senior wants to learn and the junior offers; half the credit at one step, a quarter at two, and the middle
    /// for a senior without targets.
    fn default() -> Self {
        Self {
            name: Self::NAME.to_owned(),
            wants: None,
            offers: None,
            exchange: Exchange::Teaching,
            topics: Topics::All,
            related: vec![Points::HALF, Points::QUARTER],
            rarity: Points::NONE,
            unknown: Points::HALF,
        }
    }
}

impl Fusion {
    /// Makes one of the points of two directions.
    pub(super) fn of(self, teaching: Points, back: Points) -> Points {
        let (one, other) = (u64::from(teaching.get()), u64::from(back.get()));
        match self {
            Self::Minimum => teaching.min(back),
            Self::Harmonic => Points::ratio(2 * one * other, one + other),
            Self::Weighted { .. } => {
                let [one, other] = self.parts(teaching, back);
                Points::ratio(one + other, 100)
            }
        }
    }

    /// Returns in which proportion the two directions carry the result.
    pub(super) fn parts(self, teaching: Points, back: Points) -> [u64; 2] {
        let (one, other) = (u64::from(teaching.get()), u64::from(back.get()));
        match self {
            Self::Minimum | Self::Harmonic => [one, other],
            Self::Weighted { teaching } => {
                let share = u64::from(teaching.min(100));
                [share * one, (100 - share) * other]
            }
        }
    }
}
