//! Keys of a document that its form does not know: kept, so that a misspelt one is refused and not ignored.

/// The keys a document carried that its form does not know.
///
/// A document holds them as `#[serde(flatten)]`, in any format; whoever validates the document refuses them. Their
/// values are dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnknownKeys(Option<Box<Keys>>);

/// At least one key. It is apart, since every row of a document has room for it and hardly any needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Keys(Vec<String>);

impl UnknownKeys {
    fn new(keys: Vec<String>) -> Self {
        Self((!keys.is_empty()).then(|| Box::new(Keys(keys))))
    }

    /// Returns the keys, in the order they came.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let keys = self.0.iter().flat_map(|keys| &keys.0);
        keys.map(String::as_str)
    }

    /// Tells whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl<S: Into<String>> FromIterator<S> for UnknownKeys {
    fn from_iter<I: IntoIterator<Item = S>>(keys: I) -> Self {
        Self::new(keys.into_iter().map(Into::into).collect())
    }
}

/// Returns the known key that was probably meant.
pub(crate) fn did_you_mean<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    let similarity = |candidate: &str| strsim::jaro_winkler(key, candidate);
    let best = known
        .iter()
        .copied()
        .max_by(|a, b| similarity(a).total_cmp(&similarity(b)))?;
    // 0.8: below this a suggestion misleads more often than it helps.
    (similarity(best) >= 0.8).then_some(best)
}

/// Shows the known key that was probably meant, where there is one, as a remedy.
pub(crate) struct DidYouMean<'a>(pub(crate) Option<&'a str>);

impl std::fmt::Display for DidYouMean<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Some(key) => write!(f, " (did you mean \"{}\"?)", key.escape_debug()),
            None => Ok(()),
        }
    }
}

/// Returns the part of an unknown key that is kept: its first 100 characters.
pub(crate) fn shown(key: &str) -> String {
    key.chars().take(100).collect()
}

#[cfg(feature = "serde")]
mod serde_form {
    use std::fmt;

    use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
    use serde::ser::{Serialize, SerializeMap, Serializer};

    use super::UnknownKeys;

    impl Serialize for UnknownKeys {
        /// Writes nothing: what the form does not know is not passed on.
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_map(Some(0))?.end()
        }
    }

    impl<'de> Deserialize<'de> for UnknownKeys {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(KeysVisitor)
        }
    }

    struct KeysVisitor;

    impl<'de> Visitor<'de> for KeysVisitor {
        type Value = UnknownKeys;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UnknownKeys, A::Error> {
            let mut keys = Vec::new();
            while let Some(key) = map.next_key::<String>()? {
                map.next_value::<IgnoredAny>()?;
                keys.push(key);
            }
            Ok(UnknownKeys::new(keys))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn a_misspelt_key_finds_the_one_that_was_meant() {
        let known = ["target_skills", "unit_distance", "seniority_gap"];
        assert_eq!(did_you_mean("target_skils", &known), Some("target_skills"));
        assert_eq!(did_you_mean("distance", &known), None);
        assert_eq!(did_you_mean("x", &[]), None);
    }
}
