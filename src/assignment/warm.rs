//! Solving again after a change, from the pairs, potentials and lists of before.

use super::cardinality::Mates;
use super::change::Change;
use super::cost::{check_size, fits_from};
use super::deficiency::Cover;
use super::hungarian::{CALM_SHARE, Served, finish, first_lists, patience};
use super::lists::Lists;
use super::parallel::{map_blocks, on_the_pool};
use super::reader::{Reader, cost_range};
use super::search::{Search, State};
use super::solver::{Answered, answer_every_row};
use super::source::widen;
use super::{
    Assignment, AssignmentError, Certificate, Column, Cost, CostSource, Prices, Row, Solver,
};
use crate::work::Work;

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
    pub fn resume<S: CostSource + ?Sized>(
        &self,
        source: &S,
        change: &Change,
        warm: &mut WarmStart,
    ) -> Result<(), AssignmentError> {
        let resumed = self.serve_from(source, change, warm)?;
        *warm = match resumed {
            Some(resumed) => resumed,
            None => self.start_anew(source, Self::answer_all)?,
        };
        Ok(())
    }

    /// Makes as many pairs as there can be again after a change, at the price of the change where every row
    /// was served and can be.
    ///
    /// Elsewhere it is a full [`solve_max`](Self::solve_max). All else is as in [`resume`](Self::resume).
    ///
    /// # Errors
    ///
    /// Those of [`resume`](Self::resume), except that no input is infeasible.
    pub fn resume_max<S: CostSource + ?Sized>(
        &self,
        source: &S,
        change: &Change,
        warm: &mut WarmStart,
    ) -> Result<(), AssignmentError> {
        let resumed = match self.serve_from(source, change, warm) {
            Err(AssignmentError::Infeasible { .. }) => None,
            resumed => resumed?,
        };
        *warm = match resumed {
            Some(resumed) => resumed,
            None => self.start_anew(source, Self::answer_most)?,
        };
        Ok(())
    }

    /// Solves without a start.
    fn start_anew<S: CostSource + ?Sized>(
        &self,
        source: &S,
        answer: impl FnOnce(&Self, Reader<'_, S>) -> Result<Answered, AssignmentError> + Send,
    ) -> Result<WarmStart, AssignmentError> {
        on_the_pool(source.most_pairs(), || {
            let reader = self.open(source)?;
            let range = reader.range();
            let Answered { assignment, lists } = answer(self, reader)?;
            Ok(WarmStart {
                assignment,
                known: lists.map(|lists| Known { lists, range }),
            })
        })
    }

    /// Serves every row from where `warm` stands; `None` if a full solve is as good.
    fn serve_from<S: CostSource + ?Sized>(
        &self,
        source: &S,
        change: &Change,
        warm: &mut WarmStart,
    ) -> Result<Option<WarmStart>, AssignmentError> {
        let (rows, columns) = (source.rows(), source.columns());
        check_size(rows, columns)?;
        change.check(&warm.assignment, rows, columns)?;
        let Some(start) = Start::new(&warm.assignment, change, (rows, columns))? else {
            return Ok(None);
        };
        self.check_memory(source)?;
        let known = warm.known.take();
        let costs = start.read_new_columns(source, &self.work)?;
        let range = match &known {
            Some(known) => start.widen(known.range, &costs, source, &self.work)?,
            None => cost_range(source, &self.work)?.unwrap_or((0, 0)),
        };
        if !fits_from(rows, columns, range, start.magnitude()) {
            return Ok(None);
        }
        let mut reader = Reader::new(source, range, &self.work).with_largest(Cost::MAX / 2);
        let served = start
            .into_state(known.map(|known| known.lists), &costs, &mut reader)
            .and_then(|state| serve_the_few(state, &mut reader));
        let served = match served {
            // Whoever was told false costs may see too few columns; a witness that is none says so.
            Err(AssignmentError::Infeasible { rows, columns })
                if rows.len() != columns.len() + 1 =>
            {
                return Ok(None);
            }
            served => served.map_err(name_change)?,
        };
        let Some(served) = served else {
            return Ok(None);
        };
        let cover = Cover::every_row(rows, columns);
        let Answered { assignment, lists } = answer_every_row(served, cover);
        Ok(Some(WarmStart {
            assignment,
            known: lists.map(|lists| Known { lists, range }),
        }))
    }
}

/// What contradicts an earlier answer has changed since.
fn name_change(error: AssignmentError) -> AssignmentError {
    match error {
        AssignmentError::Contradiction { row, column, .. } => {
            AssignmentError::UnnamedChange { row, column }
        }
        other => other,
    }
}

/// Columns that may be new, or free below the ceiling, before a full solve is as good: of each, every row is read.
const MOST_COLUMNS: usize = 32;

/// Rows that may be free of this many, however few that are.
fn most_rows(rows: usize) -> usize {
    (rows / CALM_SHARE).max(8)
}

/// Costs that are asked for one by one between two questions to the caller; each may take a look at far memory.
const COSTS_OF_A_BATCH: usize = 1 << 17;

/// What is taken over from an earlier assignment, in the numbers of the new source.
struct Start {
    /// The row of before that each row was.
    origins: Vec<Option<usize>>,
    /// The number that each column of before has.
    now: Vec<Option<u32>>,
    // u, v: potentials, as in Kuhn (1955); 0 for who is new.
    u: Vec<Cost>,
    v: Vec<Cost>,
    mates: Mates,
    new_rows: Vec<usize>,
    new_columns: Vec<usize>,
}

impl Start {
    /// Translates what is the same; `None` if it is too little, or no answer that served every row.
    fn new(
        before: &Assignment,
        change: &Change,
        (rows, columns): (usize, usize),
    ) -> Result<Option<Self>, AssignmentError> {
        let certificate = before.certificate();
        check_parts(before)?;
        let origin = |row: usize| Some(change.row_before(Row::at(row))?.index());
        let origins: Vec<_> = (0..rows).map(origin).collect();
        let mut start = Self {
            u: vec![0; rows],
            v: vec![0; columns],
            now: vec![None; before.columns()],
            mates: Mates::new(rows, columns),
            new_rows: Vec::new(),
            new_columns: Vec::new(),
            origins,
        };
        for column in (0..columns).map(Column::at) {
            let Some(origin) = change.column_before(column) else {
                start.new_columns.push(column.index());
                continue;
            };
            start.now[origin.index()] = Some(column.into());
            start.v[column.index()] = certificate.column_potentials()[origin.index()];
            if certificate.column_cover()[origin.index()] {
                return Ok(None);
            }
        }
        for (row, origin) in start.origins.iter().enumerate() {
            let Some(origin) = *origin else {
                start.new_rows.push(row);
                continue;
            };
            if !certificate.row_cover()[origin] {
                return Ok(None);
            }
            start.u[row] = certificate.row_potentials()[origin];
            let column = before.column_of(Row::at(origin));
            let now = column.and_then(|column| start.now.get(column.index()).copied().flatten());
            if let Some(column) = now.map(|column| column as usize)
                && start.mates.row_of(column).is_none()
            {
                start.mates.link(row, column);
            }
        }
        let few = rows <= columns
            && start.new_columns.len() <= MOST_COLUMNS
            && start.mates.free_rows().len() <= most_rows(rows)
            && start.sunken_columns() <= MOST_COLUMNS;
        Ok(few.then_some(start))
    }

    /// Counts the free columns that must be brought to the ceiling, where any may stay free.
    fn sunken_columns(&self) -> usize {
        let free = |&column: &usize| self.mates.row_of(column).is_none();
        if self.u.len() == self.v.len() {
            return 0;
        }
        let ceiling = self.v.iter().copied().max().unwrap_or(0);
        let sunken = (0..self.v.len()).filter(free);
        sunken.filter(|&column| self.v[column] < ceiling).count()
    }

    /// Gives the largest magnitude of a potential.
    fn magnitude(&self) -> u64 {
        let potentials = self.u.iter().chain(&self.v);
        potentials.map(|p| p.unsigned_abs()).max().unwrap_or(0)
    }

    /// Reads what each row pays for each new column, row after row.
    fn read_new_columns<S: CostSource + ?Sized>(
        &self,
        source: &S,
        work: &Work<'_>,
    ) -> Result<Vec<Option<Cost>>, AssignmentError> {
        let mut costs = Vec::new();
        if self.new_columns.is_empty() {
            return Ok(costs);
        }
        let rows = self.u.len();
        let batch = COSTS_OF_A_BATCH / self.new_columns.len();
        for start in (0..rows).step_by(batch) {
            work.check("reading new columns", start as u64, rows as u64)?;
            let parts = map_blocks(start..rows.min(start + batch), batch.div_ceil(8), |rows| {
                let pairs = rows.flat_map(|row| {
                    let columns = self.new_columns.iter();
                    columns.map(move |&column| source.cost(Row::at(row), Column::at(column)))
                });
                pairs.collect::<Vec<_>>()
            });
            costs.extend(parts.into_iter().flatten());
        }
        Ok(costs)
    }

    /// Widens a range of costs so that it holds the new ones.
    fn widen<S: CostSource + ?Sized>(
        &self,
        range: (Cost, Cost),
        new_columns: &[Option<Cost>],
        source: &S,
        work: &Work<'_>,
    ) -> Result<(Cost, Cost), AssignmentError> {
        let mut range = widen(Some(range), new_columns.iter().copied().flatten());
        let mut candidates = Vec::new();
        for (done, &row) in self.new_rows.iter().enumerate() {
            work.check("reading new rows", done as u64, self.new_rows.len() as u64)?;
            source.permitted(Row::at(row), &mut candidates);
            range = widen(range, candidates.iter().map(|pair| pair.cost));
        }
        Ok(range.unwrap_or((0, 0)))
    }

    /// Checks the pairs that are the same, and gives potentials to who is new.
    fn into_state<S: CostSource + ?Sized>(
        mut self,
        known: Option<Lists>,
        new_columns: &[Option<Cost>],
        reader: &mut Reader<'_, S>,
    ) -> Result<State, AssignmentError> {
        self.check_pairs(reader)?;
        let (rows, columns) = (reader.rows(), reader.columns());
        let costs_of = |row: usize| {
            let costs = new_columns.get(row * self.new_columns.len()..);
            let costs = costs.unwrap_or_default().iter().copied();
            self.new_columns.iter().copied().zip(costs)
        };
        let same = |row: &usize| self.origins[*row].is_some();
        for row in (0..rows).filter(same) {
            for (column, cost) in costs_of(row) {
                if let Some(cost) = cost {
                    self.v[column] = self.v[column].min(cost - self.u[row]);
                }
            }
        }
        let mut lists = Lists::unlisted(&self.u, first_lists(rows, columns) / 2);
        if let Some(known) = known {
            lists.take_over(known, &self.origins, &self.now);
            for row in (0..rows).filter(same) {
                for (column, cost) in costs_of(row) {
                    if let Some(cost) = cost {
                        lists.lower_bound(row, cost - self.v[column]);
                    }
                }
            }
        }
        let v = Prices::from(self.v);
        lists.renew_all(&self.new_rows, first_lists(rows, columns), &v, reader)?;
        let mut u = self.u;
        for &row in &self.new_rows {
            // A row without a pair can have any potential, and is found out by its search.
            let least = lists.base(row).min(lists.bound(row));
            u[row] = if least == Cost::MAX { 0 } else { least };
        }
        Ok(State {
            mates: self.mates,
            u,
            v,
            lists,
            compact: None,
        })
    }

    /// Refuses pairs that do not cost what their potentials say.
    fn check_pairs<S: CostSource + ?Sized>(
        &self,
        reader: &mut Reader<'_, S>,
    ) -> Result<(), AssignmentError> {
        let rows = self.u.len();
        let (lowest, highest) = reader.range();
        let source = reader.source();
        for start in (0..rows).step_by(COSTS_OF_A_BATCH) {
            reader.report("reading pairs", start, rows)?;
            let batch = start..rows.min(start + COSTS_OF_A_BATCH);
            let stale = map_blocks(batch, COSTS_OF_A_BATCH / 32, |mut rows| {
                rows.find_map(|row| {
                    let column = self.mates.column_of(row)?;
                    let cost = source.cost(Row::at(row), Column::at(column));
                    let tight = cost.is_some_and(|cost| {
                        (lowest..=highest).contains(&cost) && cost == self.u[row] + self.v[column]
                    });
                    (!tight).then_some((row, column))
                })
            });
            if let Some((row, column)) = stale.into_iter().flatten().next() {
                return Err(AssignmentError::UnnamedChange {
                    row: Row::at(row),
                    column: Column::at(column),
                });
            }
        }
        Ok(())
    }
}

/// Refuses an assignment whose parts are of different sizes.
fn check_parts(before: &Assignment) -> Result<(), AssignmentError> {
    let certificate = before.certificate();
    let (rows, columns) = (before.rows(), before.columns());
    let parts = [
        ("row cover", certificate.row_cover().len(), rows),
        ("column cover", certificate.column_cover().len(), columns),
        (
            "list of row potentials",
            certificate.row_potentials().len(),
            rows,
        ),
        (
            "list of column potentials",
            certificate.column_potentials().len(),
            columns,
        ),
    ];
    match parts
        .into_iter()
        .find(|(_, found, expected)| found != expected)
    {
        None => Ok(()),
        Some((part, found, expected)) => Err(AssignmentError::UnfitStart {
            part,
            found,
            expected,
        }),
    }
}

/// Serves the rows that are free; `None` once a full solve would have been as quick.
fn serve_the_few<S: CostSource + ?Sized>(
    mut state: State,
    reader: &mut Reader<'_, S>,
) -> Result<Option<Served>, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let mut search = Search::new(rows, columns);
    let free = state.mates.free_rows();
    reader.report("serving rows", rows - free.len(), rows)?;
    for (served, &row) in free.iter().enumerate() {
        reader.advance(rows - free.len() + served)?;
        search.serve(row, &mut state, reader)?;
        if search.relaxed() > patience(reader) || search.renewed() > rows as u64 {
            return Ok(None);
        }
    }
    let highest = state.v.iter().copied().max().unwrap_or(0);
    if rows == columns {
        // No column is free, so all potentials at most 0 are as good as any: those that did not change stay.
        return Ok(Some(finish(state, highest.max(0))));
    }
    search.level(&mut state, reader)?;
    let ceiling = state.v.iter().copied().max().unwrap_or(0);
    reader.report("serving rows", rows, rows)?;
    Ok(Some(finish(state, ceiling)))
}
