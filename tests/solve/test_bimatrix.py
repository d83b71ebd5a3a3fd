"""nashpy behind the exact adapter: the same answers as the exact route, or a typed refusal."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from negotiation.errors import SolverFailed, TooManyEquilibria
from negotiation.solve.bimatrix import nashpy_equilibria
from negotiation.solve.bimatrix_game import bimatrix_game
from negotiation.solve.extreme import extreme_equilibria
from tests.solve.test_extreme import random_games
from tests.support.extreme import extreme_by_definition
from tests.support.nash_games import seventy_five

F = Fraction


def test_the_game_that_nashpy_support_enumeration_misses() -> None:
    game = bimatrix_game([[0, 3, 1], [3, 0, 5]], [[4, 1, 3], [0, 4, 2]])
    assert nashpy_equilibria(game) == [((F(1, 2), F(1, 2)), (0, F(4, 7), F(3, 7)))]


def test_seventy_five() -> None:
    game = bimatrix_game(*seventy_five())
    assert nashpy_equilibria(game) == extreme_equilibria(game)


def test_the_same_as_brute_force_over_bases() -> None:
    for first, second in random_games(100, seed=77):
        found = nashpy_equilibria(bimatrix_game(first, second))
        assert set(found) == extreme_by_definition(first, second), (first, second)


def test_large_payoffs_are_subtracted_before_they_are_rounded() -> None:
    big = 10**19
    game = bimatrix_game([[big + 1, big], [big, big + 1]], [[big, big + 1], [big + 1, big]])
    half = (F(1, 2), F(1, 2))
    assert nashpy_equilibria(game) == [(half, half)]


def test_one_strategy_is_left_to_ourselves() -> None:
    assert nashpy_equilibria(bimatrix_game([[3, 3]], [[1, 1]])) == [((1,), (1, 0)), ((1,), (0, 1))]
    assert nashpy_equilibria(bimatrix_game([[3], [4]], [[1], [1]])) == [((0, 1), (1,))]


def test_a_lost_equilibrium_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nondegenerate games have an odd number of equilibria (Lemke and Howson 1964)."""
    from nashpy import polytope

    whole = polytope.non_trivial_vertices
    lost: list[object] = []

    def without_one(halfspaces: object) -> Iterator[object]:
        for vertex in whole(halfspaces):
            if lost:
                yield vertex
            else:
                lost.append(vertex)

    monkeypatch.setattr(polytope, "non_trivial_vertices", without_one)
    with pytest.raises(SolverFailed, match="odd number"):
        nashpy_equilibria(bimatrix_game([[2, 0], [0, 1]], [[1, 0], [0, 2]]))


def test_the_limit() -> None:
    with pytest.raises(TooManyEquilibria):
        nashpy_equilibria(bimatrix_game([[0] * 3] * 3, [[0] * 3] * 3), limit=8)
