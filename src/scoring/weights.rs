//! Weights: integers that sum to exactly 100.

use super::{ScoringError, ScoringFault};

/// What the weights of a scoring sum to.
const WEIGHT_SUM: i128 = 100;

/// The weights of criteria, in the order declared: integers that sum to exactly 100.
///
/// # Algorithm
///
/// Whatever integers are declared are brought to 100 by the method of the largest remainder (Hamilton): each gets the
/// whole part of its share, and what is left over goes, one each, to the largest remainders; among equal ones, to
/// those declared first. All of it is exact, for any integers.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::scoring::Weights;
///
/// // A third each is 33 and a rest of 1, which goes to the first.
/// let weights = Weights::try_new([("skills", 1), ("distance", 1), ("gap", 1)])?;
/// assert_eq!(weights.iter().collect::<Vec<_>>(), [("skills", 34), ("distance", 33), ("gap", 33)]);
/// # Ok::<(), reverse_mentoring::scoring::ScoringError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights(Vec<(String, u32)>);

impl Weights {
    /// Brings declared weights to a sum of 100.
    ///
    /// A weight of zero switches its criterion off, and the criterion is dropped. One above zero stays listed, even
    /// where its share rounds to zero.
    ///
    /// # Errors
    ///
    /// [`ScoringError::Faults`] lists negative weights and repeated names; [`ScoringError::AllWeightsZero`] if no
    /// weight is above zero.
    pub fn try_new<N: Into<String>>(
        declared: impl IntoIterator<Item = (N, i64)>,
    ) -> Result<Self, ScoringError> {
        let declared: Vec<(String, i64)> = declared
            .into_iter()
            .map(|(name, weight)| (name.into(), weight))
            .collect();
        ScoringError::check(faults(&declared))?;

        let (names, weights): (Vec<String>, Vec<i128>) = declared
            .into_iter()
            .filter(|&(_, weight)| weight > 0)
            .map(|(name, weight)| (name, i128::from(weight)))
            .unzip();
        if names.is_empty() {
            return Err(ScoringError::AllWeightsZero);
        }
        Ok(Self(names.into_iter().zip(shares(&weights)).collect()))
    }

    /// Returns each criterion's name and weight, in the order declared.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.0.iter().map(|(name, weight)| (name.as_str(), *weight))
    }

    /// Returns the weight of a criterion; one that is switched off has 0.
    #[must_use]
    pub fn get(&self, criterion: &str) -> u32 {
        self.iter()
            .find(|&(name, _)| name == criterion)
            .map_or(0, |(_, weight)| weight)
    }
}

/// Lists repeated names and negative weights.
pub(super) fn faults<N: AsRef<str>>(declared: &[(N, i64)]) -> Vec<ScoringFault> {
    let mut names: Vec<&str> = declared.iter().map(|(name, _)| name.as_ref()).collect();
    names.sort_unstable();
    let repeated = names
        .chunk_by(|a, b| a == b)
        .filter(|group| group.len() > 1);
    let repeated = repeated.map(|group| ScoringFault::DuplicateCriterion {
        criterion: group[0].to_owned(),
    });
    let negative = declared.iter().filter(|&&(_, weight)| weight < 0);
    let negative = negative.map(|(criterion, weight)| ScoringFault::InvalidWeight {
        criterion: criterion.as_ref().to_owned(),
        weight: *weight,
    });
    repeated.chain(negative).collect()
}

/// Divides 100 in proportion to `weights`, all of them above zero.
fn shares(weights: &[i128]) -> Vec<u32> {
    // i128: any number of i64 that fits memory sums below 2^127, a hundredfold included.
    let total: i128 = weights.iter().sum();
    let mut shares: Vec<i128> = weights
        .iter()
        .map(|weight| weight * WEIGHT_SUM / total)
        .collect();
    let left_over = WEIGHT_SUM - shares.iter().sum::<i128>();

    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    // A stable sort, so that equal remainders stay in the order declared.
    by_remainder.sort_by_key(|&place| std::cmp::Reverse(weights[place] * WEIGHT_SUM % total));
    for (&place, _) in by_remainder.iter().zip(0..left_over) {
        shares[place] += 1;
    }
    shares
        .into_iter()
        .map(|share| u32::try_from(share).expect("a share is at most 100"))
        .collect()
}
