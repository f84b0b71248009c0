//! Compressed sparse rows: only the permitted pairs are stored.

use std::ops::Range;

use super::cost::check_size;
use super::source::widen;
use super::{AssignmentError, Candidate, Column, Cost, CostSource, Row};

/// The permitted pairs of each row, one row after the other (CSR).
///
/// A pair that is not stored is absent; a stored cost of 0 is a cost.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{SparseCosts, solve, solve_max};
///
/// // Rows 0 and 1 both permit only column 0.
/// let pairs = [(0, 0, 7), (1, 0, 3), (2, 0, 1), (2, 1, 9)];
/// let pairs = pairs.map(|(row, column, cost)| (row.into(), column.into(), cost));
/// let costs = SparseCosts::try_from_pairs(3, 2, pairs)?;
///
/// let error = solve(&costs).unwrap_err();
/// assert_eq!(error.to_string(), "no assignment exists: rows 0 and 1 permit only column 0");
/// assert_eq!(solve_max(&costs)?.total_cost(), 12); // two pairs, as many as there can be: 3 + 9
/// # Ok::<(), reverse_mentoring::assignment::AssignmentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct SparseCosts {
    columns: usize,
    /// Row `i` has the pairs `starts[i]..starts[i + 1]`, by ascending column.
    starts: Vec<usize>,
    places: Vec<Column>,
    costs: Vec<Cost>,
}

impl SparseCosts {
    /// Makes a matrix from the three vectors of compressed sparse rows.
    ///
    /// Row `i` has the pairs `starts[i]..starts[i + 1]` of `places` and `costs`, in any order, so
    /// `starts` is one longer than there are rows. An empty `starts` means no rows.
    ///
    /// # Errors
    ///
    /// [`AssignmentError::UnequalParts`] if there are not as many places as costs;
    /// [`AssignmentError::InvalidStarts`] if `starts` does not cut them into rows from the first to
    /// the last; [`AssignmentError::ColumnOutOfRange`] and [`AssignmentError::DuplicatePair`] if a
    /// pair is wrong; [`AssignmentError::TooManyIndices`] if `u32` cannot number the rows or the
    /// columns.
    pub fn try_new(
        columns: usize,
        mut starts: Vec<usize>,
        places: Vec<Column>,
        costs: Vec<Cost>,
    ) -> Result<Self, AssignmentError> {
        if starts.is_empty() {
            starts.push(0);
        }
        check_size(starts.len() - 1, columns)?;
        if places.len() != costs.len() {
            return Err(AssignmentError::UnequalParts {
                columns: places.len(),
                costs: costs.len(),
            });
        }
        check_starts(&starts, places.len())?;
        let mut matrix = Self {
            columns,
            starts,
            places,
            costs,
        };
        for row in 0..matrix.rows() {
            matrix.sort_row(row)?;
        }
        Ok(matrix)
    }

    /// Makes a matrix of `rows` times `columns` from its permitted pairs, in any order.
    ///
    /// # Errors
    ///
    /// [`AssignmentError::RowOutOfRange`], [`AssignmentError::ColumnOutOfRange`] and
    /// [`AssignmentError::DuplicatePair`] if a pair is wrong; [`AssignmentError::TooManyIndices`]
    /// if `u32` cannot number the rows or the columns; [`AssignmentError::OutOfMemory`] if there is no memory for the rows or the
    /// pairs.
    pub fn try_from_pairs(
        rows: usize,
        columns: usize,
        pairs: impl IntoIterator<Item = (Row, Column, Cost)>,
    ) -> Result<Self, AssignmentError> {
        check_size(rows, columns)?;
        let mut listed = Vec::new();
        for pair in pairs {
            if listed.len() == listed.capacity() {
                let more = listed.len().max(16);
                reserve(&mut listed, more)?;
            }
            listed.push(pair);
        }
        let pairs = listed;
        let mut starts = filled(rows + 1, 0)?;
        for &(row, ..) in &pairs {
            let Some(start) = starts[1..].get_mut(row.index()) else {
                return Err(AssignmentError::RowOutOfRange { row, rows });
            };
            *start += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut next = Vec::new();
        reserve(&mut next, starts.len())?;
        next.extend_from_slice(&starts);
        let mut places = filled(pairs.len(), Column::at(0))?;
        let mut costs = filled(pairs.len(), 0)?;
        for (row, column, cost) in pairs {
            let at = next[row.index()];
            next[row.index()] += 1;
            (places[at], costs[at]) = (column, cost);
        }
        Self::try_new(columns, starts, places, costs)
    }

    /// Counts the permitted pairs.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.places.len()
    }

    /// Counts the bytes of all pairs.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.starts.as_slice())
            + size_of_val(self.places.as_slice())
            + size_of_val(self.costs.as_slice())
    }

    /// Brings a row into the order of its columns, and checks them.
    fn sort_row(&mut self, row: usize) -> Result<(), AssignmentError> {
        let range = self.starts[row]..self.starts[row + 1];
        let (places, costs) = (&mut self.places[range.clone()], &mut self.costs[range]);
        if !places.is_sorted() {
            let mut pairs: Vec<_> = places.iter().copied().zip(costs.iter().copied()).collect();
            pairs.sort_by_key(|&(column, _)| column);
            for (at, (column, cost)) in pairs.into_iter().enumerate() {
                (places[at], costs[at]) = (column, cost);
            }
        }
        let row = Row::at(row);
        if let Some(&column) = places
            .last()
            .filter(|column| column.index() >= self.columns)
        {
            return Err(AssignmentError::ColumnOutOfRange {
                row,
                column,
                columns: self.columns,
            });
        }
        if let Some(twice) = places.windows(2).find(|two| two[0] == two[1]) {
            return Err(AssignmentError::DuplicatePair {
                row,
                column: twice[0],
            });
        }
        Ok(())
    }

    /// Gives the range of a row's pairs; an empty one for a row that does not exist.
    fn range(&self, row: Row) -> Range<usize> {
        match self.starts.get(row.index()..).unwrap_or_default() {
            [start, end, ..] => *start..*end,
            _ => 0..0,
        }
    }
}

/// Makes room for `more` members, or says that there is no memory for them.
fn reserve<T>(members: &mut Vec<T>, more: usize) -> Result<(), AssignmentError> {
    let bytes = (more as u64).saturating_mul(size_of::<T>() as u64);
    members
        .try_reserve_exact(more)
        .map_err(|_| AssignmentError::OutOfMemory { bytes })
}

/// Makes a vector of `count` equal members.
fn filled<T: Copy>(count: usize, member: T) -> Result<Vec<T>, AssignmentError> {
    let mut members = Vec::new();
    reserve(&mut members, count)?;
    members.resize(count, member);
    Ok(members)
}

/// Refuses starts that do not lead from 0 to `pairs` without a step back.
fn check_starts(starts: &[usize], pairs: usize) -> Result<(), AssignmentError> {
    let mut least = 0;
    for (position, &found) in starts.iter().enumerate() {
        let most = if position == 0 { 0 } else { pairs };
        if position + 1 == starts.len() {
            least = pairs;
        }
        if found < least || found > most {
            return Err(AssignmentError::InvalidStarts {
                position,
                found,
                least,
                most,
            });
        }
        least = found;
    }
    Ok(())
}

impl CostSource for SparseCosts {
    fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        let range = self.range(row);
        let at = self.places[range.clone()].binary_search(&column).ok()?;
        Some(self.costs[range][at])
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        out.clear();
        let range = self.range(row);
        let pairs = self.places[range.clone()].iter().zip(&self.costs[range]);
        out.extend(pairs.map(|(&column, &cost)| Candidate { column, cost }));
    }

    fn most_pairs(&self) -> u64 {
        self.costs.len() as u64
    }

    fn cost_range(&self, rows: Range<usize>) -> Option<(Cost, Cost)> {
        let costs = rows.map(|row| &self.costs[self.range(Row::at(row))]);
        widen(None, costs.flatten().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_that_nobody_has_is_refused_and_not_asked_for() {
        let error = filled(usize::MAX, 0_u64).unwrap_err();
        assert_eq!(error, AssignmentError::OutOfMemory { bytes: u64::MAX });
        assert_eq!(
            error.to_string(),
            "there is no memory for 18446744073709551615 bytes more (ask about fewer rows or pairs)"
        );
        assert_eq!(filled(2, 7), Ok(vec![7, 7]));
    }
}
