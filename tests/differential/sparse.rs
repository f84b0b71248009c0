//! Random squares in which every row has few of all pairs there are, too large for the textbook: the certificate says.

use std::collections::BTreeMap;

use reverse_mentoring::assignment::{AssignmentError, SparseCosts, solve, verify};

use super::Seed;
use crate::support::random::Random;
use crate::support::{assert_infeasible, assert_max_certified};

/// Draws a square with at most one in 64 of all pairs, and whether every row can surely be served.
fn draw(random: &mut Random) -> (SparseCosts, bool) {
    let side = 64 * (1 + random.below(10)) + random.below(64);
    let index = |number: u64| u32::try_from(number).expect("a short side");
    let pairs_of_a_row = 1 + random.below(side / 64);
    // Few costs tie; the largest are too far apart for 32 bits.
    let (least, span) = [(0, 2), (-50, 100), (0, 1 << 20), (-(1 << 40), 1 << 41)][random.index(4)];
    let mut pairs = BTreeMap::new();
    let mut permit = |row: u64, column: u64, random: &mut Random| {
        let cost = random.number(least, least + span - 1);
        pairs.insert((index(row), index(column)), cost);
    };
    let served = !random.once_in(4);
    if served {
        let mut columns: Vec<u64> = (0..side).collect();
        random.shuffle(&mut columns);
        for (row, column) in (0..).zip(columns) {
            permit(row, column, random);
        }
    }
    // Sometimes most rows want a few columns.
    let wanted = if random.once_in(3) { side / 8 } else { side };
    for _ in u64::from(served) * side..pairs_of_a_row * side {
        permit(random.below(side), random.below(wanted), random);
    }
    let pairs = pairs
        .into_iter()
        .map(|((row, column), cost)| (row.into(), column.into(), cost));
    let side = usize::try_from(side).expect("a short side");
    let costs = SparseCosts::try_from_pairs(side, side, pairs).expect("each pair once");
    (costs, served)
}

fn check(seed: u64) {
    let named = Seed(seed);
    let (costs, served) = draw(&mut Random::new(named.0));
    let most = assert_max_certified(&costs);
    match solve(&costs) {
        Ok(assignment) => {
            let verified = verify(&costs, &assignment).expect("the certificate proves it");
            assert!(verified.serves_every_row());
            assert_eq!(most.total_cost(), assignment.total_cost());
        }
        Err(AssignmentError::Infeasible { .. }) => {
            assert!(!served);
            assert_infeasible(&costs);
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn two_hundred_sparse_squares_are_certified_or_shown_to_be_infeasible() {
    (0..200).for_each(check);
}

#[test]
#[ignore = "takes minutes; tests/README.md says when"]
fn twenty_thousand_sparse_squares_are_certified_or_shown_to_be_infeasible() {
    (200..20_200).for_each(check);
}
