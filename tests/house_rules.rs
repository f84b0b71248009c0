//! Who may import whom, read from the sources; and the facts that README.md repeats from Cargo.toml.

use std::fs;
use std::path::{Path, PathBuf};

/// What every room with documents may use: unknown keys, lists of faults, canonical bytes, JSON text.
const OF_DOCUMENTS: &[&str] = &[
    "UnknownKeys",
    "keys",
    "faults",
    "canonical",
    "JsonError",
    "json",
];

/// Rooms without documents.
const WITHOUT_DOCUMENTS: &[&str] = &[
    "ahead.rs",
    "assignment/",
    "candidates/",
    "numbering.rs",
    "parallel.rs",
    "quantise.rs",
    "runs.rs",
    "subset.rs",
    "work.rs",
];

/// A room or file below `src`, and what it may use of the crate; everything else is a fault.
const MAY_USE: &[(&str, &[&str])] = &[
    (
        "assignment/",
        &["assignment", "parallel", "quantise", "work"],
    ),
    ("assignment/certificate.rs", &["assignment"]),
    ("assignment/recheck.rs", &["assignment"]),
    ("assignment/running_proof.rs", &["assignment"]),
    ("assignment/limits/", &["assignment", "faults", "work"]),
    ("assignment/limits/certificate.rs", &["assignment"]),
    ("assignment/limits/check.rs", &["assignment"]),
    ("analytics/", &["analytics", "model"]),
    ("ahead.rs", &[]),
    ("canonical.rs", &["canonical"]),
    ("faults.rs", &[]),
    ("json.rs", &[]),
    ("keys.rs", &[]),
    ("model/", &["model"]),
    ("numbering.rs", &[]),
    ("parallel.rs", &[]),
    ("programme/", &["programme", "model"]),
    ("quantise.rs", &[]),
    (
        "rules/",
        &[
            "rules",
            "programme",
            "model",
            "parallel",
            "runs",
            "subset",
            "work",
        ],
    ),
    ("runs.rs", &["parallel"]),
    ("subset.rs", &[]),
    (
        "scoring/",
        &[
            "scoring",
            "programme",
            "model",
            "numbering",
            "parallel",
            "quantise",
            "runs",
            "subset",
            "work",
        ],
    ),
    (
        "candidates/",
        &[
            "ahead",
            "candidates",
            "rules",
            "scoring",
            "programme",
            "model",
            "numbering",
            "parallel",
            "quantise",
            "runs",
            "work",
        ],
    ),
    (
        "matching/",
        &[
            "matching",
            "candidates",
            "rules",
            "scoring",
            "programme",
            "model",
            "assignment",
            "parallel",
            "subset",
            "work",
            "Error",
        ],
    ),
    (
        "answers/",
        &[
            "answers",
            "matching",
            "candidates",
            "rules",
            "scoring",
            "programme",
            "model",
            "Error",
        ],
    ),
    ("intake/", &["intake", "programme", "model"]),
    ("work.rs", &[]),
];

/// Words of the source that a file must not contain, whatever it imports.
const NEVER: &[(&str, &[&str])] = &[
    ("assignment/", &["f32", "serde"]),
    (
        "assignment/certificate.rs",
        &["search", "deficiency", "solver"],
    ),
    (
        "assignment/recheck.rs",
        &["search", "deficiency", "solver", "warm"],
    ),
    (
        "assignment/running_proof.rs",
        &["search", "deficiency", "takeover", "repair", "lists"],
    ),
    (
        "assignment/limits/certificate.rs",
        &["search", "start", "solver", "state", "tree", "witness"],
    ),
    (
        "assignment/limits/check.rs",
        &["search", "start", "solver", "state", "tree", "witness"],
    ),
    ("assignment/search", &["rayon"]),
    ("model/", &["rayon"]),
    ("matching/result.rs", &["assignment"]),
];

#[test]
fn every_import_is_one_the_house_allows() {
    let mut faults = Vec::new();
    for path in sources() {
        let name = relative(&path);
        let Some((_, allowed)) = the_longest_match(MAY_USE, &name) else {
            continue;
        };
        for (line, text) in code_lines(&path) {
            for used in crate_paths(&text) {
                let of_documents = OF_DOCUMENTS.contains(&used.as_str())
                    && !WITHOUT_DOCUMENTS.iter().any(|room| name.starts_with(room));
                if !of_documents && !allowed.contains(&used.as_str()) {
                    faults.push(format!("src/{name}:{line}: uses crate::{used}"));
                }
            }
        }
    }
    assert!(
        faults.is_empty(),
        "imports against the house rules:\n{}",
        faults.join("\n")
    );
}

#[test]
fn no_room_contains_what_it_must_never_hold() {
    let mut faults = Vec::new();
    for path in sources() {
        let name = relative(&path);
        for (_, words) in NEVER.iter().filter(|(prefix, _)| name.starts_with(prefix)) {
            for (line, text) in code_lines(&path) {
                for word in words.iter().filter(|word| has_word(&text, word)) {
                    faults.push(format!("src/{name}:{line}: {word}"));
                }
            }
        }
    }
    assert!(
        faults.is_empty(),
        "words against the house rules:\n{}",
        faults.join("\n")
    );
}

#[test]
fn every_room_is_under_a_rule() {
    for path in sources() {
        let name = relative(&path);
        let crate_level = ["lib.rs", "error.rs", "guide.rs"].contains(&name.as_str());
        assert!(
            crate_level || the_longest_match(MAY_USE, &name).is_some(),
            "src/{name} is under no rule"
        );
    }
}

#[test]
fn a_module_file_holds_a_paragraph_and_re_exports_only() {
    for path in sources()
        .into_iter()
        .filter(|path| path.ends_with("mod.rs"))
    {
        for (line, text) in code_lines(&path) {
            let starts_item = [
                "fn ",
                "pub fn ",
                "struct ",
                "pub struct ",
                "enum ",
                "pub enum ",
                "impl",
            ]
            .iter()
            .any(|item| text.starts_with(item));
            assert!(
                !starts_item,
                "src/{}:{line}: code lives in named files",
                relative(&path)
            );
        }
    }
}

#[test]
fn the_readme_states_the_version_and_the_rust_of_the_manifest() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("the manifest is there");
    let readme = fs::read_to_string(root.join("README.md")).expect("the readme is there");
    let value = |key: &str| {
        let line = manifest
            .lines()
            .find(|line| line.starts_with(key))
            .expect("the manifest has the key");
        line.split('"')
            .nth(1)
            .expect("the value is quoted")
            .to_owned()
    };
    let (major_minor, _) = value("version")
        .rsplit_once('.')
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    assert!(
        readme.contains(&format!("reverse-mentoring = \"{major_minor}\"")),
        "version {major_minor}"
    );
    assert!(
        readme.contains(&format!("Rust {}", value("rust-version"))),
        "rust {}",
        value("rust-version")
    );
}

fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn relative(path: &Path) -> String {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    path.strip_prefix(source)
        .expect("below src")
        .to_string_lossy()
        .replace('\\', "/")
}

fn the_longest_match<T: Copy>(table: &[(&str, T)], name: &str) -> Option<(usize, T)> {
    table
        .iter()
        .filter(|(prefix, _)| name.starts_with(prefix))
        .map(|(prefix, entry)| (prefix.len(), *entry))
        .max_by_key(|(length, _)| *length)
}

/// The numbered lines that are code: comments are cut, and unit tests, last in the file, are left out.
fn code_lines(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).expect("a source can be read");
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .map(|(index, line)| {
            (
                index + 1,
                line.split("//").next().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

/// The first names of all paths of a line that begin with `crate::`.
fn crate_paths(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (position, _) in line.match_indices("crate::") {
        let rest = &line[position + "crate::".len()..];
        let group = rest.strip_prefix('{').map_or_else(
            || vec![rest],
            |inner| {
                inner
                    .split('}')
                    .next()
                    .unwrap_or_default()
                    .split(", ")
                    .collect()
            },
        );
        found.extend(
            group
                .into_iter()
                .map(first_name)
                .filter(|name| !name.is_empty()),
        );
    }
    found
}

fn first_name(path: &str) -> String {
    path.trim()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|found| found == word)
}
