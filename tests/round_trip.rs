//! Each serde type out and back; unknown and missing fields.

mod model {
    use std::collections::BTreeMap;

    use reverse_mentoring::model::{
        AttributeKind, AttributeValue, Fault, Holders, LevelRow, ModelError, Organisation,
        OrganisationDocument, PersonRow, RelationKind, SkillLevelRow, SkillRow, Table,
    };

    /// An organisation in which every field of every form is in use.
    fn everything() -> Organisation {
        Organisation::builder()
            .level_scale(["trainee", "expert", "head"])
            .attribute("site", AttributeKind::Category)
            .attribute("languages", AttributeKind::Set)
            .attribute("confirmed", AttributeKind::Flag)
            .attribute("months", AttributeKind::Number)
            .unit("it", Some("board"))
            .unit("board", None)
            .unit("sales", Some("board"))
            .unit("lab", None)
            .link("sales", "lab", 2)
            .skill(SkillRow {
                id: "cloud".into(),
                category: Some("technology".into()),
                ..SkillRow::default()
            })
            .skill(SkillRow {
                id: "kubernetes".into(),
                category: Some("technology".into()),
                parents: vec!["cloud".into()],
                ..SkillRow::default()
            })
            .person(PersonRow {
                id: "p2".into(),
                holder: Some("ada".into()),
                manager: Some("grace".into()),
                unit: Some("it".into()),
                level: Some(LevelRow::Name("expert".into())),
                skills: vec![SkillLevelRow::new("kubernetes", 80)],
                attributes: BTreeMap::from([
                    ("site".into(), AttributeValue::Category("Bern".into())),
                    (
                        "languages".into(),
                        AttributeValue::Set(vec!["fr".into(), "de".into(), "fr".into()]),
                    ),
                ]),
                ..PersonRow::default()
            })
            .person(PersonRow {
                id: "p1".into(),
                holder: Some("ada".into()),
                level: Some(LevelRow::Name("trainee".into())),
                skills: vec![
                    SkillLevelRow::new("kubernetes", 90),
                    SkillLevelRow::new("dance", 1),
                ],
                attributes: BTreeMap::from([
                    ("site".into(), AttributeValue::Category("Genf".into())),
                    ("confirmed".into(), AttributeValue::Flag(true)),
                    ("months".into(), AttributeValue::Number(-3)),
                ]),
                ..PersonRow::default()
            })
            .person(PersonRow {
                id: "grace".into(),
                level: Some(LevelRow::Rank(7)),
                ..PersonRow::default()
            })
            .relation("ada", "grace", RelationKind::Panel)
            .relation("grace", "p1", RelationKind::Knows)
            .relation("p1", "grace", RelationKind::Line)
            .build()
            .expect("nothing is wrong with it")
    }

    #[test]
    fn an_organisation_survives_its_document_and_its_text() {
        let organisation = everything();
        let document = OrganisationDocument::from(&organisation);
        let again = Organisation::try_from(&document).unwrap();
        assert_eq!(again, organisation);
        assert_eq!(again.fingerprint(), organisation.fingerprint());
        assert_eq!(OrganisationDocument::from(&again), document);

        let text = organisation.to_json();
        assert_eq!(OrganisationDocument::from_json(&text).unwrap(), document);
        assert_eq!(Organisation::from_json(&text).unwrap(), organisation);
    }

    #[test]
    fn two_posts_of_one_holder_are_one_person_led_by_the_senior_post() {
        let organisation = everything();
        assert_eq!(organisation.people().len(), 2);
        let ada = organisation.person("ada").unwrap();
        assert_eq!(organisation.person("p1"), Some(ada));
        assert_eq!(organisation.person("p2"), Some(ada));
        assert_eq!(ada.level(), organisation.level_scale().level("expert"));
        assert_eq!(ada.unit(), organisation.units().unit("it"));
        let site = organisation.attribute("site").unwrap();
        assert_eq!(
            ada.attribute(site),
            Some(&AttributeValue::Category("Bern".into()))
        );
        let skill = |id| organisation.taxonomy().skill(id).unwrap();
        let held: Vec<_> = ada
            .skills()
            .iter()
            .map(|h| (h.skill(), h.proficiency().get()))
            .collect();
        assert_eq!(held, [(skill("dance"), 1), (skill("kubernetes"), 90)]);
    }

    #[test]
    fn holders_may_be_ignored_so_that_every_post_is_a_person() {
        let mut document = OrganisationDocument::from(&everything());
        document.holders = Holders::Ignored;
        document.relations.clear();
        let organisation = Organisation::try_from(document).unwrap();
        let ids: Vec<_> = organisation
            .people()
            .iter()
            .map(|p| p.id().as_str())
            .collect();
        assert_eq!(ids, ["grace", "p1", "p2"]);
        assert!(organisation.person("ada").is_none());
    }

    #[test]
    fn missing_keys_have_their_defaults() {
        let organisation = Organisation::from_json("{}").unwrap();
        assert!(organisation.people().is_empty());
        let organisation = Organisation::from_json(r#"{ "people": [ { "id": "a" } ] }"#).unwrap();
        let person = organisation.person("a").unwrap();
        assert_eq!((person.level(), person.unit()), (None, None));
        assert!(person.skills().is_empty());
    }

    #[test]
    fn missing_keys_without_a_default_are_named_with_their_path() {
        let error = Organisation::from_json(r#"{ "links": [ { "from": "a", "to": "b" } ] }"#);
        let Err(ModelError::Json { message, path, .. }) = error else {
            panic!("{error:?}");
        };
        assert_eq!((&*message, &*path), ("missing field `length`", "links[0]"));
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_one_that_was_meant_and_leniently_left_out() {
        let text = r#"{ "people": [ { "id": "a", "managr": "b" } ], "peple": [] }"#;
        let faults = vec![
            Fault::UnknownKey {
                table: Table::Document,
                row: 0,
                key: "peple".into(),
                suggestion: Some("people"),
            },
            Fault::UnknownKey {
                table: Table::People,
                row: 1,
                key: "managr".into(),
                suggestion: Some("manager"),
            },
        ];
        assert_eq!(
            Organisation::from_json(text),
            Err(ModelError::Faults {
                faults: faults.clone(),
                total: 2
            })
        );
        let lenient = Organisation::from_json_lenient(text).unwrap();
        assert_eq!(lenient.faults, faults);
        assert!(lenient.organisation.person("a").is_some());
    }

    #[test]
    fn a_document_of_another_version_is_refused() {
        assert_eq!(
            Organisation::from_json(r#"{ "version": 2 }"#),
            Err(ModelError::UnknownVersion {
                found: 2,
                expected: 1
            })
        );
    }
}
