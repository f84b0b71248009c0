//! Tables as an organisation and a programme.

use std::collections::{BTreeMap, HashMap};

use super::{
    Direction, Enrol, IntakeSettings, Membership, PostRow, SkillStatement, Status, Tables,
    UNSTATED_PROFICIENCY,
};
use crate::model::{
    AttributeKind, AttributeRow, AttributeValue, Holders, OrganisationDocument, SkillLevelRow,
};
use crate::programme::{EnrolmentRow, ProgrammeDocument, RolesRow, TargetRow};

/// An organisation and a programme as the tables state them, for `model` and `programme` to validate.
///
/// The first row of a repeated id counts for enrolment, as it does for the model. Whoever is enrolled is taken to have
/// agreed, for the tables cannot say otherwise. What somebody offers or wants is what the skills table says and, where
/// it is silent about a skill, what the lists of the people table say. With a memberships table, the departments of a
/// person are the attribute [`DEPARTMENTS`](Self::DEPARTMENTS).
///
/// # Examples
///
/// ```
/// use reverse_mentoring::intake::{CsvSources, IntakeSettings, OrgChart};
/// use reverse_mentoring::programme::RolesRow;
///
/// let people = "id,manager_id,department_id,level_rank\n\
///               ann,,sales,3\n\
///               bob,ann,sales,1\n";
/// let skills = "person_id,direction,skill,level,importance\n\
///               bob,offers,python,80,\n\
///               ann,wants,python,60,\n";
/// let tables = CsvSources::new(people, "department_id,parent_id\nsales,\n")
///     .skills(skills)
///     .read()?;
///
/// let chart = OrgChart::from_tables(tables, IntakeSettings::default());
/// let [ann, bob] = &chart.programme.enrolments[..] else { panic!("two take part") };
/// assert_eq!((ann.roles, bob.roles), (RolesRow::Senior, RolesRow::Junior));
/// assert_eq!(ann.targets[0].proficiency, Some(60));
/// # Ok::<(), reverse_mentoring::intake::IntakeError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct OrgChart {
    /// The organisation.
    pub organisation: OrganisationDocument,
    /// The programme.
    pub programme: ProgrammeDocument,
}

impl OrgChart {
    /// The name of the attribute that holds the departments a person belongs to.
    pub const DEPARTMENTS: &str = "departments";

    /// Makes the two documents of the tables.
    pub fn from_tables(tables: Tables, settings: IntakeSettings) -> Self {
        let Tables {
            mut people,
            departments,
            memberships,
            skills,
            ..
        } = tables;
        let mut attributes = Vec::new();
        if let Some(memberships) = memberships {
            attributes.push(AttributeRow::new(Self::DEPARTMENTS, AttributeKind::Set));
            attach_departments(&mut people, memberships);
        }
        let enrolments = enrolments(&people, skills.as_deref().unwrap_or_default(), settings);
        Self {
            organisation: OrganisationDocument {
                holders: settings.holders,
                attributes,
                units: departments,
                people: people.into_iter().map(|row| row.post).collect(),
                ..OrganisationDocument::default()
            },
            programme: ProgrammeDocument {
                enrolments,
                ..ProgrammeDocument::default()
            },
        }
    }
}

/// Gives each post the departments its holder belongs to.
fn attach_departments(people: &mut [PostRow], memberships: Vec<Membership>) {
    let mut departments_of: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for membership in memberships {
        let departments = departments_of.entry(membership.id).or_default();
        departments.push(membership.department);
    }
    for row in people {
        if let Some(departments) = departments_of.get(&row.post.id) {
            let value = AttributeValue::Set(departments.clone());
            (row.post.attributes).insert(OrgChart::DEPARTMENTS.to_owned(), value);
        }
    }
}

/// A person, as far as enrolment goes.
struct Candidate<'t> {
    id: &'t str,
    /// The id of the first post: unlike the holder's, it cannot come to name somebody else where a row is set aside.
    post: &'t str,
    line: Option<u64>,
    ranked: bool,
    /// What the lists offer, over all posts.
    held: Vec<&'t SkillLevelRow>,
    /// What the skills table offers.
    offers: Vec<&'t SkillStatement>,
    /// What the lists want, over all posts.
    wishes: Vec<&'t str>,
    /// What the skills table wants.
    wants: Vec<&'t SkillStatement>,
    /// Whether the lists of a post that is not vacant offer, or want, anything.
    listed: (bool, bool),
}

fn enrolments(
    people: &[PostRow],
    statements: &[SkillStatement],
    settings: IntakeSettings,
) -> Vec<EnrolmentRow> {
    let mut candidates = candidates(people, settings.holders);
    let places = places(people, &candidates, settings.holders);
    for statement in statements {
        let place = places.get(statement.person.as_str());
        let Some(candidate) = place.and_then(|&place| candidates.get_mut(place)) else {
            continue;
        };
        match statement.direction {
            Direction::Offers => candidate.offers.push(statement),
            Direction::Wants => candidate.wants.push(statement),
        }
    }
    candidates
        .iter()
        .filter_map(|candidate| {
            let roles = candidate.roles(settings.enrol)?;
            Some(EnrolmentRow {
                targets: candidate.targets(),
                offers: candidate.offers(),
                line: candidate.line,
                ..EnrolmentRow::new(candidate.post, roles)
            })
        })
        .collect()
}

/// Gathers people out of posts, in order of their first row.
fn candidates(people: &[PostRow], holders: Holders) -> Vec<Candidate<'_>> {
    let mut posts = std::collections::HashSet::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    for row in people {
        if !posts.insert(row.post.id.as_str()) {
            continue;
        }
        let id = person_of(row, holders);
        let place = *places.entry(id).or_insert(candidates.len());
        if place == candidates.len() {
            candidates.push(Candidate {
                id,
                post: &row.post.id,
                line: row.post.line,
                ranked: false,
                held: Vec::new(),
                offers: Vec::new(),
                wishes: Vec::new(),
                wants: Vec::new(),
                listed: (false, false),
            });
        }
        let candidate = &mut candidates[place];
        candidate.ranked |= row.post.level.is_some();
        candidate.held.extend(&row.post.skills);
        candidate
            .wishes
            .extend(row.wants.iter().map(String::as_str));
        if row.status != Status::Vacant {
            candidate.listed.0 |= !row.post.skills.is_empty();
            candidate.listed.1 |= !row.wants.is_empty();
        }
    }
    candidates
}

/// Finds people by their own id, by that of a post, and by that of a holder.
///
/// Where holders are ignored, a holder's id stands for the first of their posts.
fn places<'t>(
    people: &'t [PostRow],
    candidates: &[Candidate<'t>],
    holders: Holders,
) -> HashMap<&'t str, usize> {
    let own = candidates
        .iter()
        .enumerate()
        .map(|(place, one)| (one.id, place));
    let mut places: HashMap<&str, usize> = own.collect();
    for row in people {
        if let Some(&place) = places.get(person_of(row, holders)) {
            places.entry(&row.post.id).or_insert(place);
        }
    }
    for row in people {
        let place = places.get(row.post.id.as_str()).copied();
        if let (Some(holder), Some(place)) = (&row.post.holder, place) {
            places.entry(holder).or_insert(place);
        }
    }
    places
}

fn person_of(row: &PostRow, holders: Holders) -> &str {
    match holders {
        Holders::Ignored => &row.post.id,
        _ => row.post.holder.as_ref().unwrap_or(&row.post.id),
    }
}

impl Candidate<'_> {
    /// Returns the sides the person takes part on, or `None` where on none.
    fn roles(&self, enrol: Enrol) -> Option<RolesRow> {
        let teaches = self.listed.0 || !self.offers.is_empty();
        let learns = self.listed.1 || !self.wants.is_empty();
        match enrol {
            Enrol::EveryoneRanked => self.ranked.then_some(RolesRow::Both),
            Enrol::BySkills => match (teaches, learns) {
                (true, true) => Some(RolesRow::Both),
                (true, false) => Some(RolesRow::Junior),
                (false, true) => Some(RolesRow::Senior),
                (false, false) => None,
            },
        }
    }

    /// Returns what the person offers, in order of skill; nothing where the skills held say it all.
    fn offers(&self) -> Vec<SkillLevelRow> {
        if self.offers.is_empty() {
            return Vec::new();
        }
        let held = self
            .held
            .iter()
            .map(|held| (held.skill.as_str(), held.proficiency));
        let stated = self.offers.iter().map(|stated| {
            let proficiency = stated.level.unwrap_or(UNSTATED_PROFICIENCY);
            (stated.skill.as_str(), proficiency)
        });
        let offers: BTreeMap<&str, i64> = held.chain(stated).collect();
        offers
            .into_iter()
            .map(|(skill, proficiency)| SkillLevelRow::new(skill, proficiency))
            .collect()
    }

    /// Returns what the person wants: what the lists name, then what only the skills table does.
    fn targets(&self) -> Vec<TargetRow> {
        let stated: HashMap<&str, &SkillStatement> = self
            .wants
            .iter()
            .map(|&stated| (stated.skill.as_str(), stated))
            .collect();
        let mut seen = std::collections::HashSet::new();
        let only_stated = self.wants.iter().map(|stated| stated.skill.as_str());
        self.wishes
            .iter()
            .copied()
            .chain(only_stated)
            .filter(|skill| seen.insert(*skill))
            .map(|skill| {
                let stated = stated.get(skill);
                TargetRow {
                    weight: stated.and_then(|stated| stated.importance),
                    proficiency: stated.and_then(|stated| stated.level),
                    ..TargetRow::new(skill)
                }
            })
            .collect()
    }
}
