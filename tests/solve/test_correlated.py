"""Correlated equilibria: published ones, and the definition on random games."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiation.errors import ImperfectRecall, InvalidNumber, NotSupported, UnknownName
from negotiation.game import Chance, Decision, Game, Outcome, simultaneous_game
from negotiation.solve.correlated import CorrelatedEquilibrium, correlated
from negotiation.solve.lemke import lemke
from tests.solve.test_lemke import signalling_game

F = Fraction


def chicken() -> Game:
    return simultaneous_game(
        [[[6, 2], [7, 0]], [[6, 7], [2, 0]]], strategies=[["yield", "dare"]] * 2
    )


def test_chicken() -> None:
    """Aumann 1974: (1/2, 1/4, 1/4) pays 21/4 each, more than any Nash equilibrium together."""
    found = correlated(chicken())
    assert found.distribution == {
        ("yield", "yield"): F(1, 2),
        ("yield", "dare"): F(1, 4),
        ("dare", "yield"): F(1, 4),
    }
    assert found.payoffs == {"row": F(21, 4), "column": F(21, 4)}
    assert found.verify()


def test_the_best_for_one_player_and_the_worst() -> None:
    """Row's best is the Nash equilibrium (dare, yield) with 7.

    Row's worst is (yield, dare) with 2: row can always get 2 by yielding.
    """
    assert correlated(chicken(), objective="row").payoffs == {"row": 7, "column": 2}
    assert correlated(chicken(), objective={"row": -1}).payoffs["row"] == 2
    assert correlated(chicken(), objective={"row": 1, "column": "2"}).payoffs["column"] >= F(21, 4)


def test_the_signalling_game_in_both_forms() -> None:
    """Von Stengel and Forges 2008, section 2.

    Nash, correlated and strategic-form equilibria all pay (0, 6).  The agent form lets the
    student's types hear different things, and contains the extensive-form correlated equilibrium
    that pays (7/2, 13/2), so the best for the student there is at least 7/2.
    """
    game = signalling_game()
    assert correlated(game, objective="student").payoffs == {"student": 0, "professor": 6}
    agent = correlated(game, objective="student", form="agent")
    assert agent.verify()
    assert agent.payoffs["student"] >= F(7, 2)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_vertex_is_better_and_nash_is_among_them(data: st.DataObject) -> None:
    """In 2 x 2 games the optimum is at least that of a Nash equilibrium, and obeys Aumann.

    The oracle for the upper side: every distribution on a grid of eighths that meets the incentive
    constraints, written out from the definition, has at most this welfare.
    """
    numbers = st.lists(st.integers(-3, 3), min_size=2, max_size=2)
    first = data.draw(st.lists(numbers, min_size=2, max_size=2))
    second = data.draw(st.lists(numbers, min_size=2, max_size=2))
    game = simultaneous_game([first, second])
    found = correlated(game)
    best = sum(found.payoffs.values())
    assert best >= sum(lemke(game).payoffs.values())
    for a, b, c in product(range(9), repeat=3):
        if a + b + c > 8:
            continue
        weight = [[F(a, 8), F(b, 8)], [F(c, 8), F(8 - a - b - c, 8)]]
        obeys = all(
            sum(weight[i][j] * (first[i][j] - first[1 - i][j]) for j in (0, 1)) >= 0 for i in (0, 1)
        ) and all(
            sum(weight[i][j] * (second[i][j] - second[i][1 - j]) for i in (0, 1)) >= 0
            for j in (0, 1)
        )
        if obeys:
            welfare = sum(
                weight[i][j] * (first[i][j] + second[i][j]) for i in (0, 1) for j in (0, 1)
            )
            assert welfare <= best


def test_three_players_with_majority() -> None:
    """Two of three on one side get 3 each and nobody else anything: welfare is at most 6."""

    def pay(player: int, sides: tuple[int, ...]) -> int:
        same = sides.count(sides[player])
        return {1: 0, 2: 3, 3: 0}[same]

    arrays = [
        [[[pay(p, (i, j, k)) for k in (0, 1)] for j in (0, 1)] for i in (0, 1)] for p in range(3)
    ]
    found = correlated(simultaneous_game(arrays))
    assert sum(found.payoffs.values()) == 6
    assert found.verify()


def test_chance_and_a_player_who_never_moves() -> None:
    end = {"A": 1, "B": 2}
    game = Game(
        ("A", "B"),
        Chance(
            {
                "x": ("1/2", Decision("A", {"l": Outcome(end), "r": Outcome({"A": 0, "B": 9})})),
                "y": ("1/2", Outcome({"A": 0, "B": 0})),
            }
        ),
    )
    for form in ("strategic", "agent"):
        found = correlated(game, objective="B", form=form)
        assert found.payoffs == {"A": F(1, 2), "B": 1}


def test_a_corrupted_distribution_fails() -> None:
    found = correlated(chicken())
    moved = dict(found.distribution)
    moved["yield", "yield"] += F(1, 1000)
    moved["dare", "yield"] -= F(1, 1000)
    assert not replace(found, distribution=moved).verify()
    assert not CorrelatedEquilibrium(found.form, {("dare", "dare"): F(1)}).verify()


def test_refusals() -> None:
    with pytest.raises(UnknownName, match="player 'rwo'"):
        correlated(chicken(), objective="rwo")
    with pytest.raises(InvalidNumber, match="weight of 'row'"):
        correlated(chicken(), objective={"row": "much"})
    with pytest.raises(NotSupported, match="'strategic' or 'agent'"):
        correlated(chicken(), form="normal")  # type: ignore[arg-type]
    with pytest.raises(NotSupported, match="limit=3"):
        correlated(chicken(), limit=3)
    with pytest.raises(NotSupported, match="irrational"):
        correlated(simultaneous_game([[[sympy.sqrt(2)]], [[1]]]))
    end = Outcome({"A": 0})
    forgetting = Decision("A", {"l": Decision("A", {"l": end, "r": end}, "h"), "r": end}, "h")
    with pytest.raises(ImperfectRecall):
        correlated(Game(("A",), forgetting))
