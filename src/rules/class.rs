//! Class rules, prepared: the value of each participant in a form that compares at once.

use std::collections::HashMap;
use std::hash::Hash;

use super::sets::SetTable;
use super::{ClassRule, Condition};
use crate::model::{AttributeIndex, AttributeKind, AttributeValue, Organisation, Person};

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
    /// Sets have members in common, so many at least.
    CommonWords(SetTable, usize),
    /// Ranges have numbers in common, so many at least.
    CommonNumbers(Vec<Option<(i64, i64)>>, u32),
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
            Condition::Overlap | Condition::Common { .. } if ranges(organisation, attribute) => {
                let range = |value| match value {
                    Some(AttributeValue::Range(from, to)) => Some((from, to)),
                    _ => None,
                };
                let at_least = match condition {
                    Condition::Common { at_least } => at_least,
                    _ => 1,
                };
                Self::CommonNumbers(values.map(range).collect(), at_least)
            }
            Condition::Overlap => Self::Overlap(word_sets(values)),
            Condition::Common { at_least } => {
                Self::CommonWords(word_sets(values), at_least as usize)
            }
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
            Self::CommonWords(sets, at_least) => too_few_words(sets, *at_least, junior, senior),
            Self::CommonNumbers(ranges, at_least) => {
                too_few_numbers(ranges[junior], ranges[senior], *at_least)
            }
        }
    }
}

// Not inlined: nearly every pair is asked, and nearly every rule is one of the short ones above.
#[inline(never)]
fn too_few_words(sets: &SetTable, at_least: usize, junior: usize, senior: usize) -> bool {
    // Unless both are known and have a word, there is nothing in common, however little is asked.
    let none = sets.get(junior).is_empty() || sets.get(senior).is_empty();
    none || sets.common(junior, senior).count() < at_least
}

#[inline(never)]
fn too_few_numbers(one: Option<(i64, i64)>, other: Option<(i64, i64)>, at_least: u32) -> bool {
    match (one, other) {
        (Some((from, to)), Some((other_from, other_to))) => {
            let (from, to) = (from.max(other_from), to.min(other_to));
            i128::from(to) - i128::from(from) + 1 < i128::from(at_least)
        }
        _ => true,
    }
}

/// Tells whether an attribute is declared as a range.
fn ranges(organisation: &Organisation, attribute: Option<AttributeIndex>) -> bool {
    let declared = attribute.and_then(|attribute| {
        let place = attribute.0 as usize;
        organisation.attributes().get(place)
    });
    declared.is_some_and(|declared| declared.kind() == AttributeKind::Range)
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
