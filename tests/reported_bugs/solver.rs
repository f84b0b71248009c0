//! What went wrong in other solvers while they worked: sizes, starts, loops, limits and threads.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use reverse_mentoring::assignment::{
    Assignment, AssignmentError, ComputedCosts, CostSource, DenseCosts, FloatCosts, Infinity,
    Solver, SparseCosts, solve, solve_max, verify,
};
use reverse_mentoring::work::{CancelToken, Cancelled, Work};

use crate::support::families::{
    ADVERSARIAL, COMMON, CONTENDED, FORBIDDEN, GEOMETRIC, MENTORING, PRODUCTS, TIES, UNIFORM,
    sparse,
};
use crate::support::sources::Counted;
use crate::support::{assert_certified, assert_max_certified, model};

/// A table as the textbook wants it.
fn table(costs: &[i32], columns: usize) -> Vec<Vec<Option<i64>>> {
    let cost = |&cost: &i32| (cost != FORBIDDEN).then(|| i64::from(cost));
    costs
        .chunks(columns)
        .map(|row| row.iter().map(cost).collect())
        .collect()
}

/// scipy#13421: a size was narrowed to 32 bits, and memory taken for what came out.
#[test]
fn t14_sizes_are_multiplied_in_full_and_refused_before_memory_is_taken() {
    let error = DenseCosts::<i32>::try_new(70_000, 70_000, Vec::new()).unwrap_err();
    let AssignmentError::WrongLength { expected, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(expected, 4_900_000_000); // 605 032 704 in 32 bits
    // What the solver itself would take is told, and refused, before it is taken.
    let costs = ComputedCosts::new(70_000, 70_000, |_, _| Some(1));
    let error = Solver::new()
        .with_memory_limit(1 << 24)
        .solve(&costs)
        .unwrap_err();
    assert!(
        matches!(error, AssignmentError::MemoryLimit { needed, .. } if needed > 70_000 * 100),
        "{error}"
    );
    // A whole number of times 2^32, which is 0 in 32 bits.
    for (rows, columns) in [(1 << 16, 1 << 16), (1 << 31, 1 << 31)] {
        let error = DenseCosts::<u8>::try_new(rows, columns, Vec::new()).unwrap_err();
        assert!(
            matches!(error, AssignmentError::WrongLength { .. }),
            "{error}"
        );
        let error = FloatCosts::try_new(rows, columns, Vec::new(), Infinity::Absent).unwrap_err();
        assert!(
            matches!(error, AssignmentError::WrongLength { .. }),
            "{error}"
        );
    }
    for (rows, columns) in [(usize::MAX, usize::MAX), (1 << 32, 1), (1, 1 << 32)] {
        for error in [
            DenseCosts::<u8>::try_new(rows, columns, Vec::new()).unwrap_err(),
            FloatCosts::try_new(rows, columns, Vec::new(), Infinity::Refused).unwrap_err(),
            SparseCosts::try_from_pairs(rows, columns, []).unwrap_err(),
        ] {
            assert!(
                matches!(error, AssignmentError::TooManyIndices { .. }),
                "{error}"
            );
        }
    }
}

/// algs4#17, AuctionAlgorithmCPP#2: an auction stopped a phase too early, or rounded.
#[test]
fn t19_a_start_by_auction_ends_in_the_certificate() {
    let phases = Mutex::new(BTreeSet::new());
    let observer = |phase: &'static str, _: u64, _: u64| {
        phases.lock().expect("nobody panics with it").insert(phase);
    };
    let solver = Solver::new().with_work(Work::new().with_observer(&observer));
    for family in [GEOMETRIC, PRODUCTS, CONTENDED, MENTORING] {
        for side in [20, 45, 70] {
            for seed in 0..3 {
                let costs = family.costs(side, side, seed);
                let source = family.dense(side, side, seed);
                let assignment = solver.solve(&source).expect("every row can be served");
                let verified = verify(&source, &assignment).expect("the certificate proves it");
                let (_, total) = model::optimum(&table(&costs, side), side);
                assert_eq!(
                    verified.total_cost(),
                    total,
                    "{} {side} {seed}",
                    family.name
                );
            }
        }
        let _ = assert_certified(&family.dense(400, 400, 7));
    }
    let phases = phases.into_inner().expect("nobody panicked with it");
    assert!(
        phases.contains("bidding"),
        "no auction was held: {phases:?}"
    );
}

/// An epsilon of at least 1 is too large a step for costs this close, and one of their span too small for costs this far.
#[test]
fn t19_an_auction_ends_at_any_scale_of_costs() {
    for factor in [1, 1_000, 1 << 32] {
        let costs = PRODUCTS.costs(60, 60, 0);
        let scaled = costs.iter().map(|&cost| i64::from(cost) * factor).collect();
        let source = DenseCosts::try_new(60, 60, scaled).expect("a square");
        // The largest with the smallest: i times 61 - i, for all i.
        let expected: i64 = (1..=60).map(|row| row * (61 - row)).sum();
        assert_eq!(
            assert_certified(&source).total_cost(),
            i128::from(expected * factor)
        );
    }
    let bits: Vec<u8> = (0..80 * 80_u32)
        .map(|at| u8::from(at / 80 * (at % 80) % 3 > 0))
        .collect();
    let source = DenseCosts::try_new(80, 80, bits.clone()).expect("a square");
    let wide: Vec<i32> = bits.into_iter().map(i32::from).collect();
    let (_, total) = model::optimum(&table(&wide, 80), 80);
    assert_eq!(assert_certified(&source).total_cost(), total);
}

/// petgraph#490, scipy#17269: searches without a bound, exponential or endless.
///
/// There are at most `n` searches; each comes to at most `n` rows, and reads each again only for a list twice as long
/// as before, so at most `log m + 2` times. A start may read each row some hundred times for each of its phases.
#[test]
fn t22_no_problem_reads_more_rows_than_its_searches_may() {
    let bound = |rows: usize, columns: usize| {
        let side = rows.min(columns).max(1) as u64;
        let lists = u64::from(columns.max(2).ilog2()) + 2;
        let start = 200 * 8;
        // Largest matchings read rows twice for each of at most 2·√n + 2 phases.
        let matching = 2 * (2 * side.isqrt() + 2) + 8;
        (rows as u64 + side) * (side * lists + start + matching)
    };
    for family in COMMON.iter().chain(&ADVERSARIAL) {
        for (rows, columns) in [(60, 60), (60, 61), (40, 160), (160, 40)] {
            for seed in 0..3 {
                let source = Counted::new(family.dense(rows, columns, seed));
                let _ = solve_max(&source).expect("no input is infeasible");
                assert!(
                    source.rows_read() <= bound(rows, columns),
                    "{} {rows} x {columns}: {} rows",
                    family.name,
                    source.rows_read()
                );
            }
        }
    }
}

#[test]
fn t22_a_common_problem_reads_its_matrix_a_few_times() {
    const SIDE: usize = 400;
    for (family, most) in [(UNIFORM, 8), (TIES, 8), (GEOMETRIC, 16), (MENTORING, 16)] {
        let source = Counted::new(family.dense(SIDE, SIDE, 1));
        let _ = solve(&source).expect("every row can be served");
        let (name, rows) = (family.name, source.rows_read());
        assert!(rows <= most * SIDE as u64, "{name}: {rows} rows");
        assert_eq!(
            source.costs_read(),
            0,
            "{name}: pairs are read by their rows"
        );
    }
}

#[test]
fn t22_infeasibility_is_found_without_trying_everything() {
    // Rows that all permit the same columns, one too few: assignments to be tried would be 2^n and more.
    for (rows, columns) in [(60, 59), (200, 50), (60, 200)] {
        let narrow = columns.min(rows - 1);
        let pairs = (0..rows).flat_map(|row| {
            let at = |index| u32::try_from(index).expect("small");
            (0..narrow).map(move |column| (at(row).into(), at(column).into(), 1))
        });
        let source =
            Counted::new(SparseCosts::try_from_pairs(rows, columns, pairs).expect("valid"));
        let error = solve(&source).unwrap_err();
        assert!(
            matches!(error, AssignmentError::Infeasible { .. }),
            "{error}"
        );
        let most = (rows * (2 * rows.isqrt() + 40)) as u64;
        assert!(source.rows_read() <= most, "{} rows", source.rows_read());
    }
}

#[test]
fn t22_the_verifier_reads_every_row_and_every_pair_once() {
    for (rows, columns) in [(50, 50), (50, 80), (80, 50)] {
        let source = Counted::new(MENTORING.dense(rows, columns, 1));
        let assignment = solve_max(&source).expect("no input is infeasible");
        let (rows_before, costs_before) = (source.rows_read(), source.costs_read());
        verify(&source, &assignment).expect("the certificate proves the assignment");
        assert_eq!(source.rows_read() - rows_before, rows as u64);
        assert_eq!(source.costs_read() - costs_before, assignment.len() as u64);
    }
}

type Question = fn(&Solver<'_>, &dyn CostSource) -> Result<Assignment, AssignmentError>;

/// Problems that take the solver through all of its phases, each with the question to ask.
fn problems() -> Vec<(Box<dyn CostSource>, Question)> {
    let every_row: Question = |solver, source| solver.solve(source);
    let most_pairs: Question = |solver, source| solver.solve_max(source);
    vec![
        (Box::new(PRODUCTS.dense(40, 40, 1)), every_row),
        (Box::new(TIES.dense(30, 45, 1)), every_row),
        (Box::new(CONTENDED.dense(45, 30, 1)), most_pairs),
        (Box::new(CONTENDED.dense(45, 30, 1)), every_row),
        (Box::new(sparse(60, 60, 3, 1)), every_row),
        (Box::new(half_barred()), most_pairs),
    ]
}

/// A problem in which one part has too few rows and the other too few columns.
fn half_barred() -> SparseCosts {
    let mut pairs = Vec::new();
    for row in 0..30_u32 {
        let columns = if row < 20 { 0..10_u32 } else { 5..40 };
        pairs.extend(
            columns.map(|column| (row.into(), column.into(), i64::from(row * column % 17))),
        );
    }
    SparseCosts::try_from_pairs(30, 40, pairs).expect("valid")
}

/// Asks a question, and cancels when the solver asks whether to go on for the `limit`-th time.
///
/// Returns the answer, and the phases in which the solver asked.
fn cancelled_at(
    limit: usize,
    source: &dyn CostSource,
    question: Question,
) -> (Result<Assignment, AssignmentError>, Vec<&'static str>) {
    let (token, phases) = (CancelToken::new(), Mutex::new(Vec::new()));
    let observer = |phase: &'static str, _: u64, _: u64| {
        let mut phases = phases.lock().expect("nobody panics with it");
        phases.push(phase);
        if phases.len() == limit {
            token.cancel();
        }
    };
    let work = Work::new()
        .with_observer(&observer)
        .with_cancel_token(&token);
    let answer = question(&Solver::new().with_work(work), source);
    (
        answer,
        phases.into_inner().expect("nobody panicked with it"),
    )
}

/// HiGHS#947, #1147, or-tools#5016: limits were ignored, or an answer of zeros was returned as one.
#[test]
fn t23_cancelled_at_any_moment_there_is_no_answer_and_the_next_question_has_one() {
    let mut seen = BTreeSet::new();
    for (source, question) in problems() {
        let (undisturbed, phases) = cancelled_at(usize::MAX, &*source, question);
        for limit in 1..=phases.len() {
            let (answer, asked) = cancelled_at(limit, &*source, question);
            let Err(AssignmentError::Cancelled(Cancelled { phase, .. })) = answer else {
                panic!("cancelled at {limit}, the answer is {answer:?}");
            };
            assert_eq!(asked, phases[..limit], "it stops at once");
            assert_eq!(phase, phases[limit - 1]);
            seen.insert(phase);
        }
        assert_eq!(question(&Solver::new(), &*source), undisturbed);
    }
    assert!(
        seen.len() >= 5,
        "the solver was cancelled in few phases: {seen:?}"
    );
}

#[test]
fn t23_a_deadline_that_passes_at_any_moment_leaves_no_answer() {
    for (source, question) in problems() {
        let (undisturbed, phases) = cancelled_at(usize::MAX, &*source, question);
        // Some moments, since each costs the time to the deadline.
        for limit in (1..=phases.len()).step_by(phases.len() / 12 + 1) {
            let deadline = Instant::now() + Duration::from_millis(5);
            let asked = Mutex::new(0);
            let observer = |_: &'static str, _: u64, _: u64| {
                let mut asked = asked.lock().expect("nobody panics with it");
                *asked += 1;
                if *asked == limit {
                    std::thread::sleep(deadline.saturating_duration_since(Instant::now()));
                }
            };
            let work = Work::new().with_observer(&observer).with_deadline(deadline);
            let solver = Solver::new().with_work(work);
            let late = question(&solver, &*source).unwrap_err();
            assert!(matches!(late, AssignmentError::Cancelled(_)), "{late}");
            assert!(*asked.lock().expect("nobody panicked with it") <= limit);
        }
        let later = Instant::now() + Duration::from_secs(3_600);
        let solver = Solver::new().with_work(Work::new().with_deadline(later));
        assert_eq!(question(&solver, &*source), undisturbed);
    }
}

/// Runs something that might never end; a test that hangs would say nothing.
#[track_caller]
fn ends<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(work()));
    receiver
        .recv_timeout(Duration::from_secs(120))
        .expect("the work ends, and without a panic")
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("a small pool")
}

/// Large enough for lists to be made on several threads.
fn of_several_blocks() -> DenseCosts<i32> {
    MENTORING.dense(150, 150, 25)
}

/// rayon#592, #751, #446, polars#24448: pools within pools blocked each other.
#[test]
fn t25_from_inside_a_pool_and_from_nested_pools_the_answer_comes_and_is_the_same() {
    ends(|| {
        let source = of_several_blocks();
        let expected = assert_certified(&source);
        for (outer, inner) in [(1, 1), (1, 3), (3, 1), (2, 2)] {
            let (outer, inner) = (pool(outer), pool(inner));
            assert_eq!(outer.install(|| solve(&source)).as_ref(), Ok(&expected));
            let nested = outer.install(|| inner.install(|| outer.install(|| solve(&source))));
            assert_eq!(nested.as_ref(), Ok(&expected));
        }
    });
}

#[test]
fn t25_sixty_four_scopes_and_sixty_four_threads_at_once_all_get_the_answer() {
    ends(|| {
        let source = of_several_blocks();
        let expected = assert_certified(&source);
        let pool = pool(2);
        let answers = Mutex::new(Vec::new());
        let ask = || {
            let answer = solve(&source).expect("every row can be served");
            answers.lock().expect("nobody panics with it").push(answer);
        };
        pool.scope(|scope| {
            for _ in 0..64 {
                scope.spawn(|_| rayon::scope(|inner| inner.spawn(|_| ask())));
            }
        });
        std::thread::scope(|scope| {
            for _ in 0..64 {
                scope.spawn(|| pool.install(ask));
            }
        });
        let answers = answers.into_inner().expect("nobody panicked with it");
        assert_eq!(answers.len(), 128);
        assert!(answers.iter().all(|answer| *answer == expected));
    });
}

/// rayon#592: a lock that is held while its holder steals work blocks everyone.
#[test]
fn t25_a_source_behind_a_lock_and_a_lock_around_the_solver_block_nobody() {
    ends(|| {
        let source = of_several_blocks();
        let expected = assert_max_certified(&source);
        let locked = Mutex::new(&source);
        let costs = ComputedCosts::new(150, 150, |row, column| {
            locked
                .lock()
                .expect("nobody panics with it")
                .cost(row, column)
        });
        let turn = Mutex::new(());
        pool(3).scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|_| {
                    let answer = solve_max(&costs).expect("no input is infeasible");
                    assert_eq!(answer.total_cost(), expected.total_cost());
                });
            }
        });
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let _turn = turn.lock().expect("nobody panics with it");
                    assert_eq!(solve_max(&source).as_ref(), Ok(&expected));
                });
            }
        });
    });
}
