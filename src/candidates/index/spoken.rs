//! What juniors speak about, as it is needed to build an index.

use super::postings::PHASE;
use super::topics::{Code, Topics};
use crate::parallel;
use crate::programme::Participant;
use crate::runs::Runs;
use crate::scoring::Lead;
use crate::work::Work;

/// What juniors speak about, and how well.
#[derive(Clone, Debug)]
pub(super) struct Spoken {
    /// By rank: the run of topics.
    runs: Runs,
    /// Strictly ascending within a run.
    topics: Vec<u32>,
    codes: Vec<Code>,
    /// By rank: whether what they contribute to a target may be less than their codes say.
    vague: Vec<bool>,
}

/// Juniors at a time: what one thread reads before it takes the next.
const JUNIORS_OF_A_BLOCK: usize = 4096;

impl Spoken {
    /// Lets so many juniors speak about nothing.
    pub(super) fn nothing(juniors: usize) -> Self {
        let mut runs = Runs::with_capacity(juniors);
        (0..juniors).for_each(|_| runs.push(0));
        Self {
            runs,
            topics: Vec::new(),
            codes: Vec::new(),
            vague: vec![false; juniors],
        }
    }

    /// Reads what juniors, who are given by rank, have to say about topics.
    pub(super) fn read(
        known: &Topics,
        lead: Lead<'_>,
        juniors: &[&Participant],
        work: &Work<'_>,
    ) -> Self {
        let blocks = juniors.len().div_ceil(JUNIORS_OF_A_BLOCK);
        let are_exact = known.are_exact();
        let parts = parallel::map(blocks, |block| {
            let start = block * JUNIORS_OF_A_BLOCK;
            let end = juniors.len().min(start + JUNIORS_OF_A_BLOCK);
            let mut spoken: Vec<(u32, u8, u8)> = Vec::new();
            let (mut lengths, mut topics, mut codes) = (Vec::new(), Vec::new(), Vec::new());
            let mut vague = Vec::new();
            for junior in work.through(PHASE, &juniors[start..end]) {
                spoken.clear();
                for (skill, proficiency) in lead.offers(junior) {
                    let proficiency = known.bucket(proficiency);
                    let about = known.about(skill).iter();
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
        let mut all = Self {
            runs: Runs::with_capacity(juniors.len()),
            topics: Vec::with_capacity(total),
            codes: Vec::with_capacity(total),
            vague: Vec::with_capacity(juniors.len()),
        };
        let mut end = 0;
        for (lengths, topics, codes, vague) in parts {
            for length in lengths {
                end += length;
                all.runs.push(end);
            }
            all.topics.extend(topics);
            all.codes.extend(codes);
            all.vague.extend(vague);
        }
        all
    }

    /// Counts the juniors.
    pub(super) fn len(&self) -> usize {
        self.runs.len()
    }

    /// Returns what the junior of a rank speaks about, ascending, and how well.
    pub(super) fn of(&self, rank: usize) -> (&[u32], &[Code]) {
        let run = self.runs.of(rank);
        (&self.topics[run.clone()], &self.codes[run])
    }

    /// Tells whether what the junior of a rank contributes to a target may be less than the codes say.
    pub(super) fn is_vague(&self, rank: usize) -> bool {
        self.vague[rank]
    }

    /// Lists the codes that occur, in order.
    pub(super) fn occurring(&self) -> Vec<Code> {
        let mut seen = [false; 256];
        for &code in &self.codes {
            seen[code as usize] = true;
        }
        (0..=Code::MAX)
            .filter(|&code| seen[code as usize])
            .collect()
    }
}
