//! How many pairs an organisation chart permits at once.

use reverse_mentoring::assignment::{
    AssignmentError, Candidate, Column, Cost, CostSource, Row, solve_max,
};
use reverse_mentoring::intake::EligiblePairs;

/// Finds the size of a largest matching: where every pair costs nothing, only the number of pairs counts.
pub(crate) fn largest_matching(pairs: &EligiblePairs) -> Result<u64, AssignmentError> {
    Ok(solve_max(&Free(pairs))?.len() as u64)
}

/// Mentors as rows, mentees as columns; a permitted pair costs nothing.
struct Free<'a>(&'a EligiblePairs);

impl CostSource for Free<'_> {
    fn rows(&self) -> usize {
        self.0.len()
    }

    fn columns(&self) -> usize {
        self.0.len()
    }

    fn cost(&self, mentor: Row, mentee: Column) -> Option<Cost> {
        (self.0.contains(mentor.index(), mentee.index())).then_some(0)
    }

    fn permitted(&self, mentor: Row, out: &mut Vec<Candidate>) {
        let mentees = self.0.mentees_of(mentor.index());
        out.clear();
        out.extend(mentees.filter_map(|mentee| {
            let column = Column::from(u32::try_from(mentee).ok()?);
            Some(Candidate { column, cost: 0 })
        }));
        out.sort_unstable();
    }

    fn cost_range(&self, _: std::ops::Range<usize>) -> Option<(Cost, Cost)> {
        Some((0, 0))
    }
}
