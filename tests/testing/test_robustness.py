"""What a conclusion needs: assumptions dropped and weakened, and rankings alone."""

from __future__ import annotations

from fractions import Fraction

import pytest

from negotiation import Assumption, Decision, Game, Model, Outcome, Parameter, talks
from negotiation.model import Happens, reaches
from negotiation.testing import ClaimRefuted, fragility, ordinal_robustness


def choice() -> Model:
    """Return a choice between gain - cost and 0, where gain exceeds cost by more than 2."""
    gain, cost, fee = (Parameter(name, domain=">= 0") for name in ("gain", "cost", "fee"))
    go = Outcome({"A": gain.symbol - cost.symbol})
    return Model(
        "choice",
        Game(("A",), Decision("A", {"stay": Outcome({"A": 0}), "go": go})),
        [gain, cost, fee],
        [
            Assumption("worth it", gain.symbol > cost.symbol + 2),
            Assumption("fee", fee.symbol < 7),
            Assumption("twice", gain.symbol > 2),
        ],
        {"baseline": {"gain": 9, "cost": 1, "fee": 1}},
    )


def test_the_assumption_that_carries_a_claim_is_found() -> None:
    """Weakened by 1 the margin is 1 still; dropped, gain 3 and cost 4 refute."""
    found = fragility(choice(), Happens(reaches("go")))
    assert [each.name for each in found.breaks] == ["worth it"]
    assert found.breaks[0].slack is None
    assert found.unneeded == ("fee", "twice")
    at = found.breaks[0].refutation.at
    assert at["gain"] <= at["cost"]
    assert at["gain"] > 2
    assert "breaks without worth it: when it is dropped" in str(found)
    assert "holds without any one of: fee, twice" in str(found)


def test_the_least_weakening_is_found() -> None:
    """With a margin of 0 the smallest slack breaks the claim already."""
    model = choice().without("worth it")
    gain, cost = model.symbols["gain"], model.symbols["cost"]
    found = fragility(model.assuming(Assumption("bare", gain > cost)), Happens(reaches("go")))
    assert [(each.name, each.slack) for each in found.breaks] == [("bare", Fraction(1, 1000))]


def test_a_constraint_is_lifted() -> None:
    """The taboo on aid is what excludes aid."""
    model = talks.project_menu(no_charity=True)
    found = fragility(model, lambda e: e.probability_of("aid") == 0, examples=20)
    assert "no charity" in [each.name for each in found.breaks]


def test_a_false_claim_has_no_fragility() -> None:
    with pytest.raises(ClaimRefuted):
        fragility(choice(), Happens(reaches("stay")))


def test_rankings_decide_a_choice_among_sure_things() -> None:
    model = choice().without("worth it")
    found = ordinal_robustness(model, lambda e: e.path == ("go",))
    assert found
    [ordering] = found.orderings
    assert ordering.condition.subs({"gain": 2, "cost": 1}) == True  # noqa: E712 - sympy's true
    assert ordering.condition.subs({"gain": 1, "cost": 2}) == False  # noqa: E712 - sympy's false
    assert "holds under the same rankings" in str(found)


def test_rankings_do_not_decide_a_lottery() -> None:
    model = talks.basing_shadow()
    keeps = ordinal_robustness(model, lambda e: "keep" in e.path)
    assert not keeps
    assert keeps.refutation is not None
    gain, loss = (keeps.refutation.at[name] for name in ("treaty_gain", "basing_loss"))
    assert gain - loss < 0 < gain  # ranked as at the baseline
    assert "rests on more than rankings" in str(keeps)
