//! The skills a programme speaks of: the organisation's taxonomy, and whatever people named beyond it.

use std::collections::HashSet;

use crate::model::{SkillId, SkillIndex, Taxonomy};

/// The skills of the taxonomy followed by those that only enrolments name, in order of id.
///
/// People may offer and want what no taxonomy lists. Such a skill has an index of its own, but neither a topic category
/// nor related skills.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    ids: Vec<SkillId>,
    /// How many of them are the taxonomy's.
    listed: usize,
}

impl Vocabulary {
    /// Joins a taxonomy and the skills named beside it, in whatever order and however often.
    pub(super) fn new<'a>(taxonomy: &Taxonomy, named: impl Iterator<Item = &'a str>) -> Self {
        // Millions of mentions name some thousand skills, so each is looked up once.
        let named: HashSet<&str> = named.collect();
        let mut beyond: Vec<&str> = named.into_iter().collect();
        beyond.retain(|id| taxonomy.skill(id).is_none());
        beyond.sort_unstable();
        let mut ids: Vec<SkillId> = taxonomy
            .skills()
            .iter()
            .map(|skill| skill.id().clone())
            .collect();
        let listed = ids.len();
        ids.extend(beyond.into_iter().map(SkillId::from));
        Self { ids, listed }
    }

    /// Returns the skills that the taxonomy does not list.
    pub(super) fn beyond_taxonomy(&self) -> &[SkillId] {
        &self.ids[self.listed..]
    }

    /// Returns all skills, in order of position.
    pub(super) fn ids(&self) -> &[SkillId] {
        &self.ids
    }

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
    ///
    /// # Panics
    ///
    /// If the skill comes from another programme and is not in this vocabulary.
    #[must_use]
    pub fn id(&self, skill: SkillIndex) -> &SkillId {
        &self.ids[skill.0 as usize]
    }

    /// Finds a skill of the taxonomy, or one beyond it.
    #[must_use]
    pub fn skill(&self, id: &str) -> Option<SkillIndex> {
        let (listed, beyond) = self.ids.split_at(self.listed);
        let find = |ids: &[SkillId]| ids.binary_search_by(|listed| listed.as_str().cmp(id)).ok();
        let place = find(listed).or_else(|| Some(self.listed + find(beyond)?))?;
        u32::try_from(place).ok().map(SkillIndex)
    }
}
