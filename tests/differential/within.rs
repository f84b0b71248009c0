//! Random problems within limits, solved by the crate, by the textbook, and the smallest by brute force.

use std::fmt::Debug;

use reverse_mentoring::assignment::{
    Column, Cost, CostInteger, CostSource, DenseCosts, Limits, Question, Row,
};

use super::{Seed, costs, forbid};
use crate::support::model_within::optimum;
use crate::support::random::Random;
use crate::support::seats::{Instance, QUESTIONS, Shape, best_within, checked, draw_limits};
use crate::support::strategies::{Table, sparse};

/// The longest sides that are drawn, each as likely.
const LONGEST_SIDES: [usize; 8] = [3, 5, 8, 12, 12, 20, 30, 60];

/// Up to this many permitted pairs, brute force is asked too.
const MOST_PAIRS_OF_BRUTE_FORCE: usize = 12;

/// A problem within limits.
struct Problem {
    table: Table,
    limits: Limits,
}

impl Problem {
    fn draw(random: &mut Random) -> Self {
        let longest = LONGEST_SIDES[random.index(LONGEST_SIDES.len())];
        let (rows, mut columns) = (random.index(longest + 1), random.index(longest + 1));
        if random.once_in(3) {
            columns = rows;
        }
        let mut table = costs(rows, columns, random);
        forbid(&mut table, columns, random);
        move_costs(&mut table, random);
        let permitted: Vec<Cost> = table.iter().flatten().flatten().copied().collect();
        let everything = random.once_in(4);
        let half = |random: &mut Random| everything || random.once_in(2);
        let shape = Shape {
            side: longest as u64,
            minima: half(random),
            groups: half(random),
            exits: half(random),
            goals: half(random),
            tight: random.once_in(4),
            capacity: 1 + random.below(4),
        };
        // An exit at the price of some pair makes ties.
        let exit = |random: &mut Random| match permitted.len() {
            0 => 1,
            pairs => permitted[random.index(pairs)],
        };
        let limits = draw_limits(random, shape, rows, columns, exit);
        Self { table, limits }
    }

    fn expected(&self, question: Question) -> Option<(u64, i128)> {
        let (rank, total) = optimum(&self.table, &self.limits, question)?;
        Some((u64::try_from(rank).expect("ranks count"), total))
    }

    /// Asks both questions of every source that can hold the problem, and compares.
    fn check(&self, name: &str) {
        let columns = self.limits.columns();
        let source = sparse(&self.table, columns);
        let expected = QUESTIONS.map(|question| self.expected(question));
        if source.most_pairs() <= MOST_PAIRS_OF_BRUTE_FORCE as u64 {
            let instance = self.instance(source.clone());
            let found = QUESTIONS.map(|question| best_within(&instance, question));
            assert_eq!(found, expected, "{name}: the textbook");
        }
        self.compare(source, expected, name);
        self.compare_dense::<u8>(u8::MAX, expected, name);
        self.compare_dense::<i32>(i32::MIN, expected, name);
        self.compare_dense::<i64>(i64::MAX, expected, name);
    }

    fn instance<S>(&self, costs: S) -> Instance<S> {
        let limits = self.limits.clone();
        Instance { costs, limits }
    }

    fn compare<S: CostSource + Debug>(
        &self,
        costs: S,
        expected: [Option<(u64, i128)>; 2],
        name: &str,
    ) {
        let instance = self.instance(costs);
        let found = QUESTIONS.map(|question| checked(&instance, question, name));
        assert_eq!(found, expected, "{name}");
    }

    /// Does so with narrow integers, if all costs and a code for absent pairs fit them.
    fn compare_dense<T: CostInteger + TryFrom<Cost> + Debug>(
        &self,
        absent: T,
        expected: [Option<(u64, i128)>; 2],
        name: &str,
    ) {
        let columns = self.limits.columns();
        if let Some(costs) = super::narrow(&self.table, absent) {
            let costs = DenseCosts::try_new(self.table.len(), columns, costs);
            let costs = costs.expect("rows times columns costs");
            self.compare(costs.with_absent(absent), expected, name);
        }
    }
}

/// Moves costs below 0, or spreads them.
fn move_costs(table: &mut Table, random: &mut Random) {
    let highest = table.iter().flatten().flatten().max().copied().unwrap_or(0);
    let (factor, offset) = match random.index(5) {
        0 => (1, -highest),
        1 => (-1, 0),
        2 => (1 << 12, 0),
        3 => (1, -highest / 2),
        _ => (1, 0),
    };
    for cost in table.iter_mut().flatten().flatten() {
        *cost = *cost * factor + offset;
    }
}

fn check(seed: u64) {
    let named = Seed(seed);
    Problem::draw(&mut Random::new(named.0)).check(&format!("seed {seed}"));
}

#[test]
fn two_thousand_problems_within_limits_have_the_optimum_of_the_textbook() {
    (0..2_000).for_each(check);
}

#[test]
#[ignore = "takes minutes; tests/README.md says when"]
fn a_hundred_thousand_problems_within_limits_have_the_optimum_of_the_textbook() {
    (2_000..102_000).for_each(check);
}

/// What the differential test would miss if it drew too little.
#[test]
fn the_problems_within_limits_are_of_every_kind() {
    let mut seen = [0; 12];
    for seed in 0..2_000 {
        let problem = Problem::draw(&mut Random::new(seed));
        let limits = &problem.limits;
        let rows = || (0..).map(Row::from).take(limits.rows());
        let columns = || (0..).map(Column::from).take(limits.columns());
        let answers = QUESTIONS.map(|question| problem.expected(question));
        let large = limits.rows().min(limits.columns()) > 30;
        let grouped = limits.row_groups().len().min(limits.column_groups().len()) > 0;
        let minima = rows().any(|row| limits.row_minimum(row) > 0);
        let exits = rows().any(|row| limits.exit(row).is_some());
        let goals = columns().any(|column| limits.column_goal(column) > 1);
        let row_seats: u32 = rows().map(|row| limits.row_seats(row)).sum();
        let column_seats: u32 = columns().map(|column| limits.column_seats(column)).sum();
        let feasible = answers[1].is_some();
        let kinds = [
            limits.rows() < limits.columns(),
            limits.rows() > limits.columns(),
            answers[0].is_none() && feasible,
            !feasible,
            answers[0].is_some() && large,
            feasible && grouped,
            feasible && grouped && large,
            feasible && minima,
            feasible && exits,
            feasible && goals && answers[1].is_some_and(|(rank, _)| rank > 0),
            answers[0].is_some() && row_seats == column_seats && row_seats > 20,
            feasible && minima && grouped && exits && goals,
        ];
        for (count, kind) in seen.iter_mut().zip(kinds) {
            *count += usize::from(kind);
        }
    }
    assert!(seen.iter().all(|&count| count >= 20), "{seen:?}");
}
