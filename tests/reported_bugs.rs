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
            let Err(ModelError::Json { message, .. }) = Organisation::from_json(text) else {
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
                assert!(matches!(error, ModelError::Json { .. }), "{error}");
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
