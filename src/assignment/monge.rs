//! Prices for costs that are like products, so that all rows like the same columns.

use super::reader::Reader;
use super::{AssignmentError, Column, Cost, Row};

/// How many pairs of a row or column tell its place among the others.
const PAIRS_OF_A_MEAN: usize = 64;

/// How many of these lie side by side, which spares a look at memory for each.
const RUN: usize = 16;

/// How many spans (largest cost less smallest) the prices may lie apart; see `cost.rs`.
const FARTHEST: i128 = 2;

/// Estimates the potentials of columns as if rows and columns had an order in which they go together.
///
/// # Algorithm
///
/// Costs are a Monge array if `c(i, j) + c(i', j') <= c(i, j') + c(i', j)` wherever `i < i'` and `j < j'`; products are one when
/// rows ascend and columns descend. Then to pair the first row with the first column, the second with the
/// second and so on is optimal: A. J. Hoffman, "On simple linear programming problems", in: Convexity, Proceedings of
/// Symposia in Pure Mathematics 7, American Mathematical Society (1963), pp. 317-327. Potentials follow from
/// column to column: the next is dearer by at most what its neighbour's row would pay more for it, and by at least what its own row
/// would pay less for the neighbour; the middle is taken.
///
/// Here the order is that of the means of some costs, and it is up to the caller to find out whether the prices are any
/// good. Columns beyond the number of rows all get the potential that comes next.
///
/// # Complexity
///
/// `O(n log n + m log m)` time for `n` rows and `m` columns; 12 bytes for each, which is less than a search takes.
pub(super) fn prices(reader: &mut Reader<'_>) -> Result<Option<Vec<Cost>>, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let source = reader.source();
    let cost = |row: usize, column: usize| source.cost(Row::at(row), Column::at(column));
    let addend = |row: usize, column: usize| cost(row, column).unwrap_or(0);

    reader.spend(PAIRS_OF_A_MEAN * (rows + columns))?;
    let stride = columns.div_ceil(PAIRS_OF_A_MEAN / RUN);
    let read: Vec<_> = (0..columns).filter(|at| at % stride < RUN).collect();
    // A sum that leaves the type says where a row belongs all the same.
    let sum_of = |row: usize| {
        let addends = read.iter().map(|&column| addend(row, column));
        addends.fold(0, Cost::saturating_add)
    };
    let mut by_row = in_order(&(0..rows).map(sum_of).collect::<Vec<_>>());
    let mut sums = vec![0; columns];
    for row in (0..rows).step_by(rows.div_ceil(PAIRS_OF_A_MEAN)) {
        for (column, sum) in sums.iter_mut().enumerate() {
            *sum = addend(row, column).saturating_add(*sum);
        }
    }
    let by_column = in_order(&sums);
    let total = |by_row: &[u32]| -> i128 {
        let pairs = by_row.iter().zip(&by_column);
        let costs = pairs.map(|(&row, &column)| addend(row as usize, column as usize));
        costs.map(i128::from).sum()
    };
    let ascending = total(&by_row);
    by_row.reverse();
    if total(&by_row) > ascending {
        by_row.reverse();
    }

    let mut prices = sums;
    prices.fill(0);
    let mut price = 0;
    for (at, neighbours) in by_column.windows(2).enumerate() {
        let dearer = |&row: &u32| {
            let [one, next] =
                [neighbours[0], neighbours[1]].map(|at| cost(row as usize, at as usize));
            Some(i128::from(next?) - i128::from(one?))
        };
        let most = by_row.get(at).and_then(dearer);
        let least = by_row.get(at + 1).and_then(dearer);
        price += match (most, least) {
            (Some(most), Some(least)) => i128::midpoint(most, least),
            (one, other) => one.or(other).unwrap_or(0),
        };
        let Ok(price) = Cost::try_from(price) else {
            return Ok(None);
        };
        prices[neighbours[1] as usize] = price;
    }
    Ok(near_one_another(prices, reader.range()))
}

/// Brings prices to at most 0 if they are so near one another that the range proof holds.
fn near_one_another(mut prices: Vec<Cost>, (lowest, highest): (Cost, Cost)) -> Option<Vec<Cost>> {
    let farthest = FARTHEST * (i128::from(highest) - i128::from(lowest));
    let dearest = *prices.iter().max()?;
    for price in &mut prices {
        let below = i128::from(dearest) - i128::from(*price);
        if below > farthest {
            return None;
        }
        *price = Cost::try_from(-below).ok()?;
    }
    Some(prices)
}

/// Puts indices into the order of their sums.
fn in_order(sums: &[Cost]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..).take(sums.len()).collect();
    order.sort_unstable_by_key(|&at| (sums[at as usize], at));
    order
}

#[cfg(test)]
mod tests {
    use super::super::{ComputedCosts, CostSource};
    use super::*;
    use crate::work::Work;

    /// Row and column factors of products, in no order.
    fn factors(side: u32) -> (Vec<Cost>, Vec<Cost>) {
        let shuffled = |step: u32| {
            (0..side)
                .map(|at| Cost::from(at * step % side + 1))
                .collect()
        };
        // Both steps share no factor with any side in question.
        (shuffled(37), shuffled(71))
    }

    /// Adds up the potentials: those of rows are as large as the prices allow.
    fn worth(rows: usize, prices: &[Cost], cost: impl Fn(usize, usize) -> Cost) -> Cost {
        let least = |row: usize| {
            (0..prices.len())
                .map(|column| cost(row, column) - prices[column])
                .min()
        };
        // Columns left free have the highest price of all, 0, and add nothing.
        (0..rows).filter_map(least).sum::<Cost>() + prices.iter().sum::<Cost>()
    }

    #[test]
    fn prices_of_products_are_optimal_potentials() {
        for (rows, columns) in [(100, 100), (65, 100), (100, 101), (1, 100), (2, 2)] {
            for sign in [1, -1] {
                let (a, b) = factors(u32::try_from(columns).expect("a small side"));
                let cost = |row: usize, column: usize| sign * a[row] * b[column];
                let source = ComputedCosts::new(rows, columns, |row, column| {
                    Some(cost(row.index(), column.index()))
                });
                let work = Work::new();
                let range = source.cost_range(0..rows).expect("all pairs are permitted");
                let mut reader = Reader::new(&source, range, &work);
                let found = prices(&mut reader).expect("nobody stops the work");
                let found = found.expect("products are near one another");

                let mut a = a[..rows].to_vec();
                let mut b = b.clone();
                a.sort_unstable();
                b.sort_unstable_by_key(|&b| -sign * b);
                let chosen = b[columns - rows..].iter();
                let optimum = a
                    .iter()
                    .zip(chosen)
                    .map(|(a, b)| sign * a * b)
                    .sum::<Cost>();
                let worth = worth(rows, &found, cost);
                assert_eq!(worth, optimum, "{rows} x {columns}, sign {sign}");
            }
        }
    }

    #[test]
    fn absent_pairs_are_passed_over() {
        let source = ComputedCosts::new(3, 4, |row, column| {
            (row.index() != column.index()).then_some(7)
        });
        let work = Work::new();
        let mut reader = Reader::new(&source, (7, 7), &work);
        let found = prices(&mut reader).expect("nobody stops the work");
        assert_eq!(found, Some(vec![0; 4]));
    }
}
