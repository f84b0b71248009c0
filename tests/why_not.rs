//! Why not that pair: what is said of it is true, and no loss is overstated.

#[path = "support/random.rs"]
mod random;
#[path = "support/small_matching.rs"]
mod small_matching;
#[path = "support/small_programme.rs"]
mod small_programme;

use std::collections::BTreeMap;

use random::Random;
use reverse_mentoring::answers::{Explainer, Objection};
use reverse_mentoring::matching::{Config, Engine};
use reverse_mentoring::model::{Organisation, PersonRow};
use reverse_mentoring::programme::{EnrolmentRow, PinKind, Programme, Role};
use reverse_mentoring::rules::RuleSet;
use reverse_mentoring::scoring::{OwnScores, Score, Scoring};
use small_matching::{checked, rows_of};
use small_programme::{Case, Value};

/// The best value with each pair, by trying everything.
fn best_with_each(case: &Case) -> (Option<Value>, BTreeMap<(usize, usize), Value>) {
    let (mut best, mut with) = (None, BTreeMap::new());
    case.each_set(|rows, value| {
        best = best.max(Some(value));
        for (senior, row) in rows.iter().enumerate() {
            for junior in (0..case.juniors.len()).filter(|junior| row >> junior & 1 == 1) {
                let found = with.entry((junior, senior)).or_insert(value);
                *found = value.max(*found);
            }
        }
    });
    (best, with)
}

/// A second run with the pair is the best that brute force finds with it.
#[track_caller]
fn check_second_run(
    case: &Case,
    explainer: &Explainer<'_>,
    [junior, senior]: [usize; 2],
    best: Option<Value>,
    told: &str,
) {
    let (j, s) = (&case.juniors[junior], &case.seniors[senior]);
    let found = explainer.with_pair(&j.as_str().into(), &s.as_str().into());
    let Ok(matching) = found else {
        assert_eq!(best, None, "{told}");
        return;
    };
    // A pair that a pin makes is not the worst-off one.
    if !case.worst_off {
        let value = case.value(&rows_of(case, &matching));
        assert_eq!(value, best, "{told}");
    }
}

#[derive(Default)]
struct Seen {
    losses: usize,
    above_zero: usize,
    exact: usize,
    before_total: usize,
    below_worst_off: usize,
    pinned: usize,
}

#[track_caller]
fn check(case: &Case, seen: &mut Seen) {
    let matching = checked(case, "why not").expect("no minima");
    let (organisation, programme, engine) = case.build();
    let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
    let (best, with) = best_with_each(case);
    let best = best.expect("there is a matching");
    for (junior, j) in case.juniors.iter().enumerate() {
        for (senior, s) in case.seniors.iter().enumerate() {
            let why_not = explainer.why_not(&matching, &j.as_str().into(), &s.as_str().into());
            let mut pairs = matching.pairs_of(j, Role::Junior);
            let is_pair = pairs.any(|pair| pair.senior().as_str() == s);
            assert_eq!(why_not.is_none(), is_pair);
            let Some(why_not) = why_not else { continue };
            let told = format!("{j} {s}: {why_not:?}\n{case:?}");
            let score = case.scores[senior][junior];
            let pin = case
                .pins
                .iter()
                .find(|pin| (pin.0, pin.1) == (junior, senior));
            let with_pair = with.get(&(junior, senior)).copied();
            check_second_run(case, &explainer, [junior, senior], with_pair, &told);
            match why_not.objection() {
                Objection::Forbidden(_) => {
                    assert_eq!(pin.map(|pin| pin.2), Some(PinKind::Forbidden));
                }
                Objection::Barred(_) => assert_eq!(j, s, "{told}"),
                Objection::NoScore => assert_eq!(score, None, "{told}"),
                Objection::SeatsPinned { person, role } => {
                    let place = case.place(person, *role);
                    let made = case
                        .pins
                        .iter()
                        .filter(|pin| pin.2.is_made() && [pin.0, pin.1][*role as usize] == place);
                    assert_eq!(made.count(), case.capacity(*role, place) as usize, "{told}");
                    assert_eq!(with_pair, None, "{told}");
                    seen.pinned += 1;
                }
                Objection::BelowWorstOff(least) => {
                    assert!(Score::new(score.expect("it has one")) < *least, "{told}");
                    seen.below_worst_off += 1;
                }
                Objection::BeforeTotal => {
                    let before = |value: Value| (value.covered, value.least);
                    assert!(
                        with_pair.is_none_or(|value| before(value) < before(best)),
                        "{told}"
                    );
                    let text = why_not.to_string();
                    let ends = "with it, an objective before the total would be missed";
                    assert!(text.ends_with(ends), "{text}");
                    seen.before_total += 1;
                }
                Objection::Loss { at_least } => {
                    let at_least = i64::try_from(*at_least).expect("small scores");
                    assert_eq!(why_not.score().map(Score::get), score, "{told}");
                    if let Some(value) = with_pair
                        .filter(|value| (value.covered, value.least) == (best.covered, best.least))
                    {
                        assert!(best.total - value.total >= at_least, "{told}");
                        seen.exact += usize::from(best.total - value.total == at_least);
                    }
                    let text = why_not.to_string();
                    let says_so = text.ends_with(&format!("less by at least {at_least}"));
                    assert_eq!(says_so, at_least > 0, "{text}");
                    seen.losses += 1;
                    seen.above_zero += usize::from(at_least > 0);
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn no_objection_says_more_than_brute_force_finds() {
    let mut seen = Seen::default();
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let mut case = Case::draw(&mut random, false);
        if seed % 3 == 0 {
            for capacity in case.capacities.iter_mut().flatten() {
                *capacity = 1;
            }
        }
        if seed % 2 == 0 {
            case = case.with_random_pins(&mut random);
        }
        if seed % 5 == 0 {
            case = case.with_worst_off();
        }
        check(&case, &mut seen);
    }
    let Seen {
        losses,
        above_zero,
        exact,
        before_total,
        below_worst_off,
        pinned,
    } = seen;
    assert!(
        losses > 100 && above_zero > 20 && exact > 0,
        "{losses} {above_zero} {exact}"
    );
    assert!(before_total > 0 && pinned > 100, "{before_total} {pinned}");
    assert!(below_worst_off > 3, "{below_worst_off}");
}

/// Ada and Tim, Grace and Alan, with the scores of the platform: by junior, then by senior.
#[track_caller]
fn told(scores: [Option<i64>; 4], minimum: Option<i64>, pin: Option<PinKind>) -> String {
    let people = ["ada", "tim", "grace", "alan"];
    let organisation = people.iter().fold(Organisation::builder(), |builder, id| {
        builder.person(PersonRow::new(*id))
    });
    let organisation = organisation.build().expect("sound");
    let mut programme = Programme::builder()
        .enrol(EnrolmentRow::junior("ada"))
        .enrol(EnrolmentRow::junior("tim"))
        .enrol(EnrolmentRow::senior("grace"))
        .enrol(EnrolmentRow::senior("alan"));
    if let Some(kind) = pin {
        let junior = if kind.is_made() { "tim" } else { "ada" };
        programme = programme.pin(kind, junior, "grace");
    }
    let programme = programme.build(&organisation).expect("sound");
    let scores = OwnScores::integer_matrix(["ada", "tim"], ["grace", "alan"], scores.to_vec());
    let mut scoring = Scoring::own(scores.expect("full"));
    if let Some(minimum) = minimum {
        scoring = scoring.with_minimum_score(Score::new(minimum));
    }
    let config = Config::default()
        .with_rules(RuleSet::new([]).expect("no rules"))
        .with_scoring(scoring);
    let engine = Engine::builder().config(config).build().expect("sound");
    let matching = engine.run(&organisation, &programme).expect("feasible");
    let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
    let why_not = explainer.why_not(&matching, &"ada".into(), &"grace".into());
    why_not.expect("no pair").to_string()
}

#[test]
fn each_objection_is_told_with_the_pairs_there_are_instead() {
    let instead = "\n  ada teaches alan, score 8\n  tim teaches grace, score 7";
    let scores = [Some(9), Some(8), Some(7), Some(1)];
    assert_eq!(
        told(scores, None, None),
        format!(
            "ada does not teach grace, which would score 9{instead}\n  \
             no matching with it is better"
        )
    );
    assert_eq!(
        told([None, Some(8), Some(7), Some(1)], None, None),
        format!("ada does not teach grace{instead}\n  it has no score")
    );
    assert_eq!(
        told([Some(2), Some(8), Some(7), Some(9)], Some(3), None),
        format!(
            "ada does not teach grace, which would score 2{instead}\n  \
             it would be below the minimum score of 3"
        )
    );
    assert_eq!(
        told(scores, None, Some(PinKind::Forbidden)),
        format!(
            "ada does not teach grace, which would score 9{instead}\n  \
             it is forbidden by pin row 1"
        )
    );
    assert_eq!(
        told(scores, None, Some(PinKind::Forced)),
        format!(
            "ada does not teach grace, which would score 9{instead}\n  \
             pins take all seats of grace as a senior"
        )
    );
}
