//! The proof of an answer within limits, checked by a glance at the best pairs of each row.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Limits, RankedCost, SeatAssignment, SeatCertificateError, SeatsVerified};
use crate::assignment::glance::{CHECKING, rows_at_once};
use crate::assignment::source::rows_in_order;
use crate::assignment::{Cost, CostSource, Prices};
use crate::work::Work;

/// Checks an answer as [`verify_within`](super::verify_within()) does, but for rows that are too long to be read.
///
/// Of each row one pair more is looked at than it has, at most: the cheapest at the potentials of the certificate, as far as the source names them by
/// [`CostSource::cheaper`]. So the proof is as good as that answer, as of
/// [`verify_at_a_glance`](crate::assignment::verify_at_a_glance). Where potentials are too large for that, rows are read whole.
///
/// # Algorithm
///
/// The claim about the pairs that a row does not have is one about the least of them, which is among so many. Potentials have two
/// [ranks](RankedCost); as prices they are one number each, `rank · unit + cost`, where the unit is more than costs and potentials can
/// differ by, so that both are in the same order.
///
/// # Complexity
///
/// A question to the source for each row, and `O(n + m + s)` time and space for `n` rows, `m` columns and `s` pairs.
///
/// # Errors
///
/// [`SeatCertificateError`] with the first place at which a claim fails, rows [in the order of the source](CostSource::reading_order).
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{
///     Column, DenseCosts, Limits, solve_within, verify_within_at_a_glance,
/// };
///
/// let limits = Limits::builder(2, 2).with_column_capacity(Column::from(0), 2).build()?;
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 5], vec![1, 5]])?;
/// let assignment = solve_within(&costs, &limits)?;
/// assert_eq!(verify_within_at_a_glance(&costs, &limits, &assignment)?.total_cost(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify_within_at_a_glance(
    source: &dyn CostSource,
    limits: &Limits,
    assignment: &SeatAssignment,
) -> Result<SeatsVerified, SeatCertificateError> {
    verify_within_at_a_glance_with(source, limits, assignment, &Work::default())
}

/// Checks an answer at a glance, telling an observer how far it is and stopping when asked to.
///
/// # Errors
///
/// Those of [`verify_within_at_a_glance`], and [`SeatCertificateError::Cancelled`] if the work was stopped.
pub fn verify_within_at_a_glance_with(
    source: &dyn CostSource,
    limits: &Limits,
    assignment: &SeatAssignment,
    work: &Work<'_>,
) -> Result<SeatsVerified, SeatCertificateError> {
    let done = AtomicUsize::new(0);
    let may_go_on = |done: usize| work.check(CHECKING, done as u64, source.rows() as u64);
    may_go_on(0)?;
    let certificate = assignment.certificate();
    let packing = source
        .cost_range(0..source.rows())
        .and_then(|range| Packing::new(&certificate.v, range));
    let rows_of_a_block = rows_at_once(source.columns()).min(ROWS_OF_A_BLOCK);
    let order = rows_in_order(source, certificate.u.len());
    certificate.verify_by(source, limits, assignment, &order, &|row, candidates| {
        let done = done.fetch_add(1, Ordering::Relaxed);
        if done.is_multiple_of(rows_of_a_block) {
            may_go_on(done)?;
        }
        if let Some(packing) = &packing {
            let k = assignment.columns_of(row).len() + 1;
            let potential = packing.limit(certificate.u[row.index()]);
            let _ = source.cheaper(row, &packing.prices, potential, k, candidates);
        } else {
            source.permitted(row, candidates);
        }
        Ok(())
    })
}

/// Rows between two questions to the caller.
const ROWS_OF_A_BLOCK: usize = 16;

/// Potentials as one number each, in the order of costs less potentials.
#[derive(Debug)]
struct Packing {
    /// Half of it, less a half, is the most by which costs and potentials of columns differ.
    unit: i128,
    /// Of the columns.
    prices: Prices,
}

impl Packing {
    /// Packs the potentials of columns; `None` where there is no room for that.
    fn new(v: &[RankedCost], (least, most): (Cost, Cost)) -> Option<Self> {
        let of_costs = i128::from(least).abs().max(i128::from(most).abs());
        let of_potentials = v.iter().map(|v| i128::from(v.cost()).abs()).max();
        let unit = 2 * (of_costs + of_potentials.unwrap_or(0)) + 1;
        // So that the solver of prices may still add a cost to each.
        let limit = u128::from(Cost::MAX.unsigned_abs() / 4);
        let packed = v.iter().map(|v| {
            let of_rank = i128::from(v.rank()).checked_mul(unit)?;
            let packed = of_rank.checked_add(v.cost().into())?;
            let fits = packed.unsigned_abs() <= limit && of_costs.unsigned_abs() <= limit;
            fits.then(|| Cost::try_from(packed).ok())?
        });
        let prices = Prices::from(packed.collect::<Option<Vec<_>>>()?);
        Some(Self { unit, prices })
    }

    /// Gives what costs less prices are below just where they are below the potential of a row.
    fn limit(&self, u: RankedCost) -> Cost {
        // All differences of one rank are from -half to half.
        let half = self.unit / 2;
        let cost = i128::from(u.cost()).clamp(-half, half + 1);
        let limit = i128::from(u.rank())
            .saturating_mul(self.unit)
            .saturating_add(cost);
        let least = -i128::from(Cost::MAX);
        Cost::try_from(limit.clamp(least, -least)).unwrap_or(Cost::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::Packing;
    use crate::assignment::RankedCost;

    #[test]
    fn what_is_below_the_limit_is_below_the_potential_at_any_rank() {
        let potentials = [(0, 0), (0, -7), (0, 7), (1, 3), (-1, -3), (2, 0)];
        let potentials = potentials.map(|(rank, cost)| RankedCost::new(rank, cost));
        let costs = [-5, -1, 0, 4];
        let packing = Packing::new(&potentials, (-5, 4)).expect("there is room");
        for rank in -3..=3 {
            for cost in [i64::MIN, -13, -12, -1, 0, 1, 11, 12, 13, i64::MAX] {
                let limit = packing.limit(RankedCost::new(rank, cost));
                for (v, &price) in potentials.iter().zip(packing.prices.iter()) {
                    for of_pair in costs {
                        let difference = (-v.rank(), i128::from(of_pair - v.cost()));
                        assert_eq!(of_pair - price < limit, difference < (rank, cost.into()));
                    }
                }
            }
        }
        let far = packing.limit(RankedCost::new(i64::MAX, 0));
        assert_eq!(
            (far, packing.limit(RankedCost::new(-i64::MAX, 0))),
            (i64::MAX, -i64::MAX)
        );
    }
}
