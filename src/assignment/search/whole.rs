//! Searches that read rows whole.

use super::{Search, State};
use crate::assignment::paths::{Step, UNREACHED};
use crate::assignment::reader::{Reader, contradiction};
use crate::assignment::{AssignmentError, Column, Cost, Row};

/// A search that comes to fewer columns goes along lists as quickly.
const FEW_COLUMNS: usize = 16;

/// How many times as long as it takes to read a pair of a whole row it takes to read one for a list that is renewed, from a matrix or by
/// asking for each pair, and to relax a listed one.
const OF_A_RENEWED_PAIR: (u64, u64) = (6, 2);
const OF_A_RELAXED_PAIR: u64 = 20;

/// A pair of a row that is read whole counts as so much less than one that is relaxed.
const PAIRS_OF_A_RELAXED_ONE: u64 = 8;

/// How much searches have done along lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    renewed: u64,
    relaxed: u64,
}

impl Search {
    pub(super) fn effort(&self) -> Effort {
        Effort {
            renewed: self.renewed(),
            relaxed: self.relaxed,
        }
    }

    /// Says whether the next search reads rows whole.
    pub(in crate::assignment) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Begins with lists again.
    pub(super) fn forget_reading(&mut self) {
        (self.is_whole, self.whole_left, self.whole_before) = (false, 0, 0);
    }

    /// Chooses whether the next search reads rows whole: if the last one had done better to.
    ///
    /// A list is a shortcut where few of its pairs matter. A search that goes through most of a problem renews most lists, which takes several
    /// times as long as to read the rows once from end to end, as R. Jonker and A. Volgenant (1987) do. What lists would have taken a search
    /// that did so nobody knows, so they are tried again after a while, twice as long each time.
    pub(super) fn choose_reading(&mut self, before: Effort, reader: &Reader<'_>) {
        let settled = self.settled.len();
        if !self.is_whole {
            let pairs = reader.pairs_of_a_row();
            let (of_matrix, of_others) = OF_A_RENEWED_PAIR;
            let of_a_renewed_pair = if reader.is_matrix() {
                of_matrix
            } else {
                of_others
            };
            let of_lists = of_a_renewed_pair * pairs * (self.renewed() - before.renewed)
                + OF_A_RELAXED_PAIR * (self.relaxed - before.relaxed);
            // The distances of all columns are gone through as well, about once a row.
            let of_rows = (pairs + reader.columns() as u64) * settled as u64;
            if of_lists > of_rows && reader.is_dense() {
                self.whole_before = self.whole_before.saturating_mul(2).max(1);
                self.whole_left = self.whole_before;
            }
        }
        self.is_whole = self.whole_left > 0 && settled >= FEW_COLUMNS;
        self.whole_left = self.whole_left.saturating_sub(1);
    }

    /// Does what [`explore`](Self::explore) does, but reads each row of the tree whole.
    pub(super) fn explore_whole(
        &mut self,
        state: &State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let mut now = 0;
        while now < self.limit() {
            while let Some(row) = self.frontier.pop() {
                if self.shorten(row as usize, now, state, reader)? == now {
                    self.settle(now, state, reader)?;
                    if now >= self.limit() {
                        break;
                    }
                }
            }
            reader.spend(reader.columns() / 4)?;
            now = self.paths.nearest();
            if now < self.limit() {
                self.settle(now, state, reader)?;
            }
        }
        self.frontier.clear();
        self.paths.clear();
        Ok(())
    }

    /// Shortens paths over a row that is `now` away, and gives the length of the shortest of these.
    fn shorten(
        &mut self,
        row: usize,
        now: Cost,
        state: &State,
        reader: &mut Reader<'_>,
    ) -> Result<Cost, AssignmentError> {
        let pairs = reader.pairs_of_a_row();
        self.relaxed += pairs / PAIRS_OF_A_RELAXED_ONE;
        reader.spend_rows(1)?;
        let step = Step {
            row: Row::at(row).into(),
            start: now - state.u[row],
        };
        let nearest = reader.shorten(row, step, &state.v, &mut self.paths, &mut self.scratch)?;
        if nearest >= now {
            return Ok(nearest);
        }
        let is_nearest = |&distance: &Cost| distance == nearest;
        let column = self.paths.distance.iter().position(is_nearest);
        let column = column.unwrap_or_default();
        // Wrapping, as the length was: who was not told of a change may read any cost.
        let cost = nearest
            .wrapping_sub(step.start)
            .wrapping_add(state.v[column]);
        Err(contradiction(row, Column::at(column), cost))
    }

    /// Settles the columns at this distance, and visits the rows that have them.
    fn settle(
        &mut self,
        distance: Cost,
        state: &State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        debug_assert_ne!(distance, UNREACHED, "there is a path");
        let mut columns = std::mem::take(&mut self.ready);
        self.paths.settle(distance, &mut columns);
        for column in columns.drain(..) {
            let column = column as usize;
            match state.mates.row_of(column) {
                Some(mate) => {
                    self.settled.push((column, distance));
                    self.visit(mate, distance, state, reader)?;
                }
                None if state.v[column] < self.ceiling => self.note_end(column, distance),
                None => {}
            }
        }
        self.ready = columns;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assignment::hungarian::{Served, finish};
    use crate::assignment::random::Random;
    use crate::assignment::start::start;
    use crate::assignment::{ComputedCosts, CostSource, DenseCosts, solve};
    use crate::work::Work;

    /// Serves every row by searches that all read rows whole, one by one or together; says no if some row cannot be served.
    fn serve(together: bool, source: &dyn CostSource) -> Option<Served> {
        let work = Work::new();
        let range = source.cost_range(0..source.rows()).unwrap_or((0, 0));
        let mut reader = Reader::new(source, range, &work);
        let mut state = start(&mut reader, 2).expect("nobody stops the work");
        let mut search = Search::new(source.rows(), source.columns());
        if together {
            search
                .serve_together(&mut state, &mut reader)
                .expect("nobody stops the work");
        }
        for row in state.mates.free_rows() {
            search.is_whole = true;
            let served = search.try_serve(row, &mut state, &mut reader);
            if !served.expect("nobody stops the work") {
                return None;
            }
        }
        search.is_whole = true;
        search
            .level(&mut state, &mut reader)
            .expect("nobody stops the work");
        let highest = state.v.iter().copied().max().unwrap_or(0);
        Some(finish(state, highest))
    }

    /// Checks the proof of an answer, and gives its total.
    fn proved_total(source: &dyn CostSource, served: &Served) -> i128 {
        let Served { mates, u, v, .. } = served;
        let mut total = 0;
        for (row, u) in u.iter().enumerate() {
            for (column, v) in v.iter().enumerate() {
                let Some(cost) = source.cost(Row::at(row), Column::at(column)) else {
                    continue;
                };
                let reduced = cost - u - v;
                assert!(reduced >= 0, "row {row}, column {column}: {reduced}");
                if mates.column_of(row) == Some(column) {
                    assert_eq!(reduced, 0, "row {row}, column {column} is not tight");
                    total += i128::from(cost);
                }
            }
        }
        for (column, &v) in v.iter().enumerate() {
            assert!(v <= 0);
            assert!(v == 0 || mates.row_of(column).is_some(), "column {column}");
        }
        total
    }

    #[test]
    fn rows_read_whole_lead_to_the_optimum_of_lists() {
        let mut random = Random::new(11);
        let mut infeasible = 0;
        for case in 0..600 {
            let rows = 1 + random.index(24);
            let columns = rows + [0, 0, 5, 30][case % 4];
            let highest = [2, 5, 1_000][case / 4 % 3];
            let forbidden = [0, 3, 7][case % 3];
            let costs: Vec<u16> = (0..rows * columns)
                .map(|_| {
                    let cost = u16::try_from(random.below(highest)).expect("small");
                    if random.below(8) < forbidden {
                        u16::MAX
                    } else {
                        cost
                    }
                })
                .collect();
            let dense =
                DenseCosts::try_new(rows, columns, costs.clone()).expect("the right length");
            let dense = dense.with_absent(u16::MAX);
            let computed = ComputedCosts::new(rows, columns, |row, column| {
                let cost = costs[row.index() * columns + column.index()];
                (cost != u16::MAX).then_some(cost.into())
            });
            let total = solve(&computed).ok().map(|answer| answer.total_cost());
            infeasible += usize::from(total.is_none());
            for source in [&dense as &dyn CostSource, &computed] {
                for together in [false, true] {
                    let served = serve(together, source);
                    let proved = served.map(|served| proved_total(source, &served));
                    assert_eq!(proved, total, "case {case}, together {together}");
                }
            }
        }
        assert!((50..550).contains(&infeasible), "{infeasible} of 600");
    }

    #[test]
    fn a_search_through_most_of_a_problem_makes_the_next_one_read_rows_whole() {
        // Places on a line, all rows at one end and all columns at the other.
        let side = 200;
        let costs = ComputedCosts::new(side, side, |row, column| {
            Some((i64::from(u32::from(row)) - i64::from(u32::from(column) / 2)).abs())
        });
        let work = Work::new();
        let mut reader = Reader::new(&costs, (0, 200), &work);
        let mut state = start(&mut reader, 4).expect("nobody stops the work");
        let mut search = Search::new(side, side);
        let mut whole = 0;
        for row in state.mates.free_rows() {
            search
                .serve(row, &mut state, &mut reader)
                .expect("every pair is permitted");
            whole += usize::from(search.is_whole);
        }
        assert!(whole > 0);
        assert!(state.mates.free_rows().is_empty());
    }
}
