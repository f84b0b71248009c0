//! The digest of an organisation's content.

use std::fmt;

use sha2::{Digest, Sha256};

use super::{AttributeValue, Level, Organisation, Person, RelationKind, Validity};

/// The SHA-256 digest of an organisation's content, which does not depend on the order of its rows.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub(crate) [u8; 32]);

impl Fingerprint {
    /// Returns the 32 bytes of the digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Writes everything in its order, each text and list behind its length, so that no two contents read alike.
    pub(super) fn of(organisation: &Organisation) -> Self {
        let mut canon = Canon(Sha256::new());
        canon.text("reverse-mentoring organisation 1");
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
        canon.list(&organisation.people, Canon::person);
        let chain = &organisation.chain;
        canon.list(chain.managers(), |canon, &manager| canon.number(manager));
        canon.list(chain.all_strangers(), |canon, stranger| {
            canon.text(stranger.id.as_str());
            canon.option(stranger.person, |canon, person| canon.number(person.0));
        });
        let relations: Vec<_> = organisation.relations.iter().collect();
        canon.list(
            &relations,
            |canon, &(from, to, kind, validity): &(_, _, RelationKind, Validity)| {
                canon.number(from.0);
                canon.number(to.0);
                if validity == Validity::default() {
                    canon.text(&kind.to_string());
                } else {
                    // No kind has a space in its name.
                    canon.text(&format!("{kind} {:?} {:?}", validity.from, validity.to));
                }
            },
        );
        Self(canon.0.finalize().into())
    }
}

struct Canon(Sha256);

impl Canon {
    fn length(&mut self, length: usize) {
        self.0.update((length as u64).to_le_bytes());
    }

    fn number(&mut self, number: impl Into<i64>) {
        self.0.update(number.into().to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.update(text);
    }

    fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.length(items.len());
        for item in items {
            write(self, item);
        }
    }

    fn option<T>(&mut self, item: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.0.update([u8::from(item.is_some())]);
        if let Some(item) = item {
            write(self, item);
        }
    }

    fn level(&mut self, level: Option<Level>) {
        self.option(level, |canon, level| canon.number(level.rank()));
    }

    fn person(&mut self, person: &Person) {
        self.text(person.id().as_str());
        self.list(person.posts(), |canon, post| {
            canon.text(post.id().as_str());
            canon.level(post.level());
            canon.option(post.unit(), |canon, unit| canon.number(unit.0));
        });
        self.list(person.skills(), |canon, held| {
            canon.number(held.skill().0);
            canon.number(held.proficiency().get());
        });
        self.list(&person.attributes, |canon, (attribute, value)| {
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
                        canon.option(entry.level, Self::number);
                        canon.option(entry.weight, Self::number);
                    });
                }
            }
        });
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
