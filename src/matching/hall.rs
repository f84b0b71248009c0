//! Hall sets: who competes for too few seats.

use std::collections::BTreeMap;

use super::HallSet;
use super::lowering::Outcome;
use super::prepared::{Partners, Prepared, Seats};
use super::reach;
use crate::Error;
use crate::faults::first_of;
use crate::programme::Role;

/// Which Hall set each place of a side is in.
pub(super) type SetOf = Vec<Option<usize>>;

/// Finds the sets of people of one side who compete for too few seats.
///
/// The outcome must cover as many people of the side as can be; where groups have floors and caps, some have no set.
///
/// # Algorithm
///
/// From those without a pair, alternate: to every permitted partner they do not have, and from a partner to whom the partner has.
/// Every partner reached is full, and everybody reached has no more pairs than they need, or more people could be covered.
/// So those reached need more pairs than all their partners together can give (Hall, 1935; Hoffman, 1960, for minima). The
/// connected parts of what was reached are such sets too, and smaller.
pub(super) fn hall_sets(
    prepared: &Prepared<'_>,
    outcome: &Outcome,
    role: Role,
) -> (Vec<HallSet>, SetOf) {
    let (own, opposite) = (outcome.partners(role), outcome.partners(role.other()));
    // Nearly always everybody has a pair, and then nothing else is looked at.
    let waiting = (0..prepared.places(role)).filter(|&place| own.of(place).is_empty());
    let mut open: Vec<usize> = waiting.collect();
    if open.is_empty() {
        return (Vec::new(), vec![None; prepared.places(role)]);
    }
    let permitted = prepared.partners(role);
    open.retain(|&place| !permitted.of(place).is_empty());
    if !prepared.is_whole {
        // Whoever has no pair has all their permitted partners in the table all the same.
        return reach::hall_sets(prepared, outcome, role, open);
    }
    let needed: Vec<u64> = prepared
        .seats(role)
        .map(|seats| seats.needs().into())
        .collect();
    let mut needs = vec![0; needed.len()];
    let mut partner_reached = vec![false; prepared.places(role.other())];
    for &place in &open {
        needs[place] = needed[place];
    }
    while let Some(place) = open.pop() {
        for &partner in permitted.of(place) {
            if own.of(place).binary_search(&partner).is_ok()
                || std::mem::replace(&mut partner_reached[partner as usize], true)
            {
                continue;
            }
            for &mate in opposite.of(partner as usize) {
                let mate = mate as usize;
                // Who meets the partner by a pin cannot give way.
                if is_pinned(prepared, role, mate, partner) {
                    continue;
                }
                if std::mem::replace(&mut needs[mate], needed[mate]) == 0 {
                    open.push(mate);
                }
            }
        }
    }
    let (mut sets, mut set_of) = hall_sets_among(prepared, role, &permitted, &needs);
    // Where the cap of a group leaves seats empty, a set may have room enough, and prove nothing.
    let mut kept = 0;
    let number: Vec<Option<usize>> = sets
        .iter()
        .map(|set| {
            let number = (set.needed > set.possible).then_some(kept);
            kept += usize::from(number.is_some());
            number
        })
        .collect();
    sets.retain(|set| set.needed > set.possible);
    for set in &mut set_of {
        *set = set.and_then(|set| number[set]);
    }
    (sets, set_of)
}

/// Tells whether a pin makes a pair of a person and a partner.
pub(super) fn is_pinned(prepared: &Prepared<'_>, role: Role, place: usize, partner: u32) -> bool {
    let partner = partner as usize;
    match role {
        Role::Junior => prepared.pins.is_made(partner, place),
        Role::Senior => prepared.pins.is_made(place, partner),
    }
}

/// Splits those who need something into the parts that are connected by permitted partners, in order of their first
/// place, and counts for each what it needs and what is possible.
pub(super) fn hall_sets_among(
    prepared: &Prepared<'_>,
    role: Role,
    permitted: &Partners,
    needs: &[u64],
) -> (Vec<HallSet>, SetOf) {
    let own = needs.len();
    let mut parts = Parts::new(own + prepared.places(role.other()));
    // How many of those who need something may meet each partner.
    let mut wanted_by = vec![0_u64; prepared.places(role.other())];
    let members = (0..own).filter(|&place| needs[place] > 0);
    for place in members.clone() {
        for &partner in permitted.of(place) {
            if is_pinned(prepared, role, place, partner) {
                continue;
            }
            parts.join(place, own + partner as usize);
            wanted_by[partner as usize] += 1;
        }
    }
    let mut found: Vec<HallSet> = Vec::new();
    let mut set_of_part = BTreeMap::new();
    let mut set_of = vec![None; own];
    for place in members {
        let set = *set_of_part.entry(parts.root(place)).or_insert_with(|| {
            found.push(HallSet {
                role,
                people: Vec::new(),
                partners: Vec::new(),
                needed: 0,
                possible: 0,
            });
            found.len() - 1
        });
        found[set]
            .people
            .push(prepared.person_at(role, place).clone());
        found[set].needed += needs[place];
        set_of[place] = Some(set);
    }
    let partners = wanted_by.iter().zip(prepared.seats(role.other()));
    for (partner, (&wanted_by, seats)) in partners.enumerate() {
        if wanted_by == 0 {
            continue;
        }
        let set = &mut found[set_of_part[&parts.root(own + partner)]];
        let person = prepared.person_at(role.other(), partner);
        set.partners.push(person.clone());
        // The same two people meet at most once.
        set.possible += wanted_by.min(seats.left().into());
    }
    for set in &mut found {
        set.people.sort_unstable();
        set.partners.sort_unstable();
    }
    (found, set_of)
}

/// Refuses minima that are above the number of permitted partners, all of them at once.
pub(super) fn refuse_lone_shortages(prepared: &Prepared<'_>) -> Result<(), Error> {
    let mut shortages = Vec::new();
    for role in [Role::Junior, Role::Senior] {
        if prepared.seats(role).all(|seats| seats.must() == 0) {
            continue;
        }
        let permitted = prepared.partners(role);
        let left: Vec<u32> = prepared.seats(role.other()).map(Seats::left).collect();
        for (place, seats) in prepared.seats(role).enumerate() {
            let partners = permitted.of(place).iter().filter(|&&partner| {
                left[partner as usize] > 0 && !is_pinned(prepared, role, place, partner)
            });
            let (needed, possible) = (u64::from(seats.must()), partners.clone().count() as u64);
            if needed > possible {
                let partners =
                    partners.map(|&partner| prepared.person_at(role.other(), partner as usize));
                let mut partners: Vec<_> = partners.cloned().collect();
                partners.sort_unstable();
                shortages.push(HallSet {
                    role,
                    people: vec![prepared.person_at(role, place).clone()],
                    partners,
                    needed,
                    possible,
                });
            }
        }
    }
    if shortages.is_empty() {
        Ok(())
    } else {
        Err(refusal(shortages))
    }
}

/// Puts shortages in order, and keeps the first of them.
pub(super) fn refusal(mut shortages: Vec<HallSet>) -> Error {
    shortages
        .sort_unstable_by(|one, other| (&one.people, one.role).cmp(&(&other.people, other.role)));
    let (shortages, total) = first_of(shortages);
    Error::MinimaNotMet { shortages, total }
}

/// Disjoint sets with path halving (Tarjan and van Leeuwen, 1984).
struct Parts(Vec<usize>);

impl Parts {
    fn new(len: usize) -> Self {
        Self((0..len).collect())
    }

    fn root(&mut self, mut member: usize) -> usize {
        while self.0[member] != member {
            self.0[member] = self.0[self.0[member]];
            member = self.0[member];
        }
        member
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        // The smaller index becomes the root, so that the parts do not depend on the order of the joins.
        self.0[one.max(other)] = one.min(other);
    }
}
