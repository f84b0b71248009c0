//! The solver beside `pathfinding::kuhn_munkres_min`, family by family.
//!
//! The reference reads its own matrix; a forbidden pair stands in it as a number that no optimum takes,
//! which is checked, with the total, before anything is timed.

mod common;

use std::hint::black_box;

use common::{machol, random_sparse, uniform};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use pathfinding::matrix::Matrix;
use pathfinding::prelude::kuhn_munkres_min;
use reverse_mentoring::assignment::{Column, CostSource, Row, solve, verify};

/// The matrix of the reference: full, with a stand-in for forbidden pairs.
fn reference(source: &impl CostSource) -> Matrix<i64> {
    let (rows, columns) = (source.rows(), source.columns());
    let (_, highest) = source.cost_range().expect("some pair is permitted");
    let stand_in = (highest + 1) * i64::try_from(rows + 1).expect("a small matrix");
    let index = |index: usize| u32::try_from(index).expect("a small matrix");
    Matrix::from_fn(rows, columns, |(row, column)| {
        source
            .cost(Row::from(index(row)), Column::from(index(column)))
            .unwrap_or(stand_in)
    })
}

/// Asserts that both solvers agree and the certificate holds; then times both.
fn compare(criterion: &mut Criterion, group: &str, family: &str, source: &impl CostSource) {
    let matrix = reference(source);
    let assignment = solve(source).expect("every row can be served");
    verify(source, &assignment).expect("the certificate proves the assignment");
    assert_eq!(
        i128::from(kuhn_munkres_min(&matrix).0),
        assignment.total_cost()
    );

    let size = format!("{}x{}", source.rows(), source.columns());
    let mut group = criterion.benchmark_group(format!("assignment/{group}/{family}/{size}"));
    group.sample_size(10);
    group.bench_function(BenchmarkId::from_parameter("engine"), |bencher| {
        bencher.iter(|| solve(black_box(source)).expect("every row can be served"));
    });
    group.bench_function(BenchmarkId::from_parameter("reference"), |bencher| {
        bencher.iter(|| kuhn_munkres_min(black_box(&matrix)));
    });
    group.finish();
}

fn dense(criterion: &mut Criterion) {
    for side in [100, 300] {
        compare(
            criterion,
            "dense",
            "uniform-1e6",
            &uniform(side, side, 1_000_000),
        );
        compare(criterion, "dense", "uniform-100", &uniform(side, side, 100));
        compare(criterion, "dense", "machol", &machol(side));
    }
}

fn sparse(criterion: &mut Criterion) {
    for side in [100, 300] {
        compare(criterion, "sparse", "random-10", &random_sparse(side, 10));
    }
}

fn rectangular(criterion: &mut Criterion) {
    compare(
        criterion,
        "rectangular",
        "uniform-1e6",
        &uniform(50, 500, 1_000_000),
    );
    compare(
        criterion,
        "rectangular",
        "uniform-100",
        &uniform(50, 500, 100),
    );
}

criterion_group!(benches, dense, sparse, rectangular);
criterion_main!(benches);
