//! Maps over blocks of rows, on the caller's threads where the build has them.
//!
//! Each block is computed from its own rows alone and the results come in the order of the blocks,
//! so the number of threads changes no bit of them.

use std::ops::Range;

/// Cuts `rows` into blocks of `size`, and gives what `map` makes of each, in order.
pub(super) fn map_blocks<T: Send>(
    rows: Range<usize>,
    size: usize,
    map: impl Fn(Range<usize>) -> T + Sync + Send,
) -> Vec<T> {
    let end = rows.end;
    let block = |start: usize| map(start..end.min(start + size));
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        // One block or two are not worth waking anybody.
        if rows.len() > 2 * size {
            let starts: Vec<usize> = rows.step_by(size).collect();
            return starts.into_par_iter().map(block).collect();
        }
    }
    rows.step_by(size).map(block).collect()
}
