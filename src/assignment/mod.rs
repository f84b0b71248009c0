//! The assignment problem, on indices: rows, columns and integer costs, and nothing else.
//!
//! Some pairs of a row and a column are *permitted*, and each of these has a cost. An *assignment*
//! is a set of permitted pairs in which no row and no column occurs twice. [`solve()`] serves every
//! row at least total cost, or says which rows compete for too few columns. [`solve_max()`] makes
//! as many pairs as there can be, and does so at least total cost. Both read costs through one
//! trait, [`CostSource`], and prove their answer by one [`Certificate`], which [`verify()`] checks
//! from scratch. A forbidden pair is absent; no cost stands for it. [`solve_within()`],
//! [`solve_max_within()`] and [`verify_within()`] are the same for rows and columns of several seats,
//! with minima, goals, groups and exits: see [limits](#limits). [`Solver::resume`] solves again when a few rows or columns have changed.
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
//!
//! # Limits
//!
//! Within [`Limits`], row `i` has `a(i)` *seats*, and each of them makes a pair or stays empty; `x(i,j)` is still 0 or 1. Let `e(i)` be
//! the empty seats of row `i` and `t(i)` what one of them costs: the exit price of the row, if it has one. If it has none, its seats may
//! not stay empty where every row is to be served; where most pairs come first, an empty one costs 1 of a *rank* that no
//! cost outweighs ([`RankedCost`]). Let `p(i)` and `q(j)` be the pairs of row `i` and column `j`, and `P(g)` and `Q(h)` those of a
//! group of rows and a group of columns. The **primal** problem is
//!
//! ```text
//! minimise    Σ c(i,j) x(i,j) + Σ t(i) e(i)
//! subject to  p(i) + e(i) = a(i),   e(i) <= a(i) - minimum of i
//!             minimum of j <= q(j) <= seats of j
//!             floor of g <= P(g) <= cap of g,   floor of h <= Q(h) <= cap of h
//!             0 <= x(i,j) <= 1,   e(i) >= 0
//! ```
//!
//! A [`SeatCertificate`] gives every row a potential `u(i)`, every column `v(j)`, and every group `w`. What is left of `u(i)` and
//! `v(j)` without the potential of their group is their *own*: `u'(i) = u(i) - w(g)` and `v'(j) = v(j) - w(h)`. Whatever the potentials
//! are, what an assignment costs can be written anew, since every unit that is added here is taken off there:
//!
//! ```text
//!   Σ (c(i,j) - u(i) - v(j)) x(i,j)  +  Σ (t(i) - u'(i)) e(i)  +  Σ u'(i) a(i)
//! + Σ v'(j) q(j)  +  Σ w(g) P(g)  +  Σ w(h) Q(h)
//! ```
//!
//! Each term has a least value that the limits allow: a pair is used if its reduced cost is below 0; as many seats stay empty
//! as may if `t(i) - u'(i)` is below 0, and none if it is above; `q(j)`, `P(g)` and `Q(h)` are at their minimum or floor
//! if their factor is above 0, and at their seats or cap if it is below. The sum of these least values is the **dual** bound: no assignment
//! within the limits costs less. So a certificate proves an assignment if
//!
//! - (a) the pairs are permitted and distinct, all seats are accounted for, and all limits are kept to;
//! - (b) every term has its least value: pairs in use have a reduced cost of at most 0 and all others of at
//!   least 0, and so on (*complementary slackness*);
//! - (c) the total cost is the dual bound.
//!
//! A *goal* of row `i` makes an empty seat dearer by its weight in ranks, which is 1 unless said otherwise, from seat `a(i) - goal of i` on, and a goal of column `j` adds as much for each
//! pair that `q(j)` lacks. Both are convex, so the term of a row or a column becomes two: the units on either side of the goal, those before
//! it that weight apart from those after it. Each has its least value for itself, and since the dearer units come last, both are reached at
//! once. Nothing else changes. A goal of 1 for everybody and exits at no cost make the rank of a total the number of those without a pair.
//!
//! Here (b) says at which place a claim fails, and (c) follows from it. The proof is the line before them; ranked costs are added, subtracted
//! and compared like numbers, and nothing else is asked of them. Minima need no rank in it: a lower
//! bound has a multiplier like any other. If no assignment keeps to the limits, a [`Bottleneck`] proves it.

mod auction;
mod bid;
mod blocks;
mod cardinality;
mod certificate;
mod change;
mod claim;
mod compact;
mod cost;
mod deficiency;
mod dense;
mod error;
mod exit;
mod glance;
mod hungarian;
mod integer;
mod key;
mod limits;
mod lists;
mod memory;
mod monge;
mod parallel;
mod paths;
mod prices;
#[cfg(test)]
#[path = "../../tests/support/random.rs"]
mod random;
mod reader;
mod recheck;
mod repair;
mod running_proof;
mod scan;
mod search;
mod solution;
mod solver;
mod source;
mod sparse;
mod start;
mod strategy;
mod takeover;
mod ties;
mod turns;
mod warm;
mod wide;
mod without;

pub use certificate::{Certificate, Verified, verify};
pub use change::Change;
pub use claim::{CertificateError, Side};
pub use cost::{Column, Cost, Row};
pub use dense::{DenseCosts, FloatCosts, Infinity};
pub use error::AssignmentError;
pub use glance::{verify_at_a_glance, verify_at_a_glance_with};
pub(crate) use hungarian::pairs_of_a_list;
pub use integer::CostInteger;
pub(crate) use limits::pairs_of_a_list_within;
pub use limits::{
    Bottleneck, Group, Holder, LimitFault, Limits, LimitsBuilder, LimitsError, Question,
    RankedCost, SeatAssignment, SeatCertificate, SeatCertificateError, SeatsVerified, Shortage,
    solve_max_within, solve_within, verify_within, verify_within_at_a_glance,
    verify_within_at_a_glance_with,
};
pub use prices::Prices;
pub(crate) use prices::State as PricesState;
pub(crate) use reader::first_column;
pub use recheck::verify_change;
pub use running_proof::RunningProof;
pub use solution::Assignment;
pub use solver::{Solver, solve, solve_max};
pub(crate) use source::keep_cheapest;
pub use source::{Bound, Candidate, ComputedCosts, CostSource};
pub use sparse::SparseCosts;
pub use warm::WarmStart;
