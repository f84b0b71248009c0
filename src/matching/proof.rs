//! The proofs that a matching carries: what each person and each group is worth.

use super::lowering::{self, Proved, Stage};
use super::prepared::Prepared;
use super::{Changes, Matching, Pair, Rung, StatedLoss};
use crate::canonical::canonical;
use crate::model::PersonId;
use crate::programme::Role;
use crate::scoring::Score;

/// What the proof of optimality says of one person on one side.
///
/// *Where everybody has one seat on a side*, let K be the people that are `essential`. K touches every permitted pair, and
/// there are as many pairs in the matching as people in K, so no matching has more pairs (König), and one that has as many
/// uses only pairs with exactly one end in K. For those, the worths of the two ends add up to at least the score of the
/// pair, and to exactly the score where the pair is in the matching; a person outside K has no negative worth, and none at
/// all if unmatched. So no matching with as many pairs scores more in total (complementary slackness).
///
/// *Where somebody has several seats or a minimum*, nobody is essential, and worths have a `rank`: they are added part by
/// part and compared by rank first. A rank is what the first pair of a person is worth whom the objective wants covered. A pair
/// that is not in the matching scores at most what its two ends are worth, one that is in it at least that. A person with seats
/// left has no worth above that of the next pair, and one who could do with a pair less none below that of the last. So no matching
/// covers more, and none that covers as many scores more in total (complementary slackness again, see
/// [limits](crate::assignment#limits)).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Worth {
    /// The person.
    pub person: PersonId,
    /// The side.
    pub role: Role,
    /// Whether the person is one of those who touch every permitted pair.
    pub essential: bool,
    /// The part of the worth that is compared first: in units of coverage.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_zero"))]
    pub rank: i64,
    /// The dual price of the person's seat, in units of score.
    pub worth: i64,
}

#[cfg(feature = "serde")]
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands out references"
)]
fn is_zero(rank: &i64) -> bool {
    *rank == 0
}

/// The score of the worst-off pair, and the proof that no matching that covers as many people has a better one.
///
/// Call a pair *low* if it scores this or less. The worths here are those of a matching in which somebody has several seats, where a low pair
/// scores -1 and any other 0; so they prove that no matching covers more people, and that none that covers as many does without a
/// low pair (weak duality). Pairs that pins make do not count.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[must_use]
pub struct WorstOff {
    pub(super) score: Score,
    #[cfg_attr(feature = "serde", serde(rename = "certificate"))]
    pub(super) worths: Vec<Worth>,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub(super) groups: Vec<GroupWorth>,
}

impl WorstOff {
    /// Returns the score of the worst-off pair.
    #[must_use]
    pub fn score(&self) -> Score {
        self.score
    }

    /// Returns the proof, person by person.
    #[must_use]
    pub fn worths(&self) -> &[Worth] {
        &self.worths
    }

    /// Returns what the proof says of groups, in the order of the programme, those of juniors first.
    #[must_use]
    pub fn group_worths(&self) -> &[GroupWorth] {
        &self.groups
    }
}

/// What a proof says of a group with a floor or a cap.
///
/// The worth of a person has that of their group in it. A group whose pairs are worth something is at its cap, and one whose pairs are
/// worth less than nothing is at its floor.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct GroupWorth {
    /// The name of the group.
    pub group: String,
    /// The part of the worth that is compared first: in units of coverage.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_zero"))]
    pub rank: i64,
    /// The dual price of one more pair of the group.
    pub worth: i64,
}

/// The proof of a coverage rung that is decided apart from the total.
///
/// The worths are those of a matching in which somebody has several seats and no pair has a score: so many units of coverage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[must_use]
pub struct CoverageProof {
    pub(super) rung: Rung,
    #[cfg_attr(feature = "serde", serde(rename = "certificate"))]
    pub(super) worths: Vec<Worth>,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub(super) groups: Vec<GroupWorth>,
}

impl CoverageProof {
    /// Returns the rung; of neighbouring ones the last.
    #[must_use]
    pub fn rung(&self) -> Rung {
        self.rung
    }

    /// Returns the proof, person by person.
    #[must_use]
    pub fn worths(&self) -> &[Worth] {
        &self.worths
    }

    /// Returns what the proof says of groups, in the order of the programme, those of juniors first.
    #[must_use]
    pub fn group_worths(&self) -> &[GroupWorth] {
        &self.groups
    }
}

canonical! {
    Worth { person, role, essential, rank, worth }
    WorstOff { score, worths, groups }
    GroupWorth { group, rank, worth }
    CoverageProof { rung, worths, groups }
}

impl Matching {
    /// Writes down what proves a stage.
    pub(super) fn add_proof(
        &mut self,
        prepared: &Prepared<'_>,
        stage: Stage,
        proved: &Proved,
        earlier: Option<&[Pair]>,
    ) {
        match proved {
            Proved::WorstOff(least) => {
                self.worst_off = least.as_ref().map(|least| {
                    let (worths, groups) = lowering::worths(prepared, &least.prices);
                    WorstOff {
                        score: least.score,
                        worths,
                        groups,
                    }
                });
            }
            Proved::Within(within) => {
                (self.worths, self.groups) = lowering::worths(prepared, &within.best_prices);
                let proof = lowering::worths(prepared, &within.prices);
                let earlier = earlier.unwrap_or_default();
                let changes = Changes::new(&self.pairs, earlier, proof);
                let best = lowering::pairs(prepared, &within.best);
                let stated = StatedLoss::new(within, best, changes.count(), &self.pairs);
                self.changes = Some(changes.with_loss(stated));
            }
            Proved::Sum(prices) => {
                let proof = lowering::worths(prepared, prices);
                match stage.rung() {
                    Rung::Total => (self.worths, self.groups) = proof,
                    Rung::FewestChanges => {
                        let earlier = earlier.unwrap_or_default();
                        self.changes = Some(Changes::new(&self.pairs, earlier, proof));
                    }
                    rung => self.coverage.push(CoverageProof {
                        rung,
                        worths: proof.0,
                        groups: proof.1,
                    }),
                }
            }
        }
    }
}
