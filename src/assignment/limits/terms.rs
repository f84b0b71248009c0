//! What an assignment must keep to: capacities, minima, groups and exits.

use super::LimitsBuilder;
use crate::assignment::{Column, Cost, Row};

/// How many seats everybody has, how many must or should be taken, and what an empty one may cost.
///
/// A row of capacity 3 has three *seats*; it makes at most three pairs, each with another column. By default each row
/// and each column has one seat, which may stay empty, and there are no groups and no exits: the plain problem.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{DenseCosts, Limits, Row, solve_within};
///
/// // Row 0 has two seats, and leaves one empty rather than pay more than 7 for it.
/// let limits = Limits::builder(2, 3)
///     .with_row_capacity(Row::from(0), 2)
///     .with_exit(Row::from(0), 7)
///     .build()?;
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 9, 8], vec![2, 7, 7]])?;
/// let assignment = solve_within(&costs, &limits)?;
/// assert_eq!(assignment.total_cost(), 1 + 7 + 7);
/// assert_eq!(assignment.empty_seats_of(Row::from(0)), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Limits {
    pub(super) rows: SideLimits<Row>,
    pub(super) columns: SideLimits<Column>,
    pub(super) exits: Vec<Option<Cost>>,
}

/// The limits of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SideLimits<I> {
    /// How many pairs each member may make; not more than the other side has members.
    pub(super) seats: Vec<u32>,
    pub(super) minima: Vec<u32>,
    /// How many pairs of each member are worth a rank; not more than its seats.
    pub(super) goals: Vec<u32>,
    /// The rank of each pair that a member lacks to its goal.
    pub(super) goal_weights: Vec<u32>,
    pub(super) groups: Vec<Group<I>>,
    /// The group of each member, or [`NO_GROUP`]; empty if there are no groups.
    pub(super) group_of: Vec<u32>,
}

/// A member without a group.
pub(super) const NO_GROUP: u32 = u32::MAX;

impl<I> SideLimits<I> {
    fn group_of(&self, index: usize) -> Option<usize> {
        let group = *self.group_of.get(index)?;
        (group != NO_GROUP).then_some(group as usize)
    }

    fn heaviest_goal(&self) -> u32 {
        let goals = self.goals.iter().zip(&self.goal_weights);
        let weights = goals.filter(|&(&goal, _)| goal > 0);
        weights.map(|(_, &weight)| weight).max().unwrap_or(0)
    }
}

/// Rows, or columns, that together make at least and at most so many pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<I> {
    pub(super) members: Vec<I>,
    pub(super) floor: u64,
    pub(super) cap: u64,
}

impl<I> Group<I> {
    /// Lists the members, ascending.
    #[must_use]
    pub fn members(&self) -> &[I] {
        &self.members
    }

    /// Gives the fewest pairs the members may make together.
    #[must_use]
    pub fn floor(&self) -> u64 {
        self.floor
    }

    /// Gives the most pairs the members may make together.
    #[must_use]
    pub fn cap(&self) -> u64 {
        self.cap
    }
}

impl Limits {
    /// Starts with one seat for each of so many rows and columns.
    pub fn builder(rows: usize, columns: usize) -> LimitsBuilder {
        LimitsBuilder::new(rows, columns)
    }

    /// Counts the rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.seats.len()
    }

    /// Counts the columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns.seats.len()
    }

    /// Gives the seats of a row: its capacity, or the number of columns if that is less; 0 for a row that does not
    /// exist.
    #[must_use]
    pub fn row_seats(&self, row: Row) -> u32 {
        self.rows.seats.get(row.index()).copied().unwrap_or(0)
    }

    /// Gives the seats of a column: its capacity, or the number of rows if that is less; 0 for a column that does not
    /// exist.
    #[must_use]
    pub fn column_seats(&self, column: Column) -> u32 {
        self.columns.seats.get(column.index()).copied().unwrap_or(0)
    }

    /// Gives how many pairs a row must make.
    #[must_use]
    pub fn row_minimum(&self, row: Row) -> u32 {
        self.rows.minima.get(row.index()).copied().unwrap_or(0)
    }

    /// Gives how many pairs a column must make.
    #[must_use]
    pub fn column_minimum(&self, column: Column) -> u32 {
        self.columns
            .minima
            .get(column.index())
            .copied()
            .unwrap_or(0)
    }

    /// Gives how many pairs a row should make; see [`LimitsBuilder::with_row_goal`].
    #[must_use]
    pub fn row_goal(&self, row: Row) -> u32 {
        self.rows.goals.get(row.index()).copied().unwrap_or(0)
    }

    /// Gives how many pairs a column should make; see [`LimitsBuilder::with_column_goal`].
    #[must_use]
    pub fn column_goal(&self, column: Column) -> u32 {
        self.columns.goals.get(column.index()).copied().unwrap_or(0)
    }

    /// Gives what each pair that a row lacks to its goal counts at rank 1; 0 for a row that does not exist.
    #[must_use]
    pub fn row_goal_weight(&self, row: Row) -> u32 {
        let weights = &self.rows.goal_weights;
        weights.get(row.index()).copied().unwrap_or(0)
    }

    /// Gives what each pair that a column lacks to its goal counts at rank 1; 0 for a column that does not exist.
    #[must_use]
    pub fn column_goal_weight(&self, column: Column) -> u32 {
        let weights = &self.columns.goal_weights;
        weights.get(column.index()).copied().unwrap_or(0)
    }

    /// Gives the exit price of a row, if it has one.
    #[must_use]
    pub fn exit(&self, row: Row) -> Option<Cost> {
        self.exits.get(row.index()).copied().flatten()
    }

    /// Lists the groups of rows.
    #[must_use]
    pub fn row_groups(&self) -> &[Group<Row>] {
        &self.rows.groups
    }

    /// Lists the groups of columns.
    #[must_use]
    pub fn column_groups(&self) -> &[Group<Column>] {
        &self.columns.groups
    }

    /// Gives the position of the group a row is in, if it is in one.
    #[must_use]
    pub fn group_of_row(&self, row: Row) -> Option<usize> {
        self.rows.group_of(row.index())
    }

    /// Gives the position of the group a column is in, if it is in one.
    #[must_use]
    pub fn group_of_column(&self, column: Column) -> Option<usize> {
        self.columns.group_of(column.index())
    }

    /// Lists the exit prices of all rows.
    pub(super) fn exits(&self) -> impl Iterator<Item = Option<Cost>> + '_ {
        self.exits.iter().copied()
    }

    /// Says whether capacities of rows and columns are all there is.
    pub(super) fn are_capacities_alone(&self) -> bool {
        let exits = self.exits.iter().any(Option::is_some);
        let goals = self.heaviest_goals() != (0, 0);
        !self.bind() && !exits && !goals && self.columns.groups.is_empty()
    }

    /// Counts the seats of all rows.
    pub(super) fn seats_of_rows(&self) -> u64 {
        self.rows.seats.iter().map(|&seats| u64::from(seats)).sum()
    }

    /// Counts the seats of all columns.
    pub(super) fn seats_of_columns(&self) -> u64 {
        let seats = self.columns.seats.iter();
        seats.map(|&seats| u64::from(seats)).sum()
    }

    /// Says whether anything but capacities of rows and columns must be kept to.
    pub(super) fn bind(&self) -> bool {
        let minima = self.rows.minima.iter().chain(&self.columns.minima);
        let floors = self.columns.groups.iter().any(|group| group.floor > 0);
        floors || !self.rows.groups.is_empty() || minima.into_iter().any(|&minimum| minimum > 0)
    }

    /// Gives the largest weight of a goal of a row, and of a column; 0 where there are none.
    pub(super) fn heaviest_goals(&self) -> (u32, u32) {
        (self.rows.heaviest_goal(), self.columns.heaviest_goal())
    }
}
