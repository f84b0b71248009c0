//! Bringing free columns to one potential.

use super::{End, LAST, NOBODY, Search, State};
use crate::assignment::reader::Reader;
use crate::assignment::strategy::Strategy;
use crate::assignment::ties::TightPairs;
use crate::assignment::{AssignmentError, Cost};

/// Many columns are levelled at once where potentials and costs are below this: free columns that are not levelled fall with those that are, so that
/// the ceiling may come down by `2(2 + ln n)` times the distance to the lowest of `n` of them, and once more for each of the [last](LAST): 2^7 of
/// these at most.
const NEAR: u64 = 1 << 53;

impl Search {
    /// Brings all free columns to the largest potential of any column, as the certificate demands.
    ///
    /// An auction sets columns free at whatever potential they have come to. Think of the rows that are missing to make
    /// both sides equal: each costs the same with every column, so all have one potential, and all likes are
    /// tight where a column has the largest potential there is, the *ceiling*. A free column below it is one
    /// that no such row has yet, and a shortest path from these rows leads to it: the ceiling falls, and the
    /// last column of the path takes its place among the free. Only the ceiling is kept, and no row is made up.
    ///
    /// One search goes on until it has come to half of the free columns below the ceiling, or to all where few are left. All of these
    /// are at the ends of tight paths then, and as many as have paths of their own are brought to the ceiling at once. So there are mostly about as many searches as the number of
    /// such columns has binary digits.
    ///
    /// Rows that go without a column are like those that are missing: each is as good as free of charge, so paths begin with them as
    /// well, and their potential rises as the ceiling falls. Where there are any, the ceiling begins at 0, which their potential is
    /// said of. Returns where the ceiling has come to.
    pub(in crate::assignment) fn level(
        &mut self,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<Cost, AssignmentError> {
        let columns = reader.columns();
        let mut idle = state.mates.free_rows();
        let highest = state.v.iter().copied().max().unwrap_or(0);
        self.ceiling = if idle.is_empty() { highest } else { 0 };
        let total = state.count_free_below(self.ceiling);
        self.forget_reading();
        if total > 0 {
            // Each of these searches begins with nearly all columns.
            self.events.reserve_exact(columns);
        }
        let (lowest, highest) = reader.range();
        let is_near = |price: &Cost| price.unsigned_abs() < NEAR;
        let are_near = total > 0 && [lowest, highest].iter().chain(&*state.v).all(is_near);
        let mut left = total;
        while left > 0 {
            reader.report("levelling columns", total - left, total)?;
            self.clear();
            let before = self.effort();
            self.sought = match left {
                _ if !are_near => 1,
                0..=LAST if reader.strategy() == Strategy::Ask => left,
                _ => left.div_ceil(2),
            };
            for column in 0..columns {
                let distance = self.ceiling - state.v[column];
                if distance >= self.limit() || distance == 0 && state.mates.row_of(column).is_none()
                {
                    continue;
                }
                self.reach(column, distance, NOBODY, 0, state);
            }
            reader.spend(columns)?;
            for &row in &idle {
                self.visit(row, 0, state, reader)?;
            }
            self.explore(state, reader)?;
            let Some((length, End::Free(column))) = self.target else {
                break;
            };
            for &row in &idle {
                state.u[row] += length;
            }
            self.move_potentials(length, state);
            self.augment(column, &mut state.mates);
            self.ceiling -= length;
            for column in 0..columns {
                if state.v[column] > self.ceiling {
                    state.v.set(column, self.ceiling);
                }
            }
            left = state.count_free_below(self.ceiling);
            if left > 0 {
                self.level_along_ties(state, reader)?;
                left = state.count_free_below(self.ceiling);
            }
            idle.retain(|&row| state.mates.column_of(row).is_none());
            self.choose_reading(before, reader);
        }
        Ok(std::mem::replace(&mut self.ceiling, Cost::MAX))
    }

    /// Brings as many free columns to the ceiling as tight pairs allow: rows whose columns are at the ceiling, where all are alike, look for
    /// one that is below it, and those that find none keep what they have.
    fn level_along_ties(
        &self,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let ceiling = self.ceiling;
        let tight = if self.is_whole {
            TightPairs::of_rows(ceiling, state, reader)?
        } else {
            TightPairs::of_lists(ceiling, state, reader)?
        };
        let State { mates, v, .. } = state;
        let at_ceiling = (0..v.len()).filter(|&column| v[column] == ceiling);
        let alike: Vec<(usize, usize)> = at_ceiling
            .filter_map(|column| Some((mates.row_of(column)?, column)))
            .collect();
        for &(row, column) in &alike {
            mates.unlink(row, column);
        }
        let found = tight.augment(mates, reader);
        for (row, column) in alike {
            if mates.column_of(row).is_none() {
                mates.link(row, column);
            }
        }
        found
    }
}

impl State {
    /// Counts the free columns below a ceiling.
    fn count_free_below(&self, ceiling: Cost) -> usize {
        let free = (0..self.v.len()).filter(|&column| self.mates.row_of(column).is_none());
        free.filter(|&column| self.v[column] < ceiling).count()
    }
}
