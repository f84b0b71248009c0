//! Dense matrices: of integers as narrow as they come, and of floating-point numbers.

use std::ops::Range;

use super::cost::{check_size, largest_magnitude};
use super::integer::CostInteger;
use super::paths::{Paths, Step, Tight, Unchecked, WholeRows};
use super::reader::first_column;
use super::scan::Sought;
use super::source::{keep_cheapest, widen};
use super::{AssignmentError, Bound, Candidate, Column, Cost, CostSource, Prices, Row};
use crate::quantise::{Fault, Quantum};

/// A matrix with one integer for each row and column, as narrow as the caller has it.
///
/// The matrix may name one integer as its code for absent pairs; the code enters no arithmetic.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{Column, DenseCosts, Row, solve};
///
/// let costs = DenseCosts::try_from_rows(vec![
///     vec![4_u8, 1, 255],
///     vec![2, 255, 5],
///     vec![3, 2, 2],
/// ])?
/// .with_absent(255);
///
/// let assignment = solve(&costs)?;
/// assert_eq!(assignment.total_cost(), 5); // 1 + 2 + 2
/// assert_eq!(assignment.column_of(Row::from(1)), Some(Column::from(0)));
/// # Ok::<(), reverse_mentoring::assignment::AssignmentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct DenseCosts<T> {
    rows: usize,
    columns: usize,
    costs: Vec<T>,
    absent: Option<T>,
}

impl<T: CostInteger> DenseCosts<T> {
    /// Makes a matrix of `rows` times `columns` from its costs, row after row.
    ///
    /// # Errors
    ///
    /// [`AssignmentError::WrongLength`] if there are not `rows · columns` costs;
    /// [`AssignmentError::TooManyIndices`] if `u32` cannot number the rows or the columns.
    pub fn try_new(rows: usize, columns: usize, costs: Vec<T>) -> Result<Self, AssignmentError> {
        check_size(rows, columns)?;
        // 2^32 times 2^32 fits.
        let expected = rows as u128 * columns as u128;
        if costs.len() as u128 != expected {
            return Err(AssignmentError::WrongLength {
                found: costs.len(),
                expected,
                rows,
                columns,
            });
        }
        Ok(Self {
            rows,
            columns,
            costs,
            absent: None,
        })
    }

    /// Makes a matrix from its rows; without a row it has no columns either.
    ///
    /// # Errors
    ///
    /// [`AssignmentError::RaggedRow`] if a row is not as long as the first;
    /// [`AssignmentError::TooManyIndices`] if `u32` cannot number the rows or the columns.
    pub fn try_from_rows(rows: impl IntoIterator<Item = Vec<T>>) -> Result<Self, AssignmentError> {
        let mut costs = Vec::new();
        let mut first = None;
        let mut count = 0;
        for (row, numbers) in rows.into_iter().enumerate() {
            let (found, expected) = (numbers.len(), *first.get_or_insert(numbers.len()));
            if found != expected {
                return Err(AssignmentError::RaggedRow {
                    row,
                    found,
                    expected,
                });
            }
            costs.extend(numbers);
            count += 1;
        }
        Self::try_new(count, first.unwrap_or(0), costs)
    }

    /// Names the integer that stands for an absent pair.
    pub fn with_absent(mut self, code: T) -> Self {
        self.absent = Some(code);
        self
    }

    /// Gives the integers of a row; none for a row that does not exist.
    fn row(&self, row: Row) -> &[T] {
        let start = row.index().saturating_mul(self.columns);
        self.costs
            .get(start..start.saturating_add(self.columns))
            .unwrap_or_default()
    }

    /// Reads one integer: absent, or a cost.
    fn read(&self, integer: T) -> Option<Cost> {
        (self.absent != Some(integer)).then(|| integer.into())
    }
}

impl<T: CostInteger> CostSource for DenseCosts<T> {
    fn rows(&self) -> usize {
        self.rows
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        self.read(*self.row(row).get(column.index())?)
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        out.clear();
        let pairs = self.row(row).iter().enumerate();
        out.extend(pairs.map(|(column, &integer)| Candidate {
            column: Column::at(column),
            cost: integer.into(),
        }));
        // Two passes: the first has no branch, and many matrices need no second.
        if let Some(absent) = self.absent.map(Into::into) {
            out.retain(|pair| pair.cost != absent);
        }
    }

    fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
        let first = first_column(row.index(), self.rows, self.columns);
        let sought = Sought { first, k };
        if let Some(bound) = T::cheapest(self.row(row), self.absent, prices, sought, out) {
            return bound;
        }
        self.permitted(row, out);
        keep_cheapest(first, prices, k, out)
    }

    fn matrix(&self, _: Unchecked) -> Option<&dyn WholeRows> {
        Some(self)
    }

    fn lower_to_minima(&self, rows: Range<usize>, minima: &mut [Cost]) {
        let mut narrow = vec![T::HIGHEST; self.columns];
        for row in rows.clone().map(Row::at) {
            T::lower_to_minima(self.row(row), self.absent, &mut narrow);
        }
        // The highest integer stands for no cost, unless some row has it.
        let has_highest = |column: usize| {
            let mut found = rows.clone().map(|row| self.row(Row::at(row)).get(column));
            self.absent != Some(T::HIGHEST) && found.any(|cost| cost == Some(&T::HIGHEST))
        };
        for (column, (least, &cost)) in minima.iter_mut().zip(&narrow).enumerate() {
            if cost != T::HIGHEST || has_highest(column) {
                *least = cost.into().min(*least);
            }
        }
    }

    fn cost_range(&self, rows: Range<usize>) -> Option<(Cost, Cost)> {
        let at = |row: usize| row.saturating_mul(self.columns).min(self.costs.len());
        let costs = &self.costs[at(rows.start)..at(rows.end.max(rows.start))];
        // A narrow type spares a look at each cost: even 2^29 rows and columns of 32-bit costs pass the range
        // proof, and no memory holds as many.
        match T::RANGE {
            Some(range) => (!costs.is_empty()).then_some(range),
            None => T::range(costs, self.absent),
        }
    }
}

impl<T: CostInteger> WholeRows for DenseCosts<T> {
    fn shorten(&self, row: Row, step: Step, prices: &[Cost], paths: &mut Paths) -> Cost {
        T::shorten(self.row(row), self.absent, step, prices, paths)
    }

    fn tight(&self, row: Row, tight: Tight, prices: &[Cost], out: &mut Vec<u32>) {
        T::tight(self.row(row), self.absent, tight, prices, out);
    }

    fn first_ties(
        &self,
        row: Row,
        prices: &Prices,
        k: usize,
        out: &mut Vec<Candidate>,
    ) -> Option<Cost> {
        let first = first_column(row.index(), self.rows, self.columns);
        T::first_ties(self.row(row), self.absent, prices, Sought { first, k }, out)
    }
}

/// What an infinite cost means in a matrix of floating-point numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Infinity {
    /// A mistake, like NaN.
    Refused,
    /// An absent pair, if the cost is positive infinity; negative infinity is a mistake.
    Absent,
}

/// A matrix of floating-point costs, brought to integers once.
///
/// Every cost is rounded to a multiple of one power of two: the largest that loses nothing, if
/// there is one, and otherwise the smallest for which no sum can overflow. In the first case the
/// optimum is that of the floats; in the second its true total is within `pairs · resolution` of
/// the true optimum. Total costs and potentials count in steps; [`to_float`](Self::to_float) brings
/// them back.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{FloatCosts, Infinity, solve};
///
/// let inf = f64::INFINITY;
/// let costs = FloatCosts::try_new(2, 2, vec![0.5, 0.25, 2.0, inf], Infinity::Absent)?;
/// assert_eq!(costs.resolution(), 0.0); // quarters lose nothing
///
/// let assignment = solve(&costs)?;
/// assert_eq!(costs.to_float(assignment.total_cost()), 2.25);
/// # Ok::<(), reverse_mentoring::assignment::AssignmentError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct FloatCosts {
    steps: DenseCosts<i64>,
    /// The smallest and the largest cost, if any pair is permitted.
    range: Option<(Cost, Cost)>,
    quantum: Quantum,
}

impl FloatCosts {
    /// An absent pair; quantised costs are far smaller, see `largest_magnitude`.
    const ABSENT: i64 = i64::MAX;

    /// Makes a matrix of `rows` times `columns` from its costs, row after row.
    ///
    /// # Errors
    ///
    /// [`AssignmentError::NotFinite`] if a cost is NaN or infinite, unless `infinity` says that
    /// this means an absent pair; [`AssignmentError::BelowResolution`] if the costs differ, but by
    /// so little that all of them would round to the same; and the errors of
    /// [`DenseCosts::try_new`].
    pub fn try_new(
        rows: usize,
        columns: usize,
        costs: Vec<f64>,
        infinity: Infinity,
    ) -> Result<Self, AssignmentError> {
        let absent = |cost: f64| infinity == Infinity::Absent && cost == f64::INFINITY;
        let values = costs.iter().map(|&cost| (!absent(cost)).then_some(cost));
        let quantum = Quantum::choose(values, largest_magnitude(rows, columns)).map_err(
            |fault| match fault {
                Fault::NotFinite { position, value } => AssignmentError::NotFinite {
                    row: Row::at(position / columns.max(1)),
                    column: Column::at(position % columns.max(1)),
                    value,
                },
                Fault::BelowResolution {
                    lowest,
                    highest,
                    resolution,
                } => AssignmentError::BelowResolution {
                    lowest,
                    highest,
                    resolution,
                },
            },
        )?;
        let mut range = None;
        let step = |cost| {
            if absent(cost) {
                return Self::ABSENT;
            }
            let step = quantum.quantise(cost);
            range = widen(range, std::iter::once(step));
            step
        };
        let steps = DenseCosts::try_new(rows, columns, costs.into_iter().map(step).collect())?;
        Ok(Self {
            steps: steps.with_absent(Self::ABSENT),
            range,
            quantum,
        })
    }

    /// Gives the step to which costs were rounded, or 0 if none was changed.
    #[must_use]
    pub fn resolution(&self) -> f64 {
        self.quantum.resolution()
    }

    /// Gives the number that a cost, a potential or a total cost in steps stands for.
    #[must_use]
    pub fn to_float(&self, steps: i128) -> f64 {
        self.quantum.restore(steps)
    }
}

impl CostSource for FloatCosts {
    fn rows(&self) -> usize {
        self.steps.rows()
    }

    fn columns(&self) -> usize {
        self.steps.columns()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        self.steps.cost(row, column)
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        self.steps.permitted(row, out);
    }

    fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
        self.steps.cheapest(row, prices, k, out)
    }

    fn matrix(&self, key: Unchecked) -> Option<&dyn WholeRows> {
        self.steps.matrix(key)
    }

    fn lower_to_minima(&self, rows: Range<usize>, minima: &mut [Cost]) {
        self.steps.lower_to_minima(rows, minima);
    }

    fn cost_range(&self, _: Range<usize>) -> Option<(Cost, Cost)> {
        self.range
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_without_a_pair_has_no_least_cost_whatever_stands_for_absent() {
        let least = |costs: Vec<u8>, absent: Option<u8>, rows: Range<usize>| {
            let mut source = DenseCosts::try_new(2, 2, costs).expect("the right length");
            source.absent = absent;
            let mut minima = [Cost::MAX; 2];
            source.lower_to_minima(rows, &mut minima);
            minima
        };
        assert_eq!(least(vec![7, 9, 7, 255], Some(7), 0..2), [Cost::MAX, 9]);
        assert_eq!(least(vec![7, 255, 7, 255], Some(7), 0..2), [Cost::MAX, 255]);
        assert_eq!(
            least(vec![255, 9, 255, 255], Some(255), 0..2),
            [Cost::MAX, 9]
        );
        assert_eq!(least(vec![255, 9, 255, 8], None, 0..2), [255, 8]);
        assert_eq!(least(vec![1, 2, 3, 4], None, 0..0), [Cost::MAX; 2]);
    }
}
