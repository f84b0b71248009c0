//! What became of everyone who enrolled.

use std::fmt;

use crate::canonical::{Canon, Canonical, canonical};
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
    /// The person has a partner, or several.
    Matched {
        /// The partners, in order of id.
        partners: Vec<PersonId>,
        /// The seats of the person that are left, if there are any.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        open: Option<OpenSeats>,
    },
    /// Permitted partners exist, seats do not.
    Waitlisted {
        /// Which of [`Matching::hall_sets`](super::Matching::hall_sets) the person competes in; none where others have
        /// several seats and the objective does not ask for the coverage of this side.
        hall_set: Option<usize>,
        /// The best score of a pair with a permitted partner.
        best_score: Score,
        /// The least that the total would lose if this person had to have a pair; none where nobody can make room without
        /// losing their only pair or one that they must have, or by a pair below the worst-off one.
        price: Option<u64>,
    },
    /// Permitted partners exist, but no pair with one is worth it.
    LeftOut {
        /// The best score of a pair with a permitted partner.
        best_score: Score,
        /// The score a pair must have: the minimum that is configured, or one that adds to the total.
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

/// The seats of a matched person that are left, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OpenSeats {
    /// How many there are.
    pub seats: u64,
    /// Why nobody takes them.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub reason: OpenReason,
}

/// Why a matched person has seats left.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(tag = "reason", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum OpenReason {
    /// The person meets every permitted partner already.
    MeetsEveryone,
    /// Further permitted partners exist, and those with whom a pair would add to the total have no seat left.
    Waitlisted {
        /// The best score of a further pair.
        best_score: Score,
        /// The least that the total would lose if this person had to have one pair more; none where nobody can make room
        /// without losing their only pair or one that they must have, or by a pair below the worst-off one.
        price: Option<u64>,
    },
    /// Further permitted partners exist, but no pair with one adds to the total.
    LeftOut {
        /// The best score of a further pair.
        best_score: Score,
        /// The score at which a further pair adds to the total.
        threshold: Score,
    },
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

/// People of one side who need more pairs, all of them together, than their permitted partners have seats.
///
/// By Hall's theorem no matching can serve them all, so this is the proof that somebody has to wait.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct HallSet {
    /// The side of those who compete.
    pub role: Role,
    /// Those who compete, in order of id.
    pub people: Vec<PersonId>,
    /// Everybody whom any of them may meet, in order of id.
    pub partners: Vec<PersonId>,
    /// How many pairs they need besides those that pins make: each of them one in all, or their minimum if it is more.
    pub needed: u64,
    /// How many they can have: of the seats that pins leave each partner no more than there are people among them whom the partner
    /// may meet; fewer than `needed`.
    pub possible: u64,
}

/// Writes a clause: who needs how many pairs, and how many there can be with whom.
impl fmt::Display for HallSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            role,
            people,
            partners,
            needed,
            possible,
        } = self;
        let need = if people.len() == 1 { "needs" } else { "need" };
        let pairs = if *needed == 1 { "pair" } else { "pairs" };
        write!(f, "{} {need} {needed} {pairs}, and ", named(*role, people))?;
        if partners.is_empty() {
            return write!(f, "may meet no {}", role.other());
        }
        let partners = named(role.other(), partners);
        write!(f, "there is room for {possible} with {partners}")
    }
}

/// Lists people after the word for their side.
fn named(role: Role, people: &[PersonId]) -> String {
    // 8: about what fits on a line; the fields hold all of them.
    const SHOWN: usize = 8;
    let plural = if people.len() == 1 { "" } else { "s" };
    let shown = people
        .iter()
        .take(SHOWN)
        .map(|person| format!("\"{person}\""));
    let mut shown: Vec<String> = shown.collect();
    let more = people.len().saturating_sub(SHOWN);
    let last = if more > 0 {
        Some(format!("{more} more"))
    } else {
        shown.pop()
    };
    match last {
        Some(last) if !shown.is_empty() => {
            format!("{role}{plural} {} and {last}", shown.join(", "))
        }
        last => format!("{role}{plural} {}", last.unwrap_or_default()),
    }
}

canonical! {
    Seat { person, role, status }
    OpenSeats { seats, reason }
    BarredBy { rule, people }
    HallSet { role, people, partners, needed, possible }
}

impl Canonical for Status {
    fn write(&self, canon: &mut Canon) {
        canon.text(self.name());
        match self {
            Self::Matched { partners, open } => {
                partners.write(canon);
                open.write(canon);
            }
            Self::Waitlisted {
                hall_set,
                best_score,
                price,
            } => {
                hall_set.write(canon);
                best_score.write(canon);
                price.write(canon);
            }
            Self::LeftOut {
                best_score,
                threshold,
            } => {
                best_score.write(canon);
                threshold.write(canon);
            }
            Self::NoPermittedPartner { barred } => barred.write(canon),
            Self::Ineligible { field, reason } => {
                field.write(canon);
                reason.write(canon);
            }
        }
    }
}

impl Canonical for OpenReason {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::MeetsEveryone => canon.text("meets_everyone"),
            Self::Waitlisted { best_score, price } => {
                canon.text("waitlisted");
                best_score.write(canon);
                price.write(canon);
            }
            Self::LeftOut {
                best_score,
                threshold,
            } => {
                canon.text("left_out");
                best_score.write(canon);
                threshold.write(canon);
            }
        }
    }
}
