"""Minimal cores against brute force over all subsets of the assumptions."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import SolverFailed
from negotiation.parametric.cores import (
    joint_core,
    joint_minimal_cores,
    minimal_core,
    minimal_cores,
)
from negotiation.parametric.decide import Engine
from negotiation.parametric.domain import Domain
from negotiation.parametric.farkas import Inequality, multipliers
from negotiation.parametric.formula import Formula

X, Y = sympy.symbols("x y")
SMALL = st.integers(-2, 2)
HALF_PLANES = st.lists(
    st.tuples(SMALL, SMALL, SMALL, st.booleans()).filter(lambda row: row[0] or row[1]),
    min_size=2,
    max_size=6,
)


def question(rows: list[tuple[int, int, int, bool]]) -> Engine:
    """Each row ``a*x + b*y + c > 0`` (or ``>= 0``) is an assumption of its own."""
    formula = Formula(Domain((X, Y)))
    for place, (a, b, c, strict) in enumerate(rows):
        side = a * X + b * Y + c
        formula.name(f"row {place}", formula.condition(side > 0 if strict else side >= 0))
    return Engine(formula)


def by_brute_force(rows: list[tuple[int, int, int, bool]]) -> set[frozenset[str]]:
    """Judge every subset by Farkas' lemma, smallest first; no solver is asked."""
    found: set[frozenset[str]] = set()
    for size in range(1, len(rows) + 1):
        for places in combinations(range(len(rows)), size):
            names = frozenset(f"row {place}" for place in places)
            system = [
                Inequality((Fraction(a), Fraction(b)), Fraction(c), strict)
                for a, b, c, strict in (rows[place] for place in places)
            ]
            if multipliers(system) is not None and not any(core <= names for core in found):
                found.add(names)
    return found


@settings(deadline=None, max_examples=60)
@given(HALF_PLANES)
def test_all_minimal_cores_are_found(rows: list[tuple[int, int, int, bool]]) -> None:
    cores = minimal_cores(question(rows))
    assert len(cores) == len(set(cores))
    assert set(map(frozenset, cores)) == by_brute_force(rows)


@settings(deadline=None, max_examples=40)
@given(HALF_PLANES, HALF_PLANES)
def test_cores_of_two_questions(
    one: list[tuple[int, int, int, bool]], other: list[tuple[int, int, int, bool]]
) -> None:
    """Minimal among the sets that hold a core of each."""
    engines = [question(one), question(other)]
    unions = {a | b for a in by_brute_force(one) for b in by_brute_force(other)}
    smallest = {each for each in unions if not any(less < each for less in unions)}
    assert set(map(frozenset, joint_minimal_cores(engines))) == smallest
    if unions:
        cores = [minimal_core(each, each.ask(each.formula.names).core) for each in engines]
        assert frozenset(joint_core(engines, cores)) in smallest


def test_too_many_sets_are_said() -> None:
    rows = [(1, 0, -1, False), (-1, 0, 0, False), (0, 1, -1, False), (0, -1, 0, False)]
    with pytest.raises(SolverFailed, match="more than 1 sets"):
        minimal_cores(question(rows), most=1)


def test_an_engine_that_does_not_name_what_it_used_loses_no_assumption() -> None:
    """A nonlinear question: a product of different signs above 1 needs all three."""
    formula = Formula(Domain((X, Y)))
    for name, condition in {"product": X * Y > 1, "left": X < 0, "up": Y > 0}.items():
        formula.name(name, formula.condition(condition))
    engine = Engine(formula)
    assert list(map(set, minimal_cores(engine))) == [{"left", "product", "up"}]
