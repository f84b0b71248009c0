//! Every error message, word for word.

mod assignment {
    use std::time::{Duration, Instant};

    use reverse_mentoring::assignment::{
        Assignment, AssignmentError, Certificate, CertificateError, Column, ComputedCosts, Cost,
        DenseCosts, FloatCosts, Infinity, Row, Solver, SparseCosts, solve, solve_max, verify,
    };
    use reverse_mentoring::work::{CancelToken, Work};

    #[track_caller]
    fn assert_says<T>(result: Result<T, AssignmentError>, message: &str) {
        match result {
            Ok(_) => panic!("expected the error: {message}"),
            Err(error) => assert_eq!(error.to_string(), message),
        }
    }

    fn sparse(
        rows: usize,
        columns: usize,
        pairs: &[(u32, u32, i64)],
    ) -> Result<SparseCosts, AssignmentError> {
        let pairs = pairs
            .iter()
            .map(|&(row, column, cost)| (row.into(), column.into(), cost));
        SparseCosts::try_from_pairs(rows, columns, pairs)
    }

    fn csr(
        columns: usize,
        starts: &[usize],
        places: &[u32],
        costs: &[i64],
    ) -> Result<SparseCosts, AssignmentError> {
        let places = places.iter().copied().map(Column::from).collect();
        SparseCosts::try_new(columns, starts.to_vec(), places, costs.to_vec())
    }

    #[test]
    fn an_infeasible_problem_names_the_rows_that_compete() {
        let two = sparse(
            6,
            6,
            &[
                (0, 0, 1),
                (1, 2, 1),
                (2, 1, 1),
                (3, 3, 1),
                (4, 4, 1),
                (5, 1, 1),
            ],
        )
        .unwrap();
        assert_says(
            solve(&two),
            "no assignment exists: rows 2 and 5 permit only column 1",
        );
        let none = sparse(2, 2, &[(0, 0, 1)]).unwrap();
        assert_says(
            solve(&none),
            "no assignment exists: row 1 permits no column",
        );
        let three = DenseCosts::try_from_rows(vec![vec![1_u8, 1]; 3]).unwrap();
        assert_says(
            solve(&three),
            "no assignment exists: rows 0, 1 and 2 permit only columns 0 and 1",
        );
        let many = DenseCosts::try_from_rows(vec![vec![1_u8; 11]; 12]).unwrap();
        assert_says(
            solve(&many),
            "no assignment exists: rows 0, 1, 2, 3, 4, 5, 6, 7 and 4 more permit only columns 0, 1, 2, 3, 4, 5, 6, 7 and 3 more",
        );
    }

    #[test]
    fn costs_too_far_apart_are_refused_with_the_bound() {
        let costs = DenseCosts::try_from_rows(vec![vec![i64::MIN, i64::MAX]]).unwrap();
        assert_says(
            solve(&costs),
            "costs from -9223372036854775808 to 9223372036854775807 over 1 rows and 2 columns need numbers up to \
             83010348331692982268, expected at most 9223372036854775807 (bring the costs closer together)",
        );
    }

    #[test]
    fn sizes_beyond_32_bits_are_refused() {
        let large = ComputedCosts::new(1 << 32, 3, |_, _| Some(0));
        assert_says(
            solve(&large),
            "found 4294967296 rows and 3 columns, expected at most 4294967295 of either",
        );
        assert_says(
            DenseCosts::<u8>::try_new(0, 1 << 40, Vec::new()),
            "found 0 rows and 1099511627776 columns, expected at most 4294967295 of either",
        );
    }

    #[test]
    fn a_matrix_of_the_wrong_shape_is_refused() {
        assert_says(
            DenseCosts::try_from_rows(vec![vec![1_u8; 5], vec![1; 5], vec![1; 5], vec![1; 4]]),
            "row 3 has 4 costs, expected 5",
        );
        assert_says(
            DenseCosts::try_new(2, 3, vec![0_u8; 7]),
            "found 7 costs, expected 6 (2 rows of 3)",
        );
        assert_says(
            FloatCosts::try_new(4_000_000_000, 4_000_000_000, vec![0.0], Infinity::Refused),
            "found 1 costs, expected 16000000000000000000 (4000000000 rows of 4000000000)",
        );
    }

    #[test]
    fn floats_that_are_no_numbers_are_refused_with_their_place() {
        let matrix =
            |value, infinity| FloatCosts::try_new(2, 2, vec![1.0, 2.0, value, 3.0], infinity);
        let message = |value: &str| {
            format!(
                "the cost of row 1 and column 0 is {value}, expected a finite number (leave the pair out instead)"
            )
        };
        assert_says(matrix(f64::NAN, Infinity::Absent), &message("NaN"));
        assert_says(
            matrix(f64::NEG_INFINITY, Infinity::Absent),
            &message("-inf"),
        );
        assert_says(matrix(f64::INFINITY, Infinity::Refused), &message("inf"));
        assert!(matrix(f64::INFINITY, Infinity::Absent).is_ok());
    }

    #[test]
    fn floats_that_would_all_become_equal_are_refused() {
        // Two rows and columns leave 59 bits, which is exact here; a wide matrix leaves fewer than 53.
        let mut costs = vec![1.0; 500 * 500];
        costs[7] = 1.0 + f64::EPSILON;
        let error = FloatCosts::try_new(500, 500, costs, Infinity::Refused);
        assert_says(
            error,
            "costs from 1 to 1.0000000000000002 differ by less than the resolution 0.0000000000000004440892098500626 \
             (subtract a common amount from every cost)",
        );
    }

    #[test]
    fn compressed_rows_that_do_not_fit_are_refused() {
        assert_says(
            csr(3, &[1, 2], &[0, 1], &[5, 6]),
            "start 0 is 1, expected at least 0 and at most 0",
        );
        assert_says(
            csr(3, &[0, 2, 1, 2], &[0, 1], &[5, 6]),
            "start 2 is 1, expected at least 2 and at most 2",
        );
        assert_says(
            csr(3, &[0, 1], &[0, 1], &[5, 6]),
            "start 1 is 1, expected at least 2 and at most 2",
        );
        assert_says(
            csr(3, &[], &[0], &[5]),
            "start 0 is 0, expected at least 1 and at most 0",
        );
        assert_says(
            csr(3, &[0, 1], &[0], &[]),
            "found 1 columns and 0 costs, expected as many of one as of the other",
        );
        assert_says(
            csr(3, &[0, 2], &[2, 3], &[5, 6]),
            "row 0 names column 3, expected a column below 3",
        );
        assert_says(
            sparse(2, 2, &[(2, 0, 1)]),
            "row 2 is out of range, expected a row below 2",
        );
        assert_says(
            sparse(2, 2, &[(1, 4, 1)]),
            "row 1 names column 4, expected a column below 2",
        );
        assert_says(
            sparse(2, 2, &[(1, 1, 1), (0, 0, 1), (1, 1, 2)]),
            "row 1 names column 1 twice, expected once",
        );
    }

    #[test]
    fn a_source_that_changes_its_mind_is_refused() {
        let asked = std::sync::atomic::AtomicI64::new(0);
        let fickle = ComputedCosts::new(2, 2, |_, _| {
            Some(asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
        });
        assert_says(
            solve(&fickle),
            "the cost of row 0 and column 0 is 4, which contradicts what the source said before \
             (a source must give the same answer each time)",
        );
    }

    #[test]
    fn cancelled_work_says_how_far_it_was() {
        let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2], vec![1, 3]]).unwrap();
        let token = CancelToken::new();
        token.cancel();
        let cancelled = Solver::new().with_work(Work::new().with_cancel_token(&token));
        assert_says(
            cancelled.solve(&costs),
            "cancelled while serving rows, after 0 of 2",
        );
        assert_says(
            cancelled.solve_max(&costs),
            "cancelled while counting pairs, after 0 of 1",
        );
        let late = Instant::now()
            .checked_sub(Duration::from_millis(1))
            .expect("the clock has run that long");
        let late = Solver::new().with_work(Work::new().with_deadline(late));
        assert_says(
            late.solve(&costs),
            "cancelled while serving rows, after 0 of 2",
        );
    }

    /// Claims about two rows and two columns at costs 1 and 2, 3 and 5.
    struct Claims {
        column_of: Vec<Option<u32>>,
        total: i128,
        row_cover: Vec<bool>,
        column_cover: Vec<bool>,
        u: Vec<Cost>,
        v: Vec<Cost>,
    }

    impl Claims {
        /// Rows 0 and 1 take columns 1 and 0 for 2 and 3.
        fn right() -> Self {
            Self {
                column_of: vec![Some(1), Some(0)],
                total: 5,
                row_cover: vec![true; 2],
                column_cover: vec![false; 2],
                u: vec![2, 4],
                v: vec![-1, 0],
            }
        }

        fn verdict(self) -> Result<i128, CertificateError> {
            let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2], vec![3, 5]]).unwrap();
            let certificate =
                Certificate::from_parts(self.row_cover, self.column_cover, self.u, self.v);
            let column_of = self
                .column_of
                .into_iter()
                .map(|column| column.map(Column::from))
                .collect();
            let assignment = Assignment::from_parts(2, column_of, self.total, certificate);
            verify(&costs, &assignment).map(|verified| verified.total_cost())
        }
    }

    #[track_caller]
    fn assert_rejected(claims: Claims, message: &str) {
        assert_eq!(claims.verdict().unwrap_err().to_string(), message);
    }

    #[test]
    fn each_false_claim_is_rejected_by_name() {
        assert_eq!(Claims::right().verdict(), Ok(5));
        assert_rejected(
            Claims {
                u: vec![2],
                ..Claims::right()
            },
            "the list of row potentials has 1 entries, expected 2 (it belongs to another source)",
        );
        assert_rejected(
            Claims {
                column_of: vec![Some(1), Some(7)],
                ..Claims::right()
            },
            "row 1 has column 7, but the source does not permit this pair",
        );
        assert_rejected(
            Claims {
                column_of: vec![Some(1), Some(1)],
                ..Claims::right()
            },
            "column 1 is given to row 0 and to row 1, expected one row",
        );
        assert_rejected(
            Claims {
                row_cover: vec![true, false],
                ..Claims::right()
            },
            "row 1 permits column 0, but neither is in the cover (there may be an assignment with more pairs)",
        );
        assert_rejected(
            Claims {
                column_of: vec![Some(1), None],
                total: 2,
                ..Claims::right()
            },
            "the cover has 2 members, expected as many as there are pairs, 1",
        );
        assert_rejected(
            Claims {
                u: vec![2, 6],
                ..Claims::right()
            },
            "row 1 and column 0 cost 3, less than their potentials 6 and -1 (there may be a cheaper assignment)",
        );
        assert_rejected(
            Claims {
                u: vec![2, 3],
                ..Claims::right()
            },
            "row 1 has column 0 at 3, expected the sum of their potentials 3 and -1",
        );
        assert_rejected(
            Claims {
                u: vec![0, 2],
                v: vec![1, 2],
                ..Claims::right()
            },
            "column 0 is not in the cover and has potential 1, expected at most 0",
        );
        assert_rejected(
            Claims {
                total: 4,
                ..Claims::right()
            },
            "the total cost is said to be 4, the pairs cost 5, and the potentials add up to 5",
        );
    }

    #[test]
    fn a_potential_of_someone_without_a_partner_is_rejected() {
        let costs = DenseCosts::try_from_rows(vec![vec![1_u8, 2]]).unwrap();
        let certificate = Certificate::from_parts(vec![true], vec![false; 2], vec![1], vec![0, -1]);
        let assignment = Assignment::from_parts(2, vec![Some(0.into())], 1, certificate);
        let error = verify(&costs, &assignment).unwrap_err();
        assert_eq!(
            error.to_string(),
            "column 1 has no partner and has potential -1, expected 0"
        );
    }

    #[test]
    fn fields_hold_every_number_of_the_message() {
        let three = DenseCosts::try_from_rows(vec![vec![1_u8, 1]; 3]).unwrap();
        let Err(AssignmentError::Infeasible { rows, columns }) = solve(&three) else {
            panic!("infeasible")
        };
        assert_eq!(rows, [0, 1, 2].map(Row::from));
        assert_eq!(columns, [0, 1].map(Column::from));
        assert_eq!(solve_max(&three).unwrap().len(), 2);
    }
}
