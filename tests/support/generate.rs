//! Seeded organisations of any size, for tests, benches and examples.
//!
//! Integers decide everything here, logarithms and powers included, so a seed draws the same organisation on every
//! platform. `random.rs` stands beside it. Each person costs constant time, up to a search in the table of skills.
#![allow(
    dead_code,
    reason = "each test, bench and example is a crate of its own and uses a part of this"
)]

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use reverse_mentoring::model::{
    LevelRow, OrganisationDocument, PersonRow, SkillLevelRow, SkillRow, UnitRow,
};
use reverse_mentoring::programme::{EnrolmentRow, ProgrammeDocument, RolesRow, TargetRow};

use super::random::Random;

/// The steps from the root of the unit tree down to its leaves.
const DEPTH: usize = 4;
/// The skills there are; the first is the most popular.
const SKILLS: usize = 500;
const CATEGORIES: [&str; 5] = ["technology", "customer", "culture", "policy", "wellbeing"];
/// The best proficiency, which is what every senior hopes for.
const PROFICIENT: i64 = 5;
/// What the targets of a senior weigh, as people state it.
const PRIORITIES: [[i64; 3]; 4] = [[3, 2, 1], [5, 3, 2], [1, 1, 1], [2, 1, 1]];
const OFFERS: usize = 5;
/// Level, weight, and the depths of the units at which people of the level sit.
const SENIOR_LEVELS: [(i64, u64, RangeInclusive<usize>); 4] =
    [(7, 8, 3..=4), (8, 4, 2..=3), (9, 2, 1..=2), (10, 1, 0..=1)];
const JUNIOR_LEVELS: [(i64, u64, RangeInclusive<usize>); 4] =
    [(1, 8, 3..=4), (2, 6, 3..=4), (3, 4, 3..=4), (4, 3, 3..=4)];
/// How many of a hundred juniors report to a senior of their own branch.
const REPORTING: u64 = 30;

/// What an organisation should be like.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) seniors: usize,
    pub(crate) juniors: usize,
    /// How unequal the popularity of skills is.
    pub(crate) zipf: Zipf,
    pub(crate) seed: u64,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            seniors: 100,
            juniors: 900,
            zipf: Zipf { thousandths: 1_000 },
            seed: 0,
        }
    }
}

/// The exponent of a Zipf distribution: the `k`-th skill is as popular as `1 / k^z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Zipf {
    thousandths: u32,
}

impl FromStr for Zipf {
    type Err = String;

    /// Reads a decimal number of 0 to 4 with at most three decimals.
    fn from_str(text: &str) -> Result<Self, String> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let thousandths = (digits(whole) && digits(decimals) && decimals.len() <= 3)
            .then(|| format!("{whole}{decimals:0<3}").parse().ok())
            .flatten()
            .filter(|&thousandths| thousandths <= 4_000);
        thousandths
            .map(|thousandths| Self { thousandths })
            .ok_or_else(|| {
                format!(
                    "the Zipf exponent is \"{text}\", expected 0 to 4 with at most three decimals"
                )
            })
    }
}

impl fmt::Display for Zipf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{:03}",
            self.thousandths / 1_000,
            self.thousandths % 1_000
        )
    }
}

/// Draws an organisation, and a programme in which everybody takes part, with one seat each.
///
/// Units form a tree of depth 4 with 4 to 8 branches, of log-normal sizes. Seniors have levels 7 to 10 and sit the higher
/// in the tree the more senior they are; they want three skills. Juniors have levels 1 to 4, sit in its two lowest
/// layers and offer five skills; 30 of 100 report to a senior at the nearest unit above them that has one.
pub(crate) fn organisation(shape: &Shape) -> (OrganisationDocument, ProgrammeDocument) {
    let mut random = Random::new(shape.seed);
    let tree = Tree::draw(&mut random);
    let popularity = Popularity::new(shape.zipf);
    let mut people = Vec::with_capacity(shape.seniors + shape.juniors);
    let mut enrolments = Vec::with_capacity(shape.seniors + shape.juniors);

    let mut seniors_of = vec![Vec::new(); tree.parents.len()];
    for senior in 0..shape.seniors {
        let (level, unit) = tree.post(&SENIOR_LEVELS, &mut random);
        seniors_of[unit].push(senior);
        people.push(person(senior_id(senior), level, unit));
        let priorities = PRIORITIES[random.index(PRIORITIES.len())];
        let wanted = popularity.draw::<3>(&mut random);
        let targets = wanted
            .into_iter()
            .zip(priorities)
            .map(|(skill, weight)| TargetRow {
                skill: skill_id(skill),
                weight: Some(weight),
                proficiency: Some(PROFICIENT),
                ..TargetRow::default()
            });
        enrolments.push(EnrolmentRow {
            targets: targets.collect(),
            ..EnrolmentRow::new(senior_id(senior), RolesRow::Senior)
        });
    }
    for junior in 0..shape.juniors {
        let (level, unit) = tree.post(&JUNIOR_LEVELS, &mut random);
        let offered = popularity.draw::<OFFERS>(&mut random);
        let skills = offered.map(|skill| {
            let proficiency = 1 + random.below(PROFICIENT.unsigned_abs()).cast_signed();
            SkillLevelRow::new(skill_id(skill), proficiency)
        });
        let reports = random.below(100) < REPORTING;
        let above = tree
            .upwards(unit)
            .map(|unit| &seniors_of[unit])
            .find(|seniors| !seniors.is_empty());
        let manager = above
            .filter(|_| reports)
            .map(|seniors| seniors[random.index(seniors.len())]);
        people.push(PersonRow {
            manager: manager.map(senior_id),
            skills: skills.to_vec(),
            ..person(junior_id(junior), level, unit)
        });
        enrolments.push(EnrolmentRow::new(junior_id(junior), RolesRow::Junior));
    }

    let organisation = OrganisationDocument {
        units: tree.rows(),
        skills: (0..SKILLS).map(skill).collect(),
        people,
        ..OrganisationDocument::default()
    };
    let programme = ProgrammeDocument {
        enrolments,
        ..ProgrammeDocument::default()
    };
    (organisation, programme)
}

/// Draws a programme in the spirit of the first one: General Electric, 1999.
///
/// Five hundred executives were told to find somebody young to teach them the internet. Here five thousand joiners can,
/// each of them in one pair at most, and interests are more alike than usual: a Zipf exponent of 1.2.
pub(crate) fn ge_1999(seed: u64) -> (OrganisationDocument, ProgrammeDocument) {
    organisation(&Shape {
        seniors: 500,
        juniors: 5_000,
        zipf: Zipf { thousandths: 1_200 },
        seed,
    })
}

fn senior_id(senior: usize) -> String {
    format!("s{senior:06}")
}

fn junior_id(junior: usize) -> String {
    format!("j{junior:06}")
}

fn skill_id(skill: usize) -> String {
    format!("k{skill:03}")
}

fn unit_id(unit: usize) -> String {
    format!("u{unit:04}")
}

fn person(id: String, level: i64, unit: usize) -> PersonRow {
    PersonRow {
        id,
        unit: Some(unit_id(unit)),
        level: Some(LevelRow::Rank(level)),
        ..PersonRow::default()
    }
}

fn skill(skill: usize) -> SkillRow {
    SkillRow {
        id: skill_id(skill),
        category: Some(CATEGORIES[skill % CATEGORIES.len()].to_owned()),
        ..SkillRow::default()
    }
}

/// The units, layer by layer from the root, so that the units of neighbouring depths stand side by side.
struct Tree {
    /// The parent of each unit; the root is its own.
    parents: Vec<usize>,
    /// Where each layer begins, and the end.
    layers: [usize; DEPTH + 2],
    /// The sizes of all units before each, and of all.
    sizes: Vec<u64>,
}

impl Tree {
    fn draw(random: &mut Random) -> Self {
        let mut parents = vec![0];
        let mut layers = [0; DEPTH + 2];
        layers[1] = 1;
        for depth in 1..=DEPTH {
            for parent in layers[depth - 1]..layers[depth] {
                let branches = 4 + random.index(5);
                parents.extend(std::iter::repeat_n(parent, branches));
            }
            layers[depth + 1] = parents.len();
        }
        let sizes = cumulative(parents.iter().map(|_| log_normal(random)));
        Self {
            parents,
            layers,
            sizes,
        }
    }

    /// Draws a level, and a unit at its depths, the larger ones more often.
    fn post(
        &self,
        levels: &[(i64, u64, RangeInclusive<usize>)],
        random: &mut Random,
    ) -> (i64, usize) {
        let weights = cumulative(levels.iter().map(|&(_, weight, _)| weight));
        let (level, _, depths) = &levels[weighted(random, &weights)];
        let units = self.layers[*depths.start()]..=self.layers[depths.end() + 1];
        let first = *units.start();
        (*level, first + weighted(random, &self.sizes[units]))
    }

    /// Returns a unit and those above it, the root last.
    fn upwards(&self, unit: usize) -> impl Iterator<Item = usize> {
        let above = |unit: &usize| (*unit != 0).then(|| self.parents[*unit]);
        std::iter::successors(Some(unit), above)
    }

    fn rows(&self) -> Vec<UnitRow> {
        let row = |(unit, &parent): (usize, &usize)| UnitRow {
            id: unit_id(unit),
            parent: (unit != 0).then(|| unit_id(parent)),
            ..UnitRow::default()
        };
        self.parents.iter().enumerate().map(row).collect()
    }
}

/// How popular skills are.
struct Popularity {
    /// The popularity of all skills before each, and of all.
    sums: Vec<u64>,
}

impl Popularity {
    fn new(zipf: Zipf) -> Self {
        let weight = |place: usize| {
            // `1 / k^z = 2^(-z log2 k)`; at least 1, so that no skill is out of reach.
            let exponent = log2(place as u64 + 1) * i64::from(zipf.thousandths) / 1_000;
            exp2(-exponent).max(1)
        };
        Self {
            sums: cumulative((0..SKILLS).map(weight)),
        }
    }

    /// Draws distinct skills one after the other, each among those that are left.
    fn draw<const N: usize>(&self, random: &mut Random) -> [usize; N] {
        let mut drawn = [0; N];
        let mut in_order: Vec<usize> = Vec::with_capacity(N);
        for skill in &mut drawn {
            let weight = |skill: usize| self.sums[skill + 1] - self.sums[skill];
            let gone: u64 = in_order.iter().map(|&gone| weight(gone)).sum();
            let mut point = random.below(self.sums[SKILLS] - gone);
            // Steps over what is gone: the point now counts as if those skills were still there.
            for &gone in &in_order {
                if point >= self.sums[gone] {
                    point += weight(gone);
                }
            }
            *skill = place_of(point, &self.sums);
            in_order.insert(in_order.partition_point(|gone| gone < skill), *skill);
        }
        drawn
    }
}

/// Draws a position by weights, given as their sums: `sums[i]` is what all before `i` weigh, up to a constant.
fn weighted(random: &mut Random, sums: &[u64]) -> usize {
    let (first, all) = (sums[0], sums[sums.len() - 1]);
    let point = first + random.below(all - first);
    place_of(point, sums)
}

/// Returns the sums of all weights before each, and of all.
fn cumulative(weights: impl Iterator<Item = u64>) -> Vec<u64> {
    let sum = |sum: &mut u64, weight| {
        *sum += weight;
        Some(*sum)
    };
    std::iter::once(0).chain(weights.scan(0, sum)).collect()
}

/// Returns whose stretch of the sums a point lies in.
fn place_of(point: u64, sums: &[u64]) -> usize {
    sums.partition_point(|&sum| sum <= point) - 1
}

/// Draws from a log-normal distribution with location 0 and scale 1, in units of 2^-32.
fn log_normal(random: &mut Random) -> u64 {
    // Twelve uniform numbers less their mean are as good as normal: mean 0, variance 1. 16 binary places throughout.
    let sum: u64 = (0..12).map(|_| random.below(1 << 16)).sum();
    let normal = sum.cast_signed() - (6 << 16);
    // log2 e, so that the power of two is one of e.
    let log2_e = 94_548;
    exp2((normal * log2_e) >> 16).max(1)
}

/// Returns the logarithm of `n` to base 2, rounded down to 16 binary places; `n` is at least 1.
fn log2(n: u64) -> i64 {
    let whole = n.ilog2();
    // 1 <= mantissa < 2, with 48 binary places. Squaring it doubles the logarithm, which brings out one place more.
    let mut mantissa = (u128::from(n) << 48) >> whole;
    let mut log = i64::from(whole);
    for _ in 0..16 {
        mantissa = (mantissa * mantissa) >> 48;
        log *= 2;
        if mantissa >= 2 << 48 {
            mantissa >>= 1;
            log += 1;
        }
    }
    log
}

/// Returns 2 to the power of `x`, which has 16 binary places, with 32 binary places; `x` is below 31.
fn exp2(x: i64) -> u64 {
    let (whole, fraction) = (x >> 16, x & 0xffff);
    let mut root: u128 = 2 << 48;
    let mut power: u128 = 1 << 48;
    for bit in (0..16).rev() {
        // 2^(1/2), 2^(1/4), and so on: each bit of the fraction multiplies by one of them.
        root = (root << 48).isqrt();
        if fraction >> bit & 1 == 1 {
            power = (power * root) >> 48;
        }
    }
    let shifted = if whole < 0 {
        power
            .checked_shr(16 + u32::try_from(-whole).unwrap_or(u32::MAX).min(100))
            .unwrap_or(0)
    } else {
        (power >> 16) << whole
    };
    u64::try_from(shifted).unwrap_or(u64::MAX)
}
