//! Typed relations between people.

use super::{PersonId, PersonIndex};

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
}

impl RelationKind {
    /// Tells whether `to` reviews the performance of `from` in such a relation.
    #[must_use]
    pub const fn reviews(self) -> bool {
        matches!(
            self,
            Self::Line | Self::Dotted | Self::ProjectLead | Self::HrPartner | Self::Panel
        )
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

/// All relations but the reporting lines, which are the [`ChainOfCommand`](super::ChainOfCommand)'s.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// Sorted and without repetition.
    pub(crate) entries: Vec<(PersonIndex, PersonIndex, RelationKind)>,
}

impl Relations {
    /// Returns what `to` is to `from`, in order of kind.
    pub fn from_to(
        &self,
        _from: PersonIndex,
        _to: PersonIndex,
    ) -> impl Iterator<Item = RelationKind> + '_ {
        todo!();
        #[expect(unreachable_code, reason = "names the type")]
        std::iter::empty()
    }

    /// Returns everybody to whom `from` has a relation, with its kind, in order of person.
    pub fn of(&self, _from: PersonIndex) -> impl Iterator<Item = (PersonIndex, RelationKind)> + '_ {
        todo!();
        #[expect(unreachable_code, reason = "names the type")]
        std::iter::empty()
    }
}
