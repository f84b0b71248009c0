//! How far the rows of a search are with their lists, and which lists are made longer together.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::lists::Lists;
use super::reader::Reader;
use super::strategy::Strategy;
use super::{AssignmentError, Cost, Prices, Row};

/// As many lists as are renewed together at most: more than a thread takes at a time, on many threads.
pub(super) const MOST_TOGETHER: usize = 256;

/// How far a row of a search is with its list.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Turn {
    /// The length of the shortest path to the row.
    pub(super) distance: Cost,
    /// How many of its listed pairs are relaxed.
    pub(super) relaxed: usize,
    /// The last search that renewed the list; 0 if none did.
    renewed: usize,
}

/// The turns of all rows.
#[derive(Debug)]
pub(super) struct Turns {
    /// By row.
    rows: Vec<Turn>,
    /// Rows at the end of their lists, and the distances at which they need longer ones.
    waiting: BinaryHeap<Reverse<(Cost, u32)>>,
    /// How many lists were renewed together the last time, at most.
    together: usize,
    searches: usize,
    renewed: u64,
}

impl Turns {
    pub(super) fn new(rows: usize) -> Self {
        Self {
            rows: vec![Turn::default(); rows],
            waiting: BinaryHeap::new(),
            together: 1,
            searches: 0,
            renewed: 0,
        }
    }

    /// Begins another search.
    pub(super) fn clear(&mut self) {
        self.waiting.clear();
        self.together = 1;
        self.searches += 1;
    }

    /// Begins with the list of a row at this distance.
    pub(super) fn visit(&mut self, row: usize, distance: Cost) {
        let turn = &mut self.rows[row];
        (turn.distance, turn.relaxed) = (distance, 0);
    }

    pub(super) fn of(&self, row: usize) -> Turn {
        self.rows[row]
    }

    /// Notes that so many more of the listed pairs of a row are relaxed.
    pub(super) fn relax(&mut self, row: usize, pairs: usize) {
        self.rows[row].relaxed += pairs;
    }

    /// Lets a row that is at the end of its list wait until the search has come so far.
    pub(super) fn wait(&mut self, row: usize, distance: Cost) {
        let row = u32::from(Row::at(row));
        self.waiting.push(Reverse((distance, row)));
    }

    /// Takes the row that waits for the least distance, if that is less than `distance`.
    pub(super) fn next_before(&mut self, distance: Cost) -> Option<(Cost, usize)> {
        let &Reverse((least, row)) = self.waiting.peek()?;
        (least < distance).then(|| {
            self.waiting.pop();
            (least, row as usize)
        })
    }

    /// Counts the lists that were renewed.
    pub(super) fn renewed(&self) -> u64 {
        self.renewed
    }

    /// Makes longer the list of a row that is at its end, and those of others whose turns come next before `limit`: more of them the longer
    /// the search goes on, since it may be over before. Returns all of these rows, which begin with their lists anew.
    ///
    /// Of the pairs listed, so many are in use and of no use.
    pub(super) fn renew_next(
        &mut self,
        row: usize,
        limit: Cost,
        in_use: impl Fn(usize) -> usize,
        lists: &mut Lists,
        prices: &Prices,
        reader: &mut Reader<'_>,
    ) -> Result<Vec<usize>, AssignmentError> {
        // A row that is read takes all threads by itself.
        if reader.strategy() == Strategy::Ask {
            self.together = (self.together * 2).min(MOST_TOGETHER);
        }
        let mut rows = vec![row];
        while rows.len() < self.together
            && let Some((_, row)) = self.next_before(limit)
        {
            rows.push(row);
        }
        self.renew(&rows, in_use, lists, prices, reader)?;
        Ok(rows)
    }

    /// Makes the lists of some rows longer, at the prices of today.
    pub(super) fn renew(
        &mut self,
        rows: &[usize],
        in_use: impl Fn(usize) -> usize,
        lists: &mut Lists,
        prices: &Prices,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        self.renewed += rows.len() as u64;
        let lengths: Vec<usize> = rows
            .iter()
            .map(|&row| {
                let turn = &mut self.rows[row];
                turn.relaxed = 0;
                let again = std::mem::replace(&mut turn.renewed, self.searches) == self.searches;
                lists.longer(row, again, in_use(row), reader)
            })
            .collect();
        lists.renew_all(rows, |at| lengths[at], prices, reader)
    }
}
