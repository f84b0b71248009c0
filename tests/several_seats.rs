//! Capacities and minima in the engine: what brute force finds, proved, explained, and the same in every order.

#[path = "support/generate.rs"]
mod generate;
#[path = "support/random.rs"]
mod random;
#[path = "support/small_matching.rs"]
mod small_matching;
#[path = "support/small_programme.rs"]
mod small_programme;

use std::collections::BTreeSet;

use random::Random;
use reverse_mentoring::answers::Explainer;
use reverse_mentoring::assignment::{
    Column, Limits, LimitsError, Row, SparseCosts, solve_within, verify_within,
};
use reverse_mentoring::matching::{Matching, OpenReason, Rung, Status};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::{EnrolmentRow, Programme, ProgrammeDocument, Role};
use serde_json::{Value, json};
use small_matching::{checked, compare};
use small_programme::Case;

#[test]
fn capacities_are_filled_as_brute_force_finds() {
    let cases = (0..250).map(|seed| (seed, Case::draw(&mut Random::new(seed), false)));
    assert_eq!(compare(cases), 250, "without minima all can be met");
}

#[test]
fn minima_are_met_as_brute_force_finds() {
    let cases = (1_000..1_300).map(|seed| (seed, Case::draw(&mut Random::new(seed), true)));
    let feasible = compare(cases);
    assert!((60..240).contains(&feasible), "{feasible}");
}

/// One senior with three seats; whoever has one seat cannot be had twice.
fn one_for_three() -> Case {
    Case {
        seniors: vec!["s0".into(), "s1".into()],
        juniors: vec!["j0".into(), "j1".into(), "j2".into()],
        scores: vec![
            vec![Some(5), Some(9), Some(0)],
            vec![None, Some(1), Some(-2)],
        ],
        capacities: [vec![1, 1, 1], vec![3, 1]],
        minima: [vec![0, 0, 0], vec![0, 0]],
        ..Case::default()
    }
}

#[test]
fn nobody_gets_a_second_pair_at_the_cost_of_anothers_first() {
    let matching = checked(&one_for_three(), "three").expect("no minima");
    let pairs: Vec<_> = matching
        .pairs()
        .iter()
        .map(|pair| (pair.senior().as_str(), pair.junior().as_str()))
        .collect();
    // s0 would rather have j1 too, for 9, than j2 for nothing; but then s1 would have j2, for 2 less than nothing, or j0 nobody.
    assert_eq!(pairs, [("s0", "j0"), ("s0", "j1"), ("s1", "j2")]);
    let case = Case {
        scores: vec![vec![Some(5), Some(9), Some(0)], vec![None, Some(1), None]],
        ..one_for_three()
    };
    let matching = checked(&case, "three").expect("no minima");
    let juniors: Vec<_> = matching
        .pairs_of("s0", Role::Senior)
        .map(|pair| pair.junior().as_str())
        .collect();
    assert_eq!(juniors, ["j0", "j2"], "j1 is all that s1 may meet");
}

#[test]
fn somebody_with_seats_left_is_matched_and_told_why() {
    let case = Case {
        scores: vec![
            vec![Some(5), Some(9), None],
            vec![Some(1), Some(20), Some(-2)],
        ],
        capacities: [vec![1, 1, 4], vec![3, 2]],
        ..one_for_three()
    };
    let (organisation, programme, engine) = case.build();
    let matching = checked(&case, "left").expect("no minima");
    let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
    let why = |person: &str, role| {
        explainer
            .why_unmatched(&matching, &person.into(), role)
            .map(|why| why.to_string())
    };
    assert_eq!(
        why("s0", Role::Senior).as_deref(),
        Some(
            "s0 as a senior: has a pair with j0; 2 seats are left (others have no seat left; the best further pair would score \
             9, and a seat would cost the total at least 0)"
        )
    );
    assert_eq!(why("s1", Role::Senior), None);
    assert_eq!(
        why("j2", Role::Junior).as_deref(),
        Some("j2 as a junior: has a pair with s1; 3 seats are left (nobody else is permitted)")
    );
    let case = Case {
        scores: vec![vec![Some(5), Some(-9), None], vec![Some(1), Some(20), None]],
        capacities: [vec![2, 2, 1], vec![2, 2]],
        ..one_for_three()
    };
    let (organisation, programme, engine) = case.build();
    let matching = checked(&case, "not worth it").expect("no minima");
    let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
    let why = explainer.why_unmatched(&matching, &"s0".into(), Role::Senior);
    assert_eq!(
        why.expect("a seat is left").to_string(),
        "s0 as a senior: has a pair with j0; 1 seat is left (no further pair is worth it: the best would score -9, expected at \
         least 1)"
    );
}

/// s0 has a seat left for j2, who is all that s1 and s2 may meet.
fn needed_by_others() -> Case {
    Case {
        seniors: ["s0", "s1", "s2"].map(String::from).into(),
        scores: vec![
            vec![Some(5), Some(5), Some(50)],
            vec![None, None, Some(1)],
            vec![None, None, Some(1)],
        ],
        capacities: [vec![1, 1, 1], vec![3, 1, 1]],
        minima: [vec![0; 3], vec![0; 3]],
        ..one_for_three()
    }
}

#[test]
fn a_seat_that_would_leave_somebody_without_a_pair_has_no_price() {
    let case = needed_by_others();
    let (organisation, programme, engine) = case.build();
    let matching = checked(&case, "needed").expect("no minima");
    let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
    let why = explainer.why_unmatched(&matching, &"s0".into(), Role::Senior);
    assert_eq!(
        why.expect("a seat is left").to_string(),
        "s0 as a senior: has pairs with j0 and j1; 1 seat is left (others have no seat left; the best further pair would score \
         50, and a seat would cost somebody else a pair that they need)"
    );
}

#[test]
fn somebody_may_teach_in_one_pair_and_learn_in_another() {
    let case = Case {
        seniors: vec!["b".into(), "s".into()],
        juniors: vec!["b".into(), "j".into()],
        scores: vec![vec![None, Some(3)], vec![Some(4), Some(1)]],
        capacities: [vec![1, 2], vec![1, 2]],
        minima: [vec![1, 0], vec![1, 0]],
        ..Case::default()
    };
    let matching = checked(&case, "both").expect("the minima can be met");
    assert_eq!(matching.total(), 8);
    assert_eq!(matching.pairs_of("b", Role::Junior).count(), 1);
    assert_eq!(matching.pairs_of("b", Role::Senior).count(), 1);
}

#[test]
fn everybody_whose_minimum_is_out_of_reach_is_named_at_once() {
    let case = Case {
        scores: vec![vec![Some(1), None, None], vec![Some(1), None, Some(1)]],
        capacities: [vec![2, 2, 2], vec![3, 3]],
        minima: [vec![0, 1, 2], vec![2, 2]],
        ..one_for_three()
    };
    let (organisation, programme, engine) = case.build();
    let error = engine.run(&organisation, &programme).unwrap_err();
    assert_eq!(
        error.to_string(),
        "3 faults in the minima\n  \
         junior \"j1\" needs 1 pair, and may meet no senior\n  \
         junior \"j2\" needs 2 pairs, and there is room for 1 with senior \"s1\"\n  \
         senior \"s0\" needs 2 pairs, and there is room for 1 with junior \"j0\""
    );
}

#[test]
fn minima_that_compete_are_refused_with_those_who_compete_and_nobody_else() {
    // s2 and j2 have minima too, which are met, and s3 has none.
    let case = Case {
        seniors: ["s0", "s1", "s2", "s3"].map(String::from).into(),
        juniors: ["j0", "j1", "j2"].map(String::from).into(),
        scores: vec![
            vec![Some(1), Some(1), None],
            vec![Some(1), Some(1), None],
            vec![None, None, Some(1)],
            vec![Some(1), Some(1), None],
        ],
        capacities: [vec![1, 2, 1], vec![2, 2, 1, 1]],
        minima: [vec![0, 0, 1], vec![2, 2, 1, 0]],
        ..Case::default()
    };
    let (organisation, programme, engine) = case.build();
    let error = engine.run(&organisation, &programme).unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 fault in the minima\n  \
         seniors \"s0\" and \"s1\" need 4 pairs, and there is room for 3 with juniors \"j0\" and \"j1\""
    );
}

#[test]
fn a_minimum_of_somebody_who_does_not_take_part_binds_nobody() {
    let (organisation, _, engine) = one_for_three().build();
    let declined = EnrolmentRow::senior("s1")
        .with_minimum(Role::Senior, 1)
        .with_opt_in(reverse_mentoring::programme::OptIn::Declined);
    let programme = Programme::builder()
        .enrol(EnrolmentRow::senior("s0"))
        .enrol(declined)
        .enrol(EnrolmentRow::junior("j0"))
        .build(&organisation)
        .expect("sound");
    let rules =
        reverse_mentoring::rules::RuleSet::new([reverse_mentoring::rules::Rule::opted_in()]);
    let config = engine.config().clone().with_rules(rules.expect("one rule"));
    let engine = reverse_mentoring::matching::Engine::builder()
        .config(config)
        .build()
        .expect("sound");
    let matching = engine
        .run(&organisation, &programme)
        .expect("nothing binds");
    assert_eq!(matching.pairs().len(), 1);
}

#[test]
fn h_21_the_largest_capacity_is_served() {
    let case = Case {
        capacities: [vec![u32::MAX; 3], vec![u32::MAX; 2]],
        ..one_for_three()
    };
    let matching = checked(&case, "without bounds").expect("no minima");
    assert_eq!(matching.total(), 5 + 9 + 1);
    let (organisation, ..) = case.build();
    let row = EnrolmentRow::senior("s0").with_capacity(Role::Senior, i64::MAX);
    let programme = Programme::builder()
        .enrol(row)
        .build(&organisation)
        .expect("sound");
    assert_eq!(
        programme.participants()[0].capacity().on(Role::Senior),
        u32::MAX
    );
}

/// A larger matching, as plain data that a test can spoil.
fn spoilt(spoil: impl FnOnce(&mut Value)) -> Result<(), String> {
    let (organisation, programme) = large(3);
    let organisation = Organisation::try_from(organisation).expect("no faults");
    let programme = programme.check(&organisation).expect("no faults");
    let engine = reverse_mentoring::matching::Engine::builder()
        .build()
        .expect("the defaults are sound");
    let matching = engine.run(&organisation, &programme).expect("feasible");
    let mut document = serde_json::to_value(&matching).expect("plain data");
    let before = document.clone();
    spoil(&mut document);
    assert_ne!(document, before, "something was spoilt");
    let matching: Matching = serde_json::from_value(document).map_err(|error| error.to_string())?;
    let verified = engine.verify(&organisation, &programme, &matching);
    verified.map(drop).map_err(|error| error.to_string())
}

/// Draws an organisation whose people have one to three seats, some of them a minimum.
fn large(
    seed: u64,
) -> (
    reverse_mentoring::model::OrganisationDocument,
    ProgrammeDocument,
) {
    let (organisation, mut programme) = generate::organisation(&generate::Shape {
        seniors: 16,
        juniors: 74,
        seed,
        ..generate::Shape::default()
    });
    let mut random = Random::new(seed);
    for row in &mut programme.enrolments {
        row.capacity.junior = random.number(1, 3);
        row.capacity.senior = random.number(1, 3);
        row.capacity.senior_minimum = i64::from(random.once_in(10));
    }
    (organisation, programme)
}

#[track_caller]
fn assert_rejected(because: &str, spoil: impl FnOnce(&mut Value)) {
    let error = spoilt(spoil).expect_err("the verifier rejects it");
    assert!(
        error.contains(because),
        "rejected because: {error}\nexpected: {because}"
    );
}

fn index_of(document: &Value, list: &str, matches: impl Fn(&Value) -> bool) -> usize {
    let list = document[list].as_array().expect("a list");
    list.iter().position(matches).expect("there is one")
}

#[test]
fn the_verifier_rejects_whatever_is_spoilt() {
    assert_rejected("are a pair twice", |document| {
        let first = document["pairs"][0].clone();
        document["pairs"].as_array_mut().unwrap().push(first);
    });
    assert_rejected("the proof of optimality does not hold", |document| {
        let score = document["pairs"][0]["score"].as_i64().unwrap();
        document["pairs"].as_array_mut().unwrap().remove(0);
        document["total"] = json!(document["total"].as_i64().unwrap() - score);
    });
    assert_rejected("in the matching, expected", |document| {
        document["pairs"][0]["score"] = json!(document["pairs"][0]["score"].as_i64().unwrap() - 1);
    });
    assert_rejected("the total is", |document| {
        document["total"] = json!(document["total"].as_i64().unwrap() + 1);
    });
    assert_rejected("is essential, but some have several seats", |document| {
        document["certificate"][5]["essential"] = json!(true);
    });
    assert_rejected("as a", |document| {
        let seat = index_of(document, "statuses", |seat| seat["open"]["seats"] == 1);
        document["statuses"][seat]["open"]["seats"] = json!(2);
    });
    assert_rejected("as a", |document| {
        let seat = index_of(document, "statuses", |seat| seat["open"]["seats"] == 1);
        document["statuses"][seat]
            .as_object_mut()
            .unwrap()
            .remove("open");
    });
    assert_rejected("as a", |document| {
        let seat = index_of(document, "statuses", |seat| {
            seat["partners"]
                .as_array()
                .is_some_and(|partners| partners.len() > 1)
        });
        document["statuses"][seat]["partners"]
            .as_array_mut()
            .unwrap()
            .pop();
    });
    assert_rejected("hall set 0", |document| {
        let needed = document["hall_sets"][0]["needed"].as_u64().unwrap();
        document["hall_sets"][0]["needed"] = json!(needed + 1);
    });
    assert_rejected("hall set 0", |document| {
        document["hall_sets"][0]["people"]
            .as_array_mut()
            .unwrap()
            .pop();
    });
    assert_rejected("hall set", |document| {
        document["hall_sets"].as_array_mut().unwrap().pop();
    });
    assert_rejected("has 0 statuses, expected 1", |document| {
        document["statuses"].as_array_mut().unwrap().pop();
    });
    assert_rejected("has no worth", |document| {
        document["certificate"].as_array_mut().unwrap().pop();
    });
}

#[test]
fn the_verifier_rejects_a_worth_or_a_rank_that_proves_nothing() {
    let mut rejected = 0;
    for place in 0..90 {
        for (part, by) in [
            ("rank", 1),
            ("rank", -1),
            ("worth", 1_000_000),
            ("worth", -1_000_000),
        ] {
            // Another price may be a proof too, but then of the very same pairs.
            rejected += usize::from(
                spoilt(|document| {
                    let price = &mut document["certificate"][place];
                    price[part] = json!(price[part].as_i64().unwrap_or(0) + by);
                })
                .is_err(),
            );
        }
    }
    assert!(rejected >= 350, "{rejected} of 360");
}

#[test]
fn the_verifier_rejects_more_pairs_than_seats_and_fewer_than_must_be() {
    let case = Case {
        minima: [vec![0; 3], vec![2, 0]],
        ..one_for_three()
    };
    let (organisation, programme, engine) = case.build();
    let matching = checked(&case, "two at least").expect("feasible");
    let verify = |spoil: &dyn Fn(&mut Value)| {
        let mut document = serde_json::to_value(&matching).expect("plain data");
        spoil(&mut document);
        let matching: Matching = serde_json::from_value(document).expect("of the right form");
        engine
            .verify(&organisation, &programme, &matching)
            .map(drop)
            .unwrap_err()
            .to_string()
    };
    let add = |document: &mut Value| {
        let pair = json!({ "junior": "j1", "senior": "s1", "score": 1 });
        document["pairs"].as_array_mut().unwrap().push(pair);
    };
    assert_eq!(
        verify(&add),
        "\"j1\" as a junior is in 2 pairs, expected 0 to 1"
    );
    let remove = |document: &mut Value| {
        document["pairs"].as_array_mut().unwrap().remove(0);
    };
    assert_eq!(
        verify(&remove),
        "\"s0\" as a senior is in 1 pair, expected 2 to 3"
    );
}

#[test]
fn several_pairs_a_person_come_back_from_their_document() {
    let matching = checked(&one_for_three(), "three").expect("no minima");
    let text = matching.to_json();
    assert!(
        text.contains("\"partners\": [\n        \"j0\",\n        \"j1\"\n      ]"),
        "{text}"
    );
    assert_eq!(Matching::from_json(&text).expect("as written"), matching);
}

#[test]
fn neither_threads_nor_the_order_of_rows_change_a_byte() {
    let run = |organisation, programme: ProgrammeDocument| {
        let organisation = Organisation::try_from(organisation).expect("no faults");
        let programme = programme.check(&organisation).expect("no faults");
        let engine = reverse_mentoring::matching::Engine::builder()
            .build()
            .expect("the defaults are sound");
        let matching = engine.run(&organisation, &programme).expect("feasible");
        serde_json::to_string(&matching).expect("plain data")
    };
    let (organisation, programme) = large(7);
    let expected = run(organisation.clone(), programme.clone());
    for threads in [1, 2, 3] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a small pool");
        let found = pool.install(|| run(organisation.clone(), programme.clone()));
        assert!(found == expected, "{threads} threads");
    }
    for seed in 0..5 {
        let (mut organisation, mut programme) = (organisation.clone(), programme.clone());
        let mut random = Random::new(seed);
        random.shuffle(&mut organisation.people);
        random.shuffle(&mut organisation.units);
        random.shuffle(&mut organisation.skills);
        random.shuffle(&mut programme.enrolments);
        assert!(
            run(organisation, programme) == expected,
            "dealt with seed {seed}"
        );
    }
}

#[test]
fn both_orders_of_coverage_and_everyone_alone_are_the_same() {
    let ladders = [
        vec![Rung::SeniorsCovered, Rung::EveryoneCovered, Rung::Total],
        vec![Rung::EveryoneCovered, Rung::SeniorsCovered, Rung::Total],
        vec![Rung::EveryoneCovered, Rung::Total],
    ];
    for seed in 0..60 {
        let matchings = ladders.iter().map(|ladder| {
            let case = Case::draw(&mut Random::new(seed), true).with_objective(ladder);
            checked(&case, &format!("seed {seed}")).map(|matching| matching.pairs().to_vec())
        });
        let distinct: Vec<_> = matchings.collect();
        assert!(
            distinct.windows(2).all(|pair| pair[0] == pair[1]),
            "seed {seed}"
        );
    }
}

/// Papers that need three reviewers each, and reviewers who take four at most; a conflict of interest is no pair.
fn reviews(papers: usize, reviewers: usize, seed: u64) -> Case {
    let mut random = Random::new(seed);
    let mut score = || {
        let score = random.number(-20, 20);
        (!random.once_in(6)).then_some(score)
    };
    Case {
        seniors: (0..papers).map(|paper| format!("p{paper}")).collect(),
        juniors: (0..reviewers)
            .map(|reviewer| format!("r{reviewer}"))
            .collect(),
        scores: (0..papers)
            .map(|_| (0..reviewers).map(|_| score()).collect())
            .collect(),
        capacities: [vec![4; reviewers], vec![3; papers]],
        minima: [vec![0; reviewers], vec![3; papers]],
        ..Case::default()
    }
    .with_objective(&[Rung::SeniorsCovered, Rung::Total])
}

/// The least cost of the same with the solver alone, or nothing if it is infeasible.
fn solved(case: &Case) -> Option<i128> {
    let (rows, columns) = (case.seniors.len(), case.juniors.len());
    let of_row = |scores: &Vec<Option<i64>>| -> Vec<_> {
        let scores = (0..).map(Column::from).zip(scores);
        let scores = scores.filter_map(|(column, score)| Some((column, -(*score)?)));
        scores.collect()
    };
    let triples = (0..)
        .map(Row::from)
        .zip(&case.scores)
        .flat_map(|(row, scores)| {
            of_row(scores)
                .into_iter()
                .map(move |(column, cost)| (row, column, cost))
        });
    let costs = SparseCosts::try_from_pairs(rows, columns, triples).expect("each pair once");
    let limits = Limits::builder(rows, columns)
        .with_row_capacities(case.capacities[1].clone())
        .with_column_capacities(case.capacities[0].clone())
        .build()
        .expect("sound");
    match solve_within(&costs, &limits) {
        Ok(assignment) => {
            let verified = verify_within(&costs, &limits, &assignment).expect("certified");
            Some(verified.total_cost())
        }
        Err(LimitsError::Infeasible { bottleneck }) => {
            assert!(bottleneck.holds(&costs, &limits));
            None
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn papers_get_their_reviewers_exactly_or_a_witness() {
    let mut feasible = 0;
    for seed in 0..200 {
        let case = reviews(3, 4 + usize::from(seed % 2 == 0), seed);
        let name = format!("seed {seed}");
        let matching = checked(&case, &name);
        let best = case.best(&[]).value.map(|value| value.total);
        assert_eq!(matching.as_ref().map(Matching::total), best, "{name}");
        assert_eq!(
            solved(&case),
            best.map(|total| -i128::from(total)),
            "{name}"
        );
        feasible += usize::from(best.is_some());
    }
    assert!((50..190).contains(&feasible), "{feasible}");
    for seed in 0..5 {
        let case = reviews(60, 50, seed);
        let matching = checked(&case, "larger").expect("there are enough reviewers");
        assert_eq!(matching.pairs().len(), 180);
        assert_eq!(solved(&case), Some(-i128::from(matching.total())));
    }
    // 30 reviews, and seven reviewers with four each.
    let case = reviews(10, 7, 1);
    assert!(checked(&case, "too few").is_none());
    assert_eq!(solved(&case), None);
}

#[test]
fn every_shape_of_answer_is_seen_by_these_tests() {
    let mut seen = BTreeSet::new();
    let drawn = (0..300).map(|seed| Case::draw(&mut Random::new(seed), false));
    for case in drawn.chain([needed_by_others()]) {
        let matching = checked(&case, "shapes").expect("no minima");
        for seat in matching.seats() {
            seen.insert(match seat.status() {
                Status::Matched { open: None, .. } => "full",
                Status::Matched {
                    open: Some(open), ..
                } => match open.reason {
                    OpenReason::MeetsEveryone => "meets everyone",
                    OpenReason::Waitlisted { price: Some(_), .. } => "could be had at a price",
                    OpenReason::Waitlisted { price: None, .. } => "is needed by others",
                    _ => "not worth it",
                },
                Status::Waitlisted {
                    hall_set: Some(_), ..
                } => "hall set",
                Status::Waitlisted { hall_set: None, .. } => "outbid",
                Status::LeftOut { .. } => "left out",
                _ => "barred",
            });
        }
    }
    assert_eq!(seen.len(), 9, "{seen:?}");
}
