//! Columns and rows of the same content make the same organisation and the same programme, or the same faults.

#[path = "support/columns.rs"]
mod buffers;
#[path = "support/random.rs"]
mod random;

use std::collections::{BTreeMap, BTreeSet};

use buffers::{Layout, OrganisationBuffers, ProgrammeBuffers};
use random::Random;
use reverse_mentoring::model::columns::{
    AttributeColumn, AttributeValues, Bits, ColumnFault, Levels, Lists, Numbers, Offsets,
    OrganisationColumns, PersonColumns, RelationColumns, SkillLevelColumns, Texts, WordLists,
};
use reverse_mentoring::model::{
    AttributeKind, AttributeRow, AttributeValue, Holders, LevelRow, LinkRow, ModelError,
    Organisation, OrganisationDocument, PersonRow, RelationKind, RelationRow, SkillLevelRow,
    SkillRow, UnitRow, VectorEntry,
};
use reverse_mentoring::programme::{
    BlockRow, CapacityColumns, CapacityRow, CyclesRow, EnrolmentColumns, EnrolmentRow, GroupRow,
    OptIn, PastPairRow, PinRow, Programme, ProgrammeColumns, ProgrammeDocument, ProgrammeError,
    Role, RolesRow, TargetRow,
};

const ATTRIBUTES: [(&str, AttributeKind); 7] = [
    ("confirmed", AttributeKind::Flag),
    ("hours", AttributeKind::Range),
    ("joined", AttributeKind::Day),
    ("languages", AttributeKind::Set),
    ("months", AttributeKind::Number),
    ("perspectives", AttributeKind::Vector),
    ("site", AttributeKind::Category),
];

/// Draws documents; one field in `seldom` is at fault.
struct Draw {
    random: Random,
    seldom: usize,
}

impl Draw {
    fn once_in(&mut self, times: usize) -> bool {
        self.random.index(times) == 0
    }

    fn fault(&mut self) -> bool {
        self.once_in(self.seldom)
    }

    /// Draws an id of so many.
    fn id(&mut self, letter: char, count: usize) -> String {
        if self.fault() {
            let strange = ["", "nobody", "é", &"x".repeat(1025)];
            return strange[self.random.index(strange.len())].to_owned();
        }
        format!("{letter}{:02}", self.random.index(count))
    }

    fn id_if_any(&mut self, letter: char, count: usize) -> Option<String> {
        (!self.once_in(4)).then(|| self.id(letter, count))
    }

    /// Draws the id of somebody other than one of so many.
    fn other(&mut self, than: usize, count: usize) -> String {
        let step = 1 + self.random.index(count.max(2) - 1);
        let other = format!("p{:02}", (than + step) % count);
        if self.fault() {
            self.id('p', count)
        } else {
            other
        }
    }

    fn two(&mut self, count: usize) -> (String, String) {
        let one = self.random.index(count);
        (format!("p{one:02}"), self.other(one, count))
    }

    fn number(&mut self, most: i64) -> i64 {
        if self.fault() {
            let strange = [i64::MIN, -1, 0, 101, 1001, i64::MAX];
            return strange[self.random.index(strange.len())];
        }
        self.random.number(1, most)
    }

    fn number_if_any(&mut self, most: i64) -> Option<i64> {
        (!self.once_in(3)).then(|| self.number(most))
    }

    fn some<T>(&mut self, most: usize, mut draw: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.random.index(most + 1);
        (0..count).map(|_| draw(self)).collect()
    }

    fn skill_levels(&mut self) -> Vec<SkillLevelRow> {
        // Each skill once, but where a fault repeats one.
        let mut seen = BTreeSet::new();
        let mut rows = self.some(3, |draw| {
            SkillLevelRow::new(draw.id('k', 9), draw.number(100))
        });
        rows.retain(|row| seen.insert(row.skill.clone()) || self.fault());
        rows
    }

    fn off_limits(&mut self) -> Vec<String> {
        let most = usize::from(self.once_in(20));
        self.some(most, |draw| draw.id('k', 2))
    }

    fn organisation(&mut self) -> OrganisationDocument {
        let count = 2 + self.random.index(30);
        let has_grades = self.once_in(3);
        let mut people: Vec<PersonRow> = (0..count)
            .map(|place| PersonRow {
                id: if self.fault() {
                    self.id('p', count)
                } else {
                    format!("p{:02}", count - 1 - place)
                },
                holder: self.once_in(4).then(|| self.id('h', 4)),
                // Those of lower numbers, so that circles are faults and not the rule.
                manager: self
                    .id_if_any('p', count - 1 - place)
                    .filter(|_| place < count - 1),
                unit: self.id_if_any('u', 5),
                level: if has_grades {
                    self.id_if_any('g', 4).map(LevelRow::Name)
                } else {
                    let rank = self.number_if_any(9);
                    rank.map(|rank| LevelRow::Rank(if self.fault() { rank << 31 } else { rank }))
                },
                skills: self.skill_levels(),
                ..PersonRow::default()
            })
            .collect();
        if self.once_in(2) {
            for (row, line) in people.iter_mut().zip(2..) {
                row.line = Some(line);
            }
        }
        let mut declared: Vec<_> = ATTRIBUTES.to_vec();
        if self.fault() {
            // Values of another type than the one declared, and undeclared ones.
            declared[self.random.index(7)].1 = AttributeKind::Flag;
            declared.pop();
        }
        for (name, kind) in ATTRIBUTES {
            for row in &mut people {
                if self.once_in(2) {
                    row.attributes.insert(name.to_owned(), self.value(kind));
                }
            }
        }
        let day = |draw: &mut Self| {
            draw.once_in(2)
                .then(|| [-3, 0, 2, 5, 9][draw.random.index(5)])
        };
        OrganisationDocument {
            holders: if self.once_in(5) {
                Holders::Ignored
            } else {
                Holders::Merged
            },
            level_scale: (0..4).map(|grade| format!("g{grade:02}")).collect(),
            attributes: declared
                .into_iter()
                .map(|(name, kind)| AttributeRow::new(name, kind))
                .collect(),
            units: (0..5)
                .map(|unit| UnitRow {
                    id: format!("u{unit:02}"),
                    parent: self.id_if_any('u', unit).filter(|_| unit > 0),
                    ..UnitRow::default()
                })
                .collect(),
            links: self.some(2, |draw| LinkRow::new(draw.id('u', 2), "u04", 1)),
            skills: (0..self.random.index(9))
                .map(|skill| SkillRow {
                    id: format!("k{skill:02}"),
                    category: self.id_if_any('c', 2),
                    parents: self.some(skill.min(1), |draw| draw.id('k', skill)),
                    ..SkillRow::default()
                })
                .collect(),
            relations: self.some(9, |draw| {
                let kinds = [
                    RelationKind::Dotted,
                    RelationKind::Knows,
                    RelationKind::Panel,
                    RelationKind::Line,
                ];
                let kinds = &kinds[..if draw.fault() { 4 } else { 3 }];
                let kind = kinds[draw.random.index(kinds.len())];
                let (from, to) = draw.two(count);
                let (first, last) = (day(draw), day(draw));
                let last =
                    last.filter(|&last| first.is_none_or(|first| first <= last) || draw.fault());
                RelationRow::new(from, to, kind).valid(first, last)
            }),
            people,
            ..OrganisationDocument::default()
        }
    }

    fn value(&mut self, kind: AttributeKind) -> AttributeValue {
        match kind {
            AttributeKind::Flag => AttributeValue::Flag(self.once_in(2)),
            AttributeKind::Category => AttributeValue::Category(self.id('w', 3)),
            AttributeKind::Set => AttributeValue::Set(self.some(3, |draw| draw.id('w', 3))),
            AttributeKind::Range => {
                let from = self.random.number(0, 9);
                AttributeValue::Range(from, from.saturating_add(self.number(5)))
            }
            AttributeKind::Vector => {
                let words = self.some(3, |draw| {
                    let mut entry = VectorEntry::default();
                    entry.level = draw.number_if_any(100);
                    entry.weight = draw.number_if_any(1000);
                    (draw.id('w', 5), entry)
                });
                AttributeValue::Vector(words.into_iter().collect::<BTreeMap<_, _>>())
            }
            _ => AttributeValue::Number(self.number(100)),
        }
    }

    fn programme(&mut self, people: usize) -> ProgrammeDocument {
        let mut enrolments: Vec<EnrolmentRow> = (0..people)
            .map(|place| {
                let person = if self.fault() {
                    self.id('p', people)
                } else {
                    format!("p{place:02}")
                };
                let roles = [RolesRow::Junior, RolesRow::Senior, RolesRow::Both];
                EnrolmentRow {
                    opt_in: [OptIn::OptedIn, OptIn::Invited, OptIn::Declined][self.random.index(3)],
                    consent: !self.once_in(4),
                    targets: self
                        .skill_levels()
                        .into_iter()
                        .map(|row| TargetRow {
                            weight: self.number_if_any(1000),
                            proficiency: self.once_in(2).then_some(row.proficiency),
                            ..TargetRow::new(row.skill)
                        })
                        .collect(),
                    offers: self.skill_levels(),
                    off_limits: self.off_limits(),
                    vetoes: self.some(1, |draw| draw.other(place, people)),
                    wishes: {
                        let most = if self.fault() { 3 } else { 1 };
                        self.some(most, |draw| draw.other(place, people))
                    },
                    capacity: CapacityRow {
                        junior: self.number(3),
                        senior: self.number(3),
                        junior_minimum: self.random.number(0, 1),
                        ..CapacityRow::default()
                    },
                    cycles_waited: CyclesRow {
                        junior: self.number(100),
                        senior: self.number(100),
                        ..CyclesRow::default()
                    },
                    ..EnrolmentRow::new(person, roles[self.random.index(3)])
                }
            })
            .collect();
        if self.once_in(2) {
            for (row, line) in enrolments.iter_mut().zip(2..) {
                row.line = Some(line);
            }
        }
        let faulty = usize::from(self.seldom < 100);
        ProgrammeDocument {
            name: self.once_in(2).then(|| "pilot".to_owned()),
            objective: self.once_in(2).then(|| "listen".to_owned()),
            enrolments,
            blocks: self.some(2, |draw| {
                let (one, other) = draw.two(people);
                BlockRow {
                    one,
                    other,
                    ..BlockRow::default()
                }
            }),
            history: self.some(2, |draw| {
                let (junior, senior) = draw.two(people);
                PastPairRow {
                    junior,
                    senior,
                    ..PastPairRow::default()
                }
            }),
            pins: self.some(faulty, |draw| PinRow {
                junior: draw.id('p', people),
                senior: draw.id('p', people),
                ..PinRow::default()
            }),
            groups: self.some(faulty, |draw| {
                GroupRow::new("group", Role::Junior).with_member(draw.id('p', people))
            }),
            ..ProgrammeDocument::default()
        }
    }
}

#[test]
fn columns_and_rows_make_the_same_organisations_and_programmes_or_the_same_faults() {
    let (mut sound, mut faulty) = ([0; 2], [0; 2]);
    for seed in 0..1_500 {
        let mut draw = Draw {
            random: Random::new(seed),
            seldom: if seed % 2 == 0 { 20 } else { 100_000 },
        };
        let layout = Layout {
            wide: draw.once_in(2),
            lead: draw.random.index(12),
        };
        let document = draw.organisation();
        let by_rows = document.load_lenient().expect("the tables are small");
        let buffers = OrganisationBuffers::of(&document, layout);
        let by_columns = buffers
            .with(|columns| Organisation::from_columns_lenient(&columns))
            .expect("the columns fit");
        assert_eq!(by_columns.faults, by_rows.faults, "seed {seed}");
        assert_eq!(by_columns.organisation, by_rows.organisation, "seed {seed}");
        let organisation = by_rows.organisation;
        assert_eq!(
            by_columns.organisation.fingerprint(),
            organisation.fingerprint()
        );
        let strict = buffers.with(|columns| Organisation::from_columns(&columns));
        assert_eq!(strict, Organisation::try_from(&document), "seed {seed}");
        *if strict.is_ok() {
            &mut sound[0]
        } else {
            &mut faulty[0]
        } += 1;

        let document = draw.programme(document.people.len());
        let buffers = ProgrammeBuffers::of(&document, layout);
        let strict = Programme::from_columns(&buffers.view(), &organisation);
        assert_eq!(strict, document.clone().check(&organisation), "seed {seed}");
        *if strict.is_ok() {
            &mut sound[1]
        } else {
            &mut faulty[1]
        } += 1;
        let by_columns = Programme::from_columns_lenient(&buffers.view(), &organisation);
        let by_rows = document
            .check_lenient(&organisation)
            .expect("no stray keys");
        let by_columns = by_columns.expect("the columns fit");
        assert_eq!(by_columns.faults, by_rows.faults, "seed {seed}");
        assert_eq!(by_columns.programme, by_rows.programme, "seed {seed}");
    }
    assert!(
        sound.iter().chain(&faulty).all(|&seen| seen >= 100),
        "{sound:?} {faulty:?}"
    );
}

/// Three people, "a", "b" and "c".
const THREE: Texts<'_> = Texts::new(&[0, 1, 2, 3], b"abc");

fn with_people<'a>(people: &PersonColumns<'a>) -> OrganisationColumns<'a> {
    OrganisationColumns {
        people: *people,
        ..OrganisationColumns::default()
    }
}

/// Refuses columns, strictly and leniently alike, and lists what is wrong.
#[track_caller]
fn refused(columns: &OrganisationColumns<'_>) -> Vec<String> {
    let error = Organisation::from_columns(columns).expect_err("the columns do not fit");
    let lenient = Organisation::from_columns_lenient(columns).expect_err("no more do they here");
    assert_eq!(lenient, error);
    let ModelError::Columns { faults, total } = error else {
        panic!("{error}")
    };
    assert_eq!(faults.len(), total);
    faults.iter().map(ColumnFault::to_string).collect()
}

#[track_caller]
fn refused_people(people: &PersonColumns<'_>) -> Vec<String> {
    refused(&with_people(people))
}

#[test]
fn nothing_at_all_is_an_empty_organisation() {
    for offsets in [
        Offsets::Narrow(&[]),
        Offsets::Narrow(&[0]),
        Offsets::Wide(&[7]),
    ] {
        let id = Texts {
            offsets,
            bytes: b"someone else",
            valid: None,
        };
        let people = PersonColumns {
            id,
            unit: Some(Texts::default()),
            ..PersonColumns::default()
        };
        let organisation = Organisation::from_columns(&with_people(&people)).expect("legal");
        assert!(organisation.people().is_empty());
        let programme = Programme::from_columns(&ProgrammeColumns::default(), &organisation);
        assert!(programme.expect("legal").participants().is_empty());
    }
}

#[test]
fn columns_of_unequal_length_are_all_named() {
    let [one, two]: [Texts<'_>; 2] = [Texts::new(&[0, 1], b"u"), Texts::new(&[0, 1, 1], b"k")];
    let flags = AttributeValues::Flags {
        values: Bits {
            bytes: &[0],
            offset: 6,
        },
        valid: None,
    };
    let name = |name, values| AttributeColumn { name, values };
    let number = Numbers {
        values: &[1][..],
        valid: None,
    };
    let attributes = [
        name("confirmed", flags),
        name("site", AttributeValues::Categories(two)),
        name(
            "hours",
            AttributeValues::Ranges {
                from: number,
                to: &[],
            },
        ),
    ];
    let found = refused(&OrganisationColumns {
        relations: RelationColumns {
            from: THREE,
            to: one,
            kind: &[],
            valid_from: Some(Numbers {
                values: &[1, 2],
                valid: None,
            }),
            ..RelationColumns::default()
        },
        ..with_people(&PersonColumns {
            id: THREE,
            holder: Some(Texts {
                valid: Some(Bits::new(&[])),
                ..THREE
            }),
            unit: Some(one),
            level: Levels::Ranks(number),
            skills: Some(SkillLevelColumns {
                lists: Lists {
                    offsets: Offsets::Narrow(&[0, 1, 2]),
                    valid: None,
                },
                skill: two,
                proficiency: &[1, 2, 3],
            }),
            attributes: &attributes,
            line: Some(&[2, 3, 4, 5]),
            ..PersonColumns::default()
        })
    });
    assert_eq!(
        found,
        [
            "column \"people.holder\" has 0 bits, expected at least 3",
            "column \"people.unit\" is 1 long, expected 3",
            "column \"people.level\" is 1 long, expected 3",
            "column \"people.skills.proficiency\" is 3 long, expected 2",
            "column \"people.skills\" is 2 long, expected 3",
            "column \"people.attributes.confirmed\" has 2 bits, expected at least 3",
            "column \"people.attributes.site\" is 2 long, expected 3",
            "column \"people.attributes.hours.from\" is 1 long, expected 3",
            "column \"people.attributes.hours.to\" is 0 long, expected 3",
            "column \"people.line\" is 4 long, expected 3",
            "column \"relations.to\" is 1 long, expected 3",
            "column \"relations.kind\" is 0 long, expected 3",
            "column \"relations.valid_from\" is 2 long, expected 3",
        ]
    );
}

#[test]
fn offsets_that_fall_or_lead_beyond_the_end_are_refused_with_their_bounds() {
    let cases: [(Offsets<'_>, &str); 6] = [
        (
            Offsets::Narrow(&[0, 2, 1, 3]),
            "offset 3 is 1, expected 2 to 3",
        ),
        (
            Offsets::Narrow(&[0, 1, 2, 4]),
            "offset 4 is 4, expected 2 to 3",
        ),
        (
            Offsets::Narrow(&[-1, 1, 2, 3]),
            "offset 1 is -1, expected 0 to 3",
        ),
        (
            Offsets::Narrow(&[9, 9, 9, 9]),
            "offset 1 is 9, expected 0 to 3",
        ),
        (
            Offsets::Wide(&[0, 1, 2, i64::MAX]),
            "offset 4 is 9223372036854775807, expected 2 to 3",
        ),
        (
            Offsets::Wide(&[i64::MIN, 1, 2, 3]),
            "offset 1 is -9223372036854775808, expected 0 to 3",
        ),
    ];
    for (offsets, expected) in cases {
        let id = Texts { offsets, ..THREE };
        let people = PersonColumns {
            id,
            ..PersonColumns::default()
        };
        assert_eq!(
            refused_people(&people),
            [format!("column \"people.id\": {expected}")]
        );
        let skills = Some(SkillLevelColumns {
            lists: Lists {
                offsets,
                valid: None,
            },
            skill: THREE,
            proficiency: &[1, 2, 3],
        });
        let people = PersonColumns {
            id: THREE,
            skills,
            ..PersonColumns::default()
        };
        let expected = format!("column \"people.skills\": {expected}");
        assert_eq!(refused_people(&people), [expected]);
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_with_their_row() {
    // A letter of two bytes: cut short, cut in two, or begun by its second byte.
    let cases: [(&[i32], &[u8], usize); 5] = [
        (&[0, 1, 2, 3], b"ab\xc3", 3),
        (&[0, 1, 2, 3], b"\xffbc", 1),
        (&[0, 1, 2, 3], "aé".as_bytes(), 2),
        (&[0, 0, 1, 2], "é".as_bytes(), 2),
        (&[1, 2, 2, 2], "é".as_bytes(), 1),
    ];
    for (offsets, bytes, row) in cases {
        let id = Texts::new(offsets, bytes);
        let people = PersonColumns {
            id,
            ..PersonColumns::default()
        };
        let expected = format!("column \"people.id\", row {row}: the text is not UTF-8");
        assert_eq!(refused_people(&people), [expected]);
    }
    // What lies outside the offsets belongs to somebody else.
    let id = Texts::new(&[1, 2, 3, 4], b"\xffabc\xff");
    let people = PersonColumns {
        id,
        ..PersonColumns::default()
    };
    assert!(Organisation::from_columns(&with_people(&people)).is_ok());
}

#[test]
fn words_that_are_missing_or_come_twice_and_columns_that_do_are_refused() {
    let lists = Lists {
        offsets: Offsets::Narrow(&[0, 1, 1, 3]),
        valid: None,
    };
    let twice = WordLists {
        lists,
        words: Texts::new(&[0, 1, 2, 3], b"xyy"),
    };
    let words = Texts {
        valid: Some(Bits::new(&[0b101])),
        ..twice.words
    };
    let vector = AttributeValues::Vectors {
        words: twice,
        level: None,
        weight: None,
    };
    let attributes = [
        ("perspectives", vector),
        (
            "languages",
            AttributeValues::Sets(WordLists { lists, words }),
        ),
        ("languages", AttributeValues::Sets(twice)),
    ];
    let attributes = attributes.map(|(name, values)| AttributeColumn { name, values });
    let people = PersonColumns {
        id: THREE,
        attributes: &attributes,
        ..PersonColumns::default()
    };
    assert_eq!(
        refused_people(&people),
        [
            "column \"people.attributes.perspectives\", row 3: the word \"y\" comes twice",
            "column \"people.attributes.languages.words\", row 2: no word is stated, expected text",
            "column \"people.attributes.languages\" comes twice, expected one column for each attribute",
        ]
    );
}

#[test]
fn an_id_that_is_not_stated_is_an_empty_one() {
    let id = Texts {
        valid: Some(Bits::new(&[0b101])),
        ..THREE
    };
    let columns = with_people(&PersonColumns {
        id,
        ..PersonColumns::default()
    });
    let error = Organisation::from_columns(&columns).expect_err("an id is missing");
    assert_eq!(
        error.to_string(),
        "1 fault in the organisation\n  row 2: the id is empty, expected text (an optional key can be left out)"
    );
    let lenient = Organisation::from_columns_lenient(&columns).expect("the others are kept");
    assert_eq!(lenient.organisation.people().len(), 2);
}

#[test]
fn columns_of_enrolments_that_do_not_fit_are_all_named() {
    let people = PersonColumns {
        id: THREE,
        ..PersonColumns::default()
    };
    let organisation = Organisation::from_columns(&with_people(&people)).expect("legal");
    let enrolments = EnrolmentColumns {
        person: THREE,
        roles: Some(&[RolesRow::Both]),
        consent: Some(Bits {
            bytes: &[0xff],
            offset: usize::MAX,
        }),
        vetoes: Some(WordLists {
            lists: Lists {
                offsets: Offsets::Wide(&[0, 0, 0, 1]),
                valid: None,
            },
            words: Texts::default(),
        }),
        capacity: CapacityColumns {
            senior: Some(&[1, 1, 1, 1]),
            ..CapacityColumns::default()
        },
        ..EnrolmentColumns::default()
    };
    let columns = ProgrammeColumns {
        enrolments,
        ..ProgrammeColumns::default()
    };
    let error = Programme::from_columns(&columns, &organisation).expect_err("they do not fit");
    assert!(matches!(error, ProgrammeError::Columns { total: 4, .. }));
    assert_eq!(
        error.to_string(),
        "4 faults in the columns\n  \
         column \"enrolments.roles\" is 1 long, expected 3\n  \
         column \"enrolments.capacity.senior\" is 4 long, expected 3\n  \
         column \"enrolments.consent\" has 0 bits, expected at least 3\n  \
         column \"enrolments.vetoes\": offset 4 is 1, expected 0 to 0"
    );
}
