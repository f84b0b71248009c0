//! Declared attributes: what an organisation says of its people beyond unit, level and skills.

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
    /// A whole number, such as months of tenure.
    Number,
}

impl std::fmt::Display for AttributeKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Flag => "flag",
            Self::Category => "category",
            Self::Set => "set",
            Self::Number => "number",
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
    /// A value of a [`AttributeKind::Number`].
    Number(i64),
    /// A value of a [`AttributeKind::Category`].
    Category(String),
    /// A value of a [`AttributeKind::Set`]; order and repetition do not count.
    Set(Vec<String>),
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
