//! What seniors want to hear about, and who can say something about it.

use super::buckets::Buckets;
use super::cards::{Card, Signature};
use super::postings::PHASE;
use super::spoken::Spoken;
use crate::model::{Proficiency, SkillIndex};
use crate::programme::Participant;
use crate::runs::Runs;
use crate::scoring::{Lead, Points};
use crate::work::Work;

/// How well a junior speaks about a topic, as good as any of the bucket: four bits for the worth of the skill, four for the proficiency.
pub(super) type Code = u8;

/// The topics of seniors and juniors.
///
/// A *topic* is a skill that some senior wants; a junior speaks about it who offers the skill or one near it.
#[derive(Clone, Debug)]
pub(super) struct Topics {
    /// How many topics there are.
    len: usize,
    /// By senior: the run of wanted topics.
    wanted_of: Runs,
    /// The [key topics](Topics::keys) come first in a run, ascending, then the others, ascending.
    wanted: Vec<Wanted>,
    /// By offered skill: the topics that it is about, ascending, with the bucket of its worth there.
    about: Vec<Vec<(u32, u8)>>,
    /// The codes that occur.
    occurring: Vec<Code>,
    worths: Buckets<Points>,
    proficiencies: Buckets<Proficiency>,
}

/// A topic that a senior wants.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) topic: u32,
    /// The place of the target among all that the senior states.
    pub(super) target: u32,
}

/// How many topics of a senior are looked up together: all sets of more would outnumber the juniors.
pub(crate) const KEYS: usize = 3;

impl Topics {
    /// Reads the topics of seniors.
    pub(super) fn new(lead: Option<Lead<'_>>, seniors: &[&Participant], work: &Work<'_>) -> Self {
        let mut topics = Self {
            len: 0,
            wanted_of: Runs::with_capacity(seniors.len()),
            wanted: Vec::new(),
            about: Vec::new(),
            occurring: Vec::new(),
            worths: Buckets::new(Vec::new()),
            proficiencies: Buckets::new(Vec::new()),
        };
        let Some(lead) = lead else {
            return topics;
        };
        let numbered = Numbered::new(lead, seniors, work);
        topics.len = numbered.len;
        topics.worths = Buckets::new(numbered.worths());
        topics.proficiencies = Buckets::new(lead.proficiencies());
        topics.read_seniors(lead, &numbered, work.through(PHASE, seniors));
        let bucketed = |about: Vec<(u32, Points)>| {
            let about = about.into_iter();
            let about = about.map(|(topic, worth)| (topic, topics.worths.of(worth)));
            about.collect()
        };
        topics.about = numbered.about.into_iter().map(bucketed).collect();
        topics
    }

    /// Reads what juniors, who are given by rank, speak about; also begins their cards.
    pub(super) fn read_juniors(
        &mut self,
        lead: Option<Lead<'_>>,
        juniors: &[&Participant],
        work: &Work<'_>,
    ) -> (Spoken, Vec<Card>) {
        let Some(lead) = lead else {
            return Spoken::nothing(juniors);
        };
        let (spoken, cards) = Spoken::read(self, lead, juniors, work);
        self.occurring = spoken.occurring();
        (spoken, cards)
    }

    fn read_seniors<'p>(
        &mut self,
        lead: Lead<'_>,
        numbered: &Numbered,
        seniors: impl Iterator<Item = &'p &'p Participant>,
    ) {
        let mut targets: Vec<SkillIndex> = Vec::new();
        let mut met: Vec<usize> = Vec::new();
        let mut wanted: Vec<(u64, Wanted)> = Vec::new();
        for senior in seniors {
            targets.clear();
            targets.extend(lead.targets(senior));
            met.clear();
            met.extend(lead.wants(senior).map(|(_, target, _)| target));
            met.sort_unstable();
            met.dedup();
            wanted.clear();
            wanted.extend(met.iter().map(|&target| {
                let topic = numbered.topics[targets[target].index()];
                let weight = lead.part(senior, target, Points::FULL, Proficiency::MAX);
                let target = u32::try_from(target).unwrap_or(u32::MAX);
                (weight, Wanted { topic, target })
            }));
            // The heaviest first; they are the keys.
            wanted.sort_unstable_by_key(|(weight, wanted)| {
                (std::cmp::Reverse(*weight), wanted.topic)
            });
            let len = KEYS.min(wanted.len());
            let (keys, others) = wanted.split_at_mut(len);
            for run in [keys, others] {
                run.sort_unstable_by_key(|(_, wanted)| wanted.topic);
            }
            self.wanted.extend(wanted.iter().map(|(_, wanted)| *wanted));
            self.wanted_of.push(self.wanted.len());
        }
    }

    /// Counts the topics.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Returns what a senior wants: the key topics, and the others.
    pub(super) fn wanted(&self, senior: usize) -> (&[Wanted], &[Wanted]) {
        let wanted = &self.wanted[self.wanted_of.of(senior)];
        wanted.split_at(KEYS.min(wanted.len()))
    }

    /// Goes through the key topics of every senior.
    pub(super) fn keys(&self) -> impl Iterator<Item = &[Wanted]> {
        (0..self.wanted_of.len()).map(|senior| self.wanted(senior).0)
    }

    /// Lists the topics that an offered skill is about, ascending, with the bucket of its worth there.
    pub(super) fn about(&self, skill: SkillIndex) -> &[(u32, u8)] {
        self.about.get(skill.index()).map_or(&[], Vec::as_slice)
    }

    /// Returns the bucket of a proficiency.
    pub(super) fn bucket(&self, proficiency: Proficiency) -> u8 {
        self.proficiencies.of(proficiency)
    }

    /// Tells whether each worth and each proficiency has a bucket of its own.
    pub(super) fn are_exact(&self) -> bool {
        self.worths.are_exact() && self.proficiencies.are_exact()
    }

    /// Signs some topics.
    pub(super) fn sign(&self, topics: &[u32]) -> Signature {
        // Fewer than 2^32 skills, and the most popular topic is the last.
        let len = u32::try_from(self.len).unwrap_or(u32::MAX);
        Signature::of(topics.iter().map(|topic| len - 1 - topic))
    }

    /// Lists the seniors by what they want most, so that those come together who ask about the same juniors.
    pub(super) fn seniors_in_order(&self) -> Vec<u32> {
        let seniors = (0..self.wanted_of.len()).zip(0..);
        let mut seniors: Vec<([u32; KEYS], u32)> = seniors
            .map(|(place, senior)| {
                let mut keys = [0; KEYS];
                // The most popular first.
                for (key, wanted) in keys.iter_mut().zip(self.wanted(place).0.iter().rev()) {
                    *key = wanted.topic;
                }
                (keys, senior)
            })
            .collect();
        seniors.sort_unstable();
        seniors.into_iter().map(|(_, senior)| senior).collect()
    }

    /// Tells whether a junior speaks about one of some topics.
    pub(super) fn speaks(&self, lead: Lead<'_>, junior: &Participant, topics: &[u32]) -> bool {
        let mut offers = lead.offers(junior);
        offers.any(|(skill, _)| {
            let mut about = self.about(skill).iter();
            about.any(|(topic, _)| topics.contains(topic))
        })
    }

    /// Returns the codes that occur.
    pub(super) fn occurring(&self) -> &[Code] {
        &self.occurring
    }

    /// Returns the most that a target of a senior contributes, as [`Lead::part`] does, if a junior speaks about it so well.
    pub(super) fn part(
        &self,
        lead: Lead<'_>,
        senior: &Participant,
        target: u32,
        code: Code,
    ) -> u64 {
        let worth = self.worths.largest(code >> 4);
        let proficiency = self.proficiencies.largest(code & 15);
        lead.part(
            senior,
            target as usize,
            worth.unwrap_or(Points::FULL),
            proficiency.unwrap_or(Proficiency::MAX),
        )
    }
}

/// The topics, numbered from the one that is offered least often: sets are divided by their first topic, and so evenly.
///
/// Whatever seniors there are, those topics that they have in common are in the same order.
struct Numbered {
    len: usize,
    /// By skill; nothing is said of those that nobody wants.
    topics: Vec<u32>,
    /// By offered skill: the topics that it is about, ascending, and its worth there.
    about: Vec<Vec<(u32, Points)>>,
}

impl Numbered {
    fn new(lead: Lead<'_>, seniors: &[&Participant], work: &Work<'_>) -> Self {
        // By offered skill: the wanted skills.
        let mut about: Vec<Vec<(u32, Points)>> = Vec::new();
        let mut is_wanted: Vec<bool> = Vec::new();
        let mut targets: Vec<SkillIndex> = Vec::new();
        for senior in work.through(PHASE, seniors) {
            targets.clear();
            targets.extend(lead.targets(senior));
            for (offered, target, worth) in lead.wants(senior) {
                let (offered, wanted) = (offered.index(), targets[target]);
                about.resize_with(about.len().max(offered + 1), Vec::new);
                is_wanted.resize(is_wanted.len().max(wanted.index() + 1), false);
                is_wanted[wanted.index()] = true;
                let known = &mut about[offered];
                // One at nearly all times: few skills are near each other.
                match known.iter_mut().find(|known| known.0 == wanted.0) {
                    Some(known) => known.1 = worth,
                    None => known.push((wanted.0, worth)),
                }
            }
        }
        let times_offered = lead.times_offered();
        let times = |skill: usize| times_offered.get(skill).copied().unwrap_or(0);
        let mut wanted: Vec<usize> = (0..is_wanted.len())
            .filter(|&skill| is_wanted[skill])
            .collect();
        wanted.sort_unstable_by_key(|&skill| (times(skill), skill));
        let mut topics = vec![0; is_wanted.len()];
        for (&skill, topic) in wanted.iter().zip(0..) {
            topics[skill] = topic;
        }
        for known in about.iter_mut().flatten() {
            known.0 = topics[known.0 as usize];
        }
        for known in &mut about {
            known.sort_unstable();
        }
        Self {
            len: wanted.len(),
            topics,
            about,
        }
    }

    fn worths(&self) -> Vec<Points> {
        let mut worths: Vec<Points> = self.about.iter().flatten().map(|known| known.1).collect();
        worths.sort_unstable();
        worths.dedup();
        worths
    }
}
