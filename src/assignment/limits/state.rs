//! The problem in the integers of the solver, and what the solver works on.

use super::ranked::Scale;
use super::seats::Seats;
use super::stairs::{Flight, Stairs};
use super::{Limits, Question};
use crate::assignment::lists::Lists;
use crate::assignment::{Column, Cost, Prices, Row};

/// The question, as convex costs of a flow.
///
/// Every seat of every row sends one unit, to a column or to the row's exit, if it has one. A column passes what it gets on to
/// its group or the sink, an exit to the exits of its row's group or the sink. A cap on the pairs of a group of rows
/// is then a floor on the exits of its members, and a floor a cap.
#[derive(Debug, Clone, Copy)]
pub(super) struct Problem<'a> {
    pub(super) limits: &'a Limits,
    pub(super) question: Question,
    pub(super) scale: Scale,
    /// What an unmet minimum costs.
    unmet: Cost,
}

impl<'a> Problem<'a> {
    pub(super) fn new(limits: &'a Limits, question: Question, scale: Scale) -> Self {
        Self {
            limits,
            question,
            scale,
            unmet: scale.unmet(),
        }
    }

    /// What a pair that lacks to a goal of a weight costs.
    fn missed(&self, weight: u32) -> Cost {
        self.scale.of_rank(weight.into())
    }

    pub(super) fn row_seats(&self, row: usize) -> u32 {
        self.limits.rows.seats[row]
    }

    pub(super) fn column_seats(&self, column: usize) -> u32 {
        self.limits.columns.seats[column]
    }

    pub(super) fn row_group(&self, row: usize) -> Option<usize> {
        self.limits.group_of_row(Row::at(row))
    }

    pub(super) fn column_group(&self, column: usize) -> Option<usize> {
        self.limits.group_of_column(Column::at(column))
    }

    /// Gives what an empty seat of the row costs, if it may have one.
    pub(super) fn exit(&self, row: usize) -> Option<Cost> {
        match (self.limits.exits[row], self.question) {
            (Some(price), _) => Some(price),
            (None, Question::MostPairs) => Some(self.scale.of_rank(1)),
            (None, Question::EveryRow) => None,
        }
    }

    /// What pairs of a column are worth.
    pub(super) fn column_stairs(&self, column: usize) -> Stairs {
        let columns = &self.limits.columns;
        let seats = columns.seats[column].into();
        let up_to = |floor: u32, step| Flight {
            floor: floor.into(),
            cap: seats,
            step,
        };
        Stairs {
            limit: up_to(columns.minima[column], self.unmet),
            goal: up_to(
                columns.goals[column],
                self.missed(columns.goal_weights[column]),
            ),
            end: seats,
        }
    }

    /// What empty seats of a row are worth, their price aside.
    pub(super) fn exit_stairs(&self, row: usize) -> Stairs {
        let rows = &self.limits.rows;
        let seats = rows.seats[row];
        let but = |pairs: u32, step| Flight {
            floor: 0,
            cap: (seats - pairs).into(),
            step,
        };
        Stairs {
            limit: but(rows.minima[row], self.unmet),
            goal: but(rows.goals[row], self.missed(rows.goal_weights[row])),
            end: seats.into(),
        }
    }

    fn column_pools(&self) -> Pools {
        Pools::new(self.limits.column_groups().iter().map(|group| {
            let limit = Flight {
                floor: group.floor(),
                cap: group.cap(),
                step: self.unmet,
            };
            Stairs {
                limit,
                goal: Flight::LEVEL,
                end: group.cap(),
            }
        }))
    }

    fn row_pools(&self) -> Pools {
        Pools::new(self.limits.row_groups().iter().map(|group| {
            let seats = |row: &Row| u64::from(self.row_seats(row.index()));
            let all: u64 = group.members().iter().map(seats).sum();
            let limit = Flight {
                floor: all.saturating_sub(group.cap()),
                cap: all - group.floor(),
                step: self.unmet,
            };
            Stairs {
                limit,
                goal: Flight::LEVEL,
                end: all,
            }
        }))
    }
}

/// The groups of one side: what passes through each, and at what price.
#[derive(Debug)]
pub(super) struct Pools {
    pub(super) stairs: Vec<Stairs>,
    pub(super) counts: Vec<u64>,
    pub(super) prices: Vec<Cost>,
}

impl Pools {
    fn new(stairs: impl Iterator<Item = Stairs>) -> Self {
        let stairs: Vec<Stairs> = stairs.collect();
        Self {
            counts: vec![0; stairs.len()],
            prices: stairs
                .iter()
                .map(|stairs| stairs.next(0).unwrap_or(0))
                .collect(),
            stairs,
        }
    }

    /// Gives the worth of one more, or `None` if there cannot be one.
    pub(super) fn next(&self, pool: usize) -> Option<Cost> {
        self.stairs[pool].next(self.counts[pool])
    }

    /// Says whether one more leaves the price as it is.
    pub(super) fn is_open(&self, pool: usize) -> bool {
        self.next(pool) == Some(self.prices[pool])
    }
}

/// A flow, potentials and lists: what the search works on, and what the start makes.
///
/// Invariants, on the pairs of the source, listed or not:
///
/// 1. the reduced cost `c - u - v` is at least 0 on pairs not in use, and at most 0 on pairs in use;
/// 2. the potential of a column or a pool is between the worth of its last unit and that of the next, on top of the potential
///    of its pool;
/// 3. the potential of a row is between the costs of its last exit and of the next;
/// 4. potentials of columns and pools only fall, those of rows only rise.
///
/// Where potentials float, 2 says nothing of columns with room until the end, and an auction, which is a start anew, may lower rows.
#[derive(Debug)]
pub(super) struct State<'a> {
    pub(super) problem: Problem<'a>,
    /// The columns of each row, and the rows of each column.
    pub(super) rows: Seats,
    pub(super) columns: Seats,
    /// How many seats of each row are empty for good.
    pub(super) empty: Vec<u32>,
    // u, v: potentials of rows and columns, as in Kuhn (1955).
    pub(super) u: Vec<Cost>,
    pub(super) v: Prices,
    pub(super) column_pools: Pools,
    /// The exits of groups of rows.
    pub(super) row_pools: Pools,
    pub(super) lists: Lists,
    /// Whether a column with room may have any potential, as long as the search goes on: see [`Search::level`](super::search::Search::level).
    pub(super) floats: bool,
}

impl<'a> State<'a> {
    /// Starts with nobody served; the lists are made from the potentials of the columns.
    pub(super) fn new<E>(
        problem: Problem<'a>,
        lists: impl FnOnce(&Prices) -> Result<Lists, E>,
    ) -> Result<Self, E> {
        let columns = problem.limits.columns();
        let column_pools = problem.column_pools();
        let v: Vec<Cost> = (0..columns)
            .map(|column| {
                let own = problem.column_stairs(column).next(0).unwrap_or(0);
                own + problem
                    .column_group(column)
                    .map_or(0, |pool| column_pools.prices[pool])
            })
            .collect();
        let v = Prices::from(v);
        let lists = lists(&v)?;
        Ok(Self::with_lists(problem, v, lists))
    }

    /// Starts from any potentials of the columns, where nothing but capacities must be kept to.
    pub(super) fn floating(problem: Problem<'a>, v: Prices, lists: Lists) -> Self {
        let mut state = Self::with_lists(problem, v, lists);
        state.floats = true;
        state
    }

    fn with_lists(problem: Problem<'a>, v: Prices, lists: Lists) -> Self {
        let rows = problem.limits.rows();
        let mut state = Self {
            rows: Seats::new(rows),
            columns: Seats::new(v.len()),
            empty: vec![0; rows],
            u: Vec::new(),
            v,
            column_pools: problem.column_pools(),
            row_pools: problem.row_pools(),
            lists,
            floats: false,
            problem,
        };
        state.u = (0..rows).map(|row| state.least_of(row)).collect();
        state
    }

    /// The least cost at which a row could serve a first seat.
    fn least_of(&self, row: usize) -> Cost {
        let listed = self
            .lists
            .of(row)
            .first()
            .map(|entry| self.lists.floor(row, entry).min(self.lists.bound(row)));
        let exit = self.exit_to_sink(row);
        match (listed, exit) {
            (Some(listed), Some(exit)) => listed.min(exit),
            (Some(least), None) | (None, Some(least)) => least,
            (None, None) => 0,
        }
    }

    /// Counts the seats of a row that neither have a column nor stay empty.
    pub(super) fn unserved(&self, row: usize) -> u32 {
        self.problem.row_seats(row) - self.rows.len(row) - self.empty[row]
    }

    /// Lists the rows that have such seats.
    pub(super) fn rows_left(&self) -> Vec<usize> {
        let rows = 0..self.problem.limits.rows();
        rows.filter(|&row| self.unserved(row) > 0).collect()
    }

    /// Gives the worth of one more pair of a column, its group aside.
    pub(super) fn column_next(&self, column: usize) -> Option<Cost> {
        if self.floats {
            let has_room = self.columns.len(column) < self.problem.column_seats(column);
            return has_room.then(|| self.v[column]);
        }
        let stairs = self.problem.column_stairs(column);
        stairs.next(self.columns.len(column).into())
    }

    /// Counts the seats of a column that nobody has.
    pub(super) fn room(&self, column: usize) -> u64 {
        let seats = self.problem.column_seats(column);
        (seats - self.columns.len(column)).into()
    }

    /// Brings the largest potential of columns to 0, without a change of reduced costs but between ranks.
    ///
    /// Rows from which no way leads to a column with room are a rank higher, and the columns they compete for a rank lower. Their potentials
    /// count from the exits, and stay as they are; between ranks, a pair is in use or not whatever it costs.
    pub(super) fn lower_to_zero(&mut self) {
        let scale = self.problem.scale;
        let of_no_rank = |&potential: &Cost| scale.ranked(potential).rank() == 0;
        let Some(shift) = self.v.iter().copied().filter(of_no_rank).max() else {
            return;
        };
        for column in 0..self.v.len() {
            if of_no_rank(&self.v[column]) {
                self.v.set(column, self.v[column] - shift);
            }
        }
        for u in self.u.iter_mut().filter(|u| of_no_rank(u)) {
            *u += shift;
        }
    }

    /// Gives the largest potential of any column.
    pub(super) fn ceiling(&self) -> Cost {
        self.v.iter().copied().max().unwrap_or(0)
    }

    /// Counts the seats that nobody has of columns below a ceiling.
    pub(super) fn room_below(&self, ceiling: Cost) -> u64 {
        let below = (0..self.v.len()).filter(|&column| self.v[column] < ceiling);
        below.map(|column| self.room(column)).sum()
    }

    /// Gives the worth of the last pair of a column, its group aside.
    pub(super) fn column_last(&self, column: usize) -> Option<Cost> {
        let stairs = self.problem.column_stairs(column);
        stairs.last(self.columns.len(column).into())
    }

    /// Gives what one more empty seat of a row costs, its group aside.
    pub(super) fn exit_next(&self, row: usize) -> Option<Cost> {
        let price = self.problem.exit(row)?;
        let worth = self.problem.exit_stairs(row).next(self.empty[row].into())?;
        Some(price - worth)
    }

    /// Gives what the last empty seat of a row cost, its group aside.
    pub(super) fn exit_last(&self, row: usize) -> Option<Cost> {
        let price = self.problem.exit(row)?;
        let worth = self.problem.exit_stairs(row).last(self.empty[row].into())?;
        Some(price - worth)
    }

    /// Leaves as many seats of a row empty as its potential pays for, at prices that stay as they are.
    pub(super) fn take_exits(&mut self, row: usize) {
        let pool = self.problem.row_group(row);
        let paid = self.exit_to_sink(row) == Some(self.u[row]);
        if !paid || pool.is_some_and(|pool| !self.row_pools.is_open(pool)) {
            return;
        }
        let stairs = self.problem.exit_stairs(row);
        let room = stairs.room(self.empty[row].into());
        let mut taken = room.min(self.unserved(row).into());
        if let Some(pool) = pool {
            let count = &mut self.row_pools.counts[pool];
            taken = taken.min(self.row_pools.stairs[pool].room(*count));
            *count += taken;
        }
        self.empty[row] += u32::try_from(taken).expect("no more than the seats of a row");
    }

    /// Gives what one more empty seat of a row costs at the price of its group.
    pub(super) fn exit_to_sink(&self, row: usize) -> Option<Cost> {
        let cost = self.exit_next(row)?;
        let price = self
            .problem
            .row_group(row)
            .map_or(0, |pool| self.row_pools.prices[pool]);
        Some(cost - price)
    }
}
