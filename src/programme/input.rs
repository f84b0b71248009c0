//! What is checked, rows and columns alike.

use std::borrow::Cow;

use super::columns::CheckedEnrolments;
use super::{BlockRow, EnrolmentRow, GroupRow, PastPairRow, PinRow, ProgrammeDocument};
use crate::UnknownKeys;

/// A programme that nobody has checked, whichever way it came.
pub(super) struct Input<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) objective: Option<&'a str>,
    pub(super) enrolments: Enrolments<'a>,
    pub(super) blocks: &'a [BlockRow],
    pub(super) history: &'a [PastPairRow],
    pub(super) pins: &'a [PinRow],
    pub(super) groups: &'a [GroupRow],
    pub(super) unknown: Option<&'a UnknownKeys>,
}

/// The table of enrolments.
#[derive(Clone, Copy)]
pub(super) enum Enrolments<'a> {
    Rows(&'a [EnrolmentRow]),
    Columns(&'a CheckedEnrolments<'a>),
}

impl<'a> From<&'a ProgrammeDocument> for Input<'a> {
    fn from(document: &'a ProgrammeDocument) -> Self {
        Self {
            name: document.name.as_deref(),
            objective: document.objective.as_deref(),
            enrolments: Enrolments::Rows(&document.enrolments),
            blocks: &document.blocks,
            history: &document.history,
            pins: &document.pins,
            groups: &document.groups,
            unknown: Some(&document.unknown),
        }
    }
}

impl<'a> Enrolments<'a> {
    pub(super) fn len(self) -> usize {
        match self {
            Self::Rows(rows) => rows.len(),
            Self::Columns(columns) => columns.len(),
        }
    }

    /// Returns the rows; those of columns are made one at a time.
    pub(super) fn iter(self) -> impl Iterator<Item = Cow<'a, EnrolmentRow>> {
        (0..self.len()).map(move |row| match self {
            Self::Rows(rows) => Cow::Borrowed(&rows[row]),
            Self::Columns(columns) => Cow::Owned(columns.row(row)),
        })
    }

    /// Returns every skill that some row wants or offers, as often as it does.
    pub(super) fn skills(self) -> impl Iterator<Item = &'a str> {
        let (rows, columns) = match self {
            Self::Rows(rows) => (rows, None),
            Self::Columns(columns) => (&[][..], Some(columns)),
        };
        let of_rows = rows.iter().flat_map(|row| {
            let wanted = row.targets.iter().map(|target| target.skill.as_str());
            wanted.chain(row.offers.iter().map(|offer| offer.skill.as_str()))
        });
        of_rows.chain(columns.into_iter().flat_map(CheckedEnrolments::skills))
    }
}
