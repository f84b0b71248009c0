//! Which rows of people can be kept, and the people they make.

use std::collections::{HashMap, HashSet};

use super::report::Report;
use super::rows::{Firsts, number};
use crate::keys::shown;
use crate::model::document::keys;
use crate::model::fault::{Fault, Table};
use crate::model::forest::{NONE, narrow};
use crate::model::{
    Attribute, AttributeIndex, AttributeName, AttributeValue, HeldSkill, Holders, Level, LevelRow,
    LevelScale, OrganisationDocument, Person, PersonId, PersonIndex, PersonRow, Post, PostIndex,
    Proficiency, SkillId, SkillIndex, Taxonomy, UnitGraph, UnitId, VectorEntry,
};

/// What a row of people may refer to.
pub(super) struct Declared<'a> {
    pub(super) scale: &'a LevelScale,
    pub(super) attributes: &'a [Attribute],
    pub(super) units: &'a UnitGraph,
}

/// The rows of people, checked.
pub(super) struct Roster<'a> {
    pub(super) rows: &'a [PersonRow],
    holders: Holders,
    /// How messages number each row.
    pub(super) numbers: Vec<u64>,
    /// Whether each row makes a post.
    pub(super) kept: Vec<bool>,
    pub(super) firsts: Firsts<&'a str>,
}

impl<'a> Roster<'a> {
    /// Checks every row on its own and against what is declared, then ids against each other.
    pub(super) fn new(
        document: &'a OrganisationDocument,
        declared: &Declared<'_>,
        report: &mut Report,
    ) -> Self {
        let rows = &document.people;
        let numbers: Vec<u64> = rows
            .iter()
            .enumerate()
            .map(|(position, row)| number(row.line, position))
            .collect();
        let mut named = Vec::new();
        let mut kept = Vec::new();
        for (row, &number) in rows.iter().zip(&numbers) {
            report.unknown_keys(Table::People, number, &row.unknown, keys::PERSON);
            let id = report.accepts(Table::People, number, "id", &row.id);
            named.push(id.then_some(row.id.as_str()));
            kept.push(id & declared.accept(row, number, report));
        }
        let firsts = Firsts::new(named.into_iter());
        for repeated in firsts.repeated() {
            for &later in &repeated[1..] {
                kept[later] = false;
            }
            report.add(Fault::DuplicateId {
                id: PersonId::new(&rows[repeated[0]].id),
                rows: repeated.iter().map(|&row| numbers[row]).collect(),
            });
        }
        let mut roster = Self {
            rows,
            holders: document.holders,
            numbers,
            kept,
            firsts,
        };
        roster.set_ambiguous_aside(report);
        roster
    }

    /// A holder's id that is also a post of somebody else would name two people.
    fn set_ambiguous_aside(&mut self, report: &mut Report) {
        for row in 0..self.rows.len() {
            let holder = self.holder(row);
            if !self.kept[row] || holder == self.rows[row].id {
                continue;
            }
            if let Some(post) = self.firsts.row(holder)
                && self.holder(post) != holder
            {
                report.add(Fault::AmbiguousId {
                    row: self.numbers[row],
                    person: PersonId::new(&self.rows[row].id),
                    holder: PersonId::new(holder),
                    other_row: self.numbers[post],
                });
                self.kept[row] = false;
            }
        }
    }

    /// Returns the id of the person who holds the post of a row.
    pub(super) fn holder(&self, row: usize) -> &'a str {
        let row = &self.rows[row];
        match (&row.holder, self.holders) {
            (Some(holder), Holders::Merged) => holder,
            _ => &row.id,
        }
    }

    /// Returns the rows that make posts.
    pub(super) fn kept_rows(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.rows.len()).filter(|&row| self.kept[row])
    }

    /// Returns the skills that kept rows name.
    pub(super) fn skills(&self) -> impl Iterator<Item = &'a str> + '_ {
        let rows = self.rows;
        self.kept_rows()
            .flat_map(move |row| rows[row].skills.iter().map(|held| held.skill.as_str()))
    }
}

impl Declared<'_> {
    /// Checks everything of a row but its id and its manager, and tells whether it can be kept.
    fn accept(&self, row: &PersonRow, number: u64, report: &mut Report) -> bool {
        let mut accepts = |field, text: Option<&String>| {
            text.is_none_or(|text| report.accepts(Table::People, number, field, text))
        };
        let holder = accepts("holder", row.holder.as_ref());
        let manager = accepts("manager", row.manager.as_ref());
        let unit = accepts("unit", row.unit.as_ref());
        let person = || PersonId::new(&row.id);
        let unit = unit
            && row.unit.as_deref().is_none_or(|unit| {
                let known = self.units.unit(unit).is_some();
                if !known {
                    report.add(Fault::UnknownUnit {
                        row: number,
                        person: person(),
                        unit: UnitId::new(unit),
                    });
                }
                known
            });
        let level = match self.level(row) {
            Ok(_) => true,
            Err(LevelRow::Rank(level)) => {
                report.add(Fault::LevelOutOfRange {
                    row: number,
                    person: person(),
                    level: *level,
                });
                false
            }
            Err(LevelRow::Name(level)) => {
                if report.accepts(Table::People, number, "level", level) {
                    report.add(Fault::UnknownLevel {
                        row: number,
                        person: person(),
                        level: level.clone(),
                    });
                }
                false
            }
        };
        let skills = accept_skills(row, number, report);
        let attributes = self.accept_attributes(row, number, report);
        holder && manager && unit && level && skills && attributes
    }

    /// Returns the level of a row, or what it states if that is no level.
    fn level<'r>(&self, row: &'r PersonRow) -> Result<Option<Level>, &'r LevelRow> {
        let Some(stated) = &row.level else {
            return Ok(None);
        };
        let level = match stated {
            LevelRow::Rank(rank) => i32::try_from(*rank).ok().map(Level::new),
            LevelRow::Name(name) => self.scale.level(name),
        };
        level.map(Some).ok_or(stated)
    }

    fn accept_attributes(&self, row: &PersonRow, number: u64, report: &mut Report) -> bool {
        let mut sound = true;
        for (name, value) in &row.attributes {
            if !report.accepts(Table::People, number, "attribute", name) {
                sound = false;
                continue;
            }
            let expected = self.attribute(name).map(|(_, attribute)| attribute.kind);
            let found = value.kind();
            let (person, attribute) = (PersonId::new(&row.id), AttributeName::new(name));
            if expected.is_some_and(|expected| expected.takes(value)) {
                let faults = entry_faults(value, number, &person, &attribute);
                sound &= faults.is_empty();
                for fault in faults {
                    report.add(fault);
                }
                continue;
            }
            sound = false;
            report.add(match expected {
                Some(expected) => Fault::WrongAttributeKind {
                    row: number,
                    person,
                    attribute,
                    found,
                    expected,
                },
                None => Fault::UndeclaredAttribute {
                    row: number,
                    person,
                    attribute,
                },
            });
        }
        sound
    }

    fn attribute(&self, name: &str) -> Option<(AttributeIndex, &Attribute)> {
        let place = self
            .attributes
            .binary_search_by(|attribute| attribute.name.as_str().cmp(name))
            .ok()?;
        Some((AttributeIndex(narrow(place)), &self.attributes[place]))
    }
}

/// Returns what is wrong within a value of the right type.
fn entry_faults(
    value: &AttributeValue,
    row: u64,
    person: &PersonId,
    attribute: &AttributeName,
) -> Vec<Fault> {
    match value {
        AttributeValue::Range(from, to) if from > to => vec![Fault::InvertedRange {
            row,
            person: person.clone(),
            attribute: attribute.clone(),
            from: *from,
            to: *to,
        }],
        AttributeValue::Vector(words) => {
            let numbers = words.iter().flat_map(|(word, entry)| {
                let level = entry.level.map(|level| ("level", level));
                let weight = entry.weight.map(|weight| ("weight", weight));
                let limits = [VectorEntry::MOST_LEVEL, VectorEntry::MOST_WEIGHT];
                let stated = [level, weight].into_iter().zip(limits);
                stated.filter_map(move |(stated, limit)| Some((word, stated?, limit)))
            });
            numbers
                .filter(|&(_, (_, found), limit)| !(1..=limit).contains(&found))
                .map(|(word, (field, found), limit)| Fault::BadVectorEntry {
                    row,
                    person: person.clone(),
                    attribute: attribute.clone(),
                    word: shown(word),
                    field,
                    found,
                    limit,
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

fn accept_skills(row: &PersonRow, number: u64, report: &mut Report) -> bool {
    let mut sound = true;
    let mut seen = HashSet::new();
    for held in &row.skills {
        report.unknown_keys(Table::People, number, &held.unknown, keys::SKILL_LEVEL);
        if !report.accepts(Table::People, number, "skill", &held.skill) {
            sound = false;
            continue;
        }
        let (person, skill) = (|| PersonId::new(&row.id), || SkillId::new(&held.skill));
        if Proficiency::new(held.proficiency).is_none() {
            sound = false;
            report.add(Fault::BadProficiency {
                row: number,
                person: person(),
                skill: skill(),
                proficiency: held.proficiency,
            });
        }
        if !seen.insert(&held.skill) {
            sound = false;
            report.add(Fault::RepeatedSkill {
                row: number,
                person: person(),
                skill: skill(),
            });
        }
    }
    sound
}

/// The people that the kept rows make.
pub(super) struct Staff<'a> {
    /// In order of id.
    pub(super) people: Vec<Person>,
    /// The row of each post.
    pub(super) rows: Vec<usize>,
    /// The post of each row, or `NONE`.
    pub(super) posts: Vec<u32>,
    /// The holders whose id is not that of a post, each with the row of their most senior post.
    holders: HashMap<&'a str, usize>,
}

impl<'a> Staff<'a> {
    pub(super) fn new(roster: &Roster<'a>, declared: &Declared<'_>, taxonomy: &Taxonomy) -> Self {
        let mut order: Vec<(&'a str, &'a str, usize)> = roster
            .kept_rows()
            .map(|row| (roster.holder(row), roster.rows[row].id.as_str(), row))
            .collect();
        order.sort_unstable();
        let mut made = Self {
            people: Vec::new(),
            rows: order.iter().map(|&(_, _, row)| row).collect(),
            posts: vec![NONE; roster.rows.len()],
            holders: HashMap::new(),
        };
        let mut first_post = 0;
        for held in order.chunk_by(|one, other| one.0 == other.0) {
            let index = PersonIndex(narrow(made.people.len()));
            let id = PersonId::new(held[0].0);
            let posts: Vec<Post> = held
                .iter()
                .zip(first_post..)
                .map(|(&(holder, post, row), place)| Post {
                    index: PostIndex(place),
                    id: if holder == post {
                        id.clone()
                    } else {
                        PersonId::new(post)
                    },
                    level: declared.level(&roster.rows[row]).unwrap_or(None),
                    unit: roster.rows[row]
                        .unit
                        .as_deref()
                        .and_then(|unit| declared.units.unit(unit)),
                })
                .collect();
            first_post += narrow(posts.len());
            for (&(_, _, row), made_post) in held.iter().zip(&posts) {
                made.posts[row] = made_post.index.0;
            }
            let main = Post::most_senior(&posts);
            if posts.iter().all(|post| post.id != id) {
                made.holders.insert(held[0].0, held[main].2);
            }
            // The most senior post speaks first where two of them differ.
            let mut by_weight: Vec<&PersonRow> = vec![&roster.rows[held[main].2]];
            let others = held.iter().enumerate().filter(|&(place, _)| place != main);
            by_weight.extend(others.map(|(_, &(_, _, row))| &roster.rows[row]));
            made.people.push(Person {
                index,
                id,
                level: posts[main].level,
                unit: posts[main].unit,
                skills: skills(&by_weight, taxonomy),
                attributes: attributes(&by_weight, declared),
                posts,
            });
        }
        made
    }

    /// Returns the row an id stands for: that of a post, or of a person's most senior post.
    pub(super) fn row(&self, roster: &Roster<'_>, id: &str) -> Option<usize> {
        let post = roster.firsts.row(id);
        post.or_else(|| self.holders.get(id).copied())
    }

    /// Returns the person who holds the post of a row; where the row was set aside, other posts make them one.
    pub(super) fn person(&self, roster: &Roster<'_>, row: usize) -> Option<PersonIndex> {
        let holder = roster.holder(row);
        let place = self
            .people
            .binary_search_by(|person| person.id.as_str().cmp(holder))
            .ok()?;
        Some(PersonIndex(narrow(place)))
    }
}

/// A skill stated by several posts is held as well as the best of them says.
fn skills(rows: &[&PersonRow], taxonomy: &Taxonomy) -> Vec<HeldSkill> {
    let stated = rows.iter().flat_map(|row| &row.skills);
    let mut held: Vec<(SkillIndex, Proficiency)> = stated
        .filter_map(|held| {
            let skill = taxonomy.skill(&held.skill)?;
            Some((skill, Proficiency::new(held.proficiency)?))
        })
        .collect();
    held.sort_unstable_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)));
    held.dedup_by_key(|held| held.0);
    held.into_iter()
        .map(|(skill, proficiency)| HeldSkill { skill, proficiency })
        .collect()
}

fn attributes(
    rows: &[&PersonRow],
    declared: &Declared<'_>,
) -> Vec<(AttributeIndex, AttributeValue)> {
    let mut values: Vec<(AttributeIndex, AttributeValue)> = rows
        .iter()
        .flat_map(|row| &row.attributes)
        .filter_map(|(name, value)| {
            let (index, _) = declared.attribute(name)?;
            let mut value = value.clone();
            if let AttributeValue::Set(words) = &mut value {
                words.sort_unstable();
                words.dedup();
            }
            Some((index, value))
        })
        .collect();
    values.sort_by_key(|entry| entry.0);
    values.dedup_by_key(|entry| entry.0);
    values
}
