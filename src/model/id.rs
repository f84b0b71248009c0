//! Identifiers: opaque text, compared byte for byte.

use std::fmt;
use std::sync::Arc;

/// Defines an identifier type: shared, opaque text whose `Display` is escaped, so that no identifier can break out
/// of a message.
macro_rules! identifier {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes any text as an identifier; it is checked where it is used.
            #[must_use]
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(Arc::from(text.as_ref()))
            }

            /// Returns the text, unescaped and byte for byte as it came in.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0.escape_debug())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Arc::from(text))
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::serde_forms::id(deserializer).map(Self::from)
            }
        }

        impl crate::canonical::Canonical for $name {
            fn write(&self, canon: &mut crate::canonical::Canon) {
                canon.text(&self.0);
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

identifier! {
    /// Names a person, or one of the posts a person holds.
    PersonId
}
identifier! {
    /// Names an organisational unit.
    UnitId
}
identifier! {
    /// Names a skill.
    SkillId
}
identifier! {
    /// Names a topic category of skills, such as technology or customer.
    CategoryId
}
identifier! {
    /// Names a declared attribute of people.
    AttributeName
}
