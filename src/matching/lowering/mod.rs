//! People to rows and columns, scores to costs, and the way back: the only place where either happens.
//!
//! Seniors are rows, juniors are columns, both in the order of the lottery. A pair's cost is its score with the sign turned,
//! so a person's worth is their potential with the sign turned. A pair that may not exist is absent. `single` is for programmes
//! in which everybody has one seat a side and nobody a minimum, `several` for all others; `outcome` is what either finds. `worst_off` finds
//! the score below which the solvers see no pair, where the objective asks for that, and `bound` proves it. Of all
//! matchings as good, which `face` knows by the prices of one, `nearest` finds the one with the fewest changes.

mod bound;
mod face;
mod indexed;
mod nearest;
mod outcome;
mod several;
mod single;
mod solve;
mod source;
mod worst_off;

pub(super) use indexed::Indexed;
pub(super) use nearest::{nearest, verify_nearest};
pub(super) use outcome::{Outcome, Price, claimed_prices, worths};
pub(super) use solve::{solve, verify};
