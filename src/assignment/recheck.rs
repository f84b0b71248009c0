//! The proof of an answer after a change, checked where anything has changed: this file shares no code with the
//! solver.

use super::parallel::map_blocks;
use super::{
    Assignment, Candidate, Certificate, CertificateError, Change, Column, CostSource, Row, Verified,
};

/// Checks that `after` is an optimal answer to `source`, where `before` was one to the source before the change.
///
/// This looks at the pairs that `after` might get wrong only: those of new rows and columns, and of rows and columns whose
/// potential has risen or whose place in the cover has changed. Any other pair costs what it cost, and its reduced cost is no less than
/// it was. So it proves as much as [`verify`](super::verify()) does if two things are true: that `verify` accepted `before`, and that
/// the source differs from the earlier one only in what `change` names as new. Where they may not be, `verify` is the
/// authority.
///
/// [`Verified::pairs_checked`] counts the permitted pairs that were looked at.
///
/// # Complexity
///
/// `O(n + m)` time, the rows of which anything is suspect, and one cost of each row for each column of which anything
/// is. Where that is more than all pairs, all are looked at.
///
/// # Errors
///
/// [`CertificateError`] with a row or column at which a claim fails; [`CertificateError::WrongSize`] too if `change`
/// does not lead from `before` to `after`.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{Change, DenseCosts, Row, Solver, WarmStart, solve, verify_change};
///
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2, 9], vec![1, 4, 9]])?;
/// let before = solve(&costs)?;
///
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2, 9], vec![7, 1, 9]])?;
/// let change = Change::none(&before).with_row(Row::from(1));
/// let mut warm = WarmStart::from(before.clone());
/// Solver::new().resume(&costs, &change, &mut warm)?;
/// let verified = verify_change(&costs, &before, warm.assignment(), &change)?;
/// assert_eq!(verified.total_cost(), 2); // 1 + 1
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify_change(
    source: &dyn CostSource,
    before: &Assignment,
    after: &Assignment,
    change: &Change,
) -> Result<Verified, CertificateError> {
    let certificate = after.certificate();
    certificate.verify_by(source, after, || {
        let suspects = Suspects::new(before.certificate(), certificate, change)?;
        if suspects.pairs(source) >= source.most_pairs() {
            certificate.check_permitted(source)
        } else {
            suspects.check(source, certificate)
        }
    })
}

/// Rows and columns whose pairs must be looked at again.
struct Suspects {
    /// Says it of each row.
    rows: Vec<bool>,
    columns: Vec<Column>,
}

/// Pairs of a row that are read in the time of one that is asked for alone.
const PAIRS_OF_A_COST: u64 = 8;

impl Suspects {
    fn new(
        before: &Certificate,
        after: &Certificate,
        change: &Change,
    ) -> Result<Self, CertificateError> {
        let suspect =
            |part, origin: Option<usize>, (cover, u): (&[bool], &[i64]), now: (bool, i64)| {
                let Some(origin) = origin else {
                    return Ok(true);
                };
                match (cover.get(origin), u.get(origin)) {
                    (Some(&cover), Some(&potential)) => Ok(cover != now.0 || now.1 > potential),
                    _ => Err(CertificateError::WrongSize {
                        part,
                        found: cover.len().min(u.len()),
                        expected: origin + 1,
                    }),
                }
            };
        let rows = (0..after.u.len()).map(|row| {
            let origin = change.row_before(Row::at(row)).map(Row::index);
            let claims = (after.row_cover[row], after.u[row]);
            suspect(
                "list of rows before",
                origin,
                (&before.row_cover, &before.u),
                claims,
            )
        });
        let mut columns = Vec::new();
        for column in 0..after.v.len() {
            let origin = change.column_before(Column::at(column)).map(Column::index);
            let claims = (after.column_cover[column], after.v[column]);
            let known = (&before.column_cover[..], &before.v[..]);
            if suspect("list of columns before", origin, known, claims)? {
                columns.push(Column::at(column));
            }
        }
        Ok(Self {
            rows: rows.collect::<Result<_, _>>()?,
            columns,
        })
    }

    /// Counts what there is to look at, in pairs.
    fn pairs(&self, source: &dyn CostSource) -> u64 {
        let rows = self.rows.iter().filter(|&&suspect| suspect).count() as u64;
        let of_a_row = source.most_pairs() / (self.rows.len() as u64).max(1);
        let others = self.rows.len() as u64 - rows;
        let costs = others.saturating_mul(self.columns.len() as u64);
        rows.saturating_mul(of_a_row)
            .saturating_add(costs.saturating_mul(PAIRS_OF_A_COST))
    }

    /// Looks at all pairs of suspect rows, and at those of the others in suspect columns.
    fn check(
        &self,
        source: &dyn CostSource,
        certificate: &Certificate,
    ) -> Result<u64, CertificateError> {
        const ROWS_OF_A_BLOCK: usize = 64;
        let blocks = map_blocks(0..self.rows.len(), ROWS_OF_A_BLOCK, |rows| {
            let mut candidates = Vec::new();
            let mut checked = 0;
            for row in rows {
                let suspect = self.rows[row];
                let row = Row::at(row);
                if suspect {
                    source.permitted(row, &mut candidates);
                } else {
                    let costs = self
                        .columns
                        .iter()
                        .map(|&column| (column, source.cost(row, column)));
                    candidates.clear();
                    candidates.extend(costs.filter_map(|(column, cost)| {
                        Some(Candidate {
                            column,
                            cost: cost?,
                        })
                    }));
                }
                checked += certificate.check_row(row, &candidates)?;
            }
            Ok(checked)
        });
        blocks.into_iter().sum()
    }
}
