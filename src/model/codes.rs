//! The values of attributes by number, so that whoever works something out for values does so once for each.

use std::collections::HashMap;
use std::fmt;

use super::forest::narrow;
use super::{AttributeIndex, AttributeValue, Organisation, Person, PersonIndex};

/// Who has which value of an attribute.
#[derive(Clone)]
pub(super) struct Codes {
    /// By person: one more than the place of their value among the examples; 0 where it is unknown.
    of: Vec<u32>,
    /// Somebody for each value that occurs, in the order in which these first come.
    examples: Vec<PersonIndex>,
}

/// Shows how many values there are: who shares one with whom does not belong in a log.
impl fmt::Debug for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Codes")
            .field("values", &self.examples.len())
            .finish_non_exhaustive()
    }
}

/// Numbers the values of so many attributes of all people.
pub(super) fn number_values(attributes: usize, people: &[Person]) -> Vec<Codes> {
    let mut known: Vec<HashMap<&AttributeValue, u32>> = vec![HashMap::new(); attributes];
    let unknown = Codes {
        of: vec![0; people.len()],
        examples: Vec::new(),
    };
    let mut codes = vec![unknown; attributes];
    for person in people {
        for (attribute, value) in &person.attributes {
            let attribute = attribute.0 as usize;
            let Codes { of, examples } = &mut codes[attribute];
            of[person.index.index()] = *known[attribute].entry(value).or_insert_with(|| {
                examples.push(person.index);
                narrow(examples.len())
            });
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
        codes.map_or(0, |codes| codes[person.index()] as usize)
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
            .attribute("hours", AttributeKind::Number);
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
            builder = builder.person(row);
        }
        let organisation = builder.build().expect("in order");
        for (name, count) in [("site", 7), ("hours", 25), ("elsewhere", 1)] {
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
