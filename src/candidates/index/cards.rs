//! What is looked at of each junior who may be among the best, side by side in memory.

use std::ops::Range;

use super::classes::Classes;

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
    pub(super) const BLANK: Self = Self::new(0, Signature::NONE);

    /// Begins the card of a participant, of whom neither class nor place is known yet.
    pub(super) const fn new(participant: u32, topics: Signature) -> Self {
        Self {
            topics,
            class: 0,
            place: 0,
            participant,
        }
    }
}

/// A bit for each of some topics: the first word has one for each of the most popular topics, in the second two others may share one.
/// The highest tells whether what a junior contributes to a target may be less than their codes say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signature([u32; 2]);

const VAGUE: u32 = 1 << 31;

impl Signature {
    /// No topics.
    pub(super) const NONE: Self = Self([0, 0]);

    /// Signs topics that are given by how many are more popular.
    pub(super) fn of(topics: impl Iterator<Item = u32>) -> Self {
        let mut bits = [0, 0];
        for topic in topics {
            match topic.checked_sub(u32::BITS) {
                None => bits[0] |= 1 << topic,
                Some(topic) => bits[1] |= 1 << (topic % 31),
            }
        }
        Self(bits)
    }

    /// Says that what the junior contributes to a target may be less than the codes say.
    pub(super) fn vague(self) -> Self {
        Self([self.0[0], self.0[1] | VAGUE])
    }

    /// Tells whether two have a topic in common; `None` if that is not certain.
    pub(super) fn meets(self, other: Self) -> Option<bool> {
        let ([popular, rest], [other_popular, other_rest]) = (self.0, other.0);
        if popular & other_popular != 0 {
            return Some(true);
        }
        (rest & other_rest & !VAGUE == 0).then_some(false)
    }

    /// Tells whether what the junior contributes to a target may be less than the codes say.
    pub(super) fn is_vague(self) -> bool {
        self.0[1] & VAGUE != 0
    }
}

/// Puts class and place on the cards of all ranks; `places` says who has each rank.
pub(super) fn complete(cards: &mut [Card], classes: &Classes, places: &[u32]) {
    for (class, number) in (0..classes.len()).zip(0..) {
        let Range { start, end } = classes.ranks(class);
        let ranks = start as usize..end as usize;
        for (card, &place) in cards[ranks.clone()].iter_mut().zip(&places[ranks]) {
            (card.class, card.place) = (number, place);
        }
    }
}
