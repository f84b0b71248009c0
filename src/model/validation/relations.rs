//! Relations beyond the reporting lines.

use super::people::{Roster, Staff};
use super::report::Report;
use super::rows::number;
use crate::model::document::keys;
use crate::model::fault::{Fault, Table};
use crate::model::{
    OrganisationDocument, PersonId, RelationKind, RelationRow, Relations, Validity,
};

/// Checks all relation rows, and keeps those that are not reporting lines.
pub(super) fn relations(
    document: &OrganisationDocument,
    roster: &Roster<'_>,
    staff: &Staff<'_>,
    report: &mut Report,
) -> Relations {
    let mut stated = Vec::new();
    for (position, relation) in document.relations.iter().enumerate() {
        let row = number(relation.line, position);
        report.unknown_keys(Table::Relations, row, &relation.unknown, keys::RELATION);
        let from = report.accepts(Table::Relations, row, "from", &relation.from);
        let to = report.accepts(Table::Relations, row, "to", &relation.to);
        let validity = validity(relation, row, report);
        if relation.kind == RelationKind::Line || !(from && to) {
            continue;
        }
        if relation.from == relation.to {
            report.add(Fault::SelfRelation {
                row,
                person: PersonId::new(&relation.from),
                kind: relation.kind,
            });
            continue;
        }
        let mut find = |id: &str| {
            let Some(found) = staff.row(roster, id) else {
                let person = PersonId::new(id);
                report.add(Fault::UnknownRelative { row, person });
                return None;
            };
            // Where nobody holds the post of a row that was set aside, the row has been reported.
            staff.person(roster, found)
        };
        let (from, to) = (find(&relation.from), find(&relation.to));
        // Between two posts of one person there is no relation between people.
        if let (Some(from), Some(to)) = (from, to)
            && from != to
        {
            stated.push((from, to, relation.kind, validity));
        }
    }
    Relations::new(stated)
}

/// Returns when a relation holds; days that make no sense are reported and left out.
fn validity(relation: &RelationRow, row: u64, report: &mut Report) -> Validity {
    let person = || PersonId::new(&relation.from);
    let stated = Validity {
        from: relation.valid_from,
        to: relation.valid_to,
    };
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
