//! The way from what nobody has checked to an organisation.

use std::sync::OnceLock;

use super::input::Input;
use super::people::{Declared, Roster};
use super::report::Report;
use super::staff::Staff;
use super::{declared, lines, relations, skills, units};
use crate::model::codes::number_values;
use crate::model::document::keys;
use crate::model::fault::{Fault, Table};
use crate::model::organisation::Name;
use crate::model::{ModelError, Organisation};

/// The most rows a table may have, so that every position and every sum of two fits a `u32`.
const ROW_LIMIT: usize = 1 << 30;

/// Builds what can be built, and says what was wrong.
pub(in crate::model) fn assemble(
    input: &Input<'_>,
) -> Result<(Organisation, Vec<Fault>), ModelError> {
    refuse_too_many_rows(input)?;

    let mut report = Report::default();
    report.unknown_keys(Table::Document, 0, input.unknown, keys::DOCUMENT);
    let level_scale = declared::level_scale(input.level_scale, &mut report);
    let attributes = declared::attributes(input.attributes, &mut report);
    let units = units::units(input, &mut report);
    let declared = Declared::new(&level_scale, &attributes, &units);
    let roster = Roster::new(input, &declared, &mut report);
    let taxonomy = skills::taxonomy(input.skills, roster.skills(), &mut report);
    let staff = Staff::new(&roster, &declared, &taxonomy);
    let chain = lines::chain(input.relations, &roster, &staff, &mut report);
    let relations = relations::relations(input.relations, &roster, &staff, &mut report);

    let organisation = Organisation {
        names: Name::all(&staff.people),
        codes: number_values(attributes.len(), &staff.people),
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

fn refuse_too_many_rows(input: &Input<'_>) -> Result<(), ModelError> {
    let held = input.people.skill_total();
    let parents: usize = input.skills.iter().map(|row| row.parents.len()).sum();
    let counts = [
        (Table::LevelScale, input.level_scale.len()),
        (Table::Attributes, input.attributes.len()),
        (Table::Units, input.units.len()),
        (Table::Links, input.links.len()),
        (Table::Skills, input.skills.len() + held + parents),
        (Table::People, input.people.len()),
        (Table::Relations, input.relations.len()),
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
