"""The zone of possible agreement: numbers by trying points, conditions by putting numbers in."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import sqrt, symbols

from negotiation.bargaining import zone_of_possible_agreement
from negotiation.errors import InvalidModel, MissingParameter, NotSupported, UnknownName

x = symbols("x")
whole = st.integers(-4, 4)


def brute_zone(
    lines: list[tuple[Fraction, Fraction]], low: Fraction, high: Fraction
) -> tuple[Fraction, Fraction] | None:
    """Try the ends and every point where somebody is indifferent; the zone is between such."""
    tried = [low, high] + [-a / b for a, b in lines if b]
    good = [t for t in tried if low <= t <= high and all(a + b * t >= 0 for a, b in lines)]
    return (min(good), max(good)) if good else None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(whole, whole, whole), min_size=1, max_size=4), whole)
def test_numbers(rows: list[tuple[int, int, int]], low: int) -> None:
    zone = zone_of_possible_agreement(
        {f"player {i}": a + b * x for i, (a, b, _) in enumerate(rows)},
        x,
        low=low,
        high=low + 3,
        reservation_values={f"player {i}": r for i, (_, _, r) in enumerate(rows)},
    )
    lines = [(Fraction(a - r), Fraction(b)) for a, b, r in rows]
    expected = brute_zone(lines, Fraction(low), Fraction(low + 3))
    assert zone.empty == (expected is None)
    if expected is not None:
        assert (zone.low, zone.high) == expected


def test_the_symbolic_condition_holds_exactly_where_the_zone_is_non_empty() -> None:
    """Utilities a + b·x and c + d·x with all signs open, over a grid of values."""
    a, b, c, d = symbols("a b c d", real=True)
    zone = zone_of_possible_agreement({"A": a + b * x, "B": c + d * x}, x)
    assert len(zone.cases) == 9
    holds = sympy.lambdify((a, b, c, d), zone.condition, "math")
    values = range(-2, 3)
    for point in [(p, q, r, s) for p in values for q in values for r in values for s in values]:
        one, two, three, four = map(Fraction, point)
        expected = brute_zone([(one, two), (three, four)], Fraction(0), Fraction(1))
        assert bool(holds(*point)) == (expected is not None), point
    with pytest.raises(MissingParameter, match="depends on parameters"):
        _ = zone.empty
    with pytest.raises(MissingParameter, match="signs of the slopes"):
        _ = zone.low


def test_law_share() -> None:
    """By hand: v - c·x ≥ 0 and w - d·(1 - x) ≥ 0 meet in [0, 1] iff c·d ≤ d·v + c·w.

    For x ≤ v/c and x ≥ 1 - w/d, and v, w ≥ 0.
    """
    v, w, c, d = symbols("v w c d", positive=True)
    zone = zone_of_possible_agreement({"Japan": v - c * x, "Russia": w - d * (1 - x)}, x)
    assert sympy.simplify(sympy.Equivalent(zone.condition, c * d - c * w <= d * v)) == True  # noqa: E712
    at = {v: 2, w: 1, c: 3, d: 2}
    assert zone.low.subs(at) == sympy.Rational(1, 2)
    assert zone.high.subs(at) == sympy.Rational(2, 3)


def test_a_single_point_and_an_irrational_end() -> None:
    zone = zone_of_possible_agreement({"A": 1 - 2 * x, "B": 2 * x - 1}, x)
    assert (zone.low, zone.high, zone.empty) == (Fraction(1, 2), Fraction(1, 2), False)
    zone = zone_of_possible_agreement({"A": 1 - sqrt(2) * x}, x)
    assert zone.high == sqrt(2) / 2
    empty = zone_of_possible_agreement(
        {"A": 1 - 2 * x, "B": 2 * x}, x, reservation_values={"B": "101/100"}
    )
    assert empty.empty
    with pytest.raises(NotSupported, match="zone is empty"):
        _ = empty.low


def test_refused() -> None:
    with pytest.raises(NotSupported, match=r"the utility of 'A'.* not linear"):
        zone_of_possible_agreement({"A": x**2}, x)
    with pytest.raises(NotSupported, match="issue itself"):
        zone_of_possible_agreement({"A": x}, x, reservation_values={"A": x})
    with pytest.raises(UnknownName, match="player 'B'"):
        zone_of_possible_agreement({"A": x}, x, reservation_values={"B": 0})
    with pytest.raises(InvalidModel, match="low must be below"):
        zone_of_possible_agreement({"A": x}, x, low=1, high=0)
    with pytest.raises(InvalidModel, match="no player"):
        zone_of_possible_agreement({}, x)
    with pytest.raises(InvalidModel, match="symbol"):
        zone_of_possible_agreement({"A": x}, "x")
    with pytest.raises(NotSupported, match="positive=True"):
        zone_of_possible_agreement({f"{i}": symbols(f"b{i}") * x for i in range(9)}, x)
