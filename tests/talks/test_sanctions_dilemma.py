"""G15, sanctions against the talks, against its definition and a hand derivation."""

from __future__ import annotations

import pytest

from negotiation.errors import AssumptionViolated
from negotiation.solve import subgame_perfect
from negotiation.talks import sanctions_dilemma
from tests.support.talks import failures, information_sets, payoffs, random_points, same

MODEL = sanctions_dilemma()
LEVELS = ("none", "low", "high")


def test_information_sets() -> None:
    assert MODEL.game.players == ("Japan", "Russia")
    assert information_sets(MODEL) == {
        "sanctions": ("Japan", LEVELS, 1),
        **{f"talks | {level}": ("Russia", ("continue", "suspend"), 1) for level in LEVELS},
    }


@pytest.mark.parametrize(
    ("level", "hurt"),
    [("none", "0"), ("low", "sanctions_hurt_low"), ("high", "sanctions_hurt_high")],
)
def test_payoffs(level: str, hurt: str) -> None:
    assert same(
        payoffs(MODEL, level, "continue"),
        f"alliance_value_{level} + engagement_value",
        f"russia_talks_value - {hurt}",
    )
    assert same(payoffs(MODEL, level, "suspend"), f"alliance_value_{level}", 0)


def test_article_and_backtest() -> None:
    """Check 1 + 3 > 2 at the baseline; in 2022, 6 > 1 + 3."""
    [then], [later] = (subgame_perfect(MODEL.at(name)) for name in ("baseline", "year_2022"))
    assert (then.path, tuple(then.payoffs.values())) == (("low", "continue"), (4, 1))
    assert (later.path, tuple(later.payoffs.values())) == (("high", "suspend"), (6, 0))


def test_hand_derivation_at_random_points() -> None:
    """Let Russia continue iff talks are worth more than the harm; Japan takes the best level."""
    for point in random_points(MODEL, 200):
        harm = dict(
            zip(LEVELS, (0, point["sanctions_hurt_low"], point["sanctions_hurt_high"]), strict=True)
        )
        goes_on = {level: point["russia_talks_value"] > harm[level] for level in LEVELS}
        worth = {
            level: point[f"alliance_value_{level}"]
            + (point["engagement_value"] if goes_on[level] else 0)
            for level in LEVELS
        }
        level = max(LEVELS, key=worth.__getitem__)
        [found] = subgame_perfect(MODEL.at(check=False, **point))
        assert found.path == (level, "continue" if goes_on[level] else "suspend")


@pytest.mark.parametrize("proposition", list(MODEL.propositions))
def test_claims_hold_at_random_points(proposition: str) -> None:
    for claim in MODEL.propositions[proposition].claims:
        assert failures(MODEL, claim, 40) == []


def test_the_islands_outweigh_crimea_only_in_2014_17() -> None:
    assert MODEL.assumptions["islands_over_crimea"].calibrations == ("baseline",)
    with pytest.raises(AssumptionViolated, match="low_is_bearable"):
        MODEL.at(sanctions_hurt_low=3)
