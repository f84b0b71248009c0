//! What the compiled forms of criteria share: facts by participant.

use std::ops::Range;

use crate::model::{Organisation, Person};
use crate::programme::Participant;

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
