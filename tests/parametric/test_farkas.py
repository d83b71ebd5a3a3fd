"""Farkas multipliers against z3, and against addition by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
import z3
from hypothesis import given
from hypothesis import strategies as st
from sympy import symbols

from negotiation.errors import NotSupported
from negotiation.parametric.domain import Domain
from negotiation.parametric.farkas import Inequality, checks_out, multipliers

NUMBERS = st.integers(-3, 3).map(Fraction)
INEQUALITIES = st.builds(Inequality, st.tuples(NUMBERS, NUMBERS, NUMBERS), NUMBERS, st.booleans())
SYSTEMS = st.lists(INEQUALITIES, min_size=1, max_size=7)


def z3_says_possible(system: list[Inequality]) -> bool:
    variables = z3.Reals("x y z")
    solver = z3.Solver()
    for row in system:
        total = z3.Sum(
            [z3.RealVal(str(n)) * x for n, x in zip(row.coefficients, variables, strict=True)]
        ) + z3.RealVal(str(row.constant))
        solver.add(total > 0 if row.strict else total >= 0)
    return bool(solver.check() == z3.sat)


@given(SYSTEMS)
def test_there_are_multipliers_iff_the_system_is_impossible(system: list[Inequality]) -> None:
    weights = multipliers(system)
    assert (weights is None) == z3_says_possible(system)
    if weights is not None:
        assert checks_out(system, weights)


def test_weights_that_check_out_prove_it() -> None:
    """Soundness, for all pairs of small rows in one variable: no weights prove what is not so."""
    signs = [Fraction(number) for number in (-1, 0, 1)]
    rows = [Inequality((a,), b, s) for a in signs for b in signs for s in (True, False)]
    accepted = 0
    for pair in product(rows, repeat=2):
        possible = any(_holds(pair, x) for x in (-2, -1, Fraction(-1, 2), 0, Fraction(1, 2), 1, 2))
        for weights in product([Fraction(0), Fraction(1), Fraction(2)], repeat=2):
            if checks_out(pair, weights):
                accepted += 1
                assert not possible
    assert accepted > 100


def _holds(rows: tuple[Inequality, ...], x: Fraction | int) -> bool:
    values = [(row.coefficients[0] * x + row.constant, row.strict) for row in rows]
    return all(value > 0 if strict else value >= 0 for value, strict in values)


@given(SYSTEMS, st.lists(st.integers(1, 4), min_size=7, max_size=7), st.data())
def test_a_tampered_multiplier_fails(
    system: list[Inequality], drawn: list[int], data: st.DataObject
) -> None:
    """A positive sum of rows, denied, makes the system impossible."""
    parts = list(zip(drawn, system, strict=False))
    denied = Inequality(
        tuple(-sum((w * row.coefficients[k] for w, row in parts), Fraction(0)) for k in range(3)),
        -sum((w * row.constant for w, row in parts), Fraction(0)),
        strict=True,
    )
    impossible = [*system, denied]
    weights = multipliers(impossible)
    assert weights is not None
    assert checks_out(impossible, weights)
    telling = [k for k, row in enumerate(impossible) if any(row.coefficients)]
    if telling:  # a row without variables may have any weight
        changed = list(weights)
        changed[data.draw(st.sampled_from(telling))] += Fraction(1, 1000)
        assert not checks_out(impossible, changed)


def test_by_hand() -> None:
    """From gain > loss, loss >= 2 and 1 >= gain the sum is -1 > 0."""
    system = [
        Inequality((Fraction(1), Fraction(-1)), Fraction(0), strict=True),
        Inequality((Fraction(0), Fraction(1)), Fraction(-2), strict=False),
        Inequality((Fraction(-1), Fraction(0)), Fraction(1), strict=False),
    ]
    assert checks_out(system, [Fraction(1)] * 3)
    weights = multipliers(system)
    assert weights is not None
    assert len(set(weights)) == 1


def test_a_boundary_is_excluded_by_a_strict_row_only() -> None:
    """``x >= 0`` and ``-x >= 0`` meet at 0; with one of them strict they do not."""
    up = Inequality((Fraction(1),), Fraction(0), strict=False)
    down = Inequality((Fraction(-1),), Fraction(0), strict=False)
    above = Inequality((Fraction(1),), Fraction(0), strict=True)
    assert multipliers([up, down]) is None
    assert not checks_out([up, down], [Fraction(1), Fraction(1)])
    assert multipliers([above, down]) is not None


def test_malformed_weights_prove_nothing() -> None:
    row = Inequality((Fraction(0),), Fraction(-1), strict=False)
    assert multipliers([row]) is not None
    assert not checks_out([row], [])
    assert not checks_out([row], [Fraction(0)])
    assert not checks_out([row], [Fraction(-1)])
    assert multipliers([]) is None


def test_products_are_refused() -> None:
    domain = Domain(symbols("x y"))
    x, y = domain.ring.gens
    assert Inequality.of(2 * x - y + 3, -1, strict=True) == Inequality(
        (Fraction(-2), Fraction(1)), Fraction(-3), strict=True
    )
    with pytest.raises(NotSupported, match="not linear"):
        Inequality.of(x * y, 1, strict=False)
