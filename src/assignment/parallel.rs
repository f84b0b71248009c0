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
