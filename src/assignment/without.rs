//! More rows than columns: which rows go without.

use super::hungarian::{Most, finish, serve_each};
use super::reader::Reader;
use super::search::{LAST, Search, State, together};
use super::ties::serve_along_ties;
use super::{AssignmentError, Cost, exit};

/// Serves every column at least total cost, where rows outnumber them, and chooses the rows that go without.
///
/// # Algorithm
///
/// Let every row be able to go without at a price, the same for all. Rows that do have that price for their potential, and no other has a
/// higher one, so whoever would rather pay does. At a low price too many go without; as the price
/// rises, it is columns that attract them, until every column is taken. How high it is then changes nothing but the potentials: equally many go
/// without at any price from there on, so in the end it is taken off all rows, and columns bear it.
///
/// The price begins where about as many rows would go without as must. Other rows are then served one by one, along a shortest path to a free column or to
/// a row that would rather pay. The rows that go without are as good as one source from then on: one search
/// begins with all of them, as in H. W. Kuhn (1955), and its length is the rise of the price.
///
/// Free columns may fall on the way, which is no harm: none is free in the end.
pub(super) fn serve_every_column(
    mut state: State,
    reader: &mut Reader<'_>,
) -> Result<Most, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    if !exit::fits(rows, columns, reader.range(), 0) {
        return Ok(Most::Neither(state.mates));
    }
    serve_or_let_go(first_price(columns, &mut state), &mut state, reader)?;
    let mut search = Search::new(rows, columns);
    let many_fit = together::fits(rows, reader.range());
    loop {
        serve_along_ties(&mut state, reader)?;
        let without = state.mates.free_rows();
        let served = rows - without.len();
        reader.report("serving rows", served, columns)?;
        let sought = match columns - served {
            0 => {
                let price = without.first().map_or(0, |&row| state.u[row]);
                return Ok(Most::EveryColumn(finish(state, -price)));
            }
            _ if !many_fit => 1,
            left @ ..=LAST => left,
            left => left.div_ceil(2),
        };
        if !search.serve_some(&without, sought, &mut state, reader)? {
            return Ok(Most::Neither(state.mates));
        }
    }
}

/// Chooses a price at which as many rows as there are not columns for would go without, and lets go of all that do.
fn first_price(columns: usize, state: &mut State) -> Cost {
    let mut potentials = state.u.clone();
    let (_, &mut price, _) = potentials.select_nth_unstable(columns);
    for row in 0..state.u.len() {
        if state.u[row] > price {
            state.u[row] = price;
            if let Some(column) = state.mates.column_of(row) {
                state.mates.unlink(row, column);
            }
        }
    }
    price
}

/// Serves one free row after the other that would rather not pay this price, or lets it or another go without.
fn serve_or_let_go(
    price: Cost,
    state: &mut State,
    reader: &mut Reader<'_>,
) -> Result<(), AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let mut search = Search::new(rows, columns).with_exit(price);
    let mut free = state.mates.free_rows();
    free.retain(|&row| state.u[row] < price);
    reader.report("serving rows", rows - free.len(), rows)?;
    // There is a path from each, if only to the row itself.
    serve_each(&free, u64::MAX, &mut search, state, reader)?;
    Ok(())
}
