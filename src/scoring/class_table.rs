//! Several class terms as one: whoever has the same facts in all of them is of one class.

use std::collections::HashMap;

use super::class::{CompiledClass, NOBODY};
use super::compiled::at;
use crate::programme::{Participant, Role};

/// What class terms give together, weighed: one load per pair.
#[derive(Debug)]
pub(super) struct ClassTable {
    /// By participant.
    junior: Vec<u32>,
    /// By participant.
    senior: Vec<u32>,
    width: usize,
    /// One row per class of seniors.
    values: Vec<u32>,
}

/// 2^20: such a table takes 4 MiB, and is built in a few milliseconds.
const JOINT_ENTRIES: usize = 1 << 20;

impl ClassTable {
    /// Joins terms in order, as many into one table as fit; terms that have no table of their own are left out.
    pub(super) fn join(terms: &[(u32, &CompiledClass<'_>)]) -> Vec<Self> {
        let mut tables: Vec<Self> = Vec::new();
        for &(weight, term) in terms.iter().filter(|(_, term)| term.is_tabled()) {
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
        self.row(senior)[self.junior_class(junior) as usize].into()
    }

    /// Returns the class of a junior, a position in each [`row`](Self::row).
    pub(super) fn junior_class(&self, junior: &Participant) -> u32 {
        at(&self.junior, junior).unwrap_or(NOBODY)
    }

    /// Returns what each class of juniors earns with a senior.
    pub(super) fn row(&self, senior: &Participant) -> &[u32] {
        let start = at(&self.senior, senior).unwrap_or(NOBODY) as usize * self.width;
        &self.values[start..start + self.width]
    }

    fn of(weight: u32, term: &CompiledClass<'_>) -> Self {
        let (junior, width) = term.classes(Role::Junior);
        let (senior, height) = term.classes(Role::Senior);
        let cells = (0..height).flat_map(|senior| (0..width).map(move |junior| (junior, senior)));
        Self {
            junior: junior.to_vec(),
            senior: senior.to_vec(),
            width,
            values: cells
                .map(|(junior, senior)| weighed(weight, term, narrow(junior), narrow(senior)))
                .collect(),
        }
    }

    /// Adds a term, or returns `None` where the classes would be too many.
    fn with(&self, weight: u32, term: &CompiledClass<'_>) -> Option<Self> {
        let juniors = Joint::of(&self.junior, term.classes(Role::Junior).0);
        let seniors = Joint::of(&self.senior, term.classes(Role::Senior).0);
        let entries = juniors.pairs.len().checked_mul(seniors.pairs.len())?;
        if entries > JOINT_ENTRIES {
            return None;
        }
        let mut values = Vec::with_capacity(entries);
        for &(own_senior, senior) in &seniors.pairs {
            let row = own_senior as usize * self.width;
            values.extend(juniors.pairs.iter().map(|&(own_junior, junior)| {
                self.values[row + own_junior as usize] + weighed(weight, term, junior, senior)
            }));
        }
        Some(Self {
            junior: juniors.class,
            senior: seniors.class,
            width: juniors.pairs.len(),
            values,
        })
    }
}

/// The pairs of classes that occur; the first is that of nobody.
struct Joint {
    class: Vec<u32>,
    pairs: Vec<(u32, u32)>,
}

impl Joint {
    fn of(one: &[u32], other: &[u32]) -> Self {
        let mut pairs = vec![(NOBODY, NOBODY)];
        let mut known = HashMap::from([((NOBODY, NOBODY), NOBODY)]);
        let class = one.iter().zip(other).map(|(&one, &other)| {
            *known.entry((one, other)).or_insert_with(|| {
                pairs.push((one, other));
                narrow(pairs.len() - 1)
            })
        });
        let class = class.collect();
        Self { class, pairs }
    }
}

fn weighed(weight: u32, term: &CompiledClass<'_>, junior: u32, senior: u32) -> u32 {
    // No overflow: weights sum to 100 and points are at most 10 000.
    weight * u32::from(term.points_of(junior, senior).get())
}

fn narrow(class: usize) -> u32 {
    u32::try_from(class).expect("there are fewer classes than people")
}
