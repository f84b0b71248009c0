//! The Hungarian method: shortest augmenting paths over potentials.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cardinality::{Mates, augment_all};
use super::reader::{Reader, contradiction};
use super::{AssignmentError, Column, Cost, CostSource, Row, deficiency};

/// Every row served at least total cost, and the potentials that prove it.
pub(super) struct Served {
    pub(super) mates: Mates,
    /// The potentials of the rows.
    pub(super) u: Vec<Cost>,
    /// The potentials of the columns: at most 0, and 0 for a column left free.
    pub(super) v: Vec<Cost>,
}

/// Serves every row by its own column at least total cost.
///
/// # Algorithm
///
/// H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics
/// Quarterly 2 (1955), pp. 83-97, and J. Munkres, "Algorithms for the assignment and transportation
/// problems", Journal of the Society for Industrial and Applied Mathematics 5 (1957), pp. 32-38:
/// potentials for which no reduced cost `c - u - v` is negative, a matching on pairs where it is 0,
/// and potentials that change until the matching serves all. The start is theirs: the least cost of
/// each row, and a largest matching on the pairs that attain it, which settles most of a problem
/// full of ties.
///
/// The rest is by shortest augmenting paths, one row after the other: R. Jonker and A. Volgenant,
/// "A shortest augmenting path algorithm for dense and sparse linear assignment problems",
/// Computing 38 (1987), pp. 325-340, in the rectangular form of D. F. Crouse, "On implementing 2D
/// rectangular assignment algorithms", IEEE Transactions on Aerospace and Electronic Systems 52
/// (2016), pp. 1679-1696. Differs from both in that a column waits only while it is nearer than the
/// nearest free column, and that columns wait in a list or in a heap, whichever suits the density
/// of the rows.
///
/// # Complexity
///
/// `O(n² m)` time for `n` dense rows and `m` columns, `O(n p log p)` for `p` pairs of sparse rows;
/// `O(n + m)` space, and `O(p)` for the heap.
///
/// # Errors
///
/// [`AssignmentError::Infeasible`] if the permitted pairs cannot serve every row at once;
/// [`AssignmentError::Contradiction`] and [`AssignmentError::Cancelled`].
pub(super) fn serve_every_row<S: CostSource + ?Sized>(
    reader: &mut Reader<'_, S>,
) -> Result<Served, AssignmentError> {
    let mut search = Search::start(reader)?;
    let rows = reader.rows();
    let free = search.mates.free_rows();
    for (served, &row) in free.iter().enumerate() {
        reader.report("serving rows", rows - free.len() + served, rows)?;
        let column = search.raise_potentials(row, reader)?;
        search.augment(column);
    }
    reader.report("serving rows", rows, rows)?;
    let Search { mates, u, v, .. } = search;
    Ok(Served { mates, u, v })
}

/// The distance of a column that the search has not reached; the range proof keeps all others
/// below.
const UNREACHED: Cost = Cost::MAX;

/// The distance of a column to which a shortest path is known, so that no path is shorter.
const SETTLED: Cost = Cost::MIN;

/// The state between searches, and the working memory of one.
struct Search {
    mates: Mates,
    // u, v: potentials of rows and columns, as in Kuhn (1955).
    u: Vec<Cost>,
    v: Vec<Cost>,
    /// The length, in reduced costs, of the shortest path found so far to each column.
    distance: Vec<Cost>,
    /// The last row on that path.
    from: Vec<u32>,
    /// Columns with a distance, to be forgotten after the search.
    reached: Vec<usize>,
    /// The nearest free column found so far, and its distance.
    target: Option<(Cost, usize)>,
    /// Columns to which a shortest path is known, and its length.
    settled: Vec<(usize, Cost)>,
    /// Columns at the distance the search has come to.
    ready: Vec<Column>,
    /// Columns farther away.
    waiting: Waiting,
}

impl Search {
    /// Starts from the least cost of each row, and matches what these potentials allow.
    fn start<S: CostSource + ?Sized>(reader: &mut Reader<'_, S>) -> Result<Self, AssignmentError> {
        let (rows, columns) = (reader.rows(), reader.columns());
        reader.report("serving rows", 0, rows)?;
        let mut mates = Mates::new(rows, columns);
        let mut u = vec![0; rows];
        let mut pairs: u64 = 0;
        for (row, u) in u.iter_mut().enumerate() {
            let candidates = reader.read(row)?;
            pairs += candidates.len() as u64;
            match candidates.iter().map(|pair| pair.cost).min() {
                Some(least) => *u = least,
                None => return Err(deficiency::infeasible(row, &mates, reader)?),
            }
        }
        augment_all(&mut mates, |row, neighbours| {
            let tight = reader.read(row)?.iter().filter(|pair| pair.cost == u[row]);
            neighbours.extend(tight.map(|pair| u32::from(pair.column)));
            Ok(())
        })?;
        Ok(Self {
            mates,
            u,
            v: vec![0; columns],
            distance: vec![UNREACHED; columns],
            reached: Vec::new(),
            from: vec![0; columns],
            target: None,
            settled: Vec::new(),
            ready: Vec::new(),
            waiting: Waiting::new(pairs, rows as u64 * columns as u64),
        })
    }

    /// Searches for the free column nearest to a free row, and raises the potentials until the
    /// shortest path to it is tight; returns that column.
    ///
    /// This is the algorithm of E. W. Dijkstra, "A note on two problems in connexion with graphs",
    /// Numerische Mathematik 1 (1959), pp. 269-271, on reduced costs. Each column is settled at
    /// most once, so the search ends whatever the source says.
    fn raise_potentials<S: CostSource + ?Sized>(
        &mut self,
        root: usize,
        reader: &mut Reader<'_, S>,
    ) -> Result<usize, AssignmentError> {
        for column in self.reached.drain(..) {
            self.distance[column] = UNREACHED;
        }
        self.target = None;
        self.settled.clear();
        self.waiting.clear();
        self.ready.clear();
        let mut distance = 0;
        self.relax(root, distance, reader)?;
        while let Some((length, column)) = self.nearest(distance) {
            distance = length;
            self.distance[column] = SETTLED;
            self.settled.push((column, length));
            let mate = self
                .mates
                .row_of(column)
                .expect("only matched columns wait");
            self.relax(mate, length, reader)?;
        }
        let Some((length, column)) = self.target else {
            return Err(deficiency::infeasible(root, &self.mates, reader)?);
        };
        self.u[root] += length;
        for &(settled, nearer) in &self.settled {
            let mate = self
                .mates
                .row_of(settled)
                .expect("only matched columns are settled");
            self.u[mate] += length - nearer;
            self.v[settled] -= length - nearer;
        }
        Ok(column)
    }

    /// Finds the columns to which `row`, at `distance`, opens a shorter path.
    fn relax<S: CostSource + ?Sized>(
        &mut self,
        row: usize,
        distance: Cost,
        reader: &mut Reader<'_, S>,
    ) -> Result<(), AssignmentError> {
        let u = self.u[row];
        let mut limit = self.limit();
        for pair in reader.read(row)? {
            let column = pair.column.index();
            let reduced = pair.cost - u - self.v[column];
            let length = distance + reduced;
            // Beyond the nearest free column no path is of use, so nothing there need wait.
            if length >= limit.min(self.distance[column]) {
                continue;
            }
            if reduced < 0 {
                return Err(contradiction(row, pair.column, pair.cost));
            }
            let first = std::mem::replace(&mut self.distance[column], length) == UNREACHED;
            if first {
                self.reached.push(column);
            }
            self.from[column] = u32::from(Row::at(row));
            if self.mates.row_of(column).is_none() {
                self.target = Some((length, column));
                limit = length;
            } else if length == distance {
                self.ready.push(pair.column);
            } else {
                self.waiting.push(pair.column, length, first);
            }
        }
        Ok(())
    }

    /// The length from which on paths are of no use.
    fn limit(&self) -> Cost {
        self.target.map_or(UNREACHED, |(length, _)| length)
    }

    /// Takes the nearest column that waits, unless a free one is as near; none is nearer than
    /// `distance`.
    fn nearest(&mut self, mut distance: Cost) -> Option<(Cost, usize)> {
        if self.ready.is_empty() && distance < self.limit() {
            distance = self.waiting.release(&self.distance, &mut self.ready)?;
        }
        if distance >= self.limit() {
            return None;
        }
        Some((distance, self.ready.pop()?.index()))
    }

    /// Matches every row on the shortest path to `column` to the column after it.
    fn augment(&mut self, column: usize) {
        let mut next = Some(column);
        while let Some(column) = next {
            let row = self.from[column] as usize;
            next = self.mates.column_of(row);
            self.mates.link(row, column);
        }
    }
}

/// Columns that were reached and are not settled.
enum Waiting {
    /// Dense rows reach nearly all columns again and again: a look at all of them costs no more
    /// than reading the row did, and a heap would hold each of them many times.
    Listed(Vec<Column>),
    /// Sparse rows reach few columns; one reached again is there again, and met at its least
    /// distance first.
    Heaped(BinaryHeap<Reverse<(Cost, Column)>>),
}

impl Waiting {
    /// Chooses by the share of pairs that are permitted.
    fn new(pairs: u64, all: u64) -> Self {
        // 16: a read pair and a listed column cost about as much; where rows are sparser than that,
        // more columns wait than a row has pairs.
        if pairs >= all / 16 {
            Self::Listed(Vec::new())
        } else {
            Self::Heaped(BinaryHeap::new())
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Listed(columns) => columns.clear(),
            Self::Heaped(heap) => heap.clear(),
        }
    }

    /// Adds a column that was reached for the first time, or over a shorter path than before.
    fn push(&mut self, column: Column, length: Cost, first: bool) {
        match self {
            Self::Listed(columns) if first => columns.push(column),
            Self::Listed(_) => {}
            Self::Heaped(heap) => heap.push(Reverse((length, column))),
        }
    }

    /// Makes one or all of the nearest columns ready, and tells how near they are.
    fn release(&mut self, distance: &[Cost], ready: &mut Vec<Column>) -> Option<Cost> {
        match self {
            Self::Listed(columns) => {
                columns.retain(|column| distance[column.index()] != SETTLED);
                let least = columns
                    .iter()
                    .map(|column| distance[column.index()])
                    .min()?;
                ready.extend(
                    columns
                        .iter()
                        .filter(|column| distance[column.index()] == least),
                );
                Some(least)
            }
            Self::Heaped(heap) => loop {
                let Reverse((length, column)) = heap.pop()?;
                if distance[column.index()] == length {
                    ready.push(column);
                    return Some(length);
                }
            },
        }
    }
}
