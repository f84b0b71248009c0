//! The claims of a certificate within limits, checked from scratch: this file shares no code with what finds the answer.

use std::ops::Range;

use super::sum::Sum;
use super::{
    Group, Holder, Limits, Question, RankedCost, SeatAssignment, SeatCertificate,
    SeatCertificateError,
};
use crate::assignment::parallel::map_blocks;
use crate::assignment::{Candidate, Column, CostSource, Row};

/// Lists pairs of a row: all that are permitted, or those that speak for them.
pub(super) type Look<'a> =
    &'a (dyn Fn(Row, &mut Vec<Candidate>) -> Result<(), SeatCertificateError> + Sync);

/// A certificate, what it is about, and what the claims checked so far add up to.
pub(super) struct Check<'a> {
    certificate: &'a SeatCertificate,
    limits: &'a Limits,
    assignment: &'a SeatAssignment,
    totals: Totals,
}

/// What the answer costs, and what the potentials prove.
#[derive(Default)]
struct Totals {
    primal: Sum,
    dual: Sum,
}

/// How many pairs a holder may make, and how many of them are wished for.
struct Bounds {
    least: u64,
    goal: u64,
    most: u64,
    /// What a pair that lacks to the goal costs.
    missed: Sum,
}

impl<'a> Check<'a> {
    pub(super) fn new(
        certificate: &'a SeatCertificate,
        limits: &'a Limits,
        assignment: &'a SeatAssignment,
    ) -> Self {
        Self {
            certificate,
            limits,
            assignment,
            totals: Totals::default(),
        }
    }

    /// Checks all claims, those about rows in an order in which each is once; returns how many permitted pairs were looked at, and what the answer costs.
    pub(super) fn run(
        mut self,
        source: &dyn CostSource,
        order: &[usize],
        look: Look<'_>,
    ) -> Result<(u64, Sum), SeatCertificateError> {
        self.sizes(source)?;
        self.rows()?;
        let checked = self.pairs(source, order, look)?;
        self.exits()?;
        self.columns()?;
        let (limits, assignment) = (self.limits, self.assignment);
        self.groups(
            limits.row_groups(),
            &self.certificate.row_groups,
            Holder::RowGroup,
            |row| assignment.columns_of(row).len(),
        )?;
        self.groups(
            limits.column_groups(),
            &self.certificate.column_groups,
            Holder::ColumnGroup,
            |column| assignment.rows_of(column).len(),
        )?;
        let claimed = assignment.total_cost();
        let Totals { primal, dual } = self.totals;
        if primal != dual || claimed != primal.cost {
            return Err(SeatCertificateError::Gap {
                claimed,
                primal: primal.cost,
                empty: primal.rank,
                dual: dual.cost,
                dual_empty: dual.rank,
            });
        }
        Ok((checked, primal))
    }

    fn sizes(&self, source: &dyn CostSource) -> Result<(), SeatCertificateError> {
        let Self {
            certificate,
            limits,
            assignment,
            ..
        } = self;
        let (rows, columns) = (source.rows(), source.columns());
        let row_groups = limits.row_groups().len();
        let column_groups = limits.column_groups().len();
        let sizes = [
            ("list of row limits", limits.rows(), rows),
            ("list of column limits", limits.columns(), columns),
            ("list of rows", assignment.rows(), rows),
            ("list of columns", assignment.columns(), columns),
            ("list of empty seats", assignment.empty().len(), rows),
            ("list of row potentials", certificate.u.len(), rows),
            ("list of column potentials", certificate.v.len(), columns),
            (
                "list of row group potentials",
                certificate.row_groups.len(),
                row_groups,
            ),
            (
                "list of column group potentials",
                certificate.column_groups.len(),
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

    /// Rows: every seat has a column or is empty, and is empty only where it may be.
    fn rows(&self) -> Result<(), SeatCertificateError> {
        let (limits, assignment) = (self.limits, self.assignment);
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

    /// Pairs: those of the answer are permitted and distinct; none of the others is below its potentials, none
    /// of these above. Counts the permitted pairs.
    fn pairs(
        &mut self,
        source: &dyn CostSource,
        order: &[usize],
        look: Look<'_>,
    ) -> Result<u64, SeatCertificateError> {
        // A few thousand pairs are worth a thread.
        const ROWS_OF_A_BLOCK: usize = 16;
        let mut checked = 0;
        // The first block that fails has the first row that fails.
        let of_block = |places: Range<usize>| self.block(source, look, &order[places]);
        for block in map_blocks(0..order.len(), ROWS_OF_A_BLOCK, of_block) {
            let (of_block, Totals { primal, dual }) = block?;
            checked += of_block;
            self.totals.primal += primal;
            self.totals.dual += dual;
        }
        Ok(checked)
    }

    fn block(
        &self,
        source: &dyn CostSource,
        look: Look<'_>,
        rows: &[usize],
    ) -> Result<(u64, Totals), SeatCertificateError> {
        let mut totals = Totals::default();
        let mut checked = 0;
        let mut candidates: Vec<Candidate> = Vec::new();
        for row in rows.iter().copied().map(Row::at) {
            self.pairs_in_use(source, row, &mut totals)?;
            look(row, &mut candidates)?;
            checked += self.permitted_pairs(row, &candidates)?;
        }
        Ok((checked, totals))
    }

    fn pairs_in_use(
        &self,
        source: &dyn CostSource,
        row: Row,
        totals: &mut Totals,
    ) -> Result<(), SeatCertificateError> {
        let u = self.certificate.u[row.index()];
        let used = self.assignment.columns_of(row);
        if let Some(twice) = used.windows(2).find(|pair| pair[0] == pair[1]) {
            let column = twice[0];
            return Err(SeatCertificateError::RepeatedPair { row, column });
        }
        for &column in used {
            let v = self.certificate.v.get(column.index());
            let (Some(cost), Some(&v)) = (source.cost(row, column), v) else {
                return Err(SeatCertificateError::BarredPair { row, column });
            };
            let reduced = Sum::from(cost) - u.into() - v.into();
            if reduced > Sum::ZERO {
                return Err(SeatCertificateError::SlackPair {
                    row,
                    column,
                    cost,
                    u,
                    v,
                });
            }
            totals.primal += cost.into();
            totals.dual += reduced;
        }
        Ok(())
    }

    fn permitted_pairs(
        &self,
        row: Row,
        permitted: &[Candidate],
    ) -> Result<u64, SeatCertificateError> {
        let u = self.certificate.u[row.index()];
        let used = self.assignment.columns_of(row);
        let mut checked = 0;
        for &Candidate { column, cost } in permitted {
            let Some(&v) = self.certificate.v.get(column.index()) else {
                // A column that does not exist makes no pair.
                continue;
            };
            checked += 1;
            let reduced = Sum::from(cost) - u.into() - v.into();
            if reduced < Sum::ZERO && used.binary_search(&column).is_err() {
                return Err(SeatCertificateError::NegativeReducedCost {
                    row,
                    column,
                    cost,
                    u,
                    v,
                });
            }
        }
        Ok(checked)
    }

    /// Empty seats: none where they cost more than the row's own potential, and all that may be where they cost less.
    fn exits(&mut self) -> Result<(), SeatCertificateError> {
        let (limits, assignment) = (self.limits, self.assignment);
        let Totals { primal, dual } = &mut self.totals;
        for (index, &u) in self.certificate.u.iter().enumerate() {
            let row = Row::at(index);
            let seats = limits.row_seats(row);
            let group = limits.group_of_row(row);
            let own = own(u, group, &self.certificate.row_groups);
            *dual += own * seats.into();
            let price = match (limits.exit(row), assignment.question()) {
                (Some(price), _) => RankedCost::new(0, price),
                (None, Question::MostPairs) => RankedCost::new(1, 0),
                (None, Question::EveryRow) => continue,
            };
            let found = u64::from(assignment.empty_seats_of(row));
            *primal += Sum::from(price) * found;
            let most = u64::from(seats - limits.row_minimum(row));
            // Empty seats that leave the goal untouched come first.
            let free = most.min((seats - limits.row_goal(row)).into());
            let missed = Sum::missed(limits.row_goal_weight(row));
            *primal += missed * found.saturating_sub(free);
            let reduced = Sum::from(price) - own;
            let steps = [(reduced, free), (reduced + missed, most - free)];
            let (expected, least) = cheapest(found, steps);
            if found != expected {
                return Err(SeatCertificateError::SlackExit {
                    row,
                    found,
                    expected,
                    price,
                    potential: own.ranked(),
                });
            }
            *dual += least;
        }
        Ok(())
    }

    /// Columns: within their limits, and at the right one if their own potential is neither 0 nor that of a goal.
    fn columns(&mut self) -> Result<(), SeatCertificateError> {
        let limits = self.limits;
        for (index, &v) in self.certificate.v.iter().enumerate() {
            let column = Column::at(index);
            let group = limits.group_of_column(column);
            let own = own(v, group, &self.certificate.column_groups);
            let found = self.assignment.rows_of(column).len() as u64;
            let bounds = Bounds {
                least: limits.column_minimum(column).into(),
                goal: limits.column_goal(column).into(),
                most: limits.column_seats(column).into(),
                missed: Sum::missed(limits.column_goal_weight(column)),
            };
            self.totals.primal += bounds.missed * bounds.goal.saturating_sub(found);
            self.totals.dual += within(Holder::Column(column), found, &bounds, own)?;
        }
        Ok(())
    }

    /// Groups: within their limits, and at the right one if their potential is not 0.
    fn groups<I: Copy>(
        &mut self,
        groups: &[Group<I>],
        potentials: &[RankedCost],
        holder: fn(usize) -> Holder,
        pairs_of: impl Fn(I) -> usize,
    ) -> Result<(), SeatCertificateError> {
        for (number, (group, &potential)) in groups.iter().zip(potentials).enumerate() {
            let found = group.members().iter();
            let found = found.map(|&member| pairs_of(member) as u64).sum();
            let bounds = Bounds {
                least: group.floor(),
                goal: 0,
                most: group.cap(),
                missed: Sum::ZERO,
            };
            self.totals.dual += within(holder(number), found, &bounds, potential.into())?;
        }
        Ok(())
    }
}

/// A potential without that of the group.
fn own(potential: RankedCost, group: Option<usize>, groups: &[RankedCost]) -> Sum {
    let of_group = group.map_or(Sum::ZERO, |group| groups[group].into());
    Sum::from(potential) - of_group
}

/// Says what the potential of a holder proves, if it keeps to its limits and is at the one that the potential asks for.
fn within(
    holder: Holder,
    found: u64,
    &Bounds {
        least,
        goal,
        most,
        missed,
    }: &Bounds,
    potential: Sum,
) -> Result<Sum, SeatCertificateError> {
    if found < least || found > most {
        return Err(SeatCertificateError::OutsideLimits {
            holder,
            found,
            least,
            most,
        });
    }
    // Pairs up to the goal are worth its weight each, on top of those that must be.
    let wanted = goal.max(least);
    let steps = [
        (potential - missed, wanted - least),
        (potential, most - wanted),
    ];
    let (expected, cheapest) = cheapest(found - least, steps);
    if found != least + expected {
        return Err(SeatCertificateError::SlackLimit {
            holder,
            found,
            expected: least + expected,
            potential: potential.ranked(),
        });
    }
    Ok(potential * least + missed * (wanted - least) + cheapest)
}

/// Finds how many units cost least, where so many cost the first price each and the others, up to so many, the second,
/// which is not less; and what they cost. Of several such numbers it is the nearest to the one found.
fn cheapest(found: u64, steps: [(Sum, u64); 2]) -> (u64, Sum) {
    let count = |pays: fn(Sum) -> bool| -> u64 {
        let paying = steps.iter().filter(|&&(price, _)| pays(price));
        paying.map(|&(_, units)| units).sum()
    };
    let (fewest, most) = (
        count(|price| price < Sum::ZERO),
        count(|price| price <= Sum::ZERO),
    );
    let mut least = Sum::ZERO;
    for (price, units) in steps {
        least += price.min(Sum::ZERO) * units;
    }
    (found.clamp(fewest, most), least)
}
