//! The best partners of one senior.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::CandidateIndex;
use super::pool::Pool;
use super::postings::{Codes, Group, Member, Posting};
use super::topics::{KEYS, Wanted};
use crate::model::Proficiency;
use crate::programme::Participant;
use crate::scoring::{Lead, Points, Score};

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
    fn price(&self, junior: u32) -> i64 {
        self.prices.get(junior as usize).copied().unwrap_or(0)
    }
}

impl CandidateIndex<'_> {
    /// Fills `out` with the juniors for whom score and price of the pair with a senior are highest together, in any order; returns
    /// what they are at most for everybody else, or `None` if nobody else can be a pair with the senior.
    ///
    /// The same question gets the same answer.
    pub fn best(
        &self,
        senior: usize,
        question: Question<'_>,
        out: &mut Vec<(usize, Score)>,
    ) -> Option<i64> {
        out.clear();
        let place = senior;
        let senior = self.seniors.get(place)?;
        let count = question.count.min(self.juniors.len());
        let listed = self.listed(senior);
        let mut buffers = vec![Vec::new(); self.facets.len()];
        let values = self.facets.iter().zip(&mut buffers);
        let values: Vec<&[u32]> = values
            .map(|(facet, buffer)| facet.values(senior, buffer))
            .collect();
        let taste = Taste::new(self, place, senior);
        // A few more than are sought: some of them may be barred.
        let mut sought = count + count / 8 + 4;
        loop {
            let rest = self.outline.rest(senior);
            let around = self.classes.most(&values) + rest;
            let mut look = Look {
                index: self,
                question: &question,
                taste: &taste,
                values: &values,
                listed: &listed,
                around: around.saturating_add(question.highest_price),
                rest,
                pool: Pool::new(sought),
            };
            look.everywhere();
            let mut best = Best::new(count.saturating_add(1));
            for &junior in &listed {
                best.ask(self, &question, place, junior);
            }
            let enough = look.pool.in_order().iter().any(|bounded| {
                let enough = best.reaches(bounded.bound);
                if !enough {
                    best.ask(self, &question, place, bounded.junior);
                }
                enough
            });
            if enough || look.pool.floor().is_none_or(|floor| best.reaches(floor)) {
                return best.answer(count, out);
            }
            sought = sought.saturating_mul(4);
        }
    }
}

/// What one senior wants, ready to bound what a junior is worth by what the junior speaks about.
struct Taste<'t> {
    lead: Option<Lead<'t>>,
    /// Ascending.
    keys: &'t [Wanted],
    others: &'t [Wanted],
    /// By key topic and code: what the target contributes at most.
    parts: Vec<[u64; 256]>,
    /// By key topic: the most of these.
    best_parts: [u64; KEYS],
    /// What all other targets contribute at most.
    others_most: u64,
    whole: u64,
    /// What the lead gives whoever shares no topic.
    stranger: i64,
}

impl<'t> Taste<'t> {
    fn new(index: &'t CandidateIndex<'_>, place: usize, senior: &Participant) -> Self {
        let (keys, others) = index.topics.wanted(place);
        let Some(lead) = index.lead else {
            return Self {
                lead: None,
                keys,
                others,
                parts: Vec::new(),
                best_parts: [0; KEYS],
                others_most: 0,
                whole: 0,
                stranger: 0,
            };
        };
        let mut parts = vec![[0; 256]; keys.len()];
        let mut best_parts = [0; KEYS];
        for ((key, parts), best) in keys.iter().zip(&mut parts).zip(&mut best_parts) {
            for &code in index.topics.occurring() {
                let (worth, proficiency) = index
                    .topics
                    .best(code)
                    .unwrap_or((Points::FULL, Proficiency::MAX));
                let part = lead.part(senior, key.target as usize, worth, proficiency);
                parts[code as usize] = part;
                *best = part.max(*best);
            }
        }
        let targets = lead.targets(senior).len();
        let is_key = |target: usize| keys.iter().any(|key| key.target as usize == target);
        let others_most = (0..targets)
            .filter(|&target| !is_key(target))
            .map(|target| lead.part(senior, target, Points::FULL, Proficiency::MAX))
            .sum();
        let whole = lead.whole(senior);
        Self {
            lead: Some(lead),
            keys,
            others,
            parts,
            best_parts,
            others_most,
            whole,
            stranger: if targets == 0 {
                lead.most_unknown()
            } else {
                lead.most(0, whole)
            },
        }
    }

    /// Returns the most that the lead gives, from what targets contribute.
    fn most(&self, sum: u64) -> i64 {
        self.lead.map_or(0, |lead| lead.most(sum, self.whole))
    }

    /// Returns the most that the lead gives whoever speaks about some of the key topics, and no other.
    fn most_of_set(&self, set: Set) -> i64 {
        let parts = set.places().map(|place| self.best_parts[place]);
        self.most(parts.sum::<u64>() + self.others_most)
    }

    /// Returns the most that the lead gives a group of the posting of a set.
    fn most_of_group(&self, set: Set, codes: Codes) -> i64 {
        let parts = set
            .places()
            .zip(codes.get())
            .map(|(place, code)| self.parts[place][code as usize]);
        self.most(parts.sum::<u64>() + self.others_most)
    }

    fn topics(&self) -> impl Iterator<Item = u32> {
        self.keys
            .iter()
            .chain(self.others)
            .map(|wanted| wanted.topic)
    }
}

/// Some of the key topics of a senior, a bit for each.
#[derive(Clone, Copy, Debug)]
struct Set(u8);

impl Set {
    /// Returns the sets of so many topics that have any.
    fn all(keys: usize) -> impl Iterator<Item = Self> {
        (1..1_u8 << keys).map(Self)
    }

    fn has(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }

    fn places(self) -> impl Iterator<Item = usize> {
        (0..KEYS).filter(move |&place| self.has(place))
    }
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
    pool: Pool,
}

impl Look<'_> {
    fn everywhere(&mut self) {
        let taste = self.taste;
        let full = taste.most(taste.whole.saturating_mul(Points::FULL.get().into()));
        let mut places: Vec<(i64, Where)> = Set::all(taste.keys.len())
            .map(|set| (taste.most_of_set(set), Where::Set(set)))
            .collect();
        let others = 0..taste.others.len();
        places.extend(others.map(|other| (taste.most(taste.others_most), Where::Other(other))));
        let broad = taste.topics().enumerate();
        let broad = broad.filter(|&(_, topic)| !self.index.postings.broad(topic).is_empty());
        places.extend(broad.map(|(wanted, _)| (full, Where::Broad(wanted))));
        if self.index.permits_strangers {
            places.push((taste.stranger, Where::Strangers));
        }
        places.sort_by_key(|&(most, _)| Reverse(most));
        for (most, place) in places {
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
        let others: Vec<u32> = others.map(|place| taste.keys[place].topic).collect();
        self.groups(
            posting,
            |group| taste.most_of_group(set, group.codes),
            &others,
        );
    }

    fn other(&mut self, other: usize) {
        let taste = self.taste;
        let topic = taste.others[other].topic;
        let Some(posting) = self.index.postings.of(&[topic]) else {
            return;
        };
        let before: Vec<u32> = taste.topics().take(taste.keys.len() + other).collect();
        self.groups(posting, |_| taste.most(taste.others_most), &before);
    }

    fn broad(&mut self, wanted: usize, most: i64) {
        let topics: Vec<u32> = self.taste.topics().take(wanted + 1).collect();
        if let Some((&topic, before)) = topics.split_last() {
            self.members(self.index.postings.broad(topic), most, before);
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
                self.offer(most, junior, &topics);
            }
        }
    }

    /// Looks at the groups of a posting, the best first, and leaves out whoever speaks about `none_of` these topics.
    fn groups(&mut self, posting: Posting<'_>, most: impl Fn(&Group) -> i64, none_of: &[u32]) {
        let around = self.around;
        let groups = posting.groups().iter().enumerate();
        let groups = groups.map(|(group, of)| (most(of), group));
        let mut order: Vec<(i64, usize)> = groups
            .filter(|&(most, _)| !self.pool.passes_over(most.saturating_add(around)))
            .collect();
        order.sort_unstable_by_key(|&(most, group)| (Reverse(most), group));
        for (most, group) in order {
            if self.pool.passes_over(most.saturating_add(around)) {
                break;
            }
            self.members(posting.members(group), most, none_of);
        }
    }

    /// Looks at juniors to whom the lead gives so much at most.
    fn members(&mut self, members: &[Member], most: i64, none_of: &[u32]) {
        let highest = self.question.highest_price;
        let from =
            members.partition_point(|member| (member.junior() as usize) < self.question.first);
        for member in members[from..].iter().chain(&members[..from]) {
            let value = self.index.classes.value(self.values, member.class());
            let bound = most + self.rest + value;
            if !self.pool.passes_over(bound.saturating_add(highest)) {
                self.offer(bound, member.junior(), none_of);
            } else if self.pool.passes_over(most.saturating_add(self.around)) {
                // Whoever is left can be no better than those who are kept.
                break;
            }
        }
    }

    /// Notes a junior whose score is so high at most.
    fn offer(&mut self, bound: i64, junior: u32, none_of: &[u32]) {
        let bound = bound.saturating_add(self.question.price(junior));
        if self.pool.passes_over(bound) {
            return;
        }
        let index = self.index;
        let met_elsewhere = index.topics.speaks(junior, none_of.iter().copied());
        if !met_elsewhere && self.listed.binary_search(&junior).is_err() {
            self.pool.push(bound, junior);
        }
    }
}

/// The best of those whose score is known.
struct Best {
    sought: usize,
    asked: u32,
    /// The worst is on top.
    heap: BinaryHeap<Reverse<Asked>>,
}

/// A junior whose score is known; better ones are greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    /// Score and price.
    worth: i64,
    /// Of equals the first to be asked is better.
    place: Reverse<u32>,
    junior: u32,
    score: Score,
}

impl Best {
    fn new(sought: usize) -> Self {
        Self {
            sought,
            asked: 0,
            heap: BinaryHeap::new(),
        }
    }

    fn ask(
        &mut self,
        index: &CandidateIndex<'_>,
        question: &Question<'_>,
        senior: usize,
        junior: u32,
    ) {
        self.asked += 1;
        if let Some(score) = index.score(junior as usize, senior) {
            let worth = score.get().saturating_add(question.price(junior));
            self.heap.push(Reverse(Asked {
                worth,
                place: Reverse(self.asked),
                junior,
                score,
            }));
            if self.heap.len() > self.sought {
                self.heap.pop();
            }
        }
    }

    /// Tells whether as many as are sought are as good as a bound.
    fn reaches(&self, bound: i64) -> bool {
        let worst = self.heap.peek().filter(|_| self.heap.len() == self.sought);
        worst.is_some_and(|worst| worst.0.worth >= bound)
    }

    /// Gives all but the worst of as many as are sought, and what the worst is.
    fn answer(mut self, count: usize, out: &mut Vec<(usize, Score)>) -> Option<i64> {
        let beyond = if self.heap.len() > count {
            self.heap.pop()
        } else {
            None
        };
        let best = self.heap.into_iter();
        out.extend(best.map(|Reverse(asked)| (asked.junior as usize, asked.score)));
        beyond.map(|Reverse(asked)| asked.worth)
    }
}
