//! Where the best partners of a senior are looked for, and when not to look any further.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::ops::Range;

use super::best::Best;
use super::cards::{Card, Signature};
use super::classes::{Classes, Steering, examples};
use super::pool::{Bounded, Pool};
use super::postings::{Group, Posting};
use super::scan::Sweep;
use super::taste::{Set, Taste};
use super::topics::KEYS;
use super::{CandidateIndex, Question};
use crate::ahead::reading_ahead;
use crate::programme::Participant;
use crate::scoring::{Facet, Score, Values};

/// Juniors to whom the steering facet gives the same.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    /// By how much that is less than the most it gives anybody.
    lag: i64,
    ranks: Range<u32>,
}

/// 2^16: as many segments, 1.5 MiB, are put in order beforehand for all seniors at most.
const MOST_IN_ORDER: usize = 1 << 16;

impl Segment {
    /// Puts segments in order for each class that seniors are in for the steering facet; for none if these are too many.
    pub(super) fn in_order(
        classes: &Classes,
        facets: &[Facet<'_>],
        seniors: &[&Participant],
    ) -> Vec<Vec<Self>> {
        let Some(steering) = classes.steering() else {
            return Vec::new();
        };
        let facet = facets[steering.facet];
        let of_seniors = seniors.iter().map(|senior| facet.senior_class(senior));
        let of_seniors: Vec<usize> = of_seniors.map(|class| class as usize).collect();
        let examples = examples(&of_seniors, seniors);
        if examples.len().saturating_mul(steering.segments.len()) > MOST_IN_ORDER {
            return Vec::new();
        }
        let mut buffer = Vec::new();
        let in_order = examples.into_iter().map(|senior| {
            let mut segments = Vec::new();
            if let Some(senior) = senior {
                Self::find(steering, facet.values(senior, &mut buffer), &mut segments);
            }
            segments
        });
        in_order.collect()
    }

    /// Fills `out` with the segments of ranks, the best first, by what the steering facet gives the classes of juniors there.
    pub(super) fn find(steering: &Steering, values: Values<'_>, out: &mut Vec<Self>) {
        out.clear();
        let mut start = 0;
        for segment in &steering.segments {
            let value = i64::from(values.of(segment.class));
            let ranks = start..segment.end;
            start = segment.end;
            out.push(Self { lag: value, ranks });
        }
        let most = out.iter().map(|segment| segment.lag).max().unwrap_or(0);
        for segment in &mut *out {
            segment.lag = most - segment.lag;
        }
        out.sort_by_key(|segment| segment.lag);
    }
}

/// Somewhere to look.
#[derive(Clone, Copy, Debug)]
pub(super) enum Where {
    /// Those who speak about these key topics and no other.
    Set(Set),
    /// Those who speak about no key topic, but about this of the others, and none before it.
    Other(usize),
    /// Those who speak about this of all wanted topics and none before it, and have too many topics to be in a set.
    Broad(usize),
    /// Those who speak about none.
    Strangers,
    /// Everybody, whatever they speak about.
    Anywhere,
}

/// Whoever wants more topics than keys by so many is looked at with everybody: the topics one by one would take the square of their
/// number.
const MANY: usize = 64;

/// Topics about which juniors who are sought in one place do not speak, as they are sought in another.
#[derive(Clone, Copy)]
struct Elsewhere<'t> {
    topics: &'t [u32],
    signature: Signature,
}

/// Lists of fewer ranks are not divided into segments.
const FEW: usize = 32;

/// Juniors who wait until there are enough to be looked at together, so that none waits for the memory of another.
pub(super) struct Waiting {
    len: usize,
    /// What the lead gives at most, and the rank.
    juniors: [(i64, u32); Self::MOST],
}

impl Waiting {
    const MOST: usize = 32;
}

impl Default for Waiting {
    fn default() -> Self {
        Self {
            len: 0,
            juniors: [(0, 0); Self::MOST],
        }
    }
}

/// One look at whoever can be among the best.
pub(super) struct Look<'l> {
    pub(super) index: &'l CandidateIndex<'l>,
    pub(super) question: &'l Question<'l>,
    /// Nobody is sought who is worth no more.
    pub(super) floor: Option<i64>,
    pub(super) taste: &'l Taste<'l>,
    /// By facet, then by class there.
    pub(super) values: &'l [Values<'l>],
    /// The best first; none if ranks are not divided.
    pub(super) segments: &'l [Segment],
    /// By place of the finer class: by how much less than the most it gives.
    pub(super) lags: &'l [i64],
    /// By rank, ascending.
    pub(super) listed: &'l [u32],
    /// What all but the lead gives at most, with the highest price.
    pub(super) around: i64,
    /// What all but the lead and the facets gives at most.
    pub(super) rest: i64,
    pub(super) waiting: &'l mut Waiting,
    pub(super) pool: &'l mut Pool,
    /// Where to look, the best places first.
    pub(super) order: &'l mut Vec<(i64, Where)>,
    /// What targets contribute at most to each group of a posting; the best is on top.
    pub(super) groups: &'l mut BinaryHeap<(u64, Reverse<u32>)>,
}

impl Look<'_> {
    /// Finds the best partners of the senior at a place, and what is left.
    pub(super) fn best(
        &mut self,
        senior: usize,
        mut sweep: Option<Sweep<'_>>,
        best: &mut Best,
        out: &mut Vec<(usize, Score)>,
    ) -> Option<i64> {
        let (index, question) = (self.index, self.question);
        let count = question.count.min(index.juniors.len());
        // A few more than are sought: some of them may be barred.
        let mut sought = count + count / 8 + 4;
        loop {
            self.pool.open(sought, self.floor);
            match &mut sweep {
                Some(sweep) => self.everybody(sweep),
                None => self.everywhere(),
            }
            best.open(count.saturating_add(1));
            for &rank in self.listed {
                best.ask(index, question, senior, rank);
            }
            let glimpse = |bounded: &Bounded| {
                let participant = index.cards[bounded.rank as usize].participant;
                index.rules.glimpse(participant as usize)
            };
            let (kept, floor) = self.pool.in_order();
            let mut bounded = reading_ahead(kept, glimpse);
            let enough = bounded.any(|bounded| {
                let enough = best.reaches(bounded.bound);
                if enough {
                    return true;
                }
                let Bounded { bound, rank, .. } = *bounded;
                // A bound at the end of its type says nothing of the score.
                if let Some(lead) = bounded.lead.filter(|_| bound < i64::MAX) {
                    let place = index.cards[rank as usize].place;
                    let score = Score::new(bound - question.price(place));
                    let is_kept =
                        index.permits(rank, senior) && index.keeps(score, lead, rank, senior);
                    let score = is_kept.then_some(score);
                    debug_assert_eq!(score, index.score(place as usize, senior));
                    best.note(question, place, score);
                } else {
                    best.ask(index, question, senior, rank);
                }
                false
            });
            if enough || floor == self.floor || floor.is_none_or(|floor| best.reaches(floor)) {
                return best.answer(count, out).max(self.floor);
            }
            sought = sought.saturating_mul(4);
        }
    }

    fn everywhere(&mut self) {
        let taste = self.taste;
        let full = taste.most_of_all();
        let mut places = std::mem::take(self.order);
        places.clear();
        if taste.others.len() > MANY {
            places.push((full, Where::Anywhere));
        } else {
            let sets = Set::all(taste.keys.len());
            places.extend(sets.map(|set| (taste.most_of_set(set), Where::Set(set))));
            let others = 0..taste.others.len();
            places.extend(others.map(|other| (taste.most_of_others(), Where::Other(other))));
            let broad = taste.topics().enumerate();
            let broad = broad.filter(|&(_, topic)| !self.index.postings.broad(topic).is_empty());
            places.extend(broad.map(|(wanted, _)| (full, Where::Broad(wanted))));
            if self.index.permits_strangers {
                places.push((taste.stranger, Where::Strangers));
            }
            places.sort_by_key(|&(most, _)| Reverse(most));
        }
        for &(most, place) in &places {
            if self.pool.passes_over(most.saturating_add(self.around)) {
                break;
            }
            match place {
                Where::Set(set) => self.set(set),
                Where::Other(other) => self.other(other),
                Where::Broad(wanted) => self.broad(wanted, full),
                Where::Strangers => {
                    let topics: Vec<u32> = taste.topics().collect();
                    self.by_class(taste.stranger, self.elsewhere(&topics));
                }
                Where::Anywhere => self.by_class(full, self.elsewhere(&[])),
            }
        }
        *self.order = places;
    }

    /// Leaves out whoever speaks about one of some topics.
    fn elsewhere<'t>(&self, topics: &'t [u32]) -> Elsewhere<'t> {
        let signature = self.index.topics.sign(topics);
        Elsewhere { topics, signature }
    }

    fn set(&mut self, set: Set) {
        let taste = self.taste;
        let mut topics = [0; KEYS];
        let mut len = 0;
        for place in set.places() {
            topics[len] = taste.keys[place].topic;
            len += 1;
        }
        let Some(posting) = self.index.postings.of(&topics[..len]) else {
            return;
        };
        let others = (0..taste.keys.len()).filter(|&place| !set.has(place));
        let mut elsewhere = [0; KEYS];
        let mut len = 0;
        for other in others {
            elsewhere[len] = taste.keys[other].topic;
            len += 1;
        }
        self.groups(
            posting,
            |group| taste.sum_of_group(set, group.codes),
            self.elsewhere(&elsewhere[..len]),
        );
    }

    fn other(&mut self, other: usize) {
        let taste = self.taste;
        let topic = taste.others[other].topic;
        let Some(posting) = self.index.postings.of(&[topic]) else {
            return;
        };
        let before: Vec<u32> = taste.topics().take(taste.keys.len() + other).collect();
        self.groups(posting, |_| taste.others_sum(), self.elsewhere(&before));
    }

    fn broad(&mut self, wanted: usize, most: i64) {
        let topics: Vec<u32> = self.taste.topics().take(wanted + 1).collect();
        if let Some((&topic, before)) = topics.split_last() {
            let broad = self.index.postings.broad(topic);
            let elsewhere = self.elsewhere(before);
            self.members(broad, most, elsewhere, false);
            self.look_at_waiting(elsewhere, false);
        }
    }

    /// Looks at all juniors to whom the lead gives so much at most, class by class, the best first.
    fn by_class(&mut self, lead: i64, elsewhere: Elsewhere<'_>) {
        let classes = &self.index.classes;
        let base = (lead + self.rest).saturating_add(self.question.highest_price);
        let mut order: Vec<(i64, usize)> = (0..classes.len())
            .map(|class| {
                let most = classes.value(self.values, class);
                (most.saturating_add(base), class)
            })
            .collect();
        order.sort_unstable_by_key(|&(most, class)| (Reverse(most), class));
        for (most, class) in order {
            if self.pool.passes_over(most) {
                break;
            }
            let ranks = classes.ranks(class);
            let from = ranks.start + u32::try_from(self.turn(ranks.len())).unwrap_or(0);
            let ranks = (from..ranks.end).chain(ranks.start..from);
            self.run(ranks, lead, (most, |_| 0), elsewhere, false);
        }
        self.look_at_waiting(elsewhere, false);
    }

    /// Looks at the groups of a posting, the best first, and leaves out whoever is sought elsewhere.
    fn groups(
        &mut self,
        posting: Posting<'_>,
        sum: impl Fn(&Group) -> u64,
        elsewhere: Elsewhere<'_>,
    ) {
        let is_exact = self.index.is_exact && self.taste.is_exact();
        let groups = posting.groups().iter().zip(0..);
        let mut order = std::mem::take(self.groups).into_vec();
        order.clear();
        order.extend(groups.map(|(group, place)| (sum(group), Reverse(place))));
        // A heap, since few of them are looked at.
        let mut order = BinaryHeap::from(order);
        while let Some((sum, Reverse(group))) = order.pop() {
            let most = self.taste.most(sum);
            if self.pool.passes_over(most.saturating_add(self.around)) {
                break;
            }
            let members = posting.members(group as usize);
            self.members(members, most, elsewhere, is_exact);
        }
        self.look_at_waiting(elsewhere, is_exact);
        *self.groups = order;
    }

    /// Looks at juniors to whom the lead gives so much at most, by ascending rank.
    fn members(&mut self, members: &[u32], most: i64, elsewhere: Elsewhere<'_>, is_exact: bool) {
        let (lags, finer) = (self.lags, self.index.classes.finer());
        let lag = |rank: u32| finer.map_or(0, |finer| lags[finer.places[rank as usize] as usize]);
        let around = most.saturating_add(self.around);
        if members.len() < FEW || self.segments.is_empty() {
            self.run(
                self.turned(members),
                most,
                (around, lag),
                elsewhere,
                is_exact,
            );
            return;
        }
        for segment in self.segments {
            let around = around - segment.lag;
            if self.pool.passes_over(around) {
                break;
            }
            let Range { start, end } = segment.ranks;
            let start = members.partition_point(|&rank| rank < start);
            let len = members[start..].partition_point(|&rank| rank < end);
            let members = self.turned(&members[start..start + len]);
            self.run(members, most, (around, lag), elsewhere, is_exact);
        }
    }

    /// Looks at juniors to whom the lead gives so much at most, and everything together no more than `around` less the lag of each.
    fn run(
        &mut self,
        ranks: impl Iterator<Item = u32>,
        most: i64,
        (around, lag): (i64, impl Fn(u32) -> i64),
        elsewhere: Elsewhere<'_>,
        is_exact: bool,
    ) {
        for rank in ranks {
            if self.pool.passes_over(around - lag(rank)) {
                continue;
            }
            if self.waiting.len == Waiting::MOST {
                self.look_at_waiting(elsewhere, is_exact);
                if self.pool.passes_over(around) {
                    // Whoever is left can be no better than those who are kept.
                    break;
                }
            }
            self.waiting.juniors[self.waiting.len] = (most, rank);
            self.waiting.len += 1;
        }
    }

    /// Looks at those who wait, step by step for all of them.
    fn look_at_waiting(&mut self, elsewhere: Elsewhere<'_>, is_exact: bool) {
        let waiting = &self.waiting.juniors[..self.waiting.len];
        let (index, question) = (self.index, self.question);
        let floor = self.pool.floor().unwrap_or(i64::MIN);
        let mut left = [(0, 0, 0, Card::BLANK); Waiting::MOST];
        let mut len = 0;
        let mut cards = [Card::BLANK; Waiting::MOST];
        for (card, &(_, rank)) in cards.iter_mut().zip(waiting) {
            *card = index.cards[rank as usize];
        }
        // Those whose card is read are read on together.
        let read = |card: &Card| index.classes.glimpse(card.class as usize);
        black_box(
            cards[..waiting.len()]
                .iter()
                .map(read)
                .fold(0, |any, part| any | part),
        );
        for (&(most, rank), &card) in waiting.iter().zip(&cards) {
            let bound = most + self.rest + index.classes.value(self.values, card.class as usize);
            left[len] = (bound, most, rank, card);
            len += usize::from(bound.saturating_add(question.highest_price) > floor);
        }
        self.waiting.len = 0;
        for (bound, _, _, card) in &mut left[..len] {
            *bound = bound.saturating_add(question.price(card.place));
        }
        for &(bound, most, rank, card) in &left[..len] {
            let is_exact = is_exact && !card.topics.is_vague();
            let lead = u32::try_from(most).ok().filter(|_| is_exact);
            self.offer(bound, lead, rank, card.topics, elsewhere);
        }
    }

    /// Goes through juniors who may be equal from where the question says.
    fn turned<'m>(&self, ranks: &'m [u32]) -> impl Iterator<Item = u32> + use<'m> {
        let (before, from) = ranks.split_at(self.turn(ranks.len()));
        from.iter().chain(before).copied()
    }

    /// Says where the look at so many juniors starts, who may be equal.
    fn turn(&self, len: usize) -> usize {
        let juniors = self.index.juniors.len();
        let turn = len.saturating_mul(self.question.first).checked_div(juniors);
        turn.unwrap_or(0).min(len)
    }

    /// Notes a junior whose score and price are so high at most, or just so high if it is known what the lead gives.
    fn offer(
        &mut self,
        bound: i64,
        lead: Option<u32>,
        rank: u32,
        topics: Signature,
        elsewhere: Elsewhere<'_>,
    ) {
        if self.pool.passes_over(bound) {
            return;
        }
        let is_elsewhere = topics.meets(elsewhere.signature);
        let is_elsewhere =
            is_elsewhere.unwrap_or_else(|| self.index.speaks(rank, elsewhere.topics));
        if !is_elsewhere && self.listed.binary_search(&rank).is_err() {
            self.pool.push(bound, rank, lead);
        }
    }
}
