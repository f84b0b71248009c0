//! What shows that no assignment meets the limits.

use std::fmt;

use super::{Limits, Question};
use crate::assignment::error::enumeration;
use crate::assignment::{AssignmentError, Candidate, Column, CostSource, Row};

/// Rows, columns and groups that must make more pairs than can be: what shows that no assignment meets the limits.
///
/// Think of a pair as a unit that comes from outside, through the group of its row if it has one, the row, the column, and the
/// group of the column, and goes outside again. Draw a line around these members. If they lack *columns*, the minima of those
/// rows and groups that are entered from outside the line add up to more than the capacities of all ways out. If they lack *rows*, the
/// minima of those that are left towards the outside add up to more than the capacities of all ways in. Either way no
/// assignment exists, by A. J. Hoffman, "Some recent applications of the theory of linear inequalities to extremal
/// combinatorial analysis", Proceedings of Symposia in Applied Mathematics 10 (1960), pp. 113-127, who proves too that such a
/// line exists whenever no assignment does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bottleneck {
    question: Question,
    lacking: Shortage,
    rows: Vec<Row>,
    columns: Vec<Column>,
    row_groups: Vec<usize>,
    column_groups: Vec<usize>,
    needed: u64,
    possible: u64,
}

/// What there is too little of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shortage {
    /// The rows have too few columns to go to.
    OfColumns,
    /// The columns have too few rows to come from.
    OfRows,
}

impl Bottleneck {
    /// Names who is inside a line.
    pub(super) fn around(
        line: &Line,
        question: Question,
        lacking: Shortage,
        (needed, possible): (u64, u64),
    ) -> Self {
        Self {
            question,
            lacking,
            rows: line.rows.members().map(Row::at).collect(),
            columns: line.columns.members().map(Column::at).collect(),
            row_groups: line.row_groups.members().collect(),
            column_groups: line.column_groups.members().collect(),
            needed,
            possible,
        }
    }

    /// Says which question cannot be answered.
    #[must_use]
    pub fn question(&self) -> Question {
        self.question
    }

    /// Says what there is too little of.
    #[must_use]
    pub fn lacking(&self) -> Shortage {
        self.lacking
    }

    /// Lists the rows, ascending.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Lists the columns, ascending.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Lists the groups of rows by their positions, ascending.
    #[must_use]
    pub fn row_groups(&self) -> &[usize] {
        &self.row_groups
    }

    /// Lists the groups of columns by their positions, ascending.
    #[must_use]
    pub fn column_groups(&self) -> &[usize] {
        &self.column_groups
    }

    /// Counts the pairs that these must make.
    #[must_use]
    pub fn needed(&self) -> u64 {
        self.needed
    }

    /// Counts the pairs that these can make.
    #[must_use]
    pub fn possible(&self) -> u64 {
        self.possible
    }

    /// Counts anew what is needed and what is possible, and says whether that shows that no assignment exists.
    #[must_use]
    pub fn holds(&self, source: &dyn CostSource, limits: &Limits) -> bool {
        let mut line = Line::new(limits);
        for row in &self.rows {
            line.rows.set(row.index());
        }
        for column in &self.columns {
            line.columns.set(column.index());
        }
        for &group in &self.row_groups {
            line.row_groups.set(group);
        }
        for &group in &self.column_groups {
            line.column_groups.set(group);
        }
        let mut candidates = Vec::new();
        let counted = line.count(self.question, self.lacking, limits, |row, out| {
            source.permitted(row, &mut candidates);
            out.extend_from_slice(&candidates);
            Ok(())
        });
        let sizes = (source.rows(), source.columns()) == (limits.rows(), limits.columns());
        sizes && counted == Ok((self.needed, self.possible)) && self.needed > self.possible
    }
}

impl fmt::Display for Bottleneck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural =
            |word: &'static str, words: &'static str, count| if count == 1 { word } else { words };
        let mut parts = Vec::new();
        let of_rows = [
            (!self.row_groups.is_empty()).then(|| {
                enumeration(
                    plural("row group", "row groups", self.row_groups.len()),
                    &numbers(&self.row_groups),
                )
            }),
            (!self.rows.is_empty())
                .then(|| enumeration(plural("row", "rows", self.rows.len()), &self.rows)),
        ];
        let of_columns = [
            (!self.columns.is_empty()).then(|| {
                enumeration(
                    plural("column", "columns", self.columns.len()),
                    &self.columns,
                )
            }),
            (!self.column_groups.is_empty()).then(|| {
                enumeration(
                    plural("column group", "column groups", self.column_groups.len()),
                    &numbers(&self.column_groups),
                )
            }),
        ];
        match self.lacking {
            Shortage::OfColumns => parts.extend(of_rows.into_iter().chain(of_columns).flatten()),
            Shortage::OfRows => {
                parts.extend(
                    of_columns
                        .into_iter()
                        .rev()
                        .chain(of_rows.into_iter().rev())
                        .flatten(),
                );
            }
        }
        let members =
            self.rows.len() + self.columns.len() + self.row_groups.len() + self.column_groups.len();
        let need = plural("needs", "need", members);
        let pairs = plural("pair", "pairs", usize::try_from(self.needed).unwrap_or(2));
        write!(
            f,
            "{} {need} {} {pairs}, and there is room for {}",
            parts.join(" with "),
            self.needed,
            self.possible
        )
    }
}

fn numbers(groups: &[usize]) -> Vec<u32> {
    groups
        .iter()
        .map(|&group| u32::from(Row::at(group)))
        .collect()
}

/// Marks on numbered things.
#[derive(Debug, Clone)]
pub(super) struct Marks(Vec<bool>);

impl Marks {
    fn new(count: usize) -> Self {
        Self(vec![false; count])
    }

    /// Sets a mark; says whether it was not set before. What does not exist is left aside.
    pub(super) fn set(&mut self, index: usize) -> bool {
        self.0
            .get_mut(index)
            .is_some_and(|mark| !std::mem::replace(mark, true))
    }

    fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.0
            .iter()
            .enumerate()
            .filter(|&(_, &mark)| mark)
            .map(|(index, _)| index)
    }

    fn invert(&mut self) {
        for mark in &mut self.0 {
            *mark = !*mark;
        }
    }
}

/// Who is inside a line.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) rows: Marks,
    pub(super) columns: Marks,
    pub(super) row_groups: Marks,
    pub(super) column_groups: Marks,
}

impl Line {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            rows: Marks::new(limits.rows()),
            columns: Marks::new(limits.columns()),
            row_groups: Marks::new(limits.row_groups().len()),
            column_groups: Marks::new(limits.column_groups().len()),
        }
    }

    /// Takes the other side of the line.
    pub(super) fn invert(&mut self) {
        self.rows.invert();
        self.columns.invert();
        self.row_groups.invert();
        self.column_groups.invert();
    }

    /// Counts what must cross the line one way, and what can cross it the other way.
    pub(super) fn count(
        &self,
        question: Question,
        lacking: Shortage,
        limits: &Limits,
        mut permitted: impl FnMut(Row, &mut Vec<Candidate>) -> Result<(), AssignmentError>,
    ) -> Result<(u64, u64), AssignmentError> {
        let (mut needed, mut possible) = (0_u64, 0_u64);
        // A way from one to the other, inside the line or not, and its limits.
        let mut way = |from: bool, to: bool, (least, most): (u64, u64)| {
            let inwards = !from && to;
            let outwards = from && !to;
            let (must, can) = match lacking {
                Shortage::OfColumns => (inwards, outwards),
                Shortage::OfRows => (outwards, inwards),
            };
            if must {
                needed = needed.saturating_add(least);
            }
            if can {
                possible = possible.saturating_add(most);
            }
        };
        let mut candidates = Vec::new();
        for (index, &inside) in self.rows.0.iter().enumerate() {
            let row = Row::at(index);
            let group = limits.group_of_row(row);
            way(
                group.is_some_and(|group| self.row_groups.0[group]),
                inside,
                row_limits(question, limits, row),
            );
            candidates.clear();
            permitted(row, &mut candidates)?;
            for pair in &candidates {
                if let Some(&to) = self.columns.0.get(pair.column.index()) {
                    way(inside, to, (0, 1));
                }
            }
        }
        for (index, &inside) in self.columns.0.iter().enumerate() {
            let column = Column::at(index);
            let group = limits.group_of_column(column);
            let bounds = (
                limits.column_minimum(column).into(),
                limits.column_seats(column).into(),
            );
            way(
                inside,
                group.is_some_and(|group| self.column_groups.0[group]),
                bounds,
            );
        }
        for (group, &inside) in limits.row_groups().iter().zip(&self.row_groups.0) {
            way(false, inside, (group.floor(), group.cap()));
        }
        for (group, &inside) in limits.column_groups().iter().zip(&self.column_groups.0) {
            way(inside, false, (group.floor(), group.cap()));
        }
        Ok((needed, possible))
    }
}

/// The fewest and the most pairs of a row that answer the question.
pub(super) fn row_limits(question: Question, limits: &Limits, row: Row) -> (u64, u64) {
    let seats = u64::from(limits.row_seats(row));
    if question == Question::EveryRow && limits.exit(row).is_none() {
        (seats, seats)
    } else {
        (limits.row_minimum(row).into(), seats)
    }
}
