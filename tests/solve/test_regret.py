"""Regrets and certificates against brute force over whole deviation strategies."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import symbols

from negotiation.errors import (
    ImperfectRecall,
    InvalidProfile,
    MissingParameter,
    NegotiationError,
    NotSupported,
)
from negotiation.game import BehaviourProfile, Decision, Game, Outcome, When, profile_of
from negotiation.solve import certify
from negotiation.solve.regret import (
    best_response_value,
    information_set_regrets,
    nash_regrets,
)
from negotiation.solve.subgame_regrets import subgame_regrets
from negotiation.testing import imperfect_information_games, perfect_information_games, profiles
from tests.support.definition import (
    best_payoff,
    expected,
    is_nash,
    is_subgame_perfect,
    regret,
    subgame_histories,
)

games = st.one_of(
    perfect_information_games(max_profiles=32), imperfect_information_games(max_profiles=32)
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_regrets_equal_the_definition(data: st.DataObject) -> None:
    game = data.draw(games)
    behaviour = data.draw(profiles(game))
    profile = profile_of(game, behaviour)
    for row in nash_regrets(profile):
        assert row.value == expected(game.root, (), behaviour, row.player)
        assert row.best == best_payoff(game.root, (), behaviour, row.player)
        assert row.amount >= 0
    certificate = certify(profile, "subgame perfect")
    assert certificate.holds == is_subgame_perfect(game, behaviour)
    assert certify(profile, "Nash").holds == is_nash(game, behaviour)
    largest = max(
        regret(game, history, behaviour, player)
        for history in subgame_histories(game)
        for player in game.players
    )
    assert certificate.largest_regret == largest


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_rows_of_subgames_equal_the_definition(data: st.DataObject) -> None:
    game = data.draw(games)
    behaviour = data.draw(profiles(game))
    rows = subgame_regrets(profile_of(game, behaviour))
    found = {}
    for index, row in enumerate(rows):
        node = rows._nodes[index]
        found[row.player, game.tree.history(node)] = row.amount
    for (player, history), amount in found.items():
        assert amount == regret(game, history, behaviour, player)
    if not game.has_perfect_information:
        assert set(found) == {
            (player, history) for player in game.players for history in subgame_histories(game)
        }


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_best_response_value_from_a_node(data: st.DataObject) -> None:
    game = data.draw(perfect_information_games(max_profiles=32))
    behaviour = data.draw(profiles(game))
    profile = profile_of(game, behaviour)
    node = data.draw(st.integers(0, len(game.tree) - 1))
    history = game.tree.history(node)
    for number, player in enumerate(game.players):
        assert best_response_value(profile, number, {node: Fraction(1)}) == best_payoff(
            game.tree.nodes[node], history, behaviour, player
        )


def matching_pennies() -> Game:
    def second(mine: str) -> Decision:
        return Decision(
            "2",
            {
                other: Outcome({"1": 1 if mine == other else -1, "2": -1 if mine == other else 1})
                for other in ("heads", "tails")
            },
            "second",
        )

    return Game(
        ("1", "2"), Decision("1", {mine: second(mine) for mine in ("heads", "tails")}, "first")
    )


def test_matching_pennies() -> None:
    """Half and half is the only equilibrium, worth 0; heads for sure loses 1 against tails."""
    game = matching_pennies()
    half = {"heads": "1/2", "tails": "1/2"}
    assert certify(profile_of(game, {"first": half, "second": half}), "Nash").holds
    rows = nash_regrets(profile_of(game, {"first": "heads", "second": half}))
    assert {row.player: row.amount for row in rows} == {"1": 0, "2": 1}


def test_regrets_under_beliefs() -> None:
    """At `second`, belief 3/4 on heads: tails pays 3/4 - 1/4 = 1/2, heads -1/2."""
    game = matching_pennies()
    profile = profile_of(game, {"first": "heads", "second": "heads"})
    beliefs = [(Fraction(1),), (Fraction(3, 4), Fraction(1, 4))]
    rows = {str(row.place): row for row in information_set_regrets(profile, beliefs)}
    assert rows["second"].value == Fraction(-1, 2)
    assert rows["second"].best == Fraction(1, 2)
    assert "2 at second: gets -1/2, could get 1/2 (regret 1)" in str(rows["second"])
    assert len(information_set_regrets(profile, [None, beliefs[1]])) == 1


def test_a_move_that_pays_only_with_a_later_one_is_found() -> None:
    """A profits from x only if it then plays b: no single change helps, both together do."""
    second = Decision("A", {"a": Outcome({"A": 0}), "b": Outcome({"A": 2})}, "second")
    game = Game(("A",), Decision("A", {"x": second, "y": Outcome({"A": 1})}, "first"))
    profile = profile_of(game, {"first": "y", "second": "a"})
    [row] = nash_regrets(profile)
    assert (row.value, row.best) == (1, 2)
    assert not certify(profile, "subgame perfect").holds


def absent_minded_driver() -> Game:
    """Piccione and Rubinstein 1997: exit at the first crossing 0, at the second 4, never 1."""
    second = Decision("driver", {"exit": Outcome({"driver": 4}), "go": Outcome({"driver": 1})}, "x")
    return Game(
        ("driver",), Decision("driver", {"exit": Outcome({"driver": 0}), "go": second}, "x")
    )


def test_imperfect_recall_is_refused() -> None:
    profile = profile_of(absent_minded_driver(), {"x": "go"})
    for check in (nash_regrets, subgame_regrets):
        with pytest.raises(ImperfectRecall, match=r"'driver'.*'x'"):
            check(profile)
    with pytest.raises(ImperfectRecall):
        certify(profile, "Nash")
    with pytest.raises(ImperfectRecall):
        information_set_regrets(profile, [(Fraction(1), Fraction(0))])


@pytest.mark.parametrize(
    "row", [(Fraction(2), Fraction(0)), (Fraction(2), Fraction(-1)), (Fraction(0), Fraction(0))]
)
def test_what_is_no_distribution_does_not_pass(row: tuple[Fraction, ...]) -> None:
    game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 0})}, "h"))
    certificate = certify(BehaviourProfile(game, (row,)), "Nash")
    assert not certificate.holds
    assert "no probability distribution at 'h'" in str(certificate)


def test_profiles_of_the_wrong_shape_are_refused() -> None:
    game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 0})}, "h"))
    for table in ((), ((Fraction(1),),), ((Fraction(1), Fraction(0)),) * 2):
        with pytest.raises(InvalidProfile, match="1 distributions"):
            BehaviourProfile(game, table)


def test_certificates_refuse_what_they_cannot_check() -> None:
    game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 0})}, "h"))
    with pytest.raises(NotSupported, match=r"'nash'.*'Nash'"):
        certify(profile_of(game, {"h": "x"}), "nash")
    guarded = Game(("A",), Decision("A", {"x": When(condition=True, node=Outcome({"A": 1}))}, "h"))
    with pytest.raises(InvalidProfile, match="guards"):
        certify(profile_of(guarded, {"h": "x"}), "Nash")
    symbolic = Game(("A",), Decision("A", {"x": Outcome({"A": symbols("gain")})}, "h"))
    with pytest.raises(MissingParameter, match="gain"):
        certify(profile_of(symbolic, {"h": "x"}), "Nash")


def test_the_worst_regret_is_named() -> None:
    game = Game(("A",), Decision("A", {"x": Outcome({"A": 1}), "y": Outcome({"A": 3})}, "h"))
    certificate = certify(profile_of(game, {"h": "x"}), "subgame perfect")
    assert str(certificate) == "largest regret: A at h: gets 1, could get 3 (regret 2)"
    assert certify(profile_of(game, {"h": "x"}), "Nash", tolerance=Fraction(2)).holds
    assert not replace(certificate, tolerance=Fraction(1)).holds
    assert issubclass(ImperfectRecall, NegotiationError)
