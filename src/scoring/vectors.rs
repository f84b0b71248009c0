//! Where what is wanted and what is offered comes from: the programme's lists, or declared sets and vectors.

use std::collections::HashMap;

use super::compiled::{Faults, Setting};
use super::error::ScoringFault;
use super::{Points, SparseProduct, Topics};
use crate::model::{
    AttributeKind, AttributeName, AttributeValue, CategoryIndex, Coded, Organisation, Proficiency,
    Skill, SkillId, SkillIndex, VectorEntry,
};
use crate::programme::{Participant, Programme};
use crate::runs::Runs;
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
    wants: Source<'a>,
    offers: Source<'a>,
    topics: CompiledTopics,
    /// Words of declared vectors of which the programme does not speak, in order; they follow its skills.
    beyond: Vec<&'a str>,
}

#[derive(Clone, Debug)]
enum Source<'a> {
    Programme,
    Attribute(Entries<'a>),
    /// Nobody wants or offers anything: a fault has been listed.
    None,
}

/// What the values of an attribute say, each of them once.
#[derive(Clone, Debug)]
struct Entries<'a> {
    coded: Coded<'a>,
    /// By code; none beyond the values that were read before the work was stopped.
    runs: Runs,
    /// In order of word within a run, each word once.
    said: Vec<(SkillIndex, VectorEntry)>,
}

#[derive(Clone, Debug)]
enum CompiledTopics {
    All,
    Only(Vec<CategoryIndex>),
    Except(Vec<CategoryIndex>),
}

impl<'a> Entries<'a> {
    fn new(coded: Coded<'a>, numbers: &HashMap<&str, SkillIndex>, work: &Work<'_>) -> Self {
        let mut runs = Runs::with_capacity(coded.examples().len() + 1);
        let mut said = Vec::new();
        // Who says nothing has code 0.
        runs.push(0);
        for &example in work.through(COMPILING, coded.examples()) {
            each_entry(coded.value(example), |word, entry| {
                said.extend(numbers.get(word).map(|&skill| (skill, entry)));
            });
            runs.push(said.len());
        }
        Self { coded, runs, said }
    }

    /// Returns what the value of a participant says.
    fn of(&self, participant: &Participant) -> &[(SkillIndex, VectorEntry)] {
        &self.said[self.runs.of(self.coded.code(participant.person()))]
    }
}

/// Calls `on_entry` for each word of a set or a vector, in order, each once.
fn each_entry<'o>(
    value: Option<&'o AttributeValue>,
    mut on_entry: impl FnMut(&'o str, VectorEntry),
) {
    match value {
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

impl<'a> Vectors<'a> {
    /// Finds what a product speaks of; what is not there is listed among the faults.
    pub(super) fn new(
        product: &SparseProduct,
        setting: Setting<'a>,
        faults: &mut Faults,
        work: &Work<'_>,
    ) -> Self {
        let mut coded = |name: &AttributeName| {
            let (index, attribute) = setting.attribute(&product.name, name, faults)?;
            if matches!(attribute.kind(), AttributeKind::Set | AttributeKind::Vector) {
                return Some(setting.organisation.coded(Some(index)));
            }
            faults.push(ScoringFault::AttributeMismatch {
                criterion: product.name.clone(),
                attribute: name.clone(),
                kind: attribute.kind(),
                expected: "sets or vectors",
            });
            None
        };
        let coded = [&product.wants, &product.offers].map(|name| name.as_ref().map(&mut coded));
        let attributes = coded.iter().flatten().flatten();
        let (numbers, beyond) = number_words(attributes, setting.programme, work);
        let [wants, offers] = coded.map(|coded| match coded {
            None => Source::Programme,
            Some(None) => Source::None,
            Some(Some(coded)) => Source::Attribute(Entries::new(coded, &numbers, work)),
        });
        Self {
            setting,
            wants,
            offers,
            topics: CompiledTopics::new(product, setting, faults),
            beyond,
        }
    }

    /// Tells whether both vectors are the lists of the programme, and all of them counts.
    pub(super) fn are_of_the_programme(&self) -> bool {
        matches!(
            (&self.wants, &self.offers, &self.topics),
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
        match &self.wants {
            Source::Programme => out.extend(learner.targets().iter().map(|target| Wanted {
                skill: target.skill(),
                weight: target.weight(),
                proficiency: target.proficiency(),
            })),
            Source::Attribute(entries) => {
                out.extend(entries.of(learner).iter().map(|&(skill, entry)| {
                    let weight = entry.weight.and_then(|weight| u32::try_from(weight).ok());
                    Wanted {
                        skill,
                        weight: weight.unwrap_or(1),
                        proficiency: entry.level.and_then(Proficiency::new),
                    }
                }));
            }
            Source::None => {}
        }
        out.retain(|wanted| self.topics.count(wanted.skill, self.organisation()));
    }

    /// Adds to `out` what a participant offers, in order of skill.
    pub(super) fn offers(&self, teacher: &Participant, out: &mut Vec<(SkillIndex, Proficiency)>) {
        let start = out.len();
        match &self.offers {
            Source::Programme => {
                let offers = teacher.offers().iter();
                out.extend(offers.map(|offer| (offer.skill(), offer.proficiency())));
            }
            Source::Attribute(entries) => {
                out.extend(entries.of(teacher).iter().map(|&(skill, entry)| {
                    let level = entry.level.and_then(Proficiency::new);
                    (skill, level.unwrap_or(Proficiency::MAX))
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
            Some(beyond) => SkillId::new(self.beyond[beyond]),
        }
    }
}

/// Numbers the words of declared vectors; also lists those of which the programme does not speak.
fn number_words<'a: 'c, 'c>(
    attributes: impl Iterator<Item = &'c Coded<'a>>,
    programme: &Programme,
    work: &Work<'_>,
) -> (HashMap<&'a str, SkillIndex>, Vec<&'a str>) {
    let vocabulary = programme.vocabulary();
    let mut numbers: HashMap<&str, SkillIndex> = HashMap::new();
    for coded in attributes {
        for &example in work.through(COMPILING, coded.examples()) {
            each_entry(coded.value(example), |word, _| {
                // Whatever the programme does not speak of gets its number when all are known.
                let number = || vocabulary.skill(word).unwrap_or(SkillIndex(u32::MAX));
                numbers.entry(word).or_insert_with(number);
            });
        }
    }
    let beyond = numbers.iter_mut();
    let mut beyond: Vec<_> = beyond.filter(|(_, number)| number.0 == u32::MAX).collect();
    beyond.sort_unstable_by_key(|(word, _)| **word);
    let mut listed = Vec::with_capacity(beyond.len());
    for (place, (&word, number)) in (vocabulary.len()..).zip(beyond) {
        *number = SkillIndex(u32::try_from(place).expect("fewer than 2^32 words"));
        listed.push(word);
    }
    (numbers, listed)
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
