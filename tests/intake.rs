//! Tables are read row by row, and what is not accepted is returned with its line, its column and the reason.
#![cfg(feature = "csv")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use reverse_mentoring::intake::{
    CsvSources, Direction, Enrol, IntakeError, IntakeFault, IntakeSettings, Limits, OrgChart,
    Reason, Source, Status, Table, Tables, UNSTATED_PROFICIENCY,
};
use reverse_mentoring::model::{
    AttributeValue, Holders, LevelRow, ModelError, Organisation, SkillLevelRow,
};
use reverse_mentoring::programme::{ProgrammeError, RolesRow};

const DEPARTMENTS: &str = "department_id,parent_id\nsales,\n";
const PEOPLE: &str = "id,manager_id,department_id,level_rank\n";

fn people(rows: &str) -> String {
    format!("{PEOPLE}{rows}")
}

#[track_caller]
fn read(people: &str) -> Tables {
    CsvSources::new(people, DEPARTMENTS)
        .read()
        .expect("the table is clean")
}

/// Reads a people table that is spoilt as a whole and returns what is wrong with it.
#[track_caller]
fn refused(people: &[u8]) -> IntakeFault {
    let error = CsvSources::new(people, DEPARTMENTS)
        .read_lenient()
        .expect_err("the table is spoilt");
    let IntakeError::Faults { mut faults, total } = error else {
        panic!("expected faults, found {error}");
    };
    assert_eq!((faults.len(), total), (1, 1));
    faults.remove(0)
}

fn dirty() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/dirty")
}

/// Opens the tables of a dirty set; those it does not have itself are the clean ones beside it.
fn sources(case: &Path) -> CsvSources<'static> {
    let file = |name: &str| {
        let own = case.join(name);
        Source::file(if own.exists() {
            own
        } else {
            dirty().join(name)
        })
    };
    CsvSources::new(file("people.csv"), file("departments.csv"))
        .memberships(file("memberships.csv"))
        .skills(file("skills.csv"))
}

/// Says what strict and lenient reading make of a dirty set.
fn report(case: &Path) -> String {
    let mut report = String::from("strict\n");
    match strict(case) {
        Ok(summary) => writeln!(report, "  {summary}"),
        Err(refusal) => writeln!(report, "{refusal}"),
    }
    .expect("text takes text");
    report.push_str("lenient\n");
    report.push_str(&lenient(case));
    report
}

fn strict(case: &Path) -> Result<String, String> {
    let list = |room: &str, faults: Vec<String>| {
        let lines: Vec<String> = faults
            .iter()
            .map(|fault| format!("  {room}: {fault}"))
            .collect();
        lines.join("\n")
    };
    let tables = sources(case).read().map_err(|error| match error {
        IntakeError::Faults { faults, .. } => {
            list("intake", faults.iter().map(ToString::to_string).collect())
        }
        other => list("intake", vec![other.to_string()]),
    })?;
    let chart = OrgChart::from_tables(tables, IntakeSettings::default());
    let organisation =
        Organisation::try_from(&chart.organisation).map_err(|error| match error {
            ModelError::Faults { faults, .. } => {
                list("model", faults.iter().map(ToString::to_string).collect())
            }
            other => list("model", vec![other.to_string()]),
        })?;
    let programme = chart
        .programme
        .check(&organisation)
        .map_err(|error| match error {
            ProgrammeError::Faults { faults, .. } => list(
                "programme",
                faults.iter().map(ToString::to_string).collect(),
            ),
            other => list("programme", vec![other.to_string()]),
        })?;
    Ok(summary(&organisation, programme.participants().len()))
}

fn lenient(case: &Path) -> String {
    let Ok(tables) = sources(case).read_lenient() else {
        return "  refused as well\n".to_owned();
    };
    let mut report = String::new();
    for dropped in &tables.dropped_columns {
        writeln!(report, "  {dropped}").expect("text takes text");
    }
    for fault in &tables.set_aside {
        writeln!(report, "  intake: {fault}").expect("text takes text");
    }
    let chart = OrgChart::from_tables(tables, IntakeSettings::default());
    let loaded = chart
        .organisation
        .load_lenient()
        .expect("all can be mended");
    for fault in &loaded.faults {
        writeln!(report, "  model: {fault}").expect("text takes text");
    }
    let checked = (chart.programme)
        .check_lenient(&loaded.organisation)
        .expect("all can be mended");
    for fault in &checked.faults {
        writeln!(report, "  programme: {fault}").expect("text takes text");
    }
    let participants = checked.programme.participants().len();
    writeln!(report, "  {}", summary(&loaded.organisation, participants)).expect("text takes text");
    report
}

fn summary(organisation: &Organisation, participants: usize) -> String {
    let (people, units) = (
        organisation.people().len(),
        organisation.units().units().len(),
    );
    format!("{people} people, {units} departments, {participants} taking part")
}

#[test]
fn every_dirty_set_gets_the_report_it_expects() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for entry in fs::read_dir(dirty()).expect("the fixtures are here") {
        let case = entry.expect("an entry").path();
        if !case.is_dir() {
            continue;
        }
        cases += 1;
        let found = report(&case);
        let expected = fs::read_to_string(case.join("report.txt")).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{}\n{found}", case.display()));
        }
    }
    assert!(cases > 30, "{cases} dirty sets");
    assert!(wrong.is_empty(), "found instead:\n{}", wrong.join("\n"));
}

#[test]
fn the_tables_the_dirty_sets_vary_are_clean() {
    assert_eq!(
        strict(&dirty()).as_deref(),
        Ok("6 people, 3 departments, 6 taking part")
    );
}

#[test]
fn columns_come_in_any_order_and_optional_ones_may_be_absent() {
    let tables = read("level_rank,department_id,id,manager_id\n3,sales,ann,\n,,bob,ann\n");
    let [ann, bob] = &tables.people[..] else {
        panic!("two rows")
    };
    assert_eq!(ann.post.id, "ann");
    assert_eq!(ann.post.level, Some(LevelRow::Rank(3)));
    assert_eq!(ann.post.unit.as_deref(), Some("sales"));
    assert_eq!(
        (ann.post.manager.as_deref(), ann.status),
        (None, Status::Filled)
    );
    assert_eq!(bob.post.manager.as_deref(), Some("ann"));
    assert_eq!((&bob.post.level, bob.post.unit.as_deref()), (&None, None));
}

#[test]
fn a_list_is_taken_apart_and_an_item_named_twice_counts_once() {
    let table = "id,manager_id,department_id,level_rank,skills_offered,skills_wanted\n\
                 ann,,,1, sql ;r;;sql,\"é;,\"\n";
    let tables = read(table);
    let row = &tables.people[0];
    let offered = ["sql", "r"].map(|skill| SkillLevelRow::new(skill, UNSTATED_PROFICIENCY));
    assert_eq!(row.post.skills, offered);
    assert_eq!(row.wants, ["é", ","]);
}

#[test]
fn every_row_knows_the_line_it_starts_on_however_lines_end() {
    let table = "id,manager_id,department_id,level_rank,title\r\n\
                 a,,,,\"two\r\nlines\"\r\n\r\n\
                 b,,,,\"two\nlines\"\n\n\n\
                 c,,,,\rd,,,,\n\
                 e,,,,";
    let tables = read(table);
    let lines: Vec<_> = (tables.people.iter())
        .map(|row| (row.post.id.as_str(), row.post.line))
        .collect();
    let expected = [("a", 2), ("b", 5), ("c", 9), ("d", 10), ("e", 11)];
    assert_eq!(lines, expected.map(|(id, line)| (id, Some(line))));
}

#[test]
fn the_first_hundred_faults_are_listed_and_all_are_counted() {
    let table = people(&"p,,,low\n".repeat(150));
    let error = CsvSources::new(table.as_str(), DEPARTMENTS)
        .read()
        .expect_err("no level is a number");
    let IntakeError::Faults { faults, total } = error else {
        panic!("expected faults, found {error}");
    };
    assert_eq!((faults.len(), total), (100, 150));
    assert_eq!(faults[99].line, 101);

    let tables =
        (CsvSources::new(table.as_str(), DEPARTMENTS).read_lenient()).expect("rows are set aside");
    assert_eq!((tables.people.len(), tables.set_aside.len()), (0, 150));
}

#[test]
fn the_faults_of_all_tables_are_listed_together() {
    let error = CsvSources::new("id,manager_id,department_id,level_rank\na,,,x\n", "")
        .memberships("id;department_id\n")
        .skills("person_id,direction,skill\na,offers,\n")
        .read_lenient()
        .expect_err("two tables are spoilt");
    let IntakeError::Faults { faults, total: 5 } = &error else {
        panic!("expected five faults, found {error}");
    };
    let tables = [
        Table::People,
        Table::Departments,
        Table::Memberships,
        Table::Memberships,
        Table::Skills,
    ];
    assert!(faults.iter().map(|fault| fault.table).eq(tables), "{error}");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let path = dirty().join("no_such_file.csv");
    let error = CsvSources::new(Source::file(&path), DEPARTMENTS)
        .read()
        .expect_err("there is no file");
    let IntakeError::Read {
        table: Table::People,
        path: Some(named),
        source,
    } = error
    else {
        panic!("expected what the system says, found {error}");
    };
    assert_eq!(named, path);
    assert_eq!(source.kind(), std::io::ErrorKind::NotFound);
}

#[test]
fn limits_are_the_callers_to_set() {
    let table = people("ann,,,1\n");
    let refuse = |limits: Limits| {
        let sources = CsvSources::new(table.as_str(), DEPARTMENTS).limits(limits);
        match sources.read_lenient() {
            Err(IntakeError::Faults { mut faults, .. }) => faults.remove(0).reason,
            other => panic!("expected a fault, found {other:?}"),
        }
    };
    let limits = Limits::default();
    assert_eq!(
        refuse(Limits {
            columns: 3,
            ..limits
        }),
        Reason::TooManyColumns { found: 4, limit: 3 }
    );
    assert_eq!(
        refuse(Limits {
            field_bytes: 9,
            ..limits
        }),
        Reason::FieldTooLong { cell: 2, limit: 9 }
    );
    assert_eq!(
        refuse(Limits {
            file_bytes: 20,
            ..limits
        }),
        Reason::FileTooLarge { limit: 20 }
    );
}

/// Two posts of one holder, one of them vacant, and two further people.
const SEVERAL_POSTS: &str = "\
id,holder_id,manager_id,department_id,level_rank,status,skills_offered,skills_wanted
a1,h,,sales,4,filled,sql,r
a2,h,,sales,,filled,r,
b,,a1,sales,,vacant,go,
c,,a1,sales,1,filled,,
c,,a2,sales,1,filled,go,go
";

fn chart(enrol: Enrol, holders: Holders, skills: &str) -> OrgChart {
    let header = "person_id,direction,skill,level,importance\n";
    let skills = format!("{header}{skills}");
    let tables = CsvSources::new(SEVERAL_POSTS, DEPARTMENTS)
        .skills(skills.as_str())
        .read()
        .expect("the tables are clean");
    OrgChart::from_tables(tables, IntakeSettings { enrol, holders })
}

fn enrolled(chart: &OrgChart) -> Vec<(&str, RolesRow)> {
    let rows = chart.programme.enrolments.iter();
    rows.map(|row| (row.person.as_str(), row.roles)).collect()
}

#[test]
fn everyone_ranked_takes_part_on_both_sides_as_a_person_or_as_a_post() {
    let merged = chart(Enrol::EveryoneRanked, Holders::Merged, "");
    assert_eq!(
        enrolled(&merged),
        [("a1", RolesRow::Both), ("c", RolesRow::Both)]
    );
    let ignored = chart(Enrol::EveryoneRanked, Holders::Ignored, "");
    assert_eq!(
        enrolled(&ignored),
        [("a1", RolesRow::Both), ("c", RolesRow::Both)]
    );
    assert_eq!(ignored.organisation.holders, Holders::Ignored);
}

#[test]
fn who_offers_is_a_junior_and_who_wants_is_a_senior() {
    // The post of b is vacant, and only the first row of c counts.
    let lists = chart(Enrol::BySkills, Holders::Merged, "");
    assert_eq!(enrolled(&lists), [("a1", RolesRow::Both)]);
    let posts = chart(Enrol::BySkills, Holders::Ignored, "");
    assert_eq!(
        enrolled(&posts),
        [("a1", RolesRow::Both), ("a2", RolesRow::Junior)]
    );
    let stated = chart(
        Enrol::BySkills,
        Holders::Merged,
        "c,wants,go,,\nb,offers,go,70,\n",
    );
    assert_eq!(
        enrolled(&stated),
        [
            ("a1", RolesRow::Both),
            ("b", RolesRow::Junior),
            ("c", RolesRow::Senior)
        ]
    );
}

#[test]
fn the_skills_table_has_the_last_word_on_a_skill_and_the_lists_on_all_others() {
    for (holders, person) in [
        (Holders::Merged, "h"),
        (Holders::Merged, "a2"),
        (Holders::Ignored, "h"),
    ] {
        let skills =
            format!("{person},offers,sql,90,\n{person},wants,go,,7\n{person},wants,r,40,\n");
        let chart = chart(Enrol::BySkills, holders, &skills);
        let row = &chart.programme.enrolments[0];
        assert_eq!(row.person, "a1");
        let mut offers = vec![SkillLevelRow::new("sql", 90)];
        if holders == Holders::Merged {
            offers.insert(0, SkillLevelRow::new("r", UNSTATED_PROFICIENCY));
        }
        assert_eq!(row.offers, offers);
        let targets: Vec<_> = (row.targets.iter())
            .map(|target| (target.skill.as_str(), target.weight, target.proficiency))
            .collect();
        assert_eq!(targets, [("r", None, Some(40)), ("go", Some(7), None)]);
    }
}

#[test]
fn without_a_statement_on_offers_the_skills_held_are_offered() {
    let chart = chart(Enrol::BySkills, Holders::Merged, "");
    assert!(chart.programme.enrolments[0].offers.is_empty());
    let held = &chart.organisation.people[0].skills;
    assert_eq!(*held, [SkillLevelRow::new("sql", UNSTATED_PROFICIENCY)]);
}

#[test]
fn memberships_are_an_attribute_of_the_post() {
    let tables = CsvSources::new(
        people("ann,,sales,1\nbob,ann,sales,1\n").as_str(),
        "department_id,parent_id\nsales,\nit,\n",
    )
    .memberships("id,department_id,role\nann,sales,lead\nann,it,guest\n")
    .read()
    .expect("the tables are clean");
    assert_eq!(tables.memberships.as_ref().map(Vec::len), Some(2));
    let chart = OrgChart::from_tables(tables, IntakeSettings::default());
    let departments = AttributeValue::Set(vec!["sales".to_owned(), "it".to_owned()]);
    let [ann, bob] = &chart.organisation.people[..] else {
        panic!("two people")
    };
    assert_eq!(
        ann.attributes.get(OrgChart::DEPARTMENTS),
        Some(&departments)
    );
    assert!(bob.attributes.is_empty());
    let organisation =
        Organisation::try_from(&chart.organisation).expect("the attribute is declared");
    assert!(organisation.attribute(OrgChart::DEPARTMENTS).is_some());
}

#[test]
fn a_statement_keeps_its_level_importance_and_line() {
    let tables = CsvSources::new(people("ann,,sales,1\n").as_str(), DEPARTMENTS)
        .skills("importance,skill,level,direction,person_id\n5, sql ,60,wants,ann\n")
        .read()
        .expect("the tables are clean");
    let [statement] = &tables.skills.expect("there is a table")[..] else {
        panic!("one row")
    };
    assert_eq!(
        (statement.direction, statement.skill.as_str()),
        (Direction::Wants, "sql")
    );
    assert_eq!(
        (statement.level, statement.importance, statement.line),
        (Some(60), Some(5), 2)
    );
}

#[test]
fn a_quote_within_a_plain_cell_is_text() {
    let tables = read("id,manager_id,department_id,level_rank,title\na,,,1,5\" disk\n");
    assert_eq!(tables.people.len(), 1);
    assert_eq!(
        refused(b"\"id\"x").reason,
        Reason::TextAfterQuote {
            found: 'x',
            cell: 1
        }
    );
}

#[cfg(feature = "serde")]
#[test]
fn settings_are_read_from_a_document_that_knows_its_keys() {
    use reverse_mentoring::intake::IntakeDocument;

    let parse = |text: &str| -> IntakeDocument { serde_json::from_str(text).expect("a document") };
    let settings = IntakeSettings::try_from(parse(
        r#"{"enrol": "everyone_ranked", "holders": "ignored"}"#,
    ));
    let expected = IntakeSettings {
        enrol: Enrol::EveryoneRanked,
        holders: Holders::Ignored,
    };
    assert_eq!(settings.expect("both keys are known"), expected);
    let settings = IntakeSettings::try_from(parse("{}")).expect("no key is needed");
    assert_eq!(settings, IntakeSettings::default());
}
