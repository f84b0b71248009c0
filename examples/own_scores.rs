//! A platform brings its own scores: the rules still hold, and the result is as exact and as certified.
//!
//! Run with `cargo run --release --example own_scores`.

use std::error::Error;

use reverse_mentoring::matching::{Config, Engine};
use reverse_mentoring::model::{Organisation, PersonRow};
use reverse_mentoring::programme::{EnrolmentRow, Programme};
use reverse_mentoring::rules::{Rule, RuleSet};
use reverse_mentoring::scoring::{OwnScores, Scoring};

fn main() -> Result<(), Box<dyn Error>> {
    let mut organisation = Organisation::builder().unit("company", None);
    for (person, manager, level) in [
        ("grace", None, 8),
        ("alan", None, 7),
        ("ada", Some("grace"), 2),
        ("linus", None, 3),
        ("tim", None, 1),
    ] {
        let row = PersonRow::new(person).in_unit("company").at_level(level);
        organisation = organisation.person(match manager {
            Some(manager) => row.reporting_to(manager),
            None => row,
        });
    }
    let organisation = organisation.build()?;

    let mut programme = Programme::builder();
    for senior in ["grace", "alan"] {
        programme = programme.enrol(EnrolmentRow::senior(senior));
    }
    for junior in ["ada", "linus", "tim"] {
        programme = programme.enrol(EnrolmentRow::junior(junior));
    }
    let programme = programme.build(&organisation)?;

    // What the platform's own model says of each junior (down) and senior (across).
    let scores = OwnScores::float_matrix(
        ["ada", "linus", "tim"],
        ["grace", "alan"],
        vec![
            Some(0.93),
            Some(0.40), // Ada suits Grace best, but reports to her: no score can change that.
            Some(0.55),
            Some(0.61),
            Some(0.20),
            None, // The platform does not want this pair.
        ],
    )?;
    let config = Config::default()
        .with_rules(RuleSet::new([Rule::level_gap(1, None)])?)
        .with_scoring(Scoring::own(scores));
    let engine = Engine::builder().config(config).build()?;

    let matching = engine.run(&organisation, &programme)?;
    let grid = matching.resolution().ok_or("the scores are floats")?;
    for pair in matching.pairs() {
        let score = grid.restore(pair.score().get().into());
        println!("{} teaches {}, score {score}", pair.junior(), pair.senior());
    }
    for seat in matching.seats() {
        println!(
            "{} as a {}: {}",
            seat.person(),
            seat.role(),
            seat.status().name()
        );
    }
    let verified = engine.verify(&organisation, &programme, &matching)?;
    let total = grid.restore(verified.total().into());
    println!(
        "{} pairs, total score {total:.2}, certified optimal",
        verified.pairs()
    );
    Ok(())
}
