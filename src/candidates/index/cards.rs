//! What is looked at of each junior who may be among the best, side by side in memory.

use super::spoken::Spoken;
use crate::parallel;
use crate::programme::Participant;

/// What is looked at of a junior: 12 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Card {
    /// The topics of the junior.
    pub(super) topics: Signature,
    /// The position among the participants.
    pub(super) participant: u32,
}

/// A bit for each of some topics, which two may share; the highest tells whether what a junior contributes to a target may be less
/// than their codes say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signature([u32; 2]);

const VAGUE: u32 = 1 << 31;

impl Signature {
    /// Signs topics.
    pub(super) fn of(topics: &[u32]) -> Self {
        let mut bits = [0, 0];
        for topic in topics {
            let bit = topic % 63;
            bits[bit as usize / 32] |= 1 << (bit % 32);
        }
        Self(bits)
    }

    /// Tells whether two have no topic in common for certain.
    pub(super) fn is_apart_from(self, other: Self) -> bool {
        let ([low, high], [other_low, other_high]) = (self.0, other.0);
        low & other_low == 0 && high & other_high & !VAGUE == 0
    }

    /// Tells whether what the junior contributes to a target may be less than the codes say.
    pub(super) fn is_vague(self) -> bool {
        self.0[1] & VAGUE != 0
    }
}

/// Writes down the cards of juniors who are given by rank.
pub(super) fn cards(spoken: &Spoken, juniors: &[&Participant]) -> Vec<Card> {
    parallel::rows(juniors.len(), |rank, cards| {
        let mut topics = Signature::of(spoken.of(rank).0);
        if spoken.is_vague(rank) {
            topics.0[1] |= VAGUE;
        }
        cards.push(Card {
            topics,
            participant: juniors[rank].index().0,
        });
    })
}
