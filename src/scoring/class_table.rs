//! Several terms over classes as one: whoever is of the same class in all of them is of one class.

use std::sync::Arc;

use super::Points;
use super::class_facts::NOBODY;
use super::compiled::at;
use crate::numbering::Numbering;
use crate::parallel;
use crate::programme::{Participant, Role};
use crate::work::{COMPILING, Work};

/// A term whose points of every two classes stand in a table.
pub(super) trait Tabled: Sync {
    /// Returns the classes of a side by participant, and how many classes there are; the first is [`NOBODY`]'s.
    fn classes(&self, role: Role) -> (&Arc<[u32]>, usize);

    /// Gives a way to write down what each class of juniors earns with a class of seniors, weighed.
    fn rows(&self, weight: u32) -> Rows<'_, u32>;

    /// Gives a way to write it down as codes, and what each of these stands for, where there is little else to earn.
    fn coded_rows(&self, _weight: u32) -> Option<(Vec<u32>, Rows<'_, u8>)> {
        None
    }
}

/// Writes down what each class of juniors earns with a class of seniors.
pub(super) type Rows<'t, T> = Box<dyn Fn(usize, &mut [T]) + Sync + Send + 't>;

/// What such terms give together, weighed: one load per pair.
#[derive(Debug)]
pub(super) struct ClassTable {
    /// By participant.
    junior: Arc<[u32]>,
    /// By participant.
    senior: Arc<[u32]>,
    width: usize,
    entries: Entries,
}

/// One row per class of seniors.
#[derive(Debug)]
enum Entries {
    Plain(Vec<u32>),
    /// A quarter of the memory: what each code stands for, and the codes.
    Coded(Vec<u32>, Vec<u8>),
}

/// What each class of juniors earns with a senior.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Values<'v> {
    /// One after the other.
    Plain(&'v [u32]),
    /// What each code stands for, and the codes.
    Coded(&'v [u32], &'v [u8]),
}

impl Values<'_> {
    /// Returns what a class earns.
    #[inline]
    pub(crate) fn of(self, class: u32) -> u32 {
        match self {
            Self::Plain(values) => values[class as usize],
            Self::Coded(values, codes) => values[codes[class as usize] as usize],
        }
    }
}

/// 2^14: such a table takes 64 KiB, which a processor keeps at hand; the looks into two such are quicker than one into memory that is farther away.
const JOINT_ENTRIES: usize = 1 << 14;

impl ClassTable {
    /// Joins terms with their weights in order, as many into one table as fit.
    pub(super) fn join(terms: &[(u32, &dyn Tabled)], work: &Work<'_>) -> Vec<Self> {
        let mut tables: Vec<Self> = Vec::new();
        for &(weight, term) in terms {
            if work
                .check(COMPILING, tables.len() as u64, terms.len() as u64)
                .is_err()
            {
                break;
            }
            let joined = tables.last().and_then(|last| last.with(weight, term));
            if let Some(joined) = joined {
                tables.pop();
                tables.push(joined);
            } else {
                tables.push(Self::of(weight, term));
            }
        }
        tables
    }

    pub(super) fn value(&self, junior: &Participant, senior: &Participant) -> i64 {
        self.row(senior).of(self.junior_class(junior)).into()
    }

    /// Returns the class of a junior, a position in each [`row`](Self::row).
    pub(super) fn junior_class(&self, junior: &Participant) -> u32 {
        at(&self.junior, junior).unwrap_or(NOBODY)
    }

    /// Returns the class of a senior.
    pub(super) fn senior_class(&self, senior: &Participant) -> u32 {
        at(&self.senior, senior).unwrap_or(NOBODY)
    }

    /// Returns what each class of juniors earns with a senior.
    pub(super) fn row(&self, senior: &Participant) -> Values<'_> {
        let start = self.senior_class(senior) as usize * self.width;
        let row = start..start + self.width;
        match &self.entries {
            Entries::Plain(values) => Values::Plain(&values[row]),
            Entries::Coded(values, codes) => Values::Coded(values, &codes[row]),
        }
    }

    fn of(weight: u32, term: &dyn Tabled) -> Self {
        let (junior, width) = term.classes(Role::Junior);
        let (senior, height) = term.classes(Role::Senior);
        let is_large = check_size(width, height).is_none();
        let entries = match is_large.then(|| term.coded_rows(weight)).flatten() {
            Some((values, codes)) => Entries::Coded(values, parallel::table(height, width, codes)),
            None => Entries::Plain(parallel::table(height, width, term.rows(weight))),
        };
        Self {
            junior: Arc::clone(junior),
            senior: Arc::clone(senior),
            width,
            entries,
        }
    }

    /// Adds a term, or returns `None` where the classes would be too many.
    fn with(&self, weight: u32, term: &dyn Tabled) -> Option<Self> {
        let Entries::Plain(own) = &self.entries else {
            return None;
        };
        let height = own.len() / self.width;
        let [(of_juniors, juniors), (of_seniors, seniors)] =
            [Role::Junior, Role::Senior].map(|role| term.classes(role));
        // No class is lost.
        check_size(self.width.max(juniors), height.max(seniors))?;
        let of_term = juniors;
        let juniors = Joint::of((&self.junior, self.width), (of_juniors, juniors));
        let seniors = Joint::of((&self.senior, height), (of_seniors, seniors));
        check_size(juniors.pairs.len(), seniors.pairs.len())?;
        let (height, width) = (seniors.pairs.len(), juniors.pairs.len());
        let rows = term.rows(weight);
        let values = parallel::table(height, width, |class, values| {
            let (own_senior, senior) = seniors.pairs[class];
            let own = &own[own_senior as usize * self.width..];
            let mut row = vec![0; of_term];
            rows(senior as usize, &mut row);
            for (value, &(own_junior, junior)) in values.iter_mut().zip(&juniors.pairs) {
                *value = own[own_junior as usize] + row[junior as usize];
            }
        });
        Some(Self {
            junior: juniors.class.into(),
            senior: seniors.class.into(),
            width,
            entries: Entries::Plain(values),
        })
    }
}

fn check_size(width: usize, height: usize) -> Option<()> {
    let entries = width.checked_mul(height)?;
    (entries <= JOINT_ENTRIES).then_some(())
}

/// The pairs of classes that occur; the first is that of nobody.
struct Joint {
    class: Vec<u32>,
    pairs: Vec<(u32, u32)>,
}

impl Joint {
    /// Joins two classes of everybody, of which there are so many.
    fn of(one: (&[u32], usize), other: (&[u32], usize)) -> Self {
        let mut numbering = Numbering::new(one.1, other.1, one.0.len());
        numbering.number(NOBODY, NOBODY);
        let classes = one.0.iter().zip(other.0);
        let class = classes.map(|(&one, &other)| numbering.number(one, other));
        Self {
            class: class.collect(),
            pairs: numbering.into_pairs(),
        }
    }
}

pub(super) fn weighed(weight: u32, points: Points) -> u32 {
    // No overflow: weights sum to 100 and points are at most 10 000.
    weight * u32::from(points.get())
}
