//! Class rules, prepared: the value of each participant in a form that compares at once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::check::Today;
use super::dossier::Dossier;
use super::sets::{SetTable, Sets};
use super::{ClassRule, Condition};
use crate::model::{
    AttributeIndex, AttributeKind, AttributeName, AttributeValue, Coded, ModelError, Organisation,
    Person, UnitDistances, UnitIndex,
};
use crate::work::{COMPILING, Work};

/// The first and the last number of a range.
type Span = (i64, i64);

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
        numbers: [Known<Vec<Option<i64>>>; 2],
        // Wider than the numbers, so that no difference overflows and an absent bound bounds nothing.
        min: i128,
        max: i128,
    },
    /// Codes are known and the same.
    Equal([Known<Vec<u32>>; 2]),
    /// Codes differ.
    Different([Known<Vec<u32>>; 2]),
    /// Sets have a member in common.
    Overlap([Known<SetTable>; 2]),
    /// Sets have members in common, so many at least.
    CommonWords([Known<SetTable>; 2], usize),
    /// Ranges have numbers in common, so many at least.
    CommonNumbers([Known<Vec<Option<Span>>>; 2], u32),
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
        let sides = attributes.map(|attribute| organisation.coded(attribute));
        match condition {
            Condition::Equal => Self::Equal(alike(sides, people, day.work)),
            Condition::Different => Self::Different(alike(sides, people, day.work)),
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
                Self::CommonNumbers(Known::of(sides, people, day.work, range), at_least)
            }
            Condition::Overlap => Self::Overlap(word_sets(sides, people, day.work)),
            Condition::Common { at_least } => {
                Self::CommonWords(word_sets(sides, people, day.work), at_least as usize)
            }
            Condition::Gap { min, max } => {
                let number = |value: Option<&AttributeValue>| match value {
                    Some(&AttributeValue::Number(number)) => Some(number),
                    _ => None,
                };
                Self::Gap {
                    numbers: Known::of(sides, people, day.work, number),
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
            } => match (juniors.get(junior), seniors.get(senior)) {
                (Some(low), Some(high)) => {
                    let gap = i128::from(high) - i128::from(low);
                    gap < *min || gap > *max
                }
                _ => true,
            },
            Self::Equal([juniors, seniors]) => {
                let code = juniors.get(junior);
                code != seniors.get(senior) || code == UNKNOWN
            }
            Self::Different([juniors, seniors]) => juniors.get(junior) == seniors.get(senior),
            Self::Overlap([juniors, seniors]) => !juniors.meets(junior, seniors, senior),
            Self::CommonWords([juniors, seniors], at_least) => {
                too_few_words(juniors.set(junior), seniors.set(senior), *at_least)
            }
            Self::CommonNumbers([juniors, seniors], at_least) => {
                too_few_numbers(juniors.get(junior), seniors.get(senior), *at_least)
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
fn too_few_numbers(one: Option<Span>, other: Option<Span>, at_least: u32) -> bool {
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

/// What is known of participants, worked out once for each value of an attribute.
#[derive(Clone, Debug)]
pub(super) struct Known<T> {
    /// By participant.
    codes: Arc<[u32]>,
    /// By code.
    of_values: Arc<T>,
}

impl<T> Known<Vec<T>> {
    /// Works it out for two sides.
    fn of(
        sides: [Coded<'_>; 2],
        people: &[&Person],
        work: &Work<'_>,
        of_value: impl Fn(Option<&AttributeValue>) -> T,
    ) -> [Self; 2] {
        known(sides, people, work, |values| {
            values.iter().map(|&value| of_value(value)).collect()
        })
    }
}

impl<T: Copy> Known<Vec<T>> {
    fn get(&self, participant: usize) -> T {
        self.of_values[self.codes[participant] as usize]
    }
}

impl Known<SetTable> {
    /// Tells whether the sets of two participants have a member in common.
    fn meets(&self, participant: usize, other: &Self, others: usize) -> bool {
        let (one, two) = (self.codes[participant], other.codes[others]);
        self.of_values
            .meets(one as usize, &other.of_values, two as usize)
    }

    /// Returns the set of a participant, in order.
    fn set(&self, participant: usize) -> &[u32] {
        self.of_values.get(self.codes[participant] as usize)
    }
}

/// Goes through the values of an attribute by code: nothing, and then each that occurs.
pub(super) fn values<'o>(
    coded: Coded<'o>,
    work: &Work<'_>,
) -> impl Iterator<Item = Option<&'o AttributeValue>> {
    let examples = work.through(COMPILING, coded.examples());
    let known = examples.map(move |&example| coded.value(example));
    std::iter::once(None).chain(known)
}

/// Works something out for all values of an attribute on either side; where both sides have the same attribute, once.
fn known<'o, T>(
    sides: [Coded<'o>; 2],
    people: &[&Person],
    work: &Work<'_>,
    mut of_values: impl FnMut(&[Option<&'o AttributeValue>]) -> T,
) -> [Known<T>; 2] {
    let mut side = |coded: Coded<'o>| {
        let people = work.through(COMPILING, people);
        let codes = people.map(|person| coded.code(person.index()));
        let codes = codes.map(|code| u32::try_from(code).unwrap_or(UNKNOWN));
        let values: Vec<_> = values(coded, work).collect();
        Known {
            codes: codes.collect(),
            of_values: Arc::new(of_values(&values)),
        }
    };
    let juniors = side(sides[0]);
    let seniors = if sides[0].is_same(sides[1]) {
        Known {
            codes: Arc::clone(&juniors.codes),
            of_values: Arc::clone(&juniors.of_values),
        }
    } else {
        side(sides[1])
    };
    [juniors, seniors]
}

/// Numbers the values that occur on two sides, equal ones alike.
fn alike(sides: [Coded<'_>; 2], people: &[&Person], work: &Work<'_>) -> [Known<Vec<u32>>; 2] {
    let mut numbers = HashMap::new();
    known(sides, people, work, |values| {
        let values = values.iter();
        let numbers =
            values.map(|value| value.map_or(UNKNOWN, |value| number(&mut numbers, value)));
        numbers.collect()
    })
}

/// Numbers the words of sets.
fn word_sets(sides: [Coded<'_>; 2], people: &[&Person], work: &Work<'_>) -> [Known<SetTable>; 2] {
    let mut numbers = HashMap::new();
    known(sides, people, work, |values| {
        let (mut sets, mut set) = (Sets::with_capacity(values.len()), Vec::new());
        for value in work.through(COMPILING, values) {
            if let Some(AttributeValue::Set(words)) = value {
                let words = words.iter();
                set.extend(words.map(|word| number(&mut numbers, word.as_str())));
            }
            sets.push(&mut set);
        }
        sets.close();
        SetTable::new(sets)
    })
}

/// Returns the number of a value: 1 for the first that comes, and so on.
fn number<T: Hash + Eq>(known: &mut HashMap<T, u32>, value: T) -> u32 {
    let next = u32::try_from(known.len() + 1).expect("an organisation has fewer than 2^32 values");
    *known.entry(value).or_insert(next)
}
