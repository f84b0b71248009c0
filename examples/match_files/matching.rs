//! The matching itself: run, verified, summed up, and written out.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::IsTerminal;
use std::path::Path;

use indicatif::ProgressBar;
use reverse_mentoring::answers::Explainer;
use reverse_mentoring::intake::write_whole;
use reverse_mentoring::matching::{Engine, Matching};
use reverse_mentoring::work::Work;
use serde_json::{Value, json};

use crate::inputs::Inputs;

/// Matches, verifies and prints a summary; writes `matching.json` where a folder is given.
pub(crate) fn run(inputs: &Inputs, out: Option<&Path>) -> Result<(), Box<dyn Error + Send + Sync>> {
    let engine = Engine::builder().config(inputs.config.clone()).build()?;
    let bar = if std::io::stderr().is_terminal() {
        ProgressBar::new(0)
    } else {
        ProgressBar::hidden()
    };
    let observer = |phase: &'static str, done: u64, total: u64| {
        bar.set_message(phase);
        bar.set_length(total);
        bar.set_position(done);
    };
    let work = Work::new().with_observer(&observer);
    let matching = engine.run_with(&inputs.organisation, &inputs.programme, &work)?;
    bar.finish_and_clear();
    let verified = engine.verify(&inputs.organisation, &inputs.programme, &matching)?;

    let mut counts = BTreeMap::new();
    for seat in matching.seats() {
        *counts
            .entry((seat.role(), seat.status().name()))
            .or_insert(0_u64) += 1;
    }
    for ((role, status), count) in counts {
        println!("{count} as a {role}: {status}");
    }
    if let Some(folder) = out {
        fs::create_dir_all(folder)?;
        let path = folder.join("matching.json");
        let document = serde_json::to_string_pretty(&document(&engine, inputs, &matching)?)?;
        write_whole(&path, |file| file.write_all(document.as_bytes()))?;
        println!("written to {}", path.display());
    }
    println!(
        "{} pairs of {} permitted, total score {}, certified optimal",
        verified.pairs(),
        verified.pairs_checked(),
        verified.total()
    );
    Ok(())
}

/// The matching as a document, with the reasons behind each pair and each seat without one.
fn document(
    engine: &Engine,
    inputs: &Inputs,
    matching: &Matching,
) -> Result<Value, Box<dyn Error + Send + Sync>> {
    let explainer = Explainer::new(engine, &inputs.organisation, &inputs.programme)?;
    let of_pairs = matching.pairs().iter().filter_map(|pair| {
        let why = explainer.why(pair)?;
        Some(json!({
            "junior": pair.junior(),
            "senior": pair.senior(),
            "score": pair.score(),
            "reasons": why.reasons(),
        }))
    });
    let of_others = matching.seats().iter().filter_map(|seat| {
        let why = explainer.why_unmatched(matching, seat.person(), seat.role())?;
        Some(json!({ "person": seat.person(), "role": seat.role(), "why": why.to_string() }))
    });
    let explanations = json!({
        "pairs": of_pairs.collect::<Vec<_>>(),
        "without_a_pair": of_others.collect::<Vec<_>>(),
    });
    let mut document = serde_json::to_value(matching)?;
    document["explanations"] = explanations;
    Ok(document)
}
