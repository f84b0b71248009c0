//! Seeded instances for the benches.

use reverse_mentoring::assignment::{DenseCosts, SparseCosts};

/// A small generator of random numbers (splitmix64), so that an instance is its seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Draws a number below `limit`.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        u32::try_from((u128::from(self.draw()) * u128::from(limit)) >> 64).expect("below a u32")
    }
}

/// Costs drawn evenly from `1..=highest`.
pub(crate) fn uniform(rows: u32, columns: u32, highest: u32) -> DenseCosts<u32> {
    let mut random = Random::new(u64::from(rows) << 32 | u64::from(highest));
    let costs = (0..rows as usize * columns as usize).map(|_| 1 + random.below(highest));
    DenseCosts::try_new(rows as usize, columns as usize, costs.collect())
        .expect("rows times columns costs")
}

/// The costs of R. E. Machol and M. Wien (1976), (i + 1)·(j + 1): many long augmenting paths.
pub(crate) fn machol(side: u32) -> DenseCosts<u32> {
    let costs = (1..=side).flat_map(|row| (1..=side).map(move |column| row * column));
    DenseCosts::try_new(side as usize, side as usize, costs.collect()).expect("a square")
}

/// `degree` random pairs a row, and a hidden perfect matching.
pub(crate) fn random_sparse(side: u32, degree: u32) -> SparseCosts {
    let mut random = Random::new(u64::from(side) << 32 | u64::from(degree));
    let mut hidden: Vec<u32> = (0..side).collect();
    for at in (1..side).rev() {
        hidden.swap(at as usize, random.below(at + 1) as usize);
    }
    let mut pairs = Vec::new();
    for (row, column) in (0..side).zip(hidden) {
        let mut columns: Vec<u32> = (1..degree).map(|_| random.below(side)).collect();
        columns.push(column);
        columns.sort_unstable();
        columns.dedup();
        for column in columns {
            pairs.push((
                row.into(),
                column.into(),
                1 + i64::from(random.below(1_000_000)),
            ));
        }
    }
    SparseCosts::try_from_pairs(side as usize, side as usize, pairs).expect("each pair once")
}
