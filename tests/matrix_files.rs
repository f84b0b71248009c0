//! The files that `examples/solve_matrix` reads: every format, and what is wrong with a damaged one.

#[path = "../examples/solve_matrix/read.rs"]
mod read;

use read::Matrix;
use reverse_mentoring::assignment::Solver;

/// An LSAPBIN1 header.
fn header(kind: u32, rows: u64, columns: u64, pairs: u64) -> Vec<u8> {
    let mut bytes = b"LSAPBIN1".to_vec();
    bytes.extend(kind.to_le_bytes());
    bytes.extend(0_u32.to_le_bytes());
    for size in [rows, columns, pairs] {
        bytes.extend(size.to_le_bytes());
    }
    bytes
}

fn dense_integers() -> Vec<u8> {
    let mut bytes = header(0, 2, 2, 4);
    bytes.extend([5, i32::MAX, 7, 1].into_iter().flat_map(i32::to_le_bytes));
    bytes
}

fn dense_floats() -> Vec<u8> {
    let mut bytes = header(1, 2, 2, 4);
    bytes.extend(
        [0.5, f64::INFINITY, 7.0, 0.25]
            .into_iter()
            .flat_map(f64::to_le_bytes),
    );
    bytes
}

fn sparse_rows() -> Vec<u8> {
    let mut bytes = header(2, 2, 3, 3);
    bytes.extend([0_u64, 2, 3].into_iter().flat_map(u64::to_le_bytes));
    bytes.extend([0_u32, 2, 0].into_iter().flat_map(u32::to_le_bytes));
    bytes.extend([1, 4, 2].into_iter().flat_map(i32::to_le_bytes));
    bytes
}

#[track_caller]
fn objective(bytes: &[u8]) -> String {
    let matrix = Matrix::from_bytes(bytes).expect("a matrix");
    let assignment = matrix
        .solve(&Solver::new())
        .expect("every row can be served");
    matrix
        .verify(&assignment)
        .expect("the certificate proves the assignment");
    matrix.objective(&assignment)
}

#[track_caller]
fn refusal(bytes: &[u8]) -> String {
    Matrix::from_bytes(bytes).err().expect("a damaged file")
}

#[test]
fn every_format_is_told_by_its_content() {
    assert_eq!(objective(&dense_integers()), "6");
    assert_eq!(objective(&dense_floats()), "0.75");
    assert_eq!(objective(&sparse_rows()), "6"); // 4 + 2
    assert_eq!(objective(b"2\n3 1\n 4 1\n"), "4");
    assert_eq!(objective(b"row,column,cost\n0,1,8\n1,0,-3\r\n"), "5");
    assert_eq!(objective(b"\xef\xbb\xbfrow,column,cost\n"), "0");
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    for whole in [dense_integers(), dense_floats(), sparse_rows()] {
        for length in 0..whole.len() {
            refusal(&whole[..length]);
        }
        let mut longer = whole;
        longer.push(0);
        assert_eq!(refusal(&longer), "1 bytes follow the matrix, expected none");
    }
    assert_eq!(
        refusal(&dense_integers()[..50]),
        "the file ends in the costs: 10 bytes are left, expected 16"
    );
}

#[test]
fn sizes_that_no_file_can_have_are_refused_before_memory_is_taken() {
    assert_eq!(
        refusal(&header(0, u64::MAX, u64::MAX, 0)),
        "18446744073709551615 rows of 18446744073709551615 costs are too many",
    );
    assert_eq!(
        refusal(&header(0, 1 << 30, 1 << 30, 0)),
        "the file ends in the costs: 0 bytes are left, expected 4611686018427387904",
    );
    assert_eq!(
        refusal(&header(2, u64::MAX, 1, 0)),
        "18446744073709551615 row starts are too many"
    );
    assert_eq!(
        refusal(b"row,column,cost\n4000000000,0,1\n"),
        "1 pairs name row 4000000000 or column 0, which is too many",
    );
}

#[test]
fn what_is_wrong_with_a_file_is_said() {
    assert_eq!(
        refusal(&header(7, 0, 0, 0)),
        "the matrix is of kind 7, expected 0, 1 or 2"
    );
    assert_eq!(
        refusal(b""),
        "the file is empty, expected LSAPBIN1, OR-Library text or CSV"
    );
    assert_eq!(
        refusal(b"hello"),
        "the file starts with \"hello\", expected LSAPBIN1, a size, or row,column,cost"
    );
    assert_eq!(
        refusal(&[0xff, 0]),
        "byte 0 is not text, expected LSAPBIN1, OR-Library text or CSV"
    );
    assert_eq!(
        refusal(b"2\n1 2 3\n"),
        "found 3 costs, expected 4 (2 rows of 2)"
    );
    assert_eq!(
        refusal(b"1\nx\n"),
        "cost 1 is \"x\", expected a whole number"
    );
    assert_eq!(
        refusal(b"a,b\n"),
        "line 1 is not the header, expected row,column,cost"
    );
    assert_eq!(
        refusal(b"row,column,cost\n1,2\n"),
        "line 2 has 2 fields, expected 3"
    );
    assert_eq!(
        refusal(b"row,column,cost\n0,-1,2\n"),
        "line 2 has \"-1\", expected a number from 0"
    );
    assert_eq!(
        refusal(b"row,column,cost\n0,0,1.5\n"),
        "line 2 has cost \"1.5\", expected a whole number"
    );
    assert_eq!(
        refusal(b"row,column,cost\n0,0,1\n0,0,2\n"),
        "row 0 names column 0 twice, expected once"
    );
}
