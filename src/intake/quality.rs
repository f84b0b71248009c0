//! What is wrong or unusual in tables, counted.

use std::collections::{HashMap, HashSet};

use super::lines::{Lines, Step, rank};
use super::{EligiblePairs, Oracle, Status, Tables};

/// Counts of what is wrong or unusual in an organisation's tables.
///
/// They are taken over the rows as they are read, before the model sets any aside. Those marked "distinct ids" look at
/// the first row of each id only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Quality {
    /// Rows of the people table.
    pub rows: u64,
    /// Distinct ids.
    pub distinct_ids: u64,
    /// Rows whose id is on several rows.
    pub rows_with_duplicate_id: u64,
    /// Holders of several distinct ids.
    pub holders_of_several_posts: u64,
    /// Rows without a manager.
    pub no_manager_stated: u64,
    /// Rows whose manager has no row.
    pub manager_not_in_file: u64,
    /// Rows that are their own manager.
    pub reports_to_self: u64,
    /// Circles of reporting lines between distinct ids; a report to oneself is one.
    pub reporting_cycles: u64,
    /// Distinct ids on such circles.
    pub ids_on_cycles: u64,
    /// The most posts above any of the distinct ids.
    pub max_depth: u64,
    /// The most of the distinct ids that report to one.
    pub max_direct_reports: u64,
    /// Rows of vacant posts.
    pub vacant: u64,
    /// Rows of posts whose holder is undisclosed.
    pub undisclosed: u64,
    /// Rows without a rank.
    pub no_level_rank: u64,
    /// Rows ranked above their manager's first row.
    pub ranked_above_own_manager: u64,
    /// Rows ranked level with their manager's first row.
    pub ranked_equal_to_own_manager: u64,
    /// Rows without a department.
    pub no_department: u64,
    /// Rows whose department is not in the departments table.
    pub department_not_in_file: u64,
    /// Rows of the departments table.
    pub departments: u64,
    /// Those whose parent is not in the departments table.
    pub departments_parent_not_in_file: u64,
    /// Rows that offer a skill.
    pub with_skills_offered: u64,
    /// Rows that want a skill.
    pub with_skills_wanted: u64,
    /// Rows of the memberships table, where there is one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub memberships: Option<u64>,
    /// What the organisation chart leaves of all pairs.
    pub oracle: Oracle,
}

impl Quality {
    /// Counts everything; a solver of the caller's finds the size of a largest matching.
    ///
    /// No solver is used by this room, so that a file can be judged without one.
    ///
    /// # Errors
    ///
    /// Whatever the solver gives; there is no other.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::convert::Infallible;
    ///
    /// use reverse_mentoring::intake::{CsvSources, Quality};
    ///
    /// let people = "id,manager_id,department_id,level_rank\n\
    ///               ann,,sales,3\n\
    ///               bob,ann,sales,1\n\
    ///               cy,eve,it,1\n";
    /// let tables = CsvSources::new(people, "department_id,parent_id\nsales,\nit,\n").read()?;
    ///
    /// // Ann can learn from Cy alone: Bob reports to her.
    /// let quality = Quality::count(&tables, |pairs| {
    ///     Ok::<_, Infallible>(u64::from(pairs.contains(2, 0)))
    /// });
    /// let Ok(quality) = quality;
    /// assert_eq!(quality.manager_not_in_file, 1);
    /// assert_eq!(quality.oracle.pairs_gap2, 2);
    /// assert_eq!(quality.oracle.eligible, 1);
    /// # Ok::<(), reverse_mentoring::intake::IntakeError>(())
    /// ```
    pub fn count<E>(
        tables: &Tables,
        largest_matching: impl FnOnce(&EligiblePairs) -> Result<u64, E>,
    ) -> Result<Self, E> {
        let people = &tables.people;
        let lines = Lines::of(people);
        let pairs = EligiblePairs::along(&lines, &tables.departments);
        let oracle = Oracle {
            largest_matching: largest_matching(&pairs)?,
            ..Oracle::count(&lines, &pairs)
        };

        let mut rows_of: HashMap<&str, u64> = HashMap::new();
        for row in people {
            *rows_of.entry(&row.post.id).or_default() += 1;
        }
        let mut posts_of: HashMap<&str, u64> = HashMap::new();
        for row in &lines.rows {
            let holder = row.post.holder.as_ref().unwrap_or(&row.post.id);
            *posts_of.entry(holder).or_default() += 1;
        }
        let units: HashSet<&str> = tables
            .departments
            .iter()
            .map(|unit| unit.id.as_str())
            .collect();
        let is_unknown_unit =
            |unit: Option<&String>| unit.is_some_and(|id| !units.contains(id.as_str()));
        let unknown_parents = tables
            .departments
            .iter()
            .filter(|unit| is_unknown_unit(unit.parent.as_ref()));

        let mut quality = Self {
            rows: people.len() as u64,
            distinct_ids: lines.rows.len() as u64,
            rows_with_duplicate_id: rows_of.values().filter(|&&rows| rows > 1).sum(),
            holders_of_several_posts: posts_of.values().filter(|&&posts| posts > 1).count() as u64,
            reporting_cycles: lines.circles.len() as u64,
            ids_on_cycles: lines.circles.iter().map(|circle| circle.len() as u64).sum(),
            max_depth: max_depth(&lines),
            max_direct_reports: lines.direct_reports().into_iter().max().unwrap_or_default(),
            departments: tables.departments.len() as u64,
            departments_parent_not_in_file: unknown_parents.count() as u64,
            memberships: tables.memberships.as_ref().map(|rows| rows.len() as u64),
            oracle,
            ..Self::default()
        };
        for row in people {
            let post = &row.post;
            let manager = post.manager.as_deref().map(|id| lines.node(id));
            let of_manager = manager.flatten().and_then(|manager| lines.rank(manager));
            let ranks = rank(row).zip(of_manager);
            let to_self = post.manager.as_ref() == Some(&post.id);
            for (count, applies) in [
                (&mut quality.no_manager_stated, manager.is_none()),
                (&mut quality.manager_not_in_file, manager == Some(None)),
                (&mut quality.reports_to_self, to_self),
                (&mut quality.vacant, row.status == Status::Vacant),
                (&mut quality.undisclosed, row.status == Status::Undisclosed),
                (&mut quality.no_level_rank, post.level.is_none()),
                (
                    &mut quality.ranked_above_own_manager,
                    ranks.is_some_and(|(own, above)| own > above),
                ),
                (
                    &mut quality.ranked_equal_to_own_manager,
                    ranks.is_some_and(|(own, above)| own == above),
                ),
                (&mut quality.no_department, post.unit.is_none()),
                (
                    &mut quality.department_not_in_file,
                    is_unknown_unit(post.unit.as_ref()),
                ),
                (&mut quality.with_skills_offered, !post.skills.is_empty()),
                (&mut quality.with_skills_wanted, !row.wants.is_empty()),
            ] {
                *count += u64::from(applies);
            }
        }
        Ok(quality)
    }
}

/// Returns the most posts that stand above any post.
fn max_depth(lines: &Lines<'_>) -> u64 {
    let (mut above, mut deepest) = (0, 0);
    for step in lines.walk() {
        match step {
            Step::Enter(_) => {
                deepest = deepest.max(above);
                above += 1;
            }
            Step::Leave(_) => above -= 1,
        }
    }
    deepest
}
