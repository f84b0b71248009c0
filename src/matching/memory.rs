//! What a pairing takes in memory, told from counts before any of it is taken.

use super::{Config, Engine};
use crate::candidates::{BROAD, BUCKETS, CandidatesError, KEYS};
use crate::model::{AttributeName, Organisation};
use crate::programme::{Participant, Programme, Role};
use crate::rules::{ClassRule, Condition, RelationRule, Rule};
use crate::scoring::{Criterion, Exchange, bytes_of_distances};
use crate::work::Work;

/// The bytes that a pairing may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) limit: u64,
    /// The part that is left for lists of pairs.
    pub(super) of_lists: u64,
}

/// The bytes that a pairing takes beyond the organisation and the programme.
struct Needed {
    /// At its peak.
    in_all: u64,
    /// While pairs are searched, beside lists of them.
    beside_lists: u64,
}

/// Counts the bytes that a pairing takes.
///
/// Everybody who enrolled is counted, whether eligible or not. What seniors take who compete very hard for few juniors is a guess from how
/// many of them want the same.
fn needed(
    config: &Config,
    organisation: &Organisation,
    programme: &Programme,
    work: &Work<'_>,
) -> Needed {
    let counts = Counts::of(organisation, programme, work);
    let compiled =
        rules(config, organisation, &counts) + criteria(config, &counts) + counts.order();
    let sets = if looks_up_wants(config) {
        Sets::of(programme, &counts, work)
    } else {
        Sets::default()
    };
    let kept = compiled + sets.lists(&counts);
    let solving = searching(&counts) + listing(&counts) + sets.crowding();
    Needed {
        in_all: kept + sets.building(&counts).max(solving),
        beside_lists: kept + searching(&counts),
    }
}

impl Engine {
    /// Refuses a pairing that takes more memory than the caller allows; says how much it may take, if there is a limit.
    pub(super) fn check_memory(
        &self,
        organisation: &Organisation,
        programme: &Programme,
        work: &Work<'_>,
    ) -> Result<Option<Room>, CandidatesError> {
        let Some(limit) = self.memory_limit else {
            return Ok(None);
        };
        let Needed {
            in_all: needed,
            beside_lists,
        } = needed(self.config(), organisation, programme, work);
        work.check(PHASE, 1, 1)?;
        if needed > limit {
            return Err(CandidatesError::MemoryLimit { needed, limit });
        }
        Ok(Some(Room {
            limit,
            // A quarter is for lists that are being made, and have not taken their places yet.
            of_lists: (limit - beside_lists) / 4 * 3,
        }))
    }
}

const PHASE: &str = "counting people";

/// Tells whether juniors are looked up by what seniors want.
fn looks_up_wants(config: &Config) -> bool {
    let mut criteria = config.scoring().criteria().iter();
    criteria.any(|criterion| match criterion {
        Criterion::Product(product) => !matches!(product.exchange(), Exchange::Return),
        Criterion::Class(_) | Criterion::Exception(_) => false,
    })
}

/// How many there are of what memory is taken for.
#[derive(Default)]
struct Counts {
    people: u64,
    juniors: u64,
    seniors: u64,
    offers: u64,
    targets: u64,
    /// Pairs of a junior's and a senior's unit.
    units: u64,
    /// How deep units are.
    depth: u32,
    /// Distances between units that are written down, as where units have lateral links.
    distances: u64,
    relations: u64,
    /// Whether anybody keeps anything off limits.
    declines: bool,
    /// How many different proficiencies offers have.
    proficiencies: usize,
    has_single_seats: bool,
}

impl Counts {
    fn of(organisation: &Organisation, programme: &Programme, work: &Work<'_>) -> Self {
        let participants = programme.participants();
        let mut counts = Self {
            people: participants.len() as u64,
            relations: organisation.relations().iter().count() as u64,
            depth: organisation.units().depth(),
            has_single_seats: true,
            ..Self::default()
        };
        let mut offered = [false; 1 << 8];
        let mut hosts =
            [Role::Junior, Role::Senior].map(|_| vec![false; organisation.units().len()]);
        for participant in work.through(PHASE, participants) {
            counts.offers += participant.offers().len() as u64;
            for offer in participant.offers() {
                offered[usize::from(offer.proficiency().get())] = true;
            }
            counts.targets += participant.targets().len() as u64;
            counts.declines |= participant.declines_any();
            let unit = organisation[participant.person()].unit();
            for role in [Role::Junior, Role::Senior] {
                if participant.takes_part_as(role) {
                    counts.has_single_seats &= participant.capacity().on(role) == 1;
                    match role {
                        Role::Junior => counts.juniors += 1,
                        Role::Senior => counts.seniors += 1,
                    }
                    if let Some(unit) = unit {
                        hosts[role as usize][unit.index()] = true;
                    }
                }
            }
        }
        counts.proficiencies = offered.into_iter().filter(|&is_offered| is_offered).count();
        if organisation.units().links().next().is_some() {
            let either = hosts[0]
                .iter()
                .zip(&hosts[1])
                .filter(|(one, other)| **one || **other);
            counts.distances = (either.count() as u64).pow(2);
        }
        let hosts = hosts.map(|hosts| hosts.into_iter().filter(|&is_host| is_host).count() as u64);
        counts.units = hosts[0] * hosts[1];
        counts
    }

    /// Who has which place: a reference, and a place among the participants on either side.
    fn order(&self) -> u64 {
        8 * (self.juniors + self.seniors) + 8 * self.people
    }
}

/// What rules know of people, by mechanism.
fn rules(config: &Config, organisation: &Organisation, counts: &Counts) -> u64 {
    // A set has a start and a signature, beside its members.
    const SET: u64 = 4 + 16;
    // A dossier, and a start in the table of named pairs; the relations of the day.
    let common = (28 + 4) * counts.people + 16 * counts.relations;
    let each = config.rules().rules().iter().map(|rule| match rule {
        Rule::Class(ClassRule::UnitDistance { .. }) => 8 * counts.people + 4 * counts.distances,
        Rule::Class(ClassRule::Attribute {
            junior,
            senior,
            condition,
        }) => {
            let of_a_value = match condition {
                Condition::Equal | Condition::Different => 4,
                Condition::Gap { .. } => 16,
                // A range, or a set of two or three words with its signature.
                Condition::Overlap | Condition::Common { .. } => 32,
            };
            // Everybody has a value by its number.
            let of_a_side = |name: &AttributeName| {
                let coded = organisation.coded(organisation.attribute(name.as_str()));
                4 * counts.people + of_a_value * coded.examples().len() as u64
            };
            if junior == senior {
                of_a_side(junior)
            } else {
                of_a_side(junior) + of_a_side(senior)
            }
        }
        // A start and a member.
        Rule::Relation(RelationRule::Shared { .. }) => (4 + 4) * counts.people,
        Rule::Evidence(_) if tells_evidence(config, organisation, counts) => 0,
        Rule::Evidence(_) => 2 * SET * counts.people + 4 * (counts.offers + counts.targets),
        _ => 0,
    });
    common + each.sum::<u64>()
}

/// Tells whether an index alone knows of each pair that it names whether a target is met, as far as counts say.
fn tells_evidence(config: &Config, organisation: &Organisation, counts: &Counts) -> bool {
    let criteria = config.scoring().criteria().iter();
    let mut products = criteria.filter_map(|criterion| match criterion {
        Criterion::Product(product) => Some(product),
        Criterion::Class(_) | Criterion::Exception(_) => None,
    });
    let is_simple = match (products.next(), products.next()) {
        (Some(product), None) => product.is_target_skills(),
        _ => false,
    };
    let are_exact = !counts.declines && counts.proficiencies <= BUCKETS;
    let mut skills = organisation.taxonomy().skills().iter();
    is_simple && are_exact && skills.all(|skill| skill.parents().is_empty())
}

/// What criteria know of people, by shape.
fn criteria(config: &Config, counts: &Counts) -> u64 {
    let each = config
        .scoring()
        .criteria()
        .iter()
        .map(|criterion| match criterion {
            // A class on either side, and again where terms are joined.
            Criterion::Class(term) => match term.scale(counts.depth) {
                None => (8 + 8) * counts.people,
                // Units are compared two by two, unless there are too many.
                Some(scale) => {
                    let Counts {
                        units,
                        juniors,
                        seniors,
                        ..
                    } = *counts;
                    let compared = bytes_of_distances(units, scale, juniors, seniors);
                    8 * counts.people + compared + 4 * counts.distances
                }
            },
            Criterion::Product(product) => {
                let directions = match product.exchange() {
                    Exchange::Teaching | Exchange::Return => 1,
                    Exchange::Both(_) => 2,
                };
                // Four starts and whether something is off limits; a target, a want and its part of a sieve; an offer.
                let lists = 28 * counts.targets + 16 * counts.seniors + 5 * counts.offers;
                // Where few different things are wanted and offered, these are classes.
                directions * (17 * counts.people + lists)
            }
            // A start.
            Criterion::Exception(_) => 8 * counts.people,
        });
    each.sum()
}

/// Lists of pairs: 32 of each senior, and where they are.
fn listing(counts: &Counts) -> u64 {
    (32 * 16 + 40) * counts.seniors
}

/// What the solver knows of people beside lists of pairs.
fn searching(counts: &Counts) -> u64 {
    let (of_a_senior, of_a_junior) = if counts.has_single_seats {
        (52, 32)
    } else {
        (160, 80)
    };
    of_a_senior * counts.seniors + of_a_junior * counts.juniors
}

/// The sets of topics that seniors want together, and how many juniors speak about them.
#[derive(Default)]
struct Sets {
    /// Different sets.
    count: u64,
    /// Juniors of all sets, each counted in each of theirs.
    members: u64,
    /// For each senior how many want the same, up to [`CROWD`], added up.
    crowds: u64,
}

/// Juniors who are asked which sets they are in, for all of them.
const SAMPLE: usize = 1 << 10;

/// A list is seldom longer than this, however many want the same.
const CROWD: u64 = 512;

/// Topics in order, by skill, and [`NONE`] beyond the last.
type Keys = [u32; KEYS];

/// No topic; there are fewer than 2^32.
const NONE: u32 = u32::MAX;

impl Sets {
    fn of(programme: &Programme, counts: &Counts, work: &Work<'_>) -> Self {
        let participants = programme.participants();
        let side = |role| {
            let all = work.through(PHASE, participants);
            all.filter(move |one| one.takes_part_as(role))
        };
        let mut wanted: Vec<Keys> = side(Role::Senior).map(keys).collect();
        wanted.sort_unstable();
        let same = wanted.chunk_by(|one, other| one == other);
        let crowds = same.map(|same| same.len() as u64 * CROWD.min(same.len() as u64));
        let crowds = crowds.sum();
        wanted.dedup();
        let mut sets: Vec<Keys> = Vec::with_capacity(((1 << KEYS) - 1) * wanted.len());
        for keys in work.through(PHASE, &wanted) {
            let topics = keys.iter().take_while(|&&topic| topic != NONE);
            each_set(topics.copied(), |set| sets.push(set));
        }
        sets.sort_unstable();
        sets.dedup();
        let is_wanted = |set: &Keys| sets.binary_search(set).is_ok();
        let juniors = usize::try_from(counts.juniors).unwrap_or(usize::MAX);
        let step = juniors.div_ceil(SAMPLE).max(1);
        let asked = juniors.div_ceil(step).max(1) as u64;
        let mut members = 0;
        for junior in side(Role::Junior).step_by(step) {
            let offers = junior.offers().iter().map(|offer| offer.skill().0);
            let topics = offers.filter(|&topic| is_wanted(&[topic, NONE, NONE]));
            if topics.clone().count() <= BROAD {
                each_set(topics, |set| members += u64::from(is_wanted(&set)));
            }
        }
        Self {
            count: sets.len() as u64,
            members: members * counts.juniors / asked,
            crowds,
        }
    }

    /// What is kept of the index.
    fn lists(&self, counts: &Counts) -> u64 {
        // A class, a place, a card and a reference; the most of a senior, the topics wanted and a reference.
        let of_people = 28 * counts.juniors + 16 * counts.seniors + 8 * counts.targets;
        // A set, its slots and its sieve, and where its groups and members start; a member, and a group of every few.
        of_people + (8 + 12 + 4 + 16) * self.count + (4 + 2) * self.members
    }

    /// What it takes to build the index, beside what is kept.
    fn building(&self, counts: &Counts) -> u64 {
        // What juniors speak about, and who speaks about a topic.
        let spoken = 5 * counts.juniors + (5 + 4) * counts.offers;
        // Sets as they are found; and members twice, as they are found and as they are dealt out, a few topics at a time, which hold half of all
        // members where nearly everybody speaks about the same.
        spoken + 56 * counts.seniors + (8 + 8) * self.members / 2
    }

    /// How far the lists of seniors who want the same outgrow their room.
    fn crowding(&self) -> u64 {
        16 * self.crowds
    }
}

/// The topics that a senior wants most.
fn keys(senior: &Participant) -> Keys {
    let mut targets: Vec<_> = senior.targets().iter().collect();
    targets.sort_unstable_by_key(|target| (std::cmp::Reverse(target.weight()), target.skill()));
    let mut keys = [NONE; KEYS];
    for (key, target) in keys.iter_mut().zip(targets) {
        *key = target.skill().0;
    }
    keys.sort_unstable();
    keys
}

/// Goes through the sets of one to three of some topics in order.
fn each_set(topics: impl Iterator<Item = u32> + Clone, mut found: impl FnMut(Keys)) {
    let mut firsts = topics;
    while let Some(first) = firsts.next() {
        found([first, NONE, NONE]);
        let mut seconds = firsts.clone();
        while let Some(second) = seconds.next() {
            found([first, second, NONE]);
            for third in seconds.clone() {
                found([first, second, third]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Config, Counts, criteria};

    #[test]
    fn distances_of_units_are_counted_as_long_as_they_are_tabled() {
        let taken = |units| {
            let counts = Counts {
                juniors: 1 << 20,
                seniors: 1 << 20,
                units,
                ..Counts::default()
            };
            criteria(&Config::default(), &counts)
        };
        assert!(taken(1 << 24) > taken(1 << 23));
        assert_eq!(taken((1 << 24) + 1), taken(0));
    }
}
