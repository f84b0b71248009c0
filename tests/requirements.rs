//! The table of requirements in the guide: complete, and every test that it names is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What practice asks, by letter, and how many items each has; then the capabilities, without a letter.
const ITEMS: [(&str, usize); 6] = [
    ("A", 13),
    ("B", 8),
    ("C", 20),
    ("D", 10),
    ("E", 11),
    ("", 20),
];

/// What comes later, and what is refused.
const LATER: [&str; 7] = [
    "reports",
    "agreements",
    "answers",
    "importers",
    "outcomes",
    "weight lab",
    "refused",
];

/// A row of the table.
struct Item {
    name: String,
    asks: String,
    mechanism: String,
    tests: Vec<String>,
    later: Option<(String, String)>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn items() -> Vec<Item> {
    let page = fs::read_to_string(root().join("src/guide/requirements.md"));
    let page = page.expect("the page is there");
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let rows = rows.filter(|line| !line.starts_with("| item ") && !line.starts_with("| --- "));
    rows.map(item).collect()
}

fn item(line: &str) -> Item {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let ["", name, asks, mechanism, proof, ""] = cells.as_slice() else {
        panic!("four cells are expected: {line}");
    };
    let (tests, later) = match proof.split_once("not yet ") {
        Some((tests, later)) => (tests, Some(later)),
        None => (*proof, None),
    };
    let tests = tests.trim_end_matches("; ").split("; ");
    let later = later.map(|later| {
        let parts = later
            .strip_prefix('(')
            .and_then(|rest| rest.split_once("): "));
        let (what, reason) = parts.unwrap_or_else(|| panic!("a reason is expected: {line}"));
        (what.to_owned(), reason.to_owned())
    });
    Item {
        name: (*name).to_owned(),
        asks: (*asks).to_owned(),
        mechanism: (*mechanism).to_owned(),
        tests: tests
            .filter(|test| !test.is_empty())
            .map(str::to_owned)
            .collect(),
        later,
    }
}

#[test]
fn every_item_is_listed_once_and_in_order() {
    let numbers = |(letter, count): (&str, usize)| {
        (1..=count)
            .map(|number| format!("{letter}{number}"))
            .collect::<Vec<_>>()
    };
    let expected: Vec<String> = ITEMS.into_iter().flat_map(numbers).collect();
    let found: Vec<String> = items().into_iter().map(|item| item.name).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_item_has_a_test_or_says_why_not_yet() {
    for Item {
        name,
        asks,
        mechanism,
        tests,
        later,
    } in items()
    {
        assert!(!asks.is_empty() && !mechanism.is_empty(), "{name}");
        assert!(!tests.is_empty() || later.is_some(), "{name}");
        // Where there is a test there is a mechanism, and the other way round.
        assert_eq!(tests.is_empty(), mechanism == "-", "{name}");
        let distinct: BTreeSet<&String> = tests.iter().collect();
        assert_eq!(distinct.len(), tests.len(), "{name}");
        if let Some((what, reason)) = later {
            assert!(LATER.contains(&what.as_str()), "{name}: {what}");
            assert!(!reason.is_empty(), "{name}");
        }
    }
}

#[test]
fn every_test_that_is_named_exists() {
    let mut named = 0;
    for item in items() {
        for test in &item.tests {
            let place = test
                .strip_prefix('`')
                .and_then(|test| test.strip_suffix('`'));
            let place = place.and_then(|place| place.split_once("::"));
            let (file, function) = place.unwrap_or_else(|| panic!("{}: {test}", item.name));
            let source = fs::read_to_string(root().join(file));
            let source = source.unwrap_or_else(|error| panic!("{}: {file}: {error}", item.name));
            assert!(
                is_test(&source, function),
                "{}: {test} is no test",
                item.name
            );
            named += 1;
        }
    }
    assert!(named > 100, "{named}");
}

/// Tells whether a function stands in a source with `#[test]` among the lines of attributes right above it.
fn is_test(source: &str, function: &str) -> bool {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let head = format!("fn {function}(");
    let mut places = (0..lines.len()).filter(|&line| lines[line].starts_with(&head));
    places.any(|line| {
        let above = lines[..line].iter().rev();
        let mut attributes =
            above.take_while(|above| above.starts_with("#[") || above.starts_with("//"));
        attributes.any(|above| *above == "#[test]")
    })
}

#[test]
fn a_name_that_is_no_test_is_told_from_one() {
    let source =
        "#[test]\n#[ignore = \"long\"]\nfn one() {}\nfn other() {}\n    /// #[test]\n    fn third(";
    assert!(is_test(source, "one"));
    assert!(!is_test(source, "other"));
    assert!(!is_test(source, "third"));
    assert!(!is_test(source, "on"));
}
