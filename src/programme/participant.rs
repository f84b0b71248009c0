//! Participants: what one person brings to a programme.

use std::fmt;

use crate::model::{CategoryIndex, PersonIndex, Proficiency, Skill, SkillIndex, Taxonomy};

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

/// The position of a participant in [`Programme::participants`](super::Programme::participants), which is in order of person.
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

/// How many pairs a person can and must be in, on each side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    pub(crate) junior: u32,
    pub(crate) senior: u32,
    pub(crate) junior_minimum: u32,
    pub(crate) senior_minimum: u32,
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
    /// The most wanted first.
    pub(crate) wishes: Vec<PersonIndex>,
    pub(crate) capacity: Capacity,
    /// As a junior, then as a senior.
    pub(crate) cycles_waited: [u32; 2],
}

impl Role {
    /// Returns the other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Junior => Self::Senior,
            Self::Senior => Self::Junior,
        }
    }
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

    /// Returns the skills the person will not speak about, in order.
    #[must_use]
    pub fn off_limit_skills(&self) -> &[SkillIndex] {
        &self.off_limit_skills
    }

    /// Returns the topic categories the person will not speak about, in order.
    #[must_use]
    pub fn off_limit_categories(&self) -> &[CategoryIndex] {
        &self.off_limit_categories
    }

    /// Tells whether the person will not speak about a skill: itself, or the topic category it is in.
    #[must_use]
    pub fn declines(&self, skill: SkillIndex, taxonomy: &Taxonomy) -> bool {
        if !self.declines_any() {
            return false;
        }
        let category = taxonomy.get(skill).and_then(Skill::category);
        self.off_limit_skills.binary_search(&skill).is_ok()
            || category
                .is_some_and(|category| self.off_limit_categories.binary_search(&category).is_ok())
    }

    /// Tells whether there is anything the person will not speak about.
    pub(crate) fn declines_any(&self) -> bool {
        !(self.off_limit_skills.is_empty() && self.off_limit_categories.is_empty())
    }

    /// Returns the people whom the person would like to meet, the most wanted first.
    #[must_use]
    pub fn wishes(&self) -> &[PersonIndex] {
        &self.wishes
    }

    /// Returns how many pairs the person can and must be in; none on a side the person does not take part on.
    #[must_use]
    pub fn capacity(&self) -> Capacity {
        self.capacity
    }

    /// Returns for how many cycles the person has waited for a pair on a side.
    #[must_use]
    pub fn cycles_waited(&self, role: Role) -> u32 {
        self.cycles_waited[role as usize]
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

    /// Returns how many pairs the person must be in on a side.
    #[must_use]
    pub fn minimum(self, role: Role) -> u32 {
        match role {
            Role::Junior => self.junior_minimum,
            Role::Senior => self.senior_minimum,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Junior => "junior",
            Self::Senior => "senior",
        })
    }
}

impl fmt::Display for OptIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OptedIn => "opted in",
            Self::Invited => "invited",
            Self::Declined => "declined",
        })
    }
}
