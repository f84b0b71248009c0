//! The memberships table.

use super::table::{Accepted, open};
use super::{IntakeFault, Table};

/// A department that a person belongs to, be it the home or a further one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Membership {
    /// The id of the person's post.
    pub id: String,
    /// The id of the department.
    pub department: String,
    /// The line of the file.
    pub line: u64,
}

/// Takes the rows of a checked text.
pub(super) fn read(text: &str) -> Result<Accepted<Membership>, Vec<IntakeFault>> {
    let header = open(Table::Memberships, text, ["id", "department_id"], ["role"])?;
    let [id, department] = header.required;
    Ok(header.accept(|row| {
        Ok(Membership {
            id: row.id(id)?.to_owned(),
            department: row.id(department)?.to_owned(),
            line: row.line,
        })
    }))
}
