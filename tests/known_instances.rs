//! Published problems, each with its source and its optimum, reproduced and certified.

mod support;

use std::fs;
use std::path::Path;

use reverse_mentoring::assignment::{DenseCosts, Limits, SparseCosts, solve_within, verify_within};
use reverse_mentoring::matching::{Config, Engine, Objective, Rung};
use reverse_mentoring::model::{Organisation, OrganisationBuilder, PersonRow};
use reverse_mentoring::programme::{EnrolmentRow, Programme, ProgrammeBuilder, Role};
use reverse_mentoring::rules::{Rule, RuleSet};
use reverse_mentoring::scoring::{OwnScores, Scoring};
use support::{assert_certified, assert_max_certified, third_party_data};

type Skills = std::collections::BTreeSet<String>;

/// The lines of a CSV file without quoted fields, as fields, the header left out.
fn records(file: &Path) -> Vec<Vec<String>> {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines()
        .skip(1)
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

/// The file, its number of rows and columns, and its optimum, for each line of a manifest.
fn manifest(folder: &Path) -> Vec<(String, usize, usize, i128)> {
    let number = |field: &str| field.parse().expect("a number");
    let entry = |fields: Vec<String>| {
        (
            fields[0].clone(),
            number(&fields[1]),
            number(&fields[2]),
            fields[4].parse().expect("an optimum"),
        )
    };
    records(&folder.join("manifest.csv"))
        .into_iter()
        .map(entry)
        .collect()
}

/// Multi-object tracking problems of lapsolver 1.1.0 (C. Heindl, J. Valmadre); see the folder's README.
#[test]
fn tracking_problems_with_forbidden_pairs_reach_their_optima() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/assignment/lapsolver-tracking");
    let manifest = manifest(&folder);
    assert_eq!(manifest.len(), 6);
    for (file, rows, columns, optimum) in manifest {
        let pairs = records(&folder.join(&file)).into_iter().map(|fields| {
            let index = |field: &str| field.parse::<u32>().expect("an index");
            (
                index(&fields[0]).into(),
                index(&fields[1]).into(),
                fields[2].parse().expect("a cost"),
            )
        });
        let costs = SparseCosts::try_from_pairs(rows, columns, pairs).expect("valid pairs");
        assert_eq!(assert_certified(&costs).total_cost(), optimum, "{file}");
        assert_eq!(assert_max_certified(&costs).total_cost(), optimum, "{file}");
    }
}

/// J. E. Beasley, "Linear programming on Cray supercomputers", Journal of the Operational Research
/// Society 41 (1990), pp. 133-139: assign100 to assign700 of the OR-Library.
#[test]
fn or_library_problems_reach_their_optima() {
    let Some(folder) = third_party_data("or-library-assign") else {
        return;
    };
    let manifest = manifest(&folder);
    assert_eq!(manifest.len(), 5);
    for (file, rows, columns, optimum) in manifest {
        let text = fs::read_to_string(folder.join(&file)).expect("the file of the manifest");
        let costs = text
            .split_whitespace()
            .skip(1)
            .map(|number| number.parse::<u8>().expect("a cost of at most 100"));
        let costs =
            DenseCosts::try_new(rows, columns, costs.collect()).expect("rows times columns costs");
        assert_eq!(assert_certified(&costs).total_cost(), optimum, "{file}");
    }
}

/// Stack Overflow Annual Developer Survey 2023 (Open Database License 1.0): respondents with little experience teach
/// others with much, and a pair scores the skills that the one has and the other lacks and wants.
#[test]
fn a_matrix_of_counts_from_a_survey_reaches_its_optimum() {
    let Some(folder) = third_party_data("stackoverflow-survey-2023") else {
        return;
    };
    let text = fs::read_to_string(folder.join("respondents.csv")).expect("the respondents");
    let mut lines = text.lines().map(fields);
    let header = lines.next().expect("a header");
    let at = |name: &str| {
        header
            .iter()
            .position(|field| field == name)
            .expect("a column of the survey")
    };
    let (level, have, want) = (at("level_rank"), at("skills_have"), at("skills_want"));
    let (mut juniors, mut seniors) = (Vec::new(), Vec::new());
    for person in lines {
        let skills = |at: usize| person[at].split(';').map(str::to_owned).collect::<Skills>();
        match person[level].as_str() {
            "1" | "2" => juniors.push(skills(have)),
            "4" | "5" => seniors.push(&skills(want) - &skills(have)),
            _ => {}
        }
    }
    let count = |senior: &Skills, junior: &Skills| {
        i32::try_from(senior.intersection(junior).count()).unwrap()
    };
    // Scores are maximised, costs minimised.
    let costs = seniors
        .iter()
        .flat_map(|senior| juniors.iter().map(move |junior| -count(senior, junior)));
    let costs =
        DenseCosts::try_new(seniors.len(), juniors.len(), costs.collect()).expect("a full matrix");
    let oracle: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("oracle.json")).expect("the optima"))
            .expect("JSON");
    assert_eq!(seniors.len() as u64, oracle["mentees"]);
    assert_eq!(juniors.len() as u64, oracle["mentors"]);
    let total = i64::try_from(-assert_certified(&costs).total_cost()).expect("a small total");
    assert_eq!(oracle["optimum_mentor_capacity_1"], total);
    for capacity in 1..=3 {
        let limits = Limits::builder(seniors.len(), juniors.len())
            .with_column_capacities(std::iter::repeat_n(capacity, juniors.len()))
            .build()
            .expect("one capacity for each junior");
        let assignment = solve_within(&costs, &limits).expect("every senior can be served");
        let verified = verify_within(&costs, &limits, &assignment).expect("a certified answer");
        let total = i64::try_from(-verified.total_cost()).expect("a small total");
        assert_eq!(oracle[format!("optimum_mentor_capacity_{capacity}")], total);
        let found = total_of_the_engine(&seniors, &juniors, capacity.into(), count);
        assert_eq!(oracle[format!("optimum_mentor_capacity_{capacity}")], found);
    }
}

/// Matches with scores of one's own, one seat for each senior and some for each junior.
fn total_of_the_engine(
    seniors: &[Skills],
    juniors: &[Skills],
    capacity: i64,
    score: impl Fn(&Skills, &Skills) -> i32,
) -> i64 {
    let ids = |side: char, people: &[Skills]| -> Vec<String> {
        (0..people.len()).map(|at| format!("{side}{at}")).collect()
    };
    let (senior_ids, junior_ids) = (ids('s', seniors), ids('j', juniors));
    let people = senior_ids.iter().chain(&junior_ids).map(PersonRow::new);
    let organisation = people.fold(Organisation::builder(), OrganisationBuilder::person);
    let organisation = organisation.build().expect("nothing but ids");
    let rows = senior_ids.iter().map(EnrolmentRow::senior);
    let rows = rows.chain(
        junior_ids
            .iter()
            .map(|junior| EnrolmentRow::junior(junior).with_capacity(Role::Junior, capacity)),
    );
    let programme = rows.fold(Programme::builder(), ProgrammeBuilder::enrol);
    let programme = programme.build(&organisation).expect("everybody is there");
    let scores = juniors.iter().flat_map(|junior| {
        seniors
            .iter()
            .map(|senior| Some(score(senior, junior).into()))
    });
    let scores = OwnScores::integer_matrix(junior_ids, senior_ids, scores.collect());
    let config = Config::default()
        .with_rules(RuleSet::new([] as [Rule; 0]).expect("no rules"))
        .with_scoring(Scoring::own(scores.expect("a full matrix")))
        .with_objective(Objective::new([Rung::SeniorsCovered, Rung::Total]).expect("served"));
    let engine = Engine::builder().config(config).build().expect("sound");
    let matching = engine.run(&organisation, &programme).expect("no minima");
    let verified = engine
        .verify(&organisation, &programme, &matching)
        .expect("certified");
    assert_eq!(verified.covered(Role::Senior), seniors.len());
    verified.total()
}

/// Splits a line of CSV whose fields may be quoted.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields
                .last_mut()
                .expect("at least one field")
                .push(character),
        }
    }
    fields
}
