//! What several test files share.
#![allow(
    dead_code,
    reason = "each test file is a crate of its own and uses a part of this"
)]

pub(crate) mod brute_force;
pub(crate) mod families;
pub(crate) mod model;
pub(crate) mod model_within;
pub(crate) mod random;
pub(crate) mod reference;
pub(crate) mod seats;
pub(crate) mod sources;
pub(crate) mod strategies;

use std::path::PathBuf;

use proptest::test_runner::{Config, FileFailurePersistence};
use reverse_mentoring::assignment::{
    Assignment, AssignmentError, Column, CostSource, DenseCosts, Row, solve, solve_max, verify,
};

/// Serves every row, and checks the certificate.
#[track_caller]
pub(crate) fn assert_certified<S: CostSource>(source: &S) -> Assignment {
    let assignment = solve(source).expect("every row can be served");
    let verified = verify(source, &assignment).expect("the certificate proves the assignment");
    assert!(verified.serves_every_row());
    assignment
}

/// Makes as many pairs as there can be, and checks the certificate.
#[track_caller]
pub(crate) fn assert_max_certified<S: CostSource>(source: &S) -> Assignment {
    let assignment = solve_max(source).expect("no input is infeasible");
    let verified = verify(source, &assignment).expect("the certificate proves the assignment");
    assert_eq!(verified.pairs(), assignment.len());
    assert_eq!(verified.total_cost(), assignment.total_cost());
    assignment
}

/// Asks to serve every row where that cannot be; checks the witness and gives its message.
#[track_caller]
pub(crate) fn assert_infeasible<S: CostSource>(source: &S) -> String {
    let error = solve(source).expect_err("not every row can be served");
    let AssignmentError::Infeasible { rows, columns } = &error else {
        panic!("{error}")
    };
    assert_eq!(rows.len(), columns.len() + 1, "the rows are one too many");
    let mut permitted = Vec::new();
    for &row in rows {
        source.permitted(row, &mut permitted);
        for pair in &permitted {
            assert!(
                columns.contains(&pair.column),
                "{row} permits {} too",
                pair.column
            );
        }
    }
    error.to_string()
}

/// Makes a dense matrix of a table.
#[track_caller]
pub(crate) fn dense(rows: &[&[i64]]) -> DenseCosts<i64> {
    DenseCosts::try_from_rows(rows.iter().map(|row| row.to_vec())).expect("rows of one length")
}

/// Lists pairs as plain numbers.
pub(crate) fn numbers(assignment: &Assignment) -> Vec<(u32, u32)> {
    assignment
        .pairs()
        .map(|(row, column)| (row.into(), column.into()))
        .collect()
}

/// Shorthand for a pair of indices.
pub(crate) fn pair(row: u32, column: u32) -> (Row, Column) {
    (row.into(), column.into())
}

/// Configures a property test: how many cases, and where the seeds of failures are kept.
pub(crate) fn cases(cases: u32, regressions: &'static str) -> Config {
    let failure_persistence = Some(Box::new(FileFailurePersistence::Direct(regressions)) as Box<_>);
    Config {
        cases,
        failure_persistence,
        max_global_rejects: 100 * cases,
        ..Config::default()
    }
}

/// Gives the folder of third-party data, or says that the test is skipped.
pub(crate) fn third_party_data(folder: &str) -> Option<PathBuf> {
    let Some(data) = std::env::var_os("REVERSE_MENTORING_DATA") else {
        println!("skipped: REVERSE_MENTORING_DATA names no folder with {folder}");
        return None;
    };
    let folder = PathBuf::from(data).join(folder);
    assert!(folder.is_dir(), "{} is no folder", folder.display());
    Some(folder)
}
