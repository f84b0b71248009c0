//! The proof of an answer within limits, checked by a glance at the best pairs of each row.

use super::{Limits, RankedCost, SeatAssignment, SeatCertificateError, SeatsVerified};
use crate::assignment::glance::{CHECKING, rows_at_once};
use crate::assignment::{Cost, CostSource, Prices};
use crate::work::Work;

/// Checks an answer as [`verify_within`](super::verify_within()) does, but for rows that are too long to be read.
///
/// Of each row one pair more is looked at than it has: the cheapest at the potentials of the certificate, as the source names them by
/// [`CostSource::cheapest`]. So the proof is as good as that answer, as of
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
/// [`SeatCertificateError`] with the first place at which a claim fails.
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
    let may_go_on = |row| work.check(CHECKING, row as u64, source.rows() as u64);
    may_go_on(0)?;
    let certificate = assignment.certificate();
    let packed = source
        .cost_range(0..source.rows())
        .and_then(|range| packed(&certificate.v, range));
    let prices = packed.map(Prices::from);
    let rows_of_a_block = rows_at_once(source.columns()).min(ROWS_OF_A_BLOCK);
    certificate.verify_by(source, limits, assignment, &|row, candidates| {
        if row.index() % rows_of_a_block == 0 {
            may_go_on(row.index())?;
        }
        if let Some(prices) = &prices {
            let k = assignment.columns_of(row).len() + 1;
            let _ = source.cheapest(row, prices, k, candidates);
        } else {
            source.permitted(row, candidates);
        }
        Ok(())
    })
}

/// Rows between two questions to the caller.
const ROWS_OF_A_BLOCK: usize = 16;

/// Writes each potential as one number, in the order of costs less potentials; `None` where there is no room for that.
fn packed(v: &[RankedCost], (least, most): (Cost, Cost)) -> Option<Vec<Cost>> {
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
    packed.collect()
}
