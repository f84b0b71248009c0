//! Two leaks known from other tools: a barred pair that counts as a pair of score zero, and a barred partner that can be pinned,
//! edited in, kept or offered.

#[path = "support/naive_rules.rs"]
mod naive_rules;
#[path = "support/random.rs"]
mod random;
#[path = "support/random_programme.rs"]
mod random_programme;
#[path = "support/random_world.rs"]
mod random_world;
#[path = "support/small_matching.rs"]
mod small_matching;
#[path = "support/small_programme.rs"]
mod small_programme;

use naive_rules::NaiveRules;
use random_world::World;
use reverse_mentoring::Error;
use reverse_mentoring::answers::{Explainer, Objection, WhyNot};
use reverse_mentoring::matching::{Config, Engine, Matching, Objective, Rung, Seat, Status};
use reverse_mentoring::model::{Organisation, PersonRow, RelationKind};
use reverse_mentoring::programme::{
    EnrolmentRow, PinKind, PinRow, Programme, ProgrammeBuilder, ProgrammeDocument, Role,
};
use reverse_mentoring::rules::{Rule, RuleSet};
use reverse_mentoring::scoring::{OwnScores, Score, Scoring};
use serde_json::{Value, json};
use small_matching::checked;
use small_programme::Case;

/// Grace with Tim and Alan with Ada are pairs that nobody likes; Grace with Ada is barred, and Alan with Tim looks best.
fn two_by_two() -> Case {
    Case {
        seniors: vec!["grace".into(), "alan".into()],
        juniors: vec!["ada".into(), "tim".into()],
        scores: vec![vec![None, Some(-5)], vec![Some(-7), Some(100)]],
        capacities: [vec![1, 1], vec![1, 1]],
        minima: [vec![0, 0], vec![0, 0]],
        ..Case::default()
    }
}

#[test]
fn with_a_barred_pair_a_legal_full_pairing_is_found() {
    let ladders: [&[Rung]; 6] = [
        &[Rung::SeniorsCovered, Rung::EveryoneCovered, Rung::Total],
        &[Rung::EveryoneCovered, Rung::SeniorsCovered, Rung::Total],
        &[Rung::SeniorsCovered, Rung::Total],
        &[Rung::EveryoneCovered, Rung::Total],
        &[Rung::EveryoneCovered, Rung::WorstOff, Rung::Total],
        &[Rung::SeniorsCovered, Rung::WorstOff, Rung::Total],
    ];
    let pinned = Case {
        scores: vec![vec![Some(0), Some(-5)], vec![Some(-7), Some(100)]],
        pins: vec![(0, 0, PinKind::Forbidden)],
        ..two_by_two()
    };
    for ladder in ladders {
        for case in [two_by_two(), pinned.clone()] {
            let case = Case {
                worst_off: ladder.contains(&Rung::WorstOff),
                ..case.with_objective(ladder)
            };
            let matching = checked(&case, "two by two").expect("no minima");
            assert_eq!(matching.pairs().len(), 2, "{ladder:?}");
            assert_eq!(matching.total(), -12, "{ladder:?}");
        }
    }
}

/// The same four by the platform's own scores, and something that bars Ada and Grace.
#[track_caller]
fn paired(
    rules: &[Rule],
    row: PersonRow,
    related: Option<RelationKind>,
    terms: impl FnOnce(ProgrammeBuilder) -> ProgrammeBuilder,
    minimum: Option<Score>,
) -> usize {
    let builder = Organisation::builder()
        .unit("one", None)
        .unit("two", None)
        .unit("three", None)
        .person(row)
        .person(PersonRow::new("tim").in_unit("two").at_level(1))
        .person(PersonRow::new("grace").in_unit("one").at_level(3))
        .person(PersonRow::new("alan").in_unit("three").at_level(5));
    let builder = match related {
        Some(kind) => builder.relation("ada", "grace", kind),
        None => builder,
    };
    let organisation = builder.build().expect("sound");
    let programme = Programme::builder()
        .enrol(EnrolmentRow::junior("ada"))
        .enrol(EnrolmentRow::junior("tim"))
        .enrol(EnrolmentRow::senior("grace"))
        .enrol(EnrolmentRow::senior("alan"));
    let programme = terms(programme).build(&organisation).expect("sound");
    // With Grace and with Alan: Ada 0 and -7, Tim -5 and 100.
    let lift = if minimum.is_some() { 8 } else { 0 };
    let scores = [0, -7 + lift, -5 + lift, 100].map(Some).to_vec();
    let scores = OwnScores::integer_matrix(["ada", "tim"], ["grace", "alan"], scores);
    let mut scoring = Scoring::own(scores.expect("a full matrix"));
    if let Some(minimum) = minimum {
        scoring = scoring.with_minimum_score(minimum);
    }
    let config = Config::default()
        .with_rules(RuleSet::new(rules.iter().cloned()).expect("in order"))
        .with_scoring(scoring);
    let engine = Engine::builder().config(config).build().expect("sound");
    let matching = engine.run(&organisation, &programme).expect("feasible");
    let verified = engine.verify(&organisation, &programme, &matching);
    verified.expect("certified").pairs()
}

#[test]
fn whatever_bars_a_pair_the_others_are_fully_paired() {
    let ada = || PersonRow::new("ada").in_unit("two").at_level(1);
    let same = |programme: ProgrammeBuilder| programme;
    let of_grace = || ada().reporting_to("grace");
    assert_eq!(paired(&[], of_grace(), None, same, None), 2);
    for kind in [
        RelationKind::Dotted,
        RelationKind::ProjectLead,
        RelationKind::HrPartner,
        RelationKind::Panel,
    ] {
        assert_eq!(paired(&[], ada(), Some(kind), same, None), 2, "{kind}");
    }
    let conflict = [Rule::conflict_of_interest()];
    assert_eq!(
        paired(&conflict, ada(), Some(RelationKind::Conflict), same, None),
        2
    );
    assert_eq!(
        paired(&[Rule::same_unit()], ada().in_unit("one"), None, same, None),
        2
    );
    assert_eq!(
        paired(
            &[Rule::level_gap(1, None)],
            ada().at_level(3),
            None,
            same,
            None
        ),
        2
    );
    let blocks = [Rule::named_blocks()];
    assert_eq!(
        paired(&blocks, ada(), None, |it| it.block("grace", "ada"), None),
        2
    );
    let before = |it: ProgrammeBuilder| it.past_pair("ada", "grace");
    assert_eq!(paired(&[Rule::no_repeat()], ada(), None, before, None), 2);
    let pin = |it: ProgrammeBuilder| it.pin(PinKind::Forbidden, "ada", "grace");
    assert_eq!(paired(&[], ada(), None, pin, None), 2);
    assert_eq!(paired(&[], ada(), None, same, Some(Score::new(1))), 2);
}

/// Puts a pair into a matching as if somebody had edited the file.
fn edited(matching: &Matching, junior: &str, senior: &str) -> Matching {
    let mut value: Value = serde_json::from_str(&matching.to_json()).expect("as written");
    let pairs = value["pairs"].as_array_mut().expect("a list");
    pairs.retain(|pair| pair["junior"] != junior && pair["senior"] != senior);
    pairs.push(json!({ "junior": junior, "senior": senior, "score": 0 }));
    pairs.sort_by_key(|pair| (pair["senior"].to_string(), pair["junior"].to_string()));
    Matching::from_json(&value.to_string()).expect("of the right form")
}

/// The ladder that looks at an earlier matching.
fn keeping(engine: &Engine) -> Engine {
    let ladder = [Rung::EveryoneCovered, Rung::Total, Rung::FewestChanges];
    let objective = Objective::new(ladder).expect("served");
    let config = engine.config().clone().with_objective(objective);
    Engine::builder().config(config).build().expect("sound")
}

fn with_pin(
    programme: &ProgrammeDocument,
    kind: PinKind,
    junior: &str,
    senior: &str,
) -> ProgrammeDocument {
    let mut programme = programme.clone();
    programme.pins.push(PinRow {
        junior: junior.to_owned(),
        senior: senior.to_owned(),
        kind,
        ..PinRow::default()
    });
    programme
}

#[test]
fn nothing_that_is_pinned_edited_in_kept_or_offered_is_barred() {
    let (mut barred, mut permitted) = (0, 0);
    for seed in 0..120 {
        let world = World::new(seed, 9);
        let (organisation, programme, engine) = world.build();
        let naive = NaiveRules::new(&world.organisation, &world.programme, &world.rules);
        let matching = engine.run(&organisation, &programme).expect("feasible");
        let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
        let keeping = keeping(&engine);
        let side = |role| {
            let seats = matching
                .seats()
                .iter()
                .filter(move |seat| seat.role() == role);
            seats.map(Seat::person).collect::<Vec<_>>()
        };
        let is_barred = |junior: &str, senior: &str| !naive.broken(junior, senior).is_empty();
        for junior in side(Role::Junior) {
            for senior in side(Role::Senior) {
                let (j, s) = (junior.as_str(), senior.as_str());
                let why_not = explainer.why_not(&matching, junior, senior);
                if !is_barred(j, s) {
                    let objection = why_not.as_ref().map(WhyNot::objection);
                    assert!(!matches!(objection, Some(Objection::Barred(_))), "{j} {s}");
                    permitted += 1;
                    continue;
                }
                barred += 1;
                let told = format!("seed {seed}: {j} {s}");
                // Offered: nobody is told what such a pair would cost.
                let why_not = why_not.expect("no pair");
                assert!(
                    matches!(why_not.objection(), Objection::Barred(_)),
                    "{told}"
                );
                // Pinned: refused, by the programme or by the rules.
                for kind in [PinKind::Forced, PinKind::Locked] {
                    let pinned = with_pin(&world.programme, kind, j, s).check(&organisation);
                    if let Ok(pinned) = pinned {
                        let error = engine.run(&organisation, &pinned).expect_err(&told);
                        assert!(matches!(error, Error::Pins { .. }), "{told}: {error}");
                    }
                }
                // Edited in: not what the matching claims to be.
                let edited = edited(&matching, j, s);
                let error = engine.verify(&organisation, &programme, &edited);
                assert!(matches!(error, Err(Error::Verify(_))), "{told}");
                // Kept: not even with the fewest changes.
                let after = keeping.run_after(&organisation, &programme, &edited);
                let after = after.expect("feasible");
                let mut pairs = after.pairs_of(j, Role::Junior);
                assert!(pairs.all(|pair| pair.senior() != senior), "{told}");
            }
        }
        // Competed for: each partner of such a set may meet somebody in it.
        for set in matching.hall_sets() {
            for partner in &set.partners {
                let may_meet = set.people.iter().any(|person| match set.role {
                    Role::Junior => !is_barred(person.as_str(), partner.as_str()),
                    Role::Senior => !is_barred(partner.as_str(), person.as_str()),
                });
                assert!(may_meet, "seed {seed}: {set}");
            }
        }
        // Waited for: the best further pair is one that may be.
        for seat in matching.seats() {
            let Status::Waitlisted { best_score, .. } = seat.status() else {
                continue;
            };
            let others = side(seat.role().other()).into_iter();
            let mut scores = others.filter_map(|other| {
                let (junior, senior) = match seat.role() {
                    Role::Junior => (seat.person(), other),
                    Role::Senior => (other, seat.person()),
                };
                let may = !is_barred(junior.as_str(), senior.as_str());
                explainer.score(junior, senior).filter(|_| may)
            });
            assert!(
                scores.any(|score| score == *best_score),
                "seed {seed}: {seat:?}"
            );
        }
    }
    assert!(barred > 1_000 && permitted > 100, "{barred}, {permitted}");
}
