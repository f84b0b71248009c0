//! Bugs that were reported against other programs, each under its number; none of them may happen here.

mod model {
    use reverse_mentoring::model::{
        Fault, Manager, ModelError, Organisation, OrganisationDocument, PersonId, PersonRow,
    };
    use serde::Deserialize;
    use serde::de::value::{Error, MapDeserializer, SeqDeserializer};

    fn row(id: impl Into<String>, manager: Option<&str>) -> PersonRow {
        PersonRow {
            id: id.into(),
            manager: manager.map(str::to_owned),
            ..PersonRow::default()
        }
    }

    /// Runs on a stack on which any recursion over the data would overflow.
    #[track_caller]
    fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
        std::thread::Builder::new()
            .stack_size(256 << 10)
            .spawn(work)
            .expect("a thread can be had")
            .join()
            .expect("the work does not panic");
    }

    #[test]
    fn t21_a_chain_of_a_million_managers_loads_answers_and_drops_on_a_small_stack() {
        on_a_small_stack(|| {
            const LENGTH: u32 = 1_000_000;
            let id = |place: u32| format!("{place:07}");
            let people = (0..LENGTH).map(|place| {
                let manager = place.checked_sub(1).map(id);
                row(id(place), manager.as_deref())
            });
            let document = OrganisationDocument {
                people: people.collect(),
                ..OrganisationDocument::default()
            };
            let organisation = Organisation::try_from(document).unwrap();
            let person = |place| organisation.person(&id(place)).unwrap();
            let (top, middle, bottom) = (person(0), person(400_000), person(LENGTH - 1));
            let chain = organisation.chain();
            assert_eq!(chain.depth(&bottom.posts()[0]), LENGTH - 1);
            assert_eq!(chain.lines_above(top, bottom), Some(LENGTH - 1));
            assert_eq!(chain.lines_above(middle, bottom), Some(599_999));
            assert_eq!(chain.lines_above(bottom, middle), None);
            assert_eq!(
                chain.manager(&bottom.posts()[0]),
                Some(Manager::Person(person(LENGTH - 2).index()))
            );
            let fingerprint = organisation.fingerprint();
            let text = organisation.to_json();
            drop(organisation);
            let again = Organisation::from_json(&text).unwrap();
            assert_eq!(again.fingerprint(), fingerprint);
        });
    }

    #[test]
    fn t26_duplicate_ids_and_duplicate_keys_are_refused() {
        let error = Organisation::builder()
            .person(row("a", None))
            .person(row("b", None))
            .person(row("a", Some("b")))
            .build()
            .unwrap_err();
        assert_eq!(
            error.faults(),
            [Fault::DuplicateId {
                id: PersonId::new("a"),
                rows: vec![1, 3]
            }]
        );
        for (text, expected) in [
            (
                r#"{ "people": [], "people": [] }"#,
                "duplicate field `people`",
            ),
            (
                r#"{ "people": [ { "id": "a", "id": "b" } ] }"#,
                "duplicate field `id`",
            ),
            (
                r#"{ "people": [ { "id": "a", "attributes": { "x": 1, "y": 2, "x": 3 } } ] }"#,
                "duplicate key \"x\"",
            ),
        ] {
            let Err(ModelError::Json(reverse_mentoring::JsonError { message, .. })) =
                Organisation::from_json(text)
            else {
                panic!("{text} is refused");
            };
            assert_eq!(message, expected);
        }
    }

    #[test]
    fn t27_deep_nesting_is_an_error() {
        on_a_small_stack(|| {
            let deep = "[".repeat(100_000);
            for text in [
                deep.clone(),
                format!(r#"{{ "people": {deep}"#),
                format!(r#"{{ "nonsense": {deep}"#),
                format!(r#"{{ "people": [ {{ "id": "a", "attributes": {{ "x": {deep}"#),
            ] {
                let error = Organisation::from_json(&text).unwrap_err();
                assert!(matches!(error, ModelError::Json(_)), "{error}");
            }
        });
    }

    /// An iterator that claims to have more items than there is memory for.
    struct Boasting<I>(I);

    impl<I: Iterator> Iterator for Boasting<I> {
        type Item = I::Item;

        fn next(&mut self) -> Option<I::Item> {
            self.0.next()
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            (usize::MAX, Some(usize::MAX))
        }
    }

    #[test]
    fn t28_a_declared_size_reserves_no_memory() {
        let grades = SeqDeserializer::new(Boasting(["low", "high"].into_iter()));
        let nonsense = SeqDeserializer::new(Boasting(["x", "y"].into_iter()));
        let entries = [("level_scale", grades), ("nonsense", nonsense)];
        // The input ends early, which is reported after everything there is has been read.
        let boasting = MapDeserializer::<_, Error>::new(Boasting(entries.into_iter()));
        let document = OrganisationDocument::deserialize(boasting).unwrap();
        assert_eq!(document.level_scale, ["low", "high"]);
        assert_eq!(document.unknown.iter().collect::<Vec<_>>(), ["nonsense"]);
    }

    #[test]
    fn t29_an_id_of_digits_keeps_its_leading_zero() {
        let text = r#"{ "people": [ { "id": "0479480001" }, { "id": "479480001" } ] }"#;
        let organisation = Organisation::from_json(text).unwrap();
        let again = Organisation::from_json(&organisation.to_json()).unwrap();
        let ids: Vec<_> = again
            .people()
            .iter()
            .map(|person| person.id().as_str())
            .collect();
        assert_eq!(ids, ["0479480001", "479480001"]);
    }

    #[test]
    fn t30_a_reporting_circle_lists_its_members_in_order() {
        let error = Organisation::builder()
            .person(row("tail", Some("d")))
            .person(row("c", Some("a")))
            .person(row("d", Some("c")))
            .person(row("a", Some("d")))
            .person(row("alone", Some("alone")))
            .build()
            .unwrap_err();
        assert_eq!(
            error.faults(),
            [
                Fault::ReportingCycle {
                    members: ["a", "d", "c"].map(PersonId::new).to_vec(),
                    rows: vec![4, 3, 2]
                },
                Fault::SelfReport {
                    row: 5,
                    person: PersonId::new("alone")
                },
            ]
        );
    }
}

mod support;

#[path = "reported_bugs/solver.rs"]
mod solver;

#[expect(clippy::float_cmp, reason = "what is exact is compared exactly")]
mod assignment {
    use reverse_mentoring::assignment::{
        AssignmentError, Column, ComputedCosts, Cost, CostSource, DenseCosts, FloatCosts, Infinity,
        Row, SparseCosts, solve, solve_max,
    };

    use crate::support::brute_force::best_of_all;
    use crate::support::random::Random;
    use crate::support::{
        assert_certified, assert_infeasible, assert_max_certified, dense, numbers, reference,
    };

    /// A source made of a table in which `None` is forbidden.
    fn table<const N: usize>(
        rows: usize,
        costs: impl Fn(usize) -> [Option<Cost>; N] + Sync + Clone,
    ) -> ComputedCosts<impl Fn(Row, Column) -> Option<Cost> + Sync> {
        ComputedCosts::new(rows, N, move |row, column| {
            costs(row.index())[column.index()]
        })
    }

    /// evenfurther/pathfinding#349, jgrapht#1200, networkx#4641: infinities, NaN and rounding in the solver.
    #[test]
    fn t02_only_finite_floats_enter_and_only_integers_reach_the_solver() {
        let float = |costs: Vec<f64>| FloatCosts::try_new(2, 2, costs, Infinity::Refused);
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(matches!(
                float(vec![value; 4]),
                Err(AssignmentError::NotFinite { .. })
            ));
        }
        let smallest = f64::from_bits(1);
        let costs = float(vec![-0.0, smallest, 0.0, smallest]).expect("subnormals are finite");
        assert_eq!(assert_certified(&costs).total_cost(), 1);
        // 0.1 + 0.2 and 0.3 + 0.0 differ as floats added in one order or the other; as integers they do not.
        let costs = float(vec![0.1, 0.3, 0.0, 0.2]).expect("finite");
        let (one, other) = (
            costs.clone(),
            float(vec![0.3, 0.1, 0.2, 0.0]).expect("finite"),
        );
        assert_eq!(
            assert_certified(&one).total_cost(),
            assert_certified(&other).total_cost()
        );
    }

    /// bmc/munkres#28: the search flipped between two steps for ever on this 4 x 3 matrix.
    #[test]
    fn t03_a_tall_matrix_with_forbidden_pairs_has_a_witness() {
        let costs = table(4, |row| {
            [
                [None, Some(161), None],
                [None, Some(1), None],
                [None, Some(157), None],
                [Some(37), None, Some(5)],
            ][row]
        });
        assert_eq!(
            assert_infeasible(&costs),
            "no assignment exists: rows 0 and 1 permit only column 1"
        );
        assert_eq!(numbers(&assert_max_certified(&costs)), [(1, 1), (3, 2)]);
    }

    /// scipy#17269: two shapes of infeasible sparse input never returned.
    #[test]
    fn t04_infeasible_sparse_input_returns_with_a_witness() {
        let one = SparseCosts::try_from_pairs(
            3,
            3,
            [(0, 0, 1), (1, 0, 1), (2, 0, 1), (2, 1, 5), (2, 2, 6)]
                .map(|(row, column, cost)| (Row::from(row), Column::from(column), cost)),
        );
        let one = one.expect("valid pairs");
        assert_eq!(
            assert_infeasible(&one),
            "no assignment exists: rows 0 and 1 permit only column 0"
        );
        let empty_row =
            SparseCosts::try_new(3, vec![0, 1, 1, 2], vec![0.into(), 2.into()], vec![1, 1])
                .expect("valid");
        assert_eq!(
            assert_infeasible(&empty_row),
            "no assignment exists: row 1 permits no column"
        );
    }

    /// scipy#11458: an edge that was not in the graph was returned.
    #[test]
    fn t05_every_pair_is_a_permitted_pair() {
        let mut random = Random::new(5);
        for _ in 0..200 {
            let permitted: Vec<bool> = (0..12 * 9).map(|_| random.below(4) == 0).collect();
            let costs = ComputedCosts::new(12, 9, |row, column| {
                permitted[row.index() * 9 + column.index()].then_some(1)
            });
            let assignment = assert_max_certified(&costs);
            assert!(
                assignment
                    .pairs()
                    .all(|(row, column)| permitted[row.index() * 9 + column.index()])
            );
        }
    }

    /// ultralytics#25508, optax#1179: `[[1, inf], [2, inf]]` and NaN hung.
    #[test]
    fn t06_a_column_that_is_infinite_throughout_is_a_witness() {
        let inf = f64::INFINITY;
        let costs = FloatCosts::try_new(2, 2, vec![1.0, inf, 2.0, inf], Infinity::Absent)
            .expect("infinity is absent");
        assert_eq!(
            assert_infeasible(&costs),
            "no assignment exists: rows 0 and 1 permit only column 0"
        );
        assert!(
            FloatCosts::try_new(2, 2, vec![1.0, f64::NAN, 2.0, inf], Infinity::Absent).is_err()
        );
    }

    /// yongyanghz/LAPJV-algorithm-c#2, pyLAPJV#4: rounding made augmenting rows loop.
    #[test]
    fn t07_near_ties_of_5_000_rows_end() {
        const SIDE: u32 = 5_000;
        // Positions on a line that differ in the last bits of a float.
        let place = |index: u32| 1.0 + f64::from(index.wrapping_mul(2_654_435_761) >> 8) * 1e-13;
        let floats = (0..SIDE)
            .flat_map(|row| (0..SIDE).map(move |column| (place(row) - place(column)).abs()));
        let costs = FloatCosts::try_new(
            SIDE as usize,
            SIDE as usize,
            floats.collect(),
            Infinity::Refused,
        );
        let assignment = assert_certified(&costs.expect("finite"));
        assert_eq!(assignment.total_cost(), 0);
    }

    /// gatagat/lap#4: huge costs in place of forbidden pairs slowed the search down.
    #[test]
    fn t08_a_forbidden_pair_is_absent_and_not_dear() {
        // The least total of all rows takes the dearest pair there is: no stand-in could be told from it.
        let costs = table(2, |row| [[Some(0), None], [Some(0), Some(1 << 40)]][row]);
        assert_eq!(assert_certified(&costs).total_cost(), 1 << 40);
    }

    /// gatagat/lap#19: in this matrix, 1 000 000 stood in for infinity, and the result was odd.
    #[test]
    fn t09_a_large_cost_is_a_cost_and_an_infinite_one_is_none() {
        let matrix = |large: f64| {
            let costs = vec![
                -625.0, 2187.5, -156.25, large, //
                -2500.0, large, -2500.0, -2500.0, //
                -1015.625, -1015.625, large, large, //
                large, large, large, large,
            ];
            FloatCosts::try_new(4, 4, costs, Infinity::Absent).expect("numbers, or absent")
        };
        let dear = matrix(1e6);
        let total = assert_certified(&dear).total_cost();
        assert!(dear.to_float(total) == 995_859.375); // -625 - 2500 - 1015.625 + 1 000 000
        let absent = matrix(f64::INFINITY);
        assert_eq!(
            assert_infeasible(&absent),
            "no assignment exists: row 3 permits no column"
        );
        let assignment = assert_max_certified(&absent);
        assert_eq!(assignment.len(), 3);
        assert!(absent.to_float(assignment.total_cost()) == -4140.625);
    }

    /// src-d/lapjv#12: columns came out twice or as -1.
    #[test]
    fn t10_the_result_is_a_partial_permutation() {
        let mut random = Random::new(10);
        for _ in 0..200 {
            let costs: Vec<Option<Cost>> = (0..8 * 8)
                .map(|_| (random.below(3) > 0).then(|| random.below(3).cast_signed()))
                .collect();
            let source =
                ComputedCosts::new(8, 8, |row, column| costs[row.index() * 8 + column.index()]);
            let assignment = solve_max(&source).expect("no input is infeasible");
            for (row, column) in assignment.pairs() {
                assert_eq!(assignment.column_of(row), Some(column));
                assert_eq!(assignment.row_of(column), Some(row));
            }
            let taken = (0..8).filter(|&column| assignment.row_of(Column::from(column)).is_some());
            assert_eq!(taken.count(), assignment.len());
        }
    }

    /// scipy#5429, HungarianAlgorithm#23, #24: tall matrices came out transposed, looped, or were not optimal.
    #[test]
    fn t12_every_shape_up_to_6_by_6_is_as_brute_force_says() {
        let mut random = Random::new(12);
        for rows in 0..=6_usize {
            for columns in 0..=6_usize {
                for _ in 0..10 {
                    let costs: Vec<i64> = (0..rows * columns)
                        .map(|_| random.below(10).cast_signed())
                        .collect();
                    let source = DenseCosts::try_new(rows, columns, costs)
                        .expect("rows times columns costs");
                    let assignment = assert_max_certified(&source);
                    assert_eq!(
                        (assignment.len(), assignment.total_cost()),
                        best_of_all(&source)
                    );
                    if rows <= columns {
                        assert_eq!(
                            assert_certified(&source).total_cost(),
                            assignment.total_cost()
                        );
                    } else {
                        assert_infeasible(&source);
                    }
                }
            }
        }
    }

    /// or-tools#2597, or-tools-ruby#35: sides of unequal size were called infeasible.
    #[test]
    fn t13_unequal_sides_are_served() {
        let wide = dense(&[&[4, 1, 3, 9], &[2, 0, 5, 9], &[3, 2, 2, 9]]);
        assert_eq!(assert_certified(&wide).total_cost(), 5); // 1 + 2 + 2
        let tall = ComputedCosts::new(20, 16, |row, column| {
            Some((i64::from(u32::from(row)) - i64::from(u32::from(column))).abs())
        });
        let assignment = assert_max_certified(&tall);
        assert_eq!((assignment.len(), assignment.total_cost()), (16, 0));
    }

    /// scipy#11602, boostorg/graph#199: equal costs gave a bad order, or crashed.
    #[test]
    fn t15_a_constant_matrix_pairs_equal_indices() {
        for side in [1_u32, 2, 7, 100, 2_000] {
            let costs = DenseCosts::try_new(
                side as usize,
                side as usize,
                vec![7_u8; (side * side) as usize],
            )
            .expect("square");
            let assignment = assert_certified(&costs);
            assert_eq!(assignment.total_cost(), 7 * i128::from(side));
            assert!(
                assignment
                    .pairs()
                    .all(|(row, column)| u32::from(row) == u32::from(column))
            );
        }
    }

    /// boostorg/graph#399: wrong, crashing or endless on half of all random graphs.
    #[test]
    fn t16_random_sparse_graphs_agree_with_another_solver() {
        let mut random = Random::new(16);
        for case in 0..1_000 {
            let (rows, degree) = (1 + random.below(15), 1 + random.below(5));
            let columns = rows + random.below(4);
            let mut pairs = std::collections::BTreeMap::new();
            for row in 0..rows {
                for _ in 0..degree {
                    pairs.insert(
                        (row, random.below(columns)),
                        random.below(20).cast_signed() - 5,
                    );
                }
            }
            let index = |number: u64| u32::try_from(number).expect("small");
            let pairs = pairs
                .into_iter()
                .map(|((row, column), cost)| (index(row).into(), index(column).into(), cost));
            let costs =
                SparseCosts::try_from_pairs(index(rows) as usize, index(columns) as usize, pairs)
                    .expect("valid");
            let most = assert_max_certified(&costs).len();
            let total = solve(&costs).ok().map(|assignment| assignment.total_cost());
            assert_eq!(total, reference::least_total(&costs), "case {case}");
            assert_eq!(total.is_some(), most == costs.rows(), "case {case}");
        }
    }

    /// networkx#5388: the reciprocal turned a minimum into a wrong maximum.
    #[test]
    fn t17_negated_costs_give_the_maximum() {
        let scores = [[3, 1, 2], [2, 4, 6], [9, 8, 7]];
        let costs = ComputedCosts::new(3, 3, |row, column| {
            Some(-scores[row.index()][column.index()])
        });
        assert_eq!(assert_certified(&costs).total_cost(), -17); // 3 + 6 + 8
        let shifted = ComputedCosts::new(3, 3, |row, column| {
            Some(10 - scores[row.index()][column.index()])
        });
        assert_eq!(assert_certified(&shifted).total_cost(), 30 - 17);
    }

    /// cugraph#1645, scipy#9800: a fixed epsilon took costs of 1e-10 for equal.
    #[test]
    fn t18_small_costs_are_told_apart_or_refused() {
        let costs = [3.0, 1.0, 2.0, 2.0, 4.0, 6.0, 9.0, 8.0, 7.0].map(|cost| cost * 1e-10);
        let small = FloatCosts::try_new(3, 3, costs.to_vec(), Infinity::Refused).expect("finite");
        assert_eq!(numbers(&assert_certified(&small)), [(0, 1), (1, 0), (2, 2)]);
        let mut near = vec![1.0; 400 * 400];
        near[3] = 1.0 + f64::EPSILON;
        let error = FloatCosts::try_new(400, 400, near, Infinity::Refused).unwrap_err();
        assert!(
            matches!(error, AssignmentError::BelowResolution { .. }),
            "{error}"
        );
    }

    /// petgraph#742: an addition overflowed.
    #[test]
    fn t20_sums_at_the_edge_of_the_range_proof_are_exact() {
        let mut random = Random::new(20);
        for side in 1..=6_usize {
            // Costs from -b to b need (6k + 20) spans of 2b, and b itself, or 128 bits.
            let largest = i64::MAX / (1 + 2 * (6 * i64::try_from(side).unwrap() + 20));
            for case in 0..600 {
                let edge = largest + case % 2;
                let costs: Vec<i64> = (0..side * side)
                    .map(|_| match random.below(3) {
                        0 => -edge,
                        1 => edge,
                        _ => i64::try_from(random.below(edge.unsigned_abs()))
                            .expect("below the edge"),
                    })
                    .collect();
                let source = DenseCosts::try_new(side, side, costs).expect("square");
                assert_eq!(
                    assert_certified(&source).total_cost(),
                    best_of_all(&source).1
                );
            }
        }
    }
}

#[cfg(feature = "csv")]
mod intake {
    use proptest::prelude::*;
    use proptest::test_runner::FileFailurePersistence;
    use reverse_mentoring::intake::{CsvSources, PairRow, neutralise, restore, write_pairs};

    #[test]
    fn t29_an_id_of_digits_keeps_its_leading_zero_in_every_table() {
        let people = "id,holder_id,manager_id,department_id,level_rank\n\
                      0479480001,0007,0000,007,1\n\
                      1e3,,0479480001,,2\n";
        let tables = CsvSources::new(people, "department_id,parent_id\n007,00\n00,\n")
            .memberships("id,department_id\n0479480001,00\n")
            .skills("person_id,direction,skill\n0007,offers,0x10\n")
            .read()
            .expect("the tables are clean");
        let post = &tables.people[0].post;
        assert_eq!(post.id, "0479480001");
        assert_eq!(post.holder.as_deref(), Some("0007"));
        assert_eq!(post.manager.as_deref(), Some("0000"));
        assert_eq!(post.unit.as_deref(), Some("007"));
        assert_eq!(tables.people[1].post.id, "1e3");
        assert_eq!(tables.people[1].post.manager.as_deref(), Some("0479480001"));
        assert_eq!(tables.departments[0].parent.as_deref(), Some("00"));
        assert_eq!(tables.memberships.expect("a table")[0].department, "00");
        let skills = tables.skills.expect("a table");
        assert_eq!(
            (skills[0].person.as_str(), skills[0].skill.as_str()),
            ("0007", "0x10")
        );
    }

    fn written(pairs: &[PairRow<'_>]) -> String {
        let mut out = Vec::new();
        write_pairs(&mut out, pairs.iter().copied()).expect("memory takes all");
        String::from_utf8(out).expect("text stays text")
    }

    #[test]
    fn t32_a_cell_that_starts_like_a_formula_is_neutralised_and_a_number_is_not() {
        for start in ["=", "+", "-", "@", "\t", "\r", "\n", "'"] {
            let text = format!("{start}1+1");
            assert_eq!(neutralise(&text), format!("'{text}"));
        }
        for text in ["", "a=1", " =1", "0479480001", "é"] {
            assert_eq!(neutralise(text), text);
        }
        let pair = PairRow {
            junior: "=cmd|' /C calc'!A0",
            senior: "-1",
            score: -1,
            reason: "@here, \"quoted\"",
        };
        assert_eq!(
            written(&[pair]),
            "junior_id,senior_id,score,reason\n'=cmd|' /C calc'!A0,'-1,-1,\"'@here, \"\"quoted\"\"\"\n"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: Some(Box::new(FileFailurePersistence::Direct(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/fixtures/regressions/export.txt"
            )))),
            ..ProptestConfig::default()
        })]

        #[test]
        fn t32_no_cell_becomes_two_and_every_id_comes_back(
            cells in prop::collection::vec(("[-=+@'\t\r\n,;\"a0é]{0,6}", any::<i64>(), "\\PC{0,8}"), 0..6)
        ) {
            let pairs: Vec<PairRow<'_>> = (cells.iter())
                .map(|(id, score, reason)| PairRow { junior: id, senior: id, score: *score, reason })
                .collect();
            let text = written(&pairs);
            let mut rows = csv::ReaderBuilder::new().from_reader(text.as_bytes());
            let mut read = 0;
            for (row, (id, score, reason)) in rows.records().zip(&cells) {
                let row = row.expect("every row has four cells");
                prop_assert_eq!(restore(&row[0]), id);
                prop_assert_eq!(restore(&row[1]), id);
                prop_assert_eq!(&row[2], score.to_string());
                prop_assert_eq!(restore(&row[3]), reason);
                let formula = ['=', '+', '-', '@', '\t', '\r', '\n'];
                prop_assert!(!row[0].starts_with(formula) && !row[3].starts_with(formula));
                read += 1;
            }
            prop_assert_eq!(read, cells.len());
        }
    }
}

mod scoring {
    use reverse_mentoring::candidates::{CandidateTable, Candidates, CandidatesError};
    use reverse_mentoring::model::{Organisation, PersonId, PersonRow};
    use reverse_mentoring::programme::{EnrolmentRow, Participant, Programme, Role, RolesRow};
    use reverse_mentoring::rules::{RuleSet, Rules};
    use reverse_mentoring::scoring::{OwnScores, Scorer, Scoring, ScoringError};
    use reverse_mentoring::work::Work;

    /// Scores juniors and seniors by their numbers, through the whole way that floats take.
    fn scan(
        [juniors, seniors]: [usize; 2],
        score: impl Fn(usize, usize) -> Option<f64> + Send + Sync + 'static,
    ) -> Result<CandidateTable, CandidatesError> {
        // Zeros in front, so that the order of ids is that of numbers.
        let juniors = (0..juniors).map(|place| (format!("j{place:03}"), RolesRow::Junior));
        let seniors = (0..seniors).map(|place| (format!("s{place:03}"), RolesRow::Senior));
        let everybody: Vec<_> = juniors.chain(seniors).collect();
        let organisation = everybody
            .iter()
            .fold(Organisation::builder(), |builder, (id, _)| {
                builder.person(PersonRow {
                    id: id.clone(),
                    ..PersonRow::default()
                })
            });
        let organisation = organisation.build().expect("in order");
        let programme = everybody
            .iter()
            .fold(Programme::builder(), |builder, (id, roles)| {
                builder.enrol(EnrolmentRow::new(id, *roles))
            });
        let programme = programme.build(&organisation).expect("in order");
        let number = |id: &PersonId| id.as_str()[1..].parse().expect("a letter and a number");
        let own = OwnScores::floats(move |junior, senior| score(number(junior), number(senior)));
        let rules = RuleSet::new([]).expect("no rules but those of every set");
        let rules = Rules::new(&rules, &organisation, &programme).expect("in force");
        let scorer = Scorer::new(&Scoring::own(own), &organisation, &programme)?;
        let side = |role| -> Vec<&Participant> {
            let everybody = programme.participants().iter();
            everybody
                .filter(|person| person.takes_part_as(role))
                .collect()
        };
        let (juniors, seniors) = (side(Role::Junior), side(Role::Senior));
        Candidates::new(&organisation, &rules, &scorer).table(&juniors, &seniors, &Work::new())
    }

    fn matrix<const N: usize, const M: usize>(
        rows: [[Option<f64>; M]; N],
    ) -> Result<CandidateTable, CandidatesError> {
        scan([N, M], move |junior, senior| rows[junior][senior])
    }

    #[test]
    fn t02_floats_enter_as_integers_on_one_grid_or_not_at_all() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = matrix([[Some(1.0)], [Some(value)]]).expect_err("not finite");
            let CandidatesError::Scoring(ScoringError::NonFiniteScore { pairs, total: 1 }) = error
            else {
                panic!("{error}")
            };
            assert_eq!(
                (pairs[0].junior.as_str(), pairs[0].senior.as_str()),
                ("j001", "s000")
            );
        }
        let table = matrix([[Some(-0.0), Some(0.25)], [None, Some(f64::MIN_POSITIVE)]]);
        let table = table.expect("all finite");
        // The smallest normal float is lost beside a quarter; an absent pair stays absent.
        assert_eq!(
            table
                .score(0, 0)
                .map(reverse_mentoring::scoring::Score::get),
            Some(0)
        );
        assert_eq!(
            table
                .score(1, 1)
                .map(reverse_mentoring::scoring::Score::get),
            Some(0)
        );
        assert_eq!(table.score(1, 0), None);
        assert!(table.resolution().expect("floats").get() > 0.0);
    }

    #[test]
    fn t18_scores_of_any_scale_are_told_apart_and_a_silent_tie_is_refused() {
        let tiny = matrix([[Some(1e-10), Some(2e-10)], [Some(3e-10), Some(1e-300)]]);
        let tiny = tiny.expect("all finite");
        let score = |junior, senior| tiny.score(junior, senior).expect("present");
        assert!(score(1, 1) < score(0, 0));
        assert!(score(0, 0) < score(0, 1) && score(0, 1) < score(1, 0));

        // The sums of 200 scores leave 51 bits for each, one less than it takes to tell these two apart.
        let highest = 1.0 + f64::EPSILON;
        let close = move |junior, senior| {
            Some(if (junior, senior) == (7, 9) {
                highest
            } else {
                1.0
            })
        };
        let expected = ScoringError::ScoresBelowResolution {
            lowest: 1.0,
            highest,
            resolution: 2.0 * f64::EPSILON,
        };
        assert_eq!(scan([200, 200], close), Err(expected.into()));
        // Fewer people leave more bits, and equal scores are equal.
        assert!(scan([20, 20], close).is_ok());
        assert!(scan([200, 200], |_, _| Some(0.1)).is_ok());
    }
}

mod matching {
    use std::collections::BTreeSet;

    use reverse_mentoring::answers::Explainer;
    use reverse_mentoring::matching::{Engine, Matching, Status};
    use reverse_mentoring::model::{Organisation, PersonRow};
    use reverse_mentoring::programme::{EnrolmentRow, Programme, Role};

    /// Two seniors and three juniors in units of their own; Grace wants what nobody offers.
    fn case() -> (Organisation, Programme, Engine, Matching) {
        let people = [
            ("grace", 7),
            ("alan", 6),
            ("ada", 2),
            ("linus", 2),
            ("tim", 1),
        ];
        let organisation =
            people
                .into_iter()
                .fold(Organisation::builder(), |builder, (id, level)| {
                    let row = PersonRow::new(id).at_level(level).in_unit(id);
                    let row = if level < 5 {
                        row.with_skill("rust", level)
                    } else {
                        row
                    };
                    builder.unit(id, None).person(row)
                });
        let organisation = organisation.build().expect("a sound organisation");
        let programme = Programme::builder()
            .enrol(EnrolmentRow::senior("grace").wants("cobol"))
            .enrol(EnrolmentRow::senior("alan").wants_at("rust", 1, 2))
            .enrol(EnrolmentRow::junior("ada"))
            .enrol(EnrolmentRow::junior("linus"))
            .enrol(EnrolmentRow::junior("tim"))
            .build(&organisation)
            .expect("a sound programme");
        let engine = Engine::builder().build().expect("the defaults are sound");
        let matching = engine
            .run(&organisation, &programme)
            .expect("nothing to refuse");
        let verified = engine
            .verify(&organisation, &programme, &matching)
            .expect("it verifies");
        assert_eq!(verified.pairs(), 1);
        (organisation, programme, engine, matching)
    }

    #[test]
    fn t01_somebody_whose_pairs_are_all_forbidden_is_told_so_at_once() {
        let (_, _, _, matching) = case();
        let Some(Status::NoPermittedPartner { barred }) = matching.status("grace", Role::Senior)
        else {
            panic!("{:?}", matching.status("grace", Role::Senior))
        };
        assert_eq!(barred.len(), 1);
        assert_eq!(
            (barred[0].rule.as_str(), barred[0].people),
            ("target_met", 3)
        );
        assert_eq!(
            matching.status("alan", Role::Senior).unwrap().name(),
            "matched"
        );
    }

    #[test]
    fn t21_the_ends_of_a_chain_of_a_million_managers_are_matched_and_explained_on_a_small_stack() {
        // 256 KiB: whatever recursed with the depth of the chain would end here.
        let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(|| {
            const LENGTH: u32 = 1_000_000;
            let id = |place: u32| format!("{place:07}");
            let organisation = (0..LENGTH).fold(Organisation::builder(), |builder, place| {
                let row = PersonRow::new(id(place)).at_level(i64::from(LENGTH - place));
                builder.person(match place.checked_sub(1) {
                    Some(above) => row.reporting_to(id(above)),
                    None => row,
                })
            });
            let organisation = organisation.build().expect("a chain is legal");
            let programme = Programme::builder()
                .enrol(EnrolmentRow::senior(id(0)).wants("rust"))
                .enrol(EnrolmentRow::junior(id(LENGTH - 1)).offers("rust", 4))
                .build(&organisation)
                .expect("a sound programme");
            let engine = Engine::builder().build().expect("the defaults are sound");
            let matching = engine
                .run(&organisation, &programme)
                .expect("nothing to refuse");
            assert!(matching.pairs().is_empty());
            let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
            let barriers = explainer.barriers(&id(LENGTH - 1).into(), &id(0).into());
            let text: Vec<_> = barriers
                .expect("both take part")
                .iter()
                .map(ToString::to_string)
                .collect();
            let lines = "(lines between them: 999999)";
            assert!(
                text.iter().any(|barrier| barrier.contains(lines)),
                "{text:?}"
            );
        });
        thread
            .expect("a thread")
            .join()
            .expect("no overflow of the stack");
    }

    #[test]
    fn t10_nobody_is_in_two_pairs_on_one_side() {
        let (_, _, _, matching) = case();
        let juniors: BTreeSet<_> = matching
            .pairs()
            .iter()
            .map(reverse_mentoring::matching::Pair::junior)
            .collect();
        let seniors: BTreeSet<_> = matching
            .pairs()
            .iter()
            .map(reverse_mentoring::matching::Pair::senior)
            .collect();
        assert_eq!(
            (juniors.len(), seniors.len()),
            (matching.pairs().len(), matching.pairs().len())
        );
    }

    #[test]
    fn t11_a_result_speaks_of_people_and_never_of_positions() {
        let (organisation, programme, engine, matching) = case();
        let document = matching.to_json();
        for person in organisation.people() {
            assert!(
                document.contains(&format!("\"{}\"", person.id())),
                "{} is in the result",
                person.id()
            );
        }
        let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
        for pair in matching.pairs() {
            let text = explainer.why(pair).expect("both take part").to_string();
            assert!(
                text.starts_with(&format!("{} teaches {}", pair.junior(), pair.senior())),
                "{text}"
            );
        }
    }
}

mod answers {
    use std::collections::BTreeMap;

    use reverse_mentoring::answers::{Difference, Explainer, Objection};
    use reverse_mentoring::matching::{Config, Engine, Matching};
    use reverse_mentoring::model::{
        AttributeKind, AttributeValue, Organisation, PersonRow, SkillRow, VectorEntry,
    };
    use reverse_mentoring::programme::{EnrolmentRow, Programme, Role};
    use reverse_mentoring::rules::{Condition, Rule, RuleSet};
    use reverse_mentoring::scoring::{
        ClassTerm, Criterion, Fact, Measure, OwnScores, Points, Scoring, SparseProduct,
    };

    #[test]
    fn t31_why_a_better_looking_swap_is_not_allowed() {
        // Ada and Grace score more than either has now, and a swap seems to suit both.
        let people = [("ada", 2), ("tim", 2), ("grace", 6), ("alan", 6)];
        let organisation = people
            .iter()
            .fold(Organisation::builder(), |builder, (id, level)| {
                builder
                    .unit(id, None)
                    .person(PersonRow::new(*id).in_unit(*id).at_level(*level))
            });
        let organisation = organisation.build().expect("sound");
        let programme = Programme::builder()
            .enrol(EnrolmentRow::junior("ada"))
            .enrol(EnrolmentRow::junior("tim"))
            .enrol(EnrolmentRow::senior("grace"))
            .enrol(EnrolmentRow::senior("alan"));
        let ask = |programme: Programme, rules: &[Rule]| {
            let scores = [90, 80, 85, 10].map(Some).to_vec();
            let scores = OwnScores::integer_matrix(["ada", "tim"], ["grace", "alan"], scores);
            let config = Config::default()
                .with_rules(RuleSet::new(rules.iter().cloned()).expect("in order"))
                .with_scoring(Scoring::own(scores.expect("full")));
            let engine = Engine::builder().config(config).build().expect("sound");
            let matching = engine.run(&organisation, &programme).expect("feasible");
            let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
            let (ada, grace) = ("ada".into(), "grace".into());
            let why_not = explainer.why_not(&matching, &ada, &grace);
            let with_pair = explainer.with_pair(&ada, &grace);
            let difference = with_pair.map(|with| Difference::between(&matching, &with));
            (why_not.expect("they are no pair"), difference)
        };
        let (why_not, swap) = ask(programme.clone().build(&organisation).expect("sound"), &[]);
        // 85 and 80 are more than 90 and 10: the proof gives a bound, a second run the loss.
        assert!(matches!(
            why_not.objection(),
            Objection::Loss { at_least: 0..=65 }
        ));
        assert!(
            why_not.to_string().starts_with(
                "ada does not teach grace, which would score 90\n  \
                 ada teaches alan, score 80\n  \
                 tim teaches grace, score 85\n  "
            ),
            "{why_not}"
        );
        let swap = swap.expect("it may be");
        assert_eq!(swap.totals(), (165, 100));
        assert!(
            swap.to_string().starts_with(
                "0 pairs kept, 2 gained, 2 lost; total score 165, now 100\n\
                 - ada teaches alan, score 80\n\
                 - tim teaches grace, score 85\n\
                 + tim teaches alan, score 10\n\
                 + ada teaches grace, score 90\n"
            ),
            "{swap}"
        );
        let blocked = programme.block("ada", "grace").build(&organisation);
        let (why_not, swap) = ask(blocked.expect("sound"), &[Rule::named_blocks()]);
        assert!(matches!(
            swap,
            Err(reverse_mentoring::Error::Pins { total: 1, .. })
        ));
        assert!(matches!(why_not.objection(), Objection::Barred(rules) if rules.len() == 1));
        assert!(
            why_not
                .to_string()
                .ends_with("\n  it is barred: the pair is blocked (the reason is private)"),
            "{why_not}"
        );
    }

    /// What has broken the graphs, pages, screens and lines of others.
    const NAMES: [&str; 6] = [
        "</script><b>",
        "\"]; a -> b [label=\"",
        "\u{202e}evil\u{2066}",
        "\u{1b}[31mred\u{7}",
        "two\nlines\r\0",
        "'; -- {} %s \\",
    ];

    struct Named {
        organisation: Organisation,
        programme: Programme,
        engine: Engine,
        matching: Matching,
    }

    /// Everything that can have a name has this one: two people of three, a unit, a skill, a word, an attribute, a criterion.
    fn named(name: &str) -> Named {
        let vector = |word: &str| {
            AttributeValue::Vector(BTreeMap::from([(word.to_owned(), VectorEntry::level(3))]))
        };
        let word = || AttributeValue::Category(name.to_owned());
        let organisation = Organisation::builder()
            .attribute(name, AttributeKind::Category)
            .attribute("perspectives", AttributeKind::Vector)
            .unit(name, None)
            .unit("other", None)
            .skill(SkillRow {
                id: name.into(),
                ..SkillRow::default()
            })
            .person(
                PersonRow::new(name)
                    .in_unit("other")
                    .at_level(2)
                    .with_skill(name, 50)
                    .with_attribute(name, word())
                    .with_attribute("perspectives", vector(name)),
            )
            .person(
                PersonRow::new(format!("{name} too"))
                    .in_unit(name)
                    .at_level(5)
                    .with_attribute(name, word())
                    .with_attribute("perspectives", vector(name)),
            )
            .person(PersonRow::new("tim").in_unit(name).at_level(1))
            .build()
            .expect("names are opaque");
        let programme = Programme::builder()
            .enrol(EnrolmentRow::junior(name))
            .enrol(EnrolmentRow::junior("tim"))
            .enrol(EnrolmentRow::senior(format!("{name} too")).wants(name))
            .build(&organisation)
            .expect("names are opaque");
        let equal = || Measure::Equal {
            equal: Points::FULL,
            different: Points::NONE,
        };
        let scoring = Scoring::builder()
            .criterion(Criterion::target_skills(), 30)
            .criterion(Criterion::unit_distance(), 20)
            .criterion(ClassTerm::new(name, Fact::attribute(name), equal()), 30)
            .criterion(
                SparseProduct::named("perspectives")
                    .with_wants("perspectives")
                    .with_offers("perspectives"),
                20,
            );
        let rules = [Rule::attribute(name, Condition::Equal), Rule::target_met()];
        let config = Config::default()
            .with_scoring(scoring.build().expect("in order"))
            .with_rules(RuleSet::new(rules).expect("in order"));
        let engine = Engine::builder().config(config).build().expect("sound");
        let matching = engine.run(&organisation, &programme).expect("feasible");
        assert_eq!(matching.pairs().len(), 1);
        Named {
            organisation,
            programme,
            engine,
            matching,
        }
    }

    #[test]
    fn t33_no_name_breaks_out_of_what_is_written_as_text() {
        for name in NAMES {
            let Named {
                organisation,
                programme,
                engine,
                matching,
            } = named(name);
            let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
            let pair = &matching.pairs()[0];
            let why = explainer.why(pair).expect("both take part");
            let senior = pair.senior();
            let why_not = explainer.why_not(&matching, &"tim".into(), senior);
            let unmatched = explainer.why_unmatched(&matching, &"tim".into(), Role::Junior);
            let nobody = Organisation::builder().build().expect("empty");
            let nobody_enrolled = Programme::builder().build(&nobody).expect("empty");
            let none = engine_without_names()
                .run(&nobody, &nobody_enrolled)
                .expect("empty");
            let error = explainer
                .barriers(&"tim".into(), senior)
                .expect("both take part");
            let texts = [
                (why.to_string(), 5),
                (why_not.expect("no pair").to_string(), 3),
                (unmatched.expect("no pair").to_string(), 1),
                (Difference::between(&none, &matching).to_string(), 5),
                (error.iter().map(ToString::to_string).collect(), 1),
            ];
            for (text, lines) in texts {
                assert_eq!(text.lines().count(), lines, "{text:?}");
                for character in text.chars().filter(|&character| character != '\n') {
                    assert!(!character.is_control(), "{text:?}");
                    let turns =
                        matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                    assert!(!turns, "{text:?}");
                }
            }
        }
    }

    fn engine_without_names() -> Engine {
        Engine::builder().build().expect("the defaults are sound")
    }

    #[test]
    fn t33_every_name_comes_back_from_what_is_written_as_json() {
        for name in NAMES {
            let Named {
                organisation,
                programme,
                engine,
                matching,
            } = named(name);
            let back = Organisation::from_json(&organisation.to_json()).expect("as written");
            assert_eq!(back.fingerprint(), organisation.fingerprint());
            let text = programme.to_json(&organisation).expect("of this one");
            let programme_back = Programme::from_json(&text, &back).expect("as written");
            assert_eq!(programme_back.fingerprint(), programme.fingerprint());
            let document = engine.config().to_document().expect("criteria");
            let text = serde_json::to_string(&document).expect("plain data");
            let config = Config::from_json(&text).expect("as written");
            assert_eq!(config.fingerprint(), engine.config().fingerprint());
            let read = Matching::from_json(&matching.to_json()).expect("as written");
            assert_eq!(read, matching);
            assert_eq!(read.pairs()[0].junior().as_str(), name);
        }
    }

    #[cfg(feature = "csv")]
    #[test]
    fn t33_every_name_comes_back_from_what_is_written_as_csv() {
        use reverse_mentoring::intake::{PairRow, restore, write_pairs};

        for name in NAMES {
            let Named { matching, .. } = named(name);
            let pair = &matching.pairs()[0];
            let mut out = Vec::new();
            let row = PairRow {
                junior: pair.junior().as_str(),
                senior: pair.senior().as_str(),
                score: pair.score().get(),
                reason: name,
            };
            write_pairs(&mut out, [row]).expect("memory takes all");
            let mut reader = csv::ReaderBuilder::new().from_reader(out.as_slice());
            let rows: Vec<_> = reader.records().map(|row| row.expect("whole")).collect();
            assert_eq!(rows.len(), 1);
            assert_eq!(restore(&rows[0][0]), name);
            assert_eq!(restore(&rows[0][1]), format!("{name} too"));
            assert_eq!(restore(&rows[0][3]), name);
        }
    }
}
