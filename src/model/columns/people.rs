//! The columns of people and of relations, checked.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{
    AttributeValues, Bits, ColumnCheck, ColumnFault, Levels, ListColumn, Numbers, PersonColumns,
    RelationColumns, TextColumn, Texts, WordLists,
};
use crate::keys::shown;
use crate::model::validation::LevelView;
use crate::model::{AttributeValue, RelationKind, VectorEntry};

/// The columns of people, checked.
pub(in crate::model) struct CheckedPeople<'a> {
    pub(in crate::model) id: TextColumn<'a>,
    pub(in crate::model) holder: Option<TextColumn<'a>>,
    pub(in crate::model) manager: Option<TextColumn<'a>>,
    pub(in crate::model) unit: Option<TextColumn<'a>>,
    level: CheckedLevels<'a>,
    skills: Option<CheckedSkills<'a>>,
    /// In order of name.
    attributes: Vec<(&'a str, CheckedValues<'a>)>,
    pub(in crate::model) line: Option<&'a [u64]>,
}

enum CheckedLevels<'a> {
    Unstated,
    Ranks(Numbers<'a>),
    Grades(TextColumn<'a>),
}

struct CheckedSkills<'a> {
    lists: ListColumn<'a>,
    skill: TextColumn<'a>,
    proficiency: &'a [i64],
}

enum CheckedValues<'a> {
    Flags(Bits<'a>, Option<Bits<'a>>),
    Numbers(Numbers<'a>),
    Categories(TextColumn<'a>),
    Sets(CheckedWords<'a>),
    Ranges(Numbers<'a>, &'a [i64]),
    Vectors(CheckedWords<'a>, [Option<Numbers<'a>>; 2]),
}

struct CheckedWords<'a> {
    lists: ListColumn<'a>,
    valid: Option<Bits<'a>>,
    words: TextColumn<'a>,
}

/// The columns of relations, checked.
pub(in crate::model) struct CheckedRelations<'a> {
    pub(in crate::model) from: TextColumn<'a>,
    pub(in crate::model) to: TextColumn<'a>,
    pub(in crate::model) kind: &'a [RelationKind],
    pub(in crate::model) valid_from: Option<Numbers<'a, i32>>,
    pub(in crate::model) valid_to: Option<Numbers<'a, i32>>,
    pub(in crate::model) line: Option<&'a [u64]>,
}

impl<'a> CheckedPeople<'a> {
    pub(in crate::model) fn level(&self, row: usize) -> Option<LevelView<'a>> {
        match &self.level {
            CheckedLevels::Unstated => None,
            CheckedLevels::Ranks(ranks) => ranks.get(row).map(LevelView::Rank),
            CheckedLevels::Grades(grades) => grades.get(row).map(LevelView::Name),
        }
    }

    /// Returns how many skills all rows list.
    pub(in crate::model) fn skill_total(&self) -> usize {
        let skills = self.skills.as_ref();
        skills.map_or(0, |skills| skills.lists.total())
    }

    /// Returns the skills a row lists, each with how well it is mastered.
    pub(in crate::model) fn skills(&self, row: usize) -> impl Iterator<Item = (&'a str, i64)> {
        self.skills.iter().flat_map(move |skills| {
            let places = skills.lists.range(row);
            places.map(|place| (skills.skill.text(place), skills.proficiency[place]))
        })
    }

    /// Returns what a row states of attributes, in order of name.
    pub(in crate::model) fn attributes(
        &self,
        row: usize,
    ) -> impl Iterator<Item = (&str, Cow<'_, AttributeValue>)> {
        let columns = self.attributes.iter();
        columns.filter_map(move |(name, values)| Some((*name, Cow::Owned(values.get(row)?))))
    }
}

impl CheckedValues<'_> {
    fn get(&self, row: usize) -> Option<AttributeValue> {
        Some(match self {
            Self::Flags(values, valid) => {
                let stated = valid.is_none_or(|valid| valid.get(row));
                AttributeValue::Flag(stated.then(|| values.get(row))?)
            }
            Self::Numbers(numbers) => AttributeValue::Number(numbers.get(row)?),
            Self::Categories(words) => AttributeValue::Category(words.get(row)?.to_owned()),
            Self::Sets(sets) => {
                let words = sets
                    .get(row)?
                    .map(|place| sets.words.text(place).to_owned());
                AttributeValue::Set(words.collect())
            }
            Self::Ranges(from, to) => AttributeValue::Range(from.get(row)?, to[row]),
            Self::Vectors(vectors, [level, weight]) => {
                let words = vectors.get(row)?.map(|place| {
                    let number = |numbers: &Option<Numbers<'_>>| numbers.as_ref()?.get(place);
                    let entry = VectorEntry {
                        level: number(level),
                        weight: number(weight),
                    };
                    (vectors.words.text(place).to_owned(), entry)
                });
                AttributeValue::Vector(words.collect())
            }
        })
    }
}

impl CheckedWords<'_> {
    /// Returns where the words of a row are, if it states any or none of them.
    fn get(&self, row: usize) -> Option<std::ops::Range<usize>> {
        let stated = self.valid.is_none_or(|valid| valid.get(row));
        stated.then(|| self.lists.range(row))
    }
}

impl ColumnCheck {
    pub(super) fn people<'a>(&mut self, people: &PersonColumns<'a>) -> CheckedPeople<'a> {
        let rows = people.id.offsets.values();
        let id = self.texts("people.id", people.id, rows);
        let mut texts =
            |column, texts: Option<Texts<'a>>| texts.map(|texts| self.texts(column, texts, rows));
        let holder = texts("people.holder", people.holder);
        let manager = texts("people.manager", people.manager);
        let unit = texts("people.unit", people.unit);
        let level = match people.level {
            Levels::Unstated => CheckedLevels::Unstated,
            Levels::Ranks(ranks) => {
                self.numbers("people.level", ranks, rows);
                CheckedLevels::Ranks(ranks)
            }
            Levels::Grades(grades) => {
                CheckedLevels::Grades(self.texts("people.level", grades, rows))
            }
        };
        let skills = people.skills.map(|skills| {
            let values = skills.skill.offsets.values();
            let column = "people.skills.proficiency";
            self.length(column, skills.proficiency.len(), values);
            CheckedSkills {
                lists: self.lists("people.skills", skills.lists, rows, values),
                skill: self.texts("people.skills.skill", skills.skill, values),
                proficiency: skills.proficiency,
            }
        });
        let mut names = BTreeSet::new();
        let mut attributes: Vec<(&str, CheckedValues<'_>)> = Vec::new();
        for attribute in people.attributes {
            let column = format!("people.attributes.{}", shown(attribute.name));
            let values = self.values(&column, attribute.values, rows);
            if names.insert(attribute.name) {
                attributes.push((attribute.name, values));
            } else {
                self.faults.push(ColumnFault::RepeatedColumn { column });
            }
        }
        attributes.sort_unstable_by_key(|&(name, _)| name);
        self.lines("people.line", people.line, rows);
        CheckedPeople {
            id,
            holder,
            manager,
            unit,
            level,
            skills,
            attributes,
            line: people.line,
        }
    }

    fn values<'a>(
        &mut self,
        column: &str,
        values: AttributeValues<'a>,
        rows: usize,
    ) -> CheckedValues<'a> {
        match values {
            AttributeValues::Flags { values, valid } => {
                let _ = self.bits(column, Some(values), rows) && self.bits(column, valid, rows);
                CheckedValues::Flags(values, valid)
            }
            AttributeValues::Numbers(numbers) => {
                self.numbers(column, numbers, rows);
                CheckedValues::Numbers(numbers)
            }
            AttributeValues::Categories(words) => {
                CheckedValues::Categories(self.texts(column, words, rows))
            }
            AttributeValues::Sets(sets) => CheckedValues::Sets(self.word_lists(column, sets, rows)),
            AttributeValues::Ranges { from, to } => {
                self.numbers(&format!("{column}.from"), from, rows);
                self.length(&format!("{column}.to"), to.len(), rows);
                CheckedValues::Ranges(from, to)
            }
            AttributeValues::Vectors {
                words,
                level,
                weight,
            } => {
                let before = self.faults.len();
                let values = words.words.offsets.values();
                let words = self.word_lists(column, words, rows);
                for (field, numbers) in [("level", level), ("weight", weight)] {
                    if let Some(numbers) = numbers {
                        self.numbers(&format!("{column}.{field}"), numbers, values);
                    }
                }
                if self.faults.len() == before {
                    self.distinct(column, &words, rows);
                }
                CheckedValues::Vectors(words, [level, weight])
            }
        }
    }

    fn word_lists<'a>(
        &mut self,
        column: &str,
        lists: WordLists<'a>,
        rows: usize,
    ) -> CheckedWords<'a> {
        let values = lists.words.offsets.values();
        CheckedWords {
            words: self.words(&format!("{column}.words"), lists.words),
            valid: lists.lists.valid,
            lists: self.lists(column, lists.lists, rows, values),
        }
    }

    /// Checks that no list names a word twice.
    fn distinct(&mut self, column: &str, words: &CheckedWords<'_>, rows: usize) {
        for row in 0..rows {
            let mut seen = BTreeSet::new();
            for place in words.lists.range(row) {
                let word = words.words.text(place);
                if !seen.insert(word) {
                    self.faults.push(ColumnFault::RepeatedWord {
                        column: column.to_owned(),
                        row: row + 1,
                        word: shown(word),
                    });
                    return;
                }
            }
        }
    }

    pub(super) fn relations<'a>(
        &mut self,
        relations: &RelationColumns<'a>,
    ) -> CheckedRelations<'a> {
        let rows = relations.from.offsets.values();
        let from = self.texts("relations.from", relations.from, rows);
        let to = self.texts("relations.to", relations.to, rows);
        self.length("relations.kind", relations.kind.len(), rows);
        let days = [
            ("relations.valid_from", relations.valid_from),
            ("relations.valid_to", relations.valid_to),
        ];
        for (column, days) in days {
            if let Some(days) = days {
                self.numbers(column, days, rows);
            }
        }
        self.lines("relations.line", relations.line, rows);
        CheckedRelations {
            from,
            to,
            kind: relations.kind,
            valid_from: relations.valid_from,
            valid_to: relations.valid_to,
            line: relations.line,
        }
    }

    pub(crate) fn lines(&mut self, column: &str, lines: Option<&[u64]>, rows: usize) {
        if let Some(lines) = lines {
            self.length(column, lines.len(), rows);
        }
    }
}
