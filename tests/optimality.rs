//! Properties: answers are optimal, the certificate proves them, and the verifier rejects what is not.

mod support;

use proptest::prelude::*;
use reverse_mentoring::assignment::{
    Assignment, Certificate, CertificateError, Column, Cost, CostSource, SparseCosts, solve,
    solve_max, verify,
};
use support::brute_force::best_of_all;
use support::strategies::{Table, full_tables, sparse, tables};
use support::{assert_certified, assert_infeasible, assert_max_certified, cases, reference};

const REGRESSIONS: &str = "fixtures/regressions/optimality.txt";

fn columns(table: &Table) -> usize {
    table.first().map_or(0, Vec::len)
}

fn source(table: &Table) -> SparseCosts {
    sparse(table, columns(table))
}

/// Most pairs and least cost, proved.
fn optimum(source: &SparseCosts) -> (usize, i128) {
    let assignment = assert_max_certified(source);
    (assignment.len(), assignment.total_cost())
}

proptest! {
    #![proptest_config(cases(2_000, REGRESSIONS))]

    #[test]
    fn most_pairs_come_first_and_then_least_cost_as_brute_force_finds(table in tables(6)) {
        let source = source(&table);
        prop_assert_eq!(optimum(&source), best_of_all(&source));
    }

    #[test]
    fn every_row_is_served_or_a_witness_says_why_not(table in tables(6)) {
        let source = source(&table);
        let (pairs, total) = best_of_all(&source);
        if pairs == source.rows() {
            prop_assert_eq!(assert_certified(&source).total_cost(), total);
        } else {
            assert_infeasible(&source);
        }
    }

    #[test]
    fn a_witness_has_no_smaller_part_that_is_one(table in tables(6)) {
        let source = source(&table);
        let Err(reverse_mentoring::assignment::AssignmentError::Infeasible { rows, .. }) = solve(&source) else {
            return Ok(());
        };
        for left_out in &rows {
            let kept = rows.iter().filter(|row| *row != left_out).map(|row| table[row.index()].clone()).collect();
            prop_assert_eq!(best_of_all(&sparse(&kept, source.columns())).0, rows.len() - 1);
        }
    }
}

proptest! {
    #![proptest_config(cases(300, REGRESSIONS))]

    #[test]
    fn the_total_is_that_of_another_solver(table in full_tables(40)) {
        let source = source(&table);
        prop_assert_eq!(Some(assert_certified(&source).total_cost()), reference::least_total(&source));
    }

    #[test]
    fn with_forbidden_pairs_the_total_is_that_of_another_solver(table in tables(25)) {
        let source = source(&table);
        let total = solve(&source).ok().map(|assignment| assignment.total_cost());
        prop_assert_eq!(total, reference::least_total(&source));
        optimum(&source);
    }

    #[test]
    fn the_same_question_gets_the_same_answer(table in tables(20)) {
        let source = source(&table);
        prop_assert_eq!(solve_max(&source), solve_max(&source));
    }
}

/// A result taken apart, to be damaged and put together again.
#[derive(Clone)]
struct Parts {
    columns: usize,
    column_of: Vec<Option<Column>>,
    total: i128,
    row_cover: Vec<bool>,
    column_cover: Vec<bool>,
    u: Vec<Cost>,
    v: Vec<Cost>,
}

impl Parts {
    fn of(assignment: &Assignment) -> Self {
        let certificate = assignment.certificate();
        let rows = 0..u32::try_from(assignment.rows()).unwrap();
        let (u, v) = assignment.potentials();
        Self {
            columns: assignment.columns(),
            column_of: rows.map(|row| assignment.column_of(row.into())).collect(),
            total: assignment.total_cost(),
            row_cover: certificate.row_cover().to_vec(),
            column_cover: certificate.column_cover().to_vec(),
            u: u.to_vec(),
            v: v.to_vec(),
        }
    }

    fn verify(self, source: &SparseCosts) -> Result<(), CertificateError> {
        let certificate =
            Certificate::from_parts(self.row_cover, self.column_cover, self.u, self.v);
        let assignment =
            Assignment::from_parts(self.columns, self.column_of, self.total, certificate);
        verify(source, &assignment).map(|_| ())
    }

    fn matched_rows(&self) -> Vec<usize> {
        (0..self.column_of.len())
            .filter(|&row| self.column_of[row].is_some())
            .collect()
    }
}

proptest! {
    #![proptest_config(cases(1_000, REGRESSIONS))]

    #[test]
    fn an_undamaged_result_is_accepted(table in tables(8)) {
        let source = source(&table);
        prop_assert_eq!(Parts::of(&solve_max(&source).unwrap()).verify(&source), Ok(()));
    }

    #[test]
    fn a_nudged_potential_is_rejected(table in tables(8), at in any::<prop::sample::Index>(), by in prop::sample::select(vec![-7_i64, -1, 1, 7])) {
        let source = source(&table);
        let mut parts = Parts::of(&solve_max(&source).unwrap());
        let rows = parts.u.len();
        prop_assume!(rows + parts.v.len() > 0);
        let at = at.index(rows + parts.v.len());
        if at < rows { parts.u[at] += by } else { parts.v[at - rows] += by }
        prop_assert!(parts.verify(&source).is_err());
    }

    #[test]
    fn a_dropped_pair_is_rejected(table in tables(8), at in any::<prop::sample::Index>()) {
        let source = source(&table);
        let mut parts = Parts::of(&solve_max(&source).unwrap());
        let matched = parts.matched_rows();
        prop_assume!(!matched.is_empty());
        let row = matched[at.index(matched.len())];
        let column = parts.column_of[row].take().unwrap();
        parts.total -= i128::from(source.cost(u32::try_from(row).unwrap().into(), column).unwrap());
        prop_assert!(matches!(parts.verify(&source), Err(CertificateError::CoverSize { .. })), "a cover too large");
    }

    #[test]
    fn a_swap_is_rejected_unless_it_is_as_good(table in tables(8), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
        let source = source(&table);
        let mut parts = Parts::of(&solve_max(&source).unwrap());
        let mut matched = parts.matched_rows();
        prop_assume!(matched.len() > 1);
        let a = matched.swap_remove(a.index(matched.len()));
        let b = matched[b.index(matched.len())];
        let cost = |row: usize, column: Option<Column>| table[row][column.unwrap().index()];
        let before = cost(a, parts.column_of[a]).unwrap() + cost(b, parts.column_of[b]).unwrap();
        parts.column_of.swap(a, b);
        let after = cost(a, parts.column_of[a]).zip(cost(b, parts.column_of[b])).map(|(a, b)| a + b);
        let verdict = parts.clone().verify(&source);
        match after {
            None => prop_assert!(matches!(verdict, Err(CertificateError::BarredPair { .. })), "a barred pair"),
            // The potentials do not depend on which of several optimal assignments they prove.
            Some(after) if after == before => prop_assert_eq!(verdict, Ok(())),
            Some(after) => {
                prop_assert!(after > before);
                prop_assert!(verdict.is_err());
                parts.total += i128::from(after - before);
                prop_assert!(parts.verify(&source).is_err());
            }
        }
    }

    #[test]
    fn a_barred_pair_is_rejected(table in tables(8), at in any::<prop::sample::Index>()) {
        let source = source(&table);
        let mut parts = Parts::of(&solve_max(&source).unwrap());
        let barred: Vec<(usize, usize)> = (0..table.len())
            .flat_map(|row| (0..columns(&table)).map(move |column| (row, column)))
            .filter(|&(row, column)| table[row][column].is_none())
            .collect();
        prop_assume!(!barred.is_empty());
        let (row, column) = barred[at.index(barred.len())];
        parts.column_of[row] = Some(u32::try_from(column).unwrap().into());
        let named = matches!(parts.verify(&source), Err(CertificateError::BarredPair { .. } | CertificateError::SharedColumn { .. }));
        prop_assert!(named);
    }

    #[test]
    fn a_misstated_total_is_rejected(table in tables(8), by in prop::sample::select(vec![-1_i128, 1, 1 << 64])) {
        let source = source(&table);
        let mut parts = Parts::of(&solve_max(&source).unwrap());
        parts.total += by;
        prop_assert!(matches!(parts.verify(&source), Err(CertificateError::Gap { .. })), "a gap");
    }

    #[test]
    fn a_changed_cover_is_rejected(table in tables(8), at in any::<prop::sample::Index>()) {
        let source = source(&table);
        let mut parts = Parts::of(&solve_max(&source).unwrap());
        let rows = parts.row_cover.len();
        prop_assume!(rows + parts.column_cover.len() > 0);
        let at = at.index(rows + parts.column_cover.len());
        let member = if at < rows { &mut parts.row_cover[at] } else { &mut parts.column_cover[at - rows] };
        *member = !*member;
        prop_assert!(parts.verify(&source).is_err());
    }
}
