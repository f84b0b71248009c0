//! The canonical bytes of rules, in the order in which a pair is counted against them.

use super::{
    ClassRule, Condition, Direction, Eligibility, Evidence, PairList, Reach, RelationRule, Rule,
    RuleSet, Test,
};
use crate::canonical::{Canon, Canonical};

impl Canonical for RuleSet {
    fn write(&self, canon: &mut Canon) {
        self.rules().write(canon);
        self.protected_overrides().write(canon);
    }
}

impl Canonical for Rule {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::Eligibility(asked) => asked.write(canon),
            Self::Class(asked) => asked.write(canon),
            Self::Relation(barred) => barred.write(canon),
            Self::PairList(barred) => barred.write(canon),
            Self::Evidence(Evidence::TargetMet { steps }) => {
                canon.text("target_met");
                steps.write(canon);
            }
        }
    }
}

impl Canonical for Eligibility {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::Enrolled => canon.text("enrolled"),
            Self::OptedIn => canon.text("opted_in"),
            Self::Consent => canon.text("consent"),
            Self::LevelKnown => canon.text("level_known"),
            Self::Flag(attribute) => {
                canon.text("flag");
                attribute.write(canon);
            }
            Self::Attribute {
                side,
                attribute,
                test,
            } => {
                canon.text("requirement");
                side.write(canon);
                attribute.write(canon);
                test.write(canon);
            }
        }
    }
}

impl Canonical for Test {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::AtLeast(least) => {
                canon.text("at_least");
                least.write(canon);
            }
            Self::AtMost(most) => {
                canon.text("at_most");
                most.write(canon);
            }
            Self::OneOf(words) => {
                canon.text("one_of");
                words.write(canon);
            }
            Self::NoneOf(words) => {
                canon.text("none_of");
                words.write(canon);
            }
            Self::DaysAgo(days) => {
                canon.text("days_ago");
                days.write(canon);
            }
        }
    }
}

impl Canonical for ClassRule {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::LevelGap { min, max } => {
                canon.text("level_gap");
                min.write(canon);
                max.write(canon);
            }
            Self::DifferentUnit => canon.text("different_unit"),
            Self::UnitDistance { min, max } => {
                canon.text("unit_distance");
                min.write(canon);
                max.write(canon);
            }
            Self::Attribute {
                junior,
                senior,
                condition,
            } if junior == senior => {
                canon.text("attribute");
                junior.write(canon);
                condition.write(canon);
            }
            Self::Attribute {
                junior,
                senior,
                condition,
            } => {
                canon.text("attributes");
                junior.write(canon);
                senior.write(canon);
                condition.write(canon);
            }
        }
    }
}

impl Canonical for Condition {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::Equal => canon.text("equal"),
            Self::Different => canon.text("different"),
            Self::Overlap => canon.text("overlap"),
            Self::Common { at_least } => {
                canon.text("common");
                at_least.write(canon);
            }
            Self::Gap { min, max } => {
                canon.text("gap");
                min.write(canon);
                max.write(canon);
            }
        }
    }
}

impl Canonical for RelationRule {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::Chain { reach, direction } => {
                canon.text("chain");
                match reach {
                    Reach::Whole => None,
                    Reach::Lines(lines) => Some(*lines),
                }
                .write(canon);
                direction.write(canon);
            }
            Self::Direct { kinds, direction } => {
                canon.text("direct");
                kinds.write(canon);
                direction.write(canon);
            }
            Self::Shared { kinds } => {
                canon.text("shared");
                kinds.write(canon);
            }
        }
    }
}

impl Canonical for Direction {
    fn write(&self, canon: &mut Canon) {
        canon.text(match self {
            Self::Either => "either",
            Self::SeniorAbove => "senior_above",
            Self::JuniorAbove => "junior_above",
        });
    }
}

impl Canonical for PairList {
    fn write(&self, canon: &mut Canon) {
        match self {
            Self::Oneself => canon.text("oneself"),
            Self::Blocks => canon.text("blocks"),
            Self::PastPairs { cool_down } => {
                canon.text("past_pairs");
                cool_down.write(canon);
            }
            Self::Reversed => canon.text("reversed"),
        }
    }
}
