//! Where the search starts: potentials and pairs that are cheap to find.

use super::bid::{Contest, Lasting};
use super::cardinality::Mates;
use super::compact::{CompactContest, CompactLists, lists_are_whole};
use super::lists::Lists;
use super::parallel::{rows_worth_a_thread, try_map_blocks};
use super::paths::{Paths, Step};
use super::reader::Reader;
use super::scan::MANY_TIES;
use super::search::State;
use super::strategy::Strategy;
use super::{AssignmentError, Cost, Prices, monge};

/// How often augmenting row reduction goes through the free rows: as in Jonker and Volgenant.
const PASSES: usize = 2;

/// Lists every row, and serves those that need no search.
///
/// Rows are served by the augmenting row reduction of R. Jonker and A. Volgenant, "A shortest
/// augmenting path algorithm for dense and sparse linear assignment problems", Computing 38 (1987), pp.
/// 325-340: a contest without an epsilon. Differs in that rows read lists, whose bound counts as a second best. A
/// column once taken stays taken, so free ones keep the potential they started with.
pub(super) fn start(reader: &mut Reader<'_>, k: usize) -> Result<State, AssignmentError> {
    if reader.strategy() == Strategy::Ask {
        let v = Prices::from(vec![0; reader.columns()]);
        return start_at(v, k, reader);
    }
    let mut v = Prices::from(vec![0; reader.columns()]);
    if reader.rows() == reader.columns() {
        v = Prices::from(column_minima(reader)?);
        if rows_are_far_apart(&v, reader)? {
            v = Prices::from(column_minima_beyond_rows(reader)?);
        } else if has_many_ties(&v, reader)? {
            v = v.with_least();
        }
    }
    if let Some(liked) = columns_liked(&v, reader)?
        && liked.is_contested()
        && let Some(sorted) = monge::prices(reader)?.map(Prices::from)
        && let Some(now) = columns_liked(&sorted, reader)?
        && !now.is_contested()
    {
        drop(v);
        return start_at(sorted, k, reader);
    }
    start_at(v, k, reader)
}

/// Rows that are asked how far apart they are.
const ROWS_FAR_APART: usize = 16;

/// Tells whether most rows lie farther above the least costs of columns than half of their own costs lie apart, where rows are dense.
///
/// Then these are the costs of a few rows, and say more about those than about the columns.
fn rows_are_far_apart(minima: &Prices, reader: &mut Reader<'_>) -> Result<bool, AssignmentError> {
    let rows = reader.rows();
    if rows < ROWS_FAR_APART || !reader.is_dense() {
        return Ok(false);
    }
    let asked = (0..rows).step_by(rows.div_ceil(ROWS_FAR_APART));
    let (mut best, mut near) = (Vec::new(), 0);
    for row in asked.clone() {
        reader.spend_rows(1)?;
        reader.cheapest(row, minima, 1, &mut best)?;
        // Most rows of most problems are told apart by a look at their best pair.
        let may_be_far = best
            .iter()
            .any(|pair| pair.cost > minima[pair.column.index()]);
        let spread = if may_be_far {
            reader.spread(row, minima)?
        } else {
            None
        };
        let is_far = spread.is_some_and(|(least, middle)| {
            let apart = middle - least;
            apart > 0 && least > apart.saturating_mul(2)
        });
        near += usize::from(!is_far);
        if 4 * near > asked.len() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Rows that are asked whether they like [`MANY_TIES`] columns equally.
const ROWS_WITH_TIES: usize = 16;

/// Tells whether rows are dense and each likes many columns best, at the least costs of columns.
fn has_many_ties(minima: &Prices, reader: &mut Reader<'_>) -> Result<bool, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    if columns < MANY_TIES * 32 || !reader.is_dense() {
        return Ok(false);
    }
    reader.spend_rows(ROWS_WITH_TIES)?;
    let mut best = Vec::new();
    for row in (0..rows).step_by(rows.div_ceil(ROWS_WITH_TIES)) {
        if reader.cheapest(row, minima, MANY_TIES - 1, &mut best)? > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How many columns some rows like best.
struct Liked {
    columns: usize,
    rows: usize,
}

/// Rows that are asked what they like best.
const SAMPLE: usize = 64;

impl Liked {
    /// Says whether the rows like the same few columns.
    fn is_contested(&self) -> bool {
        self.columns <= self.rows / 8
    }
}

/// Asks some rows for the column they like best; `None` where rows are few, or have few pairs.
fn columns_liked(
    prices: &Prices,
    reader: &mut Reader<'_>,
) -> Result<Option<Liked>, AssignmentError> {
    let rows = reader.rows();
    if rows < 2 * SAMPLE || !reader.is_dense() {
        return Ok(None);
    }
    let sample = (0..rows).step_by(rows.div_ceil(SAMPLE));
    reader.spend_rows(SAMPLE)?;
    let mut liked = Vec::with_capacity(SAMPLE);
    let mut best = Vec::new();
    for row in sample.clone() {
        reader.cheapest(row, prices, 1, &mut best)?;
        liked.extend(best.iter().map(|pair| pair.column));
    }
    liked.sort_unstable();
    liked.dedup();
    Ok(Some(Liked {
        columns: liked.len(),
        rows: sample.count(),
    }))
}

/// Starts from the least cost of each column, up to the most that as many columns as there are rows have.
///
/// For more columns than rows that all rows like in the same order: the columns that nobody will have start with
/// the same potential, and the others at about the distance to them at which they end.
pub(super) fn start_below_ceiling(
    reader: &mut Reader<'_>,
    k: usize,
) -> Result<State, AssignmentError> {
    let mut minima = column_minima(reader)?;
    let mut sorted = minima.clone();
    let place = reader.rows().min(sorted.len() - 1);
    let (_, &mut ceiling, _) = sorted.select_nth_unstable(place);
    for least in &mut minima {
        *least = ceiling.min(*least);
    }
    start_at(Prices::from(minima), k, reader)
}

/// Lists every row at these potentials of columns, and reduces rows.
fn start_at(v: Prices, k: usize, reader: &mut Reader<'_>) -> Result<State, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    reader.report("serving rows", 0, rows)?;
    let lists = Lists::build(reader, &v, k)?;
    let u = (0..rows)
        .map(|row| lists.base(row).min(lists.bound(row)))
        .collect();
    let mut state = State {
        mates: Mates::new(rows, columns),
        u,
        v,
        lists,
        compact: None,
    };
    if lists_are_whole(reader.source()) {
        state.compact = CompactLists::copy(&state.lists, &state.v, reader)?;
    }
    if let Some(lists) = state.compact.take()
        && let Some(mut contest) = CompactContest::open(&lists, &state, reader)
    {
        for _ in 0..PASSES {
            let served = contest.served();
            reader.report("reducing rows", served, rows)?;
            // One bid each: more of them gain little before an auction.
            contest.hold(0, rows - served, reader)?;
        }
        contest.settle(&mut state, reader)?;
        state.compact = Some(lists);
        return Ok(state);
    }
    let mut contest = Contest::new(Lasting::Long, &state, reader);
    for _ in 0..PASSES {
        let free = state.mates.free_rows().len();
        reader.report("reducing rows", rows - free, rows)?;
        // Rows that outbid each other for ever are left to the search.
        contest.hold(0, 4 * free, &mut state, reader)?;
    }
    contest.settle(&mut state, reader)?;
    Ok(state)
}

/// Takes the least cost of each column for its potential; the highest of these for a column without a pair.
///
/// Where columns outnumber rows, those that stay free must be brought to one potential in the end.
pub(super) fn column_minima(reader: &mut Reader<'_>) -> Result<Vec<Cost>, AssignmentError> {
    Ok(with_missing(reader.column_minima()?))
}

/// Takes, for the potential of each column, the least of what it costs more than the cheapest pair of the row.
///
/// Rows are reduced before columns, as J. Munkres (1957) does, at the price of reading the matrix twice more.
fn column_minima_beyond_rows(reader: &mut Reader<'_>) -> Result<Vec<Cost>, AssignmentError> {
    let (rows, columns) = (reader.rows(), reader.columns());
    let zeroes = Prices::from(vec![0; columns]);
    let worth_it = rows_worth_a_thread(reader.pairs_of_a_row());
    let block = rows.div_ceil(BLOCKS_OF_ROWS).max(worth_it);
    reader.report("reading columns", 0, rows)?;
    let source = &*reader;
    let parts = try_map_blocks(0..rows, block, |rows| {
        let mut paths = Paths::new(columns);
        let (mut best, mut scratch) = (Vec::new(), Vec::new());
        for row in rows {
            source.may_go_on()?;
            source.cheapest(row, &zeroes, 1, &mut best)?;
            let least = best.first().map_or(0, |pair| pair.cost);
            let step = Step {
                row: 0,
                start: -least,
            };
            source.shorten(row, step, &zeroes, &mut paths, &mut scratch)?;
        }
        Ok::<_, AssignmentError>(paths.distance)
    })?;
    let mut minima = vec![Cost::MAX; columns];
    for part in parts {
        for (least, cost) in minima.iter_mut().zip(part) {
            *least = cost.min(*least);
        }
    }
    Ok(with_missing(minima))
}

/// How many blocks of rows are reduced on all threads, each with minima of its own.
const BLOCKS_OF_ROWS: usize = 8;

/// Puts the highest of some minima in the place of those that are missing.
fn with_missing(mut minima: Vec<Cost>) -> Vec<Cost> {
    let found = minima.iter().filter(|&&least| least != Cost::MAX);
    let highest = found.max().copied().unwrap_or(0);
    for least in &mut minima {
        *least = highest.min(*least);
    }
    minima
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::super::{Column, ComputedCosts, DenseCosts, Row};
    use super::*;
    use crate::work::Work;

    #[test]
    fn a_column_that_nobody_may_have_starts_where_the_dearest_other_does() {
        let costs = vec![3, 9, 7, i32::MAX, 4, 8, 2, i32::MAX];
        let costs = DenseCosts::try_new(2, 4, costs).expect("the right length");
        let costs = costs.with_absent(i32::MAX);
        let work = Work::new();
        let mut reader = Reader::new(&costs, (i32::MIN.into(), i32::MAX.into()), &work);
        let minima = column_minima(&mut reader).expect("nobody stops the work");
        assert_eq!(minima, [3, 8, 2, 8]);
    }

    #[test]
    fn rows_that_are_far_apart_are_reduced_before_columns() {
        let mut random = Random::new(8);
        let side = 40;
        let of_columns: Vec<Cost> = (0..side)
            .map(|_| random.below(1_000).cast_signed())
            .collect();
        let of_rows: Vec<Cost> = (0..side)
            .map(|_| random.below(1 << 40).cast_signed())
            .collect();
        let noise: Vec<Cost> = (0..side * side)
            .map(|_| random.below(2).cast_signed())
            .collect();
        let source = |scale: Cost| {
            let (of_rows, of_columns, noise) = (&of_rows, &of_columns, &noise);
            ComputedCosts::new(side, side, move |row: Row, column: Column| {
                let (row, column) = (row.index(), column.index());
                Some(scale * of_rows[row] + of_columns[column] + noise[row * side + column])
            })
        };
        let work = Work::new();
        for (scale, are_far) in [(1, true), (0, false)] {
            let source = source(scale);
            let mut reader = Reader::new(&source, (0, 1 << 41), &work);
            let minima = Prices::from(column_minima(&mut reader).expect("nobody stops the work"));
            let told = rows_are_far_apart(&minima, &mut reader);
            assert_eq!(told.expect("nobody stops the work"), are_far);
        }
        let source = source(1);
        let reduced = column_minima_beyond_rows(&mut Reader::new(&source, (0, 1 << 41), &work));
        let reduced = reduced.expect("nobody stops the work");
        let cheapest = of_columns.iter().min().expect("there are columns");
        for (found, of_column) in reduced.iter().zip(&of_columns) {
            let beyond = of_column - cheapest;
            assert!(
                (beyond - 1..=beyond + 1).contains(found),
                "{found} for {beyond}"
            );
        }
    }
}
