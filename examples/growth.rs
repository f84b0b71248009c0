//! Prints how the time to solve grows with the number of rows, family by family.
//!
//! ```text
//! cargo run --release --example growth [-- --large]
//! ```
//!
//! Each line gives the best of three runs in seconds for each size, and the exponent `p` of `time ~ n^p` that fits them
//! best (least squares of the logarithms). Every answer is checked by its certificate. Beside it stands the exponent of
//! `pathfinding::kuhn_munkres_min`, from sizes at which it ends. Other solvers, as measured elsewhere: uniform costs,
//! n from 1 000 to 10 000: laprust 2.45, scipy 2.48, lapjv 2.56; distances, 2 000 to 5 000: lapjv 1.92, Algorithm 1015
//! 2.31, scipy 2.49; products, 1 000 to 2 000: Algorithm 1015 1.6, laprust 2.95, scipy 3.85; mentoring, 2 000 to 10 000:
//! Algorithm 1015 2.08, lapjv 2.29, scipy 2.78; sparse, 10 000 to 100 000: OR-tools 1.23.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use pathfinding::matrix::Matrix;
use pathfinding::prelude::kuhn_munkres_min;
use reverse_mentoring::assignment::{CostSource, solve, verify};

#[path = "../tests/support/families.rs"]
mod families;
#[path = "../tests/support/random.rs"]
mod random;

use families::{
    ADVERSARIAL, COMMON, CONTENDED, FORBIDDEN, Family, MENTORING, PRODUCTS, UNIFORM, sparse,
};

const USAGE: &str = "usage: growth [--large]";
const SEED: u64 = 1;
const RUNS: usize = 3;

/// How many rows each run has.
struct Sizes {
    dense: [u32; 3],
    /// With ten times as many columns.
    rectangular: [u32; 3],
    sparse: [u32; 3],
    /// Those of the reference, which takes far longer.
    reference: [u32; 3],
}

const MODEST: Sizes = Sizes {
    dense: [250, 500, 1_000],
    rectangular: [75, 150, 300],
    sparse: [5_000, 10_000, 20_000],
    reference: [50, 100, 200],
};

const LARGE: Sizes = Sizes {
    dense: [1_000, 2_000, 4_000],
    rectangular: [500, 1_000, 2_000],
    sparse: [25_000, 50_000, 100_000],
    reference: [100, 200, 400],
};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let sizes = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => MODEST,
        ["--large"] => LARGE,
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    println!(
        "{:<22}{:>44}{:>8}{:>14}",
        "family", "n: seconds", "p", "pathfinding p"
    );
    for family in COMMON.iter().chain(&ADVERSARIAL) {
        let square = |n: u32| family.dense(n as usize, n as usize, SEED);
        let reference = sizes
            .reference
            .map(|n| time_of_reference(family, n as usize));
        let seconds = sizes.dense.map(|n| time(&square(n)));
        print(
            family.name,
            sizes.dense,
            seconds,
            Some(exponent(sizes.reference, reference)),
        );
    }
    for family in [UNIFORM, MENTORING, PRODUCTS, CONTENDED] {
        let seconds = sizes
            .rectangular
            .map(|n| time(&family.dense(n as usize, 10 * n as usize, SEED)));
        print(
            &format!("{} n x 10n", family.name),
            sizes.rectangular,
            seconds,
            None,
        );
    }
    let seconds = sizes.sparse.map(|n| time(&sparse(n, n, 20, SEED)));
    print("sparse, 20 in a row", sizes.sparse, seconds, None);
    ExitCode::SUCCESS
}

/// Solves a problem some times, checks the answer, and gives the best time in seconds.
fn time(source: &impl CostSource) -> f64 {
    let assignment = solve(source).expect("every row can be served");
    verify(source, &assignment).expect("the certificate proves the assignment");
    best_of_runs(|| {
        let again = solve(black_box(source)).expect("every row can be served");
        assert_eq!(again, assignment, "the same question has the same answer");
    })
}

/// Gives the best time of the reference, which takes forbidden pairs for dear ones: this is about its time alone.
fn time_of_reference(family: &Family, side: usize) -> f64 {
    let costs = family
        .costs(side, side, SEED)
        .into_iter()
        .map(|cost| match cost {
            FORBIDDEN => 1 << 40,
            cost => i64::from(cost),
        });
    let matrix = Matrix::from_vec(side, side, costs.collect()).expect("a square");
    best_of_runs(|| {
        black_box(kuhn_munkres_min(black_box(&matrix)));
    })
}

fn best_of_runs(mut run: impl FnMut()) -> f64 {
    let times = (0..RUNS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    });
    times.fold(f64::INFINITY, f64::min)
}

/// Fits `p` of `seconds ~ n^p`.
fn exponent(sizes: [u32; 3], seconds: [f64; 3]) -> f64 {
    let mean = |values: [f64; 3]| values.iter().sum::<f64>() / 3.0;
    let (x, y) = (sizes.map(|n| f64::from(n).ln()), seconds.map(f64::ln));
    let (middle_x, middle_y) = (mean(x), mean(y));
    let products = std::array::from_fn(|at| (x[at] - middle_x) * (y[at] - middle_y));
    mean(products) / mean(x.map(|x| (x - middle_x).powi(2)))
}

fn print(name: &str, sizes: [u32; 3], seconds: [f64; 3], reference: Option<f64>) {
    let times: Vec<String> = sizes
        .iter()
        .zip(seconds)
        .map(|(n, seconds)| format!("{n}: {seconds:.4}"))
        .collect();
    let reference = reference.map(|p| format!("{p:.2}")).unwrap_or_default();
    let (times, p) = (times.join("  "), exponent(sizes, seconds));
    println!("{name:<22}{times:>44}{p:>8.2}{reference:>14}");
}
