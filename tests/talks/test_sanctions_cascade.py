"""G5, lifting sanctions in turn, against its definition and a hand derivation."""

from __future__ import annotations

from itertools import product

import pytest

from negotiation.game import Decision, Game
from negotiation.solve import subgame_perfect
from negotiation.talks import sanctions_cascade
from tests.support.talks import failures, information_sets, payoffs, random_points, same

MODEL = sanctions_cascade()
MOVES = ("lift", "keep")


def test_information_sets() -> None:
    expected = {"us sanctions": ("United States", MOVES, 1)}
    expected |= {f"eu sanctions | us {us}s": ("European Union", MOVES, 1) for us in MOVES}
    expected |= {
        f"japan sanctions | us {us}s, eu {eu}s": ("Japan", MOVES, 1)
        for us, eu in product(MOVES, MOVES)
    }
    assert information_sets(MODEL) == expected
    assert MODEL.game.players == ("Japan", "European Union", "United States")


@pytest.mark.parametrize(
    ("history", "japan", "union", "states"),
    [
        (
            ("lift", "lift", "lift"),
            "japan_lifting_gain",
            "eu_lifting_gain",
            "rapprochement_value - scandal_cost",
        ),
        (
            ("lift", "keep", "lift"),
            "japan_lifting_gain - japan_eu_exit_cost",
            0,
            "rapprochement_value - scandal_cost",
        ),
        (
            ("keep", "lift", "lift"),
            "japan_lifting_gain - japan_us_exit_cost",
            "eu_lifting_gain - eu_solo_cost",
            0,
        ),
        (
            ("keep", "keep", "lift"),
            "japan_lifting_gain - japan_us_exit_cost - japan_eu_exit_cost",
            0,
            0,
        ),
        (("keep", "lift", "keep"), 0, "eu_lifting_gain - eu_solo_cost", 0),
        (("lift", "keep", "keep"), 0, 0, "rapprochement_value - scandal_cost"),
        (("keep", "keep", "keep"), 0, 0, 0),
    ],
)
def test_payoffs(history: tuple[str, ...], japan: object, union: object, states: object) -> None:
    assert same(payoffs(MODEL, *history), japan, union, states)


def test_april_and_january() -> None:
    """Follow the article: in April nobody lifts, in January all do (payoffs 2, 1, 1)."""
    [april] = subgame_perfect(MODEL.at())
    [january] = subgame_perfect(MODEL.at("january_hope"))
    assert april.path == ("keep",) * 3
    assert january.path == ("lift",) * 3
    assert tuple(january.payoffs.values()) == (2, 1, 1)


def test_hand_derivation_at_random_points() -> None:
    """Solve by hand, last mover first.

    Japan lifts iff its gain exceeds the exit costs due; the Union lifts iff its gain exceeds
    the solo cost where that is due; the United States lifts iff rapprochement_value exceeds
    scandal_cost.  Nobody's payoff depends on a later mover.
    """
    for point in random_points(MODEL, 200):
        us = point["rapprochement_value"] > point["scandal_cost"]
        eu = point["eu_lifting_gain"] > (0 if us else point["eu_solo_cost"])
        costs = 0 if us else point["japan_us_exit_cost"]
        costs += 0 if eu else point["japan_eu_exit_cost"]
        japan = point["japan_lifting_gain"] > costs
        [found] = subgame_perfect(MODEL.at(check=False, **point))
        assert found.path == tuple("lift" if move else "keep" for move in (us, eu, japan))


@pytest.mark.parametrize("proposition", ["all_or_none", "what_moves_japan"])
def test_claims_hold_at_random_points(proposition: str) -> None:
    for claim in MODEL.propositions[proposition].claims:
        assert failures(MODEL, claim, 40) == []


def test_japan_is_pivotal_for_nobody() -> None:
    """Let Japan always keep: the first two movers play the same."""
    for point in random_points(MODEL, 40, seed=3):
        game = MODEL.at(check=False, **point)
        root = game.root
        assert isinstance(root, Decision)
        without = {}
        for us, union in root.actions.items():
            assert isinstance(union, Decision)
            without[us] = Decision(
                "European Union",
                {eu: japan.actions["keep"] for eu, japan in union.actions.items()},
                union.infoset,
            )
        smaller = Game(game.players, Decision("United States", without, "us sanctions"))
        [with_japan], [alone] = subgame_perfect(game), subgame_perfect(smaller)
        assert with_japan.path[:2] == alone.path
