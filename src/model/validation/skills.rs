//! The skill taxonomy.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Report;
use super::rows::{Firsts, number};
use crate::model::document::keys;
use crate::model::fault::{Fault, Table};
use crate::model::forest::narrow;
use crate::model::tangles::tangles;
use crate::model::{CategoryId, CategoryIndex, Skill, SkillId, SkillIndex};
use crate::model::{SkillRow, Taxonomy};

/// Builds the taxonomy of the skills listed and, without parents or category, of those only people name.
pub(super) fn taxonomy<'a>(
    rows: &'a [SkillRow],
    held: impl Iterator<Item = &'a str>,
    report: &mut Report,
) -> Taxonomy {
    let sound: Vec<bool> = rows
        .iter()
        .enumerate()
        .map(|(position, row)| {
            let number = number(None, position);
            report.unknown_keys(Table::Skills, number, Some(&row.unknown), keys::SKILL);
            let category = row.category.as_deref();
            report.accepts(Table::Skills, number, "id", &row.id)
                && category
                    .is_none_or(|text| report.accepts(Table::Skills, number, "category", text))
        })
        .collect();
    let ids = rows.iter().zip(&sound);
    let firsts = Firsts::new(ids.map(|(row, &sound)| sound.then_some(row.id.as_str())));
    for repeated in firsts.repeated() {
        report.add(Fault::DuplicateSkill {
            id: SkillId::new(&rows[repeated[0]].id),
            rows: repeated.iter().map(|&row| number(None, row)).collect(),
        });
    }

    let listed = firsts.in_order();
    let parents = parents(rows, &listed, report);
    let mut skills: BTreeMap<&str, Option<usize>> = held.map(|id| (id, None)).collect();
    skills.extend(
        listed
            .iter()
            .enumerate()
            .map(|(place, &(id, _))| (id, Some(place))),
    );
    let places: Vec<&str> = skills.keys().copied().collect();
    let index = |id: &str| {
        let place = places.binary_search(&id);
        place.map_or(SkillIndex(0), |place| SkillIndex(narrow(place)))
    };
    let category_of = |place: usize| rows[listed[place].1].category.as_deref();
    let categories: BTreeSet<&str> = (0..listed.len()).filter_map(category_of).collect();
    let categories: Vec<&str> = categories.into_iter().collect();
    let skills = skills.iter().map(|(&id, &place)| Skill {
        id: SkillId::new(id),
        category: place.and_then(category_of).and_then(|category| {
            let place = categories.binary_search(&category).ok()?;
            Some(CategoryIndex(narrow(place)))
        }),
        parents: place.map_or_else(Vec::new, |place| {
            let parents = parents[place].iter();
            parents
                .map(|&parent| index(listed[parent as usize].0))
                .collect()
        }),
    });
    Taxonomy::new(
        skills.collect(),
        categories.iter().map(CategoryId::new).collect(),
    )
}

/// Returns the parents of each listed skill, in order, as positions in the list.
fn parents(rows: &[SkillRow], listed: &[(&str, usize)], report: &mut Report) -> Vec<Vec<u32>> {
    let mut parents: Vec<Vec<u32>> = vec![Vec::new(); listed.len()];
    for (place, &(id, position)) in listed.iter().enumerate() {
        let row = number(None, position);
        for parent in &rows[position].parents {
            if !report.accepts(Table::Skills, row, "parent", parent) {
                continue;
            }
            match listed.binary_search_by(|entry| entry.0.cmp(parent)) {
                Ok(found) => parents[place].push(narrow(found)),
                Err(_) => report.add(Fault::UnknownSkillParent {
                    row,
                    skill: SkillId::new(id),
                    parent: SkillId::new(parent),
                }),
            }
        }
        parents[place].sort_unstable();
        parents[place].dedup();
    }
    for members in tangles(&parents) {
        for &member in &members {
            parents[member as usize].retain(|parent| members.binary_search(parent).is_err());
        }
        let members = members.iter().map(|&member| listed[member as usize]);
        report.add(Fault::SkillCycle {
            members: members.clone().map(|(id, _)| SkillId::new(id)).collect(),
            rows: members.map(|(_, row)| number(None, row)).collect(),
        });
    }
    parents
}
