//! Ten late changes to a large programme, each matched again from where the engine stood.
//!
//! ```text
//! cargo run --release --example late_changes [-- PEOPLE]
//! ```
//!
//! Of a seeded organisation PEOPLE seniors and as many juniors are enrolled and matched in full. Then people join, leave,
//! decline their partners and change their minds. Each line gives the kind of the change; the time to match again, with
//! the statuses of everybody and the proof checked where the change may have undone it; the same as a share of the run in full; and the
//! pairs that differ. The last matching is checked from scratch, outside these times.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use reverse_mentoring::answers::Difference;
use reverse_mentoring::matching::{Engine, Matching, Way};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::{EnrolmentRow, PinKind, PinRow, ProgrammeDocument, Role};

#[path = "../tests/support/generate.rs"]
mod generate;
#[path = "../tests/support/random.rs"]
mod random;

use random::Random;

type Failure = Box<dyn std::error::Error>;

const USAGE: &str = "usage: late_changes [PEOPLE]";

/// What happens, one after the other.
const CHANGES: [&str; 10] = [
    "junior leaves",
    "senior joins",
    "pair is declined",
    "junior joins",
    "senior leaves",
    "other targets",
    "pair is declined",
    "junior leaves",
    "junior joins",
    "senior leaves",
];

/// How many people of each side wait to join.
const OUTSIDE: usize = 10;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let people = arguments.next().map_or(Ok(2_000), |people| people.parse());
    let (Ok(people @ 1..=20_000), None) = (people, arguments.next()) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    match run(people) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(people: usize) -> Result<(), Failure> {
    let (organisation, document) = generate::organisation(&generate::Shape {
        seniors: people + OUTSIDE,
        juniors: people + OUTSIDE,
        ..generate::Shape::default()
    });
    let organisation = Organisation::try_from(organisation)?;
    let mut story = Story::new(document);
    let mut programme = story.programme.clone().check(&organisation)?;
    let engine = Engine::builder().build()?;

    let (full, matching) = timed(|| engine.run(&organisation, &programme));
    let (opened, open) = timed(|| engine.open(&organisation, &programme));
    let mut open = open?;
    assert_eq!(*open.matching(), matching?);
    println!(
        "{people} x {people} people: {} pairs, run in full {}, opened for changes {}",
        open.matching().pairs().len(),
        milliseconds(full),
        milliseconds(opened),
    );
    let mut dearest: f64 = 0.0;
    for what in CHANGES {
        let before = open.matching().clone();
        story.tell(what, &before);
        programme = story.programme.clone().check(&organisation)?;
        let (time, late) = timed(|| open.change(&organisation, &programme));
        let late = late?;
        let share = 100.0 * time.as_secs_f64() / full.as_secs_f64();
        dearest = dearest.max(share);
        let difference = Difference::between(&before, open.matching());
        println!(
            "{what:<16} {:>9}, {share:.2} % of the run; {} pairs lost, {} gained; {} pairs proved{}",
            milliseconds(time),
            difference.lost().len(),
            difference.gained().len(),
            late.pairs_checked(),
            match late.way() {
                Way::Anew(reason) => format!(" (matched in full: {})", reason.name()),
                _ => String::new(),
            }
        );
    }
    let (check, verified) = timed(|| engine.verify(&organisation, &programme, open.matching()));
    let verified = verified?;
    println!(
        "dearest {dearest:.2} %; {} pairs, total {}, certified optimal from scratch in {}",
        verified.pairs(),
        verified.total(),
        milliseconds(check)
    );
    Ok(())
}

/// Who is enrolled, and who waits outside.
struct Story {
    programme: ProgrammeDocument,
    outside: Vec<EnrolmentRow>,
    random: Random,
}

impl Story {
    fn new(mut programme: ProgrammeDocument) -> Self {
        // Seniors come first, juniors last.
        let half = programme.enrolments.len() / 2;
        let mut outside = programme.enrolments.split_off(2 * half - OUTSIDE);
        outside.extend(programme.enrolments.drain(half - OUTSIDE..half));
        Self {
            programme,
            outside,
            random: Random::new(1),
        }
    }

    /// Changes the programme.
    fn tell(&mut self, what: &str, matching: &Matching) {
        let pair = &matching.pairs()[self.random.index(matching.pairs().len())];
        let role = if what.starts_with("junior") {
            Role::Junior
        } else {
            Role::Senior
        };
        let person = match role {
            Role::Junior => pair.junior().as_str(),
            Role::Senior => pair.senior().as_str(),
        };
        let rows = &mut self.programme.enrolments;
        if what.ends_with("leaves") {
            rows.retain(|row| row.person != person);
        } else if what.ends_with("joins") {
            let is_on_side = |row: &EnrolmentRow| row.person.starts_with(&what[..1]);
            let place = self.outside.iter().position(is_on_side);
            rows.extend(place.map(|place| self.outside.remove(place)));
        } else if what.ends_with("declined") {
            self.programme.pins.push(PinRow {
                junior: pair.junior().to_string(),
                senior: pair.senior().to_string(),
                kind: PinKind::Forbidden,
                ..PinRow::default()
            });
        } else {
            let targets = self.outside.iter().find(|row| !row.targets.is_empty());
            let targets = targets.map(|row| row.targets.clone());
            let row = rows.iter_mut().find(|row| row.person == person);
            if let (Some(row), Some(targets)) = (row, targets) {
                row.targets = targets;
            }
        }
        // Pins of people who have left would be faults.
        let rows = &self.programme.enrolments;
        self.programme.pins.retain(|pin| {
            let is_here = |person: &str| rows.iter().any(|row| row.person == person);
            is_here(&pin.junior) && is_here(&pin.senior)
        });
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed(), done)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
