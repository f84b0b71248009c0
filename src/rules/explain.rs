//! The facts behind a broken rule.

use super::check::Check;
use super::{
    ClassRule, Direction, Eligibility, Evidence, Ineligible, PairList, RelationRule, Rule, Rules,
    Violation,
};
use crate::model::{AttributeName, Person, RelationKind, UnitDistances};
use crate::programme::{Participant, Role};

impl Rules<'_> {
    /// Adds what two participants of this programme break of a rule that they do break.
    pub(super) fn explain(
        &self,
        rule: usize,
        junior: &Participant,
        senior: &Participant,
        found: &mut Vec<Violation>,
    ) {
        let (low, high) = (self.person(junior), self.person(senior));
        match &self.in_force[rule] {
            Rule::Eligibility(asked) => {
                let sides = [(junior, Role::Junior), (senior, Role::Senior)];
                let reasons = sides
                    .into_iter()
                    .filter_map(|(participant, role)| self.ineligible(asked, participant, role));
                found.extend(reasons.map(Violation::from));
            }
            Rule::Class(class) => {
                let distances = match &self.checks[rule] {
                    Check::Class(class) => class.distances(),
                    _ => None,
                };
                found.extend(self.class_facts(class, distances, low, high));
            }
            Rule::Relation(RelationRule::Direct { kinds, direction }) => {
                self.direct_facts(rule, (kinds, *direction), junior, senior, found);
            }
            Rule::Relation(_) => self.third_party_facts(rule, junior, senior, found),
            Rule::PairList(PairList::Oneself) => found.push(Violation::Oneself {
                person: low.id().clone(),
            }),
            Rule::PairList(PairList::Blocks) => found.push(Violation::Blocked),
            Rule::PairList(PairList::Reversed) => found.push(Violation::PastPair {
                junior: high.id().clone(),
                senior: low.id().clone(),
            }),
            Rule::PairList(PairList::PastPairs { .. }) => found.push(Violation::PastPair {
                junior: low.id().clone(),
                senior: high.id().clone(),
            }),
            Rule::Evidence(Evidence::TargetMet { .. }) => {
                if let Check::Evidence(evidence) = &self.checks[rule] {
                    let taxonomy = self.organisation.taxonomy();
                    found.push(Violation::NoTargetMet {
                        junior: low.id().clone(),
                        senior: high.id().clone(),
                        targets: senior.targets().len(),
                        off_limits: evidence.met(junior, senior, taxonomy, false),
                    });
                }
            }
        }
    }

    /// Returns why a participant of this programme does not qualify on a side by one rule, if so.
    pub(super) fn ineligible(
        &self,
        asked: &Eligibility,
        participant: &Participant,
        role: Role,
    ) -> Option<Ineligible> {
        let person = self.person(participant);
        let id = person.id().clone();
        match asked {
            _ if !asked.prepared(self.organisation, self.run_day).fails(
                participant,
                person,
                role,
            ) =>
            {
                None
            }
            Eligibility::Enrolled => Some(Ineligible::NotEnrolled { role }),
            Eligibility::OptedIn => Some(Ineligible::NotOptedIn {
                person: id,
                opt_in: participant.opt_in(),
            }),
            Eligibility::Consent => Some(Ineligible::NoConsent { person: id }),
            Eligibility::LevelKnown => Some(Ineligible::LevelUnknown { person: id }),
            Eligibility::Flag(flag) => Some(Ineligible::FlagNotSet {
                person: id,
                attribute: flag.clone(),
                known: self
                    .organisation
                    .attribute(flag.as_str())
                    .is_some_and(|flag| person.attribute(flag).is_some()),
            }),
            Eligibility::Attribute {
                attribute, test, ..
            } => Some(Ineligible::Requirement {
                person: id,
                attribute: attribute.clone(),
                found: self
                    .organisation
                    .attribute(attribute.as_str())
                    .and_then(|attribute| person.attribute(attribute).cloned()),
                test: test.clone(),
            }),
        }
    }

    fn class_facts(
        &self,
        class: &ClassRule,
        distances: Option<&UnitDistances>,
        low: &Person,
        high: &Person,
    ) -> Option<Violation> {
        let (junior, senior) = (low.id().clone(), high.id().clone());
        match class {
            ClassRule::LevelGap { min, max } => Some(Violation::LevelGap {
                junior,
                senior,
                gap: high.level()?.above(low.level()?),
                min: *min,
                max: *max,
            }),
            ClassRule::DifferentUnit => Some(Violation::SameUnit {
                junior,
                senior,
                unit: low
                    .unit()
                    .map(|unit| self.organisation.units()[unit].id().clone()),
            }),
            ClassRule::UnitDistance { min, max } => {
                let id =
                    |person: &Person| Some(self.organisation.units()[person.unit()?].id().clone());
                Some(Violation::UnitDistance {
                    junior,
                    senior,
                    junior_unit: id(low),
                    senior_unit: id(high),
                    distance: distances
                        .and_then(|distances| distances.between(low.unit()?, high.unit()?)),
                    min: *min,
                    max: *max,
                })
            }
            ClassRule::Attribute {
                junior: of_junior,
                senior: of_senior,
                condition,
            } => {
                let value = |person: &Person, attribute: &AttributeName| {
                    let index = self.organisation.attribute(attribute.as_str())?;
                    person.attribute(index).cloned()
                };
                Some(Violation::Attribute {
                    junior,
                    senior,
                    junior_value: value(low, of_junior),
                    senior_value: value(high, of_senior),
                    attribute: of_junior.clone(),
                    senior_attribute: of_senior.clone(),
                    condition: *condition,
                })
            }
        }
    }

    /// Adds each direct relation of some kinds between two people, of a mutual one the junior's side alone.
    fn direct_facts(
        &self,
        rule: usize,
        (kinds, direction): (&[RelationKind], Direction),
        junior: &Participant,
        senior: &Participant,
        found: &mut Vec<Violation>,
    ) {
        let (low, high) = (self.person(junior), self.person(senior));
        let lines = self.lines_found(rule, junior, senior);
        found.extend(
            lines
                .iter()
                .map(|(superior, report, _)| relation(report, superior, RelationKind::Line)),
        );
        let relations = &self.relations;
        let ways = [
            (low, high, Direction::JuniorAbove),
            (high, low, Direction::SeniorAbove),
        ];
        let asked = ways.into_iter().filter(|way| way.2 != direction);
        for (from, to, _) in asked {
            let stated = relations.from_to(from.index(), to.index());
            let told = stated.filter(|kind| {
                let told_before = kind.is_mutual()
                    && direction == Direction::Either
                    && from.index() == high.index();
                kinds.contains(kind) && !told_before
            });
            found.extend(told.map(|kind| relation(from, to, kind)));
        }
    }

    fn third_party_facts(
        &self,
        rule: usize,
        junior: &Participant,
        senior: &Participant,
        found: &mut Vec<Violation>,
    ) {
        let (low, high) = (self.person(junior), self.person(senior));
        let lines = self.lines_found(rule, junior, senior).into_iter();
        found.extend(
            lines.map(|(superior, report, lines)| Violation::ReportingLine {
                superior: superior.id().clone(),
                report: report.id().clone(),
                lines,
            }),
        );
        if let Check::Shared(shared) = &self.checks[rule] {
            let ends = shared.found(junior.index().index(), senior.index().index());
            found.extend(ends.map(|(kind, other)| Violation::Shared {
                junior: low.id().clone(),
                senior: high.id().clone(),
                other: other.clone(),
                kind: *kind,
            }));
        }
    }

    /// Returns who of two people stands above whom, and by how many lines, wherever a rule reaches.
    fn lines_found(
        &self,
        rule: usize,
        junior: &Participant,
        senior: &Participant,
    ) -> Vec<(&Person, &Person, u32)> {
        let Check::Standing(Some(chain)) = &self.checks[rule] else {
            return Vec::new();
        };
        let (low, high) = (self.person(junior), self.person(senior));
        let lines = self.lines(junior.index().index(), senior.index().index());
        let found = chain.found(lines).map(|(above, lines)| match above {
            Role::Senior => (high, low, lines),
            Role::Junior => (low, high, lines),
        });
        found.collect()
    }

    pub(super) fn person(&self, participant: &Participant) -> &Person {
        self.standings.person(participant.index().index())
    }
}

fn relation(from: &Person, to: &Person, kind: RelationKind) -> Violation {
    let (from, to) = (from.id().clone(), to.id().clone());
    if kind.reviews() {
        Violation::Review {
            reviewer: to,
            reviewed: from,
            kind,
        }
    } else {
        Violation::Related { from, to, kind }
    }
}
