//! The proof of an answer, checked by a glance at the best pair of each row.

use super::parallel::map_blocks;
use super::running_proof::is_small;
use super::source::rows_in_order;
use super::{Assignment, CertificateError, Cost, CostSource, Prices, Row, Verified};
use crate::work::Work;

/// What goes on while a proof is checked.
pub(super) const CHECKING: &str = "checking the proof";

/// A glance takes some microseconds, unless it is one at every column.
const ROWS_OF_A_BLOCK: usize = 64;

/// 2^21: to look at so many columns takes some milliseconds in a scan, so that a stop is noticed soon.
const COLUMNS_OF_A_BLOCK: usize = 1 << 21;

/// Checks an assignment as [`verify`](super::verify()) does, but for rows that are too long to be read.
///
/// Of each row one pair is looked at, or two, or none: the cheapest at the potentials of the certificate, if the source names one by
/// [`CostSource::cheaper`]. So the proof is as good as that answer. Where the source has other means to it than the solver used, or is trusted,
/// it is a proof; otherwise [`verify`](super::verify()) looks at every pair.
///
/// # Algorithm
///
/// A claim about all pairs of a row is one about the least of them. Of a row in the cover, pairs with columns in the cover are
/// priced out of sight, as nothing is claimed of them; of any other row, pairs with columns in the cover are, to see that it has no
/// others.
///
/// # Complexity
///
/// Two questions to the source for each row at most, and `O(n + m)` time and space for `n` rows and `m` columns.
///
/// # Errors
///
/// [`CertificateError`] with the first row, [in the order of the source](CostSource::reading_order), or column at which a claim fails.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{DenseCosts, solve, verify_at_a_glance};
///
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2], vec![1, 4]])?;
/// let verified = verify_at_a_glance(&costs, &solve(&costs)?)?;
/// assert_eq!((verified.total_cost(), verified.pairs_checked()), (3, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify_at_a_glance(
    source: &dyn CostSource,
    assignment: &Assignment,
) -> Result<Verified, CertificateError> {
    verify_at_a_glance_with(source, assignment, &Work::default())
}

/// Checks an assignment at a glance, telling an observer how far it is and stopping when asked to.
///
/// # Errors
///
/// Those of [`verify_at_a_glance`], and [`CertificateError::Cancelled`] if the work was stopped.
pub fn verify_at_a_glance_with(
    source: &dyn CostSource,
    assignment: &Assignment,
    work: &Work<'_>,
) -> Result<Verified, CertificateError> {
    let may_go_on = |row| work.check(CHECKING, row as u64, source.rows() as u64);
    let may_begin = || Ok(may_go_on(0)?);
    let certificate = assignment.certificate();
    certificate.verify_while(source, assignment, &may_begin, || {
        let covered = certificate.column_cover();
        let v = certificate.column_potentials();
        // No solver claims so much; a source need not bear it, and each pair is looked at.
        if !v.iter().copied().all(is_small) {
            return certificate.check_permitted(source);
        }
        let at_potentials = Prices::from(v.to_vec());
        // As if no column were covered, while there is another.
        let out_of_sight = covered.contains(&true).then(|| {
            let price = |(&v, &covered): (&Cost, &bool)| if covered { Cost::MIN / 2 } else { v };
            Prices::from(v.iter().zip(covered).map(price).collect::<Vec<_>>())
        });
        let glance = |row: usize| {
            let mut best = Vec::new();
            let uncovered = out_of_sight.as_ref().unwrap_or(&at_potentials);
            if certificate.row_cover()[row] {
                let potential = certificate.row_potentials()[row];
                let _ = source.cheaper(Row::at(row), uncovered, potential, 1, &mut best);
                return certificate.check_row(Row::at(row), &best);
            }
            let mut look = |prices: &Prices| {
                let _ = source.cheapest(Row::at(row), prices, 1, &mut best);
                certificate.check_row(Row::at(row), &best)
            };
            Ok(look(uncovered)? + look(&at_potentials)?)
        };
        let order = rows_in_order(source, certificate.row_cover().len());
        let rows = rows_at_once(covered.len()).min(ROWS_OF_A_BLOCK);
        let blocks = map_blocks(0..order.len(), rows, |part| {
            may_go_on(part.start)?;
            let seen = order[part].iter().map(|&row| glance(row));
            seen.sum::<Result<u64, CertificateError>>()
        });
        blocks.into_iter().sum()
    })
}

/// Says how many rows of so many columns may be looked at before it is asked whether to go on.
pub(super) fn rows_at_once(columns: usize) -> usize {
    (COLUMNS_OF_A_BLOCK / columns.max(1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::super::{Certificate, Column, DenseCosts, solve, verify};
    use super::*;

    /// A matrix that names its last row twice, a row that it has not, and not its first.
    struct Forgetful(DenseCosts<u8>);

    impl CostSource for Forgetful {
        fn rows(&self) -> usize {
            self.0.rows()
        }

        fn columns(&self) -> usize {
            self.0.columns()
        }

        fn cost(&self, row: Row, column: Column) -> Option<Cost> {
            self.0.cost(row, column)
        }

        fn reading_order(&self) -> Option<&[u32]> {
            Some(&[2, 7, 1, 2])
        }
    }

    #[test]
    fn a_row_that_the_order_of_a_source_forgets_is_solved_and_checked() {
        let costs = vec![1_u8, 9, 9, 9, 1, 9, 9, 9, 1];
        let source = Forgetful(DenseCosts::try_new(3, 3, costs).expect("the right length"));
        let solved = solve(&source).expect("every row can be served");
        assert_eq!(solved.total_cost(), 3);
        assert!(verify_at_a_glance(&source, &solved).is_ok());
        // Row 0 could have a pair that costs 1, and has one that costs 9.
        let costs = vec![1_u8, 9, 9, 9, 9, 9, 9, 9, 9];
        let source = Forgetful(DenseCosts::try_new(3, 3, costs).expect("the right length"));
        let certificate =
            Certificate::from_parts(vec![true; 3], vec![false; 3], vec![9; 3], vec![0; 3]);
        let columns = [1, 0, 2].map(|column| Some(Column::at(column)));
        let claim = Assignment::from_parts(3, columns.to_vec(), 27, certificate);
        let error = verify_at_a_glance(&source, &claim).expect_err("row 0 does better");
        assert!(matches!(
            error,
            CertificateError::NegativeReducedCost { row, .. } if row == Row::at(0)
        ));
    }

    #[test]
    fn potentials_at_the_end_of_their_type_hide_no_pair() {
        const SIDE: usize = 8;
        // Everybody one column to the right costs nothing, and the diagonal is claimed, at 9 a row.
        let mut costs = vec![9_u8; SIDE * SIDE];
        costs[..SIDE].fill(u8::MAX);
        costs[0] = 0;
        for row in 1..SIDE {
            costs[row * SIDE] = 1;
            if row + 1 < SIDE {
                costs[row * SIDE + row + 1] = 0;
            }
        }
        let source = DenseCosts::try_new(SIDE, SIDE, costs).expect("the right length");
        let source = source.with_absent(u8::MAX);
        let (mut u, mut v) = (vec![9; SIDE], vec![0; SIDE]);
        (u[0], v[0]) = (Cost::MAX, -Cost::MAX);
        let certificate = Certificate::from_parts(vec![true; SIDE], vec![false; SIDE], u, v);
        let diagonal = (0..SIDE).map(|row| Some(Column::at(row))).collect();
        let claim = Assignment::from_parts(SIDE, diagonal, 63, certificate);
        let expected = verify(&source, &claim).expect_err("a cheaper assignment exists");
        let found = verify_at_a_glance(&source, &claim).expect_err("a cheaper assignment exists");
        assert_eq!(found, expected);
    }
}
