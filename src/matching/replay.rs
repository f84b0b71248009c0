//! Runs again from a record, and compares.

use super::record::of_pairs;
use super::{Engine, Matching, Record, RecordPart};
use crate::Error;
use crate::model::{Fingerprint, Organisation};
use crate::programme::Programme;
use crate::work::Work;

/// Why a record does not fit what it is held against.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// A part is another than the record says.
    #[error("the {part} is {found}, expected {expected}{}", remedy(*.part))]
    FingerprintMismatch {
        /// The first part that differs, in the order of [`RecordPart`].
        part: RecordPart,
        /// The digest of what is given, or its version; "none" for no earlier matching.
        found: String,
        /// The one in the record.
        expected: String,
    },
}

fn remedy(part: RecordPart) -> &'static str {
    match part {
        RecordPart::Record => " (the record was altered)",
        RecordPart::Engine => " (replay with that version)",
        RecordPart::Earlier => " (hand in the matching that changes were counted against)",
        _ => "",
    }
}

impl Engine {
    /// Runs again what a record is of, and checks that the same matching comes out, byte for byte.
    ///
    /// # Complexity
    ///
    /// That of [`run`](Engine::run).
    ///
    /// # Errors
    ///
    /// [`RecordError::FingerprintMismatch`] names the first part that is not what the record says: the record itself if it was
    /// altered, the version of this crate, the organisation, the programme, the configuration of this engine, or the matching that
    /// comes out. It was made [after an earlier one](Engine::run_after) if the part is the earlier matching. Otherwise the errors
    /// of [`run`](Engine::run).
    ///
    /// # Examples
    ///
    /// ```
    /// use reverse_mentoring::Error;
    /// use reverse_mentoring::matching::{Config, Engine, RecordError, RecordPart};
    /// use reverse_mentoring::model::Organisation;
    /// use reverse_mentoring::programme::Programme;
    ///
    /// let organisation = Organisation::builder().build()?;
    /// let programme = Programme::builder().build(&organisation)?;
    /// let engine = Engine::builder().build()?;
    /// let matching = engine.run(&organisation, &programme)?;
    ///
    /// let other = Engine::builder().config(Config::default().with_seed(7)).build()?;
    /// let error = other.replay(&organisation, &programme, matching.record()).unwrap_err();
    /// let Error::Record(RecordError::FingerprintMismatch { part, .. }) = error else { unreachable!() };
    /// assert_eq!(part, RecordPart::Config);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn replay(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        record: &Record,
    ) -> Result<Matching, Error> {
        self.replay_from(organisation, programme, None, record)
    }

    /// Does the same for a record of a run [after an earlier matching](Engine::run_after), of which only the pairs count.
    ///
    /// # Errors
    ///
    /// As [`replay`](Engine::replay).
    pub fn replay_after(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        earlier: &Matching,
        record: &Record,
    ) -> Result<Matching, Error> {
        self.replay_from(organisation, programme, Some(earlier), record)
    }

    fn replay_from(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        earlier: Option<&Matching>,
        record: &Record,
    ) -> Result<Matching, Error> {
        use RecordPart::{Config, Earlier, Engine, Organisation, Programme};
        record.check_digest()?;
        let version = env!("CARGO_PKG_VERSION").to_owned();
        same(Engine, version, record.engine().to_owned())?;
        let shown =
            |earlier: Option<Fingerprint>| earlier.map_or("none".to_owned(), |it| it.to_string());
        let expected = [
            (
                Organisation,
                organisation.fingerprint(),
                record.organisation(),
            ),
            (Programme, programme.fingerprint(), record.programme()),
            (Config, self.config().fingerprint(), record.config()),
        ];
        for (part, found, expected) in expected {
            same(part, found.to_string(), expected.to_string())?;
        }
        let pairs = earlier.map(|earlier| of_pairs(earlier.pairs()));
        same(Earlier, shown(pairs), shown(record.earlier()))?;
        let matching = self.match_all(organisation, programme, earlier, &Work::default())?;
        record.check_matching(&matching)?;
        Ok(matching)
    }
}

impl Record {
    /// Checks that the record was not altered.
    ///
    /// # Errors
    ///
    /// [`RecordError::FingerprintMismatch`] with [`RecordPart::Record`].
    pub fn check_digest(&self) -> Result<(), RecordError> {
        let (found, expected) = (self.own_digest(), self.digest());
        same(RecordPart::Record, found.to_string(), expected.to_string())
    }

    /// Checks that this record, unaltered, is of a matching.
    ///
    /// # Errors
    ///
    /// [`RecordError::FingerprintMismatch`] with the part that differs.
    pub fn check_matching(&self, matching: &Matching) -> Result<(), RecordError> {
        self.check_digest()?;
        let (found, expected) = (matching.fingerprint(), self.matching());
        same(
            RecordPart::Matching,
            found.to_string(),
            expected.to_string(),
        )
    }
}

fn same(part: RecordPart, found: String, expected: String) -> Result<(), RecordError> {
    if found == expected {
        return Ok(());
    }
    Err(RecordError::FingerprintMismatch {
        part,
        found,
        expected,
    })
}
