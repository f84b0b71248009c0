//! Which pairs an organisation chart permits.

use std::collections::HashMap;
use std::hash::Hash;

use super::PostRow;
use super::lines::{Lines, Step};
use crate::model::UnitRow;

/// The ranked posts of a people table, and which pairs of them the organisation chart permits.
///
/// The first row of an id counts; holders and statuses do not. A pair is a mentor, who is the junior, and a mentee, who
/// is the senior. It is permitted where the mentee stands at least two levels above the mentor, neither is above the
/// other in a reporting line, and the two are of different departments, no department being one too.
///
/// Posts are numbered from 0, in order of their first rows.
#[derive(Clone, Debug)]
#[must_use]
pub struct EligiblePairs {
    seats: Vec<Seat>,
    /// The posts of each department, the most senior first.
    departments: Vec<Vec<usize>>,
    /// The departments, the one with the most senior post first.
    by_highest: Vec<usize>,
    /// The departments, the one with the most junior post first.
    by_lowest: Vec<usize>,
}

/// A ranked post.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seat {
    pub(super) rank: i64,
    pub(super) department: usize,
    pub(super) root: usize,
    /// The steps of the walk between which all below this post are entered; a circle shares them.
    below: (usize, usize),
}

/// The least difference of levels.
pub(super) const GAP: i64 = 2;

impl Seat {
    fn is_above(&self, other: &Self) -> bool {
        self.below.0 <= other.below.0 && other.below.0 < self.below.1
    }

    fn far_above(&self, other: &Self) -> bool {
        far(self.rank, other.rank) && self.rank > other.rank
    }
}

/// Tells whether two ranks are at least [`GAP`] apart.
pub(super) fn far(one: i64, other: i64) -> bool {
    one.abs_diff(other) >= GAP.unsigned_abs()
}

impl EligiblePairs {
    /// Finds the pairs that the tables permit.
    pub fn of(people: &[PostRow], departments: &[UnitRow]) -> Self {
        Self::along(&Lines::of(people), departments)
    }

    pub(super) fn along(lines: &Lines<'_>, units: &[UnitRow]) -> Self {
        let roots = Roots::of(units);
        let below = spans(lines);
        let mut numbers = Numbers::default();
        let mut root_numbers = Numbers::default();
        let seats: Vec<Seat> = (0..lines.rows.len())
            .filter_map(|node| {
                let unit = lines.rows[node].post.unit.as_deref().unwrap_or_default();
                Some(Seat {
                    rank: lines.rank(node)?,
                    department: numbers.of(unit),
                    root: root_numbers.of(roots.root(unit)),
                    below: below[node],
                })
            })
            .collect();
        let mut departments = vec![Vec::new(); numbers.0.len()];
        for (place, seat) in seats.iter().enumerate() {
            departments[seat.department].push(place);
        }
        for posts in &mut departments {
            posts.sort_by_key(|&place| std::cmp::Reverse(seats[place].rank));
        }
        let rank_of = |post: Option<&usize>| post.map(|&place| seats[place].rank);
        let mut by_highest: Vec<usize> = (0..departments.len()).collect();
        let mut by_lowest = by_highest.clone();
        by_highest.sort_by_key(|&unit| std::cmp::Reverse(rank_of(departments[unit].first())));
        by_lowest.sort_by_key(|&unit| rank_of(departments[unit].last()));
        Self {
            seats,
            departments,
            by_highest,
            by_lowest,
        }
    }

    /// Returns the ranked posts.
    pub(super) fn seats(&self) -> &[Seat] {
        &self.seats
    }

    /// Returns how many posts are ranked.
    #[must_use]
    pub fn len(&self) -> usize {
        self.seats.len()
    }

    /// Tells whether no post is ranked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// Tells whether a pair is permitted; one with a post that does not exist is not.
    #[must_use]
    pub fn contains(&self, mentor: usize, mentee: usize) -> bool {
        let (Some(mentor), Some(mentee)) = (self.seats.get(mentor), self.seats.get(mentee)) else {
            return false;
        };
        mentee.far_above(mentor)
            && mentor.department != mentee.department
            && !mentor.is_above(mentee)
            && !mentee.is_above(mentor)
    }

    /// Lists the posts a mentor may be paired with; a post that does not exist has none.
    pub fn mentees_of(&self, mentor: usize) -> impl Iterator<Item = usize> {
        let seat = self.seats.get(mentor).copied();
        let above =
            move |&place: &usize| seat.is_some_and(|seat| self.seats[place].far_above(&seat));
        self.by_highest
            .iter()
            .map(|&unit| &self.departments[unit])
            .take_while(move |posts| posts.first().is_some_and(above))
            .filter(move |posts| self.is_elsewhere(posts, seat))
            .flat_map(move |posts| posts.iter().copied().take_while(above))
            .filter(move |&mentee| self.contains(mentor, mentee))
    }

    /// Lists the posts a mentee may be paired with.
    pub(super) fn mentors_of(&self, mentee: usize) -> impl Iterator<Item = usize> {
        let seat = self.seats.get(mentee).copied();
        let below =
            move |&place: &usize| seat.is_some_and(|seat| seat.far_above(&self.seats[place]));
        self.by_lowest
            .iter()
            .map(|&unit| &self.departments[unit])
            .take_while(move |posts| posts.last().is_some_and(below))
            .filter(move |posts| self.is_elsewhere(posts, seat))
            .flat_map(move |posts| posts.iter().rev().copied().take_while(below))
            .filter(move |&mentor| self.contains(mentor, mentee))
    }

    /// Tells whether the posts are of another department than a seat.
    fn is_elsewhere(&self, posts: &[usize], seat: Option<Seat>) -> bool {
        let department = posts.first().map(|&place| self.seats[place].department);
        department != seat.map(|seat| seat.department)
    }
}

/// Finds for each post the steps of the walk between which all below it are entered.
fn spans(lines: &Lines<'_>) -> Vec<(usize, usize)> {
    let mut spans = vec![(0, 0); lines.rows.len()];
    for (time, step) in lines.walk().into_iter().enumerate() {
        match step {
            Step::Enter(node) => spans[node].0 = time,
            Step::Leave(node) => spans[node].1 = time,
        }
    }
    for circle in &lines.circles {
        let first = circle.iter().map(|&member| spans[member].0).min();
        let last = circle.iter().map(|&member| spans[member].1).max();
        for &member in circle {
            spans[member] = (first.unwrap_or_default(), last.unwrap_or_default());
        }
    }
    spans
}

/// Numbers given to keys in order of appearance.
struct Numbers<K>(HashMap<K, usize>);

impl<K> Default for Numbers<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash> Numbers<K> {
    fn of(&mut self, key: K) -> usize {
        let next = self.0.len();
        *self.0.entry(key).or_insert(next)
    }
}

/// The root above each department.
struct Roots<'t>(HashMap<&'t str, &'t str>);

impl<'t> Roots<'t> {
    /// Follows each department up; the first row of a repeated id counts.
    fn of(units: &'t [UnitRow]) -> Self {
        let mut parents: HashMap<&str, Option<&str>> = HashMap::new();
        for unit in units {
            parents.entry(&unit.id).or_insert(unit.parent.as_deref());
        }
        let mut roots: HashMap<&str, &str> = HashMap::new();
        for unit in units {
            let mut passed = Vec::new();
            let mut here = unit.id.as_str();
            let mut on_the_way = std::collections::HashSet::new();
            let root = loop {
                if let Some(&root) = roots.get(here) {
                    break root;
                }
                if !on_the_way.insert(here) {
                    // A circle: any of its members stands for all, and the smallest does so for every start.
                    let start = passed.iter().position(|&id| id == here).unwrap_or(0);
                    break passed[start..].iter().copied().min().unwrap_or(here);
                }
                passed.push(here);
                match parents.get(here).copied().flatten() {
                    Some(parent) if parents.contains_key(parent) => here = parent,
                    _ => break here,
                }
            };
            roots.extend(passed.into_iter().map(|id| (id, root)));
        }
        Self(roots)
    }

    /// Returns the root above a department; one that is not in the table is its own.
    fn root<'s>(&self, unit: &'s str) -> &'s str
    where
        't: 's,
    {
        self.0.get(unit).copied().unwrap_or(unit)
    }
}
