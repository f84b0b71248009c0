//! The programme: who takes part, on which side, and on what terms.
//!
//! A [`Programme`] is built from a [`ProgrammeDocument`] against one
//! [`Organisation`](crate::model::Organisation) and is immutable afterwards. `rules` and `scoring` read it.

mod builder;
mod check;
mod columns;
mod document;
mod enrolment;
mod error;
mod fields;
mod finder;
mod fingerprint;
mod group;
mod group_fault;
mod input;
#[cfg(feature = "json")]
mod json;
mod participant;
mod pin;
mod rows;
mod vocabulary;

pub use builder::{LenientProgramme, ProgrammeBuilder};
pub use columns::{
    CapacityColumns, CyclesColumns, EnrolmentColumns, ProgrammeColumns, TargetColumns,
};
pub use document::{
    BlockRow, CapacityRow, CyclesRow, EnrolmentRow, GroupRow, PastPairRow, PinRow,
    ProgrammeDocument, RolesRow, TargetRow,
};
pub(crate) use enrolment::PastPair;
pub use enrolment::Programme;
pub use error::{EnrolmentFault, Place, ProgrammeError};
pub use group::Group;
pub use group_fault::GroupFault;
pub use participant::{Capacity, Offer, OptIn, Participant, ParticipantIndex, Role, Target};
pub use pin::{Pin, PinKind};
pub use vocabulary::Vocabulary;
