//! The rules as a plain document.

use super::{Condition, Reach, RelationRule, Rule, RuleError, RuleFault, RuleSet, Test};
use crate::UnknownKeys;
use crate::keys::{did_you_mean, shown};
use crate::model::{AttributeName, ProtectedOverride, RelationKind};
use crate::programme::Role;

/// Rules as plain data; nothing in it has been checked.
///
/// A key that is missing has the default stated with it. There is no key for what is always in force: that nobody meets
/// themself or a person who reviews their performance.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::rules::{RuleSet, RulesDocument};
///
/// assert_eq!(RuleSet::try_from(RulesDocument::default())?, RuleSet::default());
/// # Ok::<(), reverse_mentoring::rules::RuleError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, under a name of its own in the text"
)]
pub struct RulesDocument {
    /// Whether both must have opted in. Default: true.
    pub opted_in: bool,
    /// Whether the consent required must be there for both. Default: true.
    pub consent: bool,
    /// Whether levels must be known; a level gap asks for that by itself. Default: false.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "std::ops::Not::not"))]
    pub level_known: bool,
    /// Declared flags that must be true for both. Default: none.
    pub flags: Vec<String>,
    /// What declared attributes must be, for both or for one side. Default: nothing.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub requirements: Vec<RequirementRow>,
    /// How far up the chain of command bars: `"whole"`, a number of lines, or `"off"`. Default: `"whole"`.
    #[cfg_attr(feature = "serde", serde(with = "reach"))]
    pub chain_of_command: Option<Reach>,
    /// Whether a shared line manager bars. Default: true.
    pub same_manager: bool,
    /// Whether the same home unit bars, having none being the same. Default: true.
    pub same_unit: bool,
    /// How far the senior's level must be above the junior's; null lifts the rule. Default: at least 1.
    pub level_gap: Option<GapRow>,
    /// How far apart the home units must be; null means that it does not matter. Default: null.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub unit_distance: Option<DistanceRow>,
    /// Conditions on declared attributes. Default: none.
    pub attributes: Vec<AttributeRuleRow>,
    /// Whether a conflict of interest bars. Default: true.
    pub conflict_of_interest: bool,
    /// Further kinds of relations that bar, in either direction. Default: none.
    pub related: Vec<RelationKind>,
    /// Further relations that bar: direct ones in one direction, shared third persons, chains. Default: none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub relations: Vec<RelationRule>,
    /// Whether the blocks and vetoes of the programme bar. Default: true.
    pub named_blocks: bool,
    /// Whether having been a pair before bars. Default: false.
    pub no_repeat: bool,
    /// For how many days after they ended earlier pairs stay barred; null means that none are, or all by `no_repeat`. Default:
    /// null.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cool_down_days: Option<u32>,
    /// Whether having been a pair with the roles the other way round bars. Default: false.
    pub no_reversal: bool,
    /// How a target must be met; null lifts the rule. Default: the skill itself.
    pub target_met: Option<TargetMetRow>,
    /// Protected characteristics that rules may look at all the same, each with the reason. Default: none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub protected_overrides: Vec<ProtectedOverride>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// What a declared attribute must be; every test that is stated must be passed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct RequirementRow {
    /// The name of the attribute.
    pub attribute: String,
    /// The side that is asked; none means both.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub side: Option<Role>,
    /// The smallest number.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub at_least: Option<i64>,
    /// The largest number.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub at_most: Option<i64>,
    /// The categories of which it must be one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub one_of: Option<Vec<String>>,
    /// The categories of which it must be none.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub none_of: Option<Vec<String>>,
    /// How many days before the run the day must be at least.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub days_ago: Option<u32>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// A range for the gap between two levels, ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct GapRow {
    /// The smallest gap. Default: 1.
    pub min: i64,
    /// The largest gap; null means no limit. Default: null.
    pub max: Option<i64>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// A range for the length of the shortest path between two home units, ends included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct DistanceRow {
    /// The smallest length. Default: 0.
    pub min: u32,
    /// The largest length; null means no limit. Default: null.
    pub max: Option<u32>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// How a target must be met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct TargetMetRow {
    /// How many taxonomy steps the offered skill may be away from the wanted one. Default: 0.
    pub steps: u32,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// A condition on a declared attribute of the two of a pair.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AttributeRuleRow {
    /// The name of the attribute.
    pub attribute: String,
    /// The name of the senior's attribute, where it is another one than the junior's.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub senior: Option<String>,
    /// The condition.
    pub condition: ConditionRow,
    /// For the condition `gap`, the smallest difference of senior less junior; none means no limit. For `overlap`, how much
    /// there must be in common; none means 1.
    #[cfg_attr(feature = "serde", serde(default))]
    pub min: Option<i64>,
    /// For the condition `gap`, the largest difference; none means no limit.
    #[cfg_attr(feature = "serde", serde(default))]
    pub max: Option<i64>,
    /// Keys this form does not know; they are faults.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

/// The name of a [`Condition`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ConditionRow {
    /// [`Condition::Equal`].
    Equal,
    /// [`Condition::Different`].
    Different,
    /// [`Condition::Overlap`], or [`Condition::Common`] with a smallest number.
    Overlap,
    /// [`Condition::Gap`].
    Gap,
}

impl RulesDocument {
    const KEYS: &[&'static str] = &[
        "opted_in",
        "consent",
        "level_known",
        "flags",
        "requirements",
        "chain_of_command",
        "same_manager",
        "same_unit",
        "level_gap",
        "unit_distance",
        "attributes",
        "conflict_of_interest",
        "related",
        "relations",
        "named_blocks",
        "no_repeat",
        "cool_down_days",
        "no_reversal",
        "target_met",
        "protected_overrides",
    ];

    fn stray_keys(&self) -> Vec<RuleFault> {
        let mut faults = stray("rules", &self.unknown, Self::KEYS);
        if let Some(gap) = &self.level_gap {
            faults.extend(stray("level_gap", &gap.unknown, &["min", "max"]));
        }
        if let Some(distance) = &self.unit_distance {
            faults.extend(stray("unit_distance", &distance.unknown, &["min", "max"]));
        }
        if let Some(met) = &self.target_met {
            faults.extend(stray("target_met", &met.unknown, &["steps"]));
        }
        for row in &self.requirements {
            faults.extend(stray("requirements", &row.unknown, RequirementRow::KEYS));
        }
        for row in &self.attributes {
            let known = ["attribute", "senior", "condition", "min", "max"];
            faults.extend(stray("attributes", &row.unknown, &known));
        }
        faults
    }
}

impl Default for RulesDocument {
    fn default() -> Self {
        Self {
            opted_in: true,
            consent: true,
            level_known: false,
            flags: Vec::new(),
            requirements: Vec::new(),
            chain_of_command: Some(Reach::Whole),
            same_manager: true,
            same_unit: true,
            level_gap: Some(GapRow::default()),
            unit_distance: None,
            attributes: Vec::new(),
            conflict_of_interest: true,
            related: Vec::new(),
            relations: Vec::new(),
            named_blocks: true,
            no_repeat: false,
            cool_down_days: None,
            no_reversal: false,
            target_met: Some(TargetMetRow::default()),
            protected_overrides: Vec::new(),
            unknown: UnknownKeys::default(),
        }
    }
}

impl Default for GapRow {
    fn default() -> Self {
        Self {
            min: 1,
            max: None,
            unknown: UnknownKeys::default(),
        }
    }
}

impl TryFrom<RulesDocument> for RuleSet {
    type Error = RuleError;

    /// Checks a document; the rules come in the order of its fields.
    ///
    /// # Errors
    ///
    /// [`RuleError::Faults`] lists all unknown keys, ranges that end before they begin, and limits out of place.
    fn try_from(document: RulesDocument) -> Result<Self, RuleError> {
        let mut faults = document.stray_keys();
        let mut rules = Vec::new();
        rules.extend(document.opted_in.then(Rule::opted_in));
        rules.extend(document.consent.then(Rule::consent));
        // A gap asks for known levels; asked here, it counts among what is asked of a person alone.
        let asks_for_levels = document.level_known || document.level_gap.is_some();
        rules.extend(asks_for_levels.then(Rule::level_known));
        rules.extend(document.flags.iter().map(|flag| Rule::flag(flag.as_str())));
        for row in &document.requirements {
            let tests = row.tests();
            if tests.is_empty() {
                faults.push(RuleFault::NoTest {
                    attribute: AttributeName::new(&row.attribute),
                });
            }
            let rule = |test| Rule::requirement(row.side, row.attribute.as_str(), test);
            rules.extend(tests.into_iter().map(rule));
        }
        rules.extend(document.chain_of_command.map(Rule::chain_of_command));
        rules.extend(document.same_manager.then(Rule::same_manager));
        rules.extend(document.same_unit.then(Rule::same_unit));
        let gap = document
            .level_gap
            .map(|gap| Rule::level_gap(gap.min, gap.max));
        rules.extend(gap);
        let distance = document.unit_distance;
        rules.extend(distance.map(|distance| Rule::unit_distance(distance.min, distance.max)));
        for row in &document.attributes {
            match row.rule() {
                Ok(rule) => rules.push(rule),
                Err(fault) => faults.push(fault),
            }
        }
        rules.extend(
            document
                .conflict_of_interest
                .then(Rule::conflict_of_interest),
        );
        rules.extend(document.related.into_iter().map(Rule::related));
        rules.extend(document.relations.into_iter().map(Rule::Relation));
        rules.extend(document.named_blocks.then(Rule::named_blocks));
        rules.extend(document.no_repeat.then(Rule::no_repeat));
        rules.extend(document.cool_down_days.map(Rule::no_repeat_within));
        rules.extend(document.no_reversal.then(Rule::no_reversal));
        let met = document
            .target_met
            .map(|met| Rule::target_met_within(met.steps));
        rules.extend(met);
        let (set, more) = Self::assemble(rules, document.protected_overrides);
        faults.extend(more);
        RuleError::check(faults).map(|()| set)
    }
}

impl RequirementRow {
    const KEYS: &[&'static str] = &[
        "attribute",
        "side",
        "at_least",
        "at_most",
        "one_of",
        "none_of",
        "days_ago",
    ];

    fn tests(&self) -> Vec<Test> {
        let tests = [
            self.at_least.map(Test::AtLeast),
            self.at_most.map(Test::AtMost),
            self.one_of.clone().map(Test::OneOf),
            self.none_of.clone().map(Test::NoneOf),
            self.days_ago.map(Test::DaysAgo),
        ];
        tests.into_iter().flatten().collect()
    }
}

impl AttributeRuleRow {
    fn rule(&self) -> Result<Rule, RuleFault> {
        let condition = match self.condition {
            ConditionRow::Gap => Condition::Gap {
                min: self.min,
                max: self.max,
            },
            ConditionRow::Overlap if self.min.is_some() && self.max.is_none() => {
                let at_least = self.min.and_then(|min| u32::try_from(min).ok());
                let at_least = at_least.filter(|&at_least| at_least > 0);
                Condition::Common {
                    at_least: at_least.ok_or_else(|| RuleFault::StrayLimits {
                        attribute: AttributeName::new(&self.attribute),
                    })?,
                }
            }
            _ if self.min.or(self.max).is_some() => {
                return Err(RuleFault::StrayLimits {
                    attribute: AttributeName::new(&self.attribute),
                });
            }
            ConditionRow::Equal => Condition::Equal,
            ConditionRow::Different => Condition::Different,
            ConditionRow::Overlap => Condition::Overlap,
        };
        let junior = self.attribute.as_str();
        let senior = self.senior.as_deref().unwrap_or(junior);
        Ok(Rule::attributes(junior, senior, condition))
    }
}

fn stray(place: &'static str, unknown: &UnknownKeys, known: &[&'static str]) -> Vec<RuleFault> {
    let fault = |key: &str| RuleFault::UnknownKey {
        place,
        key: shown(key),
        suggestion: did_you_mean(key, known),
    };
    unknown.iter().map(fault).collect()
}

/// `"whole"`, a number of lines, or `"off"`.
#[cfg(feature = "serde")]
mod reach {
    use std::fmt;

    use serde::de::{Deserializer, Error, Unexpected, Visitor};
    use serde::ser::Serializer;

    use super::Reach;

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature serde calls"
    )]
    pub(super) fn serialize<S: Serializer>(
        reach: &Option<Reach>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match reach {
            Some(Reach::Whole) => serializer.serialize_str("whole"),
            Some(Reach::Lines(lines)) => serializer.serialize_u32(*lines),
            None => serializer.serialize_str("off"),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Reach>, D::Error> {
        deserializer.deserialize_any(ReachOrOff)
    }

    struct ReachOrOff;

    impl Visitor<'_> for ReachOrOff {
        type Value = Option<Reach>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("\"whole\", a number of lines, or \"off\"")
        }

        fn visit_str<E: Error>(self, word: &str) -> Result<Self::Value, E> {
            match word {
                "whole" => Ok(Some(Reach::Whole)),
                "off" => Ok(None),
                _ => Err(E::invalid_value(Unexpected::Str(word), &self)),
            }
        }

        fn visit_u64<E: Error>(self, lines: u64) -> Result<Self::Value, E> {
            let narrow = u32::try_from(lines)
                .map_err(|_| E::invalid_value(Unexpected::Unsigned(lines), &self))?;
            Ok(Some(Reach::Lines(narrow)))
        }

        fn visit_i64<E: Error>(self, lines: i64) -> Result<Self::Value, E> {
            match u64::try_from(lines) {
                Ok(lines) => self.visit_u64(lines),
                Err(_) => Err(E::invalid_value(Unexpected::Signed(lines), &self)),
            }
        }
    }
}
