//! Solving again after a change, from the pairs, potentials and lists of before.

use super::change::Change;
use super::cost::check_size;
use super::deficiency::Cover;
use super::exit;
use super::lists::Lists;
use super::parallel::on_the_pool;
use super::reader::{Reader, cost_range};
use super::repair::{serve_most_of_the_few, serve_the_few};
use super::solver::{Answered, answer_whole};
use super::takeover::Start;
use super::{Assignment, AssignmentError, Certificate, Cost, CostSource, Solver};

/// An assignment from which the solver can go on when a few rows or columns have changed.
///
/// Any assignment is one, also one that was written down. One that [`Solver::resume`] has left holds more: the lists of the
/// search, some hundred bytes a row, which spare it most of its reading the next time.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{Change, DenseCosts, Row, Solver, WarmStart, verify_change};
///
/// let monday = DenseCosts::try_from_rows(vec![vec![1_u8, 2, 9], vec![1, 4, 9]])?;
/// let mut warm = WarmStart::default();
/// // There is nothing to start from yet, so this is a full solve.
/// Solver::new().resume(&monday, &Change::default(), &mut warm)?;
/// assert_eq!(warm.assignment().total_cost(), 3); // 2 + 1
///
/// // Row 1 has other costs.
/// let tuesday = DenseCosts::try_from_rows(vec![vec![1_u8, 2, 9], vec![7, 1, 9]])?;
/// let before = warm.assignment().clone();
/// let change = Change::none(&before).with_row(Row::from(1));
/// Solver::new().resume(&tuesday, &change, &mut warm)?;
/// assert_eq!(warm.assignment().total_cost(), 2); // 1 + 1
/// verify_change(&tuesday, &before, warm.assignment(), &change)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct WarmStart {
    assignment: Assignment,
    known: Option<Known>,
    went_on: bool,
}

/// What a search knows of its source.
#[derive(Debug, Clone)]
struct Known {
    lists: Lists,
    /// A range that holds all costs.
    range: (Cost, Cost),
}

impl WarmStart {
    /// Gives the assignment.
    pub fn assignment(&self) -> &Assignment {
        &self.assignment
    }

    /// Says whether the assignment was reached from an earlier one; if not, it was solved anew or given.
    #[must_use]
    pub fn went_on(&self) -> bool {
        self.went_on
    }

    /// Gives the assignment, and forgets the lists.
    pub fn into_assignment(self) -> Assignment {
        self.assignment
    }
}

impl Default for WarmStart {
    /// Makes a start without a row, from which everything is new.
    fn default() -> Self {
        let certificate = Certificate::from_parts(Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self::from(Assignment::from_parts(0, Vec::new(), 0, certificate))
    }
}

impl From<Assignment> for WarmStart {
    fn from(assignment: Assignment) -> Self {
        Self {
            assignment,
            known: None,
            went_on: false,
        }
    }
}

impl Solver<'_> {
    /// Serves every row again after a change, at the price of the change.
    ///
    /// The answer is as good as that of [`solve`](Self::solve) and carries the same proof; where several are optimal it may be
    /// another one. It depends on `warm` and the source alone, and on no number of threads. If there is an error, `warm` keeps
    /// the assignment it had.
    ///
    /// `warm` and `change` are claims. What is checked: that their sizes fit; that the pairs of before which are said to be the same
    /// cost what their potentials say; and each pair that is read on the way. A pair that has changed
    /// and is read by nobody leads to an assignment that [`verify`](super::verify()) rejects.
    ///
    /// # Algorithm
    ///
    /// What is the same keeps its potential, its pair and its list. A new column gets the largest potential at which no reduced cost is
    /// negative, up to 0, and then each new row as well; each row without a column is served along a shortest augmenting path.
    /// The guide's chapter on mathematics says why that is exact. Where more has changed than a full solve
    /// is worth, where `warm` has not served every row, and where the range proof fails, there is a full solve.
    ///
    /// # Complexity
    ///
    /// For each row that is new or has lost its column, a search; a search reads lists, and reads a row of the source only where
    /// no list is known or a list does not suffice. For each new column, one cost of each row. For the others `O(n + m)` time.
    ///
    /// # Errors
    ///
    /// - Those of [`solve`](Self::solve).
    /// - [`AssignmentError::ChangeTooLong`], [`AssignmentError::UnknownOrigin`] and [`AssignmentError::SharedOrigin`] if the change does not
    ///   lead from `warm` to the source; [`AssignmentError::UnfitStart`] if the parts of `warm` do not fit each other.
    /// - [`AssignmentError::UnnamedChange`] if something has changed that the change does not name.
    pub fn resume(
        &self,
        source: &dyn CostSource,
        change: &Change,
        warm: &mut WarmStart,
    ) -> Result<(), AssignmentError> {
        let resumed = self.go_on(source, change, warm, false)?;
        *warm = match resumed {
            Some(resumed) => resumed,
            None => self.start_anew(source, Self::answer_all)?,
        };
        Ok(())
    }

    /// Makes as many pairs as there can be again after a change, at the price of the change.
    ///
    /// Either side may be the larger one, before and after, and not all rows need have been served. A change
    /// after which a whole block of rows and columns has the other side served is as dear as a full
    /// [`solve_max`](Self::solve_max) of that block, or becomes one. All else is as in [`resume`](Self::resume).
    ///
    /// # Algorithm
    ///
    /// As in [`resume`](Self::resume), with the cover of the certificate as a part of the potentials, so that the search moves
    /// both: a row may exit at a price beyond all costs, and a row or column that goes without has the potential of an exit. A free column
    /// that is worth something is looked for from all who might have it instead of going without.
    ///
    /// # Errors
    ///
    /// Those of [`resume`](Self::resume), except that no input is infeasible.
    pub fn resume_max(
        &self,
        source: &dyn CostSource,
        change: &Change,
        warm: &mut WarmStart,
    ) -> Result<(), AssignmentError> {
        let resumed = self.go_on(source, change, warm, true)?;
        *warm = match resumed {
            Some(resumed) => resumed,
            None => self.start_anew(source, Self::answer_most)?,
        };
        Ok(())
    }

    /// Does what [`resume_max`](Self::resume_max) does where that is no full solve, and says whether it was done.
    ///
    /// If not, `warm` keeps its assignment. So a caller who has a quicker way to solve anew, or would rather do it later, can.
    ///
    /// # Errors
    ///
    /// Those of [`resume_max`](Self::resume_max).
    pub fn go_on_max(
        &self,
        source: &dyn CostSource,
        change: &Change,
        warm: &mut WarmStart,
    ) -> Result<bool, AssignmentError> {
        let resumed = self.go_on(source, change, warm, true)?;
        let is_done = resumed.is_some();
        if let Some(resumed) = resumed {
            *warm = resumed;
        }
        Ok(is_done)
    }

    /// Reads every row once more, so that the changes that come read few.
    ///
    /// What a search has left in `warm` is what it needed to know. Here each row gets a longer list at the potentials of
    /// today, which spares the first changes the rows that they would have to read.
    ///
    /// # Errors
    ///
    /// [`AssignmentError::Cancelled`], [`AssignmentError::MemoryLimit`], [`AssignmentError::MemoryOutgrown`] if these longer lists outgrow the limit,
    /// and [`AssignmentError::Contradiction`]. If there is one, `warm` keeps what it knew.
    pub fn prepare(
        &self,
        source: &dyn CostSource,
        warm: &mut WarmStart,
    ) -> Result<(), AssignmentError> {
        let size = (source.rows(), source.columns());
        if size != (warm.assignment.rows(), warm.assignment.columns()) {
            // What is there is of another problem; the next change says so.
            return Ok(());
        }
        let change = Change::none(&warm.assignment);
        let Some(start) = Start::new(&warm.assignment, &change, size, true)? else {
            return Ok(());
        };
        on_the_pool(source.most_pairs(), || {
            let reader = self.open(source)?;
            let range = reader.range();
            if !start.fits(range) {
                return Ok(());
            }
            let mut reader = reader.with_largest(Cost::MAX / 2);
            let lists = Lists::build(&mut reader, &start.into_prices(), LISTED)?;
            warm.known = Some(Known { lists, range });
            Ok(())
        })
    }

    /// Solves without a start.
    fn start_anew(
        &self,
        source: &dyn CostSource,
        answer: impl FnOnce(Reader<'_>) -> Result<Answered, AssignmentError> + Send,
    ) -> Result<WarmStart, AssignmentError> {
        on_the_pool(source.most_pairs(), || {
            let reader = self.open(source)?;
            let range = reader.range();
            let Answered { assignment, lists } = answer(reader)?;
            Ok(WarmStart {
                assignment,
                known: lists.map(|lists| Known { lists, range }),
                went_on: false,
            })
        })
    }

    /// Goes on from where `warm` stands, so that as many rows are served as can be, or, without exits, all; `None` if a full solve
    /// is as good.
    fn go_on(
        &self,
        source: &dyn CostSource,
        change: &Change,
        warm: &mut WarmStart,
        with_exits: bool,
    ) -> Result<Option<WarmStart>, AssignmentError> {
        let (rows, columns) = (source.rows(), source.columns());
        check_size(rows, columns)?;
        change.check(&warm.assignment, rows, columns)?;
        let start = Start::new(&warm.assignment, change, (rows, columns), with_exits)?;
        let Some(start) = start else {
            return Ok(None);
        };
        self.check_memory(source, 0)?;
        let known = warm.known.take();
        let costs = start.read_new_columns(source, &self.work)?;
        let range = match &known {
            Some(known) => start.widen(known.range, &costs, source, &self.work)?,
            None => cost_range(source, &self.work)?.unwrap_or((0, 0)),
        };
        if !start.fits(range) {
            return Ok(None);
        }
        let mut reader = self.read(source, range, 0).with_largest(Cost::MAX / 2);
        let served = start
            .into_state(known.map(|known| known.lists), &costs, &mut reader)
            .and_then(|state| {
                if with_exits {
                    serve_most_of_the_few(state, &mut reader)
                } else {
                    serve_the_few(state, &mut reader)
                }
            });
        let served = match served {
            // Whoever was told false costs may see too few columns; a witness that is none says so.
            Err(AssignmentError::Infeasible { rows, columns })
                if rows.len() != columns.len() + 1 =>
            {
                return Ok(None);
            }
            served => served.map_err(name_change)?,
        };
        let Some(mut served) = served else {
            return Ok(None);
        };
        let cover = if with_exits {
            exit::split(&mut served.u, &mut served.v)
        } else {
            Cover::every_row(rows, columns)
        };
        let Answered { assignment, lists } = answer_whole(served, cover);
        Ok(Some(WarmStart {
            assignment,
            known: lists.map(|lists| Known { lists, range }),
            went_on: true,
        }))
    }
}

/// How many pairs of each row are listed for changes that come.
const LISTED: usize = 64;

/// What contradicts an earlier answer has changed since.
fn name_change(error: AssignmentError) -> AssignmentError {
    match error {
        AssignmentError::Contradiction { row, column, .. } => {
            AssignmentError::UnnamedChange { row, column }
        }
        other => other,
    }
}
