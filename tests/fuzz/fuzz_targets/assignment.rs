//! Whatever a source holds, the solver ends without a panic, its certificate holds, and the answer is the textbook's.
#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use reverse_mentoring::assignment::{
    AssignmentError, Column, Cost, CostInteger, CostSource, DenseCosts, FloatCosts, Infinity,
    Limits, LimitsError, Question, Row, SparseCosts, solve, solve_max, solve_max_within,
    solve_within, verify, verify_within,
};

#[path = "../../support/model.rs"]
mod model;
#[path = "../../support/model_within.rs"]
mod model_within;

/// The textbook takes long for more.
const MOST_ROWS: usize = 24;
const MOST_COLUMNS: usize = 48;

/// A problem, with limits or without.
#[derive(Arbitrary, Debug)]
struct Instance {
    costs: Costs,
    terms: Option<Terms>,
}

/// Limits, as a caller might state them.
#[derive(Arbitrary, Debug)]
struct Terms {
    rows: TermsOfSide,
    columns: TermsOfSide,
    exits: Vec<(u8, i64)>,
}

#[derive(Arbitrary, Debug)]
struct TermsOfSide {
    capacities: Vec<u8>,
    minima: Vec<(u8, u8)>,
    goals: Vec<(u8, u8)>,
    groups: Vec<(Vec<u8>, u8, u8)>,
}

/// The costs, as a caller might hand them over.
#[derive(Arbitrary, Debug)]
enum Costs {
    U8(Dense<u8>),
    U16(Dense<u16>),
    U32(Dense<u32>),
    I32(Dense<i32>),
    I64(Dense<i64>),
    Floats {
        columns: u8,
        costs: Vec<f64>,
        infinity_is_absent: bool,
    },
    Pairs {
        rows: u8,
        columns: u8,
        pairs: Vec<(u8, u8, i64)>,
    },
    Compressed {
        columns: u8,
        starts: Vec<u8>,
        places: Vec<u8>,
        costs: Vec<i64>,
    },
    Scaled {
        columns: u8,
        costs: Vec<Option<i8>>,
        shift: u8,
        offset: i64,
    },
    /// Many costs from few bytes: products of two numbers, and something small.
    Products {
        rows: Vec<i16>,
        columns: Vec<i16>,
        noise: Vec<u8>,
    },
}

#[derive(Arbitrary, Debug)]
struct Dense<T> {
    columns: u8,
    costs: Vec<T>,
    absent: Option<T>,
}

/// How many rows and columns as many costs are.
fn shape(costs: usize, columns: u8) -> (usize, usize) {
    let columns = usize::from(columns) % (MOST_COLUMNS + 1);
    let rows = costs.checked_div(columns).unwrap_or(costs);
    (rows.min(MOST_ROWS), columns)
}

impl<T: CostInteger> Dense<T> {
    fn check(self, terms: Option<Terms>) {
        let Self {
            columns,
            mut costs,
            absent,
        } = self;
        let (rows, columns) = shape(costs.len(), columns);
        costs.truncate(rows * columns);
        let source = DenseCosts::try_new(rows, columns, costs).expect("rows times columns costs");
        match absent {
            Some(code) => check(&source.with_absent(code), terms),
            None => check(&source, terms),
        }
    }
}

impl Costs {
    fn check(self, terms: Option<Terms>) {
        match self {
            Self::U8(dense) => dense.check(terms),
            Self::U16(dense) => dense.check(terms),
            Self::U32(dense) => dense.check(terms),
            Self::I32(dense) => dense.check(terms),
            Self::I64(dense) => dense.check(terms),
            Self::Floats {
                columns,
                costs,
                infinity_is_absent,
            } => {
                check_floats(columns, costs, infinity_is_absent, terms);
            }
            Self::Pairs {
                rows,
                columns,
                pairs,
            } => {
                let (rows, columns) = (usize::from(rows) % 25, usize::from(columns) % 49);
                let pairs = pairs.into_iter().map(|(row, column, cost)| {
                    (u32::from(row).into(), u32::from(column).into(), cost)
                });
                if let Ok(source) = SparseCosts::try_from_pairs(rows, columns, pairs) {
                    check(&source, terms);
                }
            }
            Self::Compressed {
                columns,
                starts,
                places,
                costs,
            } => {
                let columns = usize::from(columns) % (MOST_COLUMNS + 1);
                let starts: Vec<usize> = starts.into_iter().map(usize::from).collect();
                let places = places
                    .into_iter()
                    .map(|place| u32::from(place).into())
                    .collect();
                match SparseCosts::try_new(columns, starts, places, costs) {
                    Ok(source) if source.rows() <= MOST_ROWS => check(&source, terms),
                    _ => {}
                }
            }
            Self::Scaled {
                columns,
                costs,
                shift,
                offset,
            } => {
                let (rows, columns) = shape(costs.len(), columns);
                let cost = |cost: i8| (i64::from(cost) << (shift % 56)).saturating_add(offset);
                let pairs = (0..rows * columns).filter_map(|at| {
                    let index = |index| u32::try_from(index).expect("a small matrix");
                    let (row, column) = (index(at / columns), index(at % columns));
                    Some((Row::from(row), Column::from(column), cost(costs[at]?)))
                });
                let source = SparseCosts::try_from_pairs(rows, columns, pairs);
                check(&source.expect("each pair once, and within"), terms);
            }
            Self::Products {
                mut rows,
                mut columns,
                noise,
            } => {
                rows.truncate(MOST_ROWS);
                columns.truncate(MOST_COLUMNS);
                let mut noise = noise.iter().cycle();
                let mut cost = |row, column| {
                    let noise = noise.next().copied().unwrap_or(0);
                    i64::from(row) * i64::from(column) + i64::from(noise)
                };
                let costs = rows
                    .iter()
                    .flat_map(|&row| columns.iter().map(move |&column| (row, column)));
                let costs = costs.map(|(row, column)| cost(row, column)).collect();
                let source = DenseCosts::try_new(rows.len(), columns.len(), costs);
                check(&source.expect("rows times columns costs"), terms);
            }
        }
    }
}

/// Floats are refused for a reason, or solved as the numbers that the matrix says it holds.
fn check_floats(columns: u8, mut costs: Vec<f64>, infinity_is_absent: bool, terms: Option<Terms>) {
    let (rows, columns) = shape(costs.len(), columns);
    costs.truncate(rows * columns);
    let infinity = if infinity_is_absent {
        Infinity::Absent
    } else {
        Infinity::Refused
    };
    let may_be = |cost: &f64| cost.is_finite() || infinity_is_absent && *cost == f64::INFINITY;
    let all_may_be = costs.iter().all(may_be);
    match FloatCosts::try_new(rows, columns, costs.clone(), infinity) {
        Ok(source) => {
            assert!(all_may_be, "a number that is none was accepted");
            for (at, &cost) in costs.iter().enumerate() {
                let index = |index| u32::try_from(index).expect("a small matrix");
                let (row, column) = (index(at / columns), index(at % columns));
                let steps = source.cost(row.into(), column.into());
                assert_eq!(steps.is_some(), cost.is_finite());
                let back = steps.map_or(cost, |steps| source.to_float(steps.into()));
                assert!(
                    back == cost || (back - cost).abs() <= source.resolution(),
                    "{cost} became {back}"
                );
            }
            check(&source, terms);
        }
        Err(AssignmentError::NotFinite { .. }) => assert!(!all_may_be, "every number may be"),
        Err(AssignmentError::BelowResolution { .. }) => {}
        Err(error) => panic!("{error}"),
    }
}

/// Lists the costs of all pairs, and compares with the textbook.
fn check(source: &impl CostSource, terms: Option<Terms>) {
    let table: Vec<Vec<Option<Cost>>> = index(source.rows())
        .map(|row| {
            let cost = |column: u32| source.cost(row.into(), column.into());
            index(source.columns()).map(cost).collect()
        })
        .collect();
    match terms {
        None => check_plain(source, &table),
        Some(terms) => check_within(source, &table, terms),
    }
}

fn index(count: usize) -> std::ops::Range<u32> {
    0..u32::try_from(count).expect("a small matrix")
}

impl Terms {
    /// Brings most of what is said into range, since little of it would make sense otherwise.
    fn limits(self, rows: usize, columns: usize) -> Result<Limits, LimitsError> {
        // One beyond the range, so that it is refused now and then.
        let row = |at: u8| Row::from(u32::from(at) % (index(rows).end + 1));
        let column = |at: u8| Column::from(u32::from(at) % (index(columns).end + 1));
        let Self {
            rows: of_rows,
            columns: of_columns,
            exits,
        } = self;
        let capacities = |said: Vec<u8>, count: usize| {
            let said = said.into_iter().map(u32::from);
            said.chain(std::iter::repeat(1)).take(count)
        };
        let mut limits = Limits::builder(rows, columns)
            .with_row_capacities(capacities(of_rows.capacities, rows))
            .with_column_capacities(capacities(of_columns.capacities, columns));
        for (at, minimum) in of_rows.minima {
            limits = limits.with_row_minimum(row(at), minimum.into());
        }
        for (at, minimum) in of_columns.minima {
            limits = limits.with_column_minimum(column(at), minimum.into());
        }
        for (at, goal) in of_rows.goals {
            limits = limits.with_row_goal(row(at), goal.into());
        }
        for (at, goal) in of_columns.goals {
            limits = limits.with_column_goal(column(at), goal.into());
        }
        for (members, floor, cap) in of_rows.groups {
            let members = members.into_iter().map(row);
            limits = limits.with_row_group(members, floor.into()..=cap.into());
        }
        for (members, floor, cap) in of_columns.groups {
            let members = members.into_iter().map(column);
            limits = limits.with_column_group(members, floor.into()..=cap.into());
        }
        for (at, price) in exits {
            limits = limits.with_exit(row(at), price);
        }
        limits.build()
    }
}

/// Asks both questions within limits, and compares with the textbook.
fn check_within(source: &impl CostSource, table: &[Vec<Option<Cost>>], terms: Terms) {
    let limits = match terms.limits(source.rows(), source.columns()) {
        Ok(limits) => limits,
        Err(LimitsError::Invalid { faults, total }) => {
            assert!(!faults.is_empty() && faults.len() <= total);
            return;
        }
        Err(error) => panic!("{error}"),
    };
    for question in [Question::EveryRow, Question::MostPairs] {
        let answer = match question {
            Question::EveryRow => solve_within(source, &limits),
            _ => solve_max_within(source, &limits),
        };
        let expected = model_within::optimum(table, &limits, question);
        match answer {
            Ok(answer) => {
                let verified = verify_within(source, &limits, &answer);
                let verified = verified.expect("the certificate proves the assignment");
                let found = (verified.rank(), verified.total_cost());
                assert_eq!(Some(found), expected, "{question:?}");
            }
            Err(LimitsError::Infeasible { bottleneck }) => {
                assert_eq!(expected, None, "{question:?}");
                assert!(bottleneck.holds(source, &limits), "{bottleneck}");
            }
            Err(LimitsError::Assignment(AssignmentError::RangeTooLarge { bound, .. })) => {
                assert!(bound > i128::from(Cost::MAX));
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// Asks both questions, and compares with the textbook.
fn check_plain(source: &impl CostSource, table: &[Vec<Option<Cost>>]) {
    let most = match solve_max(source) {
        Ok(most) => most,
        Err(AssignmentError::RangeTooLarge { bound, .. }) => {
            assert!(bound > i128::from(Cost::MAX));
            return;
        }
        Err(error) => panic!("{error}"),
    };
    verify(source, &most).expect("the certificate proves the assignment");
    let (pairs, total) = model::optimum(table, source.columns());
    assert_eq!((most.len(), most.total_cost()), (pairs, total));
    match solve(source) {
        Ok(assignment) => {
            let verified =
                verify(source, &assignment).expect("the certificate proves the assignment");
            assert!(verified.serves_every_row());
            assert_eq!(assignment.total_cost(), total);
        }
        Err(AssignmentError::Infeasible { rows, columns }) => {
            assert!(pairs < source.rows());
            assert_eq!(rows.len(), columns.len() + 1);
            for (row, column) in rows
                .iter()
                .flat_map(|row| index(source.columns()).map(move |column| (row, column)))
            {
                let permitted = table[row.index()][column as usize].is_some();
                assert!(
                    !permitted || columns.contains(&column.into()),
                    "{row} permits column {column} too"
                );
            }
        }
        Err(error) => panic!("{error}"),
    }
}

fuzz_target!(|instance: Instance| instance.costs.check(instance.terms));
