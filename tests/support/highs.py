"""Solves the problems of recorded_optima.rs with HiGHS, rung by rung, and prints fixtures/assignment/highs.csv.

Usage: python highs.py PROBLEMS > highs.csv   (needs numpy and scipy)
"""

import json
import sys

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix


class Model:
    """A 0-1 programme: variables with bounds, rows with a least and a most."""

    def __init__(self):
        self.least, self.most, self.rows = [], [], []

    def variable(self, least=0, most=1):
        self.least.append(least)
        self.most.append(most)
        return len(self.least) - 1

    def row(self, terms, least=-np.inf, most=np.inf):
        self.rows.append((dict(terms), least, most))

    def maximise(self, terms):
        """Returns the optimum, or None where no choice keeps to the rows."""
        count = len(self.least)
        if count == 0:
            feasible = all(least <= 0 <= most for _, least, most in self.rows)
            return 0 if feasible else None
        objective = np.zeros(count)
        for variable, factor in dict(terms).items():
            objective[variable] = -factor
        at = [(r, v, f) for r, (row, _, _) in enumerate(self.rows) for v, f in row.items()]
        shape = (len(self.rows), count)
        matrix = coo_matrix(([f for _, _, f in at], ([r for r, _, _ in at], [v for _, v, _ in at])), shape)
        limits = LinearConstraint(matrix.tocsr(), [r[1] for r in self.rows], [r[2] for r in self.rows])
        found = milp(
            objective,
            constraints=limits,
            bounds=Bounds(self.least, self.most),
            integrality=np.ones(count),
            options={"mip_rel_gap": 0},
        )
        if found.status == 2:
            return None
        assert found.status == 0, found.message
        chosen = np.rint(found.x).astype(int)
        return sum(int(chosen[variable]) * factor for variable, factor in dict(terms).items())


def pairs_within(model, table, capacities, minima):
    """Adds a variable for each pair, and rows for the seats; `capacities` are of columns, then of rows."""
    x = {(r, c): model.variable() for r, row in enumerate(table) for c, cost in enumerate(row) if cost is not None}
    for side, (most, least) in enumerate(zip(capacities, minima)):
        for place in range(len(most)):
            terms = {v: 1 for (r, c), v in x.items() if (c, r)[side] == place}
            model.row(terms, least[place], most[place])
    return x


def programme(problem):
    scores = problem["scores"]
    made = {(s, j) for j, s, is_made in problem["pins"] if is_made}
    forbidden = {(s, j) for j, s, is_made in problem["pins"] if not is_made}
    coverage = [rung for rung in problem["ladder"] if rung.endswith("covered")]

    def build(least):
        model = Model()
        table = [
            [
                score if score is not None and (s, j) not in forbidden and (score >= least or (s, j) in made) else None
                for j, score in enumerate(row)
            ]
            for s, row in enumerate(scores)
        ]
        x = pairs_within(model, table, problem["capacities"], problem["minima"])
        for pair in made:
            model.row({x[pair]: 1}, 1, 1)
        covered = []
        for side in (0, 1):
            of_side = {}
            for place in range(len(problem["capacities"][side])):
                y = model.variable()
                terms = {v: 1 for (s, j), v in x.items() if (j, s)[side] == place}
                model.row(terms | {y: -1}, 0)
                of_side[y] = 1
            covered.append(of_side)
        return model, x, covered

    def cover(model, covered):
        values = []
        for rung in coverage:
            terms = covered[1] if rung == "seniors_covered" else covered[0] | covered[1]
            value = model.maximise(terms)
            if value is None:
                return None
            model.row(terms, value, value)
            values.append(value)
        return values

    model, x, covered = build(-(10**9))
    values = cover(model, covered)
    if values is None:
        return "infeasible"
    answer = list(values)
    if "worst_off" in problem["ladder"] and not any(values):
        answer.append("none")
    elif "worst_off" in problem["ladder"]:
        steps = sorted({score for row in scores for score in row if score is not None})
        low, high = 0, len(steps) - 1
        while low < high:
            middle = (low + high + 1) // 2
            attempt, _, of_attempt = build(steps[middle])
            if cover(attempt, of_attempt) == values:
                low = middle
            else:
                high = middle - 1
        answer.append(steps[low])
        model, x, covered = build(steps[low])
        assert cover(model, covered) == values
    total = {v: scores[s][j] for (s, j), v in x.items()}
    value = model.maximise(total)
    answer.append(value)
    if "fewest_changes" in problem["ladder"]:
        model.row(total, value, value)
        earlier = {(s, j) for j, s, _ in problem["earlier"]}
        kept = model.maximise({v: 1 if pair in earlier else -1 for pair, v in x.items()})
        answer.append(len(earlier) - kept)
    return " ".join(map(str, answer))


def assignment(problem):
    model = Model()
    x = pairs_within(model, problem["costs"], problem["capacities"], problem["minima"])
    for side, groups in enumerate(problem["groups"]):
        for members, floor, cap in groups:
            model.row({v: 1 for (r, c), v in x.items() if (c, r)[side] in members}, floor, cap)
    count = {v: 1 for v in x.values()}
    pairs = model.maximise(count)
    if pairs is None:
        return "infeasible"
    model.row(count, pairs, pairs)
    total = model.maximise({v: -problem["costs"][r][c] for (r, c), v in x.items()})
    return f"{pairs} {-total}"


print("of,seed,answer")
for line in open(sys.argv[1], encoding="utf-8"):
    problem = json.loads(line)
    solve = programme if problem["of"] == "programme" else assignment
    print(f"{problem['of']},{problem['seed']},{solve(problem)}", flush=True)
