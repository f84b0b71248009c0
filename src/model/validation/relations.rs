//! Relations beyond the reporting lines.

use super::input::{RelationTable, RelationView};
use super::people::Roster;
use super::report::Report;
use super::staff::Staff;
use crate::model::document::keys;
use crate::model::fault::{Fault, Table};
use crate::model::{PersonId, PersonIndex, RelationKind, Relations, Validity};

/// Checks all relation rows, and keeps those that are not reporting lines.
pub(super) fn relations<'a>(
    table: RelationTable<'a>,
    roster: &Roster<'a>,
    staff: &Staff<'_>,
    report: &mut Report,
) -> Relations {
    let mut stated = Vec::new();
    let mut external = Vec::new();
    for relation in table.iter() {
        let row = relation.number;
        report.unknown_keys(Table::Relations, row, relation.unknown, keys::RELATION);
        let from = report.accepts(Table::Relations, row, "from", relation.from);
        let to = report.accepts(Table::Relations, row, "to", relation.to);
        let validity = validity(relation, report);
        let kind = relation.kind;
        if kind == RelationKind::Line || !(from && to) {
            continue;
        }
        if relation.from == relation.to {
            report.add(Fault::SelfRelation {
                row,
                person: PersonId::new(relation.from),
                kind,
            });
            continue;
        }
        let mut find = |id| {
            let found = staff.row(roster, id);
            if found.is_none() {
                let person = PersonId::new(id);
                report.add(Fault::UnknownRelative { row, person });
            }
            End::new(id, found, roster, staff)
        };
        match (find(relation.from), find(relation.to)) {
            // Between two posts of one person there is no relation between people.
            (End::Person(from), End::Person(to)) if from == to => {}
            (End::Person(from), End::Person(to)) => stated.push((from, to, kind, validity)),
            (End::Person(from), End::External(to)) => {
                external.push((from, PersonId::new(to), kind, validity));
            }
            (End::External(from), End::Person(to)) if kind.is_mutual() => {
                external.push((to, PersonId::new(from), kind, validity));
            }
            (End::External(_), _) => {}
        }
    }
    Relations::new(stated, external)
}

/// One end of a relation.
enum End<'a> {
    Person(PersonIndex),
    /// An id without a row, or the holder of a post whose row was set aside, if that was their only one.
    External(&'a str),
}

impl<'a> End<'a> {
    fn new(id: &'a str, row: Option<usize>, roster: &Roster<'a>, staff: &Staff<'_>) -> Self {
        let Some(row) = row else {
            return Self::External(id);
        };
        let person = staff.person(roster, row);
        person.map_or_else(|| Self::External(roster.holder(row)), Self::Person)
    }
}

/// Returns when a relation holds; days that make no sense are reported and left out.
fn validity(relation: RelationView<'_>, report: &mut Report) -> Validity {
    let person = || PersonId::new(relation.from);
    let (row, stated) = (relation.number, relation.days);
    match stated {
        Validity {
            from: Some(from),
            to: Some(to),
        } if from > to => report.add(Fault::InvertedValidity {
            row,
            person: person(),
            from,
            to,
        }),
        // A chain of command is that of one day; the lines of others would make circles and second managers.
        _ if relation.kind == RelationKind::Line && stated != Validity::default() => {
            report.add(Fault::DatedLine {
                row,
                person: person(),
            });
        }
        _ => return stated,
    }
    Validity::default()
}
