"""Extreme equilibria of a bimatrix game straight from the definition, by brute force over bases.

A player's mixed strategy ``x`` and a number ``v`` at least the opponent's payoff of every reply
form a polyhedron.  Its vertices are found by making every choice of inequalities tight, solving in
Fractions, and keeping what is feasible.  A pair of vertices is an equilibrium when every strategy
has no weight or is a best reply.  Nothing of the library is used, and no payoff is shifted.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

__all__ = ["extreme_by_definition", "is_equilibrium"]

Rows = Sequence[Sequence[Fraction | int]]
Mixed = tuple[Fraction, ...]


def extreme_by_definition(first: Rows, second: Rows) -> set[tuple[Mixed, Mixed]]:
    by_column = list(zip(*second, strict=True))
    rows, columns = _vertices(by_column), _vertices(first)
    return {(x, y) for x in rows for y in columns if is_equilibrium(first, second, x, y)}


def is_equilibrium(first: Rows, second: Rows, x: Mixed, y: Mixed) -> bool:
    own = [_dot(row, y) for row in first]
    other = [_dot(column, x) for column in zip(*second, strict=True)]
    return all(weight == 0 or value == max(own) for weight, value in zip(x, own, strict=True)) and (
        all(weight == 0 or value == max(other) for weight, value in zip(y, other, strict=True))
    )


def _dot(payoffs: Sequence[Fraction | int], weights: Mixed) -> Fraction:
    return sum((p * w for p, w in zip(payoffs, weights, strict=True)), Fraction(0))


def _vertices(payoffs: Rows) -> set[Mixed]:
    """Return the strategies at vertices; ``payoffs`` has a row for each reply of the opponent."""
    size = len(payoffs[0])
    # Unknowns x and v; each row is a left side and a right side.
    simplex = [Fraction(1)] * size + [Fraction(0), Fraction(1)]
    tight = [
        [Fraction(int(place == own)) for place in range(size)] + [Fraction(0), Fraction(0)]
        for own in range(size)
    ]
    tight += [[Fraction(p) for p in row] + [Fraction(-1), Fraction(0)] for row in payoffs]
    found = set()
    for chosen in combinations(tight, size):
        solution = _solve([simplex, *chosen])
        if solution is None:
            continue
        x, worth = tuple(solution[:size]), solution[size]
        if min(x) >= 0 and all(_dot(row, x) <= worth for row in payoffs):
            found.add(x)
    return found


def _solve(equations: Sequence[Sequence[Fraction]]) -> list[Fraction] | None:
    rows = [list(row) for row in equations]
    for column in range(len(rows)):
        pivot = next((k for k in range(column, len(rows)) if rows[k][column] != 0), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [entry / head for entry in rows[column]]
        for k in range(len(rows)):
            if k != column and rows[k][column] != 0:
                factor = rows[k][column]
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[column], strict=True)]
    return [row[-1] for row in rows]
