//! Days: whole numbers inside, and a hint for whoever writes a date.

use reverse_mentoring::matching::{Config, Engine};
use reverse_mentoring::model::{AttributeKind, AttributeValue, Organisation, PersonRow};
use reverse_mentoring::programme::{EnrolmentRow, Programme};
use reverse_mentoring::rules::{Rule, RuleSet, Test};

#[cfg(feature = "json")]
#[test]
fn h_23_a_written_date_is_refused_with_how_days_are_written() {
    let organisation = Organisation::builder()
        .person(PersonRow::new("ada").at_level(1))
        .person(PersonRow::new("grace").at_level(5))
        .build()
        .expect("in order");
    for date in [
        "0000-00-00",
        "2026-02-31",
        "31.12.2026",
        "12/31/26",
        "9999-12-31T00:00:00Z",
        "",
    ] {
        let hint = format!(
            "\"{date}\" is text, expected whole days since 1970-01-01 (2026-01-31 is 20484)"
        );
        let relation = format!(
            r#"{{"version": 1, "relations": [
                {{"from": "ada", "to": "grace", "kind": "panel", "valid_from": "{date}"}}]}}"#
        );
        let refused = Organisation::from_json(&relation).expect_err("a date is no day");
        assert!(refused.to_string().contains(&hint), "{refused}");
        let past = format!(
            r#"{{"version": 1, "history": [
                {{"junior": "ada", "senior": "grace", "ended_on": "{date}"}}]}}"#
        );
        let refused = Programme::from_json(&past, &organisation).expect_err("a date is no day");
        assert!(refused.to_string().contains(&hint), "{refused}");
        let config = format!(r#"{{"version": 1, "run_day": "{date}"}}"#);
        let refused = Config::from_json(&config).expect_err("a date is no day");
        assert!(refused.to_string().contains(&hint), "{refused}");
    }
    let config = r#"{"version": 1, "run_day": 2147483648}"#;
    let refused = Config::from_json(config).expect_err("no day has 33 bits");
    assert!(
        refused.to_string().contains("days have 32 bits"),
        "{refused}"
    );
}

#[test]
fn h_23_the_first_and_the_last_day_are_days_and_differences_do_not_overflow() {
    let joined = |row: PersonRow, day: i64| PersonRow {
        attributes: [("joined".to_owned(), AttributeValue::Number(day))].into(),
        ..row
    };
    let organisation = Organisation::builder()
        .attribute("joined", AttributeKind::Day)
        .unit("lab", None)
        .unit("sales", None)
        .person(joined(
            PersonRow::new("ada")
                .in_unit("lab")
                .at_level(1)
                .with_skill("rust", 4),
            i64::MIN,
        ))
        .person(joined(
            PersonRow::new("tim")
                .in_unit("lab")
                .at_level(1)
                .with_skill("rust", 4),
            i64::MAX,
        ))
        .person(joined(
            PersonRow::new("grace").in_unit("sales").at_level(5),
            -719_528,
        ))
        .build()
        .expect("in order");
    let pairs = |run_day: i32| {
        let programme = Programme::builder()
            .enrol(EnrolmentRow::senior("grace").wants("rust"))
            .enrol(EnrolmentRow::junior("ada"))
            .enrol(EnrolmentRow::junior("tim"))
            .past_pair_until("ada", "grace", i32::MIN)
            .past_pair_until("tim", "grace", i32::MAX)
            .build(&organisation)
            .expect("in order");
        let rules = [
            Rule::requirement(None, "joined", Test::DaysAgo(u32::MAX / 4)),
            Rule::no_repeat_within(u32::MAX / 2),
        ];
        let config = Config::default()
            .with_rules(RuleSet::new(rules).expect("in order"))
            .with_run_day(run_day);
        let engine = Engine::builder().config(config).build().expect("in order");
        let matching = engine.run(&organisation, &programme).expect("in order");
        let _ = engine
            .verify(&organisation, &programme, &matching)
            .expect("proved");
        matching.pairs().len()
    };
    // Ada has always been here, and met Grace 2^32 - 1 days before the last day there is.
    assert_eq!(pairs(i32::MAX), 1);
    // On the first day nobody has been here for so long: Grace came in the year 0.
    assert_eq!(pairs(i32::MIN), 0);
}
