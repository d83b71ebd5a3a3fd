"""Quantal response: published equilibria, closed forms, and invariants."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import root
from scipy.special import softmax

from negotiation.errors import ImperfectRecall, InvalidNumber, NotSupported, SolverFailed
from negotiation.game import Chance, Decision, Game, Node, Outcome, simultaneous_game
from negotiation.solve.logit_system import logit_system
from negotiation.solve.quantal import quantal_path, quantal_response
from tests.poker import kuhn_poker, myerson_card_game


def ochs_pennies() -> Game:
    """Ochs 1995, in the units in which McKelvey and Palfrey 1995 report λ: prizes 1.1141, 0.2785.

    λ is per unit of payoff, so the published λ = 1.8456 goes with these prizes and no others.
    """
    return simultaneous_game(
        [[["1.1141", 0], [0, "0.2785"]], [[0, "1.1141"], ["1.1141", 0]]],
        strategies=[["up", "down"], ["left", "right"]],
    )


def centipede() -> Game:
    """Build the four-move centipede of McKelvey and Palfrey 1992, in dollars."""
    pays = [("0.40", "0.10"), ("0.20", "0.80"), ("1.60", "0.40"), ("0.80", "3.20")]
    node: Node = Outcome({"1": "6.40", "2": "1.60"})
    for number in (3, 2, 1, 0):
        take = Outcome(dict(zip("12", pays[number], strict=True)))
        node = Decision("12"[number % 2], {"take": take, "pass": node}, f"move {number + 1}")
    return Game(("1", "2"), node)


@pytest.mark.parametrize(
    ("rationality", "up", "left", "digits"),
    [
        (1, 0.586784, 0.451807, 1e-6),
        ("1.8456", 0.61565, 0.38329, 1e-5),
    ],
)
def test_ochs_pennies(rationality: str, up: float, left: float, digits: float) -> None:
    """McKelvey and Palfrey 1995, table of Ochs's block with λ = 1.8456; and λ = 1."""
    found = quantal_response(ochs_pennies(), rationality=rationality)
    assert abs(found.profile["row"]["up"] - up) < digits
    assert abs(found.profile["column"]["left"] - left) < digits
    assert found.verify()
    assert found.residual <= 1e-12


def test_centipede() -> None:
    """McKelvey and Palfrey 1998: agent logit at λ = 1 with payoffs in dollars."""
    found = quantal_response(centipede(), rationality=1)
    taken = [found.profile[f"move {number}"]["take"] for number in (1, 2, 3, 4)]
    for chance, published in zip(
        taken, (0.29625657, 0.27798029, 0.46488365, 0.83201839), strict=True
    ):
        assert abs(chance - published) < 5e-9


def test_the_last_mover_answers_by_the_logit_rule_alone() -> None:
    """At move 4 player 2 compares 3.20 and 1.60, whatever happened before."""
    found = quantal_response(centipede(), rationality="1/2")
    assert abs(found.profile["move 4"]["take"] - 1 / (1 + math.exp(-0.8))) < 1e-14


def test_no_rationality_is_uniform_play() -> None:
    found = quantal_response(kuhn_poker(), rationality=0)
    assert all(
        abs(chance - 0.5) < 1e-15 for here in found.profile.values() for chance in here.values()
    )
    assert abs(found.payoffs["1"] - 1 / 8) < 1e-15  # uniform against uniform pays 1/8


def test_much_rationality_is_nearly_a_sequential_equilibrium() -> None:
    """The centipede's only subgame-perfect play takes everywhere; Myerson's game mixes 1/3, 2/3."""
    last = quantal_path(centipede(), until=10_000)[-1]
    assert all(last.profile[f"move {number}"]["take"] > 1 - 1e-9 for number in (1, 2, 3, 4))
    found = quantal_response(myerson_card_game(), rationality=100_000, tolerance=1e-9)
    assert abs(found.profile["1: black"]["raise"] - 1 / 3) < 1e-4
    assert abs(found.profile["2: raised"]["meet"] - 2 / 3) < 1e-4
    assert max(found.regrets.values()) < 1e-4


def test_the_path_is_dense_and_every_point_is_checked() -> None:
    path = quantal_path(kuhn_poker(), until=50)
    assert path[0].rationality == 0
    assert path[-1].rationality == 50
    assert path.verify()
    assert len(path.residuals) == len(path) == len(path[:])
    for one, two in pairwise(path):
        for name, chances in one.profile.items():
            assert all(abs(two.profile[name][a] - p) <= 0.1 + 1e-12 for a, p in chances.items())


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=12, max_size=12), st.integers(1, 8))
def test_payoffs_times_k_is_rationality_times_k(pays: list[int], k: int) -> None:
    """And a constant added to a player's payoffs changes nothing."""

    def game(scale: int, shift: int) -> Game:
        rows = [pays[:3], pays[3:6]], [pays[6:9], pays[9:]]
        return simultaneous_game(
            [[[scale * value + shift for value in row] for row in matrix] for matrix in rows]
        )

    one = quantal_response(game(k, 0), rationality="1/4")
    two = quantal_response(game(1, 5), rationality=f"{k}/4")
    for name, chances in one.profile.items():
        assert all(abs(two.profile[name][a] - p) < 1e-9 for a, p in chances.items())


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(-2, 2), min_size=12, max_size=12))
def test_derivatives_are_those_of_finite_differences(odds: list[float]) -> None:
    system = logit_system(kuhn_poker())
    place = np.array(odds)
    slopes = system.evaluate(place).slopes
    assert slopes is not None
    for column in range(len(odds)):
        step = np.zeros(len(odds))
        step[column] = 1e-6
        difference = (
            system.evaluate(place + step).payoffs - system.evaluate(place - step).payoffs
        ) / 2e-6
        assert np.abs(difference - slopes[:, column]).max() < 1e-8


def test_a_corrupted_answer_fails() -> None:
    found = quantal_response(ochs_pennies(), rationality=1)
    chances = [math.exp(log) for log in found.log_probabilities[0]]
    moved = (math.log(chances[0] + 0.001), math.log(chances[1] - 0.001))
    assert not replace(found, log_probabilities=(moved, found.log_probabilities[1])).verify()
    unsummed = (math.log(chances[0] + 0.001), math.log(chances[1]))
    assert not replace(found, log_probabilities=(unsummed, found.log_probabilities[1])).verify()
    assert not replace(found, rationality=1.01).verify()


def test_games_with_nothing_to_choose() -> None:
    alone = Game(("A",), Decision("A", {"only": Outcome({"A": 1})}, "h"))
    assert quantal_response(alone, rationality=3).profile == {"h": {"only": 1.0}}
    assert quantal_response(Game(("A",), Outcome({"A": 1})), rationality=3).payoffs == {"A": 1.0}


def test_it_prints_readably() -> None:
    text = str(quantal_response(ochs_pennies(), rationality=1))
    assert "rationality 1" in text
    assert "up 0.586784" in text
    assert "residual within tolerance 1e-12" in text
    assert "largest residual" in repr(quantal_path(ochs_pennies(), until=1))


def test_a_chance_too_small_for_floats() -> None:
    """Reply u pays 1 more than d in all cases but 10⁻⁴⁰⁰, in which it pays 5 less."""

    def reply(more: int) -> Decision:
        return Decision("B", {"u": Outcome({"B": more}), "d": Outcome({"B": 0})}, "reply")

    tiny = Fraction(1, 10**400)
    game = Game(("B",), Chance({"odd": (tiny, reply(-5)), "usual": (1 - tiny, reply(1))}))
    found = quantal_response(game, rationality=1)
    assert found.profile["reply"]["u"] == pytest.approx(math.e / (1 + math.e), abs=1e-9)


def test_a_tree_too_large_for_derivatives_is_refused() -> None:
    node: Decision | Outcome = Outcome({"A": 0, "B": 0})
    for move in range(10_000):
        node = Decision("AB"[move % 2], {"stop": Outcome({"A": 1, "B": 1}), "go": node})
    with pytest.raises(NotSupported, match="20001 nodes and 10000 probabilities"):
        quantal_response(Game(("A", "B"), node), rationality=1)


def test_refusals() -> None:
    with pytest.raises(InvalidNumber, match="rationality is -1"):
        quantal_response(ochs_pennies(), rationality=-1)
    with pytest.raises(InvalidNumber, match="rationality"):
        quantal_response(ochs_pennies(), rationality=float("inf"))
    with pytest.raises(SolverFailed, match="tolerance") as failed:
        quantal_response(myerson_card_game(), rationality=3, tolerance=-1.0)
    assert failed.value.residual is not None
    with pytest.raises(NotSupported, match="beyond the floats"):
        quantal_response(simultaneous_game([[[10**400]], [[0]]]), rationality=1)
    end = Outcome({"A": 0})
    never = Chance({"x": (0, Decision("A", {"l": end, "r": end})), "y": (1, end)})
    with pytest.raises(NotSupported, match="'x' has probability 0"):
        quantal_response(Game(("A",), never), rationality=1)
    forgetting = Decision("A", {"l": Decision("A", {"l": end, "r": end}, "h"), "r": end}, "h")
    with pytest.raises(ImperfectRecall, match="'h'"):
        quantal_response(Game(("A",), forgetting), rationality=1)


def test_a_branch_that_nearly_forks_is_not_left() -> None:
    """Near rationality 3/4 two branches pass each other closely (an imperfect pitchfork).

    The oracle follows the logit equations in steps of a thousandth from uniform play, along which
    the rationality never falls; the other equilibrium at rationality 1 plays the first row with
    probability 0.523.
    """
    rows = np.array([[-3, 1, 0], [3, -3, -3]])
    columns = np.array([[1, 3, 1], [3, 1, 2]])

    def miss(play: np.ndarray, rationality: float) -> np.ndarray:
        answers = [
            softmax(rationality * (rows @ play[2:])),
            softmax(rationality * (play[:2] @ columns)),
        ]
        return play - np.concatenate(answers)

    play = np.array([1 / 2, 1 / 2, 1 / 3, 1 / 3, 1 / 3])
    for step in range(1001):
        play = root(miss, play, args=(step / 1000,), tol=1e-13).x
    for shift in (0, 5):
        game = simultaneous_game([(rows + shift).tolist(), (columns + shift).tolist()])
        found = quantal_response(game, rationality=1)
        assert found.profile["row"]["1"] == pytest.approx(play[0], abs=1e-9)
