//! Which facts break a rule.

use super::{Condition, Test};
use crate::model::{AttributeName, AttributeValue, PersonId, RelationKind, UnitId};
use crate::programme::{OptIn, Role};

/// A rule that a pair breaks, with the facts that break it.
///
/// The sentences are for an administrator. None says why a pair was blocked, or by whom: nothing here knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Violation {
    /// One of the two does not qualify.
    #[error(transparent)]
    Ineligible(#[from] Ineligible),
    /// The two are one person.
    #[error("\"{person}\" cannot meet themself")]
    Oneself {
        /// The person.
        person: PersonId,
    },
    /// One reviews the performance of the other.
    #[error("\"{reviewer}\" reviews \"{reviewed}\" ({})", word(*.kind))]
    Review {
        /// Who reviews.
        reviewer: PersonId,
        /// Whose performance it is.
        reviewed: PersonId,
        /// The relation, from the reviewed to the reviewer.
        kind: RelationKind,
    },
    /// One stands above the other in the chain of command.
    #[error(
        "\"{superior}\" stands above \"{report}\" in the chain of command (lines between them: {lines})"
    )]
    ReportingLine {
        /// Who stands above.
        superior: PersonId,
        /// Who stands below.
        report: PersonId,
        /// How many lines lead up from one to the other, at least 1.
        lines: u32,
    },
    /// Both have a relation to the same third person.
    #[error("\"{junior}\" and \"{senior}\" share \"{other}\" ({})", word(*.kind))]
    Shared {
        /// The junior.
        junior: PersonId,
        /// The senior.
        senior: PersonId,
        /// Whom they share.
        other: PersonId,
        /// The relation, from each of the two to the third.
        kind: RelationKind,
    },
    /// One has a barred relation to the other.
    #[error("\"{from}\" has a barred relation to \"{to}\" ({})", word(*.kind))]
    Related {
        /// From whom the relation leads.
        from: PersonId,
        /// To whom it leads.
        to: PersonId,
        /// The relation.
        kind: RelationKind,
    },
    /// The two have the same home unit, or neither has one.
    #[error("\"{junior}\" and \"{senior}\" {}", same_unit(unit.as_ref()))]
    SameUnit {
        /// The junior.
        junior: PersonId,
        /// The senior.
        senior: PersonId,
        /// The unit; `None` where neither has one.
        unit: Option<UnitId>,
    },
    /// The gap between the levels is out of range.
    #[error(
        "\"{senior}\" stands {gap} levels above \"{junior}\", expected {}",
        range(Some(*.min), *.max)
    )]
    LevelGap {
        /// The junior.
        junior: PersonId,
        /// The senior.
        senior: PersonId,
        /// How many levels the senior stands above the junior; negative where below.
        gap: i64,
        /// The smallest gap permitted.
        min: i64,
        /// The largest gap permitted.
        max: Option<i64>,
    },
    /// The path between the home units is too short or too long, or a unit is unknown.
    #[error(
        "\"{junior}\" in {} and \"{senior}\" in {} are {}, expected {}",
        unit(junior_unit.as_ref()),
        unit(senior_unit.as_ref()),
        apart(junior_unit.is_some() && senior_unit.is_some(), *.distance),
        range(Some((*.min).into()), max.map(i64::from))
    )]
    UnitDistance {
        /// The junior.
        junior: PersonId,
        /// The senior.
        senior: PersonId,
        /// The junior's home unit, where known.
        junior_unit: Option<UnitId>,
        /// The senior's home unit, where known.
        senior_unit: Option<UnitId>,
        /// The length of the shortest path, where there is one.
        distance: Option<u32>,
        /// The smallest length permitted.
        min: u32,
        /// The largest length permitted.
        max: Option<u32>,
    },
    /// An attribute of each of the two do not meet a condition.
    #[error(
        "attribute \"{attribute}\" of \"{junior}\" is {}, {}of \"{senior}\" {}, expected {}",
        value(junior_value.as_ref()),
        another(attribute, senior_attribute),
        value(senior_value.as_ref()),
        expected(*.condition)
    )]
    Attribute {
        /// The junior.
        junior: PersonId,
        /// The senior.
        senior: PersonId,
        /// The junior's attribute.
        attribute: AttributeName,
        /// The senior's attribute, mostly the same.
        senior_attribute: AttributeName,
        /// The junior's value, where known.
        junior_value: Option<AttributeValue>,
        /// The senior's value, where known.
        senior_value: Option<AttributeValue>,
        /// The condition.
        condition: Condition,
    },
    /// A block or a veto bars the pair; why, and by whom, stays private.
    #[error("the pair is blocked (the reason is private)")]
    Blocked,
    /// The two were a pair before.
    #[error("\"{junior}\" and \"{senior}\" were a pair before")]
    PastPair {
        /// The junior.
        junior: PersonId,
        /// The senior.
        senior: PersonId,
    },
    /// The junior offers nothing the senior wants that both will speak about.
    #[error(
        "\"{junior}\" meets none of the targets of \"{senior}\" (targets: {targets}, met but off-limits: {off_limits})"
    )]
    NoTargetMet {
        /// The junior.
        junior: PersonId,
        /// The senior.
        senior: PersonId,
        /// How many targets the senior has.
        targets: usize,
        /// How many of them the junior would meet, were they not off-limits.
        off_limits: usize,
    },
}

/// Why a person does not qualify for any pair on a side.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Ineligible {
    /// The person does not take part on that side.
    #[error("the person taken for the {role} is not enrolled as one")]
    NotEnrolled {
        /// The side.
        role: Role,
    },
    /// The person has not agreed to take part.
    #[error("\"{person}\" has not opted in ({opt_in})")]
    NotOptedIn {
        /// The person.
        person: PersonId,
        /// What is known instead.
        opt_in: OptIn,
    },
    /// Whoever must consent has not done so.
    #[error("\"{person}\" takes part without the consent required")]
    NoConsent {
        /// The person.
        person: PersonId,
    },
    /// The person's level is not known.
    #[error("\"{person}\" has no known level")]
    LevelUnknown {
        /// The person.
        person: PersonId,
    },
    /// A flag is false or unknown.
    #[error(
        "flag \"{attribute}\" of \"{person}\" is {}, expected true",
        if *known { "false" } else { "unknown" }
    )]
    FlagNotSet {
        /// The person.
        person: PersonId,
        /// The flag.
        attribute: AttributeName,
        /// Whether the flag is known, and then false.
        known: bool,
    },
    /// An attribute does not pass a test.
    #[error(
        "attribute \"{attribute}\" of \"{person}\" is {}, expected {}",
        value(found.as_ref()),
        passing(test)
    )]
    Requirement {
        /// The person.
        person: PersonId,
        /// The attribute.
        attribute: AttributeName,
        /// The value, where known.
        found: Option<AttributeValue>,
        /// The test.
        test: Test,
    },
}

impl Ineligible {
    /// Returns the field that says so: of the enrolment, of the person's row, or the name of the attribute.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::NotEnrolled { .. } => "roles",
            Self::NotOptedIn { .. } => "opt_in",
            Self::NoConsent { .. } => "consent",
            Self::LevelUnknown { .. } => "level",
            Self::FlagNotSet { attribute, .. } | Self::Requirement { attribute, .. } => {
                attribute.as_str()
            }
        }
    }
}

fn word(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Line => "line manager",
        RelationKind::Dotted => "dotted line",
        RelationKind::ProjectLead => "project lead",
        RelationKind::HrPartner => "HR partner",
        RelationKind::Panel => "panel",
        RelationKind::Conflict => "conflict of interest",
        RelationKind::PastPair => "past pair",
        RelationKind::Knows => "knows",
        RelationKind::Mentor => "mentor",
    }
}

fn same_unit(unit: Option<&UnitId>) -> String {
    unit.map_or_else(
        || "both have no unit".to_owned(),
        |unit| format!("are both in unit \"{unit}\""),
    )
}

fn unit(unit: Option<&UnitId>) -> String {
    unit.map_or_else(|| "no unit".to_owned(), |unit| format!("unit \"{unit}\""))
}

fn apart(is_known: bool, distance: Option<u32>) -> String {
    match distance {
        Some(1) => "1 step apart".to_owned(),
        Some(distance) => format!("{distance} steps apart"),
        None if is_known => "not connected".to_owned(),
        None => "apart by an unknown number of steps".to_owned(),
    }
}

/// Names the second attribute, if it is another.
fn another(one: &AttributeName, other: &AttributeName) -> String {
    if one == other {
        String::new()
    } else {
        format!("attribute \"{other}\" ")
    }
}

fn range(min: Option<i64>, max: Option<i64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "any difference".to_owned(),
    }
}

fn passing(test: &Test) -> String {
    match test {
        Test::AtLeast(least) => format!("at least {least}"),
        Test::AtMost(most) => format!("at most {most}"),
        Test::OneOf(words) => format!("one of {words:?}"),
        Test::NoneOf(words) => format!("none of {words:?}"),
        Test::DaysAgo(days) => format!("a day {days} days ago or earlier"),
    }
}

fn expected(condition: Condition) -> String {
    match condition {
        Condition::Equal => "the same".to_owned(),
        Condition::Different => "different values".to_owned(),
        Condition::Overlap => "a word in common".to_owned(),
        Condition::Common { at_least } => format!("{at_least} or more in common"),
        Condition::Gap { min, max } => format!("a difference of {}", range(min, max)),
    }
}

fn value(value: Option<&AttributeValue>) -> String {
    value.map_or_else(|| "unknown".to_owned(), ToString::to_string)
}
