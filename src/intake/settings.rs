//! What the reader does with what it has read.

use super::{IntakeError, UnknownKey};
use crate::keys::{UnknownKeys, did_you_mean};
use crate::model::Holders;

/// Who takes part, where nobody has said so person by person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Enrol {
    /// Whoever offers a skill is a junior, whoever wants one a senior, and whoever does both is both.
    ///
    /// The lists of a vacant post enrol nobody.
    #[default]
    BySkills,
    /// Everyone with a level is both: the view of an organisation chart. A post's status does not matter.
    EveryoneRanked,
}

/// How tables become an organisation and a programme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IntakeSettings {
    /// Who takes part.
    pub enrol: Enrol,
    /// Whether the posts of one holder are one person.
    pub holders: Holders,
}

/// The settings as a plain document; nothing in it has been checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub struct IntakeDocument {
    /// Who takes part.
    pub enrol: Enrol,
    /// Whether the posts of one holder are one person.
    pub holders: Holders,
    /// Keys that this form does not know.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub unknown: UnknownKeys,
}

impl TryFrom<IntakeDocument> for IntakeSettings {
    type Error = IntakeError;

    /// Checks a document.
    ///
    /// # Errors
    ///
    /// [`IntakeError::UnknownKeys`] lists the keys that the form does not know.
    fn try_from(document: IntakeDocument) -> Result<Self, IntakeError> {
        if !document.unknown.is_empty() {
            let unknown = |key: &str| UnknownKey {
                key: format!("intake.{key}"),
                did_you_mean: did_you_mean(key, &["enrol", "holders"]),
            };
            return Err(IntakeError::UnknownKeys {
                keys: document.unknown.iter().map(unknown).collect(),
            });
        }
        Ok(Self {
            enrol: document.enrol,
            holders: document.holders,
        })
    }
}
