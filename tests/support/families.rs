//! Seeded assignment problems by family, for tests, benches and examples; `random.rs` stands beside this file.
//!
//! The common families are those that solvers are compared on. The adversarial ones are made to hurt: many rows with the
//! same taste, prices that have far to go, ties everywhere, and hardly any way to serve every row.
#![allow(
    dead_code,
    reason = "each test, bench and example is a crate of its own and uses a part of this"
)]

use reverse_mentoring::assignment::{DenseCosts, SparseCosts};

use super::random::Random;

/// The code of a pair that is not permitted.
pub(crate) const FORBIDDEN: i32 = i32::MAX;

/// Dense problems of one kind; rows that do not outnumber the columns can all be served.
#[derive(Clone, Copy)]
pub(crate) struct Family {
    pub(crate) name: &'static str,
    draw: fn(usize, usize, &mut Random) -> Vec<i32>,
}

pub(crate) const UNIFORM: Family = family("uniform-1e6", |rows, columns, random| {
    table(rows, columns, |_, _| 1 + draw(random, 1_000_000))
});

/// A hundred different costs, so ties everywhere.
pub(crate) const TIES: Family = family("uniform-100", |rows, columns, random| {
    table(rows, columns, |_, _| 1 + draw(random, 100))
});

/// Squared distances in the plane.
pub(crate) const GEOMETRIC: Family = family("geometric", |rows, columns, random| {
    let mut places = |count| -> Vec<(i32, i32)> {
        let place = |_| (draw(random, 1 << 14), draw(random, 1 << 14));
        (0..count).map(place).collect()
    };
    let (from, to) = (places(rows), places(columns));
    table(rows, columns, |row, column| {
        let (across, up) = (from[row].0 - to[column].0, from[row].1 - to[column].1);
        across * across + up * up
    })
});

/// The costs of R. E. Machol and M. Wien, "A hard assignment problem", Operations Research 24 (1976), pp. 190-192: many
/// long augmenting paths.
pub(crate) const PRODUCTS: Family = family("products", |rows, columns, _| {
    table(rows, columns, |row, column| {
        number(row + 1) * number(column + 1)
    })
});

/// Scores of a mentoring programme, subtracted from the best there can be.
pub(crate) const MENTORING: Family = family("mentoring", |rows, columns, random| {
    let seniors: Vec<Senior> = (0..rows).map(|_| Senior::draw(random)).collect();
    let juniors: Vec<Junior> = (0..columns).map(|_| Junior::draw(rows, random)).collect();
    table(rows, columns, |row, column| {
        juniors[column].cost(row, &seniors[row])
    })
});

pub(crate) const COMMON: [Family; 5] = [UNIFORM, TIES, GEOMETRIC, PRODUCTS, MENTORING];

/// Every row likes the same columns best, and differs from the others by little.
pub(crate) const CONTENDED: Family = family("contended", |rows, columns, random| {
    let prices: Vec<i32> = (0..columns).map(|_| draw(random, 1_000_000)).collect();
    table(rows, columns, |_, column| {
        prices[column] + draw(random, 1_000)
    })
});

pub(crate) const ADVERSARIAL: [Family; 14] = [
    CONTENDED,
    // Teams of rows and columns that fit each other, but some team is always one row too many.
    family("blocks", |rows, columns, random| {
        let team = |at: usize, of: usize| number(at * 10 / of.max(1));
        table(rows, columns, |row, column| {
            let apart = (team(row, rows) - team(column + columns / 20, columns)).abs();
            1_000_000 * apart + draw(random, 1_000)
        })
    }),
    // Three products added: rows and columns are points, and costs their scalar products.
    family("low-rank", |rows, columns, random| {
        let mut points = |count| -> Vec<[i32; 3]> {
            let point = |_| std::array::from_fn(|_| draw(random, 10_000));
            (0..count).map(point).collect()
        };
        let (from, to) = (points(rows), points(columns));
        table(rows, columns, |row, column| {
            from[row].iter().zip(to[column]).map(|(a, b)| a * b).sum()
        })
    }),
    // Any assignment is within three for each row of the best, and hardly any is the best.
    family("near-ties", |rows, columns, random| {
        let mut offsets =
            |count| -> Vec<i32> { (0..count).map(|_| draw(random, 1_000_000)).collect() };
        let (of_rows, of_columns) = (offsets(rows), offsets(columns));
        table(rows, columns, |row, column| {
            of_rows[row] + of_columns[column] + draw(random, 4)
        })
    }),
    // One column that everybody wants, and else little to choose from.
    family("hot-column", |rows, columns, random| {
        let hot = random.index(columns);
        table(rows, columns, |_, column| {
            if column == hot {
                draw(random, 10)
            } else {
                1_000_000 + draw(random, 100)
            }
        })
    }),
    // A few costs that are larger than all others together.
    family("few-huge", |rows, columns, random| {
        table(rows, columns, |_, _| match random.below(10) {
            0 => 1_000_000_000 + draw(random, 100),
            _ => draw(random, 100),
        })
    }),
    // Costs of every magnitude.
    family("heavy-tail", |rows, columns, random| {
        table(rows, columns, |_, _| {
            let magnitude = 1_i32 << random.below(30);
            magnitude + draw(random, magnitude.unsigned_abs().into())
        })
    }),
    // Each set of rows that permits few columns has just enough of them: taking away any pair of the staircase's edge
    // leaves a set with too few.
    family("nearly-infeasible", |rows, columns, random| {
        let mut dealt = |count| {
            let mut places: Vec<usize> = (0..count).collect();
            random.shuffle(&mut places);
            places
        };
        let (of_rows, of_columns) = (dealt(rows), dealt(columns));
        table(rows, columns, |row, column| {
            if of_columns[column] <= of_rows[row] + 1 {
                1 + draw(random, 1_000_000)
            } else {
                FORBIDDEN
            }
        })
    }),
    // Ten kinds of rows and ten kinds of columns.
    family("classes", |rows, columns, random| {
        let costs: [i32; 100] = std::array::from_fn(|_| draw(random, 1_000));
        table(rows, columns, |row, column| {
            costs[row % 10 * 10 + column % 10]
        })
    }),
    // Everybody on one bank and every place on the other: all assignments cost the same, and no two pairs do.
    family("two-banks", |rows, columns, random| {
        let mut bank = |from, count| -> Vec<i32> {
            (0..count).map(|_| from + draw(random, 100_000)).collect()
        };
        let (here, there) = (bank(0, rows), bank(1_000_000, columns));
        table(rows, columns, |row, column| there[column] - here[row])
    }),
    // Places on a line, so that nearly every path is as short as another.
    family("line", |rows, columns, random| {
        let mut places = |count| -> Vec<i32> { (0..count).map(|_| draw(random, 1_000)).collect() };
        let (from, to) = (places(rows), places(columns));
        table(rows, columns, |row, column| (from[row] - to[column]).abs())
    }),
    // What the lower of two ranks is worth: a row of high rank likes the low columns, and so do all others.
    family("lower-rank", |rows, columns, _| {
        table(rows, columns, |row, column| number(row.min(column)))
    }),
    // Rows that are far apart, though what their columns cost is not.
    family("far-rows", |rows, columns, random| {
        let offsets: Vec<i32> = (0..rows).map(|_| draw(random, 1_000_000)).collect();
        table(rows, columns, |row, _| offsets[row] + draw(random, 100))
    }),
    family("equal", |rows, columns, _| table(rows, columns, |_, _| 7)),
];

const fn family(name: &'static str, draw: fn(usize, usize, &mut Random) -> Vec<i32>) -> Family {
    Family { name, draw }
}

impl Family {
    /// Draws the costs row after row, [`FORBIDDEN`] where a pair is not permitted.
    pub(crate) fn costs(&self, rows: usize, columns: usize, seed: u64) -> Vec<i32> {
        (self.draw)(rows, columns, &mut Random::new(seed))
    }

    pub(crate) fn dense(&self, rows: usize, columns: usize, seed: u64) -> DenseCosts<i32> {
        DenseCosts::try_new(rows, columns, self.costs(rows, columns, seed))
            .expect("rows times columns costs")
            .with_absent(FORBIDDEN)
    }
}

/// Draws `degree` pairs a row with costs up to 10^6, and a hidden assignment of every row.
pub(crate) fn sparse(rows: u32, columns: u32, degree: u32, seed: u64) -> SparseCosts {
    let mut random = Random::new(seed);
    let mut hidden: Vec<u32> = (0..columns).collect();
    random.shuffle(&mut hidden);
    let mut pairs = Vec::new();
    for (row, column) in (0..rows).zip(hidden) {
        let column_at = |_| u32::try_from(random.below(columns.into())).expect("below a u32");
        let mut places: Vec<u32> = (1..degree).map(column_at).collect();
        places.push(column);
        places.sort_unstable();
        places.dedup();
        let costs = places
            .into_iter()
            .map(|column| (row.into(), column.into(), 1 + random.number(0, 999_999)));
        pairs.extend(costs);
    }
    SparseCosts::try_from_pairs(rows as usize, columns as usize, pairs).expect("each pair once")
}

/// Computes a table row after row.
fn table(rows: usize, columns: usize, mut cost: impl FnMut(usize, usize) -> i32) -> Vec<i32> {
    let mut costs = Vec::with_capacity(rows * columns);
    for row in 0..rows {
        costs.extend((0..columns).map(|column| cost(row, column)));
    }
    costs
}

fn draw(random: &mut Random, end: u64) -> i32 {
    i32::try_from(random.below(end)).expect("costs of families fit 32 bits")
}

fn number(index: usize) -> i32 {
    i32::try_from(index).expect("a small matrix")
}

/// Somebody's place in a tree of units: the branch taken at each depth, as far down as they sit.
struct Place {
    branches: [usize; 4],
    depth: usize,
}

impl Place {
    fn draw(depth: usize, random: &mut Random) -> Self {
        // The lesser of two draws: some units are larger than others.
        let branches = std::array::from_fn(|_| random.index(6).min(random.index(6)));
        Self { branches, depth }
    }

    /// Counts the steps up to the nearest common unit and down again: at most 8.
    fn distance(&self, other: &Self) -> i32 {
        let shallower = self.depth.min(other.depth);
        let common = (0..shallower)
            .take_while(|&at| self.branches[at] == other.branches[at])
            .count();
        number(self.depth + other.depth - 2 * common)
    }
}

/// Draws one of 500 skills; the `k`-th is as popular as `1 / k`.
fn skill(random: &mut Random) -> usize {
    // The sum of 1 / k up to some k grows like its logarithm, so popular skills come by halving.
    let halvings = random.index(9);
    (1 << halvings) + random.index(1 << halvings)
}

/// Who learns: three skills to which the priorities give a hundred points.
struct Senior {
    place: Place,
    level: i32,
    wants: [(usize, i32); 3],
}

impl Senior {
    fn draw(random: &mut Random) -> Self {
        let level = 7 + draw(random, 4).min(draw(random, 4));
        let priorities = [[50, 33, 17], [50, 30, 20], [34, 33, 33], [50, 25, 25]][random.index(4)];
        Self {
            // The more senior, the higher in the tree.
            place: Place::draw(4 - random.index(2) - random.index(2), random),
            level,
            wants: priorities.map(|points| (skill(random), points)),
        }
    }
}

/// Who teaches: five skills with a proficiency of 1 to 5. Some report to a row, with which they make no pair.
struct Junior {
    place: Place,
    level: i32,
    offers: [(usize, i32); 5],
    manager: Option<usize>,
}

impl Junior {
    fn draw(seniors: usize, random: &mut Random) -> Self {
        Self {
            place: Place::draw(3 + random.index(2), random),
            level: 1 + draw(random, 4).min(draw(random, 4)),
            offers: std::array::from_fn(|_| (skill(random), 1 + draw(random, 5))),
            // Below ten rows, all columns might report to the same one.
            manager: (seniors >= 10 && random.below(10) < 3).then(|| random.index(seniors)),
        }
    }

    fn cost(&self, row: usize, senior: &Senior) -> i32 {
        if self.manager == Some(row) {
            return FORBIDDEN;
        }
        let proficiency = |skill| {
            let mut offers = self.offers.iter();
            offers
                .find(|offer| offer.0 == skill)
                .map_or(0, |offer| offer.1)
        };
        let coverage: i32 = senior
            .wants
            .iter()
            .map(|&(skill, points)| points * proficiency(skill))
            .sum();
        let gap = match senior.level - self.level {
            4..=6 => 100,
            7 => 75,
            3 | 8 => 50,
            _ => 25,
        };
        // Out of a million: 30 % for the distance, 50 % for the skills and 20 % for the gap of levels.
        1_000_000 - 37_500 * self.place.distance(&senior.place) - 1_000 * coverage - 2_000 * gap
    }
}
