//! Readers: files of people, departments, memberships and skills become documents of `model` and `programme`.
//!
//! Every row is accepted or returned with its line, its column and the reason. A table is read through
//! [`CsvSources`] into [`Tables`]; an [`OrgChart`] turns these into an
//! [`OrganisationDocument`](crate::model::OrganisationDocument) and a
//! [`ProgrammeDocument`](crate::programme::ProgrammeDocument), which the two rooms then validate; [`Quality`] counts
//! what is wrong or unusual in them; and [`write_pairs`] writes a matching out again. What the tables mean as a whole
//! (circles, unknown managers, repeated ids) is the model's to judge. Any program may use this room; no other room
//! does.
//!
//! # Tables
//!
//! Tables are CSV text in UTF-8, with or without a byte order mark, separated by commas, with a header. Columns may
//! come in any order. Columns outside the schema are dropped, unread, and reported by name; so no name, birth date or
//! gender ever enters the crate. Ids are text, compared byte for byte: `0479480001` keeps its zero.
//!
//! | table | required columns | optional columns |
//! | --- | --- | --- |
//! | people | `id`, `manager_id`, `department_id`, `level_rank` | `holder_id`, `status`, `skills_offered`, `skills_wanted`; `level` and `title` are known and not kept |
//! | departments | `department_id`, `parent_id` | `name` |
//! | memberships | `id`, `department_id` | `role`, known and not kept |
//! | skills | `person_id`, `direction`, `skill` | `level`, `importance` |
//!
//! A cell that may be empty says "none" by being so. `level_rank` is an integer, a larger one being more senior;
//! empty means that the post cannot be ranked. `status` is `filled` (also meant by an empty cell), `vacant` or
//! `undisclosed`. `skills_offered` and `skills_wanted` are lists separated by `;`. `direction` is `offers` or `wants`,
//! `level` an integer from 1 to 100, `importance`, which counts for wants, one from 1 to 1000.

mod chart;
mod departments;
mod eligible;
mod error;
mod export;
mod lines;
mod memberships;
mod oracle;
mod people;
mod quality;
mod scan;
mod settings;
mod skills;
mod source;
mod table;
mod tables;

pub use chart::OrgChart;
pub use eligible::EligiblePairs;
pub use error::{Format, IntakeError, IntakeFault, Reason, Table, UnknownKey};
pub use export::{PairRow, neutralise, restore, write_pairs, write_whole};
pub use memberships::Membership;
pub use oracle::Oracle;
pub use people::{PostRow, Status, UNSTATED_PROFICIENCY};
pub use quality::Quality;
pub use settings::{Enrol, IntakeDocument, IntakeSettings};
pub use skills::{Direction, SkillStatement};
pub use source::{Limits, Source};
pub use table::DroppedColumn;
pub use tables::{CsvSources, Tables};
