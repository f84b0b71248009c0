//! The organisation as columns: one slice for each thing that is said of everybody, for whoever holds data in columns.
//!
//! Values are laid out as Apache Arrow lays them out: texts end to end with their offsets, numbers side by side, one bit
//! for what is stated. So a table in that layout is handed over without a copy, by nothing but slices of std types; and a
//! million texts cost the caller four bytes each beside their letters, where a slice of `&str` costs sixteen.
//! [`OrganisationColumns`] is what [`Organisation::from_columns`](super::Organisation::from_columns) reads; `programme`
//! lays its enrolments out in the same types.

mod checked;
mod fault;
mod layout;
mod organisation;
mod people;

pub(crate) use checked::{ColumnCheck, ListColumn, TextColumn};
pub use fault::ColumnFault;
pub use layout::{Bits, Lists, Numbers, Offsets, Texts, WordLists};
pub use organisation::{
    AttributeColumn, AttributeValues, Levels, OrganisationColumns, PersonColumns, RelationColumns,
    SkillLevelColumns,
};
pub(super) use people::{CheckedPeople, CheckedRelations};
