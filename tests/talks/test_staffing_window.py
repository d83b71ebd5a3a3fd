"""G8, the staffing window, against the definition and a hand derivation."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation.errors import InvalidModel
from negotiation.solve import subgame_perfect
from negotiation.talks import staffing_window
from tests.support.talks import Point, failures, information_sets, payoffs, random_points, same

MODEL = staffing_window()


@pytest.mark.parametrize("window", [1, 2, 4])
def test_information_sets(window: int) -> None:
    model = staffing_window(window_periods=window)
    assert model.game.players == ("Japan",)
    periods = range(1, window + 1)
    assert information_sets(model) == {
        **{f"start | period {t}": ("Japan", ("wait", "start"), 1) for t in periods},
        **{
            f"continue | hard, started in period {t}": ("Japan", ("continue", "abort"), 1)
            for t in periods
        },
        "late start | hard": ("Japan", ("start", "stay out"), 1),
    }


def test_payoffs() -> None:
    """Add up flows e*d**(k-1) from the start, and d**2 times what the reveal brings."""
    after = "discount_factor**2"
    now = "japan_jea_flow + discount_factor*japan_jea_flow"
    later = "discount_factor*japan_jea_flow"
    going_on = f"{after}*(japan_jea_flow - hardline_harm)"
    for history, expected in (
        (("start", "hard", "continue"), f"{now} + {going_on}"),
        (("start", "hard", "abort"), f"{now} - {after}*exit_cost"),
        (("start", "soft"), f"{now} + {after}*japan_jea_flow"),
        (("wait", "start", "hard", "continue"), f"{later} + {going_on}"),
        (("wait", "start", "hard", "abort"), f"{later} - {after}*exit_cost"),
        (("wait", "start", "soft"), f"{later} + {after}*japan_jea_flow"),
        (("wait", "wait", "hard", "start"), going_on),
        (("wait", "wait", "hard", "stay out"), "0"),
        (("wait", "wait", "soft"), f"{after}*japan_jea_flow"),
    ):
        assert same(payoffs(MODEL, *history), expected)
    assert len(MODEL.game.outcomes()) == 9
    tree = MODEL.game.tree
    chances = {tree.label[node]: str(chance) for node, chance in tree.probability.items()}
    assert chances == {"hard": "hardline_probability", "soft": "1 - hardline_probability"}


def worth(point: Point, window: int, start: int | None) -> Fraction:
    """Return what a start in some period is worth, by summation."""
    flow, patience = point["japan_jea_flow"], point["discount_factor"]
    hard, chance = flow - point["hardline_harm"], point["hardline_probability"]
    bad = max(hard, 0) if start is None else max(hard, -point["exit_cost"])
    flows = sum(flow * patience ** (k - 1) for k in range(start or window + 1, window + 1))
    return flows + patience**window * (chance * bad + (1 - chance) * flow)


@pytest.mark.parametrize("window", [1, 2, 5])
def test_hand_derivation_at_random_points(window: int) -> None:
    """Start at once iff that beats not starting; a later start earns less and risks the same."""
    model = staffing_window(window_periods=window)
    starts = 0
    for point in random_points(model, 80):
        now, never = worth(point, window, 1), worth(point, window, None)
        assert all(worth(point, window, later) < now for later in range(2, window + 1))
        [found] = subgame_perfect(model.at(check=False, **point))
        assert found.payoffs["Japan"] == max(now, never)
        assert found.path[0] == ("start" if now > never else "wait")
        assert model.closed_forms["start_margin"](**point) == {"margin": now - never}
        starts += now > never
    assert starts > 5


def test_article() -> None:
    """Compute by hand: 19/10 earned against (81/100)(1/2)(3) lost on the way out.

    At the baseline going on under a hard line costs as much as aborting, 4 - 1 = 3: a tie.
    """
    found = subgame_perfect(MODEL.at())
    assert {equilibrium.path for equilibrium in found} == {("start",)}
    assert len(found) == 4  # the tie, after a start in either period
    margin = Fraction(19, 10) - Fraction(81, 100) * Fraction(1, 2) * 3
    assert MODEL.closed_forms["start_margin"]() == {"margin": margin}


def test_costly_exit_needs_a_window_of_seven() -> None:
    """Solve 5(1 - x) > (9/2)x for x = (9/10)**n: x < 10/19, first at n = 7."""
    for window in range(1, 8):
        model = staffing_window(window_periods=window)
        [found] = subgame_perfect(model.at("costly_exit"))
        margin = model.closed_forms["start_margin"](**model.calibrations["costly_exit"])["margin"]
        shrunk = Fraction(9, 10) ** window
        assert margin == 5 * (1 - shrunk) - Fraction(9, 2) * shrunk
        assert (margin > 0) is (found.path[0] == "start") is (window == 7)


@pytest.mark.parametrize("window", [1, 3])
def test_claims_hold_at_random_points(window: int) -> None:
    model = staffing_window(window_periods=window)
    assert ("if_ever_then_at_once" in model.propositions) == (window > 1)
    for proposition in model.propositions.values():
        for claim in proposition.claims:
            assert failures(model, claim, 25) == []


def test_longer_windows_make_starting_more_attractive() -> None:
    margins = [staffing_window(window_periods=n).closed_forms["start_margin"] for n in (1, 2, 3)]
    for point in random_points(MODEL, 60, seed=4):
        values = [margin(**point)["margin"] for margin in margins]
        assert values == sorted(values)


def test_windows_are_whole_numbers() -> None:
    with pytest.raises(InvalidModel, match="window_periods must be"):
        staffing_window(window_periods=0)
