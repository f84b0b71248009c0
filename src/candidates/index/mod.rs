//! An index over one side, so that the best partners of a person are found without a look at all of them.
//!
//! [`CandidateIndex`] knows the three shapes of a score. Juniors with the same facts are a *class*, and class terms are
//! exact for it. A *topic* is a skill that some senior wants, and a *posting* lists the juniors who have something to say
//! about one topic, about two or about three of them that one senior wants together, in groups of equal proficiency. Juniors are known by *rank*,
//! their position in order of class, and what is looked at first of each is on one *card*. Everything else
//! is taken for as good as it can be. So each junior of a posting has an upper bound for the price of two looks into small tables; the
//! few with the highest bounds are asked for their scores, and when enough scores reach the bounds of all others, no other
//! can be better.

mod best;
mod block;
mod buckets;
mod candidate_index;
mod cards;
mod classes;
mod codes;
mod look;
mod method;
mod pool;
mod postings;
mod query;
mod scan;
mod spoken;
mod taste;
mod topics;

pub(crate) use block::BROAD;
pub(crate) use buckets::BUCKETS;
pub use candidate_index::CandidateIndex;
pub use method::Method;
pub use query::Question;
pub(crate) use scan::Lanes;
pub(crate) use topics::KEYS;
