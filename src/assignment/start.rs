//! Where the search starts: potentials and pairs that are cheap to find.

use super::cardinality::Mates;
use super::lists::{Entry, Lists, NOTHING_LEFT_OUT};
use super::reader::Reader;
use super::search::State;
use super::{AssignmentError, Cost, CostSource};

/// How often augmenting row reduction goes through the free rows: as in Jonker and Volgenant.
const PASSES: usize = 2;

/// Lists every row, and serves those that need no search.
pub(super) fn start<S: CostSource + ?Sized>(
    reader: &mut Reader<'_, S>,
    k: usize,
) -> Result<State, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    reader.report("serving rows", 0, rows)?;
    let v = if rows == columns && reader.has_headroom() {
        column_minima(reader)?
    } else {
        vec![0; columns]
    };
    let lists = Lists::build(reader, &v, k)?;
    let u = (0..rows)
        .map(|row| {
            lists
                .of(row)
                .first()
                .map_or(0, |entry| entry.floor.min(lists.bound(row)))
        })
        .collect();
    let mut state = State {
        mates: Mates::new(rows, columns),
        u,
        v,
        lists,
    };
    if reader.has_headroom() {
        reduce_rows(k, &mut state, reader)?;
    }
    Ok(state)
}

/// Takes the least cost of each column for its potential.
///
/// Right only where every column will be served, since free columns must not be dearer than others;
/// so for equal sides.
fn column_minima<S: CostSource + ?Sized>(
    reader: &mut Reader<'_, S>,
) -> Result<Vec<Cost>, AssignmentError> {
    let mut minima = reader.column_minima()?;
    let (lowest, _) = reader.range();
    for least in &mut minima {
        if *least == Cost::MAX {
            *least = lowest;
        }
    }
    Ok(minima)
}

/// The two least reduced costs of a row at zero `u`, and where the least is.
pub(super) struct Best {
    pub(super) column: usize,
    pub(super) cost: Cost,
    pub(super) least: Cost,
    /// The least of the others, those left out of the list among them; `least` if there are none.
    pub(super) second: Cost,
}

/// Serves rows by the column they like best, and lowers its potential until they like another one as
/// well.
///
/// The augmenting row reduction of R. Jonker and A. Volgenant, "A shortest augmenting path algorithm
/// for dense and sparse linear assignment problems", Computing 38 (1987), pp. 325-340: an auction
/// without an epsilon. Differs in that it reads lists, whose bound counts as a second best. A
/// column once taken stays taken, so free ones keep the potential they started with.
fn reduce_rows<S: CostSource + ?Sized>(
    k: usize,
    state: &mut State,
    reader: &mut Reader<'_, S>,
) -> Result<(), AssignmentError> {
    let rows = reader.rows();
    let floor = reader.lowest_price(&state.v);
    for _ in 0..PASSES {
        let free = state.mates.free_rows();
        reader.report("reducing rows", rows - free.len(), rows)?;
        // Rows that outbid each other for ever are left to the search.
        let mut bids = 4 * free.len();
        for root in free {
            let mut next = Some(root);
            while let Some(row) = next.take() {
                reader.spend(8)?;
                if bids == 0 {
                    break;
                }
                bids -= 1;
                let Some(best) = best_of(row, 0, k, state, reader)? else {
                    continue;
                };
                let lowered = state.v[best.column] - (best.second - best.least);
                let owner = state.mates.row_of(best.column);
                if owner.is_some() && best.second == best.least || lowered < floor {
                    state.u[row] = best.least;
                    continue;
                }
                state.u[row] = best.second;
                state.v[best.column] = lowered;
                if let Some(owner) = owner {
                    state.mates.release(owner);
                    next = Some(owner);
                }
                state.mates.link(row, best.column);
            }
        }
    }
    Ok(())
}

/// Finds the best column of a row, or none if its list cannot tell.
///
/// A list is renewed, with `k` pairs, if it cannot tell the best column; or if it cannot tell the second
/// best, and its bound, which then counts as the second best, is within `slack` of the best.
pub(super) fn best_of<S: CostSource + ?Sized>(
    row: usize,
    slack: Cost,
    k: usize,
    state: &mut State,
    reader: &mut Reader<'_, S>,
) -> Result<Option<Best>, AssignmentError> {
    let bound = state.lists.bound(row);
    match scan(row, state) {
        Some(best) if best.second < bound && best.least <= bound => return Ok(Some(best)),
        Some(best) if best.least <= bound.saturating_sub(slack) => return Ok(Some(best)),
        None if bound == NOTHING_LEFT_OUT => return Ok(None),
        _ => {}
    }
    state.lists.renew(row, k, &state.v, reader)?;
    let bound = state.lists.bound(row);
    Ok(scan(row, state).filter(|best| best.least <= bound))
}

fn scan(row: usize, state: &State) -> Option<Best> {
    let entries = state.lists.of(row);
    let reduced = |entry: &Entry| entry.cost - state.v[entry.column as usize];
    let free = |entry: &Entry| state.mates.row_of(entry.column as usize).is_none();
    let mut best = entries.first()?;
    let mut least = reduced(best);
    let mut second = state.lists.bound(row);
    for entry in &entries[1..] {
        if entry.floor > second {
            break;
        }
        let other = reduced(entry);
        // Of equal columns a free one displaces nobody.
        if other < least || other == least && free(entry) && !free(best) {
            second = second.min(least);
            (best, least) = (entry, other);
        } else {
            second = second.min(other);
        }
    }
    Some(Best {
        column: best.column as usize,
        cost: best.cost,
        least,
        second: if second == NOTHING_LEFT_OUT {
            least
        } else {
            second.max(least)
        },
    })
}
