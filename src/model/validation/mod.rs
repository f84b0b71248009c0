//! Validation: from rows or columns to an organisation, with everything that was wrong on the way.
//!
//! There is one way through, which mends or sets aside what is faulty and records it; strict loading is lenient loading
//! that found nothing. Each table has its file; all write to one [`report::Report`].

mod assemble;
mod declared;
mod input;
mod lines;
mod named;
mod people;
mod relations;
mod report;
mod rows;
mod skills;
mod staff;
mod units;

pub(super) use assemble::assemble;
pub(super) use input::{Input, LevelView, PeopleTable, RelationTable};
