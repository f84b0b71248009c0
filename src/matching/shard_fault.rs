//! What can be wrong with shards and their lists.

use std::fmt;

use super::RecordPart;
use crate::model::PersonId;
use crate::scoring::Score;

/// Why lists that were made in several places cannot be put together.
///
/// Places are counted from 0, in the order of the lottery.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ShardFault {
    /// No shards are asked for.
    #[error("0 shards are asked for, expected at least 1")]
    NoShard,
    /// A shard of other data, another configuration or another version.
    #[error(
        "{}: the {part} is {found}, expected {expected} (make shards and lists of the same data, by the same configuration and version)",
        Seniors(*first, *seniors)
    )]
    AnotherPart {
        /// The place of the first senior of the shard.
        first: u32,
        /// How many seniors it is of.
        seniors: u32,
        /// The first part that differs, in the order of [`RecordPart`].
        part: RecordPart,
        /// The digest in the shard, or its version.
        found: String,
        /// The one of what is given.
        expected: String,
    },
    /// A shard of seniors whom the programme does not have.
    #[error("{} are in a shard, expected places below {expected} (take the shards as they were made)", Seniors(*first, *seniors))]
    BeyondTheEnd {
        /// The place of the first senior of the shard.
        first: u32,
        /// How many seniors it is of.
        seniors: u32,
        /// How many there are.
        expected: usize,
    },
    /// Seniors whose lists are missing, or are there several times.
    #[error("{} are in {found} shards, expected 1 (hand in the lists of every shard once)", Seniors(*first, *seniors))]
    NotOnce {
        /// The place of the first of them.
        first: u32,
        /// How many there are.
        seniors: u32,
        /// In how many of the shards they are.
        found: usize,
    },
    /// A shard has not as many lists as seniors.
    #[error("{} have {found} lists, expected one each (build the lists of the shard again)", Seniors(*first, *seniors))]
    WrongCount {
        /// The place of the first senior of the shard.
        first: u32,
        /// How many seniors it is of.
        seniors: u32,
        /// How many lists there are.
        found: usize,
    },
    /// A list is shorter or longer than the solver asks for.
    #[error(
        "the list of senior \"{senior}\" has {found} juniors, expected {expected}, or fewer if there are no others (build it again)"
    )]
    WrongLength {
        /// Whose list it is.
        senior: PersonId,
        /// How many juniors it has.
        found: usize,
        /// How many the solver asks for.
        expected: usize,
    },
    /// A list names somebody whom the programme does not have.
    #[error(
        "the list of senior \"{senior}\" has the junior at place {found}, expected places below {expected} (build it again)"
    )]
    UnknownJunior {
        /// Whose list it is.
        senior: PersonId,
        /// The place.
        found: u32,
        /// How many juniors there are.
        expected: usize,
    },
    /// A list is out of order, or has somebody twice.
    #[error(
        "the list of senior \"{senior}\" has junior \"{junior}\" out of order, expected the highest scores first, of equal ones the first place, and nobody twice (build it again)"
    )]
    OutOfOrder {
        /// Whose list it is.
        senior: PersonId,
        /// The first junior who should stand before the one ahead.
        junior: PersonId,
    },
    /// A score is another than that of the pair.
    #[error(
        "junior \"{junior}\" and senior \"{senior}\" score {found} in a list, expected {} (build it again)",
        expected.map_or_else(|| "no pair".to_owned(), |score| score.to_string())
    )]
    WrongScore {
        /// Who teaches.
        junior: PersonId,
        /// Who learns.
        senior: PersonId,
        /// The score in the list.
        found: Score,
        /// The score that follows from rules and criteria; none if they may not meet.
        expected: Option<Score>,
    },
    /// Those who are not listed are said to be better than those who are.
    #[error(
        "the list of senior \"{senior}\" bounds all others by {found}, expected at most {expected}, which is listed (build it again)"
    )]
    WrongBound {
        /// Whose list it is.
        senior: PersonId,
        /// The bound.
        found: Score,
        /// The least score that is listed.
        expected: Score,
    },
    /// Lists leave out what is better than they say, and pairs that are not the best come of it.
    #[error(
        "the pairs that the lists lead to are not the best: {reason} (build the lists again, all of them)"
    )]
    Misleading {
        /// Where the proof fails.
        reason: String,
    },
}

/// So many seniors from a place on.
struct Seniors(u32, u32);

impl fmt::Display for Seniors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let &Self(first, seniors) = self;
        match u64::from(seniors).checked_sub(1) {
            Some(more) => write!(f, "seniors {first} to {}", u64::from(first) + more),
            None => write!(f, "no seniors from {first} on"),
        }
    }
}
