//! How a claim of a certificate within limits can fail.

use super::{Holder, RankedCost};
use crate::assignment::{Column, Cost, Row};
use crate::work::Cancelled;

/// A claim that fails, at the first place where it does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SeatCertificateError {
    /// The assignment, its certificate or the limits are of another size than the source.
    #[error("the {part} has {found} entries, expected {expected} (it belongs to another source)")]
    WrongSize {
        /// The part that has another size.
        part: &'static str,
        /// How many entries it has.
        found: usize,
        /// How many it should have.
        expected: usize,
    },
    /// A pair is not permitted, or does not exist.
    #[error("{row} has {column}, but the source does not permit this pair")]
    BarredPair {
        /// The row.
        row: Row,
        /// The column.
        column: Column,
    },
    /// A pair occurs twice.
    #[error("{row} has {column} twice, expected once")]
    RepeatedPair {
        /// The row.
        row: Row,
        /// The column.
        column: Column,
    },
    /// The seats of a row are not all accounted for.
    #[error("{row} has {pairs} pairs and {empty} empty seats, expected {seats} together")]
    SeatsLost {
        /// The row.
        row: Row,
        /// How many pairs it has.
        pairs: usize,
        /// How many of its seats are said to stay empty.
        empty: u32,
        /// How many seats it has.
        seats: u32,
    },
    /// A seat stays empty that must not.
    #[error("{row} has {empty} empty seats, expected none (it has no exit price)")]
    EmptySeat {
        /// The row.
        row: Row,
        /// How many of its seats stay empty.
        empty: u32,
    },
    /// A limit is not kept to.
    #[error("{holder} has {found} pairs, expected at least {least} and at most {most}")]
    OutsideLimits {
        /// Whose limit it is.
        holder: Holder,
        /// How many pairs it has.
        found: u64,
        /// The fewest it may have.
        least: u64,
        /// The most it may have.
        most: u64,
    },
    /// A pair that is not in use costs less than its potentials.
    #[error(
        "{row} and {column} cost {cost}, less than their potentials {u} and {v} (there may be a cheaper assignment)"
    )]
    NegativeReducedCost {
        /// The row.
        row: Row,
        /// The column.
        column: Column,
        /// What the pair costs.
        cost: Cost,
        /// The potential of the row.
        u: RankedCost,
        /// The potential of the column.
        v: RankedCost,
    },
    /// A pair in use costs more than its potentials.
    #[error(
        "{row} has {column} at {cost}, expected at most the sum of their potentials {u} and {v}"
    )]
    SlackPair {
        /// The row.
        row: Row,
        /// The column.
        column: Column,
        /// What the pair costs.
        cost: Cost,
        /// The potential of the row.
        u: RankedCost,
        /// The potential of the column.
        v: RankedCost,
    },
    /// A potential is above 0 where the holder has more than the fewest pairs, or below 0 where it has
    /// less than the most.
    #[error(
        "{holder} has {found} pairs and its own potential is {potential}, expected {expected} pairs"
    )]
    SlackLimit {
        /// Whose limit it is.
        holder: Holder,
        /// How many pairs it has.
        found: u64,
        /// How many its potential asks for: the fewest if it is above 0, the most if it is below; up to a goal, a rank is taken
        /// off the potential first.
        expected: u64,
        /// The potential, less that of its group.
        potential: RankedCost,
    },
    /// A row has empty seats that cost more than its potential, or none where they cost less.
    #[error(
        "{row} has {found} empty seats at {price}, with {potential} for its own potential, expected {expected}"
    )]
    SlackExit {
        /// The row.
        row: Row,
        /// How many of its seats stay empty.
        found: u64,
        /// How many its potential asks for: none if the price is above it, all it may if the price is below.
        expected: u64,
        /// What an empty seat costs.
        price: RankedCost,
        /// The potential of the row, less that of its group.
        potential: RankedCost,
    },
    /// The total cost that is claimed, that of the answer, and the bound from the potentials are not
    /// the same.
    #[error(
        "the total cost is said to be {claimed}, the answer costs {primal} with {empty} empty seats, \
         and the potentials prove {dual} with {dual_empty}"
    )]
    Gap {
        /// The total cost as claimed.
        claimed: i128,
        /// The costs of all pairs and exits, added up.
        primal: i128,
        /// The empty seats without an exit price and the pairs that lack to goals.
        empty: i128,
        /// The total cost that the potentials prove.
        dual: i128,
        /// The empty seats that the potentials prove.
        dual_empty: i128,
    },
    /// The caller wants no more of it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
