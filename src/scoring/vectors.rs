//! Where what is wanted and what is offered comes from: the programme's lists, or declared sets and vectors.

use std::collections::BTreeMap;

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
    /// Words of declared vectors that the programme does not speak of, in order; they follow its skills.
    words: Vec<SkillId>,
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
            words: Vec::new(),
        };
        vectors.words = vectors.words_beyond(work);
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
                let entries = self.entries(attribute, learner).into_iter();
                out.extend(entries.filter_map(|(word, entry)| {
                    let weight = entry.weight.and_then(|weight| u32::try_from(weight).ok());
                    Some(Wanted {
                        skill: self.skill(word)?,
                        weight: weight.unwrap_or(1),
                        proficiency: entry.level.and_then(Proficiency::new),
                    })
                }));
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
                let entries = self.entries(attribute, teacher).into_iter();
                out.extend(entries.filter_map(|(word, entry)| {
                    let level = entry.level.and_then(Proficiency::new);
                    Some((self.skill(word)?, level.unwrap_or(Proficiency::MAX)))
                }));
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
            Some(beyond) => self.words[beyond].clone(),
        }
    }

    fn skill(&self, word: &str) -> Option<SkillIndex> {
        let vocabulary = self.programme().vocabulary();
        vocabulary.skill(word).or_else(|| {
            let place = self
                .words
                .binary_search_by(|known| known.as_str().cmp(word));
            let place = vocabulary.len() + place.ok()?;
            Some(SkillIndex(u32::try_from(place).ok()?))
        })
    }

    /// Returns the words that only declared vectors of participants speak of, in order.
    fn words_beyond(&self, work: &Work<'_>) -> Vec<SkillId> {
        let mut words = Vec::new();
        for source in [self.wants, self.offers] {
            let Source::Attribute(attribute) = source else {
                continue;
            };
            for participant in work.through(COMPILING, self.programme().participants()) {
                let entries = self.entries(attribute, participant).into_keys();
                let beyond = entries.filter(|word| self.skill(word).is_none());
                words.extend(beyond.map(SkillId::new));
            }
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Returns what a set or a vector says, in order of word.
    fn entries(
        &self,
        attribute: AttributeIndex,
        participant: &Participant,
    ) -> BTreeMap<&'a str, VectorEntry> {
        let person = person(self.setting.organisation, participant);
        match person.and_then(|person| person.attribute(attribute)) {
            Some(AttributeValue::Set(words)) => words
                .iter()
                .map(|word| (word.as_str(), VectorEntry::default()))
                .collect(),
            Some(AttributeValue::Vector(words)) => {
                let words = words.iter();
                words.map(|(word, entry)| (word.as_str(), *entry)).collect()
            }
            _ => BTreeMap::new(),
        }
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
