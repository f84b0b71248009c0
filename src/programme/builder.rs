//! How a programme is built: by hand, or from a document.

use super::check::Check;
use super::input::Input;
use super::{
    BlockRow, EnrolmentFault, EnrolmentRow, GroupRow, PastPairRow, PinKind, PinRow, Programme,
    ProgrammeDocument, ProgrammeError,
};
use crate::model::Organisation;

/// Builds a [`Programme`] by hand.
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct ProgrammeBuilder {
    document: ProgrammeDocument,
}

/// What lenient loading gives: a programme, and every row that was set aside to get it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LenientProgramme {
    /// The programme.
    pub programme: Programme,
    /// What was wrong, in order of row; every row named here was set aside, nothing else was changed.
    pub faults: Vec<EnrolmentFault>,
}

impl LenientProgramme {
    /// Returns the programme if nothing was wrong.
    pub(super) fn strict(self) -> Result<Programme, ProgrammeError> {
        if self.faults.is_empty() {
            Ok(self.programme)
        } else {
            Err(ProgrammeError::of(self.faults))
        }
    }
}

impl Programme {
    /// Starts a programme.
    pub fn builder() -> ProgrammeBuilder {
        ProgrammeBuilder::default()
    }
}

impl ProgrammeBuilder {
    /// Names the programme.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.document.name = Some(name.into());
        self
    }

    /// States what the programme is for.
    pub fn objective(mut self, objective: impl Into<String>) -> Self {
        self.document.objective = Some(objective.into());
        self
    }

    /// Enrols a person.
    pub fn enrol(mut self, row: EnrolmentRow) -> Self {
        self.document.enrolments.push(row);
        self
    }

    /// Bars two people from meeting.
    pub fn block(mut self, one: &str, other: &str) -> Self {
        self.document.blocks.push(BlockRow {
            one: one.to_owned(),
            other: other.to_owned(),
            ..BlockRow::default()
        });
        self
    }

    /// States a pair of an earlier cycle.
    pub fn past_pair(mut self, junior: &str, senior: &str) -> Self {
        self.document.history.push(PastPairRow {
            junior: junior.to_owned(),
            senior: senior.to_owned(),
            ..PastPairRow::default()
        });
        self
    }

    /// Decides a pair, whatever the scores say.
    pub fn pin(mut self, kind: PinKind, junior: &str, senior: &str) -> Self {
        self.document.pins.push(PinRow {
            junior: junior.to_owned(),
            senior: senior.to_owned(),
            kind,
            ..PinRow::default()
        });
        self
    }

    /// Declares a group of people who make at least or at most so many pairs together.
    pub fn group(mut self, row: GroupRow) -> Self {
        self.document.groups.push(row);
        self
    }

    /// States a pair of an earlier cycle, and the day it ended, in whole days since 1970-01-01.
    pub fn past_pair_until(mut self, junior: &str, senior: &str, day: i32) -> Self {
        self = self.past_pair(junior, senior);
        if let Some(last) = self.document.history.last_mut() {
            last.ended_on = Some(day);
        }
        self
    }

    /// Checks everything against the organisation and refuses at any fault.
    ///
    /// # Errors
    ///
    /// As [`ProgrammeDocument::check`].
    pub fn build(self, organisation: &Organisation) -> Result<Programme, ProgrammeError> {
        self.document.check(organisation)
    }

    /// Checks everything against the organisation and sets faulty rows aside.
    ///
    /// # Errors
    ///
    /// As [`ProgrammeDocument::check_lenient`].
    pub fn build_lenient(
        self,
        organisation: &Organisation,
    ) -> Result<LenientProgramme, ProgrammeError> {
        self.document.check_lenient(organisation)
    }
}

impl ProgrammeDocument {
    /// Checks everything against the organisation and refuses at any fault.
    ///
    /// # Errors
    ///
    /// [`ProgrammeError::Faults`] lists all of them; [`ProgrammeError::UnknownVersion`] for a document of another version.
    pub fn check(self, organisation: &Organisation) -> Result<Programme, ProgrammeError> {
        self.check_lenient(organisation)?.strict()
    }

    /// Checks everything against the organisation and sets faulty rows aside.
    ///
    /// Of two enrolments of one person the first counts. A veto in a row that is set aside still holds. Of two pins of one pair a
    /// forbidding one counts, or else the first; of too many pins of one person the first ones count. Of two groups of a side that share a
    /// member the first counts.
    ///
    /// # Errors
    ///
    /// [`ProgrammeError::Faults`] for unknown keys of the document itself, which may stand for lost lists;
    /// [`ProgrammeError::UnknownVersion`] for a document of another version.
    pub fn check_lenient(
        self,
        organisation: &Organisation,
    ) -> Result<LenientProgramme, ProgrammeError> {
        if self.version != Self::VERSION {
            return Err(ProgrammeError::UnknownVersion {
                found: self.version,
                expected: Self::VERSION,
            });
        }
        Check::run(&Input::from(&self), organisation)
    }
}
