//! Where what is wanted and what is offered comes from: the programme's lists, or declared sets and vectors.

use std::collections::HashMap;

use super::compiled::{Faults, Setting, person};
use super::error::ScoringFault;
use super::{Points, SparseProduct, Topics};
use crate::model::{
    AttributeIndex, AttributeKind, AttributeName, AttributeValue, CategoryIndex, Organisation,
    Proficiency, Skill, SkillId, SkillIndex, VectorEntry,
};
use crate::programme::{Participant, Programme};
use crate::work::{COMPILING, Work};

/// What one learner wants.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) skill: SkillIndex,
    pub(super) weight: u32,
    pub(super) proficiency: Option<Proficiency>,
}

impl Wanted {
    /// Returns the part of the target that an offer meets, whose skill is worth a fraction of it.
    pub(super) fn credit(&self, fraction: Points, offered: Proficiency) -> Points {
        let Some(wanted) = self.proficiency else {
            return fraction;
        };
        Points::ratio(
            u64::from(fraction.get()) * u64::from(offered.min(wanted).get()),
            wanted.get().into(),
        )
    }
}

/// The two vectors of a product.
#[derive(Clone, Debug)]
pub(super) struct Vectors<'a> {
    setting: Setting<'a>,
    wants: Source,
    offers: Source,
    topics: CompiledTopics,
    words: Words<'a>,
}

/// The words of declared vectors.
#[derive(Clone, Debug, Default)]
struct Words<'a> {
    numbers: HashMap<&'a str, SkillIndex>,
    /// Those of which the programme does not speak, in order; they follow its skills.
    beyond: Vec<&'a str>,
}

#[derive(Clone, Copy, Debug)]
enum Source {
    Programme,
    Attribute(AttributeIndex),
    /// Nobody wants or offers anything: a fault has been listed.
    None,
}

#[derive(Clone, Debug)]
enum CompiledTopics {
    All,
    Only(Vec<CategoryIndex>),
    Except(Vec<CategoryIndex>),
}

impl Words<'_> {
    /// Returns the number of a word; none if the work was stopped before it came.
    fn number(&self, word: &str) -> Option<SkillIndex> {
        self.numbers.get(word).copied()
    }
}

impl<'a> Vectors<'a> {
    /// Finds what a product speaks of; what is not there is listed among the faults.
    pub(super) fn new(
        product: &SparseProduct,
        setting: Setting<'a>,
        faults: &mut Faults,
        work: &Work<'_>,
    ) -> Self {
        let mut source = |attribute: &Option<AttributeName>| {
            let Some(name) = attribute else {
                return Source::Programme;
            };
            let Some((index, attribute)) = setting.attribute(&product.name, name, faults) else {
                return Source::None;
            };
            if matches!(attribute.kind(), AttributeKind::Set | AttributeKind::Vector) {
                return Source::Attribute(index);
            }
            faults.push(ScoringFault::AttributeMismatch {
                criterion: product.name.clone(),
                attribute: name.clone(),
                kind: attribute.kind(),
                expected: "sets or vectors",
            });
            Source::None
        };
        let (wants, offers) = (source(&product.wants), source(&product.offers));
        let mut vectors = Self {
            setting,
            wants,
            offers,
            topics: CompiledTopics::new(product, setting, faults),
            words: Words::default(),
        };
        vectors.words = vectors.number_words(work);
        vectors
    }

    /// Tells whether both vectors are the lists of the programme, and all of them counts.
    pub(super) fn are_of_the_programme(&self) -> bool {
        matches!(
            (self.wants, self.offers, &self.topics),
            (Source::Programme, Source::Programme, CompiledTopics::All)
        )
    }

    pub(super) fn organisation(&self) -> &'a Organisation {
        self.setting.organisation
    }

    pub(super) fn programme(&self) -> &'a Programme {
        self.setting.programme
    }

    /// Fills `out` with what a participant wants of the topics that count, in the order stated, or of words.
    pub(super) fn wants(&self, learner: &Participant, out: &mut Vec<Wanted>) {
        out.clear();
        match self.wants {
            Source::Programme => out.extend(learner.targets().iter().map(|target| Wanted {
                skill: target.skill(),
                weight: target.weight(),
                proficiency: target.proficiency(),
            })),
            Source::Attribute(attribute) => {
                self.each_entry(attribute, learner, |word, entry| {
                    let weight = entry.weight.and_then(|weight| u32::try_from(weight).ok());
                    out.extend(self.words.number(word).map(|skill| Wanted {
                        skill,
                        weight: weight.unwrap_or(1),
                        proficiency: entry.level.and_then(Proficiency::new),
                    }));
                });
            }
            Source::None => {}
        }
        out.retain(|wanted| self.topics.count(wanted.skill, self.organisation()));
    }

    /// Adds to `out` what a participant offers, in order of skill.
    pub(super) fn offers(&self, teacher: &Participant, out: &mut Vec<(SkillIndex, Proficiency)>) {
        let start = out.len();
        match self.offers {
            Source::Programme => {
                let offers = teacher.offers().iter();
                out.extend(offers.map(|offer| (offer.skill(), offer.proficiency())));
            }
            Source::Attribute(attribute) => {
                self.each_entry(attribute, teacher, |word, entry| {
                    let level = entry.level.and_then(Proficiency::new);
                    let skill = self.words.number(word);
                    out.extend(skill.map(|skill| (skill, level.unwrap_or(Proficiency::MAX))));
                });
                out[start..].sort_unstable();
            }
            Source::None => {}
        }
    }

    /// Returns the id of a skill or the word that it stands for.
    pub(super) fn id(&self, skill: SkillIndex) -> SkillId {
        let vocabulary = self.programme().vocabulary();
        match skill.index().checked_sub(vocabulary.len()) {
            None => vocabulary.id(skill).clone(),
            Some(beyond) => SkillId::new(self.words.beyond[beyond]),
        }
    }

    /// Calls `on_entry` for each word of a set or a vector, in order, each once.
    fn each_entry(
        &self,
        attribute: AttributeIndex,
        participant: &Participant,
        mut on_entry: impl FnMut(&'a str, VectorEntry),
    ) {
        let person = person(self.setting.organisation, participant);
        match person.and_then(|person| person.attribute(attribute)) {
            Some(AttributeValue::Set(words)) => {
                let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
                words.sort_unstable();
                words.dedup();
                for word in words {
                    on_entry(word, VectorEntry::default());
                }
            }
            Some(AttributeValue::Vector(words)) => {
                for (word, entry) in words {
                    on_entry(word, *entry);
                }
            }
            _ => {}
        }
    }

    /// Numbers the words of all declared vectors of participants.
    fn number_words(&self, work: &Work<'_>) -> Words<'a> {
        let vocabulary = self.programme().vocabulary();
        let mut words = Words::default();
        for source in [self.wants, self.offers] {
            let Source::Attribute(attribute) = source else {
                continue;
            };
            for participant in work.through(COMPILING, self.programme().participants()) {
                self.each_entry(attribute, participant, |word, _| {
                    // Whatever the programme does not speak of gets its number when all are known.
                    let number = || vocabulary.skill(word).unwrap_or(SkillIndex(u32::MAX));
                    words.numbers.entry(word).or_insert_with(number);
                });
            }
        }
        let beyond = words.numbers.iter_mut();
        let mut beyond: Vec<_> = beyond.filter(|(_, number)| number.0 == u32::MAX).collect();
        beyond.sort_unstable_by_key(|(word, _)| **word);
        for (place, (word, number)) in beyond.into_iter().enumerate() {
            let place = vocabulary.len() + place;
            *number = SkillIndex(u32::try_from(place).expect("fewer than 2^32 words"));
            words.beyond.push(word);
        }
        words
    }
}

impl CompiledTopics {
    fn new(product: &SparseProduct, setting: Setting<'_>, faults: &mut Faults) -> Self {
        let mut found = |categories: &[_]| {
            let taxonomy = setting.organisation.taxonomy();
            let mut found: Vec<CategoryIndex> = Vec::new();
            for category in categories {
                let category: &crate::model::CategoryId = category;
                match taxonomy.category(category.as_str()) {
                    Some(category) => found.push(category),
                    None => faults.push(ScoringFault::UnknownCategory {
                        criterion: product.name.clone(),
                        category: category.clone(),
                    }),
                }
            }
            found
        };
        match &product.topics {
            Topics::All => Self::All,
            Topics::Only(categories) => Self::Only(found(categories)),
            Topics::Except(categories) => Self::Except(found(categories)),
        }
    }

    fn count(&self, skill: SkillIndex, organisation: &Organisation) -> bool {
        let category = || organisation.taxonomy().get(skill).and_then(Skill::category);
        match self {
            Self::All => true,
            Self::Only(of) => category().is_some_and(|category| of.contains(&category)),
            Self::Except(of) => category().is_none_or(|category| !of.contains(&category)),
        }
    }
}
