//! Tables as an organisation and a programme.

use std::collections::{BTreeMap, HashMap, HashSet};

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
    ranked: bool,
    /// The first post, whose id names the person: unlike the holder's, it cannot come to name somebody else where a row is
    /// set aside.
    first: &'t PostRow,
    /// The other posts.
    further: Vec<&'t PostRow>,
    /// What the skills table offers.
    offers: Vec<&'t SkillStatement>,
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
    let (mut candidates, own) = candidates(people, settings.holders);
    let places = places(people, own, settings.holders);
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
                line: candidate.first.post.line,
                ..EnrolmentRow::new(&*candidate.first.post.id, roles)
            })
        })
        .collect()
}

/// Gathers people out of posts, in order of their first row, and tells the place of each by their own id.
fn candidates(people: &[PostRow], holders: Holders) -> (Vec<Candidate<'_>>, HashMap<&str, usize>) {
    let mut posts = HashSet::with_capacity(people.len());
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(people.len());
    let mut candidates: Vec<Candidate<'_>> = Vec::with_capacity(people.len());
    for row in people {
        if !posts.insert(row.post.id.as_str()) {
            continue;
        }
        let id = person_of(row, holders);
        let place = *places.entry(id).or_insert(candidates.len());
        if place == candidates.len() {
            candidates.push(Candidate {
                ranked: false,
                first: row,
                further: Vec::new(),
                offers: Vec::new(),
                wants: Vec::new(),
                listed: (false, false),
            });
        } else {
            candidates[place].further.push(row);
        }
        let candidate = &mut candidates[place];
        candidate.ranked |= row.post.level.is_some();
        if row.status != Status::Vacant {
            candidate.listed.0 |= !row.post.skills.is_empty();
            candidate.listed.1 |= !row.wants.is_empty();
        }
    }
    (candidates, places)
}

/// Finds people by their own id, by that of a post, and by that of a holder.
///
/// Where holders are ignored, a holder's id stands for the first of their posts.
fn places<'t>(
    people: &'t [PostRow],
    own: HashMap<&'t str, usize>,
    holders: Holders,
) -> HashMap<&'t str, usize> {
    let mut places = own;
    // Where no holder is named, the own id is that of the post.
    let held = || people.iter().filter(|row| row.post.holder.is_some());
    for row in held() {
        if let Some(&place) = places.get(person_of(row, holders)) {
            places.entry(&row.post.id).or_insert(place);
        }
    }
    for row in held() {
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

impl<'t> Candidate<'t> {
    fn posts(&self) -> impl Iterator<Item = &'t PostRow> {
        std::iter::once(self.first).chain(self.further.iter().copied())
    }

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
        let held = self.posts().flat_map(|row| &row.post.skills);
        let held = held.map(|held| (held.skill.as_str(), held.proficiency));
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
        let mut seen = HashSet::new();
        let only_stated = self.wants.iter().map(|stated| stated.skill.as_str());
        let wishes = self.posts().flat_map(|row| &row.wants);
        wishes
            .map(String::as_str)
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
