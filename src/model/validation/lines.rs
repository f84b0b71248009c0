//! Who reports to whom.

use std::collections::BTreeSet;

use super::input::RelationTable;
use super::people::Roster;
use super::report::Report;
use super::rows::from_smallest;
use super::staff::Staff;
use crate::model::chain::Stranger;
use crate::model::fault::Fault;
use crate::model::forest::{NONE, circles, narrow};
use crate::model::{ChainOfCommand, PersonId, RelationKind};

/// The upper end of a reporting line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Superior<'a> {
    /// A row of people, kept or set aside: lines lead on through a row that was set aside.
    Row(usize),
    /// An id that has no row.
    Stranger(&'a str),
}

/// Builds the chain of command of the managers that people's rows name and of the line relations.
pub(super) fn chain<'a>(
    relations: RelationTable<'a>,
    roster: &Roster<'a>,
    staff: &Staff<'a>,
    report: &mut Report,
) -> ChainOfCommand {
    let mut lines = Lines {
        roster,
        staff,
        up: vec![None; roster.people.len()],
    };
    lines.take_managers(report);
    lines.take_relations(relations, report);
    lines.report_circles(report);
    lines.into_chain()
}

struct Lines<'a, 'r> {
    roster: &'r Roster<'a>,
    staff: &'r Staff<'a>,
    /// To whom each row reports; of the rows with one id, only the first reports.
    up: Vec<Option<Superior<'a>>>,
}

impl<'a> Lines<'a, '_> {
    fn take_managers(&mut self, report: &mut Report) {
        let people = self.roster.people;
        for position in 0..people.len() {
            let Some(manager) = people.manager(position).filter(|id| is_usable(id)) else {
                continue;
            };
            let number = people.number(position);
            let id = people.id(position);
            let person = || PersonId::new(id);
            let superior = match self.staff.row(self.roster, manager) {
                Some(found) if manager == id || found == position => {
                    report.add(Fault::SelfReport {
                        row: number,
                        person: person(),
                    });
                    continue;
                }
                Some(found) => Superior::Row(found),
                None => {
                    report.add(Fault::UnknownManager {
                        row: number,
                        person: person(),
                        manager: PersonId::new(manager),
                    });
                    Superior::Stranger(manager)
                }
            };
            if self.roster.firsts.is_first(position) {
                self.up[position] = Some(superior);
            }
        }
    }

    fn take_relations(&mut self, relations: RelationTable<'a>, report: &mut Report) {
        for relation in relations.iter() {
            if relation.kind != RelationKind::Line
                || !is_usable(relation.from)
                || !is_usable(relation.to)
            {
                continue;
            }
            let row = relation.number;
            let unknown = |id: &str| Fault::UnknownRelative {
                row,
                person: PersonId::new(id),
            };
            let superior = self.staff.row(self.roster, relation.to).map_or_else(
                || {
                    report.add(unknown(relation.to));
                    Superior::Stranger(relation.to)
                },
                Superior::Row,
            );
            let Some(from) = self.staff.row(self.roster, relation.from) else {
                report.add(unknown(relation.from));
                continue;
            };
            if superior == Superior::Row(from) {
                report.add(Fault::SelfRelation {
                    row,
                    person: PersonId::new(relation.from),
                    kind: relation.kind,
                });
                continue;
            }
            let earlier = *self.up[from].get_or_insert(superior);
            if earlier != superior {
                report.add(Fault::SeveralManagers {
                    row,
                    person: PersonId::new(self.roster.people.id(from)),
                    first: PersonId::new(self.id(earlier)),
                    second: PersonId::new(relation.to),
                });
            }
        }
    }

    fn report_circles(&self, report: &mut Report) {
        let parents: Vec<u32> = self
            .up
            .iter()
            .map(|up| match up {
                Some(Superior::Row(row)) => narrow(*row),
                _ => NONE,
            })
            .collect();
        for circle in circles(&parents) {
            let mut members: Vec<(&str, u64)> = circle
                .iter()
                .map(|&row| row as usize)
                .map(|row| (self.roster.people.id(row), self.roster.people.number(row)))
                .collect();
            from_smallest(&mut members);
            report.add(Fault::ReportingCycle {
                members: members.iter().map(|(id, _)| PersonId::new(id)).collect(),
                rows: members.iter().map(|&(_, row)| row).collect(),
            });
        }
    }

    fn id(&self, superior: Superior<'a>) -> &'a str {
        match superior {
            Superior::Row(row) => self.roster.people.id(row),
            Superior::Stranger(id) => id,
        }
    }

    /// Keeps the posts, rows set aside whose holder has other posts, and whoever stands above either.
    fn into_chain(self) -> ChainOfCommand {
        let is_post = |row: usize| self.staff.posts[row] != NONE;
        let is_first = |&row: &usize| self.roster.firsts.is_first(row);
        let person = |row: usize| self.staff.person(self.roster, row);
        let mut strangers: BTreeSet<&str> = BTreeSet::new();
        for row in (0..self.up.len()).filter(is_first) {
            let mut next = if is_post(row) {
                self.up[row]
            } else {
                person(row).map(|_| Superior::Row(row))
            };
            while let Some(superior) = next {
                let above = match superior {
                    Superior::Row(row) if is_post(row) => break,
                    Superior::Row(row) => self.up[row],
                    Superior::Stranger(_) => None,
                };
                if !strangers.insert(self.id(superior)) {
                    break;
                }
                next = above;
            }
        }
        let strangers: Vec<&str> = strangers.into_iter().collect();
        let row_of = |id: &&str| self.roster.firsts.row(id);
        let posts = self.staff.rows.len();
        let node = |superior: Option<Superior<'a>>| match superior {
            None => NONE,
            Some(Superior::Row(row)) if is_post(row) => self.staff.posts[row],
            Some(superior) => {
                let place = strangers.binary_search(&self.id(superior));
                place.map_or(NONE, |place| narrow(posts + place))
            }
        };
        let of_posts = self.staff.rows.iter().map(|&row| self.up[row]);
        let of_strangers = strangers.iter().map(|id| self.up[row_of(id)?]);
        let managers = of_posts.chain(of_strangers).map(node).collect();
        let strangers = strangers.iter().map(|id| Stranger {
            id: PersonId::new(id),
            person: row_of(id).and_then(person),
        });
        ChainOfCommand::new(managers, self.staff.holder_of.clone(), strangers.collect())
    }
}

/// Whoever read the row has already reported an id that cannot be used.
fn is_usable(id: &str) -> bool {
    !id.is_empty() && id.len() <= crate::model::fault::ID_LIMIT
}
