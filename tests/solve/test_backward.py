"""Backward induction: one equilibrium among all, the first action at ties."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from negotiation.errors import MissingParameter, NotSupported
from negotiation.game import Decision, Game, Outcome
from negotiation.solve import backward_induction, subgame_perfect
from negotiation.testing import imperfect_information_games, perfect_information_games
from tests.support.definition import is_subgame_perfect
from tests.support.ultimatum import ultimatum


@settings(max_examples=150, deadline=None)
@given(perfect_information_games())
def test_finds_the_first_equilibrium(game: Game) -> None:
    """Of all equilibria, the one whose every tie goes to the action listed first."""
    found = backward_induction(game)
    assert found.profile.is_pure
    assert is_subgame_perfect(game, {name: found.profile.choice(name) for name in found.profile})
    assert found.profile.table in {each.profile.table for each in subgame_perfect(game)}
    assert found.verify()


@settings(max_examples=60, deadline=None)
@given(imperfect_information_games())
def test_refuses_exactly_where_information_is_imperfect(game: Game) -> None:
    if game.has_perfect_information:
        assert backward_induction(game).verify()
    else:
        with pytest.raises(NotSupported, match="perfect information"):
            backward_induction(game)


def test_ties_go_to_the_first_action() -> None:
    end = Outcome({"A": 1})
    assert backward_induction(Game(("A",), Decision("A", {"x": end, "y": end}))).path == ("x",)
    assert backward_induction(ultimatum(4)).path == ("offer 0", "accept")


def test_centipede_stops_at_once() -> None:
    """Rosenthal 1981; McKelvey and Palfrey 1992: taking at once is the unique SPE path."""
    node: Decision | Outcome = Outcome({"1": 64, "2": 16})
    for move in range(5, -1, -1):
        big, small = 4 * 2**move // 2 or 1, 2**move // 2
        taker, other = ("1", "2") if move % 2 == 0 else ("2", "1")
        node = Decision(taker, {"take": Outcome({taker: 2 * big, other: small}), "pass": node})
    found = backward_induction(Game(("1", "2"), node))
    assert found.path == ("take",)
    assert all(found.profile.choice(name) == "take" for name in found.profile)


def test_symbols_are_refused() -> None:
    from sympy import symbols

    with pytest.raises(MissingParameter, match="loss"):
        backward_induction(Game(("A",), Outcome({"A": symbols("loss")})))
