//! The rules of a programme.

use std::collections::HashSet;

use super::{ClassRule, Condition, Reach, Rule, RuleError, RuleFault};
use crate::model::{ProtectedOverride, protected_characteristic};

/// The rules a programme is run under, in the order in which a pair is counted against them.
///
/// Three of them are part of every set, come first, and have no way to be taken out: both people take part on their
/// side, nobody meets themself, and neither reviews the performance of the other, be it by a line, a dotted line, as
/// project lead, as HR partner or on a panel.
///
/// The default set adds: opted in, consent, known levels, the whole chain of command, same manager, same unit, a gap of at
/// least one level, conflict of interest, named blocks, and one target met.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::rules::RuleSet;
///
/// let names: Vec<&str> = RuleSet::new([])?.rules().iter().map(|rule| rule.name()).collect();
/// assert_eq!(names, ["enrolled", "never_oneself", "no_direct_report"]);
/// # Ok::<(), reverse_mentoring::rules::RuleError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    rules: Vec<Rule>,
    overrides: Vec<ProtectedOverride>,
}

impl RuleSet {
    /// Puts rules together, behind those that are always in force; one stated twice counts once.
    ///
    /// A range of levels brings along, where it is missing, the rule that levels are known.
    ///
    /// # Errors
    ///
    /// [`RuleError::Faults`] lists each range that ends before it begins, a chain of command without reach, and attributes
    /// whose name speaks of a protected characteristic.
    pub fn new(rules: impl IntoIterator<Item = Rule>) -> Result<Self, RuleError> {
        Self::allowing([], rules)
    }

    /// Does the same, but lets rules look at the protected characteristics named; the reasons go into the record.
    ///
    /// # Errors
    ///
    /// As [`Self::new`], and for what is allowed without a reason.
    pub fn allowing(
        overrides: impl IntoIterator<Item = ProtectedOverride>,
        rules: impl IntoIterator<Item = Rule>,
    ) -> Result<Self, RuleError> {
        let (set, faults) = Self::assemble(rules, overrides.into_iter().collect());
        RuleError::check(faults).map(|()| set)
    }

    /// Puts rules together, and says what is wrong with them.
    pub(super) fn assemble(
        rules: impl IntoIterator<Item = Rule>,
        overrides: Vec<ProtectedOverride>,
    ) -> (Self, Vec<RuleFault>) {
        let always = [
            Rule::enrolled(),
            Rule::never_oneself(),
            Rule::no_direct_report(),
        ];
        let with_what_it_needs = |rule| match rule {
            Rule::Class(ClassRule::LevelGap { .. }) => [Some(Rule::level_known()), Some(rule)],
            _ => [Some(rule), None],
        };
        let stated = rules.into_iter().flat_map(with_what_it_needs).flatten();
        let mut seen = HashSet::new();
        let rules: Vec<Rule> = always
            .into_iter()
            .chain(stated)
            .filter(|rule| seen.insert(rule.clone()))
            .collect();
        let mut faults: Vec<RuleFault> = rules.iter().filter_map(fault).collect();
        let named = rules.iter().flat_map(|rule| {
            let names = rule.attribute_names();
            names.map(move |attribute| (rule, attribute))
        });
        let protected = named.filter_map(|(rule, attribute)| {
            let is_allowed = overrides
                .iter()
                .any(|allowed| allowed.attribute == *attribute);
            Some(RuleFault::ProtectedCharacteristic {
                rule: rule.name(),
                attribute: attribute.clone(),
                characteristic: protected_characteristic(attribute.as_str())
                    .filter(|_| !is_allowed)?,
            })
        });
        faults.extend(protected);
        let unexplained = overrides.iter().filter(|allowed| allowed.reason.is_empty());
        faults.extend(unexplained.map(|allowed| RuleFault::OverrideWithoutReason {
            attribute: allowed.attribute.clone(),
        }));
        (Self { rules, overrides }, faults)
    }

    /// Returns which protected characteristics rules may look at all the same, and why.
    #[must_use]
    pub fn protected_overrides(&self) -> &[ProtectedOverride] {
        &self.overrides
    }

    /// Returns the rules in order, those always in force first.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }
}

impl Default for RuleSet {
    fn default() -> Self {
        let rules = [
            Rule::opted_in(),
            Rule::consent(),
            Rule::level_known(),
            Rule::chain_of_command(Reach::Whole),
            Rule::same_manager(),
            Rule::same_unit(),
            Rule::level_gap(1, None),
            Rule::conflict_of_interest(),
            Rule::named_blocks(),
            Rule::target_met(),
        ];
        Self::new(rules).expect("none of these has a range with an upper end")
    }
}

fn fault(rule: &Rule) -> Option<RuleFault> {
    use super::RelationRule::Chain;
    let range = |min, max| {
        (min > max).then(|| RuleFault::InvalidRange {
            rule: rule.name(),
            min,
            max,
        })
    };
    match *rule {
        Rule::Class(ClassRule::LevelGap { min, max }) => range(min, max?),
        Rule::Class(ClassRule::UnitDistance { min, max }) => range(min.into(), max?.into()),
        Rule::Class(ClassRule::Attribute {
            condition: Condition::Gap { min, max },
            ..
        }) => range(min?, max?),
        Rule::Relation(Chain { reach, .. }) => {
            (reach == Reach::Lines(0)).then_some(RuleFault::InvalidReach)
        }
        _ => None,
    }
}
