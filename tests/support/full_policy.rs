//! A policy that asks for everything at once: criteria and rules of all shapes, seats of one to three.
//!
//! [`enrich`] gives the people of `generate.rs`, which stands beside it, the attributes, relations, wishes and seats that
//! [`config`] looks at. Nothing is drawn twice: the organisation itself is the one of the same seed without them.
#![allow(
    dead_code,
    reason = "each test, bench and example is a crate of its own and uses a part of this"
)]

use std::collections::BTreeMap;

use reverse_mentoring::matching::Config;
use reverse_mentoring::model::{
    AttributeKind, AttributeRow, AttributeValue, OrganisationDocument, RelationKind, RelationRow,
    VectorEntry,
};
use reverse_mentoring::programme::{BlockRow, PastPairRow, ProgrammeDocument, Role, RolesRow};
use reverse_mentoring::rules::{Condition, RelationRule, Rule, RuleSet, Test};
use reverse_mentoring::scoring::{
    ClassTerm, Criterion, Fact, Measure, NamedPairs, Points, PointsTable, Scoring, SparseProduct,
    Trapezoid, Wishes,
};

use super::random::Random;

/// The day of the run.
const TODAY: i32 = 20_000;

const ATTRIBUTES: [(&str, AttributeKind); 10] = [
    ("confirmed", AttributeKind::Flag),
    ("joined", AttributeKind::Day),
    ("site", AttributeKind::Category),
    ("function", AttributeKind::Category),
    ("languages", AttributeKind::Set),
    ("hours", AttributeKind::Range),
    ("cadence", AttributeKind::Number),
    ("last_cancelled", AttributeKind::Day),
    ("perspectives_wanted", AttributeKind::Vector),
    ("perspectives_offered", AttributeKind::Vector),
];
const FUNCTIONS: [&str; 6] = [
    "engineering",
    "sales",
    "service",
    "finance",
    "people",
    "law",
];
const LANGUAGES: [&str; 5] = ["en", "de", "es", "hi", "zh"];
const PERSPECTIVES: [&str; 6] = ["field", "customer", "newcomer", "parent", "remote", "shift"];
const SITES: usize = 8;
/// One person in so many has a relation, a wish, a block or a past pair.
const SELDOM: u64 = 20;

/// Adds what [`config`] looks at to people whose rows and enrolments are in the same order.
pub(crate) fn enrich(
    seed: u64,
    organisation: &mut OrganisationDocument,
    programme: &mut ProgrammeDocument,
) {
    let mut random = Random::new(seed ^ 0x9e37_79b9_7f4a_7c15);
    organisation.attributes = ATTRIBUTES
        .iter()
        .map(|&(name, kind)| AttributeRow::new(name, kind))
        .collect();
    let is_senior = |role: &RolesRow| *role == RolesRow::Senior;
    let roles: Vec<RolesRow> = programme.enrolments.iter().map(|row| row.roles).collect();
    let seniors = roles.iter().filter(|role| is_senior(role)).count();
    let ids: Vec<String> = organisation
        .people
        .iter()
        .map(|row| row.id.clone())
        .collect();
    for (place, row) in organisation.people.iter_mut().enumerate() {
        row.attributes = attributes(is_senior(&roles[place]), &mut random);
    }
    for (place, row) in programme.enrolments.iter_mut().enumerate() {
        let seats = 1 + i64::try_from(random.index(3)).expect("at most three");
        let senior = is_senior(&roles[place]);
        if senior {
            row.capacity.senior = seats;
        } else {
            row.capacity.junior = seats;
        }
        if random.below(SELDOM) > 0 {
            continue;
        }
        // Seniors come first.
        let other = if senior {
            seniors + random.index(ids.len() - seniors)
        } else {
            random.index(seniors)
        };
        let (junior, senior) = if senior {
            (other, place)
        } else {
            (place, other)
        };
        let (junior, senior) = (ids[junior].clone(), ids[senior].clone());
        let relate = |kind| RelationRow::new(&*junior, &*senior, kind);
        match random.below(6) {
            0 => row.wishes.push(ids[other].clone()),
            1 => programme.blocks.push(BlockRow {
                one: junior,
                other: senior,
                ..BlockRow::default()
            }),
            2 => programme.history.push(PastPairRow {
                junior,
                senior,
                ended_on: Some(TODAY - 400),
                ..PastPairRow::default()
            }),
            3 => organisation.relations.push(relate(RelationKind::Panel)),
            4 => organisation.relations.push(relate(RelationKind::Mentor)),
            _ => organisation.relations.push(relate(RelationKind::Knows)),
        }
    }
}

fn attributes(is_senior: bool, random: &mut Random) -> BTreeMap<String, AttributeValue> {
    let mut some = |words: &[&str], most: usize| -> Vec<String> {
        let from = random.index(words.len());
        let count = 1 + random.index(most);
        let words = words.iter().cycle().skip(from).take(count);
        words.map(|&word| word.to_owned()).collect()
    };
    let mut languages = some(&LANGUAGES, 2);
    if !languages.contains(&LANGUAGES[0].to_owned()) {
        languages.push(LANGUAGES[0].to_owned());
    }
    let function = some(&FUNCTIONS, 1).remove(0);
    let perspectives = some(&PERSPECTIVES, 3);
    let perspectives = perspectives
        .into_iter()
        .map(|word| (word, VectorEntry::default()))
        .collect();
    let mut day = |most: u64| i64::from(TODAY) - random.below(most).cast_signed();
    let (joined, last_cancelled) = (day(4_000), day(400));
    let start = 6 + random.below(6).cast_signed();
    let values = [
        ("confirmed", AttributeValue::Flag(random.below(50) > 0)),
        ("joined", AttributeValue::Number(joined)),
        (
            "site",
            AttributeValue::Category(format!("site {}", random.index(SITES))),
        ),
        ("function", AttributeValue::Category(function)),
        ("languages", AttributeValue::Set(languages)),
        ("hours", AttributeValue::Range(start, start + 8)),
        (
            "cadence",
            AttributeValue::Number(1 + random.below(4).cast_signed()),
        ),
        ("last_cancelled", AttributeValue::Number(last_cancelled)),
        (
            if is_senior {
                "perspectives_wanted"
            } else {
                "perspectives_offered"
            },
            AttributeValue::Vector(perspectives),
        ),
    ];
    values
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Eleven criteria: six over classes, three over lists of pairs, two over what is wanted and offered; and every kind of rule.
pub(crate) fn config() -> Config {
    let rules = RuleSet::default();
    let rules = rules.rules().iter().cloned().chain([
        Rule::flag("confirmed"),
        Rule::requirement(None, "joined", Test::DaysAgo(90)),
        Rule::attribute("languages", Condition::Overlap),
        Rule::attribute("hours", Condition::Common { at_least: 3 }),
        Rule::unit_distance(2, None),
        Rule::related(RelationKind::Mentor),
        Rule::Relation(RelationRule::Shared {
            kinds: vec![RelationKind::Panel],
        }),
        Rule::no_repeat_within(365),
        Rule::no_reversal(),
    ]);
    let rules = RuleSet::new(rules).expect("no range ends before it begins");
    let functions = FUNCTIONS.iter().zip(FUNCTIONS.iter().cycle().skip(1));
    let affinity = functions.map(|(&one, &other)| (one, other, Points::FULL));
    let scoring = Scoring::builder()
        .criterion(Criterion::target_skills(), 40)
        .criterion(Criterion::unit_distance(), 20)
        .criterion(Criterion::seniority_gap(), 10)
        .criterion(
            SparseProduct::named("perspectives")
                .with_wants("perspectives_wanted")
                .with_offers("perspectives_offered"),
            10,
        )
        .criterion(
            ClassTerm::new(
                "site",
                Fact::attribute("site"),
                Measure::Equal {
                    equal: Points::FULL,
                    different: Points::HALF,
                },
            ),
            5,
        )
        .criterion(
            ClassTerm::new("function", Fact::attribute("function"), {
                Measure::Table(PointsTable::new(affinity).with_otherwise(Points::QUARTER))
            }),
            5,
        )
        .criterion(
            ClassTerm::new(
                "cadence",
                Fact::attribute("cadence"),
                Measure::Difference {
                    shape: Trapezoid::falling(0, 4),
                    signed: false,
                },
            ),
            3,
        )
        .criterion(
            ClassTerm::between(
                "attendance",
                Fact::attribute("last_cancelled"),
                Fact::RunDay,
                {
                    Measure::Difference {
                        shape: Trapezoid::rising(0, 182),
                        signed: false,
                    }
                },
            ),
            2,
        )
        .criterion(
            NamedPairs::new::<&str, &str>("wishes", []).with_wishes(Wishes::default()),
            5,
        )
        .criterion(
            NamedPairs::new::<&str, &str>("novelty", [])
                .with_related(RelationKind::Knows, Points::NONE)
                .with_otherwise(Points::FULL),
            3,
        )
        .criterion(
            NamedPairs::new::<&str, &str>("continued", [])
                .with_past_pairs(Points::FULL)
                .with_fade(800),
            2,
        )
        .build()
        .expect("in order")
        .with_minimum_gain(Role::Senior, Points::new(500).unwrap_or_default());
    Config::default()
        .with_rules(rules)
        .with_scoring(scoring)
        .with_run_day(TODAY)
}
