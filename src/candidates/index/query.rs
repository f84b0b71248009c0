//! The best partners of one senior.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use super::CandidateIndex;
use super::best::Best;
use super::cards::Signature;
use super::pool::Pool;
use super::postings::{Group, Posting};
use super::taste::{Set, Taste};
use super::topics::KEYS;
use crate::scoring::Score;

/// What is asked of an index.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// How many juniors are sought.
    pub count: usize,
    /// What each junior is worth beside the score, by place; those beyond the end are worth nothing.
    pub prices: &'q [i64],
    /// No price is higher.
    pub highest_price: i64,
    /// Where, of so many juniors, the search for one of several equal ones starts: whoever asks with other numbers finds others first.
    pub first: usize,
}

impl Question<'_> {
    /// Asks for everybody, at no prices.
    pub(crate) fn all() -> Self {
        Self {
            count: usize::MAX,
            prices: &[],
            highest_price: 0,
            first: 0,
        }
    }

    pub(super) fn price(&self, junior: u32) -> i64 {
        self.prices.get(junior as usize).copied().unwrap_or(0)
    }
}

impl CandidateIndex<'_> {
    /// Fills `out` with the juniors for whom score and price of the pair with the senior at a place are highest together, in any order; returns
    /// what they are at most for everybody else, or `None` if nobody else can be a pair with the senior.
    ///
    /// The same question gets the same answer.
    pub fn best(
        &self,
        place: usize,
        question: Question<'_>,
        out: &mut Vec<(usize, Score)>,
    ) -> Option<i64> {
        self.best_above(None, place, question, out)
    }

    /// Does the same among those whose score and price are together above a floor, if there is one; the floor is what they are at most for
    /// everybody else then.
    pub(crate) fn best_above(
        &self,
        floor: Option<i64>,
        place: usize,
        question: Question<'_>,
        out: &mut Vec<(usize, Score)>,
    ) -> Option<i64> {
        out.clear();
        let senior = self.seniors.get(place)?;
        SCRATCH.with_borrow_mut(|scratch| {
            let Scratch {
                listed,
                buffers,
                parts,
                pool,
                best,
                order,
                groups,
                segments,
            } = scratch;
            self.listed(senior, listed);
            buffers.resize_with(buffers.len().max(self.facets.len()), Vec::new);
            let values = self.facets.iter().zip(buffers);
            let values: Vec<&[u32]> = values
                .map(|(facet, buffer)| facet.values(senior, buffer))
                .collect();
            self.find_segments(&values, segments);
            let rest = self.outline.rest(senior);
            let around = i64::from(self.most_of_facets[place]) + rest;
            let mut look = Look {
                index: self,
                question: &question,
                floor,
                taste: &Taste::new(self, place, senior, parts),
                values: &values,
                segments,
                listed,
                around: around.saturating_add(question.highest_price),
                rest,
                pool,
                order,
                groups,
            };
            look.best(place, best, out)
        })
    }

    /// Fills `out` with the segments of ranks, the best first.
    fn find_segments(&self, values: &[&[u32]], out: &mut Vec<Segment>) {
        out.clear();
        let Some(steering) = self.classes.steering() else {
            return;
        };
        let mut start = 0;
        for segment in &steering.segments {
            let value = i64::from(values[steering.facet][segment.class as usize]);
            let ranks = start..segment.end;
            start = segment.end;
            out.push(Segment { lag: value, ranks });
        }
        let most = out.iter().map(|segment| segment.lag).max().unwrap_or(0);
        for segment in &mut *out {
            segment.lag = most - segment.lag;
        }
        out.sort_by_key(|segment| segment.lag);
    }
}

/// Juniors to whom the steering facet gives the same.
struct Segment {
    /// By how much that is less than the most it gives anybody.
    lag: i64,
    ranks: Range<u32>,
}

/// What an answer takes, kept from one to the next.
#[derive(Default)]
struct Scratch {
    listed: Vec<u32>,
    buffers: Vec<Vec<u32>>,
    parts: Vec<u64>,
    pool: Pool,
    best: Best,
    order: Vec<(i64, Where)>,
    groups: BinaryHeap<(u64, Reverse<u32>)>,
    segments: Vec<Segment>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Somewhere to look.
#[derive(Clone, Copy, Debug)]
enum Where {
    /// Those who speak about these key topics and no other.
    Set(Set),
    /// Those who speak about no key topic, but about this of the others, and none before it.
    Other(usize),
    /// Those who speak about this of all wanted topics and none before it, and have too many topics to be in a set.
    Broad(usize),
    /// Those who speak about none.
    Strangers,
}

/// Topics about which juniors who are sought in one place do not speak, as they are sought in another.
#[derive(Clone, Copy)]
struct Elsewhere<'t> {
    topics: &'t [u32],
    signature: Signature,
}

impl<'t> Elsewhere<'t> {
    fn new(topics: &'t [u32]) -> Self {
        let signature = Signature::of(topics);
        Self { topics, signature }
    }
}

/// Lists of fewer ranks are not divided into segments.
const FEW: usize = 32;

/// One look at whoever can be among the best.
struct Look<'l> {
    index: &'l CandidateIndex<'l>,
    question: &'l Question<'l>,
    /// Nobody is sought who is worth no more.
    floor: Option<i64>,
    taste: &'l Taste<'l>,
    /// By facet, then by class there.
    values: &'l [&'l [u32]],
    /// The best first; none if ranks are not divided.
    segments: &'l [Segment],
    /// By rank, ascending.
    listed: &'l [u32],
    /// What all but the lead gives at most, with the highest price.
    around: i64,
    /// What all but the lead and the facets gives at most.
    rest: i64,
    pool: &'l mut Pool,
    /// Where to look, the best places first.
    order: &'l mut Vec<(i64, Where)>,
    /// What targets contribute at most to each group of a posting; the best is on top.
    groups: &'l mut BinaryHeap<(u64, Reverse<u32>)>,
}

impl Look<'_> {
    /// Finds the best partners of the senior at a place, and what is left.
    fn best(
        &mut self,
        senior: usize,
        best: &mut Best,
        out: &mut Vec<(usize, Score)>,
    ) -> Option<i64> {
        let (index, question) = (self.index, self.question);
        let count = question.count.min(index.juniors.len());
        // A few more than are sought: some of them may be barred.
        let mut sought = count + count / 8 + 4;
        loop {
            self.pool.open(sought, self.floor);
            self.everywhere();
            best.open(count.saturating_add(1));
            for &rank in self.listed {
                best.ask(index, question, senior, rank);
            }
            let enough = self.pool.in_order().iter().any(|bounded| {
                let enough = best.reaches(bounded.bound);
                if !enough && bounded.is_exact {
                    let card = &index.cards[bounded.rank as usize];
                    let permitted = index.permits(card, senior);
                    let score = Score::new(bounded.bound - question.price(card.place));
                    let score = permitted.then_some(score);
                    debug_assert_eq!(score, index.score(card.place as usize, senior));
                    best.note(question, card.place, score);
                } else if !enough {
                    best.ask(index, question, senior, bounded.rank);
                }
                enough
            });
            let floor = self.pool.floor();
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
        for &(most, place) in &places {
            if self.pool.passes_over(most.saturating_add(self.around)) {
                break;
            }
            match place {
                Where::Set(set) => self.set(set),
                Where::Other(other) => self.other(other),
                Where::Broad(wanted) => self.broad(wanted, full),
                Where::Strangers => self.strangers(),
            }
        }
        *self.order = places;
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
            Elsewhere::new(&elsewhere[..len]),
        );
    }

    fn other(&mut self, other: usize) {
        let taste = self.taste;
        let topic = taste.others[other].topic;
        let Some(posting) = self.index.postings.of(&[topic]) else {
            return;
        };
        let before: Vec<u32> = taste.topics().take(taste.keys.len() + other).collect();
        self.groups(posting, |_| taste.others_sum(), Elsewhere::new(&before));
    }

    fn broad(&mut self, wanted: usize, most: i64) {
        let topics: Vec<u32> = self.taste.topics().take(wanted + 1).collect();
        if let Some((&topic, before)) = topics.split_last() {
            let broad = self.index.postings.broad(topic);
            self.members(broad, most, Elsewhere::new(before), false);
        }
    }

    fn strangers(&mut self) {
        let classes = &self.index.classes;
        let base = self.taste.stranger + self.rest;
        let mut order: Vec<(i64, usize)> = (0..classes.len())
            .map(|class| (classes.value(self.values, class) + base, class))
            .collect();
        order.sort_unstable_by_key(|&(most, class)| (Reverse(most), class));
        let topics: Vec<u32> = self.taste.topics().collect();
        let elsewhere = Elsewhere::new(&topics);
        for (most, class) in order {
            if self
                .pool
                .passes_over(most.saturating_add(self.question.highest_price))
            {
                break;
            }
            let ranks = classes.ranks(class);
            let from = ranks.start + u32::try_from(self.turn(ranks.len())).unwrap_or(0);
            for rank in (from..ranks.end).chain(ranks.start..from) {
                self.offer(most, rank, elsewhere, false);
            }
        }
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
        *self.groups = order;
    }

    /// Looks at juniors to whom the lead gives so much at most, by ascending rank.
    fn members(&mut self, members: &[u32], most: i64, elsewhere: Elsewhere<'_>, is_exact: bool) {
        let around = most.saturating_add(self.around);
        if members.len() < FEW || self.segments.is_empty() {
            self.run(members, most, around, elsewhere, is_exact);
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
            self.run(
                &members[start..start + len],
                most,
                around,
                elsewhere,
                is_exact,
            );
        }
    }

    /// Looks at juniors to whom the lead gives so much at most, and everything together no more than `around`.
    fn run(
        &mut self,
        ranks: &[u32],
        most: i64,
        around: i64,
        elsewhere: Elsewhere<'_>,
        is_exact: bool,
    ) {
        let classes = &self.index.classes;
        let highest = self.question.highest_price;
        let (before, from) = ranks.split_at(self.turn(ranks.len()));
        for &rank in from.iter().chain(before) {
            let bound = most + self.rest + classes.value(self.values, classes.of(rank));
            if !self.pool.passes_over(bound.saturating_add(highest)) {
                self.offer(bound, rank, elsewhere, is_exact);
            } else if self.pool.passes_over(around) {
                // Whoever is left can be no better than those who are kept.
                break;
            }
        }
    }

    /// Says where the look at so many juniors starts, who may be equal.
    fn turn(&self, len: usize) -> usize {
        let juniors = self.index.juniors.len();
        let turn = len.saturating_mul(self.question.first).checked_div(juniors);
        turn.unwrap_or(0).min(len)
    }

    /// Notes a junior whose score is so high at most, or just so high unless the junior is vague.
    fn offer(&mut self, bound: i64, rank: u32, elsewhere: Elsewhere<'_>, is_exact: bool) {
        let index = self.index;
        let card = &index.cards[rank as usize];
        let bound = bound.saturating_add(self.question.price(card.place));
        if self.pool.passes_over(bound) {
            return;
        }
        let is_elsewhere = !card.topics.is_apart_from(elsewhere.signature)
            && index.topics.speaks(rank, elsewhere.topics);
        if !is_elsewhere && self.listed.binary_search(&rank).is_err() {
            let is_exact = is_exact && !card.topics.is_vague();
            self.pool.push(bound, rank, is_exact);
        }
    }
}
