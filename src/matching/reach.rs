//! Hall sets of single seats, found without the table of all pairs.
//!
//! What [`hall`](super::hall) reads from lists of partners is asked here, and as little as can be: whoever has been reached is not asked
//! about again. Where many pairs are permitted that is a few questions for each person, and not all pairs.

use super::HallSet;
use super::hall::{SetOf, is_pinned};
use super::lowering::Outcome;
use super::prepared::{Prepared, Seats};
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
    let mut set_of = vec![None; needs.len()];
    let mut found: Vec<HallSet> = Vec::new();
    let mut members = numbers(needs.len());
    members.retain(|&member| needs[member as usize]);
    let mut unreached = numbers(prepared.places(role.other()));
    while !members.is_empty() {
        let mut open = vec![members.remove(0)];
        let mut set = HallSet {
            role,
            people: Vec::new(),
            partners: Vec::new(),
            needed: 0,
            possible: 0,
        };
        while let Some(member) = open.pop() {
            let place = member as usize;
            set_of[place] = Some(found.len());
            set.people.push(prepared.person_at(role, place).clone());
            set.needed += 1;
            let meets = |place: u32, partner| {
                !is_pinned(prepared, role, place as usize, partner)
                    && permits(prepared, role, place as usize, partner)
            };
            for partner in take(&mut unreached, |partner| meets(member, partner)) {
                open.extend(take(&mut members, |other| meets(other, partner)));
                let place = partner as usize;
                let person = prepared.person_at(role.other(), place);
                set.partners.push(person.clone());
                set.possible += u64::from(left[place].min(1));
            }
        }
        set.people.sort_unstable();
        set.partners.sort_unstable();
        found.push(set);
    }
    (found, set_of)
}

fn permits(prepared: &Prepared<'_>, role: Role, place: usize, partner: u32) -> bool {
    let partner = partner as usize;
    let score = match role {
        Role::Junior => prepared.ask(partner, place),
        Role::Senior => prepared.ask(place, partner),
    };
    score.is_some()
}

fn numbers(len: usize) -> Vec<u32> {
    (0..).take(len).collect()
}

/// Takes those out of a list, in order, of whom something is true.
fn take(list: &mut Vec<u32>, is_taken: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    if list.is_empty() {
        // As for nearly everybody who asks; to tell other threads would take longer than all else.
        return Vec::new();
    }
    let is_taken = parallel::map(list.len(), |at| is_taken(list[at]));
    let all = std::mem::take(list);
    let (taken, rest): (Vec<_>, Vec<_>) =
        all.into_iter().zip(is_taken).partition(|&(_, taken)| taken);
    list.extend(rest.into_iter().map(|(number, _)| number));
    taken.into_iter().map(|(number, _)| number).collect()
}
