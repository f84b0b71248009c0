//! Random problems of every kind, solved three ways: by the crate, by a textbook, and by brute force or another crate.
//! Those within limits are in the file `within`, those too large for a textbook in `sparse`.

mod support;

#[path = "differential/sparse.rs"]
mod sparse_squares;
#[path = "differential/within.rs"]
mod within;

use reverse_mentoring::assignment::{
    AssignmentError, ComputedCosts, Cost, CostInteger, CostSource, DenseCosts, FloatCosts,
    Infinity, solve, solve_max, verify,
};
use support::families::{ADVERSARIAL, COMMON, FORBIDDEN};
use support::random::Random;
use support::strategies::{Table, sparse};
use support::{assert_infeasible, assert_max_certified, brute_force, model, reference};

/// The longest side that is drawn.
const LONGEST_SIDE: usize = 60;

/// Up to this many rows and columns, brute force is asked too.
const LONGEST_SIDE_OF_BRUTE_FORCE: usize = 5;

/// Says which problem it was if a test fails.
struct Seed(u64);

impl Drop for Seed {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the problem has seed {}", self.0);
        }
    }
}

/// A problem, and what the textbook says of it.
struct Problem {
    table: Table,
    columns: usize,
    pairs: usize,
    total: i128,
}

impl Problem {
    fn draw(random: &mut Random) -> Self {
        let (rows, columns) = sides(random);
        let mut table = costs(rows, columns, random);
        forbid(&mut table, columns, random);
        move_all(&mut table, columns, random);
        let (pairs, total) = model::optimum(&table, columns);
        Self {
            table,
            columns,
            pairs,
            total,
        }
    }

    /// Asks for every row and for most pairs, and compares.
    fn check<S: CostSource>(&self, source: &S) {
        let most = assert_max_certified(source);
        assert_eq!((most.len(), most.total_cost()), (self.pairs, self.total));
        if self.pairs < self.table.len() {
            assert_infeasible(source);
            return;
        }
        let assignment = solve(source).expect("every row can be served");
        let verified = verify(source, &assignment).expect("the certificate proves the assignment");
        assert!(verified.serves_every_row());
        assert_eq!(assignment.total_cost(), self.total);
    }

    /// Hands the problem over in the types that can hold it, one of which is drawn.
    fn check_in_some_type(&self, random: &mut Random) {
        let (rows, columns) = (self.table.len(), self.columns);
        match random.index(8) {
            0 => self.check_dense::<u8>(u8::MAX),
            1 => self.check_dense::<u16>(u16::MAX),
            2 => self.check_dense::<u32>(u32::MAX),
            3 => self.check_dense::<i32>(i32::MIN),
            4 => self.check_dense::<i64>(i64::MAX),
            5 => self.check(&ComputedCosts::new(rows, columns, |row, column| {
                self.table[row.index()][column.index()]
            })),
            6 => self.check_floats(),
            _ => {}
        }
        // Always, since it holds every problem.
        self.check(&sparse(&self.table, columns));
    }

    /// Does so with narrow integers, if all costs and a code for absent pairs fit them.
    fn check_dense<T: CostInteger + TryFrom<Cost>>(&self, absent: T) {
        if let Some(narrow) = narrow(&self.table, absent) {
            let costs = DenseCosts::try_new(self.table.len(), self.columns, narrow);
            let costs = costs.expect("rows times columns costs");
            self.check(&costs.with_absent(absent));
        }
    }

    /// Does so with eighths of the costs, if floats hold these exactly and the matrix says that nothing was lost.
    #[expect(
        clippy::cast_precision_loss,
        clippy::float_cmp,
        reason = "larger costs are left out, so everything is exact"
    )]
    fn check_floats(&self) {
        let permitted = self.table.iter().flatten().flatten();
        if permitted.clone().any(|cost| cost.unsigned_abs() > 1 << 53) {
            return;
        }
        let float = |cost: &Option<Cost>| cost.map_or(f64::INFINITY, |cost| cost as f64 / 8.0);
        let floats = self.table.iter().flatten().map(float).collect();
        let costs = FloatCosts::try_new(self.table.len(), self.columns, floats, Infinity::Absent)
            .expect("all numbers are whole eighths");
        if costs.resolution() > 0.0 {
            return;
        }
        let most = assert_max_certified(&costs);
        assert_eq!(most.len(), self.pairs);
        // The grid is a power of two, and so is an eighth: nothing is rounded on the way back either.
        let total = costs.to_float(most.total_cost()) * 8.0;
        assert_eq!(total, self.total as f64);
    }

    /// Compares the textbook with brute force, and with another crate.
    fn check_the_textbook(&self) {
        let source = sparse(&self.table, self.columns);
        if self.table.len().max(self.columns) <= LONGEST_SIDE_OF_BRUTE_FORCE {
            assert_eq!(brute_force::best_of_all(&source), (self.pairs, self.total));
        }
        // Beyond these costs the other crate's sums would leave 64 bits.
        let safe = self
            .table
            .iter()
            .flatten()
            .flatten()
            .all(|cost| cost.unsigned_abs() < 1 << 40);
        if safe && self.table.len() <= self.columns {
            let total = (self.pairs == self.table.len()).then_some(self.total);
            assert_eq!(reference::least_total(&source), total);
        }
    }
}

/// Narrows all costs of a table, if they and a code for absent pairs fit.
fn narrow<T: CostInteger + TryFrom<Cost>>(table: &Table, absent: T) -> Option<Vec<T>> {
    let cost = |cost: &Option<Cost>| match cost {
        Some(cost) => T::try_from(*cost).ok().filter(|&narrow| narrow != absent),
        None => Some(absent),
    };
    table.iter().flatten().map(cost).collect()
}

/// Draws a shape: small or not, square or not, sometimes without anybody.
fn sides(random: &mut Random) -> (usize, usize) {
    let longest = [LONGEST_SIDE_OF_BRUTE_FORCE, 12, 30, LONGEST_SIDE][random.index(4)];
    let (rows, columns) = (random.index(longest + 1), random.index(longest + 1));
    match random.index(4) {
        0 => (rows.min(columns), rows.max(columns)),
        1 => (rows.max(columns), rows.min(columns)),
        _ => (rows, rows),
    }
}

/// Draws costs of some family, or of few different numbers.
fn costs(rows: usize, columns: usize, random: &mut Random) -> Table {
    let families: Vec<_> = COMMON.iter().chain(&ADVERSARIAL).collect();
    let few = match random.index(families.len() + 3) {
        0 => 2,
        1 => 5,
        2 => 200,
        _ => 0,
    };
    let costs: Vec<i32> = if few > 0 {
        (0..rows * columns)
            .map(|_| i32::try_from(random.below(few)).expect("few numbers"))
            .collect()
    } else {
        families[random.index(families.len())].costs(rows, columns, random.draw())
    };
    let permitted = |&cost: &i32| (cost != FORBIDDEN).then(|| Cost::from(cost));
    (0..rows)
        .map(|row| {
            costs[row * columns..(row + 1) * columns]
                .iter()
                .map(permitted)
                .collect()
        })
        .collect()
}

/// Forbids no pair, some, or most; sometimes whole rows or whole columns.
fn forbid(table: &mut Table, columns: usize, random: &mut Random) {
    let tenths = [0, 0, 1, 5, 9][random.index(5)];
    for cost in table.iter_mut().flatten() {
        if random.below(10) < tenths {
            *cost = None;
        }
    }
    if random.once_in(10) && !table.is_empty() {
        let row = random.index(table.len());
        table[row].fill(None);
    }
    if random.once_in(10) && columns > 0 {
        let column = random.index(columns);
        for row in table {
            row[column] = None;
        }
    }
}

/// Moves costs below 0 or far above it, or spreads them as far as the crate accepts.
fn move_all(table: &mut Table, columns: usize, random: &mut Random) {
    let permitted = || table.iter().flatten().flatten();
    let Some(&highest) = permitted().max() else {
        return;
    };
    let (factor, offset) = match random.index(6) {
        0 => (1, -highest),
        1 => (-1, 0),
        2 => (largest_factor(table, columns), 0),
        3 => (-(largest_factor(table, columns) / 3), 0),
        4 => (1, Cost::MAX / 2),
        _ => (1, 0),
    };
    for cost in table.iter_mut().flatten().flatten() {
        *cost = *cost * factor + offset;
    }
}

/// Halves a factor until costs times that are accepted; the crate is to need few bits beyond those of its sums.
fn largest_factor(table: &Table, columns: usize) -> Cost {
    let largest = table
        .iter()
        .flatten()
        .flatten()
        .map(|cost| cost.abs())
        .max();
    let side = table.len().min(columns);
    let least = Cost::MAX / Cost::try_from(64 * (side + 8)).expect("a short side");
    let mut most = Cost::MAX;
    loop {
        let factor = most / largest.unwrap_or(1).max(1);
        let scaled = |cost: &Option<Cost>| cost.map(|cost| cost * factor);
        let scaled = table.iter().map(|row| row.iter().map(scaled).collect());
        match solve_max(&sparse(&scaled.collect(), columns)) {
            Err(AssignmentError::RangeTooLarge { .. }) => most /= 2,
            _ => return factor,
        }
        assert!(most >= least, "costs up to {least} are refused");
    }
}

fn check(seed: u64) {
    let named = Seed(seed);
    let mut random = Random::new(named.0);
    let problem = Problem::draw(&mut random);
    problem.check_the_textbook();
    problem.check_in_some_type(&mut random);
}

#[test]
fn two_thousand_problems_of_every_kind_have_the_optimum_of_the_textbook() {
    (0..2_000).for_each(check);
}

#[test]
#[ignore = "takes minutes; tests/README.md says when"]
fn a_hundred_thousand_problems_of_every_kind_have_the_optimum_of_the_textbook() {
    (2_000..102_000).for_each(check);
}

/// What the differential test would miss if it drew too little.
#[test]
fn the_problems_are_of_every_kind() {
    let problems = (0..2_000).map(|seed| Problem::draw(&mut Random::new(seed)));
    let mut seen = [0; 8];
    for Problem {
        table,
        columns,
        pairs,
        ..
    } in problems
    {
        let (rows, costs) = (table.len(), table.iter().flatten().flatten());
        let kinds = [
            rows < columns,
            rows > columns,
            rows == 0 || columns == 0,
            pairs < rows.min(columns),
            pairs == rows && pairs > 30,
            table.iter().flatten().any(Option::is_none),
            costs.clone().any(|&cost| cost < 0),
            costs.clone().any(|cost| cost.unsigned_abs() > 1 << 53),
        ];
        for (count, kind) in seen.iter_mut().zip(kinds) {
            *count += usize::from(kind);
        }
    }
    assert!(seen.iter().all(|&count| count >= 50), "{seen:?}");
}
