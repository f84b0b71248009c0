//! Hard rules: whether a pair may exist at all.
//!
//! A [`RuleSet`] says what a programme bars; [`Rules`] is the same, prepared for one organisation and one programme, and
//! answers for a pair in a few nanoseconds. A barred pair is absent everywhere, never priced. This room reads `model`
//! and `programme` and knows nothing of scores; `candidates` and everything below read it.

mod canonical;
mod check;
mod class;
mod compiled;
mod document;
mod dossier;
mod error;
mod evidence;
mod explain;
mod pairs;
mod relation;
mod rule;
mod rule_set;
mod sets;
mod violation;
mod write;

pub use compiled::{RuleIndex, Rules};
pub use document::{
    AttributeRuleRow, ConditionRow, DistanceRow, GapRow, RequirementRow, RulesDocument,
    TargetMetRow,
};
pub use error::{RuleError, RuleFault};
pub use rule::{
    ClassRule, Condition, Direction, Eligibility, Evidence, PairList, Reach, RelationRule, Rule,
    Test,
};
pub use rule_set::RuleSet;
pub use violation::{Ineligible, Violation};
