//! What class terms compare: a fact of each participant, and classes of those who have the same.

use std::collections::HashMap;
use std::sync::Arc;

use super::compiled::{Setting, at, person};
use crate::model::{AttributeIndex, AttributeValue, Person, UnitIndex};
use crate::programme::{Participant, Role};
use crate::work::{COMPILING, Work};

/// What one side brings.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) fact: CompiledFact,
    /// By participant: the position of the fact in `facts`.
    pub(super) class: Arc<[u32]>,
    /// Each once; the first is [`Value::Unknown`].
    pub(super) facts: Vec<Value>,
}

/// A fact, its attribute found.
#[derive(Clone, Copy, Debug)]
pub(super) enum CompiledFact {
    Unit,
    Level,
    Attribute(AttributeIndex),
    Number(i64),
    /// Nothing is known of anybody: a fault has been listed.
    None,
}

/// A fact of one participant, its words numbered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Value {
    Unknown,
    Unit(UnitIndex),
    Number(i64),
    /// In order, each once.
    Words(Vec<u32>),
    Range(i64, i64),
}

/// Numbers words.
#[derive(Debug, Default)]
pub(super) struct Words(HashMap<String, u32>);

/// Numbers up to here are looked up by place, as nearly all are.
const SMALL: i64 = 1 << 12;

/// The class of those of whom nothing is known.
pub(super) const NOBODY: u32 = 0;

impl Side {
    pub(super) fn new(
        fact: CompiledFact,
        role: Role,
        setting: Setting<'_>,
        nearest: &[Option<UnitIndex>],
        words: &mut Words,
        work: &Work<'_>,
    ) -> Self {
        let mut known = Known::default();
        let coded = match fact {
            CompiledFact::Attribute(attribute) => Some(setting.organisation.coded(Some(attribute))),
            CompiledFact::Number(_) | CompiledFact::None => Some(setting.organisation.coded(None)),
            CompiledFact::Unit | CompiledFact::Level => None,
        };
        // A value is read once, however many people have it.
        let count = coded.map_or(0, |coded| coded.examples().len() + 1);
        let mut classes = vec![None; count];
        let class_of = |participant: &Participant| {
            if !participant.takes_part_as(role) {
                return NOBODY;
            }
            let mut read = || known.class(fact.read(setting, participant, nearest, words));
            match coded {
                Some(coded) => *classes[coded.code(participant.person())].get_or_insert_with(read),
                None => read(),
            }
        };
        let class = work.through(COMPILING, setting.programme.participants());
        let class = class.map(class_of).collect();
        let facts = known.facts;
        Self { fact, class, facts }
    }

    pub(super) fn class(&self, participant: &Participant) -> u32 {
        at(&self.class, participant).unwrap_or(NOBODY)
    }

    pub(super) fn value(&self, participant: &Participant) -> &Value {
        &self.facts[self.class(participant) as usize]
    }
}

/// The facts that have come so far.
struct Known {
    facts: Vec<Value>,
    /// By unit, and by number if it is small, the class; [`NOBODY`] until one comes.
    units: Vec<u32>,
    numbers: Vec<u32>,
    /// By word, where it is the only one.
    words: Vec<u32>,
    others: HashMap<Value, u32>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            facts: vec![Value::Unknown],
            units: Vec::new(),
            numbers: Vec::new(),
            words: Vec::new(),
            others: HashMap::from([(Value::Unknown, NOBODY)]),
        }
    }
}

impl Known {
    /// Gives the class of a fact.
    fn class(&mut self, value: Value) -> u32 {
        let (classes, place) = match value {
            Value::Unit(unit) => (&mut self.units, unit.index()),
            Value::Words(ref words) if words.len() == 1 => (&mut self.words, words[0] as usize),
            Value::Number(number @ 0..SMALL) => {
                (&mut self.numbers, usize::try_from(number).unwrap_or(0))
            }
            _ => return self.other(value),
        };
        if classes.len() <= place {
            classes.resize(place + 1, NOBODY);
        }
        let class = &mut classes[place];
        if *class == NOBODY {
            *class = next_class(&self.facts);
            self.facts.push(value);
        }
        *class
    }

    fn other(&mut self, value: Value) -> u32 {
        let Self { facts, others, .. } = self;
        *others.entry(value).or_insert_with_key(|value| {
            let next = next_class(facts);
            facts.push(value.clone());
            next
        })
    }
}

fn next_class(facts: &[Value]) -> u32 {
    u32::try_from(facts.len()).expect("a programme has fewer than 2^32 people")
}

impl CompiledFact {
    fn read(
        self,
        setting: Setting<'_>,
        participant: &Participant,
        nearest: &[Option<UnitIndex>],
        words: &mut Words,
    ) -> Value {
        let found = person(setting.organisation, participant);
        let value = match self {
            Self::Unit => found.and_then(Person::unit).map(|unit| {
                let Some(named) = nearest.get(unit.index()) else {
                    return Value::Unit(unit);
                };
                let units = setting.organisation.units();
                let named = named.map(|unit| words.number(units[unit].id().as_str()));
                Value::Words(named.into_iter().collect())
            }),
            Self::Level => found
                .and_then(Person::level)
                .map(|level| Value::Number(level.rank().into())),
            Self::Number(number) => Some(Value::Number(number)),
            Self::Attribute(attribute) => found
                .and_then(|found| found.attribute(attribute))
                .and_then(|value| words.value(value)),
            Self::None => None,
        };
        value.unwrap_or(Value::Unknown)
    }
}

impl Words {
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(&known) = self.0.get(word) {
            return known;
        }
        let next = u32::try_from(self.0.len()).expect("an organisation has fewer than 2^32 words");
        self.0.insert(word.to_owned(), next);
        next
    }

    fn value(&mut self, value: &AttributeValue) -> Option<Value> {
        match value {
            AttributeValue::Flag(flag) => Some(Value::Number((*flag).into())),
            AttributeValue::Number(number) => Some(Value::Number(*number)),
            AttributeValue::Category(word) => Some(Value::Words(vec![self.number(word)])),
            AttributeValue::Set(words) => {
                let mut numbers: Vec<u32> = words.iter().map(|word| self.number(word)).collect();
                numbers.sort_unstable();
                numbers.dedup();
                Some(Value::Words(numbers))
            }
            AttributeValue::Range(from, to) => Some(Value::Range(*from, *to)),
            AttributeValue::Vector(_) => None,
        }
    }
}
