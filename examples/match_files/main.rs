//! Matches the people of an organisation given as CSV files, or counts what is wrong in them.
//!
//! ```text
//! match_files --people P.csv --departments D.csv [--memberships M.csv] [--skills S.csv]
//!             [--config C.json] [--lenient] [--out DIR] [--quality] [--threads N]
//! ```
//!
//! `--quality` prints one JSON object of counts and ends. The files are described in
//! [`reverse_mentoring::intake`]; the configuration is
//! `{ "intake": { "enrol": "by_skills", "holders": "merged" }, "engine": { … } }`, each part optional.

mod arguments;
mod inputs;
mod largest_matching;
mod matching;
mod quality;

use std::error::Error;
use std::num::NonZeroUsize;
use std::process::ExitCode;

use arguments::{Arguments, Request};
use inputs::Inputs;
use reverse_mentoring::intake::IntakeError;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&*error);
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments = match Arguments::parse(std::env::args().skip(1))? {
        Request::Help => {
            println!("{}", arguments::USAGE);
            return Ok(());
        }
        Request::Run(arguments) => arguments,
    };
    if arguments.quality {
        return quality::print(&arguments);
    }
    let inputs = Inputs::read(&arguments)?;
    for note in &inputs.notes {
        eprintln!("{note}");
    }
    println!(
        "{} people read, {} of them taking part",
        inputs.organisation.people().len(),
        inputs.programme.participants().len()
    );
    // 0 means one for each core.
    let threads = arguments.threads.map_or(0, NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?;
    let result = pool.install(|| matching::run(&inputs, arguments.out.as_deref()));
    result.map_err(|error| -> Box<dyn Error> { error })
}

/// Says what went wrong and why, every fault on its own line.
fn report(error: &(dyn Error + 'static)) {
    eprintln!("match_files: {error}");
    if let Some(IntakeError::Faults { faults, .. }) = error.downcast_ref() {
        // The message shows the first ten.
        for fault in faults.iter().skip(10) {
            eprintln!("  {fault}");
        }
    }
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because: {error}");
        cause = error.source();
    }
}
