//! The executable model: the assignment problem solved as a textbook does it first, slow and without a trick.

/// Gives the most pairs there can be, and the least total cost of as many, in a table where `None` is forbidden.
///
/// Pairs are added one at a time, each along a cheapest alternating path from any free row to any free column, as R. G.
/// Busacker and P. J. Gowen put it ("A procedure for determining a family of minimum-cost network flow patterns", 1960):
/// after `k` paths the `k` pairs cost the least that `k` pairs can. Paths are found by R. Bellman's method ("On a routing
/// problem", 1958), which knows no potentials.
pub(crate) fn optimum(table: &[Vec<Option<i64>>], columns: usize) -> (usize, i128) {
    let mut row_of: Vec<Option<usize>> = vec![None; columns];
    let cost = |row: usize, column: usize| table[row][column].map(i128::from);
    while let Some((mut column, from)) = cheapest_path(table.len(), &row_of, cost) {
        loop {
            let row = from[column];
            let before = row_of.iter().position(|&mate| mate == Some(row));
            row_of[column] = Some(row);
            let Some(before) = before else { break };
            column = before;
        }
    }
    let pairs = row_of.iter().enumerate();
    let costs = pairs.filter_map(|(column, row)| cost((*row)?, column));
    (row_of.iter().flatten().count(), costs.sum())
}

/// Finds the free column at which a cheapest alternating path ends, and the row before each column.
fn cheapest_path(
    rows: usize,
    row_of: &[Option<usize>],
    cost: impl Fn(usize, usize) -> Option<i128>,
) -> Option<(usize, Vec<usize>)> {
    let mut distance_of_row: Vec<Option<i128>> = vec![Some(0); rows];
    for &row in row_of.iter().flatten() {
        distance_of_row[row] = None;
    }
    let mut distance: Vec<Option<i128>> = vec![None; row_of.len()];
    let mut from = vec![0; row_of.len()];
    let mut rounds = 0;
    let mut shortened = true;
    while shortened {
        shortened = false;
        for row in 0..rows {
            let Some(so_far) = distance_of_row[row] else {
                continue;
            };
            for column in 0..row_of.len() {
                let Some(step) = cost(row, column).filter(|_| row_of[column] != Some(row)) else {
                    continue;
                };
                if distance[column].is_none_or(|known| so_far + step < known) {
                    distance[column] = Some(so_far + step);
                    from[column] = row;
                    shortened = true;
                    if let Some(mate) = row_of[column] {
                        let back = cost(mate, column).expect("mates are permitted pairs");
                        distance_of_row[mate] = Some(so_far + step - back);
                    }
                }
            }
        }
        rounds += 1;
        assert!(rounds <= rows + 1, "no circle of pairs has a negative cost");
    }
    let free = (0..row_of.len()).filter(|&column| row_of[column].is_none());
    let nearest = free
        .filter_map(|column| Some((distance[column]?, column)))
        .min()?;
    Some((nearest.1, from))
}
