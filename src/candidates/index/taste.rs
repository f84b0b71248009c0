//! What one senior wants, as bounds on what a junior is worth.

use super::CandidateIndex;
use super::postings::Codes;
use super::topics::{KEYS, Wanted};
use crate::model::Proficiency;
use crate::programme::Participant;
use crate::scoring::{Lead, Points};

/// What one senior wants, ready to bound what a junior is worth by what the junior speaks about.
pub(super) struct Taste<'t> {
    lead: Option<Lead<'t>>,
    /// The key topics, ascending.
    pub(super) keys: &'t [Wanted],
    pub(super) others: &'t [Wanted],
    /// By key topic and code: what the target contributes at most.
    parts: Vec<[u64; 256]>,
    /// By key topic: the most of these.
    best_parts: [u64; KEYS],
    /// What all other targets contribute at most.
    others_most: u64,
    whole: u64,
    /// What the lead gives whoever shares no topic.
    pub(super) stranger: i64,
}

impl<'t> Taste<'t> {
    pub(super) fn new(index: &'t CandidateIndex<'_>, place: usize, senior: &Participant) -> Self {
        let (keys, others) = index.topics.wanted(place);
        let Some(lead) = index.lead else {
            return Self {
                lead: None,
                keys,
                others,
                parts: Vec::new(),
                best_parts: [0; KEYS],
                others_most: 0,
                whole: 0,
                stranger: 0,
            };
        };
        let mut parts = vec![[0; 256]; keys.len()];
        let mut best_parts = [0; KEYS];
        for ((key, parts), best) in keys.iter().zip(&mut parts).zip(&mut best_parts) {
            for &code in index.topics.occurring() {
                let (worth, proficiency) = index
                    .topics
                    .best(code)
                    .unwrap_or((Points::FULL, Proficiency::MAX));
                let part = lead.part(senior, key.target as usize, worth, proficiency);
                parts[code as usize] = part;
                *best = part.max(*best);
            }
        }
        let targets = lead.targets(senior).len();
        let is_key = |target: usize| keys.iter().any(|key| key.target as usize == target);
        let others_most = (0..targets)
            .filter(|&target| !is_key(target))
            .map(|target| lead.part(senior, target, Points::FULL, Proficiency::MAX))
            .sum();
        let whole = lead.whole(senior);
        Self {
            lead: Some(lead),
            keys,
            others,
            parts,
            best_parts,
            others_most,
            whole,
            stranger: if targets == 0 {
                lead.most_unknown()
            } else {
                lead.most(0, whole)
            },
        }
    }

    /// Returns the most that the lead gives, from what targets contribute.
    fn most(&self, sum: u64) -> i64 {
        self.lead.map_or(0, |lead| lead.most(sum, self.whole))
    }

    /// Returns the most that the lead gives whoever speaks about some of the key topics and about no other of them.
    pub(super) fn most_of_set(&self, set: Set) -> i64 {
        let parts = set.places().map(|place| self.best_parts[place]);
        self.most(parts.sum::<u64>() + self.others_most)
    }

    /// Returns the most that the lead gives a group of the posting of a set.
    pub(super) fn most_of_group(&self, set: Set, codes: Codes) -> i64 {
        let parts = set
            .places()
            .zip(codes.get())
            .map(|(place, code)| self.parts[place][code as usize]);
        self.most(parts.sum::<u64>() + self.others_most)
    }

    /// Returns the most that the lead gives whoever speaks about no key topic.
    pub(super) fn most_of_others(&self) -> i64 {
        self.most(self.others_most)
    }

    /// Returns the most that the lead gives anybody.
    pub(super) fn most_of_all(&self) -> i64 {
        self.most(self.whole.saturating_mul(Points::FULL.get().into()))
    }

    /// Lists all topics, the keys first.
    pub(super) fn topics(&self) -> impl Iterator<Item = u32> {
        self.keys
            .iter()
            .chain(self.others)
            .map(|wanted| wanted.topic)
    }
}

/// Some of the key topics of a senior, a bit for each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Set(u8);

impl Set {
    /// Returns the sets of so many topics that have any.
    pub(super) fn all(keys: usize) -> impl Iterator<Item = Self> {
        (1..1_u8 << keys).map(Self)
    }

    pub(super) fn has(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }

    pub(super) fn places(self) -> impl Iterator<Item = usize> {
        (0..KEYS).filter(move |&place| self.has(place))
    }
}
