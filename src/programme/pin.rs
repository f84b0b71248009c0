//! Pins: pairs that people have decided, whatever the scores say.

use std::collections::BTreeMap;
use std::fmt;

use super::check::Check;
use super::{EnrolmentFault, Participant, PinRow, Place, Programme, Role};
use crate::model::{PersonId, PersonIndex};

/// What is decided of a pinned pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PinKind {
    /// The two are a pair in every matching.
    #[default]
    Forced,
    /// The two are a pair already and stay one; for the matching the same as forced.
    Locked,
    /// The two are a pair in no matching, in these roles.
    Forbidden,
}

/// A pair that people have decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    pub(crate) junior: PersonIndex,
    pub(crate) senior: PersonIndex,
    pub(crate) kind: PinKind,
    pub(crate) row: u64,
}

impl PinKind {
    /// Tells whether the two must be a pair.
    #[must_use]
    pub const fn is_made(self) -> bool {
        matches!(self, Self::Forced | Self::Locked)
    }
}

impl fmt::Display for PinKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Forced => "forced",
            Self::Locked => "locked",
            Self::Forbidden => "forbidden",
        })
    }
}

impl Pin {
    /// Returns who teaches.
    #[must_use]
    pub fn junior(&self) -> PersonIndex {
        self.junior
    }

    /// Returns who learns.
    #[must_use]
    pub fn senior(&self) -> PersonIndex {
        self.senior
    }

    /// Returns what is decided.
    #[must_use]
    pub fn kind(&self) -> PinKind {
        self.kind
    }

    /// Returns the row of the document that says so, counted from 1.
    #[must_use]
    pub fn row(&self) -> u64 {
        self.row
    }
}

/// Writes what is decided and where, as in `forced by pin row 2`.
impl fmt::Display for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} by {}", self.kind, Place::Pin(self.row))
    }
}

impl Programme {
    /// Returns the pairs that are decided, in order of junior and senior.
    #[must_use]
    pub fn pins(&self) -> &[Pin] {
        &self.pins
    }

    /// Finds what is decided of a pair.
    #[must_use]
    pub fn pin(&self, junior: PersonIndex, senior: PersonIndex) -> Option<&Pin> {
        let place = self
            .pins
            .binary_search_by_key(&(junior, senior), |pin| (pin.junior, pin.senior));
        Some(&self.pins[place.ok()?])
    }
}

impl Check<'_> {
    /// Returns the pins in order of junior and senior; of contradictory ones the forbidding one is kept.
    pub(super) fn pins(&mut self, rows: &[PinRow], participants: &[Participant]) -> Vec<Pin> {
        let mut pins: BTreeMap<(PersonIndex, PersonIndex), Pin> = BTreeMap::new();
        for (number, row) in (1..).zip(rows) {
            let place = Place::Pin(number);
            self.keys(place, &row.unknown, PinRow::KEYS);
            let junior = self.person(place, "junior", &row.junior);
            let senior = self.person(place, "senior", &row.senior);
            let Some((junior, senior)) = self.two_people(place, junior, senior) else {
                continue;
            };
            let pin = Pin {
                junior,
                senior,
                kind: row.kind,
                row: number,
            };
            let Some(first) = pins.get_mut(&(junior, senior)) else {
                pins.insert((junior, senior), pin);
                continue;
            };
            let [junior, senior] = [junior, senior].map(|person| self.organisation[person].id());
            self.faults.push(EnrolmentFault::PinnedTwice {
                place,
                junior: junior.clone(),
                senior: senior.clone(),
                kind: pin.kind,
                first: first.row,
                first_kind: first.kind,
            });
            // Letting the two meet is the worse reading.
            if first.kind.is_made() && !pin.kind.is_made() {
                *first = pin;
            }
        }
        let mut pins: Vec<Pin> = pins.into_values().collect();
        pins.sort_unstable_by_key(|pin| pin.row);
        let mut made: BTreeMap<(PersonIndex, Role), u64> = BTreeMap::new();
        pins.retain(|pin| !pin.kind.is_made() || self.can_be_made(*pin, participants, &mut made));
        pins.sort_unstable_by_key(|pin| (pin.junior, pin.senior));
        pins
    }

    /// Tells whether both take part in their roles and have a seat left for the pair, and takes the seats.
    fn can_be_made(
        &mut self,
        pin: Pin,
        participants: &[Participant],
        made: &mut BTreeMap<(PersonIndex, Role), u64>,
    ) -> bool {
        let place = Place::Pin(pin.row);
        let found_before = self.faults.len();
        for (index, role) in [(pin.junior, Role::Junior), (pin.senior, Role::Senior)] {
            let person: PersonId = self.organisation[index].id().clone();
            let participant = participants
                .binary_search_by_key(&index, Participant::person)
                .ok()
                .map(|place| &participants[place])
                .filter(|participant| participant.takes_part_as(role));
            let Some(participant) = participant else {
                self.faults.push(EnrolmentFault::PinNotEnrolled {
                    place,
                    kind: pin.kind,
                    person,
                    role,
                });
                continue;
            };
            let pins = made.entry((index, role)).or_default();
            *pins += 1;
            let capacity = participant.capacity().on(role);
            if *pins > capacity.into() {
                self.faults.push(EnrolmentFault::PinsAboveCapacity {
                    place,
                    person,
                    role,
                    pins: *pins,
                    capacity,
                });
            }
        }
        self.faults.len() == found_before
    }
}
