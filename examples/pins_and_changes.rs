//! Matches `fixtures/organisations/harbour` with pins, and again after each of three changes, with the fewest pairs changed.
//!
//! Only distance and seniority count here, so many matchings are equally good, and the earlier one decides between them.
//!
//! Run with `cargo run --release --example pins_and_changes`. The output is kept in `fixtures/expected/pins_and_changes.txt`.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use reverse_mentoring::UnknownKeys;
use reverse_mentoring::answers::Difference;
use reverse_mentoring::matching::{Config, Engine, Matching, Objective, Rung};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::{PinKind, PinRow, ProgrammeDocument, Role};
use reverse_mentoring::scoring::{Criterion, Scoring};

/// Pairs that are decided before anything is matched.
const PINS: [(PinKind, &str, &str); 2] = [
    (PinKind::Forced, "tomas", "grace"),
    (PinKind::Forbidden, "emmy", "bettina"),
];

const JOINS_LATE: &str = "hugo";
const LEAVES: &str = "tess";
/// Does not want the junior of the first matching after that.
const DECLINES: &str = "celia";

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
    let scoring = Scoring::builder()
        .criterion(Criterion::unit_distance(), 60)
        .criterion(Criterion::seniority_gap(), 40)
        .build()?;
    let ladder = [
        Rung::SeniorsCovered,
        Rung::EveryoneCovered,
        Rung::Total,
        Rung::FewestChanges,
    ];
    let config = Config::from_json(&read("config.json")?)?
        .with_scoring(scoring)
        .with_objective(Objective::new(ladder)?);
    let programme: ProgrammeDocument = serde_json::from_str(&read("programme.json")?)?;
    let mut season = Season {
        // Another draw of the lottery, to see what matching from nothing would change.
        anew: engine(config.clone().with_seed(2027))?,
        engine: engine(config)?,
        organisation,
        programme,
        text: String::new(),
    };

    let late: Vec<_> = season
        .programme
        .enrolments
        .extract_if(.., |row| row.person == JOINS_LATE)
        .collect();
    for (kind, junior, senior) in PINS {
        season.pin(kind, junior, senior);
    }
    let first = season.match_for_the_first_time()?;

    season.programme.enrolments.extend(late);
    let second = season.match_again(&format!("{JOINS_LATE} joins late"), &first)?;

    season
        .programme
        .enrolments
        .retain(|row| row.person != LEAVES);
    let third = season.match_again(&format!("{LEAVES} leaves"), &second)?;

    let declined = third.pair(DECLINES, Role::Senior);
    let declined = declined.ok_or("nobody to decline")?.junior().to_string();
    season.pin(PinKind::Forbidden, &declined, DECLINES);
    let _ = season.match_again(&format!("{DECLINES} declines {declined}"), &third)?;
    Ok(season.text)
}

fn engine(config: Config) -> Result<Engine, Box<dyn Error>> {
    Ok(Engine::builder().config(config).build()?)
}

/// A programme that changes, and the report of it.
struct Season {
    engine: Engine,
    anew: Engine,
    organisation: Organisation,
    programme: ProgrammeDocument,
    text: String,
}

impl Season {
    fn pin(&mut self, kind: PinKind, junior: &str, senior: &str) {
        self.programme.pins.push(PinRow {
            junior: junior.to_owned(),
            senior: senior.to_owned(),
            kind,
            unknown: UnknownKeys::default(),
        });
    }

    fn match_for_the_first_time(&mut self) -> Result<Matching, Box<dyn Error>> {
        let programme = self.programme.clone().check(&self.organisation)?;
        let matching = self.engine.run(&self.organisation, &programme)?;
        let verified = self
            .engine
            .verify(&self.organisation, &programme, &matching)?;
        writeln!(
            self.text,
            "At first\n  {} pairs of {} permitted, total score {}, certified optimal",
            verified.pairs(),
            verified.pairs_checked(),
            verified.total(),
        )?;
        for pin in programme.pins() {
            let (junior, senior) = (
                self.organisation[pin.junior()].id(),
                self.organisation[pin.senior()].id(),
            );
            writeln!(self.text, "  {junior} and {senior} are {pin}")?;
        }
        Ok(matching)
    }

    /// Matches again, checks the proof from scratch, and writes what changes.
    fn match_again(&mut self, why: &str, earlier: &Matching) -> Result<Matching, Box<dyn Error>> {
        let programme = self.programme.clone().check(&self.organisation)?;
        let (organisation, programme) = (&self.organisation, &programme);
        let matching = self.engine.run_after(organisation, programme, earlier)?;
        let verified = self.engine.verify(organisation, programme, &matching)?;
        let anew = Difference::between(earlier, &self.anew.run(organisation, programme)?);
        writeln!(
            self.text,
            "\n{why}\n  {} pairs, total score {}, {} changes, certified fewest (anew there would be {})",
            verified.pairs(),
            verified.total(),
            verified.changes().unwrap_or_default(),
            anew.gained().len() + anew.lost().len(),
        )?;
        for line in Difference::between(earlier, &matching).to_string().lines() {
            writeln!(self.text, "  {line}")?;
        }
        Ok(matching)
    }
}
