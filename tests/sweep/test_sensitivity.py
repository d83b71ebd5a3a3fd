"""Sensitivity against indices known in closed form."""

from __future__ import annotations

import sys

import pytest
import sympy
from scipy import stats

from negotiation import talks
from negotiation.errors import AssumptionViolated, MissingDependency, NotSupported, UnknownName
from negotiation.game import Game, Outcome
from negotiation.model import Model, Parameter
from negotiation.sweep import sensitivity


def additive() -> Model:
    """Let A get 4 x + 2 y + 0 z: variances 16, 4 and 0 parts of 20."""
    x, y, z = sympy.symbols("x y z")
    return Model(
        "additive",
        Game(("A", "B"), Outcome({"A": 4 * x + 2 * y, "B": x * z})),
        [Parameter("x"), Parameter("y"), Parameter("z")],
    )


PRIORS = {"x": stats.uniform(0, 1), "y": stats.uniform(0, 1), "z": stats.uniform(-1, 2)}


def test_sobol_indices_of_a_sum_and_a_product() -> None:
    """A sum has shares 16/20 and 4/20 and no interaction.

    In the product of x in [0, 1] and z in [-1, 1] x alone explains nothing, and z alone E[x]² of
    E[x²], that is 3/4.
    """
    found = sensitivity(additive(), PRIORS, n=4096)
    for name, share in (("x", 0.8), ("y", 0.2), ("z", 0.0)):
        effect = found.effects["payoff of A"][name]
        assert effect.first == pytest.approx(share, abs=0.02)
        assert effect.total == pytest.approx(share, abs=0.02)
    product = found.effects["payoff of B"]
    assert product["z"].first == pytest.approx(0.75, abs=0.03)
    assert product["z"].total == pytest.approx(1.0, abs=0.03)
    assert product["x"].first == pytest.approx(0.0, abs=0.03)
    assert product["x"].total == pytest.approx(0.25, abs=0.03)
    assert found.ranking("payoff of A") == ["x", "y", "z"]
    assert "additive: sobol" in str(found)


def test_morris_effects_of_a_sum_are_its_slopes() -> None:
    found = sensitivity(additive(), PRIORS, method="morris", n=50)
    effects = found.effects["payoff of A"]
    # The walks measure in quantiles, over which each uniform prior has slope 1.
    assert effects["x"].total == pytest.approx(4, rel=0.02)
    assert effects["y"].total == pytest.approx(2, rel=0.02)
    assert effects["z"].total == pytest.approx(0, abs=1e-9)
    assert found.draws == 50 * 4


def test_what_does_not_matter_has_no_effect() -> None:
    """Whether Russia transfers does not depend on what the islands are worth to Japan."""
    priors = {
        "treaty_gain": stats.uniform(0.5, 2),
        "basing_probability": stats.uniform(0.1, 0.8),
        "island_value": stats.uniform(1, 5),
    }
    found = sensitivity(talks.basing_shadow(), priors, watch=["transfer"], n=512)
    effects = found.effects["probability of transfer"]
    assert effects["island_value"].total == 0
    assert effects["treaty_gain"].total > 0.3
    frame = found.to_pandas()
    assert set(frame["result"]) == {
        "payoff of Japan",
        "payoff of Russia",
        "payoff of United States",
        "probability of transfer",
    }
    again = sensitivity(talks.basing_shadow(), priors, watch=["transfer"], n=512)
    assert again.effects == found.effects


def test_requests_that_cannot_be_met() -> None:
    model = talks.basing_shadow()
    wide = {"treaty_gain": stats.uniform(0, 10), "basing_loss": stats.uniform(0, 10)}
    with pytest.raises(AssumptionViolated, match="base_spoils_deal"):
        sensitivity(model, wide, n=64)
    assert sensitivity(model, wide, n=64, check=False).draws == 64 * 4
    with pytest.raises(NotSupported, match="power of two"):
        sensitivity(additive(), PRIORS, n=100)
    with pytest.raises(NotSupported, match="at least two"):
        sensitivity(additive(), {"x": stats.norm(), "y": 1, "z": 2})
    with pytest.raises(UnknownName, match="did you mean 'morris'"):
        sensitivity(additive(), PRIORS, method="moris")


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.sample.sobol", None)
    with pytest.raises(MissingDependency, match=r"pip install 'negotiation\[sweep\]'"):
        sensitivity(additive(), PRIORS, n=8)
