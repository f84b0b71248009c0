//! The grid on which a platform's floats become integers.

use super::ScoringError;
use crate::quantise::{Fault, Quantum};

/// The grid on which floats become exact integers: a power of two.
///
/// One step of the grid is 1 where all scores are whole numbers; otherwise the largest power of two of which all
/// scores are multiples; and where none is coarse enough for the sums to fit 64 bits, the smallest for which they do.
/// Only then is anything lost: a total may be off by up to the number of pairs times the resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Resolution(Quantum);

impl Resolution {
    /// Chooses the grid for finite scores, none of whose integers shall exceed `largest`.
    pub(crate) fn choose(
        scores: impl IntoIterator<Item = f64>,
        largest: i64,
    ) -> Result<Self, ScoringError> {
        let scores = scores.into_iter().map(Some);
        Quantum::choose(scores, largest)
            .map(Self)
            .map_err(|fault| match fault {
                Fault::BelowResolution {
                    lowest,
                    highest,
                    resolution,
                } => ScoringError::ScoresBelowResolution {
                    lowest,
                    highest,
                    resolution,
                },
                Fault::NotFinite { .. } => ScoringError::NonFiniteScore {
                    pairs: Vec::new(),
                    total: 1,
                },
            })
    }

    /// Makes the grid of whole numbers.
    pub(super) fn whole() -> Self {
        Self(Quantum::choose([], i64::MAX).expect("no number, no fault"))
    }

    /// Gives the integer nearest to a finite score, in steps of the grid.
    pub(crate) fn quantise(self, score: f64) -> i64 {
        self.0.quantise(score)
    }

    /// Returns by how much a score may be off: one step of the grid, or 0 if every score is exact.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0.resolution()
    }

    /// Returns the number that a sum of integer scores stands for.
    #[must_use]
    pub fn restore(self, sum: i128) -> f64 {
        self.0.restore(sum)
    }
}
