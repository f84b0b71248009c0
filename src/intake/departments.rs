//! The departments table.

use super::table::{Accepted, open};
use super::{IntakeFault, Table};
use crate::model::UnitRow;

/// Takes the rows of a checked text.
pub(super) fn read(text: &str) -> Result<Accepted<UnitRow>, Vec<IntakeFault>> {
    let header = open(
        Table::Departments,
        text,
        ["department_id", "parent_id"],
        ["name"],
    )?;
    let ([id, parent], [name]) = (header.required, header.optional);
    Ok(header.accept(|row| {
        Ok(UnitRow {
            id: row.id(id)?.to_owned(),
            parent: row.stated(parent).map(str::to_owned),
            name: row.stated(name).map(str::to_owned),
            line: Some(row.line),
            ..UnitRow::default()
        })
    }))
}
