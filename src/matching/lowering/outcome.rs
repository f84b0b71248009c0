//! What the solvers find, by place, and the way back to people.

use crate::Error;
use crate::assignment::RankedCost;
use crate::matching::prepared::{Partners, Prepared};
use crate::matching::{Matching, Pair, VerifyError, Worth};
use crate::model::PersonId;
use crate::programme::Role;
use crate::scoring::Score;

/// What a certificate says of one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::matching) struct Price {
    pub(in crate::matching) essential: bool,
    pub(in crate::matching) rank: i64,
    pub(in crate::matching) worth: i64,
}

impl Price {
    /// Turns the sign of a potential; the range proof keeps both parts well inside 64 bits.
    pub(super) fn of(potential: RankedCost) -> Self {
        Self {
            essential: false,
            rank: potential.rank().saturating_neg(),
            worth: potential.cost().saturating_neg(),
        }
    }

    /// Turns the sign back; of what a matching claims, the most negative number becomes the largest.
    pub(super) fn potential(self) -> RankedCost {
        RankedCost::new(self.rank.saturating_neg(), self.worth.saturating_neg())
    }
}

/// The prices of everybody on the two sides, by place: of juniors, then of seniors.
pub(in crate::matching) type Prices = [Vec<Price>; 2];

/// One side: the partners and the price of each place.
#[derive(Clone, Debug)]
pub(in crate::matching) struct Side {
    pub(in crate::matching) partners: Partners,
    pub(in crate::matching) prices: Vec<Price>,
}

/// The score of the worst-off pair, and the prices that prove that it cannot be larger.
#[derive(Clone, Debug)]
pub(in crate::matching) struct Least {
    pub(in crate::matching) score: Score,
    pub(in crate::matching) prices: Prices,
}

/// Pairs of places, and the prices that prove them to be the best.
#[derive(Clone, Debug)]
pub(in crate::matching) struct Outcome {
    juniors: Side,
    seniors: Side,
    /// None where no rung asks for it, and where no pair is needed.
    pub(in crate::matching) least: Option<Least>,
}

impl Outcome {
    /// Puts together the partners of each senior, in order, and the prices of both sides.
    pub(super) fn new(seniors: Partners, senior_prices: Vec<Price>, prices: Vec<Price>) -> Self {
        Self {
            juniors: Side {
                partners: seniors.turned_around(prices.len()),
                prices,
            },
            seniors: Side {
                partners: seniors,
                prices: senior_prices,
            },
            least: None,
        }
    }

    /// Replaces the pairs, given as the partners of each senior, by others that the same prices prove.
    pub(super) fn with_partners(self, seniors: Partners) -> Self {
        Self {
            least: self.least,
            ..Self::new(seniors, self.seniors.prices, self.juniors.prices)
        }
    }

    /// Returns the score below which no pair is permitted.
    pub(in crate::matching) fn least_score(&self) -> Option<Score> {
        self.least.as_ref().map(|least| least.score)
    }

    pub(in crate::matching) fn on(&self, role: Role) -> &Side {
        match role {
            Role::Junior => &self.juniors,
            Role::Senior => &self.seniors,
        }
    }

    /// Brings the pairs back to people, in order of senior and junior, with the total score.
    pub(in crate::matching) fn pairs(
        &self,
        prepared: &Prepared<'_>,
    ) -> Result<(Vec<Pair>, i64), Error> {
        let mut pairs: Vec<Pair> = self
            .seniors
            .partners
            .pairs()
            .filter_map(|(senior, junior)| {
                let score = prepared.table.score(junior, senior)?;
                Some(Pair {
                    junior: prepared.person_at(Role::Junior, junior).clone(),
                    senior: prepared.person_at(Role::Senior, senior).clone(),
                    score,
                })
            })
            .collect();
        pairs.sort_unstable_by(|one, other| {
            (&one.senior, &one.junior).cmp(&(&other.senior, &other.junior))
        });
        let total: i128 = pairs.iter().map(|pair| i128::from(pair.score.get())).sum();
        let total = i64::try_from(total).map_err(|_| Error::TotalTooLarge { total })?;
        Ok((pairs, total))
    }

    /// Brings the proof of optimality back to people, in order of person, the junior side first.
    pub(in crate::matching) fn worths(&self, prepared: &Prepared<'_>) -> Vec<Worth> {
        worths(prepared, [&self.juniors.prices, &self.seniors.prices])
    }

    /// Reads what a matching claims.
    ///
    /// The pairs must be of people with places; whether anything else is true is for the verifier to say.
    pub(in crate::matching) fn claimed(
        prepared: &Prepared<'_>,
        matching: &Matching,
    ) -> Result<Self, VerifyError> {
        let place = |person: &PersonId, role| -> Option<usize> {
            prepared.place(role, prepared.participant(person)?)
        };
        let places = |role| prepared.places(role);
        let mut of_seniors = vec![Vec::new(); places(Role::Senior)];
        for pair in matching.pairs() {
            if let (Some(senior), Some(junior)) = (
                place(&pair.senior, Role::Senior),
                place(&pair.junior, Role::Junior),
            ) {
                of_seniors[senior].extend(u32::try_from(junior).ok());
            }
        }
        let [juniors, seniors] = claimed_prices(prepared, matching.worths())?;
        let least = matching.worst_off().map(|least| {
            let prices = claimed_prices(prepared, least.worths())?;
            Ok(Least {
                score: least.score(),
                prices,
            })
        });
        Ok(Self {
            least: least.transpose()?,
            ..Self::new(Partners::from_lists(of_seniors), seniors, juniors)
        })
    }
}

/// Brings prices back to people, in order of person, the junior side first.
pub(in crate::matching) fn worths(prepared: &Prepared<'_>, prices: [&[Price]; 2]) -> Vec<Worth> {
    let sides = [Role::Junior, Role::Senior].into_iter().zip(prices);
    let mut all: Vec<Worth> = sides
        .flat_map(|(role, prices)| {
            let prices = prices.iter().enumerate();
            prices.map(move |(place, &price)| Worth {
                person: prepared.person_at(role, place).clone(),
                role,
                essential: price.essential,
                rank: price.rank,
                worth: price.worth,
            })
        })
        .collect();
    all.sort_unstable_by(|one, other| (&one.person, one.role).cmp(&(&other.person, other.role)));
    all
}

/// Reads the prices that a matching claims: one for everybody who has a place.
pub(in crate::matching) fn claimed_prices(
    prepared: &Prepared<'_>,
    worths: &[Worth],
) -> Result<Prices, VerifyError> {
    let mut claims = [Role::Junior, Role::Senior].map(|role| vec![None; prepared.places(role)]);
    for claim in worths {
        let Worth { person, role, .. } = claim;
        let price = Price {
            essential: claim.essential,
            rank: claim.rank,
            worth: claim.worth,
        };
        let place = prepared.participant(person);
        let place = place.and_then(|found| prepared.place(*role, found));
        let before = place.map(|place| claims[*role as usize][place].replace(price));
        let problem = match before {
            Some(None) => continue,
            Some(Some(_)) => "has a second worth",
            None => "is not eligible",
        };
        return Err(VerifyError::NotOptimal {
            reason: format!("\"{person}\" as a {role} {problem}"),
        });
    }
    let all = |role, claims: Vec<Option<Price>>| -> Result<Vec<Price>, VerifyError> {
        let stated = claims.into_iter().enumerate().map(|(place, claim)| {
            claim.ok_or_else(|| VerifyError::NotOptimal {
                reason: format!(
                    "\"{}\" as a {role} has no worth",
                    prepared.person_at(role, place)
                ),
            })
        });
        stated.collect()
    };
    let [juniors, seniors] = claims;
    let seniors = all(Role::Senior, seniors)?;
    Ok([all(Role::Junior, juniors)?, seniors])
}
