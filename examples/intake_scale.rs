//! Takes a seeded organisation and its programme in through every door, and says what each takes.
//!
//! ```text
//! intake_scale [PEOPLE]
//! ```
//!
//! The doors are rows, columns, JSON and CSV; one in ten is a senior. Whichever way they come in, the organisation and the programme must be
//! the same. Times are those of one thread, for intake has no more; memory is what is allocated beyond the input itself:
//! at its peak, and what organisation and programme keep.

use std::error::Error;
use std::fmt::Write;
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use reverse_mentoring::intake::{CsvSources, IntakeSettings, OrgChart, UNSTATED_PROFICIENCY};
use reverse_mentoring::model::{Fingerprint, LevelRow, Organisation, OrganisationDocument};
use reverse_mentoring::programme::{Programme, ProgrammeDocument};

#[path = "../tests/support/columns.rs"]
mod columns;
#[path = "../tests/support/generate.rs"]
mod generate;
#[path = "../tests/support/random.rs"]
mod random;

/// Counts what is allocated.
#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

const USAGE: &str = "usage: intake_scale [PEOPLE]";

type Fallible<T> = Result<T, Box<dyn Error>>;

fn main() -> Fallible<()> {
    let mut arguments = std::env::args().skip(1);
    let people = arguments.next().map_or(Ok(20_000), |text| text.parse());
    let people: usize = people.map_err(|_| USAGE)?;
    if people < 10 || arguments.next().is_some() {
        return Err(USAGE.into());
    }
    let (organisation, programme) = plain(people);
    let layout = columns::Layout::default();
    println!("{people} people");
    println!("door     read s  organisation s  programme s  peak MiB  kept MiB");

    let first = {
        let mut door = Door::open("rows");
        let organisation = Organisation::try_from(&organisation)?;
        door.organised();
        let programme = programme.clone().check(&organisation)?;
        door.close(&organisation, &programme)
    };
    let by_columns = {
        let organisation = columns::OrganisationBuffers::of(&organisation, layout);
        let programme = columns::ProgrammeBuffers::of(&programme, layout);
        let mut door = Door::open("columns");
        let organisation = organisation.with(|columns| Organisation::from_columns(&columns))?;
        door.organised();
        let programme = Programme::from_columns(&programme.view(), &organisation)?;
        door.close(&organisation, &programme)
    };
    let json = [
        serde_json::to_string(&organisation)?,
        serde_json::to_string(&programme)?,
    ];
    let [people, departments, skills] = csv(&organisation, &programme)?;
    drop((organisation, programme));
    let by_json = {
        let mut door = Door::open("JSON");
        let organisation = OrganisationDocument::from_json(&json[0])?;
        door.read();
        let organisation = Organisation::try_from(organisation)?;
        door.organised();
        let programme = ProgrammeDocument::from_json(&json[1])?;
        door.read();
        let programme = programme.check(&organisation)?;
        door.close(&organisation, &programme)
    };
    drop(json);
    let by_csv = {
        let mut door = Door::open("CSV");
        let sources = CsvSources::new(&*people, &*departments).skills(&*skills);
        let chart = OrgChart::from_tables(sources.read()?, IntakeSettings::default());
        door.read();
        let organisation = Organisation::try_from(chart.organisation)?;
        door.organised();
        let programme = chart.programme.check(&organisation)?;
        door.close(&organisation, &programme)
    };
    for (door, found) in [("columns", by_columns), ("JSON", by_json), ("CSV", by_csv)] {
        assert_eq!(found, first, "{door} and rows differ");
    }
    println!("all of them are organisation {}", first[0]);
    Ok(())
}

/// Draws an organisation of which every door can say everything: the people table knows no proficiency and no taxonomy.
fn plain(people: usize) -> (OrganisationDocument, ProgrammeDocument) {
    let seniors = people / 10;
    let (mut organisation, programme) = generate::organisation(&generate::Shape {
        seniors,
        juniors: people - seniors,
        ..generate::Shape::default()
    });
    organisation.skills.clear();
    for held in organisation
        .people
        .iter_mut()
        .flat_map(|row| &mut row.skills)
    {
        held.proficiency = UNSTATED_PROFICIENCY;
    }
    (organisation, programme)
}

/// What one way in takes.
struct Door {
    name: &'static str,
    allocated_before: usize,
    last: Instant,
    read: Duration,
    organised: Duration,
}

impl Door {
    fn open(name: &'static str) -> Self {
        ALLOCATED.reset_peak_usage();
        Self {
            name,
            allocated_before: ALLOCATED.current_usage(),
            last: Instant::now(),
            read: Duration::ZERO,
            organised: Duration::ZERO,
        }
    }

    fn lap(&mut self) -> Duration {
        let lap = self.last.elapsed();
        self.last = Instant::now();
        lap
    }

    /// Tells that something has been read.
    fn read(&mut self) {
        let lap = self.lap();
        self.read += lap;
    }

    /// Tells that the organisation is there.
    fn organised(&mut self) {
        self.organised = self.lap();
    }

    /// Tells that the programme is there too, prints a line, and returns what was made.
    fn close(mut self, organisation: &Organisation, programme: &Programme) -> [Fingerprint; 2] {
        let checked = self.lap();
        let mib = |bytes: usize| bytes.saturating_sub(self.allocated_before) >> 20;
        println!(
            "{:<8} {:6.2}  {:14.2}  {:11.2}  {:8}  {:8}",
            self.name,
            self.read.as_secs_f64(),
            self.organised.as_secs_f64(),
            checked.as_secs_f64(),
            mib(ALLOCATED.peak_usage()),
            mib(ALLOCATED.current_usage()),
        );
        [organisation.fingerprint(), programme.fingerprint()]
    }
}

/// Writes the tables of people, departments and skills.
fn csv(
    organisation: &OrganisationDocument,
    programme: &ProgrammeDocument,
) -> Result<[String; 3], std::fmt::Error> {
    let mut people = "id,manager_id,department_id,level_rank,skills_offered\n".to_owned();
    for row in &organisation.people {
        let [manager, unit] = [&row.manager, &row.unit].map(|id| id.as_deref().unwrap_or_default());
        write!(people, "{},{manager},{unit},", row.id)?;
        if let Some(LevelRow::Rank(rank)) = row.level {
            write!(people, "{rank}")?;
        }
        let skills: Vec<&str> = row.skills.iter().map(|held| &*held.skill).collect();
        writeln!(people, ",{}", skills.join(";"))?;
    }
    let mut departments = "department_id,parent_id\n".to_owned();
    for row in &organisation.units {
        let parent = row.parent.as_deref().unwrap_or_default();
        writeln!(departments, "{},{parent}", row.id)?;
    }
    let mut skills = "person_id,direction,skill,level,importance\n".to_owned();
    for row in &programme.enrolments {
        for target in &row.targets {
            write!(skills, "{},wants,{},", row.person, target.skill)?;
            let [level, weight] = [target.proficiency, target.weight]
                .map(|number| number.map_or_else(String::new, |number| number.to_string()));
            writeln!(skills, "{level},{weight}")?;
        }
    }
    Ok([people, departments, skills])
}
