//! How a source is gone about.

use super::CostSource;

/// How a source is gone about, which is chosen once by what its rows cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strategy {
    /// Rows are read whole where that saves time: for a start at the least costs of columns, for an order of the columns, and to see
    /// whether every row can be served; an auction, which renews lists far more often than searches do, comes first where
    /// many rows like the same columns.
    Read,
    /// To read a row takes far longer than to ask for its cheapest pairs, as of an index. So each row is asked for a few, and searches ask for
    /// more as they need them; rows are read whole only around those that cannot be served.
    Ask,
}

impl Strategy {
    pub(super) fn of(source: &dyn CostSource) -> Self {
        if source.is_indexed() {
            Self::Ask
        } else {
            Self::Read
        }
    }
}
