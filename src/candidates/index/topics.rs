//! What seniors want to hear about, and who can say something about it.

use super::buckets::Buckets;
use crate::model::{Proficiency, SkillIndex};
use crate::parallel;
use crate::programme::Participant;
use crate::runs::Runs;
use crate::scoring::{Lead, Points};

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
    /// By rank of junior: the run of topics.
    spoken_of: Runs,
    /// Strictly ascending within a run.
    spoken: Vec<u32>,
    codes: Vec<Code>,
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
pub(super) const KEYS: usize = 3;

/// Juniors at a time: what one thread reads before it takes the next.
const JUNIORS_OF_A_BLOCK: usize = 4096;

impl Topics {
    /// Reads the topics of juniors, who are given by rank, and of seniors; also tells of each junior whether what they contribute
    /// to a target may be less than their codes say.
    pub(super) fn new(
        lead: Option<Lead<'_>>,
        juniors: &[&Participant],
        seniors: &[&Participant],
    ) -> (Self, Vec<bool>) {
        let mut topics = Self {
            len: 0,
            wanted_of: Runs::with_capacity(seniors.len()),
            wanted: Vec::new(),
            spoken_of: Runs::with_capacity(juniors.len()),
            spoken: Vec::new(),
            codes: Vec::new(),
            occurring: Vec::new(),
            worths: Buckets::new(Vec::new()),
            proficiencies: Buckets::new(Vec::new()),
        };
        let Some(lead) = lead else {
            return (topics, vec![false; juniors.len()]);
        };
        let numbered = Numbered::new(lead, seniors);
        topics.len = numbered.len;
        topics.worths = Buckets::new(numbered.worths());
        topics.proficiencies = Buckets::new(lead.proficiencies());
        topics.read_seniors(lead, &numbered, seniors);
        let vague = topics.read_juniors(lead, &numbered, juniors);
        (topics, vague)
    }

    fn read_seniors(&mut self, lead: Lead<'_>, numbered: &Numbered, seniors: &[&Participant]) {
        let mut targets: Vec<SkillIndex> = Vec::new();
        let mut wanted: Vec<(u64, Wanted)> = Vec::new();
        for senior in seniors {
            targets.clear();
            targets.extend(lead.targets(senior));
            wanted.clear();
            for (_, target, _) in lead.wants(senior) {
                let topic = numbered.topics[targets[target].index()];
                if wanted.iter().all(|(_, known)| known.topic != topic) {
                    let weight = lead.part(senior, target, Points::FULL, Proficiency::MAX);
                    let target = u32::try_from(target).unwrap_or(u32::MAX);
                    wanted.push((weight, Wanted { topic, target }));
                }
            }
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

    fn read_juniors(
        &mut self,
        lead: Lead<'_>,
        numbered: &Numbered,
        juniors: &[&Participant],
    ) -> Vec<bool> {
        let blocks = juniors.len().div_ceil(JUNIORS_OF_A_BLOCK);
        let are_exact = self.worths.are_exact() && self.proficiencies.are_exact();
        // By offered skill, with the bucket of its worth in each topic.
        let bucketed = |about: &Vec<(u32, Points)>| -> Vec<(u32, u8)> {
            let about = about.iter();
            about
                .map(|&(topic, worth)| (topic, self.worths.of(worth)))
                .collect()
        };
        let about: Vec<Vec<(u32, u8)>> = numbered.about.iter().map(bucketed).collect();
        let parts = parallel::map(blocks, |block| {
            let start = block * JUNIORS_OF_A_BLOCK;
            let end = juniors.len().min(start + JUNIORS_OF_A_BLOCK);
            let mut spoken: Vec<(u32, u8, u8)> = Vec::new();
            let (mut lengths, mut topics, mut codes) = (Vec::new(), Vec::new(), Vec::new());
            let mut vague = Vec::new();
            for junior in &juniors[start..end] {
                spoken.clear();
                for (skill, proficiency) in lead.offers(junior) {
                    let about = about.get(skill.index()).into_iter().flatten();
                    let proficiency = self.proficiencies.of(proficiency);
                    spoken.extend(about.map(|&(topic, worth)| (topic, worth, proficiency)));
                }
                spoken.sort_unstable();
                let before = topics.len();
                let mut is_vague = !are_exact || lead.is_guarded(junior);
                for offers in spoken.chunk_by(|one, other| one.0 == other.0) {
                    // Of several offers the best worth with the best proficiency: none of them is better.
                    let worth = offers.iter().map(|offer| offer.1).max().unwrap_or(0);
                    let proficiency = offers.iter().map(|offer| offer.2).max().unwrap_or(0);
                    let best = |offer: &(u32, u8, u8)| (offer.1, offer.2) == (worth, proficiency);
                    is_vague |= !offers.iter().any(best);
                    topics.push(offers[0].0);
                    codes.push(worth << 4 | proficiency);
                }
                lengths.push(topics.len() - before);
                vague.push(is_vague);
            }
            (lengths, topics, codes, vague)
        });
        let total = parts.iter().map(|part| part.1.len()).sum();
        self.spoken.reserve_exact(total);
        self.codes.reserve_exact(total);
        let mut all_vague = Vec::with_capacity(juniors.len());
        let mut end = 0;
        for (lengths, topics, codes, vague) in parts {
            all_vague.extend(vague);
            for length in lengths {
                end += length;
                self.spoken_of.push(end);
            }
            self.spoken.extend(topics);
            self.codes.extend(codes);
        }
        let mut seen = [false; 256];
        for &code in &self.codes {
            seen[code as usize] = true;
        }
        self.occurring = (0..=Code::MAX)
            .filter(|&code| seen[code as usize])
            .collect();
        all_vague
    }

    /// Counts the topics.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Counts the juniors.
    pub(super) fn juniors(&self) -> usize {
        self.spoken_of.len()
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

    /// Returns what the junior of a rank speaks about, ascending, and how well.
    pub(super) fn spoken(&self, rank: usize) -> (&[u32], &[Code]) {
        let run = self.spoken_of.of(rank);
        (&self.spoken[run.clone()], &self.codes[run])
    }

    /// Tells whether the junior of a rank speaks about one of some topics.
    pub(super) fn speaks(&self, rank: u32, topics: &[u32]) -> bool {
        let (spoken, _) = self.spoken(rank as usize);
        topics
            .iter()
            .any(|topic| spoken.binary_search(topic).is_ok())
    }

    /// Returns the codes that occur.
    pub(super) fn occurring(&self) -> &[Code] {
        &self.occurring
    }

    /// Returns the best worth and the best proficiency of a code.
    pub(super) fn best(&self, code: Code) -> Option<(Points, Proficiency)> {
        let worth = self.worths.largest(code >> 4)?;
        Some((worth, self.proficiencies.largest(code & 15)?))
    }
}

/// The topics, numbered in order of skill.
struct Numbered {
    len: usize,
    /// By skill; nothing is said of those that nobody wants.
    topics: Vec<u32>,
    /// By offered skill: the topics that it is about, ascending, and its worth there.
    about: Vec<Vec<(u32, Points)>>,
}

impl Numbered {
    fn new(lead: Lead<'_>, seniors: &[&Participant]) -> Self {
        // By offered skill: the wanted skills.
        let mut about: Vec<Vec<(u32, Points)>> = Vec::new();
        let mut is_wanted: Vec<bool> = Vec::new();
        let mut targets: Vec<SkillIndex> = Vec::new();
        for senior in seniors {
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
        let mut topics = Vec::with_capacity(is_wanted.len());
        let mut len = 0;
        for is_wanted in is_wanted {
            topics.push(len);
            len += u32::from(is_wanted);
        }
        for known in about.iter_mut().flatten() {
            known.0 = topics[known.0 as usize];
        }
        for known in &mut about {
            known.sort_unstable();
        }
        Self {
            len: len as usize,
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
