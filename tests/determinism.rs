//! The same input gives the same bytes: in any order of rows, on any number of threads, and without rayon.

use std::fmt::Write as _;

use families::{ADVERSARIAL, COMMON, GEOMETRIC, MENTORING, PRODUCTS, UNIFORM, sparse};
use reverse_mentoring::assignment::{Assignment, CostSource, solve, solve_max, verify};
use reverse_mentoring::matching::{Config, Engine, Matching};
use reverse_mentoring::model::{Organisation, OrganisationDocument};
use reverse_mentoring::programme::{Programme, ProgrammeDocument};

#[path = "support/families.rs"]
mod families;
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

/// Compares with a file of `fixtures/expected`, or writes it anew if that is asked for.
#[track_caller]
fn assert_recorded(found: &str, name: &str) {
    let path = format!("{}/fixtures/expected/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("REVERSE_MENTORING_BLESS").is_some() {
        std::fs::write(&path, found).expect("the fixture can be written");
    }
    let recorded = std::fs::read_to_string(&path).expect("the fixture is there");
    assert!(found == recorded, "the answer differs from {path}");
}

/// `.ci/run` runs this in the build without rayon too.
#[test]
fn every_build_gives_the_recorded_matching() {
    let (organisation, programme) = generate::organisation(&shape());
    assert_recorded(&bytes(&run(organisation, programme, 1)), "determinism.json");
}

/// Every pair and every potential, in 16 digits: the hash FNV-1a of G. Fowler, L. C. Noll and K.-P. Vo.
fn digest(assignment: &Assignment) -> String {
    let (u, v) = assignment.potentials();
    let pairs = assignment.pairs();
    let pairs = pairs.flat_map(|(row, column)| [row.index() as u64, column.index() as u64]);
    let potentials = u.iter().chain(v).map(|potential| potential.cast_unsigned());
    let bytes = pairs.chain(potentials).flat_map(u64::to_le_bytes);
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// `.ci/run` runs this in the build without rayon too.
#[test]
fn t24_every_build_of_the_solver_gives_the_recorded_bytes() {
    let mut found = String::from("family,rows,columns,pairs,total,digest\n");
    let mut record = |name: &str, source: &dyn CostSource| {
        let assignment = solve_max(source).expect("no input is infeasible");
        verify(source, &assignment).expect("the certificate proves the assignment");
        let (rows, columns, pairs) = (source.rows(), source.columns(), assignment.len());
        let (total, digest) = (assignment.total_cost(), digest(&assignment));
        writeln!(found, "{name},{rows},{columns},{pairs},{total},{digest}")
            .expect("a string grows");
    };
    for family in COMMON.iter().chain(&ADVERSARIAL) {
        for (rows, columns) in [(150, 150), (100, 400), (120, 80)] {
            record(family.name, &family.dense(rows, columns, 24));
        }
    }
    record("uniform-1e6", &UNIFORM.dense(1_000, 1_000, 24));
    record("mentoring", &MENTORING.dense(300, 3_000, 24));
    record("sparse", &sparse(2_000, 2_000, 5, 24));
    assert_recorded(&found, "assignments.csv");
}

#[test]
fn t24_two_hundred_times_on_any_number_of_threads_the_solver_gives_the_same_bytes() {
    for family in [UNIFORM, GEOMETRIC, MENTORING, PRODUCTS] {
        let source = family.dense(80, 80, 24);
        let expected = solve(&source);
        for threads in [1, 2, 3, 8] {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("a small pool");
            for repetition in 0..200 {
                let found = pool.install(|| solve(&source));
                assert!(
                    found == expected,
                    "{}, {threads} threads, {repetition}",
                    family.name
                );
            }
        }
    }
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
