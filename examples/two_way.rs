//! A two-way exchange: both sides teach, and the junior carries a share of every score.
//!
//! Run with `cargo run --release --example two_way`.

use std::error::Error;
use std::fs;
use std::path::Path;

use reverse_mentoring::answers::Explainer;
use reverse_mentoring::matching::{Config, Engine};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::Programme;

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", report()?);
    Ok(())
}

/// Matches the organisation in `fixtures/organisations/exchange`, and says who learns how much from whom.
pub(crate) fn report() -> Result<String, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/organisations/exchange");
    let read = |name| fs::read_to_string(folder.join(name));
    let organisation = Organisation::from_json(&read("organisation.json")?)?;
    let programme = Programme::from_json(&read("programme.json")?, &organisation)?;
    let config = Config::from_json(&read("config.json")?)?;
    let engine = Engine::builder().config(config).build()?;
    let matching = engine.run(&organisation, &programme)?;
    let explainer = Explainer::new(&engine, &organisation, &programme)?;

    let mut lines = Vec::new();
    for pair in matching.pairs() {
        let why = explainer.why(pair).ok_or("both take part")?;
        let (teaching, score) = (why.breakdown().teaching().get(), why.score().get());
        lines.push(format!("{why}"));
        lines.push(format!(
            "  what the senior learns carries {} % of the score\n",
            100 * teaching / score
        ));
    }
    for seat in matching.seats() {
        let why = explainer.why_unmatched(&matching, seat.person(), seat.role());
        lines.extend(why.map(|why| why.to_string()));
    }
    let verified = engine.verify(&organisation, &programme, &matching)?;
    let (pairs, total) = (verified.pairs(), verified.total());
    lines.push(format!(
        "\n{pairs} pairs, total score {total}, certified optimal\n"
    ));
    Ok(lines.join("\n"))
}
