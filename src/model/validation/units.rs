//! Units and the lateral links between them.

use super::input::Input;
use super::report::Report;
use super::rows::{Firsts, number};
use crate::model::document::keys;
use crate::model::fault::{Fault, LINK_LIMIT, Table};
use crate::model::forest::{NONE, circles, narrow};
use crate::model::{LinkRow, Unit, UnitGraph, UnitId, UnitIndex};

/// Builds the unit graph; a unit whose parent is at fault becomes a root.
pub(super) fn units(input: &Input<'_>, report: &mut Report) -> UnitGraph {
    let rows = input.units;
    let numbers: Vec<u64> = rows
        .iter()
        .enumerate()
        .map(|(position, row)| number(row.line, position))
        .collect();
    let sound: Vec<bool> = rows
        .iter()
        .zip(&numbers)
        .map(|(row, &number)| {
            report.unknown_keys(Table::Units, number, Some(&row.unknown), keys::UNIT);
            report.accepts(Table::Units, number, "id", &row.id)
        })
        .collect();
    let ids = rows.iter().zip(&sound);
    let firsts = Firsts::new(ids.map(|(row, &sound)| sound.then_some(row.id.as_str())));
    for repeated in firsts.repeated() {
        report.add(Fault::DuplicateUnit {
            id: UnitId::new(&rows[repeated[0]].id),
            rows: repeated.iter().map(|&row| numbers[row]).collect(),
        });
    }

    let order = firsts.in_order();
    let index = |id: &str| {
        let place = order.binary_search_by(|entry| entry.0.cmp(id)).ok();
        place.map(narrow)
    };
    let mut parents = vec![NONE; order.len()];
    for (place, &(id, row)) in order.iter().enumerate() {
        let Some(parent) = &rows[row].parent else {
            continue;
        };
        if !report.accepts(Table::Units, numbers[row], "parent", parent) {
            continue;
        }
        match index(parent) {
            Some(parent) => parents[place] = parent,
            None => report.add(Fault::UnknownParent {
                row: numbers[row],
                unit: UnitId::new(id),
                parent: UnitId::new(parent),
            }),
        }
    }
    for circle in circles(&parents) {
        // Positions are in order of id, so a circle starts at its smallest id.
        for &member in &circle {
            parents[member as usize] = NONE;
        }
        let members = || circle.iter().map(|&member| order[member as usize]);
        report.add(Fault::UnitCycle {
            members: members().map(|(id, _)| UnitId::new(id)).collect(),
            rows: members().map(|(_, row)| numbers[row]).collect(),
        });
    }

    let links = links(input.links, index, report);
    let units = order
        .iter()
        .zip(&parents)
        .map(|(&(id, row), &parent)| Unit {
            id: UnitId::new(id),
            name: rows[row].name.clone(),
            parent: (parent != NONE).then_some(UnitIndex(parent)),
            depth: 0,
        })
        .collect();
    UnitGraph::new(units, links)
}

fn links(
    rows: &[LinkRow],
    index: impl Fn(&str) -> Option<u32>,
    report: &mut Report,
) -> Vec<(UnitIndex, UnitIndex, u32)> {
    let mut links = Vec::new();
    for (position, link) in rows.iter().enumerate() {
        let row = number(None, position);
        report.unknown_keys(Table::Links, row, Some(&link.unknown), keys::LINK);
        let mut end = |field, id: &str| {
            if !report.accepts(Table::Links, row, field, id) {
                return None;
            }
            let unit = index(id);
            if unit.is_none() {
                let unit = UnitId::new(id);
                report.add(Fault::UnknownLinkUnit { row, unit });
            }
            unit
        };
        let (from, to) = (end("from", &link.from), end("to", &link.to));
        let (Some(from), Some(to)) = (from, to) else {
            continue;
        };
        if from == to {
            let unit = UnitId::new(&link.from);
            report.add(Fault::SelfLink { row, unit });
        } else if !(1..=LINK_LIMIT).contains(&link.length) {
            report.add(Fault::BadLinkLength {
                row,
                from: UnitId::new(&link.from),
                to: UnitId::new(&link.to),
                length: link.length,
                limit: LINK_LIMIT,
            });
        } else {
            let (one, other) = (from.min(to), from.max(to));
            links.push((UnitIndex(one), UnitIndex(other), link.length));
        }
    }
    links
}
