"""The least change: by hand, and against every point of a grid solved by numbers."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
import sympy

from negotiation import Decision, Game, Model, Outcome, Parameter, talks
from negotiation.errors import AssumptionViolated, NotSupported
from negotiation.model import Assumption, reaches
from negotiation.parametric import Impossible, Nearest, nearest
from negotiation.solve import subgame_perfect

HALF = Fraction(1, 2)
QUARTER = Fraction(1, 4)


def least_on_grid(
    model: Model, event: object, free: dict[str, Fraction], *, low: int, high: int
) -> Fraction:
    """Solve by numbers at every quarter; return the least weighted change that is enough."""
    start = {name: Fraction(str(value)) for name, value in model.values("baseline").items()}
    steps = [Fraction(number, 4) for number in range(4 * low, 4 * high + 1)]
    enough = []
    for values in product(steps, repeat=len(free)):
        point = {**start, **dict(zip(free, values, strict=True))}
        if model.allows(point) and any(map(event, subgame_perfect(model.at(**point)))):
            enough.append(sum(free[name] * abs(point[name] - start[name]) for name in free))
    return min(enough)


@pytest.mark.parametrize(
    ("weights", "distance"),
    [
        ({"reneging_cost": 1, "refusal_cost": 1}, Fraction(3, 2)),
        ({"reneging_cost": 3, "refusal_cost": 2}, Fraction(3)),
        ({"reneging_cost": 1, "refusal_cost": 4}, Fraction(3, 2)),
    ],
)
def test_a_credible_pledge_by_hand_and_by_grid(weights: dict[str, int], distance: Fraction) -> None:
    """At the baseline refusing costs 3, hosting 1/2, reneging 1.

    The pledge is kept once refusing costs no more than hosting and reneging together, so the two
    have to come 3/2 closer, by whichever is cheaper.
    """
    model = talks.no_base_pledge()
    event = reaches("transfer")
    found = nearest(model, "baseline", event, weights=weights, change=list(weights))
    assert isinstance(found, Nearest)
    assert found.least
    assert found.distance == distance
    exact = {name: Fraction(weight) for name, weight in weights.items()}
    assert least_on_grid(model, event, exact, low=0, high=4) == distance
    assert event(found.equilibrium)
    assert found.equilibrium.verify()
    assert found.alone == {"reneging_cost": Fraction(3, 2), "refusal_cost": Fraction(-3, 2)}


def test_a_nonlinear_threshold_against_the_grid() -> None:
    """Gain 1, loss 3, probability 1/2: moved together they need no less than the best alone.

    The probability alone needs 1/6 (no quarter), so the grid's best is a little more.
    """
    model = talks.basing_shadow()
    event = reaches("transfer")
    free = {"treaty_gain": Fraction(1), "basing_probability": Fraction(1)}
    found = nearest(model, "baseline", event, change=list(free))
    assert isinstance(found, Nearest)
    assert found.distance == Fraction(1, 6)
    grid = least_on_grid(model, event, free, low=0, high=2)
    assert found.distance <= grid == QUARTER


def test_no_change_where_it_holds_already() -> None:
    found = nearest(talks.basing_shadow(), "thaw", reaches("transfer"))
    assert isinstance(found, Nearest)
    assert found.distance == 0
    assert found.changes == {}
    assert str(found).startswith("no change")


def test_what_the_assumptions_rule_out_names_a_minimal_core() -> None:
    """By hand: Russia foresees the base and keeps, as long as the base spoils the deal."""
    model = talks.no_base_pledge()
    never = nearest(model, "baseline", reaches("request"))
    assert isinstance(never, Impossible)
    assert not never
    assert set(never.core) in (
        {"base_spoils_deal", "us_asks_only_if_useful"},
        {"base_spoils_deal", "domain of rebuff_cost"},
    )
    assert "cannot happen; ruled out by: " in str(never)
    open_one = model.without("base_spoils_deal")
    assert isinstance(nearest(open_one, "baseline", reaches("request")), Nearest)


def test_fixed_parameters_can_rule_it_out() -> None:
    """Japan's eagerness is irrelevant without side payments."""
    never = nearest(talks.basing_shadow(), "baseline", reaches("transfer"), change=["island_value"])
    assert isinstance(never, Impossible)
    assert "island_value" not in never.fixed
    assert "treaty_gain" in never.fixed
    assert "as they are" in str(never)


def _offer(*assumptions: Assumption) -> Model:
    share = sympy.Symbol("share")
    root = Decision(
        "Buyer", {"take": Outcome({"Buyer": share - 1}), "leave": Outcome({"Buyer": 0})}
    )
    return Model(
        name="offer",
        game=Game(("Buyer",), root),
        parameters=[Parameter("share", "what the buyer gets")],
        assumptions=list(assumptions),
        calibrations={"baseline": {"share": 0}},
    )


def test_a_boundary_that_is_not_reached_is_said() -> None:
    share = sympy.Symbol("share")
    open_end = _offer(Assumption("not one", sympy.Ne(share, 1)))
    assert nearest(_offer(), "baseline", reaches("take")).distance == 1
    with pytest.raises(NotSupported, match="as close as 1 but do not reach it"):
        nearest(open_end, "baseline", reaches("take"))


def test_a_start_outside_the_assumptions_is_refused() -> None:
    share = sympy.Symbol("share")
    capped = _offer(Assumption("small", share < HALF))
    with pytest.raises(AssumptionViolated, match="small"):
        nearest(capped, {"share": 1}, reaches("take"))
    never = nearest(capped, "baseline", reaches("take"))
    assert isinstance(never, Impossible)
    assert never.core == ("small",)
