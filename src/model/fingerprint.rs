//! Digests, and what an organisation's is taken of.

use std::fmt;

use super::{AttributeValue, Level, Organisation, Person, RelationKind, Validity};
use crate::canonical::{Canon, Canonical};

/// The SHA-256 digest of some content, such as an [organisation's](Organisation::fingerprint).
///
/// What is digested is the content and not a file, so neither the order of rows nor the format makes a difference. It is
/// shown, and written in documents, as 64 hexadecimal digits in small letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub(crate) [u8; 32]);

impl Fingerprint {
    /// Returns the 32 bytes of the digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Digests a value under what it is and the version of its form.
    pub(crate) fn digest(title: &str, value: &impl Canonical) -> Self {
        Self(Canon::digest(title, value))
    }

    /// Writes everything in its order.
    pub(super) fn of(organisation: &Organisation) -> Self {
        let mut canon = Canon::new("reverse-mentoring organisation 1");
        canon.list(organisation.level_scale.names(), |canon, name| {
            canon.text(name);
        });
        canon.list(&organisation.attributes, |canon, attribute| {
            canon.text(attribute.name().as_str());
            canon.text(&attribute.kind().to_string());
        });
        canon.list(organisation.units.units(), |canon, unit| {
            canon.text(unit.id().as_str());
            canon.option(unit.name(), Canon::text);
            canon.option(unit.parent(), |canon, parent| canon.number(parent.0));
        });
        canon.list(&organisation.units.links, |canon, &(one, other, length)| {
            canon.number(one.0);
            canon.number(other.0);
            canon.number(length);
        });
        canon.list(organisation.taxonomy.categories(), |canon, category| {
            canon.text(category.as_str());
        });
        canon.list(organisation.taxonomy.skills(), |canon, skill| {
            canon.text(skill.id().as_str());
            canon.option(skill.category(), |canon, category| canon.number(category.0));
            canon.list(skill.parents(), |canon, parent| canon.number(parent.0));
        });
        canon.list(&organisation.people, write_person);
        let chain = &organisation.chain;
        canon.list(chain.managers(), |canon, &manager| canon.number(manager));
        canon.list(chain.all_strangers(), |canon, stranger| {
            canon.text(stranger.id.as_str());
            canon.option(stranger.person, |canon, person| canon.number(person.0));
        });
        let relations: Vec<_> = organisation.relations.iter().collect();
        canon.list(&relations, |canon, &(from, to, kind, validity)| {
            canon.number(from.0);
            canon.number(to.0);
            write_kind(canon, kind, validity);
        });
        let external: Vec<_> = organisation.relations.external().collect();
        canon.list(&external, |canon, &(from, to, kind, validity)| {
            canon.number(from.0);
            canon.text(to.as_str());
            write_kind(canon, kind, validity);
        });
        Self(canon.finish())
    }
}

fn write_kind(canon: &mut Canon, kind: RelationKind, validity: Validity) {
    if validity == Validity::default() {
        canon.text(&kind.to_string());
    } else {
        // No kind has a space in its name.
        canon.text(&format!("{kind} {:?} {:?}", validity.from, validity.to));
    }
}

fn write_level(canon: &mut Canon, level: Option<Level>) {
    canon.option(level, |canon, level| canon.number(level.rank()));
}

fn write_person(canon: &mut Canon, person: &Person) {
    canon.text(person.id().as_str());
    canon.list(person.posts(), |canon, post| {
        canon.text(post.id().as_str());
        write_level(canon, post.level());
        canon.option(post.unit(), |canon, unit| canon.number(unit.0));
    });
    canon.list(person.skills(), |canon, held| {
        canon.number(held.skill().0);
        canon.number(held.proficiency().get());
    });
    canon.list(&person.attributes, |canon, (attribute, value)| {
        canon.number(attribute.0);
        match value {
            AttributeValue::Flag(flag) => canon.number(i64::from(*flag)),
            AttributeValue::Number(number) => canon.number(*number),
            AttributeValue::Category(word) => canon.text(word),
            AttributeValue::Set(words) => canon.list(words, |canon, word| canon.text(word)),
            AttributeValue::Range(from, to) => {
                canon.number(*from);
                canon.number(*to);
            }
            AttributeValue::Vector(words) => {
                let words: Vec<_> = words.iter().collect();
                canon.list(&words, |canon, (word, entry)| {
                    canon.text(word);
                    canon.option(entry.level, Canon::number);
                    canon.option(entry.weight, Canon::number);
                });
            }
        }
    });
}

impl Canonical for Fingerprint {
    fn write(&self, canon: &mut Canon) {
        canon.bytes(&self.0);
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Fingerprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| {
            let expected = &"64 hexadecimal digits in small letters";
            serde::de::Error::invalid_value(serde::de::Unexpected::Str(&text), expected)
        })
    }
}

/// Reads what [`Fingerprint`] shows, and nothing else.
#[cfg(feature = "serde")]
fn parse(text: &str) -> Option<Fingerprint> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; 32];
    if text.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *byte = digit(digits[0])? << 4 | digit(digits[1])?;
    }
    Some(Fingerprint(bytes))
}
