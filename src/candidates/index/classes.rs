//! Juniors who are alike in all that class terms look at.

use std::cmp::Reverse;
use std::ops::Range;

use super::postings::PHASE;
use crate::numbering::Numbering;
use crate::parallel;
use crate::programme::Participant;
use crate::scoring::{Facet, Lead, Values};
use crate::work::{Cancelled, Work};

/// The classes of juniors, and the juniors in order of class.
///
/// The *rank* of a junior is the position in that order. Those of one segment stand together, and within it those of one class.
#[derive(Clone, Debug)]
pub(super) struct Classes {
    facets: usize,
    /// By class, a run for each: the class that its juniors are in for each facet.
    parts: Vec<u32>,
    /// By facet: the classes in which there are juniors, each once.
    occurring: Vec<Vec<u32>>,
    /// By class, and one more: the rank of its first member.
    starts: Vec<u32>,
    steering: Option<Steering>,
    finer: Option<Finer>,
}

/// The facet that divides juniors into segments.
#[derive(Clone, Debug)]
pub(super) struct Steering {
    pub(super) facet: usize,
    /// In order of rank.
    pub(super) segments: Vec<Segment>,
}

/// The juniors who are in one class for the steering facet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) class: u32,
    /// The first rank beyond.
    pub(super) end: u32,
}

/// The facet by which juniors of a segment are told apart before anything else is read of them.
#[derive(Clone, Debug)]
pub(super) struct Finer {
    pub(super) facet: usize,
    /// By rank: the place of the class among those that occur.
    pub(super) places: Vec<u8>,
}

/// More segments than a look at a short list is worth.
const MOST_SEGMENTS: usize = 128;

/// Seniors who are asked how much the classes of a facet tell juniors apart, or up to twice as many.
const SENIORS_ASKED: usize = 64;

impl Classes {
    /// Divides juniors into classes; also returns who has each rank, as a position among them.
    pub(super) fn new(
        facets: &[Facet<'_>],
        juniors: &[&Participant],
        seniors: &[&Participant],
        work: &Work<'_>,
    ) -> Result<(Self, Vec<u32>), Cancelled> {
        let width = facets.len();
        let may_go_on = |done| work.check(PHASE, done as u64, juniors.len() as u64);
        let of_facets = parallel::try_rows(juniors.len(), may_go_on, |junior, classes| {
            classes.extend(facets.iter().map(|facet| facet.class(juniors[junior])));
        })?;
        let mut class_of = vec![0; juniors.len()];
        let mut parts: Vec<u32> = Vec::new();
        let mut classes = usize::from(!juniors.is_empty());
        for facet in 0..width {
            may_go_on(juniors.len())?;
            let of_facet = || of_facets.iter().skip(facet).step_by(width).copied();
            let most = of_facet().max().map_or(0, |class| class as usize + 1);
            let mut numbering = Numbering::new(classes, most, juniors.len());
            for (class, of_facet) in class_of.iter_mut().zip(of_facet()) {
                *class = numbering.number(*class, of_facet);
            }
            let pairs = numbering.into_pairs();
            let joined = pairs.iter().flat_map(|&(one, other)| {
                let one = &parts[one as usize * facet..][..facet];
                one.iter().copied().chain([other])
            });
            parts = joined.collect();
            classes = pairs.len();
        }
        drop(of_facets);
        may_go_on(juniors.len())?;
        let occurring: Vec<Vec<u32>> = (0..width)
            .map(|facet| {
                let mut occurring: Vec<u32> =
                    parts.iter().skip(facet).step_by(width).copied().collect();
                occurring.sort_unstable();
                occurring.dedup();
                occurring
            })
            .collect();
        let divides = |&facet: &usize| (2..=MOST_SEGMENTS).contains(&occurring[facet].len());
        let mut telling: Vec<(u64, usize)> = (0..width)
            .filter(divides)
            .map(|facet| (tells(facets[facet], &occurring[facet], seniors), facet))
            .collect();
        telling.sort_unstable_by_key(|&(tells, facet)| (Reverse(tells), facet));
        let mut telling = telling.into_iter().map(|(_, facet)| facet);
        let steering = telling.next();
        let parts = in_order(&parts, width, classes, steering, &mut class_of);
        let (starts, order) = by_key(classes, &class_of);
        let steering = steering.map(|facet| Steering {
            facet,
            segments: segments(&parts, width, facet, &starts),
        });
        let finer = telling.next().map(|facet| {
            let place = |class: u32| occurring[facet].partition_point(|&other| other < class);
            let of_classes = (0..classes).flat_map(|class| {
                let place = u8::try_from(place(parts[class * width + facet])).unwrap_or(u8::MAX);
                std::iter::repeat_n(place, (starts[class + 1] - starts[class]) as usize)
            });
            let places = of_classes.collect();
            Finer { facet, places }
        });
        let classes = Self {
            facets: width,
            parts,
            occurring,
            starts,
            steering,
            finer,
        };
        Ok((classes, order))
    }

    /// Counts the classes.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the class of a rank.
    pub(super) fn of(&self, rank: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= rank) - 1
    }

    /// Returns the ranks of a class.
    pub(super) fn ranks(&self, class: usize) -> Range<u32> {
        self.starts[class]..self.starts[class + 1]
    }

    /// Returns how ranks are divided into segments, if they are.
    pub(super) fn steering(&self) -> Option<&Steering> {
        self.steering.as_ref()
    }

    /// Returns how juniors of a segment are told apart, if they are.
    pub(super) fn finer(&self) -> Option<&Finer> {
        self.finer.as_ref()
    }

    /// Fills `out` with how much less than the most the [finer](Self::finer) facet gives, by place; nothing where there is none.
    pub(super) fn find_lags(&self, values: &[Values<'_>], out: &mut Vec<i64>) {
        out.clear();
        if let Some(finer) = &self.finer {
            let values = self.occurring[finer.facet]
                .iter()
                .map(|&class| values[finer.facet].of(class));
            let most = values.clone().max().unwrap_or(0);
            out.extend(values.map(|value| i64::from(most - value)));
        }
    }

    /// Reads a part of what [`value`](Self::value) is going to look at.
    pub(super) fn glimpse(&self, class: usize) -> u32 {
        self.parts.get(class * self.facets).copied().unwrap_or(0)
    }

    /// Adds up what facets give, whose values are given by the class that a junior is in there.
    pub(super) fn value(&self, values: &[Values<'_>], class: usize) -> i64 {
        let parts = &self.parts[class * self.facets..][..self.facets];
        // As by the default policy, where this is most of what a look takes.
        if let (&[one, other], [of_one, of_other]) = (parts, values) {
            return i64::from(of_one.of(one)) + i64::from(of_other.of(other));
        }
        let values = parts.iter().zip(values);
        let values = values.map(|(&part, values)| i64::from(values.of(part)));
        values.sum()
    }

    /// Writes one after the other what facets give each of some ranks, in parts of a point, and up to [`SPREAD`] more that mean nothing.
    pub(super) fn spread(&self, values: &[Values<'_>], ranks: Range<usize>, out: &mut [i32]) {
        if let [one, other] = *values {
            let parts = self.parts.as_chunks::<2>().0;
            let value = |class: usize| {
                let [of_one, of_other] = parts[class];
                one.of(of_one) + other.of(of_other)
            };
            self.spread_by(value, ranks, out);
        } else {
            let value = |class: usize| u32::try_from(self.value(values, class)).unwrap_or(0);
            self.spread_by(value, ranks, out);
        }
    }

    // Not inlined: all that it needs is in registers then.
    #[inline(never)]
    fn spread_by(&self, value: impl Fn(usize) -> u32, ranks: Range<usize>, out: &mut [i32]) {
        let first = self.of(ranks.start);
        let mut next = 0;
        for (class, &end) in (first..).zip(&self.starts[first + 1..]) {
            // At most 1 000 000 points: weights sum to 100 and points are at most 10 000.
            let value = value(class).cast_signed() << Lead::FRACTION;
            let end = (end as usize - ranks.start).min(ranks.len());
            // As much at once as most classes have, whatever theirs; the next one writes over it.
            while next < end {
                if let Some(block) = out[next..].first_chunk_mut() {
                    *block = [value; SPREAD];
                }
                next += SPREAD;
            }
            next = end;
            if next == ranks.len() {
                break;
            }
        }
    }

    /// Adds up, for each senior, the most that each facet gives any junior.
    pub(super) fn most(&self, facets: &[Facet<'_>], seniors: &[&Participant]) -> Vec<u32> {
        let mut most = vec![0; seniors.len()];
        for (facet, occurring) in facets.iter().zip(&self.occurring) {
            let classes = seniors
                .iter()
                .map(|senior| facet.senior_class(senior) as usize);
            let classes: Vec<usize> = classes.collect();
            let examples = examples(&classes, seniors);
            let of_class = parallel::map(examples.len(), |class| {
                let mut buffer = Vec::new();
                let values = facet.values(examples[class]?, &mut buffer);
                occurring.iter().map(|&class| values.of(class)).max()
            });
            for (most, class) in most.iter_mut().zip(classes) {
                *most += of_class[class].unwrap_or(0);
            }
        }
        most
    }
}

/// Ranks of a class that are written at once.
pub(super) const SPREAD: usize = 16;

/// Finds somebody of each class that seniors are in.
pub(super) fn examples<'p>(
    classes: &[usize],
    seniors: &[&'p Participant],
) -> Vec<Option<&'p Participant>> {
    let mut examples = vec![None; classes.iter().max().map_or(0, |&most| most + 1)];
    for (&class, &senior) in classes.iter().zip(seniors) {
        examples[class] = Some(senior);
    }
    examples
}

/// Tells how far the classes of a facet are below the best of them, over some seniors and all classes.
fn tells(facet: Facet<'_>, occurring: &[u32], seniors: &[&Participant]) -> u64 {
    let mut buffer = Vec::new();
    let step = (seniors.len() / SENIORS_ASKED).max(1);
    let below = seniors.iter().step_by(step).map(|senior| {
        let values = facet.values(senior, &mut buffer);
        let values = occurring.iter().map(|&class| u64::from(values.of(class)));
        let most = values.clone().max().unwrap_or(0);
        values.map(|value| most - value).sum::<u64>() / occurring.len() as u64
    });
    below.sum()
}

/// Numbers classes anew, those of one class of the steering facet together; returns their parts in that order.
fn in_order(
    parts: &[u32],
    width: usize,
    classes: usize,
    steering: Option<usize>,
    class_of: &mut [u32],
) -> Vec<u32> {
    let parts_of = |class: u32| &parts[class as usize * width..][..width];
    let mut order: Vec<u32> = (0..).take(classes).collect();
    order.sort_unstable_by_key(|&class| {
        let parts = parts_of(class);
        (steering.map(|facet| parts[facet]), parts)
    });
    let mut number = vec![0; classes];
    for (&class, next) in order.iter().zip(0..) {
        number[class as usize] = next;
    }
    for class in class_of {
        *class = number[*class as usize];
    }
    order
        .into_iter()
        .flat_map(|class| parts_of(class).iter().copied())
        .collect()
}

/// Divides the ranks of classes, by what they are for the steering facet.
fn segments(parts: &[u32], width: usize, facet: usize, starts: &[u32]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let classes = parts.iter().skip(facet).step_by(width).zip(&starts[1..]);
    for (&class, &end) in classes {
        match segments.last_mut() {
            Some(last) if last.class == class => last.end = end,
            _ => segments.push(Segment { class, end }),
        }
    }
    segments
}

/// Sorts places by key: where the run of each key starts, and one more; and the places, ascending within a run.
fn by_key(keys: usize, key_of: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0; keys + 1];
    for &key in key_of {
        starts[key as usize + 1] += 1;
    }
    for key in 0..keys {
        starts[key + 1] += starts[key];
    }
    let mut next = starts.clone();
    let mut sorted = vec![0; key_of.len()];
    for (place, &key) in (0..).zip(key_of) {
        let next = &mut next[key as usize];
        sorted[*next as usize] = place;
        *next += 1;
    }
    (starts, sorted)
}
