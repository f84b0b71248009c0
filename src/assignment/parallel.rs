//! Maps over blocks of rows, on the caller's threads where the build has them.
//!
//! Each block is computed from its own rows alone and the results come in the order of the blocks,
//! so the number of threads changes no bit of them.

use std::ops::Range;

use crate::parallel;

/// Pairs below which a problem is solved before another thread has woken.
const PAIRS_WORTH_A_POOL: u64 = 1 << 18;

/// Answers a question about this many pairs, on the caller's threads if it is large.
pub(super) fn on_the_pool<T: Send>(pairs: u64, answer: impl FnOnce() -> T + Send) -> T {
    if pairs < PAIRS_WORTH_A_POOL {
        answer()
    } else {
        parallel::on_the_pool(answer)
    }
}

/// Pairs below which another thread takes longer to wake than to help.
const PAIRS_WORTH_A_THREAD: u64 = 1 << 16;

/// Counts the rows of so many pairs that are worth another thread.
pub(super) fn rows_worth_a_thread(pairs_of_a_row: u64) -> usize {
    usize::try_from(PAIRS_WORTH_A_THREAD.div_ceil(pairs_of_a_row.max(1))).unwrap_or(usize::MAX)
}

/// Cuts `rows` into blocks of `size`, and gives what `map` makes of each, in order; ends with the first error, which is that of the
/// first block that has one.
pub(super) fn try_map_blocks<T: Send, E: Send>(
    rows: Range<usize>,
    size: usize,
    map: impl Fn(Range<usize>) -> Result<T, E> + Sync + Send,
) -> Result<Vec<T>, E> {
    if rows.len() <= size {
        return Ok(vec![map(rows)?]);
    }
    map_blocks(rows, size, map).into_iter().collect()
}

/// Cuts `rows` into blocks of `size`, and gives what `map` makes of each, in order.
pub(super) fn map_blocks<T: Send>(
    rows: Range<usize>,
    size: usize,
    map: impl Fn(Range<usize>) -> T + Sync + Send,
) -> Vec<T> {
    let Range { start, end } = rows;
    let block = |number: usize| {
        let start = start + number * size;
        map(start..end.min(start + size))
    };
    let blocks = rows.len().div_ceil(size);
    // One block or two are not worth waking anybody.
    if blocks <= 2 {
        (0..blocks).map(block).collect()
    } else {
        parallel::map(blocks, block)
    }
}
