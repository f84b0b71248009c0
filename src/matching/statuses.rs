//! Finds what became of everyone: the reason behind each empty seat.

use super::hall::{SetOf, hall_sets};
use super::lowering::{Outcome, Price};
use super::prepared::Prepared;
use super::{BarredBy, HallSet, Objective, OpenReason, OpenSeats, Seat, Status};
use crate::programme::{Participant, Role};
use crate::scoring::{OwnScores, Score};

/// A status for everyone who enrolled, and the Hall sets they speak of.
#[derive(Clone, Debug)]
pub(super) struct Statuses {
    pub(super) seats: Vec<Seat>,
    pub(super) hall_sets: Vec<HallSet>,
}

/// A score at which a pair of two free seats is made for certain: it adds to the total, and is not below the worst-off pair.
fn worth_a_seat(outcome: &Outcome) -> Score {
    let adds = Score::new(1);
    outcome.least_score().map_or(adds, |least| least.max(adds))
}

/// The best further pair a person could have, and the least that one would cost: coverage first, then the total.
#[derive(Clone, Copy, Debug)]
struct Prospect {
    best_score: Score,
    price: (i128, i128),
}

impl Prospect {
    /// What the total would lose at least; none where it would cost somebody else's only pair or minimum, or make
    /// the worst-off pair worse.
    fn price(&self) -> Option<u64> {
        let (rank, price) = self.price;
        (rank <= 0).then(|| u64::try_from(price.max(0)).unwrap_or(u64::MAX))
    }
}

/// What is known of everybody on a side.
struct Standing {
    prospects: Vec<Option<Prospect>>,
    set_of: SetOf,
}

impl Statuses {
    pub(super) fn find(prepared: &Prepared<'_>, objective: &Objective, outcome: &Outcome) -> Self {
        let (of_seniors, of_juniors) = prospects(prepared, outcome);
        let mut hall_sets = Vec::new();
        let mut standing = |role, prospects| Standing {
            prospects,
            set_of: find_hall_sets(prepared, objective, outcome, role, &mut hall_sets),
        };
        let seniors = standing(Role::Senior, of_seniors);
        let juniors = standing(Role::Junior, of_juniors);

        let mut seats = Vec::new();
        for participant in prepared.programme.participants() {
            for role in [Role::Junior, Role::Senior] {
                if !participant.takes_part_as(role) {
                    continue;
                }
                let standing = match role {
                    Role::Junior => &juniors,
                    Role::Senior => &seniors,
                };
                let status = match prepared.place(role, participant) {
                    None => ineligible(prepared, participant, role),
                    Some(place) if outcome.on(role).partners.of(place).is_empty() => {
                        match standing.prospects[place] {
                            Some(prospect) => {
                                let threshold = worth_a_seat(outcome);
                                unmatched(prospect, standing.set_of[place], threshold)
                            }
                            None => without_candidates(prepared, participant, role),
                        }
                    }
                    Some(place) => {
                        let capacity = participant.capacity().on(role);
                        matched(
                            prepared,
                            outcome,
                            role,
                            place,
                            capacity,
                            &standing.prospects,
                        )
                    }
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

/// Adds the Hall sets of a side, if the objective covers as many of it as can be; without that there need not be any.
fn find_hall_sets(
    prepared: &Prepared<'_>,
    objective: &Objective,
    outcome: &Outcome,
    role: Role,
    found: &mut Vec<HallSet>,
) -> SetOf {
    if !prepared.has_single_seats() && !objective.covers(role) {
        return vec![None; prepared.places(role)];
    }
    let before = found.len();
    let (sets, mut set_of) = hall_sets(prepared, outcome, role);
    found.extend(sets);
    for set in set_of.iter_mut().flatten() {
        *set += before;
    }
    set_of
}

/// Says why somebody with permitted partners has no pair.
fn unmatched(prospect: Prospect, hall_set: Option<usize>, threshold: Score) -> Status {
    let best_score = prospect.best_score;
    if hall_set.is_none() && best_score < threshold {
        return Status::LeftOut {
            best_score,
            threshold,
        };
    }
    Status::Waitlisted {
        hall_set,
        best_score,
        price: prospect.price(),
    }
}

/// Lists the partners of somebody, and says why seats are left.
fn matched(
    prepared: &Prepared<'_>,
    outcome: &Outcome,
    role: Role,
    place: usize,
    capacity: u32,
    prospects: &[Option<Prospect>],
) -> Status {
    let places = outcome.on(role).partners.of(place);
    let partners = places
        .iter()
        .map(|&partner| prepared.person_at(role.other(), partner as usize).clone());
    let mut partners: Vec<_> = partners.collect();
    partners.sort_unstable();
    let seats = u64::from(capacity).saturating_sub(places.len() as u64);
    let threshold = worth_a_seat(outcome);
    let reason = match prospects[place] {
        None => OpenReason::MeetsEveryone,
        Some(Prospect { best_score, .. }) if best_score < threshold => OpenReason::LeftOut {
            best_score,
            threshold,
        },
        Some(prospect) => OpenReason::Waitlisted {
            best_score: prospect.best_score,
            price: prospect.price(),
        },
    };
    let open = (seats > 0).then_some(OpenSeats { seats, reason });
    Status::Matched { partners, open }
}

/// Finds for everyone on either side the best score of a pair they do not have, and what it would cost at least.
///
/// For a pair of `s` and `j` that is at least `worth(s) + worth(j) - score(s, j)`, the slack of the dual constraint;
/// whoever is unmatched where everybody has one seat has worth 0.
fn prospects(
    prepared: &Prepared<'_>,
    outcome: &Outcome,
) -> (Vec<Option<Prospect>>, Vec<Option<Prospect>>) {
    let (seniors, juniors) = (outcome.on(Role::Senior), outcome.on(Role::Junior));
    let mut of_seniors: Vec<Option<Prospect>> = vec![None; prepared.places(Role::Senior)];
    let mut of_juniors: Vec<Option<Prospect>> = vec![None; prepared.places(Role::Junior)];
    let full = |role| -> Vec<bool> {
        prepared
            .seats(role)
            .map(|seats| seats.left() == 0)
            .collect()
    };
    let (full_seniors, full_juniors) = (full(Role::Senior), full(Role::Junior));
    let sum = |one: i64, other: i64| i128::from(one) + i128::from(other);
    for (senior, of_senior) in of_seniors.iter_mut().enumerate() {
        let mut partners = seniors.partners.of(senior).iter().peekable();
        for (junior, score) in prepared.table.of(senior) {
            // Both go through the juniors in order.
            while partners
                .next_if(|&&partner| (partner as usize) < junior)
                .is_some()
            {}
            if partners
                .peek()
                .is_some_and(|&&partner| partner as usize == junior)
            {
                continue;
            }
            let (s, j): (Price, Price) = (seniors.prices[senior], juniors.prices[junior]);
            let price = (
                sum(s.rank, j.rank),
                sum(s.worth, j.worth) - i128::from(score.get()),
            );
            let prospect = Prospect {
                best_score: score,
                // What pins have settled is not for sale, and neither is the worst-off pair.
                price: if full_seniors[senior]
                    || full_juniors[junior]
                    || outcome.least_score().is_some_and(|least| score < least)
                {
                    (i128::MAX, 0)
                } else {
                    price
                },
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
    let forbidden = prepared.place(role, participant);
    let forbidden = forbidden.map_or(0, |place| prepared.pins.forbidden(role, place));
    let by_pin = Some(("pin".to_owned(), forbidden)).filter(|(_, people)| *people > 0);
    // A platform that gives a pair no score bars it as a rule would.
    let by_platform =
        Some((OwnScores::NAME.to_owned(), obstacles.unscored())).filter(|(_, people)| *people > 0);
    let by_floor = obstacles.by_floor().iter();
    let by_floor = by_floor.map(|&(floor, people)| (floor.to_string(), people));
    let barred = rules
        .chain(by_platform)
        .chain(by_pin)
        .chain(by_floor)
        .map(|(rule, people)| BarredBy { rule, people });
    Status::NoPermittedPartner {
        barred: barred.collect(),
    }
}
