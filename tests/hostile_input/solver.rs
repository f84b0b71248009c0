//! Hostile sizes, callers who want no more, and pools of any kind.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use reverse_mentoring::assignment::{
    AssignmentError, Column, ComputedCosts, CostSource, DenseCosts, FloatCosts, Infinity, Row,
    Solver, SparseCosts, solve, verify,
};
use reverse_mentoring::work::{CancelToken, Cancelled, Work};

use crate::support::families::{GEOMETRIC, MENTORING, PRODUCTS, UNIFORM};
use crate::support::sources::Counted;
use crate::support::{assert_certified, assert_max_certified, numbers};

#[test]
fn h_16_a_matrix_that_is_smaller_than_it_says_is_refused_before_memory_is_taken() {
    const SIDE: usize = 100_000;
    for costs in [Vec::new(), vec![1_u8; 1_000]] {
        let found = costs.len();
        let error = DenseCosts::try_new(SIDE, SIDE, costs).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("found {found} costs, expected 10000000000 (100000 rows of 100000)")
        );
    }
    let error = FloatCosts::try_new(SIDE, SIDE, vec![0.5; 10], Infinity::Absent).unwrap_err();
    assert!(
        matches!(error, AssignmentError::WrongLength { found: 10, .. }),
        "{error}"
    );
    // Starts that promise more pairs than there are, or than there can be.
    for last in [3, 1 << 40, usize::MAX] {
        let places = vec![Column::from(0), Column::from(1)];
        let error = SparseCosts::try_new(2, vec![0, 1, last], places, vec![5, 5]).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("start 2 is {last}, expected at least 2 and at most 2")
        );
    }
    // A source of any size takes no memory, so the caller's limit is what stops the solver.
    let computed = ComputedCosts::new(SIDE, SIDE, |_, _| Some(1));
    let solver = Solver::new().with_memory_limit(1 << 20);
    for error in [
        solver.solve(&computed).unwrap_err(),
        solver.solve_max(&computed).unwrap_err(),
    ] {
        let AssignmentError::MemoryLimit { needed, limit } = error else {
            panic!("{error}");
        };
        assert_eq!(limit, 1 << 20);
        assert_eq!(needed, solver.memory_needed(&computed));
    }
}

#[test]
fn h_16_an_iterator_that_promises_pairs_without_end_takes_no_memory_for_them() {
    // An iterator that promises more pairs than there is memory for, and has none.
    struct Promise;
    impl Iterator for Promise {
        type Item = (Row, Column, i64);

        fn next(&mut self) -> Option<Self::Item> {
            None
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            (usize::MAX, None)
        }
    }
    let costs = SparseCosts::try_from_pairs(2, 2, Promise).expect("no pair is a valid matrix");
    assert_eq!(costs.pairs(), 0);
}

#[test]
fn h_16_few_pairs_in_a_wide_space_take_memory_for_the_sides_alone() {
    // 10^5 x 10^5 pairs would be ten thousand millions; three of them exist.
    const SIDE: u32 = 100_000;
    let pairs = [(7, SIDE - 1, 3), (SIDE - 1, 0, -4), (9, 9, 0)];
    let pairs = pairs.map(|(row, column, cost)| (row.into(), column.into(), cost));
    let costs = SparseCosts::try_from_pairs(SIDE as usize, SIDE as usize, pairs).expect("valid");
    // Some hundred bytes for each row and column, and nothing for the pairs that do not exist.
    let solver = Solver::new().with_memory_limit(64 << 20);
    assert_eq!(solver.solve_max(&costs).expect("it fits").len(), 3);
    let most = assert_max_certified(&costs);
    assert_eq!(numbers(&most), [(7, SIDE - 1), (9, 9), (SIDE - 1, 0)]);
    assert_eq!(most.total_cost(), -1);
}

/// Counts how often the solver asks whether to go on.
fn moments(source: &impl CostSource) -> usize {
    let moments = Mutex::new(0);
    let observer =
        |_: &'static str, _: u64, _: u64| *moments.lock().expect("nobody panics with it") += 1;
    let solver = Solver::new().with_work(Work::new().with_observer(&observer));
    let _ = solver.solve(source).expect("every row can be served");
    moments.into_inner().expect("nobody panicked with it")
}

#[test]
fn h_24_cancelled_before_the_start_no_row_is_listed_and_the_solver_stays_usable() {
    let source = Counted::new(UNIFORM.dense(50, 50, 1));
    let token = CancelToken::new();
    token.cancel();
    let solver = Solver::new().with_work(Work::new().with_cancel_token(&token));
    for answer in [
        solver.solve(&source),
        solver.solve_max(&source),
        solver.solve(&source),
    ] {
        let Err(AssignmentError::Cancelled(Cancelled { done, .. })) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!(done, 0);
    }
    // The range of the costs is all it may have looked at.
    assert!(source.rows_read() <= 3 * 50, "{} rows", source.rows_read());
    let solver = solver.with_work(Work::new());
    assert_eq!(solver.solve(&source), solve(&source));
}

#[test]
fn h_24_cancelled_at_the_last_moment_there_is_no_answer_and_then_there_is() {
    let source = PRODUCTS.dense(30, 30, 1);
    let last = moments(&source);
    let (token, asked) = (CancelToken::new(), Mutex::new(0));
    let observer = |_: &'static str, _: u64, _: u64| {
        let mut asked = asked.lock().expect("nobody panics with it");
        *asked += 1;
        if *asked == last {
            token.cancel();
        }
    };
    let work = Work::new()
        .with_observer(&observer)
        .with_cancel_token(&token);
    let stopped = Solver::new().with_work(work).solve(&source).unwrap_err();
    let AssignmentError::Cancelled(Cancelled { done, total, .. }) = stopped else {
        panic!("{stopped}");
    };
    // All rows were served, and still nothing is handed out.
    assert_eq!((done, total), (30, 30));
    assert_eq!(Solver::new().solve(&source), solve(&source));
}

#[test]
fn h_24_a_deadline_in_the_past_stops_at_the_first_moment() {
    let source = UNIFORM.dense(50, 50, 1);
    let now = Instant::now();
    for deadline in [Some(now), now.checked_sub(Duration::from_millis(1))]
        .into_iter()
        .flatten()
    {
        let solver = Solver::new().with_work(Work::new().with_deadline(deadline));
        for _ in 0..2 {
            let late = solver.solve(&source).unwrap_err();
            assert!(
                matches!(late, AssignmentError::Cancelled(Cancelled { done: 0, .. })),
                "{late}"
            );
        }
    }
}

#[test]
fn h_24_two_cancels_are_one_and_another_token_is_another_matter() {
    let source = UNIFORM.dense(20, 20, 1);
    let (cancelled, other) = (CancelToken::new(), CancelToken::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| cancelled.cancel());
        }
    });
    cancelled.cancel();
    let solver = Solver::new().with_work(Work::new().with_cancel_token(&cancelled));
    let stopped = solver.solve(&source).unwrap_err();
    assert!(
        matches!(stopped, AssignmentError::Cancelled(_)),
        "{stopped}"
    );
    let solver = solver.with_work(Work::new().with_cancel_token(&other));
    assert_eq!(solver.solve(&source), solve(&source));
}

#[test]
fn h_24_a_cancel_from_another_thread_ends_long_work() {
    // Long enough to be cancelled in the middle, however quick the machine is: the other thread goes first.
    let source = PRODUCTS.dense(600, 600, 1);
    let token = CancelToken::new();
    let (begun, wait) = std::sync::mpsc::channel();
    let (carry_on, cancelled) = std::sync::mpsc::channel();
    let rendezvous = Mutex::new(Some((begun, cancelled)));
    let observer = |_: &'static str, _: u64, _: u64| {
        if let Some((begun, cancelled)) = rendezvous.lock().expect("nobody panics with it").take() {
            begun.send(()).expect("the other thread waits");
            cancelled.recv().expect("the other thread answers");
        }
    };
    let work = Work::new()
        .with_observer(&observer)
        .with_cancel_token(&token);
    let answer = std::thread::scope(|scope| {
        let token = token.clone();
        scope.spawn(move || {
            wait.recv().expect("the solver begins");
            token.cancel();
            carry_on.send(()).expect("the solver waits");
        });
        Solver::new().with_work(work).solve(&source)
    });
    assert!(
        matches!(answer, Err(AssignmentError::Cancelled(_))),
        "{answer:?}"
    );
}

/// The longest time between two moments at which a caller is heard, the start and the end among them.
fn longest_silence(source: &impl CostSource) -> Duration {
    let state = Mutex::new((Instant::now(), Duration::ZERO, "opening"));
    let hear = |phase| {
        let mut state = state.lock().expect("nobody panics with it");
        let (heard, longest, _) = *state;
        let silence = heard.elapsed();
        if silence > longest {
            (state.1, state.2) = (silence, phase);
        }
        state.0 = Instant::now();
    };
    let observer = |phase: &'static str, _: u64, _: u64| hear(phase);
    let solver = Solver::new().with_work(Work::new().with_observer(&observer));
    let assignment = solver.solve(source).expect("every row can be served");
    hear("the end");
    let (_, longest, phase) = state.into_inner().expect("nobody panicked with it");
    println!("longest silence: {longest:?} before {phase:?}");
    verify(source, &assignment).expect("the certificate proves the assignment");
    longest
}

#[test]
#[ignore = "measures time, so it needs an optimised build and an idle machine; tests/README.md says how"]
fn h_24_a_caller_is_heard_every_50_milliseconds_at_10_000_by_10_000() {
    const SIDE: usize = 10_000;
    let mut longest = Duration::ZERO;
    for family in [UNIFORM, GEOMETRIC, MENTORING] {
        println!("{}, 32 bits", family.name);
        longest = longest.max(longest_silence(&family.dense(SIDE, SIDE, 1)));
    }
    println!("uniform, 64 bits");
    let costs = UNIFORM.costs(SIDE, SIDE, 1).into_iter().map(i64::from);
    let wide = DenseCosts::try_new(SIDE, SIDE, costs.collect()).expect("a square");
    longest = longest.max(longest_silence(&wide));
    assert!(longest <= Duration::from_millis(50), "{longest:?}");
}

#[test]
fn h_25_a_pool_of_one_thread_and_a_pool_within_a_pool_give_the_same_bytes() {
    let pool = |threads| {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a small pool")
    };
    let (one, three) = (pool(1), pool(3));
    for family in [UNIFORM, GEOMETRIC, MENTORING, PRODUCTS] {
        let source = family.dense(120, 120, 25);
        let expected = format!("{:?}", assert_certified(&source));
        let ask = || format!("{:?}", solve(&source));
        let answers = [
            one.install(ask),
            three.install(ask),
            one.install(|| three.install(ask)),
            three.install(|| one.install(ask)),
            one.install(|| one.install(ask)),
        ];
        for answer in answers {
            assert!(answer == format!("Ok({expected})"), "{}", family.name);
        }
    }
}
