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
        let costs = DenseCosts::try_from_rows(vec![vec![i64::MIN, i64::MAX]; 2]).unwrap();
        assert_says(
            solve(&costs),
            "costs from -9223372036854775808 to 9223372036854775807 over 2 rows and 2 columns need a number of \
             18446744073709551615, expected at most 9223372036854775807 (bring the costs closer together)",
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
        // Two rows and columns leave 57 bits, which is exact here; a wide matrix leaves fewer than 53.
        let mut costs = vec![1.0; 500 * 500];
        costs[7] = 1.0 + f64::EPSILON;
        let error = FloatCosts::try_new(500, 500, costs, Infinity::Refused);
        assert_says(
            error,
            "costs from 1 to 1.0000000000000002 differ by less than the resolution 0.0000000000000008881784197001252 \
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
            "cancelled while reading costs, after 0 of 2",
        );
        assert_says(
            cancelled.solve_max(&costs),
            "cancelled while reading costs, after 0 of 2",
        );
        let late = Instant::now()
            .checked_sub(Duration::from_millis(1))
            .expect("the clock has run that long");
        let late = Solver::new().with_work(Work::new().with_deadline(late));
        assert_says(
            late.solve(&costs),
            "cancelled while reading costs, after 0 of 2",
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

mod model {
    use std::collections::BTreeMap;

    use reverse_mentoring::model::{
        AttributeKind, AttributeRow, AttributeValue, LevelRow, LinkRow, ModelError, Organisation,
        OrganisationDocument, PersonRow, RelationKind, RelationRow, SkillLevelRow, SkillRow, Table,
        UnitRow, VectorEntry,
    };

    /// Strict loading fails with these messages, and lenient loading reports the same.
    #[track_caller]
    fn assert_faults(document: &OrganisationDocument, expected: &[&str]) {
        let error = Organisation::try_from(document).unwrap_err();
        let messages: Vec<_> = error.faults().iter().map(ToString::to_string).collect();
        assert_eq!(messages, expected);
        let lenient = document.load_lenient().unwrap();
        assert_eq!(lenient.faults, error.faults());
    }

    fn unit(id: &str, parent: Option<&str>) -> UnitRow {
        UnitRow {
            id: id.into(),
            parent: parent.map(str::to_owned),
            ..UnitRow::default()
        }
    }

    fn skill(id: &str, parents: &[&str]) -> SkillRow {
        SkillRow {
            id: id.into(),
            parents: parents.iter().map(|&parent| parent.to_owned()).collect(),
            ..SkillRow::default()
        }
    }

    fn row(id: &str) -> PersonRow {
        PersonRow {
            id: id.into(),
            ..PersonRow::default()
        }
    }

    fn under(id: &str, manager: &str) -> PersonRow {
        PersonRow {
            manager: Some(manager.into()),
            ..row(id)
        }
    }

    fn people(people: impl IntoIterator<Item = PersonRow>) -> OrganisationDocument {
        OrganisationDocument {
            people: people.into_iter().collect(),
            ..OrganisationDocument::default()
        }
    }

    #[test]
    fn unknown_keys() {
        let text = r#"{
            "unitz": [],
            "attributes": [ { "name": "site", "kind": "category", "kinds": 1 } ],
            "units": [ { "id": "u", "parents": "v" } ],
            "links": [ { "from": "u", "to": "w", "length": 1, "lenght": 2 } ],
            "skills": [ { "id": "s", "qqq\"": 0 } ],
            "people": [ { "id": "a", "managerid": "b", "skills": [ { "skill": "s", "proficiency": 1, "level": 2 } ] } ],
            "relations": [ { "from": "a", "to": "b", "kind": "knows", "kindness": 1 } ]
        }"#;
        let mut document = OrganisationDocument::from_json(text).unwrap();
        document.units.push(unit("w", None));
        document.people.push(row("b"));
        assert_faults(
            &document,
            &[
                r#"document: unknown key "unitz" (did you mean "units"?)"#,
                r#"attribute row 1: unknown key "kinds" (did you mean "kind"?)"#,
                r#"unit row 1: unknown key "parents" (did you mean "parent"?)"#,
                r#"link row 1: unknown key "lenght" (did you mean "length"?)"#,
                r#"skill row 1: unknown key "qqq\"""#,
                r#"row 1: unknown key "managerid" (did you mean "manager"?)"#,
                r#"row 1: unknown key "level""#,
                r#"relation row 1: unknown key "kindness" (did you mean "kind"?)"#,
            ],
        );
    }

    #[test]
    fn the_level_scale() {
        let long = "x".repeat(1025);
        let document = OrganisationDocument {
            level_scale: ["low", "", "high", "low", &long, "low"]
                .map(str::to_owned)
                .to_vec(),
            ..OrganisationDocument::default()
        };
        assert_faults(
            &document,
            &[
                r#"rows 1, 4 and 6 of the level scale say "low", expected each grade once"#,
                "level scale row 2: the grade is empty, expected text (an optional key can be left out)",
                "level scale row 5: the grade has 1025 bytes, expected at most 1024",
            ],
        );
    }

    #[test]
    fn attributes() {
        let mut ada = row("ada");
        ada.attributes = BTreeMap::from([
            ("site".into(), AttributeValue::Flag(true)),
            ("site2".into(), AttributeValue::Number(7)),
        ]);
        let mut bob = row("bob");
        bob.attributes = BTreeMap::from([
            (String::new(), AttributeValue::Set(Vec::new())),
            ("site".into(), AttributeValue::Set(Vec::new())),
        ]);
        let document = OrganisationDocument {
            attributes: vec![
                AttributeRow::new("site", AttributeKind::Category),
                AttributeRow::new("site", AttributeKind::Flag),
            ],
            ..people([ada, bob])
        };
        assert_faults(
            &document,
            &[
                r#"attribute rows 1 and 2 declare "site", expected each name once"#,
                r#"row 1: "ada" has a flag as "site", expected a category"#,
                r#"row 1: "ada" has a value of the attribute "site2", which is not declared (declare it, or leave it out)"#,
                "row 2: the attribute is empty, expected text (an optional key can be left out)",
                r#"row 2: "bob" has a set as "site", expected a category"#,
            ],
        );
        assert!(
            document
                .load_lenient()
                .unwrap()
                .organisation
                .people()
                .is_empty()
        );
    }

    #[test]
    fn ranges_vectors_and_days() {
        let entry = |level| VectorEntry::level(level).with_weight(1_001);
        let mut ada = row("ada");
        ada.attributes = BTreeMap::from([
            ("hours".into(), AttributeValue::Range(17, 9)),
            ("joined".into(), AttributeValue::Category("1999".into())),
            (
                "offered".into(),
                AttributeValue::Vector(BTreeMap::from([
                    ("a\nb".into(), entry(0)),
                    ("c".into(), VectorEntry::level(100).with_weight(1_000)),
                ])),
            ),
        ]);
        let bob = row("bob");
        let relation = |kind, from, to| RelationRow::new("ada", "bob", kind).valid(from, to);
        let document = OrganisationDocument {
            attributes: vec![
                AttributeRow::new("hours", AttributeKind::Range),
                AttributeRow::new("joined", AttributeKind::Day),
                AttributeRow::new("offered", AttributeKind::Vector),
            ],
            relations: vec![
                relation(RelationKind::Panel, Some(8), Some(7)),
                relation(RelationKind::Line, None, Some(7)),
            ],
            ..people([ada, bob])
        };
        assert_faults(
            &document,
            &[
                r#"row 1: "ada" has 17 to 9 as "hours", expected the smaller number first (swap them)"#,
                r#"row 1: "ada" has a category as "joined", expected a day (whole days since 1970-01-01; 2026-01-31 is 20484)"#,
                r#"row 1: "ada" has "a\nb" in "offered" with level 0, expected 1 to 100"#,
                r#"row 1: "ada" has "a\nb" in "offered" with weight 1001, expected 1 to 1000"#,
                r#"relation row 1: the relation of "ada" is valid from 8 to 7, expected the earlier day first (swap them)"#,
                r#"relation row 2: the reporting line of "ada" has days, expected none (give only the lines that hold on the day of the run)"#,
            ],
        );
    }

    #[test]
    fn units_and_links() {
        let document = OrganisationDocument {
            units: vec![
                unit("a", Some("b")),
                unit("b", Some("a")),
                unit("c", Some("nowhere")),
                unit("c", None),
            ],
            links: vec![
                LinkRow::new("a", "nowhere", 1),
                LinkRow::new("a", "a", 1),
                LinkRow::new("a", "b", 0),
                LinkRow::new("b", "a", u32::MAX),
                LinkRow::new("b", "c", 3),
            ],
            ..OrganisationDocument::default()
        };
        assert_faults(
            &document,
            &[
                r#"units belong to each other in a circle of 2: "a" -> "b" -> "a" (correct the parent of one of them)"#,
                r#"unit rows 3 and 4 have the id "c", expected each id once"#,
                r#"unit row 3: "c" belongs to "nowhere", which is not listed (add the unit, or leave the parent out)"#,
                r#"link row 1: no unit "nowhere" is listed"#,
                r#"link row 2: "a" is linked with itself, expected two units"#,
                r#"link row 3: "a" and "b" are 0 apart, expected 1 to 1048576"#,
                r#"link row 4: "b" and "a" are 4294967295 apart, expected 1 to 1048576"#,
            ],
        );
        let organisation = document.load_lenient().unwrap().organisation;
        assert_eq!(organisation.units().len(), 3);
        assert_eq!(organisation.units().links().count(), 1);
    }

    #[test]
    fn the_skill_taxonomy() {
        let document = OrganisationDocument {
            skills: vec![
                skill("x", &["z", "root"]),
                skill("y", &["x"]),
                skill("z", &["y", "nowhere"]),
                skill("x", &[]),
                skill("root", &[]),
                skill("self", &["self"]),
            ],
            ..OrganisationDocument::default()
        };
        assert_faults(
            &document,
            &[
                r#"skill rows 1 and 4 have the id "x", expected each id once"#,
                r#"3 skills are each broader than the others: "x", "y" and "z" (correct the parents of one of them)"#,
                r#"skill row 3: "z" belongs to "nowhere", which is not listed (add the skill, or leave the parent out)"#,
                r#"1 skill is broader than itself: "self" (leave that parent out)"#,
            ],
        );
        let organisation = document.load_lenient().unwrap().organisation;
        let taxonomy = organisation.taxonomy();
        let x = taxonomy.get(taxonomy.skill("x").unwrap()).unwrap();
        assert_eq!(x.parents(), [taxonomy.skill("root").unwrap()]);
    }

    #[test]
    fn ids_of_people() {
        let mut two = row("two");
        two.holder = Some("one".into());
        let mut one = row("one");
        one.holder = Some("person".into());
        let mut empty = row("empty");
        empty.manager = Some(String::new());
        let mut long = row("long");
        long.unit = Some("u".repeat(2000));
        assert_faults(
            &people([row("a"), row(""), row("a"), one, two, empty, long]),
            &[
                r#"rows 1 and 3 have the id "a", expected each id once (posts of one person have ids of their own and share the holder)"#,
                "row 2: the id is empty, expected text (an optional key can be left out)",
                r#"row 5: "two" is held by "one", which is also a post that somebody else holds in row 4 (rename one of them)"#,
                "row 6: the manager is empty, expected text (an optional key can be left out)",
                "row 7: the unit has 2000 bytes, expected at most 1024",
            ],
        );
    }

    #[test]
    fn reporting_lines() {
        let mut document = people([
            under("a", "b"),
            under("b", "c"),
            under("c", "a"),
            under("d", "d"),
            under("e", "ghost"),
            under("f", "e"),
        ]);
        document.people[4].line = Some(17);
        document.relations = vec![
            RelationRow::new("f", "e", RelationKind::Line),
            RelationRow::new("f", "a", RelationKind::Line),
            RelationRow::new("d", "ghost", RelationKind::Line),
            RelationRow::new("e", "e", RelationKind::Line),
            RelationRow::new("e", "e", RelationKind::Dotted),
            RelationRow::new("ghost", "phantom", RelationKind::HrPartner),
        ];
        assert_faults(
            &document,
            &[
                r#"rows 1, 2 and 3 report to each other in a circle of 3: "a" -> "b" -> "c" -> "a" (correct the manager of one of them)"#,
                r#"row 4: "d" reports to itself (leave the manager out at the head of the organisation)"#,
                r#"row 17: "e" reports to "ghost", who has no row (add the row, or leave the manager out)"#,
                r#"relation row 2: "f" has the line managers "e" and "a", expected one (make the other a dotted line)"#,
                r#"relation row 3: nobody has the id "ghost""#,
                r#"relation row 4: "e" has the relation "line" to itself, expected two people"#,
                r#"relation row 5: "e" has the relation "dotted" to itself, expected two people"#,
                r#"relation row 6: nobody has the id "ghost""#,
                r#"relation row 6: nobody has the id "phantom""#,
            ],
        );
    }

    #[test]
    fn levels_units_and_skills_of_people() {
        let with = |id, level| PersonRow {
            level: Some(level),
            ..row(id)
        };
        let mut ada = row("ada");
        ada.unit = Some("nowhere".into());
        ada.skills = vec![
            SkillLevelRow::new("rust", 0),
            SkillLevelRow::new("sql", 50),
            SkillLevelRow::new("sql", 101),
        ];
        let document = OrganisationDocument {
            level_scale: vec!["low".into()],
            ..people([
                ada,
                with("bob", LevelRow::Name("lo\nw".into())),
                with("cyd", LevelRow::Rank(i64::MIN)),
            ])
        };
        assert_faults(
            &document,
            &[
                r#"row 1: "ada" is in the unit "nowhere", which is not listed (add the unit, or leave it out)"#,
                r#"row 1: "ada" has the skill "rust" at 0, expected 1 to 100"#,
                r#"row 1: "ada" has the skill "sql" at 101, expected 1 to 100"#,
                r#"row 1: "ada" has the skill "sql" twice, expected each skill once"#,
                r#"row 2: "bob" has the level "lo\nw", which the level scale does not list (add the grade, or leave the level out)"#,
                r#"row 3: "cyd" has the level -9223372036854775808, expected -2147483648 to 2147483647"#,
            ],
        );
    }

    #[test]
    fn an_organisation_with_faults_lists_the_first_and_counts_all() {
        let error = Organisation::try_from(people([under("a", "a")])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "1 fault in the organisation\n  row 1: \"a\" reports to itself \
             (leave the manager out at the head of the organisation)"
        );
        let many = (0..250).map(|place| under(&format!("{place:03}"), &format!("{place:03}")));
        let error = Organisation::try_from(people(many)).unwrap_err();
        let ModelError::Faults { faults, total } = &error else {
            panic!("rows are at fault");
        };
        assert_eq!((faults.len(), *total), (100, 250));
        let message = error.to_string();
        let lines: Vec<_> = message.lines().collect();
        assert_eq!(lines.len(), 12);
        assert_eq!(lines[0], "250 faults in the organisation");
        assert!(lines[10].starts_with("  row 10: \"009\" reports to itself"));
        assert_eq!(lines[11], "  and 240 more");
    }

    #[test]
    fn a_fault_of_many_rows_lists_a_hundred_and_counts_the_rest() {
        let document = people((0..150).map(|_| row("a")));
        let error = Organisation::try_from(&document).unwrap_err();
        let message = error.faults()[0].to_string();
        assert!(message.starts_with("rows 1, 2, 3, "));
        assert!(message.contains(", 99, 100 and 50 more have the id \"a\", expected"));
    }

    #[test]
    fn what_is_no_list_of_rows() {
        let document = OrganisationDocument {
            version: 3,
            ..OrganisationDocument::default()
        };
        assert_eq!(
            Organisation::try_from(&document).unwrap_err().to_string(),
            "the document has version 3, expected 1"
        );
        assert_eq!(
            document.load_lenient().unwrap_err().to_string(),
            "the document has version 3, expected 1"
        );
        // Nobody has the memory for such tables.
        let too_many = ModelError::TooManyRows {
            table: Table::People,
            count: 2_000_000_000,
            limit: 1 << 30,
        };
        assert_eq!(
            too_many.to_string(),
            "there are 2000000000 people, expected at most 1073741824"
        );
        assert_eq!(
            Organisation::from_json("[").unwrap_err().to_string(),
            "line 1, column 0, at .: invalid type: sequence, expected an organisation"
        );
    }

    #[test]
    fn a_table_of_distances_that_would_not_fit_is_refused() {
        let count: u32 = (1 << 14) + 1;
        let id = |place: u32| format!("{place:05}");
        let units = (0..count).map(|place| unit(&id(place), None));
        let document = OrganisationDocument {
            units: units.collect(),
            links: vec![LinkRow::new(id(0), id(1), 1)],
            ..OrganisationDocument::default()
        };
        let organisation = Organisation::try_from(document).unwrap();
        let graph = organisation.units();
        let all: Vec<_> = (0..count)
            .filter_map(|place| graph.unit(&id(place)))
            .collect();
        assert_eq!(
            graph.distances(&all).unwrap_err().to_string(),
            "16385 units with lateral links need 268468225 distances, expected at most 268435456 \
             (declare fewer units or no links)"
        );
        let few = [all[0], all[1], all[2], all[0]];
        let distances = graph.distances(&few).unwrap();
        assert_eq!(distances.between(all[0], all[1]), Some(1));
        assert_eq!(distances.between(all[0], all[2]), None);
        assert_eq!(distances.between(all[0], all[3]), None);
    }

    #[test]
    fn look_alike_ids() {
        let organisation = Organisation::try_from(people([row("Ada"), row("ada ")])).unwrap();
        let warnings: Vec<_> = organisation
            .warnings()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            warnings,
            [r#"different people have ids that look alike: "Ada", "ada ""#]
        );
    }
}

mod programme {
    use reverse_mentoring::UnknownKeys;
    use reverse_mentoring::model::{
        AttributeKind, AttributeValue, Organisation, PersonRow, SkillLevelRow, SkillRow,
    };
    use reverse_mentoring::programme::{
        BlockRow, CapacityRow, EnrolmentFault, EnrolmentRow, GroupRow, PastPairRow,
        ProgrammeDocument, ProgrammeError, Role, RolesRow, TargetRow,
    };

    fn organisation() -> Organisation {
        let post = |id: &str, holder: Option<&str>| PersonRow {
            id: id.into(),
            holder: holder.map(str::to_owned),
            ..PersonRow::default()
        };
        Organisation::builder()
            .skill(SkillRow {
                id: "cloud".into(),
                category: Some("technology".into()),
                ..SkillRow::default()
            })
            .person(post("ada-1", Some("ada")))
            .person(post("ada-2", Some("ada")))
            .attribute("site", AttributeKind::Category)
            .attribute("hours", AttributeKind::Range)
            .attribute("birth_year", AttributeKind::Category)
            .person(
                post("grace", None).with_attribute("site", AttributeValue::Category("quay".into())),
            )
            .build()
            .expect("a valid organisation")
    }

    fn document(rows: impl IntoIterator<Item = EnrolmentRow>) -> ProgrammeDocument {
        ProgrammeDocument {
            enrolments: rows.into_iter().collect(),
            ..ProgrammeDocument::default()
        }
    }

    #[track_caller]
    fn assert_faults(document: ProgrammeDocument, expected: &[&str]) {
        let Err(error) = document.check(&organisation()) else {
            panic!("there are faults");
        };
        let found: Vec<String> = error
            .faults()
            .iter()
            .map(EnrolmentFault::to_string)
            .collect();
        assert_eq!(found, expected);
    }

    #[track_caller]
    fn assert_row_fault(row: EnrolmentRow, expected: &str) {
        assert_faults(document([row]), &[expected]);
    }

    fn grace() -> EnrolmentRow {
        EnrolmentRow::new("grace", RolesRow::Both)
    }

    #[test]
    fn unknown_people() {
        assert_row_fault(
            EnrolmentRow::new("alan", RolesRow::Both),
            "enrolment row 1: person \"alan\" is unknown, expected somebody of the organisation",
        );
        assert_row_fault(
            EnrolmentRow {
                vetoes: vec!["alan".into()],
                line: Some(7),
                ..grace()
            },
            "enrolment row 7: vetoes \"alan\" is unknown, expected somebody of the organisation",
        );
        let pairs = ProgrammeDocument {
            blocks: vec![BlockRow {
                one: "x".into(),
                other: "y".into(),
                ..BlockRow::default()
            }],
            history: vec![PastPairRow {
                junior: "x".into(),
                senior: "y".into(),
                ..PastPairRow::default()
            }],
            ..ProgrammeDocument::default()
        };
        assert_faults(
            pairs,
            &[
                "block row 1: one \"x\" is unknown, expected somebody of the organisation",
                "block row 1: other \"y\" is unknown, expected somebody of the organisation",
                "past pair row 1: junior \"x\" is unknown, expected somebody of the organisation",
                "past pair row 1: senior \"y\" is unknown, expected somebody of the organisation",
            ],
        );
    }

    #[test]
    fn a_second_enrolment() {
        let ids = ["ada-1", "grace", "ada-2"];
        let rows = ids.map(|id| EnrolmentRow::new(id, RolesRow::Both));
        assert_faults(
            document(rows),
            &[
                "enrolment row 3: \"ada-2\" is \"ada\", whom enrolment row 1 enrols already (keep one row)",
            ],
        );
    }

    #[test]
    fn ids_out_of_bounds() {
        assert_row_fault(
            EnrolmentRow::new("", RolesRow::Both),
            "enrolment row 1: person is empty, expected an id",
        );
        assert_row_fault(
            EnrolmentRow {
                targets: vec![TargetRow::new("x".repeat(1025))],
                ..grace()
            },
            "enrolment row 1: targets has 1025 bytes, expected at most 1024",
        );
        let at_the_limit = EnrolmentRow {
            targets: vec![TargetRow::new("x".repeat(1024))],
            ..grace()
        };
        assert!(document([at_the_limit]).check(&organisation()).is_ok());
    }

    #[test]
    fn proficiencies_and_weights_out_of_range() {
        assert_row_fault(
            EnrolmentRow {
                offers: vec![SkillLevelRow::new("cloud", 101)],
                ..grace()
            },
            "enrolment row 1: offers \"cloud\" of \"grace\" has proficiency 101, expected 1 to 100",
        );
        let target = |weight, proficiency| EnrolmentRow {
            targets: vec![TargetRow {
                weight,
                proficiency,
                ..TargetRow::new("cloud")
            }],
            ..grace()
        };
        assert_row_fault(
            target(None, Some(0)),
            "enrolment row 1: targets \"cloud\" of \"grace\" has proficiency 0, expected 1 to 100",
        );
        for weight in [i64::MIN, -1, 0, 1001, i64::MAX] {
            assert_row_fault(
                target(Some(weight), None),
                &format!(
                    "enrolment row 1: targets \"cloud\" of \"grace\" has weight {weight}, expected 1 to 1000"
                ),
            );
        }
        for weight in [1, 1000] {
            assert!(
                document([target(Some(weight), Some(100))])
                    .check(&organisation())
                    .is_ok()
            );
        }
    }

    #[test]
    fn skills_listed_twice() {
        let rows = EnrolmentRow {
            targets: vec![
                TargetRow::new("cloud"),
                TargetRow::new("sailing"),
                TargetRow::new("cloud"),
            ],
            offers: vec![
                SkillLevelRow::new("sailing", 1),
                SkillLevelRow::new("sailing", 2),
            ],
            ..grace()
        };
        assert_faults(
            document([rows]),
            &[
                "enrolment row 1: targets of \"grace\" lists \"cloud\" twice (keep one)",
                "enrolment row 1: offers of \"grace\" lists \"sailing\" twice (keep one)",
            ],
        );
    }

    #[test]
    fn cycles() {
        assert_row_fault(
            grace().waited(Role::Senior, 101),
            "enrolment row 1: senior \"grace\" has waited for 101 cycles, expected 0 to 100",
        );
        assert_row_fault(
            grace().waited(Role::Junior, -1),
            "enrolment row 1: junior \"grace\" has waited for -1 cycles, expected 0 to 100",
        );
        let elsewhere = EnrolmentRow::senior("grace").waited(Role::Junior, -1);
        assert!(document([elsewhere]).check(&organisation()).is_ok());
    }

    #[test]
    fn groups() {
        let group = |name: &str| GroupRow::new(name, Role::Senior);
        let with = |groups: Vec<GroupRow>| ProgrammeDocument {
            groups,
            ..document([
                grace()
                    .with_capacity(Role::Senior, 2)
                    .with_minimum(Role::Senior, 1),
                EnrolmentRow::junior("ada"),
            ])
        };
        assert_faults(
            with(vec![
                group(""),
                group("a")
                    .with_member("alan")
                    .with_member("ada")
                    .with_cap(-1),
                group("b").with_member("grace").with_floor(3),
                group("c").with_member("grace").with_cap(0),
                group("d")
                    .with_member("grace")
                    .with_attribute("site", Some("quay")),
                group("e").with_attribute("sight", Some("quay")),
                group("f").with_attribute("site", None),
                group("g").with_attribute("hours", Some("9")),
                group("h").with_attribute("birth_year", Some("1999")),
                GroupRow {
                    word: Some("quay".into()),
                    ..group("i")
                },
                group("j").with_floor(2).with_cap(1),
            ]),
            &[
                "group row 1: name is empty, expected an id",
                "group row 2: members \"alan\" is unknown, expected somebody of the organisation",
                "group row 2: group \"a\" lists \"ada\", expected somebody who is enrolled as a senior",
                "group row 2: group \"a\" has floor 0 and cap -1, expected a floor of at least 0 and at most the cap",
                "group row 3: group \"b\" has floor 3, expected at most 2 (the seats of its 1 member)",
                "group row 4: group \"c\" has cap 0, expected at least 1 (the minima of its members)",
                "group row 5: group \"d\" has members and an attribute, expected one of the two",
                "group row 6: group \"e\" looks at \"sight\", expected an attribute that the organisation declares",
                "group row 7: group \"f\" looks at the category \"site\" without a word, expected a flag without a word, or a \
                 category or set with one",
                "group row 8: group \"g\" looks at the range \"hours\" with a word, expected a flag without a word, or a \
                 category or set with one",
                "group row 9: group \"h\" looks at \"birth_year\", which speaks of age, a protected characteristic (list the \
                 members who agreed to it instead)",
                "group row 10: group \"i\" has a word and no attribute, expected both or neither",
                "group row 11: group \"j\" has floor 2 and cap 1, expected a floor of at least 0 and at most the cap",
            ],
        );
        let overlapping = || {
            with(vec![
                group("a").with_member("grace").with_cap(2),
                group("b")
                    .with_attribute("site", Some("quay"))
                    .with_floor(1),
                group("a"),
                // On the other side nobody is in two.
                GroupRow::new("c", Role::Junior).with_member("ada-1"),
            ])
        };
        assert_faults(
            overlapping(),
            &[
                "group row 2: group \"b\" has senior \"grace\", who is in group \"a\" already, expected groups of a side without \
                 common members (with overlaps the best matching is NP-hard to find)",
                "group row 3: group \"a\" has the name of group row 1 (give it another)",
            ],
        );
        let lenient = overlapping()
            .check_lenient(&organisation())
            .expect("set aside");
        let names: Vec<&str> = lenient
            .programme
            .groups()
            .iter()
            .map(reverse_mentoring::programme::Group::name)
            .collect();
        assert_eq!(names, ["a", "c"]);
        assert_eq!(lenient.faults.len(), 2);
    }

    #[test]
    fn capacities() {
        let capacity = |junior, senior| EnrolmentRow {
            capacity: CapacityRow {
                junior,
                senior,
                ..CapacityRow::default()
            },
            ..grace()
        };
        assert_row_fault(
            capacity(1, 0),
            "enrolment row 1: senior \"grace\" has capacity 0, expected at least 1 (opt the person out instead)",
        );
        let minimum = |junior, junior_minimum| EnrolmentRow {
            capacity: CapacityRow {
                junior,
                junior_minimum,
                ..CapacityRow::default()
            },
            ..grace()
        };
        assert_row_fault(
            minimum(2, 3),
            "enrolment row 1: junior \"grace\" has minimum 3, expected 0 to 2 (their capacity)",
        );
        assert_row_fault(
            minimum(2, -1),
            "enrolment row 1: junior \"grace\" has minimum -1, expected 0 to 2 (their capacity)",
        );
        let junior = EnrolmentRow {
            roles: RolesRow::Junior,
            ..capacity(1, 0)
        };
        assert!(document([junior]).check(&organisation()).is_ok());
    }

    #[test]
    fn wishes_stated_twice() {
        let row = |wishes: &[&str]| EnrolmentRow {
            wishes: wishes.iter().map(|&wish| wish.to_owned()).collect(),
            ..grace()
        };
        assert_row_fault(
            row(&["ada-1", "ada-1"]),
            "enrolment row 1: wishes of \"grace\" list \"ada-1\" twice (keep one)",
        );
        // Two posts of one person.
        assert_row_fault(
            row(&["ada-1", "ada-2"]),
            "enrolment row 1: wishes of \"grace\" list \"ada-2\" twice (keep one)",
        );
    }

    #[test]
    fn unknown_topics() {
        assert_row_fault(
            EnrolmentRow {
                targets: vec![TargetRow::new("sailing")],
                off_limits: vec![
                    "cloud".into(),
                    "technology".into(),
                    "sailing".into(),
                    "pay".into(),
                ],
                ..grace()
            },
            "enrolment row 1: off_limits \"pay\" of \"grace\" is unknown, expected a skill or a topic category",
        );
    }

    #[test]
    fn one_person_on_both_sides() {
        let document = ProgrammeDocument {
            blocks: vec![BlockRow {
                one: "ada-1".into(),
                other: "ada-2".into(),
                ..BlockRow::default()
            }],
            ..document([EnrolmentRow {
                vetoes: vec!["grace".into()],
                ..grace()
            }])
        };
        assert_faults(
            document,
            &[
                "enrolment row 1: \"grace\" is paired with \"grace\", expected two people",
                "block row 1: \"ada\" is paired with \"ada\", expected two people",
            ],
        );
    }

    #[test]
    fn unknown_keys() {
        let row = EnrolmentRow {
            unknown: UnknownKeys::from_iter(["vetos", "a\nb"]),
            ..grace()
        };
        assert_faults(
            document([row]),
            &[
                "enrolment row 1: unknown key \"vetos\" (did you mean \"vetoes\"?)",
                "enrolment row 1: unknown key \"a\\nb\"",
            ],
        );
    }

    #[test]
    fn unknown_keys_of_the_document() {
        let document = ProgrammeDocument {
            unknown: UnknownKeys::from_iter(["blocs"]),
            ..ProgrammeDocument::default()
        };
        assert_faults(
            document,
            &["document: unknown key \"blocs\" (did you mean \"blocks\"?)"],
        );
    }

    #[test]
    fn many_faults_are_counted_and_the_first_are_shown() {
        let rows = (0..101).map(|row| EnrolmentRow::new(format!("x{row}"), RolesRow::Both));
        let error = document(rows).check(&organisation()).unwrap_err();
        assert_eq!(error.faults().len(), 100);
        let text = error.to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "101 faults in the programme");
        assert_eq!(
            lines[10],
            "  enrolment row 10: person \"x9\" is unknown, expected somebody of the organisation"
        );
        assert_eq!(lines[11..], ["  and 91 more"]);
    }

    #[test]
    fn another_version() {
        let document = ProgrammeDocument {
            version: 2,
            ..ProgrammeDocument::default()
        };
        assert_eq!(
            document
                .check_lenient(&organisation())
                .unwrap_err()
                .to_string(),
            "the programme has version 2, expected 1"
        );
    }

    #[test]
    fn another_organisation() {
        let (one, other) = (organisation(), Organisation::builder().build().unwrap());
        let programme = document([grace()]).check(&one).unwrap();
        assert_eq!(
            programme.to_document(&other).unwrap_err().to_string(),
            format!(
                "the programme was checked against organisation {}, expected {}",
                one.fingerprint(),
                other.fingerprint()
            )
        );
    }

    #[test]
    fn text_that_is_no_programme() {
        let error = |text| ProgrammeDocument::from_json(text).unwrap_err().to_string();
        assert_eq!(
            error(r#"{ "enrolments": [ { "person": 7 } ] }"#),
            "line 1, column 31, at enrolments[0].person: ids are text: write \"7\" instead of 7"
        );
        assert_eq!(
            error(r#"{ "name": "x", "name": "y" }"#),
            "line 1, column 21, at .: duplicate field `name`"
        );
        let ProgrammeError::Json(reverse_mentoring::JsonError { line, column, .. }) =
            ProgrammeDocument::from_json("{}\n{}").unwrap_err()
        else {
            panic!("there is a second document");
        };
        assert_eq!((line, column), (2, 1));
    }
}

mod rules {
    use reverse_mentoring::UnknownKeys;
    use reverse_mentoring::model::{AttributeKind, Organisation, ProtectedOverride};
    use reverse_mentoring::programme::Programme;
    use reverse_mentoring::rules::{
        AttributeRuleRow, Condition, ConditionRow, GapRow, Reach, RequirementRow, Rule, RuleError,
        RuleFault, RuleSet, Rules, RulesDocument, Test,
    };

    #[track_caller]
    fn assert_faults(found: Result<RuleSet, RuleError>, expected: &[&str]) {
        let Err(error) = found else {
            panic!("there are faults");
        };
        let found: Vec<String> = error.faults().iter().map(RuleFault::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn rules_that_make_no_sense() {
        let months = Condition::Gap {
            min: Some(2),
            max: Some(1),
        };
        assert_faults(
            RuleSet::new([
                Rule::level_gap(3, Some(1)),
                Rule::chain_of_command(Reach::Lines(0)),
                Rule::attribute("months", months),
                Rule::unit_distance(2, Some(1)),
            ]),
            &[
                "level_gap runs from 3 to 1, expected the smaller number first (swap them)",
                "chain_of_command reaches 0 lines, expected at least 1 (\"off\" lifts the rule)",
                "attribute runs from 2 to 1, expected the smaller number first (swap them)",
                "unit_distance runs from 2 to 1, expected the smaller number first (swap them)",
            ],
        );
    }

    #[test]
    fn requirements_and_days_that_make_no_sense() {
        let requirement = |attribute: &str| RequirementRow {
            attribute: attribute.to_owned(),
            ..RequirementRow::default()
        };
        let document = RulesDocument {
            requirements: vec![
                requirement("motivation"),
                RequirementRow {
                    at_least: Some(50),
                    unknown: UnknownKeys::from_iter(["atmost"]),
                    ..requirement("age")
                },
            ],
            attributes: vec![AttributeRuleRow {
                attribute: "hours".into(),
                senior: None,
                condition: ConditionRow::Overlap,
                min: Some(0),
                max: None,
                unknown: UnknownKeys::default(),
            }],
            protected_overrides: vec![ProtectedOverride {
                attribute: "sex".into(),
                reason: String::new(),
            }],
            ..RulesDocument::default()
        };
        assert_faults(
            RuleSet::try_from(document),
            &[
                "requirements: unknown key \"atmost\" (did you mean \"at_most\"?)",
                "requirements \"motivation\" states no test, expected one or more",
                "attributes \"hours\" has limits, expected none but with the condition gap, or a smallest of 1 or more with overlap",
                "requirement \"age\" speaks of age, which must not decide who meets whom (allow it by name, with the reason)",
                "\"sex\" is allowed without a reason, expected one for the record",
            ],
        );
        let organisation = Organisation::builder()
            .attribute("joined", AttributeKind::Number)
            .build()
            .unwrap();
        let programme = Programme::builder().build(&organisation).unwrap();
        let rules = RuleSet::new([
            Rule::requirement(None, "joined", Test::DaysAgo(9)),
            Rule::no_repeat_within(9),
        ])
        .unwrap();
        let error = Rules::new(&rules, &organisation, &programme).unwrap_err();
        let found: Vec<String> = error.faults().iter().map(RuleFault::to_string).collect();
        assert_eq!(
            found,
            [
                "requirement counts days, expected a run day (state it in the configuration)",
                "no_repeat counts days, expected a run day (state it in the configuration)",
            ]
        );
        let error = Rules::on_day(&rules, &organisation, &programme, Some(0)).unwrap_err();
        assert_eq!(
            error.faults()[0].to_string(),
            "requirement \"joined\" is a number, expected a day"
        );
    }

    #[test]
    fn documents_that_make_no_sense() {
        let document = RulesDocument {
            level_gap: Some(GapRow {
                min: i64::MAX,
                max: Some(i64::MIN),
                unknown: UnknownKeys::from_iter(["maximum"]),
            }),
            attributes: vec![AttributeRuleRow {
                attribute: "site".into(),
                senior: None,
                condition: ConditionRow::Equal,
                min: Some(1),
                max: None,
                unknown: UnknownKeys::default(),
            }],
            unknown: UnknownKeys::from_iter(["optedin"]),
            ..RulesDocument::default()
        };
        assert_faults(
            RuleSet::try_from(document),
            &[
                "rules: unknown key \"optedin\" (did you mean \"opted_in\"?)",
                "level_gap: unknown key \"maximum\" (did you mean \"max\"?)",
                "attributes \"site\" has limits, expected none but with the condition gap, or a smallest of 1 or more with overlap",
                "level_gap runs from 9223372036854775807 to -9223372036854775808, expected the smaller number first (swap them)",
            ],
        );
    }

    #[test]
    fn attributes_that_are_not_declared_or_declared_as_something_else() {
        let organisation = Organisation::builder()
            .attribute("confirmed", AttributeKind::Flag)
            .attribute("site", AttributeKind::Category)
            .build()
            .unwrap();
        let programme = Programme::builder().build(&organisation).unwrap();
        let rules = RuleSet::new([
            Rule::flag("confirmd"),
            Rule::flag("site"),
            Rule::attribute("site", Condition::Overlap),
            Rule::attribute("x", Condition::Equal),
            Rule::attributes("y", "sit", Condition::Equal),
            Rule::attributes("site", "confirmed", Condition::Equal),
        ]);
        let rules = rules.unwrap();
        let error = Rules::new(&rules, &organisation, &programme).unwrap_err();
        assert_eq!(
            error.to_string(),
            "7 faults in the rules\n  \
             flag \"confirmd\" is unknown, expected a declared attribute (did you mean \"confirmed\"?)\n  \
             flag \"site\" is a category, expected a flag\n  \
             attribute \"site\" is a category, expected a set\n  \
             attribute \"x\" is unknown, expected a declared attribute\n  \
             attribute \"y\" is unknown, expected a declared attribute\n  \
             attribute \"sit\" is unknown, expected a declared attribute (did you mean \"site\"?)\n  \
             attribute compares \"site\", a category, with \"confirmed\", a flag, expected two of one type"
        );
    }

    #[test]
    fn a_programme_of_another_organisation() {
        let one = Organisation::builder().build().unwrap();
        let other = Organisation::builder().unit("board", None).build().unwrap();
        let programme = Programme::builder().build(&one).unwrap();
        let error = Rules::new(&RuleSet::default(), &other, &programme).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "the programme was checked against organisation {}, expected {}",
                one.fingerprint(),
                other.fingerprint()
            )
        );
    }
}

#[cfg(feature = "csv")]
mod intake {
    use std::io;

    use reverse_mentoring::intake::{CsvSources, Format, IntakeError, Reason, Source, Table};

    #[track_caller]
    fn assert_message(reason: &Reason, message: &str) {
        assert_eq!(reason.to_string(), message);
    }

    #[test]
    fn a_table_that_is_no_csv_is_told_what_it_is() {
        let foreign = |format, message| assert_message(&Reason::ForeignFormat { format }, message);
        foreign(
            Format::Gzip,
            "found gzip data, expected CSV text (unpack the file first)",
        );
        foreign(
            Format::Zip,
            "found a zip archive or a spreadsheet, expected CSV text (save the sheet as CSV in UTF-8)",
        );
        foreign(
            Format::Compound,
            "found a spreadsheet, expected CSV text (save the sheet as CSV in UTF-8)",
        );
        foreign(
            Format::Utf16,
            "found text in UTF-16, expected UTF-8 (save the file as CSV in UTF-8)",
        );
        assert_message(
            &Reason::NotUtf8 { byte: 41 },
            "the byte at offset 41 is not UTF-8 (the file may be Latin-1 or Windows-1252; save it as CSV in UTF-8)",
        );
        assert_message(
            &Reason::NulByte { byte: 3 },
            "the byte at offset 3 is NUL, expected text (save the file as CSV in UTF-8)",
        );
    }

    #[test]
    fn a_table_that_cannot_be_taken_apart_is_told_where_and_why() {
        assert_message(
            &Reason::FileTooLarge { limit: 20 },
            "found more than 20 bytes, expected at most 20",
        );
        assert_message(
            &Reason::NoHeader,
            "found nothing, expected a header that names the columns",
        );
        assert_message(
            &Reason::UnclosedQuote { limit: 100 },
            "a quoted cell opens here and is not closed within 100 lines or by the end of the file (inside a quoted cell a quote is written twice)",
        );
        assert_message(
            &Reason::TextAfterQuote {
                found: ';',
                cell: 2,
            },
            "found \";\" after the closing quote of cell 2, expected \",\" or the end of the line (inside a quoted cell a quote is written twice)",
        );
        assert_message(
            &Reason::FieldTooLong { cell: 5, limit: 9 },
            "cell 5 has more than 9 bytes, expected at most 9",
        );
        assert_message(
            &Reason::TooManyColumns { found: 4, limit: 3 },
            "found 4 columns, expected at most 3",
        );
    }

    #[test]
    fn a_header_is_told_what_it_lacks() {
        let missing = |separator, did_you_mean: Option<&str>, message| {
            let did_you_mean = did_you_mean.map(str::to_owned);
            assert_message(
                &Reason::MissingColumn {
                    separator,
                    did_you_mean,
                },
                message,
            );
        };
        missing(None, None, "missing from the header");
        missing(
            None,
            Some("ID"),
            "missing from the header (did you mean \"ID\"?)",
        );
        missing(
            Some('\t'),
            None,
            "missing from the header (the cells are separated by \"\\t\", expected \",\")",
        );
        assert_message(
            &Reason::DuplicateColumn,
            "named twice by the header, expected once",
        );
    }

    #[test]
    fn a_row_is_told_what_is_wrong_with_it() {
        let found = || "x".to_owned();
        assert_message(
            &Reason::RaggedRow {
                found: 3,
                expected: 5,
            },
            "found 3 cells, expected 5",
        );
        assert_message(&Reason::EmptyId, "found nothing, expected an id");
        assert_message(
            &Reason::BadLevel { found: found() },
            "found \"x\", expected an integer, or nothing where the post cannot be ranked",
        );
        assert_message(
            &Reason::BadStatus { found: found() },
            "found \"x\", expected \"filled\", \"vacant\" or \"undisclosed\"",
        );
        assert_message(
            &Reason::BadDirection { found: found() },
            "found \"x\", expected \"offers\" or \"wants\"",
        );
        assert_message(
            &Reason::OutOfRange {
                found: found(),
                least: 1,
                most: 100,
            },
            "found \"x\", expected an integer from 1 to 100, or nothing",
        );
        assert_message(&Reason::UnknownPerson, "no such person in the people table");
        assert_message(
            &Reason::UnknownDepartment { found: found() },
            "no department \"x\" in the departments table",
        );
        assert_message(
            &Reason::RepeatedSkill {
                found: found(),
                line: 2,
            },
            "skill \"x\" is stated on line 2 already (keep one of the two rows)",
        );
    }

    #[test]
    fn faults_are_listed_under_their_number() {
        let people = "id,manager_id,department_id,level_rank\n\
                      ann,,,high\n\
                      ,,,\n\
                      \"b\u{202e}\n\",,,a long and winding description of what might be a level\n\
                      c,,\n";
        let error = CsvSources::new(people, "department_id,parent_id\n")
            .read()
            .expect_err("faults");
        assert_eq!(
            error.to_string(),
            "4 faults in the tables\n  \
             people, line 2 (\"ann\"), column \"level_rank\": found \"high\", expected an integer, or nothing where the post cannot be ranked\n  \
             people, line 3, column \"id\": found nothing, expected an id\n  \
             people, line 4 (\"b\\u{202e}\\n\"), column \"level_rank\": found \"a long and winding description of what might be a level\", expected an integer, or nothing where the post cannot be ranked\n  \
             people, line 6: found 3 cells, expected 4"
        );
    }

    #[test]
    fn what_a_message_quotes_is_cut_after_sixty_characters() {
        let people = format!(
            "id,manager_id,department_id,level_rank\na,,,{}\n",
            "é".repeat(61)
        );
        let error = CsvSources::new(people.as_str(), "department_id,parent_id\n")
            .read()
            .expect_err("a fault");
        let shown = format!("found \"{}…\", expected", "é".repeat(60));
        assert!(error.to_string().contains(&shown), "{error}");
    }

    #[test]
    fn a_dropped_column_is_named() {
        let tables = CsvSources::new(
            "id,manager_id,department_id,level_rank,gender,skils_offered\n",
            "department_id,parent_id\n",
        );
        let tables = tables.read().expect("no row is at fault");
        let messages: Vec<String> = tables
            .dropped_columns
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            messages,
            [
                "people: column \"gender\" dropped",
                "people: column \"skils_offered\" dropped (did you mean \"skills_offered\"?)",
            ]
        );
    }

    #[test]
    fn a_source_or_a_target_is_named_and_the_system_speaks_for_itself() {
        let error = CsvSources::new(Source::file("no/such.csv"), "")
            .read()
            .expect_err("no file");
        assert_eq!(error.to_string(), "people: cannot read \"no/such.csv\"");
        let source = std::error::Error::source(&error).expect("what the system says");
        assert!(source.is::<io::Error>());

        let read = |table| IntakeError::Read {
            table,
            path: None,
            source: io::ErrorKind::Other.into(),
        };
        for (table, name) in [
            (Table::People, "people"),
            (Table::Departments, "departments"),
            (Table::Memberships, "memberships"),
            (Table::Skills, "skills"),
        ] {
            assert_eq!(
                read(table).to_string(),
                format!("{name}: cannot read the stream")
            );
        }
        let write = |path: Option<&str>| IntakeError::Write {
            path: path.map(Into::into),
            source: io::ErrorKind::StorageFull.into(),
        };
        assert_eq!(write(None).to_string(), "cannot write the stream");
        assert_eq!(
            write(Some("out.csv")).to_string(),
            "cannot write \"out.csv\""
        );
    }

    #[cfg(feature = "serde")]
    #[test]
    fn unknown_settings_are_all_named() {
        use reverse_mentoring::intake::{IntakeDocument, IntakeSettings};

        let text = r#"{"enroll": "by_skills", "holders": "merged", "x": 1}"#;
        let document: IntakeDocument = serde_json::from_str(text).expect("a document");
        let error = IntakeSettings::try_from(document).expect_err("two keys are unknown");
        assert_eq!(
            error.to_string(),
            "unknown key \"intake.enroll\" (did you mean \"enrol\"?); unknown key \"intake.x\""
        );
    }
}

mod scoring {
    use reverse_mentoring::candidates::CandidatesError;
    use reverse_mentoring::model::{ModelError, Organisation, PersonId, PersonRow};
    use reverse_mentoring::programme::{EnrolmentRow, Programme, RolesRow};
    use reverse_mentoring::scoring::{
        Criterion, LevelGap, NamedPairRow, NamedPairs, NamedPairsDocument, NonFinite,
        NonFinitePair, OwnScores, Points, Score, Scorer, Scoring, ScoringDocument, ScoringError,
        SparseProduct, UnitDistance, Weights, WeightsDocument,
    };

    fn messages(error: &ScoringError) -> Vec<String> {
        let ScoringError::Faults { faults, total } = error else {
            panic!("{error}")
        };
        assert_eq!((error.faults(), *total), (faults.as_slice(), faults.len()));
        faults.iter().map(ToString::to_string).collect()
    }

    fn weighed(criteria: impl IntoIterator<Item = (Criterion, i64)>) -> ScoringError {
        let builder = criteria
            .into_iter()
            .fold(Scoring::builder(), |builder, (criterion, weight)| {
                builder.criterion(criterion, weight)
            });
        builder.build().expect_err("the scoring is at fault")
    }

    fn world() -> (Organisation, Programme) {
        let person = |id: &str| PersonRow {
            id: id.to_owned(),
            ..PersonRow::default()
        };
        let organisation = Organisation::builder()
            .person(person("ada"))
            .person(person("grace"))
            .build()
            .expect("in order");
        let programme = Programme::builder()
            .enrol(EnrolmentRow::new("ada", RolesRow::Junior))
            .enrol(EnrolmentRow::new("grace", RolesRow::Senior))
            .build(&organisation)
            .expect("in order");
        (organisation, programme)
    }

    fn ids<const N: usize>(ids: [&str; N]) -> Vec<PersonId> {
        ids.map(PersonId::from).to_vec()
    }

    #[test]
    fn every_fault_is_listed_under_their_number() {
        let error = weighed([
            (Criterion::unit_distance(), -1),
            (LevelGap::default().with_zero_at(3).into(), 1),
        ]);
        assert_eq!(
            error.to_string(),
            "2 faults in the scoring\n  \
             seniority_gap.zero_at is 3, expected at most seniority_gap.ideal_from, which is 2\n  \
             criterion \"unit_distance\" has weight -1, expected at least 0 (0 switches it off)"
        );
    }

    #[test]
    fn weights() {
        let error = weighed([
            (Criterion::unit_distance(), 1),
            (Criterion::unit_distance(), 2),
        ]);
        assert_eq!(
            messages(&error),
            ["criterion \"unit_distance\" is stated twice, expected once"]
        );
        assert_eq!(
            Weights::try_new([("gap", 0)])
                .expect_err("nothing weighs")
                .to_string(),
            "every weight is zero, so no pair is better than another (set at least one weight above zero)"
        );
    }

    #[test]
    fn settings() {
        let rising = SparseProduct::default().with_related([Points::QUARTER, Points::HALF]);
        assert_eq!(
            messages(&weighed([
                (UnitDistance::default().with_scale(0).into(), 1),
                (rising.into(), 1),
            ])),
            [
                "unit_distance.scale is 0, expected 1 to 4294967295",
                "target_skills.related[1] is 5000, expected at most target_skills.related[0], which is 2500",
            ]
        );
    }

    #[test]
    fn documents() {
        let mut document = ScoringDocument {
            weights: WeightsDocument(vec![("target_skils".to_owned(), 1)]),
            minimum_score: Some(1_000_001),
            unknown_keys: ["weight", "\u{1b}[2J"].into_iter().collect(),
            ..ScoringDocument::default()
        };
        document.target_skills.related = vec![10_001];
        document.unit_distance.unknown = -1;
        document.seniority_gap.ideal_to = 1 << 40;
        document.named_pairs.push(NamedPairsDocument {
            name: "target_skills".to_owned(),
            pairs: vec![NamedPairRow {
                junior: "ada".to_owned(),
                senior: "grace".to_owned(),
                points: 20_000,
                day: None,
            }],
            ..NamedPairsDocument::default()
        });
        let error = Scoring::try_from(document).expect_err("the document is at fault");
        assert_eq!(
            messages(&error),
            [
                "scoring: unknown key \"weight\" (did you mean \"weights\"?)",
                "scoring: unknown key \"\\u{1b}[2J\"",
                "target_skills.related[0] is 10001, expected 0 to 10000",
                "unit_distance.unknown is -1, expected 0 to 10000",
                "seniority_gap.ideal_to is 1099511627776, expected -2147483648 to 2147483647",
                "named_pairs[0].pairs[0].points is 20000, expected 0 to 10000",
                "criterion \"target_skills\" is stated twice, expected once",
                "minimum_score is 1000001, expected 0 to 1000000",
                "weights: unknown key \"target_skils\" (did you mean \"target_skills\"?)",
            ]
        );
    }

    #[test]
    fn named_people() {
        let (organisation, programme) = world();
        let pair = |junior, senior| (junior, senior, Points::FULL);
        let wishes = [
            pair("ada", "grace"),
            pair("ada", "grace"),
            pair("ad\na", "grce"),
        ];
        let scoring = Scoring::builder()
            .criterion(NamedPairs::new("wishes", wishes), 1)
            .build()
            .expect("people are looked up later");
        let error = Scorer::new(&scoring, &organisation, &programme).expect_err("at fault");
        assert_eq!(
            messages(&error),
            [
                "\"wishes\" names \"ad\\na\", expected a person of the organisation",
                "\"wishes\" names \"grce\", expected a person of the organisation",
                "\"wishes\" lists junior \"ada\" with senior \"grace\" twice, expected once",
            ]
        );
    }

    #[test]
    fn matrices() {
        let error = OwnScores::integer_matrix(
            ids(["ada", "ada", "alan"]),
            ids(["grace", "grace"]),
            vec![None; 5],
        );
        assert_eq!(
            messages(&error.expect_err("at fault")),
            [
                "the matrix lists junior \"ada\" twice, expected once",
                "the matrix lists senior \"grace\" twice, expected once",
                "the matrix of 3 juniors and 2 seniors has 5 entries, expected 6",
            ]
        );
        let (organisation, programme) = world();
        let matrix = OwnScores::integer_matrix(ids(["alan"]), ids(["grace"]), vec![Some(1)]);
        let scoring = Scoring::own(matrix.expect("a matrix"));
        let error = Scorer::new(&scoring, &organisation, &programme).expect_err("at fault");
        assert_eq!(
            messages(&error),
            ["\"own score\" names \"alan\", expected a person of the organisation"]
        );
    }

    #[test]
    fn floats() {
        let pair = |found| NonFinitePair {
            junior: "ada".into(),
            senior: "grace".into(),
            found,
        };
        let one = ScoringError::NonFiniteScore {
            pairs: vec![pair(NonFinite::NaN)],
            total: 1,
        };
        assert_eq!(
            one.to_string(),
            "1 score is not finite, the first NaN for junior \"ada\" with senior \"grace\" \
             (leave such a pair without a score)"
        );
        let several = ScoringError::NonFiniteScore {
            pairs: vec![pair(NonFinite::Infinity), pair(NonFinite::MinusInfinity)],
            total: 2,
        };
        assert_eq!(
            several.to_string(),
            "2 scores are not finite, the first infinity for junior \"ada\" with senior \"grace\" \
             (leave such a pair without a score)"
        );
        assert_eq!(NonFinite::MinusInfinity.to_string(), "minus infinity");
        let lowest = ScoringError::LowestScore {
            junior: "ada".into(),
            senior: "grace".into(),
        };
        assert_eq!(
            lowest.to_string(),
            "junior \"ada\" with senior \"grace\" scores -9223372036854775808, expected at least -9223372036854775807 \
             (leave such a pair without a score)"
        );
        let below = ScoringError::ScoresBelowResolution {
            lowest: 1e10,
            highest: 1.000_000_000_01e10,
            resolution: 0.25,
        };
        assert_eq!(
            below.to_string(),
            "scores from 1e10 to 1.00000000001e10 differ by less than 2.5e-1, the finest step that fits \
             (take the same amount off each score)"
        );
    }

    #[test]
    fn scorers_and_organisations() {
        let changed = ScoringError::ScorerNotDeterministic {
            junior: "ada".into(),
            senior: "grace".into(),
            first: Some(Score::new(7)),
            second: None,
        };
        assert_eq!(
            changed.to_string(),
            "junior \"ada\" with senior \"grace\" was scored 7 and then absent, expected one answer each time"
        );
        let source = ModelError::UnknownVersion {
            found: 2,
            expected: 1,
        };
        let distances = ScoringError::from(source.clone());
        assert_eq!(
            distances.to_string(),
            "the distances between units cannot be prepared"
        );
        let cause = std::error::Error::source(&distances).expect("a cause");
        assert_eq!(cause.to_string(), source.to_string());

        let (organisation, programme) = world();
        let other = Organisation::builder().build().expect("an empty one");
        let error = Scorer::new(&Scoring::default(), &other, &programme).expect_err("another");
        assert_eq!(
            error.to_string(),
            format!(
                "the programme was checked against organisation {}, expected {}",
                organisation.fingerprint(),
                other.fingerprint()
            )
        );
    }

    #[test]
    fn candidates() {
        let limit = CandidatesError::MemoryLimit {
            needed: 240,
            limit: 100,
        };
        assert_eq!(
            limit.to_string(),
            "the candidates need 240 bytes, expected at most 100 \
             (raise the limit, enrol fewer people, or bar more pairs by a rule or a minimum score)"
        );
        assert_eq!(
            CandidatesError::MemoryOutgrown { limit: 100 }.to_string(),
            "the search outgrew 100 bytes on the way, since people compete for the same partners \
             (raise the limit, or enrol fewer people)"
        );
        // What other rooms say is passed on as it is.
        let scores = CandidatesError::from(ScoringError::AllWeightsZero);
        assert_eq!(scores.to_string(), ScoringError::AllWeightsZero.to_string());
    }
}

mod matching {
    use reverse_mentoring::Error;
    use reverse_mentoring::matching::{
        Config, HallSet, Objective, RecordError, RecordPart, Rung, VerifyError,
    };
    use reverse_mentoring::model::PersonId;
    use reverse_mentoring::programme::Role;

    #[track_caller]
    fn assert_config_says(text: &str, message: &str) {
        assert_eq!(Config::from_json(text).unwrap_err().to_string(), message);
    }

    #[test]
    fn a_configuration_says_what_is_wrong_with_it() {
        assert_config_says(
            r#"{ "version": 2 }"#,
            "the configuration has version 2, expected 1",
        );
        assert_config_says(
            r#"{ "objectives": ["total"] }"#,
            "unknown key \"objectives\" in the configuration (did you mean \"objective\"?)",
        );
        assert_config_says(
            r#"{ "xyz": 1 }"#,
            "unknown key \"xyz\" in the configuration",
        );
        assert_config_says(
            r#"{ "seed": -1 }"#,
            "line 1, column 12, at seed: invalid value: integer `-1`, expected u64",
        );
        assert_config_says(
            r#"{ "seed": 1, "seed": 2 }"#,
            "line 1, column 19, at .: duplicate field `seed`",
        );
        let refused = Objective::new([Rung::WorstOff, Rung::Total]).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the objective is [worst_off, total], but to make no pair at all is best for \"worst_off\" (put a coverage rung \
             or the total before it)"
        );
        let refused = Objective::new([Rung::FewestChanges, Rung::Total]).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the objective is [fewest_changes, total], but to make no new pair at all is best for \"fewest_changes\" (put a \
             coverage rung or the total before it)"
        );
        assert_config_says(
            r#"{ "objective": [] }"#,
            "the objective is empty, expected at least one rung (leave it out for the usual ones)",
        );
        assert_config_says(
            r#"{ "objective": ["total", "seniors_covered", "total"] }"#,
            "the objective is [total, seniors_covered, total], with \"total\" twice, expected each rung once",
        );
    }

    #[track_caller]
    fn assert_says(error: VerifyError, message: &str) {
        assert_eq!(error.to_string(), message);
        assert_eq!(Error::from(error).to_string(), message);
    }

    #[test]
    fn a_record_says_which_part_differs() {
        let told = |part| {
            let error = RecordError::FingerprintMismatch {
                part,
                found: "00".into(),
                expected: "ff".into(),
            };
            Error::from(error).to_string()
        };
        for (part, message) in [
            (
                RecordPart::Record,
                "the record is 00, expected ff (the record was altered)",
            ),
            (
                RecordPart::Engine,
                "the engine is 00, expected ff (replay with that version)",
            ),
            (
                RecordPart::Organisation,
                "the organisation is 00, expected ff",
            ),
            (RecordPart::Programme, "the programme is 00, expected ff"),
            (RecordPart::Config, "the configuration is 00, expected ff"),
            (
                RecordPart::Earlier,
                "the earlier matching is 00, expected ff (hand in the matching that changes were counted against)",
            ),
            (RecordPart::Matching, "the matching is 00, expected ff"),
        ] {
            assert_eq!(told(part), message);
        }
    }

    #[test]
    fn groups_to_be_audited_name_people_and_no_group() {
        use reverse_mentoring::analytics::AuditGroups;
        use reverse_mentoring::model::{Organisation, PersonRow};

        let organisation = Organisation::builder()
            .person(PersonRow::new("ada"))
            .build();
        let rows = [
            ("ada", "shift", "day"),
            ("tim", "shift", "night"),
            ("ada", "shift", "night"),
            ("ada", "site", "oslo"),
        ];
        let error = AuditGroups::try_new(&organisation.unwrap(), rows).unwrap_err();
        assert_eq!(
            error.to_string(),
            "2 faults in the audit groups\n  \
             row 2: \"tim\" is unknown, expected a person of the organisation\n  \
             row 3: \"ada\" has a second group, expected one (the first is in row 1)"
        );
    }

    #[test]
    fn a_verifier_says_what_does_not_hold() {
        let (ada, grace) = (PersonId::new("ada"), PersonId::new("grace"));
        let both = || (ada.clone(), grace.clone());
        assert_says(
            VerifyError::AnotherOrganisation {
                found: "00".into(),
                expected: "ff".into(),
            },
            "the matching is of organisation 00, expected ff",
        );
        assert_says(
            VerifyError::Seats {
                person: ada.clone(),
                role: Role::Junior,
                found: 0,
                expected: 1,
            },
            "\"ada\" as a junior has 0 statuses, expected 1",
        );
        assert_says(
            VerifyError::WrongStatus {
                person: ada.clone(),
                role: Role::Senior,
                found: "Matched".into(),
                expected: "LeftOut".into(),
            },
            "\"ada\" as a senior is Matched, expected LeftOut",
        );
        let (junior, senior) = both();
        assert_says(
            VerifyError::BarredPair {
                junior,
                senior,
                reason: "\"grace\" reviews \"ada\" (line manager)".into(),
            },
            "junior \"ada\" and senior \"grace\" are a pair, but may not meet: \"grace\" reviews \"ada\" (line manager)",
        );
        let (junior, senior) = both();
        assert_says(
            VerifyError::WrongScore {
                junior,
                senior,
                found: 7,
                expected: 8,
            },
            "junior \"ada\" and senior \"grace\" score 7 in the matching, expected 8",
        );
        let (junior, senior) = both();
        assert_says(
            VerifyError::ScorerNotDeterministic {
                junior,
                senior,
                found: 7,
                expected: 8,
            },
            "the scorer gives junior \"ada\" and senior \"grace\" 7, but gave 8 before (a scorer must give one pair one \
             score)",
        );
        assert_says(
            VerifyError::RepeatedPair {
                junior: ada.clone(),
                senior: "grace".into(),
            },
            "junior \"ada\" and senior \"grace\" are a pair twice, expected once",
        );
        assert_says(
            VerifyError::PairCount {
                person: ada.clone(),
                role: Role::Junior,
                found: 3,
                least: 0,
                most: 2,
            },
            "\"ada\" as a junior is in 3 pairs, expected 0 to 2",
        );
        assert_says(
            VerifyError::WrongTotal {
                found: 1,
                expected: 2,
            },
            "the total is 1, expected 2",
        );
        assert_says(
            VerifyError::WrongResolution,
            "the scores are in steps of another size than those of the scorer",
        );
        assert_says(
            VerifyError::NotOptimal {
                reason: "3 people are essential, expected 2".into(),
            },
            "the proof of optimality does not hold: 3 people are essential, expected 2",
        );
        assert_says(
            VerifyError::HallSet {
                index: 0,
                reason: "2 people need 2 pairs, and 2 are possible".into(),
            },
            "hall set 0 does not prove that somebody must wait: 2 people need 2 pairs, and 2 are possible",
        );
    }

    #[test]
    fn totals_beyond_64_bits_and_minima_that_cannot_be_met() {
        assert_eq!(
            Error::TotalTooLarge { total: 1 << 70 }.to_string(),
            "the scores add up to 1180591620717411303424, expected at most 9223372036854775807 (divide every score by a \
             common amount)"
        );
        let shortage = |role, people: &[&str], partners: &[&str], needed, possible| HallSet {
            role,
            people: people.iter().map(|&person| person.into()).collect(),
            partners: partners.iter().map(|&person| person.into()).collect(),
            needed,
            possible,
        };
        let many: Vec<String> = (0..10).map(|person| format!("p{person}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(
            Error::MinimaNotMet {
                shortages: vec![
                    shortage(Role::Junior, &["ada"], &[], 1, 0),
                    shortage(Role::Senior, &["alan", "grace"], &["linus"], 3, 2),
                    shortage(Role::Junior, &many, &["alan", "grace", "linus"], 20, 9),
                ],
                total: 3,
            }
            .to_string(),
            "3 faults in the minima\n  \
             junior \"ada\" needs 1 pair, and may meet no senior\n  \
             seniors \"alan\" and \"grace\" need 3 pairs, and there is room for 2 with junior \"linus\"\n  \
             juniors \"p0\", \"p1\", \"p2\", \"p3\", \"p4\", \"p5\", \"p6\", \"p7\" and 2 more need 20 pairs, and there \
             is room for 9 with seniors \"alan\", \"grace\" and \"linus\""
        );
    }
}
