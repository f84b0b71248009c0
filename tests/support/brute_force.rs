//! The slowest solver there is, and so simple that it is right.

use reverse_mentoring::assignment::{Column, CostSource, Row};

/// Tries every assignment; returns the most pairs there can be, and the least total cost of as many.
pub(crate) fn best_of_all<S: CostSource>(source: &S) -> (usize, i128) {
    let (pairs, negated) = best_from(source, 0, &mut vec![false; source.columns()]);
    (pairs, -negated)
}

/// The best for the rows from `row` on: most pairs first, then the largest negated cost.
fn best_from<S: CostSource>(source: &S, row: u32, taken: &mut Vec<bool>) -> (usize, i128) {
    if row as usize == source.rows() {
        return (0, 0);
    }
    let mut best = best_from(source, row + 1, taken);
    for column in 0..u32::try_from(taken.len()).unwrap() {
        let Some(cost) = source.cost(Row::from(row), Column::from(column)) else {
            continue;
        };
        if taken[column as usize] {
            continue;
        }
        taken[column as usize] = true;
        let (pairs, negated) = best_from(source, row + 1, taken);
        best = best.max((pairs + 1, negated - i128::from(cost)));
        taken[column as usize] = false;
    }
    best
}
