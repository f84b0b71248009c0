//! What an organisation declares before its rows use it: the level scale and the attributes.

use super::report::Report;
use super::rows::{Firsts, number};
use crate::model::document::keys;
use crate::model::fault::{Fault, Table};
use crate::model::{Attribute, AttributeName, AttributeRow, LevelScale};

/// Builds the level scale of the grades that can be used.
pub(super) fn level_scale(grades: &[String], report: &mut Report) -> LevelScale {
    let sound: Vec<bool> = grades
        .iter()
        .enumerate()
        .map(|(row, name)| report.accepts(Table::LevelScale, number(None, row), "grade", name))
        .collect();
    let named = grades.iter().zip(&sound);
    let firsts = Firsts::new(named.map(|(name, &sound)| sound.then_some(name.as_str())));
    for repeated in firsts.repeated() {
        report.add(Fault::DuplicateGrade {
            name: grades[repeated[0]].clone(),
            rows: repeated.iter().map(|&row| number(None, row)).collect(),
        });
    }
    let mut kept: Vec<usize> = firsts.in_order().into_iter().map(|(_, row)| row).collect();
    kept.sort_unstable();
    LevelScale::new(kept.into_iter().map(|row| grades[row].clone()).collect())
}

/// Builds the declared attributes, in order of name.
pub(super) fn attributes(rows: &[AttributeRow], report: &mut Report) -> Vec<Attribute> {
    let sound: Vec<bool> = rows
        .iter()
        .enumerate()
        .map(|(position, row)| {
            let number = number(None, position);
            report.unknown_keys(
                Table::Attributes,
                number,
                Some(&row.unknown),
                keys::ATTRIBUTE,
            );
            report.accepts(Table::Attributes, number, "name", &row.name)
        })
        .collect();
    let named = rows.iter().zip(&sound);
    let firsts = Firsts::new(named.map(|(row, &sound)| sound.then_some(row.name.as_str())));
    for repeated in firsts.repeated() {
        report.add(Fault::DuplicateAttribute {
            name: AttributeName::new(&rows[repeated[0]].name),
            rows: repeated.iter().map(|&row| number(None, row)).collect(),
        });
    }
    firsts
        .in_order()
        .into_iter()
        .map(|(name, row)| Attribute {
            name: AttributeName::new(name),
            kind: rows[row].kind,
        })
        .collect()
}
