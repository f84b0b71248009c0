//! Class rules, prepared: the value of each participant in a form that compares at once.

use std::collections::HashMap;
use std::hash::Hash;

use super::sets::SetTable;
use super::{ClassRule, Condition};
use crate::model::{AttributeValue, Organisation, Person};

/// The code of what is unknown.
const UNKNOWN: u32 = 0;

/// A class rule, with a value for each participant.
#[derive(Clone, Debug)]
pub(super) enum ClassCheck {
    /// The senior's number less the junior's is in a range.
    Gap {
        numbers: Vec<Option<i64>>,
        // Wider than the numbers, so that no difference overflows and an absent bound bounds nothing.
        min: i128,
        max: i128,
        /// Whether a pair breaks the rule when one of the numbers is unknown.
        strict: bool,
    },
    /// Codes are known and the same.
    Equal(Vec<u32>),
    /// Codes differ.
    Different(Vec<u32>),
    /// Sets have a member in common.
    Overlap(SetTable),
}

impl ClassCheck {
    /// Prepares a rule for people, in order of participant.
    pub(super) fn new(rule: &ClassRule, people: &[&Person], organisation: &Organisation) -> Self {
        let (attribute, condition) = match rule {
            ClassRule::LevelGap { min, max } => {
                let level = |person: &&Person| Some(person.level()?.rank().into());
                return Self::Gap {
                    numbers: people.iter().map(level).collect(),
                    min: (*min).into(),
                    max: max.map_or(i128::MAX, i128::from),
                    // Who has no level is ineligible by a rule of its own, which names the person.
                    strict: false,
                };
            }
            ClassRule::DifferentUnit => {
                return Self::Different(codes(people.iter().map(|person| person.unit())));
            }
            ClassRule::Attribute {
                attribute,
                condition,
            } => (organisation.attribute(attribute.as_str()), *condition),
        };
        let values = people
            .iter()
            .map(|person| person.attribute(attribute?).cloned());
        match condition {
            Condition::Equal => Self::Equal(codes(values)),
            Condition::Different => Self::Different(codes(values)),
            Condition::Overlap => Self::Overlap(word_sets(values)),
            Condition::Gap { min, max } => {
                let number = |value| match value {
                    Some(AttributeValue::Number(number)) => Some(number),
                    _ => None,
                };
                Self::Gap {
                    numbers: values.map(number).collect(),
                    min: min.map_or(i128::MIN, i128::from),
                    max: max.map_or(i128::MAX, i128::from),
                    strict: true,
                }
            }
        }
    }

    /// Tells whether a pair of participants breaks the rule.
    pub(super) fn broken(&self, junior: usize, senior: usize) -> bool {
        match self {
            Self::Gap {
                numbers,
                min,
                max,
                strict,
            } => match (numbers[junior], numbers[senior]) {
                (Some(low), Some(high)) => {
                    let gap = i128::from(high) - i128::from(low);
                    gap < *min || gap > *max
                }
                _ => *strict,
            },
            Self::Equal(codes) => codes[junior] != codes[senior] || codes[junior] == UNKNOWN,
            Self::Different(codes) => codes[junior] == codes[senior],
            Self::Overlap(sets) => !sets.meets(junior, sets, senior),
        }
    }
}

/// Numbers the values that occur, equal ones alike.
fn codes<T: Hash + Eq>(values: impl Iterator<Item = Option<T>>) -> Vec<u32> {
    let mut known = HashMap::new();
    values
        .map(|value| value.map_or(UNKNOWN, |value| number(&mut known, value)))
        .collect()
}

fn word_sets(values: impl Iterator<Item = Option<AttributeValue>>) -> SetTable {
    let mut known = HashMap::new();
    SetTable::new(values.map(|value| {
        match value {
            Some(AttributeValue::Set(words)) => words
                .into_iter()
                .map(|word| number(&mut known, word))
                .collect(),
            _ => Vec::new(),
        }
    }))
}

/// Returns the number of a value: 1 for the first that comes, and so on.
fn number<T: Hash + Eq>(known: &mut HashMap<T, u32>, value: T) -> u32 {
    let next = u32::try_from(known.len() + 1).expect("an organisation has fewer than 2^32 values");
    *known.entry(value).or_insert(next)
}
