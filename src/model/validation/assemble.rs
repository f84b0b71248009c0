//! The way from a document to an organisation.

use std::sync::OnceLock;

use super::people::{Declared, Roster, Staff};
use super::report::Report;
use super::{declared, lines, relations, skills, units};
use crate::model::document::{VERSION, keys};
use crate::model::fault::{Fault, Table};
use crate::model::organisation::Name;
use crate::model::{ModelError, Organisation, OrganisationDocument};

/// The most rows a table may have, so that every position and every sum of two fits a `u32`.
const ROW_LIMIT: usize = 1 << 30;

/// Builds what can be built, and says what was wrong.
pub(in crate::model) fn assemble(
    document: &OrganisationDocument,
) -> Result<(Organisation, Vec<Fault>), ModelError> {
    if document.version != VERSION {
        return Err(ModelError::UnknownVersion {
            found: document.version,
            expected: VERSION,
        });
    }
    refuse_too_many_rows(document)?;

    let mut report = Report::default();
    report.unknown_keys(Table::Document, 0, &document.unknown, keys::DOCUMENT);
    let level_scale = declared::level_scale(document, &mut report);
    let attributes = declared::attributes(document, &mut report);
    let units = units::units(document, &mut report);
    let declared = Declared {
        scale: &level_scale,
        attributes: &attributes,
        units: &units,
    };
    let roster = Roster::new(document, &declared, &mut report);
    let taxonomy = skills::taxonomy(document, roster.skills(), &mut report);
    let staff = Staff::new(&roster, &declared, &taxonomy);
    let chain = lines::chain(document, &roster, &staff, &mut report);
    let relations = relations::relations(document, &roster, &staff, &mut report);

    let organisation = Organisation {
        names: Name::all(&staff.people),
        people: staff.people,
        attributes,
        level_scale,
        units,
        taxonomy,
        relations,
        chain,
        fingerprint: OnceLock::new(),
    };
    Ok((organisation, report.into_faults()))
}

fn refuse_too_many_rows(document: &OrganisationDocument) -> Result<(), ModelError> {
    let held: usize = document.people.iter().map(|row| row.skills.len()).sum();
    let parents: usize = document.skills.iter().map(|row| row.parents.len()).sum();
    let counts = [
        (Table::LevelScale, document.level_scale.len()),
        (Table::Attributes, document.attributes.len()),
        (Table::Units, document.units.len()),
        (Table::Links, document.links.len()),
        (Table::Skills, document.skills.len() + held + parents),
        (Table::People, document.people.len()),
        (Table::Relations, document.relations.len()),
    ];
    match counts.into_iter().find(|&(_, count)| count > ROW_LIMIT) {
        Some((table, count)) => Err(ModelError::TooManyRows {
            table,
            count,
            limit: ROW_LIMIT,
        }),
        None => Ok(()),
    }
}
