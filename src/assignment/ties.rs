//! Rows that like several columns equally, served all at once.

use super::AssignmentError;
use super::cardinality::augment_all;
use super::reader::Reader;
use super::search::State;
use super::strategy::Strategy;

/// How long lists become on account of ties, and by how much they grow each time.
const LONGEST: usize = 1024;
const GROWTH: usize = 4;

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
        let State {
            mates, u, v, lists, ..
        } = state;
        let tight = |row: usize, columns: &mut Vec<u32>| {
            let entries = lists.of(row).iter();
            let tight = entries.filter(|entry| entry.cost - v[entry.column as usize] == u[row]);
            columns.extend(tight.map(|entry| entry.column));
        };
        augment_all(mates, |row, columns| {
            tight(row, columns);
            reader.spend(columns.len() + 1)
        })?;
        let mut reached = mates.free_rows();
        if reached.is_empty() || reader.strategy() == Strategy::Ask {
            return Ok(());
        }
        let mut seen = vec![false; u.len()];
        for &row in &reached {
            seen[row] = true;
        }
        let mut columns = Vec::new();
        let mut next = 0;
        while let Some(&row) = reached.get(next) {
            next += 1;
            tight(row, &mut columns);
            for column in columns.drain(..) {
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
