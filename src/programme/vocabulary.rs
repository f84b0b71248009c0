//! The skills a programme speaks of: the organisation's taxonomy, and whatever people named beyond it.

use crate::model::{SkillId, SkillIndex};

/// The skills of the taxonomy followed by those that only enrolments name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    pub(crate) ids: Vec<SkillId>,
}

impl Vocabulary {
    /// Returns how many skills there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Tells whether there are no skills.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Returns the id of a skill.
    #[must_use]
    pub fn id(&self, skill: SkillIndex) -> &SkillId {
        &self.ids[skill.0 as usize]
    }
}
