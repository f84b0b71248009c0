//! The answer: which row has which column, at what cost, and why it cannot be less.

use super::{Certificate, Column, Cost, Row};

/// Rows and columns paired at least total cost, with the certificate that proves it.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{Column, DenseCosts, Row, solve};
///
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2], vec![1, 4]])?;
/// let assignment = solve(&costs)?;
/// let pairs: Vec<(u32, u32)> = assignment.pairs().map(|(row, column)| (row.into(), column.into())).collect();
/// assert_eq!(pairs, [(0, 1), (1, 0)]);
/// assert_eq!(assignment.total_cost(), 3);
/// assert_eq!(assignment.row_of(Column::from(0)), Some(Row::from(1)));
/// # Ok::<(), reverse_mentoring::assignment::AssignmentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Assignment {
    column_of: Vec<Option<Column>>,
    row_of: Vec<Option<Row>>,
    len: usize,
    total_cost: i128,
    certificate: Certificate,
}

impl Assignment {
    /// Puts together an assignment that was taken apart or written down.
    ///
    /// `column_of` holds the column of each row. Nothing is checked here: the parts are claims
    /// until [`verify`](super::verify) accepts them.
    pub fn from_parts(
        columns: usize,
        column_of: Vec<Option<Column>>,
        total_cost: i128,
        certificate: Certificate,
    ) -> Self {
        let mut row_of = vec![None; columns];
        let mut len = 0;
        for (row, column) in column_of.iter().enumerate() {
            let Some(column) = column else { continue };
            len += 1;
            if let Some(free @ None) = row_of.get_mut(column.index()) {
                *free = Some(Row::at(row));
            }
        }
        Self {
            column_of,
            row_of,
            len,
            total_cost,
            certificate,
        }
    }

    /// Gives the column of a row, or `None` if it has none.
    #[must_use]
    pub fn column_of(&self, row: Row) -> Option<Column> {
        self.column_of.get(row.index()).copied().flatten()
    }

    /// Gives the row of a column, or `None` if it has none.
    #[must_use]
    pub fn row_of(&self, column: Column) -> Option<Row> {
        self.row_of.get(column.index()).copied().flatten()
    }

    /// Goes through the pairs by ascending row.
    pub fn pairs(&self) -> impl Iterator<Item = (Row, Column)> + '_ {
        self.column_of
            .iter()
            .enumerate()
            .filter_map(|(row, column)| Some((Row::at(row), (*column)?)))
    }

    /// Counts the pairs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Says whether there is no pair.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Counts the rows, served or not.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.column_of.len()
    }

    /// Counts the columns, taken or not.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.row_of.len()
    }

    /// Gives the sum of the costs of all pairs.
    ///
    /// It is an `i128` because it may leave `i64` where no cost and no potential does.
    #[must_use]
    pub fn total_cost(&self) -> i128 {
        self.total_cost
    }

    /// Gives the potentials of the rows and those of the columns: the dual solution.
    ///
    /// On a pair of this assignment they add up to its cost. Which sign they have where is said in
    /// the documentation of the [module](super).
    #[must_use]
    pub fn potentials(&self) -> (&[Cost], &[Cost]) {
        (
            self.certificate.row_potentials(),
            self.certificate.column_potentials(),
        )
    }

    /// Gives the proof that no assignment has more pairs, and none with as many costs less.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }
}
