//! Counts of the pairs that an organisation chart permits, without an engine.

use std::collections::HashMap;
use std::hash::Hash;

use super::EligiblePairs;
use super::eligible::{GAP, far};
use super::lines::{Lines, Node, Step};

/// What the organisation chart leaves of all pairs of ranked posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Oracle {
    /// Posts that are ranked.
    pub ranked_ids: u64,
    /// Pairs with a gap of at least two levels.
    pub pairs_gap2: u64,
    /// Those of a post and its own manager, whoever is the more senior.
    pub direct_report_and_manager: u64,
    /// Those in one reporting line.
    pub same_reporting_chain: u64,
    /// Those of one department.
    pub same_department: u64,
    /// Those below one root department.
    pub same_root_department: u64,
    /// Those neither in one reporting line nor of one department.
    pub eligible: u64,
    /// Mentors in an eligible pair.
    pub mentors_with_a_pair: u64,
    /// Mentees in an eligible pair.
    pub mentees_with_a_pair: u64,
    /// The most eligible pairs in which nobody is a mentor twice or a mentee twice.
    pub largest_matching: u64,
}

impl Oracle {
    /// Counts pairs, except for the largest matching, which takes a solver.
    ///
    /// # Complexity
    ///
    /// `O(n log n)` time for the counts of pairs, which are not listed, plus the time until each post has met its
    /// first partner.
    pub(super) fn count(lines: &Lines<'_>, pairs: &EligiblePairs) -> Self {
        let all = pairs_apart(pairs.seats().iter().map(|seat| ((), seat.rank)));
        let of_department = pairs
            .seats()
            .iter()
            .map(|seat| (seat.department, seat.rank));
        let of_root = pairs.seats().iter().map(|seat| (seat.root, seat.rank));
        let same_department = pairs_apart(of_department);
        let chain = ChainCounts::of(lines);
        let has = |found: Option<usize>| u64::from(found.is_some());
        let places = 0..pairs.len();
        Self {
            ranked_ids: pairs.len() as u64,
            pairs_gap2: all,
            direct_report_and_manager: direct_pairs(lines),
            same_reporting_chain: chain.pairs,
            same_department,
            same_root_department: pairs_apart(of_root),
            eligible: all + chain.of_one_department - chain.pairs - same_department,
            mentors_with_a_pair: places
                .clone()
                .map(|place| has(pairs.mentees_of(place).next()))
                .sum(),
            mentees_with_a_pair: places
                .map(|place| has(pairs.mentors_of(place).next()))
                .sum(),
            largest_matching: 0,
        }
    }
}

/// Counts the pairs within each group whose ranks are far apart.
fn pairs_apart<K: Eq + Hash>(members: impl Iterator<Item = (K, i64)>) -> u64 {
    let mut groups: HashMap<K, Vec<i64>> = HashMap::new();
    for (group, rank) in members {
        groups.entry(group).or_default().push(rank);
    }
    let mut pairs = 0;
    for ranks in groups.values_mut() {
        ranks.sort_unstable();
        let mut below = 0;
        for &rank in ranks.iter() {
            while far(rank, ranks[below]) {
                below += 1;
            }
            pairs += below as u64;
        }
    }
    pairs
}

/// Counts the posts whose rank and their manager's are far apart.
fn direct_pairs(lines: &Lines<'_>) -> u64 {
    let is_pair = |(node, manager): (Node, &Option<Node>)| {
        let Some(manager) = *manager else {
            return false;
        };
        // Two that report to each other are one pair.
        let again = lines.manager[manager] == Some(node) && manager < node;
        let ranks = lines.rank(node).zip(lines.rank(manager));
        !again && ranks.is_some_and(|(one, other)| far(one, other))
    };
    lines
        .manager
        .iter()
        .enumerate()
        .filter(|&pair| is_pair(pair))
        .count() as u64
}

/// Pairs in one reporting line whose ranks are far apart.
struct ChainCounts {
    pairs: u64,
    of_one_department: u64,
}

impl ChainCounts {
    /// Walks down the lines, keeping count of the ranks above.
    fn of(lines: &Lines<'_>) -> Self {
        let mut counts = Self {
            pairs: 0,
            of_one_department: 0,
        };
        let mut above = RankCounts::default();
        let mut above_in_department = RankCounts::default();
        for step in lines.walk() {
            let (Step::Enter(node) | Step::Leave(node)) = step;
            let Some(rank) = lines.rank(node) else {
                continue;
            };
            let department = lines.rows[node].post.unit.as_deref().unwrap_or_default();
            if let Step::Enter(_) = step {
                counts.pairs += above.far_from((), rank);
                counts.of_one_department += above_in_department.far_from(department, rank);
                above.add((), rank);
                above_in_department.add(department, rank);
            } else {
                above.remove((), rank);
                above_in_department.remove(department, rank);
            }
        }
        counts
    }
}

/// How many posts of each rank each group has.
struct RankCounts<K> {
    of_rank: HashMap<(K, i64), u64>,
    of_all: HashMap<K, u64>,
}

impl<K> Default for RankCounts<K> {
    fn default() -> Self {
        Self {
            of_rank: HashMap::new(),
            of_all: HashMap::new(),
        }
    }
}

impl<K: Copy + Eq + Hash> RankCounts<K> {
    fn add(&mut self, group: K, rank: i64) {
        *self.of_rank.entry((group, rank)).or_default() += 1;
        *self.of_all.entry(group).or_default() += 1;
    }

    fn remove(&mut self, group: K, rank: i64) {
        if let (Some(of_rank), Some(of_all)) = (
            self.of_rank.get_mut(&(group, rank)),
            self.of_all.get_mut(&group),
        ) {
            *of_rank -= 1;
            *of_all -= 1;
        }
    }

    /// Counts the posts of a group whose rank is far from a rank.
    fn far_from(&self, group: K, rank: i64) -> u64 {
        let all = self.of_all.get(&group).copied().unwrap_or_default();
        let near = (1 - GAP..GAP).filter_map(|step| rank.checked_add(step));
        let near = near.filter_map(|rank| self.of_rank.get(&(group, rank)));
        all - near.sum::<u64>()
    }
}
