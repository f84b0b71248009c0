//! What a matching is for: an ordered list of objectives.

use super::ConfigError;
use crate::canonical::{Canon, Canonical, canonical};
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
    /// Those who have a pair have waited for as many cycles as possible, all together. See
    /// [`EnrolmentRow::waited`](crate::programme::EnrolmentRow::waited).
    LongestWaiting,
    /// The lowest score of a pair is as high as possible; pairs that pins make do not count. It has no say where neither minima nor the
    /// rungs before it need a pair besides these.
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
            Self::LongestWaiting => "longest_waiting",
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
/// Any rungs in any order make a ladder, each of them once, but for one thing: neither the worst-off pair nor the fewest changes can come
/// first, since to make no pair at all, or no new one, would be best for them. What the rungs leave open the lottery decides.
///
/// The coverage rungs never compete, unless groups have floors or caps. Whatever seniors and whatever juniors can be covered by one
/// matching each can be covered by one for both (Mendelsohn and Dulmage, 1958): so their order makes no difference, and
/// [`Rung::EveryoneCovered`] alone covers as many seniors as [`Rung::SeniorsCovered`] does.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::matching::{Objective, Rung};
///
/// let fair = Objective::new([Rung::LongestWaiting, Rung::EveryoneCovered, Rung::WorstOff, Rung::Total])?;
/// assert!(fair.has(Rung::WorstOff));
///
/// let error = Objective::new([Rung::WorstOff, Rung::Total]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the objective is [worst_off, total], but to make no pair at all is best for \"worst_off\" (put a coverage rung or the \
///      total before it)"
/// );
/// # Ok::<(), reverse_mentoring::matching::ConfigError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    rungs: Vec<Rung>,
    changes_within: Option<u64>,
}

impl Objective {
    /// Makes a ladder of its rungs, the most important first.
    ///
    /// # Errors
    ///
    /// - [`ConfigError::NoRung`] if there is none.
    /// - [`ConfigError::RepeatedRung`] if one comes twice.
    /// - [`ConfigError::RungTooEarly`] if the first is the worst-off pair or the fewest changes.
    pub fn new(rungs: impl IntoIterator<Item = Rung>) -> Result<Self, ConfigError> {
        let rungs: Vec<Rung> = rungs.into_iter().collect();
        let Some(&first) = rungs.first() else {
            return Err(ConfigError::NoRung);
        };
        for (number, &rung) in rungs.iter().enumerate() {
            if rungs[..number].contains(&rung) {
                return Err(ConfigError::RepeatedRung {
                    rung,
                    rungs: names(&rungs),
                });
            }
        }
        if matches!(first, Rung::WorstOff | Rung::FewestChanges) {
            return Err(ConfigError::RungTooEarly {
                rung: first,
                rungs: names(&rungs),
            });
        }
        Ok(Self {
            rungs,
            changes_within: None,
        })
    }

    /// Gives up so many points of the total at most where that makes fewer changes.
    ///
    /// Which matching within the loss has the fewest changes is a question for which no fast exact method is known. What is found is the
    /// best of those that some exchange of changes for points makes optimal, with a proven bound on how few changes
    /// there can be; see [`StatedLoss`](super::StatedLoss).
    ///
    /// # Errors
    ///
    /// [`ConfigError::LossOutOfPlace`] unless the ladder ends in the total and then the fewest changes.
    pub fn with_changes_within(mut self, points: u64) -> Result<Self, ConfigError> {
        if !self.rungs.ends_with(&[Rung::Total, Rung::FewestChanges]) {
            return Err(ConfigError::LossOutOfPlace {
                points,
                rungs: self.names(),
            });
        }
        self.changes_within = Some(points);
        Ok(self)
    }

    /// Returns how many points of the total may be given up for fewer changes.
    #[must_use]
    pub fn changes_within(&self) -> Option<u64> {
        self.changes_within
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

    /// Tells whether coverage comes first and the total next, and nothing has a say after it but an earlier matching.
    pub(super) fn is_coverage_and_total(&self) -> bool {
        let is_coverage =
            |rung: &&Rung| matches!(rung, Rung::SeniorsCovered | Rung::EveryoneCovered);
        let coverage = self.rungs.iter().take_while(is_coverage).count();
        let rest = &self.rungs[coverage..];
        coverage > 0 && matches!(rest, [Rung::Total] | [Rung::Total, Rung::FewestChanges])
    }

    /// Tells whether as many of a side have a pair as can be, whatever that does to the total and to changes.
    pub(super) fn covers_first(&self, role: Role) -> bool {
        self.first().any(|rung| match rung {
            Rung::SeniorsCovered => role == Role::Senior,
            Rung::EveryoneCovered => true,
            _ => false,
        })
    }

    /// Tells whether those who have waited have a pair if they can, whatever that does to the total and to changes.
    pub(super) fn waits_first(&self) -> bool {
        self.first().any(|rung| rung == Rung::LongestWaiting)
    }

    /// Goes through the rungs before the total and the changes.
    fn first(&self) -> impl Iterator<Item = Rung> + '_ {
        let rungs = self.rungs.iter().copied();
        rungs.take_while(|rung| !matches!(rung, Rung::Total | Rung::FewestChanges))
    }

    /// Returns the rungs, the most important first.
    #[must_use]
    pub fn rungs(&self) -> &[Rung] {
        &self.rungs
    }
}

impl Canonical for Rung {
    fn write(&self, canon: &mut Canon) {
        canon.text(self.name());
    }
}

canonical! { Objective { rungs, changes_within } }

fn names(rungs: &[Rung]) -> String {
    let names: Vec<_> = rungs.iter().map(|rung| rung.name()).collect();
    names.join(", ")
}

/// Seniors covered, then everyone covered, then the total score.
impl Default for Objective {
    fn default() -> Self {
        Self {
            rungs: vec![Rung::SeniorsCovered, Rung::EveryoneCovered, Rung::Total],
            changes_within: None,
        }
    }
}
