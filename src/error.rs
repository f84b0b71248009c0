//! One error for the front door: whatever can be wrong with a request to match.

use crate::assignment::{AssignmentError, CertificateError};
use crate::candidates::CandidatesError;
use crate::faults::Listed;
use crate::matching::{
    ConfigError, GroupShortage, HallSet, PinFault, RecordError, ShardFault, VerifyError,
};
use crate::model::ModelError;
use crate::programme::ProgrammeError;
use crate::rules::RuleError;
use crate::scoring::ScoringError;
use crate::work::Cancelled;

/// Why a request to match, verify or explain makes no sense; one variant for each room.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The organisation is at fault.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The programme is at fault.
    #[error(transparent)]
    Programme(#[from] ProgrammeError),
    /// The rules are at fault.
    #[error(transparent)]
    Rules(RuleError),
    /// The criteria, their weights or a caller's own scores are at fault.
    #[error(transparent)]
    Scoring(ScoringError),
    /// The table of pairs cannot be made.
    #[error(transparent)]
    Candidates(CandidatesError),
    /// The assignment cannot be solved.
    #[error(transparent)]
    Assignment(AssignmentError),
    /// The configuration is at fault.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A matching is not what it claims to be.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// A record does not fit what it is held against.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The proof of a matching that went on after a late change fails.
    #[error("the proof of the matching after a late change fails: {0} (match again in full)")]
    Proof(CertificateError),
    /// The scores of all pairs add up to more than 64 bits hold.
    #[error("the scores add up to {total}, expected at most {max} (divide every score by a common amount)", max = i64::MAX)]
    TotalTooLarge {
        /// The sum.
        total: i128,
    },
    /// Pairs that pins make may not be.
    #[error("{}", Listed { faults, total: *total, whole: "the pins" })]
    Pins {
        /// The pins at fault, in order of row, up to 100.
        faults: Vec<PinFault>,
        /// How many there are.
        total: usize,
    },
    /// The permitted pairs cannot give everybody their minimum.
    #[error("{}", Listed { faults: shortages, total: *total, whole: "the minima" })]
    MinimaNotMet {
        /// People who need more pairs than there can be, in order of id, up to 100 such sets: each person whose minimum is
        /// above the number of their permitted partners, or else sets that compete for too few seats.
        shortages: Vec<HallSet>,
        /// How many such sets were found.
        total: usize,
    },
    /// Pairs alone cannot be found.
    #[error("pairs alone cannot be found: {reason} (match the programme with `Engine::run`)")]
    NotPairable {
        /// What it asks for beyond them.
        reason: &'static str,
    },
    /// The programme cannot be matched part by part.
    #[error("the programme cannot be matched by components: {reason} (match it as a whole)")]
    NotSeparable {
        /// What its parts have in common.
        reason: &'static str,
    },
    /// Lists that were made in several places cannot be put together.
    #[error("{}", Listed { faults, total: *total, whole: "the shards" })]
    Shards {
        /// The faults, by shard and place of the senior, up to 100.
        faults: Vec<ShardFault>,
        /// How many there are.
        total: usize,
    },
    /// The permitted pairs cannot meet the floors of groups within their caps.
    #[error("{}", Listed { faults: shortages, total: *total, whole: "the groups" })]
    GroupsNotMet {
        /// Each group that cannot be met for itself, in the order of the programme, up to 100; or else one set of groups and people who
        /// compete.
        shortages: Vec<GroupShortage>,
        /// How many were found.
        total: usize,
    },
    /// The caller's token or deadline stopped the work; nothing of it is kept.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl From<AssignmentError> for Error {
    fn from(error: AssignmentError) -> Self {
        match error {
            AssignmentError::Cancelled(cancelled) => Self::Cancelled(cancelled),
            error => Self::Assignment(error),
        }
    }
}

impl From<CandidatesError> for Error {
    fn from(error: CandidatesError) -> Self {
        match error {
            CandidatesError::Cancelled(cancelled) => Self::Cancelled(cancelled),
            error => Self::Candidates(error),
        }
    }
}

impl From<RuleError> for Error {
    fn from(error: RuleError) -> Self {
        match error {
            RuleError::Cancelled(cancelled) => Self::Cancelled(cancelled),
            error => Self::Rules(error),
        }
    }
}

impl From<ScoringError> for Error {
    fn from(error: ScoringError) -> Self {
        match error {
            ScoringError::Cancelled(cancelled) => Self::Cancelled(cancelled),
            error => Self::Scoring(error),
        }
    }
}
