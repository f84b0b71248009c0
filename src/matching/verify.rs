//! Checks a matching from scratch.

use std::collections::{BTreeMap, BTreeSet};

use super::hall::is_pinned;
use super::lowering::{self, Outcome, Stage};
use super::prepared::{Partners, Prepared, Seats};
use super::statuses::Statuses;
use super::{Engine, HallSet, Matching, Pair, Rung, Seat, VerifyError};
use crate::Error;
use crate::model::{Organisation, PersonId};
use crate::programme::{Participant, Programme, Role};
use crate::scoring::Score;
use crate::work::Work;

/// What a check has proved of a matching: rules, scores, statuses and optimality all hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Verified {
    pairs: usize,
    juniors: usize,
    seniors: usize,
    total: i64,
    worst_off: Option<Score>,
    changes: Option<u64>,
    pairs_checked: u64,
}

impl Verified {
    /// Returns the number of pairs: where everybody has one seat, no matching has more.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.pairs
    }

    /// Returns the number of people of a side who have a pair: no matching has more, if the objective asks for their coverage.
    #[must_use]
    pub fn covered(&self, role: Role) -> usize {
        match role {
            Role::Junior => self.juniors,
            Role::Senior => self.seniors,
        }
    }

    /// Returns the total score: no matching that covers as many people, and is as good for the worst-off pair where the objective
    /// asks for that, has more.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.total
    }

    /// Returns the score of the worst-off pair: no matching that covers as many people has a better one; `None` where the objective does
    /// not ask for it, and where no pair is needed.
    #[must_use]
    pub fn worst_off(&self) -> Option<Score> {
        self.worst_off
    }

    /// Returns how many pairs are in one alone of the matching and the earlier one: no matching that is as good has fewer; `None` where
    /// there was no earlier one.
    #[must_use]
    pub fn changes(&self) -> Option<u64> {
        self.changes
    }

    /// Returns how many permitted pairs were looked at, which are all there are.
    #[must_use]
    pub fn pairs_checked(&self) -> u64 {
        self.pairs_checked
    }
}

impl Engine {
    /// Checks a matching, wherever it comes from, against the organisation and the programme.
    ///
    /// Rules are asked and scores computed anew for every pair of people. The proof of optimality is checked by code
    /// that shares nothing with the solver. Everyone who enrolled must have the status that is theirs.
    ///
    /// # Complexity
    ///
    /// As [`run`](Engine::run) without the assignment.
    ///
    /// # Errors
    ///
    /// [`Error::Verify`] with the first thing that does not hold; the errors of [`run`](Engine::run) if there is nothing to
    /// check against.
    pub fn verify(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        matching: &Matching,
    ) -> Result<Verified, Error> {
        let (found, expected) = (matching.record.organisation(), organisation.fingerprint());
        if found != expected {
            let (found, expected) = (found.to_string(), expected.to_string());
            return Err(VerifyError::AnotherOrganisation { found, expected }.into());
        }
        let prepared = self.prepare(organisation, programme, &Work::default())?;
        check_enrolments(&prepared, &matching.seats)?;
        if matching.resolution != prepared.table.resolution() {
            return Err(VerifyError::WrongResolution.into());
        }
        check_capacities(&prepared, &matching.pairs)?;
        self.check_pairs(&prepared, &matching.pairs)?;
        check_total(matching)?;
        let objective = self.config().objective();
        let claim = self.read_claim(&prepared, matching)?;
        let pairs_checked = lowering::verify(&prepared, &claim)?;
        let statuses = Statuses::find(&prepared, objective, &claim);
        check_statuses(&statuses.seats, &matching.seats)?;
        check_hall_sets(&prepared, &statuses.hall_sets, &matching.hall_sets)?;
        let covered = |role| {
            let places = 0..prepared.places(role);
            places
                .filter(|&place| !claim.partners(role).of(place).is_empty())
                .count()
        };
        Ok(Verified {
            pairs: matching.pairs.len(),
            juniors: covered(Role::Junior),
            seniors: covered(Role::Senior),
            total: matching.total,
            worst_off: claim.least_score(),
            changes: matching.changes.as_ref().map(super::Changes::count),
            pairs_checked,
        })
    }

    /// Reads the pairs and the proofs, one for each rung of the objective and no other.
    fn read_claim(
        &self,
        prepared: &Prepared<'_>,
        matching: &Matching,
    ) -> Result<Outcome, VerifyError> {
        let objective = self.config().objective();
        let about = |what: &str| VerifyError::NotOptimal {
            reason: format!(
                "it is about {what}, but the objective is [{}]",
                objective.names()
            ),
        };
        if !objective.has(Rung::WorstOff) && matching.worst_off.is_some() {
            return Err(about("a worst-off pair"));
        }
        if !objective.has(Rung::Total) && !matching.worths.is_empty() {
            return Err(about("a total"));
        }
        let mut earlier = Vec::new();
        if let Some(changes) = &matching.changes {
            changes.verify(objective, &matching.pairs)?;
            if let Some(stated) = changes.stated_loss() {
                self.check_pairs(prepared, stated.best())?;
            }
            earlier = lowering::places(prepared, changes.earlier());
        }
        let plan = Stage::of(prepared, objective, matching.changes.is_some());
        Outcome::claimed(prepared, plan, earlier, matching)
    }

    fn check_pairs(&self, prepared: &Prepared<'_>, pairs: &[Pair]) -> Result<(), VerifyError> {
        for pair in pairs {
            let expected = check_permitted(prepared, pair)?;
            if pair.score.get() != expected {
                let Pair {
                    junior,
                    senior,
                    score,
                } = pair.clone();
                let found = score.get();
                return Err(if self.config().scoring().weights().is_none() {
                    VerifyError::ScorerNotDeterministic {
                        junior,
                        senior,
                        found: expected,
                        expected: found,
                    }
                } else {
                    VerifyError::WrongScore {
                        junior,
                        senior,
                        found,
                        expected,
                    }
                });
            }
        }
        Ok(())
    }
}

/// No two people are a pair twice, and everyone who is eligible is in no more pairs than they can be in and in no fewer than
/// they must be in.
fn check_capacities(prepared: &Prepared<'_>, pairs: &[Pair]) -> Result<(), VerifyError> {
    let mut seen = BTreeSet::new();
    for pair in pairs {
        if !seen.insert((&pair.junior, &pair.senior)) {
            return Err(VerifyError::RepeatedPair {
                junior: pair.junior.clone(),
                senior: pair.senior.clone(),
            });
        }
    }
    for role in [Role::Junior, Role::Senior] {
        let mut found: BTreeMap<&PersonId, usize> = BTreeMap::new();
        for pair in pairs {
            let person = match role {
                Role::Junior => &pair.junior,
                Role::Senior => &pair.senior,
            };
            *found.entry(person).or_default() += 1;
        }
        for (place, of_person) in prepared.seats(role).enumerate() {
            let person = prepared.person_at(role, place);
            let found = found.get(person).copied().unwrap_or(0);
            let (least, most) = (of_person.minimum, of_person.capacity);
            if found < least as usize || found > most as usize {
                return Err(VerifyError::PairCount {
                    person: person.clone(),
                    role,
                    found,
                    least,
                    most,
                });
            }
        }
    }
    Ok(())
}

/// Everyone who enrolled has one status for each side, and nobody else has any.
fn check_enrolments(prepared: &Prepared<'_>, seats: &[Seat]) -> Result<(), VerifyError> {
    // By person and side: how many statuses are expected, how many there are.
    let mut counts: BTreeMap<(&PersonId, Role), (usize, usize)> = BTreeMap::new();
    for participant in prepared.programme.participants() {
        let person = prepared.organisation[participant.person()].id();
        for role in [Role::Junior, Role::Senior]
            .into_iter()
            .filter(|&role| participant.takes_part_as(role))
        {
            counts.entry((person, role)).or_default().0 += 1;
        }
    }
    for seat in seats {
        counts.entry((&seat.person, seat.role)).or_default().1 += 1;
    }
    match counts
        .into_iter()
        .find(|(_, (expected, found))| expected != found)
    {
        None => Ok(()),
        Some(((person, role), (expected, found))) => Err(VerifyError::Seats {
            person: person.clone(),
            role,
            found,
            expected,
        }),
    }
}

/// Returns the score of a pair that may exist.
fn check_permitted(prepared: &Prepared<'_>, pair: &Pair) -> Result<i64, VerifyError> {
    let barred = |reason: String| VerifyError::BarredPair {
        junior: pair.junior.clone(),
        senior: pair.senior.clone(),
        reason,
    };
    let participant = |person: &PersonId, role: Role| -> Result<&Participant, VerifyError> {
        let participant = prepared
            .participant(person)
            .filter(|found| found.takes_part_as(role));
        let participant = participant
            .ok_or_else(|| barred(format!("\"{person}\" is not enrolled as a {role}")))?;
        prepared
            .rules
            .eligibility(participant, role)
            .map_err(|ineligible| barred(ineligible.to_string()))?;
        Ok(participant)
    };
    let junior = participant(&pair.junior, Role::Junior)?;
    let senior = participant(&pair.senior, Role::Senior)?;
    let pin = prepared.programme.pin(junior.person(), senior.person());
    if let Some(pin) = pin.filter(|pin| !pin.kind().is_made()) {
        return Err(barred(pin.to_string()));
    }
    if let Some(violation) = prepared.rules.violations(junior, senior).first() {
        return Err(barred(violation.to_string()));
    }
    let places = (
        prepared.place(Role::Senior, senior),
        prepared.place(Role::Junior, junior),
    );
    let score = if let (Some(senior), Some(junior)) = places {
        prepared.table.score(junior, senior)
    } else {
        None
    };
    score
        .map(Score::get)
        .ok_or_else(|| barred("they have no score, or one below the floor".to_owned()))
}

fn check_total(matching: &Matching) -> Result<(), VerifyError> {
    let expected: i128 = matching
        .pairs
        .iter()
        .map(|pair| i128::from(pair.score.get()))
        .sum();
    if i128::from(matching.total) == expected {
        return Ok(());
    }
    Err(VerifyError::WrongTotal {
        found: matching.total,
        expected,
    })
}

fn check_statuses(expected: &[Seat], found: &[Seat]) -> Result<(), VerifyError> {
    match expected
        .iter()
        .zip(found)
        .find(|(expected, found)| expected != found)
    {
        None => Ok(()),
        Some((expected, found)) => Err(VerifyError::WrongStatus {
            person: expected.person.clone(),
            role: expected.role,
            found: format!("{:?}", found.status),
            expected: format!("{:?}", expected.status),
        }),
    }
}

/// The people of each Hall set need more pairs than all the partners that any of them may meet can give.
fn check_hall_sets(
    prepared: &Prepared<'_>,
    expected: &[HallSet],
    found: &[HallSet],
) -> Result<(), VerifyError> {
    // Of 10^8 pairs these take a second, so a side is asked for once, and not for nothing.
    let neighbours = [Role::Junior, Role::Senior].map(|role| {
        let is_asked = found.iter().any(|set| set.role == role);
        is_asked.then(|| prepared.partners(role))
    });
    let seats = [Role::Junior, Role::Senior].map(|role| prepared.seats(role).collect::<Vec<_>>());
    for (index, set) in found.iter().enumerate() {
        let Some(own) = &neighbours[set.role as usize] else {
            continue;
        };
        let of_both = [set.role, set.role.other()].map(|role| seats[role as usize].as_slice());
        check_hall_set(prepared, set, own, of_both)
            .map_err(|reason| VerifyError::HallSet { index, reason })?;
    }
    let longest = expected.len().max(found.len());
    match (0..longest).find(|&index| expected.get(index) != found.get(index)) {
        None => Ok(()),
        Some(index) => Err(VerifyError::HallSet {
            index,
            reason: "another set follows from the pairs".to_owned(),
        }),
    }
}

fn check_hall_set(
    prepared: &Prepared<'_>,
    set: &HallSet,
    neighbours: &Partners,
    [own_seats, other_seats]: [&[Seats]; 2],
) -> Result<(), String> {
    let people: BTreeSet<_> = set.people.iter().collect();
    if set.needed <= set.possible {
        return Err(format!(
            "{} people need {} pairs, and {} are possible",
            people.len(),
            set.needed,
            set.possible
        ));
    }
    let place_of =
        |person: &PersonId, role: Role| prepared.place(role, prepared.participant(person)?);
    // By place, since people with many permitted partners look here for each of them.
    let mut is_partner = vec![false; other_seats.len()];
    for person in &set.partners {
        if let Some(place) = place_of(person, set.role.other()) {
            is_partner[place] = true;
        }
    }
    let mut needed = 0;
    // Of each partner, how many of these people may meet them.
    let mut wanted_by = vec![0_u64; other_seats.len()];
    for person in people {
        let Some(place) = place_of(person, set.role) else {
            return Err(format!("\"{person}\" is not eligible as a {}", set.role));
        };
        needed += u64::from(own_seats[place].needs());
        for &partner in neighbours.of(place) {
            if is_pinned(prepared, set.role, place, partner) {
                continue;
            }
            let partner = partner as usize;
            if !is_partner[partner] {
                let found = prepared.person_at(set.role.other(), partner);
                return Err(format!("\"{person}\" may also meet \"{found}\""));
            }
            wanted_by[partner] += 1;
        }
    }
    let possible = wanted_by
        .into_iter()
        .zip(other_seats)
        .map(|(wanted_by, seats)| wanted_by.min(seats.left().into()));
    let possible: u64 = possible.sum();
    if (set.needed, set.possible) != (needed, possible) {
        return Err(format!(
            "its people need {} pairs, and {} are possible, expected {needed} and {possible}",
            set.needed, set.possible
        ));
    }
    Ok(())
}
