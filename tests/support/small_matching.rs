//! Matchings of small programmes, held against brute force to the last status.
#![allow(
    dead_code,
    reason = "each test is a crate of its own and uses a part of this"
)]

use reverse_mentoring::Error;
use reverse_mentoring::matching::{Matching, OpenReason, Status, WorstOff};
use reverse_mentoring::programme::Role;
use reverse_mentoring::scoring::Score;

use super::small_programme::{Best, Case, Further, Value};

const SIDES: [Role; 2] = [Role::Junior, Role::Senior];

/// Runs and verifies; returns the matching, or nothing if the minima cannot be met, which the witness must show.
#[track_caller]
pub(crate) fn checked(case: &Case, name: &str) -> Option<Matching> {
    let (organisation, programme, engine) = case.build();
    match engine.run(&organisation, &programme) {
        Ok(matching) => {
            let verified = engine
                .verify(&organisation, &programme, &matching)
                .unwrap_or_else(|error| panic!("{name}: {error}\n{case:?}\n{matching:?}"));
            assert_eq!(verified.pairs(), matching.pairs().len(), "{name}");
            assert_eq!(verified.total(), matching.total(), "{name}");
            let worst_off = matching.worst_off().map(WorstOff::score);
            assert_eq!(verified.worst_off(), worst_off, "{name}");
            assert_eq!(worst_off.is_some(), case.worst_off, "{name}\n{case:?}");
            for role in SIDES {
                let covered = matching.seats().iter().filter(|seat| {
                    seat.role() == role && matches!(seat.status(), Status::Matched { .. })
                });
                assert_eq!(verified.covered(role), covered.count(), "{name}");
            }
            Some(matching)
        }
        Err(Error::MinimaNotMet { shortages, total }) => {
            assert_eq!(shortages.len(), total, "{name}");
            assert!(!shortages.is_empty(), "{name}");
            for set in &shortages {
                let counted = case.count_shortage(set);
                assert_eq!(
                    (set.needed, set.possible),
                    counted,
                    "{name}: {set}\n{case:?}"
                );
                assert!(set.needed > set.possible, "{name}: {set}");
            }
            None
        }
        Err(error) => panic!("{name}: {error}\n{case:?}"),
    }
}

/// What comes before the total.
fn before_total(value: Value) -> ([usize; 2], i64) {
    (value.covered, value.least)
}

/// The pairs of a matching, as a set of juniors for each senior.
pub(crate) fn rows_of(case: &Case, matching: &Matching) -> Vec<u32> {
    let mut rows = vec![0_u32; case.seniors.len()];
    for pair in matching.pairs() {
        let (junior, senior) = case.places(pair.junior(), pair.senior());
        assert_eq!(rows[senior] >> junior & 1, 0, "nobody meets anybody twice");
        rows[senior] |= 1 << junior;
    }
    rows
}

/// Compares each case with brute force; returns how many were feasible.
#[track_caller]
pub(crate) fn compare(cases: impl IntoIterator<Item = (u64, Case)>) -> usize {
    let mut feasible = 0;
    for (seed, case) in cases {
        let name = format!("seed {seed}");
        let matching = checked(&case, &name);
        let rows = matching.as_ref().map(|matching| rows_of(&case, matching));
        let best = case.best(rows.as_deref().unwrap_or(&[]));
        let found = rows.map(|rows| case.value(&rows).expect("the limits are kept to"));
        assert_eq!(found, best.value, "{name}\n{case:?}");
        if let Some(matching) = matching {
            feasible += 1;
            assert_statuses(&case, &matching, &best, &name);
        }
    }
    feasible
}

/// Everyone's status, partners and seats left are what brute force says, and no price is above the true one.
fn assert_statuses(case: &Case, matching: &Matching, best: &Best, name: &str) {
    let objective_covers = |role| case.objective.covers(role);
    let worst_off = matching
        .worst_off()
        .map_or(1, |least| least.score().get().max(1));
    for seat in matching.seats() {
        let (role, person) = (seat.role(), seat.person());
        let pairs: Vec<_> = matching.pairs_of(person.as_str(), role).collect();
        let further = case.further(matching, person, role);
        let place = case.place(person, role);
        let told = format!("{name}: {seat:?}\n{case:?}\n{matching:?}");
        let price_holds = |price: Option<u64>| {
            let forced = best.forced[role as usize][place];
            let value = best.value.expect("there is a matching");
            match (price, forced) {
                (Some(price), Some(forced)) if before_total(forced) == before_total(value) => {
                    let price = i64::try_from(price).expect("small scores");
                    assert!(price <= value.total - forced.total, "{told}");
                }
                (None, Some(forced)) => {
                    assert!(before_total(forced) < before_total(value), "{told}");
                }
                _ => {}
            }
        };
        match seat.status() {
            Status::Matched { partners, open } => {
                let of_pairs: Vec<_> = pairs
                    .iter()
                    .map(|pair| match role {
                        Role::Junior => pair.senior(),
                        Role::Senior => pair.junior(),
                    })
                    .collect();
                assert_eq!(partners.iter().collect::<Vec<_>>(), of_pairs, "{told}");
                assert_eq!(matching.pair(person.as_str(), role), pairs.first().copied());
                let left = u64::from(case.capacity(role, place)) - pairs.len() as u64;
                assert_eq!(open.as_ref().map_or(0, |open| open.seats), left, "{told}");
                let best_further = further.iter().map(|further| further.score).max();
                match open.as_ref().map(|open| &open.reason) {
                    None => {}
                    Some(OpenReason::MeetsEveryone) => assert_eq!(best_further, None, "{told}"),
                    Some(&OpenReason::Waitlisted {
                        best_score, price, ..
                    }) => {
                        assert_eq!(best_further, Some(best_score.get()), "{told}");
                        let free = further
                            .iter()
                            .any(|further| further.score >= worst_off && further.has_seat);
                        assert!(!free && best_score.get() >= worst_off, "{told}");
                        price_holds(price);
                    }
                    Some(&OpenReason::LeftOut {
                        best_score,
                        threshold,
                    }) => {
                        assert_eq!(best_further, Some(best_score.get()), "{told}");
                        assert!(Some(best_score) < threshold, "{told}");
                        assert_eq!(threshold, Some(Score::new(worst_off)), "{told}");
                    }
                    Some(other) => panic!("{other:?}"),
                }
            }
            &Status::Waitlisted {
                hall_set,
                best_score,
                price,
                ..
            } => {
                let best_further = further.iter().map(|further| further.score).max();
                assert_eq!(best_further, Some(best_score.get()), "{told}");
                let is_free = |further: &Further| {
                    further.has_seat && (objective_covers(role) || further.score >= worst_off)
                };
                assert!(!further.iter().any(is_free), "{told}");
                price_holds(price);
                assert_eq!(
                    hall_set.is_some(),
                    objective_covers(role) || case.is_plain(),
                    "{told}"
                );
                if let Some(hall_set) = hall_set {
                    let set = &matching.hall_sets()[hall_set];
                    assert!(set.role == role && set.people.contains(person), "{told}");
                    let counted = case.count_hall_set(set);
                    assert_eq!((set.needed, set.possible), counted, "{told}");
                    assert!(set.needed > set.possible, "{told}");
                }
            }
            &Status::LeftOut {
                best_score,
                threshold,
            } => {
                assert!(!objective_covers(role), "{told}");
                assert!(Some(best_score) < threshold, "{told}");
                assert_eq!(threshold, Some(Score::new(worst_off)), "{told}");
            }
            Status::NoPermittedPartner { .. } => assert!(further.is_empty(), "{told}"),
            other => panic!("{other:?}"),
        }
    }
}
