//! The partners that each person can have, and how good each of them is.
//!
//! [`Candidates`] asks `rules` whether a pair may exist and `scoring` how good it is, for all pairs of two lists of
//! participants, and keeps the answers as a [`CandidateTable`]; of who has no candidates it tells the [`Obstacles`].
//! `matching` reads it; this room knows nothing of how partners are assigned.

mod error;
mod index;
mod obstacles;
mod scan;
mod table;

pub use error::CandidatesError;
pub(crate) use index::Lanes;
pub(crate) use index::{BROAD, BUCKETS, KEYS};
pub use index::{CandidateIndex, Method, Question};
pub use obstacles::Obstacles;
pub use scan::Candidates;
pub use table::CandidateTable;
