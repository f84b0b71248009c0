//! Skills without end: as many as people say, and never a look at all pairs of them.

use reverse_mentoring::matching::Engine;
use reverse_mentoring::model::{Organisation, PersonRow, SkillLevelRow};
use reverse_mentoring::programme::{EnrolmentRow, Programme, Role, TargetRow};

/// A look at all pairs of so many skills would take hours.
const MANY: usize = 1_000_000;

fn skill(number: usize) -> String {
    format!("skill {number}")
}

#[test]
fn h_17_a_million_skills_of_one_person_meet_a_million_targets_of_another() {
    let all = (0..MANY).map(|number| SkillLevelRow::new(skill(number), 3));
    let organisation = Organisation::builder()
        .unit("lab", None)
        .unit("sales", None)
        .person(PersonRow {
            skills: all.collect(),
            ..PersonRow::new("ada").in_unit("lab").at_level(1)
        })
        .person(
            PersonRow::new("tim")
                .in_unit("lab")
                .at_level(1)
                .with_skill("skill 7", 5),
        )
        .person(PersonRow::new("grace").in_unit("sales").at_level(5))
        .person(PersonRow::new("vera").in_unit("sales").at_level(5))
        .build()
        .expect("in order");
    let targets = (0..MANY).map(|number| TargetRow::new(skill(number)));
    let programme = Programme::builder()
        .enrol(EnrolmentRow {
            targets: targets.collect(),
            ..EnrolmentRow::senior("grace")
        })
        .enrol(EnrolmentRow::senior("vera").wants_at("skill 7", 1, 5))
        .enrol(EnrolmentRow::junior("ada"))
        .enrol(EnrolmentRow::junior("tim"))
        .build(&organisation)
        .expect("in order");
    let engine = Engine::builder().build().expect("in order");
    let matching = engine.run(&organisation, &programme).expect("in order");
    let taught = |senior| {
        matching
            .pair(senior, Role::Senior)
            .expect("paired")
            .junior()
            .as_str()
    };
    assert_eq!((taught("grace"), taught("vera")), ("ada", "tim"));
    let pairing = engine.pairing(&organisation, &programme).expect("in order");
    assert_eq!(pairing.total(), matching.total());
}

#[test]
fn h_17_a_skill_that_all_hold_and_one_that_each_holds_alone_are_skills_like_any_other() {
    let people = 3_000;
    let mut organisation = Organisation::builder()
        .unit("lab", None)
        .unit("sales", None);
    let mut programme = Programme::builder();
    for number in 0..people {
        let (junior, senior) = (format!("j{number}"), format!("s{number}"));
        let own = skill(number);
        let row = PersonRow::new(&*junior).in_unit("lab").at_level(1);
        organisation = organisation
            .person(row.with_skill("common", 3).with_skill(&*own, 3))
            .person(PersonRow::new(&*senior).in_unit("sales").at_level(5));
        let wants = EnrolmentRow::senior(senior);
        programme = programme
            .enrol(wants.wants_at("common", 1, 3).wants_at(&*own, 1, 3))
            .enrol(EnrolmentRow::junior(junior));
    }
    let organisation = organisation.build().expect("in order");
    let programme = programme.build(&organisation).expect("in order");
    let engine = Engine::builder().build().expect("in order");
    let pairing = engine.pairing(&organisation, &programme).expect("in order");
    let is_own = |pair: &reverse_mentoring::matching::Pair| {
        pair.junior().as_str()[1..] == pair.senior().as_str()[1..]
    };
    assert_eq!(pairing.pairs().len(), people);
    assert!(pairing.pairs().iter().all(is_own));
}
