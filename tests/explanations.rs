//! Why this pair, and why somebody has none: exact in numbers, and word for word.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use reverse_mentoring::answers::Explainer;
use reverse_mentoring::matching::{Config, Engine, Matching, Status};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::Programme;

#[path = "../examples/two_way.rs"]
#[expect(dead_code, reason = "its main function is not called here")]
mod two_way;

struct Harbour {
    organisation: Organisation,
    programme: Programme,
    engine: Engine,
    matching: Matching,
}

fn harbour() -> Harbour {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/organisations/harbour");
    let read = |name| fs::read_to_string(folder.join(name)).expect("the fixture is there");
    let organisation = Organisation::from_json(&read("organisation.json")).expect("sound");
    let programme = Programme::from_json(&read("programme.json"), &organisation).expect("sound");
    let config = Config::from_json(&read("config.json")).expect("sound");
    let engine = Engine::builder().config(config).build().expect("sound");
    let matching = engine
        .run(&organisation, &programme)
        .expect("there is nothing to refuse");
    let _ = engine
        .verify(&organisation, &programme, &matching)
        .expect("the certificate holds");
    Harbour {
        organisation,
        programme,
        engine,
        matching,
    }
}

#[test]
fn what_the_criteria_add_is_the_score_to_the_last_bit() {
    let harbour = harbour();
    let explainer =
        Explainer::new(&harbour.engine, &harbour.organisation, &harbour.programme).expect("it ran");
    assert!(!harbour.matching.pairs().is_empty());
    for pair in harbour.matching.pairs() {
        let why = explainer.why(pair).expect("both take part");
        let reasons = why.reasons();
        assert_eq!(
            reasons.iter().map(|reason| reason.value).sum::<i64>(),
            pair.score().get()
        );
        assert!(
            reasons
                .iter()
                .all(|reason| reason.value == i64::from(reason.weight) * reason.points)
        );
        assert_eq!(reasons.iter().map(|reason| reason.weight).sum::<u32>(), 100);
        assert_eq!(
            explainer.barriers(pair.junior(), pair.senior()),
            Some(Vec::new())
        );
    }
}

#[test]
fn whoever_has_no_pair_is_told_why_and_whoever_has_one_is_not() {
    let harbour = harbour();
    let explainer =
        Explainer::new(&harbour.engine, &harbour.organisation, &harbour.programme).expect("it ran");
    for seat in harbour.matching.seats() {
        let why = explainer.why_unmatched(&harbour.matching, seat.person(), seat.role());
        let is_matched = matches!(seat.status(), Status::Matched { .. });
        assert_eq!(why.is_none(), is_matched, "{seat:?}");
        let waits = matches!(seat.status(), Status::Waitlisted { .. });
        assert_eq!(
            why.and_then(|why| why.hall_set()).is_some(),
            waits,
            "{seat:?}"
        );
    }
}

#[test]
fn the_harbour_is_explained_word_for_word() {
    let harbour = harbour();
    let explainer =
        Explainer::new(&harbour.engine, &harbour.organisation, &harbour.programme).expect("it ran");
    let mut text = String::new();
    for pair in harbour.matching.pairs() {
        writeln!(text, "{}", explainer.why(pair).expect("both take part")).expect("memory");
    }
    for seat in harbour.matching.seats() {
        if let Some(why) = explainer.why_unmatched(&harbour.matching, seat.person(), seat.role()) {
            writeln!(text, "{why}").expect("memory");
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/expected/harbour.txt");
    if std::env::var_os("REVERSE_MENTORING_BLESS").is_some() {
        fs::write(path, &text).expect("the fixture can be written");
    }
    let expected = fs::read_to_string(path).expect("the fixture is there");
    for (line, (found, expected)) in (1..).zip(text.lines().zip(expected.lines())) {
        assert_eq!(found, expected, "line {line} of {path}");
    }
    assert_eq!(text.lines().count(), expected.lines().count());
}

#[test]
fn the_two_way_example_prints_what_it_did() {
    let text = two_way::report().expect("the fixture can be matched");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/expected/two_way.txt");
    if std::env::var_os("REVERSE_MENTORING_BLESS").is_some() {
        fs::write(path, &text).expect("the fixture can be written");
    }
    let expected = fs::read_to_string(path).expect("the fixture is there");
    assert_eq!(text, expected);
}
