//! What the examples print is what was recorded.

#[path = "../examples/capacities.rs"]
mod capacities;
#[path = "../examples/fairness.rs"]
mod fairness;
#[path = "../examples/pins_and_changes.rs"]
mod pins_and_changes;
#[path = "../examples/shards.rs"]
mod shards;

#[track_caller]
fn assert_recorded(found: &str, name: &str) {
    let path = format!("{}/fixtures/expected/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("REVERSE_MENTORING_BLESS").is_some() {
        std::fs::write(&path, found).expect("the fixture can be written");
    }
    let recorded = std::fs::read_to_string(&path).expect("the fixture is there");
    assert_eq!(found, recorded, "the output differs from {path}");
}

#[test]
fn the_example_of_capacities_prints_what_was_recorded() {
    let report = capacities::report().expect("the fixture is sound");
    assert_recorded(&report, "capacities.txt");
}

#[test]
fn the_example_of_fairness_prints_what_was_recorded() {
    let report = fairness::report().expect("the fixture is sound");
    assert_recorded(&report, "fairness.txt");
}

#[test]
fn the_example_of_pins_and_changes_prints_what_was_recorded() {
    let report = pins_and_changes::report().expect("the fixture is sound");
    assert_recorded(&report, "pins_and_changes.txt");
}

#[test]
fn the_example_of_shards_prints_what_was_recorded() {
    let arguments = shards::Arguments::default();
    let work = |shard: &String| shards::work(&arguments, shard);
    let report = shards::report(&arguments, |shards| shards.iter().map(work).collect());
    assert_recorded(&report.expect("the organisation is sound"), "shards.txt");
}
