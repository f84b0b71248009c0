//! Prices of columns, in the width at which each source reads fastest.

use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Cost;

/// What a source takes off the cost of each column before it compares costs.
///
/// A slice of 64-bit prices that also keeps a 32-bit copy while one exists: dense rows of narrow
/// integers are read twice as fast against the copy.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::Prices;
///
/// let prices = Prices::from(vec![0, 15, -3]);
/// assert_eq!(prices[1], 15);
/// assert_eq!(prices.len(), 3);
/// ```
#[derive(Debug)]
pub struct Prices {
    wide: Vec<Cost>,
    /// The same, or anything once a price has left [`NARROW_LIMIT`].
    narrow: Vec<i32>,
    fits: bool,
    /// The highest price there ever was.
    highest: Cost,
    /// What every column costs, as long as all have cost the same.
    level: Option<Cost>,
    are_least: bool,
    state: State,
}

/// A number of these prices alone, and how often they have changed: prices of the same state are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct State(u64, u64);

impl State {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed), 0)
    }
}

/// Narrow prices lie strictly between this and its negative.
///
/// A cost from minus the limit to below it, less such a price, is below the largest `i32`.
pub(super) const NARROW_LIMIT: i32 = 1 << 30;

impl Prices {
    /// Gives the 32-bit copy, if every price has always fitted.
    pub(super) fn narrow(&self) -> Option<&[i32]> {
        self.fits.then_some(&self.narrow)
    }

    /// Gives a price that no column exceeds, and 0 if there is none; it is the highest one unless prices have fallen.
    #[must_use]
    pub fn highest(&self) -> Cost {
        self.highest
    }

    /// Gives the one price of all columns, if none has ever had another; 0 if there are none.
    pub(crate) fn level(&self) -> Option<Cost> {
        self.level
    }

    /// Says that no pair costs less than the price of its column, and that in most rows many cost just as much.
    ///
    /// A matrix that has found enough of these in a row need not read the rest, nor look for others if there are many.
    pub(super) fn with_least(mut self) -> Self {
        self.are_least = true;
        self
    }

    /// Tells whether it is known that no pair costs less than the price of its column; that is forgotten once a price has risen.
    pub(super) fn are_least(&self) -> bool {
        self.are_least
    }

    /// Tells which prices these are, and as of when.
    pub(crate) fn state(&self) -> State {
        self.state
    }

    pub(super) fn set(&mut self, column: usize, price: Cost) {
        self.state.1 += 1;
        self.are_least &= price <= self.wide[column];
        self.wide[column] = price;
        self.level = self.level.filter(|&level| level == price);
        self.highest = self.highest.max(price);
        match narrow(price) {
            Some(price) => self.narrow[column] = price,
            None => self.fits = false,
        }
    }

    pub(super) fn into_wide(self) -> Vec<Cost> {
        self.wide
    }
}

fn narrow(price: Cost) -> Option<i32> {
    i32::try_from(price)
        .ok()
        .filter(|price| (-NARROW_LIMIT < *price) && (*price < NARROW_LIMIT))
}

impl From<Vec<Cost>> for Prices {
    fn from(wide: Vec<Cost>) -> Self {
        let mut fits = true;
        let narrow = wide
            .iter()
            .map(|&price| {
                narrow(price).unwrap_or_else(|| {
                    fits = false;
                    0
                })
            })
            .collect();
        let highest = wide.iter().copied().max().unwrap_or(0);
        Self {
            level: Some(highest).filter(|level| wide.iter().all(|price| price == level)),
            are_least: false,
            wide,
            narrow,
            fits,
            highest,
            state: State::new(),
        }
    }
}

impl Clone for Prices {
    fn clone(&self) -> Self {
        Self {
            wide: self.wide.clone(),
            narrow: self.narrow.clone(),
            state: State::new(),
            ..*self
        }
    }
}

impl PartialEq for Prices {
    fn eq(&self, other: &Self) -> bool {
        self.wide == other.wide
    }
}

impl Eq for Prices {}

impl Deref for Prices {
    type Target = [Cost];

    fn deref(&self) -> &[Cost] {
        &self.wide
    }
}
