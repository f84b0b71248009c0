//! Every ladder of objectives: what brute force finds, rung by rung, proved, and told to whom it costs a pair.

#[path = "support/random.rs"]
mod random;
#[path = "support/small_programme.rs"]
mod small_programme;

use random::Random;
use reverse_mentoring::Error;
use reverse_mentoring::answers::Explainer;
use reverse_mentoring::matching::{
    GroupShortage, Matching, Objective, OpenReason, Rung, Status, WorstOff,
};
use reverse_mentoring::programme::{PinKind, Role};
use serde_json::{Value, json};
use small_programme::{Case, GroupOf, Names, names};

const SIDES: [Role; 2] = [Role::Junior, Role::Senior];

const RUNGS: [Rung; 6] = [
    Rung::SeniorsCovered,
    Rung::EveryoneCovered,
    Rung::LongestWaiting,
    Rung::WorstOff,
    Rung::Total,
    Rung::FewestChanges,
];

/// Lists all ladders: each set of rungs in each order.
fn ladders() -> Vec<Vec<Rung>> {
    let mut ladders: Vec<Vec<Rung>> = vec![Vec::new()];
    let mut from = 0;
    while from < ladders.len() {
        for rung in RUNGS {
            if !ladders[from].contains(&rung) {
                let mut longer = ladders[from].clone();
                longer.push(rung);
                ladders.push(longer);
            }
        }
        from += 1;
    }
    ladders
}

/// A few weeks later some scores are others, and somebody has left.
fn earlier_than(case: &Case, random: &mut Random) -> Names {
    let mut pairs = Names::new();
    for junior in &case.juniors {
        if random.once_in(2) {
            let senior = &case.seniors[random.index(case.seniors.len())];
            pairs.insert((junior.clone(), senior.clone()));
        }
    }
    pairs.insert(("left".to_owned(), case.seniors[0].clone()));
    pairs
}

/// An earlier matching, of which only the pairs count.
fn matching_of(pairs: &Names, like: &Matching) -> Matching {
    let mut document = serde_json::to_value(like).expect("plain data");
    let pairs = pairs
        .iter()
        .map(|(junior, senior)| json!({ "junior": junior, "senior": senior, "score": 0 }));
    document["pairs"] = pairs.collect();
    serde_json::from_value(document).expect("of the right form")
}

/// Runs, verifies, and compares with brute force; returns the matching where there is one.
#[track_caller]
fn compare(case: &Case, earlier: Option<&Names>, name: &str) -> Option<Matching> {
    let (organisation, programme, engine) = case.build();
    let matching = match engine.run(&organisation, &programme) {
        Ok(matching) => matching,
        Err(error) => {
            let told = format!("{name}: {error}\n{case:?}");
            assert!(case.optima(None).is_empty(), "{told}");
            match error {
                Error::GroupsNotMet { shortages, total } => {
                    assert_eq!(shortages.len(), total, "{told}");
                    for shortage in &shortages {
                        assert!(shows(case, shortage), "{told}");
                    }
                }
                Error::MinimaNotMet { .. } => {}
                other => panic!("{other}\n{told}"),
            }
            return None;
        }
    };
    let matching = match earlier {
        Some(earlier) => {
            let earlier = matching_of(earlier, &matching);
            let again = engine.run_after(&organisation, &programme, &earlier);
            again.expect("it can be matched without an earlier matching")
        }
        None => matching,
    };
    let told = format!("{name}\n{earlier:?}\n{case:?}\n{matching:?}");
    let verified = engine
        .verify(&organisation, &programme, &matching)
        .unwrap_or_else(|error| panic!("{error}\n{told}"));
    assert_eq!(verified.total(), matching.total(), "{told}");
    let text = matching.to_json();
    assert_eq!(Matching::from_json(&text).expect("as written"), matching);
    let optima = case.optima(earlier);
    let found = names(&matching);
    let is_best = optima.iter().any(|rows| case.names_of(rows) == found);
    assert!(is_best, "{told}\nbetter: {:?}", optima.first());
    if let Some(least) = matching.worst_off().map(WorstOff::score) {
        assert_eq!(verified.worst_off(), Some(least), "{told}");
    }
    assert_statuses(case, &matching, &told);
    Some(matching)
}

/// Counts anew what a line lets through one way at least and the other way at most; the people and groups inside are named.
fn shows(case: &Case, shortage: &GroupShortage) -> bool {
    let inside = |role: Role, place: usize| {
        let (people, ids) = match role {
            Role::Junior => (&shortage.juniors, &case.juniors),
            Role::Senior => (&shortage.seniors, &case.seniors),
        };
        people.iter().any(|person| person.as_str() == ids[place])
    };
    let group_inside = |number: usize| shortage.groups.contains(&format!("group {number}"));
    let pinned = |role: Role, place: usize| {
        let made = case.pins.iter().filter(|pin| pin.2.is_made());
        let found = made.filter(|pin| [pin.0, pin.1][role as usize] == place);
        found.count() as u64
    };
    // Ways of a unit from seniors to juniors: where from, where to, at least, at most.
    let mut ways: Vec<(bool, bool, u64, u64)> = Vec::new();
    for role in SIDES {
        for place in 0..case.capacities[role as usize].len() {
            let group = case
                .groups
                .iter()
                .position(|group| group.role == role && group.members.contains(&place));
            let outer = group.is_some_and(group_inside);
            let pins = pinned(role, place);
            let least = u64::from(case.minima[role as usize][place]).saturating_sub(pins);
            let most = u64::from(case.capacity(role, place)) - pins;
            let others = case.capacities[role.other() as usize].len() as u64;
            // A senior or junior without a seat left has one that no pair can take.
            let most = most.min(others).max(1);
            match role {
                Role::Senior => ways.push((outer, inside(role, place), least, most)),
                Role::Junior => ways.push((inside(role, place), outer, least, most)),
            }
        }
    }
    for (number, group) in case.groups.iter().enumerate() {
        let pins: u64 = group
            .members
            .iter()
            .map(|&place| pinned(group.role, place))
            .sum();
        let least = group.floor.saturating_sub(pins);
        let most = group.cap.map_or(u64::MAX, |cap| cap.saturating_sub(pins));
        match group.role {
            Role::Senior => ways.push((false, group_inside(number), least, most)),
            Role::Junior => ways.push((group_inside(number), false, least, most)),
        }
    }
    for (senior, scores) in case.scores.iter().enumerate() {
        for (junior, score) in scores.iter().enumerate() {
            let is_full =
                |role, place| u64::from(case.capacity(role, place)) == pinned(role, place);
            let is_settled = case
                .pins
                .iter()
                .any(|pin| (pin.0, pin.1) == (junior, senior));
            if score.is_some()
                && !is_settled
                && !is_full(Role::Junior, junior)
                && !is_full(Role::Senior, senior)
            {
                ways.push((
                    inside(Role::Senior, senior),
                    inside(Role::Junior, junior),
                    0,
                    1,
                ));
            }
        }
    }
    let count = |must_leave: bool| {
        let (mut needed, mut possible) = (0_u64, 0_u64);
        for &(from, to, least, most) in &ways {
            let leaves = from && !to;
            let enters = !from && to;
            if leaves && must_leave || enters && !must_leave {
                needed = needed.saturating_add(least);
            }
            if leaves && !must_leave || enters && must_leave {
                possible = possible.saturating_add(most);
            }
        }
        (needed, possible)
    };
    let claimed = (shortage.needed, shortage.possible);
    let of_one_group = shortage.groups.len() == 1 && is_lone(case, shortage);
    claimed.0 > claimed.1 && (count(false) == claimed || count(true) == claimed || of_one_group)
}

/// A group that cannot be met for itself: by its pins, the minima of its members, or who they may meet.
fn is_lone(case: &Case, shortage: &GroupShortage) -> bool {
    let number = shortage.groups[0].trim_start_matches("group ").parse();
    let number: usize = number.expect("numbered groups");
    let group: &GroupOf = &case.groups[number];
    let role = group.role;
    let made = |place: usize| {
        let made = case.pins.iter().filter(|pin| pin.2.is_made());
        made.filter(|pin| [pin.0, pin.1][role as usize] == place)
            .count() as u64
    };
    let pins: u64 = group.members.iter().map(|&place| made(place)).sum();
    let cap = group.cap.unwrap_or(u64::MAX);
    let must: u64 = group
        .members
        .iter()
        .map(|&place| u64::from(case.minima[role as usize][place]).saturating_sub(made(place)))
        .sum();
    let room: u64 = group
        .members
        .iter()
        .map(|&place| {
            let open = case.open_partners(role, place) as u64;
            open.min(u64::from(case.capacity(role, place)) - made(place))
        })
        .sum();
    let claims = [
        (pins, cap),
        (must, cap.saturating_sub(pins)),
        (group.floor.saturating_sub(pins), room),
    ];
    claims.contains(&(shortage.needed, shortage.possible))
}

/// Everybody has a status, and what it says is so.
#[track_caller]
fn assert_statuses(case: &Case, matching: &Matching, told: &str) {
    let people = case.juniors.len() + case.seniors.len();
    assert_eq!(matching.seats().len(), people, "{told}");
    let is_full = |name: &str| {
        let number: usize = name.trim_start_matches("group ").parse().expect("a number");
        let group = &case.groups[number];
        let ids = match group.role {
            Role::Junior => &case.juniors,
            Role::Senior => &case.seniors,
        };
        let members = group.members.iter();
        let made: usize = members
            .map(|&place| matching.pairs_of(&ids[place], group.role).count())
            .sum();
        Some(made as u64) == group.cap
    };
    let worth = matching
        .worst_off()
        .map_or(1, |least| least.score().get().max(1));
    for seat in matching.seats() {
        let (role, person) = (seat.role(), seat.person());
        let place = case.place(person, role);
        let pairs = matching.pairs_of(person.as_str(), role).count();
        let further = case.further(matching, person, role);
        let told = format!("{seat:?}\n{told}");
        let best = further.iter().map(|further| further.score).max();
        let has_seat = pairs < case.capacity(role, place) as usize;
        let is_free = |threshold: i64| {
            let mut open = further.iter().filter(|further| further.has_seat);
            has_seat && open.any(|further| further.score >= threshold)
        };
        let reason = match seat.status() {
            Status::Matched { open, .. } => {
                assert!(pairs > 0, "{told}");
                open.as_ref().map(|open| &open.reason)
            }
            Status::Waitlisted {
                hall_set,
                full_group,
                cycles_waited,
                best_score,
                ..
            } => {
                assert_eq!(pairs, 0, "{told}");
                assert_eq!(best, Some(best_score.get()), "{told}");
                assert!(full_group.as_deref().is_none_or(is_full), "{told}");
                assert!(full_group.is_some() || !is_free(worth), "{told}");
                let cycles = case.cycles[role as usize].get(place).copied();
                let looks = case.objective.has(Rung::LongestWaiting);
                assert_eq!(*cycles_waited, cycles.filter(|_| looks), "{told}");
                if let Some(hall_set) = hall_set {
                    let set = &matching.hall_sets()[*hall_set];
                    assert_eq!(
                        (set.needed, set.possible),
                        case.count_hall_set(set),
                        "{told}"
                    );
                    assert!(set.needed > set.possible, "{told}");
                }
                None
            }
            Status::LeftOut {
                best_score,
                threshold,
            } => {
                assert_eq!((pairs, best), (0, Some(best_score.get())), "{told}");
                match threshold {
                    Some(threshold) => assert!(best_score < threshold, "{told}"),
                    None => assert!(is_free(worth), "{told}"),
                }
                None
            }
            Status::NoPermittedPartner { .. } => {
                assert!(further.is_empty() && pairs == 0, "{told}");
                None
            }
            other => panic!("{other:?}\n{told}"),
        };
        match reason {
            None => {}
            Some(OpenReason::MeetsEveryone) => assert!(further.is_empty(), "{told}"),
            Some(OpenReason::LeftOut {
                best_score,
                threshold,
            }) => match threshold {
                Some(threshold) => assert!(best_score < threshold, "{told}"),
                None => assert!(is_free(worth), "{told}"),
            },
            Some(OpenReason::Waitlisted { full_group, .. }) => {
                assert!(full_group.as_deref().is_none_or(is_full), "{told}");
                assert!(full_group.is_some() || !is_free(worth), "{told}");
            }
            Some(other) => panic!("{other:?}\n{told}"),
        }
    }
}

#[test]
fn every_order_of_rungs_is_served_as_brute_force_finds_or_refused() {
    let (mut served, mut refused) = (0, 0);
    for (seed, ladder) in (0..).zip(ladders()) {
        let early = matches!(
            ladder.first(),
            None | Some(Rung::WorstOff | Rung::FewestChanges)
        );
        assert_eq!(Objective::new(ladder.clone()).is_err(), early, "{ladder:?}");
        if early {
            refused += 1;
            continue;
        }
        let mut random = Random::new(seed);
        let case = Case::draw_up_to(&mut random, 3, 2, false)
            .with_random_pins(&mut random)
            .with_random_cycles(&mut random)
            .with_objective(&ladder);
        let earlier = earlier_than(&case, &mut random);
        let earlier = ladder.contains(&Rung::FewestChanges).then_some(&earlier);
        let found = compare(&case, earlier, &format!("{ladder:?}, seed {seed}"));
        assert!(found.is_some(), "without minima all can be met");
        served += 1;
    }
    assert_eq!((served, refused), (1_304, 1 + 652));
}

fn drawn(seed: u64, people: u64, seats: i64, minima: bool, groups: bool) -> (Case, Names) {
    let mut random = Random::new(seed);
    let ladders = ladders();
    let served: Vec<_> = ladders
        .iter()
        .filter(|ladder| ladder.len() > 2 && Objective::new((*ladder).clone()).is_ok())
        .collect();
    let ladder = served[random.index(served.len())];
    let mut case = Case::draw_up_to(&mut random, people, seats, minima);
    if random.once_in(3) {
        case = case.with_random_pins(&mut random);
    }
    case = case.with_random_cycles(&mut random).with_objective(ladder);
    if groups {
        case = case.with_random_groups(&mut random);
    }
    let earlier = earlier_than(&case, &mut random);
    (case, earlier)
}

#[track_caller]
fn compare_drawn(seeds: std::ops::Range<u64>, draw: impl Fn(u64) -> (Case, Names)) -> usize {
    let mut feasible = 0;
    for seed in seeds {
        let (case, earlier) = draw(seed);
        let earlier = case.objective.has(Rung::FewestChanges).then_some(&earlier);
        feasible += usize::from(compare(&case, earlier, &format!("seed {seed}")).is_some());
    }
    feasible
}

#[test]
fn ladders_of_six_people_a_side_are_served_as_brute_force_finds() {
    let feasible = compare_drawn(0..25, |seed| drawn(seed, 6, 1, false, false));
    assert_eq!(feasible, 25, "without minima all can be met");
}

#[test]
fn ladders_with_several_seats_are_served_as_brute_force_finds() {
    let feasible = compare_drawn(1_000..1_060, |seed| drawn(seed, 4, 3, false, false));
    assert_eq!(feasible, 60, "without minima all can be met");
}

#[test]
fn ladders_with_minima_are_served_as_brute_force_finds() {
    let feasible = compare_drawn(2_000..2_250, |seed| drawn(seed, 3, 3, true, false));
    assert!((50..240).contains(&feasible), "{feasible}");
}

#[test]
fn floors_and_caps_are_kept_to_as_brute_force_finds() {
    let one_seat = compare_drawn(3_000..3_400, |seed| drawn(seed, 4, 1, false, true));
    assert!((150..390).contains(&one_seat), "{one_seat}");
    let several = compare_drawn(4_000..4_400, |seed| drawn(seed, 3, 3, true, true));
    assert!((60..390).contains(&several), "{several}");
    let larger = compare_drawn(5_000..5_040, |seed| drawn(seed, 4, 3, false, true));
    assert!((10..40).contains(&larger), "{larger}");
}

/// Three juniors compete for one senior.
fn queue(cycles: [u32; 3]) -> Case {
    Case {
        seniors: vec!["s0".into()],
        juniors: ["j0", "j1", "j2"].map(String::from).into(),
        scores: vec![vec![Some(9), Some(5), Some(1)]],
        capacities: [vec![1; 3], vec![1]],
        minima: [vec![0; 3], vec![0]],
        cycles: [cycles.into(), vec![0]],
        ..Case::default()
    }
    .with_objective(&[Rung::LongestWaiting, Rung::EveryoneCovered, Rung::Total])
}

#[test]
fn whoever_has_waited_longest_comes_first_and_the_others_are_told_how_long_they_wait() {
    let junior = |cycles| {
        let matching = compare(&queue(cycles), None, "queue").expect("no minima");
        matching.pairs()[0].junior().to_string()
    };
    assert_eq!(junior([0, 0, 0]), "j0");
    assert_eq!(junior([0, 1, 1]), "j1");
    assert_eq!(junior([2, 1, 3]), "j2");
    let case = queue([0, 1, 2]);
    let (organisation, programme, engine) = case.build();
    let matching = engine.run(&organisation, &programme).expect("no minima");
    let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
    let why = |person: &str| {
        let why = explainer.why_unmatched(&matching, &person.into(), Role::Junior);
        why.expect("no pair").to_string()
    };
    assert_eq!(
        why("j0"),
        "j0 as a junior: waits for a seat, for the first time (3 juniors compete for 1 senior; the best pair would score 9, and a \
         seat would cost somebody else a pair that they need)"
    );
    let expected = "j1 as a junior: waits for a seat, after 1 cycle of waiting (3 juniors compete for 1 senior; the best pair would \
                    score 5, ";
    assert!(why("j1").starts_with(expected), "{}", why("j1"));
}

#[test]
fn without_groups_as_many_who_have_waited_longest_are_covered_as_can_be() {
    // Lexicographic: of those who waited for three cycles as many as can be, then of those who waited for two, and so on.
    for seed in 0..150 {
        let mut random = Random::new(seed);
        let case = Case::draw_up_to(&mut random, 4, 2, false)
            .with_random_cycles(&mut random)
            .with_objective(&[Rung::LongestWaiting, Rung::Total]);
        let matching = compare(&case, None, &format!("seed {seed}")).expect("no minima");
        let covered = |has_pair: &dyn Fn(Role, usize) -> bool| -> Vec<usize> {
            let of = |cycles: u32| {
                let sides = SIDES.into_iter().flat_map(|role| {
                    let waited = case.cycles[role as usize].iter().enumerate();
                    let waited = waited.filter(move |&(_, &found)| found == cycles);
                    waited.map(move |(place, _)| (role, place))
                });
                sides.filter(|&(role, place)| has_pair(role, place)).count()
            };
            (1..=3).rev().map(of).collect()
        };
        let found = covered(&|role, place| {
            let ids = [&case.juniors, &case.seniors][role as usize];
            matching.pair(&ids[place], role).is_some()
        });
        let mut best = Vec::new();
        case.each_set(|rows, _| {
            let met = rows.iter().fold(0, |met, row| met | row);
            best = std::mem::take(&mut best).max(covered(&|role, place| match role {
                Role::Junior => met >> place & 1 == 1,
                Role::Senior => rows[place] != 0,
            }));
        });
        assert_eq!(found, best, "seed {seed}");
    }
}

/// Two seniors of a department that may have one pair, and one of another.
fn capped() -> Case {
    Case {
        seniors: ["s0", "s1", "s2"].map(String::from).into(),
        juniors: ["j0", "j1", "j2"].map(String::from).into(),
        scores: vec![
            vec![Some(9), Some(8), Some(7)],
            vec![Some(6), Some(5), Some(4)],
            vec![Some(1), None, None],
        ],
        capacities: [vec![1; 3], vec![1; 3]],
        minima: [vec![0; 3], vec![0; 3]],
        groups: vec![GroupOf {
            role: Role::Senior,
            members: vec![0, 1],
            floor: 0,
            cap: Some(1),
        }],
        ..Case::default()
    }
}

#[test]
fn whoever_is_left_out_because_of_a_cap_is_told_so() {
    let case = capped();
    let matching = compare(&case, None, "capped").expect("no floor");
    assert_eq!(matching.total(), 8 + 1);
    let (organisation, programme, engine) = case.build();
    let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
    let why = |person: &str, role| {
        let why = explainer.why_unmatched(&matching, &person.into(), role);
        why.expect("no pair").to_string()
    };
    assert_eq!(
        why("s1", Role::Senior),
        "s1 as a senior: waits for a seat (group \"group 0\" has as many pairs as it may; the best pair would score 6, and a seat \
         would cost the total at least 3)"
    );
    assert_eq!(
        why("j2", Role::Junior),
        "j2 as a junior: waits for a seat (group \"group 0\" has as many pairs as it may; the best pair would score 7, and a seat \
         would cost the total at least 1)"
    );
}

#[test]
fn a_floor_that_rules_make_impossible_is_refused_with_its_witness() {
    // The two juniors of the group may meet one senior, who has one seat.
    let case = Case {
        scores: vec![
            vec![Some(9), None, None],
            vec![Some(6), None, None],
            vec![Some(1), Some(3), Some(4)],
        ],
        groups: vec![GroupOf {
            role: Role::Junior,
            members: vec![1, 2],
            floor: 2,
            cap: None,
        }],
        ..capped()
    };
    let (organisation, programme, engine) = case.build();
    let error = engine.run(&organisation, &programme).unwrap_err();
    let Error::GroupsNotMet { shortages, total } = &error else {
        panic!("{error}");
    };
    assert_eq!((shortages.len(), *total), (1, 1));
    assert!(shows(&case, &shortages[0]), "{error}");
    assert_eq!(
        error.to_string(),
        "1 fault in the groups\n  group \"group 0\" with senior \"s2\" and juniors \"j1\" and \"j2\" need 2 pairs, and there \
         is room for 1"
    );
    // Every group that cannot be met for itself is named at once.
    let case = Case {
        pins: vec![(0, 0, PinKind::Forced), (0, 1, PinKind::Forbidden)],
        groups: vec![
            GroupOf {
                role: Role::Senior,
                members: vec![0],
                floor: 0,
                cap: Some(0),
            },
            GroupOf {
                role: Role::Senior,
                members: vec![1],
                floor: 1,
                cap: None,
            },
        ],
        ..case
    };
    let (organisation, programme, engine) = case.build();
    let error = engine.run(&organisation, &programme).unwrap_err();
    assert_eq!(
        error.to_string(),
        "2 faults in the groups\n  group \"group 0\" with senior \"s0\" need 1 pair, and there is room for 0\n  group \"group 1\" with \
         senior \"s1\" need 1 pair, and there is room for 0"
    );
}

#[test]
fn the_verifier_rejects_a_worth_of_a_rung_or_a_group_that_proves_nothing() {
    let case = capped().with_objective(&[
        Rung::EveryoneCovered,
        Rung::LongestWaiting,
        Rung::WorstOff,
        Rung::Total,
    ]);
    let (organisation, programme, engine) = case.build();
    let matching = engine.run(&organisation, &programme).expect("no floor");
    let document = serde_json::to_value(&matching).expect("plain data");
    let spoilt = |spoil: &dyn Fn(&mut Value)| {
        let mut document = document.clone();
        spoil(&mut document);
        let matching: Matching = serde_json::from_value(document).expect("of the right form");
        let verified = engine.verify(&organisation, &programme, &matching);
        verified.map(drop).unwrap_err().to_string()
    };
    let error = spoilt(&|document| drop(document["coverage"].as_array_mut().unwrap().pop()));
    assert_eq!(
        error,
        "the proof of optimality does not hold: it has no proof of longest_waiting"
    );
    let error = spoilt(&|document| {
        let first = document["coverage"][0].clone();
        document["coverage"].as_array_mut().unwrap().push(first);
    });
    assert_eq!(
        error,
        "the proof of optimality does not hold: it has one proof of everyone_covered too many"
    );
    let error = spoilt(&|document| {
        document["coverage"][0]["groups"][0]["rank"] = json!(7);
    });
    assert!(
        error.starts_with("the proof of optimality does not hold: more people may be covered: "),
        "{error}"
    );
    let error = spoilt(&|document| {
        document["groups"][0]["group"] = json!("another");
    });
    assert_eq!(
        error,
        "the proof of optimality does not hold: the worths of groups are not those of the programme's groups in turn"
    );
    for person in 0..6 {
        for part in ["rank", "worth"] {
            let error = spoilt(&|document| {
                let worth = &mut document["certificate"][person][part];
                *worth = json!(worth.as_i64().unwrap_or(0) + 1_000);
            });
            assert!(
                error.starts_with("the proof of optimality does not hold: "),
                "{error}"
            );
        }
    }
}

/// What brute force finds of a ladder that ends in the total and the fewest changes within a loss: the best total, and the fewest changes.
fn fewest_within(case: &Case, allowed: u64, earlier: &Names) -> (i64, u64) {
    let mut before = case.objective.rungs().to_vec();
    before.truncate(before.len() - 2);
    let all = if before.is_empty() {
        let mut all = Vec::new();
        case.each_set(|rows, _| all.push(rows.to_vec()));
        all
    } else {
        case.clone().with_objective(&before).optima(None)
    };
    let totals: Vec<i64> = all.iter().map(|rows| case.total(rows)).collect();
    let best = totals.iter().max().copied().expect("there is a matching");
    let within = all
        .iter()
        .zip(&totals)
        .filter(|&(_, total)| u64::try_from(best - total).expect("no total is larger") <= allowed);
    let changes = within.map(|(rows, _)| small_programme::distance(&case.names_of(rows), earlier));
    (best, changes.min().expect("the best is within any loss"))
}

#[test]
fn changes_within_a_stated_loss_are_few_and_the_bound_is_proved() {
    let ladders: [&[Rung]; 4] = [
        &[Rung::SeniorsCovered, Rung::EveryoneCovered],
        &[Rung::LongestWaiting, Rung::SeniorsCovered],
        &[Rung::EveryoneCovered, Rung::WorstOff],
        &[],
    ];
    let (mut fewest, mut fewer, mut open) = (0, 0, 0);
    for seed in 0..600 {
        let mut random = Random::new(seed);
        let (people, seats) = [(5, 1), (3, 3)][random.index(2)];
        let mut ladder = ladders[random.index(4)].to_vec();
        ladder.extend([Rung::Total, Rung::FewestChanges]);
        let mut case = Case::draw_up_to(&mut random, people, seats, false)
            .with_random_cycles(&mut random)
            .with_objective(&ladder);
        if random.once_in(3) {
            case = case.with_random_pins(&mut random);
        }
        let allowed = random.below(12);
        let objective = case.objective.clone().with_changes_within(allowed);
        let stated = Case {
            objective: objective.expect("at the end"),
            ..case.clone()
        };
        let earlier = earlier_than(&case, &mut random);
        let (organisation, programme, engine) = stated.build();
        let first = engine.run(&organisation, &programme).expect("no minima");
        let matching = engine
            .run_after(&organisation, &programme, &matching_of(&earlier, &first))
            .expect("no minima");
        let told = format!("seed {seed}\n{earlier:?}\n{stated:?}\n{matching:?}");
        let verified = engine
            .verify(&organisation, &programme, &matching)
            .unwrap_or_else(|error| panic!("{error}\n{told}"));
        let changes = matching.changes().expect("asked for");
        let loss = changes.stated_loss().expect("stated");
        let (best, possible) = fewest_within(&case, allowed, &earlier);
        assert_eq!(verified.changes(), Some(changes.count()), "{told}");
        assert_eq!(loss.allowed(), allowed, "{told}");
        assert_eq!(
            i128::from(loss.loss()),
            i128::from(best) - i128::from(matching.total())
        );
        assert!(loss.loss() <= allowed, "{told}");
        assert!(loss.at_least() <= possible, "{told}");
        assert!(possible <= changes.count(), "{told}");
        fewest += usize::from(loss.at_least() == changes.count());
        open += usize::from(possible < changes.count());
        let without = case.build();
        let without = without
            .2
            .run_after(&organisation, &programme, &matching_of(&earlier, &first))
            .expect("no minima");
        let as_good = without.changes().expect("asked for").count();
        assert!(changes.count() <= as_good, "{told}");
        fewer += usize::from(changes.count() < as_good);
        let text = matching.to_json();
        assert_eq!(Matching::from_json(&text).expect("as written"), matching);
    }
    // Of 600: how often the fewest are proved, the loss pays, and the answer is not the fewest.
    assert!(
        fewest > 400 && fewer > 100 && open < 60,
        "{fewest} {fewer} {open}"
    );
}

#[test]
fn the_verifier_rejects_a_stated_loss_that_does_not_hold() {
    let case = capped().with_objective(&[Rung::EveryoneCovered, Rung::Total, Rung::FewestChanges]);
    let refused = Objective::new([Rung::Total, Rung::FewestChanges, Rung::WorstOff]);
    let refused = refused.expect("a ladder").with_changes_within(3);
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the objective is [total, fewest_changes, worst_off] with changes within 3 points, expected \"total\" and then \
         \"fewest_changes\" at its end (the loss is of that total)"
    );
    let objective = case.objective.clone().with_changes_within(3);
    let case = Case {
        objective: objective.expect("at the end"),
        ..case
    };
    let (organisation, programme, engine) = case.build();
    let first = engine.run(&organisation, &programme).expect("no floor");
    let earlier: Names = [("j0", "s2"), ("j2", "s0")]
        .map(|(junior, senior)| (junior.to_owned(), senior.to_owned()))
        .into();
    let matching = engine
        .run_after(&organisation, &programme, &matching_of(&earlier, &first))
        .expect("no floor");
    let changes = matching.changes().expect("asked for");
    let loss = changes.stated_loss().expect("stated");
    assert_eq!(
        (changes.count(), loss.loss(), loss.at_least()),
        (0, 1, 0),
        "a point for two changes"
    );
    let document = serde_json::to_value(&matching).expect("plain data");
    let spoilt = |spoil: &dyn Fn(&mut Value)| {
        let mut document = document.clone();
        spoil(&mut document["changes"]);
        let matching: Matching = serde_json::from_value(document).expect("of the right form");
        let verified = engine.verify(&organisation, &programme, &matching);
        verified.map(drop).unwrap_err().to_string()
    };
    let set = |field: &'static str, value: u64| {
        spoilt(&move |changes| changes["stated_loss"][field] = json!(value))
    };
    assert_eq!(
        set("allowed", 4),
        "the stated loss does not hold: it allows 4, expected 3"
    );
    assert_eq!(
        set("loss", 0),
        "the stated loss does not hold: it is 0, expected 1"
    );
    assert_eq!(
        set("at_least", 1),
        "the stated loss does not hold: its bound on the changes is 1, expected 0"
    );
    assert_eq!(
        set("change_weight", 0),
        "the proof of optimality does not hold: there may be fewer changes: a change weighs 0 and a point 0, expected at least 1 \
         and 0"
    );
    let huge = 1_u64 << 62;
    assert_eq!(
        spoilt(&|changes| {
            changes["stated_loss"]["change_weight"] = json!(huge);
            changes["stated_loss"]["point_weight"] = json!(huge);
        }),
        format!(
            "the proof of optimality does not hold: there may be fewer changes: a change weighs {huge} and a point {huge}, beyond \
             what 64 bits hold with these scores"
        )
    );
    assert_eq!(
        spoilt(&|changes| drop(changes.as_object_mut().unwrap().remove("stated_loss"))),
        "the stated loss does not hold: the objective allows 3, and it says nothing of it"
    );
    // The matching itself said to be the best.
    let error = spoilt(&|changes| {
        changes["stated_loss"]["best"] = document["pairs"].clone();
        changes["stated_loss"]["loss"] = json!(0);
    });
    assert!(
        error.starts_with("the proof of optimality does not hold: there may be fewer changes: "),
        "{error}"
    );
}
