//! Lists of faults: how many an error carries, and how it shows them.

use std::fmt;

/// The most faults an error carries; it counts them all.
pub(crate) const FAULT_LIMIT: usize = 100;

/// The most faults a message shows.
const SHOWN: usize = 10;

/// Keeps the first faults and the number of all.
pub(crate) fn first_of<F>(mut faults: Vec<F>) -> (Vec<F>, usize) {
    let total = faults.len();
    faults.truncate(FAULT_LIMIT);
    (faults, total)
}

/// Shows faults line by line under their number.
pub(crate) struct Listed<'a, F> {
    pub(crate) faults: &'a [F],
    pub(crate) total: usize,
    /// What they are in, such as "the programme".
    pub(crate) whole: &'static str,
}

impl<F: fmt::Display> fmt::Display for Listed<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.total == 1 { "fault" } else { "faults" };
        write!(f, "{} {noun} in {}", self.total, self.whole)?;
        for fault in self.faults.iter().take(SHOWN) {
            write!(f, "\n  {fault}")?;
        }
        match self.total.saturating_sub(self.faults.len().min(SHOWN)) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}
