//! The files, read and validated.

use std::error::Error;
use std::fs;
use std::path::Path;

use reverse_mentoring::UnknownKeys;
use reverse_mentoring::intake::{
    CsvSources, IntakeDocument, IntakeSettings, OrgChart, Source, Tables,
};
use reverse_mentoring::matching::{Config, ConfigDocument};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::Programme;

use crate::arguments::Arguments;

/// What a matching is made of.
pub(crate) struct Inputs {
    pub(crate) organisation: Organisation,
    pub(crate) programme: Programme,
    pub(crate) config: Config,
    /// What was dropped, mended or set aside on the way, one line each.
    pub(crate) notes: Vec<String>,
}

/// The configuration file.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct ConfigFile {
    intake: IntakeDocument,
    engine: ConfigDocument,
    #[serde(flatten)]
    unknown: UnknownKeys,
}

impl ConfigFile {
    fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let name = path.display();
        let text =
            fs::read_to_string(path).map_err(|error| format!("cannot read \"{name}\": {error}"))?;
        let config: Self =
            serde_json::from_str(&text).map_err(|error| format!("\"{name}\": {error}"))?;
        if let Some(key) = config.unknown.iter().next() {
            let key = key.escape_debug();
            return Err(format!(
                "\"{name}\": unknown key \"{key}\", expected \"intake\" or \"engine\""
            )
            .into());
        }
        Ok(config)
    }
}

/// Reads the tables that the command line names.
pub(crate) fn tables(arguments: &Arguments) -> Result<Tables, Box<dyn Error>> {
    let mut sources = CsvSources::new(
        Source::file(&arguments.people),
        Source::file(&arguments.departments),
    );
    if let Some(path) = &arguments.memberships {
        sources = sources.memberships(Source::file(path));
    }
    if let Some(path) = &arguments.skills {
        sources = sources.skills(Source::file(path));
    }
    Ok(if arguments.lenient {
        sources.read_lenient()?
    } else {
        sources.read()?
    })
}

/// Lists what was dropped from tables, or set aside.
pub(crate) fn notes(tables: &Tables) -> Vec<String> {
    let dropped = tables.dropped_columns.iter().map(ToString::to_string);
    let set_aside = tables
        .set_aside
        .iter()
        .map(|fault| format!("set aside: {fault}"));
    dropped.chain(set_aside).collect()
}

impl Inputs {
    pub(crate) fn read(arguments: &Arguments) -> Result<Self, Box<dyn Error>> {
        let config = match &arguments.config {
            Some(path) => ConfigFile::read(path)?,
            None => ConfigFile::default(),
        };
        let settings = IntakeSettings::try_from(config.intake)?;
        let config = Config::try_from(config.engine)?;
        let tables = tables(arguments)?;
        let mut notes = notes(&tables);
        let OrgChart {
            organisation,
            programme,
            ..
        } = OrgChart::from_tables(tables, settings);
        if !arguments.lenient {
            let organisation = Organisation::try_from(organisation)?;
            let programme = programme.check(&organisation)?;
            return Ok(Self {
                organisation,
                programme,
                config,
                notes,
            });
        }
        let loaded = organisation.load_lenient()?;
        notes.extend(
            loaded
                .faults
                .iter()
                .map(|fault| format!("mended or set aside: {fault}")),
        );
        let checked = programme.check_lenient(&loaded.organisation)?;
        notes.extend(
            checked
                .faults
                .iter()
                .map(|fault| format!("set aside: {fault}")),
        );
        Ok(Self {
            organisation: loaded.organisation,
            programme: checked.programme,
            config,
            notes,
        })
    }
}
