//! The engine end to end: `engine/{people}/{candidates,matching,verify,explain}` with a look at every pair, and the parts of a pairing
//! without one: `pairing/{people}/{compile,index,lists,whole,verify}`.
//!
//! Each programme is matched and verified once before anything is timed, so that no figure is of a wrong answer. What the search takes is the
//! whole of a pairing less what is compiled, indexed and checked.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use reverse_mentoring::answers::Explainer;
use reverse_mentoring::candidates::{CandidateIndex, Candidates, Question};
use reverse_mentoring::matching::{Config, Engine, Matching};
use reverse_mentoring::model::{Organisation, OrganisationDocument};
use reverse_mentoring::programme::{Participant, Programme, ProgrammeDocument, Role};
use reverse_mentoring::rules::Rules;
use reverse_mentoring::scoring::Scorer;
use reverse_mentoring::work::Work;

#[path = "../tests/support/generate.rs"]
mod generate;
#[path = "../tests/support/random.rs"]
mod random;

/// A programme, and what the engine makes of it.
struct Case {
    organisation: Organisation,
    programme: Programme,
    engine: Engine,
    matching: Matching,
}

impl Case {
    /// Matches a programme and checks that the answer is right.
    fn new(organisation: Organisation, programme: Programme, config: Config, pairs: usize) -> Self {
        let engine = Engine::builder()
            .config(config)
            .build()
            .expect("the parts go together");
        let matching = engine
            .run(&organisation, &programme)
            .expect("the programme can be matched");
        let verified = engine
            .verify(&organisation, &programme, &matching)
            .expect("the proof holds");
        assert_eq!(verified.pairs(), pairs);
        Self {
            organisation,
            programme,
            engine,
            matching,
        }
    }

    fn harbour() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/organisations/harbour");
        let read = |name| fs::read_to_string(folder.join(name)).expect("the fixture is there");
        let organisation =
            Organisation::from_json(&read("organisation.json")).expect("it is valid");
        let programme =
            Programme::from_json(&read("programme.json"), &organisation).expect("it is valid");
        let config = Config::from_json(&read("config.json")).expect("it is valid");
        Self::new(organisation, programme, config, 22)
    }

    fn ge_1999() -> Self {
        let (organisation, programme) = checked(generate::ge_1999(1999));
        Self::new(organisation, programme, Config::default(), 500)
    }
}

fn eligible<'p>(programme: &'p Programme, rules: &Rules<'_>, role: Role) -> Vec<&'p Participant> {
    let may_take_part = |participant: &&Participant| {
        participant.takes_part_as(role) && rules.eligibility(participant, role).is_ok()
    };
    let participants = programme.participants().iter();
    participants.filter(may_take_part).collect()
}

fn engine(criterion: &mut Criterion) {
    for case in [Case::harbour(), Case::ge_1999()] {
        let Case {
            organisation,
            programme,
            engine,
            matching,
        } = &case;
        let people = organisation.people().len();
        let mut group = criterion.benchmark_group(format!("engine/{people}"));
        // Ten samples: a run of thousands of people takes long enough to be measured well by few.
        group
            .sample_size(10)
            .warm_up_time(Duration::from_millis(500))
            .measurement_time(Duration::from_secs(3));

        let rules = Rules::new(engine.config().rules(), organisation, programme).expect("they fit");
        let scorer =
            Scorer::new(engine.config().scoring(), organisation, programme).expect("they fit");
        let (juniors, seniors) = (
            eligible(programme, &rules, Role::Junior),
            eligible(programme, &rules, Role::Senior),
        );
        let candidates = Candidates::new(organisation, &rules, &scorer);
        group.bench_function("candidates", |bencher| {
            bencher.iter(|| candidates.table(&juniors, &seniors, &Work::new()));
        });
        group.bench_function("matching", |bencher| {
            bencher.iter(|| engine.run(organisation, programme));
        });
        group.bench_function("verify", |bencher| {
            bencher.iter(|| engine.verify(organisation, programme, black_box(matching)));
        });
        let explainer = Explainer::new(engine, organisation, programme).expect("the engine ran it");
        group.bench_function("explain", |bencher| {
            bencher.iter(|| {
                let whys = matching
                    .pairs()
                    .iter()
                    .filter_map(|pair| explainer.why(pair));
                whys.map(|why| why.to_string().len()).sum::<usize>()
            });
        });
        group.finish();
    }
}

/// How many juniors a search asks for when it asks for those of a senior for the first time.
const JUNIORS_OF_A_LIST: usize = 16;

/// Asks for so many juniors at no prices.
fn best(count: usize) -> Question<'static> {
    Question {
        count,
        prices: &[],
        highest_price: 0,
        first: 0,
    }
}

/// Finds the best few juniors of every senior; returns how many were found.
fn lists(index: &CandidateIndex<'_>) -> usize {
    let mut found = Vec::new();
    let lists = (0..index.seniors()).map(|senior| {
        let _ = index.best(senior, best(JUNIORS_OF_A_LIST), &mut found);
        found.len()
    });
    lists.sum()
}

/// Checks what was drawn.
fn checked(drawn: (OrganisationDocument, ProgrammeDocument)) -> (Organisation, Programme) {
    let organisation = Organisation::try_from(drawn.0).expect("no row is at fault");
    let programme = drawn.1.check(&organisation);
    (organisation, programme.expect("no enrolment is at fault"))
}

fn pairing(criterion: &mut Criterion) {
    let shape = generate::Shape {
        seniors: 2_000,
        juniors: 18_000,
        ..generate::Shape::default()
    };
    let (organisation, programme) = checked(generate::organisation(&shape));
    let engine = Engine::builder().build().expect("the defaults are sound");
    let config = engine.config();
    let compile = || {
        let rules = Rules::new(config.rules(), &organisation, &programme).expect("they fit");
        let scorer = Scorer::new(config.scoring(), &organisation, &programme).expect("they fit");
        (rules, scorer)
    };
    let (rules, scorer) = compile();
    let (juniors, seniors) = (
        eligible(&programme, &rules, Role::Junior),
        eligible(&programme, &rules, Role::Senior),
    );
    let index = || {
        let index = CandidateIndex::new(&rules, &scorer, &juniors, &seniors, &Work::new());
        index.expect("nobody stops it").expect("by criteria")
    };

    // The index finds what a look at every pair finds, the pairing is proved, and everybody has somebody.
    let known = index();
    assert_eq!(lists(&known), JUNIORS_OF_A_LIST * seniors.len());
    let mut found = Vec::new();
    for senior in (0..seniors.len()).step_by(100) {
        let _ = known.best(senior, best(usize::MAX), &mut found);
        found.sort_unstable();
        assert!(known.all(senior).eq(found.iter().copied()));
    }
    let pairing = engine.pairing(&organisation, &programme);
    let pairing = pairing.expect("the programme can be matched");
    assert_eq!(pairing.pairs().len(), seniors.len());
    let verified = engine.verify_pairing(&organisation, &programme, &pairing);
    verified.expect("the proof holds");

    let people = organisation.people().len();
    let mut group = criterion.benchmark_group(format!("pairing/{people}"));
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3));
    group.bench_function("compile", |bencher| bencher.iter(compile));
    group.bench_function("index", |bencher| bencher.iter(index));
    group.bench_function("lists", |bencher| bencher.iter(|| lists(black_box(&known))));
    group.bench_function("whole", |bencher| {
        bencher.iter(|| engine.pairing(&organisation, &programme));
    });
    group.bench_function("verify", |bencher| {
        bencher.iter(|| engine.verify_pairing(&organisation, &programme, black_box(&pairing)));
    });
    group.finish();
}

/// Pairings end to end, from people to a checked proof, of the sizes that solvers of ready matrices are compared with.
fn pairings(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pairing");
    let general_electric = generate::ge_1999(0);
    let shape = generate::Shape {
        seniors: 5_000,
        juniors: 45_000,
        ..generate::Shape::default()
    };
    for drawn in [general_electric, generate::organisation(&shape)] {
        let (organisation, programme) = checked(drawn);
        let engine = Engine::builder().build().expect("the defaults are sound");
        let people = organisation.people().len();
        group.bench_function(people.to_string(), |bencher| {
            bencher.iter(|| engine.pairing(&organisation, &programme));
        });
    }
    group.finish();
}

criterion_group!(benches, engine, pairing, pairings);
criterion_main!(benches);
