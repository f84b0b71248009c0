//! The answers to the question that a solver asks first of every row, wherever they were found.

use super::source::to_cost;
use crate::assignment::{Bound, Candidate, Column, Cost, CostSource, Prices, Row};
use crate::scoring::Score;

/// The best few juniors of one senior, and how good all others are at most.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub(in crate::matching) struct BestJuniors {
    /// Places and scores, the highest scores first, and of equal ones the first place.
    pub(in crate::matching) best: Vec<(u32, Score)>,
    /// The highest score of all others; none where there are no others.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub(in crate::matching) others: Option<Score>,
}

impl BestJuniors {
    /// Asks a source for the `count` best juniors of a row, at no prices.
    pub(in crate::matching) fn find(source: &dyn CostSource, row: usize, count: usize) -> Self {
        let row = Row::from(u32::try_from(row).unwrap_or(u32::MAX));
        let mut found = Vec::with_capacity(count);
        let bound = source.cheapest(row, &Prices::from(Vec::new()), count, &mut found);
        let best = found.iter();
        let mut best: Vec<(u32, Score)> = best
            .map(|pair| (pair.column.into(), to_score(pair.cost)))
            .collect();
        best.sort_unstable_by_key(Self::order);
        Self {
            best,
            others: match bound {
                Bound::Complete => None,
                Bound::AtLeast(cost) => Some(to_score(cost)),
            },
        }
    }

    /// The order of juniors in a list.
    pub(in crate::matching) fn order(
        &(place, score): &(u32, Score),
    ) -> (std::cmp::Reverse<Score>, u32) {
        (std::cmp::Reverse(score), place)
    }
}

/// The best juniors of every senior, at equal prices of all juniors.
///
/// Before anybody has a junior all prices are the same, so these are what a solver asks for first, and what it takes the most questions to
/// find. What one price for everybody changes is the bound.
#[derive(Debug)]
pub(in crate::matching) struct FirstLists<'a> {
    /// How many juniors each list was made for.
    count: usize,
    /// By place of the senior.
    lists: Vec<&'a BestJuniors>,
}

impl<'a> FirstLists<'a> {
    pub(in crate::matching) fn new(count: usize, lists: Vec<&'a BestJuniors>) -> Self {
        Self { count, lists }
    }

    /// Fills `out` with the `k` cheapest pairs of a row where every column has the same price, if the lists were made for so many.
    pub(super) fn cheapest(
        &self,
        row: Row,
        price: Cost,
        k: usize,
        out: &mut Vec<Candidate>,
    ) -> Option<Bound> {
        let list = self.lists.get(row.index()).filter(|_| k == self.count)?;
        out.extend(list.best.iter().map(|&(place, score)| Candidate {
            column: Column::from(place),
            cost: to_cost(score),
        }));
        Some(list.others.map_or(Bound::Complete, |score| {
            Bound::AtLeast(to_cost(score).saturating_sub(price))
        }))
    }
}

fn to_score(cost: Cost) -> Score {
    Score::new(cost.saturating_neg())
}
