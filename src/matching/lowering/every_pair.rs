//! Every pair as a cost, asked of rules and criteria when it is looked at.

use std::sync::atomic::{AtomicU64, Ordering};

use super::source::to_cost;
use crate::assignment::{Candidate, Column, Cost, CostSource, Row};
use crate::matching::prepared::Prepared;
use crate::programme::Role;
use crate::scoring::Standing;
use crate::work::{Cancelled, Work};

/// The pairs of a programme without pins as an assignment problem that is never written down: seniors are rows, juniors are columns.
///
/// Nothing is found through an index, and nothing remembered, so each look at a row is a look at everybody on the other side. Once the
/// work is stopped no row has a pair any more: whoever reads them asks [`finished`](Self::finished) before anything is concluded.
#[derive(Debug)]
pub(in crate::matching) struct EveryPair<'a> {
    prepared: &'a Prepared<'a>,
    work: &'a Work<'a>,
    /// Position among the participants and place of each junior, in the order in which they lie in memory: the lottery's is far from it.
    juniors: Vec<(u32, u32)>,
    /// Rows behind, on all threads.
    done: AtomicU64,
}

/// Pairs between two questions whether to go on: some milliseconds.
const PAIRS_AT_ONCE: usize = 1 << 14;

const PHASE: &str = "looking at every pair";

impl<'a> EveryPair<'a> {
    pub(in crate::matching) fn new(prepared: &'a Prepared<'a>, work: &'a Work<'a>) -> Self {
        let juniors = prepared.eligible(Role::Junior).iter().zip(0..);
        let mut juniors: Vec<(u32, u32)> = juniors
            .map(|(junior, place)| (junior.index().0, place))
            .collect();
        juniors.sort_unstable();
        Self {
            prepared,
            work,
            juniors,
            done: AtomicU64::new(0),
        }
    }

    /// Confirms that no row was left out because the work was stopped.
    pub(in crate::matching) fn finished(&self) -> Result<(), Cancelled> {
        self.may_go_on()
    }

    fn may_go_on(&self) -> Result<(), Cancelled> {
        let done = self.done.load(Ordering::Relaxed);
        self.work.check(PHASE, done, self.rows() as u64)
    }
}

impl CostSource for EveryPair<'_> {
    fn rows(&self) -> usize {
        self.prepared.eligible(Role::Senior).len()
    }

    fn columns(&self) -> usize {
        self.prepared.eligible(Role::Junior).len()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        let score = self.prepared.ask(row.index(), column.index());
        score.map(to_cost)
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        out.clear();
        let Prepared { rules, scorer, .. } = self.prepared;
        let juniors = self.prepared.eligible(Role::Junior);
        let Some(&senior) = self.prepared.eligible(Role::Senior).get(row.index()) else {
            return;
        };
        let at = senior.index().index();
        for some in self.juniors.chunks(PAIRS_AT_ONCE) {
            if self.may_go_on().is_err() {
                out.clear();
                return;
            }
            out.extend(some.iter().filter_map(|&(participant, place)| {
                let pair = || (juniors[place as usize], senior);
                if !rules.permits_at(participant as usize, at, false, pair) {
                    return None;
                }
                match scorer.standing(juniors[place as usize], senior) {
                    Standing::Kept(score) => Some(Candidate {
                        column: Column::from(place),
                        cost: to_cost(score),
                    }),
                    _ => None,
                }
            }));
        }
        out.sort_unstable();
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}
