//! Some of many numbers, numbered anew in their order.

/// A set of numbers below some bound, of which each has a rank: how many members are smaller.
///
/// # Algorithm
///
/// A bit for each number and a count for each 64 of them, as G. Jacobson, "Space-efficient static trees and graphs", 30th Annual
/// Symposium on Foundations of Computer Science (1989), pp. 549-554: a rank is two looks and a count of bits. It takes a
/// bit and a half a number, so what few have need not be kept for all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subset {
    words: Vec<u64>,
    /// By word: how many members the words before it hold.
    before: Vec<u32>,
    members: u32,
}

impl Subset {
    /// Takes, for each number from 0 on, whether it is a member.
    pub(crate) fn new(are_members: impl Iterator<Item = bool>) -> Self {
        let mut subset = Self::default();
        for (number, is_member) in are_members.enumerate() {
            let bit = number % 64;
            if bit == 0 {
                subset.words.push(0);
                subset.before.push(subset.members);
            }
            if let Some(word) = subset.words.last_mut() {
                *word |= u64::from(is_member) << bit;
            }
            subset.members += u32::from(is_member);
        }
        subset
    }

    /// Counts the members.
    pub(crate) fn len(&self) -> usize {
        self.members as usize
    }

    /// Returns the rank of a number, if it is a member.
    pub(crate) fn rank(&self, number: usize) -> Option<usize> {
        let word = *self.words.get(number / 64)?;
        let bit = 1 << (number % 64);
        let smaller = (word & (bit - 1)).count_ones();
        (word & bit != 0).then(|| (self.before[number / 64] + smaller) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::Subset;

    #[test]
    fn the_rank_of_a_member_counts_those_before_it() {
        for (count, every) in [(0, 1), (1, 1), (64, 1), (65, 2), (1_000, 7), (200, 300)] {
            let is_member = |number: usize| number.is_multiple_of(every);
            let subset = Subset::new((0..count).map(is_member));
            let mut members = 0;
            for number in 0..count {
                let rank = is_member(number).then_some(members);
                assert_eq!(subset.rank(number), rank, "{number} of {count}");
                members += usize::from(is_member(number));
            }
            assert_eq!((subset.len(), subset.rank(count)), (members, None));
            assert_eq!(subset.rank(count.next_multiple_of(64)), None);
        }
    }
}
