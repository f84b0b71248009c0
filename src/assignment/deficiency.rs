//! Why not every row can be served, and what splits the problem then.

use super::cardinality::{Mates, augment_all};
use super::reader::{Reader, contradiction, first_column};
use super::search::State;
use super::source::keep_cheapest;
use super::strategy::Strategy;
use super::{
    AssignmentError, Bound, Candidate, Column, Cost, CostSource, Prices, Row, SparseCosts,
};

/// Enlarges a matching to a largest one on the permitted pairs, costs aside.
pub(super) fn enlarge(mates: &mut Mates, reader: &mut Reader<'_>) -> Result<(), AssignmentError> {
    reader.report("counting pairs", 0, 1)?;
    augment_all(mates, |row, columns| {
        columns.extend(reader.read(row)?.iter().map(|pair| u32::from(pair.column)));
        reader
            .allowed()
            .check(columns.capacity() * size_of::<u32>())
    })?;
    reader.report("counting pairs", 1, 1)
}

/// Finds a largest matching on the pairs that are listed.
pub(super) fn largest_listed_matching(state: &State) -> Result<Mates, AssignmentError> {
    let mut mates = state.mates.clone();
    augment_all(&mut mates, |row, columns| {
        columns.extend(state.lists.of(row).iter().map(|entry| entry.column));
        Ok(())
    })?;
    Ok(mates)
}

/// What alternating paths from some free rows reach.
struct Reach {
    rows: Vec<bool>,
    columns: Vec<bool>,
}

impl Reach {
    /// Follows permitted pairs from row to column and matched pairs back.
    ///
    /// No augmenting path leads from `roots`, so every column reached is matched.
    fn from(
        roots: &[usize],
        mates: &Mates,
        reader: &mut Reader<'_>,
    ) -> Result<Self, AssignmentError> {
        let mut reach = Self {
            rows: vec![false; reader.rows()],
            columns: vec![false; reader.columns()],
        };
        let mut queue = roots.to_vec();
        for &root in roots {
            reach.rows[root] = true;
        }
        while let Some(row) = queue.pop() {
            for pair in reader.read(row)? {
                let column = pair.column.index();
                if std::mem::replace(&mut reach.columns[column], true) {
                    continue;
                }
                if let Some(mate) = mates.row_of(column)
                    && !std::mem::replace(&mut reach.rows[mate], true)
                {
                    queue.push(mate);
                }
            }
        }
        Ok(reach)
    }
}

/// Names the rows that compete for too few columns.
///
/// `row` is free and no augmenting path leads from it. Its alternating tree `S` has one row more
/// than columns, and these are all the columns its rows permit: a violation of Hall's condition (P.
/// Hall, "On representatives of subsets", Journal of the London Mathematical Society 10 (1935), pp.
/// 26-30).
///
/// No part of `S` is one. A violating part contains `row`, since the others have mates of their
/// own; it permits no more columns than its other rows are matched to; so it is closed under
/// alternating paths from `row`, and is all of `S`.
pub(super) fn infeasible(
    row: usize,
    mates: &Mates,
    reader: &mut Reader<'_>,
) -> Result<AssignmentError, AssignmentError> {
    let reach = Reach::from(&[row], mates, reader)?;
    Ok(AssignmentError::Infeasible {
        rows: members(&reach.rows).map(Row::at).collect(),
        columns: members(&reach.columns).map(Column::at).collect(),
    })
}

/// A smallest vertex cover, which splits the problem in two.
///
/// `V` is what alternating paths from the free rows of a largest matching reach: the *vertical*
/// block of A. L. Dulmage and N. S. Mendelsohn, "Coverings of bipartite graphs", Canadian Journal
/// of Mathematics 10 (1958), pp. 517-534; it is the same for every largest matching. The rows
/// outside `V` and the columns inside cover all permitted pairs, and are as many as the matching
/// has pairs (D. Kőnig, "Gráfok és mátrixok", Matematikai és Fizikai Lapok 38 (1931), pp. 116-119).
///
/// A largest matching serves each member of the cover by a pair of its own, so it never uses a pair
/// that is covered twice. What it may use falls into two problems without a common row or column,
/// in each of which one side is served whole: rows outside `V` (their blocks *horizontal* and
/// *square* need not be told apart) with columns outside, and columns inside `V` with rows inside.
#[derive(Debug, Clone)]
pub(super) struct Cover {
    pub(super) rows: Vec<bool>,
    pub(super) columns: Vec<bool>,
}

impl Cover {
    /// Covers with all rows: right where all of them are served.
    pub(super) fn every_row(rows: usize, columns: usize) -> Self {
        Self {
            rows: vec![true; rows],
            columns: vec![false; columns],
        }
    }

    /// Covers with all columns: right where all of them are served.
    pub(super) fn every_column(rows: usize, columns: usize) -> Self {
        Self {
            rows: vec![false; rows],
            columns: vec![true; columns],
        }
    }

    /// Finds the cover that belongs to a largest matching.
    pub(super) fn of(mates: &Mates, reader: &mut Reader<'_>) -> Result<Self, AssignmentError> {
        let Reach { mut rows, columns } = Reach::from(&mates.free_rows(), mates, reader)?;
        for reached in &mut rows {
            *reached = !*reached;
        }
        Ok(Self { rows, columns })
    }

    /// Gives the problem of the covered rows with the columns that are not covered, and these rows.
    pub(super) fn served_rows<'a>(
        &'a self,
        reader: &mut Reader<'a>,
    ) -> Result<(ServedRows<'a>, Vec<usize>), AssignmentError> {
        let rows: Vec<usize> = members(&self.rows).collect();
        let pairs = reader.pairs_of_a_row().saturating_mul(rows.len() as u64);
        if reader.strategy() == Strategy::Ask || pairs > PAIRS_TO_COPY {
            let block = ServedRows::Seen {
                source: reader.source(),
                rows: rows.clone(),
                covered: &self.columns,
                hidden: members(&self.columns).count(),
            };
            return Ok((block, rows));
        }
        let mut pairs = Vec::new();
        for (at, &row) in rows.iter().enumerate() {
            let permitted = reader.read(row)?.iter();
            let open = permitted.filter(|pair| !self.columns[pair.column.index()]);
            pairs.extend(open.map(|pair| (Row::at(at), pair.column, pair.cost)));
            reader.allowed().check(copying(&pairs))?;
        }
        let copy = SparseCosts::try_from_pairs(rows.len(), self.columns.len(), pairs)?;
        Ok((ServedRows::Copied(copy), rows))
    }

    /// Gives the transposed problem of the covered columns with the rows that are not covered.
    ///
    /// Its rows are `columns`, its columns are `rows` of the source.
    pub(super) fn served_columns(
        &self,
        reader: &mut Reader<'_>,
    ) -> Result<ServedColumns, AssignmentError> {
        let columns: Vec<usize> = members(&self.columns).collect();
        let rows: Vec<usize> = (0..self.rows.len())
            .filter(|&row| !self.rows[row])
            .collect();
        let mut position = vec![0; self.columns.len()];
        for (at, &column) in columns.iter().enumerate() {
            position[column] = at;
        }
        let mut pairs = Vec::new();
        for (at, &row) in rows.iter().enumerate() {
            for pair in reader.read(row)? {
                let column = pair.column.index();
                if !self.columns[column] {
                    return Err(contradiction(row, pair.column, pair.cost));
                }
                pairs.push((Row::at(position[column]), Column::at(at), pair.cost));
            }
            reader.allowed().check(copying(&pairs))?;
        }
        let costs = SparseCosts::try_from_pairs(columns.len(), rows.len(), pairs)?;
        Ok(ServedColumns {
            costs,
            columns,
            rows,
        })
    }
}

/// Counts the bytes that it takes to make a matrix of pairs, which are copied twice for it.
pub(super) fn copying(pairs: &Vec<(Row, Column, Cost)>) -> usize {
    3 * pairs.capacity() * size_of::<(Row, Column, Cost)>()
}

/// Lists the indices at which a mark is set.
fn members(marks: &[bool]) -> impl Iterator<Item = usize> {
    marks
        .iter()
        .enumerate()
        .filter(|&(_, &mark)| mark)
        .map(|(at, _)| at)
}

/// Pairs that are copied rather than read through a veil: some dozen megabytes.
const PAIRS_TO_COPY: u64 = 1 << 22;

/// Some rows of a source, numbered anew, with those of its columns that are not covered.
pub(super) enum ServedRows<'a> {
    /// The pairs that are left.
    Copied(SparseCosts),
    /// The source, where there would be too many to copy.
    Seen {
        source: &'a dyn CostSource,
        rows: Vec<usize>,
        covered: &'a [bool],
        /// How many columns are covered.
        hidden: usize,
    },
}

impl ServedRows<'_> {
    /// Counts the bytes that are held beside the source.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Copied(costs) => costs.bytes(),
            Self::Seen { rows, .. } => size_of_val(rows.as_slice()),
        }
    }
}

impl CostSource for ServedRows<'_> {
    fn rows(&self) -> usize {
        match self {
            Self::Copied(costs) => costs.rows(),
            Self::Seen { rows, .. } => rows.len(),
        }
    }

    fn columns(&self) -> usize {
        match self {
            Self::Copied(costs) => costs.columns(),
            Self::Seen { covered, .. } => covered.len(),
        }
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        match self {
            Self::Copied(costs) => costs.cost(row, column),
            Self::Seen {
                source,
                rows,
                covered,
                ..
            } => {
                let row = Row::at(*rows.get(row.index())?);
                let open = !covered.get(column.index())?;
                open.then(|| source.cost(row, column))?
            }
        }
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        match self {
            Self::Copied(costs) => costs.permitted(row, out),
            Self::Seen {
                source,
                rows,
                covered,
                ..
            } => {
                out.clear();
                if let Some(&row) = rows.get(row.index()) {
                    source.permitted(Row::at(row), out);
                    // A column beyond the end is kept, for the reader to refuse.
                    out.retain(|pair| covered.get(pair.column.index()) != Some(&true));
                }
            }
        }
    }

    fn most_pairs(&self) -> u64 {
        match self {
            Self::Copied(costs) => costs.most_pairs(),
            Self::Seen { source, .. } => source.most_pairs(),
        }
    }

    fn is_indexed(&self) -> bool {
        match self {
            Self::Copied(_) => false,
            Self::Seen { source, .. } => source.is_indexed(),
        }
    }

    fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
        match self {
            Self::Copied(costs) => costs.cheapest(row, prices, k, out),
            Self::Seen {
                source,
                rows,
                covered,
                hidden,
            } => {
                out.clear();
                let Some(&at) = rows.get(row.index()) else {
                    return Bound::Complete;
                };
                // However many of them are covered, `k` are left, or all there are.
                let asked = k.saturating_add(*hidden);
                let bound = source.cheapest(Row::at(at), prices, asked, out);
                out.retain(|pair| covered.get(pair.column.index()) != Some(&true));
                let first = first_column(row.index(), self.rows(), self.columns());
                match (keep_cheapest(first, prices, k, out), bound) {
                    (Bound::Complete, bound) => bound,
                    (kept, Bound::Complete) => kept,
                    (Bound::AtLeast(kept), Bound::AtLeast(bound)) => {
                        Bound::AtLeast(kept.min(bound))
                    }
                }
            }
        }
    }
}

/// Some columns of a source as rows, and some of its rows as columns.
pub(super) struct ServedColumns {
    pub(super) costs: SparseCosts,
    pub(super) columns: Vec<usize>,
    pub(super) rows: Vec<usize>,
}
