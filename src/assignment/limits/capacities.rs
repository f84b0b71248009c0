//! Capacities alone: every seat of every row is served by a column.

use super::auction::auction;
use super::contest::FEW_VACANT;
use super::search::Search;
use super::solver::pairs_of_a_list;
use super::start::reduce_rows;
use super::state::{Problem, State};
use super::{Limits, LimitsError, witness};
use crate::assignment::auction::Schedule;
use crate::assignment::hungarian::{CALM_SHARE, patience};
use crate::assignment::lists::Lists;
use crate::assignment::reader::Reader;
use crate::assignment::start::column_minima;
use crate::assignment::strategy::Strategy;
use crate::assignment::{AssignmentError, Cost, Prices};

/// Says whether a problem is served in this way: nothing but capacities must be kept to, and columns have seats enough.
///
/// Rows that would rather be asked than read are not, since the start of this way reads them.
pub(super) fn suits(problem: &Problem<'_>, reader: &Reader<'_>) -> bool {
    let limits = problem.limits;
    reader.strategy() == Strategy::Read
        && limits.are_capacities_alone()
        && limits.seats_of_rows() <= limits.seats_of_columns()
}

/// Serves every seat of every row at least total cost, by a column or, if most pairs are asked for, by staying empty.
///
/// As for the plain problem, potentials of columns with room are of no account while rows are served. So these may
/// start anywhere: at the least costs of columns, if all seats will be taken; and an auction may leave them where they have come to. What
/// is left of room is brought to one height in the end.
pub(super) fn serve_seats<'a>(
    problem: Problem<'a>,
    reader: &mut Reader<'_>,
) -> Result<State<'a>, LimitsError> {
    let limits = problem.limits;
    let has_room = limits.seats_of_columns() > limits.seats_of_rows();
    let v = if has_room {
        vec![0; reader.columns()]
    } else {
        below_ceiling(limits, reader)?
    };
    let mut state = start_at(v, problem, reader)?;
    let mut search = Search::new(&state);
    let patience = patience(reader, !has_room);
    // Where there is room, a search ends nearby more often than not, however many rows it takes.
    let served =
        (has_room || is_calm(&state)) && search_rows(patience, &mut search, &mut state, reader)?;
    if !served {
        if has_room {
            // Not one beside the other: lists take most of the memory there is.
            drop(state);
            state = start_at(below_ceiling(limits, reader)?, problem, reader)?;
        }
        let few_vacant = || state.room_below(state.ceiling()) <= FEW_VACANT;
        if !(has_room && is_calm(&state) && few_vacant()) {
            let range = reader.sample_range(&state.v)?;
            let left = state.rows_left().len();
            if let Some(schedule) = Schedule::new(range, left, reader.rows()) {
                auction(schedule, &mut state, reader)?;
            }
        }
        search_rows(u64::MAX, &mut search, &mut state, reader)?;
    }
    search.level(&mut state, reader)?;
    state.lower_to_zero();
    Ok(state)
}

/// Says whether few seats are left to search for.
fn is_calm(state: &State<'_>) -> bool {
    let left = state.rows_left();
    let left: u64 = left.iter().map(|&row| u64::from(state.unserved(row))).sum();
    left <= state.problem.limits.seats_of_rows() / CALM_SHARE as u64
}

/// Serves the rows that are left; says no if searches have read more than `patience` before.
fn search_rows(
    patience: u64,
    search: &mut Search,
    state: &mut State<'_>,
    reader: &mut Reader<'_>,
) -> Result<bool, LimitsError> {
    let (rows, left) = (reader.rows(), state.rows_left());
    reader.report("serving rows", rows - left.len(), rows)?;
    for (served, &row) in left.iter().enumerate() {
        reader.advance(rows - left.len() + served)?;
        while state.unserved(row) > 0 {
            if search.relaxed() > patience {
                return Ok(false);
            }
            if !search.serve(row, state, reader)? {
                return Err(witness::unserved(row, state, reader)?);
            }
            state.take_exits(row);
        }
    }
    reader.report("serving rows", rows, rows)?;
    Ok(true)
}

/// Lists every row at these potentials of columns, and reduces rows.
fn start_at<'a>(
    v: Vec<Cost>,
    problem: Problem<'a>,
    reader: &mut Reader<'_>,
) -> Result<State<'a>, AssignmentError> {
    let k = pairs_of_a_list(problem.limits);
    let v = Prices::from(v);
    let lists = Lists::build(reader, &v, k)?;
    let mut state = State::floating(problem, v, lists);
    reduce_rows(k, &mut state, reader)?;
    Ok(state)
}

/// Takes the least cost of each column for its potential, up to the most that as many seats as the rows have cost so; all are
/// brought to at most 0, where the range proof expects them.
fn below_ceiling(limits: &Limits, reader: &mut Reader<'_>) -> Result<Vec<Cost>, AssignmentError> {
    let mut minima = column_minima(reader)?;
    let seats = limits.columns.seats.iter().copied();
    let mut ascending: Vec<(Cost, u32)> = minima.iter().copied().zip(seats).collect();
    ascending.sort_unstable();
    let mut left = limits.seats_of_rows();
    let ceiling = ascending.iter().find(|&&(_, seats)| {
        left = left.saturating_sub(seats.into());
        left == 0
    });
    let ceiling = ceiling.map_or(0, |&(least, _)| least);
    for least in &mut minima {
        *least = ceiling.min(*least) - ceiling;
    }
    Ok(minima)
}

#[cfg(test)]
mod tests {
    use super::super::ranked::Scale;
    use super::super::solver::{finish, serve_seats as by_searches};
    use super::super::{Question, verify_within};
    use super::*;
    use crate::assignment::random::Random;
    use crate::assignment::{ComputedCosts, CostSource};
    use crate::work::Work;

    /// Solves in one way, checks the certificate, and gives empty seats and the total; `None` if infeasible.
    fn certified(
        source: &dyn CostSource,
        limits: &Limits,
        question: Question,
        serve: impl for<'l> FnOnce(Problem<'l>, &mut Reader<'_>) -> Result<State<'l>, LimitsError>,
    ) -> Option<(u64, i128)> {
        let range = source.cost_range(0..source.rows());
        let scale = Scale::prove(limits, question, range).expect("small costs");
        let work = Work::new();
        let range = range.unwrap_or((0, 0));
        let mut reader = Reader::new(source, range, &work).with_largest(scale.largest());
        let found = match serve(Problem::new(limits, question, scale), &mut reader) {
            Ok(state) => finish(&state),
            Err(LimitsError::Infeasible { .. }) => return None,
            Err(error) => panic!("{error}"),
        };
        verify_within(source, limits, &found).expect("the certificate proves the assignment");
        Some((found.empty_seats(), found.total_cost()))
    }

    /// Auctions all seats from scratch, in one of two ways, and searches for what is left.
    fn by_auction<'l>(
        k: usize,
        contested: bool,
        problem: Problem<'l>,
        reader: &mut Reader<'_>,
    ) -> Result<State<'l>, LimitsError> {
        let prices = Prices::from(below_ceiling(problem.limits, reader)?);
        let lists = Lists::build(reader, &prices, k)?;
        let mut state = State::floating(problem, prices, lists);
        let free = if contested { reader.rows() } else { 0 };
        let schedule = Schedule::new(1 << 20, free, reader.rows()).expect("the range is wide");
        auction(schedule, &mut state, reader)?;
        let mut search = Search::new(&state);
        search_rows(u64::MAX, &mut search, &mut state, reader)?;
        search.level(&mut state, reader)?;
        state.lower_to_zero();
        Ok(state)
    }

    #[test]
    fn auctions_lead_to_the_optimum_of_searches_alone() {
        let mut random = Random::new(5);
        let (mut feasible, mut short) = (0, 0);
        for case in 0..2_000 {
            let rows = 1 + random.index(12);
            let columns = 1 + random.index(12);
            let most = columns.min(1 + random.index(3)) as u64;
            let row_seats: Vec<u32> = (0..rows).map(|_| seats(&mut random, most)).collect();
            let needed: u32 = row_seats.iter().sum();
            let mut column_seats = vec![1; columns];
            // Too few seats, just enough, or some more, wherever they fall.
            let enough = needed as usize + random.index(3) * random.index(4);
            for _ in columns..enough.saturating_sub(random.index(3)) {
                column_seats[random.index(columns)] += 1;
            }
            // Multiples of a step are often equal, products make all rows like the same columns.
            let step = [1, 1 << 10, 1 << 17][case % 3];
            let product = case % 5 == 0;
            let absent = random.below(3);
            let costs: Vec<Option<Cost>> = (0..rows * columns)
                .map(|at| {
                    let free = random.below((1 << 20) / step) * step;
                    let factors = ((at / columns + 1) * (at % columns + 1)) as u64;
                    let cost = if product { factors << 12 } else { free };
                    (random.below(9) >= absent).then(|| cost.cast_signed() - 1_000)
                })
                .collect();
            let source = ComputedCosts::new(rows, columns, |row, column| {
                costs[row.index() * columns + column.index()]
            });
            let limits = Limits::builder(rows, columns)
                .with_row_capacities(row_seats)
                .with_column_capacities(column_seats)
                .build()
                .expect("capacities");
            for question in [Question::EveryRow, Question::MostPairs] {
                let expected = certified(&source, &limits, question, by_searches);
                feasible += usize::from(expected.is_some_and(|(empty, _)| empty == 0));
                short += usize::from(expected.is_some_and(|(empty, _)| empty > 0));
                for (k, contested) in [(1, true), (2, false), (12, false)] {
                    let found = certified(&source, &limits, question, |problem, reader| {
                        by_auction(k, contested, problem, reader)
                    });
                    assert_eq!(found, expected, "case {case}, {question:?}, k {k}");
                }
                let found = certified(&source, &limits, question, serve_seats);
                assert_eq!(
                    found, expected,
                    "case {case}, {question:?}, as it is chosen"
                );
            }
        }
        assert!(feasible > 1_000 && short > 300, "{feasible}, {short}");
    }

    fn seats(random: &mut Random, most: u64) -> u32 {
        1 + u32::try_from(random.below(most)).expect("few seats")
    }
}
