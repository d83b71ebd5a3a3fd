"""Lemke's algorithm on trees: published equilibria, and certificates on random games."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from negotiation.errors import NotSupported, SolverFailed
from negotiation.game import (
    BehaviourProfile,
    Chance,
    Decision,
    Game,
    Node,
    Outcome,
    simultaneous_game,
)
from negotiation.solve.lemke import lemke
from negotiation.testing import imperfect_information_games, signalling_games
from tests.poker import kuhn_poker, myerson_card_game

F = Fraction


def test_poker() -> None:
    assert lemke(kuhn_poker()).payoffs == {"1": F(-1, 18), "2": F(1, 18)}
    assert lemke(myerson_card_game()).payoffs == {"1": F(1, 3), "2": F(-1, 3)}


def signalling_game() -> Game:
    """Von Stengel and Forges 2008, figure 1: costless signals of a good or bad applicant."""

    def answers(good: bool, signal: str) -> Decision:  # noqa: FBT001 - one helper, two types
        accept = Outcome(
            {"student": 4, "professor": 10} if good else {"student": 6, "professor": 0}
        )
        reject = Outcome({"student": 0, "professor": 6})
        return Decision("professor", {"accept": accept, "reject": reject}, f"after {signal}")

    return Game(
        ("student", "professor"),
        Chance(
            {
                name: (
                    "1/2",
                    Decision("student", {s: answers(name == "good", s) for s in "XY"}, name),
                )
                for name in ("good", "bad")
            }
        ),
    )


def test_no_nash_equilibrium_of_the_signalling_game_informs() -> None:
    """All Nash equilibria reject and pay (0, 6) (von Stengel and Forges 2008, section 2)."""
    found = lemke(signalling_game())
    assert found.payoffs == {"student": 0, "professor": 6}


def test_the_unique_equilibrium_that_support_enumeration_in_floats_loses() -> None:
    found = lemke(simultaneous_game([[[0, 3, 1], [3, 0, 5]], [[4, 1, 3], [0, 4, 2]]]))
    assert list(found.profile["row"].values()) == [F(1, 2), F(1, 2)]
    assert list(found.profile["column"].values()) == [0, F(4, 7), F(3, 7)]


def test_shapleys_game() -> None:
    """Shapley 1964: the only equilibrium is uniform."""
    first = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    second = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
    found = lemke(simultaneous_game([first, second]))
    for player in ("row", "column"):
        assert set(found.profile[player].values()) == {F(1, 3)}


def test_one_of_von_stengels_three_equilibria() -> None:
    """Von Stengel 2007, section 3.1."""
    found = lemke(simultaneous_game([[[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]]]))
    mixes = tuple(tuple(found.profile[player].values()) for player in ("row", "column"))
    assert mixes in {
        ((1, 0, 0), (1, 0)),
        ((F(4, 5), F(1, 5), 0), (F(2, 3), F(1, 3))),
        ((0, F(1, 3), F(2, 3)), (F(1, 3), F(2, 3))),
    }


def test_a_game_whose_agent_form_has_more_equilibria() -> None:
    """Myerson 1991, figure 4.2: Nash equilibria pay (4, 1), (5/2, 9/4) or (8/3, 3/2)."""

    def pays(first: int, second: int) -> Outcome:
        return Outcome({"1": first, "2": second})

    def last(left: Outcome, right: Outcome) -> Decision:
        return Decision("1", {"Y": left, "Z": right}, "1 last")

    def answer(left: Node, right: Node) -> Decision:
        return Decision("2", {"W": left, "X": right}, "2")

    second = answer(last(pays(3, 0), pays(0, 0)), last(pays(2, 3), pays(4, 1)))
    root = Decision("1", {"A": second, "B": answer(pays(2, 3), pays(3, 2))}, "1 first")
    found = lemke(Game(("1", "2"), root))
    assert tuple(found.payoffs.values()) in {(4, 1), (F(5, 2), F(9, 4)), (F(8, 3), F(3, 2))}


@settings(max_examples=80, deadline=None)
@given(
    signalling_games(max_types=3, max_messages=3)
    | imperfect_information_games(max_profiles=200, max_depth=5)
)
def test_every_answer_is_an_exact_equilibrium(game: Game) -> None:
    """The regrets are recomputed from the tree, without the sequence form."""
    found = lemke(game)
    assert found.verify()
    assert found.certificate.largest_regret == 0


def test_a_corrupted_profile_fails() -> None:
    found = lemke(myerson_card_game())
    step = F(1, 1000)
    table = tuple(
        (row[0] + step, row[1] - step) if row[0] < 1 else (row[0] - step, row[1] + step)
        for row in found.profile.table
    )
    assert not replace(found, profile=BehaviourProfile(found.game, table)).verify()


def test_refusals() -> None:
    with pytest.raises(NotSupported, match="1 players"):
        lemke(Game(("A",), Outcome({"A": 1})))
    with pytest.raises(SolverFailed, match="most_pivots=2"):
        lemke(kuhn_poker(), most_pivots=2)
