//! Which rows of people can be kept.

use std::collections::HashMap;

use super::input::{Input, LevelView, PeopleTable};
use super::named::NamedSkills;
use super::report::Report;
use super::rows::Firsts;
use crate::keys::shown;
use crate::model::document::keys;
use crate::model::fault::{Fault, Table};
use crate::model::forest::narrow;
use crate::model::{
    Attribute, AttributeIndex, AttributeName, AttributeValue, Holders, Level, LevelScale, PersonId,
    Proficiency, SkillId, UnitGraph, UnitId, UnitIndex, VectorEntry,
};

/// What a row of people may refer to.
pub(super) struct Declared<'a> {
    scale: &'a LevelScale,
    attributes: &'a [Attribute],
    units: HashMap<&'a str, UnitIndex>,
}

/// The rows of people, checked.
pub(super) struct Roster<'a> {
    pub(super) people: PeopleTable<'a>,
    holders: Holders,
    /// Whether each row makes a post.
    pub(super) kept: Vec<bool>,
    pub(super) firsts: Firsts<&'a str>,
    /// The unit of each row, where it is known.
    pub(super) units: Vec<Option<UnitIndex>>,
    pub(super) named: NamedSkills<'a>,
}

impl<'a> Roster<'a> {
    /// Checks every row on its own and against what is declared, then ids against each other.
    pub(super) fn new(input: &Input<'a>, declared: &Declared<'_>, report: &mut Report) -> Self {
        let people = input.people;
        let mut roster = Self {
            people,
            holders: input.holders,
            kept: Vec::with_capacity(people.len()),
            firsts: Firsts::new(std::iter::empty()),
            units: Vec::with_capacity(people.len()),
            named: NamedSkills::new(people),
        };
        let mut usable = Vec::with_capacity(people.len());
        for row in 0..people.len() {
            let number = people.number(row);
            report.unknown_keys(Table::People, number, people.unknown(row), keys::PERSON);
            let id = report.accepts(Table::People, number, "id", people.id(row));
            let sound = roster.accept(row, number, declared, report);
            usable.push(id);
            roster.kept.push(id & sound);
        }
        let ids = usable.iter().enumerate();
        roster.firsts = Firsts::new(ids.map(|(row, &usable)| usable.then(|| people.id(row))));
        for repeated in roster.firsts.repeated() {
            for &later in &repeated[1..] {
                roster.kept[later] = false;
            }
            report.add(Fault::DuplicateId {
                id: PersonId::new(people.id(repeated[0])),
                rows: repeated.iter().map(|&row| people.number(row)).collect(),
            });
        }
        roster.set_ambiguous_aside(report);
        roster
    }

    /// A holder's id that is also a post of somebody else would name two people.
    fn set_ambiguous_aside(&mut self, report: &mut Report) {
        for row in 0..self.people.len() {
            let (holder, id) = (self.holder(row), self.people.id(row));
            if !self.kept[row] || holder == id {
                continue;
            }
            if let Some(post) = self.firsts.row(holder)
                && self.holder(post) != holder
            {
                report.add(Fault::AmbiguousId {
                    row: self.people.number(row),
                    person: PersonId::new(id),
                    holder: PersonId::new(holder),
                    other_row: self.people.number(post),
                });
                self.kept[row] = false;
            }
        }
    }

    /// Returns the id of the person who holds the post of a row.
    pub(super) fn holder(&self, row: usize) -> &'a str {
        match (self.people.holder(row), self.holders) {
            (Some(holder), Holders::Merged) => holder,
            _ => self.people.id(row),
        }
    }

    /// Returns the rows that make posts.
    pub(super) fn kept_rows(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.people.len()).filter(|&row| self.kept[row])
    }

    /// Returns the skills that kept rows name, each once.
    pub(super) fn skills(&self) -> impl Iterator<Item = &'a str> {
        self.named.of_rows(self.kept_rows())
    }

    /// Checks everything of a row but its id and its manager, and tells whether it can be kept.
    fn accept(
        &mut self,
        row: usize,
        number: u64,
        declared: &Declared<'_>,
        report: &mut Report,
    ) -> bool {
        let people = self.people;
        let mut accepts = |field, text: Option<&str>| {
            text.is_none_or(|text| report.accepts(Table::People, number, field, text))
        };
        let holder = accepts("holder", people.holder(row));
        let manager = accepts("manager", people.manager(row));
        let unit = accepts("unit", people.unit(row));
        let person = || PersonId::new(people.id(row));
        let stated = people.unit(row).filter(|_| unit);
        let found = stated.and_then(|unit| declared.units.get(unit).copied());
        if let (Some(unit), None) = (stated, found) {
            report.add(Fault::UnknownUnit {
                row: number,
                person: person(),
                unit: UnitId::new(unit),
            });
        }
        let unit = unit && stated.is_some() == found.is_some();
        self.units.push(found);
        let level = match declared.level(people.level(row)) {
            Ok(_) => true,
            Err(LevelView::Rank(level)) => {
                report.add(Fault::LevelOutOfRange {
                    row: number,
                    person: person(),
                    level,
                });
                false
            }
            Err(LevelView::Name(level)) => {
                if report.accepts(Table::People, number, "level", level) {
                    report.add(Fault::UnknownLevel {
                        row: number,
                        person: person(),
                        level: level.to_owned(),
                    });
                }
                false
            }
        };
        let skills = self.accept_skills(row, number, report);
        let attributes = declared.accept_attributes(people, row, number, report);
        holder && manager && unit && level && skills && attributes
    }

    fn accept_skills(&mut self, row: usize, number: u64, report: &mut Report) -> bool {
        let mut sound = true;
        self.named.begin(row);
        for held in self.people.skills(row) {
            report.unknown_keys(Table::People, number, held.unknown, keys::SKILL_LEVEL);
            if !report.accepts(Table::People, number, "skill", held.skill) {
                sound = false;
                self.named.skip();
                continue;
            }
            let (person, skill) = (
                || PersonId::new(self.people.id(row)),
                || SkillId::new(held.skill),
            );
            if Proficiency::new(held.proficiency).is_none() {
                sound = false;
                report.add(Fault::BadProficiency {
                    row: number,
                    person: person(),
                    skill: skill(),
                    proficiency: held.proficiency,
                });
            }
            if !self.named.add(row, held.skill) {
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
}

impl<'a> Declared<'a> {
    pub(super) fn new(
        scale: &'a LevelScale,
        attributes: &'a [Attribute],
        units: &'a UnitGraph,
    ) -> Self {
        let ids = units.units().iter().map(|unit| unit.id().as_str());
        Self {
            scale,
            attributes,
            units: ids.zip((0..).map(UnitIndex)).collect(),
        }
    }

    /// Returns the level of a row, or what it states if that is no level.
    pub(super) fn level<'r>(
        &self,
        stated: Option<LevelView<'r>>,
    ) -> Result<Option<Level>, LevelView<'r>> {
        let Some(stated) = stated else {
            return Ok(None);
        };
        let level = match stated {
            LevelView::Rank(rank) => i32::try_from(rank).ok().map(Level::new),
            LevelView::Name(name) => self.scale.level(name),
        };
        level.map(Some).ok_or(stated)
    }

    fn accept_attributes(
        &self,
        people: PeopleTable<'_>,
        row: usize,
        number: u64,
        report: &mut Report,
    ) -> bool {
        let mut sound = true;
        for (name, value) in people.attributes(row) {
            if !report.accepts(Table::People, number, "attribute", name) {
                sound = false;
                continue;
            }
            let expected = self.attribute(name).map(|(_, attribute)| attribute.kind);
            let found = value.kind();
            let (person, attribute) = (PersonId::new(people.id(row)), AttributeName::new(name));
            if expected.is_some_and(|expected| expected.takes(&value)) {
                let faults = entry_faults(&value, number, &person, &attribute);
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

    pub(super) fn attribute(&self, name: &str) -> Option<(AttributeIndex, &Attribute)> {
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
