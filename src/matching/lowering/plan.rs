//! A ladder of objectives as stages, each one assignment problem with one proof.

use super::aim::{Aim, Measure};
use super::face::Place;
use crate::matching::prepared::Prepared;
use crate::matching::{Objective, Rung};
use crate::programme::Role;

/// What is decided at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::matching) enum Stage {
    /// As many people as possible of these sides have a pair, then the total is as large as possible, if it counts.
    Sum {
        juniors: bool,
        seniors: bool,
        total: bool,
    },
    /// Those who have a pair have waited for as many cycles as possible, all together.
    LongestWaiting,
    /// The worst-off pair is as good as possible.
    WorstOff,
    /// As few pairs as possible differ from an earlier matching.
    FewestChanges,
    /// The same, as far as a bound tells, at a loss of the total of so many points at most.
    ChangesWithin(u64),
}

impl Stage {
    /// Splits a ladder into stages; without an earlier matching there is nothing to change.
    ///
    /// Neighbouring rungs of coverage never compete, and a total after them is of lower rank in the same problem. Where groups have
    /// floors or caps they may compete, so each is a stage.
    pub(in crate::matching) fn of(
        prepared: &Prepared<'_>,
        objective: &Objective,
        has_earlier: bool,
    ) -> Vec<Self> {
        let mut stages = Vec::new();
        // Sides whose coverage is to be decided next.
        let (mut juniors, mut seniors) = (false, false);
        for &rung in objective.rungs() {
            if rung == Rung::FewestChanges && !has_earlier {
                continue;
            }
            let is_coverage = matches!(rung, Rung::SeniorsCovered | Rung::EveryoneCovered);
            let is_open = juniors || seniors;
            let within = objective.changes_within().filter(|_| has_earlier);
            let joins = match rung {
                Rung::Total => within.is_none(),
                _ => is_coverage && !prepared.has_groups(),
            };
            if is_open && !joins {
                stages.push(Self::Sum {
                    juniors: std::mem::take(&mut juniors),
                    seniors: std::mem::take(&mut seniors),
                    total: false,
                });
            }
            match rung {
                Rung::SeniorsCovered => seniors = true,
                Rung::EveryoneCovered => (juniors, seniors) = (true, true),
                Rung::Total if within.is_some() => stages.extend(within.map(Self::ChangesWithin)),
                Rung::FewestChanges if within.is_some() => {}
                Rung::Total => stages.push(Self::Sum {
                    juniors: std::mem::take(&mut juniors),
                    seniors: std::mem::take(&mut seniors),
                    total: true,
                }),
                Rung::LongestWaiting => stages.push(Self::LongestWaiting),
                Rung::WorstOff => stages.push(Self::WorstOff),
                Rung::FewestChanges => stages.push(Self::FewestChanges),
            }
        }
        if juniors || seniors {
            stages.push(Self::Sum {
                juniors,
                seniors,
                total: false,
            });
        }
        stages
    }

    /// What the stage makes as small as can be; of the worst-off pair, nothing but to be a matching.
    pub(super) fn aim<'a>(self, prepared: &Prepared<'_>, earlier: &'a [Place]) -> Aim<'a> {
        let sides = [Role::Junior, Role::Senior];
        let wanted = match self {
            Self::Sum {
                juniors, seniors, ..
            } => [juniors, seniors].map(u32::from),
            _ => [0; 2],
        };
        let wanted = match self {
            Self::LongestWaiting => sides.map(|role| prepared.cycles_waited(role).collect()),
            _ => sides.map(|role| vec![wanted[role as usize]; prepared.places(role)]),
        };
        Aim {
            wanted,
            measure: self.measure(earlier),
        }
    }

    /// What a pair costs.
    pub(super) fn measure(self, earlier: &[Place]) -> Measure<'_> {
        match self {
            Self::Sum { total: true, .. } => Measure::Score,
            Self::FewestChanges | Self::ChangesWithin(_) => Measure::Changes(earlier),
            Self::Sum { total: false, .. } | Self::LongestWaiting | Self::WorstOff => {
                Measure::Nothing
            }
        }
    }

    /// Tells whether the total is decided.
    pub(super) fn has_total(self) -> bool {
        matches!(self, Self::Sum { total: true, .. })
    }

    /// The last of the rungs that are decided.
    pub(in crate::matching) fn rung(self) -> Rung {
        match self {
            Self::Sum { total: true, .. } => Rung::Total,
            Self::Sum { juniors: true, .. } => Rung::EveryoneCovered,
            Self::Sum { .. } => Rung::SeniorsCovered,
            Self::LongestWaiting => Rung::LongestWaiting,
            Self::WorstOff => Rung::WorstOff,
            Self::FewestChanges | Self::ChangesWithin(_) => Rung::FewestChanges,
        }
    }

    /// What a proof of the stage that fails would leave possible.
    pub(super) fn doubt(self) -> &'static str {
        match self {
            Self::Sum { total: true, .. } => "",
            Self::Sum { total: false, .. } => "more people may be covered: ",
            Self::LongestWaiting => "people who have waited longer may be covered: ",
            Self::WorstOff => "the worst-off pair may be better: ",
            Self::FewestChanges | Self::ChangesWithin(_) => "there may be fewer changes: ",
        }
    }
}
