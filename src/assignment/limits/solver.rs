//! The entry point: two questions within limits.

use super::ranked::Scale;
use super::search::Search;
use super::start::reduce_rows;
use super::state::{Problem, State};
use super::{
    Limits, LimitsError, RankedCost, SeatAssignment, SeatCertificate, capacities, turned, witness,
};
use crate::assignment::cost::check_size;
use crate::assignment::lists::Lists;
use crate::assignment::memory;
use crate::assignment::parallel::on_the_pool;
use crate::assignment::reader::{Reader, cost_range};
use crate::assignment::{Column, CostSource, Row, Solver};

/// What is asked of an assignment within limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// Every seat of every row has a column, or takes the row's exit; then least cost.
    EveryRow,
    /// As few seats as can be stay empty without an exit price, goals counted in; then least cost.
    MostPairs,
}

/// How many pairs the first lists hold, beyond the seats of an average row.
const FIRST_LIST: usize = 16;

impl Solver<'_> {
    /// Serves every seat of every row within limits, at least total cost; see
    /// [`solve_within`](super::solve_within()).
    ///
    /// # Errors
    ///
    /// Those of [`solve_within`](super::solve_within()),
    /// [`AssignmentError::Cancelled`](crate::assignment::AssignmentError::Cancelled) if the work was stopped, and
    /// [`AssignmentError::MemoryLimit`](crate::assignment::AssignmentError::MemoryLimit) or
    /// [`MemoryOutgrown`](crate::assignment::AssignmentError::MemoryOutgrown) if it takes more than the limit.
    pub fn solve_within(
        &self,
        source: &dyn CostSource,
        limits: &Limits,
    ) -> Result<SeatAssignment, LimitsError> {
        on_the_pool(source.most_pairs(), || {
            self.answer(source, limits, Question::EveryRow)
        })
    }

    /// Fills as many seats of rows as there can be within limits, at least total cost; see
    /// [`solve_max_within`](super::solve_max_within()).
    ///
    /// # Errors
    ///
    /// Those of [`solve_max_within`](super::solve_max_within()), and those of a stop or a limit as in [`solve_within`](Self::solve_within).
    pub fn solve_max_within(
        &self,
        source: &dyn CostSource,
        limits: &Limits,
    ) -> Result<SeatAssignment, LimitsError> {
        on_the_pool(source.most_pairs(), || {
            self.answer(source, limits, Question::MostPairs)
        })
    }

    fn answer(
        &self,
        source: &dyn CostSource,
        limits: &Limits,
        question: Question,
    ) -> Result<SeatAssignment, LimitsError> {
        let (rows, columns) = (source.rows(), source.columns());
        check_size(rows, columns)?;
        if (limits.rows(), limits.columns()) != (rows, columns) {
            return Err(LimitsError::WrongSize {
                rows: limits.rows(),
                columns: limits.columns(),
                expected_rows: rows,
                expected_columns: columns,
            });
        }
        let more = memory::of_seats(rows, columns);
        self.check_memory(source, more)?;
        // Where no pair is permitted, any range holds all costs.
        let range = cost_range(source, &self.work)?;
        let scale = Scale::prove(limits, question, range)?;
        let mut reader = self
            .read(source, range.unwrap_or((0, 0)), more)
            .with_largest(scale.largest());
        let problem = Problem::new(limits, question, scale);
        if turned::suits(&problem, &reader)
            && let Some(answer) = turned::serve_columns(problem, &mut reader)?
        {
            return Ok(answer);
        }
        let state = if capacities::suits(&problem, &reader) {
            capacities::serve_seats(problem, &mut reader)?
        } else {
            serve_seats(problem, &mut reader)?
        };
        Ok(finish(&state))
    }
}

/// Serves every seat of every row, by a column or by an exit.
pub(super) fn serve_seats<'a>(
    problem: Problem<'a>,
    reader: &mut Reader<'_>,
) -> Result<State<'a>, LimitsError> {
    let rows = reader.rows();
    let k = pairs_of_a_list(problem.limits);
    let mut state = State::new(problem, |prices| Lists::build(reader, prices, k))?;
    reduce_rows(k, &mut state, reader)?;
    let mut search = Search::new(&state);
    let left = state.rows_left();
    for (served, &row) in left.iter().enumerate() {
        reader.report("serving rows", rows - left.len() + served, rows)?;
        while state.unserved(row) > 0 {
            if !search.serve(row, &mut state, reader)? {
                return Err(witness::unserved(row, &state, reader)?);
            }
            // Empty seats cost the same, so there is no need to search for each of them.
            state.take_exits(row);
        }
    }
    reader.report("serving rows", rows, rows)?;
    match witness::unmet(&state, reader)? {
        Some(error) => Err(error),
        None => Ok(state),
    }
}

/// Chooses how many pairs the first lists hold.
pub(crate) fn pairs_of_a_list(limits: &Limits) -> usize {
    let average = limits.seats_of_rows() / (limits.rows() as u64).max(1);
    // A list that is too short is renewed; one that is too long costs memory for every row.
    FIRST_LIST + usize::try_from(average.min(64)).unwrap_or(64)
}

/// Takes the answer and its proof out of the state.
pub(super) fn finish(state: &State<'_>) -> SeatAssignment {
    let Problem {
        limits,
        question,
        scale,
        ..
    } = state.problem;
    let ranked = |packed: &[i64]| packed.iter().map(|&packed| scale.ranked(packed)).collect();
    let mut total_cost = 0;
    let columns_of = (0..limits.rows())
        .map(|row| {
            let mates = state.rows.of(row).iter();
            total_cost += mates
                .clone()
                .map(|mate| i128::from(mate.cost))
                .sum::<i128>();
            let exit = limits.exit(Row::at(row)).unwrap_or(0);
            total_cost += i128::from(exit) * i128::from(state.empty[row]);
            mates.map(|mate| Column::from(mate.index)).collect()
        })
        .collect();
    // An exit of a group is a pair less, so its price is that of a pair with the other sign.
    let row_groups: Vec<RankedCost> = state
        .row_pools
        .prices
        .iter()
        .map(|&price| scale.ranked(-price))
        .collect();
    let certificate = SeatCertificate::from_parts(
        ranked(&state.u),
        ranked(&state.v),
        row_groups,
        ranked(&state.column_pools.prices),
    );
    SeatAssignment::from_parts(
        question,
        limits.columns(),
        columns_of,
        state.empty.clone(),
        total_cost,
        certificate,
    )
}

/// Serves every seat of every row within limits, at least total cost.
///
/// A seat of a row with an exit price may stay empty at that price. The result carries the proof that no assignment within
/// the limits costs less.
///
/// # Algorithm
///
/// A minimum-cost flow from the rows through columns and groups to a sink, in which every pair has capacity 1, by successive
/// shortest augmenting paths over potentials: J. Edmonds and R. M. Karp, "Theoretical improvements in algorithmic efficiency for
/// network flow problems", Journal of the ACM 19 (1972), pp. 248-264; N. Tomizawa, "On some techniques useful for solution of
/// transportation network problems", Networks 1 (1971), pp. 173-194. Nobody is cloned: a full column passes the search on to its rows. A
/// minimum is a convex cost: the first units earn a rank that outweighs every cost. Since potentials of
/// columns only fall, rows keep their short lists, as for the plain problem. Where capacities are the only limits and rows compete hard, an auction comes
/// first: D. P. Bertsekas and D. A. Castañon, "The auction algorithm for the transportation problem", Annals of Operations Research 20 (1989), pp. 67-96.
///
/// # Complexity
///
/// `O(s (p + m log m))` time for `s` seats of rows, `m` columns and `p` permitted pairs, and `O(n + m + s)` space
/// beyond the source. Usually far less: most seats are served without a search, and most searches read few rows.
///
/// # Errors
///
/// - [`LimitsError::Infeasible`] if no assignment meets the limits, with what shows it.
/// - [`LimitsError::WrongSize`] if the limits are for another size.
/// - [`LimitsError::Assignment`] if sums of costs could overflow, if sizes do not fit 32 bits, or if the source changes
///   its mind.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{Column, DenseCosts, Limits, solve_within};
///
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 5], vec![1, 5]])?;
/// let limits = Limits::builder(2, 2).with_column_capacity(Column::from(0), 2).build()?;
/// assert_eq!(solve_within(&costs, &limits)?.total_cost(), 2);
///
/// let limits = Limits::builder(2, 2).with_row_capacities([2, 1]).build()?;
/// assert_eq!(
///     solve_within(&costs, &limits).unwrap_err().to_string(),
///     "no assignment meets the limits: rows 0 and 1 with columns 0 and 1 need 3 pairs, and there is room for 2"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn solve_within(
    source: &dyn CostSource,
    limits: &Limits,
) -> Result<SeatAssignment, LimitsError> {
    Solver::new().solve_within(source, limits)
}

/// Fills as many seats of rows as there can be within limits, and among these answers one at least total cost.
///
/// Minima and floors bind, exits are as good as pairs: what is made least is the number of seats that stay empty without an exit
/// price. Without any exit price this is to make as many pairs as there can be. The result carries the proof of both.
///
/// # Algorithm
///
/// That of [`solve_within`](solve_within()), where every row without an exit price has one: rank 1, and no cost. Costs are
/// [ranked](RankedCost), so no large number stands for an empty seat.
///
/// # Complexity
///
/// That of [`solve_within`](solve_within()).
///
/// # Errors
///
/// Those of [`solve_within`](solve_within()); it is infeasible only if minima, floors and caps cannot be met.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{DenseCosts, Limits, Row, solve_max_within};
///
/// // Row 1 must have a column, so row 0 goes without, although it would cost less.
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8], vec![9]])?;
/// let limits = Limits::builder(2, 1).with_row_minimum(Row::from(1), 1).build()?;
/// assert_eq!(solve_max_within(&costs, &limits)?.total_cost(), 9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn solve_max_within(
    source: &dyn CostSource,
    limits: &Limits,
) -> Result<SeatAssignment, LimitsError> {
    Solver::new().solve_max_within(source, limits)
}
