//! Points for named pairs, as an exception.

use super::Points;
use super::breakdown::Evidence;
use super::compiled::run;
use super::error::ScoringFault;
use crate::model::{Organisation, Person, PersonId};
use crate::programme::{Participant, Programme};

/// Gives points to the pairs of a finite list, and the same points to all others.
///
/// For wishes, known contacts, a bonus on keeping a pair. Who is listed but does not take part has no say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct NamedPairs {
    pub(super) name: String,
    pub(super) pairs: Vec<(PersonId, PersonId, Points)>,
    pub(super) otherwise: Points,
}

impl NamedPairs {
    /// Lists pairs, each a junior, a senior and the points they earn; all others earn none.
    pub fn new<J: Into<PersonId>, S: Into<PersonId>>(
        name: impl Into<String>,
        pairs: impl IntoIterator<Item = (J, S, Points)>,
    ) -> Self {
        Self {
            name: name.into(),
            pairs: pairs
                .into_iter()
                .map(|(junior, senior, points)| (junior.into(), senior.into(), points))
                .collect(),
            otherwise: Points::NONE,
        }
    }

    /// Sets what pairs earn that are not listed.
    pub fn with_otherwise(mut self, points: Points) -> Self {
        self.otherwise = points;
        self
    }
}

/// [`NamedPairs`] by participant.
#[derive(Debug)]
pub(super) struct CompiledPairs {
    otherwise: Points,
    /// By senior, and one more: where the run of pairs starts.
    start: Vec<usize>,
    /// Juniors, in order within a run, and points.
    pairs: Vec<(usize, Points)>,
}

impl CompiledPairs {
    /// Lists unknown people and repeated pairs among the faults, and goes on without them.
    pub(super) fn new(
        exception: &NamedPairs,
        organisation: &Organisation,
        programme: &Programme,
        faults: &mut Vec<ScoringFault>,
    ) -> Self {
        let mut resolved = Vec::new();
        for (junior, senior, points) in &exception.pairs {
            let mut find = |id: &PersonId| {
                let person = organisation.person(id.as_str());
                if person.is_none() {
                    faults.push(ScoringFault::UnknownPerson {
                        criterion: exception.name.clone(),
                        person: id.clone(),
                    });
                }
                person
            };
            // Both are looked up, so that both are listed if both are unknown.
            if let (Some(junior), Some(senior)) = (find(junior), find(senior)) {
                resolved.push((senior, junior, *points));
            }
        }
        let key =
            |&(senior, junior, _): &(&Person, &Person, Points)| (senior.index(), junior.index());
        resolved.sort_by_key(key);
        for group in resolved.chunk_by(|a, b| key(a) == key(b)) {
            if let [(senior, junior, _), _, ..] = group {
                faults.push(ScoringFault::DuplicatePair {
                    criterion: exception.name.clone(),
                    junior: junior.id().clone(),
                    senior: senior.id().clone(),
                });
            }
        }

        let place = |person: &Person| Some(programme.participant(person.index())?.index().index());
        let pairs: Vec<(usize, usize, Points)> = resolved
            .into_iter()
            .filter_map(|(senior, junior, points)| Some((place(senior)?, place(junior)?, points)))
            .collect();
        let start = (0..=programme.participants().len())
            .map(|senior| pairs.partition_point(|pair| pair.0 < senior))
            .collect();
        let pairs = pairs
            .into_iter()
            .map(|(_, junior, points)| (junior, points));
        Self {
            otherwise: exception.otherwise,
            pairs: pairs.collect(),
            start,
        }
    }

    pub(super) fn points(&self, junior: &Participant, senior: &Participant) -> Points {
        self.listed(junior, senior).unwrap_or(self.otherwise)
    }

    pub(super) fn evidence(&self, junior: &Participant, senior: &Participant) -> Evidence {
        Evidence::NamedPair {
            listed: self.listed(junior, senior).is_some(),
        }
    }

    fn listed(&self, junior: &Participant, senior: &Participant) -> Option<Points> {
        let pairs = &self.pairs[run(&self.start, senior)];
        let junior = junior.index().index();
        let place = pairs.binary_search_by_key(&junior, |pair| pair.0).ok()?;
        Some(pairs[place].1)
    }
}
