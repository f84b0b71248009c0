//! The engine end to end: `engine/{people}/{candidates,matching,verify,explain}`.
//!
//! Each programme is matched and verified once before anything is timed, so that no figure is of a wrong answer.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use reverse_mentoring::answers::Explainer;
use reverse_mentoring::candidates::Candidates;
use reverse_mentoring::matching::{Config, Engine, Matching};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::{Participant, Programme, Role};
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
        let (organisation, programme) = generate::ge_1999(1999);
        let organisation = Organisation::try_from(organisation).expect("no row is at fault");
        let programme = programme
            .check(&organisation)
            .expect("no enrolment is at fault");
        Self::new(organisation, programme, Config::default(), 500)
    }

    fn eligible(&self, rules: &Rules<'_>, role: Role) -> Vec<&Participant> {
        let may_take_part = |participant: &&Participant| {
            participant.takes_part_as(role) && rules.eligibility(participant, role).is_ok()
        };
        self.programme
            .participants()
            .iter()
            .filter(may_take_part)
            .collect()
    }
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
            case.eligible(&rules, Role::Junior),
            case.eligible(&rules, Role::Senior),
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

criterion_group!(benches, engine);
criterion_main!(benches);
