"""Exact points of polynomial systems, and signs of numbers in one root."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from sympy import CRootOf, Poly, symbols

from negotiation.errors import SolverFailed
from negotiation.exact import sign
from negotiation.solve.algebraic import isolated_points
from negotiation.solve.feasible_point import feasible_point

F = Fraction
x, y, z = symbols("x y z")


def polys(*expressions: sympy.Expr, names: tuple[sympy.Symbol, ...] = (x, y)) -> list[Poly]:
    return [Poly(expression, *names) for expression in expressions]


def test_a_circle_and_a_line() -> None:
    points = isolated_points(polys(x**2 + y**2 - 25, x + y - 7), (x, y))
    assert points is not None
    assert {point.numbers() for point in points} == {(3, 4), (4, 3)}


def test_no_single_coordinate_tells_the_corners_of_a_square_apart() -> None:
    points = isolated_points(polys(x**2 - 1, y**2 - 1), (x, y))
    assert points is not None
    assert {point.numbers() for point in points} == {(1, 1), (1, -1), (-1, 1), (-1, -1)}


def test_a_tangent_point_counts_once() -> None:
    points = isolated_points(polys(y - x**2, y), (x, y))
    assert points is not None
    assert [point.numbers() for point in points] == [(0, 0)]


def test_a_double_point_off_the_axes() -> None:
    """Two parabolas that touch at (1, 1) only: x² = y and 2x − 1 = y, and a square on top."""
    points = isolated_points(polys((y - x**2) ** 2, (y - 2 * x + 1) ** 2), (x, y))
    assert points is not None
    assert [point.numbers() for point in points] == [(1, 1)]


def test_nothing_and_too_much() -> None:
    assert isolated_points(polys(x - y, x - y - 1), (x, y)) == []
    assert isolated_points(polys(x**2 + 1, y), (x, y)) == []
    assert isolated_points(polys(x * y - 1), (x, y)) is None


def test_signs_at_a_root_of_degree_five() -> None:
    """x⁵ − x − 1 has one real root, near 1.1673, and y is its square."""
    [point] = isolated_points(polys(x**5 - x - 1, y - x**2), (x, y)) or []
    assert point.sign(Poly(x**5 - x - 1, x, y)) == 0
    assert point.sign(Poly(x * y**2 - x - 1, x, y)) == 0
    assert point.sign(Poly(x * y**2 - x - 1 + F(1, 10**50), x, y)) == 1
    assert point.sign(Poly(10000 * x - 11674, x, y)) == -1


def test_the_sign_of_a_number_in_one_root() -> None:
    root = CRootOf(z**5 - z - 1, 0)
    assert sign(root**7 - root**3 - root**2) == 0
    assert sign((root**5 - 1) / root - 1) == 0
    assert sign(root**7 - root**3 - root**2 - sympy.Rational(1, 10**200)) == -1
    assert sign(1 / (root - 1)) == 1
    third = sympy.sqrt(3) / 3
    assert sign(1 / (1 + third) - (3 - sympy.sqrt(3)) / 2) == 0
    assert sign(sympy.sqrt(2) + sympy.sqrt(3) - sympy.sqrt(5 + 2 * sympy.sqrt(6))) == 0
    assert sign(sympy.sqrt(2) - sympy.pi) == -1


def test_a_point_of_a_curve() -> None:
    point = feasible_point(polys(x * y - 1), polys(x - 3), polys(y - x / 100), 2)
    assert point is not None
    assert point[0] * point[1] == 1
    assert point[0] > 3
    assert point[1] >= point[0] / 100
    assert feasible_point(polys(x * y - 1), polys(x - 3), polys(y - x), 2) is None


def test_points_that_are_all_irrational_are_refused() -> None:
    with pytest.raises(SolverFailed, match="no rational one"):
        feasible_point(polys(x**2 - 2), polys(x), [], 2)
