//! The matching: who meets whom, what became of everyone else, and the proof that no better one exists.

use super::{Changes, CoverageProof, GroupWorth, HallSet, Record, Seat, Status, WorstOff, Worth};
use crate::canonical::{Canon, Canonical, canonical};
use crate::model::{Fingerprint, PersonId};
use crate::programme::Role;
use crate::scoring::{Resolution, Score};

/// A junior and the senior they teach.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Pair {
    pub(super) junior: PersonId,
    pub(super) senior: PersonId,
    pub(super) score: Score,
}

impl Pair {
    /// Returns who teaches.
    #[must_use]
    pub fn junior(&self) -> &PersonId {
        &self.junior
    }

    /// Returns who learns.
    #[must_use]
    pub fn senior(&self) -> &PersonId {
        &self.senior
    }

    /// Returns the score of the pair.
    #[must_use]
    pub fn score(&self) -> Score {
        self.score
    }
}

canonical! {
    Pair { junior, senior, score }
}

/// A draft: the best set of pairs under the configuration, with a status for everyone and the proof.
///
/// It holds ids and numbers alone. [`Engine::verify`](super::Engine::verify) checks it against the organisation from scratch;
/// `answers` says why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[must_use]
pub struct Matching {
    pub(super) pairs: Vec<Pair>,
    #[cfg_attr(feature = "serde", serde(rename = "statuses"))]
    pub(super) seats: Vec<Seat>,
    pub(super) hall_sets: Vec<HallSet>,
    pub(super) total: i64,
    /// The grid of a caller's float scores; none where scores are integers.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(super) resolution: Option<Resolution>,
    #[cfg_attr(feature = "serde", serde(rename = "certificate"))]
    pub(super) worths: Vec<Worth>,
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub(super) groups: Vec<GroupWorth>,
    /// The proofs of coverage rungs that are decided apart from the total, in order.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub(super) coverage: Vec<CoverageProof>,
    /// The proof of that rung; none where the objective does not have it, and where no pair is needed.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(super) worst_off: Option<WorstOff>,
    /// The proof of the last rung; none where there was no earlier matching.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(super) changes: Option<Changes>,
    pub(super) record: Record,
}

impl Matching {
    /// Returns the pairs, in order of senior, then of junior.
    #[must_use]
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Returns what became of everyone who enrolled, in order of person, the junior side first.
    #[must_use]
    pub fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// Returns what became of a person on a side, with who and where; `None` for one who did not enrol there.
    #[must_use]
    pub fn seat(&self, person: &str, role: Role) -> Option<&Seat> {
        let place = self
            .seats
            .binary_search_by_key(&(person, role), |seat| (seat.person.as_str(), seat.role));
        Some(&self.seats[place.ok()?])
    }

    /// Returns what became of a person on a side, or `None` for one who did not enrol there.
    #[must_use]
    pub fn status(&self, person: &str, role: Role) -> Option<&Status> {
        self.seat(person, role).map(Seat::status)
    }

    /// Returns the pair that a person is in on a side; of several, the first in order of partner.
    #[must_use]
    pub fn pair(&self, person: &str, role: Role) -> Option<&Pair> {
        // The seat holds the person's id for as long as the matching lives.
        let seat = self.seat(person, role)?;
        self.pairs_of(seat.person.as_str(), role).next()
    }

    /// Returns the pairs that a person is in on a side, in order of partner.
    pub fn pairs_of<'a>(
        &'a self,
        person: &'a str,
        role: Role,
    ) -> impl Iterator<Item = &'a Pair> + use<'a> {
        let partners = match self.status(person, role) {
            Some(Status::Matched { partners, .. }) => partners.as_slice(),
            _ => &[],
        };
        partners.iter().filter_map(move |partner| {
            let key = match role {
                Role::Senior => (person, partner.as_str()),
                Role::Junior => (partner.as_str(), person),
            };
            let place = self
                .pairs
                .binary_search_by_key(&key, |pair| (pair.senior.as_str(), pair.junior.as_str()));
            Some(&self.pairs[place.ok()?])
        })
    }

    /// Returns the sets of people who compete for too few seats.
    #[must_use]
    pub fn hall_sets(&self) -> &[HallSet] {
        &self.hall_sets
    }

    /// Returns the sum of the scores of all pairs.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.total
    }

    /// Returns the grid of scores that a caller gave as floats; `None` where scores are integers.
    ///
    /// Scores, totals and worths are whole steps of it, and the total is within the number of pairs times
    /// [`Resolution::get`] of the best there is.
    #[must_use]
    pub fn resolution(&self) -> Option<Resolution> {
        self.resolution
    }

    /// Returns the proof that no total is larger, person by person; those who are not eligible have no part in it.
    ///
    /// It is also the proof of coverage rungs just before the total; of all others see [`coverage`](Self::coverage). It is empty where the
    /// objective has no total.
    #[must_use]
    pub fn worths(&self) -> &[Worth] {
        &self.worths
    }

    /// Returns what that proof says of groups, in the order of the programme, those of juniors first.
    #[must_use]
    pub fn group_worths(&self) -> &[GroupWorth] {
        &self.groups
    }

    /// Returns the proofs of coverage rungs that are decided apart from the total, in the order of the objective.
    pub fn coverage(&self) -> &[CoverageProof] {
        &self.coverage
    }

    /// Returns the score of the worst-off pair, with the proof; `None` where the objective does not ask for it, and where neither
    /// coverage nor a minimum needs a pair besides the pins.
    #[must_use]
    pub fn worst_off(&self) -> Option<&WorstOff> {
        self.worst_off.as_ref()
    }

    /// Returns how far the matching is from an earlier one; `None` for one that was made without.
    #[must_use]
    pub fn changes(&self) -> Option<&Changes> {
        self.changes.as_ref()
    }

    /// Returns what the matching was made from.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Returns the digest of everything but the record.
    ///
    /// # Complexity
    ///
    /// Linear in the size of the matching.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::digest("reverse-mentoring matching 1", self)
    }

    /// Writes the matching as JSON, one value to a line.
    #[cfg(feature = "json")]
    #[must_use]
    #[expect(
        clippy::missing_panics_doc,
        reason = "ids and numbers always have a JSON form"
    )]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("ids and numbers always have a JSON form")
    }

    /// Reads a matching from JSON; nothing in it is believed until [`Engine::verify`](super::Engine::verify) has checked it.
    ///
    /// # Errors
    ///
    /// [`JsonError`](crate::JsonError) names the path of whatever is not of the right form.
    #[cfg(feature = "json")]
    pub fn from_json(text: &str) -> Result<Self, crate::JsonError> {
        crate::json::read(text)
    }
}

impl Canonical for Matching {
    fn write(&self, canon: &mut Canon) {
        let Self {
            pairs,
            seats,
            hall_sets,
            total,
            resolution,
            worths,
            groups,
            coverage,
            worst_off,
            changes,
            // It holds this digest.
            record: _,
        } = self;
        pairs.write(canon);
        seats.write(canon);
        hall_sets.write(canon);
        total.write(canon);
        resolution.write(canon);
        worths.write(canon);
        groups.write(canon);
        coverage.write(canon);
        worst_off.write(canon);
        changes.write(canon);
    }
}
