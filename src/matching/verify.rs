//! Checks a matching from scratch.

use std::collections::{BTreeMap, BTreeSet};

use super::lowering::{self, Lowered};
use super::prepared::{Partners, Prepared};
use super::statuses::Statuses;
use super::{Engine, HallSet, Matching, Pair, Seat, VerifyError};
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
    total: i64,
    pairs_checked: u64,
}

impl Verified {
    /// Returns the number of pairs: no matching has more.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.pairs
    }

    /// Returns the total score: no matching with as many pairs has more.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.total
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
        let expected = organisation.fingerprint().to_string();
        if matching.record.organisation != expected {
            let found = matching.record.organisation.clone();
            return Err(VerifyError::AnotherOrganisation { found, expected }.into());
        }
        let prepared = self.prepare(organisation, programme, &Work::default())?;
        check_enrolments(&prepared, &matching.seats)?;
        if matching.resolution != prepared.table.resolution() {
            return Err(VerifyError::WrongResolution.into());
        }
        self.check_pairs(&prepared, &matching.pairs)?;
        check_total(matching)?;
        let claim = lowering::lower(&prepared, matching)?;
        let verified = crate::assignment::verify(&Lowered::new(&prepared.table), &claim)
            .map_err(|error| lowering::explain(&prepared, &error))?;
        let statuses = Statuses::find(&prepared, &lowering::sides(&claim));
        check_statuses(&statuses.seats, &matching.seats)?;
        check_hall_sets(&prepared, &matching.hall_sets)?;
        Ok(Verified {
            pairs: verified.pairs(),
            total: matching.total,
            pairs_checked: verified.pairs_checked(),
        })
    }

    fn check_pairs(&self, prepared: &Prepared<'_>, pairs: &[Pair]) -> Result<(), VerifyError> {
        let mut seen = BTreeSet::new();
        for pair in pairs {
            for (person, role) in [(&pair.junior, Role::Junior), (&pair.senior, Role::Senior)] {
                if !seen.insert((role, person)) {
                    return Err(VerifyError::TwoPairs {
                        person: person.clone(),
                        role,
                    });
                }
            }
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

/// The people of each Hall set are more than all the partners that any of them may meet.
fn check_hall_sets(prepared: &Prepared<'_>, sets: &[HallSet]) -> Result<(), VerifyError> {
    // The juniors' lists have to be turned around from the seniors', so each side is asked for once.
    let neighbours = [Role::Junior, Role::Senior].map(|role| prepared.partners(role));
    for (index, set) in sets.iter().enumerate() {
        let neighbours = match set.role {
            Role::Junior => &neighbours[0],
            Role::Senior => &neighbours[1],
        };
        check_hall_set(prepared, neighbours, index, set)?;
    }
    Ok(())
}

fn check_hall_set(
    prepared: &Prepared<'_>,
    neighbours: &Partners,
    index: usize,
    set: &HallSet,
) -> Result<(), VerifyError> {
    let fault = |reason: String| VerifyError::HallSet { index, reason };
    let people: BTreeSet<_> = set.people.iter().collect();
    let partners: BTreeSet<_> = set.partners.iter().collect();
    if people.len() <= partners.len() {
        return Err(fault(format!(
            "{} people may meet {} partners",
            people.len(),
            partners.len()
        )));
    }
    for person in people {
        let place = prepared
            .participant(person)
            .and_then(|found| prepared.place(set.role, found));
        let Some(place) = place else {
            return Err(fault(format!(
                "\"{person}\" is not eligible as a {}",
                set.role
            )));
        };
        for &partner in neighbours.of(place) {
            let partner = prepared.person_at(set.role.other(), partner as usize);
            if !partners.contains(partner) {
                return Err(fault(format!("\"{person}\" may also meet \"{partner}\"")));
            }
        }
    }
    Ok(())
}
