//! The check of a programme against an organisation: every fault is found, every faulty row is set aside.

use std::collections::HashSet;

use super::fields::is_id;
use super::finder::Finder;
use super::input::{Enrolments, Input};
use super::{
    BlockRow, Capacity, CapacityRow, CyclesRow, EnrolmentFault, EnrolmentRow, LenientProgramme,
    Offer, Participant, ParticipantIndex, PastPair, PastPairRow, Place, Programme,
    ProgrammeDocument, ProgrammeError, Role, RolesRow, Target, TargetRow, Vocabulary,
};
use crate::model::{
    CategoryIndex, HeldSkill, Organisation, PersonId, PersonIndex, SkillId, SkillIndex,
    SkillLevelRow,
};

/// The largest weight of a target.
const WEIGHT_LIMIT: u32 = 1000;

/// Nobody has waited for longer; so that sums of cycles stay small.
const CYCLES_LIMIT: u32 = 100;

/// A check under way.
pub(super) struct Check<'a> {
    pub(super) organisation: &'a Organisation,
    pub(super) finder: Finder<'a>,
    pub(super) vocabulary: Vocabulary,
    pub(super) faults: Vec<EnrolmentFault>,
}

impl<'a> Check<'a> {
    /// Checks what came in; what comes back holds every row without a fault.
    pub(super) fn run(
        input: &Input<'_>,
        organisation: &'a Organisation,
    ) -> Result<LenientProgramme, ProgrammeError> {
        let named = input.enrolments.skills().filter(|id| is_id(id));
        let vocabulary = Vocabulary::new(organisation.taxonomy(), named);
        let mut check = Self {
            organisation,
            finder: Finder::new(organisation, &vocabulary, input.enrolments.len()),
            vocabulary,
            faults: Vec::new(),
        };
        if let Some(unknown) = input.unknown {
            check.keys(Place::Document, unknown, ProgrammeDocument::KEYS);
        }
        if !check.faults.is_empty() {
            return Err(ProgrammeError::of(check.faults));
        }
        let (participants, mut blocks) = check.enrolments(input.enrolments);
        blocks.extend(check.blocks(input.blocks));
        blocks.sort_unstable();
        blocks.dedup();
        let mut history = check.history(input.history);
        history.sort_unstable();
        history.dedup();
        let pins = check.pins(input.pins, &participants);
        let groups = check.groups(input.groups, &participants);
        let programme = Programme {
            name: input.name.map(str::to_owned),
            objective: input.objective.map(str::to_owned),
            participants,
            vocabulary: check.vocabulary,
            blocks,
            history,
            pins,
            groups,
            organisation: organisation.fingerprint(),
        };
        Ok(LenientProgramme {
            programme,
            faults: check.faults,
        })
    }

    /// Returns the participants in order of person, and the pairs their vetoes bar.
    fn enrolments(
        &mut self,
        rows: Enrolments<'_>,
    ) -> (Vec<Participant>, Vec<(PersonIndex, PersonIndex)>) {
        let mut enrolled: Vec<Option<u64>> = vec![None; self.organisation.people().len()];
        let mut participants = Vec::with_capacity(rows.len());
        let mut barred = Vec::new();
        for (position, row) in (1..).zip(rows.iter()) {
            let line = row.line.unwrap_or(position);
            let place = Place::Enrolment(line);
            let found_before = self.faults.len();
            let person = self.person(place, "person", &row.person);
            // Vetoes come first and count even where the row does not: a row set aside must not let a pair through.
            for veto in &row.vetoes {
                let vetoed = self.person(place, "vetoes", veto);
                barred.extend(self.two_people(place, person, vetoed).map(unordered));
            }
            let participant = self.participant(place, &row, person);
            let Some(person) = person else { continue };
            if let Some(first) = enrolled[person.index()] {
                self.faults.push(EnrolmentFault::EnrolledTwice {
                    place,
                    id: PersonId::new(&row.person),
                    person: self.organisation[person].id().clone(),
                    first,
                });
            }
            if self.faults.len() == found_before {
                enrolled[person.index()] = Some(line);
                participants.push(Participant {
                    person,
                    ..participant
                });
            }
        }
        // Participants are large, so each is moved once, when its place is known.
        participants.sort_by_cached_key(Participant::person);
        for (index, participant) in (0..).zip(&mut participants) {
            participant.index = ParticipantIndex(index);
        }
        (participants, barred)
    }

    fn blocks(&mut self, rows: &[BlockRow]) -> Vec<(PersonIndex, PersonIndex)> {
        let mut pairs = Vec::new();
        for (row, block) in (1..).zip(rows) {
            let place = Place::Block(row);
            self.keys(place, &block.unknown, BlockRow::KEYS);
            let one = self.person(place, "one", &block.one);
            let other = self.person(place, "other", &block.other);
            // A block with a stray key still names its pair, and letting the pair meet is the worse reading.
            pairs.extend(self.two_people(place, one, other).map(unordered));
        }
        pairs
    }

    fn history(&mut self, rows: &[PastPairRow]) -> Vec<PastPair> {
        let mut pairs = Vec::new();
        for (row, pair) in (1..).zip(rows) {
            let place = Place::PastPair(row);
            self.keys(place, &pair.unknown, PastPairRow::KEYS);
            let junior = self.person(place, "junior", &pair.junior);
            let senior = self.person(place, "senior", &pair.senior);
            let people = self.two_people(place, junior, senior);
            pairs.extend(people.map(|(junior, senior)| (junior, senior, pair.ended_on)));
        }
        pairs
    }

    /// Reads a row as far as it goes; index and person are the caller's to fill in.
    fn participant(
        &mut self,
        place: Place,
        row: &EnrolmentRow,
        found: Option<PersonIndex>,
    ) -> Participant {
        self.keys(place, &row.unknown, EnrolmentRow::KEYS);
        let (junior, senior) = match row.roles {
            RolesRow::Junior => (true, false),
            RolesRow::Senior => (false, true),
            RolesRow::Both => (true, true),
        };
        let person = row.person.as_str();
        let (off_limit_skills, off_limit_categories) = self.off_limits(place, person, row);
        Participant {
            index: ParticipantIndex(0),
            person: PersonIndex(0),
            junior,
            senior,
            opt_in: row.opt_in,
            consent: row.consent,
            targets: self.targets(place, person, &row.targets),
            offers: self.offers(place, person, found, &row.offers),
            off_limit_skills,
            off_limit_categories,
            wishes: self.wishes(place, found, row),
            capacity: self.capacity(place, person, &row.capacity, (junior, senior)),
            cycles_waited: self.cycles(place, person, &row.cycles_waited, [junior, senior]),
        }
    }

    fn targets(&mut self, place: Place, person: &str, rows: &[TargetRow]) -> Vec<Target> {
        let mut targets = Vec::with_capacity(rows.len());
        for row in rows {
            self.keys(place, &row.unknown, TargetRow::KEYS);
            let skill = self.skill(place, "targets", &row.skill);
            let weight = row.weight.unwrap_or(1);
            let checked_weight = u32::try_from(weight)
                .ok()
                .filter(|weight| (1..=WEIGHT_LIMIT).contains(weight));
            if checked_weight.is_none() {
                self.faults.push(EnrolmentFault::InvalidWeight {
                    place,
                    person: PersonId::new(person),
                    skill: SkillId::new(&row.skill),
                    weight,
                    limit: WEIGHT_LIMIT,
                });
            }
            let proficiency = row
                .proficiency
                .and_then(|value| self.proficiency(place, person, "targets", &row.skill, value));
            if let (Some(skill), Some(weight)) = (skill, checked_weight) {
                targets.push(Target {
                    skill,
                    weight,
                    proficiency,
                });
            }
        }
        self.each_once(
            place,
            person,
            "targets",
            targets.iter().map(|target| target.skill),
        );
        targets
    }

    fn offers(
        &mut self,
        place: Place,
        person: &str,
        found: Option<PersonIndex>,
        rows: &[SkillLevelRow],
    ) -> Vec<Offer> {
        if rows.is_empty() {
            let held = found.map(|found| self.organisation[found].skills());
            let held = held.unwrap_or_default().iter();
            return held.copied().map(offer).collect();
        }
        let mut offers = Vec::with_capacity(rows.len());
        for row in rows {
            self.keys(place, &row.unknown, &["skill", "proficiency"]);
            let skill = self.skill(place, "offers", &row.skill);
            let proficiency =
                self.proficiency(place, person, "offers", &row.skill, row.proficiency);
            if let (Some(skill), Some(proficiency)) = (skill, proficiency) {
                offers.push(Offer { skill, proficiency });
            }
        }
        offers.sort_by_key(|offer| offer.skill);
        self.each_once(
            place,
            person,
            "offers",
            offers.iter().map(|offer| offer.skill),
        );
        offers
    }

    /// Returns the skills and the topic categories a person will not speak about, each list sorted.
    fn off_limits(
        &mut self,
        place: Place,
        person: &str,
        row: &EnrolmentRow,
    ) -> (Vec<SkillIndex>, Vec<CategoryIndex>) {
        let taxonomy = self.organisation.taxonomy();
        let (mut skills, mut categories) = (Vec::new(), Vec::new());
        for topic in &row.off_limits {
            if !self.id(place, "off_limits", topic) {
                continue;
            }
            let skill = self.finder.skill(topic);
            let category = taxonomy.category(topic);
            if skill.is_none() && category.is_none() {
                self.faults.push(EnrolmentFault::UnknownTopic {
                    place,
                    person: PersonId::new(person),
                    topic: SkillId::new(topic),
                });
            }
            // One name may be both; whoever will not speak about it means either.
            skills.extend(skill);
            categories.extend(category);
        }
        skills.sort_unstable();
        skills.dedup();
        categories.sort_unstable();
        categories.dedup();
        (skills, categories)
    }

    /// Returns whom a person wishes for, each once.
    fn wishes(
        &mut self,
        place: Place,
        own: Option<PersonIndex>,
        row: &EnrolmentRow,
    ) -> Vec<PersonIndex> {
        let mut wishes = Vec::new();
        let mut seen = HashSet::new();
        for wish in &row.wishes {
            let found = self.person(place, "wishes", wish);
            let Some((_, whom)) = self.two_people(place, own, found) else {
                continue;
            };
            if seen.insert(whom) {
                wishes.push(whom);
            } else {
                self.faults.push(EnrolmentFault::DuplicateWish {
                    place,
                    person: PersonId::new(&row.person),
                    wish: PersonId::new(wish),
                });
            }
        }
        wishes
    }

    fn capacity(
        &mut self,
        place: Place,
        person: &str,
        row: &CapacityRow,
        (junior, senior): (bool, bool),
    ) -> Capacity {
        self.keys(place, &row.unknown, CapacityRow::KEYS);
        let mut seats = |role, takes_part: bool, capacity: i64, minimum: i64| {
            if !takes_part {
                return (0, 0);
            }
            if capacity < 1 {
                self.faults.push(EnrolmentFault::InvalidCapacity {
                    place,
                    role,
                    person: PersonId::new(person),
                    capacity,
                });
            } else if !(0..=capacity).contains(&minimum) {
                self.faults.push(EnrolmentFault::InvalidMinimum {
                    place,
                    role,
                    person: PersonId::new(person),
                    minimum,
                    capacity,
                });
            }
            // Nobody can meet more people than 32 bits number, so beyond them a capacity is as good as none.
            let narrow = |pairs: i64| u32::try_from(pairs.max(0)).unwrap_or(u32::MAX);
            (narrow(capacity), narrow(minimum))
        };
        let (junior, junior_minimum) = seats(Role::Junior, junior, row.junior, row.junior_minimum);
        let (senior, senior_minimum) = seats(Role::Senior, senior, row.senior, row.senior_minimum);
        Capacity {
            junior,
            senior,
            junior_minimum,
            senior_minimum,
        }
    }

    fn cycles(
        &mut self,
        place: Place,
        person: &str,
        row: &CyclesRow,
        takes_part: [bool; 2],
    ) -> [u32; 2] {
        self.keys(place, &row.unknown, CyclesRow::KEYS);
        [(Role::Junior, row.junior), (Role::Senior, row.senior)].map(|(role, cycles)| {
            if !takes_part[role as usize] {
                return 0;
            }
            let found = u32::try_from(cycles).ok();
            let found = found.filter(|&cycles| cycles <= CYCLES_LIMIT);
            if found.is_none() {
                self.faults.push(EnrolmentFault::InvalidCycles {
                    place,
                    role,
                    person: PersonId::new(person),
                    cycles,
                    limit: CYCLES_LIMIT,
                });
            }
            found.unwrap_or(0)
        })
    }
}

fn unordered((one, other): (PersonIndex, PersonIndex)) -> (PersonIndex, PersonIndex) {
    (one.min(other), one.max(other))
}

fn offer(held: HeldSkill) -> Offer {
    Offer {
        skill: held.skill(),
        proficiency: held.proficiency(),
    }
}
