//! The fixtures are what their READMEs say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use reverse_mentoring::matching::{Config, ConfigDocument, Engine, Matching, Status};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::{Participant, Programme, Role};
use reverse_mentoring::rules::{Rule, Rules};

#[path = "support/generate.rs"]
mod generate;
#[path = "support/random.rs"]
mod random;

/// What the harbour's README says of the best matching.
const PAIRS: usize = 22;
const TOTAL: i64 = 14_862_430;

struct Harbour {
    organisation: Organisation,
    programme: Programme,
    engine: Engine,
    readme: String,
}

impl Harbour {
    fn read() -> Self {
        let read = |name| text(&fixture("organisations/harbour").join(name));
        let organisation =
            Organisation::from_json(&read("organisation.json")).expect("the organisation is valid");
        let programme = Programme::from_json(&read("programme.json"), &organisation)
            .expect("the programme is valid");
        let config = Config::from_json(&read("config.json")).expect("the configuration is valid");
        let engine = Engine::builder()
            .config(config)
            .build()
            .expect("the parts go together");
        Self {
            organisation,
            programme,
            engine,
            readme: read("README.md"),
        }
    }

    #[track_caller]
    fn run(&self) -> Matching {
        let matching = self
            .engine
            .run(&self.organisation, &self.programme)
            .expect("the harbour can be matched");
        let verified = self
            .engine
            .verify(&self.organisation, &self.programme, &matching)
            .expect("the proof holds");
        assert_eq!((verified.pairs(), verified.total()), (PAIRS, TOTAL));
        matching
    }

    #[track_caller]
    fn participant(&self, person: &str) -> &Participant {
        let person = self
            .organisation
            .person(person)
            .unwrap_or_else(|| panic!("nobody is \"{person}\""));
        self.programme
            .participant(person.index())
            .expect("whom the README names takes part")
    }

    /// Returns the rows of the README's table whose first column has this header, cell by cell.
    fn table(&self, header: &str) -> Vec<[&str; 5]> {
        let lines = self
            .readme
            .lines()
            .skip_while(|line| cells(line)[0] != header);
        let rows = lines.skip(2).take_while(|line| line.starts_with('|'));
        rows.map(cells).collect()
    }
}

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path)
}

#[track_caller]
fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Splits a row of a table, quotes and spaces aside.
fn cells(line: &str) -> [&str; 5] {
    let mut cells = [""; 5];
    let found = line
        .trim_matches('|')
        .split('|')
        .map(|cell| cell.trim_matches([' ', '`']));
    cells
        .iter_mut()
        .zip(found)
        .for_each(|(cell, found)| *cell = found);
    cells
}

#[test]
fn every_rule_of_the_harbour_bars_the_pairs_its_readme_names() {
    let harbour = Harbour::read();
    let config = harbour.engine.config();
    let rules = Rules::new(config.rules(), &harbour.organisation, &harbour.programme).unwrap();
    let mut shown = BTreeSet::new();
    for [rule, junior, senior, others, _] in harbour.table("rule") {
        let pair = (harbour.participant(junior), harbour.participant(senior));
        let first = rules.first_broken(pair.0, pair.1);
        let first = first.map(|index| config.rules().rules()[index.index()].name());
        assert_eq!(first, Some(rule), "{junior} and {senior}");
        let broken = rules.violations(pair.0, pair.1).len();
        match others {
            "alone" => assert_eq!(broken, 1, "{rule}: {junior} and {senior}"),
            "and others" => assert!(broken > 1, "{rule}: {junior} and {senior}"),
            other => panic!("\"{other}\" says nothing"),
        }
        shown.insert(rule);
    }
    let all: BTreeSet<_> = config.rules().rules().iter().map(Rule::name).collect();
    assert_eq!(shown, all, "every rule is shown");
}

#[test]
fn everyone_in_the_harbour_has_the_status_its_readme_names() {
    let harbour = Harbour::read();
    let matching = harbour.run();
    let mut shown = BTreeSet::new();
    for [name, person, side, field, _] in harbour.table("status") {
        let role = if side == "junior" {
            Role::Junior
        } else {
            Role::Senior
        };
        let status = matching
            .status(person, role)
            .unwrap_or_else(|| panic!("{person} is no {side}"));
        assert_eq!(status.name(), name, "{person} as a {side}");
        let found = if let Status::Ineligible { field, .. } = status {
            field
        } else {
            ""
        };
        assert_eq!(found, field, "{person} as a {side}");
        shown.insert(name);
    }
    let all = [
        "ineligible",
        "left_out",
        "matched",
        "no_permitted_partner",
        "waitlisted",
    ];
    assert_eq!(shown, all.into(), "every status is shown");
}

#[test]
fn the_harbour_waits_for_the_reasons_its_readme_gives() {
    let matching = Harbour::read().run();
    let hall_set = |person, role| match matching.status(person, role) {
        Some(Status::Waitlisted {
            hall_set: Some(hall_set),
            ..
        }) => &matching.hall_sets()[*hall_set],
        other => panic!("{person} does not wait: {other:?}"),
    };
    let ilse = hall_set("ilse", Role::Senior);
    assert_eq!(ilse.people, ["hana".into(), "ilse".into()]);
    assert_eq!(ilse.partners, ["kim".into()]);
    let jonas = hall_set("jonas", Role::Junior);
    assert_eq!((jonas.people.len(), jonas.partners.len()), (36, 21));

    let prospects = |person, role| match matching.status(person, role) {
        Some(Status::LeftOut {
            best_score,
            threshold,
        }) => (best_score.get(), threshold.expect("a minimum").get()),
        other => panic!("{person} is not left out: {other:?}"),
    };
    assert_eq!(prospects("oskar", Role::Senior), (400_000, 450_000));
    assert_eq!(prospects("olive", Role::Junior), (399_990, 450_000));

    for (junior, senior) in [
        ("ravi", "tess"),
        ("tess", "fern"),
        ("selma", "katya"),
        ("tim", "marlow"),
        ("kim", "hana"),
    ] {
        let pair = matching
            .pair(senior, Role::Senior)
            .expect("the README names pairs");
        assert_eq!(pair.junior().as_str(), junior);
    }
}

#[test]
fn the_lottery_of_the_harbour_decides_among_four_juniors_alone() {
    let harbour = Harbour::read();
    let mut drawn: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for seed in 0..100 {
        let config = harbour.engine.config().clone().with_seed(seed);
        let matching = Harbour {
            engine: Engine::builder().config(config).build().unwrap(),
            ..Harbour::read()
        }
        .run();
        for seat in matching.seats() {
            let seat_name = format!("{} as a {}", seat.person(), seat.role());
            drawn
                .entry(seat_name)
                .or_default()
                .insert(seat.status().name());
        }
        let four = ["anouk", "emil", "emmy", "marek"];
        let paired = four
            .iter()
            .filter(|junior| matching.pair(junior, Role::Junior).is_some());
        assert_eq!(paired.count(), 3, "seed {seed}");
    }
    drawn.retain(|_, statuses| statuses.len() > 1);
    let decided: Vec<_> = drawn.into_keys().collect();
    assert_eq!(
        decided,
        ["anouk", "emil", "emmy", "marek"].map(|junior| format!("{junior} as a junior"))
    );
}

#[test]
fn the_configuration_for_organisation_charts_is_valid() {
    #[derive(serde::Deserialize)]
    struct Document {
        intake: BTreeMap<String, String>,
        engine: ConfigDocument,
    }
    let Document { intake, engine } =
        serde_json::from_str(&text(&fixture("configs/org_chart.json"))).unwrap();
    assert_eq!(
        (intake["enrol"].as_str(), intake["holders"].as_str()),
        ("everyone_ranked", "ignored")
    );
    let config = Config::try_from(engine).unwrap();
    let weights = config.scoring().weights().expect("criteria have weights");
    assert_eq!(
        weights.iter().collect::<Vec<_>>(),
        [("unit_distance", 60), ("seniority_gap", 40)]
    );
    let rules: Vec<_> = config.rules().rules().iter().map(Rule::name).collect();
    assert!(
        !rules.contains(&"same_manager") && !rules.contains(&"target_met"),
        "{rules:?}"
    );
}

#[test]
fn a_seed_draws_the_same_organisation_everywhere() {
    let shape = generate::Shape {
        seniors: 50,
        juniors: 500,
        seed: 7,
        ..generate::Shape::default()
    };
    let (organisation, programme) = generate::organisation(&shape);
    assert_eq!(
        generate::organisation(&shape),
        (organisation.clone(), programme)
    );
    let other = generate::Shape { seed: 8, ..shape };
    assert_ne!(organisation.people, generate::organisation(&other).0.people);

    // Pinned, so that a platform that draws differently is found out.
    let junior = &organisation.people[50];
    let skills: Vec<_> = junior
        .skills
        .iter()
        .map(|held| format!("{} {}", held.skill, held.proficiency))
        .collect();
    assert_eq!(junior.unit.as_deref(), Some("u0249"));
    assert_eq!(skills, ["k000 3", "k001 1", "k109 1", "k014 1", "k006 1"]);
}

#[test]
fn a_generated_programme_is_valid_and_can_be_matched() {
    let shape = generate::Shape {
        seniors: 30,
        juniors: 270,
        ..generate::Shape::default()
    };
    let (organisation, programme) = generate::organisation(&shape);
    let organisation = Organisation::try_from(organisation).expect("no row is at fault");
    let programme = programme
        .check(&organisation)
        .expect("no enrolment is at fault");
    assert_eq!(programme.participants().len(), 300);
    let engine = Engine::builder().build().unwrap();
    let matching = engine.run(&organisation, &programme).unwrap();
    assert_eq!(
        matching.pairs().len(),
        30,
        "nine juniors a senior are enough for everyone"
    );
    let _ = engine
        .verify(&organisation, &programme, &matching)
        .expect("the proof holds");
}

#[test]
fn general_electric_has_five_hundred_executives_and_five_thousand_joiners() {
    let (organisation, programme) = generate::ge_1999(1999);
    assert_eq!(organisation.people.len(), 5_500);
    let wishes = programme
        .enrolments
        .iter()
        .filter(|row| !row.targets.is_empty());
    assert_eq!(wishes.count(), 500);
    assert!(
        organisation
            .people
            .iter()
            .any(|person| person.manager.is_some())
    );
    assert!(Organisation::try_from(organisation).is_ok());
}

#[test]
fn skills_are_drawn_as_often_as_their_popularity_says() {
    let shape = generate::Shape {
        seniors: 1,
        juniors: 4_000,
        ..generate::Shape::default()
    };
    let (organisation, _) = generate::organisation(&shape);
    let mut offered: BTreeMap<&str, u32> = BTreeMap::new();
    for person in &organisation.people {
        for held in &person.skills {
            *offered.entry(&held.skill).or_default() += 1;
        }
    }
    // Juniors name five skills each, all different, so that the most popular skill falls short of its share.
    assert_eq!(offered.values().sum::<u32>(), 20_000);
    let (first, tenth) = (offered["k000"], offered["k009"]);
    assert!((5..=10).contains(&(first / tenth)), "{first} and {tenth}");
}
