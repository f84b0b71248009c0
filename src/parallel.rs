//! Pure maps over numbers, on all threads of the caller's pool or on one, with the same bits.

/// Maps each number below `count` and collects the results in order.
#[cfg(feature = "rayon")]
pub(crate) fn map<T: Send>(count: usize, f: impl Fn(usize) -> T + Sync + Send) -> Vec<T> {
    use rayon::iter::{IntoParallelIterator, ParallelIterator};
    (0..count).into_par_iter().map(f).collect()
}

/// Maps each number below `count` and collects the results in order.
#[cfg(not(feature = "rayon"))]
pub(crate) fn map<T>(count: usize, f: impl Fn(usize) -> T) -> Vec<T> {
    (0..count).map(f).collect()
}

/// Rows of a table that one thread fills before it takes the next.
const ROWS_OF_A_BLOCK: usize = 64;

/// Fills a table of rows that are all as long, each in its place.
#[cfg(feature = "rayon")]
pub(crate) fn table<T: Copy + Default + Send>(
    rows: usize,
    width: usize,
    fill: impl Fn(usize, &mut [T]) + Sync + Send,
) -> Vec<T> {
    use rayon::iter::{IndexedParallelIterator, ParallelIterator};
    use rayon::slice::ParallelSliceMut;
    let mut table = vec![T::default(); rows * width];
    let numbered = table.par_chunks_mut(width.max(1)).enumerate();
    numbered
        .with_min_len(ROWS_OF_A_BLOCK)
        .for_each(|(row, places)| fill(row, places));
    table
}

/// Fills a table of rows that are all as long, each in its place.
#[cfg(not(feature = "rayon"))]
pub(crate) fn table<T: Copy + Default>(
    rows: usize,
    width: usize,
    fill: impl Fn(usize, &mut [T]),
) -> Vec<T> {
    let mut table = vec![T::default(); rows * width];
    let numbered = table.chunks_mut(width.max(1)).enumerate();
    numbered.for_each(|(row, places)| fill(row, places));
    table
}

/// Does something to each of some things.
#[cfg(feature = "rayon")]
pub(crate) fn each<T: Send>(things: &mut [T], f: impl Fn(&mut T) + Sync + Send) {
    use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};
    things.par_iter_mut().for_each(f);
}

/// Does something to each of some things.
#[cfg(not(feature = "rayon"))]
pub(crate) fn each<T>(things: &mut [T], f: impl Fn(&mut T)) {
    things.iter_mut().for_each(f);
}

/// Fills a list row by row, where `fill` appends the row of a number to a vector, as long as it may go on, which is asked before each
/// block with the rows that come before it.
pub(crate) fn try_rows<T: Copy + Send, E: Send>(
    count: usize,
    may_go_on: impl Fn(usize) -> Result<(), E> + Sync + Send,
    fill: impl Fn(usize, &mut Vec<T>) + Sync + Send,
) -> Result<Vec<T>, E> {
    let blocks = map(count.div_ceil(ROWS_OF_A_BLOCK), |block| {
        let start = block * ROWS_OF_A_BLOCK;
        may_go_on(start)?;
        let mut filled = Vec::new();
        for row in start..count.min(start + ROWS_OF_A_BLOCK) {
            fill(row, &mut filled);
        }
        Ok(filled)
    });
    let blocks: Result<Vec<_>, E> = blocks.into_iter().collect();
    Ok(blocks?.concat())
}

/// Computes two things, side by side where there are threads.
#[cfg(feature = "rayon")]
pub(crate) fn join<A: Send, B: Send>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    rayon::join(one, other)
}

/// Computes two things, one after the other.
#[cfg(not(feature = "rayon"))]
pub(crate) fn join<A, B>(one: impl FnOnce() -> A, other: impl FnOnce() -> B) -> (A, B) {
    (one(), other())
}

/// Computes something on a thread of the caller's pool, from where a [`map`] need not wait for one to wake.
#[cfg(feature = "rayon")]
pub(crate) fn on_the_pool<T: Send>(f: impl FnOnce() -> T + Send) -> T {
    if rayon::current_thread_index().is_some() {
        f()
    } else {
        rayon::join(f, || ()).0
    }
}

/// Computes something where the caller is.
#[cfg(not(feature = "rayon"))]
pub(crate) fn on_the_pool<T>(f: impl FnOnce() -> T) -> T {
    f()
}
