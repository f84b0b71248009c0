//! Participants and the programme they form.

use super::{EnrolmentFault, EnrolmentRow, ProgrammeDocument, ProgrammeError, Vocabulary};
use crate::model::{
    CategoryIndex, Fingerprint, Organisation, PersonIndex, Proficiency, SkillIndex,
};

/// The side of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Role {
    /// Teaches.
    Junior,
    /// Learns.
    Senior,
}

/// Whether a person has agreed to take part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum OptIn {
    /// Has agreed.
    #[default]
    OptedIn,
    /// Has been asked.
    Invited,
    /// Has declined.
    Declined,
}

/// The position of a participant in [`Programme::participants`], which is in order of person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParticipantIndex(pub(crate) u32);

impl ParticipantIndex {
    /// Returns the position as an index into a slice of participants.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a senior wants to learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    pub(crate) skill: SkillIndex,
    pub(crate) weight: u32,
    pub(crate) proficiency: Option<Proficiency>,
}

/// What a junior offers to teach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    pub(crate) skill: SkillIndex,
    pub(crate) proficiency: Proficiency,
}

/// How many pairs a person can be in, on each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    pub(crate) junior: u32,
    pub(crate) senior: u32,
}

/// One person's part in the programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    pub(crate) index: ParticipantIndex,
    pub(crate) person: PersonIndex,
    pub(crate) junior: bool,
    pub(crate) senior: bool,
    pub(crate) opt_in: OptIn,
    pub(crate) consent: bool,
    pub(crate) targets: Vec<Target>,
    /// In order of skill, each skill once.
    pub(crate) offers: Vec<Offer>,
    /// In order.
    pub(crate) off_limit_skills: Vec<SkillIndex>,
    /// In order.
    pub(crate) off_limit_categories: Vec<CategoryIndex>,
    pub(crate) capacity: Capacity,
}

/// A programme: who takes part, checked against one organisation.
#[derive(Clone, Debug)]
pub struct Programme {
    pub(crate) participants: Vec<Participant>,
    pub(crate) vocabulary: Vocabulary,
    /// Pairs of people that must not meet, the smaller index first, sorted.
    pub(crate) blocks: Vec<(PersonIndex, PersonIndex)>,
    /// Pairs of earlier cycles, junior first, sorted.
    pub(crate) history: Vec<(PersonIndex, PersonIndex)>,
    pub(crate) organisation: Fingerprint,
}

/// What lenient loading gives: a programme, and every row that was set aside to get it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LenientProgramme {
    /// The programme.
    pub programme: Programme,
    /// What was wrong, in order of row.
    pub faults: Vec<EnrolmentFault>,
}

/// Builds a [`Programme`] by hand.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ProgrammeBuilder {
    document: ProgrammeDocument,
}

impl Participant {
    /// Returns the position in the programme.
    #[must_use]
    pub fn index(&self) -> ParticipantIndex {
        self.index
    }

    /// Returns the person.
    #[must_use]
    pub fn person(&self) -> PersonIndex {
        self.person
    }

    /// Tells whether the person takes part on a side.
    #[must_use]
    pub fn takes_part_as(&self, role: Role) -> bool {
        match role {
            Role::Junior => self.junior,
            Role::Senior => self.senior,
        }
    }

    /// Returns whether the person has agreed to take part.
    #[must_use]
    pub fn opt_in(&self) -> OptIn {
        self.opt_in
    }

    /// Tells whether whoever must consent has done so.
    #[must_use]
    pub fn consent(&self) -> bool {
        self.consent
    }

    /// Returns what the person wants to learn, in the order stated.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Returns what the person offers to teach, in order of skill.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// Returns how well the person offers to teach a skill.
    #[must_use]
    pub fn offer(&self, skill: SkillIndex) -> Option<Proficiency> {
        let place = self
            .offers
            .binary_search_by_key(&skill, |offer| offer.skill)
            .ok()?;
        Some(self.offers[place].proficiency)
    }

    /// Returns how many pairs the person can be in.
    #[must_use]
    pub fn capacity(&self) -> Capacity {
        self.capacity
    }
}

impl Target {
    /// Returns the skill.
    #[must_use]
    pub fn skill(&self) -> SkillIndex {
        self.skill
    }

    /// Returns how much the target matters beside the others, at least 1.
    #[must_use]
    pub fn weight(&self) -> u32 {
        self.weight
    }

    /// Returns the proficiency the teacher should have; `None` means any.
    #[must_use]
    pub fn proficiency(&self) -> Option<Proficiency> {
        self.proficiency
    }
}

impl Offer {
    /// Returns the skill.
    #[must_use]
    pub fn skill(&self) -> SkillIndex {
        self.skill
    }

    /// Returns how well the junior masters it.
    #[must_use]
    pub fn proficiency(&self) -> Proficiency {
        self.proficiency
    }
}

impl Capacity {
    /// Returns how many pairs the person can be in on a side.
    #[must_use]
    pub fn on(self, role: Role) -> u32 {
        match role {
            Role::Junior => self.junior,
            Role::Senior => self.senior,
        }
    }
}

impl Programme {
    /// Starts a programme.
    pub fn builder() -> ProgrammeBuilder {
        ProgrammeBuilder::default()
    }

    /// Returns the participants, in order of person.
    #[must_use]
    pub fn participants(&self) -> &[Participant] {
        &self.participants
    }

    /// Finds the participant a person is.
    #[must_use]
    pub fn participant(&self, person: PersonIndex) -> Option<&Participant> {
        let place = self
            .participants
            .binary_search_by_key(&person, Participant::person)
            .ok()?;
        Some(&self.participants[place])
    }

    /// Returns the skills the programme speaks of.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Tells whether two people must not meet, by a block or by a veto of one of them.
    #[must_use]
    pub fn is_blocked(&self, one: PersonIndex, other: PersonIndex) -> bool {
        self.blocks
            .binary_search(&(one.min(other), one.max(other)))
            .is_ok()
    }

    /// Tells whether the two were a pair in an earlier cycle, in these roles.
    #[must_use]
    pub fn is_past_pair(&self, junior: PersonIndex, senior: PersonIndex) -> bool {
        self.history.binary_search(&(junior, senior)).is_ok()
    }

    /// Returns the topic off-limits of either side that covers a skill, if one does.
    #[must_use]
    pub fn is_off_limits(
        &self,
        _one: &Participant,
        _other: &Participant,
        _skill: SkillIndex,
        _organisation: &Organisation,
    ) -> bool {
        todo!()
    }

    /// Returns the digest of the organisation the programme was checked against.
    #[must_use]
    pub fn organisation(&self) -> Fingerprint {
        self.organisation
    }
}

impl ProgrammeBuilder {
    /// Enrols a person.
    pub fn enrol(mut self, row: EnrolmentRow) -> Self {
        self.document.enrolments.push(row);
        self
    }

    /// Bars two people from meeting.
    pub fn block(self, _one: &str, _other: &str) -> Self {
        todo!()
    }

    /// States a pair of an earlier cycle.
    pub fn past_pair(self, _junior: &str, _senior: &str) -> Self {
        todo!()
    }

    /// Checks everything against the organisation and refuses at any fault.
    ///
    /// # Errors
    ///
    /// [`ProgrammeError::Faults`] lists all of them.
    pub fn build(self, _organisation: &Organisation) -> Result<Programme, ProgrammeError> {
        todo!()
    }

    /// Checks everything against the organisation and sets faulty rows aside.
    ///
    /// # Errors
    ///
    /// [`ProgrammeError`] for what cannot be set aside, such as a document of another version.
    pub fn build_lenient(
        self,
        _organisation: &Organisation,
    ) -> Result<LenientProgramme, ProgrammeError> {
        todo!()
    }
}
