//! The counts of every organisation set equal those of an independent script.
#![cfg(all(feature = "csv", feature = "serde"))]

/// The solver that `match_files --quality` counts with.
#[path = "../examples/match_files/largest_matching.rs"]
mod largest_matching;

use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use reverse_mentoring::intake::{CsvSources, EligiblePairs, PostRow, Quality, Source, Tables};
use reverse_mentoring::model::LevelRow;
use serde_json::Value;

#[track_caller]
fn read(folder: &Path) -> Tables {
    let file = |name: &str| Source::file(folder.join(name));
    let mut sources = CsvSources::new(file("people.csv"), file("departments.csv"));
    if folder.join("memberships.csv").exists() {
        sources = sources.memberships(file("memberships.csv"));
    }
    sources.read().expect("the set is clean as CSV")
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    let mut to_do = vec![root.to_owned()];
    while let Some(folder) = to_do.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                to_do.push(path);
            } else if path.ends_with("quality.json") {
                folders.push(folder.clone());
            }
        }
    }
    folders.sort();
    folders
}

#[test]
fn every_count_of_every_set_is_reproduced() {
    let Some(root) = std::env::var_os("REVERSE_MENTORING_DATA") else {
        println!("skipped: REVERSE_MENTORING_DATA is not set");
        return;
    };
    let folders = folders(Path::new(&root));
    assert_eq!(folders.len(), 17);
    for folder in folders {
        let text = fs::read_to_string(folder.join("quality.json")).expect("a file");
        let expected: Value = serde_json::from_str(&text).expect("JSON");
        let quality = Quality::count(&read(&folder), largest_matching::largest_matching)
            .expect("a small problem");
        let found = serde_json::to_value(quality).expect("JSON");
        assert_eq!(found, expected, "{}", folder.display());
    }
}

/// Counts without a solver.
fn count(people: &str, departments: &str) -> (Tables, Quality) {
    let tables = (CsvSources::new(people, departments).read()).expect("the tables are clean");
    let Ok(quality) = Quality::count(&tables, |_| Ok::<_, Infallible>(0));
    (tables, quality)
}

/// Follows lines and departments pair by pair, in the words of the definition.
fn oracle_by_hand(tables: &Tables) -> [usize; 8] {
    let mut first: HashMap<&str, &PostRow> = HashMap::new();
    let mut ids = Vec::new();
    for row in &tables.people {
        first.entry(&row.post.id).or_insert_with(|| {
            ids.push(row.post.id.as_str());
            row
        });
    }
    let rank = |id: &str| match first[id].post.level {
        Some(LevelRow::Rank(rank)) => Some(i128::from(rank)),
        _ => None,
    };
    let manager = |id: &str| first.get(id).and_then(|row| row.post.manager.as_deref());
    let above = |id: &str| {
        let mut chain = Vec::new();
        let mut here = manager(id);
        while let Some(next) = here.filter(|next| first.contains_key(next) && !chain.contains(next))
        {
            chain.push(next);
            here = manager(next);
        }
        chain
    };
    let (mut counts, mut mentors, mut mentees) = ([0; 6], Vec::new(), Vec::new());
    for mentor in ids.iter().copied().filter(|id| rank(id).is_some()) {
        for mentee in ids.iter().copied().filter(|id| rank(id).is_some()) {
            if rank(mentee) < rank(mentor).map(|rank| rank + 2) {
                continue;
            }
            let direct = manager(mentor) == Some(mentee) || manager(mentee) == Some(mentor);
            let chain = above(mentor).contains(&mentee) || above(mentee).contains(&mentor);
            let home = first[mentor].post.unit == first[mentee].post.unit;
            counts[0] += 1;
            counts[1] += usize::from(direct);
            counts[2] += usize::from(chain);
            counts[3] += usize::from(home);
            if !chain && !home {
                counts[4] += 1;
                mentors.push(mentor);
                mentees.push(mentee);
            }
        }
    }
    for side in [&mut mentors, &mut mentees] {
        side.sort_unstable();
        side.dedup();
    }
    let ranked = ids.iter().filter(|id| rank(id).is_some()).count();
    [
        ranked,
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        counts[4],
        mentors.len(),
        mentees.len(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 500,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/regressions/quality.txt")))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn counting_without_listing_pairs_equals_listing_them(
        rows in prop::collection::vec((0..12_u8, 0..14_u8, 0..4_u8, prop::option::of(-3..5_i64)), 0..16)
    ) {
        let mut people = String::from("id,manager_id,department_id,level_rank\n");
        for (id, manager, department, rank) in rows {
            let manager = if manager < 13 { format!("p{manager}") } else { String::new() };
            let department = if department < 3 { format!("d{department}") } else { String::new() };
            let rank = rank.map(|rank| rank.to_string()).unwrap_or_default();
            writeln!(people, "p{id},{manager},{department},{rank}").expect("text takes text");
        }
        let (tables, quality) = count(&people, "department_id,parent_id\nd0,\nd1,d0\nd2,d0\n");
        let oracle = quality.oracle;
        let found = [
            oracle.ranked_ids,
            oracle.pairs_gap2,
            oracle.direct_report_and_manager,
            oracle.same_reporting_chain,
            oracle.same_department,
            oracle.eligible,
            oracle.mentors_with_a_pair,
            oracle.mentees_with_a_pair,
        ];
        let expected = oracle_by_hand(&tables).map(|count| count as u64);
        prop_assert_eq!(found, expected);

        let pairs = EligiblePairs::of(&tables.people, &tables.departments);
        let listed: Vec<(usize, usize)> = (0..pairs.len())
            .flat_map(|mentor| pairs.mentees_of(mentor).map(move |mentee| (mentor, mentee)))
            .collect();
        prop_assert_eq!(listed.len() as u64, oracle.eligible);
        prop_assert!(listed.iter().all(|&(mentor, mentee)| pairs.contains(mentor, mentee)));
    }
}

#[test]
fn circles_are_counted_once_and_looked_up_from_below() {
    // a -> b -> c -> a, d -> a, e -> e; f reports to somebody outside.
    let people = "id,manager_id,department_id,level_rank\n\
                  a,b,,1\nb,c,,2\nc,a,,3\nd,a,,9\ne,e,,1\nf,x,,1\n";
    let (_, quality) = count(people, "department_id,parent_id\n");
    assert_eq!((quality.reporting_cycles, quality.ids_on_cycles), (2, 4));
    assert_eq!(quality.reports_to_self, 1);
    assert_eq!(quality.max_depth, 3, "d is below all three of the circle");
    assert_eq!(quality.max_direct_reports, 2);
    assert_eq!(
        (quality.manager_not_in_file, quality.no_manager_stated),
        (1, 0)
    );
    // b above a, c above b, d above a; e is level with itself.
    assert_eq!(
        (
            quality.ranked_above_own_manager,
            quality.ranked_equal_to_own_manager
        ),
        (2, 1)
    );
}

#[test]
fn ranks_at_the_ends_of_their_range_are_compared_without_overflow() {
    let people = format!(
        "id,manager_id,department_id,level_rank\na,,x,{}\nb,,y,{}\nc,b,z,{}\n",
        i64::MIN,
        i64::MAX,
        i64::MIN + 1
    );
    let (_, quality) = count(&people, "department_id,parent_id\nx,\ny,\nz,x\n");
    assert_eq!(quality.oracle.pairs_gap2, 2);
    assert_eq!(quality.oracle.same_reporting_chain, 1);
    assert_eq!(quality.oracle.same_root_department, 0);
    assert_eq!(quality.oracle.eligible, 1);
}

#[test]
fn a_line_of_ten_thousand_posts_is_counted_on_a_small_stack() {
    let count_line = || {
        let mut people = String::from("id,manager_id,department_id,level_rank\n");
        for post in 0..10_000 {
            writeln!(people, "{post},{},{post},{post}", post + 1).expect("text takes text");
        }
        let (_, quality) = count(&people, "department_id,parent_id\n");
        assert_eq!(quality.max_depth, 9_999);
        assert_eq!(quality.oracle.pairs_gap2, 9_999 * 9_998 / 2);
        assert_eq!(
            quality.oracle.same_reporting_chain,
            quality.oracle.pairs_gap2
        );
        assert_eq!(quality.oracle.eligible, 0);
    };
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    let line = thread.spawn(count_line).expect("a thread can be had");
    line.join().expect("the count is done");
}
