//! The answer: who has whom, which seats stay empty, at what cost, and why it cannot be less.

use super::{Question, SeatCertificate};
use crate::assignment::{Column, Row};

/// Rows and columns paired within limits at least total cost, with the certificate that proves it.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{Column, DenseCosts, Limits, Row, solve_within, verify_within};
///
/// // Two rows share column 0, which has two seats.
/// let limits = Limits::builder(3, 2).with_column_capacity(Column::from(0), 2).build()?;
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 5], vec![1, 3], vec![2, 7]])?;
/// let assignment = solve_within(&costs, &limits)?;
/// assert_eq!(assignment.rows_of(Column::from(0)), [Row::from(0), Row::from(2)]);
/// assert_eq!(assignment.columns_of(Row::from(1)), [Column::from(1)]);
/// assert_eq!(assignment.total_cost(), 1 + 3 + 2);
/// assert_eq!(verify_within(&costs, &limits, &assignment)?.pairs(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct SeatAssignment {
    question: Question,
    columns_of: Places<Column>,
    rows_of: Places<Row>,
    empty: Vec<u32>,
    total_cost: i128,
    certificate: SeatCertificate,
}

/// Partners of all members of a side, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Places<I> {
    /// Member `i` has the partners `starts[i]..starts[i + 1]`.
    starts: Vec<usize>,
    partners: Vec<I>,
}

impl<I: Copy> Places<I> {
    fn of(&self, index: usize) -> &[I] {
        match (self.starts.get(index), self.starts.get(index + 1)) {
            (Some(&start), Some(&end)) => &self.partners[start..end],
            _ => &[],
        }
    }

    fn members(&self) -> usize {
        self.starts.len() - 1
    }
}

impl SeatAssignment {
    /// Puts together an assignment that was taken apart or written down.
    ///
    /// `columns_of` holds the columns of each row and `empty` its seats that stay empty. Nothing is checked
    /// here: the parts are claims until [`verify_within`](super::verify_within) accepts them. Columns beyond
    /// `columns` are in no list of rows.
    pub fn from_parts(
        question: Question,
        columns: usize,
        columns_of: Vec<Vec<Column>>,
        empty: Vec<u32>,
        total_cost: i128,
        certificate: SeatCertificate,
    ) -> Self {
        let mut starts = vec![0; columns + 1];
        for column in columns_of.iter().flatten() {
            if let Some(start) = starts.get_mut(column.index() + 1) {
                *start += 1;
            }
        }
        for column in 0..columns {
            starts[column + 1] += starts[column];
        }
        let mut next = starts.clone();
        let mut partners = vec![Row::at(0); starts[columns]];
        let mut row_starts = Vec::with_capacity(columns_of.len() + 1);
        let mut all = Vec::new();
        row_starts.push(0);
        for (row, mut places) in columns_of.into_iter().enumerate() {
            places.sort_unstable();
            for column in places.iter().filter(|column| column.index() < columns) {
                partners[next[column.index()]] = Row::at(row);
                next[column.index()] += 1;
            }
            all.extend(places);
            row_starts.push(all.len());
        }
        Self {
            question,
            columns_of: Places {
                starts: row_starts,
                partners: all,
            },
            rows_of: Places { starts, partners },
            empty,
            total_cost,
            certificate,
        }
    }

    /// Says which question this answers.
    #[must_use]
    pub fn question(&self) -> Question {
        self.question
    }

    /// Gives the columns of a row, ascending; none for a row that does not exist.
    #[must_use]
    pub fn columns_of(&self, row: Row) -> &[Column] {
        self.columns_of.of(row.index())
    }

    /// Gives the rows of a column, ascending; none for a column that does not exist.
    #[must_use]
    pub fn rows_of(&self, column: Column) -> &[Row] {
        self.rows_of.of(column.index())
    }

    /// Goes through the pairs by ascending row, and by ascending column in a row.
    pub fn pairs(&self) -> impl Iterator<Item = (Row, Column)> + '_ {
        (0..self.rows()).map(Row::at).flat_map(|row| {
            let columns = self.columns_of(row).iter();
            columns.map(move |&column| (row, column))
        })
    }

    /// Counts the seats of a row that stay empty; at its exit price, if it has one.
    #[must_use]
    pub fn empty_seats_of(&self, row: Row) -> u32 {
        self.empty.get(row.index()).copied().unwrap_or(0)
    }

    /// Counts the seats of all rows that stay empty.
    #[must_use]
    pub fn empty_seats(&self) -> u64 {
        self.empty.iter().copied().map(u64::from).sum()
    }

    /// Counts the pairs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns_of.partners.len()
    }

    /// Says whether there is no pair.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Counts the rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns_of.members()
    }

    /// Counts the columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.rows_of.members()
    }

    /// Gives the costs of all pairs and the exit prices of all empty seats, added up.
    #[must_use]
    pub fn total_cost(&self) -> i128 {
        self.total_cost
    }

    /// Gives the proof that no assignment within the limits is better.
    pub fn certificate(&self) -> &SeatCertificate {
        &self.certificate
    }

    /// Lists for each row how many seats stay empty.
    pub(super) fn empty(&self) -> &[u32] {
        &self.empty
    }
}
