//! What a stage chooses from: all matchings that are as good as one that is proved.
//!
//! The prices that prove one matching prove every other that is as good, and say what it looks like (complementary slackness): which
//! pairs it may have, which it must, and how many each person and each group has. In the language of linear programming this is the
//! optimal face. It is an assignment problem within limits again, so that the next stage is solved and proved as the first one is.

use super::aim::{Aim, Measure};
use super::outcome::{Price, Prices};
use super::source::Lowered;
use crate::assignment::{
    Candidate, Column, Cost, CostSource, Limits, LimitsError, Row, SparseCosts,
};
use crate::matching::prepared::Prepared;
use crate::programme::Role;
use crate::scoring::Score;

/// A pair that pins leave open: the places of senior and junior.
pub(super) type Place = (usize, u32);

/// The fewest and the most free pairs of a person or a group.
type Range<T> = (T, T);

/// Those of people by place, and of groups by position: of juniors, then of seniors.
type Counts = ([Vec<Range<u32>>; 2], [Vec<Range<u64>>; 2]);

/// Matchings that are as good as one another so far: exactly those that take all of `common`, take the rest from the free pairs, and
/// keep to the counts.
#[derive(Debug)]
pub(super) struct Face<'a> {
    pub(super) prepared: &'a Prepared<'a>,
    free: Pairs<'a>,
    /// The pairs that every such matching has, in order.
    pub(super) common: Vec<Place>,
    /// By place, of juniors, then of seniors.
    counts: [Vec<Range<u32>>; 2],
    /// By position, of groups of juniors, then of seniors.
    groups: [Vec<Range<u64>>; 2],
}

/// The free pairs, each at its score with the sign turned.
#[derive(Debug)]
pub(super) enum Pairs<'a> {
    /// All that pins leave open.
    All(Lowered<'a>),
    /// Those that the proofs of earlier stages leave open.
    Left(SparseCosts),
}

impl<'a> Face<'a> {
    /// All matchings that keep to the terms of the programme.
    pub(super) fn whole(prepared: &'a Prepared<'a>) -> Self {
        let sides = [Role::Junior, Role::Senior];
        Self {
            prepared,
            free: Pairs::All(Lowered::new(prepared, None)),
            common: Vec::new(),
            counts: sides.map(|role| {
                let seats = prepared.seats(role);
                seats.map(|seats| (seats.must(), seats.left())).collect()
            }),
            groups: sides.map(|role| {
                let groups = prepared.groups(role).iter();
                groups.map(|group| (group.must(), group.left())).collect()
            }),
        }
    }

    pub(super) fn free(&self) -> &Pairs<'a> {
        &self.free
    }

    /// Tells whether no stage has narrowed it.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.free, Pairs::All(_))
    }

    /// Tells whether a matching of it may do without any pair but pins.
    pub(super) fn may_be_empty(&self) -> bool {
        let people = self.counts.iter().flatten();
        let groups = self.groups.iter().flatten();
        self.common.is_empty()
            && people.map(|range| range.0).all(|fewest| fewest == 0)
            && groups.map(|range| range.0).all(|fewest| fewest == 0)
    }

    /// The counts as limits, with a goal of one pair for whoever should have one and may yet be without.
    pub(super) fn limits(&self, wanted: &[Vec<u32>; 2]) -> Result<Limits, LimitsError> {
        let prepared = self.prepared;
        let [of_juniors, of_seniors] = &self.counts;
        // Whoever must have no free pair has none among the pairs, and may keep a seat.
        let capacities = |counts: &[Range<u32>]| -> Vec<u32> {
            counts.iter().map(|&(_, most)| most.max(1)).collect()
        };
        let mut limits = Limits::builder(of_seniors.len(), of_juniors.len())
            .with_row_capacities(capacities(of_seniors))
            .with_column_capacities(capacities(of_juniors));
        let [juniors, seniors] = self.lacking(wanted);
        for (row, (&(fewest, _), &weight)) in
            (0..).map(Row::from).zip(of_seniors.iter().zip(&seniors))
        {
            limits = limits.with_row_minimum(row, fewest).with_exit(row, 0);
            if weight > 0 {
                limits = limits.with_row_goal(row, 1);
                limits = limits.with_row_goal_weight(row, weight);
            }
        }
        for (column, (&(fewest, _), &weight)) in
            (0..).map(Column::from).zip(of_juniors.iter().zip(&juniors))
        {
            limits = limits.with_column_minimum(column, fewest);
            if weight > 0 {
                limits = limits.with_column_goal(column, 1);
                limits = limits.with_column_goal_weight(column, weight);
            }
        }
        let [junior_groups, senior_groups] = &self.groups;
        for (group, &(floor, cap)) in prepared.groups(Role::Senior).iter().zip(senior_groups) {
            let members = group.members.iter().map(|&place| Row::from(place));
            limits = limits.with_row_group(members, floor..=cap);
        }
        for (group, &(floor, cap)) in prepared.groups(Role::Junior).iter().zip(junior_groups) {
            let members = group.members.iter().map(|&place| Column::from(place));
            limits = limits.with_column_group(members, floor..=cap);
        }
        limits.build()
    }

    /// What it weighs that somebody has no pair, of those who have none by pins or in every matching of the face.
    fn lacking(&self, wanted: &[Vec<u32>; 2]) -> [Vec<u32>; 2] {
        let mut lacking = wanted.clone();
        for (role, weights) in [Role::Junior, Role::Senior].into_iter().zip(&mut lacking) {
            for (weight, seats) in weights.iter_mut().zip(self.prepared.seats(role)) {
                if seats.pinned > 0 {
                    *weight = 0;
                }
            }
        }
        for &(senior, junior) in &self.common {
            lacking[Role::Senior as usize][senior] = 0;
            lacking[Role::Junior as usize][junior as usize] = 0;
        }
        lacking
    }

    /// Takes away the free pairs below a score; those in common must not be below it.
    pub(super) fn without_pairs_below(self, least: Score) -> Result<Self, LimitsError> {
        let mut left = Vec::new();
        self.each_free(|place, negated| {
            if negated <= least.get().saturating_neg() {
                left.push((place, negated));
            }
        });
        let free = self.free_of(left)?;
        Ok(Self { free, ..self })
    }

    /// Keeps the matchings that are as good for an aim as the one that these prices prove.
    ///
    /// # Complexity
    ///
    /// `O(n + m + p)` time for `n` seniors, `m` juniors and `p` free pairs.
    pub(super) fn narrowed(&self, aim: &Aim<'_>, prices: &Prices) -> Result<Self, LimitsError> {
        let mut counts = self.counts.clone();
        let mut groups = self.groups.clone();
        let [of_juniors, of_seniors] = &prices.people;
        let by_cover = self.is_solved_by_cover(aim);
        let (mut common, mut left) = (Vec::new(), Vec::new());
        self.each_free(|place, negated| {
            let (senior, junior) = (of_seniors[place.0], of_juniors[place.1 as usize]);
            if by_cover && senior.essential == junior.essential {
                // No matching with as many pairs has one of two essential people.
                return;
            }
            let slack = slack(senior, junior, aim.measure.of(place, negated));
            if slack < (0, 0) {
                common.push(place);
            } else if slack == (0, 0) {
                left.push((place, negated));
            }
        });
        if by_cover {
            for (counts, prices) in counts.iter_mut().zip(&prices.people) {
                for (range, &price) in counts.iter_mut().zip(prices) {
                    *range = of_single(price, *range);
                }
            }
        } else {
            (counts, groups) = self.count_anew(aim, prices)?;
        }
        for &(senior, junior) in &common {
            for (role, place) in [(Role::Senior, senior), (Role::Junior, junior as usize)] {
                let (fewest, most) = &mut counts[role as usize][place];
                (*fewest, *most) = (fewest.saturating_sub(1), most.saturating_sub(1));
                if let Some(group) = self.prepared.group_of(role, place) {
                    let (fewest, most) = &mut groups[role as usize][group];
                    (*fewest, *most) = (fewest.saturating_sub(1), most.saturating_sub(1));
                }
            }
        }
        common.extend_from_slice(&self.common);
        common.sort_unstable();
        let [of_juniors, of_seniors] = &counts;
        left.retain(|&((senior, junior), _)| {
            of_seniors[senior].1 > 0 && of_juniors[junior as usize].1 > 0
        });
        Ok(Self {
            prepared: self.prepared,
            free: self.free_of(left)?,
            common,
            counts,
            groups,
        })
    }

    /// Tells whether a stage is the plain problem, whose certificate says who is essential.
    pub(super) fn is_solved_by_cover(&self, aim: &Aim<'_>) -> bool {
        let [juniors, seniors] = &aim.wanted;
        let all = |weights: &[u32]| weights.iter().all(|&weight| weight > 0);
        self.is_whole()
            && self.prepared.has_single_seats()
            && matches!(aim.measure, Measure::Score)
            && (all(juniors) || all(seniors))
    }

    fn free_of(&self, left: Vec<(Place, Cost)>) -> Result<Pairs<'a>, LimitsError> {
        let pairs = left
            .into_iter()
            .map(|((senior, junior), negated)| (row(senior), Column::from(junior), negated));
        let free = SparseCosts::try_from_pairs(self.rows(), self.columns(), pairs)?;
        Ok(Pairs::Left(free))
    }

    /// Visits the free pairs in order.
    pub(super) fn each_free(&self, mut see: impl FnMut(Place, Cost)) {
        let mut candidates = Vec::new();
        for senior in 0..self.rows() {
            self.permitted(row(senior), &mut candidates);
            for &Candidate { column, cost } in &candidates {
                see((senior, column.into()), cost);
            }
        }
    }

    /// Within limits, a seat is filled if it is worth something, empty if it is worth less than nothing, and may be either if it is
    /// worth nothing; a first pair that is wanted is worth its weight more than the prices say. So are the pairs of a group.
    fn count_anew(&self, aim: &Aim<'_>, prices: &Prices) -> Result<Counts, LimitsError> {
        let (mut counts, mut groups) = (self.counts.clone(), self.groups.clone());
        let limits = self.limits(&aim.wanted)?;
        for role in [Role::Junior, Role::Senior] {
            let side = role as usize;
            for (place, range) in counts[side].iter_mut().enumerate() {
                let (least, goal, weight, most) = match role {
                    Role::Senior => {
                        let row = row(place);
                        let (least, goal) = (limits.row_minimum(row), limits.row_goal(row));
                        let weight = limits.row_goal_weight(row);
                        (least, goal, weight, limits.row_seats(row))
                    }
                    Role::Junior => {
                        let column = Column::from(u32::from(row(place)));
                        let least = limits.column_minimum(column);
                        let goal = limits.column_goal(column);
                        let weight = limits.column_goal_weight(column);
                        (least, goal, weight, limits.column_seats(column))
                    }
                };
                let wanted = goal.max(least);
                let worth = own_worth(self.prepared, prices, role, place);
                let steps = [
                    ((worth.0 + i128::from(weight), worth.1), wanted - least),
                    (worth, most - wanted),
                ];
                let filled = |may_be: fn((i128, i128)) -> bool| -> u32 {
                    let filled = steps.iter().filter(|&&(worth, _)| may_be(worth));
                    least + filled.map(|&(_, seats)| seats).sum::<u32>()
                };
                let fewest = filled(|worth| worth > (0, 0)).min(range.1);
                let most = filled(|worth| worth >= (0, 0)).min(range.1);
                *range = (fewest, most);
            }
            for (range, price) in groups[side].iter_mut().zip(&prices.groups[side]) {
                match (price.rank, price.worth).cmp(&(0, 0)) {
                    std::cmp::Ordering::Greater => range.0 = range.1,
                    std::cmp::Ordering::Less => range.1 = range.0,
                    std::cmp::Ordering::Equal => {}
                }
            }
        }
        Ok((counts, groups))
    }
}

/// What a seat of somebody is worth without what one of their group is worth.
pub(super) fn own_worth(
    prepared: &Prepared<'_>,
    prices: &Prices,
    role: Role,
    place: usize,
) -> (i128, i128) {
    // As the verifiers reckon, so that the most negative numbers mean the same to both.
    let worth = |price: Price| {
        let potential = price.potential();
        (-i128::from(potential.rank()), -i128::from(potential.cost()))
    };
    let own = worth(prices.people[role as usize][place]);
    let group = prepared.group_of(role, place);
    let of_group = group.map_or((0, 0), |group| worth(prices.groups[role as usize][group]));
    (own.0 - of_group.0, own.1 - of_group.1)
}

/// By how much two people are worth more than their pair: above 0, the pair is in none of the matchings, below, in all.
pub(super) fn slack(senior: Price, junior: Price, cost: Cost) -> (i128, i128) {
    let (u, v) = (senior.potential(), junior.potential());
    (
        -i128::from(u.rank()) - i128::from(v.rank()),
        i128::from(cost) - i128::from(u.cost()) - i128::from(v.cost()),
    )
}

/// Where everybody has one seat, whoever is essential or worth something has a pair.
fn of_single(price: Price, (_, most): Range<u32>) -> Range<u32> {
    let fewest = u32::from(price.essential || price.worth > 0);
    (fewest.min(most), most)
}

pub(super) fn row(senior: usize) -> Row {
    Row::from(u32::try_from(senior).expect("a table of pairs numbers seniors by 32 bits"))
}

/// The free pairs, each at its score with the sign turned.
impl CostSource for Face<'_> {
    fn rows(&self) -> usize {
        self.counts[Role::Senior as usize].len()
    }

    fn columns(&self) -> usize {
        self.counts[Role::Junior as usize].len()
    }

    fn cost(&self, row: Row, column: Column) -> Option<Cost> {
        match &self.free {
            Pairs::All(pairs) => pairs.cost(row, column),
            Pairs::Left(pairs) => pairs.cost(row, column),
        }
    }

    fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
        match &self.free {
            Pairs::All(pairs) => pairs.permitted(row, out),
            Pairs::Left(pairs) => pairs.permitted(row, out),
        }
    }

    fn most_pairs(&self) -> u64 {
        match &self.free {
            Pairs::All(pairs) => pairs.most_pairs(),
            Pairs::Left(pairs) => pairs.most_pairs(),
        }
    }
}
