//! What the compiled forms of criteria share: what they are compiled for, and facts by participant.

use std::ops::Range;

use super::error::{ScoringError, ScoringFault};
use crate::keys::did_you_mean;
use crate::model::{Attribute, AttributeIndex, AttributeName, Organisation, Person};
use crate::programme::{Participant, Programme};

/// What a scoring is compiled for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting<'a> {
    pub(super) organisation: &'a Organisation,
    pub(super) programme: &'a Programme,
    pub(super) run_day: Option<i32>,
}

/// What is wrong with the criteria so far.
pub(super) type Faults = Vec<ScoringFault>;

impl<'a> Setting<'a> {
    /// Checks that the programme is one of the organisation.
    pub(super) fn check(self) -> Result<Self, ScoringError> {
        let found = self.programme.organisation();
        let expected = self.organisation.fingerprint();
        if found == expected {
            Ok(self)
        } else {
            Err(ScoringError::OtherOrganisation { found, expected })
        }
    }

    /// Finds a declared attribute, or lists it among the faults.
    pub(super) fn attribute(
        self,
        criterion: &str,
        name: &AttributeName,
        faults: &mut Faults,
    ) -> Option<(AttributeIndex, &'a Attribute)> {
        let declared = self.organisation.attributes();
        let Some(index) = self.organisation.attribute(name.as_str()) else {
            let names: Vec<&str> = declared.iter().map(|known| known.name().as_str()).collect();
            faults.push(ScoringFault::UnknownAttribute {
                criterion: criterion.to_owned(),
                attribute: name.clone(),
                suggestion: did_you_mean(name.as_str(), &names).map(AttributeName::from),
            });
            return None;
        };
        let attribute = declared.iter().find(|known| known.name() == name)?;
        Some((index, attribute))
    }
}

/// Finds the person a participant is; a participant of another organisation may be nobody.
pub(super) fn person<'a>(
    organisation: &'a Organisation,
    participant: &Participant,
) -> Option<&'a Person> {
    organisation.people().get(participant.person().index())
}

/// Reads a list with one entry per participant; a participant of another programme may have none.
pub(super) fn at<T: Copy>(by_participant: &[T], participant: &Participant) -> Option<T> {
    by_participant.get(participant.index().index()).copied()
}

/// Gives the run of a participant, from where it starts to where the next one does.
pub(super) fn run(starts: &[usize], participant: &Participant) -> Range<usize> {
    let place = participant.index().index();
    match (starts.get(place), starts.get(place + 1)) {
        (Some(&start), Some(&end)) => start..end,
        _ => 0..0,
    }
}
