//! Exact, certified and explained matching for reverse-mentoring programmes.

pub mod assignment;
mod quantise;
pub mod work;
