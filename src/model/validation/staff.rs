//! The people that the kept rows make.

use std::collections::HashMap;

use super::input::PeopleTable;
use super::people::{Declared, Roster};
use crate::model::forest::{NONE, narrow};
use crate::model::{
    AttributeIndex, AttributeValue, HeldSkill, Person, PersonId, PersonIndex, Post, PostIndex,
    Proficiency, SkillIndex, Taxonomy,
};

/// The people that the kept rows make.
pub(super) struct Staff<'a> {
    /// In order of id.
    pub(super) people: Vec<Person>,
    /// The row of each post.
    pub(super) rows: Vec<usize>,
    /// The post of each row, or `NONE`.
    pub(super) posts: Vec<u32>,
    /// Who holds each post.
    pub(super) holder_of: Vec<PersonIndex>,
    /// The holders whose id is not that of a post, each with the row of their most senior post.
    holders: HashMap<&'a str, usize>,
}

impl<'a> Staff<'a> {
    pub(super) fn new(roster: &Roster<'a>, declared: &Declared<'_>, taxonomy: &Taxonomy) -> Self {
        let skills = Skills::new(roster, taxonomy);
        let rows = in_order(roster);
        let mut made = Self {
            people: Vec::with_capacity(rows.len()),
            posts: vec![NONE; roster.people.len()],
            holder_of: Vec::with_capacity(rows.len()),
            holders: HashMap::new(),
            rows: Vec::new(),
        };
        for held in rows.chunk_by(|&one, &other| roster.holder(one) == roster.holder(other)) {
            let index = PersonIndex(narrow(made.people.len()));
            let holder = roster.holder(held[0]);
            let id = PersonId::new(holder);
            let mut posts = Vec::with_capacity(held.len());
            for &row in held {
                let place = narrow(made.holder_of.len());
                let post = roster.people.id(row);
                posts.push(Post {
                    index: PostIndex(place),
                    id: if holder == post {
                        id.clone()
                    } else {
                        PersonId::new(post)
                    },
                    level: declared.level(roster.people.level(row)).unwrap_or(None),
                    unit: roster.units[row],
                });
                made.posts[row] = place;
                made.holder_of.push(index);
            }
            let main = Post::most_senior(&posts);
            if posts.iter().all(|post| post.id != id) {
                made.holders.insert(holder, held[main]);
            }
            // The most senior post speaks first where two of them differ.
            let (before, from) = held.split_at(main);
            let by_weight = || {
                [&from[..1], before, &from[1..]]
                    .into_iter()
                    .flatten()
                    .copied()
            };
            made.people.push(Person {
                index,
                id,
                level: posts[main].level,
                unit: posts[main].unit,
                skills: skills.held(by_weight()),
                attributes: attributes(roster.people, by_weight(), declared),
                posts,
            });
        }
        made.people.shrink_to_fit();
        made.rows = rows;
        made
    }

    /// Returns the row an id stands for: that of a post, or of a person's most senior post.
    pub(super) fn row(&self, roster: &Roster<'_>, id: &str) -> Option<usize> {
        let post = roster.firsts.row(id);
        post.or_else(|| self.holders.get(id).copied())
    }

    /// Returns the person who holds the post of a row; where the row was set aside, other posts make them one.
    pub(super) fn person(&self, roster: &Roster<'_>, row: usize) -> Option<PersonIndex> {
        if let Some(&holder) = self.holder_of.get(self.posts[row] as usize) {
            return Some(holder);
        }
        let holder = roster.holder(row);
        let place = self
            .people
            .binary_search_by(|person| person.id.as_str().cmp(holder))
            .ok()?;
        Some(PersonIndex(narrow(place)))
    }
}

/// Returns the rows that make posts, in order of holder, then of post.
///
/// Ids of one organisation tend to begin alike, so they are compared by the eight bytes after what all of them share; only
/// where these are equal too are the texts looked at, which lie all over memory.
fn in_order(roster: &Roster<'_>) -> Vec<usize> {
    let mut rows = roster.kept_rows();
    let Some(first) = rows.next() else {
        return Vec::new();
    };
    let first = roster.holder(first).as_bytes();
    let shared = rows.fold(first.len(), |shared, row| {
        let both = first[..shared].iter().zip(roster.holder(row).as_bytes());
        both.take_while(|(one, other)| one == other).count()
    });
    let weight = |row: usize| {
        let mut bytes = [0; 8];
        let rest = &roster.holder(row).as_bytes()[shared..];
        let length = rest.len().min(bytes.len());
        bytes[..length].copy_from_slice(&rest[..length]);
        u64::from_be_bytes(bytes)
    };
    let mut order: Vec<(u64, usize)> = roster.kept_rows().map(|row| (weight(row), row)).collect();
    order.sort_unstable_by(|one, other| {
        let key = |row: usize| (roster.holder(row), roster.people.id(row), row);
        one.0
            .cmp(&other.0)
            .then_with(|| key(one.1).cmp(&key(other.1)))
    });
    order.into_iter().map(|(_, row)| row).collect()
}

/// What rows hold of the taxonomy.
struct Skills<'r, 'a> {
    roster: &'r Roster<'a>,
    /// The place of each named skill; `None` for one that only rows set aside name.
    index: Vec<Option<SkillIndex>>,
}

impl<'r, 'a> Skills<'r, 'a> {
    fn new(roster: &'r Roster<'a>, taxonomy: &Taxonomy) -> Self {
        let ids = roster.named.ids().iter();
        Self {
            roster,
            index: ids.map(|id| taxonomy.skill(id)).collect(),
        }
    }

    /// A skill stated by several posts is held as well as the best of them says.
    fn held(&self, rows: impl Iterator<Item = usize> + Clone) -> Vec<HeldSkill> {
        let named = &self.roster.named;
        let count = rows.clone().map(|row| named.of(row).len()).sum();
        let mut held = Vec::with_capacity(count);
        for row in rows {
            let stated = named.of(row).iter().zip(self.roster.people.skills(row));
            held.extend(stated.filter_map(|(&number, stated)| {
                Some(HeldSkill {
                    skill: (*self.index.get(number as usize)?)?,
                    proficiency: Proficiency::new(stated.proficiency)?,
                })
            }));
        }
        held.sort_unstable_by_key(|held| (held.skill, std::cmp::Reverse(held.proficiency)));
        held.dedup_by_key(|held| held.skill);
        held.shrink_to_fit();
        held
    }
}

fn attributes(
    people: PeopleTable<'_>,
    rows: impl Iterator<Item = usize>,
    declared: &Declared<'_>,
) -> Vec<(AttributeIndex, AttributeValue)> {
    let mut values: Vec<(AttributeIndex, AttributeValue)> = rows
        .flat_map(|row| people.attributes(row))
        .filter_map(|(name, value)| {
            let (index, _) = declared.attribute(name)?;
            let mut value = value.into_owned();
            if let AttributeValue::Set(words) = &mut value {
                words.sort_unstable();
                words.dedup();
            }
            Some((index, value))
        })
        .collect();
    values.sort_by_key(|entry| entry.0);
    values.dedup_by_key(|entry| entry.0);
    values
}
