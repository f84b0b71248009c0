//! Recipes: what practice asks for, as a few lines of configuration over the mechanisms, and that it decides who meets whom.

use std::collections::{BTreeMap, BTreeSet};

use reverse_mentoring::answers::Explainer;
use reverse_mentoring::matching::{Config, Engine, Matching};
use reverse_mentoring::model::{
    AttributeKind, AttributeValue, Organisation, OrganisationBuilder, PersonRow, RelationKind,
    SkillRow, VectorEntry,
};
use reverse_mentoring::programme::{EnrolmentRow, Programme, ProgrammeBuilder, Role};
use reverse_mentoring::rules::{Condition, Rule, RuleSet, Test};
use reverse_mentoring::scoring::{
    ClassTerm, Criterion, Exchange, Fact, Fusion, Measure, NamedPairs, Points, PointsTable,
    Scoring, ScoringBuilder, SparseProduct, Topics, Trapezoid, Wishes,
};

/// The day of each run.
const TODAY: i32 = 20_000;

/// No rules but those always in force, and these criteria.
fn config(scoring: ScoringBuilder) -> Config {
    Config::default()
        .with_rules(RuleSet::new([] as [Rule; 0]).expect("no rules"))
        .with_scoring(scoring.build().expect("in order"))
        .with_run_day(TODAY)
}

fn ruled(rules: impl IntoIterator<Item = Rule>) -> Config {
    config(Scoring::builder().criterion(Criterion::unit_distance(), 1))
        .with_rules(RuleSet::new(rules).expect("in order"))
}

fn words(of: &[&str]) -> AttributeValue {
    AttributeValue::Set(of.iter().map(|&word| word.to_owned()).collect())
}

fn word(of: &str) -> AttributeValue {
    AttributeValue::Category(of.to_owned())
}

fn only(criterion: impl Into<Criterion>) -> Config {
    config(Scoring::builder().criterion(criterion, 1))
}

/// Matches, verifies, and gives the ids of junior and senior.
#[track_caller]
fn pairs(
    config: &Config,
    organisation: &OrganisationBuilder,
    programme: &ProgrammeBuilder,
) -> BTreeSet<(String, String)> {
    let (matching, ..) = run(config, organisation, programme);
    let pairs = matching.pairs().iter();
    pairs
        .map(|pair| (pair.junior().to_string(), pair.senior().to_string()))
        .collect()
}

#[track_caller]
fn run(
    config: &Config,
    organisation: &OrganisationBuilder,
    programme: &ProgrammeBuilder,
) -> (Matching, Organisation, Programme) {
    let organisation = organisation.clone().build().expect("sound");
    let programme = programme.clone().build(&organisation).expect("sound");
    let engine = Engine::builder().config(config.clone());
    let engine = engine.build().expect("sound");
    let matching = engine.run(&organisation, &programme).expect("feasible");
    let verified = engine.verify(&organisation, &programme, &matching);
    let _ = verified.expect("certified");
    (matching, organisation, programme)
}

/// The score of Ada and Grace, whether they may meet or not.
#[track_caller]
fn score(config: &Config, organisation: &OrganisationBuilder, programme: &ProgrammeBuilder) -> i64 {
    let organisation = organisation.clone().build().expect("sound");
    let programme = programme.clone().build(&organisation).expect("sound");
    let engine = Engine::builder().config(config.clone());
    let engine = engine.build().expect("sound");
    let explainer = Explainer::new(&engine, &organisation, &programme).expect("sound");
    let score = explainer.score(&"ada".into(), &"grace".into());
    score.expect("both take part").get()
}

fn names(pairs: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    pairs
        .iter()
        .map(|&(junior, senior)| (junior.to_owned(), senior.to_owned()))
        .collect()
}

/// Ada and Tim teach, Grace and Alan learn.
fn four() -> ProgrammeBuilder {
    Programme::builder()
        .enrol(EnrolmentRow::junior("ada"))
        .enrol(EnrolmentRow::junior("tim"))
        .enrol(EnrolmentRow::senior("grace"))
        .enrol(EnrolmentRow::senior("alan"))
}

/// The same four, with an attribute each.
fn with_attribute(kind: AttributeKind, values: [AttributeValue; 4]) -> OrganisationBuilder {
    let people = ["ada", "tim", "grace", "alan"].into_iter().zip(values);
    people.fold(
        Organisation::builder().attribute("fact", kind),
        |builder, (id, value)| builder.person(PersonRow::new(id).with_attribute("fact", value)),
    )
}

#[test]
fn two_way_exchange_gives_nothing_where_one_side_learns_nothing() {
    let exchange =
        |fusion| only(SparseProduct::named("exchange").with_exchange(Exchange::Both(fusion)));
    let organisation = |of_grace: &str| {
        Organisation::builder()
            .person(PersonRow::new("ada").with_skill("video", 50))
            .person(PersonRow::new("grace").with_skill(of_grace, 50))
    };
    let programme = Programme::builder()
        .enrol(EnrolmentRow::junior("ada").wants("budgeting"))
        .enrol(EnrolmentRow::senior("grace").wants("video"));
    for fusion in [Fusion::Minimum, Fusion::Harmonic] {
        let config = exchange(fusion);
        assert_eq!(
            score(&config, &organisation("budgeting"), &programme),
            1_000_000
        );
        assert_eq!(score(&config, &organisation("law"), &programme), 0);
    }
    let weighted = exchange(Fusion::Weighted { teaching: 70 });
    assert_eq!(score(&weighted, &organisation("law"), &programme), 700_000);
}

#[test]
fn the_direction_lock_bars_a_pair_that_rests_on_what_the_senior_teaches() {
    let exchange = SparseProduct::named("exchange")
        .with_exchange(Exchange::Both(Fusion::Weighted { teaching: 50 }));
    let config = |share| {
        let scoring = Scoring::builder().criterion(exchange.clone(), 1).build();
        let scoring = scoring.expect("in order").with_teaching_share(share);
        only(exchange.clone()).with_scoring(scoring)
    };
    let organisation = Organisation::builder()
        .person(PersonRow::new("ada").with_skill("video", 50))
        .person(PersonRow::new("grace").with_skill("budgeting", 50));
    // Grace learns one of her two targets, Ada all: a third of the score is teaching.
    let programme = Programme::builder()
        .enrol(EnrolmentRow::junior("ada").wants("budgeting"))
        .enrol(EnrolmentRow::senior("grace").wants("video").wants("chat"));
    assert_eq!(pairs(&config(33), &organisation, &programme).len(), 1);
    assert_eq!(pairs(&config(34), &organisation, &programme).len(), 0);
}

#[test]
fn a_floor_on_what_a_side_learns_bars_a_pair_that_gives_it_less() {
    let organisation = Organisation::builder()
        .person(PersonRow::new("ada").with_skill("video", 50))
        .person(PersonRow::new("grace"));
    let programme = Programme::builder()
        .enrol(EnrolmentRow::junior("ada"))
        .enrol(EnrolmentRow::senior("grace").wants("video").wants("chat"));
    let with_floor = |points| {
        let scoring = Scoring::builder().criterion(SparseProduct::default(), 1);
        let scoring = scoring.build().expect("in order");
        only(SparseProduct::default()).with_scoring(scoring.with_minimum_gain(Role::Senior, points))
    };
    assert_eq!(
        pairs(&with_floor(Points::HALF), &organisation, &programme).len(),
        1
    );
    assert_eq!(
        pairs(&with_floor(Points::FULL), &organisation, &programme).len(),
        0
    );
}

#[test]
fn topics_beyond_technology_count_by_themselves() {
    let skill = |id: &str, category: &str| SkillRow {
        id: id.into(),
        category: Some(category.into()),
        ..SkillRow::default()
    };
    let organisation = |held: &str| {
        Organisation::builder()
            .skill(skill("video", "technology"))
            .skill(skill("inclusion", "culture"))
            .person(PersonRow::new("ada").with_skill(held, 50))
            .person(PersonRow::new("grace"))
    };
    let programme = Programme::builder()
        .enrol(EnrolmentRow::junior("ada"))
        .enrol(
            EnrolmentRow::senior("grace")
                .wants("video")
                .wants("inclusion"),
        );
    let beyond = SparseProduct::named("beyond_technology")
        .with_topics(Topics::Except(vec!["technology".into()]));
    let config = config(
        Scoring::builder()
            .criterion(Criterion::target_skills(), 50)
            .criterion(beyond, 50),
    );
    assert_eq!(score(&config, &organisation("video"), &programme), 250_000);
    assert_eq!(
        score(&config, &organisation("inclusion"), &programme),
        750_000
    );
}

#[test]
fn a_scarce_offer_is_spent_where_it_is_wanted_most() {
    // Kim alone offers Welsh; everybody offers chat.
    let organisation = ["ada", "tim", "kim"].into_iter().fold(
        Organisation::builder()
            .person(PersonRow::new("grace"))
            .person(PersonRow::new("alan"))
            .person(PersonRow::new("vera")),
        |builder, id| {
            let person = PersonRow::new(id).with_skill("chat", 50);
            builder.person(if id == "kim" {
                person.with_skill("welsh", 50)
            } else {
                person
            })
        },
    );
    let programme = ["ada", "tim", "kim"]
        .into_iter()
        .fold(Programme::builder(), |builder, id| {
            builder.enrol(EnrolmentRow::junior(id))
        })
        .enrol(
            EnrolmentRow::senior("grace")
                .wants_at("chat", 9, 50)
                .wants_at("welsh", 1, 50),
        )
        .enrol(
            EnrolmentRow::senior("alan")
                .wants_at("chat", 1, 50)
                .wants_at("welsh", 9, 50),
        )
        .enrol(EnrolmentRow::senior("vera").wants("chat"));
    let found = pairs(
        &only(SparseProduct::named("skills").with_rarity(Points::FULL)),
        &organisation,
        &programme,
    );
    assert!(found.contains(&("kim".into(), "alan".into())), "{found:?}");
}

#[test]
fn perspectives_wanted_are_met_by_perspectives_offered() {
    let vector = |word: &str| {
        AttributeValue::Vector(BTreeMap::from([(word.to_owned(), VectorEntry::level(3))]))
    };
    let person =
        |id: &str, side: &str, word: &str| PersonRow::new(id).with_attribute(side, vector(word));
    let organisation = Organisation::builder()
        .attribute("wanted", AttributeKind::Vector)
        .attribute("offered", AttributeKind::Vector)
        .person(person("grace", "wanted", "night shift"))
        .person(person("alan", "wanted", "first job"))
        .person(person("ada", "offered", "first job"))
        .person(person("tim", "offered", "night shift"));
    let perspectives = SparseProduct::named("perspectives")
        .with_wants("wanted")
        .with_offers("offered");
    assert_eq!(
        pairs(&only(perspectives), &organisation, &four()),
        names(&[("ada", "alan"), ("tim", "grace")])
    );
}

#[test]
fn functions_that_enrich_each_other_are_brought_together() {
    let person = |id: &str, unit: &str| PersonRow::new(id).in_unit(unit);
    let organisation = ["finance", "service", "it", "press"]
        .into_iter()
        .fold(Organisation::builder(), |builder, unit| {
            builder.unit(unit, None)
        })
        .person(person("grace", "finance"))
        .person(person("alan", "press"))
        .person(person("ada", "it"))
        .person(person("tim", "service"));
    let affinity = PointsTable::new([
        ("finance", "service", Points::FULL),
        ("it", "press", Points::FULL),
    ]);
    let affinity = ClassTerm::new("affinity", Fact::Unit, Measure::Table(affinity));
    assert_eq!(
        pairs(&only(affinity), &organisation, &four()),
        names(&[("ada", "alan"), ("tim", "grace")])
    );
}

#[test]
fn new_faces_come_first_and_what_is_long_past_counts_as_new() {
    let novelty = NamedPairs::new::<&str, &str>("novelty", [])
        .with_past_pairs(Points::NONE)
        .with_related(RelationKind::Knows, Points::NONE)
        .with_otherwise(Points::FULL)
        .with_fade(100);
    let organisation = ["ada", "tim", "grace", "alan"]
        .into_iter()
        .fold(Organisation::builder(), |builder, id| {
            builder.person(PersonRow::new(id))
        });
    let acquainted = organisation
        .clone()
        .relation("ada", "grace", RelationKind::Knows);
    let expected = names(&[("ada", "alan"), ("tim", "grace")]);
    assert_eq!(
        pairs(&only(novelty.clone()), &acquainted, &four()),
        expected
    );
    let ended = |day| four().past_pair_until("ada", "grace", day);
    assert_eq!(
        pairs(&only(novelty.clone()), &organisation, &ended(TODAY)),
        expected
    );
    let scored = |day| score(&only(novelty.clone()), &organisation, &ended(day));
    assert_eq!(scored(TODAY), 0);
    assert_eq!(scored(TODAY - 50), 500_000);
    assert_eq!(scored(TODAY - 100), 1_000_000);
}

#[test]
fn a_pair_that_works_is_continued_while_it_is_fresh() {
    let continuation = NamedPairs::new::<&str, &str>("continuation", [])
        .with_past_pairs(Points::FULL)
        .with_fade(180);
    let organisation = ["ada", "tim", "grace", "alan"]
        .into_iter()
        .fold(Organisation::builder(), |builder, id| {
            builder.person(PersonRow::new(id))
        });
    let programme = four().past_pair_until("ada", "alan", TODAY - 30);
    let found = pairs(&only(continuation.clone()), &organisation, &programme);
    assert_eq!(found, names(&[("ada", "alan"), ("tim", "grace")]));
    // As a rule, it is the other way round.
    let rested = ruled([Rule::no_repeat_within(365)]);
    let found = pairs(&rested, &organisation, &programme);
    assert_eq!(found, names(&[("ada", "grace"), ("tim", "alan")]));
}

#[test]
fn wishes_decide_between_equals_and_never_more_than_their_weight() {
    let wishes = || NamedPairs::new::<&str, &str>("wishes", []).with_wishes(Wishes::default());
    let organisation =
        ["ada", "tim", "grace", "alan"]
            .into_iter()
            .fold(Organisation::builder(), |builder, id| {
                let person = PersonRow::new(id);
                builder.person(if id == "tim" {
                    person.with_skill("video", 50)
                } else {
                    person
                })
            });
    let programme = |target: Option<&str>| {
        let grace = EnrolmentRow::senior("grace").wishes_for("ada");
        let grace = target.into_iter().fold(grace, EnrolmentRow::wants);
        Programme::builder()
            .enrol(EnrolmentRow::junior("ada").wishes_for("grace"))
            .enrol(EnrolmentRow::junior("tim"))
            .enrol(grace)
            .enrol(EnrolmentRow::senior("alan"))
    };
    let config = config(
        Scoring::builder()
            .criterion(Criterion::target_skills(), 90)
            .criterion(wishes(), 10),
    );
    let equals = names(&[("ada", "grace"), ("tim", "alan")]);
    assert_eq!(pairs(&config, &organisation, &programme(None)), equals);
    // Tim teaches what Grace wants, which weighs nine times as much.
    let taught = names(&[("ada", "alan"), ("tim", "grace")]);
    assert_eq!(
        pairs(&config, &organisation, &programme(Some("video"))),
        taught
    );
}

#[test]
fn cancellations_count_within_the_weight_and_are_forgotten() {
    let since = Measure::Difference {
        shape: Trapezoid::rising(0, 180),
        signed: false,
    };
    let attendance = ClassTerm::between(
        "attendance",
        Fact::RunDay,
        Fact::attribute("last_cancelled"),
        since,
    );
    let config = config(
        Scoring::builder()
            .criterion(Criterion::unit_distance(), 95)
            .criterion(attendance.with_unknown(Points::FULL), 5),
    );
    let scored = |days_ago: Option<i64>| {
        let grace = PersonRow::new("grace");
        let grace = match days_ago {
            Some(days) => {
                let day = AttributeValue::Number(i64::from(TODAY) - days);
                grace.with_attribute("last_cancelled", day)
            }
            None => grace,
        };
        let organisation = Organisation::builder()
            .attribute("last_cancelled", AttributeKind::Day)
            .person(PersonRow::new("ada"))
            .person(grace);
        let programme = Programme::builder()
            .enrol(EnrolmentRow::junior("ada"))
            .enrol(EnrolmentRow::senior("grace"));
        score(&config, &organisation, &programme)
    };
    let never = scored(None);
    assert_eq!(never - scored(Some(0)), 50_000);
    assert_eq!(never - scored(Some(90)), 25_000);
    assert_eq!(never - scored(Some(180)), 0);
}

#[test]
fn languages_and_hours_must_overlap_where_that_is_asked_for() {
    let languages =
        ["de en", "fr", "en", "fr it"].map(|of| words(&of.split(' ').collect::<Vec<_>>()));
    let organisation = with_attribute(AttributeKind::Set, languages);
    let found = pairs(
        &ruled([Rule::attribute("fact", Condition::Overlap)]),
        &organisation,
        &four(),
    );
    assert_eq!(found, names(&[("ada", "grace"), ("tim", "alan")]));
    // Also how often to meet, in one range of meetings a month and another.
    let hours = [(8, 12), (14, 18), (11, 15), (9, 11)];
    let hours = hours.map(|(from, to)| AttributeValue::Range(from, to));
    let organisation = with_attribute(AttributeKind::Range, hours);
    let two_hours = Rule::attribute("fact", Condition::Common { at_least: 2 });
    let found = pairs(&ruled([two_hours]), &organisation, &four());
    assert_eq!(found, names(&[("ada", "alan"), ("tim", "grace")]));
}

#[test]
fn who_asks_for_confidentiality_gets_at_least_as_much() {
    // What a junior is ready to keep, and what a senior asks for.
    let levels = [1, 3, 2, 1].map(AttributeValue::Number);
    let organisation = with_attribute(AttributeKind::Number, levels);
    let enough = Condition::Gap {
        min: None,
        max: Some(0),
    };
    let found = pairs(
        &ruled([Rule::attribute("fact", enough)]),
        &organisation,
        &four(),
    );
    assert_eq!(found, names(&[("ada", "alan"), ("tim", "grace")]));
}

#[test]
fn the_same_site_is_favoured_and_another_is_possible() {
    let sites = ["bern", "oslo", "oslo", "rome"].map(word);
    let organisation = with_attribute(AttributeKind::Category, sites);
    let site = Measure::Equal {
        equal: Points::FULL,
        different: Points::QUARTER,
    };
    let found = pairs(
        &only(ClassTerm::new("site", Fact::attribute("fact"), site)),
        &organisation,
        &four(),
    );
    assert_eq!(found, names(&[("ada", "alan"), ("tim", "grace")]));
}

#[test]
fn shared_values_count_a_little_where_people_stated_them() {
    let values = ["candour craft", "order", "craft candour", "order calm"]
        .map(|of| words(&of.split(' ').collect::<Vec<_>>()));
    let organisation = with_attribute(AttributeKind::Set, values);
    let values = ClassTerm::new(
        "values",
        Fact::attribute("fact"),
        Measure::Overlap { full_at: 2 },
    );
    let config = config(
        Scoring::builder()
            .criterion(Criterion::unit_distance(), 90)
            .criterion(values, 10),
    );
    let found = pairs(&config, &organisation, &four());
    assert_eq!(found, names(&[("ada", "grace"), ("tim", "alan")]));
}

#[test]
fn who_may_take_part_is_asked_of_each_person() {
    let rules = [
        Rule::flag("approved"),
        Rule::requirement(Some(Role::Junior), "joined", Test::DaysAgo(182)),
        Rule::requirement(Some(Role::Junior), "motivation", Test::AtLeast(3)),
        Rule::requirement(None, "status", Test::NoneOf(vec!["on leave".to_owned()])),
    ];
    let person = |id: &str| {
        PersonRow::new(id)
            .with_attribute("approved", AttributeValue::Flag(true))
            .with_attribute("joined", AttributeValue::Number(i64::from(TODAY) - 182))
            .with_attribute("motivation", AttributeValue::Number(3))
            .with_attribute("status", word("active"))
    };
    let found = |ada: PersonRow| {
        let organisation = Organisation::builder()
            .attribute("approved", AttributeKind::Flag)
            .attribute("joined", AttributeKind::Day)
            .attribute("motivation", AttributeKind::Number)
            .attribute("status", AttributeKind::Category)
            .person(ada)
            .person(person("grace"));
        let programme = Programme::builder()
            .enrol(EnrolmentRow::junior("ada"))
            .enrol(EnrolmentRow::senior("grace"));
        let (matching, ..) = run(&ruled(rules.clone()), &organisation, &programme);
        let status = matching.status("ada", Role::Junior).expect("enrolled");
        status.name().to_owned()
    };
    assert_eq!(found(person("ada")), "matched");
    for (name, value) in [
        ("approved", AttributeValue::Flag(false)),
        ("joined", AttributeValue::Number(i64::from(TODAY) - 181)),
        ("motivation", AttributeValue::Number(2)),
        ("status", word("on leave")),
    ] {
        let ada = person("ada").with_attribute(name, value);
        assert_eq!(found(ada), "ineligible", "{name}");
    }
}
