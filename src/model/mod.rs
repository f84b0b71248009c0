//! The organisation: people, units, relations and skills, validated once and immutable afterwards.
//!
//! This room knows nothing of mentoring. It says who exists ([`Person`]), where they sit ([`UnitGraph`]), who
//! stands how to whom ([`Relations`], [`ChainOfCommand`]) and what can be known ([`Taxonomy`]). An
//! [`Organisation`] comes out of an [`OrganisationDocument`], by hand through [`Organisation::builder`], out of
//! [`columns`] or out of a file; every room below may read it, and it reads none of them.

mod attribute;
mod builder;
mod chain;
mod codes;
pub mod columns;
mod distance;
mod document;
mod error;
mod fault;
mod fingerprint;
mod forest;
mod id;
#[cfg(feature = "json")]
mod json;
mod level;
mod organisation;
mod person;
mod protected;
mod relation;
mod rows;
#[cfg(feature = "serde")]
pub(crate) mod serde_forms;
mod skill;
mod tangles;
mod unit;
mod validation;
mod warning;
mod wording;

pub use attribute::{Attribute, AttributeIndex, AttributeKind, AttributeValue, VectorEntry};
pub use builder::OrganisationBuilder;
pub use chain::ChainOfCommand;
pub(crate) use codes::Coded;
pub use distance::UnitDistances;
pub use document::{
    AttributeRow, Holders, LevelRow, LinkRow, OrganisationDocument, PersonRow, RelationRow,
    SkillLevelRow, SkillRow, UnitRow,
};
pub use error::ModelError;
pub use fault::{Fault, ID_LIMIT, LINK_LIMIT, Table};
pub use fingerprint::Fingerprint;
pub use id::{AttributeName, CategoryId, PersonId, SkillId, UnitId};
pub use level::{Level, LevelScale};
pub use organisation::{LenientOrganisation, Organisation};
pub use person::{Person, PersonIndex, Post, PostIndex};
pub use protected::{ProtectedOverride, protected_characteristic};
pub use relation::{Manager, RelationKind, Relations, Validity};
pub use skill::{CategoryIndex, HeldSkill, Proficiency, Skill, SkillIndex, Taxonomy};
pub use unit::{Unit, UnitGraph, UnitIndex};
pub use warning::Warning;
