//! The cheapest pairs of a dense row, which are found in vectors, beside those of the same row read pair by pair.

#[path = "support/random.rs"]
mod random;

use random::Random;
use reverse_mentoring::assignment::{
    Bound, Candidate, Column, ComputedCosts, CostInteger, CostSource, DenseCosts, Prices, Row,
};

/// Where the numbers of a row lie.
#[derive(Clone, Copy, Debug)]
enum Spread {
    /// Up to 10: ties everywhere.
    Ties,
    /// Over a range that any type has.
    Small,
    /// At both ends of the type, and around the middle of 32 bits.
    Extreme,
}

const SPREADS: [Spread; 3] = [Spread::Ties, Spread::Small, Spread::Extreme];

fn number(spread: Spread, lowest: i64, highest: i64, random: &mut Random) -> i64 {
    let number = match spread {
        Spread::Ties => random.number(0, 10),
        Spread::Small => random.number(0, 255),
        Spread::Extreme => {
            let ends = [
                lowest,
                highest,
                0,
                1 << 30,
                -(1 << 30),
                (1 << 31) - 1,
                1 << 31,
            ];
            let end = ends[random.index(ends.len())];
            end.saturating_add(random.number(-3, 3))
        }
    };
    number.clamp(lowest, highest)
}

fn price(random: &mut Random, kind: u64) -> i64 {
    match kind {
        0 => 0,
        1 => -random.number(0, 300),
        2 => random.number(-(1 << 30) - 2, 1 << 30) + random.number(0, 2),
        3 => random.number(-(1 << 30) + 1, -(1 << 30) + 3),
        _ => random.number(-(1 << 40), 1 << 40),
    }
}

/// Compares the `k` cheapest of a row with those of a twin that has no vectors.
fn compare<T: CostInteger + TryFrom<i64>>(lowest: i64, highest: i64, seed: u64) {
    let mut random = Random::new(seed);
    let (mut found, mut expected) = (Vec::new(), Vec::new());
    for case in 0..1_500 {
        let spread = SPREADS[random.index(SPREADS.len())];
        let most =
            [300, 3_000, 20_000][usize::from(random.once_in(20)) + usize::from(random.once_in(40))];
        let columns = 1 + random.index(most);
        let mut draw = || number(spread, lowest, highest, &mut random);
        let numbers: Vec<i64> = (0..columns).map(|_| draw()).collect();
        let absent = (!random.once_in(3)).then(|| numbers[random.index(columns)]);
        let kind = random.below(5);
        let prices: Vec<i64> = (0..columns).map(|_| price(&mut random, kind)).collect();
        let prices = Prices::from(prices);
        let k = [1, 2, 6, 16, 40, 127, 128, 129, 700][random.index(9)];

        let costs = numbers.iter().map(|&number| T::try_from(number).ok());
        let costs: Vec<T> = costs.collect::<Option<_>>().expect("within the type");
        let dense = DenseCosts::try_new(1, columns, costs).expect("one row");
        let dense = match absent {
            Some(code) => dense.with_absent(T::try_from(code).ok().expect("within the type")),
            None => dense,
        };
        let twin = ComputedCosts::new(1, columns, |_, column| {
            let number = numbers[column.index()];
            (absent != Some(number)).then_some(number)
        });
        let bound = dense.cheapest(Row::from(0), &prices, k, &mut found);
        twin.permitted(Row::from(0), &mut expected);

        let reduced = |pair: &Candidate| pair.cost - prices[pair.column.index()];
        let told = format!("{spread:?}, case {case}: {columns} columns, {k} sought");
        for pair in &found {
            assert_eq!(
                Some(pair.cost),
                twin.cost(Row::from(0), pair.column),
                "{told}"
            );
        }
        let columns_of = |pairs: &[Candidate]| -> Vec<Column> {
            let mut columns: Vec<_> = pairs.iter().map(|pair| pair.column).collect();
            columns.sort_unstable();
            columns.dedup();
            columns
        };
        let listed = columns_of(&found);
        assert_eq!(listed.len(), found.len(), "{told}: no pair twice");
        assert_eq!(found.len(), k.min(expected.len()), "{told}");
        let mut all: Vec<i64> = expected.iter().map(reduced).collect();
        all.sort_unstable();
        let mut cheapest: Vec<i64> = found.iter().map(reduced).collect();
        cheapest.sort_unstable();
        assert_eq!(cheapest, all[..cheapest.len()], "{told}");
        match bound {
            Bound::Complete => assert_eq!(found.len(), expected.len(), "{told}"),
            Bound::AtLeast(bound) => {
                let left_out = all.get(cheapest.len());
                assert!(left_out.is_none_or(|&least| bound <= least), "{told}");
                assert!(cheapest.last().is_none_or(|&last| last <= bound), "{told}");
            }
        }
    }
}

#[test]
fn rows_of_every_type_list_what_reading_pair_by_pair_lists() {
    compare::<u8>(0, 255, 1);
    compare::<u16>(0, 65_535, 2);
    compare::<u32>(0, u32::MAX.into(), 3);
    compare::<i32>(i32::MIN.into(), i32::MAX.into(), 4);
    compare::<i64>(-(1 << 45), 1 << 45, 5);
}
