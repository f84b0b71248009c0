//! The command line.

use std::fmt;
use std::num::NonZeroUsize;
use std::path::PathBuf;

pub(crate) const USAGE: &str = "\
usage: match_files --people P.csv --departments D.csv [--memberships M.csv] [--skills S.csv]
                   [--config C.json] [--lenient] [--out DIR] [--quality] [--threads N]";

const FLAGS: [&str; 10] = [
    "--people",
    "--departments",
    "--memberships",
    "--skills",
    "--config",
    "--lenient",
    "--out",
    "--quality",
    "--threads",
    "--help",
];

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Help,
    Run(Arguments),
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) people: PathBuf,
    pub(crate) departments: PathBuf,
    pub(crate) memberships: Option<PathBuf>,
    pub(crate) skills: Option<PathBuf>,
    pub(crate) config: Option<PathBuf>,
    pub(crate) lenient: bool,
    pub(crate) out: Option<PathBuf>,
    pub(crate) quality: bool,
    pub(crate) threads: Option<NonZeroUsize>,
}

/// What is wrong with a command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum UsageError {
    UnknownFlag(String),
    Repeated(&'static str),
    WithoutValue(&'static str),
    Missing(&'static str),
    BadThreads(String),
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownFlag(found) => {
                write!(f, "unknown argument \"{}\"", found.escape_debug())?;
                let similarity = |flag: &&str| strsim::jaro_winkler(found, flag);
                let best = (FLAGS.into_iter())
                    .max_by(|a, b| similarity(a).total_cmp(&similarity(b)))
                    .filter(|flag| similarity(flag) >= 0.8);
                match best {
                    Some(flag) => write!(f, " (did you mean \"{flag}\"?)")?,
                    None => f.write_str(" (see the usage below)")?,
                }
            }
            Self::Repeated(flag) => write!(f, "\"{flag}\" is given twice, expected once")?,
            Self::WithoutValue(flag) => write!(f, "\"{flag}\" is given without a value")?,
            Self::Missing(flag) => write!(f, "\"{flag}\" is missing")?,
            Self::BadThreads(found) => write!(
                f,
                "found \"{}\" threads, expected an integer of at least 1",
                found.escape_debug()
            )?,
        }
        write!(f, "\n{USAGE}")
    }
}

impl std::error::Error for UsageError {}

impl Arguments {
    pub(crate) fn parse(words: impl Iterator<Item = String>) -> Result<Request, UsageError> {
        let mut words = words.peekable();
        let mut values: [Option<String>; FLAGS.len()] = Default::default();
        while let Some(word) = words.next() {
            let place = (FLAGS.iter().position(|&flag| flag == word))
                .ok_or(UsageError::UnknownFlag(word))?;
            let flag = FLAGS[place];
            let value = if matches!(flag, "--lenient" | "--quality" | "--help") {
                String::new()
            } else {
                (words.next_if(|next| !next.starts_with("--")))
                    .ok_or(UsageError::WithoutValue(flag))?
            };
            if values[place].replace(value).is_some() {
                return Err(UsageError::Repeated(flag));
            }
        }
        let [
            people,
            departments,
            memberships,
            skills,
            config,
            lenient,
            out,
            quality,
            threads,
            help,
        ] = values;
        if help.is_some() {
            return Ok(Request::Help);
        }
        Ok(Request::Run(Self {
            people: people.ok_or(UsageError::Missing("--people"))?.into(),
            departments: departments
                .ok_or(UsageError::Missing("--departments"))?
                .into(),
            memberships: memberships.map(PathBuf::from),
            skills: skills.map(PathBuf::from),
            config: config.map(PathBuf::from),
            lenient: lenient.is_some(),
            out: out.map(PathBuf::from),
            quality: quality.is_some(),
            threads: threads
                .map(|count| count.parse().map_err(|_| UsageError::BadThreads(count)))
                .transpose()?,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Request, UsageError> {
        Arguments::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn every_flag_is_understood_in_any_order() {
        let line = "--threads 2 --quality --out o --lenient --config c --skills s --memberships m --departments d --people p";
        let expected = Arguments {
            people: "p".into(),
            departments: "d".into(),
            memberships: Some("m".into()),
            skills: Some("s".into()),
            config: Some("c".into()),
            lenient: true,
            out: Some("o".into()),
            quality: true,
            threads: NonZeroUsize::new(2),
        };
        assert_eq!(parse(line), Ok(Request::Run(expected)));
    }

    #[track_caller]
    fn assert_refused(line: &str, message: &str) {
        let error = parse(line).expect_err("the line is wrong");
        assert_eq!(error.to_string(), format!("{message}\n{USAGE}"));
    }

    #[test]
    fn a_wrong_line_is_refused_with_the_remedy() {
        assert_refused(
            "--peopel p",
            "unknown argument \"--peopel\" (did you mean \"--people\"?)",
        );
        assert_refused("p.csv", "unknown argument \"p.csv\" (see the usage below)");
        assert_refused(
            "--people --lenient",
            "\"--people\" is given without a value",
        );
        assert_refused(
            "--lenient --lenient",
            "\"--lenient\" is given twice, expected once",
        );
        assert_refused("--departments d", "\"--people\" is missing");
        assert_refused(
            "--people p --departments d --threads 0",
            "found \"0\" threads, expected an integer of at least 1",
        );
    }
}
