//! Shards: the part of a pairing that need not be done in one place.

use std::ops::Range;

use super::lowering::{BestJuniors, Indexed};
use super::merge::{merge, misled, refuse};
use super::pairing::{Ground, Pairing};
use super::{Engine, ShardFault};
use crate::Error;
use crate::model::{Fingerprint, Organisation};
use crate::parallel;
use crate::programme::{Programme, Role};
use crate::work::Work;

/// Some seniors of a programme, whose lists can be built anywhere.
///
/// It is plain data, to be sent to wherever the same organisation, programme and configuration are: digests tell whether they are
/// the same, and the version of this crate must be too.
/// Seniors are known by their place in the lottery, so shards are about equally hard.
///
/// # Examples
///
/// ```
/// use reverse_mentoring::matching::{Engine, Shard, ShardLists};
/// use reverse_mentoring::model::{Organisation, PersonRow};
/// use reverse_mentoring::programme::{EnrolmentRow, Programme};
///
/// let organisation = Organisation::builder()
///     .unit("sales", None)
///     .unit("lab", None)
///     .person(PersonRow::new("grace").in_unit("sales").at_level(5))
///     .person(PersonRow::new("edsger").in_unit("sales").at_level(6))
///     .person(PersonRow::new("ada").in_unit("lab").at_level(2).with_skill("rust", 4))
///     .person(PersonRow::new("tim").in_unit("lab").at_level(2).with_skill("rust", 2))
///     .build()?;
/// let programme = Programme::builder()
///     .enrol(EnrolmentRow::senior("grace").wants("rust"))
///     .enrol(EnrolmentRow::senior("edsger").wants("rust"))
///     .enrol(EnrolmentRow::junior("ada"))
///     .enrol(EnrolmentRow::junior("tim"))
///     .build(&organisation)?;
/// let engine = Engine::builder().build()?;
///
/// let shards = engine.shards(&organisation, &programme, 2)?;
/// assert_eq!(shards.iter().map(Shard::seniors).collect::<Vec<_>>(), [0..1, 1..2]);
/// // Each of these may be done on a machine of its own, and come back in any order.
/// let build = |shard| engine.shard_lists(&organisation, &programme, shard);
/// let lists: Vec<ShardLists> = shards.iter().rev().map(build).collect::<Result<_, _>>()?;
/// let pairing = engine.pairing_from(&organisation, &programme, &lists)?;
/// assert_eq!(pairing, engine.pairing(&organisation, &programme)?);
/// # Ok::<(), reverse_mentoring::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[must_use]
pub struct Shard {
    pub(super) engine: String,
    pub(super) organisation: Fingerprint,
    pub(super) programme: Fingerprint,
    pub(super) config: Fingerprint,
    /// The place of the first senior.
    pub(super) first: u32,
    pub(super) seniors: u32,
}

impl Shard {
    /// All seniors of what is given.
    fn whole(engine: &Engine, ground: &Ground<'_>) -> Self {
        let prepared = &ground.prepared;
        let (organisation, programme) = parallel::join(
            || prepared.organisation.fingerprint(),
            || prepared.programme.fingerprint(),
        );
        Self {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            organisation,
            programme,
            config: engine.config().fingerprint(),
            first: 0,
            // There are fewer people than 2^32.
            seniors: u32::try_from(prepared.places(Role::Senior)).unwrap_or(u32::MAX),
        }
    }

    /// Returns the places of the seniors in the order of the lottery, counted from 0.
    #[must_use]
    pub fn seniors(&self) -> Range<usize> {
        let first = self.first as usize;
        first..first.saturating_add(self.seniors as usize)
    }
}

/// The best few juniors of each senior of a [`Shard`], with a bound for all others.
///
/// It is plain data: places and scores. Nothing in it is believed: [`Engine::pairing_from`] checks the scores, and proves the pairs that come
/// of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
#[must_use]
pub struct ShardLists {
    pub(super) shard: Shard,
    /// By senior.
    pub(super) lists: Vec<BestJuniors>,
}

impl ShardLists {
    /// Returns whose lists they are.
    pub fn shard(&self) -> &Shard {
        &self.shard
    }
}

/// Seniors whose lists are built between two questions to the caller: some 10 milliseconds on one thread, among a million people.
const SENIORS_OF_A_BATCH: usize = 1 << 7;

impl Engine {
    /// Divides the seniors of a programme into shards of about equal size, as many as asked for unless there are fewer seniors.
    ///
    /// # Errors
    ///
    /// [`ShardFault::NoShard`] if none is asked for; otherwise those of [`pairing`](Self::pairing).
    pub fn shards(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        count: usize,
    ) -> Result<Vec<Shard>, Error> {
        if count == 0 {
            return Err(refuse(vec![ShardFault::NoShard]));
        }
        let ground = Ground::new(self, organisation, programme, &Work::default())?;
        let whole = Shard::whole(self, &ground);
        let seniors = u64::from(whole.seniors);
        let count = seniors.min(count as u64);
        // Below the number of seniors, so it fits.
        let start = |shard: u64| u32::try_from(shard * seniors / count).unwrap_or(u32::MAX);
        let shards = (0..count).map(|shard| Shard {
            first: start(shard),
            seniors: start(shard + 1) - start(shard),
            ..whole.clone()
        });
        Ok(shards.collect())
    }

    /// Builds the lists of a shard.
    ///
    /// # Complexity
    ///
    /// That of the [index](crate::candidates::CandidateIndex), which is built anew for each shard over all juniors, and one question to it for each
    /// senior of the shard. So more shards than workers only cost time.
    ///
    /// # Errors
    ///
    /// [`Error::Shards`] if the shard is of something else; otherwise those of [`pairing`](Self::pairing).
    pub fn shard_lists(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        shard: &Shard,
    ) -> Result<ShardLists, Error> {
        self.shard_lists_with(organisation, programme, shard, &Work::default())
    }

    /// Builds the lists of a shard, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`shard_lists`](Self::shard_lists), and `Cancelled` if the work was stopped; nothing of it is kept then.
    pub fn shard_lists_with(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        shard: &Shard,
        work: &Work<'_>,
    ) -> Result<ShardLists, Error> {
        let ground = Ground::new(self, organisation, programme, work)?;
        if let Some(fault) = shard.fault(&Shard::whole(self, &ground)) {
            return Err(refuse(vec![fault]));
        }
        let index = ground.index(work)?;
        let count = ground.juniors_of_a_list(&index)?;
        let source = Indexed::new(&index);
        let mut lists = Vec::with_capacity(shard.seniors as usize);
        let seniors = shard.seniors();
        while lists.len() < seniors.len() {
            work.check(
                "listing candidates",
                lists.len() as u64,
                seniors.len() as u64,
            )?;
            let from = seniors.start + lists.len();
            let batch = SENIORS_OF_A_BATCH.min(seniors.end - from);
            let list = |at| BestJuniors::find(&source, from + at, count);
            lists.append(&mut parallel::map(batch, list));
        }
        Ok(ShardLists {
            shard: shard.clone(),
            lists,
        })
    }

    /// Finds the best pairs, from lists of the best juniors that were built in several places.
    ///
    /// From lists as [`shard_lists`](Self::shard_lists) builds them the answer is that of [`pairing`](Self::pairing), byte for byte, however many
    /// shards there are, in whatever order their lists come, and on whatever number of threads. What the solver asks for beyond
    /// the lists, and what the proof asks, the index of this place answers. So altered lists can cost time, or lead to another of several
    /// equally good sets of pairs, or to an error; never to pairs that are worse.
    ///
    /// # Complexity
    ///
    /// That of [`pairing`](Self::pairing) without the first question for each senior, and a score for each pair that is listed.
    ///
    /// # Errors
    ///
    /// [`Error::Shards`] if the lists are not those of all shards of this organisation, programme and configuration, each of them once; if something in
    /// them cannot be; and if they hide so much that the pairs found by them are proved not to be the best. Otherwise those of [`pairing`](Self::pairing).
    pub fn pairing_from(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        lists: &[ShardLists],
    ) -> Result<Pairing, Error> {
        self.pairing_from_with(organisation, programme, lists, &Work::default())
    }

    /// Finds the best pairs from lists, telling an observer how far it is and stopping when asked to.
    ///
    /// # Errors
    ///
    /// Those of [`pairing_from`](Self::pairing_from), and `Cancelled` if the work was stopped; nothing of it is kept then.
    pub fn pairing_from_with(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        lists: &[ShardLists],
        work: &Work<'_>,
    ) -> Result<Pairing, Error> {
        let ground = Ground::new(self, organisation, programme, work)?;
        let whole = Shard::whole(self, &ground);
        let index = ground.index(work)?;
        let lists = merge(&ground, &index, &whole, lists, work)?;
        let source = Indexed::new(&index).with_lists(&lists);
        ground
            .best_pairs(&index, &source, work)
            .map_err(|error| misled(&ground.prepared, error))
    }
}
