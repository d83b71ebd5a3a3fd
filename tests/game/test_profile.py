"""Profiles and beliefs: what follows from them, against the definition."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Rational, sqrt, symbols

from negotiation.errors import InvalidProfile, UnknownName
from negotiation.game import (
    BehaviourProfile,
    Chance,
    Decision,
    Game,
    Outcome,
    bayes_beliefs,
    expected_payoffs,
    profile_of,
    reach_probabilities,
)
from negotiation.game.profile import (
    move_probabilities,
    node_values,
    pure_distribution,
    weighted_sum,
)
from negotiation.testing import imperfect_information_games, perfect_information_games, profiles
from tests.support.definition import expected, reached

games = st.one_of(
    perfect_information_games(max_profiles=500), imperfect_information_games(max_profiles=500)
)
END = Outcome({"A": 0})


def small() -> Game:
    return Game(
        ("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 3}), "z": END}, "h")
    )


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_values_and_reach_follow_the_definition(data: st.DataObject) -> None:
    game = data.draw(games)
    behaviour = {name: dict(row) for name, row in data.draw(profiles(game)).items()}
    profile = profile_of(game, behaviour)
    tree = game.tree
    for player in game.players:
        assert expected_payoffs(profile)[player] == expected(game.root, (), behaviour, player)
    reach = reach_probabilities(profile)
    plays = reached(game, behaviour)
    assert {tree.history(n): reach[n] for n in tree.payoffs if reach[n] != 0} == plays
    for node in range(len(tree)):
        history = tree.history(node)
        assert reach[node] == sum(
            (w for play, w in plays.items() if play[: len(history)] == history), Fraction(0)
        )
        if tree.width[node]:
            assert sum(move_probabilities(profile, node)) == 1
            assert reach[node] == sum(reach[child] for child in tree.children(node))
    values = node_values(profile)
    for number, player in enumerate(game.players):
        assert values[0][number] == sum(
            weight * game.outcomes()[play].payoffs[player] for play, weight in plays.items()
        )


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_beliefs_follow_bayes_rule(data: st.DataObject) -> None:
    game = data.draw(games)
    behaviour = {name: dict(row) for name, row in data.draw(profiles(game)).items()}
    profile = profile_of(game, behaviour)
    beliefs = bayes_beliefs(profile)
    plays = reached(game, behaviour)
    for name, infoset in game.information_sets.items():
        weights = {
            history: sum(
                (w for play, w in plays.items() if play[: len(history)] == history), Fraction(0)
            )
            for history in infoset.histories
        }
        total = sum(weights.values())
        if total == 0:
            assert beliefs[name] is None
        else:
            assert beliefs[name] == {key: weight / total for key, weight in weights.items()}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_profiles_are_mappings_and_values(data: st.DataObject) -> None:
    game = data.draw(games)
    behaviour = {name: dict(row) for name, row in data.draw(profiles(game)).items()}
    profile = profile_of(game, behaviour)
    assert {name: dict(profile[name]) for name in profile} == behaviour
    assert profile_of(game, profile) == profile
    assert len(profile) == len(behaviour)
    again = pickle.loads(pickle.dumps(profile))  # noqa: S301 - our own bytes
    assert again == profile
    assert hash(again) == hash(profile)
    assert bayes_beliefs(again) == bayes_beliefs(profile)


def test_actions_left_out_have_probability_zero() -> None:
    profile = profile_of(small(), {"h": {"y": "1/2", "x": 0.5}})
    assert profile["h"] == {"x": Fraction(1, 2), "y": Fraction(1, 2), "z": 0}
    assert not profile.is_pure
    assert profile.choice("h") is None
    assert profile_of(small(), {"h": "z"}).choice("h") == "z"
    assert profile_of(small(), {"h": {"z": 1}}).is_pure
    assert "y 1/2" in repr(profile)


def test_irrational_probabilities() -> None:
    profile = profile_of(small(), {"h": {"x": sqrt(2) / 2, "y": 1 - sqrt(2) / 2}})
    assert expected_payoffs(profile)["A"] == 3 - sqrt(2)
    rational = profile_of(small(), {"h": {"x": (sqrt(2) - 1) * (sqrt(2) + 1)}})
    assert rational.choice("h") == "x"


@pytest.mark.parametrize(
    ("choices", "error", "words"),
    [
        ({}, InvalidProfile, "says nothing about information set 'h' of 'A'"),
        ({"hh": "x"}, UnknownName, "did you mean 'h'"),
        ({"h": "xx"}, UnknownName, "action at 'h'.*did you mean 'x'"),
        ({"h": {"w": 1}}, UnknownName, "action at 'h'"),
        ({"h": {"x": "0.9"}}, InvalidProfile, "'h' the probabilities sum to 9/10"),
        ({"h": {"x": 2, "y": -1}}, InvalidProfile, "'h' a probability is -1"),
        ({"h": {"x": "half"}}, InvalidProfile, "'h'.*'half'"),
        ({"h": {"x": float("nan")}}, InvalidProfile, "finite"),
        ({"h": {}}, InvalidProfile, "sum to 0"),
        ({"h": 1}, InvalidProfile, "'h' give an action or a mapping"),
        ({"h": None}, InvalidProfile, "'h' give an action or a mapping"),
        ({"h": "x", (): "y"}, InvalidProfile, "twice"),
        ("x", InvalidProfile, "mapping"),
        (None, InvalidProfile, "mapping"),
    ],
)
def test_refusals(choices: object, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        profile_of(small(), choices)  # type: ignore[arg-type]


def test_a_profile_belongs_to_a_game() -> None:
    for wrong in (small().root, None, 5):
        with pytest.raises(InvalidProfile, match="belongs to a Game"):
            profile_of(wrong, {"h": "x"})  # type: ignore[arg-type]


def test_profiles_of_other_shapes_are_refused() -> None:
    with pytest.raises(InvalidProfile, match="1 distributions"):
        BehaviourProfile(small(), ())


def test_symbolic_profiles_give_symbolic_payoffs() -> None:
    q = symbols("q")
    profile = profile_of(small(), {"h": {"x": q, "y": 1 - q}})
    assert expected_payoffs(profile)["A"].expand() == 3 - 2 * q  # type: ignore[union-attr]


def test_helpers() -> None:
    assert pure_distribution(2, 3) == (0, 0, 1)
    assert weighted_sum([Fraction(1, 3), Fraction(0)], [Fraction(3), sqrt(2)]) == 1
    assert weighted_sum([Fraction(1, 2)], [sqrt(2)]) == sqrt(2) * Rational(1, 2)


def test_beliefs_with_chance_of_probability_zero() -> None:
    def look(label: str) -> Decision:
        return Decision("A", {"go": END}, label)

    game = Game(
        ("A",),
        Chance(
            {"a": (0, look("h")), "b": (1, look("h")), "c": (0, look("i")), "d": (0, look("i"))}
        ),
    )
    beliefs = bayes_beliefs(profile_of(game, {"h": "go", "i": "go"}))
    assert beliefs["h"] == {("a",): 0, ("b",): 1}
    assert beliefs["i"] is None
