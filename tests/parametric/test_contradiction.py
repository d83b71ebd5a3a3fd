"""Assumptions that contradict each other: the smallest set is named, by every solver and check."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation import Assumption, Model, talks
from negotiation.errors import AssumptionViolated
from negotiation.parametric import audit, perfect_bayesian, prove, subgame_perfect
from negotiation.parametric.contradiction import contradicting, contradiction
from negotiation.testing import check_proposition, parameters
from tests.support.fourier_motzkin import can_hold

x, y, z = sympy.symbols("x y z")


def spoilt(model: Model) -> Model:
    """Assume three bounds of a loss, of which two exclude each other."""
    loss = model.symbols["basing_loss"]
    return model.assuming(
        Assumption("dear", loss > 10), Assumption("cheap", loss < 9), Assumption("free", loss < 11)
    )


SPOILT = "'dear' (basing_loss > 10) and 'cheap' (basing_loss < 9) cannot hold together"

WAYS: dict[str, Callable[[], object]] = {
    "prove": lambda: prove(spoilt(talks.basing_shadow()), lambda e: bool(e.path)),
    "prove by name": lambda: prove(spoilt(talks.basing_shadow()), "state_of_relations"),
    "partition": lambda: subgame_perfect(spoilt(talks.basing_shadow())),
    "classes": lambda: perfect_bayesian(spoilt(talks.autonomy_signalling())),
    "assessments": lambda: prove(
        spoilt(talks.autonomy_signalling()),
        lambda e: e.payoffs["Russia"] >= 0,
        concept="sequential",
    ),
    "check": lambda: check_proposition(spoilt(talks.basing_shadow()), lambda e: bool(e.path)),
    "parameters": lambda: parameters(spoilt(talks.basing_shadow())).validate(),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_in_names_the_smallest_set(way: str) -> None:
    with pytest.raises(AssumptionViolated) as refused:
        WAYS[way]()
    assert SPOILT in str(refused.value)
    assert "island" not in str(refused.value)


def test_an_audit_says_it() -> None:
    assert SPOILT in audit(spoilt(talks.basing_shadow())).contradiction


def test_a_domain_is_named_with_its_condition() -> None:
    conditions = {"domain of x": x > 0, "other": y > 1, "sunk": x + 1 < 0}
    message = contradiction("m", conditions)
    assert "'domain of x' (x > 0) and 'sunk' (x + 1 < 0) cannot hold together" in message


def test_one_that_cannot_hold_and_three_that_cannot() -> None:
    assert "'never' (x**2 < 0) cannot hold" in contradiction("m", {"never": x**2 < 0, "b": y > 0})
    cycle = {"a": x > y, "b": y > z, "other": x > 0, "c": z > x}
    message = contradiction("m", cycle)
    assert f"'a' ({x > y}), 'b' ({y > z}) and 'c' ({z > x}) cannot hold together" in message


def test_the_smallest_is_found_where_dropping_one_after_another_finds_a_larger() -> None:
    """Of the cores {a, b, c} and {a, d}, by hand, the second."""
    conditions = {"a": x > 2, "b": y > x, "c": y < 1, "d": x < 1}
    assert contradicting(conditions) == ("a", "d")


def test_curves_and_kinks() -> None:
    conditions = {"disc": x**2 + y**2 < 1, "far": sympy.Max(x, y) > 1, "b": y > -9}
    assert contradicting(conditions) == ("disc", "far")
    assert contradicting({"disc": x**2 + y**2 < 1, "b": y > -9}) == ()


ROWS = st.tuples(st.integers(-2, 2), st.integers(-2, 2), st.integers(-3, 3), st.booleans())


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=6))
def test_no_smaller_set_contradicts(rows: list[tuple[int, int, int, bool]]) -> None:
    """Against all subsets, each judged by Fourier-Motzkin elimination."""
    conditions, own = {}, {}
    for number, (a, b, c, strict) in enumerate(rows):
        left = a * x + b * y + c
        conditions[f"c{number}"] = sympy.Gt(left, 0) if strict else sympy.Ge(left, 0)
        own[f"c{number}"] = ((Fraction(a), Fraction(b)), Fraction(c), strict)
    found = contradicting(conditions)
    sizes = [
        size
        for size in range(1, len(rows) + 1)
        if any(not can_hold([own[name] for name in names]) for names in combinations(own, size))
    ]
    assert len(found) == (sizes[0] if sizes else 0)
    assert not found or not can_hold([own[name] for name in found])
