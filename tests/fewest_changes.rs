//! Matched again, with the fewest changes among the optima: what brute force finds, proved, and refused where it makes no sense.

#[path = "support/random.rs"]
mod random;
#[path = "support/small_programme.rs"]
mod small_programme;

use random::Random;
use reverse_mentoring::Error;
use reverse_mentoring::answers::Difference;
use reverse_mentoring::matching::{ConfigError, Matching, Rung};
use reverse_mentoring::programme::PinKind;
use serde_json::{Value, json};
use small_programme::{Case, Names, distance, names};

/// Goes through all optimal sets of pairs; returns the fewest changes that one makes.
fn fewest_changes(case: &Case, earlier: &Names) -> Option<u64> {
    let (mut best, mut fewest) = (None, None);
    case.each_set(|rows, value| {
        if best.is_some_and(|best| value < best) {
            return;
        }
        let changes = distance(&case.names_of(rows), earlier);
        fewest = match fewest.filter(|_| best == Some(value)) {
            Some(fewest) => Some(changes.min(fewest)),
            None => Some(changes),
        };
        best = Some(value);
    });
    fewest
}

/// A few weeks later: some scores are others, some pairs are pinned, somebody joins or leaves on either side.
fn later(case: &Case, random: &mut Random) -> Case {
    let mut case = case.clone();
    let top = case.scores.iter().flatten().flatten().max().copied();
    for score in case.scores.iter_mut().flatten().flatten() {
        if random.once_in(4) {
            *score = random.number(0, top.unwrap_or(1).max(1));
        }
    }
    if random.once_in(3) {
        // By another name they are somebody else.
        let last = case.juniors.len() - 1;
        "joiner".clone_into(&mut case.juniors[last]);
    }
    if random.once_in(3) && case.seniors.len() > 1 {
        case.seniors.pop();
        case.scores.pop();
        case.capacities[1].pop();
        case.minima[1].pop();
    }
    if random.once_in(2) {
        case = case.with_random_pins(random);
    }
    case
}

/// Matches, matches again later, and compares with brute force; counts the cases in which both can be matched, and those
/// in which the rung makes a difference.
#[track_caller]
fn compare(cases: impl IntoIterator<Item = (u64, Case, Case)>) -> (usize, usize) {
    let (mut feasible, mut decided) = (0, 0);
    for (seed, before, after) in cases {
        let run = |case: &Case| {
            let (organisation, programme, engine) = case.build();
            engine.run(&organisation, &programme).ok()
        };
        let (Some(earlier), Some(free)) = (run(&before), run(&after)) else {
            continue;
        };
        let after = after.with_last_rung(Rung::FewestChanges);
        let (organisation, programme, engine) = after.build();
        let matching = engine
            .run_after(&organisation, &programme, &earlier)
            .expect("it can be matched without the rung");
        let told = format!("seed {seed}\n{earlier:?}\n{after:?}\n{matching:?}");
        let verified = engine
            .verify(&organisation, &programme, &matching)
            .unwrap_or_else(|error| panic!("{error}\n{told}"));
        let changes = matching.changes().expect("there is an earlier matching");
        assert_eq!(changes.earlier(), earlier.pairs(), "{told}");
        assert_eq!(
            changes.count(),
            distance(&names(&matching), &names(&earlier)),
            "{told}"
        );
        let difference = Difference::between(&earlier, &matching);
        let differ = difference.gained().len() + difference.lost().len();
        assert_eq!(changes.count(), differ as u64, "{told}");
        assert_eq!(verified.changes(), Some(changes.count()), "{told}");
        assert_eq!(
            Some(changes.count()),
            fewest_changes(&after, &names(&earlier)),
            "{told}"
        );
        assert_eq!(matching.total(), free.total(), "{told}");
        feasible += 1;
        decided += usize::from(changes.count() < distance(&names(&free), &names(&earlier)));
    }
    (feasible, decided)
}

fn drawn(seed: u64, people: u64, seats: i64, minima: bool) -> (u64, Case, Case) {
    let mut random = Random::new(seed);
    let before = Case::draw_up_to(&mut random, people, seats, minima);
    let after = later(&before, &mut random);
    (seed, before, after)
}

#[test]
fn with_one_seat_each_no_optimal_matching_is_nearer() {
    let (feasible, decided) = compare((0..1_500).map(|seed| drawn(seed, 5, 1, false)));
    assert_eq!(feasible, 1_500, "without minima all can be met");
    assert!(decided > 50, "the rung decides {decided} of 1500");
}

#[test]
fn with_several_seats_no_optimal_matching_is_nearer() {
    let (feasible, decided) = compare((10_000..11_000).map(|seed| drawn(seed, 4, 3, false)));
    assert_eq!(feasible, 1_000, "without minima all can be met");
    assert!(decided > 30, "the rung decides {decided} of 1000");
}

#[test]
fn with_minima_no_optimal_matching_is_nearer() {
    let (feasible, decided) = compare((20_000..21_000).map(|seed| drawn(seed, 4, 3, true)));
    assert!((120..800).contains(&feasible), "{feasible}");
    assert!(decided > 10, "the rung decides {decided} of {feasible}");
}

#[test]
fn with_the_worst_off_pair_before_the_total_no_optimal_matching_is_nearer() {
    let fair = |(seed, before, after): (u64, Case, Case)| (seed, before, after.with_worst_off());
    let one_seat = (30_000..30_600).map(|seed| drawn(seed, 5, 1, false));
    let several = (40_000..40_400).map(|seed| drawn(seed, 4, 3, false));
    let (feasible, decided) = compare(one_seat.chain(several).map(fair));
    assert_eq!(feasible, 1_000, "without minima all can be met");
    assert!(decided > 30, "the rung decides {decided} of 1000");
}

/// Two seniors and three juniors who are all alike.
fn alike() -> Case {
    Case {
        seniors: vec!["s0".into(), "s1".into()],
        juniors: vec!["j0".into(), "j1".into(), "j2".into()],
        scores: vec![vec![Some(5); 3]; 2],
        capacities: [vec![1; 3], vec![1; 2]],
        minima: [vec![0; 3], vec![0; 2]],
        ..Case::default()
    }
}

#[test]
fn who_declines_is_replaced_and_nobody_else_is_moved() {
    let pins = |declined: Option<usize>| {
        let made = [(0, 0), (1, 1)].map(|(junior, senior)| (junior, senior, PinKind::Forced));
        match declined {
            None => made.to_vec(),
            Some(junior) => vec![(junior, junior, PinKind::Forbidden)],
        }
    };
    let run = |case: &Case| {
        let (organisation, programme, engine) = case.build();
        engine.run(&organisation, &programme).expect("no minima")
    };
    let earlier = run(&Case {
        pins: pins(None),
        ..alike()
    });
    for declined in [0, 1] {
        let case = Case {
            pins: pins(Some(declined)),
            ..alike()
        };
        let (organisation, programme, engine) = case.with_last_rung(Rung::FewestChanges).build();
        let matching = engine
            .run_after(&organisation, &programme, &earlier)
            .expect("no minima");
        let (kept, left) = (1 - declined, declined);
        let expected = [
            (format!("j{kept}"), format!("s{kept}")),
            ("j2".to_owned(), format!("s{left}")),
        ];
        assert_eq!(names(&matching), Names::from(expected));
        assert_eq!(matching.changes().expect("asked for").count(), 2);
    }
}

#[test]
fn a_change_is_made_where_it_adds_to_the_total() {
    let earlier = alike();
    let (organisation, programme, engine) = earlier.build();
    let earlier = engine.run(&organisation, &programme).expect("no minima");
    let mut better = alike().with_last_rung(Rung::FewestChanges);
    let (junior, senior) = better.places(earlier.pairs()[0].junior(), earlier.pairs()[0].senior());
    better.scores[1 - senior][junior] = Some(6);
    let (organisation, programme, engine) = better.build();
    let matching = engine
        .run_after(&organisation, &programme, &earlier)
        .expect("no minima");
    assert_eq!(matching.total(), 11);
    assert!(matching.changes().expect("asked for").count() > 0);
}

#[test]
fn an_earlier_matching_without_the_rung_is_refused() {
    let (organisation, programme, engine) = alike().build();
    let earlier = engine.run(&organisation, &programme).expect("no minima");
    assert_eq!(earlier.changes(), None);
    let error = engine
        .run_after(&organisation, &programme, &earlier)
        .unwrap_err();
    assert!(matches!(
        error,
        Error::Config(ConfigError::NoFewestChanges { .. })
    ));
    assert_eq!(
        error.to_string(),
        "the objective is [seniors_covered, everyone_covered, total], expected \"fewest_changes\" among its rungs (an earlier matching \
         has no say without it)"
    );
}

#[test]
fn the_rung_has_no_say_without_an_earlier_matching() {
    let free = alike().build();
    let free = free.2.run(&free.0, &free.1).expect("no minima");
    let (organisation, programme, engine) = alike().with_last_rung(Rung::FewestChanges).build();
    let matching = engine.run(&organisation, &programme).expect("no minima");
    // The records differ: the configurations do.
    assert_eq!(matching.pairs(), free.pairs());
    assert_eq!(matching.seats(), free.seats());
    assert_eq!(matching.worths(), free.worths());
    let verified = engine.verify(&organisation, &programme, &matching);
    assert_eq!(verified.expect("as found").changes(), None);
}

#[test]
fn an_earlier_matching_from_a_file_may_be_in_any_order() {
    let (organisation, programme, engine) = alike().with_last_rung(Rung::FewestChanges).build();
    let earlier = engine.run(&organisation, &programme).expect("no minima");
    let mut document = serde_json::to_value(&earlier).expect("plain data");
    let pairs = document["pairs"].as_array_mut().expect("a list");
    pairs.reverse();
    pairs.push(pairs[0].clone());
    let shuffled: Matching = serde_json::from_value(document).expect("of the right form");
    let matching = engine
        .run_after(&organisation, &programme, &shuffled)
        .expect("no minima");
    let changes = matching.changes().expect("asked for");
    assert_eq!((changes.count(), changes.earlier()), (0, earlier.pairs()));
    let verified = engine.verify(&organisation, &programme, &matching);
    assert_eq!(verified.expect("as found").changes(), Some(0));
    let text = matching.to_json();
    assert_eq!(Matching::from_json(&text).expect("as written"), matching);
}

#[test]
fn the_verifier_rejects_changes_that_are_not_the_fewest() {
    let case = alike().with_last_rung(Rung::FewestChanges);
    let (organisation, programme, engine) = case.build();
    let earlier = engine.run(&organisation, &programme).expect("no minima");
    let matching = engine
        .run_after(&organisation, &programme, &earlier)
        .expect("no minima");
    let document = serde_json::to_value(&matching).expect("plain data");
    let verify = |spoil: &dyn Fn(&mut Value)| {
        let mut document = document.clone();
        spoil(&mut document);
        let matching: Matching = serde_json::from_value(document).expect("of the right form");
        let verified = engine.verify(&organisation, &programme, &matching);
        verified.map(drop).unwrap_err().to_string()
    };
    assert_eq!(
        verify(&|matching| matching["changes"]["count"] = json!(2)),
        "the changes against the earlier matching are 2, expected 0"
    );
    let reverse = |matching: &mut Value| {
        let pairs = matching["changes"]["earlier"].as_array_mut();
        pairs.expect("a list").reverse();
    };
    let first = &earlier.pairs()[0];
    assert_eq!(
        verify(&reverse),
        format!(
            "the earlier matching has no say: junior \"{}\" and senior \"{}\" come twice or too late",
            first.junior(),
            first.senior()
        )
    );
    let forget = |matching: &mut Value| {
        let worths = matching["changes"]["certificate"].as_array_mut();
        drop(worths.expect("a list").remove(0));
    };
    assert_eq!(
        verify(&forget),
        "the proof of optimality does not hold: \"j0\" as a junior has no worth"
    );
    for worth in 0..document["changes"]["certificate"]
        .as_array()
        .expect("a list")
        .len()
    {
        let error = verify(&|matching| {
            let worth = &mut matching["changes"]["certificate"][worth]["worth"];
            *worth = json!(worth.as_i64().expect("a number") + 7);
        });
        assert!(
            error
                .starts_with("the proof of optimality does not hold: there may be fewer changes: "),
            "{error}"
        );
    }
    // Another optimal matching, all other claims in order.
    let all_others = |matching: &mut Value| {
        let earlier = json!([
            { "junior": "j0", "senior": "s0", "score": 5 },
            { "junior": "j1", "senior": "s1", "score": 5 },
        ]);
        let others = json!([
            { "junior": "j0", "senior": "s0", "score": 5 },
            { "junior": "j2", "senior": "s1", "score": 5 },
        ]);
        let is_first = matching["pairs"] == earlier;
        matching["changes"]["earlier"] = if is_first { others } else { earlier };
        let before = names(&serde_json::from_value(matching.clone()).expect("of the right form"));
        let pairs = matching["changes"]["earlier"].as_array().expect("a list");
        let text = |value: &Value| value.as_str().expect("a name").to_owned();
        let now: Names = pairs
            .iter()
            .map(|pair| (text(&pair["junior"]), text(&pair["senior"])))
            .collect();
        matching["changes"]["count"] = json!(distance(&before, &now));
    };
    let error = verify(&all_others);
    assert!(
        error.starts_with("the proof of optimality does not hold: there may be fewer changes: "),
        "{error}"
    );
    // An engine that does not ask for the rung.
    let (organisation, programme, engine) = alike().build();
    let error = engine
        .verify(&organisation, &programme, &matching)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the earlier matching has no say: the objective is [seniors_covered, everyone_covered, total]"
    );
}
