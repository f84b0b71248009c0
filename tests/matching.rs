//! The engine end to end: the best matching, a status for everyone, and a verifier that believes nothing.

use std::collections::BTreeMap;

use proptest::prelude::*;
use reverse_mentoring::answers::Explainer;
use reverse_mentoring::matching::{Config, Engine, Matching, Status};
use reverse_mentoring::model::{Organisation, PersonId};
use reverse_mentoring::programme::{Programme, Role};
use reverse_mentoring::scoring::{Score, Scoring};
use serde_json::{Value, json};

#[path = "support/generate.rs"]
mod generate;
#[path = "support/random.rs"]
mod random;

struct Case {
    organisation: Organisation,
    programme: Programme,
    engine: Engine,
    matching: Matching,
}

impl Case {
    #[track_caller]
    fn new(shape: &generate::Shape, config: Config) -> Self {
        let (organisation, programme) = generate::organisation(shape);
        let organisation =
            Organisation::try_from(organisation).expect("the generator makes no faults");
        let programme = programme
            .check(&organisation)
            .expect("the generator makes no faults");
        let engine = Engine::builder()
            .config(config)
            .build()
            .expect("the configuration is sound");
        let matching = engine
            .run(&organisation, &programme)
            .expect("there is nothing to refuse");
        let case = Self {
            organisation,
            programme,
            engine,
            matching,
        };
        case.assert_verified();
        case
    }

    #[track_caller]
    fn assert_verified(&self) {
        let verified = self
            .engine
            .verify(&self.organisation, &self.programme, &self.matching);
        let verified = verified.expect("the engine's own matching verifies");
        assert_eq!(verified.pairs(), self.matching.pairs().len());
        assert_eq!(verified.total(), self.matching.total());
    }

    /// The score of every permitted pair, by the plain rules and the plain scorer.
    fn scores(&self, floor: Option<Score>) -> BTreeMap<(PersonId, PersonId), i64> {
        let explainer =
            Explainer::new(&self.engine, &self.organisation, &self.programme).expect("it ran");
        let ids = |role| {
            let seats = self
                .matching
                .seats()
                .iter()
                .filter(move |seat| seat.role() == role);
            seats.map(|seat| seat.person().clone()).collect::<Vec<_>>()
        };
        let mut scores = BTreeMap::new();
        for junior in ids(Role::Junior) {
            for senior in ids(Role::Senior) {
                let barriers = explainer
                    .barriers(&junior, &senior)
                    .expect("both take part");
                let score = explainer.score(&junior, &senior).expect("both take part");
                if barriers.is_empty() && floor.is_none_or(|floor| score >= floor) {
                    scores.insert((junior.clone(), senior), score.get());
                }
            }
        }
        scores
    }
}

fn small(seniors: usize, juniors: usize, seed: u64) -> generate::Shape {
    generate::Shape {
        seniors,
        juniors,
        seed,
        ..generate::Shape::default()
    }
}

/// The most pairs, and the largest total among matchings with as many, over all matchings.
fn brute_force(scores: &BTreeMap<(PersonId, PersonId), i64>) -> (usize, i64) {
    fn best(
        seniors: &[&PersonId],
        used: &mut Vec<PersonId>,
        scores: &BTreeMap<(PersonId, PersonId), i64>,
    ) -> (usize, i64) {
        let Some((senior, rest)) = seniors.split_first() else {
            return (0, 0);
        };
        let mut found = best(rest, used, scores);
        for ((junior, _), score) in scores.iter().filter(|((_, of), _)| of == *senior) {
            if !used.contains(junior) {
                used.push(junior.clone());
                let (pairs, total) = best(rest, used, scores);
                found = found.max((pairs + 1, total + score));
                used.pop();
            }
        }
        found
    }
    let seniors: std::collections::BTreeSet<_> = scores.keys().map(|(_, senior)| senior).collect();
    best(
        &seniors.into_iter().collect::<Vec<_>>(),
        &mut Vec::new(),
        scores,
    )
}

fn with_floor(floor: i64) -> Config {
    Config::default().with_scoring(Scoring::default().with_minimum_score(Score::new(floor)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_matching_has_the_most_pairs_and_then_the_largest_total(
        seniors in 1usize..6, juniors in 1usize..7, seed in any::<u64>(), floor in prop::option::of(0i64..800_000),
    ) {
        let config = floor.map_or_else(Config::default, with_floor);
        let case = Case::new(&small(seniors, juniors, seed), config);
        let expected = brute_force(&case.scores(floor.map(Score::new)));
        prop_assert_eq!((case.matching.pairs().len(), case.matching.total()), expected);
    }

    #[test]
    fn everyone_has_the_status_that_follows_from_the_permitted_pairs(
        seniors in 1usize..9, juniors in 1usize..14, seed in any::<u64>(), floor in prop::option::of(300_000i64..900_000),
    ) {
        let config = floor.map_or_else(Config::default, with_floor);
        let case = Case::new(&small(seniors, juniors, seed), config);
        let permitted = case.scores(None);
        let worth_it = case.scores(floor.map(Score::new));
        for seat in case.matching.seats() {
            let has = |scores: &BTreeMap<(PersonId, PersonId), i64>| {
                scores.keys().any(|(junior, senior)| match seat.role() {
                    Role::Junior => junior == seat.person(),
                    Role::Senior => senior == seat.person(),
                })
            };
            let expected: &[&str] = match (has(&worth_it), has(&permitted)) {
                (true, _) => &["matched", "waitlisted"],
                (false, true) => &["left_out"],
                (false, false) => &["no_permitted_partner"],
            };
            prop_assert!(expected.contains(&seat.status().name()), "{:?}, expected {:?}", seat, expected);
            if let Status::NoPermittedPartner { barred } = seat.status() {
                let others = case.matching.seats().iter().filter(|other| other.role() != seat.role()).count();
                prop_assert_eq!(barred.iter().map(|by| by.people).sum::<u64>(), others as u64);
            }
        }
    }

    #[test]
    fn the_price_of_somebody_who_waits_is_never_more_than_what_a_seat_costs(
        seniors in 1usize..5, juniors in 3usize..8, seed in any::<u64>(),
    ) {
        let case = Case::new(&small(seniors, juniors, seed), Config::default());
        let scores = case.scores(None);
        let (pairs, total) = brute_force(&scores);
        for seat in case.matching.seats() {
            let Status::Waitlisted { price: Some(price), .. } = seat.status() else { continue };
            // Give the person each partner in turn, and match the rest as well as can be.
            let forced = scores.iter().filter(|((junior, senior), _)| [junior, senior].contains(&seat.person()));
            let best = forced.map(|((junior, senior), score)| {
                let mut rest = scores.clone();
                rest.retain(|(other_junior, other_senior), _| other_junior != junior && other_senior != senior);
                let (pairs, total) = brute_force(&rest);
                (pairs + 1, total + score)
            });
            let (forced_pairs, forced_total) = best.max().expect("somebody who waits has permitted partners");
            prop_assert_eq!(forced_pairs, pairs, "a seat for one more costs another's, not a pair");
            prop_assert!(i64::try_from(*price).unwrap() <= total - forced_total);
        }
    }
}

/// A matching of some size, as plain data that a test can spoil.
fn spoilt(spoil: impl FnOnce(&mut Value, &Case)) -> Result<(), String> {
    let case = Case::new(&small(8, 20, 3), Config::default());
    assert!(
        case.matching.pairs().len() >= 4,
        "there is something to spoil"
    );
    let mut document = serde_json::to_value(&case.matching).expect("a matching is plain data");
    let before = document.clone();
    spoil(&mut document, &case);
    assert_ne!(document, before, "something was spoilt");
    let matching: Matching = serde_json::from_value(document).map_err(|error| error.to_string())?;
    let verified = case
        .engine
        .verify(&case.organisation, &case.programme, &matching);
    verified.map(drop).map_err(|error| error.to_string())
}

#[track_caller]
fn assert_rejected(result: Result<(), String>, because: &str) {
    let error = result.expect_err("the verifier rejects it");
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
fn the_verifier_rejects_a_price_that_is_nudged() {
    for by in [-1, 1] {
        for which in 0..28 {
            assert_rejected(
                spoilt(|document, _| {
                    let worth = document["certificate"][which]["worth"]
                        .as_i64()
                        .expect("an integer");
                    document["certificate"][which]["worth"] = json!(worth + by);
                }),
                "the proof of optimality does not hold",
            );
        }
    }
}

#[test]
fn the_verifier_rejects_another_set_of_essential_people() {
    assert_rejected(
        spoilt(|document, _| {
            let essential = index_of(document, "certificate", |worth| worth["essential"] == true);
            document["certificate"][essential]["essential"] = json!(false);
        }),
        "the proof of optimality does not hold",
    );
}

#[test]
fn the_verifier_rejects_a_worth_that_is_missing_or_stated_twice() {
    let remove = |document: &mut Value, _: &Case| {
        drop(document["certificate"].as_array_mut().unwrap().remove(0));
    };
    assert_rejected(spoilt(remove), "has no worth");
    let repeat = |document: &mut Value, _: &Case| {
        let first = document["certificate"][0].clone();
        document["certificate"].as_array_mut().unwrap().push(first);
    };
    assert_rejected(spoilt(repeat), "has a second worth");
}

#[test]
fn the_verifier_rejects_two_pairs_that_swap_partners() {
    let swap = |document: &mut Value, case: &Case| {
        // Two pairs whose juniors may also meet the other senior, for a smaller total.
        let scores = case.scores(None);
        let pairs = case.matching.pairs();
        let (one, other, crossed) = (0..pairs.len())
            .flat_map(|one| (0..one).map(move |other| (one, other)))
            .find_map(|(one, other)| {
                let first =
                    scores.get(&(pairs[one].junior().clone(), pairs[other].senior().clone()))?;
                let second =
                    scores.get(&(pairs[other].junior().clone(), pairs[one].senior().clone()))?;
                let crossed = first + second;
                let straight = pairs[one].score().get() + pairs[other].score().get();
                (crossed < straight).then_some((one, other, (*first, *second)))
            })
            .expect("there are two such pairs");
        let (first, second) = (
            document["pairs"][one]["junior"].clone(),
            document["pairs"][other]["junior"].clone(),
        );
        document["pairs"][one]["junior"] = second.clone();
        document["pairs"][other]["junior"] = first.clone();
        document["pairs"][one]["score"] = json!(crossed.1);
        document["pairs"][other]["score"] = json!(crossed.0);
        let before = pairs[one].score().get() + pairs[other].score().get();
        document["total"] = json!(case.matching.total() - before + crossed.0 + crossed.1);
    };
    assert_rejected(spoilt(swap), "the proof of optimality does not hold");
}

#[test]
fn the_verifier_rejects_a_barred_pair_that_is_inserted() {
    let insert = |document: &mut Value, case: &Case| {
        let scores = case.scores(None);
        let pair = &case.matching.pairs()[0];
        let juniors = case
            .matching
            .seats()
            .iter()
            .filter(|seat| seat.role() == Role::Junior);
        let barred = juniors
            .filter(|seat| seat.status().name() != "matched")
            .find(|seat| !scores.contains_key(&(seat.person().clone(), pair.senior().clone())))
            .expect("somebody is barred");
        document["pairs"][0]["junior"] = json!(barred.person().as_str());
    };
    assert_rejected(spoilt(insert), "are a pair, but may not meet");
}

#[test]
fn the_verifier_rejects_a_person_who_is_dropped_or_listed_twice() {
    let drop_one = |document: &mut Value, _: &Case| {
        drop(document["statuses"].as_array_mut().unwrap().remove(3));
    };
    assert_rejected(spoilt(drop_one), "has 0 statuses, expected 1");
    let repeat = |document: &mut Value, _: &Case| {
        let first = document["statuses"][0].clone();
        document["statuses"]
            .as_array_mut()
            .unwrap()
            .insert(0, first);
    };
    assert_rejected(spoilt(repeat), "has 2 statuses, expected 1");
}

#[test]
fn the_verifier_rejects_a_pair_that_is_dropped() {
    let drop_one = |document: &mut Value, case: &Case| {
        document["pairs"].as_array_mut().unwrap().remove(0);
        document["total"] = json!(case.matching.total() - case.matching.pairs()[0].score().get());
    };
    assert_rejected(spoilt(drop_one), "the proof of optimality does not hold");
}

#[test]
fn the_verifier_rejects_a_person_in_two_pairs() {
    let repeat = |document: &mut Value, _: &Case| {
        document["pairs"][1]["junior"] = document["pairs"][0]["junior"].clone();
    };
    assert_rejected(spoilt(repeat), "is in 2 pairs, expected 0 to 1");
}

#[test]
fn the_verifier_rejects_a_score_or_a_total_that_is_nudged() {
    let score = |document: &mut Value, case: &Case| {
        document["pairs"][0]["score"] = json!(case.matching.pairs()[0].score().get() + 1);
    };
    assert_rejected(spoilt(score), "score");
    let total =
        |document: &mut Value, case: &Case| document["total"] = json!(case.matching.total() + 1);
    assert_rejected(spoilt(total), "the total is");
}

#[test]
fn the_verifier_rejects_a_status_that_is_not_the_persons() {
    let promise = |document: &mut Value, _: &Case| {
        let seat = index_of(document, "statuses", |seat| seat["status"] == "waitlisted");
        let barred = json!([]);
        let person = document["statuses"][seat]["person"].clone();
        document["statuses"][seat] = json!({ "person": person, "role": "junior", "status": "no_permitted_partner", "barred": barred });
    };
    assert_rejected(spoilt(promise), "as a junior is");
    let price = |document: &mut Value, _: &Case| {
        let seat = index_of(document, "statuses", |seat| seat["status"] == "waitlisted");
        document["statuses"][seat]["price"] = json!(u64::MAX);
    };
    assert_rejected(spoilt(price), "as a junior is");
}

#[test]
fn the_verifier_rejects_a_hall_set_that_proves_nothing() {
    let forget = |document: &mut Value, _: &Case| {
        drop(
            document["hall_sets"][0]["partners"]
                .as_array_mut()
                .unwrap()
                .remove(0),
        );
    };
    assert_rejected(spoilt(forget), "may also meet");
    let shrink = |document: &mut Value, _: &Case| {
        document["hall_sets"][0]["people"]
            .as_array_mut()
            .unwrap()
            .clear();
    };
    assert_rejected(spoilt(shrink), "its people need");
}

#[test]
fn the_verifier_rejects_a_matching_of_another_organisation() {
    let one = Case::new(&small(5, 9, 1), Config::default());
    let other = Case::new(&small(5, 9, 2), Config::default());
    let error = one
        .engine
        .verify(&one.organisation, &one.programme, &other.matching)
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the matching is of organisation"),
        "{error}"
    );
}

#[test]
fn a_matching_comes_back_from_its_document_as_it_was() {
    let case = Case::new(&small(8, 20, 3), Config::default());
    let matching =
        Matching::from_json(&case.matching.to_json()).expect("what was written can be read");
    assert_eq!(matching, case.matching);
}

#[test]
fn the_engine_is_shared_between_threads_and_used_again() {
    fn assert_send_sync<T: Send + Sync>(_: &T) {}
    let case = Case::new(&small(6, 10, 4), Config::default());
    assert_send_sync(&case.engine);
    assert_send_sync(&case.matching);
    let again = std::thread::scope(|scope| {
        let run = || {
            case.engine
                .run(&case.organisation, &case.programme)
                .expect("as before")
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(run)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect::<Vec<_>>()
    });
    assert!(again.iter().all(|matching| *matching == case.matching));
}
