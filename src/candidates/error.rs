//! Why candidates cannot be listed.

use crate::scoring::ScoringError;
use crate::work::Cancelled;

/// Why candidates cannot be listed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CandidatesError {
    /// The lists, or the index and the search that go without them, are larger than the caller allows.
    #[error(
        "the candidates need {needed} bytes, expected at most {limit} (raise the limit, enrol fewer people, or bar more pairs by a rule or a minimum score)"
    )]
    MemoryLimit {
        /// How many bytes they would take.
        needed: u64,
        /// How many the caller allows.
        limit: u64,
    },
    /// The search was begun within the memory that the caller allows, and outgrew it: more people compete for the same partners than was foreseen.
    #[error(
        "the search outgrew {limit} bytes on the way, since people compete for the same partners (raise the limit, or enrol fewer people)"
    )]
    MemoryOutgrown {
        /// How many bytes the caller allows.
        limit: u64,
    },
    /// Pairs cannot be scored.
    #[error(transparent)]
    Scoring(#[from] ScoringError),
    /// The caller wants no more of it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
