"""Partitions of random models: no overlap, no gap, every witness solved again by numbers."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from negotiation import Model
from negotiation.parametric import subgame_perfect
from negotiation.parametric.coverage import check_cells
from negotiation.testing import models

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(UNHURRIED, max_examples=20)
@given(models(kinds=("linear",), max_players=2))
def test_linear_families(model: Model) -> None:
    check = check_cells(subgame_perfect(model, query_seconds=1), seconds=1)
    assert not check.overlaps
    assert not check.unlike
    assert check.gap is not True


@settings(UNHURRIED, max_examples=8)
@given(models(max_players=2, max_parameters=3, max_depth=2))
def test_families_with_products_quotients_and_maxima(model: Model) -> None:
    check = check_cells(subgame_perfect(model, query_seconds=1), seconds=1)
    assert not check.overlaps
    assert not check.unlike
    assert check.gap is not True


@settings(UNHURRIED, max_examples=8)
@given(models(kinds=("linear",), max_players=2, max_parameters=3, max_depth=2))
def test_families_with_their_indifference_surfaces(model: Model) -> None:
    check = check_cells(subgame_perfect(model, ties=True, query_seconds=1), seconds=1)
    assert not check.overlaps
    assert not check.unlike
    assert check.gap is not True
