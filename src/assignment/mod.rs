//! The assignment problem, on indices: rows, columns and integer costs, and nothing else.
//!
//! Some pairs of a row and a column are *permitted*, and each of these has a cost. An *assignment*
//! is a set of permitted pairs in which no row and no column occurs twice. [`solve()`] serves every
//! row at least total cost, or says which rows compete for too few columns. [`solve_max()`] makes
//! as many pairs as there can be, and does so at least total cost. Both read costs through one
//! trait, [`CostSource`], and prove their answer by one [`Certificate`], which [`verify()`] checks
//! from scratch. A forbidden pair is absent; no cost stands for it.
//!
//! This room knows no other room of the crate, and is for everyone who has an assignment problem.
//!
//! ```
//! use reverse_mentoring::assignment::{DenseCosts, solve, verify};
//!
//! let costs = DenseCosts::try_from_rows(vec![vec![3_u8, 1, 4], vec![1, 5, 9]])?;
//! let assignment = solve(&costs)?;
//! assert_eq!(assignment.total_cost(), 2); // row 0 with column 1, row 1 with column 0
//! assert!(verify(&costs, &assignment)?.serves_every_row());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The problem
//!
//! Let `P` be the permitted pairs, `c(i,j)` their costs, and `x(i,j)` be 1 for the pairs of an
//! assignment and 0 for others. A *cover* is a set `K` of rows and columns such that every
//! permitted pair has its row or its column (or both) in `K`. An assignment has at most `|K|`
//! pairs, since each of them needs a member of `K` of its own. By Kőnig's theorem some cover is as
//! small as the largest assignment.
//!
//! Fix such a smallest cover. A largest assignment has exactly `|K|` pairs, so each member of `K`
//! lies in one pair, and no pair has both of its sides in `K`. Call `Q` the permitted pairs that
//! are *covered once*. The largest assignments are then the 0-1 solutions of the **primal** problem
//!
//! ```text
//! minimise    Σ c(i,j) x(i,j)       over (i,j) in Q
//! subject to  Σ x(i,j) over j  = 1  for rows i in K,       <= 1 for other rows
//!             Σ x(i,j) over i  = 1  for columns j in K,    <= 1 for other columns
//!             x(i,j) >= 0
//! ```
//!
//! and its **dual**, in the *potentials* `u` of the rows and `v` of the columns, is
//!
//! ```text
//! maximise    Σ u(i) + Σ v(j)
//! subject to  u(i) + v(j) <= c(i,j)  for (i,j) in Q
//!             u(i) <= 0  for rows i outside K,   v(j) <= 0  for columns j outside K
//! ```
//!
//! When every row can be served, `K` is simply all rows: all pairs are covered once, `u` is free,
//! and `v <= 0`.
//!
//! # The certificate
//!
//! A [`Certificate`] holds `K`, `u` and `v`. It proves an assignment if
//!
//! - (a) the pairs are permitted, no row or column occurs twice, and their costs add up to the total;
//! - (b) every permitted pair is covered, and `K` has as many members as there are pairs;
//! - (c) the *reduced cost* `c(i,j) - u(i) - v(j)` is at least 0 on pairs covered once;
//! - (d) it is 0 on the pairs of the assignment; `u` and `v` are at most 0 outside `K`, and 0 for who is not
//!   served (this and the line before are *complementary slackness*);
//! - (e) the total cost is the sum of all potentials.
//!
//! *Proof.* By (b) no assignment has more pairs than `|K|`, which is what this one has. Let `N` be
//! any assignment with as many. It serves all of `K` and uses pairs covered once only, so by (c) it
//! costs at least the sum of the potentials of those it serves. Those it does not serve are outside
//! `K`, where by (d) no potential is above 0: so `N` costs at least the sum of *all* potentials,
//! which by (e) is what this assignment costs. ∎
//!
//! So one check answers both questions, cardinality first and then cost, without a number larger
//! than a potential.

mod auction;
mod cardinality;
mod certificate;
mod cost;
mod deficiency;
mod dense;
mod error;
mod hungarian;
mod lists;
mod parallel;
mod reader;
mod scan;
mod search;
mod solution;
mod solver;
mod source;
mod sparse;
mod start;

pub use certificate::{Certificate, CertificateError, Side, Verified, verify};
pub use cost::{Column, Cost, Row};
pub use dense::{CostInteger, DenseCosts, FloatCosts, Infinity};
pub use error::AssignmentError;
pub use solution::Assignment;
pub use solver::{Solver, solve, solve_max};
pub use source::{Bound, Candidate, ComputedCosts, CostSource};
pub use sparse::SparseCosts;
