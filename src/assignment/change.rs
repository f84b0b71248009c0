//! What became of the rows and columns of a problem that was answered before.

use super::{Assignment, AssignmentError, Column, Row, Side};

/// Says for each row and column of a problem which one of an earlier problem it is, if its costs are the same.
///
/// A pair that is the same on both sides costs what it cost, or is forbidden as it was. Whoever is not named is new: rows and
/// columns that came, and those whose costs changed. Earlier ones that nobody is have left.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{Change, DenseCosts, Row, solve};
///
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2, 3], vec![2, 4, 6]])?;
/// let before = solve(&costs)?;
///
/// // Row 0 left, so row 1 is row 0 now, and a row that comes is row 1.
/// let change = Change::none(&before).without_row(Row::from(0));
/// assert_eq!(change.row_before(Row::from(0)), Some(Row::from(1)));
/// assert_eq!(change.row_before(Row::from(1)), None);
/// # Ok::<(), reverse_mentoring::assignment::AssignmentError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Change {
    rows: Vec<Option<Row>>,
    columns: Vec<Option<Column>>,
}

impl Change {
    /// Says that every row and every column is the one it was.
    ///
    /// The source may have more of them than `before`: these are new. [`Change::default`] says that all are.
    pub fn none(before: &Assignment) -> Self {
        Self {
            rows: (0..before.rows()).map(|row| Some(Row::at(row))).collect(),
            columns: (0..before.columns())
                .map(|column| Some(Column::at(column)))
                .collect(),
        }
    }

    /// Says for each row which one it was, and for each column.
    ///
    /// Nothing is checked here: [`Solver::resume`](super::Solver::resume) does.
    pub fn from_parts(rows: Vec<Option<Row>>, columns: Vec<Option<Column>>) -> Self {
        Self { rows, columns }
    }

    /// Says that a row is new or has other costs.
    pub fn with_row(mut self, row: Row) -> Self {
        if let Some(before) = self.rows.get_mut(row.index()) {
            *before = None;
        }
        self
    }

    /// Says that a column is new or has other costs.
    pub fn with_column(mut self, column: Column) -> Self {
        if let Some(before) = self.columns.get_mut(column.index()) {
            *before = None;
        }
        self
    }

    /// Says that the row that has this number so far has left, and that those behind it have moved up.
    pub fn without_row(mut self, row: Row) -> Self {
        if row.index() < self.rows.len() {
            self.rows.remove(row.index());
        }
        self
    }

    /// Says that the column that has this number so far has left, and that those behind it have moved up.
    pub fn without_column(mut self, column: Column) -> Self {
        if column.index() < self.columns.len() {
            self.columns.remove(column.index());
        }
        self
    }

    /// Gives the row that a row was, or `None` if it is new or has other costs.
    #[must_use]
    pub fn row_before(&self, row: Row) -> Option<Row> {
        self.rows.get(row.index()).copied().flatten()
    }

    /// Gives the column that a column was, or `None` if it is new or has other costs.
    #[must_use]
    pub fn column_before(&self, column: Column) -> Option<Column> {
        self.columns.get(column.index()).copied().flatten()
    }

    /// Refuses a change that cannot lead from an assignment to a source of this size.
    pub(super) fn check(
        &self,
        before: &Assignment,
        rows: usize,
        columns: usize,
    ) -> Result<(), AssignmentError> {
        let sides = [
            ("rows", self.rows.len(), rows),
            ("columns", self.columns.len(), columns),
        ];
        for (what, found, expected) in sides {
            if found > expected {
                return Err(AssignmentError::ChangeTooLong {
                    what,
                    found,
                    expected,
                });
            }
        }
        let of_rows = self.rows.iter().map(|row| Some((*row)?.index()));
        check_origins(of_rows, before.rows(), |row| Side::Row(Row::at(row)))?;
        let of_columns = self.columns.iter().map(|column| Some((*column)?.index()));
        let column = |column| Side::Column(Column::at(column));
        check_origins(of_columns, before.columns(), column)
    }
}

/// Refuses origins that did not exist, and such that two claim.
fn check_origins(
    origins: impl Iterator<Item = Option<usize>>,
    count: usize,
    side: impl Fn(usize) -> Side,
) -> Result<(), AssignmentError> {
    let mut claimed = vec![None; count];
    for (at, origin) in origins.enumerate() {
        let Some(origin) = origin else { continue };
        let Some(claimed) = claimed.get_mut(origin) else {
            return Err(AssignmentError::UnknownOrigin {
                side: side(at),
                origin: side(origin),
                count,
            });
        };
        if let Some(first) = claimed.replace(at) {
            return Err(AssignmentError::SharedOrigin {
                origin: side(origin),
                first: side(first),
                second: side(at),
            });
        }
    }
    Ok(())
}
