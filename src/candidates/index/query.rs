//! The best partners of one senior.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::CandidateIndex;
use super::best::Best;
use super::pool::Pool;
use super::postings::{Group, Member, Posting};
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
    /// Of equals those from this place on come first.
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
            } = scratch;
            self.listed(senior, listed);
            buffers.resize_with(buffers.len().max(self.facets.len()), Vec::new);
            let values = self.facets.iter().zip(buffers);
            let values: Vec<&[u32]> = values
                .map(|(facet, buffer)| facet.values(senior, buffer))
                .collect();
            let rest = self.outline.rest(senior);
            let around = i64::from(self.most_of_facets[place]) + rest;
            let mut look = Look {
                index: self,
                question: &question,
                taste: &Taste::new(self, place, senior, parts),
                values: &values,
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

/// One look at whoever can be among the best.
struct Look<'l> {
    index: &'l CandidateIndex<'l>,
    question: &'l Question<'l>,
    taste: &'l Taste<'l>,
    /// By facet, then by class there.
    values: &'l [&'l [u32]],
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
            self.pool.open(sought);
            self.everywhere();
            best.open(count.saturating_add(1));
            for &junior in self.listed {
                best.ask(index, question, senior, junior);
            }
            let enough = self.pool.in_order().iter().any(|bounded| {
                let enough = best.reaches(bounded.bound);
                let junior = bounded.junior;
                if !enough && bounded.is_exact {
                    let permitted = index.permits(junior as usize, senior);
                    let score = Score::new(bounded.bound - question.price(junior));
                    let score = permitted.then_some(score);
                    debug_assert_eq!(score, index.score(junior as usize, senior));
                    best.note(question, junior, score);
                } else if !enough {
                    best.ask(index, question, senior, junior);
                }
                enough
            });
            if enough || self.pool.floor().is_none_or(|floor| best.reaches(floor)) {
                return best.answer(count, out);
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
        let mut none_of = [0; KEYS];
        let mut len = 0;
        for other in others {
            none_of[len] = taste.keys[other].topic;
            len += 1;
        }
        self.groups(
            posting,
            |group| taste.sum_of_group(set, group.codes),
            &none_of[..len],
        );
    }

    fn other(&mut self, other: usize) {
        let taste = self.taste;
        let topic = taste.others[other].topic;
        let Some(posting) = self.index.postings.of(&[topic]) else {
            return;
        };
        let before: Vec<u32> = taste.topics().take(taste.keys.len() + other).collect();
        self.groups(posting, |_| taste.others_sum(), &before);
    }

    fn broad(&mut self, wanted: usize, most: i64) {
        let topics: Vec<u32> = self.taste.topics().take(wanted + 1).collect();
        if let Some((&topic, before)) = topics.split_last() {
            self.members(self.index.postings.broad(topic), most, before, false);
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
        for (most, class) in order {
            if self
                .pool
                .passes_over(most.saturating_add(self.question.highest_price))
            {
                break;
            }
            let members = classes.members(class);
            let from = members.partition_point(|&junior| (junior as usize) < self.question.first);
            for &junior in members[from..].iter().chain(&members[..from]) {
                self.offer(most, junior, &topics, false);
            }
        }
    }

    /// Looks at the groups of a posting, the best first, and leaves out whoever speaks about `none_of` these topics.
    fn groups(&mut self, posting: Posting<'_>, sum: impl Fn(&Group) -> u64, none_of: &[u32]) {
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
            self.members(members, most, none_of, is_exact);
        }
        *self.groups = order;
    }

    /// Looks at juniors to whom the lead gives so much at most.
    fn members(&mut self, members: &[Member], most: i64, none_of: &[u32], is_exact: bool) {
        let highest = self.question.highest_price;
        let from =
            members.partition_point(|member| (member.junior() as usize) < self.question.first);
        for member in members[from..].iter().chain(&members[..from]) {
            let value = self.index.classes.value(self.values, member.class());
            let bound = most + self.rest + value;
            if !self.pool.passes_over(bound.saturating_add(highest)) {
                self.offer(bound, member.junior(), none_of, is_exact);
            } else if self.pool.passes_over(most.saturating_add(self.around)) {
                // Whoever is left can be no better than those who are kept.
                break;
            }
        }
    }

    /// Notes a junior whose score is so high at most, or just so high unless the junior is vague.
    fn offer(&mut self, bound: i64, junior: u32, none_of: &[u32], is_exact: bool) {
        let bound = bound.saturating_add(self.question.price(junior));
        if self.pool.passes_over(bound) {
            return;
        }
        let index = self.index;
        let met_elsewhere = index.topics.speaks(junior, none_of.iter().copied());
        if !met_elsewhere && self.listed.binary_search(&junior).is_err() {
            let is_exact = is_exact && !index.topics.is_vague(junior);
            self.pool.push(bound, junior, is_exact);
        }
    }
}
