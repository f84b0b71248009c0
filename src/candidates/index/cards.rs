//! What is looked at first of each junior, side by side in memory.

use super::topics::Topics;
use crate::parallel;
use crate::programme::Participant;

/// What is looked at first of a junior: a quarter of a cache line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Card {
    /// The topics of the junior.
    pub(super) topics: Signature,
    /// The place among the juniors.
    pub(super) place: u32,
    /// The position among the participants.
    pub(super) participant: u32,
}

/// A bit for each of some topics, which two may share; the highest tells whether what a junior contributes to a target may be less
/// than their codes say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signature(u64);

const VAGUE: u64 = 1 << 63;

impl Signature {
    /// Signs topics.
    pub(super) fn of(topics: &[u32]) -> Self {
        let bits = topics.iter().map(|topic| 1 << (topic % 63));
        Self(bits.fold(0, |bits, bit| bits | bit))
    }

    /// Tells whether two have no topic in common for certain.
    pub(super) fn is_apart_from(self, other: Self) -> bool {
        self.0 & other.0 & !VAGUE == 0
    }

    /// Tells whether what the junior contributes to a target may be less than the codes say.
    pub(super) fn is_vague(self) -> bool {
        self.0 & VAGUE != 0
    }
}

/// Writes down the cards of juniors who are given by rank, each with the place and whether they are vague.
pub(super) fn cards(
    topics: &Topics,
    juniors: &[&Participant],
    order: &[u32],
    vague: &[bool],
) -> Vec<Card> {
    parallel::rows(juniors.len(), |rank, cards| {
        let mut signature = Signature::of(topics.spoken(rank).0);
        if vague[rank] {
            signature.0 |= VAGUE;
        }
        cards.push(Card {
            topics: signature,
            place: order[rank],
            participant: juniors[rank].index().0,
        });
    })
}
