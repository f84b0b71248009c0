//! Writers: a matching as CSV, and files that are whole or not there.

use std::borrow::Cow;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::IntakeError;

/// A pair to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairRow<'a> {
    /// The id of the junior.
    pub junior: &'a str,
    /// The id of the senior.
    pub senior: &'a str,
    /// The score.
    pub score: i64,
    /// Why the two were paired, in words.
    pub reason: &'a str,
}

/// Characters that make a spreadsheet take a cell for a formula, or that hide one.
const FORMULA_STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\n'];

/// What [`neutralise`] puts in front: spreadsheets take what follows for text.
const MARK: char = '\'';

/// Makes a cell that no spreadsheet takes for a formula.
///
/// Text that starts like one, or with an apostrophe, gets an apostrophe in front. So [`restore`] gives back exactly
/// what went in, and different ids stay different.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::intake::{neutralise, restore};
///
/// assert_eq!(neutralise("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(neutralise("0479480001"), "0479480001");
/// assert_eq!(restore(&neutralise("'tis")), "'tis");
/// ```
#[must_use]
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA_STARTS) || text.starts_with(MARK) {
        Cow::Owned(format!("{MARK}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns the text that [`neutralise`] made a cell of.
#[must_use]
pub fn restore(cell: &str) -> &str {
    cell.strip_prefix(MARK).unwrap_or(cell)
}

/// Writes pairs as CSV with the header `junior_id,senior_id,score,reason`.
///
/// Ids and reasons are [neutralised](neutralise) and quoted where needed, so a cell never becomes two and two never
/// become one; scores are plain numbers.
///
/// # Errors
///
/// [`IntakeError::Write`] if the target takes no more bytes; what it has taken until then is not a whole table.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::intake::{PairRow, write_pairs};
///
/// let mut out = Vec::new();
/// let pair = PairRow { junior: "bob", senior: "ann", score: -5, reason: "python, at 80" };
/// write_pairs(&mut out, [pair])?;
/// assert_eq!(out, b"junior_id,senior_id,score,reason\nbob,ann,-5,\"python, at 80\"\n");
/// # Ok::<(), reverse_mentoring::intake::IntakeError>(())
/// ```
pub fn write_pairs<'a>(
    out: impl Write,
    pairs: impl IntoIterator<Item = PairRow<'a>>,
) -> Result<(), IntakeError> {
    pairs_as_csv(out, pairs).map_err(|source| IntakeError::Write { path: None, source })
}

fn pairs_as_csv<'a>(
    out: impl Write,
    pairs: impl IntoIterator<Item = PairRow<'a>>,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer
        .write_record(["junior_id", "senior_id", "score", "reason"])
        .map_err(system_error)?;
    for pair in pairs {
        let cells = [
            &*neutralise(pair.junior),
            &*neutralise(pair.senior),
            &pair.score.to_string(),
            &*neutralise(pair.reason),
        ];
        writer.write_record(cells).map_err(system_error)?;
    }
    writer.flush()
}

/// Keeps what the system says, so that a full disk is known by its kind.
fn system_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Writes a file that appears under its name only once it is whole.
///
/// What is written goes to a file beside it first, which is flushed to the disk and then takes the name; a file that
/// had it before stays as it was until then. If anything fails, the file beside it is removed.
///
/// # Errors
///
/// [`IntakeError::Write`] if the file cannot be made, filled or named.
///
/// # Examples
///
/// ```
/// use std::io::Write;
///
/// let path = std::env::temp_dir().join(format!("whole-{}.txt", std::process::id()));
/// reverse_mentoring::intake::write_whole(&path, |out| out.write_all(b"all of it"))?;
/// assert_eq!(std::fs::read(&path)?, b"all of it");
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_whole(
    path: impl AsRef<Path>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), IntakeError> {
    let path = path.as_ref();
    let written = create_beside(path).and_then(|(partial, file)| {
        let moved = fill_file(file, fill).and_then(|()| fs::rename(&partial, path));
        // The first failure is the one to tell of; whatever remains does not bear the name.
        moved.inspect_err(|_| drop(fs::remove_file(&partial)))
    });
    written.map_err(|source| IntakeError::Write {
        path: Some(path.to_owned()),
        source,
    })
}

fn fill_file(file: File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()
}

/// Creates a file of a name nobody has, in the same folder: only there is taking the name one step.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    let mut attempt = 0_u32;
    loop {
        let mut partial_name = name.to_owned();
        partial_name.push(format!(".{}-{attempt}.partial", std::process::id()));
        let partial = path.with_file_name(partial_name);
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&partial)
        {
            // 1000: so many left behind by one process id are no accident.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 1000 => {
                attempt += 1;
            }
            file => return Ok((partial, file?)),
        }
    }
}
