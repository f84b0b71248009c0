//! Pairs found by the index are as good as those of a look at every pair, and their proof is checked the same way.

use std::collections::BTreeSet;

use reverse_mentoring::Error;
use reverse_mentoring::candidates::CandidatesError;
use reverse_mentoring::matching::{
    Config, Engine, Objective, OpenSeats, Pair, Pairing, Rung, Status,
};
use reverse_mentoring::model::{Organisation, PersonRow};
use reverse_mentoring::programme::{
    EnrolmentRow, OptIn, PinKind, Programme, ProgrammeBuilder, Role, TargetRow,
};
use reverse_mentoring::scoring::{OwnScores, Scoring};
use reverse_mentoring::work::{CancelToken, Work};

#[path = "support/full_policy.rs"]
mod full_policy;
#[path = "support/generate.rs"]
mod generate;
#[path = "support/random.rs"]
mod random;

use generate::Shape;
use random::Random;

fn engine() -> Engine {
    Engine::builder().build().expect("in order")
}

fn generated(shape: &Shape) -> (Organisation, Programme) {
    let (organisation, programme) = generate::organisation(shape);
    let organisation = Organisation::try_from(organisation).expect("in order");
    let programme = programme.check(&organisation).expect("in order");
    (organisation, programme)
}

#[test]
fn pairs_are_as_many_and_as_good_as_those_of_a_look_at_every_pair() {
    let engine = engine();
    // Wide, nearly square, square and too few juniors; skills that all want alike and that hardly two share.
    for (seed, (seniors, juniors, zipf)) in [
        (30, 400, "1.0"),
        (60, 70, "1.6"),
        (50, 50, "2.5"),
        (70, 40, "1.0"),
        (40, 60, "0"),
    ]
    .into_iter()
    .enumerate()
    {
        let shape = Shape {
            seniors,
            juniors,
            zipf: zipf.parse().expect("a decimal number"),
            seed: seed as u64,
        };
        let (organisation, programme) = generated(&shape);
        let expected = engine.run(&organisation, &programme).expect("in order");
        let pairing = engine
            .pairing(&organisation, &programme)
            .expect("one seat each");
        assert_eq!(pairing.pairs().len(), expected.pairs().len(), "{shape:?}");
        assert_eq!(pairing.total(), expected.total(), "{shape:?}");
        for checked in both_checks(&engine, &organisation, &programme, &pairing) {
            checked.expect("proved");
        }
        let people: BTreeSet<_> = pairing
            .pairs()
            .iter()
            .flat_map(|pair| [pair.junior(), pair.senior()])
            .collect();
        assert_eq!(people.len(), 2 * pairing.pairs().len());
    }
}

#[test]
fn seats_are_filled_as_well_as_by_a_look_at_every_pair_under_the_full_policy() {
    let engine = Engine::builder()
        .config(full_policy::config())
        .build()
        .expect("in order");
    let mut several = 0;
    for (seed, (seniors, juniors)) in [(20, 180), (40, 60), (60, 30), (3, 200)]
        .into_iter()
        .enumerate()
    {
        let shape = Shape {
            seniors,
            juniors,
            seed: seed as u64,
            ..Shape::default()
        };
        let (mut organisation, mut programme) = generate::organisation(&shape);
        full_policy::enrich(shape.seed, &mut organisation, &mut programme);
        let organisation = Organisation::try_from(organisation).expect("in order");
        let programme = programme.check(&organisation).expect("in order");
        let expected = engine.run(&organisation, &programme).expect("in order");
        let pairing = engine
            .pairing(&organisation, &programme)
            .expect("nobody has a minimum");
        assert_eq!(pairing.pairs().len(), expected.pairs().len(), "{shape:?}");
        assert_eq!(pairing.total(), expected.total(), "{shape:?}");
        for checked in both_checks(&engine, &organisation, &programme, &pairing) {
            checked.expect("proved");
        }
        let covered = |pairs: &[Pair]| {
            let juniors: BTreeSet<_> = pairs.iter().map(Pair::junior).cloned().collect();
            let seniors: BTreeSet<_> = pairs.iter().map(Pair::senior).cloned().collect();
            (juniors.len(), seniors.len())
        };
        assert_eq!(covered(pairing.pairs()), covered(expected.pairs()));
        several += pairing.pairs().len() - covered(pairing.pairs()).1;
    }
    assert!(several > 20, "{several} seniors' further seats are filled");
}

#[test]
fn everybody_has_the_status_that_a_look_at_every_pair_gives() {
    let mut seen = BTreeSet::new();
    for (seed, (seniors, juniors, full)) in [
        (20, 120, false),
        (40, 30, false),
        (15, 90, true),
        (40, 20, true),
    ]
    .into_iter()
    .enumerate()
    {
        let shape = Shape {
            seniors,
            juniors,
            seed: seed as u64,
            ..Shape::default()
        };
        let (mut organisation, mut programme) = generate::organisation(&shape);
        let mut config = Config::default();
        if full {
            full_policy::enrich(shape.seed, &mut organisation, &mut programme);
            config = full_policy::config();
        }
        // One wants what nobody offers, one has not opted in.
        programme.enrolments[0].targets = vec![TargetRow::new("nobody offers this")];
        programme.enrolments[1].opt_in = OptIn::Declined;
        let organisation = Organisation::try_from(organisation).expect("in order");
        let programme = programme.check(&organisation).expect("in order");
        let engine = Engine::builder().config(config).build().expect("in order");
        let matching = engine.run(&organisation, &programme).expect("in order");
        let pairing = engine.pairing(&organisation, &programme).expect("in order");
        assert_eq!(pairing.pairs(), matching.pairs(), "one optimum alone");
        let statuses = engine
            .pairing_statuses(&organisation, &programme, &pairing)
            .expect("in order");
        for seat in matching.seats() {
            let person = seat.person().as_str();
            let found = statuses.status(person, seat.role()).expect("enrolled");
            seen.insert(found.name());
            match (seat.status(), &found) {
                // Prices are bounds, and prices of other proofs are other bounds; Hall sets are not looked for.
                (
                    Status::Waitlisted { best_score, .. },
                    Status::Waitlisted {
                        best_score: same, ..
                    },
                ) => assert_eq!(best_score, same),
                (
                    Status::Matched { partners, open },
                    Status::Matched {
                        partners: same,
                        open: same_open,
                    },
                ) => {
                    assert_eq!(partners, same);
                    let seats = |open: &Option<OpenSeats>| open.as_ref().map(|open| open.seats);
                    assert_eq!(seats(open), seats(same_open));
                }
                (expected, found) => assert_eq!(expected, found, "{person}"),
            }
        }
        assert_eq!(statuses.status("nobody", Role::Junior), None);
    }
    let all = [
        "ineligible",
        "matched",
        "no_permitted_partner",
        "waitlisted",
    ];
    assert_eq!(seen, BTreeSet::from(all));
}

#[test]
fn shuffled_rows_and_other_threads_give_the_same_pairs() {
    let (organisation, programme) = generate::organisation(&Shape::default());
    let pairing = |threads, seed: Option<u64>| {
        let (mut organisation, mut programme) = (organisation.clone(), programme.clone());
        if let Some(seed) = seed {
            let mut random = Random::new(seed);
            for place in (1..organisation.people.len()).rev() {
                organisation.people.swap(place, random.index(place + 1));
            }
            for place in (1..programme.enrolments.len()).rev() {
                programme.enrolments.swap(place, random.index(place + 1));
            }
        }
        let organisation = Organisation::try_from(organisation).expect("in order");
        let programme = programme.check(&organisation).expect("in order");
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads");
        pool.install(|| engine().pairing(&organisation, &programme))
            .expect("one seat each")
    };
    let expected = pairing(1, None);
    for (threads, seed) in [(2, None), (3, Some(1)), (8, Some(2))] {
        assert_eq!(
            pairing(threads, seed),
            expected,
            "{threads} threads, shuffled by {seed:?}"
        );
    }
}

#[test]
fn a_proof_of_other_pairs_proves_nothing() {
    let shape = |seed| Shape {
        seed,
        ..Shape::default()
    };
    let (organisation, programme) = generated(&shape(1));
    let engine = engine();
    let pairing = engine
        .pairing(&organisation, &programme)
        .expect("one seat each");
    let (other_organisation, other_programme) = generated(&shape(2));
    for checked in both_checks(&engine, &other_organisation, &other_programme, &pairing) {
        let error = checked.expect_err("other people");
        assert!(matches!(error, Error::Verify(_)), "{error}");
    }
    // The same people in the order of another lottery.
    let other = Engine::builder()
        .config(Config::default().with_seed(1))
        .build()
        .expect("in order");
    for checked in both_checks(&other, &organisation, &programme, &pairing) {
        let error = checked.expect_err("another order");
        assert!(matches!(error, Error::Verify(_)), "{error}");
    }
}

#[test]
fn an_audit_sees_a_better_pair_that_came_after_the_proof() {
    let (organisation, programme) = two();
    let blocked = programme.clone().block("ada", "grace");
    let blocked = blocked.build(&organisation).expect("in order");
    let programme = programme.build(&organisation).expect("in order");
    let engine = engine();
    let nobody = engine.pairing(&organisation, &blocked).expect("in order");
    assert_eq!(nobody.pairs(), []);
    for checked in both_checks(&engine, &organisation, &blocked, &nobody) {
        checked.expect("nobody may be a pair");
    }
    for checked in both_checks(&engine, &organisation, &programme, &nobody) {
        let error = checked.expect_err("they may");
        assert!(matches!(error, Error::Verify(_)), "{error}");
    }
}

#[test]
fn an_audit_that_is_stopped_says_so_and_nothing_of_the_proof() {
    let (organisation, programme) = generated(&Shape::default());
    let engine = engine();
    let pairing = engine
        .pairing(&organisation, &programme)
        .expect("one seat each");
    let token = CancelToken::new();
    let stop = |phase: &'static str, done: u64, _total: u64| {
        if phase == "checking the proof" && done > 10 {
            token.cancel();
        }
    };
    let work = Work::new().with_observer(&stop).with_cancel_token(&token);
    let stopped = engine.audit_pairing_with(&organisation, &programme, &pairing, &work);
    assert!(matches!(stopped, Err(Error::Cancelled(_))), "{stopped:?}");
    assert!(token.is_cancelled());
}

/// Checks a pairing at a glance, and by a look at every pair.
fn both_checks(
    engine: &Engine,
    organisation: &Organisation,
    programme: &Programme,
    pairing: &Pairing,
) -> [Result<(), Error>; 2] {
    [
        engine.verify_pairing(organisation, programme, pairing),
        engine.audit_pairing(organisation, programme, pairing),
    ]
}

/// Two who may be a pair.
fn two() -> (Organisation, ProgrammeBuilder) {
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
        .build()
        .expect("in order");
    let programme = Programme::builder()
        .enrol(EnrolmentRow::senior("grace").wants("rust"))
        .enrol(EnrolmentRow::junior("ada"));
    (organisation, programme)
}

#[test]
fn what_asks_for_more_than_pairs_is_refused_with_the_way_out() {
    let (organisation, programme) = two();
    let plain = programme.clone().build(&organisation).expect("in order");
    let refused = |config: Config, programme: &Programme| {
        let engine = Engine::builder().config(config).build().expect("in order");
        let error = engine
            .pairing(&organisation, programme)
            .expect_err("more than pairs");
        error.to_string()
    };
    let pinned = programme
        .pin(PinKind::Forced, "ada", "grace")
        .build(&organisation)
        .expect("in order");
    let message = |reason: &str| {
        format!("pairs alone cannot be found: {reason} (match the programme with `Engine::run`)")
    };
    assert_eq!(
        refused(Config::default(), &pinned),
        message("there are pins")
    );
    let worst_off =
        Objective::new([Rung::EveryoneCovered, Rung::WorstOff, Rung::Total]).expect("a ladder");
    assert_eq!(
        refused(Config::default().with_objective(worst_off), &plain),
        message("the objective is not coverage and then the total")
    );
    let own = Scoring::own(OwnScores::integers(|_, _| Some(1)));
    assert_eq!(
        refused(Config::default().with_scoring(own), &plain),
        message("the scores are the platform's own")
    );
}

#[test]
fn a_cancelled_run_leaves_the_engine_usable() {
    let (organisation, programme) = generated(&Shape::default());
    let (engine, token) = (engine(), CancelToken::new());
    token.cancel();
    let work = Work::new().with_cancel_token(&token);
    let error = engine
        .pairing_with(&organisation, &programme, &work)
        .expect_err("cancelled");
    assert!(matches!(error, Error::Cancelled(_)), "{error}");
    assert_eq!(
        engine
            .pairing(&organisation, &programme)
            .expect("usable")
            .pairs()
            .len(),
        100
    );
}

#[test]
fn whatever_goes_without_a_table_is_refused_beyond_the_memory_limit_and_else_the_same() {
    let (organisation, programme) = generated(&Shape::default());
    let within = |bytes| {
        Engine::builder()
            .memory_limit(bytes)
            .build()
            .expect("in order")
    };
    let needed = match within(0).pairing(&organisation, &programme) {
        Err(Error::Candidates(CandidatesError::MemoryLimit { needed, limit: 0 })) => needed,
        other => panic!("{other:?}"),
    };
    let free = engine();
    let shards = free.shards(&organisation, &programme, 2).expect("in order");
    let lists = shards.iter();
    let lists = lists.map(|shard| free.shard_lists(&organisation, &programme, shard));
    let lists: Vec<_> = lists.collect::<Result<_, _>>().expect("in order");
    let pairing = free.pairing(&organisation, &programme).expect("in order");
    let doors = |engine: Engine| {
        [
            engine.pairing(&organisation, &programme).map(drop),
            engine
                .pairing_from(&organisation, &programme, &lists)
                .map(drop),
            engine.shards(&organisation, &programme, 2).map(drop),
            engine
                .shard_lists(&organisation, &programme, &shards[0])
                .map(drop),
            engine.verify_pairing(&organisation, &programme, &pairing),
            engine.audit_pairing(&organisation, &programme, &pairing),
            engine.components(&organisation, &programme).map(drop),
        ]
    };
    let limit = needed - 1;
    let refused = Error::from(CandidatesError::MemoryLimit { needed, limit });
    for answer in doors(within(limit)) {
        assert_eq!(answer, Err(refused.clone()));
    }
    for answer in doors(within(needed)) {
        assert_eq!(answer, Ok(()));
    }
    let allowed = within(needed).pairing(&organisation, &programme);
    assert_eq!(allowed, Ok(pairing));
}
