//! Products in which people want and offer few different things: a look into a table instead of two lists.

use std::collections::HashMap;
use std::sync::Arc;

use super::Points;
use super::class_facts::NOBODY;
use super::class_table::{Rows, Tabled, weighed};
use super::direction::CompiledDirection;
use super::product::CompiledProduct;
use crate::parallel;
use crate::programme::{Participant, Role};
use crate::work::{COMPILING, Work};

/// A product over classes: those of juniors and those of seniors who want and offer the same.
#[derive(Debug)]
pub(super) struct NarrowProduct {
    juniors: Classes,
    seniors: Classes,
    /// One row per class of seniors.
    points: Vec<Points>,
}

/// 2^20: such a table takes 2 MiB, and is built in a few milliseconds.
const MOST_ENTRIES: usize = 1 << 20;

/// The class of each participant on a side.
#[derive(Debug)]
struct Classes {
    class: Arc<[u32]>,
    count: usize,
}

/// Somebody of a class; of [`NOBODY`]'s there is none.
type Example<'p> = Option<&'p Participant>;

impl NarrowProduct {
    /// Sorts participants into classes; `None` where there would be too many for a table.
    pub(super) fn new(
        product: &CompiledProduct<'_>,
        participants: &[Participant],
        work: &Work<'_>,
    ) -> Option<Self> {
        let classes = |role, others| Classes::new(role, product, participants, others, work);
        let (seniors, of_seniors) = classes(Role::Senior, 1)?;
        let (juniors, of_juniors) = classes(Role::Junior, seniors.count)?;
        let points = parallel::table(of_seniors.len(), of_juniors.len(), |senior, row| {
            for (points, &junior) in row.iter_mut().zip(&of_juniors) {
                *points = product.points_of(junior, of_seniors[senior]);
            }
        });
        Some(Self {
            juniors,
            seniors,
            points,
        })
    }
}

impl Classes {
    /// Gives up where so many classes of the other side would make too large a table.
    fn new<'p>(
        role: Role,
        product: &CompiledProduct<'_>,
        participants: &'p [Participant],
        others: usize,
        work: &Work<'_>,
    ) -> Option<(Self, Vec<Example<'p>>)> {
        let mut known: HashMap<Vec<u64>, u32> = HashMap::new();
        let mut examples = vec![None];
        let mut class = Vec::with_capacity(participants.len());
        let mut key = Vec::new();
        for participant in work.through(COMPILING, participants) {
            let found = if participant.takes_part_as(role) {
                key.clear();
                product.write_key(role, participant, &mut key);
                if let Some(&found) = known.get(&key) {
                    found
                } else {
                    if (examples.len() + 1).saturating_mul(others) > MOST_ENTRIES {
                        return None;
                    }
                    let next = u32::try_from(examples.len()).ok()?;
                    examples.push(Some(participant));
                    known.insert(key.clone(), next);
                    next
                }
            } else {
                NOBODY
            };
            class.push(found);
        }
        let count = examples.len();
        let class = class.into();
        Some((Self { class, count }, examples))
    }
}

impl Tabled for NarrowProduct {
    fn classes(&self, role: Role) -> (&Arc<[u32]>, usize) {
        let side = match role {
            Role::Junior => &self.juniors,
            Role::Senior => &self.seniors,
        };
        (&side.class, side.count)
    }

    fn rows(&self, weight: u32) -> Rows<'_, u32> {
        let width = self.juniors.count;
        Box::new(move |senior, values| {
            let row = &self.points[senior * width..][..width];
            for (value, &points) in values.iter_mut().zip(row) {
                *value = weighed(weight, points);
            }
        })
    }
}

impl CompiledProduct<'_> {
    /// Returns the points of two people, of whom nothing is known if they are nobody.
    fn points_of(&self, junior: Example<'_>, senior: Example<'_>) -> Points {
        match self {
            Self::Teaching(direction) => direction.points_of(junior, senior),
            Self::Return(direction) => direction.points_of(senior, junior),
            Self::Both {
                fusion,
                teaching,
                back,
            } => fusion.of(
                teaching.points_of(junior, senior),
                back.points_of(senior, junior),
            ),
        }
    }

    /// Writes all that decides the points of somebody on a side.
    fn write_key(&self, role: Role, participant: &Participant, key: &mut Vec<u64>) {
        let directions = match self {
            Self::Teaching(direction) => [Some((direction, Role::Senior)), None],
            Self::Return(direction) => [Some((direction, Role::Junior)), None],
            Self::Both { teaching, back, .. } => [
                Some((&**teaching, Role::Senior)),
                Some((&**back, Role::Junior)),
            ],
        };
        for (direction, learner) in directions.into_iter().flatten() {
            // What is off limits can matter to any pair, so whoever keeps something so is alone.
            let alone = direction.is_guarded(participant);
            key.push(if alone {
                1 + participant.index().index() as u64
            } else {
                0
            });
            if role == learner {
                direction.write_targets(participant, key);
            } else {
                direction.write_offers(participant, key);
            }
        }
    }
}

impl CompiledDirection<'_> {
    fn points_of(&self, teacher: Example<'_>, learner: Example<'_>) -> Points {
        match (teacher, learner) {
            (Some(teacher), Some(learner)) => self.points(teacher, learner),
            (None, Some(learner)) if !self.targets(learner).is_empty() => Points::NONE,
            _ => self.unknown(),
        }
    }

    fn write_targets(&self, learner: &Participant, key: &mut Vec<u64>) {
        let targets = self.targets(learner);
        key.push(targets.len() as u64);
        for target in targets {
            let proficiency = target
                .proficiency
                .map_or(0, |found| 1 + u64::from(found.get()));
            let weight = u64::from(target.weight);
            key.extend([target.skill.index() as u64, weight << 16 | proficiency]);
        }
    }

    fn write_offers(&self, teacher: &Participant, key: &mut Vec<u64>) {
        let offers = self.offers(teacher);
        key.extend(offers.map(|(skill, proficiency)| {
            (skill.index() as u64) << 16 | u64::from(proficiency.get())
        }));
    }
}
