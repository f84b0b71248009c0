//! Who is connected with whom by permitted pairs, found without the table of all pairs: Hall sets of single seats, and parts of a programme.
//!
//! What [`hall`](super::hall) reads from lists of partners is asked here, and as little as can be: whoever has been reached is not asked
//! about again. Where many pairs are permitted that is a few questions for each person, and not all pairs.

use std::convert::Infallible;

use super::HallSet;
use super::hall::{SetOf, is_pinned};
use super::lowering::Outcome;
use super::prepared::{Prepared, Seats};
use crate::model::PersonId;
use crate::parallel;
use crate::programme::Role;

/// Finds the sets of people of a side who compete for too few seats, from those without a pair.
pub(super) fn hall_sets(
    prepared: &Prepared<'_>,
    outcome: &Outcome,
    role: Role,
    mut open: Vec<usize>,
) -> (Vec<HallSet>, SetOf) {
    let (own, opposite) = (outcome.partners(role), outcome.partners(role.other()));
    let mut needs = vec![false; prepared.places(role)];
    for &place in &open {
        needs[place] = true;
    }
    let mut unreached = numbers(prepared.places(role.other()));
    while let Some(place) = open.pop() {
        let reached = take(&mut unreached, |partner| {
            own.of(place).binary_search(&partner).is_err()
                && permits(prepared, role, place, partner)
        });
        for partner in reached {
            for &mate in opposite.of(partner as usize) {
                let mate = mate as usize;
                // Who meets the partner by a pin cannot give way.
                if !is_pinned(prepared, role, mate, partner)
                    && !std::mem::replace(&mut needs[mate], true)
                {
                    open.push(mate);
                }
            }
        }
    }
    among(prepared, role, &needs)
}

/// Splits those who need a pair into the parts that are connected by permitted partners, in order of their first place.
fn among(prepared: &Prepared<'_>, role: Role, needs: &[bool]) -> (Vec<HallSet>, SetOf) {
    let left: Vec<u32> = prepared.seats(role.other()).map(Seats::left).collect();
    let mut members = numbers(needs.len());
    members.retain(|&member| needs[member as usize]);
    let partners = numbers(prepared.places(role.other()));
    let always = |_| Ok::<(), Infallible>(());
    let Ok(parts) = parts(members, partners, always, |member, partner| {
        !is_pinned(prepared, role, member as usize, partner)
            && permits(prepared, role, member as usize, partner)
    });
    let mut set_of = vec![None; needs.len()];
    let mut found: Vec<HallSet> = Vec::new();
    for Part { members, partners } in parts {
        for &member in &members {
            set_of[member as usize] = Some(found.len());
        }
        let possible = partners.iter();
        let possible = possible.map(|&partner| u64::from(left[partner as usize].min(1)));
        found.push(HallSet {
            role,
            needed: members.len() as u64,
            possible: possible.sum(),
            people: people(prepared, role, &members),
            partners: people(prepared, role.other(), &partners),
        });
    }
    (found, set_of)
}

/// Returns who has some places, in order of id.
pub(super) fn people(prepared: &Prepared<'_>, role: Role, places: &[u32]) -> Vec<PersonId> {
    let places = places.iter();
    let people = places.map(|&place| prepared.person_at(role, place as usize).clone());
    let mut people: Vec<PersonId> = people.collect();
    people.sort_unstable();
    people
}

/// Members who are connected, and the partners who connect them.
pub(super) struct Part {
    pub(super) members: Vec<u32>,
    pub(super) partners: Vec<u32>,
}

/// Splits members, in order, into the parts that are connected by whom they meet among some partners, by first member, as long as it
/// may go on, which is asked with the number of members who are left.
///
/// A member who meets nobody is a part of their own, a partner whom nobody meets is in none.
///
/// # Algorithm
///
/// A walk from each member who has not been reached. Whoever is reached is struck off, and only those are asked about who have not been.
///
/// # Complexity
///
/// At most a question for each member and partner, `O(n·m)`. Who is reached early is asked about a few times, as many as it takes to find somebody
/// whom they meet; whoever nobody of the first part meets is asked about by all of it.
pub(super) fn parts<E>(
    mut members: Vec<u32>,
    mut partners: Vec<u32>,
    may_go_on: impl Fn(usize) -> Result<(), E>,
    meets: impl Fn(u32, u32) -> bool + Sync + Send,
) -> Result<Vec<Part>, E> {
    let mut found = Vec::new();
    // The last is taken off at no cost.
    members.reverse();
    while let Some(first) = members.pop() {
        let mut part = Part {
            members: vec![first],
            partners: Vec::new(),
        };
        let mut asked = 0;
        while let Some(&member) = part.members.get(asked) {
            asked += 1;
            may_go_on(members.len())?;
            for partner in take(&mut partners, |partner| meets(member, partner)) {
                may_go_on(members.len())?;
                part.partners.push(partner);
                let reached = take(&mut members, |other| meets(other, partner));
                part.members.extend(reached);
            }
        }
        found.push(part);
    }
    Ok(found)
}

pub(super) fn permits(prepared: &Prepared<'_>, role: Role, place: usize, partner: u32) -> bool {
    let partner = partner as usize;
    let score = match role {
        Role::Junior => prepared.ask(partner, place),
        Role::Senior => prepared.ask(place, partner),
    };
    score.is_some()
}

pub(super) fn numbers(len: usize) -> Vec<u32> {
    (0..).take(len).collect()
}

/// So few are asked about where the caller is: to wake a thread takes longer.
const FEW: usize = 64;

/// Takes those out of a list, in order, of whom something is true.
fn take(list: &mut Vec<u32>, is_taken: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    let mut taken = Vec::new();
    if list.len() <= FEW {
        list.retain(|&number| {
            let is_taken = is_taken(number);
            if is_taken {
                taken.push(number);
            }
            !is_taken
        });
        return taken;
    }
    let answers = parallel::map(list.len(), |at| is_taken(list[at]));
    let mut answers = answers.into_iter();
    list.retain(|&number| {
        let is_taken = answers.next() == Some(true);
        if is_taken {
            taken.push(number);
        }
        !is_taken
    });
    taken
}
