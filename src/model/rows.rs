//! People's rows, put together by hand.

use super::{AttributeValue, LevelRow, PersonRow, SkillLevelRow};

/// Each method states one more thing about a post and who holds it; nothing is checked before the organisation is built.
///
/// ```
/// use reverse_mentoring::model::{Organisation, PersonRow};
///
/// let organisation = Organisation::builder()
///     .unit("lab", None)
///     .person(PersonRow::new("grace").at_level(7))
///     .person(PersonRow::new("ada").in_unit("lab").at_level(2).reporting_to("grace").with_skill("rust", 4))
///     .build()?;
/// assert_eq!(organisation.person("ada").unwrap().skills().len(), 1);
/// # Ok::<(), reverse_mentoring::model::ModelError>(())
/// ```
impl PersonRow {
    /// Starts the row of a post.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// States who holds the post, where one person holds several.
    #[must_use]
    pub fn held_by(mut self, holder: impl Into<String>) -> Self {
        self.holder = Some(holder.into());
        self
    }

    /// States the post it reports to.
    #[must_use]
    pub fn reporting_to(mut self, manager: impl Into<String>) -> Self {
        self.manager = Some(manager.into());
        self
    }

    /// States the unit.
    #[must_use]
    pub fn in_unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// States the level as a rank; a larger one is more senior.
    #[must_use]
    pub fn at_level(mut self, rank: i64) -> Self {
        self.level = Some(LevelRow::Rank(rank));
        self
    }

    /// States the level as a grade of the level scale.
    #[must_use]
    pub fn at_grade(mut self, name: impl Into<String>) -> Self {
        self.level = Some(LevelRow::Name(name.into()));
        self
    }

    /// States a skill held, and how well: 1 to 100 on the organisation's own scale.
    #[must_use]
    pub fn with_skill(mut self, skill: impl Into<String>, proficiency: i64) -> Self {
        self.skills.push(SkillLevelRow::new(skill, proficiency));
        self
    }

    /// States the value of a declared attribute.
    #[must_use]
    pub fn with_attribute(mut self, name: impl Into<String>, value: AttributeValue) -> Self {
        self.attributes.insert(name.into(), value);
        self
    }
}
