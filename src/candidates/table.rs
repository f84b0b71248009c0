//! The candidates of two lists of participants, row by row.

use std::ops::Range;

use crate::programme::ParticipantIndex;
use crate::scoring::{Resolution, Score};

/// For each senior of a list the juniors they can be matched with, and the score of each such pair.
///
/// Pairs that a rule bars, that have no score or one below the minimum are absent. The juniors of a senior come in
/// the order of the juniors' list, and both lists in the order in which they were given.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct CandidateTable {
    pub(super) juniors: Vec<ParticipantIndex>,
    pub(super) seniors: Vec<ParticipantIndex>,
    /// By senior, and one more: where the run of pairs starts.
    pub(super) starts: Vec<usize>,
    /// Positions in `juniors`, ascending within a run.
    pub(super) partners: Vec<u32>,
    pub(super) scores: Vec<i64>,
    pub(super) resolution: Option<Resolution>,
}

impl CandidateTable {
    /// Puts together a table that holds some pairs only: positions of senior and junior with the score, in order.
    pub(crate) fn of_pairs(
        juniors: Vec<ParticipantIndex>,
        seniors: Vec<ParticipantIndex>,
        pairs: &[(usize, u32, Score)],
    ) -> Self {
        let ends = (0..seniors.len()).map(|senior| pairs.partition_point(|pair| pair.0 <= senior));
        Self {
            starts: std::iter::once(0).chain(ends).collect(),
            partners: pairs.iter().map(|pair| pair.1).collect(),
            scores: pairs.iter().map(|pair| pair.2.get()).collect(),
            resolution: None,
            juniors,
            seniors,
        }
    }

    /// Returns how many bytes a table takes, besides its two lists of participants.
    #[must_use]
    pub const fn bytes_for(seniors: u64, pairs: u64) -> u64 {
        const PAIR: u64 = (size_of::<u32>() + size_of::<i64>()) as u64;
        const START: u64 = size_of::<usize>() as u64;
        seniors
            .saturating_add(1)
            .saturating_mul(START)
            .saturating_add(pairs.saturating_mul(PAIR))
    }

    /// Returns the juniors, in the order given.
    #[must_use]
    pub fn juniors(&self) -> &[ParticipantIndex] {
        &self.juniors
    }

    /// Returns the seniors, in the order given.
    #[must_use]
    pub fn seniors(&self) -> &[ParticipantIndex] {
        &self.seniors
    }

    /// Returns how many pairs there are.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.partners.len()
    }

    /// Returns where in [`Self::partners`] and [`Self::scores`] the pairs of each senior start, and where the last end.
    #[must_use]
    pub fn starts(&self) -> &[usize] {
        &self.starts
    }

    /// Returns the junior of each pair, as a position in [`Self::juniors`].
    #[must_use]
    pub fn partners(&self) -> &[u32] {
        &self.partners
    }

    /// Returns the score of each pair.
    #[must_use]
    pub fn scores(&self) -> &[i64] {
        &self.scores
    }

    /// Returns the pairs of the senior at a position: positions of juniors, ascending, and scores.
    pub fn of(&self, senior: usize) -> impl ExactSizeIterator<Item = (usize, Score)> {
        let run = self.run(senior);
        let partners = self.partners[run.clone()]
            .iter()
            .map(|&junior| junior as usize);
        partners.zip(self.scores[run].iter().copied().map(Score::new))
    }

    /// Returns the score of the junior and the senior at two positions, or `None` if the pair is absent.
    #[must_use]
    pub fn score(&self, junior: usize, senior: usize) -> Option<Score> {
        let run = self.run(senior);
        let junior = u32::try_from(junior).ok()?;
        let place = self.partners[run.clone()].binary_search(&junior).ok()?;
        Some(Score::new(self.scores[run][place]))
    }

    /// Returns the grid of float scores; integers have none.
    #[must_use]
    pub fn resolution(&self) -> Option<Resolution> {
        self.resolution
    }

    /// Keeps the pairs of which `keep` says so, by the positions of senior and junior.
    pub fn retain(&mut self, mut keep: impl FnMut(usize, usize) -> bool) {
        let (mut kept, mut start) = (0, 0);
        for senior in 0..self.starts.len().saturating_sub(1) {
            let end = self.starts[senior + 1];
            self.starts[senior] = kept;
            for pair in std::mem::replace(&mut start, end)..end {
                if keep(senior, self.partners[pair] as usize) {
                    self.partners[kept] = self.partners[pair];
                    self.scores[kept] = self.scores[pair];
                    kept += 1;
                }
            }
        }
        if let Some(last) = self.starts.last_mut() {
            *last = kept;
        }
        self.partners.truncate(kept);
        self.scores.truncate(kept);
    }

    fn run(&self, senior: usize) -> Range<usize> {
        match (self.starts.get(senior), self.starts.get(senior + 1)) {
            (Some(&start), Some(&end)) => start..end,
            _ => 0..0,
        }
    }
}
