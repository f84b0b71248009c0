//! The Hungarian method in 128 bits, for costs so far apart that sums of them could leave 64.

use super::cardinality::Mates;
use super::hungarian::Served;
use super::reader::Reader;
use super::{AssignmentError, Cost, deficiency};

/// The distance of a column that is not reached; all others are below, see [`serve_every_row`].
const UNREACHED: i128 = i128::MAX;

/// Serves every row at least total cost, whatever the costs.
///
/// # Algorithm
///
/// Shortest augmenting paths with a plain array of distances, as in D. F. Crouse, "On implementing 2D
/// rectangular assignment algorithms", IEEE Transactions on Aerospace and Electronic Systems 52
/// (2016), pp. 1679-1696. Rows are read whole and there is no start: costs of this kind are rare, and being right is all
/// that is asked. No number is larger than `(6k + 20)` spans for `k` rows, which is below 2^100.
///
/// # Complexity
///
/// `O(n² m)` time for `n` rows and `m` columns.
///
/// # Errors
///
/// Those of the narrow search, and [`AssignmentError::RangeTooLarge`] if a potential of the optimum found leaves 64 bits.
pub(super) fn serve_every_row(reader: &mut Reader<'_>) -> Result<Served, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let mut search = Search {
        mates: Mates::new(rows, columns),
        u: vec![0; rows],
        v: vec![0; columns],
        distance: Vec::new(),
        from: vec![0; columns],
        settled: Vec::new(),
    };
    for row in 0..rows {
        reader.report("serving rows", row, rows)?;
        search.serve(row, reader)?;
    }
    reader.report("serving rows", rows, rows)?;
    let narrow = |potentials: Vec<i128>| {
        let narrow = |potential: i128| {
            Cost::try_from(potential).map_err(|_| reader.range_too_large(potential.abs()))
        };
        potentials.into_iter().map(narrow).collect::<Result<_, _>>()
    };
    Ok(Served {
        u: narrow(search.u)?,
        v: narrow(search.v)?,
        mates: search.mates,
        lists: None,
    })
}

struct Search {
    mates: Mates,
    u: Vec<i128>,
    v: Vec<i128>,
    /// The length, in reduced costs, of the shortest path found so far to each column.
    distance: Vec<i128>,
    /// The row before each column on that path.
    from: Vec<usize>,
    /// Columns to which a shortest path is known, in their order.
    settled: Vec<usize>,
}

impl Search {
    fn serve(&mut self, root: usize, reader: &mut Reader<'_>) -> Result<(), AssignmentError> {
        let columns = self.v.len();
        self.distance.clear();
        self.distance.resize(columns, UNREACHED);
        self.settled.clear();
        // From here on no reduced cost is negative.
        let reduced = reader.read(root)?.iter();
        let reduced = reduced.map(|pair| i128::from(pair.cost) - self.v[pair.column.index()]);
        self.u[root] = reduced.min().unwrap_or(0);
        let mut open: Vec<usize> = (0..columns).collect();
        let (mut row, mut now) = (root, 0);
        let target = loop {
            for pair in reader.read(row)? {
                let column = pair.column.index();
                let length = now + i128::from(pair.cost) - self.u[row] - self.v[column];
                // A settled column is as near as any path to it that is found now.
                if length < self.distance[column] {
                    (self.distance[column], self.from[column]) = (length, row);
                }
            }
            reader.spend(open.len())?;
            let nearest = (0..open.len()).min_by_key(|&at| (self.distance[open[at]], open[at]));
            let column = match nearest {
                Some(at) if self.distance[open[at]] < UNREACHED => open.swap_remove(at),
                _ => return Err(deficiency::infeasible(root, &self.mates, reader)?),
            };
            now = self.distance[column];
            match self.mates.row_of(column) {
                Some(mate) => row = mate,
                None => break column,
            }
            self.settled.push(column);
        };
        self.u[root] += now;
        for &column in &self.settled {
            let moved = now - self.distance[column];
            if let Some(mate) = self.mates.row_of(column) {
                self.u[mate] += moved;
            }
            self.v[column] -= moved;
        }
        let mut next = Some(target);
        while let Some(column) = next {
            let row = self.from[column];
            next = self.mates.column_of(row);
            self.mates.link(row, column);
        }
        Ok(())
    }
}
