//! Groups of people to be compared after a run, kept away from whatever decides.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use super::{AuditError, AuditFault};
use crate::model::{Organisation, PersonId, PersonIndex};

/// Groups of people that a report compares after a run: by age band, gender, origin or whatever else must decide nothing.
///
/// That they decide nothing is for the compiler to see to. No rule, criterion, programme or engine takes this type, nor the name of
/// a grouping. It cannot be sent to another thread or shared with one, so a platform's own scores, which must be, cannot hold it
/// either. And nothing gives away whose group is which: it only counts, and no count below [`AuditGroups::LEAST_SHOWN`].
///
/// # Examples
///
/// ```
/// use reverse_mentoring::analytics::AuditGroups;
/// use reverse_mentoring::model::{Organisation, PersonRow};
///
/// let ids: Vec<String> = (0..8).map(|number| format!("p{number}")).collect();
/// let organisation = ids.iter().fold(Organisation::builder(), |builder, id| builder.person(PersonRow::new(id)));
/// let organisation = organisation.build()?;
/// let rows = ids.iter().enumerate().map(|(number, id)| {
///     (id.as_str(), "shift", if number < 6 { "day" } else { "night" })
/// });
/// let groups = AuditGroups::try_new(&organisation, rows)?;
///
/// let shift = groups.groupings().next().expect("one is stated");
/// let sizes: Vec<_> = groups.sizes(shift).collect();
/// // Two people on the night shift are too few to be counted.
/// assert_eq!(sizes, [("day", Some(6)), ("night", None)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Nobody is in two groups of one grouping:
///
/// ```
/// use reverse_mentoring::analytics::AuditGroups;
/// use reverse_mentoring::model::{Organisation, PersonRow};
///
/// let organisation = Organisation::builder().person(PersonRow::new("ada")).build()?;
/// let rows = [("ada", "shift", "day"), ("ada", "shift", "night")];
/// let error = AuditGroups::try_new(&organisation, rows).unwrap_err();
/// assert!(error.to_string().ends_with("row 2: \"ada\" has a second group, expected one (the first is in row 1)"));
/// # Ok::<(), reverse_mentoring::model::ModelError>(())
/// ```
#[must_use]
pub struct AuditGroups {
    of: BTreeMap<Grouping, BTreeMap<PersonIndex, String>>,
    /// A pointer is neither `Send` nor `Sync`, and so is whatever holds one.
    stays_here: PhantomData<*const ()>,
}

/// The name of one way to group people. Nothing turns it into the name of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grouping(String);

impl AuditGroups {
    /// The smallest count that is shown; a smaller group might give away who is in it.
    pub const LEAST_SHOWN: u64 = 5;

    /// Takes rows of person, grouping and group.
    ///
    /// # Errors
    ///
    /// [`AuditError::Faults`] lists people whom the organisation does not know, and those with two groups of one grouping.
    pub fn try_new<P: Into<PersonId>, G: Into<String>, N: Into<String>>(
        organisation: &Organisation,
        rows: impl IntoIterator<Item = (P, G, N)>,
    ) -> Result<Self, AuditError> {
        let mut of: BTreeMap<Grouping, BTreeMap<PersonIndex, String>> = BTreeMap::new();
        let mut first_rows = BTreeMap::new();
        let mut faults = Vec::new();
        for (row, (person, grouping, group)) in (1..).zip(rows) {
            let (person, grouping) = (person.into(), Grouping(grouping.into()));
            let Some(found) = organisation.person(person.as_str()) else {
                faults.push(AuditFault::UnknownPerson { row, person });
                continue;
            };
            let place = (found.index(), grouping.clone());
            let first = *first_rows.entry(place).or_insert(row);
            if first == row {
                let people = of.entry(grouping).or_default();
                people.insert(found.index(), group.into());
            } else {
                let person = found.id().clone();
                faults.push(AuditFault::SecondGroup { row, person, first });
            }
        }
        AuditError::check(faults)?;
        Ok(Self {
            of,
            stays_here: PhantomData,
        })
    }

    /// Returns the groupings, in order of name.
    pub fn groupings(&self) -> impl Iterator<Item = &Grouping> {
        self.of.keys()
    }

    /// Returns the groups of a grouping in order of name, each with the number of its people if that may be shown.
    pub fn sizes(&self, grouping: &Grouping) -> impl Iterator<Item = (&str, Option<u64>)> {
        let mut sizes: BTreeMap<&str, u64> = BTreeMap::new();
        let people = self.of.get(grouping).into_iter().flat_map(BTreeMap::values);
        for group in people {
            *sizes.entry(group).or_default() += 1;
        }
        let shown = |size: u64| (size >= Self::LEAST_SHOWN).then_some(size);
        sizes
            .into_iter()
            .map(move |(group, size)| (group, shown(size)))
    }
}

/// Names the groupings; people and groups stay untold.
impl fmt::Debug for AuditGroups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("AuditGroups");
        debug.field("of", &self.of.keys()).finish_non_exhaustive()
    }
}

impl fmt::Display for Grouping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.escape_debug())
    }
}
