//! Random problems within limits, and the slowest way there is to solve them.
#![allow(
    clippy::cast_possible_truncation,
    reason = "sides are below 100, and so are capacities"
)]

use std::fmt::Debug;

use reverse_mentoring::assignment::{
    Bottleneck, Column, Cost, CostSource, Limits, LimitsError, Question, Row, SeatAssignment,
    Shortage, SparseCosts, solve_max_within, solve_within, verify_within,
};

use super::random::Random;
use super::strategies::{Table, sparse};

/// A problem and its limits.
#[derive(Debug, Clone)]
pub(crate) struct Instance<S = SparseCosts> {
    pub(crate) costs: S,
    pub(crate) limits: Limits,
}

/// How wild a random instance is.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each switches one kind of limit on"
)]
pub(crate) struct Shape {
    pub(crate) side: u64,
    pub(crate) capacity: u64,
    pub(crate) minima: bool,
    pub(crate) groups: bool,
    pub(crate) exits: bool,
    pub(crate) goals: bool,
    /// Whether columns have as many seats as rows.
    pub(crate) tight: bool,
}

impl Shape {
    /// Everything at once.
    pub(crate) const ALL: Self = Self {
        side: 4,
        capacity: 3,
        minima: true,
        groups: true,
        exits: true,
        goals: true,
        tight: false,
    };
}

/// Draws an instance; costs are few (so that ties abound), small or large, and some are negative.
pub(crate) fn instance(random: &mut Random, shape: Shape) -> Instance {
    let side = |random: &mut Random| random.below(shape.side + 1);
    let (rows, columns) = (side(random), side(random));
    let (lowest, span) = [(0, 2), (-1, 4), (-100, 201), (-(1 << 30), 1 << 31)]
        [usize::try_from(random.below(4)).unwrap()];
    let tenths = 1 + random.below(10);
    let cost = |random: &mut Random| lowest + i64::try_from(random.below(span)).unwrap();
    let table: Table = (0..rows)
        .map(|_| {
            let pairs = (0..columns).map(|_| (random.below(10) < tenths).then(|| cost(random)));
            pairs.collect()
        })
        .collect();
    let costs = sparse(&table, usize::try_from(columns).unwrap());
    let (rows, columns) = (rows as usize, columns as usize);
    let limits = draw_limits(random, shape, rows, columns, cost);
    Instance { costs, limits }
}

/// Draws limits; `cost` draws exit prices.
pub(crate) fn draw_limits(
    random: &mut Random,
    shape: Shape,
    rows: usize,
    columns: usize,
    cost: impl Fn(&mut Random) -> Cost,
) -> Limits {
    let capacity = |random: &mut Random| 1 + random.below(shape.capacity) as u32;
    let row_capacities: Vec<u32> = (0..rows).map(|_| capacity(random)).collect();
    let mut column_capacities: Vec<u32> = (0..columns).map(|_| capacity(random)).collect();
    if shape.tight && columns > 0 {
        column_capacities.fill(1);
        let seats: u32 = row_capacities.iter().sum();
        for _ in columns..seats as usize {
            column_capacities[random.index(columns)] += 1;
        }
    }
    let mut limits = Limits::builder(rows, columns)
        .with_row_capacities(row_capacities.clone())
        .with_column_capacities(column_capacities.clone());
    let minimum = |random: &mut Random, capacity: u32, others: usize| {
        let most = capacity.min(others as u32);
        // Mostly none, or hardly anything is feasible.
        let drawn = random.below(shape.side.max(12));
        if drawn < 3 {
            (drawn as u32).min(most)
        } else {
            0
        }
    };
    let mut row_minima = vec![0; rows];
    let mut column_minima = vec![0; columns];
    if shape.minima {
        for (row, minimum_of) in row_minima.iter_mut().enumerate() {
            *minimum_of = minimum(random, row_capacities[row], columns);
            limits = limits.with_row_minimum(Row::from(row as u32), *minimum_of);
        }
        for (column, minimum_of) in column_minima.iter_mut().enumerate() {
            *minimum_of = minimum(random, column_capacities[column], rows);
            limits = limits.with_column_minimum(Column::from(column as u32), *minimum_of);
        }
    }
    if shape.exits {
        let tenths = random.below(11);
        for row in 0..rows {
            if random.below(10) < tenths {
                limits = limits.with_exit(Row::from(row as u32), cost(random));
            }
        }
    }
    if shape.goals && random.below(2) == 0 {
        let heaviest = 1 + random.below(3);
        let weight = |random: &mut Random| 1 + random.below(heaviest) as u32;
        for row in 0..rows {
            limits = limits.with_row_goal(Row::from(row as u32), random.below(4) as u32);
            limits = limits.with_row_goal_weight(Row::from(row as u32), weight(random));
        }
        for column in 0..columns {
            limits = limits.with_column_goal(Column::from(column as u32), random.below(4) as u32);
            limits = limits.with_column_goal_weight(Column::from(column as u32), weight(random));
        }
    }
    if shape.groups {
        for group in draw_groups(random, &row_capacities, &row_minima, columns) {
            let members = group.members.into_iter().map(Row::from);
            limits = limits.with_row_group(members, group.floor..=group.cap);
        }
        for group in draw_groups(random, &column_capacities, &column_minima, rows) {
            let members = group.members.into_iter().map(Column::from);
            limits = limits.with_column_group(members, group.floor..=group.cap);
        }
    }
    limits.build().expect("the limits make sense")
}

struct DrawnGroup {
    members: Vec<u32>,
    floor: u64,
    cap: u64,
}

fn draw_groups(
    random: &mut Random,
    capacities: &[u32],
    minima: &[u32],
    others: usize,
) -> Vec<DrawnGroup> {
    let count = random.below(3) as usize;
    let mut groups: Vec<Vec<u32>> = vec![Vec::new(); count];
    for member in 0..capacities.len() {
        if let Some(group) = groups.get_mut(random.below(count as u64 + 1) as usize) {
            group.push(member as u32);
        }
    }
    groups
        .into_iter()
        .map(|members| {
            let sum = |values: &[u32]| -> u64 {
                let chosen = members.iter().map(|&member| values[member as usize]);
                chosen
                    .map(|value| u64::from(value.min(others.max(1) as u32)))
                    .sum()
            };
            let (least, most) = (sum(minima), sum(capacities));
            let cap = least + random.below(most - least + 2);
            let floor = if random.below(2) == 0 {
                0
            } else {
                random.below(cap.min(most) + 1)
            };
            DrawnGroup {
                members,
                floor,
                cap,
            }
        })
        .collect()
}

pub(crate) const QUESTIONS: [Question; 2] = [Question::EveryRow, Question::MostPairs];

/// Asks one of the questions.
pub(crate) fn answer<S: CostSource>(
    instance: &Instance<S>,
    question: Question,
) -> Result<SeatAssignment, LimitsError> {
    let Instance { costs, limits } = instance;
    match question {
        Question::EveryRow => solve_within(costs, limits),
        Question::MostPairs => solve_max_within(costs, limits),
    }
}

/// Counts the empty seats of rows that have no exit price, and the pairs that lack to goals, by weight.
pub(crate) fn unpriced<S>(instance: &Instance<S>, assignment: &SeatAssignment) -> u64 {
    let limits = &instance.limits;
    let rows = (0..u32::try_from(assignment.rows()).unwrap()).map(Row::from);
    let columns = (0..u32::try_from(assignment.columns()).unwrap()).map(Column::from);
    let empty = rows
        .clone()
        .filter(|&row| limits.exit(row).is_none())
        .map(|row| u64::from(assignment.empty_seats_of(row)));
    let of_rows = rows.map(|row| {
        let lacks = usize_of(limits.row_goal(row)).saturating_sub(assignment.columns_of(row).len());
        lacks * usize_of(limits.row_goal_weight(row))
    });
    let of_columns = columns.map(|column| {
        let lacks =
            usize_of(limits.column_goal(column)).saturating_sub(assignment.rows_of(column).len());
        lacks * usize_of(limits.column_goal_weight(column))
    });
    empty.sum::<u64>() + of_rows.chain(of_columns).sum::<usize>() as u64
}

fn usize_of(count: u32) -> usize {
    usize::try_from(count).expect("32 bits fit")
}

/// Asks, checks the certificate or the witness, and gives the value.
#[track_caller]
pub(crate) fn checked<S: CostSource + Debug>(
    instance: &Instance<S>,
    question: Question,
    name: &str,
) -> Option<(u64, i128)> {
    match answer(instance, question) {
        Ok(assignment) => {
            let verified = verify_within(&instance.costs, &instance.limits, &assignment)
                .unwrap_or_else(|error| {
                    panic!("{name}, {question:?}: {error}\n{instance:?}\n{assignment:?}")
                });
            assert_eq!(verified.total_cost(), assignment.total_cost(), "{name}");
            assert_eq!(
                verified.rank(),
                unpriced(instance, &assignment).into(),
                "{name}"
            );
            Some((unpriced(instance, &assignment), assignment.total_cost()))
        }
        Err(LimitsError::Infeasible { bottleneck }) => {
            let (needed, possible) = count_bottleneck(&bottleneck, instance);
            assert!(
                needed > possible,
                "{name}, {question:?}: {bottleneck}\n{instance:?}"
            );
            assert_eq!(
                (bottleneck.needed(), bottleneck.possible()),
                (needed, possible),
                "{name}"
            );
            assert!(
                bottleneck.holds(&instance.costs, &instance.limits),
                "{name}"
            );
            None
        }
        Err(error) => panic!("{name}: {error}"),
    }
}

/// Tries every set of pairs; returns the fewest empty seats without an exit price and pairs that lack to goals, and the least
/// cost with as few, or nothing if no set keeps to the limits.
pub(crate) fn best_within(instance: &Instance, question: Question) -> Option<(u64, i128)> {
    let Instance { costs, limits } = instance;
    let mut chosen = vec![Vec::new(); costs.rows()];
    let mut best = None;
    choose(0, &mut chosen, costs, limits, question, &mut best);
    best
}

/// Chooses the columns of the rows from `row` on.
fn choose(
    row: usize,
    chosen: &mut Vec<Vec<Column>>,
    costs: &SparseCosts,
    limits: &Limits,
    question: Question,
    best: &mut Option<(u64, i128)>,
) {
    if row == chosen.len() {
        if let Some(value) = value_of(chosen, costs, limits, question) {
            *best = Some(best.map_or(value, |best| best.min(value)));
        }
        return;
    }
    let mut permitted = Vec::new();
    costs.permitted(Row::from(row as u32), &mut permitted);
    for set in 0..1_u32 << permitted.len() {
        if set.count_ones() > limits.row_seats(Row::from(row as u32)) {
            continue;
        }
        chosen[row] = (0..permitted.len())
            .filter(|&at| set >> at & 1 == 1)
            .map(|at| permitted[at].column)
            .collect();
        choose(row + 1, chosen, costs, limits, question, best);
    }
}

/// The empty seats without an exit price and the pairs that lack to goals, and the cost of some pairs, if they keep to the
/// limits.
pub(crate) fn value_of(
    chosen: &[Vec<Column>],
    costs: &SparseCosts,
    limits: &Limits,
    question: Question,
) -> Option<(u64, i128)> {
    let mut pairs_of = vec![0_u32; costs.columns()];
    let (mut unpriced, mut total) = (0, 0);
    for (row, columns) in chosen.iter().enumerate() {
        let row = Row::from(row as u32);
        for &column in columns {
            pairs_of[column.index()] += 1;
            total += i128::from(costs.cost(row, column).expect("the pair is permitted"));
        }
        let (least, most) = (limits.row_minimum(row), limits.row_seats(row));
        if !(least as usize..=most as usize).contains(&columns.len()) {
            return None;
        }
        let empty = u64::from(most) - columns.len() as u64;
        match limits.exit(row) {
            Some(price) => total += i128::from(price) * i128::from(empty),
            None if question == Question::EveryRow && empty > 0 => return None,
            None => unpriced += empty,
        }
        let lacks = u64::from(limits.row_goal(row)).saturating_sub(columns.len() as u64);
        unpriced += lacks * u64::from(limits.row_goal_weight(row));
    }
    for (column, &pairs) in pairs_of.iter().enumerate() {
        let column = Column::from(column as u32);
        if !(limits.column_minimum(column)..=limits.column_seats(column)).contains(&pairs) {
            return None;
        }
        let lacks = u64::from(limits.column_goal(column).saturating_sub(pairs));
        unpriced += lacks * u64::from(limits.column_goal_weight(column));
    }
    for group in limits.row_groups() {
        let pairs = group
            .members()
            .iter()
            .map(|row| chosen[row.index()].len() as u64);
        if !(group.floor()..=group.cap()).contains(&pairs.sum()) {
            return None;
        }
    }
    for group in limits.column_groups() {
        let pairs = group
            .members()
            .iter()
            .map(|column| u64::from(pairs_of[column.index()]));
        if !(group.floor()..=group.cap()).contains(&pairs.sum()) {
            return None;
        }
    }
    Some((unpriced, total))
}

/// Counts again, in another way than the library, what a bottleneck needs and what is possible.
///
/// Every way is written down as (from, to, least, most), where `None` is the outside.
pub(crate) fn count_bottleneck<S: CostSource>(
    bottleneck: &Bottleneck,
    instance: &Instance<S>,
) -> (u64, u64) {
    let Instance { costs, limits } = instance;
    let mut ways: Vec<(bool, bool, u64, u64)> = Vec::new();
    let has_row = |row: Row| bottleneck.rows().contains(&row);
    let has_column = |column: Column| bottleneck.columns().contains(&column);
    for row in (0..costs.rows() as u32).map(Row::from) {
        let seats = u64::from(limits.row_seats(row));
        let full = bottleneck.question() == Question::EveryRow && limits.exit(row).is_none();
        let least = if full {
            seats
        } else {
            limits.row_minimum(row).into()
        };
        let position = limits
            .row_groups()
            .iter()
            .position(|group| group.members().contains(&row));
        let from = position.is_some_and(|group| bottleneck.row_groups().contains(&group));
        ways.push((from, has_row(row), least, seats));
        for column in (0..costs.columns() as u32).map(Column::from) {
            if costs.cost(row, column).is_some() {
                ways.push((has_row(row), has_column(column), 0, 1));
            }
        }
    }
    for column in (0..costs.columns() as u32).map(Column::from) {
        let groups = limits.column_groups();
        let position = groups
            .iter()
            .position(|group| group.members().contains(&column));
        let to = position.is_some_and(|group| bottleneck.column_groups().contains(&group));
        let (least, most) = (limits.column_minimum(column), limits.column_seats(column));
        ways.push((has_column(column), to, least.into(), most.into()));
    }
    for (number, group) in limits.row_groups().iter().enumerate() {
        let inside = bottleneck.row_groups().contains(&number);
        ways.push((false, inside, group.floor(), group.cap()));
    }
    for (number, group) in limits.column_groups().iter().enumerate() {
        let inside = bottleneck.column_groups().contains(&number);
        ways.push((inside, false, group.floor(), group.cap()));
    }
    let inwards = ways.iter().filter(|(from, to, ..)| !from && *to);
    let outwards = ways.iter().filter(|(from, to, ..)| *from && !to);
    match bottleneck.lacking() {
        Shortage::OfColumns => (
            inwards.map(|way| way.2).sum(),
            outwards.map(|way| way.3).sum(),
        ),
        Shortage::OfRows => (
            outwards.map(|way| way.2).sum(),
            inwards.map(|way| way.3).sum(),
        ),
    }
}
