//! Assignment within limits: several seats a row and a column, minima, groups with a floor and a cap, and exits.
//!
//! The problem, its dual and the certificate are derived in the documentation of the room above, under
//! [limits](crate::assignment#limits). [`Limits`] are validated once by their builder. The `solver` brings a question to a
//! minimum-cost flow; `state` is the flow and its potentials, `start` serves what needs no search, `search` the rest;
//! `witness` says why not. Where nothing but `capacities` must be kept to, an `auction` may come between, a `contest` of rows whose `bids` the
//! columns keep; and a problem with too few columns may be `turned` on its side. `certificate` is the proof; `check` goes through its claims and uses none of these.

mod auction;
mod bids;
mod bottleneck;
mod builder;
mod capacities;
mod certificate;
mod check;
mod claim;
mod contest;
mod error;
mod glance;
mod nodes;
mod ranked;
mod search;
mod seats;
mod solution;
mod solver;
mod stairs;
mod start;
mod state;
mod sum;
mod terms;
mod tree;
mod turned;
mod witness;

pub use bottleneck::{Bottleneck, Shortage};
pub use builder::LimitsBuilder;
pub use certificate::{SeatCertificate, SeatsVerified, verify_within};
pub use claim::SeatCertificateError;
pub use error::{Holder, LimitFault, LimitsError};
pub use glance::{verify_within_at_a_glance, verify_within_at_a_glance_with};
pub use ranked::RankedCost;
pub use solution::SeatAssignment;
pub(crate) use solver::pairs_of_a_list as pairs_of_a_list_within;
pub use solver::{Question, solve_max_within, solve_within};
pub use terms::{Group, Limits};
