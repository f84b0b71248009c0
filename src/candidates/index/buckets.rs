//! Values in few buckets, each known by its largest.

/// As many buckets as half a byte numbers.
pub(crate) const BUCKETS: usize = 16;

/// Values in order, in 16 buckets at most.
#[derive(Clone, Debug)]
pub(super) struct Buckets<T> {
    /// The largest value of each bucket, ascending.
    largest: Vec<T>,
    are_exact: bool,
}

impl<T: Copy + Ord> Buckets<T> {
    /// Divides values into buckets; one each where they are few.
    pub(super) fn new(mut values: Vec<T>) -> Self {
        values.sort_unstable();
        values.dedup();
        let step = values.len().div_ceil(BUCKETS).max(1);
        Self {
            are_exact: step == 1,
            largest: values
                .chunks(step)
                .filter_map(|bucket| bucket.last().copied())
                .collect(),
        }
    }

    /// Tells whether each value has a bucket of its own.
    pub(super) fn are_exact(&self) -> bool {
        self.are_exact
    }

    /// Returns the bucket of a value that was among those divided.
    pub(super) fn of(&self, value: T) -> u8 {
        let bucket = self.largest.partition_point(|&largest| largest < value);
        u8::try_from(bucket).unwrap_or(u8::MAX)
    }

    /// Returns the largest value of a bucket.
    pub(super) fn largest(&self, bucket: u8) -> Option<T> {
        self.largest.get(bucket as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Buckets;

    #[test]
    fn no_value_is_above_the_largest_of_its_bucket() {
        for count in [1, 5, 16, 17, 100] {
            let buckets = Buckets::new((0..count).rev().collect::<Vec<u32>>());
            for value in 0..count {
                let bucket = buckets.of(value);
                assert!(bucket < 16, "{value} of {count}");
                assert!(
                    buckets
                        .largest(bucket)
                        .is_some_and(|largest| largest >= value)
                );
            }
            assert_eq!(buckets.largest(buckets.of(count - 1)), Some(count - 1));
        }
        let exact = Buckets::new(vec![3, 1, 2]);
        assert!(exact.are_exact());
        assert_eq!(
            [1, 2, 3].map(|value| exact.largest(exact.of(value))),
            [Some(1), Some(2), Some(3)]
        );
    }
}
