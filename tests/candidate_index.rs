//! The index finds what the scan finds: the same juniors for every senior, whatever the policy and the prices.

use std::collections::BTreeSet;

use proptest::prelude::*;
use reverse_mentoring::candidates::{CandidateIndex, CandidateTable, Candidates, Method, Question};
use reverse_mentoring::model::{
    AttributeKind, AttributeRow, AttributeValue, Organisation, SkillLevelRow,
};
use reverse_mentoring::programme::{Participant, Programme, Role, TargetRow};
use reverse_mentoring::rules::{Rule, RuleSet, Rules};
use reverse_mentoring::scoring::{
    ClassTerm, Criterion, Exchange, Fact, Fusion, LevelGap, Measure, NamedPairs, Points, Score,
    Scorer, Scoring, ScoringBuilder, SparseProduct, Trapezoid, UnitDistance, Wishes,
};
use reverse_mentoring::work::Work;

#[path = "support/generate.rs"]
mod generate;
#[path = "support/random.rs"]
mod random;
#[path = "support/random_programme.rs"]
mod random_programme;

/// Of the second implementation of the rules, nothing but its day.
mod naive_rules {
    pub(crate) const TODAY: i32 = 20_000;
}

use generate::Shape;
use naive_rules::TODAY;
use random::Random;
use random_programme::Draw;

/// A programme with a policy.
struct World {
    organisation: Organisation,
    programme: Programme,
    rules: RuleSet,
    scoring: Scoring,
}

impl World {
    fn draw(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut draw = Draw::new(seed);
        let organisation = random_programme::organisation(&mut draw, 8 + random.index(40));
        let rules = random_programme::rules(&mut draw);
        let organisation = organisation
            .load_lenient()
            .expect("only rows are at fault")
            .organisation;
        let ids: BTreeSet<String> = organisation
            .people()
            .iter()
            .map(|person| person.id().to_string())
            .collect();
        let ids: Vec<String> = ids.into_iter().collect();
        let mut programme = random_programme::programme(&mut draw, &ids, &ids);
        programme.blocks.retain(|pair| pair.one != pair.other);
        programme.history.retain(|pair| pair.junior != pair.senior);
        let highest = [1, 5, 100][random.index(3)];
        for row in &mut programme.enrolments {
            for offer in &mut row.offers {
                offer.proficiency = 1 + random.below(highest).cast_signed();
            }
            for target in &mut row.targets {
                target.weight = (random.below(3) > 0).then(|| 1 + random.below(9).cast_signed());
                target.proficiency =
                    (random.below(3) > 0).then(|| 1 + random.below(highest).cast_signed());
            }
            if random.below(4) == 0 {
                let other = &ids[random.index(ids.len())];
                if *other != row.person {
                    row.wishes.push(other.clone());
                }
            }
        }
        random_programme::add_off_limits(&mut draw, &mut programme, []);
        let programme = programme.check(&organisation).expect("in order");
        // Strict rules leave hardly a pair of so few people, and many would be asked for nothing.
        let rules = if random.below(3) == 0 {
            RuleSet::try_from(rules).expect("in order")
        } else {
            let evidence = [
                vec![],
                vec![Rule::target_met()],
                vec![Rule::target_met_within(1)],
            ];
            RuleSet::new(evidence[random.index(3)].clone()).expect("in order")
        };
        let scoring = scoring(&mut random);
        Self {
            organisation,
            programme,
            rules,
            scoring,
        }
    }

    fn generated(shape: &Shape) -> Self {
        let (organisation, programme) = generate::organisation(shape);
        let organisation = Organisation::try_from(organisation).expect("in order");
        Self {
            programme: programme.check(&organisation).expect("in order"),
            organisation,
            rules: RuleSet::default(),
            scoring: Scoring::default(),
        }
    }

    /// Hands rules and scores to somebody, with the juniors and the seniors.
    fn with_rules<T>(
        &self,
        ask: impl FnOnce(&Rules<'_>, &Scorer<'_>, &[&Participant], &[&Participant]) -> T,
    ) -> T {
        let (organisation, programme) = (&self.organisation, &self.programme);
        let rules =
            Rules::on_day(&self.rules, organisation, programme, Some(TODAY)).expect("declared");
        let scorer =
            Scorer::on_day(&self.scoring, organisation, programme, Some(TODAY)).expect("declared");
        let side = |role| -> Vec<&Participant> {
            let all = programme.participants().iter();
            all.filter(|one| one.takes_part_as(role)).collect()
        };
        ask(&rules, &scorer, &side(Role::Junior), &side(Role::Senior))
    }

    /// Scores the pairs of some juniors and seniors.
    fn table(
        &self,
        rules: &Rules<'_>,
        scorer: &Scorer<'_>,
        juniors: &[&Participant],
        seniors: &[&Participant],
    ) -> CandidateTable {
        Candidates::new(&self.organisation, rules, scorer)
            .table(juniors, seniors, &Work::new())
            .expect("nobody stops it")
    }

    /// Hands the index to somebody by each method, and the table to compare it with.
    fn with(&self, mut ask: impl FnMut(&CandidateIndex<'_>, &CandidateTable)) {
        self.with_rules(|rules, scorer, juniors, seniors| {
            let table = self.table(rules, scorer, juniors, seniors);
            for method in [Method::Postings, Method::Scan] {
                let work = Work::new();
                let index = CandidateIndex::by(method, rules, scorer, juniors, seniors, &work)
                    .expect("nobody stops it")
                    .expect("criteria can be indexed");
                assert_eq!(index.method(), method);
                ask(&index, &table);
            }
        });
    }
}

/// Draws a policy of every shape.
fn scoring(random: &mut Random) -> Scoring {
    let mut builder = Scoring::builder();
    let mut criteria = 0;
    let mut points = {
        let mut random = Random::new(random.below(u64::MAX));
        move || Points::new(random.number(0, 10_000)).expect("points")
    };
    let mut add = |builder: ScoringBuilder, random: &mut Random, criterion: Criterion| {
        criteria += 1;
        builder.criterion(criterion, 1 + random.below(50).cast_signed())
    };
    // One criterion at least.
    let with = 1 + random.below(255);
    let has = |criterion: u64| with >> criterion & 1 == 1;
    if has(0) {
        let exchange = [
            Exchange::Teaching,
            Exchange::Both(Fusion::Minimum),
            Exchange::Both(Fusion::Harmonic),
            Exchange::Both(Fusion::Weighted { teaching: 60 }),
            Exchange::Return,
        ];
        let related = [
            vec![],
            vec![Points::HALF],
            vec![Points::HALF, Points::QUARTER],
        ];
        let product = SparseProduct::named("learning")
            .with_exchange(exchange[random.index(5)])
            .with_related(related[random.index(3)].clone())
            .with_rarity([Points::NONE, Points::HALF][random.index(2)])
            .with_unknown(points());
        builder = add(builder, random, product.into());
    }
    if has(1) {
        builder = add(
            builder,
            random,
            UnitDistance::default().with_unknown(points()).into(),
        );
    }
    if has(2) {
        builder = add(
            builder,
            random,
            LevelGap::default().with_unknown(points()).into(),
        );
    }
    if has(3) {
        let exchange = [Exchange::Teaching, Exchange::Return];
        let words = SparseProduct::named("languages")
            .with_wants("languages")
            .with_offers("languages")
            .with_exchange(exchange[random.index(2)])
            .with_unknown(points());
        builder = add(builder, random, words.into());
    }
    if has(4) {
        let (equal, different) = (points(), points());
        let site = ClassTerm::new(
            "site",
            Fact::attribute("site"),
            Measure::Equal { equal, different },
        );
        builder = add(builder, random, site.with_unknown(points()).into());
    }
    if has(5) {
        let hours = ClassTerm::new(
            "hours",
            Fact::attribute("hours"),
            Measure::Overlap { full_at: 3 },
        );
        builder = add(builder, random, hours.with_unknown(points()).into());
    }
    if has(6) {
        let wishes = NamedPairs::new::<&str, &str>("wishes", [])
            .with_wishes(Wishes::default())
            .with_past_pairs(points())
            .with_otherwise(points());
        builder = add(builder, random, wishes.into());
    }
    if has(7) {
        let shape = Trapezoid::rising(-5, 10);
        let months = Measure::Difference {
            shape,
            signed: random.below(2) == 0,
        };
        let months = ClassTerm::new("months", Fact::attribute("months"), months);
        builder = add(builder, random, months.with_unknown(points()).into());
    }
    let mut scoring = builder.build().expect("in order");
    if random.below(3) == 0 {
        scoring = scoring.with_minimum_score(Score::new(random.below(600_000).cast_signed()));
    }
    let teaches = scoring.criteria().iter().any(|criterion| {
        matches!(criterion, Criterion::Product(product) if product.exchange() != Exchange::Return)
    });
    if teaches && random.below(4) == 0 {
        scoring = scoring.with_teaching_share(u32::try_from(random.below(60)).expect("small"));
    }
    scoring
}

/// Asks for the best of every senior at random prices, and compares with all of them.
fn compare(index: &CandidateIndex<'_>, table: &CandidateTable, random: &mut Random) {
    let juniors = table.juniors().len();
    let spread = [1, 1_000, 300_000, 30_000_000][random.index(4)];
    let highest_price = [0, 700, -200_000, i64::MAX / 2, i64::MIN / 2][random.index(5)];
    let prices: Vec<i64> = (0..juniors)
        .map(|_| {
            if random.below(2) == 0 {
                highest_price
            } else {
                highest_price - random.below(spread).cast_signed()
            }
        })
        .collect();
    let mut found = Vec::new();
    for senior in 0..table.seniors().len() {
        let mut worths: Vec<i64> = table
            .of(senior)
            .map(|(junior, score)| score.get() + prices[junior])
            .collect();
        worths.sort_unstable_by_key(|&worth| std::cmp::Reverse(worth));
        let all: Vec<_> = index.all(senior).collect();
        assert_eq!(all, table.of(senior).collect::<Vec<_>>());
        for count in [0, 1, 2, 5, 16, juniors, usize::MAX] {
            let question = Question {
                count,
                prices: &prices,
                highest_price,
                first: random.index(juniors.max(1)),
            };
            let bound = index.best(senior, question, &mut found);
            let mut best: Vec<i64> = found
                .iter()
                .map(|&(junior, score)| score.get() + prices[junior])
                .collect();
            best.sort_unstable_by_key(|&worth| std::cmp::Reverse(worth));
            assert_eq!(
                best,
                worths[..count.min(worths.len())],
                "senior {senior}, {count} juniors"
            );
            assert_eq!(
                bound,
                worths.get(count).copied(),
                "senior {senior}, {count} juniors"
            );
            let distinct: BTreeSet<usize> = found.iter().map(|pair| pair.0).collect();
            assert_eq!(
                distinct.len(),
                found.len(),
                "senior {senior}, {count} juniors"
            );
            for &(junior, score) in &found {
                assert_eq!(table.score(junior, senior), Some(score));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_the_scan_finds_under_any_policy(seed: u64) {
        let world = World::draw(seed);
        world.with(|index, table| compare(index, table, &mut Random::new(seed)));
    }
}

#[test]
fn the_index_finds_what_the_scan_finds_in_organisations_as_they_are() {
    for (seed, zipf) in ["0", "1.0", "1.6", "2.5"].into_iter().enumerate() {
        let world = World::generated(&Shape {
            seniors: 40,
            juniors: 2_000,
            zipf: zipf.parse().expect("a decimal number"),
            seed: seed as u64,
        });
        world.with(|index, table| compare(index, table, &mut Random::new(seed as u64)));
    }
}

/// Draws an organisation of more juniors than a tile of a scan has, in which a topic has thousands of speakers of many levels, some juniors speak about a hundred topics, and some
/// seniors want as many.
fn broad(seed: u64) -> World {
    let shape = Shape {
        seniors: 9,
        juniors: 17_000,
        zipf: "1.6".parse().expect("a decimal number"),
        seed,
    };
    let (mut organisation, mut programme) = generate::organisation(&shape);
    let mut random = Random::new(seed);
    let skills: Vec<String> = organisation
        .skills
        .iter()
        .map(|row| row.id.clone())
        .collect();
    let some = |random: &mut Random, count: usize| {
        let first = random.index(skills.len());
        let from_first = skills.iter().cycle().skip(first).step_by(3);
        from_first.take(count).cloned().collect::<BTreeSet<_>>()
    };
    let offered = |skill: String, random: &mut Random| {
        SkillLevelRow::new(skill, 1 + random.below(100).cast_signed())
    };
    for (place, person) in organisation.people.iter_mut().enumerate() {
        for skill in &mut person.skills {
            skill.proficiency = 1 + random.below(100).cast_signed();
        }
        if place % 500 == 499 {
            let skills = some(&mut random, 100);
            person.skills = skills
                .into_iter()
                .map(|skill| offered(skill, &mut random))
                .collect();
        }
    }
    let wanted = [0, 1, 3, 25, 63, 64, 65, 129, 160];
    let seniors = programme.enrolments.iter_mut();
    for (row, count) in seniors.zip(wanted).filter(|wanted| wanted.1 != 3) {
        let skills = some(&mut random, count);
        row.targets = skills
            .into_iter()
            .map(|skill| TargetRow {
                skill,
                weight: Some(1 + random.below(9).cast_signed()),
                proficiency: Some(1 + random.below(100).cast_signed()),
                ..TargetRow::default()
            })
            .collect();
    }
    let organisation = Organisation::try_from(organisation).expect("in order");
    World {
        programme: programme.check(&organisation).expect("in order"),
        organisation,
        rules: RuleSet::default(),
        scoring: Scoring::default(),
    }
}

#[test]
fn the_index_finds_what_the_scan_finds_where_topics_offers_and_targets_are_many() {
    let lenient = RuleSet::new([]).expect("in order");
    for (seed, rules) in (0..).zip([RuleSet::default(), lenient]) {
        let mut random = Random::new(seed);
        let product = SparseProduct::named("learning")
            .with_related([Points::HALF, Points::QUARTER])
            .with_rarity(Points::HALF);
        let alone = Scoring::builder().criterion(product, 1).build();
        for scoring in [Scoring::default(), alone.expect("in order")] {
            let world = World {
                rules: rules.clone(),
                scoring,
                ..broad(seed)
            };
            world.with(|index, table| {
                assert!(table.partners().len() > 10_000, "most are barred");
                compare(index, table, &mut random);
            });
        }
    }
}

#[test]
fn the_index_finds_what_the_scan_finds_where_several_facets_tell_juniors_apart() {
    // So many values that what is given for two of them does not fit one table.
    const FACTS: [&str; 3] = ["cadence", "distance", "tenure"];
    let shape = Shape {
        seniors: 90,
        juniors: 1_500,
        ..Shape::default()
    };
    for seed in 0..2 {
        let mut random = Random::new(seed);
        let (mut organisation, programme) = generate::organisation(&Shape {
            seed,
            ..shape.clone()
        });
        organisation.attributes = FACTS
            .map(|fact| AttributeRow::new(fact, AttributeKind::Number))
            .to_vec();
        for person in &mut organisation.people {
            person.attributes = FACTS
                .map(|fact| {
                    let value = AttributeValue::Number(random.below(60).cast_signed());
                    (fact.to_owned(), value)
                })
                .into();
        }
        let organisation = Organisation::try_from(organisation).expect("in order");
        let programme = programme.check(&organisation).expect("in order");
        // Little, or nearly nobody who shares no skill would be among the best.
        let skills = [5, 40][random.index(2)];
        let mut scoring = Scoring::builder().criterion(Criterion::target_skills(), skills);
        for (fact, weight) in FACTS.into_iter().zip([10, 25, 15]) {
            let shape = Trapezoid::falling(0, 60);
            let measure = Measure::Difference {
                shape,
                signed: false,
            };
            let term = ClassTerm::new(fact, Fact::attribute(fact), measure);
            scoring = scoring.criterion(term, weight);
        }
        let scoring = scoring.build().expect("in order");
        let gain = Points::new(3_000).expect("points");
        let scorings = [
            scoring.clone(),
            scoring.clone().with_minimum_gain(Role::Senior, gain),
            scoring.clone().with_minimum_score(Score::new(600_000)),
            scoring.with_teaching_share(20),
        ];
        for scoring in scorings {
            for rules in [RuleSet::new([]).expect("in order"), RuleSet::default()] {
                let world = World {
                    organisation: organisation.clone(),
                    programme: programme.clone(),
                    rules,
                    scoring: scoring.clone(),
                };
                world.with(|index, table| compare(index, table, &mut random));
            }
        }
    }
}

/// Deals places out to some shards.
fn dealt(places: usize, shards: usize, random: &mut Random) -> Vec<Vec<usize>> {
    let mut dealt = vec![Vec::new(); shards];
    for place in 0..places {
        dealt[random.index(shards)].push(place);
    }
    dealt
}

#[test]
fn m15_however_candidates_are_sharded_they_are_the_same_once_merged() {
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let world = World::draw(seed);
        world.with_rules(|rules, scorer, juniors, seniors| {
            let whole = world.table(rules, scorer, juniors, seniors);
            let senior_shards = dealt(seniors.len(), 1 + random.index(4), &mut random);
            let junior_shards = dealt(juniors.len(), 1 + random.index(4), &mut random);
            let mut merged = vec![Vec::new(); seniors.len()];
            for of_seniors in &senior_shards {
                let rows: Vec<_> = of_seniors.iter().map(|&place| seniors[place]).collect();
                for of_juniors in &junior_shards {
                    let some: Vec<_> = of_juniors.iter().map(|&place| juniors[place]).collect();
                    let shard = world.table(rules, scorer, &some, &rows);
                    for (row, &senior) in of_seniors.iter().enumerate() {
                        let found = shard.of(row);
                        merged[senior].extend(found.map(|(at, score)| (of_juniors[at], score)));
                    }
                }
            }
            for (senior, merged) in merged.iter_mut().enumerate() {
                merged.sort_unstable();
                assert_eq!(*merged, whole.of(senior).collect::<Vec<_>>(), "seed {seed}");
            }
        });
    }
}
