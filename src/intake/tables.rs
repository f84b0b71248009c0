//! All tables of an organisation, read together.

use std::collections::HashSet;

use super::error::excerpt;
use super::source::Unreadable;
use super::table::Accepted;
use super::{
    DroppedColumn, IntakeError, IntakeFault, Limits, Membership, PostRow, Reason, SkillStatement,
    Source, Table, departments, memberships, people, skills,
};
use crate::model::UnitRow;

/// The sources of an organisation's tables, and how to read them.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::intake::CsvSources;
///
/// let people = "id,manager_id,department_id,level_rank\n\
///               ann,,sales,3\n\
///               bob,ann,sales,junior\n";
/// let departments = "department_id,parent_id\nsales,\n";
///
/// let error = CsvSources::new(people, departments).read().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "1 fault in the tables\n  people, line 3 (\"bob\"), column \"level_rank\": \
///      found \"junior\", expected an integer, or nothing where the post cannot be ranked",
/// );
///
/// let tables = CsvSources::new(people, departments).read_lenient()?;
/// assert_eq!(tables.people.len(), 1);
/// assert_eq!(tables.set_aside.len(), 1);
/// # Ok::<(), reverse_mentoring::intake::IntakeError>(())
/// ```
#[derive(Debug)]
#[must_use]
pub struct CsvSources<'a> {
    people: Source<'a>,
    departments: Source<'a>,
    memberships: Option<Source<'a>>,
    skills: Option<Source<'a>>,
    limits: Limits,
}

/// An organisation's tables: the rows accepted, and what was dropped or set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tables {
    /// The posts, in order of line.
    pub people: Vec<PostRow>,
    /// The units, in order of line.
    pub departments: Vec<UnitRow>,
    /// Who belongs to which departments, in order of line; `None` without such a table.
    pub memberships: Option<Vec<Membership>>,
    /// What people offer and want, in order of line; `None` without such a table.
    pub skills: Option<Vec<SkillStatement>>,
    /// The columns outside the schemas, by table and place.
    pub dropped_columns: Vec<DroppedColumn>,
    /// What is wrong with each row that is not accepted, by table and line; empty in strict mode.
    pub set_aside: Vec<IntakeFault>,
}

impl<'a> CsvSources<'a> {
    /// Names the two tables that every organisation has.
    pub fn new(people: impl Into<Source<'a>>, departments: impl Into<Source<'a>>) -> Self {
        Self {
            people: people.into(),
            departments: departments.into(),
            memberships: None,
            skills: None,
            limits: Limits::default(),
        }
    }

    /// Names the table of memberships.
    pub fn memberships(mut self, source: impl Into<Source<'a>>) -> Self {
        self.memberships = Some(source.into());
        self
    }

    /// Names the table of skills.
    pub fn skills(mut self, source: impl Into<Source<'a>>) -> Self {
        self.skills = Some(source.into());
        self
    }

    /// Sets how large tables and cells may be.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Reads every table and refuses at any fault.
    ///
    /// # Errors
    ///
    /// [`IntakeError::Read`] if a source gives no bytes; else [`IntakeError::Faults`] lists all faults of all tables.
    pub fn read(self) -> Result<Tables, IntakeError> {
        let tables = self.read_lenient()?;
        if tables.set_aside.is_empty() {
            Ok(tables)
        } else {
            Err(IntakeError::of_faults(tables.set_aside))
        }
    }

    /// Reads every table and sets faulty rows aside.
    ///
    /// # Errors
    ///
    /// [`IntakeError::Read`] if a source gives no bytes; else [`IntakeError::Faults`] if a table is spoilt as a whole,
    /// listing all faults of all tables.
    pub fn read_lenient(self) -> Result<Tables, IntakeError> {
        let mut reading = Reading::new(self.limits);
        let people = reading.table(self.people, Table::People, people::read)?;
        let departments = reading.table(self.departments, Table::Departments, departments::read)?;
        let memberships = (self.memberships)
            .map(|source| reading.table(source, Table::Memberships, memberships::read))
            .transpose()?;
        let skills = (self.skills)
            .map(|source| reading.table(source, Table::Skills, skills::read))
            .transpose()?;
        let mut tables = Tables {
            people,
            departments,
            memberships,
            skills,
            dropped_columns: reading.dropped_columns,
            set_aside: reading.faults,
        };
        if reading.spoilt {
            return Err(IntakeError::of_faults(tables.set_aside));
        }
        tables.set_aside_strangers();
        Ok(tables)
    }
}

/// What has been found while one table is read after the other.
struct Reading {
    limits: Limits,
    dropped_columns: Vec<DroppedColumn>,
    faults: Vec<IntakeFault>,
    /// Whether a table is spoilt as a whole; the others are read all the same, for their faults.
    spoilt: bool,
}

impl Reading {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            dropped_columns: Vec::new(),
            faults: Vec::new(),
            spoilt: false,
        }
    }

    /// Reads one table; one that is spoilt has no rows.
    fn table<T>(
        &mut self,
        source: Source<'_>,
        table: Table,
        read: impl FnOnce(&str) -> Result<Accepted<T>, Vec<IntakeFault>>,
    ) -> Result<Vec<T>, IntakeError> {
        let outcome = match source.read(table, &self.limits) {
            Ok(text) => read(&text),
            Err(Unreadable::Fault(fault)) => Err(vec![fault]),
            Err(Unreadable::Error(error)) => return Err(error),
        };
        match outcome {
            Ok(accepted) => {
                self.dropped_columns.extend(accepted.dropped_columns);
                self.faults.extend(accepted.set_aside);
                Ok(accepted.rows)
            }
            Err(faults) => {
                self.spoilt = true;
                self.faults.extend(faults);
                Ok(Vec::new())
            }
        }
    }
}

impl Tables {
    /// Sets aside the rows about people and departments that the tables do not have.
    fn set_aside_strangers(&mut self) {
        let posts = self.people.iter().map(|row| row.post.id.as_str());
        let holders = (self.people.iter()).filter_map(|row| row.post.holder.as_deref());
        let people: HashSet<&str> = posts.chain(holders).collect();
        let departments: HashSet<&str> = (self.departments.iter())
            .map(|row| row.id.as_str())
            .collect();
        let mut faults = Vec::new();
        if let Some(memberships) = &mut self.memberships {
            memberships.retain(|row| {
                let (column, reason) = if !people.contains(row.id.as_str()) {
                    ("id", Reason::UnknownPerson)
                } else if !departments.contains(row.department.as_str()) {
                    let found = excerpt(&row.department);
                    ("department_id", Reason::UnknownDepartment { found })
                } else {
                    return true;
                };
                faults.push(fault(Table::Memberships, row.line, &row.id, column, reason));
                false
            });
        }
        if let Some(skills) = &mut self.skills {
            skills.retain(|row| {
                let known = people.contains(row.person.as_str());
                if !known {
                    let reason = Reason::UnknownPerson;
                    faults.push(fault(
                        Table::Skills,
                        row.line,
                        &row.person,
                        "person_id",
                        reason,
                    ));
                }
                known
            });
        }
        self.set_aside.append(&mut faults);
        self.set_aside
            .sort_by_key(|fault| (fault.table, fault.line));
    }
}

fn fault(table: Table, line: u64, id: &str, column: &str, reason: Reason) -> IntakeFault {
    IntakeFault {
        table,
        line,
        id: Some(id.to_owned()),
        column: Some(column.to_owned()),
        reason,
    }
}
