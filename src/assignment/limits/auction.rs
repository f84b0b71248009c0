//! An auction of seats, with a falling epsilon.

use super::contest::Contest;
use super::state::State;
use crate::assignment::AssignmentError;
use crate::assignment::auction::{CEILINGS_OF_A_PHASE, Schedule};
use crate::assignment::reader::Reader;

/// Bids for each seat in one phase, after which rows with seats left are set aside. Where every seat can be served, phases take 2 to 20.
const BIDS_OF_A_SEAT: usize = 32;

/// Serves most seats so that little is left to search.
///
/// # Algorithm
///
/// D. P. Bertsekas and D. A. Castañon, "The auction algorithm for the transportation problem", Annals of Operations Research 20
/// (1989), pp. 67-96: the [auction](crate::assignment::auction::auction()) of the plain problem, in which the seats of a
/// column are alike, so a row that bids for one compares it with other columns only, and so are those of a row, which
/// bids for all that it has left at once. Differs from the paper in that a row makes no pair twice, and in what the plain auction
/// differs in: short lists, a last phase that need not be exact, and a ceiling above columns with room.
///
/// # Complexity
///
/// At most 32 bids a seat in each phase, of which there are at most six; a bid takes a logarithm of the seats of its column.
pub(super) fn auction(
    schedule: Schedule,
    state: &mut State<'_>,
    reader: &mut Reader<'_>,
) -> Result<(), AssignmentError> {
    let rows = reader.rows();
    let seats = usize::try_from(state.problem.limits.seats_of_rows()).unwrap_or(usize::MAX);
    let has_room = state.problem.limits.seats_of_columns() > state.problem.limits.seats_of_rows();
    let mut contest = Contest::new(schedule.lasting, state);
    for epsilon in schedule.epsilons() {
        let mut bids = BIDS_OF_A_SEAT.saturating_mul(seats);
        contest.keep_within(epsilon, 0..rows, state, reader)?;
        reader.report("bidding", rows - state.rows_left().len(), rows)?;
        contest.hold(epsilon, &mut bids, state, reader)?;
        if bids == 0 {
            contest.set_aside(state);
        }
        if has_room {
            for _ in 0..CEILINGS_OF_A_PHASE {
                let ceiling = contest.next_ceiling(epsilon, state);
                let Some(ceiling) = ceiling.filter(|_| bids > 0) else {
                    break;
                };
                contest.lower_ceiling(ceiling, epsilon, state, reader)?;
                contest.hold(epsilon, &mut bids, state, reader)?;
            }
        }
    }
    contest.settle(state, reader)
}
