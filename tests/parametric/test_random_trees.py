"""Partitions of random families: no overlap, no gap, every witness solved again by numbers."""

from __future__ import annotations

import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation import Chance, Constraint, Decision, Game, Model, Outcome, Parameter, When
from negotiation.parametric import subgame_perfect
from negotiation.parametric.coverage import check_cells

SYMBOLS = sympy.symbols("a b c p")
PARAMETERS = [
    *(Parameter(symbol, domain="(-3, 3)") for symbol in SYMBOLS[:3]),
    Parameter(SYMBOLS[3], domain="(0, 1)"),
]
NUMBERS = st.integers(-2, 2)
LINEAR = st.builds(
    lambda weights, constant: sum(w * s for w, s in zip(weights, SYMBOLS, strict=False)) + constant,
    st.lists(NUMBERS, min_size=3, max_size=3),
    NUMBERS,
)
BILINEAR = st.builds(lambda one, place: one * SYMBOLS[place], LINEAR, st.integers(0, 2))
PIECEWISE = st.builds(sympy.Max, LINEAR, LINEAR)
QUOTIENT = st.builds(lambda one: one / (4 + SYMBOLS[0]), LINEAR)


def trees(payoffs: st.SearchStrategy[object], depth: int) -> st.SearchStrategy[object]:
    """Random trees of two players, with chance moves and guarded actions."""
    outcomes = st.builds(lambda one, other: Outcome({"A": one, "B": other}), payoffs, payoffs)
    if depth == 0:
        return outcomes
    below = trees(payoffs, depth - 1)
    decisions = st.builds(
        lambda player, one, other, third: Decision(
            player, {"x": one, "y": other, **({} if third is None else {"z": third})}
        ),
        st.sampled_from("AB"),
        below,
        below,
        st.one_of(
            st.none(),
            st.builds(
                lambda node, weight: When(Constraint("rule", SYMBOLS[0] > weight), node),
                outcomes,
                NUMBERS,
            ),
        ),
    )
    chances = st.builds(
        lambda chance, one, other: Chance({"l": (chance, one), "r": (1 - chance, other)}),
        st.sampled_from([sympy.Rational(1, 3), SYMBOLS[3]]),
        below,
        outcomes,
    )
    return st.one_of(decisions, decisions, chances)


def model_of(root: object) -> Model:
    return Model("random", Game(("A", "B"), root), PARAMETERS)  # type: ignore[arg-type]  # a node


@settings(max_examples=20, deadline=None)
@given(trees(LINEAR, 3))
def test_linear_families(root: object) -> None:
    check = check_cells(subgame_perfect(model_of(root), query_seconds=1), seconds=1)
    assert not check.overlaps
    assert not check.unlike
    assert check.gap is not True


@settings(max_examples=8, deadline=None)
@given(trees(st.one_of(LINEAR, BILINEAR, PIECEWISE, QUOTIENT), 2))
def test_families_with_products_quotients_and_maxima(root: object) -> None:
    partition = subgame_perfect(model_of(root), query_seconds=1)
    check = check_cells(partition, seconds=1)
    assert not check.overlaps
    assert not check.unlike
    assert check.gap is not True


@settings(max_examples=8, deadline=None)
@given(trees(LINEAR, 2))
def test_families_with_their_indifference_surfaces(root: object) -> None:
    check = check_cells(subgame_perfect(model_of(root), ties=True, query_seconds=1), seconds=1)
    assert not check.overlaps
    assert not check.unlike
    assert check.gap is not True
