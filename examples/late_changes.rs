//! Ten rows that change one after the other, each solved again from where the solver stood.
//!
//! ```text
//! cargo run --release --example late_changes [-- SIDE]
//! ```
//!
//! Each line gives the time to go on, the same as a share of a full solve of the same problem, and the time to check the
//! certificate where anything has changed. The totals of both are compared, and the last answer is checked from scratch.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use reverse_mentoring::assignment::{
    Change, DenseCosts, Row, Solver, WarmStart, solve, verify, verify_change,
};

#[path = "../tests/support/families.rs"]
mod families;
#[path = "../tests/support/random.rs"]
mod random;

const USAGE: &str = "usage: late_changes [SIDE]";
const SEED: u64 = 1;
const CHANGES: usize = 10;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let side = arguments.next().map_or(Ok(2_000), |side| side.parse());
    let (Ok(side @ 1..=20_000), None) = (side, arguments.next()) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    match run(side) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(side: usize) -> Result<(), Box<dyn std::error::Error>> {
    let solver = Solver::new();
    let mut costs = families::UNIFORM.costs(side, side, SEED);
    let mut source = DenseCosts::try_new(side, side, costs.clone())?;
    let mut warm = WarmStart::default();
    let (full, resumed) = timed(|| solver.resume(&source, &Change::default(), &mut warm));
    resumed?;
    println!("{side} x {side}, full solve {}", milliseconds(full));
    let mut random = random::Random::new(SEED);
    for _ in 0..CHANGES {
        let row = random.index(side);
        costs[row * side..][..side].rotate_left(1 + random.index(side));
        source = DenseCosts::try_new(side, side, costs.clone())?;
        let before = warm.assignment().clone();
        let change = Change::none(&before).with_row(Row::from(u32::try_from(row)?));
        let (on, resumed) = timed(|| solver.resume(&source, &change, &mut warm));
        resumed?;
        let (check, verified) =
            timed(|| verify_change(&source, &before, warm.assignment(), &change));
        let verified = verified?;
        let (full, anew) = timed(|| solve(&source));
        assert_eq!(verified.total_cost(), anew?.total_cost());
        println!(
            "row {row:>5}: resumed in {}, {:>5.1} % of {}; checked {} pairs in {}",
            milliseconds(on),
            100.0 * on.as_secs_f64() / full.as_secs_f64(),
            milliseconds(full),
            verified.pairs_checked(),
            milliseconds(check),
        );
    }
    let (check, verified) = timed(|| verify(&source, warm.assignment()));
    println!(
        "{} certified from scratch in {}",
        verified?.total_cost(),
        milliseconds(check)
    );
    Ok(())
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed(), done)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}
