//! What became of everyone who enrolled.

use crate::model::PersonId;
use crate::programme::Role;
use crate::scoring::Score;

/// What became of one person on one side of the programme.
///
/// Somebody who enrolled on both sides has a seat on each, counted apart.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Seat {
    pub(super) person: PersonId,
    pub(super) role: Role,
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub(super) status: Status,
}

impl Seat {
    /// Returns the person.
    #[must_use]
    pub fn person(&self) -> &PersonId {
        &self.person
    }

    /// Returns the side.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// Returns what became of the person on this side.
    #[must_use]
    pub fn status(&self) -> &Status {
        &self.status
    }
}

/// The five things that can become of an enrolled person; being unmatched is a result, not an error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "status", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Status {
    /// The person has a partner.
    Matched {
        /// The partner.
        partner: PersonId,
    },
    /// Permitted partners exist, seats do not.
    Waitlisted {
        /// Which of [`Matching::hall_sets`](super::Matching::hall_sets) the person competes in.
        hall_set: usize,
        /// The best score of a pair with a permitted partner.
        best_score: Score,
        /// The least that the total would lose if this person had to have a pair.
        price: u64,
    },
    /// Permitted partners exist, but no pair with one is worth it.
    LeftOut {
        /// The best score of a pair with a permitted partner.
        best_score: Score,
        /// The score a pair must have.
        threshold: Score,
    },
    /// No rule permits anybody on the other side.
    NoPermittedPartner {
        /// How many people each rule bars: everybody counts once, under the first rule broken in the order of the rules.
        barred: Vec<BarredBy>,
    },
    /// The person may not take part.
    Ineligible {
        /// The field that says so, of the enrolment or of the person.
        field: String,
        /// What it says.
        reason: String,
    },
}

impl Status {
    /// Returns the name of the status in documents.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Matched { .. } => "matched",
            Self::Waitlisted { .. } => "waitlisted",
            Self::LeftOut { .. } => "left_out",
            Self::NoPermittedPartner { .. } => "no_permitted_partner",
            Self::Ineligible { .. } => "ineligible",
        }
    }
}

/// How many people of the other side a rule bars.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct BarredBy {
    /// The name of the rule, with the attribute where it is about one; `own_scores` where a platform gives no score.
    pub rule: String,
    /// How many people.
    pub people: u64,
}

/// People of one side who are permitted fewer partners, all of them together, than they are many.
///
/// By Hall's theorem no matching can serve them all, so this is the proof that somebody has to wait.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct HallSet {
    /// The side of those who compete.
    pub role: Role,
    /// Those who compete, in order of id.
    pub people: Vec<PersonId>,
    /// Everybody whom any of them may meet, in order of id; fewer than `people`.
    pub partners: Vec<PersonId>,
}
