//! Class rules, prepared: the value of each participant in a form that compares at once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::check::Today;
use super::dossier::Dossier;
use super::sets::{SetTable, Sets};
use super::{ClassRule, Condition};
use crate::model::{
    AttributeIndex, AttributeKind, AttributeName, AttributeValue, ModelError, Organisation, Person,
    UnitDistances, UnitIndex,
};
use crate::work::COMPILING;

/// The code of what is unknown.
const UNKNOWN: u32 = 0;

/// A class rule, with a value for each participant, as a junior and then as a senior, unless it is in the [`Dossier`].
#[derive(Clone, Debug)]
pub(super) enum ClassCheck {
    /// The senior's level less the junior's is in a range, where both are known: who has no level is ineligible by a rule of its own,
    /// which names the person.
    Levels { min: i64, max: i64 },
    /// Home units differ.
    Units,
    /// The senior's number less the junior's is in a range, and both are known.
    Gap {
        numbers: [Vec<Option<i64>>; 2],
        // Wider than the numbers, so that no difference overflows and an absent bound bounds nothing.
        min: i128,
        max: i128,
    },
    /// Codes are known and the same.
    Equal([Vec<u32>; 2]),
    /// Codes differ.
    Different([Vec<u32>; 2]),
    /// Sets have a member in common.
    Overlap([Arc<SetTable>; 2]),
    /// Sets have members in common, so many at least.
    CommonWords([Arc<SetTable>; 2], usize),
    /// Ranges have numbers in common, so many at least.
    CommonNumbers([Vec<Option<(i64, i64)>>; 2], u32),
    /// The shortest path between units has a length in a range.
    Distance {
        units: Vec<Option<UnitIndex>>,
        distances: UnitDistances,
        min: u32,
        max: Option<u32>,
    },
}

impl ClassCheck {
    /// Prepares a rule for people, in order of participant.
    pub(super) fn new(
        rule: &ClassRule,
        people: &[&Person],
        day: &Today<'_>,
    ) -> Result<Self, ModelError> {
        let organisation = day.organisation;
        Ok(match rule {
            ClassRule::LevelGap { min, max } => Self::Levels {
                min: *min,
                max: max.unwrap_or(i64::MAX),
            },
            ClassRule::DifferentUnit => Self::Units,
            ClassRule::UnitDistance { min, max } => {
                let units: Vec<_> = people.iter().map(|person| person.unit()).collect();
                let hosts: Vec<UnitIndex> = units.iter().copied().flatten().collect();
                Self::Distance {
                    distances: organisation.units().distances(&hosts)?,
                    units,
                    min: *min,
                    max: *max,
                }
            }
            ClassRule::Attribute {
                junior,
                senior,
                condition,
            } => Self::of_attributes([junior, senior], *condition, people, day),
        })
    }

    /// Prepares a condition on an attribute of the junior and one of the senior, which are of one type.
    fn of_attributes(
        names: [&AttributeName; 2],
        condition: Condition,
        people: &[&Person],
        day: &Today<'_>,
    ) -> Self {
        let organisation = day.organisation;
        let attributes = names.map(|name| organisation.attribute(name.as_str()));
        let values = attributes.map(|attribute| {
            let people = day.work.through(COMPILING, people);
            people.map(move |person| person.attribute(attribute?))
        });
        let are_same = names[0] == names[1];
        match condition {
            Condition::Equal => Self::Equal(codes(values)),
            Condition::Different => Self::Different(codes(values)),
            Condition::Overlap | Condition::Common { .. }
                if ranges(organisation, attributes[0]) =>
            {
                let range = |value: Option<&AttributeValue>| match value {
                    Some(&AttributeValue::Range(from, to)) => Some((from, to)),
                    _ => None,
                };
                let at_least = match condition {
                    Condition::Common { at_least } => at_least,
                    _ => 1,
                };
                Self::CommonNumbers(values.map(|side| side.map(range).collect()), at_least)
            }
            Condition::Overlap => Self::Overlap(word_sets(values, people.len(), are_same)),
            Condition::Common { at_least } => {
                Self::CommonWords(word_sets(values, people.len(), are_same), at_least as usize)
            }
            Condition::Gap { min, max } => {
                let number = |value: Option<&AttributeValue>| match value {
                    Some(&AttributeValue::Number(number)) => Some(number),
                    _ => None,
                };
                Self::Gap {
                    numbers: values.map(|side| side.map(number).collect()),
                    min: min.map_or(i128::MIN, i128::from),
                    max: max.map_or(i128::MAX, i128::from),
                }
            }
        }
    }

    /// Tells whether a pair of participants breaks the rule, given what is known of everybody.
    pub(super) fn broken(&self, junior: usize, senior: usize, dossiers: &[Dossier]) -> bool {
        match self {
            Self::Levels { min, max } => {
                let gap = dossiers[senior].levels_above(&dossiers[junior]);
                gap.is_some_and(|gap| gap < *min || gap > *max)
            }
            Self::Units => dossiers[senior].shares_unit(&dossiers[junior]),
            Self::Gap {
                numbers: [juniors, seniors],
                min,
                max,
            } => match (juniors[junior], seniors[senior]) {
                (Some(low), Some(high)) => {
                    let gap = i128::from(high) - i128::from(low);
                    gap < *min || gap > *max
                }
                _ => true,
            },
            Self::Equal([juniors, seniors]) => {
                juniors[junior] != seniors[senior] || juniors[junior] == UNKNOWN
            }
            Self::Different([juniors, seniors]) => juniors[junior] == seniors[senior],
            Self::Overlap([juniors, seniors]) => !juniors.meets(junior, seniors, senior),
            Self::CommonWords([juniors, seniors], at_least) => {
                too_few_words(juniors.get(junior), seniors.get(senior), *at_least)
            }
            Self::CommonNumbers([juniors, seniors], at_least) => {
                too_few_numbers(juniors[junior], seniors[senior], *at_least)
            }
            Self::Distance {
                units,
                distances,
                min,
                max,
            } => {
                let (Some(one), Some(other)) = (units[junior], units[senior]) else {
                    return true;
                };
                match distances.between(one, other) {
                    Some(distance) => distance < *min || max.is_some_and(|max| distance > max),
                    None => max.is_some(),
                }
            }
        }
    }

    /// Returns the distances between units, if the rule is about them.
    pub(super) fn distances(&self) -> Option<&UnitDistances> {
        match self {
            Self::Distance { distances, .. } => Some(distances),
            _ => None,
        }
    }
}

// Not inlined: nearly every pair is asked, and nearly every rule is one of the short ones above.
#[inline(never)]
fn too_few_words(one: &[u32], other: &[u32], at_least: usize) -> bool {
    // Unless both are known and have a word, there is nothing in common, however little is asked.
    let common = one.iter().filter(|word| other.binary_search(word).is_ok());
    one.is_empty() || other.is_empty() || common.count() < at_least
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

/// Numbers the values that occur on two sides, equal ones alike.
fn codes<T: Hash + Eq>(sides: [impl Iterator<Item = Option<T>>; 2]) -> [Vec<u32>; 2] {
    let mut known = HashMap::new();
    sides.map(|values| {
        let code = |value: Option<T>| value.map_or(UNKNOWN, |value| number(&mut known, value));
        values.map(code).collect()
    })
}

/// Numbers the words of sets; where both sides bring the same attribute, they are the same sets.
fn word_sets<'v>(
    sides: [impl Iterator<Item = Option<&'v AttributeValue>>; 2],
    count: usize,
    are_same: bool,
) -> [Arc<SetTable>; 2] {
    let mut known = HashMap::new();
    let mut sets = |values: &mut dyn Iterator<Item = Option<&'v AttributeValue>>| {
        let (mut sets, mut set) = (Sets::with_capacity(count), Vec::new());
        for value in values {
            if let Some(AttributeValue::Set(words)) = value {
                set.extend(words.iter().map(|word| number(&mut known, word.as_str())));
            }
            sets.push(&mut set);
        }
        sets.close();
        Arc::new(SetTable::new(sets))
    };
    let [mut juniors, mut seniors] = sides;
    let juniors = sets(&mut juniors);
    let seniors = if are_same {
        Arc::clone(&juniors)
    } else {
        sets(&mut seniors)
    };
    [juniors, seniors]
}

/// Returns the number of a value: 1 for the first that comes, and so on.
fn number<T: Hash + Eq>(known: &mut HashMap<T, u32>, value: T) -> u32 {
    let next = u32::try_from(known.len() + 1).expect("an organisation has fewer than 2^32 values");
    *known.entry(value).or_insert(next)
}
