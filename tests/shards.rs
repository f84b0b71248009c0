//! Lists that are built in several places lead to the pairs of one run, wrong ones are refused, and the components of a programme add up
//! to the whole.

use std::collections::BTreeSet;
use std::ops::Range;

use reverse_mentoring::Error;
use reverse_mentoring::candidates::Candidates;
use reverse_mentoring::matching::{
    Component, Config, Engine, Pairing, Shard, ShardFault, ShardLists,
};
use reverse_mentoring::model::{Organisation, PersonRow};
use reverse_mentoring::programme::{
    EnrolmentRow, Participant, PinKind, Programme, ProgrammeDocument, Role, RolesRow,
};
use reverse_mentoring::rules::Rules;
use reverse_mentoring::scoring::{
    Criterion, Exchange, Fusion, NamedPairs, OwnScores, Points, Score, Scorer, Scoring,
    SparseProduct, Wishes,
};
use reverse_mentoring::work::{CancelToken, Work};
use serde_json::{Value, json};

#[path = "support/full_policy.rs"]
mod full_policy;
#[path = "support/generate.rs"]
mod generate;
#[path = "support/naive_rules.rs"]
mod naive_rules;
#[path = "support/random.rs"]
mod random;
#[path = "support/random_programme.rs"]
mod random_programme;
#[path = "support/random_world.rs"]
mod random_world;

use generate::Shape;
use random::Random;
use random_world::World;

/// A programme, and who matches it.
struct Case {
    organisation: Organisation,
    document: ProgrammeDocument,
    programme: Programme,
    engine: Engine,
}

impl Case {
    fn generated(seniors: usize, juniors: usize, zipf: &str, seed: u64, full: bool) -> Self {
        let shape = Shape {
            seniors,
            juniors,
            zipf: zipf.parse().expect("a decimal number"),
            seed,
        };
        let (mut organisation, mut document) = generate::organisation(&shape);
        let mut config = Config::default().with_seed(seed);
        if full {
            full_policy::enrich(seed, &mut organisation, &mut document);
            config = full_policy::config();
        }
        let organisation = Organisation::try_from(organisation).expect("in order");
        Self {
            programme: document.clone().check(&organisation).expect("in order"),
            document,
            organisation,
            engine: Engine::builder().config(config).build().expect("in order"),
        }
    }

    /// A few people of every kind, under rules of every kind; every other time some have several seats, and criteria vary.
    fn random(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut world = World::new(seed, 8 + random.index(40));
        if seed % 2 == 1 {
            for row in &mut world.programme.enrolments {
                row.capacity.junior = random.number(1, 3);
                row.capacity.senior = random.number(1, 3);
            }
        }
        let (organisation, programme, engine) = world.build();
        let case = Self {
            organisation,
            document: world.programme,
            programme,
            engine,
        };
        let scoring = Scoring::builder().criterion(Criterion::target_skills(), 20);
        let scoring = match seed % 3 {
            0 => return case,
            1 => scoring.criterion(Criterion::seniority_gap(), 9),
            _ => scoring
                .criterion(
                    SparseProduct::named("exchange")
                        .with_exchange(Exchange::Both(Fusion::Harmonic)),
                    30,
                )
                .criterion(
                    NamedPairs::new::<&str, &str>("wishes", []).with_wishes(Wishes::default()),
                    5,
                ),
        };
        case.with_scoring(scoring.build().expect("in order"))
    }

    fn with_scoring(mut self, scoring: Scoring) -> Self {
        let config = self.engine.config().clone().with_scoring(scoring);
        self.engine = Engine::builder().config(config).build().expect("in order");
        self
    }

    fn pairing(&self) -> Pairing {
        let pairing = self.engine.pairing(&self.organisation, &self.programme);
        pairing.expect("nothing but pairs is asked for")
    }

    fn shards(&self, count: usize) -> Vec<Shard> {
        let shards = self
            .engine
            .shards(&self.organisation, &self.programme, count);
        shards.expect("one shard at least")
    }

    fn lists(&self, shard: &Shard) -> ShardLists {
        let lists = self
            .engine
            .shard_lists(&self.organisation, &self.programme, shard);
        lists.expect("a shard of this programme")
    }

    fn all_lists(&self, count: usize) -> Vec<ShardLists> {
        let shards = self.shards(count);
        shards.iter().map(|shard| self.lists(shard)).collect()
    }

    fn pairing_from(&self, lists: &[ShardLists]) -> Result<Pairing, Error> {
        self.engine
            .pairing_from(&self.organisation, &self.programme, lists)
    }

    fn components(&self) -> Vec<Component> {
        let components = self.engine.components(&self.organisation, &self.programme);
        components.expect("scores are told by the pair")
    }

    /// Refuses lists, with what the error says after its first line.
    #[track_caller]
    fn refused(&self, lists: &[ShardLists]) -> (Vec<ShardFault>, String) {
        faults_of(self.pairing_from(lists))
    }
}

#[track_caller]
fn faults_of<T: std::fmt::Debug>(result: Result<T, Error>) -> (Vec<ShardFault>, String) {
    let error = result.expect_err("a fault");
    let message = error.to_string();
    let Error::Shards { faults, .. } = error else {
        panic!("{error}");
    };
    let (first, rest) = message.split_once('\n').expect("a line for each fault");
    let noun = if faults.len() == 1 { "fault" } else { "faults" };
    assert_eq!(first, format!("{} {noun} in the shards", faults.len()));
    (faults, rest.trim_start().to_owned())
}

fn written_and_read<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("numbers and digests have a JSON form");
    serde_json::from_str(&text).expect("as it was written")
}

/// Changes lists in their JSON form.
fn changed(lists: &ShardLists, change: impl FnOnce(&mut Value)) -> ShardLists {
    let mut value = serde_json::to_value(lists).expect("a JSON form");
    change(&mut value);
    serde_json::from_value(value).expect("the same form")
}

fn on_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.expect("threads").install(work)
}

#[test]
fn m15_any_sharding_of_the_seniors_gives_the_bytes_of_one_run() {
    let mut cases: Vec<Case> = (0..120).map(Case::random).collect();
    for (seed, (seniors, juniors, zipf)) in [
        (100, 900, "1.0"),
        (60, 70, "1.6"),
        (50, 50, "2.5"),
        (70, 40, "1.0"),
        (40, 400, "2.5"),
        (3, 50, "0"),
    ]
    .into_iter()
    .enumerate()
    {
        cases.push(Case::generated(seniors, juniors, zipf, seed as u64, false));
        cases.push(Case::generated(seniors, juniors, zipf, seed as u64, true));
    }
    let (mut pairs, mut renewals) = (0, 0);
    for (number, case) in cases.iter().enumerate() {
        let mut random = Random::new(number as u64);
        let expected = case.pairing();
        pairs += expected.pairs().len();
        renewals += expected.renewals();
        for _ in 0..3 {
            let count = 1 + random.index(9);
            let shards = written_and_read(&case.shards(count));
            let build = |shard| {
                let threads = 1 + random.index(3);
                written_and_read(&on_threads(threads, || case.lists(shard)))
            };
            let mut lists: Vec<ShardLists> = shards.iter().map(build).collect();
            random.shuffle(&mut lists);
            let found = on_threads(1 + random.index(3), || case.pairing_from(&lists));
            assert_eq!(
                found.expect("these are the lists"),
                expected,
                "case {number}, {count} shards"
            );
        }
    }
    assert!(
        pairs > 1_000 && renewals > 100,
        "{pairs} pairs, {renewals} renewals"
    );
}

#[test]
fn shards_hold_every_senior_once_and_are_of_about_equal_size() {
    let case = Case::generated(50, 100, "1.0", 1, false);
    for count in [1, 2, 7, 50, 51, usize::MAX] {
        let shards = case.shards(count);
        assert_eq!(shards.len(), count.min(50));
        let places: Vec<usize> = shards.iter().flat_map(Shard::seniors).collect();
        assert_eq!(places, (0..50).collect::<Vec<_>>());
        let sizes: Vec<usize> = shards.iter().map(|shard| shard.seniors().len()).collect();
        let (least, most) = (sizes.iter().min(), sizes.iter().max());
        assert!(most.unwrap() - least.unwrap() <= 1, "{sizes:?}");
        for shard in &shards {
            assert_eq!(case.lists(shard).shard(), shard);
        }
    }
}

#[test]
fn a_programme_without_seniors_has_no_shards_and_no_pairs() {
    let organisation = Organisation::builder().build().expect("in order");
    let programme = Programme::builder().build(&organisation).expect("in order");
    let engine = Engine::builder().build().expect("in order");
    let shards = engine.shards(&organisation, &programme, 3);
    assert_eq!(shards.expect("one at least is asked for"), []);
    let pairing = engine.pairing_from(&organisation, &programme, &[]);
    assert_eq!(pairing.expect("nobody is missing").pairs(), []);
    let components = engine.components(&organisation, &programme);
    assert_eq!(components.expect("default scores"), []);
}

#[test]
fn lists_are_as_small_as_what_the_solver_asks_for() {
    let case = Case::generated(100, 900, "1.0", 1, false);
    let [lists] = case.all_lists(1).try_into().expect("one shard");
    let value = serde_json::to_value(&lists).expect("a JSON form");
    let rows = value["lists"].as_array().expect("a list for each");
    assert_eq!(rows.len(), 100);
    let most = rows.iter().map(|row| row["best"].as_array().unwrap().len());
    assert_eq!(most.max(), Some(10));
    let text = serde_json::to_string(&lists).expect("a JSON form");
    assert!(text.len() < 180 * 100, "{} bytes", text.len());
}

#[test]
fn lists_of_something_else_are_refused_with_the_part_that_differs() {
    let case = Case::generated(20, 60, "1.0", 1, false);
    let other = Case::generated(20, 60, "1.0", 2, false);
    let message = |seniors: &str, part: &str, found: &str, expected: &str| {
        format!(
            "{seniors}: the {part} is {found}, expected {expected} (make shards and lists of the same data, by the same configuration \
             and version)"
        )
    };
    let digest = |case: &Case| case.organisation.fingerprint().to_string();
    let mut lists = case.all_lists(2);
    lists[1] = other.all_lists(2).remove(1);
    assert_eq!(
        case.refused(&lists).1,
        message(
            "seniors 10 to 19",
            "organisation",
            &digest(&other),
            &digest(&case)
        )
    );
    // Where they are built it is told as well.
    let shards = other.shards(2);
    let built = case
        .engine
        .shard_lists(&case.organisation, &case.programme, &shards[0]);
    assert_eq!(
        faults_of(built).1,
        message(
            "seniors 0 to 9",
            "organisation",
            &digest(&other),
            &digest(&case)
        )
    );

    let mut document = case.document.clone();
    document.enrolments[0].vetoes.push("j000000".to_owned());
    let vetoed = Case {
        organisation: case.organisation.clone(),
        programme: document
            .clone()
            .check(&case.organisation)
            .expect("in order"),
        document,
        engine: case.engine.clone(),
    };
    assert_eq!(
        vetoed.refused(&case.all_lists(1)).1,
        message(
            "seniors 0 to 19",
            "programme",
            &case.programme.fingerprint().to_string(),
            &vetoed.programme.fingerprint().to_string()
        )
    );

    let config = Config::default().with_seed(77);
    let mut drawn = Case::generated(20, 60, "1.0", 1, false);
    drawn.engine = Engine::builder().config(config).build().expect("in order");
    assert_eq!(
        drawn.refused(&case.all_lists(1)).1,
        message(
            "seniors 0 to 19",
            "configuration",
            &case.engine.config().fingerprint().to_string(),
            &drawn.engine.config().fingerprint().to_string()
        )
    );

    let lists = changed(&case.all_lists(1)[0], |value| {
        value["shard"]["engine"] = json!("0.0.9");
    });
    assert_eq!(
        case.refused(&[lists]).1,
        message(
            "seniors 0 to 19",
            "engine",
            "0.0.9",
            env!("CARGO_PKG_VERSION")
        )
    );
}

#[test]
fn seniors_who_are_in_no_shard_or_in_several_are_named() {
    let case = Case::generated(40, 60, "1.0", 1, false);
    let four = case.all_lists(4);
    let message = |seniors: &str, found: usize| {
        format!(
            "{seniors} are in {found} shards, expected 1 (hand in the lists of every shard once)"
        )
    };
    assert_eq!(case.refused(&[]).1, message("seniors 0 to 39", 0));
    let gaps = [four[3].clone(), four[1].clone()];
    let expected = [message("seniors 0 to 9", 0), message("seniors 20 to 29", 0)];
    assert_eq!(case.refused(&gaps).1, expected.join("\n  "));
    let mut twice = four.clone();
    twice.push(four[2].clone());
    assert_eq!(case.refused(&twice).1, message("seniors 20 to 29", 2));
    // Shards of two divisions: 10 to 13 are in both, and so are 14 to 19.
    let three = case.all_lists(3);
    let mixed = [
        three[0].clone(),
        four[1].clone(),
        three[1].clone(),
        three[2].clone(),
    ];
    let found = case.refused(&mixed);
    assert_eq!(found.1, message("seniors 10 to 19", 2));
    assert_eq!(
        found.0,
        [ShardFault::NotOnce {
            first: 10,
            seniors: 10,
            found: 2
        }]
    );
}

#[test]
fn shards_that_cannot_be_are_refused() {
    let case = Case::generated(40, 60, "1.0", 1, false);
    let none = case.engine.shards(&case.organisation, &case.programme, 0);
    assert_eq!(
        faults_of(none).1,
        "0 shards are asked for, expected at least 1"
    );
    let [lists] = case.all_lists(1).try_into().expect("one shard");
    let moved = changed(&lists, |value| value["shard"]["first"] = json!(u32::MAX));
    let beyond = "seniors 4294967295 to 4294967334 are in a shard, expected places below 40 (take the shards as they were made)";
    let missing =
        "seniors 0 to 39 are in 0 shards, expected 1 (hand in the lists of every shard once)";
    assert_eq!(
        case.refused(std::slice::from_ref(&moved)).1,
        [beyond, missing].join("\n  ")
    );
    let built = case
        .engine
        .shard_lists(&case.organisation, &case.programme, moved.shard());
    assert_eq!(faults_of(built).1, beyond);
    let short = changed(&lists, |value| {
        value["lists"].as_array_mut().unwrap().pop();
    });
    assert_eq!(
        case.refused(&[short]).1,
        "seniors 0 to 39 have 39 lists, expected one each (build the lists of the shard again)"
    );
}

/// Three juniors for two seniors, of whom one wants nobody but Ada.
fn few() -> Case {
    let junior = |id, level, proficiency| {
        let row = PersonRow::new(id).in_unit("lab").at_level(level);
        row.with_skill("rust", proficiency)
    };
    let organisation = Organisation::builder()
        .unit("sales", None)
        .unit("lab", None)
        .person(PersonRow::new("grace").in_unit("sales").at_level(5))
        .person(junior("ada", 2, 4))
        .person(junior("kim", 2, 3))
        .person(junior("tim", 2, 2))
        .build()
        .expect("in order");
    let document = ProgrammeDocument {
        enrolments: vec![
            EnrolmentRow::senior("grace").wants_at("rust", 1, 4),
            EnrolmentRow::junior("ada"),
            EnrolmentRow::junior("kim"),
            EnrolmentRow::junior("tim"),
        ],
        ..ProgrammeDocument::default()
    };
    Case {
        programme: document.clone().check(&organisation).expect("in order"),
        document,
        organisation,
        engine: Engine::builder().build().expect("in order"),
    }
}

#[test]
fn what_cannot_be_in_a_list_is_refused_by_name() {
    let case = few();
    let [lists] = case.all_lists(1).try_into().expect("one shard");
    let value = serde_json::to_value(&lists).expect("a JSON form");
    let best = value["lists"][0]["best"].as_array().expect("all three");
    let [ada, kim, tim] = [0, 1, 2].map(|at| best[at].clone());
    let refused = |best: &[&Value], others: Option<i64>| {
        let lists = changed(&lists, |value| {
            value["lists"][0] = match others {
                None => json!({ "best": best }),
                Some(others) => json!({ "best": best, "others": others }),
            };
        });
        case.refused(&[lists]).1
    };
    assert_eq!(
        refused(&[&ada, &json!([3, 7])], None),
        "the list of senior \"grace\" has the junior at place 3, expected places below 3 (build it again)"
    );
    let score = |pair: &Value| pair[1].as_i64().expect("a score");
    let better = json!([ada[0], score(&ada) + 1]);
    let message = format!(
        "junior \"ada\" and senior \"grace\" score {}, expected {} (build it again)",
        format_args!("{} in a list", score(&ada) + 1),
        score(&ada)
    );
    assert_eq!(refused(&[&better, &kim, &tim], None), message);
    let out_of_order = |junior: &str| {
        format!(
            "the list of senior \"grace\" has junior \"{junior}\" out of order, expected the highest scores first, of equal ones the \
             first place, and nobody twice (build it again)"
        )
    };
    assert_eq!(refused(&[&ada, &tim, &kim], None), out_of_order("kim"));
    assert_eq!(refused(&[&ada, &ada], None), out_of_order("ada"));
    // There are fewer than the solver asks for, so nobody is left out.
    assert_eq!(
        refused(&[&ada, &kim], Some(0)),
        "the list of senior \"grace\" has 2 juniors, expected 16, or fewer if there are no others (build it again)"
    );
    assert_eq!(
        refused(&[&ada; 17], None),
        "the list of senior \"grace\" has 17 juniors, expected 16, or fewer if there are no others (build it again)"
    );
}

#[test]
fn a_pair_that_may_not_be_and_a_bound_above_the_list_are_refused() {
    let case = Case::generated(2, 300, "1.0", 1, false);
    let [lists] = case.all_lists(1).try_into().expect("one shard");
    let value = serde_json::to_value(&lists).expect("a JSON form");
    let least = value["lists"][0]["best"][9][1].as_i64().expect("a score");
    let (found, message) = case.refused(&[changed(&lists, |value| {
        value["lists"][0]["others"] = json!(least + 1);
    })]);
    let [ShardFault::WrongBound { senior, .. }] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(
        message,
        format!(
            "the list of senior \"{senior}\" bounds all others by {}, expected at most {least}, which is listed (build it again)",
            least + 1
        )
    );

    // Whoever is in no list of all there are may not be met.
    let mut document = case.document.clone();
    for row in &mut document.enrolments[2..] {
        row.vetoes = vec!["s000000".to_owned()];
    }
    let vetoed = Case {
        programme: document
            .clone()
            .check(&case.organisation)
            .expect("in order"),
        document,
        organisation: case.organisation.clone(),
        engine: case.engine.clone(),
    };
    let [lists] = vetoed.all_lists(1).try_into().expect("one shard");
    let mut found = Vec::new();
    for senior in 0..2 {
        let lists = changed(&lists, |value| {
            let best = value["lists"][senior]["best"].as_array_mut().unwrap();
            if best.is_empty() {
                best.push(json!([0, 5]));
            }
        });
        if let Err(error) = vetoed.pairing_from(&[lists]) {
            found.push(error.to_string());
        }
    }
    let [message] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert!(
        message.ends_with(
            "and senior \"s000000\" score 5 in a list, expected no pair (build it again)"
        ),
        "{message}"
    );
}

#[test]
fn lists_that_hide_juniors_never_lead_to_worse_pairs() {
    let (mut refused, mut right) = ([0, 0], 0);
    for seed in 0..60 {
        let mut random = Random::new(seed);
        let full = seed % 3 == 0;
        let (seniors, juniors) = [(60, 70), (40, 200), (50, 50)][random.index(3)];
        let zipf = ["0", "1.0", "2.5"][random.index(3)];
        let case = Case::generated(seniors, juniors, zipf, seed, full);
        let expected = case.pairing();
        // All of them, or one here and there.
        let often = [1, 30, 100][random.index(3)];
        let lists = changed(&case.all_lists(1)[0], |value| {
            for row in value["lists"].as_array_mut().unwrap() {
                if !random.once_in(often) {
                    continue;
                }
                let row = row.as_object_mut().unwrap();
                match random.below(3) {
                    // All others are far worse, there are none, and there is nobody at all.
                    0 if row.contains_key("others") => {
                        row["others"] = json!(-Score::FULL.get());
                    }
                    1 => drop(row.remove("others")),
                    2 => *row = json!({ "best": [] }).as_object().unwrap().clone(),
                    _ => {}
                }
            }
        });
        match case.pairing_from(&[lists]) {
            Ok(found) => {
                assert_eq!(found.pairs().len(), expected.pairs().len(), "seed {seed}");
                assert_eq!(found.total(), expected.total(), "seed {seed}");
                right += 1;
            }
            Err(error) => {
                let (faults, message) = faults_of::<()>(Err(error));
                let [ShardFault::Misleading { reason }] = faults.as_slice() else {
                    panic!("{faults:?}");
                };
                let begin = "the pairs that the lists lead to are not the best: ";
                let end = " (build the lists again, all of them)";
                assert_eq!(message, format!("{begin}{reason}{end}"));
                refused[usize::from(full)] += 1;
            }
        }
    }
    // With one seat each and with several.
    let [single, several] = refused;
    assert!(
        single > 10 && several > 5 && right > 5,
        "{refused:?} refused, {right} right"
    );
}

#[test]
fn a_document_with_more_in_it_is_refused() {
    let case = few();
    let [lists] = case.all_lists(1).try_into().expect("one shard");
    let value = serde_json::to_value(&lists).expect("a JSON form");
    let refused = |change: &dyn Fn(&mut Value)| {
        let mut value = value.clone();
        change(&mut value);
        let read: Result<ShardLists, _> = serde_json::from_value(value);
        read.expect_err("an unknown key").to_string()
    };
    for message in [
        refused(&|value| value["more"] = json!(1)),
        refused(&|value| value["shard"]["more"] = json!(1)),
        refused(&|value| value["lists"][0]["more"] = json!(1)),
    ] {
        assert!(message.starts_with("unknown field `more`"), "{message}");
    }
}

#[test]
fn what_asks_for_more_than_pairs_has_no_shards_and_no_components() {
    let case = few();
    let document = ProgrammeDocument {
        enrolments: case.document.enrolments.clone(),
        ..ProgrammeDocument::default()
    };
    let mut builder = Programme::builder();
    for row in document.enrolments {
        builder = builder.enrol(row);
    }
    let pinned = builder
        .pin(PinKind::Forced, "ada", "grace")
        .build(&case.organisation)
        .expect("in order");
    let expected =
        "pairs alone cannot be found: there are pins (match the programme with `Engine::run`)";
    let (engine, organisation) = (&case.engine, &case.organisation);
    let shards = engine.shards(organisation, &pinned, 2);
    assert_eq!(shards.expect_err("pins").to_string(), expected);
    let pairing = engine.pairing_from(organisation, &pinned, &[]);
    assert_eq!(pairing.expect_err("pins").to_string(), expected);
    let components = engine.components(organisation, &pinned);
    assert_eq!(components.expect_err("pins").to_string(), expected);

    let own = few().with_scoring(Scoring::own(OwnScores::integers(|_, _| Some(1))));
    let shards = own.engine.shards(&own.organisation, &own.programme, 2);
    assert_eq!(
        shards.expect_err("own scores").to_string(),
        "pairs alone cannot be found: the scores are the platform's own (match the programme with `Engine::run`)"
    );
    let rare = Criterion::from(SparseProduct::named("rare").with_rarity(Points::HALF));
    let rare = Scoring::builder().criterion(rare, 1).build();
    let rare = few().with_scoring(rare.expect("in order"));
    let components = rare.engine.components(&rare.organisation, &rare.programme);
    assert_eq!(
        components.expect_err("rarity").to_string(),
        "the programme cannot be matched by components: scores depend on how rare a skill is among all who take part (match it as a \
         whole)"
    );
    // Lists have no trouble with it: each place knows all who take part.
    let pairing = rare.pairing_from(&rare.all_lists(1)).expect("its own");
    assert_eq!(pairing, rare.pairing());
}

#[test]
fn a_cancelled_shard_leaves_the_engine_usable() {
    let case = Case::generated(30, 60, "1.0", 1, false);
    let token = CancelToken::new();
    token.cancel();
    let work = Work::new().with_cancel_token(&token);
    let (organisation, programme) = (&case.organisation, &case.programme);
    let shards = case.shards(2);
    let stopped = case
        .engine
        .shard_lists_with(organisation, programme, &shards[0], &work);
    let error = stopped.expect_err("cancelled");
    assert!(matches!(error, Error::Cancelled(_)), "{error}");
    let lists = case.all_lists(2);
    let stopped = case
        .engine
        .pairing_from_with(organisation, programme, &lists, &work);
    let error = stopped.expect_err("cancelled");
    assert!(matches!(error, Error::Cancelled(_)), "{error}");
    assert_eq!(case.pairing_from(&lists).expect("usable"), case.pairing());
}

/// The components by a look at every pair: of each the ids of juniors and seniors, in order.
fn connected(case: &Case) -> BTreeSet<(Vec<String>, Vec<String>)> {
    let (organisation, programme) = (&case.organisation, &case.programme);
    let config = case.engine.config();
    let day = config.run_day();
    let rules = Rules::on_day(config.rules(), organisation, programme, day).expect("declared");
    let scorer = Scorer::on_day(config.scoring(), organisation, programme, day).expect("declared");
    let side = |role| -> Vec<&Participant> {
        let all = programme.participants().iter();
        let side =
            all.filter(|one| one.takes_part_as(role) && rules.eligibility(one, role).is_ok());
        side.collect()
    };
    let (juniors, seniors) = (side(Role::Junior), side(Role::Senior));
    let table = Candidates::new(organisation, &rules, &scorer)
        .table(&juniors, &seniors, &Work::new())
        .expect("small");
    let pairs: Vec<(usize, usize)> = (0..seniors.len())
        .flat_map(|senior| table.of(senior).map(move |(junior, _)| (senior, junior)))
        .collect();
    // The least number that a label of either side can come down to along pairs.
    let mut labels = [
        (0..juniors.len()).collect::<Vec<_>>(),
        (juniors.len()..juniors.len() + seniors.len()).collect(),
    ];
    for _ in 0..=pairs.len() {
        for &(senior, junior) in &pairs {
            let least = labels[0][junior].min(labels[1][senior]);
            (labels[0][junior], labels[1][senior]) = (least, least);
        }
    }
    let id = |one: &Participant| organisation[one.person()].id().to_string();
    let with = |people: &[&Participant], labels: &[usize], label: usize| {
        let people = people.iter().zip(labels);
        let mut ids: Vec<String> = people
            .filter(|&(_, &other)| other == label)
            .map(|(one, _)| id(one))
            .collect();
        ids.sort();
        ids
    };
    let used = pairs.iter().map(|&(senior, _)| labels[1][senior]);
    let used: BTreeSet<usize> = used.collect();
    used.into_iter()
        .map(|label| {
            let juniors = with(&juniors, &labels[0], label);
            (juniors, with(&seniors, &labels[1], label))
        })
        .collect()
}

#[test]
fn components_are_what_permitted_pairs_connect() {
    let mut sizes = BTreeSet::new();
    for seed in 0..200 {
        let case = Case::random(seed);
        let components = case.components();
        let ids = |people: &[reverse_mentoring::model::PersonId]| -> Vec<String> {
            people.iter().map(ToString::to_string).collect()
        };
        let found: BTreeSet<_> = components
            .iter()
            .map(|component| (ids(component.juniors()), ids(component.seniors())))
            .collect();
        assert_eq!(found, connected(&case), "seed {seed}");
        assert_eq!(found.len(), components.len());
        let firsts = components.iter().map(|component| &component.seniors()[0]);
        assert!(firsts.is_sorted(), "seed {seed}");
        assert_eq!(written_and_read(&components), components);
        assert_eq!(on_threads(2, || case.components()), components);
        sizes.insert(components.len());
    }
    assert!(
        sizes.len() > 4,
        "programmes fall apart in many ways: {sizes:?}"
    );
}

/// A programme of the people of a component, each on the side on which it names them.
fn by_itself(case: &Case, component: &Component) -> Programme {
    let mut document = case.document.clone();
    document.enrolments.retain_mut(|row| {
        let found = case.organisation.person(&row.person).expect("known");
        let junior = component.juniors().contains(found.id()) && row.roles != RolesRow::Senior;
        let senior = component.seniors().contains(found.id()) && row.roles != RolesRow::Junior;
        row.roles = match (junior, senior) {
            (true, true) => RolesRow::Both,
            (true, false) => RolesRow::Junior,
            (false, _) => RolesRow::Senior,
        };
        junior || senior
    });
    document.check(&case.organisation).expect("as before")
}

#[test]
fn m10_the_components_of_a_programme_add_up_to_the_whole() {
    let mut several = 0;
    let with_seats = (0..6).map(|seed| Case::generated(30, 12, "1.6", seed, true));
    for (number, case) in (0..200).map(Case::random).chain(with_seats).enumerate() {
        let whole = case.pairing();
        let components = case.components();
        several += usize::from(components.len() > 1);
        let (mut pairs, mut total) = (0, 0);
        for component in &components {
            let programme = by_itself(&case, component);
            let pairing = case
                .engine
                .pairing(&case.organisation, &programme)
                .expect("as before");
            pairs += pairing.pairs().len();
            total += pairing.total();
            // And it is one component, with the same people.
            let again = case.engine.components(&case.organisation, &programme);
            assert_eq!(again.expect("as before"), std::slice::from_ref(component));
        }
        assert_eq!(
            (pairs, total),
            (whole.pairs().len(), whole.total()),
            "case {number}"
        );
    }
    assert!(several > 30, "{several} programmes fall apart");
}

#[test]
fn whoever_has_no_permitted_partner_is_in_no_component() {
    let shape = Shape {
        seniors: 200,
        juniors: 600,
        ..Shape::default()
    };
    let (organisation, mut document) = generate::organisation(&shape);
    let organisation = Organisation::try_from(organisation).expect("in order");
    // Two sets of people who want nobody but each other, and one who wants what nobody offers.
    let halves: [Range<usize>; 2] = [0..100, 101..200];
    for (half, seniors) in halves.iter().enumerate() {
        for row in &mut document.enrolments[seniors.clone()] {
            row.targets.truncate(1);
            row.targets[0].skill = format!("half {half}");
        }
    }
    document.enrolments[100].targets.truncate(1);
    document.enrolments[100].targets[0].skill = "nobody offers this".to_owned();
    for (place, row) in document.enrolments[200..].iter_mut().enumerate() {
        let skill = ["half 0", "half 1", "nobody wants this"][place % 3];
        row.offers = vec![reverse_mentoring::model::SkillLevelRow::new(skill, 3)];
    }
    let case = Case {
        programme: document.clone().check(&organisation).expect("in order"),
        document,
        organisation,
        engine: Engine::builder().build().expect("in order"),
    };
    let components = case.components();
    let sizes: Vec<(usize, usize)> = components
        .iter()
        .map(|component| (component.seniors().len(), component.juniors().len()))
        .collect();
    assert_eq!(sizes, [(100, 200), (99, 200)]);
}
