//! The record of a run: a run can be repeated from it, and whatever is not as it says is named.

#[path = "support/generate.rs"]
mod generate;
#[path = "support/random.rs"]
mod random;
#[path = "support/small_programme.rs"]
mod small_programme;

use std::collections::BTreeSet;

use random::Random;
use reverse_mentoring::Error;
use reverse_mentoring::matching::{
    Config, ConfigDocument, Engine, Matching, Objective, Record, RecordError, RecordPart, Rung,
};
use reverse_mentoring::model::{Fingerprint, Organisation, PersonRow, ProtectedOverride};
use reverse_mentoring::programme::{
    EnrolmentRow, PinKind, Programme, ProgrammeDocument, Role, RolesRow, TargetRow,
};
use reverse_mentoring::rules::{Rule, RuleSet};
use reverse_mentoring::scoring::{
    ClassTerm, Criterion, Exchange, Fact, Fusion, LevelGap, Measure, NamedPairs, OwnScores, Points,
    PointsTable, Score, Scoring, SparseProduct, Topics, Trapezoid, Wishes,
};
use small_programme::Case;

fn harbour(seed: u64) -> (Organisation, Programme) {
    let (organisation, programme) = generate::organisation(&generate::Shape {
        seniors: 12,
        juniors: 30,
        seed,
        ..generate::Shape::default()
    });
    let organisation = Organisation::try_from(organisation).expect("the generator makes no faults");
    let programme = programme.check(&organisation);
    (
        organisation,
        programme.expect("the generator makes no faults"),
    )
}

fn engine(config: Config) -> Engine {
    Engine::builder().config(config).build().expect("sound")
}

#[track_caller]
fn differs<T: std::fmt::Debug>(result: Result<T, Error>) -> RecordPart {
    match result.expect_err("something differs") {
        Error::Record(RecordError::FingerprintMismatch {
            part,
            found,
            expected,
        }) => {
            assert_ne!(found, expected);
            part
        }
        error => panic!("{error}"),
    }
}

#[test]
fn a_replay_gives_the_same_bytes() {
    for seed in 0..20 {
        let (organisation, programme, engine) = Case::draw(&mut Random::new(seed), false).build();
        let matching = engine.run(&organisation, &programme).expect("no minima");
        // The record alone is kept, as text.
        let record = Record::from_json(&matching.record().to_json()).expect("as written");
        let replayed = engine.replay(&organisation, &programme, &record);
        let replayed = replayed.expect("nothing has changed");
        assert_eq!(replayed.to_json(), matching.to_json(), "seed {seed}");
    }
}

#[test]
fn a_run_after_an_earlier_matching_is_replayed_after_it() {
    let ladder = [Rung::EveryoneCovered, Rung::Total, Rung::FewestChanges];
    let config = Config::default().with_objective(Objective::new(ladder).expect("served"));
    let (organisation, programme) = harbour(3);
    let engine = engine(config.with_seed(1));
    let earlier = Engine::builder().build().expect("sound");
    let earlier = earlier.run(&organisation, &programme).expect("feasible");
    let matching = engine.run_after(&organisation, &programme, &earlier);
    let matching = matching.expect("feasible");
    let record = matching.record();
    let replayed = engine.replay_after(&organisation, &programme, &earlier, record);
    assert_eq!(replayed.expect("nothing has changed"), matching);

    let without = engine.replay(&organisation, &programme, record);
    assert_eq!(differs(without), RecordPart::Earlier);
    let (other, _) = harbour(3);
    let nobody = Programme::builder().build(&other).expect("empty");
    let empty = engine.run(&other, &nobody).expect("nobody to match");
    let after_another = engine.replay_after(&organisation, &programme, &empty, record);
    assert_eq!(differs(after_another), RecordPart::Earlier);
}

#[test]
fn whatever_is_not_as_the_record_says_is_named() {
    let (organisation, programme) = harbour(1);
    let here = engine(Config::default());
    let matching = here.run(&organisation, &programme).expect("feasible");
    let record = matching.record();
    assert_eq!(
        here.replay(&organisation, &programme, record).as_ref(),
        Ok(&matching)
    );

    let (another, with_others) = harbour(2);
    let replayed = here.replay(&another, &with_others, record);
    assert_eq!(differs(replayed), RecordPart::Organisation);

    let mut document = programme.to_document(&organisation).expect("of this one");
    document.enrolments[0].consent = false;
    let changed = document.check(&organisation).expect("sound");
    let replayed = here.replay(&organisation, &changed, record);
    assert_eq!(differs(replayed), RecordPart::Programme);

    let elsewhere = engine(Config::default().with_run_day(20_000));
    let replayed = elsewhere.replay(&organisation, &programme, record);
    assert_eq!(differs(replayed), RecordPart::Config);

    // Code has no digest, so another closure shows in what comes out.
    let scored = |bonus: i64| {
        let scores = OwnScores::integers(move |junior, _| {
            i64::try_from(junior.as_str().len())
                .ok()
                .map(|long| long + bonus)
        });
        engine(Config::default().with_scoring(Scoring::own(scores)))
    };
    let own = scored(0).run(&organisation, &programme).expect("feasible");
    let replayed = scored(1).replay(&organisation, &programme, own.record());
    assert_eq!(differs(replayed), RecordPart::Matching);
    let replayed = scored(0).replay(&organisation, &programme, own.record());
    assert_eq!(replayed, Ok(own));
}

#[test]
fn a_record_is_of_one_matching() {
    let (organisation, programme) = harbour(1);
    let here = engine(Config::default());
    let matching = here.run(&organisation, &programme).expect("feasible");
    assert_eq!(matching.record().check_matching(&matching), Ok(()));
    let text = matching
        .to_json()
        .replacen("\"essential\": true", "\"essential\": false", 1);
    let altered = Matching::from_json(&text).expect("of the right form");
    let result = altered.record().check_matching(&altered);
    assert_eq!(differs(result.map_err(Error::from)), RecordPart::Matching);
}

#[test]
fn the_record_counts_people_and_pairs() {
    let organisation = Organisation::builder()
        .unit("sales", None)
        .unit("lab", None)
        .person(PersonRow::new("grace").in_unit("sales").at_level(5))
        .person(
            PersonRow::new("ada")
                .in_unit("lab")
                .at_level(2)
                .with_skill("rust", 4),
        )
        .person(
            PersonRow::new("tim")
                .in_unit("sales")
                .at_level(2)
                .with_skill("rust", 4),
        )
        .person(PersonRow::new("kim").in_unit("lab").with_skill("rust", 4))
        .build()
        .expect("sound");
    let programme = Programme::builder()
        .enrol(EnrolmentRow::senior("grace").wants("rust"))
        .enrol(EnrolmentRow::junior("ada"))
        .enrol(EnrolmentRow::junior("tim"))
        .enrol(EnrolmentRow::junior("kim"))
        .build(&organisation)
        .expect("sound");
    let matching = engine(Config::default()).run(&organisation, &programme);
    let counters = matching.expect("feasible").record().counters();
    let of =
        |count: reverse_mentoring::matching::Count| (count.enrolled, count.eligible, count.matched);
    // The level of Kim is not known, and Tim shares a unit with Grace.
    assert_eq!(of(counters.juniors), (3, 2, 1));
    assert_eq!(of(counters.seniors), (1, 1, 1));
    assert_eq!(counters.pairs, 1);
}

#[test]
fn h_28_a_flipped_bit_is_detected_wherever_it_is() {
    let mut config = ConfigDocument {
        seed: 105,
        run_day: Some(-20_015),
        ..ConfigDocument::default()
    };
    config.rules.protected_overrides = vec![ProtectedOverride {
        attribute: "age group".into(),
        reason: "a \"court\" order\n\u{1f}of 2026 \\ é".to_owned(),
    }];
    let here = engine(config.try_into().expect("sound"));
    let (organisation, programme) = harbour(1);
    let matching = here.run(&organisation, &programme).expect("feasible");
    let text = matching.record().to_json();
    let mut read = 0;
    for position in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.clone().into_bytes();
            bytes[position] ^= 1 << bit;
            let Ok(altered) = String::from_utf8(bytes) else {
                continue;
            };
            let Ok(record) = Record::from_json(&altered) else {
                continue;
            };
            if record == *matching.record() {
                // The digit of an escape as a capital says the same.
                assert!(altered.contains("\\u001F"), "{altered}");
                continue;
            }
            read += 1;
            let result = here.replay(&organisation, &programme, &record);
            assert_eq!(differs(result), RecordPart::Record, "{altered}");
        }
    }
    assert!(read > 1_000, "{read} flips leave a record that can be read");
}

#[test]
fn h_28_a_record_of_another_schema_is_refused_whatever_else_it_holds() {
    for (text, message) in [
        (
            r#"{ "schema": 2, "digests": {} }"#,
            "the record has schema 2, expected 1",
        ),
        (r#"{ "schema": 0 }"#, "the record has schema 0, expected 1"),
        (r"{}", "the record has no key \"schema\""),
        (
            r#"{ "schema": 1, "sede": 0 }"#,
            "unknown key \"sede\" in the record",
        ),
        (r#"{ "schema": 1 }"#, "the record has no key \"engine\""),
        (
            r#"{ "schema": 1, "config": "00FF" }"#,
            "invalid value: string \"00FF\", expected 64 hexadecimal digits in small letters",
        ),
    ] {
        let error = Record::from_json(text).expect_err("no record of this schema");
        assert_eq!(error.message, message, "{text}");
    }
    let range = Record::OLDEST_SCHEMA..=Record::SCHEMA;
    assert!(
        range.contains(&Record::SCHEMA),
        "what is written can be read"
    );
}

/// Configurations that all differ.
#[expect(clippy::too_many_lines, reason = "it is a list")]
fn configurations() -> Vec<Config> {
    let config = Config::default;
    let scored = |criterion: Criterion| {
        let scoring = Scoring::builder().criterion(criterion, 1).build();
        config().with_scoring(scoring.expect("sound"))
    };
    let ruled =
        |rules: &[Rule]| config().with_rules(RuleSet::new(rules.iter().cloned()).expect("sound"));
    let term = |junior: Fact, measure| ClassTerm::between("t", junior, Fact::Level, measure).into();
    let number = |number| {
        let shape = Trapezoid::rising(0, number);
        Measure::Difference {
            shape,
            signed: true,
        }
    };
    let table = |one: &str, other: &str| {
        let table = PointsTable::new([(one, other, Points::HALF)]);
        ClassTerm::new("t", Fact::Unit, Measure::Table(table)).into()
    };
    let product = || SparseProduct::named("p");
    let both = |fusion| product().with_exchange(Exchange::Both(fusion));
    let pairs = |junior: &str, senior: &str| NamedPairs::new("n", [(junior, senior, Points::HALF)]);
    let matrix = |juniors: [&str; 2], value| {
        let matrix = OwnScores::integer_matrix(juniors, ["s"], vec![Some(value), None]);
        config().with_scoring(Scoring::own(matrix.expect("full")))
    };
    let floats = |value| {
        let matrix = OwnScores::float_matrix(["a", "b"], ["s"], vec![Some(value), None]);
        config().with_scoring(Scoring::own(matrix.expect("full")))
    };
    let weighed = |one, other| {
        let scoring = Scoring::builder()
            .criterion(Criterion::unit_distance(), one)
            .criterion(Criterion::seniority_gap(), other);
        config().with_scoring(scoring.build().expect("sound"))
    };
    let allowed = |reason: &str| {
        let scoring = Scoring::builder()
            .criterion(Criterion::unit_distance(), 1)
            .allow_protected("age", reason);
        config().with_scoring(scoring.build().expect("sound"))
    };
    let floor = |share| config().with_scoring(Scoring::default().with_teaching_share(share));
    let gain =
        |role| config().with_scoring(Scoring::default().with_minimum_gain(role, Points::HALF));
    vec![
        config(),
        config().with_seed(1),
        config().with_run_day(0),
        config().with_run_day(1),
        config().with_objective(Objective::new([Rung::EveryoneCovered, Rung::Total]).unwrap()),
        ruled(&[]),
        ruled(&[Rule::same_unit(), Rule::opted_in()]),
        ruled(&[Rule::opted_in(), Rule::same_unit()]),
        ruled(&[Rule::level_gap(1, None)]),
        ruled(&[Rule::level_gap(1, Some(1))]),
        ruled(&[Rule::flag("a")]),
        ruled(&[Rule::no_repeat()]),
        ruled(&[Rule::no_repeat_within(1)]),
        weighed(1, 1),
        weighed(1, 2),
        allowed("by law"),
        allowed("by the board"),
        floor(0),
        floor(1),
        gain(Role::Junior),
        gain(Role::Senior),
        config().with_scoring(Scoring::default().with_minimum_score(Score::new(0))),
        scored(LevelGap::default().with_ideal(3..=5).into()),
        scored(LevelGap::default().with_ideal(3..=6).into()),
        scored(term(Fact::Level, number(1))),
        scored(term(Fact::RunDay, number(1))),
        scored(term(Fact::Number(1), number(1))),
        scored(term(Fact::Number(1), number(2))),
        scored(table("a", "b")),
        // Lengths stand before texts, or these two would read alike.
        scored(table("ab", "")),
        scored(product().into()),
        scored(product().with_wants("a").into()),
        scored(product().with_offers("a").into()),
        scored(product().with_topics(Topics::Only(vec!["a".into()])).into()),
        scored(
            product()
                .with_topics(Topics::Except(vec!["a".into()]))
                .into(),
        ),
        scored(product().with_related([]).into()),
        scored(product().with_rarity(Points::HALF).into()),
        scored(product().with_unknown(Points::NONE).into()),
        scored(both(Fusion::Minimum).into()),
        scored(both(Fusion::Harmonic).into()),
        scored(both(Fusion::Weighted { teaching: 50 }).into()),
        scored(both(Fusion::Weighted { teaching: 51 }).into()),
        scored(pairs("a", "b").into()),
        scored(pairs("b", "a").into()),
        scored(pairs("a", "b").with_wishes(Wishes::default()).into()),
        scored(pairs("a", "b").with_fade(1).into()),
        scored(pairs("a", "b").with_past_pairs(Points::HALF).into()),
        matrix(["a", "b"], 1),
        matrix(["a", "b"], 2),
        matrix(["b", "a"], 1),
        floats(1.0),
        floats(1.5),
    ]
}

#[test]
fn configurations_that_differ_have_digests_that_differ() {
    let all = configurations();
    let digests: BTreeSet<String> = all
        .iter()
        .map(|config| config.fingerprint().to_string())
        .collect();
    assert_eq!(digests.len(), all.len());
    let again = configurations();
    for (one, same) in all.iter().zip(&again) {
        assert_eq!(one.fingerprint(), same.fingerprint());
    }
}

#[test]
fn a_configuration_from_its_document_has_the_digest_of_the_original() {
    let config = Config::default().with_seed(7).with_run_day(9);
    let document = config.to_document().expect("criteria");
    let back = Config::try_from(document).expect("sound");
    assert_eq!(back.fingerprint(), config.fingerprint());
}

fn fingerprint(change: impl FnOnce(&mut ProgrammeDocument)) -> Fingerprint {
    let people = ["ada", "tim", "grace", "alan"];
    let organisation = people.iter().fold(Organisation::builder(), |builder, id| {
        builder.person(PersonRow::new(*id).with_skill("rust", 4))
    });
    let organisation = organisation.build().expect("sound");
    let programme = Programme::builder()
        .enrol(EnrolmentRow::junior("ada"))
        .enrol(EnrolmentRow::junior("tim"))
        .enrol(EnrolmentRow::senior("grace").wants("rust"))
        .enrol(EnrolmentRow::senior("alan").wants("rust"))
        .past_pair("ada", "alan")
        .past_pair("tim", "alan")
        .pin(PinKind::Forced, "ada", "grace")
        .pin(PinKind::Forbidden, "tim", "alan")
        .block("grace", "tim")
        .block("ada", "alan")
        .build(&organisation)
        .expect("sound");
    let mut document = programme.to_document(&organisation).expect("of this one");
    change(&mut document);
    document.check(&organisation).expect("sound").fingerprint()
}

#[test]
fn programmes_that_differ_have_digests_that_differ_and_rows_in_another_order_do_not() {
    let expected = fingerprint(|_| {});
    let turned = fingerprint(|document| {
        document.enrolments.reverse();
        document.pins.reverse();
        document.history.reverse();
        document.blocks.reverse();
    });
    assert_eq!(turned, expected);
    let changes: [fn(&mut ProgrammeDocument); 16] = [
        |document| document.name = Some("pilot".into()),
        |document| document.objective = Some("pilot".into()),
        |document| drop(document.enrolments.pop()),
        |document| drop(document.pins.pop()),
        |document| drop(document.history.pop()),
        |document| drop(document.blocks.pop()),
        |document| document.pins[0].kind = PinKind::Locked,
        |document| document.history[0].ended_on = Some(1),
        |document| document.enrolments[0].roles = RolesRow::Both,
        |document| document.enrolments[0].consent = false,
        |document| document.enrolments[0].opt_in = reverse_mentoring::programme::OptIn::Invited,
        |document| document.enrolments[0].capacity.junior = 2,
        |document| document.enrolments[0].wishes = vec!["grace".into()],
        |document| document.enrolments[0].off_limits = vec!["rust".into()],
        |document| document.enrolments[0].targets = vec![TargetRow::new("rust")],
        |document| document.enrolments[0].targets = vec![TargetRow::new("law")],
    ];
    let mut digests: BTreeSet<String> = changes
        .into_iter()
        .map(|change| fingerprint(change).to_string())
        .collect();
    digests.insert(expected.to_string());
    assert_eq!(digests.len(), changes.len() + 1);
}
