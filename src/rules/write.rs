//! A set of rules on the way back to its document.

use super::{
    AttributeRuleRow, ClassRule, Condition, ConditionRow, Direction, DistanceRow, Eligibility,
    Evidence, GapRow, PairList, RelationRule, RequirementRow, Rule, RuleSet, RulesDocument,
    TargetMetRow, Test,
};
use crate::UnknownKeys;
use crate::model::RelationKind;

impl RuleSet {
    /// Returns a document that reads back as these rules, in the order of its fields.
    ///
    /// Of a rule that is stated twice with other numbers, where a document has one key for it, the document states what both ask
    /// for together: the range that two gaps between levels, or two distances between units, have in common, the fewest steps, the longest
    /// cool-down. There is no document only where two such ranges have nothing in common.
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::rules::{Rule, RuleSet};
    ///
    /// let rules = RuleSet::new([Rule::opted_in(), Rule::no_repeat_within(365)])?;
    /// let document = rules.to_document().expect("there is no gap between levels");
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
        // A gap asks for known levels by itself.
        document.level_known &= document.level_gap.is_none();
        let gap = document.level_gap.as_ref();
        let distance = document.unit_distance.as_ref();
        let contradicts = gap.is_some_and(|gap| gap.max.is_some_and(|max| max < gap.min))
            || distance.is_some_and(|row| row.max.is_some_and(|max| max < row.min));
        (!contradicts).then_some(document)
    }
}

fn write(rule: &Rule, document: &mut RulesDocument) {
    match rule {
        Rule::Eligibility(asked) => match asked {
            Eligibility::OptedIn => document.opted_in = true,
            Eligibility::Consent => document.consent = true,
            Eligibility::LevelKnown => document.level_known = true,
            // Always in force.
            Eligibility::Enrolled => {}
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
            let before = document.level_gap.take();
            let (least, most) = before.map_or((i64::MIN, None), |gap| (gap.min, gap.max));
            document.level_gap = Some(GapRow {
                min: least.max(*min),
                max: [most, *max].into_iter().flatten().min(),
                ..GapRow::default()
            });
        }
        Rule::Class(ClassRule::DifferentUnit) => document.same_unit = true,
        Rule::Class(ClassRule::UnitDistance { min, max }) => {
            let before = document.unit_distance.take().unwrap_or_default();
            document.unit_distance = Some(DistanceRow {
                min: before.min.max(*min),
                max: [before.max, *max].into_iter().flatten().min(),
                ..DistanceRow::default()
            });
        }
        Rule::Class(ClassRule::Attribute {
            junior,
            senior,
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
                attribute: junior.as_str().to_owned(),
                senior: (senior != junior).then(|| senior.as_str().to_owned()),
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
            days => document.cool_down_days = document.cool_down_days.max(*days),
        },
        Rule::Evidence(Evidence::TargetMet { steps }) => {
            let before = document.target_met.take();
            document.target_met = Some(TargetMetRow {
                steps: before.map_or(*steps, |met| met.steps.min(*steps)),
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
