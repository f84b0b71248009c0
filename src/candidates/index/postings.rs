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
    /// One more than the place of a set, from its hash on; 0 where there is none.
    slots: Vec<u32>,
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
        let set = block.place(rest)?;
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
            slots: slots(&sets),
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
        let member = |junior| Member::new(junior, classes.of(junior));
        block.members.reserve_exact(found.len());
        block.groups_of.push(0);
        let mut sorter = Sorter::new(topics.occurring());
        for run in starts.windows(2) {
            let found = sorter.sort(&mut found[run[0]..run[1]]);
            let mut before = None;
            for (start, &found) in (0..).zip(found) {
                let codes = Codes(Member(found).upper());
                if before.replace(codes) != Some(codes) {
                    block.groups.push(Group { codes, start });
                }
                block.members.push(member(Member(found).junior()));
            }
            block.groups_of.push(block.groups.len());
        }
        block.members_of = starts;
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
        for second in place + 1..spoken.len() {
            // Whoever wants three wants two of them.
            let Some(set) = self.place((spoken[second], NONE)) else {
                continue;
            };
            let of_second = codes[second];
            on_set(set, Codes::of([of_first, of_second, 0]));
            for third in second + 1..spoken.len() {
                if let Some(set) = self.place((spoken[second], spoken[third])) {
                    on_set(set, Codes::of([of_first, of_second, codes[third]]));
                }
            }
        }
    }

    /// Finds the place of a set.
    fn place(&self, set: (u32, u32)) -> Option<usize> {
        let mut slot = hash(set);
        loop {
            slot &= self.slots.len() - 1;
            let place = self.slots[slot].checked_sub(1)? as usize;
            if self.sets[place] == set {
                return Some(place);
            }
            slot += 1;
        }
    }
}

/// Makes a table by hash, half empty, with linear probing.
fn slots(sets: &[(u32, u32)]) -> Vec<u32> {
    let mut slots = vec![0; (2 * sets.len()).next_power_of_two()];
    for (&set, place) in sets.iter().zip(1..) {
        let mut slot = hash(set) & (slots.len() - 1);
        while slots[slot] != 0 {
            slot = (slot + 1) & (slots.len() - 1);
        }
        slots[slot] = place;
    }
    slots
}

fn hash((second, third): (u32, u32)) -> usize {
    // Fibonacci hashing; the upper half is mixed best.
    let key = u64::from(second) << 32 | u64::from(third);
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}

/// Sorts codes above juniors, where juniors ascend already.
struct Sorter {
    /// By code: its place among those that occur; 0 stands for no code.
    ranks: [u16; 256],
    /// How many ranks there are.
    base: usize,
    /// By ranks: where the next of them goes.
    next: Vec<u32>,
    sorted: Vec<u64>,
}

impl Sorter {
    /// So many kinds of groups are counted faster than compared.
    const MOST_KINDS: usize = 1 << 12;

    fn new(occurring: &[Code]) -> Self {
        let mut ranks = [0; 256];
        for (&code, rank) in occurring.iter().zip(1..) {
            ranks[code as usize] = rank;
        }
        Self {
            ranks,
            base: occurring.len() + 1,
            next: Vec::new(),
            sorted: Vec::new(),
        }
    }

    fn sort<'s>(&'s mut self, found: &'s mut [u64]) -> &'s [u64] {
        let kinds = self.base.pow(3);
        if kinds > Self::MOST_KINDS.min(found.len()) {
            found.sort_unstable();
            return found;
        }
        let (ranks, base) = (&self.ranks, self.base);
        let kind = |found: u64| {
            let codes = Codes(Member(found).upper()).get();
            let ranks = codes.map(|code| usize::from(ranks[code as usize]));
            (ranks[0] * base + ranks[1]) * base + ranks[2]
        };
        self.next.clear();
        self.next.resize(kinds + 1, 0);
        for &found in &*found {
            self.next[kind(found) + 1] += 1;
        }
        for place in 0..kinds {
            self.next[place + 1] += self.next[place];
        }
        self.sorted.resize(found.len(), 0);
        for &found in &*found {
            let next = &mut self.next[kind(found)];
            self.sorted[*next as usize] = found;
            *next += 1;
        }
        &self.sorted
    }
}

fn is_broad(topics: &Topics, junior: u32) -> bool {
    topics.spoken(junior as usize).0.len() > BROAD
}
