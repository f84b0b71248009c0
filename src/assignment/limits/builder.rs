//! Puts limits together, and finds everything that is wrong with them.

use std::ops::RangeInclusive;

use super::terms::{Group, NO_GROUP, SideLimits};
use super::{Holder, LimitFault, Limits, LimitsError};
use crate::assignment::cost::check_size;
use crate::assignment::{Column, Cost, Row};
use crate::faults::first_of;

/// Collects limits; nothing is checked before [`build`](Self::build).
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{Column, Limits, Row};
///
/// let limits = Limits::builder(3, 2)
///     .with_row_capacities([1, 1, 2])
///     .with_column_capacity(Column::from(1), 3)
///     .with_column_minimum(Column::from(1), 1)
///     .with_row_group([Row::from(0), Row::from(2)], 1..=2)
///     .build()?;
/// assert_eq!(limits.column_seats(Column::from(1)), 3);
///
/// let error = Limits::builder(3, 2).with_row_capacity(Row::from(1), 0).build().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "1 fault in the limits\n  row 1 has capacity 0, expected at least 1 (leave the row out instead)"
/// );
/// # Ok::<(), reverse_mentoring::assignment::LimitsError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct LimitsBuilder {
    rows: Side<Row>,
    columns: Side<Column>,
    exits: Vec<(Row, Cost)>,
}

/// What was said of one side, in the order in which it was said.
#[derive(Debug, Clone)]
struct Side<I> {
    count: usize,
    capacities: Vec<(I, u32)>,
    /// The capacities of all members, from the first.
    all: Option<Vec<u32>>,
    minima: Vec<(I, u32)>,
    goals: Vec<(I, u32)>,
    goal_weights: Vec<(I, u32)>,
    groups: Vec<(Vec<I>, RangeInclusive<u64>)>,
}

impl<I> Side<I> {
    fn new(count: usize) -> Self {
        Self {
            count,
            capacities: Vec::new(),
            all: None,
            minima: Vec::new(),
            goals: Vec::new(),
            goal_weights: Vec::new(),
            groups: Vec::new(),
        }
    }
}

impl LimitsBuilder {
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        Self {
            rows: Side::new(rows),
            columns: Side::new(columns),
            exits: Vec::new(),
        }
    }

    /// Gives a row so many seats; of two such calls the later one counts.
    pub fn with_row_capacity(mut self, row: Row, capacity: u32) -> Self {
        self.rows.capacities.push((row, capacity));
        self
    }

    /// Gives a column so many seats; of two such calls the later one counts.
    pub fn with_column_capacity(mut self, column: Column, capacity: u32) -> Self {
        self.columns.capacities.push((column, capacity));
        self
    }

    /// Gives every row its seats, from the first row on; those named one by one still count.
    pub fn with_row_capacities(mut self, capacities: impl IntoIterator<Item = u32>) -> Self {
        self.rows.all = Some(at_most(self.rows.count, capacities));
        self
    }

    /// Gives every column its seats, from the first column on; those named one by one still count.
    pub fn with_column_capacities(mut self, capacities: impl IntoIterator<Item = u32>) -> Self {
        self.columns.all = Some(at_most(self.columns.count, capacities));
        self
    }

    /// Asks for at least so many pairs of a row.
    pub fn with_row_minimum(mut self, row: Row, minimum: u32) -> Self {
        self.rows.minima.push((row, minimum));
        self
    }

    /// Asks for at least so many pairs of a column.
    pub fn with_column_minimum(mut self, column: Column, minimum: u32) -> Self {
        self.columns.minima.push((column, minimum));
        self
    }

    /// Wishes for so many pairs of a row: each that it lacks counts at rank 1, which no cost outweighs.
    ///
    /// A goal never makes an assignment impossible, and counts as much as the row has seats at most. A goal of 1 for everybody asks
    /// for as many members with a pair as there can be, whatever their capacities.
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::assignment::{Column, DenseCosts, Limits, Row, solve_within};
    ///
    /// // Both columns would cost least with row 0, which has two seats; but then row 1 would have none.
    /// let costs = DenseCosts::try_from_rows(vec![vec![-9_i32, -5], vec![0, 7]])?;
    /// let limits = Limits::builder(2, 2)
    ///     .with_row_capacity(Row::from(0), 2)
    ///     .with_exit(Row::from(0), 0)
    ///     .with_exit(Row::from(1), 0)
    ///     .with_row_goal(Row::from(0), 1)
    ///     .with_row_goal(Row::from(1), 1)
    ///     .build()?;
    /// let assignment = solve_within(&costs, &limits)?;
    /// assert_eq!(assignment.columns_of(Row::from(0)), [Column::from(1)]);
    /// assert_eq!(assignment.columns_of(Row::from(1)), [Column::from(0)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_row_goal(mut self, row: Row, pairs: u32) -> Self {
        self.rows.goals.push((row, pairs));
        self
    }

    /// Wishes for so many pairs of a column; see [`with_row_goal`](Self::with_row_goal).
    pub fn with_column_goal(mut self, column: Column, pairs: u32) -> Self {
        self.columns.goals.push((column, pairs));
        self
    }

    /// Says what each pair that a row lacks to its goal counts at rank 1; 1 for whom nothing is said.
    pub fn with_row_goal_weight(mut self, row: Row, weight: u32) -> Self {
        self.rows.goal_weights.push((row, weight));
        self
    }

    /// Says what each pair that a column lacks to its goal counts at rank 1; 1 for whom nothing is said.
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::assignment::{Column, DenseCosts, Limits, Row, solve_within};
    ///
    /// // One row for two columns: column 1 would cost more, but its goal weighs more.
    /// let costs = DenseCosts::try_from_rows(vec![vec![-9_i32, 7]])?;
    /// let limits = Limits::builder(1, 2)
    ///     .with_column_goal(Column::from(0), 1)
    ///     .with_column_goal(Column::from(1), 1)
    ///     .with_column_goal_weight(Column::from(1), 2)
    ///     .build()?;
    /// let assignment = solve_within(&costs, &limits)?;
    /// assert_eq!(assignment.columns_of(Row::from(0)), [Column::from(1)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_column_goal_weight(mut self, column: Column, weight: u32) -> Self {
        self.columns.goal_weights.push((column, weight));
        self
    }

    /// Asks that these rows make so many pairs together; no row may be in two groups.
    pub fn with_row_group(
        mut self,
        members: impl IntoIterator<Item = Row>,
        pairs: RangeInclusive<u64>,
    ) -> Self {
        self.rows
            .groups
            .push((members.into_iter().collect(), pairs));
        self
    }

    /// Asks that these columns make so many pairs together; no column may be in two groups.
    pub fn with_column_group(
        mut self,
        members: impl IntoIterator<Item = Column>,
        pairs: RangeInclusive<u64>,
    ) -> Self {
        self.columns
            .groups
            .push((members.into_iter().collect(), pairs));
        self
    }

    /// Lets seats of a row stay empty at this price each: rather no pair than one that costs more.
    pub fn with_exit(mut self, row: Row, price: Cost) -> Self {
        self.exits.push((row, price));
        self
    }

    /// Checks everything, and makes the limits.
    ///
    /// # Errors
    ///
    /// [`LimitsError::Invalid`] with every fault there is; [`LimitsError::Assignment`] if `u32` cannot number the rows
    /// or the columns.
    pub fn build(self) -> Result<Limits, LimitsError> {
        let (row_count, column_count) = (self.rows.count, self.columns.count);
        check_size(row_count, column_count)?;
        let mut faults = Vec::new();
        let rows = self.rows.check(column_count, &ROWS, &mut faults);
        let columns = self.columns.check(row_count, &COLUMNS, &mut faults);
        let mut exits = vec![None; row_count];
        for (row, price) in self.exits {
            match exits.get_mut(row.index()) {
                Some(exit) => *exit = Some(price),
                None => faults.push(LimitFault::OutOfRange {
                    holder: Holder::Row(row),
                    count: row_count,
                }),
            }
        }
        if faults.is_empty() {
            return Ok(Limits {
                rows,
                columns,
                exits,
            });
        }
        let (faults, total) = first_of(faults);
        Err(LimitsError::Invalid { faults, total })
    }
}

/// Takes one more than there may be, to tell that there are too many, of what may have no end.
fn at_most(count: usize, capacities: impl IntoIterator<Item = u32>) -> Vec<u32> {
    capacities
        .into_iter()
        .take(count.saturating_add(1))
        .collect()
}

/// How the members of a side are named.
struct Words<I> {
    side: &'static str,
    member: fn(I) -> Holder,
    group: fn(usize) -> Holder,
    at: fn(usize) -> I,
    index: fn(I) -> usize,
}

const ROWS: Words<Row> = Words {
    side: "row",
    member: Holder::Row,
    group: Holder::RowGroup,
    at: Row::at,
    index: Row::index,
};

const COLUMNS: Words<Column> = Words {
    side: "column",
    member: Holder::Column,
    group: Holder::ColumnGroup,
    at: Column::at,
    index: Column::index,
};

impl<I: Copy + Ord> Side<I> {
    fn check(self, others: usize, words: &Words<I>, faults: &mut Vec<LimitFault>) -> SideLimits<I> {
        let mut capacities = self.all.unwrap_or_else(|| vec![1; self.count]);
        if capacities.len() != self.count {
            faults.push(LimitFault::WrongLength {
                side: words.side,
                found: capacities.len(),
                expected: self.count,
            });
            capacities.resize(self.count, 1);
        }
        set_all(&mut capacities, &self.capacities, words, faults);
        let mut minima = vec![0; self.count];
        set_all(&mut minima, &self.minima, words, faults);
        // One seat at least, so that a row is not served by there being no columns.
        let most = u32::try_from(others).unwrap_or(u32::MAX);
        let seats: Vec<u32> = capacities
            .iter()
            .map(|&capacity| capacity.min(most.max(1)))
            .collect();
        for (index, (&capacity, &minimum)) in capacities.iter().zip(&minima).enumerate() {
            let holder = (words.member)((words.at)(index));
            if capacity == 0 {
                faults.push(LimitFault::ZeroCapacity { holder });
            } else if minimum > capacity.min(most) {
                faults.push(LimitFault::MinimumTooLarge {
                    holder,
                    minimum,
                    most: capacity.min(most),
                });
            }
        }
        let mut goals = vec![0; self.count];
        set_all(&mut goals, &self.goals, words, faults);
        for (goal, &seats) in goals.iter_mut().zip(&seats) {
            *goal = seats.min(*goal);
        }
        let mut goal_weights = vec![1; self.count];
        set_all(&mut goal_weights, &self.goal_weights, words, faults);
        let (groups, group_of) = check_groups(self.groups, &seats, &minima, words, faults);
        SideLimits {
            seats,
            minima,
            goals,
            goal_weights,
            groups,
            group_of,
        }
    }
}

/// Writes what was said of single members over what holds for all.
fn set_all<I: Copy>(
    values: &mut [u32],
    said: &[(I, u32)],
    words: &Words<I>,
    faults: &mut Vec<LimitFault>,
) {
    let count = values.len();
    for &(member, value) in said {
        match values.get_mut((words.index)(member)) {
            Some(place) => *place = value,
            None => faults.push(LimitFault::OutOfRange {
                holder: (words.member)(member),
                count,
            }),
        }
    }
}

fn check_groups<I: Copy + Ord>(
    said: Vec<(Vec<I>, RangeInclusive<u64>)>,
    seats: &[u32],
    minima: &[u32],
    words: &Words<I>,
    faults: &mut Vec<LimitFault>,
) -> (Vec<Group<I>>, Vec<u32>) {
    if said.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut group_of = vec![NO_GROUP; seats.len()];
    let mut groups = Vec::with_capacity(said.len());
    for (number, (mut members, pairs)) in said.into_iter().enumerate() {
        let group = (words.group)(number);
        members.sort_unstable();
        // At most 2^32 times 2^32 - 1, so 64 bits hold the sums.
        let (mut most, mut least) = (0_u64, 0_u64);
        for &member in &members {
            let index = (words.index)(member);
            let Some(place) = group_of.get_mut(index) else {
                faults.push(LimitFault::OutOfRange {
                    holder: (words.member)(member),
                    count: seats.len(),
                });
                continue;
            };
            if *place != NO_GROUP {
                faults.push(LimitFault::Overlap {
                    holder: (words.member)(member),
                    first: (words.group)(*place as usize),
                    second: group,
                });
                continue;
            }
            *place = u32::try_from(number).unwrap_or(NO_GROUP - 1);
            most = most.saturating_add(seats[index].into());
            least = least.saturating_add(minima[index].into());
        }
        let (floor, cap) = pairs.into_inner();
        if floor > cap {
            faults.push(LimitFault::FloorAboveCap {
                holder: group,
                floor,
                cap,
            });
        } else if floor > most {
            faults.push(LimitFault::FloorTooLarge {
                holder: group,
                floor,
                most,
            });
        } else if cap < least {
            faults.push(LimitFault::CapTooSmall {
                holder: group,
                cap,
                least,
            });
        }
        groups.push(Group {
            members,
            floor,
            cap,
        });
    }
    (groups, group_of)
}
