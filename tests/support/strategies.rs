//! Random problems for property tests.

use proptest::prelude::*;
use reverse_mentoring::assignment::{Cost, SparseCosts};

/// Rows of costs, `None` where a pair is forbidden; all rows are equally long.
pub(crate) type Table = Vec<Vec<Option<Cost>>>;

/// Draws tables with up to `side` rows and columns.
///
/// Costs are few (so that ties abound), small, or large; anything from no pair to every pair is
/// permitted. Sometimes one side has no member.
pub(crate) fn tables(side: usize) -> impl Strategy<Value = Table> {
    let costs = prop_oneof![
        Just(0..=1_i64),
        Just(-1..=2_i64),
        Just(-100..=100_i64),
        Just(-(1_i64 << 40)..=1_i64 << 40),
    ];
    (0..=side, 0..=side, costs, 0..=10_u32).prop_flat_map(|(rows, columns, costs, tenths)| {
        let cost = (0..10_u32, costs).prop_map(move |(draw, cost)| (draw < tenths).then_some(cost));
        prop::collection::vec(prop::collection::vec(cost, columns), rows)
    })
}

/// Draws tables in which every pair is permitted and no side outnumbers the other by much.
pub(crate) fn full_tables(side: usize) -> impl Strategy<Value = Table> {
    (1..=side, 0..=3_usize, 1..=1_000_i64).prop_flat_map(|(rows, more, highest)| {
        let cost = (0..=highest).prop_map(Some);
        prop::collection::vec(prop::collection::vec(cost, rows + more), rows)
    })
}

/// Makes a source of a table that has at least one row, or no column.
pub(crate) fn sparse(table: &Table, columns: usize) -> SparseCosts {
    let pairs = table.iter().zip(0_u32..).flat_map(|(costs, row)| {
        let pairs = costs.iter().zip(0_u32..);
        pairs.filter_map(move |(cost, column)| Some((row.into(), column.into(), (*cost)?)))
    });
    SparseCosts::try_from_pairs(table.len(), columns, pairs).expect("a table names each pair once")
}
