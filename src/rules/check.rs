//! How each rule is prepared.

use super::class::ClassCheck;
use super::evidence::EvidenceCheck;
use super::relation::{ChainCheck, SharedCheck};
use super::{
    ClassRule, Direction, Eligibility, Evidence, PairList, Reach, RelationRule, Rule, RuleError,
    RuleFault, Test,
};
use crate::keys::did_you_mean;
use crate::model::{
    AttributeIndex, AttributeKind, AttributeName, AttributeValue, Organisation, Person,
    PersonIndex, RelationKind, Relations,
};
use crate::programme::{OptIn, Participant, Programme, Role};
use crate::work::{COMPILING, Work};

/// A rule, prepared.
#[derive(Clone, Debug)]
pub(super) enum Check {
    /// Asked of each person alone.
    Eligibility(EligibilityCheck),
    /// Compares a value of each.
    Class(ClassCheck),
    /// The named pairs of the rule, and the chain of command where it is about lines.
    Standing(Option<ChainCheck>),
    /// Looks for a third person.
    Shared(SharedCheck),
    /// Two participants are one.
    Oneself,
    /// Looks for a target met.
    Evidence(EvidenceCheck),
}

/// A rule for a person, its attribute found.
#[derive(Clone, Debug)]
pub(super) enum EligibilityCheck {
    Enrolled,
    OptedIn,
    Consent,
    LevelKnown,
    Value(ValueCheck),
}

/// What is asked of the value of an attribute.
#[derive(Clone, Debug)]
pub(super) struct ValueCheck {
    side: Option<Role>,
    pub(super) attribute: Option<AttributeIndex>,
    /// `None` asks for a flag that is set.
    test: Option<Test>,
    run_day: Option<i32>,
}

impl Check {
    /// Prepares a rule for participants and who they are, both in order.
    pub(super) fn new(
        rule: &Rule,
        people: &[&Person],
        participants: &[Participant],
        day: &Today<'_>,
    ) -> Result<Self, RuleError> {
        let organisation = day.organisation;
        Ok(match rule {
            Rule::Eligibility(asked) => {
                Self::Eligibility(asked.prepared(organisation, day.run_day))
            }
            Rule::Class(class) => Self::Class(ClassCheck::new(class, people, day)?),
            Rule::Relation(RelationRule::Chain { reach, direction }) => {
                Self::Standing(Some(ChainCheck::new(*reach, *direction)))
            }
            Rule::Relation(RelationRule::Direct { kinds, direction }) => Self::Standing(
                kinds
                    .contains(&RelationKind::Line)
                    .then(|| ChainCheck::new(Reach::Lines(1), *direction)),
            ),
            Rule::Relation(RelationRule::Shared { kinds }) => {
                Self::Shared(SharedCheck::new(kinds, people, day))
            }
            Rule::PairList(PairList::Oneself) => Self::Oneself,
            Rule::PairList(PairList::Blocks | PairList::PastPairs { .. } | PairList::Reversed) => {
                Self::Standing(None)
            }
            Rule::Evidence(Evidence::TargetMet { steps }) => Self::Evidence(EvidenceCheck::new(
                *steps,
                participants,
                organisation.taxonomy(),
                day.work,
            )?),
        })
    }
}

impl Eligibility {
    /// Finds the attribute, where there is one to find.
    pub(super) fn prepared(
        &self,
        organisation: &Organisation,
        run_day: Option<i32>,
    ) -> EligibilityCheck {
        match self {
            Self::Enrolled => EligibilityCheck::Enrolled,
            Self::OptedIn => EligibilityCheck::OptedIn,
            Self::Consent => EligibilityCheck::Consent,
            Self::LevelKnown => EligibilityCheck::LevelKnown,
            Self::Flag(flag) => EligibilityCheck::Value(ValueCheck {
                side: None,
                attribute: organisation.attribute(flag.as_str()),
                test: None,
                run_day,
            }),
            Self::Attribute {
                side,
                attribute,
                test,
            } => EligibilityCheck::Value(ValueCheck {
                side: *side,
                attribute: organisation.attribute(attribute.as_str()),
                test: Some(test.clone()),
                run_day,
            }),
        }
    }
}

impl EligibilityCheck {
    /// Tells whether a person does not qualify on a side.
    pub(super) fn fails(&self, participant: &Participant, person: &Person, role: Role) -> bool {
        match self {
            Self::Enrolled => !participant.takes_part_as(role),
            Self::OptedIn => participant.opt_in() != OptIn::OptedIn,
            Self::Consent => !participant.consent(),
            Self::LevelKnown => person.level().is_none(),
            Self::Value(asked) => {
                let value = asked.attribute;
                let value = value.and_then(|attribute| person.attribute(attribute));
                asked.asks(role) && !asked.passes(value)
            }
        }
    }
}

impl ValueCheck {
    /// Tells whether anything is asked of a side.
    pub(super) fn asks(&self, role: Role) -> bool {
        self.side.is_none_or(|side| side == role)
    }

    pub(super) fn passes(&self, value: Option<&AttributeValue>) -> bool {
        match &self.test {
            None => value == Some(&AttributeValue::Flag(true)),
            Some(test) => test.passes(value, self.run_day),
        }
    }
}

impl Test {
    fn passes(&self, value: Option<&AttributeValue>, run_day: Option<i32>) -> bool {
        match (self, value) {
            (Self::AtLeast(least), Some(AttributeValue::Number(number))) => number >= least,
            (Self::AtMost(most), Some(AttributeValue::Number(number))) => number <= most,
            (Self::OneOf(words), Some(AttributeValue::Category(word))) => words.contains(word),
            (Self::NoneOf(words), Some(AttributeValue::Category(word))) => !words.contains(word),
            (Self::DaysAgo(days), Some(AttributeValue::Number(day))) => run_day
                .is_some_and(|today| i128::from(today) - i128::from(*day) >= i128::from(*days)),
            _ => false,
        }
    }
}

/// The organisation as it is on the day of the run.
#[derive(Debug)]
pub(super) struct Today<'a> {
    pub(super) organisation: &'a Organisation,
    pub(super) run_day: Option<i32>,
    pub(super) relations: &'a Relations,
    pub(super) work: &'a Work<'a>,
}

/// Returns the chains that no other covers: whatever breaks one of the rest breaks one of them too.
pub(super) fn widest(checks: &[Check]) -> Vec<ChainCheck> {
    let mut widest: Vec<ChainCheck> = Vec::new();
    for check in checks {
        let Check::Standing(Some(chain)) = *check else {
            continue;
        };
        if !widest.iter().any(|wider| wider.covers(chain)) {
            widest.retain(|narrower| !chain.covers(*narrower));
            widest.push(chain);
        }
    }
    widest
}

/// Returns the pairs that lists and relations bar, as positions of junior and senior with the position of the rule.
pub(super) fn named_pairs(
    rules: &[Rule],
    day: &Today<'_>,
    programme: &Programme,
) -> Vec<(u32, u32, u32)> {
    let mut places: Vec<Option<u32>> = vec![None; day.organisation.people().len()];
    for (place, participant) in (0..).zip(programme.participants()) {
        places[participant.person().index()] = Some(place);
    }
    let mut pairs = Vec::new();
    let mut bar = |rule: u32, junior: PersonIndex, senior: PersonIndex| {
        if let (Some(junior), Some(senior)) = (places[junior.index()], places[senior.index()]) {
            pairs.push((junior, senior, rule));
        }
    };
    for (index, rule) in (0..).zip(rules) {
        match rule {
            Rule::Relation(RelationRule::Direct { kinds, direction }) => {
                for participant in day.work.through(COMPILING, programme.participants()) {
                    let from = participant.person();
                    let relations = day.relations.of(from);
                    for (to, _) in relations.filter(|(_, kind)| kinds.contains(kind)) {
                        if *direction != Direction::JuniorAbove {
                            bar(index, from, to);
                        }
                        if *direction != Direction::SeniorAbove {
                            bar(index, to, from);
                        }
                    }
                }
            }
            Rule::PairList(PairList::Blocks) => {
                for &(one, other) in &programme.blocks {
                    bar(index, one, other);
                    bar(index, other, one);
                }
            }
            Rule::PairList(PairList::Reversed) => {
                for (junior, senior, _) in programme.past_pairs() {
                    bar(index, senior, junior);
                }
            }
            Rule::PairList(PairList::PastPairs { cool_down }) => {
                // Where it is not known when they ended, it may have been yesterday.
                let is_recent = |ended: Option<i32>| match (*cool_down, day.run_day, ended) {
                    (Some(days), Some(today), Some(ended)) => {
                        i64::from(today) - i64::from(ended) < i64::from(days)
                    }
                    _ => true,
                };
                let past = programme.past_pairs();
                for (junior, senior, _) in past.filter(|pair| is_recent(pair.2)) {
                    bar(index, junior, senior);
                }
                for participant in day.work.through(COMPILING, programme.participants()) {
                    let from = participant.person();
                    let relations = day.relations.of(from);
                    for (to, _) in relations.filter(|(_, kind)| *kind == RelationKind::PastPair) {
                        bar(index, from, to);
                        bar(index, to, from);
                    }
                }
            }
            _ => {}
        }
    }
    pairs
}

/// Returns what is wrong with a rule here and today: the attributes it names, or that nobody said which day it is.
pub(super) fn faults(
    rule: &Rule,
    organisation: &Organisation,
    run_day: Option<i32>,
) -> Vec<RuleFault> {
    let counts_days = matches!(
        rule,
        Rule::PairList(PairList::PastPairs { cool_down: Some(_) })
            | Rule::Eligibility(Eligibility::Attribute {
                test: Test::DaysAgo(_),
                ..
            })
    );
    if counts_days && run_day.is_none() {
        return vec![RuleFault::NoRunDay { rule: rule.name() }];
    }
    let takes: &[AttributeKind] = match rule {
        Rule::Eligibility(Eligibility::Flag(_)) => &[AttributeKind::Flag],
        Rule::Eligibility(Eligibility::Attribute { test, .. }) => test.takes(),
        Rule::Class(ClassRule::Attribute { condition, .. }) => condition.takes(),
        _ => &[],
    };
    let (mut kinds, mut faults) = (Vec::new(), Vec::new());
    for attribute in rule.attribute_names() {
        match kind(rule, attribute, takes, organisation) {
            Ok(kind) => kinds.push((attribute, kind)),
            Err(fault) => faults.push(fault),
        }
    }
    if let [(junior, junior_kind), (senior, senior_kind)] = kinds[..]
        && junior_kind != senior_kind
    {
        faults.push(RuleFault::AttributesOfTwoKinds {
            rule: rule.name(),
            junior: junior.clone(),
            junior_kind,
            senior: senior.clone(),
            senior_kind,
        });
    }
    faults
}

/// Finds the type of an attribute, which must be one of some; any, if these are none.
fn kind(
    rule: &Rule,
    attribute: &AttributeName,
    takes: &[AttributeKind],
    organisation: &Organisation,
) -> Result<AttributeKind, RuleFault> {
    let declared = organisation.attributes();
    let Some(found) = declared.iter().find(|found| found.name() == attribute) else {
        let names: Vec<&str> = declared.iter().map(|found| found.name().as_str()).collect();
        return Err(RuleFault::UnknownAttribute {
            rule: rule.name(),
            attribute: attribute.clone(),
            suggestion: did_you_mean(attribute.as_str(), &names).map(AttributeName::from),
        });
    };
    match takes.first() {
        Some(expected) if !takes.contains(&found.kind()) => Err(RuleFault::AttributeMismatch {
            rule: rule.name(),
            attribute: attribute.clone(),
            kind: found.kind(),
            expected: *expected,
        }),
        _ => Ok(found.kind()),
    }
}
