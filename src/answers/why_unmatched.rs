//! Why this person has no pair, or seats left.

use std::fmt;

use super::text;
use crate::matching::{HallSet, Matching, Seat, Status};
use crate::model::PersonId;
use crate::programme::Role;

/// Why a person has no pair on a side, or seats left, with what the reason rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct WhyUnmatched<'a> {
    seat: &'a Seat,
    hall_set: Option<&'a HallSet>,
}

impl<'a> WhyUnmatched<'a> {
    pub(super) fn find(matching: &'a Matching, person: &PersonId, role: Role) -> Option<Self> {
        let seat = matching.seat(person.as_str(), role)?;
        let hall_set = match seat.status() {
            Status::Matched { open: None, .. } => return None,
            Status::Waitlisted {
                hall_set: Some(hall_set),
                ..
            } => matching.hall_sets().get(*hall_set),
            _ => None,
        };
        Some(Self { seat, hall_set })
    }

    /// Returns the person, the side and the status.
    #[must_use]
    pub fn seat(&self) -> &'a Seat {
        self.seat
    }

    /// Returns the people who compete for too few seats, for somebody who waits.
    #[must_use]
    pub fn hall_set(&self) -> Option<&'a HallSet> {
        self.hall_set
    }
}

/// Writes one sentence.
impl fmt::Display for WhyUnmatched<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = text::status(self.seat.status(), self.hall_set);
        write!(
            f,
            "{} as a {}: {reason}",
            self.seat.person(),
            self.seat.role()
        )
    }
}
