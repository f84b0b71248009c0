//! What a stage makes as small as can be.

use super::face::{Face, Place};
use crate::assignment::{Candidate, Column, Cost, CostSource, Row};
use crate::matching::prepared::Prepared;
use crate::programme::Role;
use crate::scoring::Score;

/// First the people without a pair who should have one, by weight; then what pairs cost.
#[derive(Clone, Debug)]
pub(super) struct Aim<'a> {
    /// Of juniors, then of seniors, by place: what it weighs that the person has no pair; 0 where it does not count.
    pub(super) wanted: [Vec<u32>; 2],
    pub(super) measure: Measure<'a>,
}

/// What a pair costs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Measure<'a> {
    /// Nothing.
    Nothing,
    /// Its score, with the sign turned.
    Score,
    /// 1 up to a score, and nothing above.
    UpTo(Score),
    /// -1 for the pairs of an earlier matching, which are in order, and 1 for all others.
    Changes(&'a [Place]),
    /// So much for a change, and so much for a point of the score that it lacks.
    Exchange {
        earlier: &'a [Place],
        change: Cost,
        point: Cost,
    },
}

impl<'a> Aim<'a> {
    /// Looks at pairs alone: nobody has to have one.
    pub(super) fn of_pairs(prepared: &Prepared<'_>, measure: Measure<'a>) -> Self {
        Self {
            wanted: [Role::Junior, Role::Senior].map(|role| vec![0; prepared.places(role)]),
            measure,
        }
    }
}

impl Measure<'_> {
    /// Says whether 64 bits hold what pairs cost whose scores, with the sign turned, are in a range.
    pub(super) fn fits(self, range: Option<(Cost, Cost)>) -> bool {
        let Self::Exchange { change, point, .. } = self else {
            return true;
        };
        let (lowest, highest) = range.unwrap_or((0, 0));
        [lowest, highest].into_iter().all(|negated| {
            let of_points = i128::from(point) * i128::from(negated);
            let costs = [
                of_points - i128::from(change),
                of_points + i128::from(change),
            ];
            costs.into_iter().all(|cost| Cost::try_from(cost).is_ok())
        })
    }

    /// Measures a pair whose score, with the sign turned, is known.
    pub(super) fn of(self, (senior, junior): Place, negated: Cost) -> Cost {
        let change = |earlier: &[Place]| {
            let is_kept = earlier.binary_search(&(senior, junior)).is_ok();
            if is_kept { -1 } else { 1 }
        };
        match self {
            Self::Nothing => 0,
            Self::Score => negated,
            Self::UpTo(score) => Cost::from(negated >= score.get().saturating_neg()),
            Self::Changes(earlier) => change(earlier),
            Self::Exchange {
                earlier,
                change: of_change,
                point,
            } => {
                // Beyond 64 bits the range proof of the solver refuses it, and so does the verifier: see `fits`.
                let cost = change(earlier).saturating_mul(of_change);
                cost.saturating_add(negated.saturating_mul(point))
            }
        }
    }
}

/// The pairs that a face leaves open, at what they cost.
#[derive(Debug)]
pub(super) struct Measured<'a> {
    pub(super) face: &'a Face<'a>,
    pub(super) measure: Measure<'a>,
}

impl CostSource for Measured<'_> {
    fn rows(&self) -> usize {
        self.face.rows()
    }

    fn columns(&self) -> usize {
        self.face.columns()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        let negated = self.face.cost(row, column)?;
        Some(self.measure.of((row.index(), column.into()), negated))
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        self.face.permitted(row, out);
        for pair in out {
            let place = (row.index(), pair.column.into());
            pair.cost = self.measure.of(place, pair.cost);
        }
    }

    fn most_pairs(&self) -> u64 {
        self.face.most_pairs()
    }
}
