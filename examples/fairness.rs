//! Makes a season of `fixtures/organisations/harbour` fairer, step by step, and says what each step costs.
//!
//! The worst-off pair is made as good as can be, those who waited last year come first, the quay has a floor and the tower a cap.
//!
//! Run with `cargo run --release --example fairness`. The output is kept in `fixtures/expected/fairness.txt`.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use reverse_mentoring::answers::Explainer;
use reverse_mentoring::matching::{Config, Engine, Objective, Pair, Rung, WorstOff};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::{GroupRow, ProgrammeDocument, Role};
use reverse_mentoring::scoring::{Criterion, Scoring};

/// Who had no pair last year, and the year before.
const WAITED: [(&str, Role, i64); 4] = [
    ("ilse", Role::Senior, 1),
    ("jonas", Role::Junior, 2),
    ("inga", Role::Junior, 1),
    ("katya", Role::Junior, 1),
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
    // Reach and seniority alone, without a minimum score: whoever may meet somebody has a chance.
    let scoring = Scoring::builder()
        .criterion(Criterion::unit_distance(), 60)
        .criterion(Criterion::seniority_gap(), 40)
        .build()?;
    let mut season = Season {
        organisation: Organisation::from_json(&read("organisation.json")?)?,
        config: Config::from_json(&read("config.json")?)?.with_scoring(scoring),
        programme: serde_json::from_str(&read("programme.json")?)?,
        text: String::new(),
        total: None,
    };
    season.run(
        "The most for everybody together",
        &[Rung::EveryoneCovered, Rung::Total],
    )?;
    season.run(
        "No pair worse than it need be",
        &[Rung::EveryoneCovered, Rung::WorstOff, Rung::Total],
    )?;

    for row in &mut season.programme.enrolments {
        for (person, role, cycles) in WAITED {
            if row.person == person {
                *row = row.clone().waited(role, cycles);
            }
        }
    }
    let fair = [
        Rung::LongestWaiting,
        Rung::EveryoneCovered,
        Rung::WorstOff,
        Rung::Total,
    ];
    season.run("Whoever has waited comes first", &fair)?;

    let quay = GroupRow::new("on the quay", Role::Junior)
        .with_attribute("site", Some("quay"))
        .with_floor(11);
    let tower = GroupRow::new("in the tower", Role::Junior)
        .with_attribute("site", Some("tower"))
        .with_cap(3);
    season.programme.groups.extend([quay, tower]);
    season.run("A floor for the quay and a cap for the tower", &fair)?;

    // What cannot be is refused, with the reason.
    season.programme.groups[0].floor = 40;
    season.refused("A floor above the seats")?;
    season.programme.groups[0].floor = 14;
    season.refused("A floor that rules stand against")?;
    let shared = GroupRow::new("night shift", Role::Junior).with_member("inga");
    season.programme.groups[0].floor = 11;
    season.programme.groups.push(shared.with_cap(1));
    season.refused("Groups that overlap")?;
    Ok(season.text)
}

/// A programme whose terms change, and the report of it.
struct Season {
    organisation: Organisation,
    config: Config,
    programme: ProgrammeDocument,
    text: String,
    /// The total without any fairness.
    total: Option<i64>,
}

impl Season {
    fn engine(&self, ladder: &[Rung]) -> Result<Engine, Box<dyn Error>> {
        let objective = Objective::new(ladder.iter().copied())?;
        let config = self.config.clone().with_objective(objective);
        Ok(Engine::builder().config(config).build()?)
    }

    /// Matches, checks the proofs from scratch, and writes what it is like.
    fn run(&mut self, title: &str, ladder: &[Rung]) -> Result<(), Box<dyn Error>> {
        let engine = self.engine(ladder)?;
        let programme = self.programme.clone().check(&self.organisation)?;
        let matching = engine.run(&self.organisation, &programme)?;
        let verified = engine.verify(&self.organisation, &programme, &matching)?;
        let free = *self.total.get_or_insert(verified.total());
        let scores = matching.pairs().iter().map(Pair::score);
        writeln!(
            self.text,
            "{title}\n  {} pairs, worst score {}, total {}, certified optimal; the price of fairness is {}",
            verified.pairs(),
            scores
                .min()
                .map_or("none".to_owned(), |score| score.to_string()),
            verified.total(),
            free - verified.total(),
        )?;
        if let Some(least) = matching.worst_off().map(WorstOff::score) {
            writeln!(
                self.text,
                "  no matching of as many has a worst pair above {least}"
            )?;
        }
        let explainer = Explainer::new(&engine, &self.organisation, &programme)?;
        for (person, role, _) in WAITED {
            match explainer.why_unmatched(&matching, &person.into(), role) {
                Some(why) => writeln!(self.text, "  {why}")?,
                None => writeln!(self.text, "  {person} as a {role}: has a pair")?,
            }
        }
        for group in programme.groups() {
            let members = group.members().iter();
            let pairs: usize = members
                .map(|&person| {
                    let person = self.organisation[person].id().as_str();
                    matching.pairs_of(person, group.role()).count()
                })
                .sum();
            writeln!(
                self.text,
                "  group {:?}: {} {}s, {pairs} pairs, at least {} and at most {}",
                group.name(),
                group.members().len(),
                group.role(),
                group.floor(),
                group.cap().map_or("any".to_owned(), |cap| cap.to_string()),
            )?;
        }
        Ok(())
    }

    /// Writes why a programme is refused.
    fn refused(&mut self, title: &str) -> Result<(), Box<dyn Error>> {
        let engine = self.engine(&[Rung::EveryoneCovered, Rung::Total])?;
        let error = match self.programme.clone().check(&self.organisation) {
            Ok(programme) => match engine.run(&self.organisation, &programme) {
                Ok(_) => "nothing is wrong".to_owned(),
                Err(error) => error.to_string(),
            },
            Err(error) => error.to_string(),
        };
        writeln!(self.text, "{title}\n  {error}")?;
        Ok(())
    }
}
