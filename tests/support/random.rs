//! The one source of random numbers of tests, benches and examples.
#![allow(
    dead_code,
    reason = "each test, bench and example is a crate of its own and uses a part of this"
)]

/// Draws numbers; the same seed draws the same ones on every platform.
///
/// `SplitMix64` of G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
#[derive(Clone, Debug)]
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

    /// Draws a number below `end`; 0 if that is 0.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // The upper half of the product; the unevenness is below `end` in 2^64.
        let product = u128::from(self.draw()) * u128::from(end);
        u64::try_from(product >> 64).expect("the product is below 2^128")
    }

    /// Draws a number from `least` to `most`.
    pub(crate) fn number(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(most.abs_diff(least) + 1).cast_signed()
    }

    /// Draws a position in something of `len` members; 0 if there are none.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).expect("a position fits")
    }

    /// Draws true once in `times`.
    pub(crate) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// Deals the members anew (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, members: &mut [T]) {
        for at in (1..members.len()).rev() {
            members.swap(at, self.index(at + 1));
        }
    }
}
