"""Games built from lists of nodes in prefix order."""

from __future__ import annotations

import gc
from fractions import Fraction

import pytest

from negotiation import Chance, Decision, Game, Outcome
from negotiation.errors import InvalidGame
from negotiation.game.compiled import CHANCE
from negotiation.game.prefix import END, Moves, prefix_game

PAYS = [(None, (Fraction(1), Fraction(2))), ("o", (Fraction(3), Fraction(4)))]
SETS = [
    (CHANCE, None, Moves(("a", "b"), (Fraction(1, 3), Fraction(2, 3)))),
    (1, "h", Moves(("l", "r"))),
]


def test_a_game_by_hand() -> None:
    game = prefix_game(("A", "B"), SETS, [0, 1, END, END, 1, END, END], [0, 1, 1, 0], PAYS)
    one, two = Outcome({"A": 1, "B": 2}), Outcome({"A": 3, "B": 4}, "o")
    left, right = Decision("B", {"l": one, "r": two}, "h"), Decision("B", {"l": two, "r": one}, "h")
    expected = Game(("A", "B"), Chance({"a": ("1/3", left), "b": ("2/3", right)}))
    assert game == expected
    assert game.tree == expected.tree


@pytest.mark.parametrize("nodes", [[], [0, END], [1, END, END, END], [END, END], [1, 1, END, END]])
def test_lists_of_other_than_one_tree_are_refused(nodes: list[int]) -> None:
    with pytest.raises(InvalidGame, match="one tree"):
        prefix_game(("A", "B"), SETS, nodes, [0] * nodes.count(END), PAYS)


def test_the_collector_is_left_as_it_was() -> None:
    prefix_game(("A", "B"), SETS, [END], [0], PAYS)
    assert gc.isenabled()
    gc.disable()
    try:
        prefix_game(("A", "B"), SETS, [END], [0], PAYS)
        assert not gc.isenabled()
    finally:
        gc.enable()
