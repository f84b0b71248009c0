//! What juniors speak about, as it is needed to build an index.

use super::cards::{Card, Signature};
use super::postings::PHASE;
use super::topics::{Code, Topics};
use crate::ahead::reading_ahead;
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
}

/// Juniors at a time: what one thread reads before it takes the next.
const JUNIORS_OF_A_BLOCK: usize = 4096;

impl Spoken {
    /// Lets juniors, who are given by rank, speak about nothing; also begins their cards.
    pub(super) fn nothing(juniors: &[&Participant]) -> (Self, Vec<Card>) {
        let mut runs = Runs::with_capacity(juniors.len());
        for _ in juniors {
            runs.push(0);
        }
        let nothing = Self {
            runs,
            topics: Vec::new(),
            codes: Vec::new(),
        };
        let card = |junior: &&Participant| Card::new(junior.index().0, Signature::NONE);
        (nothing, juniors.iter().map(card).collect())
    }

    /// Reads what juniors, who are given by rank, have to say about topics; also begins their cards.
    pub(super) fn read(
        known: &Topics,
        lead: Lead<'_>,
        juniors: &[&Participant],
        work: &Work<'_>,
    ) -> (Self, Vec<Card>) {
        let blocks = juniors.len().div_ceil(JUNIORS_OF_A_BLOCK);
        let are_exact = known.are_exact();
        let parts = parallel::map(blocks, |block| {
            let start = block * JUNIORS_OF_A_BLOCK;
            let end = juniors.len().min(start + JUNIORS_OF_A_BLOCK);
            let mut spoken: Vec<(u32, u8, u8)> = Vec::new();
            let (mut lengths, mut topics, mut codes) = (Vec::new(), Vec::new(), Vec::new());
            let mut cards = Vec::new();
            // Whoever wants no more of it checks in the end.
            let goes_on = work.check(PHASE, start as u64, juniors.len() as u64);
            let block = &juniors[start..if goes_on.is_ok() { end } else { start }];
            let first_offer = |junior: &&Participant| {
                let mut offers = lead.offers(junior);
                offers.next().map_or(0, |(skill, _)| skill.0)
            };
            for &junior in reading_ahead(block, first_offer) {
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
                let signature = known.sign(&topics[before..]);
                let signature = if is_vague {
                    signature.vague()
                } else {
                    signature
                };
                cards.push(Card::new(junior.index().0, signature));
            }
            (lengths, topics, codes, cards)
        });
        let total = parts.iter().map(|part| part.1.len()).sum();
        let mut all = Self {
            runs: Runs::with_capacity(juniors.len()),
            topics: Vec::with_capacity(total),
            codes: Vec::with_capacity(total),
        };
        let mut all_cards = Vec::with_capacity(juniors.len());
        let mut end = 0;
        for (lengths, topics, codes, cards) in parts {
            for length in lengths {
                end += length;
                all.runs.push(end);
            }
            all.topics.extend(topics);
            all.codes.extend(codes);
            all_cards.extend(cards);
        }
        (all, all_cards)
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
