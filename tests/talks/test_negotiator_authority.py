"""G11, the chief negotiator and the venue, against the definition and hand derivations."""

from __future__ import annotations

import pytest

from negotiation.errors import UnknownName
from negotiation.solve import subgame_perfect
from negotiation.talks import negotiator_authority
from tests.support.talks import failures, information_sets, payoffs, random_points, same

DISMISSAL = negotiator_authority()
VENUE = negotiator_authority(stage="venue")


def test_dismissal_is_as_defined() -> None:
    assert DISMISSAL.game.players == ("Prime Minister", "Russia")
    answers = ("engage", "stonewall")
    assert information_sets(DISMISSAL) == {
        "negotiator": ("Prime Minister", ("keep", "replace"), 1),
        "talks | hard negotiator": ("Russia", answers, 1),
        "talks | flexible negotiator": ("Russia", answers, 1),
    }
    assert same(
        payoffs(DISMISSAL, "keep", "engage"),
        "engagement_value + negotiator_value",
        "russia_talks_value - territory_talks_cost",
    )
    assert same(payoffs(DISMISSAL, "keep", "stonewall"), "negotiator_value", 0)
    assert same(
        payoffs(DISMISSAL, "replace", "engage"),
        "engagement_value - replacement_cost",
        "russia_talks_value",
    )
    assert same(payoffs(DISMISSAL, "replace", "stonewall"), "-replacement_cost", 0)


def test_venue_is_as_defined() -> None:
    assert VENUE.game.players == ("Prime Minister",)
    assert information_sets(VENUE) == {
        "venue": ("Prime Minister", ("deputies", "leaders", "no talks"), 1)
    }
    tree = VENUE.game.tree
    chances = {tree.history(node): str(chance) for node, chance in tree.probability.items()}
    assert chances == {
        ("deputies", "honoured"): "deputy_authority",
        ("deputies", "not honoured"): "1 - deputy_authority",
        ("leaders", "breakthrough"): "breakthrough_probability",
        ("leaders", "no breakthrough"): "1 - breakthrough_probability",
    }
    gain, cost = "japan_breakthrough_value - japan_talk_cost", "-japan_talk_cost"
    assert same(payoffs(VENUE, "deputies", "honoured"), gain)
    assert same(payoffs(VENUE, "deputies", "not honoured"), cost)
    assert same(payoffs(VENUE, "leaders", "breakthrough"), f"{gain} - summit_cost")
    assert same(payoffs(VENUE, "leaders", "no breakthrough"), f"{cost} - summit_cost")
    assert same(payoffs(VENUE, "no talks"), 0)


def test_article() -> None:
    """Compare by hand.

    Dismissal: Russia stonewalls a hard negotiator (2 < 3), so 1 against 3 - 1.  With tolerance
    (cost 1) keeping brings 4.  Venue: deputies 10/5 - 1 = 1, leaders 10/2 - 1 - 2 = 2; with
    empowered deputies 4 - 1 = 3.
    """
    for model, calibration, path, pay in (
        (DISMISSAL, "baseline", ("replace", "engage"), 2),
        (DISMISSAL, "russia_tolerates_hard_line", ("keep", "engage"), 4),
        (VENUE, "baseline", ("leaders",), 2),
        (VENUE, "empowered_deputies", ("deputies",), 3),
    ):
        [found] = subgame_perfect(model.at(calibration))
        assert (found.path, found.payoffs["Prime Minister"]) == (path, pay)


def test_dismissal_at_random_points() -> None:
    """Replace iff engagement is had only by that and outweighs what the negotiator is worth."""
    for point in random_points(DISMISSAL, 200):
        hard = point["russia_talks_value"] > point["territory_talks_cost"]
        flexible = point["russia_talks_value"] > 0
        kept = point["negotiator_value"] + (point["engagement_value"] if hard else 0)
        replaced = (point["engagement_value"] if flexible else 0) - point["replacement_cost"]
        [found] = subgame_perfect(DISMISSAL.at(check=False, **point))
        assert found.path[0] == ("replace" if replaced > kept else "keep")
        assert found.payoffs["Prime Minister"] == max(kept, replaced)


def test_venue_at_random_points() -> None:
    """Take the best of three expectations."""
    for point in random_points(VENUE, 200):
        cost = point["japan_talk_cost"]
        value = point["japan_breakthrough_value"]
        worth = {
            "deputies": point["deputy_authority"] * value - cost,
            "leaders": point["breakthrough_probability"] * value - cost - point["summit_cost"],
            "no talks": 0,
        }
        [found] = subgame_perfect(VENUE.at(check=False, **point))
        assert found.path == (max(worth, key=worth.__getitem__),)


@pytest.mark.parametrize("model", [DISMISSAL, VENUE], ids=["dismissal", "venue"])
def test_claims_hold_at_random_points(model: object) -> None:
    for proposition in model.propositions.values():  # type: ignore[attr-defined]
        assert proposition.claims
        for claim in proposition.claims:
            assert failures(model, claim, 40) == []  # type: ignore[arg-type]


def test_stages_are_checked() -> None:
    with pytest.raises(UnknownName, match="did you mean 'venue'"):
        negotiator_authority(stage="venu")
