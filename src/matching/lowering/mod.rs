//! People to rows and columns, scores to costs, and the way back: the only place where either happens.
//!
//! Seniors are rows, juniors are columns, both in the order of the lottery. A pair's cost is its score with the sign turned,
//! so a person's worth is their potential with the sign turned. A pair that may not exist is absent. `plan` splits a ladder of objectives
//! into stages; each has an `aim` and chooses from a `face`, which the proof of one stage makes smaller for the next. A stage is solved and
//! checked by `several`, the one of the worst-off pair by `worst_off` with `bound`, and where everybody has one seat a side the first one by
//! `single`; `within` gives up some of the total for fewer changes. `outcome` is what they find, and `solve` goes through them. `source` reads scores from
//! the table of all pairs, `asked` scores the few that are looked at after a late change, and `indexed` finds the best of an index, or takes them from `first_lists` that were made elsewhere.

mod aim;
mod asked;
mod bound;
mod face;
mod first_lists;
mod indexed;
mod outcome;
mod plan;
mod several;
mod single;
mod solve;
mod source;
mod within;
mod worst_off;

pub(super) use asked::Asked;
pub(super) use first_lists::{BestJuniors, FirstLists};
pub(super) use indexed::Indexed;
pub(super) use outcome::{Outcome, Proved, named, pairs, worths};
pub(super) use plan::Stage;
pub(super) use several::{answer as answer_of_several, refused, terms};
pub(super) use single::answer as answer_of_single;
pub(super) use solve::{outcome_of, places, solve, solve_from, verify};
pub(super) use source::Lowered;
pub(super) use within::Within;
