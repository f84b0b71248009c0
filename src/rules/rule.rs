//! The five mechanisms of rules, and the named rules made of them.

use std::fmt;

use crate::model::{AttributeName, RelationKind};
use crate::programme::Role;

/// A hard rule: a pair that breaks it does not exist.
///
/// There are five mechanisms, one variant each. What practice asks for is made of them; the constructors name the
/// usual ones.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::rules::{Reach, Rule, RuleSet};
///
/// let rules = RuleSet::new([
///     Rule::chain_of_command(Reach::Lines(2)),
///     Rule::level_gap(2, None),
///     Rule::flag("confirmed"),
/// ])?;
/// assert!(rules.rules().iter().any(|rule| rule.name() == "level_gap"));
/// # Ok::<(), reverse_mentoring::rules::RuleError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Each of the two must qualify on their own.
    Eligibility(Eligibility),
    /// Their levels, units or attributes must go together.
    Class(ClassRule),
    /// They must not stand in some relation to each other, or both to a third.
    Relation(RelationRule),
    /// They must not be on a list of named pairs.
    PairList(PairList),
    /// They must have something to talk about.
    Evidence(Evidence),
}

/// What each of a pair must fulfil on their own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Eligibility {
    /// Takes part on the side of the pair.
    Enrolled,
    /// Has agreed to take part.
    OptedIn,
    /// Has the consent of whoever must give it.
    Consent,
    /// Has a known level.
    LevelKnown,
    /// Has a declared attribute that is true; unknown is not true.
    Flag(AttributeName),
    /// Has a declared attribute that passes a test; what is unknown passes none.
    Attribute {
        /// The side that is asked; `None` means both.
        side: Option<Role>,
        /// The attribute.
        attribute: AttributeName,
        /// The test.
        test: Test,
    },
}

/// What the value of an attribute must be for one person alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Test {
    /// A number of at least this.
    AtLeast(i64),
    /// A number of at most this.
    AtMost(i64),
    /// A category that is one of these.
    OneOf(Vec<String>),
    /// A category that is none of these.
    NoneOf(Vec<String>),
    /// A day at least so many days before that of the run, such as a minimum tenure.
    DaysAgo(u32),
}

/// How level, unit or an attribute of the two must go together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ClassRule {
    /// The senior stands above the junior by a number of levels in a range, ends included.
    ///
    /// Whose level is unknown is not eligible: a [`RuleSet`](super::RuleSet) with this rule asks for known levels too.
    LevelGap {
        /// The smallest gap.
        min: i64,
        /// The largest gap; `None` means no limit.
        max: Option<i64>,
    },
    /// The two have different home units; two people without one count as having the same.
    DifferentUnit,
    /// The shortest path between the home units has a length in a range, ends included; units without a path between them are
    /// farther apart than any number.
    ///
    /// What is unknown shows nothing: whose unit is unknown meets nobody.
    UnitDistance {
        /// The smallest length.
        min: u32,
        /// The largest length; `None` means no limit.
        max: Option<u32>,
    },
    /// A declared attribute of the junior and one of the senior, mostly the same, meet a condition.
    Attribute {
        /// The junior's attribute.
        junior: AttributeName,
        /// The senior's attribute, of the same type.
        senior: AttributeName,
        /// The condition.
        condition: Condition,
    },
}

/// A condition on the values of an attribute for the two of a pair.
///
/// What is unknown shows nothing: unless both values are known, none of them holds but `Different`, which holds where just
/// one is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Condition {
    /// The values are the same.
    Equal,
    /// The values differ.
    Different,
    /// The two sets have a word in common, or the two ranges a number.
    Overlap,
    /// The two sets have so many words in common, or the two ranges so many numbers.
    Common {
        /// How many at least.
        at_least: u32,
    },
    /// The senior's number less the junior's lies in a range, ends included.
    Gap {
        /// The smallest difference; `None` means no limit.
        min: Option<i64>,
        /// The largest difference; `None` means no limit.
        max: Option<i64>,
    },
}

/// A relation in which the two of a pair must not stand.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum RelationRule {
    /// One stands above the other in the chain of command.
    Chain {
        /// How many lines up the rule reaches.
        reach: Reach,
        /// Who stands above whom.
        direction: Direction,
    },
    /// One has a relation of these kinds to the other, without anybody between; members of a reporting circle report to
    /// each other and those below the circle to all of them.
    Direct {
        /// The kinds.
        kinds: Vec<RelationKind>,
        /// Whose relation to whom; a mutual kind holds both ways.
        direction: Direction,
    },
    /// Both have a relation of the same kind to the same third person, inside the organisation or out of it.
    Shared {
        /// The kinds.
        kinds: Vec<RelationKind>,
    },
}

/// How far up the chain of command a rule reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Reach {
    /// To the top.
    Whole,
    /// A number of lines; 1 is the direct manager.
    Lines(u32),
}

/// Who of a pair stands above, or is the one to whom the relation leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Direction {
    /// Either of them.
    Either,
    /// The senior.
    SeniorAbove,
    /// The junior.
    JuniorAbove,
}

/// A list of named pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PairList {
    /// Everybody with themself.
    Oneself,
    /// The blocks of the programme and the vetoes of its participants.
    Blocks,
    /// The pairs of earlier cycles in the same roles, and those the organisation calls past pairs, in any.
    PastPairs {
        /// For how many days after the last one they stay barred, where that day is known; `None` means for good.
        cool_down: Option<u32>,
    },
    /// Those who were a pair of an earlier cycle with the roles the other way round.
    Reversed,
}

/// What a pair must have to talk about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The junior offers a skill the senior wants, or one near it, and neither skill is off-limits for either of them.
    TargetMet {
        /// How many taxonomy steps the offered skill may be away from the wanted one.
        steps: u32,
    },
}

impl Rule {
    /// Both take part on their side of the pair. Always in force.
    pub(super) const fn enrolled() -> Self {
        Self::Eligibility(Eligibility::Enrolled)
    }

    /// Nobody meets themself. Always in force.
    pub(super) const fn never_oneself() -> Self {
        Self::PairList(PairList::Oneself)
    }

    /// Neither reviews the performance of the other. Always in force.
    pub(super) fn no_direct_report() -> Self {
        use RelationKind::{Dotted, HrPartner, Line, Panel, ProjectLead};
        let kinds = vec![Line, Dotted, ProjectLead, HrPartner, Panel];
        debug_assert!(kinds.iter().all(|kind| kind.reviews()));
        Self::Relation(RelationRule::Direct {
            kinds,
            direction: Direction::Either,
        })
    }

    /// Asks that both have agreed to take part.
    #[must_use]
    pub const fn opted_in() -> Self {
        Self::Eligibility(Eligibility::OptedIn)
    }

    /// Asks that whoever must consent to the part of either has done so.
    #[must_use]
    pub const fn consent() -> Self {
        Self::Eligibility(Eligibility::Consent)
    }

    /// Asks that the levels of both are known.
    #[must_use]
    pub const fn level_known() -> Self {
        Self::Eligibility(Eligibility::LevelKnown)
    }

    /// Asks that a declared flag is true for both, such as a confirmed commitment.
    #[must_use]
    pub fn flag(attribute: impl Into<AttributeName>) -> Self {
        Self::Eligibility(Eligibility::Flag(attribute.into()))
    }

    /// Asks that a declared attribute of both, or of one side alone, passes a test.
    #[must_use]
    pub fn requirement(
        side: Option<Role>,
        attribute: impl Into<AttributeName>,
        test: Test,
    ) -> Self {
        Self::Eligibility(Eligibility::Attribute {
            side,
            attribute: attribute.into(),
            test,
        })
    }

    /// Asks that the senior stands at least `min` and at most `max` levels above the junior.
    #[must_use]
    pub const fn level_gap(min: i64, max: Option<i64>) -> Self {
        Self::Class(ClassRule::LevelGap { min, max })
    }

    /// Bars two people of the same home unit.
    #[must_use]
    pub const fn same_unit() -> Self {
        Self::Class(ClassRule::DifferentUnit)
    }

    /// Asks that the home units of the two are at least `min` and at most `max` steps apart.
    #[must_use]
    pub const fn unit_distance(min: u32, max: Option<u32>) -> Self {
        Self::Class(ClassRule::UnitDistance { min, max })
    }

    /// Asks that a declared attribute of the two meets a condition.
    #[must_use]
    pub fn attribute(attribute: impl Into<AttributeName>, condition: Condition) -> Self {
        let attribute = attribute.into();
        Self::attributes(attribute.clone(), attribute, condition)
    }

    /// Asks that a declared attribute of the junior and another of the senior meet a condition, such as what one speaks and the
    /// other prefers.
    #[must_use]
    pub fn attributes(
        junior: impl Into<AttributeName>,
        senior: impl Into<AttributeName>,
        condition: Condition,
    ) -> Self {
        Self::Class(ClassRule::Attribute {
            junior: junior.into(),
            senior: senior.into(),
            condition,
        })
    }

    /// Bars two people of whom one stands above the other, as far up as `reach` says.
    #[must_use]
    pub const fn chain_of_command(reach: Reach) -> Self {
        Self::Relation(RelationRule::Chain {
            reach,
            direction: Direction::Either,
        })
    }

    /// Bars two people with the same line manager.
    #[must_use]
    pub fn same_manager() -> Self {
        Self::Relation(RelationRule::Shared {
            kinds: vec![RelationKind::Line],
        })
    }

    /// Bars two people between whom there is a conflict of interest.
    #[must_use]
    pub fn conflict_of_interest() -> Self {
        Self::related(RelationKind::Conflict)
    }

    /// Bars two people between whom there is a relation of some kind, such as knowing each other.
    #[must_use]
    pub fn related(kind: RelationKind) -> Self {
        Self::Relation(RelationRule::Direct {
            kinds: vec![kind],
            direction: Direction::Either,
        })
    }

    /// Bars the pairs that the programme blocks and those that one of the two vetoes.
    #[must_use]
    pub const fn named_blocks() -> Self {
        Self::PairList(PairList::Blocks)
    }

    /// Bars the pairs of earlier cycles.
    #[must_use]
    pub const fn no_repeat() -> Self {
        Self::PairList(PairList::PastPairs { cool_down: None })
    }

    /// Bars the pairs of earlier cycles until so many days after they ended; where that day is not known, for good.
    #[must_use]
    pub const fn no_repeat_within(days: u32) -> Self {
        Self::PairList(PairList::PastPairs {
            cool_down: Some(days),
        })
    }

    /// Bars two people who were a pair of an earlier cycle with the roles the other way round.
    #[must_use]
    pub const fn no_reversal() -> Self {
        Self::PairList(PairList::Reversed)
    }

    /// Asks that the junior offers at least one skill the senior wants.
    #[must_use]
    pub const fn target_met() -> Self {
        Self::target_met_within(0)
    }

    /// Asks that the junior offers at least one skill the senior wants, or one at most `steps` taxonomy steps from it.
    #[must_use]
    pub const fn target_met_within(steps: u32) -> Self {
        Self::Evidence(Evidence::TargetMet { steps })
    }

    /// Goes through the declared attributes the rule looks at, each once.
    pub fn attribute_names(&self) -> impl Iterator<Item = &AttributeName> {
        let (one, other) = match self {
            Self::Eligibility(
                Eligibility::Flag(attribute) | Eligibility::Attribute { attribute, .. },
            ) => (Some(attribute), None),
            Self::Class(ClassRule::Attribute { junior, senior, .. }) => (
                Some(junior),
                Some(senior).filter(|senior| *senior != junior),
            ),
            _ => (None, None),
        };
        one.into_iter().chain(other)
    }

    /// Returns the name by which documents and reports call the rule; it does not change between versions.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Eligibility(eligibility) => match eligibility {
                Eligibility::Enrolled => "enrolled",
                Eligibility::OptedIn => "opted_in",
                Eligibility::Consent => "consent",
                Eligibility::LevelKnown => "level_known",
                Eligibility::Flag(_) => "flag",
                Eligibility::Attribute { .. } => "requirement",
            },
            Self::Class(class) => match class {
                ClassRule::LevelGap { .. } => "level_gap",
                ClassRule::DifferentUnit => "same_unit",
                ClassRule::UnitDistance { .. } => "unit_distance",
                ClassRule::Attribute { .. } => "attribute",
            },
            Self::Relation(relation) => match relation {
                RelationRule::Chain { .. } => "chain_of_command",
                RelationRule::Shared { kinds } if **kinds == [RelationKind::Line] => "same_manager",
                RelationRule::Shared { .. } => "shared_relation",
                RelationRule::Direct { kinds, .. } if **kinds == [RelationKind::Conflict] => {
                    "conflict_of_interest"
                }
                _ if *self == Self::no_direct_report() => "no_direct_report",
                RelationRule::Direct { .. } => "related",
            },
            Self::PairList(list) => match list {
                PairList::Oneself => "never_oneself",
                PairList::Blocks => "named_blocks",
                PairList::PastPairs { .. } => "no_repeat",
                PairList::Reversed => "no_reversal",
            },
            Self::Evidence(Evidence::TargetMet { .. }) => "target_met",
        }
    }
}

/// Writes the name, with the attributes where the rule is about some.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        let mut before = " ";
        for attribute in self.attribute_names() {
            write!(f, "{before}\"{attribute}\"")?;
            before = " and ";
        }
        Ok(())
    }
}
