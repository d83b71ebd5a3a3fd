"""Lemke's algorithm against the definition and a matrix class it must solve."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import SolverFailed
from negotiation.solve.complementarity import complementary_solution

F = Fraction
numbers = st.integers(-4, 4)


def solves(matrix: list[list[Fraction]], right: list[Fraction], z: tuple[Fraction, ...]) -> bool:
    w = [
        value + sum(a * x for a, x in zip(row, z, strict=True))
        for row, value in zip(matrix, right, strict=True)
    ]
    return min(w) >= 0 and min(z) >= 0 and all(a * b == 0 for a, b in zip(w, z, strict=True))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(numbers, min_size=4, max_size=4), min_size=4, max_size=4),
    st.lists(numbers, min_size=4, max_size=4),
)
def test_strictly_copositive_problems_are_always_solved(
    rows: list[list[int]], right: list[int]
) -> None:
    """M = RᵀR + I is positive definite, so a solution exists and Lemke finds it."""
    matrix = [
        [F(sum(row[i] * row[j] for row in rows) + (i == j), 3) for j in range(4)] for i in range(4)
    ]
    offsets = [F(value, 2) for value in right]
    found = complementary_solution(matrix, offsets)
    assert found is not None
    assert solves(matrix, offsets, found)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=3, max_size=3),
    st.lists(numbers, min_size=3, max_size=3),
)
def test_what_is_found_solves_any_problem(rows: list[list[int]], right: list[int]) -> None:
    matrix = [[F(value) for value in row] for row in rows]
    offsets = [F(value) for value in right]
    found = complementary_solution(matrix, offsets)
    assert found is None or solves(matrix, offsets, found)


def test_a_problem_without_solution_ends_in_a_ray() -> None:
    assert complementary_solution([[F(0)]], [F(-1)]) is None


def test_pivots_are_counted() -> None:
    with pytest.raises(SolverFailed, match="most_pivots=1 "):
        complementary_solution([[F(2), F(1)], [F(1), F(2)]], [F(-5), F(-6)], most_pivots=1)
