//! The compiled form of a [`ClassTerm`]: a class for each participant, and the points of every two classes.

use std::collections::HashMap;
use std::sync::Arc;

use super::breakdown::{Evidence, Finding, Unknown, Whose};
use super::class_facts::{CompiledFact, Side, Value, Words};
use super::class_table::{Rows, Tabled, weighed};
use super::class_term::Sort;
use super::compiled::{Faults, Setting, person};
use super::error::{ScoringError, ScoringFault};
use super::{ClassTerm, Fact, Measure, Points, PointsTable};
use crate::model::{Person, UnitDistances, UnitId, UnitIndex};
use crate::programme::{Participant, Role};
use crate::work::{COMPILING, Work};

/// A [`ClassTerm`] over the participants.
#[derive(Debug)]
pub(super) struct CompiledClass<'a> {
    setting: Setting<'a>,
    term: ClassTerm,
    juniors: Side,
    seniors: Side,
    /// For the measure of distances.
    distances: Option<(UnitDistances, u32)>,
    /// For the measure of tables, by word numbers.
    entries: HashMap<(u32, u32), Points>,
}

/// 2^20: such a table takes 2 MiB, and a row of it stays in cache while a senior is scored with many juniors.
const TABLE_ENTRIES: u64 = 1 << 20;

/// 2^24: where many people are compared, a larger table is still small against them.
const LARGE_TABLE_ENTRIES: u64 = 1 << 24;

/// Returns how many pairs of classes are compared beforehand at most, where so many juniors could meet so many seniors.
fn most_in_a_table(juniors: u64, seniors: u64) -> u64 {
    let pairs = juniors.saturating_mul(seniors);
    pairs.clamp(TABLE_ENTRIES, LARGE_TABLE_ENTRIES)
}

/// Counts the bytes of what so many pairs of units earn, by a distance up to this scale, where so many juniors could meet so many seniors.
pub(crate) fn bytes_of_distances(units: u64, scale: u32, juniors: u64, seniors: u64) -> u64 {
    match code_of(scale) {
        _ if units > most_in_a_table(juniors, seniors) => 0,
        Some(_) => units,
        None => units * size_of::<u32>() as u64,
    }
}

/// Returns the code of the farthest distance, if there is one for whatever is unknown beyond it.
fn code_of(scale: u32) -> Option<u8> {
    u8::try_from(scale).ok().filter(|&code| code < u8::MAX)
}

/// Distances up to here have their points worked out beforehand.
const FEW_STEPS: u32 = 1 << 10;

impl Tabled for CompiledClass<'_> {
    fn classes(&self, role: Role) -> (&Arc<[u32]>, usize) {
        let side = match role {
            Role::Junior => &self.juniors,
            Role::Senior => &self.seniors,
        };
        (&side.class, side.facts.len())
    }

    fn rows(&self, weight: u32) -> Rows<'_, u32> {
        if let Some((distances, scale)) = &self.distances {
            let near = (0..=FEW_STEPS.min(*scale)).map(|steps| self.at_distance(weight, steps));
            let near: Vec<u32> = near.collect();
            let value = move |steps: u32| {
                let near = near.get(steps as usize).copied();
                near.unwrap_or_else(|| self.at_distance(weight, steps))
            };
            return self.rows_by_distance(distances, value, weighed(weight, self.term.unknown));
        }
        Box::new(move |senior, values| {
            let senior = &self.seniors.facts[senior];
            for (value, junior) in values.iter_mut().zip(&self.juniors.facts) {
                *value = weighed(weight, self.compare(junior, senior));
            }
        })
    }

    fn coded_rows(&self, weight: u32) -> Option<(Vec<u32>, Rows<'_, u8>)> {
        let (distances, scale) = self.distances.as_ref()?;
        // Whatever is farther counts as this far.
        let farthest = code_of(*scale)?;
        let values = (0..=*scale).map(|steps| self.at_distance(weight, steps));
        let values = values.chain([weighed(weight, self.term.unknown)]);
        let code = move |steps| u8::try_from(steps).map_or(farthest, |steps| steps.min(farthest));
        let rows = self.rows_by_distance(distances, code, farthest + 1);
        Some((values.collect(), rows))
    }
}

impl<'a> CompiledClass<'a> {
    /// Compiles a term; what is wrong with it is listed among the faults.
    pub(super) fn new(
        term: &ClassTerm,
        setting: Setting<'a>,
        faults: &mut Faults,
        work: &Work<'_>,
    ) -> Result<Self, ScoringError> {
        let facts = compiled_facts(term, setting, faults);
        let mut words = Words::default();
        let nearest = match &term.measure {
            Measure::Table(table) if term.junior == Fact::Unit => {
                nearest_named(&term.name, table, setting, faults)
            }
            _ => Vec::new(),
        };
        let entries = match &term.measure {
            Measure::Table(table) => table.numbered(&mut words),
            _ => HashMap::new(),
        };
        let [juniors, seniors] = [(facts[0], Role::Junior), (facts[1], Role::Senior)]
            .map(|(fact, role)| Side::new(fact, role, setting, &nearest, &mut words, work));
        work.check(COMPILING, 0, 1)?;

        let units = setting.organisation.units();
        let distances = match term.scale(units.depth()) {
            Some(scale) => {
                let unit = |value: &Value| match value {
                    Value::Unit(unit) => Some(*unit),
                    _ => None,
                };
                let hosts = juniors.facts.iter().chain(&seniors.facts).filter_map(unit);
                let hosts: Vec<UnitIndex> = hosts.collect();
                Some((units.distances(&hosts)?, scale))
            }
            None => None,
        };
        Ok(Self {
            setting,
            term: term.clone(),
            juniors,
            seniors,
            distances,
            entries,
        })
    }

    /// Tells whether classes are no more than that every two of them are compared beforehand.
    pub(super) fn is_tabled(&self) -> bool {
        let (width, height) = (self.juniors.facts.len(), self.seniors.facts.len());
        let entries = (width as u64).saturating_mul(height as u64);
        let takes_part = |role| {
            let all = self.setting.programme.participants().iter();
            all.filter(|one| one.takes_part_as(role)).count() as u64
        };
        entries <= TABLE_ENTRIES
            || entries <= most_in_a_table(takes_part(Role::Junior), takes_part(Role::Senior))
    }

    /// Gives what units so far apart earn, weighed.
    fn at_distance(&self, weight: u32, steps: u32) -> u32 {
        let scale = self.distances.as_ref().map_or(1, |(_, scale)| *scale);
        let steps = (steps != UnitDistances::NO_PATH).then_some(steps);
        weighed(weight, far(steps, scale))
    }

    /// Writes down something of the distance of each class of juniors, or what there is of units that are not known.
    fn rows_by_distance<'t, T: Copy + Send + Sync + 't>(
        &'t self,
        distances: &'t UnitDistances,
        value: impl Fn(u32) -> T + Send + Sync + 't,
        unknown: T,
    ) -> Rows<'t, T> {
        const NOWHERE: u32 = u32::MAX;
        let places = self.juniors.facts.iter().map(|fact| match fact {
            Value::Unit(unit) => distances.place(*unit),
            _ => NOWHERE,
        });
        let places: Vec<u32> = places.collect();
        Box::new(move |senior, values| {
            let Value::Unit(unit) = self.seniors.facts[senior] else {
                values.fill(unknown);
                return;
            };
            let mut lengths = Vec::new();
            distances.all_from(unit, &mut lengths);
            for (one, &place) in values.iter_mut().zip(&places) {
                let length = lengths.get(place as usize);
                *one = length.map_or(unknown, |&steps| value(steps));
            }
        })
    }

    pub(super) fn points(&self, junior: &Participant, senior: &Participant) -> Points {
        self.compare(self.juniors.value(junior), self.seniors.value(senior))
    }

    fn compare(&self, junior: &Value, senior: &Value) -> Points {
        use Value::{Number, Range, Unit, Words};
        if *junior == Value::Unknown || *senior == Value::Unknown {
            return self.term.unknown;
        }
        match (&self.term.measure, junior, senior) {
            (Measure::Equal { equal, different }, one, other) => {
                if one == other {
                    *equal
                } else {
                    *different
                }
            }
            (Measure::Distance { .. }, Unit(one), Unit(other)) => {
                let Some((distances, scale)) = &self.distances else {
                    return self.term.unknown;
                };
                far(distances.between(*one, *other), *scale)
            }
            (Measure::Overlap { full_at }, Words(_) | Range(..), Words(_) | Range(..)) => {
                part_of(in_common(junior, senior), *full_at)
            }
            (Measure::Difference { shape, signed }, Number(low), Number(high)) => {
                let gap = i128::from(*high) - i128::from(*low);
                shape.of(if *signed { gap } else { gap.abs() })
            }
            (Measure::Table(table), Words(one), Words(other)) => {
                let entry = one.first().copied().zip(other.first().copied());
                let listed = entry.and_then(|entry| self.entries.get(&entry));
                listed.copied().unwrap_or(table.otherwise)
            }
            // Units under a table that names none.
            (Measure::Table(table), ..) => table.otherwise,
            // Facts of another sort have been listed as faults, and the term is never asked.
            _ => self.term.unknown,
        }
    }

    pub(super) fn evidence(&self, junior: &Participant, senior: &Participant) -> Evidence {
        let values = (self.juniors.value(junior), self.seniors.value(senior));
        let known = |value: &Value| (*value != Value::Unknown).then_some(());
        let (of_junior, of_senior) = (known(values.0), known(values.1));
        if of_junior.is_none() || of_senior.is_none() {
            let whose = Whose::missing(of_junior, of_senior);
            return match (&self.term.junior, &self.term.senior) {
                (Fact::Unit, Fact::Unit) => Evidence::Unknown(Unknown::Unit(whose)),
                (Fact::Level, Fact::Level) => Evidence::Unknown(Unknown::Level(whose)),
                (junior, senior) => {
                    let missing =
                        |fact: &Fact, known: Option<()>| known.is_none().then(|| fact.to_string());
                    Evidence::UnknownFacts {
                        junior: missing(junior, of_junior),
                        senior: missing(senior, of_senior),
                    }
                }
            };
        }
        let organisation = self.setting.organisation;
        let unit = |participant| person(organisation, participant)?.unit();
        let id = |unit: UnitIndex| organisation.units()[unit].id().clone();
        if let (Some((distances, scale)), Some(one), Some(other)) =
            (&self.distances, unit(junior), unit(senior))
        {
            return Evidence::UnitDistance {
                junior: id(one),
                senior: id(other),
                distance: distances.between(one, other),
                scale: *scale,
            };
        }
        let level = |participant| person(organisation, participant)?.level();
        if let (Fact::Level, Fact::Level, Measure::Difference { signed: true, .. }) =
            (&self.term.junior, &self.term.senior, &self.term.measure)
            && let (Some(junior), Some(senior)) = (level(junior), level(senior))
        {
            return Evidence::LevelGap {
                junior,
                senior,
                gap: senior.above(junior),
            };
        }
        Evidence::Facts {
            junior: self.shown(&self.juniors, junior),
            senior: self.shown(&self.seniors, senior),
            finding: self.finding(values.0, values.1),
        }
    }

    fn finding(&self, junior: &Value, senior: &Value) -> Finding {
        match (&self.term.measure, junior, senior) {
            (Measure::Overlap { .. }, ..) => Finding::InCommon(in_common(junior, senior)),
            (Measure::Difference { signed, .. }, Value::Number(low), Value::Number(high)) => {
                let gap = i128::from(*high) - i128::from(*low);
                Finding::Difference(if *signed { gap } else { gap.abs() })
            }
            (Measure::Table(_), Value::Words(one), Value::Words(other)) => {
                let entry = one.first().copied().zip(other.first().copied());
                Finding::Listed(entry.is_some_and(|entry| self.entries.contains_key(&entry)))
            }
            _ => Finding::Same(junior == senior),
        }
    }

    /// Shows a fact as the organisation states it.
    fn shown(&self, side: &Side, participant: &Participant) -> String {
        let organisation = self.setting.organisation;
        let found = person(organisation, participant);
        let shown = match side.fact {
            CompiledFact::Unit => found
                .and_then(Person::unit)
                .map(|unit| organisation.units()[unit].id().to_string()),
            CompiledFact::Level => found
                .and_then(Person::level)
                .map(|level| level.rank().to_string()),
            CompiledFact::Attribute(attribute) => found
                .and_then(|found| found.attribute(attribute))
                .map(ToString::to_string),
            CompiledFact::Number(number) => Some(number.to_string()),
            CompiledFact::None => None,
        };
        shown.unwrap_or_default()
    }
}

impl PointsTable {
    fn numbered(&self, words: &mut Words) -> HashMap<(u32, u32), Points> {
        let mut entries = HashMap::new();
        for (junior, senior, points) in &self.entries {
            let (junior, senior) = (words.number(junior), words.number(senior));
            entries.insert((junior, senior), *points);
            if self.both_ways {
                entries.insert((senior, junior), *points);
            }
        }
        entries
    }
}

/// Finds what the facts of a term are; a fact that is not there, or of a sort the measure does not take, is a fault.
fn compiled_facts(
    term: &ClassTerm,
    setting: Setting<'_>,
    faults: &mut Faults,
) -> [CompiledFact; 2] {
    let mut sorts = [None; 2];
    let mut facts = [CompiledFact::None; 2];
    for (place, fact) in term.facts().into_iter().enumerate() {
        let (compiled, sort) = match fact {
            Fact::Unit => (CompiledFact::Unit, Sort::Unit),
            Fact::Level => (CompiledFact::Level, Sort::Number),
            Fact::Number(number) => (CompiledFact::Number(*number), Sort::Number),
            Fact::RunDay => {
                let Some(day) = setting.run_day else {
                    let criterion = term.name.clone();
                    faults.push(ScoringFault::NoRunDay { criterion });
                    continue;
                };
                (CompiledFact::Number(day.into()), Sort::Number)
            }
            Fact::Attribute(name) => {
                // The same attribute on both sides is one fault.
                if place == 1 && term.junior == term.senior {
                    (facts[1], sorts[1]) = (facts[0], sorts[0]);
                    continue;
                }
                let Some((index, attribute)) = setting.attribute(&term.name, name, faults) else {
                    continue;
                };
                let sort = Sort::of(attribute.kind());
                if !term.measure.takes(sort) {
                    faults.push(ScoringFault::AttributeMismatch {
                        criterion: term.name.clone(),
                        attribute: name.clone(),
                        kind: attribute.kind(),
                        expected: term.measure.expected(),
                    });
                    continue;
                }
                (CompiledFact::Attribute(index), sort)
            }
        };
        (facts[place], sorts[place]) = (compiled, Some(sort));
    }
    if let [Some(junior), Some(senior)] = sorts
        && !junior.goes_with(senior)
    {
        faults.push(ScoringFault::UnlikeFacts {
            criterion: term.name.clone(),
            junior: term.junior.to_string(),
            senior: term.senior.to_string(),
        });
    }
    facts
}

/// Finds for each unit the nearest one at or above it that a table names; a name that is no unit's is a fault.
fn nearest_named(
    criterion: &str,
    table: &PointsTable,
    setting: Setting<'_>,
    faults: &mut Faults,
) -> Vec<Option<UnitIndex>> {
    let mut names: Vec<&str> = table
        .entries
        .iter()
        .flat_map(|(junior, senior, _)| [junior.as_str(), senior.as_str()])
        .collect();
    names.sort_unstable();
    names.dedup();
    let units = setting.organisation.units();
    let mut nearest = vec![None; units.len()];
    for name in names {
        match units.unit(name) {
            Some(unit) => nearest[unit.index()] = Some(unit),
            None => faults.push(ScoringFault::UnknownUnit {
                criterion: criterion.to_owned(),
                unit: UnitId::new(name),
            }),
        }
    }
    // From the roots down, so that whoever is above is done.
    let mut downwards: Vec<usize> = (0..units.len()).collect();
    downwards.sort_by_key(|&unit| units.units()[unit].depth());
    for unit in downwards {
        let above = units.units()[unit].parent();
        nearest[unit] = nearest[unit].or_else(|| nearest[above?.index()]);
    }
    nearest
}

/// Counts the words or whole numbers that two values share.
fn in_common(one: &Value, other: &Value) -> u64 {
    match (one, other) {
        (Value::Words(one), Value::Words(other)) => {
            let common = one.iter().filter(|word| other.binary_search(word).is_ok());
            common.count() as u64
        }
        (Value::Range(from, to), Value::Range(other_from, other_to)) => {
            let (from, to) = (*from.max(other_from), *to.min(other_to));
            let length = i128::from(to) - i128::from(from) + 1;
            u64::try_from(length.max(0)).unwrap_or(u64::MAX)
        }
        _ => 0,
    }
}

/// Gives the points of two units so far apart; without a path they are as far as can be.
fn far(distance: Option<u32>, scale: u32) -> Points {
    part_of(distance.map_or(scale.into(), u64::from), scale)
}

/// Gives full points for the whole, and for a part its share.
fn part_of(part: u64, whole: u32) -> Points {
    let part = part.min(whole.into());
    Points::ratio(part * u64::from(Points::FULL.get()), whole.into())
}
