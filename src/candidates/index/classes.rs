//! Juniors who are alike in all that class terms look at.

use crate::numbering::Numbering;
use crate::parallel;
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
        let mut class_of = vec![0; juniors.len()];
        let mut parts: Vec<Vec<u32>> = Vec::with_capacity(facets.len());
        let mut classes = 1;
        for facet in facets {
            let of_facet: Vec<u32> = juniors.iter().map(|junior| facet.class(junior)).collect();
            let width = of_facet.iter().max().map_or(0, |&class| class as usize + 1);
            let mut numbering = Numbering::new(classes, width, juniors.len());
            for (class, of_facet) in class_of.iter_mut().zip(of_facet) {
                *class = numbering.number(*class, of_facet);
            }
            let pairs = numbering.into_pairs();
            for part in &mut parts {
                *part = pairs.iter().map(|&(one, _)| part[one as usize]).collect();
            }
            parts.push(pairs.iter().map(|&(_, other)| other).collect());
            classes = pairs.len();
        }
        if juniors.is_empty() {
            classes = 0;
        }
        let occurring = parts.iter().map(|part| {
            let mut classes: Vec<u32> = part.clone();
            classes.sort_unstable();
            classes.dedup();
            classes
        });
        let occurring = occurring.collect();
        let (starts, members) = by_key(classes, class_of.iter().copied());
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

    /// Adds up, for each senior, the most that each facet gives any junior.
    pub(super) fn most(&self, facets: &[Facet<'_>], seniors: &[&Participant]) -> Vec<u32> {
        let mut most = vec![0; seniors.len()];
        for (facet, occurring) in facets.iter().zip(&self.occurring) {
            let classes = seniors
                .iter()
                .map(|senior| facet.senior_class(senior) as usize);
            let classes: Vec<usize> = classes.collect();
            let mut examples = vec![None; classes.iter().max().map_or(0, |&most| most + 1)];
            for (&class, &senior) in classes.iter().zip(seniors) {
                examples[class] = Some(senior);
            }
            let of_class = parallel::map(examples.len(), |class| {
                let mut buffer = Vec::new();
                let values = facet.values(examples[class]?, &mut buffer);
                occurring.iter().map(|&class| values[class as usize]).max()
            });
            for (most, class) in most.iter_mut().zip(classes) {
                *most += of_class[class].unwrap_or(0);
            }
        }
        most
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
