//! Who speaks about one topic, about two and about three.

use super::classes::Classes;
use super::topics::{Code, Topics};
use crate::parallel;
use crate::work::{Cancelled, Work};

/// Lists of juniors by sets of topics.
///
/// # Algorithm
///
/// Inverted lists of the terms of a query, as search engines keep them, and beyond that of pairs and triples of terms that
/// some query has together: where a popular topic is on a sixth of all lists, only the common part is short. Juniors of the
/// same proficiency in all topics of a list stand together, so one bound serves a whole group.
#[derive(Debug)]
pub(super) struct Postings {
    /// By the first topic of the set.
    blocks: Vec<Block>,
}

/// The sets that begin with one topic.
#[derive(Debug, Default)]
struct Block {
    /// The second and the third topic of each set, [`NONE`] where there is none; in order.
    sets: Vec<(u32, u32)>,
    /// By set, and one more: where its groups start.
    groups_of: Vec<usize>,
    groups: Vec<Group>,
    /// By set, and one more: where its members start.
    members_of: Vec<usize>,
    members: Vec<Member>,
    /// Juniors who speak about more topics than sets are made of; ascending.
    broad: Vec<Member>,
}

/// Juniors who speak equally well about each topic of a set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// The code of each topic.
    pub(super) codes: Codes,
    /// Where its members start among those of the set.
    start: u32,
}

/// A code for each topic of a set, in order of topic, from the highest bits on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Codes(u32);

impl Codes {
    fn of(codes: [Code; 3]) -> Self {
        Self(u32::from_be_bytes([0, codes[0], codes[1], codes[2]]))
    }

    /// Returns the code of each topic, 0 where there is none.
    pub(super) fn get(self) -> [Code; 3] {
        let [_, first, second, third] = self.0.to_be_bytes();
        [first, second, third]
    }
}

/// A junior and their class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member(u64);

impl Member {
    pub(super) fn new(junior: u32, class: u32) -> Self {
        Self(u64::from(class) << 32 | u64::from(junior))
    }

    #[expect(clippy::cast_possible_truncation, reason = "it is the lower half")]
    pub(super) fn junior(self) -> u32 {
        self.0 as u32
    }

    pub(super) fn class(self) -> usize {
        self.upper() as usize
    }

    fn upper(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

/// No topic; there are fewer than 2^32.
const NONE: u32 = u32::MAX;

/// Who speaks about more topics has sets beyond measure: 24 have 2 600.
const BROAD: usize = 24;

const PHASE: &str = "indexing candidates";

impl Postings {
    pub(super) fn new(
        topics: &Topics,
        classes: &Classes,
        work: &Work<'_>,
    ) -> Result<Self, Cancelled> {
        let count = topics.len();
        let mut sets: Vec<Vec<(u32, u32)>> = vec![vec![(NONE, NONE)]; count];
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
        let speakers = Speakers::new(topics);
        let blocks = parallel::map(count, |topic| {
            work.check(PHASE, topic as u64, count as u64)?;
            let mut sets = sets[topic].clone();
            sets.sort_unstable();
            sets.dedup();
            Ok(Block::new(topic, sets, &speakers, topics, classes))
        });
        Ok(Self {
            blocks: blocks.into_iter().collect::<Result<_, _>>()?,
        })
    }

    /// Finds the list of a set of one to three topics, ascending, if some senior wants them together.
    pub(super) fn of(&self, set: &[u32]) -> Option<Posting<'_>> {
        let (&first, rest) = set.split_first()?;
        let block = self.blocks.get(first as usize)?;
        let rest = (
            rest.first().copied().unwrap_or(NONE),
            rest.get(1).copied().unwrap_or(NONE),
        );
        let set = block.sets.binary_search(&rest).ok()?;
        Some(Posting {
            groups: &block.groups[block.groups_of[set]..block.groups_of[set + 1]],
            members: &block.members[block.members_of[set]..block.members_of[set + 1]],
        })
    }

    /// Lists the juniors who speak about a topic and about more others than sets are made of.
    pub(super) fn broad(&self, topic: u32) -> &[Member] {
        self.blocks
            .get(topic as usize)
            .map_or(&[], |block| &block.broad)
    }
}

/// The juniors who speak about a set of topics, and no more topics than sets are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting<'p> {
    groups: &'p [Group],
    members: &'p [Member],
}

impl<'p> Posting<'p> {
    /// Returns the groups in order of their codes.
    pub(super) fn groups(self) -> &'p [Group] {
        self.groups
    }

    /// Lists the members of a group, by ascending junior.
    pub(super) fn members(self, group: usize) -> &'p [Member] {
        let start = self.groups[group].start as usize;
        let next = self.groups.get(group + 1);
        &self.members[start..next.map_or(self.members.len(), |next| next.start as usize)]
    }
}

/// The juniors who speak about each topic.
struct Speakers {
    starts: Vec<usize>,
    juniors: Vec<u32>,
}

impl Speakers {
    fn new(topics: &Topics) -> Self {
        let mut starts = vec![0; topics.len() + 1];
        for junior in 0..topics.juniors() {
            for &topic in topics.spoken(junior).0 {
                starts[topic as usize + 1] += 1;
            }
        }
        for topic in 0..topics.len() {
            starts[topic + 1] += starts[topic];
        }
        let mut next = starts.clone();
        let mut juniors = vec![0; starts[topics.len()]];
        for (number, junior) in (0..topics.juniors()).zip(0..) {
            for &topic in topics.spoken(number).0 {
                let next = &mut next[topic as usize];
                juniors[*next] = junior;
                *next += 1;
            }
        }
        Self { starts, juniors }
    }

    fn of(&self, topic: usize) -> &[u32] {
        &self.juniors[self.starts[topic]..self.starts[topic + 1]]
    }
}

impl Block {
    fn new(
        topic: usize,
        sets: Vec<(u32, u32)>,
        speakers: &Speakers,
        topics: &Topics,
        classes: &Classes,
    ) -> Self {
        let mut block = Self {
            sets,
            ..Self::default()
        };
        let (broad, others): (Vec<u32>, Vec<u32>) = speakers
            .of(topic)
            .iter()
            .partition(|&&junior| is_broad(topics, junior));
        let mut starts = vec![0; block.sets.len() + 1];
        for &junior in &others {
            block.each_set(topic, topics, junior, |set, _| starts[set + 1] += 1);
        }
        for set in 0..block.sets.len() {
            starts[set + 1] += starts[set];
        }
        // Codes above juniors, so that sorting makes the groups.
        let mut next = starts.clone();
        let mut found = vec![0; starts[block.sets.len()]];
        for &junior in &others {
            block.each_set(topic, topics, junior, |set, codes| {
                found[next[set]] = u64::from(codes.0) << 32 | u64::from(junior);
                next[set] += 1;
            });
        }
        block.groups_of.push(0);
        for run in starts.windows(2) {
            let found = &mut found[run[0]..run[1]];
            found.sort_unstable();
            let mut before = None;
            for (start, &found) in (0..).zip(&*found) {
                let codes = Codes(Member(found).upper());
                if before.replace(codes) != Some(codes) {
                    block.groups.push(Group { codes, start });
                }
            }
            block.groups_of.push(block.groups.len());
        }
        block.members_of = starts;
        let member = |junior| Member::new(junior, classes.of(junior));
        let members = found
            .into_iter()
            .map(|found| member(Member(found).junior()));
        block.members = members.collect();
        block.broad = broad.into_iter().map(member).collect();
        block
    }

    /// Calls `on_set` for each set of the block that a junior speaks about, with the codes.
    fn each_set(
        &self,
        first: usize,
        topics: &Topics,
        junior: u32,
        mut on_set: impl FnMut(usize, Codes),
    ) {
        let (spoken, codes) = topics.spoken(junior as usize);
        let place = spoken.partition_point(|&topic| (topic as usize) < first);
        let of_first = codes[place];
        // The set of the first topic alone is the last.
        on_set(self.sets.len() - 1, Codes::of([of_first, 0, 0]));
        let mut from = 0;
        for second in place + 1..spoken.len() {
            let topic = spoken[second];
            from += self.sets[from..].partition_point(|set| set.0 < topic);
            let end = from + self.sets[from..].partition_point(|set| set.0 == topic);
            if from == end {
                continue;
            }
            let of_second = codes[second];
            let mut at = from;
            for third in second + 1..spoken.len() {
                at += self.sets[at..end].partition_point(|set| set.1 < spoken[third]);
                if at < end && self.sets[at].1 == spoken[third] {
                    on_set(at, Codes::of([of_first, of_second, codes[third]]));
                }
            }
            if self.sets[end - 1].1 == NONE {
                on_set(end - 1, Codes::of([of_first, of_second, 0]));
            }
            from = end;
        }
    }
}

fn is_broad(topics: &Topics, junior: u32) -> bool {
    topics.spoken(junior as usize).0.len() > BROAD
}
