//! Skills, their topic categories and how near they stand to each other.

use std::collections::HashSet;

use super::forest::narrow;
use super::{CategoryId, SkillId};

/// The position of a skill in the taxonomy.
///
/// A programme may speak of skills beyond the taxonomy; they get the positions that follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SkillIndex(pub(crate) u32);

impl SkillIndex {
    /// Returns the position as an index into a slice of skills.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// Counts by position how often each of some skills is among them, up to the last that is.
    pub(crate) fn count_each(skills: &[Self]) -> Vec<u64> {
        let most = skills.iter().map(|skill| skill.index() + 1).max();
        let mut counts = vec![0; most.unwrap_or(0)];
        for skill in skills {
            counts[skill.index()] += 1;
        }
        counts
    }
}

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
    /// In order of id.
    skills: Vec<Skill>,
    children: Vec<Vec<SkillIndex>>,
    /// In order.
    categories: Vec<CategoryId>,
}

impl Taxonomy {
    /// Takes skills and categories in order of id.
    pub(super) fn new(skills: Vec<Skill>, categories: Vec<CategoryId>) -> Self {
        let mut children = vec![Vec::new(); skills.len()];
        for (child, skill) in skills.iter().enumerate() {
            for parent in &skill.parents {
                children[parent.index()].push(SkillIndex(narrow(child)));
            }
        }
        Self {
            skills,
            children,
            categories,
        }
    }

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
    pub fn skill(&self, id: &str) -> Option<SkillIndex> {
        let place = self
            .skills
            .binary_search_by(|skill| skill.id.as_str().cmp(id))
            .ok()?;
        Some(SkillIndex(narrow(place)))
    }

    /// Finds a topic category by id.
    #[must_use]
    pub fn category(&self, id: &str) -> Option<CategoryIndex> {
        let place = self
            .categories
            .binary_search_by(|category| category.as_str().cmp(id))
            .ok()?;
        Some(CategoryIndex(narrow(place)))
    }

    /// Returns the skills, in order of id.
    #[must_use]
    pub fn skills(&self) -> &[Skill] {
        &self.skills
    }

    /// Returns the ids of the topic categories, in order.
    #[must_use]
    pub fn categories(&self) -> &[CategoryId] {
        &self.categories
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
    /// A step leads from a skill to a parent or a child; the skill itself is at distance 0. A skill beyond the taxonomy
    /// is related to itself alone.
    ///
    /// # Complexity
    ///
    /// `O(k log k)` for `k` skills found and looked at on the way.
    #[must_use]
    pub fn related(&self, skill: SkillIndex, steps: u32) -> Vec<(SkillIndex, u32)> {
        let mut found = vec![(skill, 0)];
        let mut seen = HashSet::from([skill]);
        let mut next = 0;
        while let Some(&(skill, distance)) = found.get(next) {
            next += 1;
            if distance == steps {
                break;
            }
            let Some(parents) = self.get(skill).map(Skill::parents) else {
                break;
            };
            for &near in parents.iter().chain(&self.children[skill.index()]) {
                if seen.insert(near) {
                    found.push((near, distance + 1));
                }
            }
        }
        found.sort_unstable_by_key(|&(skill, distance)| (distance, skill));
        found
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

    /// Returns the broader skills it belongs to, in order.
    #[must_use]
    pub fn parents(&self) -> &[SkillIndex] {
        &self.parents
    }
}
