//! Declared attributes: what an organisation says of its people beyond unit, level and skills.

use std::collections::BTreeMap;

use super::AttributeName;

/// The position of an attribute among the declared ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeIndex(pub(crate) u32);

/// The type of a declared attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum AttributeKind {
    /// True or false, such as "confirmed".
    Flag,
    /// One of several words, such as a site.
    Category,
    /// Several words, such as languages.
    Set,
    /// A whole number, such as hours a month, or a position on any ordered scale.
    Number,
    /// All whole numbers from one to another, such as the hours of a day at which somebody can meet.
    Range,
    /// A day, such as that of the last cancellation, as a number of whole days since 1970-01-01.
    Day,
    /// Words, each with a level and a weight, such as perspectives offered.
    Vector,
}

impl AttributeKind {
    /// Tells whether a value can be one of this type.
    #[must_use]
    pub fn takes(self, value: &AttributeValue) -> bool {
        // A day is written as a number; the declaration alone says that it is one.
        value.kind() == self || (self, value.kind()) == (Self::Day, Self::Number)
    }
}

impl std::fmt::Display for AttributeKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Flag => "flag",
            Self::Category => "category",
            Self::Set => "set",
            Self::Number => "number",
            Self::Range => "range",
            Self::Day => "day",
            Self::Vector => "vector",
        })
    }
}

/// The value of an attribute for one person; a person without one is unknown, not false or zero.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
#[non_exhaustive]
pub enum AttributeValue {
    /// A value of a [`AttributeKind::Flag`].
    Flag(bool),
    /// A value of a [`AttributeKind::Number`] or a [`AttributeKind::Day`].
    Number(i64),
    /// A value of a [`AttributeKind::Category`].
    Category(String),
    /// A value of a [`AttributeKind::Set`]; order and repetition do not count.
    Set(Vec<String>),
    /// A value of a [`AttributeKind::Range`]: its first and its last number.
    Range(i64, i64),
    /// A value of a [`AttributeKind::Vector`].
    Vector(BTreeMap<String, VectorEntry>),
}

/// What a vector says of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct VectorEntry {
    /// The level offered or wanted, 1 to 100; `None` means any where it is wanted, and the highest where it is offered.
    pub level: Option<i64>,
    /// How much it matters beside the others where it is wanted, 1 to 1000; `None` means 1.
    pub weight: Option<i64>,
}

impl VectorEntry {
    /// The largest level.
    pub const MOST_LEVEL: i64 = 100;
    /// The largest weight.
    pub const MOST_WEIGHT: i64 = 1_000;

    /// States a level, with weight 1.
    #[must_use]
    pub const fn level(level: i64) -> Self {
        Self {
            level: Some(level),
            weight: None,
        }
    }

    /// Sets the weight.
    #[must_use]
    pub const fn with_weight(mut self, weight: i64) -> Self {
        self.weight = Some(weight);
        self
    }
}

impl AttributeValue {
    /// Returns the type of the value.
    #[must_use]
    pub fn kind(&self) -> AttributeKind {
        match self {
            Self::Flag(_) => AttributeKind::Flag,
            Self::Number(_) => AttributeKind::Number,
            Self::Category(_) => AttributeKind::Category,
            Self::Set(_) => AttributeKind::Set,
            Self::Range(..) => AttributeKind::Range,
            Self::Vector(_) => AttributeKind::Vector,
        }
    }
}

/// A declared attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub(crate) name: AttributeName,
    pub(crate) kind: AttributeKind,
}

impl Attribute {
    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &AttributeName {
        &self.name
    }

    /// Returns the type of its values.
    #[must_use]
    pub fn kind(&self) -> AttributeKind {
        self.kind
    }
}

/// Writes words in quotes, and of a vector its words alone.
impl std::fmt::Display for AttributeValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Category(word) => write!(f, "{word:?}"),
            Self::Set(words) => write!(f, "{words:?}"),
            Self::Range(from, to) => write!(f, "{from} to {to}"),
            Self::Vector(words) => f.debug_list().entries(words.keys()).finish(),
        }
    }
}
