//! What a senior wants times what a junior offers, as a product of two sparse vectors.

use super::Points;
use super::error::ScoringFault;

/// Gives more points the better a junior's offers meet a senior's targets.
///
/// `points = Σ weight · credit / Σ weight` over the senior's targets, rounded half up. The credit of a target is the
/// best that any offer earns, and an offer earns
///
/// `credit = fraction · min(offered, wanted) / wanted`, rounded half up,
///
/// where `fraction` is 10 000 for the target itself, and for related skills what the list `related` states: by
/// default 5 000 at one step of the taxonomy and 2 500 at two. Where no proficiency is wanted, any offer earns its
/// whole fraction. A higher offered proficiency never lowers the points, nor does one more offer.
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
    pub(super) related: Vec<Points>,
    pub(super) unknown: Points,
}

impl SparseProduct {
    /// The name of the criterion.
    pub const NAME: &'static str = "target_skills";

    /// Sets what related skills earn, from one step of the taxonomy on; none beyond the end of the list.
    pub fn with_related(mut self, fractions: impl IntoIterator<Item = Points>) -> Self {
        self.related = fractions.into_iter().collect();
        self
    }

    /// Sets what a pair earns where the senior has no targets.
    pub fn with_unknown(mut self, points: Points) -> Self {
        self.unknown = points;
        self
    }

    pub(super) fn check(&self, faults: &mut Vec<ScoringFault>) {
        for (place, pair) in self.related.windows(2).enumerate() {
            if pair[1] > pair[0] {
                faults.push(ScoringFault::InvalidRange {
                    lower: format!("{}.related[{}]", Self::NAME, place + 1),
                    lower_value: pair[1].get().into(),
                    upper: format!("{}.related[{place}]", Self::NAME),
                    upper_value: pair[0].get().into(),
                });
            }
        }
    }
}

impl Default for SparseProduct {
    /// Half the credit at one step, a quarter at two, and the middle for a senior without targets.
    fn default() -> Self {
        Self {
            related: vec![Points::HALF, Points::QUARTER],
            unknown: Points::HALF,
        }
    }
}
