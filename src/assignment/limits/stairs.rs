//! What one more pair is worth to whoever has a floor and a cap.

use crate::assignment::Cost;

/// The worth of each further unit: it falls in steps, since up to the floor each is needed.
///
/// A lower bound is a convex cost, so no unit is ever forced: the first ones earn a step, those after the floor
/// nothing, and those beyond the cap, where there may be any, cost a step. A goal is the same with a smaller step, which adds to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stairs {
    /// What must be.
    pub(super) limit: Flight,
    /// What is wished for.
    pub(super) goal: Flight,
    /// No unit beyond this one exists.
    pub(super) end: u64,
}

/// Units up to a floor earn a step, those beyond a cap cost one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flight {
    pub(super) floor: u64,
    pub(super) cap: u64,
    pub(super) step: Cost,
}

impl Flight {
    /// Steps that are never taken.
    pub(super) const LEVEL: Self = Self {
        floor: 0,
        cap: u64::MAX,
        step: 0,
    };

    fn next(&self, count: u64) -> Cost {
        if count < self.floor {
            self.step
        } else if count < self.cap {
            0
        } else {
            -self.step
        }
    }
}

impl Stairs {
    /// Gives the worth of one unit more than `count`, or `None` if there cannot be one.
    pub(super) fn next(&self, count: u64) -> Option<Cost> {
        (count < self.end).then(|| self.limit.next(count) + self.goal.next(count))
    }

    /// Counts the units after `count` that are worth as much as the next one.
    pub(super) fn room(&self, count: u64) -> u64 {
        let flights = [self.limit, self.goal];
        let edges = flights.iter().flat_map(|flight| [flight.floor, flight.cap]);
        let next = edges.filter(|&edge| edge > count).min();
        let edge = next.map_or(self.end, |edge| edge.min(self.end));
        edge.saturating_sub(count)
    }

    /// Gives the worth of the last of `count` units, or `None` if there is none.
    pub(super) fn last(&self, count: u64) -> Option<Cost> {
        self.next(count.checked_sub(1)?)
    }

    /// Says whether `count` is neither below the floor nor above the cap.
    pub(super) fn holds(&self, count: u64) -> bool {
        (self.limit.floor..=self.limit.cap).contains(&count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_worth_as_much_up_to_the_next_edge() {
        let limit = Flight {
            floor: 2,
            cap: 5,
            step: 7,
        };
        let stairs = Stairs {
            limit,
            goal: Flight::LEVEL,
            end: 6,
        };
        let next: Vec<_> = (0..7).map(|count| stairs.next(count)).collect();
        let expected = [7, 7, 0, 0, 0, -7].map(Some);
        assert_eq!(next, [&expected[..], &[None]].concat());
        let room: Vec<u64> = (0..7).map(|count| stairs.room(count)).collect();
        assert_eq!(room, [2, 1, 3, 2, 1, 1, 0]);
        assert_eq!((stairs.last(0), stairs.last(3)), (None, Some(0)));
    }

    #[test]
    fn a_goal_adds_a_step_of_its_own() {
        let flight = |floor, step| Flight {
            floor,
            cap: u64::MAX,
            step,
        };
        let stairs = Stairs {
            limit: flight(1, 7),
            goal: flight(3, 2),
            end: 4,
        };
        let next: Vec<_> = (0..5).map(|count| stairs.next(count)).collect();
        assert_eq!(next, [Some(9), Some(2), Some(2), Some(0), None]);
        let room: Vec<u64> = (0..5).map(|count| stairs.room(count)).collect();
        assert_eq!(room, [1, 2, 1, 1, 0]);
        assert!(!stairs.holds(0) && stairs.holds(1));
    }
}
