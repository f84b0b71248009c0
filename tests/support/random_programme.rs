//! Small random organisations with their programmes and rules, full of everything the rules look at.

use std::collections::BTreeSet;

use std::collections::BTreeMap;

use reverse_mentoring::model::{
    AttributeKind, AttributeRow, AttributeValue, LevelRow, OrganisationDocument, PersonRow,
    RelationKind, RelationRow, SkillLevelRow, SkillRow, UnitRow,
};
use reverse_mentoring::programme::{
    BlockRow, EnrolmentRow, OptIn, PastPairRow, ProgrammeDocument, Role, RolesRow, TargetRow,
};
use reverse_mentoring::rules::{
    AttributeRuleRow, ConditionRow, Direction, DistanceRow, GapRow, Reach, RelationRule,
    RequirementRow, RulesDocument, TargetMetRow,
};

use super::naive_rules::TODAY;
use super::random::Random;

/// Draws what organisations are made of.
pub(crate) struct Draw(Random);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Random::new(seed))
    }

    /// Draws a number below `limit`, which is above zero.
    fn below(&mut self, limit: usize) -> usize {
        self.0.index(limit)
    }

    fn number(&mut self, min: i64, max: i64) -> i64 {
        self.0.number(min, max)
    }

    /// Draws true once in `times`.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// Draws some of these, each once in `times`.
    fn some<T: Clone>(&mut self, of: &[T], times: usize) -> Vec<T> {
        of.iter().filter(|_| self.once_in(times)).cloned().collect()
    }
}

const SKILLS: [&str; 8] = ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"];
const SITES: [&str; 3] = ["bern", "oslo", "rome"];

/// An organisation that only loads leniently: unknown managers and units, self-reports, circles of every length and repeated
/// ids are in it, beside people of several posts and relations of every kind.
pub(crate) fn organisation(draw: &mut Draw, posts: usize) -> OrganisationDocument {
    let units: Vec<String> = (0..=draw.below(4)).map(|unit| format!("u{unit}")).collect();
    let ids: Vec<String> = (0..posts).map(|post| format!("p{post:02}")).collect();
    let mut people: Vec<PersonRow> = ids
        .iter()
        .map(|id| person(draw, id, &ids, &units))
        .collect();
    if draw.once_in(5) {
        let again = draw.one(&ids);
        people.push(person(draw, &again, &ids, &units));
    }
    let kinds = [
        RelationKind::Line,
        RelationKind::Dotted,
        RelationKind::ProjectLead,
        RelationKind::HrPartner,
        RelationKind::Panel,
        RelationKind::Conflict,
        RelationKind::PastPair,
        RelationKind::Knows,
        RelationKind::Mentor,
    ];
    let relations = (0..draw.below(2 * posts)).map(|_| {
        let row = RelationRow::new(draw.one(&ids), draw.one(&ids), draw.one(&kinds));
        let days = [None, None, Some(TODAY - 1), Some(TODAY), Some(TODAY + 1)];
        match (row.kind, draw.one(&days), draw.one(&days)) {
            // A reporting line has no days, and no relation ends before it begins.
            (RelationKind::Line, ..) => row,
            (_, Some(from), Some(to)) if from > to => row,
            (_, from, to) => row.valid(from, to),
        }
    });
    OrganisationDocument {
        relations: relations.collect(),
        people,
        attributes: vec![
            AttributeRow::new("confirmed", AttributeKind::Flag),
            AttributeRow::new("site", AttributeKind::Category),
            AttributeRow::new("languages", AttributeKind::Set),
            AttributeRow::new("months", AttributeKind::Number),
            AttributeRow::new("hours", AttributeKind::Range),
            AttributeRow::new("joined", AttributeKind::Day),
            AttributeRow::new("preferred", AttributeKind::Set),
        ],
        // The second below the first, the third beside or below them, the fourth in a tree of its own.
        units: (0..)
            .zip(&units)
            .map(|(place, id)| UnitRow {
                id: id.clone(),
                parent: match place {
                    0 | 3 => None,
                    1 => Some(units[0].clone()),
                    _ => Some(draw.one(&units[..2])),
                },
                ..UnitRow::default()
            })
            .collect(),
        skills: skills(draw),
        ..OrganisationDocument::default()
    }
}

fn person(draw: &mut Draw, id: &str, ids: &[String], units: &[String]) -> PersonRow {
    let holders = ["h0", "h1", "h2"];
    let manager = match draw.below(8) {
        0 => None,
        1 => Some(draw.one(&["x0", "x1"]).to_owned()),
        2 => Some(draw.one(&holders).to_owned()),
        // Low posts make long chains, any posts make circles.
        3 | 4 => Some(draw.one(ids)),
        _ => Some(ids[draw.below(1 + ids.len() / 3)].clone()),
    };
    let mut attributes = BTreeMap::new();
    if !draw.once_in(5) {
        attributes.insert(
            "confirmed".to_owned(),
            AttributeValue::Flag(!draw.once_in(4)),
        );
    }
    if !draw.once_in(4) {
        let site = draw.one(&SITES).to_owned();
        attributes.insert("site".to_owned(), AttributeValue::Category(site));
    }
    if !draw.once_in(4) {
        let words = draw.some(&["de", "en", "fr", "it"], 3);
        let words = words.into_iter().map(str::to_owned).collect();
        attributes.insert("languages".to_owned(), AttributeValue::Set(words));
    }
    if !draw.once_in(4) {
        let words = draw.some(&["de", "en", "fr", "it"], 2);
        let words = words.into_iter().map(str::to_owned).collect();
        attributes.insert("preferred".to_owned(), AttributeValue::Set(words));
    }
    if !draw.once_in(4) {
        let months = draw.number(0, 30);
        attributes.insert("months".to_owned(), AttributeValue::Number(months));
    }
    if !draw.once_in(4) {
        let from = draw.number(0, 9);
        let hours = AttributeValue::Range(from, from + draw.number(0, 4));
        attributes.insert("hours".to_owned(), hours);
    }
    if !draw.once_in(4) {
        let joined = i64::from(TODAY) - draw.number(0, 20);
        attributes.insert("joined".to_owned(), AttributeValue::Number(joined));
    }
    PersonRow {
        id: id.to_owned(),
        holder: draw.once_in(4).then(|| draw.one(&holders).to_owned()),
        manager,
        unit: match draw.below(12) {
            0 => Some("nowhere".to_owned()),
            1..4 => None,
            _ => Some(draw.one(units)),
        },
        level: (!draw.once_in(6)).then(|| LevelRow::Rank(draw.number(-2, 5))),
        skills: draw
            .some(&SKILLS, 3)
            .into_iter()
            .map(|skill| SkillLevelRow::new(skill, 50))
            .collect(),
        attributes,
        ..PersonRow::default()
    }
}

/// A taxonomy of some of the skills; each broader skill comes earlier.
fn skills(draw: &mut Draw) -> Vec<SkillRow> {
    let listed = draw.below(SKILLS.len());
    let row = |(place, id): (usize, &&str)| SkillRow {
        id: (*id).to_owned(),
        category: (!draw.once_in(3)).then(|| draw.one(&["culture", "technology"]).to_owned()),
        parents: draw
            .some(&SKILLS[..place], 2)
            .into_iter()
            .map(str::to_owned)
            .collect(),
        ..SkillRow::default()
    };
    SKILLS[..listed].iter().enumerate().map(row).collect()
}

/// A programme in which each of these people takes part, or nearly each; `aliases` names everybody known.
pub(crate) fn programme(
    draw: &mut Draw,
    people: &[String],
    aliases: &[String],
) -> ProgrammeDocument {
    if people.is_empty() {
        return ProgrammeDocument::default();
    }
    let mut enrolments = Vec::new();
    for person in people {
        if draw.once_in(10) {
            continue;
        }
        let targets = draw.some(&SKILLS, 3).into_iter();
        let offers = if draw.once_in(2) {
            Vec::new()
        } else {
            draw.some(&SKILLS, 3)
        };
        enrolments.push(EnrolmentRow {
            opt_in: if draw.once_in(12) {
                OptIn::Invited
            } else {
                OptIn::OptedIn
            },
            consent: !draw.once_in(12),
            targets: targets.map(TargetRow::new).collect(),
            offers: offers
                .into_iter()
                .map(|skill| SkillLevelRow::new(skill, 50))
                .collect(),
            vetoes: some_others(draw, person, people, 15),
            ..EnrolmentRow::new(
                person,
                draw.one(&[
                    RolesRow::Junior,
                    RolesRow::Senior,
                    RolesRow::Both,
                    RolesRow::Both,
                ]),
            )
        });
    }
    let mut pair = || {
        let (one, other) = (draw.one(aliases), draw.one(aliases));
        (one, other)
    };
    let pairs: Vec<(String, String)> = (0..4).map(|_| pair()).collect();
    let ended: Vec<Option<i32>> = (0..4)
        .map(|_| draw.one(&[None, Some(TODAY - 10), Some(TODAY - 11), Some(TODAY - 9)]))
        .collect();
    ProgrammeDocument {
        enrolments,
        blocks: pairs[..2]
            .iter()
            .map(|(one, other)| BlockRow {
                one: one.clone(),
                other: other.clone(),
                ..BlockRow::default()
            })
            .collect(),
        history: pairs[2..]
            .iter()
            .zip(ended)
            .map(|((junior, senior), ended_on)| PastPairRow {
                junior: junior.clone(),
                senior: senior.clone(),
                ended_on,
                ..PastPairRow::default()
            })
            .collect(),
        ..ProgrammeDocument::default()
    }
}

fn some_others(draw: &mut Draw, person: &str, people: &[String], times: usize) -> Vec<String> {
    let mut others = draw.some(people, times);
    others.retain(|other| other != person);
    others
}

/// Gives some participants topics they will not speak about, of those that the organisation has `declared` and the programme names.
pub(crate) fn add_off_limits(
    draw: &mut Draw,
    programme: &mut ProgrammeDocument,
    declared: impl IntoIterator<Item = String>,
) {
    let named = programme.enrolments.iter().flat_map(|row| {
        let wanted = row.targets.iter().map(|target| target.skill.clone());
        wanted.chain(row.offers.iter().map(|offer| offer.skill.clone()))
    });
    let topics: BTreeSet<String> = named.chain(declared).collect();
    let topics: Vec<String> = topics.into_iter().collect();
    for row in &mut programme.enrolments {
        if draw.once_in(2) {
            row.off_limits = draw.some(&topics, 4);
        }
    }
}

/// Rules, each switched on or off.
pub(crate) fn rules(draw: &mut Draw) -> RulesDocument {
    let attribute = |attribute: &str, condition, min, max| AttributeRuleRow {
        attribute: attribute.to_owned(),
        senior: None,
        condition,
        min,
        max,
        unknown: reverse_mentoring::UnknownKeys::default(),
    };
    let spoken_and_preferred = AttributeRuleRow {
        senior: Some("preferred".to_owned()),
        ..attribute("languages", ConditionRow::Overlap, None, None)
    };
    let attributes = [
        spoken_and_preferred,
        attribute("site", ConditionRow::Equal, None, None),
        attribute("site", ConditionRow::Different, None, None),
        attribute("languages", ConditionRow::Overlap, None, None),
        attribute("languages", ConditionRow::Equal, None, None),
        attribute("months", ConditionRow::Gap, Some(-5), Some(20)),
        attribute("joined", ConditionRow::Gap, Some(-10), None),
        attribute("languages", ConditionRow::Overlap, Some(2), None),
        attribute("hours", ConditionRow::Overlap, None, None),
        attribute("hours", ConditionRow::Overlap, Some(3), None),
    ];
    let requirement = |attribute: &str, side| RequirementRow {
        attribute: attribute.to_owned(),
        side,
        ..RequirementRow::default()
    };
    let requirements = [
        RequirementRow {
            at_least: Some(10),
            ..requirement("months", Some(Role::Junior))
        },
        RequirementRow {
            at_most: Some(20),
            ..requirement("months", None)
        },
        RequirementRow {
            one_of: Some(vec!["bern".to_owned(), "oslo".to_owned()]),
            ..requirement("site", Some(Role::Senior))
        },
        RequirementRow {
            none_of: Some(vec!["rome".to_owned()]),
            ..requirement("site", None)
        },
        RequirementRow {
            days_ago: Some(10),
            ..requirement("joined", Some(Role::Junior))
        },
    ];
    let relations = [
        RelationRule::Direct {
            kinds: vec![RelationKind::Mentor],
            direction: Direction::SeniorAbove,
        },
        RelationRule::Direct {
            kinds: vec![RelationKind::Mentor, RelationKind::Knows],
            direction: Direction::JuniorAbove,
        },
        RelationRule::Shared {
            kinds: vec![RelationKind::Panel, RelationKind::Knows],
        },
    ];
    let min = draw.number(-2, 2);
    RulesDocument {
        opted_in: draw.once_in(2),
        consent: draw.once_in(2),
        flags: draw.some(&["confirmed".to_owned()], 4),
        requirements: draw.some(&requirements, 8),
        chain_of_command: draw.one(&[
            None,
            Some(Reach::Whole),
            Some(Reach::Lines(2)),
            Some(Reach::Lines(1)),
        ]),
        same_manager: draw.once_in(2),
        same_unit: draw.once_in(2),
        level_gap: draw.once_in(2).then(|| GapRow {
            min,
            max: draw.once_in(2).then(|| min + draw.number(0, 4)),
            ..GapRow::default()
        }),
        unit_distance: draw.once_in(8).then(|| distance(draw)),
        attributes: draw.some(&attributes, 8),
        conflict_of_interest: draw.once_in(2),
        related: draw.some(&[RelationKind::Knows, RelationKind::Dotted], 4),
        relations: draw.some(&relations, 5),
        named_blocks: draw.once_in(2),
        no_repeat: draw.once_in(3),
        cool_down_days: draw.once_in(3).then_some(10),
        no_reversal: draw.once_in(3),
        target_met: draw.once_in(2).then(|| TargetMetRow {
            steps: u32::try_from(draw.below(3)).expect("at most 2"),
            ..TargetMetRow::default()
        }),
        ..RulesDocument::default()
    }
}

fn distance(draw: &mut Draw) -> DistanceRow {
    DistanceRow {
        min: draw.one(&[0, 1, 2]),
        max: draw.one(&[None, Some(2), Some(3)]),
        ..DistanceRow::default()
    }
}
