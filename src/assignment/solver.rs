//! The entry point: two questions, and how each is brought to the search.

use super::cost::{check_size, prove_range};
use super::deficiency::{self, Cover, ServedColumns};
use super::hungarian::{Served, serve_every_row};
use super::reader::Reader;
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

    /// Serves every row by a column of its own at least total cost; see [`solve`](solve()).
    ///
    /// # Errors
    ///
    /// Those of [`solve`](solve()), and [`AssignmentError::Cancelled`] if the work was stopped.
    pub fn solve<S: CostSource + ?Sized>(&self, source: &S) -> Result<Assignment, AssignmentError> {
        let mut reader = self.open(source)?;
        if reader.rows() > reader.columns() {
            let mates = deficiency::largest_matching(&mut reader)?;
            if let Some(&row) = mates.free_rows().first() {
                return Err(deficiency::infeasible(row, &mates, &mut reader)?);
            }
        }
        answer_every_row(&mut reader)
    }

    /// Makes as many pairs as there can be, and among these answers one at least total cost; see
    /// [`solve_max`](solve_max()).
    ///
    /// # Errors
    ///
    /// Those of [`solve_max`](solve_max()), and [`AssignmentError::Cancelled`] if the work was
    /// stopped.
    pub fn solve_max<S: CostSource + ?Sized>(
        &self,
        source: &S,
    ) -> Result<Assignment, AssignmentError> {
        let mut reader = self.open(source)?;
        reader.report("counting pairs", 0, 1)?;
        if reader.rows() <= reader.columns() {
            // Most questions are of this kind, and a search for pairs would read rows that this one lists.
            match answer_every_row(&mut reader) {
                Err(AssignmentError::Infeasible { .. }) => {}
                answer => return answer,
            }
        }
        let mates = deficiency::largest_matching(&mut reader)?;
        if mates.free_rows().is_empty() {
            // Only a source that contradicts itself comes here; it gets what it says now.
            return answer_every_row(&mut reader);
        }
        let cover = Cover::of(&mates, &mut reader)?;
        let mut answer = Answer::new(reader.rows(), reader.columns());
        let block = cover.served_rows(source);
        let served = serve_every_row(&mut Reader::new(&block, reader.range(), &self.work))?;
        answer.add_rows(block.rows.iter().copied(), &served);
        let block = cover.served_columns(&mut reader)?;
        let served = serve_every_row(&mut Reader::new(&block.costs, reader.range(), &self.work))?;
        answer.add_columns(&block, &served);
        Ok(answer.finish(cover))
    }

    /// Proves that the numbers of the search stay within their type, and opens the source.
    fn open<'s, S: CostSource + ?Sized>(
        &'s self,
        source: &'s S,
    ) -> Result<Reader<'s, S>, AssignmentError> {
        let (rows, columns) = (source.rows(), source.columns());
        check_size(rows, columns)?;
        // Where no pair is permitted, any range holds all costs.
        let range = source.cost_range().unwrap_or((0, 0));
        prove_range(rows, columns, range)?;
        Ok(Reader::new(source, range, &self.work))
    }
}

/// Serves every row, or says which rows compete for too few columns.
fn answer_every_row<S: CostSource + ?Sized>(
    reader: &mut Reader<'_, S>,
) -> Result<Assignment, AssignmentError> {
    let served = serve_every_row(reader)?;
    let (rows, columns) = (reader.rows(), reader.columns());
    let mut answer = Answer::new(rows, columns);
    answer.add_rows(0..rows, &served);
    Ok(answer.finish(Cover::every_row(rows, columns)))
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
/// Volgenant (1987); the guide's chapter on mathematics derives it. Differs from both in that
/// potentials first rise for all rows together while this serves many of them at once, which is
/// quick on ties.
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
/// - [`AssignmentError::RangeTooLarge`] if the costs are so far apart that sums of them could overflow.
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
pub fn solve<S: CostSource + ?Sized>(source: &S) -> Result<Assignment, AssignmentError> {
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
pub fn solve_max<S: CostSource + ?Sized>(source: &S) -> Result<Assignment, AssignmentError> {
    Solver::new().solve_max(source)
}
