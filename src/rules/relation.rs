//! Relation rules, prepared: the chain of command by rule, everybody's third persons as sets.

use std::collections::HashMap;
use std::ops::Range;

use super::check::Today;
use super::sets::Sets;
use super::{Direction, Reach};
use crate::model::{Manager, Organisation, Person, PersonId, PersonIndex, RelationKind};
use crate::programme::{Participant, Role};
use crate::work::COMPILING;

/// How far apart two people in one chain of command must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChainCheck {
    /// The most lines the rule reaches.
    pub(super) lines: u32,
    pub(super) direction: Direction,
}

impl ChainCheck {
    pub(super) fn new(reach: Reach, direction: Direction) -> Self {
        let lines = match reach {
            Reach::Whole => u32::MAX,
            Reach::Lines(lines) => lines,
        };
        Self { lines, direction }
    }

    /// Tells whether whatever breaks `other` breaks this rule too.
    pub(super) fn covers(self, other: Self) -> bool {
        self.lines >= other.lines
            && (self.direction == Direction::Either || self.direction == other.direction)
    }

    /// Tells whether two people break the rule, given how many lines each stands above the other.
    pub(super) fn broken(self, lines: Lines) -> bool {
        let reached = |lines: Option<u32>| lines.is_some_and(|lines| lines <= self.lines);
        match self.direction {
            Direction::Either => reached(lines.senior_above) || reached(lines.junior_above),
            Direction::SeniorAbove => reached(lines.senior_above),
            Direction::JuniorAbove => reached(lines.junior_above),
        }
    }

    /// Returns who stands above, and by how many lines, wherever the rule reaches.
    pub(super) fn found(self, lines: Lines) -> impl Iterator<Item = (Role, u32)> {
        let senior = (Direction::SeniorAbove, Role::Senior, lines.senior_above);
        let junior = (Direction::JuniorAbove, Role::Junior, lines.junior_above);
        [senior, junior]
            .into_iter()
            .filter_map(move |(direction, above, lines)| {
                let asked = self.direction == Direction::Either || self.direction == direction;
                let lines = lines.filter(|&lines| asked && lines <= self.lines)?;
                Some((above, lines))
            })
    }
}

/// How many lines each of a pair stands above the other.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines {
    pub(super) senior_above: Option<u32>,
    pub(super) junior_above: Option<u32>,
}

/// Where each participant stands in the chain of command.
#[derive(Clone, Debug)]
pub(super) struct Standings<'a> {
    organisation: &'a Organisation,
    participants: &'a [Participant],
}

/// The place in the chain of command of whoever has one alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The numbers of everybody at or below.
    first: u32,
    end: u32,
    depth: u32,
}

impl<'a> Standings<'a> {
    /// Takes participants in order.
    pub(super) fn new(organisation: &'a Organisation, participants: &'a [Participant]) -> Self {
        Self {
            organisation,
            participants,
        }
    }

    /// Returns who a participant is.
    pub(super) fn person(&self, participant: usize) -> &'a Person {
        &self.organisation[self.participants[participant].person()]
    }

    /// Returns the participants, in order.
    pub(super) fn participants(&self) -> &'a [Participant] {
        self.participants
    }

    pub(super) fn len(&self) -> usize {
        self.participants.len()
    }

    /// Returns how two participants stand to each other, who have these places if they have one alone.
    pub(super) fn lines(&self, junior: usize, senior: usize, places: [Option<Place>; 2]) -> Lines {
        if let [Some(low), Some(high)] = places {
            return Lines {
                senior_above: high.lines_above(low).filter(|_| junior != senior),
                junior_above: low.lines_above(high).filter(|_| junior != senior),
            };
        }
        let (low, high) = (self.person(junior), self.person(senior));
        let chain = self.organisation.chain();
        Lines {
            senior_above: chain.lines_above(high, low),
            junior_above: chain.lines_above(low, high),
        }
    }
}

impl Place {
    /// Takes the numbers of everybody at or below.
    pub(super) fn new(below: Range<u32>, depth: u32) -> Self {
        Self {
            first: below.start,
            end: below.end,
            depth,
        }
    }

    /// As [`ChainOfCommand::lines_above`]: members of a circle share a place and stand one line above each other.
    fn lines_above(self, below: Self) -> Option<u32> {
        let covered = self.first <= below.first && below.first < self.end;
        covered.then(|| (below.depth - self.depth).max(1))
    }
}

/// The third persons to whom participants have relations.
#[derive(Clone, Debug)]
pub(super) struct SharedCheck {
    /// Positions in `ends`.
    sets: Sets,
    /// What the third person is to a participant, and who.
    ends: Vec<(RelationKind, PersonId)>,
}

impl SharedCheck {
    /// Prepares a rule over some kinds for people, in order of participant.
    pub(super) fn new(kinds: &[RelationKind], people: &[&Person], day: &Today<'_>) -> Self {
        let mut known = Known::default();
        let mut sets = Sets::with_capacity(people.len());
        let mut set = Vec::new();
        for person in day.work.through(COMPILING, people) {
            let ends_of = third_persons(person, kinds, day);
            set.extend(ends_of.map(|(kind, end)| known.number(kind, end, day.organisation)));
            sets.push(&mut set);
        }
        sets.close();
        let ends = known.ends;
        Self { sets, ends }
    }

    pub(super) fn broken(&self, junior: usize, senior: usize) -> bool {
        self.sets.meets(junior, &self.sets, senior)
    }

    /// Gives a bit for each third person of a participant, which two may share.
    pub(super) fn sieve(&self, participant: usize) -> u32 {
        let ends = self.sets.get(participant).iter();
        ends.fold(0, |bits, end| bits | 1 << (end % u32::BITS))
    }

    /// Returns whom two participants share.
    pub(super) fn found(
        &self,
        junior: usize,
        senior: usize,
    ) -> impl Iterator<Item = &(RelationKind, PersonId)> {
        let common = self.sets.common(junior, senior);
        common.map(|end| &self.ends[end as usize])
    }
}

/// A third person.
enum End {
    Person(PersonIndex),
    Stranger(PersonId),
}

/// The third persons that have come so far.
#[derive(Default)]
struct Known {
    ends: Vec<(RelationKind, PersonId)>,
    /// By kind, then by person: one more than the number; 0 until one comes.
    people: Vec<(RelationKind, Vec<u32>)>,
    strangers: HashMap<(RelationKind, PersonId), u32>,
}

impl Known {
    /// Numbers a third person by what they are to somebody.
    fn number(&mut self, kind: RelationKind, end: End, organisation: &Organisation) -> u32 {
        let next = u32::try_from(self.ends.len() + 1);
        let next = next.expect("an organisation has fewer than 2^32 people");
        match end {
            End::Person(person) => {
                let of_kind = self.people.iter().position(|known| known.0 == kind);
                let of_kind = of_kind.unwrap_or_else(|| {
                    let nobody = vec![0; organisation.people().len()];
                    self.people.push((kind, nobody));
                    self.people.len() - 1
                });
                let number = &mut self.people[of_kind].1[person.index()];
                if *number == 0 {
                    *number = next;
                    self.ends.push((kind, organisation[person].id().clone()));
                }
                *number - 1
            }
            End::Stranger(id) => {
                let end = (kind, id);
                if let Some(number) = self.strangers.get(&end) {
                    return *number;
                }
                self.ends.push(end.clone());
                self.strangers.insert(end, next - 1);
                next - 1
            }
        }
    }
}

/// Returns everybody to whom a person has a relation of some kinds, line managers included.
fn third_persons<'o>(
    person: &'o Person,
    kinds: &'o [RelationKind],
    day: &'o Today<'o>,
) -> impl Iterator<Item = (RelationKind, End)> + 'o {
    let organisation = day.organisation;
    let has_lines = kinds.contains(&RelationKind::Line);
    let managers = has_lines.then(|| organisation.chain().managers_of(person));
    let managers = managers.into_iter().flatten().filter_map(move |manager| {
        let manager = match manager {
            // Who holds the post they report to shares no third person with anybody by it.
            Manager::Person(manager) if manager == person.index() => return None,
            Manager::Person(manager) => End::Person(manager),
            // A row that was set aside may be of somebody whom other rows make a person of the organisation.
            Manager::External(manager) => match organisation.person(manager.as_str()) {
                Some(known) if *known.id() == manager => End::Person(known.index()),
                _ => End::Stranger(manager),
            },
        };
        Some((RelationKind::Line, manager))
    });
    let others = day.relations.of(person.index());
    let others = others.map(|(to, kind)| (kind, End::Person(to)));
    let outside = day.relations.external_of(person.index());
    let outside = outside.map(|(to, kind)| (kind, End::Stranger(to.clone())));
    let others = others.chain(outside);
    managers.chain(others.filter(|(kind, _)| kinds.contains(kind)))
}
