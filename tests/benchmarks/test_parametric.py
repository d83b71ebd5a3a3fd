"""The benchmark of the exact solver: its games are what it says, and its plain peer is right."""

from __future__ import annotations

from benchmarks.parametric import by_piecewise, by_sampling, free_payoffs, mediation, points_of
from negotiation.evaluate import compile_expressions
from negotiation.parametric import subgame_perfect
from negotiation.talks import basing_shadow


def test_the_games_have_the_sizes_that_are_printed() -> None:
    assert len(list(mediation().game.outcomes())) == 13
    assert len(mediation().parameters) == 6
    assert len(free_payoffs().parameters) == 64


def test_the_mediation_has_seventeen_open_cells() -> None:
    """Counted once by an independent prototype with another oracle."""
    assert len(subgame_perfect(mediation()).raw) == 17


def test_folded_payoffs_are_those_of_the_game() -> None:
    model = basing_shadow()
    points = points_of(model, 20)
    folded = compile_expressions(list(by_piecewise(model)))
    assert [tuple(folded(point)) for point in points] == by_sampling(model, points)
