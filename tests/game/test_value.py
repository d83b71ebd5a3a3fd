"""Tree values compare, hash, pickle and copy whatever their depth."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given, settings
from sympy import Symbol, symbols

from negotiation.game import Chance, Decision, Game, Outcome, When
from negotiation.testing import imperfect_information_games
from tests.support.deep import row_root

END = Outcome({"A": 0, "B": 1})
x, y = symbols("x y")


@settings(max_examples=100, deadline=None)
@given(imperfect_information_games(max_profiles=1000))
def test_round_trips(game: Game) -> None:
    again = pickle.loads(pickle.dumps(game))  # noqa: S301 - our own bytes
    assert again == game
    assert hash(again) == hash(game)
    assert again.root == game.root
    assert hash(again.root) == hash(game.root)
    assert copy.copy(game.root) is game.root
    assert copy.deepcopy(game.root) is game.root
    assert copy.deepcopy(game) == game
    assert list(again.information_sets) == list(game.information_sets)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Outcome({"A": 0}), Outcome({"A": 1})),
        (Outcome({"A": 0}), Outcome({"B": 0})),
        (Outcome({"A": 0}), Outcome({"A": 0}, label="end")),
        (Outcome({"A": x}), Outcome({"A": y})),
        (Outcome({"A": x}), Outcome({"A": Symbol("x", positive=True)})),
        (Decision("A", {"x": END}), Decision("B", {"x": END})),
        (Decision("A", {"x": END}), Decision("A", {"y": END})),
        (Decision("A", {"x": END}), Decision("A", {"x": END}, "h")),
        (Decision("A", {"x": END, "y": END}), Decision("A", {"y": END, "x": END})),
        (Decision("A", {"x": END}), Decision("A", {"x": When(x > 0, END)})),
        (Decision("A", {"x": When(x > 0, END)}), Decision("A", {"x": When(x > 1, END)})),
        (Chance({"w": (1, END)}), Chance({"v": (1, END)})),
        (
            Chance({"w": ("1/2", END), "v": ("1/2", END)}),
            Chance({"w": ("1/4", END), "v": ("3/4", END)}),
        ),
        (Outcome({"A": 0}), Decision("A", {"x": END})),
    ],
)
def test_what_differs(one: object, other: object) -> None:
    assert one != other
    assert len({one, other}) == 2


def test_what_is_equal() -> None:
    """Values of equal numbers are equal however they were written; payoffs have no order."""
    assert Outcome({"A": 0.5, "B": 1}) == Outcome({"B": "1", "A": "1/2"})
    assert hash(Outcome({"A": 0.5, "B": 1})) == hash(Outcome({"B": "1", "A": "1/2"}))
    assert Decision("A", {"x": END}) == Decision("A", {"x": Outcome({"A": 0, "B": 1})})
    assert END != "END"
    assert (END == 3) is False


def test_a_tree_of_shared_nodes_compares_in_time_linear_in_nodes() -> None:
    """Sixty doublings: 2^60 histories, 61 objects."""

    def doubled() -> Decision | Outcome:
        node: Decision | Outcome = END
        for _ in range(60):
            node = Decision("A", {"l": node, "r": node})
        return node

    one, other = doubled(), doubled()
    assert one == other
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own bytes


def test_deep_trees_compare_hash_and_pickle() -> None:
    """Python's own recursion ends at a thousand; a hundred thousand are tried in test_game."""
    one, other, shorter = row_root(20_000), row_root(20_000), row_root(19_999)
    assert (one == other) is True
    assert (one == shorter) is False
    assert hash(one) == hash(other)
    assert (pickle.loads(pickle.dumps(one)) == one) is True  # noqa: S301 - our own bytes
    assert copy.deepcopy(one) is one
    assert repr(one).startswith("Decision('B'")
