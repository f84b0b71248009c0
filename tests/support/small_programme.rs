//! Random programmes of a handful of people with several seats, and the slowest way there is to match them.
#![allow(
    dead_code,
    reason = "each test is a crate of its own and uses a part of this"
)]

use std::collections::BTreeSet;

use reverse_mentoring::matching::{Config, Engine, HallSet, Matching, Objective, Rung};
use reverse_mentoring::model::{Organisation, PersonId, PersonRow};
use reverse_mentoring::programme::{EnrolmentRow, GroupRow, PinKind, Programme, Role, RolesRow};
use reverse_mentoring::rules::{Rule, RuleSet};
use reverse_mentoring::scoring::{OwnScores, Scoring};

use super::random::Random;

/// People with seats, and what a platform says of each pair; somebody may be on both sides.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    pub(crate) seniors: Vec<String>,
    pub(crate) juniors: Vec<String>,
    /// By senior, then by junior; none where the two may not meet.
    pub(crate) scores: Vec<Vec<Option<i64>>>,
    /// Of juniors, then of seniors.
    pub(crate) capacities: [Vec<u32>; 2],
    /// Of juniors, then of seniors.
    pub(crate) minima: [Vec<u32>; 2],
    pub(crate) objective: Objective,
    /// Places of junior and senior.
    pub(crate) pins: Vec<(usize, usize, PinKind)>,
    /// Whether the worst-off pair counts; see [`Case::with_worst_off`].
    pub(crate) worst_off: bool,
    /// Of juniors, then of seniors; empty where nobody has waited.
    pub(crate) cycles: [Vec<u32>; 2],
    pub(crate) groups: Vec<GroupOf>,
}

/// People of a side who make so many pairs together.
#[derive(Clone, Debug)]
pub(crate) struct GroupOf {
    pub(crate) role: Role,
    /// Places.
    pub(crate) members: Vec<usize>,
    pub(crate) floor: u64,
    pub(crate) cap: Option<u64>,
}

/// Ids of junior and senior.
pub(crate) type Names = BTreeSet<(String, String)>;

/// The ids of the pairs of a matching.
pub(crate) fn names(matching: &Matching) -> Names {
    let pairs = matching.pairs().iter();
    pairs
        .map(|pair| (pair.junior().to_string(), pair.senior().to_string()))
        .collect()
}

/// How many pairs are in one alone.
pub(crate) fn distance(one: &Names, other: &Names) -> u64 {
    one.symmetric_difference(other).count() as u64
}

/// What a set of pairs is worth: how many people are covered, as the objective counts them, then the least score if it counts, then the
/// total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Value {
    pub(crate) covered: [usize; 2],
    pub(crate) least: i64,
    pub(crate) total: i64,
}

/// What brute force finds.
pub(crate) struct Best {
    pub(crate) value: Option<Value>,
    /// Of juniors, then of seniors: the best with a pair more that the person does not have in the given one.
    pub(crate) forced: [Vec<Option<Value>>; 2],
}

/// A permitted pair that is not made.
pub(crate) struct Further {
    pub(crate) score: i64,
    /// Whether the partner has a seat left.
    pub(crate) has_seat: bool,
}

impl Case {
    /// Draws up to four people a side with up to three seats each.
    pub(crate) fn draw(random: &mut Random, minima: bool) -> Self {
        Self::draw_up_to(random, 4, 3, minima)
    }

    /// Draws up to so many people a side with up to so many seats each.
    pub(crate) fn draw_up_to(random: &mut Random, people: u64, seats: i64, minima: bool) -> Self {
        let side = |random: &mut Random, letter: char| -> Vec<String> {
            (0..=random.below(people))
                .map(|number| format!("{letter}{number}"))
                .collect()
        };
        let (mut seniors, mut juniors) = (side(random, 's'), side(random, 'j'));
        if random.once_in(3) {
            "b".clone_into(&mut seniors[0]);
            "b".clone_into(&mut juniors[0]);
        }
        let span = [1, 3, 12][random.index(3)];
        let tenths = 3 + random.below(8);
        let scores = seniors
            .iter()
            .map(|senior| {
                let score = |junior: &String| {
                    let score = random.number(-span / 3, span);
                    (random.below(10) < tenths && senior != junior).then_some(score)
                };
                juniors.iter().map(score).collect()
            })
            .collect();
        let mut each = |count: usize, least: i64, most: i64| -> Vec<u32> {
            let drawn = (0..count).map(|_| random.number(least, most).max(0));
            drawn
                .map(|pairs| u32::try_from(pairs).expect("not negative"))
                .collect()
        };
        let lens = [juniors.len(), seniors.len()];
        let capacities = lens.map(|count| each(count, 1, seats));
        let mut drawn = lens.map(|count| each(count, -5, 2));
        for (minima_of, capacities) in drawn.iter_mut().zip(&capacities) {
            for (minimum, &capacity) in minima_of.iter_mut().zip(capacities) {
                *minimum = if minima { capacity.min(*minimum) } else { 0 };
            }
        }
        let ladders: [&[Rung]; 3] = [
            &[Rung::SeniorsCovered, Rung::EveryoneCovered, Rung::Total],
            &[Rung::SeniorsCovered, Rung::Total],
            &[Rung::EveryoneCovered, Rung::Total],
        ];
        let ladder = ladders[random.index(3)];
        Self {
            seniors,
            juniors,
            scores,
            capacities,
            minima: drawn,
            objective: Objective::default(),
            pins: Vec::new(),
            worst_off: false,
            cycles: [Vec::new(), Vec::new()],
            groups: Vec::new(),
        }
        .with_objective(ladder)
    }

    /// Lets some people have waited for up to three cycles.
    pub(crate) fn with_random_cycles(mut self, random: &mut Random) -> Self {
        for role in [Role::Junior, Role::Senior] {
            let cycles = self.ids(role).iter().map(|_| {
                let cycles = random.number(-2, 3).max(0);
                u32::try_from(cycles).expect("not negative")
            });
            self.cycles[role as usize] = cycles.collect();
        }
        self
    }

    /// Puts some people of either side into up to two groups, with a floor that their seats allow and a cap that their minima allow.
    pub(crate) fn with_random_groups(mut self, random: &mut Random) -> Self {
        for role in [Role::Junior, Role::Senior] {
            let mut members = [Vec::new(), Vec::new()];
            for place in 0..self.ids(role).len() {
                if let Some(members) = members.get_mut(random.index(3)) {
                    members.push(place);
                }
            }
            for members in members {
                let sum =
                    |of: &[u32]| -> u64 { members.iter().map(|&place| u64::from(of[place])).sum() };
                let (seats, minima) = (
                    sum(&self.capacities[role as usize]),
                    sum(&self.minima[role as usize]),
                );
                let cap = minima + random.below(seats - minima + 1);
                let floor = if random.once_in(2) {
                    random.below(cap.min(2) + 1)
                } else {
                    0
                };
                self.groups.push(GroupOf {
                    role,
                    members,
                    floor,
                    cap: (!random.once_in(4)).then_some(cap),
                });
            }
        }
        self
    }

    /// Pins some pairs that may be made, as far as there are seats, and forbids some others.
    pub(crate) fn with_random_pins(mut self, random: &mut Random) -> Self {
        for junior in 0..self.juniors.len() {
            for senior in 0..self.seniors.len() {
                let drawn = random.below(8);
                let has_seats =
                    |role, place| self.pinned(role, place) < self.capacity(role, place) as usize;
                let can_be_made = self.scores[senior][junior].is_some()
                    && has_seats(Role::Junior, junior)
                    && has_seats(Role::Senior, senior);
                let kind = match drawn {
                    0 if can_be_made => PinKind::Forced,
                    1 if can_be_made => PinKind::Locked,
                    2 if self.seniors[senior] != self.juniors[junior] => PinKind::Forbidden,
                    _ => continue,
                };
                self.pins.push((junior, senior, kind));
            }
        }
        self
    }

    fn pinned(&self, role: Role, place: usize) -> usize {
        let made = self.pins.iter().filter(|(.., kind)| kind.is_made());
        made.filter(|(junior, senior, _)| place == [*junior, *senior][role as usize])
            .count()
    }

    fn is_pinned(&self, junior: usize, senior: usize, made: bool) -> bool {
        self.pins
            .iter()
            .any(|&(j, s, kind)| (j, s, kind.is_made()) == (junior, senior, made))
    }

    pub(crate) fn with_objective(mut self, ladder: &[Rung]) -> Self {
        self.objective = Objective::new(ladder.iter().copied()).expect("a ladder that is served");
        self
    }

    pub(crate) fn build(&self) -> (Organisation, Programme, Engine) {
        let mut organisation = Organisation::builder();
        let mut programme = Programme::builder();
        let of_both: Vec<&String> = self
            .juniors
            .iter()
            .filter(|junior| self.seniors.contains(junior))
            .collect();
        let mut enrol = |person: &String, roles| {
            let mut row = EnrolmentRow::new(person, roles);
            for role in [Role::Junior, Role::Senior] {
                let place = self.ids(role).iter().position(|id| id == person);
                if let Some(place) = place {
                    row = row
                        .with_capacity(role, self.capacity(role, place).into())
                        .with_minimum(role, self.minima[role as usize][place].into());
                    if let Some(&cycles) = self.cycles[role as usize].get(place) {
                        row = row.waited(role, cycles.into());
                    }
                }
            }
            organisation = std::mem::take(&mut organisation).person(PersonRow::new(person));
            programme = std::mem::take(&mut programme).enrol(row);
        };
        for senior in &self.seniors {
            let roles = if of_both.contains(&senior) {
                RolesRow::Both
            } else {
                RolesRow::Senior
            };
            enrol(senior, roles);
        }
        for junior in self
            .juniors
            .iter()
            .filter(|junior| !of_both.contains(junior))
        {
            enrol(junior, RolesRow::Junior);
        }
        for &(junior, senior, kind) in &self.pins {
            programme = programme.pin(kind, &self.juniors[junior], &self.seniors[senior]);
        }
        for (number, group) in self.groups.iter().enumerate() {
            let mut row = GroupRow::new(format!("group {number}"), group.role)
                .with_floor(i64::try_from(group.floor).expect("small"));
            if let Some(cap) = group.cap {
                row = row.with_cap(i64::try_from(cap).expect("small"));
            }
            for &place in &group.members {
                row = row.with_member(&self.ids(group.role)[place]);
            }
            programme = programme.group(row);
        }
        let organisation = organisation.build().expect("sound");
        let programme = programme.build(&organisation).expect("sound");
        let by_junior = (0..self.juniors.len())
            .flat_map(|junior| self.scores.iter().map(move |scores| scores[junior]));
        let scores = OwnScores::integer_matrix(
            self.juniors.clone(),
            self.seniors.clone(),
            by_junior.collect(),
        );
        let config = Config::default()
            .with_rules(RuleSet::new([] as [Rule; 0]).expect("no rules"))
            .with_scoring(Scoring::own(scores.expect("a full matrix")))
            .with_objective(self.objective.clone());
        let engine = Engine::builder().config(config).build().expect("sound");
        (organisation, programme, engine)
    }

    fn ids(&self, role: Role) -> &[String] {
        match role {
            Role::Junior => &self.juniors,
            Role::Senior => &self.seniors,
        }
    }

    pub(crate) fn place(&self, person: &PersonId, role: Role) -> usize {
        let place = self.ids(role).iter().position(|id| id == person.as_str());
        place.expect("the person is on this side")
    }

    pub(crate) fn places(&self, junior: &PersonId, senior: &PersonId) -> (usize, usize) {
        (
            self.place(junior, Role::Junior),
            self.place(senior, Role::Senior),
        )
    }

    pub(crate) fn capacity(&self, role: Role, place: usize) -> u32 {
        self.capacities[role as usize][place]
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.capacities
            .iter()
            .flatten()
            .all(|&capacity| capacity == 1)
            && self.minima.iter().flatten().all(|&minimum| minimum == 0)
    }

    fn score(&self, role: Role, place: usize, partner: usize) -> Option<i64> {
        let (junior, senior) = match role {
            Role::Junior => (place, partner),
            Role::Senior => (partner, place),
        };
        self.scores[senior][junior].filter(|_| !self.is_pinned(junior, senior, false))
    }

    /// Lists the permitted pairs of somebody that are not made.
    pub(crate) fn further(
        &self,
        matching: &Matching,
        person: &PersonId,
        role: Role,
    ) -> Vec<Further> {
        let place = self.place(person, role);
        let made: Vec<usize> = matching
            .pairs_of(person.as_str(), role)
            .map(|pair| match role {
                Role::Junior => self.place(pair.senior(), Role::Senior),
                Role::Senior => self.place(pair.junior(), Role::Junior),
            })
            .collect();
        let other = role.other();
        let partners = (0..self.ids(other).len()).filter(|partner| !made.contains(partner));
        partners
            .filter_map(|partner| {
                let pairs = matching.pairs_of(&self.ids(other)[partner], other).count();
                Some(Further {
                    score: self.score(role, place, partner)?,
                    has_seat: pairs < self.capacity(other, partner) as usize,
                })
            })
            .collect()
    }

    /// Counts the partners of somebody with whom pins leave a pair open.
    pub(crate) fn open_partners(&self, role: Role, place: usize) -> usize {
        let other = role.other();
        let partners = (0..self.ids(other).len()).filter(|&partner| {
            let (junior, senior) = match role {
                Role::Junior => (place, partner),
                Role::Senior => (partner, place),
            };
            let has_seat = self.pinned(other, partner) < self.capacity(other, partner) as usize;
            has_seat
                && self.score(role, place, partner).is_some()
                && !self.is_pinned(junior, senior, true)
        });
        partners.count()
    }

    /// Counts what the people of a set need, by their minima alone, and what is possible.
    pub(crate) fn count_shortage(&self, set: &HallSet) -> (u64, u64) {
        self.count(set, 0)
    }

    /// Counts what the people of a set need, one pair each at least, and what is possible.
    pub(crate) fn count_hall_set(&self, set: &HallSet) -> (u64, u64) {
        self.count(set, 1)
    }

    fn count(&self, set: &HallSet, least: u32) -> (u64, u64) {
        let (role, other) = (set.role, set.role.other());
        let people: Vec<usize> = set
            .people
            .iter()
            .map(|person| self.place(person, role))
            .collect();
        let needs = people.iter().map(|&place| {
            let needs = self.minima[role as usize][place].max(least) as usize;
            needs.saturating_sub(self.pinned(role, place)) as u64
        });
        let possible = (0..self.ids(other).len()).map(|partner| {
            let may_meet = people.iter().filter(|&&place| {
                let (junior, senior) = match role {
                    Role::Junior => (place, partner),
                    Role::Senior => (partner, place),
                };
                self.score(role, place, partner).is_some() && !self.is_pinned(junior, senior, true)
            });
            let left = self.capacity(other, partner) as usize - self.pinned(other, partner);
            may_meet.count().min(left) as u64
        });
        (needs.sum(), possible.sum())
    }

    /// What pairs are worth, given as a set of juniors for each senior; nothing if they break a limit.
    pub(crate) fn value(&self, rows: &[u32]) -> Option<Value> {
        let (mut total, mut of_juniors) = (0, vec![0; self.juniors.len()]);
        for (scores, &row) in self.scores.iter().zip(rows) {
            for (junior, score) in scores.iter().enumerate() {
                if row >> junior & 1 == 1 {
                    total += (*score)?;
                    of_juniors[junior] += 1;
                }
            }
        }
        let of_seniors: Vec<u32> = rows.iter().map(|row| row.count_ones()).collect();
        for (role, pairs) in [&of_juniors, &of_seniors].into_iter().enumerate() {
            let limits = self.minima[role].iter().zip(&self.capacities[role]);
            let mut kept = limits
                .zip(pairs)
                .map(|((least, most), pairs)| (least..=most).contains(&pairs));
            if !kept.all(|kept| kept) {
                return None;
            }
        }
        let of_sides = [&of_juniors, &of_seniors];
        let in_bounds = self.groups.iter().all(|group| {
            let pairs = &of_sides[group.role as usize];
            let made: u32 = group.members.iter().map(|&place| pairs[place]).sum();
            let made = u64::from(made);
            made >= group.floor && group.cap.is_none_or(|cap| made <= cap)
        });
        if !in_bounds {
            return None;
        }
        let kept = self
            .pins
            .iter()
            .all(|&(junior, senior, kind)| (rows[senior] >> junior & 1 == 1) == kind.is_made());
        if !kept {
            return None;
        }
        let seniors = of_seniors.iter().filter(|&&pairs| pairs > 0).count();
        let met = rows.iter().fold(0, |met, row| met | row).count_ones() as usize;
        let covered = match self.objective.rungs() {
            [Rung::EveryoneCovered, ..] => [seniors + met, 0],
            [_, Rung::EveryoneCovered, ..] => [seniors, seniors + met],
            _ => [seniors, 0],
        };
        let mut least = 0;
        if self.worst_off {
            let scores = self.open_scores(rows);
            least = scores.into_iter().min().unwrap_or(i64::MAX);
        }
        Some(Value {
            covered,
            least,
            total,
        })
    }

    /// Lists the ids of a set of pairs, given as a set of juniors for each senior.
    pub(crate) fn names_of(&self, rows: &[u32]) -> Names {
        let pairs = rows.iter().enumerate().flat_map(|(senior, row)| {
            let juniors = (0..self.juniors.len()).filter(move |junior| row >> junior & 1 == 1);
            juniors.map(move |junior| (self.juniors[junior].clone(), self.seniors[senior].clone()))
        });
        pairs.collect()
    }

    /// Lists the scores of the pairs that pins do not make.
    fn open_scores(&self, rows: &[u32]) -> Vec<i64> {
        let open = rows.iter().enumerate().flat_map(|(senior, row)| {
            let juniors = (0..self.juniors.len()).filter(move |junior| row >> junior & 1 == 1);
            juniors
                .filter(move |&junior| !self.is_pinned(junior, senior, true))
                .filter_map(move |junior| self.scores[senior][junior])
        });
        open.collect()
    }

    /// What a rung says of a set of pairs; more is better.
    fn worth(&self, rung: Rung, rows: &[u32], earlier: Option<&Names>) -> i64 {
        let met = rows.iter().fold(0, |met, row| met | row);
        let has_pair = |role: Role, place: usize| match role {
            Role::Junior => met >> place & 1 == 1,
            Role::Senior => rows[place] != 0,
        };
        let sum = |role: Role, weight: &dyn Fn(usize) -> i64| -> i64 {
            let places = (0..self.ids(role).len()).filter(|&place| has_pair(role, place));
            places.map(weight).sum()
        };
        let waited = |role: Role| {
            let cycles = &self.cycles[role as usize];
            sum(role, &|place| {
                cycles.get(place).copied().unwrap_or(0).into()
            })
        };
        match rung {
            Rung::SeniorsCovered => sum(Role::Senior, &|_| 1),
            Rung::EveryoneCovered => sum(Role::Senior, &|_| 1) + sum(Role::Junior, &|_| 1),
            Rung::LongestWaiting => waited(Role::Senior) + waited(Role::Junior),
            Rung::WorstOff => self.open_scores(rows).into_iter().min().unwrap_or(i64::MAX),
            Rung::Total => {
                let rows = rows.iter().zip(&self.scores);
                let scores = rows.flat_map(|(row, scores)| {
                    let made = scores.iter().enumerate();
                    let made = made.filter(move |(junior, _)| row >> junior & 1 == 1);
                    made.filter_map(|(_, score)| *score)
                });
                scores.sum()
            }
            Rung::FewestChanges => earlier.map_or(0, |earlier| {
                let changes = distance(&self.names_of(rows), earlier);
                -i64::try_from(changes).expect("few")
            }),
            other => panic!("{other:?}"),
        }
    }

    /// Adds up the scores of a set of pairs.
    pub(crate) fn total(&self, rows: &[u32]) -> i64 {
        self.worth(Rung::Total, rows, None)
    }

    /// Goes down the ladder, and keeps of all sets of pairs the best for each rung in turn.
    pub(crate) fn optima(&self, earlier: Option<&Names>) -> Vec<Vec<u32>> {
        let mut left = Vec::new();
        self.each_set(|rows, _| left.push(rows.to_vec()));
        for &rung in self.objective.rungs() {
            if rung == Rung::WorstOff && left.iter().any(|rows| self.open_scores(rows).is_empty()) {
                continue;
            }
            let worths: Vec<i64> = left
                .iter()
                .map(|rows| self.worth(rung, rows, earlier))
                .collect();
            let best = worths.iter().max().copied();
            let mut worths = worths.into_iter();
            left.retain(|_| worths.next() == best);
        }
        left
    }

    /// Puts a rung at the end of the ladder.
    pub(crate) fn with_last_rung(self, rung: Rung) -> Self {
        let mut ladder = self.objective.rungs().to_vec();
        ladder.push(rung);
        self.with_objective(&ladder)
    }

    /// Puts the worst-off pair before the total; it has no say where pins alone cover as many people as can be.
    pub(crate) fn with_worst_off(self) -> Self {
        let (mut best, mut by_pins) = (None, None);
        self.each_set(|rows, value| {
            best = best.max(Some(value.covered));
            let pairs: u32 = rows.iter().map(|row| row.count_ones()).sum();
            let pins = self.pins.iter().filter(|(.., kind)| kind.is_made());
            if pairs as usize == pins.count() {
                by_pins = Some(value.covered);
            }
        });
        let mut ladder = self.objective.rungs().to_vec();
        let total = ladder.iter().position(|&rung| rung == Rung::Total);
        ladder.insert(total.expect("every ladder has a total"), Rung::WorstOff);
        Self {
            worst_off: best.is_some() && by_pins != best,
            ..self.with_objective(&ladder)
        }
    }

    /// Goes through every set of pairs that keeps to all limits, as a set of juniors for each senior, with its value.
    pub(crate) fn each_set(&self, mut see: impl FnMut(&[u32], Value)) {
        let choices = self
            .scores
            .iter()
            .zip(&self.capacities[Role::Senior as usize]);
        let choices: Vec<Vec<u32>> = choices
            .map(|(scores, &seats)| {
                let permitted = |row: &u32| {
                    row.count_ones() <= seats
                        && (0..scores.len())
                            .all(|junior| row >> junior & 1 == 0 || scores[junior].is_some())
                };
                (0..1 << scores.len()).filter(permitted).collect()
            })
            .collect();
        let mut chosen = vec![0; choices.len()];
        loop {
            let rows: Vec<u32> = choices
                .iter()
                .zip(&chosen)
                .map(|(of, &at)| of[at])
                .collect();
            if let Some(value) = self.value(&rows) {
                see(&rows, value);
            }
            // Counts on, with a digit for each senior.
            let Some(next) = (0..chosen.len()).find(|&at| chosen[at] + 1 < choices[at].len())
            else {
                return;
            };
            chosen[next] += 1;
            chosen[..next].fill(0);
        }
    }

    /// Tries every set of pairs.
    pub(crate) fn best(&self, given: &[u32]) -> Best {
        let given = |senior: usize| given.get(senior).copied().unwrap_or(0);
        let mut best = Best {
            value: None,
            forced: [
                vec![None; self.juniors.len()],
                vec![None; self.seniors.len()],
            ],
        };
        let count = self.juniors.len();
        self.each_set(|rows, value| {
            best.value = best.value.max(Some(value));
            for (senior, &row) in rows.iter().enumerate() {
                let new = row & !given(senior);
                for junior in (0..count).filter(|junior| new >> junior & 1 == 1) {
                    let forced = &mut best.forced[Role::Junior as usize][junior];
                    *forced = (*forced).max(Some(value));
                }
                if new != 0 {
                    let forced = &mut best.forced[Role::Senior as usize][senior];
                    *forced = (*forced).max(Some(value));
                }
            }
        });
        best
    }
}
