//! Generates a seeded organisation, matches it exactly, and prints one line of JSON.
//!
//! ```text
//! scale --seniors M --juniors N [--zipf Z] [--seed S] [--threads T] [--policy default|full] [--audit yes|no]
//! ```
//!
//! An audit looks at every pair once more when all is done; its seconds are not in the total.
//! The full policy has eleven criteria of all shapes, rules of every kind, and one to three seats for everybody. On a
//! terminal a bar tells how far it is; Ctrl-C stops it.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use peak_alloc::PeakAlloc;
use reverse_mentoring::matching::{Config, Engine, Pairing};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::work::{CancelToken, Work};
use serde_json::json;

#[path = "../tests/support/full_policy.rs"]
mod full_policy;
#[path = "../tests/support/generate.rs"]
mod generate;
#[path = "../tests/support/random.rs"]
mod random;

/// Counts what is allocated, to tell what a pairing takes beyond the organisation.
#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

const USAGE: &str = "usage: scale --seniors M --juniors N [--zipf Z] [--seed S] [--threads T] [--policy default|full] [--audit yes|no]";

struct Arguments {
    shape: generate::Shape,
    threads: usize,
    /// The full policy, not the default one.
    full: bool,
    /// Whether every pair is looked at in the end.
    audited: bool,
}

fn main() -> ExitCode {
    let run = || -> Result<(), Box<dyn Error + Send + Sync>> {
        let arguments = parse(std::env::args().skip(1))?;
        let token = CancelToken::new();
        let stop = token.clone();
        ctrlc::set_handler(move || stop.cancel())?;
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(arguments.threads)
            .build()?;
        let line = pool.install(|| measure(&arguments, &token))?;
        println!("{line}");
        Ok(())
    };
    run().map_or_else(
        |error| {
            eprintln!("{error}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

fn parse(
    mut arguments: impl Iterator<Item = String>,
) -> Result<Arguments, Box<dyn Error + Send + Sync>> {
    let mut shape = generate::Shape {
        seniors: 0,
        juniors: 0,
        ..generate::Shape::default()
    };
    let mut threads = 0;
    let (mut full, mut audited) = (false, false);
    while let Some(flag) = arguments.next() {
        let value = arguments
            .next()
            .ok_or_else(|| format!("{flag} has no value\n{USAGE}"))?;
        let number = || {
            value
                .parse::<usize>()
                .map_err(|_| format!("{flag} is \"{value}\", expected a number"))
        };
        let either = |no: &str, yes: &str| match value.as_str() {
            word if word == no => Ok(false),
            word if word == yes => Ok(true),
            _ => Err(format!(
                "{flag} is \"{value}\", expected \"{no}\" or \"{yes}\""
            )),
        };
        match flag.as_str() {
            "--seniors" => shape.seniors = number()?,
            "--juniors" => shape.juniors = number()?,
            "--zipf" => shape.zipf = value.parse()?,
            "--seed" => shape.seed = value.parse()?,
            "--threads" => threads = number()?,
            "--policy" => full = either("default", "full")?,
            "--audit" => audited = either("no", "yes")?,
            _ => return Err(format!("unknown flag {flag}\n{USAGE}").into()),
        }
    }
    if shape.seniors == 0 || shape.juniors == 0 {
        return Err(USAGE.into());
    }
    Ok(Arguments {
        shape,
        threads,
        full,
        audited,
    })
}

fn measure(
    Arguments {
        shape,
        full,
        audited,
        ..
    }: &Arguments,
    token: &CancelToken,
) -> Result<serde_json::Value, Box<dyn Error + Send + Sync>> {
    let start = Instant::now();
    let (mut organisation, mut programme) = generate::organisation(shape);
    let mut config = Config::default();
    if *full {
        full_policy::enrich(shape.seed, &mut organisation, &mut programme);
        config = full_policy::config();
    }
    let organisation = Organisation::try_from(organisation)?;
    let programme = programme.check(&organisation)?;
    let generate = start.elapsed().as_secs_f64();

    // The first report of a phase is when it begins.
    let begins = Mutex::new(BTreeMap::new());
    let bar = bar()?;
    let observer = |phase: &'static str, done: u64, total: u64| {
        bar.set_message(phase);
        bar.set_length(total);
        bar.set_position(done);
        begins
            .lock()
            .expect("nobody panics while holding it")
            .entry(phase)
            .or_insert_with(Instant::now);
    };
    let engine = Engine::builder().config(config).build()?;
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    let start = Instant::now();
    let work = Work::new()
        .with_observer(&observer)
        .with_cancel_token(token);
    let pairing = engine.pairing_with(&organisation, &programme, &work)?;
    let total = start.elapsed().as_secs_f64();
    let beyond = ALLOCATED.peak_usage().saturating_sub(before);
    let begin = |phase| {
        let begins = begins.lock().expect("nobody panics while holding it");
        let begin = begins.get(phase);
        begin.map_or(total, |begin| begin.duration_since(start).as_secs_f64())
    };
    let indexed = begin("indexing candidates");
    let asked = begin("reading costs");
    let listed = begin("reducing rows");
    let solved = begin("checking the proof");
    let start = Instant::now();
    if *audited {
        engine.audit_pairing_with(&organisation, &programme, &pairing, &work)?;
    }
    let audit = audited.then(|| start.elapsed().as_secs_f64());
    bar.finish_and_clear();

    Ok(json!({
        "people": organisation.people().len(),
        "pairs_possible": shape.seniors as u64 * shape.juniors as u64,
        "matched": pairing.pairs().len(),
        "total": pairing.total(),
        "seconds": {
            "generate": generate,
            "compile": indexed,
            "index": asked - indexed,
            "lists": listed - asked,
            "solve": solved - listed,
            "verify": total - solved,
            "total": total,
            "audit": audit,
        },
        "peak_rss_mib": peak_rss_mib(),
        "organisation_mib": before >> 20,
        "beyond_it_mib": beyond >> 20,
        "renewals": pairing.renewals(),
        "certified": true,
        "hash": format!("{:016x}", hash(&pairing)),
    }))
}

/// A bar where somebody looks on.
fn bar() -> Result<ProgressBar, Box<dyn Error + Send + Sync>> {
    if !std::io::stderr().is_terminal() {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{msg:24} {wide_bar} {pos}/{len}")?;
    Ok(ProgressBar::new(0).with_style(style))
}

/// FNV-1a over the ids of all pairs.
fn hash(pairing: &Pairing) -> u64 {
    let ids = pairing
        .pairs()
        .iter()
        .flat_map(|pair| [pair.junior().as_str(), pair.senior().as_str()]);
    let bytes = ids.flat_map(|id| id.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The largest resident set so far, where the system tells.
fn peak_rss_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kib / 1024)
}
