//! The skills table.

use std::collections::HashMap;

use super::error::excerpt;
use super::table::{Accepted, Column, Row, open};
use super::{IntakeFault, Reason, Table};

/// What somebody does with a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Offers to teach it.
    Offers,
    /// Wants to learn it.
    Wants,
}

/// A row of the skills table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SkillStatement {
    /// The id of the person, or of a post they hold.
    pub person: String,
    /// What the person does with the skill.
    pub direction: Direction,
    /// The id of the skill.
    pub skill: String,
    /// How well it is mastered or wanted, 1 to 100.
    pub level: Option<i64>,
    /// How much it matters beside the person's other wants, 1 to 1000.
    pub importance: Option<i64>,
    /// The line of the file.
    pub line: u64,
}

/// Takes the rows of a checked text.
pub(super) fn read(text: &str) -> Result<Accepted<SkillStatement>, Vec<IntakeFault>> {
    let header = open(
        Table::Skills,
        text,
        ["person_id", "direction", "skill"],
        ["level", "importance"],
    )?;
    let [person, direction, skill] = header.required;
    let [level, importance] = header.optional;
    let (mut people, mut skills) = (Numbers::default(), Numbers::default());
    let mut stated = HashMap::new();
    Ok(header.accept(|row| {
        let name = row.id(person)?;
        let statement = SkillStatement {
            person: name.to_owned(),
            direction: read_direction(row, direction, name)?,
            skill: row.id(skill)?.trim().to_owned(),
            level: row.integer(level, name, 1, 100)?,
            importance: row.integer(importance, name, 1, 1000)?,
            line: row.line,
        };
        let key = (
            people.of(&statement.person),
            statement.direction,
            skills.of(&statement.skill),
        );
        let line = *stated.entry(key).or_insert(row.line);
        if line != row.line {
            let found = excerpt(&statement.skill);
            return Err(row.fault(skill, Some(name), Reason::RepeatedSkill { found, line }));
        }
        Ok(statement)
    }))
}

/// Numbers texts in the order in which they come, so that a million rows do not keep each text once more.
#[derive(Default)]
struct Numbers(HashMap<String, usize>);

impl Numbers {
    fn of(&mut self, text: &str) -> usize {
        if let Some(&number) = self.0.get(text) {
            return number;
        }
        let next = self.0.len();
        self.0.insert(text.to_owned(), next);
        next
    }
}

fn read_direction(row: Row<'_>, column: Column, id: &str) -> Result<Direction, IntakeFault> {
    match row.cell(column) {
        "offers" => Ok(Direction::Offers),
        "wants" => Ok(Direction::Wants),
        cell => {
            let found = excerpt(cell);
            Err(row.fault(column, Some(id), Reason::BadDirection { found }))
        }
    }
}
