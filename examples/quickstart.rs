//! Matches the organisation in `fixtures/organisations/harbour` and says why.
//!
//! Run with `cargo run --release --example quickstart`.

use std::error::Error;
use std::fs;
use std::path::Path;

use reverse_mentoring::answers::Explainer;
use reverse_mentoring::matching::{Config, Engine};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::Programme;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/organisations/harbour");
    let read = |name| fs::read_to_string(folder.join(name));

    // Who is there, who takes part, and what counts.
    let organisation = Organisation::from_json(&read("organisation.json")?)?;
    let programme = Programme::from_json(&read("programme.json")?, &organisation)?;
    let config = Config::from_json(&read("config.json")?)?;

    // The best set of pairs there is.
    let engine = Engine::builder().config(config).build()?;
    let matching = engine.run(&organisation, &programme)?;

    // Why each of them.
    let explainer = Explainer::new(&engine, &organisation, &programme)?;
    println!("Pairs\n");
    for pair in matching.pairs() {
        println!(
            "{}\n",
            explainer
                .why(pair)
                .ok_or("a pair of people who do not take part")?
        );
    }

    // What became of everyone else.
    println!("Without a pair\n");
    for seat in matching.seats() {
        if let Some(why) = explainer.why_unmatched(&matching, seat.person(), seat.role()) {
            println!("{why}");
        }
    }

    // From scratch: rules, scores, and the proof that no matching is better.
    let verified = engine.verify(&organisation, &programme, &matching)?;
    println!(
        "\n{} pairs of {} permitted, {} seats without a pair, total score {}, certified optimal",
        verified.pairs(),
        verified.pairs_checked(),
        matching.seats().len() - 2 * verified.pairs(),
        verified.total(),
    );
    Ok(())
}
