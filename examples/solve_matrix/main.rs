//! Solves the assignment problem in a file, and times it.
//!
//! ```text
//! cargo run --release --example solve_matrix -- FILE [REPS] [--threads N] [--verify]
//! ```
//!
//! The file is `LSAPBIN1`, OR-Library text, or CSV with the header `row,column,cost`; its content says
//! which. Each repetition prints its seconds and the objective; `--verify` checks the certificate and prints
//! `verified`. `--threads` sets how many threads there are; without it, as many as the machine has. An infeasible
//! problem ends with exit code 2 and the rows that compete on stderr.

mod read;

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use read::Matrix;
use reverse_mentoring::assignment::{AssignmentError, Solver};
use reverse_mentoring::work::{Observer, Work};

const USAGE: &str = "usage: solve_matrix FILE [REPS] [--threads N] [--verify]";

/// What the command line asks for.
struct Options {
    file: String,
    repetitions: u32,
    threads: Option<u32>,
    verify: bool,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut file, mut repetitions, mut threads, mut verify) = (None, None, None, false);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--verify" => verify = true,
                "--threads" => {
                    let number = arguments.next().ok_or("--threads has no number after it")?;
                    threads = Some(positive("--threads", &number)?);
                }
                option if option.starts_with("--") => {
                    return Err(format!("unknown option {option}"));
                }
                _ if file.is_none() => file = Some(argument),
                _ if repetitions.is_none() => repetitions = Some(positive("REPS", &argument)?),
                _ => return Err(format!("unexpected argument {argument:?}")),
            }
        }
        let file = file.ok_or("no FILE is given")?;
        Ok(Self {
            file,
            repetitions: repetitions.unwrap_or(1),
            threads,
            verify,
        })
    }
}

fn positive(name: &str, word: &str) -> Result<u32, String> {
    match word.parse() {
        Ok(0) | Err(_) => Err(format!("{name} is {word:?}, expected a number from 1")),
        Ok(number) => Ok(number),
    }
}

/// Shows on stderr how far the solver is, where somebody looks at it.
struct Progress(ProgressBar);

impl Progress {
    fn start() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len}");
        Self(ProgressBar::new(0).with_style(style.expect("a template that was tried")))
    }
}

impl Observer for Progress {
    fn progress(&self, phase: &'static str, done: u64, total: u64) {
        self.0.set_message(phase);
        self.0.set_length(total);
        self.0.set_position(done);
    }
}

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            return ExitCode::FAILURE;
        }
    };
    match read_and_run(&options) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn read_and_run(options: &Options) -> Result<ExitCode, String> {
    let file = &options.file;
    let matrix = std::fs::read(file)
        .map_err(|error| error.to_string())
        .and_then(|bytes| Matrix::from_bytes(&bytes))
        .map_err(|message| format!("{file}: {message}"))?;
    let Some(threads) = options.threads else {
        return Ok(run(&matrix, options));
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads as usize)
        .build()
        .map_err(|error| format!("{threads} threads cannot be had: {error}"))?;
    Ok(pool.install(|| run(&matrix, options)))
}

fn run(matrix: &Matrix, options: &Options) -> ExitCode {
    let progress = Progress::start();
    let solver = Solver::new().with_work(Work::new().with_observer(&progress));
    for _ in 0..options.repetitions {
        let start = Instant::now();
        let answer = matrix.solve(&solver);
        let seconds = start.elapsed().as_secs_f64();
        progress.0.finish_and_clear();
        let assignment = match answer {
            Ok(assignment) => assignment,
            Err(error) => {
                eprintln!("{error}");
                let infeasible = matches!(error, AssignmentError::Infeasible { .. });
                return if infeasible {
                    ExitCode::from(2)
                } else {
                    ExitCode::FAILURE
                };
            }
        };
        println!("{seconds:.6} {}", matrix.objective(&assignment));
        if options.verify {
            if let Err(error) = matrix.verify(&assignment) {
                eprintln!("{error}");
                return ExitCode::FAILURE;
            }
            println!("verified");
        }
    }
    ExitCode::SUCCESS
}
