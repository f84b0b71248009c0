//! People to rows and columns, scores to costs, and the way back: the only place where either happens.
//!
//! Seniors are rows, juniors are columns, both in the order of the lottery. A pair's cost is its score with the sign turned,
//! so a person's worth is their potential with the sign turned. A pair that may not exist is absent. `single` is for programmes
//! in which everybody has one seat a side and nobody a minimum, `several` for all others; `outcome` is what either finds.

mod outcome;
mod several;
mod single;
mod solve;
mod source;

pub(super) use outcome::{Outcome, Price};
pub(super) use solve::{solve, verify};
