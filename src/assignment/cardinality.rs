//! Largest matchings, costs aside.

use super::AssignmentError;

/// Which row is matched to which column, both ways, while a solver works on it.
#[derive(Debug, Clone)]
pub(super) struct Mates {
    column_of: Vec<u32>,
    row_of: Vec<u32>,
}

/// No mate: sizes are below 2^32, so no index is 2^32 - 1.
const NONE: u32 = u32::MAX;

impl Mates {
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        Self {
            column_of: vec![NONE; rows],
            row_of: vec![NONE; columns],
        }
    }

    pub(super) fn column_of(&self, row: usize) -> Option<usize> {
        Some(self.column_of[row])
            .filter(|&column| column != NONE)
            .map(|column| column as usize)
    }

    pub(super) fn row_of(&self, column: usize) -> Option<usize> {
        Some(self.row_of[column])
            .filter(|&row| row != NONE)
            .map(|row| row as usize)
    }

    pub(super) fn free_rows(&self) -> Vec<usize> {
        (0..self.column_of.len())
            .filter(|&row| self.column_of(row).is_none())
            .collect()
    }

    /// Leaves a row without a column; another row is about to take it.
    pub(super) fn release(&mut self, row: usize) {
        self.column_of[row] = NONE;
    }

    /// Leaves a row and its column without each other.
    pub(super) fn unlink(&mut self, row: usize, column: usize) {
        self.column_of[row] = NONE;
        self.row_of[column] = NONE;
    }

    /// Leaves a column without a row; the row has another column already.
    pub(super) fn vacate(&mut self, column: usize) {
        self.row_of[column] = NONE;
    }

    /// Matches a row to a column; both forget their former mates, who must be matched anew.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "sizes fit u32, see check_size"
    )]
    pub(super) fn link(&mut self, row: usize, column: usize) {
        self.column_of[row] = column as u32;
        self.row_of[column] = row as u32;
    }
}

/// Enlarges a matching to a largest one of a graph, in which no augmenting path is left.
///
/// `neighbours` appends the columns of a row to a vector, in the order in which they are tried.
///
/// # Algorithm
///
/// J. E. Hopcroft and R. M. Karp, "An n^5/2 algorithm for maximum matchings in bipartite graphs",
/// SIAM Journal on Computing 2 (1973), pp. 225-231: phases, each of which layers the rows by
/// breadth-first search from the free ones up to the first free column, and then augments along a
/// maximal set of disjoint shortest paths found by depth-first search. Differs from the paper in
/// that rows are layered and columns are not, so that a row is read at most twice in a phase and
/// the graph is never copied.
///
/// # Complexity
///
/// `O(p √n)` time for `p` pairs and `n` rows. Each row enters the stack at most once in a phase.
pub(super) fn augment_all(
    mates: &mut Mates,
    mut neighbours: impl FnMut(usize, &mut Vec<u32>) -> Result<(), AssignmentError>,
) -> Result<(), AssignmentError> {
    let mut layers = Layers::default();
    let mut free = mates.free_rows();
    while layers.build(mates, &mut neighbours)? {
        for &row in &free {
            layers.augment_from(row, mates, &mut neighbours)?;
        }
        let before = std::mem::replace(&mut free, mates.free_rows()).len();
        if free.len() == before {
            // A path was seen and is gone: the graph changes under our eyes, so stop.
            break;
        }
    }
    Ok(())
}

/// The layers of one phase, and the stack of its depth-first searches.
#[derive(Default)]
struct Layers {
    /// The layer of each row; `NONE` for a row that is not reached, or that was tried already.
    layer: Vec<u32>,
    queue: Vec<usize>,
    /// Columns still to be tried, those of the rows on the path one after the other.
    untried: Vec<u32>,
    path: Vec<Step>,
}

/// A row on the path of a depth-first search.
struct Step {
    row: usize,
    /// The row's layer.
    layer: u32,
    /// The column tried now.
    column: usize,
    /// Where the row's columns start in `untried`.
    start: usize,
}

impl Layers {
    /// Layers the rows; says whether a free column can be reached.
    fn build(
        &mut self,
        mates: &Mates,
        neighbours: &mut impl FnMut(usize, &mut Vec<u32>) -> Result<(), AssignmentError>,
    ) -> Result<bool, AssignmentError> {
        self.layer.clear();
        self.layer.resize(mates.column_of.len(), NONE);
        self.queue = mates.free_rows();
        for &row in &self.queue {
            self.layer[row] = 0;
        }
        let mut next = 0;
        while let Some(&row) = self.queue.get(next) {
            next += 1;
            self.untried.clear();
            neighbours(row, &mut self.untried)?;
            for &column in &self.untried {
                let Some(mate) = mates.row_of(column as usize) else {
                    // Rows of this layer all have theirs by now; deeper ones are on no shortest path.
                    self.untried.clear();
                    return Ok(true);
                };
                if self.layer[mate] == NONE {
                    self.layer[mate] = self.layer[row] + 1;
                    self.queue.push(mate);
                }
            }
        }
        Ok(false)
    }

    /// Augments along a shortest path from a free row, if there is one that no other path has
    /// touched.
    fn augment_from(
        &mut self,
        row: usize,
        mates: &mut Mates,
        neighbours: &mut impl FnMut(usize, &mut Vec<u32>) -> Result<(), AssignmentError>,
    ) -> Result<(), AssignmentError> {
        self.untried.clear();
        self.path.clear();
        self.enter(row, neighbours)?;
        while let Some(step) = self.path.last_mut() {
            if self.untried.len() == step.start {
                self.path.pop();
                continue;
            }
            let column = self
                .untried
                .pop()
                .expect("columns of the last row are left") as usize;
            step.column = column;
            let layer = step.layer;
            match mates.row_of(column) {
                None => {
                    for step in &self.path {
                        mates.link(step.row, step.column);
                    }
                    return Ok(());
                }
                Some(mate) if self.layer[mate] == layer + 1 => self.enter(mate, neighbours)?,
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Puts a row on the path, with those of its columns that may lie on a shortest path.
    fn enter(
        &mut self,
        row: usize,
        neighbours: &mut impl FnMut(usize, &mut Vec<u32>) -> Result<(), AssignmentError>,
    ) -> Result<(), AssignmentError> {
        // Taken away at once: no other path of this phase may try the row again.
        let layer = std::mem::replace(&mut self.layer[row], NONE);
        let start = self.untried.len();
        neighbours(row, &mut self.untried)?;
        // They are taken from the end.
        self.untried[start..].reverse();
        self.path.push(Step {
            row,
            layer,
            column: 0,
            start,
        });
        Ok(())
    }
}
