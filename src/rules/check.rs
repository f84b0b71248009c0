//! How each rule is prepared.

use super::class::ClassCheck;
use super::evidence::EvidenceCheck;
use super::relation::{ChainCheck, SharedCheck};
use super::{
    ClassRule, Direction, Eligibility, Evidence, PairList, Reach, RelationRule, Rule, RuleFault,
};
use crate::keys::did_you_mean;
use crate::model::{
    AttributeIndex, AttributeKind, AttributeName, AttributeValue, Organisation, Person,
    PersonIndex, RelationKind,
};
use crate::programme::{OptIn, Participant, Programme, Role};

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
#[derive(Clone, Copy, Debug)]
pub(super) enum EligibilityCheck {
    Enrolled,
    OptedIn,
    Consent,
    LevelKnown,
    Flag(Option<AttributeIndex>),
}

impl Check {
    /// Prepares a rule for participants and who they are, both in order.
    pub(super) fn new(
        rule: &Rule,
        people: &[&Person],
        participants: &[Participant],
        organisation: &Organisation,
    ) -> Self {
        match rule {
            Rule::Eligibility(asked) => Self::Eligibility(asked.prepared(organisation)),
            Rule::Class(class) => Self::Class(ClassCheck::new(class, people, organisation)),
            Rule::Relation(RelationRule::Chain { reach, direction }) => {
                Self::Standing(Some(ChainCheck::new(*reach, *direction)))
            }
            Rule::Relation(RelationRule::Direct { kinds, direction }) => Self::Standing(
                kinds
                    .contains(&RelationKind::Line)
                    .then(|| ChainCheck::new(Reach::Lines(1), *direction)),
            ),
            Rule::Relation(RelationRule::Shared { kinds }) => {
                Self::Shared(SharedCheck::new(kinds, people, organisation))
            }
            Rule::PairList(PairList::Oneself) => Self::Oneself,
            Rule::PairList(PairList::Blocks | PairList::PastPairs) => Self::Standing(None),
            Rule::Evidence(Evidence::TargetMet { steps }) => Self::Evidence(EvidenceCheck::new(
                *steps,
                participants,
                organisation.taxonomy(),
            )),
        }
    }
}

impl Eligibility {
    /// Finds the attribute, where there is one to find.
    pub(super) fn prepared(&self, organisation: &Organisation) -> EligibilityCheck {
        match self {
            Self::Enrolled => EligibilityCheck::Enrolled,
            Self::OptedIn => EligibilityCheck::OptedIn,
            Self::Consent => EligibilityCheck::Consent,
            Self::LevelKnown => EligibilityCheck::LevelKnown,
            Self::Flag(flag) => EligibilityCheck::Flag(organisation.attribute(flag.as_str())),
        }
    }
}

impl EligibilityCheck {
    /// Tells whether a person does not qualify on a side.
    pub(super) fn fails(self, participant: &Participant, person: &Person, role: Role) -> bool {
        match self {
            Self::Enrolled => !participant.takes_part_as(role),
            Self::OptedIn => participant.opt_in() != OptIn::OptedIn,
            Self::Consent => !participant.consent(),
            Self::LevelKnown => person.level().is_none(),
            Self::Flag(flag) => {
                let value = flag.and_then(|flag| person.attribute(flag));
                value != Some(&AttributeValue::Flag(true))
            }
        }
    }
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
    organisation: &Organisation,
    programme: &Programme,
) -> Vec<(u32, u32, u32)> {
    let mut places: Vec<Option<u32>> = vec![None; organisation.people().len()];
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
                for participant in programme.participants() {
                    let from = participant.person();
                    let relations = organisation.relations().of(from);
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
            Rule::PairList(PairList::PastPairs) => {
                for (junior, senior, _) in programme.past_pairs() {
                    bar(index, junior, senior);
                }
                for participant in programme.participants() {
                    let from = participant.person();
                    let relations = organisation.relations().of(from);
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

/// Returns what is wrong with the attribute a rule names.
pub(super) fn attribute_fault(rule: &Rule, organisation: &Organisation) -> Option<RuleFault> {
    let (attribute, expected) = match rule {
        Rule::Eligibility(Eligibility::Flag(flag)) => (flag, Some(AttributeKind::Flag)),
        Rule::Class(ClassRule::Attribute {
            attribute,
            condition,
        }) => (attribute, condition.needs()),
        _ => return None,
    };
    let declared = organisation.attributes();
    let Some(found) = declared.iter().find(|found| found.name() == attribute) else {
        let names: Vec<&str> = declared.iter().map(|found| found.name().as_str()).collect();
        return Some(RuleFault::UnknownAttribute {
            rule: rule.name(),
            attribute: attribute.clone(),
            suggestion: did_you_mean(attribute.as_str(), &names).map(AttributeName::from),
        });
    };
    let expected = expected.filter(|&expected| expected != found.kind())?;
    Some(RuleFault::AttributeMismatch {
        rule: rule.name(),
        attribute: attribute.clone(),
        kind: found.kind(),
        expected,
    })
}
