//! Why this pair.

use std::fmt;

use super::text;
use crate::model::PersonId;
use crate::programme::Pin;
use crate::scoring::{Breakdown, Score};

/// Why a pair has its score: one reason per criterion, adding up exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Why {
    junior: PersonId,
    senior: PersonId,
    breakdown: Breakdown,
    pin: Option<Pin>,
}

/// One criterion's part in a score, with its facts in words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Reason {
    /// The name of the criterion.
    pub criterion: String,
    /// Its weight.
    pub weight: u32,
    /// The points it gives.
    pub points: i64,
    /// What it adds to the score: weight times points.
    pub value: i64,
    /// The facts the points rest on.
    pub because: String,
}

impl Why {
    pub(super) fn new(
        junior: PersonId,
        senior: PersonId,
        breakdown: Breakdown,
        pin: Option<Pin>,
    ) -> Self {
        Self {
            junior,
            senior,
            breakdown,
            pin,
        }
    }

    /// Returns who teaches.
    #[must_use]
    pub fn junior(&self) -> &PersonId {
        &self.junior
    }

    /// Returns who learns.
    #[must_use]
    pub fn senior(&self) -> &PersonId {
        &self.senior
    }

    /// Returns the score: the sum of what the reasons add.
    #[must_use]
    pub fn score(&self) -> Score {
        self.breakdown.score()
    }

    /// Returns the pin that makes or forbids the pair, if there is one.
    #[must_use]
    pub fn pin(&self) -> Option<&Pin> {
        self.pin.as_ref()
    }

    /// Returns the contributions with their evidence as data.
    pub fn breakdown(&self) -> &Breakdown {
        &self.breakdown
    }

    /// Returns the contributions with their evidence in words.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        let contributions = self.breakdown.contributions().iter();
        contributions
            .map(|contribution| Reason {
                criterion: contribution.criterion().to_owned(),
                weight: contribution.weight(),
                points: contribution.points(),
                value: contribution.value(),
                because: text::evidence(contribution.evidence()),
            })
            .collect()
    }
}

/// Writes a line for the pair and one for each reason, without a final line break.
impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} teaches {}, score {}",
            self.junior,
            self.senior,
            self.score()
        )?;
        if let Some(pin) = &self.pin {
            write!(f, " ({pin})")?;
        }
        self.reasons().iter().try_for_each(|reason| {
            let Reason {
                criterion,
                weight,
                points,
                value,
                because,
            } = reason;
            write!(
                f,
                "\n  {}: {weight} x {points} = {value} ({because})",
                text::visible(criterion)
            )
        })
    }
}
