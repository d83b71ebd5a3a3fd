"""G9, the menu of economic offers: structure, points, conditions, constraints."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation.errors import AssumptionViolated
from negotiation.model import Model
from negotiation.solve import subgame_perfect
from negotiation.talks import project_menu
from tests.support.claims import counterexamples, generic_points
from tests.support.talks import (
    Point,
    information_sets,
    payoff_vectors,
    payoffs,
    same,
)

MODEL = project_menu()
OFFERS = ("cruise", "aid", "joint")
NAMES = ("cruise_gives_russia_nothing", "charity_hurts")


def test_structure() -> None:
    assert MODEL.game.players == ("Japan", "Russia")
    assert information_sets(MODEL) == {
        "proposal": ("Japan", (*OFFERS, "none"), 1),
        **{f"answer | {offer}": ("Russia", ("accept", "reject"), 1) for offer in OFFERS},
    }
    assert len(MODEL.game.outcomes()) == 7


def test_payoffs() -> None:
    assert same(payoffs(MODEL, "none"), 0, 0)
    for offer in OFFERS:
        assert same(payoffs(MODEL, offer, "reject"), 0, 0)
    assert same(payoffs(MODEL, "cruise", "accept"), "cruise_gain", "-cruise_cost")
    assert same(
        payoffs(MODEL, "aid", "accept"),
        "accord_value - aid_amount",
        "need_multiplier*aid_amount - charity_cost",
    )
    assert same(
        payoffs(MODEL, "joint", "accept"),
        "accord_value + japan_joint_return",
        "russia_joint_return",
    )


def test_calibrations_and_assumptions() -> None:
    baseline = {
        "cruise_gain": 2,
        "cruise_cost": 1,
        "accord_value": 3,
        "aid_amount": 2,
        "need_multiplier": 1,
        "charity_cost": 4,
        "japan_joint_return": -1,
        "russia_joint_return": 1,
    }
    assert dict(MODEL.calibrations["baseline"]) == baseline
    assert MODEL.calibrations["need_of_1996"] == {
        **baseline,
        "need_multiplier": 3,
        "russia_joint_return": -1,
    }
    assert {name: each.source.claims for name, each in MODEL.assumptions.items()} == {
        "cruise_gives_russia_nothing": ("C48",),
        "charity_hurts": ("C51",),
        "need_fell": ("C49", "C50"),
        "joint_project_pays_russia": ("C46", "C47"),
    }
    assert MODEL.assumptions["joint_project_pays_russia"].calibrations == ("baseline",)
    assert MODEL.at("need_of_1996")


@pytest.mark.parametrize("charity", [False, True])
@pytest.mark.parametrize("joint", [False, True])
def test_constraints_follow_the_options(charity: bool, joint: bool) -> None:  # noqa: FBT001 - parameters of the test
    made = project_menu(no_charity=charity, joint_participation=joint)
    aid, cost = made.symbols["aid_amount"], made.symbols["cruise_cost"]
    assert {name: each.imposed for name, each in made.constraints.items()} == {
        "joint participation": joint,
        "no charity": charity,
    }
    assert made.constraints["no charity"].condition.subs(aid, 0) == True  # noqa: E712 - sympy's true
    assert made.constraints["no charity"].condition.subs(aid, 1) == False  # noqa: E712 - as above
    assert made.constraints["joint participation"].condition.subs(cost, -1) == True  # noqa: E712 - as above
    assert made.constraints["joint participation"].condition.subs(cost, 0) == False  # noqa: E712 - as above
    assert made.constraints["no charity"].source.claims == ("C51",)
    assert made.constraints["joint participation"].source.claims == ("C47",)
    offered = made.at().information_sets["proposal"].actions
    assert ("aid" in offered) is not charity
    assert ("cruise" in offered) is not joint
    again = MODEL
    if charity:
        again = again.assuming("no charity")
    if joint:
        again = again.assuming("joint participation")
    assert again.game == made.game
    assert made.without("no charity", "joint participation").game == MODEL.game
    assert made.options == {"no_charity": charity, "joint_participation": joint}


@pytest.mark.parametrize(
    ("made", "calibration", "pays"),
    [
        (MODEL, "baseline", (2, 1)),
        (MODEL, "need_of_1996", (1, 2)),
        (project_menu(no_charity=True), "baseline", (2, 1)),
        (project_menu(no_charity=True), "need_of_1996", (0, 0)),
        (project_menu(joint_participation=True), "baseline", (2, 1)),
    ],
)
def test_points(made: Model, calibration: str, pays: tuple[int, int]) -> None:
    assert payoff_vectors(made.at(calibration)) == {pays}


def test_points_by_path() -> None:
    assert {each.path for each in subgame_perfect(MODEL.at())} == {("joint", "accept")}
    assert {each.path for each in subgame_perfect(MODEL.at("need_of_1996"))} == {("aid", "accept")}


def predicted(v: Point, *, offered: tuple[str, ...] = OFFERS) -> tuple[Fraction, Fraction]:
    """Japan's best acceptable item, or nothing; ties aside."""
    items = {
        "cruise": (v["cruise_gain"], -v["cruise_cost"]),
        "aid": (
            v["accord_value"] - v["aid_amount"],
            v["need_multiplier"] * v["aid_amount"] - v["charity_cost"],
        ),
        "joint": (v["accord_value"] + v["japan_joint_return"], v["russia_joint_return"]),
    }
    accepted = [items[offer] for offer in offered if items[offer][1] > 0]
    best = max(accepted, default=(Fraction(0), Fraction(0)))
    return best if best[0] > 0 else (Fraction(0), Fraction(0))


def test_japan_proposes_its_best_acceptable_item() -> None:
    """500 draws, with `cruise_gives_russia_nothing` dropped so that cruises are met too."""
    free = MODEL.without("cruise_gives_russia_nothing")
    seen = set()
    for point in generic_points(free, 500):
        game = free.at(**point)
        equilibria = subgame_perfect(game)
        assert payoff_vectors(game) == {predicted(point)}
        for offer, accepts in (
            ("cruise", point["cruise_cost"] < 0),
            ("aid", point["need_multiplier"] * point["aid_amount"] > point["charity_cost"]),
            ("joint", point["russia_joint_return"] > 0),
        ):
            for found in equilibria:
                answer = found.profile.choice(f"answer | {offer}")
                assert answer == ("accept" if accepts else "reject")
        seen |= {each.path for each in equilibria}
    assert {(offer, "accept") for offer in OFFERS} <= seen
    assert ("none",) in seen


def test_constraints_take_items_off_the_menu() -> None:
    free = MODEL.without("cruise_gives_russia_nothing")
    strict = free.assuming("no charity", "joint participation")
    fell = 0
    for point in generic_points(free, 200, seed=9):
        offered = ("cruise", "joint") if point["cruise_cost"] < 0 else ("joint",)
        assert payoff_vectors(strict.at(**point)) == {predicted(point, offered=offered)}
        fell += predicted(point, offered=offered) != predicted(point)
    assert fell > 5


def test_joint_participation_is_idle_while_the_cruise_costs_russia() -> None:
    """Proposition 3, on 150 draws within the assumptions."""
    imposed = MODEL.assuming("joint participation")
    for point in generic_points(MODEL, 150):
        assert payoff_vectors(MODEL.at(**point)) == payoff_vectors(imposed.at(**point))


@pytest.mark.parametrize("name", ["cruise_is_rejected", "aid_was_for_the_needy"])
def test_propositions_hold_on_samples(name: str) -> None:
    claims = MODEL.propositions[name].claims
    assert claims
    for claim in claims:
        assert counterexamples(MODEL.without(*NAMES), claim, 50) == []


def test_what_is_assumed_is_enforced() -> None:
    with pytest.raises(AssumptionViolated, match="cruise_gives_russia_nothing"):
        MODEL.at(cruise_cost=0)
    with pytest.raises(AssumptionViolated, match="charity_hurts"):
        MODEL.at(charity_cost=0)
    changed = Model(
        MODEL.name,
        MODEL.game,
        MODEL.parameters,
        MODEL.assumptions,
        {"baseline": {**MODEL.calibrations["baseline"], "russia_joint_return": -1}},
    )
    with pytest.raises(AssumptionViolated, match=r"joint_project_pays_russia.*= -1"):
        changed.at()
