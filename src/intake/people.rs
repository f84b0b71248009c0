//! The people table.

use std::collections::HashSet;

use super::error::excerpt;
use super::table::{Accepted, Column, Row, open};
use super::{IntakeFault, Reason, Table};
use crate::model::{LevelRow, PersonRow, SkillLevelRow};

/// The proficiency of a skill that is offered without saying how well it is mastered: the middle of the scale.
///
/// The lists of the people table cannot say, and the skills table may leave it open. Neither mastery nor ignorance
/// follows from that; to be judged by the true proficiency, state it in the skills table.
pub const UNSTATED_PROFICIENCY: i64 = 50;

/// Whether somebody holds a post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Somebody does.
    #[default]
    Filled,
    /// Nobody does.
    Vacant,
    /// Somebody does, and the source does not say who.
    Undisclosed,
}

/// A row of the people table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PostRow {
    /// The post, as the model takes it; what its holder offers are its skills, at [`UNSTATED_PROFICIENCY`].
    pub post: PersonRow,
    /// Whether somebody holds it.
    pub status: Status,
    /// The skills its holder wants, each once, in the order stated.
    pub wants: Vec<String>,
}

/// Takes the rows of a checked text.
pub(super) fn read(text: &str) -> Result<Accepted<PostRow>, Vec<IntakeFault>> {
    let header = open(
        Table::People,
        text,
        ["id", "manager_id", "department_id", "level_rank"],
        [
            "holder_id",
            "status",
            "skills_offered",
            "skills_wanted",
            "level",
            "title",
        ],
    )?;
    let [id, manager, department, level] = header.required;
    let [holder, status, offered, wanted, ..] = header.optional;
    Ok(header.accept(|row| {
        let name = row.id(id)?;
        let offers = read_list(row.cell(offered)).into_iter();
        let at_unstated = |skill| SkillLevelRow::new(skill, UNSTATED_PROFICIENCY);
        Ok(PostRow {
            post: PersonRow {
                id: name.to_owned(),
                holder: row.stated(holder).map(str::to_owned),
                manager: row.stated(manager).map(str::to_owned),
                unit: row.stated(department).map(str::to_owned),
                level: read_level(row, level, name)?,
                skills: offers.map(at_unstated).collect(),
                line: Some(row.line),
                ..PersonRow::default()
            },
            status: read_status(row, status, name)?,
            wants: read_list(row.cell(wanted)),
        })
    }))
}

fn read_level(row: Row<'_>, column: Column, id: &str) -> Result<Option<LevelRow>, IntakeFault> {
    let Some(cell) = row.stated(column) else {
        return Ok(None);
    };
    let rank = cell.parse().map_err(|_| {
        let found = excerpt(cell);
        row.fault(column, Some(id), Reason::BadLevel { found })
    })?;
    Ok(Some(LevelRow::Rank(rank)))
}

fn read_status(row: Row<'_>, column: Column, id: &str) -> Result<Status, IntakeFault> {
    match row.cell(column) {
        "" | "filled" => Ok(Status::Filled),
        "vacant" => Ok(Status::Vacant),
        "undisclosed" => Ok(Status::Undisclosed),
        cell => {
            let found = excerpt(cell);
            Err(row.fault(column, Some(id), Reason::BadStatus { found }))
        }
    }
}

/// Takes a list apart; spaces around an item and empty items do not count, and an item named twice counts once.
fn read_list(cell: &str) -> Vec<String> {
    if cell.is_empty() {
        return Vec::new();
    }
    let mut seen = HashSet::new();
    cell.split(';')
        .map(str::trim)
        .filter(|item| !item.is_empty() && seen.insert(*item))
        .map(str::to_owned)
        .collect()
}
