"""G10, one law and two sovereignty claims: definition, hand derivations, closed forms."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation.errors import InvalidGame, NotSupported, UnknownName
from negotiation.game import Decision
from negotiation.model import Model
from negotiation.solve import backward_induction
from negotiation.talks import legal_framework
from tests.support.talks import (
    Point,
    failures,
    information_sets,
    payoff_vectors,
    payoffs,
    random_points,
    same,
)

SIDES = ("Japan", "Russia")
ANSWERS = ("accept", "reject")
GRID = tuple(f"law {i}/5" for i in range(6))
MENUS = {
    "grid": GRID,
    "russian_law_only": ("russian law",),
    "softened": ("russian law", "softened law"),
}
MODEL = legal_framework()


@pytest.mark.parametrize("proposer", SIDES)
@pytest.mark.parametrize("menu", list(MENUS))
def test_the_ultimatum_is_as_defined(proposer: str, menu: str) -> None:
    model = legal_framework(proposer=proposer, menu=menu)
    other = "Japan" if proposer == "Russia" else "Russia"
    assert model.game.players == SIDES
    assert information_sets(model) == {
        "proposal": (proposer, ("no proposal", *MENUS[menu]), 1),
        **{f"answer | {item}": (other, ANSWERS, 1) for item in MENUS[menu]},
    }
    assert same(payoffs(model, "no proposal"), 0, 0)
    assert same(payoffs(model, MENUS[menu][-1], "reject"), 0, 0)


def law(share: str) -> tuple[str, str]:
    """Return the payoffs of a regime that must be drafted."""
    return (
        f"japan_jea_value - recognition_cost*{share} - japan_drafting_cost",
        f"russia_jea_value - dilution_cost*(1 - {share}) - russia_drafting_cost",
    )


RUSSIAN = ("japan_jea_value - recognition_cost", "russia_jea_value")


def test_payoffs() -> None:
    assert same(payoffs(MODEL, "law 0/5", "accept"), *law("0"))
    assert same(payoffs(MODEL, "law 2/5", "accept"), *law("2/5"))
    assert same(payoffs(MODEL, "law 5/5", "accept"), *RUSSIAN)
    softened = legal_framework(menu="softened")
    assert same(payoffs(softened, "russian law", "accept"), *RUSSIAN)
    assert same(payoffs(softened, "softened law", "accept"), *law("softened_law_share"))


@pytest.mark.parametrize("proposer", SIDES)
def test_alternating_offers_are_as_defined(proposer: str) -> None:
    model = legal_framework(proposer=proposer, protocol="alternating_offers", steps=2, horizon=3)
    other = "Japan" if proposer == "Russia" else "Russia"
    items = tuple(f"law {i}/2" for i in range(3))
    expected = {
        "round 1 offer": (proposer, items, 1),
        **{f"round 1 answer | {one}": (other, ANSWERS, 1) for one in items},
        **{f"round 2 offer | rejected {one}": (other, items, 1) for one in items},
        **{
            f"round 2 answer | rejected {one}; {two}": (proposer, ANSWERS, 1)
            for one in items
            for two in items
        },
        **{
            f"round 3 offer | rejected {one}, {two}": (proposer, items, 1)
            for one in items
            for two in items
        },
        **{
            f"round 3 answer | rejected {one}, {two}; {three}": (other, ANSWERS, 1)
            for one in items
            for two in items
            for three in items
        },
    }
    assert information_sets(model) == expected
    late = ("law 0/2", "reject", "law 2/2", "reject", "law 1/2")
    japan, russia = law("1/2")
    assert same(
        payoffs(model, *late, "accept"),
        f"japan_discount_factor**2*({japan})",
        f"russia_discount_factor**2*({russia})",
    )
    assert same(payoffs(model, *late, "reject"), 0, 0)
    second = payoffs(model, "law 0/2", "reject", "law 2/2", "accept")
    assert same(
        second,
        f"japan_discount_factor*({RUSSIAN[0]})",
        f"russia_discount_factor*({RUSSIAN[1]})",
    )


def offered(model: Model) -> tuple[str, ...]:
    root = model.at().root
    assert isinstance(root, Decision)
    return tuple(root.actions)


def test_neither_law_impinged_on_takes_the_extremes_away() -> None:
    assert not MODEL.constraints["neither law impinged on"].imposed
    imposed = MODEL.assuming("neither law impinged on")
    assert offered(MODEL) == ("no proposal", *GRID)
    assert offered(imposed) == ("no proposal", *GRID[1:-1])
    softened = legal_framework(menu="softened").assuming("neither law impinged on")
    assert offered(softened) == ("no proposal", "softened law")
    only = legal_framework(menu="russian_law_only", protocol="alternating")
    with pytest.raises(InvalidGame, match="round 1 offer"):
        only.assuming("neither law impinged on").at()
    with pytest.raises(NotSupported, match="'neither law impinged on' lifted"):
        imposed.closed_forms["agreement_zone"]()


def deals(point: Point, shares: list[Fraction]) -> list[tuple[Fraction, Fraction]]:
    """Return the payoffs of regimes by the definition."""
    found = []
    for share in shares:
        drafted = share < 1
        japan = point["japan_jea_value"] - point["recognition_cost"] * share
        russia = point["russia_jea_value"] - point["dilution_cost"] * (1 - share)
        japan -= point["japan_drafting_cost"] if drafted else 0
        russia -= point["russia_drafting_cost"] if drafted else 0
        found.append((japan, russia))
    return found


@pytest.mark.parametrize("proposer", SIDES)
@pytest.mark.parametrize("menu", list(MENUS))
def test_hand_derivation_at_random_points(proposer: str, menu: str) -> None:
    """Let the proposer take what is best for it among the items that give the other something."""
    model = legal_framework(proposer=proposer, menu=menu)
    own = SIDES.index(proposer)
    agreed = 0
    for drawn in random_points(model, 70):
        point = cheap(drawn)
        shares = {
            "grid": [Fraction(i, 5) for i in range(6)],
            "russian_law_only": [Fraction(1)],
            "softened": [Fraction(1), point["softened_law_share"]],
        }[menu]
        acceptable = [deal for deal in deals(point, shares) if deal[1 - own] > 0 and deal[own] > 0]
        best = max(acceptable, key=lambda deal: deal[own], default=(Fraction(0), Fraction(0)))
        assert payoff_vectors(model.at(check=False, **point)) == {best}
        agreed += bool(acceptable)
    assert agreed > 5


def cheap(point: Point) -> Point:
    """Return the point with drafting costs that leave room for agreement."""
    return {
        name: value / 5 if name.endswith("drafting_cost") else abs(value)
        for name, value in point.items()
    }


def test_article() -> None:
    """Compare by hand.

    2017: the zone is from 1 - 1/2 to 2/3; Russia takes 3/5 of the fifths and so would Japan,
    having no other.  1999: from 1/2 to 1/4, empty.  The unchanged statement (Russian law only)
    leaves Japan 2 - 3 < 0; the softened one is 3/5.
    """
    zone = MODEL.closed_forms["agreement_zone"]
    assert zone() == {"empty": False, "low": Fraction(1, 2), "high": Fraction(2, 3)}
    assert zone(**MODEL.calibrations["stand_of_1999"]) == {"empty": True}
    for proposer in SIDES:
        model = legal_framework(proposer=proposer)
        assert payoff_vectors(model.at()) == {(Fraction(1, 5), Fraction(1, 5))}
        assert payoff_vectors(model.at("stand_of_1999")) == {(0, 0)}
    unchanged = legal_framework(menu="russian_law_only")
    softened = legal_framework(menu="softened")
    assert payoff_vectors(unchanged.at()) == {(0, 0)}
    assert payoff_vectors(softened.at()) == {(Fraction(1, 5), Fraction(1, 5))}


def test_the_zone_holds_exactly_the_acceptable_shares() -> None:
    """Compare zone and possibility with the definition on a fine grid and at the zone's ends."""
    zone = MODEL.closed_forms["agreement_zone"]
    possible = MODEL.closed_forms["agreement_possible"]
    kinds = {"empty": 0, "interval": 0, "refused": 0, "russian law": 0}
    shares = [Fraction(i, 60) for i in range(61)]
    for place, drawn in enumerate(random_points(MODEL, 250)):
        point = cheap(drawn) if place % 2 else drawn
        fits = [
            share
            for share, deal in zip(shares, deals(point, shares), strict=True)
            if min(deal) >= 0
        ]
        answer = possible(**point)["possible"]
        assert answer or not fits
        try:
            found = zone(**point)
        except NotSupported:
            kinds["refused"] += 1
            assert 1 in fits
            assert answer is True
            continue
        assert found["empty"] is not answer
        if found["empty"]:
            kinds["empty"] += 1
            assert fits == []
            continue
        low, high = found["low"], found["high"]
        assert [share for share in shares if low <= share <= high] == fits
        kinds["russian law" if low == 1 else "interval"] += 1
        assert all(min(deal) >= 0 for deal in deals(point, [low, high]) if high != 1)
    assert min(kinds.values()) > 0, kinds


@pytest.mark.parametrize("proposer", SIDES)
def test_the_grid_approaches_the_proposer_s_end(proposer: str) -> None:
    """Bound the distance of the choice from the end of the zone by one step.

    A zone at least a step long holds a grid point within a step of each end; a shorter one may
    hold none, and then there is no agreement.
    """
    zone = MODEL.closed_forms["agreement_zone"]
    for steps in (1, 4, 16):
        model = legal_framework(proposer=proposer, steps=steps)
        agreed = 0
        for drawn in random_points(model, 40, seed=steps):
            point = cheap(drawn) | {
                "japan_drafting_cost": Fraction(0),
                "russia_drafting_cost": Fraction(0),
            }
            found = zone(**point)
            game = model.at(check=False, **point)
            played = backward_induction(game)
            accepted = played.path[-1:] == ("accept",)
            if found["empty"]:
                assert not accepted
            elif found["high"] - found["low"] >= Fraction(1, steps):
                share = Fraction(played.path[0].removeprefix("law "))
                end = found["low" if proposer == "Japan" else "high"]
                assert accepted
                assert abs(share - end) <= Fraction(1, steps)
                agreed += 1
        assert steps == 1 or agreed > 3


INNER = {
    "japan_jea_value": Fraction(271, 101),
    "recognition_cost": Fraction(3),
    "russia_jea_value": Fraction(173, 101),
    "dilution_cost": Fraction(2),
}


@pytest.mark.parametrize("proposer", SIDES)
@pytest.mark.parametrize(("steps", "horizon"), [(20, 1), (20, 2), (11, 3), (40, 2), (5, 4)])
def test_horizons_approach_the_stationary_split(proposer: str, steps: int, horizon: int) -> None:
    """Bound the distance of the first share from the stationary one.

    With patience d, a round's error is at most a step plus d times the next round's; in the last
    round at most the length X of the zone plus a step.
    """
    patience = Fraction(1, 2)
    model = legal_framework(
        proposer=proposer, protocol="alternating_offers", steps=steps, horizon=horizon
    )
    point = {
        **model.calibrations["baseline"],
        **INNER,
        "japan_discount_factor": patience,
        "russia_discount_factor": patience,
    }
    found = backward_induction(model.at(**point))
    assert found.path[1] == "accept"
    share = Fraction(found.path[0].removeprefix("law "))
    stationary = model.closed_forms["rubinstein_law"](**point)["law_share"]
    zone = model.closed_forms["agreement_zone"](**point)
    bound = Fraction(1, steps) * sum(patience**k for k in range(horizon))
    bound += patience ** (horizon - 1) * (zone["high"] - zone["low"])
    assert abs(share - stationary) <= bound


def test_rubinstein_law_is_stationary_and_rewards_patience() -> None:
    """Check the two indifference conditions, and that patience brings the law nearer."""
    japan_first = legal_framework(proposer="Japan").closed_forms["rubinstein_law"]
    russia_first = legal_framework(proposer="Russia").closed_forms["rubinstein_law"]
    answered = 0
    for drawn in random_points(MODEL, 300, seed=3):
        point = cheap(drawn) | dict.fromkeys(
            ("japan_drafting_cost", "russia_drafting_cost"), Fraction(0)
        )
        try:
            low = japan_first(**point)["law_share"]
            high = russia_first(**point)["law_share"]
        except NotSupported:
            continue
        answered += 1
        (japan_low, russia_low), (japan_high, russia_high) = deals(point, [low, high])
        assert russia_low == point["russia_discount_factor"] * russia_high
        assert japan_high == point["japan_discount_factor"] * japan_low
        assert 0 <= low <= high <= 1
        patient = (1 + point["russia_discount_factor"]) / 2
        try:
            assert japan_first(**point | {"russia_discount_factor": patient})["law_share"] >= low
        except NotSupported as refusal:
            assert "between 0 and 1" in str(refusal)  # noqa: PT017 - both ways are right
    assert answered > 20


def test_formulas_refuse_what_does_not_hold() -> None:
    law_share = MODEL.closed_forms["rubinstein_law"]
    with pytest.raises(NotSupported, match="no share of Russian law is acceptable"):
        law_share(**MODEL.calibrations["stand_of_1999"])
    with pytest.raises(NotSupported, match="russia_drafting_cost = 1"):
        law_share(russia_drafting_cost=1)
    with pytest.raises(NotSupported, match="between 0 and 1"):
        law_share(japan_jea_value=30)
    with pytest.raises(NotSupported, match="apart from them, 1"):
        MODEL.closed_forms["agreement_zone"](japan_jea_value=4, japan_drafting_cost=2)


def test_when_softening_decides() -> None:
    """Compare the two readings of the Russian statement with the derived condition."""
    softened = legal_framework(menu="softened")
    unchanged = legal_framework(menu="russian_law_only")
    decides = 0
    for drawn in random_points(MODEL, 120, seed=6):
        point = cheap(drawn)
        japan, russia = point["japan_jea_value"], point["russia_jea_value"]
        share = point["softened_law_share"]
        derived = (
            (japan < point["recognition_cost"] or russia < 0)
            and japan - point["japan_drafting_cost"] > point["recognition_cost"] * share
            and russia - point["russia_drafting_cost"] > point["dilution_cost"] * (1 - share)
        )
        turned = payoff_vectors(unchanged.at(check=False, **point)) == {(0, 0)} and (
            payoff_vectors(softened.at(check=False, **point)) != {(0, 0)}
        )
        assert turned is derived
        decides += derived
    assert decides > 5


def test_drafting_can_leave_russian_law() -> None:
    """Let Japan gain from Russian law (4 > 3) and Russia pay as much for drafting as JEA brings."""
    point = {"japan_jea_value": 4, "russia_drafting_cost": 1}
    assert MODEL.closed_forms["agreement_zone"](**point) == {"empty": False, "low": 1, "high": 1}
    assert backward_induction(MODEL.at(**point)).path == ("law 5/5", "accept")
    japan_first = legal_framework(proposer="Japan")
    assert backward_induction(japan_first.at(**point)).path == ("law 5/5", "accept")


@pytest.mark.parametrize("proposer", SIDES)
def test_claims_hold_at_random_points(proposer: str) -> None:
    model = legal_framework(proposer=proposer)
    claims = model.propositions["what_moves_the_zone"].claims
    assert len(claims) == 4
    for claim in claims:
        assert failures(model, claim, 25) == []


def test_options_are_checked() -> None:
    with pytest.raises(UnknownName, match="did you mean 'softened'"):
        legal_framework(menu="soften")
    with pytest.raises(UnknownName, match="proposer"):
        legal_framework(proposer="Abe")
