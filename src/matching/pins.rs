//! Pins by place: pairs that are made before anything is solved, and pairs that are taken away.

use super::PinFault;
use super::prepared::{Partners, Prepared};
use crate::Error;
use crate::faults::first_of;
use crate::programme::{Pin, Role};

/// The pins of a programme whose people are eligible.
///
/// What is made is settled: the solvers see neither these pairs nor the seats they take. What is forbidden is no candidate.
#[derive(Clone, Debug, Default)]
pub(super) struct Pins {
    /// Places of senior and junior, in order.
    made: Vec<(usize, u32)>,
    /// Of juniors, then of seniors, by place: how many pairs are made.
    counts: [Vec<u32>; 2],
    /// Of juniors, then of seniors, by place: how many pairs are forbidden that could be otherwise.
    forbidden: [Vec<u64>; 2],
}

impl Pins {
    /// Finds the places of all pins, and takes forbidden pairs out of the table.
    ///
    /// # Errors
    ///
    /// [`Error::Pins`] with every pair that is to be made and may not be.
    pub(super) fn settle(prepared: &mut Prepared<'_>) -> Result<Self, Error> {
        let sides = [Role::Junior, Role::Senior];
        let mut pins = Self {
            made: Vec::new(),
            counts: sides.map(|role| vec![0; prepared.places(role)]),
            forbidden: sides.map(|role| vec![0; prepared.places(role)]),
        };
        let mut all: Vec<&Pin> = prepared.programme.pins().iter().collect();
        all.sort_unstable_by_key(|pin| pin.row());
        let (mut faults, mut taken) = (Vec::new(), Vec::new());
        for pin in all {
            match candidate(prepared, pin) {
                Ok((junior, senior)) if pin.kind().is_made() => {
                    pins.made.push((senior, number(junior)));
                    pins.counts[Role::Junior as usize][junior] += 1;
                    pins.counts[Role::Senior as usize][senior] += 1;
                }
                Ok((junior, senior)) => {
                    taken.push((senior, junior));
                    pins.forbidden[Role::Junior as usize][junior] += 1;
                    pins.forbidden[Role::Senior as usize][senior] += 1;
                }
                Err(fault) if pin.kind().is_made() => faults.push(fault),
                // Whoever may not meet anyway need not be forbidden to.
                Err(_) => {}
            }
        }
        if !faults.is_empty() {
            let (faults, total) = first_of(faults);
            return Err(Error::Pins { faults, total });
        }
        pins.made.sort_unstable();
        taken.sort_unstable();
        if !taken.is_empty() {
            let keep = |senior, junior| taken.binary_search(&(senior, junior)).is_err();
            prepared.table.retain(keep);
        }
        Ok(pins)
    }

    /// Tells whether no pair is made.
    pub(super) fn is_empty(&self) -> bool {
        self.made.is_empty()
    }

    pub(super) fn is_made(&self, senior: usize, junior: usize) -> bool {
        self.made.binary_search(&(senior, number(junior))).is_ok()
    }

    /// Goes through the pairs that are made: places of senior and junior, in order.
    pub(super) fn made(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.made
            .iter()
            .map(|&(senior, junior)| (senior, junior as usize))
    }

    /// Counts the pairs that are made of somebody.
    pub(super) fn count(&self, role: Role, place: usize) -> u32 {
        self.counts[role as usize].get(place).copied().unwrap_or(0)
    }

    /// Counts the pairs of somebody that are forbidden and could be otherwise.
    pub(super) fn forbidden(&self, role: Role, place: usize) -> u64 {
        self.forbidden[role as usize]
            .get(place)
            .copied()
            .unwrap_or(0)
    }

    /// Puts the pairs that are made among those that a solver found.
    pub(super) fn merge(
        &self,
        seniors: usize,
        found: impl Iterator<Item = (usize, u32)>,
    ) -> Partners {
        let mut pairs: Vec<_> = found.chain(self.made.iter().copied()).collect();
        pairs.sort_unstable();
        Partners::from_pairs(seniors, pairs.into_iter())
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).expect("a table numbers juniors by 32 bits")
}

/// Finds the places of the junior and the senior of a pin, if the two may be a pair.
fn candidate(prepared: &Prepared<'_>, pin: &Pin) -> Result<(usize, usize), PinFault> {
    let id = |person| prepared.organisation[person].id().clone();
    let (row, kind) = (pin.row(), pin.kind());
    let (junior, senior) = (id(pin.junior()), id(pin.senior()));
    let participants = (
        prepared.programme.participant(pin.junior()),
        prepared.programme.participant(pin.senior()),
    );
    let (Some(j), Some(s)) = participants else {
        return Err(PinFault::NoScore {
            row,
            kind,
            junior,
            senior,
        });
    };
    let violations = prepared.rules.violations(j, s);
    if !violations.is_empty() {
        let rule = prepared.rules.first_broken(j, s);
        let rule = rule.and_then(|rule| prepared.rules.name(rule));
        return Err(PinFault::Barred {
            row,
            kind,
            junior,
            senior,
            rule: rule.unwrap_or("enrolled").to_owned(),
            violations,
        });
    }
    let places = prepared
        .place(Role::Junior, j)
        .zip(prepared.place(Role::Senior, s));
    if let Some((j, s)) = places
        && prepared.table.score(j, s).is_some()
    {
        return Ok((j, s));
    }
    let score = prepared.scorer.score(j, s);
    Err(match score.zip(prepared.scorer.minimum_score()) {
        Some((score, minimum)) => PinFault::BelowMinimum {
            row,
            kind,
            junior,
            senior,
            score,
            minimum,
        },
        None => PinFault::NoScore {
            row,
            kind,
            junior,
            senior,
        },
    })
}
