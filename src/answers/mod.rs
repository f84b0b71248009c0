//! Answers: sentences a person can act on.
//!
//! A [`Matching`](crate::matching::Matching) says who meets whom; this room says why. An [`Explainer`] is made from the
//! engine, the organisation and the programme, and answers for one pair or one person at a time, as data and as text. It
//! changes nothing.

mod difference;
mod explainer;
mod text;
mod what_if;
mod why;
mod why_not;
mod why_unmatched;

pub use difference::{Difference, KeptPair, PersonChange};
pub use explainer::Explainer;
pub use why::{Reason, Why};
pub use why_not::{Objection, WhyNot};
pub use why_unmatched::WhyUnmatched;
