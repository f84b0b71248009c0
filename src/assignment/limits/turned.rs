//! More seats of rows than of columns: the problem turned on its side.

use super::capacities;
use super::ranked::Scale;
use super::state::Problem;
use super::{Limits, LimitsError, Question, RankedCost, SeatAssignment, SeatCertificate};
use crate::assignment::deficiency::copying;
use crate::assignment::reader::Reader;
use crate::assignment::strategy::Strategy;
use crate::assignment::{AssignmentError, Column, Cost, Row, SparseCosts};

/// Says whether a problem is worth a try from the other side: most pairs are asked for, and rows have seats that must stay empty.
pub(super) fn suits(problem: &Problem<'_>, reader: &Reader<'_>) -> bool {
    let limits = problem.limits;
    reader.strategy() == Strategy::Read
        && limits.are_capacities_alone()
        && problem.question == Question::MostPairs
        && limits.seats_of_rows() > limits.seats_of_columns()
}

/// Serves every seat of every column at least total cost; nothing if that cannot be, or not within the memory that is allowed.
///
/// No assignment has more pairs then. It is the problem that is solved where columns have seats to spare, with rows for columns, so pairs are
/// copied as they are where [not every row can be served](crate::assignment::solve_max()). Its potentials become a proof
/// by a rank: 1 more for rows, which is what an empty seat costs, and 1 less for columns. A pair costs the same as before.
pub(super) fn serve_columns(
    problem: Problem<'_>,
    reader: &mut Reader<'_>,
) -> Result<Option<SeatAssignment>, LimitsError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let limits = problem.limits;
    let turned = Limits::builder(columns, rows)
        .with_row_capacities(limits.columns.seats.iter().copied())
        .with_column_capacities(limits.rows.seats.iter().copied())
        .build()?;
    let Ok(scale) = Scale::prove(&turned, Question::EveryRow, Some(reader.range())) else {
        return Ok(None);
    };
    reader.report("reading costs", 0, rows)?;
    let mut pairs = Vec::new();
    for row in 0..rows {
        let read = reader.read(row)?.iter();
        pairs.extend(read.map(|pair| (Row::at(pair.column.index()), Column::at(row), pair.cost)));
        // What only saves time is not done where it takes more memory than there is.
        if reader.allowed().check(copying(&pairs)).is_err() {
            return Ok(None);
        }
    }
    let source = SparseCosts::try_from_pairs(columns, rows, pairs)?;
    let mut reader = reader
        .of_source(&source, source.bytes())
        .with_largest(scale.largest());
    let question = Problem::new(&turned, Question::EveryRow, scale);
    let state = match capacities::serve_seats(question, &mut reader) {
        Ok(state) => state,
        Err(
            LimitsError::Infeasible { .. }
            | LimitsError::Assignment(AssignmentError::MemoryOutgrown { .. }),
        ) => return Ok(None),
        Err(error) => return Err(error),
    };
    let at_rank = |rank: i64, costs: &[Cost]| {
        let costs = costs.iter();
        costs.map(|&cost| RankedCost::new(rank, cost)).collect()
    };
    let certificate = SeatCertificate::from_parts(
        at_rank(1, &state.v),
        at_rank(-1, &state.u),
        Vec::new(),
        Vec::new(),
    );
    let mut total_cost = 0;
    let mut empty = limits.rows.seats.clone();
    let columns_of = (0..rows)
        .map(|row| {
            let mates = state.columns.of(row);
            empty[row] -= state.columns.len(row);
            total_cost += mates.iter().map(|mate| i128::from(mate.cost)).sum::<i128>();
            mates.iter().map(|mate| Column::from(mate.index)).collect()
        })
        .collect();
    Ok(Some(SeatAssignment::from_parts(
        problem.question,
        columns,
        columns_of,
        empty,
        total_cost,
        certificate,
    )))
}
