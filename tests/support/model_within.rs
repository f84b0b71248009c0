//! The executable model within limits: a minimum-cost flow found one unit at a time, slow and without a trick.

use std::collections::VecDeque;

use reverse_mentoring::assignment::{Column, Limits, Question, Row};

/// What a unit costs, the first part before the second before the third: what must be, ranks, costs.
type Price = [i128; 3];

/// Somewhere to go; the way back is the next one, or the one before.
struct Way {
    to: usize,
    left: u64,
    price: Price,
}

struct Network {
    ways: Vec<Way>,
    /// The ways that leave each node.
    from: Vec<Vec<usize>>,
    /// What it costs that nothing flows, and then what flows.
    total: Price,
}

/// Gives the least rank and the least total cost of that rank, in a table where `None` is forbidden; nothing if no
/// assignment keeps to the limits.
pub(crate) fn optimum(
    table: &[Vec<Option<i64>>],
    limits: &Limits,
    question: Question,
) -> Option<(i128, i128)> {
    let (rows, columns) = (limits.rows(), limits.columns());
    let (source, sink) = (rows + columns, rows + columns + 1);
    let (mut before, mut behind) = (vec![source; rows], vec![sink; columns]);
    let groups = limits.row_groups().len() + limits.column_groups().len();
    let mut network = Network {
        ways: Vec::new(),
        from: vec![Vec::new(); sink + 1 + groups],
        total: [0; 3],
    };
    let mut node = sink;
    for group in limits.row_groups() {
        node += 1;
        let (least, most) = (group.floor(), group.cap());
        network.holder((source, node), (least, (0, 0), most), [0; 3]);
        let members = group.members().iter();
        members.for_each(|row| before[row.index()] = node);
    }
    for group in limits.column_groups() {
        node += 1;
        let (least, most) = (group.floor(), group.cap());
        network.holder((node, sink), (least, (0, 0), most), [0; 3]);
        let members = group.members().iter();
        members.for_each(|column| behind[column.index()] = node);
    }
    for (at, row) in (0..).map(Row::from).take(rows).enumerate() {
        let goal = (limits.row_goal(row).into(), limits.row_goal_weight(row));
        let seats = limits.row_seats(row).into();
        let minimum = limits.row_minimum(row).into();
        // A pair saves what an empty seat costs.
        let (least, empty) = match (limits.exit(row), question) {
            (Some(price), _) => (minimum, [0, 0, price.into()]),
            (None, Question::MostPairs) => (minimum, [0, 1, 0]),
            (None, _) => (seats, [0; 3]),
        };
        network.holder((before[at], at), (least, goal, seats), empty);
        for (column, cost) in table[at].iter().enumerate() {
            if let Some(cost) = cost {
                network.way(at, rows + column, 1, [0, 0, i128::from(*cost)]);
            }
        }
    }
    for (at, column) in (0..).map(Column::from).take(columns).enumerate() {
        let least = limits.column_minimum(column).into();
        let weight = limits.column_goal_weight(column);
        let goal = (limits.column_goal(column).into(), weight);
        let seats = limits.column_seats(column).into();
        network.holder((rows + at, behind[at]), (least, goal, seats), [0; 3]);
    }
    while network.send_a_unit(source, sink) {}
    let [unmet, rank, cost] = network.total;
    (unmet == 0).then_some((rank, cost))
}

impl Network {
    fn way(&mut self, from: usize, to: usize, units: u64, price: Price) {
        let back = price.map(|part| -part);
        for (from, to, left, price) in [(from, to, units, price), (to, from, 0, back)] {
            self.from[from].push(self.ways.len());
            self.ways.push(Way { to, left, price });
        }
    }

    /// A way whose first units must be used, or should be, which has a weight; each unit that is not costs `unused` besides.
    fn holder(
        &mut self,
        (from, to): (usize, usize),
        (least, (goal, weight), most): (u64, (u64, u32), u64),
        unused: Price,
    ) {
        let mut done = 0;
        for end in [least.min(goal), least.max(goal), most] {
            let missed = i128::from(done < goal) * i128::from(weight);
            let saved = add(unused, [(done < least).into(), missed, 0]);
            self.way(from, to, end - done, saved.map(|part| -part));
            self.total = add(self.total, saved.map(|part| part * i128::from(end - done)));
            done = end;
        }
    }

    /// Sends a unit along a cheapest way if that saves anything, as R. G. Busacker and P. J. Gowen put it ("A procedure for
    /// determining a family of minimum-cost network flow patterns", 1960). Ways are found by R. Bellman's method ("On
    /// a routing problem", 1958), which knows no potentials, with the queue of E. F. Moore ("The shortest path through a
    /// maze", 1959).
    fn send_a_unit(&mut self, source: usize, sink: usize) -> bool {
        let mut distance: Vec<Option<Price>> = vec![None; self.from.len()];
        let mut by = vec![None; distance.len()];
        let mut queue = VecDeque::from([source]);
        distance[source] = Some([0; 3]);
        while let Some(node) = queue.pop_front() {
            let so_far = distance[node].expect("whatever is in the queue was reached");
            for &at in &self.from[node] {
                let Way { to, left, price } = self.ways[at];
                let price = add(so_far, price);
                if left > 0 && distance[to].is_none_or(|known| price < known) {
                    (distance[to], by[to]) = (Some(price), Some(at));
                    if !queue.contains(&to) {
                        queue.push_back(to);
                    }
                }
            }
        }
        let Some(saving) = distance[sink].filter(|&price| price < [0; 3]) else {
            return false;
        };
        self.total = add(self.total, saving);
        let mut node = sink;
        while let Some(at) = by[node] {
            self.ways[at].left -= 1;
            self.ways[at ^ 1].left += 1;
            node = self.ways[at ^ 1].to;
        }
        true
    }
}

fn add(price: Price, other: Price) -> Price {
    std::array::from_fn(|part| price[part] + other[part])
}
