//! Properties of an organisation, each against an oracle too simple to be wrong.

use std::collections::HashMap;

use pathfinding::prelude::{bfs_reach, dijkstra};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use reverse_mentoring::model::{
    AttributeRow, ChainOfCommand, LevelRow, LinkRow, Manager, Organisation, OrganisationDocument,
    PersonRow, RelationKind, RelationRow, Relations, SkillLevelRow, SkillRow, UnitRow,
};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(
            "fixtures/regressions/organisation.txt",
        ))),
        ..ProptestConfig::default()
    }
}

fn id(place: usize) -> String {
    // The order of ids differs from the order of rows.
    format!("{:02}-{place}", (place * 37) % 64)
}

fn unit_rows(parents: &[Option<usize>]) -> Vec<UnitRow> {
    let rows = parents.iter().enumerate().map(|(place, parent)| UnitRow {
        id: id(place),
        parent: parent.map(id),
        ..UnitRow::default()
    });
    rows.collect()
}

/// Parents that come earlier, so that there are no circles.
fn forest(most: usize) -> impl Strategy<Value = Vec<Option<usize>>> {
    prop::collection::vec(any::<Option<prop::sample::Index>>(), 1..most).prop_map(|choices| {
        let parents = choices.into_iter().enumerate().map(|(place, choice)| {
            let choice = choice.filter(|_| place > 0)?;
            Some(choice.index(place))
        });
        parents.collect()
    })
}

/// Anybody may report to anybody, to somebody unknown, or to nobody.
fn lines(most: usize) -> impl Strategy<Value = Vec<Option<usize>>> {
    (2..most).prop_flat_map(|count| {
        prop::collection::vec(prop::option::weighted(0.9, 0..count + 2), count)
    })
}

/// Walks up from a row until nobody is left or everybody has been seen; a row is not above itself.
fn superiors(managers: &[Option<usize>], row: usize) -> HashMap<usize, u32> {
    let mut above = HashMap::new();
    let mut lines = 0;
    let mut next = managers.get(row).copied().flatten();
    next = next.filter(|&manager| manager != row);
    while let Some(superior) = next {
        lines += 1;
        if superior == row || above.contains_key(&superior) {
            break;
        }
        above.insert(superior, lines);
        next = managers.get(superior).copied().flatten();
        next = next.filter(|&manager| manager != superior);
    }
    above
}

/// Tells whether two rows are one, or in one circle.
fn circle(managers: &[Option<usize>], one: usize, other: usize) -> bool {
    let above = |low, high| superiors(managers, low).contains_key(&high);
    one == other || (above(one, other) && above(other, one))
}

fn turn_round<T>(rows: &mut [T], by: usize) {
    let by = by % rows.len().max(1);
    rows.rotate_left(by);
    rows.reverse();
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn a_superior_is_whoever_a_walk_up_the_lines_meets(managers in lines(24)) {
        let people = managers.iter().enumerate().map(|(place, manager)| PersonRow {
            id: id(place),
            manager: manager.map(id),
            ..PersonRow::default()
        });
        let document = OrganisationDocument {
            people: people.collect(),
            ..OrganisationDocument::default()
        };
        let organisation = document.load_lenient().unwrap().organisation;
        let person = |place| organisation.person(&id(place)).unwrap();
        for one in 0..managers.len() {
            let above = superiors(&managers, one);
            for other in (0..managers.len()).filter(|&other| other != one) {
                let lines = organisation.chain().lines_above(person(other), person(one));
                // All members of a circle are as far as the one where the walk enters it.
                let met = above.iter().filter(|&(&met, _)| circle(&managers, met, other));
                let expected = if circle(&managers, one, other) {
                    Some(1)
                } else {
                    met.map(|(_, &lines)| lines).min()
                };
                prop_assert_eq!(lines, expected);
                let manager = |place: usize| managers[place].filter(|&manager| manager != place);
                let shared = manager(one).filter(|_| manager(one) == manager(other));
                let expected = shared.map(|shared| match organisation.person(&id(shared)) {
                    Some(person) => Manager::Person(person.index()),
                    None => Manager::External(id(shared).into()),
                });
                let found = organisation.chain().shared_manager(person(one), person(other));
                prop_assert_eq!(found, expected);
            }
        }
    }

    #[test]
    fn distances_in_a_forest_are_those_of_breadth_first_search(parents in forest(40)) {
        let document = OrganisationDocument {
            units: unit_rows(&parents),
            ..OrganisationDocument::default()
        };
        let organisation = Organisation::try_from(document).unwrap();
        let graph = organisation.units();
        let unit = |place| graph.unit(&id(place)).unwrap();
        let all: Vec<_> = (0..parents.len()).map(unit).collect();
        let distances = graph.distances(&all).unwrap();
        for one in 0..parents.len() {
            let near = |&(node, steps): &(usize, u32)| {
                let children = (0..parents.len()).filter(|&child| parents[child] == Some(node));
                let around = children.chain(parents[node]);
                around.map(|next| (next, steps + 1)).collect::<Vec<_>>()
            };
            // The walk is cut where it has seen every node; the first visit of a node is the shortest.
            let mut expected = HashMap::new();
            for (node, steps) in bfs_reach((one, 0), |at| {
                let known = at.1 as usize >= parents.len();
                if known { Vec::new() } else { near(at) }
            }) {
                expected.entry(node).or_insert(steps);
            }
            for other in 0..parents.len() {
                let found = distances.between(unit(one), unit(other));
                prop_assert_eq!(found, expected.get(&other).copied());
            }
        }
    }

    #[test]
    fn distances_with_links_are_those_of_dijkstra_pair_by_pair(
        parents in forest(14),
        links in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..9_u32), 1..6),
    ) {
        let links: Vec<(usize, usize, u32)> = links
            .iter()
            .map(|(one, other, length)| (one.index(parents.len()), other.index(parents.len()), *length))
            .filter(|(one, other, _)| one != other)
            .collect();
        let document = OrganisationDocument {
            units: unit_rows(&parents),
            links: links.iter().map(|&(one, other, length)| LinkRow::new(id(one), id(other), length)).collect(),
            ..OrganisationDocument::default()
        };
        let organisation = Organisation::try_from(document).unwrap();
        let graph = organisation.units();
        let unit = |place| graph.unit(&id(place)).unwrap();
        let hosts: Vec<_> = (0..parents.len()).step_by(2).map(unit).collect();
        let distances = graph.distances(&hosts).unwrap();
        let tree = parents.iter().enumerate().filter_map(|(child, parent)| Some((child, (*parent)?, 1)));
        let edges: Vec<_> = tree.chain(links).collect();
        for one in 0..parents.len() {
            for other in 0..parents.len() {
                let near = |&node: &usize| {
                    let both = edges.iter().flat_map(|&(a, b, length)| [(a, b, length), (b, a, length)]);
                    let leaving = both.filter(move |edge| edge.0 == node);
                    leaving.map(|(_, to, length)| (to, length)).collect::<Vec<_>>()
                };
                let expected = dijkstra(&one, near, |&node| node == other).map(|found| found.1);
                let hosted = one % 2 == 0 && other % 2 == 0;
                let found = distances.between(unit(one), unit(other));
                prop_assert_eq!(found, expected.filter(|_| hosted));
            }
        }
    }

    #[test]
    fn related_skills_are_those_within_so_many_steps(
        arcs in prop::collection::vec((0..12_usize, 0..12_usize), 0..20),
        steps in 0..5_u32,
    ) {
        let skills = (0..12).map(|place| SkillRow {
            id: id(place),
            parents: arcs
                .iter()
                .filter(|&&(child, parent)| child == place && parent > place)
                .map(|&(_, parent)| id(parent))
                .collect(),
            ..SkillRow::default()
        });
        let document = OrganisationDocument {
            skills: skills.collect(),
            ..OrganisationDocument::default()
        };
        let organisation = Organisation::try_from(document).unwrap();
        let taxonomy = organisation.taxonomy();
        let mut distance = [[u32::MAX; 12]; 12];
        for (place, row) in distance.iter_mut().enumerate() {
            row[place] = 0;
        }
        for &(child, parent) in arcs.iter().filter(|(child, parent)| parent > child) {
            distance[child][parent] = 1;
            distance[parent][child] = 1;
        }
        for via in 0..12 {
            for from in 0..12 {
                for to in 0..12 {
                    let path = distance[from][via].saturating_add(distance[via][to]);
                    distance[from][to] = distance[from][to].min(path);
                }
            }
        }
        for (from, row) in distance.iter().enumerate() {
            let mut expected: Vec<_> = row
                .iter()
                .enumerate()
                .filter(|&(_, &distance)| distance <= steps)
                .map(|(to, &distance)| (taxonomy.skill(&id(to)).unwrap(), distance))
                .collect();
            expected.sort_unstable_by_key(|&(skill, distance)| (distance, skill));
            let skill = taxonomy.skill(&id(from)).unwrap();
            prop_assert_eq!(taxonomy.related(skill, steps), expected);
        }
    }

    #[test]
    fn the_order_of_rows_changes_nothing(
        parents in forest(12),
        managers in forest(12),
        turn in any::<prop::sample::Index>(),
    ) {
        let mut document = OrganisationDocument {
            level_scale: vec!["low".into(), "high".into()],
            attributes: vec![
                AttributeRow::new("site", reverse_mentoring::model::AttributeKind::Category),
                AttributeRow::new("flag", reverse_mentoring::model::AttributeKind::Flag),
            ],
            units: unit_rows(&parents),
            skills: (0..4).map(|place| SkillRow {
                id: id(place),
                category: (place > 1).then(|| id(place % 2)),
                parents: (place > 0).then(|| id(0)).into_iter().collect(),
                ..SkillRow::default()
            }).collect(),
            people: managers.iter().enumerate().map(|(place, manager)| PersonRow {
                id: id(place),
                holder: (place % 3 == 0).then(|| format!("holder {}", place % 2)),
                manager: manager.map(id),
                unit: Some(id(place % parents.len())),
                level: (place % 4 > 0).then(|| LevelRow::Rank((place % 2 + 1).try_into().unwrap())),
                skills: vec![SkillLevelRow::new(id(place % 4), 50), SkillLevelRow::new("more", 7)],
                ..PersonRow::default()
            }).collect(),
            relations: (1..managers.len()).map(|place| {
                RelationRow::new(id(place), id(0), [RelationKind::Knows, RelationKind::Panel][place % 2])
            }).collect(),
            ..OrganisationDocument::default()
        };
        let organisation = Organisation::try_from(&document).unwrap();
        let by = turn.index(97);
        turn_round(&mut document.attributes, by);
        turn_round(&mut document.units, by);
        turn_round(&mut document.skills, by);
        turn_round(&mut document.people, by);
        turn_round(&mut document.relations, by);
        let turned = Organisation::try_from(&document).unwrap();
        prop_assert_eq!(&turned, &organisation);
        prop_assert_eq!(turned.fingerprint(), organisation.fingerprint());
        let written = OrganisationDocument::from(&turned);
        let read = Organisation::try_from(&written).unwrap();
        prop_assert_eq!(read.fingerprint(), organisation.fingerprint());
        if let Some(row) = document.people.iter_mut().find(|row| row.level.is_none()) {
            row.level = Some(LevelRow::Rank(0));
            let changed = Organisation::try_from(&document).unwrap();
            prop_assert_ne!(changed.fingerprint(), organisation.fingerprint());
        }
    }
}

#[test]
fn nobody_has_the_default_chain_and_the_default_relations() {
    let nobody = Organisation::builder().build().expect("nobody is at fault");
    assert_eq!(*nobody.chain(), ChainOfCommand::default());
    assert_eq!(*nobody.relations(), Relations::default());
}
