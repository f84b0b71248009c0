//! The best partners of one senior.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::CandidateIndex;
use super::best::Best;
use super::look::{Look, Segment, Waiting, Where};
use super::pool::Pool;
use super::scan::{Lanes, Parts, Sweep, Tile};
use super::taste::Taste;
use crate::programme::Participant;
use crate::scoring::{Lead, Score, Values};

/// What is asked of an index.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// How many juniors are sought.
    pub count: usize,
    /// What each junior is worth beside the score, by place; those beyond the end are worth nothing. With a score added to it, none leaves 64 bits.
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
        self.best_above(None, place, question, None, out)
    }

    /// Does the same among those whose score and price are together above a floor, if there is one; the floor is what they are at most for
    /// everybody else then.
    pub(crate) fn best_above(
        &self,
        floor: Option<i64>,
        place: usize,
        question: Question<'_>,
        lanes: Option<&Lanes>,
        out: &mut Vec<(usize, Score)>,
    ) -> Option<i64> {
        out.clear();
        let senior = self.seniors.get(place)?;
        SCRATCH.with_borrow_mut(|scratch| {
            let Scratch {
                listed,
                buffers,
                parts,
                waiting,
                pool,
                best,
                order,
                groups,
                segments,
                lags,
                lanes: own_lanes,
                wanted,
                tile,
            } = scratch;
            self.listed(senior, listed);
            buffers.resize_with(buffers.len().max(self.facets.len()), Vec::new);
            let values = self.facets.iter().zip(buffers);
            let values: Vec<Values<'_>> = values
                .map(|(facet, buffer)| facet.values(senior, buffer))
                .collect();
            let taste = Taste::new(self, place, senior, parts);
            let rest = self.outline.rest(senior);
            let sweep = self.scan.as_ref().map(|scan| {
                self.read_parts(place, senior, wanted);
                let lanes = lanes.unwrap_or_else(|| {
                    own_lanes.fill(self, question);
                    own_lanes
                });
                let exact = self.lead.filter(|lead| {
                    let is_exact = self.is_exact && !lead.is_guarded(senior);
                    is_exact && lead.is_settled(lead.whole(senior), wanted.len())
                });
                Sweep {
                    scan,
                    wanted,
                    ground: taste.stranger + rest,
                    slack: self.lead.map_or(0, Lead::slack),
                    exact,
                    lanes,
                    tile,
                }
            });
            let segments = self.segments_of(senior, &values, segments);
            self.classes.find_lags(&values, lags);
            let around = i64::from(self.most_of_facets[place]) + rest;
            let mut look = Look {
                index: self,
                question: &question,
                floor,
                taste: &taste,
                values: &values,
                segments,
                lags,
                listed,
                around: around.saturating_add(question.highest_price),
                rest,
                waiting,
                pool,
                order,
                groups,
            };
            look.best(place, sweep, best, out)
        })
    }
}

impl CandidateIndex<'_> {
    /// Returns the segments of juniors, the best first for a senior.
    fn segments_of<'s>(
        &'s self,
        senior: &Participant,
        values: &[Values<'_>],
        found: &'s mut Vec<Segment>,
    ) -> &'s [Segment] {
        let Some(steering) = self.classes.steering() else {
            return &[];
        };
        let class = self.facets[steering.facet].senior_class(senior) as usize;
        if let Some(segments) = self.segments.get(class) {
            return segments;
        }
        Segment::find(steering, values[steering.facet], found);
        found
    }

    /// Gives prices the form in which a scan reads them, for whoever asks many questions at the same.
    pub(crate) fn lanes(&self, question: Question<'_>) -> Lanes {
        let mut lanes = Lanes::default();
        lanes.fill(self, question);
        lanes
    }

    /// Fills `wanted` with what each topic that a senior wants contributes at most to the score of who speaks about it.
    fn read_parts(&self, place: usize, senior: &Participant, wanted: &mut Vec<Parts>) {
        wanted.clear();
        let Some(lead) = self.lead else {
            return;
        };
        let whole = lead.whole(senior);
        let (keys, others) = self.topics.wanted(place);
        wanted.extend(keys.iter().chain(others).map(|one| {
            let mut by_code = [0; 256];
            for &code in self.topics.occurring() {
                let part = self.topics.part(lead, senior, one.target, code);
                by_code[code as usize] = lead.raises(part, whole);
            }
            let topic = one.topic;
            Parts { topic, by_code }
        }));
    }
}

/// What an answer takes, kept from one to the next.
#[derive(Default)]
struct Scratch {
    listed: Vec<u32>,
    buffers: Vec<Vec<u32>>,
    parts: Vec<u64>,
    waiting: Waiting,
    pool: Pool,
    best: Best,
    order: Vec<(i64, Where)>,
    groups: BinaryHeap<(u64, Reverse<u32>)>,
    segments: Vec<Segment>,
    lags: Vec<i64>,
    lanes: Lanes,
    wanted: Vec<Parts>,
    tile: Tile,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use super::Question;
    use crate::candidates::CandidateIndex;
    use crate::model::{Organisation, PersonRow};
    use crate::programme::{EnrolmentRow, Participant, Programme, Role};
    use crate::rules::{RuleSet, Rules};
    use crate::scoring::{Scorer, Scoring};
    use crate::work::Work;

    /// Sixty juniors of four levels and two units, each with two of five skills, and eight seniors who want three.
    fn world() -> (Organisation, Programme) {
        let mut organisation = Organisation::builder().unit("one", None).unit("two", None);
        let mut programme = Programme::builder();
        let skill = |number: i64| format!("skill {}", number % 5);
        for number in 0..60 {
            let id = format!("junior {number:02}");
            let row = PersonRow::new(id.clone())
                .in_unit(if number % 3 == 0 { "one" } else { "two" })
                .at_level(1 + number % 4)
                .with_skill(skill(number), 1 + number % 5)
                .with_skill(skill(number + 1 + number / 5 % 4), 1 + number % 3);
            organisation = organisation.person(row);
            programme = programme.enrol(EnrolmentRow::junior(id));
        }
        for number in 0..8 {
            let id = format!("senior {number}");
            let row = PersonRow::new(id.clone());
            let row = row.in_unit(if number % 2 == 0 { "one" } else { "two" });
            organisation = organisation.person(row.at_level(5));
            let row = EnrolmentRow::senior(id);
            let row = (0..3).fold(row, |row, wanted| {
                row.wants_at(skill(number + wanted), 1 + wanted, 5)
            });
            programme = programme.enrol(row);
        }
        let organisation = organisation.build().expect("in order");
        let programme = programme.build(&organisation).expect("in order");
        (organisation, programme)
    }

    #[test]
    fn above_a_floor_are_those_of_all_who_are_worth_more() {
        let (organisation, programme) = world();
        let (rules, scoring) = (RuleSet::default(), Scoring::default());
        let rules = Rules::new(&rules, &organisation, &programme).expect("in order");
        let scorer = Scorer::new(&scoring, &organisation, &programme).expect("in order");
        let side = |role| -> Vec<&Participant> {
            let all = programme.participants().iter();
            all.filter(|one| one.takes_part_as(role)).collect()
        };
        let (juniors, seniors) = (side(Role::Junior), side(Role::Senior));
        let index = CandidateIndex::new(&rules, &scorer, &juniors, &seniors, &Work::new());
        let index = index.expect("nobody stops it").expect("criteria");
        let prices: Vec<i64> = (0..60).map(|junior| -(junior * 7_919 % 90_000)).collect();
        let mut found = Vec::new();
        for senior in 0..seniors.len() {
            let worth =
                |&(junior, score): &(usize, crate::scoring::Score)| score.get() + prices[junior];
            let mut worths: Vec<i64> = index.all(senior).map(|pair| worth(&pair)).collect();
            worths.sort_unstable_by_key(|&worth| Reverse(worth));
            assert!(worths.len() > 8, "many are permitted");
            let middle = worths[worths.len() / 2];
            for count in [1, 4, 60] {
                let question = Question {
                    count,
                    prices: &prices,
                    highest_price: 0,
                    first: 13 * senior,
                };
                for floor in [worths[0], worths[0] - 1, worths[3], middle, 0, -200_000] {
                    let above: Vec<i64> = worths
                        .iter()
                        .copied()
                        .filter(|&worth| worth > floor)
                        .collect();
                    let bound = index.best_above(Some(floor), senior, question, None, &mut found);
                    let mut best: Vec<i64> = found.iter().map(worth).collect();
                    best.sort_unstable_by_key(|&worth| Reverse(worth));
                    assert_eq!(best, above[..count.min(above.len())]);
                    assert_eq!(bound, Some(above.get(count).copied().unwrap_or(floor)));
                }
            }
        }
    }
}
