//! Documents as columns: the buffers that a platform would hold, and slices of them.
#![allow(
    dead_code,
    reason = "each test, bench and example is a crate of its own and uses a part of this"
)]

use std::collections::BTreeSet;

use reverse_mentoring::model::columns::{
    AttributeColumn, AttributeValues, Bits, Levels, Lists, Numbers, Offsets, OrganisationColumns,
    PersonColumns, RelationColumns, SkillLevelColumns, Texts, WordLists,
};
use reverse_mentoring::model::{
    AttributeValue, LevelRow, OrganisationDocument, PersonRow, RelationKind, SkillLevelRow,
};
use reverse_mentoring::programme::{
    CapacityColumns, CyclesColumns, EnrolmentColumns, EnrolmentRow, OptIn, ProgrammeColumns,
    ProgrammeDocument, RolesRow, TargetColumns,
};

/// How buffers are laid out: as whole ones, or as slices of longer ones.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Layout {
    /// Whether offsets have 64 bits.
    pub(crate) wide: bool,
    /// How many values, bytes and bits of something else come first.
    pub(crate) lead: usize,
}

struct BitBuffer {
    bytes: Vec<u8>,
    length: usize,
    lead: usize,
}

impl BitBuffer {
    fn new(layout: Layout) -> Self {
        let mut bits = Self {
            bytes: Vec::new(),
            length: 0,
            lead: layout.lead,
        };
        for _ in 0..layout.lead {
            bits.push(true);
        }
        bits
    }

    fn push(&mut self, bit: bool) {
        if self.length.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if bit && let Some(last) = self.bytes.last_mut() {
            *last |= 1 << (self.length % 8);
        }
        self.length += 1;
    }

    fn view(&self) -> Bits<'_> {
        Bits {
            bytes: &self.bytes,
            offset: self.lead,
        }
    }
}

/// Where values end.
enum Ends {
    Narrow(Vec<i32>),
    Wide(Vec<i64>),
}

impl Ends {
    fn new(layout: Layout, first: usize) -> Self {
        let mut ends = if layout.wide {
            Self::Wide(Vec::new())
        } else {
            Self::Narrow(Vec::new())
        };
        ends.push(first);
        ends
    }

    fn push(&mut self, end: usize) {
        match self {
            Self::Narrow(ends) => ends.push(i32::try_from(end).expect("the buffer is small")),
            Self::Wide(ends) => ends.push(i64::try_from(end).expect("the buffer is small")),
        }
    }

    fn view(&self) -> Offsets<'_> {
        match self {
            Self::Narrow(ends) => Offsets::Narrow(ends),
            Self::Wide(ends) => Offsets::Wide(ends),
        }
    }
}

struct TextBuffer {
    ends: Ends,
    bytes: Vec<u8>,
    valid: BitBuffer,
}

impl TextBuffer {
    fn of<T: AsRef<str>>(layout: Layout, texts: impl IntoIterator<Item = Option<T>>) -> Self {
        // Not UTF-8, and none of the texts.
        let bytes = vec![0xff; layout.lead];
        let mut buffer = Self {
            ends: Ends::new(layout, bytes.len()),
            bytes,
            valid: BitBuffer::new(layout),
        };
        for text in texts {
            buffer.valid.push(text.is_some());
            // Whatever lies where nothing is stated does not count.
            let bytes = text.as_ref().map_or("nothing", AsRef::as_ref);
            buffer.bytes.extend(bytes.as_bytes());
            buffer.ends.push(buffer.bytes.len());
        }
        buffer.bytes.extend(std::iter::repeat_n(0xff, layout.lead));
        buffer
    }

    fn all<T: AsRef<str>>(layout: Layout, texts: impl IntoIterator<Item = T>) -> Self {
        Self::of(layout, texts.into_iter().map(Some))
    }

    fn view(&self) -> Texts<'_> {
        Texts {
            offsets: self.ends.view(),
            bytes: &self.bytes,
            valid: Some(self.valid.view()),
        }
    }
}

struct NumberBuffer<T> {
    values: Vec<T>,
    valid: BitBuffer,
}

impl<T: Copy + Default> NumberBuffer<T> {
    fn of(layout: Layout, numbers: impl IntoIterator<Item = Option<T>>) -> Self {
        let mut buffer = Self {
            values: Vec::new(),
            valid: BitBuffer::new(layout),
        };
        for number in numbers {
            buffer.valid.push(number.is_some());
            buffer.values.push(number.unwrap_or_default());
        }
        buffer
    }

    fn view(&self) -> Numbers<'_, T> {
        Numbers {
            values: &self.values,
            valid: Some(self.valid.view()),
        }
    }
}

struct ListBuffer {
    ends: Ends,
    valid: BitBuffer,
}

impl ListBuffer {
    fn of(layout: Layout, lengths: impl IntoIterator<Item = Option<usize>>) -> Self {
        let mut buffer = Self {
            ends: Ends::new(layout, 0),
            valid: BitBuffer::new(layout),
        };
        let mut end = 0;
        for length in lengths {
            buffer.valid.push(length.is_some());
            end += length.unwrap_or(0);
            buffer.ends.push(end);
        }
        buffer
    }

    fn view(&self) -> Lists<'_> {
        Lists {
            offsets: self.ends.view(),
            valid: Some(self.valid.view()),
        }
    }
}

struct WordBuffer {
    lists: ListBuffer,
    words: TextBuffer,
}

impl WordBuffer {
    fn of<'t>(layout: Layout, lists: impl Iterator<Item = Option<&'t [String]>> + Clone) -> Self {
        let words = lists.clone().flatten().flatten();
        Self {
            words: TextBuffer::all(layout, words),
            lists: ListBuffer::of(layout, lists.map(|list| Some(list?.len()))),
        }
    }

    fn view(&self) -> WordLists<'_> {
        WordLists {
            lists: self.lists.view(),
            words: self.words.view(),
        }
    }
}

struct SkillLevelBuffer {
    lists: ListBuffer,
    skill: TextBuffer,
    proficiency: Vec<i64>,
}

impl SkillLevelBuffer {
    fn of<'t>(layout: Layout, lists: impl Iterator<Item = &'t [SkillLevelRow]> + Clone) -> Self {
        let rows = || lists.clone().flatten();
        Self {
            skill: TextBuffer::all(layout, rows().map(|row| &row.skill)),
            proficiency: rows().map(|row| row.proficiency).collect(),
            lists: ListBuffer::of(layout, lists.map(|list| Some(list.len()))),
        }
    }

    fn view(&self) -> SkillLevelColumns<'_> {
        SkillLevelColumns {
            lists: self.lists.view(),
            skill: self.skill.view(),
            proficiency: &self.proficiency,
        }
    }
}

enum ValueBuffer {
    Flags(BitBuffer, BitBuffer),
    Numbers(NumberBuffer<i64>),
    Categories(TextBuffer),
    Sets(WordBuffer),
    Ranges(NumberBuffer<i64>, Vec<i64>),
    Vectors(WordBuffer, [NumberBuffer<i64>; 2]),
}

impl ValueBuffer {
    /// Takes the values of one attribute, which are all of one type.
    fn of(layout: Layout, people: &[PersonRow], name: &str) -> Self {
        let values = people.iter().map(|row| row.attributes.get(name));
        let first = values.clone().flatten().next();
        macro_rules! each {
            ($pattern:pat => $found:expr) => {
                values.map(|value| match value? {
                    $pattern => Some($found),
                    other => panic!("\"{name}\" is {other} too"),
                })
            };
        }
        match first.expect("somebody states it") {
            AttributeValue::Flag(_) => {
                let flags: Vec<_> = each!(AttributeValue::Flag(flag) => *flag).collect();
                let (mut bits, mut valid) = (BitBuffer::new(layout), BitBuffer::new(layout));
                for flag in flags {
                    bits.push(flag.unwrap_or(true));
                    valid.push(flag.is_some());
                }
                Self::Flags(bits, valid)
            }
            AttributeValue::Number(_) => {
                let numbers = each!(AttributeValue::Number(number) => *number);
                Self::Numbers(NumberBuffer::of(layout, numbers))
            }
            AttributeValue::Category(_) => {
                let words = each!(AttributeValue::Category(word) => word);
                Self::Categories(TextBuffer::of(layout, words))
            }
            AttributeValue::Set(_) => {
                let words = each!(AttributeValue::Set(words) => &words[..]);
                Self::Sets(WordBuffer::of(layout, words))
            }
            AttributeValue::Range(..) => {
                let ranges: Vec<_> =
                    each!(AttributeValue::Range(from, to) => (*from, *to)).collect();
                let from = ranges.iter().map(|range| Some(range.as_ref()?.0));
                let to = ranges.iter().map(|range| range.map_or(0, |range| range.1));
                Self::Ranges(NumberBuffer::of(layout, from), to.collect())
            }
            AttributeValue::Vector(_) => {
                let vectors: Vec<_> = each!(AttributeValue::Vector(words) => words).collect();
                let words: Vec<Option<Vec<String>>> = vectors
                    .iter()
                    .map(|words| Some(words.as_ref()?.keys().cloned().collect()))
                    .collect();
                let entries = || vectors.iter().flatten().flat_map(|words| words.values());
                Self::Vectors(
                    WordBuffer::of(layout, words.iter().map(Option::as_deref)),
                    [
                        NumberBuffer::of(layout, entries().map(|entry| entry.level)),
                        NumberBuffer::of(layout, entries().map(|entry| entry.weight)),
                    ],
                )
            }
            other => panic!("\"{name}\" is {other}"),
        }
    }

    fn view(&self) -> AttributeValues<'_> {
        match self {
            Self::Flags(values, valid) => AttributeValues::Flags {
                values: values.view(),
                valid: Some(valid.view()),
            },
            Self::Numbers(numbers) => AttributeValues::Numbers(numbers.view()),
            Self::Categories(words) => AttributeValues::Categories(words.view()),
            Self::Sets(words) => AttributeValues::Sets(words.view()),
            Self::Ranges(from, to) => AttributeValues::Ranges {
                from: from.view(),
                to,
            },
            Self::Vectors(words, [level, weight]) => AttributeValues::Vectors {
                words: words.view(),
                level: Some(level.view()),
                weight: Some(weight.view()),
            },
        }
    }
}

/// The columns of an organisation.
pub(crate) struct OrganisationBuffers<'d> {
    document: &'d OrganisationDocument,
    id: TextBuffer,
    holder: TextBuffer,
    manager: TextBuffer,
    unit: TextBuffer,
    ranks: NumberBuffer<i64>,
    grades: TextBuffer,
    skills: SkillLevelBuffer,
    attributes: Vec<(&'d str, ValueBuffer)>,
    line: Vec<u64>,
    from: TextBuffer,
    to: TextBuffer,
    kind: Vec<RelationKind>,
    valid_from: NumberBuffer<i32>,
    valid_to: NumberBuffer<i32>,
}

impl<'d> OrganisationBuffers<'d> {
    /// Lays a document out; its people state all levels as ranks or all as grades.
    pub(crate) fn of(document: &'d OrganisationDocument, layout: Layout) -> Self {
        let (people, relations) = (&document.people, &document.relations);
        let names: BTreeSet<&str> = people
            .iter()
            .flat_map(|row| row.attributes.keys().map(String::as_str))
            .collect();
        let ranks = people.iter().map(|row| match row.level {
            Some(LevelRow::Rank(rank)) => Some(rank),
            _ => None,
        });
        let grades = people.iter().map(|row| match &row.level {
            Some(LevelRow::Name(grade)) => Some(grade),
            _ => None,
        });
        Self {
            id: TextBuffer::all(layout, people.iter().map(|row| &row.id)),
            holder: TextBuffer::of(layout, people.iter().map(|row| row.holder.as_ref())),
            manager: TextBuffer::of(layout, people.iter().map(|row| row.manager.as_ref())),
            unit: TextBuffer::of(layout, people.iter().map(|row| row.unit.as_ref())),
            ranks: NumberBuffer::of(layout, ranks),
            grades: TextBuffer::of(layout, grades),
            skills: SkillLevelBuffer::of(layout, people.iter().map(|row| &row.skills[..])),
            // Columns come in any order.
            attributes: names
                .into_iter()
                .rev()
                .map(|name| (name, ValueBuffer::of(layout, people, name)))
                .collect(),
            line: people.iter().filter_map(|row| row.line).collect(),
            from: TextBuffer::all(layout, relations.iter().map(|row| &row.from)),
            to: TextBuffer::all(layout, relations.iter().map(|row| &row.to)),
            kind: relations.iter().map(|row| row.kind).collect(),
            valid_from: NumberBuffer::of(layout, relations.iter().map(|row| row.valid_from)),
            valid_to: NumberBuffer::of(layout, relations.iter().map(|row| row.valid_to)),
            document,
        }
    }

    /// Hands the columns over.
    pub(crate) fn with<T>(&self, take: impl FnOnce(OrganisationColumns<'_>) -> T) -> T {
        let attributes: Vec<AttributeColumn<'_>> = self
            .attributes
            .iter()
            .map(|(name, values)| AttributeColumn {
                name,
                values: values.view(),
            })
            .collect();
        let has_grades = self.document.people.iter().any(|row| {
            let level = row.level.as_ref();
            level.is_some_and(|level| matches!(level, LevelRow::Name(_)))
        });
        take(OrganisationColumns {
            holders: self.document.holders,
            level_scale: &self.document.level_scale,
            attributes: &self.document.attributes,
            units: &self.document.units,
            links: &self.document.links,
            skills: &self.document.skills,
            people: PersonColumns {
                id: self.id.view(),
                holder: Some(self.holder.view()),
                manager: Some(self.manager.view()),
                unit: Some(self.unit.view()),
                level: if has_grades {
                    Levels::Grades(self.grades.view())
                } else {
                    Levels::Ranks(self.ranks.view())
                },
                skills: Some(self.skills.view()),
                attributes: &attributes,
                line: (!self.line.is_empty()).then_some(&self.line),
            },
            relations: RelationColumns {
                from: self.from.view(),
                to: self.to.view(),
                kind: &self.kind,
                valid_from: Some(self.valid_from.view()),
                valid_to: Some(self.valid_to.view()),
                line: None,
            },
        })
    }
}

/// The columns of a programme.
pub(crate) struct ProgrammeBuffers<'d> {
    document: &'d ProgrammeDocument,
    person: TextBuffer,
    roles: Vec<RolesRow>,
    opt_in: Vec<OptIn>,
    consent: BitBuffer,
    targets: ListBuffer,
    target: TextBuffer,
    weight: NumberBuffer<i64>,
    proficiency: NumberBuffer<i64>,
    offers: SkillLevelBuffer,
    words: [WordBuffer; 3],
    seats: [Vec<i64>; 4],
    cycles: [Vec<i64>; 2],
    line: Vec<u64>,
}

impl<'d> ProgrammeBuffers<'d> {
    /// Lays a document out.
    pub(crate) fn of(document: &'d ProgrammeDocument, layout: Layout) -> Self {
        let rows = &document.enrolments;
        let targets = || rows.iter().flat_map(|row| &row.targets);
        let mut consent = BitBuffer::new(layout);
        for row in rows {
            consent.push(row.consent);
        }
        let words: [fn(&EnrolmentRow) -> &[String]; 3] =
            [|row| &row.off_limits, |row| &row.vetoes, |row| &row.wishes];
        let seats: [fn(&EnrolmentRow) -> i64; 4] = [
            |row| row.capacity.junior,
            |row| row.capacity.senior,
            |row| row.capacity.junior_minimum,
            |row| row.capacity.senior_minimum,
        ];
        let cycles: [fn(&EnrolmentRow) -> i64; 2] = [
            |row| row.cycles_waited.junior,
            |row| row.cycles_waited.senior,
        ];
        Self {
            person: TextBuffer::all(layout, rows.iter().map(|row| &row.person)),
            roles: rows.iter().map(|row| row.roles).collect(),
            opt_in: rows.iter().map(|row| row.opt_in).collect(),
            consent,
            targets: ListBuffer::of(layout, rows.iter().map(|row| Some(row.targets.len()))),
            target: TextBuffer::all(layout, targets().map(|target| &target.skill)),
            weight: NumberBuffer::of(layout, targets().map(|target| target.weight)),
            proficiency: NumberBuffer::of(layout, targets().map(|target| target.proficiency)),
            offers: SkillLevelBuffer::of(layout, rows.iter().map(|row| &row.offers[..])),
            words: words.map(|of| WordBuffer::of(layout, rows.iter().map(|row| Some(of(row))))),
            seats: seats.map(|of| rows.iter().map(of).collect()),
            cycles: cycles.map(|of| rows.iter().map(of).collect()),
            line: rows.iter().filter_map(|row| row.line).collect(),
            document,
        }
    }

    /// Returns the columns.
    pub(crate) fn view(&self) -> ProgrammeColumns<'_> {
        let [off_limits, vetoes, wishes] = &self.words;
        let [junior, senior, junior_minimum, senior_minimum] = &self.seats;
        let [junior_cycles, senior_cycles] = &self.cycles;
        ProgrammeColumns {
            name: self.document.name.as_deref(),
            objective: self.document.objective.as_deref(),
            enrolments: EnrolmentColumns {
                person: self.person.view(),
                roles: Some(&self.roles),
                opt_in: Some(&self.opt_in),
                consent: Some(self.consent.view()),
                targets: Some(TargetColumns {
                    lists: self.targets.view(),
                    skill: self.target.view(),
                    weight: Some(self.weight.view()),
                    proficiency: Some(self.proficiency.view()),
                }),
                offers: Some(self.offers.view()),
                off_limits: Some(off_limits.view()),
                vetoes: Some(vetoes.view()),
                wishes: Some(wishes.view()),
                capacity: CapacityColumns {
                    junior: Some(junior),
                    senior: Some(senior),
                    junior_minimum: Some(junior_minimum),
                    senior_minimum: Some(senior_minimum),
                },
                cycles_waited: CyclesColumns {
                    junior: Some(junior_cycles),
                    senior: Some(senior_cycles),
                },
                line: (!self.line.is_empty()).then_some(&self.line),
            },
            blocks: &self.document.blocks,
            history: &self.document.history,
            pins: &self.document.pins,
            groups: &self.document.groups,
        }
    }
}
