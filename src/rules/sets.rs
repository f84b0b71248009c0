//! Small sets of numbers, one a participant, asked millions of times whether two have a member in common.

use crate::runs::Runs;

/// A row of sorted sets.
#[derive(Clone, Debug)]
pub(super) struct Sets {
    runs: Runs,
    /// Run after run.
    members: Vec<u32>,
}

impl Sets {
    /// Makes so many sets, as long as it may go on: `fill` adds the members of one to a list, in any order, on any thread.
    pub(super) fn build<E: Send>(
        sets: usize,
        may_go_on: impl Fn(usize) -> Result<(), E> + Sync + Send,
        fill: impl Fn(usize, &mut Vec<u32>) + Sync + Send,
    ) -> Result<Self, E> {
        let (runs, members) = Runs::try_fill(sets, may_go_on, |set, members| {
            let start = members.len();
            fill(set, members);
            sort_from(start, members);
        })?;
        Ok(Self { runs, members })
    }

    /// Makes room for so many sets.
    pub(super) fn with_capacity(sets: usize) -> Self {
        Self {
            runs: Runs::with_capacity(sets),
            members: Vec::new(),
        }
    }

    /// Adds a set, and leaves the list of its members empty.
    pub(super) fn push(&mut self, set: &mut Vec<u32>) {
        let start = self.members.len();
        self.members.append(set);
        sort_from(start, &mut self.members);
        self.runs.push(self.members.len());
    }

    /// Gives back the room for more members, once all sets are there.
    pub(super) fn close(&mut self) {
        self.members.shrink_to_fit();
    }

    /// Returns a set, in order.
    pub(super) fn get(&self, set: usize) -> &[u32] {
        &self.members[self.runs.of(set)]
    }

    /// Tells whether a set of this row and one of another have a member in common.
    pub(super) fn meets(&self, set: usize, other: &Self, others: usize) -> bool {
        have_common(self.get(set), other.get(others))
    }

    /// Returns the members two sets have in common, in order.
    pub(super) fn common(&self, set: usize, others: usize) -> impl Iterator<Item = u32> + '_ {
        let others = self.get(others);
        let set = self.get(set).iter().copied();
        set.filter(|member| others.binary_search(member).is_ok())
    }
}

/// Sets with signatures; they are fastest where the most frequent members are below 64.
#[derive(Clone, Debug)]
pub(super) struct SetTable {
    sets: Sets,
    /// Bits 0 to 63 stand for the members 0 to 63, bits 64 to 127 for the last six binary digits of the rest: sets without
    /// a bit in common have no member in common, and those with one of the first 64 have.
    signatures: Vec<u128>,
}

impl SetTable {
    /// Signs sets.
    pub(super) fn new(sets: Sets) -> Self {
        let signatures = (0..sets.runs.len()).map(|set| signature(sets.get(set)));
        Self {
            signatures: signatures.collect(),
            sets,
        }
    }

    /// Returns a set, in order.
    pub(super) fn get(&self, set: usize) -> &[u32] {
        self.sets.get(set)
    }

    /// Tells whether a set of this table and one of another have a member in common.
    pub(super) fn meets(&self, set: usize, other: &Self, others: usize) -> bool {
        let common = self.signatures[set] & other.signatures[others];
        let sure = common & u128::from(u64::MAX) != 0;
        sure || common != 0 && self.sets.meets(set, &other.sets, others)
    }
}

/// Sorts what a list holds from some place on, and keeps each member once.
fn sort_from(start: usize, members: &mut Vec<u32>) {
    members[start..].sort_unstable();
    let mut end = start;
    for at in start..members.len() {
        if end == start || members[end - 1] != members[at] {
            members[end] = members[at];
            end += 1;
        }
    }
    members.truncate(end);
}

fn signature(set: &[u32]) -> u128 {
    let place = |member: u32| {
        if member < 64 {
            member
        } else {
            64 + member % 64
        }
    };
    let bits = set.iter().map(|&member| 1 << place(member));
    bits.fold(0, |bits, bit| bits | bit)
}

fn have_common(one: &[u32], other: &[u32]) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    // 16: from here on looking each member up beats walking both lists.
    if long.len() > 16 * short.len() {
        return short
            .iter()
            .any(|member| long.binary_search(member).is_ok());
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (short.get(i), long.get(j)) {
        if a == b {
            return true;
        }
        i += usize::from(a < b);
        j += usize::from(b < a);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{SetTable, Sets};

    #[test]
    fn sets_meet_where_they_have_a_member_in_common_and_not_where_only_signatures_do() {
        let long = (100..200).collect();
        let all: [Vec<u32>; 8] = [
            vec![],
            vec![140, 1, 140],
            vec![76, 1],
            vec![76],
            vec![3, 150],
            long,
            vec![228],
            vec![0],
        ];
        let mut pushed = Sets::with_capacity(all.len());
        for set in &all {
            pushed.push(&mut set.clone());
        }
        let built = Sets::build(
            all.len(),
            |_| Ok::<_, ()>(()),
            |at, set| {
                set.extend(&all[at]);
            },
        );
        let built = built.expect("nobody stops it");
        for sets in [pushed, built] {
            assert_eq!(sets.get(1), [1, 140]);
            assert_eq!(sets.common(1, 2).collect::<Vec<_>>(), [1]);
            let table = SetTable::new(sets.clone());
            for (one, members) in all.iter().enumerate() {
                for (other, others) in all.iter().enumerate() {
                    let common = members.iter().any(|member| others.contains(member));
                    let found = [
                        sets.meets(one, &sets, other),
                        table.meets(one, &table, other),
                    ];
                    assert_eq!(found, [common; 2], "{members:?} {others:?}");
                }
            }
        }
    }

    #[test]
    fn members_beyond_128_are_taken_for_no_others() {
        let mut sets = Sets::with_capacity(300);
        for member in 0..300 {
            sets.push(&mut vec![member]);
        }
        let table = SetTable::new(sets);
        for one in 0..300 {
            for other in 0..300 {
                assert_eq!(table.meets(one, &table, other), one == other);
            }
        }
    }
}
