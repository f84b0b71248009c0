//! Serving the few whom a change has left, from potentials that are feasible.

use super::hungarian::{Served, finish, patience};
use super::reader::Reader;
use super::search::{Search, State};
use super::{AssignmentError, Column, Cost, Prices, Row, exit};

/// Serves the rows that are free; `None` once a full solve would have been as quick.
pub(super) fn serve_the_few(
    mut state: State,
    reader: &mut Reader<'_>,
) -> Result<Option<Served>, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let mut search = Search::new(rows, columns);
    let free = state.mates.free_rows();
    reader.report("serving rows", rows - free.len(), rows)?;
    for (served, &row) in free.iter().enumerate() {
        reader.advance(rows - free.len() + served)?;
        search.serve(row, &mut state, reader)?;
        if is_tired(&search, reader) {
            return Ok(None);
        }
    }
    if rows == columns {
        // No column is free, so all potentials at most 0 are as good as any: those that did not change stay.
        let highest = state.v.iter().copied().max().unwrap_or(0);
        return Ok(Some(finish(state, highest.max(0))));
    }
    let ceiling = search.level(&mut state, reader)?;
    reader.report("serving rows", rows, rows)?;
    Ok(Some(finish(state, ceiling)))
}

/// Serves as many of the rows that are free as can be; `None` once a full solve would have been as quick.
///
/// # Algorithm
///
/// Two kinds of places are wrong after a change. A free row whose potential is below [`exit::EXIT`] looks for the nearest end of a
/// path: a free column, or a row that goes without a column instead. A free column whose potential is below 0 is looked for
/// from all rows that go without and all columns that could be free in its place: see [`Search::level`].
pub(super) fn serve_most_of_the_few(
    mut state: State,
    reader: &mut Reader<'_>,
) -> Result<Option<Served>, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let mut search = Search::new(rows, columns).with_exit(exit::EXIT);
    let free = state.mates.free_rows();
    reader.report("serving rows", rows - free.len(), rows)?;
    for (served, &row) in free.iter().enumerate() {
        reader.advance(rows - free.len() + served)?;
        if state.u[row] < exit::EXIT {
            bring_exits_near(&mut state, reader)?;
            search.serve(row, &mut state, reader)?;
        }
        if is_tired(&search, reader) {
            return Ok(None);
        }
    }
    let sunken =
        (0..columns).any(|column| state.mates.row_of(column).is_none() && state.v[column] < 0);
    let ceiling = if sunken {
        search.level(&mut state, reader)?
    } else {
        0
    };
    reader.report("serving rows", rows, rows)?;
    Ok(Some(finish(state, ceiling)))
}

/// Tells whether searches have taken as long as a full solve.
fn is_tired(search: &Search, reader: &Reader<'_>) -> bool {
    search.relaxed() > patience(reader, reader.rows() == reader.columns())
        || search.renewed() > reader.rows() as u64
}

/// Free columns of which it is found out whether anybody permits them.
const MOST_LOOKED_AT: usize = 32;

/// Raises the potentials of all rows, and lowers those of all columns, until some row is about to exit; nothing is done if a column is free
/// which a row permits.
///
/// Where no column is free, nothing else says where the potentials of both sides meet, and a search for an exit that is far away
/// would visit everybody on its way there.
fn bring_exits_near(state: &mut State, reader: &mut Reader<'_>) -> Result<(), AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let free = |column: &usize| state.mates.row_of(*column).is_none();
    let free: Vec<usize> = (0..columns).filter(free).collect();
    if free.len() > MOST_LOOKED_AT {
        return Ok(());
    }
    let source = reader.source();
    for &column in &free {
        let permits = |row| source.cost(Row::at(row), Column::at(column)).is_some();
        let looked_at = (0..rows).find(|&row| permits(row));
        reader.spend(looked_at.unwrap_or(rows) + 1)?;
        if looked_at.is_some() {
            return Ok(());
        }
    }
    // Whoever has gone without is at the exit, and stays there.
    let idle = |row: usize| state.mates.column_of(row).is_none() && state.u[row] >= exit::EXIT;
    let highest = (0..rows).filter(|&row| !idle(row)).map(|row| state.u[row]);
    let rise = exit::EXIT - highest.max().unwrap_or(exit::EXIT);
    if rise <= 0 {
        return Ok(());
    }
    for row in 0..rows {
        if state.mates.column_of(row).is_some() || state.u[row] < exit::EXIT {
            state.u[row] += rise;
        }
    }
    let lowered: Vec<Cost> = (0..columns)
        .map(|column| match state.mates.row_of(column) {
            Some(_) => state.v[column] - rise,
            None => state.v[column],
        })
        .collect();
    state.v = Prices::from(lowered);
    state.lists.shift(rise);
    Ok(())
}
