//! What can be wrong with a group.

use super::Role;
use crate::model::{AttributeKind, PersonId};

/// Why a group with a floor or a cap is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GroupFault {
    /// An earlier group has the same name.
    #[error("has the name of group row {first} (give it another)")]
    SameName {
        /// The earlier row.
        first: u64,
    },
    /// Members are listed, and an attribute is named.
    #[error("has members and an attribute, expected one of the two")]
    TwoWays,
    /// A word is given without an attribute.
    #[error("has a word and no attribute, expected both or neither")]
    WordAlone,
    /// A member does not take part on the side of the group.
    #[error("lists \"{person}\", expected somebody who is enrolled as a {role}")]
    NotEnrolled {
        /// The person.
        person: PersonId,
        /// The side.
        role: Role,
    },
    /// The attribute speaks of a protected characteristic.
    #[error(
        "looks at {attribute:?}, which speaks of {characteristic}, a protected characteristic (list the members who agreed to it instead)"
    )]
    Protected {
        /// The attribute, its first 100 characters.
        attribute: String,
        /// What it speaks of.
        characteristic: &'static str,
    },
    /// The organisation declares no such attribute.
    #[error("looks at {attribute:?}, expected an attribute that the organisation declares")]
    UnknownAttribute {
        /// The attribute, its first 100 characters.
        attribute: String,
    },
    /// The attribute cannot say who is a member.
    #[error(
        "looks at the {kind} {attribute:?} {}, expected a flag without a word, or a category or set with one",
        if *has_word { "with a word" } else { "without a word" }
    )]
    AttributeKind {
        /// The attribute, its first 100 characters.
        attribute: String,
        /// Its type.
        kind: AttributeKind,
        /// Whether a word is given.
        has_word: bool,
    },
    /// A member is in another group of the side too.
    #[error(
        "has {role} \"{person}\", who is in group \"{first}\" already, expected groups of a side without common members (with overlaps the best matching is NP-hard to find)"
    )]
    Overlap {
        /// The person.
        person: PersonId,
        /// The side.
        role: Role,
        /// The earlier group.
        first: String,
    },
    /// The floor is below nothing, or above the cap.
    #[error(
        "has floor {floor}{}, expected a floor of at least 0 and at most the cap",
        cap.map_or_else(String::new, |cap| format!(" and cap {cap}"))
    )]
    InvalidBounds {
        /// The floor as given.
        floor: i64,
        /// The cap as given.
        cap: Option<i64>,
    },
    /// The floor is above the seats of the members.
    #[error(
        "has floor {floor}, expected at most {seats} (the seats of its {members} {})",
        if *members == 1 { "member" } else { "members" }
    )]
    FloorAboveSeats {
        /// The floor.
        floor: u64,
        /// How many members there are.
        members: u64,
        /// How many seats they have on the side.
        seats: u64,
    },
    /// The cap is below the minima of the members.
    #[error("has cap {cap}, expected at least {minima} (the minima of its members)")]
    CapBelowMinima {
        /// The cap.
        cap: u64,
        /// How many pairs its members must make.
        minima: u64,
    },
}
