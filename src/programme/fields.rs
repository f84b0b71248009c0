//! The fields of a row, each checked on its own.

use super::check::Check;
use super::{EnrolmentFault, Place};
use crate::UnknownKeys;
use crate::keys::{did_you_mean, shown};
use crate::model::{ID_LIMIT, PersonId, PersonIndex, Proficiency, SkillId, SkillIndex};

impl Check<'_> {
    /// Finds the person an id names, be it their own or that of a post they hold.
    pub(super) fn person(
        &mut self,
        place: Place,
        field: &'static str,
        id: &str,
    ) -> Option<PersonIndex> {
        if !self.id(place, field, id) {
            return None;
        }
        let person = self.finder.person(id);
        if person.is_none() {
            self.faults.push(EnrolmentFault::UnknownPerson {
                place,
                field,
                person: PersonId::new(id),
            });
        }
        person
    }

    pub(super) fn two_people(
        &mut self,
        place: Place,
        one: Option<PersonIndex>,
        other: Option<PersonIndex>,
    ) -> Option<(PersonIndex, PersonIndex)> {
        let pair = one.zip(other)?;
        if pair.0 == pair.1 {
            self.faults.push(EnrolmentFault::SamePerson {
                place,
                person: self.organisation[pair.0].id().clone(),
            });
            return None;
        }
        Some(pair)
    }

    pub(super) fn skill(
        &mut self,
        place: Place,
        field: &'static str,
        id: &str,
    ) -> Option<SkillIndex> {
        if !self.id(place, field, id) {
            return None;
        }
        self.finder.skill(id)
    }

    pub(super) fn proficiency(
        &mut self,
        place: Place,
        person: &str,
        field: &'static str,
        skill: &str,
        value: i64,
    ) -> Option<Proficiency> {
        let proficiency = Proficiency::new(value);
        if proficiency.is_none() {
            self.faults.push(EnrolmentFault::InvalidProficiency {
                place,
                person: PersonId::new(person),
                field,
                skill: SkillId::new(skill),
                proficiency: value,
            });
        }
        proficiency
    }

    /// Reports each skill that a list names more than once.
    pub(super) fn each_once(
        &mut self,
        place: Place,
        person: &str,
        field: &'static str,
        skills: impl Iterator<Item = SkillIndex>,
    ) {
        let mut skills: Vec<SkillIndex> = skills.collect();
        if skills.len() < 2 {
            return;
        }
        skills.sort_unstable();
        let repeated = skills.chunk_by(SkillIndex::eq).filter(|run| run.len() > 1);
        for run in repeated {
            self.faults.push(EnrolmentFault::DuplicateSkill {
                place,
                person: PersonId::new(person),
                field,
                skill: self.vocabulary.id(run[0]).clone(),
            });
        }
    }

    pub(super) fn id(&mut self, place: Place, field: &'static str, id: &str) -> bool {
        if is_id(id) {
            return true;
        }
        self.faults.push(if id.is_empty() {
            EnrolmentFault::EmptyId { place, field }
        } else {
            EnrolmentFault::IdTooLong {
                place,
                field,
                length: id.len(),
                limit: ID_LIMIT,
            }
        });
        false
    }

    pub(super) fn keys(&mut self, place: Place, unknown: &UnknownKeys, known: &[&'static str]) {
        let faults = unknown.iter().map(|key| EnrolmentFault::UnknownKey {
            place,
            key: shown(key),
            suggestion: did_you_mean(key, known),
        });
        self.faults.extend(faults);
    }
}

/// Tells whether a text can be an id.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= ID_LIMIT
}
