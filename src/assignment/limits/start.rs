//! Serves the seats that need no search.

use super::seats::Mate;
use super::state::State;
use crate::assignment::lists::NOTHING_LEFT_OUT;
use crate::assignment::reader::Reader;
use crate::assignment::{AssignmentError, Column, Cost, Row};

/// How often the start goes through the rows that are left: as in Jonker and Volgenant.
const PASSES: usize = 2;

/// Where a row would like to have its next seat.
#[derive(Debug, Clone, Copy)]
enum Place {
    Column { column: usize, cost: Cost },
    Exit,
}

/// The best place for the next seat of a row, at zero `u`.
struct Best {
    place: Place,
    least: Cost,
    /// The least of the others, those left out of the list among them; `least` if there are none.
    second: Cost,
}

/// Serves seats by the column their row likes best, and lowers the potentials of full columns to what the first one they
/// refuse would pay.
///
/// The augmenting row reduction of R. Jonker and A. Volgenant (1987), for capacities: the *bid* of a row for a
/// column is the potential at which its second choice would be as good. A full column keeps the lowest bids, and its
/// potential falls to the lowest of those that it refuses. Bids that would change the price of a group are left to the search.
pub(super) fn reduce_rows(
    k: usize,
    state: &mut State<'_>,
    reader: &mut Reader<'_>,
) -> Result<(), AssignmentError> {
    let rows = reader.rows();
    for _ in 0..PASSES {
        let left = state.rows_left();
        reader.report("reducing rows", rows - left.len(), rows)?;
        let seats: u64 = left.iter().map(|&row| u64::from(state.unserved(row))).sum();
        // Rows that outbid each other for ever are left to the search.
        let mut bids = seats.saturating_mul(4);
        for root in left {
            let mut before = u32::MAX;
            // A seat that stays unserved is left to the search, and so are the others of its row.
            while (1..before).contains(&state.unserved(root)) {
                before = state.unserved(root);
                let mut next = Some(root);
                while let Some(row) = next.take() {
                    reader.spend(8)?;
                    if bids == 0 {
                        break;
                    }
                    bids -= 1;
                    next = bid(row, k, state, reader)?;
                }
            }
        }
    }
    Ok(())
}

/// Lets a row bid for a seat; gives the row that may bid next: who lost one, or the same one again.
fn bid(
    row: usize,
    k: usize,
    state: &mut State<'_>,
    reader: &mut Reader<'_>,
) -> Result<Option<usize>, AssignmentError> {
    if state.unserved(row) == 0 {
        return Ok(None);
    }
    let Some(best) = best_of(row, k, state, reader)? else {
        return Ok(None);
    };
    match best.place {
        Place::Exit => {
            state.u[row] = best.least;
            state.take_exits(row);
            Ok(None)
        }
        Place::Column { column, cost } => Ok(bid_for(row, column, cost, &best, state)),
    }
}

fn bid_for(
    row: usize,
    column: usize,
    cost: Cost,
    best: &Best,
    state: &mut State<'_>,
) -> Option<usize> {
    let pool = state.problem.column_group(column);
    let base = pool.map_or(0, |pool| state.column_pools.prices[pool]);
    let is_open = pool.is_none_or(|pool| state.column_pools.is_open(pool));
    let level = state.column_next(column).map(|worth| worth + base);
    let offer = cost - best.second;
    // The column refuses the highest bid; of equal ones, the new one.
    let bids = state.columns.of(column).iter();
    let highest = bids
        .map(|mate| (mate.cost - state.u[mate.index as usize], mate.index))
        .max();
    let refused = highest.map_or(offer, |(highest, _)| highest.max(offer));
    let v = state.v[column];
    let number = u32::from(Column::at(column));
    let mate = Mate {
        index: u32::from(Row::at(row)),
        cost,
    };
    if let Some(level) = level
        && (v == level || refused <= level)
    {
        // There is room for all of them.
        if !is_open {
            state.u[row] = best.least;
            return None;
        }
        state.v.set(column, level);
        state.u[row] = best.second;
        state.columns.push(column, mate);
        state.rows.push(
            row,
            Mate {
                index: number,
                cost,
            },
        );
        if let Some(pool) = pool {
            state.column_pools.counts[pool] += 1;
        }
        return None;
    }
    let (highest, loser) = highest?;
    let progress = refused < v || offer < highest;
    if !progress || !state.problem.scale.allows(refused) {
        state.u[row] = best.least;
        return None;
    }
    state.v.set(column, refused);
    state.u[row] = best.second;
    if offer >= highest {
        return Some(row);
    }
    state.columns.replace(column, loser, mate);
    state.rows.push(
        row,
        Mate {
            index: number,
            cost,
        },
    );
    let loser = loser as usize;
    state.rows.remove(loser, number);
    Some(loser)
}

/// Finds the best place for the next seat of a row, or none if its list cannot tell.
fn best_of(
    row: usize,
    k: usize,
    state: &mut State<'_>,
    reader: &mut Reader<'_>,
) -> Result<Option<Best>, AssignmentError> {
    let bound = state.lists.bound(row);
    match scan(row, state) {
        Some(best) if best.least <= bound => return Ok(Some(best)),
        None if bound == NOTHING_LEFT_OUT => return Ok(None),
        _ => {}
    }
    // Pairs in use are listed too, and are of no use.
    let k = k.saturating_add(state.rows.len(row) as usize);
    state.lists.renew(row, k, &state.v, reader)?;
    let bound = state.lists.bound(row);
    Ok(scan(row, state).filter(|best| best.least <= bound))
}

fn scan(row: usize, state: &State<'_>) -> Option<Best> {
    let u = state.u[row];
    let has_room = |column: usize| state.column_next(column).is_some();
    // Where potentials float, what an exit costs is no measure of them.
    let exit = state.exit_to_sink(row).filter(|_| !state.floats);
    let mut best: Option<(Place, Cost)> = exit.map(|cost| (Place::Exit, cost));
    let mut second = state.lists.bound(row);
    for entry in state.lists.of(row) {
        if state.lists.floor(row, entry) > second {
            break;
        }
        let (cost, number) = (entry.cost, entry.column);
        let column = number as usize;
        let other = cost - state.v[column];
        if other <= u && state.rows.has(row, number) {
            continue;
        }
        // Of equal columns one with room displaces nobody.
        let better = match best {
            None => true,
            Some((_, least)) if other != least => other < least,
            Some((Place::Column { column: before, .. }, _)) => {
                has_room(column) && !has_room(before)
            }
            Some((Place::Exit, _)) => false,
        };
        if better {
            if let Some((_, least)) = best {
                second = second.min(least);
            }
            best = Some((Place::Column { column, cost }, other));
        } else {
            second = second.min(other);
        }
    }
    let (place, least) = best?;
    Some(Best {
        place,
        least,
        second: if second == NOTHING_LEFT_OUT {
            least
        } else {
            second.max(least)
        },
    })
}
