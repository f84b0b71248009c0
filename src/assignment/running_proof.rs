//! The proof of an answer that changes now and then, kept between the changes: this file shares no code with the solver.

use super::parallel::map_blocks;
use super::{
    Assignment, Bound, Candidate, Certificate, CertificateError, Change, Column, Cost, CostSource,
    Prices, Row, Verified,
};

/// A proof that is checked once from scratch, and after each change where the change may have undone it.
///
/// Of each row it keeps the pairs that are nearest to being too cheap, and a bound on all others, as the source names both by
/// [`CostSource::cheapest`]. Potentials move a little with each change, and so do the bounds; a row is asked for again only once its bound
/// has come to say nothing. So it proves as much as [`verify_at_a_glance`](super::verify_at_a_glance) does if the source differs from the
/// earlier one only in what each change names as new. Where it may not, [`verify`](super::verify()) is the authority.
/// [`verify_change`](super::verify_change) says the same without a memory, and reads more.
///
/// # Complexity
///
/// After a change `O(n + m)` time and 64 pairs of each row that are at hand; one question to the source for each new row and for each of
/// which the bound says nothing any more, and one cost of each row for each column that is new, or rises more than the others.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::assignment::{Change, DenseCosts, Row, RunningProof, Solver, WarmStart};
///
/// let monday = DenseCosts::try_from_rows(vec![vec![1_u8, 2, 9], vec![1, 4, 9]])?;
/// let mut warm = WarmStart::default();
/// Solver::new().resume_max(&monday, &Change::default(), &mut warm)?;
/// let (mut proof, verified) = RunningProof::of(&monday, warm.assignment().clone())?;
/// assert_eq!(verified.total_cost(), 3); // 2 + 1
///
/// let tuesday = DenseCosts::try_from_rows(vec![vec![1_u8, 2, 9], vec![7, 1, 9]])?;
/// let change = Change::none(warm.assignment()).with_row(Row::from(1));
/// Solver::new().resume_max(&tuesday, &change, &mut warm)?;
/// let verified = proof.follow(&tuesday, warm.assignment().clone(), &change)?;
/// assert_eq!(verified.total_cost(), 2); // 1 + 1
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct RunningProof {
    proved: Assignment,
    rows: Vec<Near>,
    /// Whether every row of what was proved has its pairs here.
    is_whole: bool,
}

/// The pairs of a row that are nearest to being too cheap.
#[derive(Debug, Clone)]
struct Near {
    pairs: Vec<(Column, Cost)>,
    /// No other permitted pair costs less than this above the potential of its column.
    bound: Cost,
}

/// How many pairs of a row are kept at first, and with how many new columns among them the row is read again.
const NEAREST: usize = 64;
const MOST_KEPT: usize = 128;

/// Columns that rise more than all others, and of which one cost of each row is read instead.
const FEW_COLUMNS: usize = 16;

/// What being outside the cover takes off a row, and being in it off a column: more than all potentials and costs, see [`Level::LIMIT`].
const UNCOVERED: Cost = 1 << 60;

/// Potentials with the cover in them, so that one inequality says all that the certificate claims of a permitted pair.
struct Level {
    u: Vec<Cost>,
    v: Vec<Cost>,
}

impl Level {
    /// A pair covered once is as cheap as it is; one covered twice is never too cheap, and one that is not covered always is, as long as
    /// nothing is beyond this.
    const LIMIT: Cost = 1 << 57;

    fn of(certificate: &Certificate) -> Option<Self> {
        let all = certificate.row_potentials().iter();
        let mut all = all.chain(certificate.column_potentials());
        if all.any(|&potential| !is_small(potential)) {
            return None;
        }
        let rows = certificate.row_potentials().iter();
        let columns = certificate.column_potentials().iter();
        let u = rows.zip(certificate.row_cover());
        let v = columns.zip(certificate.column_cover());
        Some(Self {
            u: u.map(|(&u, &covered)| if covered { u } else { u + UNCOVERED })
                .collect(),
            v: v.map(|(&v, &covered)| if covered { v - UNCOVERED } else { v })
                .collect(),
        })
    }
}

/// Tells whether a cost may be taken off a potential that a certificate claims, and neither leaves its type.
pub(super) fn is_small(number: Cost) -> bool {
    (-Level::LIMIT..=Level::LIMIT).contains(&number)
}

/// What is known of each row, if its pairs at hand say all that need be known, and the columns of which it is not known.
struct Known {
    rows: Vec<Option<Near>>,
    columns: Vec<Column>,
}

impl Known {
    fn nothing(rows: usize) -> Self {
        Self {
            rows: vec![None; rows],
            columns: Vec::new(),
        }
    }
}

/// What the source says of a row.
enum Read {
    /// The pairs with the columns that are looked at one by one.
    Columns(Vec<(Column, Cost)>),
    /// What is nearest, and how many pairs were looked at.
    Nearest(Near, u64),
}

impl RunningProof {
    /// Checks an answer from scratch, and keeps what is needed to check the next.
    ///
    /// # Errors
    ///
    /// [`CertificateError`] with the first row or column at which a claim fails.
    pub fn of(
        source: &dyn CostSource,
        assignment: Assignment,
    ) -> Result<(Self, Verified), CertificateError> {
        let mut rows = Vec::new();
        let verified = assignment
            .certificate()
            .verify_by(source, &assignment, || {
                let nothing = Known::nothing(source.rows());
                check(source, assignment.certificate(), nothing, &mut rows)
            })?;
        let proof = Self {
            is_whole: rows.len() == assignment.rows(),
            proved: assignment,
            rows,
        };
        Ok((proof, verified))
    }

    /// Returns what was proved last.
    pub fn proved(&self) -> &Assignment {
        &self.proved
    }

    /// Lists the permitted pairs that optimal answers to `source` may have: those covered once, with a reduced cost of 0, by row and column.
    ///
    /// The pairs at hand say it of most rows; any other row is read.
    #[must_use]
    pub fn tight_pairs(&self, source: &dyn CostSource) -> Vec<(Row, Candidate)> {
        let certificate = self.proved.certificate();
        let level = Level::of(certificate).filter(|_| self.is_whole);
        let tight = |row: usize, pair: &Candidate| {
            let at = pair.column.index();
            let (Some(&covered), Some(&v)) = (
                certificate.column_cover().get(at),
                certificate.column_potentials().get(at),
            ) else {
                return false;
            };
            let u = certificate.row_potentials()[row];
            covered != certificate.row_cover()[row]
                && i128::from(pair.cost) == i128::from(u) + i128::from(v)
        };
        let mut read = Vec::new();
        let mut found = Vec::new();
        for row in 0..self.proved.rows() {
            read.clear();
            match (&level, self.rows.get(row)) {
                (Some(level), Some(near)) if near.bound > level.u[row] => {
                    let pairs = near.pairs.iter();
                    read.extend(pairs.map(|&(column, cost)| Candidate { column, cost }));
                }
                _ => source.permitted(Row::at(row), &mut read),
            }
            read.retain(|pair| tight(row, pair));
            read.sort_unstable();
            found.extend(read.iter().map(|&pair| (Row::at(row), pair)));
        }
        found
    }

    /// Checks that `after` is an optimal answer to `source`, to which `change` leads from what was proved before.
    ///
    /// [`Verified::pairs_checked`] counts the pairs that were looked at, those at hand among them.
    ///
    /// # Errors
    ///
    /// [`CertificateError`] with a row or column at which a claim fails; what was proved before is what is proved still, and the next
    /// check reads all rows.
    pub fn follow(
        &mut self,
        source: &dyn CostSource,
        after: Assignment,
        change: &Change,
    ) -> Result<Verified, CertificateError> {
        let mut rows = Vec::new();
        let was_whole = std::mem::take(&mut self.is_whole);
        let verified = after.certificate().verify_by(source, &after, || {
            let known = self.known(&after, change).filter(|_| was_whole);
            let known = known.unwrap_or_else(|| Known::nothing(source.rows()));
            check(source, after.certificate(), known, &mut rows)
        })?;
        *self = Self {
            is_whole: rows.len() == after.rows(),
            proved: after,
            rows,
        };
        Ok(verified)
    }

    /// Brings what is known of each row to the potentials of today; `None` if nothing that is known is of use.
    fn known(&mut self, after: &Assignment, change: &Change) -> Option<Known> {
        change
            .check(&self.proved, after.rows(), after.columns())
            .ok()?;
        let before = Level::of(self.proved.certificate())?;
        let today = Level::of(after.certificate())?;
        let mut now = vec![None; before.v.len()];
        let mut rises = Vec::new();
        let mut columns = Vec::new();
        for (column, &v) in (0..).map(Column::from).zip(&today.v) {
            let Some(origin) = change.column_before(column).map(Column::index) else {
                columns.push(column);
                continue;
            };
            *now.get_mut(origin)? = Some(column);
            rises.push((v - before.v[origin], column));
        }
        // Columns that rise more than the others are looked at one by one, and all others rise by no more than this.
        let mut rise = rises.iter().map(|&(rise, _)| rise).max().unwrap_or(0);
        if rises.len() > FEW_COLUMNS {
            let (most, next, _) = rises
                .select_nth_unstable_by_key(FEW_COLUMNS, |&(rise, column)| {
                    (std::cmp::Reverse(rise), column)
                });
            rise = next.0;
            columns.extend(most.iter().filter(|more| more.0 > rise).map(|more| more.1));
        }
        let mut places = (0..).map(Column::from).zip(&now);
        let moved = places.any(|(column, now)| *now != Some(column));
        let rows = today.u.iter().enumerate().map(|(row, &u)| {
            let origin = change.row_before(Row::at(row))?;
            let known = self.rows.get_mut(origin.index())?;
            let mut near = std::mem::replace(known, Near::unknown());
            if moved {
                near.pairs
                    .retain_mut(|(column, _)| match now[column.index()] {
                        Some(now) => {
                            *column = now;
                            true
                        }
                        None => false,
                    });
            }
            near.bound = near.bound.saturating_sub(rise);
            (near.bound >= u && near.pairs.len() <= MOST_KEPT).then_some(near)
        });
        Some(Known {
            rows: rows.collect(),
            columns,
        })
    }
}

/// Checks the permitted pairs of all rows, and counts those that were looked at; fills `kept` with what is known of each
/// row then.
fn check(
    source: &dyn CostSource,
    certificate: &Certificate,
    known: Known,
    kept: &mut Vec<Near>,
) -> Result<u64, CertificateError> {
    const ROWS_OF_A_BLOCK: usize = 64;
    let Some(level) = Level::of(certificate) else {
        return certificate.check_permitted(source);
    };
    let Known { rows, columns } = known;
    let prices = Prices::from(level.v.clone());
    let blocks = map_blocks(0..rows.len(), ROWS_OF_A_BLOCK, |block| {
        let mut pairs = Vec::new();
        let read = block.map(|row| {
            if let Some(near) = &rows[row] {
                let too_cheap =
                    |pair: &&(Column, Cost)| above(pair.0, pair.1, &level.v) < level.u[row];
                let costs = columns.iter().filter_map(|&column| {
                    let cost = source.cost(Row::at(row), column)?;
                    Some((column, cost))
                });
                let costs: Vec<_> = costs.collect();
                for &(column, cost) in near.pairs.iter().filter(too_cheap).chain(&costs) {
                    certificate.check_row(Row::at(row), &[Candidate { column, cost }])?;
                }
                return Ok(Read::Columns(costs));
            }
            let near = Near::ask(source, row, &prices, &mut pairs);
            if near.bound < level.u[row] {
                // The bound says nothing of the pairs that it speaks of.
                source.permitted(Row::at(row), &mut pairs);
            }
            let checked = certificate.check_row(Row::at(row), &pairs)?;
            Ok(Read::Nearest(near, checked))
        });
        read.collect::<Result<Vec<_>, CertificateError>>()
    });
    let read: Result<Vec<_>, _> = blocks.into_iter().collect();
    let mut checked = 0;
    for (known, read) in rows.into_iter().zip(read?.into_iter().flatten()) {
        let near = match (known, read) {
            (_, Read::Nearest(near, pairs)) => {
                checked += pairs;
                near
            }
            (known, Read::Columns(costs)) => {
                let mut near = known.unwrap_or_else(Near::unknown);
                checked += (near.pairs.len() + costs.len()) as u64;
                for (column, cost) in costs {
                    near.add(column, cost, &level.v);
                }
                near
            }
        };
        kept.push(near);
    }
    Ok(checked)
}

/// What a pair costs above the potential of its column.
fn above(column: Column, cost: Cost, v: &[Cost]) -> Cost {
    cost.saturating_sub(v.get(column.index()).copied().unwrap_or(0))
}

impl Near {
    /// Asks for the nearest pairs of a row, and lists them in `pairs`.
    fn ask(
        source: &dyn CostSource,
        row: usize,
        prices: &Prices,
        pairs: &mut Vec<Candidate>,
    ) -> Self {
        // Asked first: prices with the cover in them leave no room for differences to larger costs.
        let range = source.cost_range(row..row + 1);
        if range.is_some_and(|(least, most)| !is_small(least) || !is_small(most)) {
            return Self::unknown();
        }
        let bound = source.cheapest(Row::at(row), prices, NEAREST, pairs);
        let pairs = pairs.iter().map(|pair| (pair.column, pair.cost));
        Self {
            pairs: pairs.collect(),
            bound: match bound {
                Bound::Complete => Cost::MAX,
                Bound::AtLeast(bound) => bound,
            },
        }
    }

    /// Says nothing of a row, so that all of it is read each time.
    fn unknown() -> Self {
        Self {
            pairs: Vec::new(),
            bound: Cost::MIN,
        }
    }

    /// Keeps one more pair, if the bound does not speak of it.
    fn add(&mut self, column: Column, cost: Cost, v: &[Cost]) {
        if !is_small(cost) {
            *self = Self::unknown();
        } else if above(column, cost, v) < self.bound
            && self.pairs.iter().all(|pair| pair.0 != column)
        {
            self.pairs.push((column, cost));
        }
    }
}
