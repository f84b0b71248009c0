//! Named pairs: every list and every relation that bars, as one table that is asked once a pair.

use crate::runs::Runs;
use crate::subset::Subset;

/// Pairs of participants, junior first, each with the rule that bars it.
#[derive(Clone, Debug)]
pub(super) struct PairTable {
    /// Those who have any.
    juniors: Subset,
    /// By the rank of the junior among them.
    runs: Runs,
    /// Senior and rule, sorted.
    entries: Vec<(u32, u32)>,
}

impl PairTable {
    /// Takes triples of junior, senior and rule, in any order and however often.
    pub(super) fn new(participants: usize, mut triples: Vec<(u32, u32, u32)>) -> Self {
        triples.sort_unstable();
        triples.dedup();
        let mut runs = Runs::with_capacity(0);
        let mut end = 0;
        let juniors = Subset::new((0..participants).map(|junior| {
            let start = end;
            let of_junior = triples[end..].iter();
            end += of_junior
                .take_while(|pair| pair.0 as usize == junior)
                .count();
            if end > start {
                runs.push(end);
            }
            end > start
        }));
        let entries = triples.into_iter().map(|(_, senior, rule)| (senior, rule));
        Self {
            juniors,
            runs,
            entries: entries.collect(),
        }
    }

    /// Tells whether any rule bars any pair of a junior.
    pub(super) fn has_junior(&self, junior: usize) -> bool {
        self.juniors.rank(junior).is_some()
    }

    /// Tells whether any rule bars a pair.
    pub(super) fn any(&self, junior: usize, senior: usize) -> bool {
        let order = |entry: &(u32, u32)| (entry.0 as usize).cmp(&senior);
        self.of(junior).binary_search_by(order).is_ok()
    }

    /// Tells whether a rule bars a pair.
    pub(super) fn has(&self, junior: usize, senior: usize, rule: usize) -> bool {
        let wanted = (senior, rule);
        let order = |entry: &(u32, u32)| (entry.0 as usize, entry.1 as usize).cmp(&wanted);
        self.of(junior).binary_search_by(order).is_ok()
    }

    fn of(&self, junior: usize) -> &[(u32, u32)] {
        let run = self.juniors.rank(junior).map(|rank| self.runs.of(rank));
        &self.entries[run.unwrap_or_default()]
    }
}
