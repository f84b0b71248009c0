//! Serving many rows with one search.

use super::{End, Search, State};
use crate::assignment::reader::Reader;
use crate::assignment::strategy::Strategy;
use crate::assignment::ties::{TightPairs, serve_along_ties};
use crate::assignment::{AssignmentError, Cost};

/// A search that serves one of so many rows that are left serves few.
const FEW: usize = 128;

/// Where rows are asked, one that serves so many takes more than as many searches for one row.
const FEW_ASKED: usize = 4;

/// Proves that no number of searches for many rows at once leaves the type, or says that it cannot.
///
/// The potential of the last row to be served rises by as much as free columns fall, which is two paths of all rows for each row at most.
pub(in crate::assignment) fn fits(rows: usize, (lowest, highest): (Cost, Cost)) -> bool {
    let rows = i128::from(rows as u64);
    let fall = 8 * rows * rows * (i128::from(highest) - i128::from(lowest));
    let magnitude = i128::from(lowest.unsigned_abs().max(highest.unsigned_abs()));
    magnitude + fall <= i128::from(Cost::MAX / 2)
}

impl Search {
    /// Serves free rows many at a time, until a search serves few of those that are left, or no path leads to any of them.
    ///
    /// As H. N. Gabow and R. E. Tarjan, "Faster scaling algorithms for network problems", SIAM Journal on Computing 18 (1989), pp.
    /// 1013-1036, do in each of their scales: one search begins with all free rows, and then as many of these are served along tight pairs as
    /// there are paths that share no row. The search goes on until it has come to half as many free columns as there are
    /// free rows, so that few searches serve many. It lowers the potentials of the free columns it comes to, and those that get no row are for
    /// [`level`](Search::level) to mend.
    pub(in crate::assignment) fn serve_together(
        &mut self,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        self.is_whole = reader.is_dense() && reader.is_matrix();
        let mut before = usize::MAX;
        loop {
            if self.is_whole {
                let tight = TightPairs::of_rows(Cost::MAX, state, reader)?;
                tight.augment(&mut state.mates, reader)?;
            } else {
                serve_along_ties(state, reader)?;
            }
            let free = state.mates.free_rows();
            reader.report("serving rows", reader.rows() - free.len(), reader.rows())?;
            let few = match reader.strategy() {
                Strategy::Read => 0,
                Strategy::Ask => FEW_ASKED,
            };
            let is_slow = before - free.len() <= few.max(free.len() / FEW);
            if free.is_empty()
                || is_slow
                || !self.serve_some(&free, free.len().div_ceil(2), state, reader)?
            {
                return Ok(());
            }
            before = free.len();
        }
    }

    /// Serves one of some rows that have equal rights, and makes tight the pairs of paths from them to as many free columns as are `sought`,
    /// or all there are; says no if no path leads from any of them to a free column.
    pub(in crate::assignment) fn serve_some(
        &mut self,
        roots: &[usize],
        sought: usize,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<bool, AssignmentError> {
        if !self.is_whole {
            self.prepare(roots, state, reader)?;
        }
        self.clear();
        self.sought = sought;
        for &root in roots {
            self.visit(root, 0, state, reader)?;
        }
        self.explore(state, reader)?;
        let last = match self.target {
            Some((length, End::Free(column))) => Some((column, length)),
            // Fewer than are sought can be come to.
            _ => self.ends.pop(),
        };
        let Some((column, length)) = last else {
            return Ok(false);
        };
        for &root in roots {
            state.u[root] += length;
        }
        self.move_potentials(length, state);
        self.augment(column, &mut state.mates);
        Ok(true)
    }
}
