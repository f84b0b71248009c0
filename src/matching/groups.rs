//! Groups by place: who is in one, and how many pairs its members can and must make besides those of pins.

use super::GroupShortage;
use super::hall::is_pinned;
use super::prepared::{Prepared, Seats};
use crate::Error;
use crate::faults::first_of;
use crate::programme::Role;

/// The groups of both sides.
#[derive(Clone, Debug, Default)]
pub(super) struct GroupSeats {
    /// Of juniors, then of seniors, in the order of the programme.
    groups: [Vec<GroupAt>; 2],
    /// By place: the position of the group somebody is in; empty on a side without groups.
    group_of: [Vec<Option<usize>>; 2],
}

/// A group of a side.
#[derive(Clone, Debug)]
pub(super) struct GroupAt {
    pub(super) name: String,
    /// The places of those who are eligible, in order.
    pub(super) members: Vec<u32>,
    pub(super) floor: u64,
    pub(super) cap: u64,
    /// How many pairs of members are made by pins.
    pub(super) pinned: u64,
}

impl GroupAt {
    /// How many pairs pins leave to be made at most.
    pub(super) fn left(&self) -> u64 {
        self.cap.saturating_sub(self.pinned)
    }

    /// How many pairs must be made besides the pins.
    pub(super) fn must(&self) -> u64 {
        self.floor.saturating_sub(self.pinned)
    }
}

impl GroupSeats {
    /// Finds the places of the members of all groups.
    pub(super) fn of(prepared: &Prepared<'_>) -> Self {
        let mut found = Self::default();
        for group in prepared.programme.groups() {
            let role = group.role();
            let group_of = &mut found.group_of[role as usize];
            group_of.resize(prepared.places(role), None);
            let participants = group.members().iter();
            let places = participants.filter_map(|&person| {
                prepared.place(role, prepared.programme.participant(person)?)
            });
            let mut members = Vec::new();
            let mut pinned = 0;
            for place in places {
                group_of[place] = Some(found.groups[role as usize].len());
                members.extend(u32::try_from(place).ok());
                pinned += u64::from(prepared.pins.count(role, place));
            }
            members.sort_unstable();
            found.groups[role as usize].push(GroupAt {
                name: group.name().to_owned(),
                members,
                floor: group.floor(),
                cap: group.cap().unwrap_or(u64::MAX),
                pinned,
            });
        }
        found
    }

    /// Refuses groups that cannot be met for themselves, all of them at once.
    pub(super) fn refuse_lone_shortages(&self, prepared: &Prepared<'_>) -> Result<(), Error> {
        let mut shortages = Vec::new();
        for role in [Role::Junior, Role::Senior] {
            if self.on(role).is_empty() {
                continue;
            }
            let seats: Vec<Seats> = prepared.seats(role).collect();
            let room = room(prepared, role);
            for group in self.on(role) {
                let of_members = |count: &dyn Fn(usize) -> u64| -> u64 {
                    let places = group.members.iter().map(|&place| place as usize);
                    places.map(count).sum()
                };
                let must = of_members(&|place| seats[place].must().into());
                let room = of_members(&|place| room[place]);
                let (needed, possible) = if group.pinned > group.cap {
                    (group.pinned, group.cap)
                } else if must > group.left() {
                    (must, group.left())
                } else if group.must() > room {
                    (group.must(), room)
                } else {
                    continue;
                };
                let members = group.members.iter();
                let people = members.map(|&place| prepared.person_at(role, place as usize));
                let mut people: Vec<_> = people.cloned().collect();
                people.sort_unstable();
                let (juniors, seniors) = match role {
                    Role::Junior => (people, Vec::new()),
                    Role::Senior => (Vec::new(), people),
                };
                shortages.push(GroupShortage {
                    role,
                    groups: vec![group.name.clone()],
                    juniors,
                    seniors,
                    needed,
                    possible,
                });
            }
        }
        if shortages.is_empty() {
            return Ok(());
        }
        let (shortages, total) = first_of(shortages);
        Err(Error::GroupsNotMet { shortages, total })
    }

    pub(super) fn on(&self, role: Role) -> &[GroupAt] {
        &self.groups[role as usize]
    }

    pub(super) fn of_place(&self, role: Role, place: usize) -> Option<usize> {
        self.group_of[role as usize].get(place).copied().flatten()
    }
}

/// Counts for everybody on a side the pairs that pins leave open: no more than seats, and than partners with a seat.
fn room(prepared: &Prepared<'_>, role: Role) -> Vec<u64> {
    let partners = prepared.partners(role);
    let left: Vec<u32> = prepared.seats(role.other()).map(Seats::left).collect();
    let room = prepared.seats(role).enumerate().map(|(place, seats)| {
        let open = partners.of(place).iter().filter(|&&partner| {
            left[partner as usize] > 0 && !is_pinned(prepared, role, place, partner)
        });
        u64::from(seats.left()).min(open.count() as u64)
    });
    room.collect()
}
