"""What the plugin does not test by itself."""

from __future__ import annotations

from fractions import Fraction

import pytest
from fishery_talks import fishery_talks
from hypothesis import given, settings

from negotiation import solve
from negotiation.testing import (
    ClaimRefuted,
    assert_subgame_perfect,
    check_proposition,
    fragility,
    mutation_score,
    ordinal_robustness,
    parameters,
)

MODEL = fishery_talks()


@settings(deadline=None)
@given(parameters(MODEL))
def test_nobody_gains_by_deviating_anywhere(values: dict[str, Fraction]) -> None:
    game = MODEL.at(**values)
    for equilibrium in solve.subgame_perfect(game):
        assert_subgame_perfect(game, equilibrium)


@settings(deadline=None)
@given(parameters(MODEL, without="patrols_are_paid"))
def test_nobody_gets_less_than_nothing(values: dict[str, Fraction]) -> None:
    for equilibrium in solve.subgame_perfect(MODEL.at(check=False, **values)):
        assert min(equilibrium.payoffs.values()) >= 0


def test_the_right_is_not_always_granted() -> None:
    with pytest.raises(ClaimRefuted) as refuted:
        check_proposition(MODEL, lambda equilibrium: "grant" in equilibrium.path)
    at = refuted.value.at
    assert at["fee"] - at["patrol_cost"] <= at["breach_probability"] * at["breach_loss"]


def test_the_fee_must_be_worth_it_for_the_threshold_to_decide() -> None:
    found = fragility(MODEL, "asks_if_it_is_granted")
    assert [each.name for each in found.breaks] == ["worth_fishing"]


def test_the_grant_is_a_matter_of_numbers_not_of_rankings() -> None:
    assert not ordinal_robustness(MODEL, lambda equilibrium: "grant" in equilibrium.path)


def test_the_propositions_notice_most_mistakes() -> None:
    assert mutation_score(MODEL).score > 1 / 2
