"""All extreme equilibria: published games, and equality with brute force over bases."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest

from negotiation.errors import InvalidGame, NotSupported, TooManyEquilibria
from negotiation.solve.bimatrix_game import bimatrix_game
from negotiation.solve.extreme import extreme_equilibria
from negotiation.solve.polytope import best_response_vertices
from tests.support.extreme import extreme_by_definition, is_equilibrium
from tests.support.nash_games import seventy_five

F = Fraction
Rows = list[list[int]]


def solved(first: Sequence[Sequence[object]], second: Sequence[Sequence[object]]) -> list[object]:
    return list(extreme_equilibria(bimatrix_game(first, second)))


def test_von_stengel_2007() -> None:
    """Von Stengel (2007), the 3×2 game of the chapter on two-player equilibria."""
    assert solved([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]]) == [
        ((1, 0, 0), (1, 0)),
        ((F(4, 5), F(1, 5), 0), (F(2, 3), F(1, 3))),
        ((0, F(1, 3), F(2, 3)), (F(1, 3), F(2, 3))),
    ]


def test_the_game_that_nashpy_support_enumeration_misses() -> None:
    assert solved([[0, 3, 1], [3, 0, 5]], [[4, 1, 3], [0, 4, 2]]) == [
        ((F(1, 2), F(1, 2)), (0, F(4, 7), F(3, 7)))
    ]


def test_seventy_five_equilibria_of_a_six_by_six_game() -> None:
    first, second = seventy_five()
    pairs = extreme_equilibria(bimatrix_game(first, second))
    assert len(set(pairs)) == 75
    assert all(is_equilibrium(first, second, x, y) for x, y in pairs)


def test_shapley_1964_plays_uniformly() -> None:
    """Shapley (1964): fictitious play cycles around the only equilibrium."""
    third = (F(1, 3),) * 3
    assert solved([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]]) == [
        (third, third)
    ]


def test_nobody_cares() -> None:
    """All payoffs equal: every pair of pure strategies is extreme, and nothing else is."""
    pairs = extreme_equilibria(bimatrix_game([[7] * 3] * 2, [[-2] * 3] * 2))
    assert len(pairs) == 6
    assert all(max(x) == 1 and max(y) == 1 for x, y in pairs)


def test_one_strategy_each_side() -> None:
    assert solved([[5]], [[-5]]) == [((1,), (1,))]
    assert solved([[1, 2, 3]], [[4, 9, 9]]) == [((1,), (0, 1, 0)), ((1,), (0, 0, 1))]
    assert solved([[4], [9], [9]], [[1], [2], [3]]) == [((0, 1, 0), (1,)), ((0, 0, 1), (1,))]


def test_payoffs_of_ten_to_the_nineteen() -> None:
    """Doubles cannot tell 10¹⁹ from 10¹⁹ + 1; matching pennies decided by that 1 is mixed."""
    big = 10**19
    half = (F(1, 2), F(1, 2))
    assert solved([[big + 1, big], [big, big + 1]], [[big, big + 1], [big + 1, big]]) == [
        (half, half)
    ]


def test_duplicate_strategies_are_each_extreme() -> None:
    """Chicken with the row player's first strategy twice: its equilibria, once for each copy."""
    first, second = [[6, 2], [6, 2], [7, 0]], [[6, 7], [6, 7], [2, 0]]
    assert set(solved(first, second)) == extreme_by_definition(first, second)
    assert len(solved(first, second)) == 5


def random_games(count: int, seed: int) -> list[tuple[Rows, Rows]]:
    random = Random(seed)  # noqa: S311 - test data
    games = []
    for _ in range(count):
        rows, columns = random.randint(1, 4), random.randint(1, 4)
        reach = random.choice([1, 1, 2, 3, 9, 100])
        games.append(
            tuple(
                [[random.randint(-reach, reach) for _ in range(columns)] for _ in range(rows)]
                for _ in range(2)
            )
        )
    return games


@pytest.mark.parametrize("seed", range(10))
def test_the_same_as_brute_force_over_bases(seed: int) -> None:
    """50 games a seed, most of them degenerate, with negative payoffs: nothing missing or false."""
    for first, second in random_games(50, seed):
        found = solved(first, second)
        assert len(found) == len(set(found))
        assert set(found) == extreme_by_definition(first, second), (first, second)


def test_rational_payoffs_are_exact() -> None:
    first, second = [["1/3", "0.1"], [0.1, "1/3"]], [[0, "1e-30"], ["1e-30", 0]]
    half = (F(1, 2), F(1, 2))
    assert solved(first, second) == [(half, half)]


def test_the_limits() -> None:
    with pytest.raises(TooManyEquilibria) as caught:
        extreme_equilibria(bimatrix_game([[0] * 4] * 4, [[0] * 4] * 4), limit=15)
    assert caught.value.count == 16
    with pytest.raises(NotSupported, match="more than 3 vertices"):
        best_response_vertices([[1, 2, 3], [3, 1, 2], [2, 3, 1]], limit=3)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ([[1, 2]], [[1], [2]], "1×2 and the second's 2×1"),
        ([[1, 2], [3]], [[1, 2], [3, 4]], "rows of \\[1, 2\\] entries"),
        ([], [], "rows of \\[\\] entries"),
        ([[1, "x"]], [[1, 2]], "first player's payoff in row 1, column 2"),
        ([1, 2], [[1, 2]], "must be rows of numbers"),
    ],
)
def test_matrices_that_do_not_fit(first: list[object], second: list[object], said: str) -> None:
    with pytest.raises(InvalidGame, match=said):
        bimatrix_game(first, second)
