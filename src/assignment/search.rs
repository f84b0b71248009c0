//! The Hungarian method: shortest augmenting paths over potentials.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cardinality::{Mates, augment_all};
use super::reader::{Reader, contradiction};
use super::{AssignmentError, Cost, CostSource, Row, deficiency};

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
/// H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2
/// (1955), pp. 83-97, in two stages that keep the same invariants: no reduced cost `c - u - v` is
/// negative, it is 0 on matched pairs, `v <= 0`, and `v = 0` on free columns.
///
/// 1. *Jointly*, after J. Munkres, "Algorithms for the assignment and transportation problems", Journal
///    of the Society for Industrial and Applied Mathematics 5 (1957), pp. 32-38: match as many rows as the pairs of
///    reduced cost 0 allow, then raise the potentials by one search from all free rows together, and
///    repeat. Differs in that the matching is enlarged by the phases of Hopcroft and Karp (1973), and the
///    potentials change once for a whole search. This is quick as long as many costs are equal.
/// 2. *Row by row*, after R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
///    assignment problems", Computing 38 (1987), pp. 325-340, in the rectangular form of D. F. Crouse, "On implementing 2D
///    rectangular assignment algorithms", IEEE Transactions on Aerospace and Electronic Systems 52 (2016), pp. 1679-1696:
///    one search from one free row, augmented along its shortest path. Differs in that stage 1 stands
///    for the reductions at the start, and that candidates wait in a heap, where only those nearer than the nearest
///    free column enter: so one form serves dense and sparse rows.
///
/// # Complexity
///
/// `O(n (p + m log m))` time for `n` rows, `m` columns and `p` pairs; `O(n + m)` space.
///
/// # Errors
///
/// [`AssignmentError::Infeasible`] if the permitted pairs cannot serve every row at once;
/// [`AssignmentError::Contradiction`] and [`AssignmentError::Cancelled`].
pub(super) fn serve_every_row<S: CostSource + ?Sized>(
    reader: &mut Reader<'_, S>,
) -> Result<Served, AssignmentError> {
    let mut search = Search::start(reader)?;
    let mut jointly = true;
    loop {
        let free = search.mates.free_rows();
        if free.is_empty() {
            let Search { mates, u, v, .. } = search;
            return Ok(Served { mates, u, v });
        }
        reader.report("serving rows", reader.rows() - free.len(), reader.rows())?;
        if jointly {
            search.raise_potentials(&free, reader)?;
            search.match_tight_pairs(reader)?;
            let served = free.len() - search.mates.free_rows().len();
            jointly = served > free.len() / JOINT_SHARE;
        } else {
            for (served, &row) in free.iter().enumerate() {
                reader.report(
                    "serving rows",
                    reader.rows() - free.len() + served,
                    reader.rows(),
                )?;
                let column = search.raise_potentials(&[row], reader)?;
                search.augment(column);
            }
        }
    }
}

/// A joint search reads most rows, a single one few of them: it pays while it serves more than this part of the free rows.
const JOINT_SHARE: usize = 16;

/// A column that no search has reached.
const UNREACHED: Label = Label {
    distance: Cost::MAX,
    from: 0,
    settled: false,
};

/// What a search knows of a column.
#[derive(Clone, Copy)]
struct Label {
    /// The length, in reduced costs, of the shortest alternating path found so far.
    distance: Cost,
    /// The last row on that path.
    from: u32,
    /// No shorter path exists.
    settled: bool,
}

/// The state between searches, and the working memory of one.
struct Search {
    mates: Mates,
    // u, v: potentials of rows and columns, as in Kuhn (1955).
    u: Vec<Cost>,
    v: Vec<Cost>,
    labels: Vec<Label>,
    /// Columns with a label, to be cleared.
    reached: Vec<usize>,
    /// The nearest free column found so far, and its distance.
    target: Option<(Cost, usize)>,
    /// Columns to which a shortest path is known.
    settled: Vec<usize>,
    /// Columns at the distance reached so far.
    ready: Vec<usize>,
    /// Columns farther away, nearest first, ties by index; those that were labelled anew since are stale.
    waiting: BinaryHeap<Reverse<(Cost, usize)>>,
}

impl Search {
    /// Starts from the least cost of each row, and matches what these potentials allow.
    fn start<S: CostSource + ?Sized>(reader: &mut Reader<'_, S>) -> Result<Self, AssignmentError> {
        let (rows, columns) = (reader.rows(), reader.columns());
        let mut search = Self {
            mates: Mates::new(rows, columns),
            u: Vec::with_capacity(rows),
            v: vec![0; columns],
            labels: vec![UNREACHED; columns],
            reached: Vec::new(),
            target: None,
            settled: Vec::new(),
            ready: Vec::new(),
            waiting: BinaryHeap::new(),
        };
        reader.report("serving rows", 0, rows)?;
        for row in 0..rows {
            match reader.read(row)?.iter().map(|pair| pair.cost).min() {
                Some(least) => search.u.push(least),
                None => return Err(deficiency::infeasible(row, &search.mates, reader)?),
            }
        }
        search.match_tight_pairs(reader)?;
        Ok(search)
    }

    /// Enlarges the matching to a largest one on the pairs of reduced cost 0.
    fn match_tight_pairs<S: CostSource + ?Sized>(
        &mut self,
        reader: &mut Reader<'_, S>,
    ) -> Result<(), AssignmentError> {
        let Self { mates, u, v, .. } = self;
        augment_all(mates, |row, columns| {
            let tight = |column: usize, cost: Cost| cost - u[row] == v[column];
            let pairs = reader
                .read(row)?
                .iter()
                .filter(|pair| tight(pair.column.index(), pair.cost));
            columns.extend(pairs.map(|pair| u32::from(pair.column)));
            Ok(())
        })
    }

    /// Searches for the free column nearest to the free rows `roots`, and raises the potentials until the
    /// shortest path to it is tight; returns that column.
    ///
    /// This is the algorithm of Dijkstra (1959) on reduced costs.
    fn raise_potentials<S: CostSource + ?Sized>(
        &mut self,
        roots: &[usize],
        reader: &mut Reader<'_, S>,
    ) -> Result<usize, AssignmentError> {
        self.forget_labels();
        let mut distance = 0;
        for &root in roots {
            self.relax(root, distance, reader)?;
        }
        while let Some((next, column)) = self.nearest(distance) {
            distance = next;
            self.labels[column].settled = true;
            self.settled.push(column);
            let mate = self
                .mates
                .row_of(column)
                .expect("only matched columns wait");
            self.relax(mate, distance, reader)?;
        }
        let Some((distance, column)) = self.target else {
            return Err(deficiency::infeasible(roots[0], &self.mates, reader)?);
        };
        for &root in roots {
            self.u[root] += distance;
        }
        for &settled in &self.settled {
            let change = distance - self.labels[settled].distance;
            let mate = self
                .mates
                .row_of(settled)
                .expect("only matched columns are settled");
            self.u[mate] += change;
            self.v[settled] -= change;
        }
        Ok(column)
    }

    /// Labels the columns to which `row`, at `distance`, opens a shorter path.
    fn relax<S: CostSource + ?Sized>(
        &mut self,
        row: usize,
        distance: Cost,
        reader: &mut Reader<'_, S>,
    ) -> Result<(), AssignmentError> {
        let from = Row::at(row).into();
        for pair in reader.read(row)? {
            let column = pair.column.index();
            let label = &mut self.labels[column];
            if label.settled {
                continue;
            }
            let reduced = pair.cost - self.u[row] - self.v[column];
            if reduced < 0 {
                return Err(contradiction(row, pair.column, pair.cost));
            }
            let length = distance + reduced;
            // Beyond the nearest free column no path is of use, so nothing there need wait.
            let useful = self.target.is_none_or(|(nearest, _)| length < nearest);
            if length >= label.distance || !useful {
                continue;
            }
            if label.distance == Cost::MAX {
                self.reached.push(column);
            }
            (label.distance, label.from) = (length, from);
            if self.mates.row_of(column).is_none() {
                self.target = Some((length, column));
            } else if length == distance {
                self.ready.push(column);
            } else {
                self.waiting.push(Reverse((length, column)));
            }
        }
        Ok(())
    }

    /// Takes the nearest column that waits, unless a free one is as near.
    fn nearest(&mut self, distance: Cost) -> Option<(Cost, usize)> {
        let limit = self.target.map_or(Cost::MAX, |(nearest, _)| nearest);
        if limit <= distance {
            return None;
        }
        if let Some(column) = self.ready.pop() {
            return Some((distance, column));
        }
        while let Some(Reverse((length, column))) = self.waiting.pop() {
            if length >= limit {
                return None;
            }
            // A column labelled anew is found under its shorter distance.
            if self.labels[column].distance == length && !self.labels[column].settled {
                return Some((length, column));
            }
        }
        None
    }

    /// Matches every row on the shortest path to `column` to the column after it.
    fn augment(&mut self, column: usize) {
        let mut next = Some(column);
        while let Some(column) = next {
            let row = self.labels[column].from as usize;
            next = self.mates.column_of(row);
            self.mates.link(row, column);
        }
    }

    /// Makes ready for another search.
    fn forget_labels(&mut self) {
        for column in self.reached.drain(..) {
            self.labels[column] = UNREACHED;
        }
        self.target = None;
        self.settled.clear();
        self.ready.clear();
        self.waiting.clear();
    }
}
