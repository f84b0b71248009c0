//! The proof of an answer, checked from scratch: this file shares no code with the solver.

use super::parallel::map_blocks;
use super::strategy::Strategy;
use super::{Assignment, Candidate, CertificateError, Column, Cost, CostSource, Row, Side};

/// A vertex cover and potentials: the proof that an assignment has as many pairs as any, and costs
/// least among those that have.
///
/// What it says and why that is a proof is derived in the documentation of the [module](super).
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Certificate {
    pub(super) row_cover: Vec<bool>,
    pub(super) column_cover: Vec<bool>,
    // u, v: potentials, as in Kuhn (1955).
    pub(super) u: Vec<Cost>,
    pub(super) v: Vec<Cost>,
}

/// What a certificate has proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    pairs: usize,
    total_cost: i128,
    every_row: bool,
    checked: u64,
}

impl Verified {
    /// Counts the pairs: no assignment has more.
    #[must_use]
    pub fn pairs(&self) -> usize {
        self.pairs
    }

    /// Gives the total cost: no assignment with as many pairs costs less.
    #[must_use]
    pub fn total_cost(&self) -> i128 {
        self.total_cost
    }

    /// Says whether every row has a column.
    #[must_use]
    pub fn serves_every_row(&self) -> bool {
        self.every_row
    }

    /// Counts the permitted pairs that were looked at, which are all there are.
    #[must_use]
    pub fn pairs_checked(&self) -> u64 {
        self.checked
    }
}

impl Certificate {
    /// Puts together a certificate that was taken apart or written down.
    ///
    /// The covers say for each row and each column whether it is in the vertex cover. Nothing is
    /// checked here: the parts are claims until [`verify`](Self::verify) accepts them.
    pub fn from_parts(
        row_cover: Vec<bool>,
        column_cover: Vec<bool>,
        u: Vec<Cost>,
        v: Vec<Cost>,
    ) -> Self {
        Self {
            row_cover,
            column_cover,
            u,
            v,
        }
    }

    /// Says for each row whether it is in the vertex cover.
    #[must_use]
    pub fn row_cover(&self) -> &[bool] {
        &self.row_cover
    }

    /// Says for each column whether it is in the vertex cover.
    #[must_use]
    pub fn column_cover(&self) -> &[bool] {
        &self.column_cover
    }

    /// Gives the potentials of the rows.
    #[must_use]
    pub fn row_potentials(&self) -> &[Cost] {
        &self.u
    }

    /// Gives the potentials of the columns.
    #[must_use]
    pub fn column_potentials(&self) -> &[Cost] {
        &self.v
    }

    /// Checks from scratch that `assignment` is an optimal answer to `source`, with this
    /// certificate as the proof.
    ///
    /// Every permitted pair is looked at. All sums are 128 bits wide, so nothing is assumed of the
    /// costs.
    ///
    /// # Algorithm
    ///
    /// The five claims of the [module](super), in their order. Two of them need no line of their
    /// own: that each pair is covered exactly once, and that all of the cover is served, follow
    /// from every pair being covered by a cover no larger than the assignment.
    ///
    /// # Complexity
    ///
    /// `O(n + m + p)` time for `n` rows, `m` columns and `p` permitted pairs.
    ///
    /// # Errors
    ///
    /// [`CertificateError`] with the first row or column at which a claim fails.
    pub fn verify(
        &self,
        source: &dyn CostSource,
        assignment: &Assignment,
    ) -> Result<Verified, CertificateError> {
        self.verify_by(source, assignment, || self.check_permitted(source))
    }

    /// Checks all claims; `check_permitted` checks the two that speak of all permitted pairs, and counts those it
    /// looked at.
    pub(super) fn verify_by(
        &self,
        source: &dyn CostSource,
        assignment: &Assignment,
        check_permitted: impl FnOnce() -> Result<u64, CertificateError>,
    ) -> Result<Verified, CertificateError> {
        self.verify_while(source, assignment, &|| Ok(()), check_permitted)
    }

    /// Does the same as long as it may go on.
    pub(super) fn verify_while(
        &self,
        source: &dyn CostSource,
        assignment: &Assignment,
        may_go_on: MayGoOn<'_>,
        check_permitted: impl FnOnce() -> Result<u64, CertificateError>,
    ) -> Result<Verified, CertificateError> {
        self.check_sizes(source, assignment)?;
        let costs = check_pairs(source, assignment, may_go_on)?;
        let checked = check_permitted()?;
        may_go_on()?;
        let cover = self
            .row_cover
            .iter()
            .chain(&self.column_cover)
            .filter(|&&covered| covered)
            .count();
        if cover != assignment.len() {
            return Err(CertificateError::CoverSize {
                cover,
                pairs: assignment.len(),
            });
        }
        self.check_tight(assignment, &costs)?;
        self.check_signs(assignment)?;
        let primal = costs.iter().map(|&cost| i128::from(cost)).sum();
        let dual = self
            .u
            .iter()
            .chain(&self.v)
            .map(|&potential| i128::from(potential))
            .sum();
        let claimed = assignment.total_cost();
        if claimed != primal || primal != dual {
            return Err(CertificateError::Gap {
                claimed,
                primal,
                dual,
            });
        }
        let every_row = assignment.len() == source.rows();
        Ok(Verified {
            pairs: assignment.len(),
            total_cost: primal,
            every_row,
            checked,
        })
    }

    fn check_sizes(
        &self,
        source: &dyn CostSource,
        assignment: &Assignment,
    ) -> Result<(), CertificateError> {
        let (rows, columns) = (source.rows(), source.columns());
        let sizes = [
            ("list of rows", assignment.rows(), rows),
            ("list of columns", assignment.columns(), columns),
            ("row cover", self.row_cover.len(), rows),
            ("column cover", self.column_cover.len(), columns),
            ("list of row potentials", self.u.len(), rows),
            ("list of column potentials", self.v.len(), columns),
        ];
        match sizes
            .into_iter()
            .find(|(_, found, expected)| found != expected)
        {
            None => Ok(()),
            Some((part, found, expected)) => Err(CertificateError::WrongSize {
                part,
                found,
                expected,
            }),
        }
    }

    /// Claims (b) and (c): each permitted pair is covered, and one covered once is not below its
    /// potentials.
    pub(super) fn check_permitted(&self, source: &dyn CostSource) -> Result<u64, CertificateError> {
        // A few thousand pairs are worth a thread.
        const ROWS_OF_A_BLOCK: usize = 16;
        let blocks = map_blocks(0..self.u.len(), ROWS_OF_A_BLOCK, |rows| {
            let mut candidates = Vec::new();
            let mut checked = 0;
            for row in rows.map(Row::at) {
                source.permitted(row, &mut candidates);
                checked += self.check_row(row, &candidates)?;
            }
            Ok(checked)
        });
        // The first block that fails has the first row that fails.
        blocks.into_iter().sum()
    }

    /// Checks the permitted pairs of a row, and counts them.
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a branch for each claim of each pair takes longer than all claims"
    )]
    pub(super) fn check_row(
        &self,
        row: Row,
        permitted: &[Candidate],
    ) -> Result<u64, CertificateError> {
        let (row_covered, u) = (self.row_cover[row.index()], self.u[row.index()]);
        // Nearly every row passes, so the first look only asks whether it does. A difference that leaves the type is
        // looked at again, whatever it is.
        let sound = |pair: &Candidate| {
            let at = pair.column.index();
            let (Some(&covered), Some(&v)) = (self.column_cover.get(at), self.v.get(at)) else {
                return false;
            };
            let reduced = pair.cost.saturating_sub(v);
            let once = (row_covered ^ covered) & (reduced >= u) & (reduced > Cost::MIN);
            (row_covered & covered) | once
        };
        if permitted.iter().fold(true, |all, pair| all & sound(pair)) {
            return Ok(permitted.len() as u64);
        }
        let mut checked = 0;
        for &Candidate { column, cost } in permitted {
            let Some(&column_covered) = self.column_cover.get(column.index()) else {
                // A column that does not exist makes no pair.
                continue;
            };
            checked += 1;
            if !row_covered && !column_covered {
                return Err(CertificateError::Uncovered { row, column });
            }
            let v = self.v[column.index()];
            let covered_once = row_covered != column_covered;
            if covered_once && i128::from(cost) < i128::from(u) + i128::from(v) {
                return Err(CertificateError::NegativeReducedCost {
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

    /// Claim (d), first half: pairs of the assignment are tight.
    fn check_tight(&self, assignment: &Assignment, costs: &[Cost]) -> Result<(), CertificateError> {
        for ((row, column), &cost) in assignment.pairs().zip(costs) {
            let (u, v) = (self.u[row.index()], self.v[column.index()]);
            if i128::from(cost) != i128::from(u) + i128::from(v) {
                return Err(CertificateError::SlackPair {
                    row,
                    column,
                    cost,
                    u,
                    v,
                });
            }
        }
        Ok(())
    }

    /// Claim (d), second half: who is not in the cover has no potential above 0, and who is not
    /// served has none.
    fn check_signs(&self, assignment: &Assignment) -> Result<(), CertificateError> {
        let mut idle_columns = vec![true; self.v.len()];
        let mut idle_rows = vec![true; self.u.len()];
        for (row, column) in assignment.pairs() {
            (idle_rows[row.index()], idle_columns[column.index()]) = (false, false);
        }
        let rows = self
            .u
            .iter()
            .zip(&self.row_cover)
            .zip(idle_rows)
            .enumerate();
        let columns = self
            .v
            .iter()
            .zip(&self.column_cover)
            .zip(idle_columns)
            .enumerate();
        let rows = rows.map(|(row, claims)| (Side::Row(Row::at(row)), claims));
        let columns = columns.map(|(column, claims)| (Side::Column(Column::at(column)), claims));
        for (side, ((&potential, &covered), idle)) in rows.chain(columns) {
            if !covered && potential > 0 {
                return Err(CertificateError::PositivePotential { side, potential });
            }
            if idle && potential != 0 {
                return Err(CertificateError::IdlePotential { side, potential });
            }
        }
        Ok(())
    }
}

/// Tells whether the caller wants to know it still.
pub(super) type MayGoOn<'a> = &'a (dyn Fn() -> Result<(), CertificateError> + Sync);

/// Claim (a): the pairs are permitted, and no column is given twice. Returns what each costs.
fn check_pairs(
    source: &dyn CostSource,
    assignment: &Assignment,
    may_go_on: MayGoOn<'_>,
) -> Result<Vec<Cost>, CertificateError> {
    let pairs: Vec<(Row, Column)> = assignment.pairs().collect();
    // A source that is asked takes a look at far memory for each.
    let of_a_block = match Strategy::of(source) {
        Strategy::Read => 1 << 12,
        Strategy::Ask => 1 << 6,
    };
    let costs = map_blocks(0..pairs.len(), of_a_block, |block| {
        may_go_on()?;
        let costs = pairs[block]
            .iter()
            .map(|&(row, column)| source.cost(row, column));
        Ok(costs.collect::<Vec<_>>())
    });
    let costs: Result<Vec<_>, CertificateError> = costs.into_iter().collect();
    let mut found = Vec::with_capacity(pairs.len());
    let mut taken = vec![None; source.columns()];
    for ((row, column), cost) in pairs.into_iter().zip(costs?.into_iter().flatten()) {
        found.push(cost.ok_or(CertificateError::BarredPair { row, column })?);
        // A source that gives a cost beyond its own columns contradicts itself.
        let taken = taken
            .get_mut(column.index())
            .ok_or(CertificateError::BarredPair { row, column })?;
        if let Some(first) = taken.replace(row) {
            return Err(CertificateError::SharedColumn {
                column,
                first,
                second: row,
            });
        }
    }
    Ok(found)
}

/// Checks from scratch that an assignment is an optimal answer to `source`, by the certificate it
/// carries.
///
/// See [`Certificate::verify`] for how, and for what it returns.
///
/// # Errors
///
/// [`CertificateError`] with the first row or column at which a claim fails.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{DenseCosts, solve, verify};
///
/// let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2], vec![1, 4]])?;
/// let assignment = solve(&costs)?;
/// assert_eq!(verify(&costs, &assignment)?.total_cost(), 3);
///
/// // The same pairs are no proof for other costs: here 0-0 and 1-1 cost 1 + 1.
/// let others = DenseCosts::try_from_rows(vec![vec![1_u8, 2], vec![1, 1]])?;
/// let error = verify(&others, &assignment).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "row 1 and column 1 cost 1, less than their potentials 2 and 0 (there may be a cheaper assignment)",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn verify(
    source: &dyn CostSource,
    assignment: &Assignment,
) -> Result<Verified, CertificateError> {
    assignment.certificate().verify(source, assignment)
}
