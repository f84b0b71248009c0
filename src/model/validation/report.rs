//! What was found wrong so far.

use crate::UnknownKeys;
use crate::keys::did_you_mean;
use crate::model::fault::{Fault, ID_LIMIT, Table};

/// The most characters of an unknown key that are kept.
const KEY_SHOWN: usize = 100;

/// Collects faults.
#[derive(Default)]
pub(super) struct Report {
    faults: Vec<Fault>,
}

impl Report {
    pub(super) fn add(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Checks an id or a name, and tells whether it can be used.
    pub(super) fn accepts(
        &mut self,
        table: Table,
        row: u64,
        field: &'static str,
        text: &str,
    ) -> bool {
        if text.is_empty() {
            self.add(Fault::EmptyId { table, row, field });
        } else if text.len() > ID_LIMIT {
            self.add(Fault::IdTooLong {
                table,
                row,
                field,
                length: text.len(),
                limit: ID_LIMIT,
            });
        } else {
            return true;
        }
        false
    }

    /// Records the keys a row's form does not know.
    pub(super) fn unknown_keys(
        &mut self,
        table: Table,
        row: u64,
        unknown: Option<&UnknownKeys>,
        known: &[&'static str],
    ) {
        for key in unknown.into_iter().flat_map(UnknownKeys::iter) {
            let key: String = key.chars().take(KEY_SHOWN).collect();
            self.add(Fault::UnknownKey {
                table,
                row,
                suggestion: did_you_mean(&key, known),
                key,
            });
        }
    }

    /// Returns the faults in order of table and first row; those of one row in the order they were found.
    pub(super) fn into_faults(mut self) -> Vec<Fault> {
        self.faults
            .sort_by_key(|fault| (fault.table(), fault.rows().first().copied()));
        self.faults
    }
}
