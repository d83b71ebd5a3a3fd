"""Iterated dominance: textbook games, the definition on random ones, order and its absence."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import ImperfectRecall, NotSupported
from negotiation.game import Decision, Game, Outcome, simultaneous_game
from negotiation.solve.dominance import Elimination, iterated_dominance

F = Fraction


def test_a_mixture_dominates_where_no_pure_strategy_does() -> None:
    """Row 3 pays 1 for certain; half row 1 and half row 2 pay 3/2 for certain."""
    game = simultaneous_game([[[3, 0], [0, 3], [1, 1]], [[0, 1], [1, 0], [0, 1]]])
    found = iterated_dominance(game)
    assert found.remaining == {"row": ("1", "2"), "column": ("1", "2")}
    [only] = found.eliminations
    assert only.by == {"1": F(1, 2), "2": F(1, 2)}
    assert found.verify()
    assert iterated_dominance(game, mixed=False).eliminations == ()


def test_rounds_follow_one_another() -> None:
    """Gibbons 1992, figure 1.1.1: right falls to middle, then down to up, then left to middle."""
    game = simultaneous_game(
        [[[1, 1, 0], [0, 0, 2]], [[0, 2, 1], [3, 1, 0]]],
        strategies=[["up", "down"], ["left", "middle", "right"]],
    )
    found = iterated_dominance(game)
    assert [[one.strategy for one in part] for part in found.rounds] == [
        ["right"],
        ["down"],
        ["left"],
    ]
    assert found.solves
    assert found.remaining == {"row": ("up",), "column": ("middle",)}
    assert "round 2: row's (down) is strictly dominated by (up)" in str(found)


def test_weak_dominance_loses_equilibria_and_says_what_it_removed() -> None:
    """(2, 2) is a Nash equilibrium in weakly dominated strategies."""
    game = simultaneous_game([[[1, 0], [0, 0]], [[1, 0], [0, 0]]])
    assert iterated_dominance(game).eliminations == ()
    weak = iterated_dominance(game, weak=True)
    assert weak.remaining == {"row": ("1",), "column": ("1",)}
    assert not any(one.strict for one in weak.eliminations)
    assert weak.verify()


def test_a_mixture_dominates_weakly() -> None:
    """Columns 1 and 2 leave only the half mixture, which equals row 3 there and beats it in 3."""
    game = simultaneous_game([[[4, 0, 1], [0, 4, 3], [2, 2, 1]], [[0, 0, 0]] * 3])
    [only] = iterated_dominance(game, weak=True).eliminations
    assert only.strategy == "3"
    assert not only.strict
    assert only.by == {"1": F(1, 2), "2": F(1, 2)}


def test_trees_use_reduced_strategies() -> None:
    """Out beats going in and taking 0; going in and taking 3 beats out."""
    again = Decision("A", {"low": Outcome({"A": 0}), "high": Outcome({"A": 3})}, "then")
    game = Game(("A",), Decision("A", {"in": again, "out": Outcome({"A": 1})}, "first"))
    found = iterated_dominance(game)
    assert found.remaining == {"A": ("first: in; then: high",)}
    assert len(found.eliminations) == 2


def never_best(matrix: list[list[int]], place: int, columns: list[int], rows: list[int]) -> bool:
    """Whether a row beats no other row at any belief on two columns, by crossing points.

    On two columns the belief is one number; a best reply anywhere is one at an end or where two
    rows cross.
    """
    if len(columns) == 1:
        return any(matrix[other][columns[0]] > matrix[place][columns[0]] for other in rows)
    left, right = columns
    beliefs = {F(0), F(1)}
    for one, two in product(rows, rows):
        slope = (matrix[one][left] - matrix[two][left]) - (matrix[one][right] - matrix[two][right])
        if slope:
            crossing = F(-(matrix[one][right] - matrix[two][right]), slope)
            if 0 <= crossing <= 1:
                beliefs.add(crossing)

    def worth(row: int, belief: Fraction) -> Fraction:
        return belief * matrix[row][left] + (1 - belief) * matrix[row][right]

    return not any(
        all(worth(place, belief) >= worth(other, belief) for other in rows) for belief in beliefs
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4), st.data())
def test_dominated_are_exactly_those_that_are_never_best(count: int, data: st.DataObject) -> None:
    """Pearce 1984, lemma 3, against beliefs found by crossing points."""
    row = st.lists(st.integers(0, 4), min_size=2, max_size=2)
    matrix = data.draw(st.lists(row, min_size=count, max_size=count))
    zeros = [[0, 0]] * count
    found = iterated_dominance(simultaneous_game([matrix, zeros]))
    rows = list(range(count))
    expected = {str(r + 1) for r in rows if never_best(matrix, r, [0, 1], rows)}
    assert {one.strategy for one in found.eliminations} == expected
    assert found.verify()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_round_is_right_and_nothing_is_left_to_remove(data: st.DataObject) -> None:
    shape = data.draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    row = st.lists(st.integers(-2, 2), min_size=shape[1], max_size=shape[1])
    matrices = [data.draw(st.lists(row, min_size=shape[0], max_size=shape[0])) for _ in range(2)]
    for weak in (False, True):
        found = iterated_dominance(simultaneous_game(matrices), weak=weak)
        assert found.verify()
        rows = [int(label) - 1 for label in found.remaining["row"]]
        columns = [int(label) - 1 for label in found.remaining["column"]]
        rest = simultaneous_game([[[m[i][j] for j in columns] for i in rows] for m in matrices])
        assert iterated_dominance(rest, weak=weak).eliminations == ()


def test_three_players() -> None:
    """Each has 1 whatever happens, and one more by choosing 2."""
    arrays = [
        [[[1 + (i, j, k)[p] for k in (0, 1)] for j in (0, 1)] for i in (0, 1)] for p in range(3)
    ]
    found = iterated_dominance(simultaneous_game(arrays))
    assert found.solves
    assert len(found.rounds) == 1


def test_a_false_reason_fails() -> None:
    game = simultaneous_game([[[3, 0], [0, 3], [1, 1]], [[0, 1], [1, 0], [0, 1]]])
    found = iterated_dominance(game)
    [only] = found.eliminations
    for by in ({"1": F(1)}, {"1": F(9, 10), "2": F(1, 10)}, {"1": F(3, 5), "2": F(3, 5)}):
        wrong = Elimination(only.round, only.player, only.strategy, by, strict=True)
        assert not replace(found, eliminations=(wrong,)).verify()
    assert not replace(found, eliminations=()).verify()


def test_irrational_payoffs() -> None:
    root = sympy.sqrt(2)
    game = simultaneous_game([[[root], [1]], [[0], [0]]])
    assert iterated_dominance(game, mixed=False).remaining["row"] == ("1",)
    with pytest.raises(NotSupported, match="mixed=False"):
        iterated_dominance(game)


def test_refusals() -> None:
    end = Outcome({"A": 0})
    forgetting = Decision("A", {"l": Decision("A", {"l": end, "r": end}, "h"), "r": end}, "h")
    with pytest.raises(ImperfectRecall):
        iterated_dominance(Game(("A",), forgetting))
    with pytest.raises(NotSupported, match="limit=3"):
        iterated_dominance(simultaneous_game([[[0, 0], [0, 0]]] * 2), limit=3)
