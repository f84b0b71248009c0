//! Gives some people of `fixtures/organisations/harbour` several seats, and one of them a minimum.
//!
//! Run with `cargo run --release --example capacities`. The output is kept in `fixtures/expected/capacities.txt`.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use reverse_mentoring::answers::Explainer;
use reverse_mentoring::matching::{Config, Engine, Matching};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::{Programme, ProgrammeDocument, Role};

/// Who has how many seats on which side, and how many of them must be filled.
const SEATS: [(&str, Role, i64, i64); 5] = [
    // Hana and Ilse may meet nobody but Kim.
    ("kim", Role::Junior, 2, 0),
    ("mia", Role::Junior, 3, 0),
    ("tess", Role::Junior, 2, 0),
    // Takes part only if there are two to learn from.
    ("grace", Role::Senior, 3, 2),
    ("oskar", Role::Senior, 2, 0),
];

#[cfg_attr(
    test,
    allow(dead_code, reason = "a test includes this file for its report")
)]
fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", report()?);
    Ok(())
}

pub(crate) fn report() -> Result<String, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/organisations/harbour");
    let read = |name| fs::read_to_string(folder.join(name));
    let organisation = Organisation::from_json(&read("organisation.json")?)?;
    let config = Config::from_json(&read("config.json")?)?;
    let engine = Engine::builder().config(config).build()?;
    let mut document: ProgrammeDocument = serde_json::from_str(&read("programme.json")?)?;

    let mut text = String::new();
    let before = match_and_verify(
        &engine,
        &organisation,
        &document,
        &mut text,
        "One seat each",
    )?;
    for (person, role, capacity, minimum) in SEATS {
        set_seats(&mut document, person, role, capacity, minimum);
    }
    let after = match_and_verify(
        &engine,
        &organisation,
        &document,
        &mut text,
        "Several seats",
    )?;

    let programme = document.clone().check(&organisation)?;
    let explainer = Explainer::new(&engine, &organisation, &programme)?;
    for (person, role, ..) in SEATS {
        for pair in after.pairs_of(person, role) {
            let (junior, senior) = (pair.junior(), pair.senior());
            writeln!(text, "  {junior} teaches {senior}, score {}", pair.score())?;
        }
        if let Some(why) = explainer.why_unmatched(&after, &person.into(), role) {
            writeln!(text, "  {why}")?;
        }
    }
    for seat in before.seats() {
        let (person, role) = (seat.person().as_str(), seat.role());
        if before.pair(person, role).is_none() && after.pair(person, role).is_some() {
            writeln!(text, "  {person} as a {role} has a pair now")?;
        }
    }

    // A minimum that the permitted pairs cannot meet is refused, with the people it is about.
    set_seats(&mut document, "hana", Role::Senior, 2, 2);
    let programme: Programme = document.check(&organisation)?;
    if let Err(error) = engine.run(&organisation, &programme) {
        writeln!(text, "\nA minimum too many\n  {error}")?;
    }
    Ok(text)
}

fn set_seats(document: &mut ProgrammeDocument, person: &str, role: Role, seats: i64, minimum: i64) {
    for row in &mut document.enrolments {
        if row.person == person {
            *row = row
                .clone()
                .with_capacity(role, seats)
                .with_minimum(role, minimum);
        }
    }
}

/// Matches, checks the proof from scratch, and writes a line of figures.
fn match_and_verify(
    engine: &Engine,
    organisation: &Organisation,
    document: &ProgrammeDocument,
    text: &mut String,
    title: &str,
) -> Result<Matching, Box<dyn Error>> {
    let programme = document.clone().check(organisation)?;
    let matching = engine.run(organisation, &programme)?;
    let verified = engine.verify(organisation, &programme, &matching)?;
    let (seniors, juniors) = (
        verified.covered(Role::Senior),
        verified.covered(Role::Junior),
    );
    writeln!(
        text,
        "{title}\n  {} pairs of {} permitted, {seniors} seniors and {juniors} juniors covered, total score {}, \
         certified optimal",
        verified.pairs(),
        verified.pairs_checked(),
        verified.total(),
    )?;
    Ok(matching)
}
