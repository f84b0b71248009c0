//! Hostile input, each case under its number: a clear error or a right answer, and nothing lost.

mod model {
    use reverse_mentoring::model::{
        Fault, Level, LevelRow, Manager, ModelError, Organisation, OrganisationDocument, Person,
        PersonId, PersonRow, RelationKind, RelationRow, Table, UnitId, UnitIndex, UnitRow, Warning,
    };

    fn row(id: impl Into<String>, manager: Option<&str>) -> PersonRow {
        PersonRow {
            id: id.into(),
            manager: manager.map(str::to_owned),
            ..PersonRow::default()
        }
    }

    fn document(people: impl IntoIterator<Item = PersonRow>) -> OrganisationDocument {
        OrganisationDocument {
            people: people.into_iter().collect(),
            ..OrganisationDocument::default()
        }
    }

    fn ids<T: for<'a> From<&'a str>>(ids: &[&str]) -> Vec<T> {
        ids.iter().map(|&id| T::from(id)).collect()
    }

    #[track_caller]
    fn person<'a>(organisation: &'a Organisation, id: &str) -> &'a Person {
        organisation.person(id).expect("the person was kept")
    }

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
    fn h_01_an_empty_organisation_is_legal() {
        let organisation = Organisation::builder().build().unwrap();
        assert!(organisation.people().is_empty());
        assert!(organisation.units().is_empty());
        assert!(organisation.taxonomy().is_empty());
        assert!(organisation.person("").is_none());
        assert!(organisation.warnings().is_empty());
    }

    #[test]
    fn h_03_a_repeated_id_names_all_its_rows_and_leniently_the_first_is_kept() {
        let document = document([
            row("b", None),
            row("a", Some("b")),
            row("a", None),
            row("a", Some("c")),
            row("c", None),
        ]);
        let faults = [Fault::DuplicateId {
            id: PersonId::new("a"),
            rows: vec![2, 3, 4],
        }];
        let error = Organisation::try_from(&document).unwrap_err();
        assert_eq!(error.faults(), faults);
        let lenient = document.load_lenient().unwrap();
        assert_eq!(lenient.faults, faults);
        let organisation = lenient.organisation;
        let (a, b) = (person(&organisation, "a"), person(&organisation, "b"));
        assert_eq!(organisation.chain().lines_above(b, a), Some(1));
        assert_eq!(organisation.people().len(), 3);
    }

    #[test]
    fn h_03_ids_that_look_alike_are_different_people_and_a_warning() {
        // The second is the first with a combining accent; the third is in upper case and padded.
        let alike = ["ren\u{e9}", "rene\u{301}", " REN\u{c9}"];
        let organisation = Organisation::try_from(document(
            alike.iter().chain(&["rene"]).map(|&id| row(id, None)),
        ))
        .unwrap();
        assert_eq!(organisation.people().len(), 4);
        let mut alike = alike.to_vec();
        alike.sort_unstable();
        assert_eq!(
            organisation.warnings(),
            [Warning::LookAlikeIds { ids: ids(&alike) }]
        );
    }

    #[test]
    fn h_03_look_alike_posts_of_one_person_are_no_warning() {
        let organisation = Organisation::builder()
            .person(PersonRow {
                holder: Some("ada".into()),
                ..row("Ada", None)
            })
            .build()
            .unwrap();
        assert!(organisation.warnings().is_empty());
    }

    #[test]
    fn h_04_an_unknown_manager_is_named_and_leniently_stands_outside() {
        let document = document([
            row("a", Some("ghost")),
            row("b", Some("ghost")),
            row("c", Some("a")),
            row("d", Some("other ghost")),
        ]);
        let unknown = |row, person, manager| Fault::UnknownManager {
            row,
            person: PersonId::new(person),
            manager: PersonId::new(manager),
        };
        let faults = [
            unknown(1, "a", "ghost"),
            unknown(2, "b", "ghost"),
            unknown(4, "d", "other ghost"),
        ];
        assert_eq!(
            Organisation::try_from(&document).unwrap_err().faults(),
            faults
        );
        let lenient = document.load_lenient().unwrap();
        assert_eq!(lenient.faults, faults);
        let organisation = lenient.organisation;
        assert_eq!(organisation.people().len(), 4);
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|id| person(&organisation, id));
        let chain = organisation.chain();
        assert_eq!(
            chain.shared_manager(a, b),
            Some(Manager::External(PersonId::new("ghost")))
        );
        assert_eq!(chain.shared_manager(a, d), None);
        assert_eq!(chain.shared_manager(a, c), None);
        assert_eq!(chain.lines_above(a, c), Some(1));
        let strangers: Vec<_> = chain.strangers().map(PersonId::as_str).collect();
        assert_eq!(strangers, ["ghost", "other ghost"]);
    }

    #[test]
    fn h_04_a_manager_who_was_set_aside_still_joins_those_below_to_those_above() {
        let document = document([
            row("head", None),
            PersonRow {
                unit: Some("nowhere".into()),
                ..row("middle", Some("head"))
            },
            row("a", Some("middle")),
            row("b", Some("middle")),
        ]);
        let lenient = document.load_lenient().unwrap();
        assert_eq!(lenient.faults.len(), 1);
        let organisation = lenient.organisation;
        assert!(organisation.person("middle").is_none());
        let [head, a, b] = ["head", "a", "b"].map(|id| person(&organisation, id));
        assert_eq!(organisation.chain().lines_above(head, a), Some(2));
        assert_eq!(
            organisation.chain().shared_manager(a, b),
            Some(Manager::External(PersonId::new("middle")))
        );
    }

    #[test]
    fn h_04_a_post_that_was_set_aside_still_binds_the_person_who_holds_another() {
        let of_ada = |id: &str, unit: Option<&str>, manager| PersonRow {
            holder: Some("ada".into()),
            unit: unit.map(str::to_owned),
            ..row(id, manager)
        };
        let mut document = document([
            row("head", None),
            of_ada("good", None, None),
            of_ada("bad", Some("nowhere"), Some("head")),
            row("report", Some("bad")),
            row("mate", Some("head")),
        ]);
        document.relations = vec![RelationRow::new("bad", "mate", RelationKind::Conflict)];
        let lenient = document.load_lenient().unwrap();
        assert_eq!(lenient.faults.len(), 1);
        let organisation = lenient.organisation;
        let ids = ["head", "ada", "report", "mate"];
        let [head, ada, report, mate] = ids.map(|id| person(&organisation, id));
        assert_eq!(ada.posts().len(), 1);
        let chain = organisation.chain();
        assert_eq!(chain.lines_above(ada, report), Some(1));
        assert_eq!(chain.lines_above(head, ada), Some(1));
        assert_eq!(
            chain.manager(&report.posts()[0]),
            Some(Manager::Person(ada.index()))
        );
        assert_eq!(
            chain.shared_manager(ada, mate),
            Some(Manager::Person(head.index()))
        );
        let relations = organisation.relations();
        let conflicts: Vec<_> = relations.from_to(mate.index(), ada.index()).collect();
        assert_eq!(conflicts, [RelationKind::Conflict]);
        let again = OrganisationDocument::from(&organisation);
        assert_eq!(again.people[3].manager.as_deref(), Some("bad"));
    }

    #[test]
    fn h_04_a_relation_out_of_the_organisation_is_kept_and_read_back() {
        let mut document = document([
            row("a", None),
            row("b", None),
            PersonRow {
                unit: Some("nowhere".into()),
                holder: Some("carol".into()),
                ..row("assessor", None)
            },
        ]);
        document.relations = vec![
            RelationRow::new("a", "assessor", RelationKind::Panel).valid(Some(10), None),
            RelationRow::new("b", "ghost", RelationKind::HrPartner),
            // Neither says anything of a or b: the one leads from outside, the other stays there.
            RelationRow::new("assessor", "a", RelationKind::HrPartner),
            RelationRow::new("ghost", "carol", RelationKind::Knows),
            RelationRow::new("ghost", "a", RelationKind::Knows),
        ];
        let lenient = document.load_lenient().unwrap();
        let organisation = lenient.organisation;
        let of = |organisation: &Organisation, id: &str, day| -> Vec<(String, RelationKind)> {
            let relations = organisation.relations().on(day);
            let found = relations.external_of(person(organisation, id).index());
            found.map(|(to, kind)| (to.to_string(), kind)).collect()
        };
        let [carol, ghost] = ["carol", "ghost"].map(str::to_owned);
        let panel = (carol, RelationKind::Panel);
        let knows = (ghost.clone(), RelationKind::Knows);
        assert_eq!(
            of(&organisation, "a", Some(10)),
            [panel.clone(), knows.clone()]
        );
        assert_eq!(of(&organisation, "a", Some(9)), [knows]);
        assert_eq!(
            of(&organisation, "b", None),
            [(ghost, RelationKind::HrPartner)]
        );
        assert_eq!(organisation.relations().external().count(), 3);
        let again = OrganisationDocument::from(&organisation).load_lenient();
        let again = again.unwrap().organisation;
        assert_eq!(again, organisation);
        assert_eq!(again.fingerprint(), organisation.fingerprint());
        assert_eq!(of(&again, "a", Some(10))[0], panel);
    }

    #[test]
    fn h_05_a_self_report_is_dropped_and_the_person_kept() {
        let document = document([row("a", Some("a")), row("b", Some("a"))]);
        let faults = [Fault::SelfReport {
            row: 1,
            person: PersonId::new("a"),
        }];
        assert_eq!(
            Organisation::try_from(&document).unwrap_err().faults(),
            faults
        );
        let lenient = document.load_lenient().unwrap();
        assert_eq!(lenient.faults, faults);
        let a = person(&lenient.organisation, "a");
        assert_eq!(lenient.organisation.chain().manager(&a.posts()[0]), None);
    }

    #[test]
    fn h_05_members_of_a_circle_stand_above_each_other_and_all_below() {
        let document = document([
            row("x", Some("y")),
            row("y", Some("x")),
            row("tail", Some("y")),
            row("tip", Some("tail")),
            row("aside", None),
        ]);
        let lenient = document.load_lenient().unwrap();
        assert_eq!(
            lenient.faults,
            [Fault::ReportingCycle {
                members: ids(&["x", "y"]),
                rows: vec![1, 2]
            }]
        );
        let organisation = lenient.organisation;
        let above = |one, other| {
            let chain = organisation.chain();
            chain.lines_above(person(&organisation, one), person(&organisation, other))
        };
        assert_eq!((above("x", "y"), above("y", "x")), (Some(1), Some(1)));
        assert_eq!((above("x", "tail"), above("y", "tail")), (Some(1), Some(1)));
        assert_eq!((above("x", "tip"), above("y", "tip")), (Some(2), Some(2)));
        assert_eq!((above("tail", "x"), above("x", "x")), (None, None));
        assert_eq!((above("x", "aside"), above("aside", "x")), (None, None));
    }

    #[test]
    fn h_05_a_circle_of_a_million_lists_all_its_members_in_order() {
        on_a_small_stack(|| {
            const LENGTH: u32 = 1_000_000;
            let id = |place: u32| format!("{place:07}");
            let people = (0..LENGTH).map(|place| row(id(place), Some(&id((place + 1) % LENGTH))));
            let document = document(people.chain([row("tail", Some("0000000"))]));
            let error = Organisation::try_from(&document).unwrap_err();
            let [Fault::ReportingCycle { members, rows }] = error.faults() else {
                panic!("there is one fault");
            };
            assert_eq!((members.len(), rows.len()), (1_000_000, 1_000_000));
            assert!(members.iter().map(PersonId::as_str).eq((0..LENGTH).map(id)));
            assert!(error.to_string().ends_with(
                r#""0000098" -> "0000099" -> 999900 more (correct the manager of one of them)"#
            ));
            let organisation = document.load_lenient().unwrap().organisation;
            let tail = person(&organisation, "tail");
            let member = person(&organisation, "0500000");
            assert_eq!(organisation.chain().lines_above(member, tail), Some(1));
        });
    }

    #[test]
    fn h_06_a_star_and_a_forest_of_a_million_work_on_a_small_stack() {
        on_a_small_stack(|| {
            const COUNT: u32 = 1_000_000;
            let id = |place: u32| format!("{place:07}");
            for manager in [Some("0000000"), None] {
                let people = (0..COUNT).map(|place| row(id(place), manager.filter(|_| place > 0)));
                let organisation = Organisation::try_from(document(people)).unwrap();
                let [head, one, other] =
                    [0, 1, COUNT - 1].map(|place| person(&organisation, &id(place)));
                let chain = organisation.chain();
                let expected = manager.map(|_| 1);
                assert_eq!(chain.lines_above(head, other), expected);
                assert_eq!(chain.lines_above(one, other), None);
                assert_eq!(
                    chain.shared_manager(one, other),
                    manager.map(|_| Manager::Person(head.index()))
                );
            }
        });
    }

    #[test]
    fn h_07_several_heads_and_none_are_legal() {
        let organisation = Organisation::try_from(document([
            row("a", None),
            row("b", None),
            row("c", Some("b")),
        ]))
        .unwrap();
        let [a, b, c] = ["a", "b", "c"].map(|id| person(&organisation, id));
        assert_eq!(organisation.chain().lines_above(a, c), None);
        assert_eq!(organisation.chain().lines_above(b, c), Some(1));
    }

    #[test]
    fn h_12_ids_are_opaque_and_survive_byte_for_byte() {
        let mut strange = [
            "nul\0nul",
            "line\nbreak",
            "\u{202e}right to left",
            "\u{301}",
            "18446744073709551615",
            "007",
            "7",
            "a\"; DROP TABLE",
            &"k".repeat(1024),
        ];
        strange.sort_unstable();
        let organisation =
            Organisation::try_from(document(strange.map(|id| row(id, None)))).unwrap();
        let again = Organisation::from_json(&organisation.to_json()).unwrap();
        let read: Vec<_> = again.people().iter().map(|p| p.id().as_str()).collect();
        assert_eq!(read, strange);
        assert_eq!(again.person("007").unwrap().id().as_str(), "007");
    }

    #[test]
    fn h_12_an_id_that_is_too_long_is_refused_by_row_and_leniently_set_aside() {
        let long = "x".repeat(1 << 20);
        let mut document = document([row("a", None), row(long, None), row("b", None)]);
        document.people[1].line = Some(40);
        let faults = [Fault::IdTooLong {
            table: Table::People,
            row: 40,
            field: "id",
            length: 1 << 20,
            limit: 1024,
        }];
        let error = Organisation::try_from(&document).unwrap_err();
        assert_eq!(error.faults(), faults);
        assert!(error.to_string().len() < 200);
        let lenient = document.load_lenient().unwrap();
        assert_eq!(lenient.faults, faults);
        assert_eq!(lenient.organisation.people().len(), 2);
    }

    #[test]
    fn h_12_an_id_cannot_break_out_of_a_message() {
        let error = Organisation::try_from(document([row("x\n\"\u{202e}\0", Some("\u{1b}[2J"))]))
            .unwrap_err();
        assert_eq!(
            error.faults()[0].to_string(),
            "row 1: \"x\\n\\\"\\u{202e}\\0\" reports to \"\\u{1b}[2J\", who has no row \
             (add the row, or leave the manager out)"
        );
    }

    #[test]
    fn h_15_json_that_is_no_organisation_is_refused_with_its_place() {
        let cases = [
            (
                r#"{ "people": [ { "id": 7 } ] }"#,
                "line 1, column 23, at people[0].id: ids are text: write \"7\" instead of 7",
            ),
            (
                r#"{ "people": [ { "id": "a", "manager": 18446744073709551615 } ] }"#,
                "line 1, column 58, at people[0].manager: \
                 ids are text: write \"18446744073709551615\" instead of 18446744073709551615",
            ),
            (
                r#"{ "units": [ { "id": -1.5 } ] }"#,
                "line 1, column 25, at units[0].id: ids are text: write the number in double quotes",
            ),
            (
                r#"{ "skills": [ { "id": "a", "parents": [ "b", 3 ] } ] }"#,
                "line 1, column 46, at skills[0].parents[1]: ids are text: write \"3\" instead of 3",
            ),
            (
                "{\n  \"people\": [ { \"id\": \"a\", \"level\": 1e400 } ] }",
                "line 2, column 41, at people[0].level: number out of range",
            ),
            (
                r#"{ "people": [ { "id": "a", "level": 1.5 } ] }"#,
                "line 1, column 39, at people[0].level: invalid type: floating point `1.5`, \
                 expected a level as a whole number or a grade name",
            ),
            (
                r#"{ "people": [ { "id": "a", "attributes": { "x": null } } ] }"#,
                "line 1, column 52, at people[0].attributes.x: invalid type: null, \
                 expected true or false, a whole number, a word or a list of words",
            ),
            ("{} x", "line 1, column 4, at .: trailing characters"),
            (
                r#"{ "people": [ "#,
                "line 1, column 14, at people: EOF while parsing a list",
            ),
            ("", "line 1, column 0, at .: EOF while parsing a value"),
        ];
        for (text, expected) in cases {
            let error = Organisation::from_json(text).unwrap_err();
            assert_eq!(error.to_string(), expected, "{text}");
        }
    }

    #[test]
    fn h_15_an_array_of_ten_million_is_refused_at_its_first_element() {
        let text = format!(r#"{{ "people": [0{}] }}"#, ",0".repeat(10_000_000));
        let Err(ModelError::Json(reverse_mentoring::JsonError { path, column, .. })) =
            Organisation::from_json(&text)
        else {
            panic!("numbers are no people");
        };
        assert_eq!((&*path, column), ("people[0]", 14));
    }

    fn units(rows: impl IntoIterator<Item = (String, Option<String>)>) -> OrganisationDocument {
        let units = rows.into_iter().map(|(id, parent)| UnitRow {
            id,
            parent,
            ..UnitRow::default()
        });
        OrganisationDocument {
            units: units.collect(),
            ..OrganisationDocument::default()
        }
    }

    #[test]
    fn h_18_one_unit_and_a_unit_for_everybody_are_legal() {
        let in_unit = |id: &str, unit: &str| PersonRow {
            unit: Some(unit.into()),
            ..row(id, None)
        };
        for assigned in [["u", "u"], ["u", "v"]] {
            let [one, other] = assigned;
            let organisation = Organisation::builder()
                .unit("u", None)
                .unit("v", None)
                .person(in_unit("a", one))
                .person(in_unit("b", other))
                .build()
                .unwrap();
            let [a, b] = ["a", "b"].map(|id| person(&organisation, id).unit());
            assert_eq!(a == b, one == other);
        }
    }

    #[test]
    fn h_18_units_in_a_circle_are_listed_in_order_and_leniently_become_roots() {
        let name = |text: &str| Some(text.to_owned());
        let document = units([
            ("c".into(), name("b")),
            ("b".into(), name("a")),
            ("a".into(), name("c")),
            ("below".into(), name("c")),
            ("self".into(), name("self")),
        ]);
        let faults = [
            Fault::UnitCycle {
                members: ids::<UnitId>(&["a", "c", "b"]),
                rows: vec![3, 1, 2],
            },
            Fault::UnitCycle {
                members: ids(&["self"]),
                rows: vec![5],
            },
        ];
        assert_eq!(
            Organisation::try_from(&document).unwrap_err().faults(),
            faults
        );
        let organisation = document.load_lenient().unwrap().organisation;
        let graph = organisation.units();
        let unit = |id| graph.unit(id).unwrap();
        assert_eq!(graph[unit("a")].parent(), None);
        assert_eq!(graph[unit("below")].parent(), Some(unit("c")));
        let all: Vec<UnitIndex> = ["a", "b", "c", "below"].map(unit).to_vec();
        let distances = graph.distances(&all).unwrap();
        assert_eq!(distances.between(unit("c"), unit("below")), Some(1));
        assert_eq!(distances.between(unit("a"), unit("below")), None);
    }

    #[test]
    fn h_18_a_chain_of_a_million_units_has_distances_on_a_small_stack() {
        on_a_small_stack(|| {
            let id = |place: u32| format!("{place:07}");
            let rows = (0..1_000_000).map(|place: u32| (id(place), place.checked_sub(1).map(id)));
            let organisation = Organisation::try_from(units(rows)).unwrap();
            let graph = organisation.units();
            assert_eq!(graph.depth(), 999_999);
            let [top, low] = [0, 999_999].map(|place| graph.unit(&id(place)).unwrap());
            let distances = graph.distances(&[top, low]).unwrap();
            assert_eq!(distances.between(low, top), Some(999_999));
            assert_eq!(distances.between(low, low), Some(0));
        });
    }

    #[test]
    fn h_22_missing_and_extreme_levels_are_legal_and_differences_do_not_overflow() {
        let at = |id: &str, level: Option<i64>| PersonRow {
            level: level.map(LevelRow::Rank),
            ..row(id, None)
        };
        let organisation = Organisation::try_from(document([
            at("none", None),
            at("low", Some(i32::MIN.into())),
            at("high", Some(i32::MAX.into())),
        ]))
        .unwrap();
        let level = |id| person(&organisation, id).level();
        assert_eq!(level("none"), None);
        let (low, high): (Level, Level) = (level("low").unwrap(), level("high").unwrap());
        assert_eq!(high.above(low), i64::from(u32::MAX));
        assert_eq!(low.above(high), -i64::from(u32::MAX));
    }

    #[test]
    fn h_22_a_level_out_of_range_is_refused_and_leniently_set_aside() {
        let levels = [i64::MIN, i64::from(i32::MAX) + 1, 3];
        let people = levels
            .iter()
            .zip(["a", "b", "c"])
            .map(|(&level, id)| PersonRow {
                level: Some(LevelRow::Rank(level)),
                ..row(id, None)
            });
        let document = document(people);
        let faults = [(1, "a", levels[0]), (2, "b", levels[1])].map(|(row, person, level)| {
            Fault::LevelOutOfRange {
                row,
                person: PersonId::new(person),
                level,
            }
        });
        assert_eq!(
            Organisation::try_from(&document).unwrap_err().faults(),
            faults
        );
        let lenient = document.load_lenient().unwrap();
        assert_eq!(lenient.faults, faults);
        assert_eq!(lenient.organisation.people().len(), 1);
        let text = r#"{ "people": [ { "id": "a", "level": 18446744073709551615 } ] }"#;
        assert!(matches!(
            Organisation::from_json(text).unwrap_err().faults(),
            [Fault::LevelOutOfRange { row: 1, .. }]
        ));
    }
}

mod support;

use support::random;

#[path = "support/columns.rs"]
mod buffers;
#[path = "hostile_input/days.rs"]
mod days;
#[path = "support/full_policy.rs"]
mod full_policy;
#[path = "support/generate.rs"]
mod generate;
#[path = "hostile_input/million.rs"]
mod million;
#[path = "hostile_input/skills.rs"]
mod skills;
#[path = "hostile_input/solver.rs"]
mod solver;

#[expect(clippy::float_cmp, reason = "what is exact is compared exactly")]
mod assignment {
    use reverse_mentoring::assignment::{
        AssignmentError, ComputedCosts, DenseCosts, FloatCosts, Infinity, SparseCosts, solve,
        solve_max,
    };

    use crate::support::random::Random;
    use crate::support::{assert_certified, dense, pair};

    #[test]
    fn h_08_floats_of_every_kind_are_exact_or_refused() {
        let matrix = |costs: [f64; 4]| FloatCosts::try_new(2, 2, costs.to_vec(), Infinity::Refused);
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let error = matrix([0.0, value, 1.0, 2.0]).unwrap_err();
            let AssignmentError::NotFinite { row, column, .. } = error else {
                panic!("{error}")
            };
            assert_eq!((row, column), pair(0, 1));
        }
        let total = |costs: [f64; 4]| {
            let costs = matrix(costs).expect("finite costs");
            costs.to_float(assert_certified(&costs).total_cost())
        };
        // -0.0 is 0, subnormals count, and 1e308 costs no overflow.
        assert!(total([-0.0, 1.0, 1.0, 0.0]) == 0.0);
        let tiny = f64::from_bits(3);
        assert!(total([tiny, 0.0, tiny, tiny]) == tiny);
        let exact = total([1e308, 0.0, 0.0, 1e308]);
        assert!(exact == 0.0, "{exact}");
        assert!(total([-1e308, 1e308, 1e308, 0.0]) == -1e308);
    }

    #[test]
    fn h_08_a_rounded_total_is_within_the_stated_resolution() {
        let mut random = Random::new(8);
        let floats: Vec<f64> = (0..30 * 30)
            .map(|_| f64::from(u32::try_from(random.below(1 << 32)).unwrap()) / 3e10)
            .collect();
        let costs =
            FloatCosts::try_new(30, 30, floats.clone(), Infinity::Refused).expect("finite costs");
        let assignment = assert_certified(&costs);
        let of_floats: f64 = assignment
            .pairs()
            .map(|(row, column)| floats[row.index() * 30 + column.index()])
            .sum();
        let off = (costs.to_float(assignment.total_cost()) - of_floats).abs();
        // 1e-15: what adding thirty floats below 1 may lose by itself.
        assert!(off <= 30.0 * costs.resolution() + 1e-15, "{off}");
    }

    #[test]
    fn h_10_extreme_32_bit_costs_of_100_000_rows_are_exact() {
        const ROWS: u32 = 100_000;
        let extreme = i64::from(i32::MAX);
        // A band: each row is best served by its own column, at the most that 32 bits can say.
        let pairs = (0..ROWS).flat_map(|row| {
            let (own, other) = (pair(row, row), pair(row, (row + 1) % ROWS));
            [(own.0, own.1, -extreme), (other.0, other.1, extreme)]
        });
        let costs =
            SparseCosts::try_from_pairs(ROWS as usize, ROWS as usize, pairs).expect("valid pairs");
        assert_eq!(
            assert_certified(&costs).total_cost(),
            i128::from(ROWS) * -i128::from(extreme)
        );
    }

    #[test]
    fn h_10_costs_whose_sums_could_overflow_are_exact_or_refused() {
        for (low, high) in [
            (i64::MIN, i64::MAX),
            (i64::MIN, 0),
            (0, i64::MAX),
            (i64::MIN, i64::MIN),
        ] {
            assert_eq!(
                assert_certified(&dense(&[&[low, high], &[high, low]])).total_cost(),
                2 * i128::from(low)
            );
        }
        // Whoever has to go elsewhere makes the first column 2^64 dearer than the second.
        let (low, high) = (i64::MIN, i64::MAX);
        let error = solve(&dense(&[&[low, high], &[low, high]])).unwrap_err();
        assert!(
            matches!(error, AssignmentError::RangeTooLarge { bound, .. } if bound == (1 << 64) - 1),
            "{error}"
        );
        // The largest costs that 64 bits are proved to be enough for, and one more.
        let most = i64::MAX / 65;
        assert_eq!(
            assert_certified(&dense(&[&[-most, most], &[most, most]])).total_cost(),
            0
        );
        let wide = dense(&[&[-most - 1, most + 1], &[0, 0]]);
        assert_eq!(assert_certified(&wide).total_cost(), i128::from(-most - 1));
    }

    #[test]
    fn h_10_a_forbidden_code_at_the_edge_of_the_type_enters_no_arithmetic() {
        for code in [i64::MIN, i64::MAX] {
            let costs = DenseCosts::try_from_rows(vec![vec![code, 4], vec![3, 1]])
                .unwrap()
                .with_absent(code);
            assert_eq!(assert_certified(&costs).total_cost(), 7);
        }
    }

    /// The kernel part: whatever a source says, the solver ends, and without a panic.
    #[test]
    fn h_11_a_source_that_answers_at_random_ends_in_an_answer_or_an_error() {
        for seed in 0..2_000 {
            let random = std::sync::Mutex::new(Random::new(seed));
            let draw = |limit| random.lock().expect("no draw panics").below(limit);
            let side = 1 + usize::try_from(draw(6)).expect("small");
            let costs = ComputedCosts::new(
                side,
                side + usize::try_from(seed % 3).expect("small"),
                |_, _| (draw(3) > 0).then(|| draw(4).cast_signed()),
            );
            for answer in [solve(&costs), solve_max(&costs)].into_iter().flatten() {
                let mut pairs = answer.pairs();
                assert!(pairs.all(|(row, column)| answer.row_of(column) == Some(row)));
            }
        }
    }
}

mod programme_and_rules {
    use reverse_mentoring::model::{
        LevelRow, Organisation, OrganisationBuilder, PersonRow, SkillLevelRow,
    };
    use reverse_mentoring::programme::{
        CapacityRow, EnrolmentFault, EnrolmentRow, Place, Programme, ProgrammeError, Role,
        RolesRow, TargetRow,
    };
    use reverse_mentoring::rules::{
        Ineligible, Rule, RuleError, RuleFault, RuleSet, Rules, Violation,
    };

    fn person(id: &str, manager: Option<&str>, level: Option<i64>) -> PersonRow {
        PersonRow {
            id: id.into(),
            manager: manager.map(str::to_owned),
            level: level.map(LevelRow::Rank),
            ..PersonRow::default()
        }
    }

    /// Enrols everybody on both sides, each offering and wanting the same skill.
    fn everybody(organisation: &Organisation) -> Programme {
        let rows = organisation.people().iter().map(|person| EnrolmentRow {
            targets: vec![TargetRow::new("rust")],
            offers: vec![SkillLevelRow::new("rust", 50)],
            ..EnrolmentRow::new(person.id().as_str(), RolesRow::Both)
        });
        let builder = rows.fold(
            Programme::builder(),
            reverse_mentoring::programme::ProgrammeBuilder::enrol,
        );
        builder.build(organisation).expect("a valid programme")
    }

    #[test]
    fn h_02_one_person_on_both_sides_never_meets_themself() {
        let organisation = Organisation::builder()
            .person(person("ada", None, Some(1)))
            .build()
            .unwrap();
        let programme = everybody(&organisation);
        let rules = Rules::new(&RuleSet::new([]).unwrap(), &organisation, &programme).unwrap();
        let ada = &programme.participants()[0];
        assert!(ada.takes_part_as(Role::Junior) && ada.takes_part_as(Role::Senior));
        assert!(!rules.permits(ada, ada));
        let person = organisation.people()[0].id().clone();
        assert_eq!(rules.violations(ada, ada), [Violation::Oneself { person }]);
    }

    #[test]
    fn h_19_where_everybody_is_in_everybodys_line_no_pair_is_left_and_each_names_its_rule() {
        let chain = (0_i64..50).fold(OrganisationBuilder::default(), |builder, rank| {
            let manager = (rank < 49).then(|| format!("p{}", rank + 1));
            builder.person(person(&format!("p{rank}"), manager.as_deref(), Some(rank)))
        });
        let circle = (0..50).fold(OrganisationBuilder::default(), |builder, place| {
            let manager = format!("p{}", (place + 1) % 50);
            builder.person(person(&format!("p{place}"), Some(&manager), Some(place)))
        });
        for (organisation, direct) in [
            (chain.build().unwrap(), 2 * 49),
            (circle.build_lenient().unwrap().organisation, 50 * 49),
        ] {
            let programme = everybody(&organisation);
            let rules = Rules::new(&RuleSet::default(), &organisation, &programme).unwrap();
            let mut counts = std::collections::BTreeMap::new();
            for junior in programme.participants() {
                for senior in programme.participants() {
                    assert!(!rules.permits(junior, senior));
                    let rule = rules.first_broken(junior, senior).expect("all are barred");
                    *counts.entry(rules.name(rule).unwrap()).or_insert(0) += 1;
                }
            }
            assert_eq!(counts["never_oneself"], 50);
            assert_eq!(counts["no_direct_report"], direct);
            assert_eq!(counts.values().sum::<i32>(), 50 * 50);
            let chain = counts.get("chain_of_command").copied().unwrap_or(0);
            assert_eq!(chain, 50 * 49 - direct);
        }
    }

    #[test]
    fn h_21_a_capacity_of_nothing_is_refused_and_leniently_sets_the_row_aside() {
        let organisation = Organisation::builder()
            .person(person("grace", None, None))
            .build()
            .unwrap();
        for senior in [0, -1, i64::MIN] {
            let row = EnrolmentRow {
                capacity: CapacityRow {
                    senior,
                    ..CapacityRow::default()
                },
                ..EnrolmentRow::new("grace", RolesRow::Senior)
            };
            let faults = vec![EnrolmentFault::InvalidCapacity {
                place: Place::Enrolment(1),
                role: Role::Senior,
                person: "grace".into(),
                capacity: senior,
            }];
            let builder = Programme::builder().enrol(row);
            let lenient = builder.clone().build_lenient(&organisation).unwrap();
            assert!(lenient.programme.participants().is_empty());
            assert_eq!(lenient.faults, faults);
            let strict = builder.build(&organisation).unwrap_err();
            assert_eq!(strict, ProgrammeError::Faults { faults, total: 1 });
        }
    }

    #[test]
    fn h_22_levels_may_be_missing_or_extreme_and_a_gap_must_run_upward() {
        let (low, high) = (i64::from(i32::MIN), i64::from(i32::MAX));
        let organisation = Organisation::builder()
            .person(person("a-low", None, Some(low)))
            .person(person("b-high", None, Some(high)))
            .person(person("c-none", None, None))
            .build()
            .unwrap();
        let programme = everybody(&organisation);
        let rules = |rule| RuleSet::new([rule]).unwrap();
        let [least, greatest, none] = programme.participants() else {
            panic!("three people are enrolled");
        };
        let wide = rules(Rule::level_gap(high - low, Some(high - low)));
        let wide = Rules::new(&wide, &organisation, &programme).unwrap();
        assert!(wide.permits(least, greatest));
        assert!(!wide.permits(greatest, least));
        assert_eq!(
            wide.eligibility(none, Role::Senior),
            Err(Ineligible::LevelUnknown {
                person: "c-none".into()
            })
        );
        let free = rules(Rule::target_met());
        let free = Rules::new(&free, &organisation, &programme).unwrap();
        assert!(free.permits(least, none));
        assert_eq!(
            RuleSet::new([Rule::level_gap(i64::MAX, Some(i64::MIN))]),
            Err(RuleError::Faults {
                faults: vec![RuleFault::InvalidRange {
                    rule: "level_gap",
                    min: i64::MAX,
                    max: i64::MIN,
                }],
                total: 1,
            })
        );
    }
}

#[cfg(feature = "csv")]
mod intake {
    use std::fs;
    use std::io::{self, Write};
    use std::path::PathBuf;

    use reverse_mentoring::intake::{
        CsvSources, Format, IntakeError, IntakeFault, Limits, PairRow, Reason, Tables, write_pairs,
        write_whole,
    };

    const HEADER: &str = "id,manager_id,department_id,level_rank,title\n";
    const DEPARTMENTS: &str = "department_id,parent_id\n";

    fn table(rows: &str) -> Vec<u8> {
        format!("{HEADER}{rows}").into_bytes()
    }

    #[track_caller]
    fn accepted(people: &[u8]) -> Tables {
        CsvSources::new(people, DEPARTMENTS)
            .read()
            .expect("the table is clean")
    }

    #[track_caller]
    fn refused(people: &[u8]) -> IntakeFault {
        let error = CsvSources::new(people, DEPARTMENTS)
            .read_lenient()
            .expect_err("the table is spoilt");
        match error {
            IntakeError::Faults { mut faults, .. } => faults.remove(0),
            other => panic!("expected faults, found {other}"),
        }
    }

    #[track_caller]
    fn assert_refused(people: &[u8], line: u64, reason: Reason) {
        let fault = refused(people);
        assert_eq!((fault.line, fault.reason), (line, reason));
    }

    #[test]
    fn h_14_an_unclosed_quote_is_found_at_the_end_of_the_file_and_long_before() {
        let unclosed = Reason::UnclosedQuote {
            limit: Limits::default().field_lines,
        };
        assert_refused(
            &table("a,,,1,x\nb,,,1,\"open\nc,,,1,x\n"),
            3,
            unclosed.clone(),
        );
        assert_refused(&table("a,,,1,\""), 2, unclosed.clone());
        let rows = "c,,,1,x\n".repeat(5000);
        // Another quote at the end closes the first; the cell between them is no cell all the same.
        let closed = format!("a,,,1,\"\n{rows}z,,,1,\"\n");
        assert_refused(&table(&closed), 2, unclosed);
        assert_eq!(accepted(&table("a,,,1,\"closed\"")).people.len(), 1);
    }

    #[test]
    fn h_14_nul_bytes_and_other_encodings_are_refused_at_their_line() {
        let start = HEADER.len() as u64;
        assert_refused(b"id\0", 1, Reason::NulByte { byte: 2 });
        assert_refused(
            &table("a,,,1,\nb\0,,,1,\n"),
            3,
            Reason::NulByte { byte: start + 8 },
        );
        let mut latin_1 = table("a,,,1,\nb,,,1,caf\u{e9}\n");
        let place = latin_1
            .iter()
            .position(|&byte| byte == 0xc3)
            .expect("an accent");
        latin_1.splice(place..place + 2, [0xe9]);
        assert_refused(&latin_1, 3, Reason::NotUtf8 { byte: place as u64 });
        for mark in [[0xff, 0xfe], [0xfe, 0xff]] {
            assert_refused(
                &[mark[0], mark[1], 0, b'i'],
                1,
                Reason::ForeignFormat {
                    format: Format::Utf16,
                },
            );
        }
    }

    #[test]
    fn h_14_a_cell_of_ten_mebibytes_and_a_million_columns_are_refused() {
        let limit = Limits::default().field_bytes;
        let cell = "x".repeat(10 << 20);
        assert_refused(
            &table(&format!("a,,,1,{cell}")),
            2,
            Reason::FieldTooLong { cell: 5, limit },
        );
        let quoted = format!("a,\"{cell}\",,1,");
        assert_refused(&table(&quoted), 2, Reason::FieldTooLong { cell: 2, limit });

        let limit = Limits::default().columns;
        let columns = ",".repeat(999_999);
        let found = 1_000_000;
        assert_refused(
            columns.as_bytes(),
            1,
            Reason::TooManyColumns { found, limit },
        );
        assert_refused(
            &table(&format!("{columns}\na,,,1,\n")),
            2,
            Reason::TooManyColumns { found, limit },
        );
    }

    #[test]
    fn h_14_ragged_rows_are_listed_and_the_others_kept() {
        let rows = table("a,,,1,\nb,,,1\nc,,,1,,\n\nd,,,1,\n");
        let tables = CsvSources::new(&rows[..], DEPARTMENTS)
            .read_lenient()
            .expect("ragged rows are set aside");
        assert_eq!(tables.people.len(), 2);
        let faults: Vec<_> = tables
            .set_aside
            .into_iter()
            .map(|fault| (fault.line, fault.reason))
            .collect();
        let ragged = |found| Reason::RaggedRow { found, expected: 5 };
        assert_eq!(faults, [(3, ragged(4)), (4, ragged(6))]);
    }

    #[test]
    fn h_14_another_separator_is_named() {
        for separator in [';', '\t', '|'] {
            let header = HEADER.replace(',', &separator.to_string());
            let expected = Reason::MissingColumn {
                separator: Some(separator),
                did_you_mean: None,
            };
            assert_refused(header.as_bytes(), 1, expected);
        }
    }

    #[test]
    fn h_14_what_is_unusual_but_legal_is_read() {
        let marked = [b"\xef\xbb\xbf".as_slice(), &table("a,,,1,\n")].concat();
        assert_eq!(accepted(&marked).people[0].post.id, "a");
        assert_eq!(
            accepted(&table("a,,,1,\"two\r\nlines\"\r\n")).people.len(),
            1
        );
        assert_eq!(accepted(&table("")).people, []);
        assert_eq!(accepted(HEADER.trim_end().as_bytes()).people, []);
        assert_eq!(accepted(&table("a,,,1,last")).people.len(), 1);
    }

    #[test]
    fn h_14_nothing_at_all_lacks_a_header() {
        for nothing in ["", "\n\r\n\n", "\u{feff}"] {
            assert_refused(nothing.as_bytes(), 1, Reason::NoHeader);
        }
    }

    /// A target with room for so many bytes.
    struct Room(usize);

    impl Write for Room {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let taken = bytes.len().min(self.0);
            self.0 -= taken;
            if taken == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn pairs(count: usize) -> impl Iterator<Item = PairRow<'static>> {
        std::iter::repeat_n(
            PairRow {
                junior: "bob",
                senior: "ann",
                score: 1,
                reason: "python",
            },
            count,
        )
    }

    /// An empty folder of this test's own.
    fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("reverse-mentoring-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder can be made");
        folder
    }

    #[test]
    fn h_26_a_full_target_is_an_error_of_the_writer() {
        for room in [0, 10, 50_000] {
            let error = write_pairs(Room(room), pairs(10_000)).expect_err("there is no room");
            let IntakeError::Write { path: None, source } = error else {
                panic!("expected what the system says, found {error}");
            };
            assert_eq!(source.kind(), io::ErrorKind::StorageFull);
        }
        assert!(write_pairs(Room(1 << 20), pairs(10_000)).is_ok());
    }

    #[test]
    fn h_26_a_file_bears_its_name_only_once_it_is_whole() {
        let folder = folder("whole");
        let path = folder.join("matching.csv");
        fs::write(&path, "what was there before").expect("a file can be written");
        let write = |room: usize| {
            write_whole(&path, |out| {
                out.write_all(b"half of it, and ")?;
                Room(room).write_all(b"the rest")
            })
        };
        let error = write(3).expect_err("there is no room");
        assert!(matches!(error, IntakeError::Write { path: Some(_), .. }));
        assert_eq!(fs::read(&path).expect("a file"), b"what was there before");
        assert_eq!(
            fs::read_dir(&folder).expect("a folder").count(),
            1,
            "nothing is left beside it"
        );

        write(8).expect("there is room");
        assert_eq!(fs::read(&path).expect("a file"), b"half of it, and ");
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
        fs::remove_dir_all(&folder).expect("the folder can go");
    }

    #[test]
    fn h_26_a_file_where_none_can_be_is_an_error() {
        let folder = folder("closed");
        for path in [
            folder.join("no such folder/matching.csv"),
            folder.join(".."),
        ] {
            let error = write_whole(&path, |_| Ok(())).expect_err("no file can be there");
            assert!(matches!(error, IntakeError::Write { path: Some(named), .. } if named == path));
        }
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 0);
        fs::remove_dir_all(&folder).expect("the folder can go");
    }

    #[test]
    fn h_29_packed_bytes_are_known_by_their_first_ones() {
        for (bytes, format) in [
            (b"\x1f\x8b\x08\x00".as_slice(), Format::Gzip),
            (b"PK\x03\x04\x14\x00", Format::Zip),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", Format::Compound),
        ] {
            assert_refused(bytes, 1, Reason::ForeignFormat { format });
        }
    }
}

mod scoring {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use reverse_mentoring::candidates::{CandidateTable, Candidates, CandidatesError};
    use reverse_mentoring::model::{LevelRow, Organisation, PersonId, PersonRow};
    use reverse_mentoring::programme::{EnrolmentRow, Participant, Programme, Role, RolesRow};
    use reverse_mentoring::rules::{RuleSet, Rules};
    use reverse_mentoring::scoring::{
        NonFinite, NonFinitePair, OwnScores, Scorer, Scoring, ScoringDocument, ScoringError,
        ScoringFault, Weights,
    };
    use reverse_mentoring::work::{CancelToken, Work};

    /// Juniors "j0" and on, seniors "s0" and on, nobody above anybody.
    fn world(juniors: usize, seniors: usize) -> (Organisation, Programme) {
        let juniors = (0..juniors).map(|place| (format!("j{place}"), RolesRow::Junior, 1));
        let seniors = (0..seniors).map(|place| (format!("s{place}"), RolesRow::Senior, 5));
        let everybody: Vec<_> = juniors.chain(seniors).collect();
        let organisation =
            everybody
                .iter()
                .fold(Organisation::builder(), |builder, (id, _, level)| {
                    builder.person(PersonRow {
                        id: id.clone(),
                        level: Some(LevelRow::Rank(*level)),
                        ..PersonRow::default()
                    })
                });
        let organisation = organisation.build().expect("in order");
        let programme = everybody
            .iter()
            .fold(Programme::builder(), |builder, (id, roles, _)| {
                builder.enrol(EnrolmentRow::new(id, *roles))
            });
        let programme = programme.build(&organisation).expect("in order");
        (organisation, programme)
    }

    fn scan(
        (organisation, programme): &(Organisation, Programme),
        own: OwnScores,
        work: &Work<'_>,
    ) -> Result<CandidateTable, CandidatesError> {
        let rules = RuleSet::new([]).expect("no rules but those of every set");
        let rules = Rules::new(&rules, organisation, programme).expect("in force");
        let scorer = Scorer::new(&Scoring::own(own), organisation, programme)?;
        let side = |role| -> Vec<&Participant> {
            let everybody = programme.participants().iter();
            everybody
                .filter(|person| person.takes_part_as(role))
                .collect()
        };
        Candidates::new(organisation, &rules, &scorer).table(
            &side(Role::Junior),
            &side(Role::Senior),
            work,
        )
    }

    fn digit(id: &PersonId) -> u32 {
        id.as_str()[1..].parse().expect("a letter and a number")
    }

    fn refusal(found: Vec<(&str, &str, NonFinite)>) -> CandidatesError {
        let total = found.len();
        let pairs = found
            .into_iter()
            .map(|(junior, senior, found)| NonFinitePair {
                junior: junior.into(),
                senior: senior.into(),
                found,
            });
        ScoringError::NonFiniteScore {
            pairs: pairs.collect(),
            total,
        }
        .into()
    }

    #[test]
    fn h_08_scores_that_are_not_finite_are_all_named() {
        let world = world(2, 2);
        let own = OwnScores::floats(|junior, senior| {
            let scores = [[f64::NAN, 1.0], [f64::INFINITY, f64::NEG_INFINITY]];
            Some(scores[digit(junior) as usize][digit(senior) as usize])
        });
        let expected = refusal(vec![
            ("j0", "s0", NonFinite::NaN),
            ("j1", "s0", NonFinite::Infinity),
            ("j1", "s1", NonFinite::MinusInfinity),
        ]);
        assert_eq!(scan(&world, own, &Work::new()), Err(expected));

        let ids = |side: &str| vec![PersonId::from(format!("{side}0"))];
        let matrix = OwnScores::float_matrix(ids("j"), ids("s"), vec![Some(f64::NAN)]);
        let expected = refusal(vec![("j0", "s0", NonFinite::NaN)]);
        assert_eq!(
            matrix.map(|_| ()).map_err(CandidatesError::from),
            Err(expected)
        );
    }

    #[test]
    fn h_08_the_lowest_integer_is_no_score_and_its_neighbour_is() {
        let world = world(2, 2);
        let scored = |lowest: i64| {
            let own = OwnScores::integers(move |junior, senior| {
                Some(if (digit(junior), digit(senior)) == (1, 0) {
                    lowest
                } else {
                    i64::MAX
                })
            });
            scan(&world, own, &Work::new())
        };
        let refused = ScoringError::LowestScore {
            junior: "j1".into(),
            senior: "s0".into(),
        };
        assert_eq!(scored(i64::MIN), Err(refused.into()));
        let table = scored(-i64::MAX).expect("a score like any other");
        assert_eq!(table.scores()[1], -i64::MAX);
    }

    #[test]
    fn h_08_a_hundred_offenders_are_kept_and_all_are_counted() {
        let world = world(15, 15);
        let own = OwnScores::floats(|_, _| Some(f64::NAN));
        let error = scan(&world, own, &Work::new()).expect_err("no score is finite");
        let CandidatesError::Scoring(ScoringError::NonFiniteScore { pairs, total }) = error else {
            panic!("{error}")
        };
        assert_eq!((pairs.len(), total), (100, 225));
    }

    #[test]
    fn h_08_extreme_floats_are_scored_and_minus_zero_is_zero() {
        let world = world(4, 1);
        let tiny = f64::from_bits(1);
        let scores = |values: [f64; 4]| {
            let own = OwnScores::floats(move |junior, _| Some(values[digit(junior) as usize]));
            let table = scan(&world, own, &Work::new()).expect("all are finite");
            (
                table.scores().to_vec(),
                table.resolution().expect("floats").get(),
            )
        };
        let (zeros, resolution) = scores([-0.0, 0.0, 5.0, -5.0]);
        assert_eq!((zeros, resolution), (vec![0, 0, 5, -5], 0.0));
        let (subnormal, resolution) = scores([tiny, 3.0 * tiny, 0.0, -tiny]);
        assert_eq!((subnormal, resolution), (vec![1, 3, 0, -1], 0.0));
        // 1 is lost beside 1e308, and the resolution says so.
        let (wide, resolution) = scores([1e308, -1e308, 1.0, 0.0]);
        assert!(wide[0] > 0 && wide[1] == -wide[0] && wide[2..] == [0, 0]);
        assert!(resolution > 1.0);
    }

    #[test]
    fn h_08_weights_are_whole_numbers_in_every_document() {
        for weight in [
            "0.5",
            "1e400",
            "NaN",
            "1e3",
            "\"50\"",
            "null",
            "9223372036854775808",
        ] {
            let text = format!(r#"{{ "weights": {{ "target_skills": {weight} }} }}"#);
            assert!(
                serde_json::from_str::<ScoringDocument>(&text).is_err(),
                "{weight}"
            );
        }
    }

    #[test]
    fn h_09_negative_weights_are_refused_and_so_are_none_above_zero() {
        let error = Weights::try_new([("skills", 3), ("distance", -1), ("gap", i64::MIN)]);
        let invalid = |criterion: &str, weight| ScoringFault::InvalidWeight {
            criterion: criterion.to_owned(),
            weight,
        };
        let faults = vec![invalid("distance", -1), invalid("gap", i64::MIN)];
        assert_eq!(error, Err(ScoringError::Faults { faults, total: 2 }));
        let zeros = Weights::try_new([("skills", 0), ("distance", 0)]);
        assert_eq!(zeros, Err(ScoringError::AllWeightsZero));
        let none: [(&str, i64); 0] = [];
        assert_eq!(Weights::try_new(none), Err(ScoringError::AllWeightsZero));
    }

    #[test]
    fn h_09_weights_whose_sum_leaves_64_bits_are_brought_to_100_exactly() {
        let weights = Weights::try_new([("skills", i64::MAX), ("distance", i64::MAX), ("gap", 2)]);
        let weights = weights.expect("all above zero");
        let shares: Vec<u32> = weights.iter().map(|(_, weight)| weight).collect();
        assert_eq!(shares, [50, 50, 0]);
    }

    #[test]
    fn h_11_a_panic_of_the_scorer_comes_through_once_and_everything_stays_usable() {
        static PANICS: AtomicBool = AtomicBool::new(true);
        let world = world(3, 40);
        let own = || {
            OwnScores::integers(|junior, senior| {
                let is_the_one = digit(junior) == 1 && digit(senior) == 20;
                assert!(
                    !(is_the_one && PANICS.load(Ordering::Relaxed)),
                    "the scorer gives up"
                );
                Some(1)
            })
        };
        let attempt = std::panic::AssertUnwindSafe(|| scan(&world, own(), &Work::new()));
        let panic = std::panic::catch_unwind(attempt).expect_err("the panic comes through");
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"the scorer gives up"));
        PANICS.store(false, Ordering::Relaxed);
        let table = scan(&world, own(), &Work::new()).expect("the pool is usable");
        assert_eq!(table.pairs(), 120);
    }

    #[test]
    fn h_11_a_scorer_is_asked_once_for_each_permitted_pair() {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        let own = OwnScores::floats(|_, _| {
            CALLS.fetch_add(1, Ordering::Relaxed);
            Some(0.5)
        });
        let table = scan(&world(7, 5), own, &Work::new()).expect("in order");
        assert_eq!(table.pairs(), 35);
        assert_eq!(CALLS.load(Ordering::Relaxed), 35);
    }

    #[test]
    fn h_11_a_cancelled_scan_stops_between_calls() {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        let token = CancelToken::new();
        let cancel = token.clone();
        let own = OwnScores::integers(move |_, _| {
            CALLS.fetch_add(1, Ordering::Relaxed);
            cancel.cancel();
            Some(1)
        });
        let work = Work::new().with_cancel_token(&token);
        let error = scan(&world(10, 1_000), own, &work).expect_err("it was cancelled");
        assert!(matches!(error, CandidatesError::Cancelled(_)), "{error}");
        // Rows that had begun when the first call cancelled were finished, and no more.
        assert!(CALLS.load(Ordering::Relaxed) < 10_000);
    }

    #[cfg(feature = "json")]
    #[test]
    fn h_30_a_misspelt_weight_and_an_unknown_key_are_refused_with_what_was_meant() {
        let text = r#"{ "weights": { "target_skils": 1 }, "seniority_gap": { "ideal_form": 2 }, "colour": 3 }"#;
        let document: ScoringDocument = serde_json::from_str(text).expect("a document");
        let unknown = |place: &str, key: &str, suggestion: Option<&str>| ScoringFault::UnknownKey {
            place: place.to_owned(),
            key: key.to_owned(),
            suggestion: suggestion.map(str::to_owned),
        };
        let faults = vec![
            unknown("scoring", "colour", None),
            unknown("seniority_gap", "ideal_form", Some("ideal_from")),
            unknown("weights", "target_skils", Some("target_skills")),
        ];
        let error = Scoring::try_from(document).expect_err("refused");
        assert_eq!(error, ScoringError::Faults { faults, total: 3 });
    }
}

mod matching {
    use std::sync::atomic::{AtomicI64, Ordering};

    use reverse_mentoring::matching::{Config, Engine, Matching, Status, VerifyError};
    use reverse_mentoring::model::{Organisation, PersonRow};
    use reverse_mentoring::programme::{EnrolmentRow, OptIn, Programme, Role};
    use reverse_mentoring::rules::{Rule, RuleSet};
    use reverse_mentoring::scoring::{OwnScores, Scoring};
    use reverse_mentoring::{Error, model, programme};

    fn run(
        organisation: model::OrganisationBuilder,
        programme: programme::ProgrammeBuilder,
    ) -> Matching {
        let organisation = organisation.build().expect("a sound organisation");
        let programme = programme.build(&organisation).expect("a sound programme");
        let engine = Engine::builder().build().expect("the defaults are sound");
        let matching = engine
            .run(&organisation, &programme)
            .expect("nothing to refuse");
        let verified = engine.verify(&organisation, &programme, &matching);
        assert_eq!(
            verified.expect("it verifies").pairs(),
            matching.pairs().len()
        );
        matching
    }

    fn statuses(matching: &Matching) -> Vec<(&str, Role, &'static str)> {
        let seats = matching.seats().iter();
        seats
            .map(|seat| (seat.person().as_str(), seat.role(), seat.status().name()))
            .collect()
    }

    #[test]
    fn h_01_nobody_no_juniors_no_seniors_and_all_opted_out_are_results() {
        let nobody = run(Organisation::builder(), Programme::builder());
        assert!(nobody.pairs().is_empty() && nobody.seats().is_empty());

        let people = || {
            Organisation::builder()
                .person(PersonRow::new("ada").at_level(1))
                .person(PersonRow::new("grace").at_level(5))
        };
        let alone = run(
            people(),
            Programme::builder().enrol(EnrolmentRow::senior("grace")),
        );
        assert_eq!(
            statuses(&alone),
            [("grace", Role::Senior, "no_permitted_partner")]
        );
        let alone = run(
            people(),
            Programme::builder().enrol(EnrolmentRow::junior("ada")),
        );
        assert_eq!(
            statuses(&alone),
            [("ada", Role::Junior, "no_permitted_partner")]
        );

        let out = Programme::builder()
            .enrol(EnrolmentRow::junior("ada").with_opt_in(OptIn::Declined))
            .enrol(EnrolmentRow::senior("grace").with_opt_in(OptIn::Invited));
        let expected = [
            ("ada", Role::Junior, "ineligible"),
            ("grace", Role::Senior, "ineligible"),
        ];
        assert_eq!(statuses(&run(people(), out)), expected);
    }

    #[test]
    fn h_02_one_person_on_both_sides_has_two_seats_and_never_their_own() {
        let organisation = Organisation::builder()
            .unit("one", None)
            .unit("two", None)
            .person(
                PersonRow::new("ada")
                    .at_level(3)
                    .in_unit("one")
                    .with_skill("rust", 4),
            );
        let both = EnrolmentRow::both("ada").wants("rust");
        let alone = run(
            organisation.clone(),
            Programme::builder().enrol(both.clone()),
        );
        let expected = [
            ("ada", Role::Junior, "no_permitted_partner"),
            ("ada", Role::Senior, "no_permitted_partner"),
        ];
        assert_eq!(statuses(&alone), expected);

        // With somebody below and somebody above, both seats are taken.
        let organisation = organisation
            .person(
                PersonRow::new("tim")
                    .at_level(1)
                    .in_unit("two")
                    .with_skill("rust", 4),
            )
            .person(PersonRow::new("grace").at_level(7).in_unit("two"));
        let programme = Programme::builder()
            .enrol(both)
            .enrol(EnrolmentRow::junior("tim"))
            .enrol(EnrolmentRow::senior("grace").wants("rust"));
        let matching = run(organisation, programme);
        assert_eq!(
            matching
                .pair("ada", Role::Junior)
                .unwrap()
                .senior()
                .as_str(),
            "grace"
        );
        assert_eq!(
            matching
                .pair("ada", Role::Senior)
                .unwrap()
                .junior()
                .as_str(),
            "tim"
        );
    }

    #[test]
    fn h_11_a_scorer_that_changes_its_mind_is_caught_by_the_verifier() {
        let organisation = Organisation::builder()
            .person(PersonRow::new("ada"))
            .person(PersonRow::new("grace"))
            .build()
            .expect("a sound organisation");
        let programme = Programme::builder()
            .enrol(EnrolmentRow::junior("ada"))
            .enrol(EnrolmentRow::senior("grace"))
            .build(&organisation)
            .expect("a sound programme");
        let calls = AtomicI64::new(0);
        let scores = OwnScores::integers(move |_, _| Some(calls.fetch_add(1, Ordering::Relaxed)));
        let config = Config::default()
            .with_rules(RuleSet::new([]).expect("no rules, no faults"))
            .with_scoring(Scoring::own(scores));
        let engine = Engine::builder().config(config).build().expect("sound");
        let matching = engine
            .run(&organisation, &programme)
            .expect("nothing to refuse");
        let error = engine
            .verify(&organisation, &programme, &matching)
            .unwrap_err();
        let Error::Verify(VerifyError::ScorerNotDeterministic {
            found, expected, ..
        }) = error
        else {
            panic!("{error}")
        };
        assert_ne!(found, expected);
    }

    #[test]
    fn h_19_where_every_pair_is_barred_everybody_hears_by_which_rule() {
        let mut organisation = Organisation::builder().person(PersonRow::new("p0").at_level(20));
        let mut programme = Programme::builder().enrol(EnrolmentRow::both("p0"));
        for below in 1..20 {
            let (id, manager) = (format!("p{below}"), format!("p{}", below - 1));
            let row = PersonRow::new(&id)
                .at_level(20 - below)
                .reporting_to(manager);
            organisation = organisation.person(row);
            programme = programme.enrol(EnrolmentRow::both(id));
        }
        let matching = run(organisation, programme);
        assert!(matching.pairs().is_empty());
        assert_eq!(matching.seats().len(), 40);
        for seat in matching.seats() {
            let Status::NoPermittedPartner { barred } = seat.status() else {
                panic!("{seat:?}")
            };
            assert_eq!(
                barred.iter().map(|by| by.people).sum::<u64>(),
                20,
                "everybody, oneself included"
            );
            assert!(
                barred.iter().any(|by| by.rule == "chain_of_command"),
                "{barred:?}"
            );
        }
    }

    #[test]
    fn h_18_a_unit_for_everybody_is_matched_like_any_other() {
        let mut organisation = Organisation::builder();
        let mut programme = Programme::builder();
        for number in 0..60 {
            let (id, level) = (format!("p{number:02}"), if number < 20 { 6 } else { 2 });
            organisation = organisation.unit(&format!("u{number}"), None).person(
                PersonRow::new(&id)
                    .at_level(level)
                    .in_unit(format!("u{number}"))
                    .with_skill("rust", 3),
            );
            let row = if number < 20 {
                EnrolmentRow::senior(id).wants("rust")
            } else {
                EnrolmentRow::junior(id)
            };
            programme = programme.enrol(row);
        }
        assert_eq!(run(organisation, programme).pairs().len(), 20);
    }

    #[test]
    fn the_rules_always_include_the_one_against_direct_reports() {
        let rules = RuleSet::new([Rule::opted_in()]).expect("no faults");
        assert!(
            rules
                .rules()
                .iter()
                .any(|rule| rule.name() == "no_direct_report")
        );
    }
}

mod protected {
    use reverse_mentoring::matching::{Config, ConfigDocument, Engine};
    use reverse_mentoring::model::{AttributeKind, Organisation, PersonRow, ProtectedOverride};
    use reverse_mentoring::programme::{EnrolmentRow, Programme};
    use reverse_mentoring::rules::{Condition, Rule, RuleSet};
    use reverse_mentoring::scoring::{ClassTerm, Fact, Measure, Points, Scoring};

    /// Columns that HR systems hand out along with the rest.
    const COLUMNS: [&str; 7] = [
        "gender",
        "birth_date",
        "nationality",
        "ethnicity",
        "dateOfBirth",
        "Marital Status",
        "disability",
    ];

    #[cfg(feature = "csv")]
    #[test]
    fn h_31_a_protected_column_is_dropped_and_reported_by_name() {
        use reverse_mentoring::intake::CsvSources;

        let header = format!(
            "id,holder_id,manager_id,department_id,level_rank,{}",
            COLUMNS.join(",")
        );
        let row = format!("p1,,,d1,1,{}", COLUMNS.map(|_| "secret").join(","));
        let people = format!("{header}\n{row}\n");
        let tables = CsvSources::new(people.as_str(), "department_id,parent_id\nd1,\n")
            .read()
            .expect("the tables are clean");
        let told: Vec<String> = tables
            .dropped_columns
            .iter()
            .map(ToString::to_string)
            .collect();
        for column in COLUMNS {
            let named = told
                .iter()
                .any(|line| line.contains(&format!("\"{column}\"")));
            assert!(named, "{column}: {told:?}");
        }
        assert!(!format!("{:?}", tables.people).contains("secret"));
    }

    #[test]
    fn h_31_no_rule_and_no_criterion_looks_at_a_protected_characteristic() {
        let equal = || Measure::Equal {
            equal: Points::FULL,
            different: Points::NONE,
        };
        for column in COLUMNS {
            let rule = RuleSet::new([Rule::attribute(column, Condition::Equal)]);
            let message = rule.expect_err(column).to_string();
            assert!(
                message.contains(&format!("\"{column}\" speaks of")),
                "{message}"
            );
            for term in [
                ClassTerm::new("like", Fact::attribute(column), equal()),
                ClassTerm::new(column, Fact::Level, equal()),
            ] {
                let message = Scoring::builder().criterion(term, 1).build();
                let message = message.expect_err(column).to_string();
                assert!(message.contains(&format!("\"{column}\"")), "{message}");
            }
            let text = format!(r#"{{ "rules": {{ "flags": ["{column}"] }} }}"#);
            let message = Config::from_json(&text).expect_err(column).to_string();
            assert!(message.contains(column), "{message}");
        }
        assert!(Config::try_from(ConfigDocument::default()).is_ok());
    }

    #[test]
    fn h_31_what_is_allowed_of_a_protected_characteristic_stands_in_the_record() {
        let organisation = Organisation::builder()
            .attribute("gender", AttributeKind::Category)
            .person(PersonRow::new("ada"))
            .build()
            .unwrap();
        let programme = Programme::builder()
            .enrol(EnrolmentRow::junior("ada"))
            .build(&organisation)
            .unwrap();
        let rule = || Rule::attribute("gender", Condition::Equal);
        let refused = RuleSet::new([rule()]).unwrap_err().to_string();
        assert!(refused.contains("\"gender\" speaks of gender"), "{refused}");
        let allowed = ProtectedOverride {
            attribute: "gender".into(),
            reason: "a shelter for women, by law".to_owned(),
        };
        let equal = Measure::Equal {
            equal: Points::FULL,
            different: Points::NONE,
        };
        let scoring = Scoring::builder()
            .criterion(ClassTerm::new("like", Fact::attribute("gender"), equal), 1)
            .allow_protected("gender", &*allowed.reason)
            .build()
            .unwrap();
        let config = Config::default()
            .with_rules(RuleSet::allowing([allowed.clone()], [rule()]).unwrap())
            .with_scoring(scoring);
        let engine = Engine::builder().config(config).build().unwrap();
        let matching = engine.run(&organisation, &programme).unwrap();
        assert_eq!(matching.record().protected_overrides(), [allowed]);
        let text = matching.to_json();
        assert!(text.contains("a shelter for women, by law"), "{text}");
    }
}

mod writers {
    use reverse_mentoring::answers::Explainer;
    use reverse_mentoring::matching::{Config, Engine, Matching};
    use reverse_mentoring::model::{AttributeKind, AttributeValue, Organisation, PersonRow};
    use reverse_mentoring::programme::{EnrolmentRow, Programme};
    use reverse_mentoring::rules::RuleSet;
    use reverse_mentoring::scoring::{ClassTerm, Fact, Measure, Points, Scoring};

    /// HTML, SVG, DOT, a formula, and an escape sequence of terminals, in one label.
    const LABEL: &str = "=1+1<svg onload=x>\"]; a -> b\u{1b}[2J\u{202e}";

    fn matched() -> (Organisation, Programme, Engine, Matching) {
        let site = |id: &str| {
            let word = AttributeValue::Category(LABEL.to_owned());
            PersonRow::new(id).with_attribute("site", word)
        };
        let organisation = Organisation::builder()
            .attribute("site", AttributeKind::Category)
            .person(site(LABEL))
            .person(site("grace"))
            .build()
            .expect("labels are opaque");
        let programme = Programme::builder()
            .enrol(EnrolmentRow::junior(LABEL))
            .enrol(EnrolmentRow::senior("grace"))
            .build(&organisation)
            .expect("labels are opaque");
        let equal = Measure::Equal {
            equal: Points::FULL,
            different: Points::NONE,
        };
        let term = ClassTerm::new("site", Fact::attribute("site"), equal);
        let scoring = Scoring::builder().criterion(term, 1).build();
        let config = Config::default()
            .with_rules(RuleSet::new([]).expect("no rules"))
            .with_scoring(scoring.expect("in order"));
        let engine = Engine::builder().config(config).build().expect("sound");
        let matching = engine.run(&organisation, &programme).expect("feasible");
        (organisation, programme, engine, matching)
    }

    #[test]
    fn h_27_a_label_in_text_shows_what_is_no_visible_character() {
        let (organisation, programme, engine, matching) = matched();
        let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
        let why = explainer.why(&matching.pairs()[0]).expect("both take part");
        let shown = r#"=1+1<svg onload=x>\"]; a -> b\u{1b}[2J\u{202e}"#;
        assert_eq!(
            why.to_string(),
            format!(
                "{shown} teaches grace, score 1000000\n  \
                 site: 100 x 10000 = 1000000 (\"{shown}\" with \"{shown}\": the same)"
            )
        );
    }

    #[test]
    fn h_27_a_label_in_json_is_a_string_like_any_other() {
        let (.., matching) = matched();
        let text = matching.to_json();
        let written = r#""junior": "=1+1<svg onload=x>\"]; a -> b\u001b[2J"#;
        assert!(text.contains(written), "{text}");
        assert_eq!(Matching::from_json(&text), Ok(matching));
    }

    #[cfg(feature = "csv")]
    #[test]
    fn h_27_a_label_in_a_cell_is_no_formula_and_stays_one_cell() {
        use reverse_mentoring::intake::{PairRow, write_pairs};

        let mut out = Vec::new();
        let row = PairRow {
            junior: LABEL,
            senior: "grace",
            score: 1,
            reason: LABEL,
        };
        write_pairs(&mut out, [row]).expect("memory takes all");
        let cell = LABEL.replace('"', "\"\"");
        assert_eq!(
            String::from_utf8(out).expect("text stays text"),
            format!("junior_id,senior_id,score,reason\n\"'{cell}\",grace,1,\"'{cell}\"\n")
        );
    }
}
