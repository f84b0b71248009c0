//! Solving again after a change: as good as solving anew, at the price of the change, and safe from what it is told.

mod support;

use std::sync::atomic::{AtomicU64, Ordering};

use reverse_mentoring::assignment::{
    Assignment, AssignmentError, Certificate, CertificateError, Change, Column, Cost, CostSource,
    DenseCosts, Row, RunningProof, Solver, SparseCosts, Verified, WarmStart, solve, solve_max,
    verify, verify_change,
};
use reverse_mentoring::work::{CancelToken, Work};
use support::families::UNIFORM;
use support::random::Random;
use support::sources::Counted;
use support::strategies::{Table, sparse};
use support::{assert_infeasible, dense, numbers};

/// A problem that changes, and what its last change was.
#[derive(Clone)]
struct Problem {
    table: Table,
    columns: usize,
    /// How many costs there are, and in how many tenths of the pairs.
    costs: u64,
    tenths: u64,
}

impl Problem {
    fn draw(random: &mut Random) -> Self {
        let rows = random.index(10);
        // Squares, rectangles by a little and by much, and more rows than columns.
        let columns = match random.below(8) {
            0..4 => rows,
            4..6 => rows + 1 + random.index(3),
            6 => rows + random.index(30),
            _ => rows.saturating_sub(1 + random.index(2)),
        };
        let mut problem = Self {
            table: Vec::new(),
            columns,
            costs: [2, 5, 1_000, 1 << 40][random.index(4)],
            tenths: [10, 10, 9, 6, 3][random.index(5)],
        };
        problem.table = (0..rows).map(|_| problem.row(random)).collect();
        problem
    }

    fn cost(&self, random: &mut Random) -> Option<Cost> {
        let cost = random.below(self.costs).cast_signed() - 1;
        (random.below(10) < self.tenths).then_some(cost)
    }

    fn row(&self, random: &mut Random) -> Vec<Option<Cost>> {
        (0..self.columns).map(|_| self.cost(random)).collect()
    }

    fn source(&self) -> SparseCosts {
        sparse(&self.table, self.columns)
    }

    /// Changes something, and says what.
    fn change(&mut self, change: Change, random: &mut Random) -> Change {
        let rows = self.table.len();
        match random.below(8) {
            0..2 if rows > 0 => {
                let row = random.index(rows);
                self.table[row] = self.row(random);
                change.with_row(row_at(row))
            }
            2..4 if self.columns > 0 => {
                let column = random.index(self.columns);
                for row in 0..rows {
                    self.table[row][column] = self.cost(random);
                }
                change.with_column(column_at(column))
            }
            4 if rows > 0 => {
                let row = random.index(rows);
                self.table.remove(row);
                change.without_row(row_at(row))
            }
            5 if self.columns > 0 => {
                let column = random.index(self.columns);
                for row in &mut self.table {
                    row.remove(column);
                }
                self.columns -= 1;
                change.without_column(column_at(column))
            }
            6 if rows < 12 => {
                let row = self.row(random);
                self.table.push(row);
                change
            }
            7 => {
                self.columns += 1;
                for row in 0..rows {
                    let cost = self.cost(random);
                    self.table[row].push(cost);
                }
                change
            }
            _ => self.deal(&change, random),
        }
    }

    /// Gives rows and columns other numbers.
    fn deal(&mut self, change: &Change, random: &mut Random) -> Change {
        let mut rows: Vec<usize> = (0..self.table.len()).collect();
        let mut columns: Vec<usize> = (0..self.columns).collect();
        random.shuffle(&mut rows);
        random.shuffle(&mut columns);
        let table = rows.iter().map(|&row| {
            let costs = &self.table[row];
            columns.iter().map(|&column| costs[column]).collect()
        });
        self.table = table.collect();
        let row_before = |&row: &usize| change.row_before(row_at(row));
        let column_before = |&column: &usize| change.column_before(column_at(column));
        Change::from_parts(
            rows.iter().map(row_before).collect(),
            columns.iter().map(column_before).collect(),
        )
    }
}

fn row_at(row: usize) -> Row {
    Row::from(u32::try_from(row).expect("a small table"))
}

fn column_at(column: usize) -> Column {
    Column::from(u32::try_from(column).expect("a small table"))
}

/// Starts from a full solve.
#[track_caller]
fn kept<S: CostSource>(source: &S) -> WarmStart {
    let mut warm = WarmStart::default();
    Solver::new()
        .resume(source, &Change::default(), &mut warm)
        .expect("every row can be served");
    warm
}

/// Starts from what a platform has written down.
fn stored<S: CostSource>(source: &S) -> WarmStart {
    WarmStart::from(solve(source).expect("every row can be served"))
}

#[test]
fn an_answer_after_changes_is_certified_and_costs_what_a_full_solve_costs() {
    let mut random = Random::new(1);
    let (mut served, mut infeasible) = (0, 0);
    for case in 0..1_500 {
        let mut problem = Problem::draw(&mut random);
        let mut warm = WarmStart::default();
        for step in 0..8 {
            let place = format!("case {case}, step {step}");
            let mut next = problem.clone();
            let mut change = Change::none(warm.assignment());
            for _ in 0..=random.index(3) {
                change = next.change(change, &mut random);
            }
            if warm.assignment().rows() == 0 {
                change = Change::default();
            }
            let source = next.source();
            let before = warm.assignment().clone();
            let resumed = Solver::new().resume(&source, &change, &mut warm);
            if let Ok(anew) = solve(&source) {
                resumed.unwrap_or_else(|error| panic!("{place}: {error}"));
                let verified = verify(&source, warm.assignment()).expect(&place);
                assert!(verified.serves_every_row(), "{place}");
                assert_eq!(verified.total_cost(), anew.total_cost(), "{place}");
                let rechecked = verify_change(&source, &before, warm.assignment(), &change);
                assert_eq!(rechecked.expect(&place).total_cost(), anew.total_cost());
                problem = next;
                served += 1;
            } else {
                let error = resumed.expect_err(&place);
                let AssignmentError::Infeasible { rows, columns } = error else {
                    panic!("{place}: {error}")
                };
                assert_infeasible(&source);
                assert_eq!(rows.len(), columns.len() + 1, "{place}");
                assert_eq!(*warm.assignment(), before, "{place}");
                infeasible += 1;
            }
            if random.once_in(4) {
                warm = WarmStart::from(warm.into_assignment());
            }
        }
    }
    assert!(
        served > 4_000 && infeasible > 2_000,
        "{served}, {infeasible}"
    );
}

#[test]
fn an_answer_with_most_pairs_after_changes_is_certified_and_costs_what_a_full_solve_costs() {
    let mut random = Random::new(2);
    let (mut steps, mut went_on) = (0, 0);
    for case in 0..800 {
        let mut problem = Problem::draw(&mut random);
        let mut warm =
            WarmStart::from(solve_max(&problem.source()).expect("nothing is infeasible"));
        if random.once_in(2) {
            let prepared = Solver::new().prepare(&problem.source(), &mut warm);
            prepared.expect("the source is sound");
        }
        let proof = RunningProof::of(&problem.source(), warm.assignment().clone());
        let mut proof = proof.expect("the certificate proves it").0;
        for step in 0..8 {
            let place = format!("case {case}, step {step}");
            let mut change = Change::none(warm.assignment());
            for _ in 0..=random.index(2) {
                change = problem.change(change, &mut random);
            }
            let source = problem.source();
            let before = warm.assignment().clone();
            let resumed = Solver::new().resume_max(&source, &change, &mut warm);
            resumed.unwrap_or_else(|error| panic!("{place}: {error}"));
            steps += 1;
            went_on += usize::from(warm.went_on());
            let followed = proof.follow(&source, warm.assignment().clone(), &change);
            let followed = followed.unwrap_or_else(|error| panic!("{place}: {error}"));
            assert_eq!(tight_pairs(&source, warm.assignment()), {
                let tight = proof.tight_pairs(&source).into_iter();
                tight
                    .map(|(row, pair)| (row, pair.column))
                    .collect::<Vec<_>>()
            });
            assert_eq!(followed.total_cost(), warm.assignment().total_cost());
            let anew = solve_max(&source).expect("nothing is infeasible");
            let verified = verify(&source, warm.assignment()).expect(&place);
            let answer = (verified.pairs(), verified.total_cost());
            assert_eq!(answer, (anew.len(), anew.total_cost()), "{place}");
            let rechecked = verify_change(&source, &before, warm.assignment(), &change);
            assert_eq!(rechecked.expect(&place).pairs(), anew.len());
        }
    }
    assert!(went_on > steps * 9 / 10, "{went_on} of {steps}");
}

/// Lists the pairs that are covered once and cost what their potentials add up to, by row and column.
fn tight_pairs(source: &SparseCosts, assignment: &Assignment) -> Vec<(Row, Column)> {
    let certificate = assignment.certificate();
    let pairs = (0..source.rows()).flat_map(|row| {
        (0..source.columns()).filter_map(move |column| {
            let cost = source.cost(row_at(row), column_at(column))?;
            let once = certificate.row_cover()[row] != certificate.column_cover()[column];
            let sum = certificate.row_potentials()[row] + certificate.column_potentials()[column];
            (once && cost == sum).then(|| (row_at(row), column_at(column)))
        })
    });
    pairs.collect()
}

#[test]
fn whichever_side_is_the_larger_one_a_change_reads_a_few_rows() {
    let mut random = Random::new(6);
    for (rows, columns) in [(300, 300), (300, 310), (310, 300)] {
        let costs = UNIFORM.costs(rows + 20, columns + 20, 1);
        // Who is there, by the numbers that they have in the table.
        let mut here: [Vec<usize>; 2] = [(0..rows).collect(), (0..columns).collect()];
        let source = |here: &[Vec<usize>; 2]| {
            let row = |&row: &usize| &costs[row * (columns + 20)..];
            let costs = here[0]
                .iter()
                .flat_map(|at| here[1].iter().map(|&column| row(at)[column]));
            let source = DenseCosts::try_new(here[0].len(), here[1].len(), costs.collect());
            Counted::new(source.expect("rows times columns"))
        };
        let mut warm = WarmStart::default();
        let solver = Solver::new();
        let first = source(&here);
        solver
            .resume_max(&first, &Change::default(), &mut warm)
            .expect("nothing is infeasible");
        solver.prepare(&first, &mut warm).expect("it is sound");
        let mut proof = RunningProof::of(&first, warm.assignment().clone())
            .expect("proved")
            .0;
        let mut read = 0;
        for step in 0..24 {
            let side = step % 2;
            let change = Change::none(warm.assignment());
            let change = if random.once_in(2) {
                here[side].push([rows, columns][side] + step / 2);
                change
            } else {
                let place = random.index(here[side].len());
                here[side].remove(place);
                match side {
                    0 => change.without_row(row_at(place)),
                    _ => change.without_column(column_at(place)),
                }
            };
            let source = source(&here);
            let done = solver.go_on_max(&source, &change, &mut warm);
            assert!(
                done.expect("it is sound"),
                "{rows} x {columns}, step {step}"
            );
            let followed = proof.follow(&source, warm.assignment().clone(), &change);
            followed.expect("the certificate proves it");
            read += source.rows_read();
            verify(&source, warm.assignment()).expect("the certificate proves it");
        }
        assert!(read < 24 * 30, "{rows} x {columns}: {read} rows");
    }
}

#[test]
fn what_is_too_much_to_go_on_from_is_left_to_the_caller() {
    let source = UNIFORM.dense(40, 40, 1);
    let mut warm = kept(&source);
    let before = warm.assignment().clone();
    let done = Solver::new().go_on_max(&source, &Change::default(), &mut warm);
    assert!(!done.expect("it is sound"));
    assert_eq!(*warm.assignment(), before);
    let done = Solver::new().go_on_max(&source, &Change::none(&before), &mut warm);
    assert!(done.expect("it is sound"));
    assert_eq!(warm.assignment().total_cost(), before.total_cost());
}

#[test]
fn a_running_proof_refuses_what_the_full_check_refuses() {
    let mut random = Random::new(7);
    let (mut accepted, mut refused) = (0, 0);
    for case in 0..2_000 {
        let mut problem = Problem::draw(&mut random);
        problem.costs = problem.costs.min(5);
        let first = solve_max(&problem.source()).expect("nothing is infeasible");
        let mut proof = RunningProof::of(&problem.source(), first.clone())
            .expect("proved")
            .0;
        for _ in 0..2 {
            let change = problem.change(Change::none(proof.proved()), &mut random);
            let source = problem.source();
            let answer = solve_max(&source).expect("nothing is infeasible");
            let claim = spoil(&answer, &mut random);
            let full = verify(&source, &claim);
            let followed = proof.follow(&source, claim.clone(), &change);
            assert_eq!(
                full.as_ref().map(Verified::total_cost).ok(),
                followed.as_ref().map(Verified::total_cost).ok(),
                "case {case}: {full:?} {followed:?}"
            );
            if full.is_err() {
                refused += 1;
                break;
            }
            accepted += 1;
        }
    }
    assert!(accepted > 500 && refused > 500, "{accepted} {refused}");
}

/// Changes the claims of an answer a little, or not at all.
fn spoil(answer: &Assignment, random: &mut Random) -> Assignment {
    let certificate = answer.certificate();
    let mut u = certificate.row_potentials().to_vec();
    let mut v = certificate.column_potentials().to_vec();
    let mut covers = [
        certificate.row_cover().to_vec(),
        certificate.column_cover().to_vec(),
    ];
    let mut columns: Vec<_> = (0..answer.rows())
        .map(|row| answer.column_of(row_at(row)))
        .collect();
    for _ in 0..random.index(3) {
        match random.below(4) {
            0 if !u.is_empty() => {
                let row = random.index(u.len());
                u[row] += random.number(-1, 1);
            }
            1 if !v.is_empty() => {
                let column = random.index(v.len());
                v[column] += random.number(-1, 1);
            }
            2 => {
                let cover = &mut covers[random.index(2)];
                if !cover.is_empty() {
                    let place = random.index(cover.len());
                    cover[place] ^= true;
                }
            }
            _ if columns.len() > 1 => {
                let (one, other) = (random.index(columns.len()), random.index(columns.len()));
                columns.swap(one, other);
            }
            _ => {}
        }
    }
    let [rows, of_columns] = covers;
    Assignment::from_parts(
        answer.columns(),
        columns,
        answer.total_cost(),
        Certificate::from_parts(rows, of_columns, u, v),
    )
}

#[test]
fn larger_problems_of_narrow_integers_are_resumed_as_well() {
    let mut random = Random::new(3);
    for (rows, columns, highest) in [(60, 60, 1_000), (60, 60, 3), (50, 90, 1_000), (64, 65, 9)] {
        let mut costs: Vec<u16> = (0..rows * columns)
            .map(|_| u16::try_from(random.below(highest)).expect("small"))
            .collect();
        let source = |costs: &[u16]| {
            DenseCosts::try_new(rows, columns, costs.to_vec())
                .expect("rows times columns")
                .with_absent(0)
        };
        let mut warm = kept(&source(&costs));
        for step in 0..40 {
            let mut change = Change::none(warm.assignment());
            if step % 2 == 0 {
                let row = random.index(rows);
                costs[row * columns..][..columns].rotate_left(1 + step);
                change = change.with_row(row_at(row));
            } else {
                let column = random.index(columns);
                for row in 0..rows {
                    costs[row * columns + column] = u16::try_from(random.below(highest)).unwrap();
                }
                change = change.with_column(column_at(column));
            }
            let source = source(&costs);
            let resumed = Solver::new().resume(&source, &change, &mut warm);
            resumed.expect("every row can be served");
            let verified = verify(&source, warm.assignment()).expect("the certificate proves it");
            let anew = solve(&source).expect("every row can be served");
            assert_eq!(verified.total_cost(), anew.total_cost(), "step {step}");
        }
    }
}

#[test]
fn a_changed_row_costs_a_small_part_of_what_a_full_solve_reads() {
    let side = 400;
    let mut random = Random::new(4);
    let mut costs = UNIFORM.costs(side, side, 1);
    let source = |costs: &[i32]| {
        let source = DenseCosts::try_new(side, side, costs.to_vec()).expect("a square");
        Counted::new(source)
    };
    let mut warm = kept(&source(&costs));
    for _ in 0..10 {
        let row = random.index(side);
        costs[row * side..][..side].rotate_left(1);
        let source = source(&costs);
        let change = Change::none(warm.assignment()).with_row(row_at(row));
        let resumed = Solver::new().resume(&source, &change, &mut warm);
        resumed.expect("every row can be served");
        // A full solve reads each row at least twice.
        assert!(
            source.rows_read() <= side as u64 / 10,
            "{}",
            source.rows_read()
        );
        assert!(
            source.costs_read() <= side as u64,
            "{}",
            source.costs_read()
        );
    }
}

#[test]
fn nothing_that_changes_reads_nothing_but_the_pairs() {
    let source = Counted::new(UNIFORM.dense(50, 70, 1));
    for mut warm in [kept(&source), stored(&source)] {
        let before = warm.assignment().clone();
        let rows_read = source.rows_read();
        let change = Change::none(&before);
        let resumed = Solver::new().resume(&source, &change, &mut warm);
        resumed.expect("every row can be served");
        assert_eq!(*warm.assignment(), before);
        // To ask for the range of all costs counts as reading every row.
        assert!([0, 50].contains(&(source.rows_read() - rows_read)));
        let verified = verify_change(&source, &before, warm.assignment(), &change);
        assert_eq!(verified.expect("nothing has changed").pairs_checked(), 0);
    }
}

#[test]
fn a_resumed_answer_is_the_same_on_any_number_of_threads() {
    let costs = UNIFORM.costs(300, 320, 1);
    let before = UNIFORM.dense(300, 320, 1);
    let mut after = costs;
    after[17 * 320..][..320].rotate_left(5);
    let after = DenseCosts::try_new(300, 320, after).expect("the right length");
    let resumed = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        pool.build().expect("a few threads").install(|| {
            let mut warm = kept(&before);
            let change = Change::none(warm.assignment()).with_row(Row::from(17));
            let resumed = Solver::new().resume(&after, &change, &mut warm);
            resumed.expect("every row can be served");
            warm.into_assignment()
        })
    };
    let alone = resumed(1);
    assert_eq!(alone, resumed(2));
    assert_eq!(alone, resumed(8));
}

#[test]
fn a_change_that_does_not_lead_to_the_source_is_refused() {
    let source = dense(&[&[1, 2], &[3, 4]]);
    let refusal = |rows: &[Option<u32>], columns: &[Option<u32>]| {
        let change = Change::from_parts(
            rows.iter().map(|row| row.map(Row::from)).collect(),
            columns
                .iter()
                .map(|column| column.map(Column::from))
                .collect(),
        );
        let mut warm = stored(&source);
        let before = warm.assignment().clone();
        let error = Solver::new()
            .resume(&source, &change, &mut warm)
            .unwrap_err();
        assert_eq!(*warm.assignment(), before);
        error.to_string()
    };
    assert_eq!(
        refusal(&[Some(0), Some(1), None], &[]),
        "the change speaks of 3 rows, expected at most 2 (it belongs to another source)"
    );
    assert_eq!(
        refusal(&[], &[None; 4]),
        "the change speaks of 4 columns, expected at most 2 (it belongs to another source)"
    );
    assert_eq!(
        refusal(&[None, Some(2)], &[]),
        "row 1 is said to have been row 2, expected one below 2"
    );
    assert_eq!(
        refusal(&[], &[Some(1), Some(1)]),
        "column 0 and column 1 are both said to have been column 1, expected one of them"
    );
}

#[test]
fn an_assignment_whose_parts_do_not_fit_is_refused() {
    let source = dense(&[&[1, 2], &[3, 4]]);
    let parts = |rows: usize, columns: usize, u: usize, v: usize| {
        let certificate = Certificate::from_parts(
            vec![true; rows],
            vec![false; columns],
            vec![0; u],
            vec![0; v],
        );
        let assignment = Assignment::from_parts(2, vec![None; 2], 0, certificate);
        let change = Change::none(&assignment);
        let mut warm = WarmStart::from(assignment);
        let error = Solver::new()
            .resume(&source, &change, &mut warm)
            .unwrap_err();
        error.to_string()
    };
    for (sizes, message) in [
        (
            (3, 2, 2, 2),
            "the row cover of the earlier assignment has 3 entries, expected 2",
        ),
        (
            (2, 0, 2, 2),
            "the column cover of the earlier assignment has 0 entries, expected 2",
        ),
        (
            (2, 2, 1, 2),
            "the list of row potentials of the earlier assignment has 1 entries, expected 2",
        ),
        (
            (2, 2, 2, 9),
            "the list of column potentials of the earlier assignment has 9 entries, expected 2",
        ),
    ] {
        assert_eq!(parts(sizes.0, sizes.1, sizes.2, sizes.3), message);
    }
}

#[test]
fn a_pair_that_costs_something_else_must_be_named() {
    let before = dense(&[&[1, 2], &[3, 9]]);
    let after = dense(&[&[1, 3], &[3, 9]]);
    let mut warm = kept(&before);
    assert_eq!(numbers(warm.assignment()), [(0, 1), (1, 0)]);
    let change = Change::none(warm.assignment());
    let error = Solver::new()
        .resume(&after, &change, &mut warm)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "row 0 and column 1 do not cost what they cost in the earlier assignment (name the row or the column as new)"
    );
    let change = change.with_row(Row::from(0));
    Solver::new()
        .resume(&after, &change, &mut warm)
        .expect("it is named");
    assert_eq!(warm.assignment().total_cost(), 6);
}

#[test]
fn what_is_claimed_falsely_is_found_out_by_the_search_or_by_the_verifier() {
    let mut random = Random::new(5);
    let (mut refused, mut rejected) = (0, 0);
    for case in 0..4_000 {
        let problem = Problem::draw(&mut random);
        let Ok(before) = solve(&problem.source()) else {
            continue;
        };
        let mut warm = if case % 2 == 0 {
            kept(&problem.source())
        } else {
            WarmStart::from(before)
        };
        // Half of the changes are kept back.
        let mut next = problem.clone();
        let mut change = Change::none(warm.assignment());
        for concealed in [true, false, true] {
            let rows = next.table.len();
            if concealed && rows > 0 && next.columns > 0 {
                let (row, column) = (random.index(rows), random.index(next.columns));
                next.table[row][column] = next.cost(&mut random);
            } else {
                change = next.change(change, &mut random);
            }
        }
        let source = next.source();
        match Solver::new().resume(&source, &change, &mut warm) {
            Ok(()) => match verify(&source, warm.assignment()) {
                Ok(verified) => {
                    let anew = solve(&source).expect("it can be served");
                    assert_eq!(verified.total_cost(), anew.total_cost(), "case {case}");
                }
                Err(_) => rejected += 1,
            },
            Err(AssignmentError::Infeasible { .. }) => drop(assert_infeasible(&source)),
            Err(AssignmentError::UnnamedChange { .. }) => refused += 1,
            Err(error) => panic!("case {case}: {error}"),
        }
    }
    assert!(refused > 100 && rejected > 100, "{refused}, {rejected}");
}

#[test]
fn potentials_of_another_problem_are_no_harm() {
    let mut random = Random::new(6);
    for case in 0..3_000 {
        let problem = Problem::draw(&mut random);
        let (rows, columns) = (problem.table.len(), problem.columns);
        // From a few low bits to all there are.
        let shift = [61, 54, 14, 0][case % 4];
        let mut potentials = |count: usize| -> Vec<Cost> {
            let potential = |_| random.draw().cast_signed() >> shift;
            (0..count).map(potential).collect()
        };
        let (u, v) = (potentials(rows), potentials(columns));
        let certificate = Certificate::from_parts(vec![true; rows], vec![false; columns], u, v);
        let column_of = (0..rows).map(|_| {
            let column = Column::from(u32::try_from(random.below(40)).expect("small"));
            random.once_in(3).then_some(column)
        });
        let claim = Assignment::from_parts(columns, column_of.collect(), 7, certificate);
        let change = Change::none(&claim);
        let mut warm = WarmStart::from(claim);
        let source = problem.source();
        match Solver::new().resume(&source, &change, &mut warm) {
            Ok(()) => {
                if let Ok(verified) = verify(&source, warm.assignment()) {
                    let anew = solve(&source).expect("it can be served");
                    assert_eq!(verified.total_cost(), anew.total_cost(), "case {case}");
                }
            }
            Err(AssignmentError::Infeasible { .. }) => drop(assert_infeasible(&source)),
            Err(AssignmentError::UnnamedChange { .. }) => {}
            Err(error) => panic!("case {case}: {error}"),
        }
    }
}

#[test]
fn costs_that_fill_the_type_are_solved_anew() {
    let before = dense(&[&[0, 5], &[5, 9]]);
    let after = dense(&[&[Cost::MAX, 5], &[Cost::MIN / 4, 9]]);
    for mut warm in [kept(&before), stored(&before)] {
        let change = Change::none(warm.assignment()).with_column(Column::from(0));
        let resumed = Solver::new().resume(&after, &change, &mut warm);
        resumed.expect("the potentials fit");
        let verified = verify(&after, warm.assignment()).expect("the certificate proves it");
        assert_eq!(verified.total_cost(), i128::from(Cost::MIN / 4) + 5);
    }
}

#[test]
fn work_that_is_cancelled_leaves_the_assignment_as_it_was() {
    let before = UNIFORM.dense(40, 44, 1);
    let mut costs = UNIFORM.costs(40, 44, 1);
    costs[..44].rotate_left(3);
    for row in 0..40 {
        costs[row * 44 + 7] = 1;
    }
    let after = DenseCosts::try_new(40, 44, costs).expect("the right length");
    let mut cancelled = 0;
    for patience in 0.. {
        let token = CancelToken::new();
        let heard = AtomicU64::new(0);
        let observer = |_: &'static str, _: u64, _: u64| {
            if heard.fetch_add(1, Ordering::Relaxed) == patience {
                token.cancel();
            }
        };
        let work = Work::new()
            .with_observer(&observer)
            .with_cancel_token(&token);
        let mut warm = kept(&before);
        let kept = warm.assignment().clone();
        let change = Change::none(&kept)
            .with_row(Row::from(0))
            .with_column(Column::from(7));
        let resumed = Solver::new()
            .with_work(work)
            .resume(&after, &change, &mut warm);
        match resumed {
            Ok(()) => break,
            Err(AssignmentError::Cancelled(_)) => assert_eq!(*warm.assignment(), kept),
            Err(error) => panic!("{error}"),
        }
        cancelled += 1;
        // What is left is as good a start as before.
        let resumed = Solver::new().resume(&after, &change, &mut warm);
        resumed.expect("every row can be served");
        verify(&after, warm.assignment()).expect("the certificate proves it");
    }
    assert!(cancelled >= 4, "{cancelled}");
}

#[test]
fn the_check_of_a_change_refuses_what_the_full_check_refuses() {
    let before = dense(&[&[1, 2, 9], &[1, 4, 9]]);
    let after = dense(&[&[1, 2, 9], &[7, 1, 9]]);
    let first = solve(&before).expect("every row can be served");
    let change = Change::none(&first).with_row(Row::from(1));
    // The pairs of before, with potentials that are too high for the new row.
    let certificate = first.certificate();
    let stale = Assignment::from_parts(
        3,
        vec![Some(Column::from(1)), Some(Column::from(0))],
        9,
        Certificate::from_parts(
            certificate.row_cover().to_vec(),
            certificate.column_cover().to_vec(),
            vec![2, 7],
            vec![0, 0, 0],
        ),
    );
    let error = verify_change(&after, &first, &stale, &change).unwrap_err();
    assert_eq!(error, verify(&after, &stale).unwrap_err());
    assert!(matches!(
        error,
        CertificateError::NegativeReducedCost { .. }
    ));

    let beyond = Change::from_parts(vec![Some(Row::from(8)), None], Vec::new());
    let second = solve(&after).expect("every row can be served");
    let error = verify_change(&after, &first, &second, &beyond).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the list of rows before has 2 entries, expected 9 (it belongs to another source)"
    );
}
