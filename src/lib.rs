//! Exact, certified and explained matching for reverse-mentoring programmes, in which a **junior teaches a senior**.
//!
//! Given an organisation and who takes part, this crate finds the best set of junior-senior pairs there is. Hard rules say
//! which pairs may exist, criteria say how good each is, and an exact solver does the rest. Every result carries the proof
//! that none is better, every pair says why, and nobody who enrolled is left without a reason.
//!
//! # Example
//!
//! ```
//! use reverse_mentoring::answers::Explainer;
//! use reverse_mentoring::matching::Engine;
//! use reverse_mentoring::model::{Organisation, PersonRow};
//! use reverse_mentoring::programme::{EnrolmentRow, Programme, Role};
//!
//! let organisation = Organisation::builder()
//!     .unit("company", None)
//!     .unit("sales", Some("company"))
//!     .unit("lab", Some("company"))
//!     .person(PersonRow::new("grace").in_unit("sales").at_level(7))
//!     .person(PersonRow::new("ada").in_unit("lab").at_level(2).with_skill("rust", 4))
//!     .person(PersonRow::new("tim").in_unit("sales").at_level(1).with_skill("rust", 5))
//!     .build()?;
//! let programme = Programme::builder()
//!     .enrol(EnrolmentRow::senior("grace").wants("rust"))
//!     .enrol(EnrolmentRow::junior("ada"))
//!     .enrol(EnrolmentRow::junior("tim"))
//!     .build(&organisation)?;
//!
//! let engine = Engine::builder().build()?;
//! let matching = engine.run(&organisation, &programme)?;
//! assert_eq!(matching.pair("grace", Role::Senior).unwrap().junior().as_str(), "ada");
//!
//! // From scratch: rules, scores, a status for everyone, and the proof that no matching is better.
//! assert_eq!(engine.verify(&organisation, &programme, &matching)?.pairs(), 1);
//!
//! let explainer = Explainer::new(&engine, &organisation, &programme)?;
//! let why = explainer.why_unmatched(&matching, &"tim".into(), Role::Junior).unwrap();
//! assert_eq!(why.to_string(), "tim as a junior: no permitted partner (barred: 1 by same_unit)");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Contents
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`matching`] | the [`Engine`](matching::Engine), the front door: [`run`](matching::Engine::run) returns a [`Matching`](matching::Matching), [`pairing`](matching::Engine::pairing) the pairs of up to a million people |
//! | [`model`] | the organisation: people, units, relations, skills |
//! | [`programme`] | who takes part, on which side, and on what terms |
//! | [`rules`] | which pairs may exist |
//! | [`scoring`] | how good a permitted pair is |
//! | [`candidates`] | the permitted partners of each person |
//! | [`answers`] | why this pair, why not that one, and why somebody has none |
//! | [`analytics`] | groups that a report compares after a run, out of reach of whatever decides |
//! | [`assignment`] | the exact solver, a library of its own: rows, columns, costs, certificates |
//! | `intake` | readers for CSV files (feature `csv`) |
//! | [`work`] | progress, cancellation and deadlines for long runs |
//! | [`guide`] | the mathematics, the decisions, recipes, what changed |
//!
//! # Features
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `rayon` | yes | all threads of the caller's pool; without it the same bits on one thread |
//! | `serde` | yes | plain, versioned documents for everything that goes in or comes out |
//! | `json` | no | those documents as text, with the path of whatever is wrong |
//! | `csv` | no | readers for people, departments, memberships and skills |
//!
//! # What it does not do
//!
//! It has no field for names, birth dates, gender, pay or other personal data. It decides nothing: a matching is a draft
//! for people to accept. It starts no thread pool and does no input or output beyond its readers.
//!
//! # Errors and panics
//!
//! Being unmatched is a result, not an error. An error is a request that makes no sense; it lists every offender, by row and
//! id, and says what to do. No public function panics on any input, recurses with the depth of the data, or hangs.

mod ahead;
pub mod analytics;
pub mod answers;
pub mod assignment;
pub mod candidates;
mod canonical;
mod error;
mod faults;
pub mod guide;
#[cfg(feature = "csv")]
pub mod intake;
#[cfg(feature = "json")]
mod json;
mod keys;
pub mod matching;
pub mod model;
mod numbering;
mod parallel;
pub mod programme;
mod quantise;
pub mod rules;
mod runs;
pub mod scoring;
mod subset;
pub mod work;

/// The README's example.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use error::Error;
#[cfg(feature = "json")]
pub use json::JsonError;
pub use keys::UnknownKeys;
