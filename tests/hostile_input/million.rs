//! A million people: the longest lines there can be, sizes that only say so, and callers who want no more.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use reverse_mentoring::Error;
use reverse_mentoring::assignment::{AssignmentError, ComputedCosts, Solver};
use reverse_mentoring::matching::{Config, Engine};
use reverse_mentoring::model::columns::{
    ColumnFault, Lists, Offsets, OrganisationColumns, PersonColumns, SkillLevelColumns, Texts,
};
use reverse_mentoring::model::{ModelError, Organisation, OrganisationDocument, PersonRow};
use reverse_mentoring::programme::{EnrolmentRow, Programme};
use reverse_mentoring::work::{CancelToken, Work};

use crate::buffers::{Layout, OrganisationBuffers};
use crate::full_policy;
use crate::generate::{Shape, organisation};

const MILLION: u32 = 1_000_000;

/// How soon whoever cancels is rid of it.
const PROMPT: Duration = Duration::from_millis(50);

fn id(place: u32) -> String {
    format!("{place:07}")
}

/// The generated organisation of the larger benchmarks, with its programme.
fn generated() -> (Organisation, Programme) {
    let shape = Shape {
        seniors: 100_000,
        juniors: 900_000,
        ..Shape::default()
    };
    let (document, programme) = organisation(&shape);
    let organisation = Organisation::try_from(document).expect("the generator is sound");
    let programme = programme.check(&organisation).expect("and so here");
    (organisation, programme)
}

#[test]
#[ignore = "takes a minute and 2 GB; tests/README.md says how"]
fn h_06_a_chain_a_star_and_a_forest_of_a_million_people_work_on_a_small_stack() {
    // 256 KiB: whatever recursed with the depth of the data would end here.
    let thread = std::thread::Builder::new().stack_size(256 << 10).spawn(|| {
        let chain: fn(u32) -> Option<u32> = |place| place.checked_sub(1);
        let star: fn(u32) -> Option<u32> = |place| (place > 0).then_some(0);
        let forest: fn(u32) -> Option<u32> = |_| None;
        for (manager, lines) in [(chain, Some(MILLION - 1)), (star, Some(1)), (forest, None)] {
            let people = (0..MILLION).map(|place| PersonRow {
                manager: manager(place).map(id),
                ..PersonRow::new(id(place)).at_level(i64::from(MILLION - place))
            });
            let document = OrganisationDocument {
                people: people.collect(),
                ..OrganisationDocument::default()
            };
            let buffers = OrganisationBuffers::of(&document, Layout::default());
            let organisation = buffers
                .with(|columns| Organisation::from_columns(&columns))
                .expect("all of them are legal");
            drop(buffers);
            drop(document);
            let again = Organisation::from_json(&organisation.to_json()).expect("its own text");
            assert_eq!(again.fingerprint(), organisation.fingerprint());
            let [head, last] = [0, MILLION - 1].map(|place| {
                let person = organisation.person(&id(place));
                person.expect("everybody was kept")
            });
            assert_eq!(organisation.chain().lines_above(head, last), lines);

            let programme = Programme::builder()
                .enrol(EnrolmentRow::senior(id(0)).wants("rust"))
                .enrol(EnrolmentRow::junior(id(MILLION - 1)).offers("rust", 4))
                .build(&organisation)
                .expect("a sound programme");
            let engine = Engine::builder().build().expect("the defaults are sound");
            let matching = engine.run(&organisation, &programme);
            let matching = matching.expect("nothing to refuse");
            // The two ends of a line never meet.
            assert!(lines.is_none() || matching.pairs().is_empty());
        }
    });
    let thread = thread.expect("a thread can be had");
    thread.join().expect("the work does not panic");
}

#[test]
fn h_16_columns_that_are_smaller_than_they_say_are_refused_before_memory_is_taken() {
    // A million people by their offsets, and letters for three of them.
    let offsets: Vec<i64> = (0..=i64::from(MILLION)).collect();
    let id = Texts {
        offsets: Offsets::Wide(&offsets),
        bytes: b"abc",
        valid: None,
    };
    // Two lists, the second of which has all the skills that 64 bits can number.
    let lists = Lists {
        offsets: Offsets::Wide(&[0, 1, i64::MAX]),
        valid: None,
    };
    let skills = SkillLevelColumns {
        lists,
        skill: Texts::new(&[0, 1], b"k"),
        proficiency: &[1],
    };
    let two = Texts::new(&[0, 1, 2], b"ab");
    let cases = [
        (id, None, "people.id"),
        (two, Some(skills), "people.skills"),
    ];
    for (id, skills, expected) in cases {
        let people = PersonColumns {
            id,
            skills,
            ..PersonColumns::default()
        };
        let columns = OrganisationColumns {
            people,
            ..OrganisationColumns::default()
        };
        let error = Organisation::from_columns(&columns).expect_err("there is less than that");
        let ModelError::Columns { faults, .. } = &error else {
            panic!("{error}");
        };
        let [ColumnFault::BadOffset { column, most, .. }] = &faults[..] else {
            panic!("{error}");
        };
        assert_eq!((&**column, *most <= 3), (expected, true));
    }
}

#[test]
fn h_16_a_million_rows_and_columns_beyond_the_memory_limit_are_refused_before_memory_is_taken() {
    const SIDE: usize = MILLION as usize;
    // Not one of the 10^12 costs may be asked for.
    let costs = ComputedCosts::new(SIDE, SIDE, |_, _| -> Option<i64> { unreachable!() });
    let solver = Solver::new().with_memory_limit(64 << 20);
    for error in [
        solver.solve(&costs).unwrap_err(),
        solver.solve_max(&costs).unwrap_err(),
    ] {
        let AssignmentError::MemoryLimit { needed, limit } = error else {
            panic!("{error}");
        };
        assert_eq!((needed, limit), (solver.memory_needed(&costs), 64 << 20));
    }
}

#[test]
fn h_24_a_pairing_is_cancelled_in_every_phase_says_which_and_the_engine_stays_usable() {
    // Every senior and every criterion at once, and seats of several, take another way through the same phases.
    for (seniors, juniors, full) in [(2_000, 18_000, false), (300, 2_700, true)] {
        let shape = Shape {
            seniors,
            juniors,
            ..Shape::default()
        };
        let (mut document, mut programme) = organisation(&shape);
        let mut config = Config::default();
        if full {
            full_policy::enrich(shape.seed, &mut document, &mut programme);
            config = full_policy::config();
        }
        let organisation = Organisation::try_from(document).expect("the generator is sound");
        let programme = programme.check(&organisation).expect("and so here");
        let engine = Engine::builder().config(config).memory_limit(u64::MAX);
        let engine = engine.build().expect("in order");
        let pairing = |work: &Work<'_>| engine.pairing_with(&organisation, &programme, work);

        let heard = Mutex::new(BTreeSet::new());
        let observer = |phase: &'static str, _: u64, _: u64| {
            heard.lock().expect("nobody panics with it").insert(phase);
        };
        let first = pairing(&Work::new().with_observer(&observer)).expect("nothing to refuse");
        let phases = heard.into_inner().expect("nobody panicked with it");
        for phase in [
            "counting people",
            "compiling rules and criteria",
            "drawing lots",
            "indexing candidates",
            "listing candidates",
            "checking the proof",
            "naming pairs",
        ] {
            assert!(phases.contains(phase), "{phase}: {phases:?}");
        }
        for &last in &phases {
            let token = CancelToken::new();
            let observer = |phase: &'static str, _: u64, _: u64| {
                if phase == last {
                    token.cancel();
                }
            };
            let work = Work::new()
                .with_observer(&observer)
                .with_cancel_token(&token);
            let error = pairing(&work).expect_err("it was cancelled");
            let Error::Cancelled(cancelled) = error else {
                panic!("{last}: {error}");
            };
            assert_eq!(cancelled.phase, last);
        }
        assert_eq!(pairing(&Work::new()).as_ref(), Ok(&first));
    }
}

#[test]
#[ignore = "takes five minutes and 2 GB; tests/README.md says how"]
fn h_24_a_run_of_a_million_people_is_cancelled_in_every_phase_and_the_engine_stays_usable() {
    let (organisation, programme) = generated();
    let engine = Engine::builder().memory_limit(u64::MAX);
    let engine = engine.build().expect("the defaults are sound");
    let pairing = |work: &Work<'_>| engine.pairing_with(&organisation, &programme, work);

    // When each phase is heard of first and last.
    let heard = Mutex::new((0_usize, BTreeMap::new()));
    let silences = Mutex::new(((Instant::now(), "the start"), Vec::new()));
    let observer = |phase: &'static str, done: u64, total: u64| {
        let mut heard = heard.lock().expect("nobody panics with it");
        heard.0 += 1;
        let moment = heard.0;
        heard.1.entry(phase).or_insert((moment, moment)).1 = moment;
        let mut silences = silences.lock().expect("nobody panics with it");
        let (before, after) = std::mem::replace(&mut silences.0, (Instant::now(), phase));
        silences
            .1
            .push((before.elapsed(), after, phase, done, total));
    };
    let first = pairing(&Work::new().with_observer(&observer)).expect("nothing to refuse");
    let (all, phases) = heard.into_inner().expect("nobody panicked with it");
    assert!(phases.len() >= 3, "{phases:?}");
    println!("{all} moments: {phases:?}");
    let (_, mut silences) = silences.into_inner().expect("nobody panicked with it");
    silences.sort_unstable();
    for (silence, after, phase, done, total) in silences.iter().rev().take(12) {
        println!("silent for {silence:?} after {after}, until {phase}, {done} of {total}");
    }

    let mut moments: Vec<usize> = phases.values().map(|&(first, _)| first).collect();
    moments.push(all);
    for moment in moments {
        let token = CancelToken::new();
        let asked = Mutex::new((0, None));
        let observer = |phase: &'static str, _: u64, _: u64| {
            let mut asked = asked.lock().expect("nobody panics with it");
            asked.0 += 1;
            if asked.0 == moment {
                token.cancel();
                // Twice is as good as once.
                token.cancel();
                asked.1 = Some((phase, Instant::now()));
            }
        };
        let work = Work::new()
            .with_observer(&observer)
            .with_cancel_token(&token);
        let error = pairing(&work).expect_err("it was cancelled");
        let (_, cancelled) = asked.into_inner().expect("nobody panicked with it");
        let (phase, cancelled) = cancelled.expect("the moment came");
        let took = cancelled.elapsed();
        println!("{phase}: ended {took:?} after the cancel");
        assert!(took <= PROMPT, "{phase}: {took:?}");
        assert!(error.to_string().contains("cancelled"), "{error}");
    }
    // Before the start: by a token, and by a deadline in the past.
    let token = CancelToken::new();
    token.cancel();
    let past = Instant::now()
        .checked_sub(Duration::from_secs(1))
        .expect("the clock runs");
    for work in [
        Work::new().with_cancel_token(&token),
        Work::new().with_deadline(past),
    ] {
        let error = pairing(&work).expect_err("it was over before it began");
        assert!(error.to_string().contains("cancelled"), "{error}");
    }
    let again = pairing(&Work::new()).expect("the engine stays usable");
    assert_eq!(again, first);
}
