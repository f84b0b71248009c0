//! What a matching is for: an ordered list of objectives.

use super::ConfigError;
use crate::canonical::{Canon, Canonical};
use crate::programme::Role;

/// One objective of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Rung {
    /// As many seniors as possible have a pair.
    SeniorsCovered,
    /// As many people as possible have a pair.
    EveryoneCovered,
    /// The lowest score of a pair is as high as possible; pairs that pins make do not count. It has no say where neither coverage nor a
    /// minimum needs a pair besides these.
    WorstOff,
    /// The scores of all pairs add up to as much as possible.
    Total,
    /// As few pairs as possible are in one alone of this matching and an earlier one, which is given to
    /// [`Engine::run_after`](super::Engine::run_after).
    FewestChanges,
}

impl Rung {
    /// Returns the name of the rung in documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SeniorsCovered => "seniors_covered",
            Self::EveryoneCovered => "everyone_covered",
            Self::WorstOff => "worst_off",
            Self::Total => "total",
            Self::FewestChanges => "fewest_changes",
        }
    }
}

/// The ladder of objectives: each rung is made as good as it can be without giving up anything on a rung before it.
///
/// Somebody is covered on a side if they have a pair there; the seats of one person on the two sides are counted apart. Minima
/// are no rung: they are terms that every matching keeps to. Where everybody has one seat on a side, every pair covers one
/// senior and one junior, so both coverage rungs ask for the same thing: the greatest number of pairs. Where some
/// have several, nobody gets a second pair at the cost of another's first, and seats beyond the first are filled as
/// far as that adds to the total.
///
/// The coverage rungs never compete. Whatever seniors and whatever juniors can be covered by one matching each can be covered by
/// one for both (Mendelsohn and Dulmage, 1958): so their order makes no difference, and [`Rung::EveryoneCovered`]
/// alone covers as many seniors as [`Rung::SeniorsCovered`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    rungs: Vec<Rung>,
}

impl Objective {
    /// Makes a ladder of its rungs, the most important first.
    ///
    /// # Errors
    ///
    /// [`ConfigError::UnservedObjective`] unless the ladder is one or both of the coverage rungs, then the worst-off pair or
    /// not, then the total, and then the fewest changes or nothing.
    pub fn new(rungs: impl IntoIterator<Item = Rung>) -> Result<Self, ConfigError> {
        let rungs: Vec<Rung> = rungs.into_iter().collect();
        let coverage = rungs.iter().take_while(|&&rung| covers(rung)).count();
        let (coverage, rest) = rungs.split_at(coverage);
        let covers_once = match coverage {
            [_] => true,
            [first, second] => first != second,
            _ => false,
        };
        let rest = rest.strip_prefix(&[Rung::WorstOff]).unwrap_or(rest);
        if covers_once && matches!(rest, [Rung::Total] | [Rung::Total, Rung::FewestChanges]) {
            Ok(Self { rungs })
        } else {
            Err(ConfigError::UnservedObjective {
                rungs: names(&rungs),
            })
        }
    }

    /// Names the rungs, separated by commas.
    pub(super) fn names(&self) -> String {
        names(&self.rungs)
    }

    /// Tells whether a rung is on the ladder.
    #[must_use]
    pub fn has(&self, rung: Rung) -> bool {
        self.rungs.contains(&rung)
    }

    /// Tells whether some rung asks for the coverage of a side.
    #[must_use]
    pub fn covers(&self, role: Role) -> bool {
        self.rungs.iter().any(|rung| match rung {
            Rung::SeniorsCovered => role == Role::Senior,
            Rung::EveryoneCovered => true,
            _ => false,
        })
    }

    /// Returns the rungs, the most important first.
    #[must_use]
    pub fn rungs(&self) -> &[Rung] {
        &self.rungs
    }
}

impl Canonical for Objective {
    fn write(&self, canon: &mut Canon) {
        canon.list(&self.rungs, |canon, rung| canon.text(rung.name()));
    }
}

fn names(rungs: &[Rung]) -> String {
    let names: Vec<_> = rungs.iter().map(|rung| rung.name()).collect();
    names.join(", ")
}

fn covers(rung: Rung) -> bool {
    matches!(rung, Rung::SeniorsCovered | Rung::EveryoneCovered)
}

/// Seniors covered, then everyone covered, then the total score.
impl Default for Objective {
    fn default() -> Self {
        Self {
            rungs: vec![Rung::SeniorsCovered, Rung::EveryoneCovered, Rung::Total],
        }
    }
}
