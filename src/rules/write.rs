//! A set of rules on the way back to its document.

use std::collections::HashSet;

use super::{
    AttributeRuleRow, ClassRule, Condition, ConditionRow, Direction, Eligibility, Evidence, GapRow,
    PairList, RelationRule, RequirementRow, Rule, RuleSet, RulesDocument, TargetMetRow, Test,
};
use crate::UnknownKeys;
use crate::model::RelationKind;

impl RuleSet {
    /// Returns a document that reads back as these rules, in the order of its fields.
    ///
    /// There is none where one rule is stated twice with other numbers and a document has one key for it, such as two
    /// gaps between levels.
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::rules::{Rule, RuleSet};
    ///
    /// let rules = RuleSet::new([Rule::opted_in(), Rule::no_repeat_within(365)])?;
    /// let document = rules.to_document().expect("each rule is stated once");
    /// assert_eq!(document.cool_down_days, Some(365));
    /// assert_eq!(RuleSet::try_from(document)?, rules);
    /// # Ok::<(), reverse_mentoring::rules::RuleError>(())
    /// ```
    #[must_use]
    pub fn to_document(&self) -> Option<RulesDocument> {
        let mut document = RulesDocument {
            opted_in: false,
            consent: false,
            chain_of_command: None,
            same_manager: false,
            same_unit: false,
            level_gap: None,
            conflict_of_interest: false,
            named_blocks: false,
            target_met: None,
            protected_overrides: self.protected_overrides().to_vec(),
            ..RulesDocument::default()
        };
        for rule in self.rules() {
            write(rule, &mut document);
        }
        let read = Self::try_from(document.clone()).ok()?;
        let rules = |set: &Self| set.rules().iter().cloned().collect::<HashSet<Rule>>();
        (rules(&read) == rules(self)).then_some(document)
    }
}

fn write(rule: &Rule, document: &mut RulesDocument) {
    match rule {
        Rule::Eligibility(asked) => match asked {
            Eligibility::OptedIn => document.opted_in = true,
            Eligibility::Consent => document.consent = true,
            // Always in force, or brought along by a gap between levels.
            Eligibility::Enrolled | Eligibility::LevelKnown => {}
            Eligibility::Flag(flag) => document.flags.push(flag.as_str().to_owned()),
            Eligibility::Attribute {
                side,
                attribute,
                test,
            } => {
                let mut row = RequirementRow {
                    attribute: attribute.as_str().to_owned(),
                    side: *side,
                    ..RequirementRow::default()
                };
                match test {
                    Test::AtLeast(least) => row.at_least = Some(*least),
                    Test::AtMost(most) => row.at_most = Some(*most),
                    Test::OneOf(words) => row.one_of = Some(words.clone()),
                    Test::NoneOf(words) => row.none_of = Some(words.clone()),
                    Test::DaysAgo(days) => row.days_ago = Some(*days),
                }
                document.requirements.push(row);
            }
        },
        Rule::Class(ClassRule::LevelGap { min, max }) => {
            document.level_gap = Some(GapRow {
                min: *min,
                max: *max,
                ..GapRow::default()
            });
        }
        Rule::Class(ClassRule::DifferentUnit) => document.same_unit = true,
        Rule::Class(ClassRule::Attribute {
            attribute,
            condition,
        }) => {
            let (condition, min, max) = match *condition {
                Condition::Equal => (ConditionRow::Equal, None, None),
                Condition::Different => (ConditionRow::Different, None, None),
                Condition::Overlap => (ConditionRow::Overlap, None, None),
                Condition::Common { at_least } => {
                    (ConditionRow::Overlap, Some(at_least.into()), None)
                }
                Condition::Gap { min, max } => (ConditionRow::Gap, min, max),
            };
            document.attributes.push(AttributeRuleRow {
                attribute: attribute.as_str().to_owned(),
                condition,
                min,
                max,
                unknown: UnknownKeys::default(),
            });
        }
        Rule::Relation(relation) => write_relation(rule, relation, document),
        Rule::PairList(PairList::Oneself) => {}
        Rule::PairList(PairList::Blocks) => document.named_blocks = true,
        Rule::PairList(PairList::Reversed) => document.no_reversal = true,
        Rule::PairList(PairList::PastPairs { cool_down }) => match cool_down {
            None => document.no_repeat = true,
            days => document.cool_down_days = *days,
        },
        Rule::Evidence(Evidence::TargetMet { steps }) => {
            document.target_met = Some(TargetMetRow {
                steps: *steps,
                ..TargetMetRow::default()
            });
        }
    }
}

fn write_relation(rule: &Rule, relation: &RelationRule, document: &mut RulesDocument) {
    match relation {
        _ if *rule == Rule::no_direct_report() => {}
        _ if *rule == Rule::same_manager() => document.same_manager = true,
        _ if *rule == Rule::conflict_of_interest() => document.conflict_of_interest = true,
        RelationRule::Chain {
            reach,
            direction: Direction::Either,
        } if document.chain_of_command.is_none() => document.chain_of_command = Some(*reach),
        RelationRule::Direct {
            kinds,
            direction: Direction::Either,
        } if kinds.len() == 1 && kinds[0] != RelationKind::Conflict => {
            document.related.push(kinds[0]);
        }
        other => document.relations.push(other.clone()),
    }
}
