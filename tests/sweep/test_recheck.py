"""Draws near a tie, solved again exactly."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings

from negotiation import talks
from negotiation.errors import InvalidModel, NotSupported
from negotiation.game import Decision, Game, Outcome
from negotiation.model import Model, Parameter
from negotiation.solve import backward_induction
from negotiation.sweep import batch, recheck
from tests.sweep.test_batch import POINTS, drawn, models


@settings(deadline=None, max_examples=30)
@given(models(), POINTS)
def test_every_draw_solved_again_is_the_exact_solution(
    model: Model, points: list[tuple[float, ...]]
) -> None:
    """With a boundless gap all draws are solved again, ties too, and must be the exact plays."""
    table = batch(model, drawn(points), kernel="numpy", threads=1)
    again = recheck(model, table, gap=float("inf"))
    for place in np.flatnonzero(table.used):
        point = {name: Fraction(table.draws[name][place]) for name in table.draws.names}
        exact = backward_induction(model.at(**point))
        play = again.plays[int(again.outcome[place])]
        assert {h for h, chance in exact.outcomes.items() if chance} <= set(play.histories)
        for player, payoff in exact.payoffs.items():
            assert again.payoffs[player][place] == float(payoff)
        if table.margin[place] > 1e-9:
            assert again.outcome[place] == table.outcome[place]


def test_rounding_is_mended() -> None:
    """A square times three and a product are compared exactly, where floats round both."""
    x, y = sympy.symbols("x y")
    bent = Game(
        ("A",),
        Decision("A", {"a": Outcome({"A": x**2 * 3}), "b": Outcome({"A": x * y})}),
    )
    model = Model("bent", bent, [Parameter("x"), Parameter("y")])
    points = {"x": np.linspace(0.1, 0.9, 400), "y": 3 * np.linspace(0.1, 0.9, 400)}
    table = batch(model, points, kernel="numpy")
    again = recheck(model, table)
    wrong = 0
    for place in range(400):
        one, other = (Fraction(points[name][place]) for name in ("x", "y"))
        best = 1 if other > 3 * one else 0
        assert again.outcome[place] == best
        wrong += int(table.outcome[place] != best)
    assert wrong > 0  # the floats alone get some of them wrong


def test_what_cannot_be_rechecked_is_said() -> None:
    model = talks.basing_shadow()
    table = batch(model, {"basing_probability": [0.25, 0.5]}, watch=["transfer"])
    assert recheck(model, table, gap=10).probability_of("transfer").tolist() == [1.0, 0.0]
    with pytest.raises(NotSupported, match="more than limit=1"):
        recheck(model, table, gap=10, limit=1)
    with pytest.raises(NotSupported, match="not of 'triangle'"):
        recheck(talks.triangle(), table)
    with pytest.raises(InvalidModel):
        recheck(model.at(), table)  # type: ignore[arg-type]
