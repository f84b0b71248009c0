//! Whom and what the ids of a programme name.

use std::collections::HashMap;

use super::Vocabulary;
use crate::model::{Organisation, Person, PersonIndex, SkillId, SkillIndex};

/// Finds people and skills by id.
pub(super) struct Finder<'a> {
    organisation: &'a Organisation,
    /// Everybody, where so many are looked for that a table is soon paid for.
    people: Option<HashMap<&'a str, PersonIndex>>,
    skills: HashMap<SkillId, SkillIndex>,
}

impl<'a> Finder<'a> {
    /// Prepares for so many enrolments.
    pub(super) fn new(
        organisation: &'a Organisation,
        vocabulary: &Vocabulary,
        enrolments: usize,
    ) -> Self {
        // 16: to enter an id takes about that part of what finding one among a million takes without a table.
        let many = enrolments >= organisation.people().len() / 16;
        let skills = vocabulary.ids().iter().cloned();
        Self {
            organisation,
            people: many.then(|| organisation.ids().collect()),
            skills: skills.zip((0..).map(SkillIndex)).collect(),
        }
    }

    /// Finds the person an id names, be it their own or that of a post they hold.
    pub(super) fn person(&self, id: &str) -> Option<PersonIndex> {
        match &self.people {
            Some(people) => people.get(id).copied(),
            None => self.organisation.person(id).map(Person::index),
        }
    }

    /// Finds a skill of the taxonomy, or one beyond it.
    pub(super) fn skill(&self, id: &str) -> Option<SkillIndex> {
        self.skills.get(id).copied()
    }
}
