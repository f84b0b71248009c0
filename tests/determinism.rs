//! The same input gives the same bytes: in any order of rows, on any number of threads, and without rayon.

use reverse_mentoring::matching::{Config, Engine, Matching};
use reverse_mentoring::model::{Organisation, OrganisationDocument};
use reverse_mentoring::programme::{Programme, ProgrammeDocument};

#[path = "support/generate.rs"]
mod generate;
#[path = "support/random.rs"]
mod random;

fn shape() -> generate::Shape {
    generate::Shape {
        seniors: 40,
        juniors: 160,
        seed: 5,
        ..generate::Shape::default()
    }
}

fn run(organisation: OrganisationDocument, programme: ProgrammeDocument, seed: u64) -> Matching {
    let organisation = Organisation::try_from(organisation).expect("the generator makes no faults");
    let programme: Programme = programme
        .check(&organisation)
        .expect("the generator makes no faults");
    let engine = Engine::builder()
        .config(Config::default().with_seed(seed))
        .build()
        .expect("the defaults are sound");
    let matching = engine
        .run(&organisation, &programme)
        .expect("there is nothing to refuse");
    let _ = engine
        .verify(&organisation, &programme, &matching)
        .expect("the certificate holds");
    matching
}

fn bytes(matching: &Matching) -> String {
    serde_json::to_string_pretty(matching).expect("a matching is plain data")
}

/// Deals the rows anew; the same seed deals the same way.
fn shuffle<T>(rows: &mut [T], seed: u64) {
    let mut state = seed;
    for last in (1..rows.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        rows.swap(
            last,
            usize::try_from(state >> 33).expect("31 bits fit") % (last + 1),
        );
    }
}

#[test]
fn the_order_of_rows_changes_no_byte() {
    let (organisation, programme) = generate::organisation(&shape());
    let expected = bytes(&run(organisation.clone(), programme.clone(), 1));
    for seed in 1..=5 {
        let (mut organisation, mut programme) = (organisation.clone(), programme.clone());
        shuffle(&mut organisation.people, seed);
        shuffle(&mut organisation.units, seed);
        shuffle(&mut organisation.relations, seed);
        shuffle(&mut organisation.skills, seed);
        shuffle(&mut programme.enrolments, seed);
        assert!(
            bytes(&run(organisation, programme, 1)) == expected,
            "dealt with seed {seed}"
        );
    }
}

#[test]
fn t24_the_number_of_threads_changes_no_byte() {
    let (organisation, programme) = generate::organisation(&shape());
    let expected = bytes(&run(organisation.clone(), programme.clone(), 1));
    for threads in [1, 2, 3, 8] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a small pool");
        for _ in 0..10 {
            let found = pool.install(|| bytes(&run(organisation.clone(), programme.clone(), 1)));
            assert!(found == expected, "{threads} threads");
        }
    }
}

/// `.ci/run` runs this in the build without rayon too.
#[test]
fn every_build_gives_the_recorded_matching() {
    let (organisation, programme) = generate::organisation(&shape());
    let found = bytes(&run(organisation, programme, 1));
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/expected/determinism.json"
    );
    if std::env::var_os("REVERSE_MENTORING_BLESS").is_some() {
        std::fs::write(path, &found).expect("the fixture can be written");
    }
    let recorded = std::fs::read_to_string(path).expect("the fixture is there");
    assert!(found == recorded, "the matching differs from {path}");
}

#[test]
fn another_seed_is_another_draw_of_the_same_worth() {
    let (organisation, programme) = generate::organisation(&shape());
    let matchings: Vec<_> = (0..8)
        .map(|seed| run(organisation.clone(), programme.clone(), seed))
        .collect();
    assert!(
        matchings
            .iter()
            .all(|matching| matching.total() == matchings[0].total())
    );
    assert!(
        matchings
            .iter()
            .all(|matching| matching.pairs().len() == matchings[0].pairs().len())
    );
    assert!(
        matchings
            .iter()
            .any(|matching| matching.pairs() != matchings[0].pairs())
    );
}
