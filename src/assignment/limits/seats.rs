//! The partners of each row or column.

use super::tree::number;
use crate::assignment::Cost;

/// A partner, and what the pair costs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mate {
    pub(super) index: u32,
    pub(super) cost: Cost,
}

/// Where the partners of one side's member are.
#[derive(Debug, Clone, Copy, Default)]
struct Head {
    start: usize,
    len: u32,
    room: u32,
}

/// The partners of every member of one side, in one arena.
///
/// A member that needs more room than it has moves to the end and doubles it, so what is left behind
/// is never more than what is in use. Capacities reserve nothing: the largest one costs no more than what is used of it.
#[derive(Debug)]
pub(super) struct Seats {
    heads: Vec<Head>,
    arena: Vec<Mate>,
}

impl Seats {
    pub(super) fn new(members: usize) -> Self {
        Self {
            heads: vec![Head::default(); members],
            arena: Vec::with_capacity(members),
        }
    }

    /// Gives the partners of a member, in no order that means anything.
    pub(super) fn of(&self, member: usize) -> &[Mate] {
        let head = self.heads[member];
        &self.arena[head.start..head.start + head.len as usize]
    }

    pub(super) fn of_mut(&mut self, member: usize) -> &mut [Mate] {
        let head = self.heads[member];
        &mut self.arena[head.start..head.start + head.len as usize]
    }

    pub(super) fn len(&self, member: usize) -> u32 {
        self.heads[member].len
    }

    pub(super) fn has(&self, member: usize, partner: u32) -> bool {
        self.of(member).iter().any(|mate| mate.index == partner)
    }

    pub(super) fn push(&mut self, member: usize, mate: Mate) {
        let Head { start, len, room } = self.heads[member];
        if len == room {
            let room = room.saturating_mul(2).max(1);
            let moved = self.arena.len();
            self.arena.extend_from_within(start..start + len as usize);
            self.arena.resize(moved + room as usize, mate);
            self.heads[member] = Head {
                start: moved,
                len,
                room,
            };
        }
        let head = &mut self.heads[member];
        self.arena[head.start + head.len as usize] = mate;
        head.len += 1;
    }

    pub(super) fn remove(&mut self, member: usize, partner: u32) {
        let at = self.place(member, partner);
        let head = &mut self.heads[member];
        head.len -= 1;
        self.arena.swap(at, head.start + head.len as usize);
    }

    /// Keeps the partners that `keep` says yes to, in their order; says whether all of them stay.
    pub(super) fn retain(&mut self, member: usize, keep: impl Fn(&Mate) -> bool) -> bool {
        let partners = self.of_mut(member);
        let mut len = 0;
        for at in 0..partners.len() {
            if keep(&partners[at]) {
                partners[len] = partners[at];
                len += 1;
            }
        }
        let all = len == partners.len();
        self.heads[member].len = number(len);
        all
    }

    /// Puts one partner in the place of another.
    pub(super) fn replace(&mut self, member: usize, partner: u32, mate: Mate) {
        let at = self.place(member, partner);
        self.arena[at] = mate;
    }

    fn place(&self, member: usize, partner: u32) -> usize {
        let at = self
            .of(member)
            .iter()
            .position(|mate| mate.index == partner)
            .expect("both sides of a pair know each other");
        self.heads[member].start + at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mate(index: u32) -> Mate {
        Mate { index, cost: 0 }
    }

    fn indices(seats: &Seats, member: usize) -> Vec<u32> {
        seats.of(member).iter().map(|mate| mate.index).collect()
    }

    #[test]
    fn members_that_outgrow_their_room_keep_their_partners() {
        let mut seats = Seats::new(2);
        for index in 0..5 {
            seats.push(0, mate(index));
            seats.push(1, mate(10 + index));
        }
        assert_eq!(indices(&seats, 0), [0, 1, 2, 3, 4]);
        seats.remove(0, 1);
        seats.replace(0, 3, mate(9));
        assert_eq!(indices(&seats, 0), [0, 4, 2, 9]);
        assert_eq!(indices(&seats, 1), [10, 11, 12, 13, 14]);
        assert!(seats.has(0, 9) && !seats.has(0, 3));
    }
}
