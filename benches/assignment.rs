//! The solver beside other crates, family by family: `assignment/{dense,rectangular,sparse}/{family}/{size}/{solver}`;
//! and one row that changes, beside the solver itself: `assignment/warm/{family}/{size}/{full,resumed,checked}`.
//!
//! The others read matrices of their own. A forbidden pair stands in these as a number that no optimum takes; that
//! none was taken, and that all totals are the same, is checked before anything is timed.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, criterion_group, criterion_main};
use pathfinding::matrix::Matrix;
use pathfinding::prelude::kuhn_munkres_min;
use reverse_mentoring::assignment::{
    Change, Column, CostSource, DenseCosts, Row, Solver, WarmStart, solve, verify, verify_change,
};

#[path = "../tests/support/families.rs"]
mod families;
#[path = "../tests/support/random.rs"]
mod random;

use families::{ADVERSARIAL, COMMON, PRODUCTS, UNIFORM, sparse};

/// The longest side at which `pathfinding` answers within seconds on every family.
const LONGEST_SIDE_OF_PATHFINDING: usize = 500;

/// Whoever needs longer for one answer is timed by that one.
const PATIENCE: Duration = Duration::from_secs(2);

const SEED: u64 = 1;

/// The answer of a solver: the column of each row.
type Columns = Vec<usize>;

/// A problem as the others read it, and as this crate does.
struct Problem<'a, S> {
    source: &'a S,
    total: i128,
    costs: Vec<i64>,
}

impl<'a, S: CostSource> Problem<'a, S> {
    /// Solves the problem, checks the certificate, and writes it down for the others.
    fn new(source: &'a S) -> Self {
        let assignment = solve(source).expect("every row can be served");
        verify(source, &assignment).expect("the certificate proves the assignment");
        let mut costs = Vec::with_capacity(source.rows() * source.columns());
        for row in numbers(source.rows()) {
            let cost = |column| source.cost(Row::from(row), Column::from(column));
            costs.extend(numbers(source.columns()).map(|column| cost(column).unwrap_or(i64::MAX)));
        }
        let permitted = costs.iter().filter(|&&cost| cost != i64::MAX);
        let highest = permitted.max().expect("some pair is permitted");
        let sides = i64::try_from(source.rows() + 1).expect("a small matrix");
        let stand_in = (highest + 1) * sides;
        for cost in &mut costs {
            *cost = stand_in.min(*cost);
        }
        Self {
            source,
            total: assignment.total_cost(),
            costs,
        }
    }

    /// Asserts that another solver finds the same total, and times it.
    fn time(
        &self,
        group: &mut BenchmarkGroup<'_, WallTime>,
        name: &str,
        mut solver: impl FnMut() -> Columns,
    ) {
        let start = Instant::now();
        let columns = solver();
        let once = start.elapsed();
        let cost = |(row, &column): (usize, &usize)| {
            let index = |index| u32::try_from(index).expect("a small matrix");
            let cost = self.source.cost(index(row).into(), index(column).into());
            i128::from(cost.expect("a permitted pair"))
        };
        assert_eq!(columns.len(), self.source.rows(), "{name} serves every row");
        let total: i128 = columns.iter().enumerate().map(cost).sum();
        assert_eq!(total, self.total, "{name} finds the optimum");
        if once > PATIENCE {
            println!("{name} is timed once: {:.1} s", once.as_secs_f64());
        } else {
            group.bench_function(name, |bencher| bencher.iter(|| black_box(solver())));
        }
    }
}

fn numbers(count: usize) -> std::ops::Range<u32> {
    0..u32::try_from(count).expect("a small matrix")
}

#[expect(
    clippy::cast_precision_loss,
    reason = "costs of families are far below 2^53"
)]
fn floats(costs: &[i64]) -> Vec<f64> {
    costs.iter().map(|&cost| cost as f64).collect()
}

fn compare(criterion: &mut Criterion, shape: &str, family: &str, source: &impl CostSource) {
    let (rows, columns) = (source.rows(), source.columns());
    let problem = Problem::new(source);
    let mut group =
        criterion.benchmark_group(format!("assignment/{shape}/{family}/{rows}x{columns}"));
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_secs(2));

    problem.time(&mut group, "engine", || {
        let assignment = solve(black_box(source)).expect("every row can be served");
        assignment
            .pairs()
            .map(|(_, column)| column.index())
            .collect()
    });
    if rows.max(columns) <= LONGEST_SIDE_OF_PATHFINDING {
        let matrix = Matrix::from_vec(rows, columns, problem.costs.clone())
            .expect("rows times columns costs");
        problem.time(&mut group, "pathfinding", || {
            kuhn_munkres_min(black_box(&matrix)).1
        });
    }
    let costs = floats(&problem.costs);
    problem.time(&mut group, "lsap", || {
        let (_, columns) =
            lsap::solve(rows, columns, black_box(&costs), false).expect("finite costs");
        columns
    });
    // Square problems are all it knows.
    if rows == columns {
        let matrix =
            lapjv::Matrix::from_shape_vec((rows, columns), costs).expect("rows times columns");
        problem.time(&mut group, "lapjv", || {
            let (columns, _) = lapjv::lapjv(black_box(&matrix)).expect("a square matrix");
            columns
        });
    }
    group.finish();
}

fn dense(criterion: &mut Criterion) {
    for family in COMMON.iter().chain(&ADVERSARIAL) {
        // 1 000: twice that takes `lsap` minutes on products.
        let longest = if family.name == PRODUCTS.name {
            1_000
        } else {
            2_000
        };
        for side in [100, 500, longest] {
            let source = family.dense(side, side, SEED);
            compare(criterion, "dense", family.name, &source);
        }
    }
}

fn rectangular(criterion: &mut Criterion) {
    for (rows, columns) in [(50, 500), (500, 5_000)] {
        for family in COMMON.iter().chain(&ADVERSARIAL) {
            let source = family.dense(rows, columns, SEED);
            compare(criterion, "rectangular", family.name, &source);
        }
    }
    let nearly_square = UNIFORM.dense(450, 500, SEED);
    compare(criterion, "rectangular", UNIFORM.name, &nearly_square);
}

fn sparse_rows(criterion: &mut Criterion) {
    for side in [100, 500, 2_000] {
        compare(
            criterion,
            "sparse",
            "degree-10",
            &sparse(side, side, 10, SEED),
        );
    }
}

/// One row of a square gets other costs; `full` solves all anew, `resumed` goes on from the lists and `checked` checks what
/// has changed.
fn warm(criterion: &mut Criterion) {
    const SIDE: usize = 2_000;
    const CHANGED: usize = 1_000;
    for family in &COMMON {
        let mut costs = family.costs(SIDE, SIDE, SEED);
        let source = |costs: &[i32]| {
            let source = DenseCosts::try_new(SIDE, SIDE, costs.to_vec()).expect("a square");
            source.with_absent(families::FORBIDDEN)
        };
        let mut start = WarmStart::default();
        Solver::new()
            .resume(&source(&costs), &Change::default(), &mut start)
            .expect("every row can be served");
        costs[CHANGED * SIDE..][..SIDE].rotate_left(SIDE / 3);
        let source = source(&costs);
        let before = start.assignment().clone();
        let row = Row::from(u32::try_from(CHANGED).expect("a small matrix"));
        let change = Change::none(&before).with_row(row);
        let resume = |mut warm: WarmStart| {
            Solver::new()
                .resume(&source, &change, &mut warm)
                .expect("every row can be served");
            warm
        };
        let after = resume(start.clone()).into_assignment();
        let anew = solve(&source).expect("every row can be served");
        assert_eq!(after.total_cost(), anew.total_cost());
        verify(&source, &after).expect("the certificate proves the assignment");

        let name = format!("assignment/warm/{}/{SIDE}x{SIDE}", family.name);
        let mut group = criterion.benchmark_group(name);
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(200))
            .measurement_time(Duration::from_secs(2));
        group.bench_function("full", |bencher| bencher.iter(|| solve(black_box(&source))));
        group.bench_function("resumed", |bencher| {
            bencher.iter_batched(|| start.clone(), resume, BatchSize::LargeInput);
        });
        group.bench_function("checked", |bencher| {
            bencher.iter(|| verify_change(&source, &before, black_box(&after), &change));
        });
        group.finish();
    }
}

criterion_group!(benches, dense, rectangular, sparse_rows, warm);
criterion_main!(benches);
