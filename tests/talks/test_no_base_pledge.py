"""G2, Japan's no-base pledge: structure, points, conditions, propositions."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation.errors import AssumptionViolated
from negotiation.solve import subgame_perfect
from negotiation.talks import no_base_pledge
from tests.support.claims import counterexamples, generic_points
from tests.support.definition import pure_nash, pure_subgame_perfect
from tests.support.talks import Point, information_sets, payoffs, same

MODEL = no_base_pledge()
MESSAGES = ("pledge", "no pledge")


def test_structure() -> None:
    assert MODEL.game.players == ("Japan", "Russia", "United States")
    assert MODEL.game.has_perfect_information
    expected = {"pledge": ("Japan", MESSAGES, 1)}
    for message in MESSAGES:
        expected[f"transfer | {message}"] = ("Russia", ("keep", "transfer"), 1)
        expected[f"request | {message}"] = ("United States", ("forgo", "request"), 1)
        expected[f"answer | {message}"] = ("Japan", ("consent", "refuse"), 1)
    assert information_sets(MODEL) == expected
    assert not MODEL.constraints
    assert len(MODEL.game.outcomes()) == 8


@pytest.mark.parametrize(
    ("message", "cost", "breach"),
    [("pledge", "- pledge_cost", "- reneging_cost"), ("no pledge", "", "")],
)
def test_payoffs(message: str, cost: str, breach: str) -> None:
    assert same(payoffs(MODEL, message, "keep"), f"0 {cost}", 0, 0)
    assert same(
        payoffs(MODEL, message, "transfer", "forgo"), f"island_value {cost}", "treaty_gain", 0
    )
    assert same(
        payoffs(MODEL, message, "transfer", "request", "consent"),
        f"island_value - hosting_cost {breach} {cost}",
        "treaty_gain - basing_loss",
        "basing_benefit",
    )
    assert same(
        payoffs(MODEL, message, "transfer", "request", "refuse"),
        f"island_value - refusal_cost {cost}",
        "treaty_gain",
        "-rebuff_cost",
    )


def test_parameters_assumptions_calibrations() -> None:
    baseline = {
        "island_value": 4,
        "treaty_gain": 1,
        "basing_loss": 3,
        "hosting_cost": Fraction(1, 2),
        "reneging_cost": 1,
        "refusal_cost": 3,
        "basing_benefit": 1,
        "rebuff_cost": Fraction(1, 2),
        "pledge_cost": Fraction(1, 4),
    }
    assert dict(MODEL.calibrations["baseline"]) == baseline
    assert MODEL.calibrations["credible_pledge"] == {**baseline, "reneging_cost": 4}
    assert MODEL.calibrations["sovereign_japan"] == {**baseline, "refusal_cost": Fraction(1, 4)}
    assert len(MODEL.calibrations) == 3
    assert set(MODEL.parameters) == set(baseline)
    assert {name: each.source.claims for name, each in MODEL.assumptions.items()} == {
        "base_spoils_deal": ("C18", "C22"),
        "pledge_is_public": ("C17", "C23"),
        "us_asks_only_if_useful": (),
        "precondition_unclear": ("C24",),
        "alliance_obligation": ("C20",),
    }
    assert MODEL.assumptions["base_spoils_deal"].condition == (
        MODEL.symbols["treaty_gain"] < MODEL.symbols["basing_loss"]
    )
    for name in ("pledge_is_public", "precondition_unclear", "alliance_obligation"):
        assert MODEL.assumptions[name].is_structural


@pytest.mark.parametrize(
    ("calibration", "path", "pays"),
    [
        ("baseline", ("no pledge", "keep"), [0, 0, 0]),
        ("credible_pledge", ("pledge", "transfer", "forgo"), [Fraction(15, 4), 1, 0]),
        ("sovereign_japan", ("no pledge", "transfer", "forgo"), [4, 1, 0]),
    ],
)
def test_points(calibration: str, path: tuple[str, ...], pays: list[object]) -> None:
    [found] = subgame_perfect(MODEL.at(calibration))
    assert found.path == path
    assert list(found.payoffs.values()) == pays
    assert found.verify()


@pytest.mark.parametrize("calibration", ["baseline", "credible_pledge"])
def test_eighteen_pure_nash_equilibria(calibration: str) -> None:
    """Counted over all 128 full strategy profiles."""
    game = MODEL.at(calibration)
    assert game.size.strategy_profiles == 128
    assert len(pure_nash(game)) == 18
    assert len(pure_subgame_perfect(game)) == 1


def predicted(v: Point) -> tuple[bool, bool, bool]:
    """Return (pledge, transfer, base) from the table of cases; ties aside."""
    hosting, refusal, reneging = v["hosting_cost"], v["refusal_cost"], v["reneging_cost"]
    gain, loss, pledge_cost = v["treaty_gain"], v["basing_loss"], v["pledge_cost"]
    if refusal < hosting:
        return False, gain > 0, False
    if refusal < hosting + reneging:
        if gain < 0:
            return False, False, False
        if gain < loss:
            pledged = v["island_value"] > pledge_cost
            return pledged, pledged, False
        pledged = pledge_cost < hosting
        return pledged, True, not pledged
    return False, gain > loss, gain > loss


def test_the_table_of_cases() -> None:
    """Unique off ties; 600 draws without `base_spoils_deal`, every row of the table met."""
    free = MODEL.without("base_spoils_deal")
    seen = set()
    for point in generic_points(free, 600):
        [found] = subgame_perfect(free.at(**point))
        pledge, transfer, base = predicted(point)
        assert found.path[0] == ("pledge" if pledge else "no pledge")
        assert (found.path[1] == "transfer") is transfer
        assert ("consent" in found.path) is base
        assert "refuse" not in found.path
        hosting, refusal = point["hosting_cost"], point["refusal_cost"]
        assert found.profile.choice("answer | no pledge") == (
            "consent" if refusal > hosting else "refuse"
        )
        assert found.profile.choice("answer | pledge") == (
            "consent" if refusal > hosting + point["reneging_cost"] else "refuse"
        )
        for message in MESSAGES:
            consents = found.profile.choice(f"answer | {message}") == "consent"
            asks = found.profile.choice(f"request | {message}") == "request"
            assert asks is consents
            trades = found.profile.choice(f"transfer | {message}") == "transfer"
            assert trades is (point["treaty_gain"] > (point["basing_loss"] if consents else 0))
        row = (
            refusal > hosting,
            refusal > hosting + point["reneging_cost"],
            point["treaty_gain"] > 0,
            point["treaty_gain"] > point["basing_loss"],
            pledge,
        )
        seen.add(row)
    assert len(seen) >= 11


def test_a_pledge_is_credible_iff_breaking_it_costs_more_than_refusing() -> None:
    free = MODEL.without("base_spoils_deal")
    for point in generic_points(free, 60, seed=4):
        [found] = subgame_perfect(free.at(**point))
        kept = found.profile.choice("answer | pledge") == "refuse"
        assert kept is (point["reneging_cost"] > point["refusal_cost"] - point["hosting_cost"])


@pytest.mark.parametrize("name", list(MODEL.propositions))
def test_propositions_hold_on_samples(name: str) -> None:
    claims = MODEL.propositions[name].claims
    assert claims
    for claim in claims:
        assert counterexamples(MODEL, claim, 60) == []


def test_what_is_assumed_is_enforced() -> None:
    with pytest.raises(AssumptionViolated, match="base_spoils_deal"):
        MODEL.at(treaty_gain=3)
    assert MODEL.without("base_spoils_deal").at(treaty_gain=3)
