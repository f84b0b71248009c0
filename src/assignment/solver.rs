//! The entry point: two questions, and how each is brought to the search.

use super::cardinality::Mates;
use super::cost::check_size;
use super::deficiency::{self, Cover, ServedColumns};
use super::hungarian::{
    Most, Served, pairs_of_a_list, serve_every_row, serve_every_row_or_column, serve_the_rest,
};
use super::lists::Lists;
use super::memory::{self, Allowance};
use super::parallel::on_the_pool;
use super::reader::{Reader, cost_range};
use super::start::start;
use super::strategy::Strategy;
use super::{Assignment, AssignmentError, Certificate, Column, Cost, CostSource};
use crate::work::Work;

/// Answers assignment problems, and tells the caller how far it is.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{AssignmentError, DenseCosts, Solver};
/// use reverse_mentoring::work::{CancelToken, Work};
///
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2], vec![1, 4]])?;
/// let token = CancelToken::new();
/// let solver = Solver::new().with_work(Work::new().with_cancel_token(&token));
/// assert_eq!(solver.solve(&costs)?.total_cost(), 3);
///
/// token.cancel();
/// assert!(matches!(solver.solve(&costs), Err(AssignmentError::Cancelled(_))));
/// # Ok::<(), AssignmentError>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Solver<'a> {
    pub(super) work: Work<'a>,
    memory_limit: MemoryLimit,
}

/// What the caller allows.
#[derive(Debug, Clone, Copy, Default)]
enum MemoryLimit {
    #[default]
    Endless,
    /// All that the solver takes.
    OfAll(u64),
    /// Lists and copies of pairs.
    OfLists(u64),
}

impl<'a> Solver<'a> {
    /// Makes a solver with nobody to tell.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells the observer of `work` how far the solver is, and stops when its token or deadline
    /// says so.
    pub fn with_work(mut self, work: Work<'a>) -> Self {
        self.work = work;
        self
    }

    /// Refuses a source for which the solver would take more than `bytes` beyond it.
    ///
    /// What it is [foreseen](Self::memory_needed) to take is known at once. Where rows compete so hard that lists of pairs outgrow that, it stops with
    /// [`AssignmentError::MemoryOutgrown`] when these come to more than is left for them; a tenth of it, and some MiB of lists that are being made,
    /// it may be beyond.
    ///
    /// ```
    /// use reverse_mentoring::assignment::{AssignmentError, ComputedCosts, Solver};
    ///
    /// let costs = ComputedCosts::new(70_000, 70_000, |_, _| Some(1));
    /// let error = Solver::new().with_memory_limit(1 << 20).solve(&costs).unwrap_err();
    /// assert!(matches!(error, AssignmentError::MemoryLimit { limit: 1_048_576, .. }));
    /// ```
    pub fn with_memory_limit(mut self, bytes: u64) -> Self {
        self.memory_limit = MemoryLimit::OfAll(bytes);
        self
    }

    /// Lets lists and copies of pairs take up to so many bytes, whatever all else does.
    pub(crate) fn with_memory_for_lists(mut self, bytes: u64) -> Self {
        self.memory_limit = MemoryLimit::OfLists(bytes);
        self
    }

    /// Tells how many bytes the solver would take beyond `source` at its peak.
    ///
    /// An estimate for plain questions, made without reading a cost. Rows that compete very hard for few columns take more, and so do rows that
    /// cannot all be served; answers [within limits](Self::solve_within) take some more for seats, which the error says that refuses them.
    #[must_use]
    pub fn memory_needed(&self, source: &dyn CostSource) -> u64 {
        memory::estimate(source, pairs_of_a_list(source))
    }

    /// Serves every row by a column of its own at least total cost; see [`solve`](solve()).
    ///
    /// # Errors
    ///
    /// Those of [`solve`](solve()), [`AssignmentError::Cancelled`] if the work was stopped,
    /// [`AssignmentError::MemoryLimit`] if the source is too large for the limit, and [`AssignmentError::MemoryOutgrown`] if lists of pairs
    /// outgrow it.
    pub fn solve(&self, source: &dyn CostSource) -> Result<Assignment, AssignmentError> {
        on_the_pool(source.most_pairs(), || {
            let reader = self.open(source)?;
            Ok(Self::answer_all(reader)?.assignment)
        })
    }

    /// Makes as many pairs as there can be, and among these answers one at least total cost; see
    /// [`solve_max`](solve_max()).
    ///
    /// # Errors
    ///
    /// Those of [`solve_max`](solve_max()), [`AssignmentError::Cancelled`] if the work was stopped,
    /// [`AssignmentError::MemoryLimit`] if the source is too large for the limit, and [`AssignmentError::MemoryOutgrown`] if lists or copies of
    /// pairs outgrow it.
    pub fn solve_max(&self, source: &dyn CostSource) -> Result<Assignment, AssignmentError> {
        on_the_pool(source.most_pairs(), || {
            let reader = self.open(source)?;
            Ok(Self::answer_most(reader)?.assignment)
        })
    }

    /// Answers [`solve`](Self::solve), and gives the lists that led to it.
    pub(super) fn answer_all(mut reader: Reader<'_>) -> Result<Answered, AssignmentError> {
        let (rows, columns) = (reader.rows(), reader.columns());
        if rows > columns {
            let mut mates = Mates::new(rows, columns);
            deficiency::enlarge(&mut mates, &mut reader)?;
            if let Some(&row) = mates.free_rows().first() {
                return Err(deficiency::infeasible(row, &mates, &mut reader)?);
            }
        }
        let served = serve_every_row(&mut reader)?;
        Ok(answer_whole(served, Cover::every_row(rows, columns)))
    }

    /// Answers [`solve_max`](Self::solve_max), and gives the lists that led to it if every row is served.
    pub(super) fn answer_most(reader: Reader<'_>) -> Result<Answered, AssignmentError> {
        // Bound anew, for the life of the cover below.
        let mut reader = reader;
        reader.report("counting pairs", 0, 1)?;
        let (rows, columns) = (reader.rows(), reader.columns());
        let mut mates = Mates::new(rows, columns);
        if reader.strategy() == Strategy::Ask && !reader.is_wide() {
            match serve_every_row_or_column(&mut reader)? {
                Most::EveryRow(served) => {
                    return Ok(answer_whole(served, Cover::every_row(rows, columns)));
                }
                Most::EveryColumn(served) => {
                    let cover = Cover::every_column(rows, columns);
                    return Ok(Answered {
                        lists: None,
                        ..answer_whole(served, cover)
                    });
                }
                Most::Neither(most) => mates = most,
            }
        } else if rows <= columns && !reader.is_wide() {
            // In most questions every row can be served, and short lists are enough to see it.
            let k = pairs_of_a_list(reader.source());
            let state = start(&mut reader, k)?;
            mates = deficiency::largest_listed_matching(&state)?;
            if mates.free_rows().is_empty() {
                let served = serve_the_rest(state, &mut reader)?;
                return Ok(answer_whole(served, Cover::every_row(rows, columns)));
            }
        }
        deficiency::enlarge(&mut mates, &mut reader)?;
        if mates.free_rows().is_empty() {
            let served = serve_every_row(&mut reader)?;
            return Ok(answer_whole(served, Cover::every_row(rows, columns)));
        }
        let cover = Cover::of(&mates, &mut reader)?;
        let mut answer = Answer::new(reader.rows(), reader.columns());
        let (block, rows) = cover.served_rows(&mut reader)?;
        let served = serve_every_row(&mut reader.of_source(&block, block.bytes()))?;
        answer.add_rows(rows, &served);
        let block = cover.served_columns(&mut reader)?;
        let served = serve_every_row(&mut reader.of_source(&block.costs, block.costs.bytes()))?;
        answer.add_columns(&block, &served);
        Ok(Answered {
            assignment: answer.finish(cover),
            lists: None,
        })
    }

    /// Opens the source, if it is of a size that can be solved.
    pub(super) fn open<'s>(
        &'s self,
        source: &'s dyn CostSource,
    ) -> Result<Reader<'s>, AssignmentError> {
        check_size(source.rows(), source.columns())?;
        self.check_memory(source, 0)?;
        self.work.check("reading costs", 0, source.rows() as u64)?;
        // Where no pair is permitted, any range holds all costs.
        let range = cost_range(source, &self.work)?.unwrap_or((0, 0));
        Ok(self.read(source, range, 0))
    }

    /// Reads a source whose costs are in this range, for an answer that takes `more` than those to plain questions.
    pub(super) fn read<'s>(
        &'s self,
        source: &'s dyn CostSource,
        range: (Cost, Cost),
        more: u64,
    ) -> Reader<'s> {
        let allowed = match self.memory_limit {
            MemoryLimit::Endless => Allowance::UNLIMITED,
            MemoryLimit::OfAll(limit) => {
                Allowance::beside(limit, source, pairs_of_a_list(source)).less(more)
            }
            MemoryLimit::OfLists(limit) => Allowance::of(limit),
        };
        Reader::new(source, range, &self.work).with_allowance(allowed)
    }

    /// Refuses a source for which more memory is needed than the caller allows, for an answer that takes `more` than those to plain questions.
    pub(super) fn check_memory(
        &self,
        source: &dyn CostSource,
        more: u64,
    ) -> Result<(), AssignmentError> {
        let needed = self.memory_needed(source) + more;
        match self.memory_limit {
            MemoryLimit::OfAll(limit) if needed > limit => {
                Err(AssignmentError::MemoryLimit { needed, limit })
            }
            _ => Ok(()),
        }
    }
}

/// An answer, and the lists that led to it where they are of use for the next.
pub(super) struct Answered {
    pub(super) assignment: Assignment,
    pub(super) lists: Option<Lists>,
}

/// Puts together the answer to a question that is one problem with this cover.
pub(super) fn answer_whole(served: Served, cover: Cover) -> Answered {
    let (rows, columns) = (cover.rows.len(), cover.columns.len());
    let mut answer = Answer::new(rows, columns);
    answer.add_rows(0..rows, &served);
    Answered {
        assignment: answer.finish(cover),
        lists: served.lists,
    }
}

/// An answer that is put together from the problems it fell into.
struct Answer {
    column_of: Vec<Option<Column>>,
    u: Vec<Cost>,
    v: Vec<Cost>,
}

impl Answer {
    fn new(rows: usize, columns: usize) -> Self {
        Self {
            column_of: vec![None; rows],
            u: vec![0; rows],
            v: vec![0; columns],
        }
    }

    /// Takes over a problem whose rows are these and whose columns are all columns.
    fn add_rows(&mut self, rows: impl IntoIterator<Item = usize>, served: &Served) {
        for (at, row) in rows.into_iter().enumerate() {
            self.u[row] = served.u[at];
            self.column_of[row] = served.mates.column_of(at).map(Column::at);
        }
        // Columns without a pair in the problem kept the potential 0 they had.
        self.v.copy_from_slice(&served.v);
    }

    /// Takes over a transposed problem.
    fn add_columns(&mut self, block: &ServedColumns, served: &Served) {
        for (at, &column) in block.columns.iter().enumerate() {
            self.v[column] = served.u[at];
            if let Some(mate) = served.mates.column_of(at) {
                self.column_of[block.rows[mate]] = Some(Column::at(column));
            }
        }
        for (&row, &potential) in block.rows.iter().zip(&served.v) {
            self.u[row] = potential;
        }
    }

    /// Adds up the costs: on a matched pair the potentials are exactly its cost.
    fn finish(self, cover: Cover) -> Assignment {
        let Self { column_of, u, v } = self;
        let pairs = column_of
            .iter()
            .zip(&u)
            .filter_map(|(column, &u)| Some((u, v[(*column)?.index()])));
        let total_cost = pairs.map(|(u, v)| i128::from(u) + i128::from(v)).sum();
        let columns = v.len();
        Assignment::from_parts(
            columns,
            column_of,
            total_cost,
            Certificate::from_parts(cover.rows, cover.columns, u, v),
        )
    }
}

/// Serves every row by a column of its own at least total cost.
///
/// The result carries the proof that no assignment of every row costs less. Which of several
/// optimal assignments is returned depends on the source alone. Columns may outnumber rows; rows
/// that outnumber columns cannot all be served, see [`solve_max`](solve_max()).
///
/// # Algorithm
///
/// The Hungarian method of H. W. Kuhn (1955) by shortest augmenting paths, after R. Jonker and A.
/// Volgenant (1987); the guide's chapter on mathematics derives it. Differs from both in that rows are
/// read whole only by searches that go through most of them, and that an auction comes first where many rows like the same columns.
///
/// # Complexity
///
/// `O(n (p + m log m))` time for `n` rows, `m` columns and `p` permitted pairs, and `O(n + m)`
/// space beyond the source. Usually far less: most rows are served without a search, and most
/// searches read few rows.
///
/// # Errors
///
/// - [`AssignmentError::Infeasible`] if the permitted pairs cannot serve every row at once, with the
///   rows that compete for too few columns.
/// - [`AssignmentError::RangeTooLarge`] if the costs are so far apart that the potentials of the optimum leave 64 bits;
///   where they only might, it is found in wider numbers, slowly.
/// - [`AssignmentError::TooManyIndices`] if `u32` cannot number the rows or the columns.
/// - [`AssignmentError::Contradiction`] if the source changes its mind.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{Column, DenseCosts, Row, solve};
///
/// let costs = DenseCosts::try_from_rows(vec![
///     vec![8_u8, 4, 7],
///     vec![5, 2, 3],
///     vec![9, 4, 8],
/// ])?;
/// let assignment = solve(&costs)?;
/// assert_eq!(assignment.total_cost(), 15); // 8 + 3 + 4
/// assert_eq!(assignment.column_of(Row::from(1)), Some(Column::from(2)));
/// # Ok::<(), reverse_mentoring::assignment::AssignmentError>(())
/// ```
pub fn solve(source: &dyn CostSource) -> Result<Assignment, AssignmentError> {
    Solver::new().solve(source)
}

/// Makes as many pairs as there can be, and among these answers one at least total cost.
///
/// The number of pairs comes first, exactly: no cost, however large, is worth a pair. The result
/// carries the proof of both. Either side may outnumber the other.
///
/// # Algorithm
///
/// A largest matching, costs aside, by the method of J. E. Hopcroft and R. M. Karp (1973); from it
/// a smallest vertex cover and the blocks of A. L. Dulmage and N. S. Mendelsohn (1958). No largest
/// matching uses a pair between blocks, and within a block one side is served whole: so what is
/// left are problems for [`solve`](solve()). No cost is changed, and no number grows.
///
/// # Complexity
///
/// That of [`solve`](solve()), and a copy of those permitted pairs whose rows compete for too few
/// columns.
///
/// # Errors
///
/// Those of [`solve`](solve()), except that no input is infeasible.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{Column, DenseCosts, Row, solve_max};
///
/// // Row 0 alone would take column 0 for 1; two pairs come before a low cost.
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 90], vec![5, 0]])?.with_absent(0);
/// let assignment = solve_max(&costs)?;
/// assert_eq!(assignment.total_cost(), 95);
/// assert_eq!(assignment.column_of(Row::from(1)), Some(Column::from(0)));
/// # Ok::<(), reverse_mentoring::assignment::AssignmentError>(())
/// ```
pub fn solve_max(source: &dyn CostSource) -> Result<Assignment, AssignmentError> {
    Solver::new().solve_max(source)
}
