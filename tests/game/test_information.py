"""Information sets, perfect recall and subgames against their definitions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import UnknownName
from negotiation.game import Chance, Decision, Game, Node, Outcome
from negotiation.testing import imperfect_information_games, perfect_information_games
from tests.support.definition import children, name_of, subgame_histories

END = Outcome({"A": 0, "B": 0})


def recall_by_definition(game: Game) -> bool:
    """Kuhn 1953: at all nodes of a set the player passed the same sets with the same moves."""
    seen: dict[object, set[tuple[object, ...]]] = {}

    def walk(node: Node, history: tuple[str, ...], own: dict[str, tuple[object, ...]]) -> None:
        if isinstance(node, Decision):
            name = name_of(node, history)
            seen.setdefault(name, set()).add(own.get(node.player, ()))
        for label, child in children(node).items():
            after = dict(own)
            if isinstance(node, Decision):
                after[node.player] = (*own.get(node.player, ()), (name_of(node, history), label))
            walk(child, (*history, label), after)

    walk(game.root, (), {})
    return all(len(memories) == 1 for memories in seen.values())


def shuffled_sets(game: Game, data: st.DataObject) -> Game:
    """Relabel decisions at will, so that recall may fail and sets may straddle anything."""

    def relabel(node: Node, history: tuple[str, ...]) -> Node:
        below = {
            label: relabel(child, (*history, label)) for label, child in children(node).items()
        }
        if isinstance(node, Decision):
            name = f"{node.player} {len(below)} {data.draw(st.integers(0, 2))}"
            return Decision(node.player, below, name)
        if isinstance(node, Chance):
            return Chance({k: (chance, below[k]) for k, (chance, _) in node.branches.items()})
        return node

    return Game(game.players, relabel(game.root, ()))


@settings(max_examples=300, deadline=None)
@given(perfect_information_games(max_profiles=2000, max_players=2), st.data())
def test_recall_and_subgames_equal_their_definitions(game: Game, data: st.DataObject) -> None:
    game = shuffled_sets(game, data)
    assert game.has_perfect_recall == recall_by_definition(game)
    assert {subgame.history for subgame in game.subgames()} == set(subgame_histories(game))
    assert game.subgames()[0].history == ()


@settings(max_examples=150, deadline=None)
@given(imperfect_information_games(max_profiles=2000, max_players=3))
def test_trees_built_for_perfect_recall_have_it(game: Game) -> None:
    assert recall_by_definition(game)
    assert game.has_perfect_recall
    assert game.forgetful_set is None
    assert {subgame.history for subgame in game.subgames()} == set(subgame_histories(game))


def test_absent_minded_driver() -> None:
    """Piccione and Rubinstein 1997: both crossings look alike, so the driver forgets the first."""
    crossing = Decision("A", {"exit": END, "go": END}, "crossing")
    game = Game(("A", "B"), Decision("A", {"exit": END, "go": crossing}, "crossing"))
    assert not game.has_perfect_recall
    assert game.forgetful_set is not None
    assert game.forgetful_set.name == "crossing"
    assert len(game.subgames()) == 1


def test_a_forgotten_own_move() -> None:
    later = Decision("A", {"l": END, "r": END}, "later")
    game = Game(("A", "B"), Decision("A", {"x": later, "y": later}, "first"))
    assert not game.has_perfect_recall
    assert game.forgetful_set is not None
    assert game.forgetful_set.name == "later"


def test_a_forgotten_observation() -> None:
    """A saw B's move at two sets and no longer knows it at the third."""
    third = Decision("A", {"l": END, "r": END}, "third")
    game = Game(
        ("A", "B"),
        Decision(
            "B", {m: Decision("A", {"on": third}, f"saw {m}") for m in ("x", "y")}, "B's move"
        ),
    )
    assert not game.has_perfect_recall
    assert game.forgetful_set is not None
    assert game.forgetful_set.name == "third"


def test_the_other_player_may_forget_nothing_by_not_knowing() -> None:
    game = Game(
        ("A", "B"),
        Decision("A", {m: Decision("B", {"l": END, "r": END}, "B's move") for m in ("x", "y")}),
    )
    assert game.has_perfect_recall
    assert not game.has_perfect_information


def test_sets_that_straddle_end_subgames() -> None:
    """Under x there is a proper subgame, but a set of B joins the two sides below it."""

    def below(name: str) -> Decision:
        return Decision("A", {m: Decision("B", {"l": END, "r": END}, name) for m in ("u", "d")})

    apart = Game(("A", "B"), Decision("A", {"x": below("b1"), "y": below("b2")}))
    joined = Game(("A", "B"), Decision("A", {"x": below("b"), "y": below("b")}))
    assert [subgame.history for subgame in apart.subgames()] == [(), ("x",), ("y",)]
    assert [subgame.history for subgame in joined.subgames()] == [()]
    assert "the whole game" in repr(joined.subgames()[0])


def test_a_subgame_is_a_game() -> None:
    inner = Decision("B", {"l": END, "r": END}, "inner")
    game = Game(("A", "B"), Decision("A", {"x": inner, "y": END}))
    assert game.subgames()[1].game == Game(("A", "B"), inner)
    assert game.subgames()[1].history == ("x",)
    assert [each.history for each in game.subgames()[:1]] == [()]
    assert len(game.subgames()) == 2


def test_sets_are_found_by_label_and_by_history() -> None:
    inner = Decision("B", {"l": END, "r": END}, "inner")
    game = Game(("A", "B"), Decision("A", {"x": inner, "y": inner}))
    assert list(game.information_sets) == [(), "inner"]
    assert game.information_sets["inner"].histories == (("x",), ("y",))
    assert game.information_sets[("y",)].name == "inner"
    assert game.information_sets[()].actions == ("x", "y")
    assert "inner" in game.information_sets
    assert "outer" not in game.information_sets
    assert ("x", "l") not in game.information_sets
    assert str(game.information_sets["inner"]) == "B: inner (l, r)"
    for wrong in ("iner", ("x", "l"), 5, None, ["x"]):
        with pytest.raises(UnknownName):
            game.information_sets[wrong]
    with pytest.raises(UnknownName, match="did you mean 'inner'"):
        game.information_sets["iner"]
