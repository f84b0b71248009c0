//! How documents are read where serde's own forms would guess or forgive: ids, levels, attribute values.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{AttributeValue, LevelRow};

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

/// Reads a map in which no key may come twice, where serde would keep the last.
pub(super) fn distinct<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, AttributeValue>, D::Error> {
    struct Distinct;

    impl<'de> Visitor<'de> for Distinct {
        type Value = BTreeMap<String, AttributeValue>;

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

    deserializer.deserialize_map(Distinct)
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

            fn visit_seq<A: SeqAccess<'de>>(self, words: A) -> Result<AttributeValue, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(words)).map(AttributeValue::Set)
            }
        }

        deserializer.deserialize_any(ValueVisitor)
    }
}
