//! Relations between the answers to related questions, each answer certified. "Objective" is the whole ladder: who is covered, the
//! worst-off pair, the total.

mod support;

#[path = "support/generate.rs"]
mod generate;
#[path = "support/naive_rules.rs"]
mod naive_rules;
use support::random;
#[path = "support/random_programme.rs"]
mod random_programme;
#[path = "support/random_world.rs"]
mod random_world;
#[path = "support/small_matching.rs"]
mod small_matching;
#[path = "support/small_programme.rs"]
mod small_programme;

use std::collections::BTreeSet;

use proptest::prelude::*;
use random::Random;
use random_world::World;
use reverse_mentoring::answers::Explainer;
use reverse_mentoring::assignment::{
    Change, Column, CostSource, Limits, Row, Solver, SparseCosts, WarmStart, solve_max,
    solve_max_within, verify, verify_change, verify_within,
};
use reverse_mentoring::matching::{Config, Engine, Matching, Rung};
use reverse_mentoring::model::Organisation;
use reverse_mentoring::programme::{PinKind, Programme, Role};
use reverse_mentoring::scoring::{
    Contribution, Criterion, Exchange, Fusion, LevelGap, NamedPairs, Points, Scoring,
    SparseProduct, Wishes,
};
use small_matching::{checked, rows_of};
use small_programme::{Case, Value};
use support::strategies::{Table, full_tables, sparse, tables};
use support::{assert_certified, assert_max_certified, cases};

const REGRESSIONS: &str = "fixtures/regressions/metamorphic.txt";

fn columns(table: &Table) -> usize {
    table.first().map_or(0, Vec::len)
}

fn source(table: &Table) -> SparseCosts {
    sparse(table, columns(table))
}

fn transposed(table: &Table) -> Table {
    (0..columns(table))
        .map(|column| table.iter().map(|row| row[column]).collect())
        .collect()
}

/// Most pairs and least cost, proved.
fn optimum(source: &SparseCosts) -> (usize, i128) {
    let assignment = assert_max_certified(source);
    (assignment.len(), assignment.total_cost())
}

/// Matches and verifies; returns the value on the ladder.
#[track_caller]
fn value(case: &Case) -> Value {
    value_of(case, &checked(case, "related").expect("no minima"))
}

#[track_caller]
fn value_of(case: &Case, matching: &Matching) -> Value {
    let value = case.value(&rows_of(case, matching));
    value.expect("the limits are kept to")
}

/// Programmes of a handful of people, without minima; every other one minds the worst-off pair.
fn drawn(count: u64) -> impl Iterator<Item = (Case, Random)> {
    (0..count).map(|seed| {
        let mut random = Random::new(seed);
        let case = Case::draw(&mut random, false);
        let case = if seed % 2 == 0 {
            case
        } else {
            case.with_worst_off()
        };
        (case, random)
    })
}

/// Says anew whether the worst-off pair counts, since other people may be there.
fn again(case: Case) -> Case {
    if !case.objective.has(Rung::WorstOff) {
        return case;
    }
    let rungs = case.objective.rungs().iter();
    let ladder: Vec<Rung> = rungs
        .filter(|&&rung| rung != Rung::WorstOff)
        .copied()
        .collect();
    case.with_objective(&ladder).with_worst_off()
}

fn generated() -> (
    reverse_mentoring::model::OrganisationDocument,
    reverse_mentoring::programme::ProgrammeDocument,
) {
    generate::organisation(&generate::Shape {
        seniors: 40,
        juniors: 160,
        seed: 5,
        ..generate::Shape::default()
    })
}

#[test]
fn m01_permuted_people_give_the_same_bytes() {
    let run = |(organisation, programme): (
        reverse_mentoring::model::OrganisationDocument,
        reverse_mentoring::programme::ProgrammeDocument,
    )| {
        let organisation =
            Organisation::try_from(organisation).expect("the generator makes no faults");
        let programme: Programme = programme.check(&organisation).expect("none here either");
        let engine = Engine::builder().config(Config::default().with_seed(1));
        let engine = engine.build().expect("the defaults are sound");
        let matching = engine.run(&organisation, &programme).expect("feasible");
        let verified = engine.verify(&organisation, &programme, &matching);
        let _ = verified.expect("the certificate holds");
        matching.to_json()
    };
    let expected = run(generated());
    for seed in 1..=5 {
        let (mut organisation, mut programme) = generated();
        let mut random = Random::new(seed);
        random.shuffle(&mut organisation.people);
        random.shuffle(&mut organisation.units);
        random.shuffle(&mut organisation.relations);
        random.shuffle(&mut organisation.skills);
        random.shuffle(&mut programme.enrolments);
        assert!(run((organisation, programme)) == expected, "seed {seed}");
    }
}

#[test]
fn m02_other_names_in_the_same_order_give_the_same_objective() {
    for (case, _) in drawn(200) {
        let renamed = |ids: &[String]| ids.iter().map(|id| format!("k{id}")).collect();
        let other = Case {
            seniors: renamed(&case.seniors),
            juniors: renamed(&case.juniors),
            ..case.clone()
        };
        assert_eq!(value(&other), value(&case), "{case:?}");
    }
}

proptest! {
    #![proptest_config(cases(300, REGRESSIONS))]

    #[test]
    fn m01_reversed_rows_keep_the_optimum(table in tables(20)) {
        let reversed: Table = table.iter().rev().cloned().collect();
        prop_assert_eq!(optimum(&source(&table)), optimum(&sparse(&reversed, columns(&table))));
    }

    #[test]
    fn m03_a_constant_added_to_a_row_that_is_served_is_added_to_the_total(table in full_tables(20), added in -50..50_i64) {
        let before = assert_certified(&source(&table)).total_cost();
        let mut shifted = table;
        for cost in shifted[0].iter_mut().flatten() {
            *cost += added;
        }
        prop_assert_eq!(assert_certified(&source(&shifted)).total_cost(), before + i128::from(added));
    }

    #[test]
    fn m04_multiplied_costs_multiply_the_total(table in tables(20), factor in 1..1_000_i64) {
        let (pairs, total) = optimum(&source(&table));
        let multiplied: Table = table.iter().map(|row| row.iter().map(|cost| Some((*cost)? * factor)).collect()).collect();
        prop_assert_eq!(optimum(&source(&multiplied)), (pairs, total * i128::from(factor)));
    }

    #[test]
    fn m05_swapped_sides_keep_the_optimum(table in tables(20)) {
        prop_assert_eq!(optimum(&source(&table)), optimum(&sparse(&transposed(&table), table.len())));
    }

    #[test]
    fn m07_forbidding_an_unused_pair_keeps_the_optimum(table in tables(20), choice in any::<prop::sample::Index>()) {
        let before = assert_max_certified(&source(&table));
        let unused: Vec<(usize, usize)> = (0..table.len())
            .flat_map(|row| (0..columns(&table)).map(move |column| (row, column)))
            .filter(|&(row, column)| table[row][column].is_some())
            .filter(|&(row, column)| !before.pairs().any(|(r, c)| (r.index(), c.index()) == (row, column)))
            .collect();
        prop_assume!(!unused.is_empty());
        let (row, column) = unused[choice.index(unused.len())];
        let mut forbidden = table.clone();
        forbidden[row][column] = None;
        prop_assert_eq!(optimum(&source(&forbidden)), (before.len(), before.total_cost()));
    }

    #[test]
    fn m09_two_copies_side_by_side_cost_twice_as_much(table in tables(15)) {
        let (pairs, total) = optimum(&source(&table));
        let none = vec![None; columns(&table)];
        let left = table.iter().map(|row| [row.clone(), none.clone()].concat());
        let right = table.iter().map(|row| [none.clone(), row.clone()].concat());
        let twice: Table = left.chain(right).collect();
        prop_assert_eq!(optimum(&source(&twice)), (2 * pairs, 2 * total));
    }

    #[test]
    fn m10_the_components_by_themselves_add_up_to_the_whole(table in tables(20), kept in 1..4_u64, seed: u64) {
        // Few pairs are left, so that the rest falls apart.
        let mut random = Random::new(seed);
        let table: Table = table
            .into_iter()
            .map(|row| row.into_iter().map(|cost| cost.filter(|_| random.below(20) < kept)).collect())
            .collect();
        let whole = optimum(&source(&table));
        let mut sum = (0, 0);
        for component in components(&table) {
            let rows: Table = table
                .iter()
                .zip(&component)
                .filter(|(_, belongs)| **belongs)
                .map(|(row, _)| row.clone())
                .collect();
            let (pairs, total) = optimum(&sparse(&rows, columns(&table)));
            sum = (sum.0 + pairs, sum.1 + total);
        }
        prop_assert_eq!(sum, whole);
    }
}

/// The rows of each component, by a look at everything until nothing changes.
fn components(table: &Table) -> Vec<Vec<bool>> {
    let meet = |one: &[Option<i64>], other: &[Option<i64>]| {
        one.iter()
            .zip(other)
            .any(|(a, b)| a.is_some() && b.is_some())
    };
    let mut left: BTreeSet<usize> = (0..table.len()).collect();
    let mut found = Vec::new();
    while let Some(first) = left.pop_first() {
        let mut component = vec![false; table.len()];
        component[first] = true;
        while let Some(next) = left.iter().copied().find(|&row| {
            let mut inside = (0..table.len()).filter(|&other| component[other]);
            inside.any(|other| meet(&table[row], &table[other]))
        }) {
            left.remove(&next);
            component[next] = true;
        }
        found.push(component);
    }
    found
}

#[test]
fn m04_multiplied_scores_multiply_the_objective() {
    for (case, mut random) in drawn(200) {
        let factor = random.number(2, 1_000);
        let mut multiplied = case.clone();
        for score in multiplied.scores.iter_mut().flatten().flatten() {
            *score *= factor;
        }
        let Value {
            covered,
            least,
            total,
        } = value(&case);
        let expected = Value {
            covered,
            least: least * factor,
            total: total * factor,
        };
        assert_eq!(value(&multiplied), expected, "{case:?}");
    }
}

#[test]
fn m05_swapped_sides_keep_the_objective() {
    for (case, _) in drawn(200) {
        // This ladder treats both sides alike.
        let minds_worst_off = case.objective.has(Rung::WorstOff);
        let case = case.with_objective(&[Rung::EveryoneCovered, Rung::Total]);
        let case = if minds_worst_off {
            case.with_worst_off()
        } else {
            case
        };
        let [juniors, seniors] = case.capacities.clone();
        let swapped = Case {
            seniors: case.juniors.clone(),
            juniors: case.seniors.clone(),
            scores: (0..case.juniors.len())
                .map(|junior| case.scores.iter().map(|row| row[junior]).collect())
                .collect(),
            capacities: [seniors, juniors],
            minima: [case.minima[1].clone(), case.minima[0].clone()],
            ..case.clone()
        };
        assert_eq!(value(&swapped), value(&case), "{case:?}");
    }
}

#[test]
fn m06_one_senior_more_never_lowers_the_objective() {
    let mut better = 0;
    for (case, mut random) in drawn(400) {
        let mut more = case.clone();
        more.seniors.push("new".into());
        let top = case.scores.iter().flatten().flatten().max().copied();
        let score = |random: &mut Random| {
            let score = random.number(-1, top.unwrap_or(1).max(1));
            (!random.once_in(3)).then_some(score)
        };
        let scores = (0..case.juniors.len())
            .map(|_| score(&mut random))
            .collect();
        more.scores.push(scores);
        more.capacities[1].push(1 + u32::try_from(random.below(3)).expect("small"));
        more.minima[1].push(0);
        let (before, after) = (value(&case), value(&again(more)));
        assert!(after >= before, "{after:?}\n{case:?}");
        better += usize::from(after > before);
    }
    assert!(better > 100, "{better}");
}

#[test]
fn m07_forbidding_an_unused_pair_keeps_the_objective() {
    for (case, mut random) in drawn(200) {
        let matching = checked(&case, "before").expect("no minima");
        let rows = rows_of(&case, &matching);
        let mut forbidden = case.clone();
        for (senior, row) in rows.iter().enumerate() {
            for junior in 0..case.juniors.len() {
                let is_one = case.juniors[junior] == case.seniors[senior];
                if row >> junior & 1 == 0 && !is_one && random.once_in(2) {
                    forbidden.pins.push((junior, senior, PinKind::Forbidden));
                }
            }
        }
        assert_eq!(value(&forbidden), value_of(&case, &matching), "{case:?}");
    }
}

#[test]
fn m08_forcing_a_used_pair_keeps_the_objective() {
    let mut forced = 0;
    for (case, mut random) in drawn(400) {
        // A pair that a pin makes is not the worst-off one, so that rung would be another.
        if case.objective.has(Rung::WorstOff) {
            continue;
        }
        let matching = checked(&case, "before").expect("no minima");
        let mut pinned = case.clone();
        for pair in matching.pairs() {
            if random.once_in(2) {
                let (junior, senior) = case.places(pair.junior(), pair.senior());
                pinned.pins.push((junior, senior, PinKind::Forced));
                forced += 1;
            }
        }
        assert_eq!(value(&pinned), value_of(&case, &matching), "{case:?}");
    }
    assert!(forced > 100, "{forced}");
}

/// Draws costs with up to so many rows and columns.
fn costs(random: &mut Random, side: u64) -> SparseCosts {
    let (rows, columns) = (random.below(side + 1), random.below(side + 1));
    let span = [1, 5, 1_000][random.index(3)];
    let tenths = 1 + random.below(10);
    let table: Table = (0..rows)
        .map(|_| {
            let cost = |random: &mut Random| {
                let cost = random.number(-span, span);
                (random.below(10) < tenths).then_some(cost)
            };
            (0..columns).map(|_| cost(random)).collect()
        })
        .collect();
    sparse(&table, usize::try_from(columns).expect("small"))
}

/// Writes every column as often as it has seats.
fn cloned(costs: &SparseCosts, seats: &[u32]) -> SparseCosts {
    let mut clones = Vec::new();
    for (column, &seats) in (0..).map(Column::from).zip(seats) {
        clones.extend((0..seats).map(|_| column));
    }
    let mut pairs = Vec::new();
    for row in (0..u32::try_from(costs.rows()).expect("small")).map(Row::from) {
        for (clone, &column) in (0..).map(Column::from).zip(&clones) {
            pairs.extend(costs.cost(row, column).map(|cost| (row, clone, cost)));
        }
    }
    SparseCosts::try_from_pairs(costs.rows(), clones.len(), pairs).expect("pairs of clones")
}

fn turned(costs: &SparseCosts) -> SparseCosts {
    let mut pairs = Vec::new();
    let mut permitted = Vec::new();
    for row in 0..u32::try_from(costs.rows()).expect("small") {
        costs.permitted(Row::from(row), &mut permitted);
        pairs.extend(permitted.iter().map(|pair| {
            let column = u32::from(pair.column);
            (Row::from(column), Column::from(row), pair.cost)
        }));
    }
    SparseCosts::try_from_pairs(costs.columns(), costs.rows(), pairs).expect("pairs swapped")
}

/// Pairs and total of the most pairs within capacities, proved.
fn within(costs: &SparseCosts, limits: &Limits) -> (usize, i128) {
    let assignment = solve_max_within(costs, limits).expect("nothing is infeasible");
    let verified = verify_within(costs, limits, &assignment).expect("certified");
    (verified.pairs(), verified.total_cost())
}

#[test]
fn m11_a_capacity_on_one_side_is_as_many_clones() {
    for case in 0..60 {
        let mut random = Random::new(60_000 + case);
        // Rows longer than the first lists, so that these are renewed.
        let costs = costs(&mut random, 70);
        let most = u32::try_from(costs.rows().max(1)).expect("small");
        let seats: Vec<u32> = (0..costs.columns())
            .map(|_| (1 + u32::try_from(random.below(5)).expect("small")).min(most))
            .collect();
        let clones = optimum(&cloned(&costs, &seats));
        let on_columns =
            Limits::builder(costs.rows(), costs.columns()).with_column_capacities(seats.clone());
        let on_columns = on_columns.build().expect("capacities");
        assert_eq!(within(&costs, &on_columns), clones, "case {case}");
        // The same, turned on its side: rows have the seats.
        let on_rows = Limits::builder(costs.columns(), costs.rows()).with_row_capacities(seats);
        let on_rows = on_rows.build().expect("capacities");
        assert_eq!(within(&turned(&costs), &on_rows), clones, "case {case}");
    }
}

#[test]
fn m12_neither_threads_nor_the_build_change_a_byte() {
    let run = || -> String {
        let digests = drawn(60).map(|(case, _)| {
            let matching = checked(&case, "any build").expect("no minima");
            format!("{}\n", matching.fingerprint())
        });
        let (organisation, programme, engine) = World::new(7, 40).build();
        let world = engine.run(&organisation, &programme).expect("feasible");
        format!("{}{}\n", digests.collect::<String>(), world.fingerprint())
    };
    let found = run();
    for threads in [1, 2, 3, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().expect("a small pool");
        assert!(pool.install(run) == found, "{threads} threads");
    }
    // Each build compares with the same file; `.ci/run` runs this without rayon too.
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/expected/matchings.txt"
    );
    if std::env::var_os("REVERSE_MENTORING_BLESS").is_some() {
        std::fs::write(path, &found).expect("the fixture can be written");
    }
    let expected = std::fs::read_to_string(path).expect("the fixture is there");
    assert!(found == expected, "the answers differ from {path}");
}

#[test]
fn m13_written_and_read_back_everything_is_the_same() {
    let (mut clean, mut matched) = (0, 0);
    for seed in 0..12_000 {
        let world = World::new(seed, 6);
        // What is set aside on the way in is not there to be written.
        if Organisation::try_from(&world.organisation).is_err() {
            continue;
        }
        let (organisation, programme, engine) = world.build();
        let back = Organisation::from_json(&organisation.to_json()).expect("as written");
        clean += 1;
        assert_eq!(
            back.fingerprint(),
            organisation.fingerprint(),
            "seed {seed}"
        );
        let text = programme.to_json(&organisation).expect("of this one");
        let programme_back = Programme::from_json(&text, &back).expect("as written");
        assert_eq!(
            programme_back.fingerprint(),
            programme.fingerprint(),
            "seed {seed}"
        );
        let document = engine
            .config()
            .to_document()
            .expect("no gap is contradicted");
        let text = serde_json::to_string(&document).expect("plain data");
        let config = Config::from_json(&text).expect("as written");
        assert_eq!(
            config.fingerprint(),
            engine.config().fingerprint(),
            "seed {seed}"
        );
        let engine_back = Engine::builder().config(config).build().expect("sound");
        let matching = engine.run(&organisation, &programme).expect("feasible");
        let again = engine_back.run(&back, &programme_back).expect("feasible");
        assert_eq!(again.to_json(), matching.to_json(), "seed {seed}");
        let read = Matching::from_json(&matching.to_json()).expect("as written");
        assert_eq!(read, matching, "seed {seed}");
        matched += matching.pairs().len();
    }
    assert!(clean > 20 && matched > 5, "{clean}, {matched}");
}

/// Every mechanism of criteria at once.
fn every_mechanism() -> Scoring {
    let scoring = Scoring::builder()
        .criterion(SparseProduct::default().with_related([Points::HALF]), 30)
        .criterion(
            SparseProduct::named("exchange")
                .with_exchange(Exchange::Both(Fusion::Harmonic))
                .with_rarity(Points::HALF),
            23,
        )
        .criterion(Criterion::unit_distance(), 21)
        .criterion(LevelGap::default().with_fade(9, Points::NONE), 16)
        .criterion(
            NamedPairs::new::<&str, &str>("wishes", []).with_wishes(Wishes::default()),
            10,
        );
    scoring.build().expect("in order")
}

#[test]
fn m14_the_parts_of_an_explanation_add_up_to_the_score() {
    let mut count = 0;
    for seed in 0..60 {
        let (organisation, programme, engine) = World::new(seed, 12).build();
        let config = engine.config().clone().with_scoring(every_mechanism());
        let engine = Engine::builder().config(config).build().expect("sound");
        let matching = engine.run(&organisation, &programme).expect("feasible");
        let verified = engine.verify(&organisation, &programme, &matching);
        let _ = verified.expect("the certificate holds");
        let explainer = Explainer::new(&engine, &organisation, &programme).expect("it ran");
        for pair in matching.pairs() {
            let why = explainer.why(pair).expect("both take part");
            let values = why.reasons().into_iter().map(|reason| {
                assert_eq!(reason.value, i64::from(reason.weight) * reason.points);
                reason.value
            });
            assert_eq!(values.sum::<i64>(), pair.score().get());
            let contributions = why.breakdown().contributions().iter();
            let sum: i64 = contributions.map(Contribution::value).sum();
            assert_eq!(sum, pair.score().get());
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}

/// The scores of a case without somebody.
fn without_senior(case: &Case, senior: usize) -> Case {
    let mut case = case.clone();
    case.seniors.remove(senior);
    case.scores.remove(senior);
    case.capacities[1].remove(senior);
    case.minima[1].remove(senior);
    case
}

#[test]
fn m16_the_price_of_a_senior_is_at_most_what_their_leaving_costs() {
    let mut compared = 0;
    for (mut case, _) in drawn(400) {
        for capacity in case.capacities.iter_mut().flatten() {
            *capacity = 1;
        }
        let case = case.with_objective(&[Rung::EveryoneCovered, Rung::Total]);
        let case = Case {
            worst_off: false,
            ..case
        };
        let matching = checked(&case, "before").expect("no minima");
        let before = value_of(&case, &matching);
        for senior in 0..case.seniors.len() {
            if case.seniors.len() == 1 {
                continue;
            }
            let of_senior = |worth: &&reverse_mentoring::matching::Worth| {
                worth.role == Role::Senior && worth.person.as_str() == case.seniors[senior]
            };
            let price = matching.worths().iter().find(of_senior).expect("eligible");
            let after = value(&without_senior(&case, senior));
            assert!(after <= before, "{case:?}");
            // Whoever is essential takes a pair along, whose score is part of what is lost. Of anybody else the price speaks
            // where as many pairs are left.
            if price.essential {
                assert!(after.covered < before.covered, "{case:?}");
            } else if after.covered < before.covered {
                continue;
            }
            assert!(
                price.worth <= before.total - after.total,
                "{price:?}\n{case:?}"
            );
            compared += 1;
        }
    }
    assert!(compared > 400, "{compared}");
}

#[test]
fn m16_what_one_path_finds_after_a_row_has_left_is_what_a_full_solve_finds() {
    for seed in 0..200 {
        let mut random = Random::new(16_000 + seed);
        let before = costs(&mut random, 25);
        if before.rows() == 0 {
            continue;
        }
        let gone = random.index(before.rows());
        let mut pairs = Vec::new();
        let mut permitted = Vec::new();
        for row in (0..before.rows()).filter(|&row| row != gone) {
            let at = |row: usize| Row::from(u32::try_from(row).expect("small"));
            before.permitted(at(row), &mut permitted);
            let row = at(row - usize::from(row > gone));
            pairs.extend(permitted.iter().map(|pair| (row, pair.column, pair.cost)));
        }
        let after = SparseCosts::try_from_pairs(before.rows() - 1, before.columns(), pairs);
        let after = after.expect("each pair once");
        let solver = Solver::new();
        let mut warm = WarmStart::default();
        solver
            .resume_max(&before, &Change::default(), &mut warm)
            .expect("from nothing");
        let first = warm.assignment().clone();
        assert_eq!(
            first.total_cost(),
            solve_max(&before).expect("any").total_cost()
        );
        let gone = Row::from(u32::try_from(gone).expect("small"));
        let change = Change::none(&first).without_row(gone);
        solver
            .resume_max(&after, &change, &mut warm)
            .expect("a change that leads there");
        let resumed = warm.assignment();
        verify(&after, resumed).expect("certified");
        verify_change(&after, &first, resumed, &change).expect("certified by the change alone");
        let full = solve_max(&after).expect("any");
        assert_eq!(
            (resumed.len(), resumed.total_cost()),
            (full.len(), full.total_cost()),
            "seed {seed}"
        );
    }
}

#[test]
fn one_more_permitted_pair_never_worsens_the_objective() {
    let mut better = 0;
    for (case, mut random) in drawn(400) {
        let mut more = case.clone();
        let top = case.scores.iter().flatten().flatten().max().copied();
        for (senior, scores) in more.scores.iter_mut().enumerate() {
            for (junior, score) in scores.iter_mut().enumerate() {
                let is_one = case.juniors[junior] == case.seniors[senior];
                if score.is_none() && !is_one && random.once_in(2) {
                    *score = Some(random.number(-2, top.unwrap_or(1).max(1)));
                }
            }
        }
        let (before, after) = (value(&case), value(&again(more)));
        assert!(after >= before, "{after:?}\n{case:?}");
        better += usize::from(after > before);
    }
    assert!(better > 50, "{better}");
}
