//! One direction of a [`SparseProduct`], compiled: two sorted lists per pair, and their intersection.

use std::collections::HashMap;

use super::breakdown::{OfferEvidence, TargetEvidence};
use super::compiled::at;
use super::vectors::{Vectors, Wanted};
use super::{Points, SparseProduct};
use crate::model::{Organisation, Proficiency, SkillIndex};
use crate::programme::{Participant, Role};
use crate::runs::Runs;
use crate::subset::Subset;
use crate::work::{COMPILING, Work};

/// What learners want and teachers offer, flat: one run of each array per learner, or per participant who may teach.
///
/// A want is one skill through which a target can be met, the target itself or a related skill that somebody offers.
#[derive(Debug)]
pub(super) struct CompiledDirection<'a> {
    vectors: Vectors<'a>,
    learner: Role,
    unknown: Points,
    /// How many steps away a skill may be to be worth something.
    steps: u32,
    /// Participants who want anything.
    learners: Subset,
    /// By the rank of the learner.
    targets_of: Runs,
    targets: Vec<Wanted>,
    /// By the rank of the learner.
    wants_of: Runs,
    /// Ascending within a run.
    want_skill: Vec<SkillIndex>,
    want: Vec<Want>,
    /// By the rank of the learner.
    sieve_of: Runs,
    /// One bit for each want's [`sieve_bit`]; an offer whose bit is unset meets none of them.
    sieve: Vec<u64>,
    /// By participant.
    offers_of: Runs,
    /// Strictly ascending within a run.
    offer_skill: Vec<SkillIndex>,
    offer_proficiency: Vec<Proficiency>,
    /// By participant: whether the person keeps anything off limits.
    guarded: Vec<bool>,
}

#[derive(Clone, Copy, Debug)]
struct Want {
    /// The position within the senior's run of targets.
    target: u32,
    steps: u32,
    fraction: Points,
}

/// An offer that meets a want.
struct Hit {
    want: Want,
    skill: SkillIndex,
    proficiency: Proficiency,
}

/// 32: more targets than anybody states by hand; beyond, the credits of a pair are kept on the heap.
const INLINE_TARGETS: usize = 32;

impl<'a> CompiledDirection<'a> {
    /// Compiles the direction in which one side learns.
    pub(super) fn new(
        product: &SparseProduct,
        learner: Role,
        vectors: Vectors<'a>,
        work: &Work<'_>,
    ) -> Self {
        let participants = vectors.programme().participants();
        let (offers_of, offers) = open_offers(participants, learner.other(), &vectors, work);
        let (offer_skill, offer_proficiency) = offers.into_iter().unzip();
        let runs = || Runs::with_capacity(0);
        let mut compiled = Self {
            vectors,
            learner,
            unknown: product.unknown,
            steps: steps_of(&product.related),
            learners: Subset::default(),
            targets_of: runs(),
            targets: Vec::new(),
            wants_of: runs(),
            want_skill: Vec::new(),
            want: Vec::new(),
            sieve_of: runs(),
            sieve: Vec::new(),
            offers_of,
            offer_skill,
            offer_proficiency,
            guarded: participants.iter().map(Participant::declines_any).collect(),
        };
        let rarity = Rarity::new(product.rarity, &compiled.offers_of, &compiled.offer_skill);
        let organisation = compiled.vectors.organisation();
        let mut reach = Reach::new(product, organisation, &compiled.offer_skill);
        let (mut targets, mut wants) = (Vec::new(), Vec::new());
        let all = work.through(COMPILING, participants);
        compiled.learners = Subset::new(all.map(|participant| {
            compiled.push_targets(participant, &rarity, &mut reach, &mut targets, &mut wants)
        }));
        compiled
    }

    /// Adds what a participant wants, and tells whether that is anything.
    fn push_targets(
        &mut self,
        learner: &Participant,
        rarity: &Rarity,
        reach: &mut Reach<'_>,
        targets: &mut Vec<Wanted>,
        wants: &mut Vec<(SkillIndex, Want)>,
    ) -> bool {
        if learner.takes_part_as(self.learner) {
            self.vectors.wants(learner, targets);
        }
        if targets.is_empty() {
            return false;
        }
        for target in &mut *targets {
            target.weight = rarity.weighed(target.weight, target.skill);
        }
        for (place, target) in (0..).zip(&*targets) {
            if self.declines(learner, target.skill) {
                continue;
            }
            for &(skill, steps, fraction) in reach.of(target.skill) {
                if !self.declines(learner, skill) {
                    let target = place;
                    wants.push((
                        skill,
                        Want {
                            target,
                            steps,
                            fraction,
                        },
                    ));
                }
            }
        }
        wants.sort_unstable_by_key(|&(skill, want)| (skill, want.target));
        let sieve = self.sieve.len();
        self.sieve.resize(sieve + sieve_words(wants.len()), 0);
        for &(skill, _) in &*wants {
            let (word, bit) = sieve_bit(skill, self.sieve.len() - sieve);
            self.sieve[sieve + word] |= bit;
        }
        self.sieve_of.push(self.sieve.len());
        self.want_skill
            .extend(wants.iter().map(|&(skill, _)| skill));
        self.want.extend(wants.drain(..).map(|(_, want)| want));
        self.wants_of.push(self.want.len());
        self.targets.append(targets);
        self.targets_of.push(self.targets.len());
        true
    }

    pub(super) fn points(&self, teacher: &Participant, learner: &Participant) -> Points {
        let targets = self.targets(learner);
        if targets.is_empty() {
            return self.unknown;
        }
        let mut inline = [Points::NONE; INLINE_TARGETS];
        let mut heap = Vec::new();
        let credits: &mut [Points] = if targets.len() <= INLINE_TARGETS {
            &mut inline[..targets.len()]
        } else {
            heap.resize(targets.len(), Points::NONE);
            &mut heap
        };
        let mut met = false;
        self.each_hit(teacher, learner, |hit| {
            let credit = hit.credit(targets);
            let best = &mut credits[hit.want.target as usize];
            *best = credit.max(*best);
            met = true;
        });
        // Most pairs share no skill; they are spared the division.
        if !met {
            return Points::NONE;
        }
        let weighted = |(target, credit): (&Wanted, &Points)| {
            u64::from(target.weight) * u64::from(credit.get())
        };
        let sum = targets.iter().zip(&*credits).map(weighted).sum();
        Points::ratio(sum, weight_sum(targets))
    }

    /// Counts by skill how often it is offered, up to the last that is.
    pub(super) fn times_offered(&self) -> Vec<u64> {
        SkillIndex::count_each(&self.offer_skill)
    }

    /// Returns the points of whoever wants nothing.
    pub(super) fn unknown(&self) -> Points {
        self.unknown
    }

    /// Returns the sum of the weights of all targets of a learner.
    pub(super) fn weight_sum(&self, learner: &Participant) -> u64 {
        weight_sum(self.targets(learner))
    }

    /// Lists the skills through which a learner's targets can be met: the skill, the place of the target, and the part of it
    /// that the skill is worth.
    pub(super) fn wants(
        &self,
        learner: &Participant,
    ) -> impl Iterator<Item = (SkillIndex, usize, Points)> {
        let wants = self.rank(learner).map(|rank| self.wants_of.of(rank));
        let wants = wants.unwrap_or_default();
        let skills = self.want_skill[wants.clone()].iter();
        skills
            .zip(&self.want[wants])
            .map(|(&skill, want)| (skill, want.target as usize, want.fraction))
    }

    /// Lists what a teacher offers and is ready to speak about.
    pub(super) fn offers(
        &self,
        teacher: &Participant,
    ) -> impl Iterator<Item = (SkillIndex, Proficiency)> {
        let offers = self.offers_of.of(teacher.index().index());
        let skills = self.offer_skill[offers.clone()].iter().copied();
        skills.zip(self.offer_proficiency[offers].iter().copied())
    }

    /// Tells whether somebody keeps anything off limits.
    pub(super) fn is_guarded(&self, participant: &Participant) -> bool {
        at(&self.guarded, participant) == Some(true)
    }

    /// Lists the proficiencies of all offers.
    pub(super) fn proficiencies(&self) -> impl Iterator<Item = Proficiency> {
        self.offer_proficiency.iter().copied()
    }

    /// Tells whether every pair of which a target is met within so many steps, as the programme states targets and
    /// offers, shares a skill here.
    pub(super) fn reaches(&self, steps: u32) -> bool {
        self.vectors.are_of_the_programme() && self.steps >= steps
    }

    /// Tells whether a pair shares a skill, and neither of the two keeps anything off limits.
    pub(super) fn shares(&self, teacher: &Participant, learner: &Participant) -> bool {
        let mut shares = false;
        if !self.is_guarded(teacher) && !self.is_guarded(learner) {
            self.each_hit(teacher, learner, |_| shares = true);
        }
        shares
    }

    /// Tells whether of every pair that shares a skill here a target is met within so many steps, as the programme states targets and
    /// offers, unless one of the two keeps something off limits.
    pub(super) fn is_within(&self, steps: u32) -> bool {
        self.vectors.are_of_the_programme() && self.want.iter().all(|want| want.steps <= steps)
    }

    /// Returns what the learner wants, each with the best offer for it; nothing where nothing is wanted.
    pub(super) fn evidence(
        &self,
        teacher: &Participant,
        learner: &Participant,
    ) -> Vec<TargetEvidence> {
        let targets = self.targets(learner);
        let mut best: Vec<Option<Hit>> = targets.iter().map(|_| None).collect();
        self.each_hit(teacher, learner, |hit| {
            let best = &mut best[hit.want.target as usize];
            // Among offers of equal credit the nearest, then the best mastered, then the first skill.
            let rank = |hit: &Hit| {
                let nearness = std::cmp::Reverse(hit.want.steps);
                (hit.credit(targets), nearness, hit.proficiency)
            };
            if best.as_ref().is_none_or(|best| rank(&hit) > rank(best)) {
                *best = Some(hit);
            }
        });
        let evidence = targets.iter().zip(best).map(|(target, hit)| {
            let hit = hit.filter(|hit| hit.credit(targets) > Points::NONE);
            TargetEvidence {
                skill: self.vectors.id(target.skill),
                weight: target.weight,
                wanted: target.proficiency,
                credit: hit.as_ref().map_or(Points::NONE, |hit| hit.credit(targets)),
                offer: hit.map(|hit| OfferEvidence {
                    skill: self.vectors.id(hit.skill),
                    steps: hit.want.steps,
                    proficiency: hit.proficiency,
                }),
            }
        });
        evidence.collect()
    }

    /// Calls `on_hit` for each want that an offer meets and nothing keeps off limits, in order of skill, then target.
    fn each_hit(&self, teacher: &Participant, learner: &Participant, mut on_hit: impl FnMut(Hit)) {
        let Some(rank) = self.rank(learner) else {
            return;
        };
        let (wants, offers) = (
            self.wants_of.of(rank),
            self.offers_of.of(teacher.index().index()),
        );
        if wants.is_empty() {
            return;
        }
        let (want_skill, offer_skill) = (
            &self.want_skill[wants.clone()],
            &self.offer_skill[offers.clone()],
        );
        let mut meet = |want: usize, offer: usize| {
            let hit = Hit {
                want: self.want[wants.start + want],
                skill: offer_skill[offer],
                proficiency: self.offer_proficiency[offers.start + offer],
            };
            // The learner's limits, and the teacher's on offers, are already out of the lists.
            let target = self.targets(learner)[hit.want.target as usize].skill;
            if !(self.is_guarded(teacher) && self.declines(teacher, target)) {
                on_hit(hit);
            }
        };
        // 8: a look into the sieve costs that much less than a search.
        if offer_skill.len() > want_skill.len().saturating_mul(8) {
            for (want, skill) in want_skill.iter().enumerate() {
                if let Ok(offer) = offer_skill.binary_search(skill) {
                    meet(want, offer);
                }
            }
            return;
        }
        let sieve = &self.sieve[self.sieve_of.of(rank)];
        for (offer, &skill) in offer_skill.iter().enumerate() {
            let (word, bit) = sieve_bit(skill, sieve.len());
            if sieve[word] & bit == 0 {
                continue;
            }
            let first = want_skill.partition_point(|&wanted| wanted < skill);
            let equal = want_skill[first..]
                .iter()
                .take_while(|&&wanted| wanted == skill);
            for (want, _) in (first..).zip(equal) {
                meet(want, offer);
            }
        }
    }

    pub(super) fn targets(&self, learner: &Participant) -> &[Wanted] {
        let run = self.rank(learner).map(|rank| self.targets_of.of(rank));
        &self.targets[run.unwrap_or_default()]
    }

    /// Returns the rank of a participant among those who want anything.
    fn rank(&self, learner: &Participant) -> Option<usize> {
        self.learners.rank(learner.index().index())
    }

    fn declines(&self, participant: &Participant, skill: SkillIndex) -> bool {
        participant.declines(skill, self.vectors.organisation().taxonomy())
    }
}

/// Lists what participants of a side offer and are ready to speak about; nothing if the work was stopped, which is found out in the end.
fn open_offers(
    participants: &[Participant],
    teacher: Role,
    vectors: &Vectors<'_>,
    work: &Work<'_>,
) -> (Runs, Vec<(SkillIndex, Proficiency)>) {
    let count = participants.len();
    let taxonomy = vectors.organisation().taxonomy();
    let may_go_on = |done| work.check(COMPILING, done as u64, count as u64);
    let lists = Runs::try_fill(count, may_go_on, |place, offers| {
        let participant = &participants[place];
        if !participant.takes_part_as(teacher) {
            return;
        }
        let start = offers.len();
        vectors.offers(participant, offers);
        if participant.declines_any() {
            let open = |(skill, _): &(SkillIndex, _)| !participant.declines(*skill, taxonomy);
            let kept: Vec<_> = offers.drain(start..).filter(open).collect();
            offers.extend(kept);
        }
    });
    lists.unwrap_or_else(|_stopped| (Runs::with_capacity(0), Vec::new()))
}

impl Hit {
    fn credit(&self, targets: &[Wanted]) -> Points {
        let target = &targets[self.want.target as usize];
        target.credit(self.want.fraction, self.proficiency)
    }
}

/// Adds up the weights of targets.
fn weight_sum(targets: &[Wanted]) -> u64 {
    targets.iter().map(|target| u64::from(target.weight)).sum()
}

/// Counts the steps up to which related skills are all worth something.
fn steps_of(related: &[Points]) -> u32 {
    let steps = related.iter().take_while(|&&worth| worth > Points::NONE);
    u32::try_from(steps.count()).unwrap_or(u32::MAX)
}

/// Gives the size of a sieve: 32 bits or more a want, so that few offers get through that meet none of them.
fn sieve_words(wants: usize) -> usize {
    match wants {
        0 => 0,
        wants => wants.div_ceil(2).next_power_of_two(),
    }
}

/// Gives the word and the bit of a skill in a sieve, whose size is a power of two.
fn sieve_bit(skill: SkillIndex, words: usize) -> (usize, u64) {
    // Fibonacci hashing: skills that follow each other are far apart.
    let hash = (skill.index() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    ((hash >> 6) as usize & (words - 1), 1 << (hash & 63))
}

/// The skills through which a target can be met, found once per target skill.
struct Reach<'a> {
    organisation: &'a Organisation,
    /// By steps.
    fractions: Vec<Points>,
    /// By skill, up to the last that is.
    times_offered: Vec<u64>,
    found: HashMap<SkillIndex, Vec<(SkillIndex, u32, Points)>>,
}

impl<'a> Reach<'a> {
    fn new(product: &SparseProduct, organisation: &'a Organisation, offers: &[SkillIndex]) -> Self {
        Self {
            organisation,
            fractions: [&[Points::FULL], product.related.as_slice()].concat(),
            times_offered: SkillIndex::count_each(offers),
            found: HashMap::new(),
        }
    }

    fn of(&mut self, target: SkillIndex) -> &[(SkillIndex, u32, Points)] {
        let Self {
            organisation,
            fractions,
            times_offered,
            found,
        } = self;
        let is_offered = |skill: SkillIndex| times_offered.get(skill.index()) > Some(&0);
        found.entry(target).or_insert_with(|| {
            let steps = u32::try_from(fractions.len() - 1).unwrap_or(u32::MAX);
            let near = organisation.taxonomy().related(target, steps);
            near.into_iter()
                .filter(|&(skill, _)| is_offered(skill))
                .filter_map(|(skill, steps)| {
                    let fraction = *fractions.get(steps as usize)?;
                    (fraction > Points::NONE).then_some((skill, steps, fraction))
                })
                .collect()
        })
    }
}

/// How much more a target weighs that few can teach.
struct Rarity {
    most: Points,
    teachers: u64,
    /// How many teachers offer each skill; empty where that does not matter.
    offered: Vec<u64>,
}

impl Rarity {
    fn new(rarity: Points, offers_of: &Runs, skills: &[SkillIndex]) -> Self {
        let offered = if rarity > Points::NONE {
            SkillIndex::count_each(skills)
        } else {
            Vec::new()
        };
        let teaches = |&teacher: &usize| !offers_of.of(teacher).is_empty();
        Self {
            most: rarity,
            teachers: (0..offers_of.len()).filter(teaches).count() as u64,
            offered,
        }
    }

    fn weighed(&self, weight: u32, skill: SkillIndex) -> u32 {
        if self.most == Points::NONE {
            return weight;
        }
        let offered = self.offered.get(skill.index()).copied().unwrap_or(0);
        let rarity = u64::from(self.most.get());
        let more = Points::ratio(rarity * (self.teachers - offered), self.teachers);
        // At most 1 000 times 20 000.
        weight * u32::from(Points::FULL.get() + more.get())
    }
}
