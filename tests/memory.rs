//! What the solver and a pairing say they take, beside what they take: every byte that is reserved is counted.

#[path = "support/full_policy.rs"]
mod full_policy;
#[path = "support/generate.rs"]
mod generate;
mod support;

use std::sync::Mutex;

use peak_alloc::PeakAlloc;
use reverse_mentoring::Error;
use reverse_mentoring::assignment::{
    AssignmentError, CostSource, DenseCosts, Limits, LimitsError, Solver,
};
use reverse_mentoring::candidates::CandidatesError;
use reverse_mentoring::matching::{Config, Engine};
use reverse_mentoring::model::Organisation;
use support::families::{ADVERSARIAL, COMMON, PRODUCTS, UNIFORM, sparse};
use support::random::{self, Random};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// One test at a time, since what another one takes would be counted too.
static ALONE: Mutex<()> = Mutex::new(());

/// Gives the bytes that are foreseen, and those that a solve has at its peak beyond the source.
fn foreseen_and_taken<S: CostSource>(source: &S) -> (u64, u64) {
    let solver = Solver::new();
    let foreseen = solver.memory_needed(source);
    let (assignment, taken) = taking(|| solver.solve(source));
    let _ = assignment.expect("every row can be served");
    (foreseen, taken)
}

/// Says how much of what is foreseen is taken, in percent.
fn percent<S: CostSource>(name: &str, source: &S) -> u64 {
    let (foreseen, taken) = foreseen_and_taken(source);
    let percent = 100 * taken / foreseen;
    println!(
        "{name} {} x {}: {percent} % of {foreseen} bytes",
        source.rows(),
        source.columns()
    );
    percent
}

#[test]
fn what_is_foreseen_is_within_ten_percent_of_what_is_taken() {
    let _alone = ALONE.lock().expect("no test panics before");
    // Whoever comes first sets up the pool of threads.
    let _ = percent("warming up", &UNIFORM.dense(300, 300, 1));
    let mut found = Vec::new();
    for (rows, columns) in [(500, 500), (2_000, 2_000), (1_800, 2_000), (500, 5_000)] {
        for family in &COMMON {
            let source = family.dense(rows, columns, 1);
            found.push((family.name, percent(family.name, &source)));
        }
    }
    let mut random = Random::new(1);
    let narrow = (0..1_500 * 1_500).map(|_| random.draw().to_be_bytes()[0]);
    let narrow = DenseCosts::try_new(1_500, 1_500, narrow.collect()).expect("a square");
    found.push(("8 bits", percent("8 bits", &narrow)));
    for (rows, columns) in [(2_000, 2_000), (20_000, 20_000), (20_000, 60_000)] {
        let name = "sparse";
        found.push((name, percent(name, &sparse(rows, columns, 10, 1))));
    }
    for (name, percent) in found {
        assert!((90..=110).contains(&percent), "{name}: {percent} %");
    }

    // So many columns that what comes before the lists could be the most; a dense row is not read whole, as is foreseen.
    let products = PRODUCTS.dense(150, 30_000, 1);
    let percent = percent("products", &products);
    assert!((65..=100).contains(&percent), "products: {percent} %");

    // Whoever competes hard outgrows the room, but never takes more than whole lists do, thrice over while they move.
    for family in &ADVERSARIAL {
        let source = family.dense(360, 400, 1);
        let (foreseen, taken) = foreseen_and_taken(&source);
        let whole = 360 * 400 * 16;
        let name = family.name;
        println!("{name}: {taken} bytes, foreseen {foreseen}");
        assert!(taken <= foreseen + 3 * whole, "{name}: {taken} bytes");
    }
}

#[test]
fn what_a_pairing_takes_is_foreseen_before_any_of_it_is_taken() {
    let _alone = ALONE.lock().expect("no test panics before");
    for (zipf, full, within) in [
        ("1.0", false, 75..=125),
        ("1.0", true, 75..=125),
        ("1.6", false, 75..=125),
        // So many want the same that it is a guess.
        ("2.5", false, 50..=125),
    ] {
        let shape = generate::Shape {
            seniors: 2_000,
            juniors: 18_000,
            zipf: zipf.parse().expect("a decimal number"),
            ..generate::Shape::default()
        };
        let (mut organisation, mut programme) = generate::organisation(&shape);
        let mut config = Config::default();
        if full {
            full_policy::enrich(shape.seed, &mut organisation, &mut programme);
            config = full_policy::config();
        }
        let organisation = Organisation::try_from(organisation).expect("in order");
        let programme = programme.check(&organisation).expect("in order");
        let engine = |limit| {
            let builder = Engine::builder().config(config.clone());
            builder.memory_limit(limit).build().expect("in order")
        };
        let pairing_within = |limit: u64| {
            let engine = engine(limit);
            let (pairing, taken) = taking(|| engine.pairing(&organisation, &programme));
            (pairing.map(drop), taken)
        };
        let (refused, taken) = pairing_within(0);
        let Err(Error::Candidates(CandidatesError::MemoryLimit { needed, limit: 0 })) = refused
        else {
            panic!("{refused:?}");
        };
        // To foresee it takes a list of what seniors want.
        assert!(20 * taken < needed, "{taken} of {needed} bytes");
        let limit = needed - 1;
        let refused = CandidatesError::MemoryLimit { needed, limit };
        assert_eq!(pairing_within(limit).0, Err(refused.into()));
        let (answer, taken) = pairing_within(needed);
        assert_eq!(answer, Ok(()));
        let percent = 100 * taken / needed;
        println!("zipf {zipf}, full {full}: {percent} % of {needed} bytes");
        assert!(
            within.contains(&percent),
            "zipf {zipf}, full {full}: {percent} %"
        );
    }
}

/// Lists that are being made come beside what is allowed, and so does a tenth of that.
fn is_kept_to(limit: u64, taken: u64) -> bool {
    const BEING_MADE: u64 = 8 << 20;
    taken <= limit + limit / 10 + BEING_MADE
}

#[test]
fn a_solver_whose_rows_compete_harder_than_foreseen_stops_at_the_limit() {
    let _alone = ALONE.lock().expect("no test panics before");
    let mut outgrown = 0;
    for family in &ADVERSARIAL {
        let source = family.dense(1_350, 1_500, 1);
        let (foreseen, freely) = foreseen_and_taken(&source);
        let total = Solver::new().solve(&source).map(|one| one.total_cost());
        for limit in [foreseen, 2 * foreseen, 2 * freely.max(foreseen)] {
            let solver = Solver::new().with_memory_limit(limit);
            let (answer, taken) = taking(|| solver.solve(&source));
            let name = family.name;
            if limit < freely && answer == Err(AssignmentError::MemoryOutgrown { limit }) {
                outgrown += 1;
            } else {
                assert_eq!(answer.map(|one| one.total_cost()), total, "{name}");
            }
            println!("{name}: {taken} of {limit} bytes");
            assert!(is_kept_to(limit, taken), "{name}: {taken} of {limit} bytes");
        }
    }
    assert!(outgrown > 2, "{outgrown}");
}

#[test]
fn rows_with_too_many_seats_are_served_within_what_the_refusal_says() {
    let _alone = ALONE.lock().expect("no test panics before");
    for (rows, columns) in [(400, 300), (1_000, 900)] {
        let source = UNIFORM.dense(rows, columns, 1);
        let limits = Limits::builder(rows, columns).build().expect("in order");
        let within = |limit| {
            let solver = Solver::new().with_memory_limit(limit);
            taking(|| solver.solve_max_within(&source, &limits))
        };
        let refused = within(0).0;
        let Err(LimitsError::Assignment(AssignmentError::MemoryLimit { needed, .. })) = refused
        else {
            panic!("{refused:?}");
        };
        // To turn the problem on its side is quicker, and takes a copy of all pairs.
        let (total, freely) = within(u64::MAX);
        let total = total.map(|answer| answer.total_cost());
        assert!(freely > 2 * needed, "{freely} of {needed} bytes");
        for limit in [needed, 2 * needed, 4 * needed] {
            let (answer, taken) = within(limit);
            assert_eq!(answer.map(|answer| answer.total_cost()), total);
            assert!(is_kept_to(limit, taken), "{taken} of {limit} bytes");
        }
    }
}

#[test]
fn a_pairing_of_people_who_compete_harder_than_foreseen_stops_at_the_limit() {
    let _alone = ALONE.lock().expect("no test panics before");
    for (seniors, juniors) in [(5_000, 4_900), (2_500, 2_500), (4_000, 1_000)] {
        let shape = generate::Shape {
            seniors,
            juniors,
            ..generate::Shape::default()
        };
        let (organisation, programme) = generate::organisation(&shape);
        let organisation = Organisation::try_from(organisation).expect("in order");
        let programme = programme.check(&organisation).expect("in order");
        let within = |limit| {
            let engine = Engine::builder().memory_limit(limit).build();
            taking(|| engine.expect("in order").pairing(&organisation, &programme))
        };
        let (refused, _) = within(0);
        let Err(Error::Candidates(CandidatesError::MemoryLimit { needed, .. })) = refused else {
            panic!("{refused:?}");
        };
        let (free, freely) = within(u64::MAX);
        println!("{seniors} x {juniors}: {freely} bytes, foreseen {needed}");
        assert!(
            needed < freely,
            "{needed} bytes suffice, and nothing is outgrown"
        );
        let (outgrown, taken) = within(needed);
        let limit = needed;
        assert_eq!(
            outgrown,
            Err(CandidatesError::MemoryOutgrown { limit }.into())
        );
        assert!(10 * taken <= 11 * limit, "{taken} of {limit} bytes");
        assert_eq!(within(2 * freely).0, free);
    }
}

/// Gives what is made, and the bytes that it takes at its peak.
fn taking<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let made = work();
    (made, (ALLOCATOR.peak_usage() - before) as u64)
}
