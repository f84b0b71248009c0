//! Distance between units, as a class term.

use super::Points;
use super::breakdown::{Evidence, Unknown, Whose};
use super::compiled::{at, person};
use super::error::{ScoringError, ScoringFault};
use crate::model::{Organisation, UnitDistances, UnitIndex};
use crate::programme::{Participant, Programme};

/// Gives more points the farther apart the units of the two stand.
///
/// `points = 10 000 · min(d, D) / D`, rounded half up, where `d` is the length of the shortest path between the home
/// units and `D` the scale: twice the depth of the unit forest, but at least 1, or a configured length. Within one
/// unit a pair earns nothing; at `D` or farther, and where no path leads, it earns full points. The scale does not
/// depend on who takes part, so one leaver rescales nobody.
///
/// A person without a unit may sit anywhere: the pair earns 5 000, the middle, unless configured otherwise. That way a
/// gap in the data neither beats a pair known to be far apart nor loses to one known to be close.
///
/// # Examples
///
/// In a forest of depth 2 the scale is 4. Two teams of one division are 2 steps apart and earn
/// `10 000 · 2 / 4 = 5 000`; teams of two divisions below one root are 4 apart and earn 10 000.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct UnitDistance {
    pub(super) scale: Option<u32>,
    pub(super) unknown: Points,
}

impl UnitDistance {
    /// The name of the criterion.
    pub const NAME: &'static str = "unit_distance";

    /// Sets the distance from which on a pair earns full points, at least 1.
    pub fn with_scale(mut self, scale: u32) -> Self {
        self.scale = Some(scale);
        self
    }

    /// Sets what a pair earns where a unit is unknown.
    pub fn with_unknown(mut self, points: Points) -> Self {
        self.unknown = points;
        self
    }

    pub(super) fn check(&self, faults: &mut Vec<ScoringFault>) {
        if self.scale == Some(0) {
            faults.push(ScoringFault::OutOfRange {
                setting: "unit_distance.scale".to_owned(),
                found: 0,
                least: 1,
                most: u32::MAX.into(),
            });
        }
    }
}

impl Default for UnitDistance {
    /// Takes the scale from the depth of the forest, and the middle for what is unknown.
    fn default() -> Self {
        Self {
            scale: None,
            unknown: Points::HALF,
        }
    }
}

/// A [`UnitDistance`] over the units that host participants.
#[derive(Debug)]
pub(super) struct CompiledUnitDistance<'a> {
    organisation: &'a Organisation,
    scale: u32,
    unknown: Points,
    /// By participant: the position of the home unit in `hosts`, or [`NO_HOST`].
    host: Vec<u32>,
    /// In order, each once.
    hosts: Vec<UnitIndex>,
    distances: UnitDistances,
    /// One row per host, where hosts are few enough.
    table: Option<Vec<Points>>,
}

const NO_HOST: u32 = u32::MAX;

/// 1 024: the table then takes 2 MiB, which stays in cache while a row of it is read for one senior.
const TABLE_HOSTS: usize = 1_024;

impl<'a> CompiledUnitDistance<'a> {
    pub(super) fn new(
        term: &UnitDistance,
        organisation: &'a Organisation,
        programme: &Programme,
    ) -> Result<Self, ScoringError> {
        let units: Vec<Option<UnitIndex>> = programme
            .participants()
            .iter()
            .map(|participant| person(organisation, participant)?.unit())
            .collect();
        let mut hosts: Vec<UnitIndex> = units.iter().flatten().copied().collect();
        hosts.sort_unstable();
        hosts.dedup();
        let host = units
            .iter()
            .map(|unit| {
                let place = hosts.binary_search(unit.as_ref()?).ok()?;
                u32::try_from(place).ok()
            })
            .map(|place| place.unwrap_or(NO_HOST))
            .collect();

        let scale = term
            .scale
            .unwrap_or_else(|| organisation.units().depth().saturating_mul(2))
            .max(1);
        let distances = organisation.units().distances(&hosts)?;
        let table = (hosts.len() <= TABLE_HOSTS).then(|| {
            let row = |&one: &UnitIndex| {
                let between = |&other: &UnitIndex| points(distances.between(one, other), scale);
                hosts.iter().map(between).collect::<Vec<Points>>()
            };
            hosts.iter().flat_map(row).collect()
        });
        Ok(Self {
            organisation,
            scale,
            unknown: term.unknown,
            host,
            hosts,
            distances,
            table,
        })
    }

    pub(super) fn points(&self, junior: &Participant, senior: &Participant) -> Points {
        let (junior, senior) = (self.host(junior), self.host(senior));
        if junior == NO_HOST || senior == NO_HOST {
            return self.unknown;
        }
        let (junior, senior) = (junior as usize, senior as usize);
        if let Some(table) = &self.table {
            // The senior's row: whoever scores a senior with many juniors stays within it.
            return table[senior * self.hosts.len() + junior];
        }
        let distance = self
            .distances
            .between(self.hosts[junior], self.hosts[senior]);
        points(distance, self.scale)
    }

    pub(super) fn evidence(&self, junior: &Participant, senior: &Participant) -> Evidence {
        let unit = |participant| Some(*self.hosts.get(self.host(participant) as usize)?);
        let (junior, senior) = match (unit(junior), unit(senior)) {
            (Some(junior), Some(senior)) => (junior, senior),
            (junior, senior) => {
                return Evidence::Unknown(Unknown::Unit(Whose::missing(junior, senior)));
            }
        };
        let units = self.organisation.units();
        Evidence::UnitDistance {
            junior: units[junior].id().clone(),
            senior: units[senior].id().clone(),
            distance: self.distances.between(junior, senior),
            scale: self.scale,
        }
    }

    fn host(&self, participant: &Participant) -> u32 {
        at(&self.host, participant).unwrap_or(NO_HOST)
    }
}

fn points(distance: Option<u32>, scale: u32) -> Points {
    let capped = distance.map_or(scale, |distance| distance.min(scale));
    Points::ratio(
        u64::from(capped) * u64::from(Points::FULL.get()),
        scale.into(),
    )
}
