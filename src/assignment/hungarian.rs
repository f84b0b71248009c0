//! The Hungarian method: a start, and then a shortest augmenting path for each row that is left.

use super::auction::{Schedule, auction};
use super::cardinality::Mates;
use super::reader::Reader;
use super::search::{Search, State};
use super::start::start;
use super::{AssignmentError, Cost, CostSource};

/// Every row served at least total cost, and the potentials that prove it.
pub(super) struct Served {
    pub(super) mates: Mates,
    /// The potentials of the rows.
    pub(super) u: Vec<Cost>,
    /// The potentials of the columns: at most 0, and 0 for a column left free.
    pub(super) v: Vec<Cost>,
}

/// How many pairs the first lists hold, where columns are no more than twice the rows, and elsewhere.
const FIRST_LISTS: (usize, usize) = (16, 6);

/// Serves every row by its own column at least total cost.
///
/// # Algorithm
///
/// H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics
/// Quarterly 2 (1955), pp. 83-97, and J. Munkres, "Algorithms for the assignment and transportation
/// problems", Journal of the Society for Industrial and Applied Mathematics 5 (1957), pp. 32-38:
/// potentials for which no reduced cost `c - u - v` is negative, a matching on pairs where it is 0,
/// and potentials that change until the matching serves all.
///
/// Rows are served by shortest augmenting paths, one after the other: R. Jonker and A. Volgenant,
/// "A shortest augmenting path algorithm for dense and sparse linear assignment problems",
/// Computing 38 (1987), pp. 325-340, in the rectangular form of D. F. Crouse, "On implementing 2D
/// rectangular assignment algorithms", IEEE Transactions on Aerospace and Electronic Systems 52
/// (2016), pp. 1679-1696. Differs from both in that rows are not read: each has a short
/// [list](super::lists::Lists) of its cheapest pairs, which the search renews when the pairs left out might matter.
///
/// # Complexity
///
/// `O(n² m)` time for `n` dense rows and `m` columns at worst, `O(n p log p)` for `p` pairs of sparse rows;
/// `O(n + m)` space, and the lists.
///
/// # Errors
///
/// [`AssignmentError::Infeasible`] if the permitted pairs cannot serve every row at once;
/// [`AssignmentError::Contradiction`] and [`AssignmentError::Cancelled`].
pub(super) fn serve_every_row<S: CostSource + ?Sized>(
    reader: &mut Reader<'_, S>,
) -> Result<Served, AssignmentError> {
    let (near_square, wide) = FIRST_LISTS;
    let near = reader.columns() / 2 <= reader.rows();
    serve_with_lists_of(if near { near_square } else { wide }, reader)
}

/// Does so from lists of at most `k` pairs.
pub(super) fn serve_with_lists_of<S: CostSource + ?Sized>(
    k: usize,
    reader: &mut Reader<'_, S>,
) -> Result<Served, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let mut state = start(reader, k)?;
    let mut search = Search::new(rows, columns);
    let mut auctioned = rows != columns || !reader.has_headroom();
    let free = state.mates.free_rows();
    if !auctioned && free.len() > rows / CALM_SHARE {
        auctioned = true;
        hold_auction(free.len(), &mut state, reader)?;
    }
    loop {
        let free = state.mates.free_rows();
        let mut contested = false;
        for (served, &row) in free.iter().enumerate() {
            reader.report("serving rows", rows - free.len() + served, rows)?;
            search.serve(row, &mut state, reader)?;
            if !auctioned && search.relaxed() > PAIRS_OF_A_CALM_ROW * rows as u64 {
                contested = true;
                break;
            }
        }
        if !contested {
            break;
        }
        auctioned = true;
        let left = state.mates.free_rows().len();
        hold_auction(left, &mut state, reader)?;
    }
    reader.report("serving rows", rows, rows)?;
    Ok(finish(state))
}

/// One row in how many may be free after the start for the search to go on from there: 5 %.
///
/// Uniform costs leave 1 to 3 % free, distances in the plane 10 to 25 %, products nearly all.
const CALM_SHARE: usize = 20;

/// Pairs that searches may relax for each row of the problem before an auction is cheaper.
const PAIRS_OF_A_CALM_ROW: u64 = 100;

/// Holds an auction whose epsilons suit the costs.
fn hold_auction<S: CostSource + ?Sized>(
    free: usize,
    state: &mut State,
    reader: &mut Reader<'_, S>,
) -> Result<(), AssignmentError> {
    let range = reader.sample_range(&state.v)?;
    // Where nearly no row keeps its column, prices have far to go, and large steps are not lost.
    let share = if free > reader.rows() / 10 * 9 {
        10
    } else {
        256
    };
    auction(Schedule::new(range, share), state, reader)?;
    Ok(())
}

/// Shifts the potentials so that those of the columns are at most 0.
///
/// Only equal sides need it. Where columns are left free, these have the largest potential there is,
/// which is the 0 they started with.
fn finish(state: State) -> Served {
    let State {
        mates,
        mut u,
        mut v,
        ..
    } = state;
    if u.len() == v.len() {
        let shift = v.iter().copied().max().unwrap_or(0);
        for u in &mut u {
            *u += shift;
        }
        for v in &mut v {
            *v -= shift;
        }
    }
    Served { mates, u, v }
}

#[cfg(test)]
mod tests {
    use super::super::{
        Assignment, Bound, Candidate, Certificate, Column, ComputedCosts, DenseCosts, Row, verify,
    };
    use super::*;
    use crate::work::Work;

    /// A small generator of random numbers (splitmix64).
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: u64) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            (mixed ^ (mixed >> 31)) % limit
        }

        fn size(&mut self, limit: u64) -> usize {
            usize::try_from(self.below(limit)).expect("a small limit")
        }
    }

    /// Solves with first lists of `k`, checks the certificate, and gives the total; `None` if infeasible.
    fn certified_total<S: CostSource>(source: &S, k: usize) -> Option<i128> {
        let range = source.cost_range().unwrap_or((0, 0));
        let work = Work::new();
        let mut reader = Reader::new(source, range, &work);
        let served = match serve_with_lists_of(k, &mut reader) {
            Ok(served) => served,
            Err(AssignmentError::Infeasible { .. }) => return None,
            Err(error) => panic!("{error}"),
        };
        let column_of: Vec<_> = (0..source.rows())
            .map(|row| served.mates.column_of(row).map(Column::at))
            .collect();
        let total = served
            .u
            .iter()
            .chain(&served.v)
            .map(|&potential| i128::from(potential))
            .sum();
        let covers = (vec![true; source.rows()], vec![false; source.columns()]);
        let certificate = Certificate::from_parts(covers.0, covers.1, served.u, served.v);
        let assignment = Assignment::from_parts(source.columns(), column_of, total, certificate);
        let verified = verify(source, &assignment).expect("the certificate proves the assignment");
        assert!(verified.serves_every_row());
        Some(total)
    }

    /// A source whose bounds say nothing, which is allowed.
    struct Vague<S>(S);

    impl<S: CostSource> CostSource for Vague<S> {
        fn rows(&self) -> usize {
            self.0.rows()
        }

        fn columns(&self) -> usize {
            self.0.columns()
        }

        fn cost(&self, row: Row, column: Column) -> Option<Cost> {
            self.0.cost(row, column)
        }

        fn cheapest(&self, row: Row, prices: &[Cost], k: usize, out: &mut Vec<Candidate>) -> Bound {
            let _ = self.0.cheapest(row, prices, k, out);
            Bound::AtLeast(Cost::MIN)
        }
    }

    #[test]
    fn bounds_that_say_nothing_cost_time_and_no_optimum() {
        let mut random = Random(3);
        for case in 0..300 {
            let side = 1 + random.size(9);
            let costs: Vec<Cost> = (0..side * side)
                .map(|_| random.below(30).cast_signed() - 10)
                .collect();
            let source = ComputedCosts::new(side, side, |row, column| {
                Some(costs[row.index() * side + column.index()])
            });
            let whole = certified_total(&source, side);
            assert_eq!(certified_total(&Vague(source), 2), whole, "case {case}");
        }
    }

    #[test]
    fn lists_of_one_pair_renew_themselves_to_the_same_optimum_as_whole_rows() {
        let mut random = Random(1);
        for case in 0..3_000 {
            let rows = 1 + random.size(12);
            let columns = rows + random.size(3) * random.size(12);
            let highest = [2, 5, 1_000, 1 << 40][case % 4];
            let absent = random.below(4);
            let costs: Vec<Option<Cost>> = (0..rows * columns)
                .map(|_| {
                    (random.below(8) >= absent).then(|| random.below(highest).cast_signed() - 1)
                })
                .collect();
            let source = ComputedCosts::new(rows, columns, |row, column| {
                costs[row.index() * columns + column.index()]
            });
            let whole = certified_total(&source, columns);
            for k in [1, 2, 3] {
                assert_eq!(certified_total(&source, k), whole, "case {case}, k {k}");
            }
        }
    }

    #[test]
    fn dense_lists_reach_the_optimum_of_lists_that_are_read_pair_by_pair() {
        let mut random = Random(2);
        for case in 0..60 {
            let rows = 20 + random.size(60);
            // Enough columns for blocks; few costs for ties; products for prices that fall far.
            let columns = rows + [0, 90, 500][case % 3];
            let highest = [3, 50, 30_000][case / 3 % 3];
            let product = case % 2 == 0;
            let narrow = |cost: usize| u16::try_from(cost).expect("small costs");
            let costs: Vec<u16> = (0..rows * columns)
                .map(|at| match (product, random.below(10)) {
                    (_, 0) => u16::MAX,
                    (true, _) => narrow((at / columns) * (at % columns)),
                    (false, _) => narrow(random.size(highest)),
                })
                .collect();
            let dense = DenseCosts::try_new(rows, columns, costs.clone())
                .expect("the right length")
                .with_absent(u16::MAX);
            let computed = ComputedCosts::new(rows, columns, |row, column| {
                Some(costs[row.index() * columns + column.index()])
                    .filter(|&cost| cost != u16::MAX)
                    .map(Cost::from)
            });
            for k in [1, 3, 8] {
                assert_eq!(
                    certified_total(&dense, k),
                    certified_total(&computed, columns),
                    "case {case}, k {k}"
                );
            }
        }
    }
}
