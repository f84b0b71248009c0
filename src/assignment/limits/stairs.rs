//! What one more pair is worth to whoever has a floor and a cap.

use crate::assignment::Cost;

/// The worth of each further unit: it falls in steps, since up to the floor each is needed.
///
/// A lower bound is a convex cost, so no unit is ever forced: the first ones earn a step, those after the floor
/// nothing, and those beyond the cap, where there may be any, cost a step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stairs {
    pub(super) floor: u64,
    pub(super) cap: u64,
    /// No unit beyond this one exists.
    pub(super) end: u64,
    pub(super) step: Cost,
}

impl Stairs {
    /// Gives the worth of one unit more than `count`, or `None` if there cannot be one.
    pub(super) fn next(&self, count: u64) -> Option<Cost> {
        if count >= self.end {
            None
        } else if count < self.floor {
            Some(self.step)
        } else if count < self.cap {
            Some(0)
        } else {
            Some(-self.step)
        }
    }

    /// Counts the units after `count` that are worth as much as the next one.
    pub(super) fn room(&self, count: u64) -> u64 {
        let edges = [self.floor, self.cap, self.end];
        let edge = edges.into_iter().find(|&edge| edge.min(self.end) > count);
        edge.map_or(0, |edge| edge.min(self.end) - count)
    }

    /// Gives the worth of the last of `count` units, or `None` if there is none.
    pub(super) fn last(&self, count: u64) -> Option<Cost> {
        self.next(count.checked_sub(1)?)
    }

    /// Says whether `count` is neither below the floor nor above the cap.
    pub(super) fn holds(&self, count: u64) -> bool {
        (self.floor..=self.cap).contains(&count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_worth_as_much_up_to_the_next_edge() {
        let stairs = Stairs {
            floor: 2,
            cap: 5,
            end: 6,
            step: 7,
        };
        let next: Vec<_> = (0..7).map(|count| stairs.next(count)).collect();
        let expected = [7, 7, 0, 0, 0, -7].map(Some);
        assert_eq!(next, [&expected[..], &[None]].concat());
        let room: Vec<u64> = (0..7).map(|count| stairs.room(count)).collect();
        assert_eq!(room, [2, 1, 3, 2, 1, 1, 0]);
        assert_eq!((stairs.last(0), stairs.last(3)), (None, Some(0)));
    }
}
