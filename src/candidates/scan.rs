//! The scan: every pair is looked at once, so nothing can be missed.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{CandidateTable, CandidatesError, Obstacles};
use crate::model::{Organisation, PersonId};
use crate::parallel;
use crate::programme::{Participant, Role};
use crate::rules::Rules;
use crate::scoring::{NonFinite, NonFinitePair, Resolution, Score, Scorer, ScoringError, Standing};
use crate::work::{Cancelled, Work};

/// Lists candidates by the rules and scores of one programme.
///
/// # Complexity
///
/// [`Self::table`] asks the rules once for each of the `n·m` pairs and scores each permitted one once, in parallel over
/// seniors; it takes [`CandidateTable::bytes_for`] bytes, while it grows up to three times as many. The table does not
/// depend on the number of threads.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Candidates<'a> {
    organisation: &'a Organisation,
    rules: &'a Rules<'a>,
    scorer: &'a Scorer<'a>,
    memory_limit: Option<u64>,
}

/// 2^22 pairs between two looks at the memory: enough for all threads, and at most 64 MiB on the way.
const PAIRS_AT_ONCE: usize = 1 << 22;

const PHASE: &str = "scoring pairs";

impl<'a> Candidates<'a> {
    /// Takes rules and scores of one programme.
    pub fn new(
        organisation: &'a Organisation,
        rules: &'a Rules<'a>,
        scorer: &'a Scorer<'a>,
    ) -> Self {
        Self {
            organisation,
            rules,
            scorer,
            memory_limit: None,
        }
    }

    /// Refuses a table of more bytes.
    pub fn with_memory_limit(mut self, bytes: u64) -> Self {
        self.memory_limit = Some(bytes);
        self
    }

    /// Lists the candidates of each senior among the juniors.
    ///
    /// Who may take part on which side has been decided before.
    ///
    /// # Errors
    ///
    /// [`CandidatesError::MemoryLimit`] with the bytes the whole table needs, [`CandidatesError::Cancelled`], for
    /// float scores [`ScoringError::NonFiniteScore`] or [`ScoringError::ScoresBelowResolution`], and for integers
    /// [`ScoringError::LowestScore`].
    pub fn table(
        &self,
        juniors: &[&Participant],
        seniors: &[&Participant],
        work: &Work<'_>,
    ) -> Result<CandidateTable, CandidatesError> {
        self.rules.sort_skills(work)?;
        let scan = Scan {
            candidates: self,
            juniors,
            seniors,
            work,
            done: AtomicU64::new(0),
        };
        let (rows, scores, resolution) = if self.scorer.resolution().is_some() {
            let minimum = self.scorer.minimum_float();
            let (rows, floats) = scan.rows(&|junior, senior| {
                let score = self.scorer.float(junior, senior)?;
                let is_kept = score.is_nan() || minimum.is_none_or(|minimum| score >= minimum);
                is_kept.then_some(score)
            })?;
            self.check_finite(&rows, &floats, juniors, seniors)?;
            let resolution = Resolution::choose(
                floats.iter().copied(),
                largest_float_score(juniors, seniors),
            )?;
            let on_grid = |score| resolution.quantise(score);
            (
                rows,
                floats.into_iter().map(on_grid).collect(),
                Some(resolution),
            )
        } else {
            let (rows, scores) = scan.rows(&|junior, senior| match self
                .scorer
                .standing(junior, senior)
            {
                Standing::Kept(score) => Some(score.get()),
                Standing::BelowMinimum(_) | Standing::BelowFloor(_) | Standing::Unscored => None,
            })?;
            self.check_lowest(&rows, &scores, juniors, seniors)?;
            (rows, scores, None)
        };
        let index = |participant: &&Participant| participant.index();
        Ok(CandidateTable {
            juniors: juniors.iter().map(index).collect(),
            seniors: seniors.iter().map(index).collect(),
            starts: rows.starts,
            partners: rows.partners,
            scores,
            resolution,
        })
    }

    /// Tells what stands between a participant of one side and each of the `others` of the other side.
    ///
    /// Float scores are told on the grid of the scorer; [`Scorer::with_resolution`] gives it that of a table.
    pub fn obstacles(&self, role: Role, who: &Participant, others: &[&Participant]) -> Obstacles {
        let mut obstacles = Obstacles::default();
        for other in others {
            let (junior, senior) = match role {
                Role::Junior => (who, *other),
                Role::Senior => (*other, who),
            };
            if let Some(rule) = self.rules.first_broken(junior, senior) {
                obstacles.barred_by(rule);
                continue;
            }
            match self.scorer.standing(junior, senior) {
                Standing::Unscored => obstacles.unscored += 1,
                Standing::BelowMinimum(score) => obstacles.below(score),
                Standing::BelowFloor(floor) => obstacles.missed(floor),
                Standing::Kept(_) => {}
            }
        }
        obstacles
    }

    /// Scores one pair; `None` if it is absent.
    ///
    /// Float scores are told on the grid of the scorer, as in [`Self::obstacles`].
    #[must_use]
    pub fn score(&self, junior: &Participant, senior: &Participant) -> Option<Score> {
        if !self.rules.permits(junior, senior) {
            return None;
        }
        match self.scorer.standing(junior, senior) {
            Standing::Kept(score) => Some(score),
            Standing::BelowMinimum(_) | Standing::BelowFloor(_) | Standing::Unscored => None,
        }
    }

    /// Refuses the one integer that has no counterpart of the other sign: it would be taken for its neighbour.
    fn check_lowest(
        &self,
        rows: &Rows,
        scores: &[i64],
        juniors: &[&Participant],
        seniors: &[&Participant],
    ) -> Result<(), ScoringError> {
        let Some(place) = scores.iter().position(|&score| score == i64::MIN) else {
            return Ok(());
        };
        let senior = rows.starts.partition_point(|&start| start <= place) - 1;
        Err(ScoringError::LowestScore {
            junior: self.id(juniors[rows.partners[place] as usize]),
            senior: self.id(seniors[senior]),
        })
    }

    fn check_finite(
        &self,
        rows: &Rows,
        scores: &[f64],
        juniors: &[&Participant],
        seniors: &[&Participant],
    ) -> Result<(), ScoringError> {
        let of_senior = |(bounds, senior): (&'_ [usize], &&Participant)| {
            let run = bounds[0]..bounds[1];
            let pairs = rows.partners[run.clone()].iter().zip(&scores[run]);
            let pairs = pairs.filter_map(|(&junior, &score)| Some((junior, NonFinite::of(score)?)));
            let senior = self.id(senior);
            pairs.map(move |(junior, found)| NonFinitePair {
                junior: self.id(juniors[junior as usize]),
                senior: senior.clone(),
                found,
            })
        };
        ScoringError::check_finite(rows.starts.windows(2).zip(seniors).flat_map(of_senior))
    }

    fn id(&self, participant: &Participant) -> PersonId {
        self.organisation[participant.person()].id().clone()
    }
}

/// The largest integer a float score may become, so that the sums of an exact assignment fit 64 bits.
///
/// The search for the best assignment adds up fewer than 16 times as many scores as the smaller side has people.
fn largest_float_score(juniors: &[&Participant], seniors: &[&Participant]) -> i64 {
    let smaller = i64::try_from(juniors.len().min(seniors.len())).unwrap_or(i64::MAX);
    i64::MAX / smaller.saturating_add(1).saturating_mul(16)
}

/// One scan over two lists.
struct Scan<'s, 'a> {
    candidates: &'s Candidates<'a>,
    juniors: &'s [&'s Participant],
    seniors: &'s [&'s Participant],
    work: &'s Work<'s>,
    /// Rows behind, on all threads.
    done: AtomicU64,
}

struct Rows {
    starts: Vec<usize>,
    partners: Vec<u32>,
}

impl Scan<'_, '_> {
    /// Asks for the score of each permitted pair; `None` makes the pair absent all the same.
    fn rows<T, F>(&self, score: &F) -> Result<(Rows, Vec<T>), CandidatesError>
    where
        T: Copy + Send,
        F: Fn(&Participant, &Participant) -> Option<T> + Sync,
    {
        let mut rows = Rows {
            starts: vec![0],
            partners: Vec::new(),
        };
        let mut scores = Vec::new();
        let mut pairs = 0;
        // Rows at a time depend on counts alone, never on threads.
        let rows_at_once = (PAIRS_AT_ONCE / self.juniors.len().max(1)).max(1);
        for seniors in self.seniors.chunks(rows_at_once) {
            let found = parallel::map(seniors.len(), |row| self.row(seniors[row], score));
            for row in found {
                let row = row?;
                pairs += row.len() as u64;
                if self.fits(pairs) {
                    rows.partners.extend(row.iter().map(|&(junior, _)| junior));
                    scores.extend(row.iter().map(|&(_, score)| score));
                    rows.starts.push(rows.partners.len());
                } else {
                    // From here on pairs are only counted, so that the error can say how many bytes would do.
                    (rows.partners, scores) = (Vec::new(), Vec::new());
                }
            }
        }
        match self.candidates.memory_limit {
            Some(limit) if !self.fits(pairs) => {
                let needed = self.bytes(pairs);
                Err(CandidatesError::MemoryLimit { needed, limit })
            }
            _ => Ok((rows, scores)),
        }
    }

    fn row<T, F>(&self, senior: &Participant, score: &F) -> Result<Vec<(u32, T)>, Cancelled>
    where
        F: Fn(&Participant, &Participant) -> Option<T>,
    {
        let done = self.done.fetch_add(1, Ordering::Relaxed);
        self.work.check(PHASE, done, self.seniors.len() as u64)?;
        let rules = self.candidates.rules;
        let permitted = (0..).zip(self.juniors).filter_map(|(place, junior)| {
            let score = rules
                .permits(junior, senior)
                .then(|| score(junior, senior))??;
            Some((place, score))
        });
        Ok(permitted.collect())
    }

    fn fits(&self, pairs: u64) -> bool {
        let limit = self.candidates.memory_limit;
        limit.is_none_or(|limit| self.bytes(pairs) <= limit)
    }

    fn bytes(&self, pairs: u64) -> u64 {
        CandidateTable::bytes_for(self.seniors.len() as u64, pairs)
    }
}
