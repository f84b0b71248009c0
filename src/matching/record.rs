//! The record of a run: what a matching was made from, in digests.

use std::fmt;

use super::{Engine, Matching, Pair, Seat};
use crate::canonical::{Canon, Canonical, canonical};
use crate::model::{Fingerprint, Organisation, ProtectedOverride};
use crate::programme::{Programme, Role};

/// What a matching was made from: enough to tell whether a run can be repeated, and whether it was.
///
/// It holds digests and numbers alone, so it can be kept when organisation and programme are not. The last digest is of the record
/// itself: whatever is altered in it shows. [`Engine::replay`] runs again and compares.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::matching::Engine;
/// use reverse_mentoring::model::Organisation;
/// use reverse_mentoring::programme::Programme;
///
/// let organisation = Organisation::builder().build()?;
/// let programme = Programme::builder().build(&organisation)?;
/// let engine = Engine::builder().build()?;
/// let matching = engine.run(&organisation, &programme)?;
///
/// let record = matching.record();
/// assert_eq!(record.config(), engine.config().fingerprint());
/// assert_eq!(record.matching(), matching.fingerprint());
/// assert_eq!(engine.replay(&organisation, &programme, record)?, matching);
/// # Ok::<(), reverse_mentoring::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "document::RecordDocument"))]
#[must_use]
pub struct Record {
    schema: u32,
    engine: String,
    organisation: Fingerprint,
    programme: Fingerprint,
    config: Fingerprint,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    earlier: Option<Fingerprint>,
    seed: u64,
    run_day: Option<i32>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    protected_overrides: Vec<ProtectedOverride>,
    counters: Counters,
    matching: Fingerprint,
    digest: Fingerprint,
}

/// How many people and pairs a run had to do with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Counters {
    /// The junior side.
    pub juniors: Count,
    /// The senior side.
    pub seniors: Count,
    /// How many pairs were made.
    pub pairs: u64,
}

/// How many people of a side took part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Count {
    /// How many enrolled.
    pub enrolled: u64,
    /// How many of them were eligible.
    pub eligible: u64,
    /// How many of these have a pair.
    pub matched: u64,
}

/// What a record says of a run, part by part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RecordPart {
    /// The record itself.
    Record,
    /// The version of this crate.
    Engine,
    /// The organisation.
    Organisation,
    /// The programme.
    Programme,
    /// The configuration.
    Config,
    /// The earlier matching that changes were counted against.
    Earlier,
    /// The matching.
    Matching,
}

impl fmt::Display for RecordPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Record => "record",
            Self::Engine => "engine",
            Self::Organisation => "organisation",
            Self::Programme => "programme",
            Self::Config => "configuration",
            Self::Earlier => "earlier matching",
            Self::Matching => "matching",
        })
    }
}

canonical! {
    Counters { juniors, seniors, pairs }
    Count { enrolled, eligible, matched }
}

impl Record {
    /// The schema that is written. An older one stays readable for two minor versions of this crate.
    pub const SCHEMA: u32 = 1;

    /// The oldest schema that is read.
    pub const OLDEST_SCHEMA: u32 = 1;

    /// Says what a run is made from. It stays open until [`Matching::with_closed_record`] says what came of it.
    pub(super) fn open(
        engine: &Engine,
        organisation: &Organisation,
        programme: &Programme,
        earlier: Option<&[Pair]>,
    ) -> Self {
        let config = engine.config();
        let nothing = Fingerprint([0; 32]);
        Self {
            schema: Self::SCHEMA,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            organisation: organisation.fingerprint(),
            programme: programme.fingerprint(),
            config: config.fingerprint(),
            earlier: earlier.map(of_pairs),
            seed: config.seed(),
            run_day: config.run_day(),
            protected_overrides: config.protected_overrides(),
            counters: Counters::of(&[], 0),
            matching: nothing,
            digest: nothing,
        }
    }

    /// Returns the digest of everything but the digest.
    pub(super) fn own_digest(&self) -> Fingerprint {
        Fingerprint::digest("reverse-mentoring record 1", self)
    }

    /// Returns the schema of the document.
    #[must_use]
    pub fn schema(&self) -> u32 {
        self.schema
    }

    /// Returns the version of this crate that made the matching.
    #[must_use]
    pub fn engine(&self) -> &str {
        &self.engine
    }

    /// Returns the digest of the organisation.
    #[must_use]
    pub fn organisation(&self) -> Fingerprint {
        self.organisation
    }

    /// Returns the digest of the programme.
    #[must_use]
    pub fn programme(&self) -> Fingerprint {
        self.programme
    }

    /// Returns the digest of the whole configuration.
    #[must_use]
    pub fn config(&self) -> Fingerprint {
        self.config
    }

    /// Returns the digest of the pairs of the earlier matching that changes were counted against, where there was one.
    #[must_use]
    pub fn earlier(&self) -> Option<Fingerprint> {
        self.earlier
    }

    /// Returns the seed of the lottery among equals.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Returns the day of the run, in whole days since 1970-01-01, where one was configured.
    #[must_use]
    pub fn run_day(&self) -> Option<i32> {
        self.run_day
    }

    /// Returns the protected characteristics that rules or criteria were allowed to look at, each with the reason.
    #[must_use]
    pub fn protected_overrides(&self) -> &[ProtectedOverride] {
        &self.protected_overrides
    }

    /// Returns how many people and pairs there were.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.counters
    }

    /// Returns the digest of the matching.
    #[must_use]
    pub fn matching(&self) -> Fingerprint {
        self.matching
    }

    /// Returns the digest of the record itself.
    #[must_use]
    pub fn digest(&self) -> Fingerprint {
        self.digest
    }

    /// Writes the record as JSON.
    #[cfg(feature = "json")]
    #[must_use]
    #[expect(
        clippy::missing_panics_doc,
        reason = "digests and numbers always have a JSON form"
    )]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("digests and numbers always have a JSON form")
    }

    /// Reads a record from JSON; whether it was altered is for [`Engine::replay`] to say.
    ///
    /// # Errors
    ///
    /// [`JsonError`](crate::JsonError) names the path of whatever is not of the right form, and says which schemas are read.
    #[cfg(feature = "json")]
    pub fn from_json(text: &str) -> Result<Self, crate::JsonError> {
        crate::json::read(text)
    }
}

impl Matching {
    /// Writes down in the record what came of the run.
    pub(super) fn with_closed_record(mut self) -> Self {
        self.record.counters = Counters::of(&self.seats, self.pairs.len());
        self.record.matching = self.fingerprint();
        self.record.digest = self.record.own_digest();
        self
    }
}

impl Canonical for Record {
    fn write(&self, canon: &mut Canon) {
        let Self {
            schema,
            engine,
            organisation,
            programme,
            config,
            earlier,
            seed,
            run_day,
            protected_overrides,
            counters,
            matching,
            // It is taken of all that stands before.
            digest: _,
        } = self;
        schema.write(canon);
        engine.write(canon);
        organisation.write(canon);
        programme.write(canon);
        config.write(canon);
        earlier.write(canon);
        seed.write(canon);
        run_day.write(canon);
        protected_overrides.write(canon);
        counters.write(canon);
        matching.write(canon);
    }
}

/// Digests pairs, in whatever order they come and however often.
pub(super) fn of_pairs(pairs: &[Pair]) -> Fingerprint {
    let mut people: Vec<_> = pairs
        .iter()
        .map(|pair| (&pair.senior, &pair.junior))
        .collect();
    people.sort_unstable();
    people.dedup();
    Fingerprint::digest("reverse-mentoring pairs 1", &people)
}

impl Counters {
    fn of(seats: &[Seat], pairs: usize) -> Self {
        let on = |role: Role| {
            let seats = seats.iter().filter(|seat| seat.role() == role);
            seats.fold(Count::default(), |count, seat| {
                let status = seat.status().name();
                Count {
                    enrolled: count.enrolled + 1,
                    eligible: count.eligible + u64::from(status != "ineligible"),
                    matched: count.matched + u64::from(status == "matched"),
                }
            })
        };
        Self {
            juniors: on(Role::Junior),
            seniors: on(Role::Senior),
            pairs: pairs as u64,
        }
    }
}

#[cfg(feature = "serde")]
mod document {
    use super::{Counters, Record};
    use crate::UnknownKeys;
    use crate::model::{Fingerprint, ProtectedOverride};

    /// A record as it is read: its schema decides what is expected of everything else, so nothing is required before.
    #[derive(serde::Deserialize)]
    pub(super) struct RecordDocument {
        schema: Option<u32>,
        engine: Option<String>,
        organisation: Option<Fingerprint>,
        programme: Option<Fingerprint>,
        config: Option<Fingerprint>,
        earlier: Option<Fingerprint>,
        seed: Option<u64>,
        run_day: Option<i32>,
        #[serde(default)]
        protected_overrides: Vec<ProtectedOverride>,
        counters: Option<Counters>,
        matching: Option<Fingerprint>,
        digest: Option<Fingerprint>,
        #[serde(flatten)]
        unknown: UnknownKeys,
    }

    impl TryFrom<RecordDocument> for Record {
        type Error = String;

        fn try_from(document: RecordDocument) -> Result<Self, String> {
            let (oldest, newest) = (Self::OLDEST_SCHEMA, Self::SCHEMA);
            let schema = some(document.schema, "schema")?;
            if !(oldest..=newest).contains(&schema) {
                let expected = if oldest == newest {
                    newest.to_string()
                } else {
                    format!("{oldest} to {newest}")
                };
                return Err(format!(
                    "the record has schema {schema}, expected {expected}"
                ));
            }
            if let Some(key) = document.unknown.iter().next() {
                return Err(format!(
                    "unknown key \"{}\" in the record",
                    key.escape_debug()
                ));
            }
            Ok(Self {
                schema,
                engine: some(document.engine, "engine")?,
                organisation: some(document.organisation, "organisation")?,
                programme: some(document.programme, "programme")?,
                config: some(document.config, "config")?,
                earlier: document.earlier,
                seed: some(document.seed, "seed")?,
                run_day: document.run_day,
                protected_overrides: document.protected_overrides,
                counters: some(document.counters, "counters")?,
                matching: some(document.matching, "matching")?,
                digest: some(document.digest, "digest")?,
            })
        }
    }

    fn some<T>(value: Option<T>, key: &str) -> Result<T, String> {
        value.ok_or_else(|| format!("the record has no key \"{key}\""))
    }
}
