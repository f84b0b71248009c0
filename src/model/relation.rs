//! Typed relations between people.

use super::person::{run_of, starts_of};
use super::{PersonId, PersonIndex};
use crate::canonical::{Canon, Canonical};

/// What one person is to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RelationKind {
    /// `from` reports to `to`. A post has at most one line manager.
    Line,
    /// `from` reports to `to` on a dotted line.
    Dotted,
    /// `from` works on a project that `to` leads.
    ProjectLead,
    /// `from` has `to` as their HR partner.
    HrPartner,
    /// `from` is assessed by a panel on which `to` sits.
    Panel,
    /// The two have a conflict of interest, family or other.
    Conflict,
    /// The two were a mentoring pair before.
    PastPair,
    /// The two know each other.
    Knows,
    /// `from` is mentored by `to`, the usual way round.
    Mentor,
}

impl RelationKind {
    /// Tells whether the relation has no direction, so that it holds both ways whichever was stated.
    #[must_use]
    pub const fn is_mutual(self) -> bool {
        matches!(self, Self::Conflict | Self::PastPair | Self::Knows)
    }

    /// Tells whether `to` reviews the performance of `from` in such a relation.
    #[must_use]
    pub const fn reviews(self) -> bool {
        matches!(
            self,
            Self::Line | Self::Dotted | Self::ProjectLead | Self::HrPartner | Self::Panel
        )
    }
}

impl std::fmt::Display for RelationKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Line => "line",
            Self::Dotted => "dotted",
            Self::ProjectLead => "project_lead",
            Self::HrPartner => "hr_partner",
            Self::Panel => "panel",
            Self::Conflict => "conflict",
            Self::PastPair => "past_pair",
            Self::Knows => "knows",
            Self::Mentor => "mentor",
        })
    }
}

impl Canonical for RelationKind {
    fn write(&self, canon: &mut Canon) {
        canon.text(&self.to_string());
    }
}

/// A line manager: one of the organisation's people, or somebody outside the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Manager {
    /// A person of the organisation.
    Person(PersonIndex),
    /// Somebody whom the data names but does not hold.
    External(PersonId),
}

/// The days on which a relation holds, ends included, as whole days since 1970-01-01.
///
/// The default is always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Validity {
    /// The first day; `None` means as long as anybody knows.
    pub from: Option<i32>,
    /// The last day; `None` means until further notice.
    pub to: Option<i32>,
}

impl Validity {
    /// Tells whether a day is one of them; where no day is given, any will do.
    #[must_use]
    pub fn holds_on(self, day: Option<i32>) -> bool {
        day.is_none_or(|day| {
            self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
        })
    }
}

/// All relations but the reporting lines, which are the [`ChainOfCommand`](super::ChainOfCommand)'s.
///
/// Those to somebody whom the organisation does not hold are kept apart: they bind two people who share that third one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// Sorted and without repetition; mutual ones in both directions.
    entries: Vec<Entry>,
    /// By person, and one more, up to the last who has a relation: where theirs start.
    starts: Vec<u32>,
    /// To people whom the organisation does not hold, sorted and without repetition.
    external: Vec<ExternalEntry>,
}

/// From whom, to whom, of which kind, and when.
pub(super) type Entry = (PersonIndex, PersonIndex, RelationKind, Validity);

/// The same of a relation that leads out of the organisation.
pub(super) type ExternalEntry = (PersonIndex, PersonId, RelationKind, Validity);

impl Relations {
    /// Takes relations as the rows state them.
    pub(super) fn new(stated: Vec<Entry>, mut external: Vec<ExternalEntry>) -> Self {
        let mut entries = stated;
        let mutual = |entry: &&Entry| entry.2.is_mutual();
        let turned: Vec<_> = entries
            .iter()
            .filter(mutual)
            .map(|&(from, to, kind, validity)| (to, from, kind, validity))
            .collect();
        entries.extend(turned);
        entries.sort_unstable();
        entries.dedup();
        external.sort_unstable();
        external.dedup();
        Self::of_sorted(entries, external)
    }

    /// Returns those that hold on a day, as if they always did; where no day is given, all of them.
    #[must_use]
    pub fn on(&self, day: Option<i32>) -> Self {
        let always = Validity::default();
        let held = self.entries.iter().filter(|entry| entry.3.holds_on(day));
        let mut entries: Vec<_> = held
            .map(|&(from, to, kind, _)| (from, to, kind, always))
            .collect();
        entries.dedup();
        let held = self.external.iter().filter(|entry| entry.3.holds_on(day));
        let mut external: Vec<_> = held
            .map(|(from, to, kind, _)| (*from, to.clone(), *kind, always))
            .collect();
        external.dedup();
        Self::of_sorted(entries, external)
    }

    fn of_sorted(entries: Vec<Entry>, external: Vec<ExternalEntry>) -> Self {
        Self {
            starts: starts_of(entries.iter().map(|entry| entry.0)),
            entries,
            external,
        }
    }

    /// Returns what `to` is to `from`, in order of kind, whatever the day.
    ///
    /// A mutual relation holds in both directions, whichever was stated.
    pub fn from_to(
        &self,
        from: PersonIndex,
        to: PersonIndex,
    ) -> impl Iterator<Item = RelationKind> + '_ {
        let first = self
            .entries
            .partition_point(|entry| (entry.0, entry.1) < (from, to));
        self.entries[first..]
            .iter()
            .take_while(move |entry| (entry.0, entry.1) == (from, to))
            .map(|entry| entry.2)
    }

    /// Returns everybody to whom `from` has a relation, with its kind, in order of person, whatever the day.
    pub fn of(&self, from: PersonIndex) -> impl Iterator<Item = (PersonIndex, RelationKind)> + '_ {
        let run = run_of(&self.starts, from);
        let entries = self.entries[run.start as usize..run.end as usize].iter();
        entries.map(|&(_, to, kind, _)| (to, kind))
    }

    /// Returns everybody outside the organisation to whom `from` has a relation, with its kind, in order of id, whatever the
    /// day.
    ///
    /// There are such only after lenient loading: people whose rows were set aside, and ids without a row.
    pub fn external_of(
        &self,
        from: PersonIndex,
    ) -> impl Iterator<Item = (&PersonId, RelationKind)> + '_ {
        let first = self.external.partition_point(|entry| entry.0 < from);
        self.external[first..]
            .iter()
            .take_while(move |entry| entry.0 == from)
            .map(|(_, to, kind, _)| (to, *kind))
    }

    /// Returns each relation that leads out of the organisation once: from whom, to whom, of which kind and when.
    pub fn external(
        &self,
    ) -> impl Iterator<Item = (PersonIndex, &PersonId, RelationKind, Validity)> + '_ {
        let entries = self.external.iter();
        entries.map(|(from, to, kind, validity)| (*from, to, *kind, *validity))
    }

    /// Returns each relation between two people once: from whom, to whom, of which kind and when; of a mutual one, the smaller position comes
    /// first.
    pub fn iter(
        &self,
    ) -> impl Iterator<Item = (PersonIndex, PersonIndex, RelationKind, Validity)> + '_ {
        self.entries
            .iter()
            .copied()
            .filter(|&(from, to, kind, _)| from <= to || !kind.is_mutual())
    }
}
