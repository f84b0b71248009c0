//! Circles where a node may have several parents.

use super::forest::{NONE, narrow};

/// Finds the sets of nodes that can all be reached from each other, and single nodes with an arc to themselves.
///
/// # Algorithm
///
/// R. Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1 (1972), pp. 146-160, with
/// the walk kept in a list instead of the call stack.
///
/// # Complexity
///
/// `O(n + m)` for `n` nodes and `m` arcs.
pub(super) fn tangles(arcs: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut number = vec![NONE; arcs.len()];
    let mut low = vec![NONE; arcs.len()];
    let mut open = vec![false; arcs.len()];
    let mut pending = Vec::new();
    let mut walk: Vec<(usize, usize)> = Vec::new();
    let mut next_number = 0;
    let mut found = Vec::new();
    for root in 0..arcs.len() {
        if number[root] != NONE {
            continue;
        }
        walk.push((root, 0));
        while let Some((node, arc)) = walk.last_mut() {
            let node = *node;
            if number[node] == NONE {
                number[node] = next_number;
                low[node] = next_number;
                next_number += 1;
                open[node] = true;
                pending.push(narrow(node));
            }
            if let Some(&to) = arcs[node].get(*arc) {
                *arc += 1;
                let to = to as usize;
                if number[to] == NONE {
                    walk.push((to, 0));
                } else if open[to] {
                    low[node] = low[node].min(number[to]);
                }
                continue;
            }
            walk.pop();
            if let Some(&(before, _)) = walk.last() {
                low[before] = low[before].min(low[node]);
            }
            if low[node] == number[node] {
                let start = pending
                    .iter()
                    .rposition(|&n| n as usize == node)
                    .unwrap_or(0);
                let mut members = pending.split_off(start);
                for &member in &members {
                    open[member as usize] = false;
                }
                if members.len() > 1 || arcs[node].contains(&members[0]) {
                    members.sort_unstable();
                    found.push(members);
                }
            }
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::tangles;

    #[test]
    fn nodes_that_reach_each_other_are_found_and_others_are_not() {
        // 0 -> 1 -> 2 -> 0 and 1 -> 3 -> 3; 4 -> 0 only leads in; 5 and 6 share 7.
        let arcs = [
            vec![1],
            vec![2, 3],
            vec![0],
            vec![3],
            vec![0],
            vec![7],
            vec![7],
            vec![],
        ];
        assert_eq!(tangles(&arcs), [vec![0, 1, 2], vec![3]]);
    }

    #[test]
    fn two_circles_through_one_node_are_one_set() {
        assert_eq!(tangles(&[vec![1, 2], vec![0], vec![0]]), [vec![0, 1, 2]]);
    }
}
