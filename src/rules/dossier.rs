//! What rules ask of nearly every pair, side by side in memory.

use super::relation::Place;
use crate::model::{Level, Organisation, Person, UnitIndex};

/// What rules ask of a participant in nearly every pair: 28 bytes, so that a pair takes two looks at far memory and not ten.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dossier {
    /// Whether the participant qualifies as a junior, and as a senior.
    pub(super) eligible: [bool; 2],
    /// Whether the participant is the junior of a named pair.
    pub(super) is_named: bool,
    is_level_known: bool,
    is_placed: bool,
    level: i32,
    /// One more than the number of the home unit; 0 if there is none.
    unit: u32,
    /// A bit for each third person, which two may share: those without one in common have no third person in common.
    pub(super) third_persons: u32,
    place: Place,
}

impl Dossier {
    pub(super) fn new(
        person: &Person,
        eligible: [bool; 2],
        is_named: bool,
        third_persons: u32,
        organisation: &Organisation,
    ) -> Self {
        let place = organisation.chain().only_place(person);
        let (below, depth) = place.clone().unwrap_or((0..0, 0));
        // Fewer than 2^32 units.
        let number = |unit: UnitIndex| unit.0.saturating_add(1);
        Self {
            eligible,
            is_named,
            third_persons,
            is_level_known: person.level().is_some(),
            is_placed: place.is_some(),
            level: person.level().map_or(0, Level::rank),
            unit: person.unit().map_or(0, number),
            place: Place::new(below, depth),
        }
    }

    /// Returns by how much one level is above another; `None` if one of them is unknown.
    pub(super) fn levels_above(&self, below: &Self) -> Option<i64> {
        let are_known = self.is_level_known && below.is_level_known;
        are_known.then(|| i64::from(self.level) - i64::from(below.level))
    }

    /// Tells whether two have the same home unit, or both none.
    pub(super) fn shares_unit(&self, other: &Self) -> bool {
        self.unit == other.unit
    }

    /// Returns the place in the chain of command of whoever has one alone, as nearly everybody has.
    pub(super) fn place(&self) -> Option<Place> {
        self.is_placed.then_some(self.place)
    }
}
