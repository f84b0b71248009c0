//! Scores: hand-computed cases, missing data, and laws that hold for all of them.

mod support;

use proptest::prelude::*;
use reverse_mentoring::model::{
    LevelRow, Organisation, PersonRow, Proficiency, SkillLevelRow, SkillRow,
};
use reverse_mentoring::programme::{
    EnrolmentRow, Participant, Programme, ProgrammeBuilder, Role, RolesRow, TargetRow,
};
use reverse_mentoring::scoring::{
    Breakdown, Contribution, Criterion, Evidence, LevelGap, NamedPairs, OwnScores, Points, Score,
    Scorer, Scoring, ScoringError, SparseProduct, UnitDistance, Unknown, Weights, Whose,
};

fn points(value: i64) -> Points {
    Points::new(value).expect("0 to 10 000")
}

fn person(id: &str, unit: &str, level: i64) -> PersonRow {
    PersonRow {
        id: id.to_owned(),
        unit: Some(unit.to_owned()),
        level: Some(LevelRow::Rank(level)),
        ..PersonRow::default()
    }
}

fn skill(id: &str, parents: &[&str], category: Option<&str>) -> SkillRow {
    SkillRow {
        id: id.to_owned(),
        parents: parents.iter().map(|&parent| parent.to_owned()).collect(),
        category: category.map(str::to_owned),
        ..SkillRow::default()
    }
}

/// Two divisions with two teams each below one root, and a laboratory of its own: depth 2, so the scale is 4.
fn organisation() -> Organisation {
    Organisation::builder()
        .unit("acme", None)
        .unit("sales", Some("acme"))
        .unit("north", Some("sales"))
        .unit("south", Some("sales"))
        .unit("it", Some("acme"))
        .unit("cloud", Some("it"))
        .unit("lab", None)
        .skill(skill("programming", &[], Some("technology")))
        .skill(skill("python", &["programming"], Some("technology")))
        .skill(skill("rust", &["programming"], Some("technology")))
        .skill(skill("writing", &[], Some("culture")))
        .person(person("ada", "north", 1))
        .person(person("alan", "cloud", 2))
        .person(person("kay", "lab", 1))
        .person(PersonRow {
            id: "nobody".to_owned(),
            ..PersonRow::default()
        })
        .person(person("grace", "north", 5))
        .person(person("linus", "south", 3))
        .build()
        .expect("the organisation is in order")
}

fn target(skill: &str, weight: i64, proficiency: Option<i64>) -> TargetRow {
    TargetRow {
        weight: Some(weight),
        proficiency,
        ..TargetRow::new(skill)
    }
}

fn junior(id: &str, offers: &[(&str, i64)]) -> EnrolmentRow {
    EnrolmentRow {
        offers: offers
            .iter()
            .map(|&(skill, proficiency)| SkillLevelRow::new(skill, proficiency))
            .collect(),
        ..EnrolmentRow::new(id, RolesRow::Junior)
    }
}

fn senior(id: &str, targets: Vec<TargetRow>) -> EnrolmentRow {
    EnrolmentRow {
        targets,
        ..EnrolmentRow::new(id, RolesRow::Senior)
    }
}

fn programme(
    organisation: &Organisation,
    rows: impl IntoIterator<Item = EnrolmentRow>,
) -> Programme {
    let builder = Programme::builder();
    let builder = rows.into_iter().fold(builder, ProgrammeBuilder::enrol);
    builder
        .build(organisation)
        .expect("the programme is in order")
}

fn participant<'a>(
    organisation: &Organisation,
    programme: &'a Programme,
    id: &str,
) -> &'a Participant {
    let person = organisation.person(id).expect("a person");
    programme
        .participant(person.index())
        .expect("a participant")
}

/// Takes a pair apart under one criterion, and checks the sum on the way.
#[track_caller]
fn apart(criterion: impl Into<Criterion>, pair: (EnrolmentRow, EnrolmentRow)) -> (i64, Evidence) {
    let organisation = organisation();
    let (junior_id, senior_id) = (pair.0.person.clone(), pair.1.person.clone());
    let programme = programme(&organisation, [pair.0, pair.1]);
    let scoring = Scoring::builder()
        .criterion(criterion, 1)
        .build()
        .expect("one criterion");
    let scorer = Scorer::new(&scoring, &organisation, &programme).expect("a scorer");
    let junior = participant(&organisation, &programme, &junior_id);
    let senior = participant(&organisation, &programme, &senior_id);
    let breakdown = scorer.breakdown(junior, senior).expect("a score");
    assert_eq!(scorer.score(junior, senior), Some(breakdown.score()));
    assert_adds_up(&breakdown);
    let [contribution] = breakdown.contributions() else {
        panic!("one criterion, one contribution")
    };
    assert_eq!(contribution.weight(), 100);
    (contribution.points(), contribution.evidence().clone())
}

#[track_caller]
fn assert_adds_up(breakdown: &Breakdown) {
    let contributions = breakdown.contributions().iter();
    let sum = contributions
        .map(|part| i64::from(part.weight()) * part.points())
        .sum();
    assert_eq!(breakdown.score(), Score::new(sum));
}

fn pair(junior_id: &str, senior_id: &str) -> (EnrolmentRow, EnrolmentRow) {
    (junior(junior_id, &[]), senior(senior_id, vec![]))
}

mod weights {
    use super::*;

    fn shares(declared: &[i64]) -> Vec<u32> {
        let names = (0..declared.len()).map(|place| place.to_string());
        let weights = Weights::try_new(names.zip(declared.iter().copied())).expect("in order");
        weights.iter().map(|(_, weight)| weight).collect()
    }

    #[test]
    fn weights_that_sum_to_100_stay_as_they_are() {
        assert_eq!(shares(&[50, 30, 20]), [50, 30, 20]);
    }

    #[test]
    fn what_is_left_over_goes_to_the_largest_remainders_and_then_to_the_first_declared() {
        // 3 : 1 : 3 of 100 is 42 6/7, 14 2/7, 42 6/7.
        assert_eq!(shares(&[3, 1, 3]), [43, 14, 43]);
        // Seven equal shares of 14 2/7 leave two.
        assert_eq!(shares(&[1; 7]), [15, 15, 14, 14, 14, 14, 14]);
    }

    #[test]
    fn a_weight_of_zero_switches_off_and_a_tiny_one_stays_listed() {
        assert_eq!(shares(&[0, 1, 0, 1]), [50, 50]);
        assert_eq!(shares(&[1_000_000, 1]), [100, 0]);
    }

    #[test]
    fn the_largest_integers_do_not_overflow() {
        assert_eq!(shares(&[i64::MAX; 3]), [34, 33, 33]);
        assert_eq!(shares(&[i64::MAX, 1]), [100, 0]);
        assert_eq!(shares(&[1; 250]).iter().sum::<u32>(), 100);
    }

    proptest! {
        #![proptest_config(support::cases(256, "fixtures/regressions/scoring.txt"))]

        #[test]
        fn shares_sum_to_100_and_are_within_one_of_the_exact_share(
            declared in prop::collection::vec(1..=i64::MAX, 1..40),
        ) {
            let shares = shares(&declared);
            prop_assert_eq!(shares.iter().sum::<u32>(), 100);
            let total: i128 = declared.iter().copied().map(i128::from).sum();
            for (&share, &weight) in shares.iter().zip(&declared) {
                let off = i128::from(share) * total - 100 * i128::from(weight);
                prop_assert!(off.abs() < total);
            }
        }
    }

    #[test]
    fn the_default_weighs_skills_50_distance_30_and_gap_20() {
        let scoring = Scoring::default();
        let weights: Vec<_> = scoring.weights().expect("criteria").iter().collect();
        assert_eq!(
            weights,
            [
                ("target_skills", 50),
                ("unit_distance", 30),
                ("seniority_gap", 20)
            ]
        );
    }
}

mod unit_distance {
    use super::*;

    #[test]
    fn the_same_unit_earns_nothing() {
        let (points, evidence) = apart(Criterion::unit_distance(), pair("ada", "grace"));
        assert_eq!(points, 0);
        let expected = Evidence::UnitDistance {
            junior: "north".into(),
            senior: "north".into(),
            distance: Some(0),
            scale: 4,
        };
        assert_eq!(evidence, expected);
    }

    #[test]
    fn teams_of_one_division_are_half_as_far_apart_as_teams_of_two() {
        assert_eq!(
            apart(Criterion::unit_distance(), pair("ada", "linus")).0,
            5_000
        );
        assert_eq!(
            apart(Criterion::unit_distance(), pair("alan", "linus")).0,
            10_000
        );
    }

    #[test]
    fn no_path_is_as_far_as_can_be() {
        let (points, evidence) = apart(Criterion::unit_distance(), pair("kay", "grace"));
        assert_eq!(points, 10_000);
        assert!(matches!(
            evidence,
            Evidence::UnitDistance { distance: None, .. }
        ));
    }

    #[test]
    fn a_configured_scale_rounds_half_up() {
        let scale = |length| UnitDistance::default().with_scale(length);
        // 2 of 3 is 6 666 2/3; 2 of 64 is 312 1/2.
        assert_eq!(apart(scale(3), pair("ada", "linus")).0, 6_667);
        assert_eq!(apart(scale(64), pair("ada", "linus")).0, 313);
        assert_eq!(apart(scale(1), pair("ada", "linus")).0, 10_000);
    }

    #[test]
    fn an_unknown_unit_earns_what_is_configured_and_the_evidence_says_so() {
        let (points, evidence) = apart(Criterion::unit_distance(), pair("nobody", "grace"));
        assert_eq!(points, 5_000);
        let whose = Whose::One(Role::Junior);
        assert_eq!(evidence, Evidence::Unknown(Unknown::Unit(whose)));
        let none = UnitDistance::default().with_unknown(Points::NONE);
        assert_eq!(apart(none, pair("ada", "nobody")).0, 0);
    }
}

mod seniority_gap {
    use super::*;

    #[test]
    fn the_gap_is_the_levels_of_the_senior_less_those_of_the_junior() {
        let (points, evidence) = apart(Criterion::seniority_gap(), pair("ada", "grace"));
        assert_eq!(points, 10_000);
        assert!(matches!(evidence, Evidence::LevelGap { gap: 4, .. }));
        assert_eq!(
            apart(Criterion::seniority_gap(), pair("alan", "linus")).0,
            5_000
        );
    }

    #[test]
    fn a_junior_above_the_senior_earns_nothing() {
        let above = (junior("grace", &[]), senior("ada", vec![]));
        let (points, evidence) = apart(Criterion::seniority_gap(), above);
        assert_eq!(points, 0);
        assert!(matches!(evidence, Evidence::LevelGap { gap: -4, .. }));
    }

    #[test]
    fn more_is_not_always_better() {
        let narrow = LevelGap::default()
            .with_ideal(1..=2)
            .with_fade(5, points(1_000));
        // Between 2 and 5 the points fall from 10 000 to 1 000, by 3 000 a level; 4 is two levels on.
        assert_eq!(apart(narrow, pair("ada", "grace")).0, 4_000);
    }

    #[test]
    fn an_unknown_level_earns_what_is_configured_and_the_evidence_says_so() {
        let (points, evidence) = apart(Criterion::seniority_gap(), pair("ada", "nobody"));
        assert_eq!(points, 5_000);
        let whose = Whose::One(Role::Senior);
        assert_eq!(evidence, Evidence::Unknown(Unknown::Level(whose)));
    }
}

mod target_skills {
    use super::*;

    fn score(offers: &[(&str, i64)], targets: Vec<TargetRow>) -> (i64, Evidence) {
        let pair = (junior("ada", offers), senior("grace", targets));
        apart(Criterion::target_skills(), pair)
    }

    #[test]
    fn credit_is_the_offered_share_of_what_is_wanted_and_targets_are_weighed() {
        let targets = vec![target("python", 2, Some(60)), target("writing", 1, None)];
        // (2 · 5 000 + 1 · 0) / 3
        let (points, evidence) = score(&[("python", 30)], targets);
        assert_eq!(points, 3_333);
        let Evidence::Targets(targets) = evidence else {
            panic!("targets")
        };
        assert_eq!(targets[0].credit(), Points::HALF);
        assert_eq!(targets[0].wanted(), Proficiency::new(60));
        let offer = targets[0].offer().expect("an offer");
        assert_eq!((offer.skill().as_str(), offer.steps()), ("python", 0));
        assert_eq!(offer.proficiency().get(), 30);
        assert_eq!(targets[1].skill().as_str(), "writing");
        assert_eq!(targets[1].weight(), 1);
        assert_eq!(
            (targets[1].offer(), targets[1].credit()),
            (None, Points::NONE)
        );
    }

    #[test]
    fn more_than_wanted_earns_no_more_and_any_offer_meets_a_target_without_proficiency() {
        assert_eq!(
            score(&[("python", 90)], vec![target("python", 1, Some(60))]).0,
            10_000
        );
        assert_eq!(
            score(&[("python", 1)], vec![target("python", 1, None)]).0,
            10_000
        );
    }

    #[test]
    fn related_skills_earn_a_fraction_by_their_steps_in_the_taxonomy() {
        let python = || vec![target("python", 1, Some(80))];
        // One step up, then two steps over to a sibling: half and a quarter of 40 / 80.
        assert_eq!(score(&[("programming", 40)], python()).0, 2_500);
        assert_eq!(score(&[("rust", 40)], python()).0, 1_250);
        assert_eq!(score(&[("writing", 40)], python()).0, 0);
        // The best of the offers counts, and the evidence names it.
        let (points, evidence) = score(&[("python", 10), ("programming", 80)], python());
        assert_eq!(points, 5_000);
        let Evidence::Targets(targets) = evidence else {
            panic!("targets")
        };
        let offer = targets[0].offer().expect("an offer");
        assert_eq!((offer.skill().as_str(), offer.steps()), ("programming", 1));
    }

    #[test]
    fn the_fractions_of_related_skills_are_configured() {
        let none = SparseProduct::default().with_related([]);
        let pair = |skill| {
            (
                junior("ada", &[(skill, 50)]),
                senior("grace", vec![target("python", 1, None)]),
            )
        };
        assert_eq!(apart(none.clone(), pair("programming")).0, 0);
        assert_eq!(apart(none, pair("python")).0, 10_000);
        let near = SparseProduct::default().with_related([points(9_000)]);
        assert_eq!(apart(near.clone(), pair("programming")).0, 9_000);
        assert_eq!(apart(near, pair("rust")).0, 0);
    }

    #[test]
    fn skills_beyond_the_taxonomy_are_met_by_themselves() {
        assert_eq!(
            score(&[("juggling", 50)], vec![target("juggling", 1, None)]).0,
            10_000
        );
    }

    #[test]
    fn a_senior_without_targets_is_unknown_and_a_junior_without_offers_is_not() {
        let (points, evidence) = score(&[("python", 50)], vec![]);
        assert_eq!(
            (points, evidence),
            (5_000, Evidence::Unknown(Unknown::Targets))
        );
        assert_eq!(score(&[], vec![target("python", 1, None)]).0, 0);
        let generous = SparseProduct::default().with_unknown(Points::FULL);
        assert_eq!(apart(generous, pair("ada", "grace")).0, 10_000);
    }

    #[test]
    fn what_either_side_keeps_off_limits_earns_nothing_and_is_not_told_apart() {
        let targets = || vec![target("python", 1, None), target("writing", 1, None)];
        let offers = [("python", 50), ("writing", 50)];
        let limits = |row: EnrolmentRow, topic: &str| EnrolmentRow {
            off_limits: vec![topic.to_owned()],
            ..row
        };
        let open = (junior("ada", &offers), senior("grace", targets()));
        let by_junior = (
            limits(junior("ada", &offers), "writing"),
            senior("grace", targets()),
        );
        let by_senior = (
            junior("ada", &offers),
            limits(senior("grace", targets()), "writing"),
        );
        let unoffered = (junior("ada", &[("python", 50)]), senior("grace", targets()));

        assert_eq!(apart(Criterion::target_skills(), open).0, 10_000);
        let expected = apart(Criterion::target_skills(), unoffered);
        assert_eq!(expected.0, 5_000);
        assert_eq!(apart(Criterion::target_skills(), by_junior), expected);
        assert_eq!(apart(Criterion::target_skills(), by_senior), expected);
    }

    #[test]
    fn a_target_off_limits_for_the_junior_is_not_met_through_a_related_skill_either() {
        let wants = senior("grace", vec![target("python", 1, None)]);
        let refusing = |topic: &str| EnrolmentRow {
            off_limits: vec![topic.to_owned()],
            ..junior("ada", &[("programming", 50)])
        };
        let score = |topic| apart(Criterion::target_skills(), (refusing(topic), wants.clone())).0;
        assert_eq!(score("writing"), 5_000);
        assert_eq!(score("python"), 0, "the target itself");
        assert_eq!(score("programming"), 0, "the skill offered");
        assert_eq!(score("technology"), 0, "the category of both");
        let closed = EnrolmentRow {
            off_limits: vec!["programming".to_owned()],
            ..wants
        };
        let pair = (junior("ada", &[("programming", 50)]), closed);
        assert_eq!(
            apart(Criterion::target_skills(), pair).0,
            0,
            "the senior's limit"
        );
    }

    #[test]
    fn more_targets_than_are_kept_inline_score_the_same() {
        // 40 targets of which the junior offers each fourth in full: a quarter.
        let names: Vec<String> = (0..40).map(|place| format!("skill {place:02}")).collect();
        let offers: Vec<(&str, i64)> = names
            .iter()
            .step_by(4)
            .map(|name| (name.as_str(), 70))
            .collect();
        let targets = names.iter().map(|name| target(name, 1, Some(70))).collect();
        assert_eq!(score(&offers, targets).0, 2_500);
    }
}

mod named_pairs {
    use super::*;

    #[test]
    fn a_listed_pair_earns_its_points_and_others_the_rest() {
        let wishes = || {
            NamedPairs::new(
                "wishes",
                [
                    ("ada", "grace", points(8_000)),
                    ("ada", "kay", Points::FULL),
                ],
            )
            .with_otherwise(points(1_000))
        };
        let (earned, evidence) = apart(wishes(), pair("ada", "grace"));
        assert_eq!(
            (earned, evidence),
            (8_000, Evidence::NamedPair { listed: true })
        );
        let (earned, evidence) = apart(wishes(), pair("ada", "linus"));
        assert_eq!(
            (earned, evidence),
            (1_000, Evidence::NamedPair { listed: false })
        );
        // A pair is listed in its roles: who would teach comes first.
        assert_eq!(apart(wishes(), pair("kay", "ada")).0, 1_000);
    }

    #[test]
    fn the_constructor_of_criteria_is_the_same_list() {
        let criterion = Criterion::named_pairs("wishes", [("ada", "grace", Points::FULL)]);
        assert_eq!(criterion.name(), "wishes");
        assert_eq!(apart(criterion, pair("ada", "grace")).0, 10_000);
    }
}

mod whole_scores {
    use super::*;

    #[test]
    fn the_default_score_of_a_pair_is_what_a_hand_computes() {
        let organisation = organisation();
        let rows = [
            junior("alan", &[("rust", 40)]),
            senior("linus", vec![target("python", 1, Some(80))]),
        ];
        let programme = programme(&organisation, rows);
        let scorer = Scorer::new(&Scoring::default(), &organisation, &programme).expect("scores");
        let alan = participant(&organisation, &programme, "alan");
        let linus = participant(&organisation, &programme, "linus");
        // Skills: 2 500 · 40 / 80 = 1 250 at weight 50; distance 4 of 4: 10 000 at 30; gap 1: 5 000 at 20.
        let expected = 50 * 1_250 + 30 * 10_000 + 20 * 5_000;
        assert_eq!(scorer.score(alan, linus), Some(Score::new(expected)));
        let breakdown = scorer.breakdown(alan, linus).expect("a score");
        assert_adds_up(&breakdown);
        let names: Vec<&str> = breakdown
            .contributions()
            .iter()
            .map(Contribution::criterion)
            .collect();
        assert_eq!(names, ["target_skills", "unit_distance", "seniority_gap"]);
    }

    #[test]
    fn a_participant_of_another_programme_is_scored_without_a_panic() {
        let organisation = organisation();
        let small = programme(&organisation, [junior("ada", &[])]);
        let large = programme(
            &organisation,
            [
                junior("ada", &[]),
                senior("grace", vec![]),
                senior("linus", vec![]),
            ],
        );
        let wishes = Criterion::named_pairs("wishes", [("ada", "grace", Points::FULL)]);
        let scoring = Scoring::builder()
            .criterion(wishes, 1)
            .criterion(Criterion::target_skills(), 1)
            .criterion(Criterion::unit_distance(), 1)
            .criterion(Criterion::seniority_gap(), 1)
            .build()
            .expect("in order");
        let scorer = Scorer::new(&scoring, &organisation, &small).expect("scores");
        for stranger in large.participants() {
            let breakdown = scorer.breakdown(&small.participants()[0], stranger);
            assert_adds_up(&breakdown.expect("a score"));
        }
    }
}

mod own_scores {
    use super::*;

    fn ids<const N: usize>(names: [&str; N]) -> Vec<reverse_mentoring::model::PersonId> {
        names.map(Into::into).to_vec()
    }

    fn scores(own: OwnScores) -> [Option<i64>; 2] {
        let organisation = organisation();
        let rows = [
            junior("ada", &[]),
            junior("kay", &[]),
            senior("grace", vec![]),
        ];
        let programme = programme(&organisation, rows);
        let scorer = Scorer::new(&Scoring::own(own), &organisation, &programme).expect("scores");
        let grace = participant(&organisation, &programme, "grace");
        ["ada", "kay"].map(|id| {
            let junior = participant(&organisation, &programme, id);
            let score = scorer.score(junior, grace);
            let breakdown = scorer.breakdown(junior, grace);
            assert_eq!(breakdown.as_ref().map(Breakdown::score), score);
            if let Some(breakdown) = breakdown {
                let [part] = breakdown.contributions() else {
                    panic!("one contribution")
                };
                assert_eq!((part.criterion(), part.weight()), ("own score", 1));
                assert_eq!(part.evidence(), &Evidence::OwnScore);
            }
            assert_eq!(scorer.confirm(junior, grace, score), Ok(()));
            score.map(Score::get)
        })
    }

    #[test]
    fn integers_are_taken_as_they_are_at_both_ends_of_their_range() {
        let own = OwnScores::integers(|junior, senior| match (junior.as_str(), senior.as_str()) {
            ("ada", "grace") => Some(i64::MIN),
            ("kay", "grace") => Some(i64::MAX),
            _ => None,
        });
        assert_eq!(scores(own), [Some(i64::MIN), Some(i64::MAX)]);
    }

    #[test]
    fn a_matrix_has_a_row_per_junior_and_a_column_per_senior() {
        let values = vec![Some(1), Some(2), Some(3), None, Some(5), Some(6)];
        let own =
            OwnScores::integer_matrix(ids(["kay", "ada"]), ids(["linus", "grace", "alan"]), values);
        assert_eq!(scores(own.expect("a matrix")), [Some(5), Some(2)]);
    }

    #[test]
    fn who_is_not_in_the_matrix_has_no_scores() {
        let own = OwnScores::integer_matrix(ids(["kay"]), ids(["grace"]), vec![Some(7)]);
        assert_eq!(scores(own.expect("a matrix")), [None, Some(7)]);
    }

    #[test]
    fn whole_floats_keep_their_value() {
        let own = OwnScores::float_matrix(
            ids(["ada", "kay"]),
            ids(["grace"]),
            vec![Some(-3.0), Some(-0.0)],
        );
        assert_eq!(scores(own.expect("a matrix")), [Some(-3), Some(0)]);
    }

    #[test]
    fn a_scorer_that_changes_its_mind_is_caught() {
        use std::sync::atomic::{AtomicI64, Ordering};
        let calls = AtomicI64::new(0);
        let own = OwnScores::integers(move |_, _| Some(calls.fetch_add(1, Ordering::Relaxed)));
        let organisation = organisation();
        let programme = programme(&organisation, [junior("ada", &[]), senior("grace", vec![])]);
        let scorer = Scorer::new(&Scoring::own(own), &organisation, &programme).expect("scores");
        let ada = participant(&organisation, &programme, "ada");
        let grace = participant(&organisation, &programme, "grace");
        let first = scorer.score(ada, grace);
        let expected = ScoringError::ScorerNotDeterministic {
            junior: "ada".into(),
            senior: "grace".into(),
            first: Some(Score::new(0)),
            second: Some(Score::new(1)),
        };
        assert_eq!(scorer.confirm(ada, grace, first), Err(expected));
    }
}

/// Random programmes, and a second, naive way to score them.
mod laws {
    use super::*;

    /// A forest of skills: 0 is the root of 1 to 3, 1 of 4 and 5, 2 of 6, 7 stands alone, 8 and 9 are beyond it.
    const PARENTS: [Option<usize>; 8] = [
        None,
        Some(0),
        Some(0),
        Some(0),
        Some(1),
        Some(1),
        Some(2),
        None,
    ];
    const SKILLS: usize = 10;
    /// A tree of units: the parent of each but the first.
    const UNITS: [usize; 6] = [0, 0, 1, 1, 2, 4];

    #[derive(Clone, Debug)]
    struct Side {
        unit: Option<usize>,
        level: Option<i64>,
        /// Skill, weight, proficiency.
        targets: Vec<(usize, i64, Option<i64>)>,
        offers: Vec<(usize, i64)>,
        off_limits: Vec<usize>,
    }

    fn side() -> impl Strategy<Value = Side> {
        let some =
            |of: usize, most| prop::sample::subsequence((0..of).collect::<Vec<_>>(), 0..=most);
        let skills = |most| some(SKILLS, most);
        let proficiency = prop::option::of(1..=100_i64);
        (
            prop::option::weighted(0.9, 0..=UNITS.len()),
            prop::option::weighted(0.9, -3..12_i64),
            skills(4),
            prop::collection::vec((1..=9_i64, proficiency), 4),
            skills(6),
            prop::collection::vec(1..=100_i64, 6),
            prop_oneof![4 => Just(vec![]), 1 => some(PARENTS.len(), 2)],
        )
            .prop_map(
                |(unit, level, wanted, terms, offered, masteries, off_limits)| Side {
                    unit,
                    level,
                    targets: std::iter::zip(wanted, terms)
                        .map(|(skill, (weight, proficiency))| (skill, weight, proficiency))
                        .collect(),
                    offers: std::iter::zip(offered, masteries).collect(),
                    off_limits,
                },
            )
    }

    fn world(junior: &Side, senior: &Side) -> (Organisation, Programme) {
        let name = |skill: usize| format!("s{skill}");
        let mut builder = Organisation::builder().unit("u0", None);
        for (unit, parent) in UNITS.iter().enumerate() {
            let (unit, parent) = (format!("u{}", unit + 1), format!("u{parent}"));
            builder = builder.unit(&unit, Some(&parent));
        }
        for (place, parent) in PARENTS.iter().enumerate() {
            let parents: Vec<String> = parent.iter().map(|&parent| name(parent)).collect();
            let parents: Vec<&str> = parents.iter().map(String::as_str).collect();
            builder = builder.skill(skill(&name(place), &parents, None));
        }
        for (id, side) in [("junior", junior), ("senior", senior)] {
            builder = builder.person(PersonRow {
                id: id.to_owned(),
                unit: side.unit.map(|unit| format!("u{unit}")),
                level: side.level.map(LevelRow::Rank),
                ..PersonRow::default()
            });
        }
        let organisation = builder.build().expect("in order");
        let enrol = |id: &str, side: &Side, roles| EnrolmentRow {
            targets: side
                .targets
                .iter()
                .map(|&(skill, weight, proficiency)| target(&name(skill), weight, proficiency))
                .collect(),
            offers: side
                .offers
                .iter()
                .map(|&(skill, level)| SkillLevelRow::new(name(skill), level))
                .collect(),
            off_limits: side.off_limits.iter().map(|&skill| name(skill)).collect(),
            ..EnrolmentRow::new(id, roles)
        };
        let rows = [
            enrol("junior", junior, RolesRow::Junior),
            enrol("senior", senior, RolesRow::Senior),
        ];
        let programme = programme(&organisation, rows);
        (organisation, programme)
    }

    fn scored(junior: &Side, senior: &Side) -> Breakdown {
        let (organisation, programme) = world(junior, senior);
        let scorer = Scorer::new(&Scoring::default(), &organisation, &programme).expect("scores");
        let junior = participant(&organisation, &programme, "junior");
        let senior = participant(&organisation, &programme, "senior");
        let breakdown = scorer.breakdown(junior, senior).expect("a score");
        assert_eq!(scorer.score(junior, senior), Some(breakdown.score()));
        breakdown
    }

    /// Rounds half up, as schools teach it: by the first digit behind the point.
    fn rounded(sum: i64, whole: i64) -> i64 {
        (sum * 10 / whole + 5) / 10
    }

    /// The nodes from one up to its root.
    fn up(parent: impl Fn(usize) -> Option<usize>, from: usize) -> Vec<usize> {
        std::iter::successors(Some(from), |&node| parent(node)).collect()
    }

    /// The length of the path over the lowest common ancestor.
    fn steps(
        parent: impl Fn(usize) -> Option<usize> + Copy,
        one: usize,
        other: usize,
    ) -> Option<i64> {
        let (one, other) = (up(parent, one), up(parent, other));
        let lengths = one.iter().enumerate().filter_map(|(climb, node)| {
            let drop = other.iter().position(|there| there == node)?;
            Some(climb + drop)
        });
        lengths
            .min()
            .map(|length| i64::try_from(length).expect("short"))
    }

    fn naive(junior: &Side, senior: &Side) -> [i64; 3] {
        let skill_parent = |skill: usize| PARENTS.get(skill).copied().flatten();
        let declined =
            |skill| junior.off_limits.contains(&skill) || senior.off_limits.contains(&skill);
        let skills = if senior.targets.is_empty() {
            5_000
        } else {
            let credit = |&(wanted, weight, level): &(usize, i64, Option<i64>)| {
                let offers = junior
                    .offers
                    .iter()
                    .filter(|(offered, _)| !declined(*offered));
                let credits = offers.filter_map(|&(offered, mastery)| {
                    let fraction = match steps(skill_parent, wanted, offered)? {
                        0 => 10_000,
                        1 => 5_000,
                        2 => 2_500,
                        _ => return None,
                    };
                    let level = level.unwrap_or(mastery);
                    Some(rounded(fraction * mastery.min(level), level))
                });
                let best = credits.max().filter(|_| !declined(wanted));
                weight * best.unwrap_or(0)
            };
            let weights = senior.targets.iter().map(|target| target.1).sum();
            rounded(senior.targets.iter().map(credit).sum(), weights)
        };
        let unit_parent = |unit: usize| unit.checked_sub(1).map(|place| UNITS[place]);
        let distance = match (junior.unit, senior.unit) {
            // The deepest unit is 3 below the root, so the scale is 6.
            (Some(one), Some(other)) => {
                let length = steps(unit_parent, one, other).expect("one tree");
                rounded(10_000 * length.min(6), 6)
            }
            _ => 5_000,
        };
        let gap = match (junior.level, senior.level) {
            (Some(junior), Some(senior)) => match senior - junior {
                ..=0 => 0,
                1 | 8.. => 5_000,
                2..=4 => 10_000,
                5 => 8_750,
                6 => 7_500,
                7 => 6_250,
            },
            _ => 5_000,
        };
        [skills, distance, gap]
    }

    proptest! {
        #![proptest_config(support::cases(256, "fixtures/regressions/scoring.txt"))]

        #[test]
        fn a_score_is_what_a_naive_second_implementation_says(junior in side(), senior in side()) {
            let breakdown = scored(&junior, &senior);
            assert_adds_up(&breakdown);
            let points: Vec<i64> = breakdown.contributions().iter().map(Contribution::points).collect();
            prop_assert_eq!(points, naive(&junior, &senior));
            prop_assert!(breakdown.score() <= Score::FULL && breakdown.score() >= Score::new(0));
        }

        #[test]
        fn the_credits_in_the_evidence_make_up_the_points(junior in side(), senior in side()) {
            let breakdown = scored(&junior, &senior);
            let part = &breakdown.contributions()[0];
            if let Evidence::Targets(targets) = part.evidence() {
                let sum = targets.iter().map(|target| i64::from(target.weight()) * i64::from(target.credit().get())).sum();
                let weights = targets.iter().map(|target| i64::from(target.weight())).sum();
                prop_assert_eq!(part.points(), rounded(sum, weights));
                for target in targets {
                    prop_assert_eq!(target.offer().is_some(), target.credit() > Points::NONE);
                }
            }
        }

        #[test]
        fn a_higher_offer_never_lowers_a_score(
            junior in side(), senior in side(), place in any::<prop::sample::Index>(), more in 1..=100_i64,
        ) {
            prop_assume!(!junior.offers.is_empty());
            let mut better = junior.clone();
            let offer = place.index(better.offers.len());
            better.offers[offer].1 = (better.offers[offer].1 + more).min(100);
            prop_assert!(scored(&better, &senior).score() >= scored(&junior, &senior).score());
        }

        #[test]
        fn one_more_offer_never_lowers_a_score(junior in side(), senior in side(), level in 1..=100_i64) {
            let missing = (0..SKILLS).find(|&skill| junior.offers.iter().all(|offer| offer.0 != skill));
            let mut better = junior.clone();
            better.offers.extend(missing.map(|skill| (skill, level)));
            prop_assert!(scored(&better, &senior).score() >= scored(&junior, &senior).score());
        }
    }
}
