//! What the solver says it takes, beside what it takes: every byte that is reserved is counted.

mod support;

use peak_alloc::PeakAlloc;
use reverse_mentoring::assignment::{CostSource, DenseCosts, Solver};
use support::families::{ADVERSARIAL, COMMON, PRODUCTS, UNIFORM, sparse};
use support::random::Random;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Gives the bytes that are foreseen, and those that a solve has at its peak beyond the source.
fn foreseen_and_taken<S: CostSource>(source: &S) -> (u64, u64) {
    let solver = Solver::new();
    let foreseen = solver.memory_needed(source);
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let assignment = solver.solve(source).expect("every row can be served");
    let taken = ALLOCATOR.peak_usage() - before;
    drop(assignment);
    (foreseen, taken as u64)
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

// One test, since what another one takes at the same time would be counted too.
#[test]
fn what_is_foreseen_is_within_ten_percent_of_what_is_taken() {
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
