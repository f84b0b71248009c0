//! Who speaks about one topic, about two and about three.

use super::block::{Block, NONE, Rest};
use super::codes::Codes;
use super::spoken::Spoken;
use super::topics::Topics;
use crate::parallel;
use crate::work::{Cancelled, Work};

/// Lists of juniors by sets of topics.
///
/// # Algorithm
///
/// Inverted lists of the terms of a query, as search engines keep them, and beyond that of pairs and triples of terms that
/// some query has together: where a popular topic is on a sixth of all lists, only the common part is short. Juniors of the
/// same proficiency in all topics of a list stand together, so one bound serves a whole group.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// By the first topic of the set.
    blocks: Vec<Block>,
}

/// Juniors who speak equally well about each topic of a set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// The code of each topic.
    pub(super) codes: Codes,
    /// Where its members start among those of the set.
    pub(super) start: u32,
}

pub(super) const PHASE: &str = "indexing candidates";

impl Postings {
    pub(super) fn new(
        topics: &Topics,
        spoken: &Spoken,
        work: &Work<'_>,
    ) -> Result<Self, Cancelled> {
        let count = topics.len();
        let sets = wanted_sets(topics);
        work.check(PHASE, 0, count as u64)?;
        let speakers = Speakers::new(count, spoken);
        work.check(PHASE, 0, count as u64)?;
        let blocks = parallel::map(count, |topic| {
            work.check(PHASE, topic as u64, count as u64)?;
            let mut sets = sets[topic].clone();
            sets.sort_unstable();
            sets.dedup();
            sets.shrink_to_fit();
            let number = u32::try_from(topic).unwrap_or(NONE);
            Ok(Block::new(
                number,
                sets,
                speakers.of(topic),
                spoken,
                topics.occurring(),
            ))
        });
        Ok(Self {
            blocks: blocks.into_iter().collect::<Result<_, _>>()?,
        })
    }

    /// Finds the list of a set of one to three topics, ascending, if some senior wants them together.
    pub(super) fn of(&self, set: &[u32]) -> Option<Posting<'_>> {
        let (&first, rest) = set.split_first()?;
        let block = self.blocks.get(first as usize)?;
        block.posting((
            rest.first().copied().unwrap_or(NONE),
            rest.get(1).copied().unwrap_or(NONE),
        ))
    }

    /// Lists the ranks of juniors who speak about a topic and about more others than sets are made of.
    pub(super) fn broad(&self, topic: u32) -> &[u32] {
        self.blocks
            .get(topic as usize)
            .map_or(&[], |block| block.broad())
    }
}

/// Lists by first topic the sets that some senior wants together, and each topic alone, in any order and however often.
fn wanted_sets(topics: &Topics) -> Vec<Vec<Rest>> {
    let mut sets: Vec<Vec<Rest>> = vec![vec![(NONE, NONE)]; topics.len()];
    for keys in topics.keys() {
        for (place, first) in keys.iter().enumerate() {
            let after = &keys[place + 1..];
            for (place, second) in after.iter().enumerate() {
                let of_first = &mut sets[first.topic as usize];
                of_first.push((second.topic, NONE));
                let thirds = &after[place + 1..];
                of_first.extend(thirds.iter().map(|third| (second.topic, third.topic)));
            }
        }
    }
    sets
}

/// The juniors who speak about a set of topics, and no more topics than sets are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting<'p> {
    pub(super) groups: &'p [Group],
    /// Ranks of juniors, group after group.
    pub(super) members: &'p [u32],
}

impl<'p> Posting<'p> {
    /// Returns the groups in order of their codes.
    pub(super) fn groups(self) -> &'p [Group] {
        self.groups
    }

    /// Lists the members of a group, by ascending rank.
    pub(super) fn members(self, group: usize) -> &'p [u32] {
        let start = self.groups[group].start as usize;
        let next = self.groups.get(group + 1);
        &self.members[start..next.map_or(self.members.len(), |next| next.start as usize)]
    }
}

/// The ranks of the juniors who speak about each topic.
pub(super) struct Speakers {
    starts: Vec<usize>,
    ranks: Vec<u32>,
}

impl Speakers {
    pub(super) fn new(topics: usize, spoken: &Spoken) -> Self {
        let mut starts = vec![0; topics + 1];
        for rank in 0..spoken.len() {
            for &topic in spoken.of(rank).0 {
                starts[topic as usize + 1] += 1;
            }
        }
        for topic in 0..topics {
            starts[topic + 1] += starts[topic];
        }
        let mut next = starts.clone();
        let mut ranks = vec![0; starts[topics]];
        for (at, rank) in (0..spoken.len()).zip(0..) {
            for &topic in spoken.of(at).0 {
                let next = &mut next[topic as usize];
                ranks[*next] = rank;
                *next += 1;
            }
        }
        Self { starts, ranks }
    }

    pub(super) fn of(&self, topic: usize) -> &[u32] {
        &self.ranks[self.starts[topic]..self.starts[topic + 1]]
    }
}
