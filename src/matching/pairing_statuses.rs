//! What became of one person, where there are too many to say it of everybody.

use super::lowering::{self, Outcome};
use super::pairing::{Answer, Ground, Pairing};
use super::statuses::status_of_one;
use super::{Engine, Status, VerifyError};
use crate::Error;
use crate::model::Organisation;
use crate::programme::{Programme, Role};
use crate::work::Work;

/// Says what became of a person in a [`Pairing`], one at a time.
///
/// Everybody who enrolled has one of the five statuses that a [`Matching`](super::Matching) gives, for the same reason; Hall sets alone
/// are left out. For a million people that is more than anybody reads, so each is worked out when it is asked for.
#[derive(Debug)]
pub struct PairingStatuses<'a> {
    ground: Ground<'a>,
    outcome: Outcome,
}

impl Engine {
    /// Gets ready to say what became of people in a pairing of this organisation and programme.
    ///
    /// # Errors
    ///
    /// Those of [`pairing`](Self::pairing), and [`Error::Verify`] if the pairing is of another number of people;
    /// [`verify_pairing`](Self::verify_pairing) says whether it is of these.
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::matching::{Engine, Status};
    /// use reverse_mentoring::model::{Organisation, PersonRow};
    /// use reverse_mentoring::programme::{EnrolmentRow, Programme, Role};
    ///
    /// let organisation = Organisation::builder()
    ///     .unit("sales", None)
    ///     .unit("lab", None)
    ///     .person(PersonRow::new("grace").in_unit("sales").at_level(5))
    ///     .person(PersonRow::new("ada").in_unit("lab").at_level(2).with_skill("rust", 4))
    ///     .person(PersonRow::new("tim").in_unit("lab").at_level(2).with_skill("rust", 2))
    ///     .build()?;
    /// let programme = Programme::builder()
    ///     .enrol(EnrolmentRow::senior("grace").wants_at("rust", 1, 4))
    ///     .enrol(EnrolmentRow::junior("ada"))
    ///     .enrol(EnrolmentRow::junior("tim"))
    ///     .build(&organisation)?;
    /// let engine = Engine::builder().build()?;
    /// let pairing = engine.pairing(&organisation, &programme)?;
    /// let statuses = engine.pairing_statuses(&organisation, &programme, &pairing)?;
    /// assert!(matches!(statuses.status("tim", Role::Junior), Some(Status::Waitlisted { .. })));
    /// assert_eq!(statuses.status("tim", Role::Senior), None);
    /// # Ok::<(), reverse_mentoring::Error>(())
    /// ```
    pub fn pairing_statuses<'a>(
        &'a self,
        organisation: &'a Organisation,
        programme: &'a Programme,
        pairing: &Pairing,
    ) -> Result<PairingStatuses<'a>, Error> {
        let ground = Ground::new(self, organisation, programme, &Work::default())?;
        let prepared = &ground.prepared;
        let (sizes, found) = match &pairing.answer {
            Answer::Single(found) => (
                (
                    found.certificate().row_cover().len(),
                    found.certificate().column_cover().len(),
                ),
                lowering::answer_of_single(prepared, found),
            ),
            Answer::Several(found) => (
                (found.rows(), found.columns()),
                lowering::answer_of_several(found),
            ),
        };
        if sizes != (prepared.places(Role::Senior), prepared.places(Role::Junior)) {
            let reason = "it is of another number of people".to_owned();
            return Err(VerifyError::NotOptimal { reason }.into());
        }
        let outcome = lowering::outcome_of(prepared, ground.objective, found);
        Ok(PairingStatuses { ground, outcome })
    }
}

impl PairingStatuses<'_> {
    /// Returns what became of a person on a side, or `None` for one who did not enrol there.
    ///
    /// # Complexity
    ///
    /// `O(n + m)` time and space for `n` seniors and `m` juniors, with the scores of the person and everybody on the other side.
    #[must_use]
    pub fn status(&self, person: &str, role: Role) -> Option<Status> {
        let Ground {
            prepared,
            objective,
            ..
        } = &self.ground;
        let found = prepared.organisation.person(person)?;
        let participant = prepared.programme.participant(found.index())?;
        participant
            .takes_part_as(role)
            .then(|| status_of_one(prepared, objective, &self.outcome, participant, role))
    }
}
