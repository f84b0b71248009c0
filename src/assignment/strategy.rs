//! How a source is gone about.

use super::CostSource;

/// How a source is gone about, which is chosen once by what its rows cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strategy {
    /// Rows are read whole where that saves time: for a start at the least costs of columns, for an order of the columns, and to see
    /// whether every row can be served; an auction, which renews lists far more often than searches do, comes first where
    /// many rows like the same columns.
    Read,
    /// To read a row takes far longer than to ask for its cheapest pairs, as of an index. So each row is asked for a few, and searches ask for
    /// more as they need them; an auction comes after searches that go through too much, and rows are read whole only around those that cannot be
    /// served.
    Ask,
}

impl Strategy {
    pub(super) fn of(source: &dyn CostSource) -> Self {
        if source.is_indexed() {
            Self::Ask
        } else {
            Self::Read
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::super::{
        AssignmentError, Bound, Candidate, Column, ComputedCosts, Cost, CostSource, Prices, Row,
        Solver, solve, solve_max, verify,
    };
    use crate::assignment::random::Random;
    use crate::work::{Observer, Work};

    /// A source that would rather be asked, and counts the rows that are read.
    struct Asked<S> {
        source: S,
        read: AtomicUsize,
    }

    impl<S: CostSource> CostSource for Asked<S> {
        fn rows(&self) -> usize {
            self.source.rows()
        }

        fn columns(&self) -> usize {
            self.source.columns()
        }

        fn cost(&self, row: Row, column: Column) -> Option<Cost> {
            self.source.cost(row, column)
        }

        fn permitted(&self, row: Row, out: &mut Vec<Candidate>) {
            self.read.fetch_add(1, Ordering::Relaxed);
            self.source.permitted(row, out);
        }

        fn cheapest(&self, row: Row, prices: &Prices, k: usize, out: &mut Vec<Candidate>) -> Bound {
            self.source.cheapest(row, prices, k, out)
        }

        fn most_pairs(&self) -> u64 {
            40 * self.rows() as u64
        }

        fn is_indexed(&self) -> bool {
            true
        }

        fn cost_range(&self, rows: Range<usize>) -> Option<(Cost, Cost)> {
            self.source.cost_range(rows)
        }
    }

    #[test]
    fn rows_are_read_around_those_that_cannot_be_served_and_nowhere_else() {
        let source = ComputedCosts::new(60, 200, |row, column| {
            let (row, column) = (u32::from(row), u32::from(column));
            // Rows 7, 8 and 9 compete for two columns.
            let permitted = !(7..10).contains(&row) || column < 2;
            permitted.then(|| Cost::from((row * 31 + column * 17) % 101))
        });
        let expected = solve_max(&source).expect("no input is infeasible");
        let asked = Asked {
            source,
            read: AtomicUsize::new(0),
        };
        let found = solve_max(&asked).expect("no input is infeasible");
        assert_eq!(found.len(), 59);
        assert_eq!(found.total_cost(), expected.total_cost());
        verify(&asked.source, &found).expect("proved");
        // A few times each of the three.
        let read = asked.read.into_inner();
        assert!((1..=20).contains(&read), "{read} rows are read");
    }

    #[test]
    fn rows_that_are_asked_and_outnumber_columns_are_chosen_without_being_read() {
        let mut random = Random::new(11);
        let mut left = 0;
        for case in 0..60 {
            let columns = 1 + random.index(300);
            let rows = columns + 1 + random.index(60);
            // Now and then a column that nobody may have.
            let unused = usize::from(case % 6 == 5);
            let barred_one_in = [u64::MAX, 3, 20][case % 3];
            let highest = [3, 1_000, 1 << 45][case / 3 % 3];
            let costs: Vec<Option<i64>> = (0..rows * columns)
                .map(|at| {
                    // Every other time all rows like the same columns.
                    let of_column = at % columns * (case % 2) * 4;
                    let cost = random.below(highest).cast_signed()
                        + i64::try_from(of_column).expect("small")
                        - 2;
                    let permitted = at % columns >= unused && !random.once_in(barred_one_in);
                    permitted.then_some(cost)
                })
                .collect();
            let source = ComputedCosts::new(rows, columns, |row, column| {
                costs[row.index() * columns + column.index()]
            });
            let expected = solve_max(&source).expect("no input is infeasible");
            let asked = Asked {
                source,
                read: AtomicUsize::new(0),
            };
            let found = solve_max(&asked).expect("no input is infeasible");
            verify(&asked.source, &found).expect("proved");
            assert_eq!(found.len(), expected.len(), "case {case}");
            assert_eq!(found.total_cost(), expected.total_cost(), "case {case}");
            let error = solve(&asked).expect_err("more rows than columns");
            assert!(matches!(error, AssignmentError::Infeasible { .. }));
            if found.len() == columns {
                let asked = Asked {
                    source: &asked.source,
                    read: AtomicUsize::new(0),
                };
                let again = solve_max(&asked).expect("no input is infeasible");
                assert_eq!(again, found, "case {case}");
                assert_eq!(asked.read.into_inner(), 0, "case {case}");
            } else {
                left += 1;
            }
        }
        assert!((8..40).contains(&left), "{left} of 60 leave a column");
    }

    /// Hears of an auction.
    #[derive(Default)]
    struct Heard {
        bidding: AtomicBool,
    }

    impl Observer for Heard {
        fn progress(&self, phase: &'static str, _done: u64, _total: u64) {
            self.bidding.fetch_or(phase == "bidding", Ordering::Relaxed);
        }
    }

    #[test]
    fn rows_that_are_asked_and_like_the_same_columns_bid_for_them_and_are_served_together() {
        let mut random = Random::new(7);
        for case in 0..16 {
            let rows = 150 + random.index(100);
            let (room, few, unused) = match case % 4 {
                0 => (1 + random.index(3 * rows), 0..0, 0),
                // Five rows compete for three columns, and bid first or last.
                1 => (1 + random.index(3 * rows), 0..5, 0),
                2 => (1 + random.index(3 * rows), rows - 5..rows, 0),
                // Sixty do, and the others can just be served: in the end far fewer columns are free than rows.
                _ => (0, rows - 60..rows, 57),
            };
            let columns = rows + room;
            // What a column is worth to everybody, and a little of what it is to each row.
            let worth: Vec<i64> = (0..columns)
                .map(|_| random.below(900_000).cast_signed())
                .collect();
            let taste = [40_000, 4_000][case / 4 % 2];
            let costs: Vec<i64> = (0..rows * columns)
                .map(|at| worth[at % columns] + random.below(taste).cast_signed())
                .collect();
            let source = ComputedCosts::new(rows, columns, |row, column| {
                let (at, column) = (row.index(), column.index());
                let permitted = column < columns - unused && (!few.contains(&at) || column < 3);
                permitted.then(|| costs[at * columns + column])
            });
            let expected = solve_max(&source).expect("no input is infeasible");
            let asked = Asked {
                source,
                read: AtomicUsize::new(0),
            };
            let heard = Heard::default();
            let solver = Solver::new().with_work(Work::new().with_observer(&heard));
            let found = solver.solve_max(&asked).expect("no input is infeasible");
            verify(&asked.source, &found).expect("proved");
            assert_eq!(found.len(), expected.len(), "case {case}");
            assert_eq!(found.total_cost(), expected.total_cost(), "case {case}");
            if few.is_empty() {
                assert!(heard.bidding.into_inner(), "case {case} was calm");
                let all = solve(&asked).expect("every row can be served");
                assert_eq!(all, found, "case {case}");
            } else {
                let left_out = solve(&asked).expect_err("too few columns");
                let AssignmentError::Infeasible { rows, .. } = left_out else {
                    panic!("case {case}: {left_out}");
                };
                let competes = |row: &Row| unused > 0 || few.contains(&row.index());
                assert!(rows.len() > 3 && rows.iter().all(competes), "case {case}");
            }
        }
    }
}
