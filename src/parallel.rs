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
