//! Shortest augmenting paths over lists that renew themselves.

mod level;
pub(super) mod together;
mod whole;

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::cardinality::Mates;
use super::compact::CompactLists;
use super::lists::{Lists, NOTHING_LEFT_OUT};
use super::paths::{Paths, SETTLED, UNREACHED};
use super::reader::{Reader, contradiction};
use super::turns::{Turn, Turns};
use super::{AssignmentError, Candidate, Column, Cost, Prices, Row, deficiency};

/// A matching, potentials and lists: what the search works on, and what a start makes.
///
/// Invariants, on the pairs of the source, listed or not:
///
/// 1. no reduced cost `c - u - v` is negative;
/// 2. matched pairs are tight: their reduced cost is 0;
/// 3. potentials of columns only fall;
/// 4. at the end, free columns have the largest potential of all columns: see [`Search::level`].
#[derive(Debug)]
pub(super) struct State {
    pub(super) mates: Mates,
    // u, v: potentials of rows and columns, as in Kuhn (1955).
    pub(super) u: Vec<Cost>,
    pub(super) v: Prices,
    pub(super) lists: Lists,
    /// The same lists for contests, where rows have few pairs.
    pub(super) compact: Option<CompactLists>,
}

/// The row before a column to which a path leads that begins with no row; sizes are below 2^32.
const NOBODY: u32 = u32::MAX;

/// So many of the last columns are sought at once where rows are asked: to come to half of them takes nearly as long.
pub(super) const LAST: usize = 64;

/// Listed pairs that a row relaxes before it waits for its turn to relax more.
const PAIRS_OF_A_TURN: usize = 8;

/// Something that happens at a distance: a column is reached, or a row wants to go on.
///
/// Columns and rows are told apart by the lowest bit above 32.
type Event = u64;

const OF_A_ROW: Event = 1 << 32;

/// The column or row of an event.
fn index_of(event: Event) -> usize {
    usize::try_from(event & (OF_A_ROW - 1)).expect("sizes fit u32, see check_size")
}

/// The working memory of searches.
#[derive(Debug)]
pub(super) struct Search {
    paths: Paths,
    /// Columns with a distance, to be forgotten after the search.
    reached: Vec<u32>,
    /// How many ends of paths are still sought.
    sought: usize,
    /// The columns at the ends of paths that were found before the last one, and how far they are.
    ends: Vec<(usize, Cost)>,
    /// The nearest end of a path found so far, once no more than one is sought, and its distance.
    target: Option<(Cost, End)>,
    /// Columns to which a shortest path is known, and its length.
    settled: Vec<(usize, Cost)>,
    /// Columns at the distance the search has come to.
    ready: Vec<u32>,
    /// What happens farther away.
    events: BinaryHeap<Reverse<(Cost, Event)>>,
    turns: Turns,
    /// Whether rows are read whole, and lists left alone.
    is_whole: bool,
    /// How many more searches do so before lists are tried again, and how many did the last time.
    whole_left: u32,
    whole_before: u32,
    /// Rows at the distance the search has come to that are still to be read whole.
    frontier: Vec<u32>,
    /// A row that is read whole, where there is no matrix.
    scratch: Vec<Candidate>,
    /// Free columns with this potential are no target; none of them has, in a search for a row.
    ceiling: Cost,
    /// The potential at which a row goes without a column; none ever does where it is [`NO_EXIT`].
    exit: Cost,
    relaxed: u64,
}

/// Where a path ends.
#[derive(Debug, Clone, Copy)]
enum End {
    /// At a column that is free.
    Free(usize),
    /// At a row that goes without a column.
    Exit(usize),
}

/// What a row that must be served would pay for going without.
pub(super) const NO_EXIT: Cost = Cost::MAX;

impl Search {
    pub(super) fn new(rows: usize, columns: usize) -> Self {
        Self {
            paths: Paths::new(columns),
            reached: Vec::new(),
            sought: 1,
            ends: Vec::new(),
            target: None,
            settled: Vec::new(),
            ready: Vec::new(),
            events: BinaryHeap::new(),
            turns: Turns::new(rows),
            is_whole: false,
            whole_left: 0,
            whole_before: 0,
            frontier: Vec::new(),
            scratch: Vec::new(),
            ceiling: Cost::MAX,
            exit: NO_EXIT,
            relaxed: 0,
        }
    }

    /// Lets rows go without a column once their potential would be above `exit`.
    pub(super) fn with_exit(mut self, exit: Cost) -> Self {
        self.exit = exit;
        self
    }

    /// Counts the lists that searches have renewed.
    pub(super) fn renewed(&self) -> u64 {
        self.turns.renewed()
    }

    /// Counts the listed pairs that searches have read, and with each whole row as many as take as long: what they cost.
    pub(super) fn relaxed(&self) -> u64 {
        self.relaxed
    }

    /// Serves one more row, along a shortest path to the nearest free column.
    ///
    /// This is the algorithm of E. W. Dijkstra, "A note on two problems in connexion with graphs",
    /// Numerische Mathematik 1 (1959), pp. 269-271, on reduced costs, with one kind of event more. When
    /// a row at distance `d` has relaxed its list up to a pair with floor `f`, or to the end with
    /// bound `f`, then whatever it has not relaxed is at `d + f - u` or farther. That is when it goes on, or
    /// gets a new list; never, if a free column is found before. A column is settled at most once, and
    /// each new list of a row in one search is asked to be twice as long as the one before, so the search ends
    /// whatever the source says.
    pub(super) fn serve(
        &mut self,
        root: usize,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        if self.try_serve(root, state, reader)? {
            Ok(())
        } else {
            Err(deficiency::infeasible(root, &state.mates, reader)?)
        }
    }

    /// Makes longer, all at once, the lists of some rows that would ask for it as soon as they are served.
    pub(super) fn prepare(
        &mut self,
        roots: &[usize],
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let State { lists, u, v, .. } = state;
        let at_the_end = |&row: &usize| lists.bound(row) <= u[row];
        let roots: Vec<usize> = roots.iter().copied().filter(at_the_end).collect();
        self.turns.renew(&roots, |_| 0, lists, v, reader)
    }

    /// Serves one more row, or tells that no path leads from it to a free column, and changes nothing.
    pub(super) fn try_serve(
        &mut self,
        root: usize,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<bool, AssignmentError> {
        self.clear();
        let before = self.effort();
        self.visit(root, 0, state, reader)?;
        self.explore(state, reader)?;
        self.choose_reading(before, reader);
        let Some((length, end)) = self.target else {
            return Ok(false);
        };
        state.u[root] += length;
        self.move_potentials(length, state);
        let last = match end {
            End::Free(column) => Some(column),
            End::Exit(row) => {
                let column = state.mates.column_of(row);
                state.mates.release(row);
                column
            }
        };
        if let Some(column) = last {
            self.augment(column, &mut state.mates);
        }
        Ok(true)
    }

    /// Lets things happen in their order until a target is as near as the next.
    fn explore(
        &mut self,
        state: &mut State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        if self.is_whole {
            return self.explore_whole(state, reader);
        }
        while let Some((distance, event)) = self.next() {
            if event & OF_A_ROW == 0 {
                let column = index_of(event);
                reader.spend(8)?;
                self.paths.distance[column] = SETTLED;
                let Some(mate) = state.mates.row_of(column) else {
                    self.note_end(column, distance);
                    continue;
                };
                self.settled.push((column, distance));
                self.visit(mate, distance, state, reader)?;
            } else {
                let row = index_of(event);
                if self.turns.of(row).relaxed < state.lists.of(row).len() {
                    self.relax(row, distance, state, reader)?;
                    continue;
                }
                let limit = self.limit();
                let State { lists, v, .. } = state;
                let turns = &mut self.turns;
                for row in turns.renew_next(row, limit, |_| 0, lists, v, reader)? {
                    self.relax(row, distance, state, reader)?;
                }
            }
        }
        Ok(())
    }

    /// Moves the potentials of the tree by as much as a path of this length is longer than theirs; those that are farther away stay.
    fn move_potentials(&self, length: Cost, state: &mut State) {
        for &(column, nearer) in self.settled.iter().chain(&self.ends) {
            let rise = length - nearer;
            if rise <= 0 {
                continue;
            }
            if let Some(mate) = state.mates.row_of(column) {
                state.u[mate] += rise;
            }
            state.v.set(column, state.v[column] - rise);
        }
    }

    fn clear(&mut self) {
        for column in self.reached.drain(..) {
            self.paths.distance[column as usize] = UNREACHED;
        }
        self.sought = 1;
        self.ends.clear();
        self.target = None;
        self.settled.clear();
        self.ready.clear();
        self.events.clear();
        self.turns.clear();
    }

    /// The length from which on paths are of no use.
    fn limit(&self) -> Cost {
        self.target.map_or(UNREACHED, |(length, _)| length)
    }

    /// Takes what happens next, unless a free column is as near.
    fn next(&mut self) -> Option<(Cost, Event)> {
        let limit = self.limit();
        if let Some(column) = self.ready.pop() {
            let distance = self.paths.distance[column as usize];
            return (distance < limit).then_some((distance, column.into()));
        }
        loop {
            let next = self.events.peek().map_or(UNREACHED, |next| next.0.0);
            if let Some((distance, row)) = self.turns.next_before(next) {
                return (distance < limit).then_some((distance, row as Event | OF_A_ROW));
            }
            let Reverse((distance, event)) = self.events.pop()?;
            if distance >= limit {
                return None;
            }
            // A column that was reached again over a shorter path happened then.
            if event & OF_A_ROW != 0 || self.paths.distance[index_of(event)] == distance {
                return Some((distance, event));
            }
        }
    }

    fn visit(
        &mut self,
        row: usize,
        distance: Cost,
        state: &State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        self.turns.visit(row, distance);
        if self.exit != NO_EXIT && self.ceiling == Cost::MAX {
            let length = distance.saturating_add(self.exit - state.u[row]);
            if length < self.limit() {
                self.target = Some((length, End::Exit(row)));
            }
        }
        if self.is_whole {
            self.frontier.push(Row::at(row).into());
            return Ok(());
        }
        self.relax(row, distance, state, reader)
    }

    /// Finds the columns to which a row of the tree opens a shorter path, as far as its turn goes;
    /// `now` is the distance the search has come to.
    fn relax(
        &mut self,
        row: usize,
        now: Cost,
        state: &State,
        reader: &mut Reader<'_>,
    ) -> Result<(), AssignmentError> {
        let Turn {
            distance, relaxed, ..
        } = self.turns.of(row);
        let u = state.u[row];
        let mut limit = self.limit();
        let lists = &state.lists;
        let entries = &lists.of(row)[relaxed..];
        // The distance before which nothing from a floor on can be; a source that contradicts itself may
        // give a floor below u, or one that leaves the type.
        let least = |floor: Cost| {
            distance
                .saturating_add(floor.saturating_sub(u).max(0))
                .max(now)
        };
        let mut read = 0;
        for entry in entries {
            let wait = least(lists.floor(row, entry));
            if wait >= limit {
                // Nor will it be of use later: the limit only falls.
                break;
            }
            if read >= PAIRS_OF_A_TURN && wait > now {
                self.events.push(Reverse((wait, row as Event | OF_A_ROW)));
                break;
            }
            read += 1;
            let column = entry.column as usize;
            let reduced = entry.cost - u - state.v[column];
            let length = distance + reduced;
            if length >= limit.min(self.paths.distance[column]) {
                continue;
            }
            if reduced < 0 {
                return Err(contradiction(row, Column::at(column), entry.cost));
            }
            self.reach(column, length, u32::from(Row::at(row)), now, state);
            limit = self.limit();
        }
        self.turns.relax(row, read);
        self.relaxed += read as u64;
        if read == entries.len() {
            let bound = state.lists.bound(row);
            if bound != NOTHING_LEFT_OUT {
                let wait = least(bound);
                if wait < limit {
                    self.turns.wait(row, wait);
                }
            }
        }
        reader.spend(read)
    }

    /// Notes a shorter path to a column, over the row before it.
    fn reach(&mut self, column: usize, length: Cost, from: u32, now: Cost, state: &State) {
        self.paths.from[column] = from;
        if self.is_whole {
            self.paths.distance[column] = length;
            return;
        }
        let place = u32::from(Column::at(column));
        if std::mem::replace(&mut self.paths.distance[column], length) == UNREACHED {
            self.reached.push(place);
        }
        if state.mates.row_of(column).is_none() {
            if state.v[column] >= self.ceiling {
                return;
            }
            if self.sought == 1 {
                self.target = Some((length, End::Free(column)));
            } else {
                self.events.push(Reverse((length, column as Event)));
            }
        } else if length <= now {
            self.ready.push(place);
        } else {
            self.events.push(Reverse((length, column as Event)));
        }
    }

    /// Notes that the path to a free column is a shortest one.
    fn note_end(&mut self, column: usize, distance: Cost) {
        if self.sought == 1 {
            self.target = Some((distance, End::Free(column)));
        } else {
            self.sought -= 1;
            self.ends.push((column, distance));
        }
    }

    /// Matches every row on the shortest path to `column` to the column after it; a path that begins with
    /// nobody leaves its first column free.
    fn augment(&self, column: usize, mates: &mut Mates) {
        let mut next = Some(column);
        while let Some(column) = next {
            if self.paths.from[column] == NOBODY {
                mates.vacate(column);
                return;
            }
            let row = self.paths.from[column] as usize;
            next = mates.column_of(row);
            mates.link(row, column);
        }
    }
}
