//! Juniors who are alike in all that class terms look at.

use std::collections::HashMap;

use crate::programme::Participant;
use crate::scoring::Facet;

/// The classes of juniors, each with its members.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    /// By junior.
    class_of: Vec<u32>,
    /// By facet: the class that each class of juniors is in there.
    parts: Vec<Vec<u32>>,
    /// By facet: the classes in which there are juniors, each once.
    occurring: Vec<Vec<u32>>,
    /// By class, and one more: where the run of members starts.
    starts: Vec<usize>,
    /// Ascending within a run.
    members: Vec<u32>,
}

impl Classes {
    pub(super) fn new(facets: &[Facet<'_>], juniors: &[&Participant]) -> Self {
        let mut parts = vec![Vec::new(); facets.len()];
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut class_of = Vec::with_capacity(juniors.len());
        let mut key = Vec::with_capacity(facets.len());
        for junior in juniors {
            key.clear();
            key.extend(facets.iter().map(|facet| facet.class(junior)));
            let class = known.get(&key).copied().unwrap_or_else(|| {
                let next =
                    u32::try_from(known.len()).expect("a programme has fewer than 2^32 people");
                for (part, &class) in parts.iter_mut().zip(&key) {
                    part.push(class);
                }
                known.insert(key.clone(), next);
                next
            });
            class_of.push(class);
        }
        let occurring = parts.iter().map(|part| {
            let mut classes: Vec<u32> = part.clone();
            classes.sort_unstable();
            classes.dedup();
            classes
        });
        let occurring = occurring.collect();
        let (starts, members) = by_key(known.len(), class_of.iter().copied());
        Self {
            class_of,
            parts,
            occurring,
            starts,
            members,
        }
    }

    /// Returns the class of a junior.
    pub(super) fn of(&self, junior: u32) -> u32 {
        self.class_of[junior as usize]
    }

    /// Counts the classes.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Lists the juniors of a class, ascending.
    pub(super) fn members(&self, class: usize) -> &[u32] {
        &self.members[self.starts[class]..self.starts[class + 1]]
    }

    /// Adds up what facets give, whose values are given by the class that a junior is in there.
    pub(super) fn value(&self, values: &[&[u32]], class: usize) -> i64 {
        let values = self.parts.iter().zip(values);
        values
            .map(|(part, values)| i64::from(values[part[class] as usize]))
            .sum()
    }

    /// Adds up the most that each facet gives any junior.
    pub(super) fn most(&self, values: &[&[u32]]) -> i64 {
        let values = self.occurring.iter().zip(values);
        let most = values.map(|(classes, values)| {
            let most = classes.iter().map(|&class| values[class as usize]).max();
            i64::from(most.unwrap_or(0))
        });
        most.sum()
    }
}

/// Sorts the places of an iterator by key: where the run of each key starts, and one more; and the places, ascending within a
/// run.
fn by_key(keys: usize, places: impl Iterator<Item = u32> + Clone) -> (Vec<usize>, Vec<u32>) {
    let mut starts = vec![0; keys + 1];
    for key in places.clone() {
        starts[key as usize + 1] += 1;
    }
    for key in 0..keys {
        starts[key + 1] += starts[key];
    }
    let mut next = starts.clone();
    let mut sorted = vec![0; starts[keys]];
    for (place, key) in (0..).zip(places) {
        let next = &mut next[key as usize];
        sorted[*next] = place;
        *next += 1;
    }
    (starts, sorted)
}
