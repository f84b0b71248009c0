//! The guide: the mathematics, the decisions, recipes, what takes several machines, and what changed. Documentation only.

#[doc = include_str!("guide/mathematics.md")]
pub mod mathematics {}

#[doc = include_str!("guide/design.md")]
pub mod design {}

#[doc = include_str!("guide/cookbook.md")]
pub mod cookbook {}

#[doc = include_str!("guide/requirements.md")]
pub mod requirements {}

#[doc = include_str!("guide/performance.md")]
pub mod performance {}

#[doc = include_str!("guide/scale.md")]
pub mod scale {}

#[doc = include_str!("guide/changes.md")]
pub mod changes {}
