//! The organisation: people, units, relations and skills, validated once and immutable afterwards.
//!
//! This room knows nothing of mentoring. It says who exists ([`Person`]), where they sit ([`UnitGraph`]), who
//! stands how to whom ([`Relations`], [`ChainOfCommand`]) and what can be known ([`Taxonomy`]). An
//! [`Organisation`] comes out of an [`OrganisationDocument`], by hand through [`Organisation::builder`] or out of a
//! file; every room below may read it, and it reads none of them.

mod attribute;
mod chain;
mod document;
mod error;
mod id;
mod level;
mod organisation;
mod person;
mod relation;
mod skill;
mod unit;

pub use attribute::{Attribute, AttributeIndex, AttributeKind, AttributeValue};
pub use chain::ChainOfCommand;
pub use document::{
    AttributeRow, LevelRow, LinkRow, OrganisationDocument, PersonRow, RelationRow, SkillLevelRow,
    SkillRow, UnitRow,
};
pub use error::{Fault, ModelError};
pub use id::{AttributeName, CategoryId, PersonId, SkillId, UnitId};
pub use level::{Level, LevelScale};
pub use organisation::{Fingerprint, LenientOrganisation, Organisation, OrganisationBuilder};
pub use person::{Person, PersonIndex, Post, PostIndex};
pub use relation::{Manager, RelationKind, Relations};
pub use skill::{CategoryIndex, HeldSkill, Proficiency, Skill, SkillIndex, Taxonomy};
pub use unit::{Unit, UnitDistances, UnitGraph, UnitIndex};
