//! Real organisations, dirt included: matched leniently, certified, with exactly as many pairs as an independent count.
#![cfg(all(feature = "csv", feature = "json"))]

use std::fs;
use std::path::{Path, PathBuf};

use reverse_mentoring::intake::{CsvSources, IntakeDocument, IntakeSettings, OrgChart, Source};
use reverse_mentoring::matching::{Config, ConfigDocument, Engine};

#[derive(serde::Deserialize)]
struct ConfigFile {
    intake: IntakeDocument,
    engine: ConfigDocument,
}

/// Every folder below `root` that has a `quality.json`.
fn sets(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        if folder.join("quality.json").exists() {
            found.push(folder.clone());
        }
        let entries = fs::read_dir(&folder)
            .expect("the folder can be read")
            .flatten();
        open.extend(
            entries
                .map(|entry| entry.path())
                .filter(|path| path.is_dir()),
        );
    }
    found.sort();
    found
}

/// The number of pairs of the certified matching.
fn matched(folder: &Path) -> usize {
    let config = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/configs/org_chart.json"
    );
    let config = fs::read_to_string(config).expect("the fixture is there");
    let config: ConfigFile = serde_json::from_str(&config).expect("the fixture is sound");
    let settings = IntakeSettings::try_from(config.intake).expect("the fixture is sound");
    let engine = Config::try_from(config.engine).expect("the fixture is sound");
    let engine = Engine::builder()
        .config(engine)
        .build()
        .expect("the fixture is sound");

    let file = |name| Source::file(folder.join(name));
    let mut sources = CsvSources::new(file("people.csv"), file("departments.csv"));
    if folder.join("memberships.csv").exists() {
        sources = sources.memberships(file("memberships.csv"));
    }
    let tables = sources.read_lenient().expect("the tables are CSV");
    let OrgChart {
        organisation,
        programme,
        ..
    } = OrgChart::from_tables(tables, settings);
    let organisation = organisation
        .load_lenient()
        .expect("lenient loading mends rows")
        .organisation;
    let programme = programme
        .check_lenient(&organisation)
        .expect("lenient loading mends rows")
        .programme;
    let matching = engine
        .run(&organisation, &programme)
        .expect("there is nothing to refuse");
    engine
        .verify(&organisation, &programme, &matching)
        .expect("the certificate holds")
        .pairs()
}

#[test]
fn every_organisation_ends_certified_with_the_largest_matching_there_is() {
    let Some(root) = std::env::var_os("REVERSE_MENTORING_DATA") else {
        println!("skipped: REVERSE_MENTORING_DATA is not set");
        return;
    };
    let sets = sets(Path::new(&root));
    assert_eq!(sets.len(), 17, "all sets are there");
    for folder in sets {
        let quality = fs::read_to_string(folder.join("quality.json")).expect("a file");
        let quality: serde_json::Value = serde_json::from_str(&quality).expect("JSON");
        let expected = quality["oracle"]["largest_matching"]
            .as_u64()
            .expect("a count");
        assert_eq!(matched(&folder) as u64, expected, "{}", folder.display());
    }
}
