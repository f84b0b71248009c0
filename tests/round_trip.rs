//! Each serde type out and back; unknown and missing fields.

mod model {
    use std::collections::BTreeMap;

    use reverse_mentoring::model::{
        AttributeKind, AttributeValue, Fault, Holders, LevelRow, ModelError, Organisation,
        OrganisationDocument, PersonRow, RelationKind, RelationRow, SkillLevelRow, SkillRow, Table,
        VectorEntry,
    };

    /// An organisation in which every field of every form is in use.
    fn everything() -> Organisation {
        Organisation::builder()
            .level_scale(["trainee", "expert", "head"])
            .attribute("site", AttributeKind::Category)
            .attribute("languages", AttributeKind::Set)
            .attribute("confirmed", AttributeKind::Flag)
            .attribute("months", AttributeKind::Number)
            .attribute("hours", AttributeKind::Range)
            .attribute("joined", AttributeKind::Day)
            .attribute("offered", AttributeKind::Vector)
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
                    ("hours".into(), AttributeValue::Range(-3, 17)),
                    ("joined".into(), AttributeValue::Number(20_000)),
                    (
                        "offered".into(),
                        AttributeValue::Vector(BTreeMap::from([
                            ("night shift".into(), VectorEntry::level(3)),
                            ("first job".into(), VectorEntry::level(1).with_weight(9)),
                            ("from".into(), VectorEntry::default()),
                        ])),
                    ),
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
            .relation_row(
                RelationRow::new("ada", "grace", RelationKind::Mentor)
                    .valid(Some(-1), Some(20_000)),
            )
            .relation_row(
                RelationRow::new("grace", "ada", RelationKind::Conflict).valid(None, Some(7)),
            )
            .build()
            .expect("nothing is wrong with it")
    }

    #[test]
    fn attribute_values_are_read_as_what_they_look_like_and_nothing_else() {
        let read = |text: &str| serde_json::from_str::<AttributeValue>(text);
        let words = |words: &[&str]| {
            AttributeValue::Set(words.iter().map(|&word| word.to_owned()).collect())
        };
        assert_eq!(read(r#"["de", "en"]"#).unwrap(), words(&["de", "en"]));
        assert_eq!(read("[]").unwrap(), words(&[]));
        assert_eq!(read("[9, -3]").unwrap(), AttributeValue::Range(9, -3));
        let vector = BTreeMap::from([
            ("a".to_owned(), VectorEntry::level(3)),
            ("b".to_owned(), VectorEntry::level(2).with_weight(4)),
            ("c".to_owned(), VectorEntry::default()),
        ]);
        let text = r#"{"a":3,"b":{"level":2,"weight":4},"c":{}}"#;
        assert_eq!(read(text).unwrap(), AttributeValue::Vector(vector.clone()));
        let written = serde_json::to_string(&AttributeValue::Vector(vector)).unwrap();
        assert_eq!(written, text);
        for wrong in [
            "[9]",
            "[1, 2, 3]",
            r#"[1, "de"]"#,
            "[true]",
            "[[1, 2]]",
            "1.5",
            r#"{"a": 3, "a": 4}"#,
            r#"{"a": {"levle": 2}}"#,
            r#"{"a": {"level": 2, "level": 3}}"#,
            "[9223372036854775808, 1]",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
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
        let Err(ModelError::Json(reverse_mentoring::JsonError { message, path, .. })) = error
        else {
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

mod programme {
    use reverse_mentoring::model::{
        AttributeKind, AttributeValue, Organisation, PersonRow, SkillLevelRow, SkillRow,
    };
    use reverse_mentoring::programme::{
        BlockRow, CapacityRow, CyclesRow, EnrolmentFault, EnrolmentRow, GroupRow, OptIn,
        PastPairRow, PinKind, PinRow, Place, Programme, ProgrammeDocument, Role, RolesRow,
        TargetRow,
    };

    fn organisation() -> Organisation {
        let post = |id: &str, holder: Option<&str>| PersonRow {
            id: id.into(),
            holder: holder.map(str::to_owned),
            skills: vec![SkillLevelRow::new("cloud", 40)],
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
            .person(post("alan", None))
            .attribute("site", AttributeKind::Category)
            .person(
                post("grace", None).with_attribute("site", AttributeValue::Category("quay".into())),
            )
            .build()
            .expect("a valid organisation")
    }

    /// A programme in which every field of every form is in use.
    fn everything() -> ProgrammeDocument {
        ProgrammeDocument {
            name: Some("pilot".into()),
            objective: Some("hear more voices".into()),
            enrolments: vec![
                EnrolmentRow {
                    opt_in: OptIn::Invited,
                    consent: false,
                    targets: vec![
                        TargetRow {
                            weight: Some(3),
                            proficiency: Some(60),
                            ..TargetRow::new("sailing")
                        },
                        TargetRow::new("cloud"),
                    ],
                    off_limits: vec!["technology".into(), "sailing".into()],
                    cycles_waited: CyclesRow {
                        senior: 2,
                        ..CyclesRow::default()
                    },
                    ..EnrolmentRow::new("grace", RolesRow::Both)
                },
                EnrolmentRow {
                    offers: vec![
                        SkillLevelRow::new("cloud", 90),
                        SkillLevelRow::new("baking", 1),
                    ],
                    vetoes: vec!["alan".into()],
                    wishes: vec!["grace".into(), "alan".into()],
                    capacity: CapacityRow {
                        senior: 0,
                        ..CapacityRow::default()
                    },
                    ..EnrolmentRow::new("ada-2", RolesRow::Junior)
                },
            ],
            blocks: vec![BlockRow {
                one: "grace".into(),
                other: "ada-1".into(),
                ..BlockRow::default()
            }],
            pins: vec![PinRow {
                junior: "ada".into(),
                senior: "grace".into(),
                kind: PinKind::Forbidden,
                ..PinRow::default()
            }],
            groups: vec![
                GroupRow::new("listed", Role::Junior)
                    .with_member("ada-1")
                    .with_cap(1),
                GroupRow::new("on the quay", Role::Senior)
                    .with_attribute("site", Some("quay"))
                    .with_floor(1),
            ],
            history: vec![
                PastPairRow {
                    junior: "ada".into(),
                    senior: "grace".into(),
                    ..PastPairRow::default()
                },
                PastPairRow {
                    junior: "ada".into(),
                    senior: "grace".into(),
                    ended_on: Some(-20),
                    ..PastPairRow::default()
                },
            ],
            ..ProgrammeDocument::default()
        }
    }

    #[test]
    fn a_programme_survives_its_document_and_its_text() {
        let organisation = organisation();
        let programme = everything().check(&organisation).unwrap();
        let document = programme.to_document(&organisation).unwrap();
        assert_eq!(document.clone().check(&organisation).unwrap(), programme);
        let text = programme.to_json(&organisation).unwrap();
        assert_eq!(ProgrammeDocument::from_json(&text).unwrap(), document);
        assert_eq!(
            Programme::from_json(&text, &organisation).unwrap(),
            programme
        );
    }

    #[test]
    fn a_document_survives_its_text_word_for_word() {
        let text = serde_json::to_string(&everything()).unwrap();
        assert_eq!(ProgrammeDocument::from_json(&text).unwrap(), everything());
    }

    #[test]
    fn what_goes_out_has_ids_of_people_offers_written_out_and_vetoes_among_the_blocks() {
        let organisation = organisation();
        let programme = everything().check(&organisation).unwrap();
        let document = programme.to_document(&organisation).unwrap();
        assert_eq!(document.enrolments[0].person, "ada");
        assert!(document.enrolments[0].vetoes.is_empty());
        let pairs: Vec<_> = document
            .blocks
            .iter()
            .map(|row| (&*row.one, &*row.other))
            .collect();
        assert_eq!(pairs, [("ada", "alan"), ("ada", "grace")]);
        assert_eq!(
            document.enrolments[1].offers,
            [SkillLevelRow::new("cloud", 40)]
        );
    }

    #[test]
    fn the_order_of_rows_does_not_matter() {
        let organisation = organisation();
        let mut shuffled = everything();
        shuffled.enrolments.reverse();
        let programme = everything().check(&organisation).unwrap();
        assert_eq!(shuffled.check(&organisation).unwrap(), programme);
        let vocabulary = programme.vocabulary();
        let ids = ["cloud", "baking", "sailing"];
        let found = ids.map(|id| vocabulary.skill(id).expect("a skill of the programme"));
        assert!(
            found.is_sorted(),
            "the taxonomy first, then the others by id"
        );
        assert_eq!(found.map(|skill| vocabulary.id(skill).as_str()), ids);
        assert_eq!(vocabulary.len(), 3);
    }

    #[test]
    fn missing_keys_have_their_defaults() {
        let text = r#"{ "enrolments": [ { "person": "ada" } ] }"#;
        let document = ProgrammeDocument::from_json(text).unwrap();
        assert_eq!(document.version, 1);
        assert_eq!(
            document.enrolments,
            [EnrolmentRow::new("ada", RolesRow::Both)]
        );
        assert!(document.enrolments[0].consent);
        assert_eq!(
            ProgrammeDocument::from_json("{}").unwrap(),
            ProgrammeDocument::default()
        );
    }

    #[test]
    fn unknown_keys_are_found_wherever_they_are() {
        let text = r#"{ "enrolments": [ {
            "person": "ada", "veto": [], "capacity": { "juniors": 1 },
            "targets": [ { "skill": "cloud", "wait": 2 } ],
            "offers": [ { "skill": "cloud", "proficiency": 2, "level": 3 } ]
        } ], "blocks": [ { "one": "ada", "other": "grace", "why": "secret" } ],
        "history": [ { "junior": "ada", "senior": "grace", "year": 2020 } ] }"#;
        let error = Programme::from_json(text, &organisation()).unwrap_err();
        let found: Vec<_> = error
            .faults()
            .iter()
            .map(|fault| match fault {
                EnrolmentFault::UnknownKey { place, key, .. } => (*place, key.as_str()),
                other => panic!("{other}"),
            })
            .collect();
        let row = Place::Enrolment(1);
        assert_eq!(
            found,
            [
                (row, "veto"),
                (row, "wait"),
                (row, "level"),
                (row, "juniors"),
                (Place::Block(1), "why"),
                (Place::PastPair(1), "year"),
            ]
        );
    }

    #[test]
    fn every_key_is_known_to_whoever_suggests_one() {
        let written = serde_json::to_value(everything()).unwrap();
        let row = &written["enrolments"][0];
        let forms = [
            (&written, "{*}"),
            (row, r#"{ "enrolments": [ {*} ] }"#),
            (
                &row["capacity"],
                r#"{ "enrolments": [ { "capacity": {*} } ] }"#,
            ),
            (
                &row["targets"][0],
                r#"{ "enrolments": [ { "targets": [ {*} ] } ] }"#,
            ),
            (&written["blocks"][0], r#"{ "blocks": [ {*} ] }"#),
            (&written["history"][0], r#"{ "history": [ {*} ] }"#),
            (&written["pins"][0], r#"{ "pins": [ {*} ] }"#),
            (&written["groups"][0], r#"{ "groups": [ {*} ] }"#),
            (&written["groups"][1], r#"{ "groups": [ {*} ] }"#),
            (
                &row["cycles_waited"],
                r#"{ "enrolments": [ { "cycles_waited": {*} } ] }"#,
            ),
        ];
        for (form, around) in forms {
            for key in form.as_object().unwrap().keys() {
                let text = around.replace("{*}", &format!(r#"{{ "{key}x": 1 }}"#));
                let error = Programme::from_json(&text, &organisation()).unwrap_err();
                let expected = format!("unknown key \"{key}x\" (did you mean \"{key}\"?)");
                assert!(error.to_string().contains(&expected), "{error}");
            }
        }
    }

    #[test]
    fn a_row_set_aside_is_named_and_its_vetoes_and_the_blocks_still_hold() {
        let text = r#"{ "enrolments": [
            { "person": "ada", "vetoes": ["grace"], "consnet": true },
            { "person": "ada-1", "roles": "junior" },
            { "person": "nobody" },
            { "person": "ada-2" },
            { "person": "grace" }
        ], "blocks": [ { "one": "alan", "other": "grace", "why": "secret" } ] }"#;
        let organisation = organisation();
        let lenient = Programme::from_json_lenient(text, &organisation).unwrap();
        let person = |id| organisation.person(id).unwrap().index();
        let programme = lenient.programme;
        let enrolled: Vec<_> = programme
            .participants()
            .iter()
            .map(reverse_mentoring::programme::Participant::person)
            .collect();
        assert_eq!(enrolled, [person("ada"), person("grace")]);
        assert!(programme.is_blocked(person("grace"), person("ada")));
        assert!(programme.is_blocked(person("grace"), person("alan")));
        let faults: Vec<_> = lenient.faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            faults,
            [
                "enrolment row 1: unknown key \"consnet\" (did you mean \"consent\"?)",
                "enrolment row 3: person \"nobody\" is unknown, expected somebody of the organisation",
                "enrolment row 4: \"ada-2\" is \"ada\", whom enrolment row 2 enrols already (keep one row)",
                "block row 1: unknown key \"why\"",
            ]
        );
    }
}

mod rules {
    use reverse_mentoring::model::RelationKind;
    use reverse_mentoring::rules::{
        AttributeRuleRow, Condition, ConditionRow, DistanceRow, GapRow, Reach, Rule, RuleSet,
        RulesDocument, TargetMetRow,
    };

    #[test]
    fn a_rule_stated_twice_is_written_as_what_both_ask_for() {
        let rules = RuleSet::new([
            Rule::level_gap(1, Some(9)),
            Rule::level_gap(2, None),
            Rule::level_gap(0, Some(12)),
            Rule::target_met_within(2),
            Rule::target_met(),
            Rule::target_met_within(1),
            Rule::no_repeat_within(60),
            Rule::no_repeat_within(30),
            Rule::chain_of_command(Reach::Lines(2)),
            Rule::chain_of_command(Reach::Whole),
        ]);
        let document = rules.unwrap().to_document().unwrap();
        let gap = document.level_gap.as_ref().map(|gap| (gap.min, gap.max));
        assert_eq!(gap, Some((2, Some(9))));
        assert_eq!(document.target_met.as_ref().map(|met| met.steps), Some(0));
        assert_eq!(document.cool_down_days, Some(60));
        assert_eq!(document.chain_of_command, Some(Reach::Lines(2)));
        assert_eq!(document.relations.len(), 1);
        // Once is enough: what was written is written again as it is.
        let read = RuleSet::try_from(document.clone()).unwrap();
        assert_eq!(read.to_document(), Some(document));

        let contradictory = RuleSet::new([Rule::level_gap(1, Some(2)), Rule::level_gap(3, None)]);
        assert_eq!(contradictory.unwrap().to_document(), None);
    }

    #[test]
    fn known_levels_are_asked_for_with_and_without_a_gap() {
        let known = RuleSet::new([Rule::level_known()]).unwrap();
        let document = known.to_document().unwrap();
        assert!(document.level_known && document.level_gap.is_none());
        let text = serde_json::to_string(&document).unwrap();
        let read = serde_json::from_str::<RulesDocument>(&text).unwrap();
        assert_eq!(RuleSet::try_from(read), Ok(known));
        let with_gap = RuleSet::new([Rule::level_gap(1, None)]).unwrap();
        let document = with_gap.to_document().unwrap();
        assert!(!document.level_known);
        assert_eq!(RuleSet::try_from(document), Ok(with_gap));
    }

    #[test]
    fn distances_between_units_and_pairs_of_attributes_have_a_document() {
        let languages = Rule::attributes("speaks", "prefers", Condition::Overlap);
        let rules = [Rule::unit_distance(2, Some(6)), languages];
        let rules = RuleSet::new(rules).unwrap();
        let document = rules.to_document().unwrap();
        let text = serde_json::to_string(&document).unwrap();
        let read = serde_json::from_str::<RulesDocument>(&text).unwrap();
        assert_eq!(RuleSet::try_from(read), Ok(rules));
        // Of two distances the range that they have in common, if there is one.
        let stated = |other| RuleSet::new([Rule::unit_distance(2, Some(6)), other]).unwrap();
        let both = stated(Rule::unit_distance(3, None)).to_document().unwrap();
        assert_eq!(
            both.unit_distance.map(|row| (row.min, row.max)),
            Some((3, Some(6)))
        );
        assert_eq!(stated(Rule::unit_distance(7, None)).to_document(), None);
    }

    #[test]
    fn rules_survive_their_text() {
        let gap = AttributeRuleRow {
            attribute: "months".into(),
            senior: Some("weeks".into()),
            condition: ConditionRow::Gap,
            min: Some(1),
            max: None,
            unknown: reverse_mentoring::UnknownKeys::default(),
        };
        for chain_of_command in [None, Some(Reach::Whole), Some(Reach::Lines(3))] {
            let document = RulesDocument {
                flags: vec!["confirmed".into()],
                chain_of_command,
                unit_distance: Some(DistanceRow {
                    min: 2,
                    ..DistanceRow::default()
                }),
                attributes: vec![gap.clone()],
                related: vec![RelationKind::Knows],
                no_repeat: true,
                level_gap: Some(GapRow {
                    max: Some(4),
                    ..GapRow::default()
                }),
                target_met: Some(TargetMetRow {
                    steps: 2,
                    ..TargetMetRow::default()
                }),
                ..RulesDocument::default()
            };
            let text = serde_json::to_string(&document).unwrap();
            assert_eq!(
                serde_json::from_str::<RulesDocument>(&text).unwrap(),
                document
            );
        }
    }

    #[test]
    fn missing_keys_have_their_defaults_and_null_lifts_a_rule() {
        let read = |text| serde_json::from_str::<RulesDocument>(text).unwrap();
        assert_eq!(read("{}"), RulesDocument::default());
        assert_eq!(RuleSet::try_from(read("{}")).unwrap(), RuleSet::default());
        let bare = r#"{
            "opted_in": false, "consent": false, "chain_of_command": "off", "same_manager": false, "same_unit": false,
            "level_gap": null, "conflict_of_interest": false, "named_blocks": false, "target_met": null
        }"#;
        assert_eq!(
            RuleSet::try_from(read(bare)).unwrap(),
            RuleSet::new([]).unwrap()
        );
        let gap = RuleSet::try_from(read(r#"{ "level_gap": { "max": 5 }, "target_met": {} }"#));
        assert!(gap.unwrap().rules().contains(&Rule::level_gap(1, Some(5))));
    }

    #[test]
    fn a_reach_is_a_word_or_a_number_of_lines() {
        let read = |text| serde_json::from_str::<RulesDocument>(text);
        let reach = read(r#"{ "chain_of_command": 2 }"#)
            .unwrap()
            .chain_of_command;
        assert_eq!(reach, Some(Reach::Lines(2)));
        for text in [
            r#"{ "chain_of_command": "hole" }"#,
            r#"{ "chain_of_command": -1 }"#,
            r#"{ "chain_of_command": 4294967296 }"#,
            r#"{ "chain_of_command": true }"#,
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(
                error.contains("expected \"whole\", a number of lines, or \"off\""),
                "{error}"
            );
        }
    }

    #[test]
    fn every_key_is_known_to_whoever_suggests_one() {
        let written = serde_json::to_value(RulesDocument::default()).unwrap();
        for key in written.as_object().unwrap().keys() {
            let misspelt = format!("{key}x");
            let text = format!(r#"{{ "{misspelt}": 1 }}"#);
            let document: RulesDocument = serde_json::from_str(&text).unwrap();
            let error = RuleSet::try_from(document).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!(
                    "1 fault in the rules\n  rules: unknown key \"{misspelt}\" (did you mean \"{key}\"?)"
                )
            );
        }
    }
}

#[cfg(feature = "json")]
mod scoring {
    use reverse_mentoring::scoring::{
        Criterion, LevelGap, NamedPairs, OwnScores, Points, Score, Scoring, ScoringDocument,
        SparseProduct, UnitDistance, WeightsDocument,
    };

    fn everything() -> Scoring {
        let wish = ("ada", "grace", Points::FULL);
        Scoring::builder()
            .criterion(
                LevelGap::default()
                    .with_ideal(3..=5)
                    .with_fade(9, Points::NONE),
                20,
            )
            .criterion(
                NamedPairs::new("wishes", [wish]).with_otherwise(Points::QUARTER),
                10,
            )
            .criterion(
                UnitDistance::default()
                    .with_scale(7)
                    .with_unknown(Points::NONE),
                30,
            )
            .criterion(SparseProduct::default().with_related([Points::HALF]), 40)
            .build()
            .expect("in order")
            .with_minimum_score(Score::new(250_000))
    }

    #[test]
    fn a_scoring_survives_its_document_and_its_text() {
        let document = everything().to_document().expect("criteria");
        let text = serde_json::to_string(&document).expect("text");
        let read: ScoringDocument = serde_json::from_str(&text).expect("a document");
        assert_eq!(read, document);
        let scoring = Scoring::try_from(read).expect("in order");
        assert_eq!(scoring.to_document(), Some(document));
        assert_eq!(scoring.criteria(), everything().criteria());
        assert_eq!(scoring.weights(), everything().weights());
        assert_eq!(scoring.minimum_score(), Some(Score::new(250_000)));
    }

    #[test]
    fn an_empty_document_is_the_default() {
        let empty: ScoringDocument = serde_json::from_str("{}").expect("a document");
        let scoring = Scoring::try_from(empty).expect("in order");
        assert_eq!(scoring.criteria(), Scoring::default().criteria());
        assert_eq!(scoring.weights(), Scoring::default().weights());
        assert_eq!(
            Scoring::default().to_document(),
            Some(ScoringDocument::default())
        );
    }

    #[test]
    fn weights_keep_the_order_in_which_they_are_declared() {
        let text = r#"{"weights":{"seniority_gap":1,"target_skills":2,"unit_distance":0}}"#;
        let document: ScoringDocument = serde_json::from_str(text).expect("a document");
        let declared = [
            ("seniority_gap", 1),
            ("target_skills", 2),
            ("unit_distance", 0),
        ];
        let declared = declared.map(|(name, weight)| (name.to_owned(), weight));
        assert_eq!(document.weights, WeightsDocument(declared.to_vec()));
        let scoring = Scoring::try_from(document).expect("in order");
        let names: Vec<&str> = scoring.criteria().iter().map(Criterion::name).collect();
        assert_eq!(names, ["seniority_gap", "target_skills"]);
        let weights: Vec<_> = scoring.weights().expect("criteria").iter().collect();
        assert_eq!(weights, [("seniority_gap", 33), ("target_skills", 67)]);
    }

    #[test]
    fn a_repeated_key_is_refused() {
        for (text, message) in [
            (
                r#"{"weights":{"target_skills":1,"target_skills":2}}"#,
                "the weight of \"target_skills\" is stated twice at line 1 column 48",
            ),
            (
                r#"{"minimum_score":1,"minimum_score":2}"#,
                "duplicate field `minimum_score` at line 1 column 34",
            ),
        ] {
            let error = serde_json::from_str::<ScoringDocument>(text).expect_err("refused");
            assert_eq!(error.to_string(), message);
        }
    }

    #[test]
    fn own_scores_are_code_and_have_no_document() {
        let scoring = Scoring::own(OwnScores::integers(|_, _| None));
        assert_eq!(scoring.to_document(), None);
    }
}

mod matching {
    use reverse_mentoring::UnknownKeys;
    use reverse_mentoring::matching::{Config, ConfigDocument, Rung};

    #[test]
    fn a_configuration_comes_back_as_it_was() {
        let document = ConfigDocument {
            objective: vec![Rung::Total, Rung::FewestChanges],
            changes_within: Some(30),
            seed: 7,
            run_day: Some(20_000),
            ..ConfigDocument::default()
        };
        let text = serde_json::to_string(&document).expect("plain data");
        let back: ConfigDocument =
            serde_json::from_str(&text).expect("what was written can be read");
        assert_eq!(back, document);
        let config = Config::try_from(back).expect("the defaults are sound");
        assert_eq!((config.seed(), config.run_day()), (7, Some(20_000)));
        assert_eq!(config.objective().changes_within(), Some(30));
        assert_eq!(config.to_document(), Some(document));
    }

    #[test]
    fn an_empty_configuration_is_the_default_and_an_unknown_key_is_kept_to_be_refused() {
        let empty: ConfigDocument = serde_json::from_str("{}").expect("every key has a default");
        assert_eq!(empty, ConfigDocument::default());
        let unknown: ConfigDocument = serde_json::from_str(r#"{ "sead": 1 }"#).expect("plain data");
        assert_eq!(unknown.unknown, UnknownKeys::from_iter(["sead"]));
        assert!(Config::try_from(unknown).is_err());
    }
}
