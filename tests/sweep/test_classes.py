"""Sweeps over perfect Bayesian classes against the classes evaluated exactly at each point."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from negotiation import parametric, talks
from negotiation.errors import NotSupported, UnknownName
from negotiation.evaluate import compile_expressions
from negotiation.parametric import PerfectBayesianClasses
from negotiation.sweep import batch_classes, monte_carlo, sample


@pytest.fixture(scope="module")
def classes() -> PerfectBayesianClasses:
    return parametric.perfect_bayesian(talks.autonomy_signalling())


PRIORS = {
    "autonomy_probability": stats.uniform(0, 1),
    "treaty_gain": stats.uniform(0, 4),
    "basing_loss": stats.uniform(0, 6),
}


def test_classes_exist_where_their_conditions_hold(classes: PerfectBayesianClasses) -> None:
    draws = sample(classes.model, PRIORS, 300, 0)
    table = batch_classes(classes, draws)
    base = classes.model.calibrations["baseline"]
    for place in range(300):
        point = {**base, **{name: Fraction(draws[name][place]) for name in draws.names}}
        allowed = classes.model.allows(point)
        assert allowed == bool(table.table.used[place])
        if not allowed:
            continue
        for each in classes:
            [holds] = compile_expressions([each.condition])(point)
            assert bool(table.exists(each.name)[place]) == holds
            if holds:
                exact = compile_expressions(list(each.payoffs.values()))(point)
                found = [row[place] for row in table.payoffs(each.name).values()]
                assert found == pytest.approx([float(value) for value in exact])


def test_monte_carlo_counts_classes(classes: PerfectBayesianClasses) -> None:
    result = monte_carlo(classes, PRIORS, 20_000, 4)
    table = batch_classes(classes, sample(classes.model, PRIORS, 20_000, 4))
    for each in classes:
        share = table.exists(each.name).sum() / table.table.used.sum()
        assert result.probability_of(each.name).value == pytest.approx(share)
    assert "draws left out" in str(result)
    with pytest.raises(NotSupported, match="not watched"):
        monte_carlo(classes, PRIORS, 10, 0, watch=["transfer"])
    with pytest.raises(UnknownName):
        result.probability_of("pooling")
    with pytest.raises(UnknownName):
        table.exists("pooling")
    assert np.isnan(table.payoffs(classes.classes[0].name)["Japan"]).any()
