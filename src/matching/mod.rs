//! The matching: who meets whom, and what became of everyone else.
//!
//! The [`Engine`] is the crate's front door. It takes an organisation and a programme, has `candidates` score every
//! permitted pair, has `assignment` find the best set of them, and returns a [`Matching`] with a [`Status`] for everyone
//! and the proof. `answers` and the crate's users read the result; nothing above knows of it.

mod changes;
mod components;
mod config;
mod engine;
mod error;
mod groups;
mod hall;
mod late;
mod lowering;
mod memory;
mod merge;
mod objective;
mod open;
mod order;
mod pairing;
mod pairing_statuses;
mod pins;
mod prepared;
mod preset;
mod proof;
mod reach;
mod record;
mod replay;
mod result;
mod shard;
mod shard_fault;
mod stated_loss;
mod status;
mod statuses;
mod verify;

pub use changes::Changes;
pub use components::Component;
pub use config::{Config, ConfigDocument};
pub use engine::{Engine, EngineBuilder};
pub use error::{ConfigError, PinFault, VerifyError};
pub use late::{Anew, Late, Way};
pub use objective::{Objective, Rung};
pub use open::OpenMatching;
pub use pairing::Pairing;
pub use pairing_statuses::PairingStatuses;
pub use preset::Preset;
pub use proof::{CoverageProof, GroupWorth, WorstOff, Worth};
pub use record::{Count, Counters, Record, RecordPart};
pub use replay::RecordError;
pub use result::{Matching, Pair};
pub use shard::{Shard, ShardLists};
pub use shard_fault::ShardFault;
pub use stated_loss::StatedLoss;
pub use status::{BarredBy, GroupShortage, HallSet, OpenReason, OpenSeats, Seat, Status};
pub use verify::Verified;
