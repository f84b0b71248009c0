//! What can be wrong with a set of rules.

use super::{Condition, Test};
use crate::faults::{Listed, first_of};
use crate::keys::DidYouMean;
use crate::model::{AttributeKind, AttributeName, Fingerprint, ModelError};
use crate::work::Cancelled;

/// Something wrong with one rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleFault {
    /// A document has a key that its form does not know.
    #[error("{place}: unknown key {key:?}{}", DidYouMean(*suggestion))]
    UnknownKey {
        /// The object that has the key.
        place: &'static str,
        /// The key, its first 100 characters.
        key: String,
        /// The key that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// A range ends before it begins.
    #[error("{rule} runs from {min} to {max}, expected the smaller number first (swap them)")]
    InvalidRange {
        /// The name of the rule.
        rule: &'static str,
        /// Where the range begins.
        min: i64,
        /// Where it ends.
        max: i64,
    },
    /// A chain of command reaches nobody.
    #[error("chain_of_command reaches 0 lines, expected at least 1 (\"off\" lifts the rule)")]
    InvalidReach,
    /// A condition on an attribute has limits that another condition would need.
    #[error(
        "attributes \"{attribute}\" has limits, expected none but with the condition gap, or a smallest of 1 or more with overlap"
    )]
    StrayLimits {
        /// The attribute.
        attribute: AttributeName,
    },
    /// A rule looks at a characteristic that must not decide who meets whom.
    #[error(
        "{rule} {:?} speaks of {characteristic}, which must not decide who meets whom (allow it by name, with the reason)",
        attribute.as_str()
    )]
    ProtectedCharacteristic {
        /// The name of the rule.
        rule: &'static str,
        /// The attribute.
        attribute: AttributeName,
        /// What it speaks of.
        characteristic: &'static str,
    },
    /// A protected characteristic is allowed without a reason.
    #[error("{:?} is allowed without a reason, expected one for the record", attribute.as_str())]
    OverrideWithoutReason {
        /// The attribute.
        attribute: AttributeName,
    },
    /// A requirement states no test.
    #[error("requirements {:?} states no test, expected one or more", attribute.as_str())]
    NoTest {
        /// The attribute.
        attribute: AttributeName,
    },
    /// A rule counts days, and nobody said which day it is.
    #[error("{rule} counts days, expected a run day (state it in the configuration)")]
    NoRunDay {
        /// The name of the rule.
        rule: &'static str,
    },
    /// A rule names an attribute that the organisation does not declare.
    #[error(
        "{rule} \"{attribute}\" is unknown, expected a declared attribute{}",
        DidYouMean(suggestion.as_ref().map(AttributeName::as_str))
    )]
    UnknownAttribute {
        /// The name of the rule.
        rule: &'static str,
        /// The attribute as given.
        attribute: AttributeName,
        /// The attribute that was probably meant.
        suggestion: Option<AttributeName>,
    },
    /// A rule compares attributes of two types.
    #[error(
        "{rule} compares \"{junior}\", a {junior_kind}, with \"{senior}\", a {senior_kind}, expected two of one type"
    )]
    AttributesOfTwoKinds {
        /// The name of the rule.
        rule: &'static str,
        /// The junior's attribute.
        junior: AttributeName,
        /// The type it is declared with.
        junior_kind: AttributeKind,
        /// The senior's attribute.
        senior: AttributeName,
        /// The type it is declared with.
        senior_kind: AttributeKind,
    },
    /// A rule asks of an attribute what its type does not have.
    #[error("{rule} \"{attribute}\" is a {kind}, expected a {expected}")]
    AttributeMismatch {
        /// The name of the rule.
        rule: &'static str,
        /// The attribute.
        attribute: AttributeName,
        /// The type it is declared with.
        kind: AttributeKind,
        /// The type the rule needs.
        expected: AttributeKind,
    },
}

/// Why rules cannot be put into force.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// Rules are at fault.
    #[error("{}", Listed { faults, total: *total, whole: "the rules" })]
    Faults {
        /// The first 100 of them.
        faults: Vec<RuleFault>,
        /// How many there are.
        total: usize,
    },
    /// The programme was checked against another organisation.
    #[error("the programme was checked against organisation {found}, expected {expected}")]
    OtherOrganisation {
        /// The fingerprint of the organisation the programme was checked against.
        found: Fingerprint,
        /// The fingerprint of the organisation given.
        expected: Fingerprint,
    },
    /// The distances between units cannot be prepared.
    #[error("the distances between units cannot be prepared")]
    UnitDistances {
        /// Why not.
        #[from]
        source: ModelError,
    },
    /// The caller wants no more of it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl RuleError {
    /// Refuses at any fault; keeps the first and the number of all.
    pub(super) fn check(faults: Vec<RuleFault>) -> Result<(), Self> {
        if faults.is_empty() {
            return Ok(());
        }
        let (faults, total) = first_of(faults);
        Err(Self::Faults { faults, total })
    }

    /// Returns the faults it carries, the first 100; none where the error is of another kind.
    #[must_use]
    pub fn faults(&self) -> &[RuleFault] {
        match self {
            Self::Faults { faults, .. } => faults,
            Self::OtherOrganisation { .. } | Self::UnitDistances { .. } | Self::Cancelled(_) => &[],
        }
    }
}

impl Condition {
    /// Returns the types of attribute the condition takes, the usual one first; none where any will do.
    pub(super) const fn takes(self) -> &'static [AttributeKind] {
        match self {
            Self::Equal | Self::Different => &[],
            Self::Overlap | Self::Common { .. } => &[AttributeKind::Set, AttributeKind::Range],
            Self::Gap { .. } => &[AttributeKind::Number, AttributeKind::Day],
        }
    }
}

impl Test {
    /// Returns the type of attribute the test takes.
    pub(super) const fn takes(&self) -> &'static [AttributeKind] {
        match self {
            Self::AtLeast(_) | Self::AtMost(_) => &[AttributeKind::Number],
            Self::OneOf(_) | Self::NoneOf(_) => &[AttributeKind::Category],
            Self::DaysAgo(_) => &[AttributeKind::Day],
        }
    }
}
