//! Enrolments, put together by hand.

use super::{EnrolmentRow, OptIn, Role, RolesRow, TargetRow};
use crate::model::SkillLevelRow;

/// Each method states one more thing about somebody's part; nothing is checked before the programme is built.
///
/// ```
/// use reverse_mentoring::programme::EnrolmentRow;
///
/// let row = EnrolmentRow::senior("grace").wants("rust").wants_at("budgeting", 2, 3);
/// assert_eq!(row.targets.len(), 2);
/// ```
impl EnrolmentRow {
    /// Enrols somebody who teaches.
    #[must_use]
    pub fn junior(person: impl Into<String>) -> Self {
        Self::new(person, RolesRow::Junior)
    }

    /// Enrols somebody who learns.
    #[must_use]
    pub fn senior(person: impl Into<String>) -> Self {
        Self::new(person, RolesRow::Senior)
    }

    /// Enrols somebody who teaches in one pair and may learn in another.
    #[must_use]
    pub fn both(person: impl Into<String>) -> Self {
        Self::new(person, RolesRow::Both)
    }

    /// States a skill the person wants to learn.
    #[must_use]
    pub fn wants(mut self, skill: impl Into<String>) -> Self {
        self.targets.push(TargetRow::new(skill));
        self
    }

    /// States a skill the person wants to learn, how much it matters (1 to 1000), and how well the teacher should master it
    /// (1 to 100).
    #[must_use]
    pub fn wants_at(mut self, skill: impl Into<String>, weight: i64, proficiency: i64) -> Self {
        let target = TargetRow::new(skill);
        self.targets.push(TargetRow {
            weight: Some(weight),
            proficiency: Some(proficiency),
            ..target
        });
        self
    }

    /// States a skill the person offers to teach, and how well they master it: 1 to 100.
    #[must_use]
    pub fn offers(mut self, skill: impl Into<String>, proficiency: i64) -> Self {
        self.offers.push(SkillLevelRow::new(skill, proficiency));
        self
    }

    /// States a skill or topic category that the person will not speak about.
    #[must_use]
    pub fn not_about(mut self, topic: impl Into<String>) -> Self {
        self.off_limits.push(topic.into());
        self
    }

    /// States somebody the person does not want to meet.
    #[must_use]
    pub fn not_with(mut self, person: impl Into<String>) -> Self {
        self.vetoes.push(person.into());
        self
    }

    /// States how many pairs the person can be in on a side; none said means 1.
    #[must_use]
    pub fn with_capacity(mut self, role: Role, pairs: i64) -> Self {
        *match role {
            Role::Junior => &mut self.capacity.junior,
            Role::Senior => &mut self.capacity.senior,
        } = pairs;
        self
    }

    /// States how many pairs the person must be in on a side if they take part at all; none said means 0.
    #[must_use]
    pub fn with_minimum(mut self, role: Role, pairs: i64) -> Self {
        *match role {
            Role::Junior => &mut self.capacity.junior_minimum,
            Role::Senior => &mut self.capacity.senior_minimum,
        } = pairs;
        self
    }

    /// States for how many cycles the person has waited for a pair on a side, 0 to 100; none said means 0.
    #[must_use]
    pub fn waited(mut self, role: Role, cycles: i64) -> Self {
        *match role {
            Role::Junior => &mut self.cycles_waited.junior,
            Role::Senior => &mut self.cycles_waited.senior,
        } = cycles;
        self
    }

    /// States somebody the person would like to meet, after those already stated.
    #[must_use]
    pub fn wishes_for(mut self, person: impl Into<String>) -> Self {
        self.wishes.push(person.into());
        self
    }

    /// States whether the person has agreed to take part.
    #[must_use]
    pub fn with_opt_in(mut self, opt_in: OptIn) -> Self {
        self.opt_in = opt_in;
        self
    }

    /// States whether whoever must consent has done so.
    #[must_use]
    pub fn with_consent(mut self, consent: bool) -> Self {
        self.consent = consent;
        self
    }
}
