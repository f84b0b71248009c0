//! The sets of topics that begin with one topic, and who speaks about them.

use super::codes::{Codes, Sorter};
use super::postings::{Group, Posting};
use super::spoken::Spoken;
use super::topics::Code;
use crate::ahead::reading_ahead;

/// The second and the third topic of a set; [`NONE`] where there is none.
pub(super) type Rest = (u32, u32);

/// No topic; there are fewer than 2^32.
pub(super) const NONE: u32 = u32::MAX;

/// Who speaks about more topics has sets beyond measure: 24 have 2 600.
pub(crate) const BROAD: usize = 24;

/// Speakers whose sets are found at a time: what is found of them is let go once it is dealt out.
const SPEAKERS_OF_A_BATCH: usize = 1 << 12;

/// The sets that begin with one topic.
#[derive(Debug)]
pub(super) struct Block {
    /// In order; the set of the first topic alone is the last.
    sets: Vec<Rest>,
    /// One more than the place of a set, from its hash on; 0 where there is none.
    slots: Vec<u32>,
    /// A bit for the hash of each set.
    sieve: Vec<u64>,
    /// By set, and one more: where its groups start.
    groups_of: Vec<usize>,
    groups: Vec<Group>,
    /// By set, and one more: where its members start.
    members_of: Vec<usize>,
    /// Ranks of juniors.
    members: Vec<u32>,
    /// The ranks of juniors who speak about more topics than sets are made of; ascending.
    broad: Vec<u32>,
}

/// A set that a junior speaks about, as a place among the sets, and how well.
struct Found {
    set: u32,
    codes: Codes,
}

/// What is found of some speakers.
struct Batch<'s> {
    ranks: &'s [u32],
    /// By speaker: where what is found ends.
    ends: Vec<usize>,
    found: Vec<Found>,
}

impl Block {
    /// Takes sets in order, each once, and the ranks of those who speak about the first topic, ascending.
    pub(super) fn new(
        topic: u32,
        sets: Vec<Rest>,
        speakers: &[u32],
        spoken: &Spoken,
        occurring: &[Code],
    ) -> Self {
        let mut block = Self {
            slots: slots(&sets),
            sieve: sieve(&sets),
            groups_of: Vec::with_capacity(sets.len() + 1),
            groups: Vec::new(),
            members_of: vec![0; sets.len() + 1],
            members: Vec::new(),
            broad: Vec::new(),
            sets,
        };
        // Sets are looked up once, in the order of juniors, and then dealt out.
        let mut scratch = Vec::new();
        let first_topic =
            |&rank: &u32| spoken.of(rank as usize).0.first().map_or(0, |&topic| topic);
        let batches = speakers.chunks(SPEAKERS_OF_A_BATCH).map(|ranks| {
            let mut batch = Batch {
                ranks,
                ends: Vec::with_capacity(ranks.len()),
                found: Vec::new(),
            };
            for &rank in reading_ahead(ranks, first_topic) {
                let (topics, codes) = spoken.of(rank as usize);
                if topics.len() > BROAD {
                    block.broad.push(rank);
                } else {
                    let first = topics.partition_point(|&other| other < topic);
                    let (topics, codes) = (&topics[first..], &codes[first..]);
                    block.find_sets(topics, codes, &mut scratch, &mut batch.found);
                }
                batch.ends.push(batch.found.len());
            }
            batch.found.shrink_to_fit();
            batch
        });
        let batches = batches.collect();
        block.deal(batches, occurring);
        block
    }

    /// Finds the sets that a junior speaks about, from the first topic of the block on.
    fn find_sets(
        &self,
        spoken: &[u32],
        codes: &[Code],
        scratch: &mut Vec<(u32, Code)>,
        found: &mut Vec<Found>,
    ) {
        let [of_first, rest @ ..] = codes else {
            return;
        };
        let mut note = |set: usize, codes: [Code; 3]| {
            // Fewer sets than pairs of a senior and three of the topics, which are numbered by 32 bits.
            let set = u32::try_from(set).unwrap_or(NONE);
            let codes = Codes::of(codes);
            found.push(Found { set, codes });
        };
        note(self.sets.len() - 1, [*of_first, 0, 0]);
        // Whoever wants three wants two of them.
        scratch.clear();
        for (&second, &of_second) in spoken[1..].iter().zip(rest) {
            if let Some(set) = self.place((second, NONE)) {
                note(set, [*of_first, of_second, 0]);
                scratch.push((second, of_second));
            }
        }
        for (place, &(second, of_second)) in scratch.iter().enumerate() {
            for &(third, of_third) in &scratch[place + 1..] {
                if let Some(set) = self.place((second, third)) {
                    note(set, [*of_first, of_second, of_third]);
                }
            }
        }
    }

    /// Deals juniors out to the sets that were found for them, in groups of equal codes.
    fn deal(&mut self, batches: Vec<Batch<'_>>, occurring: &[Code]) {
        let starts = &mut self.members_of;
        for found in batches.iter().flat_map(|batch| &batch.found) {
            starts[found.set as usize + 1] += 1;
        }
        for set in 0..self.sets.len() {
            starts[set + 1] += starts[set];
        }
        let mut next = starts.clone();
        let mut dealt = vec![0; starts[self.sets.len()]];
        for batch in batches {
            let mut start = 0;
            for (&rank, &end) in batch.ranks.iter().zip(&batch.ends) {
                for found in &batch.found[start..end] {
                    let next = &mut next[found.set as usize];
                    dealt[*next] = found.codes.above(rank);
                    *next += 1;
                }
                start = end;
            }
        }
        self.members.reserve_exact(dealt.len());
        self.groups_of.push(0);
        let mut sorter = Sorter::new(occurring);
        for run in starts.windows(2) {
            let mut before = None;
            for (start, &dealt) in (0..).zip(sorter.sort(&mut dealt[run[0]..run[1]])) {
                let (codes, rank) = Codes::and_rank(dealt);
                if before.replace(codes) != Some(codes) {
                    self.groups.push(Group { codes, start });
                }
                self.members.push(rank);
            }
            self.groups_of.push(self.groups.len());
        }
        self.groups.shrink_to_fit();
    }

    /// Returns the members of a set, if it is one of the block.
    pub(super) fn posting(&self, rest: Rest) -> Option<Posting<'_>> {
        let set = self.place(rest)?;
        Some(Posting {
            groups: &self.groups[self.groups_of[set]..self.groups_of[set + 1]],
            members: &self.members[self.members_of[set]..self.members_of[set + 1]],
        })
    }

    /// Lists the ranks of juniors who speak about more topics than sets are made of.
    pub(super) fn broad(&self) -> &[u32] {
        &self.broad
    }

    /// Finds the place of a set.
    fn place(&self, set: Rest) -> Option<usize> {
        let hash = hash(set);
        let (word, bit) = sieve_bit(hash, self.sieve.len());
        if self.sieve[word] & bit == 0 {
            return None;
        }
        let mut slot = hash;
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
fn slots(sets: &[Rest]) -> Vec<u32> {
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

/// Makes a sieve of 16 to 32 bits a set: nearly all that are none of the block fall through it.
fn sieve(sets: &[Rest]) -> Vec<u64> {
    let mut sieve = vec![0; (sets.len() / 4 + 1).next_power_of_two()];
    for &set in sets {
        let (word, bit) = sieve_bit(hash(set), sieve.len());
        sieve[word] |= bit;
    }
    sieve
}

/// Gives the word and the bit of a hash in a sieve, whose size is a power of two.
fn sieve_bit(hash: usize, words: usize) -> (usize, u64) {
    (hash >> 6 & (words - 1), 1 << (hash & 63))
}

fn hash((second, third): Rest) -> usize {
    // Fibonacci hashing; the upper half is mixed best.
    let key = u64::from(second) << 32 | u64::from(third);
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}
