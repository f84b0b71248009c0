//! The Hungarian method: a start, and then a shortest augmenting path for each row that is left.

use super::auction::{Schedule, auction};
use super::cardinality::Mates;
use super::compact::lists_are_whole;
use super::lists::Lists;
use super::reader::Reader;
use super::search::{Search, State, together};
use super::start::{start, start_below_ceiling};
use super::strategy::Strategy;
use super::turns::MOST_TOGETHER;
use super::without::serve_every_column;
use super::{AssignmentError, Cost, CostSource, deficiency, ties, wide};

/// Every row served at least total cost, and the potentials that prove it.
pub(super) struct Served {
    pub(super) mates: Mates,
    /// The potentials of the rows.
    pub(super) u: Vec<Cost>,
    /// The potentials of the columns: at most 0, and 0 for a column left free.
    pub(super) v: Vec<Cost>,
    /// The lists of the search, which hold at these potentials; none of a search in wide numbers.
    pub(super) lists: Option<Lists>,
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
/// (2016), pp. 1679-1696. Differs from both in that rows are not read unless searches go through
/// most of them: each has a short [list](super::lists::Lists) of its cheapest pairs, which the search renews when the pairs left out might matter.
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
pub(super) fn serve_every_row(reader: &mut Reader<'_>) -> Result<Served, AssignmentError> {
    if reader.is_wide() {
        return wide::serve_every_row(reader);
    }
    if reader.strategy() == Strategy::Ask {
        let mates = match serve_every_row_or_column(reader)? {
            Most::EveryRow(served) => return Ok(served),
            Most::EveryColumn(Served { mates, .. }) | Most::Neither(mates) => mates,
        };
        let row = mates.free_rows().first().copied().unwrap_or(0);
        return Err(deficiency::infeasible(row, &mates, reader)?);
    }
    let state = start(reader, pairs_of_a_list(reader.source()))?;
    serve_the_rest(state, reader)
}

/// As many pairs as there can be.
pub(super) enum Most {
    /// Every row is served, at least total cost.
    EveryRow(Served),
    /// Every column is, at least total cost: potentials of rows are at most 0, and 0 for a row that goes without.
    EveryColumn(Served),
    /// Some of either are left, and costs did not count; where columns are no fewer than rows, there are no more pairs than these.
    Neither(Mates),
}

/// Serves every row or every column as [`serve_every_row`] does, for rows that are asked; where neither can be, gives a matching that serves as
/// many as there can be.
///
/// Searches come first. Where they go through too much, an auction follows, and one search serves many of the rows that it leaves.
pub(super) fn serve_every_row_or_column(reader: &mut Reader<'_>) -> Result<Most, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let mut state = start(reader, pairs_of_a_list(reader.source()))?;
    ties::serve_along_ties(&mut state, reader)?;
    if rows > columns {
        return serve_every_column(state, reader);
    }
    let mut search = Search::new(rows, columns);
    let schedule = Schedule::of_asked(reader.range(), rows);
    let patience = schedule.map_or(u64::MAX, |_| patience(reader, false));
    let free = state.mates.free_rows();
    let calm = serve_each(&free, patience, &mut search, &mut state, reader)?;
    if let Some(schedule) = schedule.filter(|_| !calm) {
        auction(schedule, &mut state, reader)?;
        search.serve_together(&mut state, reader)?;
        let free = state.mates.free_rows();
        serve_each(&free, u64::MAX, &mut search, &mut state, reader)?;
    }
    if state.mates.free_rows().is_empty() {
        Ok(Most::EveryRow(served(state, &mut search, reader)?))
    } else {
        Ok(Most::Neither(state.mates))
    }
}

/// Serves one of some free rows after the other, but those that no path leads from; says no, with rows left that were not tried, if searches have
/// read more than `patience` and all rows so far could be served.
pub(super) fn serve_each(
    free: &[usize],
    patience: u64,
    search: &mut Search,
    state: &mut State,
    reader: &mut Reader<'_>,
) -> Result<bool, AssignmentError> {
    let mut done = reader.rows() - free.len();
    let mut all_served = true;
    for roots in free.chunks(MOST_TOGETHER) {
        search.prepare(roots, state, reader)?;
        for &row in roots {
            // Where some row cannot be served, costs do not matter yet, and it would bid for ever.
            if all_served && search.relaxed() > patience {
                return Ok(false);
            }
            reader.advance(done)?;
            // Where no path leads to a free column, none does later either: those that are found for others do not cross what it reaches.
            all_served &= search.try_serve(row, state, reader)?;
            done += 1;
        }
    }
    Ok(true)
}

/// Chooses how many pairs the first lists of a source hold.
pub(crate) fn pairs_of_a_list(source: &dyn CostSource) -> usize {
    if lists_are_whole(source) {
        return source.columns();
    }
    let pairs = first_lists(source.rows(), source.columns());
    match Strategy::of(source) {
        Strategy::Read => pairs,
        Strategy::Ask => pairs.max(FIRST_LISTS_ASKED),
    }
}

/// How many pairs the first lists hold at least of rows that are asked: these are listed on all threads, and longer ones one by one.
const FIRST_LISTS_ASKED: usize = 10;

/// Chooses how many pairs the first lists hold that leave some out.
pub(super) fn first_lists(rows: usize, columns: usize) -> usize {
    let (near_square, wide) = FIRST_LISTS;
    if columns / 2 <= rows {
        near_square
    } else {
        wide
    }
}

/// Serves the rows that a start has left.
pub(super) fn serve_the_rest(
    mut state: State,
    reader: &mut Reader<'_>,
) -> Result<Served, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let mut search = Search::new(rows, columns);
    let patience = patience(reader, rows == columns);
    let mut may_auction = reader.strategy() == Strategy::Read;
    let mut may_serve_together = false;
    loop {
        if may_serve_together && search.relaxed() > patience {
            may_serve_together = false;
            search.serve_together(&mut state, reader)?;
        }
        let mut free = state.mates.free_rows();
        let calm = |free: &[usize]| free.len() <= rows / CALM_SHARE;
        if may_auction && (!calm(&free) || search.relaxed() > patience) {
            may_auction = false;
            if rows < columns {
                // Not one beside the other: lists take most of the memory there is.
                drop(state);
                state = start_below_ceiling(reader, first_lists(rows, columns))?;
                free = state.mates.free_rows();
            }
            if rows == columns || !calm(&free) {
                let range = reader.sample_range(&state.v)?;
                match Schedule::new(range, free.len(), rows) {
                    Some(schedule) => auction(schedule, &mut state, reader)?,
                    // Where costs are few, many pairs are tight after each search.
                    None => may_serve_together = together::fits(rows, reader.range()),
                }
            }
            continue;
        }
        if !search.is_whole() {
            ties::serve_along_ties(&mut state, reader)?;
        }
        let free = state.mates.free_rows();
        reader.report("serving rows", rows - free.len(), rows)?;
        for (served, &row) in free.iter().enumerate() {
            reader.advance(rows - free.len() + served)?;
            search.serve(row, &mut state, reader)?;
            if (may_auction || may_serve_together) && search.relaxed() > patience {
                break;
            }
        }
        if state.mates.free_rows().is_empty() {
            break;
        }
    }
    served(state, &mut search, reader)
}

/// Makes an answer of a state in which every row has a column.
fn served(
    mut state: State,
    search: &mut Search,
    reader: &mut Reader<'_>,
) -> Result<Served, AssignmentError> {
    let rows = reader.rows();
    reader.report("serving rows", rows, rows)?;
    if rows < reader.columns() {
        search.level(&mut state, reader)?;
    }
    let highest = state.v.iter().copied().max().unwrap_or(0);
    Ok(finish(state, highest))
}

/// One row in how many may be free after the start for the search to go on from there: a tenth.
///
/// Uniform costs leave 1 to 3 % free, blocks that are a little too narrow 6 to 8 %, distances in the plane 10 to 25 %.
pub(super) const CALM_SHARE: usize = 10;

/// Counts the pairs that searches may relax before an auction is quicker: about as many as it reads.
///
/// Where columns just suffice and a row has few of all pairs there are, the last searches go through most of the problem, however few rows
/// are free before them, so it comes nearly at once.
pub(super) fn patience(reader: &Reader<'_>, just_suffice: bool) -> u64 {
    let pairs = reader.pairs_of_a_row();
    let of_a_row = if just_suffice && pairs < reader.columns() as u64 / 64 {
        1
    } else {
        RELAXED_OF_A_ROW.max(pairs / 4)
    };
    of_a_row * reader.rows() as u64
}

const RELAXED_OF_A_ROW: u64 = 25;

/// Takes `shift` off the potentials of all columns, so that they are at most 0.
///
/// Where columns are left free, these have the largest potential there is, and it is the shift.
pub(super) fn finish(state: State, shift: Cost) -> Served {
    let State {
        mates,
        mut u,
        v,
        mut lists,
        ..
    } = state;
    let mut v = v.into_wide();
    lists.shift(shift);
    for u in &mut u {
        *u += shift;
    }
    for v in &mut v {
        *v -= shift;
    }
    Served {
        mates,
        u,
        v,
        lists: Some(lists),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        Assignment, Bound, Candidate, Certificate, Column, ComputedCosts, DenseCosts, Prices, Row,
        verify,
    };
    use super::*;
    use crate::assignment::random::Random;
    use crate::work::Work;

    /// Solves with first lists of `k`, checks the certificate, and gives the total; `None` if infeasible.
    fn certified_total(source: &dyn CostSource, k: usize) -> Option<i128> {
        certified_total_by(source, |reader| {
            start(reader, k).and_then(|state| serve_the_rest(state, reader))
        })
    }

    /// Solves in one way, checks the certificate, and gives the total; `None` if infeasible.
    fn certified_total_by(
        source: &dyn CostSource,
        serve: impl FnOnce(&mut Reader<'_>) -> Result<Served, AssignmentError>,
    ) -> Option<i128> {
        let range = source.cost_range(0..source.rows()).unwrap_or((0, 0));
        let work = Work::new();
        let served = match serve(&mut Reader::new(source, range, &work)) {
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

        fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
            let _ = self.0.cheapest(row, prices, k, out);
            Bound::AtLeast(Cost::MIN)
        }
    }

    #[test]
    fn bounds_that_say_nothing_cost_time_and_no_optimum() {
        let mut random = Random::new(3);
        for case in 0..300 {
            let side = 1 + random.index(9);
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
        let mut random = Random::new(1);
        for case in 0..3_000 {
            let rows = 1 + random.index(12);
            let columns = rows + random.index(3) * random.index(12);
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
            let wide = certified_total_by(&source, wide::serve_every_row);
            assert_eq!(wide, whole, "case {case}, in 128 bits");
        }
    }

    #[test]
    fn dense_lists_reach_the_optimum_of_lists_that_are_read_pair_by_pair() {
        let mut random = Random::new(2);
        for case in 0..60 {
            let rows = 20 + random.index(60);
            // Enough columns for blocks; few costs for ties; products for prices that fall far.
            let columns = rows + [0, 90, 500][case % 3];
            let highest = [3, 50, 30_000][case / 3 % 3];
            let product = case % 2 == 0;
            let narrow = |cost: usize| u16::try_from(cost).expect("small costs");
            let costs: Vec<u16> = (0..rows * columns)
                .map(|at| match (product, random.below(10)) {
                    (_, 0) => u16::MAX,
                    (true, _) => narrow((at / columns) * (at % columns)),
                    (false, _) => narrow(random.index(highest)),
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
