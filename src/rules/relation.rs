//! Relation rules, prepared: the chain of command by rule, everybody's third persons as sets.

use std::collections::HashMap;

use super::sets::SetTable;
use super::{Direction, Reach};
use crate::model::{Manager, Organisation, Person, PersonId, PersonIndex, RelationKind};

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

    pub(super) fn broken(
        self,
        junior: &Person,
        senior: &Person,
        organisation: &Organisation,
    ) -> bool {
        self.found(junior, senior, organisation).next().is_some()
    }

    /// Returns who stands above whom, and by how many lines, wherever the rule reaches.
    pub(super) fn found<'p>(
        self,
        junior: &'p Person,
        senior: &'p Person,
        organisation: &'p Organisation,
    ) -> impl Iterator<Item = (&'p Person, &'p Person, u32)> {
        [
            (Direction::SeniorAbove, senior, junior),
            (Direction::JuniorAbove, junior, senior),
        ]
        .into_iter()
        .filter(move |&(direction, ..)| {
            self.direction == Direction::Either || self.direction == direction
        })
        .filter_map(move |(_, superior, report)| {
            let lines = organisation.chain().lines_above(superior, report)?;
            (lines <= self.lines).then_some((superior, report, lines))
        })
    }
}

/// The third persons to whom participants have relations.
#[derive(Clone, Debug)]
pub(super) struct SharedCheck {
    /// Positions in `ends`.
    sets: SetTable,
    /// What the third person is to a participant, and who.
    ends: Vec<(RelationKind, PersonId)>,
}

impl SharedCheck {
    /// Prepares a rule over some kinds for people, in order of participant.
    pub(super) fn new(
        kinds: &[RelationKind],
        people: &[&Person],
        organisation: &Organisation,
    ) -> Self {
        let mut known: HashMap<(RelationKind, PersonId), u32> = HashMap::new();
        let mut ends = Vec::new();
        let sets = SetTable::new(people.iter().map(|person| {
            let ends_of =
                third_persons(person, organisation).filter(|(kind, _)| kinds.contains(kind));
            ends_of
                .map(|end| {
                    let next = u32::try_from(ends.len())
                        .expect("an organisation has fewer than 2^32 people");
                    *known.entry(end).or_insert_with_key(|end| {
                        ends.push(end.clone());
                        next
                    })
                })
                .collect()
        }));
        Self { sets, ends }
    }

    pub(super) fn broken(&self, junior: usize, senior: usize) -> bool {
        self.sets.meets(junior, &self.sets, senior)
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

/// Returns everybody to whom a person has a relation, line managers included.
fn third_persons<'o>(
    person: &'o Person,
    organisation: &'o Organisation,
) -> impl Iterator<Item = (RelationKind, PersonId)> + 'o {
    let id = |index: PersonIndex| organisation[index].id().clone();
    let managers = person.posts().iter().filter_map(move |post| {
        let manager = match organisation.chain().manager(post)? {
            // Somebody who holds the post they report to is nobody's third person.
            Manager::Person(manager) if manager == person.index() => return None,
            Manager::Person(manager) => id(manager),
            Manager::External(manager) => manager,
        };
        Some((RelationKind::Line, manager))
    });
    let others = organisation.relations().of(person.index());
    managers.chain(others.map(move |(to, kind)| (kind, id(to))))
}
