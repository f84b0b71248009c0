//! Reads a matrix from a file whose format is told by its content.

use std::fmt::Display;

use reverse_mentoring::assignment::{
    Assignment, AssignmentError, CertificateError, Column, DenseCosts, FloatCosts, Infinity,
    Solver, SparseCosts, Verified, verify,
};

/// A matrix as its file has it.
pub(crate) enum Matrix {
    Integers(DenseCosts<i32>),
    Wide(DenseCosts<i64>),
    Floats(FloatCosts),
    Sparse(SparseCosts),
}

impl Matrix {
    /// Reads any of the three formats; the message of a failure says what was found and expected.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        if let Some(rest) = bytes.strip_prefix(b"LSAPBIN1") {
            return Binary { rest }.matrix();
        }
        let text = std::str::from_utf8(bytes).map_err(|error| {
            format!(
                "byte {} is not text, expected LSAPBIN1, OR-Library text or CSV",
                error.valid_up_to()
            )
        })?;
        let text = text.trim_start_matches('\u{feff}');
        match text.split_whitespace().next() {
            None => Err(String::from(
                "the file is empty, expected LSAPBIN1, OR-Library text or CSV",
            )),
            Some(first) if first.contains(',') => from_csv(text),
            Some(first) if first.bytes().all(|byte| byte.is_ascii_digit()) => from_or_library(text),
            Some(first) => Err(format!(
                "the file starts with {first:?}, expected LSAPBIN1, a size, or row,column,cost"
            )),
        }
    }

    pub(crate) fn solve(&self, solver: &Solver<'_>) -> Result<Assignment, AssignmentError> {
        match self {
            Self::Integers(costs) => solver.solve(costs),
            Self::Wide(costs) => solver.solve(costs),
            Self::Floats(costs) => solver.solve(costs),
            Self::Sparse(costs) => solver.solve(costs),
        }
    }

    pub(crate) fn verify(&self, assignment: &Assignment) -> Result<Verified, CertificateError> {
        match self {
            Self::Integers(costs) => verify(costs, assignment),
            Self::Wide(costs) => verify(costs, assignment),
            Self::Floats(costs) => verify(costs, assignment),
            Self::Sparse(costs) => verify(costs, assignment),
        }
    }

    /// Writes a total cost in the numbers of the file.
    pub(crate) fn objective(&self, assignment: &Assignment) -> String {
        match self {
            Self::Floats(costs) => costs.to_float(assignment.total_cost()).to_string(),
            _ => assignment.total_cost().to_string(),
        }
    }
}

fn text(error: impl Display) -> String {
    error.to_string()
}

/// What is left of an LSAPBIN1 file.
struct Binary<'a> {
    rest: &'a [u8],
}

impl<'a> Binary<'a> {
    fn matrix(mut self) -> Result<Matrix, String> {
        let kind = self.u32("kind")?;
        self.u32("reserved word")?;
        let (rows, columns, pairs) = (
            self.size("rows")?,
            self.size("columns")?,
            self.size("pairs")?,
        );
        let cells = || {
            rows.checked_mul(columns)
                .ok_or_else(|| format!("{rows} rows of {columns} costs are too many"))
        };
        let matrix = match kind {
            0 => {
                let costs = self.numbers(cells()?, "costs", i32::from_le_bytes)?;
                Matrix::Integers(
                    DenseCosts::try_new(rows, columns, costs)
                        .map_err(text)?
                        .with_absent(i32::MAX),
                )
            }
            1 => {
                let costs = self.numbers(cells()?, "costs", f64::from_le_bytes)?;
                Matrix::Floats(
                    FloatCosts::try_new(rows, columns, costs, Infinity::Absent).map_err(text)?,
                )
            }
            2 => {
                let starts =
                    self.numbers(rows.saturating_add(1), "row starts", u64::from_le_bytes)?;
                let starts: Result<Vec<usize>, _> =
                    starts.into_iter().map(usize::try_from).collect();
                let places = self.numbers(pairs, "column numbers", u32::from_le_bytes)?;
                let places = places.into_iter().map(Column::from).collect();
                let costs = self.numbers(pairs, "costs", i32::from_le_bytes)?;
                let costs = costs.into_iter().map(i64::from).collect();
                Matrix::Sparse(
                    SparseCosts::try_new(columns, starts.map_err(text)?, places, costs)
                        .map_err(text)?,
                )
            }
            _ => return Err(format!("the matrix is of kind {kind}, expected 0, 1 or 2")),
        };
        match self.rest.len() {
            0 => Ok(matrix),
            more => Err(format!("{more} bytes follow the matrix, expected none")),
        }
    }

    fn take(&mut self, bytes: usize, what: &str) -> Result<&'a [u8], String> {
        let (taken, rest) = self.rest.split_at_checked(bytes).ok_or_else(|| {
            format!(
                "the file ends in the {what}: {} bytes are left, expected {bytes}",
                self.rest.len()
            )
        })?;
        self.rest = rest;
        Ok(taken)
    }

    fn u32(&mut self, what: &str) -> Result<u32, String> {
        Ok(self.numbers(1, what, u32::from_le_bytes)?[0])
    }

    fn size(&mut self, what: &str) -> Result<usize, String> {
        let size = self.numbers(1, &format!("number of {what}"), u64::from_le_bytes)?[0];
        usize::try_from(size).map_err(|_| format!("the file has {size} {what}, which is too many"))
    }

    /// Reads `count` numbers of `N` bytes each. The bytes are there before memory is taken for them.
    fn numbers<const N: usize, T>(
        &mut self,
        count: usize,
        what: &str,
        read: fn([u8; N]) -> T,
    ) -> Result<Vec<T>, String> {
        let bytes = count
            .checked_mul(N)
            .ok_or_else(|| format!("{count} {what} are too many"))?;
        let (numbers, _) = self.take(bytes, what)?.as_chunks::<N>();
        Ok(numbers.iter().map(|&bytes| read(bytes)).collect())
    }
}

/// The number of rows and columns, then as many costs as its square.
fn from_or_library(text: &str) -> Result<Matrix, String> {
    let mut words = text.split_whitespace();
    let side = words.next().unwrap_or_default();
    let side: usize = side
        .parse()
        .map_err(|_| format!("the size is {side:?}, expected a number of rows"))?;
    let cost = |(at, word): (usize, &str)| {
        word.parse::<i64>()
            .map_err(|_| format!("cost {} is {word:?}, expected a whole number", at + 1))
    };
    let costs: Vec<i64> = words.enumerate().map(cost).collect::<Result<_, _>>()?;
    Ok(Matrix::Wide(
        DenseCosts::try_new(side, side, costs).map_err(self::text)?,
    ))
}

/// A header, then a permitted pair and its cost on each line.
fn from_csv(text: &str) -> Result<Matrix, String> {
    let mut lines = (1..).zip(text.lines());
    let header: Option<Vec<&str>> = lines
        .next()
        .map(|(_, line)| line.split(',').map(str::trim).collect());
    if header.as_deref() != Some(&["row", "column", "cost"]) {
        return Err(String::from(
            "line 1 is not the header, expected row,column,cost",
        ));
    }
    let mut pairs: Vec<(u32, u32, i64)> = Vec::new();
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let [row, column, cost] = fields[..] else {
            return Err(format!(
                "line {number} has {} fields, expected 3",
                fields.len()
            ));
        };
        let index = |word: &str| {
            word.parse()
                .map_err(|_| format!("line {number} has {word:?}, expected a number from 0"))
        };
        let cost = cost
            .parse()
            .map_err(|_| format!("line {number} has cost {cost:?}, expected a whole number"))?;
        pairs.push((index(row)?, index(column)?, cost));
    }
    let side = |index: Option<u32>| index.map_or(0, |largest| largest as usize + 1);
    let rows = side(pairs.iter().map(|pair| pair.0).max());
    let columns = side(pairs.iter().map(|pair| pair.1).max());
    // A row without a pair is an answer; a number far beyond all pairs is a slip, and memory.
    if rows.max(columns) > pairs.len() + 1_000_000 {
        let pairs = pairs.len();
        return Err(format!(
            "{pairs} pairs name row {} or column {}, which is too many",
            rows - 1,
            columns - 1
        ));
    }
    let pairs = pairs
        .into_iter()
        .map(|(row, column, cost)| (row.into(), column.into(), cost));
    Ok(Matrix::Sparse(
        SparseCosts::try_from_pairs(rows, columns, pairs).map_err(self::text)?,
    ))
}
