"""The flat tree: layout, histories, and the rules that need the whole tree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from sympy import Max, Piecewise, Rational, sqrt, symbols

from negotiation.errors import InvalidGame, UnknownName
from negotiation.game import Chance, Decision, Game, Outcome, When
from negotiation.game.compiled import CHANCE, OUTCOME, compile_tree
from negotiation.model import Constraint
from negotiation.testing import imperfect_information_games
from tests.support.definition import histories_below

p, q, x = symbols("p q x")
END = Outcome({"A": 0, "B": 0})
PLAYERS = ("A", "B")


@settings(max_examples=150, deadline=None)
@given(imperfect_information_games(max_profiles=500))
def test_layout(game: Game) -> None:
    tree = game.tree
    expected = dict(histories_below(game.root))
    assert len(tree) == len(expected)
    assert {tree.history(node): tree.nodes[node] for node in range(len(tree))} == expected
    for node in range(len(tree)):
        assert tree.find(tree.history(node)) == node
        for child in tree.children(node):
            assert child > node
            assert tree.parent[child] == node
        kinds = {Outcome: OUTCOME, Chance: CHANCE}
        found = tree.nodes[node]
        mover = kinds.get(type(found))
        assert tree.mover[node] == (
            game.players.index(found.player) if isinstance(found, Decision) else mover
        )
    depths = [len(tree.history(node)) for node in range(len(tree))]
    assert depths == sorted(depths)


@settings(max_examples=80, deadline=None)
@given(imperfect_information_games(max_profiles=500))
def test_depth_first_intervals(game: Game) -> None:
    tree = game.tree
    place, size = tree.depth_first()
    assert sorted(place) == list(range(len(tree)))
    for node in range(len(tree)):
        history = tree.history(node)
        below = {
            other for other in range(len(tree)) if tree.history(other)[: len(history)] == history
        }
        assert below == {
            other
            for other in range(len(tree))
            if place[node] <= place[other] < place[node] + size[node]
        }


def test_the_same_object_in_two_places() -> None:
    """With a label it is one information set of two nodes, without a label two sets."""
    labelled = Decision("B", {"l": END, "r": END}, "h")
    game = Game(PLAYERS, Decision("A", {"x": labelled, "y": labelled}))
    assert game.information_sets["h"].histories == (("x",), ("y",))
    plain = Decision("B", {"l": END, "r": END})
    game = Game(PLAYERS, Decision("A", {"x": plain, "y": plain}))
    assert list(game.information_sets) == [(), ("x",), ("y",)]
    assert game.has_perfect_information


def test_unknown_moves_have_a_closest_match() -> None:
    game = Game(PLAYERS, Decision("A", {"transfer": END, "keep": END}))
    with pytest.raises(UnknownName, match="did you mean 'transfer'"):
        game.tree.find(("transfre",))
    with pytest.raises(UnknownName, match="after 'keep'"):
        game.tree.find(("keep", "more"))


@pytest.mark.parametrize(
    ("root", "words"),
    [
        (Decision("A", {"x": Outcome({"A": 1})}), r"outcome at 'x' has no payoff for 'B'"),
        (Decision("A", {"x": Outcome({"A": 1, "b": 2})}), "'x' has no payoff for 'B'"),
        (Outcome({"A": 1}), "outcome at the root has no payoff for 'B'"),
        (
            Decision("A", {"x": Outcome({"A": 1, "B": 2, "Bo": 3})}),
            "'x' pays an unknown player 'Bo'; did you mean 'B'",
        ),
        (Decision("C", {"x": END}), "decision at the root belongs to an unknown player 'C'"),
        (
            Decision("A", {"x": Decision("Aa", {"y": END})}),
            "decision at 'x' belongs to an unknown player 'Aa'; did you mean 'A'",
        ),
        (
            Decision("A", {"x": Chance({"w": ("0.5", END), "v": ("0.4", END)})}),
            r"probabilities at 'x' sum to 9/10.*exactly 1 \(w: 1/2, v: 2/5\)",
        ),
        (Chance({"w": (0, END)}), "at the root sum to 0"),
        (Chance({"w": (p, END), "v": (p, END)}), r"sum to 2\*p"),
        (Chance({"w": (sqrt(2) / 2, END), "v": (sqrt(2) / 2, END)}), r"sum to sqrt\(2\)"),
        (
            Chance({"w": (Piecewise((p, p < 1), (1, True)), END), "v": ("1/2", END)}),
            "sum to Piecewise",
        ),
        (
            Decision(
                "A",
                {
                    "x": Decision("B", {"l": END, "r": END}, "h"),
                    "y": Decision("B", {"l": END}, "h"),
                },
            ),
            r"'h' of 'B' offers \['l', 'r'\] at 'x' but \['l'\] at 'y'",
        ),
        (
            Decision(
                "A",
                {
                    "x": Decision("B", {"l": END, "r": END}, "h"),
                    "y": Decision("B", {"r": END, "l": END}, "h"),
                },
            ),
            "same actions, in the same order",
        ),
        (
            Decision(
                "A",
                {
                    "x": Decision("A", {"l": END}, "h"),
                    "y": Decision("B", {"l": END}, "h"),
                },
            ),
            r"'h' is shared by 'A' \(at 'x'\) and 'B' \(at 'y'\)",
        ),
        (
            Decision(
                "A",
                {
                    "x": Decision("B", {"l": When(x > 0, END), "r": END}, "h"),
                    "y": Decision("B", {"l": END, "r": END}, "h"),
                },
            ),
            "action 'l' of information set 'h' is guarded differently at 'x' and at 'y'",
        ),
        (
            Decision(
                "A",
                {
                    "x": Decision("B", {"l": When(x > 0, END), "r": END}, "h"),
                    "y": Decision("B", {"l": When(x > 1, END), "r": END}, "h"),
                },
            ),
            "guarded differently",
        ),
    ],
)
def test_rules_of_the_whole_tree(root: Outcome | Decision | Chance, words: str) -> None:
    with pytest.raises(InvalidGame, match=words):
        compile_tree(PLAYERS, root)


@pytest.mark.parametrize(
    "branches",
    [
        {"w": (p, END), "v": (1 - p, END)},
        {"w": (p / (p + q), END), "v": (q / (p + q), END)},
        {"w": (Max(p, 0), END), "v": (1 - Max(p, 0), END)},
        {"w": (1 / sqrt(2), END), "v": (1 - Rational(1, 2) * sqrt(2), END)},
        {"w": (p * q, END), "v": (p * (1 - q), END), "u": (1 - p, END)},
        {"w": (0.1, END), "v": (0.2, END), "u": (0.7, END)},
        {"w": (0, END), "v": (1, END)},
        {"w": ("1/3", END), "v": ("1/3", END), "u": ("1/3", END)},
    ],
)
def test_probabilities_that_sum_to_one(branches: dict[str, tuple[object, Outcome]]) -> None:
    assert len(compile_tree(PLAYERS, Chance(branches))) == 1 + len(branches)  # type: ignore[arg-type]


def test_equal_guards_at_all_nodes_of_a_set_pass() -> None:
    rule = Constraint("rule", x > 0)
    game = Game(
        PLAYERS,
        Decision(
            "A",
            {move: Decision("B", {"l": When(rule, END), "r": END}, "h") for move in ("x", "y")},
        ),
    )
    assert game.at({"x": 1}).information_sets["h"].actions == ("l", "r")
    assert game.at({"x": 0}).information_sets["h"].actions == ("r",)
    assert len(game.at({"x": 0}).information_sets["h"].nodes) == 2


@pytest.mark.parametrize("root", [None, 5, "root", {"A": 1}, When(condition=True, node=END), [END]])
def test_roots_that_are_no_nodes(root: object) -> None:
    with pytest.raises(InvalidGame, match="root of a game must be a Decision, Chance or Outcome"):
        Game(PLAYERS, root)  # type: ignore[arg-type]


def test_trees_too_large_to_write_out_are_refused_at_once() -> None:
    node: Decision | Outcome = END
    for _ in range(60):
        node = Decision("A", {"l": node, "r": node})
    with pytest.raises(InvalidGame, match=r"2305843009213693951 nodes.*rules"):
        Game(PLAYERS, node)
