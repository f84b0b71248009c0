//! Lists of several shards, checked and put together.

use std::collections::BTreeMap;

use super::lowering::{BestJuniors, FirstLists};
use super::pairing::Ground;
use super::prepared::Prepared;
use super::{RecordPart, Shard, ShardFault, ShardLists, VerifyError};
use crate::Error;
use crate::assignment::AssignmentError;
use crate::candidates::CandidateIndex;
use crate::faults::first_of;
use crate::parallel;
use crate::programme::Role;
use crate::work::Work;

/// Seniors whose lists are checked between two questions to the caller.
const SENIORS_OF_A_BATCH: usize = 1 << 12;

/// Puts the lists of all shards of what `whole` is about together, by the places of the seniors.
pub(super) fn merge<'l>(
    ground: &Ground<'_>,
    index: &CandidateIndex<'_>,
    whole: &Shard,
    shards: &'l [ShardLists],
    work: &Work<'_>,
) -> Result<FirstLists<'l>, Error> {
    let of_others = shards.iter().filter_map(|lists| lists.shard.differs(whole));
    let mut faults: Vec<ShardFault> = of_others.collect();
    if faults.is_empty() {
        faults = misplaced(whole, shards);
    }
    if !faults.is_empty() {
        return Err(refuse(faults));
    }
    let mut in_order: Vec<&ShardLists> = shards.iter().collect();
    in_order.sort_unstable_by_key(|lists| lists.shard.first);
    let lists: Vec<&BestJuniors> = in_order.iter().flat_map(|shard| &shard.lists).collect();

    let count = ground.juniors_of_a_list(index)?;
    let check = Check {
        prepared: &ground.prepared,
        index,
        count,
    };
    for from in (0..lists.len()).step_by(SENIORS_OF_A_BATCH) {
        work.check("checking lists", from as u64, lists.len() as u64)?;
        let batch = SENIORS_OF_A_BATCH.min(lists.len() - from);
        let found = parallel::map(batch, |at| check.fault(from + at, lists[from + at]));
        faults.extend(found.into_iter().flatten());
    }
    if faults.is_empty() {
        Ok(FirstLists::new(count, lists))
    } else {
        Err(refuse(faults))
    }
}

/// Refuses lists for these faults.
pub(super) fn refuse(faults: Vec<ShardFault>) -> Error {
    let (faults, total) = first_of(faults);
    Error::Shards { faults, total }
}

/// Says that it was the lists which led astray, where the proof fails, or the index has pairs that lists rule out.
pub(super) fn misled(prepared: &Prepared<'_>, error: Error) -> Error {
    let reason = match error {
        Error::Verify(VerifyError::NotOptimal { reason }) => reason,
        Error::Assignment(AssignmentError::Contradiction { row, column, cost }) => {
            let junior = prepared.person_at(Role::Junior, column.index());
            let senior = prepared.person_at(Role::Senior, row.index());
            let score = cost.saturating_neg();
            format!(
                "junior \"{junior}\" and senior \"{senior}\" score {score}, which the list of the senior rules out"
            )
        }
        // As many as can be are served, so no senior asks for more.
        Error::Assignment(AssignmentError::Infeasible { rows, columns }) => format!(
            "by the lists {} seniors compete for {} juniors, by the index for more",
            rows.len(),
            columns.len()
        ),
        error => return error,
    };
    refuse(vec![ShardFault::Misleading { reason }])
}

impl Shard {
    /// What keeps this from being a shard of a whole.
    pub(super) fn fault(&self, whole: &Self) -> Option<ShardFault> {
        self.differs(whole).or_else(|| self.overreaches(whole))
    }

    /// Tells whether it is of something else.
    fn differs(&self, whole: &Self) -> Option<ShardFault> {
        let parts = |shard: &Self| {
            [
                (RecordPart::Engine, shard.engine.clone()),
                (RecordPart::Organisation, shard.organisation.to_string()),
                (RecordPart::Programme, shard.programme.to_string()),
                (RecordPart::Config, shard.config.to_string()),
            ]
        };
        let mut both = parts(self).into_iter().zip(parts(whole));
        let ((part, found), (_, expected)) =
            both.find(|((_, found), (_, expected))| found != expected)?;
        Some(ShardFault::AnotherPart {
            first: self.first,
            seniors: self.seniors,
            part,
            found,
            expected,
        })
    }

    /// Tells whether it has places that there are not.
    fn overreaches(&self, whole: &Self) -> Option<ShardFault> {
        let expected = whole.seniors().end;
        (self.seniors().end > expected).then_some(ShardFault::BeyondTheEnd {
            first: self.first,
            seniors: self.seniors,
            expected,
        })
    }
}

/// Finds shards that are not where or what they should be, and the seniors of whom there is not just one list.
fn misplaced(whole: &Shard, shards: &[ShardLists]) -> Vec<ShardFault> {
    let mut faults = Vec::new();
    for lists in shards {
        faults.extend(lists.shard.overreaches(whole));
        if lists.lists.len() != lists.shard.seniors as usize {
            faults.push(ShardFault::WrongCount {
                first: lists.shard.first,
                seniors: lists.shard.seniors,
                found: lists.lists.len(),
            });
        }
    }
    faults.extend(not_once(whole, shards));
    faults
}

/// Finds the seniors whose lists are not there just once.
fn not_once(whole: &Shard, shards: &[ShardLists]) -> Vec<ShardFault> {
    // By place: how many more shards hold the senior there than the one before.
    let mut steps: BTreeMap<usize, isize> = BTreeMap::new();
    let end = whole.seniors().end;
    for lists in shards {
        let seniors = lists.shard.seniors();
        *steps.entry(seniors.start.min(end)).or_default() += 1;
        *steps.entry(seniors.end.min(end)).or_default() -= 1;
    }
    steps.entry(0).or_default();
    steps.entry(end).or_default();
    steps.retain(|&place, &mut step| step != 0 || place == 0 || place == end);
    let places: Vec<usize> = steps.keys().copied().collect();
    let held = steps.values().scan(0, |held, step| {
        *held += step;
        Some(*held)
    });
    let runs = places.windows(2).zip(held);
    runs.filter(|&(_, held)| held != 1)
        .map(|(run, held)| ShardFault::NotOnce {
            // Below the number of seniors, which fits.
            first: u32::try_from(run[0]).unwrap_or(u32::MAX),
            seniors: u32::try_from(run[1] - run[0]).unwrap_or(u32::MAX),
            found: usize::try_from(held).unwrap_or(0),
        })
        .collect()
}

/// What lists are held against.
struct Check<'a> {
    prepared: &'a Prepared<'a>,
    index: &'a CandidateIndex<'a>,
    /// How many juniors the solver asks for.
    count: usize,
}

impl Check<'_> {
    /// Finds what cannot be in the list of a senior.
    fn fault(&self, place: usize, list: &BestJuniors) -> Option<ShardFault> {
        let senior = || self.prepared.person_at(Role::Senior, place).clone();
        let junior = |place: u32| {
            let junior = self.prepared.person_at(Role::Junior, place as usize);
            junior.clone()
        };
        let (juniors, len) = (self.index.juniors(), list.best.len());
        if len > self.count || len < self.count && list.others.is_some() {
            return Some(ShardFault::WrongLength {
                senior: senior(),
                found: len,
                expected: self.count,
            });
        }
        for &(at, found) in &list.best {
            if at as usize >= juniors {
                return Some(ShardFault::UnknownJunior {
                    senior: senior(),
                    found: at,
                    expected: juniors,
                });
            }
            let expected = self.index.score(at as usize, place);
            if expected != Some(found) {
                return Some(ShardFault::WrongScore {
                    junior: junior(at),
                    senior: senior(),
                    found,
                    expected,
                });
            }
        }
        let neighbours = list.best.windows(2);
        let mut out_of_order =
            neighbours.filter(|two| BestJuniors::order(&two[0]) >= BestJuniors::order(&two[1]));
        if let Some(two) = out_of_order.next() {
            return Some(ShardFault::OutOfOrder {
                senior: senior(),
                junior: junior(two[1].0),
            });
        }
        let (&(_, least), others) = (list.best.last()?, list.others?);
        (others > least).then(|| ShardFault::WrongBound {
            senior: senior(),
            found: others,
            expected: least,
        })
    }
}
