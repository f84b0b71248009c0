//! The proof of an answer within limits, checked from scratch: this file shares no code with what finds it.

use super::{Holder, Limits, Question, RankedCost, SeatAssignment, SeatCertificateError};
use crate::assignment::{Candidate, Column, Cost, CostSource, Row};

/// Potentials of rows, columns and groups: the proof that no assignment within limits is better.
///
/// What they say and why that is a proof is derived in the documentation of the module
/// [`assignment`](crate::assignment#limits).
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct SeatCertificate {
    u: Vec<RankedCost>,
    v: Vec<RankedCost>,
    row_groups: Vec<RankedCost>,
    column_groups: Vec<RankedCost>,
}

/// What a certificate within limits has proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatsVerified {
    pairs: usize,
    empty_seats: u64,
    rank: i128,
    total_cost: i128,
    checked: u64,
}

impl SeatsVerified {
    /// Counts the pairs.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.pairs
    }

    /// Counts the seats of rows that stay empty, with an exit price or without.
    #[must_use]
    pub fn empty_seats(&self) -> u64 {
        self.empty_seats
    }

    /// Counts the empty seats without an exit price and the pairs that lack to goals: no answer to the same question has
    /// fewer.
    #[must_use]
    pub fn rank(&self) -> i128 {
        self.rank
    }

    /// Gives the total cost: no answer to the same question, of the same rank, has less.
    #[must_use]
    pub fn total_cost(&self) -> i128 {
        self.total_cost
    }

    /// Counts the permitted pairs that were looked at, which are all there are.
    #[must_use]
    pub fn pairs_checked(&self) -> u64 {
        self.checked
    }
}

/// A sum of ranked costs: the rank, then the cost.
type Sum = (i128, i128);

/// What a pair that lacks to a goal costs.
const MISSED: Sum = (1, 0);

fn wide(ranked: RankedCost) -> Sum {
    (ranked.rank().into(), ranked.cost().into())
}

fn of_cost(cost: Cost) -> Sum {
    (0, cost.into())
}

fn less((rank, cost): Sum, (less_rank, less_cost): Sum) -> Sum {
    (rank - less_rank, cost - less_cost)
}

fn times(sum: Sum, count: u64) -> Sum {
    (sum.0 * i128::from(count), sum.1 * i128::from(count))
}

/// Adds to a sum.
fn add(sum: &mut Sum, (rank, cost): Sum) {
    (sum.0, sum.1) = (sum.0 + rank, sum.1 + cost);
}

impl SeatCertificate {
    /// Puts together a certificate that was taken apart or written down.
    ///
    /// The potentials of groups are in the order of the groups in the limits. Nothing is checked here: the parts are claims
    /// until [`verify`](Self::verify) accepts them.
    pub fn from_parts(
        u: Vec<RankedCost>,
        v: Vec<RankedCost>,
        row_groups: Vec<RankedCost>,
        column_groups: Vec<RankedCost>,
    ) -> Self {
        Self {
            u,
            v,
            row_groups,
            column_groups,
        }
    }

    /// Gives the potentials of the rows, each with that of its group in it.
    #[must_use]
    pub fn row_potentials(&self) -> &[RankedCost] {
        &self.u
    }

    /// Gives the potentials of the columns, each with that of its group in it.
    #[must_use]
    pub fn column_potentials(&self) -> &[RankedCost] {
        &self.v
    }

    /// Gives the potentials of the groups of rows.
    #[must_use]
    pub fn row_group_potentials(&self) -> &[RankedCost] {
        &self.row_groups
    }

    /// Gives the potentials of the groups of columns.
    #[must_use]
    pub fn column_group_potentials(&self) -> &[RankedCost] {
        &self.column_groups
    }

    /// Checks from scratch that `assignment` is an optimal answer to `source` within `limits`, with this
    /// certificate as the proof.
    ///
    /// Every permitted pair is looked at. All sums are 128 bits wide, so nothing is assumed of the
    /// costs.
    ///
    /// # Algorithm
    ///
    /// The three claims of the module [`assignment`](crate::assignment#limits), in their order.
    ///
    /// # Complexity
    ///
    /// `O(n + m + p)` time for `n` rows, `m` columns and `p` permitted pairs.
    ///
    /// # Errors
    ///
    /// [`SeatCertificateError`] with the first place at which a claim fails.
    pub fn verify<S: CostSource + ?Sized>(
        &self,
        source: &S,
        limits: &Limits,
        assignment: &SeatAssignment,
    ) -> Result<SeatsVerified, SeatCertificateError> {
        self.check_sizes(source, limits, assignment)?;
        check_rows(limits, assignment)?;
        // What the answer costs, and what the potentials prove.
        let (mut primal, mut dual) = ((0, 0), (0, 0));
        let checked = self.check_pairs(source, assignment, &mut primal, &mut dual)?;
        self.check_exits(limits, assignment, &mut primal, &mut dual)?;
        self.check_columns(limits, assignment, &mut primal, &mut dual)?;
        self.check_groups(limits, assignment, &mut dual)?;
        let claimed = assignment.total_cost();
        if primal != dual || claimed != primal.1 {
            return Err(SeatCertificateError::Gap {
                claimed,
                primal: primal.1,
                empty: primal.0,
                dual: dual.1,
                dual_empty: dual.0,
            });
        }
        Ok(SeatsVerified {
            pairs: assignment.len(),
            empty_seats: assignment.empty_seats(),
            rank: primal.0,
            total_cost: claimed,
            checked,
        })
    }

    fn check_sizes<S: CostSource + ?Sized>(
        &self,
        source: &S,
        limits: &Limits,
        assignment: &SeatAssignment,
    ) -> Result<(), SeatCertificateError> {
        let (rows, columns) = (source.rows(), source.columns());
        let row_groups = limits.row_groups().len();
        let column_groups = limits.column_groups().len();
        let sizes = [
            ("list of row limits", limits.rows(), rows),
            ("list of column limits", limits.columns(), columns),
            ("list of rows", assignment.rows(), rows),
            ("list of columns", assignment.columns(), columns),
            ("list of empty seats", assignment.empty().len(), rows),
            ("list of row potentials", self.u.len(), rows),
            ("list of column potentials", self.v.len(), columns),
            (
                "list of row group potentials",
                self.row_groups.len(),
                row_groups,
            ),
            (
                "list of column group potentials",
                self.column_groups.len(),
                column_groups,
            ),
        ];
        match sizes
            .into_iter()
            .find(|(_, found, expected)| found != expected)
        {
            None => Ok(()),
            Some((part, found, expected)) => Err(SeatCertificateError::WrongSize {
                part,
                found,
                expected,
            }),
        }
    }

    /// The pairs: those of the answer are permitted and distinct; none of the others is below its potentials, none
    /// of these above.
    fn check_pairs<S: CostSource + ?Sized>(
        &self,
        source: &S,
        assignment: &SeatAssignment,
        primal: &mut Sum,
        dual: &mut Sum,
    ) -> Result<u64, SeatCertificateError> {
        let mut checked = 0;
        let mut candidates: Vec<Candidate> = Vec::new();
        for (index, &u) in self.u.iter().enumerate() {
            let row = Row::at(index);
            let used = assignment.columns_of(row);
            if let Some(twice) = used.windows(2).find(|pair| pair[0] == pair[1]) {
                let column = twice[0];
                return Err(SeatCertificateError::RepeatedPair { row, column });
            }
            for &column in used {
                let (Some(cost), Some(&v)) = (source.cost(row, column), self.v.get(column.index()))
                else {
                    return Err(SeatCertificateError::BarredPair { row, column });
                };
                let reduced = less(less(of_cost(cost), wide(u)), wide(v));
                if reduced > (0, 0) {
                    return Err(SeatCertificateError::SlackPair {
                        row,
                        column,
                        cost,
                        u,
                        v,
                    });
                }
                add(primal, of_cost(cost));
                add(dual, reduced);
            }
            source.permitted(row, &mut candidates);
            for &Candidate { column, cost } in &candidates {
                let Some(&v) = self.v.get(column.index()) else {
                    // A column that does not exist makes no pair.
                    continue;
                };
                checked += 1;
                let reduced = less(less(of_cost(cost), wide(u)), wide(v));
                if reduced < (0, 0) && used.binary_search(&column).is_err() {
                    return Err(SeatCertificateError::NegativeReducedCost {
                        row,
                        column,
                        cost,
                        u,
                        v,
                    });
                }
            }
        }
        Ok(checked)
    }

    /// The potential of a row without that of its group.
    fn own_u(&self, limits: &Limits, row: Row) -> Sum {
        let group = limits.group_of_row(row);
        let of_group = group.map_or((0, 0), |group| wide(self.row_groups[group]));
        less(wide(self.u[row.index()]), of_group)
    }

    /// Empty seats: none where they cost more than the row's potential, and all that may be where they cost less.
    fn check_exits(
        &self,
        limits: &Limits,
        assignment: &SeatAssignment,
        primal: &mut Sum,
        dual: &mut Sum,
    ) -> Result<(), SeatCertificateError> {
        for row in (0..self.u.len()).map(Row::at) {
            let seats = limits.row_seats(row);
            let own = self.own_u(limits, row);
            add(dual, times(own, seats.into()));
            let price = match (limits.exit(row), assignment.question()) {
                (Some(price), _) => RankedCost::new(0, price),
                (None, Question::MostPairs) => RankedCost::new(1, 0),
                (None, Question::EveryRow) => continue,
            };
            let found = u64::from(assignment.empty_seats_of(row));
            add(primal, times(wide(price), found));
            let most = u64::from(seats - limits.row_minimum(row));
            // Empty seats that leave the goal untouched come first.
            let free = most.min((seats - limits.row_goal(row)).into());
            add(primal, times(MISSED, found.saturating_sub(free)));
            let reduced = less(wide(price), own);
            let mut cost = reduced;
            add(&mut cost, MISSED);
            let (expected, least) = cheapest(found, [(reduced, free), (cost, most - free)]);
            if found != expected {
                return Err(SeatCertificateError::SlackExit {
                    row,
                    found,
                    expected,
                    price,
                    potential: ranked(own),
                });
            }
            add(dual, least);
        }
        Ok(())
    }

    /// Columns: within their limits, and at the right one if their potential is neither 0 nor that of a goal.
    fn check_columns(
        &self,
        limits: &Limits,
        assignment: &SeatAssignment,
        primal: &mut Sum,
        dual: &mut Sum,
    ) -> Result<(), SeatCertificateError> {
        for (index, &v) in self.v.iter().enumerate() {
            let column = Column::at(index);
            let group = limits.group_of_column(column);
            let of_group = group.map_or((0, 0), |group| wide(self.column_groups[group]));
            let found = assignment.rows_of(column).len() as u64;
            let goal = u64::from(limits.column_goal(column));
            add(primal, times(MISSED, goal.saturating_sub(found)));
            check_limit(
                Holder::Column(column),
                found,
                (
                    limits.column_minimum(column).into(),
                    goal,
                    limits.column_seats(column).into(),
                ),
                less(wide(v), of_group),
                dual,
            )?;
        }
        Ok(())
    }

    /// Groups: within their limits, and at the right one if their potential is not 0.
    fn check_groups(
        &self,
        limits: &Limits,
        assignment: &SeatAssignment,
        dual: &mut Sum,
    ) -> Result<(), SeatCertificateError> {
        for (number, (group, &w)) in limits.row_groups().iter().zip(&self.row_groups).enumerate() {
            let members = group.members().iter();
            let found = members.map(|&row| assignment.columns_of(row).len() as u64);
            check_limit(
                Holder::RowGroup(number),
                found.sum(),
                (group.floor(), 0, group.cap()),
                wide(w),
                dual,
            )?;
        }
        let groups = limits.column_groups().iter().zip(&self.column_groups);
        for (number, (group, &w)) in groups.enumerate() {
            let members = group.members().iter();
            let found = members.map(|&column| assignment.rows_of(column).len() as u64);
            check_limit(
                Holder::ColumnGroup(number),
                found.sum(),
                (group.floor(), 0, group.cap()),
                wide(w),
                dual,
            )?;
        }
        Ok(())
    }
}

/// Every seat of every row has a column or is empty, and is empty only where it may be.
fn check_rows(limits: &Limits, assignment: &SeatAssignment) -> Result<(), SeatCertificateError> {
    for row in (0..assignment.rows()).map(Row::at) {
        let seats = limits.row_seats(row);
        let (pairs, empty) = (
            assignment.columns_of(row).len(),
            assignment.empty_seats_of(row),
        );
        let (found, least) = (pairs as u64, u64::from(limits.row_minimum(row)));
        if found < least || found > u64::from(seats) {
            return Err(SeatCertificateError::OutsideLimits {
                holder: Holder::Row(row),
                found,
                least,
                most: seats.into(),
            });
        }
        if found + u64::from(empty) != u64::from(seats) {
            return Err(SeatCertificateError::SeatsLost {
                row,
                pairs,
                empty,
                seats,
            });
        }
        let must_be_full =
            assignment.question() == Question::EveryRow && limits.exit(row).is_none();
        if empty > 0 && must_be_full {
            return Err(SeatCertificateError::EmptySeat { row, empty });
        }
    }
    Ok(())
}

/// One holder keeps to its limits, and is at the one its potential asks for.
fn check_limit(
    holder: Holder,
    found: u64,
    (least, goal, most): (u64, u64, u64),
    potential: Sum,
    dual: &mut Sum,
) -> Result<(), SeatCertificateError> {
    if found < least || found > most {
        return Err(SeatCertificateError::OutsideLimits {
            holder,
            found,
            least,
            most,
        });
    }
    // Pairs up to the goal are worth a rank each, on top of those that must be.
    let wanted = goal.max(least);
    let steps = [
        (less(potential, MISSED), wanted - least),
        (potential, most - wanted),
    ];
    let (expected, cheapest) = cheapest(found - least, steps);
    if found != least + expected {
        return Err(SeatCertificateError::SlackLimit {
            holder,
            found,
            expected: least + expected,
            potential: ranked(potential),
        });
    }
    add(dual, times(potential, least));
    add(dual, times(MISSED, wanted - least));
    add(dual, cheapest);
    Ok(())
}

/// Finds how many units cost least, where so many cost the first price each and the others, up to so many, the second,
/// which is not less; and what they cost. Of several such numbers it is the nearest to the one found.
fn cheapest(found: u64, steps: [(Sum, u64); 2]) -> (u64, Sum) {
    let count = |pays: fn(Sum) -> bool| -> u64 {
        let paying = steps.iter().filter(|&&(price, _)| pays(price));
        paying.map(|&(_, units)| units).sum()
    };
    let (fewest, most) = (
        count(|price| price < (0, 0)),
        count(|price| price <= (0, 0)),
    );
    let mut least = (0, 0);
    for (price, units) in steps {
        add(&mut least, times(price.min((0, 0)), units));
    }
    (found.clamp(fewest, most), least)
}

/// Narrows a difference of two potentials, for a message.
fn ranked((rank, cost): Sum) -> RankedCost {
    let narrow =
        |part: i128| i64::try_from(part).unwrap_or(if part < 0 { i64::MIN } else { i64::MAX });
    RankedCost::new(narrow(rank), narrow(cost))
}

/// Checks from scratch that an assignment is an optimal answer to `source` within `limits`, by the certificate it
/// carries.
///
/// See [`SeatCertificate::verify`] for how, and for what it returns.
///
/// # Errors
///
/// [`SeatCertificateError`] with the first place at which a claim fails.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{DenseCosts, Limits, Row, solve_within, verify_within};
///
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2], vec![3, 4]])?;
/// let limits = Limits::builder(2, 2).with_exit(Row::from(1), 2).build()?;
/// let assignment = solve_within(&costs, &limits)?;
/// let verified = verify_within(&costs, &limits, &assignment)?;
/// assert_eq!((verified.pairs(), verified.total_cost()), (1, 3)); // 0-0 at 1, and an exit at 2
///
/// // With another exit price, the same pairs are no proof.
/// let others = Limits::builder(2, 2).with_exit(Row::from(1), 5).build()?;
/// assert!(verify_within(&costs, &others, &assignment).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify_within<S: CostSource + ?Sized>(
    source: &S,
    limits: &Limits,
    assignment: &SeatAssignment,
) -> Result<SeatsVerified, SeatCertificateError> {
    assignment.certificate().verify(source, limits, assignment)
}
