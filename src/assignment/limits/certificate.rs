//! The proof of an answer within limits.

use super::check::{Check, Look};
use super::{Limits, RankedCost, SeatAssignment, SeatCertificateError};
use crate::assignment::CostSource;

/// Potentials of rows, columns and groups: the proof that no assignment within limits is better.
///
/// What they say and why that is a proof is derived in the documentation of the module
/// [`assignment`](crate::assignment#limits).
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct SeatCertificate {
    pub(super) u: Vec<RankedCost>,
    pub(super) v: Vec<RankedCost>,
    pub(super) row_groups: Vec<RankedCost>,
    pub(super) column_groups: Vec<RankedCost>,
}

/// What a certificate within limits has proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatsVerified {
    pairs: usize,
    empty_seats: u64,
    rank: i128,
    total_cost: i128,
    checked: u64,
}

impl SeatsVerified {
    /// Counts the pairs.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.pairs
    }

    /// Counts the seats of rows that stay empty, with an exit price or without.
    #[must_use]
    pub fn empty_seats(&self) -> u64 {
        self.empty_seats
    }

    /// Counts the empty seats without an exit price and the pairs that lack to goals, by weight: no answer to the same question has
    /// fewer.
    #[must_use]
    pub fn rank(&self) -> i128 {
        self.rank
    }

    /// Gives the total cost: no answer to the same question, of the same rank, has less.
    #[must_use]
    pub fn total_cost(&self) -> i128 {
        self.total_cost
    }

    /// Counts the permitted pairs that were looked at, which are all there are.
    #[must_use]
    pub fn pairs_checked(&self) -> u64 {
        self.checked
    }
}

impl SeatCertificate {
    /// Puts together a certificate that was taken apart or written down.
    ///
    /// The potentials of groups are in the order of the groups in the limits. Nothing is checked here: the parts are claims
    /// until [`verify`](Self::verify) accepts them.
    pub fn from_parts(
        u: Vec<RankedCost>,
        v: Vec<RankedCost>,
        row_groups: Vec<RankedCost>,
        column_groups: Vec<RankedCost>,
    ) -> Self {
        Self {
            u,
            v,
            row_groups,
            column_groups,
        }
    }

    /// Gives the potentials of the rows, each with that of its group in it.
    #[must_use]
    pub fn row_potentials(&self) -> &[RankedCost] {
        &self.u
    }

    /// Gives the potentials of the columns, each with that of its group in it.
    #[must_use]
    pub fn column_potentials(&self) -> &[RankedCost] {
        &self.v
    }

    /// Gives the potentials of the groups of rows.
    #[must_use]
    pub fn row_group_potentials(&self) -> &[RankedCost] {
        &self.row_groups
    }

    /// Gives the potentials of the groups of columns.
    #[must_use]
    pub fn column_group_potentials(&self) -> &[RankedCost] {
        &self.column_groups
    }

    /// Checks from scratch that `assignment` is an optimal answer to `source` within `limits`, with this
    /// certificate as the proof.
    ///
    /// Every permitted pair is looked at. All sums are 128 bits wide, so nothing is assumed of the
    /// costs.
    ///
    /// # Algorithm
    ///
    /// The three claims of the module [`assignment`](crate::assignment#limits), in their order.
    ///
    /// # Complexity
    ///
    /// `O(n + m + p)` time for `n` rows, `m` columns and `p` permitted pairs.
    ///
    /// # Errors
    ///
    /// [`SeatCertificateError`] with the first place at which a claim fails.
    pub fn verify(
        &self,
        source: &dyn CostSource,
        limits: &Limits,
        assignment: &SeatAssignment,
    ) -> Result<SeatsVerified, SeatCertificateError> {
        let rows: Vec<usize> = (0..self.u.len()).collect();
        self.verify_by(source, limits, assignment, &rows, &|row, candidates| {
            source.permitted(row, candidates);
            Ok(())
        })
    }

    pub(super) fn verify_by(
        &self,
        source: &dyn CostSource,
        limits: &Limits,
        assignment: &SeatAssignment,
        order: &[usize],
        look: Look<'_>,
    ) -> Result<SeatsVerified, SeatCertificateError> {
        let (checked, total) = Check::new(self, limits, assignment).run(source, order, look)?;
        Ok(SeatsVerified {
            pairs: assignment.len(),
            empty_seats: assignment.empty_seats(),
            rank: total.rank,
            total_cost: total.cost,
            checked,
        })
    }
}

/// Checks from scratch that an assignment is an optimal answer to `source` within `limits`, by the certificate it
/// carries.
///
/// See [`SeatCertificate::verify`] for how, and for what it returns.
///
/// # Errors
///
/// [`SeatCertificateError`] with the first place at which a claim fails.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{DenseCosts, Limits, Row, solve_within, verify_within};
///
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2], vec![3, 4]])?;
/// let limits = Limits::builder(2, 2).with_exit(Row::from(1), 2).build()?;
/// let assignment = solve_within(&costs, &limits)?;
/// let verified = verify_within(&costs, &limits, &assignment)?;
/// assert_eq!((verified.pairs(), verified.total_cost()), (1, 3)); // 0-0 at 1, and an exit at 2
///
/// // With another exit price, the same pairs are no proof.
/// let others = Limits::builder(2, 2).with_exit(Row::from(1), 5).build()?;
/// assert!(verify_within(&costs, &others, &assignment).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify_within(
    source: &dyn CostSource,
    limits: &Limits,
    assignment: &SeatAssignment,
) -> Result<SeatsVerified, SeatCertificateError> {
    assignment.certificate().verify(source, limits, assignment)
}
