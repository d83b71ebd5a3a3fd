"""Ultimatum and alternating offers, against hand derivations."""

from __future__ import annotations

import pickle
from fractions import Fraction

import pytest
from sympy import Symbol

from negotiation.errors import InvalidGame, NotSupported
from negotiation.exact import exact
from negotiation.game import Game, Outcome, When
from negotiation.protocols import (
    alternating_offers,
    discounted,
    ending,
    offer_grid,
    ultimatum,
    veto,
)
from negotiation.solve import backward_induction, subgame_perfect

SIDES = ("A", "B")
NOTHING = {"A": 0, "B": 0}


def split(share: Fraction) -> dict[str, Fraction]:
    """Give the share to B, the rest to A."""
    return {"A": 1 - share, "B": share}


def test_ultimatum_has_the_labels_it_promises() -> None:
    menu = {label: split(share) for label, share in offer_grid("offer", 2).items()}
    game = Game(SIDES, ultimatum("A", "B", menu, NOTHING))
    assert list(game.information_sets) == [
        "proposal",
        "answer | offer 0/2",
        "answer | offer 1/2",
        "answer | offer 2/2",
    ]
    assert game.outcomes()["offer 1/2", "accept"] == Outcome({"A": "1/2", "B": "1/2"})
    assert game.outcomes()["no proposal",] == Outcome(NOTHING)
    renamed = ultimatum(
        "A",
        "B",
        {"deal": split(Fraction(1))},
        NOTHING,
        proposal="bid",
        answer="reply",
        no_proposal=None,
        accept="yes",
        reject="no",
    )
    game = Game(SIDES, renamed)
    assert list(game.information_sets) == ["bid", "reply | deal"]
    assert set(game.outcomes()) == {("deal", "yes"), ("deal", "no")}


def test_ultimatum_on_a_grid_leaves_the_responder_one_step_or_nothing() -> None:
    """Leave B indifferent at 0, or give it one step.

    B takes 0 or not; where it does not, the least share that it strictly wants is one step, so A
    gets 1 or 1 - 1/N.
    """
    for steps in (1, 2, 5):
        menu = {label: split(share) for label, share in offer_grid("offer", steps).items()}
        game = Game(SIDES, ultimatum("A", "B", menu, NOTHING, no_proposal=None))
        gets = {equilibrium.payoffs["A"] for equilibrium in subgame_perfect(game)}
        assert gets == {Fraction(1), 1 - Fraction(1, steps)}


def test_guarded_items_and_further_nodes_stay_in_the_menu() -> None:
    menu = {
        "charity": When(Symbol("aid") <= 0, ending(split(Fraction(1)))),
        "deal": veto("C", {"A": 2, "B": 2, "C": -1}, {"A": 0, "B": 0, "C": 0}),
    }
    tree = ultimatum("A", "B", menu, {"A": 0, "B": 0, "C": 0})
    assert isinstance(tree.actions["charity"], When)
    game = Game((*SIDES, "C"), ultimatum("A", "B", {"deal": menu["deal"]}, dict.fromkeys("ABC", 0)))
    assert ("deal", "accept", "block") in game.outcomes()
    assert all(set(found.payoffs.values()) == {0} for found in subgame_perfect(game))


def test_an_item_may_not_be_named_as_no_proposal() -> None:
    with pytest.raises(InvalidGame, match="'no proposal'"):
        ultimatum("A", "B", {"no proposal": NOTHING}, NOTHING)


@pytest.mark.parametrize("steps", [0, -1, True, "2"])
def test_grids_need_whole_steps(steps: object) -> None:
    with pytest.raises(InvalidGame, match="whole number of steps"):
        offer_grid("offer", steps)  # type: ignore[arg-type]


def grid_game(steps: int, horizon: int, patience: Fraction) -> Game:
    """Let A and B split 1 on a grid; the shares are B's."""
    grid = offer_grid("offer", steps)
    return Game(
        SIDES,
        alternating_offers(
            SIDES,
            list(grid),
            lambda item, number: discounted(
                split(grid[item]), NOTHING, dict.fromkeys(SIDES, patience), number
            ),
            NOTHING,
            horizon=horizon,
            item_name=lambda item: item.removeprefix("offer "),
        ),
    )


def test_alternating_offers_name_what_was_rejected() -> None:
    game = grid_game(1, 3, Fraction(1, 2))
    names = list(game.information_sets)
    assert len(names) == 1 + 2 + 2 + 4 + 4 + 8
    for name in (
        "round 1 offer",
        "round 1 answer | offer 0/1",
        "round 2 offer | rejected 0/1",
        "round 2 answer | rejected 0/1; offer 1/1",
        "round 3 offer | rejected 0/1, 1/1",
        "round 3 answer | rejected 0/1, 1/1; offer 0/1",
    ):
        assert name in names
    movers = {name: game.information_sets[name].player for name in names}
    assert movers["round 1 offer"] == "A" == movers["round 2 answer | rejected 0/1; offer 1/1"]
    assert movers["round 2 offer | rejected 0/1"] == "B"


def test_alternating_offers_give_stahl_s_split() -> None:
    """Solve by hand with patience 1/2 on a grid of eighths, ties accepted.

    In the last of two rounds B asks for all of it and A takes 0; so in round 1 A offers B its
    discounted 1/2, and gets 1/2.  With three rounds A gets 1 in round 3, B gives it 1/2 in round
    2 and keeps 1/2, so A offers 1/4 (Stahl 1972: 1 - d + d**2).
    """
    for horizon, expected in ((1, 1), (2, Fraction(1, 2)), (3, Fraction(3, 4))):
        found = backward_induction(grid_game(8, horizon, Fraction(1, 2)))
        # ties go to "accept", which is listed first
        assert found.payoffs["A"] == expected


def test_discounting_starts_from_the_disagreement_point() -> None:
    assert discounted({"A": 4}, {"A": 2}, {"A": "1/2"}, 3) == {"A": exact("5/2")}
    with pytest.raises(InvalidGame, match="'B' needs"):
        discounted({"B": 1}, {"A": 0}, {"A": 1}, 1)


@pytest.mark.parametrize("horizon", [0, True, 1.5])
def test_horizons_are_whole_numbers(horizon: object) -> None:
    with pytest.raises(InvalidGame, match="whole number of rounds"):
        alternating_offers(SIDES, ["a"], lambda *_: NOTHING, NOTHING, horizon=horizon)  # type: ignore[arg-type]


def test_alternating_offers_refuse_what_is_empty_or_too_large() -> None:
    with pytest.raises(InvalidGame, match="at least one item"):
        alternating_offers(SIDES, [], lambda *_: NOTHING, NOTHING)
    with pytest.raises(NotSupported, match="fewer rounds"):
        alternating_offers(SIDES, list("abcdefghij"), lambda *_: NOTHING, NOTHING, horizon=7)


def test_subtrees_are_values() -> None:
    game = grid_game(2, 2, Fraction(1, 3))
    assert pickle.loads(pickle.dumps(game)) == game  # noqa: S301 - our own bytes


def test_only_payoffs_and_nodes_may_follow() -> None:
    with pytest.raises(InvalidGame, match="cannot follow a move"):
        ending(3)  # type: ignore[arg-type]
