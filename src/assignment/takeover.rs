//! What is taken over from an earlier assignment, in the numbers of a changed problem.

use super::cardinality::Mates;
use super::change::Change;
use super::cost::fits_from;
use super::exit;
use super::hungarian::{CALM_SHARE, first_lists};
use super::lists::Lists;
use super::parallel::map_blocks;
use super::reader::Reader;
use super::search::State;
use super::source::widen;
use super::{Assignment, AssignmentError, Column, Cost, CostSource, Prices, Row};
use crate::work::Work;

/// Columns that may be new, or free below the ceiling, before a full solve is as good: of each, every row is read.
const MOST_COLUMNS: usize = 32;

/// Rows that may be free of this many, however few that are.
fn most_rows(rows: usize) -> usize {
    (rows / CALM_SHARE).max(8)
}

/// Costs that are asked for one by one between two questions to the caller; each may take a look at far memory.
const COSTS_OF_A_BATCH: usize = 1 << 17;

/// What is taken over, and who is new.
pub(super) struct Start {
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
    /// Whether the covers of before are in the potentials, see [`exit`].
    with_exits: bool,
}

impl Start {
    /// Translates what is the same; `None` if it is too little, or, without exits, no answer that served every row.
    pub(super) fn new(
        before: &Assignment,
        change: &Change,
        (rows, columns): (usize, usize),
        with_exits: bool,
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
            with_exits,
            origins,
        };
        for column in (0..columns).map(Column::at) {
            let Some(origin) = change.column_before(column) else {
                start.new_columns.push(column.index());
                continue;
            };
            start.now[origin.index()] = Some(column.into());
            let potential = certificate.column_potentials()[origin.index()];
            let covered = certificate.column_cover()[origin.index()];
            if covered && !with_exits || !covered && with_exits && potential > 0 {
                return Ok(None);
            }
            start.v[column.index()] = exit::with_column_cover(covered, potential);
        }
        for (row, origin) in start.origins.iter().enumerate() {
            let Some(origin) = *origin else {
                start.new_rows.push(row);
                continue;
            };
            let potential = certificate.row_potentials()[origin];
            let covered = certificate.row_cover()[origin];
            if !covered && (!with_exits || potential > 0) {
                return Ok(None);
            }
            start.u[row] = exit::with_row_cover(covered, potential);
            let column = before.column_of(Row::at(origin));
            let now = column.and_then(|column| start.now.get(column.index()).copied().flatten());
            if let Some(column) = now.map(|column| column as usize)
                && start.mates.row_of(column).is_none()
            {
                start.mates.link(row, column);
            }
        }
        // From nothing, a full solve knows better starts.
        let few = (start.origins.iter().any(Option::is_some) || rows == 0)
            && (rows <= columns || with_exits)
            && start.new_columns.len() <= MOST_COLUMNS
            && start.unserved_rows() <= most_rows(rows)
            && start.sunken_columns() <= MOST_COLUMNS;
        Ok(few.then_some(start))
    }

    /// Counts the rows that must be served; one that has gone without before and is the same need not.
    fn unserved_rows(&self) -> usize {
        let free = self.mates.free_rows();
        let idle = |&row: &usize| self.origins[row].is_some() && self.u[row] == exit::EXIT;
        free.len() - free.iter().copied().filter(idle).count()
    }

    /// Counts the free columns that must be brought to the ceiling, where any may stay free.
    fn sunken_columns(&self) -> usize {
        let free = |&column: &usize| self.mates.row_of(column).is_none();
        if self.u.len() == self.v.len() && !self.with_exits {
            return 0;
        }
        let highest = self.v.iter().copied().max().unwrap_or(0);
        let ceiling = if self.with_exits { 0 } else { highest };
        let sunken = (0..self.v.len()).filter(free);
        sunken.filter(|&column| self.v[column] < ceiling).count()
    }

    /// Proves that no number of a search from here leaves `i64`, or says that it cannot.
    pub(super) fn fits(&self, range: (Cost, Cost)) -> bool {
        let (rows, columns) = (self.u.len(), self.v.len());
        let potentials = self.u.iter().chain(&self.v).map(|p| p.unsigned_abs());
        if self.with_exits {
            // How far potentials are from where the cover puts them.
            let exit = exit::EXIT.unsigned_abs();
            let potential = potentials.map(|p| p.min(p.abs_diff(exit))).max();
            exit::fits(rows, columns, range, potential.unwrap_or(0))
        } else {
            fits_from(rows, columns, range, potentials.max().unwrap_or(0))
        }
    }

    /// Gives the potentials of the columns, with their cover.
    pub(super) fn into_prices(self) -> Prices {
        Prices::from(self.v)
    }

    /// Reads what each row pays for each new column, row after row.
    pub(super) fn read_new_columns(
        &self,
        source: &dyn CostSource,
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
    pub(super) fn widen(
        &self,
        range: (Cost, Cost),
        new_columns: &[Option<Cost>],
        source: &dyn CostSource,
        work: &Work<'_>,
    ) -> Result<(Cost, Cost), AssignmentError> {
        let mut range = widen(Some(range), new_columns.iter().copied().flatten());
        for (done, &row) in self.new_rows.iter().enumerate() {
            work.check("reading new rows", done as u64, self.new_rows.len() as u64)?;
            let of_row = source.cost_range(row..row + 1);
            range = widen(
                range,
                of_row.into_iter().flat_map(|(least, most)| [least, most]),
            );
        }
        Ok(range.unwrap_or((0, 0)))
    }

    /// Checks the pairs that are the same, and gives potentials to who is new.
    pub(super) fn into_state(
        mut self,
        known: Option<Lists>,
        new_columns: &[Option<Cost>],
        reader: &mut Reader<'_>,
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
        let k = first_lists(rows, columns);
        lists.renew_all(&self.new_rows, |_| k, &v, reader)?;
        let mut u = self.u;
        for &row in &self.new_rows {
            let least = lists.base(row).min(lists.bound(row));
            u[row] = match (self.with_exits, least) {
                (true, least) => least.min(exit::EXIT),
                // A row without a pair can have any potential, and is found out by its search.
                (false, Cost::MAX) => 0,
                (false, least) => least,
            };
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
    fn check_pairs(&self, reader: &mut Reader<'_>) -> Result<(), AssignmentError> {
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
