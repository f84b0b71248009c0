//! The mechanisms of criteria: a second, naive way to score, straight from the documents, and the floors.

use std::collections::{BTreeMap, BTreeSet};

use reverse_mentoring::model::{
    AttributeKind, AttributeRow, AttributeValue, Organisation, OrganisationDocument, PersonRow,
    RelationKind, RelationRow, SkillLevelRow, SkillRow, UnitRow, VectorEntry,
};
use reverse_mentoring::programme::{
    EnrolmentRow, PastPairRow, Programme, ProgrammeDocument, Role, RolesRow, TargetRow,
};
use reverse_mentoring::scoring::{
    ClassTerm, Criterion, Exchange, Fact, Floor, Fusion, Measure, NamedPairs, Points, PointsTable,
    Score, Scorer, Scoring, ScoringDocument, SparseProduct, Topics, Trapezoid, UnitDistance,
    Wishes,
};

#[path = "support/random.rs"]
mod random;
use random::Random;

/// The day of every run.
const TODAY: i32 = 1_000;
const SKILLS: [&str; 7] = ["s0", "s1", "s2", "s3", "s4", "s5", "s6"];
const UNITS: [(&str, Option<&str>); 6] = [
    ("root", None),
    ("a", Some("root")),
    ("b", Some("root")),
    ("a1", Some("a")),
    ("a2", Some("a")),
    ("b1", Some("b")),
];
const SITES: [&str; 3] = ["bern", "oslo", "rome"];
const PEOPLE: usize = 8;

fn points(value: i64) -> Points {
    Points::new(value).expect("0 to 10 000")
}

/// Divides, rounding half up by the first digit behind the point.
fn rounded(sum: i128, whole: i128) -> i64 {
    i64::try_from((sum * 10 / whole + 5) / 10).expect("points are small")
}

struct World {
    organisation: OrganisationDocument,
    programme: ProgrammeDocument,
}

impl World {
    #[expect(
        clippy::too_many_lines,
        reason = "one list after the other of what a world is made of"
    )]
    fn draw(random: &mut Random) -> Self {
        let ids: Vec<String> = (0..PEOPLE).map(|person| format!("p{person}")).collect();
        let one = |random: &mut Random, of: &[&str]| of[random.index(of.len())].to_owned();
        let some = |random: &mut Random, of: &[&str], times: usize| -> Vec<String> {
            let drawn = of.iter().filter(|_| random.index(times) == 0);
            drawn.map(|&word| word.to_owned()).collect()
        };
        let vector = |random: &mut Random| {
            let words = some(random, &[&SKILLS[..], &["night shift"]].concat(), 3);
            let entries = words.into_iter().map(|word| {
                let mut entry = VectorEntry::default();
                if random.index(3) > 0 {
                    entry = VectorEntry::level(random.number(1, 100));
                }
                if random.index(2) > 0 {
                    entry = entry.with_weight(random.number(1, 9));
                }
                (word, entry)
            });
            AttributeValue::Vector(entries.collect())
        };
        let people = ids.iter().map(|id| {
            let mut row = PersonRow::new(id);
            if random.index(5) > 0 {
                row = row.in_unit(UNITS[random.index(UNITS.len())].0);
            }
            if random.index(5) > 0 {
                row = row.at_level(random.number(-2, 6));
            }
            let from = random.number(0, 12);
            let values = [
                ("site", AttributeValue::Category(one(random, &SITES))),
                ("wanted_site", AttributeValue::Category(one(random, &SITES))),
                (
                    "languages",
                    AttributeValue::Set(some(random, &["de", "en", "fr"], 2)),
                ),
                (
                    "hours",
                    AttributeValue::Range(from, from + random.number(0, 6)),
                ),
                ("grade", AttributeValue::Number(random.number(-5, 5))),
                ("joined", AttributeValue::Number(random.number(900, 1_050))),
                ("remote", AttributeValue::Flag(random.index(2) == 0)),
                ("wanted", vector(random)),
                ("offered", vector(random)),
                ("tags", AttributeValue::Set(some(random, &SKILLS, 2))),
            ];
            for (name, value) in values {
                if random.index(5) > 0 {
                    row = row.with_attribute(name, value);
                }
            }
            row
        });
        let kinds = [
            ("site", AttributeKind::Category),
            ("wanted_site", AttributeKind::Category),
            ("languages", AttributeKind::Set),
            ("hours", AttributeKind::Range),
            ("grade", AttributeKind::Number),
            ("joined", AttributeKind::Day),
            ("remote", AttributeKind::Flag),
            ("wanted", AttributeKind::Vector),
            ("offered", AttributeKind::Vector),
            ("tags", AttributeKind::Set),
        ];
        let people = people.collect();
        let skills = SKILLS[..5].iter().enumerate().map(|(place, id)| SkillRow {
            id: (*id).to_owned(),
            parents: some(random, &SKILLS[..place], 2),
            category: (random.index(3) > 0).then(|| one(random, &["culture", "technology"])),
            ..SkillRow::default()
        });
        let mut skills: Vec<SkillRow> = skills.collect();
        // Both categories exist, whatever was drawn.
        skills[0].category = Some("technology".to_owned());
        skills[1].category = Some("culture".to_owned());
        let relations = (0..4).filter_map(|_| {
            let (from, to) = (random.index(PEOPLE), random.index(PEOPLE));
            let row = RelationRow::new(&ids[from], &ids[to], RelationKind::Knows);
            let until = random.index(2) == 0;
            let row = row.valid(
                None,
                until.then(|| TODAY + i32::from(random.index(2) == 0) - 1),
            );
            (from != to).then_some(row)
        });
        let organisation = OrganisationDocument {
            attributes: kinds
                .map(|(name, kind)| AttributeRow::new(name, kind))
                .to_vec(),
            units: UNITS
                .map(|(id, parent)| UnitRow {
                    id: id.to_owned(),
                    parent: parent.map(str::to_owned),
                    ..UnitRow::default()
                })
                .to_vec(),
            skills,
            people,
            relations: relations.collect(),
            ..OrganisationDocument::default()
        };
        let enrolments = ids.iter().map(|id| EnrolmentRow {
            targets: some(random, &SKILLS, 3)
                .into_iter()
                .map(|skill| TargetRow {
                    weight: Some(random.number(1, 9)),
                    proficiency: (random.index(2) == 0).then(|| random.number(1, 100)),
                    ..TargetRow::new(skill)
                })
                .collect(),
            offers: some(random, &SKILLS, 2)
                .into_iter()
                .map(|skill| SkillLevelRow::new(skill, random.number(1, 100)))
                .collect(),
            off_limits: some(random, &["s0", "s3", "culture"], 6),
            wishes: ids
                .iter()
                .filter(|other| *other != id && random.index(3) == 0)
                .cloned()
                .collect(),
            ..EnrolmentRow::new(id, RolesRow::Both)
        });
        let enrolments = enrolments.collect();
        let history = (0..5).filter_map(|_| {
            let (junior, senior) = (random.index(PEOPLE), random.index(PEOPLE));
            let row = PastPairRow {
                junior: ids[junior].clone(),
                senior: ids[senior].clone(),
                ended_on: (random.index(3) > 0)
                    .then(|| [1_000, 970, 940, 910, 880][random.index(5)]),
                ..PastPairRow::default()
            };
            (junior != senior).then_some(row)
        });
        let programme = ProgrammeDocument {
            history: history.collect(),
            enrolments,
            ..ProgrammeDocument::default()
        };
        Self {
            organisation,
            programme,
        }
    }

    fn person(&self, id: &str) -> &PersonRow {
        let mut people = self.organisation.people.iter();
        people.find(|row| row.id == id).expect("a person")
    }

    fn enrolment(&self, id: &str) -> &EnrolmentRow {
        let mut rows = self.programme.enrolments.iter();
        rows.find(|row| row.person == id).expect("a participant")
    }

    fn value(&self, id: &str, attribute: &str) -> Option<&AttributeValue> {
        self.person(id).attributes.get(attribute)
    }

    fn number(&self, id: &str, attribute: &str) -> Option<i64> {
        match self.value(id, attribute)? {
            AttributeValue::Number(number) => Some(*number),
            _ => panic!("no number"),
        }
    }

    /// Steps of the taxonomy between two skills, by spreading out from one of them.
    fn steps(&self, from: &str, to: &str) -> Option<usize> {
        let near = |one: &str, other: &str| {
            let parent_of = |child: &str, parent: &str| {
                let mut rows = self.organisation.skills.iter();
                rows.any(|row| row.id == child && row.parents.iter().any(|id| id == parent))
            };
            parent_of(one, other) || parent_of(other, one)
        };
        let mut reached = vec![from];
        for steps in 0..=2 {
            if reached.contains(&to) {
                return Some(steps);
            }
            let next = SKILLS
                .iter()
                .filter(|id| reached.iter().any(|one| near(one, id)));
            reached = reached.iter().chain(next).copied().collect();
        }
        None
    }

    fn category(&self, skill: &str) -> Option<&str> {
        let mut rows = self.organisation.skills.iter();
        rows.find(|row| row.id == skill)?.category.as_deref()
    }

    fn declines(&self, person: &str, skill: &str) -> bool {
        let limits = &self.enrolment(person).off_limits;
        let category = self.category(skill);
        limits
            .iter()
            .any(|topic| topic == skill || Some(topic.as_str()) == category)
    }

    /// What somebody wants: word, weight, level.
    fn wants(&self, id: &str, attribute: Option<&str>) -> Vec<(String, i64, Option<i64>)> {
        match attribute.map(|attribute| self.value(id, attribute)) {
            None => {
                let targets = self.enrolment(id).targets.iter();
                let row =
                    |row: &TargetRow| (row.skill.clone(), row.weight.unwrap_or(1), row.proficiency);
                targets.map(row).collect()
            }
            Some(Some(AttributeValue::Vector(words))) => words
                .iter()
                .map(|(word, entry)| (word.clone(), entry.weight.unwrap_or(1), entry.level))
                .collect(),
            Some(Some(AttributeValue::Set(words))) => {
                words.iter().map(|word| (word.clone(), 1, None)).collect()
            }
            Some(_) => Vec::new(),
        }
    }

    /// What somebody offers and will speak about.
    fn offers(&self, id: &str, attribute: Option<&str>) -> BTreeMap<String, i64> {
        let mut offers: BTreeMap<String, i64> = match attribute.map(|name| self.value(id, name)) {
            None => {
                let rows = &self.enrolment(id).offers;
                rows.iter()
                    .map(|row| (row.skill.clone(), row.proficiency))
                    .collect()
            }
            Some(Some(AttributeValue::Vector(words))) => words
                .iter()
                .map(|(word, entry)| (word.clone(), entry.level.unwrap_or(100)))
                .collect(),
            Some(Some(AttributeValue::Set(words))) => {
                words.iter().map(|word| (word.clone(), 100)).collect()
            }
            Some(_) => BTreeMap::new(),
        };
        offers.retain(|skill, _| !self.declines(id, skill));
        offers
    }

    fn direction(&self, product: &Product, teacher: &str, learner: &str) -> i64 {
        let mut wants = self.wants(learner, product.wants);
        wants.retain(|(skill, ..)| match product.topics {
            None => true,
            Some((only, category)) => (self.category(skill) == Some(category)) == only,
        });
        if wants.is_empty() {
            return 5_000;
        }
        let fractions = [10_000, 5_000, 2_500];
        let offers = self.offers(teacher, product.offers);
        let (mut sum, mut whole) = (0, 0);
        for (target, weight, wanted) in &wants {
            let weight = i128::from(weight * self.rarity(product, target));
            whole += weight;
            if self.declines(learner, target) || self.declines(teacher, target) {
                continue;
            }
            let credits = offers.iter().map(|(skill, &offered)| {
                let fraction = match self.steps(target, skill) {
                    Some(steps) if !self.declines(learner, skill) => fractions[steps],
                    _ => return 0,
                };
                wanted.map_or(fraction, |wanted| {
                    rounded(i128::from(fraction * offered.min(wanted)), wanted.into())
                })
            });
            sum += weight * i128::from(credits.max().unwrap_or(0));
        }
        rounded(sum, whole)
    }

    fn rarity(&self, product: &Product, skill: &str) -> i64 {
        if product.rarity == 0 {
            return 1;
        }
        let teachers = self.programme.enrolments.iter();
        let lists = teachers.map(|row| self.offers(&row.person, product.offers));
        let lists: Vec<_> = lists.filter(|offers| !offers.is_empty()).collect();
        let offering = lists
            .iter()
            .filter(|offers| offers.contains_key(skill))
            .count();
        if lists.is_empty() {
            return 10_000;
        }
        let missing = (lists.len() - offering) as i128;
        10_000 + rounded(i128::from(product.rarity) * missing, lists.len() as i128)
    }
}

/// What the naive product needs to know.
#[derive(Clone, Copy)]
struct Product {
    wants: Option<&'static str>,
    offers: Option<&'static str>,
    /// Only, or all but, one category.
    topics: Option<(bool, &'static str)>,
    rarity: i64,
}

type Naive = Box<dyn Fn(&World, &str, &str) -> i64>;

fn tent(number: i64, [zero_at, from, to, fade_to]: [i64; 4], tail: i64) -> i64 {
    let line = |part: i64, whole: i64, low: i64, high: i64| {
        rounded(i128::from(low * (whole - part) + high * part), whole.into())
    };
    match number {
        n if n >= from && n <= to => 10_000,
        n if n >= fade_to => tail,
        n if n > to => line(n - to, fade_to - to, 10_000, tail),
        n if n <= zero_at => 0,
        n => line(n - zero_at, from - zero_at, 0, 10_000),
    }
}

/// Every class term there is, with the naive way to score it.
#[expect(clippy::too_many_lines, reason = "a list of terms")]
fn class_terms() -> Vec<(Criterion, Naive)> {
    let equal = Measure::Equal {
        equal: points(9_000),
        different: points(1_000),
    };
    let same = |name: &'static str| -> Naive {
        Box::new(move |world, junior, senior| {
            let words = |value: &AttributeValue| match value {
                AttributeValue::Set(words) => {
                    let words: BTreeSet<&String> = words.iter().collect();
                    format!("{words:?}")
                }
                value => format!("{value:?}"),
            };
            let values = (world.value(junior, name), world.value(senior, name));
            match values {
                (Some(one), Some(other)) if words(one) == words(other) => 9_000,
                (Some(_), Some(_)) => 1_000,
                _ => 5_000,
            }
        })
    };
    let mut terms: Vec<(Criterion, Naive)> = Vec::new();
    for name in ["site", "languages", "hours", "grade", "joined", "remote"] {
        let term = ClassTerm::new(format!("same {name}"), Fact::attribute(name), equal.clone());
        terms.push((term.into(), same(name)));
    }
    let overlap = |name, full_at| {
        let overlap = Measure::Overlap { full_at };
        ClassTerm::new(format!("common {name}"), Fact::attribute(name), overlap)
    };
    terms.push((
        overlap("languages", 2).with_unknown(points(7)).into(),
        Box::new(|world, junior, senior| {
            match (
                world.value(junior, "languages"),
                world.value(senior, "languages"),
            ) {
                (Some(AttributeValue::Set(one)), Some(AttributeValue::Set(other))) => {
                    let common = one.iter().filter(|word| other.contains(word)).count();
                    [0, 5_000, 10_000, 10_000][common]
                }
                _ => 7,
            }
        }),
    ));
    terms.push((
        overlap("hours", 3).into(),
        Box::new(|world, junior, senior| {
            match (world.value(junior, "hours"), world.value(senior, "hours")) {
                (Some(AttributeValue::Range(a, b)), Some(AttributeValue::Range(c, d))) => {
                    let common = (*a..=*b).filter(|hour| (*c..=*d).contains(hour)).count();
                    [0, 3_333, 6_667, 10_000][common.min(3)]
                }
                _ => 5_000,
            }
        }),
    ));
    let shape = Trapezoid::rising(-2, 1)
        .with_ideal(1..=2)
        .with_fade(6, points(3_000));
    terms.push((
        ClassTerm::new(
            "grades",
            Fact::attribute("grade"),
            Measure::Difference {
                shape: shape.clone(),
                signed: true,
            },
        )
        .into(),
        Box::new(|world, junior, senior| {
            let gap = world
                .number(senior, "grade")
                .zip(world.number(junior, "grade"));
            gap.map_or(5_000, |(high, low)| tent(high - low, [-2, 1, 2, 6], 3_000))
        }),
    ));
    terms.push((
        ClassTerm::between(
            "tenure",
            Fact::RunDay,
            Fact::attribute("joined"),
            Measure::Difference {
                shape: Trapezoid::rising(0, 90),
                signed: false,
            },
        )
        .with_unknown(Points::FULL)
        .into(),
        Box::new(|world, _, senior| {
            let age = world
                .number(senior, "joined")
                .map(|day| (1_000 - day).abs());
            age.map_or(10_000, |age| rounded(i128::from(age.min(90)) * 10_000, 90))
        }),
    ));
    let cities = [
        ("bern", "oslo", points(8_000)),
        ("rome", "rome", points(500)),
    ];
    terms.push((
        ClassTerm::between(
            "cities",
            Fact::attribute("site"),
            Fact::attribute("wanted_site"),
            Measure::Table(
                PointsTable::new(cities)
                    .one_way()
                    .with_otherwise(points(100)),
            ),
        )
        .into(),
        Box::new(|world, junior, senior| {
            let word = |value: Option<&AttributeValue>| Some(value?.to_string());
            let sites = (
                word(world.value(junior, "site")),
                word(world.value(senior, "wanted_site")),
            );
            match (sites.0.as_deref(), sites.1.as_deref()) {
                (Some("\"bern\""), Some("\"oslo\"")) => 8_000,
                (Some("\"rome\""), Some("\"rome\"")) => 500,
                (Some(_), Some(_)) => 100,
                _ => 5_000,
            }
        }),
    ));
    let affinity = PointsTable::new([("a", "b", Points::FULL), ("a2", "b", points(4_000))]);
    terms.push((
        ClassTerm::new("affinity", Fact::Unit, Measure::Table(affinity)).into(),
        Box::new(|world, junior, senior| {
            let named = |id: &str| {
                let unit = world.person(id).unit.as_deref()?;
                Some(match unit {
                    "a1" | "a" => "a",
                    "b1" | "b" => "b",
                    other => other,
                })
            };
            match (named(junior), named(senior)) {
                (Some("a"), Some("b")) | (Some("b"), Some("a")) => 10_000,
                (Some("a2"), Some("b")) | (Some("b"), Some("a2")) => 4_000,
                (Some(_), Some(_)) => 0,
                _ => 5_000,
            }
        }),
    ));
    terms.push((
        Criterion::unit_distance(),
        Box::new(|world, junior, senior| {
            let path = |id: &str| {
                let unit = world.person(id).unit.as_deref()?;
                let up = |unit: &&str| UNITS.iter().find(|row| row.0 == *unit)?.1;
                let path: Vec<&str> = std::iter::successors(Some(unit), up).collect();
                Some(path)
            };
            let Some((one, other)) = path(junior).zip(path(senior)) else {
                return 5_000;
            };
            let common = one.iter().filter(|unit| other.contains(unit)).count();
            let distance = one.len() + other.len() - 2 * common;
            [0, 2_500, 5_000, 7_500, 10_000][distance]
        }),
    ));
    terms
}

fn products() -> Vec<(Criterion, Naive)> {
    let plain = Product {
        wants: None,
        offers: None,
        topics: None,
        rarity: 0,
    };
    let declared = Product {
        wants: Some("wanted"),
        offers: Some("offered"),
        rarity: 6_000,
        ..plain
    };
    let tags = Product {
        wants: Some("tags"),
        offers: Some("tags"),
        ..plain
    };
    let balance = Product {
        topics: Some((false, "technology")),
        ..plain
    };
    let culture = Product {
        topics: Some((true, "culture")),
        ..plain
    };
    let built = |name: &str, product: Product, exchange| {
        let mut built = SparseProduct::named(name)
            .with_exchange(exchange)
            .with_rarity(points(product.rarity));
        if let Some(wants) = product.wants {
            built = built.with_wants(wants);
        }
        if let Some(offers) = product.offers {
            built = built.with_offers(offers);
        }
        match product.topics {
            Some((true, of)) => built.with_topics(Topics::Only(vec![of.into()])),
            Some((false, of)) => built.with_topics(Topics::Except(vec![of.into()])),
            None => built,
        }
    };
    let mut products: Vec<(Criterion, Naive)> = Vec::new();
    for (name, product) in [
        ("declared", declared),
        ("tags", tags),
        ("balance", balance),
        ("culture", culture),
    ] {
        products.push((
            built(name, product, Exchange::Teaching).into(),
            Box::new(move |world, junior, senior| world.direction(&product, junior, senior)),
        ));
    }
    products.push((
        built("return", declared, Exchange::Return).into(),
        Box::new(move |world, junior, senior| world.direction(&declared, senior, junior)),
    ));
    for (name, fusion) in [
        ("minimum", Fusion::Minimum),
        ("harmonic", Fusion::Harmonic),
        ("weighted", Fusion::Weighted { teaching: 70 }),
    ] {
        products.push((
            built(name, plain, Exchange::Both(fusion)).into(),
            Box::new(move |world, junior, senior| {
                let one = i128::from(world.direction(&plain, junior, senior));
                let other = i128::from(world.direction(&plain, senior, junior));
                match name {
                    "minimum" => i64::try_from(one.min(other)).unwrap(),
                    "harmonic" if one + other == 0 => 0,
                    "harmonic" => rounded(2 * one * other, one + other),
                    _ => rounded(70 * one + 30 * other, 100),
                }
            }),
        ));
    }
    products
}

fn lists() -> Vec<(Criterion, Naive)> {
    let fading = NamedPairs::new("novelty", [("p0", "p1", points(200))])
        .with_dated("p1", "p2", points(3_000), TODAY - 40)
        .with_dated("p2", "p3", points(3_000), TODAY + 40)
        .with_past_pairs(Points::NONE)
        .with_related(RelationKind::Knows, points(1_500))
        .with_otherwise(points(9_000))
        .with_fade(100);
    let wishes = |name: &str, wishes| NamedPairs::new::<&str, &str>(name, []).with_wishes(wishes);
    let rank = |world: &World, who: &str, whom: &str| {
        let place = world
            .enrolment(who)
            .wishes
            .iter()
            .position(|wish| wish == whom);
        place.map_or(0, |place| {
            [10_000, 7_500, 5_000, 2_500]
                .get(place)
                .copied()
                .unwrap_or(0)
        })
    };
    vec![
        (
            fading.into(),
            Box::new(|world, junior, senior| {
                let faded = |points: i64, day: i32| {
                    let gone = i64::from((TODAY - day).clamp(0, 100));
                    rounded(i128::from(9_000 * gone + points * (100 - gone)), 100)
                };
                match (junior, senior) {
                    ("p0", "p1") => return 200,
                    ("p1", "p2") => return faded(3_000, TODAY - 40),
                    ("p2", "p3") => return faded(3_000, TODAY + 40),
                    _ => {}
                }
                let past = world.programme.history.iter();
                let past: Vec<_> = past
                    .filter(|row| (&*row.junior, &*row.senior) == (junior, senior))
                    .collect();
                if !past.is_empty() {
                    let last = past.iter().filter_map(|row| row.ended_on).max();
                    return last.map_or(0, |day| faded(0, day));
                }
                let known = world.organisation.relations.iter().any(|row| {
                    let ends = [(&*row.from, &*row.to), (&*row.to, &*row.from)];
                    ends.contains(&(junior, senior)) && row.valid_to.is_none_or(|to| to >= TODAY)
                });
                if known { 1_500 } else { 9_000 }
            }),
        ),
        (
            wishes("wishes", Wishes::default()).into(),
            Box::new(move |world, junior, senior| {
                rounded(
                    (rank(world, junior, senior) + rank(world, senior, junior)).into(),
                    2,
                )
            }),
        ),
        (
            wishes("wishes of seniors", Wishes::default().of(Role::Senior)).into(),
            Box::new(move |world, junior, senior| i64::from(rank(world, senior, junior))),
        ),
    ]
}

/// Scores random worlds with some criteria at once, and compares every contribution with the naive one.
fn assert_naive(criteria: fn() -> Vec<(Criterion, Naive)>, worlds: u64) {
    let criteria = criteria();
    let mut different = BTreeSet::new();
    for seed in 0..worlds {
        let world = World::draw(&mut Random::new(seed));
        let organisation = Organisation::try_from(&world.organisation).expect("it is valid");
        let programme = world
            .programme
            .clone()
            .check(&organisation)
            .expect("it is valid");
        let mut builder = Scoring::builder();
        for (weight, (criterion, _)) in (1..).zip(&criteria) {
            builder = builder.criterion(criterion.clone(), weight);
        }
        let scoring = builder.build().expect("they are in order");
        let read = Scoring::try_from(scoring.to_document().expect("no own scores"));
        let read = read.expect("what was written can be read");
        assert_eq!(read.criteria(), scoring.criteria());
        let scorer =
            Scorer::on_day(&read, &organisation, &programme, Some(TODAY)).expect("a scorer");
        for junior in programme.participants() {
            for senior in programme.participants() {
                if junior.index() == senior.index() {
                    continue;
                }
                let id = |person| organisation[person].id().as_str();
                let (low, high) = (id(junior.person()), id(senior.person()));
                let breakdown = scorer.breakdown(junior, senior).expect("a score");
                assert_eq!(scorer.score(junior, senior), Some(breakdown.score()));
                for (part, (criterion, naive)) in breakdown.contributions().iter().zip(&criteria) {
                    let expected = naive(&world, low, high);
                    let name = criterion.name();
                    assert_eq!(
                        part.points(),
                        expected,
                        "world {seed}: {name} of {low}, {high}"
                    );
                    assert!(part.teaching() >= 0 && part.returns() >= 0);
                    different.insert((name.to_owned(), expected));
                }
            }
        }
    }
    // Each criterion was seen to tell pairs apart.
    for (criterion, _) in &criteria {
        let values = different
            .iter()
            .filter(|(name, _)| name == criterion.name());
        assert!(values.count() > 1, "{}", criterion.name());
    }
}

#[test]
fn class_terms_score_as_the_documents_say() {
    assert_naive(class_terms, 100);
}

/// Two chains of 80 units, between which there is no path: so many that what they earn is written down another way than of few.
#[test]
fn many_units_earn_what_their_distance_says() {
    const CHAIN: i64 = 80;
    let (mut organisation, mut programme) = (Organisation::builder(), Programme::builder());
    let chains = || ["a", "b"].map(|chain| (0..CHAIN).map(move |depth| Some((chain, depth))));
    for (chain, depth) in chains().into_iter().flatten().flatten() {
        let parent = (depth > 0).then(|| format!("{chain}{}", depth - 1));
        organisation = organisation.unit(&format!("{chain}{depth}"), parent.as_deref());
    }
    let places: Vec<_> = chains().into_iter().flatten().chain([None]).collect();
    for (number, place) in (0..).zip(&places) {
        for (id, is_junior) in [(format!("j{number}"), true), (format!("s{number}"), false)] {
            let mut row = PersonRow::new(id.clone());
            if let Some((chain, depth)) = place {
                row = row.in_unit(format!("{chain}{depth}"));
            }
            organisation = organisation.person(row);
            programme = programme.enrol(if is_junior {
                EnrolmentRow::junior(id)
            } else {
                EnrolmentRow::senior(id)
            });
        }
    }
    let organisation = organisation.build().expect("it is valid");
    let programme = programme.build(&organisation).expect("it is valid");
    let of = |id: String| {
        let person = organisation.person(&id).expect("somebody");
        programme.participant(person.index()).expect("all enrolled")
    };
    // Of which the last needs more than a byte.
    for scale in [None, Some(1), Some(7), Some(254), Some(255)] {
        let mut distance = UnitDistance::default().with_unknown(points(1_234));
        if let Some(scale) = scale {
            distance = distance.with_scale(scale);
        }
        let criterion = Criterion::Class(distance.into());
        let scoring = Scoring::builder().criterion(criterion, 3).build();
        let scoring = scoring.expect("it is in order");
        let scorer = Scorer::new(&scoring, &organisation, &programme).expect("a scorer");
        let whole = scale.map_or(2 * (CHAIN - 1), i64::from);
        for (junior, one) in places.iter().enumerate() {
            for (senior, other) in places.iter().enumerate() {
                let expected = match (one, other) {
                    (Some((chain, depth)), Some((other_chain, other_depth))) => {
                        let steps = if chain == other_chain {
                            (depth - other_depth).abs().min(whole)
                        } else {
                            whole
                        };
                        rounded((10_000 * steps).into(), whole.into())
                    }
                    _ => 1_234,
                };
                let score = scorer.score(of(format!("j{junior}")), of(format!("s{senior}")));
                let found = score.map(Score::get);
                // The weight of the only criterion is all there is.
                assert_eq!(found, Some(100 * expected), "{scale:?} {one:?} {other:?}");
            }
        }
    }
}

#[test]
fn products_score_as_the_documents_say_in_both_directions() {
    assert_naive(products, 100);
}

#[test]
fn lists_of_pairs_score_as_the_documents_say() {
    assert_naive(lists, 100);
}

#[test]
fn floors_bar_what_falls_short_of_them_and_nothing_else() {
    let mut missed = BTreeMap::new();
    for seed in 0..60 {
        let world = World::draw(&mut Random::new(seed));
        let organisation = Organisation::try_from(&world.organisation).expect("it is valid");
        let programme = world
            .programme
            .clone()
            .check(&organisation)
            .expect("it is valid");
        let exchange = SparseProduct::named("exchange")
            .with_exchange(Exchange::Both(Fusion::Weighted { teaching: 60 }));
        let scoring = Scoring::builder()
            .criterion(Criterion::target_skills(), 30)
            .criterion(exchange, 50)
            .criterion(Criterion::seniority_gap(), 20)
            .build()
            .expect("they are in order")
            .with_minimum_gain(Role::Senior, points(3_000))
            .with_minimum_gain(Role::Junior, points(1_000))
            .with_teaching_share(55);
        let scorer = Scorer::new(&scoring, &organisation, &programme).expect("a scorer");
        let plain = Product {
            wants: None,
            offers: None,
            topics: None,
            rarity: 0,
        };
        for junior in programme.participants() {
            for senior in programme.participants() {
                let id = |person| organisation[person].id().as_str();
                let (low, high) = (id(junior.person()), id(senior.person()));
                let senior_gain = world.direction(&plain, low, high);
                let junior_gain = world.direction(&plain, high, low);
                let breakdown = scorer.breakdown(junior, senior).expect("a score");
                let share = 100 * breakdown.teaching().get() < 55 * breakdown.score().get();
                let expected = match () {
                    () if senior_gain < 3_000 => Some(Floor::SeniorGain),
                    () if junior_gain < 1_000 => Some(Floor::JuniorGain),
                    () if share => Some(Floor::TeachingShare),
                    () => None,
                };
                assert_eq!(scorer.missed_floor(junior, senior), expected);
                *missed.entry(expected).or_insert(0) += 1;
                let part = &breakdown.contributions()[1];
                let (one, other) = (60 * senior_gain, 40 * junior_gain);
                if one + other > 0 {
                    let teaching = i128::from(part.value()) * i128::from(one);
                    assert_eq!(part.teaching(), rounded(teaching, (one + other).into()));
                }
                assert_eq!(part.teaching() + part.returns(), part.value());
            }
        }
    }
    assert_eq!(
        missed.len(),
        4,
        "every floor was missed by somebody: {missed:?}"
    );
}

#[test]
fn every_scoring_can_be_written_and_read_again() {
    let criteria = [class_terms(), products(), lists()].into_iter().flatten();
    let mut builder = Scoring::builder().allow_protected("age", "a legal duty");
    for (criterion, _) in criteria {
        builder = builder.criterion(criterion, 1);
    }
    let scoring = builder
        .build()
        .expect("they are in order")
        .with_minimum_gain(Role::Junior, points(7))
        .with_teaching_share(40);
    let document = scoring.to_document().expect("no own scores");
    let text = serde_json::to_string(&document).expect("it can be written");
    let read: ScoringDocument = serde_json::from_str(&text).expect("it can be read");
    assert_eq!(read, document);
    let again = Scoring::try_from(read).expect("it is valid");
    assert_eq!(again.to_document(), Some(document));
}

#[test]
fn everything_wrong_with_criteria_is_listed_at_once() {
    let organisation = Organisation::builder()
        .attribute("site", AttributeKind::Category)
        .attribute("hours", AttributeKind::Range)
        .unit("lab", None)
        .skill(SkillRow {
            id: "rust".to_owned(),
            category: Some("technology".to_owned()),
            ..SkillRow::default()
        })
        .build()
        .unwrap();
    let programme = Programme::builder().build(&organisation).unwrap();
    let overlap = || Measure::Overlap { full_at: 1 };
    let table = Measure::Table(PointsTable::new([("lab", "shop", Points::FULL)]));
    let scoring = Scoring::builder()
        .criterion(
            ClassTerm::new("place", Fact::attribute("sit"), overlap()),
            1,
        )
        .criterion(
            ClassTerm::new("table", Fact::attribute("hours"), table.clone()),
            1,
        )
        .criterion(
            ClassTerm::between(
                "mixed",
                Fact::attribute("site"),
                Fact::attribute("hours"),
                overlap(),
            ),
            1,
        )
        .criterion(ClassTerm::new("units", Fact::Unit, table), 1)
        .criterion(SparseProduct::named("tags").with_wants("site"), 1)
        .criterion(
            SparseProduct::named("topics").with_topics(Topics::Only(vec!["cooking".into()])),
            1,
        )
        .criterion(NamedPairs::new::<&str, &str>("faded", []).with_fade(9), 1)
        .build()
        .unwrap()
        .with_minimum_gain(Role::Junior, Points::HALF);
    let error = Scorer::new(&scoring, &organisation, &programme).unwrap_err();
    let messages: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "criterion \"place\": \"sit\" is unknown, expected a declared attribute (did you mean \"site\"?)",
            "criterion \"table\": \"hours\" is a range, expected categories or units",
            "criterion \"mixed\" compares \"site\" with \"hours\", expected facts of one type",
            "criterion \"units\": no unit \"shop\" is listed",
            "criterion \"tags\": \"site\" is a category, expected sets or vectors",
            "criterion \"topics\": no skill is in the topic category \"cooking\"",
            "criterion \"faded\" counts days, expected a run day (state it in the configuration)",
            "junior_gain is set, expected a criterion about what the junior learns",
        ]
    );
}

#[test]
fn a_protected_characteristic_is_refused_by_name_and_allowed_by_name_alone() {
    let same = |name: &str, attribute: &str| {
        let equal = Measure::Equal {
            equal: Points::FULL,
            different: Points::NONE,
        };
        ClassTerm::new(name, Fact::attribute(attribute), equal)
    };
    let builder = Scoring::builder()
        .criterion(same("similar", "birthYear"), 1)
        .criterion(same("gender balance", "x"), 1)
        .criterion(
            SparseProduct::named("tags").with_wants("graduation_year"),
            0,
        );
    let error = builder.clone().build().unwrap_err();
    let messages: Vec<String> = error.faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "criterion \"similar\": \"birthYear\" speaks of age, which must not decide who meets whom (allow it by name, with the reason)",
            "criterion \"gender balance\": \"gender balance\" speaks of gender, which must not decide who meets whom (allow it by name, with the reason)",
            "criterion \"tags\": \"graduation_year\" speaks of age, which must not decide who meets whom (allow it by name, with the reason)",
        ]
    );
    let allowed = builder
        .allow_protected("birthYear", "works council agreement 7")
        .allow_protected("gender balance", "works council agreement 7");
    assert_eq!(allowed.clone().build().unwrap_err().faults().len(), 1);
    let scoring = allowed.allow_protected("graduation_year", "").build();
    let error = scoring.unwrap_err().to_string();
    assert!(
        error.contains("\"graduation_year\" is allowed without a reason"),
        "{error}"
    );
}
