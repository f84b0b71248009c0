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
    /// Pairs cannot be scored.
    #[error(transparent)]
    Scoring(#[from] ScoringError),
    /// The caller wants no more of it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
