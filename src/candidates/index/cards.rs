//! What is looked at of each junior who may be among the best, side by side in memory.

use std::ops::Range;

use super::classes::Classes;
use super::postings::PHASE;
use super::spoken::Spoken;
use crate::parallel;
use crate::programme::Participant;
use crate::work::{Cancelled, Work};

/// What is looked at of a junior: 20 bytes, so that all of it is one look at far memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Card {
    /// The topics of the junior.
    pub(super) topics: Signature,
    /// The class for all facets together.
    pub(super) class: u32,
    /// The place among the juniors.
    pub(super) place: u32,
    /// The position among the participants.
    pub(super) participant: u32,
}

impl Card {
    /// Stands for a junior where there is room for one.
    pub(super) const BLANK: Self = Self {
        topics: Signature([0, 0]),
        class: 0,
        place: 0,
        participant: 0,
    };
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

/// Writes down the cards of juniors; `places` says who has each rank.
pub(super) fn cards(
    spoken: &Spoken,
    classes: &Classes,
    places: &[u32],
    juniors: &[&Participant],
    work: &Work<'_>,
) -> Result<Vec<Card>, Cancelled> {
    let count = places.len();
    let may_go_on = |done| work.check(PHASE, done as u64, count as u64);
    let mut cards = parallel::try_rows(count, may_go_on, |rank, cards| {
        let mut topics = Signature::of(spoken.of(rank).0);
        if spoken.is_vague(rank) {
            topics.0[1] |= VAGUE;
        }
        let place = places[rank];
        cards.push(Card {
            topics,
            class: 0,
            place,
            participant: juniors[place as usize].index().0,
        });
    })?;
    for (class, number) in (0..classes.len()).zip(0..) {
        let Range { start, end } = classes.ranks(class);
        for card in &mut cards[start as usize..end as usize] {
            card.class = number;
        }
    }
    Ok(cards)
}
