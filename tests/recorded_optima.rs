//! Programmes and assignment problems too large for brute force, against the answers of another solver.
//!
//! `HiGHS` found them, by `support/highs.py`, from what `the_problems_are_written_for_another_solver` writes.

mod support;

#[path = "support/small_programme.rs"]
mod small_programme;
use support::random;

use std::fmt::Write as _;

use random::Random;
use reverse_mentoring::Error;
use reverse_mentoring::assignment::{
    Column, CostSource, LimitsError, Row, solve_max_within, verify_within,
};
use reverse_mentoring::matching::{Matching, Objective, Rung, WorstOff};
use reverse_mentoring::programme::{PinKind, Role};
use serde_json::{Value, json};
use small_programme::Case;
use support::seats::{Instance, Shape, instance};

const LADDERS: u64 = 120;
const GROUPS: u64 = 60;

/// A programme of up to 40 people a side with up to three seats each, and an earlier matching of the same people.
///
/// By seed: every ladder of coverage; every other one with minima, pins or the worst-off pair; every third after the earlier matching.
fn programme(seed: u64) -> (Case, Option<Case>) {
    let mut random = Random::new(40_000 + seed);
    let case = Case::draw_up_to(&mut random, 40, 3, seed % 4 == 1);
    let mut ladder = case.objective.rungs().to_vec();
    let mut case = match seed % 4 {
        2 => case.with_random_pins(&mut random),
        3 => {
            let total = ladder.len() - 1;
            ladder.insert(total, Rung::WorstOff);
            case
        }
        _ => case,
    };
    let earlier = seed.is_multiple_of(3).then(|| {
        ladder.push(Rung::FewestChanges);
        earlier(&case, &mut random)
    });
    case.objective = Objective::new(ladder).expect("served");
    (case, earlier)
}

/// The same people, of whom some pairs were made by pins and no other could be.
fn earlier(case: &Case, random: &mut Random) -> Case {
    let mut pins = Vec::new();
    let mut left = case.capacities.clone();
    for (senior, scores) in case.scores.iter().enumerate() {
        for (junior, score) in scores.iter().enumerate() {
            if score.is_some() && left[0][junior] > 0 && left[1][senior] > 0 && random.once_in(4) {
                left[0][junior] -= 1;
                left[1][senior] -= 1;
                pins.push((junior, senior, PinKind::Forced));
            }
        }
    }
    let is_pinned = |junior, senior| pins.contains(&(junior, senior, PinKind::Forced));
    let scores = case.scores.iter().enumerate().map(|(senior, scores)| {
        let scores = scores.iter().enumerate();
        let kept = scores.map(|(junior, score)| score.filter(|_| is_pinned(junior, senior)));
        kept.collect()
    });
    Case {
        scores: scores.collect(),
        minima: case.minima.clone().map(|minima| vec![0; minima.len()]),
        objective: Objective::default(),
        pins,
        ..case.clone()
    }
}

/// What each rung of the ladder comes to, with a comma between.
fn told(case: &Case, matching: &Matching) -> String {
    let covered = |role| {
        let seats = matching.seats().iter();
        let of_role = seats.filter(|seat| seat.role() == role && seat.status().name() == "matched");
        of_role.count() as u64
    };
    let rungs = case.objective.rungs().iter().map(|rung| match rung {
        Rung::SeniorsCovered => covered(Role::Senior).to_string(),
        Rung::EveryoneCovered => (covered(Role::Senior) + covered(Role::Junior)).to_string(),
        Rung::WorstOff => matching
            .worst_off()
            .map(WorstOff::score)
            .map_or("none".into(), |it| it.to_string()),
        Rung::Total => matching.total().to_string(),
        Rung::FewestChanges => matching
            .changes()
            .expect("after another")
            .count()
            .to_string(),
        other => panic!("{other:?}"),
    });
    rungs.collect::<Vec<_>>().join(" ")
}

fn answer(seed: u64) -> String {
    let (case, earlier) = programme(seed);
    let (organisation, programme, engine) = case.build();
    let matching = match earlier {
        None => engine.run(&organisation, &programme),
        Some(earlier) => {
            let (organisation_before, programme_before, engine_before) = earlier.build();
            let before = engine_before.run(&organisation_before, &programme_before);
            engine.run_after(&organisation, &programme, &before.expect("pins alone"))
        }
    };
    match matching {
        Ok(matching) => {
            let verified = engine.verify(&organisation, &programme, &matching);
            let _ = verified.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            told(&case, &matching)
        }
        Err(Error::MinimaNotMet { .. }) => "infeasible".to_owned(),
        Err(error) => panic!("seed {seed}: {error}"),
    }
}

/// A problem of up to 40 rows and columns with up to three seats each, minima, floors and caps.
fn problem(seed: u64) -> Instance {
    let shape = Shape {
        side: 40,
        capacity: 3,
        minima: seed.is_multiple_of(2),
        groups: true,
        exits: false,
        goals: false,
        tight: false,
    };
    instance(&mut Random::new(50_000 + seed), shape)
}

fn answer_of_problem(seed: u64) -> String {
    let Instance { costs, limits } = problem(seed);
    match solve_max_within(&costs, &limits) {
        Ok(assignment) => {
            let verified = verify_within(&costs, &limits, &assignment);
            let verified = verified.unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            format!("{} {}", verified.pairs(), verified.total_cost())
        }
        Err(LimitsError::Infeasible { bottleneck }) => {
            assert!(bottleneck.holds(&costs, &limits), "seed {seed}");
            "infeasible".to_owned()
        }
        Err(error) => panic!("seed {seed}: {error}"),
    }
}

/// The answers on record, by what they are of and the seed.
fn record() -> Vec<(String, u64, String)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/assignment/highs.csv");
    let text = std::fs::read_to_string(path).expect("the record is there");
    let lines = text.lines().skip(1);
    let record = lines.map(|line| {
        let mut cells = line.splitn(3, ',').map(str::to_owned);
        let mut cell = || cells.next().expect("three cells");
        (cell(), cell().parse().expect("a seed"), cell())
    });
    record.collect()
}

#[test]
fn every_ladder_comes_to_what_another_solver_finds() {
    let (mut checked, mut infeasible) = (0, 0);
    for (of, seed, expected) in record().into_iter().filter(|entry| entry.0 == "programme") {
        assert_eq!(answer(seed), expected, "{of} {seed}");
        checked += 1;
        infeasible += usize::from(expected == "infeasible");
    }
    assert_eq!(checked, LADDERS);
    assert!((1..20).contains(&infeasible), "{infeasible}");
}

#[test]
fn groups_and_minima_come_to_what_another_solver_finds() {
    let (mut checked, mut infeasible) = (0, 0);
    for (of, seed, expected) in record().into_iter().filter(|entry| entry.0 == "problem") {
        assert_eq!(answer_of_problem(seed), expected, "{of} {seed}");
        checked += 1;
        infeasible += usize::from(expected == "infeasible");
    }
    assert_eq!(checked, GROUPS);
    assert!((1..40).contains(&infeasible), "{infeasible}");
}

fn programme_as_json(seed: u64) -> Value {
    let (case, earlier) = programme(seed);
    let place = |pin: &(usize, usize, PinKind)| json!([pin.0, pin.1, pin.2.is_made()]);
    let rungs = case.objective.rungs().iter().map(|rung| rung.name());
    json!({
        "of": "programme",
        "seed": seed,
        "scores": case.scores,
        "capacities": case.capacities,
        "minima": case.minima,
        "pins": case.pins.iter().map(place).collect::<Vec<_>>(),
        "ladder": rungs.collect::<Vec<_>>(),
        "earlier": earlier.map(|earlier| earlier.pins.iter().map(place).collect::<Vec<_>>()),
    })
}

fn problem_as_json(seed: u64) -> Value {
    let Instance { costs, limits } = problem(seed);
    let count = |side: usize| u32::try_from(side).expect("small");
    let rows = || (0..count(costs.rows())).map(Row::from);
    let columns = || (0..count(costs.columns())).map(Column::from);
    let table: Vec<Vec<Option<i64>>> = rows()
        .map(|row| columns().map(|column| costs.cost(row, column)).collect())
        .collect();
    let of_rows = limits.row_groups().iter().map(|group| {
        let members: Vec<usize> = group.members().iter().map(|row| row.index()).collect();
        json!([members, group.floor(), group.cap()])
    });
    let of_columns = limits.column_groups().iter().map(|group| {
        let members: Vec<usize> = group
            .members()
            .iter()
            .map(|column| column.index())
            .collect();
        json!([members, group.floor(), group.cap()])
    });
    json!({
        "of": "problem",
        "seed": seed,
        "columns": costs.columns(),
        "costs": table,
        "capacities": [
            columns().map(|column| limits.column_seats(column)).collect::<Vec<_>>(),
            rows().map(|row| limits.row_seats(row)).collect::<Vec<_>>(),
        ],
        "minima": [
            columns().map(|column| limits.column_minimum(column)).collect::<Vec<_>>(),
            rows().map(|row| limits.row_minimum(row)).collect::<Vec<_>>(),
        ],
        "groups": [of_columns.collect::<Vec<_>>(), of_rows.collect::<Vec<_>>()],
    })
}

#[test]
#[ignore = "writes a file for another solver; tests/README.md"]
fn the_problems_are_written_for_another_solver() {
    let path = std::env::var("REVERSE_MENTORING_PROBLEMS").expect("names the file to write");
    let mut text = String::new();
    let programmes = (0..LADDERS).map(programme_as_json);
    for problem in programmes.chain((0..GROUPS).map(problem_as_json)) {
        writeln!(text, "{problem}").expect("a string grows");
    }
    std::fs::write(path, text).expect("the file can be written");
}
