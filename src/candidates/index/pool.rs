//! The best of many bounds.

use std::cmp::Reverse;

/// Keeps the highest bounds, as many as are sought and up to as many more, and knows how high the others are at most.
#[derive(Debug, Default)]
pub(super) struct Pool {
    sought: usize,
    /// No bound that was not kept is higher; `None` if all are kept.
    floor: Option<i64>,
    /// How many came to be kept so far.
    arrived: u32,
    kept: Vec<Bounded>,
}

/// A junior and the most that the pair can be worth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounded {
    pub(super) bound: i64,
    /// The how many-eth this was to come.
    arrival: u32,
    pub(super) rank: u32,
    /// What the lead gives, if the pair is worth just the bound as long as it is permitted and reaches all floors.
    pub(super) lead: Option<u32>,
}

impl Bounded {
    /// The highest first, and of equals the first to come.
    fn order(&self) -> (Reverse<i64>, u32) {
        (Reverse(self.bound), self.arrival)
    }
}

impl Pool {
    /// Empties the pool, for so many; bounds up to a floor are not kept.
    pub(super) fn open(&mut self, sought: usize, floor: Option<i64>) {
        self.sought = sought.max(1);
        self.floor = floor;
        self.arrived = 0;
        self.kept.clear();
    }

    /// Tells whether a bound is as low as those that are not kept, and notes that it will not be.
    pub(super) fn passes_over(&self, bound: i64) -> bool {
        self.floor.is_some_and(|floor| bound <= floor)
    }

    /// Returns how high those are at most that are not kept; `None` if all are.
    pub(super) fn floor(&self) -> Option<i64> {
        self.floor
    }

    pub(super) fn push(&mut self, bound: i64, rank: u32, lead: Option<u32>) {
        if self.passes_over(bound) {
            return;
        }
        // A junior comes once a set of topics at most, so there are fewer than 2^32.
        self.arrived = self.arrived.wrapping_add(1);
        self.kept.push(Bounded {
            bound,
            arrival: self.arrived,
            rank,
            lead,
        });
        if self.kept.len() >= self.sought.saturating_mul(2) {
            self.shrink();
        }
    }

    /// Returns what is kept, the highest bounds first, and the floor.
    pub(super) fn in_order(&mut self) -> (&[Bounded], Option<i64>) {
        if self.kept.len() > self.sought {
            self.shrink();
        }
        self.kept.sort_unstable_by_key(Bounded::order);
        (&self.kept, self.floor)
    }

    fn shrink(&mut self) {
        let sought = self.sought;
        let (_, highest_dropped, _) = self.kept.select_nth_unstable_by_key(sought, Bounded::order);
        let floor = highest_dropped.bound;
        self.floor = Some(self.floor.map_or(floor, |before| before.max(floor)));
        self.kept.truncate(sought);
    }
}
