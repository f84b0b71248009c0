//! Serving many rows with one search.

use super::{End, Search, State};
use crate::assignment::reader::Reader;
use crate::assignment::{AssignmentError, ties};

impl Search {
    /// Serves all free rows to which any path leads, many at a time.
    ///
    /// As H. N. Gabow and R. E. Tarjan, "Faster scaling algorithms for network problems", SIAM Journal on Computing 18 (1989), pp.
    /// 1013-1036, do in each of their scales: one search begins with all free rows, and then as many of these are served along tight pairs as
    /// there are paths that share no row. The search goes on until it has come to half as many free columns as there are
    /// free rows, so there are few of them. It lowers the potentials of the free columns it comes to, and those that get no row are for
    /// [`level`](Search::level) to mend.
    pub(in crate::assignment) fn serve_together(
        &mut self,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        loop {
            ties::serve_along_ties(state, reader)?;
            let free = state.mates.free_rows();
            reader.report("serving rows", reader.rows() - free.len(), reader.rows())?;
            if free.is_empty() || !self.serve_some(&free, state, reader)? {
                return Ok(());
            }
        }
    }

    /// Serves one of some rows that have equal rights, and makes pairs tight along which more can be served; says no if no path leads from any
    /// of them to a free column.
    fn serve_some(
        &mut self,
        roots: &[usize],
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<bool, AssignmentError> {
        self.clear();
        self.sought = roots.len().div_ceil(2);
        self.prepare(roots, state, reader)?;
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
