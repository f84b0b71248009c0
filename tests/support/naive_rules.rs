//! The hard rules a second time, slowly and straight from the documents: rows, and a walk along manager ids.
//!
//! It shares nothing with the crate but the types of the documents. Of a repeated id the first row counts; a row in an
//! unknown unit is set aside, but its lines and relations bind whoever holds another post.
#![allow(
    dead_code,
    reason = "each test is a crate of its own and uses a part of this"
)]

use std::collections::{BTreeMap, BTreeSet};

use reverse_mentoring::model::{
    AttributeValue, LevelRow, OrganisationDocument, PersonRow, RelationKind, RelationRow,
};
use reverse_mentoring::programme::{EnrolmentRow, OptIn, ProgrammeDocument, Role, RolesRow};
use reverse_mentoring::rules::{
    AttributeRuleRow, ConditionRow, Direction, Reach, RelationRule, RequirementRow, RulesDocument,
};

/// Documents, and the question which rules a pair breaks.
pub(crate) struct NaiveRules<'a> {
    organisation: &'a OrganisationDocument,
    programme: &'a ProgrammeDocument,
    rules: &'a RulesDocument,
}

/// The day of every run.
pub(crate) const TODAY: i32 = 20_000;

fn at_least(count: usize, least: Option<i64>) -> bool {
    i64::try_from(count).expect("few") >= least.unwrap_or(1)
}

fn holds_today(row: &RelationRow) -> bool {
    row.valid_from.is_none_or(|from| from <= TODAY) && row.valid_to.is_none_or(|to| to >= TODAY)
}

/// A manager: the post reported to, or an id that has no row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Above<'a> {
    Post(&'a str),
    Nobody(&'a str),
}

impl<'a> NaiveRules<'a> {
    pub(crate) fn new(
        organisation: &'a OrganisationDocument,
        programme: &'a ProgrammeDocument,
        rules: &'a RulesDocument,
    ) -> Self {
        Self {
            organisation,
            programme,
            rules,
        }
    }

    /// Returns the names of the rules that two people break, in the order in which they are counted.
    pub(crate) fn broken(&self, junior: &str, senior: &str) -> Vec<&'static str> {
        let rules = self.rules;
        let (low, high) = (self.enrolment(junior), self.enrolment(senior));
        let both = |holds: &dyn Fn(&EnrolmentRow) -> bool| holds(low) && holds(high);
        let level = |person| self.level(person);
        let mut broken = Vec::new();
        let mut check = |name, holds: bool| broken.extend((!holds).then_some(name));

        check(
            "enrolled",
            low.roles != RolesRow::Senior && high.roles != RolesRow::Junior,
        );
        check("never_oneself", junior != senior);
        check("no_direct_report", !self.reviewed(junior, senior));
        if rules.opted_in {
            check("opted_in", both(&|row| row.opt_in == OptIn::OptedIn));
        }
        if rules.consent {
            check("consent", both(&|row| row.consent));
        }
        if rules.level_gap.is_some() {
            check(
                "level_known",
                level(junior).is_some() && level(senior).is_some(),
            );
        }
        for flag in &rules.flags {
            let set = |person| self.attribute(person, flag) == Some(&AttributeValue::Flag(true));
            check("flag", set(junior) && set(senior));
        }
        for row in &rules.requirements {
            let asked = [(Role::Junior, junior), (Role::Senior, senior)].into_iter();
            let mut asked = asked.filter(|(role, _)| row.side.is_none_or(|side| side == *role));
            check(
                "requirement",
                asked.all(|(_, person)| self.passes(row, person)),
            );
        }
        if let Some(reach) = rules.chain_of_command {
            check("chain_of_command", !self.in_chain(junior, senior, reach));
        }
        if rules.same_manager {
            let common = !self.managers(junior).is_disjoint(&self.managers(senior));
            check("same_manager", !common);
        }
        if rules.same_unit {
            check("same_unit", self.unit(junior) != self.unit(senior));
        }
        if let (Some(gap), Some(low), Some(high)) = (&rules.level_gap, level(junior), level(senior))
        {
            check("level_gap", in_range(high - low, Some(gap.min), gap.max));
        }
        check("unit_distance", self.far_enough(junior, senior));
        for row in &rules.attributes {
            check("attribute", self.attributes_match(row, junior, senior));
        }
        if rules.conflict_of_interest {
            let conflict = self.related(junior, senior, &[RelationKind::Conflict]);
            check("conflict_of_interest", !conflict);
        }
        for kind in &rules.related {
            check("related", !self.related(junior, senior, &[*kind]));
        }
        for rule in &rules.relations {
            let name = match rule {
                RelationRule::Direct { .. } => "related",
                RelationRule::Shared { .. } => "shared_relation",
                RelationRule::Chain { .. } => "chain_of_command",
            };
            check(name, !self.stand_so(rule, junior, senior));
        }
        if rules.named_blocks {
            check("named_blocks", !self.blocked(junior, senior));
        }
        if rules.no_repeat {
            let past = self.programme.history.iter().any(|pair| {
                self.person(&pair.junior) == junior && self.person(&pair.senior) == senior
            });
            let related = self.related(junior, senior, &[RelationKind::PastPair]);
            check("no_repeat", !past && !related);
        }
        if let Some(days) = rules.cool_down_days {
            let past = self.programme.history.iter().any(|pair| {
                let recent = pair
                    .ended_on
                    .is_none_or(|day| TODAY - day < days.cast_signed());
                recent && self.person(&pair.junior) == junior && self.person(&pair.senior) == senior
            });
            let related = self.related(junior, senior, &[RelationKind::PastPair]);
            check("no_repeat", !past && !related);
        }
        if rules.no_reversal {
            let past = self.programme.history.iter().any(|pair| {
                self.person(&pair.junior) == senior && self.person(&pair.senior) == junior
            });
            check("no_reversal", !past);
        }
        if let Some(met) = &rules.target_met {
            check("target_met", self.target_met(junior, senior, met.steps));
        }
        broken
    }

    /// Returns who is meant by the id of a post or of a person.
    pub(crate) fn person(&self, id: &'a str) -> &'a str {
        self.rows()
            .find(|row| row.id == id)
            .map_or(id, |row| row.holder.as_deref().unwrap_or(&row.id))
    }

    fn rows(&self) -> impl Iterator<Item = &'a PersonRow> {
        let rows = &self.organisation.people;
        let first = |&(place, row): &(usize, &PersonRow)| {
            rows[..place].iter().all(|earlier| earlier.id != row.id)
        };
        rows.iter().enumerate().filter(first).map(|(_, row)| row)
    }

    /// Returns the rows that make a person's posts and those that were set aside.
    fn all_rows(&self, person: &str) -> impl Iterator<Item = &'a PersonRow> {
        self.rows()
            .filter(move |row| self.person(&row.id) == person)
    }

    fn is_kept(&self, row: &PersonRow) -> bool {
        let unit = row.unit.as_deref();
        let units = &self.organisation.units;
        unit.is_none_or(|unit| units.iter().any(|row| row.id == unit))
    }

    /// Tells whether an id names a post or a person of the organisation.
    pub(crate) fn is_known(&self, id: &str) -> bool {
        self.rows()
            .filter(|row| self.is_kept(row))
            .any(|row| row.id == id || row.holder.as_deref() == Some(id))
    }

    /// Returns the posts of a person, the most senior first, then by id.
    fn posts(&self, person: &str) -> Vec<&'a PersonRow> {
        let mut posts: Vec<&PersonRow> = self
            .all_rows(person)
            .filter(|row| self.is_kept(row))
            .collect();
        posts.sort_by(|one, other| one.id.cmp(&other.id));
        let top = posts.iter().map(|post| rank(post)).max().flatten();
        let first = posts.iter().position(|post| rank(post) == top).unwrap_or(0);
        let first = posts.remove(first);
        posts.insert(0, first);
        posts
    }

    fn level(&self, person: &str) -> Option<i64> {
        rank(self.posts(person)[0])
    }

    fn unit(&self, person: &str) -> Option<&'a str> {
        self.posts(person)[0].unit.as_deref()
    }

    fn far_enough(&self, junior: &str, senior: &str) -> bool {
        let units = self.unit(junior).zip(self.unit(senior));
        self.rules.unit_distance.as_ref().is_none_or(|row| {
            units.is_some_and(|(one, other)| match self.steps(one, other) {
                Some(steps) => steps >= row.min && row.max.is_none_or(|max| steps <= max),
                None => row.max.is_none(),
            })
        })
    }

    /// Counts the steps from a unit up to the first one that is above both, and down again.
    fn steps(&self, one: &str, other: &str) -> Option<u32> {
        let up = |unit: &str| {
            let mut path = vec![unit.to_owned()];
            while let Some(last) = path.last() {
                let row = self.organisation.units.iter().find(|row| row.id == *last);
                match row.and_then(|row| row.parent.clone()) {
                    Some(parent) => path.push(parent),
                    None => break,
                }
            }
            path
        };
        let (one, other) = (up(one), up(other));
        let steps = one.iter().enumerate().find_map(|(steps, unit)| {
            let down = other.iter().position(|above| above == unit)?;
            Some(steps + down)
        });
        steps.map(|steps| u32::try_from(steps).expect("few units"))
    }

    fn attribute(&self, person: &str, name: &str) -> Option<&'a AttributeValue> {
        self.posts(person)
            .into_iter()
            .find_map(|post| post.attributes.get(name))
    }

    fn enrolment(&self, person: &str) -> &'a EnrolmentRow {
        let rows = &self.programme.enrolments;
        rows.iter()
            .find(|row| self.person(&row.person) == person)
            .expect("only participants are asked about")
    }

    /// Returns to whom a post reports, by its row or by a line relation.
    fn manager(&self, post: &'a PersonRow) -> Option<Above<'a>> {
        let named = post
            .manager
            .as_deref()
            .and_then(|id| self.other_post(post, id));
        named.or_else(|| {
            let lines = self.organisation.relations.iter();
            lines
                .filter(|row| row.kind == RelationKind::Line)
                .filter(|row| self.post(&row.from) == Above::Post(&post.id))
                .find_map(|row| self.other_post(post, &row.to))
        })
    }

    fn other_post(&self, post: &PersonRow, id: &'a str) -> Option<Above<'a>> {
        Some(self.post(id)).filter(|above| *above != Above::Post(&post.id))
    }

    fn post(&self, id: &'a str) -> Above<'a> {
        if self.rows().any(|row| row.id == id) {
            return Above::Post(id);
        }
        if self.is_known(id) {
            return Above::Post(&self.posts(id)[0].id);
        }
        Above::Nobody(id)
    }

    fn managers(&self, person: &str) -> BTreeSet<&'a str> {
        let managers = self.all_rows(person).filter_map(|post| self.manager(post));
        managers
            .map(|above| match above {
                Above::Post(post) if self.is_known(self.person(post)) => self.person(post),
                Above::Post(id) | Above::Nobody(id) => id,
            })
            .filter(|manager| *manager != person)
            .collect()
    }

    /// Returns how many lines each post above one stands above it, by walking up.
    fn above(&self, post: &'a PersonRow) -> BTreeMap<&'a str, usize> {
        let mut path = vec![post.id.as_str()];
        let circle = loop {
            let last = *path.last().expect("it starts with the post");
            let row = self
                .rows()
                .find(|row| row.id == last)
                .expect("it is a post");
            match self.manager(row) {
                Some(Above::Post(above)) => match path.iter().position(|seen| *seen == above) {
                    Some(start) => break start,
                    None => path.push(above),
                },
                _ => break path.len(),
            }
        };
        // All members of a circle are as far up as the first one met, and one line above each other.
        let lines = |place: usize| if circle == 0 { 1 } else { place.min(circle) };
        let above = path.iter().enumerate().skip(1);
        above.map(|(place, id)| (*id, lines(place))).collect()
    }

    fn lines_above(&self, superior: &str, report: &str) -> Option<usize> {
        if superior == report {
            return None;
        }
        self.all_rows(report)
            .flat_map(|post| self.above(post))
            .filter(|(above, _)| self.person(above) == superior)
            .map(|(_, lines)| lines)
            .min()
    }

    fn in_chain(&self, one: &str, other: &str, reach: Reach) -> bool {
        let lines = [self.lines_above(one, other), self.lines_above(other, one)];
        lines.into_iter().flatten().any(|lines| match reach {
            Reach::Whole => true,
            Reach::Lines(most) => lines <= most as usize,
        })
    }

    fn related(&self, one: &str, other: &str, kinds: &[RelationKind]) -> bool {
        self.organisation.relations.iter().any(|row| {
            let ends = (self.person(&row.from), self.person(&row.to));
            let today = holds_today(row) && kinds.contains(&row.kind);
            today && (ends == (one, other) || ends == (other, one))
        })
    }

    /// Tells whether two people stand to each other as a rule of the list of relations says.
    fn stand_so(&self, rule: &RelationRule, junior: &str, senior: &str) -> bool {
        let rows = || {
            self.organisation
                .relations
                .iter()
                .filter(|row| holds_today(row))
        };
        let leads = |kind, from: &str, to: &str| {
            rows().any(|row| {
                row.kind == kind && self.person(&row.from) == from && self.person(&row.to) == to
            })
        };
        match rule {
            RelationRule::Direct { kinds, direction } => kinds.iter().any(|&kind| {
                let to_senior = leads(kind, junior, senior);
                let to_junior = leads(kind, senior, junior);
                match direction {
                    _ if kind.is_mutual() => to_senior || to_junior,
                    Direction::Either => to_senior || to_junior,
                    Direction::SeniorAbove => to_senior,
                    Direction::JuniorAbove => to_junior,
                }
            }),
            RelationRule::Shared { kinds } => kinds.iter().any(|&kind| {
                let ends = |person: &str| -> BTreeSet<&str> {
                    let rows = rows().filter(|row| row.kind == kind);
                    let ends = rows.flat_map(|row| {
                        let (from, to) = (self.person(&row.from), self.person(&row.to));
                        let back = kind.is_mutual() && to == person;
                        [(from == person).then_some(to), back.then_some(from)]
                    });
                    ends.flatten().filter(|end| *end != person).collect()
                };
                !ends(junior).is_disjoint(&ends(senior))
            }),
            RelationRule::Chain { .. } => panic!("none is drawn"),
        }
    }

    fn passes(&self, row: &RequirementRow, person: &str) -> bool {
        let value = self.attribute(person, &row.attribute);
        let number = match value {
            Some(AttributeValue::Number(number)) => Some(*number),
            _ => None,
        };
        let word = match value {
            Some(AttributeValue::Category(word)) => Some(word),
            _ => None,
        };
        row.at_least.is_none_or(|least| number >= Some(least))
            && row
                .at_most
                .is_none_or(|most| number.is_some_and(|number| number <= most))
            && row.days_ago.is_none_or(|days| {
                number.is_some_and(|day| day <= i64::from(TODAY) - i64::from(days))
            })
            && row
                .one_of
                .as_ref()
                .is_none_or(|of| word.is_some_and(|word| of.contains(word)))
            && row
                .none_of
                .as_ref()
                .is_none_or(|of| word.is_some_and(|word| !of.contains(word)))
    }

    fn reviewed(&self, one: &str, other: &str) -> bool {
        use RelationKind::{Dotted, HrPartner, Panel, ProjectLead};
        self.in_chain(one, other, Reach::Lines(1))
            || self.related(one, other, &[Dotted, HrPartner, Panel, ProjectLead])
    }

    fn attributes_match(&self, row: &AttributeRuleRow, junior: &str, senior: &str) -> bool {
        use AttributeValue::{Number, Range, Set};
        let of_senior = row.senior.as_ref().unwrap_or(&row.attribute);
        match (
            row.condition,
            self.attribute(junior, &row.attribute),
            self.attribute(senior, of_senior),
        ) {
            (ConditionRow::Different, None, None) => false,
            (ConditionRow::Different, low, high) => low.map(words) != high.map(words),
            (ConditionRow::Equal, Some(low), Some(high)) => words(low) == words(high),
            (ConditionRow::Overlap, Some(Set(low)), Some(Set(high))) => {
                let common: BTreeSet<_> = low.iter().filter(|word| high.contains(word)).collect();
                at_least(common.len(), row.min)
            }
            (ConditionRow::Overlap, Some(Range(a, b)), Some(Range(c, d))) => {
                let common = (*a..=*b).filter(|number| (*c..=*d).contains(number));
                at_least(common.count(), row.min)
            }
            (ConditionRow::Gap, Some(Number(low)), Some(Number(high))) => {
                in_range(high - low, row.min, row.max)
            }
            _ => false,
        }
    }

    fn blocked(&self, one: &str, other: &str) -> bool {
        let vetoes = |person: &str, other: &str| {
            let mut vetoes = self.enrolment(person).vetoes.iter();
            vetoes.any(|veto| self.person(veto) == other)
        };
        let named = self.programme.blocks.iter().any(|block| {
            let ends = (self.person(&block.one), self.person(&block.other));
            ends == (one, other) || ends == (other, one)
        });
        named || vetoes(one, other) || vetoes(other, one)
    }

    fn target_met(&self, junior: &str, senior: &str, steps: u32) -> bool {
        let open = |skill: &str| !self.declines(junior, skill) && !self.declines(senior, skill);
        let offers = self.offers(junior);
        self.enrolment(senior).targets.iter().any(|target| {
            let near = self.near(&target.skill, steps);
            open(&target.skill)
                && offers
                    .iter()
                    .any(|offer| near.contains(offer) && open(offer))
        })
    }

    fn offers(&self, person: &str) -> Vec<&'a str> {
        let stated = &self.enrolment(person).offers;
        if stated.is_empty() {
            let posts = self.posts(person).into_iter();
            return posts
                .flat_map(|post| post.skills.iter().map(|held| held.skill.as_str()))
                .collect();
        }
        stated.iter().map(|offer| offer.skill.as_str()).collect()
    }

    fn declines(&self, person: &str, skill: &str) -> bool {
        let row = self.organisation.skills.iter().find(|row| row.id == skill);
        let category = row.and_then(|row| row.category.as_deref());
        let mut topics = self.enrolment(person).off_limits.iter();
        topics.any(|topic| topic == skill || Some(topic.as_str()) == category)
    }

    fn near<'s>(&'s self, skill: &'s str, steps: u32) -> BTreeSet<&'s str> {
        let mut near = BTreeSet::from([skill]);
        for _ in 0..steps {
            let nearer = near.clone();
            for row in &self.organisation.skills {
                for parent in &row.parents {
                    let (below, above) = (row.id.as_str(), parent.as_str());
                    near.extend(nearer.contains(below).then_some(above));
                    near.extend(nearer.contains(above).then_some(below));
                }
            }
        }
        near
    }
}

fn rank(row: &PersonRow) -> Option<i64> {
    match row.level {
        Some(LevelRow::Rank(rank)) => Some(rank),
        _ => None,
    }
}

fn in_range(value: i64, min: Option<i64>, max: Option<i64>) -> bool {
    min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
}

/// A value in a form in which order and repetition of words do not count.
fn words(value: &AttributeValue) -> BTreeSet<String> {
    match value {
        AttributeValue::Set(words) => words.iter().cloned().collect(),
        other => BTreeSet::from([format!("{other:?}")]),
    }
}
