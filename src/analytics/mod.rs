//! Figures over a whole matching, read only; and whom they are taken over.
//!
//! So far this room holds [`AuditGroups`] alone: groups of people whom a report compares after a run. No room that takes part in
//! making a matching may use this one.

mod audit_groups;
mod error;
#[cfg(doctest)]
mod out_of_reach;

pub use audit_groups::{AuditGroups, Grouping};
pub use error::{AuditError, AuditFault};
