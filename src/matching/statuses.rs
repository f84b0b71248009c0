//! Finds what became of everyone: the reason behind each empty seat.

use std::ops::Range;

use super::hall::{SetOf, hall_sets};
use super::lowering::Outcome;
use super::prepared::Prepared;
use super::{BarredBy, HallSet, Objective, OpenReason, OpenSeats, Rung, Seat, Status};
use crate::parallel;
use crate::programme::{Participant, Role};
use crate::scoring::{OwnScores, Score};

/// A status for everyone who enrolled, and the Hall sets they speak of.
#[derive(Clone, Debug)]
pub(super) struct Statuses {
    pub(super) seats: Vec<Seat>,
    pub(super) hall_sets: Vec<HallSet>,
}

/// The best further pair a person could have, and the least that one would cost: coverage first, then the total.
#[derive(Clone, Copy, Debug)]
struct Prospect {
    best_score: Score,
    price: (i128, i128),
    /// Whether some pair that would be good enough is only not made because no rung asks for it, or one is against it.
    is_free: bool,
    /// The first full group, with its side, that keeps a pair of two people with seats left from being made.
    full_group: Option<(Role, usize)>,
}

impl Prospect {
    /// What the total would lose at least; none where it would cost somebody else's only pair or minimum, make the worst-off pair worse, or
    /// go against another rung before the total.
    fn price(&self) -> Option<u64> {
        let (rank, price) = self.price;
        (rank <= 0).then(|| u64::try_from(price.max(0)).unwrap_or(u64::MAX))
    }
}

/// What is the same for everybody.
struct Scene<'a> {
    prepared: &'a Prepared<'a>,
    objective: &'a Objective,
    outcome: &'a Outcome,
    /// A score at which a pair of two free seats adds to the total and is not below the worst-off pair.
    threshold: Score,
    /// Of juniors, then of seniors, by place.
    has_seat: [Vec<bool>; 2],
    /// Of juniors, then of seniors, by position: whether a group has as many pairs as it may.
    is_full: [Vec<bool>; 2],
}

impl<'a> Scene<'a> {
    fn new(prepared: &'a Prepared<'_>, objective: &'a Objective, outcome: &'a Outcome) -> Self {
        let sides = [Role::Junior, Role::Senior];
        let pairs = |role, place: usize| outcome.partners(role).of(place).len() as u64;
        let adds = Score::new(1);
        Self {
            prepared,
            objective,
            outcome,
            threshold: outcome.least_score().map_or(adds, |least| least.max(adds)),
            has_seat: sides.map(|role| {
                let seats = prepared.seats(role).enumerate();
                seats
                    .map(|(place, seats)| pairs(role, place) < seats.capacity.into())
                    .collect()
            }),
            is_full: sides.map(|role| {
                let groups = prepared.groups(role).iter();
                groups
                    .map(|group| {
                        let members = group.members.iter();
                        let made: u64 = members.map(|&place| pairs(role, place as usize)).sum();
                        made >= group.cap
                    })
                    .collect()
            }),
        }
    }

    /// Returns the full group that somebody is in.
    fn full_group(&self, role: Role, place: usize) -> Option<(Role, usize)> {
        let group = self.prepared.group_of(role, place)?;
        self.is_full[role as usize][group].then_some((role, group))
    }

    fn name(&self, (role, group): (Role, usize)) -> String {
        self.prepared.groups(role)[group].name.clone()
    }

    /// Looks at a pair that is not made.
    fn prospect(&self, senior: usize, junior: usize, score: Score) -> Prospect {
        let seats = |role, place| self.has_seat[role as usize][place];
        let have_seats = seats(Role::Senior, senior) && seats(Role::Junior, junior);
        let full_group = self
            .full_group(Role::Senior, senior)
            .or_else(|| self.full_group(Role::Junior, junior))
            .filter(|_| have_seats);
        Prospect {
            best_score: score,
            price: self.outcome.price(senior, junior, score),
            is_free: have_seats && full_group.is_none() && score >= self.threshold,
            full_group,
        }
    }
}

/// What is known of everybody on a side.
struct Standing {
    prospects: Vec<Option<Prospect>>,
    set_of: SetOf,
}

impl Statuses {
    pub(super) fn find(prepared: &Prepared<'_>, objective: &Objective, outcome: &Outcome) -> Self {
        let scene = Scene::new(prepared, objective, outcome);
        let (of_seniors, of_juniors) = prospects(&scene);
        let mut hall_sets = Vec::new();
        let mut standing = |role, prospects| Standing {
            prospects,
            set_of: find_hall_sets(&scene, role, &mut hall_sets),
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
                let known = |place: usize| (standing.prospects[place], standing.set_of[place]);
                let status = status(&scene, participant, role, known);
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

/// Says what became of one participant on a side, by a look at everybody on the other; Hall sets, which take a look at everybody, are
/// left out.
pub(super) fn status_of_one(
    prepared: &Prepared<'_>,
    objective: &Objective,
    outcome: &Outcome,
    participant: &Participant,
    role: Role,
) -> Status {
    let scene = Scene::new(prepared, objective, outcome);
    let known = |place: usize| {
        let own = outcome.partners(role).of(place);
        let found = parallel::map(prepared.places(role.other()), |other| {
            let is_made = u32::try_from(other).is_ok_and(|other| own.binary_search(&other).is_ok());
            let (senior, junior) = match role {
                Role::Junior => (other, place),
                Role::Senior => (place, other),
            };
            let score = (!is_made).then(|| prepared.ask(senior, junior))??;
            Some(scene.prospect(senior, junior, score))
        });
        let mut best = None;
        for prospect in found.into_iter().flatten() {
            improve(&mut best, prospect);
        }
        (best, None)
    };
    status(&scene, participant, role, known)
}

/// Says what became of a participant on a side, by what is known of whoever has a place: the best further pair, and the Hall set.
fn status(
    scene: &Scene<'_>,
    participant: &Participant,
    role: Role,
    known: impl FnOnce(usize) -> (Option<Prospect>, Option<usize>),
) -> Status {
    let Some(place) = scene.prepared.place(role, participant) else {
        return ineligible(scene.prepared, participant, role);
    };
    let (prospect, hall_set) = known(place);
    if !scene.outcome.partners(role).of(place).is_empty() {
        let capacity = participant.capacity().on(role);
        return matched(scene, role, place, capacity, prospect);
    }
    match prospect {
        Some(prospect) => {
            let cycles = participant.cycles_waited(role);
            unmatched(scene, role, prospect, hall_set, cycles)
        }
        None => without_candidates(scene.prepared, participant, role),
    }
}

/// Adds the Hall sets of a side, if the objective covers as many of it as can be; without that there need not be any.
fn find_hall_sets(scene: &Scene<'_>, role: Role, found: &mut Vec<HallSet>) -> SetOf {
    let (prepared, outcome) = (scene.prepared, scene.outcome);
    if !is_covered_first(scene, role) {
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

/// Tells whether as many of a side have a pair as can be; where everybody has one seat, both sides have as many.
fn is_covered_first(scene: &Scene<'_>, role: Role) -> bool {
    let objective = scene.objective;
    let is_single = scene.prepared.has_single_seats();
    objective.covers_first(role) || is_single && objective.covers_first(role.other())
}

/// Says why somebody with permitted partners has no pair.
fn unmatched(
    scene: &Scene<'_>,
    role: Role,
    prospect: Prospect,
    hall_set: Option<usize>,
    cycles: u32,
) -> Status {
    let best_score = prospect.best_score;
    if prospect.is_free {
        return Status::LeftOut {
            best_score,
            threshold: None,
        };
    }
    let is_wanted = is_covered_first(scene, role) || cycles > 0 && scene.objective.waits_first();
    if !is_wanted && best_score < scene.threshold && prospect.full_group.is_none() {
        return Status::LeftOut {
            best_score,
            threshold: Some(scene.threshold),
        };
    }
    let looks_at_waiting = scene.objective.has(Rung::LongestWaiting);
    Status::Waitlisted {
        hall_set,
        full_group: prospect.full_group.map(|group| scene.name(group)),
        cycles_waited: looks_at_waiting.then_some(cycles),
        best_score,
        price: prospect.price(),
    }
}

/// Lists the partners of somebody, and says why seats are left.
fn matched(
    scene: &Scene<'_>,
    role: Role,
    place: usize,
    capacity: u32,
    prospect: Option<Prospect>,
) -> Status {
    let prepared = scene.prepared;
    let places = scene.outcome.partners(role).of(place);
    let partners = places
        .iter()
        .map(|&partner| prepared.person_at(role.other(), partner as usize).clone());
    let mut partners: Vec<_> = partners.collect();
    partners.sort_unstable();
    let seats = u64::from(capacity).saturating_sub(places.len() as u64);
    let reason = match prospect {
        None => OpenReason::MeetsEveryone,
        Some(Prospect {
            best_score,
            is_free,
            ..
        }) if is_free || best_score < scene.threshold => OpenReason::LeftOut {
            best_score,
            threshold: (!is_free).then_some(scene.threshold),
        },
        Some(prospect) => OpenReason::Waitlisted {
            best_score: prospect.best_score,
            full_group: prospect.full_group.map(|group| scene.name(group)),
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
fn prospects(scene: &Scene<'_>) -> (Vec<Option<Prospect>>, Vec<Option<Prospect>>) {
    /// So many that all threads are busy, and so few that what each knows of all juniors is little.
    const PARTS: usize = 8;
    let count = scene.prepared.places(Role::Senior);
    let full = [Role::Senior, Role::Junior].map(|role| scene.prepared.full(role));
    let of_a_part = count.div_ceil(PARTS).max(1);
    let parts = parallel::map(count.div_ceil(of_a_part), |part| {
        let start = part * of_a_part;
        prospects_of(scene, start..count.min(start + of_a_part), &full)
    });
    let mut of_seniors = Vec::with_capacity(count);
    let mut of_juniors = vec![None; scene.prepared.places(Role::Junior)];
    for (seniors, juniors) in parts {
        of_seniors.extend(seniors);
        for (best, found) in of_juniors.iter_mut().zip(juniors) {
            if let Some(found) = found {
                improve(best, found);
            }
        }
    }
    (of_seniors, of_juniors)
}

/// Finds the same among the pairs of some seniors: for these, by place from the first on, and for all juniors.
fn prospects_of(
    scene: &Scene<'_>,
    some: Range<usize>,
    [full_seniors, full_juniors]: &[Vec<bool>; 2],
) -> (Vec<Option<Prospect>>, Vec<Option<Prospect>>) {
    let prepared = scene.prepared;
    let seniors = scene.outcome.partners(Role::Senior);
    let mut of_juniors: Vec<Option<Prospect>> = vec![None; prepared.places(Role::Junior)];
    let of_seniors = some.map(|senior| {
        let mut of_senior = None;
        let mut partners = seniors.of(senior).iter().peekable();
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
            let mut prospect = scene.prospect(senior, junior, score);
            // What pins have settled is not for sale.
            if full_seniors[senior] || full_juniors[junior] {
                prospect.price = (i128::MAX, 0);
            }
            improve(&mut of_senior, prospect);
            improve(&mut of_juniors[junior], prospect);
        }
        of_senior
    });
    (of_seniors.collect(), of_juniors)
}

fn improve(best: &mut Option<Prospect>, found: Prospect) {
    *best = Some(best.map_or(found, |best| Prospect {
        best_score: best.best_score.max(found.best_score),
        price: best.price.min(found.price),
        is_free: best.is_free || found.is_free,
        full_group: best.full_group.or(found.full_group),
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
            threshold: Some(threshold),
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
