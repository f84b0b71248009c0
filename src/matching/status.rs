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
        /// Which of [`Matching::hall_sets`](super::Matching::hall_sets) the person competes in; none where the cap of a group or a rung
        /// before keeps the person waiting, and where others have several seats and the objective does not ask for the coverage of this
        /// side.
        hall_set: Option<usize>,
        /// The group whose cap is full: that of the person, or else of a partner with a seat left.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        full_group: Option<String>,
        /// For how many cycles the person has waited before this one, where the objective looks at that.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        cycles_waited: Option<u32>,
        /// The best score of a pair with a permitted partner.
        best_score: Score,
        /// A bound: if this person had to have a pair, the total would lose at least so much; none where nobody can make room without
        /// losing their only pair or one that they must have, by a pair below the worst-off one, or against another rung before the
        /// total.
        price: Option<u64>,
    },
    /// Permitted partners exist, but no pair with one is worth it.
    LeftOut {
        /// The best score of a pair with a permitted partner.
        best_score: Score,
        /// The score a pair must have: the minimum that is configured, or one that adds to the total; none where a pair would be good
        /// enough, but no rung asks for it, or one before the total is against it.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        threshold: Option<Score>,
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
    /// Further permitted partners exist, and those with whom a pair would add to the total have no seat left, or a group is full.
    Waitlisted {
        /// The best score of a further pair.
        best_score: Score,
        /// The group whose cap is full: that of the person, or else of a partner with a seat left.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        full_group: Option<String>,
        /// A bound: if this person had to have one pair more, the total would lose at least so much; none where nobody can make room
        /// without losing their only pair or one that they must have, by a pair below the worst-off one, or against another rung before
        /// the total.
        price: Option<u64>,
    },
    /// Further permitted partners exist, but no pair with one adds to the total.
    LeftOut {
        /// The best score of a further pair.
        best_score: Score,
        /// The score at which a further pair adds to the total; none where a pair would be good enough, but no rung asks for it, or one
        /// before the total is against it.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "Option::is_none")
        )]
        threshold: Option<Score>,
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

/// Groups and people who must make more pairs, all of them together, than there can be.
///
/// Think of a pair as passing through the group of its senior, the senior, the junior, and the group of the junior. What a line around these
/// must let through one way, by floors and minima, is more than what seats, caps and permitted pairs let through the other way. By
/// Hoffman's theorem there is such a line whenever floors and minima cannot be met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct GroupShortage {
    /// The side that needs more pairs than there can be.
    pub role: Role,
    /// The names of the groups, in the order of the programme.
    pub groups: Vec<String>,
    /// The juniors, in order of id.
    pub juniors: Vec<PersonId>,
    /// The seniors, in order of id.
    pub seniors: Vec<PersonId>,
    /// How many pairs they need besides those that pins make.
    pub needed: u64,
    /// How many there can be besides those.
    pub possible: u64,
}

/// Writes a clause: which groups and people need how many pairs, and how many there can be.
impl fmt::Display for GroupShortage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sides = [(Role::Senior, &self.seniors), (Role::Junior, &self.juniors)];
        let people = sides.into_iter().filter(|(_, people)| !people.is_empty());
        let people: Vec<String> = people.map(|(role, people)| named(role, people)).collect();
        let groups: Vec<_> = self.groups.iter().map(|name| format!("{name:?}")).collect();
        let groups = match groups.as_slice() {
            [] => String::new(),
            [group] => format!("group {group}"),
            [others @ .., last] => format!("groups {} and {last}", others.join(", ")),
        };
        let with = if groups.is_empty() || people.is_empty() {
            ""
        } else {
            " with "
        };
        let members = self.groups.len() + self.juniors.len() + self.seniors.len();
        let need = if members == 1 { "needs" } else { "need" };
        let pairs = if self.needed == 1 { "pair" } else { "pairs" };
        write!(
            f,
            "{groups}{with}{} {need} {} {pairs}, and there is room for {}",
            people.join(" and "),
            self.needed,
            self.possible
        )
    }
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
                full_group,
                cycles_waited,
            } => {
                hall_set.write(canon);
                best_score.write(canon);
                price.write(canon);
                full_group.write(canon);
                cycles_waited.write(canon);
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
            Self::Waitlisted {
                best_score,
                price,
                full_group,
            } => {
                canon.text("waitlisted");
                best_score.write(canon);
                price.write(canon);
                full_group.write(canon);
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
