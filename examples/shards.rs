//! Builds the lists of a programme in several processes, and merges them to the very pairs of one run.
//!
//! ```text
//! shards [--seniors M] [--juniors N] [--zipf Z] [--seed S] [--policy default|full] [--shards K]
//! ```
//!
//! The process starts itself once for each shard. A worker draws the same organisation from the seed, as it would read it from where a
//! platform keeps it, takes its shard as JSON from standard input and writes the lists as JSON to standard output. Seconds go to standard
//! error; the rest of the output is kept in `fixtures/expected/shards.txt`.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use reverse_mentoring::matching::{Config, Engine, Shard, ShardLists};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::Programme;

#[path = "../tests/support/full_policy.rs"]
mod full_policy;
#[path = "../tests/support/generate.rs"]
mod generate;
#[path = "../tests/support/random.rs"]
mod random;

use random::Random;

type Failure = Box<dyn Error + Send + Sync>;

const USAGE: &str = "usage: shards [--seniors M] [--juniors N] [--zipf Z] [--seed S] [--policy default|full] [--shards K]";

/// The flag of a process that builds lists.
const WORKER: &str = "--worker";

pub(crate) struct Arguments {
    shape: generate::Shape,
    shards: usize,
    /// The full policy, not the default one.
    full: bool,
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            shape: generate::Shape {
                seniors: 400,
                juniors: 3_600,
                ..generate::Shape::default()
            },
            shards: 4,
            full: false,
        }
    }
}

#[cfg_attr(
    test,
    allow(dead_code, reason = "a test includes this file for its report")
)]
fn main() -> ExitCode {
    let run = || -> Result<(), Failure> {
        let flags: Vec<String> = std::env::args().skip(1).collect();
        match flags.split_first() {
            Some((first, flags)) if first == WORKER => {
                let mut shard = String::new();
                std::io::stdin().read_to_string(&mut shard)?;
                print!("{}", work(&parse(flags)?, &shard)?);
            }
            _ => {
                let arguments = parse(&flags)?;
                print!("{}", report(&arguments, |shards| start(&flags, shards))?);
            }
        }
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

#[cfg_attr(
    test,
    allow(dead_code, reason = "a test includes this file for its report")
)]
fn parse(flags: &[String]) -> Result<Arguments, Failure> {
    let mut arguments = Arguments::default();
    for pair in flags.chunks(2) {
        let [flag, value] = pair else {
            return Err(format!("{} has no value\n{USAGE}", pair[0]).into());
        };
        let number = || {
            value
                .parse::<usize>()
                .map_err(|_| format!("{flag} is \"{value}\", expected a number"))
        };
        match flag.as_str() {
            "--seniors" => arguments.shape.seniors = number()?,
            "--juniors" => arguments.shape.juniors = number()?,
            "--zipf" => arguments.shape.zipf = value.parse()?,
            "--seed" => arguments.shape.seed = value.parse()?,
            "--shards" => arguments.shards = number()?,
            "--policy" => {
                arguments.full = match value.as_str() {
                    "default" => false,
                    "full" => true,
                    _ => {
                        let expected = "expected \"default\" or \"full\"";
                        return Err(format!("the policy is \"{value}\", {expected}").into());
                    }
                }
            }
            _ => return Err(format!("unknown flag {flag}\n{USAGE}").into()),
        }
    }
    Ok(arguments)
}

/// Draws the programme, as every process does for itself.
fn draw(arguments: &Arguments) -> Result<(Organisation, Programme, Engine), Failure> {
    let shape = &arguments.shape;
    let (mut organisation, mut programme) = generate::organisation(shape);
    let mut config = Config::default();
    if arguments.full {
        full_policy::enrich(shape.seed, &mut organisation, &mut programme);
        config = full_policy::config();
    }
    let organisation = Organisation::try_from(organisation)?;
    let programme = programme.check(&organisation)?;
    let engine = Engine::builder().config(config).build()?;
    Ok((organisation, programme, engine))
}

/// Builds the lists of a shard: what a worker does.
pub(crate) fn work(arguments: &Arguments, shard: &str) -> Result<String, Failure> {
    let shard: Shard = serde_json::from_str(shard)?;
    let (organisation, programme, engine) = draw(arguments)?;
    let lists = engine.shard_lists(&organisation, &programme, &shard)?;
    Ok(serde_json::to_string(&lists)?)
}

/// Starts a process for each shard, and waits for all of them.
#[cfg_attr(
    test,
    allow(dead_code, reason = "a test includes this file for its report")
)]
fn start(flags: &[String], shards: &[String]) -> Result<Vec<String>, Failure> {
    let mut workers = Vec::new();
    for shard in shards {
        let mut worker = Command::new(std::env::current_exe()?)
            .arg(WORKER)
            .args(flags)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut stdin = worker.stdin.take().ok_or("a worker has no input")?;
        stdin.write_all(shard.as_bytes())?;
        workers.push(worker);
    }
    let mut lists = Vec::new();
    for worker in workers {
        let output = worker.wait_with_output()?;
        if !output.status.success() {
            return Err(format!("a worker ended with {}", output.status).into());
        }
        lists.push(String::from_utf8(output.stdout)?);
    }
    Ok(lists)
}

/// Goes all the way from shards to pairs; `start` has the lists of shards built, wherever that is.
pub(crate) fn report(
    arguments: &Arguments,
    start: impl Fn(&[String]) -> Result<Vec<String>, Failure>,
) -> Result<String, Failure> {
    let (organisation, programme, engine) = draw(arguments)?;
    let mut text = String::new();
    let (seniors, juniors) = (arguments.shape.seniors, arguments.shape.juniors);
    writeln!(text, "{seniors} seniors and {juniors} juniors")?;

    let shards = timed("shards", || {
        engine.shards(&organisation, &programme, arguments.shards)
    })?;
    let shards: Vec<String> = shards
        .iter()
        .map(serde_json::to_string)
        .collect::<Result<_, _>>()?;
    let built = timed("lists, in processes of their own", || start(&shards))?;
    for (number, (shard, lists)) in shards.iter().zip(&built).enumerate() {
        let (there, back) = (shard.len(), lists.len());
        writeln!(text, "shard {number}: {there} bytes there, {back} back")?;
    }

    let mut order: Vec<usize> = (0..built.len()).collect();
    Random::new(arguments.shape.seed).shuffle(&mut order);
    let lists = timed("reading lists", || {
        let in_order = order.iter().map(|&number| &built[number]);
        let lists = in_order.map(|lists| serde_json::from_str(lists));
        lists.collect::<Result<Vec<ShardLists>, _>>()
    })?;
    let pairing = timed("pairs from lists", || {
        engine.pairing_from(&organisation, &programme, &lists)
    })?;
    writeln!(
        text,
        "merged in the order {order:?}: {} pairs, a total of {}, {} lists asked for again",
        pairing.pairs().len(),
        pairing.total(),
        pairing.renewals()
    )?;
    let whole = timed("pairs of one run", || {
        engine.pairing(&organisation, &programme)
    })?;
    assert_eq!(pairing, whole, "one run and several processes");
    writeln!(text, "one run: the same, to the last bit")?;

    let components = timed("components", || {
        engine.components(&organisation, &programme)
    })?;
    let sizes = components
        .iter()
        .map(|component| (component.seniors().len(), component.juniors().len()));
    let largest = sizes.max().unwrap_or((0, 0));
    writeln!(
        text,
        "components: {}, the largest of {} seniors and {} juniors",
        components.len(),
        largest.0,
        largest.1
    )?;
    Ok(text)
}

/// Says on standard error how long something takes.
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    eprintln!("{:8.3} s  {what}", start.elapsed().as_secs_f64());
    done
}
