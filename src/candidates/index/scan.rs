//! The scan: a bound for every junior, many at a time, and nothing that says where not to look.

use std::ops::Range;

use super::classes::SPREAD;
use super::look::Look;
use super::postings::{PHASE, Speakers};
use super::spoken::Spoken;
use super::topics::Code;
use super::{CandidateIndex, Question};
use crate::parallel;
use crate::scoring::Lead;
use crate::work::{Cancelled, Work};

/// Who speaks about each topic, tile by tile.
///
/// # Algorithm
///
/// A row of scores is a row of class values, a sparse matrix of what juniors speak about times what the senior wants, and
/// prices. Ranks are divided into *tiles*, so that the sums of one are at hand. In a tile each wanted topic adds what it contributes to
/// the sums of its speakers, in runs of those who speak equally well; then the sums with the prices of all juniors are compared with what
/// it takes to be among the best in their class, in a loop that a compiler makes vector instructions of.
///
/// All that is told in fractions of a point, rounded up, so sums are bounds. What a target is worth is a fraction of the weights of all, and seldom one
/// of so many that the exact score could not be told from the sum.
///
/// # Complexity
///
/// A question takes a fraction of a nanosecond for each junior, and as much again for each topic that a junior and the senior share.
#[derive(Debug)]
pub(super) struct Scan {
    /// By topic.
    speakers: Vec<SpeakersOfATopic>,
}

/// Who speaks about one topic.
#[derive(Debug)]
struct SpeakersOfATopic {
    /// By tile, and one more: where its runs start.
    runs_of: Vec<u32>,
    runs: Vec<Run>,
    /// Ranks from the start of their tile on; ascending within a run.
    offsets: Vec<u16>,
}

/// Those of a tile who speak equally well.
#[derive(Clone, Copy, Debug)]
struct Run {
    code: Code,
    start: u32,
}

/// 2^14: the sums of a tile take 64 KiB.
const TILE: usize = 1 << 14;

/// Prices as a scan reads them: by rank, by how much each is below the highest.
///
/// What is lower by more than [`DEEPEST`] is taken for that, which makes bounds weaker and not wrong.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lanes {
    below: Vec<i32>,
    highest: i64,
}

/// 2^30: classes and topics give at most three times 256 000 000, and both together stay within 32 bits.
const DEEPEST: i64 = -(1 << 30);

/// Worths are told in parts of a point of score: enough to undo the rounding of nearly all.
const FRACTION: u32 = Lead::FRACTION;

/// Juniors that are compared before it is asked whether anybody was above the mark.
const LANES: usize = 64;

impl Lanes {
    pub(super) fn fill(&mut self, index: &CandidateIndex<'_>, question: Question<'_>) {
        self.highest = question.highest_price;
        self.below.clear();
        let cards = index.cards.iter();
        self.below.extend(cards.map(|card| {
            let price = question.price(card.place);
            let below = price.saturating_sub(question.highest_price);
            let below = below.saturating_mul(1 << FRACTION);
            #[expect(clippy::cast_possible_truncation, reason = "it is from DEEPEST to 0")]
            let lane = below.clamp(DEEPEST, 0) as i32;
            lane
        }));
    }
}

/// What speaking about a topic adds to the sum of a junior at most, by code.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parts {
    pub(super) topic: u32,
    pub(super) by_code: [i32; 256],
}

/// What topics and classes together give, from the start of a tile on; kept from one question to the next.
#[derive(Debug, Default)]
pub(super) struct Tile(Vec<i32>);

impl Tile {
    fn open(&mut self) -> &mut [i32] {
        self.0.resize(TILE + SPREAD, 0);
        &mut self.0
    }
}

/// All that a look at everybody goes by.
pub(super) struct Sweep<'l> {
    pub(super) scan: &'l Scan,
    pub(super) wanted: &'l [Parts],
    /// What all but topics, classes and prices gives.
    pub(super) ground: i64,
    /// What the rounding of points adds to that at most.
    pub(super) slack: i64,
    /// By which the exact score can be told from parts that were rounded up, if it can be.
    pub(super) exact: Option<Lead<'l>>,
    pub(super) lanes: &'l Lanes,
    pub(super) tile: &'l mut Tile,
}

impl Scan {
    pub(super) fn new(topics: usize, spoken: &Spoken, work: &Work<'_>) -> Result<Self, Cancelled> {
        let all = Speakers::new(topics, spoken);
        let speakers = parallel::map(topics, |topic| {
            work.check(PHASE, topic as u64, topics as u64)?;
            let number = u32::try_from(topic).unwrap_or(u32::MAX);
            Ok(SpeakersOfATopic::new(number, all.of(topic), spoken))
        });
        Ok(Self {
            speakers: speakers.into_iter().collect::<Result<_, _>>()?,
        })
    }

    /// Adds up what all wanted topics contribute to whoever is in a tile.
    fn add_up(&self, tile: usize, wanted: &[Parts], sums: &mut [i32; TILE]) {
        for parts in wanted {
            let Some(speakers) = self.speakers.get(parts.topic as usize) else {
                continue;
            };
            let runs = speakers.runs_of[tile] as usize..speakers.runs_of[tile + 1] as usize;
            let ends = speakers.runs[runs.start + 1..=runs.end].iter();
            for (run, end) in speakers.runs[runs].iter().zip(ends) {
                let part = parts.by_code[run.code as usize];
                for &offset in &speakers.offsets[run.start as usize..end.start as usize] {
                    sums[offset as usize % TILE] += part;
                }
            }
        }
    }
}

impl Look<'_> {
    /// Looks at everybody.
    pub(super) fn everybody(&mut self, sweep: &mut Sweep<'_>) {
        let juniors = self.index.juniors.len();
        let first = self.question.first.min(juniors);
        for ranks in tiles(first..juniors).chain(tiles(0..first)) {
            let start = ranks.start - ranks.start % TILE;
            let end = juniors.min(start + TILE);
            let worths = sweep.tile.open();
            self.index.classes.spread(self.values, start..end, worths);
            let worths = worths.first_chunk_mut().expect("a tile is as long");
            sweep.scan.add_up(start / TILE, sweep.wanted, worths);
            self.compare(ranks, sweep);
        }
    }

    /// Looks at juniors of one tile, who follow each other.
    fn compare(&mut self, ranks: Range<usize>, sweep: &Sweep<'_>) {
        // Wider, so that prices may be anything.
        let around = i128::from(sweep.ground + sweep.slack) + i128::from(sweep.lanes.highest);
        let worths = &sweep.tile.0[ranks.start % TILE..][..ranks.len()];
        let below = &sweep.lanes.below[ranks.clone()];
        let mut mark = self.mark(around);
        let blocks = worths.chunks(LANES).zip(below.chunks(LANES));
        for ((worths, below), start) in blocks.zip(ranks.step_by(LANES)) {
            let both = || worths.iter().zip(below).map(|(worth, below)| worth + below);
            // Counted, so that all are compared at once and there is no way out in between.
            if both().fold(0, |above, both| above + i32::from(both > mark)) == 0 {
                continue;
            }
            for (place, both) in both().enumerate() {
                if both > mark {
                    let rank = start + place;
                    let bound = narrow(around + i128::from(both >> FRACTION) + 1);
                    self.note(rank, worths[place], bound, sweep);
                }
            }
            mark = self.mark(around);
        }
    }

    /// Notes a junior who is worth so much at most.
    fn note(&mut self, rank: usize, worth: i32, bound: i64, sweep: &Sweep<'_>) {
        let card = self.index.cards[rank];
        // Ranks are of 32 bits.
        let rank = u32::try_from(rank).unwrap_or(u32::MAX);
        if self.listed.binary_search(&rank).is_ok() {
            return;
        }
        let of_class = self.index.classes.value(self.values, card.class as usize);
        let raised = i64::from(worth) - (of_class << FRACTION);
        // Whoever shares no topic may break a rule that nobody else is asked about.
        let exact = sweep
            .exact
            .filter(|_| raised > 0 && !card.topics.is_vague());
        let of_lead = exact.map(|lead| self.taste.stranger + lead.of_raised(raised));
        let bound = of_lead.map_or(bound, |of_lead| {
            let score = self.rest + of_class + of_lead;
            score.saturating_add(self.question.price(card.place))
        });
        let of_lead = of_lead.and_then(|of_lead| u32::try_from(of_lead).ok());
        self.pool.push(bound, rank, of_lead);
    }

    /// Says what topics, class and price together have to be more than, where all else gives no more than `around`.
    fn mark(&self, around: i128) -> i32 {
        let least = |floor| (i128::from(floor) - around) << FRACTION;
        let least = self.pool.floor().map_or(i128::MIN, least);
        i32::try_from(least).unwrap_or(if least < 0 { i32::MIN } else { i32::MAX })
    }
}

/// Gives the number that is nearest.
fn narrow(worth: i128) -> i64 {
    i64::try_from(worth).unwrap_or(if worth < 0 { i64::MIN } else { i64::MAX })
}

/// Divides ranks by the tiles they are in.
fn tiles(ranks: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let tiles = ranks.start / TILE..if ranks.is_empty() {
        0
    } else {
        ranks.end.div_ceil(TILE)
    };
    tiles.map(move |tile| ranks.start.max(tile * TILE)..ranks.end.min((tile + 1) * TILE))
}

impl SpeakersOfATopic {
    /// Takes the ranks of the speakers, ascending.
    fn new(topic: u32, ranks: &[u32], spoken: &Spoken) -> Self {
        let code = |rank: u32| {
            let (topics, codes) = spoken.of(rank as usize);
            let place = topics.partition_point(|&other| other < topic);
            codes[place]
        };
        let tile = |rank: u32| rank as usize / TILE;
        let mut ordered: Vec<(usize, Code, u32)> = ranks
            .iter()
            .map(|&rank| (tile(rank), code(rank), rank))
            .collect();
        ordered.sort_unstable();
        let tiles = spoken.len().div_ceil(TILE);
        let mut speakers = Self {
            runs_of: Vec::with_capacity(tiles + 1),
            runs: Vec::new(),
            offsets: Vec::with_capacity(ranks.len()),
        };
        let count = |len: usize| u32::try_from(len).expect("fewer than 2^32 juniors");
        for run in ordered.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let (tile, code, _) = run[0];
            let runs = count(speakers.runs.len());
            speakers.runs_of.resize(tile + 1, runs);
            let start = count(speakers.offsets.len());
            speakers.runs.push(Run { code, start });
            #[expect(clippy::cast_possible_truncation, reason = "a tile has 2^14 ranks")]
            let offset = |rank: u32| (rank as usize % TILE) as u16;
            speakers.offsets.extend(run.iter().map(|one| offset(one.2)));
        }
        speakers
            .runs_of
            .resize(tiles + 1, count(speakers.runs.len()));
        let start = count(speakers.offsets.len());
        speakers.runs.push(Run { code: 0, start });
        speakers
    }
}

#[cfg(test)]
mod tests {
    use super::{TILE, tiles};

    #[test]
    fn every_rank_is_in_one_tile_whatever_the_first() {
        let juniors = 2 * TILE + 5;
        for first in [0, 1, TILE - 1, TILE, 2 * TILE + 4, juniors] {
            let parts = tiles(first..juniors).chain(tiles(0..first));
            let mut ranks = Vec::new();
            for part in parts {
                assert_eq!(part.start / TILE, (part.end - 1) / TILE);
                ranks.extend(part);
            }
            assert!(ranks.iter().copied().eq((first..juniors).chain(0..first)));
        }
        assert_eq!(tiles(0..0).count(), 0);
    }
}
