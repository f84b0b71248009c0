//! Pins: pairs that people have decided are kept, proved, explained, or refused with both sources.

#[path = "support/random.rs"]
mod random;
#[path = "support/small_matching.rs"]
mod small_matching;
#[path = "support/small_programme.rs"]
mod small_programme;

use random::Random;
use reverse_mentoring::Error;
use reverse_mentoring::answers::Explainer;
use reverse_mentoring::matching::{Config, Engine, Matching, Status};
use reverse_mentoring::model::{Organisation, PersonRow, RelationKind};
use reverse_mentoring::programme::{
    EnrolmentRow, OptIn, PinKind, Programme, ProgrammeBuilder, ProgrammeDocument, Role,
};
use reverse_mentoring::scoring::{Score, Scoring};
use serde_json::{Value, json};
use small_matching::{checked, compare};
use small_programme::Case;

#[test]
fn pinned_matchings_are_the_best_that_brute_force_finds() {
    let pinned = |seed: u64, minima: bool| {
        let mut random = Random::new(seed);
        (
            seed,
            Case::draw(&mut random, minima).with_random_pins(&mut random),
        )
    };
    let feasible = compare((0..250).map(|seed| pinned(seed, false)));
    assert_eq!(feasible, 250, "without minima all can be met");
    let feasible = compare((1_000..1_250).map(|seed| pinned(seed, true)));
    assert!((50..220).contains(&feasible), "{feasible}");
}

#[test]
fn pins_with_one_seat_each_are_the_best_that_brute_force_finds() {
    let cases = (0..250).map(|seed| {
        let mut random = Random::new(seed);
        let mut case = Case::draw(&mut random, false);
        for capacity in case.capacities.iter_mut().flatten() {
            *capacity = 1;
        }
        (seed, case.with_random_pins(&mut random))
    });
    assert_eq!(compare(cases), 250, "without minima all can be met");
}

fn organisation() -> Organisation {
    let person = |id: &str, level| PersonRow::new(id).in_unit(id).at_level(level);
    let people = [
        person("grace", 8).with_skill("law", 3),
        person("alan", 7),
        person("ada", 2).with_skill("rust", 4).reporting_to("grace"),
        person("tim", 3).with_skill("rust", 5),
        person("kim", 1).with_skill("law", 2),
    ];
    let mut organisation = Organisation::builder();
    for unit in ["grace", "alan", "ada", "tim", "kim"] {
        organisation = organisation.unit(unit, None);
    }
    let organisation = people.into_iter().fold(
        organisation,
        reverse_mentoring::model::OrganisationBuilder::person,
    );
    organisation
        .relation("tim", "alan", RelationKind::Panel)
        .build()
        .expect("sound")
}

fn programme() -> ProgrammeBuilder {
    Programme::builder()
        .enrol(
            EnrolmentRow::senior("grace")
                .wants("rust")
                .with_capacity(Role::Senior, 2),
        )
        .enrol(EnrolmentRow::senior("alan").wants("law").wants("rust"))
        .enrol(EnrolmentRow::junior("ada").with_capacity(Role::Junior, 2))
        .enrol(EnrolmentRow::junior("tim"))
        .enrol(EnrolmentRow::junior("kim").with_opt_in(OptIn::Invited))
}

fn engine() -> Engine {
    Engine::builder().build().expect("the defaults are sound")
}

#[track_caller]
fn run(programme: ProgrammeBuilder) -> Result<Matching, Error> {
    let organisation = organisation();
    let programme = programme.build(&organisation)?;
    let matching = engine().run(&organisation, &programme)?;
    let _ = engine()
        .verify(&organisation, &programme, &matching)
        .expect("the engine's own matching verifies");
    Ok(matching)
}

#[test]
fn a_forced_pair_is_made_and_says_who_forced_it() {
    let organisation = organisation();
    let programme = programme()
        .pin(PinKind::Forced, "tim", "grace")
        .build(&organisation);
    let programme = programme.expect("sound");
    let matching = engine().run(&organisation, &programme).expect("feasible");
    let explainer = Explainer::new(&engine(), &organisation, &programme).expect("it ran");
    let pair = matching.pair("tim", Role::Junior).expect("forced");
    let why = explainer.why(pair).expect("both take part").to_string();
    assert!(
        why.starts_with("tim teaches grace, score 975000 (forced by pin row 1)\n"),
        "{why}"
    );
    let pin = explainer.pin(&"tim".into(), &"grace".into());
    assert_eq!(
        pin.map(|pin| (pin.kind(), pin.row())),
        Some((PinKind::Forced, 1))
    );
    assert!(explainer.pin(&"ada".into(), &"alan".into()).is_none());
}

#[test]
fn a_forbidden_pair_is_absent_and_counted_among_what_bars() {
    let free = run(programme()).expect("feasible");
    assert_eq!(free.pairs().len(), 2);
    let matching = run(programme().pin(PinKind::Forbidden, "ada", "alan")).expect("feasible");
    assert_eq!(matching.pairs().len(), 1);
    let Some(Status::NoPermittedPartner { barred }) = matching.status("alan", Role::Senior) else {
        panic!("{:?}", matching.status("alan", Role::Senior));
    };
    let barred: Vec<_> = barred
        .iter()
        .map(|by| (by.rule.as_str(), by.people))
        .collect();
    assert_eq!(barred, [("no_direct_report", 1), ("pin", 1)]);
}

#[test]
fn who_may_meet_only_somebody_pinned_elsewhere_waits() {
    let programme =
        programme()
            .enrol(EnrolmentRow::senior("nobody"))
            .pin(PinKind::Locked, "tim", "grace");
    let organisation = organisation();
    let programme = programme
        .build_lenient(&organisation)
        .expect("sound")
        .programme;
    assert_eq!(programme.pins().len(), 1);
    // Two seniors want law, which Kim alone offers; she is locked to one of them.
    let case = Case {
        seniors: vec!["s0".into(), "s1".into()],
        juniors: vec!["j0".into()],
        scores: vec![vec![Some(1)], vec![Some(9)]],
        capacities: [vec![1], vec![1, 1]],
        minima: [vec![0], vec![0, 0]],
        pins: vec![(0, 0, PinKind::Locked)],
        ..Case::default()
    };
    let matching = checked(&case, "locked").expect("no minima");
    let Some(Status::Waitlisted {
        hall_set: Some(0),
        price: None,
        ..
    }) = matching.status("s1", Role::Senior)
    else {
        panic!("{:?}", matching.status("s1", Role::Senior));
    };
    let set = &matching.hall_sets()[0];
    assert_eq!((set.people.len(), set.partners.len()), (1, 1));
    assert_eq!((set.needed, set.possible), (1, 0));
}

#[test]
fn h_20_a_forced_pair_that_breaks_a_rule_is_refused_with_both_sources() {
    let programme = programme()
        .pin(PinKind::Forced, "ada", "grace")
        .pin(PinKind::Forbidden, "tim", "grace")
        .pin(PinKind::Locked, "tim", "alan")
        .pin(PinKind::Forced, "kim", "grace");
    let error = run(programme).unwrap_err();
    assert!(matches!(error, Error::Pins { total: 3, .. }));
    assert_eq!(
        error.to_string(),
        "3 faults in the pins\n  \
         pin row 1: junior \"ada\" and senior \"grace\" are forced, but barred by no_direct_report: \"grace\" reviews \"ada\" \
         (line manager); \"grace\" stands above \"ada\" in the chain of command (lines between them: 1)\n  \
         pin row 3: junior \"tim\" and senior \"alan\" are locked, but barred by no_direct_report: \"alan\" reviews \"tim\" \
         (panel)\n  \
         pin row 4: junior \"kim\" and senior \"grace\" are forced, but barred by opted_in: \"kim\" has not opted in (invited); \
         \"kim\" meets none of the targets of \"grace\" (targets: 1, met but off-limits: 0)"
    );
}

#[test]
fn h_20_a_forced_pair_below_the_minimum_score_is_refused() {
    let organisation = organisation();
    let programme = programme()
        .pin(PinKind::Forced, "tim", "grace")
        .build(&organisation);
    let scoring = Scoring::default().with_minimum_score(Score::new(980_000));
    let engine = Engine::builder()
        .config(Config::default().with_scoring(scoring))
        .build();
    let error = engine
        .expect("sound")
        .run(&organisation, &programme.expect("sound"))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 fault in the pins\n  pin row 1: junior \"tim\" and senior \"grace\" are forced, but score 975000, expected at least \
         980000"
    );
}

#[test]
fn h_20_a_forced_pair_without_a_score_is_refused() {
    let case = Case {
        seniors: vec!["s0".into()],
        juniors: vec!["j0".into()],
        scores: vec![vec![None]],
        capacities: [vec![1], vec![1]],
        minima: [vec![0], vec![0]],
        pins: vec![(0, 0, PinKind::Locked)],
        ..Case::default()
    };
    let (organisation, programme, engine) = case.build();
    let error = engine.run(&organisation, &programme).unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 fault in the pins\n  pin row 1: junior \"j0\" and senior \"s0\" are locked, but have no score"
    );
}

#[test]
fn h_20_contradictory_pins_are_all_named() {
    let programme = programme()
        .pin(PinKind::Forced, "tim", "grace")
        .pin(PinKind::Forbidden, "tim", "grace")
        .pin(PinKind::Forced, "ada", "alan")
        .pin(PinKind::Locked, "ada", "alan")
        .pin(PinKind::Forced, "kim", "alan")
        .pin(PinKind::Forced, "grace", "ada")
        .pin(PinKind::Forced, "nobody", "ada")
        .pin(PinKind::Forced, "tim", "tim");
    let organisation = organisation();
    let error = programme.clone().build(&organisation).unwrap_err();
    assert_eq!(
        error.to_string(),
        "7 faults in the programme\n  \
         pin row 2: junior \"tim\" and senior \"grace\" are forbidden, and forced already by pin row 1 (keep one row)\n  \
         pin row 4: junior \"ada\" and senior \"alan\" are locked, and forced already by pin row 3 (keep one row)\n  \
         pin row 7: junior \"nobody\" is unknown, expected somebody of the organisation\n  \
         pin row 8: \"tim\" is paired with \"tim\", expected two people\n  \
         pin row 5: senior \"alan\" is in 2 forced or locked pairs, expected at most 1 (their capacity)\n  \
         pin row 6: \"grace\" is in a forced pair as a junior, expected somebody who is enrolled as a junior\n  \
         pin row 6: \"ada\" is in a forced pair as a senior, expected somebody who is enrolled as a senior"
    );
    // Set aside, the forbidding one of two counts, and otherwise the first.
    let lenient = programme
        .build_lenient(&organisation)
        .expect("only rows are at fault");
    let kept: Vec<_> = lenient
        .programme
        .pins()
        .iter()
        .map(|pin| (pin.kind(), pin.row()))
        .collect();
    assert_eq!(kept, [(PinKind::Forced, 3), (PinKind::Forbidden, 2)]);
    assert_eq!(lenient.faults.len(), 7);
}

#[test]
fn h_20_a_hundred_pins_are_listed_and_all_are_counted() {
    let mut programme = programme();
    for _ in 0..150 {
        programme = programme.pin(PinKind::Forced, "nobody", "grace");
    }
    let error = programme.build(&organisation()).unwrap_err();
    assert_eq!(error.faults().len(), 100);
    assert!(error.to_string().starts_with("150 faults in the programme"));
}

#[test]
fn pins_come_back_from_their_document() {
    let organisation = organisation();
    let programme = programme()
        .pin(PinKind::Locked, "tim", "grace")
        .pin(PinKind::Forbidden, "ada", "alan")
        .build(&organisation)
        .expect("sound");
    let document = programme
        .to_document(&organisation)
        .expect("of this organisation");
    assert_eq!(document.pins.len(), 2);
    let text = serde_json::to_string(&document).expect("plain data");
    assert!(text.contains(r#""kind":"locked""#), "{text}");
    let read: ProgrammeDocument = serde_json::from_str(&text).expect("as written");
    assert_eq!(read.check(&organisation).expect("sound"), programme);
}

#[test]
fn the_verifier_rejects_a_broken_pin() {
    let organisation = organisation();
    let programme = programme()
        .pin(PinKind::Forced, "tim", "grace")
        .build(&organisation);
    let programme = programme.expect("sound");
    let matching = engine().run(&organisation, &programme).expect("feasible");
    let verify = |spoil: &dyn Fn(&mut Value)| {
        let mut document = serde_json::to_value(&matching).expect("plain data");
        spoil(&mut document);
        let matching: Matching = serde_json::from_value(document).expect("of the right form");
        let verified = engine().verify(&organisation, &programme, &matching);
        verified.map(drop).unwrap_err().to_string()
    };
    let remove = |document: &mut Value| {
        let pairs = document["pairs"].as_array_mut().unwrap();
        pairs.retain(|pair| pair["junior"] != "tim");
        let total: i64 = pairs
            .iter()
            .map(|pair| pair["score"].as_i64().unwrap())
            .sum();
        document["total"] = json!(total);
    };
    assert_eq!(
        verify(&remove),
        "junior \"tim\" and senior \"grace\" are no pair, but a pin makes them one"
    );
    // The same matching against a programme that forbids one of its pairs.
    let forbidding = self::programme()
        .pin(PinKind::Forbidden, "tim", "grace")
        .build(&organisation);
    let error = engine()
        .verify(&organisation, &forbidding.expect("sound"), &matching)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "junior \"tim\" and senior \"grace\" are a pair, but may not meet: forbidden by pin row 1"
    );
}
