//! What the rows that have a column have bid for it.

use super::seats::{Mate, Seats};
use crate::assignment::Cost;

/// The bids that each column keeps: a heap for each, the highest first.
///
/// The *bid* of a row is the potential down to which it would stay, so the highest is the next to be outbid.
#[derive(Debug)]
pub(super) struct Bids(Seats);

impl Bids {
    pub(super) fn new(columns: usize) -> Self {
        Self(Seats::new(columns))
    }

    pub(super) fn len(&self, column: usize) -> u32 {
        self.0.len(column)
    }

    /// Gives the highest bid that a column keeps, if it keeps any.
    pub(super) fn highest(&self, column: usize) -> Option<Cost> {
        self.0.of(column).first().map(|bid| bid.cost)
    }

    /// Takes one more bid.
    pub(super) fn push(&mut self, column: usize, row: u32, bid: Cost) {
        self.0.push(
            column,
            Mate {
                index: row,
                cost: bid,
            },
        );
        let heap = self.0.of_mut(column);
        let mut at = heap.len() - 1;
        while at > 0 && heap[(at - 1) / 2].cost < heap[at].cost {
            heap.swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    /// Takes a bid in the place of the highest; gives the row that is outbid.
    pub(super) fn outbid(&mut self, column: usize, row: u32, bid: Cost) -> u32 {
        let heap = self.0.of_mut(column);
        let outbid = heap[0].index;
        heap[0] = Mate {
            index: row,
            cost: bid,
        };
        let mut at = 0;
        loop {
            let mut next = 2 * at + 1;
            if next + 1 < heap.len() && heap[next].cost < heap[next + 1].cost {
                next += 1;
            }
            if next >= heap.len() || heap[next].cost <= heap[at].cost {
                return outbid;
            }
            heap.swap(at, next);
            at = next;
        }
    }

    /// Lowers the bids of a column that are above a price to it, which leaves their order as it is.
    pub(super) fn lower(&mut self, column: usize, price: Cost) {
        for bid in self.0.of_mut(column) {
            bid.cost = bid.cost.min(price);
        }
    }

    /// Forgets the bids of a column whose rows have left it.
    pub(super) fn retain(&mut self, column: usize, stays: impl Fn(u32) -> bool) {
        if !self.0.retain(column, |bid| stays(bid.index)) {
            // Descending, as a heap may be.
            let bids = self.0.of_mut(column);
            bids.sort_unstable_by_key(|bid| std::cmp::Reverse((bid.cost, bid.index)));
        }
    }

    /// Lists the rows that a column keeps.
    pub(super) fn rows(&self, column: usize) -> impl Iterator<Item = u32> + '_ {
        self.0.of(column).iter().map(|bid| bid.index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_bid_is_the_next_to_be_outbid() {
        let mut bids = Bids::new(1);
        for (row, bid) in [(0, -3), (1, -1), (2, -7), (3, -2)] {
            bids.push(0, row, bid);
        }
        assert_eq!((bids.highest(0), bids.outbid(0, 4, -5)), (Some(-1), 1));
        assert_eq!((bids.highest(0), bids.outbid(0, 5, -9)), (Some(-2), 3));
        bids.retain(0, |row| row != 0);
        assert_eq!(bids.highest(0), Some(-5));
        bids.lower(0, -6);
        assert_eq!((bids.highest(0), bids.len(0)), (Some(-6), 3));
        let mut order = Vec::new();
        for row in 6..9 {
            order.push(bids.outbid(0, row, -10));
        }
        assert_eq!(order, [4, 2, 5]);
    }
}
