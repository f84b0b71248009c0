//! An auction with a falling epsilon: a start for problems in which many rows like the same columns.

use std::iter;

use super::bid::{Contest, Lasting};
use super::compact::CompactContest;
use super::reader::Reader;
use super::search::{State, together};
use super::{AssignmentError, Cost};

/// How the epsilons of one auction follow each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schedule {
    /// The largest.
    first: Cost,
    /// The smallest.
    last: Cost,
    pub(super) lasting: Lasting,
}

/// The first epsilon is at least this many units of cost: with less, most pairs are within it of a tie, and a search
/// goes along ties quickly.
const FEWEST_STEPS: Cost = 8;

/// Each phase divides epsilon by this.
const FACTOR: Cost = 10;

/// How often the ceiling is lowered in one phase; what is left is levelled at the end.
pub(super) const CEILINGS_OF_A_PHASE: usize = 64;

/// Bids for each row in one phase, after which those still free are left to the search.
const BIDS_OF_A_ROW: usize = 200;

impl Schedule {
    /// Chooses epsilons for reduced costs that spread over `range`, where `free` of the rows have no column; `None` where
    /// costs are so few that an epsilon would tell nothing.
    pub(super) fn new(range: Cost, free: usize, rows: usize) -> Option<Self> {
        // Where nearly no row keeps its column all like the same few. Prices then have far to go, so large steps
        // are not lost, and no list lasts.
        let (share, lasting) = if free > rows / 10 * 9 {
            (10, Lasting::OneBid)
        } else {
            (256, Lasting::Long)
        };
        // 10^5: below that share of the range, phases serve fewer rows than they set free.
        let first = range / share;
        (first >= FEWEST_STEPS).then_some(Self {
            first,
            last: (range / 100_000).max(1),
            lasting,
        })
    }

    /// Chooses epsilons for `rows` that are asked, whose costs are in this range; `None` where these are so few that an epsilon would tell nothing, or
    /// so far apart that [serving rows together](super::search::Search::serve_together) could leave the type.
    ///
    /// Small ones: a column that is set free keeps its potential, and whatever has fallen too far all others have to follow.
    pub(super) fn of_asked((lowest, highest): (Cost, Cost), rows: usize) -> Option<Self> {
        let first = (highest - lowest) / 1_000;
        let fits = together::fits(rows, (lowest, highest));
        (fits && first >= FEWEST_STEPS).then_some(Self {
            first,
            last: first / 5,
            lasting: Lasting::Longer,
        })
    }

    /// Goes from the first epsilon to the last.
    pub(super) fn epsilons(self) -> impl Iterator<Item = Cost> {
        let smaller =
            move |&epsilon: &Cost| (epsilon > self.last).then(|| (epsilon / FACTOR).max(self.last));
        iter::successors(Some(self.first), smaller)
    }
}

/// Serves most rows so that little is left to search.
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
/// Potentials only fall, so lists stay valid. Where columns outnumber rows, a column that is set free keeps a potential
/// that no column may have that stays free. So the potentials above all of these, the *ceiling*, are lowered step by
/// step, and the rows that this sets free may bid for the columns below; what is still below the ceiling in the end is
/// brought up to it by [`Search::level`](super::search::Search::level). Where rows are asked it does all of that: every step would take many questions.
///
/// # Complexity
///
/// At most 200 bids a row in each phase, of which there are at most six.
pub(super) fn auction(
    schedule: Schedule,
    state: &mut State,
    reader: &mut Reader<'_>,
) -> Result<(), AssignmentError> {
    let rows = reader.rows();
    if let Some(lists) = state.compact.take()
        && let Some(mut contest) = CompactContest::open(&lists, state, reader)
    {
        for epsilon in schedule.epsilons() {
            contest.keep_within(epsilon, reader)?;
            reader.report("bidding", contest.served(), rows)?;
            contest.hold(epsilon, BIDS_OF_A_ROW * rows, reader)?;
        }
        return contest.settle(state, reader);
    }
    let mut contest = Contest::new(schedule.lasting, state, reader);
    for epsilon in schedule.epsilons() {
        contest.keep_within(epsilon, 0..rows, state, reader)?;
        let free = state.mates.free_rows().len();
        reader.report("bidding", rows - free, rows)?;
        contest.hold(epsilon, BIDS_OF_A_ROW * rows, state, reader)?;
        if rows < reader.columns() && schedule.lasting != Lasting::Longer {
            for _ in 0..CEILINGS_OF_A_PHASE {
                let Some(ceiling) = lower_ceiling(epsilon, state) else {
                    break;
                };
                contest.lower_ceiling(ceiling, epsilon, state, reader)?;
                contest.hold(epsilon, BIDS_OF_A_ROW * rows, state, reader)?;
            }
        }
    }
    contest.settle(state, reader)
}

/// Chooses a lower ceiling while some free column is farther below it than `epsilon`.
fn lower_ceiling(epsilon: Cost, state: &State) -> Option<Cost> {
    let ceiling = state.v.iter().copied().max()?;
    let free = (0..state.v.len()).filter(|&column| state.mates.row_of(column).is_none());
    let below = free.map(|column| state.v[column]);
    next_ceiling(ceiling, below, epsilon)
}

/// Chooses a ceiling below this one while one of the free columns, with these potentials, is farther below it than `epsilon`.
pub(super) fn next_ceiling(
    ceiling: Cost,
    free: impl Iterator<Item = Cost>,
    epsilon: Cost,
) -> Option<Cost> {
    let highest = free.filter(|&v| v < ceiling - epsilon).max()?;
    // A quarter of the way: rows that the lower ceiling sets free may want the column, and it need not come all the way.
    Some(ceiling - ((ceiling - highest) / 4).max(epsilon))
}
