//! An organisation and a programme, made ready to be asked about pairs.

use super::groups::{GroupAt, GroupSeats};
use super::pins::Pins;
use super::{Config, order};
use crate::Error;
use crate::candidates::{CandidateIndex, CandidateTable, Candidates, Method, Obstacles};
use crate::model::{Organisation, PersonId, PersonIndex};
use crate::parallel;
use crate::programme::{Capacity, Participant, Pin, Programme, Role};
use crate::rules::Rules;
use crate::scoring::{Score, Scorer};
use crate::subset::Subset;
use crate::work::{Cancelled, Work};

/// Compiled rules and criteria, and the table of every permitted pair of eligible people.
///
/// A *place* is a position among the eligible people of a side, in the order of the lottery.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    pub(super) organisation: &'a Organisation,
    pub(super) programme: &'a Programme,
    pub(super) rules: Rules<'a>,
    pub(super) scorer: Scorer<'a>,
    pub(super) table: CandidateTable,
    /// Whether the table holds every permitted pair.
    pub(super) is_whole: bool,
    pub(super) pins: Pins,
    groups: GroupSeats,
    juniors: Side<'a>,
    seniors: Side<'a>,
}

#[derive(Debug)]
struct Side<'a> {
    eligible: Vec<&'a Participant>,
    /// Which participants of the programme these are.
    members: Subset,
    /// By rank among them: the place.
    places: Vec<u32>,
}

impl<'a> Side<'a> {
    fn new(
        role: Role,
        organisation: &Organisation,
        programme: &'a Programme,
        rules: &Rules<'_>,
        seed: u64,
        work: &Work<'_>,
    ) -> Result<Self, Cancelled> {
        let participants = programme.participants();
        let all = work.through(order::PHASE, participants);
        let members = Subset::new(all.map(|participant| {
            participant.takes_part_as(role) && rules.qualifies(participant, role)
        }));
        let rank = |participant: &Participant| members.rank(participant.index().index());
        let eligible = participants.iter();
        let eligible = eligible.filter(|participant| rank(participant).is_some());
        let eligible = order::draw(&eligible.collect::<Vec<_>>(), organisation, seed, work)?;
        let mut places = vec![0; members.len()];
        for (place, participant) in (0..).zip(work.through(order::PHASE, &eligible)) {
            if let Some(rank) = rank(participant) {
                places[rank] = place;
            }
        }
        work.check(order::PHASE, 1, 1)?;
        Ok(Self {
            eligible,
            members,
            places,
        })
    }
}

impl<'a> Prepared<'a> {
    /// Compiles rules and criteria, and scores every permitted pair of eligible people.
    pub(super) fn new(
        config: &Config,
        memory_limit: Option<u64>,
        organisation: &'a Organisation,
        programme: &'a Programme,
        work: &Work<'_>,
    ) -> Result<Self, Error> {
        let mut prepared = Self::compiled(config, organisation, programme, work)?;
        let mut candidates = prepared.candidates();
        if let Some(bytes) = memory_limit {
            candidates = candidates.with_memory_limit(bytes);
        }
        let (juniors, seniors) = (&prepared.juniors.eligible, &prepared.seniors.eligible);
        prepared.table = candidates.table(juniors, seniors, work)?;
        prepared.is_whole = true;
        // Float scores are on the grid that fits all of them, which only the table knows.
        if let Some(resolution) = prepared.table.resolution() {
            prepared.scorer = prepared.scorer.with_resolution(resolution);
        }
        prepared.pins = Pins::settle(&mut prepared)?;
        prepared.groups = GroupSeats::of(&prepared);
        prepared.groups.refuse_lone_shortages(&prepared)?;
        Ok(prepared)
    }

    /// Compiles rules and criteria, and scores the pairs that pins speak of alone; scores must be integers.
    pub(super) fn without_table(
        config: &Config,
        organisation: &'a Organisation,
        programme: &'a Programme,
        work: &Work<'_>,
    ) -> Result<Self, Error> {
        let mut prepared = Self::compiled(config, organisation, programme, work)?;
        let pinned = programme.pins().iter().filter_map(|pin| {
            let (senior, junior) = prepared.places_of(pin)?;
            let score = prepared.score_of_places(senior, junior)?;
            Some((senior, u32::try_from(junior).ok()?, score))
        });
        let pinned = pinned.collect();
        prepared.set_table(pinned);
        prepared.pins = Pins::settle(&mut prepared)?;
        Ok(prepared)
    }

    /// Compiles rules and criteria, for a table without pairs.
    pub(super) fn compiled(
        config: &Config,
        organisation: &'a Organisation,
        programme: &'a Programme,
        work: &Work<'_>,
    ) -> Result<Self, Error> {
        let run_day = config.run_day();
        let (rules, scorer) = parallel::join(
            || Rules::for_few_pairs(config.rules(), organisation, programme, run_day, work),
            || Scorer::on_day_with(config.scoring(), organisation, programme, run_day, work),
        );
        let (rules, scorer) = (rules?, scorer?);
        let side = |role| Side::new(role, organisation, programme, &rules, config.seed(), work);
        let (juniors, seniors) = parallel::join(|| side(Role::Junior), || side(Role::Senior));
        let (juniors, seniors) = (juniors?, seniors?);
        Ok(Self {
            organisation,
            programme,
            table: CandidateTable::of_pairs(Vec::new(), Vec::new(), &[]),
            is_whole: false,
            pins: Pins::default(),
            rules,
            scorer,
            groups: GroupSeats::default(),
            juniors,
            seniors,
        })
    }

    /// Holds these pairs alone in the table: places of senior and junior, with the score.
    pub(super) fn set_table(&mut self, mut pairs: Vec<(usize, u32, Score)>) {
        pairs.sort_unstable();
        pairs.dedup();
        let side = |side: &Side<'_>| {
            let eligible = side.eligible.iter();
            eligible.map(|participant| participant.index()).collect()
        };
        let (juniors, seniors) = (side(&self.juniors), side(&self.seniors));
        self.table = CandidateTable::of_pairs(juniors, seniors, &pairs);
        self.is_whole = false;
    }

    fn candidates(&self) -> Candidates<'_> {
        Candidates::new(self.organisation, &self.rules, &self.scorer)
    }

    /// Builds an index over everybody who has a place; `None` where a platform scores pairs itself.
    pub(super) fn index(&self, work: &Work<'_>) -> Result<Option<CandidateIndex<'_>>, Error> {
        let [juniors, seniors] = [&self.juniors, &self.seniors].map(|side| &side.eligible[..]);
        let index = CandidateIndex::new(&self.rules, &self.scorer, juniors, seniors, work)?;
        Ok(index)
    }

    /// Builds an index that looks at everybody in each question; `None` where a platform scores pairs itself.
    pub(super) fn scan(&self, work: &Work<'_>) -> Result<Option<CandidateIndex<'_>>, Error> {
        let [juniors, seniors] = [&self.juniors, &self.seniors].map(|side| &side.eligible[..]);
        let (rules, scorer) = (&self.rules, &self.scorer);
        let index = CandidateIndex::by(Method::Scan, rules, scorer, juniors, seniors, work)?;
        Ok(index)
    }

    /// Lists the places of senior and junior that a pin keeps apart, in order.
    pub(super) fn places_apart(&self) -> Vec<(usize, usize)> {
        let pins = self.programme.pins().iter();
        let pins = pins.filter(|pin| !pin.kind().is_made());
        let mut apart: Vec<_> = pins.filter_map(|pin| self.places_of(pin)).collect();
        apart.sort_unstable();
        apart
    }

    /// Finds the places of senior and junior of a pin, if both have one.
    fn places_of(&self, pin: &Pin) -> Option<(usize, usize)> {
        let place = |role, person| self.place(role, self.programme.participant(person)?);
        let junior = place(Role::Junior, pin.junior())?;
        Some((place(Role::Senior, pin.senior())?, junior))
    }

    /// Scores a pair whose people have places by its rules and criteria, whatever pins say; `None` if it is absent.
    fn score_of_places(&self, senior: usize, junior: usize) -> Option<Score> {
        let junior = self.juniors.eligible.get(junior)?;
        self.candidates()
            .score(junior, self.seniors.eligible.get(senior)?)
    }

    /// Scores a pair of places as the table of all pairs would hold it, from scratch.
    pub(super) fn ask(&self, senior: usize, junior: usize) -> Option<Score> {
        if !self.programme.pins().is_empty() {
            let (s, j) = (
                self.seniors.eligible.get(senior)?,
                self.juniors.eligible.get(junior)?,
            );
            let pin = self.programme.pin(j.person(), s.person());
            if pin.is_some_and(|pin| !pin.kind().is_made()) {
                return None;
            }
        }
        self.score_of_places(senior, junior)
    }

    /// Scores all pairs of some places of a side, as the table of all pairs would hold them.
    pub(super) fn ask_all(
        &self,
        role: Role,
        places: &[usize],
        work: &Work<'_>,
    ) -> Result<Vec<(usize, u32, Score)>, Error> {
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let some: Vec<_> = places
            .iter()
            .map(|&place| self.on(role).eligible[place])
            .collect();
        let (juniors, seniors) = match role {
            Role::Junior => (&some, &self.seniors.eligible),
            Role::Senior => (&self.juniors.eligible, &some),
        };
        let table = self.candidates().table(juniors, seniors, work)?;
        let mut pairs = Vec::new();
        for row in 0..seniors.len() {
            for (column, score) in table.of(row) {
                let (senior, junior) = match role {
                    Role::Junior => (row, places[column]),
                    Role::Senior => (places[row], column),
                };
                let (s, j) = (self.seniors.eligible[senior], self.juniors.eligible[junior]);
                let pin = self.programme.pin(j.person(), s.person());
                if pin.is_none_or(|pin| pin.kind().is_made()) {
                    pairs.extend(u32::try_from(junior).map(|junior| (senior, junior, score)));
                }
            }
        }
        Ok(pairs)
    }

    /// Returns the people who have places on a side, by place.
    pub(super) fn people(&self, role: Role) -> impl Iterator<Item = PersonIndex> + '_ {
        let eligible = self.on(role).eligible.iter();
        eligible.map(|participant| participant.person())
    }

    /// Returns who has a place on a side, by place.
    pub(super) fn eligible(&self, role: Role) -> &[&'a Participant] {
        &self.on(role).eligible
    }

    fn on(&self, role: Role) -> &Side<'a> {
        match role {
            Role::Junior => &self.juniors,
            Role::Senior => &self.seniors,
        }
    }

    /// Returns the place of a participant on a side, or `None` for one who is not eligible there.
    pub(super) fn place(&self, role: Role, participant: &Participant) -> Option<usize> {
        let side = self.on(role);
        let rank = side.members.rank(participant.index().index())?;
        Some(side.places[rank] as usize)
    }

    /// Returns who has a place.
    pub(super) fn person_at(&self, role: Role, place: usize) -> &PersonId {
        self.organisation[self.on(role).eligible[place].person()].id()
    }

    /// Counts the places of a side.
    pub(super) fn places(&self, role: Role) -> usize {
        self.on(role).eligible.len()
    }

    /// Goes through the seats of everybody on a side, by place.
    pub(super) fn seats(&self, role: Role) -> impl Iterator<Item = Seats> + '_ {
        let eligible = self.on(role).eligible.iter().enumerate();
        eligible.map(move |(place, participant)| Seats {
            capacity: participant.capacity().on(role),
            minimum: participant.capacity().minimum(role),
            pinned: self.pins.count(role, place),
        })
    }

    /// Tells by place who on a side has no seat left by pins.
    pub(super) fn full(&self, role: Role) -> Vec<bool> {
        self.seats(role).map(|seats| seats.left() == 0).collect()
    }

    /// Returns the groups of a side with a floor or a cap, in the order of the programme.
    pub(super) fn groups(&self, role: Role) -> &[GroupAt] {
        self.groups.on(role)
    }

    /// Returns the position of the group that somebody is in, if they are in one.
    pub(super) fn group_of(&self, role: Role, place: usize) -> Option<usize> {
        self.groups.of_place(role, place)
    }

    /// Tells whether there are groups with floors or caps.
    pub(super) fn has_groups(&self) -> bool {
        let mut sides = [Role::Junior, Role::Senior].into_iter();
        sides.any(|role| !self.groups(role).is_empty())
    }

    /// Goes through the cycles for which everybody on a side has waited, by place.
    pub(super) fn cycles_waited(&self, role: Role) -> impl Iterator<Item = u32> + '_ {
        let eligible = self.on(role).eligible.iter();
        eligible.map(move |participant| participant.cycles_waited(role))
    }

    /// Tells whether everybody who is eligible has one seat on each side, which may stay empty, and no group has a floor or a cap.
    pub(super) fn has_single_seats(&self) -> bool {
        let is_single =
            |capacity: Capacity, role| (capacity.on(role), capacity.minimum(role)) == (1, 0);
        !self.has_groups() && !self.any_seats(|capacity, role| !is_single(capacity, role))
    }

    /// Tells whether something is true of the seats of somebody who is eligible.
    ///
    /// They are asked in the order in which they stand in memory, which is not that of the lottery.
    pub(super) fn any_seats(&self, is_true: impl Fn(Capacity, Role) -> bool) -> bool {
        let mut participants = self.programme.participants().iter();
        participants.any(|participant| {
            let mut sides = [Role::Junior, Role::Senior].into_iter();
            sides.any(|role| {
                is_true(participant.capacity(), role) && self.place(role, participant).is_some()
            })
        })
    }

    /// Finds a participant by the id of the person.
    pub(super) fn participant(&self, person: &PersonId) -> Option<&'a Participant> {
        let found = self
            .organisation
            .person(person.as_str())
            .filter(|found| found.id() == person)?;
        self.programme.participant(found.index())
    }

    /// Returns what stands between somebody and all the eligible people of the other side.
    pub(super) fn obstacles(&self, role: Role, participant: &Participant) -> Obstacles {
        let candidates = self.candidates();
        candidates.obstacles(role, participant, &self.on(role.other()).eligible)
    }

    /// Returns for each place of a side the places of the permitted partners.
    pub(super) fn partners(&self, role: Role) -> Partners {
        let of_seniors = Partners {
            starts: self.table.starts().to_vec(),
            places: self.table.partners().to_vec(),
        };
        match role {
            Role::Senior => of_seniors,
            Role::Junior => of_seniors.turned_around(self.juniors.eligible.len()),
        }
    }
}

/// How many pairs somebody can and must be in on a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seats {
    pub(super) capacity: u32,
    pub(super) minimum: u32,
    /// How many pairs are made by pins.
    pub(super) pinned: u32,
}

impl Seats {
    /// How many seats pins leave.
    pub(super) fn left(self) -> u32 {
        self.capacity.saturating_sub(self.pinned)
    }

    /// How many pairs must be made besides the pins.
    pub(super) fn must(self) -> u32 {
        self.minimum.saturating_sub(self.pinned)
    }

    /// How many pairs besides the pins the person needs: one in all at least.
    pub(super) fn needs(self) -> u32 {
        self.minimum.max(1).saturating_sub(self.pinned)
    }
}

/// The places of some partners of everybody on a side.
#[derive(Clone, Debug)]
pub(super) struct Partners {
    starts: Vec<usize>,
    places: Vec<u32>,
}

impl Partners {
    /// Collects pairs that come in the order of the places of this side.
    pub(super) fn from_pairs(len: usize, pairs: impl Iterator<Item = (usize, u32)>) -> Self {
        let (mut starts, mut places) = (vec![0; len + 1], Vec::new());
        for (place, partner) in pairs {
            places.push(partner);
            starts[place + 1] = places.len();
        }
        // Whoever has no partner ends where the one before them does.
        for place in 0..len {
            starts[place + 1] = starts[place + 1].max(starts[place]);
        }
        Self { starts, places }
    }

    /// Collects the partners of each place, and puts them in order.
    pub(super) fn from_lists(lists: Vec<Vec<u32>>) -> Self {
        let len = lists.len();
        let pairs = lists.into_iter().enumerate().flat_map(|(place, mut list)| {
            list.sort_unstable();
            list.into_iter().map(move |partner| (place, partner))
        });
        Self::from_pairs(len, pairs)
    }

    /// Turns the lists of one side into those of the other, which has `len` places, by a counting sort.
    pub(super) fn turned_around(&self, len: usize) -> Self {
        let mut ends = vec![0; len + 1];
        for &partner in &self.places {
            ends[partner as usize + 1] += 1;
        }
        for place in 0..len {
            ends[place + 1] += ends[place];
        }
        let starts = ends.clone();
        let mut places = vec![0; self.places.len()];
        for (place, run) in (0_u32..).zip(self.starts.windows(2)) {
            for &partner in &self.places[run[0]..run[1]] {
                let next = &mut ends[partner as usize];
                places[*next] = place;
                *next += 1;
            }
        }
        Self { starts, places }
    }

    /// Lists the partners of a place, in order.
    pub(super) fn of(&self, place: usize) -> &[u32] {
        &self.places[self.starts[place]..self.starts[place + 1]]
    }

    /// Goes through the pairs, by place.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let runs = self.starts.windows(2).enumerate();
        runs.flat_map(|(place, run)| {
            let partners = self.places[run[0]..run[1]].iter();
            partners.map(move |&partner| (place, partner as usize))
        })
    }
}
