//! Seats, minima, groups and exits: filled, never exceeded, proved, or shown to be impossible.

mod support;

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU64, Ordering};

use reverse_mentoring::assignment::{
    AssignmentError, Column, ComputedCosts, CostSource, DenseCosts, Limits, LimitsError, Question,
    RankedCost, Row, SeatAssignment, SeatCertificate, Solver, SparseCosts, solve, solve_max,
    solve_max_within, solve_within, verify_within,
};
use reverse_mentoring::work::{CancelToken, Work};
use support::random::Random;
use support::seats::{
    Instance, QUESTIONS, Shape, answer, best_within, checked, instance, unpriced,
};

/// Compares with brute force on random instances; returns how many of the questions had an answer.
fn compare(cases: u64, seed: u64, shape: Shape) -> u64 {
    let mut feasible = 0;
    for case in 0..cases {
        let drawn = instance(&mut Random::new(seed + case), shape);
        for question in QUESTIONS {
            let found = checked(&drawn, question, &format!("case {}", seed + case));
            let expected = best_within(&drawn, question);
            assert_eq!(
                found,
                expected,
                "case {}, {question:?}\n{drawn:?}",
                seed + case
            );
            feasible += u64::from(found.is_some());
        }
    }
    feasible
}

#[test]
fn capacities_alone_are_served_as_brute_force_finds() {
    let shape = Shape {
        minima: false,
        groups: false,
        exits: false,
        goals: false,
        ..Shape::ALL
    };
    let feasible = compare(1_000, 0, shape);
    assert!((1_000..1_900).contains(&feasible), "{feasible}");
}

#[test]
fn exits_are_taken_as_brute_force_finds() {
    let shape = Shape {
        minima: false,
        groups: false,
        ..Shape::ALL
    };
    compare(1_000, 10_000, shape);
}

#[test]
fn minima_are_met_as_brute_force_finds() {
    let shape = Shape {
        groups: false,
        ..Shape::ALL
    };
    let feasible = compare(1_000, 20_000, shape);
    assert!((500..1_900).contains(&feasible), "{feasible}");
}

#[test]
fn goals_are_missed_as_seldom_as_brute_force_finds() {
    let shape = Shape {
        minima: false,
        groups: false,
        ..Shape::ALL
    };
    let feasible = compare(1_000, 25_000, shape);
    assert!((1_000..2_000).contains(&feasible), "{feasible}");
}

#[test]
fn groups_are_kept_to_as_brute_force_finds() {
    let shape = Shape {
        minima: false,
        ..Shape::ALL
    };
    let feasible = compare(1_000, 30_000, shape);
    assert!((500..1_900).contains(&feasible), "{feasible}");
}

#[test]
fn everything_at_once_is_solved_as_brute_force_finds() {
    let feasible = compare(2_000, 40_000, Shape::ALL);
    assert!((500..3_500).contains(&feasible), "{feasible}");
}

#[test]
#[ignore = "takes minutes; see tests/README.md"]
fn a_hundred_thousand_instances_are_solved_as_brute_force_finds() {
    compare(100_000, 1_000_000, Shape::ALL);
}

/// An instance of one seat each, groups and exits left out.
fn plain(random: &mut Random, side: u64) -> Instance {
    let shape = Shape {
        side,
        capacity: 1,
        minima: false,
        groups: false,
        exits: false,
        goals: false,
        tight: false,
    };
    instance(random, shape)
}

#[test]
fn with_one_seat_each_the_answers_are_those_of_the_plain_problem() {
    for case in 0..300 {
        let drawn = plain(&mut Random::new(50_000 + case), 12);
        let served = solve(&drawn.costs).ok().map(|plain| plain.total_cost());
        let within = checked(&drawn, Question::EveryRow, &format!("case {case}"));
        assert_eq!(within.map(|(_, total)| total), served, "case {case}");
        let most = solve_max(&drawn.costs).expect("nothing is infeasible");
        let empty = (drawn.costs.rows() - most.len()) as u64;
        let within = checked(&drawn, Question::MostPairs, &format!("case {case}"));
        assert_eq!(within, Some((empty, most.total_cost())), "case {case}");
    }
}

#[test]
fn larger_instances_are_certified_or_shown_to_be_infeasible() {
    let shape = Shape {
        side: 60,
        ..Shape::ALL
    };
    let mut feasible = 0;
    for case in 0..200 {
        let drawn = instance(&mut Random::new(70_000 + case), shape);
        for question in QUESTIONS {
            feasible += u32::from(checked(&drawn, question, &format!("case {case}")).is_some());
        }
    }
    assert!((100..390).contains(&feasible), "{feasible}");
}

/// Every set of pairs of a small instance, as columns of each row.
fn every_choice(costs: &SparseCosts) -> Vec<Vec<Vec<Column>>> {
    let mut choices = vec![Vec::new()];
    let mut permitted = Vec::new();
    for row in 0..u32::try_from(costs.rows()).unwrap() {
        costs.permitted(Row::from(row), &mut permitted);
        let sets = (0..1_u32 << permitted.len()).map(|set| -> Vec<Column> {
            let chosen = (0..permitted.len()).filter(|&at| set >> at & 1 == 1);
            chosen.map(|at| permitted[at].column).collect()
        });
        let sets: Vec<Vec<Column>> = sets.collect();
        choices = choices
            .into_iter()
            .flat_map(|rows: Vec<Vec<Column>>| {
                sets.iter()
                    .map(move |set| [rows.clone(), vec![set.clone()]].concat())
            })
            .collect();
    }
    choices
}

/// Claims that these pairs are the answer, with the certificate of another one.
fn claim(
    instance: &Instance,
    question: Question,
    chosen: &[Vec<Column>],
    certificate: SeatCertificate,
) -> SeatAssignment {
    let Instance { costs, limits } = instance;
    let mut total = 0;
    let mut empty = Vec::new();
    for (row, columns) in (0..).map(Row::from).zip(chosen) {
        let pairs = u32::try_from(columns.len()).unwrap();
        let left = limits.row_seats(row).saturating_sub(pairs);
        let cost = |&column| i128::from(costs.cost(row, column).expect("a permitted pair"));
        total += columns.iter().map(cost).sum::<i128>();
        total += i128::from(limits.exit(row).unwrap_or(0)) * i128::from(left);
        empty.push(left);
    }
    SeatAssignment::from_parts(
        question,
        costs.columns(),
        chosen.to_vec(),
        empty,
        total,
        certificate,
    )
}

/// Changes one potential a little.
fn damaged(certificate: &SeatCertificate, random: &mut Random) -> SeatCertificate {
    let mut parts = [
        certificate.row_potentials().to_vec(),
        certificate.column_potentials().to_vec(),
        certificate.row_group_potentials().to_vec(),
        certificate.column_group_potentials().to_vec(),
    ];
    let part = &mut parts[usize::try_from(random.below(4)).unwrap()];
    if !part.is_empty() {
        let at = usize::try_from(random.below(part.len() as u64)).unwrap();
        let (rank, cost) =
            [(0, 1), (0, -1), (1, 0), (-1, 0)][usize::try_from(random.below(4)).unwrap()];
        part[at] = RankedCost::new(part[at].rank() + rank, part[at].cost() + cost);
    }
    let [u, v, row_groups, column_groups] = parts;
    SeatCertificate::from_parts(u, v, row_groups, column_groups)
}

#[test]
fn the_verifier_accepts_the_optimal_answers_and_no_others() {
    let shape = Shape {
        side: 3,
        ..Shape::ALL
    };
    let (mut accepted, mut refused) = (0, 0);
    for case in 0..150 {
        let mut random = Random::new(80_000 + case);
        let drawn = instance(&mut random, shape);
        for question in QUESTIONS {
            let Ok(answer) = answer(&drawn, question) else {
                continue;
            };
            let optimum = (unpriced(&drawn, &answer), answer.total_cost());
            for chosen in every_choice(&drawn.costs) {
                let value =
                    support::seats::value_of(&chosen, &drawn.costs, &drawn.limits, question);
                let claimed = claim(&drawn, question, &chosen, answer.certificate().clone());
                let verified = verify_within(&drawn.costs, &drawn.limits, &claimed);
                assert_eq!(
                    verified.is_ok(),
                    value == Some(optimum),
                    "case {case}: {verified:?}\n{drawn:?}\n{claimed:?}"
                );
                // Another certificate may prove the same answer, but never a worse one.
                let certificate = damaged(answer.certificate(), &mut random);
                let claimed = claim(&drawn, question, &chosen, certificate);
                let verified = verify_within(&drawn.costs, &drawn.limits, &claimed);
                assert!(verified.is_err() || value == Some(optimum), "case {case}");
                *if verified.is_ok() {
                    &mut accepted
                } else {
                    &mut refused
                } += 1;
            }
        }
    }
    assert!(accepted > 50 && refused > 500, "{accepted} and {refused}");
}

#[test]
fn the_verifier_rejects_a_wrong_total_and_seats_that_are_not_accounted_for() {
    let costs = support::dense(&[&[1, 2], &[3, 4]]);
    let limits = Limits::builder(2, 2)
        .with_exit(Row::from(1), 2)
        .build()
        .expect("limits");
    let answer = solve_within(&costs, &limits).expect("an answer");
    let columns_of = || vec![answer.columns_of(Row::from(0)).to_vec(), Vec::new()];
    let with = |empty: Vec<u32>, total| {
        let certificate = answer.certificate().clone();
        let claim = SeatAssignment::from_parts(
            answer.question(),
            2,
            columns_of(),
            empty,
            total,
            certificate,
        );
        verify_within(&costs, &limits, &claim).map(|verified| verified.total_cost())
    };
    assert_eq!(with(vec![0, 1], 3), Ok(3));
    assert_eq!(
        with(vec![0, 1], 4).unwrap_err().to_string(),
        "the total cost is said to be 4, the answer costs 3 with 0 empty seats, and the potentials prove 3 with 0"
    );
    assert_eq!(
        with(vec![0, 0], 3).unwrap_err().to_string(),
        "row 1 has 0 pairs and 0 empty seats, expected 1 together"
    );
    assert_eq!(
        with(vec![0], 3).unwrap_err().to_string(),
        "the list of empty seats has 1 entries, expected 2 (it belongs to another source)"
    );
}

/// A claim on two rows and two columns: pairs, empty seats, and potentials of rows and columns.
struct Claim {
    pairs: [&'static [u32]; 2],
    empty: [u32; 2],
    u: [i64; 2],
    v: [i64; 2],
}

#[test]
fn the_verifier_says_at_which_place_a_claim_fails() {
    let costs = DenseCosts::try_new(2, 2, vec![1_i64, 2, 3, 9])
        .expect("a matrix")
        .with_absent(9);
    let limits = Limits::builder(2, 2)
        .with_exit(Row::from(1), 4)
        .build()
        .expect("limits");
    let message = |claim: Claim| {
        let ranked = |costs: [i64; 2]| costs.map(|cost| RankedCost::new(0, cost)).to_vec();
        let columns_of = claim
            .pairs
            .map(|columns| columns.iter().copied().map(Column::from).collect());
        let certificate =
            SeatCertificate::from_parts(ranked(claim.u), ranked(claim.v), Vec::new(), Vec::new());
        let (question, empty) = (Question::EveryRow, claim.empty.to_vec());
        let claim =
            SeatAssignment::from_parts(question, 2, columns_of.to_vec(), empty, 5, certificate);
        match verify_within(&costs, &limits, &claim) {
            Ok(verified) => format!("proved {}", verified.total_cost()),
            Err(error) => error.to_string(),
        }
    };
    // 0-1 and 1-0 cost 2 and 3; the exit and 0-0 cost as much.
    let right = || Claim {
        pairs: [&[1], &[0]],
        empty: [0, 0],
        u: [2, 4],
        v: [-1, 0],
    };
    assert_eq!(message(right()), "proved 5");
    assert_eq!(
        message(Claim {
            pairs: [&[0], &[]],
            empty: [0, 1],
            ..right()
        }),
        "proved 5"
    );
    assert_eq!(
        message(Claim {
            pairs: [&[0], &[1]],
            ..right()
        }),
        "row 1 has column 1, but the source does not permit this pair"
    );
    assert_eq!(
        message(Claim {
            pairs: [&[0, 1], &[]],
            empty: [0, 1],
            ..right()
        }),
        "row 0 has 2 pairs, expected at least 0 and at most 1"
    );
    assert_eq!(
        message(Claim {
            pairs: [&[], &[0]],
            empty: [1, 0],
            ..right()
        }),
        "row 0 has 1 empty seats, expected none (it has no exit price)"
    );
    assert_eq!(
        message(Claim {
            pairs: [&[0], &[0]],
            ..right()
        }),
        "column 0 has 2 pairs, expected at least 0 and at most 1"
    );
    assert_eq!(
        message(Claim {
            u: [4, 4],
            ..right()
        }),
        "row 0 and column 0 cost 1, less than their potentials 4 and -1 (there may be a cheaper assignment)"
    );
    assert_eq!(
        message(Claim {
            u: [1, 4],
            ..right()
        }),
        "row 0 has column 1 at 2, expected at most the sum of their potentials 1 and 0"
    );
    assert_eq!(
        message(Claim {
            u: [3, 4],
            v: [-2, -1],
            pairs: [&[0], &[]],
            empty: [0, 1]
        }),
        "column 1 has 0 pairs and its own potential is -1, expected 1 pairs"
    );
    assert_eq!(
        message(Claim {
            u: [2, 5],
            v: [-2, 0],
            ..right()
        }),
        "row 1 has 0 empty seats at 4, with 5 for its own potential, expected 1"
    );
}

#[test]
fn a_pair_in_use_twice_is_rejected() {
    let costs = support::dense(&[&[1, 5]]);
    let limits = Limits::builder(1, 2)
        .with_row_capacity(Row::from(0), 2)
        .build()
        .expect("limits");
    let zeros = |count| vec![RankedCost::default(); count];
    let certificate = SeatCertificate::from_parts(zeros(1), zeros(2), Vec::new(), Vec::new());
    let twice = vec![vec![Column::from(0), Column::from(0)]];
    let claim = SeatAssignment::from_parts(Question::EveryRow, 2, twice, vec![0], 2, certificate);
    assert_eq!(
        verify_within(&costs, &limits, &claim)
            .expect_err("a pair twice")
            .to_string(),
        "row 0 has column 0 twice, expected once"
    );
}

#[test]
fn a_minimum_of_a_column_is_met_although_it_costs_more() {
    let costs = support::dense(&[&[1, 9], &[1, 8]]);
    let limits = Limits::builder(2, 2).with_column_capacities([2, 2]);
    let free = limits.clone().build().expect("limits");
    assert_eq!(
        solve_within(&costs, &free).expect("an answer").total_cost(),
        2
    );
    let bound = limits
        .with_column_minimum(Column::from(1), 1)
        .build()
        .expect("limits");
    let answer = solve_within(&costs, &bound).expect("an answer");
    assert_eq!(
        (answer.total_cost(), answer.rows_of(Column::from(1))),
        (9, &[Row::from(1)][..])
    );
}

#[test]
fn a_cap_on_a_group_of_columns_sends_rows_elsewhere() {
    let costs = support::dense(&[&[1, 1, 5], &[1, 1, 7]]);
    let limits = Limits::builder(2, 3)
        .with_column_group([0, 1].map(Column::from), 0..=1)
        .build()
        .expect("limits");
    assert_eq!(
        solve_within(&costs, &limits)
            .expect("an answer")
            .total_cost(),
        6
    );
}

#[test]
fn a_floor_on_a_group_of_rows_takes_seats_from_others() {
    // Rows 0 and 1 would take the two columns; of rows 2 and 3, one must have one.
    let costs = support::dense(&[&[0, 0], &[0, 0], &[5, 7], &[6, 6]]);
    let limits = Limits::builder(4, 2)
        .with_row_group([2, 3].map(Row::from), 1..=2)
        .build()
        .expect("limits");
    let answer = solve_max_within(&costs, &limits).expect("an answer");
    assert_eq!((answer.len(), answer.total_cost()), (2, 5));
    assert_eq!(answer.columns_of(Row::from(2)), [Column::from(0)]);
}

#[test]
fn what_cannot_be_met_is_told_by_names_and_numbers() {
    let costs = support::dense(&[&[1, 2], &[3, 4]]);
    let message = |limits: Limits| {
        let error = solve_max_within(&costs, &limits).expect_err("the limits cannot be met");
        error.to_string()
    };
    let limits = Limits::builder(2, 2)
        .with_column_capacities([2, 2])
        .with_column_minimum(Column::from(0), 2)
        .with_column_minimum(Column::from(1), 1)
        .build()
        .expect("limits");
    assert_eq!(
        message(limits),
        "no assignment meets the limits: columns 0 and 1 with rows 0 and 1 need 3 pairs, and there is room for 2"
    );
    let limits = Limits::builder(2, 2)
        .with_row_minimum(Row::from(0), 1)
        .with_row_minimum(Row::from(1), 1)
        .with_column_group([0, 1].map(Column::from), 0..=1)
        .build()
        .expect("limits");
    assert_eq!(
        message(limits),
        "no assignment meets the limits: rows 0 and 1 with columns 0 and 1 with column group 0 \
         need 2 pairs, and there is room for 1"
    );
}

#[test]
fn no_rows_and_no_columns_need_nothing() {
    let none = Limits::builder(0, 0).build().expect("limits");
    let costs = DenseCosts::<u8>::try_new(0, 0, Vec::new()).expect("nothing");
    assert!(solve_within(&costs, &none).expect("an answer").is_empty());
    let lonely = Limits::builder(2, 0).build().expect("limits");
    let costs = DenseCosts::<u8>::try_new(2, 0, Vec::new()).expect("nothing");
    assert_eq!(
        solve_within(&costs, &lonely)
            .expect_err("no columns")
            .to_string(),
        "no assignment meets the limits: row 0 needs 1 pair, and there is room for 0"
    );
    let answer = solve_max_within(&costs, &lonely).expect("an answer");
    assert_eq!(answer.empty_seats(), 2);
    assert!(verify_within(&costs, &lonely, &answer).is_ok());
}

#[test]
fn the_same_question_gets_the_same_answer() {
    for case in 0..50 {
        let drawn = instance(
            &mut Random::new(90_000 + case),
            Shape {
                side: 30,
                ..Shape::ALL
            },
        );
        for question in QUESTIONS {
            assert_eq!(answer(&drawn, question), answer(&drawn, question));
        }
    }
}

/// What 300 rows pay for 100 columns, or for more: all like the same columns, some like few, and products in between.
fn contested(
    kind: usize,
    columns: usize,
) -> ComputedCosts<impl Fn(Row, Column) -> Option<i64> + Sync> {
    ComputedCosts::new(300, columns, move |row, column| {
        let (row, column) = (row.index() as u64, column.index() as u64);
        let noise = ((row * 7_919 + column * 104_729) * 2_654_435_761 % (1 << 32)) >> 12;
        let cost = match kind {
            0 => (row + 1) * (column + 1) * 64,
            1 => column * 16_384 + noise % 8_192,
            _ => noise,
        };
        // Some pairs are absent, and none that the rows could be served by in turn.
        let permitted = kind < 2 || noise % 8 == 0 || row % 100 == column % 100;
        permitted.then(|| cost.cast_signed())
    })
}

#[test]
fn contested_seats_are_certified_and_the_same_on_any_number_of_threads() {
    for (kind, columns, row_seats, column_seats) in [
        // As many seats as are needed, some more, and too few.
        (0, 100, 1, 3),
        (1, 100, 1, 3),
        (2, 100, 1, 3),
        (0, 150, 2, 4),
        (2, 110, 1, 3),
        (0, 110, 1, 3),
        (1, 100, 2, 9),
        (0, 100, 1, 2),
        (2, 90, 2, 5),
    ] {
        let costs = contested(kind, columns);
        let limits = Limits::builder(300, columns)
            .with_row_capacities([row_seats; 300])
            .with_column_capacities(vec![column_seats; columns])
            .build()
            .expect("capacities");
        let solve = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            let pool = pool.expect("threads");
            pool.install(|| solve_max_within(&costs, &limits).expect("capacities alone"))
        };
        let found = solve(1);
        let verified = verify_within(&costs, &limits, &found).expect("proved");
        let (needed, offered) = (
            300 * row_seats,
            column_seats * u32::try_from(columns).expect("few"),
        );
        let empty = u64::from(needed.saturating_sub(offered));
        let name = format!("kind {kind}, {columns} columns of {column_seats}");
        assert_eq!(verified.empty_seats(), empty, "{name}");
        assert_eq!(solve(3), found, "{name}");
    }
}

#[test]
fn limits_of_another_size_are_refused() {
    let costs = support::dense(&[&[1, 2]]);
    let limits = Limits::builder(2, 2).build().expect("limits");
    assert_eq!(
        solve_within(&costs, &limits)
            .expect_err("another size")
            .to_string(),
        "the limits are for 2 rows and 2 columns, expected 1 rows and 2 columns"
    );
}

#[test]
fn work_that_is_cancelled_stops() {
    let token = CancelToken::new();
    token.cancel();
    let solver = Solver::new().with_work(Work::new().with_cancel_token(&token));
    let limits = Limits::builder(1, 1).build().expect("limits");
    let costs = support::dense(&[&[1]]);
    assert!(matches!(
        solver.solve_within(&costs, &limits),
        Err(LimitsError::Assignment(AssignmentError::Cancelled(_)))
    ));
}

#[test]
fn costs_too_far_apart_are_refused() {
    let costs = support::dense(&[&[i64::MIN, i64::MAX], &[0, 0]]);
    let limits = Limits::builder(2, 2).build().expect("limits");
    assert!(matches!(
        solve_within(&costs, &limits),
        Err(LimitsError::Assignment(
            AssignmentError::RangeTooLarge { .. }
        ))
    ));
}

#[test]
fn costs_as_large_as_the_range_proof_allows_are_solved_and_larger_ones_refused() {
    let shape = Shape {
        exits: false,
        ..Shape::ALL
    };
    let (mut solved, mut refused) = (0, 0);
    for case in 0..400 {
        let mut random = Random::new(95_000 + case);
        let mut drawn = instance(&mut random, shape);
        let factor = 1_i64 << (20 + random.below(12));
        let mut pairs = Vec::new();
        for row in (0..u32::try_from(drawn.costs.rows()).unwrap()).map(Row::from) {
            for column in (0..u32::try_from(drawn.costs.columns()).unwrap()).map(Column::from) {
                let cost = drawn.costs.cost(row, column);
                pairs.extend(cost.map(|cost| (row, column, cost * factor)));
            }
        }
        let (rows, columns) = (drawn.costs.rows(), drawn.costs.columns());
        drawn.costs = SparseCosts::try_from_pairs(rows, columns, pairs).expect("the same pairs");
        for question in QUESTIONS {
            if let Err(LimitsError::Assignment(error)) = answer(&drawn, question) {
                assert!(
                    matches!(error, AssignmentError::RangeTooLarge { .. }),
                    "{error}"
                );
                refused += 1;
                continue;
            }
            let found = checked(&drawn, question, &format!("case {case}"));
            assert_eq!(found, best_within(&drawn, question), "case {case}");
            solved += 1;
        }
    }
    assert!(solved > 100 && refused > 50, "{solved} and {refused}");
}

#[test]
fn a_source_that_changes_its_mind_gets_an_answer_or_an_error() {
    for seed in 0..200 {
        let asked = AtomicU64::new(seed);
        let costs = ComputedCosts::new(6, 6, |_, _| {
            let drawn = Random::new(asked.fetch_add(1, Ordering::Relaxed)).below(12);
            (drawn < 10).then_some(i64::try_from(drawn).unwrap())
        });
        let limits = Limits::builder(6, 6)
            .with_row_capacities([1, 2, 3, 1, 2, 3])
            .with_column_capacities([3, 3, 2, 2, 1, 1])
            .with_column_minimum(Column::from(2), 2)
            .with_row_group([0, 1].map(Row::from), 1..=2)
            .with_column_group([0, 2].map(Column::from), 1..=3)
            .build()
            .expect("limits");
        match solve_max_within(&costs, &limits) {
            Ok(answer) => assert_eq!(answer.rows(), 6),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
}

#[test]
fn h_21_a_capacity_of_0_is_refused_with_everything_else_that_is_wrong() {
    let error = Limits::builder(3, 2)
        .with_row_capacity(Row::from(0), 0)
        .with_column_capacities([1, 0])
        .with_row_minimum(Row::from(2), 3)
        .with_exit(Row::from(9), 5)
        .with_row_group([0, 1].map(Row::from), RangeInclusive::new(3, 2))
        .with_row_group([1, 2].map(Row::from), 9..=9)
        .with_column_group([0, 7].map(Column::from), 0..=2)
        .build()
        .expect_err("nearly everything is wrong");
    assert_eq!(
        error.to_string(),
        "8 faults in the limits\
         \n  row 0 has capacity 0, expected at least 1 (leave the row out instead)\
         \n  row 2 has minimum 3, expected at most 1 (its capacity, or all it could meet)\
         \n  row group 0 has floor 3 and cap 2, expected a floor of at most the cap\
         \n  row 1 is in row group 0 and again in row group 1, expected one group\
         \n  row group 1 has floor 9, expected at most 1 (the seats of its members)\
         \n  column 1 has capacity 0, expected at least 1 (leave the column out instead)\
         \n  column 7 is out of range, expected a column below 2\
         \n  row 9 is out of range, expected a row below 3"
    );
    let LimitsError::Invalid { faults, total } = error else {
        panic!("{error}")
    };
    assert_eq!((faults.len(), total), (8, 8));
    let repeated = Limits::builder(2, 2)
        .with_column_capacities([1, 1, 1])
        .with_column_minimum(Column::from(0), 1)
        .with_column_group([0, 0].map(Column::from), 0..=0);
    assert_eq!(
        repeated.build().expect_err("three faults").to_string(),
        "3 faults in the limits\
         \n  found 3 column capacities, expected 2\
         \n  column 0 is in column group 0 and again in column group 0, expected one group\
         \n  column group 0 has cap 0, expected at least 1 (the minima of its members)"
    );
}

#[test]
fn h_21_the_largest_capacity_is_bounded_by_the_other_side() {
    let costs = support::dense(&[&[4, 2, 3], &[1, 1, 1]]);
    let limits = Limits::builder(2, 3)
        .with_row_capacities([u32::MAX, u32::MAX])
        .with_column_capacities(std::iter::repeat_n(u32::MAX, 3))
        .build()
        .expect("the largest capacity is one like others");
    assert_eq!(limits.row_seats(Row::from(0)), 3);
    assert_eq!(limits.column_seats(Column::from(0)), 2);
    let answer = solve_within(&costs, &limits).expect("everybody meets everybody");
    assert_eq!((answer.len(), answer.total_cost()), (6, 12));
    assert!(verify_within(&costs, &limits, &answer).is_ok());
}

#[test]
fn h_21_sums_of_capacities_that_leave_32_bits_are_added_up_in_64() {
    // 70 000 rows of 70 000 seats each: 4.9e9 seats, more than 2^32, and hardly a pair.
    let side = 70_000_usize;
    let pairs = [
        (Row::from(0), Column::from(0), 3),
        (Row::from(9), Column::from(1), 4),
    ];
    let costs = SparseCosts::try_from_pairs(side, side, pairs).expect("two pairs");
    let everybody = (0..u32::try_from(side).unwrap()).map(Row::from);
    let limits = Limits::builder(side, side)
        .with_row_capacities(std::iter::repeat_n(u32::MAX, side))
        .with_row_group(everybody, 2..=u64::MAX)
        .build()
        .expect("limits");
    let answer = solve_max_within(&costs, &limits);
    let answer = answer.expect("two pairs");
    assert_eq!((answer.len(), answer.total_cost()), (2, 7));
    assert_eq!(answer.empty_seats(), 70_000 * 70_000 - 2);
    assert!(verify_within(&costs, &limits, &answer).is_ok());
}
