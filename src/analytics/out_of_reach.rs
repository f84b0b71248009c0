//! What audit groups cannot do: of each two examples, which differ in one line, the first compiles and the second does not.

/// A rule takes the name of an attribute.
///
/// ```
/// use reverse_mentoring::rules::{Rule, Test};
/// # use reverse_mentoring::analytics::AuditGroups;
/// # use reverse_mentoring::model::{Organisation, PersonRow};
/// # let organisation = Organisation::builder().person(PersonRow::new("ada")).build()?;
/// let groups = AuditGroups::try_new(&organisation, [("ada", "age band", "30 to 39")])?;
/// let age = groups.groupings().next().expect("one is stated");
/// let rule = Rule::requirement(None, "seats", Test::AtLeast(1));
/// assert!(rule.to_string().starts_with("requirement"), "{age}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The name of a grouping is none.
///
/// ```compile_fail
/// use reverse_mentoring::rules::{Rule, Test};
/// # use reverse_mentoring::analytics::AuditGroups;
/// # use reverse_mentoring::model::{Organisation, PersonRow};
/// # let organisation = Organisation::builder().person(PersonRow::new("ada")).build()?;
/// let groups = AuditGroups::try_new(&organisation, [("ada", "age band", "30 to 39")])?;
/// let age = groups.groupings().next().expect("one is stated");
/// let rule = Rule::requirement(None, age, Test::AtLeast(1));
/// assert!(rule.to_string().starts_with("requirement"), "{age}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
mod a_rule {}

/// So does a criterion.
///
/// ```
/// use reverse_mentoring::scoring::{ClassTerm, Criterion, Fact, Measure, Points};
/// # use reverse_mentoring::analytics::AuditGroups;
/// # use reverse_mentoring::model::{Organisation, PersonRow};
/// # let organisation = Organisation::builder().person(PersonRow::new("ada")).build()?;
/// let groups = AuditGroups::try_new(&organisation, [("ada", "age band", "30 to 39")])?;
/// let age = groups.groupings().next().expect("one is stated");
/// let fact = Fact::attribute("site");
/// let same = Measure::Equal { equal: Points::FULL, different: Points::NONE };
/// let criterion = Criterion::from(ClassTerm::new("same", fact, same));
/// assert_eq!(criterion.name(), "same", "{age}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Nor is it one here.
///
/// ```compile_fail
/// use reverse_mentoring::scoring::{ClassTerm, Criterion, Fact, Measure, Points};
/// # use reverse_mentoring::analytics::AuditGroups;
/// # use reverse_mentoring::model::{Organisation, PersonRow};
/// # let organisation = Organisation::builder().person(PersonRow::new("ada")).build()?;
/// let groups = AuditGroups::try_new(&organisation, [("ada", "age band", "30 to 39")])?;
/// let age = groups.groupings().next().expect("one is stated");
/// let fact = Fact::attribute(age);
/// let same = Measure::Equal { equal: Points::FULL, different: Points::NONE };
/// let criterion = Criterion::from(ClassTerm::new("same", fact, same));
/// assert_eq!(criterion.name(), "same", "{age}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
mod a_criterion {}

/// A person has attributes, each under its name.
///
/// ```
/// use reverse_mentoring::model::AttributeValue;
/// # use reverse_mentoring::analytics::AuditGroups;
/// # use reverse_mentoring::model::{Organisation, PersonRow};
/// # let organisation = Organisation::builder().person(PersonRow::new("ada")).build()?;
/// let groups = AuditGroups::try_new(&organisation, [("ada", "age band", "30 to 39")])?;
/// let age = groups.groupings().next().expect("one is stated");
/// let name = "site";
/// let row = PersonRow::new("ada").with_attribute(name, AttributeValue::Flag(true));
/// assert_eq!(row.attributes.len(), 1, "{age}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// None can be given under the name of a grouping.
///
/// ```compile_fail
/// use reverse_mentoring::model::AttributeValue;
/// # use reverse_mentoring::analytics::AuditGroups;
/// # use reverse_mentoring::model::{Organisation, PersonRow};
/// # let organisation = Organisation::builder().person(PersonRow::new("ada")).build()?;
/// let groups = AuditGroups::try_new(&organisation, [("ada", "age band", "30 to 39")])?;
/// let age = groups.groupings().next().expect("one is stated");
/// let name = age;
/// let row = PersonRow::new("ada").with_attribute(name, AttributeValue::Flag(true));
/// assert_eq!(row.attributes.len(), 1, "{age}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
mod an_attribute {}

/// A platform's own scores may hold what they need.
///
/// ```
/// use reverse_mentoring::scoring::OwnScores;
/// # use reverse_mentoring::analytics::AuditGroups;
/// # use reverse_mentoring::model::{Organisation, PersonRow};
/// # let organisation = Organisation::builder().person(PersonRow::new("ada")).build()?;
/// let groups = AuditGroups::try_new(&organisation, [("ada", "age band", "30 to 39")])?;
/// let held = groups.groupings().count();
/// let scores = OwnScores::integers(move |_, _| i64::try_from(size_of_val(&held)).ok());
/// assert!(format!("{scores:?}").starts_with("OwnScores"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// They are asked from several threads, so they cannot hold groups.
///
/// ```compile_fail
/// use reverse_mentoring::scoring::OwnScores;
/// # use reverse_mentoring::analytics::AuditGroups;
/// # use reverse_mentoring::model::{Organisation, PersonRow};
/// # let organisation = Organisation::builder().person(PersonRow::new("ada")).build()?;
/// let groups = AuditGroups::try_new(&organisation, [("ada", "age band", "30 to 39")])?;
/// let held = groups;
/// let scores = OwnScores::integers(move |_, _| i64::try_from(size_of_val(&held)).ok());
/// assert!(format!("{scores:?}").starts_with("OwnScores"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
mod own_scores {}

/// An engine runs a programme.
///
/// ```
/// use reverse_mentoring::matching::Engine;
/// use reverse_mentoring::programme::Programme;
/// # use reverse_mentoring::analytics::AuditGroups;
/// # use reverse_mentoring::model::{Organisation, PersonRow};
/// # let organisation = Organisation::builder().person(PersonRow::new("ada")).build()?;
/// let groups = AuditGroups::try_new(&organisation, [("ada", "age band", "30 to 39")])?;
/// let programme = Programme::builder().build(&organisation)?;
/// let given = &programme;
/// let matching = Engine::builder().build()?.run(&organisation, given)?;
/// assert!(matching.pairs().is_empty(), "{groups:?} {programme:?}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// It does not run groups.
///
/// ```compile_fail
/// use reverse_mentoring::matching::Engine;
/// use reverse_mentoring::programme::Programme;
/// # use reverse_mentoring::analytics::AuditGroups;
/// # use reverse_mentoring::model::{Organisation, PersonRow};
/// # let organisation = Organisation::builder().person(PersonRow::new("ada")).build()?;
/// let groups = AuditGroups::try_new(&organisation, [("ada", "age band", "30 to 39")])?;
/// let programme = Programme::builder().build(&organisation)?;
/// let given = &groups;
/// let matching = Engine::builder().build()?.run(&organisation, given)?;
/// assert!(matching.pairs().is_empty(), "{groups:?} {programme:?}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
mod the_engine {}
