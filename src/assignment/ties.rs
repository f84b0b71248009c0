//! Rows that like several columns equally, served all at once.

use super::cardinality::{Mates, augment_all};
use super::parallel::{rows_worth_a_thread, try_map_blocks};
use super::paths::Tight;
use super::reader::Reader;
use super::search::State;
use super::strategy::Strategy;
use super::{AssignmentError, Cost};

/// How long lists become on account of ties, and by how much they grow each time.
const LONGEST: usize = 1024;
const GROWTH: usize = 4;

/// How many tight pairs of a whole row are gone through: more than one row needs, and few beside the row itself.
const MOST_OF_A_ROW: usize = 64;

/// Rows whose lists one thread goes through before it takes the next.
const ROWS_OF_A_BLOCK: usize = 1 << 12;

/// Serves as many rows as tight pairs allow, and costs nothing: no potential changes.
///
/// Where many pairs cost the same, one search after another would go through the same ties. A largest matching
/// of the pairs that are tight goes through them once. A list may end in the middle of a tie; those that matter, which are
/// the ones that alternating paths from free rows reach, are then made longer, if rows are read: to ask for all of these takes
/// longer than the searches that it saves.
pub(super) fn serve_along_ties(
    state: &mut State,
    reader: &mut Reader<'_>,
) -> Result<(), AssignmentError> {
    let mut k = 0;
    loop {
        if state.mates.free_rows().is_empty() {
            return Ok(());
        }
        let tight = TightPairs::of_lists(Cost::MAX, state, reader)?;
        tight.augment(&mut state.mates, reader)?;
        let mut reached = state.mates.free_rows();
        if reached.is_empty() || reader.strategy() == Strategy::Ask {
            return Ok(());
        }
        let State {
            mates, u, v, lists, ..
        } = &mut *state;
        let mut seen = vec![false; u.len()];
        for &row in &reached {
            seen[row] = true;
        }
        let mut next = 0;
        while let Some(&row) = reached.get(next) {
            next += 1;
            for &column in tight.of_row(row) {
                if let Some(mate) = mates.row_of(column as usize)
                    && !std::mem::replace(&mut seen[mate], true)
                {
                    reached.push(mate);
                }
            }
        }
        reached.retain(|&row| lists.bound(row) <= u[row]);
        let longest = reached.iter().map(|&row| lists.k(row)).max().unwrap_or(0);
        k = longest.max(k) * GROWTH;
        if reached.is_empty() || k > LONGEST {
            return Ok(());
        }
        lists.renew_all(&reached, |_| k, v, reader)?;
    }
}

/// Pairs whose costs are just the potentials of both, row after row.
///
/// Lists are long and far apart in memory, and these few of them are gone through again and again.
pub(super) struct TightPairs {
    /// By row, and one more: where its columns start.
    starts: Vec<usize>,
    columns: Vec<u32>,
}

impl TightPairs {
    /// Finds those that are listed, of the columns whose potentials are below a ceiling.
    pub(super) fn of_lists(
        ceiling: Cost,
        state: &State,
        reader: &mut Reader<'_>,
    ) -> Result<Self, AssignmentError> {
        let State { u, v, lists, .. } = state;
        let source = &*reader;
        let parts = try_map_blocks(0..u.len(), ROWS_OF_A_BLOCK, |rows| {
            source.may_go_on()?;
            let (mut ends, mut columns) = (Vec::with_capacity(rows.len()), Vec::new());
            let mut read = 0;
            for row in rows {
                for entry in lists.of(row) {
                    if lists.floor(row, entry) > u[row] {
                        break;
                    }
                    read += 1;
                    let price = v[entry.column as usize];
                    if entry.cost - price == u[row] && price < ceiling {
                        columns.push(entry.column);
                    }
                }
                ends.push(columns.len());
            }
            Ok::<_, AssignmentError>((ends, columns, read))
        })?;
        reader.spend(parts.iter().map(|part| part.2).sum())?;
        let found: usize = parts.iter().map(|part| part.1.len()).sum();
        let copied = 2 * (found * size_of::<u32>() + u.len() * size_of::<usize>());
        reader.allowed().check(lists.bytes() + copied)?;
        Ok(Self::joined(parts.into_iter().map(|part| (part.0, part.1))))
    }

    /// Finds those of whole rows, listed or not, up to [`MOST_OF_A_ROW`] of each.
    pub(super) fn of_rows(
        ceiling: Cost,
        state: &State,
        reader: &mut Reader<'_>,
    ) -> Result<Self, AssignmentError> {
        let rows = reader.rows();
        reader.spend_rows(rows)?;
        let source = &*reader;
        let block = rows_worth_a_thread(reader.pairs_of_a_row());
        let parts = try_map_blocks(0..rows, block, |rows| {
            source.may_go_on()?;
            let (mut ends, mut columns) = (Vec::with_capacity(rows.len()), Vec::new());
            let mut scratch = Vec::new();
            for row in rows {
                let tight = Tight {
                    potential: state.u[row],
                    below: ceiling,
                    // Rows with the same taste have different columns at first.
                    first: source.first_column(row) as usize,
                    most: MOST_OF_A_ROW,
                };
                source.tight(row, tight, &state.v, &mut columns, &mut scratch)?;
                ends.push(columns.len());
            }
            Ok::<_, AssignmentError>((ends, columns))
        })?;
        Ok(Self::joined(parts.into_iter()))
    }

    /// Puts together those of runs of rows: where the columns of each row end, and the columns.
    fn joined(parts: impl Iterator<Item = (Vec<usize>, Vec<u32>)>) -> Self {
        let (mut starts, mut columns) = (vec![0], Vec::new());
        for (ends, of_part) in parts {
            starts.extend(ends.iter().map(|end| columns.len() + end));
            columns.extend(of_part);
        }
        Self { starts, columns }
    }

    fn of_row(&self, row: usize) -> &[u32] {
        &self.columns[self.starts[row]..self.starts[row + 1]]
    }

    /// Serves as many free rows as can be along these pairs.
    pub(super) fn augment(
        &self,
        mates: &mut Mates,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        augment_all(mates, |row, columns| {
            let tight = self.of_row(row);
            columns.extend_from_slice(tight);
            reader.spend(tight.len() + 1)
        })
    }
}
