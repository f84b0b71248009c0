//! A solver by other hands: `pathfinding::kuhn_munkres_min`.

use pathfinding::matrix::Matrix;
use pathfinding::prelude::kuhn_munkres_min;
use reverse_mentoring::assignment::{Column, CostSource, Row};

/// Serves every row at least total cost; `None` if that cannot be.
///
/// This is the one place where a number stands in for a forbidden pair, since the reference knows no
/// other way. The number is larger than any sum of costs, so such a pair is chosen only if it must be;
/// whether one was chosen is checked.
pub(crate) fn least_total<S: CostSource>(source: &S) -> Option<i128> {
    if source.rows() > source.columns() {
        return None;
    }
    if source.rows() == 0 {
        return Some(0);
    }
    let (lowest, highest) = source.cost_range(0..source.rows())?;
    let span = highest
        .checked_sub(lowest)
        .expect("the reference is asked where it is safe");
    let sides = i64::try_from(source.rows() + source.columns())
        .expect("the reference is asked for small matrices");
    let stand_in = span
        .checked_mul(sides)
        .and_then(|sum| sum.checked_add(1))
        .expect("no sum overflows");
    // Shifted to start at 0: every row is served, so that adds the same to each answer.
    let cost = |row: usize, column: usize| {
        source
            .cost(row_at(row), column_at(column))
            .map(|cost| cost - lowest)
    };
    let rows = (0..source.rows()).map(|row| {
        (0..source.columns())
            .map(move |column| cost(row, column).unwrap_or(stand_in))
            .collect::<Vec<i64>>()
    });
    let matrix = Matrix::from_rows(rows).expect("rows of one length");
    let (_, columns) = kuhn_munkres_min(&matrix);
    columns
        .into_iter()
        .enumerate()
        .map(|(row, column)| source.cost(row_at(row), column_at(column)).map(i128::from))
        .sum()
}

fn row_at(row: usize) -> Row {
    Row::from(u32::try_from(row).expect("a small matrix"))
}

fn column_at(column: usize) -> Column {
    Column::from(u32::try_from(column).expect("a small matrix"))
}
