//! Distance between units, as a class term.

use super::{ClassTerm, Fact, Measure, Points};

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
/// It is a [`ClassTerm`] over home units with the measure [`Measure::Distance`].
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

    /// Returns the settings of a term that is this recipe.
    pub(super) fn of(term: &ClassTerm) -> Option<Self> {
        match term {
            ClassTerm {
                name,
                junior: Fact::Unit,
                senior: Fact::Unit,
                measure: Measure::Distance { scale },
                unknown,
            } if name == Self::NAME => Some(Self {
                scale: *scale,
                unknown: *unknown,
            }),
            _ => None,
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

impl From<UnitDistance> for ClassTerm {
    fn from(distance: UnitDistance) -> Self {
        let measure = Measure::Distance {
            scale: distance.scale,
        };
        Self::new(UnitDistance::NAME, Fact::Unit, measure).with_unknown(distance.unknown)
    }
}
