//! What one senior wants, as bounds on what a junior is worth.

use super::CandidateIndex;
use super::codes::Codes;
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
    /// By key topic and code, a run for each topic: what the target contributes at most.
    parts: &'t [u64],
    /// How long a run is.
    codes: usize,
    /// By key topic: the most of these.
    best_parts: [u64; KEYS],
    /// What all other targets contribute at most.
    others_most: u64,
    whole: u64,
    /// What the lead gives whoever shares no topic.
    pub(super) stranger: i64,
    is_exact: bool,
}

impl<'t> Taste<'t> {
    /// Reads what a senior wants; `parts` keeps a part of it.
    pub(super) fn new(
        index: &'t CandidateIndex<'_>,
        place: usize,
        senior: &Participant,
        parts: &'t mut Vec<u64>,
    ) -> Self {
        let (keys, others) = index.topics.wanted(place);
        let Some(lead) = index.lead else {
            return Self {
                lead: None,
                keys,
                others,
                parts: &[],
                codes: 0,
                best_parts: [0; KEYS],
                others_most: 0,
                whole: 0,
                stranger: 0,
                is_exact: false,
            };
        };
        let occurring = index.topics.occurring();
        let codes = occurring.last().map_or(1, |&code| code as usize + 1);
        parts.clear();
        parts.resize(keys.len() * codes, 0);
        let mut best_parts = [0; KEYS];
        let runs = keys.iter().zip(parts.chunks_mut(codes));
        for ((key, parts), best) in runs.zip(&mut best_parts) {
            for &code in occurring {
                let part = index.topics.part(lead, senior, key.target, code);
                parts[code as usize] = part;
                *best = part.max(*best);
            }
        }
        let targets = lead.targets(senior).len();
        let is_key = |target: usize| keys.iter().any(|key| key.target as usize == target);
        // A target that nobody can meet contributes nothing.
        let within = |target: usize| target < u64::BITS as usize;
        let met = lead.wants(senior).filter(|want| within(want.1));
        let met = met.fold(0_u64, |met, want| met | 1 << want.1);
        let others_most = (0..targets)
            .filter(|&target| !is_key(target))
            .filter(|&target| !within(target) || met >> target & 1 == 1)
            .map(|target| lead.part(senior, target, Points::FULL, Proficiency::MAX))
            .sum();
        let whole = lead.whole(senior);
        Self {
            lead: Some(lead),
            keys,
            others,
            parts,
            codes,
            best_parts,
            others_most,
            whole,
            is_exact: others_most == 0 && !lead.is_guarded(senior),
            stranger: if targets == 0 {
                lead.most_unknown()
            } else {
                lead.most(0, whole)
            },
        }
    }

    /// Returns the most that the lead gives, from what targets contribute; the more the more.
    pub(super) fn most(&self, sum: u64) -> i64 {
        self.lead.map_or(0, |lead| lead.most(sum, self.whole))
    }

    /// Returns the most that the lead gives whoever speaks about some of the key topics and about no other of them.
    pub(super) fn most_of_set(&self, set: Set) -> i64 {
        let parts = set.places().map(|place| self.best_parts[place]);
        self.most(parts.sum::<u64>() + self.others_most)
    }

    /// Returns the most that targets contribute to whoever is in a group of the posting of a set.
    pub(super) fn sum_of_group(&self, set: Set, codes: Codes) -> u64 {
        let parts = set
            .places()
            .zip(codes.get())
            .map(|(place, code)| self.parts[place * self.codes + code as usize]);
        parts.sum::<u64>() + self.others_most
    }

    /// Returns the most that all targets but the keys contribute.
    pub(super) fn others_sum(&self) -> u64 {
        self.others_most
    }

    /// Returns the most that the lead gives whoever speaks about no key topic.
    pub(super) fn most_of_others(&self) -> i64 {
        self.most(self.others_most)
    }

    /// Returns the most that the lead gives anybody.
    pub(super) fn most_of_all(&self) -> i64 {
        self.most(self.whole.saturating_mul(Points::FULL.get().into()))
    }

    /// Tells whether nothing but the keys contributes, and the senior declines nothing that others would take.
    pub(super) fn is_exact(&self) -> bool {
        self.is_exact
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
