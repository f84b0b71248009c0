//! Groups: people of one side who agreed to count together, with a floor or a cap on their pairs.

use std::collections::BTreeMap;

use super::check::Check;
use super::{EnrolmentFault, GroupFault, GroupRow, Participant, Place, Programme, Role};
use crate::canonical::{Canon, Canonical};
use crate::keys::shown;
use crate::model::{
    AttributeKind, AttributeValue, Organisation, PersonIndex, protected_characteristic,
};

/// People of one side who make so many pairs together.
///
/// The pairs of a member are those on this side, pins among them. No two groups of a side share a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    name: String,
    role: Role,
    /// In order of person.
    members: Vec<PersonIndex>,
    /// The attribute that members share and the word it holds, where that is how they are found.
    attribute: Option<(String, Option<String>)>,
    floor: u64,
    cap: Option<u64>,
    row: u64,
}

impl Group {
    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the side.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// Returns the members, in order of person; each takes part on the side.
    #[must_use]
    pub fn members(&self) -> &[PersonIndex] {
        &self.members
    }

    /// Returns the fewest pairs that the members may make together.
    #[must_use]
    pub fn floor(&self) -> u64 {
        self.floor
    }

    /// Returns the most pairs that the members may make together; `None` where there is no cap.
    #[must_use]
    pub fn cap(&self) -> Option<u64> {
        self.cap
    }

    /// Returns the row of the document that declares it, counted from 1.
    #[must_use]
    pub fn row(&self) -> u64 {
        self.row
    }

    /// Writes the group as a row.
    pub(super) fn to_row(&self, organisation: &Organisation) -> GroupRow {
        let narrow = |pairs: u64| i64::try_from(pairs).unwrap_or(i64::MAX);
        let mut row = GroupRow {
            name: self.name.clone(),
            side: self.role,
            floor: narrow(self.floor),
            cap: self.cap.map(narrow),
            ..GroupRow::default()
        };
        if let Some((attribute, word)) = &self.attribute {
            row.attribute = Some(attribute.clone());
            row.word.clone_from(word);
        } else {
            let members = self.members.iter();
            let ids = members.map(|&person| organisation[person].id().as_str().to_owned());
            row.members = ids.collect();
        }
        row
    }
}

impl Canonical for Group {
    fn write(&self, canon: &mut Canon) {
        let Self {
            name,
            role,
            members,
            // How members are found and where they were read says nothing of who they are.
            attribute: _,
            floor,
            cap,
            row: _,
        } = self;
        name.write(canon);
        role.write(canon);
        canon.list(members, |canon, member| canon.number(member.0));
        floor.write(canon);
        cap.write(canon);
    }
}

impl Programme {
    /// Returns the groups with a floor or a cap, in the order of the document.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }
}

impl Check<'_> {
    /// Returns the groups that are without fault; of two groups of a side that share a member, the first.
    pub(super) fn groups(&mut self, rows: &[GroupRow], participants: &[Participant]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut group_of: BTreeMap<(Role, PersonIndex), String> = BTreeMap::new();
        for (number, row) in (1..).zip(rows) {
            let place = Place::Group(number);
            let found_before = self.faults.len();
            self.keys(place, &row.unknown, GroupRow::KEYS);
            if !self.id(place, "name", &row.name) {
                continue;
            }
            if let Some(first) = groups.iter().find(|group| group.name == row.name) {
                let first = first.row;
                self.group_fault(number, row, GroupFault::SameName { first });
            }
            let members = self.members(number, row, participants);
            for &person in &members {
                if let Some(first) = group_of.get(&(row.side, person)) {
                    let fault = GroupFault::Overlap {
                        person: self.organisation[person].id().clone(),
                        role: row.side,
                        first: first.clone(),
                    };
                    self.group_fault(number, row, fault);
                }
            }
            self.bounds(number, row, &members, participants);
            if self.faults.len() > found_before {
                continue;
            }
            let seen = members.iter().map(|&person| (row.side, person));
            group_of.extend(seen.map(|member| (member, row.name.clone())));
            let attribute = row.attribute.clone();
            groups.push(Group {
                name: row.name.clone(),
                role: row.side,
                members,
                attribute: attribute.map(|attribute| (attribute, row.word.clone())),
                floor: u64::try_from(row.floor).unwrap_or(0),
                cap: row.cap.and_then(|cap| u64::try_from(cap).ok()),
                row: number,
            });
        }
        groups
    }

    fn group_fault(&mut self, number: u64, row: &GroupRow, fault: GroupFault) {
        self.faults.push(EnrolmentFault::Group {
            place: Place::Group(number),
            group: shown(&row.name),
            fault,
        });
    }

    /// Finds the members: those who are listed, or those who share what the attribute says.
    fn members(
        &mut self,
        number: u64,
        row: &GroupRow,
        participants: &[Participant],
    ) -> Vec<PersonIndex> {
        let mut members = match &row.attribute {
            Some(_) if !row.members.is_empty() => {
                self.group_fault(number, row, GroupFault::TwoWays);
                return Vec::new();
            }
            Some(attribute) => self.sharing(number, row, attribute, participants),
            None => self.listed(number, row, participants),
        };
        members.sort_unstable();
        members.dedup();
        members
    }

    fn listed(
        &mut self,
        number: u64,
        row: &GroupRow,
        participants: &[Participant],
    ) -> Vec<PersonIndex> {
        if row.word.is_some() {
            self.group_fault(number, row, GroupFault::WordAlone);
        }
        let mut members = Vec::new();
        for id in &row.members {
            let Some(person) = self.person(Place::Group(number), "members", id) else {
                continue;
            };
            if participant(participants, person).is_some_and(|found| found.takes_part_as(row.side))
            {
                members.push(person);
            } else {
                let fault = GroupFault::NotEnrolled {
                    person: self.organisation[person].id().clone(),
                    role: row.side,
                };
                self.group_fault(number, row, fault);
            }
        }
        members
    }

    fn sharing(
        &mut self,
        number: u64,
        row: &GroupRow,
        attribute: &str,
        participants: &[Participant],
    ) -> Vec<PersonIndex> {
        if let Some(characteristic) = protected_characteristic(attribute) {
            let fault = GroupFault::Protected {
                attribute: shown(attribute),
                characteristic,
            };
            self.group_fault(number, row, fault);
            return Vec::new();
        }
        let Some(index) = self.organisation.attribute(attribute) else {
            let fault = GroupFault::UnknownAttribute {
                attribute: shown(attribute),
            };
            self.group_fault(number, row, fault);
            return Vec::new();
        };
        let kind = self.organisation.attributes()[index.0 as usize].kind();
        let has_word = row.word.is_some();
        let is_sound = match kind {
            AttributeKind::Flag => !has_word,
            AttributeKind::Category | AttributeKind::Set => has_word,
            _ => false,
        };
        if !is_sound {
            let fault = GroupFault::AttributeKind {
                attribute: shown(attribute),
                kind,
                has_word,
            };
            self.group_fault(number, row, fault);
            return Vec::new();
        }
        let word = row.word.as_deref().unwrap_or_default();
        let shares = |person: PersonIndex| match self.organisation[person].attribute(index) {
            Some(AttributeValue::Flag(flag)) => *flag,
            Some(AttributeValue::Category(category)) => category == word,
            Some(AttributeValue::Set(words)) => words.iter().any(|found| found == word),
            _ => false,
        };
        let side = participants
            .iter()
            .filter(|found| found.takes_part_as(row.side));
        let people = side.map(Participant::person);
        people.filter(|&person| shares(person)).collect()
    }

    /// The floor must be between nothing and the seats of the members, and the cap between their minima and anything.
    fn bounds(
        &mut self,
        number: u64,
        row: &GroupRow,
        members: &[PersonIndex],
        participants: &[Participant],
    ) {
        let cap = row.cap.unwrap_or(i64::MAX);
        if row.floor < 0 || cap < row.floor {
            let (floor, cap) = (row.floor, row.cap);
            self.group_fault(number, row, GroupFault::InvalidBounds { floor, cap });
            return;
        }
        let members = || {
            let found = members.iter();
            found.filter_map(|&person| participant(participants, person))
        };
        let seats: u64 = members()
            .map(|member| u64::from(member.capacity().on(row.side)))
            .sum();
        let minima: u64 = members()
            .map(|member| u64::from(member.capacity().minimum(row.side)))
            .sum();
        let (floor, cap) = (row.floor.unsigned_abs(), cap.unsigned_abs());
        if floor > seats {
            let members = members().count() as u64;
            let fault = GroupFault::FloorAboveSeats {
                floor,
                members,
                seats,
            };
            self.group_fault(number, row, fault);
        }
        if cap < minima {
            self.group_fault(number, row, GroupFault::CapBelowMinima { cap, minima });
        }
    }
}

fn participant(participants: &[Participant], person: PersonIndex) -> Option<&Participant> {
    let place = participants.binary_search_by_key(&person, Participant::person);
    Some(&participants[place.ok()?])
}
