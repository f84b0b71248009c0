//! Skills, their topic categories and how near they stand to each other.

use super::{CategoryId, SkillId};

/// The position of a skill in the taxonomy.
///
/// A programme may speak of skills beyond the taxonomy; they get the positions that follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SkillIndex(pub(crate) u32);

/// The position of a topic category in the taxonomy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryIndex(pub(crate) u32);

/// How well a skill is mastered, 1 to 100 on the organisation's own scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Proficiency(u8);

impl Proficiency {
    /// The smallest proficiency there is.
    pub const MIN: Self = Self(1);
    /// The largest proficiency there is.
    pub const MAX: Self = Self(100);

    /// Makes a proficiency, or `None` outside 1 to 100.
    #[must_use]
    pub const fn new(value: i64) -> Option<Self> {
        if value >= 1 && value <= 100 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "1 to 100 fits"
            )]
            let value = value as u8;
            Some(Self(value))
        } else {
            None
        }
    }

    /// Returns the value, 1 to 100.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// A skill of the taxonomy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    pub(crate) id: SkillId,
    pub(crate) category: Option<CategoryIndex>,
    pub(crate) parents: Vec<SkillIndex>,
}

/// A skill a person holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldSkill {
    pub(crate) skill: SkillIndex,
    pub(crate) proficiency: Proficiency,
}

impl HeldSkill {
    /// Returns the skill.
    #[must_use]
    pub fn skill(&self) -> SkillIndex {
        self.skill
    }

    /// Returns how well it is mastered.
    #[must_use]
    pub fn proficiency(&self) -> Proficiency {
        self.proficiency
    }
}

/// The skills an organisation speaks of, each with its parents and topic category.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxonomy {
    pub(crate) skills: Vec<Skill>,
    pub(crate) children: Vec<Vec<SkillIndex>>,
    pub(crate) categories: Vec<CategoryId>,
}

impl Taxonomy {
    /// Returns how many skills there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.skills.len()
    }

    /// Tells whether there are no skills.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.skills.is_empty()
    }

    /// Finds a skill by id.
    #[must_use]
    pub fn skill(&self, _id: &str) -> Option<SkillIndex> {
        todo!()
    }

    /// Finds a topic category by id.
    #[must_use]
    pub fn category(&self, _id: &str) -> Option<CategoryIndex> {
        todo!()
    }

    /// Returns the id of a topic category.
    #[must_use]
    pub fn category_id(&self, category: CategoryIndex) -> &CategoryId {
        &self.categories[category.0 as usize]
    }

    /// Returns a skill, or `None` for one beyond the taxonomy.
    #[must_use]
    pub fn get(&self, skill: SkillIndex) -> Option<&Skill> {
        self.skills.get(skill.0 as usize)
    }

    /// Returns the skills at most `steps` away, each with its distance, in order of distance, then skill.
    ///
    /// A step leads from a skill to a parent or a child; the skill itself is at distance 0.
    #[must_use]
    pub fn related(&self, _skill: SkillIndex, _steps: u32) -> Vec<(SkillIndex, u32)> {
        todo!()
    }
}

impl Skill {
    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> &SkillId {
        &self.id
    }

    /// Returns the topic category, where one is stated.
    #[must_use]
    pub fn category(&self) -> Option<CategoryIndex> {
        self.category
    }

    /// Returns the broader skills it belongs to.
    #[must_use]
    pub fn parents(&self) -> &[SkillIndex] {
        &self.parents
    }
}
