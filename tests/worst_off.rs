//! The worst-off pair before the total: what brute force finds, proved, and told to whom it costs a pair.

#[path = "support/random.rs"]
mod random;
#[path = "support/small_matching.rs"]
mod small_matching;
#[path = "support/small_programme.rs"]
mod small_programme;

use random::Random;
use reverse_mentoring::matching::{Matching, OpenReason, Rung, Status, WorstOff};
use reverse_mentoring::programme::{PinKind, Role};
use reverse_mentoring::scoring::Score;
use serde_json::{Value, json};
use small_matching::{checked, compare};
use small_programme::Case;

fn drawn(seed: u64, people: u64, seats: i64, minima: bool) -> (u64, Case) {
    let mut random = Random::new(seed);
    let mut case = Case::draw_up_to(&mut random, people, seats, minima);
    if random.once_in(2) {
        // The larger the best scores, the more often a total rests on a poor pair.
        for score in case.scores.iter_mut().flatten().flatten() {
            *score *= *score;
        }
    }
    let case = if random.once_in(2) {
        case.with_random_pins(&mut random)
    } else {
        case
    };
    (seed, case.with_worst_off())
}

#[test]
fn with_one_seat_each_the_worst_off_pair_is_the_best_that_brute_force_finds() {
    let feasible = compare((0..400).map(|seed| drawn(seed, 5, 1, false)));
    assert_eq!(feasible, 400, "without minima all can be met");
}

#[test]
fn with_several_seats_the_worst_off_pair_is_the_best_that_brute_force_finds() {
    let feasible = compare((1_000..1_250).map(|seed| drawn(seed, 4, 3, false)));
    assert_eq!(feasible, 250, "without minima all can be met");
}

#[test]
fn with_minima_the_worst_off_pair_is_the_best_that_brute_force_finds() {
    let feasible = compare((2_000..2_300).map(|seed| drawn(seed, 4, 3, true)));
    assert!((60..240).contains(&feasible), "{feasible}");
}

#[test]
fn the_rung_decides_and_costs_some_of_the_total() {
    let mut dearer = 0;
    let one_seat = (0..1_000).map(|seed| drawn(seed, 5, 1, false));
    let several = (5_000..6_000).map(|seed| drawn(seed, 4, 3, false));
    for (seed, case) in one_seat.chain(several) {
        let mut ladder = case.objective.rungs().to_vec();
        ladder.retain(|&rung| rung != Rung::WorstOff);
        let free = Case {
            worst_off: false,
            ..case.clone().with_objective(&ladder)
        };
        let total = |case: &Case| checked(case, "total").expect("no minima").total();
        let (fair, free) = (total(&case), total(&free));
        assert!(fair <= free, "seed {seed}");
        dearer += usize::from(fair < free);
    }
    assert!(dearer > 40, "the rung costs something in {dearer} of 2000");
}

/// The best total, 9 + 1, leaves somebody with 1; the other way round nobody has less than 4.
fn unequal() -> Case {
    Case {
        seniors: vec!["s0".into(), "s1".into()],
        juniors: vec!["j0".into(), "j1".into()],
        scores: vec![vec![Some(9), Some(4)], vec![Some(5), Some(1)]],
        capacities: [vec![1; 2], vec![1; 2]],
        minima: [vec![0; 2], vec![0; 2]],
        ..Case::default()
    }
}

#[test]
fn nobody_has_less_than_they_need_have() {
    assert_eq!(checked(&unequal(), "free").expect("no minima").total(), 10);
    let fair = checked(&unequal().with_worst_off(), "fair").expect("no minima");
    assert_eq!(fair.total(), 9);
    assert_eq!(fair.worst_off().map(WorstOff::score), Some(Score::new(4)));
}

#[test]
fn a_seat_that_only_a_worse_pair_could_fill_stays_empty_and_says_so() {
    let case = Case {
        capacities: [vec![1, 2], vec![1, 2]],
        ..unequal()
    };
    let matching = checked(&case.with_worst_off(), "seats").expect("no minima");
    // Junior 1 meets senior 0, junior 0 senior 1; each of the other two has a seat left, and together they score 1.
    assert_eq!(matching.total(), 9);
    let Some(Status::Matched {
        open: Some(open), ..
    }) = matching.status("j1", Role::Junior)
    else {
        panic!("{:?}", matching.status("j1", Role::Junior));
    };
    assert_eq!(
        open.reason,
        OpenReason::LeftOut {
            best_score: Score::new(1),
            threshold: Some(Score::new(4)),
        }
    );
}

#[test]
fn a_pair_that_a_pin_makes_is_not_the_worst_off() {
    let case = Case {
        pins: vec![(1, 1, PinKind::Forced)],
        ..unequal()
    };
    let matching = checked(&case.with_worst_off(), "pinned").expect("no minima");
    assert_eq!(
        matching.worst_off().map(WorstOff::score),
        Some(Score::new(9))
    );
    let settled = Case {
        pins: vec![(1, 1, PinKind::Forced), (0, 0, PinKind::Locked)],
        ..unequal()
    };
    let matching = checked(&settled.with_worst_off(), "settled").expect("no minima");
    assert_eq!(matching.worst_off(), None);
}

#[test]
fn the_fewest_changes_come_after_the_worst_off_pair() {
    let mut case = unequal();
    case.juniors.push("j2".into());
    for (scores, score) in case.scores.iter_mut().zip([4, 0]) {
        scores.push(Some(score));
    }
    case.capacities[0].push(1);
    case.minima[0].push(0);
    // Senior 0 may have junior 1 or junior 2: both score 4.
    for junior in [1, 2] {
        let earlier = Case {
            pins: vec![(junior, 0, PinKind::Forced)],
            ..case.clone()
        };
        let earlier = checked(&earlier, "earlier").expect("no minima");
        let again = case
            .clone()
            .with_worst_off()
            .with_last_rung(Rung::FewestChanges);
        let (organisation, programme, engine) = again.build();
        let matching = engine
            .run_after(&organisation, &programme, &earlier)
            .expect("no minima");
        let verified = engine
            .verify(&organisation, &programme, &matching)
            .expect("as found");
        assert_eq!(verified.worst_off(), Some(Score::new(4)));
        assert_eq!(verified.changes(), Some(0));
        assert_eq!(matching.total(), 9);
    }
}

#[test]
fn the_verifier_rejects_a_worst_off_pair_that_may_be_better() {
    let (organisation, programme, engine) = unequal().with_worst_off().build();
    let matching = engine.run(&organisation, &programme).expect("no minima");
    let document = serde_json::to_value(&matching).expect("plain data");
    let verify = |spoil: &dyn Fn(&mut Value)| {
        let mut document = document.clone();
        spoil(&mut document);
        let matching: Matching = serde_json::from_value(document).expect("of the right form");
        let verified = engine.verify(&organisation, &programme, &matching);
        verified.map(drop).unwrap_err().to_string()
    };
    let better = "the proof of optimality does not hold: the worst-off pair may be better: ";
    assert_eq!(
        verify(&|matching| matching["worst_off"]["score"] = json!(3)),
        format!("{better}it scores 4, expected 3")
    );
    let forget = |matching: &mut Value| {
        let fields = matching.as_object_mut().expect("an object");
        drop(fields.remove("worst_off"));
    };
    assert_eq!(
        verify(&forget),
        format!("{better}it has no score and no proof")
    );
    let nothing = |matching: &mut Value| {
        let worths = matching["worst_off"]["certificate"].as_array_mut();
        for worth in worths.expect("a list") {
            worth["worth"] = json!(0);
            worth["rank"] = json!(0);
        }
    };
    assert_eq!(
        verify(&nothing),
        format!("{better}the prices prove 0 pairs up to 4, expected at least 1")
    );
    let essential = |matching: &mut Value| {
        matching["worst_off"]["certificate"][0]["essential"] = json!(true);
    };
    assert_eq!(
        verify(&essential),
        format!("{better}\"j0\" as a junior is essential, but this rung makes nobody so")
    );
    // The matching of the best total, whose worst-off pair is a worse one, with a proof about it that was made up.
    let (organisation, programme, free) = unequal().build();
    let free = free.run(&organisation, &programme).expect("no minima");
    let mut document = serde_json::to_value(&free).expect("plain data");
    let mut fair = serde_json::to_value(&matching).expect("plain data");
    document["coverage"] = fair["coverage"].take();
    let mut claim = fair["worst_off"].take();
    claim["score"] = json!(1);
    document["worst_off"] = claim;
    let claimed: Matching = serde_json::from_value(document).expect("of the right form");
    let error = engine
        .verify(&organisation, &programme, &claimed)
        .unwrap_err();
    assert!(error.to_string().starts_with(better), "{error}");
    // An engine that does not ask for the rung.
    let (organisation, programme, free) = unequal().build();
    let error = free
        .verify(&organisation, &programme, &matching)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the proof of optimality does not hold: it is about a worst-off pair, but the objective is [seniors_covered, everyone_covered, \
         total]"
    );
}
