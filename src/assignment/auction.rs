//! An auction with a falling epsilon: a start for problems in which many rows like the same columns.

use super::reader::Reader;
use super::search::State;
use super::start::best_of;
use super::{AssignmentError, Cost, CostSource};

/// How the epsilons of one auction follow each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schedule {
    /// The largest.
    first: Cost,
    /// The smallest.
    last: Cost,
}

/// Each phase divides epsilon by this.
const FACTOR: Cost = 10;

/// How many pairs a new list holds where it lasts for many bids, and where it does not.
const LONG: usize = 16;
const SHORT: usize = 4;

/// Bids for each row in one phase, after which those still free are left to the search.
const BIDS_OF_A_ROW: usize = 200;

impl Schedule {
    /// Chooses epsilons for reduced costs that spread over `range`, of which the first is `1 / share`.
    pub(super) fn new(range: Cost, share: Cost) -> Self {
        // 10^5: below that share of the range, phases serve fewer rows than they set free.
        Self {
            first: (range / share).max(1),
            last: (range / 100_000).max(1),
        }
    }
}

/// Serves most rows so that little is left to search; for equally many rows and columns.
///
/// # Algorithm
///
/// D. P. Bertsekas, "The auction algorithm: a distributed relaxation method for the assignment problem",
/// Annals of Operations Research 14 (1988), pp. 105-123. A free row bids for the column it likes best: it lowers the potential
/// until it likes that column less than the second best by epsilon, and sets free the row that had it. A
/// row is then within epsilon of its best column when it has one, and steps of at least
/// epsilon end a contest that without it would go on for long. Phases with smaller and smaller epsilons start
/// from the potentials of the one before. Differs from the paper in that rows read [lists](super::lists::Lists),
/// whose bound counts as a second best, and that the last phase need not be exact: rows that are not on
/// an exactly best column at the end are set free, and searched for.
///
/// Potentials only fall, so lists stay valid. Right for equal sides only: a column that is set free keeps its low
/// potential, which no column may have that stays free.
///
/// # Complexity
///
/// At most 200 bids a row in each phase, of which there are at most six.
pub(super) fn auction<S: CostSource + ?Sized>(
    schedule: Schedule,
    state: &mut State,
    reader: &mut Reader<'_, S>,
) -> Result<(), AssignmentError> {
    let mut auction = Auction {
        own: (0..reader.rows())
            .map(|row| match state.mates.column_of(row) {
                Some(column) => state.u[row] + state.v[column],
                None => 0,
            })
            .collect(),
        floor: reader.lowest_price(&state.v),
        k: LONG,
    };
    let mut epsilon = schedule.first;
    loop {
        auction.phase(epsilon, state, reader)?;
        if epsilon <= schedule.last {
            break;
        }
        epsilon = (epsilon / FACTOR).max(schedule.last);
    }
    auction.settle(state, reader)
}

struct Auction {
    /// The cost of each row's pair.
    own: Vec<Cost>,
    /// No potential is lowered beyond this; see `cost.rs`.
    floor: Cost,
    /// How many pairs a new list holds.
    k: usize,
}

impl Auction {
    fn phase<S: CostSource + ?Sized>(
        &mut self,
        epsilon: Cost,
        state: &mut State,
        reader: &mut Reader<'_, S>,
    ) -> Result<(), AssignmentError> {
        let rows = reader.rows();
        for row in 0..rows {
            self.keep_within(epsilon, row, state, reader)?;
        }
        let mut free = state.mates.free_rows();
        reader.report("bidding", rows - free.len(), rows)?;
        // The first rows bid first.
        free.reverse();
        let mut renewals = state.lists.renewals();
        let mut bids = BIDS_OF_A_ROW * rows;
        while let Some(row) = free.pop() {
            reader.spend(8)?;
            if bids == 0 {
                break;
            }
            bids -= 1;
            if bids.is_multiple_of(rows) {
                // Lists that last for one bid only are best short.
                let made = state.lists.renewals() - renewals;
                self.k = if made > rows / 2 { SHORT } else { LONG };
                renewals += made;
            }
            let Some(best) = best_of(row, epsilon, self.k, state, reader)? else {
                continue;
            };
            let lowered = state.v[best.column] - (best.second - best.least) - epsilon;
            if lowered < self.floor {
                continue;
            }
            if let Some(owner) = state.mates.row_of(best.column) {
                state.mates.release(owner);
                free.push(owner);
            }
            state.v[best.column] = lowered;
            self.own[row] = best.cost;
            state.mates.link(row, best.column);
        }
        Ok(())
    }

    /// Sets a row free unless its column is within `epsilon` of its best.
    fn keep_within<S: CostSource + ?Sized>(
        &mut self,
        epsilon: Cost,
        row: usize,
        state: &mut State,
        reader: &mut Reader<'_, S>,
    ) -> Result<(), AssignmentError> {
        let Some(column) = state.mates.column_of(row) else {
            return Ok(());
        };
        let own = self.own[row] - state.v[column];
        // What the list was made for is often enough to tell.
        let listed = state
            .lists
            .of(row)
            .first()
            .map_or(Cost::MAX, |entry| entry.floor);
        if own <= listed.min(state.lists.bound(row)).saturating_add(epsilon) {
            return Ok(());
        }
        let best = best_of(row, 0, LONG, state, reader)?;
        if best.is_none_or(|best| own > best.least + epsilon) {
            state.mates.unlink(row, column);
        }
        Ok(())
    }

    /// Makes the potentials of rows as high as they may be, and keeps the pairs that are tight then.
    fn settle<S: CostSource + ?Sized>(
        &mut self,
        state: &mut State,
        reader: &mut Reader<'_, S>,
    ) -> Result<(), AssignmentError> {
        for row in 0..reader.rows() {
            reader.spend(8)?;
            let least = match best_of(row, 0, LONG, state, reader)? {
                Some(best) => best.least,
                None => lowest_known(row, state),
            };
            state.u[row] = least;
            if let Some(column) = state.mates.column_of(row)
                && self.own[row] - state.v[column] != least
            {
                state.mates.unlink(row, column);
            }
        }
        Ok(())
    }
}

/// Gives a potential that is low enough for a row whose list cannot tell its best column.
fn lowest_known(row: usize, state: &State) -> Cost {
    let listed = state
        .lists
        .of(row)
        .iter()
        .map(|entry| entry.cost - state.v[entry.column as usize])
        .min();
    // A row without any pair is found infeasible, whatever its potential.
    match listed.unwrap_or(Cost::MAX).min(state.lists.bound(row)) {
        Cost::MAX => 0,
        least => least,
    }
}
