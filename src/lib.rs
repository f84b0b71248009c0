//! Exact, certified and explained matching for reverse-mentoring programmes.

pub mod assignment;
pub mod candidates;
mod faults;
#[cfg(feature = "csv")]
pub mod intake;
#[cfg(feature = "json")]
mod json;
mod keys;
pub mod model;
mod parallel;
pub mod programme;
mod quantise;
pub mod rules;
pub mod scoring;
pub mod work;

#[cfg(feature = "json")]
pub use json::JsonError;
pub use keys::UnknownKeys;
