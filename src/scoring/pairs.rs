//! The compiled form of [`NamedPairs`]: the pairs of each senior, in order.

use std::collections::HashMap;

use super::breakdown::Evidence;
use super::compiled::{Faults, Setting, run};
use super::error::ScoringFault;
use super::named_pairs::NamedPair;
use super::{NamedPairs, Points, Wishes};
use crate::model::{Person, PersonId, PersonIndex};
use crate::programme::{Participant, Role};
use crate::work::{COMPILING, Work};

/// [`NamedPairs`] by participant.
#[derive(Debug)]
pub(super) struct CompiledPairs {
    otherwise: Points,
    /// By senior, and one more: where the run of pairs starts.
    start: Vec<usize>,
    /// In order of junior within a run.
    pairs: Vec<Listed>,
}

#[derive(Clone, Copy, Debug)]
struct Listed {
    junior: usize,
    points: Points,
    /// The age of the pair and the age at which nothing is left, where it fades.
    fades: Option<(u32, u32)>,
}

/// What a list says of a senior and a junior.
type Named = (PersonIndex, PersonIndex, Points, Option<i32>);

impl CompiledPairs {
    /// Lists unknown people, repeated pairs and a missing run day among the faults, and goes on without them.
    pub(super) fn new(
        exception: &NamedPairs,
        setting: Setting<'_>,
        faults: &mut Faults,
        work: &Work<'_>,
    ) -> Self {
        if exception.fade.is_some() && setting.run_day.is_none() {
            let criterion = exception.name.clone();
            faults.push(ScoringFault::NoRunDay { criterion });
        }
        let mut named = listed(exception, setting, faults);
        named.extend(
            exception
                .wishes
                .iter()
                .flat_map(|wishes| wished(wishes, setting, work)),
        );
        let past = exception.past.into_iter();
        named.extend(past.flat_map(|points| past_pairs(points, setting)));
        let related = exception.related.iter();
        let relations = setting.organisation.relations().on(setting.run_day);
        named.extend(related.flat_map(|&(kind, points)| {
            let relations = relations.iter().filter(move |relation| relation.2 == kind);
            let ways = relations.flat_map(|(from, to, ..)| [(from, to), (to, from)]);
            ways.map(move |(senior, junior)| (senior, junior, points, None))
        }));
        // A stable sort: of what several sources say of a pair, the first stays.
        named.sort_by_key(|&(senior, junior, ..)| (senior, junior));
        named.dedup_by_key(|&mut (senior, junior, ..)| (senior, junior));

        let place = |person| Some(setting.programme.participant(person)?.index().index());
        let places: Vec<(usize, Listed)> = named
            .into_iter()
            .filter_map(|(senior, junior, points, day)| {
                let fades = exception.fade.zip(day).zip(setting.run_day);
                let fades = fades.map(|((fade, day), today)| (age(day, today), fade));
                let listed = Listed {
                    junior: place(junior)?,
                    points: faded(points, exception.otherwise, fades),
                    fades,
                };
                Some((place(senior)?, listed))
            })
            .collect();
        let participants = setting.programme.participants();
        let mut start = Vec::with_capacity(participants.len() + 1);
        start.push(0);
        let mut end = 0;
        for senior in work.through(COMPILING, participants) {
            let senior = senior.index().index();
            end += places[end..]
                .iter()
                .take_while(|pair| pair.0 == senior)
                .count();
            start.push(end);
        }
        Self {
            otherwise: exception.otherwise,
            start,
            pairs: places.into_iter().map(|(_, pair)| pair).collect(),
        }
    }

    pub(super) fn points(&self, junior: &Participant, senior: &Participant) -> Points {
        let listed = self.listed(junior, senior);
        listed.map_or(self.otherwise, |listed| listed.points)
    }

    /// Returns the points of pairs that are not listed.
    pub(super) fn otherwise(&self) -> Points {
        self.otherwise
    }

    /// Lists the juniors of a senior's listed pairs, as positions among the participants.
    pub(super) fn juniors_of(&self, senior: &Participant) -> impl Iterator<Item = usize> {
        let pairs = &self.pairs[run(&self.start, senior)];
        pairs.iter().map(|pair| pair.junior)
    }

    pub(super) fn evidence(&self, junior: &Participant, senior: &Participant) -> Evidence {
        let listed = self.listed(junior, senior);
        match listed.and_then(|listed| listed.fades) {
            Some((days, fade)) => Evidence::FadedPair { days, fade },
            None => Evidence::NamedPair {
                listed: listed.is_some(),
            },
        }
    }

    fn listed(&self, junior: &Participant, senior: &Participant) -> Option<Listed> {
        let pairs = &self.pairs[run(&self.start, senior)];
        let junior = junior.index().index();
        let place = pairs
            .binary_search_by_key(&junior, |pair| pair.junior)
            .ok()?;
        Some(pairs[place])
    }
}

/// Returns the pairs named one by one.
fn listed(exception: &NamedPairs, setting: Setting<'_>, faults: &mut Faults) -> Vec<Named> {
    let mut named = Vec::new();
    for pair in &exception.pairs {
        let mut find = |id: &PersonId| {
            let person = setting.organisation.person(id.as_str());
            if person.is_none() {
                faults.push(ScoringFault::UnknownPerson {
                    criterion: exception.name.clone(),
                    person: id.clone(),
                });
            }
            person.map(Person::index)
        };
        let NamedPair { points, day, .. } = *pair;
        // Both are looked up, so that both are listed if both are unknown.
        if let (Some(junior), Some(senior)) = (find(&pair.junior), find(&pair.senior)) {
            named.push((senior, junior, points, day));
        }
    }
    named.sort_by_key(|&(senior, junior, ..)| (senior, junior));
    for group in named.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        if let [(senior, junior, ..), _, ..] = *group {
            faults.push(ScoringFault::DuplicatePair {
                criterion: exception.name.clone(),
                junior: setting.organisation[junior].id().clone(),
                senior: setting.organisation[senior].id().clone(),
            });
        }
    }
    named
}

/// Returns the pairs for whom somebody wishes.
fn wished(wishes: &Wishes, setting: Setting<'_>, work: &Work<'_>) -> Vec<Named> {
    // Twice the points, so that the half of two wishes is rounded once.
    let mut doubled: HashMap<(PersonIndex, PersonIndex), u64> = HashMap::new();
    for participant in work.through(COMPILING, setting.programme.participants()) {
        let who = participant.person();
        for (&whom, points) in participant.wishes().iter().zip(&wishes.ranks) {
            for role in [Role::Junior, Role::Senior] {
                let worth = match wishes.of {
                    None => 1,
                    Some(of) if of == role => 2,
                    Some(_) => continue,
                };
                let pair = match role {
                    Role::Junior => (whom, who),
                    Role::Senior => (who, whom),
                };
                *doubled.entry(pair).or_default() += worth * u64::from(points.get());
            }
        }
    }
    let pairs = doubled.into_iter();
    pairs
        .map(|((senior, junior), doubled)| (senior, junior, Points::ratio(doubled, 2), None))
        .collect()
}

/// Returns the pairs of earlier cycles, each as of the last day known.
fn past_pairs(points: Points, setting: Setting<'_>) -> Vec<Named> {
    let mut named: Vec<Named> = setting
        .programme
        .past_pairs()
        .map(|(junior, senior, ended)| (senior, junior, points, ended))
        .collect();
    named.sort_by_key(|&(senior, junior, _, ended)| (senior, junior, std::cmp::Reverse(ended)));
    named
}

/// Counts the days from one to another, or none for a day to come.
fn age(day: i32, today: i32) -> u32 {
    u32::try_from(i64::from(today) - i64::from(day)).unwrap_or(0)
}

/// Returns what is left of the points of a pair.
fn faded(points: Points, otherwise: Points, fades: Option<(u32, u32)>) -> Points {
    let Some((age, fade)) = fades else {
        return points;
    };
    let (gone, fade) = (u64::from(age.min(fade)), u64::from(fade));
    let sum = u64::from(otherwise.get()) * gone + u64::from(points.get()) * (fade - gone);
    Points::ratio(sum, fade)
}
