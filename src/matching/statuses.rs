//! Finds what became of everyone: the reason behind each empty seat.

use super::lowering::Sides;
use super::prepared::Prepared;
use super::{BarredBy, HallSet, Seat, Status};
use crate::programme::{Participant, Role};
use crate::scoring::{OwnScores, Score};

/// A status for everyone who enrolled, and the Hall sets they speak of.
#[derive(Clone, Debug)]
pub(super) struct Statuses {
    pub(super) seats: Vec<Seat>,
    pub(super) hall_sets: Vec<HallSet>,
}

/// The best a person could have, and the least it would cost the total to give them a pair.
#[derive(Clone, Copy, Debug)]
struct Prospect {
    best_score: Score,
    price: u64,
}

impl Statuses {
    pub(super) fn find(prepared: &Prepared<'_>, sides: &Sides) -> Self {
        let (senior_prospects, junior_prospects) = prospects(prepared, sides);
        let mut hall_sets = Vec::new();
        let senior_sets = find_hall_sets(prepared, sides, Role::Senior, &mut hall_sets);
        let junior_sets = find_hall_sets(prepared, sides, Role::Junior, &mut hall_sets);

        let mut seats = Vec::new();
        for participant in prepared.programme.participants() {
            for role in [Role::Junior, Role::Senior] {
                if !participant.takes_part_as(role) {
                    continue;
                }
                let (side, prospects, hall_set_of) = match role {
                    Role::Junior => (&sides.juniors, &junior_prospects, &junior_sets),
                    Role::Senior => (&sides.seniors, &senior_prospects, &senior_sets),
                };
                let status = match prepared.place(role, participant) {
                    None => ineligible(prepared, participant, role),
                    Some(place) => match (side.partner[place], prospects[place]) {
                        (Some(partner), _) => {
                            let partner =
                                prepared.person_at(role.other(), partner as usize).clone();
                            Status::Matched { partner }
                        }
                        (None, Some(Prospect { best_score, price })) => Status::Waitlisted {
                            hall_set: hall_set_of[place],
                            best_score,
                            price,
                        },
                        (None, None) => without_candidates(prepared, participant, role),
                    },
                };
                let person = prepared.organisation[participant.person()].id().clone();
                seats.push(Seat {
                    person,
                    role,
                    status,
                });
            }
        }
        Self { seats, hall_sets }
    }
}

/// Finds for everyone on either side their best score, and what the total would lose at least if they had a pair.
///
/// For a pair of `s` and `j` the loss is at least `worth(s) + worth(j) - score(s, j)`, the slack of the dual constraint;
/// whoever is unmatched has worth 0.
fn prospects(
    prepared: &Prepared<'_>,
    sides: &Sides,
) -> (Vec<Option<Prospect>>, Vec<Option<Prospect>>) {
    let mut of_seniors: Vec<Option<Prospect>> = vec![None; sides.seniors.partner.len()];
    let mut of_juniors: Vec<Option<Prospect>> = vec![None; sides.juniors.partner.len()];
    for (senior, of_senior) in of_seniors.iter_mut().enumerate() {
        for (junior, score) in prepared.table.of(senior) {
            let worths =
                i128::from(sides.seniors.worth[senior]) + i128::from(sides.juniors.worth[junior]);
            // Pairs whose ends are both essential have no slack to speak of: no largest matching uses them.
            let slack = (worths - i128::from(score.get())).max(0);
            let prospect = Prospect {
                best_score: score,
                price: u64::try_from(slack).unwrap_or(u64::MAX),
            };
            improve(of_senior, prospect);
            improve(&mut of_juniors[junior], prospect);
        }
    }
    (of_seniors, of_juniors)
}

fn improve(best: &mut Option<Prospect>, found: Prospect) {
    *best = Some(best.map_or(found, |best| Prospect {
        best_score: best.best_score.max(found.best_score),
        price: best.price.min(found.price),
    }));
}

fn ineligible(prepared: &Prepared<'_>, participant: &Participant, role: Role) -> Status {
    let ineligible = prepared.rules.eligibility(participant, role);
    let ineligible = ineligible.expect_err("whoever is eligible has a place");
    Status::Ineligible {
        field: ineligible.field().to_owned(),
        reason: ineligible.to_string(),
    }
}

/// Says why somebody has no candidate: a rule bars everybody, or nobody is worth it.
fn without_candidates(prepared: &Prepared<'_>, participant: &Participant, role: Role) -> Status {
    let obstacles = prepared.obstacles(role, participant);
    if let (Some(best_score), Some(threshold)) = (
        obstacles.best_below_minimum(),
        prepared.scorer.minimum_score(),
    ) {
        return Status::LeftOut {
            best_score,
            threshold,
        };
    }
    let rules = prepared.rules.iter().filter_map(|(index, rule)| {
        let place = obstacles
            .by_rule()
            .binary_search_by_key(&index, |entry| entry.0)
            .ok()?;
        Some((rule.to_string(), obstacles.by_rule()[place].1))
    });
    // A platform that gives a pair no score bars it as a rule would.
    let by_platform =
        Some((OwnScores::NAME.to_owned(), obstacles.unscored())).filter(|(_, people)| *people > 0);
    let barred = rules
        .chain(by_platform)
        .map(|(rule, people)| BarredBy { rule, people });
    Status::NoPermittedPartner {
        barred: barred.collect(),
    }
}

/// Finds the sets of people of one side who compete for too few partners, and says for each place which set it is in.
///
/// # Algorithm
///
/// From the unmatched, alternate: to every permitted partner, and from a partner to whom it is matched with. Every partner
/// reached is matched, or the matching could be larger; so those reached are more than all their partners together
/// (Hall, 1935). The connected parts of what was reached are such sets too, and smaller.
fn find_hall_sets(
    prepared: &Prepared<'_>,
    sides: &Sides,
    role: Role,
    found: &mut Vec<HallSet>,
) -> Vec<usize> {
    let (own, opposite) = match role {
        Role::Junior => (&sides.juniors, &sides.seniors),
        Role::Senior => (&sides.seniors, &sides.juniors),
    };
    let neighbours = prepared.partners(role);
    let mut reached = vec![false; own.partner.len()];
    let mut part_of = Parts::new(own.partner.len() + opposite.partner.len());
    let mut partner_reached = vec![false; opposite.partner.len()];
    let mut open: Vec<usize> = (0..own.partner.len())
        .filter(|&place| own.partner[place].is_none() && !neighbours.of(place).is_empty())
        .collect();
    for &place in &open {
        reached[place] = true;
    }
    while let Some(place) = open.pop() {
        for &partner in neighbours.of(place) {
            let partner = partner as usize;
            part_of.join(place, own.partner.len() + partner);
            if std::mem::replace(&mut partner_reached[partner], true) {
                continue;
            }
            if let Some(mate) = opposite.partner[partner].map(|mate| mate as usize)
                && !std::mem::replace(&mut reached[mate], true)
            {
                open.push(mate);
            }
        }
    }
    collect_parts(
        prepared,
        role,
        &reached,
        &partner_reached,
        &mut part_of,
        found,
    )
}

/// Writes down one Hall set for each connected part, in order of its first member, and returns which one each place is in.
fn collect_parts(
    prepared: &Prepared<'_>,
    role: Role,
    reached: &[bool],
    partner_reached: &[bool],
    part_of: &mut Parts,
    found: &mut Vec<HallSet>,
) -> Vec<usize> {
    let mut set_of_part = std::collections::BTreeMap::new();
    let mut set_of = vec![usize::MAX; reached.len()];
    for place in (0..reached.len()).filter(|&place| reached[place]) {
        let set = *set_of_part.entry(part_of.root(place)).or_insert_with(|| {
            found.push(HallSet {
                role,
                people: Vec::new(),
                partners: Vec::new(),
            });
            found.len() - 1
        });
        found[set]
            .people
            .push(prepared.person_at(role, place).clone());
        set_of[place] = set;
    }
    for partner in (0..partner_reached.len()).filter(|&partner| partner_reached[partner]) {
        let set = set_of_part[&part_of.root(reached.len() + partner)];
        found[set]
            .partners
            .push(prepared.person_at(role.other(), partner).clone());
    }
    for set in set_of_part.into_values() {
        found[set].people.sort_unstable();
        found[set].partners.sort_unstable();
    }
    set_of
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
