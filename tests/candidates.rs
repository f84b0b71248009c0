//! The scan: every pair is in the table if it may be, with its score, and nothing else is.

#![expect(clippy::float_cmp, reason = "what is exact is compared exactly")]

mod support;

use std::sync::Mutex;

use reverse_mentoring::candidates::{CandidateTable, Candidates, CandidatesError, Obstacles};
use reverse_mentoring::model::{LevelRow, Organisation, PersonId, PersonRow};
use reverse_mentoring::programme::{EnrolmentRow, Participant, Programme, Role, RolesRow};
use reverse_mentoring::rules::{Rule, RuleSet, Rules};
use reverse_mentoring::scoring::{OwnScores, Score, Scorer, Scoring};
use reverse_mentoring::work::Work;

/// Four juniors and three seniors; "grace" leads "ada", and "kay" and "linus" share a unit.
fn world() -> (Organisation, Programme) {
    let person = |id: &str, level: i64, manager: Option<&str>, unit: &str| PersonRow {
        id: id.to_owned(),
        level: Some(LevelRow::Rank(level)),
        manager: manager.map(str::to_owned),
        unit: Some(unit.to_owned()),
        ..PersonRow::default()
    };
    let organisation = Organisation::builder()
        .unit("north", None)
        .unit("south", None)
        .unit("east", None)
        .person(person("ada", 1, Some("grace"), "north"))
        .person(person("alan", 1, None, "north"))
        .person(person("barbara", 2, None, "north"))
        .person(person("kay", 1, None, "south"))
        .person(person("grace", 5, None, "east"))
        .person(person("linus", 4, None, "south"))
        .person(person("radia", 3, None, "east"))
        .build()
        .expect("in order");
    let juniors = ["ada", "alan", "barbara", "kay"].map(|id| (id, RolesRow::Junior));
    let seniors = ["grace", "linus", "radia"].map(|id| (id, RolesRow::Senior));
    let programme = juniors
        .into_iter()
        .chain(seniors)
        .fold(Programme::builder(), |builder, (id, roles)| {
            builder.enrol(EnrolmentRow::new(id, roles))
        })
        .build(&organisation)
        .expect("in order");
    (organisation, programme)
}

fn participants<'a>(
    (organisation, programme): &'a (Organisation, Programme),
    ids: &[&str],
) -> Vec<&'a Participant> {
    let find = |id: &&str| {
        let person = organisation.person(id).expect("a person");
        programme
            .participant(person.index())
            .expect("a participant")
    };
    ids.iter().map(find).collect()
}

const JUNIORS: [&str; 4] = ["kay", "ada", "barbara", "alan"];
const SENIORS: [&str; 3] = ["radia", "grace", "linus"];

/// Asks for the candidates under the rules of every set and that of the same unit.
fn with_candidates<T>(
    scoring: &Scoring,
    ask: impl FnOnce(Candidates<'_>, &[&Participant], &[&Participant]) -> T,
) -> T {
    let world = world();
    let (organisation, programme) = &world;
    let rules = RuleSet::new([Rule::same_unit()]).expect("in order");
    let rules = Rules::new(&rules, organisation, programme).expect("in force");
    let scorer = Scorer::new(scoring, organisation, programme).expect("scores");
    let candidates = Candidates::new(organisation, &rules, &scorer);
    ask(
        candidates,
        &participants(&world, &JUNIORS),
        &participants(&world, &SENIORS),
    )
}

fn table(scoring: &Scoring) -> CandidateTable {
    with_candidates(scoring, |candidates, juniors, seniors| {
        candidates
            .table(juniors, seniors, &Work::new())
            .expect("a table")
    })
}

fn obstacles(scoring: &Scoring, role: Role, place: usize) -> Obstacles {
    with_candidates(scoring, |candidates, juniors, seniors| match role {
        Role::Junior => candidates.obstacles(role, juniors[place], seniors),
        Role::Senior => candidates.obstacles(role, seniors[place], juniors),
    })
}

/// The sum of the first letters of the two, counted from 1; nothing for "alan" with "radia".
fn letters() -> OwnScores {
    let letter = |id: &PersonId| i64::from(id.as_str().as_bytes()[0] - b'a' + 1);
    OwnScores::integers(move |junior, senior| {
        let absent = (junior.as_str(), senior.as_str()) == ("alan", "radia");
        (!absent).then(|| letter(junior) + letter(senior))
    })
}

/// The pairs as ids, in the order of the table.
fn pairs(table: &CandidateTable) -> Vec<(&'static str, &'static str, i64)> {
    let seniors = SENIORS.iter().enumerate();
    seniors
        .flat_map(|(place, &senior)| {
            table
                .of(place)
                .map(move |(junior, score)| (JUNIORS[junior], senior, score.get()))
        })
        .collect()
}

#[test]
fn the_table_holds_each_permitted_pair_with_its_score_in_the_order_of_the_lists() {
    let table = table(&Scoring::own(letters()));
    // k 11, a 1, b 2; r 18, g 7, l 12. "ada" reports to "grace", "kay" shares a unit with "linus".
    let expected = [
        ("kay", "radia", 29),
        ("ada", "radia", 19),
        ("barbara", "radia", 20),
        ("kay", "grace", 18),
        ("barbara", "grace", 9),
        ("alan", "grace", 8),
        ("ada", "linus", 13),
        ("barbara", "linus", 14),
        ("alan", "linus", 13),
    ];
    assert_eq!(pairs(&table), expected);
    assert_eq!(table.pairs(), 9);
    assert_eq!(table.starts(), [0, 3, 6, 9]);
    assert_eq!(table.score(0, 1), Some(Score::new(18)));
    assert_eq!(table.score(1, 1), None, "barred");
    assert_eq!(table.score(3, 0), None, "without a score");
    assert_eq!(
        (table.score(4, 0), table.score(0, 3)),
        (None, None),
        "nobody"
    );
    assert_eq!(table.resolution(), None);
}

#[test]
fn scores_of_criteria_are_those_of_the_scorer() {
    let table = table(&Scoring::default());
    // "kay" with "radia": skills unknown 5 000, no path 10 000, a gap of 2 10 000.
    let expected = 50 * 5_000 + 30 * 10_000 + 20 * 10_000;
    assert_eq!(table.score(0, 0), Some(Score::new(expected)));
}

#[test]
fn a_pair_below_the_minimum_is_absent_and_one_at_it_is_not() {
    let table = table(&Scoring::own(letters()).with_minimum_score(Score::new(18)));
    let expected = [
        ("kay", "radia", 29),
        ("ada", "radia", 19),
        ("barbara", "radia", 20),
        ("kay", "grace", 18),
    ];
    assert_eq!(pairs(&table), expected);
}

#[test]
fn the_minimum_of_float_scores_is_on_their_scale() {
    let halves =
        OwnScores::floats(|junior, _| Some(if junior.as_str() == "kay" { 2.5 } else { 1.5 }));
    let scoring = Scoring::own(halves).with_minimum_score(Score::new(2));
    let (table, obstacles) = (table(&scoring), obstacles(&scoring, Role::Junior, 2));
    // Halves alone are left, so one step of the grid is a half.
    assert_eq!(pairs(&table), [("kay", "radia", 5), ("kay", "grace", 5)]);
    let grid = table.resolution().expect("floats");
    assert!(grid.get() == 0.0 && grid.restore(5) == 2.5);
    assert_eq!(obstacles.below_minimum(), 3);
}

#[test]
fn obstacles_count_each_partner_once() {
    let scoring = Scoring::own(letters()).with_minimum_score(Score::new(15));
    // "alan": "radia" has no score, "grace" 8, "linus" 13.
    let alan = obstacles(&scoring, Role::Junior, 3);
    assert_eq!((alan.unscored(), alan.below_minimum()), (1, 2));
    assert_eq!(alan.best_below_minimum(), Some(Score::new(13)));
    assert!(alan.by_rule().is_empty());
    // "linus": "kay" is of his unit, "ada" and "alan" 13, "barbara" 14.
    let linus = obstacles(&scoring, Role::Senior, 2);
    let barred: Vec<u64> = linus.by_rule().iter().map(|&(_, count)| count).collect();
    assert_eq!((barred, linus.below_minimum()), (vec![1], 3));
    assert_eq!(linus.best_below_minimum(), Some(Score::new(14)));
    // "ada" reports to "grace": another rule than that of the unit.
    let ada = obstacles(&scoring, Role::Junior, 1);
    assert_eq!(ada.by_rule().len(), 1);
    assert_ne!(ada.by_rule()[0].0, linus.by_rule()[0].0);
}

#[test]
fn empty_lists_make_an_empty_table() {
    let scoring = Scoring::default();
    with_candidates(&scoring, |candidates, juniors, seniors| {
        let table = candidates
            .table(&[], seniors, &Work::new())
            .expect("a table");
        assert_eq!((table.pairs(), table.starts()), (0, [0; 4].as_slice()));
        let table = candidates
            .table(juniors, &[], &Work::new())
            .expect("a table");
        assert_eq!((table.pairs(), table.starts()), (0, [0].as_slice()));
    });
}

#[test]
fn a_memory_limit_is_exact_to_the_byte() {
    let scoring = Scoring::own(letters());
    let needed = CandidateTable::bytes_for(3, 9);
    with_candidates(&scoring, |candidates, juniors, seniors| {
        let within = candidates.with_memory_limit(needed);
        assert!(within.table(juniors, seniors, &Work::new()).is_ok());
        let limit = needed - 1;
        let beyond = candidates.with_memory_limit(limit);
        let error = beyond.table(juniors, seniors, &Work::new());
        assert_eq!(error, Err(CandidatesError::MemoryLimit { needed, limit }));
        // However early the limit is passed, the error says what the whole table needs.
        let tiny = candidates
            .with_memory_limit(0)
            .table(juniors, seniors, &Work::new());
        assert_eq!(tiny, Err(CandidatesError::MemoryLimit { needed, limit: 0 }));
    });
}

#[test]
fn progress_is_told_once_per_senior() {
    let told = Mutex::new(Vec::new());
    let observer = |phase: &'static str, done, total| {
        told.lock()
            .expect("nobody panics")
            .push((phase, done, total));
    };
    with_candidates(&Scoring::default(), |candidates, juniors, seniors| {
        let work = Work::new().with_observer(&observer);
        let table = candidates.table(juniors, seniors, &work);
        assert!(table.is_ok());
    });
    let mut told = told.into_inner().expect("nobody panics");
    told.sort_unstable();
    assert_eq!(told, [0, 1, 2].map(|done| ("scoring pairs", done, 3)));
}

#[test]
fn any_number_of_threads_makes_the_same_table() {
    let one = table(&Scoring::default());
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let other = pool
            .expect("threads")
            .install(|| table(&Scoring::default()));
        assert_eq!(other, one, "{threads} threads");
    }
}
