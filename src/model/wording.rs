//! The parts that messages of faults share: places, lists cut to a length, circles.

use std::fmt;

use super::{SkillId, Table};

/// Where a fault is, up to the colon.
pub(super) struct At(pub(super) Table, pub(super) u64);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = match self.0 {
            Table::Document => return f.write_str("document: "),
            Table::LevelScale => "level scale ",
            Table::Attributes => "attribute ",
            Table::Units => "unit ",
            Table::Links => "link ",
            Table::Skills => "skill ",
            Table::People => "",
            Table::Relations => "relation ",
        };
        write!(f, "{table}row {}: ", self.1)
    }
}

/// A remedy, where there is one.
pub(super) struct DidYouMean(pub(super) Option<&'static str>);

impl fmt::Display for DidYouMean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(key) => write!(f, " (did you mean \"{key}\"?)"),
            None => Ok(()),
        }
    }
}

/// The most rows or members a message lists.
const SHOWN: usize = 100;

/// One row, or several.
pub(super) struct Rows<'a>(pub(super) &'a [u64]);

impl fmt::Display for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.len() == 1 { "row " } else { "rows " })?;
        enumerate(f, self.0.iter())
    }
}

struct List<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        enumerate(f, self.0.iter().map(|item| format!("\"{item}\"")))
    }
}

fn enumerate(
    f: &mut fmt::Formatter<'_>,
    items: impl ExactSizeIterator<Item = impl fmt::Display>,
) -> fmt::Result {
    let count = items.len();
    for (place, item) in items.take(SHOWN).enumerate() {
        let before = match place {
            0 => "",
            _ if place + 1 == count => " and ",
            _ => ", ",
        };
        write!(f, "{before}{item}")?;
    }
    match count.saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

/// Skills that are broader than each other.
pub(super) struct SkillCircle<'a>(pub(super) &'a [SkillId]);

impl fmt::Display for SkillCircle<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [one] => write!(
                f,
                "1 skill is broader than itself: \"{one}\" (leave that parent out)"
            ),
            several => write!(
                f,
                "{} skills are each broader than the others: {} (correct the parents of one of them)",
                several.len(),
                List(several)
            ),
        }
    }
}

/// A circle, closed by its first member.
pub(super) struct Circle<'a, T>(pub(super) &'a [T]);

impl<T: fmt::Display> fmt::Display for Circle<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for item in self.0.iter().take(SHOWN) {
            write!(f, "\"{item}\" -> ")?;
        }
        match (self.0.len().saturating_sub(SHOWN), self.0.first()) {
            (0, Some(first)) => write!(f, "\"{first}\""),
            (more, _) => write!(f, "{more} more"),
        }
    }
}
