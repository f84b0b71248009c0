//! An organisation and a programme, made ready to be asked about pairs.

use super::{Config, order};
use crate::Error;
use crate::candidates::{CandidateTable, Candidates, Obstacles};
use crate::model::{Organisation, PersonId};
use crate::programme::{Participant, Programme, Role};
use crate::rules::Rules;
use crate::scoring::Scorer;
use crate::work::Work;

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
    juniors: Side<'a>,
    seniors: Side<'a>,
}

#[derive(Debug)]
struct Side<'a> {
    eligible: Vec<&'a Participant>,
    /// The place of each participant of the programme, or `None` for those who are not eligible.
    place: Vec<Option<usize>>,
}

impl<'a> Side<'a> {
    fn new(
        role: Role,
        organisation: &Organisation,
        programme: &'a Programme,
        rules: &Rules<'_>,
        seed: u64,
    ) -> Self {
        let all = programme.participants().iter();
        let takes_part = all.filter(|participant| participant.takes_part_as(role));
        let eligible =
            takes_part.filter(|participant| rules.eligibility(participant, role).is_ok());
        let eligible = order::draw(eligible.collect(), organisation, seed);
        let mut place = vec![None; programme.participants().len()];
        for (position, participant) in eligible.iter().enumerate() {
            place[participant.index().index()] = Some(position);
        }
        Self { eligible, place }
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
        let rules = Rules::new(config.rules(), organisation, programme)?;
        let scorer = Scorer::new(config.scoring(), organisation, programme)?;
        let side = |role| Side::new(role, organisation, programme, &rules, config.seed());
        let (juniors, seniors) = (side(Role::Junior), side(Role::Senior));
        let mut candidates = Candidates::new(organisation, &rules, &scorer);
        if let Some(bytes) = memory_limit {
            candidates = candidates.with_memory_limit(bytes);
        }
        let table = candidates.table(&juniors.eligible, &seniors.eligible, work)?;
        // Float scores are on the grid that fits all of them, which only the table knows.
        let scorer = match table.resolution() {
            Some(resolution) => scorer.with_resolution(resolution),
            None => scorer,
        };
        Ok(Self {
            organisation,
            programme,
            rules,
            scorer,
            table,
            juniors,
            seniors,
        })
    }

    fn on(&self, role: Role) -> &Side<'a> {
        match role {
            Role::Junior => &self.juniors,
            Role::Senior => &self.seniors,
        }
    }

    /// Returns the place of a participant on a side, or `None` for one who is not eligible there.
    pub(super) fn place(&self, role: Role, participant: &Participant) -> Option<usize> {
        self.on(role).place[participant.index().index()]
    }

    /// Returns who has a place.
    pub(super) fn person_at(&self, role: Role, place: usize) -> &PersonId {
        self.organisation[self.on(role).eligible[place].person()].id()
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
        let candidates = Candidates::new(self.organisation, &self.rules, &self.scorer);
        candidates.obstacles(role, participant, &self.on(role.other()).eligible)
    }

    /// Returns for each place of a side the places of the permitted partners.
    pub(super) fn partners(&self, role: Role) -> Partners {
        let (starts, partners) = (self.table.starts(), self.table.partners());
        match role {
            Role::Senior => Partners {
                starts: starts.to_vec(),
                places: partners.to_vec(),
            },
            Role::Junior => Partners::turned_around(starts, partners, self.juniors.eligible.len()),
        }
    }
}

/// The places of the permitted partners of everybody on a side.
#[derive(Debug)]
pub(super) struct Partners {
    starts: Vec<usize>,
    places: Vec<u32>,
}

impl Partners {
    /// Turns the lists of one side into those of the other, which has `len` places, by a counting sort.
    fn turned_around(starts: &[usize], partners: &[u32], len: usize) -> Self {
        let mut ends = vec![0; len + 1];
        for &partner in partners {
            ends[partner as usize + 1] += 1;
        }
        for place in 0..len {
            ends[place + 1] += ends[place];
        }
        let starts_turned = ends.clone();
        let mut places = vec![0; partners.len()];
        for (place, run) in (0_u32..).zip(starts.windows(2)) {
            for &partner in &partners[run[0]..run[1]] {
                let next = &mut ends[partner as usize];
                places[*next] = place;
                *next += 1;
            }
        }
        Self {
            starts: starts_turned,
            places,
        }
    }

    pub(super) fn of(&self, place: usize) -> &[u32] {
        &self.places[self.starts[place]..self.starts[place + 1]]
    }
}
