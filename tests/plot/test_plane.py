"""A window cut into patches by curves: known crossings, and signs that hold all over a patch."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Poly, symbols

from negotiation.plot.plane import critical_values, curves_of, decompose, simplest_between

X, Y = symbols("x y")


def test_a_circle_and_a_line_cross_where_they_should() -> None:
    """x² + y² = 1 and y = x cross at ±1/√2, and the circle turns back at ±1."""
    columns = decompose(curves_of([X**2 + Y**2 - 1, Y - X], X, Y), X, Y, (-2, 2), (-2, 2))
    walls = [column[0].left for column in columns] + [columns[-1][0].right]
    assert walls == pytest.approx([-2, -1, -(0.5**0.5), 0.5**0.5, 1, 2])
    assert [len(column) for column in columns] == [2, 4, 4, 4, 2]
    # Above x = 0: from below the window's edge, the circle, the line, the circle, the edge.
    middle = columns[2]
    assert [patch.above.at(0.0) for patch in middle] == pytest.approx([-1, 0, 1, 2])


def test_powers_and_denominators_fall_apart_into_irreducible_curves() -> None:
    found = curves_of([(X * Y - 1) ** 2 * (X - 3) / (Y + 1), X * Y - 1], X, Y)
    assert {each.as_expr() for each in found} == {X * Y - 1, X - 3, Y + 1}


def test_an_asymptote_is_a_wall() -> None:
    """Of x y = 1 the branch leaves the plane at x = 0."""
    columns = decompose(curves_of([X * Y - 1], X, Y), X, Y, (-1, 1), (-9, 9))
    walls = [column[0].left for column in columns]
    assert walls == pytest.approx([-1, -1 / 9, 0, 1 / 9])


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.integers(-3, 3)] * 6).filter(lambda row: any(row[:5])),
        min_size=1,
        max_size=3,
    ),
    st.randoms(use_true_random=False),
)
def test_signs_are_the_same_all_over_a_patch(rows: list[tuple[int, ...]], random: object) -> None:
    """The definition: no curve enters the inside of a patch; tried at random points of each."""
    conics = [a * X**2 + b * X * Y + c * Y**2 + d * X + e * Y + f for a, b, c, d, e, f in rows]
    curves = curves_of([each for each in conics if each.free_symbols], X, Y)
    for column in decompose(curves, X, Y, (Fraction(-2), Fraction(2)), (Fraction(-2), Fraction(2))):
        for patch in column:
            x = patch.left + (patch.right - patch.left) * random.uniform(0.1, 0.9)  # type: ignore[attr-defined]  # a Random
            low, high = patch.below.at(x), patch.above.at(x)
            if high - low < 1e-4 or patch.right - patch.left < 1e-4:
                continue
            y = low + (high - low) * random.uniform(0.1, 0.9)  # type: ignore[attr-defined]  # as above
            for conic in conics:
                inside = float(conic.subs({X: x, Y: y}))
                at_point = conic.subs({X: patch.point[0], Y: patch.point[1]})
                if abs(inside) > 1e-6:
                    assert (inside > 0) == (at_point > 0)


def test_roots_are_found_once_and_in_order() -> None:
    polynomials = [Poly(X**2 - 2, X), Poly((X - 1) * (X**2 - 2), X), Poly(3, X)]
    found = critical_values(polynomials, (Fraction(0), Fraction(5)))
    assert [float(low) for low, _ in found] == pytest.approx([1, 2**0.5])
    assert all(high - low < 1e-12 for low, high in found)


@given(st.fractions(-5, 5), st.fractions(min_value="1/1000", max_value=5))
def test_simple_numbers_lie_between(low: Fraction, gap: Fraction) -> None:
    assert low < simplest_between(low, low + gap) < low + gap
