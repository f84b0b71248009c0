//! Most pairs first as a price: what a row pays for going without a column.
//!
//! Let every row be able to *exit* for [`EXIT`], which no sum of costs comes near. A cheapest answer then makes as many pairs as there can be, and
//! its potentials obey one rule for all permitted pairs, `u + v <= c`, with `u <= EXIT` and `v <= 0`. The cover of the certificate
//! is what is large in them: a row outside the cover has `EXIT` added to its potential, and a column in the cover has it
//! taken off. A pair covered once obeys the same rule either way, one covered twice obeys any, and one that is not covered
//! obeys none. So a search that knows of exits answers, from such potentials, problems of any cover, and moves the cover on its way.

use super::Cost;
use super::deficiency::Cover;

/// What a row pays for going without a column: eight times as much as [`fits`] allows of anything else.
pub(super) const EXIT: Cost = 1 << 60;

/// Proves that no number of a search with exits leaves `i64`, and that potentials tell the cover, or says that it cannot.
///
/// That of [`fits_from`](super::cost::fits_from) bounds what potentials are besides exits; a distance has at most three of these, and so
/// is below 2^62.
pub(super) fn fits(
    rows: usize,
    columns: usize,
    (lowest, highest): (Cost, Cost),
    potential: u64,
) -> bool {
    let span = i128::from(highest) - i128::from(lowest);
    let magnitude = i128::from(lowest.unsigned_abs().max(highest.unsigned_abs()));
    let side = rows.min(columns) as i128;
    4 * i128::from(potential) + 26 * magnitude + 9 * side * span <= i128::from(EXIT / 8)
}

/// Puts the cover into the potential of a row.
pub(super) fn with_row_cover(covered: bool, u: Cost) -> Cost {
    if covered { u } else { u.saturating_add(EXIT) }
}

/// Puts the cover into the potential of a column.
pub(super) fn with_column_cover(covered: bool, v: Cost) -> Cost {
    if covered { v.saturating_sub(EXIT) } else { v }
}

/// Takes the cover out of potentials again.
pub(super) fn split(u: &mut [Cost], v: &mut [Cost]) -> Cover {
    let row = |u: &mut Cost| {
        let covered = *u < EXIT / 2;
        *u -= if covered { 0 } else { EXIT };
        covered
    };
    let column = |v: &mut Cost| {
        let covered = *v < -EXIT / 2;
        *v += if covered { EXIT } else { 0 };
        covered
    };
    Cover {
        rows: u.iter_mut().map(row).collect(),
        columns: v.iter_mut().map(column).collect(),
    }
}
