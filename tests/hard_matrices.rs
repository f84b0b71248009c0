//! Matrices on which solvers in wide use answer wrongly, silently, or not at all; each answer can be checked by hand.

#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

mod support;

use reverse_mentoring::assignment::{
    AssignmentError, ComputedCosts, CostSource, DenseCosts, FloatCosts, Infinity, SparseCosts,
    solve, solve_max,
};
use support::families::{ADVERSARIAL, COMMON, FORBIDDEN, Family, TIES, UNIFORM};
use support::{
    assert_certified, assert_infeasible, assert_max_certified, dense, model, numbers, pair,
};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// Makes a matrix of floats in which infinity is an absent pair.
#[track_caller]
fn floats(rows: usize, costs: &[f64]) -> FloatCosts {
    FloatCosts::try_new(rows, costs.len() / rows, costs.to_vec(), Infinity::Absent)
        .expect("numbers, or absent")
}

/// Solves both ways, checks both certificates, and gives the total in the numbers of the matrix.
#[track_caller]
fn float_total(costs: &FloatCosts) -> f64 {
    let (every_row, most) = (assert_certified(costs), assert_max_certified(costs));
    assert_eq!(every_row.total_cost(), most.total_cost());
    costs.to_float(every_row.total_cost())
}

/// Solves both ways, checks both certificates, and gives the total.
#[track_caller]
fn total(source: &impl CostSource) -> i128 {
    let (every_row, most) = (assert_certified(source), assert_max_certified(source));
    assert_eq!(every_row.total_cost(), most.total_cost());
    every_row.total_cost()
}

fn sparse(rows: usize, columns: usize, pairs: &[(u32, u32, i64)]) -> SparseCosts {
    let pairs = pairs
        .iter()
        .map(|&(row, column, cost)| (row.into(), column.into(), cost));
    SparseCosts::try_from_pairs(rows, columns, pairs).expect("each pair once, and within")
}

#[test]
fn a_row_whose_pairs_are_all_forbidden_is_named_and_the_others_are_served() {
    let costs = floats(2, &[INF, INF, 2.0, 3.0]);
    assert_eq!(
        assert_infeasible(&costs),
        "no assignment exists: row 0 permits no column"
    );
    let most = assert_max_certified(&costs);
    assert_eq!(numbers(&most), [(1, 0)]);
    assert_eq!(costs.to_float(most.total_cost()), 2.0);
}

#[test]
fn rows_that_compete_for_one_column_are_named_and_one_of_them_is_served() {
    let costs = floats(3, &[1.0, INF, INF, 2.0, INF, INF, 3.0, 4.0, 5.0]);
    assert_eq!(
        assert_infeasible(&costs),
        "no assignment exists: rows 0 and 1 permit only column 0"
    );
    // 1 + 4: the cheaper of the two, and the cheapest column left for row 2.
    assert_eq!(numbers(&assert_max_certified(&costs)), [(0, 0), (2, 1)]);
}

#[test]
fn a_matrix_without_any_permitted_pair_is_infeasible_and_has_an_empty_answer() {
    let costs = floats(3, &[INF; 9]);
    assert_eq!(
        assert_infeasible(&costs),
        "no assignment exists: row 0 permits no column"
    );
    assert!(assert_max_certified(&costs).is_empty());
}

#[test]
fn nan_is_refused_at_its_place_and_never_answered() {
    for infinity in [Infinity::Absent, Infinity::Refused] {
        let error = FloatCosts::try_new(2, 2, vec![NAN, 1.0, 2.0, 3.0], infinity).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the cost of row 0 and column 0 is NaN, expected a finite number (leave the pair out instead)"
        );
    }
    let last = FloatCosts::try_new(2, 3, vec![0.0, 1.0, 2.0, 3.0, 4.0, -NAN], Infinity::Absent);
    let AssignmentError::NotFinite { row, column, .. } = last.unwrap_err() else {
        panic!("NaN is not finite");
    };
    assert_eq!((row, column), pair(1, 2));
}

#[test]
fn minus_infinity_is_refused_even_where_infinity_means_absent() {
    for infinity in [Infinity::Absent, Infinity::Refused] {
        let error = FloatCosts::try_new(2, 2, vec![-INF, 1.0, 2.0, 3.0], infinity).unwrap_err();
        let AssignmentError::NotFinite { row, column, value } = error else {
            panic!("{error}");
        };
        assert_eq!((row, column), pair(0, 0));
        assert_eq!(value.to_string(), "-inf");
    }
}

#[test]
fn infinity_is_refused_where_it_is_not_said_to_mean_absent() {
    let error = FloatCosts::try_new(1, 2, vec![1.0, INF], Infinity::Refused).unwrap_err();
    assert!(
        matches!(error, AssignmentError::NotFinite { .. }),
        "{error}"
    );
}

#[test]
fn forbidden_pairs_are_absent_and_the_rest_is_solved() {
    let costs = floats(2, &[INF, 1.0, 2.0, INF]);
    assert_eq!(float_total(&costs), 3.0);
    // The dear pairs 50 and 60 are the only way around the forbidden ones.
    let costs = floats(3, &[1.0, 50.0, INF, 1.0, INF, 60.0, 1.0, INF, INF]);
    assert_eq!(float_total(&costs), 111.0);
    assert_eq!(numbers(&assert_certified(&costs)), [(0, 1), (1, 2), (2, 0)]);
}

#[test]
fn every_integer_type_may_name_its_largest_number_as_absent() {
    macro_rules! total_with_absent {
        ($($integer:ty),*) => {$(
            let absent = <$integer>::MAX;
            let costs = DenseCosts::<$integer>::try_from_rows([vec![absent, 1], vec![2, absent]]);
            assert_eq!(total(&costs.expect("a square").with_absent(absent)), 3);
        )*};
    }
    total_with_absent!(u8, u16, u32, i32, i64);
}

#[test]
fn a_pair_of_cost_zero_in_sparse_input_is_a_pair() {
    // Without its two zeros the matrix would cost 5 + 7.
    let costs = sparse(2, 2, &[(0, 0, 0), (0, 1, 5), (1, 0, 7), (1, 1, 0)]);
    assert_eq!(total(&costs), 0);
    assert_eq!(numbers(&assert_certified(&costs)), [(0, 0), (1, 1)]);
    // Without them this one could not be solved.
    let costs = sparse(3, 3, &[(0, 1, 0), (1, 2, 0), (2, 0, 0)]);
    assert_eq!(numbers(&assert_certified(&costs)), [(0, 1), (1, 2), (2, 0)]);
    let dense = dense(&[&[0, 5], &[7, 0]]);
    assert_eq!(total(&dense), 0);
    assert_eq!(float_total(&floats(2, &[0.0, 5.0, 7.0, -0.0])), 0.0);
}

#[test]
fn costs_above_a_million_are_costs_like_others() {
    // The cyclic shift costs 3 · 2^20; each other assignment takes at least one pair that costs 2^20 more.
    let base = 1_i64 << 20;
    let cost = |row: u32, column: u32| {
        if (row + 1) % 3 == column {
            base
        } else {
            2 * base + i64::from(row)
        }
    };
    let costs = ComputedCosts::new(3, 3, |row, column| Some(cost(row.into(), column.into())));
    assert_eq!(total(&costs), 3 * i128::from(base));
    // Scaling by a thousand, or by a million, only scales the answer.
    let table = UNIFORM.costs(40, 40, 5);
    let scaled = |factor: i64| {
        let costs = table.iter().map(|&cost| i64::from(cost) * factor);
        total(&DenseCosts::try_new(40, 40, costs.collect()).expect("a square"))
    };
    let once = scaled(1);
    assert_eq!(scaled(1_000), 1_000 * once);
    assert_eq!(scaled(1_000_000), 1_000_000 * once);
}

#[test]
fn costs_of_two_to_the_forty_are_told_from_small_ones() {
    let dear = 1_i64 << 40;
    assert_eq!(total(&dense(&[&[dear, 1], &[2, 2 * dear]])), 3);
    let costs = floats(2, &[2_f64.powi(40), 1.0, 2.0, 2_f64.powi(41)]);
    assert_eq!(float_total(&costs), 3.0);
}

#[test]
fn integers_beyond_two_to_the_fifty_three_keep_their_last_bit() {
    let big = 1_i64 << 53;
    // As floats, 2^53 + 1 is 2^53, and both assignments would cost the same.
    let costs = dense(&[&[big + 1, big], &[big + 3, big + 3]]);
    assert_eq!(total(&costs), (1 << 54) + 3);
    assert_eq!(numbers(&assert_certified(&costs)), [(0, 1), (1, 0)]);
    // One apart at 2^53, both ways round.
    let costs = dense(&[&[big, big + 1], &[big + 1, big + 1]]);
    assert_eq!(numbers(&assert_certified(&costs)), [(0, 0), (1, 1)]);
    let costs = dense(&[&[big + 1, big], &[big + 1, big + 1]]);
    assert_eq!(numbers(&assert_certified(&costs)), [(0, 1), (1, 0)]);
}

#[test]
fn integers_at_two_to_the_sixty_two_are_exact() {
    let (big, half) = (1_i64 << 62, 1_i64 << 61);
    // Sums within a search of 64 bits could pass 2^63.
    let costs = dense(&[&[big, half], &[half, big]]);
    assert_eq!(total(&costs), 1 << 62);
    assert_eq!(numbers(&assert_certified(&costs)), [(0, 1), (1, 0)]);
    assert_eq!(total(&dense(&[&[big - half, 0], &[0, big - half]])), 0);
    // It is the distance that counts: close together, costs of any size are exact.
    let near = dense(&[&[big + 1, big], &[big, big + 1]]);
    assert_eq!(total(&near), 1 << 63);
    assert_eq!(numbers(&assert_certified(&near)), [(0, 1), (1, 0)]);
    let below = dense(&[&[-big + 1, -big], &[-big, -big + 1]]);
    assert_eq!(total(&below), -(1 << 63));
    let largest = dense(&[&[i64::MAX]]);
    assert_eq!(total(&largest), i128::from(i64::MAX));
}

#[test]
fn floats_of_any_magnitude_are_exact_or_refused() {
    let float = |costs: [f64; 4]| float_total(&floats(2, &costs));
    assert_eq!(float([1e300, 2e300, 2e300, 1e300]), 2e300);
    assert_eq!(float([1e-300, 2e-300, 2e-300, 1e-300]), 2e-300);
    // 1 and 10^-300 have no common grid of 64 bits: the smaller is 0 at the resolution that is stated.
    let costs = floats(2, &[1.0, 1e-300, 0.0, 1.0]);
    assert!(costs.resolution() > 0.0);
    assert_eq!(float_total(&costs), 0.0);
}

#[test]
fn a_wide_matrix_serves_every_row() {
    let costs = dense(&[&[4, 1, 3], &[2, 0, 5]]);
    assert_eq!(total(&costs), 3); // 1 + 2, and 3 + 0 as well
    assert_eq!(
        float_total(&floats(2, &[4.0, 1.0, 3.0, 2.0, 0.0, 5.0])),
        3.0
    );
    let costs = dense(&[&[9, 9, 9, 1, 9, 9, 9]]);
    assert_eq!(numbers(&assert_certified(&costs)), [(0, 3)]);
}

#[test]
fn a_tall_matrix_names_its_rows_and_fills_every_column() {
    let costs = dense(&[&[4, 1], &[2, 0], &[3, 2]]);
    assert_eq!(
        assert_infeasible(&costs),
        "no assignment exists: rows 0, 1 and 2 permit only columns 0 and 1"
    );
    let most = assert_max_certified(&costs);
    assert_eq!((most.len(), most.total_cost()), (2, 3)); // 1 + 2
    let wide = dense(&[&[4, 2, 3], &[1, 0, 2]]);
    assert_eq!(assert_certified(&wide).total_cost(), most.total_cost());
}

#[test]
fn nothing_at_all_is_a_problem_with_an_empty_answer() {
    for (rows, columns) in [(0, 0), (0, 3)] {
        let integers = DenseCosts::<i64>::try_new(rows, columns, Vec::new()).expect("no costs");
        assert_eq!(total(&integers), 0);
        let floats = FloatCosts::try_new(rows, columns, Vec::new(), Infinity::Refused);
        assert_eq!(total(&floats.expect("no costs")), 0);
        assert_eq!(total(&sparse(rows, columns, &[])), 0);
        assert_eq!(total(&ComputedCosts::new(rows, columns, |_, _| Some(1))), 0);
    }
    // Rows without columns cannot be served.
    let rows_alone = DenseCosts::<i64>::try_new(3, 0, Vec::new()).expect("no costs");
    assert_eq!(
        assert_infeasible(&rows_alone),
        "no assignment exists: row 0 permits no column"
    );
    assert!(assert_max_certified(&rows_alone).is_empty());
}

#[test]
fn equal_costs_are_a_full_assignment_of_equal_cost() {
    for (rows, columns) in [
        (1_u32, 1),
        (5, 5),
        (5, 9),
        (64, 64),
        (300, 300),
        (300, 1_000_u32),
    ] {
        let (height, width) = (rows as usize, columns as usize);
        let costs = DenseCosts::try_new(height, width, vec![7_i32; height * width]);
        assert_eq!(
            total(&costs.expect("rows times columns costs")),
            7 * i128::from(rows)
        );
        assert_eq!(
            float_total(&floats(height, &vec![0.25; height * width])),
            0.25 * f64::from(rows)
        );
    }
    assert_eq!(total(&dense(&[&[0_i64; 4][..]; 4])), 0);
}

#[test]
fn massive_ties_end_soon_and_at_the_optimum() {
    // Each row has a column of cost 1 of its own among hundreds of equal ones.
    let side = 400_u32;
    let costs = ComputedCosts::new(side as usize, side as usize, |row, column| {
        Some(i64::from(
            (u32::from(row) * 7 + u32::from(column)) % side % 4 + 1,
        ))
    });
    assert_eq!(total(&costs), i128::from(side));
    // A hundred different costs: at 2 000 x 2 000 each row has twenty pairs that cost the least there is.
    assert_eq!(total(&TIES.dense(2_000, 2_000, 1)), 2_000);
    // Zeros and ones, of which the zeros are too few.
    let few = ComputedCosts::new(100, 100, |row, column| {
        Some(i64::from(
            row.index() != column.index() || row.index() >= 60,
        ))
    });
    assert_eq!(total(&few), 40);
}

#[test]
fn negative_costs_are_costs() {
    assert_eq!(total(&dense(&[&[-4, -1], &[-2, -3]])), -7); // -4 - 3
    assert_eq!(float_total(&floats(2, &[-4.0, -1.0, -2.0, -3.0])), -7.0);
    assert_eq!(
        total(&sparse(2, 3, &[(0, 0, -5), (0, 2, 1), (1, 0, -6)])),
        -5
    ); // 1 - 6
    // Where fewer pairs would cost less than nothing more, as many as can be are still made.
    let mixed = dense(&[&[-10, 100], &[100, 100]]);
    assert_eq!(total(&mixed), 90);
}

#[test]
fn a_maximum_is_the_minimum_of_negated_scores() {
    let scores = [[3, 1, 2], [2, 4, 6], [9, 8, 7]];
    let costs = ComputedCosts::new(3, 3, |row, column| {
        Some(-scores[row.index()][column.index()])
    });
    assert_eq!(total(&costs), -17); // 3 + 6 + 8
}

#[test]
fn a_circle_of_a_hundred_thousand_rows_turns_as_a_whole() {
    // Two columns for each row, in one circle: only all rows one way or all rows the other way will do.
    const ROWS: u32 = 100_000;
    let pairs: Vec<_> = (0..ROWS)
        .flat_map(|row| {
            [
                (row, row, 3),
                (row, (row + 1) % ROWS, if row == 0 { 1 } else { 3 }),
            ]
        })
        .collect();
    let costs = sparse(ROWS as usize, ROWS as usize, &pairs);
    let assignment = assert_certified(&costs);
    assert_eq!(assignment.total_cost(), 3 * i128::from(ROWS) - 2);
    assert!(
        assignment
            .pairs()
            .all(|(row, column)| (u32::from(row) + 1) % ROWS == u32::from(column))
    );
}

#[test]
fn the_answer_of_every_small_type_is_that_of_the_wide_one() {
    let table = TIES.costs(30, 45, 9);
    macro_rules! totals {
        ($($integer:ty),*) => {
            [$({
                let costs = table.iter().map(|&cost| <$integer>::try_from(cost).expect("up to 100"));
                total(&DenseCosts::<$integer>::try_new(30, 45, costs.collect()).expect("rows times columns"))
            }),*]
        };
    }
    let rows: Vec<Vec<_>> = table
        .chunks(45)
        .map(|row| row.iter().map(|&cost| Some(i64::from(cost))).collect())
        .collect();
    let (pairs, least) = model::optimum(&rows, 45);
    assert_eq!(pairs, 30);
    assert_eq!(totals!(u8, u16, u32, i32, i64), [least; 5]);
}

#[test]
fn asking_for_most_pairs_of_a_feasible_problem_is_asking_for_every_row() {
    let costs = UNIFORM.dense(50, 80, 3);
    assert_eq!(
        solve_max(&costs)
            .expect("no input is infeasible")
            .total_cost(),
        solve(&costs).expect("every row can be served").total_cost()
    );
}

/// Solves a problem of a family for most pairs, as a matrix, asked pair by pair, and as a list of pairs, and compares.
#[track_caller]
fn assert_the_same_however_read(family: Family, rows: usize, columns: usize, barred: i32) {
    let costs = family.costs(rows, columns, 7);
    // What is barred depends on the cost, so that it has a pattern of its own in each family.
    let is_barred = |cost: i32| cost == FORBIDDEN || cost.wrapping_mul(7_919) & 1_023 < barred;
    let costs: Vec<i32> = costs
        .into_iter()
        .map(|cost| if is_barred(cost) { FORBIDDEN } else { cost })
        .collect();
    let asked = ComputedCosts::new(rows, columns, |row, column| {
        let cost = costs[row.index() * columns + column.index()];
        (cost != FORBIDDEN).then_some(cost.into())
    });
    let matrix = DenseCosts::try_new(rows, columns, costs.clone())
        .expect("rows times columns")
        .with_absent(FORBIDDEN);
    let permitted: Vec<_> = (0_u32..)
        .zip(costs.chunks(columns))
        .flat_map(|(row, costs)| {
            let permitted = (0_u32..).zip(costs).filter(|pair| *pair.1 != FORBIDDEN);
            permitted.map(move |(column, &cost)| (row, column, cost.into()))
        })
        .collect();
    let listed = sparse(rows, columns, &permitted);
    let [of_matrix, of_asked, of_listed] = [
        assert_max_certified(&matrix),
        assert_max_certified(&asked),
        assert_max_certified(&listed),
    ]
    .map(|answer| (answer.len(), answer.total_cost()));
    let told = format!("{} {rows}x{columns}, barred {barred}", family.name);
    assert_eq!(of_matrix, of_asked, "{told}");
    assert_eq!(of_matrix, of_listed, "{told}");
}

fn assert_one_optimum(family: Family) {
    for (rows, columns, barred) in [
        (530, 530, 0),
        (530, 530, 100),
        (260, 1_100, 100),
        (600, 250, 100),
    ] {
        assert_the_same_however_read(family, rows, columns, barred);
    }
}

#[test]
fn common_problems_beyond_all_thresholds_have_one_optimum_however_they_are_read() {
    COMMON.into_iter().for_each(assert_one_optimum);
    // More pairs than are copied when it is looked for who goes without.
    for barred in [10, 1_000] {
        assert_the_same_however_read(UNIFORM, 2_300, 2_000, barred);
    }
}

#[test]
fn adversarial_problems_beyond_all_thresholds_have_one_optimum_however_they_are_read() {
    ADVERSARIAL.into_iter().for_each(assert_one_optimum);
}
