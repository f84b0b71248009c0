//! How documents are read where serde's own forms would guess, forgive, or be of no help: ids, days, levels, attribute values.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::{AttributeValue, LevelRow, VectorEntry};
use crate::keys::shown;

/// Text that names somebody or something: a number in its place is refused, since `007` and `7` are two ids.
struct Id(String);

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = Id;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id as text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Id, E> {
        Ok(Id(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Id, E> {
        Ok(Id(text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Id, E> {
        Err(quote_it(number))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Id, E> {
        Err(quote_it(number))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Id, E> {
        Err(E::custom("ids are text: write the number in double quotes"))
    }
}

fn quote_it<E: Error>(number: impl fmt::Display) -> E {
    E::custom(format_args!(
        "ids are text: write \"{number}\" instead of {number}"
    ))
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Id::deserialize(deserializer).map(|id| id.0)
}

pub(super) fn id_if_any<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(Option::<Id>::deserialize(deserializer)?.map(|id| id.0))
}

pub(crate) fn ids<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let ids = Vec::<Id>::deserialize(deserializer)?;
    Ok(ids.into_iter().map(|id| id.0).collect())
}

/// Whole days since 1970-01-01: a written date is refused, since `01/02/2026` is two days.
struct Day(i32);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DayVisitor;

        impl Visitor<'_> for DayVisitor {
            type Value = Day;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a day as a whole number")
            }

            fn visit_i64<E: Error>(self, day: i64) -> Result<Day, E> {
                let day = i32::try_from(day).map(Day);
                day.map_err(|_| {
                    E::custom("days have 32 bits: expected whole days since 1970-01-01")
                })
            }

            fn visit_u64<E: Error>(self, day: u64) -> Result<Day, E> {
                self.visit_i64(i64::try_from(day).unwrap_or(i64::MAX))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
                let text = shown(text);
                Err(E::custom(format_args!(
                    "\"{}\" is text, expected whole days since 1970-01-01 (2026-01-31 is 20484)",
                    text.escape_debug()
                )))
            }
        }

        deserializer.deserialize_any(DayVisitor)
    }
}

pub(crate) fn day_if_any<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i32>, D::Error> {
    Ok(Option::<Day>::deserialize(deserializer)?.map(|day| day.0))
}

/// Reads a map in which no key may come twice, where serde would keep the last.
pub(super) fn distinct<'de, V: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, V>, D::Error> {
    struct Distinct<V>(PhantomData<V>);

    impl<'de, V: Deserialize<'de>> Visitor<'de> for Distinct<V> {
        type Value = BTreeMap<String, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map of attribute values")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut values = BTreeMap::new();
            while let Some(key) = map.next_key::<String>()? {
                if values.contains_key(&key) {
                    let key = key.escape_debug();
                    return Err(A::Error::custom(format_args!("duplicate key \"{key}\"")));
                }
                values.insert(key, map.next_value()?);
            }
            Ok(values)
        }
    }

    deserializer.deserialize_map(Distinct(PhantomData))
}

impl<'de> Deserialize<'de> for LevelRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LevelVisitor;

        impl Visitor<'_> for LevelVisitor {
            type Value = LevelRow;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a level as a whole number or a grade name")
            }

            fn visit_i64<E: Error>(self, rank: i64) -> Result<LevelRow, E> {
                Ok(LevelRow::Rank(rank))
            }

            fn visit_u64<E: Error>(self, rank: u64) -> Result<LevelRow, E> {
                // Any rank beyond i64 is as much out of range as i64's greatest.
                Ok(LevelRow::Rank(i64::try_from(rank).unwrap_or(i64::MAX)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<LevelRow, E> {
                Ok(LevelRow::Name(name.to_owned()))
            }
        }

        deserializer.deserialize_any(LevelVisitor)
    }
}

/// What a list holds: words, or the two numbers of a range.
enum Item {
    Word(String),
    Number(i64),
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ItemVisitor;

        impl Visitor<'_> for ItemVisitor {
            type Value = Item;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a whole number")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Item, E> {
                Ok(Item::Word(word.to_owned()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Item, E> {
                Ok(Item::Number(number))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Item, E> {
                let number = i64::try_from(number);
                let number = number.map_err(|_| E::custom("expected at most 2^63 - 1"))?;
                Ok(Item::Number(number))
            }
        }

        deserializer.deserialize_any(ItemVisitor)
    }
}

impl<'de> Deserialize<'de> for AttributeValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;

        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = AttributeValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true or false, a whole number, a word or a list of words")
            }

            fn visit_bool<E: Error>(self, flag: bool) -> Result<AttributeValue, E> {
                Ok(AttributeValue::Flag(flag))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<AttributeValue, E> {
                Ok(AttributeValue::Number(number))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<AttributeValue, E> {
                let number = i64::try_from(number).map_err(|_| {
                    E::custom(format_args!(
                        "{number} is too large, expected at most {}",
                        i64::MAX
                    ))
                })?;
                Ok(AttributeValue::Number(number))
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<AttributeValue, E> {
                Ok(AttributeValue::Category(word.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(
                self,
                mut items: A,
            ) -> Result<AttributeValue, A::Error> {
                let (mut words, mut numbers) = (Vec::new(), Vec::new());
                while let Some(item) = items.next_element::<Item>()? {
                    match item {
                        Item::Word(word) => words.push(word),
                        Item::Number(number) => numbers.push(number),
                    }
                }
                match (words.is_empty(), &numbers[..]) {
                    (_, []) => Ok(AttributeValue::Set(words)),
                    (true, &[from, to]) => Ok(AttributeValue::Range(from, to)),
                    _ => Err(A::Error::custom("expected words or two whole numbers")),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, words: A) -> Result<AttributeValue, A::Error> {
                distinct(MapAccessDeserializer::new(words)).map(AttributeValue::Vector)
            }
        }

        deserializer.deserialize_any(ValueVisitor)
    }
}

/// Writes the level alone where there is no weight.
impl Serialize for VectorEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.level, self.weight) {
            (Some(level), None) => serializer.serialize_i64(level),
            (level, weight) => {
                let stated = [("level", level), ("weight", weight)].into_iter();
                serializer.collect_map(stated.filter_map(|(key, number)| Some((key, number?))))
            }
        }
    }
}

impl<'de> Deserialize<'de> for VectorEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntryVisitor;

        impl<'de> Visitor<'de> for EntryVisitor {
            type Value = VectorEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a level as a whole number, or a map of level and weight")
            }

            fn visit_i64<E: Error>(self, level: i64) -> Result<VectorEntry, E> {
                Ok(VectorEntry::level(level))
            }

            fn visit_u64<E: Error>(self, level: u64) -> Result<VectorEntry, E> {
                // Any level beyond i64 is as much out of range as i64's greatest.
                Ok(VectorEntry::level(i64::try_from(level).unwrap_or(i64::MAX)))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<VectorEntry, A::Error> {
                let mut stated = distinct::<i64, _>(MapAccessDeserializer::new(map))?;
                let (level, weight) = (stated.remove("level"), stated.remove("weight"));
                let entry = VectorEntry { level, weight };
                match stated.keys().next() {
                    None => Ok(entry),
                    Some(key) => Err(A::Error::unknown_field(key, &["level", "weight"])),
                }
            }
        }

        deserializer.deserialize_any(EntryVisitor)
    }
}
