//! What is legal but probably not meant.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::PersonId;
use super::organisation::Name;

/// Something legal that was probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// Ids of different people that differ only by case, by spaces around them or by how their letters are composed.
    LookAlikeIds {
        /// The ids, in order.
        ids: Vec<PersonId>,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LookAlikeIds { ids } => {
                f.write_str("different people have ids that look alike:")?;
                for (place, id) in ids.iter().enumerate() {
                    write!(f, "{} \"{id}\"", if place == 0 { "" } else { "," })?;
                }
                Ok(())
            }
        }
    }
}

/// Finds ids that are equal once trimmed, composed (NFC) and in lower case.
pub(super) fn look_alikes(names: &[Name]) -> Vec<Warning> {
    let mut looks: Vec<(String, &Name)> = names.iter().map(|name| (look(&name.id), name)).collect();
    looks.sort_unstable_by(|one, other| (&one.0, &one.1.id).cmp(&(&other.0, &other.1.id)));
    looks
        .chunk_by(|one, other| one.0 == other.0)
        .filter(|alike| {
            alike
                .iter()
                .any(|(_, name)| name.person != alike[0].1.person)
        })
        .map(|alike| Warning::LookAlikeIds {
            ids: alike.iter().map(|(_, name)| name.id.clone()).collect(),
        })
        .collect()
}

fn look(id: &PersonId) -> String {
    let text = id.as_str().trim();
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.nfc()
            .collect::<String>()
            .to_lowercase()
            .nfc()
            .collect()
    }
}
