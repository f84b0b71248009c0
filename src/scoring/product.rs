//! The compiled form of a [`SparseProduct`]: one direction of learning, or two that become one.

use super::breakdown::{Evidence, Unknown};
use super::compiled::{Faults, Setting};
use super::direction::CompiledDirection;
use super::vectors::Vectors;
use super::{Exchange, Fusion, Points, SparseProduct};
use crate::programme::{Participant, Role};
use crate::work::Work;

/// A [`SparseProduct`] over the participants.
#[derive(Debug)]
pub(super) enum CompiledProduct<'a> {
    Teaching(CompiledDirection<'a>),
    Return(CompiledDirection<'a>),
    Both {
        fusion: Fusion,
        /// The senior learns.
        teaching: Box<CompiledDirection<'a>>,
        /// The junior learns.
        back: Box<CompiledDirection<'a>>,
    },
}

impl<'a> CompiledProduct<'a> {
    /// Compiles a product; what is wrong with it is listed among the faults.
    pub(super) fn new(
        product: &SparseProduct,
        setting: Setting<'a>,
        faults: &mut Faults,
        work: &Work<'_>,
    ) -> Self {
        let vectors = Vectors::new(product, setting, faults, work);
        let direction = |learner| CompiledDirection::new(product, learner, vectors.clone(), work);
        match product.exchange {
            Exchange::Teaching => Self::Teaching(direction(Role::Senior)),
            Exchange::Return => Self::Return(direction(Role::Junior)),
            Exchange::Both(fusion) => Self::Both {
                fusion,
                teaching: Box::new(direction(Role::Senior)),
                back: Box::new(direction(Role::Junior)),
            },
        }
    }

    pub(super) fn points(&self, junior: &Participant, senior: &Participant) -> Points {
        match self {
            Self::Teaching(direction) => direction.points(junior, senior),
            Self::Return(direction) => direction.points(senior, junior),
            Self::Both { .. } => self.of_gains(self.gains(junior, senior)),
        }
    }

    /// Returns the points of a pair, from what the senior and what the junior learns.
    pub(super) fn of_gains(&self, [teaching, back]: [Points; 2]) -> Points {
        match self {
            Self::Teaching(_) => teaching,
            Self::Return(_) => back,
            Self::Both { fusion, .. } => fusion.of(teaching, back),
        }
    }

    /// Returns the points of what the senior and what the junior learns, each by itself; none where it is not asked.
    pub(super) fn gains(&self, junior: &Participant, senior: &Participant) -> [Points; 2] {
        match self {
            Self::Teaching(direction) => [direction.points(junior, senior), Points::NONE],
            Self::Return(direction) => [Points::NONE, direction.points(senior, junior)],
            Self::Both { teaching, back, .. } => {
                [teaching.points(junior, senior), back.points(senior, junior)]
            }
        }
    }

    /// Divides a value between what the senior and what the junior learns.
    pub(super) fn divide(&self, value: i64, gains: [Points; 2]) -> [i64; 2] {
        let [one, other] = match self {
            Self::Teaching(_) => [1, 0],
            Self::Return(_) => [0, 1],
            Self::Both { fusion, .. } => fusion.parts(gains[0], gains[1]),
        };
        // At most 1 000 000 times 1 000 000 on either side; nothing is divided where neither brought anything.
        let whole = i128::from(one) + i128::from(other);
        let part = (2 * i128::from(value) * i128::from(one) + whole)
            .checked_div(2 * whole)
            .and_then(|part| i64::try_from(part).ok())
            .unwrap_or(0);
        [part, value - part]
    }

    /// Returns the direction in which the senior learns, if there is one.
    pub(super) fn teaching(&self) -> Option<&CompiledDirection<'a>> {
        match self {
            Self::Teaching(teaching) => Some(teaching),
            Self::Both { teaching, .. } => Some(teaching),
            Self::Return(_) => None,
        }
    }

    /// Returns the most points that a senior's pairs can have, if what the senior learns is worth so many.
    pub(super) fn most(&self, taught: Points) -> Points {
        match self {
            Self::Teaching(_) => taught,
            Self::Return(_) => Points::FULL,
            Self::Both { fusion, .. } => fusion.of(taught, Points::FULL),
        }
    }

    /// Returns how many points at most one more that the senior learns adds to [`most`](Self::most), before it is rounded.
    pub(super) fn steepness(&self) -> u32 {
        match self {
            Self::Both {
                fusion: Fusion::Harmonic,
                ..
            } => 2,
            _ => 1,
        }
    }

    pub(super) fn teaches(&self) -> bool {
        !matches!(self, Self::Return(_))
    }

    pub(super) fn returns(&self) -> bool {
        !matches!(self, Self::Teaching(_))
    }

    pub(super) fn evidence(&self, junior: &Participant, senior: &Participant) -> Evidence {
        match self {
            Self::Teaching(direction) => match direction.evidence(junior, senior) {
                targets if targets.is_empty() => Evidence::Unknown(Unknown::Targets),
                targets => Evidence::Targets(targets),
            },
            Self::Return(direction) => match direction.evidence(senior, junior) {
                targets if targets.is_empty() => Evidence::Unknown(Unknown::Returns),
                targets => Evidence::Returns(targets),
            },
            Self::Both { teaching, back, .. } => {
                let [teaching_points, return_points] = self.gains(junior, senior);
                Evidence::Exchange {
                    teaching_points,
                    teaching: teaching.evidence(junior, senior),
                    return_points,
                    returns: back.evidence(senior, junior),
                }
            }
        }
    }
}
