"""Reasons in sentences: hand-computed worths, beliefs, ties, mixing, unreached sets."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation import Chance, Decision, Game, Outcome, solve, talks
from negotiation.game import profile_of
from negotiation.solve import Equilibrium, certify, reasons
from negotiation.solve.regret import information_set_regrets


def outcome(a: object, b: object = 0) -> Outcome:
    return Outcome({"A": a, "B": b})


def test_off_the_path_is_said_so_with_both_numbers() -> None:
    # No pledge: a base follows a transfer, so Russia gets treaty_gain - basing_loss = 1 - 3 = -2.
    [found] = solve.subgame_perfect(talks.no_base_pledge().at("credible_pledge"))
    said = {str(reason.place): str(reason) for reason in reasons(found)}
    assert said["transfer | no pledge"] == (
        "If play came to transfer | no pledge, Russia would play keep because keep gives 0 and "
        "transfer -2."
    )


def test_chance_is_spelled_out() -> None:
    # 1/2 of 1 - 3 where a base is wanted, 1/2 of 1 where not: -1/2 in all.
    [found] = solve.subgame_perfect(talks.basing_shadow().at())
    [first, *_] = reasons(found)
    assert first.worth == {"keep": 0, "transfer": Fraction(-1, 2)}
    assert list(first.parts["transfer"]) == [
        (("wants base", "station"), Fraction(1, 2), Fraction(-2)),
        (("no interest", "refrain"), Fraction(1, 2), Fraction(1)),
    ]


def test_beliefs_weigh_nodes() -> None:
    # Pooling on warm words leaves the prior, 1/3 tolerant: to advance is worth 1/3 - 2/3.
    [found] = solve.perfect_bayesian(talks.warm_words().at())
    here = {str(reason.place): reason for reason in reasons(found)}["advance | warm"]
    assert here.worth == {"advance": Fraction(-1, 3), "wait": 0}
    assert set(here.belief.values()) == {Fraction(1, 3), Fraction(2, 3)}
    assert "believing tolerant / warm 1/3, hard / warm 2/3" in str(here)


def test_ties_and_mixing_name_all_that_are_best() -> None:
    game = Game(
        ("A", "B"),
        Decision(
            "A",
            {
                "heads": Decision("B", {"h": outcome(1, 0), "t": outcome(0, 1)}, "guess"),
                "tails": Decision("B", {"h": outcome(0, 1), "t": outcome(1, 0)}, "guess"),
            },
            "coin",
        ),
    )
    [found] = solve.nash(game)
    coin, guess = reasons(found)
    assert coin.best == ("heads", "tails")
    assert str(coin).startswith(
        "A plays heads with probability 1/2 and tails with probability 1/2 at coin because heads "
        "and tails both give 1/2"
    )
    assert guess.belief == {("heads",): Fraction(1, 2), ("tails",): Fraction(1, 2)}


def test_a_move_that_is_not_best_where_play_does_not_come_is_not_excused() -> None:
    # B threatens to fight, which would cost B: a Nash equilibrium that is not subgame perfect.
    game = Game(
        ("A", "B"),
        Decision(
            "A",
            {
                "out": outcome(0, 2),
                "in": Decision("B", {"fight": outcome(-1, -1), "yield": outcome(1, 1)}, "reply"),
            },
            "entry",
        ),
    )
    profile = profile_of(game, {"entry": "out", "reply": "fight"})
    found = Equilibrium("Nash", profile, certify(profile, "Nash"))
    assert found.verify()
    assert str(reasons(found)[1]) == (
        "If play came to reply, B would play fight, although fight -1 and yield gives 1."
    )


def test_many_outcomes_are_counted_not_listed() -> None:
    branches = {str(number): ("1/6", outcome(number)) for number in range(1, 7)}
    game = Game(("A", "B"), Decision("A", {"stop": outcome(3), "roll": Chance(branches)}, "die"))
    [found] = solve.subgame_perfect(game)
    assert str(reasons(found)[0]) == (
        "A plays roll at die because roll gives 7/2, the average of 6 outcomes and stop 3."
    )


def test_an_information_set_nobody_comes_to_in_its_subgame_has_no_numbers() -> None:
    game = Game(
        ("A", "B"),
        Decision(
            "A",
            {
                "out": outcome(2, 2),
                "left": Decision("B", {"x": outcome(0, 0), "y": outcome(1, 1)}, "blind"),
                "right": Decision("B", {"x": outcome(0, 1), "y": outcome(1, 0)}, "blind"),
            },
            "start",
        ),
    )
    profile = profile_of(game, {"start": "out", "blind": "x"})
    found = Equilibrium("Nash", profile, certify(profile, "Nash"))
    assert reasons(found)[1].worth == {}
    assert "any move will do" in str(reasons(found)[1])


@pytest.mark.parametrize(
    "name", ["legal_framework", "triangle", "project_menu", "sanctions_cascade"]
)
def test_worths_agree_with_the_certificate(name: str) -> None:
    # In a game of perfect information the certificate's value at an information set is the worth
    # of the move played there, found by another walk over the tree.
    for found in solve.subgame_perfect(talks.catalogue()[name]().at()):
        beliefs = tuple((Fraction(1),) for _ in found.game.tree.infosets)
        table = information_set_regrets(found.profile, beliefs)
        values = {row.place: row.value for row in table}
        for reason in reasons(found):
            [played] = reason.plays
            assert played in reason.best
            assert reason.worth[played] == values[reason.place]
