//! The programme: who takes part, on which side, and on what terms.
//!
//! A [`Programme`] is built from a [`ProgrammeDocument`] against one
//! [`Organisation`](crate::model::Organisation) and is immutable afterwards. `rules` and `scoring` read it.

mod document;
mod enrolment;
mod error;
mod vocabulary;

pub use document::{
    BlockRow, CapacityRow, EnrolmentRow, PastPairRow, ProgrammeDocument, RolesRow, TargetRow,
};
pub use enrolment::{
    Capacity, LenientProgramme, Offer, OptIn, Participant, ParticipantIndex, Programme,
    ProgrammeBuilder, Role, Target,
};
pub use error::{EnrolmentFault, ProgrammeError};
pub use vocabulary::Vocabulary;
