//! What can be wrong with a set of rules.

use super::Condition;
use crate::faults::{Listed, first_of};
use crate::keys::DidYouMean;
use crate::model::{AttributeKind, AttributeName, Fingerprint};

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
    #[error("attributes \"{attribute}\" has limits, expected none but with the condition gap")]
    StrayLimits {
        /// The attribute.
        attribute: AttributeName,
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
            Self::OtherOrganisation { .. } => &[],
        }
    }
}

impl Condition {
    /// Returns the type of attribute the condition needs, or `None` where any will do.
    pub(super) const fn needs(self) -> Option<AttributeKind> {
        match self {
            Self::Equal | Self::Different => None,
            Self::Overlap => Some(AttributeKind::Set),
            Self::Gap { .. } => Some(AttributeKind::Number),
        }
    }
}
