"""G12, room for manoeuvre under US pressure, against the definition and hand derivations."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation.errors import NotSupported
from negotiation.solve import subgame_perfect
from negotiation.talks import alliance_pressure
from tests.support.talks import failures, information_sets, payoffs, random_points, same

KNOWN = alliance_pressure()
PRIVATE = alliance_pressure(private_resolve=True)
CHOICES = ("proceed", "halt")


def test_complete_information_is_as_defined() -> None:
    assert KNOWN.game.players == ("Japan", "United States")
    assert information_sets(KNOWN) == {
        "pressure": ("United States", ("pressure", "acquiesce"), 1),
        "proceed | pressed": ("Japan", CHOICES, 1),
        "proceed | not pressed": ("Japan", CHOICES, 1),
    }
    assert same(
        payoffs(KNOWN, "pressure", "proceed"),
        "engagement_value - pressure_harm + goodwill_relief*goodwill",
        "-advance_loss - scandal_intensity - pressure_cost",
    )
    assert same(payoffs(KNOWN, "pressure", "halt"), 0, "-pressure_cost")
    assert same(
        payoffs(KNOWN, "acquiesce", "proceed"),
        "engagement_value",
        "-advance_loss - scandal_intensity",
    )
    assert same(payoffs(KNOWN, "acquiesce", "halt"), 0, 0)


def test_private_resolve_is_as_defined() -> None:
    types = ("resolute", "cautious")
    assert information_sets(PRIVATE) == {
        "pressure": ("United States", ("pressure", "acquiesce"), 1),
        **{
            f"proceed | {pressed}, {kind}": ("Japan", CHOICES, 1)
            for pressed in ("pressed", "not pressed")
            for kind in types
        },
    }
    for kind in types:
        assert same(
            payoffs(PRIVATE, "pressure", kind, "proceed"),
            f"engagement_value_{kind} - pressure_harm + goodwill_relief*goodwill",
            "-advance_loss - scandal_intensity - pressure_cost",
        )
        assert same(payoffs(PRIVATE, "pressure", kind, "halt"), 0, "-pressure_cost")
        assert same(
            payoffs(PRIVATE, "acquiesce", kind, "proceed"),
            f"engagement_value_{kind}",
            "-advance_loss - scandal_intensity",
        )
        assert same(payoffs(PRIVATE, "acquiesce", kind, "halt"), 0, 0)
    tree = PRIVATE.game.tree
    assert {str(chance) for chance in tree.probability.values()} == {
        "resolve_probability",
        "1 - resolve_probability",
    }
    assert "engagement_value" not in PRIVATE.parameters
    assert "resolve_probability" not in KNOWN.parameters


def test_article() -> None:
    """Compare by hand.

    2017: pressure stops Japan (2 < 3) and saves Washington 3 for 1.  Late Obama: harm 3 - 2 < 2
    does not stop Japan, so pressing only costs.  Private resolve: (2 + 0)(1 - 1/4) = 3/2 > 1, so
    Washington presses; a resolute Japan proceeds (4 > 2), a cautious one halts.
    """
    [trump] = subgame_perfect(KNOWN.at())
    [obama] = subgame_perfect(KNOWN.at("late_obama"))
    [private] = subgame_perfect(PRIVATE.at())
    assert (trump.path, tuple(trump.payoffs.values())) == (("pressure", "halt"), (0, -1))
    assert (obama.path, tuple(obama.payoffs.values())) == (("acquiesce", "proceed"), (2, -2))
    assert private.path == ("pressure",)
    assert private.outcomes == {
        ("pressure", "resolute", "proceed"): Fraction(1, 4),
        ("pressure", "cautious", "halt"): Fraction(3, 4),
    }


def test_complete_information_at_random_points() -> None:
    """Press iff pressure stops Japan and costs less than the advance.

    Japan proceeds unpressed, and pressed iff its value exceeds harm less relief.
    """
    for point in random_points(KNOWN, 200):
        felt = point["pressure_harm"] - point["goodwill_relief"] * point["goodwill"]
        stops = point["engagement_value"] < felt
        loss = point["advance_loss"] + point["scandal_intensity"]
        presses = stops and loss > point["pressure_cost"]
        [found] = subgame_perfect(KNOWN.at(check=False, **point))
        assert found.path == (("pressure", "halt") if presses else ("acquiesce", "proceed"))


def test_private_resolve_at_random_points() -> None:
    """Press iff the loss times the chance that pressure stops Japan exceeds its cost."""
    threshold = PRIVATE.closed_forms["scandal_threshold"]
    refused = 0
    for point in random_points(PRIVATE, 200):
        felt = point["pressure_harm"] - point["goodwill_relief"] * point["goodwill"]
        stopped = point["resolve_probability"] * (point["engagement_value_resolute"] < felt)
        stopped += (1 - point["resolve_probability"]) * (point["engagement_value_cautious"] < felt)
        loss = point["advance_loss"] + point["scandal_intensity"]
        presses = loss * stopped > point["pressure_cost"]
        [found] = subgame_perfect(PRIVATE.at(check=False, **point))
        assert found.path[0] == ("pressure" if presses else "acquiesce")
        straddles = point["engagement_value_cautious"] < felt < point["engagement_value_resolute"]
        if straddles:
            assert (point["scandal_intensity"] > threshold(**point)["threshold"]) == presses
        else:
            refused += 1
            with pytest.raises(NotSupported, match="stops a cautious Japan"):
                threshold(**point)
    assert 0 < refused < 200


def test_scandal_threshold_at_the_baseline() -> None:
    """Divide by hand: 1/(1 - 1/4) - 2 = -2/3, so Washington presses without any scandal."""
    assert PRIVATE.closed_forms["scandal_threshold"]() == {"threshold": Fraction(-2, 3)}
    assert PRIVATE.closed_forms["scandal_threshold"](pressure_cost=3) == {"threshold": 2}


@pytest.mark.parametrize("model", [KNOWN, PRIVATE], ids=["known", "private"])
def test_claims_hold_at_random_points(model: object) -> None:
    for proposition in model.propositions.values():  # type: ignore[attr-defined]
        assert proposition.claims
        for claim in proposition.claims:
            assert failures(model, claim, 40) == []  # type: ignore[arg-type]
