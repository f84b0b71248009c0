//! The serde form of weights: a map that keeps its order and refuses a repeated key.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::WeightsDocument;

impl Serialize for WeightsDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, weight)| (name, weight)))
    }
}

impl<'de> Deserialize<'de> for WeightsDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Weights)
    }
}

struct Weights;

impl<'de> Visitor<'de> for Weights {
    type Value = WeightsDocument;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map from criteria to whole numbers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<WeightsDocument, A::Error> {
        let mut weights: Vec<(String, i64)> = Vec::new();
        let mut names = std::collections::BTreeSet::new();
        while let Some((name, weight)) = map.next_entry::<String, i64>()? {
            if !names.insert(name.clone()) {
                let name = name.escape_debug();
                return Err(A::Error::custom(format_args!(
                    "the weight of \"{name}\" is stated twice"
                )));
            }
            weights.push((name, weight));
        }
        Ok(WeightsDocument(weights))
    }
}
