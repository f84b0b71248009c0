//! What the solvers find, by place, and the way back to people.

use super::face::{Place, slack};
use super::plan::Stage;
use super::within::Within;
use crate::Error;
use crate::assignment::{RankedCost, SeatCertificate};
use crate::matching::prepared::{Partners, Prepared};
use crate::matching::{GroupWorth, Matching, Pair, VerifyError, Worth};
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

/// The prices of everybody by place, and of the groups by position: of juniors, then of seniors.
#[derive(Clone, Debug)]
pub(in crate::matching) struct Prices {
    pub(super) people: [Vec<Price>; 2],
    pub(super) groups: [Vec<Price>; 2],
}

impl Prices {
    /// Turns the signs of the potentials of a certificate.
    pub(super) fn of(certificate: &SeatCertificate) -> Self {
        let prices = |potentials: &[RankedCost]| -> Vec<Price> {
            potentials.iter().copied().map(Price::of).collect()
        };
        Self {
            people: [
                prices(certificate.column_potentials()),
                prices(certificate.row_potentials()),
            ],
            groups: [
                prices(certificate.column_group_potentials()),
                prices(certificate.row_group_potentials()),
            ],
        }
    }

    /// Turns the signs back.
    pub(super) fn certificate(&self) -> SeatCertificate {
        let potentials = |prices: &[Price]| -> Vec<RankedCost> {
            prices.iter().map(|price| price.potential()).collect()
        };
        let [juniors, seniors] = self.people.each_ref().map(|prices| potentials(prices));
        let [of_juniors, of_seniors] = self.groups.each_ref().map(|prices| potentials(prices));
        SeatCertificate::from_parts(seniors, juniors, of_seniors, of_juniors)
    }

    /// Refuses to call anybody essential where the proof is one within limits.
    pub(super) fn have_nobody_essential(&self, prepared: &Prepared<'_>) -> Result<(), String> {
        for (role, prices) in [Role::Junior, Role::Senior].into_iter().zip(&self.people) {
            if let Some(place) = prices.iter().position(|price| price.essential) {
                let person = prepared.person_at(role, place);
                let because = if prepared.has_single_seats() {
                    "this rung makes nobody so"
                } else {
                    "some have several seats"
                };
                return Err(format!(
                    "\"{person}\" as a {role} is essential, but {because}"
                ));
            }
        }
        Ok(())
    }

    /// Prices that say nothing.
    pub(super) fn none(prepared: &Prepared<'_>) -> Self {
        let sides = [Role::Junior, Role::Senior];
        Self {
            people: sides.map(|role| vec![Price::default(); prepared.places(role)]),
            groups: sides.map(|role| vec![Price::default(); prepared.groups(role).len()]),
        }
    }
}

/// What proves a stage.
#[derive(Clone, Debug)]
pub(in crate::matching) enum Proved {
    /// The prices that prove a sum.
    Sum(Prices),
    /// The score of the worst-off pair, and the prices that prove that it cannot be larger; none where no pair is needed.
    WorstOff(Option<Least>),
    /// A bound on the changes within a stated loss.
    Within(Box<Within>),
}

/// The score of the worst-off pair, and the prices that prove that it cannot be larger.
#[derive(Clone, Debug)]
pub(in crate::matching) struct Least {
    pub(in crate::matching) score: Score,
    pub(in crate::matching) prices: Prices,
}

/// Pairs of places, and stage by stage what proves them to be the best.
#[derive(Clone, Debug)]
pub(in crate::matching) struct Outcome {
    juniors: Partners,
    seniors: Partners,
    pub(in crate::matching) stages: Vec<(Stage, Proved)>,
    /// The pairs of an earlier matching that can still be made, in order.
    pub(super) earlier: Vec<Place>,
}

impl Outcome {
    /// Puts together the partners of each senior, in order, and the proofs.
    pub(super) fn new(
        prepared: &Prepared<'_>,
        seniors: Partners,
        stages: Vec<(Stage, Proved)>,
        earlier: Vec<Place>,
    ) -> Self {
        Self {
            juniors: seniors.turned_around(prepared.places(Role::Junior)),
            seniors,
            stages,
            earlier,
        }
    }

    /// Returns the partners of everybody on a side.
    pub(in crate::matching) fn partners(&self, role: Role) -> &Partners {
        match role {
            Role::Junior => &self.juniors,
            Role::Senior => &self.seniors,
        }
    }

    /// Returns the worst-off pair, where a rung asks for it and a pair is needed.
    pub(in crate::matching) fn least(&self) -> Option<&Least> {
        self.stages.iter().find_map(|(_, proved)| match proved {
            Proved::WorstOff(least) => least.as_ref(),
            Proved::Sum(_) | Proved::Within(_) => None,
        })
    }

    /// Returns the score below which no pair is permitted.
    pub(in crate::matching) fn least_score(&self) -> Option<Score> {
        self.least().map(|least| least.score)
    }

    /// What would be lost at least if two people had to be a pair: on the rungs before the total, then of the total.
    ///
    /// The slack of the dual constraints, stage by stage.
    pub(in crate::matching) fn price(
        &self,
        senior: usize,
        junior: usize,
        score: Score,
    ) -> (i128, i128) {
        for (stage, proved) in &self.stages {
            match proved {
                Proved::WorstOff(Some(least)) if score < least.score => return (1, 0),
                Proved::WorstOff(_) => {}
                Proved::Within(within) => {
                    // Of the best total; some of it may be given up already.
                    let [juniors, seniors] = &within.best_prices.people;
                    let negated = score.get().saturating_neg();
                    let (rank, cost) = slack(seniors[senior], juniors[junior], negated);
                    return (rank, cost - i128::from(within.allowed));
                }
                Proved::Sum(prices) => {
                    let [juniors, seniors] = &prices.people;
                    let Ok(number) = u32::try_from(junior) else {
                        continue;
                    };
                    let negated = score.get().saturating_neg();
                    let cost = stage.measure(&self.earlier).of((senior, number), negated);
                    let found = slack(seniors[senior], juniors[junior], cost);
                    if stage.has_total() {
                        return found;
                    }
                    if found > (0, 0) {
                        return (1, 0);
                    }
                }
            }
        }
        (0, 0)
    }

    /// Brings the pairs back to people, in order of senior and junior, with the total score.
    pub(in crate::matching) fn pairs(
        &self,
        prepared: &Prepared<'_>,
    ) -> Result<(Vec<Pair>, i64), Error> {
        named(prepared, scored(prepared, &self.seniors))
    }

    /// Reads what a matching claims.
    ///
    /// The pairs must be of people with places; whether anything else is true is for the verifier to say.
    pub(in crate::matching) fn claimed(
        prepared: &Prepared<'_>,
        plan: Vec<Stage>,
        earlier: Vec<Place>,
        matching: &Matching,
    ) -> Result<Self, VerifyError> {
        let mut coverage = matching.coverage.iter();
        let stages = plan.into_iter().map(|stage| {
            let sum = |worths: &[Worth], groups: &[GroupWorth]| {
                claimed_prices(prepared, worths, groups).map(Proved::Sum)
            };
            let proved = match stage {
                Stage::WorstOff => {
                    let least = matching.worst_off.as_ref().map(|least| {
                        Ok(Least {
                            score: least.score,
                            prices: claimed_prices(prepared, &least.worths, &least.groups)?,
                        })
                    });
                    Proved::WorstOff(least.transpose()?)
                }
                Stage::ChangesWithin(allowed) => {
                    let changes = matching.changes.as_ref().ok_or_else(|| unproved(stage))?;
                    let stated = changes.stated_loss().ok_or_else(|| unproved(stage))?;
                    Proved::Within(Box::new(Within {
                        allowed,
                        best: claimed_partners(prepared, stated.best()),
                        best_prices: claimed_prices(prepared, &matching.worths, &matching.groups)?,
                        weights: stated.weights(),
                        prices: claimed_prices(prepared, changes.worths(), changes.group_worths())?,
                    }))
                }
                Stage::FewestChanges => match &matching.changes {
                    Some(changes) => sum(changes.worths(), changes.group_worths())?,
                    None => return Err(unproved(stage)),
                },
                Stage::Sum { total: true, .. } => sum(&matching.worths, &matching.groups)?,
                Stage::Sum { total: false, .. } | Stage::LongestWaiting => match coverage.next() {
                    Some(proof) if proof.rung == stage.rung() => sum(&proof.worths, &proof.groups)?,
                    _ => return Err(unproved(stage)),
                },
            };
            Ok((stage, proved))
        });
        let stages = stages.collect::<Result<Vec<_>, VerifyError>>()?;
        if let Some(proof) = coverage.next() {
            return Err(VerifyError::NotOptimal {
                reason: format!("it has one proof of {} too many", proof.rung.name()),
            });
        }
        Ok(Self::new(
            prepared,
            claimed_partners(prepared, matching.pairs()),
            stages,
            earlier,
        ))
    }
}

/// Brings the partners of each senior back to people, in order of senior and junior.
pub(in crate::matching) fn pairs(prepared: &Prepared<'_>, seniors: &Partners) -> Vec<Pair> {
    people(prepared, scored(prepared, seniors))
}

/// Brings pairs of places, senior first, with their scores back to people, in order of senior and junior, with the total score.
pub(in crate::matching) fn named(
    prepared: &Prepared<'_>,
    places: impl Iterator<Item = (usize, usize, Score)>,
) -> Result<(Vec<Pair>, i64), Error> {
    let pairs = people(prepared, places);
    let total: i128 = pairs.iter().map(|pair| i128::from(pair.score.get())).sum();
    let total = i64::try_from(total).map_err(|_| Error::TotalTooLarge { total })?;
    Ok((pairs, total))
}

/// Looks up the scores of the pairs with the partners of each senior.
fn scored(
    prepared: &Prepared<'_>,
    seniors: &Partners,
) -> impl Iterator<Item = (usize, usize, Score)> {
    seniors.pairs().filter_map(|(senior, junior)| {
        let score = prepared.table.score(junior, senior)?;
        Some((senior, junior, score))
    })
}

fn people(
    prepared: &Prepared<'_>,
    places: impl Iterator<Item = (usize, usize, Score)>,
) -> Vec<Pair> {
    let person = |role, place: usize| prepared.eligible(role)[place].person();
    let pair = |(senior, junior, score)| {
        let (senior, junior) = (person(Role::Senior, senior), person(Role::Junior, junior));
        (senior, junior, score)
    };
    let mut pairs: Vec<_> = places.map(pair).collect();
    // People are numbered in the order of their ids.
    pairs.sort_unstable_by_key(|&(senior, junior, _)| (senior, junior));
    let id = |person| prepared.organisation[person].id().clone();
    let pairs = pairs.into_iter().map(|(senior, junior, score)| Pair {
        junior: id(junior),
        senior: id(senior),
        score,
    });
    pairs.collect()
}

/// Finds the places of pairs of people, by senior; pairs of people without places are left out.
fn claimed_partners(prepared: &Prepared<'_>, pairs: &[Pair]) -> Partners {
    let place = |person: &PersonId, role| -> Option<usize> {
        prepared.place(role, prepared.participant(person)?)
    };
    let mut of_seniors = vec![Vec::new(); prepared.places(Role::Senior)];
    for pair in pairs {
        if let (Some(senior), Some(junior)) = (
            place(&pair.senior, Role::Senior),
            place(&pair.junior, Role::Junior),
        ) {
            of_seniors[senior].extend(u32::try_from(junior).ok());
        }
    }
    Partners::from_lists(of_seniors)
}

fn unproved(stage: Stage) -> VerifyError {
    VerifyError::NotOptimal {
        reason: format!("it has no proof of {}", stage.rung().name()),
    }
}

/// Brings prices back to people, in order of person, the junior side first, and to groups.
pub(in crate::matching) fn worths(
    prepared: &Prepared<'_>,
    prices: &Prices,
) -> (Vec<Worth>, Vec<GroupWorth>) {
    let sides = [Role::Junior, Role::Senior];
    let people = sides.into_iter().zip(&prices.people);
    let mut worths: Vec<Worth> = people
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
    worths.sort_unstable_by(|one, other| (&one.person, one.role).cmp(&(&other.person, other.role)));
    let groups = sides.into_iter().zip(&prices.groups);
    let groups = groups.flat_map(|(role, prices)| {
        let groups = prepared.groups(role).iter().zip(prices);
        groups.map(|(group, price)| GroupWorth {
            group: group.name.clone(),
            rank: price.rank,
            worth: price.worth,
        })
    });
    let groups = groups.collect();
    (worths, groups)
}

/// Reads the prices that a matching claims: one for everybody who has a place, and one for each group.
pub(in crate::matching) fn claimed_prices(
    prepared: &Prepared<'_>,
    worths: &[Worth],
    groups: &[GroupWorth],
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
    Ok(Prices {
        people: [all(Role::Junior, juniors)?, seniors],
        groups: claimed_groups(prepared, groups)?,
    })
}

/// Reads the prices of groups, which are in the order of the programme.
fn claimed_groups(
    prepared: &Prepared<'_>,
    claims: &[GroupWorth],
) -> Result<[Vec<Price>; 2], VerifyError> {
    let sides = [Role::Junior, Role::Senior];
    let expected: Vec<&str> = sides
        .iter()
        .flat_map(|&role| {
            prepared
                .groups(role)
                .iter()
                .map(|group| group.name.as_str())
        })
        .collect();
    if claims.iter().map(|claim| claim.group.as_str()).ne(expected) {
        return Err(VerifyError::NotOptimal {
            reason: "the worths of groups are not those of the programme's groups in turn"
                .to_owned(),
        });
    }
    let mut prices = claims.iter().map(|claim| Price {
        essential: false,
        rank: claim.rank,
        worth: claim.worth,
    });
    Ok(sides.map(|role| prices.by_ref().take(prepared.groups(role).len()).collect()))
}
