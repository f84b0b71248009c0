//! The values of attributes by number, so that whoever works something out for values does so once for each.

use std::collections::HashMap;
use std::fmt;

use super::forest::narrow;
use super::{AttributeIndex, AttributeValue, Organisation, Person, PersonIndex};

/// Who has which value of an attribute.
#[derive(Clone)]
pub(super) struct Codes {
    of: Of,
    /// Somebody for each value that occurs, in the order in which these first come.
    examples: Vec<PersonIndex>,
}

/// By person: one more than the place of their value among the examples.
#[derive(Clone)]
enum Of {
    /// 0 where it is unknown.
    All(Vec<u32>),
    /// Those of whom it is known, in order, where these are few.
    Few(Vec<(PersonIndex, u32)>),
}

/// One in how many has a value of an attribute for a place to be kept for everybody: so many places take as much as who it is, twice over.
const SHARE: usize = 8;

impl Of {
    /// Makes room for the codes of so many, one after the other.
    fn with_room(known: usize, people: usize) -> Self {
        if known < people / SHARE {
            Self::Few(Vec::with_capacity(known))
        } else {
            Self::All(vec![0; people])
        }
    }

    fn set(&mut self, person: PersonIndex, code: u32) {
        match self {
            Self::All(codes) => codes[person.index()] = code,
            Self::Few(codes) => codes.push((person, code)),
        }
    }

    fn get(&self, person: PersonIndex) -> u32 {
        match self {
            Self::All(codes) => codes[person.index()],
            Self::Few(codes) => {
                let place = codes.binary_search_by_key(&person, |&(person, _)| person);
                place.map_or(0, |place| codes[place].1)
            }
        }
    }
}

/// Shows how many values there are: who shares one with whom does not belong in a log.
impl fmt::Debug for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Codes")
            .field("values", &self.examples.len())
            .finish_non_exhaustive()
    }
}

/// Numbers the values of so many attributes of all people, who come in order.
pub(super) fn number_values(attributes: usize, people: &[Person]) -> Vec<Codes> {
    let mut holders = vec![0; attributes];
    for (attribute, _) in people.iter().flat_map(|person| &person.attributes) {
        holders[attribute.0 as usize] += 1;
    }
    let unnumbered = holders.into_iter().map(|holders| Codes {
        of: Of::with_room(holders, people.len()),
        examples: Vec::new(),
    });
    let mut codes: Vec<Codes> = unnumbered.collect();
    let mut known: Vec<HashMap<&AttributeValue, u32>> = vec![HashMap::new(); attributes];
    for person in people {
        for (attribute, value) in &person.attributes {
            let attribute = attribute.0 as usize;
            let Codes { of, examples } = &mut codes[attribute];
            let code = *known[attribute].entry(value).or_insert_with(|| {
                examples.push(person.index);
                narrow(examples.len())
            });
            of.set(person.index, code);
        }
    }
    codes
}

/// The values of an attribute, each different one once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Coded<'o> {
    organisation: &'o Organisation,
    /// None of an attribute that is not declared, of which nothing is known of anybody.
    attribute: Option<(AttributeIndex, &'o Codes)>,
}

impl<'o> Coded<'o> {
    /// Returns the code of somebody's value: 0 if it is unknown, else one more than the place of an [example](Self::examples) of it.
    pub(crate) fn code(self, person: PersonIndex) -> usize {
        let codes = self.attribute.map(|(_, codes)| &codes.of);
        codes.map_or(0, |codes| codes.get(person) as usize)
    }

    /// Returns somebody for each value that occurs.
    pub(crate) fn examples(self) -> &'o [PersonIndex] {
        self.attribute.map_or(&[], |(_, codes)| &codes.examples)
    }

    /// Returns the value of an example.
    pub(crate) fn value(self, example: PersonIndex) -> Option<&'o AttributeValue> {
        self.organisation[example].attribute(self.attribute?.0)
    }

    /// Tells whether it is the same attribute.
    pub(crate) fn is_same(self, other: Self) -> bool {
        let attribute = |coded: Self| coded.attribute.map(|(attribute, _)| attribute);
        attribute(self) == attribute(other)
    }
}

impl Organisation {
    /// Returns the values of a declared attribute.
    pub(crate) fn coded(&self, attribute: Option<AttributeIndex>) -> Coded<'_> {
        let codes = |attribute: AttributeIndex| {
            let codes = self.codes.get(attribute.0 as usize)?;
            Some((attribute, codes))
        };
        Coded {
            organisation: self,
            attribute: attribute.and_then(codes),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{AttributeKind, AttributeValue, Organisation, PersonRow};

    #[test]
    fn everybody_has_the_value_of_their_code() {
        let mut builder = Organisation::builder()
            .attribute("site", AttributeKind::Category)
            .attribute("hours", AttributeKind::Number)
            .attribute("car", AttributeKind::Category)
            .attribute("unused", AttributeKind::Category);
        for number in 0..500 {
            let mut row = PersonRow::new(format!("{number:03}"));
            if number % 5 > 0 {
                let site = AttributeValue::Category(format!("site {}", number / 90));
                row = row.with_attribute("site", site);
            }
            if number % 3 > 0 {
                let hours = number * number % 70;
                row = row.with_attribute("hours", AttributeValue::Number(hours));
            }
            // Few have one.
            if number % 50 == 7 {
                let car = AttributeValue::Category(format!("car {}", number / 100));
                row = row.with_attribute("car", car);
            }
            builder = builder.person(row);
        }
        let organisation = builder.build().expect("in order");
        for (name, count) in [
            ("site", 7),
            ("hours", 25),
            ("car", 6),
            ("unused", 1),
            ("elsewhere", 1),
        ] {
            let attribute = organisation.attribute(name);
            let coded = organisation.coded(attribute);
            let known = coded.examples().iter();
            let known = known.map(|&example| coded.value(example));
            let values: Vec<_> = [None].into_iter().chain(known).collect();
            assert_eq!(values.len(), count, "{name}");
            for (place, value) in values.iter().enumerate() {
                assert!(!values[..place].contains(value), "{name}: {value:?} twice");
            }
            for person in organisation.people() {
                let expected = attribute.and_then(|attribute| person.attribute(attribute));
                assert_eq!(values[coded.code(person.index())], expected, "{name}");
            }
        }
    }
}
